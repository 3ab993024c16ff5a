//! What is said of somebody, as the questions that ask for it.

use super::lower::{Env, Node, Part};
use crate::{
    query::{
        clause::{Bindings, bind, syntax::Predicate},
        syntax::{Account, Actor, Core, Question, Set, Target, Written},
    },
    text::Span,
};

/// Of each one of a list, of one of several that `or` joins.
pub(super) fn of_set<'c>(predicate: &Predicate, set: &Written<Set<Actor>>, env: &Env) -> Node<'c> {
    let each = |parts: &[Written<Set<Actor>>]| {
        parts
            .iter()
            .map(|part| Part::node(of_set(predicate, part, env)))
            .collect()
    };
    match &set.node {
        Set::One(actor) => said_by(predicate, actor, env, false),
        Set::Listed(parts) | Set::And(parts) => Node::All(each(parts)),
        Set::Or(parts) => Node::Any(each(parts)),
        Set::Except(whole, _) => match &whole.node {
            Set::One(actor) => {
                // The question knows what to leave out.
                let claims = predicate.claims.iter().map(|claim| {
                    let mut core = bound(&claim.node, actor, env);
                    if let Core::Can { subject, .. } = &mut core {
                        *subject = set.clone();
                    }
                    asked(core, claim.span, predicate)
                });
                joined(claims.collect(), predicate)
            }
            Set::Listed(_) | Set::And(_) | Set::Or(_) | Set::Except(..) => {
                of_set(predicate, whole, env)
            }
        },
    }
}

/// A predicate of one who acts. Where it is denied, or nobody may, a list of objects means each of them.
pub(super) fn said_by<'c>(predicate: &Predicate, actor: &Actor, env: &Env, none: bool) -> Node<'c> {
    let claims = predicate
        .claims
        .iter()
        .map(|claim| {
            let core = bound(&claim.node, actor, env);
            match one_by_one(&core).filter(|_| none || predicate.denied) {
                Some(objects) => Node::Any(
                    objects
                        .into_iter()
                        .map(|core| Part::node(asked(core, claim.span, predicate)))
                        .collect(),
                ),
                None => asked(core, claim.span, predicate),
            }
        })
        .collect();
    joined(claims, predicate)
}

fn joined<'c>(mut claims: Vec<Node<'c>>, predicate: &Predicate) -> Node<'c> {
    let node = if claims.len() == 1 {
        claims.swap_remove(0)
    } else {
        let parts = claims.into_iter().map(Part::node).collect();
        if predicate.all {
            Node::All(parts)
        } else {
            Node::Any(parts)
        }
    };
    if predicate.denied {
        Node::Not(Box::new(Part::node(node)))
    } else {
        node
    }
}

/// The same question about each object of a list, or each group.
fn one_by_one(core: &Core) -> Option<Vec<Core>> {
    if let Core::IsMember { member, groups } = core {
        let one = |group: &Written<Account>| Core::IsMember {
            member: member.clone(),
            groups: vec![group.clone()],
        };
        return Some(groups.iter().map(one).collect());
    }
    let Core::Can {
        subject,
        way,
        wanted,
        object,
    } = core
    else {
        return None;
    };
    let (Set::Listed(parts) | Set::And(parts)) = &object.node else {
        return None;
    };
    let one = |object: &Written<Set<Target>>| Core::Can {
        subject: subject.clone(),
        way: *way,
        wanted: wanted.clone(),
        object: object.clone(),
    };
    Some(parts.iter().map(one).collect())
}

fn bound(core: &Core, actor: &Actor, env: &Env) -> Core {
    let bindings = Bindings {
        subject: Some(actor),
        variables: env,
    };
    bind(core, &bindings)
}

fn asked<'c>(core: Core, span: Span, predicate: &Predicate) -> Node<'c> {
    Node::Ask(Box::new(Question {
        changes: Vec::new(),
        prefix: None,
        core: Written::new(core, span),
        modifiers: predicate.modifiers.clone(),
    }))
}
