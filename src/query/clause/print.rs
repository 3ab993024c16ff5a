//! Clauses → canonical text: what is read from it equals what was printed, and printing that again changes nothing.

use std::fmt;

use super::syntax::{
    Clause, ClauseKind, Count, Insisted, Predicate, Purpose, Ranged, SUBJECT, Said, Whom,
};
use crate::query::{
    print_names::{plain_or_quoted, quoted},
    syntax::{Core, Question, Written},
};

impl fmt::Display for Insisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.purpose.word())?;
        write!(f, " {}: {}", quoted(&self.name.node), self.clause.node)
    }
}

impl Purpose {
    /// `assert`
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Assert => "assert",
            Purpose::Invariant => "invariant",
        }
    }
}

impl ClauseKind {
    /// `pool`
    pub fn singular(self) -> &'static str {
        match self {
            ClauseKind::Actor(kind) => kind.singular(),
            ClauseKind::Component => "component",
            ClauseKind::Service => "service",
        }
    }

    /// `pools`
    pub fn plural(self) -> &'static str {
        match self {
            ClauseKind::Actor(kind) => kind.plural(),
            ClauseKind::Component => "components",
            ClauseKind::Service => "services",
        }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clause::If {
                premise,
                conclusion,
            } => write!(f, "if {} then {}", premise.node, conclusion.node),
            Clause::For {
                ranges,
                such_that,
                body,
            } => {
                f.write_str("for ")?;
                for (at, range) in ranges.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { " and " })?;
                    range.node.fmt(f)?;
                }
                where_part(f, such_that.as_deref())?;
                write!(f, ": {}", body.node)
            }
            Clause::And(parts) => joined(f, parts, " and "),
            Clause::Or(parts) => joined(f, parts, " or "),
            Clause::Not(inner) => {
                f.write_str("not ")?;
                operand(f, &inner.node)
            }
            Clause::Said(said) => said.fmt(f),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Written<Clause>], word: &str) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        f.write_str(if at == 0 { "" } else { word })?;
        operand(f, &part.node)?;
    }
    Ok(())
}

/// A part of a joined clause: in brackets, unless it is a single claim.
fn operand(f: &mut fmt::Formatter<'_>, clause: &Clause) -> fmt::Result {
    match clause {
        Clause::Said(_) | Clause::Not(_) => write!(f, "{clause}"),
        Clause::If { .. } | Clause::For { .. } | Clause::And(_) | Clause::Or(_) => {
            write!(f, "({clause})")
        }
    }
}

fn where_part(f: &mut fmt::Formatter<'_>, clause: Option<&Written<Clause>>) -> fmt::Result {
    match clause {
        // What follows would be taken for a part of it.
        Some(clause) => write!(f, " where ({})", clause.node),
        None => Ok(()),
    }
}

impl fmt::Display for Ranged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.every { "every " } else { "some " })?;
        f.write_str(if self.other { "other " } else { "" })?;
        let variable = plain_or_quoted(self.variable.as_str());
        write!(f, "{} {variable}", self.kind.singular())
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.subject.fmt(f)?;
        self.predicate.fmt(f)
    }
}

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Whom::Named(set) => set.node.fmt(f),
            Whom::Only { who } => write!(f, "only {}", who.node),
            Whom::Nobody => f.write_str("nobody"),
            Whom::Ranged {
                count,
                other,
                kind,
                variable,
                except,
                such_that,
            } => {
                let other = if *other { "other " } else { "" };
                let (one, many) = (kind.node.singular(), kind.node.plural());
                match count {
                    Count::No => write!(f, "no {other}{one}")?,
                    Count::Every => write!(f, "every {other}{one}")?,
                    Count::AtLeast(1) => write!(f, "some {other}{one}")?,
                    Count::AtLeast(count) => write!(f, "at least {count} {many}")?,
                    Count::AtMost(count) => write!(f, "at most {count} {many}")?,
                    Count::Exactly(count) => write!(f, "exactly {count} {many}")?,
                }
                if let Some(variable) = variable {
                    write!(f, " {}", plain_or_quoted(variable.as_str()))?;
                }
                if let Some(except) = except {
                    write!(f, " except {}", except.node)?;
                }
                where_part(f, such_that.as_deref())
            }
        }
    }
}

/// With a blank before it: `can read C:\x`, `is not a member of G`.
impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let claims: Vec<String> = self
            .claims
            .iter()
            .map(|claim| self.turned_back(&claim.node))
            .collect();
        write!(f, " {}", with_one_object(&claims, self))?;
        for modifier in &self.modifiers {
            write!(f, " {}", modifier.node)?;
        }
        Ok(())
    }
}

impl Predicate {
    /// A question's words in the order of a claim, without the subject.
    fn turned_back(&self, core: &Core) -> String {
        let text = Question {
            changes: Vec::new(),
            prefix: None,
            core: Written::nowhere(core.clone()),
            modifiers: Vec::new(),
        }
        .to_string();
        let (word, rest) = text.split_once(SUBJECT).unwrap_or(("", &text));
        let rest = rest.trim_start();
        match (word.trim(), self.denied) {
            ("can", false) => format!("can {rest}"),
            ("can", true) => format!("cannot {rest}"),
            ("is", false) => format!("is {rest}"),
            ("is", true) => format!("is not {rest}"),
            (_, true) => format!("does not {rest}"),
            (_, false) => {
                let (verb, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                format!("{verb}s {rest}").trim_end().to_owned()
            }
        }
    }
}

/// `can read C:\x` and `can write C:\x` as `can read or write C:\x`.
fn with_one_object(claims: &[String], predicate: &Predicate) -> String {
    let [first, .., _] = claims else {
        return claims.concat();
    };
    let object = |core: &Core| match core {
        Core::Can { object, .. } => format!(" {}", object.node),
        _ => String::new(),
    };
    let object = object(&predicate.claims[0].node);
    let can = first.split(' ').next().unwrap_or_default();
    let verbs: Vec<&str> = claims
        .iter()
        .map(|claim| {
            let verb = claim.strip_suffix(&object).unwrap_or(claim);
            verb.strip_prefix(can).unwrap_or(verb).trim_start()
        })
        .collect();
    let word = if predicate.all { " and " } else { " or " };
    format!("{can} {}{object}", verbs.join(word))
}
