//! What the documents advise, and whether the processes of an application start.

use poolproof::{
    iis::{self, Generation, Topic, Version, start},
    search::hosting,
    text::Source,
    world::{ApplicationSettings, Fact, IisSetting, Name, Server, Statement, well_known::sid},
};
use proptest::prelude::*;

fn flags(facts: Vec<Fact>) -> Vec<(Topic, String)> {
    let (server, _) = iis::serve(facts);
    let flags = iis::advice(&server).into_iter();
    flags.map(|flag| (flag.topic, flag.about)).collect()
}

/// The clauses of every site, application and web.config.
fn clauses(statement: &mut Statement) -> Option<&mut ApplicationSettings> {
    if let Statement::Site(site) = statement {
        Some(&mut site.settings)
    } else if let Statement::Application(application) = statement {
        Some(&mut application.settings)
    } else if let Statement::Iis(IisSetting::WebConfig { settings, .. }) = statement {
        Some(settings)
    } else {
        None
    }
}

fn applications(server: &Server) -> Vec<(Name, Name)> {
    let all = iis::applications(server).into_iter();
    all.map(|application| (application.site, application.url))
        .collect()
}

/// A CGI program is a process of no pool, and starts no sooner than the worker that starts it.
#[test]
fn a_child_of_a_worker_waits_for_its_worker() {
    let text = "
server BOX runs IIS 6.0
user bob
pool Green runs as bob
site Shop at D:\\www in pool Green, runs cgi D:\\www\\tool.exe
cgi runs as the process
";
    let (facts, _) = poolproof::world::read(&Source::new("child", text));
    let (server, _) = iis::serve(facts);
    let starts = start::application(&server, &Name::from("Shop"), &Name::from("/"));
    assert_eq!(
        starts.expect("it has processes").starts(),
        start::Starts::No
    );
}

proptest! {
    /// What is flagged follows from what is said, not from the order in which it is said.
    #[test]
    fn advice_does_not_depend_on_the_order_of_facts(
        (facts, shuffled) in hosting::servers()
            .prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()))
    ) {
        prop_assert_eq!(flags(facts), flags(shuffled));
    }

    /// An application with users of its own has none that Windows could tell apart, so that nothing is gained by impersonating.
    #[test]
    fn forms_authentication_ends_the_advice_to_impersonate(mut facts in hosting::servers()) {
        for fact in &mut facts {
            if let Some(settings) = clauses(&mut fact.statement) {
                settings.forms_authentication = true;
            }
        }
        let flagged = flags(facts);
        prop_assert!(flagged.iter().all(|(topic, _)| *topic != Topic::Impersonation));
    }

    /// From 6.0 on what starts is the worker of its pool, whatever the application runs.
    #[test]
    fn an_application_in_a_pool_starts_as_its_pool_does(facts in hosting::servers()) {
        let (server, _) = iis::serve(facts);
        let version = Version::of_server(&server).expect("a sketch says which IIS it is");
        if version.generation == Generation::Workers {
            for (site, url) in applications(&server) {
                let mapped = server.map_url(Some(site.as_str()), url.as_str()).expect("an application is mapped");
                let pool = start::pool(&server, &iis::pool_of(&mapped)).expect("every pool that is named is there");
                if let Ok(conditions) = start::application(&server, &site, &url) {
                    prop_assert_eq!(conditions.starts(), pool.starts());
                }
            }
        }
    }

    /// Nobody is logged on for what runs as SYSTEM, so nothing can keep it from starting.
    #[test]
    fn what_runs_in_the_server_itself_starts(facts in hosting::servers()) {
        let (server, _) = iis::serve(facts);
        let version = Version::of_server(&server).expect("a sketch says which IIS it is");
        for (site, url) in applications(&server) {
            let Ok(hosts) = iis::application_hosts(&server, &site, &url) else {
                continue;
            };
            let is_system = |process| {
                server.identity_of(process).and_then(|id| server.principal(id).sid()) == Some(sid::SYSTEM)
            };
            if version.generation == Generation::Inetinfo && hosts.iter().all(|hosting| is_system(hosting.holder())) {
                let conditions = start::application(&server, &site, &url).expect("it has processes");
                prop_assert_eq!(conditions.starts(), start::Starts::Yes);
            }
        }
    }
}
