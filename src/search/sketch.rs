//! Whole small worlds: a machine, some accounts in some groups, pools, folders in folders, and things that nobody knows.
//!
//! Small alphabets: the same few names meet often, so that nesting, cycles, denials and gaps do.

use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{
    nt::{AccessMask, Sid},
    world::{
        AccessLine, ApplicationSettings, Effect, Fact, Fallback, Gap, IisVersion, Inheritance,
        Listing, Name, ObjectNoun, ObjectStatement, Origin, PoolIdentity, PoolStatement,
        ServerStatement, SiteStatement, Statement, Who, WinPath,
    },
};

/// The accounts of a sketch by name: users, then groups, of the machine and of a domain.
pub const ACCOUNTS: [&str; 9] = [
    "ann",
    "bob",
    "CORP\\cy",
    "CORP\\dee",
    "Staff",
    "Editors",
    "Night",
    "CORP\\Devs",
    "CORP\\Ops",
];

/// So many of [`ACCOUNTS`] are users.
pub const USERS: usize = 4;

/// Built-in and virtual accounts that sketches speak of.
pub const BUILT_IN: [&str; 10] = [
    "Everyone",
    "Users",
    "Administrators",
    "Authenticated Users",
    "INTERACTIVE",
    "SERVICE",
    "NetworkService",
    "LocalSystem",
    "IUSR",
    "IIS APPPOOL\\Red",
];

/// The pools of a sketch.
pub const POOLS: [&str; 3] = ["Red", "Green", "Blue"];

/// The folders of a sketch, each in the one before or at a root.
pub const FOLDERS: [&str; 6] = [
    "C:\\",
    "C:\\a",
    "C:\\a\\b",
    "C:\\a\\b\\c",
    "C:\\a\\b\\c\\d",
    "D:\\x",
];

/// A fact that nobody said anywhere.
pub fn said(statement: Statement) -> Fact {
    Fact {
        statement,
        origin: Origin::Unsaid,
    }
}

fn by_name(name: &str) -> Who {
    Who::Name(Name::from(name))
}

/// One of the accounts, built-in ones too.
pub fn anybody() -> impl Strategy<Value = Who> {
    prop_oneof![
        3 => select(&ACCOUNTS[..]).prop_map(by_name),
        2 => select(&BUILT_IN[..]).prop_map(by_name),
        1 => (1u32..4).prop_map(|rid| Who::Sid(Sid::of(5, &[21, 1, 1, 1, 1000 + rid]))),
    ]
}

/// One of the groups that accounts can be put into.
pub fn group() -> impl Strategy<Value = Who> {
    prop_oneof![
        4 => select(&ACCOUNTS[USERS..]).prop_map(by_name),
        1 => select(vec!["Administrators", "Users", "IIS_IUSRS"]).prop_map(by_name),
    ]
}

fn machine() -> impl Strategy<Value = Fact> {
    use IisVersion::{V6_0, V7_0, V7_5, V8_5, V10_0};
    (select(vec![V6_0, V7_0, V7_5, V8_5, V10_0]), any::<bool>()).prop_map(|(iis, member)| {
        said(Statement::Server(ServerStatement {
            name: Name::from("BOX"),
            iis: Some(iis),
            isolation_mode: false,
            windows: None,
            service_pack: None,
            domain: member.then(|| Name::from("CORP")),
            domain_controller: false,
        }))
    })
}

fn declarations() -> impl Strategy<Value = Vec<Fact>> {
    vec((0..ACCOUNTS.len(), any::<bool>()), 0..8).prop_map(|picked| {
        let declaration = |(at, with_sid): (usize, bool)| {
            let name = Name::from(ACCOUNTS[at]);
            let domain = u32::from(name.authority().is_some()) + 1;
            let rid = 1001 + u32::try_from(at).expect("few accounts");
            let sid = with_sid.then(|| Sid::of(5, &[21, domain, domain, domain, rid]));
            said(if at < USERS {
                Statement::User { name, sid }
            } else {
                Statement::Group { name, sid }
            })
        };
        picked.into_iter().map(declaration).collect()
    })
}

fn membership() -> impl Strategy<Value = Fact> {
    (anybody(), group()).prop_map(|(member, group)| said(Statement::Member { member, group }))
}

fn account_gap() -> impl Strategy<Value = Fact> {
    prop_oneof![
        2 => select(&ACCOUNTS[USERS..]).prop_map(|name| Gap::MembersOf(by_name(name))),
        1 => select(&ACCOUNTS[..]).prop_map(|name| Gap::GroupsOf(by_name(name))),
    ]
    .prop_map(|gap| said(Statement::Gap(gap)))
}

fn pool() -> impl Strategy<Value = Fact> {
    let identity = prop_oneof![
        Just(PoolIdentity::NetworkService),
        Just(PoolIdentity::LocalService),
        Just(PoolIdentity::LocalSystem),
        Just(PoolIdentity::Own),
        Just(PoolIdentity::Unknown),
        select(&ACCOUNTS[..USERS]).prop_map(|name| PoolIdentity::Account(by_name(name))),
    ];
    (
        select(&POOLS[..]),
        option::of(identity),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(name, identity, manual_group_membership, logs_on_as_service)| {
                said(Statement::Pool(PoolStatement {
                    name: Name::from(name),
                    identity,
                    manual_group_membership,
                    logs_on_as_service,
                    ignores_web_config: false,
                }))
            },
        )
}

fn site() -> impl Strategy<Value = Fact> {
    (
        select(vec!["Shop", "Hr"]),
        select(&FOLDERS[..]),
        option::of(select(&POOLS[..])),
    )
        .prop_map(|(name, folder, pool)| {
            let settings = ApplicationSettings {
                pool: pool.map(Name::from),
                ..ApplicationSettings::default()
            };
            said(Statement::Site(SiteStatement {
                name: Name::from(name),
                folder: WinPath::new(folder),
                settings,
            }))
        })
}

/// A line of a list.
pub fn line() -> impl Strategy<Value = AccessLine> {
    let who = prop_oneof![
        6 => anybody(),
        1 => Just(by_name("CREATOR OWNER")),
        1 => Just(by_name("OWNER RIGHTS")),
    ];
    let mask = select(vec![
        0x1,
        0x2,
        0x4_0001,
        0x12_0089,
        0x1F_01FF,
        0x1000_0000,
        0x8000_0000,
    ]);
    let flags = select(vec![0, 3, 3, 3, 1, 2, 0x0B, 7, 0x0A]);
    (any::<bool>(), who, mask, flags).prop_map(|(allow, who, mask, flags)| AccessLine {
        effect: if allow { Effect::Allow } else { Effect::Deny },
        who,
        mask: AccessMask(mask),
        flags,
        origin: Origin::Unsaid,
    })
}

/// A described folder or file.
pub fn object() -> impl Strategy<Value = Fact> {
    let texts = vec![
        "D:P(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)",
        "O:SYD:AI(D;ID;FR;;;IU)(A;OICIID;FA;;;AU)",
        "D:(A;OICI;GA;;;CO)(A;CI;GR;;;WD)",
        "O:BAD:NO_ACCESS_CONTROL",
        "O:S-1-5-21-1-1-1-1001D:(A;;FR;;;S-1-5-21-1-1-1-1002)",
    ];
    let list = prop_oneof![
        4 => vec(line(), 0..4).prop_map(Listing::Lines),
        1 => select(texts).prop_map(|text| Listing::Sddl(text.into())),
    ];
    let inheritance = prop_oneof![
        4 => Just(Inheritance::Inherits),
        2 => Just(Inheritance::Protected),
        1 => Just(Inheritance::ListedInFull),
    ];
    let noun = prop_oneof![5 => Just(ObjectNoun::Folder), 1 => Just(ObjectNoun::File)];
    (
        select(&FOLDERS[..]),
        noun,
        option::weighted(0.3, anybody()),
        inheritance,
        list,
    )
        .prop_map(|(path, noun, owner, inheritance, list)| {
            let path = match noun {
                ObjectNoun::File => WinPath::new(path).join("f.txt"),
                ObjectNoun::Folder | ObjectNoun::Key => WinPath::new(path),
            };
            said(Statement::Object(ObjectStatement {
                noun,
                path,
                owner,
                inheritance,
                list,
            }))
        })
}

fn object_gap() -> impl Strategy<Value = Fact> {
    let path = select(&FOLDERS[..]).prop_map(WinPath::new);
    (path, 0..3).prop_map(|(path, kind)| {
        said(Statement::Gap(match kind {
            0 => Gap::PermissionsOf(path),
            1 => Gap::OwnerOf(path),
            _ => Gap::InheritedLinesOf(path),
        }))
    })
}

fn undescribed() -> impl Strategy<Value = Fact> {
    use Fallback::{Closed, Defaults, Inherit, Unknown};
    select(vec![
        vec![Inherit, Closed],
        vec![Inherit],
        vec![Inherit, Defaults, Closed],
        vec![Closed],
        vec![Unknown],
    ])
    .prop_map(|fallbacks| said(Statement::Undescribed { fallbacks }))
}

fn right() -> impl Strategy<Value = Fact> {
    let right = select(vec![
        "SeImpersonatePrivilege",
        "SeTakeOwnershipPrivilege",
        "SeBatchLogonRight",
    ]);
    (right, vec(anybody(), 0..3)).prop_map(|(right, holders)| {
        said(Statement::Right {
            right: Name::from(right),
            holders,
        })
    })
}

/// The facts of a small world. There is a machine; everything else may be missing, doubled or in conflict.
pub fn worlds() -> impl Strategy<Value = Vec<Fact>> {
    (
        machine(),
        declarations(),
        vec(membership(), 0..8),
        vec(account_gap(), 0..3),
        vec(pool(), 0..3),
        vec(site(), 0..2),
        vec(object(), 0..6),
        vec(object_gap(), 0..2),
        option::of(undescribed()),
        vec(right(), 0..2),
    )
        .prop_map(
            |(machine, accounts, members, doubts, pools, sites, objects, gaps, rest, rights)| {
                let mut facts = vec![machine];
                for more in [
                    accounts, members, doubts, pools, sites, objects, gaps, rights,
                ] {
                    facts.extend(more);
                }
                facts.extend(rest);
                facts
            },
        )
}

/// A small world of which everything about accounts is known.
pub fn known_worlds() -> impl Strategy<Value = Vec<Fact>> {
    worlds().prop_map(|facts| {
        let known = |fact: &Fact| {
            !matches!(
                &fact.statement,
                Statement::Gap(Gap::MembersOf(_) | Gap::GroupsOf(_))
            )
        };
        facts.into_iter().filter(known).collect()
    })
}
