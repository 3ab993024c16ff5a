//! What variables stand for, put in their places.

use super::{expand::Bound, syntax::SUBJECT};
use crate::{
    query::syntax::{
        Account, Actor, Belonging, Core, Named, Reference, Requester, Set, Target, Wanted, Written,
    },
    world::{Name, fold},
};

/// What the names of a clause stand for, the innermost last.
pub struct Bindings<'b> {
    /// What stands in the place of the subject.
    pub subject: Option<&'b Actor>,
    /// The variables.
    pub variables: &'b [(Name, Bound)],
}

/// The question with every variable replaced by what it stands for.
pub fn bind(core: &Core, bindings: &Bindings<'_>) -> Core {
    let mut core = core.clone();
    bindings.core(&mut core);
    core
}

impl Bindings<'_> {
    /// A set of those who act, with every variable replaced.
    pub fn actors(&self, set: &mut Set<Actor>) {
        members(set, &mut |actor| self.actor(actor));
    }

    fn core(&self, core: &mut Core) {
        match core {
            Core::Can {
                subject,
                wanted,
                object,
                ..
            } => {
                self.actors(&mut subject.node);
                self.wanted(&mut wanted.node);
                self.targets(&mut object.node);
            }
            Core::WhoCan {
                except,
                wanted,
                object,
                ..
            } => {
                if let Some(except) = except {
                    self.actors(&mut except.node);
                }
                self.wanted(&mut wanted.node);
                self.targets(&mut object.node);
            }
            Core::WhatCan {
                except,
                subject,
                wanted,
                ..
            } => {
                if let Some(except) = except {
                    self.targets(&mut except.node);
                }
                self.actors(&mut subject.node);
                self.wanted(&mut wanted.node);
            }
            Core::WhatCanDo { subject, object } => {
                self.actors(&mut subject.node);
                self.targets(&mut object.node);
            }
            Core::IsMember { member, groups } => {
                self.actor(&mut member.node);
                for group in groups {
                    self.account(&mut group.node);
                }
            }
            Core::WhoIsMember { group, .. } => self.account(&mut group.node),
            Core::WhoIs { actor } | Core::ShowToken { actor } | Core::Starts { what: actor } => {
                self.actor(&mut actor.node);
            }
            Core::WhichGroups { member } => self.actor(&mut member.node),
            Core::RunsAs { actor, account } => {
                self.actor(&mut actor.node);
                self.account(&mut account.node);
            }
            Core::Holds { actor, .. } => self.actor(&mut actor.node),
            Core::SharesIdentity { one, other } => {
                self.actor(&mut one.node);
                self.actor(&mut other.node);
            }
            Core::Becomes { subject, whom } => {
                self.actors(&mut subject.node);
                self.actor(&mut whom.node);
            }
            Core::WhoBecomes { except, whom, .. } => {
                if let Some(except) = except {
                    self.actors(&mut except.node);
                }
                self.actor(&mut whom.node);
            }
            Core::WhatBecomes { subject } => self.actors(&mut subject.node),
            Core::Related { one, other, .. } => {
                self.actor(&mut one.node);
                self.actors(&mut other.node);
            }
            Core::Separates { one, other } => {
                self.actor(&mut one.node);
                self.actor(&mut other.node);
            }
            Core::IsIn { object, what } => {
                self.target(&mut object.node);
                self.belonging(&mut what.node);
            }
            Core::ListBelonging { what } => self.belonging(&mut what.node),
            // They name nobody.
            Core::Show { .. }
            | Core::List { .. }
            | Core::RunsWhere { .. }
            | Core::Serves { .. }
            | Core::ShareIdentity { .. }
            | Core::AllRelated { .. }
            | Core::Pairs { .. }
            | Core::Compare { .. }
            | Core::Again => {}
        }
    }

    /// What a bare name stands for, if it is a variable.
    fn of(&self, name: &Name) -> Option<&Bound> {
        let wanted = fold(name.as_str());
        self.variables
            .iter()
            .rev()
            .find(|(variable, _)| fold(variable.as_str()) == wanted)
            .map(|(_, bound)| bound)
    }

    fn account(&self, account: &mut Account) {
        let Reference::Name(name) = &account.name.node else {
            return;
        };
        if let Some(Bound::Acts(bound)) = self.of(name)
            && (account.kind.is_none() || account.kind == bound.kind)
        {
            account.kind = bound.kind;
            account.name.node = bound.name.node.clone();
        }
    }

    fn actor(&self, actor: &mut Actor) {
        match actor {
            Actor::Named {
                account,
                logon,
                not_elevated,
            } => {
                if let (Reference::Name(name), Some(subject)) = (&account.name.node, self.subject)
                    && name.as_str() == SUBJECT
                {
                    *actor = subject.clone();
                    return;
                }
                if let (Reference::Name(name), None, false) =
                    (&account.name.node, &logon, *not_elevated)
                {
                    match self.of(name) {
                        Some(Bound::Component(name)) => {
                            *actor = Actor::Component {
                                name: Written::nowhere(Reference::Name(name.clone())),
                                client: None,
                            };
                            return;
                        }
                        Some(Bound::Service(name)) => {
                            *actor =
                                Actor::Service(Written::nowhere(Reference::Name(name.clone())));
                            return;
                        }
                        Some(Bound::Acts(_)) | None => {}
                    }
                }
                self.account(account);
            }
            Actor::Serving { requested_by, .. } => {
                if let Some(Written {
                    node: Requester::Account(account),
                    ..
                }) = requested_by
                {
                    self.account(account);
                }
            }
            Actor::Component { name, client } => {
                self.declared(name);
                if let Some(client) = client {
                    self.actor(&mut client.node);
                }
            }
            Actor::Service(name) => self.declared(name),
            Actor::Token(accounts) => {
                for account in accounts {
                    self.account(&mut account.node);
                }
            }
            Actor::MembersOf(group) | Actor::TokensOf(_, group) => self.account(group),
            Actor::Anonymous | Actor::Filter(_) | Actor::Kind(..) => {}
        }
    }

    /// The name of a component or a service.
    fn declared(&self, written: &mut Written<Reference>) {
        let Reference::Name(name) = &written.node else {
            return;
        };
        if let Some(Bound::Component(bound) | Bound::Service(bound)) = self.of(name) {
            written.node = Reference::Name(bound.clone());
        }
    }

    fn wanted(&self, wanted: &mut Wanted) {
        match wanted {
            Wanted::RequestAs(account) => self.account(account),
            Wanted::Verb(_)
            | Wanted::Letters(_)
            | Wanted::Right(_)
            | Wanted::Mask(_)
            | Wanted::Remotely(_) => {}
        }
    }

    fn targets(&self, set: &mut Set<Target>) {
        members(set, &mut |target| self.target(target));
    }

    fn target(&self, target: &mut Target) {
        match target {
            Target::Component(name) | Target::Service(name) => self.declared(name),
            Target::Named(Named { kind: None, name }) => {
                let Reference::Name(word) = &name.node else {
                    return;
                };
                match self.of(word) {
                    Some(Bound::Component(bound)) => {
                        let name = Written::new(Reference::Name(bound.clone()), name.span);
                        *target = Target::Component(name);
                    }
                    Some(Bound::Service(bound)) => {
                        let name = Written::new(Reference::Name(bound.clone()), name.span);
                        *target = Target::Service(name);
                    }
                    Some(Bound::Acts(_)) | None => {}
                }
            }
            Target::Named(_) => {}
            Target::Range(_, range) => {
                if let Some(inside) = &mut range.inside {
                    self.belonging(&mut inside.node);
                }
            }
            Target::Belonging(_, what) => self.belonging(what),
        }
    }

    fn belonging(&self, what: &mut Belonging) {
        match what {
            Belonging::Content(account) | Belonging::Used(account) | Belonging::Beside(account) => {
                self.account(&mut account.node)
            }
            Belonging::Secrets => {}
            Belonging::Above(set) => self.targets(&mut set.node),
        }
    }
}

fn members<T>(set: &mut Set<T>, each: &mut dyn FnMut(&mut T)) {
    match set {
        Set::One(one) => each(one),
        Set::Listed(parts) | Set::And(parts) | Set::Or(parts) => {
            for part in parts {
                members(&mut part.node, each);
            }
        }
        Set::Except(whole, without) => {
            members(&mut whole.node, each);
            members(&mut without.node, each);
        }
    }
}
