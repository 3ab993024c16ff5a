//! Changes: facts in, other facts out, and what a question that supposes them gets.

use poolproof::{
    iis,
    query::{self, Answer, Verdict},
    search::{
        changes::{changes, line_of_sketch, sketch_changes},
        facts::facts,
        questions::{Question, asked},
        sketch::{line, said, worlds},
    },
    text::Source,
    world::{
        AccessLine, Change, Effect, Fact, Inheritance, Listing, ObjectNoun, ObjectStatement,
        Origin, Server, Statement, Who, WinPath,
        change::{ListOf, NewLine, ObjectName, OldLines, difference, without_derived},
        notation::{self, in_one_line, print_changes},
        print, read,
    },
};
use proptest::{collection::vec, prelude::*};

use crate::spec::change as spec;

/// The facts after the changes, as a question would have them; nothing where one cannot be made.
fn changed(facts: &[Fact], changes: &[Change]) -> Option<Vec<Fact>> {
    let mut facts = facts.to_vec();
    for change in changes {
        let (server, _) = iis::serve(facts.clone());
        facts = change.apply(&facts, &server, &Origin::Unsaid).ok()?;
    }
    Some(facts)
}

/// What facts say, in an order of its own.
fn content(facts: &[Fact]) -> Vec<String> {
    let mut all: Vec<String> = facts
        .iter()
        .map(|fact| in_one_line(&fact.statement))
        .collect();
    all.sort();
    all
}

/// Changes one after the other. A cache that is said behind a site or an application is read as theirs, so one of the whole
/// server comes before.
fn several(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Change>> {
    vec(changes(), count).prop_map(|changes| {
        let of_all = |change: &Change| {
            matches!(
                change,
                Change::Say(Statement::Iis(_)) | Change::TakeBack(Statement::Iis(_))
            )
        };
        let (first, rest): (Vec<Change>, Vec<Change>) = changes.into_iter().partition(of_all);
        first.into_iter().chain(rest).collect()
    })
}

fn ask(facts: &[Fact], question: &str) -> Option<Answer> {
    let (server, _) = iis::serve(facts.to_vec());
    query::ask(question, &server, None).ok()
}

/// A no, a don't know, a yes.
fn height(answer: &Answer) -> Option<u8> {
    answer.verdict.map(|verdict| match verdict {
        Verdict::No(_) => 0,
        Verdict::Unknown => 1,
        Verdict::Yes => 2,
    })
}

fn folder(lines: Vec<AccessLine>) -> Vec<Fact> {
    vec![said(Statement::Object(ObjectStatement {
        noun: ObjectNoun::Folder,
        path: WinPath::new("C:\\x"),
        owner: None,
        inheritance: Inheritance::ListedInFull,
        list: Listing::Lines(lines),
    }))]
}

/// The lines of the folder that [`folder`] describes.
fn lines_of(facts: &[Fact]) -> Vec<AccessLine> {
    let mut lists = facts.iter().filter_map(|fact| match &fact.statement {
        Statement::Object(object) => Some(object.list.clone()),
        _ => None,
    });
    match lists.next_back() {
        Some(Listing::Lines(lines)) => lines,
        _ => Vec::new(),
    }
}

fn list_of_folder() -> ListOf {
    ListOf::Object(ObjectName {
        noun: None,
        path: WinPath::new("C:\\x"),
    })
}

/// Own lines, then inherited ones.
fn canonical() -> impl Strategy<Value = Vec<AccessLine>> {
    (vec(line(), 0..4), vec(line(), 0..3)).prop_map(|(own, mut inherited)| {
        inherited.iter_mut().for_each(|line| line.flags |= 0x10);
        own.into_iter().chain(inherited).collect()
    })
}

/// A world without the thing that a change is about is an error, not a crash.
fn drive(change: &Change) -> Option<String> {
    let path = match change {
        Change::Line {
            list: ListOf::Object(object),
            ..
        }
        | Change::NoLine {
            list: ListOf::Object(object),
            ..
        }
        | Change::Owner { object, .. }
        | Change::StopInheriting { object, .. }
        | Change::InheritAgain { object } => &object.path,
        Change::RemoveLine { path, .. } => path,
        _ => return None,
    };
    Some(path.as_str()[..1].to_owned())
}

/// What a change is about, so coarsely that two which differ have nothing to do with each other.
fn about(change: &Change) -> String {
    match change {
        Change::Say(Statement::Member { .. }) | Change::TakeBack(Statement::Member { .. }) => {
            "members".to_owned()
        }
        Change::Say(Statement::Pool(pool)) | Change::TakeBack(Statement::Pool(pool)) => {
            format!("pool {}", pool.name)
        }
        Change::Say(Statement::Right { .. }) | Change::TakeBack(Statement::Right { .. }) => {
            "right".to_owned()
        }
        other => drive(other).unwrap_or_default(),
    }
}

proptest! {
    /// What an answer repeats of a question can be asked again, and what a comparison lists can be supposed.
    #[test]
    fn reading_a_printed_change_gives_it_again(changes in several(1..4)) {
        let text = print_changes(&changes);
        let source = Source::new("law", text.clone());
        let read = notation::changes(&source, &text, 0);
        prop_assert!(read.is_ok(), "{}\n{:?}", text, read);
        let again: Vec<Change> = read.unwrap_or_default().into_iter().map(|(change, _)| change).collect();
        prop_assert_eq!(&again, &changes, "{}", text);
    }

    /// A question that supposes changes is a question: it prints, and reads as what was printed.
    #[test]
    fn a_question_holds_any_change(changes in several(1..3)) {
        let text = format!("if {} then can ann read C:\\x", print_changes(&changes));
        let parsed = query::parse(&Source::new("question", text.clone()));
        prop_assert!(parsed.is_ok(), "{}\n{:?}", text, parsed);
        let question = parsed.expect("checked above");
        let read: Vec<&Change> = question.changes.iter().map(|change| &change.node).collect();
        prop_assert_eq!(read, changes.iter().collect::<Vec<_>>(), "{}", text);
        prop_assert_eq!(question.to_string(), text);
    }

    /// Whoever undoes what was done has what there was.
    #[test]
    fn a_change_and_its_inverse_are_no_change(facts in worlds(), change in sketch_changes()) {
        let (server, _) = iis::serve(facts.clone());
        if let (Ok(inverse), Some(after)) = (change.invert(&facts, &server), changed(&facts, std::slice::from_ref(&change))) {
            let again = changed(&after, &inverse);
            prop_assert_eq!(again.map(|facts| content(&facts)), Some(content(&facts)), "{}\n{}\n{}",
                print(&facts), print_changes([&change]), print_changes(&inverse));
        }
    }

    /// The difference tells everything in which two worlds differ.
    #[test]
    fn the_difference_applied_gives_the_second_world(before in worlds(), after in worlds()) {
        let changes = difference(&before, &after);
        let made = changed(&before, &changes);
        prop_assert_eq!(made.map(|facts| content(&facts)), Some(content(&after)), "{}", print_changes(&changes));
    }

    /// A world differs from itself in nothing, in whatever order it is told.
    #[test]
    fn a_world_does_not_differ_from_itself(facts in facts()) {
        let backwards: Vec<Fact> = facts.iter().rev().cloned().collect();
        prop_assert_eq!(difference(&facts, &backwards), Vec::new());
    }

    /// A supposition is answered as the world would be answered in which somebody had written it down.
    #[test]
    fn a_supposed_world_answers_like_one_written_by_hand(
        (facts, question) in asked(),
        changes in vec(sketch_changes(), 1..3),
    ) {
        let supposed = ask(&facts, &format!("if {} then {}", print_changes(&changes), question.can()));
        let Some(after) = changed(&facts, &changes) else {
            prop_assert!(supposed.is_none());
            return Ok(());
        };
        let (written, complaints) = read(&Source::new("law", print(&after)));
        prop_assert!(complaints.is_empty(), "{}", print(&after));
        let by_hand = ask(&written, &question.can());
        prop_assert_eq!(supposed.as_ref().and_then(height), by_hand.as_ref().and_then(height), "{}\n{}", print(&after), question.can());
    }

    /// What IIS makes of facts is made anew, and never taken for something that was said.
    #[test]
    fn a_served_world_without_what_iis_made_is_the_world_that_was_said(facts in worlds()) {
        let (server, _) = iis::serve(facts.clone());
        let said = without_derived(server.stated_facts().map(|(_, fact)| fact.clone()));
        prop_assert_eq!(content(&said), content(&facts));
    }

    /// Changes of different things do not meet.
    #[test]
    fn changes_of_different_subjects_commute(facts in worlds(), one in sketch_changes(), other in sketch_changes()) {
        if about(&one) != about(&other) {
            let there = changed(&facts, &[one.clone(), other.clone()]);
            let back = changed(&facts, &[other, one]);
            // A name that only a line or a membership speaks of is unknown when that is gone.
            if let (Some(there), Some(back)) = (there, back) {
                prop_assert_eq!(content(&there), content(&back));
            }
        }
    }

    /// A line that lets in never keeps out, and a line that keeps out never lets in.
    #[test]
    fn a_grant_only_adds_and_a_denial_only_takes_away((facts, question) in asked(), (object, line) in line_of_sketch()) {
        let question = Question { object: object.path.as_str().to_owned(), ..question };
        let denies = line.effect == Effect::Deny;
        let change = Change::Line { list: ListOf::Object(object), line };
        let after = changed(&facts, std::slice::from_ref(&change));
        let before = ask(&facts, &question.can()).as_ref().and_then(height);
        let after = after.and_then(|after| ask(&after, &question.can())).as_ref().and_then(height);
        if let (Some(before), Some(after)) = (before, after) {
            let (less, more) = if denies { (after, before) } else { (before, after) };
            prop_assert!(less <= more, "{}\n{}\n{}", print(&facts), print_changes([&change]), question.can());
        }
    }

    /// A membership that was not there is gone again when it is taken back.
    #[test]
    fn taking_back_what_was_added_leaves_what_there_was(facts in worlds(), change in sketch_changes()) {
        if let Change::Say(member @ Statement::Member { .. }) = &change {
            let with = changed(&facts, std::slice::from_ref(&change));
            if let Some(with) = with.filter(|with| with.len() > facts.len()) {
                let without = changed(&with, &[Change::TakeBack(member.clone())]);
                prop_assert_eq!(without.map(|facts| content(&facts)), Some(content(&facts)));
            }
        }
    }

    /// Own lines stand before inherited ones, denials before grants (canonical order).
    #[test]
    fn lines_are_put_where_an_editor_puts_them(lines in canonical(), (_, new) in line_of_sketch()) {
        let some = AccessLine { effect: new.effect, who: new.who.clone(), mask: new.mask, flags: 0, origin: Origin::Unsaid };
        let expected = spec::with_line(&lines, &new, new.scope.unwrap_or(3), some);
        let change = Change::Line { list: list_of_folder(), line: new.clone() };
        let facts = folder(lines);
        let (server, _) = Server::build(facts.clone());
        if let Ok(after) = change.apply(&facts, &server, &Origin::Unsaid) {
            prop_assert_eq!(lines_of(&after), expected);
        }
    }

    /// Lines that are taken back are gone, and no others.
    #[test]
    fn lines_that_are_taken_back_are_gone(lines in canonical(), which in any::<prop::sample::Index>()) {
        let own: Vec<&AccessLine> = lines.iter().filter(|line| line.flags & 0x10 == 0).collect();
        if !own.is_empty() {
            let line = own[which.index(own.len())];
            let old = OldLines { effect: line.effect, who: line.who.clone(), rights: None, scope: None };
            let expected = spec::without_lines(&lines, &old);
            let facts = folder(lines.clone());
            let (server, _) = Server::build(facts.clone());
            let change = Change::NoLine { list: list_of_folder(), lines: old };
            let after = change.apply(&facts, &server, &Origin::Unsaid);
            prop_assert_eq!(after.map(|after| lines_of(&after)).ok(), Some(expected));
        }
    }

    /// Whatever is asked for, a change is made or refused; it never breaks.
    #[test]
    fn any_change_of_any_facts_is_made_or_refused(facts in facts(), changes in several(1..3)) {
        let mut facts = facts;
        for change in &changes {
            let (server, _) = Server::build(facts.clone());
            match change.apply(&facts, &server, &Origin::Supposed(1)) {
                Ok(after) => facts = after,
                Err(wrong) => prop_assert!(!wrong.headline.is_empty()),
            }
        }
    }
}

/// Rights that every line of an editor holds stay while another right of the line does.
#[test]
fn what_remains_of_a_line_can_still_be_used() {
    let alice = AccessLine {
        effect: Effect::Allow,
        who: Who::Name("alice".into()),
        mask: poolproof::nt::AccessMask(0x13_01BF),
        flags: 3,
        origin: Origin::Unsaid,
    };
    let facts = folder(vec![alice.clone()]);
    let (server, _) = Server::build(facts.clone());
    let change = Change::NoLine {
        list: list_of_folder(),
        lines: OldLines {
            effect: Effect::Allow,
            who: alice.who,
            rights: Some(poolproof::nt::AccessMask(0x12_0116)),
            scope: None,
        },
    };
    let after = change
        .apply(&facts, &server, &Origin::Unsaid)
        .expect("alice may write");
    assert_eq!(lines_of(&after)[0].mask.0, 0x13_00A9);
}

/// Grants behind, denials before: the same line means the same whoever writes it.
#[test]
fn a_new_line_says_what_it_is_for_by_the_kind_of_object() {
    let facts = folder(Vec::new());
    let (server, _) = Server::build(facts.clone());
    let line = NewLine {
        effect: Effect::Allow,
        who: Who::Name("Users".into()),
        mask: poolproof::nt::AccessMask(1),
        scope: None,
        one_level: true,
    };
    let change = Change::Line {
        list: list_of_folder(),
        line,
    };
    let after = change
        .apply(&facts, &server, &Origin::Unsaid)
        .expect("Users are known");
    assert_eq!(lines_of(&after)[0].flags, 7);
}
