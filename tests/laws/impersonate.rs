//! What is true of impersonation.

use poolproof::{
    nt::{
        ImpersonationLevel, ObjectKind, Privilege, Rules, SecurityDescriptor, Token, TokenLevel,
        files::{FileAttributes, FileRefusal, FileSituation, FileStatus, OpenRequest, open},
        impersonate::{ImpersonationRule, effective, impersonate, thread_token},
    },
    search::inheritance::{attached_descriptor, file_request_rights, impersonation_level, token},
};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_000))]

    /// A server cannot act for its client more than the client let it, nor more than it asked.
    #[test]
    fn an_impersonation_never_exceeds_what_was_asked_and_what_the_client_gave(
        process in token(), client in token(), asked in impersonation_level(),
    ) {
        let got = impersonate(&process, &client, asked);
        prop_assert!(got.level <= asked);
        if let TokenLevel::Impersonation(own) = client.level {
            prop_assert!(got.level <= own);
        }
        let on_the_thread = thread_token(&process, &client, asked);
        prop_assert_eq!(on_the_thread.level, TokenLevel::Impersonation(got.level));
        prop_assert_eq!(effective(Some(&on_the_thread), &process).user, client.user);
    }

    /// An impersonation does not fail: it gives what was asked, or identification.
    #[test]
    fn what_is_not_allowed_becomes_identification(
        process in token(), client in token(), asked in impersonation_level(),
    ) {
        let client = Token { level: TokenLevel::Primary, ..client };
        let got = impersonate(&process, &client, asked);
        let expected = if got.rule.lowers() { ImpersonationLevel::Identification } else { asked };
        prop_assert_eq!(got.level, expected);
        let below = asked < ImpersonationLevel::Impersonation;
        prop_assert_eq!(got.rule == ImpersonationRule::BelowImpersonation, below);
    }

    /// SeImpersonatePrivilege is what a server has that may act for anybody.
    #[test]
    fn the_privilege_gives_whatever_is_asked(
        process in token(), client in token(), asked in impersonation_level(),
    ) {
        let client = Token { level: TokenLevel::Primary, ..client };
        let with = |enabled| Token {
            privileges: process.privileges.with(Privilege::Impersonate, enabled),
            ..process.clone()
        };
        prop_assert_eq!(impersonate(&with(true), &client, asked).level, asked);
        let disabled = impersonate(&with(false), &client, asked);
        let without = Token {
            privileges: process.privileges.without(Privilege::Impersonate),
            ..process.clone()
        };
        // One that is there and not enabled is as good as none.
        prop_assert_eq!(disabled, impersonate(&without, &client, asked));
    }

    /// A process below its client's level has nothing but the privilege to act for it fully, unless the client is nobody.
    #[test]
    fn a_lower_process_does_not_climb_by_impersonating(
        process in token(), client in token(), asked in impersonation_level(),
    ) {
        let process = Token {
            privileges: process.privileges.without(Privilege::Impersonate),
            ..process
        };
        let got = impersonate(&process, &client, asked);
        if let (Some(own), Some(other)) = (process.integrity, client.integrity) {
            let full = got.level >= ImpersonationLevel::Impersonation;
            prop_assert!(!(full && other > own) || client.session == 0x3E6);
        }
    }

    /// What identification and anonymous tokens are for is looking; they open nothing, whatever stands on it.
    #[test]
    fn a_token_below_impersonation_opens_nothing(
        descriptor in attached_descriptor(), token in token(), desired in file_request_rights(),
    ) {
        let folders: [Option<&SecurityDescriptor>; 0] = [];
        let situation = FileSituation {
            descriptor: &descriptor,
            kind: ObjectKind::File,
            attributes: FileAttributes::default(),
            folders: &folders,
            rules: Rules::TODAY,
        };
        let decision = open(&situation, &token, &OpenRequest::new(desired)).unwrap();
        match token.level.may_open() {
            Err(why) => {
                let refused = FileStatus::Refused(FileRefusal::Level(why));
                prop_assert_eq!(decision.status, refused);
            }
            Ok(()) => {
                let refused_for_level =
                    matches!(decision.status, FileStatus::Refused(FileRefusal::Level(_)));
                prop_assert!(!refused_for_level);
            }
        }
    }
}
