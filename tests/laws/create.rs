//! What is true of new objects.

use poolproof::{
    nt::{
        AccessMask, Ace, AceFlags, AceKind, AclState, Control, IntegrityLevel, ObjectKind,
        SecurityDescriptor, Sid, Token, Wish, access_check,
        inherit::{Heir, create, is_consistent_with_parent},
    },
    search::inheritance::{descriptor, file_request_rights, kind, lines, token},
};
use proptest::prelude::*;

use crate::spec::inherit as spec;

fn auto_parent(aces: Vec<Ace>) -> SecurityDescriptor {
    SecurityDescriptor {
        dacl: AclState::of(aces),
        control: Control::DACL_AUTO_INHERITED,
        ..SecurityDescriptor::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_000))]

    /// Creation is the table: explicit or not, defaulted, protected, usable parent, automatic or not.
    #[test]
    fn a_new_object_gets_what_the_specification_says(
        parent in prop::option::of(descriptor()),
        explicit in prop::option::of(descriptor()),
        creator in token(),
        kind in kind(),
    ) {
        let made = create(parent.as_ref(), explicit.as_ref(), &creator, kind);
        let (dacl, control) = spec::dacl_of_new(parent.as_ref(), explicit.as_ref(), &creator, kind);
        prop_assert_eq!(made.dacl, dacl);
        prop_assert_eq!(made.control, control);
    }

    /// A new object under a parent in automatic mode needs no propagation, whatever its creator passed.
    #[test]
    fn a_new_object_is_consistent_with_its_parent(
        parent in lines(), creator in token(), kind in kind(),
    ) {
        let parent = auto_parent(parent);
        let made = create(Some(&parent), None, &creator, kind);
        prop_assert!(is_consistent_with_parent(&parent, &made, kind).holds());
    }

    /// Without a parent that has `AI`, and without an explicit list, parent lines arrive without the mark of inheritance.
    #[test]
    fn lines_are_marked_as_inherited_exactly_in_automatic_mode(
        parent in lines(), auto: bool, creator in token(), kind in kind(),
    ) {
        let mut above = auto_parent(parent);
        if !auto {
            above.control = Control(0);
        }
        let heir = Heir { kind, owner: None, group: None, auto };
        let usable = above.dacl.aces().iter().any(|ace| heir.takes(ace));
        let made = create(Some(&above), None, &creator, kind);
        if usable {
            prop_assert!(made.dacl.aces().iter().all(|ace| ace.is_inherited() == auto));
            prop_assert_eq!(made.control.contains(Control::DACL_AUTO_INHERITED), auto);
        }
    }

    /// Audit lines are inherited by the same rule as access lines.
    #[test]
    fn a_new_object_is_audited_as_its_parent_says(
        parent in lines(), creator in token(), kind in kind(),
    ) {
        let audits = |ace: Ace| Ace {
            kind: AceKind::Audit,
            flags: ace.flags | AceFlags::SUCCESSFUL_ACCESS,
            ..ace
        };
        let parent: Vec<Ace> = parent.into_iter().map(audits).collect();
        let above = SecurityDescriptor {
            sacl: AclState::of(parent.clone()),
            control: Control::SACL_AUTO_INHERITED,
            ..SecurityDescriptor::default()
        };
        let creator = Token { integrity: None, ..creator };
        let made = create(Some(&above), None, &creator, kind);
        let child = spec::Child { kind, owner: made.owner, group: made.group, auto: true };
        prop_assert_eq!(made.sacl.aces(), &spec::copy_all(&parent, child)[..]);
    }

    /// What a low process makes is low, so other low processes may write it; what others make has no label.
    #[test]
    fn what_a_low_creator_makes_is_as_low_as_it_is(
        creator in token(), kind in kind(), wanted in file_request_rights(),
    ) {
        let made = create(None, None, &creator, kind);
        let low = creator.integrity.is_some_and(|level| level < IntegrityLevel::MEDIUM);
        let labels = made.sacl.aces().iter().filter(|ace| ace.kind == AceKind::MandatoryLabel);
        prop_assert_eq!(labels.count(), usize::from(low));
        if low {
            let open = SecurityDescriptor { dacl: AclState::Null, ..made };
            let wanted = wanted.without(AccessMask::ACCESS_SYSTEM_SECURITY) | AccessMask(0x1);
            let other = Token {
                integrity: creator.integrity,
                ..Token::of(Sid::of(5, &[21, 9, 9, 9, 9]))
            };
            let decision = access_check(&open, &other, &Wish::new(ObjectKind::File, wanted));
            prop_assert!(decision.unwrap().is_granted());
        }
    }
}
