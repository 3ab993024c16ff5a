//! What is unknown, by trying: every gap of a small world is filled in every way that could matter, and every filled world is asked.
//!
//! A filled world has one token and one list for each object; the rule of `access` decides.

use poolproof::{
    iis,
    nt::{AccessMask, Privilege, Wish},
    search::sketch::said,
    world::{
        AccessLine, Effect, Fact, Fallback, Gap, IisVersion, Inheritance, Listing, Logon, Name,
        ObjectNoun, ObjectStatement, Origin, ServerStatement, Statement, Who, WinPath,
    },
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::access::{self, Answer};

/// A small world with a question about ann.
#[derive(Clone, Debug)]
pub struct Small {
    pub facts: Vec<Fact>,
    pub question: String,
    rights: u32,
    deletes: bool,
    path: WinPath,
}

const GROUPS: [&str; 3] = ["Staff", "Editors", "Night"];
const PATHS: [&str; 3] = ["C:\\", "C:\\a", "C:\\a\\b"];

fn named(name: &str) -> Who {
    Who::Name(Name::from(name))
}

fn machine() -> impl Strategy<Value = Fact> {
    select(vec![IisVersion::V6_0, IisVersion::V7_0, IisVersion::V10_0]).prop_map(|iis| {
        said(Statement::Server(ServerStatement {
            name: Name::from("BOX"),
            iis: Some(iis),
            isolation_mode: false,
            windows: None,
            service_pack: None,
            domain: None,
            domain_controller: false,
        }))
    })
}

fn line() -> impl Strategy<Value = AccessLine> {
    let whom = vec![
        "ann",
        "Staff",
        "Editors",
        "Night",
        "Everyone",
        "CREATOR OWNER",
        "OWNER RIGHTS",
    ];
    let masks = vec![0x1, 0x2, 0x4_0001, 0x1_0040, 0x1F_01FF];
    (
        any::<bool>(),
        select(whom),
        select(masks),
        select(vec![0, 3, 3, 2, 0xB]),
    )
        .prop_map(|(allow, whom, mask, flags)| AccessLine {
            effect: if allow { Effect::Allow } else { Effect::Deny },
            who: named(whom),
            mask: AccessMask(mask),
            flags,
            origin: Origin::Unsaid,
        })
}

fn object(path: &str, owner: &str, inheritance: Inheritance, lines: Vec<AccessLine>) -> Fact {
    said(Statement::Object(ObjectStatement {
        noun: ObjectNoun::Folder,
        path: WinPath::new(path),
        owner: Some(named(owner)),
        inheritance,
        list: Listing::Lines(lines),
    }))
}

fn objects() -> impl Strategy<Value = Vec<Fact>> {
    let one = |path: &'static str| {
        let owners = vec!["ann", "Staff", "SYSTEM"];
        let inherits = vec![
            Inheritance::Inherits,
            Inheritance::Inherits,
            Inheritance::Protected,
        ];
        (select(owners), select(inherits), vec(line(), 0..3))
            .prop_map(move |(owner, inherits, lines)| object(path, owner, inherits, lines))
    };
    let described = any::<bool>();
    (one(PATHS[0]), one(PATHS[1]), one(PATHS[2]), described).prop_map(
        |(root, folder, inner, described)| {
            let inner = Some(inner).filter(|_| described);
            [root, folder].into_iter().chain(inner).collect()
        },
    )
}

/// A gap. Not both members and groups of Staff are unknown: for somebody who is perhaps in a group that is perhaps in another, the
/// token leaves more open than there is, and says so in its documentation.
fn gap(members: bool) -> impl Strategy<Value = Fact> {
    let of_staff = if members {
        Gap::MembersOf(named("Staff"))
    } else {
        Gap::GroupsOf(named("Staff"))
    };
    let path = select(&PATHS[..]).prop_map(WinPath::new);
    prop_oneof![
        2 => select(&GROUPS[1..]).prop_map(|group| Gap::MembersOf(named(group))),
        1 => Just(Gap::GroupsOf(named("ann"))),
        1 => Just(of_staff),
        1 => path.clone().prop_map(Gap::PermissionsOf),
        1 => path.clone().prop_map(Gap::OwnerOf),
        1 => path.prop_map(Gap::InheritedLinesOf),
    ]
    .prop_map(|gap| said(Statement::Gap(gap)))
}

/// A small world: three folders, one user, three groups, at most two gaps.
pub fn small() -> impl Strategy<Value = Small> {
    let member = (select(vec!["ann", "Staff"]), select(&GROUPS[1..])).prop_map(|(who, group)| {
        said(Statement::Member {
            member: named(who),
            group: named(group),
        })
    });
    let asked = select(vec![
        ("0x1", 0x1),
        ("0x3", 0x3),
        ("0x40000", 0x4_0000),
        ("0x60001", 0x6_0001),
        ("0x1000000", 0x100_0000),
        ("delete", 0x1_0000),
    ]);
    (
        machine(),
        objects(),
        vec(member, 0..3),
        any::<bool>().prop_flat_map(|members| vec(gap(members), 0..3)),
        asked,
        select(&PATHS[..]),
    )
        .prop_map(|(machine, objects, members, gaps, (verb, rights), path)| {
            let mut facts = vec![
                machine,
                said(Statement::User {
                    name: Name::from("ann"),
                    sid: None,
                }),
                said(Statement::Undescribed {
                    fallbacks: vec![Fallback::Inherit, Fallback::Closed],
                }),
            ];
            let groups = GROUPS.iter().map(|group| {
                said(Statement::Group {
                    name: Name::from(*group),
                    sid: None,
                })
            });
            facts.extend(groups);
            for more in [objects, members, gaps] {
                facts.extend(more);
            }
            before_owner_rights(&mut facts);
            Small {
                facts,
                question: format!("can ann {verb} {path}"),
                rights,
                deletes: verb == "delete",
                path: WinPath::new(path),
            }
        })
}

/// Before Vista a line for OWNER RIGHTS speaks of an account of that name, which somebody of unknown groups may be a member of.
fn before_owner_rights(facts: &mut [Fact]) {
    let old = |fact: &Fact| matches!(&fact.statement, Statement::Server(server) if server.iis == Some(IisVersion::V6_0));
    if !facts.iter().any(old) {
        return;
    }
    for fact in facts {
        if let Statement::Object(object) = &mut fact.statement
            && let Listing::Lines(lines) = &mut object.list
        {
            for line in lines
                .iter_mut()
                .filter(|line| line.who == named("OWNER RIGHTS"))
            {
                line.who = named("Everyone");
            }
        }
    }
}

/// `yes` if every filled world says yes, `no` if every one says no, else `unknown`.
pub fn verdict(small: &Small) -> &'static str {
    let answers: Vec<bool> = filled(&small.facts)
        .into_iter()
        .map(|facts| granted(small, facts))
        .collect();
    match (answers.contains(&true), answers.contains(&false)) {
        (true, false) => "yes",
        (false, true) => "no",
        _ => "unknown",
    }
}

/// The world with every gap filled, in every way.
fn filled(facts: &[Fact]) -> Vec<Vec<Fact>> {
    let Some(at) = facts
        .iter()
        .position(|fact| matches!(fact.statement, Statement::Gap(_)))
    else {
        return vec![facts.to_vec()];
    };
    let mut rest = facts.to_vec();
    let Statement::Gap(gap) = rest.remove(at).statement else {
        return Vec::new();
    };
    // Filled from the top: a gap of permissions leaves nothing to other gaps of that object.
    ways(&rest, &gap)
        .iter()
        .flat_map(|facts| filled(facts))
        .collect()
}

fn ways(facts: &[Fact], gap: &Gap) -> Vec<Vec<Fact>> {
    match gap {
        Gap::MembersOf(group) => {
            let joins = Statement::Member {
                member: named("ann"),
                group: group.clone(),
            };
            vec![facts.to_vec(), with(facts, joins)]
        }
        Gap::GroupsOf(member) => {
            let mut all = vec![facts.to_vec()];
            // Administrators own what nobody described.
            for group in GROUPS.into_iter().chain(["Administrators"]) {
                let joins = Statement::Member {
                    member: member.clone(),
                    group: named(group),
                };
                let more: Vec<Vec<Fact>> =
                    all.iter().map(|facts| with(facts, joins.clone())).collect();
                all.extend(more);
            }
            all
        }
        Gap::PermissionsOf(path) => {
            let noun = noun_at(facts, path);
            let others = |fact: &Fact| match &fact.statement {
                Statement::Object(object) => object.path != *path,
                Statement::Gap(
                    Gap::OwnerOf(other) | Gap::InheritedLinesOf(other) | Gap::PermissionsOf(other),
                ) => other != path,
                _ => true,
            };
            let rest: Vec<Fact> = facts.iter().filter(|fact| others(fact)).cloned().collect();
            let lines = [
                vec![],
                vec![following("Everyone", 0x1F_01FF)],
                vec![following("OWNER RIGHTS", 0)],
            ];
            let mut all: Vec<Vec<Fact>> = lines
                .into_iter()
                .map(|lines| {
                    let filled = object(path.as_str(), "SYSTEM", Inheritance::Protected, lines);
                    with(&rest, described_as(noun, filled))
                })
                .collect();
            let open = said(sddl(path, "O:SYD:NO_ACCESS_CONTROL"));
            all.push(with(&rest, described_as(noun, open)));
            all
        }
        Gap::OwnerOf(path) => ["ann", "LocalService"]
            .iter()
            .map(|owner| changed(facts, path, &mut |object| object.owner = Some(named(owner))))
            .collect(),
        Gap::InheritedLinesOf(path) => [
            None,
            Some(("Everyone", 0x1F_01FF)),
            Some(("OWNER RIGHTS", 0)),
        ]
        .iter()
        .map(|follows| {
            changed(facts, path, &mut |object| {
                object.inheritance = Inheritance::Protected;
                if let (Listing::Lines(lines), Some((whom, mask))) = (&mut object.list, follows) {
                    lines.push(following(whom, *mask));
                }
            })
        })
        .collect(),
    }
}

/// What stands there: what is described is a folder, and nothing is in the innermost that is not.
fn noun_at(facts: &[Fact], path: &WinPath) -> ObjectNoun {
    let described = facts.iter().find_map(|fact| match &fact.statement {
        Statement::Object(object) if object.path == *path => Some(object.noun),
        _ => None,
    });
    described.unwrap_or(ObjectNoun::File)
}

/// A description of what stands there.
fn described_as(noun: ObjectNoun, fact: Fact) -> Statement {
    match fact.statement {
        Statement::Object(object) => Statement::Object(ObjectStatement { noun, ..object }),
        other => other,
    }
}

fn with(facts: &[Fact], statement: Statement) -> Vec<Fact> {
    facts.iter().cloned().chain([said(statement)]).collect()
}

fn following(whom: &str, mask: u32) -> AccessLine {
    AccessLine {
        effect: Effect::Allow,
        who: named(whom),
        mask: AccessMask(mask),
        flags: 3,
        origin: Origin::Unsaid,
    }
}

fn sddl(path: &WinPath, text: &str) -> Statement {
    Statement::Object(ObjectStatement {
        noun: ObjectNoun::Folder,
        path: path.clone(),
        owner: None,
        inheritance: Inheritance::Inherits,
        list: Listing::Sddl(text.into()),
    })
}

/// The world where the description of that object says something else; where there is none, that of an object that inherits.
fn changed(
    facts: &[Fact],
    path: &WinPath,
    change: &mut dyn FnMut(&mut ObjectStatement),
) -> Vec<Fact> {
    let mut facts = facts.to_vec();
    let described =
        |fact: &Fact| matches!(&fact.statement, Statement::Object(object) if object.path == *path);
    if !facts.iter().any(described) {
        let inherits = object(
            path.as_str(),
            "Administrators",
            Inheritance::Inherits,
            Vec::new(),
        );
        facts.push(said(described_as(ObjectNoun::File, inherits)));
    }
    for fact in &mut facts {
        if let Statement::Object(object) = &mut fact.statement
            && object.path == *path
        {
            change(object);
        }
    }
    facts
}

/// A world without gaps, asked.
fn granted(small: &Small, facts: Vec<Fact>) -> bool {
    let server = iis::serve(facts).0;
    let ann = server.resolve(&named("ann")).expect("ann is declared");
    let mut token = server.token_of(ann, Logon::Interactive).token;
    for privilege in [
        Privilege::TakeOwnership,
        Privilege::Relabel,
        Privilege::Security,
    ] {
        token.privileges = token.privileges.without(privilege);
    }
    let asks = |path: &WinPath, hint, rights: u32| {
        let described = server.describe(path, hint);
        let [one] = described.completions.as_slice() else {
            return Err(described);
        };
        let wish = Wish {
            rules: server.rules(),
            ..Wish::new(described.kind, AccessMask(rights))
        };
        Ok(matches!(
            access::check(&one.descriptor, &token, &wish),
            Answer::Granted(_)
        ))
    };
    let by_parent = || {
        let parent = small.path.parent()?;
        Some(asks(&parent, Some(ObjectNoun::Folder), 0x40).expect("a filled world has one list"))
    };
    asks(&small.path, None, small.rights).expect("a filled world has one list")
        || (small.deletes && by_parent() == Some(true))
}
