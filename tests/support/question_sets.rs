//! Random sets of those who act and of those that something is done to, as syntax.

use poolproof::{
    query::syntax::{
        Actor, ActorKind, Belonging, Part, Quantity, Range, Reference, Requester, Set, Target,
        ThingKind, Written,
    },
    world::{Logon, Name},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    question_names::{
        accounts, groups, members, named_things, names, paths, places, texts, thing_kinds, urls,
    },
    questions::written,
};

pub(super) fn belongings() -> BoxedStrategy<Belonging> {
    let of = || written(accounts());
    prop_oneof![
        2 => of().prop_map(Belonging::Content),
        2 => of().prop_map(Belonging::Used),
        1 => named_things().prop_map(|thing| above(Set::One(Target::Named(thing)))),
        1 => of().prop_map(|account| {
            let content = Belonging::Content(account);
            above(Set::One(Target::Belonging(Quantity::Plain, above_of(content))))
        }),
        1 => (named_things(), named_things()).prop_map(|(one, other)| {
            let both = [one, other].map(|thing| Written::nowhere(Set::One(Target::Named(thing))));
            above(Set::And(both.into()))
        }),
    ]
    .boxed()
}

fn above(set: Set<Target>) -> Belonging {
    Belonging::Above(Box::new(Written::nowhere(set)))
}

fn above_of(inner: Belonging) -> Belonging {
    above(Set::One(Target::Belonging(Quantity::Some, inner)))
}

pub(super) fn subjects() -> impl Strategy<Value = Set<Actor>> {
    sets(actors())
}

pub(super) fn objects() -> impl Strategy<Value = Set<Target>> {
    sets(targets())
}

pub(super) fn sets<T: Clone + std::fmt::Debug + 'static>(
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

pub(super) fn actors() -> BoxedStrategy<Actor> {
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
        1 => serving(),
        1 => (select(vec![Quantity::Some, Quantity::Every]), accounts())
            .prop_map(|(quantity, account)| Actor::TokensOf(quantity, account)),
        1 => (written(components()), option::of(written(clients()))).prop_map(|(name, client)| {
            Actor::Component {
                name,
                client: client.map(Box::new),
            }
        }),
        1 => prop_oneof![paths(), names().prop_map(Reference::Name)]
            .prop_map(|path| Actor::Filter(Written::nowhere(path))),
        1 => names().prop_map(|name| Actor::Service(Written::nowhere(Reference::Name(name)))),
    ]
    .boxed()
}

fn serving() -> BoxedStrategy<Actor> {
    let requester = prop_oneof![
        Just(Requester::Anonymous),
        members().prop_map(Requester::Account)
    ];
    (
        select(Part::ALL.to_vec()),
        written(urls()),
        option::of(written(requester)),
    )
        .prop_map(|(part, url, requested_by)| Actor::Serving {
            part,
            url,
            requested_by,
        })
        .boxed()
}

/// Who asks for a component.
fn clients() -> impl Strategy<Value = Actor> {
    prop_oneof![
        2 => accounts().prop_map(|account| Actor::Named {
            account,
            logon: None,
            not_elevated: false,
        }),
        1 => Just(Actor::Anonymous),
        1 => serving(),
    ]
}

/// Names and classes.
pub(super) fn components() -> impl Strategy<Value = Reference> {
    prop_oneof![
        2 => names(),
        1 => Just(Name::new("{7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}")),
    ]
    .prop_map(Reference::Name)
}

fn logons() -> impl Strategy<Value = Logon> {
    select(vec![
        Logon::Interactive,
        Logon::Network,
        Logon::Batch,
        Logon::Service,
    ])
}

pub(super) fn targets() -> BoxedStrategy<Target> {
    prop_oneof![
        4 => named_things().prop_map(Target::Named),
        1 => components().prop_map(|name| Target::Component(Written::nowhere(name))),
        1 => names().prop_map(|name| Target::Service(Written::nowhere(Reference::Name(name)))),
        1 => (select(vec![Quantity::Some, Quantity::Every]), ranges())
            .prop_map(|(quantity, range)| some_or_every(quantity, range)),
        1 => (
            select(vec![Quantity::Plain, Quantity::Some, Quantity::Every]),
            belongings()
        )
            .prop_map(|(quantity, what)| Target::Belonging(quantity, what)),
        // A plural alone, `files`, is a kind and no set.
        1 => (option::of(thing_kinds()), narrowings()).prop_map(|(kind, (place, matching))| {
            Target::Range(Quantity::Plain, range(kind, place, matching))
        }),
    ]
    .boxed()
}

pub(super) fn ranges() -> BoxedStrategy<Range> {
    (
        option::of(thing_kinds()),
        option::of(within()),
        option::of(written(texts())),
    )
        .prop_map(|(kind, place, matching)| {
            // `anything in content of B` is what belongs to B, and no range of it.
            let belonging = matching.is_none() && matches!(place, Some(Within::In(_)));
            let kind = kind.or(belonging.then_some(ThingKind::File));
            range(kind, place, matching)
        })
        .boxed()
}

/// `anything in content of pool A` is what belongs to it and no range, unless a pattern narrows it.
fn some_or_every(quantity: Quantity, range: Range) -> Target {
    match (range.kind, range.inside, range.matching) {
        (None | Some(ThingKind::File), Some(what), None) => Target::Belonging(quantity, what.node),
        (kind, inside, matching) => Target::Range(
            quantity,
            Range {
                kind,
                under: range.under,
                inside,
                matching,
            },
        ),
    }
}

/// Where the objects of a range are.
#[derive(Clone, Debug)]
enum Within {
    Under(Reference),
    In(Belonging),
}

fn within() -> BoxedStrategy<Within> {
    prop_oneof![
        2 => places().prop_map(Within::Under),
        1 => belongings().prop_map(Within::In),
    ]
    .boxed()
}

fn range(
    kind: Option<ThingKind>,
    place: Option<Within>,
    matching: Option<Written<String>>,
) -> Range {
    let (under, inside) = match place {
        Some(Within::Under(place)) => (Some(Written::nowhere(place)), None),
        Some(Within::In(what)) => (None, Some(Written::nowhere(what))),
        None => (None, None),
    };
    Range {
        kind,
        under,
        inside,
        matching,
    }
}

type Narrowing = (Option<Within>, Option<Written<String>>);

/// At least one of both.
fn narrowings() -> BoxedStrategy<Narrowing> {
    prop_oneof![
        (within(), option::of(written(texts()))).prop_map(|(place, like)| (Some(place), like)),
        written(texts()).prop_map(|like| (None, Some(like))),
    ]
    .boxed()
}
