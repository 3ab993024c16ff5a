//! Random facts: every kind of sentence, every field, and names that look like something else.

use std::sync::Arc;

use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};

use super::{machine_facts, settings_facts::settings};
use crate::{
    nt::{AccessMask, Privilege, Sid},
    world::{
        AccessLine, ApplicationStatement, Effect, Fact, Fallback, Gap, IisVersion, Inheritance,
        Listing, Name, ObjectNoun, ObjectStatement, Origin, PoolIdentity, PoolStatement,
        ServerStatement, SiteStatement, Statement, VirtualFolderStatement, Who, WinPath,
        WindowsVersion,
    },
};

/// Characters that mean something to some reader, and some that mean nothing.
const CHARACTERS: &[char] = &[
    'a', 'b', 'C', 'Z', 'é', 'ß', 'Ω', 'ı', '1', '-', '_', '.', ' ', ' ', '"', '#', '\\', '/', ',',
    '(', ')', '{', '}', '[', ':', '|', '%', '?', '=', '\u{a0}', '\u{3000}', '\u{feff}',
];

/// Names as they are, and names that a careless reader would take for something else.
const NAMES: &[&str] = &[
    "alice",
    "Shop",
    "IIS_WPG",
    "Default Web Site",
    "CORP\\alice",
    "NT AUTHORITY\\NETWORK SERVICE",
    "IIS APPPOOL\\Shop",
    "iis apppool\\My Shop",
    "NT SERVICE\\W3SVC",
    "Users",
    "Everyone",
    "SERVICE",
    "NetworkService",
    "user",
    "group",
    "pool",
    "sid",
    "server",
    "and",
    "read",
    "full",
    "full control",
    "have",
    "create",
    "delete",
    "everything",
    "nobody",
    "is",
    "has",
    "in",
    "at",
    "runs",
    "the pool identity",
    "no anonymous",
    "S-1-",
    "S-1-x",
    "0x1",
    "(RX)",
    "FILE_READ_DATA",
    "#1",
    "C:\\x",
    "/a",
    "\"",
    "SP1",
    "asp.net",
    ".cfm",
    "component",
    "service",
    "task",
    "local",
    "launch",
    "activation",
    "runs as",
    "none",
    "nothing",
    "X1",
    "the launching user",
];

const FOLDERS: &[&str] = &[
    "C:\\",
    "d:\\inetpub",
    "\\\\srv\\share",
    "%windir%",
    "%ProgramFiles(x86)%",
    ".\\here",
    "HKLM\\SOFTWARE",
    "HKEY_LOCAL_MACHINE",
];

const SDDL: &[&str] = &[
    "",
    "D:",
    "O:BAG:SYD:PAI(A;OICI;FA;;;BA)",
    "D:(D;;0x1;;;LA)(A;;FR;;;WD)",
    "D:(XA;;FX;;;WD;(@User.Title == \"PM\"))S:(ML;;NW;;;HI)",
];

/// A name of somebody or something.
pub fn name() -> impl Strategy<Value = Name> {
    prop_oneof![
        3 => select(NAMES).prop_map(Name::from),
        1 => vec(select(CHARACTERS), 1..8).prop_map(|chars| Name::new(chars.into_iter().collect::<String>())),
    ]
}

/// A SID.
pub fn sid() -> impl Strategy<Value = Sid> {
    let authority = prop_oneof![Just(5), 0_u64..1 << 48];
    (authority, vec(any::<u32>(), 1..=15)).prop_map(|(authority, subs)| Sid::of(authority, &subs))
}

/// Somebody.
pub fn who() -> impl Strategy<Value = Who> {
    prop_oneof![3 => name().prop_map(Who::Name), 1 => sid().prop_map(Who::Sid)]
}

/// A part of a path: no separators.
pub fn component() -> impl Strategy<Value = String> {
    vec(select(CHARACTERS), 1..6).prop_map(|chars| {
        let plain = |c| if c == '\\' || c == '/' { 'x' } else { c };
        chars.into_iter().map(plain).collect()
    })
}

/// A path of any kind, up to four deep below its root.
pub fn path() -> impl Strategy<Value = WinPath> {
    (select(FOLDERS), vec(component(), 0..4)).prop_map(|(folder, below)| {
        below
            .iter()
            .fold(WinPath::new(folder), |folder, part| folder.join(part))
    })
}

fn url() -> impl Strategy<Value = Name> {
    prop_oneof![
        select(&["/", "/secure", "/a b", "/a/b.asp"][..]).prop_map(Name::from),
        vec(select(CHARACTERS), 0..6)
            .prop_map(|chars| Name::new(format!("/{}", String::from_iter(chars)))),
    ]
}

fn server() -> impl Strategy<Value = ServerStatement> {
    let iis = select(&IisVersion::ALL[..]).prop_map(|(version, ..)| version);
    let windows = select(&WindowsVersion::ALL[..]).prop_map(|(version, _)| version);
    (
        name(),
        option::of(iis),
        any::<bool>(),
        option::of(windows),
        option::of(any::<u8>()),
        option::of(name()),
        any::<bool>(),
    )
        .prop_map(
            |(name, iis, isolation_mode, windows, service_pack, domain, domain_controller)| {
                ServerStatement {
                    name,
                    iis,
                    isolation_mode,
                    windows,
                    service_pack,
                    domain,
                    domain_controller,
                }
            },
        )
}

fn pool() -> impl Strategy<Value = PoolStatement> {
    let identity = prop_oneof![
        Just(PoolIdentity::NetworkService),
        Just(PoolIdentity::LocalService),
        Just(PoolIdentity::LocalSystem),
        Just(PoolIdentity::Own),
        Just(PoolIdentity::Unknown),
        who().prop_map(PoolIdentity::Account),
    ];
    (name(), option::of(identity), any::<[bool; 3]>()).prop_map(|(name, identity, switches)| {
        PoolStatement {
            name,
            identity,
            manual_group_membership: switches[0],
            logs_on_as_service: switches[1],
            ignores_web_config: switches[2],
        }
    })
}

/// One access line, with any mask and flags that can be stored.
pub fn access_line() -> impl Strategy<Value = AccessLine> {
    let effect = select(&[Effect::Allow, Effect::Deny][..]);
    let known = select(
        &[
            0x12_0089_u32,
            0x10_0116,
            0x12_00A9,
            0x13_01BF,
            0x1F_01FF,
            0x89,
            0x116,
            0xA9,
            0x1_01BF,
            0x2_0019,
            0x2_0006,
            0x3_001F,
            0xF_003F,
            0x40,
            0x1_0000,
            0,
        ][..],
    );
    let mask = prop_oneof![known, any::<u32>()].prop_map(AccessMask);
    (effect, who(), mask, 0_u8..32).prop_map(|(effect, who, mask, flags)| AccessLine {
        effect,
        who,
        mask,
        flags,
        origin: Origin::Unsaid,
    })
}

/// The lines of an object, or its SDDL.
pub(super) fn listing() -> impl Strategy<Value = Listing> {
    prop_oneof![
        3 => vec(access_line(), 0..4).prop_map(Listing::Lines),
        1 => sddl().prop_map(Listing::Sddl),
    ]
}

/// A descriptor as Windows writes it.
pub(super) fn sddl() -> impl Strategy<Value = Arc<str>> {
    select(SDDL).prop_map(Arc::from)
}

fn object() -> impl Strategy<Value = ObjectStatement> {
    let noun = select(&[ObjectNoun::Folder, ObjectNoun::File, ObjectNoun::Key][..]);
    let inheritance = select(
        &[
            Inheritance::Inherits,
            Inheritance::Protected,
            Inheritance::ListedInFull,
        ][..],
    );
    (noun, path(), option::of(who()), inheritance, listing()).prop_map(
        |(noun, path, owner, inheritance, list)| ObjectStatement {
            noun,
            path,
            owner,
            inheritance,
            list,
        },
    )
}

fn gap() -> impl Strategy<Value = Gap> {
    prop_oneof![
        who().prop_map(Gap::MembersOf),
        who().prop_map(Gap::GroupsOf),
        path().prop_map(Gap::PermissionsOf),
        path().prop_map(Gap::OwnerOf),
        path().prop_map(Gap::InheritedLinesOf),
    ]
}

fn right() -> impl Strategy<Value = Statement> {
    let privilege = select(&Privilege::ALL[..]).prop_map(|(_, name)| name);
    let logon = select(&["SeBatchLogonRight", "SeDenyNetworkLogonRight"][..]);
    (prop_oneof![privilege, logon], vec(who(), 0..4)).prop_map(|(right, holders)| {
        Statement::Right {
            right: Name::from(right),
            holders,
        }
    })
}

/// Any statement that somebody can make.
pub fn statement() -> impl Strategy<Value = Statement> {
    let fallbacks = [
        Fallback::Inherit,
        Fallback::Defaults,
        Fallback::Closed,
        Fallback::Unknown,
    ];
    let accounts = prop_oneof![
        (name(), option::of(sid())).prop_map(|(name, sid)| Statement::User { name, sid }),
        (name(), option::of(sid())).prop_map(|(name, sid)| Statement::Group { name, sid }),
        (who(), who()).prop_map(|(member, group)| Statement::Member { member, group }),
        sid().prop_map(|sid| Statement::MachineSid { sid }),
        (name(), sid()).prop_map(|(name, sid)| Statement::Domain { name, sid }),
        right(),
        gap().prop_map(Statement::Gap),
    ];
    let sites = prop_oneof![
        (name(), path(), settings()).prop_map(|(name, folder, settings)| {
            Statement::Site(SiteStatement {
                name,
                folder,
                settings,
            })
        }),
        (name(), url(), path(), settings()).prop_map(|(site, url, folder, settings)| {
            Statement::Application(ApplicationStatement {
                site,
                url,
                folder,
                settings,
            })
        }),
        (name(), url(), path(), option::of(who())).prop_map(|(site, url, folder, account)| {
            Statement::VirtualFolder(VirtualFolderStatement {
                site,
                url,
                folder,
                account,
            })
        }),
    ];
    prop_oneof![
        server().prop_map(Statement::Server),
        accounts,
        pool().prop_map(Statement::Pool),
        sites,
        object().prop_map(Statement::Object),
        machine_facts::statement(),
        subsequence(fallbacks.to_vec(), 1..=4)
            .prop_shuffle()
            .prop_map(|fallbacks| Statement::Undescribed { fallbacks }),
    ]
}

/// Some facts in some order: unrelated ones, accounts with their memberships, sites with what is in them.
pub fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let alone = statement().prop_map(|statement| vec![statement]);
    vec(prop_oneof![4 => alone, 1 => account(), 1 => site()], 0..8).prop_map(|groups| {
        let all = groups.into_iter().flatten();
        all.map(|statement| Fact {
            statement,
            origin: Origin::Unsaid,
        })
        .collect()
    })
}

/// A user or a group, and memberships on either side of it.
fn account() -> impl Strategy<Value = Vec<Statement>> {
    let others = vec((any::<bool>(), who()), 0..5);
    (name(), any::<bool>(), option::of(sid()), others).prop_map(|(name, is_user, sid, others)| {
        let account = if is_user {
            Statement::User {
                name: name.clone(),
                sid,
            }
        } else {
            Statement::Group {
                name: name.clone(),
                sid,
            }
        };
        let memberships = others.into_iter().map(|(is_member, other)| {
            let me = Who::Name(name.clone());
            let (member, group) = if is_member { (me, other) } else { (other, me) };
            Statement::Member { member, group }
        });
        [account].into_iter().chain(memberships).collect()
    })
}

/// A site with applications and virtual folders.
fn site() -> impl Strategy<Value = Vec<Statement>> {
    let below = prop_oneof![
        (url(), path(), settings()).prop_map(|(url, folder, settings)| (url, folder, Ok(settings))),
        (url(), path(), option::of(who())).prop_map(|(url, folder, account)| (
            url,
            folder,
            Err(account)
        )),
    ];
    (name(), path(), settings(), vec(below, 0..4)).prop_map(|(name, folder, settings, below)| {
        let site = Statement::Site(SiteStatement {
            name: name.clone(),
            folder,
            settings,
        });
        let below = below.into_iter().map(|(url, folder, what)| match what {
            Ok(settings) => Statement::Application(ApplicationStatement {
                site: name.clone(),
                url,
                folder,
                settings,
            }),
            Err(account) => Statement::VirtualFolder(VirtualFolderStatement {
                site: name.clone(),
                url,
                folder,
                account,
            }),
        });
        [site].into_iter().chain(below).collect()
    })
}
