//! Paths as Windows compares them: drive and UNC paths, registry keys, without regard to case.

use std::{
    borrow::Cow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize};

use super::WindowsVersion;
use super::name::{cmp_folded, fold_char, hash_folded};

/// A path of a file, a folder or a registry key: shown as written, compared as Windows compares.
///
/// Separators are single backslashes and there is none at the end, the root of a drive (`C:\`) excepted;
/// `new` brings other spellings into this form.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct WinPath(Arc<str>);

impl WinPath {
    /// A path; slashes become backslashes, doubled ones single (the two of a UNC path excepted), and one at the end goes.
    pub fn new(text: &str) -> WinPath {
        // Most paths are in this form already.
        let mut pairs = text.bytes().skip(1).zip(text.bytes().skip(2));
        let is_spelt_otherwise = text.contains('/')
            || pairs.any(|two| two == (b'\\', b'\\'))
            || text.ends_with('\\') && !is_root(text)
            || is_bare_drive(text);
        if !is_spelt_otherwise {
            return WinPath(text.into());
        }
        let mut path = String::with_capacity(text.len() + 1);
        for c in text.chars() {
            let c = if c == '/' { '\\' } else { c };
            if c == '\\' && path.ends_with('\\') && path.len() > 1 {
                continue;
            }
            path.push(c);
        }
        while path.ends_with('\\') && !is_root(&path) {
            path.pop();
        }
        if is_bare_drive(&path) {
            path.push('\\');
        }
        WinPath(path.into())
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of the folder that holds this one, `None` for a root.
    pub fn parent(&self) -> Option<WinPath> {
        self.parent_str().map(|text| WinPath(text.into()))
    }

    /// The text of the parent, without making a path of it.
    pub fn parent_str(&self) -> Option<&str> {
        let text = &*self.0;
        if is_root(text) {
            return None;
        }
        let cut = text.rfind('\\')?;
        if text.starts_with("\\\\") && cut <= 1 {
            return None;
        }
        // `C:\x` → `C:\`
        let end = if is_root(&text[..=cut]) { cut + 1 } else { cut };
        (end > 0).then(|| &text[..end])
    }

    /// The last component, the whole for a root.
    pub fn file_name(&self) -> &str {
        if is_root(&self.0) {
            return &self.0;
        }
        self.0.rsplit('\\').next().unwrap_or(&self.0)
    }

    /// This path with one more component or several.
    pub fn join(&self, below: &str) -> WinPath {
        let separator = if self.0.ends_with('\\') { "" } else { "\\" };
        WinPath::new(&format!(
            "{}{separator}{}",
            self.0,
            below.trim_matches(['\\', '/'])
        ))
    }

    /// Whether this path lies under that folder, or is it.
    pub fn is_under(&self, folder: &WinPath) -> bool {
        let mut mine = self.0.chars().map(fold_char);
        let mut last = '\0';
        for theirs in folder.0.chars().map(fold_char) {
            if mine.next() != Some(theirs) {
                return false;
            }
            last = theirs;
        }
        last == '\\' || matches!(mine.next(), None | Some('\\'))
    }

    /// Whether this path is of that pattern, in which a `*` is any part of a name.
    pub fn is_like(&self, pattern: &WinPath) -> bool {
        let mut names = self.0.split('\\');
        let mut patterns = pattern.0.split('\\');
        loop {
            match (names.next(), patterns.next()) {
                (None, None) => return true,
                (Some(name), Some(pattern)) if name_is_like(name, pattern) => {}
                (Some(_), _) | (None, Some(_)) => return false,
            }
        }
    }

    /// The path with what a variable at its beginning stands for.
    pub fn expanded(&self, windows: WindowsVersion) -> WinPath {
        match expanded(&self.0, windows) {
            Cow::Borrowed(_) => self.clone(),
            Cow::Owned(text) => WinPath::new(&text),
        }
    }

    /// The path in the case in which Windows compares it.
    pub fn folded(&self) -> String {
        super::fold(&self.0)
    }
}

/// Whether a name is of a pattern with one `*` at most.
fn name_is_like(name: &str, pattern: &str) -> bool {
    let (name, pattern) = (super::fold(name), super::fold(pattern));
    match pattern.split_once('*') {
        None => name == pattern,
        Some((before, after)) => {
            name.len() >= before.len() + after.len()
                && name.starts_with(before)
                && name.ends_with(after)
        }
    }
}

/// The text with what a leading `%windir%`, `%systemroot%`, `%systemdrive%` or `%programfiles%` stands for; others stay.
pub(super) fn expanded(text: &str, windows: WindowsVersion) -> Cow<'_, str> {
    let Some((variable, rest)) = text.strip_prefix('%').and_then(|text| text.split_once('%'))
    else {
        return Cow::Borrowed(text);
    };
    let old = windows <= WindowsVersion::W2000;
    let value = match variable.to_ascii_lowercase().as_str() {
        "windir" | "systemroot" if old => "C:\\WINNT",
        "windir" | "systemroot" => "C:\\WINDOWS",
        "systemdrive" => "C:",
        "programfiles" => "C:\\Program Files",
        "programdata" | "allusersprofile" if windows >= WindowsVersion::Vista => "C:\\ProgramData",
        _ => return Cow::Borrowed(text),
    };
    Cow::Owned(format!("{value}{rest}"))
}

fn is_bare_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [drive, b':'] if drive.is_ascii_alphabetic())
}

fn is_root(text: &str) -> bool {
    matches!(text.as_bytes(), [drive, b':', b'\\'] if drive.is_ascii_alphabetic()) || text == "\\\\"
}

impl From<&str> for WinPath {
    fn from(text: &str) -> WinPath {
        WinPath::new(text)
    }
}

impl<'de> Deserialize<'de> for WinPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<WinPath, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        Ok(WinPath::new(&text))
    }
}

impl PartialEq for WinPath {
    fn eq(&self, other: &WinPath) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for WinPath {}

impl PartialOrd for WinPath {
    fn partial_cmp(&self, other: &WinPath) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for WinPath {
    fn cmp(&self, other: &WinPath) -> Ordering {
        cmp_folded(&self.0, &other.0)
    }
}

impl Hash for WinPath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_folded(&self.0, state);
    }
}

impl fmt::Display for WinPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for WinPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}
