//! What configuration gives a process, version by version: each row a small server, what it must tell, and what it must not.

mod rows;

use std::collections::BTreeSet;

use poolproof::{
    iis,
    text::Source,
    world::{
        self, Footprint, Server, TokenFacts, WinPath,
        footprint::{Belongs, HostId, Party, Pattern, Securable},
    },
};

/// A small server, with lines that its footprint has, and beginnings of lines that it has not.
pub struct Row {
    pub title: &'static str,
    pub world: &'static str,
    pub has: &'static [&'static str],
    pub lacks: &'static [&'static str],
}

fn made(title: &str, text: &str) -> Server {
    let (facts, diagnostics) = world::read(&Source::new("row.world", text));
    assert_eq!(diagnostics, [], "{title}");
    iis::serve(facts).0
}

/// `BOX\IWAM_BOX`, without what is before the backslash.
fn name(server: &Server, token: &TokenFacts) -> String {
    let id = token.principal.expect("an account has it");
    server.principal(id).name().bare().to_owned()
}

fn pattern(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Extension(ending) => format!("*{ending}"),
        Pattern::In(folder) => format!("{folder}\\"),
        Pattern::Named(name) => format!("\\{name}"),
        Pattern::Called(name) => format!("...\\{name}"),
        Pattern::Every => "*".to_owned(),
    }
}

fn what(server: &Server, what: &Securable) -> String {
    match what {
        Securable::File(path) => format!("file {path}"),
        Securable::Folder(path) => format!("folder {path}"),
        Securable::Key(path) => format!("key {path}"),
        Securable::FileIn(path) => format!("files in {path}"),
        Securable::FolderIn(path) => format!("folders in {path}"),
        Securable::Service(fact) | Securable::Task(fact) => {
            let listed = format!("{:?}", server.fact(*fact).statement);
            listed.split('(').next().unwrap_or_default().to_owned()
        }
    }
}

/// Every line of a footprint.
fn lines(server: &Server, footprint: &Footprint) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let host = |id: HostId| footprint.host(id).name.clone();
    for (_, one) in footprint.ids() {
        let mut line = format!("host {}", one.name);
        let tokens: Vec<String> = one
            .identities
            .iter()
            .map(|token| name(server, token))
            .collect();
        line += &format!(
            " as {}",
            match (one.visitors, tokens.is_empty()) {
                (true, _) => "visitors".to_owned(),
                (false, true) => "nobody".to_owned(),
                (false, false) => tokens.join(" or "),
            }
        );
        if let Some(starter) = one.starter {
            line += &format!(", started by {}", host(starter));
        }
        all.insert(line);
        for handed in &one.handed {
            let perhaps = if handed.certain { "" } else { "perhaps " };
            all.insert(format!(
                "{} is {perhaps}handed {}",
                one.name,
                name(server, &handed.token)
            ));
        }
    }
    for region in &footprint.regions {
        let application = format!("{}{}", region.application.site, region.application.url);
        let except: Vec<&str> = region.except.iter().map(WinPath::as_str).collect();
        let except = if except.is_empty() {
            String::new()
        } else {
            format!(" but {}", except.join(", "))
        };
        all.insert(format!("{application} serves {}{except}", region.folder));
        for reader in &region.readers {
            all.insert(format!("{} is read by {}", region.folder, host(*reader)));
        }
        for code in &region.code {
            all.insert(format!("{application} is code in {}", host(*code)));
        }
        for handed in &region.read_as {
            all.insert(format!(
                "{} is read as {}",
                region.folder,
                name(server, &handed.token)
            ));
        }
        for runs in &region.runs {
            let new = match (runs.planted, runs.defect) {
                (_, true) => ", by a defect",
                (true, false) => "",
                (false, false) => ", if it is there",
            };
            all.insert(format!(
                "{} in {} runs in {}{new}",
                pattern(&runs.files),
                region.folder,
                host(runs.host)
            ));
        }
        for obeys in &region.obeys {
            let code = if obeys.brings_code {
                "code"
            } else {
                "settings"
            };
            let folders: Vec<&str> = obeys.folders.iter().map(WinPath::as_str).collect();
            all.insert(format!(
                "{} takes {code} from web.config in {}",
                host(obeys.host),
                folders.join(", ")
            ));
        }
        if region.upload.is_some() {
            all.insert(format!("{} takes uploads", region.folder));
        }
    }
    for used in &footprint.uses {
        let what = what(server, &used.what);
        all.insert(format!(
            "{} uses {what} as {:?}",
            host(used.host),
            used.role
        ));
    }
    for secret in &footprint.secrets {
        let who = server.principal(secret.account).name().bare();
        let files: Vec<String> = secret.files.iter().map(|file| what(server, file)).collect();
        let key = secret
            .key
            .as_ref()
            .map_or(String::new(), |key| format!(" with {}", what(server, key)));
        all.insert(format!(
            "{who} stands in {:?} {}{key}",
            secret.store,
            files.join(", ")
        ));
        for copies in &secret.copies {
            all.insert(format!("{who} stands in copies in {copies}"));
        }
    }
    for file in &footprint.configuration {
        let hosts: Vec<String> = file.hosts.iter().map(|id| host(*id)).collect();
        let whom = if hosts.is_empty() {
            "all".to_owned()
        } else {
            hosts.join(", ")
        };
        all.insert(format!("{} configures {whom}", what(server, &file.file)));
    }
    for handed in &footprint.anonymous {
        let site = handed.site.as_ref().map_or("", |site| site.as_str());
        all.insert(format!(
            "anonymous on {site} is {}",
            name(server, &handed.token)
        ));
    }
    all
}

#[test]
fn every_row_tells_what_it_must_and_nothing_that_it_must_not() {
    let mut wrong = Vec::new();
    for row in rows::ALL {
        let server = made(row.title, row.world);
        let lines = lines(&server, &iis::footprint(&server));
        for line in row.has {
            if !lines.contains(*line) {
                wrong.push(format!("{} lacks: {line}", row.title));
            }
        }
        for start in row.lacks {
            let found = lines
                .iter()
                .filter(|line| line.starts_with(start) || line.ends_with(start));
            wrong.extend(found.map(|line| format!("{} has: {line}", row.title)));
        }
        if wrong.iter().any(|one| one.starts_with(row.title)) {
            wrong.extend(lines.iter().map(|line| format!("    {line}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The reasons for an object, as an answer tells them.
#[test]
fn an_object_belongs_to_a_party_for_a_reason() {
    let server = made("belongs", rows::SHARED);
    let footprint = iis::footprint(&server);
    let pool = |name: &str| Party::Pool(name.into());
    let why = |party: &Party, path: &str| -> Vec<String> {
        let found = footprint.concerns(party, &WinPath::new(path));
        found
            .iter()
            .map(|one| match one {
                Belongs::Served(region) => format!("served as {}", region.url),
                Belongs::Used(used) => format!("{:?}", used.role),
                Belongs::Governs(..) => "governs".to_owned(),
                Belongs::Configures(_) => "configures".to_owned(),
            })
            .collect()
    };
    let content = |party: &Party, path: &str| footprint.belongs(party, &WinPath::new(path)).len();
    assert_eq!(why(&pool("A"), "D:\\www\\x.htm"), ["served as /"]);
    assert_eq!(why(&pool("B"), "D:\\www\\x.htm"), Vec::<String>::new());
    assert_eq!(why(&pool("B"), "D:\\www\\shop\\x.htm"), ["served as /shop"]);
    assert_eq!(
        why(&pool("A"), "D:\\www\\shop\\x.htm"),
        Vec::<String>::new()
    );
    // The web.config of the site's root governs the shop, and is none of its content.
    assert_eq!(why(&pool("B"), "D:\\www\\web.config"), ["governs"]);
    assert_eq!(content(&pool("B"), "D:\\www\\web.config"), 0);
    let compressed = "C:\\inetpub\\temp\\IIS Temporary Compressed Files\\B\\x.gz";
    assert_eq!(why(&pool("B"), compressed), ["ResponseCache"]);
    assert_eq!(content(&pool("A"), compressed), 0);
    assert_eq!(why(&pool("B"), "C:\\WINDOWS\\Temp\\x"), ["Temporary"]);
    assert_eq!(why(&pool("B"), "D:\\data\\till.mdb"), ["Data"]);
    let copy = "C:\\inetpub\\temp\\appPools\\B\\B.config";
    assert_eq!(why(&pool("B"), copy), ["configures"]);
    assert_eq!(why(&pool("A"), copy), Vec::<String>::new());
}
