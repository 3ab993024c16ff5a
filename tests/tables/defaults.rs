//! What the documented permissions come to: who may do what where nobody said anything else.

use poolproof::{
    iis,
    query::{self, Verdict},
    reach::verify,
    world::{How, Server, WinPath},
};

fn server(world: &str) -> Server {
    let (facts, wrong) = poolproof::world::read(&poolproof::text::Source::new("world", world));
    assert_eq!(wrong, Vec::new(), "{world}");
    iis::serve(facts).0
}

const NT4: &str = "server W runs IIS 4.0 on Windows NT 4.0\nuser IUSR_W is a member of Guests\n";
const W2000: &str =
    "server W runs IIS 5.0 on Windows 2000\nuser IUSR_W is a member of Guests\nuser IWAM_W\n";
const W2003: &str = "server W runs IIS 6.0 on Windows Server 2003\nuser IUSR_W is a member of Guests\nuser ASPNET\n\
    pool A runs as NetworkService\npool B runs as LocalService\n";
const W2022: &str = "server W runs IIS 10.0 on Windows Server 2022\npool A runs as its own identity\npool B runs as its own identity\n\
    user alice is a member of Users\n";
const W10: &str = "server W runs IIS 10.0 on Windows 10\nuser alice is a member of Users\n";

/// World, question, verdict.
#[rustfmt::skip]
const ROWS: &[(&str, &str, bool)] = &[
    // Everyone has full control of the drive, and the folders of the system are an exception.
    (NT4, "can IUSR_W write C:\\Inetpub\\wwwroot\\page.asp", true),
    (NT4, "can IUSR_W write C:\\WINNT\\system32\\x.dll", true),
    (NT4, "can IUSR_W change permissions of C:\\WINNT\\system32", false),
    (W2000, "can IUSR_W write C:\\Inetpub\\wwwroot\\page.asp", true),
    (W2000, "can IUSR_W change permissions of C:\\secret\\plan.doc", true),
    (W2000, "can IUSR_W write C:\\WINNT\\system32\\x.dll", false),
    (W2000, "can IWAM_W read C:\\WINNT\\system32\\inetsrv\\asp.dll", true),
    (W2000, "can IUSR_W write C:\\WINNT\\Temp\\x.tmp", true),
    (W2000, "can IUSR_W write \"C:\\Program Files\\Common Files\\x.dll\"", false),
    (W2000, "can IUSR_W write \"C:\\Program Files\\x.dll\"", true),
    // IIS 6.0.
    (W2003, "can pool A read C:\\Inetpub\\wwwroot\\page.asp", true),
    (W2003, "can pool A write C:\\Inetpub\\wwwroot\\page.asp", false),
    (W2003, "can IUSR_W read C:\\inetpub\\wwwroot\\page.asp", true),
    (W2003, "can ASPNET read C:\\inetpub\\wwwroot\\page.asp", true),
    (W2003, "can pool A write \"C:\\WINDOWS\\IIS Temporary Compressed Files\"", true),
    (W2003, "can pool A control \"C:\\WINDOWS\\IIS Temporary Compressed Files\"", true),
    (W2003, "can IUSR_W read \"C:\\WINDOWS\\IIS Temporary Compressed Files\"", false),
    (W2003, "can pool B write \"C:\\WINDOWS\\system32\\inetsrv\\ASP Compiled Templates\"", true),
    (W2003, "can pool A read C:\\WINDOWS\\help\\iishelp\\common\\404.htm", true),
    (W2003, "can pool A execute C:\\WINDOWS\\help\\iishelp\\common\\404.htm", true),
    (W2003, "can pool A read C:\\WINDOWS\\system32\\inetsrv\\MetaBase.xml", false),
    (W2003, "can pool A read C:\\WINDOWS\\system32\\inetsrv\\w3wp.exe", true),
    (W2003, "can pool A read C:\\WINDOWS\\system32\\inetsrv\\adsutil.vbs", false),
    (W2003, "can Administrators read C:\\WINDOWS\\system32\\inetsrv\\adsutil.vbs", true),
    (W2003, "can pool A read C:\\WINDOWS\\system32\\inetsrv\\History\\MetaBase.xml", false),
    (W2003, "can pool A read C:\\WINDOWS\\system32\\inetsrv\\MetaBack\\x.MD0", false),
    (W2003, "can pool A read C:\\WINDOWS\\system32\\Logfiles\\W3SVC1\\ex.log", false),
    (W2003, "can pool A read C:\\inetpub\\AdminScripts\\adsutil.vbs", false),
    (W2003, "can pool A write C:\\WINDOWS\\system32\\MicrosoftPassport\\x", true),
    (W2003, "can pool A write \"C:\\WINDOWS\\Microsoft.NET\\Framework\\v1.1.4322\\Temporary ASP.NET Files\\root\\x.dll\"", true),
    (W2003, "can pool A create files in C:\\WINDOWS\\Temp", true),
    (W2003, "can pool A read C:\\WINDOWS\\Temp\\other.tmp", false),
    (W2003, "can pool A read C:\\private\\plan.doc", true),
    (W2003, "can pool A write C:\\private\\plan.doc", false),
    (W2003, "can pool A create folders in C:\\", true),
    (W2003, "can pool A create files in C:\\", false),
    (W2003, "can pool A create files in C:\\private", true),
    // IIS 7.0 and later.
    (W2022, "can pool A read C:\\inetpub\\wwwroot\\page.aspx", true),
    (W2022, "can pool A write C:\\inetpub\\wwwroot\\page.aspx", false),
    (W2022, "can IUSR read C:\\inetpub\\wwwroot\\page.aspx", true),
    (W2022, "can pool A read C:\\inetpub\\history\\x", false),
    (W2022, "can pool A read C:\\inetpub\\logs\\LogFiles\\W3SVC1\\ex.log", false),
    (W2022, "can pool A create files in C:\\inetpub\\logs\\FailedReqLogFiles", true),
    (W2022, "can pool A delete C:\\inetpub\\logs\\FailedReqLogFiles\\W3SVC1\\fr1.xml", true),
    (W2022, "can pool A read C:\\inetpub\\temp\\appPools\\A\\A.config", true),
    (W2022, "can pool B read C:\\inetpub\\temp\\appPools\\A\\A.config", false),
    (W2022, "can pool A write \"C:\\inetpub\\temp\\IIS Temporary Compressed Files\\A\\x.gz\"", true),
    (W2022, "can pool B read \"C:\\inetpub\\temp\\IIS Temporary Compressed Files\\A\\x.gz\"", false),
    (W2022, "can pool B delete \"C:\\inetpub\\temp\\IIS Temporary Compressed Files\\A\"", false),
    (W2022, "can pool B create folders in \"C:\\inetpub\\temp\\IIS Temporary Compressed Files\"", true),
    (W2022, "can pool B read \"C:\\inetpub\\temp\\ASP Compiled Templates\\A\\x.TPL\"", false),
    (W2022, "can pool A read \"C:\\WINDOWS\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files\\A\\x.dll\"", true),
    (W2022, "can pool B read \"C:\\WINDOWS\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files\\A\\x.dll\"", false),
    (W2022, "can pool A read C:\\WINDOWS\\system32\\inetsrv\\config\\applicationHost.config", false),
    (W2022, "can pool A read C:\\WINDOWS\\system32\\inetsrv\\config\\schema\\IIS_schema.xml", false),
    (W2022, "can Administrators read C:\\WINDOWS\\system32\\inetsrv\\config\\applicationHost.config", true),
    (W2022, "can pool A read C:\\WINDOWS\\system32\\inetsrv\\w3wp.exe", true),
    (W2022, "can Administrators write C:\\WINDOWS\\system32\\inetsrv\\w3wp.exe", true),
    (W2022, "can Administrators change permissions of C:\\WINDOWS\\system32\\inetsrv", true),
    (W2022, "can pool A write C:\\Users\\Public\\x.txt", true),
    (W2022, "can IUSR write C:\\Users\\Public\\x.txt", false),
    (W2022, "can pool A create files in C:\\WINDOWS\\Temp", true),
    (W2022, "can pool A read C:\\WINDOWS\\Temp\\other.tmp", false),
    (W2022, "can pool A write C:\\WINDOWS\\x.dll", false),
    (W2022, "can pool A read \"C:\\Program Files\\tool\\tool.exe\"", true),
    (W2022, "can alice create folders in C:\\", true),
    (W2022, "can alice create files in C:\\", false),
    (W2022, "can pool A read C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\iisConfigurationKey", true),
    (W2022, "can pool A read C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\iisWasKey", false),
    (W2022, "can alice read HKLM\\SYSTEM\\CurrentControlSet\\Services\\W3SVC\\Parameters", true),
    (W2022, "can pool A write HKLM\\SOFTWARE\\Microsoft\\InetStp", false),
    (W10, "can alice write C:\\tools\\x.exe", true),
    (W10, "can alice create folders in C:\\", true),
    (W10, "can alice create files in C:\\", false),
    // A file in the root itself carries the label High.
    (W10, "can alice write C:\\x.exe", false),
    // Variables stand for what they stand for on that Windows.
    (W2003, "can pool A write \"%windir%\\IIS Temporary Compressed Files\"", true),
    (W2000, "can IUSR_W write %windir%\\Temp\\x.tmp", true),
];

#[test]
fn the_documented_permissions_come_to_this() {
    let mut wrong = Vec::new();
    for (world, question, expected) in ROWS {
        let world = format!(
            "{world}undescribed objects inherit, else have default permissions, else are closed"
        );
        let server = server(&world);
        match query::ask(question, &server, None) {
            Ok(answer) => {
                let told = match answer.verdict {
                    Some(Verdict::Yes) => Some(true),
                    Some(Verdict::No(_)) => Some(false),
                    Some(Verdict::Unknown) | None => None,
                };
                if told != Some(*expected) {
                    wrong.push(format!("{question}: {told:?}"));
                }
                let proof = answer.proof.expect("an answer has a proof");
                if let Err(flaw) = verify(&proof, &server) {
                    wrong.push(format!("{question}: {flaw}"));
                }
            }
            Err(complaint) => wrong.push(format!("{question}: {}", complaint.headline)),
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Reading, question, verdict with it, verdict without.
#[rustfmt::skip]
const READINGS: &[(&str, &str, &str, bool, bool)] = &[
    (W2003, "X1 is read as A", "can pool A control \"C:\\WINDOWS\\IIS Temporary Compressed Files\"", false, true),
    (W2003, "X1 is read as A", "can pool A write \"C:\\WINDOWS\\IIS Temporary Compressed Files\"", true, true),
    (W2003, "X1 is read as A", "can pool A write \"C:\\WINDOWS\\system32\\inetsrv\\ASP Compiled Templates\"", false, true),
    (W2022, "X3 is read as A", "can pool A read C:\\inetpub\\temp\\appPools\\A\\A.config", true, true),
    (W2022, "X4 is read as A", "can pool A read C:\\WINDOWS\\system32\\inetsrv\\config\\applicationHost.config", true, false),
    (W2022, "X5 is read as A", "can pool A read C:\\WINDOWS\\system32\\inetsrv\\config\\schema\\IIS_schema.xml", true, false),
    (W2022, "X31 is read as A", "can pool B read \"C:\\inetpub\\temp\\IIS Temporary Compressed Files\\A\\x.gz\"", true, false),
    (W2022, "X31 is read as A", "can pool A write \"C:\\inetpub\\temp\\ASP Compiled Templates\\A\\x.TPL\"", false, true),
    (W2022, "X32 is read as A", "can pool A read C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\iisWasKey", true, false),
];

fn chosen(world: &str, reading: &str) -> Server {
    use poolproof::world::{Fact, MachineState, Name, Origin, Statement};
    let (mut facts, _) = poolproof::world::read(&poolproof::text::Source::new("world", world));
    let (topic, reading) = reading.split_once(" is read as ").expect("a reading");
    facts.push(Fact {
        statement: Statement::Machine(MachineState::Reading {
            topic: Name::from(topic),
            reading: Name::from(reading),
        }),
        origin: Origin::Unsaid,
    });
    iis::serve(facts).0
}

#[test]
fn a_world_can_choose_the_other_reading() {
    for (world, reading, question, with, without) in READINGS {
        let world = format!(
            "{world}undescribed objects inherit, else have default permissions, else are closed"
        );
        let yes = |server: &Server| {
            let answer = query::ask(question, server, None).expect("a question");
            answer.verdict == Some(Verdict::Yes)
        };
        assert_eq!(
            yes(&chosen(&world, reading)),
            *with,
            "{question} where {reading}"
        );
        assert_eq!(yes(&server(&world)), *without, "{question}");
    }
}

#[test]
fn the_nearest_folder_that_anything_is_known_of_counts() {
    let world = |more: &str| server(&format!("{W2003}{more}"));
    let how = |server: &Server, path: &str| server.describe(&WinPath::new(path), None).how;
    let inherits = "undescribed objects inherit, else have default permissions, else are closed";
    let from = |server: &Server, path: &str| {
        let described = server.describe(&WinPath::new(path), None);
        described.completions[0]
            .lines
            .first()
            .map(|line| line.path.to_string())
    };
    let told = world(&format!(
        "folder C:\\WINDOWS does not inherit\n  allows Users read\n{inherits}"
    ));
    // The machine's own list of C:\WINDOWS, the document's of the folder in it, whose nearer one wins.
    assert_eq!(how(&told, "C:\\WINDOWS"), How::Stated);
    assert_eq!(
        from(&told, "C:\\WINDOWS\\x").as_deref(),
        Some("C:\\WINDOWS")
    );
    assert_eq!(how(&told, "C:\\WINDOWS\\system32"), How::Documented);
    assert_eq!(
        from(&told, "C:\\WINDOWS\\system32\\x").as_deref(),
        Some("C:\\WINDOWS\\system32")
    );
    let told = world(&format!(
        "folder C:\\WINDOWS\\system32\\my does not inherit\n  allows Users read\n{inherits}"
    ));
    assert_eq!(
        from(&told, "C:\\WINDOWS\\system32\\my\\x").as_deref(),
        Some("C:\\WINDOWS\\system32\\my")
    );
    // Nothing is documented of other drives.
    assert_eq!(how(&world(inherits), "D:\\x"), How::Closed);
    assert_eq!(
        how(
            &world("undescribed objects have default permissions"),
            "D:\\x"
        ),
        How::Unknown
    );
    // Without `inherit` documented folders pass on all the same, described ones do not.
    let only = world(
        "folder C:\\WINDOWS\\my does not inherit\n  allows Users read\nundescribed objects have default permissions, else are closed",
    );
    assert_eq!(how(&only, "C:\\WINDOWS\\x"), How::InheritedUndescribed);
    assert_eq!(how(&only, "C:\\WINDOWS\\my\\x"), How::Closed);
    // What stands behind the end of the search is never tried.
    assert_eq!(
        how(
            &world("undescribed objects are closed, else have default permissions"),
            "C:\\WINDOWS"
        ),
        How::Closed
    );
    // Nobody said that defaults hold.
    assert_eq!(how(&world(""), "C:\\WINDOWS"), How::Unknown);
}

/// A variable is a spelling: what is told of `%windir%` is told of the folder that it stands for.
#[test]
fn a_folder_that_is_described_by_a_variable_is_described() {
    for (version, folder) in [("5.0", "C:\\WINNT\\my"), ("6.0", "c:\\windows\\my")] {
        let world = format!(
            "server W runs IIS {version}\nuser joe\nfolder %windir%\\my does not inherit\n  allows joe read\n\
             permissions of %systemroot%\\dark are unknown\nundescribed objects inherit, else have default permissions"
        );
        let server = server(&world);
        assert_eq!(
            server.describe(&WinPath::new(folder), None).how,
            How::Stated
        );
        assert_eq!(
            server.describe(&WinPath::new("%windir%\\dark"), None).how,
            How::Unknown
        );
        let answer =
            query::ask(&format!("can joe read {folder}\\x"), &server, None).expect("a question");
        assert_eq!(answer.verdict, Some(Verdict::Yes));
        assert_eq!(verify(&answer.proof.expect("a proof"), &server), Ok(()));
    }
}

#[test]
fn the_evidence_names_the_line_and_the_document() {
    let world = format!(
        "{W2003}undescribed objects inherit, else have default permissions, else are closed"
    );
    let server = server(&world);
    let text = |question: &str| {
        let answer = query::ask(question, &server, None).expect("a question");
        poolproof::report::text(&poolproof::report::View::of(&answer))
    };
    let yes = text("can pool A write \"C:\\WINDOWS\\IIS Temporary Compressed Files\"");
    assert!(
        yes.contains("KB 812614, corrected") && yes.contains("allows W\\IIS_WPG F"),
        "{yes}"
    );
    let shown = text("show \"C:\\WINDOWS\\IIS Temporary Compressed Files\"");
    assert!(
        shown.contains("as documented") && shown.contains("KB 812614, corrected"),
        "{shown}"
    );
    let listed = text("list folders");
    assert!(
        !listed.contains("Compressed"),
        "nobody described it: {listed}"
    );
}
