//! Building a server: names, order, objects.

use std::collections::BTreeSet;

use poolproof::{
    iis,
    nt::{AccessMask, Ace, AclState, Certainty, Wish, answers},
    search::sketch::{self, ACCOUNTS, BUILT_IN, FOLDERS},
    world::{
        Completion, Described, Fact, Gap, Inheritance, Logon, Name, Server, Statement, TokenFacts,
        Who, WinPath, is_placeholder,
    },
};
use proptest::prelude::*;

use super::logon::tokens;
use crate::spec::inherit::{Child, copies};

/// What stands for a token, whatever numbers its doubts have.
fn portrait_of_token(server: &Server, token: &TokenFacts) -> String {
    let group = |group: &poolproof::nt::Group| {
        let doubts: BTreeSet<String> = match &group.certainty {
            Certainty::Held => BTreeSet::new(),
            Certainty::Perhaps(unknowns) => unknowns
                .iter()
                .map(|unknown| {
                    let meant = &token.unknowns[unknown.0 as usize];
                    format!(
                        "{:?} in {}",
                        server.gap(meant.gap),
                        server.principal(meant.group).name()
                    )
                })
                .collect(),
        };
        format!(
            "{} {:?} {doubts:?}",
            server.accounts().display(&group.sid),
            group.attributes
        )
    };
    let groups: Vec<String> = token.token.groups.iter().map(group).collect();
    format!(
        "{} {groups:?} {:?} {:?}",
        token.token.user, token.token.privileges, token.token.integrity
    )
}

fn portrait_of_object(described: &Described) -> String {
    let mut completions: Vec<String> = described
        .completions
        .iter()
        .map(|completion| format!("{:?}", completion.descriptor))
        .collect();
    completions.sort();
    let mut gaps: Vec<String> = described
        .gaps
        .iter()
        .map(|gap| format!("{:?} {}", gap.kind, gap.path))
        .collect();
    gaps.sort();
    format!(
        "{:?} {:?} {completions:?} {gaps:?}",
        described.kind, described.how
    )
}

/// All that can be asked of a server, in words.
fn portrait(server: &Server) -> Vec<String> {
    let mut lines: Vec<String> = server
        .principals()
        .map(|(_, principal)| {
            format!(
                "{} {} {:?}",
                principal.name(),
                principal.key(),
                principal.kind()
            )
        })
        .collect();
    lines.extend(
        tokens(server)
            .iter()
            .map(|(name, token)| format!("{name}: {}", portrait_of_token(server, token))),
    );
    lines.extend(
        server
            .processes()
            .map(|(_, process)| format!("{process:?}")),
    );
    for path in paths() {
        lines.push(format!(
            "{path}: {}",
            portrait_of_object(&server.describe(&path, None))
        ));
    }
    lines
}

fn paths() -> impl Iterator<Item = WinPath> {
    FOLDERS.iter().flat_map(|folder| {
        let folder = WinPath::new(folder);
        let (file, other) = (folder.join("f.txt"), folder.join("never"));
        [folder, file, other]
    })
}

/// The rights that some way of completing gives, and those that every one gives, a bit at a time.
fn possible_and_certain(server: &Server, described: &Described, token: &TokenFacts) -> (u32, u32) {
    let bits = [0x1, 0x2, 0x1_0000, 0x2_0000, 0x4_0000, 0x8_0000];
    let (mut possible, mut certain) = (0, 0);
    for bit in bits {
        let mut wish = Wish::new(described.kind, AccessMask(bit));
        wish.rules = server.rules();
        let mut all = true;
        for completion in &described.completions {
            for descriptor in candidates(completion, token) {
                let answer = answers(&descriptor, &token.token, &wish).expect("one bit");
                if answer.granted {
                    possible |= bit;
                }
                all &= !answer.refused;
            }
        }
        if all {
            certain |= bit;
        }
    }
    (possible, certain)
}

fn candidates(
    completion: &Completion,
    token: &TokenFacts,
) -> Vec<poolproof::nt::SecurityDescriptor> {
    if !completion.owner_unknown {
        return vec![(*completion.descriptor).clone()];
    }
    let groups = token.token.groups.iter().map(|group| group.sid);
    groups
        .chain([token.token.user, poolproof::nt::Sid::of(0, &[0])])
        .map(|owner| completion.with_owner(owner))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// A world is a set of sentences.
    #[test]
    fn the_order_of_facts_does_not_matter(
        (facts, shuffled) in sketch::worlds().prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()))
    ) {
        let one = portrait(&iis::serve(facts).0);
        let other = portrait(&iis::serve(shuffled).0);
        for (one, other) in one.iter().zip(&other) {
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(one.len(), other.len());
    }

    /// An account of which nothing else is said is nobody to the others.
    #[test]
    fn an_account_that_nothing_mentions_changes_no_token_of_others(facts in sketch::worlds()) {
        let (before, _) = iis::serve(facts.clone());
        let mut more = facts;
        more.push(sketch::said(Statement::User { name: Name::from("zoe"), sid: None }));
        let (after, _) = iis::serve(more);
        let after: BTreeSet<String> = tokens(&after)
            .iter()
            .map(|(name, token)| format!("{name}: {}", portrait_of_token(&after, token)))
            .collect();
        for (name, token) in tokens(&before) {
            let line = format!("{name}: {}", portrait_of_token(&before, &token));
            prop_assert!(after.contains(&line), "{line}");
        }
    }

    /// Windows compares names without regard to case, and so does whoever asks.
    #[test]
    fn names_are_compared_without_regard_to_case(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        for name in ACCOUNTS.iter().chain(&BUILT_IN) {
            let found = server.resolve(&Who::Name(Name::from(*name)));
            for other in [name.to_uppercase(), name.to_lowercase()] {
                prop_assert_eq!(server.resolve(&Who::Name(Name::new(other))).ok(), found.clone().ok());
            }
        }
    }

    /// With the machine's name, with a dot, or with nothing before it: one account.
    #[test]
    fn two_spellings_of_an_account_are_one_principal(
        facts in sketch::worlds(),
        spelling in proptest::sample::select(vec!["", ".\\", "BOX\\", "box\\"]),
        at in 0usize..2,
    ) {
        let name = ACCOUNTS[at];
        let mut declared = facts;
        declared.push(sketch::said(Statement::User { name: Name::from(name), sid: None }));
        let (plain, _) = iis::serve(declared.clone());
        let spelled = Who::Name(Name::new(format!("{spelling}{name}")));
        let group = Who::Name(Name::from("Staff"));
        declared.push(sketch::said(Statement::Member { member: spelled.clone(), group: group.clone() }));
        let (server, _) = iis::serve(declared);
        let id = server.resolve(&Who::Name(Name::from(name)));
        prop_assert_eq!(&server.resolve(&spelled), &id);
        let staff = server.principal(server.resolve(&group).expect("spoken of")).key();
        let token = server.token_of(id.expect("declared"), Logon::Batch);
        prop_assert!(token.token.group(&staff).is_some());
        let new = server.accounts().len() - plain.accounts().len();
        prop_assert!(new <= 1, "only Staff may be new");
    }

    /// A stand-in for a SID depends on the name alone and is never shown as a SID.
    #[test]
    fn stand_ins_are_never_shown(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        for (_, principal) in server.principals() {
            prop_assert_eq!(principal.sid().is_none(), is_placeholder(&principal.key()));
            prop_assert!(!server.accounts().display(&principal.key()).contains("0xFFFFFFFFFF01"));
        }
    }

    /// Any path can be asked about, and there is always something to check against, line for line.
    #[test]
    fn every_path_is_described(facts in sketch::worlds(), path in ".{0,40}|C:(\\\\[abcf]{1,2}){0,6}") {
        let (server, _) = iis::serve(facts);
        let described = server.describe(&WinPath::new(&path), None);
        prop_assert!(!described.completions.is_empty());
        for completion in &described.completions {
            prop_assert_eq!(completion.descriptor.dacl.aces().len(), completion.lines.len());
        }
        let open = described.completions.len() > 1
            || described.completions.iter().any(|completion| completion.owner_unknown);
        prop_assert!(!open || !described.gaps.is_empty(), "what is open has a reason");
    }

    /// Objects are grouped by what decides their descriptors, not by comparing them; so equal groups must be equal lists.
    #[test]
    fn objects_that_share_a_descriptor_have_the_same_lists(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        for one in server.objects().ids() {
            for other in server.objects().ids() {
                if server.descriptor_id(one) == server.descriptor_id(other) {
                    let list = |id| {
                        let described = server.describe(server.objects().get(id).path(), None);
                        let descriptors: Vec<_> = described
                            .completions
                            .iter()
                            .map(|completion| (completion.descriptor.clone(), completion.owner_unknown))
                            .collect();
                        (described.kind, descriptors)
                    };
                    prop_assert_eq!(list(one), list(other));
                }
            }
        }
    }

    /// A folder in a folder in a folder: its own lines, then the copy of a copy of what stands above.
    #[test]
    fn a_list_is_its_own_lines_and_copies_of_copies(
        top in proptest::collection::vec(sketch::line(), 0..4),
        own in proptest::collection::vec(sketch::line(), 0..3),
        between in 0usize..3,
    ) {
        let object = |path: &str, lines: Vec<_>, inheritance| {
            sketch::said(Statement::Object(poolproof::world::ObjectStatement {
                noun: poolproof::world::ObjectNoun::Folder,
                path: WinPath::new(path),
                owner: None,
                inheritance,
                list: poolproof::world::Listing::Lines(lines),
            }))
        };
        let deep = ["C:\\a\\b", "C:\\a\\b\\c", "C:\\a\\b\\c\\d"][between];
        let fallbacks = vec![poolproof::world::Fallback::Inherit];
        let (server, _) = iis::serve(vec![
            object("C:\\a", top, Inheritance::Protected),
            object(deep, own.clone(), Inheritance::Inherits),
            sketch::said(Statement::Undescribed { fallbacks }),
        ]);
        let list = |path: &str| -> Vec<Ace> {
            let described = server.describe(&WinPath::new(path), None);
            assert_eq!(described.completions.len(), 1);
            match &described.completions[0].descriptor.dacl {
                AclState::Present(acl) => acl.aces.clone(),
                AclState::Absent | AclState::Null => panic!("no list"),
            }
        };
        let child = Child {
            kind: poolproof::nt::ObjectKind::Folder,
            owner: Some("S-1-5-32-544".parse().expect("a SID")),
            group: Some("S-1-5-18".parse().expect("a SID")),
            auto: true,
        };
        let mut above = list("C:\\a");
        for _ in 0..=between {
            above = above.iter().flat_map(|ace| copies(ace, child)).collect();
        }
        let found = list(deep);
        prop_assert_eq!(&found[own.len()..], &above[..]);
    }

    /// A description that is lost leaves open at least what it said: the answer that it gave is among those that remain.
    #[test]
    fn a_description_that_is_lost_leaves_its_answer_open(
        facts in sketch::worlds(),
        which in any::<proptest::sample::Index>(),
        kind in 0..3,
    ) {
        let described: Vec<usize> = facts
            .iter()
            .enumerate()
            .filter(|(_, fact)| matches!(fact.statement, Statement::Object(_)))
            .map(|(at, _)| at)
            .collect();
        prop_assume!(!described.is_empty());
        let lost = described[which.index(described.len())];
        let Statement::Object(object) = &facts[lost].statement else { unreachable!("picked above") };
        let path = object.path.clone();
        let gap = match kind {
            0 => Gap::PermissionsOf(path),
            1 => Gap::OwnerOf(path),
            _ => Gap::InheritedLinesOf(path),
        };
        let (before, _) = iis::serve(facts.clone());
        let mut doubtful: Vec<Fact> = facts;
        doubtful.push(sketch::said(Statement::Gap(gap)));
        let (after, _) = iis::serve(doubtful);
        for name in ["ann", "NetworkService", "LocalSystem", "IUSR"] {
            let who = Who::Name(Name::from(name));
            let (Ok(one), Ok(other)) = (before.resolve(&who), after.resolve(&who)) else { continue };
            let one = before.token_of(one, Logon::Service);
            let other = after.token_of(other, Logon::Service);
            for path in paths() {
                let (possible, certain) =
                    possible_and_certain(&before, &before.describe(&path, None), &one);
                let (now_possible, now_certain) =
                    possible_and_certain(&after, &after.describe(&path, None), &other);
                prop_assert_eq!(possible & !now_possible, 0, "{} {}: what was possible", name, path);
                prop_assert_eq!(now_certain & !certain, 0, "{} {}: what is certain", name, path);
            }
        }
    }
}
