//! Sentences about IIS as a whole: filters, in-process extensions, CGI, caches, sections and the web.config files.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::{Here, Read},
};
use crate::world::{Cache, CgiIdentity, IisSetting, Name, Program, Statement, WinPath};

impl Here<'_> {
    /// One of these sentences.
    pub fn iis_setting(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let setting = match sentence.as_rule() {
            Rule::statement_filter => self.filter(sentence)?,
            Rule::statement_extensions => self.in_process_extensions(sentence)?,
            Rule::statement_cgi => {
                let as_user = |part: Pair<'_, Rule>| part.as_rule() == Rule::kw_the_request_user;
                let runs_as = if sentence.into_inner().any(as_user) {
                    CgiIdentity::RequestUser
                } else {
                    CgiIdentity::Process
                };
                IisSetting::Cgi { runs_as }
            }
            Rule::statement_asp_net => match self.everybody(sentence.into_inner())?.pop() {
                Some(runs_as) => IisSetting::AspNet { runs_as },
                None => return Ok(Vec::new()),
            },
            Rule::statement_cache => match sentence.into_inner().last() {
                Some(clause) => {
                    let (cache, path) = self.cache(clause);
                    IisSetting::Cache { cache, path }
                }
                None => return Ok(Vec::new()),
            },
            Rule::statement_section => self.section(sentence)?,
            _ => self.web_config(sentence)?,
        };
        Ok(vec![Statement::Iis(setting)])
    }

    fn filter(&self, sentence: Pair<'_, Rule>) -> Read<IisSetting> {
        let mut path = WinPath::new("");
        let mut site = None;
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted_path | Rule::bare_path => path = self.path(&part),
                Rule::clause_on_site => site = Some(self.last_name(part)?),
                _ => {}
            }
        }
        Ok(IisSetting::Filter { path, site })
    }

    fn in_process_extensions(&self, sentence: Pair<'_, Rule>) -> Read<IisSetting> {
        let mut programs = Vec::new();
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted_path | Rule::bare_path => {
                    programs.push(Program::Path(self.path(&part)));
                }
                Rule::quoted | Rule::program_word => {
                    programs.push(Program::Bare(self.file_name(&part)?));
                }
                _ => {}
            }
        }
        Ok(IisSetting::InProcessExtensions { programs })
    }

    /// A file name alone.
    fn file_name(&self, part: &Pair<'_, Rule>) -> Read<Name> {
        let name = self.name(part)?;
        if !has_folder(&name) {
            return Ok(name);
        }
        let wrong = crate::text::Diagnostic::error(
            "no-path",
            format!("`{name}` is neither a path nor a file name alone"),
        )
        .help("a path begins with a drive, `\\\\` or `%name%`");
        Err(self.on(wrong, part, "not a path"))
    }

    /// `compression cache at PATH`, …
    pub fn cache(&self, clause: Pair<'_, Rule>) -> (Cache, WinPath) {
        let mut cache = Cache::Compression;
        let mut path = WinPath::new("");
        for part in clause.into_inner() {
            match part.as_rule() {
                Rule::kw_asp_templates_at => cache = Cache::AspTemplates,
                Rule::kw_asp_net_temporary_files_at => cache = Cache::AspNetTemporary,
                Rule::quoted_path | Rule::bare_path => path = self.path(&part),
                _ => {}
            }
        }
        (cache, path)
    }

    fn section(&self, sentence: Pair<'_, Rule>) -> Read<IisSetting> {
        let mut section = Name::new("");
        let mut locked = true;
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted | Rule::bare => section = self.name(&part)?,
                Rule::kw_is_unlocked => locked = false,
                _ => {}
            }
        }
        Ok(IisSetting::Section { section, locked })
    }

    fn web_config(&self, sentence: Pair<'_, Rule>) -> Read<IisSetting> {
        let mut folder = WinPath::new("");
        let mut clauses = Vec::new();
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted_path | Rule::bare_path => folder = self.path(&part),
                _ => clauses.push(part),
            }
        }
        let settings = Box::new(self.settings(clauses)?);
        Ok(IisSetting::WebConfig { folder, settings })
    }
}

/// Whether a file name names a folder too.
pub(in crate::world) fn has_folder(name: &Name) -> bool {
    name.as_str().contains(['\\', '/'])
}
