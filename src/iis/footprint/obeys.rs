//! Which web.config files a region's processes heed, and whether one brings code.

use super::{
    regions::{Desk, Placed},
    settings::Held,
    why,
};
use crate::{
    iis::{settings::is_asp_net, version::Era},
    world::{FactId, Rule, footprint::Obeys},
};

static OBEYS: Rule = Rule::of(
    "a worker process heeds the web.config of each folder from the site's root to what is asked for",
    "IIS \"deep dive into IIS configuration\"",
);
static ASP_NET_OBEYS: Rule = Rule::of(
    "before 7.0 a web.config is heeded by ASP.NET alone",
    "ASP.NET \"configuration file hierarchy\"",
);

/// Whose code the web.config files on the way, and below, become.
pub(super) fn obeys(desk: &mut Desk, held: &Held, placed: &[Placed]) -> Vec<Obeys> {
    if held.ignored.is_some() && desk.version.era == Era::Iis7 {
        return Vec::new();
    }
    let folders = || held.governing.clone();
    if desk.version.era == Era::Iis7 {
        let locks = ["handlers", "modules"].map(|section| desk.rules.lock(section));
        let brings_code = !locks.iter().all(|(locked, _)| *locked);
        let said = locks.iter().filter_map(|(_, fact)| *fact);
        let facts: Vec<FactId> = held.facts.iter().copied().chain(said).collect();
        let core = placed.iter().find(|one| one.handler.is_none());
        return core
            .map(|core| Obeys {
                host: core.host,
                folders: folders(),
                brings_code,
                why: why(&OBEYS, facts),
            })
            .into_iter()
            .collect();
    }
    let mut obeys: Vec<Obeys> = Vec::new();
    for one in placed {
        let is_known = obeys.iter().any(|known| known.host == one.host);
        if one.handler.is_some_and(is_asp_net) && !is_known {
            obeys.push(Obeys {
                host: one.host,
                folders: folders(),
                brings_code: false,
                why: why(&ASP_NET_OBEYS, one.why.facts.clone()),
            });
        }
    }
    obeys
}
