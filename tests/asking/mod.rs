//! Questions on their whole way: text, syntax, canonical text, rights, answer, its two formats.

mod forms;
mod mistakes;

use std::{collections::BTreeMap, fs, path::PathBuf};

use poolproof::world::Server;

use crate::support::worlds;

/// A line of a file of questions.
enum Line {
    /// Tells what is asked next.
    Comment(String),
    /// A question about the world with that name.
    Question { world: String, text: String },
}

/// The lines of `tests/asking/NAME.q`: `world NAME` says which world is asked from there on, `# ` begins a comment.
fn lines(name: &str) -> Vec<Line> {
    let text =
        fs::read_to_string(folder().join(format!("{name}.q"))).expect("a file of the project");
    let mut world = String::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            lines.push(Line::Comment(comment.to_owned()));
        } else if let Some(name) = line.strip_prefix("world ") {
            name.clone_into(&mut world);
        } else {
            lines.push(Line::Question {
                world: world.clone(),
                text: line.to_owned(),
            });
        }
    }
    lines
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/asking")
}

/// Each world is built once.
#[derive(Default)]
struct Servers(BTreeMap<String, Server>);

impl Servers {
    fn get(&mut self, world: &str) -> &Server {
        let build = || worlds::server(world);
        self.0.entry(world.to_owned()).or_insert_with(build)
    }
}
