//! The names of a server, as completion offers them.

use super::{NameSource, Names};
use crate::world::{Principal, PrincipalKind, Server};

/// More paths than these are no help to anybody who types.
const MOST_PATHS: usize = 2_000;

impl NameSource for Server {
    fn names(&self, of: Names) -> Vec<String> {
        let accounts = |pick: &dyn Fn(&Principal) -> bool| {
            self.principals()
                .filter(|(_, principal)| pick(principal))
                .map(|(_, principal)| principal.name().to_string())
                .collect()
        };
        match of {
            Names::Users => accounts(&|principal| principal.kind() != PrincipalKind::Group),
            Names::Groups => accounts(&|principal| principal.kind() == PrincipalKind::Group),
            Names::Accounts => accounts(&|_| true),
            Names::Sids => self
                .principals()
                .filter_map(|(_, principal)| principal.sid())
                .map(|sid| sid.to_string())
                .collect(),
            Names::Pools => self
                .pools()
                .map(|(pool, _)| pool.name.to_string())
                .collect(),
            Names::Sites => self
                .sites()
                .map(|(site, _)| site.name.to_string())
                .collect(),
            Names::Applications | Names::Urls => self
                .applications()
                .map(|(one, _)| one.url.to_string())
                .collect(),
            Names::Paths => {
                let paths = self.objects().in_order().iter().take(MOST_PATHS);
                paths
                    .map(|id| self.objects().get(*id).path().to_string())
                    .collect()
            }
            Names::Components => self
                .components()
                .map(|(one, _)| one.name.to_string())
                .collect(),
            Names::Services => self
                .services()
                .map(|(one, _)| one.name.to_string())
                .collect(),
            Names::Filters => super::declared::filters(self)
                .iter()
                .map(ToString::to_string)
                .collect(),
            Names::Worlds | Names::Rules | Names::Nothing => Vec::new(),
        }
    }
}
