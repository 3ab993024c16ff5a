//! Whose SID a line names: the rule by which a token matches allow lines and deny lines.
//!
//! A group that is enabled matches both, one that is for deny only matches deny lines, and one that is neither
//! matches nothing at all (Win32, "SID Attributes in an Access Token").

use super::{AppContainer, GroupAttributes, Restriction, Sid, Token};

/// S-1-3-4, which stands for the owner of the object (Vista and Server 2008).
pub(super) const OWNER_RIGHTS: Sid = Sid::of(3, &[4]);
/// S-1-5-10, which stands for the object itself where the caller says who that is.
pub(super) const PRINCIPAL_SELF: Sid = Sid::of(5, &[10]);
/// S-1-15-2-1: every package.
const ALL_PACKAGES: Sid = Sid::of(15, &[2, 1]);

/// Which lines are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Lines that let in.
    Allow,
    /// Lines that keep out.
    Deny,
}

/// Whether two SIDs are the same. Relative identifiers differ most often, so they are looked at first.
#[inline]
pub(super) fn same(one: &Sid, other: &Sid) -> bool {
    one.rid() == other.rid() && one == other
}

/// A sieve over the SIDs that a token matches at all: what does not pass it is not held. Most lines speak of others, and are
/// done with one look.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sieve([u64; 4]);

impl Sieve {
    pub(super) fn of(token: &Token) -> Sieve {
        let mut sieve = Sieve::default();
        sieve.add(&token.user);
        for group in &token.groups {
            if group.attributes.matches_deny() {
                sieve.add(&group.sid);
            }
        }
        sieve
    }

    fn add(&mut self, sid: &Sid) {
        let (word, bit) = Sieve::place(sid);
        self.0[word] |= bit;
    }

    #[inline]
    pub(super) fn passes(&self, sid: &Sid) -> bool {
        let (word, bit) = Sieve::place(sid);
        self.0[word] & bit != 0
    }

    /// By the relative identifier, whose low bits differ most.
    #[inline]
    fn place(sid: &Sid) -> (usize, u64) {
        let spread = sid.rid().unwrap_or(0).wrapping_mul(0x9E37_79B9);
        ((spread >> 30) as usize, 1 << (spread >> 24 & 63))
    }
}

impl GroupAttributes {
    /// Whether a group of these attributes matches allow lines.
    pub const fn matches_allow(self) -> bool {
        self.contains(GroupAttributes::ENABLED)
    }

    /// Whether a group of these attributes matches deny lines.
    pub const fn matches_deny(self) -> bool {
        self.contains(GroupAttributes::ENABLED) || self.contains(GroupAttributes::USE_FOR_DENY_ONLY)
    }
}

impl Token {
    /// Whether an allow line for this SID lets the token in: its user, unless that is for deny only, or an
    /// enabled group. Groups held *perhaps* are taken as held.
    pub fn matches_allow(&self, sid: &Sid) -> bool {
        (!self.user_deny_only && same(&self.user, sid))
            || self
                .groups
                .iter()
                .any(|group| same(&group.sid, sid) && group.attributes.matches_allow())
    }

    /// Whether a deny line for this SID keeps the token out: its user, or a group that is enabled or for deny
    /// only. Groups held *perhaps* are taken as held.
    pub fn matches_deny(&self, sid: &Sid) -> bool {
        same(&self.user, sid)
            || self
                .groups
                .iter()
                .any(|group| same(&group.sid, sid) && group.attributes.matches_deny())
    }

    /// Whether a group of the device that the user came from matches, for `Device_Member_of`.
    pub(super) fn device_matches(&self, side: Side, sid: &Sid) -> bool {
        self.device_groups.iter().any(|group| {
            same(&group.sid, sid)
                && match side {
                    Side::Allow => group.attributes.matches_allow(),
                    Side::Deny => group.attributes.matches_deny(),
                }
        })
    }

    pub(super) fn matches(&self, side: Side, sid: &Sid) -> bool {
        match side {
            Side::Allow => self.matches_allow(sid),
            Side::Deny => self.matches_deny(sid),
        }
    }
}

impl Restriction {
    /// The restricting SIDs; none for a token that is not restricted.
    pub fn sids(&self) -> &[Sid] {
        match self {
            Restriction::None => &[],
            Restriction::Restricted(sids) | Restriction::WriteRestricted(sids) => sids,
        }
    }

    /// Whether a line for this SID counts in the second pass. Restricting SIDs match allow and deny lines alike.
    pub fn names(&self, sid: &Sid) -> bool {
        self.sids().iter().any(|restricting| same(restricting, sid))
    }
}

impl AppContainer {
    /// Whether an allow line for this SID lets the container in: its package, a capability, or all packages.
    pub fn names(&self, sid: &Sid) -> bool {
        same(&self.package, sid)
            || same(&ALL_PACKAGES, sid)
            || self.capabilities.iter().any(|held| same(held, sid))
    }
}
