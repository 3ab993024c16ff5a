//! What exists in which Windows: switches that an older one lacks.

/// What a Windows knows. The check computes today's rule where everything is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rules {
    /// Mandatory integrity control (Vista and Server 2008).
    pub integrity: bool,
    /// S-1-3-4 stands for the owner (Vista and Server 2008); before, a SID that nobody holds.
    pub owner_rights: bool,
    /// Conditional lines count (7 and Server 2008 R2); before, types that are skipped.
    pub conditional: bool,
    /// `@User`, `@Device` and `@Resource` attributes (8 and Server 2012).
    pub claims: bool,
}

impl Rules {
    /// Everything.
    pub const TODAY: Rules = Rules {
        integrity: true,
        owner_rights: true,
        conditional: true,
        claims: true,
    };
    /// Windows NT 4.0 to Server 2003.
    pub const BEFORE_VISTA: Rules = Rules {
        integrity: false,
        owner_rights: false,
        conditional: false,
        claims: false,
    };
}
