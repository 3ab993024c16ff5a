//! The attributes of a case's token, as they are written in JSON: `{"User":{"clearance":3}}`.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use crate::nt::{Claim, ClaimValues, Claims};

/// Claims by whose they are.
pub(super) struct ClaimsForm(pub(super) Claims);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimsFields {
    #[serde(default, rename = "User")]
    user: Attributes,
    #[serde(default, rename = "Device")]
    device: Attributes,
    #[serde(default, rename = "Local")]
    local: Attributes,
}

impl<'de> Deserialize<'de> for ClaimsForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ClaimsForm, D::Error> {
        let fields = ClaimsFields::deserialize(deserializer)?;
        Ok(ClaimsForm(Claims {
            user: fields.user.0,
            device: fields.device.0,
            local: fields.local.0,
        }))
    }
}

#[derive(Default)]
struct Attributes(Vec<Claim>);

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Attributes, D::Error> {
        deserializer.deserialize_map(AttributesVisitor(PhantomData))
    }
}

struct AttributesVisitor(PhantomData<Attributes>);

impl<'de> Visitor<'de> for AttributesVisitor {
    type Value = Attributes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of attributes")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Attributes, M::Error> {
        let mut attributes: Vec<Claim> = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if attributes
                .iter()
                .any(|earlier| earlier.name.to_lowercase() == name.to_lowercase())
            {
                let message = format!("the attribute `{name}` stands there twice");
                return Err(M::Error::custom(message));
            }
            let values = values(&value).ok_or_else(|| {
                M::Error::custom(format!(
                    "the attribute `{name}` is not an integer, a string, a boolean, or a list of one of them"
                ))
            })?;
            attributes.push(Claim {
                name,
                flags: 0,
                values,
            });
        }
        Ok(Attributes(attributes))
    }
}

/// One value, or a list of values of one type. Integers that need 64 bits without a sign make it unsigned.
fn values(value: &Value) -> Option<ClaimValues> {
    let one = std::slice::from_ref(value);
    let list = value.as_array().map_or(one, Vec::as_slice);
    fn all<'a, T>(list: &'a [Value], read: impl Fn(&'a Value) -> Option<T>) -> Option<Vec<T>> {
        list.iter().map(read).collect()
    }
    if list.is_empty() {
        return None;
    }
    all(list, Value::as_i64)
        .map(ClaimValues::Integers)
        .or_else(|| all(list, Value::as_u64).map(ClaimValues::Unsigned))
        .or_else(|| all(list, Value::as_bool).map(ClaimValues::Booleans))
        .or_else(|| all(list, |v| v.as_str().map(str::to_owned)).map(ClaimValues::Strings))
}
