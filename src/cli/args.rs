//! What can be typed: one variant a command, with the options that several share.

use clap::{Args as Group, Parser, Subcommand};

use crate::nt::{Domains, ObjectKind, Sid};

/// Who can do what on a Windows server that runs IIS, with the proof.
#[derive(Debug, Parser)]
#[command(
    name = "poolproof",
    version,
    after_help = "Without a command: the prompt, on the built-in demo server."
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Answers questions; the exit code tells the verdict
    Ask(super::ask::Options),
    /// Insists on assertions, invariants or built-in rules; the exit code tells what came of it
    Check(super::check::Options),
    /// Looks for a world that breaks an invariant, and makes it as small as it can be
    Hunt(super::hunt::Options),
    /// Puts artefacts together into one world, and tells what was read and what was not
    Import(super::import::Options),
    /// The prompt on other worlds than the demo
    Repl(super::repl::Options),
    /// Answers access checks, one JSON object a line
    AccessCheck(super::access_check::Options),
    /// Tells what a security descriptor says
    Sddl(super::sddl::Options),
}

/// The SIDs that letters such as `LA` and `DA` need.
#[derive(Clone, Copy, Debug, Group)]
pub(super) struct DomainOptions {
    /// The machine's own SID, for LA and LG
    #[arg(long, value_name = "SID")]
    machine_sid: Option<Sid>,
    /// The SID of the machine's domain, for DA, DU, DC and the like
    #[arg(long, value_name = "SID")]
    domain_sid: Option<Sid>,
    /// The SID of the forest's root domain, for EA, SA, RO and EK
    #[arg(long, value_name = "SID")]
    forest_sid: Option<Sid>,
}

impl DomainOptions {
    pub(super) fn domains(&self) -> Domains {
        Domains {
            machine: self.machine_sid,
            domain: self.domain_sid,
            forest_root: self.forest_sid,
        }
    }
}

/// Kinds of object, as they are called on the command line and in cases.
pub(super) const OBJECTS: [(&str, ObjectKind); 10] = [
    ("file", ObjectKind::File),
    ("folder", ObjectKind::Folder),
    ("key", ObjectKind::Key),
    ("service", ObjectKind::Service),
    ("scm", ObjectKind::ServiceManager),
    ("process", ObjectKind::Process),
    ("thread", ObjectKind::Thread),
    ("token", ObjectKind::Token),
    ("com-launch", ObjectKind::ComLaunch),
    ("com-access", ObjectKind::ComAccess),
];

/// The kind of object with that name.
///
/// # Errors
/// There is none; the sentence names those that there are.
pub(super) fn object_kind(name: &str) -> Result<ObjectKind, String> {
    OBJECTS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, kind)| *kind)
        .ok_or_else(|| {
            let known = OBJECTS.map(|(known, _)| known).join(", ");
            format!("no kind of object is called `{name}`; there are {known}")
        })
}
