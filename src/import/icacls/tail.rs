//! The end of an entry as icacls prints it, `:(OI)(CI)(RX)`, and the rights that its letters stand for.

use crate::{
    nt::{AccessMask, from_icacls},
    world::Effect,
};

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
        if let Some(flag) = flag(group) {
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
    // A simple letter is exact. In a list SYNCHRONIZE may be hidden: the documented masks of its members are taken.
    let in_list = |letter: &str| letter.trim().eq_ignore_ascii_case("N");
    match from_icacls(rights) {
        Ok(mask) if !rights.split(',').any(in_list) => Says::Entry(Entry { mask, ..entry }),
        Ok(_) => Says::Broken(format!(
            "`{rights}` is no list of rights that icacls prints"
        )),
        Err(letter) => Says::Broken(format!("`{letter}` is no right that icacls prints")),
    }
}

fn flag(name: &str) -> Option<u8> {
    FLAGS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name.trim()))
        .map(|(_, flag)| *flag)
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
