//! Lines of a DACL: what their order, their flags and their absence do.

use poolproof::nt::{AccessMask, Ace, AceFlags, AceKind, AclState, SecurityDescriptor};
use poolproof::search::access::{
    OWNER_RIGHTS, STRANGER, descriptors, flags, line_masks, lines, plain_lines, sids, some_rights,
    tokens, wishes,
};
use proptest::prelude::*;
use proptest::sample::Index;

use super::access::{asking, fast, maximum};

/// The descriptor with these lines for its list.
pub fn listing(descriptor: &SecurityDescriptor, aces: Vec<Ace>) -> SecurityDescriptor {
    SecurityDescriptor {
        dacl: AclState::of(aces),
        ..descriptor.clone()
    }
}

/// A line that does not speak of OWNER RIGHTS, whose mere presence changes what an owner has.
fn not_about_the_owner(mut ace: Ace) -> Ace {
    if ace.sid == OWNER_RIGHTS {
        ace.sid = STRANGER;
    }
    ace
}

proptest! {
    /// An object that may be opened for some rights may be opened for fewer.
    #[test]
    fn a_part_of_a_granted_request_is_granted(
        descriptor in descriptors(), token in tokens(), wish in wishes(), part in some_rights(),
    ) {
        let explicit = wish.desired.without(AccessMask::MAXIMUM_ALLOWED);
        let part = explicit & part;
        let all = super::access::granted(&descriptor, &token, &asking(&wish, explicit));
        if all == explicit && !part.is_empty() {
            prop_assert_eq!(super::access::granted(&descriptor, &token, &asking(&wish, part)), part);
        }
    }

    /// Rights are decided one by one, but for write-restricted tokens, where one that writes takes others along.
    #[test]
    fn two_granted_requests_are_granted_together(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
        one in some_rights(), other in some_rights(),
    ) {
        use poolproof::nt::Restriction;
        let token = match token.restriction {
            Restriction::WriteRestricted(sids) => {
                poolproof::nt::Token { restriction: Restriction::Restricted(sids), ..token }
            }
            Restriction::None | Restriction::Restricted(_) => token,
        };
        let given = |mask| super::access::granted(&descriptor, &token, &asking(&wish, mask));
        if given(one) == one && given(other) == other {
            prop_assert_eq!(given(one | other), one | other);
        }
    }

    /// A line at the end only reaches rights that none before it has settled. (A line for OWNER RIGHTS also acts by being there.)
    #[test]
    fn a_line_at_the_end_takes_nothing_from_the_maximum(
        descriptor in descriptors(), token in tokens(), wish in wishes(), line in lines(),
    ) {
        let AclState::Present(acl) = &descriptor.dacl else { return Ok(()) };
        let mut aces = acl.aces.clone();
        aces.push(not_about_the_owner(line));
        let before = maximum(&descriptor, &token, &wish);
        prop_assert!(maximum(&listing(&descriptor, aces), &token, &wish).contains(before));
    }

    /// A deny line can only keep out.
    #[test]
    fn a_deny_line_in_front_never_adds(
        descriptor in descriptors(), token in tokens(), wish in wishes(), sid in sids(), mask in line_masks(),
    ) {
        let AclState::Present(acl) = &descriptor.dacl else { return Ok(()) };
        let mut aces = acl.aces.clone();
        aces.insert(0, Ace::deny(sid, mask, AceFlags::NONE));
        let after = maximum(&listing(&descriptor, aces), &token, &wish);
        prop_assert!(maximum(&descriptor, &token, &wish).contains(after));
    }

    /// An allow line can only let in. Later lines can take over what it gave, never add to it.
    #[test]
    fn removing_an_allow_line_never_grants(
        descriptor in descriptors(), token in tokens(), wish in wishes(), which in any::<Index>(),
    ) {
        let mut aces: Vec<_> = descriptor.dacl.aces().to_vec();
        let allows: Vec<_> = (0..aces.len())
            .filter(|i| aces[*i].kind == AceKind::Allow && aces[*i].sid != OWNER_RIGHTS)
            .collect();
        if allows.is_empty() {
            return Ok(());
        }
        aces.remove(allows[which.index(allows.len())]);
        let after = maximum(&listing(&descriptor, aces), &token, &wish);
        prop_assert!(maximum(&descriptor, &token, &wish).contains(after));
    }

    /// Order matters only between an allow and a deny line.
    #[test]
    fn neighbours_of_one_kind_may_change_places(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
        one in plain_lines(), other in plain_lines(), which in any::<Index>(),
    ) {
        let other = Ace { kind: one.kind.clone(), ..other };
        swapped_is_the_same(&descriptor, &token, &wish, one, other, which)?;
    }

    /// Order matters only between lines that speak of a common right.
    #[test]
    fn neighbours_without_a_common_right_may_change_places(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
        one in lines(), other in lines(), which in any::<Index>(),
    ) {
        let other = Ace { mask: other.mask.without(one.mask), ..other };
        swapped_is_the_same(&descriptor, &token, &wish, one, other, which)?;
    }

    /// Order matters only between lines that both match.
    #[test]
    fn a_line_for_a_stranger_may_stand_anywhere(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
        one in lines(), other in plain_lines(), which in any::<Index>(),
    ) {
        // Nobody holds this SID, and it stands for nobody.
        let nobody = poolproof::nt::Sid::of(0, &[0]);
        swapped_is_the_same(&descriptor, &token, &wish, one, Ace { sid: nobody, ..other }, which)?;
    }

    /// An inherit-only line waits for the objects below.
    #[test]
    fn inherit_only_lines_change_nothing(
        descriptor in descriptors(), token in tokens(), wish in wishes(), line in lines(), which in any::<Index>(),
    ) {
        let line = Ace { flags: line.flags | AceFlags::INHERIT_ONLY, ..line };
        added_changes_nothing(&descriptor, &token, &wish, line, which)?;
    }

    /// Lines of kinds that decide nothing have no say wherever they stand.
    #[test]
    fn audit_lines_and_unknown_ones_change_nothing(
        descriptor in descriptors(), token in tokens(), wish in wishes(), line in lines(),
        which in any::<Index>(), kind in proptest::sample::select(vec![
            AceKind::Audit,
            AceKind::Alarm,
            AceKind::MandatoryLabel,
            AceKind::ScopedPolicy,
            AceKind::TrustLabel,
            AceKind::Unknown { type_byte: 0x20, body: vec![1, 2, 3, 4] },
        ]),
    ) {
        added_changes_nothing(&descriptor, &token, &wish, Ace { kind, ..line }, which)?;
    }

    /// Of all flags only inherit-only counts: where a line came from and where it goes does not matter.
    #[test]
    fn other_flags_change_nothing(
        descriptor in descriptors(), token in tokens(), wish in wishes(), other in flags(),
    ) {
        let io = AceFlags::INHERIT_ONLY;
        let aces = descriptor.dacl.aces().iter().cloned().map(|ace| Ace {
            flags: other.without(io) | AceFlags(ace.flags.0 & io.0),
            ..ace
        });
        if let AclState::Present(_) = descriptor.dacl {
            let other = listing(&descriptor, aces.collect());
            prop_assert_eq!(fast(&descriptor, &token, &wish), fast(&other, &token, &wish));
        }
    }

    /// Duplicates are harmless: the first one has settled what the second could.
    #[test]
    fn a_line_twice_is_a_line_once(
        descriptor in descriptors(), token in tokens(), wish in wishes(), which in any::<Index>(),
    ) {
        let mut aces = descriptor.dacl.aces().to_vec();
        if aces.is_empty() {
            return Ok(());
        }
        let at = which.index(aces.len());
        aces.insert(at, aces[at].clone());
        prop_assert_eq!(
            fast(&descriptor, &token, &wish),
            fast(&listing(&descriptor, aces), &token, &wish)
        );
    }
}

fn swapped_is_the_same(
    descriptor: &SecurityDescriptor,
    token: &poolproof::nt::Token,
    wish: &poolproof::nt::Wish,
    one: Ace,
    other: Ace,
    which: Index,
) -> Result<(), TestCaseError> {
    let mut aces = descriptor.dacl.aces().to_vec();
    let at = which.index(aces.len() + 1);
    aces.splice(at..at, [one, other]);
    let before = listing(descriptor, aces.clone());
    aces.swap(at, at + 1);
    let after = listing(descriptor, aces);
    prop_assert_eq!(fast(&before, token, wish), fast(&after, token, wish));
    Ok(())
}

fn added_changes_nothing(
    descriptor: &SecurityDescriptor,
    token: &poolproof::nt::Token,
    wish: &poolproof::nt::Wish,
    line: Ace,
    which: Index,
) -> Result<(), TestCaseError> {
    if let AclState::Present(acl) = &descriptor.dacl {
        let mut aces = acl.aces.clone();
        aces.insert(which.index(aces.len() + 1), line);
        let more = listing(descriptor, aces);
        prop_assert_eq!(fast(descriptor, token, wish), fast(&more, token, wish));
    }
    Ok(())
}
