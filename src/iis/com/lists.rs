//! Which lists decide about a component, as descriptors that can be asked: its own or the machine's default, and the machine's limit.

use super::host::Doubt;
use crate::{
    nt::{
        Ace, AceFlags, AclState, ObjectKind, SecurityDescriptor, Sid,
        com::{ComListProblem, normalise},
    },
    world::{
        ComLine, ComList, ComponentStatement, Effect, FactId, MachineList, Name, Origin,
        RunningStatement, Server, Who,
        com_defaults::{ComEra, ComMachine, DefaultLine},
        notation::{ComKind, com_line},
        well_known::sid,
    },
};

/// Which of a component's two permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Launch and activation.
    Launch,
    /// Calls.
    Access,
}

impl Part {
    /// What Windows takes its list for.
    pub const fn kind(self) -> ObjectKind {
        match self {
            Part::Launch => ObjectKind::ComLaunch,
            Part::Access => ObjectKind::ComAccess,
        }
    }

    /// The list in which a right is.
    pub const fn of(kind: ObjectKind) -> Part {
        if matches!(kind, ObjectKind::ComAccess) {
            Part::Access
        } else {
            Part::Launch
        }
    }

    /// The list as the notation has it.
    pub const fn com_kind(self) -> ComKind {
        match self {
            Part::Launch => ComKind::Launch,
            Part::Access => ComKind::Access,
        }
    }
}

/// Whose list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whose {
    /// The machine's limit.
    Limit,
    /// The component's own.
    Own,
    /// The machine's default.
    Default,
    /// The one that the instance that runs was started with.
    Started,
}

/// A line of a list, as it was said.
#[derive(Clone, Debug)]
pub struct ListLine {
    /// In words.
    pub says: String,
    /// Where.
    pub at: Origin,
}

/// A list that decides.
#[derive(Clone, Debug)]
pub struct List {
    /// Launch or access.
    pub part: Part,
    /// Whose.
    pub whose: Whose,
    /// In words: `the launch list of component Payroll`.
    pub says: String,
    /// What is asked: its lines all in the new format.
    pub descriptor: SecurityDescriptor,
    /// What each line of the descriptor says, in order.
    pub lines: Vec<ListLine>,
    /// What holds for the list as a whole: that a blank one lets two in.
    pub remark: Option<&'static str>,
}

const BLANK: &str =
    "a blank access list lets in SYSTEM and the account that the server runs as (KB 290398; X10)";

const DEFAULTS: &str = "Win32 \"DefaultAccessPermission\"";

/// The lists that a right of that part is asked of, the machine's limit first. All must let the client in.
///
/// `own` is the account that the server runs as: SELF in a list, and let in by a blank access list. A `running` instance keeps the access list that
/// it was started with (KB 290398). A list without a meaning is a doubt.
pub fn lists(
    server: &Server,
    component: (&ComponentStatement, FactId),
    running: Option<(&RunningStatement, FactId)>,
    part: Part,
    machine: &ComMachine,
    own: Sid,
) -> Vec<Result<List, Doubt>> {
    let (component, fact) = component;
    let (limit, default, stated) = match part {
        Part::Launch => (
            MachineList::LaunchLimit,
            MachineList::LaunchDefault,
            &component.launch,
        ),
        Part::Access => (
            MachineList::AccessLimit,
            MachineList::AccessDefault,
            &component.access,
        ),
    };
    let word = part.com_kind().word();
    let name = &component.name;
    let started = running
        .filter(|_| part == Part::Access)
        .and_then(|(running, fact)| Some((running.access.as_ref()?, fact)));
    // Without an AppID entry there is nowhere to keep lists of its own (KB 290398).
    let stated = stated.as_ref().filter(|_| !component.unregistered);
    let (whose, says, raw) = match (started, stated) {
        (Some((list, fact)), _) => (
            Whose::Started,
            format!("the access list that component {name} was started with"),
            Raw::read(server, list, fact, part),
        ),
        (None, Some(list)) => (
            Whose::Own,
            format!("the {word} list of component {name}"),
            Raw::read(server, list, fact, part),
        ),
        (None, None) => (
            Whose::Default,
            format!("the machine's default {word} list"),
            Raw::of_machine(server, default, machine, part),
        ),
    };
    let limited = matches!(machine.era, ComEra::Limited).then(|| {
        let says = format!("the machine's {word} limit");
        Raw::of_machine(server, limit, machine, part).finish(part, Whose::Limit, says, own)
    });
    limited
        .into_iter()
        .chain([raw.finish(part, whose, says, own)])
        .collect()
}

/// A list as it was said, or why it could not be read.
struct Raw {
    dacl: Result<AclState, String>,
    lines: Vec<ListLine>,
    fact: Option<FactId>,
    /// Where the list as a whole was said.
    at: Origin,
}

impl Raw {
    /// What somebody said.
    fn read(server: &Server, list: &ComList, fact: FactId, part: Part) -> Raw {
        let origin = server.origin(fact);
        let mut lines = Vec::new();
        let dacl = match list {
            ComList::Lines(said) => {
                let mut aces = Vec::new();
                let mut missing = None;
                for line in said {
                    match server.accounts().look_up(&line.who) {
                        Some(id) => aces.push(entry(line, server.principal(id).key())),
                        None => {
                            missing = Some(format!("`{}` means nobody in particular", line.who))
                        }
                    }
                    let at = if line.origin.is_unsaid() {
                        origin
                    } else {
                        &line.origin
                    };
                    lines.push(ListLine {
                        says: com_line(line, part.com_kind()),
                        at: at.clone(),
                    });
                }
                missing.map_or_else(|| Ok(AclState::of(aces)), Err)
            }
            ComList::Sddl(text) => {
                match SecurityDescriptor::from_sddl(text, &server.accounts().domains()) {
                    Ok(descriptor) => {
                        let count = descriptor.dacl.aces().len();
                        lines.extend((1..=count).map(|number| ListLine {
                            says: format!("line {number} of sddl \"{text}\""),
                            at: origin.clone(),
                        }));
                        Ok(descriptor.dacl)
                    }
                    Err(error) => Err(error.message()),
                }
            }
        };
        Raw {
            dacl,
            lines,
            fact: Some(fact),
            at: origin.clone(),
        }
    }

    /// One of the machine's own, as stated or as documented.
    fn of_machine(server: &Server, which: MachineList, machine: &ComMachine, part: Part) -> Raw {
        if let Some((list, fact)) = server.machine_com(which) {
            return Raw::read(server, list, fact, part);
        }
        let lines = server.com_default(which, machine).unwrap_or_default();
        let ace = |line: &DefaultLine| Ace::allow(line.who, line.mask, AceFlags::NONE);
        let said = |line: &DefaultLine| {
            let named = ComLine {
                effect: Effect::Allow,
                who: Who::Name(Name::new(server.accounts().display(&line.who))),
                mask: line.mask,
                origin: Origin::Unsaid,
            };
            ListLine {
                says: com_line(&named, part.com_kind()),
                at: Origin::Document(line.citation.into()),
            }
        };
        Raw {
            dacl: Ok(AclState::of(lines.iter().map(ace).collect())),
            lines: lines.iter().map(said).collect(),
            fact: None,
            at: Origin::Document(DEFAULTS.into()),
        }
    }

    /// The list as it is asked.
    fn finish(self, part: Part, whose: Whose, says: String, own: Sid) -> Result<List, Doubt> {
        let doubt = |why: String| Doubt {
            says: format!("what {says} means: {why}"),
            fact: self.fact,
        };
        let dacl = self.dacl.map_err(doubt)?;
        let mut dacl = normalise(&dacl, part.kind()).map_err(|problems| {
            doubt(problems.iter().map(problem).collect::<Vec<_>>().join("; "))
        })?;
        let mut lines = self.lines;
        let mut remark = None;
        let blank = matches!(&dacl, AclState::Present(acl) if acl.aces.is_empty());
        if blank && part == Part::Access && whose != Whose::Limit {
            remark = Some(BLANK);
            let both = [sid::SYSTEM, own];
            let all = part.kind().mapping().all;
            dacl = AclState::of(
                both.iter()
                    .map(|who| Ace::allow(*who, all, AceFlags::NONE))
                    .collect(),
            );
            lines = both
                .map(|_| ListLine {
                    says: "it is blank".to_owned(),
                    at: self.at.clone(),
                })
                .into();
        }
        Ok(List {
            part,
            whose,
            says,
            descriptor: SecurityDescriptor {
                dacl,
                ..SecurityDescriptor::default()
            },
            lines,
            remark,
        })
    }
}

fn entry(line: &ComLine, who: Sid) -> Ace {
    line.effect.ace(who, line.mask, AceFlags::NONE)
}

fn problem(problem: &ComListProblem) -> String {
    match problem {
        ComListProblem::MixedFormats { old, new } => format!(
            "its line {} is in the old format and its line {} in the new one",
            old + 1,
            new + 1
        ),
        ComListProblem::MissingExecute { line } => {
            format!("its line {} lacks the bit that every line holds", line + 1)
        }
    }
}
