//! Sentences about sites, their applications and virtual folders.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::{Here, Read, unquote},
    server::last_of,
};
use crate::{
    text::Diagnostic,
    world::{
        Anonymous, ApplicationSettings, ApplicationStatement, Handler, Name, Protection,
        SiteStatement, Statement, VirtualFolderStatement, Who, WinPath,
    },
};

/// Where in a site something is, its folder, and the clauses behind.
struct Placed<'i> {
    site: Name,
    url: Name,
    folder: WinPath,
    clauses: Vec<Pair<'i, Rule>>,
}

impl Here<'_> {
    /// `site N at PATH …`, with what this version does not know yet.
    pub fn site(&self, sentence: Pair<'_, Rule>) -> Read<(Statement, Vec<Diagnostic>)> {
        let mut name = Name::new("");
        let mut folder = None;
        let mut clauses = Vec::new();
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted | Rule::bare => name = self.name(&part)?,
                Rule::quoted_path | Rule::bare_path => folder = Some(self.path(&part)),
                _ => clauses.push(part),
            }
        }
        let (settings, later) = self.settings(clauses)?;
        let folder = folder.unwrap_or_else(|| WinPath::new(""));
        let site = SiteStatement {
            name,
            folder,
            settings,
        };
        Ok((Statement::Site(site), later))
    }

    /// `application /a at PATH …`; `above` is the site that it stands under.
    pub fn application(
        &self,
        sentence: Pair<'_, Rule>,
        above: Option<&Name>,
    ) -> Read<(Statement, Vec<Diagnostic>)> {
        let placed = self.placed(sentence, above)?;
        let (settings, later) = self.settings(placed.clauses)?;
        let application = ApplicationStatement {
            site: placed.site,
            url: placed.url,
            folder: placed.folder,
            settings,
        };
        Ok((Statement::Application(application), later))
    }

    /// `virtual folder /v at PATH [as ACCOUNT]`
    pub fn virtual_folder(
        &self,
        sentence: Pair<'_, Rule>,
        above: Option<&Name>,
    ) -> Read<(Statement, Vec<Diagnostic>)> {
        let placed = self.placed(sentence, above)?;
        let mut account = None;
        for clause in placed.clauses {
            if clause.as_rule() == Rule::clause_as {
                account = self.clause_as(clause)?;
            }
        }
        let folder = VirtualFolderStatement {
            site: placed.site,
            url: placed.url,
            folder: placed.folder,
            account,
        };
        Ok((Statement::VirtualFolder(folder), Vec::new()))
    }

    fn placed<'i>(&self, sentence: Pair<'i, Rule>, above: Option<&Name>) -> Read<Placed<'i>> {
        let whole = sentence.clone();
        let mut site = None;
        let mut url = None;
        let mut folder = None;
        let mut clauses = Vec::new();
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted_url | Rule::bare_url => url = Some(Name::new(unquote(part.as_str()))),
                Rule::clause_of_site => site = Some(self.last_name(part)?),
                Rule::site_url => {
                    let (of, path) = split_site_url(part.as_str());
                    site = Some(Name::new(of));
                    url = Some(Name::new(path));
                }
                Rule::quoted_path | Rule::bare_path => folder = Some(self.path(&part)),
                _ => clauses.push(part),
            }
        }
        let (Some(url), Some(folder)) = (url, folder) else {
            let wrong = Diagnostic::error("syntax", "a URL and a folder are wanted here");
            return Err(self.on(wrong, &whole, ""));
        };
        let Some(site) = site.or_else(|| above.cloned()) else {
            let wrong =
                Diagnostic::error("no-site", format!("nothing says which site `{url}` is in"))
                    .help(format!(
                        "indent the line under its site, or write `{url} of site NAME`"
                    ));
            return Err(self.on(wrong, &whole, "in which site?"));
        };
        Ok(Placed {
            site,
            url,
            folder,
            clauses,
        })
    }

    fn settings(
        &self,
        clauses: Vec<Pair<'_, Rule>>,
    ) -> Read<(ApplicationSettings, Vec<Diagnostic>)> {
        let mut settings = ApplicationSettings::default();
        let mut later = Vec::new();
        for clause in clauses {
            match clause.as_rule() {
                Rule::clause_in_pool => {
                    self.only_once(settings.pool.is_some(), &clause)?;
                    settings.pool = Some(self.last_name(clause)?);
                }
                Rule::clause_anonymous => {
                    self.only_once(settings.anonymous.is_some(), &clause)?;
                    settings.anonymous = Some(self.anonymous(clause)?);
                }
                Rule::clause_protection => {
                    self.only_once(settings.protection.is_some(), &clause)?;
                    settings.protection = Some(match last_of(clause).as_rule() {
                        Rule::kw_in_process => Protection::InProcess,
                        Rule::kw_pooled => Protection::Pooled,
                        _ => Protection::Isolated,
                    });
                }
                Rule::clause_runs => {
                    for handler in clause.into_inner() {
                        settings.handlers.extend(self.handler(handler)?);
                    }
                }
                Rule::later_setting => later.push(*self.later(&clause)),
                _ => {}
            }
        }
        Ok((settings, later))
    }

    fn anonymous(&self, clause: Pair<'_, Rule>) -> Read<Anonymous> {
        let part = last_of(clause);
        Ok(match part.as_rule() {
            Rule::kw_no_anonymous => Anonymous::Off,
            Rule::kw_the_pool_identity => Anonymous::PoolIdentity,
            _ => self.who(&part)?.map_or(Anonymous::Off, Anonymous::Account),
        })
    }

    fn handler(&self, part: Pair<'_, Rule>) -> Read<Option<Handler>> {
        Ok(Some(match part.as_rule() {
            Rule::handler_asp => Handler::Asp,
            Rule::handler_asp_net => Handler::AspNet,
            Rule::handler_asp_net_core_in_process => Handler::AspNetCoreInProcess,
            Rule::handler_asp_net_core_out_of_process => Handler::AspNetCoreOutOfProcess,
            Rule::handler_php => Handler::Php,
            Rule::handler_php_impersonating => Handler::PhpImpersonating,
            Rule::handler_asp_net_impersonating => {
                let mut account = None;
                for part in part.into_inner() {
                    if part.as_rule() == Rule::clause_as {
                        account = self.clause_as(part)?;
                    }
                }
                Handler::AspNetImpersonating(account)
            }
            Rule::handler_isapi | Rule::handler_cgi => {
                let is_cgi = part.as_rule() == Rule::handler_cgi;
                let mut program = WinPath::new("");
                let mut extension = None;
                for part in part.into_inner() {
                    match part.as_rule() {
                        Rule::quoted_path | Rule::bare_path => program = self.path(&part),
                        Rule::clause_for_extension => extension = Some(self.last_name(part)?),
                        _ => {}
                    }
                }
                if is_cgi {
                    Handler::Cgi(program)
                } else {
                    Handler::Isapi(program, extension)
                }
            }
            _ => return Ok(None),
        }))
    }

    fn clause_as(&self, clause: Pair<'_, Rule>) -> Read<Option<Who>> {
        Ok(self.everybody(clause.into_inner())?.pop())
    }
}

/// `Shop/a` → `Shop`, `/a`; the site may be in quotes alone or with its URL.
fn split_site_url(text: &str) -> (String, String) {
    // `"Default Web Site"/a`: the quotes are the site's.
    let site_ends = match text.strip_prefix('"').filter(|_| !text.ends_with('"')) {
        Some(rest) => 1 + rest.rfind('"').map_or(0, |at| at + 1),
        None => 0,
    };
    if site_ends > 0 {
        let (site, url) = text.split_at(site_ends);
        return (unquote(site), url.to_owned());
    }
    let whole = unquote(text);
    match whole.find('/') {
        Some(at) => (whole[..at].to_owned(), whole[at..].to_owned()),
        None => (whole, "/".to_owned()),
    }
}
