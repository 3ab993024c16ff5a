//! A change of a world as data: a statement that is added, or one that is taken back. Facts in, other facts out.
//!
//! Nothing is changed in place: [`Change::apply`] gives the facts as they would be, and a new server is made of them.
//! A fact that can only be one takes the place of the old one; memberships, rights and access lines come beside what is there.
//! What somebody says of a list is put where an editor of Windows would put it.

mod accounts;
mod com;
mod difference;
mod edit;
mod ground;
mod list;
mod machine;
mod object;
mod program;
mod say;
mod settings;
mod take_back;

use std::sync::Arc;

pub use difference::{difference, without_derived};

use super::{
    ApplicationSettings, Effect, Fact, MachineList, Name, ObjectNoun, Origin, Server, Statement,
    Who, WinPath,
};
use crate::{nt::AccessMask, text::Diagnostic};
use edit::Edit;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A statement of the notation: beside what is said, and in place of what can only be one.
    /// Nothing about an object, and nothing with a list: these are said line by line.
    Say(Statement),
    /// `site Shop anonymous is IUSR`: clauses of a site or an application that is there.
    Set {
        /// Of which.
        of: Serving,
        /// What is said; the rest stays.
        settings: Box<ApplicationSettings>,
    },
    /// `alice is no longer a member of Editors`, `pool A no longer runs as alice`: what the statement says, and nothing else.
    TakeBack(Statement),
    /// `site Shop no longer runs asp`
    Unset {
        /// Of which.
        of: Serving,
        /// What is taken back.
        settings: Box<ApplicationSettings>,
    },
    /// `pool A is removed`: everything that describes it.
    Remove(Subject),
    /// `C:\x is owned by alice`
    Owner {
        /// The object, with its kind where it was said.
        object: ObjectName,
        /// Who owns it then.
        owner: Who,
    },
    /// `C:\x allows alice read`, `component C launch denies Guests remote`
    Line {
        /// Whose list.
        list: ListOf,
        /// The line.
        line: NewLine,
    },
    /// `C:\x no longer allows alice read`
    NoLine {
        /// Whose list.
        list: ListOf,
        /// Which lines, and what of them.
        lines: OldLines,
    },
    /// `line 3 of C:\x is removed`
    RemoveLine {
        /// The object.
        path: WinPath,
        /// Which line in stored order, from 1.
        number: u32,
    },
    /// `C:\x sddl "…"`: the whole list.
    Sddl {
        /// Whose list.
        list: ListOf,
        /// As Windows writes it.
        text: Arc<str>,
    },
    /// `service S allows nobody`: an empty list.
    Empty {
        /// Whose list.
        list: ListOf,
    },
    /// `C:\x no longer inherits`, `…, keeping copies`
    StopInheriting {
        /// The object.
        object: ObjectName,
        /// Whether the lines that it inherited stay as its own.
        keeping_copies: bool,
    },
    /// `C:\x inherits again`
    InheritAgain {
        /// The object.
        object: ObjectName,
    },
    /// `it is said that …`: exactly this fact, beside what is there.
    Said(Statement),
    /// `it is no longer said that …`: exactly this fact.
    NoLongerSaid(Statement),
}

/// A site, or an application in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Serving {
    /// `site Shop`
    Site(Name),
    /// `application /a of site Shop`; the site may be left out where only one has it.
    Application(Option<Name>, Name),
}

/// What can be removed as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `pool A`
    Pool(Name),
    /// `site Shop`, with all that is in it.
    Site(Name),
    /// `application /a`
    Application(Option<Name>, Name),
    /// `virtual folder /v`
    VirtualFolder(Option<Name>, Name),
    /// `user alice`, `group Editors`: with its memberships.
    Account(Name),
    /// `component C`
    Component(Name),
    /// `service S`
    Service(Name),
    /// `task T`
    Task(Name),
    /// `filter PATH`
    Filter(WinPath),
    /// `C:\x`: its description.
    Object(WinPath),
}

/// An object by its path, with its kind where that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectName {
    /// `folder`, `file`, `key`
    pub noun: Option<ObjectNoun>,
    /// Its path.
    pub path: WinPath,
}

/// Whose list a line is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListOf {
    /// An object's.
    Object(ObjectName),
    /// A service's.
    Service(Name),
    /// A task's.
    Task(Name),
    /// A component's own for launching.
    Launch(Name),
    /// A component's own for calls.
    Access(Name),
    /// One of the machine's.
    Machine(MachineList),
}

/// A line that is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// Allow or deny.
    pub effect: Effect,
    /// Whom.
    pub who: Who,
    /// The mask that is stored.
    pub mask: AccessMask,
    /// What it is for (the flags OI, CI and IO); unsaid, what the kind of object makes of it.
    pub scope: Option<u8>,
    /// `one level`
    pub one_level: bool,
}

/// Lines that are taken back, or a part of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldLines {
    /// Allow or deny.
    pub effect: Effect,
    /// Whose lines.
    pub who: Who,
    /// Which rights; `None` for all of them.
    pub rights: Option<AccessMask>,
    /// Only lines that are for this (the flags OI, CI and IO).
    pub scope: Option<u8>,
}

impl Change {
    /// The facts as they would be. What is added or put in place of something carries this origin.
    ///
    /// Names are looked up in `server`, which is made of the facts (and may know more, as one that IIS has made
    /// processes for).
    ///
    /// # Errors
    /// A name that nobody has, nothing to take back, a line that is only inherited, a list that is not known.
    pub fn apply(
        &self,
        facts: &[Fact],
        server: &Server,
        origin: &Origin,
    ) -> Result<Vec<Fact>, Box<Diagnostic>> {
        let mut edit = Edit::of(facts, server, origin);
        match self {
            Change::Say(statement) => edit.say(statement)?,
            Change::Set { of, settings } => edit.set(of, settings)?,
            Change::TakeBack(statement) => edit.take_back(statement)?,
            Change::Unset { of, settings } => edit.unset(of, settings)?,
            Change::Remove(subject) => edit.remove(subject)?,
            Change::Owner { object, owner } => edit.owner(object, owner)?,
            Change::Line { list, line } => edit.line(list, line)?,
            Change::NoLine { list, lines } => edit.no_line(list, lines)?,
            Change::RemoveLine { path, number } => edit.remove_line(path, *number)?,
            Change::Sddl { list, text } => edit.sddl(list, text)?,
            Change::Empty { list } => edit.empty(list)?,
            Change::StopInheriting {
                object,
                keeping_copies,
            } => edit.stop_inheriting(object, *keeping_copies)?,
            Change::InheritAgain { object } => edit.inherit_again(object)?,
            Change::Said(statement) => edit.push(statement.clone()),
            Change::NoLongerSaid(statement) => edit.unsay(statement)?,
        }
        Ok(edit.facts)
    }

    /// The changes that lead back from the facts that this one makes of `facts`.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn invert(&self, facts: &[Fact], server: &Server) -> Result<Vec<Change>, Box<Diagnostic>> {
        let after = self.apply(facts, server, &Origin::Unsaid)?;
        Ok(difference(&after, facts))
    }
}

/// The facts after several changes, in the order in which they were said; a server is made in between.
///
/// # Errors
/// The first one that cannot be made, see [`Change::apply`].
pub fn apply_all(changes: &[Change], facts: &[Fact]) -> Result<Vec<Fact>, Box<Diagnostic>> {
    let mut facts = facts.to_vec();
    for (number, change) in (1..).zip(changes) {
        let (server, _) = Server::build(facts.clone());
        facts = change.apply(&facts, &server, &Origin::Supposed(number))?;
    }
    Ok(facts)
}
