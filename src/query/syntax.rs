//! A question as it was written: every node with the place where it stands. Nothing is looked up here.
//!
//! Equality ignores places, so that a question equals what is read from its printed form.

pub use super::narrowing::{Field, Modifier};
pub use super::relating::{Belonging, Condition, Predicate, Relation, Way};
pub use super::serving::{Part, Requester, Stage};
pub use super::written::{Quantity, Set, Written};
use crate::{
    nt::{AccessMask, Sid},
    world::{Change, Logon, Name, Verb, WinPath},
};

/// A whole question: `["if" CHANGE {"and" CHANGE} "then"] [prefix] core {modifier} ["?"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is supposed, in order; several where one sentence says several things.
    pub changes: Vec<Written<Change>>,
    /// What is asked about the claim, beside the claim itself.
    pub prefix: Option<Written<Prefix>>,
    /// The claim, or the set.
    pub core: Written<Core>,
    /// What narrows or orders it, each kind at most once.
    pub modifiers: Vec<Written<Modifier>>,
}

/// What stands before a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// `why …` and `explain …`: the claim is taken as true.
    Why,
    /// `why not …`, `why can S not …`: the claim is taken as false.
    WhyNot,
    /// `count …`: how many rows.
    Count,
    /// `how can …`: by which steps.
    How,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a question has one of them, and no list of them is kept"
)]
pub enum Core {
    /// `can S [come to] V O`
    Can {
        /// S.
        subject: Written<Set<Actor>>,
        /// Now, or by steps.
        way: Way,
        /// V.
        wanted: Written<Wanted>,
        /// O.
        object: Written<Set<Target>>,
    },
    /// `who [except SET] can [come to] V O`, `which KINDS [except SET] can V O`: one row for each that can.
    WhoCan {
        /// KINDS; empty for `who`, which asks for accounts of every kind.
        kinds: Vec<Written<ActorKind>>,
        /// Rows that are not wanted.
        except: Option<Written<Set<Actor>>>,
        /// Now, or by steps.
        way: Way,
        /// V.
        wanted: Written<Wanted>,
        /// O.
        object: Written<Set<Target>>,
    },
    /// `what [except SET] can S V`, `which files under PATH [except SET] can S V`: one row for each object.
    WhatCan {
        /// Which objects; `None` for `what`.
        range: Option<Written<Range>>,
        /// Rows that are not wanted.
        except: Option<Written<Set<Target>>>,
        /// S.
        subject: Written<Set<Actor>>,
        /// Now, or by steps.
        way: Way,
        /// V.
        wanted: Written<Wanted>,
    },
    /// `what can S do to O`: one row whose name is the rights.
    WhatCanDo {
        /// S.
        subject: Written<Set<Actor>>,
        /// O.
        object: Written<Set<Target>>,
    },
    /// `can S become P`: come to act as P, or to run code in its process.
    Becomes {
        /// S.
        subject: Written<Set<Actor>>,
        /// P.
        whom: Written<Actor>,
    },
    /// `who [except SET] can become P`, `which KINDS [except SET] can become P`
    WhoBecomes {
        /// KINDS; empty for `who`.
        kinds: Vec<Written<ActorKind>>,
        /// Rows that are not wanted.
        except: Option<Written<Set<Actor>>>,
        /// P.
        whom: Written<Actor>,
    },
    /// `what can S become`: one row for each account and pool.
    WhatBecomes {
        /// S.
        subject: Written<Set<Actor>>,
    },
    /// `is B protected from A`, `is A [strictly] isolated from B`
    Related {
        /// The one before the relation.
        one: Written<Actor>,
        /// Which relation.
        relation: Relation,
        /// The other, or several.
        other: Written<Set<Actor>>,
    },
    /// `are all pools isolated from each other`
    AllRelated {
        /// Of which kind.
        kind: Written<ActorKind>,
        /// Which relation.
        relation: Relation,
    },
    /// `which pairs of pools are [not] isolated`
    Pairs {
        /// Of which kind.
        kind: Written<ActorKind>,
        /// Those that are not.
        denied: bool,
        /// Which relation.
        relation: Relation,
    },
    /// `what separates A from B`: the facts that a refusal rests on.
    Separates {
        /// A.
        one: Written<Actor>,
        /// B.
        other: Written<Actor>,
    },
    /// `is O in content of S`
    IsIn {
        /// O.
        object: Written<Target>,
        /// S's.
        what: Written<Belonging>,
    },
    /// `list content of pool B`: each object, with the reason why it belongs.
    ListBelonging {
        /// What belongs.
        what: Written<Belonging>,
    },
    /// `is P a member of G, H`: of each of them.
    IsMember {
        /// P.
        member: Written<Actor>,
        /// G, H; never empty.
        groups: Vec<Written<Account>>,
    },
    /// `who is a member of G`, `which users are members of G`
    WhoIsMember {
        /// Which kinds of member; empty for `who`.
        kinds: Vec<Written<ActorKind>>,
        /// G.
        group: Written<Account>,
    },
    /// `who is P`: the identity.
    WhoIs {
        /// P.
        actor: Written<Actor>,
    },
    /// `which groups is P a member of`
    WhichGroups {
        /// P.
        member: Written<Actor>,
    },
    /// `show X`
    Show {
        /// X.
        what: Written<Named<Noun>>,
    },
    /// `list KINDS [where CONDITION and CONDITION]`
    List {
        /// KINDS.
        kind: Written<Noun>,
        /// What holds of each.
        conditions: Vec<Written<Condition>>,
    },
    /// `show token of S`
    ShowToken {
        /// S.
        actor: Written<Actor>,
    },
    /// `where does URL run`: the process that hosts it.
    RunsWhere {
        /// The URL.
        url: Written<Reference>,
    },
    /// `which identity serves URL [at stage STAGE]`
    Serves {
        /// The URL.
        url: Written<Reference>,
        /// Which stage; unsaid, all of them.
        stage: Option<Written<Stage>>,
    },
    /// `does S start`, `does component C start for S`: the client is the component's.
    Starts {
        /// S.
        what: Written<Actor>,
    },
    /// `does S run as P`
    RunsAs {
        /// S.
        actor: Written<Actor>,
        /// P.
        account: Written<Account>,
    },
    /// `does S hold PRIVILEGE`
    Holds {
        /// S.
        actor: Written<Actor>,
        /// The privilege or logon right, by Windows' name; not looked up yet.
        right: Written<Name>,
    },
    /// `does S share an identity with T`
    SharesIdentity {
        /// S.
        one: Written<Actor>,
        /// T.
        other: Written<Actor>,
    },
    /// `which pools share an identity`
    ShareIdentity {
        /// Of which kind.
        kind: Written<ActorKind>,
    },
    /// `compare W1 with W2`: what leads from the one world to the other.
    Compare {
        /// W1.
        before: Written<Name>,
        /// W2.
        after: Written<Name>,
    },
    /// `why` or `why not` alone: the last question again. Its prefix is never absent and never `count`.
    Again,
}

/// Somebody who acts, or several of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// `pool A`, `alice`, `S-1-5-20`, `alice logged on over the network`, `alice not elevated`
    Named {
        /// Who.
        account: Account,
        /// How the token came to be; unsaid, an interactive logon.
        logon: Option<Logon>,
        /// `not elevated`: the filtered token.
        not_elevated: bool,
    },
    /// `anonymous`
    Anonymous,
    /// `the process of URL`, `the thread of URL requested by joe`, `a worker thread of URL`
    Serving {
        /// Which of them.
        part: Part,
        /// The URL.
        url: Written<Reference>,
        /// Whose request it is; unsaid, anonymous.
        requested_by: Option<Written<Requester>>,
    },
    /// `component C [for application /x]`: the server that this client gets.
    Component {
        /// C, by name or class.
        name: Written<Reference>,
        /// Who asks for it.
        client: Option<Box<Written<Actor>>>,
    },
    /// `filter PATH`: the process that an ISAPI filter is in.
    Filter(Written<Reference>),
    /// `service S`: its process.
    Service(Written<Reference>),
    /// `token {S-1-…, IIS_IUSRS}`: exactly these, the first is the user.
    Token(Vec<Written<Account>>),
    /// `pools`, `every pool`, `any pool`
    Kind(Quantity, ActorKind),
    /// `members of G`
    MembersOf(Account),
    /// `any token of pool A`, `every token of pool A`: that of its process, and those that its threads are handed.
    TokensOf(Quantity, Account),
}

/// An object, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `C:\x`, `file C:\x`, `key HKLM\SOFTWARE`, `/secure`, `Shop/logo.png`
    Named(Named<ThingKind>),
    /// `files under P`, `any file under P`, `everything under P matching "*.config"`
    Range(Quantity, Range),
    /// `component C`, by name or class
    Component(Written<Reference>),
    /// `service S`
    Service(Written<Reference>),
    /// `content of pool B`, `everything in content of pool B`, `what pool B reads or runs`, `folders above SET`
    Belonging(Quantity, Belonging),
}

/// `files under PATH matching "*.config"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Which kind; `None` for objects of every kind.
    pub kind: Option<ThingKind>,
    /// Only below this (and, where it is a file, only itself).
    pub under: Option<Written<Reference>>,
    /// Only of these.
    pub inside: Option<Written<Belonging>>,
    /// Only where the last part of the path is like this; `*` and `?` stand for characters.
    pub matching: Option<Written<String>>,
}

/// Something called by its name, with its kind where it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<K> {
    /// The kind that was said.
    pub kind: Option<K>,
    /// The name.
    pub name: Written<Reference>,
}

/// Somebody, by kind and name.
pub type Account = Named<ActorKind>;

/// A name as it was written, sorted by its form alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// `alice`, `CORP\alice`, `"Default Web Site"`: of an account, a pool, a site, or nothing that we know.
    Name(Name),
    /// `S-1-5-20`. After `pool` and `site` such a word is a name.
    Sid(Sid),
    /// `C:\x`, `\\server\share`, `%windir%\x`, `HKLM\SOFTWARE`
    Path(WinPath),
    /// `/secure`, `Shop/logo.png`, `"Default Web Site"/secure`
    Url {
        /// The site that was said.
        site: Option<Name>,
        /// The path, which begins with a slash.
        path: Name,
    },
}

/// Kinds of those who act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorKind {
    /// A user.
    User,
    /// A group.
    Group,
    /// An application pool.
    Pool,
    /// A site.
    Site,
    /// An application.
    Application,
}

/// Kinds of those that something is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThingKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A registry key.
    Key,
}

/// Every kind that can be shown and listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noun {
    /// One of those who act.
    Actor(ActorKind),
    /// One of those that something is done to.
    Thing(ThingKind),
    /// A process.
    Process,
    /// A COM class.
    Component,
    /// An ISAPI filter.
    Filter,
    /// A service.
    Service,
    /// What documents advise, which is only listed.
    Advice,
}

/// Which rights are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A verb; its rights depend on the object's kind.
    Verb(Verb),
    /// `(RX,W)`: icacls' letters in upper case, not looked up yet; never empty. Every bit is needed.
    Letters(Vec<String>),
    /// `FILE_WRITE_DATA`: Windows' name in upper case, not looked up yet. Every bit is needed.
    Right(String),
    /// `0x120089`: every bit is needed.
    Mask(AccessMask),
    /// `launch C remotely`: a verb of components, from another machine. Unsaid, it is local.
    Remotely(Verb),
    /// `request URL as bob`
    RequestAs(Account),
}
