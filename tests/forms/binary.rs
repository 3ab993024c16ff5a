//! Bytes: worked examples, and what is wrong with broken ones.

use poolproof::nt::{
    AccessMask, AceKind, AclState, BinaryProblem, Claim, ClaimValues, Condition, Control, Domains,
    SecurityDescriptor, well_known,
};

fn bytes(hex: &str) -> Vec<u8> {
    hex.split_whitespace()
        .map(|two| u8::from_str_radix(two, 16).unwrap())
        .collect()
}

fn read(text: &str) -> SecurityDescriptor {
    SecurityDescriptor::from_sddl(text, &Domains::NONE).unwrap()
}

/// Header, SACL, DACL, owner, group, each where Windows puts it.
#[test]
fn a_descriptor_has_windows_layout() {
    let descriptor = read("O:BAG:SYD:P(A;OICI;FA;;;SY)(D;;0x2;;;WD)S:(AU;FA;GA;;;WD)");
    let expected = bytes(
        "01 00 14 90  60 00 00 00  70 00 00 00  14 00 00 00  30 00 00 00 \
         02 00 1c 00  01 00 00 00  02 80 14 00  00 00 00 10  01 01 00 00 00 00 00 01 00 00 00 00 \
         02 00 30 00  02 00 00 00 \
         00 03 14 00  ff 01 1f 00  01 01 00 00 00 00 00 05 12 00 00 00 \
         01 00 14 00  02 00 00 00  01 01 00 00 00 00 00 01 00 00 00 00 \
         01 02 00 00 00 00 00 05 20 00 00 00 20 02 00 00 \
         01 01 00 00 00 00 00 05 12 00 00 00",
    );
    let written = descriptor.to_bytes().unwrap();
    assert_eq!(written, expected);
    let back = SecurityDescriptor::from_bytes(&written).unwrap();
    assert_eq!(back.to_sddl(), descriptor.to_sddl());
    assert_eq!(back.owner, Some(well_known::ADMINISTRATORS));
}

/// The bit says whether there is a list; an offset without it points to nothing that counts.
#[test]
fn the_three_states_of_a_list_are_told_by_bit_and_offset() {
    let header = |control: u16, offset: u8| {
        let mut bytes = vec![
            1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, offset, 0, 0, 0,
        ];
        bytes[2..4].copy_from_slice(&control.to_le_bytes());
        bytes.extend_from_slice(&[2, 0, 8, 0, 0, 0, 0, 0]);
        SecurityDescriptor::from_bytes(&bytes).unwrap().dacl
    };
    assert_eq!(header(0x8000, 0), AclState::Absent);
    assert_eq!(header(0x8000, 20), AclState::Absent);
    assert_eq!(header(0x8004, 0), AclState::Null);
    assert!(matches!(header(0x8004, 20), AclState::Present(acl) if acl.aces.is_empty()));
}

/// Object entries need revision 4; what is written has it.
#[test]
fn object_entries_get_revision_4_and_are_refused_in_2() {
    let descriptor = read("D:(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD)");
    let mut written = descriptor.to_bytes().unwrap();
    assert_eq!(written[20], 4);
    assert_eq!(&written[28 + 12..28 + 16], &[0x53, 0x1a, 0x72, 0xab]);
    written[20] = 2;
    let error = SecurityDescriptor::from_bytes(&written).unwrap_err();
    assert_eq!((error.at, error.problem), (28, BinaryProblem::ObjectEntry));
}

/// Types that nobody knows are kept, byte by byte.
#[test]
fn unknown_entries_are_kept() {
    let data = bytes(
        "01 00 04 80  00 00 00 00  00 00 00 00  00 00 00 00  14 00 00 00 \
         02 00 10 00  01 00 00 00  2a 0b 08 00  de ad be ef",
    );
    let read = SecurityDescriptor::from_bytes(&data).unwrap();
    let ace = &read.dacl.aces()[0];
    let kind = AceKind::Unknown {
        type_byte: 0x2a,
        body: vec![0xde, 0xad, 0xbe, 0xef],
    };
    assert_eq!(
        (&ace.kind, ace.mask, ace.sid),
        (&kind, AccessMask::NONE, well_known::NULL)
    );
    assert_eq!(read.to_bytes().unwrap(), data);
    assert!(read.to_sddl().is_err());
}

/// A list may hold unused bytes behind its entries, an entry behind its SID, a descriptor behind its parts; parts may
/// lie upon each other.
#[test]
fn slack_and_overlap_are_harmless() {
    // Owner and group are the SID within the entry.
    let data = bytes(
        "01 07 04 c0  24 00 00 00  24 00 00 00  00 00 00 00  14 00 00 00 \
         02 00 28 00  01 00 00 00  00 00 18 00  01 00 00 00  01 01 00 00 00 00 00 05 12 00 00 00  ff ff ff ff \
         ee ee ee ee ee ee ee ee  99",
    );
    let read = SecurityDescriptor::from_bytes(&data).unwrap();
    assert_eq!(read.to_sddl().unwrap(), "O:SYG:SYD:(A;;CC;;;SY)");
    assert_eq!(
        (read.resource_manager, read.control),
        (7, Control::RESOURCE_MANAGER_VALID)
    );
}

/// Each cut is an error with a place, never a panic and never a shorter descriptor.
#[test]
fn every_truncation_is_an_error() {
    let whole =
        read("O:BAG:SYD:(A;;FA;;;SY)(XA;;FR;;;WD;(@User.x == 1))S:(RA;;;;;WD;(\"n\",TS,0,\"v\"))")
            .to_bytes()
            .unwrap();
    for length in 0..whole.len() {
        let error = SecurityDescriptor::from_bytes(&whole[..length]).unwrap_err();
        assert!(error.at <= length, "{length}: {error}");
    }
}

#[test]
fn impossible_headers_are_errors() {
    let whole = read("O:BAD:(A;;FA;;;SY)").to_bytes().unwrap();
    let with = |at: usize, value: u8| {
        let mut bytes = whole.clone();
        bytes[at] = value;
        SecurityDescriptor::from_bytes(&bytes)
            .unwrap_err()
            .to_string()
    };
    for (at, value, message) in [
        (0, 2, "byte 0: revision 2 of a descriptor is not known"),
        (3, 0, "byte 2: the descriptor is not self-relative"),
        (
            4,
            0xff,
            "byte 4: the owner lies at offset 255, beyond the end",
        ),
        (
            16,
            0xff,
            "byte 16: the DACL lies at offset 255, beyond the end",
        ),
        (20, 1, "byte 20: revision 1 of a list is not known"),
        (22, 7, "byte 22: the DACL cannot have a size of 7"),
        (22, 255, "byte 28: the DACL is cut off"),
        (24, 2, "byte 48: the header of an entry is cut off"),
        (30, 18, "byte 30: an entry cannot have a size of 18"),
        (30, 0, "byte 30: an entry cannot have a size of 0"),
        (30, 24, "byte 32: an entry is cut off"),
        (30, 16, "byte 36: no SID: the SID is cut off"),
        (36, 9, "byte 36: no SID: SID revision 9 is not known"),
    ] {
        let found = with(at, value);
        assert!(found.starts_with(message), "{found} instead of {message}");
    }
}

/// MS-DTYP 2.4.4.17.9, the first example: `(Title=="VP")`.
#[test]
fn a_condition_has_the_bytes_of_the_standard() {
    let data = bytes(
        "61 72 74 78 f8 0a 00 00 00 54 00 69 00 74 00 6c 00 65 00 10 04 00 00 00 56 00 50 00 80 00 00 00",
    );
    let text = read("D:(XA;;FX;;;WD;(Title==\"VP\"))").to_bytes().unwrap();
    assert_eq!(&text[20 + 8 + 20..], &data[..]);
    let condition = Condition::from_bytes(&data).unwrap();
    assert_eq!(condition.tokens.len(), 3);
    assert_eq!(condition.to_bytes(), data);
    // The second: numbers, two scopes, a list of texts.
    let second = bytes(
        "61 72 74 78 \
         f9 12 00 00 00 73 00 6d 00 61 00 72 00 74 00 63 00 61 00 72 00 64 00 \
         04 01 00 00 00 00 00 00 00 03 02 80 \
         fb 0e 00 00 00 6d 00 61 00 6e 00 61 00 67 00 65 00 64 00 \
         04 01 00 00 00 00 00 00 00 03 02 80 a1 \
         fa 08 00 00 00 64 00 65 00 70 00 74 00 \
         50 18 00 00 00 10 0a 00 00 00 53 00 61 00 6c 00 65 00 73 00 10 04 00 00 00 48 00 52 00 88 a0",
    );
    let text = "D:(XA;;FX;;;WD;((@User.smartcard==1 || @Device.managed==1) && @Resource.dept Any_of{\"Sales\",\"HR\"}))";
    let written = read(text).to_bytes().unwrap();
    let mut padded = second;
    padded.resize(padded.len().next_multiple_of(4), 0);
    assert_eq!(&written[20 + 8 + 20..], &padded[..]);
}

/// Data that only begin like a condition are kept as bytes, and count as unknown.
#[test]
fn broken_conditions_are_no_conditions() {
    for (hex, at) in [
        ("61 72 74", 0),
        ("41 52 54 58", 0),
        ("61 72 74 78 77", 4),
        ("61 72 74 78 00 80", 4),
        ("61 72 74 78 04 01", 5),
        ("61 72 74 78 10 ff 00 00 00 41", 9),
        ("61 72 74 78 10 01 00 00 00 41", 9),
        ("61 72 74 78 10 02 00 00 00 00 d8", 9),
        (
            "61 72 74 78 51 0c 00 00 00 01 02 00 00 00 00 00 05 20 00 00 00",
            9,
        ),
        (
            "61 72 74 78 51 0d 00 00 00 01 01 00 00 00 00 00 05 20 00 00 00 00",
            4,
        ),
        ("61 72 74 78 50 05 00 00 00 50 00 00 00 00 80", 9),
    ] {
        let error = Condition::from_bytes(&bytes(hex)).expect_err(hex);
        assert_eq!(error.at, at, "{hex}: {error}");
    }
}

#[test]
fn an_attribute_has_windows_layout() {
    let claim = Claim {
        name: "ab".to_owned(),
        flags: 2,
        values: ClaimValues::Strings(vec!["x".to_owned(), String::new()]),
    };
    let data = bytes(
        "18 00 00 00 03 00 00 00 02 00 00 00 02 00 00 00 1e 00 00 00 22 00 00 00 \
         61 00 62 00 00 00 78 00 00 00 00 00",
    );
    assert_eq!(claim.to_bytes(), data);
    assert_eq!(Claim::from_bytes(&data), Ok(claim));
    let mut wrong = data.clone();
    wrong[4] = 9;
    assert_eq!(
        Claim::from_bytes(&wrong).unwrap_err().problem,
        BinaryProblem::ValueType(9)
    );
    // Two offsets to one long value are not two long values.
    let long = Claim {
        name: "n".to_owned(),
        flags: 0,
        values: ClaimValues::Octets(vec![vec![7; 100], Vec::new()]),
    };
    let mut twice = long.to_bytes();
    twice.copy_within(16..20, 20);
    assert_eq!(
        Claim::from_bytes(&twice).unwrap_err().problem,
        BinaryProblem::Overlap
    );
    let mut many = data;
    many[12..16].copy_from_slice(&[0xff; 4]);
    assert!(Claim::from_bytes(&many).is_err());
}
