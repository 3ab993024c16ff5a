//! Facts that are being changed, and the server that tells what the names in them mean.

use crate::{
    text::Diagnostic,
    world::{
        Fact, Name, ObjectStatement, Origin, Server, Statement, Unresolved, Who, WinPath, nearest,
    },
};

/// What a step of a change gives, or why it cannot be made.
pub(super) type Done<T = ()> = Result<T, Box<Diagnostic>>;

/// Facts that are being changed.
pub(super) struct Edit<'a> {
    /// The facts so far.
    pub facts: Vec<Fact>,
    /// What the names mean.
    pub server: &'a Server,
    /// Where the change was said.
    pub origin: &'a Origin,
}

impl<'a> Edit<'a> {
    pub fn of(facts: &[Fact], server: &'a Server, origin: &'a Origin) -> Edit<'a> {
        Edit {
            facts: facts.to_vec(),
            server,
            origin,
        }
    }

    /// One more fact.
    pub fn push(&mut self, statement: Statement) {
        let mut statement = statement;
        stamp(&mut statement, self.origin);
        self.facts.push(Fact {
            statement,
            origin: self.origin.clone(),
        });
    }

    /// One more fact, unless somebody says so already.
    pub fn push_once(&mut self, statement: &Statement) {
        if self.facts.iter().all(|fact| fact.statement != *statement) {
            self.push(statement.clone());
        }
    }

    /// The fact in place of all those; beside the others if there are none.
    pub fn replace(&mut self, is_old: impl Fn(&Statement) -> bool, statement: Statement) {
        let at = self.facts.iter().position(|fact| is_old(&fact.statement));
        self.facts.retain(|fact| !is_old(&fact.statement));
        self.push(statement);
        if let Some(at) = at {
            let last = self.facts.len() - 1;
            self.facts[at.min(last)..].rotate_right(1);
        }
    }

    /// Changes every fact that `change` says it has changed; how many these are.
    pub fn each(&mut self, mut change: impl FnMut(&mut Statement) -> bool) -> usize {
        let mut changed = 0;
        for fact in &mut self.facts {
            if change(&mut fact.statement) {
                fact.origin = self.origin.clone();
                changed += 1;
            }
        }
        changed
    }

    /// Takes out every fact that is so; how many these were.
    pub fn take_out(&mut self, is_so: impl Fn(&Statement) -> bool) -> usize {
        let before = self.facts.len();
        self.facts.retain(|fact| !is_so(&fact.statement));
        before - self.facts.len()
    }

    /// `it is no longer said that …`
    pub fn unsay(&mut self, statement: &Statement) -> Done {
        let at = self
            .facts
            .iter()
            .position(|fact| fact.statement == *statement);
        match at {
            Some(at) => {
                self.facts.remove(at);
                Ok(())
            }
            None => Err(nothing("nobody says so")),
        }
    }

    /// Whether two names mean the same account.
    pub fn same(&self, a: &Who, b: &Who) -> bool {
        if a == b {
            return true;
        }
        let accounts = self.server.accounts();
        match (accounts.look_up(a), accounts.look_up(b)) {
            (Some(a), Some(b)) => a == b,
            (Some(_) | None, _) => false,
        }
    }

    /// Everybody who is named is somebody. A SID always is.
    pub fn must_be_known<'w>(&self, whom: impl IntoIterator<Item = &'w Who>) -> Done {
        for who in whom {
            let Who::Name(name) = who else { continue };
            match self.server.resolve(who) {
                Ok(_) => {}
                Err(Unresolved::NotFound { candidates }) => {
                    return Err(Box::new(unknown("principal", name, candidates).help(
                        format!("an account that is new is said first: `if user {name} and …`"),
                    )));
                }
                Err(Unresolved::Ambiguous { candidates }) => {
                    return Err(Box::new(
                        Diagnostic::error(
                            "ambiguous-name",
                            format!("`{name}` means several accounts"),
                        )
                        .candidates(candidates),
                    ));
                }
            }
        }
        Ok(())
    }

    /// The thing of that name is there.
    pub fn must_be<'n>(
        &self,
        kind: &'static str,
        name: &Name,
        known: impl Iterator<Item = &'n Name>,
    ) -> Done {
        let known: Vec<&Name> = known.collect();
        if known.contains(&name) {
            return Ok(());
        }
        let near = nearest(known.into_iter(), name, 3);
        Err(Box::new(unknown(kind, name, near).help(format!(
            "one that is new is added by `it is said that {kind} {name} …`"
        ))))
    }

    /// Whether a path is that one, whatever variable it begins with.
    pub fn is_at(&self, path: &WinPath, other: &WinPath) -> bool {
        path == other
            || path.expanded(self.server.windows()) == other.expanded(self.server.windows())
    }

    /// The numbers of the facts that describe that object.
    pub fn descriptions(&self, path: &WinPath) -> Vec<usize> {
        let windows = self.server.windows();
        let path = path.expanded(windows);
        let is_it = |object: &ObjectStatement| object.path.expanded(windows) == path;
        let numbered = self.facts.iter().enumerate();
        numbered
            .filter(
                |(_, fact)| matches!(&fact.statement, Statement::Object(object) if is_it(object)),
            )
            .map(|(at, _)| at)
            .collect()
    }
}

/// Nobody is called so.
pub(super) fn unknown(kind: &str, name: &Name, candidates: Vec<String>) -> Diagnostic {
    Diagnostic::error("unknown-name", format!("no {kind} is called `{name}`"))
        .candidates(candidates)
}

/// There is nothing to take back.
pub(super) fn nothing(headline: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("nothing-to-take-back", headline))
}

/// The change cannot be made as the facts are.
pub(super) fn cannot(headline: impl Into<String>, help: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("no-such-change", headline).help(help))
}

/// Marks every line of a statement as said here.
fn stamp(statement: &mut Statement, origin: &Origin) {
    let lists = match statement {
        Statement::Object(object) => vec![&mut object.list],
        Statement::Service(service) => service.list.iter_mut().collect(),
        Statement::Task(task) => task.list.iter_mut().collect(),
        Statement::Component(component) => {
            let both = component.launch.iter_mut().chain(&mut component.access);
            both.for_each(|list| stamp_com(list, origin));
            return;
        }
        Statement::Running(running) => {
            running
                .access
                .iter_mut()
                .for_each(|list| stamp_com(list, origin));
            return;
        }
        Statement::MachineCom { list, .. } => {
            stamp_com(list, origin);
            return;
        }
        Statement::Server(_)
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
        | Statement::Iis(_)
        | Statement::Account(_)
        | Statement::Machine(_)
        | Statement::Process(_)
        | Statement::Gap(_)
        | Statement::Undescribed { .. } => return,
    };
    for list in lists {
        if let crate::world::Listing::Lines(lines) = list {
            lines
                .iter_mut()
                .for_each(|line| line.origin = origin.clone());
        }
    }
}

fn stamp_com(list: &mut crate::world::ComList, origin: &Origin) {
    if let crate::world::ComList::Lines(lines) = list {
        lines
            .iter_mut()
            .for_each(|line| line.origin = origin.clone());
    }
}
