//! What is worked out once for a server and asked many times: what code there is to be had on it, and every rule applied to it.

use std::{cell::OnceCell, rc::Rc};

use crate::{
    iis,
    reach::{Bring, Reach, RuleSet, rules},
    world::{Footprint, Server},
};

/// The footprint of a server, worked out when it is first asked for.
pub type LazyFootprint = OnceCell<Footprint>;

/// What questions about steps are answered with.
#[derive(Debug)]
pub struct Engine<'e> {
    server: &'e Server,
    footprint: &'e LazyFootprint,
    /// With nothing brought.
    base: OnceCell<Rc<Reach<'e>>>,
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

    /// Every rule applied, with what a question brings; what is there already is not brought twice.
    pub fn reach(&self, bring: Bring) -> Rc<Reach<'e>> {
        let base = self
            .base
            .get_or_init(|| Rc::new(Reach::new(self.server, self.footprint(), Bring::default())));
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
