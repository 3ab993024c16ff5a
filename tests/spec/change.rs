//! What an editor of Windows makes of a list, as it is documented: own lines before inherited ones, denials before grants.

use poolproof::world::{
    AccessLine, Effect,
    change::{NewLine, OldLines},
};

/// Whether a line came from above.
fn is_inherited(line: &AccessLine) -> bool {
    line.flags & 0x10 != 0
}

/// A list whose inherited lines stand last, with a new line of its own.
pub fn with_line(
    lines: &[AccessLine],
    new: &NewLine,
    flags: u8,
    new_origin: AccessLine,
) -> Vec<AccessLine> {
    let own = lines.iter().filter(|line| !is_inherited(line)).cloned();
    let inherited = lines.iter().filter(|line| is_inherited(line)).cloned();
    let new_line = AccessLine {
        effect: new.effect,
        who: new.who.clone(),
        mask: new.mask,
        flags,
        ..new_origin
    };
    match new.effect {
        Effect::Deny => [new_line].into_iter().chain(own).chain(inherited).collect(),
        Effect::Allow => own.chain([new_line]).chain(inherited).collect(),
    }
}

/// A list without its own lines of somebody, whatever their rights.
pub fn without_lines(lines: &[AccessLine], old: &OldLines) -> Vec<AccessLine> {
    let is_meant = |line: &&AccessLine| {
        !is_inherited(line) && line.effect == old.effect && line.who == old.who
    };
    lines
        .iter()
        .filter(|line| !is_meant(line))
        .cloned()
        .collect()
}
