//! The small worlds that tests ask about, by name.

use poolproof::{
    iis,
    import::{Artefact, import},
    world::Server,
};

/// The text of a world: the demo, one of the stories, or one of `tests/asking`.
pub fn text(name: &str) -> String {
    let folders = ["src/cli", "tests/stories", "tests/asking"];
    let files =
        folders.map(|folder| format!("{}/{folder}/{name}.world", env!("CARGO_MANIFEST_DIR")));
    let found = files
        .iter()
        .find_map(|file| std::fs::read_to_string(file).ok());
    found.unwrap_or_else(|| panic!("no world is called `{name}`"))
}

/// The server of a world, put together as commands do it.
pub fn server(name: &str) -> Server {
    let artefact = Artefact::new(format!("{name}.world"), text(name));
    let read = import(&[artefact]);
    let (server, more) = iis::serve(read.facts);
    assert_eq!((read.diagnostics, more), (Vec::new(), Vec::new()), "{name}");
    server
}
