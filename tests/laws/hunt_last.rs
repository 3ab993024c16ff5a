//! scratch

use poolproof::{
    iis,
    nt::Sid,
    reach::{Bring, Reach, TokenId, actor::Actor, rules},
    search::hunt::formula::{Can, Formula, Instance, Target, plane},
    search::hunt::*,
    world::{
        Fact, Footprint, IisVersion, Name,
        footprint::{HostKind, Party, Securable},
        print,
    },
};

fn party(pool: usize) -> Party {
    Party::Pool(Name::from(format!("Pool{pool}").as_str()))
}
fn actor(footprint: &Footprint, pool: usize) -> Actor {
    Actor {
        code: footprint.hosts_of(&party(pool)),
        ..Actor::default()
    }
}

fn above(what: &Securable, all: &mut Vec<Securable>) {
    let path = match what {
        Securable::File(p) | Securable::Folder(p) | Securable::Key(p) => p.parent(),
        Securable::FileIn(p) | Securable::FolderIn(p) => Some(p.clone()),
        _ => None,
    };
    let is_key = matches!(what, Securable::Key(_));
    let mut next = path;
    while let Some(p) = next {
        next = p.parent();
        let s = if is_key {
            Securable::Key(p)
        } else {
            Securable::Folder(p)
        };
        if !all.contains(&s) {
            all.push(s);
        }
    }
}

pub fn skeleton(
    pools: usize,
    drop: &'static str,
) -> impl FnMut(&[Fact], &mut Lines) -> Option<Skeleton> {
    move |facts, lines| {
        let (server, _) = iis::serve(facts.to_vec());
        let footprint = iis::footprint(&server);
        let reach = Reach::open(&server, &footprint, Bring::default());
        let mut making = match Making::new(&reach, lines) {
            Ok(m) => m,
            Err(_) => return None,
        };
        let mut instances = Vec::new();
        for p in 1..=pools {
            for q in (1..=pools).filter(|q| *q != p) {
                let mine = footprint.hosts_of(&party(p));
                // tokens of P
                let mut tokens: Vec<TokenId> = Vec::new();
                for host in &mine {
                    let host = footprint.host(*host);
                    for t in host
                        .identities
                        .iter()
                        .chain(host.handed.iter().map(|h| &h.token))
                    {
                        if let Some(id) = reach.token_of(t) {
                            if !tokens.contains(&id) {
                                tokens.push(id)
                            }
                        }
                    }
                }
                let bits = |own_only: bool| {
                    tokens
                        .iter()
                        .filter(|t| {
                            !own_only
                                || footprint
                                    .host(mine[0])
                                    .identities
                                    .iter()
                                    .any(|i| reach.token_of(i) == Some(**t))
                        })
                        .fold(0u64, |a, t| a | 1 << t.0)
                };
                let all = bits(drop == "handed");
                let mut bad = false;
                let considered: Vec<TokenId> = tokens
                    .iter()
                    .copied()
                    .filter(|t| all >> t.0 & 1 == 1)
                    .collect();
                for t in &considered {
                    let facts = reach.token(*t);
                    for (id, host) in footprint.ids() {
                        if mine.contains(&id) {
                            continue;
                        }
                        for i in &host.identities {
                            if i.token.user == facts.token.user {
                                bad = true;
                            }
                        }
                    }
                    let admins = Sid::of(5, &[32, 544]);
                    use poolproof::nt::Privilege as Pv;
                    let pr = |p: Pv| facts.token.privileges.is_present(p);
                    if facts.token.matches_allow(&admins)
                        || facts.token.user == Sid::of(5, &[18])
                        || [
                            Pv::Debug,
                            Pv::Tcb,
                            Pv::CreateToken,
                            Pv::LoadDriver,
                            Pv::Restore,
                            Pv::TakeOwnership,
                            Pv::Backup,
                        ]
                        .into_iter()
                        .any(pr)
                    {
                        bad = true;
                    }
                }
                // objects of others
                let mut objects: Vec<Securable> = Vec::new();
                let mut guarded: Vec<(Securable, Option<(u64, Securable)>)> = Vec::new();
                for other in (1..=pools).filter(|o| *o != p && (drop != "third" || *o == q)) {
                    for b in reach.read_or_run_by(&party(other)) {
                        let what = reach.object(b.object).what.clone();
                        if !objects.contains(&what) {
                            objects.push(what);
                        }
                    }
                }
                if drop != "third" {
                    for used in &footprint.uses {
                        if let HostKind::Service(_) = footprint.host(used.host).kind {
                            if !objects.contains(&used.what) {
                                objects.push(used.what.clone());
                            }
                        }
                    }
                    for c in &footprint.configuration {
                        if !objects.contains(&c.file) {
                            objects.push(c.file.clone());
                        }
                    }
                }
                if drop != "above" {
                    for o in objects.clone() {
                        above(&o, &mut objects);
                    }
                }
                let rights: &[u32] = match drop {
                    "dac" => &[0x2, 0x4, 0x10000, 0x40],
                    "delete" => &[0x2, 0x4, 0x40000, 0x80000, 0x10000],
                    _ => &[0x2, 0x4, 0x10000, 0x40, 0x40000, 0x80000],
                };
                let _ = &mut guarded;
                let mut targets = Vec::new();
                for o in &objects {
                    if matches!(o, Securable::Service(_) | Securable::Task(_)) {
                        continue;
                    }
                    let Ok(object) = making.object(o) else {
                        return None;
                    };
                    targets.push(Target {
                        object,
                        given: 0,
                        right: 0,
                    });
                }
                let changes = Formula::Can(Can {
                    tokens: all,
                    rights: rights.iter().filter_map(|b| plane(*b)).collect(),
                    any: true,
                    objects: targets,
                });
                let mut reads = Vec::new();
                for b in reach.content_of(&party(q)) {
                    let Ok(object) = making.object(&reach.object(b.object).what) else {
                        return None;
                    };
                    reads.push(Target {
                        object,
                        given: 0,
                        right: 0,
                    });
                }
                for secret in &footprint.secrets {
                    for f in &secret.files {
                        let Ok(object) = making.object(f) else {
                            return None;
                        };
                        reads.push(Target {
                            object,
                            given: 0,
                            right: 0,
                        });
                    }
                }
                let reads = Formula::Can(Can {
                    tokens: all,
                    rights: [0x1].iter().filter_map(|b| plane(*b)).collect(),
                    any: true,
                    objects: reads,
                });
                let mut parts = vec![];
                if drop != "identity" {
                    parts.push(Formula::Known(!bad));
                }
                if drop != "changes" {
                    parts.push(changes.contrary());
                }
                if drop != "reads" {
                    parts.push(reads.contrary());
                }
                let premise = Formula::all(parts);
                let comes = making
                    .comes(&actor(&footprint, p), &reach.parts_of(&party(q)))
                    .ok()?;
                instances.push(Instance {
                    premise,
                    conclusion: Formula::Comes(comes).contrary(),
                });
            }
        }
        let Ok((view, steps)) = making.finish(rules::granted()) else {
            return None;
        };
        Some(Skeleton {
            view,
            instances,
            steps,
        })
    }
}

#[test]
fn research() {
    let get = |name: &str, or: &str| std::env::var(name).unwrap_or(or.into());
    let iis = match get("IIS", "6").as_str() {
        "6" => IisVersion::V6_0,
        "7" => IisVersion::V7_0,
        "75" => IisVersion::V7_5,
        _ => IisVersion::V10_0,
    };
    let pools = get("POOLS", "2").parse().unwrap();
    let scope = Scope {
        pools,
        groups: get("GROUPS", "1").parse().unwrap(),
        folders: pools,
        iis,
    };
    let drop: &'static str = Box::leak(get("DROP", "").into_boxed_str());
    let within = get("WITHIN", "1").parse().unwrap();
    let base = scope.facts();
    let alphabet = Alphabet::of(&base);
    let symmetry = Symmetry::of(&scope, &alphabet);
    println!(
        "alphabet {} kinds {:?}",
        alphabet.len(),
        alphabet.kinds().map(|k| k.len()).collect::<Vec<_>>()
    );
    let mut fast = Fast::new(skeleton(pools, drop), &base, &alphabet);
    let begun = std::time::Instant::now();
    let (mut worlds, mut all, mut met, mut broken, mut slow) = (0u64, 0u64, 0u64, 0u64, 0u64);
    let mut shown = Vec::new();
    let w = Worlds {
        alphabet: &alphabet,
        symmetry: &symmetry,
        within,
    };
    let _ = w.each(|world, alike| {
        worlds += 1;
        all += alike;
        match fast.judge(&alphabet, &base, world) {
            None => {
                slow += 1;
                if slow < 5 {
                    println!(
                        "slow: {}",
                        world
                            .iter()
                            .map(|e| alphabet.edits()[*e as usize].to_string())
                            .collect::<Vec<_>>()
                            .join(" & ")
                    );
                }
            }
            Some(j) => {
                if j.met > 0 {
                    met += alike;
                }
                if j.finding == Finding::Broken {
                    broken += alike;
                    if !shown
                        .iter()
                        .any(|f: &Vec<u16>| f.iter().all(|e| world.contains(e)))
                        && shown.len() < 60
                    {
                        shown.push(world.to_vec());
                        println!(
                            "BROKEN: {}",
                            world
                                .iter()
                                .map(|e| alphabet.edits()[*e as usize].to_string())
                                .collect::<Vec<_>>()
                                .join("  &  ")
                        );
                    }
                }
            }
        }
        std::ops::ControlFlow::<()>::Continue(())
    });
    println!(
        "{worlds} classes, {all} worlds, met {met}, broken {broken}, slow {slow}, skeletons {}, {:?}",
        fast.skeletons(),
        begun.elapsed()
    );
    let _ = print(&base);
}
