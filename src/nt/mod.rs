//! What Windows decides: a token, a descriptor and a wish give a decision, each bit with the line that settled it.
//!
//! Pure and total. This room knows SIDs, rights, lines, descriptors and tokens; it knows no file names, no graph and no IIS.

mod access;
mod ace;
mod api;
mod attach;
mod claim;
pub mod com;
mod condition;
pub mod defaults;
mod descriptor;
pub mod elevation;
pub mod files;
pub mod impersonate;
pub mod inherit;
mod kind;
mod mandatory;
mod mask;
mod matching;
pub mod order;
mod owner;
mod privilege;
mod reason;
pub mod restrict;
mod rules;
mod sid;
mod token;
mod walk;

pub use access::access_check;
pub use ace::{Ace, AceFlags, AceKind, AppData, Guid, ObjectTypes};
pub use api::{ApiRefusal, api_check};
pub use claim::{Claim, ClaimValues, Claims};
pub use condition::{AttributeScope, Condition, ConditionToken, Literal, Operator};
pub use condition::{ConditionContext, Truth, evaluate};
pub use descriptor::{Acl, AclState, Control, SecurityDescriptor};
pub use kind::{GenericMapping, ObjectKind};
pub use mandatory::{Label, LabelPolicy};
pub use mask::AccessMask;
pub use privilege::{Privilege, Privileges};
pub use reason::{BitReason, Decision, InvalidCheck, Reason, Status, Unsupported, UnsupportedKind};
pub use rules::Rules;
pub use sid::{MAX_SUB_AUTHORITIES, Sid, SidError};
pub use token::{
    AppContainer, Certainty, Elevation, Group, GroupAttributes, ImpersonationLevel, IntegrityLevel,
    Restriction, Token, TokenLevel, Unknown, Wish,
};
