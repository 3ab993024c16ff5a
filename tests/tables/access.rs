//! The table of edge cases of the access check.
//!
//! `me` is LOCAL SERVICE in Everyone, Authenticated Users and Users, at Medium, without privileges. After it, `BA=deny` adds a group for
//! deny only, `BA=off` a disabled one, `user=deny` makes the user deny-only, `+Se…` and `-Se…` add a privilege enabled and
//! disabled, `restricted{…}` and `write-restricted{…}` restricting SIDs, `IL=` a level and `policy=off` takes NO_WRITE_UP away.

use poolproof::nt::{
    AccessMask, Domains, Group, GroupAttributes, IntegrityLevel, ObjectKind, Privilege,
    Restriction, SecurityDescriptor, Sid, Token, Wish, access_check, api_check, pool_sid,
};

use super::access_rows as rows;
use crate::laws::access::answer;
use crate::spec::access::{Answer, check};

struct Row<'a> {
    number: &'a str,
    descriptor: SecurityDescriptor,
    token: Token,
    wish: Wish,
    expected: &'a str,
    why: &'a str,
}

/// All rows hold for the fast check and for the specification.
#[test]
fn every_edge_case_has_its_answer() {
    let tables = [
        rows::ORDER,
        rows::LISTS_AND_OWNERS,
        rows::PRIVILEGES_AND_RESTRICTION,
        rows::INTEGRITY_CONDITIONS_IIS,
    ];
    let mut failures = Vec::new();
    let mut count = 0;
    for line in tables.iter().flat_map(|table| table.trim().lines()) {
        let row = read(line);
        count += 1;
        assert_eq!(row.number, count.to_string(), "the rows are numbered");
        let expected = match row.expected {
            "denied" => Answer::Denied,
            "privilege" => Answer::PrivilegeNotHeld,
            "refused" => Answer::Invalid,
            granted => Answer::Granted(number(granted.strip_prefix("granted ").expect(granted))),
        };
        let api = api_check(&row.descriptor, &row.token, &row.wish);
        if api.is_err() != (expected == Answer::Invalid) {
            failures.push(format!("row {}: AccessCheck says {api:?}", row.number));
        }
        let fast = answer(&access_check(&row.descriptor, &row.token, &row.wish));
        let spec = check(&row.descriptor, &row.token, &row.wish);
        if fast != expected || spec != expected {
            failures.push(format!(
                "row {}: {fast:?}, by the specification {spec:?}, and not {expected:?}: {}",
                row.number, row.why
            ));
        }
    }
    assert_eq!(count, 152);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn read(line: &str) -> Row<'_> {
    let fields: Vec<_> = line.split(" | ").collect();
    let &[id, descriptor, token, desired, expected, why] = fields.as_slice() else {
        panic!("six fields in `{line}`");
    };
    let text = descriptor
        .replace("{POOLA}", &pool("DefaultAppPool").to_string())
        .replace("{POOLB}", &pool(".NET v4.5").to_string());
    let descriptor = SecurityDescriptor::from_sddl(&text, &Domains::NONE)
        .unwrap_or_else(|error| panic!("row {id}: {error:?}"));
    Row {
        number: id,
        descriptor,
        token: self::token(token),
        wish: Wish::new(ObjectKind::File, AccessMask(number(desired))),
        expected,
        why,
    }
}

fn number(text: &str) -> u32 {
    let digits = text.strip_prefix("0x").expect(text);
    u32::from_str_radix(digits, 16).expect(text)
}

fn pool(name: &str) -> Sid {
    pool_sid(name).expect("an ASCII name")
}

/// A SID by its two letters or as it is.
fn sid(text: &str) -> Sid {
    let known = [
        ("WD", "S-1-1-0"),
        ("AU", "S-1-5-11"),
        ("BU", "S-1-5-32-545"),
        ("BA", "S-1-5-32-544"),
        ("LS", "S-1-5-19"),
        ("SY", "S-1-5-18"),
        ("SU", "S-1-5-6"),
        ("IS", "S-1-5-32-568"),
        ("RC", "S-1-5-12"),
        ("WR", "S-1-5-33"),
    ];
    let full = known.iter().find(|(letters, _)| *letters == text);
    full.map_or(text, |(_, full)| full).parse().expect(text)
}

fn of(user: Sid, groups: &[&str]) -> Token {
    let mut token = Token::of(user);
    token.integrity = Some(IntegrityLevel::MEDIUM);
    token.groups = groups
        .iter()
        .map(|group| Group::enabled(sid(group)))
        .collect();
    token
}

fn token(text: &str) -> Token {
    let mut words = text.split(' ');
    let everybody = ["WD", "AU", "BU"];
    let mut token = match words.next() {
        Some("me") => of(sid("LS"), &everybody),
        Some("system") => of(sid("SY"), &["BA", "WD", "AU"]),
        Some("pool") => of(
            pool("DefaultAppPool"),
            &[
                "WD",
                "BU",
                "SU",
                "AU",
                "IS",
                "S-1-5-15",
                "S-1-2-0",
                "S-1-5-82-0",
            ],
        ),
        Some("specific") => {
            let mut token = of(
                sid("S-1-5-21-1-2-3-1001"),
                &["WD", "BU", "S-1-5-3", "AU", "IS"],
            );
            token.groups.push(Group::enabled(pool("DefaultAppPool")));
            token
        }
        Some("iusr") => {
            let mut token = of(sid("S-1-5-17"), &["WD", "BU", "AU", "S-1-2-0"]);
            token.groups.push(group("SU", "deny"));
            token
        }
        other => panic!("whose token is `{other:?}`?"),
    };
    words.for_each(|word| change(&mut token, word));
    token.checked().expect("no SID stands twice")
}

fn group(name: &str, state: &str) -> Group {
    let attributes = match state {
        "deny" => GroupAttributes::USE_FOR_DENY_ONLY,
        "off" => GroupAttributes(0),
        other => panic!("no state of a group: `{other}`"),
    };
    Group {
        attributes,
        ..Group::enabled(sid(name))
    }
}

fn change(token: &mut Token, word: &str) {
    let privilege = |name| Privilege::by_name(name).expect(name);
    let within = |rest: &str| vec![sid(rest.trim_end_matches('}'))];
    if let Some(name) = word.strip_prefix('+') {
        token.privileges = token.privileges.with(privilege(name), true);
    } else if let Some(name) = word.strip_prefix('-') {
        token.privileges = token.privileges.with(privilege(name), false);
    } else if let Some(rest) = word.strip_prefix("restricted{") {
        token.restriction = Restriction::Restricted(within(rest));
    } else if let Some(rest) = word.strip_prefix("write-restricted{") {
        token.restriction = Restriction::WriteRestricted(within(rest));
    } else {
        match word.split_once('=') {
            Some(("IL", "Low")) => token.integrity = Some(IntegrityLevel::LOW),
            Some(("IL", "Medium")) => token.integrity = Some(IntegrityLevel::MEDIUM),
            Some(("IL", "High")) => token.integrity = Some(IntegrityLevel::HIGH),
            Some(("policy", "off")) => token.no_write_up = false,
            Some(("user", "deny")) => token.user_deny_only = true,
            Some((name, state)) => token.groups.push(group(name, state)),
            None => panic!("no part of a token: `{word}`"),
        }
    }
}
