//! Steps with passwords and memberships.

use super::code::has;
use crate::{
    reach::{
        Claim, Condition, ObjectId,
        ground::{Sink, configured},
        model::{Holds, Model, SecretAt, TokenBits, local_users},
    },
    world::{PrincipalId, footprint::Store},
};

// E7: knows(U) <- system, stored(U, metabase).
pub fn metabase(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for secret in &model.roles.secrets {
        if secret.store == Store::Metabase {
            let knows = Claim::Knows(secret.account);
            sink.put(&[Claim::System], &[configured(secret.why)], knows);
        }
    }
}

/// Whether whoever reads the files of that store knows the passwords in them.
fn is_read(store: Store) -> bool {
    match store {
        Store::ServerConfiguration | Store::WebConfig => true,
        Store::Metabase | Store::Machine => false,
    }
}

// E8: knows(U) <- reads(file), reads(key), stored(U,file,key).
pub fn stored(sink: &mut Sink<'_, '_>) {
    read_one(sink, |secret| &secret.files);
}

// E9: knows(U) <- reads(copy of file), reads(key), stored(U,file,key).
pub fn copies(sink: &mut Sink<'_, '_>) {
    read_one(sink, |secret| &secret.copies);
}

fn read_one(
    sink: &mut Sink<'_, '_>,
    files: impl for<'s> Fn(&'s SecretAt<'_>) -> &'s Vec<ObjectId>,
) {
    let model = sink.model;
    for secret in model.roles.secrets.iter().filter(|one| is_read(one.store)) {
        for file in files(secret) {
            let key = secret.key.map(Claim::Reads);
            let premises: Vec<Claim> = [Claim::Reads(*file)].into_iter().chain(key).collect();
            let knows = Claim::Knows(secret.account);
            sink.put(&premises, &[configured(secret.why)], knows);
        }
    }
}

/// The tokens that act for that principal.
fn acting(model: &Model<'_>, by: PrincipalId) -> (TokenBits, TokenBits) {
    let (mut known, mut possible) = (
        TokenBits::none(model.tokens.len()),
        TokenBits::none(model.tokens.len()),
    );
    let key = model.server.principal(by).key();
    for token in model.tokens.ids() {
        let holds = has(model.tokens.get(token), &key);
        if holds == Holds::Yes {
            known.insert(token);
        }
        if holds != Holds::No {
            possible.insert(token);
        }
    }
    (known, possible)
}

// E15: joins(G) <- may change G | system; wields(T+G) <- wields(T), joins(G); knows(U) <- may reset U | system.
pub fn changes(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for changes in &model.members {
        let (known, possible) = acting(model, changes.by);
        let group = changes.what;
        let by = |token| Condition::ChangesMembers {
            token,
            group,
            fact: changes.fact,
        };
        let joins = Claim::Joins(group);
        sink.wielding((&known, &possible), by, &[], &[], joins);
        sink.put(&[Claim::System], &[], joins);
    }
    for joining in &model.joinings {
        let premises = [Claim::Wields(joining.from), Claim::Joins(joining.group)];
        sink.put(&premises, &[], Claim::Wields(joining.to));
    }
    for changes in &model.passwords {
        let (known, possible) = acting(model, changes.by);
        let account = changes.what;
        let by = |token| Condition::ChangesPassword {
            token,
            account,
            fact: changes.fact,
        };
        let knows = Claim::Knows(account);
        sink.wielding((&known, &possible), by, &[], &[], knows);
        sink.put(&[Claim::System], &[], knows);
    }
}

// E20: wields(T over the network) <- knows(U), logon over the network.
pub fn over_the_network(sink: &mut Sink<'_, '_>) {
    logons(sink, true);
}

// E33: wields(T) <- knows(U), logon(U,T).
pub fn log_on(sink: &mut Sink<'_, '_>) {
    logons(sink, false);
}

fn logons(sink: &mut Sink<'_, '_>, over_the_network: bool) {
    let model = sink.model;
    let logons = model.logons.iter();
    for logon in logons.filter(|logon| logon.over_the_network == over_the_network) {
        let condition = Condition::LogsOn {
            account: logon.account,
            token: logon.token,
        };
        sink.put(
            &[Claim::Knows(logon.account)],
            &[(condition, logon.holds)],
            Claim::Wields(logon.token),
        );
    }
}

// E27: knows(U) <- reads(account database), U local.
pub fn guessed(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    if model.roles.account_database.is_empty() {
        return;
    }
    for account in local_users(model.server) {
        for file in &model.roles.account_database {
            sink.put(&[Claim::Reads(*file)], &[], Claim::Knows(account));
        }
    }
}
