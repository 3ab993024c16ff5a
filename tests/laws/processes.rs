//! Where code runs, as whom, and who is on its thread: every IIS.

use std::collections::{BTreeMap, BTreeSet};

use poolproof::{
    iis::{self, Acts, Host, Hosting, NoHost, Requester},
    nt::Sid,
    search::hosting::{self, APPLICATIONS},
    text::Diagnostic,
    world::{
        Fact, IisVersion, Logon, Name, PrincipalId, Protection, Server, Statement, Who, well_known,
    },
};
use proptest::prelude::*;

use crate::spec::processes::{Expected, Whose, expected};

fn host(server: &Server, url: &str) -> Result<Hosting, NoHost> {
    let mapped = server.map_url(Some("Shop"), url).expect("there is a site");
    iis::host(server, &mapped)
}

/// Whose tokens these are; a set of several accounts is none that a sketch can make.
fn whose(server: &Server, acts: &Acts) -> Whose {
    match acts {
        Acts::As(bearers) => {
            let who: BTreeSet<PrincipalId> = bearers.iter().map(|one| one.principal).collect();
            assert_eq!(who.len(), 1);
            Whose::Account(server.principal(bearers[0].principal).name().to_string())
        }
        Acts::Nobody(iis::NotActing::Refused { .. }) => Whose::Refused,
        Acts::Nobody(iis::NotActing::Unknown { .. }) => Whose::Unknown,
    }
}

fn found(server: &Server, url: &str, requester: Requester) -> Option<Expected> {
    let hosting = host(server, url).ok()?;
    Some(Expected {
        image: hosting.image(server).expect("it has a program").to_string(),
        process: whose(server, &iis::process_token(server, &hosting, requester)),
        thread: whose(server, &iis::thread(server, &hosting, requester)),
    })
}

fn user(server: &Server, name: &str) -> PrincipalId {
    server
        .resolve(&Who::Name(Name::from(name)))
        .expect("a sketch declares it")
}

fn requesters(server: &Server) -> [Requester; 2] {
    [
        Requester::Anonymous,
        Requester::Authenticated(user(server, "ann")),
    ]
}

/// Every group that is in the token for certain or perhaps.
fn groups(acts: &Acts) -> Vec<BTreeSet<Sid>> {
    let of = |one: &iis::Bearer| {
        one.token
            .token
            .groups
            .iter()
            .map(|group| group.sid)
            .collect()
    };
    acts.bearers().iter().map(of).collect()
}

/// Servers whose applications have the three kinds of protection, each as said.
fn with_protection(facts: &[Fact], protection: Protection) -> Vec<Fact> {
    let mut facts = facts.to_vec();
    for fact in &mut facts {
        match &mut fact.statement {
            Statement::Site(site) => site.settings.protection = Some(protection),
            Statement::Application(application) => {
                application.settings.protection = Some(protection)
            }
            _ => {}
        }
    }
    facts
}

fn complains(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|one| one.code == "no-such-handler")
}

proptest! {
    /// The answer comes from tables and a graph; the judge asks one question after the other and knows neither.
    #[test]
    fn the_process_and_the_thread_are_those_of_the_decision_procedure(facts in hosting::servers(), url in hosting::urls()) {
        let (server, _) = iis::serve(facts.clone());
        prop_assert_eq!(found(&server, &url, Requester::Anonymous), expected(&facts, &url, None), "{}", &url);
        let ann = Requester::Authenticated(user(&server, "ann"));
        prop_assert_eq!(found(&server, &url, ann), expected(&facts, &url, Some("ann")), "{}", &url);
    }

    /// Nothing is served by nobody: there is a process, or somebody was told why there is none.
    #[test]
    fn every_url_of_a_site_has_a_host_process_or_a_diagnostic(facts in hosting::servers(), url in hosting::urls()) {
        let (server, diagnostics) = iis::serve(facts);
        match host(&server, &url) {
            Ok(hosting) => {
                prop_assert!(server.process(hosting.holder()).is_some());
                prop_assert!(!hosting.facts.is_empty() && !hosting.rules.is_empty());
            }
            Err(NoHost::NotInThisVersion { .. } | NoHost::NotPooled { .. }) => prop_assert!(complains(&diagnostics)),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    /// The same for the processes of an application; without handlers it acts as its pool, and before there were pools as nobody.
    #[test]
    fn every_application_acts_as_processes_or_says_why_not(facts in hosting::servers(), at in 0..APPLICATIONS.len()) {
        let (server, diagnostics) = iis::serve(facts);
        match iis::application_hosts(&server, &Name::from("Shop"), &Name::from(APPLICATIONS[at])) {
            Ok(hosts) => prop_assert!(!hosts.is_empty()),
            Err(NoHost::NoApplication) => {
                let declared = server.applications().any(|(application, _)| application.url.is(APPLICATIONS[at]));
                prop_assert!(at > 0 && !declared);
            }
            Err(NoHost::NoHandlers) => prop_assert!(server.iis() < Some(IisVersion::V7_0)),
            Err(NoHost::NotInThisVersion { .. } | NoHost::NotPooled { .. }) => prop_assert!(complains(&diagnostics)),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    /// Reverting takes a token off a thread. What was reverted has nothing more to take off.
    #[test]
    fn reverting_twice_is_reverting_once(facts in hosting::servers(), url in hosting::urls()) {
        let (server, _) = iis::serve(facts);
        let Ok(hosting) = host(&server, &url) else { return Ok(()) };
        for requester in requesters(&server) {
            let once = iis::reverted(&server, &hosting, requester);
            // A thread without a token of its own is one that has reverted.
            let twice = iis::worker_thread(&server, &hosting, requester);
            prop_assert_eq!(whose(&server, &once), whose(&server, &twice));
            prop_assert_eq!(groups(&once), groups(&twice));
        }
    }

    /// The process is who it is, whatever its threads do.
    #[test]
    fn reverting_never_changes_the_identity_of_the_process(facts in hosting::servers(), url in hosting::urls()) {
        let (server, _) = iis::serve(facts);
        let Ok(hosting) = host(&server, &url) else { return Ok(()) };
        for requester in requesters(&server) {
            let process = iis::process_token(&server, &hosting, requester);
            let reverted = iis::reverted(&server, &hosting, requester);
            prop_assert_eq!(whose(&server, &process), whose(&server, &reverted));
            if let Host::Process(id) = hosting.host {
                let identity = server.identity_of(id).map(|id| server.principal(id).name().to_string());
                let expected = identity.map_or(Whose::Unknown, Whose::Account);
                prop_assert_eq!(whose(&server, &reverted), expected);
            }
        }
    }

    /// What a request brings is one logon; IIS puts nothing of its own into it.
    #[test]
    fn no_version_gives_a_request_thread_more_groups_than_its_logon(facts in hosting::servers(), url in hosting::urls()) {
        let (server, _) = iis::serve(facts);
        let Ok(hosting) = host(&server, &url) else { return Ok(()) };
        let process = iis::process_token(&server, &hosting, Requester::Anonymous);
        for requester in requesters(&server) {
            for bearer in iis::thread(&server, &hosting, requester).bearers() {
                let held: BTreeSet<Sid> = bearer.token.token.groups.iter().map(|group| group.sid).collect();
                let logons = [Logon::Interactive, Logon::Network, Logon::Batch, Logon::Service];
                let by_logon = logons.into_iter().any(|logon| {
                    let facts = server.token_of(bearer.principal, logon);
                    held.iter().all(|sid| facts.token.groups.iter().any(|group| group.sid == *sid))
                });
                let of_process = process.bearers().iter().any(|own| own.token.token.groups == bearer.token.token.groups);
                prop_assert!(by_logon || of_process || bearer.token.process.is_some());
            }
        }
    }

    /// Two tokens for one process would be two processes.
    #[test]
    fn every_process_has_exactly_one_identity_and_one_name(facts in hosting::servers()) {
        let (server, _) = iis::serve(facts);
        let mut names = BTreeMap::new();
        for (id, process) in server.processes() {
            prop_assert!(names.insert(process.name.clone(), id).is_none(), "{}", process.name);
            let printable = !process.name.as_str().chars().any(char::is_control);
            prop_assert!(printable && !process.name.as_str().is_empty());
            if process.identity.is_some() {
                prop_assert!(server.identity_of(id).is_some(), "{}", process.name);
            }
        }
    }

    /// Running in separate memory space is about SYSTEM: the page's thread is the same user's as before.
    #[test]
    fn moving_an_application_of_4_0_out_of_process_changes_system_to_iwam_alone(facts in hosting::servers(), url in hosting::urls()) {
        let mut facts = facts;
        for fact in &mut facts {
            if let Statement::Server(server) = &mut fact.statement {
                server.iis = Some(IisVersion::V4_0);
                server.isolation_mode = false;
            }
        }
        let inside = iis::serve(with_protection(&facts, Protection::InProcess)).0;
        let outside = iis::serve(with_protection(&facts, Protection::Isolated)).0;
        {
            let requester = Requester::Anonymous;
            let (before, after) = (found(&inside, &url, requester), found(&outside, &url, requester));
            let (Some(before), Some(after)) = (before, after) else {
                return Ok(());
            };
            let moved = before.image == "inetinfo.exe" && after.image == "mtx.exe";
            prop_assert!(moved || before.image == after.image);
            if moved {
                prop_assert_eq!(&before.process, &Whose::Account("NT AUTHORITY\\SYSTEM".into()));
                prop_assert_eq!(&after.process, &Whose::Account("BOX\\IWAM_BOX".into()));
            } else {
                prop_assert_eq!(&before.process, &after.process);
            }
            prop_assert_eq!(before.thread, after.thread);
        }
    }

    /// Between pools of one identity only the pools' own SIDs differ, so nothing but a line about such a SID tells them apart. It
    /// holds for pools that are configured alike: manual membership and the kind of logon are in the token too.
    #[test]
    fn two_pools_with_equal_identity_have_equal_tokens_but_for_their_own_sids(facts in hosting::servers()) {
        let (server, _) = iis::serve(facts);
        let own = |sid: &Sid| sid.authority() == 5 && sid.sub_authorities().first() == Some(&82);
        let pools: Vec<_> = server.pools().map(|(pool, _)| pool.clone()).collect();
        for one in &pools {
            for other in &pools {
                let token = |name: &Name| {
                    let process = *server.processes_of_pool(name).first()?;
                    server.token_of_process(process)
                };
                let alike = one.manual_group_membership == other.manual_group_membership;
                let (Some(a), Some(b)) = (token(&one.name), token(&other.name)) else { continue };
                if !alike || a.token.user != b.token.user {
                    continue;
                }
                let rest = |facts: &poolproof::world::TokenFacts| -> Vec<_> {
                    facts.token.groups.iter().filter(|group| !own(&group.sid)).cloned().collect()
                };
                prop_assert_eq!(rest(&a), rest(&b));
                let extra = |facts: &poolproof::world::TokenFacts| facts.token.groups.iter().filter(|group| own(&group.sid)).count();
                prop_assert_eq!(extra(&a), extra(&b));
            }
        }
    }

    /// The account of workers is IIS's doing, and only of the worker's: nobody who asks gets it with the request.
    #[test]
    fn a_request_never_brings_the_sid_of_a_pool(facts in hosting::servers(), url in hosting::urls()) {
        let (server, _) = iis::serve(facts);
        let Ok(hosting) = host(&server, &url) else { return Ok(()) };
        let ann = Requester::Authenticated(user(&server, "ann"));
        for bearer in iis::request_token(&server, &hosting, ann).bearers() {
            let pools = [well_known::sid::ALL_POOLS, well_known::sid::IIS_IUSRS];
            prop_assert!(bearer.token.token.groups.iter().all(|group| !pools.contains(&group.sid)));
        }
    }
}
