//! What is true of lesser tokens, of their switches, and of the halves of a split logon.

use poolproof::{
    nt::{
        AccessMask, Ace, AceFlags, AclState, Elevation, GroupAttributes, ObjectKind, Privilege,
        Restriction, SecurityDescriptor, Sid, Token, Wish, access_check,
        defaults::with_defaults,
        elevation::{HARMLESS_PRIVILEGES, LogonCircumstances, LogonKind, Split, filtered, split},
        inherit::create,
        restrict::{
            GroupRefusal, PrivilegeChange, Restrict, adjust_groups, adjust_privileges, restrict,
        },
    },
    search::inheritance::{
        GROUPS, ME, attached_descriptor, opening_token, privilege, restrict_request,
    },
};
use proptest::prelude::*;

/// What a token can have bit by bit, and as a maximum.
fn can_have(descriptor: &SecurityDescriptor, token: &Token) -> (AccessMask, AccessMask) {
    let check = |desired| {
        let wish = Wish::new(ObjectKind::File, desired);
        access_check(descriptor, token, &wish).expect("mapped rights and a known token")
    };
    let bits = AccessMask(0x011F_01FF).bits();
    let one_by_one = bits
        .filter(|bit| check(*bit).is_granted())
        .fold(AccessMask::NONE, AccessMask::union);
    (one_by_one, check(AccessMask::MAXIMUM_ALLOWED).granted)
}

/// Restricting SIDs match deny lines too. Restricting once more leaves fewer of them, so a denial that named one of those that went
/// is passed by: the doubly restricted token is let in where the restricted one was kept out.
#[test]
fn restricting_a_restricted_token_again_can_let_it_in() {
    let kept_out = SecurityDescriptor {
        dacl: AclState::of(vec![
            Ace::deny(GROUPS[0], AccessMask(0x1), AceFlags::NONE),
            Ace::allow(ME, AccessMask(0x1), AceFlags::NONE),
        ]),
        ..SecurityDescriptor::default()
    };
    let to = |sids: &[Sid]| Restrict {
        restrict: Restriction::Restricted(sids.to_vec()),
        ..Restrict::default()
    };
    let once = restrict(&Token::of(ME), &to(&[GROUPS[0], ME]));
    let twice = restrict(&once, &to(&[ME]));
    assert!(!can_have(&kept_out, &once).0.contains(AccessMask(0x1)));
    assert!(can_have(&kept_out, &twice).0.contains(AccessMask(0x1)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_000))]

    /// Deny-only SIDs, fewer privileges and a second pass all take away. (Conditions could give: they may ask for *not* being a
    /// member. A token that is restricted already is another matter, see below.)
    #[test]
    fn a_restricted_token_is_never_granted_more(
        descriptor in attached_descriptor(), token in opening_token(), request in restrict_request(),
    ) {
        let token = Token { restriction: Restriction::None, ..token };
        let (had, had_at_most) = can_have(&descriptor, &token);
        let (has, has_at_most) = can_have(&descriptor, &restrict(&token, &request));
        prop_assert!(had.contains(has));
        prop_assert!(had_at_most.contains(has_at_most));
    }

    /// Taking the same things away again finds nothing to take.
    #[test]
    fn restricting_twice_is_restricting_once(
        token in opening_token(), request in restrict_request(),
    ) {
        let once = restrict(&token, &request);
        prop_assert_eq!(restrict(&once, &request), once);
    }

    /// Restricting SIDs only ever become fewer, so no order of restricting gives back what another took.
    #[test]
    fn restricting_sids_intersect(
        token in opening_token(), one in restrict_request(), other in restrict_request(),
    ) {
        let after = restrict(&restrict(&token, &one), &other);
        for source in [&token.restriction, &one.restrict, &other.restrict] {
            if !matches!(source, Restriction::None) {
                prop_assert!(after.restriction.sids().iter().all(|sid| source.names(sid)));
            }
        }
    }

    /// A request that takes nothing gives the same token.
    #[test]
    fn asking_to_take_nothing_takes_nothing(token in opening_token()) {
        prop_assert_eq!(restrict(&token, &Restrict::default()), token);
    }

    /// Memberships cannot be switched off by their holder, and what is deny-only cannot be switched on.
    #[test]
    fn no_switching_turns_off_a_membership_or_turns_on_a_denial(
        token in opening_token(), enable: bool, which in 0_usize..2,
    ) {
        let before = token.group(&GROUPS[which]).map(|group| group.attributes);
        match adjust_groups(&token, &[(GROUPS[which], enable)]) {
            Ok(after) => {
                prop_assert_eq!(after.not_assigned.is_empty(), before.is_some());
                let now = after.token.group(&GROUPS[which]).map(|group| group.attributes);
                if let (Some(before), Some(now)) = (before, now) {
                    prop_assert_eq!(now.contains(GroupAttributes::ENABLED), enable);
                    let deny_only = GroupAttributes::USE_FOR_DENY_ONLY;
                    prop_assert!(!(enable && before.contains(deny_only)));
                }
            }
            Err(GroupRefusal::Mandatory(sid)) => {
                prop_assert!(!enable && sid == GROUPS[which]);
                prop_assert!(before.is_some_and(|held| held.contains(GroupAttributes::MANDATORY)));
            }
            Err(GroupRefusal::DenyOnly(sid)) => prop_assert!(enable && sid == GROUPS[which]),
        }
    }

    /// Enabling gives nothing that was not there.
    #[test]
    fn adjusting_privileges_never_adds_one(
        token in opening_token(),
        changes in prop::collection::vec(
            (privilege(), prop::sample::select(vec![
                PrivilegeChange::Enable, PrivilegeChange::Disable, PrivilegeChange::Remove,
            ])),
            0..4,
        ),
    ) {
        let after = adjust_privileges(&token, &changes);
        for (privilege, _) in after.token.privileges.iter() {
            prop_assert!(token.privileges.is_present(privilege));
        }
        for privilege in after.not_assigned {
            prop_assert!(!after.token.privileges.is_present(privilege));
        }
    }

    /// The everyday half of an administrator can do nothing that the full one cannot.
    #[test]
    fn a_filtered_token_is_never_granted_more_than_the_full_one(
        descriptor in attached_descriptor(), token in opening_token(),
    ) {
        match split(&token, &LogonCircumstances::default()) {
            Split::Halves { full, filtered } => {
                let (all, all_at_most) = can_have(&descriptor, &full);
                let (some, some_at_most) = can_have(&descriptor, &filtered);
                prop_assert!(all.contains(some));
                prop_assert!(all_at_most.contains(some_at_most));
            }
            Split::Whole(_) => {}
            Split::FilteredOnly(_) | Split::Perhaps(_) => prop_assert!(false, "interactive, and known"),
        }
    }

    /// Each half knows the other; a batch job, a service and a domain account over the network have no halves.
    #[test]
    fn the_halves_name_each_other_and_workers_have_none(token in opening_token(), local: bool) {
        let how = |kind| LogonCircumstances { kind, local_account: local, ..LogonCircumstances::default() };
        if let Split::Halves { full, filtered } = split(&token, &how(LogonKind::Interactive)) {
            let Elevation::Full(other) = &full.elevation else { panic!("the full half says so") };
            prop_assert_eq!(&other.groups, &filtered.groups);
            let Elevation::Limited(Some(other)) = &filtered.elevation else {
                panic!("the filtered half says so")
            };
            prop_assert_eq!(&other.groups, &full.groups);
        }
        for kind in [LogonKind::Batch, LogonKind::Service] {
            prop_assert!(matches!(split(&token, &how(kind)), Split::Whole(_)));
        }
        let network = split(&token, &how(LogonKind::Network));
        let is_halves = matches!(network, Split::Halves { .. });
        prop_assert!(!is_halves);
        prop_assert!(local || matches!(network, Split::Whole(_)));
    }

    /// A filtered token has nothing left to filter: no group that asks for it is enabled, and, where one was there, only harmless
    /// privileges are left.
    #[test]
    fn filtering_leaves_nothing_to_filter(token in opening_token()) {
        let lesser = filtered(&token);
        prop_assert_eq!(filtered(&lesser).groups, lesser.groups.clone());
        if let Some(group) = lesser.group(&GROUPS[0]) {
            prop_assert!(group.attributes.contains(GroupAttributes::USE_FOR_DENY_ONLY));
            prop_assert!(lesser.privileges.iter().all(|(kept, _)| HARMLESS_PRIVILEGES.contains(&kept)));
        }
        prop_assert!(!lesser.privileges.is_present(Privilege::Impersonate));
    }

    /// What a logon puts into a token lets its user into what it makes where nothing else says anything.
    #[test]
    fn what_is_made_without_a_parent_belongs_to_its_maker(token in opening_token()) {
        let plain = Token {
            default_owner: None,
            default_dacl: AclState::Absent,
            restriction: Restriction::None,
            integrity: None,
            ..token
        };
        let maker = with_defaults(&plain);
        let made = create(None, None, &maker, ObjectKind::File);
        let wish = Wish::new(ObjectKind::File, AccessMask(0x1F_01FF));
        prop_assert!(access_check(&made, &maker, &wish).unwrap().is_granted());
    }
}
