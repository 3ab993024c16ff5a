//! Listings that `icacls PATH` prints: an object, and its entries one below the other.
//!
//! What people hand over was copied: out of consoles with prompts in it, out of documents that indented, quoted or
//! joined its lines, in any language, cut at either end. An object is taken only if each of its lines was understood;
//! otherwise its permissions are unknown, and the lines are named.

mod chatter;
mod tail;
mod walk;
mod who;

use std::collections::BTreeMap;

use self::{
    tail::Says,
    walk::{Block, Walk},
};
use super::{
    Reader,
    reading::{Input, Reading, because, noun},
    sheet::Sheet,
};
use crate::{
    text::{Diagnostic, Severity},
    world::{Gap, Inheritance, Listing, ObjectStatement, Statement, WinPath},
};

/// How listings of icacls are read.
pub(super) const READER: Reader = Reader {
    kind: "icacls",
    title: "icacls listing",
    recognises,
    read: Some(read),
};

fn recognises(sheet: &Sheet) -> bool {
    sheet.lines().take(2_000).any(|(_, line)| {
        let body = line.trim();
        tail::tails(line)
            .iter()
            .any(|tail| matches!(tail.says, Says::Entry(_)))
            || body.starts_with("Successfully processed ")
            || matches!(
                chatter::understand(body),
                Some(chatter::Chatter::Refused { .. })
            )
    })
}

fn read(input: &Input<'_>) -> Reading {
    let mut walk = Walk::new(input);
    walk.all_lines();
    let Walk {
        mut reading,
        mut blocks,
        changed,
        refused,
        ..
    } = walk;

    keep_the_last(input, &mut reading, &mut blocks);
    mark_changed(input, &mut blocks, &changed);
    let mut relative = None;
    for (line, written) in refused {
        let path = input.path(&written);
        reading.unknown(path.path, input.origin(line));
    }
    for block in blocks {
        let path = input.path(&block.path);
        if path.relative && relative.is_none() {
            relative = Some((block.line, block.path.clone()));
        }
        say(input, &mut reading, block, path.path);
    }
    if let Some((line, example)) = relative {
        reading.warn_relative(input, line, &example);
    }
    reading
}

/// The last listing of an object is its state; what was listed before is said in a note.
fn keep_the_last(input: &Input<'_>, reading: &mut Reading, blocks: &mut Vec<Block>) {
    let mut last: BTreeMap<WinPath, u32> = BTreeMap::new();
    for block in blocks.iter() {
        last.insert(input.path(&block.path).path, block.line);
    }
    let reason = because("an earlier listing of an object that is listed again below");
    blocks.retain(|block| {
        let state = last[&input.path(&block.path).path];
        if state == block.line {
            return true;
        }
        for line in &block.taken {
            reading.ledger.dropped(*line, &reason);
        }
        reading.diagnostics.push(
            Diagnostic::note(
                "listed-again",
                format!("`{}` is listed again in line {state}", block.path),
            )
            .at(
                input.sheet.place(block.line),
                "the later listing is taken for its state",
            ),
        );
        false
    });
}

/// A listing that was made before icacls changed the object, or a folder above it, no longer holds.
fn mark_changed(input: &Input<'_>, blocks: &mut [Block], changed: &[(u32, String)]) {
    let mut latest: BTreeMap<WinPath, u32> = BTreeMap::new();
    for (line, written) in changed {
        latest.insert(input.path(written).path, *line);
    }
    if latest.is_empty() {
        return;
    }
    for block in blocks {
        let mut above = Some(input.path(&block.path).path);
        while let Some(path) = above {
            if let Some(line) = latest.get(&path)
                && *line > block.line
                && block.broken.is_none()
            {
                block.broken = Some((*line, format!("`{path}` was changed after this listing")));
            }
            above = path.parent();
        }
    }
}

/// The facts of one object.
fn say(input: &Input<'_>, reading: &mut Reading, block: Block, path: WinPath) {
    let origin = input.origin(block.line);
    reading.count("objects", 1);
    if let Some((line, why)) = block.broken {
        let reason = because("the list of its object is not understood as a whole");
        for line in &block.taken {
            reading.ledger.dropped(*line, &reason);
        }
        reading.diagnostics.push(
            Diagnostic {
                severity: Severity::Error,
                ..Diagnostic::warning(
                    "broken-list",
                    format!("the permissions of `{path}` are not known: {why}"),
                )
            }
            .at(input.sheet.place(line), "the list is not taken")
            .help(format!(
                "list it again, best with `icacls \"{path}\" /save FILE`"
            )),
        );
        reading.unknown(path, origin);
        return;
    }
    reading.count("entries", block.lines.len());
    reading.say(
        Statement::Object(ObjectStatement {
            noun: noun(&path, block.inheritable),
            path: path.clone(),
            owner: None,
            inheritance: Inheritance::ListedInFull,
            list: Listing::Lines(block.lines),
        }),
        origin.clone(),
    );
    reading.say(Statement::Gap(Gap::OwnerOf(path)), origin);
}
