//! What configuration gives a process: content, caches, programs, tokens and passwords, of every IIS.

mod portrait;

use std::collections::{BTreeMap, BTreeSet};

use poolproof::{
    iis::{self, Acts, Host, Requester, Served},
    nt::{ImpersonationLevel, TokenLevel},
    search::hosting,
    world::{
        Cache, Fact, Footprint, Handler, IisVersion, Name, Server, Statement, WinPath,
        footprint::{HostKind, Party, Pattern, Region, Role, Runs, Securable, Store},
    },
};
use proptest::prelude::*;

use portrait::{portrait, token};

use crate::{
    laws::many,
    spec,
    support::served::{paths, worlds},
};

fn image(server: &Server, footprint: &Footprint, runs: &Runs) -> String {
    let host = footprint.host(runs.host);
    match host.kind {
        HostKind::Process(id) => server.process(id).expect("it is one").image.to_string(),
        HostKind::Child(_) | HostKind::Service(_) | HostKind::Task(_) | HostKind::Component(_) => {
            let program = host.name.split(" of ").next().expect("a text has a start");
            WinPath::new(program).file_name().to_owned()
        }
    }
}

fn run_as(runs: &Runs) -> &'static str {
    match (&runs.files, runs.planted) {
        (Pattern::Called(_), _) if runs.defect => "a listed name, by a defect",
        (Pattern::Called(_), _) => "a listed name",
        (Pattern::Extension(_), true) => "a page",
        (Pattern::Extension(_) | Pattern::In(_) | Pattern::Named(_) | Pattern::Every, _) => {
            "its own"
        }
    }
}

/// The sentences of the specification, as the footprint has them.
fn told(server: &Server, footprint: &Footprint, paths: &[WinPath]) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for path in paths {
        for region in footprint.regions.iter().filter(|one| one.holds(path)) {
            let who = format!("{}{}", region.application.site, region.application.url);
            told.insert(format!("{path} is served by {who}"));
            for runs in region.runs_file(path) {
                let image = image(server, footprint, runs);
                told.insert(format!(
                    "{path} is run in {image} of {who} as {}",
                    run_as(runs)
                ));
            }
        }
    }
    for used in &footprint.uses {
        let cache = match used.role {
            Role::ResponseCache => Cache::Compression,
            Role::CodeCache if used.why.rule.says.contains("asp.dll") => Cache::AspTemplates,
            Role::CodeCache => Cache::AspNetTemporary,
            _ => continue,
        };
        let Securable::Folder(folder) = &used.what else {
            continue;
        };
        for application in &used.applications {
            let who = format!("{}{}", application.site, application.url);
            told.insert(format!(
                "{who} keeps {cache:?} in {}",
                folder.as_str().to_ascii_lowercase()
            ));
        }
    }
    for secret in &footprint.secrets {
        let name = server
            .principal(secret.account)
            .name()
            .bare()
            .to_ascii_lowercase();
        if ["iusr_box", "iwam_box"].contains(&name.as_str()) {
            continue;
        }
        match (secret.store, &secret.key) {
            (Store::Metabase, _) => told.insert(format!("{name} is known from the metabase")),
            (Store::ServerConfiguration, Some(Securable::File(key))) => {
                told.insert(format!("{name} is known from {}", key.file_name()))
            }
            _ => false,
        };
    }
    told
}

fn made(facts: &[Fact]) -> (Server, Footprint) {
    let (server, _) = iis::serve(facts.to_vec());
    let footprint = iis::footprint(&server);
    (server, footprint)
}

proptest! {
    #![proptest_config(many())]

    /// Regions are folders with exceptions, worked out from prefixes. The judge tries every URL for every path.
    #[test]
    fn what_is_served_run_kept_and_stored_is_what_the_specification_says(facts in worlds()) {
        let (server, footprint) = made(&facts);
        let paths = paths();
        let (found, expected) = (told(&server, &footprint, &paths), spec::footprint::told(&facts, &paths));
        let missing: Vec<&String> = expected.difference(&found).collect();
        let wrong: Vec<&String> = found.difference(&expected).collect();
        prop_assert!(missing.is_empty() && wrong.is_empty(), "missing {:#?}, wrong {:#?}", missing, wrong);
    }

    /// What a request meets is what the application is said to have: the process reads the region, and the token is one of its.
    #[test]
    fn every_request_is_served_by_a_reader_of_its_region_as_one_that_it_is_read_as(facts in worlds(), url in hosting::urls()) {
        let (server, footprint) = made(&facts);
        let mapped = server.map_url(Some("Shop"), &url).expect("there is such a site");
        let Ok(hosting) = iis::host(&server, &mapped) else { return Ok(()) };
        let region = footprint.regions.iter().find(|region| {
            let below: Vec<&str> = region.below(&mapped.path).collect();
            let own = format!("{}/{}", region.url.trim_end_matches('/'), below.join("/"));
            let is_it = own.trim_end_matches('/') == url.trim_end_matches('/');
            region.application.site == mapped.site && region.application.url == mapped.application && region.holds(&mapped.path) && is_it
        });
        let region = region.expect("what a URL leads to is served");
        match hosting.host {
            Host::Process(process) => {
                let kinds: Vec<HostKind> = region.readers.iter().map(|id| footprint.host(*id).kind).collect();
                prop_assert!(kinds.contains(&HostKind::Process(process)), "{:?}", region);
            }
            Host::Requester { starter, .. } => {
                let kinds: Vec<HostKind> = region.readers.iter().map(|id| footprint.host(*id).kind).collect();
                prop_assert!(kinds.contains(&HostKind::Child(starter)), "{:?}", region);
            }
        }
        if let Acts::As(bearers) = iis::thread(&server, &hosting, Requester::Anonymous) {
            for bearer in bearers {
                let impersonates = bearer.token.token.level == TokenLevel::Impersonation(ImpersonationLevel::Impersonation);
                let own = bearer.token.process.is_some() || matches!(hosting.host, Host::Requester { .. });
                if impersonates && !own {
                    let known = region.read_as.iter().any(|handed| handed.token.token == bearer.token.token);
                    prop_assert!(known, "{} of {:?}", token(&server, &bearer.token), region);
                }
            }
        }
        if let (Served::By(handler), Some(process)) = (&hosting.served, hosting.process()) {
            let is_page = !matches!(handler, Handler::AspNetCoreInProcess | Handler::AspNetCoreOutOfProcess);
            let run = region.runs_file(&mapped.path).any(|runs| footprint.host(runs.host).kind == HostKind::Process(process));
            let program = matches!(handler, Handler::Isapi(_, None) | Handler::Cgi(_));
            prop_assert!(run || !is_page || program, "{} {:?}", mapped.path, region);
        }
    }

    /// Facts are a set.
    #[test]
    fn the_order_of_facts_does_not_matter_to_a_footprint(
        (facts, shuffled) in worlds().prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()))
    ) {
        let (server, footprint) = made(&facts);
        let (other, shuffled) = made(&shuffled);
        let (one, two) = (portrait(&server, &footprint), portrait(&other, &shuffled));
        let differ: Vec<&String> = one.symmetric_difference(&two).collect();
        prop_assert!(differ.is_empty(), "{:#?}", differ);
    }

    /// Code runs in processes; none is forgotten and none counts twice.
    #[test]
    fn every_process_is_a_host_and_every_other_host_is_started_by_somebody(facts in worlds()) {
        let (server, footprint) = made(&facts);
        let mut processes = BTreeMap::new();
        for (id, host) in footprint.ids() {
            match host.kind {
                HostKind::Process(process) => prop_assert!(processes.insert(process, id).is_none()),
                HostKind::Child(process) => {
                    let starter = host.starter.expect("a child has one");
                    prop_assert_eq!(footprint.host(starter).kind, HostKind::Process(process));
                    prop_assert_eq!(&footprint.host(starter).pool, &host.pool);
                }
                HostKind::Service(_) | HostKind::Task(_) | HostKind::Component(_) => prop_assert!(host.pool.is_none()),
            }
            prop_assert!(host.starter != Some(id));
        }
        prop_assert_eq!(processes.len(), server.processes().count());
    }

    /// A nested application takes its folder from those above it. Two sites, or two URLs of one, can share a folder.
    #[test]
    fn no_path_belongs_to_two_applications_unless_two_urls_lead_to_it(facts in worlds()) {
        let (server, footprint) = made(&facts);
        for path in paths() {
            let holding: Vec<&Region> = footprint.regions.iter().filter(|region| region.holds(&path)).collect();
            let of_site: BTreeSet<(&Name, &Name)> = holding.iter().map(|one| (&one.application.site, &one.application.url)).collect();
            let mut urls = BTreeSet::new();
            for region in &holding {
                let rest: Vec<&str> = region.below(&path).collect();
                let url = format!("{}/{}", region.url.trim_end_matches('/'), rest.join("/"));
                urls.insert((&region.application.site, url.clone()));
                let mapped = server.map_url(Some(region.application.site.as_str()), &url).expect("a site");
                let shadowed = mapped.path != path;
                prop_assert!(shadowed || mapped.application == region.application.url, "{} {}", path, url);
            }
            prop_assert!(of_site.len() <= urls.len(), "{} {:?}", path, of_site);
        }
    }

    /// An account that nobody mentions is in no configuration.
    #[test]
    fn an_account_that_nobody_mentions_is_in_no_footprint(facts in worlds()) {
        let (server, footprint) = made(&facts);
        let mut more = facts.clone();
        let name = Name::from("nobody.in.particular");
        more.push(poolproof::search::sketch::said(Statement::User { name, sid: None }));
        let (other, same) = made(&more);
        prop_assert_eq!(portrait(&server, &footprint), portrait(&other, &same));
    }

    /// More to run is more to run: what was there stays.
    #[test]
    fn adding_a_handler_only_adds(facts in worlds(), which in 0..4_usize) {
        let (_, before) = made(&facts);
        let mut more = facts.clone();
        let added = [Handler::Asp, Handler::AspNet, Handler::Php, Handler::Cgi(WinPath::new("D:\\added\\x.exe"))];
        let mut changed = false;
        for fact in &mut more {
            if let Statement::Site(site) = &mut fact.statement {
                // An application that declares nothing takes all of its site's, and a pool without handlers acts as itself.
                changed |= !site.settings.handlers.is_empty();
                if !site.settings.handlers.is_empty() {
                    site.settings.handlers.push(added[which].clone());
                }
            }
        }
        prop_assume!(changed);
        let (_, after) = made(&more);
        let runs = |footprint: &Footprint| -> BTreeSet<String> {
            footprint.regions.iter().flat_map(|region| {
                let names = |ids: &[_]| ids.iter().map(|id| footprint.host(*id).name.clone()).collect::<Vec<String>>();
                let of = format!("{:?} {}", region.application, region.folder);
                let runs = region.runs.iter().map({
                    let of = of.clone();
                    move |runs| format!("{of} {:?} {}", runs.files, footprint.host(runs.host).name)
                });
                let hosts = names(&region.code).into_iter().chain(names(&region.readers)).map(move |name| format!("{of} {name}"));
                runs.chain(hosts).collect::<Vec<String>>()
            }).chain(footprint.uses.iter().map(|used| format!("{} {:?} {:?}", footprint.host(used.host).name, used.what, used.role))).collect()
        };
        let (before, after) = (runs(&before), runs(&after));
        let lost: Vec<&String> = before.difference(&after).collect();
        prop_assert!(lost.is_empty(), "{:#?}", lost);
    }

    /// Each generation has what it has: no pools before 6.0, no code by web.config before 7.0, no listed names after 5.1.
    #[test]
    fn what_a_version_does_not_have_is_in_no_footprint(facts in worlds()) {
        let (server, footprint) = made(&facts);
        let iis = server.iis().expect("a sketch says which");
        let workers = iis >= IisVersion::V6_0 && !server.isolation_mode();
        for region in &footprint.regions {
            prop_assert_eq!(region.pool.is_some(), workers);
            prop_assert!(iis >= IisVersion::V7_0 || region.obeys.iter().all(|obeys| !obeys.brings_code));
            let listed = region.runs.iter().any(|runs| matches!(runs.files, Pattern::Called(_)));
            prop_assert!(!listed || iis <= IisVersion::V5_1);
            let defect = region.runs.iter().any(|runs| runs.defect);
            prop_assert!(!defect || iis == IisVersion::V5_0);
        }
        let metabase = footprint.secrets.iter().any(|secret| secret.store == Store::Metabase);
        let file = footprint.secrets.iter().any(|secret| secret.store == Store::ServerConfiguration);
        let old = iis < IisVersion::V7_0;
        prop_assert!(!metabase || old);
        prop_assert!(!file || !old);
        prop_assert!(workers || footprint.hosts.iter().all(|host| host.pool.is_none()));
    }

    /// A pool has what its applications have, and a site what its own have.
    #[test]
    fn what_belongs_to_a_pool_or_a_site_belongs_to_one_of_its_applications(facts in worlds()) {
        let (_, footprint) = made(&facts);
        for region in &footprint.regions {
            let application = Party::Application(region.application.clone());
            let wider = [Some(Party::Site(region.application.site.clone())), region.pool.clone().map(Party::Pool)];
            for path in paths() {
                let own = footprint.belongs(&application, &path).len();
                for party in wider.iter().flatten() {
                    prop_assert!(footprint.belongs(party, &path).len() >= own, "{} {:?}", path, party);
                    let concerns = footprint.concerns(party, &path).len();
                    prop_assert!(concerns >= footprint.belongs(party, &path).len());
                }
            }
        }
    }
}
