//! The commands say what the rooms below them say.

use poolproof::nt::{
    AccessMask, Acl, AclState, Certainty, ClaimValues, Decision, Domains, GroupAttributes,
    InvalidCheck, ObjectKind, Restriction, Rules, SecurityDescriptor, Status, Token, Wish,
    access_check,
};
use poolproof::search::access::{descriptors, tokens, wishes};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::command::poolproof;

/// A descriptor of lines that a text can say.
fn sayable_descriptors() -> impl Strategy<Value = SecurityDescriptor> {
    descriptors().prop_map(|descriptor| SecurityDescriptor {
        dacl: sayable(&descriptor.dacl, |dacl| SecurityDescriptor {
            dacl,
            ..SecurityDescriptor::default()
        }),
        sacl: sayable(&descriptor.sacl, |sacl| SecurityDescriptor {
            sacl,
            ..SecurityDescriptor::default()
        }),
        ..descriptor
    })
}

fn sayable(list: &AclState, alone: fn(AclState) -> SecurityDescriptor) -> AclState {
    let AclState::Present(acl) = list else {
        return list.clone();
    };
    let says = |ace: &&poolproof::nt::Ace| {
        let one = alone(AclState::of(vec![(*ace).clone()]));
        let text = one.to_sddl().ok();
        let read = text.and_then(|text| SecurityDescriptor::from_sddl(&text, &Domains::NONE).ok());
        read.is_some_and(|read| read.dacl == one.dacl && read.sacl == one.sacl)
    };
    AclState::Present(Acl {
        revision: acl.revision,
        aces: acl.aces.iter().filter(says).cloned().collect(),
    })
}

/// A token that a case can say: of no AppContainer, and restricted by some SID or not at all.
fn sayable_tokens() -> impl Strategy<Value = Token> {
    tokens().prop_map(|token| Token {
        app_container: None,
        restriction: match token.restriction {
            Restriction::Restricted(sids) if !sids.is_empty() => Restriction::Restricted(sids),
            Restriction::WriteRestricted(sids) if !sids.is_empty() => {
                Restriction::WriteRestricted(sids)
            }
            Restriction::None | Restriction::Restricted(_) | Restriction::WriteRestricted(_) => {
                Restriction::None
            }
        },
        ..token
    })
}

fn token_json(token: &Token, wish: &Wish) -> Value {
    let words = |attributes: GroupAttributes| {
        let all = [
            (GroupAttributes::ENABLED, "enabled"),
            (GroupAttributes::USE_FOR_DENY_ONLY, "deny-only"),
            (GroupAttributes::OWNER, "owner"),
            (GroupAttributes::MANDATORY, "mandatory"),
        ];
        let held = all.into_iter().filter(|(bit, _)| attributes.contains(*bit));
        held.map(|(_, word)| word).collect::<Vec<_>>()
    };
    let groups = token.groups.iter().map(|group| {
        assert_eq!(group.certainty, Certainty::Held);
        json!({"sid": group.sid, "attributes": words(group.attributes)})
    });
    let privileges = token
        .privileges
        .iter()
        .map(|(privilege, enabled)| json!({"name": privilege.name(), "enabled": enabled}));
    let (restricted, write) = match &token.restriction {
        Restriction::None => (&[][..], false),
        Restriction::Restricted(sids) => (&sids[..], false),
        Restriction::WriteRestricted(sids) => (&sids[..], true),
    };
    let claims = token.claims.user.iter().map(|claim| {
        let ClaimValues::Integers(values) = &claim.values else {
            panic!("tokens have claims of integers");
        };
        (claim.name.clone(), json!(values))
    });
    json!({
        "user": token.user,
        "user_attributes": if token.user_deny_only { vec!["deny-only"] } else { vec![] },
        "groups": groups.collect::<Vec<_>>(),
        "privileges": privileges.collect::<Vec<_>>(),
        "restricted": restricted,
        "write_restricted": write,
        "integrity": token.integrity.map(|level| level.0),
        "policy": if token.no_write_up { "on" } else { "off" },
        "self": wish.principal_self,
        "claims": {"User": claims.collect::<serde_json::Map<_, _>>()},
    })
}

fn kind_name(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::File => "file",
        ObjectKind::Folder => "folder",
        ObjectKind::Key => "key",
        ObjectKind::Service => "service",
        ObjectKind::ServiceManager => "scm",
        ObjectKind::Process => "process",
        ObjectKind::Thread => "thread",
        ObjectKind::Token => "token",
        ObjectKind::ComLaunch => "com-launch",
        ObjectKind::ComAccess => "com-access",
    }
}

/// What the check says, in the fields of an answer.
fn expected(
    decision: Result<Decision, InvalidCheck>,
    maximum: Result<Decision, InvalidCheck>,
) -> (Value, Value, Value, Value) {
    let (Ok(decision), Ok(maximum)) = (decision, maximum) else {
        return (Value::Null, Value::Null, json!("invalid"), Value::Null);
    };
    let most = json!(maximum.granted.0);
    match decision.status {
        Status::Granted => (json!(true), json!(decision.granted.0), json!("ok"), most),
        Status::AccessDenied => (json!(false), Value::Null, json!("access_denied"), most),
        Status::PrivilegeNotHeld => (json!(false), Value::Null, json!("privilege_not_held"), most),
        Status::Unknown(_) => (Value::Null, Value::Null, json!("unknown"), Value::Null),
    }
}

proptest! {
    #![proptest_config(super::many())]

    /// The command is another way to ask the same: nothing of a case may get lost on the way in or out.
    #[test]
    fn the_access_check_command_answers_as_the_check_does(
        descriptor in sayable_descriptors(), token in sayable_tokens(), wish in wishes(), attach in any::<bool>(),
    ) {
        let wish = Wish { rules: Rules::TODAY, ..wish };
        let case = json!({
            "id": "it",
            "sddl": descriptor.to_sddl().expect("made of lines that a text can say"),
            "object": kind_name(wish.kind),
            "token": token_json(&token, &wish),
            "desired": wish.desired.0,
            "attach": attach,
        });
        let ran = poolproof(&["access-check"], case.to_string().as_bytes());
        let answer: Value = serde_json::from_str(&ran.output).expect("an answer is JSON");
        let meant = if attach { descriptor.attach(wish.kind) } else { descriptor };
        let most = Wish { desired: AccessMask::MAXIMUM_ALLOWED, ..wish };
        let expected = expected(access_check(&meant, &token, &wish), access_check(&meant, &token, &most));
        let field = |name: &str| answer[name].clone();
        let told = (field("granted"), field("granted_mask"), field("status"), field("max_allowed"));
        prop_assert_eq!(told, expected, "{} got {}", case, answer);
        prop_assert_eq!(&answer["id"], "it");
        prop_assert_eq!(ran.code == 3, answer["status"] == "invalid");
    }

    /// Somebody else's program writes the cases: whatever the bytes, each line that is not blank gets one answer.
    #[test]
    fn every_line_of_bytes_gets_an_answer(lines in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..8)) {
        // Not at the very beginning, where three bytes may be a mark.
        let input = [&b"\n"[..], &lines.join(&b'\n')].concat();
        let filled = input.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        let ran = poolproof(&["access-check"], &input);
        prop_assert_eq!(ran.output.lines().count(), filled.count());
        for answer in ran.output.lines() {
            let answer: Value = serde_json::from_str(answer).expect("an answer is JSON");
            prop_assert_eq!(&answer["status"], "invalid");
        }
    }
}
