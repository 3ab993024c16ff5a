//! Conditional expressions: their text both ways, and what they come to.

use poolproof::nt::{
    AceKind, AppData, Claim, ClaimValues, Claims, Condition, ConditionContext, Domains,
    SecurityDescriptor, Sid, Truth, evaluate, well_known,
};

fn read(text: &str) -> Result<Condition, String> {
    let whole = format!("D:(XA;;GA;;;WD;{text})");
    let descriptor =
        SecurityDescriptor::from_sddl(&whole, &Domains::NONE).map_err(|error| error.to_string())?;
    match &descriptor.dacl.aces()[0].kind {
        AceKind::AllowCallback(AppData::Condition(condition)) => Ok(condition.clone()),
        kind => panic!("{kind:?}"),
    }
}

fn print(text: &str) -> String {
    let whole = format!("D:(XA;;GA;;;WD;{text})");
    let descriptor = SecurityDescriptor::from_sddl(&whole, &Domains::NONE)
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    let printed = descriptor.to_sddl().unwrap();
    assert_eq!(
        SecurityDescriptor::from_sddl(&printed, &Domains::NONE),
        Ok(descriptor),
        "{text}"
    );
    printed["D:(XA;;GA;;;WD;".len()..printed.len() - 1].to_owned()
}

/// Every term gets its brackets; `&&` binds tighter than `||`, and both go from left to right.
#[test]
fn conditions_are_printed_as_windows_prints_them() {
    for (text, printed) in [
        ("(a)", "(a)"),
        ("( @user.a )", "(@USER.a)"),
        (
            "(@Device.a && @RESOURCE.b)",
            "((@DEVICE.a) && (@RESOURCE.b))",
        ),
        ("(a||b||c)", "(((a) || (b)) || (c))"),
        ("(a&&b||c)", "(((a) && (b)) || (c))"),
        ("(a||b&&c)", "((a) || ((b) && (c)))"),
        ("((a||b)&&c)", "(((a) || (b)) && (c))"),
        ("(((a)))", "(a)"),
        ("(!(a))", "(!(a))"),
        ("(!!(a))", "(!(!(a)))"),
        ("(! ( a && b ) || c)", "((!((a) && (b))) || (c))"),
        ("(a==1)", "(a == 1)"),
        ("(a == -1 || a == +1)", "((a == -1) || (a == +1))"),
        (
            "(a == 010 || a == 0x1F || a == 0)",
            "(((a == 010) || (a == 0x1f)) || (a == 0))",
        ),
        ("(a == 9223372036854775807)", "(a == 9223372036854775807)"),
        ("(a == -9223372036854775808)", "(a == -9223372036854775808)"),
        ("(a != \"x (;) y\")", "(a != \"x (;) y\")"),
        (
            "(a < 1 && a <= 2 && a > 3)",
            "(((a < 1) && (a <= 2)) && (a > 3))",
        ),
        ("(a>=@User.b)", "(a >= @USER.b)"),
        ("(a == #0aFF)", "(a == #0aff)"),
        ("(a == ##1#2#3##)", "(a == #01020300)"),
        ("(a == {1,\"x\" , SID(BA)})", "(a == {1, \"x\", SID(BA)})"),
        (
            "(a Contains {1} || a NOT_contains 1)",
            "((a Contains {1}) || (a Not_Contains 1))",
        ),
        (
            "(a any_of {1, 1} || a Not_Any_of @Resource.b)",
            "((a Any_of {1, 1}) || (a Not_Any_of @RESOURCE.b))",
        ),
        (
            "(Exists a && not_exists @Resource.b)",
            "((Exists a) && (Not_Exists @RESOURCE.b))",
        ),
        (
            "(Member_of{SID(BA), SID(S-1-1-0)})",
            "(Member_of {SID(BA), SID(WD)})",
        ),
        ("(member_of SID(BA))", "(Member_of SID(BA))"),
        ("(Member_of(SID(BA)))", "(Member_of SID(BA))"),
        ("(Member_of_Any{SID(BA)})", "(Member_of_any {SID(BA)})"),
        (
            "(Device_Member_of{SID(BA)})",
            "(Device_Member_of {SID(BA)})",
        ),
        (
            "(Not_Device_Member_of_Any {SID(BA)})",
            "(Not_Device_Member_of_any {SID(BA)})",
        ),
        ("(@User.ad://ext/x:y == 1)", "(@USER.ad://ext/x:y == 1)"),
        ("(@User.a%0020b == 1)", "(@USER.a%0020b == 1)"),
        ("(@User.größe == 1)", "(@USER.gr%00f6%00dfe == 1)"),
        ("(@User.%d83d%DE00 == 1)", "(@USER.%d83d%de00 == 1)"),
        ("(a == 1\n && b\t== 2)", "((a == 1) && (b == 2))"),
    ] {
        assert_eq!(print(text), printed, "{text}");
    }
}

#[test]
fn texts_that_are_no_conditions_are_refused() {
    for text in [
        "()",
        "a",
        "(a",
        "(a))",
        "(a b)",
        "(a &&)",
        "(&& a)",
        "(a & b)",
        "(a | b)",
        "(!a)",
        "(! Member_of{SID(BA)})",
        "(!!! !! Member_of{SID(BA)})",
        "(a == b)",
        "(a == !(b))",
        "(1 == )",
        "(a ==)",
        "(a = 1)",
        "(a == {})",
        "(a == {1)",
        "(a == {1 2})",
        "(a == {{1}})",
        "(a == \"x)",
        "(a == #1)",
        "(a == 0x)",
        "(@Nobody.a)",
        "(@User.)",
        "(@User)",
        "(a == 0x10000000000000000)",
        "(a == 9223372036854775808)",
        "(a == -9223372036854775809)",
        "(Member_of)",
        "(Member_of {SID(XX)})",
        "(Member_of {SID(BA)}",
        "(Member_of_AnySID(BA))",
        "(Exists)",
        "(Exists 'a')",
        "(a == 1 == 1)",
        "((a) == 1)",
        "(@User.a%zz == 1)",
        "(@User.%d83d)",
    ] {
        let error = read(text).expect_err(text);
        assert!(!error.is_empty(), "{text}");
    }
}

/// Sixty-four brackets may be open; thousands are refused with a message and not with a crash.
#[test]
fn nesting_has_a_limit() {
    let nested = |open: &str, count: usize, close: &str| {
        read(&format!("{}a{}", open.repeat(count), close.repeat(count)))
    };
    assert!(nested("(", 64, ")").is_ok());
    for (open, count) in [("(", 65), ("(", 5_000), ("(!", 33), ("(!", 5_000)] {
        let error = nested(open, count, ")").unwrap_err();
        assert!(error.contains("more than 64 brackets are open"), "{error}");
    }
    assert!(nested("(!", 32, ")").is_err()); // `!` needs a bracket
    assert!(read(&format!("({}(a))", "!".repeat(5_000))).is_err());
    // A long chain is no nesting, although its print would be.
    let chain = format!("(a{})", " && a".repeat(5_000));
    let read = read(&chain).unwrap();
    assert_eq!(read.tokens.len(), 10_001);
    let whole = format!("D:(XA;;GA;;;WD;{chain})");
    let descriptor = SecurityDescriptor::from_sddl(&whole, &Domains::NONE).unwrap();
    assert!(descriptor.to_sddl().is_err());
}

fn claim(name: &str, values: ClaimValues) -> Claim {
    Claim {
        name: name.to_owned(),
        flags: 0,
        values,
    }
}

/// The token holds Users and Everyone, the device Administrators. See the function for the attributes.
fn come_to(text: &str) -> Truth {
    let condition = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    judge(&condition, true)
}

fn judge(condition: &Condition, claims_known: bool) -> Truth {
    let texts = |all: &[&str]| ClaimValues::Strings(all.iter().map(|s| (*s).to_owned()).collect());
    let mut exact = claim("Exact", texts(&["PM"]));
    exact.flags = 2;
    let claims = Claims {
        user: vec![
            claim("Title", texts(&["PM"])),
            claim("Teams", texts(&["red", "Blue"])),
            claim("Level", ClaimValues::Integers(vec![3])),
            claim("Big", ClaimValues::Unsigned(vec![u64::MAX])),
            claim("Levels", ClaimValues::Integers(vec![3, 4])),
            claim("Admin", ClaimValues::Booleans(vec![true])),
            claim("Key", ClaimValues::Octets(vec![vec![1, 2]])),
            claim("Id", ClaimValues::Sids(vec![well_known::USERS])),
            claim("None", ClaimValues::Integers(vec![])),
            exact,
        ],
        device: vec![claim("Managed", ClaimValues::Integers(vec![0]))],
        local: vec![
            claim("empty", texts(&[""])),
            claim("one", ClaimValues::Integers(vec![1])),
        ],
    };
    let resource = [
        claim("Team", texts(&["BLUE"])),
        claim("team", texts(&["second"])),
    ];
    let resource: Vec<&Claim> = resource.iter().collect();
    let context = ConditionContext {
        holds: &|sid: &Sid| [well_known::USERS, well_known::EVERYONE].contains(sid),
        device_holds: &|sid: &Sid| *sid == well_known::ADMINISTRATORS,
        claims: &claims,
        resource: &resource,
        claims_known,
    };
    evaluate(condition, &context)
}

/// MS-DTYP 2.5.3.1.5 and Win32 "SDDL for conditional ACEs", term by term.
#[test]
fn terms_come_to_what_the_documents_say() {
    use Truth::{False, True, Unknown};
    for (text, truth) in [
        // Membership.
        ("(Member_of {SID(BU), SID(WD)})", True),
        ("(Member_of {SID(BU), SID(BA)})", False),
        ("(Member_of_Any {SID(BU), SID(BA)})", True),
        ("(Member_of_Any {SID(SY), SID(BA)})", False),
        ("(Not_Member_of {SID(BU), SID(BA)})", True),
        ("(Not_Member_of_Any {SID(BU), SID(BA)})", False),
        ("(Device_Member_of {SID(BA)})", True),
        ("(Device_Member_of {SID(BU)})", False),
        ("(Device_Member_of_Any {SID(BU), SID(BA)})", True),
        ("(Not_Device_Member_of {SID(BA)})", False),
        ("(Not_Device_Member_of_Any {SID(BU)})", True),
        ("(Member_of {1})", Unknown),
        ("(Member_of {SID(BU), 1})", Unknown),
        // An attribute alone.
        ("(@User.Title)", True),
        ("(@User.Level)", True),
        ("(@User.Admin)", True),
        ("(@Device.Managed)", False),
        ("(empty)", False),
        ("(one)", True),
        ("(@User.Levels)", Unknown),
        ("(@User.Nothing)", Unknown),
        ("(@User.None)", Unknown),
        ("(one || @User.Nothing)", True),
        // Names and texts do not mind case, unless the attribute does.
        ("(@USER.TITLE == \"pm\")", True),
        ("(@User.Exact == \"pm\")", False),
        ("(@User.Exact == \"PM\")", True),
        ("(@User.Title != \"pm\")", False),
        ("(@User.Title < \"pn\")", True),
        // Numbers.
        ("(@User.Level == 3)", True),
        ("(@User.Level != 3)", False),
        (
            "(@User.Level < 4 && @User.Level <= 3 && @User.Level > 2 && @User.Level >= 3)",
            True,
        ),
        ("(@User.Level > 3)", False),
        ("(@User.Big > 9223372036854775807)", True),
        ("(@User.Big == @User.Level)", False),
        // Sets.
        ("(@User.Levels == {4, 3})", True),
        ("(@User.Levels == {3, 4, 4})", True),
        ("(@User.Levels == 3)", False),
        ("(@User.Level == {3})", True),
        ("(@User.Levels < 5)", Unknown),
        ("(@User.Level < {5})", Unknown),
        ("(@User.Levels Contains 3)", True),
        ("(@User.Levels Contains {3, 5})", False),
        ("(@User.Levels Any_of {3, 5})", True),
        ("(@User.Levels Not_Any_of {3, 5})", False),
        ("(@User.Levels Not_Contains {3, 5})", True),
        ("(@User.Teams Any_of @Resource.Team)", True),
        ("(@User.Teams Contains @Resource.team)", True),
        // Booleans are 1 and 0 for == and != only.
        ("(@User.Admin == 1)", True),
        ("(@User.Admin != 0)", True),
        ("(@User.Admin == 2)", False),
        ("(@User.Admin >= 1)", Unknown),
        ("(@User.Admin Any_of {1})", Unknown),
        // Other types.
        ("(@User.Key == #0102)", True),
        ("(@User.Key < #0103)", True),
        ("(@User.Id == SID(BU))", True),
        ("(@User.Id < SID(BU))", Unknown),
        // Types that do not match spoil the whole expression, a missing attribute its term only.
        ("(@User.Level == \"3\")", Unknown),
        ("(one || @User.Level == \"3\")", Unknown),
        ("(@User.Nothing == 1)", Unknown),
        ("(one || @User.Nothing == 1)", True),
        ("(@Device.Managed && @User.Nothing == 1)", False),
        ("(@User.Level == @User.Nothing)", Unknown),
        ("(@User.Level == {3, \"x\"})", Unknown),
        // Exists.
        ("(Exists one)", True),
        ("(Exists nothing)", False),
        ("(Not_Exists nothing)", True),
        ("(Exists @Resource.Team)", True),
        ("(Exists @User.Title)", Unknown),
        ("(one || Exists @User.Title)", Unknown),
        // Negation.
        ("(!(one))", False),
        ("(!(@User.Nothing))", Unknown),
    ] {
        assert_eq!(come_to(text), truth, "{text}");
    }
}

/// Tokens that make no expression are unknown.
#[test]
fn nonsense_is_unknown() {
    let tokens = |codes: &[u8]| {
        let mut bytes = b"artx".to_vec();
        for code in codes {
            match code {
                b'a' => bytes.extend_from_slice(b"\xf8\x06\0\0\0o\0n\0e\0"),
                b'1' => bytes.extend_from_slice(&[4, 1, 0, 0, 0, 0, 0, 0, 0, 3, 2]),
                code => bytes.push(*code),
            }
        }
        Condition::from_bytes(&bytes).unwrap()
    };
    assert_eq!(judge(&tokens(b"a1\x80"), true), Truth::True);
    for codes in [
        &b""[..],
        b"1",
        b"aa",
        b"\xa0",
        b"a\xa0",
        b"\xa2",
        b"1\xa2",
        b"1a\xa0",
        b"11\x80",
        b"1a\x80",
        b"aa\x80",
        b"a1\x801\x80",
        b"\x89",
        b"a\x89",
        b"1\x89",
        b"1\x87",
        b"a1\x80\x87",
        b"a\x87\x87",
    ] {
        assert_eq!(judge(&tokens(codes), true), Truth::Unknown, "{codes:x?}");
    }
}

/// Windows 7 knows local attributes only; the codes of the others are unknown to it.
#[test]
fn older_windows_do_not_know_scoped_attributes() {
    let judged = |text| judge(&read(text).unwrap(), false);
    assert_eq!(judged("(one)"), Truth::True);
    assert_eq!(judged("(Member_of {SID(BU)})"), Truth::True);
    assert_eq!(judged("(@User.Title)"), Truth::Unknown);
    assert_eq!(judged("(one || @User.Title)"), Truth::Unknown);
}
