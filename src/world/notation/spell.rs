//! How names, SIDs and paths are written, so that they are read as what they are: in quotes where a word would mislead.

use crate::world::{Name, Who, WinPath};

/// Words that a bare account may not be: they end a list of names, begin a right, or are a kind.
const MISLEADING: [&str; 32] = [
    "and",
    "anything",
    "app",
    "append",
    "application",
    "change",
    "control",
    "create",
    "delete",
    "everything",
    "except",
    "execute",
    "full",
    "group",
    "have",
    "if",
    "list",
    "modify",
    "no",
    "nobody",
    "or",
    "pool",
    "read",
    "run",
    "server",
    "sid",
    "take",
    "the",
    "then",
    "traverse",
    "user",
    "write",
];

/// Identities of pools that are no accounts.
const IDENTITIES: [&str; 5] = [
    "ApplicationPoolIdentity",
    "its",
    "LocalService",
    "LocalSystem",
    "NetworkService",
];

/// How bare words for rights begin.
const RIGHTS: [&str; 14] = [
    "0x",
    "ACCESS_SYSTEM_SECURITY",
    "COM_RIGHTS_",
    "FILE_",
    "GENERIC_",
    "KEY_",
    "MAXIMUM_ALLOWED",
    "READ_CONTROL",
    "SC_MANAGER_",
    "SERVICE_",
    "STANDARD_RIGHTS_",
    "SYNCHRONIZE",
    "WRITE_DAC",
    "WRITE_OWNER",
];

/// The authorities after which a bare word needs no quotes.
const AUTHORITIES: [&str; 3] = ["IIS APPPOOL\\", "NT AUTHORITY\\", "NT SERVICE\\"];

/// Words that end a launch or access line: behind `and pool`, a name like that would be the right of somebody called `pool`.
const LAUNCH_RIGHTS: [&str; 8] = [
    "activate",
    "activation",
    "everything",
    "launch",
    "local",
    "locally",
    "remote",
    "remotely",
];

/// A name of something that its place makes plain: a server, a pool, a site.
pub(super) fn plain(name: &Name) -> String {
    let is_right = LAUNCH_RIGHTS.iter().any(|word| name.is(word)) || begins_a_right(name.as_str());
    in_quotes_unless(is_word(name.as_str()) && !is_right, name.as_str())
}

/// Somebody.
pub(super) fn account(who: &Who) -> String {
    match who {
        Who::Sid(sid) => sid.to_string(),
        Who::Name(name) => in_quotes_unless(is_account(name.as_str()), name.as_str()),
    }
}

/// Somebody whom a pool runs as.
pub(super) fn identity(who: &Who) -> String {
    match who {
        Who::Name(name) if IDENTITIES.iter().any(|word| name.is(word)) => quoted(name.as_str()),
        Who::Name(_) | Who::Sid(_) => account(who),
    }
}

/// Somebody whom a sentence begins with: not one of the nouns that sentences begin with, and no service pack, which the
/// sentence before may be about.
pub(super) fn subject(who: &Who) -> String {
    let is_service_pack = |name: &Name| {
        let digits = name.as_str().get(2..).unwrap_or_default();
        let begins = name.as_str().get(..2).unwrap_or_default();
        begins.eq_ignore_ascii_case("SP") && digits.bytes().all(|digit| digit.is_ascii_digit())
    };
    match who {
        Who::Name(name) if is_service_pack(name) => quoted(name.as_str()),
        _ => quoted_if(who, &["component", "service", "task"]),
    }
}

/// Somebody in a launch or access line: not one of the words that such a line ends with.
pub(super) fn com_account(who: &Who) -> String {
    let effects = ["allows", "denies", "sddl"];
    quoted_if(who, &[&effects[..], &LAUNCH_RIGHTS].concat())
}

fn quoted_if(who: &Who, misleading: &[&str]) -> String {
    match who {
        Who::Name(name) if misleading.iter().any(|word| name.is(word)) => quoted(name.as_str()),
        Who::Name(_) | Who::Sid(_) => account(who),
    }
}

/// A file name alone, in a list that may hold paths.
pub(super) fn file_name(name: &Name) -> String {
    let is_plain = is_word(name.as_str()) && !["and", "none"].iter().any(|word| name.is(word));
    in_quotes_unless(is_plain, name.as_str())
}

/// A path.
pub(super) fn path(path: &WinPath) -> String {
    let text = path.as_str();
    // The colon of the drive is the only one that a bare path has.
    let rest = match text.as_bytes() {
        [_, b':', ..] => &text[2..],
        _ => text,
    };
    in_quotes_unless(rest.is_empty() || is_word(rest), text)
}

/// A text in quotes. Control characters, which no name has, are shown as U+FFFD.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\"\""),
            c if c.is_ascii_control() => quoted.push('\u{fffd}'),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn in_quotes_unless(bare: bool, text: &str) -> String {
    if bare { text.to_owned() } else { quoted(text) }
}

fn is_account(text: &str) -> bool {
    let begins = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(prefix))
    };
    if let Some(authority) = AUTHORITIES.iter().find(|authority| begins(authority)) {
        return is_word(&text[authority.len()..]);
    }
    is_word(text)
        && !begins("S-1-")
        && !begins_a_right(text)
        && !MISLEADING
            .iter()
            .any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a bare word would be a right.
fn begins_a_right(text: &str) -> bool {
    let begins = |right: &&str| {
        let start = text.get(..right.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(right))
    };
    RIGHTS.iter().any(begins)
}

/// Whether a text can stand as a bare word, in a question too: there `then` ends a change, and no word begins with a quote.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(['#', '\'', '‘', '’', '‚', '“', '”', '„', '«', '»', '`'])
        && !text.eq_ignore_ascii_case("then")
        && !text.chars().any(|c| {
            c.is_whitespace()
                || c.is_ascii_control()
                || c == '\u{feff}'
                || matches!(c, ',' | '(' | ')' | '[' | ']' | '{' | '}' | '"' | '|' | ':')
        })
}
