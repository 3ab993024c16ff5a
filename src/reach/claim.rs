//! What can be claimed of an actor: what it has come to.

use crate::world::{FactId, PrincipalId, footprint::HostId};

/// A token that a claim can be about, by its place in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenId(pub u32);

/// An object, or a class of objects that nothing tells apart, by its place in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId(pub u32);

/// A set of tokens that many lists treat alike, by its place in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenSetId(pub u32);

/// What an actor has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Claim {
    /// Its code runs in that host.
    Code(HostId),
    /// Its code runs somewhere on the machine: in a host, or in a session of its own.
    CodeSomewhere,
    /// It acts with that token.
    Wields(TokenId),
    /// It acts with one of those tokens. It stands between many tokens and many lists, and nobody is told of it.
    WieldsOneOf(TokenSetId),
    /// It has that right on the object, by a token or because it is free to.
    May(ObjectId, Power),
    /// It can give itself any right on the object.
    Free(ObjectId),
    /// It can put an object of its own there.
    Plants(ObjectId),
    /// It learns the content.
    Reads(ObjectId),
    /// It changes the content: write, append, create, or one of its own put there.
    Writes(ObjectId),
    /// It knows the password.
    Knows(PrincipalId),
    /// It can put accounts into that group.
    Joins(PrincipalId),
    /// It can have that component's server started. Nothing follows from it.
    Starts(FactId),
    /// It is as good as SYSTEM.
    System,
}

/// The rights on an object that rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Power {
    /// FILE_READ_DATA; KEY_QUERY_VALUE.
    Read,
    /// FILE_WRITE_DATA of a file; KEY_SET_VALUE.
    WriteData,
    /// FILE_APPEND_DATA of a file; KEY_CREATE_SUB_KEY.
    Append,
    /// FILE_ADD_FILE of a folder.
    AddFile,
    /// FILE_ADD_SUBDIRECTORY of a folder.
    AddFolder,
    /// DELETE.
    Delete,
    /// FILE_DELETE_CHILD of a folder.
    DeleteChild,
    /// WRITE_DAC.
    ChangePermissions,
    /// WRITE_OWNER.
    TakeOwnership,
    /// SERVICE_CHANGE_CONFIG.
    Configure,
}
