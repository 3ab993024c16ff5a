//! What may come next, from the grammar itself: it cannot offer what the grammar would refuse.

use pest::{
    Parser,
    error::{ErrorVariant, InputLocation},
};

use super::{
    grammar::{Grammar, Rule},
    guard,
    mistakes::DENIED,
    names::is_plain,
    parse::parse,
    print_names::quoted,
    words::{self, Word},
};
use crate::{text::Source, world::fold};

/// Which names of a server may stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Names {
    /// Users.
    Users,
    /// Groups.
    Groups,
    /// Users, groups and the accounts of pools.
    Accounts,
    /// SIDs.
    Sids,
    /// Application pools.
    Pools,
    /// Sites.
    Sites,
    /// Applications, by their URL.
    Applications,
    /// Components, by name.
    Components,
    /// Services.
    Services,
    /// Filters, by path.
    Filters,
    /// Paths of files, folders and keys.
    Paths,
    /// URL paths.
    Urls,
    /// Rules of reach.
    Rules,
    /// Worlds that are loaded.
    Worlds,
    /// None: what stands there is not known beforehand, or stands there under another name too.
    Nothing,
}

/// Where the names of a server come from.
pub trait NameSource {
    /// The names that may stand in such a place, without quotes, in the order in which they are offered.
    fn names(&self, of: Names) -> Vec<String>;
}

/// Nothing is loaded: keywords alone are offered.
impl NameSource for () {
    fn names(&self, _: Names) -> Vec<String> {
        Vec::new()
    }
}

/// A word, phrase or name that may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Completion {
    /// Where it begins, in bytes: what stands between here and the cursor is replaced.
    pub start: usize,
    /// What is put there, quoted where it must be.
    pub text: String,
}

/// A sign that no question holds: the grammar stops at it at the latest and tells what could have stood there.
const STOP: char = '\u{1}';

/// The longest phrase has this many words before its last: `isolated from each other`.
const WORDS_BACK: usize = 3;

/// What may come next at the cursor (a byte offset), keywords first, then names.
///
/// The word under the cursor may have been begun; what is offered goes on with it. Nothing is offered for a text
/// that is no beginning of a question.
pub fn complete(text: &str, cursor: usize, names: &dyn NameSource) -> Vec<Completion> {
    let before = &text[..text.floor_char_boundary(cursor)];
    if before.len() > guard::LONGEST {
        return Vec::new();
    }
    let mut offered: Vec<Completion> = Vec::new();
    let mut word = word_start(before);
    // The words before may be the beginning of a phrase, although they are complete without it.
    for back in 0..=WORDS_BACK {
        let (start, rules) = expected(before, word);
        let begun = &before[start..];
        let said = said(&before[..start]);
        for text in continuations(&rules, &before[..start], begun, names) {
            if said.contains(&text.as_str()) {
                continue;
            }
            let completion = Completion { start, text };
            let goes_back = start < word || back == 0 || completion.text.contains(' ');
            if goes_back && !offered.contains(&completion) {
                offered.push(completion);
            }
        }
        let earlier = word_start(before[..word].trim_end());
        if earlier >= word {
            break;
        }
        word = earlier;
    }
    offered
}

/// What the grammar expects behind `text[..word]`, and where that begins: at `word`, or where a phrase begins.
fn expected(text: &str, word: usize) -> (usize, Vec<Rule>) {
    let nothing = (word, Vec::new());
    let Some(head) = guard::head(&text[..word]) else {
        return nothing;
    };
    // Behind a closing bracket or quote a blank comes first.
    if head.ends_with([')', '}', ']', '"']) {
        return nothing;
    }
    let Err(error) = Grammar::parse(Rule::question, &format!("{head}{STOP}")) else {
        return nothing;
    };
    let start = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.min(word),
    };
    match error.variant {
        ErrorVariant::ParsingError { positives, .. } => (start, positives),
        ErrorVariant::CustomError { .. } => nothing,
    }
}

/// The modifiers of a text that is a question already: each stands once.
fn said(text: &str) -> Vec<&'static str> {
    let question = parse(&Source::new("question", text));
    let modifiers = question
        .map(|question| question.modifiers)
        .unwrap_or_default();
    modifiers
        .iter()
        .map(|modifier| modifier.node.keyword())
        .collect()
}

fn continuations(rules: &[Rule], before: &str, begun: &str, names: &dyn NameSource) -> Vec<String> {
    let mut keywords = Vec::new();
    let mut named = Vec::new();
    for rule in rules {
        match words::word(*rule) {
            Word::Keyword(group, spelling)
                if goes_on(spelling, begun) && is_read(before, spelling) =>
            {
                keywords.push((group, spelling));
            }
            Word::Name(kind, _) => offer(names, kind, *rule, begun, &mut named),
            Word::Keyword(..)
            | Word::Sign(_)
            | Word::Form
            | Word::Silent
            | Word::Mistake
            | Word::End => {}
        }
    }
    keywords.sort();
    let keywords = keywords
        .into_iter()
        .map(|(_, spelling)| spelling.to_owned());
    keywords.chain(named).collect()
}

/// Whether a keyword behind a text is read as such. The grammar takes the first way that fits: behind `who is site` it
/// expects modifiers too, as `site` may be a name, and then reads `at` as the name of a site.
fn is_read(before: &str, keyword: &str) -> bool {
    // `does S not` takes `start`, and what that makes is asked without `not`.
    let whole = Source::new("question", format!("{before}{keyword}"));
    if parse(&whole).is_err_and(|complaint| complaint.code == DENIED) {
        return false;
    }
    let text = format!("{before}{keyword} {STOP}");
    match Grammar::parse(Rule::question, &text) {
        Ok(_) => true,
        Err(error) => {
            let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
            at >= before.len() + keyword.len()
        }
    }
}

/// The names of that kind that go on with what was begun, as they are written in this place.
fn offer(source: &dyn NameSource, kind: Names, rule: Rule, begun: &str, named: &mut Vec<String>) {
    if kind == Names::Nothing {
        return;
    }
    let bare = begun.trim_start_matches('"');
    for name in source.names(kind) {
        if name.is_empty() || name.chars().any(char::is_control) || !goes_on(&name, bare) {
            continue;
        }
        let written = if needs_no_quotes(rule, &name) && bare.len() == begun.len() {
            name
        } else {
            quoted(&name)
        };
        // What is written must be what this place takes, whole.
        if Grammar::parse(rule, &written).is_ok_and(|mut pairs| {
            pairs
                .next()
                .is_some_and(|pair| pair.as_str().len() == written.len())
        }) {
            named.push(written);
        }
    }
}

fn needs_no_quotes(rule: Rule, name: &str) -> bool {
    match rule {
        Rule::bare_path | Rule::bare_url | Rule::application_name | Rule::sid => {
            !name.contains(|c| !super::print_names::is_word_char(c) && c != ':')
        }
        _ => is_plain(name),
    }
}

/// Whether `whole` goes on with `begun`; case and the width of blanks do not count.
fn goes_on(whole: &str, begun: &str) -> bool {
    let begun = begun.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = fold(whole);
    whole.starts_with(&fold(&begun))
}

/// Where the word that ends here begins: behind the last blank, comma or bracket outside quotes.
fn word_start(text: &str) -> usize {
    let mut quoted = false;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            ' ' | '\t' | '\u{a0}' | '\n' | '\r' | ',' | '(' | ')' | '{' | '}' => {
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    start
}
