//! From a text to facts: line by line, so that a wrong sentence costs only itself.

use pest::{
    Parser,
    iterators::{Pair, Pairs},
};

use super::{
    grammar::{Grammar, Rule},
    names::{Here, Read},
};
use crate::{
    text::{Diagnostic, Severity, Source, Span, lines},
    world::{Fact, Name, Statement},
};

/// What indented lines belong to.
enum Above {
    /// Nothing was said yet.
    Nothing,
    /// A site.
    Site(Name),
    /// An object: the number of its fact.
    Object(usize),
    /// A sentence that has no lines of its own.
    Other,
    /// A sentence that was not read: the number of its diagnostic, and how many lines were below it so far.
    NotRead(usize, usize),
}

/// Reads a text in the world notation.
///
/// Every sentence that could be read is a fact, or several; every one that could not is a diagnostic and
/// costs only itself and the indented lines that belong to it. Facts and access lines carry their lines.
///
/// ```
/// use poolproof::{text::Source, world};
/// let (facts, complaints) = world::read(&Source::new("small.world", "pool A runs as NetworkService\npol B"));
/// assert_eq!(facts.len(), 1);
/// assert_eq!(complaints[0].candidates, ["pool"]);
/// ```
pub fn read(source: &Source) -> (Vec<Fact>, Vec<Diagnostic>) {
    let mut reader = Reader {
        facts: Vec::new(),
        diagnostics: Vec::new(),
        above: Above::Nothing,
    };
    for line in lines(&source.text) {
        let here = Here { source, line };
        if line.indented {
            reader.line_below(&here);
        } else {
            reader.sentence_lost_its_lines();
            reader.above = Above::Other;
            if let Err(diagnostic) = reader.sentence(&here) {
                reader.above = Above::NotRead(reader.diagnostics.len(), 0);
                reader.diagnostics.push(*diagnostic);
            }
        }
    }
    reader.sentence_lost_its_lines();
    (reader.facts, reader.diagnostics)
}

struct Reader {
    facts: Vec<Fact>,
    diagnostics: Vec<Diagnostic>,
    above: Above,
}

impl Reader {
    /// A line without indentation.
    fn sentence(&mut self, here: &Here<'_>) -> Read<()> {
        here.closed_quotes()?;
        match Grammar::parse(Rule::sentence, here.line.text) {
            Ok(mut pairs) => match pairs.next() {
                Some(sentence) => self.statement(here, sentence, None),
                None => Ok(()),
            },
            Err(error) => Err(here.not_understood(Rule::slip, || {
                if Grammar::parse(Rule::sentence_below, here.line.text).is_ok() {
                    let wrong =
                        Diagnostic::error("no-subject", "nothing says what this line is about")
                            .help("indent it under its sentence");
                    return here.at(wrong, here.whole(), "a part of a sentence");
                }
                here.no_sentence(&error)
            })),
        }
    }

    fn statement(
        &mut self,
        here: &Here<'_>,
        sentence: Pair<'_, Rule>,
        site: Option<&Name>,
    ) -> Read<()> {
        let rule = sentence.as_rule();
        match rule {
            Rule::statement_object => {
                let object = here.object(sentence)?;
                self.above = Above::Object(self.facts.len());
                self.say(here, Statement::Object(object));
                return Ok(());
            }
            Rule::statement_site | Rule::statement_application | Rule::statement_virtual_folder => {
                let (statement, later) = match rule {
                    Rule::statement_site => here.site(sentence)?,
                    Rule::statement_application => here.application(sentence, site)?,
                    _ => here.virtual_folder(sentence, site)?,
                };
                if let Statement::Site(site) = &statement {
                    self.above = Above::Site(site.name.clone());
                }
                self.say(here, statement);
                self.diagnostics.extend(later);
                return Ok(());
            }
            _ => {}
        }
        let statements = match rule {
            Rule::statement_server => here.server(sentence)?,
            Rule::statement_user | Rule::statement_group => here.account(sentence)?,
            Rule::statement_member => here.memberships(sentence)?,
            Rule::statement_members_unknown | Rule::statement_groups_unknown => {
                here.unknown_accounts(sentence)?
            }
            Rule::statement_permissions_unknown
            | Rule::statement_owner_unknown
            | Rule::statement_inherited_unknown => here.unknown_object(sentence)?,
            Rule::statement_machine_sid => here.machine_sid(sentence)?,
            Rule::statement_domain => here.domain(sentence)?,
            Rule::statement_right => here.right(sentence)?,
            Rule::statement_pool => here.pool(sentence)?,
            Rule::statement_undescribed => here.undescribed(sentence)?,
            _ => return Err(here.slip(sentence)),
        };
        for statement in statements {
            self.say(here, statement);
        }
        Ok(())
    }

    /// An indented line.
    fn line_below(&mut self, here: &Here<'_>) {
        if let Above::NotRead(_, lost) = &mut self.above {
            *lost += 1;
            return;
        }
        if let Err(diagnostic) = self.clause_below(here) {
            self.diagnostics.push(*diagnostic);
        }
    }

    fn clause_below(&mut self, here: &Here<'_>) -> Read<()> {
        here.closed_quotes()?;
        let parts = match Grammar::parse(Rule::sentence_below, here.line.text) {
            Ok(parts) => parts,
            Err(error) => {
                return Err(here.not_understood(Rule::slip_below, || {
                    if Grammar::parse(Rule::sentence, here.line.text).is_ok() {
                        let wrong = Diagnostic::error(
                            "indented",
                            "this is a sentence of its own, and indented",
                        )
                        .help("remove the white space before it");
                        return here.at(wrong, here.whole(), "belongs to the sentence above");
                    }
                    here.no_sentence(&error)
                }));
            }
        };
        let belongs_to_site = parts
            .clone()
            .next()
            .is_some_and(|part| is_of_site(part.as_rule()));
        match (&self.above, belongs_to_site) {
            (Above::Site(site), true) => {
                let site = site.clone();
                for part in parts.filter(|part| is_of_site(part.as_rule())) {
                    self.statement(here, part, Some(&site))?;
                }
                Ok(())
            }
            (Above::Object(number), false) => {
                let number = *number;
                self.object_below(here, number, parts)
            }
            (Above::Object(_) | Above::Other | Above::Nothing, true) => {
                Err(here.misplaced("it belongs under a `site`"))
            }
            (Above::Site(_) | Above::Other | Above::Nothing, false) => {
                Err(here.misplaced("it belongs under a `folder`, a `file` or a `key`"))
            }
            (Above::NotRead(..), _) => Ok(()),
        }
    }

    fn object_below(&mut self, here: &Here<'_>, number: usize, parts: Pairs<'_, Rule>) -> Read<()> {
        match self.facts.get_mut(number).map(|fact| &mut fact.statement) {
            Some(Statement::Object(object)) => here.object_clauses(object, parts),
            _ => Ok(()),
        }
    }

    fn say(&mut self, here: &Here<'_>, statement: Statement) {
        self.facts.push(Fact {
            statement,
            origin: here.origin(),
        });
    }

    /// Tells how many lines a sentence that was not read took with it.
    fn sentence_lost_its_lines(&mut self) {
        let Above::NotRead(number, lost @ 1..) = self.above else {
            return;
        };
        let Some(diagnostic) = self.diagnostics.get_mut(number) else {
            return;
        };
        let lines = if lost == 1 {
            "the indented line below it is left out too".to_owned()
        } else {
            format!("the {lost} indented lines below it are left out too")
        };
        diagnostic.help = Some(match diagnostic.help.take() {
            Some(help) if diagnostic.severity == Severity::Error => format!("{help}; {lines}"),
            Some(help) => help,
            None => lines,
        });
    }
}

impl Here<'_> {
    /// The line as a whole.
    fn whole(&self) -> Span {
        Span {
            start: 0,
            end: self.line.text.len(),
        }
    }

    /// Every quote is closed on its line.
    fn closed_quotes(&self) -> Read<()> {
        let text = self.line.text;
        if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 0 {
            return Ok(());
        }
        let start = text.rfind('"').unwrap_or(0);
        let wrong = Diagnostic::error("open-quote", "a quote is not closed")
            .help("a name in quotes ends on its line; a quote in a name is written twice");
        let rest = Span {
            start,
            end: text.len(),
        };
        Err(self.at(wrong, rest, "opened here"))
    }

    /// A line that the grammar does not take: a sentence of a later version, a likely slip, or something else.
    fn not_understood(
        &self,
        slips: Rule,
        otherwise: impl FnOnce() -> Box<Diagnostic>,
    ) -> Box<Diagnostic> {
        let slip = Grammar::parse(slips, self.line.text)
            .ok()
            .and_then(|mut pairs| pairs.next());
        match slip {
            Some(part) if matches!(part.as_rule(), Rule::later_statement | Rule::later_below) => {
                self.later(&part)
            }
            Some(part) => self.slip(part),
            None => otherwise(),
        }
    }

    fn misplaced(&self, help: &str) -> Box<Diagnostic> {
        let wrong =
            Diagnostic::error("misplaced", "the sentence above has no such lines").help(help);
        self.at(wrong, self.whole(), "indented here")
    }
}

fn is_of_site(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::statement_application | Rule::statement_virtual_folder
    )
}
