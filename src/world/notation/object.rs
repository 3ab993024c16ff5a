//! Sentences about folders, files and keys, with the lines that belong to them.

use pest::iterators::{Pair, Pairs};

use super::{
    access::LineOf,
    grammar::Rule,
    names::{Here, Read, span_of, unquote},
};
use crate::{
    nt::{Domains, SddlError, SecurityDescriptor, Sid},
    text::{Diagnostic, Span},
    world::{Inheritance, Listing, ObjectNoun, ObjectStatement, WinPath},
};

impl Here<'_> {
    /// `folder|file|key PATH …`
    pub fn object(&self, sentence: Pair<'_, Rule>) -> Read<ObjectStatement> {
        let mut object = ObjectStatement {
            noun: ObjectNoun::Folder,
            path: WinPath::new(""),
            owner: None,
            inheritance: Inheritance::default(),
            list: Listing::default(),
        };
        let mut clauses = Vec::new();
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::kw_folder => object.noun = ObjectNoun::Folder,
                Rule::kw_file => object.noun = ObjectNoun::File,
                Rule::kw_key => object.noun = ObjectNoun::Key,
                Rule::quoted_path | Rule::bare_path => object.path = self.path(&part),
                _ => clauses.push(part),
            }
        }
        for clause in clauses {
            self.object_clause(&mut object, clause)?;
        }
        Ok(object)
    }

    /// A line under an object: all of it, or nothing.
    pub fn object_clauses(&self, object: &mut ObjectStatement, line: Pairs<'_, Rule>) -> Read<()> {
        let owner = object.owner.clone();
        let inheritance = object.inheritance;
        let length = match &object.list {
            Listing::Lines(lines) => Some(lines.len()),
            Listing::Sddl(_) => None,
        };
        for clause in line {
            if let Err(wrong) = self.object_clause(object, clause) {
                object.owner = owner;
                object.inheritance = inheritance;
                match (length, &mut object.list) {
                    (Some(length), Listing::Lines(lines)) => lines.truncate(length),
                    // Only an object without lines takes `sddl`.
                    (Some(_), list @ Listing::Sddl(_)) => *list = Listing::default(),
                    (None, _) => {}
                }
                return Err(wrong);
            }
        }
        Ok(())
    }

    fn object_clause(&self, object: &mut ObjectStatement, clause: Pair<'_, Rule>) -> Read<()> {
        match clause.as_rule() {
            Rule::clause_owner => {
                self.only_once(object.owner.is_some(), &clause)?;
                object.owner = self.everybody(clause.into_inner())?.pop();
            }
            Rule::clause_does_not_inherit => {
                self.inheritance(object, Inheritance::Protected, &clause)?;
            }
            Rule::clause_listed_in_full => {
                self.inheritance(object, Inheritance::ListedInFull, &clause)?;
            }
            Rule::access_line => match &mut object.list {
                Listing::Lines(lines) => {
                    lines.extend(self.access_line(clause, LineOf::Object(object.noun))?)
                }
                Listing::Sddl(_) => return Err(self.lines_and_sddl(&clause)),
            },
            Rule::clause_sddl => match &object.list {
                Listing::Lines(lines) if lines.is_empty() => {
                    object.list = Listing::Sddl(self.sddl(clause)?.into());
                }
                Listing::Lines(_) => return Err(self.lines_and_sddl(&clause)),
                Listing::Sddl(_) => return self.only_once(true, &clause),
            },
            Rule::mistake_clause => return Err(self.slip(clause)),
            _ => {}
        }
        Ok(())
    }

    fn inheritance(
        &self,
        object: &mut ObjectStatement,
        said: Inheritance,
        clause: &Pair<'_, Rule>,
    ) -> Read<()> {
        self.only_once(object.inheritance != Inheritance::Inherits, clause)?;
        object.inheritance = said;
        Ok(())
    }

    /// An empty list stays empty.
    pub fn nobody_and_somebody(&self, clause: &Pair<'_, Rule>) -> Box<Diagnostic> {
        let wrong = Diagnostic::error(
            "nobody-and-somebody",
            "the list is said to be empty, and then to hold a line",
        )
        .help("leave out `allows nobody`");
        self.on(wrong, clause, "`allows nobody` is above")
    }

    /// A list is said in one form.
    pub fn lines_and_sddl(&self, clause: &Pair<'_, Rule>) -> Box<Diagnostic> {
        let wrong = Diagnostic::error(
            "lines-and-sddl",
            "a list has access lines or `sddl`, not both",
        )
        .help("write the whole list in one of the two forms");
        self.on(wrong, clause, "the other form is above")
    }

    /// The text of `sddl "…"`, read once to see that it is well-formed.
    pub fn sddl(&self, clause: Pair<'_, Rule>) -> Read<String> {
        let Some(part) = clause
            .into_inner()
            .find(|part| part.as_rule() == Rule::quoted)
        else {
            return Ok(String::new());
        };
        let text = unquote(part.as_str());
        let Err(error) = check_sddl(&text) else {
            return Ok(text);
        };
        let begin = span_of(&part).start;
        let span = Span {
            start: begin + in_quotes(&text, error.at.start),
            end: begin + in_quotes(&text, error.at.end),
        };
        let wrong = Diagnostic::error("bad-sddl", format!("this is no SDDL: {}", error.message()));
        let wrong = match error.help() {
            Some(help) => wrong.help(help),
            None => wrong,
        };
        Err(self.at(wrong, span, "here"))
    }
}

/// Whether a text is a descriptor, whatever the domains that its aliases refer to.
///
/// # Errors
/// It is none, and where it goes wrong.
pub(in crate::world) fn check_sddl(text: &str) -> Result<(), SddlError> {
    const SOME: Option<Sid> = Some(Sid::of(5, &[21, 0, 0, 0]));
    let domains = Domains {
        machine: SOME,
        domain: SOME,
        forest_root: SOME,
    };
    SecurityDescriptor::from_sddl(text, &domains).map(|_| ())
}

/// Where a byte of a text stands when the text is in quotes, its own ones doubled.
fn in_quotes(text: &str, at: usize) -> usize {
    1 + at + text.bytes().take(at).filter(|byte| *byte == b'"').count()
}
