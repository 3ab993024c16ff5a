//! Claims that are advice about a configuration: what is flagged, and what is not.

use poolproof::{
    iis::{self, FEARED, Topic, advice},
    text::Source,
    world::Server,
};

fn server(text: &str) -> Server {
    let (facts, complaints) = poolproof::world::read(&Source::new("advised", text));
    assert!(complaints.is_empty(), "{:?}", complaints[0].headline);
    iis::serve(facts).0
}

/// What is flagged under that topic.
fn flagged(text: &str, topic: Topic) -> Vec<String> {
    let flags = advice(&server(text)).into_iter();
    flags
        .filter(|flag| flag.topic == topic)
        .map(|flag| flag.about)
        .collect()
}

const FIVE: &str = "
server MILL runs IIS 5.0 on Windows 2000
user IUSR_MILL is a member of Guests
user IWAM_MILL is a member of Guests
site Mill at D:\\mill
  application /low at D:\\mill\\low, in process, runs asp
  application /files at D:\\mill\\files, in process
  application /high at D:\\mill\\high, isolated, runs asp
";

const SIX: &str = "
server MILL runs IIS 6.0 on Windows Server 2003
user IUSR_MILL is a member of Guests
user IUSR_GUARDED is a member of Users
user guarded is a member of Users
pool Plain
pool Whole runs as LocalSystem
pool Also runs as SYSTEM
pool Own
site Mill at D:\\mill in pool Plain, runs asp
  application /forms at D:\\mill\\forms, runs asp.net, uses forms authentication
  application /acting at D:\\mill\\acting, runs asp.net impersonating
  application /bare at D:\\mill\\bare, runs asp.net
  application /upload at D:\\mill\\upload, runs asp, allows upload
site Whole at D:\\whole in pool Whole, anonymous is IUSR_GUARDED
site Own at D:\\own in pool Own, anonymous is guarded
site Also at D:\\also in pool Also, no anonymous
";

/// S52: Low protection on 5.0 and LocalSystem on 6.0, where code runs at all.
#[test]
fn code_that_insists_on_being_system_is_flagged() {
    assert_eq!(flagged(FIVE, Topic::Privileged), ["application Mill/low"]);
    assert_eq!(flagged(SIX, Topic::Privileged), ["pool Also", "pool Whole"]);
}

/// S102: ASP.NET without impersonation is flagged, unless it has its own users by forms authentication.
#[test]
fn asp_net_that_does_not_impersonate_is_flagged_unless_it_uses_forms() {
    assert_eq!(
        flagged(SIX, Topic::Impersonation),
        ["application Mill/bare"]
    );
}

/// S78: a user of its own for the visitors of a guarded site, and not one that is called like the one that setup makes.
#[test]
fn an_anonymous_user_that_is_called_iusr_or_shared_is_flagged() {
    assert_eq!(flagged(SIX, Topic::AnonymousName), ["site Whole"]);
    assert_eq!(flagged(SIX, Topic::SharedAnonymous), [""; 0]);
    let shared = format!("{SIX}site Second at D:\\second in pool Whole\n");
    assert_eq!(
        flagged(&shared, Topic::SharedAnonymous),
        [
            "application Mill/acting",
            "application Mill/bare",
            "application Mill/forms",
            "application Mill/upload",
            "site Mill",
            "site Second"
        ]
    );
}

/// S55: first those who may put programs there, then whoever takes over what they put there; the flags come in that order.
#[test]
fn those_who_may_put_programs_there_are_feared_first() {
    assert!(FEARED[0].who.contains("put programs"));
    assert!(FEARED[1].who.contains("takes such an application over"));
    assert_eq!(flagged(SIX, Topic::Upload), ["application Mill/upload"]);
    let topics: Vec<Topic> = advice(&server(SIX)).iter().map(|flag| flag.topic).collect();
    assert_eq!(topics[0], Topic::Upload);
    assert!(topics.is_sorted());
}

/// Whatever is flagged says why, by a rule with its document and by the facts.
#[test]
fn every_flag_has_a_rule_and_facts() {
    for text in [FIVE, SIX] {
        for flag in advice(&server(text)) {
            assert!(!flag.facts.is_empty(), "{}", flag.about);
            assert!(
                !flag.topic.rule().source.is_empty(),
                "{}",
                flag.topic.name()
            );
        }
    }
}
