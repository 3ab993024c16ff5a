//! Environment variables in paths, as far as their values are the same on nearly every Windows.

use super::super::reading::same;

/// Variables with their usual values.
const KNOWN: [(&str, &str); 9] = [
    ("SystemDrive", "C:"),
    ("SystemRoot", "C:\\Windows"),
    ("windir", "C:\\Windows"),
    ("ProgramFiles", "C:\\Program Files"),
    ("ProgramFiles(x86)", "C:\\Program Files (x86)"),
    ("ProgramData", "C:\\ProgramData"),
    ("ALLUSERSPROFILE", "C:\\ProgramData"),
    ("CommonProgramFiles", "C:\\Program Files\\Common Files"),
    ("PUBLIC", "C:\\Users\\Public"),
];

/// A path with its variables replaced.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Expanded {
    /// The path; unknown variables stand as they were.
    pub path: String,
    /// Some variable was replaced by its usual value.
    pub assumed: bool,
    /// Variables whose value is not known.
    pub unknown: Vec<String>,
}

/// Replaces what can be replaced.
pub(super) fn expand(written: &str) -> Expanded {
    let mut expanded = Expanded {
        path: String::new(),
        assumed: false,
        unknown: Vec::new(),
    };
    let mut rest = written.trim();
    while let Some((before, after)) = rest.split_once('%') {
        expanded.path.push_str(before);
        let Some((name, behind)) = after.split_once('%') else {
            expanded.path.push('%');
            rest = after;
            continue;
        };
        match KNOWN.iter().find(|(known, _)| same(known, name)) {
            Some((_, value)) => {
                expanded.path.push_str(value);
                expanded.assumed = true;
            }
            None => {
                expanded.path.push_str(&format!("%{name}%"));
                expanded.unknown.push(name.to_owned());
            }
        }
        rest = behind;
    }
    expanded.path.push_str(rest);
    expanded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_values_are_put_in_and_others_stay() {
        let rows = [
            ("%SystemDrive%\\inetpub", "C:\\inetpub", true, 0),
            ("%windir%\\system32", "C:\\Windows\\system32", true, 0),
            ("%SITES%\\a\\%X%", "%SITES%\\a\\%X%", false, 2),
            ("D:\\100%", "D:\\100%", false, 0),
        ];
        for (written, path, assumed, unknown) in rows {
            let expanded = expand(written);
            assert_eq!(
                (
                    expanded.path.as_str(),
                    expanded.assumed,
                    expanded.unknown.len()
                ),
                (path, assumed, unknown),
                "{written}"
            );
        }
    }
}
