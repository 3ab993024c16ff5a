//! May this token do that to this object, now? Asked once for every completion of what is not known.

use crate::{
    nt::{
        AccessMask, BitReason, InvalidCheck, ObjectKind, Privilege, Reason, Rules,
        SecurityDescriptor, Status, Token, Unknown, Unsupported, Wish, access_check, answers,
        completions,
    },
    world::Reading,
};

/// What is asked of one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The rights.
    pub rights: AccessMask,
    /// Whether one of them is enough.
    pub reading: Reading,
    /// What kind of object it is.
    pub kind: ObjectKind,
    /// A right on the folder above that would do as well (FILE_DELETE_CHILD for deleting).
    pub or_parent: Option<AccessMask>,
    /// What this Windows knows.
    pub rules: Rules,
}

/// What is known of the lists that matter: for each, every descriptor that the object may have.
/// Without any, nothing is known.
#[derive(Clone, Debug, Default)]
pub struct Situation<'a> {
    /// The object's own.
    pub own: Vec<&'a SecurityDescriptor>,
    /// Those of the folder above, where it matters.
    pub parent: Vec<&'a SecurityDescriptor>,
    /// Those of all folders above, the nearest first, for a token that may not bypass traverse checking.
    pub above: Vec<Vec<&'a SecurityDescriptor>>,
}

/// The answer, with every case that it was found in.
#[derive(Clone, Debug)]
pub struct Direct {
    /// What was asked.
    pub asked: Asked,
    /// What it comes to.
    pub outcome: Outcome,
    /// The cases, that in which every unknown is false first.
    pub cases: Vec<Case>,
    /// Whether every completion was tried. If not, an outcome of yes or no still holds in all of them.
    pub exact: bool,
    /// What keeps the object away, or may, before its list is looked at.
    pub blocked: Option<Blocked>,
}

/// What a question comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// In every case.
    Yes,
    /// In no case.
    No,
    /// In some.
    Unknown,
}

/// One completion of what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The unknowns that are taken for true; all others that matter are taken for false.
    pub assumed: Vec<Unknown>,
    /// Which of the object's descriptors is taken.
    pub own: usize,
    /// Which of its parent's.
    pub parent: Option<usize>,
    /// Whether it is granted.
    pub granted: bool,
    /// What settled each right.
    pub settled: Vec<Settled>,
    /// Why nothing can be said in this case.
    pub unsaid: Option<Unsaid>,
}

/// Why a descriptor cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// It uses what we read and keep but do not judge.
    Unsupported(Unsupported),
    /// The check refuses it: a label that names no level.
    Invalid(InvalidCheck),
}

/// What settled a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The right, a single bit.
    pub right: AccessMask,
    /// Whose list it was asked of.
    pub at: Place,
    /// What settled it.
    pub reason: BitReason,
}

/// Whose list a right was asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The object's.
    Own,
    /// The folder's above.
    Parent,
}

/// A folder on the way that the token cannot go through, by its place in [`Situation::above`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Which folder.
    pub above: usize,
    /// Whether that is certain.
    pub certain: bool,
}

/// FILE_TRAVERSE.
const TRAVERSE: AccessMask = AccessMask(0x20);

/// Answers what is asked of an object, exactly where the unknowns that matter are few enough to try all of them.
pub fn direct(token: &Token, situation: &Situation<'_>, asked: Asked) -> Direct {
    let mut answer = plain(token, situation, asked);
    let is_file = matches!(asked.kind, ObjectKind::File | ObjectKind::Folder);
    if is_file && !token.privileges.is_enabled(Privilege::ChangeNotify) {
        answer.blocked = traverse(token, situation, asked.rules);
        answer.outcome = match (answer.outcome, answer.blocked) {
            (_, Some(Blocked { certain: true, .. })) => Outcome::No,
            (Outcome::Yes, Some(Blocked { certain: false, .. })) => Outcome::Unknown,
            (outcome, _) => outcome,
        };
    }
    answer
}

/// The first folder on the way that stops the token, one that does so for certain before one that may.
fn traverse(token: &Token, situation: &Situation<'_>, rules: Rules) -> Option<Blocked> {
    let asked = Asked {
        rights: TRAVERSE,
        reading: Reading::All,
        kind: ObjectKind::Folder,
        or_parent: None,
        rules,
    };
    let mut perhaps = None;
    for (above, own) in situation.above.iter().enumerate() {
        let folder = Situation {
            own: own.clone(),
            ..Situation::default()
        };
        match plain(token, &folder, asked).outcome {
            Outcome::Yes => {}
            Outcome::No => {
                return Some(Blocked {
                    above,
                    certain: true,
                });
            }
            Outcome::Unknown => {
                perhaps = perhaps.or(Some(Blocked {
                    above,
                    certain: false,
                }))
            }
        }
    }
    perhaps
}

fn plain(token: &Token, situation: &Situation<'_>, asked: Asked) -> Direct {
    let mut answer = Direct {
        asked,
        outcome: Outcome::Unknown,
        cases: Vec::new(),
        exact: true,
        blocked: None,
    };
    let parent: &[&SecurityDescriptor] = if asked.or_parent.is_some() {
        &situation.parent
    } else {
        &[]
    };
    let about: Vec<&SecurityDescriptor> = situation.own.iter().chain(parent).copied().collect();
    let Ok(completed) = completions(token, &about, None) else {
        answer.exact = false;
        answer.outcome = bounded(token, situation, asked);
        return answer;
    };
    // A parent that is not known leaves the question to the object's own list.
    let parents: Vec<Option<usize>> = match parent {
        [] => vec![None],
        several => (0..several.len()).map(Some).collect(),
    };
    for completion in &completed {
        for (own, descriptor) in situation.own.iter().enumerate() {
            for which in &parents {
                let above = which.map(|which| parent[which]);
                let mut case = judge(&completion.token, descriptor, above, asked);
                case.assumed.clone_from(&completion.holds);
                case.own = own;
                case.parent = *which;
                answer.cases.push(case);
            }
        }
    }
    answer.cases.sort_by_key(|case| case.assumed.len());
    answer.outcome = outcome(&answer, situation);
    answer
}

fn outcome(answer: &Direct, situation: &Situation<'_>) -> Outcome {
    let unsaid = answer.cases.iter().any(|case| case.unsaid.is_some());
    let all = answer.cases.iter().all(|case| case.granted);
    let none = !answer.cases.iter().any(|case| case.granted);
    let parent_unknown = answer.asked.or_parent.is_some() && situation.parent.is_empty();
    if situation.own.is_empty() || unsaid {
        return Outcome::Unknown;
    }
    match (all, none) {
        (true, _) => Outcome::Yes,
        (false, true) if !parent_unknown => Outcome::No,
        (false, _) => Outcome::Unknown,
    }
}

/// What can be said when there are too many completions to try: yes and no hold in all of them.
fn bounded(token: &Token, situation: &Situation<'_>, asked: Asked) -> Outcome {
    let ask = |descriptor: &SecurityDescriptor, kind, rights| {
        let wish = Wish {
            rules: asked.rules,
            ..Wish::new(kind, rights)
        };
        match answers(descriptor, token, &wish) {
            Ok(answers) if answers.unsupported.is_none() => (answers.granted, answers.refused),
            Ok(_) | Err(_) => (true, true),
        }
    };
    let (mut granted, mut refused) = (situation.own.is_empty(), situation.own.is_empty());
    for descriptor in &situation.own {
        let (some, not) = match asked.reading {
            Reading::All => ask(descriptor, asked.kind, asked.rights),
            Reading::Any => {
                let rights: Vec<(bool, bool)> = asked
                    .rights
                    .bits()
                    .map(|right| ask(descriptor, asked.kind, right))
                    .collect();
                (
                    rights.iter().any(|(granted, _)| *granted),
                    rights.iter().all(|(_, refused)| *refused),
                )
            }
        };
        granted |= some;
        refused |= not;
    }
    // The parent could turn a refusal into a grant: only a yes is certain without asking it.
    match (granted, refused) {
        (true, false) => Outcome::Yes,
        (false, true) if asked.or_parent.is_none() => Outcome::No,
        _ => Outcome::Unknown,
    }
}

/// One completed token against one descriptor.
fn judge(
    token: &Token,
    own: &SecurityDescriptor,
    parent: Option<&SecurityDescriptor>,
    asked: Asked,
) -> Case {
    let mut case = Case {
        assumed: Vec::new(),
        own: 0,
        parent: None,
        granted: false,
        settled: Vec::new(),
        unsaid: None,
    };
    match asked.reading {
        Reading::All => {
            case.granted = check(
                token,
                own,
                asked.kind,
                asked.rights,
                asked.rules,
                Place::Own,
                &mut case,
            )
        }
        Reading::Any => {
            for right in asked.rights.bits() {
                case.granted |= check(
                    token,
                    own,
                    asked.kind,
                    right,
                    asked.rules,
                    Place::Own,
                    &mut case,
                );
            }
        }
    }
    if let (false, Some(right), Some(parent)) = (case.granted, asked.or_parent, parent) {
        case.granted = check(
            token,
            parent,
            ObjectKind::Folder,
            right,
            asked.rules,
            Place::Parent,
            &mut case,
        );
    }
    case
}

fn check(
    token: &Token,
    descriptor: &SecurityDescriptor,
    kind: ObjectKind,
    rights: AccessMask,
    rules: Rules,
    at: Place,
    case: &mut Case,
) -> bool {
    let wish = Wish {
        rules,
        ..Wish::new(kind, rights)
    };
    let decision = match access_check(descriptor, token, &wish) {
        Ok(decision) => decision,
        Err(invalid) => {
            case.unsaid = Some(Unsaid::Invalid(invalid));
            return false;
        }
    };
    if let Status::Unknown(unsupported) = decision.status {
        case.unsaid = Some(Unsaid::Unsupported(unsupported));
        return false;
    }
    case.settled.extend(
        decision
            .reasons()
            .map(|(right, reason)| Settled { right, at, reason }),
    );
    decision.is_granted()
}

impl Case {
    /// What was settled in favour, or against.
    pub fn settled(&self, granted: bool) -> impl Iterator<Item = &Settled> {
        self.settled
            .iter()
            .filter(move |settled| settled.reason.grants() == granted)
    }

    /// Whether a line of the list itself kept a right away.
    pub fn is_denied(&self) -> bool {
        self.settled(false).any(|settled| {
            settled.at == Place::Own && matches!(settled.reason.first, Reason::Denied { .. })
        })
    }

    /// Whether something before or beside the list kept a right away.
    pub fn is_gated(&self) -> bool {
        self.settled(false).any(|settled| {
            matches!(settled.reason.first, Reason::Integrity(_))
                || (settled.reason.first.grants() && !settled.reason.grants())
        })
    }
}
