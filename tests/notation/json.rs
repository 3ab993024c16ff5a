//! What the JSON form refuses, where it says so, and what it carries that equality does not see.

use poolproof::{
    text::Source,
    world::{Origin, from_json, read, to_json},
};

use super::told;
use crate::support::snapshots;

fn world(facts: &str) -> String {
    format!("{{\"schema\":\"poolproof/world/1\",\"facts\":[\n{facts}\n]}}")
}

#[test]
fn mistakes_in_json_are_placed() {
    let cases = [
        (
            "another schema",
            "{\"schema\":\"poolproof/world/2\",\"facts\":[]}".to_owned(),
        ),
        ("no schema", "{\"facts\":[]}".to_owned()),
        (
            "an unknown field of the whole",
            "{\"schema\":\"poolproof/world/1\",\"fact\":[]}".to_owned(),
        ),
        (
            "cut off",
            "{\"schema\":\"poolproof/world/1\",\"facts\":[{\"says\":\"user\"".to_owned(),
        ),
        ("something behind the end", format!("{} x", world(""))),
        ("no object", world("5")),
        (
            "an unknown statement",
            world("{\"says\":\"usr\",\"name\":\"alice\"}"),
        ),
        (
            "an unknown field",
            world("{\"says\":\"user\",\"nam\":\"alice\"}"),
        ),
        (
            "an unknown field of a pool",
            world("{\"says\":\"pool\",\"name\":\"A\",\"idenity\":\"own\"}"),
        ),
        (
            "an unknown field of a site",
            world("{\"says\":\"site\",\"name\":\"A\",\"folder\":\"C:\\\\x\",\"pol\":\"A\"}"),
        ),
        (
            "a missing field",
            world("{\"says\":\"member\",\"member\":{\"name\":\"alice\"}}"),
        ),
        (
            "a bad SID",
            world("{\"says\":\"machine-sid\",\"sid\":\"S-1\"}"),
        ),
        (
            "a bad mask",
            world(
                "{\"says\":\"object\",\"noun\":\"file\",\"path\":\"C:\\\\x\",\"list\":{\"lines\":[{\"effect\":\"allow\",\"who\":{\"name\":\"A\"},\"mask\":\"5\"}]}}",
            ),
        ),
        ("an empty name", world("{\"says\":\"user\",\"name\":\"\"}")),
        (
            "a SID as a name",
            world("{\"says\":\"gap\",\"groups-of\":{\"name\":\"S-1-5-18\"}}"),
        ),
        (
            "no path",
            world("{\"says\":\"gap\",\"owner-of\":\"wwwroot\"}"),
        ),
        (
            "a line end in a name",
            world("{\"says\":\"user\",\"name\":\"a\\nb\"}"),
        ),
        (
            "no SDDL",
            world(
                "{\"says\":\"object\",\"noun\":\"file\",\"path\":\"C:\\\\x\",\"list\":{\"sddl\":\"D:(\"}}",
            ),
        ),
        (
            "an unknown field of what a web.config sets",
            world(
                "{\"says\":\"iis\",\"of\":\"web-config\",\"folder\":\"C:\\\\x\",\"settings\":{\"pol\":\"A\"}}",
            ),
        ),
        (
            "an unknown setting of IIS",
            world("{\"says\":\"iis\",\"of\":\"filtr\",\"path\":\"C:\\\\x\"}"),
        ),
        (
            "an unknown field of an account's state",
            world("{\"says\":\"account\",\"of\":\"disabled\",\"who\":{\"name\":\"A\"},\"by\":[]}"),
        ),
        (
            "another right than COM's",
            world(
                "{\"says\":\"machine-com\",\"which\":\"launch-limit\",\"list\":{\"lines\":[{\"effect\":\"allow\",\"who\":{\"name\":\"A\"},\"mask\":\"0x00000020\"}]}}",
            ),
        ),
        (
            "no class id",
            world("{\"says\":\"component\",\"name\":\"A\",\"class\":\"7B6C2D51\"}"),
        ),
        (
            "a path as a file name",
            world(
                "{\"says\":\"iis\",\"of\":\"in-process-extensions\",\"programs\":[{\"bare\":\"C:\\\\x.dll\"}]}",
            ),
        ),
        (
            "a cache twice",
            world(
                "{\"says\":\"site\",\"name\":\"A\",\"folder\":\"C:\\\\x\",\"caches\":[[\"compression\",\"C:\\\\y\"],[\"compression\",\"C:\\\\z\"]]}",
            ),
        ),
        (
            "an unknown contradiction",
            world("{\"says\":\"machine\",\"of\":\"reading\",\"topic\":\"X99\",\"reading\":\"A\"}"),
        ),
        (
            "an unknown reading",
            world("{\"says\":\"machine\",\"of\":\"reading\",\"topic\":\"X1\",\"reading\":\"C\"}"),
        ),
        (
            "a password that is not synchronized",
            world(
                "{\"says\":\"site\",\"name\":\"A\",\"folder\":\"C:\\\\x\",\"basic_logon\":\"synchronized\"}",
            ),
        ),
        (
            "a process",
            world(
                "{\"says\":\"process\",\"name\":\"w3wp.exe\",\"image\":\"w3wp.exe\",\"logon\":\"service\"}",
            ),
        ),
    ];
    let mut document = String::new();
    for (case, text) in &cases {
        let (facts, diagnostics) = from_json(&Source::new("case.json", text.as_str()));
        assert!(facts.is_empty(), "{case}");
        assert_eq!(diagnostics.len(), 1, "{case}: {}", told(&diagnostics));
        document.push_str(&format!("==== {case}\n{}", told(&diagnostics)));
    }
    snapshots::hold("mistakes", "json", &document);
}

/// One wrong fact among good ones costs itself, and is found by its line.
#[test]
fn a_wrong_fact_costs_only_itself() {
    let text = world(
        "{\"says\":\"user\",\"name\":\"alice\"},\n{\"says\":\"user\",\"name\":7},\n{\"says\":\"user\",\"name\":\"bob\"}",
    );
    let (facts, diagnostics) = from_json(&Source::new("x.json", text));
    assert_eq!(facts.len(), 2);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(
        diagnostics[0].place.as_ref().map(|place| place.line),
        Some(3)
    );
}

/// Equality of facts does not see places, so that they come through is asked here.
#[test]
fn json_keeps_the_places_of_facts() {
    let (facts, _) = read(&Source::new("a.world", "\nuser alice\n"));
    let (again, _) = from_json(&Source::new("a.json", to_json(&facts)));
    assert!(matches!(&again[0].origin, Origin::Line(source, 2) if &**source == "a.world"));
}

/// Paths are brought into form on the way in, as they are in the notation.
#[test]
fn paths_in_json_are_brought_into_form() {
    let text = world("{\"says\":\"gap\",\"owner-of\":\"c:/x//y/\"}");
    let (facts, _) = from_json(&Source::new("x.json", text));
    assert_eq!(
        poolproof::world::print(&facts),
        "owner of c:\\x\\y is unknown\n"
    );
}

/// Found by the law on spoilt JSON: a blank behind the `%` got through here, and the notation could not read it.
#[test]
fn a_variable_with_a_blank_begins_no_path() {
    let text = world("{\"says\":\"gap\",\"owner-of\":\"% indir%\\\\x\"}");
    let (facts, diagnostics) = from_json(&Source::new("x.json", text));
    assert!(facts.is_empty());
    assert_eq!(diagnostics.len(), 1);
}
