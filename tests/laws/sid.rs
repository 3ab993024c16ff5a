//! SIDs: their text, their bytes, and those computed from names.

use poolproof::nt::{Domains, SecurityDescriptor, Sid, pool_sid, service_sid};
use poolproof::search::forms::{
    byte_damages, damaged_bytes, damaged_text, domains, sids, stored_sids, text_damages,
};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// What prints also parses, to the same.
    #[test]
    fn the_text_of_a_sid_is_read_back_as_that_sid(sid in sids()) {
        prop_assert_eq!(sid.to_string().parse(), Ok(sid));
    }

    /// The length is told by the SID, so that what follows it does not matter.
    #[test]
    fn the_bytes_of_a_sid_are_read_back_whatever_follows(sid in stored_sids(), rest in any::<Vec<u8>>()) {
        let mut bytes = sid.to_bytes();
        let length = bytes.len();
        bytes.extend(rest);
        prop_assert_eq!(Sid::from_bytes(&bytes), Ok((sid, length)));
        for shorter in 0..length {
            prop_assert!(Sid::from_bytes(&bytes[..shorter]).is_err());
        }
    }

    /// In a list a SID ends at the bracket.
    #[test]
    fn a_sid_ends_where_its_numbers_end(sid in sids(), stop in "[^0-9a-fA-FxX-].*") {
        let text = sid.to_string();
        prop_assert_eq!(Sid::parse_prefix(&format!("{text}{stop}")), Ok((sid, text.len())));
    }

    /// Whatever is accepted is a SID like any other, and nothing makes the readers fail.
    #[test]
    fn a_damaged_sid_is_another_sid_or_an_error(
        sid in stored_sids(), letters in text_damages(), bytes in byte_damages(),
    ) {
        if let Ok(read) = damaged_text(&sid.to_string(), &letters).parse::<Sid>() {
            prop_assert_eq!(read.to_string().parse(), Ok(read));
        }
        let damaged = damaged_bytes(&sid.to_bytes(), &bytes);
        if let Ok((read, used)) = Sid::from_bytes(&damaged) {
            prop_assert_eq!(&read.to_bytes()[..], &damaged[..used]);
        }
    }

    /// Windows may print letters or numbers for the same account; which does not matter to a reader.
    #[test]
    fn letters_and_numbers_mean_the_same_sid(sid in sids(), domains in domains()) {
        let of = |owner| SecurityDescriptor { owner: Some(owner), ..SecurityDescriptor::default() };
        let printed = of(sid).to_sddl_with(&domains).unwrap();
        prop_assert_eq!(SecurityDescriptor::from_sddl(&printed, &domains), Ok(of(sid)));
        let numbers = format!("O:{sid}");
        prop_assert_eq!(SecurityDescriptor::from_sddl(&numbers, &Domains::NONE), Ok(of(sid)));
    }

    /// Names of pools and services compare without regard to case, and a pool is never a service.
    #[test]
    fn the_case_of_a_name_does_not_change_its_sid(name in "[ -~]{0,20}") {
        let (upper, lower) = (name.to_ascii_uppercase(), name.to_ascii_lowercase());
        prop_assert_eq!(pool_sid(&upper), pool_sid(&lower));
        prop_assert_eq!(service_sid(&upper), service_sid(&lower));
        prop_assert_ne!(pool_sid(&name), service_sid(&name));
    }

    /// The order is for tidy output; it must be one, and agree with equality.
    #[test]
    fn the_order_of_sids_is_an_order(a in sids(), b in sids(), c in sids()) {
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a == b, a.cmp(&b).is_eq());
        prop_assert_eq!(a == b, a.to_bytes() == b.to_bytes());
        if a <= b && b <= c {
            prop_assert!(a <= c);
        }
    }
}
