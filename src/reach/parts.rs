//! What it means to come at a pool, a site or an application: its processes and their identity, its content, and what it reads
//! or runs.

use super::{
    Bound, Claim, ClaimId, Condition, ObjectId, Power, Reach, Reached, RuleSet,
    actor::Actor,
    model::{Holds, Place, UsedAt},
};
use crate::{
    nt::ObjectKind,
    world::footprint::{ApplicationName, HostId, HostKind, Party, Region, Role, Store, Why},
};

/// Something that must not be come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    /// The claim.
    pub claim: Claim,
    /// Whether it belongs to the party for certain.
    pub belongs: Holds,
    /// On what that hangs, where it is not configuration alone.
    pub given: Option<Condition>,
    /// Why it belongs to it.
    pub why: Option<&'a Why>,
}

/// What must not be come to, in the three parts of protection.
#[derive(Clone, Debug, Default)]
pub struct Parts<'a> {
    /// Code in its processes, and acting as their identity.
    pub become_it: Vec<Target<'a>>,
    /// Reading its content.
    pub read_it: Vec<Target<'a>>,
    /// Changing what it reads or runs.
    pub change_it: Vec<Target<'a>>,
}

/// An object that a party has something to do with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging<'a> {
    /// Which.
    pub object: ObjectId,
    /// For certain, or perhaps.
    pub belongs: Holds,
    /// On what that hangs.
    pub given: Option<Condition>,
    /// As what it is used; `None` for what is served.
    pub role: Option<Role>,
    /// Why.
    pub why: &'a Why,
}

impl<'a> Reach<'a> {
    /// What a party serves, and the caches that belong to it.
    pub fn content_of(&self, party: &Party) -> Vec<Belonging<'a>> {
        let mut found = self.served_by(party);
        found.extend(self.used_by(
            party,
            &[Role::CodeCache, Role::ResponseCache, Role::Temporary],
        ));
        found
    }

    /// What a party reads or runs: its content, the web.config files that govern it, and what its processes load.
    pub fn read_or_run_by(&self, party: &Party) -> Vec<Belonging<'a>> {
        let mut found = self.served_by(party);
        let hosts = self.footprint().hosts_of(party);
        let governs = self.model.roles.governs.iter();
        let applications = self.applications_of(party);
        for one in governs.filter(|one| one.place == Place::File) {
            let theirs = hosts.contains(&one.host) || applications.contains(&one.application);
            let known = found.iter().any(|known| known.object == one.object);
            if theirs && !known {
                found.push(plain(one.object, one.why));
            }
        }
        let roles = [
            Role::Program,
            Role::Libraries,
            Role::CodeCache,
            Role::ResponseCache,
            Role::Temporary,
            Role::Data,
            Role::Directs,
            Role::MachineKey,
        ];
        found.extend(self.used_by(party, &roles));
        found
    }

    /// What every process reads or runs that is not the party's: other content and what governs it, what services, tasks and
    /// components load, and the files that configure the server.
    pub fn read_or_run_beside(&self, party: &Party) -> Vec<Belonging<'a>> {
        let footprint = self.footprint();
        let roles = &self.model.roles;
        let hosts = footprint.hosts_of(party);
        let theirs: Vec<&Region> = footprint.regions_of(party).collect();
        let others = footprint.regions.iter().zip(&roles.content);
        let mut found: Vec<Belonging<'a>> = others
            .filter(|(region, _)| !theirs.iter().any(|one| std::ptr::eq(*one, *region)))
            .flat_map(|(region, served)| served.iter().map(|object| plain(*object, &region.why)))
            .collect();
        let governs = roles.governs.iter();
        let governs = governs.filter(|one| one.place == Place::File && !hosts.contains(&one.host));
        found.extend(governs.map(|one| plain(one.object, one.why)));
        let configures = roles.configuration.iter();
        found.extend(configures.map(|(file, _, why)| plain(*file, why)));
        found.extend(self.used_where(|used| !hosts.contains(&used.host)));
        found
    }

    /// The files from which somebody who reads them learns a password, or a key that makes a host run code.
    pub fn secrets(&self) -> Vec<Belonging<'a>> {
        let roles = &self.model.roles;
        let kept = roles.secrets.iter();
        let mut found: Vec<Belonging<'a>> = kept
            .filter(|secret| match secret.store {
                Store::ServerConfiguration | Store::WebConfig => true,
                Store::Metabase | Store::Machine => false,
            })
            .flat_map(|secret| {
                let files = secret.files.iter().chain(&secret.copies);
                files.map(|object| plain(*object, secret.why))
            })
            .collect();
        let keys = roles.uses.iter();
        let keys = keys.filter(|used| used.role == Role::MachineKey);
        found.extend(keys.map(|used| plain(used.object, used.why)));
        found
    }

    fn applications_of(&self, party: &Party) -> Vec<&'a ApplicationName> {
        let regions = self.footprint().regions_of(party);
        regions.map(|region| &region.application).collect()
    }

    fn served_by(&self, party: &Party) -> Vec<Belonging<'a>> {
        let mut found: Vec<Belonging<'a>> = Vec::new();
        let footprint = self.footprint();
        let theirs: Vec<&Region> = footprint.regions_of(party).collect();
        for (at, region) in footprint.regions.iter().enumerate() {
            if !theirs.iter().any(|one| std::ptr::eq(*one, region)) {
                continue;
            }
            found.extend(self.model.roles.content[at].iter().map(|object| Belonging {
                object: *object,
                belongs: Holds::Yes,
                given: None,
                role: None,
                why: &region.why,
            }));
        }
        found.sort_by_key(|one| one.object);
        found.dedup_by_key(|one| one.object);
        found
    }

    fn used_by(&self, party: &Party, roles: &[Role]) -> Vec<Belonging<'a>> {
        let footprint = self.footprint();
        let hosts = footprint.hosts_of(party);
        let applications = self.applications_of(party);
        let is_theirs = |used: &UsedAt<'_>| {
            let said = &footprint.uses[used.nth].applications;
            hosts.contains(&used.host)
                && (said.is_empty() || said.iter().any(|one| applications.contains(&one)))
        };
        self.used_where(|used| roles.contains(&used.role) && is_theirs(used))
    }

    fn used_where(&self, wanted: impl Fn(&UsedAt<'_>) -> bool) -> Vec<Belonging<'a>> {
        let uses = self.model.roles.uses.iter();
        uses.filter(|used| wanted(used))
            .map(|used| {
                let (given, belongs) = self.belongs(used);
                Belonging {
                    object: used.object,
                    belongs,
                    given,
                    role: Some(used.role),
                    why: used.why,
                }
            })
            .filter(|one| self.is_open || one.belongs != Holds::No)
            .collect()
    }

    /// A cache is a host's as far as it can create files there; a program, as far as it can read it.
    fn belongs(&self, used: &UsedAt<'_>) -> (Option<Condition>, Holds) {
        match (used.role, used.folder) {
            (Role::CodeCache | Role::ResponseCache | Role::Temporary, Some(folder)) => {
                let condition = Condition::CanCreate {
                    host: used.host,
                    folder,
                };
                let holds = self.model.host_grants(used.host, folder, Power::AddFile);
                (Some(condition), holds)
            }
            // Services, tasks and servers of components are started by the system, whoever may read their program.
            (Role::Program, _) if !self.is_process(used.host) => (None, Holds::Yes),
            (Role::Program | Role::Data | Role::MachineKey, _) => {
                let condition = Condition::CanRead {
                    host: used.host,
                    object: used.object,
                };
                (Some(condition), self.model.can_read(used.host, used.object))
            }
            (
                Role::CodeCache
                | Role::ResponseCache
                | Role::Temporary
                | Role::Libraries
                | Role::Directs
                | Role::Control,
                _,
            ) => (None, Holds::Yes),
        }
    }

    fn is_process(&self, host: HostId) -> bool {
        match self.footprint().host(host).kind {
            HostKind::Process(_) | HostKind::Child(_) => true,
            HostKind::Service(_) | HostKind::Task(_) | HostKind::Component(_) => false,
        }
    }

    /// The three parts of what must not be come to.
    pub fn parts_of(&self, party: &Party) -> Parts<'a> {
        let mut parts = Parts::default();
        for host in self.footprint().begins_in(party) {
            self.identity_targets(host, &mut parts.become_it);
        }
        for one in self.content_of(party) {
            parts.read_it.push(one.target(Claim::Reads(one.object)));
        }
        for one in self.read_or_run_by(party) {
            let claims = self.changing(&one);
            parts
                .change_it
                .extend(claims.into_iter().map(|claim| one.target(claim)));
        }
        parts
    }

    fn identity_targets(&self, host: HostId, targets: &mut Vec<Target<'a>>) {
        let why = &self.footprint().host(host).why;
        let mut put = |claim, belongs, given| {
            targets.push(Target {
                claim,
                belongs,
                given,
                why: Some(why),
            });
        };
        put(Claim::Code(host), Holds::Yes, None);
        let tokens = self.model.host(host);
        let one = Holds::certain(tokens.identities.len() == 1 && !tokens.visitors);
        for own in &tokens.identities {
            let user = self.token(*own).token.user;
            for (token, facts) in self.tokens() {
                if facts.token.user == user {
                    let condition = Condition::RunsAs { host, token: *own };
                    put(Claim::Wields(token), one, Some(condition));
                }
            }
        }
    }

    /// What changes an object: its content, its list, or that it is there. In a folder for temporary files, to create harms nobody.
    fn changing(&self, one: &Belonging<'_>) -> Vec<Claim> {
        let object = one.object;
        let mut claims = vec![self.model.free(object)];
        if one.role == Some(Role::Temporary) {
            claims.extend(
                [Power::WriteData, Power::Append].map(|power| self.model.may(object, power)),
            );
        } else {
            claims.push(Claim::Writes(object));
        }
        claims.push(self.model.may(object, Power::Delete));
        let folder = self.object(object).folder;
        claims.extend(folder.map(|folder| self.model.may(folder, Power::DeleteChild)));
        if self.kind(object) == ObjectKind::Folder {
            claims.push(self.model.may(object, Power::DeleteChild));
        }
        claims.retain(|claim| self.claim_id(claim).is_some());
        claims
    }

    /// Whether an actor comes to one of these targets, where some belong only perhaps.
    pub fn come_to_any(&self, actor: &Actor, targets: &[Target<'_>], rules: RuleSet) -> Reached {
        let of = |least: Holds| -> Vec<ClaimId> {
            let targets = targets.iter().filter(|target| target.belongs >= least);
            let mut ids: Vec<ClaimId> = targets
                .filter_map(|target| self.claim_id(&target.claim))
                .collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let (certain, all) = (of(Holds::Yes), of(Holds::Perhaps));
        if let Some(found) = self.shortest(actor, &certain, rules, Bound::Known) {
            return Reached::Yes(found);
        }
        if let Some((possible, mut gaps)) = self.possibly(actor, &all, rules) {
            let given = targets.iter().find(|target| target.claim == possible.claim);
            let open = given.filter(|target| target.belongs != Holds::Yes);
            gaps.extend(open.and_then(|target| target.given.clone()));
            return Reached::Unknown { possible, gaps };
        }
        self.refused(actor, &all, rules)
    }
}

/// An object that belongs by configuration alone.
fn plain<'a>(object: ObjectId, why: &'a Why) -> Belonging<'a> {
    Belonging {
        object,
        belongs: Holds::Yes,
        given: None,
        role: None,
        why,
    }
}

impl<'a> Belonging<'a> {
    fn target(&self, claim: Claim) -> Target<'a> {
        Target {
            claim,
            belongs: self.belongs,
            given: self.given.clone(),
            why: Some(self.why),
        }
    }
}
