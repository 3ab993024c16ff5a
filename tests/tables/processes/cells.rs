//! The kinds of application, cell by cell, as small servers: the program, its account, and who is on the thread.

use poolproof::iis::{Era, Kind, OnThread, Requester, RunsAs, Seat};

use super::{by, cell, host, server};

/// A clause of an application, what is said beside it, a file, and the cells of the four eras for an anonymous request.
type Row = (&'static str, &'static str, &'static str, [&'static str; 4]);

const CORE: &str = "inetinfo.exe / SYSTEM / IUSR_BOX";
const OF_6: &str = "w3wp.exe / NETWORK SERVICE / IUSR_BOX";
const OF_10: &str = "w3wp.exe / A / IUSR";
const ALONE_6: &str = "w3wp.exe / NETWORK SERVICE / NETWORK SERVICE";
const ALONE_10: &str = "w3wp.exe / A / A";

const ROWS: [Row; 24] = [
    ("isolated", "", "logo.png", [CORE, CORE, OF_6, OF_10]),
    (
        "in process, runs isapi D:\\s\\t.dll",
        "",
        "t.dll",
        [CORE, CORE, OF_6, OF_10],
    ),
    (
        "pooled, runs isapi D:\\s\\t.dll",
        "",
        "t.dll",
        ["-", "dllhost.exe / IWAM_BOX / IUSR_BOX", OF_6, OF_10],
    ),
    (
        "isolated, runs isapi D:\\s\\t.dll",
        "",
        "t.dll",
        [
            "mtx.exe / IWAM_BOX / IUSR_BOX",
            "dllhost.exe / IWAM_BOX / IUSR_BOX",
            OF_6,
            OF_10,
        ],
    ),
    (
        "in process, runs asp",
        "",
        "x.asp",
        [CORE, CORE, OF_6, OF_10],
    ),
    (
        "isolated, runs asp",
        "",
        "x.asp",
        [
            "mtx.exe / IWAM_BOX / IUSR_BOX",
            "dllhost.exe / IWAM_BOX / IUSR_BOX",
            OF_6,
            OF_10,
        ],
    ),
    (
        "isolated, runs isapi C:\\e\\i.dll for .cfm",
        "in-process extensions are C:\\e\\i.dll",
        "x.cfm",
        [CORE, CORE, OF_6, OF_10],
    ),
    (
        "isolated, runs isapi C:\\e\\i.dll for .cfm",
        "in-process extensions are I.DLL",
        "x.cfm",
        [CORE, CORE, OF_6, OF_10],
    ),
    (
        "isolated, runs isapi C:\\e\\i.dll for .cfm",
        "in-process extensions are C:\\other\\i.dll",
        "x.cfm",
        [
            "mtx.exe / IWAM_BOX / IUSR_BOX",
            "dllhost.exe / IWAM_BOX / IUSR_BOX",
            OF_6,
            OF_10,
        ],
    ),
    (
        "runs cgi D:\\s\\t.exe",
        "",
        "t.exe",
        [
            "t.exe / IUSR_BOX / IUSR_BOX",
            "t.exe / IUSR_BOX / IUSR_BOX",
            "t.exe / IUSR_BOX / IUSR_BOX",
            "t.exe / IUSR / IUSR",
        ],
    ),
    (
        "runs cgi D:\\s\\t.exe",
        "cgi runs as the request user",
        "t.exe",
        [
            "t.exe / IUSR_BOX / IUSR_BOX",
            "t.exe / IUSR_BOX / IUSR_BOX",
            "t.exe / IUSR_BOX / IUSR_BOX",
            "t.exe / IUSR / IUSR",
        ],
    ),
    (
        "isolated, runs cgi D:\\s\\t.exe",
        "cgi runs as the process",
        "t.exe",
        [
            "t.exe / SYSTEM / SYSTEM",
            "t.exe / SYSTEM / SYSTEM",
            "t.exe / NETWORK SERVICE / NETWORK SERVICE",
            "t.exe / A / A",
        ],
    ),
    (
        "runs cgi D:\\s\\t.exe",
        "cgi runs as the process\nX9 is read as A",
        "t.exe",
        [
            "t.exe / SYSTEM / SYSTEM",
            "t.exe / SYSTEM / SYSTEM",
            "t.exe / SYSTEM / SYSTEM",
            "t.exe / SYSTEM / SYSTEM",
        ],
    ),
    (
        "isolated, runs asp.net",
        "",
        "x.aspx",
        ["-", "aspnet_wp.exe / ASPNET / ASPNET", ALONE_6, ALONE_10],
    ),
    (
        "runs asp.net",
        "asp.net runs as ann",
        "x.ashx",
        ["-", "aspnet_wp.exe / ann / ann", ALONE_6, ALONE_10],
    ),
    (
        "runs asp.net",
        "asp.net runs as SYSTEM",
        "x.asmx",
        ["-", "aspnet_wp.exe / SYSTEM / SYSTEM", ALONE_6, ALONE_10],
    ),
    (
        "runs asp.net impersonating",
        "",
        "x.aspx",
        ["-", "aspnet_wp.exe / ASPNET / IUSR_BOX", OF_6, OF_10],
    ),
    (
        "runs asp.net impersonating as ann",
        "",
        "x.aspx",
        [
            "-",
            "aspnet_wp.exe / ASPNET / ann",
            "w3wp.exe / NETWORK SERVICE / ann",
            "w3wp.exe / A / ann",
        ],
    ),
    (
        "runs asp.net core in process",
        "",
        "any/thing",
        ["-", "-", "-", ALONE_10],
    ),
    (
        "runs asp.net core out of process",
        "",
        "any/thing",
        ["-", "-", "-", "dotnet.exe / A / A"],
    ),
    (
        "runs php",
        "",
        "x.php",
        [
            "-",
            "-",
            "php-cgi.exe / NETWORK SERVICE / NETWORK SERVICE",
            "php-cgi.exe / A / A",
        ],
    ),
    (
        "runs php impersonating",
        "",
        "x.php",
        [
            "-",
            "-",
            "php-cgi.exe / NETWORK SERVICE / IUSR_BOX",
            "php-cgi.exe / A / IUSR",
        ],
    ),
    (
        "runs asp, asp.net core in process",
        "",
        "x.asp",
        [
            "inetinfo.exe / SYSTEM / IUSR_BOX",
            "dllhost.exe / IWAM_BOX / IUSR_BOX",
            OF_6,
            OF_10,
        ],
    ),
    (
        "anonymous is bob, runs asp",
        "",
        "x.asp",
        [
            "inetinfo.exe / SYSTEM / bob",
            "dllhost.exe / IWAM_BOX / bob",
            "w3wp.exe / NETWORK SERVICE / bob",
            "w3wp.exe / A / bob",
        ],
    ),
];

/// A version of each era; the second has three.
const VERSIONS: [(&[&str], bool); 4] = [
    (&["4.0"], false),
    (&["5.0", "5.1", "6.0 in IIS 5.0 isolation mode"], false),
    (&["6.0"], true),
    (&["7.5", "8.0", "8.5", "10.0"], true),
];

#[test]
fn every_cell_of_the_table_of_applications_is_answered() {
    for (clause, beside, file, cells) in &ROWS {
        for ((versions, has_pools), expected) in VERSIONS.iter().zip(cells) {
            for version in *versions {
                let pool = if *has_pools { "pool A\n" } else { "" };
                let in_pool = if *has_pools { " in pool A" } else { "" };
                let text = format!(
                    "server BOX runs IIS {version}\nuser ann\nuser bob\n{beside}\n{pool}site S at D:\\s{in_pool}, {clause}\n"
                );
                let (server, _) = server(&text);
                let found = cell(&server, &format!("/{file}"), Requester::Anonymous);
                assert_eq!(found, *expected, "IIS {version}: {clause}; {beside}");
                // Who authenticates takes the anonymous account's place, and nobody else's.
                let by_bob = cell(&server, &format!("/{file}"), by(&server, "bob"));
                let replaced = expected.replace("IUSR_BOX", "bob").replace("IUSR", "bob");
                assert_eq!(by_bob, replaced, "IIS {version}: {clause}, by bob");
            }
        }
    }
}

/// Kinds that nobody can ask about yet, with what the row must say: seat, account, thread, in each era.
#[test]
fn kinds_without_words_are_as_documented() {
    use OnThread as On;
    use RunsAs as As;
    use Seat as At;
    let core = Some((At::Core, As::System, On::Requester));
    let core_alone = Some((At::Core, As::System, On::Process));
    let worker = Some((At::Worker, As::Pool, On::Requester));
    let worker_alone = Some((At::Worker, As::Pool, On::Process));
    let caller = Some((At::Caller, As::Caller, On::Caller));
    let caller_alone = Some((At::Caller, As::Caller, On::Process));
    let on_end = Some((At::Caller, As::Caller, On::AnonymousUser));
    let named = Some((At::ComServer, As::Named, On::Process));
    let console = Some((At::ComServer, As::Console, On::Process));
    let launched = Some((At::ComServer, As::Caller, On::Process));
    let cloaked = Some((At::ComServer, As::CallerOrThread, On::Process));
    let ftp = Some((At::Services, As::System, On::Requester));
    for (kind, cells) in [
        (
            Kind::Filter,
            [core_alone, core_alone, worker_alone, worker_alone],
        ),
        (Kind::AspOnEnd, [caller_alone, caller_alone, on_end, on_end]),
        (
            Kind::ExtensionLoading,
            [caller_alone, caller_alone, worker_alone, worker_alone],
        ),
        (Kind::AspNet4Integrated, [None, None, None, worker_alone]),
        (
            Kind::AspNet4Classic,
            [None, None, worker_alone, worker_alone],
        ),
        (Kind::ComDll, [caller; 4]),
        (
            Kind::ComLaunchingUser,
            [launched, cloaked, launched, launched],
        ),
        (Kind::ComInteractiveUser, [console; 4]),
        (Kind::ComThisUser, [named; 4]),
        (Kind::ComService, [named; 4]),
        (Kind::LibraryPackage, [caller; 4]),
        (Kind::ServerPackage, [named; 4]),
        (Kind::WcfHttp, [None, None, worker_alone, worker_alone]),
        (Kind::WcfOther, [None, None, None, worker_alone]),
        (Kind::WebDav, [core, core, worker, worker]),
        (Kind::Ftp, [core, core, core, ftp]),
    ] {
        for (era, expected) in Era::ALL.into_iter().zip(cells) {
            let found = kind
                .cell(era)
                .map(|cell| (cell.seat, cell.runs_as, cell.thread));
            assert_eq!(found, expected, "{kind:?} in {era:?}");
        }
    }
}

/// The defect compared the file name alone. It is there only where somebody says so, and only where it was.
#[test]
fn the_defect_of_5_0_counts_only_when_it_is_said() {
    let world = |windows: &str, said: &str| {
        format!(
            "server BOX runs IIS {windows}\n{said}\nin-process extensions are C:\\WINNT\\ssinc.dll\nsite S at D:\\s, isolated, runs isapi D:\\s\\ssinc.dll\n"
        )
    };
    let missing = "patch MS01-044 is missing";
    for (windows, said, image, complaints) in [
        ("5.0", "", "dllhost.exe", 0),
        ("5.0", missing, "inetinfo.exe", 0),
        ("5.0 on Windows 2000 SP2", missing, "inetinfo.exe", 0),
        ("5.0 on Windows 2000 SP3", missing, "dllhost.exe", 1),
        ("5.1", missing, "dllhost.exe", 1),
        ("4.0", missing, "mtx.exe", 1),
    ] {
        let (server, diagnostics) = server(&world(windows, said));
        let hosting = host(&server, "/ssinc.dll").expect("it is hosted");
        assert_eq!(
            hosting.image(&server).expect("it has a program").as_str(),
            image,
            "{windows}; {said}"
        );
        assert_eq!(
            diagnostics.len(),
            complaints,
            "{windows}; {said}: {diagnostics:?}"
        );
    }
}

/// Filters are everywhere that their sites are served.
#[test]
fn a_filter_is_in_the_core_and_from_6_0_in_the_pools_of_its_sites() {
    let world = |iis: &str, whose: &str| {
        format!(
            "server BOX runs IIS {iis}\npool A\npool B\npool C\nfilter C:\\f.dll on {whose}\nsite S at D:\\s in pool A\n  application /b at D:\\s\\b in pool B\nsite T at D:\\t in pool B\n"
        )
    };
    for (iis, whose, expected) in [
        ("5.1", "every site", vec!["inetinfo.exe"]),
        (
            "6.0",
            "every site",
            vec![
                "w3wp.exe of pool A",
                "w3wp.exe of pool B",
                "w3wp.exe of pool C",
            ],
        ),
        (
            "6.0",
            "site S",
            vec!["w3wp.exe of pool A", "w3wp.exe of pool B"],
        ),
        ("10.0", "site T", vec!["w3wp.exe of pool B"]),
    ] {
        let (server, _) = server(&world(iis, whose));
        let hosts = poolproof::iis::filter_hosts(&server, &"C:\\f.dll".into()).expect("lowered");
        let names: Vec<_> = hosts
            .iter()
            .map(|id| server.process(*id).expect("it is there").name.to_string())
            .collect();
        assert_eq!(names, expected, "{iis} on {whose}");
    }
}
