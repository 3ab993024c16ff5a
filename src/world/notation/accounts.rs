//! Sentences about accounts: users, groups, memberships, rights, SIDs, and what is not known of them.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::{Here, Read, who_is},
};
use crate::{
    nt::{Privilege, Sid},
    text::{Diagnostic, nearest},
    world::{AccountState, Gap, Name, Statement, Who},
};

/// The rights to log on or not to, by Windows' names (Win32, account rights constants).
const LOGON_RIGHTS: [&str; 10] = [
    "SeBatchLogonRight",
    "SeInteractiveLogonRight",
    "SeNetworkLogonRight",
    "SeRemoteInteractiveLogonRight",
    "SeServiceLogonRight",
    "SeDenyBatchLogonRight",
    "SeDenyInteractiveLogonRight",
    "SeDenyNetworkLogonRight",
    "SeDenyRemoteInteractiveLogonRight",
    "SeDenyServiceLogonRight",
];

impl Here<'_> {
    /// `user N …`, `group N …`: the account, then its memberships.
    pub fn account(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let is_user = sentence.as_rule() == Rule::statement_user;
        let mut name = None;
        let mut sid: Option<Sid> = None;
        let mut memberships = Vec::new();
        for part in sentence.into_inner() {
            match (part.as_rule(), &name) {
                (Rule::quoted | Rule::bare, _) => name = Some(self.name(&part)?),
                (Rule::clause_has_sid, _) => {
                    self.only_once(sid.is_some(), &part)?;
                    sid = Some(self.clause_sid(part)?);
                }
                (Rule::clause_member_of, Some(name)) => {
                    for group in self.everybody(part.into_inner())? {
                        memberships.push(Statement::Member {
                            member: who_is(name.clone()),
                            group,
                        });
                    }
                }
                (Rule::clause_has_members, Some(name)) => {
                    if is_user {
                        let wrong = Diagnostic::error("user-with-members", "a user has no members")
                            .help(format!("write `group {name}` if it is a group"));
                        return Err(self.on(wrong, &part, "members of a user"));
                    }
                    for member in self.everybody(part.into_inner())? {
                        memberships.push(Statement::Member {
                            member,
                            group: who_is(name.clone()),
                        });
                    }
                }
                (Rule::clause_disabled, Some(name)) => {
                    memberships.push(Statement::Account(AccountState::Disabled {
                        who: who_is(name.clone()),
                    }));
                }
                (Rule::mistake_member_clause, _) => return Err(self.slip(part)),
                _ => {}
            }
        }
        let name = name.unwrap_or_else(|| Name::new(""));
        let account = if is_user {
            Statement::User { name, sid }
        } else {
            Statement::Group { name, sid }
        };
        Ok([account].into_iter().chain(memberships).collect())
    }

    /// `X is a member of G, H`
    pub fn memberships(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let mut member = None;
        let mut all = Vec::new();
        for part in sentence.into_inner() {
            if part.as_rule() == Rule::clause_member_of {
                for group in self.everybody(part.into_inner())? {
                    all.extend(
                        member
                            .clone()
                            .map(|member| Statement::Member { member, group }),
                    );
                }
            } else if let Some(who) = self.who(&part)? {
                member = Some(who);
            }
        }
        Ok(all)
    }

    /// `members of G are unknown`, `groups of X are unknown`
    pub fn unknown_accounts(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let gap: fn(Who) -> Gap = match sentence.as_rule() {
            Rule::statement_members_unknown => Gap::MembersOf,
            _ => Gap::GroupsOf,
        };
        let whom = self.everybody(sentence.into_inner())?;
        Ok(whom
            .into_iter()
            .map(|who| Statement::Gap(gap(who)))
            .collect())
    }

    /// `machine sid S`
    pub fn machine_sid(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let sids: Vec<Sid> = sentence
            .into_inner()
            .filter(|part| part.as_rule() == Rule::sid)
            .map(|part| self.sid(&part))
            .collect::<Read<_>>()?;
        Ok(sids
            .into_iter()
            .map(|sid| Statement::MachineSid { sid })
            .collect())
    }

    /// `domain CORP has sid S`
    pub fn domain(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let mut name = None;
        let mut all = Vec::new();
        for part in sentence.into_inner() {
            match (part.as_rule(), &name) {
                (Rule::quoted | Rule::bare, _) => name = Some(self.name(&part)?),
                (Rule::clause_has_sid, Some(name)) => all.push(Statement::Domain {
                    name: name.clone(),
                    sid: self.clause_sid(part)?,
                }),
                _ => {}
            }
        }
        Ok(all)
    }

    /// `right R belongs to X, Y`
    pub fn right(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let mut right = None;
        let mut holders = Vec::new();
        for part in sentence.into_inner() {
            if right.is_none() && matches!(part.as_rule(), Rule::quoted | Rule::bare) {
                right = Some(self.right_name(&part)?);
            } else {
                holders.extend(self.who(&part)?);
            }
        }
        Ok(right
            .map(|right| Statement::Right { right, holders })
            .into_iter()
            .collect())
    }

    fn right_name(&self, part: &Pair<'_, Rule>) -> Read<Name> {
        let name = self.name(part)?;
        let Err(candidates) = check_right(&name) else {
            return Ok(name);
        };
        let wrong = Diagnostic::error("unknown-right", format!("no right is called `{name}`"))
            .candidates(candidates)
            .help(
                "privileges and logon rights have Windows' names, such as `SeImpersonatePrivilege`",
            );
        Err(self.on(wrong, part, "not a right of Windows"))
    }

    fn clause_sid(&self, clause: Pair<'_, Rule>) -> Read<Sid> {
        let place = clause.clone();
        match clause.into_inner().find(|part| part.as_rule() == Rule::sid) {
            Some(part) => self.sid(&part),
            None => self.sid(&place),
        }
    }

    /// A clause that can only stand once.
    pub fn only_once(&self, already: bool, clause: &Pair<'_, Rule>) -> Read<()> {
        if !already {
            return Ok(());
        }
        let wrong = Diagnostic::error(
            "said-twice",
            format!(
                "`{}` comes after another of its kind",
                clause.as_str().trim()
            ),
        )
        .help("say it once");
        Err(self.on(wrong, clause, "said before"))
    }
}

/// Whether Windows has a privilege or logon right of that name.
///
/// # Errors
/// It has none; these are near.
pub(in crate::world) fn check_right(name: &Name) -> Result<(), Vec<String>> {
    let known = || {
        let privileges = Privilege::ALL.iter().map(|(_, name)| *name);
        privileges.chain(LOGON_RIGHTS)
    };
    if known().any(|right| name.is(right)) {
        Ok(())
    } else {
        Err(nearest(name.as_str(), known()))
    }
}
