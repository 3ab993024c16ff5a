//! From line to line through a listing: which object a line begins or continues, and what stands between objects.

use std::sync::Arc;

use super::{
    super::reading::{INHERITANCE_FLAGS, Input, Reading, because},
    chatter::{self, Chatter},
    tail::{Entry, Says, Tail, tails},
    who::{self, Accounts, Split, after_echo, begins_like_path},
};
use crate::{
    text::Diagnostic,
    world::{AccessLine, Name, Who},
};

/// An object and the entries listed for it.
pub(super) struct Block {
    /// The path as printed.
    pub path: String,
    /// The line that it begins in.
    pub line: u32,
    /// How far that line is indented.
    column: usize,
    /// The entries.
    pub lines: Vec<AccessLine>,
    /// The numbers of the lines that the object was read from.
    pub taken: Vec<u32>,
    /// Some entry has inheritance flags, as only those of folders do.
    pub inheritable: bool,
    /// The line from which the list is not understood, and why.
    pub broken: Option<(u32, String)>,
}

/// The state of the walk.
pub(super) struct Walk<'a> {
    input: &'a Input<'a>,
    accounts: Accounts,
    /// What is said so far.
    pub reading: Reading,
    /// The objects so far.
    pub blocks: Vec<Block>,
    /// Objects that icacls says it changed, with the line.
    pub changed: Vec<(u32, String)>,
    /// Objects that icacls could not open, with the line.
    pub refused: Vec<(u32, String)>,
    /// The last object can go on in the next line.
    open: bool,
    listed: usize,
    failed: usize,
    used: bool,
    reason: Option<Arc<str>>,
}

impl<'a> Walk<'a> {
    /// At the beginning.
    pub fn new(input: &'a Input<'a>) -> Walk<'a> {
        Walk {
            input,
            accounts: learn(input),
            reading: Reading::new(input.sheet),
            blocks: Vec::new(),
            changed: Vec::new(),
            refused: Vec::new(),
            open: false,
            listed: 0,
            failed: 0,
            used: false,
            reason: None,
        }
    }

    /// To the end.
    pub fn all_lines(&mut self) {
        let sheet = self.input.sheet;
        for (number, line) in sheet.lines() {
            (self.used, self.reason) = (false, None);
            let text = unquote(line);
            let ends = tails(text);
            if text.trim().is_empty() {
                self.open = false;
            } else if ends.is_empty() {
                self.chatter(number, text);
            } else {
                self.entries(number, text, &ends);
            }
            if self.used {
                self.reading.ledger.used(number);
            } else if let Some(reason) = &self.reason {
                self.reading.ledger.left(number, reason);
            }
        }
        if self.listed + self.failed > 0 {
            self.no_summary();
        }
    }

    fn no_summary(&mut self) {
        let Some(block) = self.blocks.last() else {
            return;
        };
        self.reading.diagnostics.push(
            Diagnostic::note(
                "no-summary",
                "the listing does not end with the count that icacls prints",
            )
            .at(
                self.input.sheet.place(block.line),
                "entries after these may be missing",
            )
            .help("hand over the whole output, up to `Successfully processed …`"),
        );
    }

    /// A line without entries.
    fn chatter(&mut self, number: u32, text: &str) {
        let body = text.trim();
        match chatter::understand(body) {
            Some(Chatter::Command(_)) => self.aside(number, "a prompt with a command"),
            Some(Chatter::Markup) => self.aside(number, "markup"),
            Some(Chatter::Summary { processed, failed }) => self.summary(number, processed, failed),
            Some(Chatter::Processed(path)) => {
                self.open = false;
                self.used = true;
                self.listed += 1;
                self.changed.push((number, path.to_owned()));
            }
            Some(Chatter::Refused { path, message }) => self.refusal(number, path, message),
            None if self.open => self.break_off(number, "this line is no entry"),
            None => {}
        }
    }

    fn aside(&mut self, _number: u32, what: &str) {
        self.open = false;
        self.reason = Some(because(what));
    }

    fn refusal(&mut self, number: u32, path: &str, message: &str) {
        self.open = false;
        self.used = true;
        self.failed += 1;
        self.refused.push((number, path.to_owned()));
        self.reading.count("refused", 1);
        self.reading.diagnostics.push(
            Diagnostic::warning("not-listed", format!("icacls could not list `{path}`"))
                .at(self.input.sheet.place(number), message)
                .help("its permissions are unknown; run icacls as an administrator"),
        );
    }

    /// The counts that icacls prints are checked against what was read since the last ones.
    fn summary(&mut self, number: u32, processed: usize, failed: usize) {
        self.open = false;
        self.used = true;
        if processed != self.listed || failed != self.failed {
            let read = format!(
                "{} listed and {} refused were read",
                self.listed, self.failed
            );
            self.reading.diagnostics.push(
                Diagnostic::warning(
                    "count-differs",
                    format!("icacls counts {processed} processed and {failed} failed; {read}"),
                )
                .at(self.input.sheet.place(number), "the listing may be cut")
                .help("hand over the whole output"),
            );
        }
        (self.listed, self.failed) = (0, 0);
    }

    /// A line with one entry, or with several where line ends were lost.
    fn entries(&mut self, number: u32, text: &str, ends: &[Tail]) {
        let indent = text.chars().take_while(|c| c.is_whitespace()).count();
        let mut from = 0;
        for (nth, end) in ends.iter().enumerate() {
            let mut words = text[from..end.start].trim();
            from = end.end;
            let mut collapsed = nth > 0;
            if let Some((used, (processed, failed))) = chatter::leading_summary(words) {
                self.summary(number, processed, failed);
                words = words[used..].trim_start();
                collapsed = true;
            }
            let command = chatter::command(words);
            let echoed = command.is_some();
            if let Some(command) = command {
                self.open = false;
                words = chatter::arguments(command);
                collapsed = true;
            }
            let width = if collapsed {
                None
            } else {
                self.width_by_next(number, indent)
            };
            match self.place(words, indent, nth > 0, width) {
                Found::Goes(account) => self.entry(number, account, &end.says),
                Found::Begins(split) => {
                    let path = if echoed {
                        after_echo(split.path)
                    } else {
                        split.path
                    };
                    self.begin(number, indent, path, &split);
                    self.entry(number, split.account, &end.says);
                }
                Found::Lost => self.lost(number, words),
            }
        }
        self.rest_of_line(number, text[from..].trim());
    }

    fn rest_of_line(&mut self, number: u32, rest: &str) {
        let rest = match chatter::leading_summary(rest) {
            Some((used, (processed, failed))) => {
                self.summary(number, processed, failed);
                rest[used..].trim_start()
            }
            None => rest,
        };
        if rest.is_empty() {
            return;
        }
        match chatter::understand(rest) {
            Some(Chatter::Summary { processed, failed }) => self.summary(number, processed, failed),
            Some(Chatter::Command(_) | Chatter::Markup) => self.open = false,
            Some(Chatter::Processed(_) | Chatter::Refused { .. }) | None => {
                self.break_off(number, &format!("`{rest}` is no entry"));
            }
        }
    }

    /// Whether words before an entry continue the open object or begin another one.
    fn place<'t>(
        &self,
        words: &'t str,
        indent: usize,
        mid_line: bool,
        width: Option<usize>,
    ) -> Found<'t> {
        let open = self.blocks.last().filter(|_| self.open);
        let begins = |split: Option<Split<'t>>| split.map_or(Found::Lost, Found::Begins);
        if words.is_empty() {
            return Found::Lost;
        }
        let Some(block) = open else {
            return begins(self.accounts.split(words, width));
        };
        if begins_like_path(words) {
            return begins(self.accounts.split(words, width));
        }
        if indent > block.column && !mid_line {
            return Found::Goes(words);
        }
        match self.accounts.split(words, width.filter(|_| !mid_line)) {
            _ if self.accounts.knows(words) => Found::Goes(words),
            Some(split) if !split.guessed => Found::Begins(split),
            _ if self.accounts.is_account(words) || mid_line => Found::Goes(words),
            Some(split) => Found::Begins(split),
            None => Found::Lost,
        }
    }

    /// How wide the path of a line is, if the next line is indented as icacls does it.
    fn width_by_next(&self, number: u32, indent: usize) -> Option<usize> {
        let next = unquote(self.input.sheet.line(number + 1));
        let column = next.chars().take_while(|c| *c == ' ').count();
        let entry = !tails(next).is_empty() && chatter::command(next.trim()).is_none();
        (entry && column > indent).then(|| column - indent)
    }

    fn begin(&mut self, number: u32, column: usize, path: &str, split: &Split<'_>) {
        if split.guessed {
            self.reading.diagnostics.push(
                Diagnostic::warning(
                    "guessed-split",
                    format!(
                        "`{path}` is taken for the path and `{}` for the account",
                        split.account
                    ),
                )
                .at(self.input.sheet.place(number), "both may hold blanks")
                .help("check it, or list the object with `icacls … /save FILE`"),
            );
        }
        self.listed += 1;
        self.open = true;
        self.blocks.push(Block {
            path: path.to_owned(),
            line: number,
            column,
            lines: Vec::new(),
            taken: Vec::new(),
            inheritable: false,
            broken: None,
        });
    }

    fn entry(&mut self, number: u32, account: &str, says: &Says) {
        let origin = self.input.origin(number);
        let Some(block) = self.blocks.last_mut().filter(|_| self.open) else {
            return;
        };
        if block.taken.last() != Some(&number) {
            block.taken.push(number);
        }
        match says {
            Says::Entry(Entry {
                effect,
                mask,
                flags,
            }) => {
                self.used = true;
                block.inheritable |= flags & INHERITANCE_FLAGS != 0;
                block.lines.push(AccessLine {
                    effect: *effect,
                    who: somebody(account),
                    mask: *mask,
                    flags: *flags,
                    origin,
                });
            }
            Says::Label => {
                self.reason = Some(because("an integrity label, which is no line of the list"))
            }
            Says::Broken(why) => {
                let why = why.clone();
                self.break_off(number, &why);
            }
        }
    }

    /// From here on the open object is not understood. Its later lines still belong to it.
    fn break_off(&mut self, number: u32, why: &str) {
        let Some(block) = self.blocks.last_mut() else {
            return;
        };
        if block.taken.last() != Some(&number) {
            block.taken.push(number);
        }
        if block.broken.is_none() {
            block.broken = Some((number, why.to_owned()));
        }
    }

    fn lost(&mut self, number: u32, words: &str) {
        if self.open {
            let why = format!("`{words}` is neither an account nor a path with one");
            return self.break_off(number, &why);
        }
        self.reason = Some(because("an entry of an object that is not named"));
        let alone = self.accounts.is_account(words) || words.is_empty();
        let headline = if alone {
            "an entry without its object".to_owned()
        } else {
            format!("where the path ends in `{words}` cannot be told")
        };
        self.reading.diagnostics.push(
            Diagnostic::warning("lost-entry", headline)
                .at(self.input.sheet.place(number), "not taken")
                .help("hand over the listing from its first line on, or use `icacls … /save FILE`"),
        );
    }
}

/// Where an entry belongs.
enum Found<'t> {
    /// To the open object; the words are its account.
    Goes(&'t str),
    /// It begins an object.
    Begins(Split<'t>),
    /// Nowhere.
    Lost,
}

/// The account as the listing names it: unresolved SIDs come with or without a star.
fn somebody(account: &str) -> Who {
    match account.trim_start_matches('*').parse() {
        Ok(sid) => Who::Sid(sid),
        Err(_) => Who::Name(Name::from(account)),
    }
}

/// Accounts that stand alone on lines which continue an object beyond doubt.
fn learn(input: &Input<'_>) -> Accounts {
    let mut accounts = Accounts::default();
    let mut first: Option<usize> = None;
    for (_, line) in input.sheet.lines() {
        let text = unquote(line);
        let ends = tails(text);
        let indent = text.chars().take_while(|c| c.is_whitespace()).count();
        let words = ends.first().map_or("", |end| text[..end.start].trim());
        match first {
            _ if ends.is_empty() => first = None,
            Some(column) if indent > column && !begins_like_path(words) => {
                if ends.len() == 1 && !who::is_sid(words) {
                    accounts.learn(words);
                }
            }
            _ => first = Some(indent),
        }
    }
    accounts
}

/// A line without the marks that a document or mail puts before what it quotes.
fn unquote(line: &str) -> &str {
    let mut rest = line;
    while let Some(inner) = rest.trim_start().strip_prefix('>') {
        rest = inner.strip_prefix(' ').unwrap_or(inner);
    }
    rest.trim_end()
}
