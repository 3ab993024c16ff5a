//! Sentences about sites, their applications and virtual folders.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::{Here, Read, unquote},
};
use crate::{
    text::Diagnostic,
    world::{
        ApplicationStatement, Name, SiteStatement, Statement, VirtualFolderStatement, WinPath,
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
    /// `site N at PATH …`
    pub fn site(&self, sentence: Pair<'_, Rule>) -> Read<SiteStatement> {
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
        let settings = self.settings(clauses)?;
        let folder = folder.unwrap_or_else(|| WinPath::new(""));
        Ok(SiteStatement {
            name,
            folder,
            settings,
        })
    }

    /// `application /a at PATH …`; `above` is the site that it stands under.
    pub fn application(&self, sentence: Pair<'_, Rule>, above: Option<&Name>) -> Read<Statement> {
        let placed = self.placed(sentence, above)?;
        let settings = self.settings(placed.clauses)?;
        let application = ApplicationStatement {
            site: placed.site,
            url: placed.url,
            folder: placed.folder,
            settings,
        };
        Ok(Statement::Application(application))
    }

    /// `virtual folder /v at PATH [as ACCOUNT]`
    pub fn virtual_folder(
        &self,
        sentence: Pair<'_, Rule>,
        above: Option<&Name>,
    ) -> Read<Statement> {
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
        Ok(Statement::VirtualFolder(folder))
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
}

/// `Shop/a` → `Shop`, `/a`; the site may be in quotes alone or with its URL.
pub(super) fn split_site_url(text: &str) -> (String, String) {
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
