//! `show token of S`, `does S hold PRIVILEGE`.

use super::{not_yet, subject::Acting};
use crate::{
    query::{Answer, resolve::Resolver, syntax::Written},
    text::{Diagnostic, Span},
    world::Name,
};

/// `show token of S`
///
/// # Errors
/// Nobody knows the token.
pub fn show(
    _acting: &Acting,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    Err(not_yet("show token of", span, resolver))
}

/// `does S hold PRIVILEGE`
///
/// # Errors
/// Nothing has that name.
pub fn holds(
    _acting: &Acting,
    right: &Written<Name>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    Err(not_yet("does … hold", right.span, resolver))
}
