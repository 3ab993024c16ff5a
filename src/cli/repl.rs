//! The prompt: a line that begins with `:` is a command, anything else is a question.
//!
//! When standard input is no terminal, every line is a question and nothing but the answers is printed.

use std::{
    cell::RefCell,
    io::{self, BufRead, BufReader, Write},
    rc::Rc,
};

use clap::{Args, ValueEnum};

use rustyline::{
    CompletionType, Config, Context, Editor, Helper, Highlighter, Hinter, Validator,
    completion::Completer, error::ReadlineError, history::DefaultHistory,
};

use super::{
    Streams,
    ask::{self, Format},
    check,
    claims::Claims,
    exit,
    readings::ReadingArgument,
    rules,
    session::{NamedWorld, Session, WorldArgument},
};
use crate::{
    query::{self, Asker, Completion},
    reach,
    report::{self, diagnostics},
};

/// What the prompt can be told.
#[derive(Debug, Default, Args)]
pub(super) struct Options {
    /// A world to ask about, as for `ask`; may be repeated
    #[arg(short, long = "model", value_name = "WORLD")]
    model: Vec<String>,
    /// Which of two documents that disagree holds, as `X1=A`; may be repeated. `:assume` lists them
    #[arg(long = "reading", value_name = "TOPIC=READING", value_parser = ReadingArgument::parse)]
    readings: Vec<ReadingArgument>,
}

/// The prompt, or one question a line where nobody types at a terminal.
///
/// # Errors
/// The terminal or the output cannot be written to.
pub(super) fn run(options: &Options, streams: &mut Streams<'_>) -> io::Result<u8> {
    let Some(session) = Session::open(&options.model, &options.readings, streams)? else {
        return Ok(exit::BAD_INPUT);
    };
    let mut prompt = Prompt {
        session: Rc::new(RefCell::new(session)),
        format: Format::Text,
        last: None,
        colour: streams.colour,
    };
    if streams.terminal {
        prompt.interactive(streams.output)
    } else {
        prompt.piped(
            &mut BufReader::new(&mut *streams.input),
            streams.output,
            streams.errors,
        )
    }
}

/// What `:help` prints.
const HELP: &str = "\
Ask a question:
  can pool A read /secure            yes or no, with the line that settles it
  who can write C:\\inetpub\\wwwroot    everybody who can
  which pools can read /secure       the same, narrowed to a kind
  what can pool A write              every described object
  is pool A a member of IIS_WPG      membership, and through what
  who is pool A                      its identity
  why can pool A not write /secure   the reason at length; `why` alone repeats the last question
  can pool A come to write /secure   by steps: everything that its code can bring about
  how can pool A become SYSTEM       the shortest chain of steps
  is pool B protected from pool A    in three parts: identity, content, what it reads or runs
  which pairs of pools are not isolated, what separates pool A from pool B
  list content of pool B             each object, and why it belongs
  if pool A runs as bob then can pool A read /secure     the same in a world that is changed so
  no pool can read /secure           what claims is insisted on, as `:check` does
  show /secure                       its access list, each line with its origin
  list pools where identity is SYSTEM
  list pools                         users, groups, pools, sites, applications, folders, files
Or a command:
  :load PATH ...    work on other worlds: .world files, facts in .json, artefacts, folders of them
  :world NAME PATH  another world: `compare W1 with W2`, `… in NAME`, `… between W1 and W2`
  :coverage         what was read of the files, and what was not
  :rights VERB      what a verb asks for
  :rules            the rules of reach: what follows from what, and which document says so
  :assume X1=A      which of two documents that disagree holds; alone it lists them
  :check FILE.inv   whether the assertions of a file hold
  :format text|json how answers are told
  :help             this
  :quit             leave
";

/// What the prompt remembers from line to line.
struct Prompt {
    session: Rc<RefCell<Session>>,
    format: Format,
    last: Option<String>,
    colour: bool,
}

/// Whether to go on after a line.
enum Next {
    Go,
    Stop,
}

impl Prompt {
    /// At a terminal, until `:quit` or the end of input.
    fn interactive(&mut self, out: &mut dyn Write) -> io::Result<u8> {
        self.greet(out)?;
        out.flush()?;
        let settings = Config::builder()
            .completion_type(CompletionType::List)
            .build();
        let mut editor: Editor<Words, DefaultHistory> =
            Editor::with_config(settings).map_err(io::Error::other)?;
        editor.set_helper(Some(Words {
            session: self.session.clone(),
        }));
        loop {
            match editor.readline("poolproof> ") {
                Ok(line) => {
                    // History is a comfort; that it is full or off is no reason to stop.
                    let _ = editor.add_history_entry(&line);
                    if let Next::Stop = self.line(&line, out)? {
                        return Ok(exit::DONE);
                    }
                    out.flush()?;
                }
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => return Ok(exit::DONE),
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }

    /// One question a line, nothing but the answers; the exit code is the worst of them.
    fn piped(
        &mut self,
        input: &mut dyn BufRead,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> io::Result<u8> {
        let mut worst = exit::DONE;
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            if input.read_until(b'\n', &mut bytes)? == 0 {
                return Ok(worst);
            }
            let line = String::from_utf8_lossy(&bytes);
            let text = line.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            if text.starts_with(':') {
                if let Next::Stop = self.line(text, out)? {
                    return Ok(worst);
                }
                continue;
            }
            worst = exit::worse(worst, self.question(text, out, err)?);
        }
    }

    fn greet(&self, out: &mut dyn Write) -> io::Result<()> {
        let session = self.session.borrow();
        writeln!(
            out,
            "poolproof {}: {}",
            env!("CARGO_PKG_VERSION"),
            session.title()
        )?;
        for complaint in &session.diagnostics {
            write!(out, "{}", diagnostics::draw(complaint, self.colour))?;
        }
        writeln!(
            out,
            "Ask, for example: {}   (:help shows more)",
            session.example()
        )
    }

    fn line(&mut self, line: &str, out: &mut dyn Write) -> io::Result<Next> {
        let line = line.trim();
        let Some(command) = line.strip_prefix(':') else {
            if !line.is_empty() {
                let mut complaints = Vec::new();
                self.question(line, out, &mut complaints)?;
                out.write_all(&complaints)?;
            }
            return Ok(Next::Go);
        };
        let (word, rest) = command
            .split_once(char::is_whitespace)
            .unwrap_or((command, ""));
        match word.to_ascii_lowercase().as_str() {
            "quit" | "q" | "exit" => return Ok(Next::Stop),
            "help" | "h" | "?" => out.write_all(HELP.as_bytes())?,
            "load" => self.load(rest, out)?,
            "world" => self.world(rest, out)?,
            "coverage" => write!(out, "{}", report::coverage(&self.session.borrow().coverage))?,
            "rights" => write!(out, "{}", report::rights_of(rest))?,
            "rules" => out.write_all(rules::table().as_bytes())?,
            "assume" => self.assume(rest, out)?,
            "check" => self.check(rest, out)?,
            "format" => match Format::from_str(rest.trim(), true) {
                Ok(format) => self.format = format,
                Err(_) => writeln!(
                    out,
                    "error: there is no format `{}`\nhelp: say `:format text` or `:format json`",
                    rest.trim()
                )?,
            },
            _ => writeln!(
                out,
                "error: no command is called `:{word}`\nhelp: `:help` lists them"
            )?,
        }
        Ok(Next::Go)
    }

    fn load(&mut self, rest: &str, out: &mut dyn Write) -> io::Result<()> {
        let worlds: Vec<WorldArgument> =
            rest.split_whitespace().map(WorldArgument::parse).collect();
        let readings = self.session.borrow().readings.clone();
        match Session::load(&worlds, &readings) {
            Ok(session) => {
                *self.session.borrow_mut() = session;
                self.last = None;
                self.greet(out)
            }
            Err(complaint) => write!(out, "{}", diagnostics::draw(&complaint, self.colour)),
        }
    }

    /// Insists on a file of assertions and invariants.
    fn check(&mut self, rest: &str, out: &mut dyn Write) -> io::Result<()> {
        let mut complaints = Vec::new();
        let mut streams = Streams {
            colour: self.colour,
            terminal: false,
            input: &mut io::empty(),
            output: out,
            errors: &mut complaints,
        };
        let session = self.session.borrow();
        check::at_prompt(rest.trim(), &session.server, self.format, &mut streams)?;
        out.write_all(&complaints)
    }

    /// `:world NAME PATH`: another world beside this one.
    fn world(&mut self, rest: &str, out: &mut dyn Write) -> io::Result<()> {
        let Some((name, path)) = rest.trim().split_once(char::is_whitespace) else {
            return writeln!(
                out,
                "error: a world has a name and a path\nhelp: say `:world after after.world`, then `compare before with after`"
            );
        };
        let world = NamedWorld::new(name, path.trim());
        match self.session.borrow_mut().name(&world) {
            Ok(()) => Ok(()),
            Err(complaint) => write!(out, "{}", diagnostics::draw(&complaint, self.colour)),
        }
    }

    fn assume(&mut self, rest: &str, out: &mut dyn Write) -> io::Result<()> {
        if rest.trim().is_empty() {
            return write!(out, "{}", self.session.borrow().contradictions());
        }
        let reading = match ReadingArgument::parse(rest) {
            Ok(reading) => reading,
            Err(complaint) => return writeln!(out, "error: {complaint}"),
        };
        let assuming = self.session.borrow().assuming(reading);
        match assuming {
            Ok(mut session) => {
                session.others = std::mem::take(&mut self.session.borrow_mut().others);
                *self.session.borrow_mut() = session;
                Ok(())
            }
            Err(complaint) => write!(out, "{}", diagnostics::draw(&complaint, self.colour)),
        }
    }

    fn question(&mut self, text: &str, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
        let session = self.session.borrow();
        let worlds = session.named();
        let asker = Asker::new(&session.server, &session.footprint).among(&worlds);
        match asker.ask(text, self.last.as_deref()) {
            Ok(answer) => {
                self.last = Some(answer.question.clone());
                ask::tell(&answer, self.format, out)
            }
            Err(complaint) => {
                let claims = Claims {
                    server: &session.server,
                    rules: reach::rules::granted(),
                    format: self.format,
                    colour: self.colour,
                };
                claims.instead(text, &complaint, out, err)
            }
        }
    }
}

/// Completion of keywords and names, from the grammar and the server.
#[derive(Helper, Highlighter, Hinter, Validator)]
struct Words {
    session: Rc<RefCell<Session>>,
}

impl Completer for Words {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        cursor: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let session = self.session.borrow();
        let offers = query::complete(line, cursor, &session.server);
        let start = offers.first().map_or(cursor, |offer| offer.start);
        let texts = offers
            .into_iter()
            .filter(|offer: &Completion| offer.start == start)
            .map(|offer| offer.text)
            .collect();
        Ok((start, texts))
    }
}
