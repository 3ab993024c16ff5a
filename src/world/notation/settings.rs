//! The clauses of an application: of a site, an application, or what a web.config sets.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::{Here, Read},
    server::last_of,
};
use crate::world::{
    Anonymous, ApplicationSettings, AuthenticatedAs, Handler, LogonMethod, Protection, Scheme, Use,
    Who, WinPath,
};

impl Here<'_> {
    /// All of them.
    pub fn settings(&self, clauses: Vec<Pair<'_, Rule>>) -> Read<ApplicationSettings> {
        let mut settings = ApplicationSettings::default();
        for clause in clauses {
            self.setting(&mut settings, clause)?;
        }
        Ok(settings)
    }

    fn setting(&self, settings: &mut ApplicationSettings, clause: Pair<'_, Rule>) -> Read<()> {
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
            Rule::clause_anonymous_logon => {
                self.only_once(settings.anonymous_logon.is_some(), &clause)?;
                settings.anonymous_logon = Some(logon_method(clause));
            }
            Rule::clause_basic_logon => {
                self.only_once(settings.basic_logon.is_some(), &clause)?;
                settings.basic_logon = Some(self.basic_logon(clause)?);
            }
            Rule::clause_schemes => {
                self.only_once(!settings.schemes.is_empty(), &clause)?;
                settings.schemes = self.schemes(clause)?;
            }
            Rule::clause_authenticated_as => {
                self.only_once(settings.authenticated_as.is_some(), &clause)?;
                settings.authenticated_as = Some(match last_of(clause).as_rule() {
                    Rule::kw_the_pool_identity => AuthenticatedAs::PoolIdentity,
                    Rule::kw_the_anonymous_user => AuthenticatedAs::AnonymousUser,
                    _ => AuthenticatedAs::Themselves,
                });
            }
            Rule::clause_uses => settings.uses.extend(self.used(clause)?),
            Rule::clause_cache => {
                let place = clause.clone();
                let (cache, path) = self.cache(clause);
                let already = settings.caches.iter().any(|(known, _)| *known == cache);
                self.only_once(already, &place)?;
                settings.caches.push((cache, path));
            }
            Rule::clause_machine_key => settings.stores_machine_key = true,
            Rule::clause_upload => settings.allows_upload = true,
            Rule::clause_forms => settings.forms_authentication = true,
            Rule::clause_out_of_process => {
                self.only_once(settings.out_of_process_components.is_some(), &clause)?;
                let allowed =
                    last_of(clause).as_rule() == Rule::kw_allows_out_of_process_components;
                settings.out_of_process_components = Some(allowed);
            }
            Rule::mistake_scheme => return Err(self.slip(clause)),
            _ => {}
        }
        Ok(())
    }

    fn anonymous(&self, clause: Pair<'_, Rule>) -> Read<Anonymous> {
        let part = last_of(clause);
        Ok(match part.as_rule() {
            Rule::kw_no_anonymous => Anonymous::Off,
            Rule::kw_the_pool_identity => Anonymous::PoolIdentity,
            _ => self.who(&part)?.map_or(Anonymous::Off, Anonymous::Account),
        })
    }

    /// Only the anonymous user's password is IIS' own to keep.
    fn basic_logon(&self, clause: Pair<'_, Rule>) -> Read<LogonMethod> {
        let method = last_of(clause.clone());
        match logon_method(clause) {
            LogonMethod::Synchronized => {
                let wrong = crate::text::Diagnostic::error(
                    "basic-synchronized",
                    "a basic user's password is sent, not synchronized",
                )
                .help("write `in clear text`, `interactively`, `as a batch job` or `over the network`");
                Err(self.on(wrong, &method, "for `anonymous` only"))
            }
            method @ (LogonMethod::Interactive
            | LogonMethod::Batch
            | LogonMethod::Network
            | LogonMethod::Cleartext) => Ok(method),
        }
    }

    fn schemes(&self, clause: Pair<'_, Rule>) -> Read<Vec<Scheme>> {
        let mut schemes = Vec::new();
        for part in clause.into_inner() {
            let scheme = match part.as_rule() {
                Rule::kw_windows => Scheme::Windows,
                Rule::kw_basic => Scheme::Basic,
                Rule::kw_digest => Scheme::Digest,
                Rule::kw_certificates => Scheme::Certificates,
                _ => continue,
            };
            self.only_once(schemes.contains(&scheme), &part)?;
            schemes.push(scheme);
        }
        Ok(schemes)
    }

    fn used(&self, clause: Pair<'_, Rule>) -> Read<Option<Use>> {
        let part = last_of(clause);
        Ok(match part.as_rule() {
            Rule::used_component => Some(Use::Component(self.last_name(part)?)),
            Rule::quoted_path | Rule::bare_path => Some(Use::Path(self.path(&part))),
            _ => None,
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

    /// `as X`
    pub fn clause_as(&self, clause: Pair<'_, Rule>) -> Read<Option<Who>> {
        Ok(self.everybody(clause.into_inner())?.pop())
    }
}

fn logon_method(clause: Pair<'_, Rule>) -> LogonMethod {
    match last_of(clause).as_rule() {
        Rule::kw_as_a_batch_job => LogonMethod::Batch,
        Rule::kw_over_the_network => LogonMethod::Network,
        Rule::kw_in_clear_text => LogonMethod::Cleartext,
        Rule::kw_by_password_synchronization => LogonMethod::Synchronized,
        _ => LogonMethod::Interactive,
    }
}
