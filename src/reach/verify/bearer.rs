//! Whether the token is what facts and rules make it: everything in it has a reason, and nothing is left out of it.

use std::collections::BTreeSet;

use super::{Flaw, fact, sid_of};
use crate::{
    nt::{Sid, Unknown, service_sid},
    reach::{Bearer, Bypass, Held},
    world::{
        Because, FactId, Gap, Home, PrincipalKind, RightSource, Server, Statement, Who,
        is_placeholder,
    },
};

const EVERYONE: Sid = Sid::of(1, &[0]);
const IUSR: Sid = Sid::of(5, &[17]);
const SYSTEM: Sid = Sid::of(5, &[18]);
const ADMINISTRATORS: Sid = Sid::of(5, &[32, 544]);

/// Checks the token of a proof.
pub(super) fn check(bearer: &Bearer, server: &Server) -> Result<(), Flaw> {
    let token = Token { bearer, server };
    token.user()?;
    if token.is_given() {
        // Exactly what the question names: no reason is needed, and nothing follows.
        let asked = |held: &&Held| held.because != Because::Asked || !held.perhaps.is_empty();
        return match bearer.holds.iter().find(asked) {
            Some(held) => Err(Flaw::Unfounded(held.sid)),
            None if bearer.bypass == Some(Bypass::Asked) => Ok(()),
            None => Err(Flaw::Bypass),
        };
    }
    for held in &bearer.holds {
        token.founded(held)?;
        token.denials(held)?;
        token.doubts(held)?;
    }
    for doubt in &bearer.doubts {
        let open = match &fact(server, doubt.gap)?.statement {
            Statement::Gap(Gap::MembersOf(group)) => sid_of(server, group) == Some(doubt.group),
            Statement::Gap(Gap::GroupsOf(member)) => {
                let member = sid_of(server, member);
                member.is_some() && member == doubt.member && token.get(&member).is_some()
            }
            _ => false,
        };
        if !open {
            return Err(Flaw::NoDoubt(doubt.gap));
        }
    }
    for (id, said) in server.facts() {
        match &said.statement {
            Statement::Member { member, group } => token.joins(id, member, group)?,
            Statement::Gap(Gap::MembersOf(group)) => token.may_join(id, group)?,
            Statement::Gap(Gap::GroupsOf(member)) => token.may_be_in(id, member)?,
            _ => {}
        }
    }
    token.bypass()
}

struct Token<'a> {
    bearer: &'a Bearer,
    server: &'a Server,
}

impl Token<'_> {
    fn get(&self, sid: &Option<Sid>) -> Option<&Held> {
        let sid = sid.as_ref()?;
        self.bearer.holds.iter().find(|held| held.sid == *sid)
    }

    fn is_given(&self) -> bool {
        self.get(&Some(self.bearer.user))
            .is_some_and(|user| user.because == Because::Asked)
    }

    /// The user is the account, and the process runs as it.
    fn user(&self) -> Result<(), Flaw> {
        let user = self.bearer.user;
        let wrong = Err(Flaw::NotTheUser(user));
        let Some(held) = self.get(&Some(user)) else {
            return wrong;
        };
        if let Some(process) = self.bearer.process {
            let Statement::Process(process) = &fact(self.server, process)?.statement else {
                return wrong;
            };
            let identity = process.identity.as_ref();
            if identity.and_then(|who| sid_of(self.server, who)) != Some(user) {
                return wrong;
            }
        }
        let known = self.server.accounts().by_sid(&user);
        let named = known.map(|id| self.server.principal(id).name().clone());
        let fits = match &self.bearer.account {
            Some(_) => named == self.bearer.account,
            None => is_placeholder(&user) || held.because == Because::Asked,
        };
        if fits { Ok(()) } else { wrong }
    }

    /// What a SID stands on, and that this in the end is something else than a SID.
    fn founded(&self, held: &Held) -> Result<(), Flaw> {
        let unfounded = Err(Flaw::Unfounded(held.sid));
        let mut next = held;
        for _ in 0..=self.bearer.holds.len() {
            let (member, stands) = match &next.because {
                Because::User => (None, next.sid == self.bearer.user),
                Because::Asked => (None, self.bearer.account.is_none()),
                Because::Rule(says) => (None, !says.is_empty() && self.rule_gives(&next.sid)),
                Because::Perhaps(unknown) => (None, self.doubt_about(*unknown, &next.sid)),
                Because::Injected(id) => (None, self.injects(*id, &next.sid)?),
                Because::Member(member, id) => {
                    let Statement::Member { member: who, group } =
                        &fact(self.server, *id)?.statement
                    else {
                        return unfounded;
                    };
                    let fits = sid_of(self.server, who) == Some(*member)
                        && sid_of(self.server, group) == Some(next.sid);
                    (Some(*member), fits)
                }
                Because::DocumentedMember(member, says) => (
                    Some(*member),
                    !says.is_empty() && self.windows_puts(member, &next.sid),
                ),
            };
            if !stands {
                return unfounded;
            }
            match member {
                None => return Ok(()),
                Some(member) => match self.get(&Some(member)) {
                    Some(held) => next = held,
                    None => return unfounded,
                },
            }
        }
        unfounded
    }

    fn injects(&self, id: FactId, sid: &Sid) -> Result<bool, Flaw> {
        let Statement::Process(process) = &fact(self.server, id)?.statement else {
            return Ok(false);
        };
        Ok(self.bearer.process == Some(id)
            && process
                .injected
                .iter()
                .any(|who| sid_of(self.server, who) == Some(*sid)))
    }

    fn doubt_about(&self, unknown: Unknown, sid: &Sid) -> bool {
        let doubt = self.bearer.doubts.get(unknown.0 as usize);
        doubt.is_some_and(|doubt| doubt.group == *sid)
    }

    /// SIDs that a rule of Windows puts into tokens: those of logons, and the groups of the documented tokens.
    fn rule_gives(&self, sid: &Sid) -> bool {
        let user = self.bearer.user;
        match (sid.authority(), sid.sub_authorities()) {
            (1, [0]) | (2, [0 | 1]) | (18, [1]) => true,
            (5, [2 | 3 | 4 | 6 | 11 | 15 | 113] | [80 | 82, 0]) => true,
            (5, [32, 568]) => user.sub_authorities().first() == Some(&82) || is_placeholder(&user),
            (5, [32, 544]) => user == SYSTEM,
            (5, [80, ..]) => self.is_the_users_service(sid),
            _ => false,
        }
    }

    /// Whether it is the SID of a service that runs as the user of the token: LocalSystem unless somebody says.
    fn is_the_users_service(&self, sid: &Sid) -> bool {
        self.server.services().any(|(service, _)| {
            let account = service.account.as_ref();
            let account = account.map_or(Some(SYSTEM), |who| sid_of(self.server, who));
            account == Some(self.bearer.user) && service_sid(service.name.as_str()) == Ok(*sid)
        })
    }

    /// Memberships that Windows sets up itself.
    fn windows_puts(&self, member: &Sid, group: &Sid) -> bool {
        let name = |sid: &Sid| {
            let id = self.server.accounts().by_sid(sid)?;
            Some(self.server.principal(id).name().bare().to_ascii_lowercase())
        };
        let (member_name, group_name) = (name(member), name(group));
        match (group.authority(), group.sub_authorities()) {
            (5, [32, 544]) => {
                matches!(
                    member_name.as_deref(),
                    Some("administrator" | "domain admins")
                )
            }
            (5, [32, 545]) => {
                *member == Sid::of(5, &[4])
                    || *member == Sid::of(5, &[11])
                    || member_name.as_deref() == Some("domain users")
            }
            (5, [32, 546]) => matches!(member_name.as_deref(), Some("guest" | "domain guests")),
            (5, [32, 554]) => *member == Sid::of(5, &[11]) && self.server.is_domain_controller(),
            (5, [32, 568]) => *member == IUSR && self.server.is_domain_controller(),
            (5, [114]) => *member == ADMINISTRATORS,
            _ => group_name.as_deref() == Some("domain users"),
        }
    }

    /// Only the token of IUSR and filtered ones hold SIDs for denials.
    fn denials(&self, held: &Held) -> Result<(), Flaw> {
        let by_rule = self.bearer.user == IUSR && held.sid == Sid::of(5, &[6]);
        let must = by_rule || (self.bearer.filtered && held.sid == ADMINISTRATORS);
        if (must && !held.deny_only) || (held.deny_only && !by_rule && !self.bearer.filtered) {
            return Err(Flaw::Unfounded(held.sid));
        }
        Ok(())
    }

    /// A SID depends on what the members of its group depend on, and on its own doubts.
    fn doubts(&self, held: &Held) -> Result<(), Flaw> {
        let own: BTreeSet<Unknown> = held.perhaps.iter().copied().collect();
        let certain = match &held.because {
            Because::User | Because::Rule(_) | Because::Injected(_) | Because::Asked => true,
            Because::Perhaps(_) => false,
            Because::Member(member, _) | Because::DocumentedMember(member, _) => self
                .get(&Some(*member))
                .is_some_and(|member| member.perhaps.is_empty()),
        };
        let founded = |unknown: &Unknown| {
            self.doubt_about(*unknown, &held.sid)
                || self.bearer.holds.iter().any(|member| {
                    member.sid != held.sid
                        && member.perhaps.contains(unknown)
                        && self.puts(&member.sid, &held.sid)
                })
        };
        if certain == own.is_empty() && own.iter().all(founded) {
            Ok(())
        } else {
            Err(Flaw::WrongDoubts(held.sid))
        }
    }

    /// Whether a fact or Windows makes one a member of the other.
    fn puts(&self, member: &Sid, group: &Sid) -> bool {
        self.windows_puts(member, group)
            || self.server.facts().any(|(_, said)| {
                let Statement::Member {
                    member: who,
                    group: into,
                } = &said.statement
                else {
                    return false;
                };
                sid_of(self.server, who) == Some(*member)
                    && sid_of(self.server, into) == Some(*group)
            })
    }

    /// A member in the token brings its group along.
    fn joins(&self, id: FactId, member: &Who, group: &Who) -> Result<(), Flaw> {
        let (Some(member), group) = (
            self.get(&sid_of(self.server, member)),
            sid_of(self.server, group),
        ) else {
            return Ok(());
        };
        // What is there for denials only brings nothing, unless filtering made it so afterwards.
        let (Some(group), true) = (group, !member.deny_only || self.bearer.filtered) else {
            return Ok(());
        };
        let brought = self.get(&Some(group)).is_some_and(|held| {
            held.perhaps.is_empty()
                || (!member.perhaps.is_empty()
                    && member
                        .perhaps
                        .iter()
                        .all(|unknown| held.perhaps.contains(unknown)))
        });
        if brought {
            Ok(())
        } else {
            Err(Flaw::MembershipLeftOut(group, id))
        }
    }

    /// Whether that account is an ordinary one, and whether of a domain.
    fn home(&self, sid: &Sid) -> Option<&Home> {
        let id = self.server.accounts().by_sid(sid)?;
        Some(self.server.principal(id).home())
    }

    /// Whether an account of the one home may be in a group of the other: groups of a domain hold accounts of domains.
    fn may_hold(&self, group: &Home, member: &Home) -> bool {
        match group {
            Home::Domain(_) => matches!(member, Home::Domain(_)),
            Home::Local => !self.server.is_domain_controller(),
            Home::BuiltIn => true,
            Home::Nameless | Home::Pool(_) | Home::Service(_) => false,
        }
    }

    /// An ordinary account may be one of the members that nobody knows.
    fn may_join(&self, id: FactId, group: &Who) -> Result<(), Flaw> {
        let Some(group) = sid_of(self.server, group) else {
            return Ok(());
        };
        let joining = self.bearer.holds.iter().filter(|held| {
            let own = held.sid == self.bearer.user || held.because == Because::Asked;
            own && held.sid != group
        });
        for member in joining {
            let (Some(home), Some(into)) = (self.home(&member.sid), self.home(&group)) else {
                continue;
            };
            let ordinary = matches!(home, Home::Local | Home::Domain(_));
            if ordinary && self.may_hold(into, home) && self.get(&Some(group)).is_none() {
                return Err(Flaw::DoubtLeftOut(group, id));
            }
        }
        Ok(())
    }

    /// Somebody whose groups nobody knows may be in any that could hold him.
    fn may_be_in(&self, id: FactId, member: &Who) -> Result<(), Flaw> {
        let Some(member) = self.get(&sid_of(self.server, member)) else {
            return Ok(());
        };
        if member.deny_only && !self.bearer.filtered {
            return Ok(());
        }
        let Some(home) = self.home(&member.sid) else {
            return Ok(());
        };
        for (_, group) in self.server.principals() {
            let sid = group.key();
            let is_group = match group.home() {
                Home::BuiltIn => sid.authority() == 5 && sid.sub_authorities().first() == Some(&32),
                Home::Local | Home::Domain(_) => group.kind() != PrincipalKind::User,
                Home::Nameless | Home::Pool(_) | Home::Service(_) => false,
            };
            if is_group
                && sid != member.sid
                && self.may_hold(group.home(), home)
                && self.get(&Some(sid)).is_none()
            {
                return Err(Flaw::DoubtLeftOut(sid, id));
            }
        }
        Ok(())
    }

    /// Everyone may bypass traverse checking unless a `right` sentence says who may.
    fn bypass(&self) -> Result<(), Flaw> {
        let stated: Vec<(FactId, &Vec<Who>)> = self
            .server
            .facts()
            .filter_map(|(id, said)| match &said.statement {
                Statement::Right { right, holders } if right.is("SeChangeNotifyPrivilege") => {
                    Some((id, holders))
                }
                _ => None,
            })
            .collect();
        let certain = |sid: &Option<Sid>| self.get(sid).is_some_and(|held| held.perhaps.is_empty());
        let fits = match &self.bearer.bypass {
            None if stated.is_empty() => self.get(&Some(EVERYONE)).is_none(),
            None => !stated
                .iter()
                .flat_map(|(_, holders)| holders.iter())
                .any(|who| certain(&sid_of(self.server, who))),
            Some(Bypass::Asked) => false,
            Some(Bypass::Right(holder, RightSource::Stated(id))) => {
                certain(&Some(*holder))
                    && stated.iter().any(|(known, holders)| {
                        known == id
                            && holders
                                .iter()
                                .any(|who| sid_of(self.server, who) == Some(*holder))
                    })
            }
            Some(Bypass::Right(holder, RightSource::Documented(says))) => {
                let fixed = self.bearer.user == SYSTEM && *holder == SYSTEM;
                certain(&Some(*holder)) && !says.is_empty() && (fixed || stated.is_empty())
            }
        };
        if fits { Ok(()) } else { Err(Flaw::Bypass) }
    }
}
