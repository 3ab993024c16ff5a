//! Where the path ends and the account begins, on the line that icacls gives both.
//!
//! Both may hold blanks. The indentation of the next line settles it; without one, accounts that are known do.

use std::collections::BTreeSet;

use super::super::{
    known::{is_authority, is_bare},
    reading::same,
};
use crate::world::Name;

/// A path and an account, told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split<'t> {
    /// The path as printed.
    pub path: &'t str,
    /// The account as printed.
    pub account: &'t str,
    /// Another reading was possible.
    pub guessed: bool,
}

/// The names of accounts that a listing shows beyond doubt, on lines of their own.
#[derive(Default)]
pub(super) struct Accounts(BTreeSet<Name>);

impl Accounts {
    /// One more.
    pub fn learn(&mut self, account: &str) {
        if !self.0.contains(&Name::from(account)) {
            self.0.insert(Name::from(account));
        }
    }

    /// Whether it is an account beyond doubt.
    pub fn knows(&self, text: &str) -> bool {
        is_known(text) || self.0.contains(&Name::from(text))
    }

    /// Whether a whole text is one account.
    pub fn is_account(&self, text: &str) -> bool {
        !begins_like_path(text) && (self.knows(text) || is_account_of_a_domain(text))
    }

    /// Tells a path and an account apart. `width` is how wide the path is, where the next line's indentation says so.
    pub fn split<'t>(&self, text: &'t str, width: Option<usize>) -> Option<Split<'t>> {
        if let Some(split) = width.and_then(|width| by_width(text, width)) {
            return Some(split);
        }
        if self.knows(text) {
            return None;
        }
        let parts = |at: usize, guessed| Split {
            path: text[..at].trim_end(),
            account: text[at + 1..].trim_start(),
            guessed,
        };
        let blanks: Vec<usize> = text
            .match_indices(' ')
            .map(|(at, _)| at)
            .filter(|at| *at > 0 && !text[at + 1..].starts_with(' '))
            .collect();
        if let Some(at) = blanks.iter().rev().find(|at| self.knows(&text[**at + 1..])) {
            return Some(parts(*at, false));
        }
        let single = blanks.len() == 1;
        let mut domain = blanks
            .iter()
            .filter(|at| is_account_of_a_domain(&text[**at + 1..]));
        if let (Some(at), None) = (domain.next(), domain.next())
            && (single || is_shouted(&text[*at + 1..]))
        {
            return Some(parts(*at, !single));
        }
        match blanks[..] {
            [only] if begins_like_path(text) => Some(parts(only, false)),
            _ => None,
        }
    }
}

/// Widths are counted in UTF-16 units, as consoles count, or in characters, as editors do.
fn by_width(text: &str, width: usize) -> Option<Split<'_>> {
    let mut units = 0;
    let mut found = None;
    for (chars, (at, c)) in text.char_indices().enumerate() {
        if c == ' ' && (units + 1 == width || chars + 1 == width) {
            found = Some(at);
            if units + 1 == width {
                break;
            }
        }
        units += c.len_utf16();
    }
    let at = found?;
    let account = text[at + 1..].trim_end();
    let sound = !account.is_empty() && !account.starts_with(' ') && at > 0;
    sound.then(|| Split {
        path: text[..at].trim_end(),
        account,
        guessed: false,
    })
}

/// An account that Windows has everywhere, or a SID.
fn is_known(text: &str) -> bool {
    match text.split_once('\\') {
        Some((authority, name)) => {
            !name.is_empty() && !name.contains('\\') && is_authority(authority)
        }
        None => is_bare(text) || is_sid(text),
    }
}

/// A SID as icacls prints one that it cannot resolve, with or without the star that it wants when one is typed.
pub(super) fn is_sid(text: &str) -> bool {
    text.trim_start_matches('*')
        .parse::<crate::nt::Sid>()
        .is_ok()
}

/// `CORP\Domain Users`: an authority without blanks, a name that may hold some.
fn is_account_of_a_domain(text: &str) -> bool {
    let forbidden = |c: char| {
        matches!(
            c,
            '"' | '/' | '\\' | '[' | ']' | ':' | '|' | '<' | '>' | '+' | '=' | ';' | '?' | '*'
        )
    };
    text.split_once('\\').is_some_and(|(authority, name)| {
        !authority.is_empty()
            && !authority.starts_with('.')
            && !authority.contains(|c: char| forbidden(c) || c.is_whitespace())
            && !name.is_empty()
            && !name.contains(forbidden)
            && name.trim() == name
    })
}

/// Domains and machines are printed in capitals. In `C:\my pictures\x joe`, `pictures\x joe` is no account.
fn is_shouted(account: &str) -> bool {
    let authority = account.split('\\').next().unwrap_or("");
    authority.chars().count() <= 15 && !authority.chars().any(char::is_lowercase)
}

/// Whether a text begins as only a path does: a drive, a share, a variable, `.\`.
pub(super) fn begins_like_path(text: &str) -> bool {
    match text.as_bytes() {
        [drive, b':', b'\\' | b'/', ..] | [drive, b':'] | [drive, b':', b' ', ..] => {
            drive.is_ascii_alphabetic()
        }
        [b'\\', b'\\', ..] | [b'.', b'\\' | b'/', ..] | [b'.', b'.', b'\\' | b'/', ..] => true,
        [b'.', b' ', ..] => true,
        [b'%', ..] => text[1..].contains('%'),
        _ => false,
    }
}

/// In what is left of a collapsed command, the path that icacls printed: what is said twice, else the last path.
pub(super) fn after_echo(left: &str) -> &str {
    let left = left.trim();
    let middle = left.len() / 2;
    if left.len() % 2 == 1
        && left.is_char_boundary(middle)
        && left[middle..].starts_with(' ')
        && same(&left[..middle], &left[middle + 1..])
    {
        return &left[middle + 1..];
    }
    left.match_indices(' ')
        .rev()
        .map(|(at, _)| &left[at + 1..])
        .find(|rest| begins_like_path(rest))
        .unwrap_or(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Path, account, and whether another reading was possible.
    type Told<'t> = Option<(&'t str, &'t str, bool)>;

    fn split(text: &str, width: Option<usize>) -> Told<'_> {
        let mut accounts = Accounts::default();
        accounts.learn("joe");
        accounts
            .split(text, width)
            .map(|split| (split.path, split.account, split.guessed))
    }

    #[test]
    fn paths_and_accounts_are_told_apart() {
        let rows: &[(&str, Option<usize>, Told<'_>)] = &[
            (
                "c:\\windows NT SERVICE\\TrustedInstaller",
                None,
                Some(("c:\\windows", "NT SERVICE\\TrustedInstaller", false)),
            ),
            (
                "C:\\Program Files\\x CREATOR OWNER",
                None,
                Some(("C:\\Program Files\\x", "CREATOR OWNER", false)),
            ),
            (
                "C:\\Program Files\\x joe",
                None,
                Some(("C:\\Program Files\\x", "joe", false)),
            ),
            (
                "C:\\a S-1-5-21-1-2-3-4",
                None,
                Some(("C:\\a", "S-1-5-21-1-2-3-4", false)),
            ),
            ("D:\\s CORP\\svc", None, Some(("D:\\s", "CORP\\svc", false))),
            (
                "D:\\a b\\s CORP\\Domain Users",
                None,
                Some(("D:\\a b\\s", "CORP\\Domain Users", true)),
            ),
            ("D:\\a b x y", Some(7), Some(("D:\\a b", "x y", false))),
            ("C:\\my pictures\\x frida", None, None),
            ("C:\\x frida", None, Some(("C:\\x", "frida", false))),
            ("C:\\x y z", None, None),
            (
                "inetpub BUILTIN\\Users",
                None,
                Some(("inetpub", "BUILTIN\\Users", false)),
            ),
            ("NT AUTHORITY\\SYSTEM", None, None),
        ];
        for (text, width, expected) in rows {
            assert_eq!(split(text, *width), *expected, "{text}");
        }
    }

    #[test]
    fn an_echoed_command_is_no_part_of_the_path() {
        assert_eq!(after_echo("C:\\a b C:\\a b"), "C:\\a b");
        assert_eq!(after_echo("C:\\a\\* /T C:\\a\\x y"), "C:\\a\\x y");
        assert_eq!(after_echo("x x"), "x");
    }
}
