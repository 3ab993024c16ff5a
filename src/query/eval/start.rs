//! `does pool B start`, `does service S start`: each condition with its fact.

use super::not_yet;
use crate::{
    query::{Answer, resolve::Resolver},
    text::{Diagnostic, Span},
    world::Name,
};

/// `does pool B start`
///
/// # Errors
/// It cannot be told.
pub fn pool(_pool: &Name, span: Span, resolver: &Resolver<'_>) -> Result<Answer, Box<Diagnostic>> {
    Err(not_yet("does … start", span, resolver))
}

/// `does service S start`
///
/// # Errors
/// It cannot be told.
pub fn service(
    _service: &Name,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    Err(not_yet("does … start", span, resolver))
}
