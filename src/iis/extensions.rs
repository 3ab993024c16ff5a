//! Which handler of an application serves a file: by its path, by its extension, or all that is left.

use super::version::{Era, Version};
use crate::world::{Handler, Name, WinPath};

/// The extensions of the script engines that need no words of their own, and the last era that maps them.
const EXTENSIONS: [(Engine, &str, Era); 12] = [
    (Engine::Asp, "asp", Era::Iis7),
    (Engine::Asp, "asa", Era::Iis6),
    (Engine::Asp, "cdx", Era::Iis6),
    (Engine::Asp, "cer", Era::Iis6),
    (Engine::AspNet, "aspx", Era::Iis7),
    (Engine::AspNet, "ashx", Era::Iis7),
    (Engine::AspNet, "asmx", Era::Iis7),
    (Engine::AspNet, "axd", Era::Iis7),
    (Engine::AspNet, "rem", Era::Iis7),
    (Engine::AspNet, "soap", Era::Iis7),
    (Engine::AspNet, "svc", Era::Iis7),
    (Engine::Php, "php", Era::Iis7),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Engine {
    Asp,
    AspNet,
    Php,
}

/// How well a handler fits a file, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The file is its program.
    Program,
    /// It names the extension.
    Named,
    /// The extension is one of its engine's.
    Usual,
    /// Programs of its kind have that extension.
    Executable,
    /// It takes whatever no other handler does.
    Rest,
}

/// The handler that serves a file; of several that fit alike the first declared. `None`: the server itself, as a file.
pub(super) fn handler_of<'a>(
    version: &Version,
    handlers: &'a [Handler],
    file: &WinPath,
) -> Option<&'a Handler> {
    handlers
        .iter()
        .filter_map(|handler| Some((fit(version, handler, file)?, handler)))
        .min_by_key(|(fit, _)| *fit)
        .map(|(_, handler)| handler)
}

/// The extensions, without a dot, of the pages that a handler runs; none for programs and for what takes all that is left.
pub(super) fn pages_of(version: &Version, handler: &Handler) -> Vec<Name> {
    let usual = |engine| {
        EXTENSIONS
            .iter()
            .filter(|(known, _, until)| *known == engine && version.era <= *until)
            .map(|(_, extension, _)| Name::from(*extension))
            .collect()
    };
    match handler {
        Handler::Asp => usual(Engine::Asp),
        Handler::AspNet | Handler::AspNetImpersonating(_) => usual(Engine::AspNet),
        Handler::Php | Handler::PhpImpersonating => usual(Engine::Php),
        Handler::Isapi(_, Some(named)) => {
            vec![Name::from(named.as_str().trim_start_matches(['*', '.']))]
        }
        Handler::AspNetCoreInProcess
        | Handler::AspNetCoreOutOfProcess
        | Handler::Isapi(_, None)
        | Handler::Cgi(_) => Vec::new(),
    }
}

fn fit(version: &Version, handler: &Handler, file: &WinPath) -> Option<Fit> {
    let extension = extension(file);
    let usual = |engine| is_usual(version, engine, extension?).then_some(Fit::Usual);
    match handler {
        Handler::Asp => usual(Engine::Asp),
        Handler::AspNet | Handler::AspNetImpersonating(_) => usual(Engine::AspNet),
        Handler::Php | Handler::PhpImpersonating => usual(Engine::Php),
        Handler::AspNetCoreInProcess | Handler::AspNetCoreOutOfProcess => Some(Fit::Rest),
        Handler::Isapi(_, Some(named)) => {
            let named = Name::from(named.as_str().trim_start_matches(['*', '.']));
            named.is(extension?).then_some(Fit::Named)
        }
        Handler::Isapi(program, None) => program_or(program, file, "dll"),
        Handler::Cgi(program) => program_or(program, file, "exe"),
    }
}

fn program_or(program: &WinPath, file: &WinPath, usual: &str) -> Option<Fit> {
    if program == file {
        return Some(Fit::Program);
    }
    extension(file)?
        .eq_ignore_ascii_case(usual)
        .then_some(Fit::Executable)
}

fn is_usual(version: &Version, engine: Engine, extension: &str) -> bool {
    EXTENSIONS.iter().any(|(known, usual, until)| {
        *known == engine && version.era <= *until && extension.eq_ignore_ascii_case(usual)
    })
}

/// What stands behind the last dot of a file's name.
fn extension(file: &WinPath) -> Option<&str> {
    let (_, extension) = file.file_name().rsplit_once('.')?;
    Some(extension)
}
