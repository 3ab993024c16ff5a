//! Random facts about the machine: IIS as a whole, account states, components, services, tasks, readings.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    facts::{listing, name, path, sddl, who},
    settings_facts::{cache, settings},
};
use crate::{
    nt::AccessMask,
    world::{
        AccountState, CONTRADICTIONS, CgiIdentity, ComLine, ComList, ComponentForm,
        ComponentIdentity, ComponentStatement, Effect, IisSetting, MachineList, MachineState, Name,
        Origin, Program, READINGS, RunningStatement, ServiceStatement, Statement, TaskStatement,
    },
};

/// File names as they are, and some that look like words of their sentence.
const FILE_NAMES: &[&str] = &[
    "tool.dll",
    "My Tool.dll",
    "none",
    "and",
    "a,b.dll",
    "\"quoted\".dll",
    "#1.dll",
    "alice",
];

fn program() -> impl Strategy<Value = Program> {
    prop_oneof![
        path().prop_map(Program::Path),
        select(FILE_NAMES).prop_map(|name| Program::Bare(Name::from(name))),
    ]
}

fn iis_setting() -> impl Strategy<Value = IisSetting> {
    let cgi = select(&[CgiIdentity::Process, CgiIdentity::RequestUser][..]);
    prop_oneof![
        (path(), option::of(name())).prop_map(|(path, site)| IisSetting::Filter { path, site }),
        vec(program(), 0..4).prop_map(|programs| IisSetting::InProcessExtensions { programs }),
        cgi.prop_map(|runs_as| IisSetting::Cgi { runs_as }),
        who().prop_map(|runs_as| IisSetting::AspNet { runs_as }),
        (cache(), path()).prop_map(|(cache, path)| IisSetting::Cache { cache, path }),
        (name(), any::<bool>())
            .prop_map(|(section, locked)| IisSetting::Section { section, locked }),
        (path(), settings()).prop_map(|(folder, settings)| IisSetting::WebConfig {
            folder,
            settings: Box::new(settings),
        }),
    ]
}

fn account_state() -> impl Strategy<Value = AccountState> {
    prop_oneof![
        (name(), option::of(who())).prop_map(|(at, who)| AccountState::LoggedOn { at, who }),
        who().prop_map(|who| AccountState::Disabled { who }),
        who().prop_map(|who| AccountState::WrongPassword { who }),
        (who(), vec(who(), 0..3))
            .prop_map(|(group, by)| AccountState::MembersChangedBy { group, by }),
        (who(), vec(who(), 0..3))
            .prop_map(|(user, by)| AccountState::PasswordChangedBy { user, by }),
    ]
}

fn machine_state() -> impl Strategy<Value = MachineState> {
    prop_oneof![
        vec(path(), 0..3).prop_map(|folders| MachineState::SearchPath { folders }),
        name().prop_map(|patch| MachineState::MissingPatch { patch }),
        (name(), path()).prop_map(|(file, folder)| MachineState::NamesIn { file, folder }),
        (select(&CONTRADICTIONS[..]), select(&READINGS[..])).prop_map(|(topic, reading)| {
            MachineState::Reading {
                topic: Name::from(topic),
                reading: Name::from(reading),
            }
        }),
    ]
}

/// One launch or access line, with any rights of COM.
pub fn com_line() -> impl Strategy<Value = ComLine> {
    let effect = select(&[Effect::Allow, Effect::Deny][..]);
    (effect, who(), 0_u32..0x20).prop_map(|(effect, who, mask)| ComLine {
        effect,
        who,
        mask: AccessMask(mask),
        origin: Origin::Unsaid,
    })
}

fn com_list() -> impl Strategy<Value = ComList> {
    prop_oneof![
        3 => vec(com_line(), 0..4).prop_map(ComList::Lines),
        1 => sddl().prop_map(ComList::Sddl),
    ]
}

fn class() -> impl Strategy<Value = Name> {
    any::<(u32, u16, u16, u16, u64)>().prop_map(|(a, b, c, d, e)| {
        let e = e >> 16;
        Name::new(format!("{{{a:08X}-{b:04X}-{c:04x}-{d:04X}-{e:012X}}}"))
    })
}

fn component() -> impl Strategy<Value = ComponentStatement> {
    let form = prop_oneof![
        path().prop_map(ComponentForm::Exe),
        path().prop_map(ComponentForm::Dll),
        name().prop_map(ComponentForm::Service),
        Just(ComponentForm::LibraryPackage),
        Just(ComponentForm::ServerPackage),
    ];
    let identity = prop_oneof![
        Just(ComponentIdentity::LaunchingUser),
        Just(ComponentIdentity::InteractiveUser),
        who().prop_map(ComponentIdentity::Account),
    ];
    (
        name(),
        option::of(class()),
        option::of(form),
        option::of(identity),
        option::of(com_list()),
        option::of(com_list()),
        any::<bool>(),
    )
        .prop_map(
            |(name, class, form, identity, launch, access, unregistered)| ComponentStatement {
                name,
                class,
                form,
                identity,
                launch,
                access,
                unregistered,
            },
        )
}

/// One of the machine's lists.
pub fn machine_list() -> impl Strategy<Value = MachineList> {
    select(
        &[
            MachineList::LaunchDefault,
            MachineList::AccessDefault,
            MachineList::LaunchLimit,
            MachineList::AccessLimit,
        ][..],
    )
}

fn running() -> impl Strategy<Value = RunningStatement> {
    (name(), who(), option::of(com_list())).prop_map(|(component, identity, access)| {
        RunningStatement {
            component,
            identity,
            access,
        }
    })
}

fn service() -> impl Strategy<Value = ServiceStatement> {
    (
        name(),
        option::of(who()),
        option::of(path()),
        any::<bool>(),
        option::of(listing()),
    )
        .prop_map(
            |(name, account, program, disabled, list)| ServiceStatement {
                name,
                account,
                program,
                disabled,
                list,
            },
        )
}

fn task() -> impl Strategy<Value = TaskStatement> {
    (name(), who(), option::of(path()), option::of(listing())).prop_map(
        |(name, account, program, list)| TaskStatement {
            name,
            account,
            program,
            list,
        },
    )
}

/// Any statement about the machine.
pub fn statement() -> impl Strategy<Value = Statement> {
    prop_oneof![
        3 => iis_setting().prop_map(Statement::Iis),
        2 => account_state().prop_map(Statement::Account),
        1 => machine_state().prop_map(Statement::Machine),
        2 => component().prop_map(Statement::Component),
        2 => (machine_list(), com_list())
            .prop_map(|(which, list)| Statement::MachineCom { which, list }),
        1 => running().prop_map(Statement::Running),
        1 => service().prop_map(Statement::Service),
        1 => task().prop_map(Statement::Task),
    ]
}
