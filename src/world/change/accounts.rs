//! Changes of accounts: who is a member of what, who holds a right, and their states.

use super::edit::{Done, Edit, nothing};
use crate::world::{AccountState, Fact, Name, Statement, Who};

impl Edit<'_> {
    /// `user N [has sid S]`
    pub fn say_account(&mut self, said: &Statement) {
        let changed = self.each(|old| {
            let (name, sid, said, new) = match said {
                Statement::User {
                    name: said,
                    sid: new,
                } => {
                    let Statement::User { name, sid } = old else {
                        return false;
                    };
                    (name, sid, said, new)
                }
                said => {
                    let Statement::Group {
                        name: said,
                        sid: new,
                    } = said
                    else {
                        return false;
                    };
                    let Statement::Group { name, sid } = old else {
                        return false;
                    };
                    (name, sid, said, new)
                }
            };
            if name != said {
                return false;
            }
            *sid = new.or(*sid);
            true
        });
        if changed == 0 {
            self.push(said.clone());
        }
    }

    /// `X is a member of G`
    pub fn say_member(&mut self, member: &Who, group: &Who) -> Done {
        self.must_be_known([member, group])?;
        if self.memberships(member, group).is_empty() {
            self.push(Statement::Member {
                member: member.clone(),
                group: group.clone(),
            });
        }
        Ok(())
    }

    /// `X is no longer a member of G`
    pub fn take_back_member(&mut self, member: &Who, group: &Who) -> Done {
        self.must_be_known([member, group])?;
        let said = self.memberships(member, group);
        if !said.is_empty() {
            self.facts = without(&self.facts, &said);
            return Ok(());
        }
        let wrong = nothing(format!("`{member}` is not a member of `{group}`"));
        let accounts = self.server.accounts();
        let (Some(member), Some(group)) = (accounts.look_up(member), accounts.look_up(group))
        else {
            return Err(wrong);
        };
        if let Some(citation) = self.server.documented_membership(member, group) {
            return Err(Box::new(
                nothing(format!(
                    "`{}` is a member of `{}` on every such Windows",
                    self.server.principal(member).name(),
                    self.server.principal(group).name(),
                ))
                .help(format!(
                    "nobody said so, and it cannot be taken back: {citation}"
                )),
            ));
        }
        let unknown = self
            .server
            .unknown_members()
            .iter()
            .any(|(known, _)| *known == group)
            || self
                .server
                .unknown_groups()
                .iter()
                .any(|(known, _)| *known == member);
        if unknown {
            return Err(Box::new(wrong.help(
                "it may be one, for not all memberships are known; what is not known cannot be taken back",
            )));
        }
        Err(wrong)
    }

    /// The numbers of the facts that say so.
    fn memberships(&self, member: &Who, group: &Who) -> Vec<usize> {
        let says_so = |statement: &Statement| {
            matches!(statement, Statement::Member { member: known, group: of }
                if self.same(known, member) && self.same(of, group))
        };
        self.numbers(says_so)
    }

    fn numbers(&self, is_so: impl Fn(&Statement) -> bool) -> Vec<usize> {
        let numbered = self.facts.iter().enumerate();
        numbered
            .filter(|(_, fact)| is_so(&fact.statement))
            .map(|(at, _)| at)
            .collect()
    }

    /// `right R belongs to X`: beside those who hold it. To nobody: to nobody at all.
    pub fn say_right(&mut self, right: &Name, added: &[Who]) -> Done {
        self.must_be_known(added)?;
        let mut holders = if added.is_empty() {
            Vec::new()
        } else {
            self.holders(right)
        };
        for who in added {
            if !holders.iter().any(|known| self.same(known, who)) {
                holders.push(who.clone());
            }
        }
        self.put_right(right, holders);
        Ok(())
    }

    /// `right R no longer belongs to X`
    pub fn take_back_right(&mut self, right: &Name, whom: &[Who]) -> Done {
        self.must_be_known(whom)?;
        let mut holders = self.holders(right);
        for who in whom {
            let before = holders.len();
            holders.retain(|known| !self.same(known, who));
            if holders.len() == before {
                return Err(nothing(format!("`{right}` does not belong to `{who}`")));
            }
        }
        self.put_right(right, holders);
        Ok(())
    }

    /// Who holds a right: as said, else the documented holders, by name where they have one.
    fn holders(&self, right: &Name) -> Vec<Who> {
        let mut said = None;
        for fact in &self.facts {
            if let Statement::Right {
                right: known,
                holders,
            } = &fact.statement
                && known == right
            {
                said.get_or_insert_with(Vec::new)
                    .extend(holders.iter().cloned());
            }
        }
        said.unwrap_or_else(|| {
            let accounts = self.server.accounts();
            let documented = self.server.rights().holders(right).iter();
            documented
                .map(|(sid, _)| match accounts.by_sid(sid) {
                    Some(id) if accounts.get(id).sid().is_none() => {
                        Who::Name(accounts.get(id).name().clone())
                    }
                    Some(_) | None => Who::Sid(*sid),
                })
                .collect()
        })
    }

    fn put_right(&mut self, right: &Name, holders: Vec<Who>) {
        let is_old = |old: &Statement| matches!(old, Statement::Right { right: known, .. } if known == right);
        let right = right.clone();
        self.replace(is_old, Statement::Right { right, holders });
    }

    /// The state of an account.
    pub fn say_state(&mut self, said: &AccountState) -> Done {
        match said {
            AccountState::LoggedOn { who: None, .. } => {
                let is_old = |old: &Statement| {
                    matches!(old, Statement::Account(AccountState::LoggedOn { .. }))
                };
                self.replace(is_old, Statement::Account(said.clone()));
            }
            AccountState::LoggedOn { who: Some(who), .. } => {
                self.must_be_known([who])?;
                // Whoever logs on, nobody is no longer alone there.
                self.take_out(|old| {
                    matches!(
                        old,
                        Statement::Account(AccountState::LoggedOn { who: None, .. })
                    )
                });
                self.push_once(&Statement::Account(said.clone()));
            }
            AccountState::Disabled { who } | AccountState::WrongPassword { who } => {
                self.must_be_known([who])?;
                self.push_once(&Statement::Account(said.clone()));
            }
            AccountState::MembersChangedBy { group: of, by }
            | AccountState::PasswordChangedBy { user: of, by } => {
                self.must_be_known([of])?;
                self.must_be_known(by)?;
                if by.is_empty() {
                    let of_members = matches!(said, AccountState::MembersChangedBy { .. });
                    let same_kind = |old: &AccountState| {
                        matches!(old, AccountState::MembersChangedBy { group: old, .. } if of_members && self.same(old, of))
                            || matches!(old, AccountState::PasswordChangedBy { user: old, .. } if !of_members && self.same(old, of))
                    };
                    let old = self.numbers(
                        |statement| matches!(statement, Statement::Account(old) if same_kind(old)),
                    );
                    self.facts = without(&self.facts, &old);
                }
                self.push_once(&Statement::Account(said.clone()));
            }
        }
        Ok(())
    }

    /// `alice is no longer disabled`
    pub fn take_back_state(&mut self, said: &AccountState) -> Done {
        let says_so = |old: &AccountState| match (old, said) {
            (AccountState::Disabled { who: old }, AccountState::Disabled { who })
            | (AccountState::WrongPassword { who: old }, AccountState::WrongPassword { who }) => {
                self.same(old, who)
            }
            (
                AccountState::LoggedOn {
                    at: there,
                    who: Some(old),
                },
                AccountState::LoggedOn { at, who: Some(who) },
            ) => there == at && self.same(old, who),
            (old, said) => old == said,
        };
        let old =
            self.numbers(|statement| matches!(statement, Statement::Account(old) if says_so(old)));
        if old.is_empty() {
            return Err(nothing("nobody says so"));
        }
        self.facts = without(&self.facts, &old);
        Ok(())
    }

    /// `user alice is removed`: what declares it, its memberships and states. Lines that speak of it stay.
    pub fn remove_account(&mut self, name: &Name) -> usize {
        let who = crate::world::notation::who_is(name.clone());
        let is_it = |other: &Who| self.same(other, &who);
        let is_about = |statement: &Statement| {
            matches!(statement, Statement::User { name: known, .. } | Statement::Group { name: known, .. } if known == name)
                || matches!(statement, Statement::Member { member, group } if is_it(member) || is_it(group))
                || matches!(statement, Statement::Account(
                    AccountState::Disabled { who }
                    | AccountState::WrongPassword { who }
                    | AccountState::LoggedOn { who: Some(who), .. },
                ) if is_it(who))
        };
        let about = self.numbers(is_about);
        self.facts = without(&self.facts, &about);
        about.len()
    }
}

/// The facts but those of these numbers.
fn without(facts: &[Fact], numbers: &[usize]) -> Vec<Fact> {
    let numbered = facts.iter().enumerate();
    numbered
        .filter(|(at, _)| !numbers.contains(at))
        .map(|(_, fact)| fact.clone())
        .collect()
}
