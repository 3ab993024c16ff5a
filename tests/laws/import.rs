//! Laws of reading artefacts: what a tool wrote is what is read, however it was copied, encoded, cut up or ordered.

use std::collections::{BTreeSet, HashSet};

use poolproof::{
    import::{Artefact, Import, import},
    search::artefacts::{
        Listed, as_icacls, as_one_line, as_save, listings, paths, plain_listings, saved,
    },
    text::Severity,
    world::{self, Effect, Listing, ObjectStatement, Statement},
};
use proptest::{prelude::*, sample::Index};

/// An object as read: its path and its lines in words.
pub(super) type Seen = (String, Vec<(Effect, String, u32, u8)>);

/// The objects that an import describes by lines.
pub(super) fn seen(import: &Import) -> Vec<Seen> {
    let object = |object: &ObjectStatement| match &object.list {
        Listing::Lines(lines) => Some((
            object.path.to_string(),
            lines
                .iter()
                .map(|line| (line.effect, line.who.to_string(), line.mask.0, line.flags))
                .collect(),
        )),
        Listing::Sddl(_) => None,
    };
    import
        .facts
        .iter()
        .filter_map(|fact| match &fact.statement {
            Statement::Object(statement) => object(statement),
            _ => None,
        })
        .collect()
}

/// The objects of a sketch in the same words.
pub(super) fn meant(objects: &[Listed]) -> Vec<Seen> {
    objects
        .iter()
        .map(|object| {
            let lines = object.entries.iter();
            let said = lines.map(|entry| {
                (
                    entry.effect,
                    entry.account.to_owned(),
                    entry.mask.0,
                    entry.flags,
                )
            });
            (object.path.clone(), said.collect())
        })
        .collect()
}

fn read(text: &str) -> Import {
    import(&[Artefact::new("acl.txt", text)])
}

fn statements(import: &Import) -> Vec<Statement> {
    import
        .facts
        .iter()
        .map(|fact| fact.statement.clone())
        .collect()
}

fn complained(import: &Import, codes: &[&str]) -> bool {
    import
        .diagnostics
        .iter()
        .any(|complaint| codes.contains(&complaint.code))
}

fn utf16(text: &str, mark: bool, little: bool) -> Vec<u8> {
    let marked = if mark {
        format!("\u{feff}{text}")
    } else {
        text.to_owned()
    };
    marked
        .encode_utf16()
        .flat_map(|unit| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        })
        .collect()
}

proptest! {
    /// icacls prints every entry of an object with letters that stand for exactly one mask each, so reading a whole
    /// listing gives the stored entries back.
    #[test]
    fn what_icacls_lists_is_read_as_it_is_stored(objects in listings()) {
        let import = read(&as_icacls(&objects));
        prop_assert_eq!(seen(&import), meant(&objects));
        prop_assert!(!complained(&import, &["count-differs", "broken-list", "lost-entry", "guessed-split"]));
    }

    /// The same where no second line shows how wide a path is: accounts that every Windows has are known anywhere.
    #[test]
    fn a_single_entry_of_a_known_account_is_read(objects in plain_listings()) {
        prop_assert_eq!(seen(&read(&as_icacls(&objects))), meant(&objects));
    }

    /// A document that swallowed the line ends, or that indents or quotes its lines, changed nothing of what was listed.
    #[test]
    fn copying_a_listing_does_not_change_it(objects in plain_listings(), by in 1..9_usize) {
        let text = as_icacls(&objects);
        let every_line = |before: &str| text.lines().map(|line| format!("{before}{line}\n")).collect::<String>();
        let indented = every_line(&" ".repeat(by));
        let quoted = every_line("> ");
        let prompted = format!("C:\\> icacls C:\\*\r\n{}\r\nC:\\>", text.replace('\n', "\r\n"));
        let flush: String = text.lines().map(|line| format!("{}\n", line.trim_start())).collect();
        for copy in [indented, quoted, prompted, flush, as_one_line(&objects)] {
            prop_assert_eq!(seen(&read(&copy)), meant(&objects), "{}", copy);
        }
    }

    /// `icacls /save` writes a name and its list in turn; each list is kept as it was written.
    #[test]
    fn what_icacls_saves_is_read_as_it_was_written(objects in saved()) {
        let import = read(&as_save(&objects));
        let read: Vec<(String, String)> = import
            .facts
            .iter()
            .filter_map(|fact| match &fact.statement {
                Statement::Object(ObjectStatement { path, list: Listing::Sddl(text), .. }) => {
                    Some((path.to_string(), text.to_string()))
                }
                _ => None,
            })
            .collect();
        prop_assert_eq!(read, objects);
    }

    /// Encodings are how a text was stored, not what it says; none of these needs a mark to be told.
    #[test]
    fn the_encoding_of_a_file_does_not_matter(objects in listings(), saved in saved()) {
        for text in [as_icacls(&objects), as_save(&saved)] {
            let plain = statements(&read(&text));
            for bytes in [
                format!("\u{feff}{text}").into_bytes(),
                utf16(&text, true, true),
                utf16(&text, false, true),
                utf16(&text, true, false),
                utf16(&text, false, false),
            ] {
                let import = import(&[Artefact::new("acl.txt", bytes)]);
                prop_assert_eq!(&statements(&import), &plain);
            }
        }
    }

    /// A folder is a set of files: how they are ordered says nothing.
    #[test]
    fn the_order_of_artefacts_does_not_matter(
        listed in listings(), saved in saved(), turn in 0..4_usize,
    ) {
        let config = include_str!("../artefacts/server.config");
        let world = include_str!("../artefacts/added.world");
        let mut artefacts = vec![
            Artefact::new("a.txt", as_icacls(&listed)),
            Artefact::new("b.txt", as_save(&saved)),
            Artefact::new("c.config", config),
            Artefact::new("d.world", world),
        ];
        let one = import(&artefacts);
        artefacts.rotate_left(turn);
        artefacts.swap(0, 1);
        let other = import(&artefacts);
        prop_assert_eq!(statements(&one), statements(&other));
        prop_assert_eq!(one.diagnostics, other.diagnostics);
        prop_assert_eq!(one.coverage, other.coverage);
    }

    /// Reading two files together describes what each describes, and nothing else.
    #[test]
    fn the_whole_is_what_its_parts_say(objects in listings(), cut in any::<Index>()) {
        let (first, second) = objects.split_at(cut.index(objects.len() + 1));
        let parts = [Artefact::new("1.txt", as_icacls(first)), Artefact::new("2.txt", as_icacls(second))];
        prop_assert_eq!(seen(&import(&parts)), seen(&read(&as_icacls(&objects))));
    }

    /// Two lists of one object that differ are both kept and complained about; two that are the same are one.
    #[test]
    fn artefacts_that_disagree_are_both_kept(path in paths(), lists in (plain_listings(), plain_listings())) {
        let named = |list: Vec<Listed>| vec![Listed { path: path.clone(), entries: list[0].entries.clone() }];
        let (one, other) = (named(lists.0), named(lists.1));
        let both = import(&[Artefact::new("1.txt", as_icacls(&one)), Artefact::new("2.txt", as_icacls(&other))]);
        let kept: BTreeSet<String> = seen(&both).iter().map(|object| format!("{object:?}")).collect();
        let told: BTreeSet<String> =
            meant(&one).iter().chain(&meant(&other)).map(|object| format!("{object:?}")).collect();
        prop_assert_eq!(&kept, &told);
        // Rights are compared as the object stores them, without SYNCHRONIZE, so some lists that differ agree.
        prop_assert!(kept.len() == 2 || !complained(&both, &["descriptions-differ"]));
    }

    /// An import that was written down, in either form, says the same when it is read again: its gaps are in it.
    #[test]
    fn an_import_that_is_written_down_says_the_same(objects in listings(), saved in saved()) {
        let whole = import(&[
            Artefact::new("a.txt", as_icacls(&objects)),
            Artefact::new("b.txt", as_save(&saved)),
            Artefact::new("c.config", include_str!("../artefacts/server.config")),
        ]);
        let said: HashSet<Statement> = whole.facts.iter().map(|fact| fact.statement.clone()).collect();
        for text in [world::to_json(&whole.facts), world::print(&whole.facts)] {
            let again = import(&[Artefact::new("world", text.clone())]);
            let wrong = again.diagnostics.iter().any(|complaint| complaint.severity == Severity::Error);
            prop_assert!(!wrong, "{:#?}", again.diagnostics);
            let read: HashSet<Statement> = again.facts.iter().map(|fact| fact.statement.clone()).collect();
            prop_assert_eq!(&read, &said);
        }
    }

    /// What every pool says for itself, the defaults may say for all.
    #[test]
    fn defaults_say_what_each_would_say(
        identity in prop::sample::select(&["LocalSystem", "1", "NetworkService", "4"][..]),
        manual in any::<bool>(),
        pools in 1..4_usize,
    ) {
        let model = format!("<processModel identityType=\"{identity}\" manualGroupMembership=\"{manual}\" />");
        let document = |own: &str, defaults: &str| {
            let adds: String = (0..pools).map(|n| format!("<add name=\"P{n}\">{own}</add>")).collect();
            format!(
                "<configuration><system.applicationHost><applicationPools>{adds}\
                 <applicationPoolDefaults>{defaults}</applicationPoolDefaults>\
                 </applicationPools></system.applicationHost></configuration>"
            )
        };
        let each = read(&document(&model, ""));
        prop_assert_eq!(statements(&each), statements(&read(&document("", &model))));
        let other = "<processModel identityType=\"LocalService\" />";
        prop_assert_eq!(statements(&each), statements(&read(&document(&model, other))));
    }
}
