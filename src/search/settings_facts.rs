//! Random clauses of applications: every field, alone and together.

use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};

use super::facts::{name, path, who};
use crate::world::{
    Anonymous, ApplicationSettings, AuthenticatedAs, Cache, Handler, LogonMethod, Name, Protection,
    Scheme, Use, WinPath,
};

fn handler() -> impl Strategy<Value = Handler> {
    prop_oneof![
        select(
            &[
                Handler::Asp,
                Handler::AspNet,
                Handler::AspNetImpersonating(None),
                Handler::AspNetCoreInProcess,
                Handler::AspNetCoreOutOfProcess,
                Handler::Php,
                Handler::PhpImpersonating,
            ][..]
        ),
        who().prop_map(|who| Handler::AspNetImpersonating(Some(who))),
        (path(), option::of(name()))
            .prop_map(|(program, extension)| Handler::Isapi(program, extension)),
        path().prop_map(Handler::Cgi),
    ]
}

/// A kind of shared cache.
pub(super) fn cache() -> impl Strategy<Value = Cache> {
    select(
        &[
            Cache::Compression,
            Cache::AspTemplates,
            Cache::AspNetTemporary,
        ][..],
    )
}

/// Which of them are at a place of their own, in any order.
fn caches() -> impl Strategy<Value = Vec<(Cache, WinPath)>> {
    let all = vec![
        Cache::Compression,
        Cache::AspTemplates,
        Cache::AspNetTemporary,
    ];
    (
        subsequence(all, 0..=3).prop_shuffle(),
        [path(), path(), path()],
    )
        .prop_map(|(caches, paths)| caches.into_iter().zip(paths).collect())
}

/// How a user is logged on with a password.
fn logon_method() -> impl Strategy<Value = LogonMethod> {
    select(
        &[
            LogonMethod::Interactive,
            LogonMethod::Batch,
            LogonMethod::Network,
            LogonMethod::Cleartext,
        ][..],
    )
}

/// Who serves it, and what it runs.
type Served = (
    Option<Name>,
    Option<Anonymous>,
    Vec<Handler>,
    Option<Protection>,
);

fn served() -> impl Strategy<Value = Served> {
    let anonymous = prop_oneof![
        Just(Anonymous::Off),
        Just(Anonymous::PoolIdentity),
        who().prop_map(Anonymous::Account),
    ];
    let protection = select(
        &[
            Protection::InProcess,
            Protection::Pooled,
            Protection::Isolated,
        ][..],
    );
    (
        option::of(name()),
        option::of(anonymous),
        vec(handler(), 0..3),
        option::of(protection),
    )
}

/// How users authenticate, and as whom they act.
type Requests = (
    Option<LogonMethod>,
    Vec<Scheme>,
    Option<LogonMethod>,
    Option<AuthenticatedAs>,
);

fn requests() -> impl Strategy<Value = Requests> {
    let schemes = vec![
        Scheme::Windows,
        Scheme::Basic,
        Scheme::Digest,
        Scheme::Certificates,
    ];
    let acts_as = select(
        &[
            AuthenticatedAs::Themselves,
            AuthenticatedAs::PoolIdentity,
            AuthenticatedAs::AnonymousUser,
        ][..],
    );
    (
        option::of(prop_oneof![4 => logon_method(), 1 => Just(LogonMethod::Synchronized)]),
        subsequence(schemes, 0..=4).prop_shuffle(),
        option::of(logon_method()),
        option::of(acts_as),
    )
}

fn used() -> impl Strategy<Value = Use> {
    prop_oneof![name().prop_map(Use::Component), path().prop_map(Use::Path),]
}

/// What an application says of itself.
pub(super) fn settings() -> impl Strategy<Value = ApplicationSettings> {
    let more = (
        vec(used(), 0..3),
        caches(),
        any::<[bool; 3]>(),
        option::of(any::<bool>()),
    );
    (served(), requests(), more).prop_map(
        |(
            (pool, anonymous, handlers, protection),
            (anonymous_logon, schemes, basic_logon, authenticated_as),
            (uses, caches, switches, out_of_process_components),
        )| ApplicationSettings {
            pool,
            anonymous,
            handlers,
            protection,
            anonymous_logon,
            schemes,
            basic_logon,
            authenticated_as,
            uses,
            caches,
            stores_machine_key: switches[0],
            allows_upload: switches[1],
            forms_authentication: switches[2],
            out_of_process_components,
        },
    )
}
