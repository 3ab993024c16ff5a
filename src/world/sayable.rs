//! Whether a fact can be said: what a type lets through and the notation does not.
//!
//! The notation refuses these while it reads; facts from elsewhere are asked here, so that both forms hold the same facts.

use super::{
    AccessLine, Gap, Listing, Name, ObjectStatement, PoolIdentity, Statement, Who, WinPath,
    notation,
};
use crate::nt::Sid;

mod com;
mod machine;
mod settings;

use settings::settings;

/// Why a fact cannot be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unsayable {
    /// In one line.
    pub headline: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What may have been meant.
    pub candidates: Vec<String>,
}

type Sayable = Result<(), Unsayable>;

fn no(headline: String, help: &str) -> Sayable {
    Err(Unsayable {
        headline,
        help: Some(help.to_owned()),
        candidates: Vec::new(),
    })
}

/// Whether the notation can say it.
pub(super) fn check(statement: &Statement) -> Sayable {
    match statement {
        Statement::Server(server) => {
            name(&server.name)?;
            server.domain.as_ref().map_or(Ok(()), name)
        }
        Statement::User { name: of, .. }
        | Statement::Group { name: of, .. }
        | Statement::Domain { name: of, .. } => name(of),
        Statement::Member { member, group } => {
            who(member)?;
            who(group)
        }
        Statement::MachineSid { .. } => Ok(()),
        Statement::Right { right, holders } => {
            notation::check_right(right).map_err(|candidates| Unsayable {
                headline: format!("no right is called `{right}`"),
                help: None,
                candidates,
            })?;
            holders.iter().try_for_each(who)
        }
        Statement::Pool(pool) => {
            name(&pool.name)?;
            match &pool.identity {
                Some(PoolIdentity::Account(account)) => who(account),
                Some(
                    PoolIdentity::NetworkService
                    | PoolIdentity::LocalService
                    | PoolIdentity::LocalSystem
                    | PoolIdentity::Own
                    | PoolIdentity::Unknown,
                )
                | None => Ok(()),
            }
        }
        Statement::Site(site) => {
            name(&site.name)?;
            path(&site.folder)?;
            settings(&site.settings)
        }
        Statement::Application(application) => {
            name(&application.site)?;
            url(&application.url)?;
            path(&application.folder)?;
            settings(&application.settings)
        }
        Statement::VirtualFolder(folder) => {
            name(&folder.site)?;
            url(&folder.url)?;
            path(&folder.folder)?;
            folder.account.as_ref().map_or(Ok(()), who)
        }
        Statement::Object(object) => check_object(object),
        Statement::Iis(setting) => machine::iis(setting),
        Statement::Account(state) => machine::account(state),
        Statement::Machine(state) => machine::machine(state),
        Statement::Component(component) => com::component(component),
        Statement::MachineCom { list, .. } => com::list(list),
        Statement::Running(running) => {
            name(&running.component)?;
            who(&running.identity)?;
            running.access.as_ref().map_or(Ok(()), com::list)
        }
        Statement::Service(service) => {
            name(&service.name)?;
            service.account.as_ref().map_or(Ok(()), who)?;
            service.program.as_ref().map_or(Ok(()), path)?;
            service.list.as_ref().map_or(Ok(()), listing)
        }
        Statement::Task(task) => {
            name(&task.name)?;
            who(&task.account)?;
            task.program.as_ref().map_or(Ok(()), path)?;
            task.list.as_ref().map_or(Ok(()), listing)
        }
        Statement::Process(_) => no(
            "nobody states processes".to_owned(),
            "state the pools and applications that they come from",
        ),
        Statement::Gap(gap) => match gap {
            Gap::MembersOf(of) | Gap::GroupsOf(of) => who(of),
            Gap::PermissionsOf(of) | Gap::OwnerOf(of) | Gap::InheritedLinesOf(of) => path(of),
        },
        Statement::Undescribed { fallbacks } => {
            let twice = |at: usize| fallbacks[..at].contains(&fallbacks[at]);
            if fallbacks.is_empty() {
                return no(
                    "nothing is said of undescribed objects".to_owned(),
                    "name at least one fallback, such as `unknown`",
                );
            }
            if (0..fallbacks.len()).any(twice) {
                return no("a fallback stands there twice".to_owned(), "say it once");
            }
            Ok(())
        }
    }
}

fn check_object(object: &ObjectStatement) -> Sayable {
    path(&object.path)?;
    object.owner.as_ref().map_or(Ok(()), who)?;
    listing(&object.list)
}

fn listing(list: &Listing) -> Sayable {
    match list {
        Listing::Lines(lines) => lines.iter().try_for_each(access_line),
        Listing::Sddl(text) => sddl(text),
    }
}

fn sddl(text: &str) -> Sayable {
    no_control_characters(text, "SDDL")?;
    notation::check_sddl(text).map_err(|error| Unsayable {
        headline: format!("`{text}` is no SDDL: {}", error.message()),
        help: error.help(),
        candidates: Vec::new(),
    })
}

fn access_line(line: &AccessLine) -> Sayable {
    who(&line.who)?;
    if line.flags > 0x1f {
        return no(
            format!("{:#04x} are no inheritance flags", line.flags),
            "object 1, container 2, one level 4, children only 8, inherited 16",
        );
    }
    Ok(())
}

fn who(who: &Who) -> Sayable {
    match who {
        Who::Sid(_) => Ok(()),
        Who::Name(of) => {
            if of.as_str().parse::<Sid>().is_ok() {
                return no(
                    format!("`{of}` is a SID and stands as a name"),
                    "write it as `sid`",
                );
            }
            name(of)
        }
    }
}

fn name(of: &Name) -> Sayable {
    if of.as_str().is_empty() {
        return no(
            "a name is empty".to_owned(),
            "a name has at least one character",
        );
    }
    no_control_characters(of.as_str(), "a name")
}

fn url(of: &Name) -> Sayable {
    if !of.as_str().starts_with('/') {
        return no(format!("`{of}` is no URL path"), "it begins with `/`");
    }
    name(of)
}

fn path(of: &WinPath) -> Sayable {
    no_control_characters(of.as_str(), "a path")?;
    if notation::is_path(of.as_str()) {
        return Ok(());
    }
    no(
        format!("`{of}` is no path"),
        "a path begins with a drive, `\\\\`, `%name%`, `.\\` or a registry root",
    )
}

fn no_control_characters(text: &str, what: &str) -> Sayable {
    match text.chars().find(char::is_ascii_control) {
        None => Ok(()),
        Some(c) => no(
            format!("{what} holds a control character, {}", c.escape_unicode()),
            "Windows has none in names and paths",
        ),
    }
}
