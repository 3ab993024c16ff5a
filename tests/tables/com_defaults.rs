//! The machine's own COM lists where nobody says, by version and service pack.

use poolproof::{
    iis::com::EVENTS,
    world::{MachineList, com_defaults::ComEra},
};

use crate::server::server;

/// Which Windows, which list, and its lines as `name mask`; `-` where there is no such list, nothing where it is blank.
const ROWS: &[(&str, MachineList, &str)] = &[
    (
        "IIS 4.0 on Windows NT 4.0 SP6",
        MachineList::LaunchDefault,
        "Administrators 0x1f, SYSTEM 0x1f, INTERACTIVE 0x1f, IUSR_W 0x1f",
    ),
    (
        "IIS 5.0 on Windows 2000",
        MachineList::LaunchDefault,
        "SYSTEM 0x1f, Administrators 0x1f, INTERACTIVE 0x1f, IUSR_W 0x1f, IWAM_W 0x1f",
    ),
    (
        "IIS 6.0 on Windows Server 2003 SP1",
        MachineList::LaunchDefault,
        "SYSTEM 0x1f, Administrators 0x1f, INTERACTIVE 0x1f",
    ),
    (
        "IIS 10.0 on Windows Server 2019",
        MachineList::LaunchDefault,
        "SYSTEM 0x1f, Administrators 0x1f, INTERACTIVE 0x1f",
    ),
    ("IIS 4.0 on Windows NT 4.0", MachineList::AccessDefault, ""),
    ("IIS 5.0 on Windows 2000", MachineList::AccessDefault, ""),
    (
        "IIS 5.1 on Windows XP SP2",
        MachineList::AccessDefault,
        "SELF 0x7, SYSTEM 0x3, Administrators 0x7",
    ),
    (
        "IIS 7.5 on Windows Server 2008 R2",
        MachineList::AccessDefault,
        "SELF 0x7, SYSTEM 0x3, Administrators 0x7",
    ),
    ("IIS 5.0 on Windows 2000", MachineList::LaunchLimit, "-"),
    ("IIS 5.1 on Windows XP SP1", MachineList::AccessLimit, "-"),
    (
        "IIS 5.1 on Windows XP SP2",
        MachineList::LaunchLimit,
        "Administrators 0x1f, Everyone 0xb",
    ),
    (
        "IIS 6.0 on Windows Server 2003 SP1",
        MachineList::LaunchLimit,
        "Administrators 0x1f, Everyone 0xb, Distributed COM Users 0x1f, Performance Log Users 0x1f",
    ),
    (
        "IIS 6.0 on Windows Server 2003 SP2",
        MachineList::AccessLimit,
        "Everyone 0x7, ANONYMOUS LOGON 0x3, Distributed COM Users 0x7, Performance Log Users 0x7",
    ),
];

#[test]
fn documented_com_lists_are_those_of_the_version() {
    for (version, which, expected) in ROWS {
        let server = server(&format!(
            "server W runs {version}\nuser IUSR_W\nuser IWAM_W\nundescribed objects are closed\n"
        ));
        let machines = server.com_machines();
        let found = server.com_default(*which, &machines[0]).map_or_else(
            || "-".to_owned(),
            |lines| {
                let line = |line: &poolproof::world::com_defaults::DefaultLine| {
                    let name = server.accounts().display(&line.who);
                    let bare = name.rsplit('\\').next().unwrap_or(&name);
                    format!("{bare} {:#x}", line.mask.0)
                };
                lines.iter().map(line).collect::<Vec<_>>().join(", ")
            },
        );
        assert_eq!(found, *expected, "{version} {which:?}");
        let first = server.com_default(*which, &machines[0]);
        for other in &machines[1..] {
            assert_eq!(server.com_default(*which, other), first, "{version}");
        }
    }
}

/// A service pack that nobody tells leaves the limits open, and a stated limit tells it.
#[test]
fn what_is_not_said_of_the_service_pack_stays_open() {
    let eras = |text: &str| -> Vec<ComEra> {
        let machines = server(&format!("{text}\nundescribed objects are closed\n")).com_machines();
        machines.iter().map(|machine| machine.era).collect()
    };
    let limited = ComEra::Limited;
    assert_eq!(eras("server W runs IIS 6.0"), [ComEra::Unlimited, limited]);
    assert_eq!(
        eras("server W runs IIS 6.0\nmachine launch limit allows Everyone local"),
        [limited]
    );
    assert_eq!(eras("server W runs IIS 7.0"), [limited]);
}

/// The setup of IIS 5.1 is told by no document (X11): both ways stay open until a reading is chosen.
#[test]
fn a_reading_settles_what_documents_leave_open() {
    let added = |text: &str| -> Vec<bool> {
        let machines = server(&format!("{text}\nundescribed objects are closed\n")).com_machines();
        machines.iter().map(|machine| machine.setup_added).collect()
    };
    let xp = "server W runs IIS 5.1 on Windows XP SP1";
    assert_eq!(added(xp), [false, true]);
    assert_eq!(added(&format!("{xp}\nX11 is read as A")), [true]);
    assert_eq!(added(&format!("{xp}\nX11 is read as B")), [false]);
}

#[test]
fn every_event_about_components_has_its_number_once() {
    let numbers: Vec<u16> = EVENTS.iter().map(|event| event.id).collect();
    assert_eq!(numbers, [10000, 10001, 10002, 10003, 10004, 10010, 10016]);
}
