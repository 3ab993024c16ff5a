//! What is worked out once for a server and asked many times: what code there is to be had on it, and every rule applied to it.

use std::{cell::OnceCell, rc::Rc};

use crate::{
    iis,
    reach::{Bring, Reach, RuleSet, rules},
    world::{Footprint, PrincipalKind, Server},
};

/// From so many users on, what their guessed passwords give is worked out for those alone who could guess them.
const MANY_USERS: usize = 200;

/// The footprint of a server, worked out when it is first asked for.
pub type LazyFootprint = OnceCell<Footprint>;

/// What questions about steps are answered with.
#[derive(Debug)]
pub struct Engine<'e> {
    server: &'e Server,
    footprint: &'e LazyFootprint,
    /// With nothing brought.
    base: OnceCell<Rc<Reach<'e>>>,
    /// The same with what guessed passwords give, which is much on servers with many users.
    guessing: OnceCell<Rc<Reach<'e>>>,
    /// The rules that count where a question says nothing.
    pub rules: RuleSet,
}

impl<'e> Engine<'e> {
    /// Of that server, by the granted rules.
    pub fn new(server: &'e Server, footprint: &'e LazyFootprint) -> Engine<'e> {
        Engine {
            server,
            footprint,
            base: OnceCell::new(),
            guessing: OnceCell::new(),
            rules: rules::granted(),
        }
    }

    /// The same by other rules.
    #[must_use]
    pub fn by(mut self, rules: RuleSet) -> Engine<'e> {
        self.rules = rules;
        self
    }

    /// The server.
    pub fn server(&self) -> &'e Server {
        self.server
    }

    /// Where the footprint is kept.
    pub fn lazy_footprint(&self) -> &'e LazyFootprint {
        self.footprint
    }

    /// What code there is to be had.
    pub fn footprint(&self) -> &'e Footprint {
        let server = self.server;
        self.footprint.get_or_init(|| footprint(server))
    }

    /// Whether the tokens that guessed passwords give are worth leaving out.
    pub fn has_many_users(&self) -> bool {
        let users = self.server.principals();
        let users = users.filter(|(_, one)| one.kind() == PrincipalKind::User);
        users.take(MANY_USERS).count() == MANY_USERS
    }

    /// Every rule applied, with what a question brings; what is there already is not brought twice.
    pub fn reach(&self, bring: Bring) -> Rc<Reach<'e>> {
        let kept = match bring.without_guessing {
            true => &self.base,
            false => &self.guessing,
        };
        let base = kept.get_or_init(|| {
            let nothing = Bring {
                without_guessing: bring.without_guessing,
                ..Bring::default()
            };
            Rc::new(Reach::new(self.server, self.footprint(), nothing))
        });
        let is_there = bring
            .tokens
            .iter()
            .all(|token| base.token_of(token).is_some())
            && bring
                .objects
                .iter()
                .all(|object| base.object_of(object).is_some());
        if is_there {
            return base.clone();
        }
        Rc::new(Reach::new(self.server, self.footprint(), bring))
    }
}

/// What code there is to be had on that server.
pub(super) fn footprint(server: &Server) -> Footprint {
    iis::footprint(server)
}
