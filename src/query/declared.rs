//! What is declared and has no access list in a path: sites, applications, components, services, filters.

use super::{
    resolve::{Made, Object, Resolver, Subject, Thing},
    syntax::{Reference, Written},
};
use crate::{
    iis,
    text::Diagnostic,
    world::{IisSetting, Name, WinPath},
};

impl Resolver<'_> {
    /// The site that is meant.
    ///
    /// # Errors
    /// No site is called so.
    pub fn site(&self, name: &Written<Reference>) -> Result<Subject, Box<Diagnostic>> {
        let text = name.node.text();
        let known: Vec<&Name> = self.server.sites().map(|(site, _)| &site.name).collect();
        match known.iter().find(|site| site.is(&text)) {
            Some(site) => Ok(Subject::Made(Made::Site((*site).clone()))),
            None => {
                let known: Vec<String> = known.iter().map(ToString::to_string).collect();
                Err(self.missing("site", &text, name.span, &known).into())
            }
        }
    }

    /// The application that is meant, by its URL.
    ///
    /// # Errors
    /// There is none, or several sites have one.
    pub fn application(&self, name: &Written<Reference>) -> Result<Subject, Box<Diagnostic>> {
        let plain = |url: &str| url.trim_matches('/').to_owned();
        let (site, url) = match &name.node {
            Reference::Url { site, path } => (site.as_ref(), plain(path.as_str())),
            other => (None, other.text()),
        };
        let all = iis::applications(self.server);
        let mut found: Vec<(Name, Name)> = Vec::new();
        for one in &all {
            let here = site.is_none_or(|site| *site == one.site);
            let key = (one.site.clone(), one.url.clone());
            if here && Name::new(plain(one.url.as_str())).is(&url) && !found.contains(&key) {
                found.push(key);
            }
        }
        let spelt = |(site, url): &(Name, Name)| format!("{site}{url}");
        match found.as_slice() {
            [(site, url)] => Ok(Subject::Made(Made::Application(site.clone(), url.clone()))),
            [] => {
                let known: Vec<String> = all
                    .iter()
                    .map(|one| spelt(&(one.site.clone(), one.url.clone())))
                    .collect();
                let text = name.node.text();
                Err(self.missing("application", &text, name.span, &known).into())
            }
            several => Err(self
                .at(
                    "ambiguous-url",
                    format!("several sites have an application `{}`", name.node.text()),
                    name.span,
                    "which site is meant",
                )
                .candidates(several.iter().map(spelt).collect())
                .help("say the site before the path")
                .into()),
        }
    }

    /// The component that is meant, by its name or its class.
    ///
    /// # Errors
    /// No component is called so.
    pub fn component(&self, name: &Written<Reference>) -> Result<Name, Box<Diagnostic>> {
        let text = name.node.text();
        let found = self.server.components().find(|(one, _)| {
            one.name == Name::new(&*text) || one.class.as_ref() == Some(&Name::new(&*text))
        });
        let known = || {
            let names = self.server.components();
            names
                .map(|(one, _)| one.name.to_string())
                .collect::<Vec<_>>()
        };
        found
            .map(|(one, _)| one.name.clone())
            .ok_or_else(|| self.missing("component", &text, name.span, &known()).into())
    }

    /// The service that is meant.
    ///
    /// # Errors
    /// No service is called so.
    pub fn service(&self, name: &Written<Reference>) -> Result<Name, Box<Diagnostic>> {
        let text = name.node.text();
        let found = self
            .server
            .services()
            .find(|(one, _)| one.name == Name::new(&*text));
        let known = || {
            let names = self.server.services();
            names
                .map(|(one, _)| one.name.to_string())
                .collect::<Vec<_>>()
        };
        found
            .map(|(one, _)| one.name.clone())
            .ok_or_else(|| self.missing("service", &text, name.span, &known()).into())
    }

    /// A component as something that something is done to.
    ///
    /// # Errors
    /// As [`Resolver::component`].
    pub fn component_object(&self, name: &Written<Reference>) -> Result<Object, Box<Diagnostic>> {
        let component = self.component(name)?;
        Ok(declared(
            component.as_str(),
            Thing::Component(component.clone()),
        ))
    }

    /// A service as something that something is done to.
    ///
    /// # Errors
    /// As [`Resolver::service`].
    pub fn service_object(&self, name: &Written<Reference>) -> Result<Object, Box<Diagnostic>> {
        let service = self.service(name)?;
        Ok(declared(service.as_str(), Thing::Service(service.clone())))
    }

    /// The filter that is meant, by its path or its file's name.
    ///
    /// # Errors
    /// No filter lies there.
    pub fn filter(&self, name: &Written<Reference>) -> Result<WinPath, Box<Diagnostic>> {
        let text = name.node.text();
        let known = filters(self.server);
        let found = known
            .iter()
            .find(|path| **path == WinPath::new(&text) || Name::from(path.file_name()).is(&text));
        found.cloned().ok_or_else(|| {
            let known: Vec<String> = known.iter().map(ToString::to_string).collect();
            self.missing("filter", &text, name.span, &known).into()
        })
    }
}

/// Every filter, each once.
pub fn filters(server: &crate::world::Server) -> Vec<WinPath> {
    let mut found: Vec<WinPath> = Vec::new();
    for (setting, _) in server.iis_settings() {
        if let IisSetting::Filter { path, .. } = setting
            && !found.contains(path)
        {
            found.push(path.clone());
        }
    }
    found
}

/// Something that is declared by name and has no path.
fn declared(name: &str, thing: Thing) -> Object {
    Object {
        path: WinPath::new(name),
        noun: None,
        url: None,
        asked: name.to_owned(),
        thing,
    }
}

impl Made {
    /// What a row of it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Made::Anonymous => "anonymous",
            Made::Site(_) => "site",
            Made::Application(..) => "application",
            Made::Part(_) => "process",
        }
    }
}

impl std::fmt::Display for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Made::Anonymous => f.write_str("anonymous"),
            Made::Site(name) => write!(f, "site {name}"),
            Made::Application(site, url) => write!(f, "application {site}{url}"),
            Made::Part(words) => f.write_str(words),
        }
    }
}
