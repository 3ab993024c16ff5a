//! What there is of an object before it is changed: its descriptions, or what it has undescribed; and what lies below it.

use super::{
    ObjectName,
    edit::{Done, Edit, cannot, nothing},
    list::{Rows, Stored},
};
use crate::{
    nt::ObjectKind,
    world::{
        Fact, Gap, How, Inheritance, Listing, ObjectNoun, ObjectStatement, Statement, WinPath,
    },
};

/// What is there to be edited.
pub(super) enum Ground {
    /// The numbers of the facts that describe the object: one, or several that differ.
    Described(Vec<usize>),
    /// Nobody knows what it has.
    Unknown,
}

impl Edit<'_> {
    /// Lets `change` edit the list of one description. `inherits` says what becomes of inheritance.
    pub fn rows_of<T>(
        &mut self,
        at: usize,
        inherits: Option<bool>,
        change: impl FnOnce(&Edit<'_>, &mut Rows, ObjectNoun) -> Done<T>,
    ) -> Done<T> {
        let whole = self.facts[at].origin.clone();
        let Statement::Object(object) = &self.facts[at].statement else {
            return Err(nothing("nobody describes it"));
        };
        let mut object = object.clone();
        let mut rows = Rows::of(&object.list, &whole, kind(object.noun), self.server)?;
        rows.stored = Some(match object.inheritance {
            Inheritance::Protected => Stored::Protected,
            Inheritance::ListedInFull => Stored::Complete,
            Inheritance::Inherits => rows.stored.unwrap_or(Stored::WorkedOut),
        });
        let was_sddl = matches!(object.list, Listing::Sddl(_));
        let done = change(self, &mut rows, object.noun)?;
        let becomes_lines = was_sddl && !rows.is_sddl();
        if becomes_lines {
            object.owner = object.owner.take().or(rows.owner.take());
        }
        object.inheritance = match (inherits, rows.stored) {
            (Some(false), _) => Inheritance::Protected,
            (Some(true), _) => Inheritance::Inherits,
            (None, Some(Stored::Protected)) if becomes_lines => Inheritance::Protected,
            (None, Some(Stored::Complete)) if becomes_lines => Inheritance::ListedInFull,
            (None, _) => object.inheritance,
        };
        object.list = rows.listing(inherits)?;
        self.facts[at].statement = Statement::Object(object);
        Ok(done)
    }

    pub fn object_at(
        &mut self,
        at: usize,
    ) -> Option<(&mut ObjectStatement, &mut crate::world::Origin)> {
        let Fact { statement, origin } = &mut self.facts[at];
        let Statement::Object(object) = statement else {
            return None;
        };
        Some((object, origin))
    }

    /// The descriptions of an object of which something is known; an error if nothing is.
    pub fn known_ground(&mut self, object: &ObjectName) -> Done<Vec<usize>> {
        match self.ground(object)? {
            Ground::Described(numbers) => Ok(numbers),
            Ground::Unknown => Err(not_known(&object.path)),
        }
    }

    /// What describes an object. One that nobody described becomes described by what it has.
    pub fn ground(&mut self, object: &ObjectName) -> Done<Ground> {
        let path = &object.path;
        if self.has_gap(&Gap::PermissionsOf(path.clone())) {
            return Ok(Ground::Unknown);
        }
        let said = self.descriptions(path);
        if !said.is_empty() {
            for at in &said {
                let Statement::Object(known) = &self.facts[*at].statement else {
                    continue;
                };
                if object.noun.is_some_and(|noun| noun != known.noun) {
                    return Err(cannot(
                        format!("`{path}` is not of that kind"),
                        format!("it is described as a {}", word(known.noun)),
                    ));
                }
            }
            return Ok(Ground::Described(said));
        }
        let described = self.server.describe(path, object.noun);
        let noun = noun_of(described.kind);
        let mut base = fresh(noun, path);
        let mut origin = self.origin.clone();
        match described.how {
            How::InheritedUndescribed => {}
            // It inherits nothing, so nothing that it inherits is unknown.
            How::Closed => {
                base.inheritance = Inheritance::Protected;
                self.drop_gap(&Gap::InheritedLinesOf(path.clone()));
            }
            How::Documented | How::Stated | How::WorkedOut => {
                let Some(fact) = described.documented.map(|id| self.server.fact(id)) else {
                    return Ok(Ground::Unknown);
                };
                let Statement::Object(documented) = &fact.statement else {
                    return Ok(Ground::Unknown);
                };
                base = ObjectStatement {
                    path: path.clone(),
                    ..documented.clone()
                };
                origin = fact.origin.clone();
                keep_origins(&mut base, &origin);
            }
            How::Unknown => return Ok(Ground::Unknown),
        }
        self.facts.push(Fact {
            statement: Statement::Object(base),
            origin,
        });
        Ok(Ground::Described(vec![self.facts.len() - 1]))
    }

    pub fn has_gap(&self, gap: &Gap) -> bool {
        self.facts
            .iter()
            .any(|fact| self.is_gap(&fact.statement, gap))
    }

    pub fn drop_gap(&mut self, gap: &Gap) {
        let (kept, _): (Vec<Fact>, Vec<Fact>) = std::mem::take(&mut self.facts)
            .into_iter()
            .partition(|fact| !self.is_gap(&fact.statement, gap));
        self.facts = kept;
    }

    /// Whether a statement is that gap of that path.
    fn is_gap(&self, statement: &Statement, gap: &Gap) -> bool {
        let Statement::Gap(known) = statement else {
            return false;
        };
        match (known, gap) {
            (Gap::PermissionsOf(a), Gap::PermissionsOf(b))
            | (Gap::OwnerOf(a), Gap::OwnerOf(b))
            | (Gap::InheritedLinesOf(a), Gap::InheritedLinesOf(b)) => self.is_at(a, b),
            (known, gap) => known == gap,
        }
    }

    /// Everything below that inherits gets its inherited lines anew: stored ones go, and what is above is worked out.
    pub fn propagate(&mut self, folder: &WinPath) -> Done {
        let windows = self.server.windows();
        let folder = folder.expanded(windows);
        let below = |object: &ObjectStatement| {
            let path = object.path.expanded(windows);
            (path != folder && path.is_under(&folder)).then_some(path)
        };
        let mut stored = Vec::new();
        let mut protected = Vec::new();
        for (at, fact) in self.facts.iter().enumerate() {
            let Statement::Object(object) = &fact.statement else {
                continue;
            };
            let Some(path) = below(object) else { continue };
            match how(object, self) {
                Stored::Protected => protected.push(path),
                Stored::Complete => stored.push((at, path)),
                Stored::WorkedOut => {}
            }
        }
        for (at, path) in stored {
            if protected.iter().any(|above| path.is_under(above)) {
                continue;
            }
            self.rows_of(at, Some(true), |_, rows, _| {
                rows.rows.retain(|row| !row.is_inherited());
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// How a description takes part in inheritance. One that cannot be read takes none.
fn how(object: &ObjectStatement, edit: &Edit<'_>) -> Stored {
    match (object.inheritance, &object.list) {
        (Inheritance::Protected, _) => Stored::Protected,
        (Inheritance::ListedInFull, _) => Stored::Complete,
        (Inheritance::Inherits, Listing::Lines(_)) => Stored::WorkedOut,
        (Inheritance::Inherits, list @ Listing::Sddl(_)) => {
            let rows = Rows::of(list, edit.origin, kind(object.noun), edit.server);
            rows.map_or(Stored::Protected, |rows| {
                rows.stored.unwrap_or(Stored::WorkedOut)
            })
        }
    }
}

/// Lines keep their places when the sentence above them gets another one.
pub(super) fn keep_origins(object: &mut ObjectStatement, whole: &crate::world::Origin) {
    if let Listing::Lines(lines) = &mut object.list {
        for line in lines.iter_mut().filter(|line| line.origin.is_unsaid()) {
            line.origin = whole.clone();
        }
    }
}

pub(super) fn fresh(noun: ObjectNoun, path: &WinPath) -> ObjectStatement {
    ObjectStatement {
        noun,
        path: path.clone(),
        owner: None,
        inheritance: Inheritance::Inherits,
        list: Listing::default(),
    }
}

pub(super) fn not_known(path: &WinPath) -> Box<crate::text::Diagnostic> {
    cannot(
        format!("what `{path}` has is not known, so nothing can be taken from it"),
        "say the whole list first: `PATH sddl \"…\"`",
    )
}

pub(super) fn kind(noun: ObjectNoun) -> ObjectKind {
    match noun {
        ObjectNoun::Folder => ObjectKind::Folder,
        ObjectNoun::File => ObjectKind::File,
        ObjectNoun::Key => ObjectKind::Key,
    }
}

pub(super) fn noun_of(kind: ObjectKind) -> ObjectNoun {
    if kind == ObjectKind::Key {
        ObjectNoun::Key
    } else if kind == ObjectKind::Folder {
        ObjectNoun::Folder
    } else {
        ObjectNoun::File
    }
}

pub(super) fn word(noun: ObjectNoun) -> &'static str {
    match noun {
        ObjectNoun::Folder => "folder",
        ObjectNoun::File => "file",
        ObjectNoun::Key => "key",
    }
}
