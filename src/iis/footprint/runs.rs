//! Which files of a region are run, and where: pages by their handler, libraries of the application, and listed names.

use super::{Survey, map::Mount, process_of, regions::Placed, settings::Held, why};
use crate::{
    iis::{
        extensions::{handler_of, pages_of},
        lists::InProcess,
        seats,
        version::Version,
    },
    world::{
        FactId, Handler, IisVersion, Name, Rule, WinPath,
        footprint::{Pattern, Runs},
    },
};

static PAGE: Rule = Rule::of(
    "a page is run by the handler that its extension is mapped to",
    "IIS \"handlers\"; IIS 6.0 \"application mappings\"",
);
static PROGRAM: Rule = Rule::of(
    "a program that lies in the content is run where its kind is served",
    "IIS \"handlers\"; IIS 6.0 \"AccessFlags\"",
);
static EVENTS: Rule = Rule::of(
    "the application's own file of events is run when it starts",
    "ASP \"Global.asa\"; ASP.NET \"Global.asax\"",
);
static LIBRARY: Rule = Rule::of(
    "ASP.NET loads what lies in the application's bin and compiles what lies in its App_Code",
    "ASP.NET \"project folder structure\"",
);
static CORE: Rule = Rule::of(
    "the libraries of an ASP.NET Core application lie in its folder",
    "ASP.NET Core \"directory structure\"",
);
static LISTED: Rule = Rule::of(
    "an entry of InProcessIsapiApps without a path loads any extension of that file name into inetinfo.exe",
    "KB 230287",
);
static LISTED_BY_DEFECT: Rule = Rule::of(
    "IIS 5.0 without the correction compares the file name alone, also where the entry has a path",
    "MS01-044; KB 294774",
);

/// What of a mount's files is run by the handlers that were placed.
pub(super) fn runs(
    survey: &Survey,
    version: &Version,
    (mount, held): (&Mount, &Held),
    placed: &[Placed],
) -> Vec<Runs> {
    let mut found = Vec::new();
    for one in placed {
        let Some(handler) = one.handler else { continue };
        let facts = || one.why.facts.clone();
        let mut run = |files: Pattern, planted: bool, rule: &'static Rule| {
            found.push(Runs {
                files,
                host: one.host,
                planted,
                defect: false,
                why: why(rule, facts()),
            });
        };
        for extension in pages_of(version, handler) {
            let page = WinPath::new(&format!("page.{extension}"));
            // Of two handlers for an extension one serves it.
            if handler_of(version, &held.settings.handlers, &page) == Some(handler) {
                let ending = Name::new(format!(".{extension}"));
                run(Pattern::Extension(ending), true, &PAGE);
            }
        }
        match handler {
            Handler::Asp if mount.is_root => {
                run(Pattern::Named(Name::from("global.asa")), true, &EVENTS);
            }
            Handler::AspNet | Handler::AspNetImpersonating(_) if mount.is_root => {
                run(Pattern::Named(Name::from("global.asax")), true, &EVENTS);
                run(Pattern::In(Name::from("bin")), true, &LIBRARY);
                run(Pattern::In(Name::from("App_Code")), true, &LIBRARY);
            }
            Handler::AspNet | Handler::AspNetImpersonating(_)
                if mount
                    .within
                    .as_ref()
                    .is_some_and(|name| name.is("bin") || name.is("App_Code")) =>
            {
                run(Pattern::Every, true, &LIBRARY);
            }
            Handler::AspNetCoreInProcess | Handler::AspNetCoreOutOfProcess => {
                run(Pattern::Extension(Name::from(".dll")), false, &CORE);
                run(Pattern::Extension(Name::from(".exe")), false, &CORE);
            }
            Handler::Isapi(_, None) => {
                run(Pattern::Extension(Name::from(".dll")), false, &PROGRAM);
            }
            Handler::Cgi(_) => {
                run(Pattern::Extension(Name::from(".exe")), false, &PROGRAM);
            }
            Handler::Asp
            | Handler::AspNet
            | Handler::AspNetImpersonating(_)
            | Handler::Php
            | Handler::PhpImpersonating
            | Handler::Isapi(_, Some(_)) => {}
        }
    }
    if executes(placed) {
        found.extend(listed(survey, version, &held.facts));
    }
    found
}

/// Whether programs may be run there: where an extension or a CGI program is.
fn executes(placed: &[Placed]) -> bool {
    placed.iter().any(|one| {
        one.handler.is_some_and(|handler| match handler {
            Handler::Isapi(_, None) | Handler::Cgi(_) => true,
            Handler::Asp
            | Handler::AspNet
            | Handler::AspNetImpersonating(_)
            | Handler::AspNetCoreInProcess
            | Handler::AspNetCoreOutOfProcess
            | Handler::Php
            | Handler::PhpImpersonating
            | Handler::Isapi(_, Some(_)) => false,
        })
    })
}

/// The names that inetinfo.exe takes for its own, up to 5.1.
fn listed(survey: &Survey, version: &Version, facts: &[FactId]) -> Vec<Runs> {
    let core = survey.process(&seats::core());
    let Some(host) = core.filter(|_| version.iis <= IisVersion::V5_1) else {
        return Vec::new();
    };
    if process_of(&survey.footprint, host).is_none() {
        return Vec::new();
    }
    let names = InProcess::of(survey.server, version).names(version, survey.server);
    names
        .into_iter()
        .map(|(name, defect, said)| Runs {
            files: Pattern::Called(name),
            host,
            planted: true,
            defect,
            why: why(
                if defect { &LISTED_BY_DEFECT } else { &LISTED },
                [facts, &said].concat(),
            ),
        })
        .collect()
}
