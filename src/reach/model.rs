//! What claims can be about: the tokens and the objects of one server, each once.

use super::{ObjectId, TokenId};
use crate::world::{TokenFacts, footprint::Securable};

/// What a question brings beside what configuration names.
#[derive(Clone, Debug, Default)]
pub struct Bring {
    /// Tokens that somebody acts with.
    pub tokens: Vec<TokenFacts>,
    /// Objects that are asked about.
    pub objects: Vec<Securable>,
}

/// An object that claims can be about, or one of those that nothing tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// The object; the first of a class.
    pub what: Securable,
    /// The object whose list stands for its own: itself, or one that everybody has the same rights on.
    pub list: ObjectId,
    /// The folder that holds it.
    pub folder: Option<ObjectId>,
    /// How many objects it stands for.
    pub count: u32,
}

/// The tokens and objects of one server.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub tokens: Vec<TokenFacts>,
    pub objects: Vec<Object>,
}

impl Model {
    pub fn token(&self, id: TokenId) -> &TokenFacts {
        &self.tokens[id.0 as usize]
    }

    pub fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.0 as usize]
    }
}
