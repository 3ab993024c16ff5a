//! Many artefacts → one list of facts, with gaps where nothing was said, and the account of it all.

use std::collections::{BTreeMap, HashSet};

use super::{
    Artefact, Import,
    bytes::{Decoded, NoText, decode},
    coverage::{ArtefactCoverage, Coverage, Outcome},
    gaps,
    objects::{Objects, folders_hold_things},
    reading::Input,
    recognise::reader_of,
    sheet::{Ledger, Sheet},
};
use crate::{
    text::{Diagnostic, Place, Severity, Source, SourceName},
    world::{Fact, IisVersion, MachineState, Name, Origin, ServerStatement, Statement, WinPath},
};

/// The facts of these artefacts, whatever their order.
pub fn import(artefacts: &[Artefact]) -> Import {
    let mut ordered: Vec<&Artefact> = artefacts.iter().collect();
    ordered.sort_by(|a, b| (&a.name, &a.base, &a.bytes).cmp(&(&b.name, &b.base, &b.bytes)));

    let mut whole = Whole::of(&ordered);
    let placed = placed(&ordered, &whole.stated);
    if !placed.is_empty() {
        let again: Vec<&Artefact> = ordered
            .iter()
            .map(|artefact| placed.get(&artefact.name).unwrap_or(artefact))
            .collect();
        whole = Whole::of(&again);
    }
    whole.unknown_files(&ordered);
    whole.finish()
}

/// `names in FILE are relative to PATH`, each with where it was said.
fn names_in(facts: &[Fact]) -> impl Iterator<Item = (&Name, &WinPath, &Origin)> {
    facts.iter().filter_map(|fact| {
        let Statement::Machine(MachineState::NamesIn { file, folder }) = &fact.statement else {
            return None;
        };
        Some((file, folder, &fact.origin))
    })
}

/// Whether an artefact is called so, whole or by its last part.
fn is_called(artefact: &Artefact, file: &Name) -> bool {
    let last = artefact.name.rsplit(['/', '\\']).next();
    file.is(&artefact.name) || last.is_some_and(|last| file.is(last))
}

/// The artefacts of which a sentence says where their names lie. What was said where they were handed in goes first.
fn placed(artefacts: &[&Artefact], stated: &[Fact]) -> BTreeMap<SourceName, Artefact> {
    let mut placed = BTreeMap::new();
    for artefact in artefacts.iter().filter(|artefact| artefact.base.is_none()) {
        let said = names_in(stated).find(|(file, _, _)| is_called(artefact, file));
        if let Some((_, folder, _)) = said {
            let based = (*artefact).clone().relative_to(folder.clone());
            placed.insert(artefact.name.clone(), based);
        }
    }
    placed
}

#[derive(Default)]
struct Whole {
    read: Vec<Fact>,
    stated: Vec<Fact>,
    diagnostics: Vec<Diagnostic>,
    artefacts: Vec<ArtefactCoverage>,
}

impl Whole {
    fn of(artefacts: &[&Artefact]) -> Whole {
        let mut whole = Whole::default();
        for artefact in artefacts {
            whole.take(artefact);
        }
        whole
    }

    /// Sentences about files that nobody handed in.
    fn unknown_files(&mut self, artefacts: &[&Artefact]) {
        for (file, _, origin) in names_in(&self.stated) {
            if !artefacts.iter().any(|artefact| is_called(artefact, file)) {
                let headline = format!("no file is called `{file}`");
                self.diagnostics.push(
                    origin
                        .mark(Diagnostic::warning("unknown-file", headline))
                        .help("the names of files are compared as they are handed in, whole or by their last part"),
                );
            }
        }
    }

    fn take(&mut self, artefact: &Artefact) {
        let name = &artefact.name;
        let Decoded {
            text,
            encoding,
            cut,
        } = match decode(&artefact.bytes) {
            Ok(decoded) => decoded,
            Err(why) => {
                self.diagnostics.push(no_text(artefact, &why));
                self.artefacts.push(account(
                    artefact,
                    "binary",
                    "no text",
                    "",
                    Outcome::Refused,
                    None,
                ));
                return;
            }
        };
        let sheet = Sheet::new(Source::new(name.clone(), text));
        if encoding.is_guess() {
            let headline = format!("`{name}` is not UTF-8; it is read as {}", encoding.name());
            self.diagnostics.push(
                Diagnostic::note("guessed-encoding", headline)
                    .at(
                        sheet.source.whole(),
                        "letters beyond ASCII may be other ones",
                    )
                    .help("save it as UTF-8 if names look wrong"),
            );
        }
        if cut {
            self.diagnostics.push(
                Diagnostic::warning(
                    "cut-character",
                    format!("`{name}` ends in the middle of a character"),
                )
                .at(sheet.source.whole(), "the file is cut")
                .help("hand over the whole file"),
            );
        }
        let (kind, title, read) = match reader_of(&sheet) {
            Some(reader) => (reader.kind, reader.title, reader.read),
            None => ("unknown", "unknown", None),
        };
        let Some(read) = read else {
            self.diagnostics.push(not_read(&sheet, kind, title));
            let outcome = if kind == "unknown" {
                Outcome::Unknown
            } else {
                Outcome::NotRead
            };
            let mut ledger = Ledger::new(&sheet);
            ledger.rest(if kind == "unknown" {
                "not recognised"
            } else {
                "a kind that this version does not read"
            });
            self.artefacts.push(account(
                artefact,
                kind,
                title,
                encoding.name(),
                outcome,
                Some(ledger),
            ));
            return;
        };
        let mut reading = read(&Input {
            sheet: &sheet,
            base: artefact.base.as_ref(),
        });
        let worst = reading
            .diagnostics
            .iter()
            .map(|complaint| complaint.severity)
            .max();
        let outcome = match worst {
            _ if reading.refused => Outcome::Refused,
            _ if cut => Outcome::Partly,
            Some(Severity::Error | Severity::Warning) => Outcome::Partly,
            Some(Severity::Note) | None => Outcome::Read,
        };
        let mut covered = account(
            artefact,
            kind,
            title,
            encoding.name(),
            outcome,
            Some(reading.ledger),
        );
        covered.counts = std::mem::take(&mut reading.counts);
        self.artefacts.push(covered);
        self.diagnostics.append(&mut reading.diagnostics);
        let facts = if reading.stated {
            &mut self.stated
        } else {
            &mut self.read
        };
        facts.append(&mut reading.facts);
    }

    fn finish(mut self) -> Import {
        let mut facts = std::mem::take(&mut self.stated);
        let stated = facts.len();
        facts.append(&mut self.read);
        folders_hold_things(&mut facts);

        let objects = Objects::of(&facts);
        let coverage = Coverage {
            objects: objects.coverage(&mut self.diagnostics),
            undescribed: objects.undescribed(&facts),
            artefacts: self.artefacts,
        };
        let settled = objects.settled();
        let mut said = HashSet::new();
        let mut kept: Vec<Fact> = Vec::with_capacity(facts.len());
        let gaps = gaps::between(&facts[..stated], &facts[stated..]);
        for fact in facts.into_iter().chain(gaps) {
            let answered = matches!(&fact.statement, Statement::Gap(gap) if settled.contains(gap));
            if !answered && said.insert(fact.statement.clone()) {
                kept.push(fact);
            }
        }
        if !kept.is_empty()
            && !kept
                .iter()
                .any(|fact| matches!(fact.statement, Statement::Server(_)))
        {
            kept.push(some_server(&mut self.diagnostics));
        }
        Import {
            facts: kept,
            diagnostics: self.diagnostics,
            coverage,
        }
    }
}

fn account(
    artefact: &Artefact,
    kind: &'static str,
    title: &'static str,
    encoding: &'static str,
    outcome: Outcome,
    ledger: Option<Ledger>,
) -> ArtefactCoverage {
    ArtefactCoverage {
        name: artefact.name.to_string(),
        kind,
        title,
        encoding,
        outcome,
        counts: BTreeMap::new(),
        lines: ledger.as_ref().map_or(0, Ledger::said),
        used: ledger.as_ref().map_or(0, Ledger::count_used),
        left_out: ledger.as_ref().map(Ledger::left_out).unwrap_or_default(),
    }
}

fn no_text(artefact: &Artefact, why: &NoText) -> Diagnostic {
    let label = match why {
        NoText::Control { at, byte } => format!("byte 0x{byte:02x} at offset {at} is in no text"),
        NoText::NotAsMarked { encoding, line } => {
            format!("its mark says {encoding}, which line {line} is not")
        }
        NoText::Utf32 => "it is UTF-32".to_owned(),
        NoText::Binary(kind) => format!("it is {kind}"),
    };
    Diagnostic::error(
        "no-text",
        format!("`{}` is no text that can be read", artefact.name),
    )
    .at(Place::whole(artefact.name.clone()), label)
    .help("hand over text in UTF-8 or UTF-16; nothing of this file is used")
}

fn not_read(sheet: &Sheet, kind: &str, title: &str) -> Diagnostic {
    let name = &sheet.source.name;
    let place = sheet.source.whole();
    if sheet.text().trim().is_empty() {
        return Diagnostic::warning("empty", format!("`{name}` is empty"))
            .at(place, "nothing is read");
    }
    if kind == "unknown" {
        return Diagnostic::warning(
            "unknown-kind",
            format!("what `{name}` is cannot be told from its content"),
        )
        .at(place, "not read")
        .help("known are applicationHost.config, icacls listings and icacls /save files");
    }
    Diagnostic::warning("kind-not-read", format!("`{name}` is recognised: {title}"))
        .at(place, "not read by this version")
        .help("what it says is not in the facts; what depends on it stays unknown")
}

/// No artefact tells the server's name or version.
fn some_server(diagnostics: &mut Vec<Diagnostic>) -> Fact {
    const SAYS: &str = "no artefact names the server or its version: IIS 10.0 is assumed";
    diagnostics.push(
        Diagnostic::note("assumed-version", SAYS)
            .help("add a text with `server NAME runs IIS 8.5` if it is another one"),
    );
    Fact {
        statement: Statement::Server(ServerStatement {
            name: "SERVER".into(),
            iis: Some(IisVersion::V10_0),
            isolation_mode: false,
            windows: None,
            service_pack: None,
            domain: None,
            domain_controller: false,
        }),
        origin: Origin::Rule {
            says: SAYS.into(),
            from: Vec::new(),
        },
    }
}
