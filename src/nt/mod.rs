//! What Windows decides: a token, a descriptor and a wish give a decision, each bit with the line that settled it.
//!
//! Pure and total. This room knows SIDs, rights, lines, descriptors and tokens; it knows no file names, no graph and no IIS.

mod access;
mod ace;
mod ace_bytes;
mod api;
mod attach;
mod binary;
mod bound;
mod bytes;
mod claim;
mod claim_bytes;
pub mod com;
pub mod compiled;
mod condition;
pub mod defaults;
mod derived;
mod descriptor;
mod domains;
pub mod elevation;
pub mod files;
pub mod impersonate;
pub mod inherit;
mod kind;
mod mandatory;
mod mask;
mod matching;
mod memo;
pub mod order;
mod owner;
mod perhaps;
mod privilege;
mod reason;
pub mod restrict;
mod rights;
mod rules;
mod sddl;
mod sid;
pub mod sideways;
mod token;
mod walk;
mod wellknown;

pub use access::access_check;
pub use ace::{Ace, AceFlags, AceKind, AppData, Guid, ObjectTypes};
pub use api::{ApiRefusal, api_check};
pub use binary::TooLarge;
pub use bound::{Bound, bound};
pub use bytes::{BinaryError, BinaryProblem};
pub use claim::{Claim, ClaimValues, Claims};
pub use condition::{AttributeScope, Condition, ConditionToken, Literal, Operator};
pub use condition::{ConditionContext, Truth, evaluate};
pub use derived::{NonAsciiName, pool_sid, service_sid};
pub use descriptor::{Acl, AclState, Control, SecurityDescriptor};
pub use domains::{AliasError, DomainRole, Domains, by_alias, domain_account_name};
pub use kind::{GenericMapping, ObjectKind};
pub use mandatory::{Label, LabelPolicy};
pub use mask::AccessMask;
pub use perhaps::{Answers, Completion, MOST_COMPLETIONS, TooMany, answers, completions};
pub use privilege::{Privilege, Privileges};
pub use reason::{BitReason, Decision, InvalidCheck, Reason, Status, Unsupported, UnsupportedKind};
pub use rights::{
    describe_rights, from_icacls, implied_rights, right_by_name, right_name, specific_rights,
    to_icacls,
};
pub use rules::Rules;
pub use sddl::{
    MAX_NESTING, MaskWords, SddlError, SddlProblem, Unsayable, UnsayablePlace, UnsayableWhy,
    mask_to_sddl,
};
pub use sid::{MAX_SUB_AUTHORITIES, Sid, SidError};
pub use token::{
    AppContainer, Certainty, Elevation, Group, GroupAttributes, ImpersonationLevel, IntegrityLevel,
    Restriction, Token, TokenLevel, Unknown, Wish,
};
pub use wellknown::{WELL_KNOWN, WellKnown, alias_of, by_name, name_of, well_known};
