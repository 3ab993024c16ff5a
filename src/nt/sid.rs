//! Who is meant: the security identifier, its binary form and its text.
//!
//! Two SIDs are the same principal when all their bytes are the same; the order defined here is for
//! tidy output only and means nothing to Windows (integrity levels excepted, see `token`).

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most sub-authorities that a SID can hold.
pub const MAX_SUB_AUTHORITIES: usize = 15;

/// A security identifier: an authority and up to fifteen sub-authorities (MS-DTYP 2.4.2).
///
/// ```
/// use poolproof::nt::Sid;
/// let users: Sid = "S-1-5-32-545".parse().unwrap();
/// assert_eq!(users.to_string(), "S-1-5-32-545");
/// assert_eq!(Sid::from_bytes(&users.to_bytes()).unwrap(), (users, 16));
/// ```
// Unused places of `subs` are always zero, so that the derived equality and hash are those of the used ones.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sid {
    authority: u64,
    count: u8,
    subs: [u32; MAX_SUB_AUTHORITIES],
}

/// Why a text or a row of bytes is no SID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SidError {
    /// The text does not have the form `S-1-authority-sub…`; the byte offset says where it goes wrong.
    Form {
        /// Byte offset in the text.
        at: usize,
        /// What was expected there.
        expected: &'static str,
    },
    /// More than fifteen sub-authorities.
    TooManySubAuthorities,
    /// The authority does not fit into 48 bits.
    AuthorityTooLarge,
    /// The bytes end before the SID does.
    Truncated,
    /// The revision is not 1.
    Revision(u8),
}

impl fmt::Display for SidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SidError::Form { .. } => write!(f, "not a SID: {}", self.reason()),
            SidError::TooManySubAuthorities
            | SidError::AuthorityTooLarge
            | SidError::Truncated
            | SidError::Revision(_) => f.write_str(&self.reason()),
        }
    }
}

impl SidError {
    /// What is wrong, to be said after words such as "is no SID".
    pub fn reason(&self) -> String {
        match self {
            SidError::Form { at, expected } => {
                format!("expected {expected} at character {}", at + 1)
            }
            SidError::TooManySubAuthorities => "a SID has at most 15 sub-authorities".to_owned(),
            SidError::AuthorityTooLarge => "a SID's authority has at most 48 bits".to_owned(),
            SidError::Truncated => "the SID is cut off".to_owned(),
            SidError::Revision(r) => format!("SID revision {r} is not known; only 1 is"),
        }
    }
}

impl std::error::Error for SidError {}

impl Sid {
    /// A SID from its parts.
    ///
    /// # Errors
    /// More than fifteen sub-authorities, or an authority of more than 48 bits.
    pub fn new(authority: u64, sub_authorities: &[u32]) -> Result<Sid, SidError> {
        if authority >> 48 != 0 {
            return Err(SidError::AuthorityTooLarge);
        }
        if sub_authorities.len() > MAX_SUB_AUTHORITIES {
            return Err(SidError::TooManySubAuthorities);
        }
        Ok(Sid::of(authority, sub_authorities))
    }

    /// A SID that is written into the program: panics at compile time where `new` would refuse.
    pub const fn of(authority: u64, sub_authorities: &[u32]) -> Sid {
        assert!(authority >> 48 == 0 && sub_authorities.len() <= MAX_SUB_AUTHORITIES);
        let mut subs = [0; MAX_SUB_AUTHORITIES];
        let mut i = 0;
        while i < sub_authorities.len() {
            subs[i] = sub_authorities[i];
            i += 1;
        }
        Sid {
            authority,
            count: sub_authorities.len() as u8,
            subs,
        }
    }

    /// The 48-bit identifier authority, 5 for NT.
    pub fn authority(&self) -> u64 {
        self.authority
    }

    /// The sub-authorities, the last of which is the relative identifier.
    pub fn sub_authorities(&self) -> &[u32] {
        &self.subs[..self.count as usize]
    }

    /// The relative identifier: the last sub-authority.
    pub fn rid(&self) -> Option<u32> {
        self.sub_authorities().last().copied()
    }

    /// The SID of the domain or machine that issued this one: all but the relative identifier.
    pub fn issuer(&self) -> Option<Sid> {
        let (_, rest) = self.sub_authorities().split_last()?;
        Some(Sid::of(self.authority, rest))
    }

    /// This SID with one more sub-authority: an account of this domain.
    ///
    /// # Errors
    /// The SID is full.
    pub fn with(&self, rid: u32) -> Result<Sid, SidError> {
        if self.count as usize == MAX_SUB_AUTHORITIES {
            return Err(SidError::TooManySubAuthorities);
        }
        let mut longer = *self;
        longer.subs[longer.count as usize] = rid;
        longer.count += 1;
        Ok(longer)
    }

    /// Whether this SID was issued by that domain or machine.
    pub fn is_of(&self, domain: &Sid) -> bool {
        self.issuer().as_ref() == Some(domain)
    }

    /// The bytes of MS-DTYP 2.4.2.2: revision, count, authority big-endian, sub-authorities little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + 4 * self.count as usize);
        bytes.push(1);
        bytes.push(self.count);
        bytes.extend_from_slice(&self.authority.to_be_bytes()[2..]);
        for sub in self.sub_authorities() {
            bytes.extend_from_slice(&sub.to_le_bytes());
        }
        bytes
    }

    /// The SID that these bytes begin with, and how many of them it takes.
    ///
    /// # Errors
    /// Cut off, another revision than 1, or a count above fifteen.
    pub fn from_bytes(bytes: &[u8]) -> Result<(Sid, usize), SidError> {
        let [revision, count, a, b, c, d, e, g, rest @ ..] = bytes else {
            return Err(SidError::Truncated);
        };
        if *revision != 1 {
            return Err(SidError::Revision(*revision));
        }
        let count = *count as usize;
        if count > MAX_SUB_AUTHORITIES {
            return Err(SidError::TooManySubAuthorities);
        }
        if rest.len() < 4 * count {
            return Err(SidError::Truncated);
        }
        let authority = u64::from_be_bytes([0, 0, *a, *b, *c, *d, *e, *g]);
        let mut subs = [0; MAX_SUB_AUTHORITIES];
        for (sub, four) in subs.iter_mut().zip(rest.chunks_exact(4)).take(count) {
            *sub = u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
        }
        let sid = Sid {
            authority,
            count: count as u8,
            subs,
        };
        Ok((sid, 8 + 4 * count))
    }
}

impl fmt::Display for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.authority >> 32 == 0 {
            write!(f, "S-1-{}", self.authority)?;
        } else {
            write!(f, "S-1-0x{:X}", self.authority)?;
        }
        self.sub_authorities()
            .iter()
            .try_for_each(|sub| write!(f, "-{sub}"))
    }
}

impl fmt::Debug for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Sid {
    type Err = SidError;

    /// Reads the text form with the tolerances of Windows' own reader: a lower-case `s`, hexadecimal
    /// numbers, sub-authorities that saturate. The whole text must be a SID.
    fn from_str(text: &str) -> Result<Sid, SidError> {
        let (sid, used) = Sid::parse_prefix(text)?;
        if used != text.len() {
            return Err(SidError::Form {
                at: used,
                expected: "the end of the SID",
            });
        }
        Ok(sid)
    }
}

impl Sid {
    /// The SID that a text begins with, and how many bytes it takes (`S-1-5-18)` → 8).
    ///
    /// `S-0x1-` makes Windows read every later number as hexadecimal, whether it says so or not; this is
    /// accepted only where every number does say so.
    ///
    /// # Errors
    /// The text does not begin with a SID.
    pub fn parse_prefix(text: &str) -> Result<(Sid, usize), SidError> {
        let bytes = text.as_bytes();
        let (start, hex_only) = match bytes {
            [b'S' | b's', b'-', b'1', b'-', ..] => (4, false),
            [b'S' | b's', b'-', b'0', b'x' | b'X', b'1', b'-', ..] => (6, true),
            _ => return Err(form(0, "`S-1-`")),
        };
        let read = |at, expected| {
            if hex_only && !matches!(bytes.get(at..at + 2), Some([b'0', b'x' | b'X'])) {
                return Err(form(at, "`0x` before every number after `S-0x1-`"));
            }
            number(bytes, at).ok_or(form(at, expected))
        };
        let (authority, mut at) = read(start, "an authority")?;
        if authority >> 48 != 0 {
            return Err(SidError::AuthorityTooLarge);
        }
        let mut subs = [0; MAX_SUB_AUTHORITIES];
        let mut count = 0;
        while bytes.get(at) == Some(&b'-') {
            let (sub, end) = read(at + 1, "a sub-authority")?;
            if count == MAX_SUB_AUTHORITIES {
                return Err(SidError::TooManySubAuthorities);
            }
            subs[count] = u32::try_from(sub).unwrap_or(u32::MAX);
            count += 1;
            at = end;
        }
        if count == 0 {
            return Err(form(at, "`-` and a sub-authority"));
        }
        let sid = Sid {
            authority,
            count: count as u8,
            subs,
        };
        Ok((sid, at))
    }
}

fn form(at: usize, expected: &'static str) -> SidError {
    SidError::Form { at, expected }
}

/// A decimal or `0x` number that saturates, and where it ends.
fn number(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    match bytes.get(at..at + 2) {
        Some([b'0', b'x' | b'X']) => digits::<16>(bytes, at + 2),
        Some(_) | None => digits::<10>(bytes, at),
    }
}

fn digits<const RADIX: u32>(bytes: &[u8], start: usize) -> Option<(u64, usize)> {
    let mut value: u64 = 0;
    let mut end = start;
    while let Some(digit) = bytes.get(end).and_then(|b| char::from(*b).to_digit(RADIX)) {
        value = value
            .saturating_mul(u64::from(RADIX))
            .saturating_add(u64::from(digit));
        end += 1;
    }
    (end > start).then_some((value, end))
}

impl Ord for Sid {
    fn cmp(&self, other: &Sid) -> Ordering {
        (self.authority, self.sub_authorities()).cmp(&(other.authority, other.sub_authorities()))
    }
}

impl PartialOrd for Sid {
    fn partial_cmp(&self, other: &Sid) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Sid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sid, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
