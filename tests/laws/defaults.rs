//! Documented defaults: what they may change and what not.

use std::collections::BTreeSet;

use poolproof::{
    iis,
    nt::ObjectKind,
    query,
    reach::verify,
    search::sketch::{POOLS, said, worlds},
    world::{
        Completion, Described, Fact, Fallback, Gap, Home, How, Inheritance, Listing, MachineState,
        Name, ObjectNoun, ObjectStatement, Origin, Server, Statement, Whence, WinPath,
        defaults::{Holds, documented},
        readings,
    },
};
use proptest::{prelude::*, sample::Index, sample::select};

/// Small worlds have their objects in folders of no meaning; here these are folders that documents speak of.
const PLACES: [(&str, &str); 6] = [
    ("C:\\a\\b\\c\\d", "C:\\WINDOWS\\system32\\inetsrv\\config"),
    ("C:\\a\\b\\c", "C:\\WINDOWS\\system32\\inetsrv"),
    ("C:\\a\\b", "C:\\WINDOWS\\system32"),
    ("C:\\a", "C:\\WINDOWS"),
    (
        "D:\\x",
        "C:\\inetpub\\temp\\IIS Temporary Compressed Files\\Red",
    ),
    ("C:\\", "C:\\"),
];

fn moved(path: &WinPath) -> WinPath {
    let (from, to) = PLACES
        .iter()
        .find(|(from, _)| path.is_under(&WinPath::new(from)))
        .expect("every folder of a small world has a place");
    let rest = &path.as_str()[from.len()..];
    if rest.is_empty() {
        WinPath::new(to)
    } else {
        WinPath::new(to).join(rest)
    }
}

/// The same world with its objects in folders that documents speak of, and nothing said of undescribed ones.
fn placed(facts: Vec<Fact>) -> Vec<Fact> {
    facts
        .into_iter()
        .filter(|fact| !matches!(fact.statement, Statement::Undescribed { .. }))
        .map(|mut fact| {
            match &mut fact.statement {
                Statement::Object(object) => object.path = moved(&object.path),
                Statement::Gap(
                    Gap::PermissionsOf(path) | Gap::OwnerOf(path) | Gap::InheritedLinesOf(path),
                ) => *path = moved(path),
                _ => {}
            }
            fact
        })
        .collect()
}

fn with(facts: &[Fact], fallbacks: &[Fallback]) -> Server {
    let mut facts = facts.to_vec();
    if !fallbacks.is_empty() {
        facts.push(said(Statement::Undescribed {
            fallbacks: fallbacks.to_vec(),
        }));
    }
    iis::serve(facts).0
}

fn read_as(mut facts: Vec<Fact>, topic: &str, reading: &str) -> Vec<Fact> {
    facts.push(said(Statement::Machine(MachineState::Reading {
        topic: Name::from(topic),
        reading: Name::from(reading),
    })));
    facts
}

/// Every way to say it that asks the documents.
fn asking() -> impl Strategy<Value = Vec<Fallback>> {
    use Fallback::{Closed, Defaults, Inherit, Unknown};
    select(vec![
        vec![Inherit, Defaults, Closed],
        vec![Inherit, Defaults, Unknown],
        vec![Defaults, Inherit],
        vec![Defaults, Closed],
        vec![Defaults],
    ])
}

/// A place that documents speak of, or something in it.
fn place() -> impl Strategy<Value = (Index, bool)> {
    (any::<Index>(), any::<bool>())
}

fn path_of((index, inside): &(Index, bool), server: &Server) -> WinPath {
    let places: Vec<WinPath> = documented()
        .map(|row| row.place(server.windows(), Some(&Name::from(POOLS[0]))))
        .collect();
    let place = WinPath::new(&index.get(&places).as_str().replace('*', "1"));
    if *inside {
        place.join("x\\y.txt")
    } else {
        place
    }
}

/// Every pool that anything speaks of.
fn pools(server: &Server) -> Vec<Name> {
    let accounts = server.accounts().iter();
    accounts
        .filter_map(|(_, principal)| match principal.home() {
            Home::Pool(pool) => Some(pool.clone()),
            _ => None,
        })
        .chain([Name::from("none")])
        .collect()
}

fn lines(completion: &Completion) -> Vec<(String, usize)> {
    let aces = completion.descriptor.dacl.aces();
    aces.iter()
        .zip(&completion.lines)
        .map(|(ace, source)| (format!("{ace:?}"), source.steps_up))
        .collect()
}

proptest! {
    /// What the machine tells of an object wins over every document (S104): its owner and its own lines are what they were and stand
    /// first; and where nothing was open before, nothing at all is changed.
    #[test]
    fn a_described_object_is_never_changed_by_a_default(facts in worlds(), asking in asking()) {
        let facts = placed(facts);
        let (without, with) = (with(&facts, &[]), with(&facts, &asking));
        for id in without.objects().ids() {
            let path = without.objects().get(id).path().clone();
            let (before, after) = (without.describe(&path, None), with.describe(&path, None));
            prop_assert_ne!(after.how, How::Documented);
            prop_assert_eq!(after.documented, None);
            if before.gaps.is_empty() {
                prop_assert_eq!(before.completions.len(), after.completions.len());
                for (one, other) in before.completions.iter().zip(&after.completions) {
                    prop_assert_eq!(lines(one), lines(other));
                    prop_assert_eq!(&one.descriptor, &other.descriptor);
                }
            } else if before.how != How::Unknown {
                // Two descriptions, and lines that nobody knows, give several lists: each begins as before.
                let own = |described: &Described| -> BTreeSet<_> {
                    let begins = |completion: &Completion| {
                        let own: Vec<_> = lines(completion)
                            .into_iter()
                            .take_while(|(_, up)| *up == 0)
                            .collect();
                        (own, completion.descriptor.owner)
                    };
                    described.completions.iter().map(begins).collect()
                };
                prop_assert_eq!(own(&before), own(&after));
            }
        }
    }

    /// A question that was settled without any document about an object that takes nothing from undescribed folders is settled the same
    /// with all of them.
    #[test]
    fn adding_defaults_never_changes_an_answer_about_a_described_object(
        facts in worlds(),
        asking in asking(),
        which in any::<Index>(),
        verb in select(&["read", "write", "delete", "change permissions of"][..]),
    ) {
        let mut facts = placed(facts);
        // One object at least takes nothing from above.
        facts.push(said(Statement::Object(ObjectStatement {
            noun: ObjectNoun::Folder,
            path: WinPath::new("D:\\apart"),
            owner: None,
            inheritance: Inheritance::Protected,
            list: Listing::default(),
        })));
        let (without, with) = (with(&facts, &[]), with(&facts, &asking));
        let known: Vec<WinPath> = without
            .objects()
            .ids()
            .map(|id| without.objects().get(id).path().clone())
            .filter(|path| without.describe(path, None).gaps.is_empty())
            .collect();
        let path = which.get(&known);
        let question = format!("can Users {verb} \"{path}\"");
        let verdict = |server: &Server| query::ask(&question, server, None).ok().map(|answer| answer.verdict);
        // Deleting also asks the folder above, which may be undescribed.
        if verb == "delete" {
            let (one, other) = (verdict(&without), verdict(&with));
            let open = Some(Some(query::Verdict::Unknown));
            prop_assert!(one == open || one == other, "{question}: {one:?}, {other:?}");
        } else {
            prop_assert_eq!(verdict(&without), verdict(&with), "{}", question);
        }
    }

    /// A reading is a choice between two documents about one thing: nothing else may move.
    #[test]
    fn with_the_other_reading_only_the_rows_of_that_topic_change(
        facts in worlds(),
        asking in asking(),
        which in any::<Index>(),
    ) {
        let topics: Vec<_> = readings::ALL
            .iter()
            .filter(|row| row.heeded_by == readings::Heeded::Defaults)
            .collect();
        let topic = which.get(&topics).topic;
        let facts = placed(facts);
        let one = with(&read_as(facts.clone(), topic, "A"), &asking);
        let other = with(&read_as(facts, topic, "B"), &asking);
        let told = |server: &Server| -> Vec<(Statement, String)> {
            server
                .documented_facts()
                .map(|(_, fact)| (fact.statement.clone(), fact.origin.to_string()))
                .collect()
        };
        let (a, b) = (told(&one), told(&other));
        let of_topic = |statement: &Statement, server: &Server| {
            let Statement::Object(object) = statement else { return false };
            documented().any(|row| {
                row.reading.is_some_and(|(known, _)| known == topic)
                    && pools(server)
                        .iter()
                        .any(|pool| row.place(server.windows(), Some(pool)) == object.path)
            })
        };
        for (statement, _) in a.iter().filter(|row| !b.contains(row)) {
            prop_assert!(of_topic(statement, &one), "{statement:?}");
        }
        for (statement, _) in b.iter().filter(|row| !a.contains(row)) {
            prop_assert!(of_topic(statement, &other), "{statement:?}");
        }
    }

    /// A proof that stands on documents is judged like any other: the checker looks the lists up with code of its own.
    #[test]
    fn a_proof_that_stands_on_documents_is_accepted(
        facts in worlds(),
        asking in asking(),
        place in place(),
        who in select(&["Users", "alice", "IIS_IUSRS", "NetworkService", "SYSTEM", "pool Red"][..]),
        verb in select(&["read", "write", "delete", "list"][..]),
    ) {
        let server = with(&placed(facts), &asking);
        let path = path_of(&place, &server);
        if let Ok(answer) = query::ask(&format!("can {who} {verb} \"{path}\""), &server, None)
            && let Some(proof) = answer.proof
        {
            prop_assert!(verify(&proof, &server).is_ok(), "{:?}: {path}", verify(&proof, &server));
        }
    }

    /// A line of a document that is altered in a proof is found out: the checker believes the data, not the proof.
    #[test]
    fn a_documented_line_that_is_altered_is_found_out(facts in worlds(), place in place(), line in any::<Index>()) {
        let server = with(&placed(facts), &[Fallback::Defaults, Fallback::Closed]);
        let path = path_of(&place, &server);
        let Ok(answer) = query::ask(&format!("can Users read \"{path}\""), &server, None) else {
            return Ok(());
        };
        let Some(mut proof) = answer.proof.filter(|proof| proof.object.how == How::Documented) else {
            return Ok(());
        };
        let Some(list) = proof.object.lists.first_mut().filter(|list| !list.lines.is_empty()) else {
            return Ok(());
        };
        let source = line.get(&list.lines).clone();
        let at = list.lines.iter().position(|one| *one == source).unwrap_or(0);
        list.lines[at].whence = match &source.whence {
            Whence::Fact(fact, _) => {
                let wrong = server.documented_facts().map(|(id, _)| id).find(|id| id != fact);
                Whence::Fact(wrong.expect("there are several"), Origin::Unsaid)
            }
            Whence::Gap(_) => Whence::Gap(usize::MAX),
        };
        prop_assert!(verify(&proof, &server).is_err());
    }

    /// Objects that share a descriptor share it with documents too: the short way to a descriptor tells nothing else than the long one.
    #[test]
    fn objects_with_one_descriptor_have_one_list_also_under_documented_folders(facts in worlds(), asking in asking()) {
        let server = with(&placed(facts), &asking);
        let ids: Vec<_> = server.objects().ids().collect();
        for one in &ids {
            for other in &ids {
                if server.descriptor_id(*one) == server.descriptor_id(*other) {
                    let list = |id| {
                        let described = server.describe(server.objects().get(id).path(), None);
                        described.completions.iter().map(|one| one.descriptor.clone()).collect::<Vec<_>>()
                    };
                    prop_assert_eq!(list(*one), list(*other));
                }
            }
        }
    }
}

/// The data are about versions: each row has one that has it, and there each of its paths is described by that very document.
#[test]
fn every_path_of_the_data_is_described_in_every_version_that_has_it() {
    use poolproof::world::{IisVersion, WindowsVersion};
    let pool = Name::from("Red");
    for (iis, number, first) in IisVersion::ALL {
        for (windows, name) in WindowsVersion::ALL {
            if windows < first {
                continue;
            }
            let world = format!(
                "server W runs IIS {number} on Windows {name}\nuser IUSR_W\nuser ASPNET\npool Red\n\
                 undescribed objects have default permissions"
            );
            let source = poolproof::text::Source::new("world", world.as_str());
            let (facts, wrong) = poolproof::world::read(&source);
            assert_eq!(wrong, Vec::new(), "{world}");
            for (topic, reading) in [("X1", "A"), ("X1", "B"), ("X31", "A")] {
                let mut facts = read_as(facts.clone(), topic, reading);
                if reading == "A" {
                    for other in ["X3", "X4", "X5", "X32"] {
                        facts = read_as(facts, other, "A");
                    }
                }
                let server = iis::serve(facts).0;
                for row in documented().filter(|row| row.on.includes(windows, Some(iis))) {
                    let taken = row.reading.is_none_or(|(topic, reading)| {
                        let chosen = server.reading(topic).map(|(chosen, _)| chosen.to_string());
                        let default = readings::taken(topic).map(str::to_owned);
                        chosen.or(default).as_deref() == Some(reading)
                    });
                    if !taken {
                        continue;
                    }
                    let place = row.place(windows, Some(&pool));
                    let path = WinPath::new(&place.as_str().replace('*', "2.0"));
                    let described = server.describe(&path, None);
                    assert_eq!(described.how, How::Documented, "{path} on {name}");
                    let fact = described.documented.expect("a document tells it");
                    assert_eq!(
                        server.origin(fact).to_string(),
                        row.says,
                        "{path} on {name}"
                    );
                    let key = row.path.starts_with("HKLM");
                    assert_eq!(described.kind == ObjectKind::Key, key);
                }
            }
        }
    }
    for row in documented() {
        let versions = |holds: Holds| {
            IisVersion::ALL.iter().any(|(iis, _, first)| {
                WindowsVersion::ALL
                    .iter()
                    .any(|(windows, _)| windows >= first && holds.includes(*windows, Some(*iis)))
            })
        };
        assert!(versions(row.on), "{} is nobody's", row.path);
    }
}
