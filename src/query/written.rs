//! Something that was written, with its place; and several of them, put together.

use std::fmt;

use crate::text::Span;

/// Something that was written, and where. Two are equal when what was written is; `{:?}` shows that alone.
#[derive(Clone)]
pub struct Written<T> {
    /// What.
    pub node: T,
    /// Where, in bytes of the question's text.
    pub span: Span,
}

impl<T> Written<T> {
    /// `node`, written at `span`.
    pub fn new(node: T, span: Span) -> Written<T> {
        Written { node, span }
    }

    /// `node`, written nowhere: for questions that a program makes.
    pub fn nowhere(node: T) -> Written<T> {
        Written::new(node, Span::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Written<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Written<T> {
    fn eq(&self, other: &Written<T>) -> bool {
        self.node == other.node
    }
}

impl<T: Eq> Eq for Written<T> {}

/// Several, put together. A single one is `One`.
///
/// `except` binds weakest, then `or`, then `and`; brackets group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Set<T> {
    /// Just this.
    One(T),
    /// `{A, B}`; never empty.
    Listed(Vec<Written<Set<T>>>),
    /// `A and B`: all of them. At least two.
    And(Vec<Written<Set<T>>>),
    /// `A or B`: any of them. At least two.
    Or(Vec<Written<Set<T>>>),
    /// `A except B`
    Except(Box<Written<Set<T>>>, Box<Written<Set<T>>>),
}

/// How many of a set are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The plural alone: `pools`, `files under P`. The set as it is.
    Plain,
    /// `any pool`, `any file under P`, `anything under P`: at least one.
    Some,
    /// `every pool`, `every file under P`, `everything under P`: each.
    Every,
}
