//! The stages of a request as rows: whose token each access is checked with, what is locked as shipped, which section a clause is.

use std::collections::BTreeSet;

use poolproof::{
    iis::request::{Access, Age, CHECKED, Delegation, Role, SHIPPED, Stage, checked, sections_of},
    query::{self, Ground, Verdict},
    text::Source,
    world::{IisSetting, Statement, read},
};

use crate::support::worlds;

/// A world, a request that is refused, the stage that refuses it and what IIS answers.
const REFUSED: [(&str, &str, &str, &str); 9] = [
    (
        "requests",
        "anonymous request Dead/index.html",
        "configuration",
        "503 (",
    ),
    (
        "requests",
        "anonymous request Plain/set/index.html",
        "configuration",
        "500.19 with 0x80070021 (",
    ),
    (
        "requests",
        "anonymous request Plain/keyed/index.html",
        "configuration",
        "500.19 with 0x80070005 (",
    ),
    (
        "requests6",
        "anonymous request /default.aspx",
        "configuration",
        "500 (",
    ),
    (
        "requests",
        "anonymous request Closed/index.html",
        "authentication",
        "401.2 (",
    ),
    (
        "requests",
        "locked request Plain/index.html",
        "authentication",
        "401.1 (",
    ),
    (
        "requests",
        "anonymous request Plain/half/index.html",
        "static file",
        "401.3 (",
    ),
    (
        "requests",
        "anonymous request Named/page.asp",
        "script",
        "401.3 (",
    ),
    (
        "requests6",
        "anonymous request /plain/tool.exe",
        "script",
        "403.19 (",
    ),
];

#[test]
fn a_refusal_names_its_stage_and_what_iis_answers() {
    for (world, request, stage, response) in REFUSED {
        let server = worlds::server(world);
        let answer = query::ask(&format!("can {request}"), &server, None)
            .unwrap_or_else(|diagnostic| panic!("{request}: {}", diagnostic.headline));
        assert!(matches!(answer.verdict, Some(Verdict::No(_))), "{request}");
        let told = answer.evidence.iter().find_map(|step| match &step.ground {
            Ground::Stage { stage, says } => Some((*stage, says.as_str())),
            _ => None,
        });
        let (named, says) = told.unwrap_or_else(|| panic!("{request} names no stage"));
        assert_eq!(named, stage, "{request}");
        assert!(
            says.contains(&format!("IIS answers {response}")),
            "{request}: {says}"
        );
    }
}

/// An access, its stage, and for 4.0 to 5.1, for 6.0 and for 7.0 on the tokens: C core, H host, U user, T thread, F folder's account.
const ROWS: [(Access, &str, [&str; 3]); 12] = [
    (Access::Configuration, "configuration", ["H", "H", "C"]),
    (Access::StaticForAnonymous, "static file", ["U", "UC", "UC"]),
    (
        Access::StaticForAuthenticated,
        "static file",
        ["U", "UC", "UC"],
    ),
    (Access::Script, "script", ["U", "UC", "UC"]),
    (Access::ByCode, "code", ["T", "T", "T"]),
    (Access::ByCodeReverted, "after revert", ["H", "H", "H"]),
    (Access::Compilation, "compilation", ["H", "H", "H"]),
    (
        Access::CompilationImpersonating,
        "compilation",
        ["HT", "HT", "HT"],
    ),
    (Access::AspTemplates, "cache", ["H", "H", "H"]),
    (Access::Compressed, "cache", ["C", "C", "C"]),
    (Access::FixedAccount, "static file", ["U", "UC", "F"]),
    (Access::FixedAccountOnShare, "static file", ["F", "F", "F"]),
];

fn letter(role: Role) -> char {
    match role {
        Role::Core => 'C',
        Role::Host => 'H',
        Role::RequestUser => 'U',
        Role::Thread => 'T',
        Role::Fixed => 'F',
    }
}

#[test]
fn every_access_is_checked_with_the_tokens_that_documents_name() {
    assert_eq!(CHECKED.len(), ROWS.len() * Age::ALL.len());
    for (access, stage, roles) in ROWS {
        for (age, roles) in Age::ALL.into_iter().zip(roles) {
            let cell = checked(access, age);
            let found: String = cell.roles.iter().copied().map(letter).collect();
            assert_eq!(
                (cell.stage.words(), &*found),
                (stage, roles),
                "{access:?} {age:?}"
            );
            assert!(
                cell.rule.to_string().ends_with(')'),
                "{access:?} {age:?} cites a document"
            );
        }
    }
}

#[test]
fn stages_are_in_order_and_the_first_four_decide() {
    let words: Vec<&str> = Stage::ALL.into_iter().map(Stage::words).collect();
    assert_eq!(
        words,
        [
            "configuration",
            "authentication",
            "static file",
            "script",
            "code",
            "after revert",
            "compilation",
            "cache"
        ]
    );
    let decides: Vec<bool> = Stage::ALL.into_iter().map(Stage::decides).collect();
    assert_eq!(
        decides,
        [true, true, true, true, false, false, false, false]
    );
}

/// A clause as it stands in a web.config, and the sections that it sets.
const CLAUSES: [(&str, &[&str]); 17] = [
    ("anonymous is IUSR", &["anonymousAuthentication"]),
    (
        "anonymous is the pool identity",
        &["anonymousAuthentication"],
    ),
    ("no anonymous", &["anonymousAuthentication"]),
    (
        "anonymous logs on in clear text",
        &["anonymousAuthentication"],
    ),
    ("authenticates with windows", &["windowsAuthentication"]),
    ("authenticates with digest", &["digestAuthentication"]),
    (
        "authenticates with basic, certificates",
        &[
            "basicAuthentication",
            "clientCertificateMappingAuthentication",
        ],
    ),
    ("basic logs on interactively", &["basicAuthentication"]),
    (
        "authenticated users act as the pool identity",
        &["serverRuntime"],
    ),
    ("runs asp", &["handlers"]),
    ("runs php", &["handlers"]),
    ("runs asp.net impersonating", &["system.web"]),
    ("uses forms authentication", &["system.web"]),
    ("stores a machine key", &["system.web"]),
    ("asp templates at D:\\t", &["asp"]),
    ("compression cache at D:\\c", &["httpCompression"]),
    ("asp.net temporary files at D:\\n", &["system.web"]),
];

#[test]
fn every_clause_belongs_to_its_section() {
    for (clause, sections) in CLAUSES {
        let text = format!("server S runs IIS 10.0\nweb.config of D:\\x sets {clause}\n");
        let (facts, complaints) = read(&Source::new("clause", text));
        assert!(complaints.is_empty(), "{clause}: {complaints:?}");
        let set = facts.iter().find_map(|fact| match &fact.statement {
            Statement::Iis(IisSetting::WebConfig { settings, .. }) => Some(sections_of(settings)),
            _ => None,
        });
        assert_eq!(set.as_deref(), Some(sections), "{clause}");
    }
}

#[test]
fn sections_are_locked_as_they_are_shipped() {
    let names: BTreeSet<&str> = SHIPPED.iter().map(|section| section.name).collect();
    assert_eq!(names.len(), SHIPPED.len(), "each once");
    let locked = |name: &str| {
        SHIPPED
            .iter()
            .find(|section| section.name == name)
            .is_some_and(|section| section.delegation != Delegation::Unlocked)
    };
    for name in [
        "anonymousAuthentication",
        "windowsAuthentication",
        "serverRuntime",
        "asp",
        "cgi",
        "isapiFilters",
        "access",
    ] {
        assert!(locked(name), "{name}");
    }
    // Declared locked, and unlocked again for the whole server by a location.
    for name in ["handlers", "modules", "system.web"] {
        assert!(!locked(name), "{name}");
    }
}
