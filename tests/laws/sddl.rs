//! Descriptors in SDDL: what is printed is read back, and nothing that is read makes the reader fail.

use poolproof::nt::{AccessMask, Domains, MaskWords, SecurityDescriptor, mask_to_sddl};
use poolproof::search::forms::{
    damaged_text, domains, masks, sayable_descriptors, stored_descriptors, text_damages,
};
use proptest::prelude::*;

use crate::spec::text::said;

fn read(text: &str) -> SecurityDescriptor {
    SecurityDescriptor::from_sddl(text, &Domains::NONE).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn mask_of(field: &str) -> AccessMask {
    read(&format!("D:(A;;{field};;;WD)")).dacl.aces()[0].mask
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    /// A descriptor of which text says everything survives the way through text, whatever domains are known.
    #[test]
    fn a_printed_descriptor_is_read_back_as_itself(descriptor in sayable_descriptors(), domains in domains()) {
        let text = descriptor.to_sddl_with(&domains).unwrap();
        prop_assert_eq!(SecurityDescriptor::from_sddl(&text, &domains), Ok(descriptor), "{}", text);
    }

    /// Of any other descriptor, text keeps what the specification says, or refuses to speak at all.
    #[test]
    fn text_keeps_what_text_can_say(descriptor in stored_descriptors()) {
        if let Ok(text) = descriptor.to_sddl() {
            prop_assert_eq!(read(&text), said(&descriptor), "{}", text);
        }
    }

    /// Whatever odd text is accepted is printed in one form, and that form is its own.
    #[test]
    fn printing_is_a_fixed_point(descriptor in sayable_descriptors(), damages in text_damages()) {
        let text = damaged_text(&descriptor.to_sddl().unwrap(), &damages);
        if let Ok(read) = SecurityDescriptor::from_sddl(&text, &Domains::NONE)
            && let Ok(printed) = read.to_sddl()
        {
            prop_assert_eq!(SecurityDescriptor::from_sddl(&printed, &Domains::NONE), Ok(read), "{} {}", text, printed);
        }
    }

    /// An error points at bytes of the text and quotes them.
    #[test]
    fn an_error_stands_in_the_text(descriptor in sayable_descriptors(), damages in text_damages()) {
        let text = damaged_text(&descriptor.to_sddl().unwrap(), &damages);
        if let Err(error) = SecurityDescriptor::from_sddl(&text, &Domains::NONE) {
            prop_assert_eq!(text.get(error.at.clone()), Some(&error.found[..]), "{:?}", error);
            prop_assert!(!error.message().is_empty() && !error.message().ends_with('.'));
        }
    }

    /// Letters, hexadecimal, octal, decimal, negative and mixed: one mask.
    #[test]
    fn every_way_to_write_a_mask_means_that_mask(mask in masks()) {
        let AccessMask(bits) = mask;
        let printed = mask_to_sddl(mask, MaskWords::Rights);
        let mut fields = vec![
            printed.clone(),
            printed.to_lowercase(),
            format!(" {printed}"),
            format!("{bits:#x}"),
            format!("0X{bits:X}"),
            format!("0{bits:o}"),
            format!("{bits}"),
            format!("-{}", bits.wrapping_neg()),
        ];
        // A number may stand beside letters where it does not swallow them.
        if !printed.starts_with('0') {
            fields.push(format!("{printed}{bits:#x}"));
            fields.push(format!("{bits}{printed}"));
        }
        for field in fields {
            prop_assert_eq!(mask_of(&field), mask, "{}", field);
        }
    }

    /// Each list stands on its own: the order of the parts does not matter.
    #[test]
    fn the_order_of_the_parts_does_not_matter(descriptor in sayable_descriptors()) {
        let part = |keep: fn(&SecurityDescriptor) -> SecurityDescriptor| keep(&descriptor).to_sddl().unwrap();
        let empty = SecurityDescriptor::default;
        let owner = part(|d| SecurityDescriptor { owner: d.owner, ..SecurityDescriptor::default() });
        let dacl = part(|d| SecurityDescriptor { dacl: d.dacl.clone(), control: d.control, ..SecurityDescriptor::default() });
        let sacl = part(|d| SecurityDescriptor { sacl: d.sacl.clone(), control: d.control, ..SecurityDescriptor::default() });
        let expected = SecurityDescriptor { group: None, ..descriptor.clone() };
        for text in [format!("{owner}{dacl}{sacl}"), format!("{sacl} {owner} {dacl}"), format!("{dacl}{sacl}{owner}")] {
            prop_assert_eq!(read(&text), expected.clone(), "{}", text);
        }
        prop_assert_eq!(read(""), empty());
    }

    /// Blanks before fields and between entries mean nothing.
    #[test]
    fn blanks_where_windows_takes_them_mean_nothing(descriptor in sayable_descriptors()) {
        let mut plain = descriptor;
        for list in [&mut plain.dacl, &mut plain.sacl] {
            if let poolproof::nt::AclState::Present(acl) = list {
                // Fields of conditions and GUIDs have rules of their own.
                acl.aces.retain(|ace| ace.kind.type_byte() < 5);
            }
        }
        let text = plain.to_sddl().unwrap();
        let blanks = text.replace('(', " ( ").replace(';', "; ");
        prop_assert_eq!(read(&blanks), plain, "{}", blanks);
    }
}
