//! What the words of a right ask for on a kind of object.

use super::{Wanted, syntax};
use crate::{
    nt::{AccessMask, ObjectKind, Rules, from_icacls, right_by_name},
    reach::Asked,
    text::{Diagnostic, Span, nearest},
    world::{Reading, Verb},
};

use super::resolve::Resolver;

/// What a verb asks of a kind of object, with the words for it.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// What is asked.
    pub asked: Asked,
    /// The same for the answer to tell.
    pub wanted: Wanted,
}

/// FILE_DELETE_CHILD.
const DELETE_CHILD: AccessMask = AccessMask(0x40);

/// What these words ask of that kind of object.
///
/// # Errors
/// The verb means nothing there, or no right has that name.
pub fn meaning(
    wanted: &syntax::Written<syntax::Wanted>,
    kind: ObjectKind,
    rules: Rules,
    resolver: &Resolver<'_>,
) -> Result<Meaning, Box<Diagnostic>> {
    let span = wanted.span;
    let (mask, reading, words) = match &wanted.node {
        syntax::Wanted::RequestAs(_) => {
            return Err(means_nothing(Verb::Request, kind, span, resolver).into());
        }
        syntax::Wanted::Verb(verb) | syntax::Wanted::Remotely(verb) => {
            let meaning = verb
                .meaning(kind)
                .ok_or_else(|| means_nothing(*verb, kind, span, resolver))?;
            (meaning.mask, meaning.reading, verb.to_string())
        }
        syntax::Wanted::Letters(letters) => {
            let mut mask = AccessMask::NONE;
            for letter in letters {
                mask |= from_icacls(letter).map_err(|_| {
                    resolver
                        .at("unknown-right", format!("icacls has no right `{letter}`"), span, "not a right")
                        .help("icacls' letters are F M RX R W D, and DE RC WDAC WO S AS MA GR GW GE GA RD WD AD REA WEA X DC RA WA")
                })?;
            }
            (mask, Reading::All, format!("({})", letters.join(",")))
        }
        syntax::Wanted::Right(name) => {
            let mask = right_by_name(kind, name)
                .ok_or_else(|| unknown_right(name, kind, span, resolver))?;
            (mask, Reading::All, name.clone())
        }
        syntax::Wanted::Mask(mask) => (*mask, Reading::All, format!("{:#x}", mask.0)),
    };
    let rights = kind.mapping().map(mask);
    if rights.is_empty() {
        return Err(resolver
            .at(
                "nothing-asked",
                "a mask without bits asks for nothing",
                span,
                "no right",
            )
            .help("sources differ on what Windows answers to it, so it is not asked")
            .into());
    }
    let deletes = matches!(&wanted.node, syntax::Wanted::Verb(Verb::Delete));
    let on_disk = matches!(kind, ObjectKind::File | ObjectKind::Folder);
    Ok(Meaning {
        asked: Asked {
            rights,
            reading,
            kind,
            or_parent: (deletes && on_disk).then_some(DELETE_CHILD),
            rules,
        },
        wanted: Wanted {
            verb: words,
            mask: rights,
            reading,
            kind,
        },
    })
}

/// Whether a verb is one of folders alone, so that an object that nobody described is one.
pub fn asks_for_a_folder(wanted: &syntax::Wanted) -> bool {
    match wanted {
        syntax::Wanted::Verb(verb) => {
            verb.meaning(ObjectKind::File).is_none() && verb.meaning(ObjectKind::Folder).is_some()
        }
        syntax::Wanted::Right(name) => {
            right_by_name(ObjectKind::File, name).is_none()
                && right_by_name(ObjectKind::Folder, name).is_some()
        }
        syntax::Wanted::Letters(_)
        | syntax::Wanted::Mask(_)
        | syntax::Wanted::Remotely(_)
        | syntax::Wanted::RequestAs(_) => false,
    }
}

fn means_nothing(verb: Verb, kind: ObjectKind, span: Span, resolver: &Resolver<'_>) -> Diagnostic {
    let others: Vec<String> = Verb::all()
        .filter(|other| other.meaning(kind).is_some())
        .map(|other| other.to_string())
        .collect();
    resolver
        .at(
            "verb-and-kind",
            format!("`{verb}` means nothing on a {}", noun(kind)),
            span,
            "not on this kind of object",
        )
        .help(format!("on a {} one can {}", noun(kind), others.join(", ")))
}

fn unknown_right(name: &str, kind: ObjectKind, span: Span, resolver: &Resolver<'_>) -> Diagnostic {
    let names = crate::nt::specific_rights(ObjectKind::File)
        .iter()
        .map(|(name, _)| (*name).to_owned());
    let mut known: Vec<String> = kind
        .mapping()
        .all
        .bits()
        .map(|bit| crate::nt::describe_rights(kind, bit))
        .collect();
    if kind == ObjectKind::Folder {
        known.extend(names);
    }
    resolver
        .at(
            "unknown-right",
            format!("a {} has no right `{name}`", noun(kind)),
            span,
            "not a right of it",
        )
        .candidates(nearest(name, known.iter().map(String::as_str)))
}

/// The kind in a word.
pub fn noun(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::File => "file",
        ObjectKind::Folder => "folder",
        ObjectKind::Key => "key",
        ObjectKind::Service => "service",
        ObjectKind::ServiceManager => "service control manager",
        ObjectKind::Process => "process",
        ObjectKind::Thread => "thread",
        ObjectKind::Token => "token",
        ObjectKind::ComLaunch => "launch permission",
        ObjectKind::ComAccess => "access permission",
    }
}
