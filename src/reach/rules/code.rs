//! Steps from code to tokens, and from what a host runs, loads and obeys to its code.

use crate::{
    nt::{Certainty, IntegrityLevel, Sid},
    reach::{
        Claim, Condition, ObjectId, Power, TokenId,
        ground::{Sink, configured},
        model::{Holds, Model, Place, RunsAt, TokenBits},
    },
    world::{
        TokenFacts,
        footprint::{HostId, HostKind, Role, Securable, Why},
    },
};

// E1, E1b: wields(T) <- code(P), id(P,T).
//
// Of a host of which nobody knows as whom it runs, it may be as SYSTEM.
pub fn own_token(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for (host, said) in model.footprint.ids() {
        let tokens = model.host(host);
        let one = Holds::certain(tokens.identities.len() == 1 && !tokens.visitors);
        for token in &tokens.identities {
            let runs_as = Condition::RunsAs {
                host,
                token: *token,
            };
            let conditions = [(runs_as, one), configured(&said.why)];
            sink.put(&[Claim::Code(host)], &conditions, Claim::Wields(*token));
        }
        if tokens.identities.is_empty() && !tokens.visitors {
            let unknown = [(Condition::RunsAsNobodyKnows(host), Holds::Perhaps)];
            sink.put(&[Claim::Code(host)], &unknown, Claim::System);
        }
    }
}

// E3, E26: code(P') <- code(any), wields(T), id(P',T'), user T = user T', level T >= level P'.
pub fn same_user(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    let mut found: Vec<(Vec<TokenId>, TokenBits, TokenBits)> = Vec::new();
    for (host, _) in model.footprint.ids() {
        let tokens = model.host(host);
        if tokens.identities.is_empty() {
            if !tokens.visitors {
                let unknown = [(Condition::RunsAsNobodyKnows(host), Holds::Perhaps)];
                sink.put(&[Claim::CodeSomewhere], &unknown, Claim::Code(host));
            }
            continue;
        }
        let at = found
            .iter()
            .position(|(identities, ..)| *identities == tokens.identities)
            .unwrap_or_else(|| {
                let (known, possible) = opening(model, host);
                found.push((tokens.identities.clone(), known, possible));
                found.len() - 1
            });
        let (_, known, possible) = &found[at];
        let same = |token| Condition::SameUser { token, host };
        sink.wielding(
            (known, possible),
            same,
            &[Claim::CodeSomewhere],
            &[],
            Claim::Code(host),
        );
    }
}

/// The tokens that open the process of a host.
fn opening(model: &Model<'_>, host: HostId) -> (TokenBits, TokenBits) {
    let (mut known, mut possible) = (
        TokenBits::none(model.tokens.len()),
        TokenBits::none(model.tokens.len()),
    );
    for token in model.tokens.ids() {
        let facts = model.tokens.get(token);
        let each = model.host(host).identities.iter();
        let holds = Holds::whichever(each.map(|own| opens(facts, model.tokens.get(*own))));
        if holds == Holds::Yes {
            known.insert(token);
        }
        if holds != Holds::No {
            possible.insert(token);
        }
    }
    (known, possible)
}

fn opens(facts: &TokenFacts, process: &TokenFacts) -> Holds {
    if facts.token.user != process.token.user || facts.token.user_deny_only {
        return Holds::No;
    }
    let (Some(own), Some(theirs)) = (facts.token.integrity, process.token.integrity) else {
        return Holds::Yes;
    };
    let highest = |facts: &TokenFacts, level: IntegrityLevel| {
        facts
            .perhaps_integrity
            .map_or(level, |more| more.max(level))
    };
    match (
        own >= highest(process, theirs),
        highest(facts, own) >= theirs,
    ) {
        (true, _) => Holds::Yes,
        (false, true) => Holds::Perhaps,
        (false, false) => Holds::No,
    }
}

// E5: code(P) <- writes(o), runs(P,o), can_read(P,o). A created file can be read if its creator wants.
pub fn runs(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    run(sink, |runs| !runs.by_name);
    for used in &model.roles.uses {
        let is_process = matches!(
            model.footprint.host(used.host).kind,
            HostKind::Process(_) | HostKind::Child(_)
        );
        if used.role == Role::Program && is_process {
            changed(sink, used.object, used.host, used.why);
        }
    }
}

/// A file is changed that a host can read, or one that somebody made is put in its place.
fn changed(sink: &mut Sink<'_, '_>, object: ObjectId, host: HostId, why: &Why) {
    let code = Claim::Code(host);
    let readable = (
        Condition::CanRead { host, object },
        sink.model.can_read(host, object),
    );
    let conditions = [readable, configured(why)];
    sink.put(&[Claim::Writes(object)], &conditions, code);
    if sink.model.objects.get(object).folder.is_some() {
        sink.put(&[Claim::Plants(object)], &[configured(why)], code);
    }
}

/// What is served and run. Where a new file is run too, a folder of one's own will do for it.
fn run(sink: &mut Sink<'_, '_>, counts: impl Fn(&RunsAt<'_>) -> bool) {
    let model = sink.model;
    for runs in model.roles.runs.iter().filter(|runs| counts(runs)) {
        let code = Claim::Code(runs.host);
        let nameless = matches!(model.objects.get(runs.object).what, Securable::FileIn(_));
        if runs.is_folder {
            for power in [Power::AddFile, Power::AddFolder] {
                let may = sink.model.may(runs.object, power);
                sink.put(&[may], &[configured(runs.why)], code);
            }
            sink.put(&[Claim::Plants(runs.object)], &[configured(runs.why)], code);
        } else if nameless && !runs.planted {
            // Of what nobody described it is not told whether it was there before somebody put it there.
            let readable = Condition::CanRead {
                host: runs.host,
                object: runs.object,
            };
            let holds = model.can_read(runs.host, runs.object);
            for power in [Power::WriteData, Power::Append] {
                let conditions = [(readable.clone(), holds), configured(runs.why)];
                sink.put(&[sink.model.may(runs.object, power)], &conditions, code);
            }
        } else {
            changed(sink, runs.object, runs.host, runs.why);
        }
    }
}

// E6: code(P) <- writes(d\web.config) | may(d, create), governs(d,P), handlers and modules not both locked.
pub fn web_config(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for governs in model.roles.governs.iter().filter(|one| one.brings_code) {
        let code = Claim::Code(governs.host);
        let conditions = [configured(governs.why)];
        match governs.place {
            Place::Content => {
                for power in [Power::AddFile, Power::AddFolder] {
                    sink.put(&[sink.model.may(governs.object, power)], &conditions, code);
                }
                sink.put(&[Claim::Plants(governs.object)], &conditions, code);
            }
            Place::OnTheWay => {
                let may = sink.model.may(governs.object, Power::AddFile);
                sink.put(&[may], &conditions, code);
                sink.put(&[Claim::Plants(governs.object)], &conditions, code);
            }
            Place::File if model.objects.get(governs.object).absent => {
                sink.put(&[Claim::Plants(governs.object)], &conditions, code);
            }
            Place::File => sink.put(&[Claim::Writes(governs.object)], &conditions, code),
        }
    }
}

// E10: code(P) <- writes(o), o in a code cache of P.
//
// A cache is a host's only as far as its process can create files there.
pub fn code_cache(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for used in &model.roles.uses {
        let (Role::CodeCache, Some(folder)) = (used.role, used.folder) else {
            continue;
        };
        let can_create = Condition::CanCreate {
            host: used.host,
            folder,
        };
        let holds = model.host_grants(used.host, folder, Power::AddFile);
        let conditions = [(can_create, holds), configured(used.why)];
        sink.put(
            &[Claim::Writes(used.object)],
            &conditions,
            Claim::Code(used.host),
        );
    }
}

// E14: code(inetinfo) <- plants(d\n), n = base name of an entry with a full path, d executable.
pub fn by_name_in_error(sink: &mut Sink<'_, '_>) {
    named(sink, true);
}

// E14b: code(inetinfo) <- plants(d\n), n listed as a bare name, d executable.
pub fn by_name(sink: &mut Sink<'_, '_>) {
    named(sink, false);
}

fn named(sink: &mut Sink<'_, '_>, defect: bool) {
    run(sink, |runs| runs.by_name && runs.defect == defect);
}

/// What uses of that role by hosts of that kind there are.
fn used(
    sink: &mut Sink<'_, '_>,
    roles: &[Role],
    by: impl Fn(HostKind) -> bool,
    put: impl Fn(&mut Sink<'_, '_>, ObjectId, &Why, Claim),
) {
    let model = sink.model;
    for used in &model.roles.uses {
        if roles.contains(&used.role) && by(model.footprint.host(used.host).kind) {
            put(sink, used.object, used.why, Claim::Code(used.host));
        }
    }
}

fn writes(sink: &mut Sink<'_, '_>, object: ObjectId, why: &Why, code: Claim) {
    sink.put(&[Claim::Writes(object)], &[configured(why)], code);
}

// E17: code(S) <- may(S, CHANGE_CONFIG | WRITE_DAC | WRITE_OWNER) | writes(key of S) | writes(exe of S).
pub fn service(sink: &mut Sink<'_, '_>) {
    let is_service = |kind| matches!(kind, HostKind::Service(_));
    used(sink, &[Role::Program, Role::Directs], is_service, writes);
    used(
        sink,
        &[Role::Control],
        is_service,
        |sink, object, why, code| {
            let powers = [
                Power::Configure,
                Power::ChangePermissions,
                Power::TakeOwnership,
            ];
            for power in powers {
                sink.put(&[sink.model.may(object, power)], &[configured(why)], code);
            }
        },
    );
}

// E18: code(K) <- writes(task K) | writes(action of K).
pub fn task(sink: &mut Sink<'_, '_>) {
    let is_task = |kind| matches!(kind, HostKind::Task(_));
    let roles = [Role::Program, Role::Directs, Role::Control];
    used(sink, &roles, is_task, writes);
}

// E19: code(P) <- may(d, ADD_FILE), dir(P,d). A folder of one's own in its place will do as well.
pub fn libraries(sink: &mut Sink<'_, '_>) {
    used(
        sink,
        &[Role::Libraries],
        |_| true,
        |sink, object, why, code| {
            sink.put(
                &[sink.model.may(object, Power::AddFile)],
                &[configured(why)],
                code,
            );
            if sink.model.objects.get(object).folder.is_some() {
                sink.put(&[Claim::Plants(object)], &[configured(why)], code);
            }
        },
    );
}

// E23: code(P) <- writes(CLSID | AppID key of C | dll of C), uses(P,C); code(server) <- writes(exe | AppID key of C).
pub fn component(sink: &mut Sink<'_, '_>) {
    let is_component = |kind| matches!(kind, HostKind::Component(_));
    used(sink, &[Role::Program, Role::Directs], is_component, writes);
    let is_client = |kind| matches!(kind, HostKind::Process(_) | HostKind::Child(_));
    used(sink, &[Role::Directs], is_client, writes);
}

// E25: code(P) <- reads(web.config with a machine key), governs P.
pub fn machine_key(sink: &mut Sink<'_, '_>) {
    used(
        sink,
        &[Role::MachineKey],
        |_| true,
        |sink, object, why, code| {
            sink.put(&[Claim::Reads(object)], &[configured(why)], code);
        },
    );
}

// E28: wields(T) <- code(P), handed(P,T).
pub fn handed(sink: &mut Sink<'_, '_>) {
    let model = sink.model;
    for (host, said) in model.footprint.ids() {
        for ((token, holds), handed) in model.host(host).handed.iter().zip(&said.handed) {
            let condition = Condition::Handed {
                host,
                token: *token,
            };
            let conditions = [(condition, *holds), configured(&handed.why)];
            sink.put(&[Claim::Code(host)], &conditions, Claim::Wields(*token));
        }
    }
}

/// Whether a token has a SID that lets it in.
pub fn has(facts: &TokenFacts, sid: &Sid) -> Holds {
    if facts.token.user == *sid && !facts.token.user_deny_only {
        return Holds::Yes;
    }
    match facts.token.group(sid) {
        Some(group) if group.attributes.matches_allow() => match group.certainty {
            Certainty::Held => Holds::Yes,
            Certainty::Perhaps(_) => Holds::Perhaps,
        },
        Some(_) | None => Holds::No,
    }
}
