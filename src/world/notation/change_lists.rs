//! Changes of lists: lines that are added or taken back, and statements that say lines beside other things.

use pest::iterators::Pair;

use super::{
    access::{LineOf, SaidLine},
    com_words::ComKind,
    component::{com_kind, machine_list},
    grammar::Rule,
    names::{Here, Read},
    program::TASK,
};
use crate::{
    nt::AceFlags,
    text::Diagnostic,
    world::{
        ComList, ComponentStatement, Listing, MachineList, Name, ObjectNoun, Statement,
        change::{Change, ListOf, NewLine, ObjectName, OldLines},
    },
};

const NP: u8 = AceFlags::NO_PROPAGATE.0;
const ID: u8 = AceFlags::INHERITED.0;

impl Here<'_> {
    /// `service S`, `task T`
    pub fn program_list_of(&self, part: &Pair<'_, Rule>) -> Read<ListOf> {
        let name = self.first_name(part)?;
        let is_task = part
            .clone()
            .into_inner()
            .any(|part| part.as_rule() == Rule::kw_task);
        Ok(if is_task {
            ListOf::Task(name)
        } else {
            ListOf::Service(name)
        })
    }

    /// `no longer allows X RIGHTS`, of every name.
    pub fn lines_back(&self, part: Pair<'_, Rule>, list: &ListOf, of: LineOf) -> Read<Vec<Change>> {
        let line = match part.as_rule() {
            Rule::line_back => part,
            _ => {
                let mut inner = part.clone().into_inner();
                inner
                    .find(|part| part.as_rule() == Rule::line_back)
                    .unwrap_or(part)
            }
        };
        let whole = line.clone();
        let said = self.line_or_other(line, of)?;
        let scope = self.scope(&said, &whole)?;
        Ok(said
            .whom
            .into_iter()
            .map(|who| Change::NoLine {
                list: list.clone(),
                lines: OldLines {
                    effect: said.effect,
                    who,
                    rights: (!said.anything).then_some(said.mask),
                    scope,
                },
            })
            .collect())
    }

    /// The parts of a line on something of which it is not said whether it is a folder or a file.
    fn line_or_other(&self, line: Pair<'_, Rule>, of: LineOf) -> Read<SaidLine> {
        match (self.said_line(line.clone(), of), of) {
            (Err(_), LineOf::Object(ObjectNoun::Folder)) => {
                self.said_line(line, LineOf::Object(ObjectNoun::File))
            }
            (read, _) => read,
        }
    }

    /// The flags OI, CI and IO, where anything is said of them.
    fn scope(&self, said: &SaidLine, whole: &Pair<'_, Rule>) -> Read<Option<u8>> {
        let flags = said.scope.unwrap_or(0) | said.more;
        if flags & ID != 0 {
            let wrong =
                Diagnostic::error("inherited", "an inherited line is written on its folder")
                    .help("leave out `inherited`, or name the folder");
            return Err(self.on(wrong, whole, "not here"));
        }
        Ok(said.scope.map(|flags| flags & !(NP | ID)))
    }

    /// `component C launch no longer allows X`, `machine launch default no longer allows X`
    pub fn com_back(&self, part: Pair<'_, Rule>) -> Read<Vec<Change>> {
        let mut list = ListOf::Machine(MachineList::LaunchDefault);
        let mut changes = Vec::new();
        let mut name = None;
        for part in part.into_inner() {
            match part.as_rule() {
                Rule::quoted | Rule::bare => name = Some(self.name(&part)?),
                Rule::kw_launch => {
                    list = ListOf::Launch(name.take().unwrap_or_else(|| Name::new("")))
                }
                Rule::kw_access => {
                    list = ListOf::Access(name.take().unwrap_or_else(|| Name::new("")))
                }
                head @ (Rule::kw_machine_launch_default
                | Rule::kw_machine_access_default
                | Rule::kw_machine_launch_limit
                | Rule::kw_machine_access_limit) => list = ListOf::Machine(machine_list(head)),
                Rule::com_line_back => {
                    let anything = part.clone().into_inner().all(|part| {
                        matches!(
                            part.as_rule(),
                            Rule::kw_no_longer
                                | Rule::kw_allows
                                | Rule::kw_denies
                                | Rule::com_who
                                | Rule::kw_everything
                        )
                    });
                    for line in self.com_line(part, kind_of(&list))? {
                        changes.push(Change::NoLine {
                            list: list.clone(),
                            lines: OldLines {
                                effect: line.effect,
                                who: line.who,
                                rights: (!anything).then_some(line.mask),
                                scope: None,
                            },
                        });
                    }
                }
                _ => {}
            }
        }
        Ok(changes)
    }

    /// `[folder] C:\x allows alice read, no longer inherits …`
    pub fn object_changes(&self, part: Pair<'_, Rule>) -> Read<Vec<Change>> {
        let mut noun = None;
        let mut path = None;
        let mut clauses = Vec::new();
        for part in part.into_inner() {
            match part.as_rule() {
                Rule::kw_folder => noun = Some(ObjectNoun::Folder),
                Rule::kw_file => noun = Some(ObjectNoun::File),
                Rule::kw_key => noun = Some(ObjectNoun::Key),
                Rule::quoted_path | Rule::bare_path => path = Some(self.path(&part)),
                _ => clauses.push(part),
            }
        }
        let Some(path) = path else {
            return Ok(Vec::new());
        };
        let of = LineOf::Object(noun.unwrap_or(super::print_change::likely(&path)));
        let object = ObjectName { noun, path };
        let list = ListOf::Object(object.clone());
        let mut changes = Vec::new();
        for clause in clauses {
            match clause.as_rule() {
                Rule::line_back => changes.extend(self.lines_back(clause, &list, of)?),
                Rule::stops_inheriting => {
                    let keeping = |part: Pair<'_, Rule>| part.as_rule() == Rule::kw_keeping_copies;
                    changes.push(Change::StopInheriting {
                        object: object.clone(),
                        keeping_copies: clause.into_inner().any(keeping),
                    });
                }
                Rule::clause_does_not_inherit => changes.push(Change::StopInheriting {
                    object: object.clone(),
                    keeping_copies: false,
                }),
                Rule::inherits_again => changes.push(Change::InheritAgain {
                    object: object.clone(),
                }),
                Rule::clause_owner => {
                    let owner = self.everybody(clause.into_inner())?.pop();
                    changes.extend(owner.map(|owner| Change::Owner {
                        object: object.clone(),
                        owner,
                    }));
                }
                Rule::clause_allows_nobody => changes.push(Change::Empty { list: list.clone() }),
                Rule::clause_sddl => changes.push(Change::Sddl {
                    list: list.clone(),
                    text: self.sddl(clause)?.into(),
                }),
                Rule::access_line => {
                    let whole = clause.clone();
                    let said = self.line_or_other(clause, of)?;
                    let scope = self.scope(&said, &whole)?;
                    let one_level = (said.scope.unwrap_or(0) | said.more) & NP != 0;
                    changes.extend(said.whom.into_iter().map(|who| Change::Line {
                        list: list.clone(),
                        line: NewLine {
                            effect: said.effect,
                            who,
                            mask: said.mask,
                            scope,
                            one_level,
                        },
                    }));
                }
                Rule::mistake_clause | Rule::mistake_without_rights => {
                    return Err(self.slip(clause));
                }
                _ => {}
            }
        }
        Ok(changes)
    }
}

pub(super) fn line_of(list: &ListOf) -> LineOf {
    match list {
        ListOf::Service(_) => LineOf::Service,
        ListOf::Task(_)
        | ListOf::Object(_)
        | ListOf::Launch(_)
        | ListOf::Access(_)
        | ListOf::Machine(_) => TASK,
    }
}

/// Which rights a list of COM knows.
pub(super) fn kind_of(list: &ListOf) -> ComKind {
    match list {
        ListOf::Access(_) => ComKind::Access,
        ListOf::Machine(which) => com_kind(*which),
        ListOf::Launch(_) | ListOf::Object(_) | ListOf::Service(_) | ListOf::Task(_) => {
            ComKind::Launch
        }
    }
}

/// A statement, and the lines of its lists one by one.
pub(super) fn apart(statement: Statement) -> Vec<Change> {
    match statement {
        Statement::Component(mut component) => {
            let launch = component.launch.take();
            let access = component.access.take();
            let name = component.name.clone();
            let mut changes = Vec::new();
            let says_more = component != bare_component(&name);
            if says_more || (launch.is_none() && access.is_none()) {
                changes.push(Change::Say(Statement::Component(component)));
            }
            changes.extend(com_list(&ListOf::Launch(name.clone()), launch));
            changes.extend(com_list(&ListOf::Access(name), access));
            changes
        }
        Statement::MachineCom { which, list } => com_list(&ListOf::Machine(which), Some(list)),
        Statement::Service(mut service) => {
            let list = service.list.take();
            let name = service.name.clone();
            let says_more =
                service.account.is_some() || service.program.is_some() || service.disabled;
            let mut changes = Vec::new();
            if says_more || list.is_none() {
                changes.push(Change::Say(Statement::Service(service)));
            }
            changes.extend(listing(&ListOf::Service(name), list));
            changes
        }
        Statement::Task(mut task) => {
            let list = task.list.take();
            let name = task.name.clone();
            let mut changes = vec![Change::Say(Statement::Task(task))];
            changes.extend(listing(&ListOf::Task(name), list));
            changes
        }
        statement @ (Statement::Server(_)
        | Statement::User { .. }
        | Statement::Group { .. }
        | Statement::Member { .. }
        | Statement::MachineSid { .. }
        | Statement::Domain { .. }
        | Statement::Right { .. }
        | Statement::Pool(_)
        | Statement::Site(_)
        | Statement::Application(_)
        | Statement::VirtualFolder(_)
        | Statement::Object(_)
        | Statement::Iis(_)
        | Statement::Account(_)
        | Statement::Machine(_)
        | Statement::Running(_)
        | Statement::Process(_)
        | Statement::Gap(_)
        | Statement::Undescribed { .. }) => vec![Change::Say(statement)],
    }
}

fn bare_component(name: &Name) -> ComponentStatement {
    ComponentStatement {
        name: name.clone(),
        class: None,
        form: None,
        identity: None,
        launch: None,
        access: None,
        unregistered: false,
    }
}

fn com_list(of: &ListOf, list: Option<ComList>) -> Vec<Change> {
    let list_of = || of.clone();
    match list {
        None => Vec::new(),
        Some(ComList::Sddl(text)) => vec![Change::Sddl {
            list: list_of(),
            text,
        }],
        Some(ComList::Lines(lines)) if lines.is_empty() => vec![Change::Empty { list: list_of() }],
        Some(ComList::Lines(lines)) => lines
            .into_iter()
            .map(|line| Change::Line {
                list: list_of(),
                line: NewLine {
                    effect: line.effect,
                    who: line.who,
                    mask: line.mask,
                    scope: None,
                    one_level: false,
                },
            })
            .collect(),
    }
}

pub(super) fn listing(of: &ListOf, list: Option<Listing>) -> Vec<Change> {
    let list_of = || of.clone();
    match list {
        None => Vec::new(),
        Some(Listing::Sddl(text)) => vec![Change::Sddl {
            list: list_of(),
            text,
        }],
        Some(Listing::Lines(lines)) if lines.is_empty() => vec![Change::Empty { list: list_of() }],
        Some(Listing::Lines(lines)) => lines
            .into_iter()
            .map(|line| Change::Line {
                list: list_of(),
                line: NewLine {
                    effect: line.effect,
                    who: line.who,
                    mask: line.mask,
                    scope: None,
                    one_level: false,
                },
            })
            .collect(),
    }
}
