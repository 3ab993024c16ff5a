//! Is a token granted a right on an object?

use super::{Checker, Fault, Judged};
use crate::{
    nt::{AccessMask, AceFlags, AclState, ObjectKind, Privilege, SecurityDescriptor, Token},
    reach::{
        Asked, Bearer, Condition, ObjectId, Outcome, Power, Proof, Situation, TokenId, direct,
        model::Holds, verify,
    },
    world::{
        Completion, Credentials, Listing, NetworkIdentity, ObjectNoun, Reading, Statement,
        TokenFacts, WinPath, footprint::Securable, other_machine, well_known::sid,
    },
};

/// What an undescribed object of a folder is called: a name that nobody uses.
const ANY_OTHER: &str = "(any other)";

/// Who may what on a key that nobody described: administrators and SYSTEM everything, users read.
const KEY: &str = "O:BAG:SYD:(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;BU)";

/// Who may what on a task that has no list of its own.
const TASK: &str = "O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;BA)";

/// The bit of a right on a kind of object; `None` if it has no such right.
pub(super) fn right_on(kind: ObjectKind, power: Power) -> Option<AccessMask> {
    let (file, folder, key) = (
        kind == ObjectKind::File,
        kind == ObjectKind::Folder,
        kind == ObjectKind::Key,
    );
    let service = kind == ObjectKind::Service;
    let (there, bit) = match power {
        Power::Read => (file || folder || key, 0x1),
        Power::WriteData => (file || key, 0x2),
        Power::Append => (file || key, 0x4),
        Power::AddFile => (folder, 0x2),
        Power::AddFolder => (folder, 0x4),
        Power::DeleteChild => (folder, 0x40),
        Power::Configure => (service, 0x2),
        Power::Delete => (file || folder || key, 0x1_0000),
        Power::ChangePermissions => (file || folder || key || service, 0x4_0000),
        Power::TakeOwnership => (file || folder || key || service, 0x8_0000),
    };
    there.then_some(AccessMask(bit))
}

impl Checker<'_, '_> {
    /// What kind of thing an object is.
    pub(super) fn kind(&self, object: ObjectId) -> ObjectKind {
        let noun = match self.what(object) {
            Securable::Service(_) => return ObjectKind::Service,
            Securable::Task(_) | Securable::FileIn(_) => return ObjectKind::File,
            Securable::FolderIn(_) => return ObjectKind::Folder,
            Securable::File(path) => (path, ObjectNoun::File),
            Securable::Folder(path) => (path, ObjectNoun::Folder),
            Securable::Key(path) => (path, ObjectNoun::Key),
        };
        let described = self.server.objects().at(noun.0);
        let stated = described.map(|id| self.server.objects().get(id).noun());
        match stated.unwrap_or(noun.1) {
            ObjectNoun::File => ObjectKind::File,
            ObjectNoun::Folder => ObjectKind::Folder,
            ObjectNoun::Key => ObjectKind::Key,
        }
    }

    /// Whether there is such a right on that object.
    pub(super) fn has_right(&self, object: ObjectId, power: Power) -> bool {
        right_on(self.kind(object), power).is_some()
    }

    /// Whether that token has that right on that object.
    pub(super) fn grants(&mut self, token: TokenId, object: ObjectId, power: Power) -> Judged {
        if let Some(known) = self.grants.get(&(token, object, power)) {
            return known.clone();
        }
        let judged = self.granted(token, object, power);
        self.grants.insert((token, object, power), judged.clone());
        judged
    }

    fn granted(&self, token: TokenId, object: ObjectId, power: Power) -> Judged {
        let right = right_on(self.kind(object), power).ok_or(Fault::Shape)?;
        let facts = self.token(token);
        let machine = path_of(self.what(object)).and_then(|path| other_machine(&path, self.server));
        let shown = machine.map(|machine| {
            self.server
                .network_token(facts, Credentials::of(facts.logon), &machine)
        });
        let facts = match &shown {
            None => facts,
            Some(
                NetworkIdentity::Account { token, .. } | NetworkIdentity::Anonymous { token, .. },
            ) => token,
            Some(NetworkIdentity::NoSecondHop { .. }) => {
                return Err(Fault::Lacks(
                    "the token has nothing to show to another machine",
                ));
            }
            Some(NetworkIdentity::Unknown { .. }) => return Ok(Holds::Perhaps),
        };
        if facts.token.level.may_open().is_err() {
            return Err(Fault::Lacks("the token opens nothing"));
        }
        let outcome = self.outcome(facts, object, right);
        let is_proved = self.proofs
            && shown.is_none()
            && !facts.is_joined()
            && !self.server.is_perhaps_none(self.what(object));
        if is_proved && self.has_a_proof(object) {
            let grants = Condition::Grants {
                token,
                object,
                power,
            };
            if let Some(proof) = self.reach.explain(&grants).proof {
                return self.proved(&proof, facts, object, right);
            }
        }
        match outcome {
            Outcome::Yes => Ok(Holds::Yes),
            Outcome::Unknown => Ok(Holds::Perhaps),
            Outcome::No => Err(Fault::Lacks("the list does not grant it")),
        }
    }

    /// Whether the list on an object follows from facts about its path alone: that of a key may be Windows' default.
    fn has_a_proof(&self, object: ObjectId) -> bool {
        match self.what(object) {
            Securable::Key(path) => self.server.objects().at(path).is_some(),
            Securable::File(_)
            | Securable::Folder(_)
            | Securable::FileIn(_)
            | Securable::FolderIn(_) => true,
            Securable::Service(_) | Securable::Task(_) => false,
        }
    }

    /// Whether the proof is one, and of just this.
    fn proved(
        &self,
        proof: &Proof,
        facts: &TokenFacts,
        object: ObjectId,
        right: AccessMask,
    ) -> Judged {
        verify(proof, self.server).map_err(|flaw| Fault::Proof(Box::new(flaw)))?;
        let here = match self.what(object) {
            Securable::FileIn(folder) | Securable::FolderIn(folder) => {
                proof.object.path.parent().as_ref() == Some(folder)
                    && self.server.objects().at(&proof.object.path).is_none()
            }
            other => path_of(other).as_ref() == Some(&proof.object.path),
        };
        let about = here
            && proof.object.kind == self.kind(object)
            && proof.asked.rights == right
            && proof.asked.kind == proof.object.kind
            && proof.asked.or_parent.is_none()
            && is_of(&proof.bearer, facts);
        match (about, proof.outcome) {
            (false, _) => Err(Fault::OtherProof),
            (true, Outcome::Yes) => Ok(Holds::Yes),
            (true, Outcome::Unknown) => Ok(Holds::Perhaps),
            (true, Outcome::No) => Err(Fault::Lacks("the list does not grant it")),
        }
    }

    /// The check, asked once more.
    fn outcome(&self, facts: &TokenFacts, object: ObjectId, right: AccessMask) -> Outcome {
        let asked = Asked {
            rights: right,
            reading: Reading::All,
            kind: self.kind(object),
            or_parent: None,
            rules: self.server.rules(),
        };
        let user = facts.token.user;
        let own = self.lists(object, &facts.token);
        let mut above = Vec::new();
        let mut next = path_of(self.what(object)).and_then(|path| path.parent());
        while let Some(folder) = next {
            let described = self.server.describe(&folder, Some(ObjectNoun::Folder));
            above.push(each(&described.completions, user));
            next = folder.parent();
        }
        let situation = Situation {
            own: own.iter().collect(),
            parent: Vec::new(),
            above: above.iter().map(|lists| lists.iter().collect()).collect(),
        };
        let first = direct(&facts.token, &situation, asked).outcome;
        let higher = facts.perhaps_integrity.map(|level| Token {
            integrity: Some(level),
            ..facts.token.clone()
        });
        match higher.map(|token| direct(&token, &situation, asked).outcome) {
            Some(other) if other != first => Outcome::Unknown,
            Some(_) | None => first,
        }
    }

    /// Every descriptor that an object may have.
    fn lists(&self, object: ObjectId, token: &Token) -> Vec<SecurityDescriptor> {
        let domains = self.server.accounts().domains();
        let sddl = |text: &str| SecurityDescriptor::from_sddl(text, &domains).unwrap_or_default();
        match self.what(object) {
            Securable::Service(fact) => match &self.server.fact(*fact).statement {
                Statement::Service(service) => match self.server.list_of_service(service, *fact) {
                    Ok(list) => vec![list.descriptor],
                    Err(_) => [AclState::of(Vec::new()), AclState::Null]
                        .map(|dacl| SecurityDescriptor {
                            owner: Some(sid::SYSTEM),
                            group: Some(sid::SYSTEM),
                            dacl,
                            ..SecurityDescriptor::default()
                        })
                        .into(),
                },
                _ => Vec::new(),
            },
            Securable::Task(fact) => {
                let Statement::Task(task) = &self.server.fact(*fact).statement else {
                    return Vec::new();
                };
                let mut list = match &task.list {
                    None => sddl(TASK),
                    Some(Listing::Sddl(text)) => sddl(text),
                    Some(Listing::Lines(lines)) => {
                        let aces = lines.iter().filter_map(|line| {
                            let who = self.server.accounts().look_up(&line.who)?;
                            let sid = self.server.principal(who).key();
                            Some(line.effect.ace(sid, line.mask, AceFlags::NONE))
                        });
                        SecurityDescriptor {
                            dacl: AclState::of(aces.collect()),
                            ..SecurityDescriptor::default()
                        }
                    }
                };
                list.owner = list.owner.or(Some(sid::ADMINISTRATORS));
                list.group = list.group.or(Some(sid::SYSTEM));
                vec![list.attach(ObjectKind::File)]
            }
            Securable::Key(path) => {
                let described = self.server.describe(path, Some(ObjectNoun::Key));
                let told = described.resource.is_some()
                    || described.documented.is_some()
                    || described
                        .gaps
                        .iter()
                        .any(|gap| gap.fact.is_some() && gap.path == *path);
                match told {
                    true => each(&described.completions, token.user),
                    false => vec![sddl(KEY).attach(ObjectKind::Key)],
                }
            }
            what @ (Securable::File(_)
            | Securable::Folder(_)
            | Securable::FileIn(_)
            | Securable::FolderIn(_)) => {
                let noun = match self.kind(object) {
                    ObjectKind::Folder => ObjectNoun::Folder,
                    _ => ObjectNoun::File,
                };
                let path = path_of(what);
                let described = path.map(|path| self.server.describe(&path, Some(noun)));
                let mut all = described.map_or(Vec::new(), |described| {
                    each(&described.completions, token.user)
                });
                if self.server.is_perhaps_none(what) {
                    // On what is not there nobody has a right.
                    all.push(SecurityDescriptor {
                        dacl: AclState::of(Vec::new()),
                        ..SecurityDescriptor::default()
                    });
                }
                all
            }
        }
    }
}

/// Where an object is: for one of many undescribed ones, under a name that nobody uses.
fn path_of(what: &Securable) -> Option<WinPath> {
    match what {
        Securable::File(path) | Securable::Folder(path) | Securable::Key(path) => {
            Some(path.clone())
        }
        Securable::FileIn(folder) | Securable::FolderIn(folder) => Some(folder.join(ANY_OTHER)),
        Securable::Service(_) | Securable::Task(_) => None,
    }
}

/// Every way in which a list may be: where nobody knows the owner, it may be the one who asks or another.
fn each(completions: &[Completion], user: crate::nt::Sid) -> Vec<SecurityDescriptor> {
    let mut all = Vec::new();
    for way in completions {
        if way.owner_unknown {
            all.push(SecurityDescriptor {
                owner: None,
                ..(*way.descriptor).clone()
            });
            all.push(way.with_owner(user));
        } else {
            all.push((*way.descriptor).clone());
        }
    }
    all
}

/// Whether the bearer of a proof has just that token.
fn is_of(bearer: &Bearer, facts: &TokenFacts) -> bool {
    let token = &facts.token;
    let groups = token.groups.iter().all(|group| {
        let held = bearer.holds.iter().find(|held| held.sid == group.sid);
        held.is_some_and(|held| {
            let deny_only = group
                .attributes
                .contains(crate::nt::GroupAttributes::USE_FOR_DENY_ONLY);
            let perhaps: &[crate::nt::Unknown] = match &group.certainty {
                crate::nt::Certainty::Held => &[],
                crate::nt::Certainty::Perhaps(unknowns) => unknowns,
            };
            held.deny_only == deny_only && held.perhaps == perhaps
        })
    });
    let bypasses = token.privileges.is_enabled(Privilege::ChangeNotify);
    bearer.user == token.user
        && bearer.holds.len() == token.groups.len() + 1
        && groups
        && bearer.bypass.is_some() == bypasses
}
