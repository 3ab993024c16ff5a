//! How large the worlds of a hunt are, and the locked-down server that each of them begins with.
//!
//! On that server every pool has an identity and a site of its own, every list names those who need it and nobody else, and
//! what nobody described is closed. A world is this server with some statements more: see [`super::Edit`].

use crate::{
    text::Source,
    world::{Fact, IisVersion, read},
};

/// How much there is of everything, and which IIS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Application pools, each with an account and visitors of its own.
    pub pools: usize,
    /// Groups without members.
    pub groups: usize,
    /// Folders of content: one for each pool in turn, then one inside each of those.
    pub folders: usize,
    /// Which IIS.
    pub iis: IisVersion,
}

/// What a scope may not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadScope {
    /// Before 6.0 there are no pools.
    NoPools(IisVersion),
    /// There is a number that hunts can do without.
    TooLarge {
        /// Of what.
        what: &'static str,
        /// The most.
        most: usize,
    },
    /// Without a pool there is nothing to ask about.
    Empty,
}

impl std::fmt::Display for BadScope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BadScope::NoPools(iis) => {
                write!(f, "IIS {} has no pools; a hunt begins at 6.0", iis.number())
            }
            BadScope::TooLarge { what, most } => write!(f, "a hunt has at most {most} {what} here"),
            BadScope::Empty => f.write_str("without a pool there is nothing to hunt for"),
        }
    }
}

/// So many pools and groups at most: their permutations are gone through one by one.
pub const MOST: usize = 5;

/// What every server has beside its pools: caches, a service of SYSTEM, a component, and programs that all may run.
const MACHINE: &str = r"asp templates at C:\caches\asp
compression cache at C:\caches\compressed
asp.net temporary files at C:\caches\asp.net
folder C:\caches does not inherit
  allows Administrators and SYSTEM full control
folder C:\caches\asp
folder C:\caches\compressed
folder C:\caches\asp.net
service Agent runs as LocalSystem from C:\programs\agent.exe
component Helper {6A1F2C3D-0B4E-4F5A-8C6D-7E8F90A1B2C3} is a dll C:\programs\helper.dll
folder C:\programs does not inherit
  allows Administrators and SYSTEM full control
  allows Everyone read and execute
file C:\programs\agent.exe
file C:\programs\helper.dll
key HKLM\SYSTEM\CurrentControlSet\Services\Agent does not inherit
  allows Administrators and SYSTEM full control
folder C:\WINDOWS does not inherit
  allows Administrators and SYSTEM full control
  allows Everyone read and execute
folder C:\WINDOWS\system32\inetsrv
undescribed objects inherit, else are closed
";

impl Scope {
    /// Whether there are such worlds.
    ///
    /// # Errors
    /// Why there are none.
    pub fn check(&self) -> Result<(), BadScope> {
        let too_large = |what, most| Err(BadScope::TooLarge { what, most });
        if self.iis < IisVersion::V6_0 {
            Err(BadScope::NoPools(self.iis))
        } else if self.pools == 0 {
            Err(BadScope::Empty)
        } else if self.pools > MOST {
            too_large("pools", MOST)
        } else if self.groups > MOST {
            too_large("groups", MOST)
        } else if self.folders > 2 * self.pools {
            too_large("folders", 2 * self.pools)
        } else {
            Ok(())
        }
    }

    /// Whether pools have accounts that Windows makes for them.
    pub fn has_pool_accounts(&self) -> bool {
        self.iis > IisVersion::V7_0
    }

    /// Who the pool of that number, from 1, runs as.
    pub fn worker(&self, pool: usize) -> String {
        if self.has_pool_accounts() {
            format!("IIS APPPOOL\\Pool{pool}")
        } else {
            format!("Worker{pool}")
        }
    }

    /// Whether the pool of that number has a site.
    pub fn has_site(&self, pool: usize) -> bool {
        pool <= self.folders
    }

    /// Whether the site of that number has a folder inside its own.
    pub fn has_inner(&self, pool: usize) -> bool {
        self.pools + pool <= self.folders
    }

    /// The locked-down server in the world notation.
    pub fn text(&self) -> String {
        let pools = || 1..=self.pools;
        let mut text = format!("server BOX runs IIS {}\n", self.iis.number());
        for group in 1..=self.groups {
            text += &format!("group Group{group}\n");
        }
        if self.iis == IisVersion::V6_0 {
            let workers: Vec<String> = pools().map(|pool| self.worker(pool)).collect();
            text += &format!("group IIS_WPG has members {}\n", workers.join(", "));
        }
        for pool in pools() {
            if self.has_pool_accounts() {
                text += &format!("pool Pool{pool} runs as its own identity\n");
            } else {
                text += &format!("user Worker{pool}\npool Pool{pool} runs as Worker{pool}\n");
            }
        }
        text += "folder C:\\sites does not inherit\n  \
                   allows Administrators and SYSTEM full control\n";
        for pool in pools().filter(|pool| self.has_site(*pool)) {
            text += &format!(
                "user Visitor{pool}\n\
                 site Site{pool} at C:\\sites\\site{pool} in pool Pool{pool}, anonymous is Visitor{pool}, runs asp\n\
                 folder C:\\sites\\site{pool}\n  \
                   allows {} read and execute\n  \
                   allows Visitor{pool} read and execute\n",
                self.worker(pool)
            );
            if self.has_inner(pool) {
                text += &format!("folder C:\\sites\\site{pool}\\inner\n");
            }
        }
        text + MACHINE + self.configuration()
    }

    /// What configures all of IIS.
    fn configuration(&self) -> &'static str {
        if self.iis == IisVersion::V6_0 {
            r"file C:\WINDOWS\system32\inetsrv\MetaBase.xml does not inherit
  allows Administrators and SYSTEM full control
"
        } else {
            // The configuration keeps passwords; the key to them is one that workers have to read.
            r"folder C:\WINDOWS\system32\inetsrv\config does not inherit
  allows Administrators and SYSTEM full control
file C:\WINDOWS\system32\inetsrv\config\applicationHost.config
folder C:\WINDOWS\system32\inetsrv\backup does not inherit
  allows Administrators and SYSTEM full control
file C:\ProgramData\Microsoft\Crypto\RSA\MachineKeys\iisConfigurationKey does not inherit
  allows Administrators and SYSTEM full control
  allows IIS_IUSRS read
"
        }
    }

    /// The facts of the locked-down server.
    pub fn facts(&self) -> Vec<Fact> {
        read(&Source::new("the base", self.text())).0
    }
}
