//! Whether a component or one of its lists can be said.

use super::{Sayable, name, no, path, sddl, who};
use crate::world::{
    ComLine, ComList, ComponentForm, ComponentIdentity, ComponentStatement, notation,
};

pub(super) fn component(component: &ComponentStatement) -> Sayable {
    name(&component.name)?;
    if let Some(class) = &component.class
        && !notation::is_class(class.as_str())
    {
        return no(
            format!("`{class}` is no class id"),
            "it looks like `{7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}`",
        );
    }
    match &component.form {
        Some(ComponentForm::Exe(program) | ComponentForm::Dll(program)) => path(program)?,
        Some(ComponentForm::Service(service)) => name(service)?,
        Some(ComponentForm::LibraryPackage | ComponentForm::ServerPackage) | None => {}
    }
    match &component.identity {
        Some(ComponentIdentity::Account(account)) => who(account)?,
        Some(ComponentIdentity::LaunchingUser | ComponentIdentity::InteractiveUser) | None => {}
    }
    component
        .launch
        .iter()
        .chain(&component.access)
        .try_for_each(list)
}

pub(super) fn list(list: &ComList) -> Sayable {
    match list {
        ComList::Lines(lines) => lines.iter().try_for_each(line),
        ComList::Sddl(text) => sddl(text),
    }
}

fn line(line: &ComLine) -> Sayable {
    who(&line.who)?;
    if notation::COM_RIGHTS.contains(line.mask) {
        return Ok(());
    }
    no(
        format!("{} holds what is no right of COM", line.mask),
        "the rights of COM are the bits 0x1 to 0x10; what else is stored is said by `sddl`",
    )
}
