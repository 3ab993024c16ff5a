//! Changes of the clauses of a site or an application.

use super::{
    Serving,
    edit::{Done, Edit, cannot, nothing, unknown},
};
use crate::world::{Anonymous, ApplicationSettings, Handler, Name, Statement, Who, nearest};

impl Edit<'_> {
    /// `site Shop anonymous is IUSR`
    pub fn set(&mut self, of: &Serving, said: &ApplicationSettings) -> Done {
        self.must_be_known(whom(said))?;
        if let Some(pool) = &said.pool {
            self.must_be(
                "pool",
                pool,
                self.server.pools().map(|(known, _)| &known.name),
            )?;
        }
        let of = self.serving(of)?;
        self.each(|old| match settings_of(old, &of) {
            Some(settings) => {
                merge(settings, said);
                true
            }
            None => false,
        });
        Ok(())
    }

    /// `site Shop no longer runs asp`
    pub fn unset(&mut self, of: &Serving, said: &ApplicationSettings) -> Done {
        let of = self.serving(of)?;
        let mut wrong = None;
        self.each(|old| match settings_of(old, &of) {
            Some(settings) => {
                wrong = wrong.take().or(take_back(settings, said).err());
                true
            }
            None => false,
        });
        match wrong {
            None => Ok(()),
            Some(clause) => Err(nothing(format!("nobody says of it that it {clause}"))),
        }
    }

    /// The site or application, with its site: there is one, and only one.
    pub fn serving(&self, of: &Serving) -> Done<Serving> {
        match of {
            Serving::Site(name) => {
                self.must_be_site(name)?;
                Ok(of.clone())
            }
            Serving::Application(site, url) => {
                let known = self.server.applications();
                let known = known.map(|(known, _)| (&known.site, &known.url));
                let site = self.site_of("application", site.as_ref(), url, known)?;
                Ok(Serving::Application(Some(site), url.clone()))
            }
        }
    }

    /// The site of a URL that may be said without it.
    pub fn site_of<'n>(
        &self,
        kind: &str,
        site: Option<&Name>,
        url: &Name,
        known: impl Iterator<Item = (&'n Name, &'n Name)>,
    ) -> Done<Name> {
        if let Some(site) = site {
            self.must_be_site(site)?;
        }
        let known: Vec<(&Name, &Name)> = known.collect();
        let mut found = known
            .iter()
            .filter(|(of, known)| *known == url && site.is_none_or(|site| site == *of));
        match (found.next(), found.next()) {
            (Some((site, _)), None) => Ok((*site).clone()),
            (None, _) => {
                let near = nearest(known.iter().map(|(_, url)| *url), url, 3);
                Err(Box::new(unknown(kind, url, near)))
            }
            (Some(_), Some(_)) => Err(cannot(
                format!("several sites have {kind} `{url}`"),
                format!("write `{url} of site NAME`"),
            )),
        }
    }
}

/// The clauses of that site or application, if the statement is about it.
fn settings_of<'s>(
    statement: &'s mut Statement,
    of: &Serving,
) -> Option<&'s mut ApplicationSettings> {
    match of {
        Serving::Site(name) => {
            let Statement::Site(site) = statement else {
                return None;
            };
            (site.name == *name).then_some(&mut site.settings)
        }
        Serving::Application(site, url) => {
            let Statement::Application(application) = statement else {
                return None;
            };
            let is_it = application.url == *url
                && site.as_ref().is_none_or(|site| application.site == *site);
            is_it.then_some(&mut application.settings)
        }
    }
}

/// Everybody whom clauses name.
pub(super) fn whom(settings: &ApplicationSettings) -> Vec<&Who> {
    let mut all = Vec::new();
    if let Some(Anonymous::Account(who)) = &settings.anonymous {
        all.push(who);
    }
    for handler in &settings.handlers {
        if let Handler::AspNetImpersonating(Some(who)) = handler {
            all.push(who);
        }
    }
    all
}

/// What is said takes the place of what can only be one; handlers, used things and caches come beside the others.
pub(super) fn merge(old: &mut ApplicationSettings, said: &ApplicationSettings) {
    fn put<T: Clone>(old: &mut Option<T>, said: &Option<T>) {
        if said.is_some() {
            old.clone_from(said);
        }
    }
    put(&mut old.pool, &said.pool);
    put(&mut old.anonymous, &said.anonymous);
    put(&mut old.protection, &said.protection);
    put(&mut old.anonymous_logon, &said.anonymous_logon);
    put(&mut old.basic_logon, &said.basic_logon);
    put(&mut old.authenticated_as, &said.authenticated_as);
    put(
        &mut old.out_of_process_components,
        &said.out_of_process_components,
    );
    for handler in &said.handlers {
        old.handlers
            .retain(|known| !serves_the_same(known, handler));
        old.handlers.push(handler.clone());
    }
    if !said.schemes.is_empty() {
        old.schemes.clone_from(&said.schemes);
    }
    for used in &said.uses {
        if !old.uses.contains(used) {
            old.uses.push(used.clone());
        }
    }
    for (cache, path) in &said.caches {
        old.caches.retain(|(known, _)| known != cache);
        old.caches.push((*cache, path.clone()));
    }
    old.stores_machine_key |= said.stores_machine_key;
    old.allows_upload |= said.allows_upload;
    old.forms_authentication |= said.forms_authentication;
}

/// Whether two handlers take the same requests, so that only one of them can be there.
fn serves_the_same(a: &Handler, b: &Handler) -> bool {
    fn family(handler: &Handler) -> Option<u8> {
        match handler {
            Handler::Asp => Some(0),
            Handler::AspNet | Handler::AspNetImpersonating(_) => Some(1),
            Handler::AspNetCoreInProcess | Handler::AspNetCoreOutOfProcess => Some(2),
            Handler::Php | Handler::PhpImpersonating => Some(3),
            Handler::Isapi(..) | Handler::Cgi(_) => None,
        }
    }
    if let (Handler::Isapi(_, Some(a)), Handler::Isapi(_, Some(b))) = (a, b) {
        return a == b;
    }
    a == b || family(a).is_some_and(|one| family(b) == Some(one))
}

/// Takes back what is said, or tells the first clause that does not hold.
fn take_back(
    old: &mut ApplicationSettings,
    said: &ApplicationSettings,
) -> Result<(), &'static str> {
    fn clear<T: PartialEq>(
        old: &mut Option<T>,
        said: &Option<T>,
        clause: &'static str,
    ) -> Result<(), &'static str> {
        match said {
            None => Ok(()),
            Some(_) if old == said => {
                *old = None;
                Ok(())
            }
            Some(_) => Err(clause),
        }
    }
    fn drop_all<T: PartialEq>(
        old: &mut Vec<T>,
        said: &[T],
        clause: &'static str,
    ) -> Result<(), &'static str> {
        for one in said {
            let at = old.iter().position(|known| known == one).ok_or(clause)?;
            old.remove(at);
        }
        Ok(())
    }
    fn switch(old: &mut bool, said: bool, clause: &'static str) -> Result<(), &'static str> {
        if said && !*old {
            return Err(clause);
        }
        *old &= !said;
        Ok(())
    }
    clear(&mut old.pool, &said.pool, "is in that pool")?;
    clear(
        &mut old.anonymous,
        &said.anonymous,
        "has that anonymous user",
    )?;
    clear(&mut old.protection, &said.protection, "is protected so")?;
    clear(
        &mut old.anonymous_logon,
        &said.anonymous_logon,
        "logs on its anonymous user so",
    )?;
    clear(
        &mut old.basic_logon,
        &said.basic_logon,
        "logs on basic users so",
    )?;
    clear(
        &mut old.authenticated_as,
        &said.authenticated_as,
        "lets authenticated users act so",
    )?;
    clear(
        &mut old.out_of_process_components,
        &said.out_of_process_components,
        "says so of components",
    )?;
    drop_all(&mut old.handlers, &said.handlers, "runs that")?;
    drop_all(&mut old.schemes, &said.schemes, "authenticates with that")?;
    drop_all(&mut old.uses, &said.uses, "uses that")?;
    drop_all(&mut old.caches, &said.caches, "has that cache")?;
    switch(
        &mut old.stores_machine_key,
        said.stores_machine_key,
        "stores a machine key",
    )?;
    switch(&mut old.allows_upload, said.allows_upload, "allows upload")?;
    switch(
        &mut old.forms_authentication,
        said.forms_authentication,
        "uses forms authentication",
    )
}
