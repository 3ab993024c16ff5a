//! Claims and what they are about, in short words: names, no reasons.

use super::{Claim, ObjectId, Power, Reach, TokenId};
use crate::{
    nt::ObjectKind,
    world::{Logon, Statement, footprint::Securable},
};

impl Reach<'_> {
    /// A claim in words, with the actor left out: `reads C:\inetpub\wwwroot\web.config`.
    pub fn words(&self, claim: &Claim) -> String {
        match claim {
            Claim::Code(host) => format!("runs code in {}", self.footprint().host(*host).name),
            Claim::CodeSomewhere => "runs code on the machine".into(),
            Claim::Wields(token) => format!("acts as {}", self.token_words(*token)),
            Claim::WieldsOneOf(_) => "acts as one of several".into(),
            Claim::May(object, power) => {
                let right = power_words(*power, self.kind(*object));
                format!("may {right} {}", self.object_words(*object))
            }
            Claim::Free(object) => {
                format!("gives itself any right on {}", self.object_words(*object))
            }
            Claim::Plants(object) => {
                format!(
                    "puts its own in the place of {}",
                    self.object_words(*object)
                )
            }
            Claim::Reads(object) => format!("reads {}", self.object_words(*object)),
            Claim::Writes(object) => format!("changes {}", self.object_words(*object)),
            Claim::Knows(account) => {
                let name = self.server().principal(*account).name();
                format!("knows the password of {name}")
            }
            Claim::Joins(group) => {
                let name = self.server().principal(*group).name();
                format!("puts accounts into {name}")
            }
            Claim::Starts(fact) => match &self.server().fact(*fact).statement {
                Statement::Component(component) => {
                    format!("starts component {}", component.name)
                }
                _ => "starts a component".into(),
            },
            Claim::System => "is as good as SYSTEM".into(),
        }
    }

    /// Whose token it is, and how it came to be.
    pub fn token_words(&self, token: TokenId) -> String {
        let facts = self.token(token);
        let user = self.server().accounts().display(&facts.token.user);
        match (facts.process, facts.logon) {
            (Some(process), _) => match self.server().process(process) {
                Some(process) => format!("{user} (the process {})", process.name),
                None => user,
            },
            (None, Some(logon)) => format!("{user} ({})", logon_words(logon)),
            (None, None) => user,
        }
    }

    /// An object by its name.
    pub fn object_words(&self, object: ObjectId) -> String {
        match &self.object(object).what {
            Securable::File(path) | Securable::Folder(path) | Securable::Key(path) => {
                path.to_string()
            }
            Securable::FileIn(folder) => format!("any other file in {folder}"),
            Securable::FolderIn(folder) => format!("any other folder in {folder}"),
            Securable::Service(fact) => match &self.server().fact(*fact).statement {
                Statement::Service(service) => format!("service {}", service.name),
                _ => "a service".into(),
            },
            Securable::Task(fact) => match &self.server().fact(*fact).statement {
                Statement::Task(task) => format!("task {}", task.name),
                _ => "a task".into(),
            },
        }
    }
}

/// What a right lets do, as a verb.
pub fn power_words(power: Power, kind: ObjectKind) -> &'static str {
    match (power, kind) {
        (Power::Read, ObjectKind::Folder) => "list",
        (Power::Read, _) => "read",
        (Power::WriteData, ObjectKind::Key) => "set values of",
        (Power::WriteData, _) => "write",
        (Power::Append, ObjectKind::Key) => "create keys in",
        (Power::Append, _) => "append to",
        (Power::AddFile, _) => "create files in",
        (Power::AddFolder, _) => "create folders in",
        (Power::Delete, _) => "delete",
        (Power::DeleteChild, _) => "delete what is in",
        (Power::ChangePermissions, _) => "change the permissions of",
        (Power::TakeOwnership, _) => "take ownership of",
        (Power::Configure, _) => "configure",
    }
}

fn logon_words(logon: Logon) -> &'static str {
    match logon {
        Logon::Interactive => "logged on interactively",
        Logon::Network => "logged on over the network",
        Logon::Batch => "logged on as a batch job",
        Logon::Service => "logged on as a service",
    }
}
