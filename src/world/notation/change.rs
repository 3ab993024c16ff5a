//! From `CHANGE and CHANGE`, as it stands in a question between `if` and `then`, to changes.

use pest::{Parser, iterators::Pair};

use super::{
    change_lists::{apart, line_of, listing},
    component::{com_kind, machine_list},
    grammar::{Grammar, Rule},
    names::{Here, Read, span_of, unquote, who_is},
    program::TASK,
    site::split_site_url,
};
use crate::{
    text::{Diagnostic, Line, Source, Span},
    world::{
        AccountState, ApplicationSettings, Gap, Name, RunningStatement, ServiceStatement,
        Statement,
        change::{Change, ListOf, Serving, Subject},
    },
};

/// Reads changes with `and` between them, each with its place in the source. `text` stands in the source from `start` on.
///
/// # Errors
/// It is no change: what is wrong, where, and what to type instead.
pub fn changes(
    source: &Source,
    text: &str,
    start: usize,
) -> Result<Vec<(Change, Span)>, Box<Diagnostic>> {
    let line = Line {
        number: 1,
        indented: false,
        text,
        span: Span {
            start,
            end: start + text.len(),
        },
    };
    let here = Here { source, line };
    let parts = Grammar::parse(Rule::changes, text).map_err(|error| here.no_change(&error))?;
    let mut all = Vec::new();
    for part in parts {
        if matches!(part.as_rule(), Rule::kw_and | Rule::EOI) {
            continue;
        }
        let span = span_of(&part);
        let span = Span {
            start: start + span.start,
            end: start + span.end,
        };
        let read = here.change(part)?;
        all.extend(read.into_iter().map(|change| (change, span)));
    }
    Ok(all)
}

impl Here<'_> {
    /// One sentence: a change, or several.
    fn change(&self, part: Pair<'_, Rule>) -> Read<Vec<Change>> {
        match part.as_rule() {
            Rule::change_said => {
                let said = self.all_inside(part)?;
                Ok(said.into_iter().map(Change::Said).collect())
            }
            Rule::change_unsaid => {
                let said = self.all_inside(part)?;
                Ok(said.into_iter().map(Change::NoLongerSaid).collect())
            }
            Rule::change_line_removed => Ok(vec![self.line_removed(part)?]),
            Rule::change_removed => Ok(vec![Change::Remove(self.subject_of(part)?)]),
            Rule::change_known => self.known(part),
            Rule::change_member_back => {
                let mut whom = self.everybody(part.into_inner())?;
                let groups = whom.split_off(1.min(whom.len()));
                let member = whom.pop();
                let back = groups.into_iter().filter_map(|group| {
                    let member = member.clone()?;
                    Some(Change::TakeBack(Statement::Member { member, group }))
                });
                Ok(back.collect())
            }
            Rule::change_disabled_back | Rule::change_password_back => {
                let wrong = part.as_rule() == Rule::change_password_back;
                let whom = self.everybody(part.into_inner())?;
                let state = |who| match wrong {
                    true => AccountState::WrongPassword { who },
                    false => AccountState::Disabled { who },
                };
                let back = whom
                    .into_iter()
                    .map(|who| Change::TakeBack(Statement::Account(state(who))));
                Ok(back.collect())
            }
            Rule::change_logged_on_back => {
                let mut who = None;
                let mut nobody = false;
                let mut at = Name::new("");
                for part in part.into_inner() {
                    nobody |= part.as_rule() == Rule::kw_nobody;
                    // The machine's name comes last.
                    if matches!(part.as_rule(), Rule::quoted | Rule::bare) {
                        at = self.name(&part)?;
                    }
                    if !nobody {
                        who = who.or(self.who(&part)?);
                    }
                }
                Ok(vec![Change::TakeBack(Statement::Account(
                    AccountState::LoggedOn { at, who },
                ))])
            }
            Rule::change_right_back => {
                let said = self.right(part)?;
                Ok(said.into_iter().map(Change::TakeBack).collect())
            }
            Rule::change_pool_back => {
                let said = self.pool(part)?;
                Ok(said.into_iter().map(Change::TakeBack).collect())
            }
            Rule::change_settings | Rule::change_settings_back => {
                let back = part.as_rule() == Rule::change_settings_back;
                let (of, settings) = self.settings_of(part)?;
                let settings = Box::new(settings);
                Ok(vec![if back {
                    Change::Unset { of, settings }
                } else {
                    Change::Set { of, settings }
                }])
            }
            Rule::change_service_back => Ok(vec![Change::TakeBack(Statement::Service(
                self.service_back(part)?,
            ))]),
            Rule::change_running_back => {
                let component = self.first_name(&part)?;
                Ok(vec![Change::TakeBack(Statement::Running(
                    RunningStatement {
                        component,
                        identity: who_is(Name::new("nobody")),
                        access: None,
                    },
                ))])
            }
            Rule::change_com_back | Rule::change_machine_com_back => self.com_back(part),
            Rule::change_program_line_back => {
                let list = self.program_list_of(&part)?;
                let of = line_of(&list);
                self.lines_back(part, &list, of)
            }
            Rule::change_task_lines => {
                let name = self.first_name(&part)?;
                let mut stated = None;
                for part in part.into_inner() {
                    self.list_clause(&mut stated, part, TASK)?;
                }
                Ok(listing(&ListOf::Task(name), stated))
            }
            Rule::change_object => self.object_changes(part),
            Rule::mistake_changes => Err(self.slip(part)),
            _ => self.said(part),
        }
    }

    /// A statement as a change: what it says of lists is said apart.
    fn said(&self, part: Pair<'_, Rule>) -> Read<Vec<Change>> {
        let mut changes = Vec::new();
        for statement in self.whole_statements(part)? {
            changes.extend(apart(statement));
        }
        Ok(changes)
    }

    /// Every statement that the one inside makes.
    fn all_inside(&self, part: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        match part.into_inner().last() {
            Some(statement) => self.whole_statements(statement),
            None => Ok(Vec::new()),
        }
    }

    /// A sentence with all that is said in its line.
    fn whole_statements(&self, part: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        Ok(match part.as_rule() {
            Rule::statement_object => vec![Statement::Object(self.object(part)?)],
            Rule::statement_component => vec![Statement::Component(self.component(part)?)],
            Rule::statement_running => self
                .running(part)?
                .map(Statement::Running)
                .into_iter()
                .collect(),
            Rule::statement_service => vec![Statement::Service(self.service(part)?)],
            Rule::statement_task => vec![Statement::Task(self.task(part)?)],
            Rule::statement_site => vec![Statement::Site(self.site(part)?)],
            Rule::statement_application => vec![self.application(part, None)?],
            Rule::statement_virtual_folder => vec![self.virtual_folder(part, None)?],
            Rule::statement_machine_com => {
                let whole = part.clone();
                let mut entries = part.into_inner();
                let Some(head) = entries.next() else {
                    return Ok(Vec::new());
                };
                let which = machine_list(head.as_rule());
                let mut list = None;
                self.com_entries(&mut list, entries, com_kind(which))?;
                let Some(list) = list else {
                    let wrong = Diagnostic::error("no-list", "nothing says what this list holds")
                        .help("write `allows …`, `denies …` or `allows nobody` behind it");
                    return Err(self.on(wrong, &whole, "which lines?"));
                };
                vec![Statement::MachineCom { which, list }]
            }
            _ => self.statements(part)?,
        })
    }

    /// `line 3 of C:\x is removed`
    fn line_removed(&self, part: Pair<'_, Rule>) -> Read<Change> {
        let whole = part.clone();
        let mut number = None;
        let mut path = None;
        for part in part.into_inner() {
            match part.as_rule() {
                Rule::number => number = part.as_str().parse().ok(),
                Rule::quoted_path | Rule::bare_path => path = Some(self.path(&part)),
                _ => {}
            }
        }
        match (number, path) {
            (Some(number), Some(path)) => Ok(Change::RemoveLine { path, number }),
            (None, _) | (_, None) => {
                let wrong = Diagnostic::error("too-large", "no list has so many lines");
                Err(self.on(wrong, &whole, "a number up to 4294967295"))
            }
        }
    }

    /// What a sentence begins with.
    fn subject_of(&self, part: Pair<'_, Rule>) -> Read<Subject> {
        let mut kind = Rule::path;
        let mut parts = Vec::new();
        for part in part.into_inner() {
            match part.as_rule() {
                rule @ (Rule::kw_pool
                | Rule::kw_site
                | Rule::kw_user
                | Rule::kw_group
                | Rule::kw_component
                | Rule::kw_service
                | Rule::kw_task
                | Rule::kw_application
                | Rule::kw_virtual_folder
                | Rule::kw_filter) => kind = rule,
                Rule::kw_is_removed | Rule::kw_is_no_longer_described => {}
                _ => parts.push(part),
            }
        }
        let Some(first) = parts.last() else {
            return Ok(Subject::Pool(Name::new("")));
        };
        Ok(match kind {
            Rule::kw_pool => Subject::Pool(self.name(first)?),
            Rule::kw_site => Subject::Site(self.name(first)?),
            Rule::kw_user | Rule::kw_group => Subject::Account(self.name(first)?),
            Rule::kw_component => Subject::Component(self.name(first)?),
            Rule::kw_service => Subject::Service(self.name(first)?),
            Rule::kw_task => Subject::Task(self.name(first)?),
            Rule::kw_application => {
                let (site, url) = self.url_place(&parts)?;
                Subject::Application(site, url)
            }
            Rule::kw_virtual_folder => {
                let (site, url) = self.url_place(&parts)?;
                Subject::VirtualFolder(site, url)
            }
            Rule::kw_filter => Subject::Filter(self.path(first)),
            _ => Subject::Object(self.path(first)),
        })
    }

    /// `/a`, `/a of site Shop`, `Shop/a`
    fn url_place(&self, parts: &[Pair<'_, Rule>]) -> Read<(Option<Name>, Name)> {
        let mut site = None;
        let mut url = Name::new("/");
        for part in parts {
            match part.as_rule() {
                Rule::quoted_url | Rule::bare_url => url = Name::new(unquote(part.as_str())),
                Rule::clause_of_site => site = Some(self.last_name(part.clone())?),
                Rule::site_url => {
                    let (of, path) = split_site_url(part.as_str());
                    site = Some(Name::new(of));
                    url = Name::new(path);
                }
                _ => {}
            }
        }
        Ok((site, url))
    }

    /// `members of G are no longer unknown`, …
    fn known(&self, part: Pair<'_, Rule>) -> Read<Vec<Change>> {
        let mut gap_of_who: fn(_) -> Gap = Gap::MembersOf;
        let mut gap_of_path: fn(_) -> Gap = Gap::PermissionsOf;
        let mut gaps = Vec::new();
        for part in part.into_inner() {
            match part.as_rule() {
                Rule::kw_groups_of => gap_of_who = Gap::GroupsOf,
                Rule::kw_owner_of => gap_of_path = Gap::OwnerOf,
                Rule::kw_inherited_lines_of => gap_of_path = Gap::InheritedLinesOf,
                Rule::quoted_path | Rule::bare_path => gaps.push(gap_of_path(self.path(&part))),
                _ => gaps.extend(self.who(&part)?.map(gap_of_who)),
            }
        }
        Ok(gaps
            .into_iter()
            .map(|gap| Change::TakeBack(Statement::Gap(gap)))
            .collect())
    }

    /// Clauses of a site or an application by themselves.
    fn settings_of(&self, part: Pair<'_, Rule>) -> Read<(Serving, ApplicationSettings)> {
        let mut site = None;
        let mut place = Vec::new();
        let mut clauses = Vec::new();
        for part in part.into_inner() {
            match part.as_rule() {
                Rule::quoted | Rule::bare if site.is_none() => site = Some(self.name(&part)?),
                Rule::quoted_url | Rule::bare_url | Rule::clause_of_site | Rule::site_url => {
                    place.push(part);
                }
                Rule::kw_no_longer | Rule::kw_site | Rule::kw_application | Rule::kw_and => {}
                _ => clauses.push(part),
            }
        }
        let settings = self.settings(clauses)?;
        let of = match site {
            Some(site) if place.is_empty() => Serving::Site(site),
            Some(_) | None => {
                let (site, url) = self.url_place(&place)?;
                Serving::Application(site, url)
            }
        };
        Ok((of, settings))
    }

    fn service_back(&self, part: Pair<'_, Rule>) -> Read<ServiceStatement> {
        let disabled = part
            .clone()
            .into_inner()
            .any(|part| part.as_rule() == Rule::kw_is_no_longer_disabled);
        let mut service = self.service(part)?;
        service.disabled |= disabled;
        Ok(service)
    }

    /// The first name in a sentence.
    pub fn first_name(&self, part: &Pair<'_, Rule>) -> Read<Name> {
        let mut inner = part.clone().into_inner();
        match inner.find(|part| matches!(part.as_rule(), Rule::quoted | Rule::bare)) {
            Some(name) => self.name(&name),
            None => Ok(Name::new("")),
        }
    }
}
