//! An invariant as a judge of worlds: by skeletons where it can be said in rights and steps, else on the server that a world makes.

use std::rc::Rc;

use super::{
    Alphabet, Compile, Fast, Finding, Judge, Judgement, Lines, Made, Making, Skeleton,
    formula::{Can, Formula, Instance, Target, plane},
};
use crate::{
    check::{self, Answers, Env, Live, Node, Truth, What, open, with},
    iis,
    query::{
        LazyFootprint, Plain, Resolver, Verdict,
        clause::syntax::{Clause, Insisted},
        plain, protection,
        syntax::{Core, Question, Relation, Way},
    },
    reach::{Bring, Holds, Reach, rules},
    text::{Diagnostic, Severity},
    world::{Fact, Reading, Server},
};

/// Judges by an invariant.
pub struct ByClause {
    sentence: Insisted,
    fast: Fast<Compiler>,
    /// How many worlds were judged by their skeleton.
    by_skeleton: u64,
    /// How many were built.
    built: u64,
}

struct Compiler {
    sentence: Insisted,
}

impl ByClause {
    /// For the worlds of a base and an alphabet.
    pub fn new(sentence: Insisted, base: &[Fact], alphabet: &Alphabet) -> ByClause {
        let compiler = Compiler {
            sentence: sentence.clone(),
        };
        ByClause {
            sentence,
            fast: Fast::new(compiler, base, alphabet),
            by_skeleton: 0,
            built: 0,
        }
    }

    /// How worlds were judged, for the telling beside the rate.
    pub fn how(&self) -> String {
        match (self.by_skeleton, self.built) {
            (fast, 0) => format!("all {fast} by {} skeletons", self.fast.skeletons()),
            (fast, built) => format!(
                "{fast} by {} skeletons; {built} were built one by one, the slow way, for what cannot be said in lists",
                self.fast.skeletons()
            ),
        }
    }
}

impl Judge for ByClause {
    fn of_facts(&mut self, facts: &[Fact]) -> Judgement {
        self.built += 1;
        let meaningless = Judgement {
            met: 0,
            finding: Finding::Meaningless,
        };
        let (server, wrong) = iis::serve(facts.to_vec());
        if wrong.iter().any(is_loud) {
            return meaningless;
        }
        let footprint = LazyFootprint::new();
        let mut world = Live::new(&server, &footprint, &self.sentence.source, &|| true);
        let Ok(judged) = check::judge(&self.sentence.clause.node, &mut world) else {
            return meaningless;
        };
        Judgement {
            met: u32::from(judged.premise == Truth::Holds),
            finding: match judged.truth {
                Truth::Holds => Finding::Holds,
                Truth::Open => Finding::Open,
                Truth::Fails => Finding::Broken,
            },
        }
    }

    fn quickly(&mut self, facts: &[Fact]) -> Judgement {
        let compiler = Compiler {
            sentence: self.sentence.clone(),
        };
        let nothing_more = Alphabet::new(Vec::new());
        let mut fast = Fast::new(compiler, facts, &nothing_more);
        match fast.judge(&nothing_more, facts, &[]) {
            Some(judgement) => judgement,
            None => self.of_facts(facts),
        }
    }

    fn of_world(&mut self, alphabet: &Alphabet, base: &[Fact], world: &[u16]) -> Judgement {
        match self.fast.judge(alphabet, base, world) {
            Some(judgement) => {
                self.by_skeleton += 1;
                judgement
            }
            None => self.of_facts(&alphabet.world(base, world)),
        }
    }
}

/// A world about which there is more to say than a note is none that somebody would write.
fn is_loud(complaint: &Diagnostic) -> bool {
    complaint.severity > Severity::Note
}

impl Compile for Compiler {
    fn skeleton(&mut self, facts: &[Fact], lines: &mut Lines) -> Made {
        let (server, wrong) = iis::serve(facts.to_vec());
        if wrong.iter().any(is_loud) {
            return Made::NoWorld;
        }
        match self.compiled(&server, lines) {
            Some(skeleton) => Made::Skeleton(Box::new(skeleton)),
            None => Made::EachBuilt,
        }
    }
}

impl Compiler {
    fn compiled(&self, server: &Server, lines: &mut Lines) -> Option<Skeleton> {
        let lazy = LazyFootprint::new();
        let resolver = Resolver {
            server,
            source: &self.sentence.source,
            footprint: &lazy,
            worlds: &[],
        };
        let reach = Reach::open(server, resolver.footprint(), Bring::default());
        let mut put = Put {
            making: Making::new(&reach, lines).ok()?,
            resolver: &resolver,
            world: Live::new(server, &lazy, &self.sentence.source, &|| true),
            instances: Vec::new(),
            known: Vec::new(),
        };
        put.clause(&self.sentence.clause.node, &Rc::from([]), &[])?;
        let (view, steps) = put.making.finish(rules::granted()).ok()?;
        let is_open = steps.as_ref().is_some_and(|steps| steps.possible.is_some());
        let says_no =
            |one: &Instance| !one.premise.is_about_steps() && one.conclusion.is_a_refusal();
        if is_open && !put.instances.iter().all(says_no) {
            return None;
        }
        Some(Skeleton {
            view,
            instances: put.instances,
            steps,
        })
    }
}

/// The instances of a clause while they are put together.
struct Put<'m, 'r, 'a, 'l> {
    making: Making<'m, 'a>,
    resolver: &'r Resolver<'r>,
    world: Live<'l>,
    instances: Vec<Instance>,
    /// What was asked before: of the same pool for each of the others.
    known: Vec<(Core, Formula)>,
}

impl Put<'_, '_, '_, '_> {
    /// Every case of a clause with what it supposes; what is said besides is a conclusion.
    fn clause(&mut self, clause: &Clause, env: &Env, supposed: &[Formula]) -> Option<()> {
        match clause {
            Clause::If {
                premise,
                conclusion,
            } => {
                let premise = self.formula(What::Clause(&premise.node, Rc::clone(env)))?;
                let mut more = supposed.to_vec();
                more.push(premise);
                self.clause(&conclusion.node, env, &more)
            }
            Clause::And(parts) => parts
                .iter()
                .try_for_each(|part| self.clause(&part.node, env, supposed)),
            Clause::For {
                ranges, such_that, ..
            } if ranges.iter().all(|range| range.node.every) && such_that.is_none() => {
                self.cases(clause, 0, env, supposed)
            }
            Clause::For { .. } | Clause::Or(_) | Clause::Not(_) | Clause::Said(_) => {
                let conclusion = self.formula(What::Clause(clause, Rc::clone(env)))?;
                self.instances.push(Instance {
                    premise: Formula::all(supposed.to_vec()),
                    conclusion,
                });
                Some(())
            }
        }
    }

    /// Of the variables of `for every …` from that one on.
    fn cases(&mut self, clause: &Clause, at: usize, env: &Env, supposed: &[Formula]) -> Option<()> {
        let Clause::For { ranges, body, .. } = clause else {
            return None;
        };
        let Some(range) = ranges.get(at) else {
            return self.clause(&body.node, env, supposed);
        };
        for bound in self.world.everything(range.node.kind).iter() {
            if range.node.other && env.iter().any(|(_, known)| known == bound) {
                continue;
            }
            let env = with(env, &range.node.variable, bound.clone());
            self.cases(clause, at + 1, &env, supposed)?;
        }
        Some(())
    }

    fn formula(&mut self, what: What<'_>) -> Option<Formula> {
        match open(what, &mut self.world).ok()? {
            Node::Known(known) => Some(Formula::Known(known)),
            Node::All(parts) => {
                let parts = parts.into_iter().map(|part| self.formula(part.what));
                Some(Formula::all(parts.collect::<Option<_>>()?))
            }
            Node::Any(parts) => {
                let parts = parts.into_iter().map(|part| self.formula(part.what));
                Some(Formula::any(parts.collect::<Option<_>>()?))
            }
            Node::Not(part) => Some(self.formula(part.what)?.contrary()),
            Node::Count { .. } => None,
            Node::Ask(question) => {
                if !question.modifiers.is_empty() {
                    return None;
                }
                let core = question.core.node.clone();
                if let Some((_, known)) = self.known.iter().find(|(other, _)| *other == core) {
                    return Some(known.clone());
                }
                let formula = self.question(&question)?;
                self.known.push((core, formula.clone()));
                Some(formula)
            }
        }
    }

    /// What lists decide is looked up in each world; what they do not is asked once.
    fn question(&mut self, question: &Question) -> Option<Formula> {
        if let Core::Related {
            one,
            relation: Relation::Protected,
            other,
        } = &question.core.node
        {
            let (party, actor) = protection(one, other, self.resolver)?;
            let parts = self.making.reach().parts_of(&party);
            let comes = self.making.comes(&actor, &parts).ok()?;
            return Some(Formula::Comes(comes).contrary());
        }
        if let Core::Can {
            subject,
            way: Way::Now,
            wanted,
            object,
        } = &question.core.node
        {
            let plain = plain(subject, wanted, object, self.making.reach(), self.resolver)?;
            return self.rights(plain);
        }
        let is_settled = matches!(
            question.core.node,
            Core::IsMember { .. }
                | Core::SharesIdentity { .. }
                | Core::RunsAs { .. }
                | Core::Holds { .. }
        );
        match self.world.ask(question).ok().filter(|_| is_settled)? {
            Verdict::Yes => Some(Formula::Known(true)),
            Verdict::No(_) => Some(Formula::Known(false)),
            Verdict::Unknown => None,
        }
    }

    fn rights(&mut self, plain: Plain) -> Option<Formula> {
        let mut each = |parts: Vec<Plain>| -> Option<Vec<Formula>> {
            parts.into_iter().map(|part| self.rights(part)).collect()
        };
        Some(match plain {
            Plain::Known(known) => Formula::Known(known),
            Plain::All(parts) => Formula::all(each(parts)?),
            Plain::Any(parts) => merged(each(parts)?),
            Plain::Grant(grant) => {
                let tokens = self.making.token(&grant.token).ok()?;
                let given = match &grant.given {
                    None => None,
                    Some(given) => match self.making.decided(&given.condition).ok()? {
                        Some(given) => Some(given),
                        None => match given.holds {
                            Holds::Yes => None,
                            Holds::No => return Some(Formula::Known(false)),
                            Holds::Perhaps => return None,
                        },
                    },
                };
                let mut can = |rights: crate::nt::AccessMask, any, object| {
                    let object = self.making.object(object).ok()?;
                    Some(Formula::Can(Can {
                        tokens,
                        rights: rights
                            .bits()
                            .map(|bit| plane(bit.0))
                            .collect::<Option<_>>()?,
                        any,
                        objects: vec![Target { object, given }],
                    }))
                };
                let own = can(grant.rights, grant.reading == Reading::Any, &grant.object)?;
                match &grant.or {
                    None => own,
                    Some((rights, folder)) => {
                        let above = can(*rights, false, folder)?;
                        merged(vec![own, above])
                    }
                }
            }
        })
    }
}

/// One of them; the same right of several tokens or on several objects is looked up at once.
fn merged(parts: Vec<Formula>) -> Formula {
    let parts = match Formula::any(parts) {
        Formula::Any(parts) => parts,
        whole @ (Formula::Known(_)
        | Formula::All(_)
        | Formula::Not(_)
        | Formula::Can(_)
        | Formula::Comes(_)) => return whole,
    };
    let mut cans: Vec<Can> = Vec::new();
    let mut rest = Vec::new();
    for part in parts {
        match part {
            Formula::Can(can) => {
                put_together(&mut cans, can, |one, other| one.tokens == other.tokens)
            }
            Formula::Known(_)
            | Formula::All(_)
            | Formula::Any(_)
            | Formula::Not(_)
            | Formula::Comes(_) => rest.push(part),
        }
    }
    let mut fewer: Vec<Can> = Vec::new();
    for can in cans {
        put_together(&mut fewer, can, |one, other| one.objects == other.objects);
    }
    rest.extend(fewer.into_iter().map(Formula::Can));
    Formula::any(rest)
}

/// With one that is like it in rights and so, if there is one; else behind the others.
fn put_together(cans: &mut Vec<Can>, can: Can, alike: fn(&Can, &Can) -> bool) {
    let found = cans
        .iter_mut()
        .find(|known| known.rights == can.rights && known.any == can.any && alike(known, &can));
    match found {
        Some(known) => {
            known.tokens |= can.tokens;
            for object in can.objects {
                if !known.objects.contains(&object) {
                    known.objects.push(object);
                }
            }
        }
        None => cans.push(can),
    }
}
