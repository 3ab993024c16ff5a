//! Lines of bytes, each at most so long: a file without line ends must not fill the memory.

use std::io::{self, BufRead, Read};

/// The longest line that is read, in bytes.
pub(super) const LONGEST: usize = 16 << 20;

/// What came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line, perhaps without an end.
    Read,
    /// A line longer than [`LONGEST`], which was skipped.
    TooLong,
    /// Nothing more.
    End,
}

/// Reads the next line into `line`, without its end.
///
/// # Errors
/// The input could not be read.
pub(super) fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let most = LONGEST as u64 + 1;
    input.by_ref().take(most).read_until(b'\n', line)?;
    if line.is_empty() {
        return Ok(Line::End);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > LONGEST {
        line.clear();
        input.skip_until(b'\n')?;
        return Ok(Line::TooLong);
    }
    Ok(Line::Read)
}
