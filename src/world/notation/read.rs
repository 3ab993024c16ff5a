//! From a text to facts: line by line, so that a wrong sentence costs only itself.

use std::collections::BTreeMap;

use pest::{Parser, iterators::Pair};

use super::{
    component::machine_list,
    grammar::{Grammar, Rule},
    names::{Here, Read},
};
use crate::{
    text::{Diagnostic, Severity, Source, Span, lines},
    world::{ComList, Fact, MachineList, Name, Statement},
};

/// What indented lines belong to.
enum Above {
    /// Nothing was said yet.
    Nothing,
    /// A site.
    Site(Name),
    /// An object, a component, a service or a task: the number of its fact.
    Listed(usize, Lines),
    /// A list of the machine.
    MachineCom(MachineCom),
    /// A sentence that has no lines of its own.
    Other,
    /// A sentence that was not read: the number of its diagnostic, and how many lines were below it so far.
    NotRead(usize, usize),
}

/// A list of the machine that lines are added to.
struct MachineCom {
    /// The number of its fact.
    number: usize,
    /// Whether anything was said of it so far.
    said: bool,
    /// What to complain of if nothing follows.
    unsaid: Option<Box<Diagnostic>>,
}

/// Which lines a sentence has below it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// Access lines of an object.
    Object,
    /// Launch and access lines.
    Component,
    /// Access lines of a service or a task.
    Program,
}

impl Lines {
    /// The rule of such a line.
    fn rule(self) -> Rule {
        match self {
            Lines::Object => Rule::below_object,
            Lines::Component => Rule::below_component,
            Lines::Program => Rule::below_program,
        }
    }
}

/// The rules of indented lines, and which sentence each belongs under.
const BELOW: [(Rule, &str); 4] = [
    (Rule::below_site, "it belongs under a `site`"),
    (
        Rule::below_object,
        "it belongs under a `folder`, a `file`, a `key`, a `service` or a `task`",
    ),
    (Rule::below_component, "it belongs under a `component`"),
    (
        Rule::below_machine_com,
        "it belongs under `machine launch default` and the like",
    ),
];

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
        machine_lists: BTreeMap::new(),
    };
    for line in lines(&source.text) {
        let here = Here { source, line };
        if line.indented {
            reader.line_below(&here);
        } else {
            reader.end_of_sentence();
            reader.above = Above::Other;
            if let Err(diagnostic) = reader.sentence(&here) {
                reader.above = Above::NotRead(reader.diagnostics.len(), 0);
                reader.diagnostics.push(*diagnostic);
            }
        }
    }
    reader.end_of_sentence();
    (reader.facts, reader.diagnostics)
}

struct Reader {
    facts: Vec<Fact>,
    diagnostics: Vec<Diagnostic>,
    above: Above,
    /// Where each of the machine's lists was said last.
    machine_lists: BTreeMap<MachineList, usize>,
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
                let is_below =
                    |(rule, _): &(Rule, _)| Grammar::parse(*rule, here.line.text).is_ok();
                if BELOW.iter().any(is_below) {
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
        let number = self.facts.len();
        let listed = |lines| Above::Listed(number, lines);
        let (statement, above) = match rule {
            Rule::statement_object => {
                let object = Statement::Object(here.object(sentence)?);
                (object, listed(Lines::Object))
            }
            Rule::statement_component => {
                let component = Statement::Component(here.component(sentence)?);
                (component, listed(Lines::Component))
            }
            Rule::statement_running => match here.running(sentence)? {
                Some(running) => (Statement::Running(running), listed(Lines::Component)),
                None => return Ok(()),
            },
            Rule::statement_service => {
                let service = Statement::Service(here.service(sentence)?);
                (service, listed(Lines::Program))
            }
            Rule::statement_task => {
                let task = Statement::Task(here.task(sentence)?);
                (task, listed(Lines::Program))
            }
            Rule::statement_machine_com => return self.machine_com(here, sentence),
            Rule::statement_site => {
                let site = here.site(sentence)?;
                let above = Above::Site(site.name.clone());
                (Statement::Site(site), above)
            }
            Rule::statement_application => {
                self.say(here, here.application(sentence, site)?);
                return Ok(());
            }
            Rule::statement_virtual_folder => {
                self.say(here, here.virtual_folder(sentence, site)?);
                return Ok(());
            }
            _ => {
                for statement in here.statements(sentence)? {
                    self.say(here, statement);
                }
                return Ok(());
            }
        };
        self.above = above;
        self.say(here, statement);
        Ok(())
    }

    /// `machine launch default …`: with something said, more of that list; the head alone begins a list.
    fn machine_com(&mut self, here: &Here<'_>, sentence: Pair<'_, Rule>) -> Read<()> {
        let mut entries = sentence.into_inner();
        let Some(head) = entries.next() else {
            return Ok(());
        };
        let which = machine_list(head.as_rule());
        let is_head = entries.peek().is_none();
        let known = self.machine_lists.get(&which).filter(|_| !is_head);
        let (number, said) = match known {
            Some(number) => (*number, true),
            None => (self.facts.len(), false),
        };
        if !said {
            let list = ComList::Lines(Vec::new());
            self.say(here, Statement::MachineCom { which, list });
        }
        let unsaid = is_head.then(|| {
            let wrong = Diagnostic::error("no-list", "nothing says what this list holds")
                .help("indent its lines under it; `allows nobody` is an empty list");
            here.on(wrong, &head, "which lines?")
        });
        let mut above = MachineCom {
            number,
            said,
            unsaid,
        };
        if let Err(wrong) = self.add_to_machine_com(here, &mut above, entries) {
            if !said {
                // What this sentence began goes with it.
                self.facts.truncate(number);
            }
            return Err(wrong);
        }
        self.machine_lists.insert(which, number);
        self.above = Above::MachineCom(above);
        Ok(())
    }

    fn add_to_machine_com<'e>(
        &mut self,
        here: &Here<'_>,
        above: &mut MachineCom,
        entries: impl Iterator<Item = Pair<'e, Rule>>,
    ) -> Read<()> {
        let Some(Statement::MachineCom { which, list }) = self
            .facts
            .get_mut(above.number)
            .map(|fact| &mut fact.statement)
        else {
            return Ok(());
        };
        let so_far = std::mem::replace(list, ComList::Lines(Vec::new()));
        let mut whole = above.said.then_some(so_far);
        let read = here.machine_com_more(*which, &mut whole, entries);
        above.said = whole.is_some();
        if above.said || read.is_err() {
            above.unsaid = None;
        }
        if let Some(whole) = whole {
            *list = whole;
        }
        read
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
        let fits = match &self.above {
            Above::Nothing | Above::Other => None,
            Above::Site(_) => Some(Rule::below_site),
            Above::Listed(_, lines) => Some(lines.rule()),
            Above::MachineCom(..) => Some(Rule::below_machine_com),
            Above::NotRead(..) => return Ok(()),
        };
        let parsed = fits.map(|rule| Grammar::parse(rule, here.line.text));
        let Some(Ok(parts)) = parsed else {
            return Err(here.no_line(fits));
        };
        match &self.above {
            Above::Site(site) => {
                let site = site.clone();
                for part in parts.filter(|part| part.as_rule() != Rule::EOI) {
                    self.statement(here, part, Some(&site))?;
                }
                Ok(())
            }
            Above::Listed(number, _) => match self.facts.get_mut(*number) {
                Some(fact) => here.line_of(&mut fact.statement, parts),
                None => Ok(()),
            },
            Above::MachineCom(_) => {
                let above = std::mem::replace(&mut self.above, Above::Other);
                let Above::MachineCom(mut above) = above else {
                    return Ok(());
                };
                let read = self.add_to_machine_com(here, &mut above, parts);
                self.above = Above::MachineCom(above);
                read
            }
            Above::Nothing | Above::Other | Above::NotRead(..) => Ok(()),
        }
    }

    fn say(&mut self, here: &Here<'_>, statement: Statement) {
        self.facts.push(Fact {
            statement,
            origin: here.origin(),
        });
    }

    /// Tells what only the end of a sentence shows.
    fn end_of_sentence(&mut self) {
        match std::mem::replace(&mut self.above, Above::Nothing) {
            Above::NotRead(number, lost) => self.lost_lines(number, lost),
            // A list of which nothing was said, or nothing right, is no list. Its fact is the last one.
            Above::MachineCom(MachineCom {
                number,
                said: false,
                unsaid,
            }) => {
                self.facts.truncate(number);
                self.machine_lists.retain(|_, known| *known != number);
                self.diagnostics.extend(unsaid.map(|unsaid| *unsaid));
            }
            Above::Nothing
            | Above::Site(_)
            | Above::Listed(..)
            | Above::MachineCom(_)
            | Above::Other => {}
        }
    }

    /// Tells how many lines a sentence that was not read took with it.
    fn lost_lines(&mut self, number: usize, lost: usize) {
        if lost == 0 {
            return;
        }
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

    /// A line that the grammar does not take: a likely slip, or something else.
    fn not_understood(
        &self,
        slips: Rule,
        otherwise: impl FnOnce() -> Box<Diagnostic>,
    ) -> Box<Diagnostic> {
        let slip = Grammar::parse(slips, self.line.text)
            .ok()
            .and_then(|mut pairs| pairs.next());
        match slip {
            Some(part) => self.slip(part),
            None => otherwise(),
        }
    }

    /// An indented line that does not fit under the sentence above.
    fn no_line(&self, fits: Option<Rule>) -> Box<Diagnostic> {
        let text = self.line.text;
        let is = |rule| Grammar::parse(rule, text).is_ok();
        if fits == Some(Rule::below_component) && is(Rule::below_machine_com) {
            let wrong = Diagnostic::error("no-list", "nothing says which list this line is in")
                .help("begin it with `launch` or `access`");
            return self.at(wrong, self.whole(), "in which list?");
        }
        self.not_understood(Rule::slip_below, || {
            if let Some((_, help)) = BELOW.iter().find(|(rule, _)| is(*rule)) {
                return self.misplaced(help);
            }
            if is(Rule::sentence) {
                let wrong =
                    Diagnostic::error("indented", "this is a sentence of its own, and indented")
                        .help("remove the white space before it");
                return self.at(wrong, self.whole(), "belongs to the sentence above");
            }
            match Grammar::parse(fits.unwrap_or(Rule::below_object), text) {
                Err(error) => self.no_sentence(&error),
                Ok(_) => self.misplaced("it belongs under another sentence"),
            }
        })
    }

    fn misplaced(&self, help: &str) -> Box<Diagnostic> {
        let wrong =
            Diagnostic::error("misplaced", "the sentence above has no such lines").help(help);
        self.at(wrong, self.whole(), "indented here")
    }
}
