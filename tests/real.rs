//! Real files, asked as somebody would who was handed them. They are read in place from `POOLPROOF_FIXTURES`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::command::{Ran, poolproof};

/// Where a real file is; `None`, and a printed line, where there are none.
fn real(name: &str) -> Option<String> {
    let Some(root) = std::env::var_os("POOLPROOF_FIXTURES") else {
        println!("skipped: POOLPROOF_FIXTURES is unset");
        return None;
    };
    let path: PathBuf = Path::new(&root).join("real").join(name);
    assert!(path.exists(), "{}", path.display());
    Some(path.display().to_string())
}

fn ask(question: &str, model: &str) -> Ran {
    poolproof(&["ask", "--format", "json", question, "-m", model], b"")
}

/// The answer, which must have been given without an error.
fn answer(question: &str, model: &str) -> Value {
    let ran = ask(question, model);
    serde_json::from_str(&ran.output).unwrap_or_else(|_| panic!("{question}: {}", ran.errors))
}

/// Verdict and kind of no: `yes`, `no not_granted`.
fn verdict(question: &str, model: &str) -> String {
    let answer = answer(question, model);
    let verdict = answer["verdict"].as_str().expect("a verdict");
    match answer["kind_of_no"].as_str() {
        Some(kind) => format!("{verdict} {kind}"),
        None => verdict.to_owned(),
    }
}

/// The sentence of the line that settles it, with its place.
fn line(answer: &Value) -> (String, String) {
    let steps = answer["evidence"].as_array().expect("steps");
    let line = steps
        .iter()
        .find(|step| step["rule"] == "ace")
        .expect("a line");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (text(&line["says"]), text(&line["facts"][0]["at"]))
}

fn names(question: &str, model: &str) -> Vec<String> {
    let answer = answer(question, model);
    let rows = answer["rows"].as_array().expect("rows");
    rows.iter()
        .map(|row| row["name"].as_str().expect("a name").to_owned())
        .collect()
}

/// A saved list without a byte order mark, of one object that is named relative to the folder it was saved in.
#[test]
fn a_saved_list_answers() {
    let Some(file) = real("icacls-save/inetpub-kb5055523.txt") else {
        return;
    };
    let model = format!("{file}@C:\\");
    let read = answer("can Users read C:\\inetpub", &model);
    assert_eq!(read["verdict"], "yes");
    let (says, at) = line(&read);
    assert!(
        says.starts_with("line 7 of 9 ") && says.contains("BUILTIN\\Users"),
        "{says}"
    );
    assert_eq!(at, format!("{file}:2"));
    assert_eq!(
        verdict("can Users write C:\\inetpub", &model),
        "no not_granted"
    );
    assert_eq!(verdict("can S-1-5-18 control C:\\inetpub", &model), "yes");
    // A list that was saved tells no owner, and an owner may change the list.
    assert_eq!(
        verdict("can Users change permissions of C:\\inetpub", &model),
        "unknown"
    );
    // What lies below was not saved.
    assert_eq!(verdict("can Users read C:\\elsewhere", &model), "unknown");
    // The folder of the file does as well as the file.
    let folder = format!(
        "{}@C:\\",
        real("icacls-save").expect("it is beside the file")
    );
    assert_eq!(verdict("can Users read C:\\inetpub", &folder), "yes");
    // Without `@PATH` a warning says what to type.
    let ran = ask("can Users read C:\\inetpub", &file);
    assert_eq!(ran.code, 4);
    assert!(
        ran.errors.contains(&format!("`-m {model}`")),
        "{}",
        ran.errors
    );
}

#[test]
fn an_english_listing_answers() {
    let Some(file) = real("icacls/windir-win10-en.txt") else {
        return;
    };
    let read = answer("can Users read C:\\Windows", &file);
    assert_eq!(read["verdict"], "yes");
    assert!(line(&read).0.starts_with("line 7 of 13 "), "{read}");
    assert_eq!(
        verdict("can Users write C:\\Windows", &file),
        "no not_granted"
    );
    assert_eq!(verdict("can SYSTEM modify C:\\Windows", &file), "yes");
    // The line of Administrators that says full control is for children only.
    assert_eq!(
        verdict("can Administrators take ownership of C:\\Windows", &file),
        "no not_granted"
    );
    assert_eq!(
        answer("show C:\\Windows", &file)["total"]
            .as_u64()
            .map(|rows| rows >= 13),
        Some(true)
    );
}

/// A transcript with two listings of one folder: the later one is how it is.
#[test]
fn the_later_listing_of_a_transcript_answers() {
    let Some(file) = real("icacls/users-dir-console-transcript.txt") else {
        return;
    };
    let joe = answer("can WS01\\joe control C:\\Users", &file);
    assert_eq!(joe["verdict"], "yes");
    let (says, at) = line(&joe);
    assert!(says.starts_with("line 1 of 7 "), "{says}");
    assert_eq!(at, format!("{file}:16"));
    assert_eq!(
        verdict("can Everyone write C:\\Users", &file),
        "no not_granted"
    );
}

/// German names stand for the same SIDs.
#[test]
fn a_german_listing_answers() {
    let Some(file) = real("icacls/german-mounted-image.txt") else {
        return;
    };
    let model = format!("{file}@C:\\");
    let exe = "C:\\work\\mnt\\Windows\\System32\\OneDriveSetup.exe";
    let ask = |verb: &str, who: &str| verdict(&format!("can {who} {verb} {exe}"), &model);
    assert_eq!(ask("execute", "S-1-5-32-545"), "yes");
    assert_eq!(ask("execute", "Users"), "yes");
    assert_eq!(ask("write", "Users"), "no not_granted");
    assert_eq!(ask("write", "SYSTEM"), "no not_granted");
    assert_eq!(ask("write", "\"NT SERVICE\\TrustedInstaller\""), "yes");
}

/// Deny lines for a SID that nobody could resolve, before and after the flags.
#[test]
fn an_unresolved_sid_is_denied() {
    let Some(file) = real("icacls/deny-sandbox-sid.txt") else {
        return;
    };
    let sid = "S-1-5-21-2908765920-875073000-2352713335-4168283502";
    assert_eq!(
        verdict(&format!("can {sid} write E:\\GT-KB\\.codex"), &file),
        "no denied"
    );
}

/// Two objects of a listing that was indented: one without Users, which is why IIS answered 500.19.
#[test]
fn a_pool_cannot_read_its_configuration() {
    let (Some(listing), Some(config)) = (
        real("icacls/iis-docker-webconfig.txt"),
        real("applicationhost/azurevm-iis10.applicationHost.config"),
    ) else {
        return;
    };
    let listing = format!("{listing}@C:\\inetpub\\wwwroot");
    let code =
        |question: &str| poolproof(&["ask", question, "-m", &config, "-m", &listing], b"").code;
    assert_eq!(
        code("can pool DefaultAppPool read \"Default Web Site\"/web.config"),
        1
    );
    assert_eq!(
        code("can pool DefaultAppPool read \"Default Web Site\"/Web.config_"),
        0
    );
}

#[test]
fn a_configuration_answers() {
    let Some(file) = real("applicationhost/shared-hosting-iis85.rev1.applicationHost.config")
    else {
        return;
    };
    let pools = [
        ".NET v4.5",
        ".NET v4.5 Classic",
        "DefaultAppPool",
        "redisoncloud.com",
    ];
    assert_eq!(names("list pools", &file), pools);
    assert_eq!(
        names("list sites", &file),
        ["Default Web Site", "redisoncloud.com"]
    );
    assert_eq!(
        names("who is pool redisoncloud.com", &file),
        ["IIS APPPOOL\\redisoncloud.com"]
    );
    // Nobody described what lies there, so neither yes nor no is said.
    assert_eq!(
        verdict("can pool redisoncloud.com read redisoncloud.com/", &file),
        "unknown"
    );
    let Some(file) = real("applicationhost/azurevm-iis10.applicationHost.config") else {
        return;
    };
    let who = answer("who is pool DefaultAppPool", &file);
    assert_eq!(
        who["rows"][0]["sid"],
        "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415"
    );
    assert_eq!(names("list applications", &file), ["Default Web Site/001"]);
}

/// A configuration and a saved list together answer what neither does alone.
#[test]
fn a_pool_and_a_saved_list_answer_together() {
    let (Some(config), Some(list)) = (
        real("applicationhost/azurevm-iis10.applicationHost.config"),
        real("icacls-save/inetpub-kb5055523.txt"),
    ) else {
        return;
    };
    let list = format!("{list}@C:\\");
    let code = |question: &str| poolproof(&["ask", question, "-m", &config, "-m", &list], b"").code;
    assert_eq!(code("can pool DefaultAppPool read C:\\inetpub"), 0);
    assert_eq!(code("can pool DefaultAppPool write C:\\inetpub"), 1);
    assert_eq!(
        code("can pool DefaultAppPool read \"Default Web Site\"/001"),
        4
    );
}

/// Folders of many files: those of `icacls` answer together; a file of the other folder is broken, and it is named.
#[test]
fn folders_answer_or_say_which_file_is_broken() {
    let (Some(listings), Some(configurations)) = (real("icacls"), real("applicationhost")) else {
        return;
    };
    assert_eq!(verdict("can Users read C:\\Windows", &listings), "yes");
    assert_eq!(verdict("can WS01\\joe control C:\\Users", &listings), "yes");
    let ran = ask("list pools", &configurations);
    assert_eq!((ran.code, ran.output.as_str()), (3, ""));
    assert!(
        ran.errors
            .contains("iisexpress-missing-closing.config:1134"),
        "{}",
        ran.errors
    );
}
