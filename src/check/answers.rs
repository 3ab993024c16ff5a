//! Who answers the single claims of a clause: one server by `query`, each question once; or somebody faster.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    rc::Rc,
};

use super::Stop;
use crate::{
    query::{
        Answer, Asker, LazyFootprint, Resolver, Verdict,
        clause::{self, Bound, Naming, syntax::ClauseKind},
        syntax::{Actor, Core, Modifier, Question, Set, Target, Way, Written},
    },
    reach::RuleSet,
    text::{Source, Span},
    world::Server,
};

/// What a clause is evaluated in: a world that can be asked.
pub trait Answers {
    /// Everything of a kind.
    fn everything(&mut self, kind: ClauseKind) -> Rc<[Bound]>;

    /// Every account that `who` asks about.
    fn accounts(&mut self) -> Rc<[Bound]>;

    /// The answer to a question of yes and no.
    ///
    /// # Errors
    /// It means nothing in this world, or there is no time for it.
    fn ask(&mut self, question: &Question) -> Result<Verdict, Stop>;

    /// Whether a name means this one.
    ///
    /// # Errors
    /// A name that nobody has.
    fn names(&mut self, who: &Bound, named: &Actor, span: Span) -> Result<Naming, Stop>;

    /// Whether a name means an account that others can be members of.
    fn has_members(&mut self, named: &Actor) -> bool;

    /// The same answer with its evidence, where there is one.
    fn evidence(&mut self, question: &Question) -> Option<Answer>;
}

/// One server, each question asked once.
pub struct Live<'s> {
    server: &'s Server,
    footprint: &'s LazyFootprint,
    asker: Asker<'s>,
    source: &'s Source,
    go_on: &'s dyn Fn() -> bool,
    kinds: HashMap<ClauseKind, Rc<[Bound]>>,
    accounts: Option<Rc<[Bound]>>,
    verdicts: HashMap<String, Verdict>,
    /// Questions about objects of which there are none.
    about_nothing: HashSet<String>,
    /// What was found on the way and should be known.
    remarks: Vec<String>,
}

impl<'s> Live<'s> {
    /// A server. `source` is the text that the places of questions are in; `go_on` is asked before each question.
    pub fn new(
        server: &'s Server,
        footprint: &'s LazyFootprint,
        source: &'s Source,
        go_on: &'s dyn Fn() -> bool,
    ) -> Live<'s> {
        Live {
            server,
            footprint,
            asker: Asker::new(server, footprint),
            source,
            go_on,
            kinds: HashMap::new(),
            accounts: None,
            verdicts: HashMap::new(),
            about_nothing: HashSet::new(),
            remarks: Vec::new(),
        }
    }

    /// The same by other rules, where a question does not say which.
    #[must_use]
    pub fn by(self, rules: RuleSet) -> Live<'s> {
        Live {
            asker: self.asker.by(rules),
            ..self
        }
    }

    /// The same server for another text; what was answered stays.
    pub fn read_from(&mut self, source: &'s Source) {
        self.source = source;
    }

    /// What was found since this was last asked for, and should be known.
    pub fn take_remarks(&mut self) -> Vec<String> {
        std::mem::take(&mut self.remarks)
    }

    fn remark(&mut self, question: &Question) {
        let Core::Can { object, .. } = &question.core.node else {
            return;
        };
        let remark = format!(
            "nothing that somebody described is meant by `{}`",
            object.node
        );
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// The text that the places of questions are in.
    pub fn source(&self) -> &'s Source {
        self.source
    }

    /// The server.
    pub fn server(&self) -> &'s Server {
        self.server
    }

    fn resolver(&self) -> Resolver<'s> {
        Resolver {
            server: self.server,
            source: self.source,
            footprint: self.footprint,
            worlds: &[],
        }
    }
}

impl Answers for Live<'_> {
    fn everything(&mut self, kind: ClauseKind) -> Rc<[Bound]> {
        let server = self.server;
        let all = self
            .kinds
            .entry(kind)
            .or_insert_with(|| clause::of_kind(kind, server).into());
        Rc::clone(all)
    }

    fn accounts(&mut self) -> Rc<[Bound]> {
        let server = self.server;
        let all = self
            .accounts
            .get_or_insert_with(|| clause::accounts(server).into());
        Rc::clone(all)
    }

    fn ask(&mut self, question: &Question) -> Result<Verdict, Stop> {
        let key = question.to_string();
        if let Some(verdict) = self.verdicts.get(&key) {
            let verdict = *verdict;
            if self.about_nothing.contains(&key) {
                self.remark(question);
            }
            return Ok(verdict);
        }
        if !(self.go_on)() {
            return Err(Stop::Interrupted);
        }
        let answer = self.asker.answer(&without_hints(question), self.source)?;
        let Some(verdict) = answer.verdict else {
            let complaint = self
                .resolver()
                .at(
                    "not-a-claim",
                    "this is answered with rows, not with yes or no",
                    question.core.span,
                    "no claim",
                )
                .help("claims are sentences such as `pool A can read /secure`");
            return Err(Stop::Wrong(Box::new(complaint)));
        };
        if answer.rows.is_empty() && answer.evidence.is_empty() && is_range(&question.core.node) {
            self.about_nothing.insert(key.clone());
            self.remark(question);
        }
        self.verdicts.insert(key, verdict);
        Ok(verdict)
    }

    fn names(&mut self, who: &Bound, named: &Actor, span: Span) -> Result<Naming, Stop> {
        Ok(clause::named_by(who, named, span, &self.resolver())?)
    }

    fn has_members(&mut self, named: &Actor) -> bool {
        clause::has_members(named, &self.resolver())
    }

    fn evidence(&mut self, question: &Question) -> Option<Answer> {
        self.asker.answer(question, self.source).ok()
    }
}

/// The same question without what to ask next: only its verdict is looked at.
fn without_hints(question: &Question) -> Cow<'_, Question> {
    let is_about_now = matches!(&question.core.node, Core::Can { way: Way::Now, .. });
    if !is_about_now || !question.modifiers.is_empty() {
        return Cow::Borrowed(question);
    }
    let mut plain = question.clone();
    plain.modifiers.push(Written::nowhere(Modifier::Directly));
    Cow::Owned(plain)
}

/// Whether it asks about objects that may be none at all.
fn is_range(core: &Core) -> bool {
    let Core::Can { object, .. } = core else {
        return false;
    };
    match &object.node {
        Set::One(Target::Range(..)) => true,
        Set::One(
            Target::Named(_) | Target::Component(_) | Target::Service(_) | Target::Belonging(..),
        ) => false,
        Set::Listed(_) | Set::And(_) | Set::Or(_) | Set::Except(..) => true,
    }
}
