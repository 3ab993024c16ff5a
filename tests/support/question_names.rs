//! Names for random questions: ordinary ones, words of the language, and whatever else may stand in quotes.

use poolproof::{
    nt::Sid,
    query::syntax::{Account, ActorKind, Named, Reference, ThingKind, Written},
    world::{Name, WinPath},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// Somebody by kind and name.
pub fn accounts() -> BoxedStrategy<Account> {
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
    .boxed()
}

/// Somebody in a token.
pub fn members() -> impl Strategy<Value = Account> {
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
pub fn groups() -> impl Strategy<Value = Account> {
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

pub fn named_things() -> BoxedStrategy<Named<ThingKind>> {
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
    .boxed()
}

pub fn thing_kinds() -> impl Strategy<Value = ThingKind> {
    select(ThingKind::ALL.to_vec())
}

pub fn places() -> impl Strategy<Value = Reference> {
    prop_oneof![2 => paths(), 1 => urls()]
}

pub fn paths() -> impl Strategy<Value = Reference> {
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

pub fn urls() -> impl Strategy<Value = Reference> {
    let site = sites_without_signs().prop_map(Name::new);
    (option::of(site), letters()).prop_map(|(site, path)| Reference::Url {
        site,
        path: Name::new(format!("/{path}")),
    })
}

/// A name that is neither a path, nor a URL, nor a SID by its form.
pub fn names() -> impl Strategy<Value = Name> {
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
pub fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec!["*.config", "web.config", "", "a?c"]).prop_map(str::to_owned),
        letters(),
    ]
}
