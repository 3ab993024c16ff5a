//! A text as numbered lines, and what became of each: used, or left out for a reason.

use std::sync::Arc;

use super::coverage::LeftOut;
use crate::text::{Place, Source, Span};

/// A source with an index of its lines, so that places in long files are found at once.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The text with its name.
    pub source: Source,
    starts: Vec<usize>,
}

impl Sheet {
    /// The sheet of a source.
    pub fn new(source: Source) -> Sheet {
        let mut starts = vec![0];
        starts.extend(source.text.match_indices('\n').map(|(at, _)| at + 1));
        if starts.last() == Some(&source.text.len()) {
            starts.pop();
        }
        Sheet { source, starts }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// How many lines there are.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// A line by its number from 1, without its end.
    pub fn line(&self, number: u32) -> &str {
        let (start, end) = self.bounds(number);
        self.source.text[start..end].trim_end_matches(['\r', '\n'])
    }

    fn bounds(&self, number: u32) -> (usize, usize) {
        let index = (number as usize).saturating_sub(1);
        let length = self.source.text.len();
        let start = self.starts.get(index).copied().unwrap_or(length);
        (start, self.starts.get(index + 1).copied().unwrap_or(length))
    }

    /// The lines with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..=u32::try_from(self.starts.len()).unwrap_or(u32::MAX)).map(|n| (n, self.line(n)))
    }

    /// The number of the line that holds this byte.
    pub fn line_at(&self, offset: usize) -> u32 {
        let index = self.starts.partition_point(|start| *start <= offset);
        u32::try_from(index.max(1)).unwrap_or(u32::MAX)
    }

    /// The place of some of a line, given as bytes of that line.
    pub fn place_in_line(&self, number: u32, within: Span) -> Place {
        let line = Source::new(self.source.name.clone(), self.line(number));
        Place {
            line: number,
            ..line.place(within)
        }
    }

    /// The place of a line, all that is not white space underlined.
    pub fn place(&self, number: u32) -> Place {
        let line = self.line(number);
        let start = line.len() - line.trim_start().len();
        let end = line.trim_end().len().max(start);
        self.place_in_line(number, Span { start, end })
    }

    /// The place of a range of the text, as much of it as stands in its first line.
    pub fn place_of(&self, span: Span) -> Place {
        let number = self.line_at(span.start);
        let (start, _) = self.bounds(number);
        let within = Span {
            start: span.start.saturating_sub(start),
            end: span.end.saturating_sub(start),
        };
        self.place_in_line(number, within)
    }
}

/// What became of each line of a sheet. A line that holds only white space needs no account.
#[derive(Clone, Debug)]
pub struct Ledger(Vec<Fate>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    Blank,
    Unread,
    Used,
    Left(Arc<str>),
}

/// The reason given for lines that a reader said nothing about.
const UNREAD: &str = "not understood";

impl Ledger {
    /// Nothing is read yet.
    pub fn new(sheet: &Sheet) -> Ledger {
        let fate = |(_, line): (u32, &str)| {
            if line.trim().is_empty() {
                Fate::Blank
            } else {
                Fate::Unread
            }
        };
        Ledger(sheet.lines().map(fate).collect())
    }

    /// This line was used.
    pub fn used(&mut self, number: u32) {
        if let Some(fate) = self.fate(number)
            && *fate != Fate::Blank
        {
            *fate = Fate::Used;
        }
    }

    /// This line is left out for that reason, unless it is used otherwise.
    pub fn left(&mut self, number: u32, reason: &Arc<str>) {
        if let Some(fate) = self.fate(number)
            && *fate == Fate::Unread
        {
            *fate = Fate::Left(reason.clone());
        }
    }

    /// A line that was used turned out to be of no use.
    pub fn dropped(&mut self, number: u32, reason: &Arc<str>) {
        if let Some(fate) = self.fate(number)
            && *fate != Fate::Blank
        {
            *fate = Fate::Left(reason.clone());
        }
    }

    /// All lines that were not used are left out for that reason.
    pub fn rest(&mut self, reason: &str) {
        let reason: Arc<str> = reason.into();
        for fate in self.0.iter_mut().filter(|fate| **fate == Fate::Unread) {
            *fate = Fate::Left(reason.clone());
        }
    }

    /// All lines that were not left out were used.
    pub fn rest_used(&mut self) {
        for fate in self.0.iter_mut().filter(|fate| **fate == Fate::Unread) {
            *fate = Fate::Used;
        }
    }

    fn fate(&mut self, number: u32) -> Option<&mut Fate> {
        self.0.get_mut((number as usize).checked_sub(1)?)
    }

    /// How many lines say something.
    pub fn said(&self) -> usize {
        self.0.iter().filter(|fate| **fate != Fate::Blank).count()
    }

    /// How many lines were used.
    pub fn count_used(&self) -> usize {
        self.0.iter().filter(|fate| **fate == Fate::Used).count()
    }

    /// The lines that were left out, neighbours with the same reason together (blank lines between do not part them).
    pub fn left_out(&self) -> Vec<LeftOut> {
        let mut ranges: Vec<LeftOut> = Vec::new();
        let mut joins = false;
        for (number, fate) in (1_u32..).zip(&self.0) {
            let reason = match fate {
                Fate::Blank => continue,
                Fate::Used => {
                    joins = false;
                    continue;
                }
                Fate::Unread => UNREAD,
                Fate::Left(reason) => reason,
            };
            match ranges
                .last_mut()
                .filter(|last| joins && last.reason == reason)
            {
                Some(last) => {
                    last.last = number;
                    last.lines += 1;
                }
                None => ranges.push(LeftOut {
                    first: number,
                    last: number,
                    lines: 1,
                    reason: reason.to_owned(),
                }),
            }
            joins = true;
        }
        ranges
    }
}
