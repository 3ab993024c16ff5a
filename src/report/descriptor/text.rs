//! A descriptor in words, as text with aligned columns.

use std::fmt::Write;

use super::{DescriptorView, LineView, ListState, ListView, Note, Who};

/// The view as text.
pub fn to_text(view: &DescriptorView) -> String {
    let mut text = String::new();
    line(
        &mut text,
        &format!("owner  {}", someone(view.owner.as_ref())),
    );
    line(
        &mut text,
        &format!("group  {}", someone(view.group.as_ref())),
    );
    list(&mut text, "DACL", &view.dacl);
    list(&mut text, "SACL", &view.sacl);
    if !view.notes.is_empty() {
        line(&mut text, "notes");
        for note in &view.notes {
            line(&mut text, &format!("  {}", sentence(note)));
        }
    }
    text
}

fn someone(who: Option<&Who>) -> String {
    who.map_or("none".to_owned(), full_name)
}

/// The name with the SID behind it, or the SID alone.
fn full_name(who: &Who) -> String {
    match &who.name {
        Some(name) => format!("{name} ({})", who.sid),
        None => who.sid.clone(),
    }
}

fn list(text: &mut String, name: &str, list: &ListView) {
    let mut head = match list.state {
        ListState::Absent => "absent".to_owned(),
        ListState::Null => "NULL".to_owned(),
        ListState::Empty => "empty".to_owned(),
        ListState::Present => match list.lines.len() {
            1 => "1 line".to_owned(),
            count => format!("{count} lines"),
        },
    };
    if list.protected {
        head.push_str(", protected: nothing is inherited from above");
    }
    if list.auto_inherited {
        head.push_str(", automatically inherited");
    }
    line(text, &format!("{name}   {head}"));
    let rows: Vec<[String; 5]> = list.lines.iter().map(row).collect();
    let widths: [usize; 5] = std::array::from_fn(|column| {
        let width = |row: &[String; 5]| row[column].chars().count();
        rows.iter().map(width).max().unwrap_or(0)
    });
    for (view, row) in list.lines.iter().zip(&rows) {
        let mut words = String::new();
        for (column, width) in row.iter().zip(widths) {
            // Writing to a string cannot fail.
            let _ = write!(words, "  {column:width$}");
        }
        if view.inherited {
            words.push_str("  inherited");
        }
        line(text, &words);
        for below in view.condition.iter().chain(&view.object_types) {
            line(text, &format!("       {below}"));
        }
    }
}

fn row(view: &LineView) -> [String; 5] {
    [
        format!("{:>3}", view.number),
        view.effect.clone(),
        full_name(&view.who),
        format!("{} ({:#x})", view.rights, view.mask),
        view.applies_to.clone(),
    ]
}

fn sentence(note: &Note) -> String {
    match (note.list, note.line) {
        (Some(list), Some(line)) => format!("{list} line {line} {}", note.text),
        (None, _) | (_, None) => note.text.clone(),
    }
}

fn line(text: &mut String, words: &str) {
    text.push_str(words.trim_end());
    text.push('\n');
}
