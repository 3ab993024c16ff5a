//! SDDL: what Windows accepts and how it prints it, what it refuses.

use poolproof::nt::{
    AccessMask, AceKind, AclState, Control, Domains, MaskWords, SddlProblem, SecurityDescriptor,
    mask_to_sddl,
};

fn domains() -> Domains {
    Domains {
        machine: Some("S-1-5-21-1-2-3".parse().unwrap()),
        ..Domains::NONE
    }
}

fn reprint(text: &str) -> String {
    let read = SecurityDescriptor::from_sddl(text, &domains())
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    let printed = read.to_sddl_with(&domains()).unwrap();
    let again = SecurityDescriptor::from_sddl(&printed, &domains()).unwrap();
    assert_eq!(again, read, "{text} and {printed} differ");
    printed
}

/// What stands left is accepted; Windows prints what stands right.
#[test]
fn accepted_texts_are_printed_as_windows_prints_them() {
    for (text, printed) in [
        ("", ""),
        (
            "O:BAG:SYD:(A;;GA;;;BA)S:(AU;SA;CR;;;WD)",
            "O:BAG:SYD:(A;;GA;;;BA)S:(AU;SA;CR;;;WD)",
        ),
        // The order of the parts, and parts without entries.
        ("S:D:", "D:S:"),
        ("S:D:P", "D:PS:"),
        ("S:AR", "S:AR"),
        ("D:PS:P", "D:PS:P"),
        ("D:S:ARAI", "D:S:ARAI"),
        ("G:BUO:LA", "O:LAG:BU"),
        ("O:ISD:ARAIS:PAR", "O:ISD:ARAIS:PAR"),
        ("D:NO_ACCESS_CONTROL", "D:NO_ACCESS_CONTROL"),
        ("D:PAINO_ACCESS_CONTROL", "D:PAINO_ACCESS_CONTROL"),
        ("D:AIS:AINO_ACCESS_CONTROL", "D:AIS:AINO_ACCESS_CONTROL"),
        // Flags in any order, repeated.
        ("D:AIPAR(A;;GA;;;SY)", "D:PARAI(A;;GA;;;SY)"),
        ("D:ARPAI(A;;GA;;;SY)", "D:PARAI(A;;GA;;;SY)"),
        ("D:PPPP(A;;GA;;;SY)", "D:P(A;;GA;;;SY)"),
        ("D:(A;IDIOCIOI;GA;;;SY)", "D:(A;OICIIOID;GA;;;SY)"),
        ("D:(A;OIOI;GA;;;SY)", "D:(A;OI;GA;;;SY)"),
        ("S:(AU;FASACRNP;GA;;;SY)", "S:(AU;NPCRSAFA;GA;;;SY)"),
        // Small letters.
        ("D:(a;;ga;;;lg)", "D:(A;;GA;;;LG)"),
        // Blanks.
        (" O:BA G:SY D: (A;;GA;;;BA) ", "O:BAG:SYD:(A;;GA;;;BA)"),
        (
            "D: P (A;;GA;;;BA) (D;;GX;;;BU)",
            "D:P(A;;GA;;;BA)(D;;GX;;;BU)",
        ),
        ("D: S:", "D:S:"),
        ("D:( A; OI; GA; ; ; BA )", "D:(A;OI;GA;;;BA)"),
        ("D:(A;;RP LC;;; S-1-3-4)", "D:(A;;LCRP;;;OW)"),
        ("D:(A;; 0x10;;;BA)", "D:(A;;RP;;;BA)"),
        // Numbers.
        ("D:(A;;16;;;BA)", "D:(A;;RP;;;BA)"),
        ("D:(A;;020;;;BA)", "D:(A;;RP;;;BA)"),
        ("D:(A;;0X10;;;BA)", "D:(A;;RP;;;BA)"),
        ("D:(A;;0;;;BA)", "D:(A;;;;;BA)"),
        ("D:(A;;0x0;;;BA)", "D:(A;;;;;BA)"),
        ("D:(A;;;;;BA)", "D:(A;;;;;BA)"),
        ("D:(A;;0x123456789;;;BA)", "D:(A;;0xffffffff;;;BA)"),
        ("D:(A;;99999999999999999999;;;BA)", "D:(A;;0xffffffff;;;BA)"),
        ("D:(A;;-99;;;BA)", "D:(A;;0xffffff9d;;;BA)"),
        ("D:(A;;-0xffffff55;;;BA)", "D:(A;;CCDCSWWPLO;;;BA)"),
        ("D:(A;;-9876543210;;;BA)", "D:(A;;CC;;;BA)"),
        ("D:(A;;01234567;;;BA)", "D:(A;;0x53977;;;BA)"),
        ("D:(A;;GR0x10;;;BA)", "D:(A;;RPGR;;;BA)"),
        ("D:(A;;0xFFFFFGR;;;BA)", "D:(A;;0x800fffff;;;BA)"),
        // Masks.
        ("D:(A;;0x1f01ff;;;BA)", "D:(A;;FA;;;BA)"),
        ("D:(A;;0x120089;;;BA)", "D:(A;;FR;;;BA)"),
        ("D:(A;;0x120116;;;BA)", "D:(A;;FW;;;BA)"),
        ("D:(A;;0x1200a0;;;BA)", "D:(A;;FX;;;BA)"),
        ("D:(A;;FRFX;;;BA)", "D:(A;;0x1200a9;;;BA)"),
        ("D:(A;;FAGX;;;BA)", "D:(A;;0x201f01ff;;;BA)"),
        ("D:(A;;KA;;;BA)", "D:(A;;CCDCLCSWRPWPSDRCWDWO;;;BA)"),
        (
            "D:(A;;KR;;;BA)(A;;KX;;;BU)",
            "D:(A;;CCSWRPRC;;;BA)(A;;CCSWRPRC;;;BU)",
        ),
        ("D:(A;;KW;;;BA)", "D:(A;;DCLCRC;;;BA)"),
        ("D:(A;;0xe00f0000;;;BA)", "D:(A;;SDRCWDWOGXGWGR;;;BA)"),
        ("D:(A;;0x100000;;;BA)", "D:(A;;0x100000;;;BA)"),
        ("D:(A;;0x1000000;;;BA)", "D:(A;;0x1000000;;;BA)"),
        ("D:(A;;GRGWGXGA;;;BA)", "D:(A;;GAGXGWGR;;;BA)"),
        (
            "D:(A;;WOWDRCSDCRLODTWPRPSWLCDCCC;;;BA)",
            "D:(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;BA)",
        ),
        // SIDs.
        ("D:(A;;GA;;;S-1-1-0)", "D:(A;;GA;;;WD)"),
        ("D:(A;;GA;;;S-1-5-21-1-2-3-500)", "D:(A;;GA;;;LA)"),
        (
            "D:(A;;GA;;;S-1-5-21-1-2-4-500)",
            "D:(A;;GA;;;S-1-5-21-1-2-4-500)",
        ),
        ("O:S-1-2-0x200D:", "O:S-1-2-512D:"),
        ("O:S-1-2-0x2D:(A;;GA;;;BA)", "O:S-1-2-2D:(A;;GA;;;BA)"),
        ("O:S-1-5-18G:S-1-5-32-544", "O:SYG:BA"),
        // Types.
        ("D:(D;;GA;;;AN)(A;;GA;;;WD)", "D:(D;;GA;;;AN)(A;;GA;;;WD)"),
        (
            "D:(OA;;CR;AB721A53-1e2f-11d0-9819-00aa0040529b;;WD)",
            "D:(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD)",
        ),
        (
            "D:(OD;CIIO;RP;037088f8-0ae1-11d2-b422-00a0c968f939;bf967aba-0de6-11d0-a285-00aa003049e2;RU)",
            "D:(OD;CIIO;RP;037088f8-0ae1-11d2-b422-00a0c968f939;bf967aba-0de6-11d0-a285-00aa003049e2;RU)",
        ),
        ("D:(OA;;GA;;;WD)(OD;;GA;;;WD)", "D:(A;;GA;;;WD)(D;;GA;;;WD)"),
        (
            "S:(OU;SA;GA;;;WD)(AL;;GA;;;WD)",
            "S:(AU;SA;GA;;;WD)(AL;;GA;;;WD)",
        ),
        (
            "S:(ML;;NWNR;;;HI)(ML;;0x1;;;LW)",
            "S:(ML;;NWNR;;;HI)(ML;;NW;;;LW)",
        ),
        ("S:(ML;;NXNRNW;;;S-1-16-8192)", "S:(ML;;NWNRNX;;;ME)"),
        (
            "S:(SP;;;;;S-1-17-1)(TL;;RP;;;S-1-19-512-8192)",
            "S:(SP;;;;;S-1-17-1)(TL;;RP;;;S-1-19-512-8192)",
        ),
        ("S:(FL;TP;GA;;;WD;(@User.x))", "S:(FL;TP;GA;;;WD;(@USER.x))"),
        ("S:(XU;FA;GA;;;WD;(@User.x))", "S:(XU;FA;GA;;;WD;(@USER.x))"),
        ("D:(ZA;;GA;;;WD;(@User.x))", "D:(XA;;GA;;;WD;(@USER.x))"),
        (
            "D:(ZA;;GA;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD;(@User.x))",
            "D:(ZA;;GA;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD;(@USER.x))",
        ),
        // Attributes of objects.
        (
            "S:(RA;;;;;WD;(\"n\",TI,0,-1,+2,0x3))",
            "S:(RA;;;;;WD;(\"n\",TI,0x0,-1,2,3))",
        ),
        (
            "S:(RA;CI;;;;WD;( \"n\" , TU , 0x10002 , 18446744073709551615 ))",
            "S:(RA;CI;;;;WD;(\"n\",TU,0x10002,18446744073709551615))",
        ),
        (
            "S:(RA;;;;;WD;(\"n\",TS,0x0,\"a;b)\",\"\"))",
            "S:(RA;;;;;WD;(\"n\",TS,0x0,\"a;b)\",\"\"))",
        ),
        (
            "S:(RA;;;;;WD;(\"n\",TD,0x0,BA,SID(S-1-5-17)))",
            "S:(RA;;;;;WD;(\"n\",TD,0x0,SID(BA),SID(S-1-5-17)))",
        ),
        (
            "S:(RA;;;;;WD;(\"n\",TX,0x0,#00fF,12))",
            "S:(RA;;;;;WD;(\"n\",TX,0x0,#00ff,#12))",
        ),
        (
            "S:(RA;;;;;WD;(\"a%0020b\",TB,0x0,0,1))",
            "S:(RA;;;;;WD;(\"a%0020b\",TB,0x0,0,1))",
        ),
        (
            "S:(RA;;;;;WD;(\"n\",TS,0x0))",
            "S:(RA;;;;;WD;(\"n\",TS,0x0))",
        ),
    ] {
        assert_eq!(reprint(text), printed, "{text}");
    }
}

/// What Windows refuses, and what this reader refuses because nobody writes it: each at its place.
#[test]
fn refused_texts_are_refused_at_their_place() {
    for (text, at) in [
        ("Z:(A;;GA;;;SY)", 0),
        ("d:(A;;GA;;;BA)", 0),
        ("D :S:", 0),
        ("DACL", 0),
        ("D:P:S:", 3),
        ("D:D:", 2),
        ("O:BAO:BA", 4),
        ("O:", 2),
        ("O:S", 2),
        ("O:S-", 2),
        ("O:S-1", 2),
        ("O:S-10", 2),
        ("O:XX", 2),
        ("O:S-0x1-20-0-579", 2),
        ("D:(A;;GA;;;S-1-0x1313131313131-513)", 11),
        ("D:(Alarm;;GA;;;SY)", 3),
        ("D:(AX;;GA;;;SY)", 3),
        ("D:(Ā;;GA;;;SY)", 3),
        ("D:()", 3),
        ("D:((A;;GA;;;SY))", 3),
        ("D:(A ;;GA;;;SY)", 4),
        ("D:(A;;GA;;)", 10),
        ("D:(A;;GA;;;)", 11),
        ("D:(A;;GA;;;SY;)", 13),
        ("D:(A;;GA;;;SY", 13),
        ("D:(A;;GA;;;SYX)", 13),
        ("D:(A;;GA;;;WDANDSUCH)", 13),
        ("D:(A;;GA;;;S-1-3-4 )", 18),
        ("D:(A;XX;GA;;;SY)", 5),
        ("D:(A;oi;GA;;;SY)", 5),
        ("D:(A;OI CI;GA;;;SY)", 7),
        ("D:(A;TP;GA;;;SY)", 5),
        ("D:(A;;GA ;;;SY)", 8),
        ("D:(A;;0x1 ;;;SY)", 9),
        ("D:(A;;12 ;;;SY)", 8),
        ("D:(A;;0x 1;;;SY)", 8),
        ("D:(A;;0x1\t;;;SY)", 9),
        ("D:(A;;RP\tLC;;;SY)", 8),
        ("D:(A;;R P;;;SY)", 6),
        ("D:(A;;CROOO;;;SY)", 8),
        ("D:(A;;NW;;;SY)", 6),
        ("D:(A;;08;;;SY)", 7),
        ("D:(A;;--1;;;SY)", 7),
        ("D:(A;;GA;x;;SY)", 9),
        ("D:(OA;;GA; ab721a53-1e2f-11d0-9819-00aa0040529b;;SY)", 10),
        ("D:(OA;;GA;ab721a53-1e2f-11d0-9819-00aa0040529b ;;SY)", 46),
        ("D:(OA;;GA;{ab721a53-1e2f-11d0-9819-00aa0040529b};;SY)", 10),
        ("D:(OA;;GA;ab721a531e2f11d0981900aa0040529b0000;;SY)", 10),
        ("D:(A;;GA;ab721a53-1e2f-11d0-9819-00aa0040529b;;SY)", 9),
        ("D:(AU;SA;GA;;;SY)", 3),
        ("S:(A;;GA;;;SY)", 3),
        ("S:(XA;;GA;;;SY;(a))", 3),
        ("D:(XA;;GA;;;SY)", 14),
        ("D:(A;;GA;;;SY;(a))", 13),
        ("D:NO_ACCESS_CONTROL(A;;GA;;;SY)", 19),
        ("D:(A;;GA;;;SY)P", 14),
        ("D:(A;;GA;;;SY)\u{0}", 14),
        ("S:(RA;;;;;WD;(\"n\",TZ,0,1))", 18),
        ("S:(RA;;;;;WD;(\"\",TI,0,1))", 14),
        ("S:(RA;;;;;WD;(\"n\",TB,0,2))", 23),
        ("S:(RA;;;;;WD;(\"n\",TU,0,-2))", 23),
        ("S:(RA;;;;;WD;(\"n\",TI,0,9223372036854775808))", 23),
        ("S:(RA;;;;;WD;(\"n\",TI,0x100000000))", 21),
        ("S:(RA;;;;;WD;(\"n\",TX,0,#0))", 25),
        ("S:(RA;;;;;WD;(\"n)", 17),
    ] {
        let error = SecurityDescriptor::from_sddl(text, &domains()).expect_err(text);
        assert_eq!(error.at.start, at, "{text}: {error}");
        assert!(!error.message().is_empty());
    }
}

/// An account of a domain whose SID is not known is an error that says what is missing.
#[test]
fn a_missing_domain_is_named() {
    let error = SecurityDescriptor::from_sddl("D:(A;;GA;;;DA)", &Domains::NONE).unwrap_err();
    assert!(matches!(error.problem, SddlProblem::NeedsDomain(_)));
    assert_eq!(
        error.message(),
        "`DA` is an account of the domain, whose SID is not known"
    );
    assert_eq!(error.at, 11..13);
}

/// The three states of a list are three values.
#[test]
fn absent_null_and_empty_lists_differ() {
    let dacl = |text| {
        SecurityDescriptor::from_sddl(text, &Domains::NONE)
            .unwrap()
            .dacl
    };
    assert_eq!(dacl("O:BA"), AclState::Absent);
    assert_eq!(dacl("D:NO_ACCESS_CONTROL"), AclState::Null);
    assert_eq!(dacl("D:"), AclState::of(Vec::new()));
}

#[test]
fn flags_and_kinds_are_kept() {
    let read =
        SecurityDescriptor::from_sddl("D:PARAI(A;OICINPIOID;0x1;;;BA)S:P", &Domains::NONE).unwrap();
    let all = Control::DACL_PROTECTED
        .union(Control::DACL_INHERIT_REQUIRED)
        .union(Control::DACL_AUTO_INHERITED)
        .union(Control::SACL_PROTECTED);
    assert_eq!(read.control, all);
    let ace = &read.dacl.aces()[0];
    assert_eq!(
        (&ace.kind, ace.flags.0, ace.mask),
        (&AceKind::Allow, 0x1F, AccessMask(1))
    );
    assert_eq!(mask_to_sddl(AccessMask(0x5), MaskWords::Label), "NWNX");
}

/// Real lists can be long, and hostile ones longer.
#[test]
fn ten_thousand_lines_are_read() {
    let text = format!(
        "D:{}",
        "(A;OICI;0x1200a9;;;S-1-5-21-1-2-3-1001)".repeat(10_000)
    );
    let read = SecurityDescriptor::from_sddl(&text, &Domains::NONE).unwrap();
    assert_eq!(read.dacl.aces().len(), 10_000);
    assert_eq!(read.to_sddl().unwrap(), text);
    let error = read.to_bytes().unwrap_err();
    assert!(error.to_string().contains("65535"), "{error}");
}
