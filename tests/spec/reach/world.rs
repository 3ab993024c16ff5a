//! One world in which everything is known.

use poolproof::{
    iis,
    world::{
        Fact, Footprint, Name, Server, TokenFacts, WinPath,
        footprint::{Handed, HostId, Region},
    },
};

use super::things::{self, Thing};

/// A world with its objects.
pub struct World {
    pub facts: Vec<Fact>,
    pub asked: Vec<WinPath>,
    pub server: Server,
    pub footprint: Footprint,
    pub things: Vec<Thing>,
    /// Which of several identities each host has, and which of the tokens that are perhaps handed out are.
    pub choice: Choice,
}

/// What configuration alone leaves open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// By host.
    pub identities: Vec<usize>,
    /// By number of the uncertain token, in the order of the footprint.
    pub handed: Vec<bool>,
}

impl World {
    /// The world that these facts make.
    ///
    /// # Errors
    /// What is not known of it.
    pub fn of(facts: Vec<Fact>, asked: &[WinPath], choice: &Choice) -> Result<World, Vec<String>> {
        let (server, _) = iis::serve(facts.clone());
        let footprint = iis::footprint(&server);
        let things = things::things(&server, &footprint, asked)?;
        Ok(World {
            facts,
            asked: asked.to_vec(),
            server,
            footprint,
            things,
            choice: choice.clone(),
        })
    }

    /// The token of a host's process; none if nobody knows.
    pub fn identity(&self, host: usize) -> Option<&TokenFacts> {
        let chosen = self.choice.identities.get(host).copied().unwrap_or(0);
        self.footprint.hosts[host]
            .identities
            .get(chosen)
            .map(|facts| &**facts)
    }

    /// Every way that configuration leaves open.
    pub fn choices(footprint: &Footprint) -> Vec<Choice> {
        let mut all = vec![Choice::default()];
        for host in &footprint.hosts {
            let ways = host.identities.len().max(1);
            let more = all.iter().flat_map(|choice| {
                (0..ways).map(|way| {
                    let mut choice = choice.clone();
                    choice.identities.push(way);
                    choice
                })
            });
            all = more.collect();
        }
        for _ in uncertain(footprint) {
            let more = all.iter().flat_map(|choice| {
                [false, true].map(|way| {
                    let mut choice = choice.clone();
                    choice.handed.push(way);
                    choice
                })
            });
            all = more.collect();
        }
        all
    }

    /// Whether a token is handed out: for certain, or in this world.
    pub fn is_handed(&self, handed: &Handed) -> bool {
        if handed.certain {
            return true;
        }
        let mut uncertain = uncertain(&self.footprint);
        let at = uncertain.position(|other| std::ptr::eq(other, handed));
        at.and_then(|at| self.choice.handed.get(at))
            .is_some_and(|handed| *handed)
    }

    /// Whether a host is before that IIS, or is it.
    pub fn iis_is(&self, test: impl Fn(poolproof::world::IisVersion) -> bool) -> bool {
        self.server.iis().is_some_and(test)
    }

    /// The number of a thing.
    pub fn number(&self, test: impl Fn(&Thing) -> bool) -> Option<usize> {
        self.things.iter().position(test)
    }

    /// The number of the folder in which a thing lies.
    pub fn folder_of(&self, thing: usize) -> Option<usize> {
        let folder = self.things[thing].folder()?;
        self.number(
            |other| matches!(&other.what, poolproof::world::footprint::Securable::Folder(path) if *path == folder),
        )
    }

    /// The things that are served there.
    pub fn served(&self, region: &Region) -> Vec<usize> {
        (0..self.things.len())
            .filter(|at| {
                let thing = &self.things[*at];
                thing.is_under(&region.folder)
                    && !region.except.iter().any(|other| thing.is_under(other))
            })
            .collect()
    }

    /// The regions in which that host reads or runs something.
    pub fn regions_of(&self, host: usize) -> impl Iterator<Item = &Region> {
        let id = HostId(u32::try_from(host).expect("few hosts"));
        self.footprint
            .regions
            .iter()
            .filter(move |region| region.readers.contains(&id) || region.code.contains(&id))
    }

    /// The file name of a thing that has one.
    pub fn file_name(&self, thing: usize) -> Option<Name> {
        match &self.things[thing].what {
            poolproof::world::footprint::Securable::File(path) => {
                Some(Name::from(path.file_name()))
            }
            _ => None,
        }
    }
}

fn uncertain(footprint: &Footprint) -> impl Iterator<Item = &Handed> {
    let of_hosts = footprint.hosts.iter().flat_map(|host| &host.handed);
    let of_regions = footprint.regions.iter().flat_map(|region| &region.read_as);
    of_hosts
        .chain(of_regions)
        .chain(&footprint.anonymous)
        .filter(|handed| !handed.certain)
}
