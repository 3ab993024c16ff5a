//! What narrows and orders rows: the modifiers of a question.

use crate::{
    query::{
        Answer, Row, Verdict,
        resolve::Resolver,
        syntax::{Core, Field, Modifier, Question, Way, Written},
    },
    text::{Diagnostic, Span},
    world::{Verb, WinPath, fold},
};

/// What narrows and orders rows.
#[derive(Default)]
pub struct Narrowing {
    /// Only rows below this.
    pub under: Option<WinPath>,
    limit: Option<usize>,
    sort: Option<Field>,
    group: Option<Field>,
    /// `at every stage`
    pub every_stage: bool,
}

impl Narrowing {
    /// What the modifiers of a question say.
    ///
    /// # Errors
    /// A modifier that does not go with the question, or that this version does not know.
    pub fn of(question: &Question, resolver: &Resolver<'_>) -> Result<Narrowing, Box<Diagnostic>> {
        let mut narrowing = Narrowing::default();
        for modifier in &question.modifiers {
            match &modifier.node {
                // Every answer of this version is a direct one.
                Modifier::Directly => {}
                Modifier::Under(reference) => {
                    let written = Written::new(reference.clone(), modifier.span);
                    narrowing.under = Some(resolver.reference(&written, None)?.path);
                }
                Modifier::Limit(limit) => narrowing.limit = Some(*limit as usize),
                Modifier::SortBy(field) => narrowing.sort = Some(*field),
                Modifier::GroupBy(field) => narrowing.group = Some(*field),
                // What a question about steps goes by is asked of the journey.
                Modifier::Steps(_)
                | Modifier::Weaknesses
                | Modifier::With(_)
                | Modifier::Without(_) => steps_of(&question.core.node, modifier, resolver)?,
                Modifier::EveryStage => {
                    stages_of(&question.core.node, modifier.span, resolver)?;
                    narrowing.every_stage = true;
                }
                // Which server is asked was settled before.
                Modifier::Between(..) | Modifier::In(_) => {}
            }
        }
        Ok(narrowing)
    }

    /// Applies it to the rows.
    pub fn apply(&self, answer: &mut Answer) {
        if let Some(under) = &self.under {
            answer
                .rows
                .retain(|row| WinPath::new(&row.name).is_under(under));
            answer.total = answer
                .rows
                .iter()
                .filter(|row| row.verdict == Verdict::Yes)
                .count();
        }
        for field in [self.sort, self.group].into_iter().flatten() {
            answer.rows.sort_by_cached_key(|row| key(row, field));
        }
        if let Some(limit) = self.limit
            && answer.rows.len() > limit
        {
            answer.rows.truncate(limit);
            answer.complete = false;
        }
    }
}

/// Only a question about steps goes by rules.
fn steps_of(
    core: &Core,
    modifier: &Written<Modifier>,
    resolver: &Resolver<'_>,
) -> Result<(), Box<Diagnostic>> {
    let by_steps = match core {
        Core::Can { way, .. } | Core::WhoCan { way, .. } | Core::WhatCan { way, .. } => {
            *way == Way::BySteps
        }
        Core::Becomes { .. }
        | Core::WhoBecomes { .. }
        | Core::WhatBecomes { .. }
        | Core::Related { .. }
        | Core::AllRelated { .. }
        | Core::Pairs { .. }
        | Core::Separates { .. } => true,
        Core::List { conditions, .. } => !conditions.is_empty(),
        _ => false,
    };
    if by_steps {
        return Ok(());
    }
    let word = modifier.node.keyword();
    Err(resolver
        .at(
            "no-steps",
            format!("`{word}` goes with steps, and this question asks for none"),
            modifier.span,
            "of what",
        )
        .help(format!(
            "`can pool A come to read /secure {}`: what can be come to, not what can be done now",
            modifier.node
        ))
        .into())
}

/// Only a request has stages.
fn stages_of(core: &Core, span: Span, resolver: &Resolver<'_>) -> Result<(), Box<Diagnostic>> {
    let request = match core {
        Core::Can { wanted, .. } => wanted.node.verb() == Some(Verb::Request),
        Core::Serves { stage, .. } => stage.is_none(),
        _ => false,
    };
    if request {
        return Ok(());
    }
    Err(resolver
        .at("no-stages", "only a request has stages", span, "of what")
        .help(
            "`can anonymous request /x at every stage`, `which identity serves /x at every stage`",
        )
        .into())
}

fn key(row: &Row, field: Field) -> String {
    match field {
        Field::Name => fold(&row.name),
        Field::Kind => row.kind.to_owned(),
        Field::Sid => row.sid.map(|sid| sid.to_string()).unwrap_or_default(),
        Field::Verdict => format!("{:?}", row.verdict),
        Field::Reason => row
            .evidence
            .first()
            .map(|step| format!("{:?}", step.ground))
            .unwrap_or_default(),
        Field::Folder => WinPath::new(&row.name)
            .parent()
            .map(|path| path.folded())
            .unwrap_or_default(),
        Field::Permissions => row
            .shares
            .map(|shares| format!("{shares:08}"))
            .unwrap_or_default(),
    }
}
