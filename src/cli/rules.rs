//! Which rules of reach count: `--with E11`, `--without E5`, `--with-weaknesses`; and the table of them.

use std::fmt::Write;

use clap::Args;

use crate::{
    reach::{
        RuleId, RuleSet,
        rules::{self, Kind, RULES},
    },
    text::nearest,
};

/// Which rules count where a question does not say.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct RuleOptions {
    /// A rule that counts too, as `E11`: a known weakness; may be repeated. `:rules` at the prompt lists them
    #[arg(long = "with", value_name = "RULE", value_parser = by_name)]
    with: Vec<RuleId>,
    /// A rule that does not count, as `E5`; may be repeated
    #[arg(long = "without", value_name = "RULE", value_parser = by_name)]
    without: Vec<RuleId>,
    /// Every known weakness counts
    #[arg(long)]
    with_weaknesses: bool,
}

impl RuleOptions {
    /// The rules that count. What is taken out is out.
    pub(super) fn rules(&self) -> RuleSet {
        let start = if self.with_weaknesses {
            rules::all()
        } else {
            rules::granted()
        };
        let with = self.with.iter().fold(start, |set, rule| set.with(*rule));
        self.without
            .iter()
            .fold(with, |set, rule| set.without(*rule))
    }
}

/// The rule of that name.
fn by_name(name: &str) -> Result<RuleId, String> {
    rules::by_name(name).ok_or_else(|| {
        let near = nearest(name, RULES.iter().map(|row| row.name));
        match near.first() {
            Some(near) => format!("no rule is called `{name}`; did you mean `{near}`?"),
            None => format!("no rule is called `{name}`; `:rules` at the prompt lists them"),
        }
    })
}

/// Every rule: its name, what it says and which document says so; known weaknesses are off unless they are asked for.
pub(super) fn table() -> String {
    let mut text = String::new();
    for row in RULES.iter() {
        let off = match row.kind {
            Kind::Granted => "",
            Kind::Weakness => "  (a known weakness: off unless asked for)",
            Kind::Definition => continue,
        };
        let _ = writeln!(text, "{:<5} {}{off}", row.name, row.says);
        let _ = writeln!(
            text,
            "      {}  [{}; {}]",
            row.clause, row.source, row.versions
        );
    }
    text
}
