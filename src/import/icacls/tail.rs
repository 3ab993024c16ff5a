//! The end of an entry as icacls prints it, `:(OI)(CI)(RX)`, and the rights that its letters stand for.

use crate::{nt::AccessMask, world::Effect};

/// An entry without its account: where it stands in a line, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tail {
    /// The byte offset of its colon.
    pub start: usize,
    /// The byte offset after its last bracket.
    pub end: usize,
    /// What it says.
    pub says: Says,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// A line of the DACL.
    Entry(Entry),
    /// An integrity label (`NW`, `NR`, `NX`), which is no line of the DACL.
    Label,
    /// Cut off or not understood: what stands at fault.
    Broken(String),
}

/// A line of a DACL, without the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Allow or deny.
    pub effect: Effect,
    /// The rights.
    pub mask: AccessMask,
    /// Inheritance flags as Windows stores them.
    pub flags: u8,
}

/// Simple and specific rights with their masks (icacls' own help; winnt.h). A simple letter is exact; in a list,
/// SYNCHRONIZE may be hidden, and the documented masks of its members are all that is taken.
const RIGHTS: [(&str, u32); 26] = [
    ("F", 0x001F_01FF),
    ("M", 0x0013_01BF),
    ("RX", 0x0012_00A9),
    ("R", 0x0012_0089),
    ("W", 0x0010_0116),
    ("D", 0x0001_0000),
    ("DE", 0x0001_0000),
    ("RC", 0x0002_0000),
    ("WDAC", 0x0004_0000),
    ("WO", 0x0008_0000),
    ("S", 0x0010_0000),
    ("AS", 0x0100_0000),
    ("MA", 0x0200_0000),
    ("GR", 0x8000_0000),
    ("GW", 0x4000_0000),
    ("GE", 0x2000_0000),
    ("GA", 0x1000_0000),
    ("RD", 0x0001),
    ("WD", 0x0002),
    ("AD", 0x0004),
    ("REA", 0x0008),
    ("WEA", 0x0010),
    ("X", 0x0020),
    ("DC", 0x0040),
    ("RA", 0x0080),
    ("WA", 0x0100),
];

const FLAGS: [(&str, u8); 5] = [("OI", 1), ("CI", 2), ("NP", 4), ("IO", 8), ("I", 0x10)];

/// All ends of entries in a line, from left to right.
pub(super) fn tails(line: &str) -> Vec<Tail> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find(":(").map(|at| from + at) {
        let tail = tail_at(line, at);
        from = tail.end;
        found.push(tail);
    }
    found
}

fn tail_at(line: &str, start: usize) -> Tail {
    let mut end = start + 1;
    let mut groups = Vec::new();
    let mut broken = None;
    while line[end..].starts_with('(') {
        match line[end..].find(')') {
            Some(close) => {
                groups.push(&line[end + 1..end + close]);
                end += close + 1;
            }
            None => {
                broken = Some(format!("`{}` has no closing bracket", &line[end..]));
                end = line.len();
            }
        }
    }
    let says = match broken {
        Some(why) => Says::Broken(why),
        None => understand(&groups),
    };
    Tail { start, end, says }
}

fn understand(groups: &[&str]) -> Says {
    let mut entry = Entry {
        effect: Effect::Allow,
        mask: AccessMask::NONE,
        flags: 0,
    };
    let mut rights = None;
    for group in groups {
        if let Some(flag) = named(&FLAGS, group) {
            entry.flags |= flag;
        } else if group.trim().eq_ignore_ascii_case("DENY") {
            entry.effect = Effect::Deny;
        } else if rights.replace(*group).is_some() {
            return Says::Broken(format!("`({group})` is a second list of rights"));
        }
    }
    let Some(rights) = rights else {
        return Says::Broken("the rights are missing".to_owned());
    };
    if is_label(rights) {
        return Says::Label;
    }
    if rights.trim().eq_ignore_ascii_case("N") {
        // Never a harmless allow: this is how a denial of full control is printed.
        return Says::Entry(Entry {
            effect: Effect::Deny,
            mask: super::super::reading::FULL,
            ..entry
        });
    }
    for letter in rights.split(',') {
        match named(&RIGHTS, letter) {
            Some(mask) => entry.mask |= AccessMask(mask),
            None => {
                return Says::Broken(format!(
                    "`{}` is no right that icacls prints",
                    letter.trim()
                ));
            }
        }
    }
    Says::Entry(entry)
}

fn named<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name.trim()))
        .map(|(_, value)| *value)
}

fn is_label(rights: &str) -> bool {
    rights.split(',').all(|letter| {
        ["NW", "NR", "NX"]
            .iter()
            .any(|label| label.eq_ignore_ascii_case(letter.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Says {
        let mut all = tails(text);
        assert_eq!(all.len(), 1, "{text}");
        all.remove(0).says
    }

    fn entry(effect: Effect, mask: u32, flags: u8) -> Says {
        Says::Entry(Entry {
            effect,
            mask: AccessMask(mask),
            flags,
        })
    }

    #[test]
    fn letters_and_flags() {
        assert_eq!(one("x:(OI)(CI)(RX)"), entry(Effect::Allow, 0x1200A9, 3));
        assert_eq!(
            one("x:(I)(OI)(CI)(IO)(GR,GE)"),
            entry(Effect::Allow, 0xA000_0000, 0x1B)
        );
        assert_eq!(
            one("x:(DENY)(W,D,Rc,DC)"),
            entry(Effect::Deny, 0x13_0156, 0)
        );
        assert_eq!(
            one("x:(OI)(CI)(IO)(DENY)(W,D,Rc,GW,DC)"),
            entry(Effect::Deny, 0x4013_0156, 11)
        );
        assert_eq!(one("x:(R,W)"), entry(Effect::Allow, 0x12_019F, 0));
    }

    #[test]
    fn nothing_is_a_denial_of_everything() {
        assert_eq!(one("x:(N)"), entry(Effect::Deny, 0x1F_01FF, 0));
        assert_eq!(one("x:(OI)(DENY)(N)"), entry(Effect::Deny, 0x1F_01FF, 1));
    }

    #[test]
    fn labels_are_no_entries() {
        assert_eq!(
            one("Mandatory Label\\High Mandatory Level:(OI)(CI)(NW)"),
            Says::Label
        );
    }

    #[test]
    fn what_is_cut_off_is_broken() {
        for text in [
            "x:(OI)(CI)",
            "x:(OI)(C",
            "x:(",
            "x:(I)",
            "x:(QQ)",
            "x:(RX)(F)",
            "x:()",
        ] {
            assert!(matches!(one(text), Says::Broken(_)), "{text}");
        }
    }

    #[test]
    fn a_collapsed_line_has_several() {
        let line = "C:\\a NT AUTHORITY\\SYSTEM:(F) BUILTIN\\Users:(OI)(RX) and more";
        let all = tails(line);
        assert_eq!(all.len(), 2);
        assert_eq!(&line[all[0].start..all[0].end], ":(F)");
        assert_eq!(&line[all[1].end..], " and more");
    }
}
