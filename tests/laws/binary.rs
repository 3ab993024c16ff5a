//! Descriptors, conditions and attributes as bytes.

use poolproof::nt::{Claim, Condition, Domains, SecurityDescriptor};
use poolproof::search::conditions::{claims, condition_worlds, conditions};
use poolproof::search::forms::{
    byte_damages, damaged_bytes, sayable_descriptors, stored_descriptors,
};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    /// Every kind of entry is kept, unknown ones byte by byte.
    #[test]
    fn a_stored_descriptor_is_read_back_as_itself(descriptor in stored_descriptors()) {
        let bytes = descriptor.to_bytes().unwrap();
        prop_assert_eq!(SecurityDescriptor::from_bytes(&bytes), Ok(descriptor));
    }

    /// A descriptor never shrinks silently: with its end missing it is no descriptor.
    #[test]
    fn a_truncated_descriptor_is_an_error(descriptor in stored_descriptors()) {
        let bytes = descriptor.to_bytes().unwrap();
        for length in 0..bytes.len() {
            let error = SecurityDescriptor::from_bytes(&bytes[..length]);
            prop_assert!(error.is_err_and(|error| error.at <= length));
        }
    }

    /// What damaged bytes are read into is a descriptor like any other, and nothing makes the reader fail.
    #[test]
    fn damaged_bytes_are_another_descriptor_or_an_error(
        descriptor in stored_descriptors(), damages in byte_damages(),
    ) {
        let damaged = damaged_bytes(&descriptor.to_bytes().unwrap(), &damages);
        if let Ok(read) = SecurityDescriptor::from_bytes(&damaged) {
            let written = read.to_bytes().unwrap();
            prop_assert_eq!(SecurityDescriptor::from_bytes(&written), Ok(read));
        }
    }

    /// What follows the parts of a descriptor does not matter.
    #[test]
    fn bytes_behind_a_descriptor_mean_nothing(descriptor in stored_descriptors(), rest in any::<Vec<u8>>()) {
        let mut bytes = descriptor.to_bytes().unwrap();
        bytes.extend(rest);
        prop_assert_eq!(SecurityDescriptor::from_bytes(&bytes), Ok(descriptor));
    }

    /// Text and bytes are two forms of one thing: through both, the bytes come back.
    #[test]
    fn bytes_and_text_agree(descriptor in sayable_descriptors()) {
        let bytes = descriptor.to_bytes().unwrap();
        let read = SecurityDescriptor::from_bytes(&bytes).unwrap();
        let text = read.to_sddl().unwrap();
        let again = SecurityDescriptor::from_sddl(&text, &Domains::NONE).unwrap();
        prop_assert_eq!(again.to_bytes().unwrap(), bytes, "{}", text);
    }

    /// Conditions too, whether they make sense or not.
    #[test]
    fn a_stored_condition_is_read_back_as_itself(sensible in conditions(), world in condition_worlds()) {
        for condition in [sensible, world.condition] {
            let bytes = condition.to_bytes();
            prop_assert_eq!(bytes.len() % 4, 0);
            prop_assert_eq!(Condition::from_bytes(&bytes), Ok(condition));
        }
    }

    /// And attributes.
    #[test]
    fn a_stored_attribute_is_read_back_as_itself(claim in claims()) {
        prop_assert_eq!(Claim::from_bytes(&claim.to_bytes()), Ok(claim));
    }

    /// Damaged conditions and attributes are others or errors.
    #[test]
    fn damaged_conditions_and_attributes_do_no_harm(
        condition in conditions(), claim in claims(), damages in byte_damages(),
    ) {
        if let Ok(read) = Condition::from_bytes(&damaged_bytes(&condition.to_bytes(), &damages)) {
            prop_assert_eq!(Condition::from_bytes(&read.to_bytes()), Ok(read));
        }
        if let Ok(read) = Claim::from_bytes(&damaged_bytes(&claim.to_bytes(), &damages)) {
            prop_assert_eq!(Claim::from_bytes(&read.to_bytes()), Ok(read));
        }
    }
}
