//! Whether the clauses of an application can be said.

use super::{Sayable, name, no, path, who};
use crate::world::{Anonymous, ApplicationSettings, Handler, LogonMethod, Use};

pub(super) fn settings(settings: &ApplicationSettings) -> Sayable {
    settings.pool.as_ref().map_or(Ok(()), name)?;
    match &settings.anonymous {
        Some(Anonymous::Account(account)) => who(account)?,
        Some(Anonymous::Off | Anonymous::PoolIdentity) | None => {}
    }
    if settings.basic_logon == Some(LogonMethod::Synchronized) {
        return no(
            "a basic user's password is not synchronized".to_owned(),
            "only the anonymous user logs on so",
        );
    }
    if has_twins(&settings.schemes) {
        return no(
            "a way to authenticate stands there twice".to_owned(),
            "say it once",
        );
    }
    let caches: Vec<_> = settings.caches.iter().map(|(cache, _)| cache).collect();
    if has_twins(&caches) {
        return no("a cache stands there twice".to_owned(), "say it once");
    }
    settings
        .caches
        .iter()
        .try_for_each(|(_, folder)| path(folder))?;
    settings.uses.iter().try_for_each(|used| match used {
        Use::Component(of) => name(of),
        Use::Path(of) => path(of),
    })?;
    settings
        .handlers
        .iter()
        .try_for_each(|handler| match handler {
            Handler::Isapi(program, extension) => {
                path(program)?;
                extension.as_ref().map_or(Ok(()), name)
            }
            Handler::Cgi(program) => path(program),
            Handler::AspNetImpersonating(Some(account)) => who(account),
            Handler::AspNetImpersonating(None)
            | Handler::Asp
            | Handler::AspNet
            | Handler::AspNetCoreInProcess
            | Handler::AspNetCoreOutOfProcess
            | Handler::Php
            | Handler::PhpImpersonating => Ok(()),
        })
}

fn has_twins<T: PartialEq>(all: &[T]) -> bool {
    (0..all.len()).any(|at| all[..at].contains(&all[at]))
}
