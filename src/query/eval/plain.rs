//! A question about rights now, as tokens, rights and objects: for those who ask the same of many worlds and look the answer
//! up in tables. It says the same as `can`, or nothing.

use super::{
    Bag,
    can::Site,
    seeds::{party, seeds},
    sets,
    subject::{Acting, Parts},
};
use crate::{
    nt::{AccessMask, ObjectKind, Privilege, Token},
    query::{
        meaning,
        resolve::{Object, Resolver, Thing},
        syntax::{Actor, Set, Target, Wanted, Written},
    },
    reach::actor::Actor as Starts,
    world::{
        Reading, Verb, WinPath,
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
pub fn plain(
    subject: &Written<Set<Actor>>,
    wanted: &Written<Wanted>,
    object: &Written<Set<Target>>,
    resolver: &Resolver<'_>,
) -> Option<Plain> {
    if wanted.node.verb() == Some(Verb::Request) {
        return None;
    }
    let actors = sets::actors(subject, resolver).ok()?;
    let objects = sets::targets(object, resolver).ok()?;
    of_bag(&actors, &mut |acting| {
        of_bag(&objects, &mut |object| {
            of_each(acting, wanted, object, resolver)
        })
    })
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
    let site = Site::of(object, &wanted.node, server);
    let meaning = meaning::meaning(wanted, site.described.kind, server.rules(), resolver).ok()?;
    if acting.barred.is_some() || facts.token.level.may_open().is_err() {
        return Some(Plain::Known(false));
    }
    let above = object.path.parent();
    let or = meaning.asked.or_parent.zip(above.clone());
    Some(Plain::Grant(Box::new(Grant {
        token: facts.token.clone(),
        rights: meaning.asked.rights,
        reading: meaning.asked.reading,
        object: securable(&object.path, above, site.described.kind)?,
        or: or.map(|(rights, folder)| (rights, Securable::Folder(folder))),
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
