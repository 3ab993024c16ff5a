//! Random questions, as syntax: every tree that these make is one that can be read from a text.

use poolproof::{
    nt::{AccessMask, Sid},
    query::syntax::{
        Account, Actor, ActorKind, Core, Field, Modifier, Named, Noun, Prefix, Quantity, Question,
        Range, Reference, Set, Target, ThingKind, Wanted, Written,
    },
    world::{Logon, Name, Verb, WinPath},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// A question of any form that is read into parts.
pub fn questions() -> impl Strategy<Value = Question> {
    prop_oneof![
        9 => (option::of(prefixes()), cores(), modifiers()).prop_map(|(prefix, core, modifiers)| Question {
            prefix: prefix.map(Written::nowhere),
            core: Written::nowhere(core),
            modifiers: modifiers.into_iter().map(Written::nowhere).collect(),
        }),
        1 => select(vec![Prefix::Why, Prefix::WhyNot]).prop_map(|prefix| Question {
            prefix: Some(Written::nowhere(prefix)),
            core: Written::nowhere(Core::Again),
            modifiers: Vec::new(),
        }),
    ]
}

fn prefixes() -> impl Strategy<Value = Prefix> {
    select(vec![Prefix::Why, Prefix::WhyNot, Prefix::Count])
}

fn cores() -> impl Strategy<Value = Core> {
    prop_oneof![
        (written(subjects()), written(wishes()), written(objects())).prop_map(
            |(subject, wanted, object)| Core::Can {
                subject,
                wanted,
                object,
            }
        ),
        (
            kinds(),
            option::of(written(subjects())),
            written(wishes()),
            written(objects())
        )
            .prop_map(|(kinds, except, wanted, object)| Core::WhoCan {
                kinds,
                except,
                wanted,
                object,
            }),
        (
            option::of(written(ranges())),
            option::of(written(objects())),
            written(subjects()),
            written(wishes())
        )
            .prop_map(|(range, except, subject, wanted)| Core::WhatCan {
                range,
                except,
                subject,
                wanted,
            }),
        (written(subjects()), written(objects()))
            .prop_map(|(subject, object)| Core::WhatCanDo { subject, object }),
        (written(actors()), vec(written(groups()), 1..4))
            .prop_map(|(member, groups)| Core::IsMember { member, groups }),
        (kinds(), written(groups())).prop_map(|(kinds, group)| Core::WhoIsMember { kinds, group }),
        written(actors()).prop_map(|actor| Core::WhoIs { actor }),
        written(actors()).prop_map(|member| Core::WhichGroups { member }),
        written(shown()).prop_map(|what| Core::Show { what }),
        written(nouns()).prop_map(|kind| Core::List { kind }),
    ]
}

/// Each kind at most once, as a question says them.
fn kinds() -> impl Strategy<Value = Vec<Written<ActorKind>>> {
    proptest::sample::subsequence(ActorKind::ALL.to_vec(), 0..=2)
        .prop_map(|kinds| kinds.into_iter().map(Written::nowhere).collect())
}

fn nouns() -> impl Strategy<Value = Noun> {
    prop_oneof![
        select(ActorKind::ALL.to_vec()).prop_map(Noun::Actor),
        select(ThingKind::ALL.to_vec()).prop_map(Noun::Thing),
        select(vec![
            Noun::Process,
            Noun::Component,
            Noun::Filter,
            Noun::Service
        ]),
    ]
}

fn shown() -> impl Strategy<Value = Named<Noun>> {
    let with = |kind: Noun| {
        move |name| Named {
            kind: Some(kind),
            name: Written::nowhere(name),
        }
    };
    prop_oneof![
        accounts().prop_map(|account| Named {
            kind: account.kind.map(Noun::Actor),
            name: account.name,
        }),
        named_things().prop_map(|thing| Named {
            kind: thing.kind.map(Noun::Thing),
            name: thing.name,
        }),
        names()
            .prop_map(Reference::Name)
            .prop_map(with(Noun::Process)),
        names()
            .prop_map(Reference::Name)
            .prop_map(with(Noun::Component)),
        paths().prop_map(with(Noun::Filter)),
        names()
            .prop_map(Reference::Name)
            .prop_map(with(Noun::Service)),
    ]
}

// ---- Sets

fn subjects() -> impl Strategy<Value = Set<Actor>> {
    sets(actors())
}

fn objects() -> impl Strategy<Value = Set<Target>> {
    sets(targets())
}

fn sets<T: Clone + std::fmt::Debug + 'static>(
    one: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Set<T>> {
    one.prop_map(Set::One).prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(written(inner.clone()), 1..3).prop_map(Set::Listed),
            vec(written(inner.clone()), 2..4).prop_map(Set::And),
            vec(written(inner.clone()), 2..4).prop_map(Set::Or),
            (written(inner.clone()), written(inner))
                .prop_map(|(whole, without)| Set::Except(Box::new(whole), Box::new(without))),
        ]
    })
}

fn actors() -> impl Strategy<Value = Actor> {
    prop_oneof![
        6 => (accounts(), option::of(logons()), any::<bool>()).prop_map(
            |(account, logon, not_elevated)| Actor::Named {
                account,
                logon,
                not_elevated,
            }
        ),
        1 => Just(Actor::Anonymous),
        1 => vec(written(members()), 1..4).prop_map(Actor::Token),
        1 => (
            select(vec![Quantity::Some, Quantity::Every]),
            select(ActorKind::ALL.to_vec())
        )
            .prop_map(|(quantity, kind)| Actor::Kind(quantity, kind)),
        // All users are `every user`: `Users` is a group.
        1 => select(vec![ActorKind::Pool, ActorKind::Site, ActorKind::Application])
            .prop_map(|kind| Actor::Kind(Quantity::Plain, kind)),
        1 => groups().prop_map(Actor::MembersOf),
    ]
}

fn logons() -> impl Strategy<Value = Logon> {
    select(vec![
        Logon::Interactive,
        Logon::Network,
        Logon::Batch,
        Logon::Service,
    ])
}

fn targets() -> impl Strategy<Value = Target> {
    prop_oneof![
        4 => named_things().prop_map(Target::Named),
        1 => (select(vec![Quantity::Some, Quantity::Every]), ranges())
            .prop_map(|(quantity, range)| Target::Range(quantity, range)),
        // A plural alone, `files`, is a kind and no set.
        1 => (option::of(thing_kinds()), narrowings()).prop_map(|(kind, (under, matching))| {
            Target::Range(
                Quantity::Plain,
                Range {
                    kind,
                    under,
                    matching,
                },
            )
        }),
    ]
}

fn ranges() -> impl Strategy<Value = Range> {
    (
        option::of(thing_kinds()),
        option::of(written(places())),
        option::of(written(texts())),
    )
        .prop_map(|(kind, under, matching)| Range {
            kind,
            under,
            matching,
        })
}

type Narrowing = (Option<Written<Reference>>, Option<Written<String>>);

/// At least one of both.
fn narrowings() -> impl Strategy<Value = Narrowing> {
    prop_oneof![
        (written(places()), option::of(written(texts())))
            .prop_map(|(under, like)| (Some(under), like)),
        written(texts()).prop_map(|like| (None, Some(like))),
    ]
}

// ---- Names

/// Somebody by kind and name.
fn accounts() -> impl Strategy<Value = Account> {
    let named = |kind| {
        move |name| Named {
            kind,
            name: Written::nowhere(name),
        }
    };
    prop_oneof![
        members(),
        sites_and_names()
            .prop_map(Reference::Name)
            .prop_map(named(Some(ActorKind::Site))),
        prop_oneof![names().prop_map(Reference::Name), urls()]
            .prop_map(named(Some(ActorKind::Application))),
        urls().prop_map(named(None)),
    ]
}

/// Somebody in a token.
fn members() -> impl Strategy<Value = Account> {
    let named = |kind| {
        move |name| Named {
            kind,
            name: Written::nowhere(name),
        }
    };
    prop_oneof![
        groups(),
        names_and_sids().prop_map(named(Some(ActorKind::User))),
        sites_and_names()
            .prop_map(Reference::Name)
            .prop_map(named(Some(ActorKind::Pool))),
    ]
}

/// Where a group is expected.
fn groups() -> impl Strategy<Value = Account> {
    let named = |kind| {
        move |name| Named {
            kind,
            name: Written::nowhere(name),
        }
    };
    prop_oneof![
        names_and_sids().prop_map(named(None)),
        names_and_sids().prop_map(named(Some(ActorKind::Group))),
    ]
}

fn names_and_sids() -> impl Strategy<Value = Reference> {
    prop_oneof![
        4 => names().prop_map(Reference::Name),
        1 => (0_u64..1 << 48, vec(any::<u32>(), 1..=15)).prop_map(|(authority, subs)| {
            Reference::Sid(Sid::new(authority, &subs).expect("48 bits and at most 15 parts"))
        }),
    ]
}

fn named_things() -> impl Strategy<Value = Named<ThingKind>> {
    prop_oneof![
        (option::of(thing_kinds()), places()).prop_map(|(kind, name)| Named {
            kind,
            name: Written::nowhere(name),
        }),
        names().prop_map(|name| Named {
            kind: None,
            name: Written::nowhere(Reference::Name(name)),
        }),
    ]
}

fn thing_kinds() -> impl Strategy<Value = ThingKind> {
    select(ThingKind::ALL.to_vec())
}

fn places() -> impl Strategy<Value = Reference> {
    prop_oneof![2 => paths(), 1 => urls()]
}

fn paths() -> impl Strategy<Value = Reference> {
    let begin = select(vec![
        "C:\\",
        "z:\\",
        "\\\\srv\\",
        "%windir%\\",
        ".\\",
        "HKLM\\",
        "hkey_users\\",
        "C:",
        "HKLM",
    ]);
    let part = (words(), letters()).prop_map(|(word, rest)| word.to_owned() + &rest);
    (begin, vec(part, 0..3)).prop_map(|(begin, parts)| {
        let begin = if parts.is_empty() || begin.ends_with('\\') {
            begin.to_owned()
        } else {
            format!("{begin}\\")
        };
        Reference::Path(WinPath::new(&(begin + &parts.join("\\"))))
    })
}

fn urls() -> impl Strategy<Value = Reference> {
    let site = sites_without_signs().prop_map(Name::new);
    (option::of(site), letters()).prop_map(|(site, path)| Reference::Url {
        site,
        path: Name::new(format!("/{path}")),
    })
}

/// A name that is neither a path, nor a URL, nor a SID by its form.
fn names() -> impl Strategy<Value = Name> {
    prop_oneof![
        3 => words().prop_map(str::to_owned),
        1 => (select(vec!["CORP\\", "BUILTIN\\", "IIS APPPOOL\\", "NT AUTHORITY\\"]), words())
            .prop_map(|(authority, name)| format!("{authority}{name}")),
        2 => (words(), letters()).prop_map(|(word, rest)| format!("x{word}{rest}")),
    ]
    .prop_map(Name::new)
}

/// A name after `site` and `pool`: it may have any form.
fn sites_and_names() -> impl Strategy<Value = Name> {
    prop_oneof![
        4 => names(),
        1 => select(vec!["C:\\x", "/x", "a/b", "S-1-5-20", "S-1-", "%x%", "\\\\x"]).prop_map(Name::from),
    ]
}

fn sites_without_signs() -> impl Strategy<Value = String> {
    prop_oneof![
        words().prop_map(str::to_owned),
        letters().prop_map(|rest| format!("xy{}", rest.replace('\\', ""))),
    ]
}

/// Words that the language has, words that it does not have, and words that look like something else.
fn words() -> impl Strategy<Value = &'static str> {
    select(vec![
        "A",
        "alice",
        "Shop",
        "Users",
        "Everyone",
        "SERVICE",
        "a",
        "read",
        "write",
        "list",
        "and",
        "or",
        "if",
        "then",
        "except",
        "not",
        "can",
        "in",
        "under",
        "limit",
        "sort",
        "group",
        "pool",
        "pools",
        "user",
        "users",
        "site",
        "sites",
        "application",
        "app",
        "file",
        "files",
        "folder",
        "key",
        "url",
        "sid",
        "token",
        "members",
        "anonymous",
        "every",
        "any",
        "no",
        "all",
        "only",
        "the",
        "process",
        "component",
        "filter",
        "service",
        "who",
        "what",
        "which",
        "why",
        "start",
        "use",
        "become",
        "request",
        "come",
        "do",
        "access",
        "control",
        "given",
        "directly",
        "with",
        "between",
        "everything",
        "anything",
        "content",
        "logged",
        "elevated",
        "FILE_WRITE_DATA",
        "0x12",
        "RX",
        "C#",
        "100%",
        "x?",
        "who's",
        "’x",
        "`x",
        "Default Web Site",
        "a b",
        "a\"b",
        "über",
        "日本",
        "x.y",
        "a=b;c",
        "*",
        "member",
        "objects",
        "matching",
        "at",
        "by",
        "name",
    ])
}

/// Anything that can stand in quotes and is no slash.
fn letters() -> impl Strategy<Value = String> {
    let letter = select(vec![
        'a', 'B', '7', ' ', '"', '\'', '’', ',', '(', ')', '{', '}', '[', ']', '|', ':', '?', '#',
        '\\', '%', '.', '-', '*', '\u{a0}', 'ß', 'İ', '語', '\u{301}', '\u{3000}',
    ]);
    vec(letter, 0..6).prop_map(|letters| letters.into_iter().collect())
}

/// Patterns: anything.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec!["*.config", "web.config", "", "a?c"]).prop_map(str::to_owned),
        letters(),
    ]
}

// ---- Rights and modifiers

fn wishes() -> impl Strategy<Value = Wanted> {
    let verbs: Vec<Verb> = Verb::all().filter(|verb| asks_a_list(*verb)).collect();
    prop_oneof![
        4 => select(verbs).prop_map(Wanted::Verb),
        1 => vec(select(vec!["RX", "R", "W", "M", "F", "WDAC", "DE", "ZZ"]), 1..3)
            .prop_map(|letters| Wanted::Letters(letters.into_iter().map(str::to_owned).collect())),
        1 => select(vec!["FILE_WRITE_DATA", "KEY_QUERY_VALUE", "WRITE_DAC", "GENERIC_ALL"])
            .prop_map(|name| Wanted::Right(name.to_owned())),
        1 => (1..=u32::MAX).prop_map(|mask| Wanted::Mask(AccessMask(mask))),
    ]
}

/// The verbs that this version reads into parts: those of objects with an access list.
fn asks_a_list(verb: Verb) -> bool {
    match verb {
        Verb::Read
        | Verb::Write
        | Verb::Append
        | Verb::CreateFiles
        | Verb::CreateFolders
        | Verb::Execute
        | Verb::Traverse
        | Verb::Delete
        | Verb::List
        | Verb::Modify
        | Verb::Control
        | Verb::ReadPermissions
        | Verb::ChangePermissions
        | Verb::TakeOwnership => true,
        Verb::Launch
        | Verb::Activate
        | Verb::Access
        | Verb::Use
        | Verb::Start
        | Verb::Stop
        | Verb::Configure
        | Verb::Request
        | Verb::Become => false,
    }
}

/// Each kind at most once, `given` last.
fn modifiers() -> impl Strategy<Value = Vec<Modifier>> {
    let field = || select(Field::ALL.to_vec());
    let all = (
        (places(), names(), names(), names()),
        (any::<u32>(), any::<u32>(), field(), field()),
    )
        .prop_map(|((place, a, b, c), (steps, rows, sort, group))| {
            vec![
                Modifier::Directly,
                Modifier::Under(place),
                Modifier::Steps(steps),
                Modifier::EveryStage,
                Modifier::Weaknesses,
                Modifier::Between(a, b),
                Modifier::In(c),
                Modifier::Limit(rows),
                Modifier::SortBy(sort),
                Modifier::GroupBy(group),
            ]
        });
    let given = option::weighted(
        0.1,
        select(vec!["pool A runs as SYSTEM", "x?", "if \"then\" , ("]),
    );
    (
        all.prop_flat_map(|all| proptest::sample::subsequence(all, 0..=3)),
        given,
        any::<bool>(),
    )
        .prop_map(|(mut modifiers, given, turned)| {
            if turned {
                modifiers.reverse();
            }
            modifiers.extend(given.map(|words| Modifier::Given(words.to_owned())));
            modifiers
        })
}

fn written<T: std::fmt::Debug>(
    inner: impl Strategy<Value = T>,
) -> impl Strategy<Value = Written<T>> {
    inner.prop_map(Written::nowhere)
}
