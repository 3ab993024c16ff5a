//! Access lists that are edited as the editors of Windows edit them, whether they were said in lines or in SDDL.
//!
//! Canonical order: a denial stands before all lines that are not inherited, a grant behind them, inherited ones last.
//! A list in SDDL becomes lines where lines can say all of it; one with conditions, labels or audit entries stays SDDL.

use std::sync::Arc;

use super::{
    NewLine, OldLines,
    edit::{Done, Edit, cannot},
};
use crate::{
    nt::{AccessMask, Ace, AceFlags, AceKind, AclState, Control, ObjectKind, SecurityDescriptor},
    world::{AccessLine, Effect, Listing, Origin, Server, Who, well_known::sid},
};

const ID: u8 = AceFlags::INHERITED.0;
const SCOPE: u8 =
    AceFlags::OBJECT_INHERIT.0 | AceFlags::CONTAINER_INHERIT.0 | AceFlags::INHERIT_ONLY.0;

/// READ_CONTROL and SYNCHRONIZE: every word of an editor holds them, so they go only with the last of a line.
const SHARED: AccessMask = AccessMask(0x12_0000);

/// One entry.
#[derive(Clone, Debug)]
pub(super) enum Row {
    /// As a line.
    Line(AccessLine),
    /// As it is stored.
    Ace(Ace),
}

/// A list that is edited.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    pub rows: Vec<Row>,
    /// What else the SDDL says, where the list stays SDDL.
    frame: Option<SecurityDescriptor>,
    /// Whom SDDL names as the owner.
    pub owner: Option<Who>,
    /// What SDDL says of inheritance: `P`, and whether the list is complete as it stands.
    pub stored: Option<Stored>,
}

/// How a list in SDDL takes part in inheritance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    /// `P`
    Protected,
    /// What is listed is all that is stored.
    Complete,
    /// Inherited lines are worked out.
    WorkedOut,
}

impl Rows {
    /// The entries of a list; unsaid origins are that of the whole.
    pub fn of(list: &Listing, whole: &Origin, kind: ObjectKind, server: &Server) -> Done<Rows> {
        match list {
            Listing::Lines(lines) => Ok(Rows {
                rows: lines
                    .iter()
                    .map(|line| Row::Line(placed(line, whole)))
                    .collect(),
                frame: None,
                owner: None,
                stored: None,
            }),
            Listing::Sddl(text) => {
                let descriptor = SecurityDescriptor::from_sddl(text, &server.accounts().domains())
                    .map_err(|error| {
                        cannot(
                            format!("its list could not be read: {}", error.message()),
                            "say the whole list first: `PATH sddl \"…\"`",
                        )
                    })?;
                Ok(Rows::of_descriptor(descriptor, whole, kind))
            }
        }
    }

    fn of_descriptor(descriptor: SecurityDescriptor, whole: &Origin, kind: ObjectKind) -> Rows {
        let aces = match &descriptor.dacl {
            AclState::Present(acl) => acl.aces.clone(),
            // An editor shows that everybody may do everything as a line, and stores it with the first change.
            AclState::Absent | AclState::Null => {
                vec![Ace::allow(
                    sid::EVERYONE,
                    kind.mapping().all,
                    AceFlags::NONE,
                )]
            }
        };
        let stored = if descriptor.control.contains(Control::DACL_PROTECTED) {
            Stored::Protected
        } else if descriptor.control.contains(Control::DACL_AUTO_INHERITED)
            || !matches!(descriptor.dacl, AclState::Present(_))
            || aces.iter().any(Ace::is_inherited)
        {
            Stored::Complete
        } else {
            Stored::WorkedOut
        };
        let owner = descriptor.owner.map(Who::Sid);
        let lines: Option<Vec<Row>> = aces
            .iter()
            .map(|ace| as_line(ace, whole).map(Row::Line))
            .collect();
        match lines.filter(|_| descriptor.sacl.aces().is_empty()) {
            Some(rows) => Rows {
                rows,
                frame: None,
                owner,
                stored: Some(stored),
            },
            None => Rows {
                rows: aces.into_iter().map(Row::Ace).collect(),
                frame: Some(descriptor),
                owner,
                stored: Some(stored),
            },
        }
    }

    /// The list in one of the two forms.
    pub fn listing(self, keeps_inheriting: Option<bool>) -> Done<Listing> {
        let Some(mut frame) = self.frame else {
            let lines = self.rows.into_iter().filter_map(|row| match row {
                Row::Line(line) => Some(line),
                Row::Ace(_) => None,
            });
            return Ok(Listing::Lines(lines.collect()));
        };
        let aces = self.rows.into_iter().filter_map(|row| match row {
            Row::Ace(ace) => Some(ace),
            Row::Line(_) => None,
        });
        frame.dacl = AclState::of(aces.collect());
        let inheritance = Control(Control::DACL_PROTECTED.0 | Control::DACL_AUTO_INHERITED.0);
        match keeps_inheriting {
            None => {}
            Some(true) => frame.control = Control(frame.control.0 & !inheritance.0),
            Some(false) => {
                frame.control =
                    Control(frame.control.0 & !inheritance.0 | Control::DACL_PROTECTED.0);
            }
        }
        let text = frame.to_sddl().map_err(|_| {
            cannot(
                "its list cannot be written as SDDL",
                "say the whole list: `PATH sddl \"…\"`",
            )
        })?;
        Ok(Listing::Sddl(Arc::from(text)))
    }

    /// Whether the list stays SDDL.
    pub fn is_sddl(&self) -> bool {
        self.frame.is_some()
    }

    /// Puts a line where an editor would put it.
    pub fn put(&mut self, line: &NewLine, flags: u8, edit: &Edit<'_>) -> Done {
        let row = if self.frame.is_some() {
            let known = edit.server.accounts().look_up(&line.who);
            let Some(sid) = known.and_then(|id| edit.server.principal(id).sid()) else {
                return Err(cannot(
                    format!(
                        "the SID of `{}` is not known, and the list holds entries that only SDDL can say",
                        line.who
                    ),
                    "name somebody with a SID, or say the whole list: `PATH sddl \"…\"`",
                ));
            };
            Row::Ace(line.effect.ace(sid, line.mask, AceFlags(flags)))
        } else {
            Row::Line(AccessLine {
                effect: line.effect,
                who: line.who.clone(),
                mask: line.mask,
                flags,
                origin: edit.origin.clone(),
            })
        };
        let is_own = |row: &Row| !row.is_inherited();
        let at = match line.effect {
            Effect::Deny => self.rows.iter().position(is_own).unwrap_or(0),
            Effect::Allow => self.rows.iter().rposition(is_own).map_or(0, |at| at + 1),
        };
        self.rows.insert(at, row);
        Ok(())
    }

    /// Takes lines back, or what is said of them; how many lines that concerned.
    pub fn take_back(&mut self, old: &OldLines, kind: ObjectKind, edit: &Edit<'_>) -> usize {
        let mut taken = 0;
        let rows = std::mem::take(&mut self.rows);
        for mut row in rows {
            if row.is_inherited() || !row.is_one_of(old, edit) {
                self.rows.push(row);
                continue;
            }
            let Some(rights) = old.rights else {
                taken += 1;
                continue;
            };
            let mask = kind.mapping().map(row.mask());
            let rights = kind.mapping().map(rights);
            let mut rest = AccessMask(mask.0 & !rights.0);
            if rest == mask {
                self.rows.push(row);
                continue;
            }
            taken += 1;
            if rest.0 & !SHARED.0 != 0 && rights.0 & !SHARED.0 != 0 {
                rest |= AccessMask(mask.0 & SHARED.0);
            }
            if rest.0 != 0 {
                row.set_mask(rest);
                self.rows.push(row);
            }
        }
        taken
    }
}

impl Row {
    pub fn flags(&self) -> u8 {
        match self {
            Row::Line(line) => line.flags,
            Row::Ace(ace) => ace.flags.0,
        }
    }

    pub fn set_flags(&mut self, flags: u8) {
        match self {
            Row::Line(line) => line.flags = flags,
            Row::Ace(ace) => ace.flags = AceFlags(flags),
        }
    }

    pub fn is_inherited(&self) -> bool {
        self.flags() & ID != 0
    }

    fn mask(&self) -> AccessMask {
        match self {
            Row::Line(line) => line.mask,
            Row::Ace(ace) => ace.mask,
        }
    }

    fn set_mask(&mut self, mask: AccessMask) {
        match self {
            Row::Line(line) => line.mask = mask,
            Row::Ace(ace) => ace.mask = mask,
        }
    }

    /// Whether those lines are meant, whatever their rights.
    pub fn is_one_of(&self, old: &OldLines, edit: &Edit<'_>) -> bool {
        let is_theirs = match self {
            Row::Line(line) => line.effect == old.effect && edit.same(&line.who, &old.who),
            Row::Ace(ace) => is_theirs(ace, old, edit),
        };
        is_theirs && old.scope.is_none_or(|scope| self.flags() & SCOPE == scope)
    }
}

/// Whether a stored entry is a plain one of that effect for that account.
pub(super) fn is_theirs(ace: &Ace, old: &OldLines, edit: &Edit<'_>) -> bool {
    let accounts = edit.server.accounts();
    let key = match (accounts.look_up(&old.who), &old.who) {
        (Some(id), _) => Some(accounts.get(id).key()),
        (None, Who::Sid(sid)) => Some(*sid),
        (None, Who::Name(_)) => None,
    };
    effect_of(ace) == Some(old.effect) && key == Some(ace.sid)
}

/// What a plain entry does.
pub(super) fn effect_of(ace: &Ace) -> Option<Effect> {
    if ace.kind == AceKind::Allow {
        Some(Effect::Allow)
    } else if ace.kind == AceKind::Deny {
        Some(Effect::Deny)
    } else {
        None
    }
}

/// A plain entry as a line.
pub(super) fn as_line(ace: &Ace, origin: &Origin) -> Option<AccessLine> {
    let is_plain = ace.flags.0 & !0x1F == 0;
    let effect = effect_of(ace).filter(|_| is_plain)?;
    Some(AccessLine {
        effect,
        who: Who::Sid(ace.sid),
        mask: ace.mask,
        flags: ace.flags.0,
        origin: origin.clone(),
    })
}

/// The line, with the origin of the whole where it has none of its own.
fn placed(line: &AccessLine, whole: &Origin) -> AccessLine {
    let mut line = line.clone();
    if line.origin.is_unsaid() {
        line.origin = whole.clone();
    }
    line
}
