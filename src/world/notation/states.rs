//! Sentences about the states of accounts and of the machine: who is logged on, whose password is wrong, which patch is missing.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::{Here, Read},
};
use crate::{
    text::{Diagnostic, nearest},
    world::{AccountState, CONTRADICTIONS, MachineState, Name, READINGS, Statement, WinPath},
};

impl Here<'_> {
    /// `alice is logged on at N`, `X is disabled`, `password of X is wrong`, `members of G can be changed by X`, …
    pub fn account_state(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let rule = sentence.as_rule();
        let mut who = None;
        let mut by = Vec::new();
        let mut at = Name::new("");
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::clause_changed_by => by = self.everybody(part.into_inner())?,
                Rule::clause_logged_on => at = self.last_name(part)?,
                _ => who = self.who(&part)?.or(who),
            }
        }
        let state = match (rule, who) {
            (Rule::statement_logged_on, who) => AccountState::LoggedOn { at, who },
            (Rule::statement_disabled, Some(who)) => AccountState::Disabled { who },
            (Rule::statement_wrong_password, Some(who)) => AccountState::WrongPassword { who },
            (Rule::statement_members_changed, Some(group)) => {
                AccountState::MembersChangedBy { group, by }
            }
            (_, Some(user)) => AccountState::PasswordChangedBy { user, by },
            (_, None) => return Ok(Vec::new()),
        };
        Ok(vec![Statement::Account(state)])
    }

    /// `search path holds PATH, …`
    pub fn search_path(&self, sentence: Pair<'_, Rule>) -> Vec<Statement> {
        let folders = sentence
            .into_inner()
            .filter(|part| matches!(part.as_rule(), Rule::quoted_path | Rule::bare_path))
            .map(|part| self.path(&part))
            .collect();
        vec![Statement::Machine(MachineState::SearchPath { folders })]
    }

    /// `patch N is missing`
    pub fn missing_patch(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let mut patches = Vec::new();
        for part in sentence.into_inner() {
            if matches!(part.as_rule(), Rule::quoted | Rule::bare) {
                let patch = self.name(&part)?;
                patches.push(Statement::Machine(MachineState::MissingPatch { patch }));
            }
        }
        Ok(patches)
    }

    /// `names in FILE are relative to PATH`
    pub fn names_in(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let mut file = Name::new("");
        let mut folder = WinPath::new("");
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted | Rule::bare => file = self.name(&part)?,
                Rule::quoted_path | Rule::bare_path => folder = self.path(&part),
                _ => {}
            }
        }
        Ok(vec![Statement::Machine(MachineState::NamesIn {
            file,
            folder,
        })])
    }

    /// `X1 is read as A`
    pub fn reading(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let mut topic = Name::new("");
        let mut reading = Name::new("");
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::reading_topic => {
                    topic = Name::from(part.as_str());
                    if !CONTRADICTIONS.iter().any(|known| topic.is(known)) {
                        let wrong = Diagnostic::error(
                            "unknown-reading",
                            format!("no contradiction is called `{topic}`"),
                        )
                        .candidates(nearest(part.as_str(), CONTRADICTIONS))
                        .help("they are X1 to X32");
                        return Err(self.on(wrong, &part, "not known"));
                    }
                }
                Rule::quoted | Rule::bare => {
                    reading = self.name(&part)?;
                    if !READINGS.iter().any(|known| reading.is(known)) {
                        let wrong = Diagnostic::error(
                            "unknown-reading",
                            format!("`{topic}` has no reading `{reading}`"),
                        )
                        .help(format!("it has {}", READINGS.join(" and ")));
                        return Err(self.on(wrong, &part, "not known"));
                    }
                }
                _ => {}
            }
        }
        Ok(vec![Statement::Machine(MachineState::Reading {
            topic,
            reading,
        })])
    }
}
