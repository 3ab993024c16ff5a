//! What stands around the entries of a listing: prompts, summaries, errors, markup of the document it was copied into.

use super::who::begins_like_path;

/// A line that is no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Chatter<'t> {
    /// A prompt with a command, or a command alone.
    Command(&'t str),
    /// `Successfully processed 2 files; Failed processing 0 files`, in any language.
    Summary {
        /// How many objects icacls says that it listed or changed.
        processed: usize,
        /// How many it failed on.
        failed: usize,
    },
    /// `processed file: PATH`: the object was changed.
    Processed(&'t str),
    /// `PATH: Access is denied.`
    Refused {
        /// The object.
        path: &'t str,
        /// What Windows said.
        message: &'t str,
    },
    /// A fence or a heading of a document.
    Markup,
}

/// What a line that holds no entry is, if it is known.
pub(super) fn understand(body: &str) -> Option<Chatter<'_>> {
    if let Some(command) = command(body) {
        return Some(Chatter::Command(command));
    }
    if body.starts_with("```") || body.starts_with("~~~") {
        return Some(Chatter::Markup);
    }
    if let Some(path) = processed(body) {
        return Some(Chatter::Processed(path));
    }
    if let Some((processed, failed)) = summary(body) {
        return Some(Chatter::Summary { processed, failed });
    }
    refused(body)
}

/// The command after a prompt (`C:\htb> icacls x`, `PS C:\> …`), or one that begins a line.
pub(super) fn command(body: &str) -> Option<&str> {
    if let Some(rest) = prompt(body) {
        return Some(rest.trim());
    }
    let word = body.split_whitespace().next()?;
    is_icacls(word).then_some(body)
}

fn prompt(body: &str) -> Option<&str> {
    let shell = body.strip_prefix("PS ").unwrap_or(body);
    let (place, rest) = shell.split_once('>')?;
    let folder =
        matches!(place.as_bytes(), [drive, b':', b'\\', ..] if drive.is_ascii_alphabetic());
    (folder && !place.contains(['(', '<'])).then_some(rest)
}

fn is_icacls(word: &str) -> bool {
    let word = word.trim_matches('"');
    let name = word.rsplit(['\\', '/']).next().unwrap_or(word);
    name.eq_ignore_ascii_case("icacls") || name.eq_ignore_ascii_case("icacls.exe")
}

/// A command line without the word `icacls`.
pub(super) fn arguments(command: &str) -> &str {
    let command = command.trim();
    match command.split_once(char::is_whitespace) {
        Some((word, rest)) if is_icacls(word) => rest.trim_start(),
        Some(_) => command,
        None if is_icacls(command) => "",
        None => command,
    }
}

const PROCESSED: [&str; 4] = [
    "processed file:",
    "Bearbeitete Datei:",
    "fichier traité :",
    "fichier traité:",
];

fn processed(body: &str) -> Option<&str> {
    PROCESSED.iter().find_map(|words| {
        let (start, rest) = body.split_at_checked(words.len())?;
        (start.to_lowercase() == words.to_lowercase()).then(|| rest.trim())
    })
}

/// The two numbers of a summary, whatever the language: a sentence with exactly two numbers, and no path.
pub(super) fn summary(body: &str) -> Option<(usize, usize)> {
    if begins_like_path(body) || body.contains(['\\', ':', '(']) {
        return None;
    }
    let words: Vec<&str> = body.split_whitespace().collect();
    let mut numbers = words.iter().filter_map(|word| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .parse()
            .ok()
    });
    let pair = (numbers.next()?, numbers.next()?);
    (numbers.next().is_none() && words.len() >= 6 && body.contains([';', ',', '.'])).then_some(pair)
}

/// How long the summary is that a collapsed text begins with: `Successfully … files` twice.
pub(super) fn leading_summary(text: &str) -> Option<(usize, (usize, usize))> {
    const BEGINS: &str = "Successfully processed ";
    const ENDS: &str = " files";
    let rest = text.strip_prefix(BEGINS)?;
    let failed = rest.find("Failed processing ")?;
    let end = BEGINS.len() + failed + rest[failed..].find(ENDS)? + ENDS.len();
    Some((end, summary(&text[..end])?))
}

/// What Windows says of an object that icacls could not open.
const MESSAGES: [&str; 12] = [
    "Access is denied.",
    "The system cannot find the file specified.",
    "The system cannot find the path specified.",
    "The process cannot access the file because it is being used by another process.",
    "The parameter is incorrect.",
    "Zugriff verweigert",
    "Das System kann die angegebene Datei nicht finden.",
    "Das System kann den angegebenen Pfad nicht finden.",
    "Accès refusé.",
    "Le fichier spécifié est introuvable.",
    "Acceso denegado.",
    "Accesso negato.",
];

fn refused(body: &str) -> Option<Chatter<'_>> {
    let (path, message) = body.rsplit_once(": ")?;
    let known = MESSAGES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(message.trim()));
    let path = path.trim();
    (known || (begins_like_path(path) && message.trim_end().ends_with('.'))).then(|| {
        Chatter::Refused {
            path,
            message: message.trim(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_entries_is_known() {
        let summary = |processed, failed| Some(Chatter::Summary { processed, failed });
        assert_eq!(
            understand("C:\\htb> icacls c:\\Users"),
            Some(Chatter::Command("icacls c:\\Users"))
        );
        assert_eq!(understand("PS C:\\> ls"), Some(Chatter::Command("ls")));
        assert_eq!(
            understand("icacls.exe .\\web.config"),
            Some(Chatter::Command("icacls.exe .\\web.config"))
        );
        assert_eq!(
            understand("Successfully processed 1 files; Failed processing 0 files"),
            summary(1, 0)
        );
        assert_eq!(
            understand(
                "3 Dateien erfolgreich verarbeitet, bei 1 Dateien ist ein Verarbeitungsfehler aufgetreten."
            ),
            summary(3, 1)
        );
        assert_eq!(
            understand("processed file: c:\\users"),
            Some(Chatter::Processed("c:\\users"))
        );
        assert_eq!(
            understand("C:\\x y: Access is denied."),
            Some(Chatter::Refused {
                path: "C:\\x y",
                message: "Access is denied."
            })
        );
        assert_eq!(
            understand("work\\a: Zugriff verweigert"),
            Some(Chatter::Refused {
                path: "work\\a",
                message: "Zugriff verweigert"
            })
        );
        assert_eq!(understand("this is prose"), None);
    }

    #[test]
    fn a_summary_is_found_at_the_front_of_what_is_collapsed() {
        let text = "Successfully processed 1 files; Failed processing 0 files C:\\>";
        assert_eq!(
            leading_summary(text).map(|(end, counts)| (&text[end..], counts)),
            Some((" C:\\>", (1, 0)))
        );
    }
}
