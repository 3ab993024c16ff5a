//! The token of a pool beside a listing of `whoami /all` from a real machine, read in place from `POOLPROOF_FIXTURES`.

use std::{collections::BTreeSet, path::PathBuf};

use poolproof::{query, report};

use crate::server::server;

/// The lines of a table, cut at the columns of the line of `=` under its titles.
fn table(text: &str, title: &str) -> Vec<Vec<String>> {
    let mut lines = text.lines().skip_while(|line| !line.starts_with(title));
    lines.next();
    let rule = lines.next().expect("a line of `=` under the titles");
    let widths: Vec<usize> = rule.split(' ').map(str::len).collect();
    lines
        .take_while(|line| !line.trim().is_empty())
        .map(|line| {
            let characters: Vec<char> = line.chars().collect();
            let mut from = 0;
            let cut = |width: &usize| {
                let to = (from + width).min(characters.len());
                let cell: String = characters[from.min(to)..to].iter().collect();
                from += width + 1;
                cell.trim().to_owned()
            };
            widths.iter().map(cut).collect()
        })
        .collect()
}

fn listed() -> String {
    let world = server("server BOX runs IIS 7.5 on Windows 7\npool web runs as its own identity\n");
    let answer = query::ask("show token of pool web", &world, None).expect("a token");
    report::whoami(answer.token.as_ref().expect("a listing"))
}

#[test]
fn the_listing_is_laid_out_in_columns_that_can_be_cut() {
    let text = listed();
    assert_eq!(table(&text, "User Name")[0][0], "iis apppool\\web");
    let groups = table(&text, "Group Name");
    let row = |name: &str| groups.iter().find(|row| row[0] == name).expect("a row");
    assert_eq!(row("BUILTIN\\IIS_IUSRS")[1], "Alias");
    assert_eq!(row("NT AUTHORITY\\SERVICE")[1], "Well-known group");
    assert_eq!(
        row("BUILTIN\\Users")[3],
        "Mandatory group, Enabled by default, Enabled group"
    );
    assert_eq!(row("")[1..3], ["Unknown SID type", "S-1-5-82-0"]);
    assert_eq!(
        groups[0][..3],
        [
            "Mandatory Label\\High Mandatory Level",
            "Label",
            "S-1-16-12288"
        ]
    );
    let privileges = table(&text, "Privilege Name");
    assert_eq!(
        privileges[0],
        [
            "SeAssignPrimaryTokenPrivilege",
            "Replace a process level token",
            "Disabled"
        ]
    );
}

/// The listing is of a 32-bit client Windows with IIS: the same groups, attributes and privileges, none more and none less.
#[test]
fn a_listing_of_a_real_machine_agrees_in_every_row() {
    let Some(root) = std::env::var_os("POOLPROOF_FIXTURES") else {
        println!("skipped: POOLPROOF_FIXTURES is unset");
        return;
    };
    let path = PathBuf::from(root).join("real/whoami/all-apppool-web-x86.txt");
    let real = std::fs::read_to_string(path).expect("the listing can be read");
    let ours = listed();
    for title in ["User Name", "Group Name", "Privilege Name"] {
        let rows = |text: &str| table(text, title).into_iter().collect::<BTreeSet<_>>();
        assert_eq!(rows(&ours), rows(&real), "{title}");
    }
    // The order of rows is that of the real one too.
    for title in ["Group Name", "Privilege Name"] {
        assert_eq!(table(&ours, title), table(&real, title), "{title}");
    }
}
