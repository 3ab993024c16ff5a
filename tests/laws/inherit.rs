//! What is true of inheritance.

use poolproof::{
    nt::{
        AccessMask, Ace, AceFlags, AceKind, Acl, AclState, Control, ObjectKind, SecurityDescriptor,
        Sid, Token, TokenLevel, Wish, access_check,
        inherit::{
            CREATOR_GROUP, CREATOR_OWNER, DescribedObject, Heir, InheritedLines, TracedLine,
            inherit_ace, inherit_lines, is_consistent_with_parent, lines_below, propagate, protect,
            unprotect,
        },
        order::{OrderBreakKind, insert_canonical, is_canonical, order_break},
    },
    search::inheritance::{
        GROUPS, ME, STRANGER, attached_descriptor, attached_lines, descriptor, file_kind,
        file_request_rights, kind, line, lines, mapped_rights, opening_token,
    },
};
use proptest::prelude::*;

use crate::spec::inherit as spec;

fn auto_parent(aces: Vec<Ace>) -> SecurityDescriptor {
    SecurityDescriptor {
        owner: Some(GROUPS[0]),
        dacl: AclState::of(aces),
        control: Control::DACL_AUTO_INHERITED,
        ..SecurityDescriptor::default()
    }
}

/// Everything that can be had, bit by bit; equal answers mean that nobody can tell two descriptors apart.
fn answers(descriptor: &SecurityDescriptor, token: &Token, kind: ObjectKind) -> Vec<bool> {
    let bits = AccessMask(0x011F_01FF).bits();
    bits.map(|bit| {
        let decision = access_check(descriptor, token, &Wish::new(kind, bit));
        decision
            .expect("a mapped bit and a known token")
            .is_granted()
    })
    .collect()
}

/// The whole matrix, not a sample: 32 flag combinations (16, and each as an inherited line) x 6 masks x 4 SIDs x allow or
/// deny x 3 kinds of child x automatic or not.
#[test]
fn every_line_is_inherited_as_the_specification_says() {
    let mut cases = 0;
    for flags in 0..32 {
        for mask in [
            0x1,
            0x1F_01FF,
            0x1000_0000,
            0x8000_0001,
            0x4000_0000,
            0x2_0019,
        ] {
            for sid in [ME, CREATOR_OWNER, CREATOR_GROUP, Sid::of(3, &[4])] {
                for ace_kind in [AceKind::Allow, AceKind::Deny] {
                    for kind in [ObjectKind::File, ObjectKind::Folder, ObjectKind::Key] {
                        for auto in [false, true] {
                            let ace = Ace {
                                kind: ace_kind.clone(),
                                flags: AceFlags(flags),
                                mask: AccessMask(mask),
                                sid,
                            };
                            let (owner, group) = (Some(STRANGER), Some(GROUPS[1]));
                            let heir = Heir {
                                kind,
                                owner,
                                group,
                                auto,
                            };
                            let child = spec::Child {
                                kind,
                                owner,
                                group,
                                auto,
                            };
                            assert_eq!(
                                inherit_ace(&ace, &heir),
                                spec::copies(&ace, child),
                                "{ace:?} for {child:?}"
                            );
                            cases += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(cases, 32 * 6 * 4 * 2 * 3 * 2);
}

/// Flags of auditing and of critical lines say nothing of inheritance and travel with the line.
#[test]
fn flags_that_are_not_about_inheritance_travel_with_a_line() {
    for rest in [0x20, 0x40, 0x80, 0xE0] {
        for flags in 0..16 {
            let ace = Ace::allow(ME, AccessMask(0x8000_0000), AceFlags(flags | rest));
            for kind in [ObjectKind::File, ObjectKind::Folder] {
                let heir = Heir {
                    kind,
                    owner: None,
                    group: None,
                    auto: true,
                };
                for copy in inherit_ace(&ace, &heir) {
                    assert_eq!(copy.flags.0 & 0xF0, rest | 0x10);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_000))]

    /// A chain of folders is nothing but one copy after another.
    #[test]
    fn a_chain_of_folders_gets_what_repeated_copying_gives(
        chain in prop::collection::vec((lines(), prop::bool::weighted(0.15), any::<bool>()), 1..6),
        last in file_kind(),
    ) {
        let mut traced: Vec<TracedLine> = Vec::new();
        let mut slow: Vec<Ace> = Vec::new();
        for (at, (own, protected, mine)) in chain.iter().enumerate() {
            let kind = if at + 1 == chain.len() { last } else { ObjectKind::Folder };
            let owner = if *mine { Some(ME) } else { None };
            let group = Some(GROUPS[1]);
            let object = DescribedObject {
                kind, own, protected: *protected, owner, group,
            };
            traced = lines_below(&traced, &object);
            let child = spec::Child { kind, owner, group, auto: true };
            let above = if *protected { Vec::new() } else { spec::copy_all(&slow, child) };
            slow = own.iter().cloned().chain(above).collect();
        }
        let fast: Vec<Ace> = traced.into_iter().map(|line| line.ace).collect();
        prop_assert_eq!(fast, slow);
    }

    /// The line that a traced line names is the one that says it: the same effect, and the same person or a placeholder for him.
    #[test]
    fn a_traced_line_names_the_line_that_was_written(
        chain in prop::collection::vec(lines(), 1..6),
        last in file_kind(),
    ) {
        let mut traced: Vec<TracedLine> = Vec::new();
        for (at, own) in chain.iter().enumerate() {
            let kind = if at + 1 == chain.len() { last } else { ObjectKind::Folder };
            let object = DescribedObject { kind, own, protected: false, owner: Some(ME), group: None };
            traced = lines_below(&traced, &object);
        }
        for line in traced {
            let written = &chain[chain.len() - 1 - line.steps_up][line.line];
            prop_assert_eq!(&line.ace.kind, &written.kind);
            let stands_for = written.sid == CREATOR_OWNER && line.ace.sid == ME;
            prop_assert!(line.ace.sid == written.sid || stands_for);
            prop_assert!(line.steps_up == 0 || line.ace.is_inherited());
        }
    }

    /// How far a line reaches can be told without copying: the next level asks for the flag of its kind, all further ones
    /// also that it is not kept to one level.
    #[test]
    fn how_far_a_line_reaches_can_be_told_from_its_flags(
        ace in line(), levels in 1_usize..6, last in file_kind(),
    ) {
        let own = [ace.clone()];
        let mut traced: Vec<TracedLine> = Vec::new();
        for level in 0..=levels {
            let kind = if level == levels { last } else { ObjectKind::Folder };
            let own: &[Ace] = if level == 0 { &own } else { &[] };
            let object = DescribedObject { kind, own, protected: false, owner: Some(ME), group: None };
            traced = lines_below(&traced, &object);
        }
        let live = traced.iter().any(|line| line.ace.is_live());
        let wanted = if last == ObjectKind::File {
            AceFlags::OBJECT_INHERIT
        } else {
            AceFlags::CONTAINER_INHERIT
        };
        let one_level_only = ace.flags.contains(AceFlags::NO_PROPAGATE);
        prop_assert_eq!(live, ace.flags.contains(wanted) && (levels == 1 || !one_level_only));
    }

    /// Inherit-only says where a line does not count; it says nothing about who inherits it.
    #[test]
    fn inherit_only_plays_no_part_in_what_a_child_gets(ace in line(), kind in kind(), auto: bool) {
        let heir = Heir { kind, owner: Some(ME), group: Some(STRANGER), auto };
        let other = Ace { flags: AceFlags(ace.flags.0 ^ AceFlags::INHERIT_ONLY.0), ..ace.clone() };
        prop_assert_eq!(inherit_ace(&ace, &heir), inherit_ace(&other, &heir));
    }

    /// What counts on a child has real people and real rights in it: nothing generic, no placeholder.
    #[test]
    fn an_inherited_line_that_counts_holds_no_generic_right_and_no_placeholder(
        parent in lines(), kind in kind(), auto: bool,
    ) {
        let heir = Heir { kind, owner: Some(ME), group: Some(STRANGER), auto };
        for (ace, _) in inherit_lines(&parent, &heir).iter().filter(|(ace, _)| ace.is_live()) {
            prop_assert!(!ace.mask.intersects(AccessMask::GENERIC));
            prop_assert!(ace.sid != CREATOR_OWNER && ace.sid != CREATOR_GROUP);
        }
    }

    /// The index beside a line is the whole story: that line of the parent alone gives it, and order is kept.
    #[test]
    fn every_inherited_line_comes_from_the_line_that_is_named(parent in lines(), kind in kind()) {
        let heir = Heir { kind, owner: Some(ME), group: None, auto: true };
        let got = inherit_lines(&parent, &heir);
        prop_assert!(got.is_sorted_by_key(|(_, from)| *from));
        for (from, ace) in parent.iter().enumerate() {
            let of_this: Vec<Ace> =
                got.iter().filter(|(_, index)| *index == from).map(|(ace, _)| ace.clone()).collect();
            prop_assert_eq!(of_this, inherit_ace(ace, &heir));
        }
    }

    /// Propagation rebuilds from what the parent says now, so a second time changes nothing.
    #[test]
    fn propagating_twice_is_propagating_once(
        parent in descriptor(), child in descriptor(), kind in kind(),
    ) {
        let once = propagate(&parent, &child, kind);
        prop_assert_eq!(propagate(&parent, &once, kind), once);
    }

    /// What was just propagated is not stale; and what is not stale is not changed in its inherited part.
    #[test]
    fn a_child_is_consistent_exactly_when_propagation_changes_no_inherited_line(
        parent in lines(), child in descriptor(), kind in kind(),
    ) {
        let parent = auto_parent(parent);
        let after = propagate(&parent, &child, kind);
        let inherited = |descriptor: &SecurityDescriptor| -> Vec<Ace> {
            descriptor.dacl.aces().iter().filter(|ace| ace.is_inherited()).cloned().collect()
        };
        let consistency = is_consistent_with_parent(&parent, &child, kind);
        if child.control.contains(Control::DACL_PROTECTED) {
            prop_assert_eq!(consistency.holds(), inherited(&child).is_empty());
        } else {
            prop_assert!(is_consistent_with_parent(&parent, &after, kind).holds());
            prop_assert_eq!(consistency.holds(), inherited(&child) == inherited(&after));
        }
    }

    /// The explicit lines of a child are its own: propagation leaves them, in order, in front.
    #[test]
    fn propagation_leaves_explicit_lines_in_front_and_protected_children_alone(
        parent in descriptor(), child in descriptor(), kind in kind(),
    ) {
        let after = propagate(&parent, &child, kind);
        if child.control.contains(Control::DACL_PROTECTED) {
            prop_assert_eq!(after.dacl, child.dacl);
        } else {
            let own: Vec<Ace> =
                child.dacl.aces().iter().filter(|ace| !ace.is_inherited()).cloned().collect();
            prop_assert_eq!(&after.dacl.aces()[..own.len()], &own[..]);
            prop_assert!(after.dacl.aces()[own.len()..].iter().all(Ace::is_inherited));
        }
    }

    /// Only the mark of inheritance goes, and the check does not look at it.
    #[test]
    fn protecting_a_child_with_copies_changes_no_answer(
        child in attached_descriptor(), token in opening_token(), kind in file_kind(),
    ) {
        let after = protect(&child, InheritedLines::Copy);
        prop_assert_eq!(answers(&after, &token, kind), answers(&child, &token, kind));
        prop_assert!(after.dacl.aces().iter().all(|ace| !ace.is_inherited()));
    }

    /// Removing inherited lines and opening the child again is the same as propagating to it.
    #[test]
    fn opening_a_child_again_gives_what_propagation_gives(
        parent in descriptor(), child in descriptor(), kind in kind(),
    ) {
        let open = SecurityDescriptor {
            control: child.control.without(Control::DACL_PROTECTED),
            ..child.clone()
        };
        let removed = protect(&open, InheritedLines::Remove);
        let again = unprotect(&parent, &removed, kind);
        let propagated = propagate(&parent, &open, kind);
        prop_assert_eq!(again.dacl, propagated.dacl);
        prop_assert_eq!(again.control, propagated.control);
    }

    /// Mapping is done once: a second attaching finds nothing to map.
    #[test]
    fn attaching_twice_is_attaching_once(descriptor in descriptor(), kind in kind()) {
        let once = descriptor.attach(kind);
        prop_assert_eq!(once.attach(kind), once);
    }

    /// A list without generic bits in live lines is what it is: attaching grants nothing new.
    #[test]
    fn attaching_leaves_a_mapped_list_as_it_is(aces in attached_lines()) {
        let descriptor = auto_parent(aces);
        prop_assert_eq!(descriptor.attach(ObjectKind::File), descriptor);
    }

    /// Generic bits grant nothing until a descriptor is attached, so attaching never makes one line give less.
    #[test]
    fn a_generic_right_counts_only_once_it_is_attached(
        mask in mapped_rights(), generic in prop::sample::select(vec![0x1000_0000_u32, 0x2000_0000, 0x4000_0000, 0x8000_0000]),
    ) {
        let line = |mask| AclState::of(vec![Ace::allow(ME, mask, AceFlags::NONE)]);
        let plain = SecurityDescriptor { dacl: line(mask), ..SecurityDescriptor::default() };
        let raw = SecurityDescriptor {
            dacl: line(mask | AccessMask(generic)),
            ..SecurityDescriptor::default()
        };
        let token = Token { level: TokenLevel::Primary, ..Token::of(ME) };
        let kind = ObjectKind::File;
        prop_assert_eq!(answers(&raw, &token, kind), answers(&plain, &token, kind));
        let expected = AccessMask(spec::mapped(mask.0 | generic, kind));
        let attached = raw.attach(kind);
        for bit in AccessMask(0x1F_01FF).bits() {
            let decision = access_check(&attached, &token, &Wish::new(kind, bit)).unwrap();
            prop_assert_eq!(decision.is_granted(), expected.contains(bit));
        }
    }

    /// An editor keeps its order: a list in it stays in it.
    #[test]
    fn inserting_where_an_editor_would_keeps_the_preferred_order(
        new in prop::collection::vec(line(), 0..8), extra in line(),
    ) {
        let mut acl = Acl::default();
        for ace in new {
            let at = insert_canonical(&mut acl, ace.clone());
            prop_assert_eq!(&acl.aces[at], &ace);
            prop_assert!(is_canonical(&acl));
        }
        let before = acl.clone();
        let at = insert_canonical(&mut acl, extra);
        acl.aces.remove(at);
        prop_assert_eq!(acl, before);
    }

    /// The preferred order is the one that sorting by class gives: explicit denials, explicit grants, inherited lines.
    #[test]
    fn a_list_is_canonical_exactly_when_sorting_by_class_changes_nothing(aces in lines()) {
        let class = |ace: &Ace| match (ace.is_inherited(), &ace.kind) {
            (true, _) => 2,
            (false, AceKind::Deny) => 0,
            (false, _) => 1,
        };
        let acl = Acl { revision: 0, aces };
        let sorted = acl.aces.is_sorted_by_key(class);
        prop_assert_eq!(is_canonical(&acl), sorted);
        if let Some(found) = order_break(&acl) {
            prop_assert!(found.behind < found.line);
            prop_assert!(acl.aces[..found.line].is_sorted_by_key(class));
            let explicit = !acl.aces[found.line].is_inherited();
            prop_assert!(explicit);
            let behind_inherited = acl.aces[found.behind].is_inherited();
            prop_assert_eq!(found.kind == OrderBreakKind::ExplicitBehindInherited, behind_inherited);
        }
    }

    /// A denial that an editor puts in stands before every other line, so it denies what it says to whom it says.
    #[test]
    fn a_denial_that_an_editor_inserts_is_not_outvoted(
        aces in attached_lines(), wanted in file_request_rights(), token in opening_token(),
    ) {
        let mut descriptor = auto_parent(aces);
        descriptor.owner = None;
        if let AclState::Present(acl) = &mut descriptor.dacl {
            insert_canonical(acl, Ace::deny(token.user, wanted, AceFlags::NONE));
        }
        let by_privilege = AccessMask::ACCESS_SYSTEM_SECURITY | AccessMask::WRITE_OWNER;
        for bit in wanted.without(by_privilege).bits() {
            let decision = access_check(&descriptor, &token, &Wish::new(ObjectKind::File, bit));
            prop_assert!(!decision.unwrap().is_granted());
        }
    }
}
