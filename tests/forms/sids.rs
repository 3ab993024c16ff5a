//! SIDs in text, by name, by alias, and computed from a name.

use poolproof::nt::{
    AliasError, DomainRole, Domains, Sid, WELL_KNOWN, alias_of, by_alias, by_name,
    domain_account_name, name_of, pool_sid, service_sid, well_known,
};

/// Windows' reader takes more than the grammar; what it prints is the grammar's.
#[test]
fn texts_that_are_sids_are_read_as_windows_reads_them() {
    for (text, printed) in [
        ("S-1-5-18", "S-1-5-18"),
        ("s-1-5-18", "S-1-5-18"),
        ("S-1-5-21-10-20-30-0x1f4", "S-1-5-21-10-20-30-500"),
        ("S-1-5-0X12", "S-1-5-18"),
        ("S-1-0x10-7", "S-1-16-7"),
        ("S-1-5-007", "S-1-5-7"),
        ("S-1-5-21-4294967295-1", "S-1-5-21-4294967295-1"),
        ("S-1-5-21-4294967296-1", "S-1-5-21-4294967295-1"),
        ("S-1-5-21-0x100000000-1", "S-1-5-21-4294967295-1"),
        ("S-1-5-99999999999999999999999", "S-1-5-4294967295"),
        ("S-1-4294967295-9", "S-1-4294967295-9"),
        ("S-1-4294967296-9", "S-1-0x100000000-9"),
        ("S-1-5000000000-30-40", "S-1-0x12A05F200-30-40"),
        ("S-1-0x12A05F200-30-40", "S-1-0x12A05F200-30-40"),
        ("S-1-281474976710655-1", "S-1-0xFFFFFFFFFFFF-1"),
        ("S-0x1-0xc-0x1a", "S-1-12-26"),
        (
            "S-1-1-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15",
            "S-1-1-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15",
        ),
    ] {
        let sid: Sid = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(sid.to_string(), printed, "{text}");
        assert_eq!(printed.parse(), Ok(sid), "{printed}");
    }
}

/// What Windows refuses, and the curiosity of `S-0x1-`, after which it takes decimal digits for hexadecimal ones.
#[test]
fn texts_that_are_no_sids_are_refused_with_a_place() {
    for text in [
        "",
        "S",
        "S-",
        "S-1",
        "S-1-",
        "S-10",
        "S-1-5",
        "S-1-5-",
        "S-1-5-18-",
        "S-2-5-18",
        "S-1-5-x",
        "S-1-5-0x",
        "S-1-5- 18",
        "S-1-5-18 ",
        " S-1-5-18",
        "S-1--18",
        "S-1-5--1",
        "S-1-281474976710656-1",
        "S-1-0x1000000000000-1",
        "S-0",
        "S-0x1",
        "S-0x1-",
        "S-0x1-20-0-579",
        "S-0x1-0x5-18",
        "Ä-1-5-18",
        "S-1-5-18Ä",
        "S-1-1-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
    ] {
        let error = text.parse::<Sid>().expect_err(text);
        assert!(!error.to_string().is_empty());
    }
}

/// MS-DTYP 2.4.2.4 and Win32 "SID strings".
#[test]
fn every_alias_means_its_sid() {
    let domains = Domains {
        machine: Some("S-1-5-21-1-1-1".parse().unwrap()),
        domain: Some("S-1-5-21-2-2-2".parse().unwrap()),
        forest_root: Some("S-1-5-21-3-3-3".parse().unwrap()),
    };
    let rows = "WD S-1-1-0,CO S-1-3-0,CG S-1-3-1,OW S-1-3-4,NU S-1-5-2,IU S-1-5-4,SU S-1-5-6,AN S-1-5-7,ED S-1-5-9,\
        PS S-1-5-10,AU S-1-5-11,RC S-1-5-12,SY S-1-5-18,LS S-1-5-19,NS S-1-5-20,WR S-1-5-33,BA S-1-5-32-544,\
        BU S-1-5-32-545,BG S-1-5-32-546,PU S-1-5-32-547,AO S-1-5-32-548,SO S-1-5-32-549,PO S-1-5-32-550,\
        BO S-1-5-32-551,RE S-1-5-32-552,RU S-1-5-32-554,RD S-1-5-32-555,NO S-1-5-32-556,MU S-1-5-32-558,\
        LU S-1-5-32-559,IS S-1-5-32-568,CY S-1-5-32-569,ER S-1-5-32-573,CD S-1-5-32-574,RA S-1-5-32-575,\
        ES S-1-5-32-576,MS S-1-5-32-577,HA S-1-5-32-578,AA S-1-5-32-579,RM S-1-5-32-580,HO S-1-5-32-584,\
        SH S-1-5-32-585,UD S-1-5-84-0-0-0-0-0,AC S-1-15-2-1,LW S-1-16-4096,ME S-1-16-8192,MP S-1-16-8448,\
        HI S-1-16-12288,SI S-1-16-16384,AS S-1-18-1,SS S-1-18-2,LA S-1-5-21-1-1-1-500,LG S-1-5-21-1-1-1-501,\
        DA S-1-5-21-2-2-2-512,DU S-1-5-21-2-2-2-513,DG S-1-5-21-2-2-2-514,DC S-1-5-21-2-2-2-515,\
        DD S-1-5-21-2-2-2-516,CA S-1-5-21-2-2-2-517,PA S-1-5-21-2-2-2-520,CN S-1-5-21-2-2-2-522,\
        AP S-1-5-21-2-2-2-525,KA S-1-5-21-2-2-2-526,RS S-1-5-21-2-2-2-553,RO S-1-5-21-3-3-3-498,\
        SA S-1-5-21-3-3-3-518,EA S-1-5-21-3-3-3-519,EK S-1-5-21-3-3-3-527";
    let mut count = 0;
    for row in rows.split(',') {
        let (alias, sid) = row.trim().split_once(' ').unwrap();
        let sid: Sid = sid.parse().unwrap();
        assert_eq!(by_alias(alias, &domains), Ok(sid), "{alias}");
        assert_eq!(
            by_alias(&alias.to_lowercase(), &domains),
            Ok(sid),
            "{alias}"
        );
        match alias_of(&sid) {
            Some(printed) => assert_eq!(printed, alias),
            None => assert!(domain_account_name(sid.rid().unwrap()).is_some(), "{alias}"),
        }
        count += 1;
    }
    assert_eq!(count, 68);
    for (alias, role) in [
        ("LA", DomainRole::Machine),
        ("DA", DomainRole::Domain),
        ("EA", DomainRole::ForestRoot),
    ] {
        assert_eq!(
            by_alias(alias, &Domains::NONE),
            Err(AliasError::NeedsDomain(role))
        );
    }
    for alias in ["", "B", "XX", "BAA", "B1", "Bä", "1A"] {
        assert_eq!(
            by_alias(alias, &domains),
            Err(AliasError::Unknown),
            "{alias}"
        );
    }
}

/// The table is searched by halves, and a name must not mean two SIDs.
#[test]
fn the_table_is_in_order_and_its_names_are_distinct() {
    assert!(WELL_KNOWN.windows(2).all(|two| two[0].sid < two[1].sid));
    for row in &WELL_KNOWN {
        let last = row.name.rsplit('\\').next().unwrap();
        for name in [
            row.name,
            last,
            &row.name.to_uppercase(),
            &last.to_lowercase(),
        ] {
            assert_eq!(by_name(name), Some(row.sid), "{name}");
        }
        assert_eq!(name_of(&row.sid), Some(row.name));
    }
    assert_eq!(by_name("users"), Some(well_known::USERS));
    assert_eq!(
        by_name("NT AUTHORITY\\network service"),
        Some(well_known::NETWORK_SERVICE)
    );
    assert_eq!(by_name("nobody"), None);
    assert_eq!(name_of(&well_known::ALL_POOLS), None);
}

const SERVICES: &str = "
    TrustedInstaller S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464
    DPS              S-1-5-80-2970612574-78537857-698502321-558674196-1451644582
    WdiServiceHost   S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420
    BITS             S-1-5-80-864916184-135290571-3087830041-1716922880-4237303741
    wuauserv         S-1-5-80-1014140700-3308905587-3330345912-272242898-93311788
    Winmgmt          S-1-5-80-3750560858-172214265-3889451188-1914796615-4100997547
    upnphost         S-1-5-80-448846144-1414373772-1578130625-718576682-2306699751
    lmhosts          S-1-5-80-172094073-716411664-54255058-185476446-2329512179
    MSSQLSERVER      S-1-5-80-3880718306-3832830129-1677859214-2598158968-1052248003
    W3SVC            S-1-5-80-989796750-4090848350-2040919084-978865222-2182970707
    WAS              S-1-5-80-1061825232-167646333-2456899247-4014030508-1274102580
    AppHostSvc       S-1-5-80-567506535-1419326804-775859156-1080935409-722777684
    IISADMIN         S-1-5-80-3750972948-3855859956-2310450033-3264673181-3580465044
    FTPSVC           S-1-5-80-1742929452-363087606-4062475001-1529410099-2278924282
    WMSvc            S-1-5-80-257763619-1023834443-750927789-3464696139-1457670516";

const POOLS: &str = "
    S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415 DefaultAppPool
    S-1-5-82-271721585-897601226-2024613209-625570482-296978595 .NET v4.5
    S-1-5-82-3876422241-1344743610-1729199087-774402673-2621913236 .NET v4.5 Classic
    S-1-5-82-1036420768-1044797643-1061213386-2937092688-4282445334 Classic .NET AppPool
    S-1-5-82-3682073875-1643277370-2842298652-3532359455-2406259117 .NET v2.0
    S-1-5-82-4068219030-1673637257-3279585211-533386110-4122969689 .NET v2.0 Classic
    S-1-5-82-1528847198-758459563-1171150841-1721316123-2531113184 streamio.htb
    S-1-5-82-187280585-3461122975-1684562366-2773827316-2768701667 SecurePool
    S-1-5-82-1255262374-4049822879-151841621-2601022471-128605133 PublicPool";

/// Published listings of real machines hold these; the case of the name does not matter.
#[test]
fn service_and_pool_sids_are_those_of_real_machines() {
    for row in SERVICES.trim().lines() {
        let (name, sid) = row.trim().split_once(' ').unwrap();
        for name in [name, &name.to_lowercase(), &name.to_uppercase()] {
            assert_eq!(service_sid(name).unwrap().to_string(), sid.trim(), "{name}");
        }
    }
    for row in POOLS.trim().lines() {
        let (sid, name) = row.trim().split_once(' ').unwrap();
        for name in [name, &name.to_lowercase(), &name.to_uppercase()] {
            assert_eq!(pool_sid(name).unwrap().to_string(), sid, "{name}");
        }
    }
    let error = pool_sid("Größe").unwrap_err();
    assert_eq!((error.character, error.at), ('ö', 2));
}
