//! Changes in words: what a question repeats of what it supposes, and what a comparison lists.

use super::{
    access::LineOf,
    change_lists::kind_of,
    com_words::ComKind,
    print::{gap_sentence, pool_sentence},
    print_com::{com_line_words, com_list, machine_list_words},
    print_line::{line_in_words, line_words},
    print_machine::service_sentence,
    print_settings::settings,
    sentence::sentence,
    spell,
};
use crate::{
    nt::AccessMask,
    world::{
        AccountState, ComLine, ComList, Effect, Gap, Listing, Name, ObjectNoun, Origin, Statement,
        Who, WinPath,
        change::{Change, ListOf, NewLine, ObjectName, OldLines, Serving, Subject},
    },
};

/// Several changes, as they stand between `if` and `then`.
pub fn print_changes<'c>(changes: impl IntoIterator<Item = &'c Change>) -> String {
    let changes: Vec<String> = changes.into_iter().map(print_change).collect();
    changes.join(" and ")
}

/// One change. Reading it gives the change again.
pub fn print_change(change: &Change) -> String {
    match change {
        Change::Say(statement) => in_one_line(statement),
        Change::Set { of, settings: said } => {
            format!("{} {}", serving(of), settings(said).join(", "))
        }
        Change::Unset { of, settings: said } => {
            format!("{} no longer {}", serving(of), settings(said).join(", "))
        }
        Change::TakeBack(statement) => taken_back(statement),
        Change::Remove(subject) => match subject {
            Subject::Object(path) => format!("{} is no longer described", spell::path(path)),
            Subject::Pool(_)
            | Subject::Site(_)
            | Subject::Application(..)
            | Subject::VirtualFolder(..)
            | Subject::Account(_)
            | Subject::Component(_)
            | Subject::Service(_)
            | Subject::Task(_)
            | Subject::Filter(_) => format!("{} is removed", removed(subject)),
        },
        Change::Owner { object, owner } => {
            format!(
                "{} is owned by {}",
                object_name(object),
                spell::account(owner)
            )
        }
        Change::Line { list, line } => format!("{} {}", list_name(list), new_line(list, line)),
        Change::NoLine { list, lines } => {
            format!("{} no longer {}", list_name(list), old_lines(list, lines))
        }
        Change::RemoveLine { path, number } => {
            format!("line {number} of {} is removed", spell::path(path))
        }
        Change::Sddl { list, text } => format!("{} sddl {}", list_name(list), spell::quoted(text)),
        Change::Empty { list } => format!("{} allows nobody", list_name(list)),
        Change::StopInheriting {
            object,
            keeping_copies,
        } => {
            let copies = if *keeping_copies {
                ", keeping copies"
            } else {
                ""
            };
            format!("{} no longer inherits{copies}", object_name(object))
        }
        Change::InheritAgain { object } => format!("{} inherits again", object_name(object)),
        Change::Said(statement) => format!("it is said that {}", in_one_line(statement)),
        Change::NoLongerSaid(statement) => {
            format!("it is no longer said that {}", in_one_line(statement))
        }
    }
}

/// A statement with its lines behind it instead of below it. Nothing for a process, which nobody states.
pub fn in_one_line(statement: &Statement) -> String {
    let head = sentence(statement);
    let below: Vec<String> = match statement {
        Statement::Object(object) => listing(&object.list, LineOf::Object(object.noun)),
        Statement::Service(service) => program(&service.list, LineOf::Service),
        Statement::Task(task) => program(&task.list, LineOf::Object(ObjectNoun::File)),
        Statement::Component(component) => {
            let launch = com_lines(&component.launch, ComKind::Launch);
            launch
                .chain(com_lines(&component.access, ComKind::Access))
                .collect()
        }
        Statement::Running(running) => com_lines(&running.access, ComKind::Access).collect(),
        Statement::Application(_)
        | Statement::VirtualFolder(_)
        | Statement::Server(_)
        | Statement::User { .. }
        | Statement::Group { .. }
        | Statement::Member { .. }
        | Statement::MachineSid { .. }
        | Statement::Domain { .. }
        | Statement::Right { .. }
        | Statement::Pool(_)
        | Statement::Site(_)
        | Statement::Iis(_)
        | Statement::Account(_)
        | Statement::Machine(_)
        | Statement::MachineCom { .. }
        | Statement::Process(_)
        | Statement::Gap(_)
        | Statement::Undescribed { .. } => Vec::new(),
    };
    [head]
        .into_iter()
        .chain(below)
        .collect::<Vec<_>>()
        .join(", ")
}

fn listing(list: &Listing, of: LineOf) -> Vec<String> {
    match list {
        Listing::Lines(lines) => lines.iter().map(|line| line_in_words(line, of)).collect(),
        Listing::Sddl(text) => vec![format!("sddl {}", spell::quoted(text))],
    }
}

fn program(list: &Option<Listing>, of: LineOf) -> Vec<String> {
    match list {
        None => Vec::new(),
        Some(Listing::Lines(lines)) if lines.is_empty() => vec!["allows nobody".to_owned()],
        Some(list) => listing(list, of),
    }
}

fn com_lines(list: &Option<ComList>, kind: ComKind) -> impl Iterator<Item = String> {
    let lines = list.iter().flat_map(move |list| com_list(list, kind));
    lines.map(move |line| format!("{} {line}", kind.word()))
}

fn serving(of: &Serving) -> String {
    match of {
        Serving::Site(name) => format!("site {}", spell::plain(name)),
        Serving::Application(site, url) => in_site("application", site.as_ref(), url),
    }
}

fn in_site(kind: &str, site: Option<&Name>, url: &Name) -> String {
    let url = spell::plain(url);
    match site {
        Some(site) => format!("{kind} {url} of site {}", spell::plain(site)),
        None => format!("{kind} {url}"),
    }
}

fn removed(subject: &Subject) -> String {
    match subject {
        Subject::Pool(name) => format!("pool {}", spell::plain(name)),
        Subject::Site(name) => format!("site {}", spell::plain(name)),
        Subject::Application(site, url) => in_site("application", site.as_ref(), url),
        Subject::VirtualFolder(site, url) => in_site("virtual folder", site.as_ref(), url),
        Subject::Account(name) => format!("user {}", spell::plain(name)),
        Subject::Component(name) => format!("component {}", spell::plain(name)),
        Subject::Service(name) => format!("service {}", spell::plain(name)),
        Subject::Task(name) => format!("task {}", spell::plain(name)),
        Subject::Filter(path) => format!("filter {}", spell::path(path)),
        Subject::Object(path) => spell::path(path),
    }
}

fn object_name(object: &ObjectName) -> String {
    let path = spell::path(&object.path);
    match object.noun {
        None => path,
        Some(noun) => format!("{} {path}", super::access::noun_word(noun)),
    }
}

fn list_name(list: &ListOf) -> String {
    match list {
        ListOf::Object(object) => object_name(object),
        ListOf::Service(name) => format!("service {}", spell::plain(name)),
        ListOf::Task(name) => format!("task {}", spell::plain(name)),
        ListOf::Launch(name) => format!("component {} launch", spell::plain(name)),
        ListOf::Access(name) => format!("component {} access", spell::plain(name)),
        ListOf::Machine(which) => machine_list_words(*which).to_owned(),
    }
}

/// What an object is taken for while its rights are read and printed, where nobody says.
pub(super) fn likely(path: &WinPath) -> ObjectNoun {
    let is_key = path
        .as_str()
        .get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("HK"));
    if is_key {
        ObjectNoun::Key
    } else {
        ObjectNoun::Folder
    }
}

/// What decides how the rights in a list are called; nothing for a list of COM.
fn line_of(list: &ListOf) -> Option<LineOf> {
    match list {
        ListOf::Object(object) => Some(LineOf::Object(object.noun.unwrap_or(likely(&object.path)))),
        ListOf::Service(_) => Some(LineOf::Service),
        ListOf::Task(_) => Some(LineOf::Object(ObjectNoun::File)),
        ListOf::Launch(_) | ListOf::Access(_) | ListOf::Machine(_) => None,
    }
}

fn new_line(list: &ListOf, line: &NewLine) -> String {
    let Some(of) = line_of(list) else {
        return com(list, line.effect, &line.who, line.mask);
    };
    let rights = of.rights_in_words(line.mask, line.effect);
    let level = if line.one_level { ", one level" } else { "" };
    let words = line_words(line.effect, &line.who, &rights, line.scope, of);
    format!("{words}{level}")
}

fn old_lines(list: &ListOf, lines: &OldLines) -> String {
    let Some(of) = line_of(list) else {
        return match lines.rights {
            Some(mask) => {
                let words = com(list, lines.effect, &lines.who, mask);
                // Without a word every right would be meant.
                if mask == kind_of(list).all() {
                    format!("{words} {mask}")
                } else {
                    words
                }
            }
            // A word that ends the list of names: a change may follow that begins like one.
            None => {
                let words = com(list, lines.effect, &lines.who, kind_of(list).all());
                format!("{words} anything")
            }
        };
    };
    let rights = match lines.rights {
        None => "anything".to_owned(),
        Some(mask) => {
            let words = of.rights_in_words(mask, lines.effect);
            if words == "everything" {
                mask.to_string()
            } else {
                words
            }
        }
    };
    line_words(lines.effect, &lines.who, &rights, lines.scope, of)
}

fn com(list: &ListOf, effect: Effect, who: &Who, mask: AccessMask) -> String {
    let line = ComLine {
        effect,
        who: who.clone(),
        mask,
        origin: Origin::Unsaid,
    };
    com_line_words(&line, kind_of(list))
}

/// A statement that is taken back. What has no words of its own is said to be no longer said.
fn taken_back(statement: &Statement) -> String {
    match statement {
        Statement::Member { member, group } => format!(
            "{} is no longer a member of {}",
            spell::subject(member),
            spell::account(group)
        ),
        Statement::Right { right, holders } => {
            let holders: Vec<String> = holders.iter().map(spell::account).collect();
            format!(
                "right {} no longer belongs to {}",
                spell::plain(right),
                holders.join(", ")
            )
        }
        Statement::Pool(pool) => no_longer(
            &format!("pool {}", spell::plain(&pool.name)),
            &pool_sentence(pool),
        ),
        Statement::Service(service) => no_longer(
            &format!("service {}", spell::plain(&service.name)),
            &service_sentence(service),
        ),
        Statement::Account(AccountState::Disabled { who }) => {
            format!("{} is no longer disabled", spell::subject(who))
        }
        Statement::Account(AccountState::WrongPassword { who }) => {
            format!("the password of {} is no longer wrong", spell::account(who))
        }
        Statement::Account(AccountState::LoggedOn { at, who }) => {
            let who = who.as_ref().map_or("nobody".to_owned(), spell::subject);
            format!("{who} is no longer logged on at {}", spell::plain(at))
        }
        Statement::Running(running) => {
            format!(
                "component {} is no longer running",
                spell::plain(&running.component)
            )
        }
        Statement::Gap(gap) => {
            let said = gap_sentence(gap);
            let (verb, longer) = match gap {
                Gap::OwnerOf(_) => (" is unknown", " is no longer unknown"),
                Gap::MembersOf(_)
                | Gap::GroupsOf(_)
                | Gap::PermissionsOf(_)
                | Gap::InheritedLinesOf(_) => (" are unknown", " are no longer unknown"),
            };
            match said.strip_suffix(verb) {
                Some(head) => format!("{head}{longer}"),
                None => said,
            }
        }
        Statement::Account(
            AccountState::MembersChangedBy { .. } | AccountState::PasswordChangedBy { .. },
        )
        | Statement::Server(_)
        | Statement::User { .. }
        | Statement::Group { .. }
        | Statement::MachineSid { .. }
        | Statement::Domain { .. }
        | Statement::Site(_)
        | Statement::Application(_)
        | Statement::VirtualFolder(_)
        | Statement::Object(_)
        | Statement::Iis(_)
        | Statement::Machine(_)
        | Statement::Component(_)
        | Statement::MachineCom { .. }
        | Statement::Task(_)
        | Statement::Process(_)
        | Statement::Undescribed { .. } => {
            format!("it is no longer said that {}", in_one_line(statement))
        }
    }
}

/// `pool A runs as X` → `pool A no longer runs as X`
fn no_longer(subject: &str, sentence: &str) -> String {
    let clauses = sentence.strip_prefix(subject).unwrap_or(sentence);
    let clauses = clauses.trim_start_matches([',', ' ']);
    format!("{subject} no longer {clauses}")
}
