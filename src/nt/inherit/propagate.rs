//! What setting a parent's list does to the children, what protecting a child does, and whether a child still fits its parent.
//!
//! The kernel inherits at creation only. Editors and SetNamedSecurityInfo propagate; SetFileSecurity does not. So stored lines that
//! say they were inherited may be stale (Win32 "Automatic Propagation of Inheritable ACEs").

use super::{Heir, inherit_lines};
use crate::nt::{Ace, AceFlags, Acl, AclState, Control, ObjectKind, SecurityDescriptor};

/// What becomes of inherited lines when a child is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InheritedLines {
    /// They become explicit lines, in the same places.
    Copy,
    /// They go.
    Remove,
}

/// The child's descriptor after its parent's list was set by something that propagates.
///
/// Explicit lines stay in order, inherited ones are rebuilt behind them; a NULL or absent DACL becomes the inherited lines. A protected child stays
/// as it is. The caller goes on to the child's own children with the result.
pub fn propagate(
    parent: &SecurityDescriptor,
    child: &SecurityDescriptor,
    kind: ObjectKind,
) -> SecurityDescriptor {
    let heir = heir_of(child, kind);
    let mut after = child.clone();
    if !child.control.contains(Control::DACL_PROTECTED) {
        after.dacl = AclState::Present(rebuilt(&parent.dacl, &child.dacl, &heir));
        after.control = after.control.union(Control::DACL_AUTO_INHERITED);
    }
    if !child.control.contains(Control::SACL_PROTECTED) {
        let sacl = rebuilt(&parent.sacl, &child.sacl, &heir);
        // An audit list that nobody wrote and nothing fills stays away: it decides nothing.
        if child.sacl != AclState::Absent || !sacl.aces.is_empty() {
            after.sacl = AclState::Present(sacl);
            after.control = after.control.union(Control::SACL_AUTO_INHERITED);
        }
    }
    after
}

fn heir_of(child: &SecurityDescriptor, kind: ObjectKind) -> Heir {
    Heir {
        kind,
        owner: child.owner,
        group: child.group,
        auto: true,
    }
}

fn rebuilt(parent: &AclState, child: &AclState, heir: &Heir) -> Acl {
    let revision = match child {
        AclState::Absent | AclState::Null => 0,
        AclState::Present(acl) => acl.revision,
    };
    let own = child.aces().iter().filter(|ace| !ace.is_inherited());
    let mut aces: Vec<Ace> = own.cloned().collect();
    let inherited = inherit_lines(parent.aces(), heir);
    aces.extend(inherited.into_iter().map(|(ace, _)| ace));
    Acl { revision, aces }
}

/// The child with inheritance of its DACL switched off.
pub fn protect(child: &SecurityDescriptor, inherited: InheritedLines) -> SecurityDescriptor {
    let mut after = child.clone();
    after.control = after.control.union(Control::DACL_PROTECTED);
    if let AclState::Present(acl) = &mut after.dacl {
        match inherited {
            InheritedLines::Copy => {
                for ace in &mut acl.aces {
                    ace.flags = ace.flags.without(AceFlags::INHERITED);
                }
            }
            InheritedLines::Remove => acl.aces.retain(|ace| !ace.is_inherited()),
        }
    }
    after
}

/// The child with inheritance of its DACL switched on again: unprotected, and propagated to.
pub fn unprotect(
    parent: &SecurityDescriptor,
    child: &SecurityDescriptor,
    kind: ObjectKind,
) -> SecurityDescriptor {
    let mut open = child.clone();
    open.control = open.control.without(Control::DACL_PROTECTED);
    propagate(parent, &open, kind)
}

/// How the inherited lines of a stored DACL stand to those of its parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consistency {
    /// For each line of the child that says it is inherited, its index and the parent's line that it came from; `None` where the parent
    /// gives no such line (any more): the line is stale.
    pub inherited: Vec<(usize, Option<usize>)>,
    /// What propagation would add: the line, and the parent's line that gives it.
    pub missing: Vec<(Ace, usize)>,
    /// Whether the lines that came from the parent stand in its order.
    pub in_order: bool,
}

impl Consistency {
    /// Whether nothing is stale, missing or out of order: propagation would leave the inherited lines as they are.
    pub fn holds(&self) -> bool {
        self.in_order
            && self.missing.is_empty()
            && self.inherited.iter().all(|(_, from)| from.is_some())
    }

    /// The indices of the lines that the parent does not give.
    pub fn stale(&self) -> impl Iterator<Item = usize> + '_ {
        let stale = self.inherited.iter().filter(|(_, from)| from.is_none());
        stale.map(|(line, _)| *line)
    }
}

/// Whether a stored child has the inherited lines that its parent would give it now.
///
/// A protected child expects none. A file that was moved, or whose parent was changed without propagation, shows here.
pub fn is_consistent_with_parent(
    parent: &SecurityDescriptor,
    child: &SecurityDescriptor,
    kind: ObjectKind,
) -> Consistency {
    let expected = if child.control.contains(Control::DACL_PROTECTED) {
        Vec::new()
    } else {
        inherit_lines(parent.dacl.aces(), &heir_of(child, kind))
    };
    let mut used = vec![false; expected.len()];
    let mut inherited = Vec::new();
    let mut matched = Vec::new();
    let stored = child.dacl.aces().iter().enumerate();
    for (line, ace) in stored.filter(|(_, ace)| ace.is_inherited()) {
        let free = |&at: &usize| !used[at] && expected[at].0 == *ace;
        let at = (0..expected.len()).find(free);
        if let Some(at) = at {
            used[at] = true;
            matched.push(at);
        }
        inherited.push((line, at.map(|at| expected[at].1)));
    }
    let left = expected.iter().zip(&used).filter(|(_, used)| !**used);
    Consistency {
        inherited,
        missing: left.map(|(line, _)| line.clone()).collect(),
        in_order: matched.is_sorted(),
    }
}
