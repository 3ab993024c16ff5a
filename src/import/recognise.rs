//! What kind of artefact a text is, by its content. One row of the table is one kind.

use super::{Reader, apphost, bytes, icacls, icacls_save, sheet::Sheet, statements};
use crate::text::Source;

/// A kind of artefact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its stable name, `icacls-save`.
    pub name: &'static str,
    /// What it is, in words.
    pub title: &'static str,
    /// Whether this version reads it.
    pub is_read: bool,
}

/// The kind of these bytes; `None` if they are no text, or no kind that is known.
pub fn kind_of(bytes: &[u8]) -> Option<Kind> {
    let decoded = bytes::decode(bytes).ok()?;
    let reader = reader_of(&Sheet::new(Source::new("", decoded.text)))?;
    Some(Kind {
        name: reader.kind,
        title: reader.title,
        is_read: reader.read.is_some(),
    })
}

/// The first row that knows the text.
pub(super) fn reader_of(sheet: &Sheet) -> Option<&'static Reader> {
    READERS.iter().find(|reader| (reader.recognises)(sheet))
}

const fn known(kind: &'static str, title: &'static str, recognises: fn(&Sheet) -> bool) -> Reader {
    Reader {
        kind,
        title,
        recognises,
        read: None,
    }
}

/// Every kind that is known; the first that fits is meant, so those with a signature come first.
static READERS: &[Reader] = &[
    statements::FACTS,
    known("sharphound", "SharpHound collection", sharphound),
    known("metabase", "MetaBase.xml of IIS 6", |sheet| {
        sheet.text().contains("<MBProperty")
    }),
    apphost::READER,
    apphost::REDIRECTION,
    apphost::ADMINISTRATION,
    apphost::WEB_CONFIG,
    apphost::WRONG_CASE,
    apphost::FRAGMENT,
    known("registry", "registry export", registry),
    known("secedit", "security template", security_template),
    known("whoami", "output of whoami", whoami),
    known("net-group", "member list of net localgroup", net_group),
    known("get-acl", "output of Get-Acl", get_acl),
    known("accesschk", "output of accesschk", accesschk),
    statements::READER,
    known(
        "sddl",
        "SDDL without the name of its object",
        icacls_save::is_sddl_alone,
    ),
    known("cacls", "cacls listing", cacls),
    icacls::READER,
    icacls_save::READER,
];

/// The lines that say something, trimmed, as far as a kind must have shown itself.
fn said(sheet: &Sheet) -> impl Iterator<Item = &str> {
    sheet
        .lines()
        .map(|(_, line)| line.trim())
        .filter(|line| !line.is_empty())
        .take(500)
}

fn any(sheet: &Sheet, fits: impl Fn(&str) -> bool) -> bool {
    said(sheet).any(fits)
}

fn sharphound(sheet: &Sheet) -> bool {
    let text = sheet.text();
    text.trim_start().starts_with('{') && text.contains("\"data\"") && text.contains("\"meta\"")
}

fn registry(sheet: &Sheet) -> bool {
    said(sheet).next().is_some_and(|line| {
        line.starts_with("Windows Registry Editor") || line.starts_with("REGEDIT4")
    })
}

fn security_template(sheet: &Sheet) -> bool {
    let section = |line: &str| {
        [
            "[Unicode]",
            "[Privilege Rights]",
            "[System Access]",
            "[Group Membership]",
            "[Registry Keys]",
            "[File Security]",
        ]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(line))
    };
    any(sheet, |line| {
        section(line) || line.eq_ignore_ascii_case("signature=\"$CHICAGO$\"")
    })
}

fn whoami(sheet: &Sheet) -> bool {
    let heading = [
        "USER INFORMATION",
        "GROUP INFORMATION",
        "PRIVILEGES INFORMATION",
    ];
    any(sheet, |line| heading.contains(&line)) && any(sheet, |line| line.starts_with("===="))
}

fn net_group(sheet: &Sheet) -> bool {
    let heading = [
        "Alias name",
        "Group name",
        "Aliasname",
        "Gruppenname",
        "Nom d'alias",
        "Nom de groupe",
    ];
    any(sheet, |line| {
        heading.iter().any(|name| line.starts_with(name))
    }) && any(sheet, |line| {
        line.len() > 20 && line.bytes().all(|byte| byte == b'-')
    })
}

fn get_acl(sheet: &Sheet) -> bool {
    let rule = "System.Security.AccessControl.FileSystemAccessRule";
    any(sheet, |line| {
        line.contains(rule)
            || line.contains("\"FileSystemRights\"")
            || line.strip_prefix("Access").is_some_and(|rest| {
                rest.trim_start().starts_with(": ")
                    && (rest.contains(" Allow ") || rest.contains(" Deny "))
            })
            || line
                .split_whitespace()
                .take(3)
                .eq(["Path", "Owner", "Access"])
    })
}

fn accesschk(sheet: &Sheet) -> bool {
    let all_access = |line: &str| {
        ["FILE_ALL_ACCESS", "SERVICE_ALL_ACCESS", "KEY_ALL_ACCESS"].contains(&line.trim())
    };
    let principal = |line: &str| {
        ["RW ", "R  ", "  W ", "R "]
            .iter()
            .any(|rights| line.starts_with(rights))
            && line.contains('\\')
    };
    any(sheet, |line| line.starts_with("Accesschk v"))
        || any(sheet, all_access)
        || (any(sheet, principal) && !any(sheet, |line| line.contains(":(")))
}

fn cacls(sheet: &Sheet) -> bool {
    any(sheet, |line| {
        let Some((_, rest)) = line.split_once(":(") else {
            // `C:\x Everyone:F`
            return line.rsplit_once(':').is_some_and(|(who, right)| {
                matches!(right, "N" | "R" | "W" | "C" | "F") && who.len() > 1
            });
        };
        rest.starts_with("special access:)")
            || rest.ends_with("(special access:)")
            || matches!(
                rest.rsplit_once(')'),
                Some((_, "N" | "R" | "W" | "C" | "F"))
            )
    })
}
