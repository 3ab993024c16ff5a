//! Components: who may launch, activate, access and use one, and the server that a client gets.

use super::{can::Pair, not_yet, subject::Acting};
use crate::{
    query::{
        Answer,
        resolve::Resolver,
        syntax::{Reference, Wanted, Written},
    },
    text::{Diagnostic, Span},
    world::Name,
};

/// Whether one subject can launch, activate, access or use a component: `wanted` says which and from where, and may be
/// rights of its lists too.
///
/// # Errors
/// The verb means nothing on a component.
pub fn can(
    _acting: &Acting,
    wanted: &Written<Wanted>,
    _component: &Name,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    Err(not_yet(
        "launch, activate, access and use",
        wanted.span,
        resolver,
    ))
}

/// `component C for S` as somebody who acts: each identity that its server may have. Without a client, the server
/// alone: its identity must not depend on who asks.
///
/// # Errors
/// Nobody can be told without a client, or the component has no server of its own.
#[allow(dead_code, reason = "actors call it next")]
pub fn servers(
    _component: &Name,
    _client: Option<&Acting>,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Vec<Acting>, Box<Diagnostic>> {
    Err(not_yet("component as somebody who acts", span, resolver))
}

/// `does component C start [for S]`: each condition with its fact.
///
/// # Errors
/// As [`servers`].
pub fn starts(
    _component: &Name,
    _client: Option<&Acting>,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    Err(not_yet("does component … start", span, resolver))
}

/// `show component C`
///
/// # Errors
/// Nothing can be shown of it.
#[allow(dead_code, reason = "actors call it next")]
pub fn show(
    component: &Name,
    name: &Written<Reference>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let _ = component;
    Err(not_yet("show component", name.span, resolver))
}
