//! The built-in rules: each is kept by a world and broken by one that differs from it in a sentence.

use poolproof::{
    check::{Finding, Outcome, PACKS, Pack, RULES, Truth, check},
    iis,
    import::{Artefact, import},
    query::clause,
    text::{Severity, Source},
    world::Server,
};

/// A server of two sites that keeps what a server of IIS 7 and later can keep.
const KEPT: &str = include_str!("kept.world");

/// One of IIS 6.0, which keeps the rest.
const KEPT_6: &str = include_str!("kept6.world");

/// The rules that only the older one keeps, and why.
const OLDER: [(&str, &str); 2] = [
    (
        "the metabase is not readable",
        "later versions have no metabase",
    ),
    (
        "pools are protected without patches",
        "a pool's own identity is logged on as a service, and services impersonate",
    ),
];

/// The world that keeps a rule.
fn keeps(rule: &str) -> &'static str {
    if OLDER.iter().any(|(older, _)| *older == rule) {
        KEPT_6
    } else {
        KEPT
    }
}

/// Rules, and what to write in place of what in the world that keeps them.
const BROKEN: [(&str, &str, &str); RULES.len()] = [
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
        "at D:\\sites\\shop in pool Shop, anonymous is Administrator",
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
    (
        "components are not for workers",
        "launch allows SYSTEM, Administrators",
        "launch allows SYSTEM, Administrators, IIS_IUSRS",
    ),
    (
        "the metabase is not readable",
        "file C:\\WINDOWS\\system32\\inetsrv\\MetaBase.xml does not inherit",
        "file C:\\WINDOWS\\system32\\inetsrv\\MetaBase.xml does not inherit\n  allows IIS_WPG read",
    ),
    (
        "pools are protected without patches",
        "right SeImpersonatePrivilege belongs to Administrators",
        "right SeImpersonatePrivilege belongs to Administrators, IIS_WPG",
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

/// A world keeps a rule if the rule holds in it, and not for want of anybody whom it is about.
#[test]
fn a_world_keeps_each_rule() {
    let mut wrong = Vec::new();
    for world in [KEPT, KEPT_6] {
        for finding in findings(&server(world)) {
            if keeps(&finding.name) != world {
                continue;
            }
            let found = truth(&finding);
            if found != Some(Truth::Holds) || !finding.notes.is_empty() {
                wrong.push(format!("{}: {found:?} {:?}", finding.name, finding.notes));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What comes of one rule alone.
fn finding(rule: &str, server: &Server) -> Finding {
    let mut sentences = PACKS.iter().flat_map(Pack::sentences);
    let (sentence, row) = sentences
        .find(|(_, row)| row.name == rule)
        .expect("a rule of that name");
    assert!(row.is_about(server), "{rule}");
    check(&sentence, server)
}

/// Each rule is broken by a sentence, and says so.
#[test]
fn a_sentence_breaks_each_rule() {
    let mut wrong = Vec::new();
    for (rule, kept, broken) in BROKEN {
        let world = keeps(rule);
        assert!(world.contains(kept), "{rule}: `{kept}` is not in the world");
        let found = truth(&finding(rule, &server(&world.replace(kept, broken))));
        if found != Some(Truth::Fails) {
            wrong.push(format!("{rule}: {found:?}"));
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
        let broken = BROKEN.iter().any(|(name, ..)| *name == rule.name);
        assert!(broken, "no world breaks {}", rule.name);
    }
}
