//! What is said about a text that is no question: the place, what was expected there in people's words, and what to type instead.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::unquoted,
    nouns::span_of,
    words::{self, Word},
};
use crate::{
    nt::SidError,
    text::{Diagnostic, Source, Span},
    world::Verb,
};

/// Whether the rule takes in a likely wrong spelling.
pub(super) fn is_one(rule: Rule) -> bool {
    matches!(words::word(rule), Word::Mistake)
}

/// The code of the complaint about a clause that was asked as a question.
pub const CLAIMED: &str = "clause";

/// What to type instead of a likely wrong spelling.
pub(super) fn explain(source: &Source, text: &str, pair: &Pair<'_, Rule>) -> Box<Diagnostic> {
    let span = span_of(pair);
    let first = pair.as_str().split_whitespace().next().unwrap_or_default();
    let head = Span {
        start: span.start,
        end: span.start + first.len(),
    };
    let say = |code, headline: String, label: &str, help: String| {
        Box::new(
            Diagnostic::error(code, headline)
                .at(source.place(head), label)
                .help(help),
        )
    };
    match pair.as_rule() {
        Rule::mistake_may => say(
            "not-can",
            format!("`{first}` is asked with `can`"),
            "not a word of the language",
            "write `can`".to_owned(),
        ),
        Rule::mistake_third_person => {
            let verb = base_form(first);
            say(
                "third-person",
                format!("`{first}` is written `{verb}` after `can`"),
                "without its ending",
                format!("write `{verb}`"),
            )
        }
        Rule::mistake_two_verbs => say(
            "two-verbs",
            format!("`{}` is more than one verb", two_verbs(pair.as_str())),
            "one verb stands here",
            "ask for one verb at a time, or for several rights at once in icacls' letters: `(RX)`, `(R,W)`"
                .to_owned(),
        ),
        Rule::mistake_access => say(
            "access-is-com",
            "`access` is said of components only".to_owned(),
            "say which",
            "say which access: `read`, `write`, `execute`, `delete`, `control`, or ask `what can … do to …`"
                .to_owned(),
        ),
        Rule::mistake_has => {
            let help = if first.to_ascii_lowercase().starts_with("own") {
                "write `show PATH`: the owner is the first thing that it says"
            } else {
                "write `who can read …`, with the verb that is meant"
            };
            say("not-can", format!("`{first}` does not begin a claim here"), "not with this word", help.to_owned())
        }
        Rule::mistake_have => {
            let subject = text[..span.start].trim_end();
            let begin = subject.to_ascii_lowercase().rfind("does ").map_or(0, |at| at + 5);
            say(
                "not-can",
                "what somebody may do is asked with `can`".to_owned(),
                "not with this word",
                format!("write `can {} read …`, with the verb that is meant", subject[begin..].trim()),
            )
        }
        Rule::mistake_member_of => say(
            "member-of",
            format!("`{}` lacks its article", pair.as_str()),
            "`a` is missing",
            "write `a member of`; a name in front of it is complete without `a`".to_owned(),
        ),
        Rule::mistake_no_actor_name | Rule::mistake_no_object_name => {
            let kind = pair.as_str();
            let help = match pair.as_rule() {
                Rule::mistake_no_object_name => {
                    format!("write a path behind it, `{kind} C:\\inetpub`, or a URL, `{kind} /secure`")
                }
                _ => format!(
                    "write its name behind it; if `{kind}` is itself a name, or the name is a word of the language, put it in quotes"
                ),
            };
            say("missing-name", format!("which {kind}?"), "a name is missing behind this", help)
        }
        Rule::mistake_no_subject => say(
            "missing-subject",
            format!("who or what can {first}?"),
            "somebody who acts is missing before this",
            format!("write `can pool A {first} …`, or `who can {first} …`"),
        ),
        Rule::mistake_content_acts => say(
            "path-acts",
            "content is made of files and folders, and they do nothing".to_owned(),
            "expected a pool, a user or a group",
            "write `can pool A read content of pool B`, or `who can read content of pool B`".to_owned(),
        ),
        Rule::mistake_path_acts => {
            let path = words_of_path(pair.as_str());
            let span = Span {
                start: span.start,
                end: span.start + path.len(),
            };
            path_acts(source, span, &unquoted(path))
        }
        Rule::mistake_clause => say(
            CLAIMED,
            "this claims something, and asks nothing".to_owned(),
            "a word of clauses",
            "`poolproof ask` insists on a clause alone, `poolproof check` on those of a file, `assert \"NAME\": …`"
                .to_owned(),
        ),
        Rule::mistake_clause_actor => say(
            "clause-word",
            "this word belongs to what claims, and this asks".to_owned(),
            "a word of clauses",
            "ask `which pools can read /secure`, or claim `no pool can read /secure`".to_owned(),
        ),
        Rule::mistake_the => say(
            "article",
            "no article stands before a name".to_owned(),
            "leave this out",
            "leave out `the`; phrases that have it are `the process of URL` and `the thread of URL`".to_owned(),
        ),
        Rule::mistake_no_verb => at_end(
            source,
            text,
            "missing-verb",
            "can do what?",
            "a verb is missing",
            "write a verb, such as `read`, and a path or a URL: `can pool A read /secure`",
        ),
        Rule::mistake_no_object => {
            let verb = last_words(text);
            at_end(
                source,
                text,
                "missing-object",
                &format!("{verb} what?"),
                "an object is missing",
                "write a path or a URL: `can pool A read /secure`; all of them: `what can pool A read`",
            )
        }
        Rule::mistake_empty_set => say(
            "empty-set",
            "a set has at least one member".to_owned(),
            "nothing stands before this",
            "write `{A, B}`".to_owned(),
        ),
        _ => {
            let help = match first.to_ascii_lowercase().as_str() {
                "how" => "write `count which pools can read /secure`",
                "is" => "write `list pools`, or `who can read /secure`",
                _ => "write `can pool A read /secure`",
            };
            say(
                "not-a-question",
                format!("no question begins with `{}`", beginning(pair.as_str())),
                "not so",
                help.to_owned(),
            )
        }
    }
}

fn at_end(
    source: &Source,
    text: &str,
    code: &'static str,
    headline: &str,
    label: &str,
    help: &str,
) -> Box<Diagnostic> {
    let end = Span {
        start: text.len(),
        end: text.len(),
    };
    Box::new(
        Diagnostic::error(code, headline)
            .at(source.place(end), label)
            .help(help),
    )
}

/// The verb at the end with its preposition, or the last word.
fn last_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let phrase = |count: usize| words[words.len().saturating_sub(count)..].join(" ");
    let whole =
        |words: &str| Verb::by_words(words).or_else(|| Verb::by_words(words.rsplit_once(' ')?.0));
    match [4, 3, 2]
        .into_iter()
        .map(phrase)
        .find_map(|words| whole(&words))
    {
        Some(verb) => verb.to_string(),
        None => phrase(1),
    }
}

/// `read and write` of `read and write C:\x`
fn two_verbs(text: &str) -> String {
    text.split_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The first word, or the two that belong together.
fn beginning(text: &str) -> String {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    match first.to_ascii_lowercase().as_str() {
        "how" | "is" => format!("{first} {}", words.next().unwrap_or_default()),
        _ => first.to_owned(),
    }
}

/// `read` of `reads`
fn base_form(verb: &str) -> String {
    let verb = verb.to_ascii_lowercase();
    match verb.as_str() {
        "modifies" => "modify".to_owned(),
        _ => verb.strip_suffix('s').unwrap_or(&verb).to_owned(),
    }
}

// ---- Complaints of the builder

/// Typographic and single quotes.
pub(super) fn wrong_quote(source: &Source, quote: char, span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("wrong-quote", format!("`{quote}` is not a quote here"))
            .at(source.place(span), "not this one")
            .help("names are put in straight double quotes: `\"Default Web Site\"`"),
    )
}

/// `C:/x`
pub(super) fn forward_slashes(source: &Source, span: Span, path: &str) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("forward-slash", format!("`{path}` is no Windows path"))
            .at(source.place(span), "paths have backslashes")
            .help(format!("write `{}`", path.replace('/', "\\"))),
    )
}

/// A path where somebody who acts is expected.
pub(super) fn path_acts(source: &Source, span: Span, path: &str) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(
            "path-acts",
            format!("`{path}` is a path, and a path does nothing"),
        )
        .at(source.place(span), "expected a pool, a user or a group")
        .help("write `can pool A read C:\\inetpub`, or `who can read C:\\inetpub`"),
    )
}

/// A SID that is none.
pub(super) fn bad_sid(
    source: &Source,
    span: Span,
    text: &str,
    error: &SidError,
) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("bad-sid", format!("`{text}` is not a SID"))
            .at(source.place(span), error.to_string())
            .help("a SID looks like `S-1-5-32-545`; a name that looks like one is put in quotes"),
    )
}

/// A mask of nothing, or of more than 32 bits.
pub(super) fn bad_mask(source: &Source, span: Span, text: &str) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("bad-mask", format!("`{text}` is not an access mask"))
            .at(source.place(span), "not 1 to 8 digits with a bit in them")
            .help("a mask has 1 to 8 hexadecimal digits and at least one bit: `0x120089`"),
    )
}

/// A number that does not fit.
pub(super) fn too_large(source: &Source, span: Span, digits: &str) -> Box<Diagnostic> {
    let shown: String = digits.chars().take(20).collect();
    Box::new(
        Diagnostic::error("too-large", format!("`{shown}` is too large a number"))
            .at(source.place(span), "at most 4,294,967,295"),
    )
}

/// `does pool B start for joe`
pub(super) fn starts_for_nobody(source: &Source, span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("starts-for", "only a component starts for somebody")
            .at(source.place(span), "for whom")
            .help("`does pool B start`, `does component Payroll start for application /shop`"),
    )
}

/// `how` before something else than `can`.
pub(super) fn how_what(source: &Source, span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("how-what", "`how` asks for the steps of a `can`")
            .at(source.place(span), "not before this question")
            .help("`how can pool A come to read /secure`, `how can pool A become SYSTEM`; other questions take `why`"),
    )
}

/// Something that can be said once.
pub(super) fn twice(source: &Source, span: Span, what: &str) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("said-twice", format!("{what} is said twice"))
            .at(source.place(span), "here again")
            .help("leave one of them out"),
    )
}

/// `given` in a clause.
pub(super) fn nothing_supposed(source: &Source, span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(
            "clause-supposes",
            "a clause supposes no change of the world",
        )
        .at(source.place(span), "not in a clause")
        .help("leave out `given …`; what another clause supposes is said by `if … then`"),
    )
}

/// The code of a question that is asked with `not`.
pub(super) const DENIED: &str = "denied-question";

/// `can S not V O` without `why`.
pub(super) fn denied_question(source: &Source, span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(DENIED, "a question is asked without `not`")
            .at(source.place(span), "leave this out")
            .help("ask it without `not` and read the answer; `why can … not …` asks for the reason of a no"),
    )
}

/// `who cannot V O`
pub(super) fn denied_set(source: &Source, span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(DENIED, "rows are asked for with `can`")
            .at(source.place(span), "write `can`")
            .help("ask who can; everybody else cannot"),
    )
}

/// The grammar let something through that the builder does not know.
pub(super) fn out_of_step(source: &Source, span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(
            "not-understood",
            "this part of the question is not understood",
        )
        .at(source.place(span), "")
        .help("please report it: the grammar takes it in and nothing reads it"),
    )
}

/// A path and what else stands in the way of a name, up to the next blank or quote.
fn words_of_path(text: &str) -> &str {
    match text.strip_prefix('"') {
        Some(rest) => &text[..rest.find('"').map_or(text.len(), |end| end + 2)],
        None => &text[..text.find(' ').unwrap_or(text.len())],
    }
}
