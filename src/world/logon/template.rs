//! What a logon puts into a token before memberships are looked up, and what follows from the SIDs at the end.
//!
//! Sources: MS-DTYP 2.4.2.4 and 2.5.2; Win32 "access tokens", "LocalSystem", "LocalService" and "NetworkService" accounts; IIS
//! "application pool identities"; and dumps of tokens of real machines. No session SID (S-1-5-5-x-y) is put in: its numbers are not known.

use super::{
    Because, TokenFacts,
    closure::{Closure, Entry},
    level::Level,
    privileges::{privileges, system_privileges},
};
use crate::{
    nt::{Certainty, Group, GroupAttributes, IntegrityLevel, Privileges, Sid, Token},
    world::{
        Home, Logon, PrincipalId, PrincipalKind, ProcessId, Server, WindowsVersion,
        accounts::NOBODY,
        well_known::{self, sid},
    },
};

/// What a token begins with.
#[derive(Clone)]
pub(super) struct Template {
    pub user: Sid,
    pub sids: Vec<(Sid, Because)>,
    pub deny_only: Vec<(Sid, Because)>,
    /// The SIDs whose accounts may be in groups of unknown members.
    pub joining: Vec<Sid>,
    logon: Option<Logon>,
    level: Level,
}

const EVERY: &str = "every token holds it, the anonymous one excepted (MS-DTYP 2.4.2.4)";
const AUTHENTICATED: &str = "every authenticated token holds it (MS-DTYP 2.4.2.4)";
const LOCAL_ACCOUNT: &str = "the tokens of local accounts hold it (MS-DTYP 2.4.2.4)";
const INTERACTIVE: &str = "an interactive logon holds it (MS-DTYP 2.4.2.4)";
const NETWORK: &str = "a network logon holds it (MS-DTYP 2.4.2.4)";
const BATCH: &str = "a batch logon holds it (MS-DTYP 2.4.2.4)";
const SERVICE: &str = "a service logon holds it (MS-DTYP 2.4.2.4)";
const ON_THE_MACHINE: &str = "logons on the machine itself hold it (MS-DTYP 2.4.2.4; token dumps)";
const SYSTEM_TOKEN: &str = "the token of LocalSystem holds it (Win32 \"LocalSystem account\")";
const POOL_TOKEN: &str = "the token of an application pool identity holds it (IIS \"application pool identities\"; token dumps)";
const SERVICES_TOKEN: &str = "the token of a virtual service account holds it (MS-DTYP 2.4.2.4)";
const OWN_SERVICE: &str =
    "the token of a service holds the service's own SID (Win32 SERVICE_SID_INFO)";
const IUSR_TOKEN: &str =
    "the token of IUSR holds it for denials only (token dumps of IIS 7 and later)";
const ASSERTED: &str = "a logon of a domain account holds it (MS-DTYP 2.4.2.4)";

impl Template {
    fn empty(user: Sid, level: Level) -> Template {
        Template {
            user,
            sids: Vec::new(),
            deny_only: Vec::new(),
            joining: Vec::new(),
            logon: None,
            level,
        }
    }

    /// The token of an account.
    pub fn of_account(server: &Server, id: PrincipalId, logon: Logon) -> Template {
        let principal = server.principal(id);
        let user = principal.key();
        let mut template = match user {
            sid::SYSTEM => {
                let mut template = Template::service(server, user, system_level());
                template.put(sid::ADMINISTRATORS, SYSTEM_TOKEN);
                template
            }
            sid::LOCAL_SERVICE | sid::NETWORK_SERVICE => {
                Template::service(server, user, system_level())
            }
            sid::IUSR => {
                let reason = "dumps of the token of IUSR show High";
                let mut template =
                    Template::service(server, user, Level::Fixed(IntegrityLevel::HIGH, reason));
                template.sids.retain(|(sid, _)| *sid != sid::SERVICE);
                template
                    .deny_only
                    .push((sid::SERVICE, Because::Rule(IUSR_TOKEN)));
                template
            }
            sid::ANONYMOUS => return Template::anonymous(server),
            _ => match principal.home() {
                Home::Pool(_) => Template::service(server, user, high()),
                Home::Service(_) => {
                    let mut template = Template::service(server, user, high());
                    template.put(sid::ALL_SERVICES, SERVICES_TOKEN);
                    template
                }
                Home::BuiltIn => {
                    let mut template = Template::service(server, user, high());
                    if user.sub_authorities().first() == Some(&80) {
                        template.put(sid::ALL_SERVICES, SERVICES_TOKEN);
                    }
                    template
                }
                Home::Local | Home::Domain(_) | Home::Nameless => {
                    Template::ordinary(server, id, user, logon)
                }
            },
        };
        if matches!(principal.home(), Home::Pool(_)) {
            template.put(sid::IIS_IUSRS, POOL_TOKEN);
            template.put(sid::ALL_POOLS, POOL_TOKEN);
        }
        template
    }

    /// The token of a process: its account's, with what the process is given.
    pub fn of_process(server: &Server, id: ProcessId, identity: PrincipalId) -> Option<Template> {
        let process = server.process(id)?;
        let mut template = Template::of_account(server, identity, process.logon);
        template
            .sids
            .retain(|(_, because)| *because != Because::Rule(POOL_TOKEN));
        if template.level == Level::ByElevation(IntegrityLevel::MEDIUM) {
            template.level = Level::ByImpersonation;
        }
        let fact = server.process_fact(id);
        for who in &process.injected {
            if let Some(injected) = server.accounts().look_up(who) {
                template
                    .sids
                    .push((server.principal(injected).key(), Because::Injected(fact)));
            }
        }
        Some(template)
    }

    /// A token of nobody in particular.
    pub fn holding(sids: &[Sid]) -> Template {
        let reason = "the level of an ordinary logon";
        let mut template = Template::empty(NOBODY, Level::Fixed(IntegrityLevel::MEDIUM, reason));
        template
            .sids
            .extend(sids.iter().map(|sid| (*sid, Because::Asked)));
        template.put(sid::EVERYONE, EVERY);
        template.put(sid::AUTHENTICATED_USERS, AUTHENTICATED);
        template.put(sid::THIS_ORGANIZATION, AUTHENTICATED);
        template.joining = sids
            .iter()
            .filter(|sid| well_known::by_sid(sid).is_none())
            .copied()
            .collect();
        template
    }

    fn put(&mut self, sid: Sid, rule: &'static str) {
        self.sids.push((sid, Because::Rule(rule)));
    }

    fn authenticated(&mut self, server: &Server) {
        self.put(sid::EVERYONE, EVERY);
        self.put(sid::AUTHENTICATED_USERS, AUTHENTICATED);
        if server.windows() >= WindowsVersion::Server2003 {
            self.put(sid::THIS_ORGANIZATION, AUTHENTICATED);
        }
    }

    fn on_the_machine(&mut self, server: &Server) {
        if server.windows() >= WindowsVersion::W2000 {
            self.put(sid::LOCAL, ON_THE_MACHINE);
        }
        if server.windows() >= WindowsVersion::W7 {
            self.put(sid::CONSOLE_LOGON, ON_THE_MACHINE);
        }
    }

    /// What the tokens of services have in common.
    fn service(server: &Server, user: Sid, level: Level) -> Template {
        let mut template = Template::empty(user, level);
        template.logon = Some(Logon::Service);
        template.authenticated(server);
        template.put(sid::SERVICE, SERVICE);
        template.on_the_machine(server);
        template
    }

    pub fn anonymous(server: &Server) -> Template {
        let reason = "the anonymous token is untrusted";
        let mut template = Template::empty(
            sid::ANONYMOUS,
            Level::Fixed(IntegrityLevel::UNTRUSTED, reason),
        );
        template.logon = Some(Logon::Network);
        template.put(sid::NETWORK, NETWORK);
        if server.windows() < WindowsVersion::Xp {
            template.put(
                sid::EVERYONE,
                "before Windows XP, Everyone includes anonymous",
            );
        }
        template
    }

    /// Somebody whom no fact names, come over the network.
    pub fn stranger_over_the_network(server: &Server) -> Template {
        let reason = "a logon without powerful groups or privileges";
        let level = Level::Fixed(IntegrityLevel::MEDIUM_PLUS, reason);
        let mut template = Template::empty(NOBODY, level);
        template.logon = Some(Logon::Network);
        template.authenticated(server);
        template.put(sid::NETWORK, NETWORK);
        template
    }

    /// The token of a service: its account's, with the service's own SID from Vista on.
    pub fn of_service(server: &Server, id: PrincipalId, own: Sid) -> Template {
        let mut template = Template::of_account(server, id, Logon::Service);
        if server.windows() >= WindowsVersion::Vista && template.user != own {
            template.put(own, OWN_SERVICE);
        }
        template
    }

    /// An account of this machine or of a domain.
    pub fn ordinary(server: &Server, id: PrincipalId, user: Sid, logon: Logon) -> Template {
        let level = match logon {
            Logon::Interactive => Level::ByElevation(IntegrityLevel::MEDIUM),
            Logon::Network => Level::ByElevation(IntegrityLevel::MEDIUM_PLUS),
            Logon::Batch | Logon::Service => Level::ByImpersonation,
        };
        let mut template = Template::empty(user, level);
        template.logon = Some(logon);
        template.joining.push(user);
        template.authenticated(server);
        if is_guest(server, id) {
            template
                .sids
                .retain(|(sid, _)| *sid != sid::AUTHENTICATED_USERS);
        }
        match logon {
            Logon::Interactive => template.put(sid::INTERACTIVE, INTERACTIVE),
            Logon::Network => template.put(sid::NETWORK, NETWORK),
            Logon::Batch => template.put(sid::BATCH, BATCH),
            Logon::Service => template.put(sid::SERVICE, SERVICE),
        }
        if logon != Logon::Network {
            template.on_the_machine(server);
        }
        let windows = server.windows();
        if server.accounts().is_local(id) && windows >= WindowsVersion::W8_1 {
            template.put(sid::LOCAL_ACCOUNT, LOCAL_ACCOUNT);
        }
        if server.accounts().is_of_a_domain(id) && windows >= WindowsVersion::Server2012 {
            template.put(sid::ASSERTED_IDENTITY, ASSERTED);
        }
        template
    }

    /// The token, with all that follows from its SIDs.
    pub fn finish(
        self,
        server: &Server,
        mut closure: Closure,
        principal: Option<PrincipalId>,
        process: Option<ProcessId>,
    ) -> TokenFacts {
        self.local_administrator(server, &mut closure);
        let privileges = if self.user == sid::SYSTEM {
            system_privileges(server)
        } else {
            privileges(server, &closure)
        };
        let mut token = Token::of(self.user);
        token.groups = closure
            .entries
            .iter()
            .filter(|(sid, _)| **sid != self.user)
            .map(|(sid, entry)| group(*sid, entry))
            .collect();
        for fact in privileges.iter().filter(|fact| fact.perhaps.is_empty()) {
            token.privileges = token.privileges.with(fact.privilege, fact.enabled);
        }
        let held = |entry: &Entry| entry.perhaps.is_empty() && !entry.deny_only;
        if closure.entries.get(&sid::ADMINISTRATORS).is_some_and(held) {
            token.default_owner = Some(sid::ADMINISTRATORS);
        }
        let (level, reason) = self.level.of(&closure, token.privileges);
        let everything = privileges.iter().fold(Privileges::NONE, |all, fact| {
            all.with(fact.privilege, fact.enabled)
        });
        let (possible, _) = self.level.possibly_of(&closure, everything);
        let checked = server.rules().integrity;
        token.integrity = checked.then_some(level);
        TokenFacts {
            token,
            principal,
            process,
            logon: self.logon,
            unknowns: closure.unknowns,
            integrity: if checked {
                reason
            } else {
                "this Windows has no integrity levels"
            },
            perhaps_integrity: (checked && possible > level).then_some(possible),
            privileges,
            because: closure
                .entries
                .into_iter()
                .map(|(sid, entry)| (sid, entry.because))
                .collect(),
        }
    }

    /// `Local account and member of Administrators group` follows from the two.
    fn local_administrator(&self, server: &Server, closure: &mut Closure) {
        if server.windows() < WindowsVersion::W8_1
            || !closure.entries.contains_key(&sid::LOCAL_ACCOUNT)
        {
            return;
        }
        if let Some(administrators) = closure.entries.get(&sid::ADMINISTRATORS).cloned() {
            let because = Because::DocumentedMember(sid::ADMINISTRATORS, LOCAL_ACCOUNT);
            closure.entries.insert(
                sid::LOCAL_ADMINISTRATOR,
                Entry {
                    because,
                    ..administrators
                },
            );
        }
    }
}

fn system_level() -> Level {
    Level::Fixed(
        IntegrityLevel::SYSTEM,
        "the service accounts of Windows run at System",
    )
}

fn high() -> Level {
    Level::Fixed(
        IntegrityLevel::HIGH,
        "dumps of the tokens of virtual accounts show High",
    )
}

/// Only the built-in account Guest is not authenticated; members of Guests are.
fn is_guest(server: &Server, id: PrincipalId) -> bool {
    let principal = server.principal(id);
    principal.kind() != PrincipalKind::Group
        && (principal.sid().and_then(|sid| sid.rid()) == Some(501)
            || (principal.sid().is_none() && principal.name().bare().eq_ignore_ascii_case("Guest")))
}

fn group(sid: Sid, entry: &Entry) -> Group {
    let mut attributes = GroupAttributes::MEMBERSHIP;
    if entry.deny_only {
        attributes = GroupAttributes::MANDATORY.union(GroupAttributes::USE_FOR_DENY_ONLY);
    } else if sid == sid::ADMINISTRATORS {
        attributes = attributes.union(GroupAttributes::OWNER);
    }
    let certainty = if entry.perhaps.is_empty() {
        Certainty::Held
    } else {
        Certainty::Perhaps(entry.perhaps.iter().copied().collect())
    };
    Group {
        sid,
        attributes,
        certainty,
    }
}
