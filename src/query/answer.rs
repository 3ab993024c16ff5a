//! What an answer is: a verdict, rows, or both, and always the evidence, as data. Sentences are made in `report`.

use crate::{
    nt::{AccessMask, GroupAttributes, ObjectKind, Privilege, Sid},
    reach::Proof,
    world::{Logon, Origin, Reading, WinPath},
};

/// The answer to one question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question in canonical spelling.
    pub question: String,
    /// The changes that it supposes, in canonical spelling.
    pub supposed: Vec<String>,
    /// Yes, no or unknown; `None` for questions about sets and structure.
    pub verdict: Option<Verdict>,
    /// What the rows are, as a sentence without their number: `pools can read C:\x`.
    pub title: Option<String>,
    /// The claim that the verdict is about, as a sentence without a full stop: `pool A can read C:\x`.
    pub claim: Option<Claim>,
    /// What was asked for, where it was rights on an object.
    pub wanted: Option<Wanted>,
    /// The rows of a set question, in a stable order.
    pub rows: Vec<Row>,
    /// How many rows there are, also when not all are given.
    pub total: usize,
    /// Whether all rows are given.
    pub complete: bool,
    /// Whether only their number was asked for.
    pub counted: bool,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// What stands between yes and no, or could change rows.
    pub gaps: Vec<Said>,
    /// What the reader should know besides.
    pub notes: Vec<Note>,
    /// The proof or refusal behind the evidence, for whoever wants to check it.
    pub proof: Option<Box<Proof>>,
    /// The token that was asked for.
    pub token: Option<Box<TokenListing>>,
}

/// A token as Windows lists it: what is certain, not what may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenListing {
    /// The user's name; empty for nobody in particular.
    pub user: String,
    /// Its SID, if known.
    pub user_sid: Option<Sid>,
    /// The groups, the integrity level among them.
    pub groups: Vec<ListedGroup>,
    /// The privileges.
    pub privileges: Vec<ListedPrivilege>,
}

/// A group of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedGroup {
    /// Its name; empty where Windows has none.
    pub name: String,
    /// What stands for it in the token.
    pub key: Sid,
    /// Its SID, if known.
    pub sid: Option<Sid>,
    /// Whether it is one of this machine.
    pub local: bool,
    /// Its attributes.
    pub attributes: GroupAttributes,
}

/// A privilege of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedPrivilege {
    /// Which.
    pub privilege: Privilege,
    /// Whether it is enabled.
    pub enabled: bool,
}

/// A claim in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Who: `pool A`.
    pub subject: String,
    /// `can read`, `is a member of`.
    pub positive: String,
    /// `cannot read`, `is not a member of`.
    pub negative: String,
    /// What: a path, a group.
    pub object: String,
}

/// Yes, no, or not to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// In every completion of what is known.
    Yes,
    /// In none.
    No(KindOfNo),
    /// In some.
    Unknown,
}

/// The four kinds of no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KindOfNo {
    /// A line denies it.
    Denied,
    /// No line grants it.
    NotGranted,
    /// Something before or beside the list keeps it away: integrity, restriction, traverse.
    Gated,
    /// Not in the closed set.
    Unreachable,
    /// Of a protection: there are steps.
    Reached,
}

impl KindOfNo {
    /// The name in JSON; none for what is not refused but comes about.
    pub fn name(self) -> Option<&'static str> {
        match self {
            KindOfNo::Denied => Some("denied"),
            KindOfNo::NotGranted => Some("not_granted"),
            KindOfNo::Gated => Some("gated"),
            KindOfNo::Unreachable => Some("unreachable"),
            KindOfNo::Reached => None,
        }
    }
}

/// Rights that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The verb as it is spelt canonically, `read`, `(RX)`.
    pub verb: String,
    /// The rights.
    pub mask: AccessMask,
    /// Whether one is enough.
    pub reading: Reading,
    /// Of what kind of object.
    pub kind: ObjectKind,
}

/// One row of a set question.
#[derive(Clone, Debug)]
pub struct Row {
    /// `pool`, `user`, `folder` …
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its SID, if it has one that is known.
    pub sid: Option<Sid>,
    /// Rows are listed when they are yes, or may be.
    pub verdict: Verdict,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// A group of rows that share everything but their name shares this number.
    pub shares: Option<usize>,
}

/// One step of a reason, with the facts that it rests on.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The step.
    pub ground: Ground,
    /// What somebody told us.
    pub facts: Vec<Said>,
}

/// Something that somebody said, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// In the words of the notation.
    pub says: String,
    /// Where.
    pub at: Origin,
}

/// The steps that reasons are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The URL is served from this path.
    Url {
        /// As asked.
        url: String,
        /// The path.
        path: WinPath,
    },
    /// Whose token it is.
    Token {
        /// As asked: `pool A`.
        subject: String,
        /// The account.
        account: String,
        /// Its SID, if known.
        sid: Option<Sid>,
        /// How it was logged on.
        logon: Option<Logon>,
    },
    /// A line that settles rights.
    Line {
        /// Whether it lets in.
        allows: bool,
        /// Whom it names.
        who: String,
        /// Its whole mask.
        mask: AccessMask,
        /// The rights among those asked that it settles.
        settles: AccessMask,
        /// Its number in the list, from 1.
        number: usize,
        /// How many lines the list has.
        of: usize,
        /// The object whose list it is.
        path: WinPath,
        /// The folder that it comes from, if inherited.
        inherited_from: Option<WinPath>,
        /// The kind of object, for the names of rights.
        kind: ObjectKind,
    },
    /// Why the token holds the SID of a line; the facts are the chain.
    Holds {
        /// The group.
        who: String,
        /// How, link by link.
        chain: Vec<String>,
        /// Whether only for deny lines.
        deny_only: bool,
    },
    /// The line names the account itself.
    IsHimself {
        /// The account.
        who: String,
    },
    /// Nothing in the list grants these rights to the token.
    NothingGrants {
        /// The rights.
        rights: AccessMask,
        /// The kind of object.
        kind: ObjectKind,
        /// How many lines there are.
        lines: usize,
        /// The object.
        path: WinPath,
        /// Lines that would grant it to somebody else.
        others: Vec<String>,
    },
    /// The owner has it before the list is looked at.
    Owner {
        /// Who owns it.
        owner: String,
        /// The object.
        path: WinPath,
    },
    /// There is no list, so that everybody may do everything.
    NoList {
        /// The object.
        path: WinPath,
    },
    /// A privilege gives it.
    Privilege {
        /// Which.
        privilege: Privilege,
    },
    /// A privilege would be needed.
    PrivilegeNeeded {
        /// Which.
        privilege: Privilege,
    },
    /// The integrity level of the object keeps it away.
    Integrity {
        /// The object's level.
        object: u32,
        /// The token's.
        token: Option<u32>,
    },
    /// The restricting SIDs are not let in.
    Restricted,
    /// The right comes from the folder above (DELETE_CHILD, LIST_DIRECTORY).
    FromParent {
        /// That folder.
        path: WinPath,
    },
    /// A folder on the way cannot be traversed, and bypass traverse checking is not held.
    Traverse {
        /// That folder.
        path: WinPath,
    },
    /// What holds for an object that nobody described.
    Undescribed {
        /// The object.
        path: WinPath,
        /// What was done, as a sentence: `it inherits from C:\x`.
        how: String,
    },
    /// Where code runs.
    Runs {
        /// As asked, or the application, or the filter.
        url: String,
        /// The process, by its name.
        process: String,
    },
    /// A rule of Windows or IIS.
    Rule {
        /// What it says.
        says: String,
        /// Which document says so.
        source: String,
    },
    /// Something that must hold.
    Needs {
        /// As a clause: `svc may log on as a batch job (SeBatchLogonRight)`.
        what: String,
        /// Whether it does, if that is known.
        holds: Option<bool>,
    },
    /// What is logged, or answered, where something fails.
    Logged {
        /// `WAS 5021: …`
        says: String,
    },
    /// A stage of a request: who did what there, and what IIS answers if it was refused.
    Stage {
        /// The stage.
        stage: &'static str,
        /// What happened, in a sentence.
        says: String,
    },
    /// What somebody has to begin with.
    Begins {
        /// As what can be said of it: `runs code in w3wp.exe of pool A`.
        says: String,
    },
    /// A rule that was applied.
    Step {
        /// The rule, `E5`.
        rule: &'static str,
        /// Whether it is a known weakness.
        weak: bool,
        /// What comes of it.
        comes_to: String,
        /// What the rule says.
        says: String,
        /// Which document says so.
        source: String,
    },
    /// A rule that would apply, but for one thing.
    Nearly {
        /// The rule.
        rule: &'static str,
        /// What would come of it.
        would: String,
        /// What is lacking, as a clause.
        lacks: String,
    },
    /// What was searched and did not hold it.
    Searched {
        /// How many rules were tried.
        tried: usize,
        /// Rules that were not: known weaknesses, and what the question left out.
        off: Vec<&'static str>,
        /// How many claims the closed set has.
        closed: usize,
    },
    /// Why an object belongs to somebody.
    Belongs {
        /// As what.
        role: &'static str,
        /// By which rule.
        says: String,
        /// Which document says so.
        source: String,
    },
    /// A link that stands for itself: the says of `facts` tell it.
    Stated {
        /// A headline.
        says: String,
    },
}

/// Something to know besides the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// An observation.
    Remark(String),
    /// What to ask next.
    Hint(String),
}

impl Answer {
    /// An answer without anything in it yet.
    pub fn to(question: impl Into<String>) -> Answer {
        Answer {
            question: question.into(),
            supposed: Vec::new(),
            verdict: None,
            title: None,
            claim: None,
            wanted: None,
            rows: Vec::new(),
            total: 0,
            complete: true,
            counted: false,
            evidence: Vec::new(),
            gaps: Vec::new(),
            notes: Vec::new(),
            proof: None,
            token: None,
        }
    }
}
