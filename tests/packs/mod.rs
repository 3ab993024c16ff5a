//! The built-in rules: each is kept by one world and broken by a world that differs from it in a sentence.

use poolproof::{
    check::{Finding, Outcome, PACKS, RULES, Truth},
    iis,
    import::{Artefact, import},
    query::clause,
    text::{Severity, Source},
    world::Server,
};

/// A server of two sites that keeps every rule for IIS 7 and later.
const KEPT: &str = include_str!("kept.world");

/// Rules, and what to write in place of what in the world that keeps them.
const BROKEN: [(&str, &str, &str); 23] = [
    (
        "unique identities",
        "pool Blog runs as its own identity",
        "pool Blog runs as \"IIS APPPOOL\\Shop\"",
    ),
    (
        "an identity for every site",
        "D:\\sites\\blog in pool Blog",
        "D:\\sites\\blog in pool Shop",
    ),
    (
        "no group opens another's content",
        "allows \"IIS APPPOOL\\Blog\" read and execute",
        "allows \"IIS APPPOOL\\Blog\", IIS_IUSRS read and execute",
    ),
    (
        "another's content is not readable",
        "allows \"IIS APPPOOL\\Blog\" read and execute",
        "allows \"IIS APPPOOL\\Blog\", \"IIS APPPOOL\\Shop\" read and execute",
    ),
    (
        "another's content is not writable",
        "allows \"IIS APPPOOL\\Blog\" read and execute",
        "allows \"IIS APPPOOL\\Blog\" read and execute\n  allows \"IIS APPPOOL\\Shop\" write",
    ),
    (
        "another's code is not writable",
        "file D:\\sites\\blog\\web.config",
        "file D:\\sites\\blog\\web.config\n  allows \"IIS APPPOOL\\Shop\" write",
    ),
    (
        "another's permissions are not changeable",
        "file D:\\sites\\blog\\web.config",
        "file D:\\sites\\blog\\web.config\n  allows \"IIS APPPOOL\\Shop\" change permissions",
    ),
    (
        "folders above keep their children",
        "folder D:\\sites does not inherit\n  allows SYSTEM and Administrators full control",
        "folder D:\\sites does not inherit\n  allows SYSTEM and Administrators full control\n  allows \"IIS APPPOOL\\Shop\" (DC)",
    ),
    (
        "pools are protected from each other",
        "file D:\\sites\\blog\\web.config",
        "file D:\\sites\\blog\\web.config\n  allows \"IIS APPPOOL\\Shop\" take ownership",
    ),
    (
        "a worker does not write its own content",
        "allows \"IIS APPPOOL\\Shop\" read and execute",
        "allows \"IIS APPPOOL\\Shop\" modify",
    ),
    (
        "a worker does not write its own handlers",
        "file D:\\sites\\shop\\web.config",
        "file D:\\sites\\shop\\web.config\n  allows \"IIS APPPOOL\\Shop\" write",
    ),
    (
        "no pool runs as LocalSystem",
        "pool Blog runs as its own identity",
        "pool Blog runs as LocalSystem",
    ),
    (
        "no pool is an administrator",
        "pool Blog runs as its own identity",
        "pool Blog runs as bob",
    ),
    (
        "no pool becomes the machine",
        "service Pump runs as LocalService from C:\\pump\\pump.exe",
        "service Pump runs as LocalSystem from D:\\sites\\shop\\pump.exe\n  allows \"IIS APPPOOL\\Shop\" full control",
    ),
    (
        "anonymous is in no privileged group",
        "at D:\\sites\\shop in pool Shop, anonymous is the pool identity",
        "at D:\\sites\\shop in pool Shop, anonymous is bob",
    ),
    (
        "anonymous acts as the pool",
        "at D:\\sites\\shop in pool Shop, anonymous is the pool identity",
        "at D:\\sites\\shop in pool Shop, anonymous is IUSR",
    ),
    (
        "anonymous only reads",
        "allows \"IIS APPPOOL\\Shop\" read and execute",
        "allows \"IIS APPPOOL\\Shop\" modify",
    ),
    (
        "requests do not write code",
        "file D:\\sites\\shop\\web.config",
        "file D:\\sites\\shop\\web.config\n  allows Everyone write",
    ),
    (
        "requests do not come to write content",
        "file D:\\sites\\shop\\web.config",
        "file D:\\sites\\shop\\web.config\n  allows Everyone change permissions",
    ),
    (
        "configuration is for administrators",
        "file D:\\sites\\shop\\web.config",
        "file D:\\sites\\shop\\web.config\n  allows alice write",
    ),
    (
        "stored passwords are not readable",
        "folder C:\\pump does not inherit",
        "file C:\\Windows\\System32\\inetsrv\\config\\applicationHost.config does not inherit\n  allows Users read\nfolder C:\\pump does not inherit",
    ),
    (
        "logs are not writable",
        "folder C:\\pump does not inherit",
        "folder C:\\inetpub\\logs\\LogFiles does not inherit\n  allows IIS_IUSRS modify\nfolder C:\\pump does not inherit",
    ),
    (
        "services are not for workers",
        "service Pump runs as LocalService from C:\\pump\\pump.exe\n  allows SYSTEM and Administrators full control",
        "service Pump runs as LocalService from C:\\pump\\pump.exe\n  allows SYSTEM and Administrators full control\n  allows IIS_IUSRS configure",
    ),
];

fn server(text: &str) -> Server {
    let read = import(&[Artefact::new("kept.world", text)]);
    let (server, more) = iis::serve(read.facts);
    let errors: Vec<_> = read
        .diagnostics
        .into_iter()
        .chain(more)
        .filter(|complaint| complaint.severity > Severity::Note)
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    server
}

fn findings(server: &Server) -> Vec<Finding> {
    PACKS
        .iter()
        .flat_map(|pack| pack.check(server, &|| true))
        .collect()
}

fn truth(finding: &Finding) -> Option<Truth> {
    match &finding.outcome {
        Outcome::Judged(judged) => Some(judged.truth),
        Outcome::Meaningless(complaints) => panic!("{}: {complaints:?}", finding.name),
        Outcome::OtherVersion | Outcome::Unchecked => None,
    }
}

/// Rules that a server with the documented defaults of its Windows cannot keep, with the reason.
const NEVER_KEPT: [&str; 1] = ["pools are protected without patches"];

/// A world keeps a rule if the rule holds in it.
#[test]
fn one_world_keeps_every_rule() {
    let mut wrong = Vec::new();
    for finding in findings(&server(KEPT)) {
        let expected = match finding.name.as_str() {
            name if NEVER_KEPT.contains(&name) => continue,
            "the metabase is not readable" => None,
            _ => Some(Truth::Holds),
        };
        let found = truth(&finding);
        if found != expected {
            wrong.push(format!("{}: {found:?}, not {expected:?}", finding.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each rule is broken by a sentence, and says so.
#[test]
fn a_sentence_breaks_each_rule() {
    let mut wrong = Vec::new();
    for (rule, kept, broken) in BROKEN {
        assert!(KEPT.contains(kept), "{rule}: `{kept}` is not in the world");
        let found = findings(&server(&KEPT.replace(kept, broken)));
        let finding = found.iter().find(|finding| finding.name == rule);
        match finding.map(truth) {
            Some(Some(Truth::Fails)) => {}
            found => wrong.push(format!("{rule}: {found:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The table and the files tell of the same rules, and every sentence is understood.
#[test]
fn every_rule_has_a_sentence_and_every_sentence_a_rule() {
    let mut named = Vec::new();
    for pack in PACKS {
        let source = Source::new(pack.name, pack.text);
        let (sentences, wrong) = clause::file(&source);
        assert!(wrong.is_empty(), "{wrong:?}");
        for sentence in sentences {
            assert!(
                pack.rule(&sentence.name.node).is_some(),
                "{} is in no table",
                sentence.name.node
            );
            named.push(sentence.name.node);
        }
    }
    for rule in RULES {
        assert!(named.iter().any(|name| name == rule.name), "{}", rule.name);
    }
    assert!(RULES.len() >= 16);
}
