//! What the user-mode function AccessCheck refuses before anything is checked.

use super::{AccessMask, ImpersonationLevel, SecurityDescriptor, Token, TokenLevel, Wish};

/// The error with which the user-mode function AccessCheck refuses to check at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApiRefusal {
    /// The token is a process's own: 1309.
    NoImpersonationToken,
    /// The token's level says nothing about the client: 1346.
    BadImpersonationLevel,
    /// The request has generic bits: 1360.
    GenericNotMapped,
    /// The descriptor has no owner or no group: 1338.
    InvalidDescriptor,
}

impl ApiRefusal {
    /// The Win32 error.
    pub const fn code(self) -> u32 {
        match self {
            ApiRefusal::NoImpersonationToken => 1309,
            ApiRefusal::BadImpersonationLevel => 1346,
            ApiRefusal::GenericNotMapped => 1360,
            ApiRefusal::InvalidDescriptor => 1338,
        }
    }
}

/// What AccessCheck refuses before it checks anything, and the kernel's own check does not.
///
/// # Errors
/// The first reason to refuse. The order among several is our choice.
pub fn api_check(
    descriptor: &SecurityDescriptor,
    token: &Token,
    wish: &Wish,
) -> Result<(), ApiRefusal> {
    match token.level {
        TokenLevel::Primary => Err(ApiRefusal::NoImpersonationToken),
        TokenLevel::Impersonation(ImpersonationLevel::Anonymous) => {
            Err(ApiRefusal::BadImpersonationLevel)
        }
        TokenLevel::Impersonation(_) if wish.desired.intersects(AccessMask::GENERIC) => {
            Err(ApiRefusal::GenericNotMapped)
        }
        TokenLevel::Impersonation(_)
            if descriptor.owner.is_none() || descriptor.group.is_none() =>
        {
            Err(ApiRefusal::InvalidDescriptor)
        }
        TokenLevel::Impersonation(_) => Ok(()),
    }
}
