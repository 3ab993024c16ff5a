//! What starts: conditions judged together, rights and their denials, and tokens as they are shown.

use std::collections::BTreeSet;

use poolproof::{
    iis::{
        self,
        start::{self, Conditions, Starts},
    },
    nt::{Certainty, Sid, Unknown},
    query,
    search::{
        sketch::POOLS,
        starting::{SERVICES, starting_worlds},
    },
    world::{
        AccountState, Fact, Home, Logon, Name, PrincipalId, PrincipalKind, Server, Statement,
        TokenFacts, Who, is_placeholder,
    },
};
use proptest::prelude::*;

use crate::spec::start::{Account, Case, Workers, among};

fn verdict(conditions: &Conditions) -> &'static str {
    match conditions.starts() {
        Starts::Yes => "yes",
        Starts::No => "no",
        Starts::Unknown => "unknown",
    }
}

fn account(server: &Server, id: PrincipalId) -> Account {
    let principal = server.principal(id);
    let key = principal.key().to_string();
    match principal.home() {
        _ if principal.kind() == PrincipalKind::Group || is_declared_a_group(server, id) => {
            Account::Group
        }
        _ if ["S-1-5-17", "S-1-5-18", "S-1-5-19", "S-1-5-20"].contains(&key.as_str()) => {
            Account::BuiltIn
        }
        Home::Pool(_) => Account::OfPool,
        Home::Service(_) => Account::OfService,
        Home::Domain(_)
            if principal.name().bare().ends_with('$')
                && server.windows() >= poolproof::world::WindowsVersion::W7 =>
        {
            Account::Managed
        }
        Home::BuiltIn | Home::Local | Home::Domain(_) | Home::Nameless => Account::Ordinary,
    }
}

fn is_declared_a_group(server: &Server, id: PrincipalId) -> bool {
    server.facts().any(|(_, fact)| {
        matches!(&fact.statement, Statement::Group { name, .. } if server.resolve(&Who::Name(name.clone())) == Ok(id))
    })
}

fn key(server: &Server, who: &Who) -> Sid {
    let id = server.resolve(who).expect("spoken of");
    server.principal(id).key()
}

/// The stated holders of a right; `None` if nobody said.
fn stated(server: &Server, right: &str) -> Option<Vec<Sid>> {
    let lists: Vec<Vec<Sid>> = server
        .facts()
        .filter_map(|(_, fact)| match &fact.statement {
            Statement::Right { right: of, holders } if of.is(right) => {
                Some(holders.iter().map(|who| key(server, who)).collect())
            }
            _ => None,
        })
        .collect();
    (!lists.is_empty()).then(|| lists.concat())
}

/// The SIDs of a token in every completion of what is not known of it and matters to these.
fn completions(facts: &TokenFacts, matter: &[Sid]) -> Vec<BTreeSet<Sid>> {
    let open: BTreeSet<Unknown> = facts
        .token
        .groups
        .iter()
        .filter(|group| matter.contains(&group.sid))
        .flat_map(|group| match &group.certainty {
            Certainty::Held => Vec::new(),
            Certainty::Perhaps(unknowns) => unknowns.clone(),
        })
        .collect();
    let open: Vec<Unknown> = open.into_iter().collect();
    (0..1_u32 << open.len())
        .map(|bits| {
            let real = |group: &&poolproof::nt::Group| match &group.certainty {
                Certainty::Held => true,
                Certainty::Perhaps(unknowns) => open
                    .iter()
                    .enumerate()
                    .any(|(at, unknown)| bits & (1 << at) != 0 && unknowns.contains(unknown)),
            };
            let groups = facts.token.groups.iter().filter(real);
            groups
                .map(|group| group.sid)
                .chain([facts.token.user])
                .collect()
        })
        .collect()
}

/// Every case that the facts leave open.
fn cases(server: &Server, conditions: &Conditions, switched_off: bool) -> Option<Vec<Case>> {
    let (id, token) = (conditions.account?, conditions.token.as_ref()?);
    let way = match conditions.logon? {
        Logon::Batch => "Batch",
        Logon::Service => "Service",
        Logon::Interactive | Logon::Network => return None,
    };
    let is = |who: &Who| server.resolve(who) == Ok(id);
    let says = |wanted: fn(&AccountState) -> Option<&Who>| {
        server
            .account_states()
            .any(|(state, _)| wanted(state).is_some_and(is))
    };
    let pool = matches!(conditions.what, start::Starting::Pool(_));
    let six = pool && server.iis() == Some(poolproof::world::IisVersion::V6_0);
    let holders = |right: &str| {
        let holders = server.rights().holders(&Name::from(right)).iter();
        holders.map(|(sid, _)| *sid).collect::<Vec<Sid>>()
    };
    let convenient = server
        .reading("X2")
        .is_some_and(|(reading, _)| reading.is("A"));
    let rights = [
        "SeNetworkLogonRight",
        "SeImpersonatePrivilege",
        "SeChangeNotifyPrivilege",
    ];
    let workers = six.then(|| Workers {
        group: server
            .resolve(&Who::Name(Name::from("IIS_WPG")))
            .ok()
            .map(|id| server.principal(id).key()),
        only_for: convenient.then(|| rights.map(holders).to_vec()),
    });
    let case = Case {
        account: account(server, id),
        switched_off,
        disabled: says(|state| match state {
            AccountState::Disabled { who } => Some(who),
            _ => None,
        }),
        wrong_password: says(|state| match state {
            AccountState::WrongPassword { who } => Some(who),
            _ => None,
        }),
        token: BTreeSet::new(),
        allowed: stated(server, &format!("Se{way}LogonRight")),
        denied: stated(server, &format!("SeDeny{way}LogonRight")).unwrap_or_default(),
        workers,
    };
    let matter: Vec<Sid> = case
        .allowed
        .iter()
        .flatten()
        .chain(&case.denied)
        .chain(case.workers.iter().flat_map(|workers| {
            let rights = workers.only_for.iter().flatten().flatten();
            workers.group.iter().chain(rights)
        }))
        .copied()
        .collect();
    Some(
        completions(token, &matter)
            .into_iter()
            .map(|token| Case {
                token,
                ..case.clone()
            })
            .collect(),
    )
}

fn pools(server: &Server) -> Vec<(Name, Conditions)> {
    let names: Vec<Name> = server.pools().map(|(pool, _)| pool.name.clone()).collect();
    names
        .into_iter()
        .filter_map(|name| Some((name.clone(), start::pool(server, &name).ok()?)))
        .collect()
}

/// The same facts without those that this finds.
fn without(facts: &[Fact], drop: impl Fn(&Statement) -> bool) -> Vec<Fact> {
    let kept = facts.iter().filter(|fact| !drop(&fact.statement));
    kept.cloned().collect()
}

fn is_denial(statement: &Statement) -> bool {
    matches!(statement, Statement::Right { right, .. } if right.as_str().starts_with("SeDeny"))
}

/// Whether a verdict after is at least as good as one before.
fn no_worse(before: Starts, after: Starts) -> bool {
    let rank = |starts| match starts {
        Starts::No => 0,
        Starts::Unknown => 1,
        Starts::Yes => 2,
    };
    rank(after) >= rank(before)
}

proptest! {
    /// One unknown membership may give a right and take another away, so conditions cannot be judged one by one.
    #[test]
    fn what_starts_is_what_starts_in_every_completion(facts in starting_worlds()) {
        let (server, _) = iis::serve(facts);
        for (name, conditions) in pools(&server) {
            let Some(cases) = cases(&server, &conditions, false) else {
                prop_assert_ne!(verdict(&conditions), "yes", "{}", name);
                continue;
            };
            prop_assert_eq!(verdict(&conditions), among(&cases), "pool {}: {:#?}", name, conditions.conditions);
        }
        for name in SERVICES {
            let Ok(conditions) = start::service(&server, &Name::from(name)) else { continue };
            let off = server.services().find(|(service, _)| service.name.is(name)).is_some_and(|(service, _)| service.disabled);
            let cases = cases(&server, &conditions, off).expect("a service has an account");
            prop_assert_eq!(verdict(&conditions), among(&cases), "service {}: {:#?}", name, conditions.conditions);
        }
    }

    /// A denial can only keep out.
    #[test]
    fn taking_a_denial_away_stops_nothing(facts in starting_worlds()) {
        let (before, _) = iis::serve(facts.clone());
        let (after, _) = iis::serve(without(&facts, is_denial));
        for (name, conditions) in pools(&before) {
            let Ok(now) = start::pool(&after, &name) else { continue };
            prop_assert!(no_worse(conditions.starts(), now.starts()), "{name}: {:#?}", now.conditions);
        }
    }

    /// Whoever was disabled, or whose password was wrong, loses nothing by being put right.
    #[test]
    fn putting_an_account_right_stops_nothing(facts in starting_worlds()) {
        let (before, _) = iis::serve(facts.clone());
        let (after, _) = iis::serve(without(&facts, |statement| matches!(statement, Statement::Account(_))));
        for (name, conditions) in pools(&before) {
            let Ok(now) = start::pool(&after, &name) else { continue };
            prop_assert!(no_worse(conditions.starts(), now.starts()), "{name}: {:#?}", now.conditions);
        }
    }

    /// Nothing but its own SID tells a pool from another that has the same identity and the same settings.
    #[test]
    fn pools_with_one_identity_start_alike_unless_a_sentence_names_a_pools_account(facts in starting_worlds()) {
        let names_a_pool = |who: &Who| {
            let text = who.to_string().to_uppercase();
            text.starts_with("IIS APPPOOL") || text.starts_with("S-1-5-82")
        };
        let facts = without(&facts, |statement| match statement {
            Statement::Right { holders, .. } => holders.iter().any(names_a_pool),
            Statement::Member { member, .. } => names_a_pool(member),
            _ => false,
        });
        let (server, _) = iis::serve(facts);
        let all = pools(&server);
        let settings = |name: &Name| {
            let (pool, _) = server.pool(name).expect("one of them");
            (pool.manual_group_membership, pool.logs_on_as_service)
        };
        for (one, first) in &all {
            for (other, second) in &all {
                if first.account.is_some() && first.account == second.account && settings(one) == settings(other) {
                    prop_assert_eq!(first.starts(), second.starts(), "{} {}", one, other);
                }
            }
        }
    }

    /// The policy that states a right is the whole policy: what the documents give by default does not come on top of it.
    #[test]
    fn a_stated_right_replaces_the_default(facts in starting_worlds()) {
        let facts = without(&facts, |statement| {
            matches!(statement, Statement::Right { right, .. } if right.is("SeBatchLogonRight"))
        });
        let nobody = Statement::Right { right: Name::from("SeBatchLogonRight"), holders: vec![] };
        let (server, _) = iis::serve([facts, vec![poolproof::search::sketch::said(nobody)]].concat());
        for (name, conditions) in pools(&server) {
            let ordinary = conditions.account.is_some_and(|id| {
                matches!(account(&server, id), Account::Ordinary | Account::Managed)
            });
            if ordinary && conditions.logon == Some(Logon::Batch) {
                prop_assert_eq!(conditions.starts(), Starts::No, "{}", name);
            }
        }
    }

    /// Whoever looks at a token sees what is checked: neither less nor more.
    #[test]
    fn a_token_shown_holds_exactly_the_sids_of_the_token_checked(facts in starting_worlds()) {
        let (server, _) = iis::serve(facts);
        for name in POOLS {
            let Some(process) = server.processes_of_pool(&Name::from(name)).first().copied() else { continue };
            let Some(facts) = server.token_of_process(process) else { continue };
            let answer = query::ask(&format!("show token of pool {name}"), &server, None).expect("a token");
            let listing = answer.token.as_ref().expect("a listing");
            let held = facts.token.groups.iter().filter(|group| group.certainty == Certainty::Held);
            let checked: BTreeSet<Sid> = held.map(|group| group.sid).collect();
            let label = |sid: &Sid| sid.authority() == 16;
            let shown: BTreeSet<Sid> = listing.groups.iter().map(|group| group.key).filter(|sid| !label(sid)).collect();
            prop_assert_eq!(shown, checked);
            let rows = |kind: &str| answer.rows.iter().filter(|row| row.kind == kind).count();
            prop_assert_eq!(rows("group"), facts.token.groups.len());
            let known = |sid: Sid| (!is_placeholder(&sid)).then_some(sid);
            prop_assert_eq!(listing.user_sid, known(facts.token.user));
            let privileges: Vec<(_, _)> = listing.privileges.iter().map(|one| (one.privilege, one.enabled)).collect();
            prop_assert_eq!(privileges, facts.token.privileges.iter().collect::<Vec<_>>());
        }
    }

    /// Two questions about one token cannot disagree.
    #[test]
    fn what_a_token_holds_is_what_is_shown_of_it(facts in starting_worlds()) {
        let (server, _) = iis::serve(facts);
        for name in POOLS {
            let Some(process) = server.processes_of_pool(&Name::from(name)).first().copied() else { continue };
            let Some(facts) = server.token_of_process(process) else { continue };
            for (privilege, words) in poolproof::nt::Privilege::ALL {
                let asked = query::ask(&format!("does pool {name} hold {words}"), &server, None).expect("a verdict");
                let perhaps = facts.privileges.iter().any(|fact| fact.privilege == privilege && !fact.perhaps.is_empty());
                let expected = match (facts.token.privileges.is_present(privilege), perhaps) {
                    (true, _) => Some(query::Verdict::Yes),
                    (false, true) => Some(query::Verdict::Unknown),
                    (false, false) => Some(query::Verdict::No(query::KindOfNo::NotGranted)),
                };
                prop_assert_eq!(asked.verdict, expected, "{}", words);
            }
        }
    }
}
