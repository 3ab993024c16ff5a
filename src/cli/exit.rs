//! Exit codes, the same for every command.

/// Yes, holds, rows found.
pub const YES: i32 = 0;
/// No, violated, no rows.
pub const NO: i32 = 1;
/// Usage or syntax.
pub const USAGE: i32 = 2;
/// Bad input.
pub const BAD_INPUT: i32 = 3;
/// Unknown.
pub const UNKNOWN: i32 = 4;
/// Incomplete: a limit was hit.
pub const INCOMPLETE: i32 = 5;

/// The code of two questions together: an error outweighs an incomplete answer, that an unknown one, that a no.
pub fn worse(one: i32, other: i32) -> i32 {
    let weight = |code: i32| match code {
        YES => 0,
        NO => 1,
        UNKNOWN => 2,
        INCOMPLETE => 3,
        USAGE => 4,
        _ => 5,
    };
    if weight(other) > weight(one) { other } else { one }
}
