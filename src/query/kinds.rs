//! How kinds, rights and modifiers are written.

use std::fmt;

use super::{
    print_names::plain_or_quoted,
    syntax::{ActorKind, Field, Modifier, Noun, ThingKind, Wanted},
};
use crate::world::{Name, Verb};

impl ActorKind {
    /// Every kind.
    pub const ALL: [ActorKind; 5] = [
        ActorKind::User,
        ActorKind::Group,
        ActorKind::Pool,
        ActorKind::Site,
        ActorKind::Application,
    ];

    /// `pool`
    pub fn singular(self) -> &'static str {
        match self {
            ActorKind::User => "user",
            ActorKind::Group => "group",
            ActorKind::Pool => "pool",
            ActorKind::Site => "site",
            ActorKind::Application => "application",
        }
    }

    /// `pools`
    pub fn plural(self) -> &'static str {
        match self {
            ActorKind::User => "users",
            ActorKind::Group => "groups",
            ActorKind::Pool => "pools",
            ActorKind::Site => "sites",
            ActorKind::Application => "applications",
        }
    }
}

impl ThingKind {
    /// Every kind.
    pub const ALL: [ThingKind; 3] = [ThingKind::File, ThingKind::Folder, ThingKind::Key];

    /// `file`
    pub fn singular(self) -> &'static str {
        match self {
            ThingKind::File => "file",
            ThingKind::Folder => "folder",
            ThingKind::Key => "key",
        }
    }

    /// `files`
    pub fn plural(self) -> &'static str {
        match self {
            ThingKind::File => "files",
            ThingKind::Folder => "folders",
            ThingKind::Key => "keys",
        }
    }
}

impl Noun {
    /// `pool`
    pub fn singular(self) -> &'static str {
        match self {
            Noun::Actor(kind) => kind.singular(),
            Noun::Thing(kind) => kind.singular(),
            Noun::Process => "process",
            Noun::Component => "component",
            Noun::Filter => "filter",
            Noun::Service => "service",
            Noun::Advice => "advice",
        }
    }

    /// `pools`
    pub fn plural(self) -> &'static str {
        match self {
            Noun::Actor(kind) => kind.plural(),
            Noun::Thing(kind) => kind.plural(),
            Noun::Process => "processes",
            Noun::Component => "components",
            Noun::Filter => "filters",
            Noun::Service => "services",
            Noun::Advice => "advice",
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wanted::Verb(verb) => verb.fmt(f),
            Wanted::Letters(letters) => write!(f, "({})", letters.join(",")),
            Wanted::Right(name) => f.write_str(name),
            Wanted::Mask(mask) => write!(f, "0x{:x}", mask.0),
            Wanted::Remotely(verb) => verb.fmt(f),
            Wanted::RequestAs(_) => Verb::Request.fmt(f),
        }
    }
}

impl Wanted {
    /// The words behind the object: `remotely`, `as bob`.
    pub(super) fn behind(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wanted::Remotely(_) => f.write_str(" remotely"),
            Wanted::RequestAs(account) => write!(f, " as {account}"),
            Wanted::Verb(_) | Wanted::Letters(_) | Wanted::Right(_) | Wanted::Mask(_) => Ok(()),
        }
    }

    /// The verb, where one was said.
    pub fn verb(&self) -> Option<Verb> {
        match self {
            Wanted::Verb(verb) | Wanted::Remotely(verb) => Some(*verb),
            Wanted::RequestAs(_) => Some(Verb::Request),
            Wanted::Letters(_) | Wanted::Right(_) | Wanted::Mask(_) => None,
        }
    }
}

impl Modifier {
    /// The words that it begins with; each stands once in a question.
    pub fn keyword(&self) -> &'static str {
        match self {
            Modifier::Directly => "directly",
            Modifier::Steps(_) => "through at most",
            Modifier::Under(_) => "under",
            Modifier::EveryStage => "at every stage",
            Modifier::Weaknesses => "with weaknesses",
            Modifier::With(_) => "with",
            Modifier::Without(_) => "without",
            Modifier::Between(..) => "between",
            Modifier::In(_) => "in",
            Modifier::Limit(_) => "limit",
            Modifier::SortBy(_) => "sort by",
            Modifier::GroupBy(_) => "group by",
        }
    }
}

impl fmt::Display for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())?;
        match self {
            Modifier::Directly | Modifier::EveryStage | Modifier::Weaknesses => Ok(()),
            Modifier::With(names) | Modifier::Without(names) => {
                let names: Vec<&str> = names.iter().map(|name| &*name.node).collect();
                write!(f, " {}", names.join(", "))
            }
            Modifier::Steps(steps) => write!(f, " {steps} steps"),
            Modifier::Under(place) => write!(f, " {place}"),
            Modifier::Between(before, after) => {
                write!(f, " {} and {}", world(before), world(after))
            }
            Modifier::In(name) => write!(f, " {}", world(name)),
            Modifier::Limit(rows) => write!(f, " {rows}"),
            Modifier::SortBy(field) | Modifier::GroupBy(field) => write!(f, " {}", field.word()),
        }
    }
}

fn world(name: &Name) -> String {
    plain_or_quoted(name.as_str())
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 7] = [
        Field::Name,
        Field::Kind,
        Field::Sid,
        Field::Verdict,
        Field::Reason,
        Field::Folder,
        Field::Permissions,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Kind => "kind",
            Field::Sid => "sid",
            Field::Verdict => "verdict",
            Field::Reason => "reason",
            Field::Folder => "folder",
            Field::Permissions => "permissions",
        }
    }
}
