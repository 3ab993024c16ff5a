//! Names in a sentence: from what the grammar found to names, accounts, SIDs and paths.

use pest::{
    Parser,
    iterators::{Pair, Pairs},
};

use super::grammar::{Grammar, Rule};
use crate::{
    nt::Sid,
    text::{Diagnostic, Line, Source, Span},
    world::{Name, Origin, Who, WinPath},
};

/// What a part of a sentence is read into, or what is wrong with the sentence.
pub(super) type Read<T> = Result<T, Box<Diagnostic>>;

/// A line that is being read.
#[derive(Clone, Copy)]
pub(super) struct Here<'s> {
    pub source: &'s Source,
    pub line: Line<'s>,
}

impl Here<'_> {
    /// Where a fact of this line was said.
    pub fn origin(&self) -> Origin {
        Origin::line(&self.source.name, self.line.number)
    }

    /// That diagnostic at a range of this line.
    pub fn at(&self, diagnostic: Diagnostic, span: Span, label: &str) -> Box<Diagnostic> {
        let span = Span {
            start: self.line.span.start + span.start,
            end: self.line.span.start + span.end,
        };
        Box::new(diagnostic.at(self.source.place_on(self.line.number, span), label))
    }

    /// That diagnostic at a part of this line.
    pub fn on(
        &self,
        diagnostic: Diagnostic,
        pair: &Pair<'_, Rule>,
        label: &str,
    ) -> Box<Diagnostic> {
        self.at(diagnostic, span_of(pair), label)
    }

    /// A name, in quotes or not.
    pub fn name(&self, pair: &Pair<'_, Rule>) -> Read<Name> {
        let name = unquote(pair.as_str());
        if name.is_empty() {
            let empty = Diagnostic::error("empty-name", "a name has at least one character");
            return Err(self.on(empty, pair, "nothing between the quotes"));
        }
        Ok(Name::new(name))
    }

    /// A SID.
    pub fn sid(&self, pair: &Pair<'_, Rule>) -> Read<Sid> {
        pair.as_str().parse::<Sid>().map_err(|error| {
            let wrong = Diagnostic::error(
                "bad-sid",
                format!("`{}` is no SID: {}", pair.as_str(), error.reason()),
            )
            .help("a SID looks like `S-1-5-21-1004336348-1177238915-682003330-1001`");
            self.on(wrong, pair, "not a SID")
        })
    }

    /// A path.
    pub fn path(&self, pair: &Pair<'_, Rule>) -> WinPath {
        WinPath::new(&unquote(pair.as_str()))
    }

    /// Somebody, where this part of the sentence names somebody.
    pub fn who(&self, pair: &Pair<'_, Rule>) -> Read<Option<Who>> {
        match pair.as_rule() {
            Rule::sid => self.sid(pair).map(|sid| Some(Who::Sid(sid))),
            Rule::quoted | Rule::account_word | Rule::service_account => {
                self.name(pair).map(|name| Some(who_is(name)))
            }
            Rule::who_pool => match pair.clone().into_inner().last() {
                Some(pool) => {
                    let account = format!("IIS APPPOOL\\{}", self.name(&pool)?);
                    Ok(Some(Who::Name(Name::new(account))))
                }
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// Everybody who is named in these parts.
    pub fn everybody(&self, pairs: Pairs<'_, Rule>) -> Read<Vec<Who>> {
        let mut all = Vec::new();
        for pair in pairs {
            all.extend(self.who(&pair)?);
        }
        Ok(all)
    }
}

/// Who is meant by a name: a text that is a SID means the SID.
pub(in crate::world) fn who_is(name: Name) -> Who {
    match name.as_str().parse::<Sid>() {
        Ok(sid) => Who::Sid(sid),
        Err(_) => Who::Name(name),
    }
}

/// Whether a text begins as paths begin.
pub(in crate::world) fn is_path(text: &str) -> bool {
    Grammar::parse(Rule::path_text, text).is_ok()
}

/// Where a part stands in its line.
pub(super) fn span_of(pair: &Pair<'_, Rule>) -> Span {
    let span = pair.as_span();
    Span {
        start: span.start(),
        end: span.end(),
    }
}

/// The text between quotes, or the text.
pub(super) fn unquote(text: &str) -> String {
    match text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(raw) => raw.replace("\"\"", "\""),
        None => text.to_owned(),
    }
}
