//! Descriptors as text: the security descriptor definition language, read and printed as Windows does.
//!
//! The grammar is MS-DTYP 2.5.1.1 and Win32 "security descriptor string format"; where Windows' own reader is
//! known to accept more (blanks in some places, small letters, numbers in three bases) so does this one, and
//! the rest is refused with its position. Text does not say all that a descriptor holds: see
//! [`SecurityDescriptor::to_sddl`].

mod claim;
mod condition;
mod entry;
mod error;
mod print;
mod print_condition;
mod reader;
mod rights;

pub use error::{SddlError, SddlProblem, Unsayable, UnsayablePlace, UnsayableWhy};
pub use rights::{MaskWords, mask_to_sddl};

use super::{Acl, AclState, Control, Domains, SecurityDescriptor};
use reader::Reader;

/// How many brackets and `!` may be open at once in a condition.
pub const MAX_NESTING: usize = 64;

impl SecurityDescriptor {
    /// Reads a descriptor from SDDL.
    ///
    /// ```
    /// use poolproof::nt::{Domains, SecurityDescriptor};
    /// let read = SecurityDescriptor::from_sddl("O:BAD:P(A;OICI;FA;;;SY)(A;;0x1200a9;;;IS)", &Domains::NONE).unwrap();
    /// assert_eq!(read.to_sddl().unwrap(), "O:BAD:P(A;OICI;FA;;;SY)(A;;0x1200a9;;;IS)");
    /// ```
    ///
    /// # Errors
    /// The text is no SDDL, or it names an account of a domain whose SID is not in `domains`.
    pub fn from_sddl(text: &str, domains: &Domains) -> Result<SecurityDescriptor, SddlError> {
        let mut reader = Reader::new(text, domains);
        let mut descriptor = SecurityDescriptor::default();
        let mut seen = [false; 4];
        loop {
            reader.skip_blanks();
            let Some(letter) = reader.peek() else {
                return Ok(descriptor);
            };
            let which = match letter {
                b'O' => 0,
                b'G' => 1,
                b'D' => 2,
                b'S' => 3,
                _ => return Err(reader.error_word(SddlProblem::Component)),
            };
            if reader.peek_at(1) != Some(b':') {
                return Err(reader.error_word(SddlProblem::Component));
            }
            if std::mem::replace(&mut seen[which], true) {
                return Err(reader.error(2, SddlProblem::Repeated));
            }
            reader.advance(2);
            match which {
                0 => descriptor.owner = Some(reader.component_sid()?),
                1 => descriptor.group = Some(reader.component_sid()?),
                2 => {
                    let (list, control) = list(&mut reader, true)?;
                    descriptor.dacl = list;
                    descriptor.control = descriptor.control.union(control);
                }
                _ => {
                    let (list, control) = list(&mut reader, false)?;
                    descriptor.sacl = list;
                    descriptor.control = descriptor.control.union(control);
                }
            }
        }
    }
}

/// What follows `D:` or `S:`: flags in any order, then the entries or the word that there is no list.
fn list(reader: &mut Reader<'_>, dacl: bool) -> Result<(AclState, Control), SddlError> {
    let [protected, required, inherited] = if dacl {
        [
            Control::DACL_PROTECTED,
            Control::DACL_INHERIT_REQUIRED,
            Control::DACL_AUTO_INHERITED,
        ]
    } else {
        [
            Control::SACL_PROTECTED,
            Control::SACL_INHERIT_REQUIRED,
            Control::SACL_AUTO_INHERITED,
        ]
    };
    let mut control = Control::default();
    loop {
        reader.skip_blanks();
        let flag = match (reader.peek(), reader.peek_at(1)) {
            (Some(b'P'), _) => {
                reader.advance(1);
                protected
            }
            (Some(b'A'), Some(b'R')) => {
                reader.advance(2);
                required
            }
            (Some(b'A'), Some(b'I')) => {
                reader.advance(2);
                inherited
            }
            _ => break,
        };
        control = control.union(flag);
    }
    if reader.accept("NO_ACCESS_CONTROL") {
        return Ok((AclState::Null, control));
    }
    let mut aces = Vec::new();
    while reader.peek() == Some(b'(') {
        if aces.is_empty() {
            aces.reserve(8);
        }
        aces.push(entry::read(reader, dacl)?);
        reader.skip_blanks();
    }
    Ok((AclState::Present(Acl { revision: 0, aces }), control))
}
