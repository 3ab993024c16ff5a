//! An XML document with the account of which elements were used, so that each line of the file is answered for.

use std::{borrow::Cow, collections::HashSet, sync::Arc};

use roxmltree::{Document, Error, Node, NodeId};

use super::super::reading::{Input, Reading, because};
use crate::{
    text::{Diagnostic, Place, Span},
    world::{Origin, Statement},
};

/// A document on its way through the readers.
pub(super) struct Config<'d, 'i> {
    document: &'d Document<'d>,
    input: &'i Input<'i>,
    reading: Reading,
    used: HashSet<NodeId>,
}

impl<'d, 'i> Config<'d, 'i> {
    pub fn new(document: &'d Document<'d>, input: &'i Input<'i>) -> Config<'d, 'i> {
        let reading = Reading::new(input.sheet);
        let mut config = Config {
            document,
            input,
            reading,
            used: HashSet::new(),
        };
        config.used(document.root_element());
        config
    }

    /// All elements of that name, in the order of the document.
    pub fn elements(&self, name: &str) -> Vec<Node<'d, 'd>> {
        self.document
            .descendants()
            .filter(|node| node.has_tag_name(name))
            .collect()
    }

    /// The text of the document.
    pub fn text(&self) -> &str {
        self.input.sheet.text()
    }

    /// Something was taken from this element.
    pub fn used(&mut self, node: Node<'_, '_>) {
        let mut next = Some(node);
        while let Some(node) = next {
            if !self.used.insert(node.id()) {
                break;
            }
            next = node.parent();
        }
    }

    /// One more fact, of this element.
    pub fn say(&mut self, statement: Statement, node: Node<'_, '_>) {
        let line = self.input.sheet.line_at(node.range().start);
        self.reading
            .say(statement, Origin::line(&self.input.sheet.source.name, line));
    }

    /// Where an element begins.
    pub fn place(&self, node: Node<'_, '_>) -> Place {
        let range = node.range();
        let tag = range.start..start_tag_end(node);
        self.input.sheet.place_of(Span {
            start: tag.start,
            end: tag.end,
        })
    }

    /// The line where an element begins.
    pub fn line(&self, node: Node<'_, '_>) -> u32 {
        self.input.sheet.line_at(node.range().start)
    }

    /// One more complaint.
    pub fn complain(&mut self, complaint: Diagnostic) {
        self.reading.diagnostics.push(complaint);
    }

    /// A complaint about an element.
    pub fn warn(
        &mut self,
        node: Node<'_, '_>,
        code: &'static str,
        headline: String,
        label: &str,
        help: &str,
    ) {
        let place = self.place(node);
        let mut complaint = Diagnostic::warning(code, headline).at(place, label);
        complaint.help = (!help.is_empty()).then(|| help.to_owned());
        self.complain(complaint);
    }

    /// A note about an element.
    pub fn note(&mut self, node: Node<'_, '_>, code: &'static str, headline: String, label: &str) {
        let place = self.place(node);
        self.complain(Diagnostic::note(code, headline).at(place, label));
    }

    /// So many more of these were found.
    pub fn count(&mut self, what: &'static str, more: usize) {
        self.reading.count(what, more);
    }

    /// An attribute that is true or false. Another value is complained about and counts as unsaid.
    pub fn flag(&mut self, node: Node<'d, 'd>, name: &str) -> Option<bool> {
        let value = node.attribute(name)?;
        match value.trim().to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => {
                let headline = format!("`{name}=\"{value}\"` is neither true nor false");
                self.warn(
                    node,
                    "bad-value",
                    headline,
                    "taken as unsaid",
                    "IIS refuses the file",
                );
                None
            }
        }
    }

    /// The reading, with each line answered for.
    pub fn finish(mut self) -> Reading {
        let comment = because("a comment");
        let mut stack: Vec<(Node<'d, 'd>, Option<Arc<str>>)> = vec![(self.document.root(), None)];
        while let Some((node, reason)) = stack.pop() {
            let range = node.range();
            let reason = if self.used.contains(&node.id()) || node.is_root() {
                None
            } else if node.is_comment() {
                Some(comment.clone())
            } else {
                reason.or_else(|| {
                    Some(because(&format!(
                        "`{}` is not read by this version",
                        path_of(node)
                    )))
                })
            };
            if node.is_element() {
                let tag_end = start_tag_end(node);
                self.account(range.start, tag_end, reason.as_ref());
                self.account(range.end - 1, range.end, reason.as_ref());
            } else if !node.is_root() && !node.text().unwrap_or("x").trim().is_empty() {
                self.account(range.start, range.end, reason.as_ref());
            }
            stack.extend(node.children().map(|child| (child, reason.clone())));
        }
        if self.text().trim_start().starts_with("<?xml") {
            let start = self.text().len() - self.text().trim_start().len();
            let end = self.text().find("?>").unwrap_or(start);
            self.account(start, end + 1, None);
        }
        self.reading
    }

    /// A range of the text is used, or left out for a reason.
    fn account(&mut self, start: usize, end: usize, reason: Option<&Arc<str>>) {
        let sheet = self.input.sheet;
        for line in sheet.line_at(start)..=sheet.line_at(end.saturating_sub(1).max(start)) {
            match reason {
                None => self.reading.ledger.used(line),
                Some(reason) => self.reading.ledger.left(line, reason),
            }
        }
    }
}

/// Where the start tag of an element ends; all of it, if there is nothing in it.
fn start_tag_end(node: Node<'_, '_>) -> usize {
    node.first_child()
        .map_or(node.range().end, |child| child.range().start)
}

/// The names from below the root to here, `system.webServer/handlers`.
fn path_of(node: Node<'_, '_>) -> String {
    let mut names: Vec<&str> = node
        .ancestors()
        .filter(Node::is_element)
        .map(|node| node.tag_name().name())
        .collect();
    names.reverse();
    match names.split_first() {
        Some((_, rest)) if !rest.is_empty() => rest.join("/"),
        _ => names.join("/"),
    }
}

/// The text without its comments.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("<!--") {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// The name of the first element, of a text that need not be well-formed.
pub(super) fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let inner = rest.strip_prefix('<')?;
        let after = if let Some(comment) = inner.strip_prefix("!--") {
            comment.split_once("-->")?.1
        } else if inner.starts_with(['?', '!']) {
            let end = if inner.contains('[') && inner.starts_with("!DOCTYPE") {
                "]>"
            } else {
                ">"
            };
            inner.split_once(end)?.1
        } else {
            let end = inner
                .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
                .unwrap_or(inner.len());
            return (end > 0).then(|| &inner[..end]);
        };
        rest = after.trim_start();
    }
}

/// Whether an element of that name begins somewhere.
pub(super) fn holds(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        text[..at].ends_with('<')
            && text[at + name.len()..]
                .starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
    })
}

/// The complaint about a file that is no XML, with the position.
pub(super) fn malformed(input: &Input<'_>, error: &Error) -> Diagnostic {
    let name = &input.sheet.source.name;
    let position = error.pos();
    let end = u32::try_from(input.sheet.text().matches('\n').count() + 1).unwrap_or(u32::MAX);
    // A document that ends too early has no position of its own: it is wrong at its end.
    let at_end = matches!(
        error,
        Error::UnexpectedEndOfStream | Error::UnclosedRootNode
    ) || position.row > end;
    let line = position.row;
    let start = input
        .sheet
        .line(line)
        .char_indices()
        .nth((position.col as usize).saturating_sub(1))
        .map_or(0, |(at, _)| at);
    let place = if at_end {
        Place {
            line: end,
            column: 1,
            ..Place::whole(name.clone())
        }
    } else {
        input.sheet.place_in_line(
            line,
            Span {
                start,
                end: start + 1,
            },
        )
    };
    if matches!(error, Error::DtdDetected) {
        return Diagnostic::error(
            "dtd",
            format!("`{name}` declares a document type, which no configuration of IIS does"),
        )
        .at(place, "refused: entities of its own could make it endless")
        .help("take the declaration out");
    }
    let label = if at_end {
        "the file ends while elements are open".to_owned()
    } else {
        error.to_string()
    };
    Diagnostic::error("malformed-xml", format!("`{name}` is not well-formed XML"))
        .at(place, label)
        .help("nothing of this file is used; IIS would refuse it, too")
}
