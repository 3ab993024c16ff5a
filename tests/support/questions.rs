//! Random questions, as syntax: every tree that these make is one that can be read from a text.

use poolproof::{
    nt::AccessMask,
    query::syntax::{
        ActorKind, Condition, Core, Field, Modifier, Named, Noun, Predicate, Prefix, Quantity,
        Question, Reference, Relation, Set, Stage, Target, ThingKind, Wanted, Way, Written,
    },
    world::Verb,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::question_names::{accounts, groups, members, named_things, names, paths, places, urls};
use super::question_sets::{actors, belongings, components, objects, ranges, sets, subjects};

/// A question of any form that is read into parts.
pub fn questions() -> impl Strategy<Value = Question> {
    prop_oneof![
        9 => (option::of(prefixes()), cores(), modifiers()).prop_map(|(prefix, core, modifiers)| Question {
            changes: Vec::new(),
            prefix: prefix.map(|prefix| Written::nowhere(before(prefix, &core))),
            core: Written::nowhere(core),
            modifiers: modifiers.into_iter().map(Written::nowhere).collect(),
        }),
        1 => select(vec![Prefix::Why, Prefix::WhyNot]).prop_map(|prefix| Question {
            changes: Vec::new(),
            prefix: Some(Written::nowhere(prefix)),
            core: Written::nowhere(Core::Again),
            modifiers: Vec::new(),
        }),
    ]
}

fn prefixes() -> impl Strategy<Value = Prefix> {
    select(vec![
        Prefix::Why,
        Prefix::WhyNot,
        Prefix::Count,
        Prefix::How,
    ])
}

/// `how` stands before a `can` alone.
fn before(prefix: Prefix, core: &Core) -> Prefix {
    match (prefix, core) {
        (Prefix::How, Core::Can { .. } | Core::Becomes { .. }) => Prefix::How,
        (Prefix::How, _) => Prefix::Why,
        (prefix, _) => prefix,
    }
}

fn ways() -> impl Strategy<Value = Way> {
    select(vec![Way::Now, Way::BySteps])
}

fn cores() -> BoxedStrategy<Core> {
    prop_oneof![
        (written(subjects()), ways(), deeds()).prop_map(|(subject, way, (wanted, object))| {
            Core::Can {
                subject,
                way,
                wanted,
                object,
            }
        }),
        (kinds(), option::of(written(subjects())), ways(), deeds()).prop_map(
            |(kinds, except, way, (wanted, object))| Core::WhoCan {
                kinds,
                except,
                way,
                wanted,
                object,
            }
        ),
        about_steps(),
        (
            option::of(written(ranges())),
            any::<bool>(),
            written(subjects()),
            ways(),
            deeds()
        )
            .prop_map(
                |(range, excepts, subject, way, (wanted, object))| Core::WhatCan {
                    range,
                    except: excepts.then_some(object),
                    subject,
                    way,
                    // Nothing is named whose request it could be.
                    wanted: match wanted.node {
                        Wanted::RequestAs(_) => Written::nowhere(Wanted::Verb(Verb::Request)),
                        _ => wanted,
                    },
                }
            ),
        (written(subjects()), written(objects()))
            .prop_map(|(subject, object)| Core::WhatCanDo { subject, object }),
        (written(actors()), vec(written(groups()), 1..4))
            .prop_map(|(member, groups)| Core::IsMember { member, groups }),
        (kinds(), written(groups())).prop_map(|(kinds, group)| Core::WhoIsMember { kinds, group }),
        written(actors()).prop_map(|actor| Core::WhoIs { actor }),
        written(actors()).prop_map(|member| Core::WhichGroups { member }),
        written(shown()).prop_map(|what| Core::Show { what }),
        (written(nouns()), vec(written(conditions()), 0..3))
            .prop_map(|(kind, conditions)| Core::List { kind, conditions }),
        written(actors()).prop_map(|actor| Core::ShowToken { actor }),
        written(urls()).prop_map(|url| Core::RunsWhere { url }),
        (
            written(urls()),
            option::of(written(select(Stage::ALL.to_vec())))
        )
            .prop_map(|(url, stage)| Core::Serves { url, stage }),
        written(actors()).prop_map(|what| Core::Starts { what }),
        (written(actors()), written(members()))
            .prop_map(|(actor, account)| Core::RunsAs { actor, account }),
        (written(actors()), written(names()))
            .prop_map(|(actor, right)| Core::Holds { actor, right }),
        select(ActorKind::ALL.to_vec()).prop_map(|kind| Core::ShareIdentity {
            kind: Written::nowhere(kind)
        }),
    ]
    .boxed()
}

/// Questions that are about steps alone, and about what belongs to somebody.
fn about_steps() -> BoxedStrategy<Core> {
    let kind = || written(select(ActorKind::ALL.to_vec()));
    let object = prop_oneof![
        named_things().prop_map(Target::Named),
        belongings().prop_map(|what| Target::Belonging(Quantity::Every, what)),
    ];
    prop_oneof![
        (written(subjects()), written(actors()))
            .prop_map(|(subject, whom)| Core::Becomes { subject, whom }),
        (kinds(), option::of(written(subjects())), written(actors())).prop_map(
            |(kinds, except, whom)| Core::WhoBecomes {
                kinds,
                except,
                whom
            }
        ),
        written(subjects()).prop_map(|subject| Core::WhatBecomes { subject }),
        (written(actors()), relations(), written(subjects())).prop_map(|(one, relation, other)| {
            Core::Related {
                one,
                relation,
                other,
            }
        }),
        (kind(), relations()).prop_map(|(kind, relation)| Core::AllRelated { kind, relation }),
        (kind(), any::<bool>(), relations()).prop_map(|(kind, denied, relation)| Core::Pairs {
            kind,
            denied,
            relation
        }),
        (written(actors()), written(actors()))
            .prop_map(|(one, other)| Core::Separates { one, other }),
        (written(object), written(belongings()))
            .prop_map(|(object, what)| Core::IsIn { object, what }),
        written(belongings()).prop_map(|what| Core::ListBelonging { what }),
    ]
    .boxed()
}

fn relations() -> impl Strategy<Value = Relation> {
    select(Relation::ALL.to_vec())
}

fn conditions() -> BoxedStrategy<Condition> {
    // A request as somebody is no question about one of a list.
    let deeds = deeds().prop_map(|(wanted, object)| match wanted.node {
        Wanted::RequestAs(_) => (Written::nowhere(Wanted::Verb(Verb::Request)), object),
        _ => (wanted, object),
    });
    let says = prop_oneof![
        written(members()).prop_map(Predicate::IdentityIs),
        written(groups()).prop_map(Predicate::MemberOf),
        (relations(), written(actors()))
            .prop_map(|(relation, other)| Predicate::Related(relation, other)),
        (ways(), deeds).prop_map(|(way, (wanted, object))| Predicate::Can(way, wanted, object)),
        written(actors()).prop_map(Predicate::Becomes),
        Just(Predicate::Starts),
        written(names()).prop_map(Predicate::Holds),
    ];
    (any::<bool>(), says)
        .prop_map(|(denied, says)| Condition { denied, says })
        .boxed()
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
            Noun::Service,
            Noun::Advice
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
        components().prop_map(with(Noun::Component)),
        paths().prop_map(with(Noun::Filter)),
        names()
            .prop_map(Reference::Name)
            .prop_map(with(Noun::Service)),
    ]
}

// ---- Rights and modifiers

/// What is done and to what: behind some verbs objects are of one kind, and need not say it.
fn deeds() -> BoxedStrategy<(Written<Wanted>, Written<Set<Target>>)> {
    let components = sets(components().prop_map(|name| Target::Component(Written::nowhere(name))));
    let services =
        sets(names().prop_map(|name| Target::Service(Written::nowhere(Reference::Name(name)))));
    (
        written(wishes()),
        written(objects()),
        written(components),
        written(services),
    )
        .prop_map(|(wanted, objects, components, services)| {
            let object = match wanted.node.verb() {
                Some(Verb::Launch | Verb::Activate | Verb::Access | Verb::Use) => components,
                Some(Verb::Start | Verb::Stop | Verb::Configure) => services,
                _ => objects,
            };
            (wanted, object)
        })
        .boxed()
}

fn wishes() -> BoxedStrategy<Wanted> {
    let verbs: Vec<Verb> = Verb::all().filter(|verb| *verb != Verb::Become).collect();
    let com = vec![Verb::Launch, Verb::Activate, Verb::Access, Verb::Use];
    prop_oneof![
        4 => select(verbs).prop_map(Wanted::Verb),
        1 => select(com).prop_map(Wanted::Remotely),
        1 => members().prop_map(Wanted::RequestAs),
        1 => vec(select(vec!["RX", "R", "W", "M", "F", "WDAC", "DE", "ZZ"]), 1..3)
            .prop_map(|letters| Wanted::Letters(letters.into_iter().map(str::to_owned).collect())),
        1 => select(vec!["FILE_WRITE_DATA", "KEY_QUERY_VALUE", "WRITE_DAC", "GENERIC_ALL"])
            .prop_map(|name| Wanted::Right(name.to_owned())),
        1 => (1..=u32::MAX).prop_map(|mask| Wanted::Mask(AccessMask(mask))),
    ]
    .boxed()
}

/// Each kind at most once, `given` last.
fn modifiers() -> BoxedStrategy<Vec<Modifier>> {
    let field = || select(Field::ALL.to_vec());
    let all = (
        (places(), names(), names(), names()),
        (any::<u32>(), any::<u32>(), field(), field()),
        (rules(), rules()),
    )
        .prop_map(
            |((place, a, b, c), (steps, rows, sort, group), (with, without))| {
                vec![
                    Modifier::Directly,
                    Modifier::Under(place),
                    Modifier::Steps(steps),
                    Modifier::EveryStage,
                    Modifier::Weaknesses,
                    Modifier::With(with),
                    Modifier::Without(without),
                    Modifier::Between(a, b),
                    Modifier::In(c),
                    Modifier::Limit(rows),
                    Modifier::SortBy(sort),
                    Modifier::GroupBy(group),
                ]
            },
        );
    (
        all.prop_flat_map(|all| proptest::sample::subsequence(all, 0..=3)),
        any::<bool>(),
    )
        .prop_map(|(mut modifiers, turned)| {
            if turned {
                modifiers.reverse();
            }
            modifiers
        })
        .boxed()
}

/// Names of rules, each once.
fn rules() -> impl Strategy<Value = Vec<Written<String>>> {
    let names: Vec<String> = ["E5", "E6B", "E11", "E14", "E99"].map(str::to_owned).into();
    proptest::sample::subsequence(names, 1..=3)
        .prop_map(|names| names.into_iter().map(Written::nowhere).collect())
}

pub(super) fn written<T: std::fmt::Debug>(
    inner: impl Strategy<Value = T>,
) -> impl Strategy<Value = Written<T>> {
    inner.prop_map(Written::nowhere)
}
