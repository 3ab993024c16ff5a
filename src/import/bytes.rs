//! Bytes → text, by what the bytes are: a byte order mark, UTF-16 without one, UTF-8, a code page of old tools.
//!
//! `icacls /save` writes UTF-16LE without a mark, consoles write their OEM code page, editors write anything.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// Which encoding it was.
    pub encoding: Encoding,
    /// The bytes end in the middle of a character; that character is left out.
    pub cut: bool,
}

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark.
    Utf8,
    /// UTF-16, low byte first, with or without a mark.
    Utf16Le,
    /// UTF-16, high byte first, with or without a mark.
    Utf16Be,
    /// Not UTF-8, so taken for the code page of Western editors.
    Windows1252,
    /// Not UTF-8, and its letters make sense only in the code page of Western consoles.
    Cp850,
}

impl Encoding {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Windows1252 => "Windows-1252",
            Encoding::Cp850 => "code page 850",
        }
    }

    /// Whether the encoding was guessed, so that letters beyond ASCII may be other ones.
    pub fn is_guess(self) -> bool {
        match self {
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => false,
            Encoding::Windows1252 | Encoding::Cp850 => true,
        }
    }
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoText {
    /// They hold control characters that no text has; the offset is that of the first.
    Control {
        /// Offset in bytes.
        at: usize,
        /// The byte.
        byte: u8,
    },
    /// A mark says how they are encoded, and they are not so.
    NotAsMarked {
        /// What the mark says.
        encoding: &'static str,
        /// How many lines are well-formed before that.
        line: u32,
    },
    /// UTF-32, which no tool of Windows writes.
    Utf32,
    /// A known kind of file that is no text, by its first bytes.
    Binary(&'static str),
}

/// The text that these bytes are.
///
/// # Errors
/// They are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NoText> {
    if let Some(kind) = binary_kind(bytes) {
        return Err(NoText::Binary(kind));
    }
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(NoText::Utf32);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return marked_utf8(rest);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return marked_utf16(rest, Encoding::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return marked_utf16(rest, Encoding::Utf16Be);
    }
    match bytes.iter().position(|byte| *byte == 0) {
        Some(at) => unmarked_utf16(bytes).ok_or(NoText::Control { at, byte: 0 }),
        None => eight_bit(bytes),
    }
}

fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "a ZIP archive"),
        (&[0x1F, 0x8B], "a gzip archive"),
        (b"7z\xBC\xAF", "a 7-Zip archive"),
        (b"%PDF-", "a PDF document"),
        (b"MZ\x90\0", "a program"),
        (b"ElfFile\0", "an event log"),
    ];
    KINDS
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, kind)| *kind)
}

/// Control characters that texts do hold: line ends, tabs, and what consoles leave behind.
fn is_control(c: char) -> bool {
    c.is_ascii_control()
        && !matches!(
            c,
            '\t' | '\n' | '\r' | '\x07' | '\x08' | '\x0c' | '\x1a' | '\x1b' | '\x7f'
        )
}

fn clean(text: String, encoding: Encoding, cut: bool) -> Result<Decoded, NoText> {
    match text.char_indices().find(|(_, c)| is_control(*c)) {
        Some((at, c)) => Err(NoText::Control { at, byte: c as u8 }),
        None => Ok(Decoded {
            text,
            encoding,
            cut,
        }),
    }
}

fn marked_utf8(bytes: &[u8]) -> Result<Decoded, NoText> {
    match std::str::from_utf8(bytes) {
        Ok(text) => clean(text.to_owned(), Encoding::Utf8, false),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            if error.error_len().is_none() {
                return clean(good, Encoding::Utf8, true);
            }
            let line = u32::try_from(good.matches('\n').count() + 1).unwrap_or(u32::MAX);
            Err(NoText::NotAsMarked {
                encoding: "UTF-8",
                line,
            })
        }
    }
}

fn marked_utf16(bytes: &[u8], encoding: Encoding) -> Result<Decoded, NoText> {
    let (text, cut) = utf16(bytes, encoding).map_err(|line| NoText::NotAsMarked {
        encoding: encoding.name(),
        line,
    })?;
    clean(text, encoding, cut)
}

/// The text and whether its last character is cut off; or the line where it is no UTF-16.
fn utf16(bytes: &[u8], encoding: Encoding) -> Result<(String, bool), u32> {
    let (mut whole, mut cut) = (bytes, bytes.len() % 2 == 1);
    if cut {
        whole = &bytes[..bytes.len() - 1];
    }
    let high = |pair: &[u8]| {
        if encoding == Encoding::Utf16Be {
            pair[0]
        } else {
            pair[1]
        }
    };
    if whole.len() >= 2 && (0xD8..0xDC).contains(&high(&whole[whole.len() - 2..])) {
        whole = &whole[..whole.len() - 2];
        cut = true;
    }
    let decoder = if encoding == Encoding::Utf16Be {
        UTF_16BE
    } else {
        UTF_16LE
    };
    match decoder.decode_without_bom_handling_and_without_replacement(whole) {
        Some(text) => Ok((text.into_owned(), cut)),
        None => {
            let (lossy, _) = decoder.decode_without_bom_handling(whole);
            let before = lossy.split('\u{FFFD}').next().unwrap_or("");
            Err(u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX))
        }
    }
}

/// Bytes with zeros among them are UTF-16 if one of its byte orders makes a text of them; where both do, the one
/// with more ASCII in it.
fn unmarked_utf16(bytes: &[u8]) -> Option<Decoded> {
    [Encoding::Utf16Le, Encoding::Utf16Be]
        .into_iter()
        .filter_map(|encoding| {
            let (text, cut) = utf16(bytes, encoding).ok()?;
            let decoded = clean(text, encoding, cut).ok()?;
            let ascii = decoded.text.bytes().filter(u8::is_ascii).count();
            (ascii > 0).then_some((ascii, decoded))
        })
        // The first of equals: low byte first, as Windows writes.
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|(_, decoded)| decoded)
}

fn eight_bit(bytes: &[u8]) -> Result<Decoded, NoText> {
    match std::str::from_utf8(bytes) {
        Ok(text) => return clean(text.to_owned(), Encoding::Utf8, false),
        Err(error) => {
            let good = &bytes[..error.valid_up_to()];
            // Cut off: only where UTF-8 has shown itself before. A lone last byte is a letter of a code page.
            if error.error_len().is_none() && !good.is_ascii() {
                return clean(
                    String::from_utf8_lossy(good).into_owned(),
                    Encoding::Utf8,
                    true,
                );
            }
        }
    }
    if bytes
        .iter()
        .all(|byte| byte.is_ascii() || letter_of_850(*byte))
    {
        let text = bytes.iter().map(|byte| char_of_850(*byte)).collect();
        return clean(text, Encoding::Cp850, false);
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    clean(text.into_owned(), Encoding::Windows1252, false)
}

/// The letters of code page 850 at 0x80 to 0xA5: the umlauts and accents of Western Europe. In Windows-1252 most of
/// these bytes are punctuation, which names do not hold.
const LETTERS_OF_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑ";

fn letter_of_850(byte: u8) -> bool {
    matches!(byte, 0x80..=0x9B | 0x9D | 0xA0..=0xA5 | 0xB5 | 0xE1)
}

fn char_of_850(byte: u8) -> char {
    match byte {
        0xB5 => 'Á',
        0xE1 => 'ß',
        0x80..=0xA5 => LETTERS_OF_850
            .chars()
            .nth(usize::from(byte - 0x80))
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}
