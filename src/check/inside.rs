//! Whether one of those over whom a clause ranges is named by it: himself, a member of it, or whoever it runs as.

use super::{
    Answers, Stop,
    lower::{Env, Node, Part},
};
use crate::{
    query::{
        clause::{Bindings, Bound, Naming, leaves, syntax::ClauseKind},
        syntax::{Account, Actor, ActorKind, Core, Named, Question, Set, Written},
    },
    text::Span,
};

/// Whether somebody is one of a set, or in one of its groups.
pub(super) fn inside<'c>(
    who: &Bound,
    set: &Written<Set<Actor>>,
    env: &Env,
    world: &mut dyn Answers,
) -> Result<Node<'c>, Stop> {
    let mut set = set.clone();
    let bindings = Bindings {
        subject: None,
        variables: env,
    };
    bindings.actors(&mut set.node);
    let (named, left_out) = leaves(&set);
    let ways = |all: Vec<Written<Actor>>, world: &mut dyn Answers| {
        let mut ways = Vec::new();
        for one in all {
            ways.extend(is_one(who, &one, world)?.into_iter().map(Part::node));
        }
        Ok::<_, Stop>(ways)
    };
    let named = Node::Any(ways(named, world)?);
    let left_out = ways(left_out, world)?;
    if left_out.is_empty() {
        return Ok(named);
    }
    let without = Part::not(Part::node(Node::Any(left_out)));
    Ok(Node::All(vec![Part::node(named), without]))
}

/// The ways in which somebody is what a name means.
fn is_one<'c>(
    who: &Bound,
    named: &Written<Actor>,
    world: &mut dyn Answers,
) -> Result<Vec<Node<'c>>, Stop> {
    if world.names(who, &named.node, named.span)? == Naming::Himself {
        return Ok(vec![Node::Known(true)]);
    }
    let member = |group: Account| {
        ask(
            Core::IsMember {
                member: Written::new(who.actor(), named.span),
                groups: vec![Written::new(group, named.span)],
            },
            named.span,
        )
    };
    let shares = |other: Actor| {
        ask(
            Core::SharesIdentity {
                one: Written::new(who.actor(), named.span),
                other: Written::new(other, named.span),
            },
            named.span,
        )
    };
    let acts = matches!(who, Bound::Acts(_));
    Ok(match &named.node {
        Actor::MembersOf(group) if acts => vec![member(group.clone())],
        Actor::Named { account, .. } if acts && world.has_members(&named.node) => {
            vec![member(account.clone())]
        }
        // An account, where a pool or a site is named: as whom it runs.
        Actor::Named { account, .. } if is_account(who) && runs(account) => {
            vec![shares(named.node.clone())]
        }
        Actor::Kind(_, kind) if is_account(who) => world
            .everything(ClauseKind::Actor(*kind))
            .iter()
            .map(|one| shares(one.actor()))
            .collect(),
        Actor::Serving { .. } | Actor::Component { .. } | Actor::Filter(_) | Actor::Service(_)
            if is_account(who) =>
        {
            vec![shares(named.node.clone())]
        }
        Actor::Named { .. }
        | Actor::Anonymous
        | Actor::Serving { .. }
        | Actor::Component { .. }
        | Actor::Filter(_)
        | Actor::Service(_)
        | Actor::Token(_)
        | Actor::Kind(..)
        | Actor::TokensOf(..)
        | Actor::MembersOf(_) => Vec::new(),
    })
}

fn is_account(who: &Bound) -> bool {
    matches!(who, Bound::Acts(Named { kind, .. }) if kind.is_none_or(|kind| !acts_by_process(kind)))
}

fn runs(account: &Account) -> bool {
    account.kind.is_some_and(acts_by_process)
}

fn acts_by_process(kind: ActorKind) -> bool {
    matches!(
        kind,
        ActorKind::Pool | ActorKind::Site | ActorKind::Application
    )
}

fn ask<'c>(core: Core, span: Span) -> Node<'c> {
    Node::Ask(Box::new(Question {
        changes: Vec::new(),
        prefix: None,
        core: Written::new(core, span),
        modifiers: Vec::new(),
    }))
}
