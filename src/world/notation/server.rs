//! Sentences about the server, its pools, and what nobody described.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::{Here, Read},
};
use crate::{
    text::{Diagnostic, nearest},
    world::{
        Fallback, Gap, IisVersion, Name, PoolIdentity, PoolStatement, ServerStatement, Statement,
        WindowsVersion,
    },
};

impl Here<'_> {
    /// `server N …`
    pub fn server(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let mut server = ServerStatement {
            name: Name::new(""),
            iis: None,
            isolation_mode: false,
            windows: None,
            service_pack: None,
            domain: None,
            domain_controller: false,
        };
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted | Rule::bare => server.name = self.name(&part)?,
                Rule::clause_iis => {
                    self.only_once(server.iis.is_some(), &part)?;
                    server.iis = Some(self.iis_version(part)?);
                }
                Rule::clause_isolation_mode => server.isolation_mode = true,
                Rule::clause_windows => {
                    self.only_once(server.windows.is_some(), &part)?;
                    for part in part.into_inner() {
                        match part.as_rule() {
                            Rule::windows_name => server.windows = Some(self.windows(&part)?),
                            Rule::service_pack => {
                                server.service_pack = Some(self.service_pack(&part)?);
                            }
                            _ => {}
                        }
                    }
                }
                Rule::clause_service_pack => {
                    self.only_once(server.service_pack.is_some(), &part)?;
                    server.service_pack = Some(self.service_pack(&part)?);
                }
                Rule::clause_in_domain => {
                    self.only_once(server.domain.is_some(), &part)?;
                    server.domain = Some(self.last_name(part)?);
                }
                Rule::clause_domain_controller => server.domain_controller = true,
                _ => {}
            }
        }
        Ok(vec![Statement::Server(server)])
    }

    fn iis_version(&self, clause: Pair<'_, Rule>) -> Read<IisVersion> {
        let number = last_of(clause);
        let text = number.as_str();
        IisVersion::by_number(text)
            .or_else(|| IisVersion::by_number(&format!("{text}.0")))
            .ok_or_else(|| {
                let known = IisVersion::ALL.iter().map(|(_, number, _)| *number);
                let wrong =
                    Diagnostic::error("unknown-version", format!("there is no IIS `{text}`"))
                        .candidates(nearest(text, known.clone()))
                        .help(format!(
                            "known are {}",
                            known.collect::<Vec<_>>().join(", ")
                        ));
                self.on(wrong, &number, "not a version of IIS")
            })
    }

    fn windows(&self, name: &Pair<'_, Rule>) -> Read<WindowsVersion> {
        let text = name.as_str();
        windows_of(text).ok_or_else(|| {
            let known = WindowsVersion::ALL.iter().map(|(_, name)| *name);
            let wrong =
                Diagnostic::error("unknown-version", format!("there is no Windows `{text}`"))
                    .candidates(nearest(text, known.clone()))
                    .help(format!(
                        "known are {}",
                        known.collect::<Vec<_>>().join(", ")
                    ));
            self.on(wrong, name, "not a version of Windows")
        })
    }

    fn service_pack(&self, part: &Pair<'_, Rule>) -> Read<u8> {
        let digits = part
            .as_str()
            .trim_start_matches(|c: char| !c.is_ascii_digit());
        digits.parse().map_err(|_| {
            let wrong = Diagnostic::error(
                "unknown-version",
                format!("there is no service pack {digits}"),
            );
            self.on(wrong, part, "too large")
        })
    }

    /// The name that a clause ends with.
    pub fn last_name(&self, clause: Pair<'_, Rule>) -> Read<Name> {
        self.name(&last_of(clause))
    }

    /// `pool P …`
    pub fn pool(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let mut pool = PoolStatement {
            name: Name::new(""),
            identity: None,
            manual_group_membership: false,
            logs_on_as_service: false,
            ignores_web_config: false,
        };
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted | Rule::bare => pool.name = self.name(&part)?,
                Rule::clause_runs_as => {
                    self.only_once(pool.identity.is_some(), &part)?;
                    pool.identity = Some(self.identity(part)?);
                }
                Rule::clause_identity_unknown => {
                    self.only_once(pool.identity.is_some(), &part)?;
                    pool.identity = Some(PoolIdentity::Unknown);
                }
                Rule::clause_manual_membership => pool.manual_group_membership = true,
                Rule::clause_as_a_service => pool.logs_on_as_service = true,
                Rule::clause_ignores_web_config => pool.ignores_web_config = true,
                Rule::mistake_runs_as => return Err(self.slip(part)),
                _ => {}
            }
        }
        Ok(vec![Statement::Pool(pool)])
    }

    fn identity(&self, clause: Pair<'_, Rule>) -> Read<PoolIdentity> {
        let who = last_of(clause);
        Ok(match who.as_rule() {
            Rule::kw_network_service => PoolIdentity::NetworkService,
            Rule::kw_local_service => PoolIdentity::LocalService,
            Rule::kw_local_system => PoolIdentity::LocalSystem,
            Rule::kw_its_own_identity => PoolIdentity::Own,
            _ => match self.who(&who)? {
                Some(who) => PoolIdentity::Account(who),
                None => PoolIdentity::Unknown,
            },
        })
    }

    /// `permissions of PATH are unknown`, `owner of PATH is unknown`, `inherited lines of PATH are unknown`
    pub fn unknown_object(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let gap: fn(_) -> Gap = match sentence.as_rule() {
            Rule::statement_permissions_unknown => Gap::PermissionsOf,
            Rule::statement_owner_unknown => Gap::OwnerOf,
            _ => Gap::InheritedLinesOf,
        };
        Ok(sentence
            .into_inner()
            .filter(|part| matches!(part.as_rule(), Rule::quoted_path | Rule::bare_path))
            .map(|part| Statement::Gap(gap(self.path(&part))))
            .collect())
    }

    /// `undescribed objects …, else …`
    pub fn undescribed(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        let mut fallbacks = Vec::new();
        for part in sentence.into_inner() {
            let fallback = match part.as_rule() {
                Rule::fallback_inherit => Fallback::Inherit,
                Rule::fallback_defaults => Fallback::Defaults,
                Rule::fallback_closed => Fallback::Closed,
                Rule::fallback_unknown => Fallback::Unknown,
                _ => continue,
            };
            self.only_once(fallbacks.contains(&fallback), &part)?;
            fallbacks.push(fallback);
        }
        Ok(vec![Statement::Undescribed { fallbacks }])
    }
}

/// The last part of a clause, or the clause.
pub(super) fn last_of(clause: Pair<'_, Rule>) -> Pair<'_, Rule> {
    clause.clone().into_inner().last().unwrap_or(clause)
}

/// The Windows of that name; `Server` may be left out or stand at the end, and `R2` of 2003 is 2003.
fn windows_of(text: &str) -> Option<WindowsVersion> {
    let short = |text: &str| {
        text.split_whitespace()
            .filter(|word| !word.eq_ignore_ascii_case("server"))
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let exact = WindowsVersion::ALL
        .iter()
        .find(|(_, name)| name.eq_ignore_ascii_case(text));
    let near = || {
        let wanted = short(text);
        let wanted = match wanted.as_str() {
            "nt4" | "nt" => "nt4.0",
            "2003r2" => "2003",
            other => other,
        };
        WindowsVersion::ALL
            .iter()
            .find(|(_, name)| short(name) == wanted)
    };
    exact.or_else(near).map(|(version, _)| *version)
}
