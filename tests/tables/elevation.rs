//! Which logons User Account Control splits, a row a case.

use poolproof::nt::{
    Group, IntegrityLevel, Privilege, Privileges, Sid, Token,
    elevation::{LogonCircumstances, LogonKind, Split, WhyWhole, split},
};

use crate::support::lines::sid;

const ALICE: &str = "S-1-5-21-1-2-3-1001";
const ADMINISTRATOR: &str = "S-1-5-21-1-2-3-500";
const USERS: &str = "S-1-5-32-545";
const ADMINISTRATORS: &str = "S-1-5-32-544";
const DOMAIN_ADMINS: &str = "S-1-5-21-1-2-3-512";

#[derive(Debug, PartialEq)]
enum Comes {
    Whole(WhyWhole),
    Halves,
    Filtered,
}

struct Row {
    says: &'static str,
    user: &'static str,
    group: &'static str,
    privilege: Privilege,
    how: LogonCircumstances,
    comes: Comes,
    /// Whether the filtered token still has SeTimeZonePrivilege and SeProfileSingleProcessPrivilege.
    keeps: [bool; 2],
}

const AT_THE_MACHINE: LogonCircumstances = LogonCircumstances {
    kind: LogonKind::Interactive,
    local_account: true,
    enabled: true,
    filter_administrator: false,
    full_token_over_the_network: false,
};

const OVER_THE_NETWORK: LogonCircumstances = LogonCircumstances {
    kind: LogonKind::Network,
    ..AT_THE_MACHINE
};

const PLAIN: Row = Row {
    says: "",
    user: ALICE,
    group: ADMINISTRATORS,
    privilege: Privilege::ChangeNotify,
    how: AT_THE_MACHINE,
    comes: Comes::Halves,
    keeps: [true, false],
};

const ROWS: &[Row] = &[
    Row {
        says: "an administrator gets two tokens",
        ..PLAIN
    },
    Row {
        says: "so does a member of Domain Admins",
        group: DOMAIN_ADMINS,
        ..PLAIN
    },
    Row {
        says: "a privilege alone is enough, and costs only the strong ones",
        group: USERS,
        privilege: Privilege::Debug,
        keeps: [true, true],
        ..PLAIN
    },
    Row {
        says: "with UAC off nothing is split",
        how: LogonCircumstances {
            enabled: false,
            ..AT_THE_MACHINE
        },
        comes: Comes::Whole(WhyWhole::Disabled),
        ..PLAIN
    },
    Row {
        says: "the built-in Administrator is not split",
        user: ADMINISTRATOR,
        comes: Comes::Whole(WhyWhole::BuiltInAdministrator),
        ..PLAIN
    },
    Row {
        says: "unless the policy wants it",
        user: ADMINISTRATOR,
        how: LogonCircumstances {
            filter_administrator: true,
            ..AT_THE_MACHINE
        },
        ..PLAIN
    },
    Row {
        says: "a local administrator comes over the network with the filtered token alone",
        how: OVER_THE_NETWORK,
        comes: Comes::Filtered,
        ..PLAIN
    },
    Row {
        says: "unless LocalAccountTokenFilterPolicy lets him",
        how: LogonCircumstances {
            full_token_over_the_network: true,
            ..OVER_THE_NETWORK
        },
        comes: Comes::Whole(WhyWhole::Policy),
        ..PLAIN
    },
    Row {
        says: "a domain account keeps its token over the network",
        how: LogonCircumstances {
            local_account: false,
            ..OVER_THE_NETWORK
        },
        comes: Comes::Whole(WhyWhole::LogonKind),
        ..PLAIN
    },
    Row {
        says: "a worker process is a batch job or a service, and is not split",
        how: LogonCircumstances {
            kind: LogonKind::Batch,
            ..AT_THE_MACHINE
        },
        comes: Comes::Whole(WhyWhole::LogonKind),
        ..PLAIN
    },
];

#[test]
fn logons_are_split_as_the_table_says() {
    for row in ROWS {
        let harmless = [Privilege::ChangeNotify, Privilege::TimeZone];
        let others = [Privilege::ProfileSingleProcess, row.privilege];
        let privileges = harmless.into_iter().chain(others);
        let token = Token {
            groups: vec![Group::enabled(sid("WD")), Group::enabled(sid(row.group))],
            privileges: privileges.fold(Privileges::NONE, |set, one| set.with(one, true)),
            integrity: Some(IntegrityLevel::MEDIUM),
            ..Token::of(sid(row.user))
        };
        let (comes, lesser) = match split(&token, &row.how) {
            Split::Whole(why) => (Comes::Whole(why), None),
            Split::Halves { full, filtered } => {
                assert_eq!(full.integrity, Some(IntegrityLevel::HIGH), "{}", row.says);
                (Comes::Halves, Some(filtered))
            }
            Split::FilteredOnly(filtered) => (Comes::Filtered, Some(filtered)),
            Split::Perhaps(_) => panic!("{}: everything is known", row.says),
        };
        assert_eq!(comes, row.comes, "{}", row.says);
        let Some(lesser) = lesser else { continue };
        let group: Sid = sid(row.group);
        assert_eq!(
            lesser.integrity,
            Some(IntegrityLevel::MEDIUM),
            "{}",
            row.says
        );
        assert_eq!(
            lesser.matches_allow(&group),
            row.group == USERS,
            "{}",
            row.says
        );
        assert!(lesser.matches_deny(&group), "{}", row.says);
        let kept = [Privilege::TimeZone, Privilege::ProfileSingleProcess]
            .map(|privilege| lesser.privileges.is_present(privilege));
        assert_eq!(kept, row.keeps, "{}", row.says);
        assert!(
            !lesser.privileges.is_present(Privilege::Debug),
            "{}",
            row.says
        );
    }
}

/// Nothing to filter: the five harmless privileges and no group of weight. Everything else is a reason to split.
#[test]
fn a_plain_user_has_one_token() {
    let privileges = Privileges::NONE
        .with(Privilege::ChangeNotify, true)
        .with(Privilege::Shutdown, false);
    let token = Token {
        groups: vec![Group::enabled(sid(USERS))],
        privileges,
        ..Token::of(sid(ALICE))
    };
    let whole = Split::Whole(WhyWhole::NothingToFilter);
    assert_eq!(split(&token, &AT_THE_MACHINE), whole);
}
