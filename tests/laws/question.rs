//! Questions: text and syntax.

use std::time::{Duration, Instant};

use poolproof::{
    query::{self, Completion, NameSource, Names, syntax::Question},
    text::{Diagnostic, Source},
};
use proptest::prelude::*;

use crate::support::questions::questions;

fn read(text: &str) -> Result<Question, Box<Diagnostic>> {
    query::parse(&Source::new("question", text))
}

/// Words that are mixed at random: mistakes of every kind, and now and then a question.
fn mixed_words() -> impl Strategy<Value = String> {
    let words = [
        "can",
        "who",
        "which",
        "what",
        "is",
        "why",
        "not",
        "pool",
        "A",
        "pools",
        "user",
        "alice",
        "read",
        "write",
        "C:\\x",
        "/secure",
        "Shop/x",
        "files",
        "under",
        "except",
        "and",
        "or",
        "{",
        "}",
        "(",
        ")",
        ",",
        "\"",
        "\"a b\"",
        "a member of",
        "members of",
        "(RX)",
        "0x12",
        "show",
        "list",
        "limit",
        "3",
        "sort by",
        "name",
        "come to",
        "request",
        "the process of",
        "content of",
        "if",
        "then",
        "token",
        "anonymous",
        "every",
        "any",
        "everything",
        "matching",
        "?",
        "’",
        "do to",
        "logged on",
        "in",
        "C:/y",
        "S-1-5-",
        "S-1-5-20",
        "may",
        "has",
        "component",
        "does",
        "start",
        "groups",
        "between",
        "given",
        "compare",
        "with",
        "how",
        "\u{301}",
        "\u{a0}",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..12)
        .prop_flat_map(|words| (Just(words), prop::sample::select(vec![" ", "", "\t", "\n"])))
        .prop_map(|(words, between)| {
            let separator = if between.is_empty() { " " } else { between };
            words.join(separator)
        })
}

proptest! {
    /// What a program prints a person can paste back, and it asks the same.
    #[test]
    fn what_is_printed_is_read_again(question in questions()) {
        let text = question.to_string();
        let again = read(&text);
        prop_assert!(again.as_ref() == Ok(&question), "{}: {:?}", text, again);
    }

    /// There is one canonical text: printing what was read from it changes nothing.
    #[test]
    fn printing_is_a_fixed_point(text in prop_oneof![
        mixed_words(),
        questions().prop_map(|question| question.to_string()),
    ]) {
        if let Ok(question) = read(&text) {
            let printed = question.to_string();
            let again = read(&printed);
            prop_assert!(again.as_ref() == Ok(&question), "{} → {}: {:?}", text, printed, again);
            prop_assert_eq!(again.map(|again| again.to_string()).ok(), Some(printed));
        }
    }

    /// Windows' names and our keywords do not know upper and lower case. (In ASCII: `ß` has another upper case.)
    #[test]
    fn the_case_of_letters_does_not_matter(question in questions()) {
        let text = question.to_string();
        same_in_other_cases(&question, &text)?;
    }

    /// White space between words may be any, and as much as one likes.
    #[test]
    fn the_width_of_blanks_between_words_does_not_matter(question in questions(), blank in "[ \t\n]{1,3}") {
        let text = question.to_string();
        let wider = outside_quotes(&text, |c| if c == ' ' { blank.clone() } else { c.to_string() });
        // The blank in `IIS APPPOOL\\` belongs to the name, and what is given is kept as it is written.
        if !["APPPOOL\\", "AUTHORITY\\", " given "].iter().any(|kept| text.contains(kept)) {
            let again = read(&wider);
            prop_assert!(again.as_ref() == Ok(&question), "{:?}: {:?}", wider, again);
        }
    }

    /// Whatever somebody types, the answer is a question or a complaint that has a headline and, for a text that
    /// is short enough to show, a place.
    #[test]
    fn no_text_makes_it_panic(text in prop_oneof![mixed_words(), any::<String>(), "\\PC{0,40}"]) {
        if let Err(complaint) = read(&text) {
            prop_assert!(!complaint.headline.is_empty());
            prop_assert!(!complaint.headline.ends_with('.'));
            prop_assert!(complaint.place.is_some());
            let said = format!("{} {} {:?}", complaint.headline, complaint.label, complaint.help);
            prop_assert!(!said.contains("kw_") && !said.contains("mistake_"), "{}", said);
        }
    }

    /// A question from which a piece is cut, or into which one is put, is a question or a complaint.
    #[test]
    fn a_mutilated_question_never_makes_it_panic(
        question in questions(),
        at in any::<prop::sample::Index>(),
        length in 0_usize..6,
        put in prop::sample::select(vec!["", " ", "\"", "(", "}", "and", " and ", ",", "\\", "/", "?", "‘"]),
    ) {
        let text = question.to_string();
        let chars: Vec<char> = text.chars().collect();
        let at = at.index(chars.len() + 1);
        let cut: String = chars[..at]
            .iter()
            .copied()
            .chain(put.chars())
            .chain(chars[(at + length).min(chars.len())..].iter().copied())
            .collect();
        if let Ok(question) = read(&cut) {
            let printed = question.to_string();
            let again = read(&printed);
            prop_assert!(again.as_ref() == Ok(&question), "{} → {}: {:?}", cut, printed, again);
        }
    }

    /// Completion comes from the grammar: when what it offers is put in, reading goes past it.
    #[test]
    fn what_completion_offers_is_accepted(question in questions(), at in any::<prop::sample::Index>()) {
        let text = question.to_string();
        let cursor = text.floor_char_boundary(at.index(text.len() + 1));
        for Completion { start, text: offered } in query::complete(&text, cursor, &EveryName) {
            let with = format!("{}{offered}", &text[..start]);
            if let Err(complaint) = read(&with) {
                let column = complaint.place.as_ref().map_or(0, |place| place.column) as usize;
                let length = with.chars().count();
                // A kind word is accepted although its name is missing still.
                let goes_on = column > length || complaint.code == "missing-name";
                prop_assert!(goes_on, "{:?} + {:?}: {:?}", &text[..start], offered, complaint);
            }
        }
    }

    /// Completion leads to every question: at the beginning of each word something is offered that the text goes
    /// on with, or a name, a number or a sign stands there.
    #[test]
    fn every_keyword_of_a_question_is_offered(question in questions()) {
        let text = question.to_string();
        if text.contains(" given ") {
            return Ok(());
        }
        let keywords = [
            "do to ", "a member of", "are members of", "at every stage", "with weaknesses", "sort by ", "through at most ",
            "not elevated", "logged on ", "over the network", "as a batch job", "as a service", "take ownership of",
            "read permissions of", "change permissions of", "create files in", "create folders in",
        ];
        let mut quoted = false;
        for (at, c) in text.char_indices() {
            if c == '"' {
                quoted = !quoted;
            }
            let begins = at > 0 && text.as_bytes()[at - 1] == b' ';
            let keyword = keywords.iter().find(|keyword| text[at..].starts_with(**keyword));
            if let (true, false, Some(keyword)) = (begins, quoted, keyword) {
                let offered = query::complete(&text, at, &());
                prop_assert!(
                    offered.iter().any(|offer| offer.text.starts_with(keyword.trim_end())),
                    "{:?} before {:?}: {:?}", &text[..at], keyword, offered
                );
            }
        }
    }

    /// Nothing nests deeper than 64, and saying so takes no time, however deep it is.
    #[test]
    fn deep_nesting_is_refused_at_once(depth in 65_usize..20_000, kind in 0_usize..4) {
        let text = match kind {
            0 => format!("can {}A{} read C:\\x", "(".repeat(depth), ")".repeat(depth)),
            1 => format!("can pool A read {}C:\\x", "{".repeat(depth)),
            2 => format!("who can read {}C:\\x{}", "(".repeat(depth), ")".repeat(depth)),
            _ => format!("{}can pool A read C:\\x", "if pool A runs as B then ".repeat(depth.min(5_000))),
        };
        let begun = Instant::now();
        prop_assert!(read(&text).is_err());
        prop_assert!(begun.elapsed() < Duration::from_secs(1));
    }

    /// A text takes time in proportion to its length, whatever it repeats.
    #[test]
    fn long_texts_take_little_time(
        begin in prop::sample::select(vec!["can ", "who can read ", "is A a member of ", "", "what can ", "which users and ", "who is "]),
        piece in prop::sample::select(vec![
            "A and ", "C:\\x or ", "A, ", "not ", "if ", "why ", "\"\" ", "pool ", "a ", "users and ", "then ",
            "{A} and ", "(A) and ", "every ", "content of ", "the process of /x ", "A except ", "limit 3 ", "?",
            "x", "\\", "/", "%", "come to ", "service ", "read ",
            "folders above ", "what ", "any token of ", "content of folders above ", "with E5 and ", "become ", "from ",
        ]),
    ) {
        let text = format!("{begin}{}", piece.repeat(60_000 / piece.len()));
        let begun = Instant::now();
        let _ = read(&text);
        prop_assert!(begun.elapsed() < Duration::from_secs(2), "{} {}", begin, piece);
    }
}

/// Every name of every kind that completion may ask for.
struct EveryName;

impl NameSource for EveryName {
    fn names(&self, of: Names) -> Vec<String> {
        let names: &[&str] = match of {
            Names::Users | Names::Accounts => &[
                "alice",
                "CORP\\bob",
                "NT AUTHORITY\\NETWORK SERVICE",
                "read",
            ],
            Names::Groups => &["Users", "SERVICE", "and"],
            Names::Sids => &["S-1-5-20"],
            Names::Pools => &["A", "Default Pool", "pool", "write"],
            Names::Sites => &["Shop", "Default Web Site"],
            Names::Applications => &["/secure", "Shop/app", "Default Web Site/app"],
            Names::Paths => &["C:\\inetpub", "C:\\Program Files", "HKLM\\SOFTWARE"],
            Names::Urls => &["/secure", "/a b"],
            Names::Components => &["Payroll", "Machine Debug Manager", "component"],
            Names::Services => &["Spooler", "in", "logged on"],
            Names::Filters => &["C:\\filters\\log.dll", "C:\\my filters\\x.dll"],
            Names::Rules => &["E5", "E11"],
            Names::Worlds => &["before", "and"],
            Names::Nothing => &[],
        };
        names.iter().map(|name| (*name).to_owned()).collect()
    }
}

/// Reading the text in other cases gives the same question; what patterns and facts say is kept as it is written.
fn same_in_other_cases(question: &Question, text: &str) -> Result<(), TestCaseError> {
    if text.contains(" matching ") || text.contains(" given ") {
        return Ok(());
    }
    for other in [text.to_ascii_uppercase(), text.to_ascii_lowercase()] {
        let again = read(&other);
        prop_assert!(again.as_ref() == Ok(question), "{}: {:?}", other, again);
    }
    Ok(())
}

/// The text with every character outside quotes replaced.
fn outside_quotes(text: &str, replace: impl Fn(char) -> String) -> String {
    let mut quoted = false;
    text.chars()
        .map(|c| {
            if c == '"' {
                quoted = !quoted;
            }
            if quoted { c.to_string() } else { replace(c) }
        })
        .collect()
}
