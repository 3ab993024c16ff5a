//! `poolproof hunt FILE.inv`: is there a world that breaks an invariant?

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    Streams,
    check::interrupts,
    exit,
    session::{self, WorldArgument},
};
use crate::{
    check, iis, import,
    query::{
        LazyFootprint,
        clause::{
            self,
            syntax::{Insisted, Purpose},
        },
    },
    report::{
        diagnostics,
        hunt::{Hunted, found, number, tally},
    },
    search::hunt::{Alphabet, ByClause, Ground, Plan, Renaming, Scope, Symmetry, Tally, Wish},
    text::{Diagnostic, Place, Severity, Source},
    world::{Fact, IisVersion},
};

/// What `hunt` can be told.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// A file of invariants
    #[arg(value_name = "FILE.inv")]
    file: PathBuf,
    /// Only the invariant of that name
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Application pools of each server
    #[arg(long, default_value_t = 3)]
    pools: usize,
    /// Groups of each server
    #[arg(long, default_value_t = 3)]
    groups: usize,
    /// Folders of content of each server
    #[arg(long, default_value_t = 3)]
    folders: usize,
    /// Which IIS: 6.0 to 10.0
    #[arg(long = "version", visible_alias = "iis", value_name = "VERSION", default_value = "6.0", value_parser = version)]
    iis: IisVersion,
    /// How many worlds are tried by chance
    #[arg(long, default_value_t = 20_000)]
    worlds: u64,
    /// Where chance begins: the same seed, the same worlds
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many statements a world by chance has beside its base, at most
    #[arg(long, default_value_t = 12, conflicts_with = "exhaustive")]
    statements: usize,
    /// Every world within so many statements of the base, instead of chance
    #[arg(long, value_name = "STATEMENTS")]
    exhaustive: Option<usize>,
    /// Stop after so many seconds, keep what was found, and say what was not searched
    #[arg(long, value_name = "SECONDS")]
    budget: Option<u64>,
    /// What every world begins with, instead of a locked-down server; `plain` for the question about lists alone
    #[arg(long, value_name = "WORLD")]
    base: Option<String>,
    /// Go on after the first, to another one or so many, that differ not only in names
    #[arg(long, value_name = "MORE", num_args = 0..=1, default_value_t = 0, default_missing_value = "1", conflicts_with = "all")]
    another: usize,
    /// Go on to the end, and show every world that is another one not only by its names
    #[arg(long)]
    all: bool,
    /// Where the world that is found goes; further ones get a number
    #[arg(short, long, value_name = "FOUND.world")]
    output: Option<PathBuf>,
}

fn version(text: &str) -> Result<IisVersion, String> {
    let known = || IisVersion::ALL.iter().map(|(version, _, _)| *version);
    known()
        .find(|version| version.number() == text)
        .ok_or_else(|| {
            let known: Vec<&str> = known().map(IisVersion::number).collect();
            format!("no IIS {text} is known; there are {}", known.join(", "))
        })
}

/// Where the worlds of a hunt come from.
struct Field {
    scope: Option<Scope>,
    base: Vec<Fact>,
    alphabet: Alphabet,
    symmetry: Symmetry,
    renamings: Vec<Renaming>,
}

/// Looks for worlds that break invariants.
///
/// # Errors
/// The output cannot be written to.
pub(super) fn run(options: &Options, streams: &mut Streams<'_>) -> io::Result<u8> {
    let (invariants, field) = match prepare(options) {
        Ok(prepared) => prepared,
        Err((complaints, code)) => {
            for complaint in &complaints {
                write!(
                    streams.errors,
                    "{}",
                    diagnostics::draw(complaint, streams.colour)
                )?;
            }
            return Ok(code);
        }
    };
    let interrupted = interrupts();
    let end = options
        .budget
        .map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let go_on =
        move || !interrupted.load(Ordering::Relaxed) && end.is_none_or(|end| Instant::now() < end);
    let mut worst = exit::DONE;
    let mut saved = 0;
    for invariant in &invariants {
        let code = one(options, invariant, &field, &go_on, &mut saved, streams)?;
        worst = exit::worse(worst, code);
    }
    Ok(worst)
}

type Refused = (Vec<Diagnostic>, u8);

fn prepare(options: &Options) -> Result<(Vec<Insisted>, Field), Refused> {
    let refuse = |complaint: Diagnostic| (vec![complaint], exit::USAGE);
    let text = fs::read_to_string(&options.file)
        .map_err(|error| (vec![cannot_read(&options.file, &error)], exit::BAD_INPUT))?;
    let source = Source::new(options.file.display().to_string(), text);
    let (read, wrong) = clause::file(&source);
    if wrong
        .iter()
        .any(|complaint| complaint.severity == Severity::Error)
    {
        return Err((wrong, exit::USAGE));
    }
    let wanted = |sentence: &Insisted| match &options.only {
        Some(name) => sentence.name.node.eq_ignore_ascii_case(name),
        None => sentence.purpose == Purpose::Invariant,
    };
    let invariants: Vec<Insisted> = read.into_iter().filter(wanted).collect();
    if invariants.is_empty() {
        let complaint = Diagnostic::error("no-invariant", "there is no such invariant in the file")
            .at(source.whole(), "")
            .help("write `invariant \"what it is called\": for every pool P and every other pool Q: …`");
        return Err(refuse(complaint));
    }
    let field = field(options)?;
    // A name that means nothing on the base means nothing in any of its worlds.
    let server = iis::serve(field.base.clone()).0;
    let mut complaints = Vec::new();
    for invariant in &invariants {
        let footprint = LazyFootprint::new();
        let mut world = check::Live::new(&server, &footprint, &invariant.source, &|| true);
        let found = check::complaints(&invariant.clause, &mut world).unwrap_or_default();
        complaints.extend(found.into_iter().map(|one| invariant.in_file(one)));
    }
    if !complaints.is_empty() {
        return Err((complaints, exit::USAGE));
    }
    Ok((invariants, field))
}

fn cannot_read(path: &Path, error: &io::Error) -> Diagnostic {
    let place = Place::whole(path.display().to_string().into());
    Diagnostic::error(
        "cannot-read",
        format!("cannot read `{}`: {error}", path.display()),
    )
    .at(place, "")
    .help("name a file of invariants, such as invariants/unique-identities-isolate.inv")
}

fn field(options: &Options) -> Result<Field, Refused> {
    let scope = Scope {
        pools: options.pools,
        groups: options.groups,
        folders: options.folders,
        iis: options.iis,
    };
    let of_a_scope = |alphabet: fn(&[Fact]) -> Alphabet| {
        scope.check().map_err(|bad| {
            let complaint = Diagnostic::error("bad-scope", bad.to_string());
            (vec![complaint], exit::USAGE)
        })?;
        let base = scope.facts();
        let alphabet = alphabet(&base);
        Ok(Field {
            scope: Some(scope),
            symmetry: Symmetry::of(&scope, &alphabet),
            renamings: Renaming::all(&scope),
            alphabet,
            base,
        })
    };
    match options.base.as_deref() {
        None => of_a_scope(Alphabet::of),
        Some("plain") => of_a_scope(Alphabet::plain),
        Some(world) => {
            let artefacts = session::read_all(&[WorldArgument::parse(world)])
                .map_err(|complaint| (vec![*complaint], exit::BAD_INPUT))?;
            let read = import::import(&artefacts);
            let is_error = |complaint: &Diagnostic| complaint.severity == Severity::Error;
            if read.diagnostics.iter().any(is_error) {
                return Err((read.diagnostics, exit::BAD_INPUT));
            }
            let alphabet = Alphabet::of(&read.facts);
            Ok(Field {
                scope: None,
                symmetry: Symmetry::none(),
                renamings: Vec::new(),
                alphabet,
                base: read.facts,
            })
        }
    }
}

/// Hunts one invariant.
fn one(
    options: &Options,
    invariant: &Insisted,
    field: &Field,
    go_on: &dyn Fn() -> bool,
    saved: &mut usize,
    streams: &mut Streams<'_>,
) -> io::Result<u8> {
    let plan = match options.exhaustive {
        Some(within) => Plan::Exhaustive { within },
        None => Plan::Chance {
            seed: options.seed,
            worlds: options.worlds,
            statements: options.statements,
        },
    };
    let ground = Ground {
        base: &field.base,
        alphabet: &field.alphabet,
        symmetry: &field.symmetry,
        renamings: &field.renamings,
    };
    let mut judge = ByClause::new(invariant.clone(), &field.base, &field.alphabet);
    let bar = progress(streams);
    let begun = Instant::now();
    let enough = (!options.all).then(|| options.another.saturating_add(1));
    let done = ground.hunt(plan, enough, &mut judge, &mut |tally| {
        if tally.judged % 256 == 0 {
            bar.set_position(tally.worlds);
            bar.set_message(format!(
                "premise held in {}, {} found",
                number(tally.met),
                tally.found.len()
            ));
        }
        if go_on() { Wish::GoOn } else { Wish::Stop }
    });
    bar.finish_and_clear();
    if streams.terminal {
        let rate = done.judged as f64 / begun.elapsed().as_secs_f64().max(1e-9);
        writeln!(
            streams.errors,
            "{} worlds a second, {}",
            number(rate as u64),
            judge.how()
        )?;
    }
    let command = command(options, invariant);
    let hunted = Hunted {
        name: &invariant.name.node,
        scope: field.scope.as_ref(),
        plan,
        alphabet: &field.alphabet,
        command: &command,
    };
    write!(streams.output, "{}", tally(&hunted, &done))?;
    for world in &done.found {
        let text = found(&hunted, world);
        write!(streams.output, "\n{text}")?;
        if let Some(path) = &options.output {
            *saved += 1;
            let path = numbered(path, *saved);
            if let Err(error) = fs::write(&path, text) {
                let headline = format!("cannot write `{}`: {error}", path.display());
                let complaint = Diagnostic::error("cannot-write", headline);
                write!(
                    streams.errors,
                    "{}",
                    diagnostics::draw(&complaint, streams.colour)
                )?;
                return Ok(exit::BAD_INPUT);
            }
        }
    }
    Ok(code(&done))
}

fn progress(streams: &Streams<'_>) -> ProgressBar {
    if !streams.terminal {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} worlds, {per_sec}: {msg}");
    let bar = ProgressBar::new_spinner();
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// 1 found, 0 none, 4 nothing was tried or some worlds were left open, 5 not all was searched that was to be.
fn code(tally: &Tally) -> u8 {
    if !tally.found.is_empty() {
        exit::NO
    } else if !tally.complete {
        exit::INCOMPLETE
    } else if tally.met == 0 || tally.open > 0 || tally.disputed > 0 {
        exit::UNKNOWN
    } else {
        exit::DONE
    }
}

/// The first file as it was named, further ones with a number before the ending.
fn numbered(path: &Path, which: usize) -> PathBuf {
    if which == 1 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = match path.extension() {
        Some(ending) => format!("{stem}-{which}.{}", ending.to_string_lossy()),
        None => format!("{stem}-{which}"),
    };
    path.with_file_name(name)
}

/// The command that does the same again.
fn command(options: &Options, invariant: &Insisted) -> String {
    let quoted = |text: &str| {
        if text.contains([' ', '\\', '$', '"', '\'']) {
            format!("'{}'", text.replace('\'', "'\\''"))
        } else {
            text.to_owned()
        }
    };
    let mut words = format!(
        "poolproof hunt {}",
        quoted(&options.file.display().to_string())
    );
    words += &format!(" --only {}", quoted(&invariant.name.node));
    match options.base.as_deref() {
        Some(base) if base != "plain" => words += &format!(" --base {}", quoted(base)),
        base => {
            words += &format!(
                " --pools {} --groups {} --folders {} --version {}",
                options.pools,
                options.groups,
                options.folders,
                options.iis.number()
            );
            if base.is_some() {
                words += " --base plain";
            }
        }
    }
    words += &match options.exhaustive {
        Some(within) => format!(" --exhaustive {within}"),
        None => format!(
            " --worlds {} --seed {} --statements {}",
            options.worlds, options.seed, options.statements
        ),
    };
    match (options.all, options.another) {
        (true, _) => words += " --all",
        (false, 0) => {}
        (false, more) => words += &format!(" --another {more}"),
    }
    words
}
