//! What is true of components.

use poolproof::{
    iis,
    nt::{AccessMask, Sid},
    query::{self, Verdict},
    world::{
        AccountState, ComLine, ComList, ComponentForm, ComponentIdentity, ComponentStatement,
        Effect, Fact, Gap, IisVersion, MachineList, Name, Origin, RunningStatement,
        ServerStatement, Statement, Who as Account, WinPath, WindowsVersion,
    },
};
use proptest::prelude::*;

use super::many;
use crate::spec::com::{self as spec, Ask, Console, Identity, Line, List, Machine, Who, World};

fn who() -> impl Strategy<Value = Who> {
    prop::sample::select(&Who::ALL[..])
}

/// Mostly one format a list, and sometimes both, so that lists without a meaning are met.
fn list(bits: u32) -> impl Strategy<Value = Vec<Line>> {
    let line = move |masks: Vec<u32>| {
        (
            prop::bool::weighted(0.75),
            who(),
            prop::sample::select(masks),
        )
            .prop_map(move |(allows, who, mask)| Line {
                allows,
                who,
                mask: if allows { mask | 1 } else { mask },
            })
    };
    let all = (0x2..=bits)
        .filter(move |mask| mask & !bits == 0)
        .collect::<Vec<u32>>();
    let mut mixed = all.clone();
    mixed.push(0x1);
    prop_oneof![
        3 => prop::collection::vec(line(vec![0x1]), 0..4),
        5 => prop::collection::vec(line(all), 0..4),
        1 => prop::collection::vec(line(mixed), 1..4),
    ]
}

fn launch_list() -> impl Strategy<Value = Vec<Line>> {
    list(0x1F)
}

fn access_list() -> impl Strategy<Value = Vec<Line>> {
    list(0x7)
}

fn machine() -> impl Strategy<Value = Machine> {
    prop_oneof![
        Just(Machine::Nt4),
        Just(Machine::Windows2000),
        prop::option::of(0..4_u8).prop_map(Machine::Xp),
        prop::option::of(0..3_u8).prop_map(Machine::Server2003),
        Just(Machine::Windows10),
    ]
}

prop_compose! {
    fn world()(
        machine in machine(),
        in_team in prop::option::of(any::<bool>()),
        identity in prop::sample::select(vec![Identity::LaunchingUser, Identity::InteractiveUser, Identity::Bob]),
        console in prop::sample::select(vec![Console::NotSaid, Console::Nobody, Console::Alice, Console::Bob]),
        bob_is_disabled in prop::bool::weighted(0.2),
        running in prop::option::weighted(0.3, (
            prop::sample::select(vec![Who::Alice, Who::Bob, Who::System]),
            prop::option::of(access_list()),
        )),
        launch in prop::option::of(launch_list()),
        access in prop::option::of(access_list()),
        launch_default in prop::option::of(launch_list()),
        access_default in prop::option::of(access_list()),
        launch_limit in prop::option::weighted(0.3, launch_list()),
        access_limit in prop::option::weighted(0.3, access_list()),
    ) -> World {
        World {
            machine, in_team, identity, console, bob_is_disabled, running,
            launch, access, launch_default, access_default, launch_limit, access_limit,
        }
    }
}

prop_compose! {
    fn ask()(
        caller in prop::sample::select(vec![Who::Alice, Who::Bob, Who::System]),
        verb in prop::sample::select(vec!["launch", "activate", "access", "use"]),
        remotely: bool,
    ) -> Ask {
        Ask { caller, verb, remotely }
    }
}

fn named(name: &str) -> Account {
    Account::Name(Name::from(name))
}

fn com_list(lines: &[Line]) -> ComList {
    let line = |line: &Line| ComLine {
        effect: if line.allows {
            Effect::Allow
        } else {
            Effect::Deny
        },
        who: named(line.who.name()),
        mask: AccessMask(line.mask),
        origin: Origin::Unsaid,
    };
    ComList::Lines(lines.iter().map(line).collect())
}

/// The world as facts, in the order in which they are given here.
fn statements(world: &World) -> Vec<Statement> {
    let (windows, service_pack) = match world.machine {
        Machine::Nt4 => (WindowsVersion::Nt4, None),
        Machine::Windows2000 => (WindowsVersion::W2000, None),
        Machine::Xp(pack) => (WindowsVersion::Xp, pack),
        Machine::Server2003(pack) => (WindowsVersion::Server2003, pack),
        Machine::Windows10 => (WindowsVersion::W10, None),
    };
    let mut all = vec![
        Statement::Server(ServerStatement {
            name: Name::from("WEB"),
            iis: Some(IisVersion::V4_0),
            isolation_mode: false,
            windows: Some(windows),
            service_pack,
            domain: None,
            domain_controller: false,
        }),
        Statement::User {
            name: Name::from("alice"),
            sid: Some(Sid::of(5, &[21, 1, 2, 3, 1001])),
        },
        Statement::User {
            name: Name::from("bob"),
            sid: Some(Sid::of(5, &[21, 1, 2, 3, 1002])),
        },
        Statement::Group {
            name: Name::from("Team"),
            sid: Some(Sid::of(5, &[21, 1, 2, 3, 1003])),
        },
    ];
    all.extend(match world.in_team {
        Some(true) => Some(Statement::Member {
            member: named("alice"),
            group: named("Team"),
        }),
        Some(false) => None,
        None => Some(Statement::Gap(Gap::MembersOf(named("Team")))),
    });
    let at_console = |who: Option<&str>| {
        Statement::Account(AccountState::LoggedOn {
            at: Name::from("WEB"),
            who: who.map(named),
        })
    };
    all.extend(match world.console {
        Console::NotSaid => None,
        Console::Nobody => Some(at_console(None)),
        Console::Alice => Some(at_console(Some("alice"))),
        Console::Bob => Some(at_console(Some("bob"))),
    });
    if world.bob_is_disabled {
        all.push(Statement::Account(AccountState::Disabled {
            who: named("bob"),
        }));
    }
    let lists = [
        (MachineList::LaunchDefault, &world.launch_default),
        (MachineList::AccessDefault, &world.access_default),
        (MachineList::LaunchLimit, &world.launch_limit),
        (MachineList::AccessLimit, &world.access_limit),
    ];
    all.extend(lists.into_iter().filter_map(|(which, list)| {
        let list = com_list(list.as_ref()?);
        Some(Statement::MachineCom { which, list })
    }));
    all.extend(world.running.as_ref().map(|(who, access)| {
        Statement::Running(RunningStatement {
            component: Name::from("Payroll"),
            identity: named(who.name()),
            access: access.as_deref().map(com_list),
        })
    }));
    all.push(Statement::Component(ComponentStatement {
        name: Name::from("Payroll"),
        class: None,
        form: Some(ComponentForm::Exe(WinPath::new("C:\\payroll.exe"))),
        identity: Some(match world.identity {
            Identity::LaunchingUser => ComponentIdentity::LaunchingUser,
            Identity::InteractiveUser => ComponentIdentity::InteractiveUser,
            Identity::Bob => ComponentIdentity::Account(named("bob")),
        }),
        launch: world.launch.as_deref().map(com_list),
        access: world.access.as_deref().map(com_list),
        unregistered: false,
    }));
    all
}

fn verdict_of(statements: Vec<Statement>, ask: Ask) -> Option<bool> {
    let fact = |statement| Fact {
        statement,
        origin: Origin::Unsaid,
    };
    let (server, _) = iis::serve(statements.into_iter().map(fact).collect());
    let question = format!(
        "can {} {} component Payroll{}",
        ask.caller.name(),
        ask.verb,
        if ask.remotely { " remotely" } else { "" }
    );
    let answer = query::ask(&question, &server, None)
        .unwrap_or_else(|error| panic!("{question}: {error:?}"));
    match answer.verdict {
        Some(Verdict::Yes) => Some(true),
        Some(Verdict::No(_)) => Some(false),
        Some(Verdict::Unknown) => None,
        None => panic!("{question} has no verdict"),
    }
}

fn verdict(world: &World, ask: Ask) -> Option<bool> {
    verdict_of(statements(world), ask)
}

/// A world in which nothing is left open.
fn settled(mut world: World) -> World {
    // Who states a limit has a service pack that knows limits.
    let limited = world.launch_limit.is_some() || world.access_limit.is_some();
    world.machine = match world.machine {
        Machine::Xp(None) => Machine::Xp(Some(if limited { 2 } else { 1 })),
        Machine::Server2003(None) => Machine::Server2003(Some(u8::from(limited))),
        known => known,
    };
    world.in_team = Some(world.in_team.unwrap_or(true));
    if world.console == Console::NotSaid {
        world.console = Console::Alice;
    }
    world
}

fn open_to_everybody() -> List {
    Some(vec![Line {
        allows: true,
        who: Who::Everyone,
        mask: 0x1,
    }])
}

proptest! {
    #![proptest_config(many())]

    /// The slow reading of the documents, which tries whatever is not known, comes to the same.
    #[test]
    fn components_are_judged_as_the_specification_says(world in world(), ask in ask()) {
        prop_assert_eq!(verdict(&world, ask), spec::answer(&world, ask));
    }
}

proptest! {
    /// Where somebody says something does not decide.
    #[test]
    fn the_order_of_facts_does_not_decide_about_a_component(
        world in world(), ask in ask(), order in any::<prop::sample::Index>(),
    ) {
        let mut turned = statements(&world);
        let by = order.index(turned.len());
        turned.rotate_left(by);
        turned.reverse();
        prop_assert_eq!(verdict_of(turned, ask), verdict(&world, ask));
    }

    /// A line that lets somebody in takes nothing from anybody, unless it is the first of a list or of another format than the list.
    #[test]
    fn an_allow_line_more_refuses_nobody(
        mut world in world(), ask in ask(), first in who(), who in who(), at in any::<prop::sample::Index>(), launch: bool,
    ) {
        let begun = if launch { &mut world.launch } else { &mut world.access }.get_or_insert_default();
        if begun.is_empty() {
            begun.push(Line { allows: true, who: first, mask: 0x1 });
        }
        let mut with = world.clone();
        let list = if launch { &mut with.launch } else { &mut with.access };
        let list = list.as_mut().expect("it has a line by now");
        let old = list.iter().all(|line| line.mask == 1);
        let mask = if old { 0x1 } else { 0x7 };
        let at = at.index(list.len() + 1);
        list.insert(at, Line { allows: true, who, mask });
        if verdict(&world, ask) == Some(true) {
            prop_assert_eq!(verdict(&with, ask), Some(true));
        }
    }

    /// A limit of the machine and the list behind it are asked both.
    #[test]
    fn who_gets_in_is_let_in_by_each_list_alone(world in world(), ask in ask()) {
        let world = World { machine: Machine::Windows10, ..world };
        if verdict(&world, ask) == Some(true) {
            let limit_alone = World {
                running: world.running.clone().map(|(who, _)| (who, None)),
                launch: open_to_everybody(),
                access: open_to_everybody(),
                ..world.clone()
            };
            let list_alone = World {
                launch_limit: open_to_everybody(),
                access_limit: open_to_everybody(),
                ..world
            };
            prop_assert_eq!(verdict(&limit_alone, ask), Some(true));
            prop_assert_eq!(verdict(&list_alone, ask), Some(true));
        }
    }

    /// Using is launching, activating and calling; where all is known, it is exactly these three.
    #[test]
    fn to_use_a_component_is_to_launch_activate_and_access_it(
        world in world().prop_map(settled), ask in ask(),
    ) {
        let each = ["launch", "activate", "access"].map(|verb| verdict(&world, Ask { verb, ..ask }));
        let together = if each.contains(&Some(false)) {
            Some(false)
        } else if each.contains(&None) {
            None
        } else {
            Some(true)
        };
        prop_assert_eq!(verdict(&world, Ask { verb: "use", ..ask }), together);
    }

    /// Whom a custom list does not name, by an account or a group, it does not let in: taking SYSTEM, INTERACTIVE, Everyone and the accounts of IIS out
    /// of both lists keeps them out (KB 281837).
    #[test]
    fn whom_no_line_names_is_kept_out(
        world in world(), ask in ask(), caller in prop::sample::select(vec![Who::Alice, Who::System]),
    ) {
        let ask = Ask { caller, ..ask };
        let only_bob = |list: List| {
            let mut lines = list.unwrap_or_default();
            lines.retain(|line| line.who == Who::Bob);
            lines.push(Line { allows: true, who: Who::Bob, mask: if lines.iter().all(|line| line.mask == 1) { 1 } else { 7 } });
            Some(lines)
        };
        let world = World {
            running: world.running.map(|(who, list)| (who, list.and_then(|list| only_bob(Some(list))))),
            launch: only_bob(world.launch),
            access: only_bob(world.access),
            ..world
        };
        // A denial of bob in the other format leaves the list without a meaning.
        let answer = verdict(&world, ask);
        prop_assert_ne!(answer, Some(true));
    }

    /// Settings of an instance hold until it ends: what is set meanwhile changes nothing for those who call it (KB 290398).
    #[test]
    fn a_running_instance_keeps_its_access_list(
        world in world(), ask in ask(), who in prop::sample::select(vec![Who::Bob, Who::System]),
        started in access_list(), now in prop::option::of(access_list()),
    ) {
        let ask = Ask { verb: "access", ..ask };
        let before = World { running: Some((who, Some(started))), ..world };
        let after = World { access: now, ..before.clone() };
        prop_assert_eq!(verdict(&before, ask), verdict(&after, ask));
    }

    /// What is not known opens an answer and never turns it: every world that settles it keeps a yes and a no.
    #[test]
    fn what_becomes_known_does_not_turn_an_answer_about_a_component(world in world(), ask in ask()) {
        if let Some(known) = verdict(&world, ask) {
            prop_assert_eq!(verdict(&settled(world), ask), Some(known));
        }
    }
}
