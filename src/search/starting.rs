//! Worlds in which something may not start: accounts that are disabled, rights to log on and not to, the group of workers.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::sketch::{ACCOUNTS, USERS, anybody, said, worlds};
use crate::world::{AccountState, Fact, Gap, MachineState, Name, ServiceStatement, Statement, Who};

/// The services of these worlds.
pub const SERVICES: [&str; 2] = ["Spooler", "Reports"];

fn by_name(name: &str) -> Who {
    Who::Name(Name::from(name))
}

/// A right that decides about logons, or one that the group of workers brings.
fn right() -> impl Strategy<Value = Fact> {
    let right = select(vec![
        "SeBatchLogonRight",
        "SeServiceLogonRight",
        "SeDenyBatchLogonRight",
        "SeDenyServiceLogonRight",
        "SeImpersonatePrivilege",
    ]);
    let holder = prop_oneof![
        3 => anybody(),
        2 => select(vec!["IIS_IUSRS", "IIS_WPG", "BATCH", "Users"]).prop_map(by_name),
        2 => select(&ACCOUNTS[..]).prop_map(by_name),
    ];
    (right, vec(holder, 0..3)).prop_map(|(right, holders)| {
        said(Statement::Right {
            right: Name::from(right),
            holders,
        })
    })
}

fn state() -> impl Strategy<Value = Fact> {
    let who = select(&ACCOUNTS[..USERS]).prop_map(by_name);
    (who, any::<bool>()).prop_map(|(who, disabled)| {
        said(Statement::Account(if disabled {
            AccountState::Disabled { who }
        } else {
            AccountState::WrongPassword { who }
        }))
    })
}

/// Who is in the group of workers, or that nobody knows.
fn workers() -> impl Strategy<Value = Fact> {
    let group = || by_name("IIS_WPG");
    prop_oneof![
        3 => anybody().prop_map(move |member| said(Statement::Member { member, group: group() })),
        1 => Just(said(Statement::Gap(Gap::MembersOf(group())))),
    ]
}

fn service() -> impl Strategy<Value = Fact> {
    let account = prop_oneof![
        3 => select(&ACCOUNTS[..USERS]).prop_map(by_name),
        1 => select(vec!["LocalSystem", "LocalService", "NT SERVICE\\Reports", "CORP\\svc$", "Staff"]).prop_map(by_name),
    ];
    (select(&SERVICES[..]), option::of(account), any::<bool>()).prop_map(
        |(name, account, disabled)| {
            said(Statement::Service(ServiceStatement {
                name: Name::from(name),
                account,
                program: None,
                disabled,
                list: None,
            }))
        },
    )
}

/// How the documents about the group of workers are read.
fn reading() -> impl Strategy<Value = Fact> {
    select(vec!["A", "B"]).prop_map(|reading| {
        said(Statement::Machine(MachineState::Reading {
            topic: Name::from("X2"),
            reading: Name::from(reading),
        }))
    })
}

/// The facts of such a world.
pub fn starting_worlds() -> impl Strategy<Value = Vec<Fact>> {
    (
        worlds(),
        vec(right(), 0..3),
        vec(state(), 0..2),
        vec(workers(), 0..3),
        vec(service(), 0..2),
        option::weighted(0.2, reading()),
    )
        .prop_map(|(mut facts, rights, states, workers, services, reading)| {
            for more in [rights, states, workers, services] {
                facts.extend(more);
            }
            facts.extend(reading);
            facts
        })
}
