//! What is true of files, and of COM lists, on top of the check.

use std::collections::BTreeSet;

use poolproof::{
    nt::{
        AccessMask, Ace, AceFlags, Acl, AclState, Certainty, ObjectKind, Privilege, Privileges,
        Restriction, Rules, SecurityDescriptor, Token, Unknown, Wish, access_check,
        com::{ComListProblem, ComLists, ComRight, com_check, normalise},
        files::{
            ADD_FILE, ADD_SUBDIRECTORY, DELETE_CHILD, Disposition, FileAttributes, FileDecision,
            FileSituation, FileStatus, NewObject, NewObjectDecision, OpenRequest, create, delete,
            open, open_answers, rename,
        },
    },
    search::inheritance::{
        GROUPS, ME, attached_descriptor, attributes, file_kind, file_request_rights, open_request,
        opening_token, speaker,
    },
};
use proptest::prelude::*;

fn at<'a>(
    descriptor: &'a SecurityDescriptor,
    kind: ObjectKind,
    folders: &'a [Option<&'a SecurityDescriptor>],
) -> FileSituation<'a> {
    FileSituation {
        descriptor,
        kind,
        attributes: FileAttributes::default(),
        folders,
        rules: Rules::TODAY,
    }
}

fn passing(token: Token) -> Token {
    Token {
        privileges: token.privileges.with(Privilege::ChangeNotify, true),
        ..token
    }
}

fn grants(
    descriptor: &SecurityDescriptor,
    token: &Token,
    kind: ObjectKind,
    bit: AccessMask,
) -> bool {
    access_check(descriptor, token, &Wish::new(kind, bit))
        .unwrap()
        .is_granted()
}

fn answer(situation: &FileSituation<'_>, token: &Token, request: &OpenRequest) -> FileDecision {
    open(situation, token, request).expect("a known token")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_000))]

    /// Deleting takes DELETE on the object or DELETE_CHILD on its folder; either is enough, and nothing else is.
    #[test]
    fn deleting_takes_the_right_on_the_object_or_on_its_folder(
        object in attached_descriptor(), parent in attached_descriptor(),
        token in opening_token(), kind in file_kind(),
    ) {
        let token = passing(token);
        let folders = [Some(&parent)];
        let decision = delete(&at(&object, kind, &folders), &token).unwrap();
        let expected = grants(&object, &token, kind, AccessMask::DELETE)
            || grants(&parent, &token, ObjectKind::Folder, DELETE_CHILD);
        prop_assert_eq!(decision.is_granted(), expected);
    }

    /// A request is granted when each of its rights is: a right more never helps, and two that are granted are granted together.
    /// (Not so for write-restricted tokens, whose writing takes their reading along.)
    #[test]
    fn each_right_of_a_request_is_settled_on_its_own(
        object in attached_descriptor(), parent in attached_descriptor(),
        token in opening_token(), kind in file_kind(), backup_intent: bool,
        one in file_request_rights(), other in file_request_rights(),
    ) {
        let restriction = match token.restriction {
            Restriction::WriteRestricted(sids) => Restriction::Restricted(sids),
            rest => rest,
        };
        let token = Token { restriction, ..token };
        let folders = [Some(&parent)];
        let situation = at(&object, kind, &folders);
        let granted = |desired| {
            let request = OpenRequest { backup_intent, ..OpenRequest::new(desired) };
            answer(&situation, &token, &request).is_granted()
        };
        prop_assert_eq!(granted(one | other), granted(one) && granted(other));
    }

    /// The maximum is what could be asked for one by one, but for what only a privilege gives when it is named.
    #[test]
    fn a_maximum_holds_exactly_what_could_be_asked_for(
        object in attached_descriptor(), parent in attached_descriptor(),
        token in opening_token(), kind in file_kind(), read_only: bool,
    ) {
        let token = passing(Token { privileges: Privileges::NONE, ..token });
        let folders = [Some(&parent)];
        let mut situation = at(&object, kind, &folders);
        situation.attributes.read_only = read_only;
        let most = answer(&situation, &token, &OpenRequest::new(AccessMask::MAXIMUM_ALLOWED));
        for bit in AccessMask(0x001F_01FF).bits() {
            let alone = answer(&situation, &token, &OpenRequest::new(bit)).is_granted();
            let left_out = read_only && bit.intersects(AccessMask(0x46));
            prop_assert_eq!(most.granted.contains(bit), alone && !left_out, "{:?}", bit);
        }
    }

    /// Who may pass through asks the folders above nothing; only the parent still has its say.
    #[test]
    fn for_who_passes_through_only_the_parent_matters(
        object in attached_descriptor(), parent in attached_descriptor(),
        above in attached_descriptor(), token in opening_token(), request in open_request(),
    ) {
        let token = passing(token);
        let one = [Some(&above), Some(&parent)];
        let other = [None, Some(&parent)];
        let with = answer(&at(&object, ObjectKind::File, &one), &token, &request);
        let without = answer(&at(&object, ObjectKind::File, &other), &token, &request);
        prop_assert_eq!(with, without);
    }

    /// An open relative to a handle on a folder passes by that folder and those above it.
    #[test]
    fn a_handle_on_a_folder_is_a_place_to_start(
        object in attached_descriptor(), parent in attached_descriptor(),
        token in opening_token(), desired in file_request_rights(),
    ) {
        let folders = [None, Some(&parent)];
        let request = OpenRequest { relative_to: Some(1), ..OpenRequest::new(desired) };
        let situation = at(&object, ObjectKind::File, &folders);
        let relative = answer(&situation, &token, &request);
        let passing = answer(&situation, &passing(token), &OpenRequest::new(desired));
        prop_assert_eq!(relative, passing);
    }

    /// What nobody described leaves open exactly what hangs on it: the answer is unknown if a folder that gives everything and one that gives
    /// nothing lead to different answers.
    #[test]
    fn an_undescribed_folder_leaves_open_what_hangs_on_it(
        object in attached_descriptor(), token in opening_token(), request in open_request(),
    ) {
        // A label on the folder could keep even a NULL list from the token, so levels are left out here.
        let token = Token { integrity: None, ..token };
        let generous = SecurityDescriptor { dacl: AclState::Null, ..SecurityDescriptor::default() };
        let locked = SecurityDescriptor {
            dacl: AclState::of(Vec::new()),
            ..SecurityDescriptor::default()
        };
        let under = |parent: Option<&SecurityDescriptor>| {
            answer(&at(&object, ObjectKind::File, &[parent]), &token, &request)
        };
        let (most, least, unknown) = (under(Some(&generous)), under(Some(&locked)), under(None));
        let same = most.is_granted() == least.is_granted() && most.granted == least.granted;
        let is_unknown = matches!(unknown.status, FileStatus::Unknown(_));
        prop_assert_eq!(is_unknown, !same);
        if !is_unknown {
            prop_assert_eq!(unknown.granted, most.granted);
        }
    }

    /// What is not known of the token leaves open what it leaves open on the object or on its folder: the answers are those of
    /// every way to complete the token by hand.
    #[test]
    fn a_token_in_doubt_gets_the_answers_of_its_completions(
        object in attached_descriptor(), parent in attached_descriptor(), token in opening_token(),
        request in open_request(), doubts in prop::collection::vec(prop::option::of(0_u32..2), 2),
    ) {
        let mut doubtful = token;
        for (group, doubt) in doubtful.groups.iter_mut().zip(&doubts) {
            if let Some(unknown) = doubt {
                group.certainty = Certainty::Perhaps(vec![Unknown(*unknown)]);
            }
        }
        let folders = [Some(&parent)];
        let situation = at(&object, ObjectKind::File, &folders);
        let mut by_hand = BTreeSet::new();
        for holds in 0..4_u32 {
            let mut known = doubtful.clone();
            known.groups.retain(|group| match &group.certainty {
                Certainty::Held => true,
                Certainty::Perhaps(unknowns) => {
                    unknowns.iter().any(|unknown| holds & (1 << unknown.0) != 0)
                }
            });
            for group in &mut known.groups {
                group.certainty = Certainty::Held;
            }
            let decision = answer(&situation, &known, &request);
            by_hand.insert((decision.is_granted(), decision.granted));
        }
        let found = open_answers(&situation, &doubtful, &request).unwrap();
        let outcomes: BTreeSet<_> = found
            .answers
            .iter()
            .map(|(_, decision)| (decision.is_granted(), decision.granted))
            .collect();
        prop_assert_eq!(&outcomes, &by_hand);
        let verdicts: BTreeSet<bool> = by_hand.iter().map(|(granted, _)| *granted).collect();
        prop_assert_eq!(found.settled().is_some(), verdicts.len() == 1);
    }

    /// Backup and restore privileges act on opens for backup and on overwriting; without either they change nothing.
    #[test]
    fn backup_privileges_without_backup_intent_change_nothing(
        object in attached_descriptor(), parent in attached_descriptor(),
        token in opening_token(), desired in file_request_rights(),
    ) {
        let folders = [Some(&parent)];
        let situation = at(&object, ObjectKind::File, &folders);
        let privileges = token.privileges.without(Privilege::Backup).without(Privilege::Restore);
        let without = Token { privileges, ..token.clone() };
        let request = OpenRequest::new(desired);
        let with = Token {
            privileges: privileges.with(Privilege::Backup, true).with(Privilege::Restore, true),
            ..token
        };
        prop_assert_eq!(answer(&situation, &with, &request), answer(&situation, &without, &request));
    }

    /// An open for backup only adds: whatever is granted without is granted with it.
    #[test]
    fn backup_intent_never_takes_away(
        object in attached_descriptor(), parent in attached_descriptor(),
        token in opening_token(), request in open_request(), attributes in attributes(),
    ) {
        let folders = [Some(&parent)];
        let mut situation = at(&object, ObjectKind::File, &folders);
        situation.attributes = attributes;
        let plain = OpenRequest { backup_intent: false, ..request };
        let backup = OpenRequest { backup_intent: true, ..request };
        let before = answer(&situation, &token, &plain);
        let after = answer(&situation, &token, &backup);
        prop_assert!(after.granted.contains(before.granted));
        prop_assert!(!before.is_granted() || after.is_granted());
    }

    /// Overwriting is opening and more, so it is never easier, unless for who restores.
    #[test]
    fn overwriting_is_never_easier_than_opening(
        object in attached_descriptor(), parent in attached_descriptor(),
        token in opening_token(), request in open_request(), attributes in attributes(),
    ) {
        let folders = [Some(&parent)];
        let mut situation = at(&object, ObjectKind::File, &folders);
        situation.attributes = attributes;
        let token = Token { privileges: token.privileges.without(Privilege::Restore), ..token };
        let opening = OpenRequest { disposition: Disposition::Open, ..request };
        let overwritten = answer(&situation, &token, &request);
        let opened = answer(&situation, &token, &opening);
        prop_assert!(!overwritten.is_granted() || opened.is_granted());
    }

    /// A read-only file is not written, overwritten or deleted, whoever asks and whatever stands on it.
    #[test]
    fn a_read_only_file_is_not_changed(
        object in attached_descriptor(), parent in attached_descriptor(),
        token in opening_token(), request in open_request(),
    ) {
        let folders = [Some(&parent)];
        let mut situation = at(&object, ObjectKind::File, &folders);
        situation.attributes.read_only = true;
        let decision = answer(&situation, &token, &request);
        let opens = matches!(request.disposition, Disposition::Open | Disposition::OpenIf);
        prop_assert!(!decision.granted.intersects(AccessMask(0x6)));
        prop_assert!(!decision.is_granted() || (opens && !request.delete_on_close));
        prop_assert!(!delete(&situation, &token).unwrap().is_granted());
    }

    /// What is granted says where it came from, every right of it; what is refused names a right that did not come.
    #[test]
    fn every_right_of_an_answer_has_its_reason(
        object in attached_descriptor(), parent in attached_descriptor(),
        token in opening_token(), request in open_request(),
    ) {
        let folders = [Some(&parent)];
        let decision = answer(&at(&object, ObjectKind::File, &folders), &token, &request);
        for bit in decision.granted.bits() {
            let reason = decision.reason(bit).expect("a reason");
            prop_assert_eq!(reason.grants(), Some(true));
        }
        if decision.is_granted() {
            let asked = request.desired.without(AccessMask::MAXIMUM_ALLOWED);
            prop_assert!(decision.granted.contains(asked));
        } else if !decision.rights.is_empty() {
            prop_assert!(decision.rights.iter().any(|(_, reason)| reason.grants() != Some(true)));
        }
    }

    /// Making a file takes one right of the folder; its maker then holds all that it asked for, whatever the file inherits.
    #[test]
    fn a_creator_gets_all_it_asks_for_where_it_may_add(
        folder in attached_descriptor(), token in opening_token(), kind in file_kind(),
        desired in file_request_rights(),
    ) {
        let token = passing(token);
        let desired = desired.without(AccessMask::ACCESS_SYSTEM_SECURITY) | AccessMask(0x1);
        let request = NewObject { kind, desired, descriptor: None, backup_intent: false };
        let right = if kind == ObjectKind::Folder { ADD_SUBDIRECTORY } else { ADD_FILE };
        let may = grants(&folder, &token, ObjectKind::Folder, right);
        match create(&at(&folder, ObjectKind::Folder, &[]), &token, &request).unwrap() {
            NewObjectDecision::Made { granted, .. } => {
                prop_assert!(may);
                prop_assert_eq!(granted, desired);
            }
            NewObjectDecision::Refused(_) => prop_assert!(!may),
            NewObjectDecision::Unknown(_) => prop_assert!(false, "everything is described"),
        }
    }

    /// Renaming is deleting here and adding there.
    #[test]
    fn renaming_takes_deleting_here_and_adding_there(
        object in attached_descriptor(), parent in attached_descriptor(),
        target in attached_descriptor(), token in opening_token(), kind in file_kind(),
    ) {
        let token = passing(token);
        let folders = [Some(&parent)];
        let object = at(&object, kind, &folders);
        let right = if kind == ObjectKind::Folder { ADD_SUBDIRECTORY } else { ADD_FILE };
        let decision = rename(&object, &at(&target, ObjectKind::Folder, &[]), None, &token).unwrap();
        let expected = delete(&object, &token).unwrap().is_granted()
            && grants(&target, &token, ObjectKind::Folder, right);
        prop_assert_eq!(decision.is_granted(), Some(expected));
    }

    /// A list of the old format does not know local from remote: it answers all rights alike, and so does its rewriting.
    #[test]
    fn a_com_list_of_the_old_format_answers_every_right_alike(
        whom in prop::collection::vec((any::<bool>(), speaker()), 0..4), token in opening_token(),
    ) {
        let token = Token { integrity: None, restriction: Restriction::None, ..token };
        let line = |(allow, sid): &(bool, _)| {
            let make = if *allow { Ace::allow } else { Ace::deny };
            make(*sid, AccessMask(0x1), AceFlags::NONE)
        };
        let list = SecurityDescriptor {
            dacl: AclState::of(whom.iter().map(line).collect()),
            ..SecurityDescriptor::default()
        };
        let lists = ComLists { machine: None, own: None, default: &list };
        let ask = |right| com_check(&lists, &token, right, Rules::TODAY).unwrap().is_granted();
        let launch = ask(ComRight::LaunchLocally);
        for right in [ComRight::LaunchRemotely, ComRight::ActivateLocally, ComRight::ActivateRemotely] {
            prop_assert_eq!(ask(right), launch);
        }
        prop_assert_eq!(ask(ComRight::CallLocally), ask(ComRight::CallRemotely));
        let once = normalise(&list.dacl, ObjectKind::ComLaunch).unwrap();
        prop_assert_eq!(normalise(&once, ObjectKind::ComLaunch).unwrap(), once);
    }

    /// Both lists must let a caller in, so a machine's restriction can only take away; and a list that mixes formats is told, not answered.
    #[test]
    fn a_machine_restriction_only_takes_away(
        masks in prop::collection::vec(prop::sample::select(vec![0x1_u32, 0x3, 0xB, 0x1F, 0x5]), 1..3),
        token in opening_token(), machine in prop::sample::select(vec![0x1_u32, 0x3, 0xB, 0x1F]),
    ) {
        let token = Token { integrity: None, ..token };
        let list = |masks: &[u32]| SecurityDescriptor {
            dacl: AclState::Present(Acl {
                revision: 0,
                aces: masks
                    .iter()
                    .zip([ME, GROUPS[1]])
                    .map(|(mask, sid)| Ace::allow(sid, AccessMask(*mask), AceFlags::NONE))
                    .collect(),
            }),
            ..SecurityDescriptor::default()
        };
        let (own, machine) = (list(&masks), list(&[machine]));
        let mixed = masks.contains(&0x1) && masks.iter().any(|mask| *mask != 0x1);
        let found = normalise(&own.dacl, ObjectKind::ComLaunch);
        let told = matches!(
            found.as_ref().map_err(|problems| &problems[..]),
            Err([ComListProblem::MixedFormats { .. }])
        );
        prop_assert_eq!(told, mixed);
        for right in [ComRight::LaunchLocally, ComRight::LaunchRemotely, ComRight::ActivateLocally] {
            let ask = |machine| {
                let lists = ComLists { machine, own: Some(&own), default: &own };
                com_check(&lists, &token, right, Rules::TODAY).map(|answer| answer.is_granted())
            };
            if let (Ok(without), Ok(with)) = (ask(None), ask(Some(&machine))) {
                prop_assert!(with == Some(false) || without == Some(true));
            }
        }
    }
}
