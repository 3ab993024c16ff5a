//! Who asks: an access token, with what is not known about it.

use super::{AccessMask, AclState, Claims, Privileges, Sid};

/// An access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The user.
    pub user: Sid,
    /// Whether the user matches deny lines only (after CreateRestrictedToken).
    pub user_deny_only: bool,
    /// The groups. No SID stands twice, and the user's does not stand here.
    pub groups: Vec<Group>,
    /// A second set of SIDs that must be let in too.
    pub restriction: Restriction,
    /// The privileges with their state.
    pub privileges: Privileges,
    /// The integrity level; `None` skips the integrity check (Windows before Vista, or not asked).
    pub integrity: Option<IntegrityLevel>,
    /// TOKEN_MANDATORY_POLICY_NO_WRITE_UP: without it the integrity level does not matter.
    pub no_write_up: bool,
    /// Primary, or an impersonation at a level.
    pub level: TokenLevel,
    /// The owner that new objects get; `None` means the user.
    pub default_owner: Option<Sid>,
    /// The group that new objects get.
    pub primary_group: Option<Sid>,
    /// The DACL of new objects without a parent or a list of their own.
    pub default_dacl: AclState,
    /// The logon session; two tokens of one session know each other's credentials.
    pub session: u64,
    /// The session whose explicit credentials made this one, 0 for none.
    pub origin: u64,
    /// How UAC made this token, and its other half.
    pub elevation: Elevation,
    /// Attributes for conditional lines.
    pub claims: Claims,
    /// Groups of the device, for `Device_Member_of`.
    pub device_groups: Vec<Group>,
    /// What makes this an AppContainer's token.
    pub app_container: Option<AppContainer>,
}

impl Token {
    /// A token of this user and nothing else: no group, no privilege, no integrity check.
    pub fn of(user: Sid) -> Token {
        Token {
            user,
            user_deny_only: false,
            groups: Vec::new(),
            restriction: Restriction::None,
            privileges: Privileges::NONE,
            integrity: None,
            no_write_up: true,
            level: TokenLevel::Impersonation(ImpersonationLevel::Impersonation),
            default_owner: None,
            primary_group: None,
            default_dacl: AclState::Absent,
            session: 0,
            origin: 0,
            elevation: Elevation::Default,
            claims: Claims::default(),
            device_groups: Vec::new(),
            app_container: None,
        }
    }

    /// This token, if no SID stands twice in it. Windows builds no such tokens, and sources disagree on what one
    /// would match.
    ///
    /// # Errors
    /// The SID that stands twice.
    pub fn checked(self) -> Result<Token, Sid> {
        let own = std::iter::once(&self.user);
        let mut seen = std::collections::BTreeSet::new();
        match own
            .chain(self.groups.iter().map(|group| &group.sid))
            .find(|sid| !seen.insert(**sid))
        {
            Some(twice) => Err(*twice),
            None => Ok(self),
        }
    }

    /// The group of that SID, if the token lists it.
    pub fn group(&self, sid: &Sid) -> Option<&Group> {
        self.groups.iter().find(|group| group.sid == *sid)
    }
}

/// A group in a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which group.
    pub sid: Sid,
    /// SE_GROUP_… bits.
    pub attributes: GroupAttributes,
    /// Whether it is known to be there.
    pub certainty: Certainty,
}

impl Group {
    /// A group as memberships give it: mandatory, enabled by default, enabled.
    pub fn enabled(sid: Sid) -> Group {
        Group {
            sid,
            attributes: GroupAttributes::MEMBERSHIP,
            certainty: Certainty::Held,
        }
    }
}

/// Attributes of a group in a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct GroupAttributes(pub u32);

impl GroupAttributes {
    /// Cannot be switched off.
    pub const MANDATORY: GroupAttributes = GroupAttributes(0x1);
    /// On at logon.
    pub const ENABLED_BY_DEFAULT: GroupAttributes = GroupAttributes(0x2);
    /// Matches allow and deny lines. With neither this nor USE_FOR_DENY_ONLY a group matches nothing.
    pub const ENABLED: GroupAttributes = GroupAttributes(0x4);
    /// May be made the owner of objects.
    pub const OWNER: GroupAttributes = GroupAttributes(0x8);
    /// Matches deny lines only.
    pub const USE_FOR_DENY_ONLY: GroupAttributes = GroupAttributes(0x10);
    /// The entry of an integrity level.
    pub const INTEGRITY: GroupAttributes = GroupAttributes(0x20);
    /// The integrity level counts.
    pub const INTEGRITY_ENABLED: GroupAttributes = GroupAttributes(0x40);
    /// A domain-local group.
    pub const RESOURCE: GroupAttributes = GroupAttributes(0x2000_0000);
    /// The logon session's SID.
    pub const LOGON_ID: GroupAttributes = GroupAttributes(0xC000_0000);
    /// What a membership gives: mandatory, enabled by default, enabled.
    pub const MEMBERSHIP: GroupAttributes = GroupAttributes(0x7);

    /// Whether every bit of `other` is set.
    pub const fn contains(self, other: GroupAttributes) -> bool {
        self.0 & other.0 == other.0
    }

    /// The bits of both.
    pub const fn union(self, other: GroupAttributes) -> GroupAttributes {
        GroupAttributes(self.0 | other.0)
    }
}

/// Whether a group is known to be in the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It is.
    Held,
    /// It is if one of these unknowns is true, and is not if all are false. The same unknown may stand
    /// behind several groups: they then come together.
    Perhaps(Vec<Unknown>),
}

/// A membership that nobody told us: true in some completions of what we know, false in others.
/// Whoever makes the token numbers them and knows what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unknown(pub u32);

/// Restricting SIDs (CreateRestrictedToken). They are always enabled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Restriction {
    /// None.
    #[default]
    None,
    /// Every right must be granted to these SIDs too.
    Restricted(Vec<Sid>),
    /// Requests that write must be granted to these SIDs too.
    WriteRestricted(Vec<Sid>),
}

/// An integrity level: the RID of S-1-16-…; levels compare as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IntegrityLevel(pub u32);

impl IntegrityLevel {
    /// S-1-16-0.
    pub const UNTRUSTED: IntegrityLevel = IntegrityLevel(0);
    /// S-1-16-4096.
    pub const LOW: IntegrityLevel = IntegrityLevel(0x1000);
    /// S-1-16-8192.
    pub const MEDIUM: IntegrityLevel = IntegrityLevel(0x2000);
    /// S-1-16-8448.
    pub const MEDIUM_PLUS: IntegrityLevel = IntegrityLevel(0x2100);
    /// S-1-16-12288.
    pub const HIGH: IntegrityLevel = IntegrityLevel(0x3000);
    /// S-1-16-16384.
    pub const SYSTEM: IntegrityLevel = IntegrityLevel(0x4000);
    /// S-1-16-20480.
    pub const PROTECTED: IntegrityLevel = IntegrityLevel(0x5000);
}

/// Whether a token is a process's own or stands for a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenLevel {
    /// A process's own token.
    Primary,
    /// A client's, at this level.
    Impersonation(ImpersonationLevel),
}

/// How far a server may act for its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImpersonationLevel {
    /// 0: not at all.
    Anonymous,
    /// 1: it may look who the client is.
    Identification,
    /// 2: it may act as the client on this machine.
    Impersonation,
    /// 3: on other machines too.
    Delegation,
}

/// How UAC made a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elevation {
    /// Not split.
    Default,
    /// The full half; the other is the filtered one.
    Full(Box<Token>),
    /// The filtered half; the other is the full one, if known.
    Limited(Option<Box<Token>>),
}

/// What makes a token an AppContainer's. IIS does not use them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppContainer {
    /// The package's SID.
    pub package: Sid,
    /// The capabilities.
    pub capabilities: Vec<Sid>,
}

/// What a check is about, beside the descriptor and the token.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// The rights asked for, mapped; MAXIMUM_ALLOWED may be among them.
    pub desired: AccessMask,
    /// The kind of object.
    pub kind: super::ObjectKind,
    /// Who stands for PRINCIPAL SELF, if the caller says so.
    pub principal_self: Option<Sid>,
    /// What this Windows knows.
    pub rules: super::Rules,
}

impl Wish {
    /// These rights on an object of this kind, by the rules of today's Windows.
    pub fn new(kind: super::ObjectKind, desired: AccessMask) -> Wish {
        Wish {
            desired,
            kind,
            principal_self: None,
            rules: super::Rules::TODAY,
        }
    }
}
