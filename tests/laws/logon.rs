//! Tokens: what follows from memberships, and what nobody knows.

use std::collections::BTreeSet;

use poolproof::{
    iis,
    nt::{Certainty, GroupAttributes, Sid},
    search::sketch::{self, ACCOUNTS, USERS},
    world::{
        Because, Fact, Gap, Home, Logon, Name, PrincipalId, PrincipalKind, Server, Statement,
        TokenFacts, Who, WindowsVersion,
    },
};
use proptest::prelude::*;

use crate::spec::logon::{Memberships, Windows, holdings, start};

const LOGONS: [(Logon, &str); 4] = [
    (Logon::Interactive, "interactive"),
    (Logon::Network, "network"),
    (Logon::Batch, "batch"),
    (Logon::Service, "service"),
];

fn sid(text: &str) -> Sid {
    text.parse().expect("a SID")
}

/// Every token that the server can be asked for: of users in every logon, of groups, of processes.
pub fn tokens(server: &Server) -> Vec<(String, TokenFacts)> {
    let mut tokens = Vec::new();
    for (id, principal) in server.principals() {
        for (logon, name) in LOGONS {
            tokens.push((
                format!("{} {name}", principal.name()),
                server.token_of(id, logon),
            ));
        }
    }
    for (id, process) in server.processes() {
        tokens.extend(
            server
                .token_of_process(id)
                .map(|token| (process.name.to_string(), token)),
        );
    }
    tokens
}

/// What this user, or what it is in, may be in without anybody knowing, by the rule of the language.
fn doubtful(server: &Server, user: PrincipalId) -> Vec<(Sid, Sid)> {
    let ordinary = |id: PrincipalId| {
        matches!(
            server.principal(id).home(),
            Home::Local | Home::Domain(_) | Home::Nameless
        )
    };
    let of_domain = |id: PrincipalId| matches!(server.principal(id).home(), Home::Domain(_));
    let local = |id: PrincipalId| matches!(server.principal(id).home(), Home::Local);
    let key = |id: PrincipalId| server.principal(id).key();
    let mut pairs = Vec::new();
    for (_, fact) in server.facts() {
        let Statement::Gap(gap) = &fact.statement else {
            continue;
        };
        match gap {
            Gap::MembersOf(who) => {
                let group = server.resolve(who).expect("declared by being spoken of");
                if ordinary(user) && user != group && !(of_domain(group) && local(user)) {
                    pairs.push((key(user), key(group)));
                }
            }
            Gap::GroupsOf(who) => {
                let member = server.resolve(who).expect("declared by being spoken of");
                for (group, principal) in server.principals() {
                    let alias = *principal.home() == Home::BuiltIn
                        && principal.key().to_string().starts_with("S-1-5-32-");
                    let open =
                        alias || (ordinary(group) && principal.kind() != PrincipalKind::User);
                    if open && group != member && !(of_domain(group) && local(member)) {
                        pairs.push((key(member), key(group)));
                    }
                }
            }
            Gap::PermissionsOf(_) | Gap::OwnerOf(_) | Gap::InheritedLinesOf(_) => {}
        }
    }
    pairs
}

fn memberships(server: &Server, user: PrincipalId) -> Memberships {
    let mut known = vec![
        (sid("S-1-5-11"), sid("S-1-5-32-545")),
        (sid("S-1-5-4"), sid("S-1-5-32-545")),
    ];
    for (_, fact) in server.facts() {
        let Statement::Member { member, group } = &fact.statement else {
            continue;
        };
        let key = |who: &Who| {
            server
                .principal(server.resolve(who).expect("spoken of"))
                .key()
        };
        known.push((key(member), key(group)));
    }
    Memberships {
        known,
        doubtful: doubtful(server, user),
    }
}

/// The local account SIDs and the asserted identity are looked at in tables; the specification knows only the rest.
fn compared(token: &TokenFacts, held: bool) -> BTreeSet<Sid> {
    let beside = ["S-1-5-113", "S-1-5-114", "S-1-18-1"].map(sid);
    token
        .token
        .groups
        .iter()
        .filter(|group| (group.certainty == Certainty::Held) == held)
        .map(|group| group.sid)
        .chain(held.then_some(token.token.user))
        .filter(|sid| !beside.contains(sid))
        .collect()
}

proptest! {
    /// The fast closure goes by a worklist and carries reasons; the slow one repeats until nothing is new. Cyclic groups end both.
    #[test]
    fn a_token_holds_what_repetition_finds(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        let windows = Windows {
            this_organization: server.windows() >= WindowsVersion::Server2003,
            console_logon: server.windows() >= WindowsVersion::W7,
        };
        for (id, principal) in server.principals() {
            let user = principal.key();
            let kind = match principal.home() {
                Home::Local | Home::Domain(_) | Home::Nameless => "ordinary",
                _ if user == sid("S-1-5-18") => "system",
                _ if user == sid("S-1-5-19") || user == sid("S-1-5-20") => "service",
                _ => continue,
            };
            if principal.kind() == PrincipalKind::Group {
                continue;
            }
            let memberships = memberships(&server, id);
            for (logon, name) in LOGONS {
                let token = server.token_of(id, logon);
                let (held, perhaps) = holdings(&start(user, kind, name, windows), &memberships);
                prop_assert_eq!(compared(&token, true), held, "{} {}", principal.name(), name);
                prop_assert_eq!(compared(&token, false), perhaps, "{} {}", principal.name(), name);
            }
        }
    }

    /// Whoever asks why a SID is in a token is led to a reason that needs no other.
    #[test]
    fn every_sid_of_a_token_has_a_reason_that_ends(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        for (name, token) in tokens(&server) {
            let sids = token.token.groups.iter().map(|group| group.sid).chain([token.token.user]);
            for sid in sids {
                let chain = token.chain(&sid);
                let last = chain.last().map(|(_, because)| (*because).clone());
                prop_assert!(
                    matches!(
                        last,
                        Some(Because::User | Because::Rule(_) | Because::Injected(_) | Because::Perhaps(_) | Because::Asked)
                    ),
                    "{name}: {sid} because {chain:?}"
                );
            }
        }
    }

    /// A group that is only perhaps there is so because of a gap that somebody stated, and a group that is there is not.
    #[test]
    fn every_doubt_traces_to_a_gap(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        for (name, token) in tokens(&server) {
            for group in &token.token.groups {
                let chain = token.chain(&group.sid);
                let ends_in_doubt = matches!(chain.last(), Some((_, Because::Perhaps(_))));
                match &group.certainty {
                    Certainty::Held => prop_assert!(!ends_in_doubt, "{name}: {chain:?}"),
                    Certainty::Perhaps(unknowns) => {
                        prop_assert!(ends_in_doubt, "{name}: {chain:?}");
                        for unknown in unknowns {
                            let meant = &token.unknowns[unknown.0 as usize];
                            prop_assert!(server.gap(meant.gap).is_some());
                        }
                    }
                }
            }
        }
    }

    /// Without a gap nothing is in doubt.
    #[test]
    fn without_gaps_nothing_is_in_doubt(facts in sketch::known_worlds()) {
        let (server, _) = iis::serve(facts);
        for (name, token) in tokens(&server) {
            prop_assert!(token.unknowns.is_empty(), "{name}");
            prop_assert!(token.token.groups.iter().all(|group| group.certainty == Certainty::Held), "{name}");
            prop_assert!(token.privileges.iter().all(|fact| fact.perhaps.is_empty()), "{name}");
        }
    }

    /// Whatever the unknown members really are, the token that they give lies within what was left open: what was certain stays,
    /// and what comes in was possible.
    #[test]
    fn a_gap_that_is_filled_gives_a_token_that_was_possible(
        facts in sketch::worlds(),
        real in proptest::collection::vec((0..USERS, USERS..ACCOUNTS.len()), 0..4),
    ) {
        let (open, _) = iis::serve(facts.clone());
        let unknown_members = |name: &str| {
            let group = Who::Name(Name::from(name));
            facts.iter().any(|fact| fact.statement == Statement::Gap(Gap::MembersOf(group.clone())))
        };
        let mut filled: Vec<Fact> = facts.clone();
        for (member, group) in real {
            let (member, group) = (ACCOUNTS[member], ACCOUNTS[group]);
            let crosses = group.contains('\\') && !member.contains('\\');
            let who = |name: &str| Who::Name(Name::from(name));
            // Somebody who is only now spoken of would be a stranger to the open world.
            if unknown_members(group) && !crosses && open.resolve(&who(member)).is_ok() {
                filled.push(sketch::said(Statement::Member { member: who(member), group: who(group) }));
            }
        }
        let (filled, _) = iis::serve(filled);
        for name in &ACCOUNTS[..USERS] {
            let who = Who::Name(Name::from(*name));
            let (Ok(before), Ok(after)) = (open.resolve(&who), filled.resolve(&who)) else { continue };
            let before = open.token_of(before, Logon::Batch);
            let after = filled.token_of(after, Logon::Batch);
            for group in &before.token.groups {
                if group.certainty == Certainty::Held {
                    let now = after.token.group(&group.sid).map(|group| &group.certainty);
                    prop_assert_eq!(now, Some(&Certainty::Held), "{} lost {}", name, group.sid);
                }
            }
            for group in &after.token.groups {
                prop_assert!(before.token.group(&group.sid).is_some(), "{name} gained {}", group.sid);
            }
        }
    }

    /// A privilege comes from a right that one of the token's SIDs holds; LocalSystem's are its own.
    #[test]
    fn every_privilege_has_a_holder_in_the_token(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        for (name, token) in tokens(&server) {
            for fact in &token.privileges {
                let held = token.token.group(&fact.holder).is_some_and(|group| {
                    (group.certainty == Certainty::Held) == fact.perhaps.is_empty()
                });
                prop_assert!(held || fact.holder == token.token.user, "{name}: {fact:?}");
                prop_assert_eq!(token.token.privileges.is_present(fact.privilege), fact.perhaps.is_empty());
            }
        }
    }

    /// No SID stands twice, the user's not among the groups, and only a group for denials is not enabled.
    #[test]
    fn tokens_are_well_formed(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        for (name, token) in tokens(&server) {
            let sids: BTreeSet<Sid> = token.token.groups.iter().map(|group| group.sid).collect();
            prop_assert_eq!(sids.len(), token.token.groups.len(), "{}", name);
            prop_assert!(!sids.contains(&token.token.user), "{name}");
            for group in &token.token.groups {
                prop_assert!(
                    group.attributes.contains(GroupAttributes::ENABLED)
                        != group.attributes.contains(GroupAttributes::USE_FOR_DENY_ONLY),
                    "{name}: {group:?}"
                );
            }
            prop_assert_eq!(token.token.integrity.is_some(), server.rules().integrity);
        }
    }
}
