//! Is a certificate one? Every rule is tried on everything in it, and none may lead out of it.
//!
//! That is as much work as there are claims, times rules, times claims again: it is meant for small servers, and for whoever
//! wants to know.

use std::collections::BTreeSet;

use super::{Checker, JUDGES, is_same};
use crate::{
    reach::{
        Certificate, Claim, Power, Reach, RuleId, RuleSet, TokenId, actor::Actor, rules::by_name,
    },
    world::{AccountState, Logon, TokenFacts, footprint::Securable},
};

/// Why a certificate is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Escape {
    /// The actor begins with that, and it is not in the set.
    Seed(Claim),
    /// That is in the set, and was said not to be.
    Target(Claim),
    /// That rule leads out of the set.
    Leads {
        /// Which rule.
        rule: RuleId,
        /// From what, which is in the set.
        from: Vec<Claim>,
        /// To what, which is not.
        to: Claim,
    },
    /// Something that the facts speak of has no number, so that the set says nothing about it.
    Unnamed(&'static str),
}

/// Whether the set holds what the actor begins with, lacks the targets, and is closed under these rules: in every completion of
/// what is not known.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check_certificate(
    certificate: &Certificate,
    reach: &Reach<'_>,
    actor: &Actor,
    rules: RuleSet,
) -> Result<(), Escape> {
    let mut checker = Checker::new(reach, false);
    let set: BTreeSet<Claim> = certificate.claims.iter().copied().collect();
    for seed in checker.seeds(actor)? {
        if !set.contains(&seed) {
            return Err(Escape::Seed(seed));
        }
    }
    if let Some(target) = certificate.targets.iter().find(|claim| set.contains(claim)) {
        return Err(Escape::Target(*target));
    }
    checker.names_everything()?;
    checker.names_what_comes(&set)?;
    let outside: Vec<Claim> = checker
        .every_claim()
        .into_iter()
        .filter(|claim| !set.contains(claim))
        .collect();
    let premises = premises(&set);
    let names = JUDGES.iter().map(|(name, _)| *name);
    for rule in names
        .filter_map(by_name)
        .filter(|rule| rules.contains(*rule))
    {
        for from in &premises {
            for to in &outside {
                if checker.judge(rule, from, *to).is_ok() {
                    return Err(Escape::Leads {
                        rule,
                        from: from.clone(),
                        to: *to,
                    });
                }
            }
        }
    }
    Ok(())
}

/// Every claim of a set, and every two that a rule could join.
fn premises(set: &BTreeSet<Claim>) -> Vec<Vec<Claim>> {
    let mut all: Vec<Vec<Claim>> = set.iter().map(|claim| vec![*claim]).collect();
    for one in set {
        for other in set {
            let joined = matches!(
                (one, other),
                (Claim::Wields(_), Claim::CodeSomewhere | Claim::Joins(_))
                    | (Claim::Reads(_), Claim::Reads(_))
                    | (
                        Claim::May(_, Power::Delete | Power::DeleteChild),
                        Claim::May(_, Power::AddFile | Power::AddFolder),
                    )
            );
            if joined {
                all.push(vec![*one, *other]);
            }
        }
    }
    all
}

impl Checker<'_, '_> {
    fn number_of(&self, facts: &TokenFacts) -> Option<TokenId> {
        let mut tokens = self.reach.tokens();
        tokens
            .find(|(_, known)| is_same(known, facts))
            .map(|(id, _)| id)
    }

    /// What the actor begins with, for certain or perhaps.
    fn seeds(&self, actor: &Actor) -> Result<Vec<Claim>, Escape> {
        let mut seeds: Vec<Claim> = actor.code.iter().map(|host| Claim::Code(*host)).collect();
        seeds.extend(actor.session.then_some(Claim::CodeSomewhere));
        for held in &actor.wields {
            let token = self.number_of(&held.token);
            seeds.push(Claim::Wields(
                token.ok_or(Escape::Unnamed("a token of the actor"))?,
            ));
        }
        Ok(seeds)
    }

    /// Every claim that there can be.
    fn every_claim(&self) -> Vec<Claim> {
        let mut all = vec![Claim::System, Claim::CodeSomewhere];
        all.extend(self.footprint.ids().map(|(host, _)| Claim::Code(host)));
        all.extend(self.reach.tokens().map(|(token, _)| Claim::Wields(token)));
        for (object, _) in self.reach.objects() {
            all.extend([
                Claim::Free(object),
                Claim::Plants(object),
                Claim::Reads(object),
                Claim::Writes(object),
            ]);
            let powers = [
                Power::Read,
                Power::WriteData,
                Power::Append,
                Power::AddFile,
                Power::AddFolder,
                Power::Delete,
                Power::DeleteChild,
                Power::ChangePermissions,
                Power::TakeOwnership,
                Power::Configure,
            ];
            let there = powers
                .into_iter()
                .filter(|power| self.has_right(object, *power));
            all.extend(there.map(|power| Claim::May(object, power)));
        }
        for (id, _) in self.server.principals() {
            all.extend([Claim::Knows(id), Claim::Joins(id)]);
        }
        all
    }

    /// Whether every token and every object of the footprint has a number.
    fn names_everything(&self) -> Result<(), Escape> {
        let footprint = self.footprint;
        let hosts = footprint.hosts.iter();
        let tokens = hosts.flat_map(|host| {
            let handed = host.handed.iter().map(|handed| &handed.token);
            host.identities.iter().chain(handed)
        });
        let requests = footprint.regions.iter().flat_map(|region| &region.read_as);
        let mut tokens = tokens.chain(requests.map(|handed| &handed.token));
        if tokens.any(|token| self.number_of(token).is_none()) {
            return Err(Escape::Unnamed("a token of the footprint"));
        }
        let mut objects: Vec<Securable> = Vec::new();
        objects.extend(footprint.uses.iter().map(|used| used.what.clone()));
        objects.extend(footprint.configuration.iter().map(|one| one.file.clone()));
        objects.extend(
            footprint
                .account_database
                .iter()
                .map(|path| Securable::File(path.clone())),
        );
        for secret in footprint
            .secrets
            .iter()
            .filter(|one| self.is_stored(one.account))
        {
            objects.extend(secret.key.iter().chain(&secret.files).cloned());
        }
        for region in &footprint.regions {
            objects.push(Securable::Folder(region.folder.clone()));
            let on_the_way = region.obeys.iter().flat_map(|obeys| &obeys.folders);
            objects.extend(on_the_way.map(|folder| Securable::File(folder.join("web.config"))));
        }
        match objects
            .iter()
            .all(|what| self.reach.object_of(what).is_some())
        {
            true => Ok(()),
            false => Err(Escape::Unnamed("an object of the footprint")),
        }
    }

    /// Whether the tokens that come of joining groups and of logons have numbers.
    fn names_what_comes(&self, set: &BTreeSet<Claim>) -> Result<(), Escape> {
        let accounts = self.server.accounts();
        let changed = |group| {
            self.server.account_states().any(|(state, _)| match state {
                AccountState::MembersChangedBy { group: of, .. } => {
                    accounts.look_up(of) == Some(group)
                }
                _ => false,
            })
        };
        for claim in set {
            let come: Vec<TokenFacts> = match claim {
                Claim::Joins(group) if changed(*group) => set
                    .iter()
                    .filter_map(|claim| match claim {
                        Claim::Wields(token) => Some(self.token(*token)),
                        _ => None,
                    })
                    .map(|facts| self.server.token_joined(facts, *group))
                    .collect(),
                Claim::Knows(account) => [
                    Logon::Network,
                    Logon::Interactive,
                    Logon::Batch,
                    Logon::Service,
                ]
                .into_iter()
                .filter(|logon| self.may_log_on(*account, *logon))
                .map(|logon| self.server.token_of(*account, logon))
                .collect(),
                _ => Vec::new(),
            };
            if come.iter().any(|facts| self.number_of(facts).is_none()) {
                return Err(Escape::Unnamed("a token that a logon gives"));
            }
        }
        Ok(())
    }
}
