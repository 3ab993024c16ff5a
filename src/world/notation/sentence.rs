//! One fact in words, for reasons and lists.

use super::{print::print, print_com::machine_list_in_one_line};
use crate::world::{Fact, Origin, Statement};

/// The statement as its sentence of the notation; of an object or a component, the sentence without its lines.
pub fn sentence(statement: &Statement) -> String {
    if let Statement::Process(process) = statement {
        return format!("{} is a process", process.name);
    }
    if let Statement::MachineCom { which, list } = statement {
        return machine_list_in_one_line(*which, list);
    }
    let text = print(&[Fact {
        statement: statement.clone(),
        origin: Origin::Unsaid,
    }]);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    match statement {
        // An application and a virtual folder stand under the line of their site.
        Statement::Application(_) | Statement::VirtualFolder(_) => {
            lines.next_back().unwrap_or(first).to_owned()
        }
        _ => first.to_owned(),
    }
}
