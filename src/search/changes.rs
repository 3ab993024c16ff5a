//! Changes: any that can be said, for what is read and printed, and those that mean something in a sketch.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    facts::{name, path, statement, who},
    machine_facts::machine_list,
    settings_facts::settings,
    sketch::{ACCOUNTS, FOLDERS, POOLS, USERS, anybody, group},
};
use crate::{
    nt::AccessMask,
    world::{
        AccountState, ApplicationSettings, Effect, Gap, IisVersion, Name, ObjectNoun, PoolIdentity,
        PoolStatement, Statement, Who, WinPath,
        change::{Change, ListOf, NewLine, ObjectName, OldLines, Serving, Subject},
    },
};

fn effect() -> BoxedStrategy<Effect> {
    select(&[Effect::Allow, Effect::Deny][..]).boxed()
}

fn object_name() -> BoxedStrategy<ObjectName> {
    let noun = select(&[ObjectNoun::Folder, ObjectNoun::File, ObjectNoun::Key][..]);
    (option::weighted(0.3, noun), path())
        .prop_map(|(noun, path)| ObjectName { noun, path })
        .boxed()
}

fn scope() -> BoxedStrategy<Option<u8>> {
    option::of(select(&[3_u8, 2, 1, 0, 0x0B, 0x09, 0x0A, 0x08][..])).boxed()
}

fn mask() -> BoxedStrategy<AccessMask> {
    prop_oneof![
        select(
            &[
                0x12_0089_u32,
                0x10_0116,
                0x12_00A9,
                0x13_01BF,
                0x1F_01FF,
                0x116,
                0x1_0000
            ][..]
        ),
        any::<u32>(),
    ]
    .prop_map(AccessMask)
    .boxed()
}

/// A list with whose lines mean flags, or one of COM.
fn lists() -> BoxedStrategy<ListOf> {
    prop_oneof![
        6 => object_name().prop_map(ListOf::Object),
        1 => name().prop_map(ListOf::Service),
        1 => name().prop_map(ListOf::Task),
        1 => name().prop_map(ListOf::Launch),
        1 => name().prop_map(ListOf::Access),
        1 => machine_list().prop_map(ListOf::Machine),
    ]
    .boxed()
}

/// A list's line: COM knows fewer bits, and only objects have folders below them.
fn line() -> BoxedStrategy<(ListOf, NewLine)> {
    (lists(), effect(), who(), mask(), scope(), any::<bool>())
        .prop_map(|(list, effect, who, mask, scope, one_level)| {
            let is_object = matches!(list, ListOf::Object(_));
            let is_com = matches!(
                list,
                ListOf::Launch(_) | ListOf::Access(_) | ListOf::Machine(_)
            );
            let line = NewLine {
                effect,
                who,
                mask: if is_com {
                    AccessMask(mask.0 & 0x1F)
                } else {
                    mask
                },
                scope: scope.filter(|_| is_object),
                one_level: one_level && is_object,
            };
            (list, line)
        })
        .boxed()
}

fn pool_clauses() -> BoxedStrategy<PoolStatement> {
    let identity = prop_oneof![
        Just(PoolIdentity::NetworkService),
        Just(PoolIdentity::Own),
        who().prop_map(PoolIdentity::Account),
    ];
    (name(), option::of(identity), any::<[bool; 3]>())
        .prop_map(|(name, identity, switches)| PoolStatement {
            manual_group_membership: switches[0] || identity.is_none(),
            name,
            identity,
            logs_on_as_service: switches[1],
            ignores_web_config: switches[2],
        })
        .boxed()
}

fn taken_back() -> BoxedStrategy<Statement> {
    prop_oneof![
        (who(), who()).prop_map(|(member, group)| Statement::Member { member, group }),
        (vec(who(), 1..3)).prop_map(|holders| Statement::Right {
            right: Name::from("SeBatchLogonRight"),
            holders,
        }),
        pool_clauses().prop_map(Statement::Pool),
        who().prop_map(|who| Statement::Account(AccountState::Disabled { who })),
        who().prop_map(|who| Statement::Account(AccountState::WrongPassword { who })),
        (name(), option::of(who()))
            .prop_map(|(at, who)| Statement::Account(AccountState::LoggedOn { at, who })),
        who().prop_map(|who| Statement::Gap(Gap::MembersOf(who))),
        path().prop_map(|path| Statement::Gap(Gap::OwnerOf(path))),
        path().prop_map(|path| Statement::Gap(Gap::InheritedLinesOf(path))),
    ]
    .boxed()
}

fn serving() -> BoxedStrategy<Serving> {
    prop_oneof![
        name().prop_map(Serving::Site),
        option::of(name()).prop_map(|site| Serving::Application(site, Name::from("/a"))),
    ]
    .boxed()
}

fn some_settings() -> BoxedStrategy<Box<ApplicationSettings>> {
    settings()
        .prop_map(|mut settings| {
            if settings == ApplicationSettings::default() {
                settings.allows_upload = true;
            }
            Box::new(settings)
        })
        .boxed()
}

fn subject() -> BoxedStrategy<Subject> {
    prop_oneof![
        name().prop_map(Subject::Pool),
        name().prop_map(Subject::Site),
        option::of(name()).prop_map(|site| Subject::Application(site, Name::from("/a"))),
        option::of(name()).prop_map(|site| Subject::VirtualFolder(site, Name::from("/v"))),
        name().prop_map(Subject::Account),
        name().prop_map(Subject::Component),
        name().prop_map(Subject::Service),
        name().prop_map(Subject::Task),
        path().prop_map(Subject::Filter),
        path().prop_map(Subject::Object),
    ]
    .boxed()
}

/// A statement that is a change by itself: what it says of lists is said line by line.
fn sayable() -> BoxedStrategy<Statement> {
    statement()
        .prop_map(|statement| match statement {
            Statement::Object(_) | Statement::MachineCom { .. } => {
                Statement::Gap(Gap::GroupsOf(Who::Name(Name::from("ann"))))
            }
            Statement::Component(mut component) => {
                component.launch = None;
                component.access = None;
                Statement::Component(component)
            }
            Statement::Service(mut service) => {
                service.list = None;
                Statement::Service(service)
            }
            Statement::Task(mut task) => {
                task.list = None;
                Statement::Task(task)
            }
            // A server of which nothing is said but its name is no change, and reads as one account more behind a list.
            Statement::Server(mut server) => {
                server.iis = server.iis.or(Some(IisVersion::V6_0));
                Statement::Server(server)
            }
            other => other,
        })
        .boxed()
}

/// Any change that can be written down.
pub fn changes() -> BoxedStrategy<Change> {
    prop_oneof![
        3 => sayable().prop_map(Change::Say),
        1 => (serving(), some_settings()).prop_map(|(of, settings)| Change::Set { of, settings }),
        1 => (serving(), some_settings()).prop_map(|(of, settings)| Change::Unset { of, settings }),
        3 => taken_back().prop_map(Change::TakeBack),
        1 => subject().prop_map(Change::Remove),
        1 => (object_name(), who()).prop_map(|(object, owner)| Change::Owner { object, owner }),
        4 => line().prop_map(|(list, line)| Change::Line { list, line }),
        3 => (line(), any::<bool>()).prop_map(|((list, line), anything)| Change::NoLine {
            list,
            lines: OldLines {
                effect: line.effect,
                who: line.who,
                rights: (!anything).then_some(line.mask),
                scope: line.scope,
            },
        }),
        1 => (path(), any::<u32>()).prop_map(|(path, number)| Change::RemoveLine { path, number }),
        1 => lists().prop_map(|list| Change::Sddl { list, text: "D:(A;;FA;;;BA)".into() }),
        1 => lists().prop_map(|list| Change::Empty { list }),
        1 => (object_name(), any::<bool>())
            .prop_map(|(object, keeping_copies)| Change::StopInheriting { object, keeping_copies }),
        1 => object_name().prop_map(|object| Change::InheritAgain { object }),
        1 => statement().prop_map(Change::Said),
        1 => statement().prop_map(Change::NoLongerSaid),
    ]
    .boxed()
}

/// An object of a sketch, or one that it does not describe.
fn place() -> BoxedStrategy<ObjectName> {
    let below = select(&["", "", "", "f.txt", "zz"][..]);
    (select(&FOLDERS[..]), below)
        .prop_map(|(folder, below)| {
            let folder = WinPath::new(folder);
            let path = if below.is_empty() {
                folder
            } else {
                folder.join(below)
            };
            ObjectName { noun: None, path }
        })
        .boxed()
}

/// A line for an object of a sketch.
pub fn line_of_sketch() -> BoxedStrategy<(ObjectName, NewLine)> {
    let mask = select(&[0x1_u32, 0x2, 0x12_0089, 0x1F_01FF, 0x4_0000][..]).prop_map(AccessMask);
    let scope = option::of(select(&[3_u8, 0, 0x0B][..]));
    (place(), effect(), anybody(), mask, scope)
        .prop_map(|(object, effect, who, mask, scope)| {
            let line = NewLine {
                effect,
                who,
                mask,
                scope,
                one_level: false,
            };
            (object, line)
        })
        .boxed()
}

/// A change that means something in a sketch.
pub fn sketch_changes() -> BoxedStrategy<Change> {
    let member =
        || (anybody(), group()).prop_map(|(member, group)| Statement::Member { member, group });
    let pool = || {
        let identity = prop_oneof![
            Just(PoolIdentity::NetworkService),
            Just(PoolIdentity::LocalSystem),
            select(&ACCOUNTS[..USERS])
                .prop_map(|name| PoolIdentity::Account(Who::Name(Name::from(name)))),
        ];
        (select(&POOLS[..]), identity).prop_map(|(name, identity)| {
            Statement::Pool(PoolStatement {
                name: Name::from(name),
                identity: Some(identity),
                manual_group_membership: false,
                logs_on_as_service: false,
                ignores_web_config: false,
            })
        })
    };
    let right = || {
        vec(anybody(), 1..3).prop_map(|holders| Statement::Right {
            right: Name::from("SeTakeOwnershipPrivilege"),
            holders,
        })
    };
    prop_oneof![
        2 => member().prop_map(Change::Say),
        2 => member().prop_map(Change::TakeBack),
        1 => pool().prop_map(Change::Say),
        1 => pool().prop_map(Change::TakeBack),
        1 => right().prop_map(Change::Say),
        1 => right().prop_map(Change::TakeBack),
        4 => line_of_sketch().prop_map(|(object, line)| Change::Line { list: ListOf::Object(object), line }),
        3 => (line_of_sketch(), any::<bool>()).prop_map(|((object, line), anything)| Change::NoLine {
            list: ListOf::Object(object),
            lines: OldLines {
                effect: line.effect,
                who: line.who,
                rights: (!anything).then_some(line.mask),
                scope: None,
            },
        }),
        1 => (place(), 1_u32..5).prop_map(|(object, number)| Change::RemoveLine { path: object.path, number }),
        1 => (place(), anybody()).prop_map(|(object, owner)| Change::Owner { object, owner }),
        2 => (place(), any::<bool>())
            .prop_map(|(object, keeping_copies)| Change::StopInheriting { object, keeping_copies }),
        1 => place().prop_map(|object| Change::InheritAgain { object }),
    ]
    .boxed()
}
