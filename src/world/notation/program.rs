//! Sentences about services and tasks: whom they run as, from where, and who may do what to them.

use pest::iterators::{Pair, Pairs};

use super::{
    access::LineOf,
    grammar::Rule,
    names::{Here, Read},
};
use crate::{
    text::Diagnostic,
    world::{Listing, Name, ObjectNoun, ServiceStatement, TaskStatement, Who, WinPath},
};

/// What a service and a task have in common.
#[derive(Default)]
struct Program {
    account: Option<Who>,
    program: Option<WinPath>,
    disabled: bool,
    list: Option<Listing>,
}

/// A task's list has the rights of a file, which it once was.
pub(super) const TASK: LineOf = LineOf::Object(ObjectNoun::File);

impl Here<'_> {
    /// `service S runs as ACCOUNT from PATH, is disabled`
    pub fn service(&self, sentence: Pair<'_, Rule>) -> Read<ServiceStatement> {
        let (name, program) = self.program(sentence, LineOf::Service)?;
        Ok(ServiceStatement {
            name,
            account: program.account,
            program: program.program,
            disabled: program.disabled,
            list: program.list,
        })
    }

    /// `task T runs as ACCOUNT from PATH`
    pub fn task(&self, sentence: Pair<'_, Rule>) -> Read<TaskStatement> {
        let whole = sentence.clone();
        let (name, program) = self.program(sentence, TASK)?;
        let Some(account) = program.account else {
            let wrong = Diagnostic::error(
                "no-account",
                format!("nothing says whom the task `{name}` runs as"),
            )
            .help("write `runs as` and an account");
            return Err(self.on(wrong, &whole, "runs as whom?"));
        };
        Ok(TaskStatement {
            name,
            account,
            program: program.program,
            list: program.list,
        })
    }

    fn program(&self, sentence: Pair<'_, Rule>, of: LineOf) -> Read<(Name, Program)> {
        let mut name = Name::new("");
        let mut program = Program::default();
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted | Rule::bare => name = self.name(&part)?,
                Rule::clause_account => {
                    self.only_once(program.account.is_some(), &part)?;
                    program.account = self.everybody(part.into_inner())?.pop();
                }
                Rule::clause_from => {
                    self.only_once(program.program.is_some(), &part)?;
                    let path = part.into_inner().last();
                    program.program = path.map(|path| self.path(&path));
                }
                Rule::clause_disabled => program.disabled = true,
                Rule::clause_allows_nobody | Rule::clause_sddl | Rule::access_line => {
                    self.list_clause(&mut program.list, part, of)?;
                }
                Rule::mistake_runs_as => return Err(self.slip(part)),
                _ => {}
            }
        }
        Ok((name, program))
    }

    /// A line under a service.
    pub fn service_below(&self, list: &mut Option<Listing>, line: Pairs<'_, Rule>) -> Read<()> {
        self.list_below(list, line, LineOf::Service)
    }

    /// A line under a task.
    pub fn task_below(&self, list: &mut Option<Listing>, line: Pairs<'_, Rule>) -> Read<()> {
        self.list_below(list, line, TASK)
    }

    /// All of it, or nothing.
    fn list_below(
        &self,
        list: &mut Option<Listing>,
        line: Pairs<'_, Rule>,
        of: LineOf,
    ) -> Read<()> {
        let length = list.as_ref().map(|list| match list {
            Listing::Lines(lines) => lines.len(),
            Listing::Sddl(_) => 0,
        });
        for clause in line {
            if let Err(wrong) = self.list_clause(list, clause, of) {
                match (length, list.as_mut()) {
                    (None, _) => *list = None,
                    (Some(length), Some(Listing::Lines(lines))) => lines.truncate(length),
                    // A list with lines does not become a text.
                    (Some(_), Some(Listing::Sddl(_)) | None) => {}
                }
                return Err(wrong);
            }
        }
        Ok(())
    }

    pub fn list_clause(
        &self,
        list: &mut Option<Listing>,
        clause: Pair<'_, Rule>,
        of: LineOf,
    ) -> Read<()> {
        match clause.as_rule() {
            Rule::clause_allows_nobody => {
                self.only_once(list.is_some(), &clause)?;
                *list = Some(Listing::default());
            }
            Rule::access_line => match list {
                None => *list = Some(Listing::Lines(self.access_line(clause, of)?)),
                Some(Listing::Lines(lines)) if lines.is_empty() => {
                    return Err(self.nobody_and_somebody(&clause));
                }
                Some(Listing::Lines(lines)) => lines.extend(self.access_line(clause, of)?),
                Some(Listing::Sddl(_)) => return Err(self.lines_and_sddl(&clause)),
            },
            Rule::clause_sddl => match list {
                None => *list = Some(Listing::Sddl(self.sddl(clause)?.into())),
                Some(Listing::Lines(_)) => return Err(self.lines_and_sddl(&clause)),
                Some(Listing::Sddl(_)) => return self.only_once(true, &clause),
            },
            _ => {}
        }
        Ok(())
    }
}
