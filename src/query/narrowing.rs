//! What narrows or orders a question, as it is written.

use super::syntax::{Reference, Written};
use crate::world::Name;

/// What narrows or orders a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Modifier {
    /// `directly`: no steps.
    Directly,
    /// `through at most N steps`
    Steps(u32),
    /// `under PATH`: only rows below it.
    Under(Reference),
    /// `at every stage`
    EveryStage,
    /// `with weaknesses`
    Weaknesses,
    /// `with E11, E12`: these rules too, by their names in upper case; never empty.
    With(Vec<Written<String>>),
    /// `without E5`: not these rules.
    Without(Vec<Written<String>>),
    /// `between W1 and W2`
    Between(Name, Name),
    /// `in W`
    In(Name),
    /// `limit N`
    Limit(u32),
    /// `sort by F`
    SortBy(Field),
    /// `group by F`
    GroupBy(Field),
}

/// What rows can be sorted and grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name.
    Name,
    /// The kind.
    Kind,
    /// The SID.
    Sid,
    /// The verdict.
    Verdict,
    /// The line or rule that decided.
    Reason,
    /// The folder that it is in.
    Folder,
    /// The access list that it shares with others.
    Permissions,
}
