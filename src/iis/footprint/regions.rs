//! What is served, folder by folder: who reads it, as whom, what of it is run, and whose web.config is obeyed there.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{
    Survey,
    hosts::Child,
    map::{Map, Mount},
    obeys::obeys,
    process_of, runs,
    settings::{Held, Rulebook},
    tokens::{Answer, Place, Tokens, taken},
    used::Caches,
    why,
};
use crate::{
    iis::{
        OnThread, Seat, Served,
        kinds::Kind,
        seats,
        settings::{Application, is_asp_net},
        version::{Generation, Version},
    },
    nt::TokenLevel,
    world::{
        ApplicationSettings, FactId, Handler, Name, Protection, Rule, TokenFacts, WinPath,
        footprint::{ApplicationName, Handed, HostId, Region, Why},
    },
};

static SERVED: Rule = Rule::of(
    "what lies below the folder of an application or of a virtual folder is served, unless its URL leads to another application",
    "IIS \"sites, applications and virtual directories\"",
);
static LIES_THERE: Rule = Rule::of(
    "it lies in the folder of the application, though its URL leads to another",
    "IIS \"sites, applications and virtual directories\"",
);
static UPLOAD: Rule = Rule::of(
    "where visitors may write and programs are run, a visitor's file is run",
    "IIS \"handlers accessPolicy\"; IIS 6.0 \"AccessFlags\"",
);

/// A handler that has found its process.
pub(super) struct Placed<'h> {
    /// The handler; `None` for the server itself.
    pub handler: Option<&'h Handler>,
    pub host: HostId,
    pub thread: OnThread,
    pub why: Why,
}

/// What is worked out once for all regions.
pub(super) struct Desk<'a> {
    pub version: Version,
    pub rules: Rulebook<'a>,
    pub caches: Caches,
    tokens: Tokens<'a>,
    seats: FxHashMap<(Option<Handler>, Option<Protection>), Option<Seating>>,
    children: FxHashMap<(usize, WinPath, Vec<*const TokenFacts>), HostId>,
    primary: FxHashMap<*const TokenFacts, Arc<TokenFacts>>,
    handed: FxHashMap<(HostId, *const TokenFacts), usize>,
    /// What anonymous requests of a site are known to get.
    anonymous: FxHashMap<(Name, *const TokenFacts), ()>,
    /// The hosts of static files, by the site that they serve.
    pub cores: FxHashMap<Name, Vec<HostId>>,
    /// The hosts of ASP.NET.
    pub asp_net: Vec<HostId>,
}

#[derive(Clone)]
struct Seating {
    kind: Kind,
    seat: Seat,
    thread: OnThread,
    facts: Vec<FactId>,
    rule: &'static Rule,
}

impl<'a> Survey<'a> {
    /// Every region of every application, with what its hosts use for it.
    pub fn of_applications(
        &mut self,
        version: &Version,
        (map, held): (&Map, &[Held]),
        rules: Rulebook<'a>,
    ) {
        let mut desk = Desk {
            version: version.clone(),
            rules,
            caches: Caches::of(self.server, version),
            tokens: Tokens::of(self.server),
            seats: FxHashMap::default(),
            children: FxHashMap::default(),
            primary: FxHashMap::default(),
            handed: FxHashMap::default(),
            anonymous: FxHashMap::default(),
            cores: FxHashMap::default(),
            asp_net: Vec::new(),
        };
        for (mount, held) in map.mounts.iter().zip(held) {
            self.region(&mut desk, map, mount, held);
        }
        self.of_filters(&desk);
        self.of_programs(&mut desk);
    }

    fn region(&mut self, desk: &mut Desk<'a>, map: &Map, mount: &Mount, held: &Held) {
        let application = &map.applications[mount.application];
        let name = ApplicationName {
            site: application.site.clone(),
            url: application.url.clone(),
        };
        let core = self.place(desk, (mount, application), held, None);
        let mut placed: Vec<Placed> = core.into_iter().collect();
        let declared = placed.len();
        for handler in &held.settings.handlers {
            placed.extend(self.place(desk, (mount, application), held, Some(handler)));
        }
        let mut code: Vec<HostId> = placed[declared..].iter().map(|one| one.host).collect();
        if held.settings.handlers.is_empty() && desk.version.generation == Generation::Workers {
            code.extend(placed[..declared].iter().map(|one| one.host));
        }
        let mut readers: Vec<HostId> = placed.iter().map(|one| one.host).collect();
        for hosts in [&mut code, &mut readers] {
            hosts.sort();
            hosts.dedup();
        }
        let core = placed[..declared].first().map(|one| one.host);
        self.anonymous(desk, (mount, application), held, core);
        let mut region = Region {
            application: name.clone(),
            pool: held.pool.clone(),
            url: mount.url(),
            folder: mount.folder.clone(),
            except: mount.except.clone(),
            read_as: self.read_as(desk, (mount, application), held, &placed),
            readers,
            code,
            runs: Vec::new(),
            obeys: obeys(desk, held, &placed),
            upload: None,
            why: why(&SERVED, held.facts.clone()),
        };
        if mount.hidden.is_some() {
            region.obeys.clear();
            region.why.rule = &LIES_THERE;
            self.footprint.regions.push(region);
            return;
        }
        region.runs = runs::runs(self, &desk.version, (mount, held), &placed);
        if held.settings.allows_upload && placed.len() > declared {
            region.upload = Some(why(&UPLOAD, held.facts.clone()));
        }
        self.of_settings(desk, map, (&name, mount), held, &placed);
        if let Some(core) = core {
            let cores = desk.cores.entry(application.site.clone()).or_default();
            if cores.last() != Some(&core) {
                cores.push(core);
            }
        }
        for one in &placed {
            if one.handler.is_some_and(is_asp_net) && !desk.asp_net.contains(&one.host) {
                desk.asp_net.push(one.host);
            }
        }
        self.footprint.regions.push(region);
    }

    /// The process of a handler, or of static files.
    fn place<'h>(
        &mut self,
        desk: &mut Desk<'a>,
        (mount, application): (&Mount, &Application),
        held: &Held,
        handler: Option<&'h Handler>,
    ) -> Option<Placed<'h>> {
        let seating = self.seating(desk, &held.settings, handler)?;
        let program = match handler {
            Some(Handler::Cgi(path)) => Some(path),
            Some(_) | None => None,
        };
        let mut facts = held.facts.clone();
        facts.extend(&seating.facts);
        let reason = Why {
            rule: seating.rule,
            facts,
        };
        let starter = seats::starter(&desk.version, &held.settings);
        let host = match program.filter(|_| seating.kind == Kind::CgiAsRequestUser) {
            Some(program) => {
                let starter = self.process(&starter)?;
                self.program(desk, (mount, application), held, (program, starter))?
            }
            None => {
                let name = seats::name(
                    &desk.version,
                    seating.seat,
                    &held.settings,
                    application,
                    program,
                );
                let host = self.process(&name)?;
                match seating.seat {
                    Seat::PoolChild | Seat::ApplicationChild | Seat::Program => {
                        let starter = self.process(&starter).filter(|starter| *starter != host);
                        let child = &mut self.footprint.hosts[host.0 as usize];
                        child.starter = starter;
                        child.pool.clone_from(&held.pool);
                    }
                    Seat::Core
                    | Seat::Pooled
                    | Seat::Own
                    | Seat::AspNetWorker
                    | Seat::Worker
                    | Seat::Caller
                    | Seat::ComServer
                    | Seat::Services => {}
                }
                host
            }
        };
        Some(Placed {
            handler,
            host,
            thread: seating.thread,
            why: reason,
        })
    }

    fn seating(
        &self,
        desk: &mut Desk,
        settings: &ApplicationSettings,
        handler: Option<&Handler>,
    ) -> Option<Seating> {
        // Which program it is does not matter to where a CGI program runs.
        let known = match handler {
            Some(Handler::Cgi(_)) => Some(Handler::Cgi(WinPath::new("cgi.exe"))),
            Some(_) | None => handler.cloned(),
        };
        let key = (known, settings.protection);
        if let Some(seating) = desk.seats.get(&key) {
            return seating.clone();
        }
        let served = handler.map_or(Served::Static, |handler| Served::By(handler.clone()));
        let seated = seats::seated(self.server, &desk.version, settings, &served).ok();
        let seating = seated.and_then(|seated| {
            Some(Seating {
                kind: seated.kind,
                seat: seated.seat,
                thread: seated.kind.cell(desk.version.era)?.thread,
                facts: seated.facts,
                rule: seated.kind.rule(),
            })
        });
        desk.seats.insert(key, seating.clone());
        seating
    }

    /// A CGI program that runs as the user of the request: one for each application and anonymous user.
    fn program(
        &mut self,
        desk: &mut Desk<'a>,
        (mount, application): (&Mount, &Application),
        held: &Held,
        (program, starter): (&WinPath, HostId),
    ) -> Option<HostId> {
        let place = self.place_of((mount, application), starter)?;
        let identities: Vec<Arc<TokenFacts>> =
            match desk.tokens.anonymous(&desk.version, &held.settings, &place) {
                Answer::Process(_) => self.footprint.host(starter).identities.clone(),
                Answer::Tokens(tokens) => {
                    let primary = |(token, _): (Arc<TokenFacts>, _)| {
                        let made = desk.primary.entry(Arc::as_ptr(&token)).or_insert_with(|| {
                            let mut made = TokenFacts::clone(&token);
                            made.token.level = TokenLevel::Primary;
                            Arc::new(made)
                        });
                        made.clone()
                    };
                    tokens.into_iter().map(primary).collect()
                }
            };
        let tokens = identities.iter().map(Arc::as_ptr).collect();
        let key = (mount.application, program.clone(), tokens);
        if let Some(host) = desk.children.get(&key) {
            return Some(*host);
        }
        let alone = application.url.as_str().trim_matches(['/', '\\']);
        let host = self.child(Child {
            name: format!("{program} of {}/{alone}", application.site),
            starter,
            identities,
            facts: held.facts.clone(),
        })?;
        desk.children.insert(key, host);
        Some(host)
    }

    fn place_of<'p>(
        &self,
        (mount, application): (&'p Mount<'p>, &'p Application),
        host: HostId,
    ) -> Option<Place<'p>> {
        Some(Place {
            site: &application.site,
            application: &application.url,
            folder: &mount.folder,
            account: mount.account,
            process: process_of(&self.footprint, host)?,
        })
    }

    /// The tokens that its threads open content with, which are handed to the processes.
    fn read_as(
        &mut self,
        desk: &mut Desk<'a>,
        (mount, application): (&Mount, &Application),
        held: &Held,
        placed: &[Placed],
    ) -> Vec<Handed> {
        let mut read_as: Vec<Handed> = Vec::new();
        for one in placed {
            let tokens = match one.thread {
                OnThread::Process | OnThread::Caller => continue,
                OnThread::Requester | OnThread::AnonymousUser => {
                    let Some(place) = self.place_of((mount, application), one.host) else {
                        continue;
                    };
                    match desk.tokens.anonymous(&desk.version, &held.settings, &place) {
                        Answer::Process(_) => continue,
                        Answer::Tokens(tokens) => tokens,
                    }
                }
                OnThread::Fixed => match one.handler {
                    Some(Handler::AspNetImpersonating(Some(who))) => desk.tokens.fixed(who),
                    Some(_) | None => continue,
                },
            };
            let process = self.footprint.host(one.host).identities.first();
            let process = process.map(Arc::as_ref);
            let site = (&application.site, &one.why.facts[..]);
            for handed in taken(self.server, process, &tokens, site) {
                self.hand(desk, one.host, &handed);
                let known = |known: &Handed| Arc::ptr_eq(&known.token, &handed.token);
                if !read_as.iter().any(known) {
                    read_as.push(handed);
                }
            }
        }
        read_as
    }

    /// Puts a token on the threads of a host.
    fn hand(&mut self, desk: &mut Desk, host: HostId, handed: &Handed) {
        let key = (host, Arc::as_ptr(&handed.token));
        let tokens = &mut self.footprint.hosts[host.0 as usize].handed;
        match desk.handed.get(&key) {
            Some(at) => {
                let known = &mut tokens[*at];
                known.certain |= handed.certain;
                if known.site != handed.site {
                    known.site = None;
                }
            }
            None => {
                desk.handed.insert(key, tokens.len());
                tokens.push(handed.clone());
            }
        }
    }

    /// What anonymous visitors of a site act as, where they do not read a virtual folder as its account.
    fn anonymous(
        &mut self,
        desk: &mut Desk<'a>,
        (mount, application): (&Mount, &Application),
        held: &Held,
        core: Option<HostId>,
    ) {
        let Some(core) = core else { return };
        let Some(place) = self.place_of((mount, application), core) else {
            return;
        };
        let place = Place {
            account: None,
            ..place
        };
        let tokens = match desk.tokens.anonymous(&desk.version, &held.settings, &place) {
            Answer::Process(rule) => {
                let identities = self.footprint.host(core).identities.iter();
                identities.map(|token| (token.clone(), rule)).collect()
            }
            Answer::Tokens(tokens) => tokens,
        };
        for (token, rule) in &tokens {
            let key = (application.site.clone(), Arc::as_ptr(token));
            if desk.anonymous.insert(key, ()).is_none() {
                self.footprint.anonymous.push(Handed {
                    token: token.clone(),
                    certain: tokens.len() == 1,
                    site: Some(application.site.clone()),
                    why: why(rule, held.facts.clone()),
                });
            }
        }
    }
}
