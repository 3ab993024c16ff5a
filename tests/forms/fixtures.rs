//! Texts whose meaning others have published, read in place: Samba's and Wine's tests, which were run on Windows.
//! Set POOLPROOF_FIXTURES to the directory that holds them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use poolproof::nt::{
    AliasError, Domains, SecurityDescriptor, Sid, by_alias, pool_sid, service_sid,
};

fn fixture(name: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("POOLPROOF_FIXTURES") else {
        eprintln!("skipped {name}: POOLPROOF_FIXTURES is not set");
        return None;
    };
    Some(PathBuf::from(root).join("real/sddl").join(name))
}

fn lines(name: &str) -> Vec<String> {
    let Some(path) = fixture(name) else {
        return Vec::new();
    };
    let text = std::fs::read_to_string(path).expect("the fixture can be read");
    text.lines().map(str::to_owned).collect()
}

fn domains() -> Domains {
    Domains {
        machine: Some("S-1-5-21-1-2-3".parse().unwrap()),
        domain: Some("S-1-5-21-4-5-6".parse().unwrap()),
        forest_root: Some("S-1-5-21-7-8-9".parse().unwrap()),
    }
}

#[test]
fn conditional_texts_are_printed_as_windows_prints_them() {
    let rows = lines("samba-conditional_aces.txt");
    let mut checked = 0;
    for row in rows
        .iter()
        .filter(|row| !row.is_empty() && !row.starts_with('#'))
    {
        let (text, printed) = row.split_once(" -> ").unwrap_or((row, row));
        let read = SecurityDescriptor::from_sddl(text, &domains())
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(read.to_sddl().unwrap(), printed, "{text}");
        checked += 1;
    }
    assert!(rows.is_empty() || checked == 73, "{checked} rows");
}

#[test]
fn conditional_texts_that_windows_refuses_are_refused() {
    for row in lines("samba-conditional_aces_should_fail.txt") {
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let text = row.split(" -> ").next().expect("a first part");
        assert!(
            SecurityDescriptor::from_sddl(text, &domains()).is_err(),
            "{text}"
        );
    }
}

#[test]
fn wine_aliases_mean_their_sids() {
    for row in lines("wine-sid-aliases.tsv").iter().skip(1) {
        let (text, expected) = row.split_once('\t').expect("two columns");
        let sid = match by_alias(text, &domains()) {
            Err(AliasError::Unknown) => text.parse::<Sid>().expect(text),
            found => found.expect(text),
        };
        match expected.split_once('*') {
            _ if expected.is_empty() => {}
            None => assert_eq!(sid.to_string(), expected, "{text}"),
            Some((start, _)) => assert!(sid.to_string().starts_with(start), "{text}"),
        }
    }
}

#[test]
fn wine_texts_are_read_and_refused_as_on_windows() {
    for row in lines("wine-string-to-sd.tsv").iter().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let read = SecurityDescriptor::from_sddl(columns[0], &domains());
        match columns[1] {
            "ok" => {
                let read = read.unwrap_or_else(|error| panic!("{}: {error}", columns[0]));
                if let Some(mask) = columns.get(3).and_then(|mask| mask.strip_prefix("0x")) {
                    let mask = u32::from_str_radix(mask, 16).expect("a mask");
                    assert_eq!(read.dacl.aces()[0].mask.0, mask, "{}", columns[0]);
                }
            }
            _ => assert!(read.is_err(), "{}", columns[0]),
        }
    }
}

#[test]
fn texts_become_the_bytes_that_windows_makes() {
    let mut checked = 0;
    for name in [
        "samba-registry-object-rights.json",
        "samba-short-ordinary-acls-v2.json.gz",
    ] {
        let Some(path) = fixture(name) else {
            return;
        };
        let json = if name.ends_with(".gz") {
            match Command::new("gzip").arg("-dc").arg(&path).output() {
                Ok(output) => output.stdout,
                Err(error) => {
                    eprintln!("skipped {name}: no gzip ({error})");
                    continue;
                }
            }
        } else {
            std::fs::read(path).expect("the fixture can be read")
        };
        let rows: BTreeMap<String, Vec<u8>> =
            serde_json::from_slice(&json).expect("texts and bytes");
        for (text, bytes) in rows {
            let read = SecurityDescriptor::from_sddl(&text, &domains())
                .unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(read.to_bytes().unwrap(), bytes, "{text}");
            let back = SecurityDescriptor::from_bytes(&bytes).unwrap();
            assert_eq!(back.to_sddl(), read.to_sddl(), "{text}");
            checked += 1;
        }
    }
    eprintln!("{checked} texts compared with Windows' bytes");
}

#[test]
fn virtual_accounts_have_the_sids_of_real_tokens() {
    for row in lines("virtual-account-sids.tsv").iter().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (authority, name) = columns[0].split_once('\\').expect("an authority");
        let sid = match authority {
            "NT SERVICE" => service_sid(name),
            _ => pool_sid(name),
        };
        assert_eq!(sid.unwrap().to_string(), columns[1]);
    }
}
