//! Where impersonation ends, as documents tell it: data. How long a borrowed token lives is told in `borrowed`.

use crate::world::Rule;

/// Who acts after something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The process, as whom it runs.
    Process,
    /// The user of the request, as before.
    Requester,
}

/// Something that happens to a thread, or on one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Situation {
    /// Native code calls RevertToSelf or SetThreadToken(NULL).
    Reverts,
    /// An extension starts a thread of its own.
    StartsThread,
    /// ASP.NET runs without impersonation.
    AspNetWithoutImpersonation,
    /// A page of IIS 4.0 in process calls an object with no threading model, or a free one.
    ObjectOfAnotherApartment,
    /// The same where the object's model is Apartment or Both.
    ObjectOfTheSameApartment,
    /// An object in ASP's session is destroyed after the session timed out.
    SessionObjectDestroyed,
    /// A filter is called before authentication.
    FilterBeforeAuthentication,
    /// GetExtensionVersion is called.
    ExtensionLoaded,
    /// The script of an ASP page runs on.
    AspScript,
}

/// Each situation, with who acts in it.
pub const SITUATIONS: [(Situation, Left, Rule); 9] = [
    (
        Situation::Reverts,
        Left::Process,
        Rule::of(
            "reverting leaves the token of the process",
            "Win32 \"RevertToSelf\"",
        ),
    ),
    (
        Situation::StartsThread,
        Left::Process,
        Rule::of(
            "new threads have no token of their own",
            "ISAPI \"worker threads\"",
        ),
    ),
    (
        Situation::AspNetWithoutImpersonation,
        Left::Process,
        Rule::of(
            "ASP.NET takes the token off the thread unless it impersonates",
            "KB 317012",
        ),
    ),
    (
        Situation::ObjectOfAnotherApartment,
        Left::Process,
        Rule::of(
            "a call that comes through a proxy of another apartment arrives without the token of the thread",
            "KB 172925",
        ),
    ),
    (
        Situation::ObjectOfTheSameApartment,
        Left::Requester,
        Rule::of(
            "a call within the apartment keeps the token of the thread",
            "KB 172925",
        ),
    ),
    (
        Situation::SessionObjectDestroyed,
        Left::Process,
        Rule::of(
            "objects of a session that has timed out are destroyed by the server as itself",
            "KB 241127",
        ),
    ),
    (
        Situation::FilterBeforeAuthentication,
        Left::Process,
        Rule::of(
            "before authentication there is nobody to impersonate",
            "IIS 6.0 \"IIS 6.0 architecture\"",
        ),
    ),
    (
        Situation::ExtensionLoaded,
        Left::Process,
        Rule::of("loading an extension is no request", "KB 289112"),
    ),
    (
        Situation::AspScript,
        Left::Requester,
        Rule::of("scripts have no way to revert", "KB 172925"),
    ),
];
