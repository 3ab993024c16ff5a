//! What two articles about IIS 4.0 and 5.0 claim of components, each claim as a question to a small world.

use poolproof::query::{self, Answer, Verdict};

use crate::server::server;

/// IIS 4.0 with an application in process and an isolated one (KB 281837).
const NT: &str = "\
server NT runs IIS 4.0 on Windows NT 4.0 SP6
nobody is logged on at NT
user IUSR_NT is a member of Guests
user IWAM_NT is a member of Guests
user boss is a member of Administrators
site Main at C:\\w, anonymous is IUSR_NT
  application /in at C:\\w\\in, in process, runs asp
  application /out at C:\\w\\out, isolated, runs asp
undescribed objects are closed
";
/// IIS 5.0 (KB 290398).
const W2000: &str = "\
server W2K runs IIS 5.0 on Windows 2000
nobody is logged on at W2K
X11 is read as B
X20 is read as A
user IUSR_W2K is a member of Guests
user IWAM_W2K is a member of Guests
user boss is a member of Administrators
site Main at C:\\w, anonymous is IUSR_W2K
  application /in at C:\\w\\in, in process, runs asp
  application /out at C:\\w\\out, pooled, runs asp
undescribed objects are closed
";
/// IIS 6.0, of which the first article does not speak.
const W2003: &str = "\
server SIX runs IIS 6.0 on Windows Server 2003 SP1
pool P runs as NetworkService
site Main at C:\\w in pool P, runs asp
undescribed objects are closed
";
const MDM: &str = "component Mdm {0C0A3666-30C9-11D0-8F20-00805F2CD064} is an exe C:\\mdm.exe";
const EXE: &str = "component Exe is an exe C:\\e.exe, runs as the launching user";

/// A claim: where, what is said besides, what is asked, what comes out, and what the answer mentions.
struct Row {
    claim: &'static str,
    world: &'static str,
    more: String,
    question: &'static str,
    answer: &'static str,
    mentions: &'static str,
}

fn row(
    claim: &'static str,
    world: &'static str,
    more: impl Into<String>,
    question: &'static str,
    answer: &'static str,
    mentions: &'static str,
) -> Row {
    Row {
        claim,
        world,
        more: more.into(),
        question,
        answer,
        mentions,
    }
}

fn word(answer: &Answer) -> String {
    match answer.verdict {
        Some(Verdict::Yes) => "yes".into(),
        Some(Verdict::No(_)) => "no".into(),
        Some(Verdict::Unknown) => "unknown".into(),
        None => {
            let names: Vec<&str> = answer
                .rows
                .iter()
                .filter(|row| row.verdict == Verdict::Yes)
                .map(|row| row.name.rsplit('\\').next().unwrap_or(&row.name))
                .collect();
            names.join(", ")
        }
    }
}

fn rows() -> Vec<Row> {
    let four = "Administrators, SYSTEM, INTERACTIVE, IWAM_W2K";
    let both = format!("  launch allows {four}\n  access allows {four}");
    let without = "  launch allows boss\n  access allows boss";
    vec![
        row(
            "S1",
            NT,
            EXE,
            "who is component Exe for application /in",
            "SYSTEM",
            "",
        ),
        row(
            "S2",
            NT,
            EXE,
            "who is component Exe for the thread of /in/x.asp",
            "SYSTEM",
            "KB 281837",
        ),
        row(
            "S2",
            NT,
            EXE,
            "who is the thread of /in/x.asp",
            "IUSR_NT",
            "",
        ),
        row(
            "S3",
            NT,
            "",
            "who is the process of /in/x.asp",
            "SYSTEM",
            "",
        ),
        row(
            "S4",
            NT,
            EXE,
            "can application /in launch component Exe",
            "yes",
            "Server.CreateObject of ASP refuses",
        ),
        row(
            "S5",
            NT,
            EXE,
            "who is component Exe for application /out",
            "IWAM_NT",
            "",
        ),
        row(
            "S6",
            NT,
            EXE,
            "can application /out launch component Exe",
            "no",
            "ASP 0178",
        ),
        row(
            "S7",
            NT,
            format!("{EXE}\n{without}"),
            "can application /in access component Exe",
            "no",
            "0x80070005",
        ),
        row(
            "S7",
            NT,
            format!("{EXE}\n{without}"),
            "can application /out access component Exe",
            "no",
            "0x80070005",
        ),
        row(
            "S8",
            NT,
            format!("{EXE}\n{without}"),
            "can application /in launch component Exe",
            "no",
            "10002",
        ),
        row(
            "S8",
            NT,
            format!("{EXE}\n{without}"),
            "can application /out launch component Exe",
            "no",
            "10002",
        ),
        row(
            "S9",
            NT,
            format!("{EXE}\n{without}"),
            "does component Exe start for application /in",
            "yes",
            "no method of it can be called",
        ),
        row(
            "S9",
            NT,
            format!("{EXE}\n{without}\nX15 is read as B"),
            "does component Exe start for application /in",
            "no",
            "",
        ),
        row(
            "S9",
            W2000,
            format!("{EXE}\n{without}"),
            "does component Exe start for application /in",
            "no",
            "",
        ),
        row(
            "S9",
            W2000,
            format!("{EXE}\n{without}\nX15 is read as A"),
            "does component Exe start for application /in",
            "yes",
            "",
        ),
        row(
            "S10",
            W2003,
            EXE,
            "who is component Exe for site Main",
            "NETWORK SERVICE",
            "",
        ),
        row(
            "S31",
            W2000,
            format!("{MDM}\n  launch allows Administrators, SYSTEM, INTERACTIVE"),
            "can application /out launch component Mdm",
            "no",
            "10002",
        ),
        row(
            "S32",
            W2000,
            MDM,
            "can application /out launch component Mdm",
            "no",
            "10003",
        ),
        row(
            "S33",
            W2000,
            MDM,
            "can application /out launch component Mdm",
            "no",
            "the machine's default launch list",
        ),
        row(
            "S34",
            W2000,
            format!("{MDM}, runs as boss"),
            "can application /in access component Mdm",
            "yes",
            "blank",
        ),
        row(
            "S34",
            W2000,
            format!("{MDM}, runs as boss"),
            "can boss access component Mdm",
            "yes",
            "blank",
        ),
        row(
            "S34",
            W2000,
            format!("{MDM}, runs as boss"),
            "can application /out access component Mdm",
            "no",
            "blank",
        ),
        row(
            "S35",
            W2000,
            format!("{MDM}, runs as boss\n{both}"),
            "can application /out access component Mdm",
            "yes",
            "",
        ),
        row(
            "S36",
            W2000,
            format!("{MDM}, runs as boss\n{both}"),
            "can application /out launch component Mdm",
            "yes",
            "",
        ),
        row(
            "S37",
            W2000,
            format!("{MDM}, runs as the interactive user\n{both}"),
            "can application /out launch component Mdm",
            "no",
            "nobody is logged on at W2K",
        ),
        row(
            "S37",
            W2000,
            format!("{MDM}, runs as boss\n{both}"),
            "can application /out use component Mdm",
            "yes",
            "",
        ),
        row(
            "S38",
            W2000,
            format!(
                "{MDM}, runs as boss\n{both}\ncomponent Mdm is running as boss, access allows boss"
            ),
            "can application /out access component Mdm",
            "no",
            "was started with",
        ),
        row(
            "S39",
            W2000,
            MDM,
            "can application /in launch component Mdm",
            "yes",
            "IIS starts Mdm whenever it starts",
        ),
        row(
            "S40",
            W2000,
            MDM,
            "can application /in use component Mdm",
            "yes",
            "",
        ),
        row(
            "S40",
            W2000,
            format!("{MDM}, runs as boss\n  access allows boss"),
            "can boss use component Mdm",
            "yes",
            "keeps SYSTEM out",
        ),
        row(
            "S41",
            W2000,
            format!("{MDM}\n{both}"),
            "who is component Mdm for application /out",
            "IWAM_W2K",
            "",
        ),
        row(
            "S42",
            W2000,
            format!("{MDM}, is not registered\n{both}"),
            "can application /out launch component Mdm",
            "no",
            "/regserver",
        ),
        row(
            "S43",
            W2003,
            MDM,
            "can pool P launch component Mdm",
            "no",
            "10016",
        ),
    ]
}

#[test]
fn the_claims_about_components_hold() {
    let mut wrong = Vec::new();
    for row in rows() {
        let server = server(&format!("{}{}\n", row.world, row.more));
        let asked = query::ask(row.question, &server, None);
        let (answer, told) = match &asked {
            Ok(answer) => (word(answer), format!("{answer:?}")),
            Err(error) => (format!("error: {}", error.headline), String::new()),
        };
        if answer != row.answer || !told.contains(row.mentions) {
            wrong.push(format!(
                "{} {}\n  expected {} with `{}`, got {answer}\n  {told}",
                row.claim, row.question, row.answer, row.mentions
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
