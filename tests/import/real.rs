//! Real files, read in place where `POOLPROOF_FIXTURES` says they are; each gives the facts that its description names.

use std::{fs, path::PathBuf};

use poolproof::{
    import::{Artefact, Import, Outcome, import},
    text::Severity,
    world::{AccessLine, Effect, Gap, Listing, ObjectNoun, ObjectStatement, Statement, Who},
};

/// The file `real/NAME`, or nothing (and a line that says so) where no fixtures are.
pub(super) fn real(name: &str) -> Option<Artefact> {
    let Some(root) = std::env::var_os("POOLPROOF_FIXTURES") else {
        println!("skipped: POOLPROOF_FIXTURES is not set, so real/{name} is not read");
        return None;
    };
    let path = PathBuf::from(root).join("real").join(name);
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(Artefact::new(name, bytes))
}

fn objects(import: &Import) -> Vec<&ObjectStatement> {
    import
        .facts
        .iter()
        .filter_map(|fact| match &fact.statement {
            Statement::Object(object) => Some(object),
            _ => None,
        })
        .collect()
}

fn lines(object: &ObjectStatement) -> &[AccessLine] {
    match &object.list {
        Listing::Lines(lines) => lines,
        Listing::Sddl(_) => panic!("not a list of lines"),
    }
}

pub(super) fn worst(import: &Import) -> Option<Severity> {
    import
        .diagnostics
        .iter()
        .map(|complaint| complaint.severity)
        .max()
}

fn said(line: &AccessLine) -> (Effect, String, u32, u8) {
    (line.effect, line.who.to_string(), line.mask.0, line.flags)
}

#[test]
fn a_collapsed_listing() {
    let Some(artefact) = real("icacls/collapsed-one-line-web.txt") else {
        return;
    };
    let import = import(&[artefact]);
    let [object] = objects(&import)[..] else {
        panic!("{:#?}", import.facts)
    };
    assert_eq!(object.path.as_str(), "C:\\WINDOWS\\system32\\mmc.exe");
    assert_eq!(object.noun, ObjectNoun::File);
    let names: Vec<String> = lines(object)
        .iter()
        .map(|line| line.who.to_string())
        .collect();
    assert_eq!(
        names,
        [
            "NT SERVICE\\TrustedInstaller",
            "BUILTIN\\Administrators",
            "NT AUTHORITY\\SYSTEM",
            "BUILTIN\\Users",
            "APPLICATION PACKAGE AUTHORITY\\ALL APPLICATION PACKAGES",
            "APPLICATION PACKAGE AUTHORITY\\ALL RESTRICTED APPLICATION PACKAGES",
        ]
    );
    assert_eq!(
        worst(&import),
        Some(Severity::Note),
        "{:#?}",
        import.diagnostics
    );
}

#[test]
fn denials_of_an_unresolved_sid() {
    let Some(artefact) = real("icacls/deny-sandbox-sid.txt") else {
        return;
    };
    let import = import(&[artefact]);
    let [object] = objects(&import)[..] else {
        panic!("{:#?}", import.facts)
    };
    assert_eq!(object.path.as_str(), "E:\\GT-KB\\.codex");
    assert_eq!(object.noun, ObjectNoun::Folder);
    let sid = "S-1-5-21-2908765920-875073000-2352713335-4168283502";
    assert_eq!(
        lines(object).iter().map(said).collect::<Vec<_>>(),
        [
            (Effect::Deny, sid.to_owned(), 0x0013_0156, 0),
            (Effect::Deny, sid.to_owned(), 0x4013_0156, 0x0B),
        ]
    );
    let who = Who::Sid(sid.parse().unwrap());
    for gap in [Gap::MembersOf(who.clone()), Gap::GroupsOf(who)] {
        assert!(
            import
                .facts
                .iter()
                .any(|fact| fact.statement == Statement::Gap(gap.clone()))
        );
    }
}

#[test]
fn german_names_stay_as_written() {
    let Some(artefact) = real("icacls/german-mounted-image.txt") else {
        return;
    };
    let whole = import(std::slice::from_ref(&artefact));
    let [object] = objects(&whole)[..] else {
        panic!("{:#?}", whole.diagnostics)
    };
    assert_eq!(
        object.path.as_str(),
        "work\\mnt\\Windows\\System32\\OneDriveSetup.exe"
    );
    assert_eq!(lines(object).len(), 6);
    assert_eq!(lines(object)[2].who.to_string(), "NT-AUTORITÄT\\SYSTEM");
    assert_eq!(
        lines(object)[5].who.to_string(),
        "ZERTIFIZIERUNGSSTELLE FÜR ANWENDUNGSPAKETE\\ALLE EINGESCHRÄNKTEN ANWENDUNGSPAKETE"
    );
    assert!(
        whole
            .diagnostics
            .iter()
            .any(|complaint| complaint.code == "relative-names")
    );
    assert!(
        whole
            .diagnostics
            .iter()
            .any(|complaint| complaint.code == "no-summary")
    );

    let based = import(&[artefact.relative_to("D:\\".into())]);
    let [object] = objects(&based)[..] else {
        panic!("{:#?}", based.facts)
    };
    assert_eq!(
        object.path.as_str(),
        "D:\\work\\mnt\\Windows\\System32\\OneDriveSetup.exe"
    );
    assert_eq!(worst(&based), Some(Severity::Note));
}

#[test]
fn two_files_indented_by_markdown() {
    let Some(artefact) = real("icacls/iis-docker-webconfig.txt") else {
        return;
    };
    let import = import(&[artefact]);
    let [first, second] = objects(&import)[..] else {
        panic!("{:#?}", import.facts)
    };
    assert_eq!(first.path.as_str(), "web.config");
    assert_eq!(lines(first).len(), 2);
    assert_eq!(second.path.as_str(), "Web.config_");
    assert_eq!(lines(second).len(), 4);
    assert_eq!(
        lines(second)
            .iter()
            .filter(|line| line.who.to_string() == "BUILTIN\\Administrators")
            .count(),
        2
    );
}

#[test]
fn the_later_of_two_listings_is_the_state() {
    let Some(artefact) = real("icacls/users-dir-console-transcript.txt") else {
        return;
    };
    let import = import(&[artefact]);
    let [object] = objects(&import)[..] else {
        panic!("{:#?}", import.facts)
    };
    assert_eq!(object.path.as_str(), "c:\\users");
    assert_eq!(lines(object).len(), 7);
    assert_eq!(
        said(&lines(object)[0]),
        (Effect::Allow, "WS01\\joe".to_owned(), 0x001F_01FF, 0)
    );
    assert_eq!(
        said(&lines(object)[4]),
        (
            Effect::Allow,
            "BUILTIN\\Users".to_owned(),
            0xA000_0000,
            0x0B
        )
    );
    assert!(
        import
            .diagnostics
            .iter()
            .any(|complaint| complaint.code == "listed-again")
    );
    assert_eq!(
        worst(&import),
        Some(Severity::Note),
        "{:#?}",
        import.diagnostics
    );
}

#[test]
fn the_windows_folder() {
    let Some(artefact) = real("icacls/windir-win10-en.txt") else {
        return;
    };
    let import = import(&[artefact]);
    let [object] = objects(&import)[..] else {
        panic!("{:#?}", import.facts)
    };
    assert_eq!(object.path.as_str(), "c:\\windows");
    assert_eq!(lines(object).len(), 13);
    assert!(lines(object).iter().all(|line| line.flags & 0x10 == 0));
    assert_eq!(import.coverage.artefacts[0].outcome, Outcome::Read);
    assert_eq!(
        import.coverage.artefacts[0].used,
        import.coverage.artefacts[0].lines
    );
}

#[test]
fn a_saved_list() {
    let Some(artefact) = real("icacls-save/inetpub-kb5055523.txt") else {
        return;
    };
    let whole = import(&[artefact.clone().relative_to("C:\\".into())]);
    let [object] = objects(&whole)[..] else {
        panic!("{:#?}", whole.diagnostics)
    };
    assert_eq!(object.path.as_str(), "C:\\inetpub");
    assert_eq!(object.noun, ObjectNoun::Folder);
    let Listing::Sddl(text) = &object.list else {
        panic!("not SDDL")
    };
    assert!(text.ends_with("S:AINO_ACCESS_CONTROL"));
    assert_eq!(whole.coverage.artefacts[0].encoding, "UTF-16LE");
    assert_eq!(whole.coverage.artefacts[0].counts["entries"], 9);
    assert!(
        whole
            .facts
            .iter()
            .any(|fact| fact.statement == Statement::Gap(Gap::OwnerOf("C:\\inetpub".into())))
    );
    assert_eq!(
        worst(&whole),
        Some(Severity::Note),
        "{:#?}",
        whole.diagnostics
    );

    let floating = import(&[artefact]);
    assert!(
        floating
            .diagnostics
            .iter()
            .any(|complaint| complaint.code == "relative-names")
    );
}
