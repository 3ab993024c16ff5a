//! Files that `icacls PATH /save FILE` writes: a relative name, its DACL in SDDL below it, and so on.
//!
//! There is no end mark, so a file that was cut off shows it only by a name without its list, a list that does not
//! parse, or a last line that does not end.

use super::{
    Reader,
    reading::{INHERITANCE_FLAGS, Input, Reading, because, noun},
    sheet::Sheet,
};
use crate::{
    nt::{Domains, SddlError, SddlProblem, SecurityDescriptor, Sid},
    text::{Diagnostic, Severity, Span},
    world::{Gap, Inheritance, Listing, ObjectStatement, Statement, WinPath},
};

/// How saved lists are read.
pub(super) const READER: Reader = Reader {
    kind: "icacls-save",
    title: "icacls /save file",
    recognises,
    read: Some(read),
};

fn recognises(sheet: &Sheet) -> bool {
    sheet.lines().take(500).any(|(_, line)| is_list(line))
}

/// Whether a text is nothing but SDDL: lists of objects that are not named.
pub(super) fn is_sddl_alone(sheet: &Sheet) -> bool {
    let mut said = sheet
        .lines()
        .map(|(_, line)| line)
        .filter(|line| !line.trim().is_empty())
        .peekable();
    said.peek().is_some() && said.all(|line| is_list(line) || line.trim_start().starts_with('('))
}

/// A line that is a list for certain: `D:`, flags, and entries, `S:` or nothing behind them.
fn is_list(line: &str) -> bool {
    let line = line.trim();
    let Some((_, rest)) = line.split_once("D:").filter(|(before, _)| {
        before.is_empty() || before.starts_with("O:") || before.starts_with("G:")
    }) else {
        return false;
    };
    let flags = rest.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '_');
    flags.is_empty() || flags.starts_with(['(', ':'])
}

/// A line that cannot be a name: names hold no colon, except behind the letter of a drive.
fn is_no_name(line: &str) -> bool {
    let line = line.trim_start();
    matches!(line.as_bytes(), [b'O' | b'G' | b'D' | b'S' | b'o' | b'g' | b'd' | b's', b':', rest @ ..] if !matches!(rest, [b'\\' | b'/', ..]))
}

fn read(input: &Input<'_>) -> Reading {
    let sheet = input.sheet;
    let mut reading = Reading::new(sheet);
    let mut name: Option<(u32, &str)> = None;
    let mut relative = None;
    let ends = sheet.text().ends_with('\n');
    let last = u32::try_from(sheet.line_count()).unwrap_or(u32::MAX);
    for (number, line) in sheet.lines() {
        if line.trim().is_empty() {
            continue;
        }
        if !is_no_name(line) {
            if let Some(earlier) = name.replace((number, line)) {
                without_list(input, &mut reading, earlier);
            }
            let path = input.path(line);
            if path.relative && relative.is_none() {
                relative = Some((number, path.path.as_str().to_owned()));
            }
            continue;
        }
        let Some((at, written)) = name.take() else {
            reading
                .ledger
                .left(number, &because("a list without the name of its object"));
            reading.diagnostics.push(
                Diagnostic::error("nameless-list", "a list without the name of its object")
                    .at(sheet.place(number), "the line above is no name")
                    .help("hand over the file as icacls wrote it: names and lists take turns"),
            );
            continue;
        };
        let path = input.path(written).path;
        if number == last && !ends {
            unended(input, &mut reading, at, number, path);
        } else {
            object(input, &mut reading, at, number, path);
        }
    }
    if let Some(alone) = name {
        without_list(input, &mut reading, alone);
    }
    if let Some((line, example)) = relative {
        reading.warn_relative(input, line, &example);
    }
    reading
}

fn object(input: &Input<'_>, reading: &mut Reading, at: u32, number: u32, path: WinPath) {
    let line = input.sheet.line(number);
    let text = line.trim();
    let origin = input.origin(number);
    match well_formed(text) {
        Ok(descriptor) => {
            reading.ledger.used(at);
            reading.ledger.used(number);
            reading.count("objects", 1);
            reading.count("entries", descriptor.dacl.aces().len());
            let inheritable = descriptor
                .dacl
                .aces()
                .iter()
                .any(|ace| ace.flags.0 & INHERITANCE_FLAGS != 0);
            reading.say(
                Statement::Object(ObjectStatement {
                    noun: noun(&path, inheritable),
                    path: path.clone(),
                    owner: None,
                    inheritance: Inheritance::ListedInFull,
                    list: Listing::Sddl(text.into()),
                }),
                origin.clone(),
            );
            if descriptor.owner.is_none() {
                reading.say(Statement::Gap(Gap::OwnerOf(path)), origin);
            }
        }
        Err(error) => {
            let indent = line.len() - line.trim_start().len();
            let under = Span {
                start: indent + error.at.start,
                end: indent + error.at.end,
            };
            let mut complaint = Diagnostic::error(
                "broken-sddl",
                format!("the permissions of `{path}` are not known: its list is no SDDL"),
            )
            .at(input.sheet.place_in_line(number, under), error.message());
            complaint.help = error.help();
            reading.diagnostics.push(complaint);
            drop_object(input, reading, (at, number), path, "the list is no SDDL");
        }
    }
}

/// Accounts of a machine or domain (`LA`, `DA`) are in order even where nobody told its SID; the server settles them.
pub(super) fn well_formed(text: &str) -> Result<SecurityDescriptor, SddlError> {
    match SecurityDescriptor::from_sddl(text, &Domains::NONE) {
        Err(SddlError {
            problem: SddlProblem::NeedsDomain(_),
            ..
        }) => {
            const SOME: Option<Sid> = Some(Sid::of(5, &[21, 0, 0, 0]));
            SecurityDescriptor::from_sddl(
                text,
                &Domains {
                    machine: SOME,
                    domain: SOME,
                    forest_root: SOME,
                },
            )
        }
        other => other,
    }
}

fn without_list(input: &Input<'_>, reading: &mut Reading, (at, written): (u32, &str)) {
    let path = input.path(written).path;
    reading.diagnostics.push(
        Diagnostic::error(
            "listless-name",
            format!("the permissions of `{path}` are not known: no list follows its name"),
        )
        .at(input.sheet.place(at), "the file may be cut here")
        .help("hand over the file as icacls wrote it: names and lists take turns"),
    );
    drop_object(input, reading, (at, at), path, "a name without a list");
}

/// The last line may go on: a list that is cut between two entries is well-formed and says less.
fn unended(input: &Input<'_>, reading: &mut Reading, at: u32, number: u32, path: WinPath) {
    reading.diagnostics.push(
        Diagnostic {
            severity: Severity::Error,
            ..Diagnostic::warning(
                "unended-line",
                format!("the permissions of `{path}` are not known: the last line does not end"),
            )
        }
        .at(input.sheet.place(number), "the file may be cut here")
        .help("if the file is whole, add a line end"),
    );
    drop_object(
        input,
        reading,
        (at, number),
        path,
        "the last line does not end",
    );
}

fn drop_object(
    input: &Input<'_>,
    reading: &mut Reading,
    (at, number): (u32, u32),
    path: WinPath,
    why: &str,
) {
    let reason = because(why);
    reading.ledger.left(at, &reason);
    reading.ledger.left(number, &reason);
    reading.count("objects", 1);
    reading.unknown(path, input.origin(number));
}
