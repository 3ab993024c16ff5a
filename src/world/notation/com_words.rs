//! What the words of a launch or access line stand for, and which words say a mask.
//!
//! Bit 0x1 is the right of old lists; the others split it into local and remote, launch and activation (Win32, "Access Control
//! Lists for COM"). An allow sets it with the others. A partial denial leaves it out, for it would deny everything.

use crate::{
    nt::{AccessMask, ObjectKind},
    world::Effect,
};

/// Which of the two lists of a component, or of the machine, a line is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComKind {
    /// Who may start it, and have it make objects.
    Launch,
    /// Who may call it.
    Access,
}

/// The words of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ComWords {
    pub local: bool,
    pub remote: bool,
    pub launch: bool,
    pub activation: bool,
}

/// The bit of old lists.
const EXECUTE: u32 = 0x1;

/// Every bit that a line can hold.
pub(in crate::world) const COM_RIGHTS: AccessMask = AccessMask(0x1f);

impl ComKind {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            ComKind::Launch => "launch",
            ComKind::Access => "access",
        }
    }

    /// What decides how its rights are called.
    pub fn kind(self) -> ObjectKind {
        match self {
            ComKind::Launch => ObjectKind::ComLaunch,
            ComKind::Access => ObjectKind::ComAccess,
        }
    }

    /// Every right that the list knows.
    pub fn all(self) -> AccessMask {
        match self {
            ComKind::Launch => AccessMask(0x1f),
            ComKind::Access => AccessMask(0x7),
        }
    }

    /// Every combination of words that makes a difference, the shortest first.
    fn combinations(self) -> impl Iterator<Item = ComWords> {
        let sides = [(false, false), (true, false), (false, true)];
        let parts: &[(bool, bool)] = match self {
            ComKind::Launch => &[(false, false), (true, false), (false, true)],
            ComKind::Access => &[(false, false)],
        };
        sides.into_iter().flat_map(|(local, remote)| {
            parts.iter().map(move |(launch, activation)| ComWords {
                local,
                remote,
                launch: *launch,
                activation: *activation,
            })
        })
    }
}

impl ComWords {
    /// The stored mask.
    pub fn mask(self, kind: ComKind, effect: Effect) -> AccessMask {
        let any_side = !self.local && !self.remote;
        let any_part = !self.launch && !self.activation;
        let local = self.local || any_side;
        let remote = self.remote || any_side;
        let launch = self.launch || any_part || kind == ComKind::Access;
        let activation = (self.activation || any_part) && kind == ComKind::Launch;
        let bits = [
            (local && launch, 0x2),
            (remote && launch, 0x4),
            (local && activation, 0x8),
            (remote && activation, 0x10),
        ];
        let said = bits.iter().filter(|(said, _)| *said);
        let mask = said.fold(0, |mask, (_, bit)| mask | bit);
        AccessMask(match effect {
            Effect::Deny if mask | EXECUTE != kind.all().0 => mask,
            Effect::Allow | Effect::Deny => mask | EXECUTE,
        })
    }
}

/// The words behind the names in a line: nothing for every right, the mask where no words say it.
pub(super) fn com_rights_in_words(mask: AccessMask, effect: Effect, kind: ComKind) -> String {
    let found = kind
        .combinations()
        .find(|words| words.mask(kind, effect) == mask);
    let Some(words) = found else {
        return mask.to_string();
    };
    let said = [
        (words.local, "local"),
        (words.remote, "remote"),
        (words.launch, "launch"),
        (words.activation, "activation"),
    ];
    let said: Vec<&str> = said
        .iter()
        .filter_map(|(said, word)| said.then_some(*word))
        .collect();
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The masks as the headers have them: EXECUTE 1, EXECUTE_LOCAL 2, EXECUTE_REMOTE 4, ACTIVATE_LOCAL 8, ACTIVATE_REMOTE 0x10.
    #[test]
    fn words_are_the_bits_of_the_headers() {
        let rows = [
            (ComKind::Launch, Effect::Allow, "", 0x1f),
            (ComKind::Launch, Effect::Allow, "local", 0x0b),
            (ComKind::Launch, Effect::Allow, "remote", 0x15),
            (ComKind::Launch, Effect::Allow, "launch", 0x07),
            (ComKind::Launch, Effect::Allow, "activation", 0x19),
            (ComKind::Launch, Effect::Allow, "local launch", 0x03),
            (ComKind::Launch, Effect::Allow, "remote launch", 0x05),
            (ComKind::Launch, Effect::Allow, "local activation", 0x09),
            (ComKind::Launch, Effect::Allow, "remote activation", 0x11),
            (ComKind::Launch, Effect::Allow, "0x00000001", 0x01),
            (ComKind::Launch, Effect::Allow, "0x0000001e", 0x1e),
            (ComKind::Launch, Effect::Deny, "", 0x1f),
            (ComKind::Launch, Effect::Deny, "local", 0x0a),
            (ComKind::Launch, Effect::Deny, "remote", 0x14),
            (ComKind::Launch, Effect::Deny, "remote activation", 0x10),
            (ComKind::Launch, Effect::Deny, "0x0000001e", 0x1e),
            (ComKind::Access, Effect::Allow, "", 0x07),
            (ComKind::Access, Effect::Allow, "local", 0x03),
            (ComKind::Access, Effect::Allow, "remote", 0x05),
            (ComKind::Access, Effect::Allow, "0x0000001f", 0x1f),
            (ComKind::Access, Effect::Deny, "", 0x07),
            (ComKind::Access, Effect::Deny, "local", 0x02),
            (ComKind::Access, Effect::Deny, "0x00000001", 0x01),
        ];
        for (kind, effect, words, mask) in rows {
            let said = com_rights_in_words(AccessMask(mask), effect, kind);
            assert_eq!(said, words, "{kind:?} {effect:?} {mask:#x}");
        }
    }
}
