//! What a command works on: the worlds that were named, read and put together.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{Streams, readings::ReadingArgument};
use crate::{
    iis,
    import::{self, Artefact, Coverage, Import},
    query::LazyFootprint,
    report::diagnostics,
    text::{Diagnostic, Place, Severity},
    world::{Name, Server, WinPath, readings},
};

/// The server that answers when no other one is named.
const DEMO: &str = include_str!("demo.world");

/// A server with how it came to be.
pub(super) struct Session {
    /// Who answers.
    pub server: Server,
    /// What code there is to be had on it, worked out when it is first asked for.
    pub footprint: LazyFootprint,
    /// What was wrong with what was read.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read and what was not.
    pub coverage: Coverage,
    /// What was named, as it was named; `demo` for the demo.
    pub worlds: Vec<String>,
    /// What was named.
    arguments: Vec<WorldArgument>,
    /// Which readings of contradictions were chosen beside what the worlds say.
    pub readings: Vec<ReadingArgument>,
    /// Other worlds by name, which `in`, `between` and `compare` ask.
    pub others: Vec<(Name, Server)>,
}

/// `NAME=PATH`: another world, and what it is called in questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedWorld {
    name: Name,
    path: String,
}

impl NamedWorld {
    /// `NAME=PATH`
    ///
    /// # Errors
    /// There is no `=`, or nothing before or behind it.
    pub fn parse(text: &str) -> Result<NamedWorld, String> {
        let parts = text
            .split_once('=')
            .filter(|(name, path)| !name.is_empty() && !path.is_empty());
        match parts {
            Some((name, path)) => Ok(NamedWorld {
                name: Name::from(name),
                path: path.to_owned(),
            }),
            None => Err("say `NAME=PATH`, such as `after=after.world`".to_owned()),
        }
    }

    /// The world of that path under that name.
    pub fn new(name: &str, path: &str) -> NamedWorld {
        NamedWorld {
            name: Name::from(name),
            path: path.to_owned(),
        }
    }
}

/// `-m FILE[@PATH]`: something to read, and the folder that relative names in it are relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WorldArgument {
    path: PathBuf,
    base: Option<WinPath>,
}

impl WorldArgument {
    /// `FILE` or `FILE@PATH`. What stands before the last `@` counts as the file if there is one of the whole name.
    pub fn parse(text: &str) -> WorldArgument {
        let whole = Path::new(text);
        match text.rsplit_once('@') {
            Some((file, base)) if !whole.exists() => WorldArgument {
                path: PathBuf::from(file),
                base: Some(WinPath::new(base)),
            },
            _ => WorldArgument {
                path: whole.to_owned(),
                base: None,
            },
        }
    }
}

impl Session {
    /// The session on what the user named; `None` after telling what could not be read.
    ///
    /// # Errors
    /// The complaint cannot be written.
    pub fn open(
        model: &[String],
        readings: &[ReadingArgument],
        streams: &mut Streams<'_>,
    ) -> io::Result<Option<Session>> {
        let worlds: Vec<WorldArgument> = model
            .iter()
            .map(|world| WorldArgument::parse(world))
            .collect();
        match Session::load(&worlds, readings) {
            Ok(session) => Ok(Some(session)),
            Err(complaint) => {
                write!(
                    streams.errors,
                    "{}",
                    diagnostics::draw(&complaint, streams.colour)
                )?;
                Ok(None)
            }
        }
    }

    /// The session on these worlds, on the demo if there are none.
    ///
    /// # Errors
    /// A file or folder that cannot be read at all. What is wrong inside a file is in the diagnostics.
    pub fn load(
        worlds: &[WorldArgument],
        readings: &[ReadingArgument],
    ) -> Result<Session, Box<Diagnostic>> {
        let mut inputs = read_all(worlds)?;
        if worlds.is_empty() {
            inputs.push(Artefact::new("demo", DEMO.as_bytes()));
        }
        let Import {
            mut facts,
            mut diagnostics,
            coverage,
        } = import::import(&inputs);
        ReadingArgument::assume(readings, &mut facts);
        let (server, more) = iis::serve(facts);
        diagnostics.extend(more);
        let arguments = worlds.to_vec();
        let worlds = if worlds.is_empty() {
            vec!["demo".to_owned()]
        } else {
            worlds
                .iter()
                .map(|world| world.path.display().to_string())
                .collect()
        };
        Ok(Session {
            server,
            footprint: LazyFootprint::new(),
            diagnostics,
            coverage,
            worlds,
            arguments,
            readings: readings.to_vec(),
            others: Vec::new(),
        })
    }

    /// Reads another world beside this one; one of the same name goes. What was wrong with it is told with the rest.
    ///
    /// # Errors
    /// As [`Session::load`].
    pub fn name(&mut self, world: &NamedWorld) -> Result<(), Box<Diagnostic>> {
        let other = Session::load(&[WorldArgument::parse(&world.path)], &self.readings)?;
        self.diagnostics.extend(other.diagnostics);
        self.others.retain(|(known, _)| *known != world.name);
        self.others.push((world.name.clone(), other.server));
        Ok(())
    }

    /// Every world that has a name: the others, and this one if it is one file, which is called as the file is.
    pub fn named(&self) -> Vec<(Name, &Server)> {
        let others = self
            .others
            .iter()
            .map(|(name, server)| (name.clone(), server));
        let stem = match self.worlds.as_slice() {
            [only] => Path::new(only)
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned()),
            _ => None,
        };
        let own = stem.map(|stem| (Name::new(stem), &self.server));
        others.chain(own).collect()
    }

    /// The same worlds, read again with this reading too; an earlier one of its topic goes.
    ///
    /// # Errors
    /// As [`Session::load`].
    pub fn assuming(&self, reading: ReadingArgument) -> Result<Session, Box<Diagnostic>> {
        let mut readings = self.readings.clone();
        readings.retain(|known| known.topic != reading.topic);
        readings.push(reading);
        Session::load(&self.arguments, &readings)
    }

    /// Every contradiction between documents: the two readings, which one holds here, and whether another can be chosen.
    pub fn contradictions(&self) -> String {
        readings::ALL.iter().fold(String::new(), |table, row| {
            let chosen = self.server.reading(row.topic);
            let chosen =
                chosen.filter(|(reading, _)| readings::is_known(row.topic, reading.as_str()));
            let holds = match chosen {
                Some((reading, _)) => format!("{reading}, chosen"),
                None if row.can_be_switched() => {
                    format!("{}, unless chosen otherwise", row.taken())
                }
                None => format!("{}, cannot be chosen", row.taken()),
            };
            let (topic, about, a, b) = (row.topic, row.about, row.a, row.b);
            let by = row.heeded_by.words();
            table + &format!("{topic} {about} ({by}): {holds}\n  A  {a}\n  B  {b}\n")
        })
    }

    /// The server in a line: what it is called, what it runs, where it comes from.
    pub fn title(&self) -> String {
        let name = self
            .server
            .name()
            .map_or_else(|| "a server".to_owned(), ToString::to_string);
        let runs = self
            .server
            .iis()
            .map(|iis| format!(" runs IIS {}", iis.number()))
            .unwrap_or_default();
        format!("{name}{runs}, from {}", self.worlds.join(", "))
    }

    /// A question that this server can answer.
    pub fn example(&self) -> String {
        let mut pools: Vec<String> = self
            .server
            .pools()
            .map(|(pool, _)| pool.name.to_string())
            .collect();
        pools.sort();
        match pools.first() {
            Some(pool) if self.worlds == ["demo"] => format!("can pool {pool} read /secure?"),
            Some(pool) => format!("what can pool {pool} write"),
            None => "list folders".to_owned(),
        }
    }

    /// Whether something was wrong that makes answers worthless.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Everything that was named, as artefacts.
///
/// # Errors
/// A file or folder that cannot be read.
pub(super) fn read_all(worlds: &[WorldArgument]) -> Result<Vec<Artefact>, Box<Diagnostic>> {
    let mut inputs = Vec::new();
    for world in worlds {
        read(&world.path, world.base.as_ref(), &mut inputs)?;
    }
    Ok(inputs)
}

/// A file, or every file of a folder and of the folders in it, in the order of their names.
fn read(
    path: &Path,
    base: Option<&WinPath>,
    inputs: &mut Vec<Artefact>,
) -> Result<(), Box<Diagnostic>> {
    let refused = |error: io::Error| {
        Box::new(
            Diagnostic::error(
                "cannot-read",
                format!("cannot read `{}`: {error}", path.display()),
            )
            .at(Place::whole(path.display().to_string().into()), "")
            .help("name a .world file, a facts .json, an artefact, or a folder of artefacts"),
        )
    };
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = fs::read_dir(path)
            .map_err(refused)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()
            .map_err(refused)?;
        entries.sort();
        return entries
            .iter()
            .try_for_each(|entry| read(entry, base, inputs));
    }
    let artefact = Artefact::new(path.display().to_string(), fs::read(path).map_err(refused)?);
    inputs.push(match base {
        Some(base) => artefact.relative_to(base.clone()),
        None => artefact,
    });
    Ok(())
}
