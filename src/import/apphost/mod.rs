//! applicationHost.config of IIS 7 and later, and the files that look like it.
//!
//! Read are pools with their identities, sites, applications, virtual directories and anonymous users, each with the
//! defaults that apply to it. Everything else in the file is named in the account of its lines.

mod anonymous;
mod pools;
mod sites;
mod variables;
mod xml;

use roxmltree::{Document, ParsingOptions};

use self::xml::Config;
use super::{
    Reader,
    reading::{Input, Reading},
    sheet::Sheet,
};
use crate::text::Diagnostic;

/// How the configuration of a server is read; also where only its `system.applicationHost` was handed over.
pub(super) const READER: Reader = Reader {
    kind: "applicationhost",
    title: "applicationHost.config",
    recognises: |sheet| match xml::root(sheet.text()) {
        Some("system.applicationHost") => true,
        Some("configuration") => {
            let text = xml::without_comments(sheet.text());
            xml::holds(&text, "system.applicationHost")
                || text.contains("\"system.applicationHost\"")
        }
        _ => false,
    },
    read: Some(read),
};

/// redirection.config has the same root element. It says where the configuration really is.
pub(super) const REDIRECTION: Reader = Reader {
    kind: "redirection",
    title: "redirection.config",
    recognises: |sheet| configuration_with(sheet, &["configurationRedirection"]),
    read: Some(redirection),
};

/// administration.config has the same root element. It is about the management service.
pub(super) const ADMINISTRATION: Reader = Reader {
    kind: "administration",
    title: "administration.config of the IIS manager",
    recognises: |sheet| {
        configuration_with(sheet, &["moduleProviders", "system.webServer.management"])
    },
    read: None,
};

/// web.config and machine.config have the same root element, too.
pub(super) const WEB_CONFIG: Reader = Reader {
    kind: "web-config",
    title: "web.config",
    recognises: |sheet| xml::root(sheet.text()) == Some("configuration"),
    read: None,
};

/// Documents about IIS show element names in capitals; IIS tells capitals from small letters.
pub(super) const WRONG_CASE: Reader = Reader {
    kind: "wrong-case",
    title: "a configuration whose element names are in the wrong case, as IIS would not accept it",
    recognises: |sheet| {
        xml::root(sheet.text()).is_some_and(|root| {
            root != "configuration" && root.eq_ignore_ascii_case("configuration")
        })
    },
    read: None,
};

/// A piece of a configuration file, without what it belongs to.
pub(super) const FRAGMENT: Reader = Reader {
    kind: "iis-fragment",
    title: "fragment of an IIS configuration file",
    recognises: |sheet| xml::root(sheet.text()).is_some_and(|root| FRAGMENTS.contains(&root)),
    read: None,
};

const FRAGMENTS: [&str; 22] = [
    "site",
    "sites",
    "add",
    "applicationPools",
    "application",
    "virtualDirectory",
    "location",
    "section",
    "sectionGroup",
    "configSections",
    "security",
    "authentication",
    "anonymousAuthentication",
    "authorization",
    "system.webServer",
    "system.web",
    "identity",
    "handlers",
    "processModel",
    "applicationPoolDefaults",
    "isapiFilters",
    "httpCompression",
];

fn configuration_with(sheet: &Sheet, elements: &[&str]) -> bool {
    let text = sheet.text();
    xml::root(text) == Some("configuration") && {
        let text = xml::without_comments(text);
        !xml::holds(&text, "system.applicationHost")
            && elements.iter().any(|name| xml::holds(&text, name))
    }
}

fn read(input: &Input<'_>) -> Reading {
    with_document(input, |config| {
        let pools = pools::read(config);
        let anonymous = anonymous::read(config);
        sites::read(config, &pools, &anonymous);
    })
}

fn redirection(input: &Input<'_>) -> Reading {
    with_document(input, |config| {
        for node in config.elements("configurationRedirection") {
            config.used(node);
            let on = node
                .attribute("enabled")
                .is_some_and(|value| value.eq_ignore_ascii_case("true"));
            let complaint = if on {
                let path = node.attribute("path").unwrap_or("");
                Diagnostic::warning("shared-configuration", format!("the configuration of this server is shared, at `{path}`"))
                    .help(format!("hand over the applicationHost.config of `{path}`: the one on the server is not used"))
            } else {
                Diagnostic::note("no-shared-configuration", "shared configuration is off")
            };
            let place = config.place(node);
            config.complain(complaint.at(place, "said here"));
        }
    })
}

/// Reads a document, or says where it is none: nothing of a file that is not well-formed is used.
fn with_document(input: &Input<'_>, read: impl FnOnce(&mut Config<'_, '_>)) -> Reading {
    let options = ParsingOptions {
        allow_dtd: false,
        ..ParsingOptions::default()
    };
    match Document::parse_with_options(input.sheet.text(), options) {
        Ok(document) => {
            let mut config = Config::new(&document, input);
            read(&mut config);
            config.finish()
        }
        Err(error) => {
            let mut reading = Reading::new(input.sheet);
            reading.refused = true;
            reading
                .ledger
                .rest("the file is not well-formed, so nothing of it is used");
            reading.diagnostics.push(xml::malformed(input, &error));
            reading
        }
    }
}
