//! The built-in audit rules: sentences of the language, with why they matter and which benchmark asks for them.

mod table;

pub use table::RULES;

use super::{Finding, Outcome, check_all};
use crate::{
    query::clause::{self, syntax::Insisted},
    text::Source,
    world::{IisVersion, Server},
};

/// Rules that are insisted on together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pack {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// Its sentences.
    pub text: &'static str,
}

/// Every pack.
pub const PACKS: [Pack; 2] = [
    Pack {
        name: "isolation",
        about: "what keeps one pool from another",
        text: include_str!("isolation.inv"),
    },
    Pack {
        name: "exposure",
        about: "what lies open to requests, to workers and to whoever can log on",
        text: include_str!("exposure.inv"),
    },
];

/// A rule, beside its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The pack that it is in.
    pub pack: &'static str,
    /// The name of its sentence.
    pub name: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// The benchmarks that ask for it, by their numbers.
    pub references: &'static [&'static str],
    /// Whether breaking it is advice that is not followed, and nothing that others can use by itself.
    pub advisory: bool,
    /// The first IIS that it is about.
    pub from: IisVersion,
    /// The last.
    pub until: IisVersion,
}

impl Rule {
    /// Whether it is about that server.
    pub fn is_about(&self, server: &Server) -> bool {
        let Some(iis) = server.iis() else { return true };
        // Workers begin with 6.0, where that mode is not chosen.
        let older = server.isolation_mode() && self.from >= IisVersion::V6_0;
        self.from <= iis && iis <= self.until && !older
    }
}

/// The pack of that name.
pub fn pack(name: &str) -> Option<&'static Pack> {
    PACKS
        .iter()
        .find(|pack| pack.name.eq_ignore_ascii_case(name))
}

impl Pack {
    /// Its sentences with their rules.
    pub fn sentences(&self) -> Vec<(Insisted, &'static Rule)> {
        let source = Source::new(format!("pack {}", self.name), self.text);
        let (sentences, _) = clause::file(&source);
        sentences
            .into_iter()
            .filter_map(|sentence| {
                let rule = self.rule(&sentence.name.node)?;
                Some((sentence, rule))
            })
            .collect()
    }

    /// The rule of that name.
    pub fn rule(&self, name: &str) -> Option<&'static Rule> {
        RULES
            .iter()
            .find(|rule| rule.pack == self.name && rule.name == name)
    }

    /// Insists on it in a server. A rule that is about other versions does not apply.
    pub fn check(&self, server: &Server, go_on: &dyn Fn() -> bool) -> Vec<Finding> {
        let (sentences, rules): (Vec<Insisted>, Vec<&'static Rule>) =
            self.sentences().into_iter().unzip();
        let meant: Vec<Insisted> = sentences
            .iter()
            .zip(&rules)
            .filter(|(_, rule)| rule.is_about(server))
            .map(|(sentence, _)| sentence.clone())
            .collect();
        let mut found = check_all(&meant, server, go_on).into_iter();
        sentences
            .iter()
            .zip(rules)
            .filter_map(|(sentence, rule)| {
                if rule.is_about(server) {
                    let mut finding = found.next()?;
                    finding.rule = Some(rule);
                    return Some(finding);
                }
                Some(Finding {
                    name: sentence.name.node.clone(),
                    purpose: sentence.purpose,
                    clause: sentence.clause.node.to_string(),
                    place: sentence.source.whole(),
                    rule: Some(rule),
                    outcome: Outcome::OtherVersion,
                    notes: Vec::new(),
                })
            })
            .collect()
    }
}
