//! Which of two documents that disagree holds, as it is said on the command line and at the prompt.

use crate::world::{Fact, MachineState, Name, Origin, Statement, readings};

/// `--reading X1=A`: which of two documents that disagree holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReadingArgument {
    pub(super) topic: &'static str,
    reading: &'static str,
}

impl ReadingArgument {
    /// `X1=A`, also with white space for the sign, or `X1 is read as A`.
    ///
    /// # Errors
    /// There is no such contradiction, or no such reading of it to choose.
    pub fn parse(text: &str) -> Result<ReadingArgument, String> {
        let words: Vec<&str> = text
            .split(|c: char| c == '=' || c.is_whitespace())
            .filter(|word| !word.is_empty())
            .collect();
        let (topic, reading) = match words.as_slice() {
            [topic, reading] | [topic, "is", "read", "as", reading] => (*topic, *reading),
            _ => return Err(format!("`{text}` is no reading; say `X1=A`")),
        };
        let Some(row) = readings::by_topic(topic) else {
            return Err(format!(
                "there is no contradiction `{topic}`; `:assume` at the prompt lists them"
            ));
        };
        let taken = row.taken();
        if !row.can_be_switched() {
            return Err(format!(
                "{topic} cannot be chosen ({}); the model takes {taken}",
                row.about
            ));
        }
        let reading = ["A", "B"]
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(reading))
            .ok_or_else(|| format!("{topic} has the readings A ({}) and B ({})", row.a, row.b))?;
        Ok(ReadingArgument {
            topic: row.topic,
            reading,
        })
    }

    /// Adds the facts. What is chosen here wins over what a world says.
    pub fn assume(chosen: &[ReadingArgument], facts: &mut Vec<Fact>) {
        let topic_of = |fact: &Fact| match &fact.statement {
            Statement::Machine(MachineState::Reading { topic, .. }) => Some(topic.clone()),
            _ => None,
        };
        facts.retain(|fact| {
            topic_of(fact).is_none_or(|topic| chosen.iter().all(|one| !topic.is(one.topic)))
        });
        facts.extend(chosen.iter().map(|one| Fact {
            statement: Statement::Machine(MachineState::Reading {
                topic: Name::from(one.topic),
                reading: Name::from(one.reading),
            }),
            origin: Origin::line(&"assumption".into(), 0),
        }));
    }
}
