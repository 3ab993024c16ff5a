//! Whether a setting of IIS, the state of an account or of the machine can be said.

use super::{Sayable, Unsayable, name, no, no_control_characters, path, settings, who};
use crate::{
    text::nearest,
    world::{
        AccountState, CONTRADICTIONS, IisSetting, MachineState, Name, Program, READINGS, notation,
    },
};

pub(super) fn iis(setting: &IisSetting) -> Sayable {
    match setting {
        IisSetting::Filter { path: of, site } => {
            path(of)?;
            site.as_ref().map_or(Ok(()), name)
        }
        IisSetting::InProcessExtensions { programs } => programs.iter().try_for_each(program),
        IisSetting::Cgi { .. } => Ok(()),
        IisSetting::AspNet { runs_as } => who(runs_as),
        IisSetting::Cache { path: of, .. } => path(of),
        IisSetting::Section { section, .. } => name(section),
        IisSetting::WebConfig {
            folder,
            settings: set,
        } => {
            path(folder)?;
            settings(set)
        }
    }
}

fn program(program: &Program) -> Sayable {
    match program {
        Program::Path(of) => path(of),
        Program::Bare(of) => {
            name(of)?;
            if notation::has_folder(of) || notation::is_path(of.as_str()) {
                return no(
                    format!("`{of}` stands as a file name alone"),
                    "write it as `path`",
                );
            }
            Ok(())
        }
    }
}

pub(super) fn account(state: &AccountState) -> Sayable {
    match state {
        AccountState::LoggedOn { at, who: user } => {
            name(at)?;
            user.as_ref().map_or(Ok(()), who)
        }
        AccountState::Disabled { who: of } | AccountState::WrongPassword { who: of } => who(of),
        AccountState::MembersChangedBy { group: of, by }
        | AccountState::PasswordChangedBy { user: of, by } => {
            who(of)?;
            by.iter().try_for_each(who)
        }
    }
}

pub(super) fn machine(state: &MachineState) -> Sayable {
    match state {
        MachineState::SearchPath { folders } => folders.iter().try_for_each(path),
        MachineState::MissingPatch { patch } => name(patch),
        MachineState::NamesIn { file, folder } => {
            name(file)?;
            path(folder)
        }
        MachineState::Reading { topic, reading } => {
            one_of(topic, &CONTRADICTIONS, "no contradiction is called")?;
            one_of(reading, &READINGS, "no reading is called")
        }
    }
}

fn one_of(said: &Name, known: &[&str], headline: &str) -> Sayable {
    no_control_characters(said.as_str(), "a name")?;
    if known.iter().any(|known| said.is(known)) {
        return Ok(());
    }
    Err(Unsayable {
        headline: format!("{headline} `{said}`"),
        help: None,
        candidates: nearest(said.as_str(), known),
    })
}
