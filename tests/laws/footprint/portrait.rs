//! A footprint as sentences, without ids.

use std::collections::BTreeSet;

use poolproof::world::{
    Footprint, Server, TokenFacts,
    footprint::{Region, Securable, Why},
};

pub fn token(server: &Server, token: &TokenFacts) -> String {
    let who = token
        .principal
        .map(|id| server.principal(id).name().to_string());
    format!("{who:?} by {:?} at {:?}", token.logon, token.token.level)
}

fn reason(server: &Server, why: &Why) -> String {
    let facts: BTreeSet<String> = why
        .facts
        .iter()
        .map(|fact| format!("{:?}", server.fact(*fact).statement))
        .collect();
    format!("{} {facts:?}", why.rule)
}

fn what(server: &Server, what: &Securable) -> String {
    match what {
        Securable::Service(fact) | Securable::Task(fact) => {
            format!("{:?}", server.fact(*fact).statement)
        }
        Securable::File(_)
        | Securable::Folder(_)
        | Securable::Key(_)
        | Securable::FileIn(_)
        | Securable::FolderIn(_) => format!("{what:?}"),
    }
}

/// Everything in it, without ids: sentences, as text.
pub fn portrait(server: &Server, footprint: &Footprint) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let name = |id| footprint.host(id).name.clone();
    for (_, host) in footprint.ids() {
        let starter = host.starter.map(name);
        let tokens: Vec<String> = host
            .identities
            .iter()
            .map(|one| token(server, one))
            .collect();
        all.insert(format!(
            "host {} of {:?} by {starter:?} as {tokens:?} {} {}",
            host.name,
            host.pool,
            host.visitors,
            reason(server, &host.why)
        ));
        for handed in &host.handed {
            let token = token(server, &handed.token);
            all.insert(format!(
                "{} is handed {token} {} {:?}",
                host.name, handed.certain, handed.site
            ));
        }
    }
    for region in &footprint.regions {
        all.extend(of_region(server, footprint, region));
    }
    for used in &footprint.uses {
        let applications: BTreeSet<String> = used
            .applications
            .iter()
            .map(|one| format!("{}{}", one.site, one.url))
            .collect();
        all.insert(format!(
            "{} uses {} as {:?} for {applications:?}: {}",
            name(used.host),
            what(server, &used.what),
            used.role,
            reason(server, &used.why)
        ));
    }
    for secret in &footprint.secrets {
        let who = server.principal(secret.account).name();
        all.insert(format!(
            "{who} stands in {:?} {:?} {:?} {:?}: {}",
            secret.store,
            secret.files,
            secret.copies,
            secret.key,
            reason(server, &secret.why)
        ));
    }
    for file in &footprint.configuration {
        let hosts: BTreeSet<String> = file.hosts.iter().map(|host| name(*host)).collect();
        all.insert(format!(
            "{:?} configures {hosts:?}: {}",
            file.file,
            reason(server, &file.why)
        ));
    }
    for handed in &footprint.anonymous {
        let token = token(server, &handed.token);
        all.insert(format!(
            "anonymous on {:?} is {token} {}",
            handed.site, handed.certain
        ));
    }
    all.insert(format!("{:?}", footprint.account_database));
    all
}

fn of_region(server: &Server, footprint: &Footprint, region: &Region) -> Vec<String> {
    let name = |id| footprint.host(id).name.clone();
    let application = format!("{}{}", region.application.site, region.application.url);
    let title = format!("{application} at {} from {}", region.url, region.folder);
    let names = |ids: &[_]| ids.iter().map(|id| name(*id)).collect::<BTreeSet<String>>();
    let mut all = vec![
        format!(
            "{title} of {:?} but {:?}: {}",
            region.pool,
            region.except,
            reason(server, &region.why)
        ),
        format!("{title} is read by {:?}", names(&region.readers)),
        format!("{title} is code in {:?}", names(&region.code)),
        format!(
            "{title} upload {:?}",
            region.upload.as_ref().map(|why| reason(server, why))
        ),
    ];
    for handed in &region.read_as {
        all.push(format!(
            "{title} is read as {} {}",
            token(server, &handed.token),
            handed.certain
        ));
    }
    for runs in &region.runs {
        all.push(format!(
            "{title} runs {:?} in {} {} {}: {}",
            runs.files,
            name(runs.host),
            runs.planted,
            runs.defect,
            reason(server, &runs.why)
        ));
    }
    for obeys in &region.obeys {
        all.push(format!(
            "{title} obeys {:?} in {} {}: {}",
            obeys.folders,
            name(obeys.host),
            obeys.brings_code,
            reason(server, &obeys.why)
        ));
    }
    all
}
