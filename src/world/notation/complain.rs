//! What is wrong with a line: what was expected there, what may have been meant, and what to type instead.

use std::collections::BTreeSet;

use pest::{
    error::{Error, ErrorVariant, InputLocation},
    iterators::Pair,
};

use super::{
    grammar::Rule,
    names::{Here, span_of},
};
use crate::text::{Diagnostic, Span, nearest};

/// How sentences begin.
const BEGINNINGS: [&str; 40] = [
    "server",
    "user",
    "group",
    "members of",
    "groups of",
    "permissions of",
    "owner of",
    "inherited lines of",
    "machine sid",
    "domain",
    "right",
    "pool",
    "site",
    "application",
    "virtual folder",
    "folder",
    "file",
    "key",
    "undescribed objects",
    "nobody is logged on at",
    "password of",
    "the password of",
    "filter",
    "in-process extensions are",
    "cgi runs as",
    "asp.net runs as",
    "compression cache at",
    "asp templates at",
    "section",
    "web.config of",
    "component",
    "machine launch default",
    "machine access default",
    "machine launch limit",
    "machine access limit",
    "service",
    "task",
    "search path holds",
    "patch",
    "names in",
];

/// What ends the names in a launch or access line.
const COM_WORDS: [&str; 4] = ["local", "remote", "launch", "activation"];

/// How sentences and lines with such lists begin.
const COM_HEADS: [&str; 4] = ["launch", "access", "machine", "component"];

fn is_one_of(word: &str, known: &[&str]) -> bool {
    known.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// So many expectations are told; more would hide the one that helps.
const TOLD: usize = 6;

impl Here<'_> {
    /// A likely slip, with what to type instead.
    pub fn slip(&self, part: Pair<'_, Rule>) -> Box<Diagnostic> {
        let inner = innermost(part.clone());
        let (headline, help) = match inner.as_rule() {
            Rule::mistake_change => (
                "a world says what is; it takes nothing back",
                "take it back in a question: `if alice is no longer a member of Editors then …`",
            ),
            Rule::mistake_object => (
                "nothing says what kind of object this is",
                "write `folder`, `file` or `key` before the path",
            ),
            Rule::mistake_member_clause => (
                "a membership is said in other words",
                "write `is a member of`, and commas between several groups",
            ),
            Rule::mistake_runs_as => ("an identity is said in other words", "write `runs as`"),
            Rule::mistake_owner => ("an owner is said in other words", "write `is owned by`"),
            Rule::mistake_effect => (
                "an access line is said in other words",
                "write `allows` or `denies`",
            ),
            Rule::mistake_com => (
                "a launch or access line is said in other words",
                "write `allows` or `denies`",
            ),
            Rule::mistake_changes => (
                "a change is said in other words",
                "say how it is then, `is a member of`, `allows`, `runs as`; what goes has `no longer` before its verb",
            ),
            Rule::mistake_enabled => (
                "an account that is enabled needs no sentence",
                "leave it out; only `is disabled` is said",
            ),
            Rule::mistake_logged_on => (
                "nothing says where somebody is logged on",
                "write `is logged on at` and the name of the server",
            ),
            Rule::mistake_scheme => scheme_slip(&inner),
            Rule::mistake_inheritance => (
                "that nothing is inherited is said in other words",
                "write `does not inherit`",
            ),
            Rule::mistake_without_rights => (
                "the line does not say which rights",
                "end it with `read`, `read and execute`, `modify`, `full control`, `(RX)` …",
            ),
            _ => ("this is no sentence of the world notation", ""),
        };
        let slip = Diagnostic::error("slip", headline);
        let slip = if help.is_empty() {
            slip
        } else {
            slip.help(help)
        };
        let words = inner
            .clone()
            .into_inner()
            .find(|part| is_slip_word(part.as_rule()))
            .unwrap_or(inner);
        self.at(slip, span_of(&words), "here")
    }

    /// A change that the grammar does not take.
    pub fn no_change(&self, error: &Error<Rule>) -> Box<Diagnostic> {
        let mut wrong = self.no_sentence(error);
        if wrong.headline == "the line ends too early" {
            wrong.headline = "the change ends too early".to_owned();
        }
        let no_subject = wrong.headline.starts_with("no sentence begins");
        if no_subject || wrong.help.is_none() {
            wrong.headline = wrong
                .headline
                .replace("no sentence begins", "no change begins");
            wrong.help = Some(
                "a change is a sentence such as `pool A runs as bob`, `C:\\x allows bob read` or `bob is no longer a member of Staff`; `and` stands between two"
                    .to_owned(),
            );
        }
        wrong
    }

    /// A line that the grammar does not take.
    pub fn no_sentence(&self, error: &Error<Rule>) -> Box<Diagnostic> {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let text = self.line.text;
        let found = word_at(text, at);
        let span = Span {
            start: at,
            end: at + found.len(),
        };
        let first = word_at(text, 0);
        let is_known = BEGINNINGS
            .iter()
            .any(|known| first_word(known).eq_ignore_ascii_case(first));
        // The grammar takes an unknown first word for somebody of whom something is said.
        if !self.line.indented && !is_known && text[..at].trim().len() <= first.len() {
            let wrong = Diagnostic::error("syntax", format!("no sentence begins with `{}`", shown(first)))
                .candidates(nearest(first, BEGINNINGS.map(first_word)))
                .help("a sentence begins with what it is about: `server`, `user`, `group`, `pool`, `site`, `folder`, `file`, `key` …");
            let first_word = Span {
                start: 0,
                end: first.len(),
            };
            return self.at(wrong, first_word, "not a beginning");
        }
        let mut expected = expected(error);
        if is_known {
            // Somebody who is called `folder` is not meant.
            let of_somebody = ["`is a member of`", "`is disabled`", "`is logged on at`"];
            expected.retain(|words| !of_somebody.contains(&words.as_str()));
        }
        let before = text[..at].split_whitespace().next_back().unwrap_or("");
        if expected.is_empty() && is_one_of(before, &["allows", "denies"]) {
            expected.push("a name".to_owned());
        }
        let headline = if found.is_empty() {
            "the line ends too early".to_owned()
        } else {
            format!("`{}` does not fit here", shown(found))
        };
        let mut wrong = Diagnostic::error("syntax", headline).candidates(nearest(
            found,
            expected.iter().map(|word| word.trim_matches('`')),
        ));
        if let Some(help) = help_for(text, at, found, &expected) {
            wrong = wrong.help(help);
        } else if is_known && expected.is_empty() {
            wrong = wrong.help(so_begin(first));
        }
        let told: Vec<&str> = expected.iter().take(TOLD).map(String::as_str).collect();
        let label = match told.split_last() {
            None => String::new(),
            Some((only, [])) => format!("expected {only}"),
            Some((last, rest)) if expected.len() <= TOLD => {
                format!("expected {} or {last}", rest.join(", "))
            }
            Some(_) => format!("expected {} …", told.join(", ")),
        };
        self.at(wrong, span, &label)
    }
}

/// The sentences that begin with a word.
fn so_begin(first: &str) -> String {
    let known = BEGINNINGS
        .iter()
        .filter(|known| first_word(known).eq_ignore_ascii_case(first));
    let known: Vec<String> = known.map(|known| format!("`{known}`")).collect();
    format!("so begin {}", known.join(", "))
}

/// What may be the matter, judged by the words around the place.
fn help_for(text: &str, at: usize, found: &str, expected: &[String]) -> Option<&'static str> {
    let before = text[..at].split_whitespace().next_back().unwrap_or("");
    let is_path = |word: &str| word.contains('\\');
    if found.contains(|c: char| c.is_control()) {
        Some("a control character stands here; names have none")
    } else if is_one_of(found, &COM_WORDS) && is_one_of(word_at(text, 0), &COM_HEADS) {
        Some(
            "`local`, `remote`, `launch` and `activation` stand behind the names; a name that is such a word stands in quotes",
        )
    } else if is_path(before) && !found.is_empty() && !before.ends_with('"') {
        Some("a path or a name with spaces stands in double quotes")
    } else if expected.iter().any(|words| words == "a path") {
        Some("a path begins with a drive, `\\\\`, `%name%`, `.\\` or a registry root")
    } else if found.eq_ignore_ascii_case("and") {
        Some("names in this list have commas between them")
    } else {
        None
    }
}

/// What the grammar would have taken, in words, in a stable order.
fn expected(error: &Error<Rule>) -> Vec<String> {
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => {
            let words: BTreeSet<String> = positives.iter().flat_map(|rule| said(*rule)).collect();
            words.into_iter().collect()
        }
        ErrorVariant::CustomError { .. } => Vec::new(),
    }
}

/// The first word of a phrase.
fn first_word(phrase: &'static str) -> &'static str {
    phrase.split(' ').next().unwrap_or(phrase)
}

/// How a rule is called in front of a person; nothing for what nobody is told to type.
fn said(rule: Rule) -> Vec<String> {
    // Rules that begin with one of several words.
    let several: &[&str] = match rule {
        Rule::access_line => &["`allows`", "`denies`"],
        Rule::access_rights => &[
            "`read`",
            "`write`",
            "`read and execute`",
            "`modify`",
            "`full control`",
            "a right in brackets",
        ],
        Rule::access_scope => &["`for`"],
        Rule::clause_anonymous => &["`anonymous is`", "`no anonymous`"],
        Rule::clause_protection => &["`in process`", "`pooled`", "`isolated`"],
        Rule::clause_runs_as => &["`runs as`"],
        Rule::com_launch => &["`launch`"],
        Rule::com_access => &["`access`"],
        Rule::com_line => &["`allows`", "`denies`"],
        Rule::clause_form => &[
            "`is an exe`",
            "`is a dll`",
            "`is a service`",
            "`is a library package`",
            "`is a server package`",
        ],
        Rule::clause_cache => &[
            "`compression cache at`",
            "`asp templates at`",
            "`asp.net temporary files at`",
        ],
        _ => &[],
    };
    if !several.is_empty() {
        return several.iter().map(|words| (*words).to_owned()).collect();
    }
    one_word(rule).into_iter().collect()
}

fn one_word(rule: Rule) -> Option<String> {
    let words = match rule {
        Rule::EOI => "the end of the line",
        Rule::quoted | Rule::bare | Rule::account_word | Rule::service_account => "a name",
        Rule::who_pool => "a pool",
        Rule::sid => "a SID",
        Rule::quoted_path | Rule::bare_path => "a path",
        Rule::quoted_url | Rule::bare_url | Rule::site_url => "a URL",
        Rule::right_letters | Rule::right_letter | Rule::right_mask | Rule::right_name => "a right",
        Rule::version | Rule::number => "a number",
        Rule::windows_name | Rule::windows_word => "a version of Windows",
        Rule::kw_and => return None,
        Rule::kw_asp_net => "`asp.net`",
        Rule::kw_asp_net_impersonating => "`asp.net impersonating`",
        Rule::kw_asp_net_core_in_process => "`asp.net core in process`",
        Rule::kw_asp_net_core_out_of_process => "`asp.net core out of process`",
        Rule::kw_in_iis_5_0_isolation_mode => "`in IIS 5.0 isolation mode`",
        Rule::kw_ignores_web_config => "`ignores web.config`",
        Rule::kw_runs_iis => "`runs IIS`",
        Rule::kw_on_windows => "`on Windows`",
        Rule::kw_network_service => "`NetworkService`",
        Rule::kw_local_service => "`LocalService`",
        Rule::kw_local_system => "`LocalSystem`",
        Rule::kw_control => "`full control`",
        Rule::kw_in_process_extensions_are => "`in-process extensions are`",
        Rule::kw_asp_net_runs_as => "`asp.net runs as`",
        Rule::kw_asp_net_temporary_files_at => "`asp.net temporary files at`",
        Rule::kw_web_config_of => "`web.config of`",
        Rule::kw_refuses_out_of_process_components => "`refuses out-of-process components`",
        Rule::kw_allows_out_of_process_components => "`allows out-of-process components`",
        Rule::program_word => "a file name",
        Rule::guid => "a class id in braces",
        Rule::reading_topic => return None,
        Rule::service_pack => "a service pack",
        Rule::scope_container => "`this folder only`",
        Rule::scope_children => "`children only`",
        Rule::scope_files => "`files only`",
        Rule::scope_folders => "`subfolders only`",
        Rule::scope_all | Rule::scope_nothing => return None,
        Rule::scope_container_and_files => "`this folder and files`",
        Rule::scope_container_and_folders => "`this folder and subfolders`",
        other => {
            // A keyword's rule is named after its words.
            return format!("{other:?}")
                .strip_prefix("kw_")
                .map(|name| format!("`{}`", name.replace('_', " ")));
        }
    };
    Some(words.to_owned())
}

fn is_slip_word(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::change_word
            | Rule::mistake_changes_words
            | Rule::mistake_member_words
            | Rule::mistake_runs_as_words
            | Rule::mistake_owner_words
            | Rule::mistake_allows
            | Rule::mistake_denies
            | Rule::mistake_enabled_words
            | Rule::mistake_logged_on_words
            | Rule::mistake_scheme_words
            | Rule::mistake_scheme_anonymous
    )
}

/// A way to authenticate that is said in other words, or is none.
fn scheme_slip(part: &Pair<'_, Rule>) -> (&'static str, &'static str) {
    let is_anonymous = |part: Pair<'_, Rule>| part.as_rule() == Rule::mistake_scheme_anonymous;
    if part.clone().into_inner().any(is_anonymous) {
        (
            "anonymous requests are said apart",
            "write `anonymous is X` or `no anonymous`",
        )
    } else {
        (
            "integrated authentication is said in other words",
            "write `windows`; it stands for NTLM, Kerberos and Negotiate",
        )
    }
}

/// The slip inside a slip that only wraps it.
fn innermost(part: Pair<'_, Rule>) -> Pair<'_, Rule> {
    match part.as_rule() {
        Rule::mistake_clause | Rule::mistake_member => match part.clone().into_inner().last() {
            Some(inner) => inner,
            None => part,
        },
        _ => part,
    }
}

/// The word at that place, up to white space or a comma.
fn word_at(text: &str, at: usize) -> &str {
    let rest = &text[text.floor_char_boundary(at)..];
    let after_first = rest.char_indices().nth(1).map_or(rest.len(), |(at, _)| at);
    let end = rest[after_first..]
        .find(|c: char| c.is_whitespace() || c == ',')
        .map_or(rest.len(), |at| after_first + at);
    &rest[..end]
}

/// The beginning of a word that may be very long.
fn shown(word: &str) -> String {
    const SHOWN: usize = 60;
    if word.chars().count() <= SHOWN {
        return word
            .escape_debug()
            .to_string()
            .replace("\\\\", "\\")
            .replace("\\\"", "\"")
            .replace("\\'", "'");
    }
    let begin: String = word.chars().take(SHOWN).collect();
    format!("{begin}…")
}
