//! The names of a server, as completion offers them.

use super::{NameSource, Names};
use crate::world::{Home, Server};

impl NameSource for Server {
    fn names(&self, of: Names) -> Vec<String> {
        match of {
            Names::Account => accounts(self),
            Names::Pool => pools(self),
            Names::Site => sites(self),
            Names::Object => objects(self),
            Names::Anything => {
                let mut all = pools(self);
                all.extend(accounts(self));
                all
            }
        }
    }
}
