//! The token of a case, as it is written in JSON.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::claims::ClaimsForm;
use super::words::{NoWriteUp, Of, Word};
use crate::nt::{
    Certainty, Claims, Group, GroupAttributes, IntegrityLevel, Privilege, Privileges, Restriction,
    Sid, Token,
};

/// A token as it is written. Only `user` has to be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenForm {
    user: Of<Sid>,
    #[serde(default)]
    user_attributes: Vec<Of<GroupAttributes>>,
    #[serde(default)]
    groups: Vec<GroupForm>,
    #[serde(default)]
    device_groups: Vec<GroupForm>,
    #[serde(default)]
    privileges: Vec<PrivilegeForm>,
    #[serde(default)]
    restricted: Vec<Of<Sid>>,
    #[serde(default)]
    write_restricted: bool,
    integrity: Option<Of<IntegrityLevel>>,
    policy: Option<Of<NoWriteUp>>,
    #[serde(rename = "self")]
    principal_self: Option<Of<Sid>>,
    claims: Option<ClaimsForm>,
}

impl TokenForm {
    /// The token that is meant, and who stands for PRINCIPAL SELF.
    ///
    /// # Errors
    /// The sentence that says what contradicts what.
    pub(super) fn read(self) -> Result<(Token, Option<Sid>), String> {
        let mut token = Token::of(self.user.0);
        for attribute in &self.user_attributes {
            if attribute.0 == GroupAttributes::USE_FOR_DENY_ONLY {
                token.user_deny_only = true;
            } else if attribute.0 != GroupAttributes::ENABLED {
                return Err("a user's attributes are `deny-only` or `enabled`".to_owned());
            }
        }
        if token.user_deny_only && self.user_attributes.len() > 1 {
            return Err("a user is `deny-only` or `enabled`, not both".to_owned());
        }
        token.groups = distinct(self.groups, &token)?;
        token.device_groups = self.device_groups.into_iter().map(|form| form.0).collect();
        for PrivilegeForm(privilege, enabled) in self.privileges {
            if token.privileges.is_present(privilege) {
                return Err(format!("`{privilege}` stands twice among the privileges"));
            }
            token.privileges = Privileges::with(token.privileges, privilege, enabled);
        }
        let restricting: Vec<Sid> = self.restricted.into_iter().map(|form| form.0).collect();
        // Windows takes a token for restricted when it has restricting SIDs.
        token.restriction = match (restricting.is_empty(), self.write_restricted) {
            (true, _) => Restriction::None,
            (false, false) => Restriction::Restricted(restricting),
            (false, true) => Restriction::WriteRestricted(restricting),
        };
        token.integrity = self.integrity.map(|form| form.0);
        token.no_write_up = self.policy.is_none_or(|form| form.0.0);
        token.claims = self.claims.map_or_else(Claims::default, |form| form.0);
        Ok((token, self.principal_self.map(|form| form.0)))
    }
}

/// The groups, each once. A SID may stand twice if it says the same both times; otherwise sources disagree on
/// what Windows would make of it.
fn distinct(forms: Vec<GroupForm>, token: &Token) -> Result<Vec<Group>, String> {
    let mut groups: Vec<Group> = Vec::with_capacity(forms.len());
    for GroupForm(group) in forms {
        let earlier = if group.sid == token.user {
            Some((!token.user_deny_only, true))
        } else {
            groups
                .iter()
                .find(|earlier| earlier.sid.rid() == group.sid.rid() && earlier.sid == group.sid)
                .map(matches)
        };
        match earlier {
            None => groups.push(group),
            Some(earlier) if earlier == matches(&group) => {}
            Some(_) => {
                return Err(format!(
                    "`{}` stands in the token twice, with different attributes",
                    group.sid
                ));
            }
        }
    }
    Ok(groups)
}

/// Whether a group matches allow lines, and deny lines.
fn matches(group: &Group) -> (bool, bool) {
    (
        group.attributes.matches_allow(),
        group.attributes.matches_deny(),
    )
}

/// A SID, or a SID with attributes.
struct GroupForm(Group);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupFields {
    sid: Of<Sid>,
    attributes: Option<Vec<Of<GroupAttributes>>>,
}

impl<'de> Deserialize<'de> for GroupForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<GroupForm, D::Error> {
        deserializer.deserialize_any(GroupVisitor)
    }
}

struct GroupVisitor;

impl<'de> Visitor<'de> for GroupVisitor {
    type Value = GroupForm;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a group: its SID, or an object with `sid` and `attributes`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<GroupForm, E> {
        let sid = Sid::from_text(text).map_err(E::custom)?;
        Ok(GroupForm(Group::enabled(sid)))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<GroupForm, M::Error> {
        let fields = GroupFields::deserialize(MapAccessDeserializer::new(map))?;
        let attributes = match fields.attributes {
            None => GroupAttributes::MEMBERSHIP,
            Some(words) => words
                .iter()
                .fold(GroupAttributes::default(), |all, word| all.union(word.0)),
        };
        let both = GroupAttributes::ENABLED.union(GroupAttributes::USE_FOR_DENY_ONLY);
        if attributes.contains(both) {
            let message = format!(
                "the group `{}` is `enabled` or `deny-only`, not both",
                fields.sid.0
            );
            return Err(M::Error::custom(message));
        }
        Ok(GroupForm(Group {
            sid: fields.sid.0,
            attributes,
            certainty: Certainty::Held,
        }))
    }
}

/// A name, or a name with a state.
struct PrivilegeForm(Privilege, bool);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrivilegeFields {
    name: Of<Privilege>,
    #[serde(default = "enabled")]
    enabled: bool,
}

fn enabled() -> bool {
    true
}

impl<'de> Deserialize<'de> for PrivilegeForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PrivilegeForm, D::Error> {
        deserializer.deserialize_any(PrivilegeVisitor)
    }
}

struct PrivilegeVisitor;

impl<'de> Visitor<'de> for PrivilegeVisitor {
    type Value = PrivilegeForm;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a privilege: its name, or an object with `name` and `enabled`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<PrivilegeForm, E> {
        let privilege = Privilege::from_text(text).map_err(E::custom)?;
        Ok(PrivilegeForm(privilege, true))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<PrivilegeForm, M::Error> {
        let fields = PrivilegeFields::deserialize(MapAccessDeserializer::new(map))?;
        Ok(PrivilegeForm(fields.name.0, fields.enabled))
    }
}
