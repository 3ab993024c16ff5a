//! Which SIDs a token holds: everything that follows from the first ones by memberships, known and unknown, by a worklist.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::{Direction, visit::EdgeRef};

use super::{Because, UnknownMembership, template::Template};
use crate::{
    nt::{Sid, Unknown},
    world::{Edge, Home, Node, PrincipalId, PrincipalKind, Server},
};

/// A SID of a token.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Empty if it is held; else it is if one of these is true.
    pub perhaps: BTreeSet<Unknown>,
    pub because: Because,
    pub deny_only: bool,
}

/// The SIDs of a token.
pub(super) struct Closure {
    pub entries: BTreeMap<Sid, Entry>,
    pub unknowns: Vec<UnknownMembership>,
}

impl Closure {
    /// All that follows from what the template puts into the token.
    pub fn of(server: &Server, template: &Template) -> Closure {
        let mut work = Work {
            server,
            closure: Closure {
                entries: BTreeMap::new(),
                unknowns: Vec::new(),
            },
            queue: VecDeque::new(),
        };
        work.put(template.user, &BTreeSet::new(), Because::User);
        for (sid, because) in &template.sids {
            work.put(*sid, &BTreeSet::new(), because.clone());
        }
        for (sid, because) in &template.deny_only {
            work.closure.entries.entry(*sid).or_insert(Entry {
                perhaps: BTreeSet::new(),
                because: because.clone(),
                deny_only: true,
            });
        }
        work.unknown_members(template);
        while let Some(sid) = work.queue.pop_front() {
            work.follow(sid);
        }
        work.closure
    }
}

struct Work<'a> {
    server: &'a Server,
    closure: Closure,
    queue: VecDeque<Sid>,
}

impl Work<'_> {
    /// The SID is in the token if one of these is true; in any case if there are none.
    fn put(&mut self, sid: Sid, perhaps: &BTreeSet<Unknown>, because: Because) {
        match self.closure.entries.get_mut(&sid) {
            None => {
                let entry = Entry {
                    perhaps: perhaps.clone(),
                    because,
                    deny_only: false,
                };
                self.closure.entries.insert(sid, entry);
            }
            Some(known) if known.deny_only || known.perhaps.is_empty() => return,
            Some(known) if perhaps.is_empty() => {
                known.perhaps.clear();
                known.because = because;
            }
            Some(known) => {
                let before = known.perhaps.len();
                known.perhaps.extend(perhaps);
                if known.perhaps.len() == before {
                    return;
                }
            }
        }
        self.queue.push_back(sid);
    }

    /// Groups with unknown members: the account of the token may be one of them.
    ///
    /// The unknown members of a domain's group are accounts of domains. Documented tokens join groups by stated facts only.
    fn unknown_members(&mut self, template: &Template) {
        let accounts = self.server.accounts();
        let joining: Vec<PrincipalId> = template
            .joining
            .iter()
            .filter_map(|sid| accounts.by_sid(sid))
            .collect();
        for (group, gap) in self.server.unknown_members() {
            let may_join = |member: &&PrincipalId| {
                **member != *group
                    && (!accounts.is_of_a_domain(*group) || accounts.may_be_of_a_domain(**member))
            };
            if let Some(member) = joining.iter().find(may_join) {
                self.perhaps(Some(*member), *group, *gap);
            }
        }
    }

    fn perhaps(
        &mut self,
        member: Option<PrincipalId>,
        group: PrincipalId,
        gap: crate::world::FactId,
    ) {
        let number = u32::try_from(self.closure.unknowns.len()).expect("fewer than 2^32 unknowns");
        self.closure
            .unknowns
            .push(UnknownMembership { member, group, gap });
        let unknown = Unknown(number);
        let sid = self.server.principal(group).key();
        self.put(sid, &BTreeSet::from([unknown]), Because::Perhaps(unknown));
    }

    fn follow(&mut self, sid: Sid) {
        let server = self.server;
        let Some(id) = server.accounts().by_sid(&sid) else {
            return;
        };
        let perhaps = self.closure.entries[&sid].perhaps.clone();
        let mut groups: Vec<(PrincipalId, Because)> = server
            .graph()
            .edges_directed(server.node(id), Direction::Outgoing)
            .filter_map(|edge| {
                let Node::Principal(group) = server.graph()[edge.target()] else {
                    return None;
                };
                let because = match edge.weight() {
                    Edge::MemberOf(fact) => Because::Member(sid, *fact),
                    Edge::DocumentedMemberOf(says) => Because::DocumentedMember(sid, says),
                    Edge::RunsAs(_) | Edge::Holds(_) => return None,
                };
                Some((group, because))
            })
            .collect();
        groups.sort_by_key(|(group, _)| *group);
        for (group, because) in groups {
            self.put(server.principal(group).key(), &perhaps, because);
        }
        self.unknown_groups(id);
    }

    /// A principal whose groups are unknown may be in any group that could hold it.
    ///
    /// Each is an unknown of its own, also where the principal itself is only perhaps in the token: that leaves more open than there
    /// is, and never less.
    fn unknown_groups(&mut self, member: PrincipalId) {
        let accounts = self.server.accounts();
        let Some((_, gap)) = self
            .server
            .unknown_groups()
            .iter()
            .find(|(known, _)| *known == member)
        else {
            return;
        };
        if self
            .closure
            .unknowns
            .iter()
            .any(|unknown| unknown.gap == *gap)
        {
            return;
        }
        let candidates: Vec<PrincipalId> = self
            .server
            .principals()
            .filter(|(id, principal)| {
                *id != member
                    && match principal.home() {
                        Home::BuiltIn => is_alias(&principal.key()),
                        Home::Local | Home::Domain(_) | Home::Nameless => {
                            principal.kind() != PrincipalKind::User
                        }
                        Home::Pool(_) | Home::Service(_) => false,
                    }
                    && (!accounts.is_of_a_domain(*id) || accounts.may_be_of_a_domain(member))
            })
            .map(|(id, _)| id)
            .collect();
        for group in candidates {
            self.perhaps(Some(member), group, *gap);
        }
    }
}

/// Whether a built-in SID is a group that has members: one of S-1-5-32.
fn is_alias(sid: &Sid) -> bool {
    sid.authority() == 5 && sid.sub_authorities().first() == Some(&32)
}
