//! A question about rights now, as tokens, rights and objects: for those who ask the same of many worlds and look the answer
//! up in tables. It says the same as `can`, or nothing.

use rustc_hash::FxHashSet;

use super::{
    Bag, belonging,
    seeds::{party, seeds},
    sets,
    subject::{Acting, Parts},
};
use crate::{
    nt::{AccessMask, ObjectKind, Privilege, Token},
    query::{
        meaning,
        resolve::{Object, Resolver, Thing},
        syntax::{Actor, Quantity, Set, Target, Wanted, Written},
    },
    reach::{Condition, Holds, Reach, actor::Actor as Starts},
    world::{
        ObjectNoun, Reading, Verb, WinPath,
        footprint::{Party, Securable},
        other_machine,
    },
};

/// What a question about rights comes to.
#[derive(Clone, Debug)]
pub enum Plain {
    /// It is so, whatever lists say, or it is not.
    Known(bool),
    /// All of these.
    All(Vec<Plain>),
    /// One of these.
    Any(Vec<Plain>),
    /// That token has these rights on the object.
    Grant(Box<Grant>),
}

/// That a token has rights on an object.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Whose.
    pub token: Token,
    /// Which.
    pub rights: AccessMask,
    /// Whether one of them is enough.
    pub reading: Reading,
    /// On what.
    pub object: Securable,
    /// What would do as well on the folder above.
    pub or: Option<(AccessMask, Securable)>,
    /// Only given that: else the object is none of those that are meant.
    pub given: Option<Given>,
}

/// On what it hangs that an object belongs to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The condition.
    pub condition: Condition,
    /// Whether it holds where the rules were applied.
    pub holds: Holds,
}

/// Whose claims a relation of two is about: the party that is to be protected, and what each one that it is to be protected
/// from begins with. `None` if it is one that has to be asked.
pub fn protection(
    one: &Written<Actor>,
    other: &Written<Set<Actor>>,
    resolver: &Resolver<'_>,
) -> Option<(Party, Starts)> {
    let whom = Acting::named(&one.node, one.span, resolver).ok()?;
    let from = sets::actors(other, resolver).ok()?;
    let Bag::One(from) = from else { return None };
    let actor = seeds(&from, resolver.footprint(), resolver.server);
    Some((party(&whom)?, actor))
}

/// What stands for any name in a folder that nobody described.
const ANY_OTHER: &str = "*";

/// The question in these terms; `None` if it is one that has to be asked.
///
/// What belongs to somebody may hang on lists. It is looked up in `reach`, which tells of everything that could belong and
/// on what that hangs.
pub fn plain(
    subject: &Written<Set<Actor>>,
    wanted: &Written<Wanted>,
    object: &Written<Set<Target>>,
    reach: &Reach<'_>,
    resolver: &Resolver<'_>,
) -> Option<Plain> {
    if wanted.node.verb() == Some(Verb::Request) {
        return None;
    }
    let actors = sets::actors(subject, resolver).ok()?;
    let objects = meant(object, reach, resolver)?;
    of_bag(&actors, &mut |acting| {
        of_bag(&objects, &mut |(object, given)| {
            let plain = of_each(acting, wanted, object, resolver)?;
            Some(match given {
                Some(given) => only(plain, given),
                None => plain,
            })
        })
    })
}

/// Objects, each with what it hangs on that it is meant.
fn meant(
    set: &Written<Set<Target>>,
    reach: &Reach<'_>,
    resolver: &Resolver<'_>,
) -> Option<Bag<(Object, Option<Given>)>> {
    match &set.node {
        Set::One(Target::Belonging(quantity, what)) => {
            let mut all = belonging::belonging_by(what, reach, resolver).ok()?;
            let all_mean = *quantity == Quantity::Every;
            if all_mean && all.iter().any(|one| one.given.is_some()) {
                return None;
            }
            let mut known = FxHashSet::default();
            all.retain(|one| known.insert((one.what.clone(), one.given.clone())));
            let bags = all.into_iter().filter_map(|one| {
                let given = one.given.map(|condition| Given {
                    condition,
                    holds: one.holds,
                });
                Some(Bag::One((belonging::object(&one.what)?, given)))
            });
            let bags = bags.collect();
            Some(match quantity {
                Quantity::Every => Bag::All(bags),
                Quantity::Plain | Quantity::Some => Bag::Any(bags),
            })
        }
        Set::One(Target::Range(_, range)) if range.inside.is_some() => None,
        Set::One(_) => Some(without_condition(sets::targets(set, resolver).ok()?)),
        Set::Listed(several) if several.len() == 1 => meant(&several[0], reach, resolver),
        Set::Listed(several) | Set::And(several) => {
            let each = several.iter().map(|one| meant(one, reach, resolver));
            Some(Bag::All(each.collect::<Option<_>>()?))
        }
        Set::Or(several) => {
            let each = several.iter().map(|one| meant(one, reach, resolver));
            Some(Bag::Any(each.collect::<Option<_>>()?))
        }
        Set::Except(..) if speaks_of_belonging(&set.node) => None,
        Set::Except(..) => Some(without_condition(sets::targets(set, resolver).ok()?)),
    }
}

fn without_condition(bag: Bag<Object>) -> Bag<(Object, Option<Given>)> {
    let each = |several: Vec<Bag<Object>>| several.into_iter().map(without_condition).collect();
    match bag {
        Bag::All(several) => Bag::All(each(several)),
        Bag::Any(several) => Bag::Any(each(several)),
        Bag::One(object) => Bag::One((object, None)),
    }
}

fn speaks_of_belonging(set: &Set<Target>) -> bool {
    match set {
        Set::One(Target::Belonging(..)) => true,
        Set::One(Target::Range(_, range)) => range.inside.is_some(),
        Set::One(Target::Named(_) | Target::Component(_) | Target::Service(_)) => false,
        Set::Listed(parts) | Set::And(parts) | Set::Or(parts) => {
            parts.iter().any(|part| speaks_of_belonging(&part.node))
        }
        Set::Except(whole, without) => {
            speaks_of_belonging(&whole.node) || speaks_of_belonging(&without.node)
        }
    }
}

/// The same, only given that.
fn only(plain: Plain, given: &Given) -> Plain {
    let each = |parts: Vec<Plain>| parts.into_iter().map(|part| only(part, given)).collect();
    match plain {
        Plain::Known(known) => Plain::Known(known),
        Plain::All(parts) => Plain::All(each(parts)),
        Plain::Any(parts) => Plain::Any(each(parts)),
        Plain::Grant(mut grant) => {
            grant.given = Some(given.clone());
            Plain::Grant(grant)
        }
    }
}

fn of_bag<T>(bag: &Bag<T>, one: &mut dyn FnMut(&T) -> Option<Plain>) -> Option<Plain> {
    let mut each = |several: &[Bag<T>]| -> Option<Vec<Plain>> {
        several.iter().map(|bag| of_bag(bag, one)).collect()
    };
    match bag {
        Bag::All(several) => Some(Plain::All(each(several)?)),
        Bag::Any(several) => Some(Plain::Any(each(several)?)),
        Bag::One(single) => one(single),
    }
}

/// Of somebody who consists of several.
fn of_each(
    acting: &Acting,
    wanted: &Written<Wanted>,
    object: &Object,
    resolver: &Resolver<'_>,
) -> Option<Plain> {
    match &acting.parts {
        Parts::None => of_one(acting, wanted, object, resolver),
        Parts::AnyOf(parts) => parts
            .iter()
            .map(|part| of_each(part, wanted, object, resolver))
            .collect::<Option<_>>()
            .map(Plain::Any),
        // Nobody knows which: that may be an answer left open.
        Parts::OneOf(_) => None,
    }
}

fn of_one(
    acting: &Acting,
    wanted: &Written<Wanted>,
    object: &Object,
    resolver: &Resolver<'_>,
) -> Option<Plain> {
    let server = resolver.server;
    let facts = acting.facts.as_ref()?;
    let is_here = object.thing == Thing::Path && other_machine(&object.path, server).is_none();
    let is_certain = facts.perhaps_integrity.is_none()
        && facts.token.privileges.is_enabled(Privilege::ChangeNotify);
    if !is_here || !is_certain {
        return None;
    }
    let folder = meaning::asks_for_a_folder(&wanted.node).then_some(ObjectNoun::Folder);
    let kind = server.kind_at(&object.path, object.noun.or(folder));
    let meaning = meaning::meaning(wanted, kind, server.rules(), resolver).ok()?;
    if acting.barred.is_some() || facts.token.level.may_open().is_err() {
        return Some(Plain::Known(false));
    }
    let above = object.path.parent();
    let or = meaning.asked.or_parent.zip(above.clone());
    Some(Plain::Grant(Box::new(Grant {
        token: facts.token.clone(),
        rights: meaning.asked.rights,
        reading: meaning.asked.reading,
        object: securable(&object.path, above, kind)?,
        or: or.map(|(rights, folder)| (rights, Securable::Folder(folder))),
        given: None,
    })))
}

fn securable(path: &WinPath, above: Option<WinPath>, kind: ObjectKind) -> Option<Securable> {
    let any_other = path.file_name() == ANY_OTHER;
    Some(match kind {
        ObjectKind::File if any_other => Securable::FileIn(above?),
        ObjectKind::Folder if any_other => Securable::FolderIn(above?),
        ObjectKind::File => Securable::File(path.clone()),
        ObjectKind::Folder => Securable::Folder(path.clone()),
        ObjectKind::Key => Securable::Key(path.clone()),
        ObjectKind::Service
        | ObjectKind::ServiceManager
        | ObjectKind::Process
        | ObjectKind::Thread
        | ObjectKind::Token
        | ObjectKind::ComLaunch
        | ObjectKind::ComAccess => return None,
    })
}
