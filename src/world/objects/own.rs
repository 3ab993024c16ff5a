//! What one description says of its object: owner and lines, read once.

use std::sync::OnceLock;

use crate::{
    nt::{AccessMask, Ace, AceFlags, AclState, Control, ObjectKind, SecurityDescriptor, Sid},
    world::{
        FactId, Inheritance, Listing, ObjectNoun, ObjectStatement, Origin, Server, Statement,
        well_known::sid,
    },
};

/// A distinct description: the fact that says it first, and what it comes to.
#[derive(Debug)]
pub(super) struct Own {
    pub fact: FactId,
    read: OnceLock<Result<OwnList, String>>,
}

/// What a description comes to.
#[derive(Clone, Debug)]
pub(super) struct OwnList {
    /// Attached: generic bits of live lines are mapped.
    pub descriptor: SecurityDescriptor,
    /// Whether nothing is added from above.
    pub complete: bool,
}

/// What a noun is to Windows.
pub(super) fn kind(noun: ObjectNoun) -> ObjectKind {
    match noun {
        ObjectNoun::Folder => ObjectKind::Folder,
        ObjectNoun::File => ObjectKind::File,
        ObjectNoun::Key => ObjectKind::Key,
    }
}

impl Own {
    pub fn new(fact: FactId) -> Own {
        Own {
            fact,
            read: OnceLock::new(),
        }
    }

    /// What it comes to; an error says why its text could not be read.
    pub fn list(&self, server: &Server) -> Result<&OwnList, &str> {
        let read = || {
            let Statement::Object(object) = &server.fact(self.fact).statement else {
                return Err(String::from("not a description"));
            };
            read(object, server)
        };
        self.read.get_or_init(read).as_ref().map_err(String::as_str)
    }
}

/// Where one of its own lines was said.
pub(super) fn line_origin(object: &ObjectStatement, fact: &Origin, line: usize) -> Origin {
    match &object.list {
        Listing::Sddl(_) => fact.clone(),
        Listing::Lines(lines) => lines
            .get(line)
            .map(|line| &line.origin)
            .filter(|origin| !origin.is_unsaid())
            .unwrap_or(fact)
            .clone(),
    }
}

fn read(object: &ObjectStatement, server: &Server) -> Result<OwnList, String> {
    let named_owner = match &object.owner {
        None => None,
        Some(who) => Some(key(server, who)?),
    };
    let (mut descriptor, complete) = match &object.list {
        Listing::Sddl(text) => {
            let descriptor = read_sddl(text, server)?;
            let whole = descriptor.control.contains(Control::DACL_PROTECTED)
                || descriptor.control.contains(Control::DACL_AUTO_INHERITED)
                || !matches!(descriptor.dacl, AclState::Present(_))
                || descriptor.dacl.aces().iter().any(Ace::is_inherited);
            (descriptor, whole)
        }
        Listing::Lines(lines) => {
            let ace = |line: &crate::world::AccessLine| {
                let flags = AceFlags(line.flags & 0x1F);
                let sid = key(server, &line.who)?;
                Ok(line.effect.ace(sid, line.mask, flags))
            };
            let aces = lines
                .iter()
                .map(ace)
                .collect::<Result<Vec<Ace>, String>>()?;
            (
                SecurityDescriptor {
                    dacl: AclState::of(aces),
                    ..SecurityDescriptor::default()
                },
                false,
            )
        }
    };
    descriptor.owner = named_owner
        .or(descriptor.owner)
        .or(Some(sid::ADMINISTRATORS));
    descriptor.group = descriptor.group.or(Some(sid::SYSTEM));
    let complete = match object.inheritance {
        Inheritance::Inherits => complete,
        Inheritance::Protected => {
            descriptor.control = descriptor.control.union(Control::DACL_PROTECTED);
            true
        }
        Inheritance::ListedInFull => true,
    };
    Ok(OwnList {
        descriptor: descriptor.attach(kind(object.noun)),
        complete,
    })
}

fn key(server: &Server, who: &crate::world::Who) -> Result<Sid, String> {
    let id = server.accounts().look_up(who);
    id.map(|id| server.principal(id).key())
        .ok_or_else(|| format!("`{who}` means nobody in particular"))
}

fn read_sddl(text: &str, server: &Server) -> Result<SecurityDescriptor, String> {
    SecurityDescriptor::from_sddl(text, &server.accounts().domains())
        .map_err(|error| error.message())
}

/// Everything that a file, folder or key knows.
pub(super) fn everything(kind: ObjectKind) -> AccessMask {
    kind.mapping().all
}
