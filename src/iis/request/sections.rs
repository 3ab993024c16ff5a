//! Which section of the configuration a clause is, and whether a web.config may set it.

use crate::world::{
    Anonymous, ApplicationSettings, AuthenticatedAs, Cache, FactId, Handler, IisSetting, Name,
    Scheme, Server, Use,
};

/// Whether a web.config may set a section, unless the configuration says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delegation {
    /// It may.
    Unlocked,
    /// It may not: the section is locked where it is declared.
    Locked,
    /// It never may: the section belongs to applicationHost.config alone.
    HostOnly,
}

/// A section as it is shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its own name.
    pub name: &'static str,
    /// Whether a web.config may set it.
    pub delegation: Delegation,
}

const fn section(name: &'static str, delegation: Delegation) -> Section {
    Section { name, delegation }
}

/// The sections that clauses stand for, as IIS 7.0 and later ship them. `handlers` and `modules` are declared locked and
/// unlocked again by a location for the whole server; a section that is not here is not locked. Later builds
/// of 10.0 unlock `httpCompression`, which a sentence can say (IIS "configuration delegation").
pub const SHIPPED: [Section; 16] = [
    section("anonymousAuthentication", Delegation::Locked),
    section("windowsAuthentication", Delegation::Locked),
    section("basicAuthentication", Delegation::Locked),
    section("digestAuthentication", Delegation::Locked),
    section("clientCertificateMappingAuthentication", Delegation::Locked),
    section("serverRuntime", Delegation::Locked),
    section("asp", Delegation::Locked),
    section("cgi", Delegation::Locked),
    section("isapiFilters", Delegation::Locked),
    section("access", Delegation::Locked),
    section("handlers", Delegation::Unlocked),
    section("modules", Delegation::Unlocked),
    section("system.web", Delegation::Unlocked),
    section("httpCompression", Delegation::Locked),
    section("fastCgi", Delegation::HostOnly),
    section("sites", Delegation::HostOnly),
];

/// The sections that a clause of an application stands for; none for what IIS does not keep in its configuration.
pub fn sections_of(settings: &ApplicationSettings) -> Vec<&'static str> {
    let ApplicationSettings {
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
        stores_machine_key,
        allows_upload,
        forms_authentication,
        out_of_process_components,
    } = settings;
    let mut sections = Vec::new();
    let mut say = |said: bool, section: &'static str| {
        if said && !sections.contains(&section) {
            sections.push(section);
        }
    };
    say(pool.is_some() || protection.is_some(), "sites");
    say(
        anonymous.as_ref().is_some_and(|anonymous| match anonymous {
            Anonymous::Off | Anonymous::Account(_) | Anonymous::PoolIdentity => true,
        }) || anonymous_logon.is_some(),
        "anonymousAuthentication",
    );
    for scheme in schemes {
        say(true, section_of_scheme(*scheme));
    }
    say(basic_logon.is_some(), "basicAuthentication");
    say(
        authenticated_as.is_some_and(|how| match how {
            AuthenticatedAs::Themselves
            | AuthenticatedAs::PoolIdentity
            | AuthenticatedAs::AnonymousUser => true,
        }),
        "serverRuntime",
    );
    for handler in handlers {
        for section in sections_of_handler(handler) {
            say(true, section);
        }
    }
    for (cache, _) in caches {
        say(
            true,
            match cache {
                Cache::Compression => "httpCompression",
                Cache::AspTemplates => "asp",
                Cache::AspNetTemporary => "system.web",
            },
        );
    }
    say(*stores_machine_key || *forms_authentication, "system.web");
    say(*allows_upload, "handlers");
    say(out_of_process_components.is_some(), "asp");
    for used in uses {
        match used {
            // What code uses is its own business and stands in no section.
            Use::Component(_) | Use::Path(_) => {}
        }
    }
    sections
}

/// The section that switches a scheme on.
pub fn section_of_scheme(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Windows => "windowsAuthentication",
        Scheme::Basic => "basicAuthentication",
        Scheme::Digest => "digestAuthentication",
        Scheme::Certificates => "clientCertificateMappingAuthentication",
    }
}

/// The sections that a handler needs. ASP.NET is mapped as it is shipped; whether it impersonates is its own section.
fn sections_of_handler(handler: &Handler) -> &'static [&'static str] {
    match handler {
        Handler::AspNet | Handler::AspNetImpersonating(_) => &["system.web"],
        Handler::Asp
        | Handler::AspNetCoreInProcess
        | Handler::AspNetCoreOutOfProcess
        | Handler::Php
        | Handler::PhpImpersonating
        | Handler::Isapi(..)
        | Handler::Cgi(_) => &["handlers"],
    }
}

/// Whether a section is locked on this server, and the sentence that says so, if one does.
///
/// A section that belongs to applicationHost.config alone stays there whatever is said.
pub fn lock(server: &Server, section: &str) -> (bool, Option<FactId>) {
    let shipped = SHIPPED
        .iter()
        .find(|known| known.name.eq_ignore_ascii_case(section))
        .map_or(Delegation::Unlocked, |known| known.delegation);
    if shipped == Delegation::HostOnly {
        return (true, None);
    }
    let said = server.iis_settings().filter_map(|(setting, fact)| {
        let IisSetting::Section {
            section: name,
            locked,
        } = setting
        else {
            return None;
        };
        same(name, section).then_some((*locked, Some(fact)))
    });
    // Of a lock and its opposite the lock counts.
    said.max_by_key(|(locked, _)| *locked)
        .unwrap_or((shipped == Delegation::Locked, None))
}

/// Whether a sentence names this section: by its own name, or by the group that it is in and its name.
fn same(said: &Name, section: &str) -> bool {
    let last = said.as_str().rsplit('/').next().unwrap_or(said.as_str());
    Name::from(last).is(section)
}
