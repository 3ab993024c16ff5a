//! The prompt: a line that begins with `:` is a command, anything else is a question.
//!
//! When standard input is no terminal, every line is a question and nothing but the answers is printed.

use std::{
    cell::RefCell,
    io::{self, BufRead, Write},
    rc::Rc,
};

use rustyline::{
    Context, Editor, Helper, Highlighter, Hinter, Validator, completion::Completer, error::ReadlineError,
    history::DefaultHistory,
};

use super::{
    ask::{self, Format},
    exit,
    session::{Session, WorldArgument},
};
use crate::{
    query::{self, Completion},
    report,
};

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
  show /secure                       its access list, each line with its origin
  list pools                         users, groups, pools, sites, applications, folders, files
Or a command:
  :load PATH ...    work on other worlds: .world files, facts in .json, artefacts, folders of them
  :coverage         what was read of the files, and what was not
  :rights VERB      what a verb asks for
  :format text|json how answers are told
  :help             this
  :quit             leave
";

/// What the prompt remembers from line to line.
struct Prompt {
    session: Rc<RefCell<Session>>,
    format: Format,
    last: Option<String>,
}

/// Whether to go on after a line.
enum Next {
    Go,
    Stop,
}

/// The prompt at a terminal, until `:quit` or the end of input.
///
/// # Errors
/// The terminal cannot be written to.
pub(super) fn interactive(session: Session, out: &mut dyn Write) -> io::Result<i32> {
    let session = Rc::new(RefCell::new(session));
    let mut prompt = Prompt {
        session: session.clone(),
        format: Format::Text,
        last: None,
    };
    prompt.greet(out)?;
    let mut editor: Editor<Words, DefaultHistory> = Editor::new().map_err(io::Error::other)?;
    editor.set_helper(Some(Words { session }));
    loop {
        match editor.readline("poolproof> ") {
            Ok(line) => {
                let _ = editor.add_history_entry(&line);
                if let Next::Stop = prompt.line(&line, out)? {
                    return Ok(exit::YES);
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => return Ok(exit::YES),
            Err(error) => return Err(io::Error::other(error)),
        }
    }
}

/// One question a line, nothing but the answers; the exit code is that of the last question.
///
/// # Errors
/// The output cannot be written to, or a line is no UTF-8.
pub(super) fn piped(session: Session, input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<i32> {
    let mut prompt = Prompt {
        session: Rc::new(RefCell::new(session)),
        format: Format::Text,
        last: None,
    };
    let mut code = exit::YES;
    for line in input.lines() {
        let line = line?;
        let text = line.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if text.starts_with(':') {
            if let Next::Stop = prompt.line(text, out)? {
                break;
            }
        } else {
            code = prompt.question(text, out)?;
        }
    }
    Ok(code)
}

impl Prompt {
    fn greet(&self, out: &mut dyn Write) -> io::Result<()> {
        let session = self.session.borrow();
        let server = &session.server;
        writeln!(out, "poolproof {}", env!("CARGO_PKG_VERSION"))?;
        writeln!(
            out,
            "{} ({}), from {}. Try: can pool A read /secure?   :help shows more.",
            server.name(),
            server.runs(),
            session.worlds.join(", "),
        )?;
        for diagnostic in &session.diagnostics {
            write!(out, "{}", report::diagnostic(diagnostic))?;
        }
        Ok(())
    }

    fn line(&mut self, line: &str, out: &mut dyn Write) -> io::Result<Next> {
        let line = line.trim();
        let Some(command) = line.strip_prefix(':') else {
            if !line.is_empty() {
                self.question(line, out)?;
            }
            return Ok(Next::Go);
        };
        let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        match word.to_ascii_lowercase().as_str() {
            "quit" | "q" | "exit" => return Ok(Next::Stop),
            "help" | "h" | "?" => out.write_all(HELP.as_bytes())?,
            "load" => self.load(rest, out)?,
            "coverage" => write!(out, "{}", report::coverage(&self.session.borrow().coverage))?,
            "rights" => write!(out, "{}", report::rights_of(rest))?,
            "format" => match Format::by_name(rest.trim()) {
                Some(format) => self.format = format,
                None => writeln!(out, "error: a format is `text` or `json`")?,
            },
            _ => writeln!(out, "error: no command is called `:{word}`\nhelp: `:help` lists them")?,
        }
        Ok(Next::Go)
    }

    fn load(&mut self, rest: &str, out: &mut dyn Write) -> io::Result<()> {
        let worlds: Vec<WorldArgument> = rest.split_whitespace().map(WorldArgument::parse).collect();
        match Session::load(&worlds) {
            Ok(session) => {
                *self.session.borrow_mut() = session;
                self.last = None;
                self.greet(out)
            }
            Err(diagnostic) => write!(out, "{}", report::diagnostic(&diagnostic)),
        }
    }

    fn question(&mut self, text: &str, out: &mut dyn Write) -> io::Result<i32> {
        let session = self.session.borrow();
        let asked = query::ask(text, &session.server, self.last.as_deref());
        if let Ok(answer) = &asked {
            self.last = Some(answer.question.clone());
        }
        ask::tell(&asked, self.format, out)
    }
}

/// Completion of keywords and names, from the grammar and the server.
#[derive(Helper, Highlighter, Hinter, Validator)]
struct Words {
    session: Rc<RefCell<Session>>,
}

impl Completer for Words {
    type Candidate = String;

    fn complete(&self, line: &str, cursor: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
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
