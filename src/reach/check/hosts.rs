//! Rules about code: whose tokens it has, and what becomes code.

use super::{
    Checker, Fault, Judged, any, both,
    files::{folder_of, is_in},
    given, is_same,
};
use crate::{
    reach::{Claim, ObjectId, Power, TokenId, model::Holds},
    world::{
        TokenFacts,
        footprint::{Handed, HostId, HostKind, Region, Role, Securable},
    },
};

/// code(any) <- code(P).
pub(super) fn somewhere(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    match (premises, conclusion) {
        ([Claim::Code(host)], Claim::CodeSomewhere) => checker.host(*host).map(|_| Holds::Yes),
        _ => Err(Fault::Shape),
    }
}

/// wields(T) <- code(P), id(P,T). Of a host of which nothing is known it may be SYSTEM's.
pub(super) fn own_token(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let [Claim::Code(id)] = premises else {
        return Err(Fault::Shape);
    };
    let host = checker.host(*id)?;
    match conclusion {
        Claim::Wields(token) => {
            let facts = checker.token(token);
            let is_one = host.identities.iter().any(|own| is_same(own, facts));
            let alone = host.identities.len() == 1 && !host.visitors;
            both(
                given(is_one, "the process has another token"),
                Ok(Holds::certain(alone)),
            )
        }
        Claim::System if checker.runs_as_nobody_knows(*id) => Ok(Holds::Perhaps),
        _ => Err(Fault::Shape),
    }
}

/// wields(T) <- code(P), handed(P,T).
pub(super) fn handed(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([Claim::Code(host)], Claim::Wields(token)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let facts = checker.token(token);
    let given = checker.host(*host)?.handed.iter();
    let ways = given
        .filter(|handed| is_same(&handed.token, facts))
        .map(|handed| Ok(Holds::certain(handed.certain)));
    any(ways, "the token is not handed to its threads")
}

/// code(P') <- code(any), wields(T), id(P',T'), user T = user T', level T >= level P'.
pub(super) fn same_user(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let Claim::Code(host) = conclusion else {
        return Err(Fault::Shape);
    };
    match premises {
        [Claim::CodeSomewhere] if checker.runs_as_nobody_knows(host) => Ok(Holds::Perhaps),
        [Claim::Wields(token), Claim::CodeSomewhere] => {
            let facts = checker.token(*token);
            let own = &checker.host(host)?.identities;
            let each: Vec<Holds> = own.iter().map(|process| opens(facts, process)).collect();
            match Holds::whichever(each.iter().copied()) {
                Holds::No => Err(Fault::Lacks(
                    "the process runs as another user, or at a higher level",
                )),
                _ if each.is_empty() => Err(Fault::Lacks("nobody knows as whom the process runs")),
                holds => Ok(holds),
            }
        }
        _ => Err(Fault::Shape),
    }
}

/// Whether a token opens a process that has that other one.
fn opens(facts: &TokenFacts, process: &TokenFacts) -> Holds {
    if facts.token.user != process.token.user || facts.token.user_deny_only {
        return Holds::No;
    }
    let (Some(own), Some(theirs)) = (facts.token.integrity, process.token.integrity) else {
        return Holds::Yes;
    };
    let own_highest = facts.perhaps_integrity.unwrap_or(own).max(own);
    let their_highest = process.perhaps_integrity.unwrap_or(theirs).max(theirs);
    if own >= their_highest {
        Holds::Yes
    } else if own_highest >= theirs {
        Holds::Perhaps
    } else {
        Holds::No
    }
}

impl Checker<'_, '_> {
    fn runs_as_nobody_knows(&self, host: HostId) -> bool {
        self.host(host)
            .is_ok_and(|host| host.identities.is_empty() && !host.visitors)
    }

    /// The number of a token that a footprint tells.
    fn number(&self, facts: &TokenFacts) -> Result<TokenId, Fault> {
        let id = self.reach.token_of(facts);
        id.ok_or(Fault::Lacks("a token of the footprint has no number"))
    }

    /// Whether the process of a host has that right: one of its tokens is the one, and nobody knows which.
    fn process_may(&mut self, host: HostId, object: ObjectId, power: Power) -> Judged {
        let host = self.host(host)?;
        let mut each = Vec::new();
        for own in &host.identities {
            let token = self.number(own)?;
            each.push(self.grants(token, object, power).unwrap_or(Holds::No));
        }
        if host.visitors && !each.is_empty() {
            each.push(Holds::Perhaps);
        }
        match Holds::whichever(each) {
            Holds::No => Err(Fault::Lacks("the process may not")),
            holds => Ok(holds),
        }
    }

    /// Whether a host can read an object: as its process, or as an identity of the requests that it serves.
    pub(super) fn can_read(&mut self, host: HostId, object: ObjectId) -> Judged {
        let own = self.process_may(host, object, Power::Read);
        let footprint = self.footprint;
        let serves = |region: &&Region| {
            let mut runs = region.runs.iter().map(|runs| runs.host);
            region.readers.contains(&host)
                || region.code.contains(&host)
                || runs.any(|one| one == host)
        };
        let requests: Vec<&Handed> = footprint
            .regions
            .iter()
            .filter(serves)
            .flat_map(|region| &region.read_as)
            .collect();
        let mut ways = vec![own];
        for request in requests {
            let token = self.number(&request.token)?;
            let grant = self.grants(token, object, Power::Read);
            ways.push(both(Ok(Holds::certain(request.certain)), grant));
        }
        any(ways, "it cannot be read there")
    }

    /// A file that a host would run is changed, and can be read; or another is put in its place.
    pub(super) fn changed(&mut self, host: HostId, premise: Claim, object: ObjectId) -> Judged {
        match premise {
            Claim::Writes(on) if on == object => self.can_read(host, object),
            Claim::Plants(on) if on == object => given(
                folder_of(self.what(object)).is_some(),
                "it lies in no folder",
            ),
            _ => Err(Fault::Shape),
        }
    }

    /// Whether a host of such a kind uses an object so.
    pub(super) fn uses(
        &self,
        host: HostId,
        object: ObjectId,
        roles: &[Role],
        kinds: fn(HostKind) -> bool,
    ) -> bool {
        let what = self.what(object);
        let mut uses = self.footprint.uses.iter();
        self.host(host).is_ok_and(|host| kinds(host.kind))
            && uses
                .any(|used| used.host == host && roles.contains(&used.role) && used.what == *what)
    }
}

pub(super) fn is_process(kind: HostKind) -> bool {
    matches!(kind, HostKind::Process(_) | HostKind::Child(_))
}

fn is_service(kind: HostKind) -> bool {
    matches!(kind, HostKind::Service(_))
}

fn is_task(kind: HostKind) -> bool {
    matches!(kind, HostKind::Task(_))
}

fn is_component(kind: HostKind) -> bool {
    matches!(kind, HostKind::Component(_))
}

/// code(P) <- writes(o), o in a code cache of P: in a folder in which its process can create files.
pub(super) fn code_cache(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([Claim::Writes(object)], Claim::Code(host)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let footprint = checker.footprint;
    let mut ways = Vec::new();
    for used in footprint
        .uses
        .iter()
        .filter(|used| used.host == host && used.role == Role::CodeCache)
    {
        if let Securable::Folder(folder) = &used.what
            && is_in(checker.what(*object), folder)
        {
            let folder = checker.reach.object_of(&used.what).ok_or(Fault::Shape)?;
            ways.push(checker.process_may(host, folder, Power::AddFile));
        }
    }
    any(ways, "it lies in no cache of code")
}

/// code(S) <- may(S, CHANGE_CONFIG | WRITE_DAC | WRITE_OWNER) | writes(key of S) | writes(exe of S).
pub(super) fn service(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    match (premises, conclusion) {
        (
            [
                Claim::May(
                    object,
                    Power::Configure | Power::ChangePermissions | Power::TakeOwnership,
                ),
            ],
            Claim::Code(host),
        ) => {
            let so = checker.uses(host, *object, &[Role::Control], is_service);
            given(so, "it is not the list of that service")
        }
        ([Claim::Writes(object)], Claim::Code(host)) => {
            let so = checker.uses(host, *object, &[Role::Program, Role::Directs], is_service);
            given(so, "the service does not run what it says")
        }
        _ => Err(Fault::Shape),
    }
}

/// What follows from writing what a host uses.
fn written(
    checker: &Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
    roles: &[Role],
    kinds: fn(HostKind) -> bool,
) -> Judged {
    let ([Claim::Writes(object)], Claim::Code(host)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    given(
        checker.uses(host, *object, roles, kinds),
        "it does not decide what is run there",
    )
}

/// code(K) <- writes(task K) | writes(action of K).
pub(super) fn task(checker: &mut Checker<'_, '_>, premises: &[Claim], conclusion: Claim) -> Judged {
    let roles = [Role::Program, Role::Directs, Role::Control];
    written(checker, premises, conclusion, &roles, is_task)
}

/// code(P) <- writes(CLSID | AppID key of C | dll of C), uses(P,C); code(server) <- writes(exe | AppID key of C).
pub(super) fn component(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let server = written(
        checker,
        premises,
        conclusion,
        &[Role::Program, Role::Directs],
        is_component,
    );
    let client = written(checker, premises, conclusion, &[Role::Directs], is_process);
    any([server, client], "it does not decide what is run there")
}

/// code(P) <- may(d, ADD_FILE), dir(P,d). A folder of one's own in its place will do as well.
pub(super) fn libraries(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([Claim::May(folder, Power::AddFile) | Claim::Plants(folder)], Claim::Code(host)) =
        (premises, conclusion)
    else {
        return Err(Fault::Shape);
    };
    let so = checker.uses(host, *folder, &[Role::Libraries], |_| true);
    given(so, "libraries are not looked for there")
}

/// code(P) <- reads(web.config with a machine key), governs P.
pub(super) fn machine_key(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([Claim::Reads(file)], Claim::Code(host)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let so = checker.uses(host, *file, &[Role::MachineKey], |_| true);
    given(so, "there is no machine key of it")
}
