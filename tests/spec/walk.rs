//! The whole request walked through the list at once, as Windows' documents tell it, for tokens without special passes.
//!
//! It is a second specification: the rule about single rights has to come to the same.

use poolproof::nt::{AclState, SecurityDescriptor, Token, Wish};

use super::access::{MAXIMUM, Question, READ_CONTROL, WRITE_DAC, Who, is_live};

/// What the list leaves of a request: granted rights, or `None` for a refusal.
///
/// `owner` is what ownership gives; privileges and integrity have been dealt with before.
pub fn walk(
    descriptor: &SecurityDescriptor,
    token: &Token,
    wish: &Wish,
    owns: bool,
) -> Option<u32> {
    let question = Question {
        descriptor,
        token,
        wish,
    };
    let explicit = wish.desired.0 & !MAXIMUM;
    let AclState::Present(acl) = &descriptor.dacl else {
        let all = wish.kind.mapping().all.0;
        let more = if wish.desired.0 & MAXIMUM != 0 {
            all
        } else {
            0
        };
        return Some(explicit | more);
    };
    let implicit = if owns { READ_CONTROL | WRITE_DAC } else { 0 };
    if wish.desired.0 & MAXIMUM != 0 {
        let mut granted = implicit;
        let mut denied = 0;
        for ace in acl.aces.iter().filter(|ace| is_live(ace)) {
            match question.says(ace, Who::Normal) {
                Some(true) => granted |= ace.mask.0 & !denied,
                Some(false) => denied |= ace.mask.0 & !granted,
                None => {}
            }
        }
        // Generic bits, MAXIMUM_ALLOWED and ACCESS_SYSTEM_SECURITY in a line give nothing.
        granted &= 0x0CFF_FFFF;
        return (granted != 0 && granted & explicit == explicit).then_some(granted);
    }
    let mut remaining = explicit & !implicit;
    for ace in acl.aces.iter().filter(|ace| is_live(ace)) {
        if remaining == 0 {
            break;
        }
        match question.says(ace, Who::Normal) {
            Some(true) => remaining &= !ace.mask.0,
            Some(false) if remaining & ace.mask.0 != 0 => return None,
            Some(false) | None => {}
        }
    }
    (remaining == 0).then_some(explicit)
}
