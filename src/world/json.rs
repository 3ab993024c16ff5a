//! Facts as JSON, `poolproof/world/1`: the same facts as in the notation, for programs and for large worlds.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::{Fact, Statement, sayable};
use crate::text::{Diagnostic, Source, Span, nearest};

/// The name of the form.
pub const SCHEMA: &str = "poolproof/world/1";

/// The fields of a site and of an application beside their clauses.
const SITE: [&str; 4] = ["says", "name", "folder", "at"];
const APPLICATION: [&str; 5] = ["says", "site", "url", "folder", "at"];

/// The clauses of both.
const CLAUSES: [&str; 14] = [
    "pool",
    "anonymous",
    "handlers",
    "protection",
    "anonymous_logon",
    "schemes",
    "basic_logon",
    "authenticated_as",
    "uses",
    "caches",
    "stores_machine_key",
    "allows_upload",
    "forms_authentication",
    "out_of_process_components",
];

/// The whole text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'t> {
    schema: String,
    #[serde(borrow)]
    facts: Vec<&'t RawValue>,
}

/// Writes facts as JSON, one fact a line. Processes are left out, as in the notation: they follow from the rest.
pub fn to_json(facts: &[Fact]) -> String {
    let mut text = format!("{{\"schema\":\"{SCHEMA}\",\"facts\":[");
    let stated = facts.iter().filter(|fact| match &fact.statement {
        Statement::Process(_) => false,
        Statement::Server(_)
        | Statement::User { .. }
        | Statement::Group { .. }
        | Statement::Member { .. }
        | Statement::MachineSid { .. }
        | Statement::Domain { .. }
        | Statement::Right { .. }
        | Statement::Pool(_)
        | Statement::Site(_)
        | Statement::Application(_)
        | Statement::VirtualFolder(_)
        | Statement::Object(_)
        | Statement::Gap(_)
        | Statement::Undescribed { .. }
        | Statement::Iis(_)
        | Statement::Account(_)
        | Statement::Machine(_)
        | Statement::Component(_)
        | Statement::MachineCom { .. }
        | Statement::Running(_)
        | Statement::Service(_)
        | Statement::Task(_) => true,
    });
    for (number, fact) in stated.enumerate() {
        text.push_str(if number == 0 { "\n" } else { ",\n" });
        let line = serde_json::to_string(fact).expect("facts have text keys and plain values");
        text.push_str(&line);
    }
    text.push_str("\n]}\n");
    text
}

/// Reads facts from JSON.
///
/// A text that is not JSON to its end, or of another form, yields no fact. A wrong fact costs only itself.
pub fn from_json(source: &Source) -> (Vec<Fact>, Vec<Diagnostic>) {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let base = source.text.len() - text.len();
    let document: Document<'_> = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => return (Vec::new(), vec![not_a_world(source, text, base, &error)]),
    };
    if document.schema != SCHEMA {
        let wrong = Diagnostic::error(
            "json-schema",
            format!("`{}` is another form", document.schema),
        )
        .help(format!("this version reads `{SCHEMA}`"));
        return (Vec::new(), vec![wrong.at(source.whole(), "")]);
    }
    let mut places = Places {
        source,
        line: 1,
        at: 0,
    };
    let mut facts = Vec::with_capacity(document.facts.len());
    let mut diagnostics = Vec::new();
    for raw in document.facts {
        match fact(raw.get()) {
            Ok(fact) => facts.push(fact),
            Err(wrong) => {
                // The raw value is a part of the text, so the difference of their addresses is its place.
                let start = base + (raw.get().as_ptr() as usize - text.as_ptr() as usize);
                let span = Span {
                    start: start + wrong.span.start,
                    end: start + wrong.span.end,
                };
                diagnostics.push(wrong.diagnostic.at(places.place(span), "this fact"));
            }
        }
    }
    (facts, diagnostics)
}

/// What is wrong with a fact, and where in it.
struct Wrong {
    diagnostic: Diagnostic,
    span: Span,
}

fn fact(text: &str) -> Result<Fact, Box<Wrong>> {
    let whole = Span {
        start: 0,
        end: text.len(),
    };
    let wrong = |diagnostic, span| Box::new(Wrong { diagnostic, span });
    if !text.starts_with('{') {
        let no_object = Diagnostic::error("json-fact", "a fact is an object")
            .help("it looks like `{\"says\":\"user\",\"name\":\"alice\"}`");
        return Err(wrong(no_object, whole));
    }
    let fact: Fact = serde_json::from_str(text).map_err(|error| {
        let at = offset(text, error.line(), error.column());
        // The place of some errors is the end of the fact, which says nothing.
        let span = if at + 1 >= text.len() {
            whole
        } else {
            Span {
                start: at,
                end: at + 1,
            }
        };
        wrong(of_serde("json-fact", &error), span)
    })?;
    let known: &[&str] = match &fact.statement {
        Statement::Site(_) => &SITE,
        Statement::Application(_) => &APPLICATION,
        // The others refuse unknown fields themselves.
        Statement::Server(_)
        | Statement::User { .. }
        | Statement::Group { .. }
        | Statement::Member { .. }
        | Statement::MachineSid { .. }
        | Statement::Domain { .. }
        | Statement::Right { .. }
        | Statement::Pool(_)
        | Statement::VirtualFolder(_)
        | Statement::Object(_)
        | Statement::Process(_)
        | Statement::Gap(_)
        | Statement::Undescribed { .. }
        | Statement::Iis(_)
        | Statement::Account(_)
        | Statement::Machine(_)
        | Statement::Component(_)
        | Statement::MachineCom { .. }
        | Statement::Running(_)
        | Statement::Service(_)
        | Statement::Task(_) => &[],
    };
    if !known.is_empty() {
        let fields: BTreeMap<String, IgnoredAny> = serde_json::from_str(text).unwrap_or_default();
        let known = [known, &CLAUSES[..]].concat();
        if let Some(field) = fields.keys().find(|field| !known.contains(&field.as_str())) {
            let unknown = Diagnostic::error("json-fact", format!("unknown field `{field}`"))
                .candidates(nearest(field, &known))
                .help(format!("known are {}", known.join(", ")));
            return Err(wrong(unknown, whole));
        }
    }
    match sayable::check(&fact.statement) {
        Ok(()) => Ok(fact),
        Err(unsayable) => {
            let diagnostic = Diagnostic {
                help: unsayable.help,
                ..Diagnostic::error("json-fact", unsayable.headline)
            };
            Err(wrong(diagnostic.candidates(unsayable.candidates), whole))
        }
    }
}

fn not_a_world(source: &Source, text: &str, base: usize, error: &serde_json::Error) -> Diagnostic {
    let at = base + offset(text, error.line(), error.column());
    let span = Span {
        start: at,
        end: (at + 1).min(source.text.len()),
    };
    if error.is_eof() {
        return Diagnostic::error("json-cut-off", "the file ends in the middle")
            .help("nothing of it is used; it was cut off when it was written or copied")
            .at(source.place(span), "ends here");
    }
    let wrong = of_serde("json-syntax", error);
    let wrong = match wrong.help {
        Some(_) => wrong,
        None => wrong.help(format!(
            "a world in JSON is `{{\"schema\":\"{SCHEMA}\",\"facts\":[…]}}`"
        )),
    };
    wrong.at(source.place(span), "here")
}

/// An error of the JSON reader in our form: its sentence, and what may have been meant.
fn of_serde(code: &'static str, error: &serde_json::Error) -> Diagnostic {
    let message = error.to_string();
    let sentence = match message.rfind(" at line ") {
        Some(at) => &message[..at],
        None => &message,
    };
    // `unknown field `a`, expected one of `b`, `c``: the words between backticks.
    let mut words = sentence.split('`').skip(1).step_by(2);
    let found = words.next().unwrap_or("");
    let candidates = nearest(found, words);
    let (headline, help) = match sentence.split_once(", expected ") {
        Some((headline, expected)) if expected.contains('`') => {
            (headline, Some(format!("expected {expected}")))
        }
        _ => (sentence, None),
    };
    let headline = headline.replacen("unknown variant", "unknown word", 1);
    let wrong = Diagnostic::error(code, headline).candidates(candidates);
    match help {
        Some(help) => wrong.help(help),
        None => wrong,
    }
}

/// The byte at a line and column, both from 1, as the JSON reader counts them (columns in bytes).
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (start + column.saturating_sub(1)).min(text.len())
}

/// Places in ascending order, without counting the lines from the beginning each time.
struct Places<'s> {
    source: &'s Source,
    line: u32,
    at: usize,
}

impl Places<'_> {
    fn place(&mut self, span: Span) -> crate::text::Place {
        let start = self.source.text.floor_char_boundary(span.start);
        let between = self.source.text.get(self.at..start).unwrap_or("");
        let more = u32::try_from(between.matches('\n').count()).unwrap_or(u32::MAX);
        self.line = self.line.saturating_add(more);
        self.at = start;
        self.source.place_on(self.line, span)
    }
}
