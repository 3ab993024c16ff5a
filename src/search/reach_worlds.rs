//! Small servers on which code has somewhere to go: a few pools and sites, and a few sentences about lists, groups, services,
//! passwords and settings, all about the same few accounts and places, so that steps meet.
//!
//! Every sentence stands for itself: a smaller world is the same with sentences left out, or with plainer ones.

use proptest::{collection::vec, option, prelude::*, sample::select};

pub use super::reach_parts::{ACCOUNTS, PLACES};
use super::{
    reach_parts::{account, line, object, operation, setting, stated},
    sketch::said,
};
use crate::world::{
    Anonymous, ApplicationSettings, ApplicationStatement, Fact, Fallback, Gap, Handler, IisVersion,
    Name, PoolIdentity, PoolStatement, Protection, ServerStatement, SiteStatement, Statement, Use,
    VirtualFolderStatement, Who, WinPath,
};

/// The pools of these servers.
pub const POOLS: [&str; 3] = ["Red", "Green", "Blue"];

/// The sites, each with its folder.
pub const SITES: [(&str, &str); 2] = [("Shop", "C:\\red"), ("Hr", "C:\\green")];

/// Nested applications and virtual folders: the site, the URL and the folder.
const BELOW: [(&str, &str, &str); 3] = [
    ("Shop", "/in", "C:\\red\\in"),
    ("Hr", "/sub", "C:\\green\\sub"),
    ("Hr", "/files", "C:\\files"),
];

pub(super) fn named(name: &str) -> Who {
    Who::Name(Name::from(name))
}

/// The machine.
fn machine() -> BoxedStrategy<Fact> {
    use IisVersion::{V4_0, V5_0, V5_1, V6_0, V7_0, V7_5, V8_0, V8_5, V10_0};
    let versions = prop_oneof![
        4 => Just(V10_0),
        4 => Just(V6_0),
        2 => Just(V5_0),
        1 => select(vec![V4_0, V5_1, V7_0, V7_5, V8_0, V8_5]),
    ];
    (
        versions,
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(iis, mode, domain)| {
            said(Statement::Server(ServerStatement {
                name: Name::from("BOX"),
                iis: Some(iis),
                isolation_mode: mode && iis == V6_0,
                windows: None,
                service_pack: None,
                domain: domain.then(|| Name::from("CORP")),
                domain_controller: false,
            }))
        })
        .boxed()
}

/// Accounts are always there, so that names mean somebody.
fn declared() -> Vec<Fact> {
    let user = |name: &str| Statement::User {
        name: Name::from(name),
        sid: None,
    };
    let group = |name: &str| Statement::Group {
        name: Name::from(name),
        sid: None,
    };
    vec![
        said(user("ann")),
        said(user("bob")),
        said(group("Staff")),
        said(group("Night")),
    ]
}

fn identity() -> BoxedStrategy<PoolIdentity> {
    prop_oneof![
        3 => Just(PoolIdentity::Account(named("ann"))),
        3 => Just(PoolIdentity::Account(named("bob"))),
        2 => Just(PoolIdentity::Own),
        1 => Just(PoolIdentity::NetworkService),
        1 => Just(PoolIdentity::LocalService),
        1 => Just(PoolIdentity::LocalSystem),
    ]
    .boxed()
}

fn pool(name: &'static str) -> BoxedStrategy<Fact> {
    let rarely = || prop::bool::weighted(0.15);
    (option::weighted(0.85, identity()), rarely(), rarely())
        .prop_map(
            move |(identity, manual_group_membership, ignores_web_config)| {
                said(Statement::Pool(PoolStatement {
                    name: Name::from(name),
                    identity,
                    manual_group_membership,
                    logs_on_as_service: false,
                    ignores_web_config,
                }))
            },
        )
        .boxed()
}

fn handler(folder: &'static str) -> BoxedStrategy<Handler> {
    let folder = WinPath::new(folder);
    let cgi = folder.join("tool.exe");
    let dll = folder.join("ext.dll");
    prop_oneof![
        3 => Just(Handler::Asp),
        3 => Just(Handler::AspNet),
        1 => Just(Handler::AspNetImpersonating(None)),
        1 => Just(Handler::AspNetImpersonating(Some(named("ann")))),
        1 => Just(Handler::Php),
        1 => Just(Handler::PhpImpersonating),
        1 => Just(Handler::Isapi(dll, None)),
        1 => Just(Handler::Isapi(WinPath::new("C:\\engine\\cfm.dll"), Some(Name::from(".cfm")))),
        1 => Just(Handler::Cgi(cgi)),
        1 => Just(Handler::AspNetCoreInProcess),
        1 => Just(Handler::AspNetCoreOutOfProcess),
    ]
    .boxed()
}

/// The clauses of an application.
fn settings(folder: &'static str) -> BoxedStrategy<ApplicationSettings> {
    let anonymous = prop_oneof![
        Just(Anonymous::Account(named("bob"))),
        Just(Anonymous::PoolIdentity),
        Just(Anonymous::Off),
    ];
    let uses = prop_oneof![
        Just(Use::Component(Name::from("Calc"))),
        Just(Use::Path(WinPath::new("C:\\data\\shop.mdb"))),
    ];
    let protection = select(vec![
        Protection::Isolated,
        Protection::Pooled,
        Protection::InProcess,
    ]);
    let rarely = || prop::bool::weighted(0.15);
    (
        vec(handler(folder), 0..3),
        option::weighted(0.3, anonymous),
        option::weighted(0.4, protection),
        vec(uses, 0..2),
        rarely(),
        rarely(),
    )
        .prop_map(
            |(handlers, anonymous, protection, uses, stores_machine_key, allows_upload)| {
                ApplicationSettings {
                    handlers,
                    anonymous,
                    protection,
                    uses,
                    stores_machine_key,
                    allows_upload,
                    ..ApplicationSettings::default()
                }
            },
        )
        .boxed()
}

fn site(at: usize) -> BoxedStrategy<Fact> {
    let (name, folder) = SITES[at];
    settings(folder)
        .prop_map(move |settings| {
            said(Statement::Site(SiteStatement {
                name: Name::from(name),
                folder: WinPath::new(folder),
                settings: ApplicationSettings {
                    pool: Some(Name::from(POOLS[at])),
                    ..settings
                },
            }))
        })
        .boxed()
}

/// An application or a virtual folder in a site.
fn below(at: usize) -> BoxedStrategy<Fact> {
    let (site, url, folder) = BELOW[at];
    let application =
        (settings(folder), option::of(select(&POOLS[..]))).prop_map(move |(settings, pool)| {
            said(Statement::Application(ApplicationStatement {
                site: Name::from(site),
                url: Name::from(url),
                folder: WinPath::new(folder),
                settings: ApplicationSettings {
                    pool: pool.map(Name::from),
                    ..settings
                },
            }))
        });
    let account = option::weighted(0.7, select(vec!["ann", "bob"]));
    let virtual_folder = account.prop_map(move |account| {
        said(Statement::VirtualFolder(VirtualFolderStatement {
            site: Name::from(site),
            url: Name::from(url),
            folder: WinPath::new(folder),
            account: account.map(named),
        }))
    });
    prop_oneof![2 => application, 1 => virtual_folder].boxed()
}

fn fallbacks() -> BoxedStrategy<Fact> {
    use Fallback::{Closed, Defaults, Inherit};
    prop_oneof![
        9 => Just(vec![Inherit, Closed]),
        1 => Just(vec![Closed]),
        1 => Just(vec![Inherit, Defaults, Closed]),
    ]
    .prop_map(|fallbacks| said(Statement::Undescribed { fallbacks }))
    .boxed()
}

/// The facts of a small server of which everything is known.
pub fn servers() -> BoxedStrategy<Vec<Fact>> {
    (
        machine(),
        (pool(POOLS[0]), pool(POOLS[1])),
        option::weighted(0.2, pool(POOLS[2])),
        (site(0), site(1)),
        (0..BELOW.len()).prop_flat_map(below).prop_map(Some),
        vec(object(), 0..6),
        vec(account(), 0..4),
        vec(setting(), 0..3),
        vec(operation(), 0..3),
        fallbacks(),
    )
        .prop_map(
            |(
                machine,
                pools,
                third,
                sites,
                below,
                objects,
                accounts,
                settings,
                operations,
                rest,
            )| {
                let mut facts = vec![machine];
                facts.extend(declared());
                facts.extend([pools.0, pools.1]);
                facts.extend(third);
                facts.extend([sites.0, sites.1]);
                facts.extend(below);
                for more in [objects, accounts, settings, operations] {
                    facts.extend(more);
                }
                facts.push(rest);
                stated(facts)
            },
        )
        .boxed()
}

/// The same with one or two things that nobody knows.
pub fn servers_with_gaps() -> BoxedStrategy<Vec<Fact>> {
    let path = || select(&PLACES[..]).prop_map(|(path, _)| WinPath::new(path));
    let gap = prop_oneof![
        2 => select(vec!["Staff", "Night"]).prop_map(|name| Gap::MembersOf(named(name))),
        2 => path().prop_map(Gap::PermissionsOf),
        1 => path().prop_map(Gap::OwnerOf),
        1 => path().prop_map(Gap::InheritedLinesOf),
    ]
    .prop_map(|gap| said(Statement::Gap(gap)));
    (servers(), vec(gap, 1..3))
        .prop_map(|(mut facts, gaps)| {
            facts.extend(gaps);
            facts
        })
        .boxed()
}

/// An allow line, and the place of a described object to put it at.
pub fn allows() -> BoxedStrategy<(crate::world::AccessLine, prop::sample::Index)> {
    let line = line().prop_map(|line| crate::world::AccessLine {
        effect: crate::world::Effect::Allow,
        ..line
    });
    (line, any::<prop::sample::Index>()).boxed()
}
