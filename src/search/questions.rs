//! Questions about sketches: somebody of a sketch, something to do, and something of it to do that to.

use proptest::{prelude::*, sample::select};

use super::sketch::{self, ACCOUNTS, FOLDERS, POOLS, USERS, said};
use crate::world::{Fact, Fallback, Name, PoolStatement, Statement};

/// What is asked: the parts that several forms of question share.
#[derive(Clone, Debug)]
pub struct Question {
    /// Who, as in `can WHO …`.
    pub subject: String,
    /// What, as in `can … READ …`.
    pub verb: &'static str,
    /// On what, a path.
    pub object: String,
}

impl Question {
    /// `can S V O`
    pub fn can(&self) -> String {
        format!("can {} {} {}", self.subject, self.verb, self.object)
    }

    /// `who can V O`
    pub fn who(&self) -> String {
        format!("who can {} {}", self.verb, self.object)
    }

    /// `which pools can V O`
    pub fn which_pools(&self) -> String {
        format!("which pools can {} {}", self.verb, self.object)
    }

    /// `what can S V`
    pub fn what(&self) -> String {
        format!("what can {} {}", self.subject, self.verb)
    }
}

/// Ways to use an object that mean something on folders and files.
pub const VERBS: [&str; 12] = [
    "read",
    "write",
    "delete",
    "modify",
    "control",
    "change permissions of",
    "take ownership of",
    "read permissions of",
    "(RX)",
    "(DE,RC)",
    "0x40001",
    "0x4",
];

/// Somebody who acts, with the fact that makes him known where the sketch may not speak of him.
fn subject() -> impl Strategy<Value = (String, Option<Fact>)> {
    let user = (0..USERS).prop_map(|at| {
        let name = Name::from(ACCOUNTS[at]);
        let declared = said(Statement::User { name, sid: None });
        (ACCOUNTS[at].to_owned(), Some(declared))
    });
    let group = (USERS..ACCOUNTS.len()).prop_map(|at| {
        let name = Name::from(ACCOUNTS[at]);
        let declared = said(Statement::Group { name, sid: None });
        (ACCOUNTS[at].to_owned(), Some(declared))
    });
    let logged_on = (
        user.clone(),
        select(
            &[
                " logged on over the network",
                " logged on as a batch job",
                " logged on as a service",
                " not elevated",
            ][..],
        ),
    )
        .prop_map(|((name, declared), how)| (format!("{name}{how}"), declared));
    let pool = select(&POOLS[..]).prop_map(|name| {
        let pool = PoolStatement {
            name: Name::from(name),
            identity: None,
            manual_group_membership: false,
            logs_on_as_service: false,
            ignores_web_config: false,
        };
        (format!("pool {name}"), Some(said(Statement::Pool(pool))))
    });
    let others = select(
        &[
            "SYSTEM",
            "IUSR",
            "\"NT AUTHORITY\\NETWORK SERVICE\"",
            "Everyone",
            "Administrators",
            "token {Users, Administrators}",
            "S-1-5-21-1-1-1-1001",
        ][..],
    )
    .prop_map(|text| (text.to_owned(), None));
    prop_oneof![4 => user, 1 => group, 2 => logged_on, 2 => pool, 1 => others]
}

/// An object of a sketch, or one that it does not describe.
fn object() -> impl Strategy<Value = String> {
    let below = select(&["", "", "", "f.txt", "zz"][..]);
    (select(&FOLDERS[..]), below).prop_map(|(folder, below)| match (below, folder) {
        ("", folder) => folder.to_owned(),
        (below, folder) => format!("{}\\{below}", folder.trim_end_matches('\\')),
    })
}

/// A question with the facts of a small world in which its subject is known.
pub fn asked() -> impl Strategy<Value = (Vec<Fact>, Question)> {
    asked_of(sketch::worlds())
}

/// A question with facts of that kind.
pub fn asked_of(
    worlds: impl Strategy<Value = Vec<Fact>>,
) -> impl Strategy<Value = (Vec<Fact>, Question)> {
    let rest = prop_oneof![1 => Just(None), 2 => Just(Some(said(Statement::Undescribed {
        fallbacks: vec![Fallback::Inherit, Fallback::Closed],
    })))];
    (worlds, subject(), select(&VERBS[..]), object(), rest).prop_map(
        |(mut facts, (subject, declared), verb, object, rest)| {
            let says_rest = |fact: &Fact| matches!(fact.statement, Statement::Undescribed { .. });
            facts.extend(rest.filter(|_| !facts.iter().any(says_rest)));
            facts.extend(declared.filter(|new| !facts.iter().any(|fact| declares_same(fact, new))));
            let question = Question {
                subject,
                verb,
                object,
            };
            (facts, question)
        },
    )
}

fn declares_same(one: &Fact, other: &Fact) -> bool {
    match (&one.statement, &other.statement) {
        (Statement::Pool(one), Statement::Pool(other)) => one.name == other.name,
        (Statement::User { name: one, .. }, Statement::User { name: other, .. })
        | (Statement::Group { name: one, .. }, Statement::Group { name: other, .. }) => {
            one == other
        }
        _ => false,
    }
}
