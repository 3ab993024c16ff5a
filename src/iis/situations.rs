//! Where impersonation ends, and how long a request's token lives: what documents tell, as data.

use super::rule::Rule;

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
    /// That thread takes the token of HSE_REQ_GET_IMPERSONATION_TOKEN.
    TakesToken,
    /// A synchronous extension has returned from HttpExtensionProc.
    Returned,
    /// A pending extension has not yet said HSE_REQ_DONE_WITH_SESSION.
    Pending,
    /// A pending extension has said HSE_REQ_DONE_WITH_SESSION.
    Done,
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

/// Each situation, with who acts in it and whether the token of the request can still be used.
pub const SITUATIONS: [(Situation, Left, bool, Rule); 13] = [
    (
        Situation::Reverts,
        Left::Process,
        true,
        Rule::of(
            "reverting leaves the token of the process",
            "Win32 \"RevertToSelf\"",
        ),
    ),
    (
        Situation::StartsThread,
        Left::Process,
        true,
        Rule::of(
            "new threads have no token of their own",
            "ISAPI \"worker threads\"",
        ),
    ),
    (
        Situation::TakesToken,
        Left::Requester,
        true,
        Rule::of(
            "a worker thread acts as the user once it has taken the request's token",
            "ISAPI \"HSE_REQ_GET_IMPERSONATION_TOKEN\"",
        ),
    ),
    (
        Situation::Returned,
        Left::Process,
        false,
        Rule::of(
            "the token of a synchronous request ends when HttpExtensionProc returns",
            "ISAPI \"HttpExtensionProc\"",
        ),
    ),
    (
        Situation::Pending,
        Left::Process,
        true,
        Rule::of(
            "the token of a pending request lives until the extension says that it is done",
            "ISAPI \"HSE_STATUS_PENDING\"",
        ),
    ),
    (
        Situation::Done,
        Left::Process,
        false,
        Rule::of(
            "HSE_REQ_DONE_WITH_SESSION ends the token of a pending request",
            "ISAPI \"HSE_REQ_DONE_WITH_SESSION\"",
        ),
    ),
    (
        Situation::AspNetWithoutImpersonation,
        Left::Process,
        true,
        Rule::of(
            "ASP.NET takes the token off the thread unless it impersonates",
            "KB 317012",
        ),
    ),
    (
        Situation::ObjectOfAnotherApartment,
        Left::Process,
        false,
        Rule::of(
            "a call that comes through a proxy of another apartment arrives without the token of the thread",
            "KB 172925",
        ),
    ),
    (
        Situation::ObjectOfTheSameApartment,
        Left::Requester,
        true,
        Rule::of(
            "a call within the apartment keeps the token of the thread",
            "KB 172925",
        ),
    ),
    (
        Situation::SessionObjectDestroyed,
        Left::Process,
        false,
        Rule::of(
            "objects of a session that has timed out are destroyed by the server as itself",
            "KB 241127",
        ),
    ),
    (
        Situation::FilterBeforeAuthentication,
        Left::Process,
        false,
        Rule::of(
            "before authentication there is nobody to impersonate",
            "IIS 6.0 \"IIS 6.0 architecture\"",
        ),
    ),
    (
        Situation::ExtensionLoaded,
        Left::Process,
        false,
        Rule::of("loading an extension is no request", "KB 289112"),
    ),
    (
        Situation::AspScript,
        Left::Requester,
        true,
        Rule::of("scripts have no way to revert", "KB 172925"),
    ),
];
