//! Components, and the machine's lists for them, in words.

use super::{
    com_words::{ComKind, com_rights_in_words},
    component::com_kind,
    print::with_clauses,
    spell,
};
use crate::world::{
    ComLine, ComList, ComponentForm, ComponentIdentity, ComponentStatement, Effect, MachineList,
    RunningStatement,
};

/// `component N {clsid} is an exe PATH, runs as …`, without its lists.
pub(super) fn component_sentence(component: &ComponentStatement) -> String {
    let mut subject = format!("component {}", spell::plain(&component.name));
    if let Some(class) = &component.class {
        subject.push(' ');
        subject.push_str(class.as_str());
    }
    let mut clauses = Vec::new();
    if let Some(form) = &component.form {
        clauses.push(match form {
            ComponentForm::Exe(path) => format!("is an exe {}", spell::path(path)),
            ComponentForm::Dll(path) => format!("is a dll {}", spell::path(path)),
            ComponentForm::Service(name) => format!("is a service {}", spell::plain(name)),
            ComponentForm::LibraryPackage => "is a library package".to_owned(),
            ComponentForm::ServerPackage => "is a server package".to_owned(),
        });
    }
    if let Some(identity) = &component.identity {
        clauses.push(match identity {
            ComponentIdentity::LaunchingUser => "runs as the launching user".to_owned(),
            ComponentIdentity::InteractiveUser => "runs as the interactive user".to_owned(),
            ComponentIdentity::Account(who) => format!("runs as {}", spell::account(who)),
        });
    }
    if component.unregistered {
        clauses.push("is not registered".to_owned());
    }
    with_clauses(subject, clauses)
}

/// `component C is running as X`, without its list.
pub(super) fn running_sentence(running: &RunningStatement) -> String {
    format!(
        "component {} is running as {}",
        spell::plain(&running.component),
        spell::account(&running.identity)
    )
}

/// The head of one of the machine's lists.
pub(super) fn machine_list_words(which: MachineList) -> &'static str {
    match which {
        MachineList::LaunchDefault => "machine launch default",
        MachineList::AccessDefault => "machine access default",
        MachineList::LaunchLimit => "machine launch limit",
        MachineList::AccessLimit => "machine access limit",
    }
}

/// One of the machine's lists in one line: `machine launch default allows Administrators, denies Guests remote`.
pub(super) fn machine_list_in_one_line(which: MachineList, list: &ComList) -> String {
    let lines = com_list(list, com_kind(which)).collect::<Vec<_>>();
    format!("{} {}", machine_list_words(which), lines.join(", "))
}

/// A list, line by line.
pub(super) fn com_list(list: &ComList, kind: ComKind) -> impl Iterator<Item = String> {
    let (lines, whole): (&[ComLine], _) = match list {
        ComList::Lines(lines) if lines.is_empty() => (&[], Some("allows nobody".to_owned())),
        ComList::Lines(lines) => (lines, None),
        ComList::Sddl(sddl) => (&[], Some(format!("sddl {}", spell::quoted(sddl)))),
    };
    let lines = lines.iter().map(move |line| line_in_words(line, kind));
    lines.chain(whole)
}

/// One line as it stands under a component: `launch allows Everyone local`.
pub fn com_line(line: &ComLine, kind: ComKind) -> String {
    format!("{} {}", kind.word(), line_in_words(line, kind))
}

/// One line without the name of its list: `allows Everyone local`.
pub(super) fn com_line_words(line: &ComLine, kind: ComKind) -> String {
    line_in_words(line, kind)
}

fn line_in_words(line: &ComLine, kind: ComKind) -> String {
    let effect = match line.effect {
        Effect::Allow => "allows",
        Effect::Deny => "denies",
    };
    let rights = com_rights_in_words(line.mask, line.effect, kind);
    let space = if rights.is_empty() { "" } else { " " };
    format!("{effect} {}{space}{rights}", spell::com_account(&line.who))
}
