//! A smallest world: one in which nothing that is said can be left out.

use crate::world::{ApplicationSettings, Fact, Listing, Statement};

/// The facts without everything that can be left out one by one while it still fails.
///
/// What could not be left out is tried again only when everything behind it was: what goes seldom makes room for it.
pub fn shrink(mut facts: Vec<Fact>, fails: &mut dyn FnMut(&[Fact]) -> bool) -> Vec<Fact> {
    loop {
        let mut gone = false;
        let mut at = 0;
        let mut all = smaller(&facts);
        while at < all.len() {
            if fails(&all[at]) {
                facts = all.swap_remove(at);
                gone = true;
                all = smaller(&facts);
            } else {
                at += 1;
            }
        }
        if !gone {
            return facts;
        }
    }
}

/// Every way in which one thing is left out: a sentence, or a clause or line of one. The sentence about the server stays.
pub fn smaller(facts: &[Fact]) -> Vec<Vec<Fact>> {
    let mut all = Vec::new();
    for (at, fact) in facts.iter().enumerate().rev() {
        if !matches!(fact.statement, Statement::Server(_)) {
            let mut without = facts.to_vec();
            without.remove(at);
            all.push(without);
        }
        for statement in less(&fact.statement) {
            let mut with = facts.to_vec();
            with[at].statement = statement;
            all.push(with);
        }
    }
    all
}

/// Every way to say one thing less in a sentence.
fn less(statement: &Statement) -> Vec<Statement> {
    match statement {
        Statement::Object(object) => {
            let mut all = Vec::new();
            if object.owner.is_some() {
                let mut less = object.clone();
                less.owner = None;
                all.push(less);
            }
            if let Listing::Lines(lines) = &object.list {
                for at in 0..lines.len() {
                    let mut fewer = lines.clone();
                    fewer.remove(at);
                    let mut less = object.clone();
                    less.list = Listing::Lines(fewer);
                    all.push(less);
                }
            }
            all.into_iter().map(Statement::Object).collect()
        }
        Statement::Pool(pool) => {
            let mut all = Vec::new();
            if pool.identity.is_some() {
                let mut less = pool.clone();
                less.identity = None;
                all.push(Statement::Pool(less));
            }
            if pool.ignores_web_config {
                let mut less = pool.clone();
                less.ignores_web_config = false;
                all.push(Statement::Pool(less));
            }
            all
        }
        Statement::Site(site) => fewer_clauses(&site.settings)
            .into_iter()
            .map(|settings| {
                let mut less = site.clone();
                less.settings = settings;
                Statement::Site(less)
            })
            .collect(),
        Statement::Application(application) => fewer_clauses(&application.settings)
            .into_iter()
            .map(|settings| {
                let mut less = application.clone();
                less.settings = settings;
                Statement::Application(less)
            })
            .collect(),
        Statement::Right { right, holders } => (0..holders.len())
            .map(|at| {
                let mut fewer = holders.clone();
                fewer.remove(at);
                Statement::Right {
                    right: right.clone(),
                    holders: fewer,
                }
            })
            .collect(),
        Statement::Undescribed { fallbacks } if fallbacks.len() > 1 => (0..fallbacks.len())
            .map(|at| {
                let mut fewer = fallbacks.clone();
                fewer.remove(at);
                Statement::Undescribed { fallbacks: fewer }
            })
            .collect(),
        Statement::Server(_)
        | Statement::User { .. }
        | Statement::Group { .. }
        | Statement::Member { .. }
        | Statement::MachineSid { .. }
        | Statement::Domain { .. }
        | Statement::VirtualFolder(_)
        | Statement::Iis(_)
        | Statement::Account(_)
        | Statement::Machine(_)
        | Statement::Component(_)
        | Statement::MachineCom { .. }
        | Statement::Running(_)
        | Statement::Service(_)
        | Statement::Task(_)
        | Statement::Process(_)
        | Statement::Gap(_)
        | Statement::Undescribed { .. } => Vec::new(),
    }
}

fn fewer_clauses(settings: &ApplicationSettings) -> Vec<ApplicationSettings> {
    let mut all = Vec::new();
    let mut without = |less: &dyn Fn(&mut ApplicationSettings)| {
        let mut fewer = settings.clone();
        less(&mut fewer);
        if fewer != *settings {
            all.push(fewer);
        }
    };
    for at in 0..settings.handlers.len() {
        without(&|settings| drop(settings.handlers.remove(at)));
    }
    for at in 0..settings.uses.len() {
        without(&|settings| drop(settings.uses.remove(at)));
    }
    for at in 0..settings.caches.len() {
        without(&|settings| drop(settings.caches.remove(at)));
    }
    without(&|settings| settings.anonymous = None);
    without(&|settings| settings.pool = None);
    without(&|settings| settings.allows_upload = false);
    without(&|settings| settings.stores_machine_key = false);
    all
}
