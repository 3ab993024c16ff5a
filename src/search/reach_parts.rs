//! Sentences of [`super::reach_worlds`]: lists, groups, passwords, settings, services, tasks and components, about few accounts and
//! places.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{reach_worlds::named, sketch::said};
use crate::{
    nt::AccessMask,
    world::{
        AccessLine, AccountState, ApplicationSettings, Cache, CgiIdentity, ComponentForm,
        ComponentIdentity, ComponentStatement, Effect, Fact, IisSetting, Inheritance, Listing,
        MachineState, Name, ObjectNoun, ObjectStatement, Origin, Program, ServiceStatement,
        Statement, TaskStatement, Who, WinPath,
    },
};

/// Who stands in lines, from those whom every IIS knows to those of few.
pub const ACCOUNTS: [&str; 14] = [
    "ann",
    "bob",
    "Staff",
    "Night",
    "Everyone",
    "Users",
    "Authenticated Users",
    "NetworkService",
    "IIS_WPG",
    "IIS_IUSRS",
    "IUSR",
    "IIS APPPOOL\\Red",
    "IIS APPPOOL\\Green",
    "Guests",
];

/// What can be described, and what it is.
pub const PLACES: [(&str, ObjectNoun); 22] = [
    ("C:\\green", ObjectNoun::Folder),
    ("C:\\red", ObjectNoun::Folder),
    ("C:\\green\\sub", ObjectNoun::Folder),
    ("C:\\green\\bin", ObjectNoun::Folder),
    ("C:\\red\\in", ObjectNoun::Folder),
    ("C:\\files", ObjectNoun::Folder),
    ("C:\\", ObjectNoun::Folder),
    ("C:\\green\\default.asp", ObjectNoun::File),
    ("C:\\green\\web.config", ObjectNoun::File),
    ("C:\\green\\sub\\web.config", ObjectNoun::File),
    ("C:\\green\\bin\\app.dll", ObjectNoun::File),
    ("C:\\cache", ObjectNoun::Folder),
    ("C:\\tools", ObjectNoun::Folder),
    ("C:\\tools\\spool.exe", ObjectNoun::File),
    ("C:\\tools\\calc.dll", ObjectNoun::File),
    ("C:\\engine\\cfm.dll", ObjectNoun::File),
    ("C:\\data\\shop.mdb", ObjectNoun::File),
    (
        "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Spooler",
        ObjectNoun::Key,
    ),
    ("%windir%\\Temp", ObjectNoun::Folder),
    (
        "%windir%\\System32\\inetsrv\\config\\applicationHost.config",
        ObjectNoun::File,
    ),
    (
        "%windir%\\System32\\inetsrv\\MetaBase.xml",
        ObjectNoun::File,
    ),
    ("%windir%\\System32\\config\\SAM", ObjectNoun::File),
];

/// Somebody of these.
fn somebody() -> BoxedStrategy<Who> {
    select(&ACCOUNTS[..]).prop_map(named).boxed()
}

/// A user or a group of the machine.
fn one_of_ours() -> BoxedStrategy<Who> {
    select(&ACCOUNTS[..4]).prop_map(named).boxed()
}

/// A line: mostly one right or all, for the object or for what is in it.
pub fn line() -> BoxedStrategy<AccessLine> {
    let who = prop_oneof![
        12 => somebody(),
        1 => Just(named("CREATOR OWNER")),
        1 => Just(named("OWNER RIGHTS")),
    ];
    let mask = select(vec![
        0x1, 0x2, 0x4, 0x1F_01FF, 0x12_00A9, 0x40, 0x1_0000, 0x4_0000, 0x8_0000, 0x3, 0x46,
    ]);
    let flags = select(vec![3, 0, 3, 1, 2, 0x0B, 9, 0x0A, 7]);
    (prop::bool::weighted(0.2), who, mask, flags)
        .prop_map(|(deny, who, mask, flags)| AccessLine {
            effect: if deny { Effect::Deny } else { Effect::Allow },
            who,
            mask: AccessMask(mask),
            flags,
            origin: Origin::Unsaid,
        })
        .boxed()
}

/// A line of a list that nothing is inherited from.
fn plain_lines() -> BoxedStrategy<Listing> {
    vec(line(), 0..3)
        .prop_map(|mut lines| {
            for line in &mut lines {
                line.flags = 0;
            }
            Listing::Lines(lines)
        })
        .boxed()
}

/// A described place.
pub fn object() -> BoxedStrategy<Fact> {
    let owner = option::weighted(
        0.15,
        prop_oneof![4 => somebody(), 1 => Just(named("SYSTEM"))],
    );
    (
        select(&PLACES[..]),
        owner,
        prop::bool::weighted(0.25),
        vec(line(), 0..4),
    )
        .prop_map(|((path, noun), owner, protected, mut lines)| {
            if noun == ObjectNoun::File {
                lines.iter_mut().for_each(|line| line.flags = 0);
            }
            said(Statement::Object(ObjectStatement {
                noun,
                path: WinPath::new(path),
                owner,
                inheritance: if protected {
                    Inheritance::Protected
                } else {
                    Inheritance::Inherits
                },
                list: Listing::Lines(lines),
            }))
        })
        .boxed()
}

/// A sentence about accounts: memberships, who may change them, rights.
pub fn account() -> BoxedStrategy<Fact> {
    let group = || select(vec!["Staff", "Night"]).prop_map(named);
    let member = (
        prop_oneof![3 => one_of_ours(), 1 => somebody()],
        prop_oneof![
            4 => group(),
            1 => select(vec!["Administrators", "IIS_WPG", "IIS_IUSRS", "Backup Operators"]).prop_map(named),
        ],
    )
        .prop_map(|(member, group)| Statement::Member { member, group });
    let right = (
        select(vec![
            "SeBatchLogonRight",
            "SeNetworkLogonRight",
            "SeDenyNetworkLogonRight",
            "SeImpersonatePrivilege",
            "SeBackupPrivilege",
            "SeTakeOwnershipPrivilege",
            "SeDebugPrivilege",
            "SeRestorePrivilege",
        ]),
        vec(somebody(), 1..2),
    )
        .prop_map(|(right, holders)| Statement::Right {
            right: Name::from(right),
            holders,
        });
    let members = (group(), vec(one_of_ours(), 1..3))
        .prop_map(|(group, by)| AccountState::MembersChangedBy { group, by });
    let user = || select(vec!["ann", "bob"]).prop_map(named);
    let password = (user(), vec(somebody(), 1..2))
        .prop_map(|(user, by)| AccountState::PasswordChangedBy { user, by });
    let state = prop_oneof![
        3 => members,
        3 => password,
        1 => user().prop_map(|who| AccountState::Disabled { who }),
        1 => user().prop_map(|who| AccountState::WrongPassword { who }),
    ]
    .prop_map(Statement::Account);
    prop_oneof![4 => member, 1 => right, 3 => state]
        .prop_map(said)
        .boxed()
}

/// A sentence about IIS as a whole.
pub fn setting() -> BoxedStrategy<Fact> {
    let cache = select(vec![
        Cache::AspNetTemporary,
        Cache::AspTemplates,
        Cache::Compression,
    ])
    .prop_map(|cache| IisSetting::Cache {
        cache,
        path: WinPath::new("C:\\cache"),
    });
    let section = (
        select(vec!["handlers", "modules", "anonymousAuthentication"]),
        any::<bool>(),
    )
        .prop_map(|(section, locked)| IisSetting::Section {
            section: Name::from(section),
            locked,
        });
    let filter = option::of(select(vec!["Shop", "Hr"])).prop_map(|site| IisSetting::Filter {
        path: WinPath::new("C:\\tools\\calc.dll"),
        site: site.map(Name::from),
    });
    let listed = select(vec![
        Program::Bare(Name::from("ext.dll")),
        Program::Path(WinPath::new("C:\\engine\\ext.dll")),
        Program::Path(WinPath::new("C:\\engine\\cfm.dll")),
    ])
    .prop_map(|program| IisSetting::InProcessExtensions {
        programs: vec![program],
    });
    let runs = select(vec![CgiIdentity::Process, CgiIdentity::RequestUser])
        .prop_map(|runs_as| IisSetting::Cgi { runs_as });
    let asp_net = select(vec!["ann", "SYSTEM"]).prop_map(|name| IisSetting::AspNet {
        runs_as: named(name),
    });
    let web_config = (
        select(vec!["C:\\green\\sub", "C:\\green", "C:\\red"]),
        any::<bool>(),
    )
        .prop_map(|(folder, key)| IisSetting::WebConfig {
            folder: WinPath::new(folder),
            settings: Box::new(ApplicationSettings {
                stores_machine_key: key,
                ..ApplicationSettings::default()
            }),
        });
    prop_oneof![
        2 => cache,
        2 => section,
        1 => filter,
        1 => listed,
        1 => runs,
        1 => asp_net,
        1 => web_config,
    ]
    .prop_map(|setting| said(Statement::Iis(setting)))
    .boxed()
}

/// A service, a task, a component, or something about the machine.
pub fn operation() -> BoxedStrategy<Fact> {
    let account = || select(vec!["bob", "ann", "LocalService"]);
    let service = (
        option::of(account()),
        option::of(plain_lines()),
        any::<bool>(),
    )
        .prop_map(|(account, list, program)| {
            Statement::Service(ServiceStatement {
                name: Name::from("Spooler"),
                account: account.map(named),
                program: program.then(|| WinPath::new("C:\\tools\\spool.exe")),
                disabled: false,
                list: list.or(Some(Listing::Lines(Vec::new()))),
            })
        });
    let task = (account(), option::of(plain_lines())).prop_map(|(account, list)| {
        Statement::Task(TaskStatement {
            name: Name::from("Nightly"),
            account: named(account),
            program: Some(WinPath::new("C:\\tools\\spool.exe")),
            list,
        })
    });
    let form = select(vec![
        ComponentForm::Dll(WinPath::new("C:\\tools\\calc.dll")),
        ComponentForm::Exe(WinPath::new("C:\\tools\\spool.exe")),
        ComponentForm::LibraryPackage,
        ComponentForm::ServerPackage,
    ]);
    let identity = select(vec![
        ComponentIdentity::Account(named("bob")),
        ComponentIdentity::LaunchingUser,
    ]);
    let component = (form, option::of(identity)).prop_map(|(form, identity)| {
        Statement::Component(ComponentStatement {
            name: Name::from("Calc"),
            class: Some(Name::from("{7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}")),
            form: Some(form),
            identity,
            launch: None,
            access: None,
            unregistered: false,
        })
    });
    let path = Just(Statement::Machine(MachineState::SearchPath {
        folders: vec![WinPath::new("C:\\tools")],
    }));
    let patch = Just(Statement::Machine(MachineState::MissingPatch {
        patch: Name::from("MS01-044"),
    }));
    prop_oneof![3 => service, 2 => task, 3 => component, 1 => path, 1 => patch]
        .prop_map(said)
        .boxed()
}

/// Each thing is described once, and what is used is there.
pub fn stated(facts: Vec<Fact>) -> Vec<Fact> {
    let mut kept: Vec<Fact> = Vec::new();
    for fact in facts {
        if !kept.iter().any(|other| same_subject(&fact, other)) {
            kept.push(fact);
        }
    }
    kept
}

/// Whether two sentences are about one thing of which one sentence is said.
fn same_subject(one: &Fact, other: &Fact) -> bool {
    match (&one.statement, &other.statement) {
        (Statement::Object(one), Statement::Object(other)) => one.path == other.path,
        (Statement::Right { right: one, .. }, Statement::Right { right: other, .. }) => {
            one == other
        }
        (Statement::Service(one), Statement::Service(other)) => one.name == other.name,
        (Statement::Task(one), Statement::Task(other)) => one.name == other.name,
        (Statement::Component(one), Statement::Component(other)) => one.name == other.name,
        (Statement::Iis(one), Statement::Iis(other)) => {
            std::mem::discriminant(one) == std::mem::discriminant(other)
                && !matches!(one, IisSetting::Section { .. } | IisSetting::Filter { .. })
        }
        (Statement::Machine(one), Statement::Machine(other)) => one == other,
        _ => false,
    }
}
