//! What is said of two, and of what belongs to somebody → canonical text.

use std::fmt;

use super::{
    print::{grouped, last_set, takes_under as set_takes_under},
    print_names::plain_or_quoted,
    relating::{Belonging, Condition, Predicate, Way},
    syntax::{Set, Target},
};

impl Way {
    /// The words before the verb.
    pub fn words(self) -> &'static str {
        match self {
            Way::Now => "",
            Way::BySteps => "come to ",
        }
    }
}

/// What belongs to somebody, at the end of a core; `under` says that a modifier `under` follows.
pub(super) fn belonging(f: &mut fmt::Formatter<'_>, what: &Belonging, under: bool) -> fmt::Result {
    match what {
        Belonging::Above(set) if under && set_takes_under(&set.node) => {
            f.write_str("folders above ")?;
            last_set(f, &set.node, true)
        }
        Belonging::Content(_)
        | Belonging::Used(_)
        | Belonging::Beside(_)
        | Belonging::Secrets
        | Belonging::Above(_) => fmt::Display::fmt(what, f),
    }
}

impl fmt::Display for Belonging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Belonging::Content(of) => write!(f, "content of {}", of.node),
            Belonging::Used(by) => write!(f, "what {} reads or runs", by.node),
            Belonging::Beside(by) => write!(f, "what others than {} read or run", by.node),
            Belonging::Secrets => f.write_str("stored secrets"),
            Belonging::Above(set) => {
                f.write_str("folders above ")?;
                let brackets = match &set.node {
                    // The phrase nests only in brackets.
                    Set::One(Target::Belonging(_, Belonging::Above(_)))
                    | Set::And(_)
                    | Set::Or(_)
                    | Set::Except(..) => true,
                    Set::One(_) | Set::Listed(_) => false,
                };
                grouped(f, &set.node, brackets)
            }
        }
    }
}

/// Whether an `under` that follows would be taken for a part of this.
pub(super) fn takes_under(what: &Belonging) -> bool {
    match what {
        Belonging::Content(_) | Belonging::Used(_) | Belonging::Beside(_) | Belonging::Secrets => {
            false
        }
        Belonging::Above(set) => match &set.node {
            Set::One(Target::Belonging(_, Belonging::Above(_)))
            | Set::And(_)
            | Set::Or(_)
            | Set::Except(..)
            | Set::Listed(_) => false,
            one @ Set::One(_) => set_takes_under(one),
        },
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        condition(f, self, false)
    }
}

/// A condition; `under` says that a modifier `under` follows.
pub(super) fn condition(
    f: &mut fmt::Formatter<'_>,
    condition: &Condition,
    under: bool,
) -> fmt::Result {
    let denied = condition.denied;
    let not = if denied { "not " } else { "" };
    match &condition.says {
        Predicate::IdentityIs(account) => write!(f, "identity is {not}{}", account.node),
        Predicate::MemberOf(group) => write!(f, "is {not}a member of {}", group.node),
        Predicate::Related(relation, other) => {
            write!(f, "is {not}{} from {}", relation.words(), other.node)
        }
        Predicate::Can(way, wanted, object) => {
            write!(f, "can {not}{}{} ", way.words(), wanted.node)?;
            // A following `and` begins the next condition.
            let several = matches!(object.node, Set::And(_) | Set::Or(_) | Set::Except(..));
            grouped(
                f,
                &object.node,
                several || under && set_takes_under(&object.node),
            )?;
            wanted.node.behind(f)
        }
        Predicate::Becomes(whom) => write!(f, "can {not}become {}", whom.node),
        Predicate::Starts if denied => f.write_str("does not start"),
        Predicate::Starts => f.write_str("starts"),
        Predicate::Holds(right) => {
            let right = plain_or_quoted(right.node.as_str());
            let holds = if denied { "does not hold" } else { "holds" };
            write!(f, "{holds} {right}")
        }
    }
}
