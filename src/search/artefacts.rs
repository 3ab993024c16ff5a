//! Artefacts as tools write them: listings of icacls, saved lists, configurations; and what may happen to a file.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    nt::{AccessMask, Ace, AceFlags, AclState, SecurityDescriptor, Sid, to_icacls},
    world::{Effect, fold},
};

/// An object with its entries, as a tool would list it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its absolute path.
    pub path: String,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
}

/// An entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The account as it is printed.
    pub account: &'static str,
    /// Allow or deny.
    pub effect: Effect,
    /// The stored mask; every bit of it has a letter of icacls.
    pub mask: AccessMask,
    /// The stored flags, the low five bits.
    pub flags: u8,
}

/// Accounts that are known wherever they stand.
const KNOWN: [&str; 10] = [
    "NT AUTHORITY\\SYSTEM",
    "BUILTIN\\Users",
    "Everyone",
    "CREATOR OWNER",
    "IIS APPPOOL\\my shop",
    "NT SERVICE\\TrustedInstaller",
    "APPLICATION PACKAGE AUTHORITY\\ALL APPLICATION PACKAGES",
    "VORDEFINIERT\\Benutzer",
    "NT-AUTORITÄT\\SYSTEM",
    "S-1-5-21-1-2-3-1001",
];

/// Accounts that nothing but their place shows to be such.
const PLACED: [&str; 4] = ["CORP\\Domain Users", "CORP\\svc", "joe", "Все"];

/// Parts of paths: with blanks, brackets, dots, letters beyond ASCII.
const PARTS: [&str; 9] = [
    "sites",
    "shop",
    "my pictures",
    "a b c",
    "web.config",
    "Ünïcode",
    "x (old)",
    "v1.0",
    "日本語",
];

/// Objects with different paths, whose entries may name anybody. Each has two entries or more: the second shows
/// how wide the path is.
pub fn listings() -> impl Strategy<Value = Vec<Listed>> {
    let accounts = || prop_oneof![select(&KNOWN[..]), select(&PLACED[..])];
    objects(accounts, 2)
}

/// Objects with different paths, whose entries name accounts that are known anywhere; also objects with one entry.
pub fn plain_listings() -> impl Strategy<Value = Vec<Listed>> {
    objects(|| select(&KNOWN[..]), 1)
}

fn objects<S>(accounts: impl Fn() -> S, least: usize) -> impl Strategy<Value = Vec<Listed>>
where
    S: Strategy<Value = &'static str>,
{
    vec((paths(), vec(entries(accounts()), least..6)), 1..5).prop_map(|objects| {
        let different: BTreeMap<String, Listed> = objects
            .into_iter()
            .map(|(path, entries)| (fold(&path), Listed { path, entries }))
            .collect();
        different.into_values().collect()
    })
}

/// Absolute paths.
pub fn paths() -> impl Strategy<Value = String> {
    let roots = select(&["C:\\", "D:\\", "\\\\nas\\my share\\"][..]);
    (roots, vec(select(&PARTS[..]), 1..4))
        .prop_map(|(root, parts)| format!("{root}{}", parts.join("\\")))
}

fn entries(accounts: impl Strategy<Value = &'static str>) -> impl Strategy<Value = Entry> {
    (accounts, any::<bool>(), masks(), 0..0x20_u8).prop_map(|(account, allow, mask, flags)| Entry {
        account,
        effect: if allow { Effect::Allow } else { Effect::Deny },
        mask,
        flags,
    })
}

/// Masks that icacls has letters for: its simple rights, the generic ones, and any set of single ones.
pub fn masks() -> impl Strategy<Value = AccessMask> {
    let simple = select(
        &[
            0x1F_01FF,
            0x13_01BF,
            0x12_00A9,
            0x12_0089,
            0x10_0116,
            0x1_0000,
            0xA000_0000,
        ][..],
    );
    let single = (1..0x200_u32, 0..0x20_u32, 0..0x10_u32)
        .prop_map(|(own, standard, generic)| own | standard << 16 | generic << 28);
    prop_oneof![simple, single].prop_map(AccessMask)
}

impl Entry {
    /// As icacls prints it, without the account: `:(I)(OI)(CI)(DENY)(W)`.
    pub fn tail(&self) -> String {
        let mut tail = ":".to_owned();
        for (flag, name) in [
            (0x10, "(I)"),
            (1, "(OI)"),
            (2, "(CI)"),
            (4, "(NP)"),
            (8, "(IO)"),
        ] {
            if self.flags & flag != 0 {
                tail.push_str(name);
            }
        }
        if self.effect == Effect::Deny && self.mask == AccessMask(0x1F_01FF) {
            return tail + "(N)";
        }
        if self.effect == Effect::Deny {
            tail.push_str("(DENY)");
        }
        let letters = to_icacls(self.mask).expect("masks() makes bits that have letters");
        format!("{tail}({letters})")
    }
}

/// The listing as icacls prints it.
pub fn as_icacls(objects: &[Listed]) -> String {
    let mut text = String::new();
    for object in objects {
        let indent = " ".repeat(object.path.encode_utf16().count() + 1);
        for (nth, entry) in object.entries.iter().enumerate() {
            let begin = if nth == 0 {
                format!("{} ", object.path)
            } else {
                indent.clone()
            };
            text.push_str(&format!("{begin}{}{}\n", entry.account, entry.tail()));
        }
        text.push('\n');
    }
    text + &format!(
        "Successfully processed {} files; Failed processing 0 files\n",
        objects.len()
    )
}

/// The listing with all line ends lost.
pub fn as_one_line(objects: &[Listed]) -> String {
    as_icacls(objects)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Names with their lists in SDDL, as `icacls /save` writes them.
pub fn saved() -> impl Strategy<Value = Vec<(String, String)>> {
    let sids = select(
        &[
            "S-1-1-0",
            "S-1-5-18",
            "S-1-5-32-545",
            "S-1-5-21-1-2-3-1001",
            "S-1-3-0",
        ][..],
    );
    let ace = (sids, any::<bool>(), masks(), 0..0x20_u8).prop_map(|(sid, allow, mask, flags)| {
        let sid: Sid = sid.parse().expect("a SID");
        let make = if allow { Ace::allow } else { Ace::deny };
        make(sid, mask, AceFlags(flags))
    });
    vec((paths(), vec(ace, 0..5)), 1..5).prop_map(|objects| {
        let different: BTreeMap<String, (String, String)> = objects
            .into_iter()
            .map(|(path, aces)| {
                let descriptor = SecurityDescriptor {
                    dacl: AclState::of(aces),
                    ..SecurityDescriptor::default()
                };
                let sddl = descriptor.to_sddl().expect("plain entries can be said");
                (fold(&path), (path, sddl))
            })
            .collect();
        different.into_values().collect()
    })
}

/// The file that `icacls /save` writes, as text.
pub fn as_save(objects: &[(String, String)]) -> String {
    objects
        .iter()
        .map(|(path, sddl)| format!("{path}\r\n{sddl}\r\n"))
        .collect()
}

/// What may happen to a file on its way.
#[derive(Clone, Debug)]
pub enum Damage {
    /// It ends early.
    Cut(prop::sample::Index),
    /// Bytes are missing.
    Without(prop::sample::Index, usize),
    /// Bytes stand there twice.
    Twice(prop::sample::Index, usize),
    /// A byte is another one.
    Byte(prop::sample::Index, u8),
}

/// Some damage.
pub fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let at = any::<prop::sample::Index>;
    let bytes = prop_oneof![any::<u8>(), select(&b"\0\n\r ():;<>\"\\&"[..])];
    vec(
        prop_oneof![
            at().prop_map(Damage::Cut),
            (at(), 1..200_usize).prop_map(|(at, length)| Damage::Without(at, length)),
            (at(), 1..200_usize).prop_map(|(at, length)| Damage::Twice(at, length)),
            (at(), bytes).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        ],
        1..4,
    )
}

/// The file with the damage done to it.
pub fn damaged(bytes: &[u8], damage: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for what in damage {
        if bytes.is_empty() {
            break;
        }
        match what {
            Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Damage::Without(at, length) => {
                let at = at.index(bytes.len());
                let end = (at + length).min(bytes.len());
                bytes.drain(at..end);
            }
            Damage::Twice(at, length) => {
                let at = at.index(bytes.len());
                let end = (at + length).min(bytes.len());
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            Damage::Byte(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
        }
    }
    bytes
}
