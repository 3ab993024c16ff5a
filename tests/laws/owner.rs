//! Owners: what they have before the list, and what takes it from them.

use poolproof::nt::{
    AccessMask, Ace, AceFlags, AceKind, AclState, GroupAttributes, Restriction, SecurityDescriptor,
    Token,
};
use poolproof::search::access::{
    GROUPS, OWNER_RIGHTS, STRANGER, descriptors, plain_descriptors, plain_tokens, tokens, wishes,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::access::{fast, granted, maximum};
use super::lines::listing;

const IMPLICIT: AccessMask = AccessMask::READ_CONTROL.union(AccessMask::WRITE_DAC);

fn without_owner_rights(descriptor: &SecurityDescriptor) -> SecurityDescriptor {
    let AclState::Present(acl) = &descriptor.dacl else {
        return descriptor.clone();
    };
    let others = acl.aces.iter().filter(|ace| {
        let server = match ace.kind {
            AceKind::AllowCompound { server, .. } => server,
            _ => ace.sid,
        };
        ace.sid != OWNER_RIGHTS && server != OWNER_RIGHTS
    });
    listing(descriptor, others.cloned().collect())
}

fn owned_by(descriptor: &SecurityDescriptor, owner: poolproof::nt::Sid) -> SecurityDescriptor {
    SecurityDescriptor {
        owner: Some(owner),
        ..descriptor.clone()
    }
}

proptest! {
    /// They are given before the list is looked at, so that an owner can always repair the list.
    #[test]
    fn no_deny_line_takes_read_control_and_write_dac_from_an_owner(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(),
    ) {
        let descriptor = owned_by(&without_owner_rights(&descriptor), token.user);
        let wish = super::access::asking(&wish, IMPLICIT);
        prop_assert_eq!(granted(&descriptor, &token, &wish), IMPLICIT);
    }

    /// Without a line for OWNER RIGHTS, owning gives these two rights and no other.
    #[test]
    fn owning_gives_nothing_but_read_control_and_write_dac(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        let descriptor = without_owner_rights(&descriptor);
        let own = maximum(&owned_by(&descriptor, token.user), &token, &wish);
        let strange = maximum(&owned_by(&descriptor, STRANGER), &token, &wish);
        prop_assert!(own.contains(strange));
        prop_assert!(IMPLICIT.contains(own.without(strange)));
    }

    /// A line for OWNER RIGHTS replaces what an owner has, even one without any right.
    #[test]
    fn a_line_for_owner_rights_lowers_only_read_control_and_write_dac(
        descriptor in descriptors(), token in tokens(), wish in wishes(), which in any::<Index>(), allow in any::<bool>(),
    ) {
        let AclState::Present(acl) = &descriptor.dacl else { return Ok(()) };
        let mut aces = acl.aces.clone();
        let line = if allow { Ace::allow } else { Ace::deny };
        let at = which.index(aces.len() + 1);
        aces.insert(at, line(OWNER_RIGHTS, AccessMask::NONE, AceFlags::NONE));
        let before = maximum(&descriptor, &token, &wish);
        let after = maximum(&listing(&descriptor, aces), &token, &wish);
        prop_assert!(before.contains(after));
        prop_assert!(IMPLICIT.contains(before.without(after)));
    }

    /// In a list a line for OWNER RIGHTS stands for the owner's own SID, in its place.
    #[test]
    fn owner_rights_stand_for_the_owner_in_the_list(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(),
    ) {
        let Some(owner) = descriptor.owner else { return Ok(()) };
        let AclState::Present(acl) = &descriptor.dacl else { return Ok(()) };
        if !wish.rules.owner_rights {
            return Ok(());
        }
        let mut named = acl.aces.clone();
        let mut replaced = acl.aces.clone();
        for (one, other) in named.iter_mut().zip(&mut replaced) {
            if other.sid == OWNER_RIGHTS {
                other.sid = owner;
            }
            if one.sid == owner {
                one.sid = OWNER_RIGHTS;
            }
        }
        // A line that says nothing keeps the implicit rights away from both.
        let silent = Ace::allow(OWNER_RIGHTS, AccessMask::NONE, AceFlags::NONE);
        named.push(silent.clone());
        replaced.push(silent);
        prop_assert_eq!(
            fast(&listing(&descriptor, named), &token, &wish),
            fast(&listing(&descriptor, replaced), &token, &wish)
        );
    }

    /// An owner that the token holds for deny only, or disabled, is not its owner.
    #[test]
    fn only_an_enabled_sid_makes_an_owner(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(),
        which in select(&GROUPS[..]), attributes in select(vec![GroupAttributes::USE_FOR_DENY_ONLY, GroupAttributes(0)]),
    ) {
        let descriptor = without_owner_rights(&descriptor);
        let mut token = token;
        token.groups.retain(|group| group.sid != which);
        token.groups.push(poolproof::nt::Group { attributes, ..poolproof::nt::Group::enabled(which) });
        prop_assert_eq!(
            fast(&owned_by(&descriptor, which), &token, &wish),
            fast(&owned_by(&descriptor, STRANGER), &token, &wish)
        );
    }

    /// Without a list everything is given to everybody; there is nothing left for an owner.
    #[test]
    fn without_a_list_the_owner_does_not_matter(
        token in tokens(), wish in wishes(), null in any::<bool>(), descriptor in descriptors(),
    ) {
        let dacl = if null { AclState::Null } else { AclState::Absent };
        let descriptor = SecurityDescriptor { dacl, ..descriptor };
        prop_assert_eq!(
            fast(&owned_by(&descriptor, token.user), &token, &wish),
            fast(&owned_by(&descriptor, STRANGER), &token, &wish)
        );
    }

    /// A restricted token is an owner only if the owner's SID is among the restricting ones too.
    #[test]
    fn a_restricted_owner_is_restricted_first(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(), write in any::<bool>(),
    ) {
        let descriptor = without_owner_rights(&descriptor);
        let sids = GROUPS.to_vec();
        let restriction = if write { Restriction::WriteRestricted(sids) } else { Restriction::Restricted(sids) };
        let token = Token { restriction, ..token };
        prop_assert_eq!(
            fast(&owned_by(&descriptor, token.user), &token, &wish),
            fast(&owned_by(&descriptor, STRANGER), &token, &wish)
        );
    }
}
