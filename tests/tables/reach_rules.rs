//! A small world for each rule of reach, in which it decides a claim, and the twin where one premise is missing and the claim is gone.
//!
//! Lines of a case that begin with `-` are of the world alone, those that begin with `+` of the twin alone. `without R` takes other
//! rules away that would come to the same.

use std::{collections::BTreeSet, fs, path::Path};

use poolproof::{
    text::Source,
    world::{Fact, Logon, Name, WinPath, read},
};

use crate::spec::reach::{Switches, World, close, judge::Subject, names, world::Choice};

/// One case.
pub struct Case {
    pub file: String,
    pub rule: &'static str,
    pub switches: Switches,
    pub subject: Subject,
    pub claim: String,
    pub world: Vec<Fact>,
    pub twin: Vec<Fact>,
}

/// Every case.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/rules");
    let entries = fs::read_dir(folder).expect("the folder of cases");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("a file of text");
            let name = path.file_stem().expect("a name").to_string_lossy();
            case(&name, &text)
        })
        .collect()
}

fn case(file: &str, text: &str) -> Case {
    let mut switches = Switches::default();
    let (mut rule, mut claim) = (None, None);
    let (mut world, mut twin) = (String::new(), String::new());
    let known = |name: &str| -> &'static str {
        let mut all = names().into_iter();
        all.find(|known| *known == name)
            .unwrap_or_else(|| panic!("{file}: no rule is called {name}"))
    };
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("  ") {
            world += &format!("{said}\n");
            twin += &format!("{said}\n");
        } else if let Some(said) = line.strip_prefix("- ") {
            world += &format!("{said}\n");
        } else if let Some(said) = line.strip_prefix("+ ") {
            twin += &format!("{said}\n");
        } else if let Some(name) = line.strip_prefix("rule ") {
            rule = Some(known(name));
        } else if let Some(name) = line.strip_prefix("without ") {
            switches.without.insert(known(name));
        } else if let Some(said) = line.strip_prefix("claim ") {
            claim = said.split_once(": ");
        } else if line == "weakness" {
            switches.weaknesses = true;
        } else {
            assert!(line.starts_with('#'), "{file}: `{line}`");
        }
    }
    let (subject, claim) = claim.expect("a claim");
    Case {
        file: file.to_owned(),
        rule: rule.expect("a rule"),
        switches,
        subject: self::subject(subject),
        claim: claim.to_owned(),
        world: facts(file, &world),
        twin: facts(file, &twin),
    }
}

fn facts(file: &str, text: &str) -> Vec<Fact> {
    let (facts, complaints) = read(&Source::new(file, text));
    assert!(complaints.is_empty(), "{file}: {complaints:#?}");
    facts
}

fn subject(words: &str) -> Subject {
    match words.split_once(' ') {
        Some(("pool", name)) => Subject::Pool(Name::from(name)),
        Some(("user", name)) => Subject::User(Name::from(name), Logon::Interactive),
        Some(("host", name)) => Subject::Host(name.to_owned()),
        Some(("application", place)) => {
            let (site, url) = place.split_once('/').expect("a site and a URL");
            Subject::Application(Name::from(site), Name::new(format!("/{url}")))
        }
        _ => Subject::Anonymous,
    }
}

/// What the actor of a case claims in that world.
fn claims(case: &Case, facts: &[Fact], switches: &Switches) -> BTreeSet<String> {
    let asked = [WinPath::new("C:\\vault")];
    let world = World::of(facts.to_vec(), &asked, &Choice::default())
        .unwrap_or_else(|open| panic!("{}: {open:?}", case.file));
    let actor = case
        .subject
        .actor(&world)
        .unwrap_or_else(|| panic!("{}: nobody is called so", case.file));
    close(&world, &actor, switches).claims()
}

#[test]
fn every_rule_decides_a_claim_and_needs_each_premise() {
    let mut wrong = Vec::new();
    for case in cases() {
        let file = &case.file;
        let with = claims(&case, &case.world, &case.switches);
        if !with.contains(&case.claim) {
            let mut near: Vec<&String> = with
                .iter()
                .filter(|claim| !claim.starts_with("may"))
                .collect();
            near.truncate(40);
            wrong.push(format!(
                "{file}: does not come to `{}`: {near:#?}",
                case.claim
            ));
        }
        if claims(&case, &case.twin, &case.switches).contains(&case.claim) {
            wrong.push(format!("{file}: the twin comes to `{}`", case.claim));
        }
        let mut without = case.switches.clone();
        without.without.insert(case.rule);
        if claims(&case, &case.world, &without).contains(&case.claim) {
            wrong.push(format!("{file}: `{}` without {}", case.claim, case.rule));
        }
        let granted = Switches {
            weaknesses: false,
            ..case.switches.clone()
        };
        if case.switches.weaknesses && claims(&case, &case.world, &granted).contains(&case.claim) {
            wrong.push(format!("{file}: `{}` without weaknesses", case.claim));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
