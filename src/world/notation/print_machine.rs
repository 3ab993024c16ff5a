//! The states of accounts and of the machine, IIS as a whole, services and tasks in words.

use super::{print::with_clauses, print_settings::settings, spell};
use crate::world::{
    AccountState, Cache, CgiIdentity, IisSetting, MachineState, Name, Program, ServiceStatement,
    TaskStatement, Who, WinPath,
};

/// The state of an account.
pub(super) fn account_sentence(state: &AccountState) -> String {
    match state {
        AccountState::LoggedOn { at, who } => {
            let who = who.as_ref().map_or("nobody".to_owned(), spell::subject);
            format!("{who} is logged on at {}", spell::plain(at))
        }
        AccountState::Disabled { who } => format!("{} is disabled", spell::subject(who)),
        AccountState::WrongPassword { who } => {
            format!("the password of {} is wrong", spell::account(who))
        }
        AccountState::MembersChangedBy { group, by } => format!(
            "members of {} can be changed by {}",
            spell::account(group),
            everybody(by)
        ),
        AccountState::PasswordChangedBy { user, by } => format!(
            "password of {} can be changed by {}",
            spell::account(user),
            everybody(by)
        ),
    }
}

fn everybody(whom: &[Who]) -> String {
    if whom.is_empty() {
        return "nobody".to_owned();
    }
    let names: Vec<String> = whom.iter().map(spell::account).collect();
    names.join(", ")
}

/// A setting of IIS as a whole.
pub(super) fn iis_sentence(setting: &IisSetting) -> String {
    match setting {
        IisSetting::Filter { path, site: None } => {
            format!("filter {} on every site", spell::path(path))
        }
        IisSetting::Filter {
            path,
            site: Some(site),
        } => format!(
            "filter {} on site {}",
            spell::path(path),
            spell::plain(site)
        ),
        IisSetting::InProcessExtensions { programs } => {
            let programs: Vec<String> = programs.iter().map(program_words).collect();
            let none = if programs.is_empty() { "none" } else { "" };
            format!("in-process extensions are {none}{}", programs.join(", "))
        }
        IisSetting::Cgi { runs_as } => match runs_as {
            CgiIdentity::Process => "cgi runs as the process".to_owned(),
            CgiIdentity::RequestUser => "cgi runs as the request user".to_owned(),
        },
        IisSetting::AspNet { runs_as } => format!("asp.net runs as {}", spell::account(runs_as)),
        IisSetting::Cache { cache, path } => {
            format!("{} {}", cache_words(*cache), spell::path(path))
        }
        IisSetting::Section { section, locked } => {
            let state = if *locked { "locked" } else { "unlocked" };
            format!("section {} is {state}", spell::plain(section))
        }
        IisSetting::WebConfig {
            folder,
            settings: set,
        } => {
            let clauses = settings(set);
            let nothing = if clauses.is_empty() { "nothing" } else { "" };
            format!(
                "web.config of {} sets {nothing}{}",
                spell::path(folder),
                clauses.join(", ")
            )
        }
    }
}

fn program_words(program: &Program) -> String {
    match program {
        Program::Path(path) => spell::path(path),
        Program::Bare(name) => spell::file_name(name),
    }
}

/// A cache and the word before its path.
pub(super) fn cache_words(cache: Cache) -> &'static str {
    match cache {
        Cache::Compression => "compression cache at",
        Cache::AspTemplates => "asp templates at",
        Cache::AspNetTemporary => "asp.net temporary files at",
    }
}

/// How the machine is set up, and how documents are read.
pub(super) fn machine_sentence(state: &MachineState) -> String {
    match state {
        MachineState::SearchPath { folders } => {
            let folders: Vec<String> = folders.iter().map(spell::path).collect();
            let nothing = if folders.is_empty() { "nothing" } else { "" };
            format!("search path holds {nothing}{}", folders.join(", "))
        }
        MachineState::MissingPatch { patch } => {
            format!("patch {} is missing", spell::plain(patch))
        }
        MachineState::NamesIn { file, folder } => {
            let (file, folder) = (spell::plain(file), spell::path(folder));
            format!("names in {file} are relative to {folder}")
        }
        MachineState::Reading { topic, reading } => format!("{topic} is read as {reading}"),
    }
}

/// `service S runs as ACCOUNT from PATH, is disabled`, without its list.
pub(super) fn service_sentence(service: &ServiceStatement) -> String {
    let mut clauses = program(&service.name, "service", &service.account, &service.program);
    if service.disabled {
        clauses.1.push("is disabled".to_owned());
    }
    with_clauses(clauses.0, clauses.1)
}

/// `task T runs as ACCOUNT from PATH`, without its list.
pub(super) fn task_sentence(task: &TaskStatement) -> String {
    let account = Some(task.account.clone());
    let (subject, clauses) = program(&task.name, "task", &account, &task.program);
    with_clauses(subject, clauses)
}

/// The subject, and the clauses that services and tasks share.
fn program(
    name: &Name,
    noun: &str,
    account: &Option<Who>,
    path: &Option<WinPath>,
) -> (String, Vec<String>) {
    let from = path
        .as_ref()
        .map(|path| format!("from {}", spell::path(path)));
    let runs = account
        .as_ref()
        .map(|who| format!("runs as {}", spell::account(who)));
    let clause = match (runs, from) {
        (Some(runs), Some(from)) => Some(format!("{runs} {from}")),
        (runs, from) => runs.or(from),
    };
    let subject = format!("{noun} {}", spell::plain(name));
    (subject, clause.into_iter().collect())
}
