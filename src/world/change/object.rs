//! Changes of folders, files and keys: their lines, their owners, and what they inherit.
//!
//! An object that nobody described has what `undescribed objects` says; that stays, and the change comes to it. An editor
//! writes inherited lines anew into everything below, so a list below that was stored is worked out from above afterwards.

use super::{
    NewLine, ObjectName, OldLines,
    edit::{Done, Edit, cannot, nothing},
    ground::{Ground, fresh, keep_origins, kind, not_known, noun_of},
    list::{Row, Rows, Stored, as_line, is_theirs},
};
use crate::{
    nt::{AceFlags, ObjectKind},
    world::{
        Described, Effect, Gap, Inheritance, Listing, ObjectNoun, ObjectStatement, Statement, Who,
        WinPath,
    },
};

impl Edit<'_> {
    /// A line in an object's list.
    pub(super) fn object_line(&mut self, object: &ObjectName, line: &NewLine) -> Done {
        let mut passes_on = false;
        match self.ground(object)? {
            Ground::Described(numbers) => {
                for at in numbers {
                    passes_on |= self.rows_of(at, None, |edit, rows, noun| {
                        let flags = flags_of(line, noun);
                        rows.put(line, flags, edit)?;
                        Ok(flags & 3 != 0)
                    })?;
                }
            }
            // What is not known may deny before a grant is reached. A denial comes first whatever follows.
            Ground::Unknown => {
                if line.effect == Effect::Deny {
                    self.deny_unknown(object, line)?;
                    passes_on = true;
                }
            }
        }
        if passes_on {
            self.propagate(&object.path)?;
        }
        Ok(())
    }

    /// The denial is known, and nothing of what follows.
    fn deny_unknown(&mut self, object: &ObjectName, line: &NewLine) -> Done {
        let noun = noun_of(self.server.describe(&object.path, object.noun).kind);
        let path = object.path.clone();
        if self.has_gap(&Gap::PermissionsOf(path.clone())) || self.descriptions(&path).is_empty() {
            let numbers = self.descriptions(&path);
            for at in numbers.into_iter().rev() {
                self.facts.remove(at);
            }
            self.drop_gap(&Gap::PermissionsOf(path.clone()));
            let mut rows = Rows::of(
                &Listing::default(),
                self.origin,
                ObjectKind::Folder,
                self.server,
            )?;
            rows.put(line, flags_of(line, noun), self)?;
            self.push(Statement::Object(ObjectStatement {
                noun,
                path: path.clone(),
                owner: None,
                inheritance: Inheritance::Inherits,
                list: rows.listing(None)?,
            }));
            self.push_once(&Statement::Gap(Gap::InheritedLinesOf(path.clone())));
            self.push_once(&Statement::Gap(Gap::OwnerOf(path)));
            return Ok(());
        }
        Err(cannot(
            format!("what `{path}` has could not be read"),
            "say the whole list first: `PATH sddl \"…\"`",
        ))
    }

    /// Lines of an object's list that are taken back.
    pub(super) fn object_no_line(&mut self, object: &ObjectName, old: &OldLines) -> Done {
        let numbers = self.known_ground(object)?;
        let mut taken = 0;
        for at in numbers {
            taken += self.rows_of(at, None, |edit, rows, noun| {
                Ok(rows.take_back(old, kind(noun), edit))
            })?;
        }
        if taken == 0 {
            return Err(self.no_such_line(object, old));
        }
        self.propagate(&object.path)
    }

    /// There is no such line of its own: it is inherited, or there is none at all.
    fn no_such_line(&self, object: &ObjectName, old: &OldLines) -> Box<crate::text::Diagnostic> {
        let path = &object.path;
        let verb = match old.effect {
            Effect::Allow => "allow",
            Effect::Deny => "deny",
        };
        let described = self.server.describe(path, object.noun);
        let inherited = self.inherited_from(&described, old);
        match inherited {
            Some(folder) => cannot(
                format!(
                    "what `{path}` {verb}s `{}` is inherited from `{folder}`",
                    old.who
                ),
                format!(
                    "take it back there: `{folder} no longer {verb}s …`; or first `{path} no longer inherits, keeping copies`"
                ),
            ),
            None => nothing(format!("`{path}` does not {verb} `{}` that", old.who)),
        }
    }

    /// The folder from which an object inherits such a line.
    fn inherited_from(&self, described: &Described, old: &OldLines) -> Option<WinPath> {
        let completion = described.completions.first()?;
        let lines = completion
            .descriptor
            .dacl
            .aces()
            .iter()
            .zip(&completion.lines);
        for (ace, source) in lines {
            if !is_theirs(ace, old, self) {
                continue;
            }
            if source.steps_up > 0 {
                return Some(source.path.clone());
            }
            if ace.is_inherited() {
                return self
                    .nearest_above(&described.path, old)
                    .or(described.path.parent());
            }
        }
        None
    }

    /// The nearest folder above with such a line of its own.
    fn nearest_above(&self, path: &WinPath, old: &OldLines) -> Option<WinPath> {
        let mut above = path.parent();
        while let Some(folder) = above {
            let described = self.server.describe(&folder, Some(ObjectNoun::Folder));
            let completion = described.completions.first()?;
            let mut own = completion.descriptor.dacl.aces().iter();
            if own.any(|ace| !ace.is_inherited() && is_theirs(ace, old, self)) {
                return Some(folder);
            }
            above = folder.parent();
        }
        None
    }

    /// `line 3 of C:\x is removed`
    pub fn remove_line(&mut self, path: &WinPath, number: u32) -> Done {
        let object = ObjectName {
            noun: None,
            path: path.clone(),
        };
        let numbers = self.known_ground(&object)?;
        let described = self.server.describe(path, None);
        let ([at], [completion]) = (numbers.as_slice(), described.completions.as_slice()) else {
            return Err(not_known(path));
        };
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        let Some(index) = number
            .checked_sub(1)
            .filter(|index| *index < completion.lines.len())
        else {
            return Err(nothing(format!(
                "`{path}` has {} lines, and no line {number}",
                completion.lines.len()
            )));
        };
        let source = &completion.lines[index];
        let ace = &completion.descriptor.dacl.aces()[index];
        if source.steps_up > 0 || ace.is_inherited() {
            let folder = if source.steps_up > 0 {
                source.path.to_string()
            } else {
                path.parent()
                    .map(|parent| parent.to_string())
                    .unwrap_or_default()
            };
            return Err(cannot(
                format!("line {number} of `{path}` is inherited from `{folder}`"),
                format!("remove it there, or first `{path} no longer inherits, keeping copies`"),
            ));
        }
        let own = source.line - 1;
        self.rows_of(*at, None, |_, rows, _| {
            if own < rows.rows.len() {
                rows.rows.remove(own);
            }
            Ok(())
        })?;
        self.propagate(path)
    }

    /// The whole list, in SDDL.
    pub(super) fn object_list(&mut self, object: &ObjectName, list: &Listing) -> Done {
        self.drop_gap(&Gap::PermissionsOf(object.path.clone()));
        let numbers = match self.ground(object)? {
            Ground::Described(numbers) => numbers,
            Ground::Unknown => {
                let noun = noun_of(self.server.describe(&object.path, object.noun).kind);
                self.push(Statement::Object(fresh(noun, &object.path)));
                vec![self.facts.len() - 1]
            }
        };
        for at in numbers {
            let origin = self.origin.clone();
            if let Some((fact, statement)) = self.object_at(at) {
                fact.list = list.clone();
                // What SDDL says of inheritance counts.
                fact.inheritance = Inheritance::Inherits;
                *statement = origin;
            }
        }
        self.propagate(&object.path)
    }

    /// `C:\x is owned by alice`
    pub fn owner(&mut self, object: &ObjectName, owner: &Who) -> Done {
        self.must_be_known([owner])?;
        self.drop_gap(&Gap::OwnerOf(object.path.clone()));
        let numbers = match self.ground(object)? {
            Ground::Described(numbers) => numbers,
            Ground::Unknown => {
                let path = &object.path;
                self.drop_gap(&Gap::PermissionsOf(path.clone()));
                self.push_once(&Statement::Gap(Gap::InheritedLinesOf(path.clone())));
                let noun = noun_of(self.server.describe(path, object.noun).kind);
                self.push(Statement::Object(fresh(noun, path)));
                vec![self.facts.len() - 1]
            }
        };
        for at in numbers {
            let origin = self.origin.clone();
            let whole = self.facts[at].origin.clone();
            if let Some((object, place)) = self.object_at(at) {
                object.owner = Some(owner.clone());
                keep_origins(object, &whole);
                *place = origin;
            }
        }
        Ok(())
    }

    /// `C:\x no longer inherits`
    pub fn stop_inheriting(&mut self, object: &ObjectName, keeping_copies: bool) -> Done {
        let path = &object.path;
        let numbers = self.known_ground(object)?;
        let copies = if keeping_copies {
            self.copies(path)?
        } else {
            Vec::new()
        };
        for at in numbers {
            self.rows_of(at, Some(false), |_, rows, _| {
                if rows.stored == Some(Stored::Protected) {
                    return Err(inherits_already(path, false));
                }
                if keeping_copies {
                    for row in &mut rows.rows {
                        row.set_flags(row.flags() & !AceFlags::INHERITED.0);
                    }
                    if !rows.is_sddl() {
                        rows.rows.extend(copies.iter().cloned());
                    }
                } else {
                    rows.rows.retain(|row| !row.is_inherited());
                }
                Ok(())
            })?;
        }
        self.drop_gap(&Gap::InheritedLinesOf(path.clone()));
        self.propagate(path)
    }

    /// What an object inherits and nobody wrote there, as lines of its own.
    fn copies(&self, path: &WinPath) -> Done<Vec<Row>> {
        let described = self.server.describe(path, None);
        let [completion] = described.completions.as_slice() else {
            return Err(not_known(path));
        };
        let mut copies = Vec::new();
        for (ace, source) in completion
            .descriptor
            .dacl
            .aces()
            .iter()
            .zip(&completion.lines)
        {
            if source.steps_up == 0 {
                continue;
            }
            let origin = match &source.whence {
                crate::world::Whence::Fact(_, origin) => origin,
                crate::world::Whence::Gap(_) => return Err(not_known(path)),
            };
            let Some(mut line) = as_line(ace, origin) else {
                return Err(cannot(
                    format!("`{path}` inherits entries that only SDDL can say"),
                    "say the whole list: `PATH sddl \"…\"`",
                ));
            };
            line.flags &= !AceFlags::INHERITED.0;
            line.who = self.called(&ace.sid);
            copies.push(Row::Line(line));
        }
        Ok(copies)
    }

    /// Somebody by SID; by name where the SID is not known.
    fn called(&self, sid: &crate::nt::Sid) -> Who {
        let accounts = self.server.accounts();
        match accounts.by_sid(sid) {
            Some(id) if accounts.get(id).sid().is_none() => {
                Who::Name(accounts.get(id).name().clone())
            }
            Some(_) | None => Who::Sid(*sid),
        }
    }

    /// `C:\x inherits again`
    pub fn inherit_again(&mut self, object: &ObjectName) -> Done {
        let path = &object.path;
        let numbers = self.known_ground(object)?;
        for at in numbers {
            self.rows_of(at, Some(true), |_, rows, _| {
                if rows.stored == Some(Stored::Protected) {
                    Ok(())
                } else {
                    Err(inherits_already(path, true))
                }
            })?;
        }
        self.propagate(path)
    }

    /// `folder C:\x` alone: it is there, and has what it had.
    pub(super) fn there_is(&mut self, object: &ObjectName) -> Done {
        self.ground(object).map(|_| ())
    }

    /// An empty list: nobody is let in.
    pub(super) fn object_empty(&mut self, object: &ObjectName) -> Done {
        self.object_list(object, &Listing::default())
    }
}

/// The flags of a new line on an object of that kind.
fn flags_of(line: &NewLine, noun: ObjectNoun) -> u8 {
    let whole = match noun {
        ObjectNoun::Folder => AceFlags::OBJECT_INHERIT.0 | AceFlags::CONTAINER_INHERIT.0,
        ObjectNoun::Key => AceFlags::CONTAINER_INHERIT.0,
        // Nothing lies in a file.
        ObjectNoun::File => return 0,
    };
    let level = if line.one_level {
        AceFlags::NO_PROPAGATE.0
    } else {
        0
    };
    line.scope.unwrap_or(whole) | level
}

fn inherits_already(path: &WinPath, inherits: bool) -> Box<crate::text::Diagnostic> {
    let says = if inherits {
        "inherits"
    } else {
        "does not inherit"
    };
    nothing(format!("`{path}` {says} already"))
}
