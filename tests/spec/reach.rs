//! What code can come to do: every rule is fired on everything, object by object, until nothing is new. Slow and obvious, and
//! the judge of the fast closure.
//!
//! It judges one world in which everything is known. What is not known is filled in beforehand, in every way: yes is yes in
//! all of these worlds and no is no in all of them. With the fast closure it shares plain data: facts, the server's tokens and
//! lists, and the footprint. Rights are asked of the specification of the access check, one by one.

mod accounts;
mod files;
pub mod fill;
pub mod judge;
mod processes;
mod things;
mod tokens;
pub mod world;

use std::collections::{BTreeMap, BTreeSet};

use poolproof::{
    nt::Token,
    reach::{Power, actor::Actor},
    world::{PrincipalId, TokenFacts},
};

pub use world::World;

/// What the actor has come to. Hosts, tokens and objects are numbers of one closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// Its code runs in that host of the footprint.
    Code(usize),
    /// Its code runs on the machine.
    Somewhere,
    /// It acts with that token.
    Wields(usize),
    /// It has that right on that object.
    May(usize, Power),
    /// It can give itself any right on it.
    Free(usize),
    /// It can put an object of its own there.
    Plants(usize),
    /// It learns the content.
    Reads(usize),
    /// It changes the content.
    Writes(usize),
    /// It knows the password.
    Knows(PrincipalId),
    /// It can put accounts into that group.
    Joins(PrincipalId),
    /// It is as good as SYSTEM.
    System,
}

/// Which rules are fired.
#[derive(Clone, Debug, Default)]
pub struct Switches {
    /// Known weaknesses too.
    pub weaknesses: bool,
    /// All but these.
    pub without: BTreeSet<&'static str>,
}

/// The rules that are known weaknesses. E14 is one in part: where a defect takes a name for a path.
pub const WEAKNESSES: [&str; 4] = ["E11", "E12", "E13", "E27"];

impl Switches {
    /// Whether that rule is fired.
    pub fn on(&self, rule: &str) -> bool {
        !self.without.contains(rule) && (self.weaknesses || !WEAKNESSES.contains(&rule))
    }
}

/// A token that the actor might act with, and where it comes from: from there it is made anew when groups are joined.
struct Known {
    facts: TokenFacts,
    slot: tokens::Slot,
    /// Whether groups have been joined to it already.
    joined: bool,
    /// What it is granted on each thing, right by right.
    masks: Vec<u32>,
}

/// One closure while it grows.
pub struct Closure<'a> {
    world: &'a World,
    switches: &'a Switches,
    given: Vec<TokenFacts>,
    tokens: Vec<Known>,
    facts: BTreeSet<Fact>,
    /// Worlds in which an account has joined groups.
    others: BTreeMap<(PrincipalId, Vec<PrincipalId>), Option<World>>,
}

/// A rule: what follows from what there is.
type Fire = for<'a, 'b> fn(&'b mut Closure<'a>) -> Vec<Fact>;

/// Every rule with its name; a clause that has no name of its own is always fired.
const RULES: [(&str, Fire); 35] = [
    ("E1", processes::own_token),
    ("E28", processes::handed_tokens),
    ("E3", processes::same_user),
    ("", files::may),
    ("E4", files::reads),
    ("", files::writes),
    ("E5", files::what_is_run),
    ("E5", processes::programs),
    ("E6", files::governing),
    ("E6b", files::uploaded),
    ("E7", accounts::metabase),
    ("E8", accounts::stored),
    ("E9", accounts::copies),
    ("E10", files::code_caches),
    ("E11", accounts::service_accounts),
    ("E13", processes::isolated_hosts),
    ("E14", files::listed_names),
    ("E15", accounts::changes_members),
    ("E15", accounts::joins),
    ("E15", accounts::resets_passwords),
    ("E16", files::takes),
    ("E17", processes::services),
    ("E18", processes::tasks),
    ("E19", processes::libraries),
    ("E20", accounts::logs_on_over_the_network),
    ("E23", processes::components),
    ("E25", processes::machine_keys),
    ("E27", accounts::account_database),
    ("E29", accounts::as_good_as_system),
    ("E29", files::backs_up),
    ("E30", accounts::system_has_all),
    ("E31", files::replaces),
    ("E31", files::creates),
    ("E32", processes::configuration),
    ("E33", accounts::logs_on),
];

/// Everything that the actor comes to in that world.
pub fn close<'a>(world: &'a World, actor: &Actor, switches: &'a Switches) -> Closure<'a> {
    let mut closure = Closure {
        world,
        switches,
        given: Vec::new(),
        tokens: Vec::new(),
        facts: BTreeSet::new(),
        others: BTreeMap::new(),
    };
    for host in &actor.code {
        closure.facts.insert(Fact::Code(host.0 as usize));
    }
    if actor.session {
        closure.facts.insert(Fact::Somewhere);
    }
    for held in &actor.wields {
        closure.given.push(held.token.clone());
        let slot = tokens::Slot::Given(closure.given.len() - 1);
        let token = closure.token(held.token.clone(), slot, false);
        closure.facts.insert(Fact::Wields(token));
    }
    loop {
        let before = closure.facts.len();
        for (name, fire) in RULES {
            if name.is_empty() || closure.switches.on(name) {
                let found = fire(&mut closure);
                closure.facts.extend(found);
            }
        }
        if closure.facts.len() == before {
            return closure;
        }
    }
}

impl<'a> Closure<'a> {
    /// Whether that has been come to.
    pub fn has(&self, fact: Fact) -> bool {
        self.facts.contains(&fact)
    }

    /// Everything that has been come to.
    pub fn facts(&self) -> impl Iterator<Item = Fact> + '_ {
        self.facts.iter().copied()
    }

    /// Whether its code runs anywhere.
    fn runs_code(&self) -> bool {
        let code = |fact: &Fact| matches!(fact, Fact::Code(_) | Fact::Somewhere);
        self.facts.iter().any(code)
    }

    /// The hosts that it has code in.
    fn hosts(&self) -> Vec<usize> {
        self.facts
            .iter()
            .filter_map(|fact| match fact {
                Fact::Code(host) => Some(*host),
                _ => None,
            })
            .collect()
    }

    /// The tokens that it acts with.
    fn wielded(&self) -> Vec<usize> {
        self.facts
            .iter()
            .filter_map(|fact| match fact {
                Fact::Wields(token) => Some(*token),
                _ => None,
            })
            .collect()
    }

    fn may(&self, thing: usize, powers: &[Power]) -> bool {
        powers
            .iter()
            .any(|power| self.has(Fact::May(thing, *power)))
    }

    /// A token of a number.
    pub fn token_of(&self, token: usize) -> &Token {
        &self.tokens[token].facts.token
    }

    /// Every claim by a name that means the same in other worlds.
    pub fn claims(&self) -> BTreeSet<String> {
        self.facts.iter().map(|fact| self.name(*fact)).collect()
    }

    /// The name of a claim.
    pub fn name(&self, fact: Fact) -> String {
        let thing = |at: usize| self.world.things[at].name.clone();
        let account = |id| self.world.server.principal(id).name().to_string();
        match fact {
            Fact::Code(host) => format!("code in {}", self.world.footprint.hosts[host].name),
            Fact::Somewhere => "code somewhere".to_owned(),
            Fact::Wields(token) => format!("wields {}", portrait(self.token_of(token))),
            Fact::May(object, power) => format!("may {power:?} {}", thing(object)),
            Fact::Free(object) => format!("free to {}", thing(object)),
            Fact::Plants(object) => format!("plants {}", thing(object)),
            Fact::Reads(object) => format!("reads {}", thing(object)),
            Fact::Writes(object) => format!("writes {}", thing(object)),
            Fact::Knows(id) => format!("knows {}", account(id)),
            Fact::Joins(id) => format!("joins {}", account(id)),
            Fact::System => "system".to_owned(),
        }
    }
}

/// A token by what it holds.
pub fn portrait(token: &Token) -> String {
    let mut groups: Vec<String> = token
        .groups
        .iter()
        .map(|group| format!("{}:{:x}", group.sid, group.attributes.0))
        .collect();
    groups.sort();
    format!(
        "{} {} {:?} {:?}",
        token.user,
        groups.join(","),
        token.privileges,
        token.integrity
    )
}

/// The names of the rules.
pub fn names() -> Vec<&'static str> {
    let named = RULES.iter().map(|(name, _)| *name);
    let mut names: Vec<&'static str> = named.filter(|name| !name.is_empty()).collect();
    names.dedup();
    names
}
