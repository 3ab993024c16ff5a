//! What a token holds, slow and obvious: begin with what the logon gives, add what follows until nothing is new.
//!
//! It is given memberships as pairs of SIDs and knows nothing of names, graphs or reasons.

use std::collections::BTreeSet;

use poolproof::nt::Sid;

/// Memberships, as far as they are known.
#[derive(Clone, Debug, Default)]
pub struct Memberships {
    /// Member, group.
    pub known: Vec<(Sid, Sid)>,
    /// Member, group: nobody knows whether.
    pub doubtful: Vec<(Sid, Sid)>,
}

/// What a token holds in any case, and what it holds beside if every doubtful membership is real.
pub fn holdings(start: &[Sid], memberships: &Memberships) -> (BTreeSet<Sid>, BTreeSet<Sid>) {
    let held = repeat(start, &memberships.known);
    let all = [memberships.known.clone(), memberships.doubtful.clone()].concat();
    let possible = repeat(start, &all);
    let perhaps = possible.difference(&held).copied().collect();
    (held, perhaps)
}

fn repeat(start: &[Sid], memberships: &[(Sid, Sid)]) -> BTreeSet<Sid> {
    let mut held: BTreeSet<Sid> = start.iter().copied().collect();
    loop {
        let before = held.len();
        for (member, group) in memberships {
            if held.contains(member) {
                held.insert(*group);
            }
        }
        if held.len() == before {
            return held;
        }
    }
}

/// What logons give before memberships, written out: `S-1-…` texts, by kind of account, logon and what the Windows knows.
pub fn start(user: Sid, kind: &str, logon: &str, windows: Windows) -> Vec<Sid> {
    let mut sids = vec!["S-1-1-0", "S-1-5-11"];
    if windows.this_organization {
        sids.push("S-1-5-15");
    }
    match (kind, logon) {
        ("ordinary", "interactive") => sids.push("S-1-5-4"),
        ("ordinary", "network") => sids.push("S-1-5-2"),
        ("ordinary", "batch") => sids.push("S-1-5-3"),
        _ => sids.push("S-1-5-6"),
    }
    if kind != "ordinary" || logon != "network" {
        sids.push("S-1-2-0");
        if windows.console_logon {
            sids.push("S-1-2-1");
        }
    }
    match kind {
        "system" => sids.push("S-1-5-32-544"),
        "pool" => sids.extend(["S-1-5-32-568", "S-1-5-82-0"]),
        _ => {}
    }
    let mut all: Vec<Sid> = sids
        .iter()
        .map(|text| text.parse().expect("a SID"))
        .collect();
    all.push(user);
    all
}

/// Which SIDs a Windows knows.
#[derive(Clone, Copy, Debug)]
pub struct Windows {
    pub this_organization: bool,
    pub console_logon: bool,
}
