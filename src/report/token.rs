//! A token in the layout of `whoami /all`: three tables, their columns as wide as what stands in them.

use crate::{
    nt::{GroupAttributes, Sid},
    query::{ListedGroup, TokenListing},
    world::UserRight,
};

/// The listing as `whoami /all` prints it, the last line ended.
pub fn whoami(token: &TokenListing) -> String {
    let mut out = String::new();
    heading("USER INFORMATION", &mut out);
    let user = [[token.user.to_lowercase(), sid_text(token.user_sid.as_ref())]];
    table(["User Name", "SID"], &user, &mut out);
    out.push('\n');
    heading("GROUP INFORMATION", &mut out);
    let mut groups: Vec<&ListedGroup> = token.groups.iter().collect();
    groups.sort_by_key(|group| (rank(&group.key), group.key));
    let rows: Vec<[String; 4]> = groups
        .into_iter()
        .map(|group| {
            [
                group.name.clone(),
                kind(group).to_owned(),
                sid_text(group.sid.as_ref()),
                attributes(group.attributes),
            ]
        })
        .collect();
    table(["Group Name", "Type", "SID", "Attributes"], &rows, &mut out);
    out.push('\n');
    heading("PRIVILEGES INFORMATION", &mut out);
    let rows: Vec<[String; 3]> = token
        .privileges
        .iter()
        .map(|listed| {
            let state = if listed.enabled {
                "Enabled"
            } else {
                "Disabled"
            };
            [
                listed.privilege.name().to_owned(),
                UserRight::Privilege(listed.privilege).words().to_owned(),
                state.to_owned(),
            ]
        })
        .collect();
    table(["Privilege Name", "Description", "State"], &rows, &mut out);
    out
}

fn heading(title: &str, out: &mut String) {
    out.push_str(title);
    out.push('\n');
    out.push_str(&"-".repeat(title.len()));
    out.push_str("\n\n");
}

fn table<const N: usize>(titles: [&str; N], rows: &[[String; N]], out: &mut String) {
    let mut widths = titles.map(|title| title.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut line = |cells: [&str; N]| {
        let padded: Vec<String> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        out.push_str(padded.join(" ").trim_end());
        out.push('\n');
    };
    line(titles);
    let rules = widths.map(|width| "=".repeat(width));
    line(std::array::from_fn(|at| rules[at].as_str()));
    for row in rows {
        line(std::array::from_fn(|at| row[at].as_str()));
    }
}

fn sid_text(sid: Option<&Sid>) -> String {
    sid.map_or_else(|| "unknown".to_owned(), Sid::to_string)
}

/// The order of the listings of real machines: the label, Everyone, accounts and aliases, the way of the logon, and what was put in.
fn rank(sid: &Sid) -> u8 {
    match (sid.authority(), sid.sub_authorities()) {
        (16, _) => 0,
        (1, _) => 1,
        (5, [113 | 114]) => 2,
        (5, [21, ..]) => 3,
        (5, [32, 568]) => 9,
        (5, [32, ..]) => 4,
        (5, [2 | 3 | 4 | 6 | 14]) => 5,
        (2, [1]) => 6,
        (5, [11]) => 7,
        (5, [15]) => 8,
        (2, _) => 10,
        (5, [80 | 82, ..]) => 11,
        (18, _) => 12,
        _ => 3,
    }
}

/// The word of the column `Type`.
fn kind(group: &ListedGroup) -> &'static str {
    match (group.key.authority(), group.key.sub_authorities()) {
        (16, _) => "Label",
        (5, [82, 0]) => "Unknown SID type",
        (5, [32, ..]) => "Alias",
        (authority, _) if authority <= 18 && !matches!(group.key.sub_authorities(), [21, ..]) => {
            "Well-known group"
        }
        _ if group.local => "Alias",
        _ => "Group",
    }
}

/// The words of the column `Attributes`; a label has none.
fn attributes(attributes: GroupAttributes) -> String {
    let words = [
        (GroupAttributes::MANDATORY, "Mandatory group"),
        (GroupAttributes::ENABLED_BY_DEFAULT, "Enabled by default"),
        (GroupAttributes::ENABLED, "Enabled group"),
        (GroupAttributes::OWNER, "Group owner"),
        (
            GroupAttributes::USE_FOR_DENY_ONLY,
            "Group used for deny only",
        ),
    ];
    if attributes.contains(GroupAttributes::USE_FOR_DENY_ONLY) {
        return words[4].1.to_owned();
    }
    let words: Vec<&str> = words
        .iter()
        .filter(|(bit, _)| attributes.contains(*bit))
        .map(|(_, words)| *words)
        .collect();
    words.join(", ")
}
