//! The world notation and the JSON form hold the same facts, and no text upsets their readers.

use poolproof::{
    search::{
        facts::{facts, name},
        machine_facts::{com_line, machine_list},
    },
    text::{Source, nearest},
    world::{
        ComList, Fact, Origin, Statement, from_json, notation::sentence, print, read, to_json,
    },
};
use proptest::{collection::vec, prelude::*, sample::Index};

fn read_text(text: &str) -> (Vec<Fact>, usize) {
    let (facts, diagnostics) = read(&Source::new("law", text));
    (facts, diagnostics.len())
}

fn read_json(text: &str) -> (Vec<Fact>, usize) {
    let (facts, diagnostics) = from_json(&Source::new("law", text));
    (facts, diagnostics.len())
}

/// Sentences that are wrong in different places.
const BROKEN: [&str; 14] = [
    "flub",
    "user",
    "pool A runs",
    "folder nowhere",
    "site X at",
    "alice is",
    "group \"open",
    "undescribed objects fly",
    "machine launch default",
    "component X launch allows",
    "task T",
    "X99 is read as A",
    "service S runs",
    "cgi runs as alice",
];

/// A change of a text: what is done, where, and with which character.
fn edits() -> impl Strategy<Value = Vec<(u8, Index, char)>> {
    let characters = prop_oneof![
        proptest::sample::select(&['"', '#', '\n', ' ', ',', '(', '\0', '\\', 'é', '{', ':'][..]),
        any::<char>(),
    ];
    vec((0_u8..4, any::<Index>(), characters), 1..6)
}

fn edited(text: &str, edits: &[(u8, Index, char)]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (what, at, c) in edits {
        let at = at.index(chars.len() + 1);
        match what {
            0 => chars.insert(at, *c),
            1 => chars.truncate(at),
            2 if at < chars.len() => {
                chars.remove(at);
            }
            _ if at < chars.len() => chars[at] = *c,
            _ => {}
        }
    }
    chars.into_iter().collect()
}

proptest! {
    /// The notation says everything that a fact holds, whatever its names look like.
    #[test]
    fn reading_what_was_printed_gives_the_facts_again(facts in facts()) {
        let text = print(&facts);
        let (again, complaints) = read_text(&text);
        prop_assert_eq!(complaints, 0, "{}", text);
        prop_assert_eq!(again, facts, "{}", text);
    }

    /// There is one way to print a world: what is printed twice is the same text, also in the case of its names.
    #[test]
    fn the_printed_form_is_canonical(facts in facts()) {
        let text = print(&facts);
        prop_assert_eq!(print(&read_text(&text).0), text);
    }

    /// JSON says everything that a fact holds.
    #[test]
    fn json_gives_the_facts_again(facts in facts()) {
        let text = to_json(&facts);
        let (again, complaints) = read_json(&text);
        prop_assert_eq!(complaints, 0, "{}", text);
        prop_assert_eq!(again, facts);
    }

    /// The two forms hold the same: on the way through both nothing is lost, not even the case of a name.
    #[test]
    fn the_notation_and_json_convert_without_loss(facts in facts()) {
        let text = print(&facts);
        let (through_json, _) = read_json(&to_json(&read_text(&text).0));
        prop_assert_eq!(print(&through_json), text);
    }

    /// Facts are independent sentences: two texts one after the other say what both say.
    #[test]
    fn joined_texts_say_what_both_say(first in facts(), second in facts()) {
        let joined = format!("{}{}", print(&first), print(&second));
        prop_assert_eq!(read_text(&joined), ([first, second].concat(), 0));
    }

    /// One wrong line must not take the rest of a long file with it.
    #[test]
    fn a_broken_sentence_costs_only_itself(
        facts in facts(),
        broken in proptest::sample::select(&BROKEN[..]),
        place in any::<Index>(),
    ) {
        let text = print(&facts);
        // Lines that belong to a sentence stay with it.
        let mut at: Vec<usize> = text
            .match_indices('\n')
            .map(|(at, _)| at + 1)
            .filter(|at| !text[*at..].starts_with(' '))
            .collect();
        at.push(0);
        let at = at[place.index(at.len())];
        let spoilt = format!("{}{broken}\n{}", &text[..at], &text[at..]);
        prop_assert_eq!(read_text(&spoilt), (facts, 1), "{}", spoilt);
    }

    /// White space and comments are for people.
    #[test]
    fn comments_and_blank_lines_change_nothing(facts in facts()) {
        let text = print(&facts);
        let spaced: String = text.lines().map(|line| {
            let deeper = if line.starts_with(' ') { "\t  " } else { "" };
            format!("\n   # a comment, \"open\n{deeper}{line}  # and more\r\n")
        }).collect();
        prop_assert_eq!(read_text(&format!("\u{feff}{spaced}")), (facts, 0), "{}", spaced);
    }

    /// Windows does not tell names by case, and neither do keywords; SDDL does.
    #[test]
    fn sentences_are_read_in_any_case(facts in facts()) {
        let loud: String = print(&facts).lines().map(|line| {
            if line.contains("sddl \"") && line.starts_with("  ") { format!("{line}\n") } else { format!("{}\n", line.to_ascii_uppercase()) }
        }).collect();
        prop_assert_eq!(read_text(&loud), (facts, 0), "{}", loud);
    }

    /// A fact is nothing without its place: its line is in the text, and facts come in the order of their lines.
    #[test]
    fn facts_know_their_lines(facts in facts()) {
        let text = print(&facts);
        let count = text.lines().count();
        let mut last = 1;
        for fact in read_text(&text).0 {
            let Origin::Line(source, line) = fact.origin else {
                panic!("a fact without a line");
            };
            prop_assert_eq!(&*source, "law");
            prop_assert!((last..=u32::try_from(count).unwrap()).contains(&line));
            last = line;
        }
    }

    /// An auditor writes the machine's lists as they come to mind, one sentence a line: together they are one list.
    #[test]
    fn sentences_about_one_list_of_the_machine_add_up(
        which in machine_list(),
        lines in vec(com_line(), 1..5),
        others in facts(),
    ) {
        let list = |lines: &[_]| Statement::MachineCom {
            which,
            list: ComList::Lines(lines.to_vec()),
        };
        // Other sentences stand between, but none about these lists.
        let others: Vec<Fact> = others
            .into_iter()
            .filter(|fact| !matches!(fact.statement, Statement::MachineCom { .. }))
            .collect();
        let between = print(&others);
        let (first, rest) = lines.split_at(1);
        let said: String = rest
            .iter()
            .map(|line| format!("{}\n", sentence(&list(std::slice::from_ref(line)))))
            .collect();
        let text = format!("{}\n{between}{said}", sentence(&list(first)));
        let (facts, complaints) = read_text(&text);
        prop_assert_eq!(complaints, 0, "{}", text);
        prop_assert_eq!(facts.len(), 1 + others.len(), "{}", text);
        prop_assert_eq!(&facts[0].statement, &list(&lines), "{}", text);
    }

    /// Whatever somebody types, there is an answer, and what was understood of it is sayable.
    #[test]
    fn spoilt_text_never_panics_and_what_is_read_of_it_can_be_printed(
        facts in facts(),
        edits in edits(),
    ) {
        let spoilt = edited(&print(&facts), &edits);
        let (understood, _) = read_text(&spoilt);
        let again = read_text(&print(&understood));
        prop_assert_eq!(again, (understood, 0), "{}", spoilt);
    }

    /// The same for JSON: what gets through its reader can be said in the notation.
    #[test]
    fn spoilt_json_never_panics_and_what_is_read_of_it_can_be_printed(
        facts in facts(),
        edits in edits(),
    ) {
        let spoilt = edited(&to_json(&facts), &edits);
        let (understood, _) = read_json(&spoilt);
        let again = read_text(&print(&understood));
        prop_assert_eq!(again, (understood, 0), "{}", spoilt);
    }

    /// A file that was cut off is not a smaller world.
    #[test]
    fn json_that_is_cut_off_yields_nothing(facts in facts(), at in any::<Index>()) {
        let text = to_json(&facts);
        let whole = text.trim_end();
        let cut: String = whole.chars().take(at.index(whole.chars().count())).collect();
        prop_assert_eq!(read_json(&cut), (Vec::new(), 1));
    }

    /// Suggestions are names that there are, few, and the right one first when only its case is wrong.
    #[test]
    fn the_nearest_names_are_few_and_good(word in name(), others in vec(name(), 0..20)) {
        let word = word.as_str();
        let near = nearest(word, others.iter().map(|name| name.as_str()));
        prop_assert!(near.len() <= 3);
        prop_assert!(near.iter().all(|found| others.iter().any(|name| name.as_str() == found)));
        let alone = nearest(&word.to_ascii_uppercase(), [word]);
        prop_assert!(alone == [word] || word.trim().is_empty());
    }
}
