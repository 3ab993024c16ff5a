//! Passwords that stand somewhere: in the server's configuration, in web.config files, in the secrets of the machine.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Survey,
    map::{Map, Mount},
    places,
    settings::Held,
    used::sources,
    why,
};
use crate::{
    iis::{
        requester::default_anonymous,
        start::needs_password,
        version::{Era, Generation, Version},
    },
    world::{
        Anonymous, ComponentIdentity, FactId, Handler, IisSetting, PoolIdentity, PrincipalId, Rule,
        Who, WinPath,
        footprint::{Secret, Securable, Store},
    },
};

static METABASE: Rule = Rule::of(
    "the metabase keeps the passwords of the accounts that IIS logs on, and decrypts them for administrators",
    "KB 280383; KB 297989",
);
static ENCRYPTED: Rule = Rule::of(
    "applicationHost.config keeps the passwords of anonymous accounts and virtual folders, encrypted with a key that workers can read",
    "IIS \"using encryption to protect passwords\"",
);
static POOLS: Rule = Rule::of(
    "applicationHost.config keeps the passwords of pools, encrypted with a key of their own",
    "IIS \"using encryption to protect passwords\"",
);
static CLEAR: Rule = Rule::of(
    "the account that ASP.NET impersonates stands in a web.config with its password",
    "ASP.NET \"identity\"",
);
static PROCESS_MODEL: Rule = Rule::of(
    "the account of aspnet_wp.exe stands in machine.config with its password",
    "ASP.NET \"processModel\"",
);
static DELEGATED: Rule = Rule::of(
    "the anonymous account that a web.config names stands there with its password",
    "IIS \"anonymousAuthentication\"",
);
static MACHINE: Rule = Rule::of(
    "the passwords of services, tasks and components are secrets of the machine",
    "Win32 \"LsaRetrievePrivateData\"",
);

/// Where a password is kept.
struct Kept {
    store: Store,
    files: Vec<Securable>,
    copies: Vec<WinPath>,
    key: Option<Securable>,
    rule: &'static Rule,
}

impl Survey<'_> {
    /// The passwords that the configuration of IIS holds.
    pub fn of_stored_passwords(&mut self, version: &Version, (map, held): (&Map, &[Held])) {
        let mut known = FxHashMap::default();
        for (who, fact) in self.of_pools(version) {
            let kept = self.kept(version, true);
            self.keep(&mut known, &who, kept, vec![fact]);
        }
        let server = self.server;
        for (folder, fact) in server.virtual_folders() {
            if let Some(who) = &folder.account {
                let kept = self.kept(version, false);
                self.keep(&mut known, who, kept, vec![fact]);
            }
        }
        let mut seen = FxHashSet::default();
        for (mount, held) in map.mounts.iter().zip(held) {
            let application = &map.applications[mount.application];
            if seen.insert(mount.application) {
                let default = default_anonymous(server.name(), version);
                let who = match &application.settings.anonymous {
                    Some(Anonymous::Account(who)) => Some(who),
                    None => Some(&default),
                    Some(Anonymous::Off | Anonymous::PoolIdentity) => None,
                };
                if let Some(who) = who {
                    let kept = self.kept(version, false);
                    self.keep(&mut known, who, kept, application.facts.clone());
                }
            }
            self.in_web_configs(&mut known, version, (map, mount), held);
        }
        if version.generation == Generation::Inetinfo {
            self.process_model(&mut known, version);
        }
    }

    /// The accounts of pools; before 7.0 in inetinfo's time the account of applications out of process.
    fn of_pools(&self, version: &Version) -> Vec<(Who, FactId)> {
        match version.generation {
            Generation::Workers => {
                let pools = self.server.pools();
                let account = |identity: &Option<PoolIdentity>| match identity {
                    Some(PoolIdentity::Account(who)) => Some(who.clone()),
                    Some(
                        PoolIdentity::NetworkService
                        | PoolIdentity::LocalService
                        | PoolIdentity::LocalSystem
                        | PoolIdentity::Own
                        | PoolIdentity::Unknown,
                    )
                    | None => None,
                };
                pools
                    .filter_map(|(pool, fact)| Some((account(&pool.identity)?, fact)))
                    .collect()
            }
            Generation::Inetinfo => {
                let processes = self.server.processes();
                let out = processes.filter(|(_, process)| {
                    process.image.is("dllhost.exe") || process.image.is("mtx.exe")
                });
                out.filter_map(|(id, process)| {
                    Some((process.identity.clone()?, self.server.process_fact(id)))
                })
                .collect()
            }
        }
    }

    /// Where IIS keeps the passwords of pools, or those of others.
    fn kept(&self, version: &Version, of_pools: bool) -> Kept {
        let windows = self.server.windows();
        let place = |text: &str| WinPath::new(text).expanded(windows);
        let file = Securable::File(place(places::configuration(version)));
        if version.era != Era::Iis7 {
            return Kept {
                store: Store::Metabase,
                files: vec![file],
                copies: Vec::new(),
                key: None,
                rule: &METABASE,
            };
        }
        let (key, rule) = if of_pools {
            (places::POOLS_KEY, &POOLS)
        } else {
            (places::CONFIGURATION_KEY, &ENCRYPTED)
        };
        Kept {
            store: Store::ServerConfiguration,
            files: vec![file],
            copies: places::COPIES.iter().map(|folder| place(folder)).collect(),
            key: Some(Securable::File(place(key))),
            rule,
        }
    }

    /// What web.config files hold: the accounts that ASP.NET impersonates, and anonymous accounts.
    fn in_web_configs(
        &mut self,
        known: &mut Known,
        version: &Version,
        (map, mount): (&Map, &Mount),
        held: &Held,
    ) {
        let sources = sources(self.server, map, mount, held);
        let clear = |folder: &WinPath, rule| Kept {
            store: Store::WebConfig,
            files: vec![Securable::File(folder.join("web.config"))],
            copies: Vec::new(),
            key: None,
            rule,
        };
        for (folder, settings, fact) in &sources {
            for handler in &settings.handlers {
                if let Handler::AspNetImpersonating(Some(who)) = handler {
                    self.keep(known, who, clear(folder, &CLEAR), vec![*fact]);
                }
            }
            let delegated = map
                .web_configs
                .get(folder)
                .is_some_and(|told| told.iter().any(|(_, told)| told == fact));
            if let Some(Anonymous::Account(who)) = &settings.anonymous
                && delegated
                && version.era == Era::Iis7
            {
                self.keep(known, who, clear(folder, &DELEGATED), vec![*fact]);
            }
        }
    }

    /// The account of aspnet_wp.exe, where processModel names one.
    fn process_model(&mut self, known: &mut Known, version: &Version) {
        let server = self.server;
        for (setting, fact) in server.iis_settings() {
            let IisSetting::AspNet { runs_as } = setting else {
                continue;
            };
            for folder in places::frameworks(server, version) {
                let kept = Kept {
                    store: Store::WebConfig,
                    files: vec![Securable::File(folder.join("CONFIG\\machine.config"))],
                    copies: Vec::new(),
                    key: None,
                    rule: &PROCESS_MODEL,
                };
                let is = |word: &str| matches!(runs_as, Who::Name(name) if name.is(word));
                if !is("machine") && !is("SYSTEM") {
                    self.keep(known, runs_as, kept, vec![fact]);
                }
            }
        }
    }

    /// The passwords of services, tasks and components.
    pub fn of_machine_secrets(&mut self) {
        let server = self.server;
        let mut known = FxHashMap::default();
        let accounts =
            server
                .services()
                .filter_map(|(service, fact)| Some((service.account.clone()?, fact)))
                .chain(
                    server
                        .tasks()
                        .map(|(task, fact)| (task.account.clone(), fact)),
                )
                .chain(server.components().filter_map(
                    |(component, fact)| match &component.identity {
                        Some(ComponentIdentity::Account(who)) => Some((who.clone(), fact)),
                        Some(
                            ComponentIdentity::LaunchingUser | ComponentIdentity::InteractiveUser,
                        )
                        | None => None,
                    },
                ));
        for (who, fact) in accounts {
            let kept = Kept {
                store: Store::Machine,
                files: Vec::new(),
                copies: Vec::new(),
                key: None,
                rule: &MACHINE,
            };
            self.keep(&mut known, &who, kept, vec![fact]);
        }
    }

    /// Keeps a password once, with every fact that stores it there. Accounts without one have none to keep.
    fn keep(&mut self, known: &mut Known, who: &Who, kept: Kept, facts: Vec<FactId>) {
        let Some(account) = self.server.accounts().look_up(who) else {
            return;
        };
        if !needs_password(self.server, account) {
            return;
        }
        let key = (account, kept.files.clone(), kept.key.clone());
        match known.get(&key) {
            Some(at) => {
                let told: &mut Vec<FactId> = &mut self.footprint.secrets[*at].why.facts;
                for fact in facts {
                    if !told.contains(&fact) {
                        told.push(fact);
                    }
                }
            }
            None => {
                known.insert(key, self.footprint.secrets.len());
                self.footprint.secrets.push(Secret {
                    account,
                    store: kept.store,
                    files: kept.files,
                    copies: kept.copies,
                    key: kept.key,
                    why: why(kept.rule, facts),
                });
            }
        }
    }
}

/// Which secrets are kept already, by account, files and key.
type Known = FxHashMap<(PrincipalId, Vec<Securable>, Option<Securable>), usize>;
