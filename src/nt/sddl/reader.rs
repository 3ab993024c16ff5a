//! A place in the text, and the small parts that everything else is read from: blanks, SIDs, GUIDs.

use super::{SddlError, SddlProblem};
use crate::nt::domains::by_letters;
use crate::nt::{AliasError, Domains, Guid, Sid};

pub(super) struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    domains: &'a Domains,
    /// Open brackets and `!` of a condition.
    pub(super) depth: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, domains: &'a Domains) -> Reader<'a> {
        Reader {
            text,
            bytes: text.as_bytes(),
            at: 0,
            domains,
            depth: 0,
        }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// The text from `start` to here.
    pub(super) fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Only the space is a blank: Windows refuses a tab.
    pub(super) fn skip_blanks(&mut self) {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
    }

    pub(super) fn accept(&mut self, word: &str) -> bool {
        let found = self.bytes[self.at..].starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    pub(super) fn accept_byte(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), SddlError> {
        if self.accept_byte(byte) {
            return Ok(());
        }
        Err(self.expected(what))
    }

    #[cold]
    pub(super) fn expected(&self, what: &'static str) -> SddlError {
        if self.peek() == Some(b' ') {
            return self.error(1, SddlProblem::Blank);
        }
        self.error(1, SddlProblem::Expected(what))
    }

    /// An error about the next bytes.
    #[cold]
    pub(super) fn error(&self, bytes: usize, problem: SddlProblem) -> SddlError {
        self.error_from(self.at, bytes, problem)
    }

    #[cold]
    pub(super) fn error_from(&self, at: usize, bytes: usize, problem: SddlProblem) -> SddlError {
        let mut end = (at + bytes).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        SddlError {
            at: at..end,
            found: self.text[at..end].to_owned(),
            problem,
        }
    }

    /// An error about the word that begins here.
    #[cold]
    pub(super) fn error_word(&self, problem: SddlProblem) -> SddlError {
        let word = self
            .rest()
            .chars()
            .take(32)
            .take_while(|c| c.is_alphanumeric())
            .map(char::len_utf8)
            .sum::<usize>();
        self.error(word.max(1), problem)
    }

    /// The owner or the group. A SID there may end before the letter of the next part: in `S-1-2-0x200D:`
    /// the `D` is no digit.
    pub(super) fn component_sid(&mut self) -> Result<Sid, SddlError> {
        self.skip_blanks();
        if !self.at_number_sid() {
            let sid = self.alias()?;
            self.skip_blanks();
            return Ok(sid);
        }
        let mut end = self.end_of_sid();
        if self.bytes.get(end) == Some(&b':') {
            end -= 1;
        }
        self.number_sid(end)
    }

    /// A SID in an entry or a condition. After an alias a blank is allowed, after a number it is not.
    pub(super) fn sid(&mut self) -> Result<Sid, SddlError> {
        if !self.at_number_sid() {
            let sid = self.alias()?;
            self.skip_blanks();
            return Ok(sid);
        }
        let (sid, used) = Sid::parse_prefix(self.rest())
            .map_err(|error| self.error(self.end_of_sid() - self.at, SddlProblem::Sid(error)))?;
        self.at += used;
        Ok(sid)
    }

    fn at_number_sid(&self) -> bool {
        matches!(self.peek(), Some(b'S' | b's')) && self.peek_at(1) == Some(b'-')
    }

    fn end_of_sid(&self) -> usize {
        let length = self.bytes[self.at..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'-')
            .count();
        self.at + length
    }

    fn number_sid(&mut self, end: usize) -> Result<Sid, SddlError> {
        let text = &self.text[self.at..end];
        let sid = text
            .parse()
            .map_err(|error| self.error(end - self.at, SddlProblem::Sid(error)))?;
        self.at = end;
        Ok(sid)
    }

    fn alias(&mut self) -> Result<Sid, SddlError> {
        let (Some(first), Some(second)) = (self.peek(), self.peek_at(1)) else {
            return Err(self.expected("an account"));
        };
        if !first.is_ascii_alphabetic() {
            return Err(self.expected("an account"));
        }
        match by_letters(first, second, self.domains) {
            Ok(sid) => {
                self.at += 2;
                Ok(sid)
            }
            Err(AliasError::Unknown) => Err(self.error_word(SddlProblem::Alias)),
            Err(AliasError::NeedsDomain(role)) => {
                Err(self.error(2, SddlProblem::NeedsDomain(role)))
            }
        }
    }

    /// A GUID, or nothing before the `;`.
    pub(super) fn guid(&mut self) -> Result<Option<Guid>, SddlError> {
        let start = self.at;
        self.skip_blanks();
        if self.peek() == Some(b';') {
            return Ok(None);
        }
        if self.at > start {
            return Err(self.error_from(start, 1, SddlProblem::Blank));
        }
        const WHAT: &str = "a GUID of the form 01234567-89ab-cdef-0123-456789abcdef";
        let text = self
            .bytes
            .get(self.at..self.at + 36)
            .ok_or_else(|| self.error_word(SddlProblem::Expected(WHAT)))?;
        let mut bytes = [0; 16];
        let mut filled = 0;
        let mut i = 0;
        while i < 36 {
            if matches!(i, 8 | 13 | 18 | 23) {
                if text[i] != b'-' {
                    return Err(self.error_word(SddlProblem::Expected(WHAT)));
                }
                i += 1;
                continue;
            }
            let digit = |b: u8| (b as char).to_digit(16);
            let (Some(high), Some(low)) = (digit(text[i]), digit(text[i + 1])) else {
                return Err(self.error_word(SddlProblem::Expected(WHAT)));
            };
            bytes[filled] = (high * 16 + low) as u8;
            filled += 1;
            i += 2;
        }
        // The first three groups are stored as little-endian numbers.
        bytes[0..4].reverse();
        bytes[4..6].reverse();
        bytes[6..8].reverse();
        self.at += 36;
        Ok(Some(Guid(bytes)))
    }
}
