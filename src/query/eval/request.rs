//! Requests: `can S request URL`, `which identity serves URL`.

use super::{can::Pair, not_yet, subject::Acting};
use crate::{
    query::{
        Answer,
        resolve::{Object, Resolver},
        syntax::{Actor, Reference, Set, Stage, Target, Wanted, Written},
    },
    text::Diagnostic,
};

/// Whether a request of one subject for one URL succeeds. `object` is the URL's; it has none if a path was named.
///
/// # Errors
/// The object is no URL.
pub fn can(
    _acting: &Acting,
    wanted: &Written<Wanted>,
    _object: &Object,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    Err(not_yet("request", wanted.span, resolver))
}

/// `can S request URL at every stage`: a row for each stage.
///
/// # Errors
/// As [`can`].
pub fn every_stage(
    _subject: &Written<Set<Actor>>,
    wanted: &Written<Wanted>,
    _object: &Written<Set<Target>>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    Err(not_yet("at every stage", wanted.span, resolver))
}

/// `which identity serves URL [at stage STAGE]`; without a stage, each of them is a row.
///
/// # Errors
/// No site serves the URL.
pub fn serves(
    url: &Written<Reference>,
    _stage: Option<&Written<Stage>>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    Err(not_yet("which identity serves", url.span, resolver))
}
