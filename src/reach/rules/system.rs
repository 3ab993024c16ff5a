//! Steps to SYSTEM, and from it.

use super::{code::has, meanings::has_right};
use crate::{
    nt::Privilege,
    reach::{
        Claim, Condition, Ground, Power, TokenId,
        ground::{Sink, configured},
        model::{Holds, Model, TokenBits},
    },
    world::{
        Because, FactId, Home, IisVersion, RightSource, Rule, TokenFacts, WindowsVersion,
        footprint::HostKind, well_known::sid,
    },
};

/// The tokens that something is true of, each with why.
pub struct Powerful {
    known: TokenBits,
    possible: TokenBits,
    why: Vec<Option<Ground>>,
}

impl Powerful {
    fn of(model: &Model<'_>, judge: impl Fn(&TokenFacts) -> (Holds, Option<Ground>)) -> Powerful {
        let mut found = Powerful {
            known: TokenBits::none(model.tokens.len()),
            possible: TokenBits::none(model.tokens.len()),
            why: Vec::with_capacity(model.tokens.len()),
        };
        for token in model.tokens.ids() {
            let (holds, why) = judge(model.tokens.get(token));
            if holds == Holds::Yes {
                found.known.insert(token);
            }
            if holds != Holds::No {
                found.possible.insert(token);
            }
            found.why.push(why);
        }
        found
    }

    /// Whoever wields one of them comes to that.
    pub fn emit(&self, sink: &mut Sink<'_, '_>, conclusion: Claim) {
        let powerful = |token: TokenId| Condition::Powerful {
            token,
            because: self.why[token.0 as usize].clone().unwrap_or(NOTHING),
        };
        sink.wielding(
            (&self.known, &self.possible),
            powerful,
            &[],
            &[],
            conclusion,
        );
    }
}

/// What is said of a token that has none of it.
const NOTHING: Ground = Ground {
    rule: Rule::of(
        "nothing in the token gives it that power",
        "Win32 \"access tokens\"",
    ),
    facts: Vec::new(),
};

const IS_SYSTEM: Rule = Rule::of("it is LocalSystem", "Win32 \"LocalSystem account\"");
const ADMINISTRATOR: Rule = Rule::of("it holds Administrators", "Win32 \"default local groups\"");
const PRIVILEGED: Rule = Rule::of(
    "it holds a privilege that steps over every list",
    "Win32 \"privilege constants\"",
);
const BACKUP: Rule = Rule::of(
    "SeBackupPrivilege reads whatever the list says",
    "Win32 \"privilege constants\"",
);
const OWNER: Rule = Rule::of(
    "it takes ownership whatever the list says",
    "Win32 \"privilege constants\"",
);
const SERVICE: Rule = Rule::of(
    "it is the token of a service account",
    "Microsoft advisory 951306",
);
const IMPERSONATES: Rule = Rule::of(
    "it holds SeImpersonatePrivilege or SeAssignPrimaryTokenPrivilege",
    "Microsoft advisory 951306",
);

/// Whether one of these privileges is in the token, enabled or not, and by which facts.
fn privileged(facts: &TokenFacts, any: &[Privilege], rule: Rule) -> (Holds, Option<Ground>) {
    let mut found = (Holds::No, None);
    for fact in facts
        .privileges
        .iter()
        .filter(|fact| any.contains(&fact.privilege))
    {
        let holds = Holds::certain(fact.perhaps.is_empty());
        if holds > found.0 {
            let mut said = chain(facts, &fact.holder);
            if let RightSource::Stated(fact) = fact.source {
                said.push(fact);
            }
            found = (holds, Some(Ground { rule, facts: said }));
        }
    }
    let present = any
        .iter()
        .any(|privilege| facts.token.privileges.is_present(*privilege));
    if present && found.0 != Holds::Yes {
        return (
            Holds::Yes,
            Some(Ground {
                rule,
                facts: Vec::new(),
            }),
        );
    }
    found
}

/// The facts by which a SID is in a token.
fn chain(facts: &TokenFacts, sid: &crate::nt::Sid) -> Vec<FactId> {
    facts
        .chain(sid)
        .into_iter()
        .filter_map(|(_, because)| match because {
            Because::Member(_, fact) | Because::Injected(fact) => Some(*fact),
            Because::User
            | Because::Rule(_)
            | Because::DocumentedMember(..)
            | Because::Perhaps(_)
            | Because::Asked => None,
        })
        .collect()
}

fn holding(facts: &TokenFacts, sid: &crate::nt::Sid, rule: Rule) -> (Holds, Option<Ground>) {
    let holds = has(facts, sid);
    let ground = (holds != Holds::No).then(|| Ground {
        rule,
        facts: chain(facts, sid),
    });
    (holds, ground)
}

/// The first of the strongest.
fn strongest(all: [(Holds, Option<Ground>); 3]) -> (Holds, Option<Ground>) {
    let none = (Holds::No, None);
    all.into_iter()
        .fold(none, |best, next| if next.0 > best.0 { next } else { best })
}

/// The tokens that take any object for their own.
pub fn owners(model: &Model<'_>) -> Powerful {
    let privileges = [Privilege::TakeOwnership, Privilege::Restore];
    Powerful::of(model, |facts| privileged(facts, &privileges, OWNER))
}

// E11: system <- wields(T), T holds SeImpersonate | SeAssignPrimaryToken | is a service account.
pub fn impersonates(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    let privileges = [Privilege::Impersonate, Privilege::AssignPrimaryToken];
    if model.server.windows() < WindowsVersion::W2000 {
        return;
    }
    let powerful = Powerful::of(model, |facts| {
        let home = facts
            .principal
            .map(|account| model.server.principal(account).home());
        let account = match matches!(home, Some(Home::Pool(_) | Home::Service(_)))
            || [sid::LOCAL_SERVICE, sid::NETWORK_SERVICE].contains(&facts.token.user)
        {
            true => (
                Holds::Yes,
                Some(Ground {
                    rule: SERVICE,
                    facts: Vec::new(),
                }),
            ),
            false => holding(facts, &sid::SERVICE, SERVICE),
        };
        let privileged = privileged(facts, &privileges, IMPERSONATES);
        strongest([privileged, account, (Holds::No, None)])
    });
    powerful.emit(sink, Claim::System);
}

// E13: system <- code(mtx.exe | dllhost.exe).
pub fn out_of_process(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    let old = model
        .server
        .iis()
        .is_some_and(|iis| iis <= IisVersion::V5_1);
    for (host, said) in model.footprint.ids().filter(|_| old) {
        let HostKind::Process(process) = said.kind else {
            continue;
        };
        let image = model.server.process(process).map(|process| &process.image);
        if image.is_some_and(|image| image.is("mtx.exe") || image.is("dllhost.exe")) {
            sink.put(
                &[Claim::Code(host)],
                &[configured(&said.why)],
                Claim::System,
            );
        }
    }
}

// E29: system <- wields(T), T in Administrators | is SYSTEM | holds SeDebug, SeTcb, SeCreateToken, SeLoadDriver, SeRestore,
//      SeTakeOwnership; reads(o) <- wields(T), T holds SeBackup.
pub fn amounts_to_system(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    let privileges = [
        Privilege::Debug,
        Privilege::Tcb,
        Privilege::CreateToken,
        Privilege::LoadDriver,
        Privilege::Restore,
        Privilege::TakeOwnership,
    ];
    let powerful = Powerful::of(model, |facts| {
        strongest([
            holding(facts, &sid::SYSTEM, IS_SYSTEM),
            holding(facts, &sid::ADMINISTRATORS, ADMINISTRATOR),
            privileged(facts, &privileges, PRIVILEGED),
        ])
    });
    powerful.emit(sink, Claim::System);
    let readers = Powerful::of(model, |facts| {
        privileged(facts, &[Privilege::Backup], BACKUP)
    });
    for object in &model.subjects {
        if has_right(model, *object, Power::Read) {
            readers.emit(sink, Claim::Reads(*object));
        }
    }
}

// E30: code(all P), free(all o), wields(all local T), knows(all stored U) <- system.
pub fn has_everything(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    let system = [Claim::System];
    for (host, _) in model.footprint.ids() {
        sink.put(&system, &[], Claim::Code(host));
    }
    for object in &model.listed {
        sink.put(&system, &[], Claim::Free(*object));
    }
    for token in model.tokens.ids() {
        let principal = model.tokens.get(token).principal;
        let home = principal.map(|id| model.server.principal(id).home());
        let is_local = match home {
            Some(Home::Domain(_)) => false,
            Some(
                Home::BuiltIn | Home::Local | Home::Pool(_) | Home::Service(_) | Home::Nameless,
            )
            | None => true,
        };
        if is_local {
            sink.put(&system, &[], Claim::Wields(token));
        }
    }
    for secret in &model.roles.secrets {
        let knows = Claim::Knows(secret.account);
        sink.put(&system, &[configured(secret.why)], knows);
    }
}

// E32: system <- writes(applicationHost.config | MetaBase.xml); machine.config: code(every asp.net P).
pub fn configuration(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for (file, hosts, why) in &model.roles.configuration {
        let premises = [Claim::Writes(*file)];
        if hosts.is_empty() {
            sink.put(&premises, &[configured(why)], Claim::System);
        }
        for host in *hosts {
            sink.put(&premises, &[configured(why)], Claim::Code(*host));
        }
    }
}
