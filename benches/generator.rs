//! Servers of three sizes, made of chance with a seed: the same on every run and every machine.

use std::sync::Arc;

use poolproof::nt::{Group, Sid, Token, well_known};
use poolproof::world::{
    ApplicationSettings, Fact, Handler, IisVersion, Inheritance, Listing, Name, ObjectNoun,
    ObjectStatement, Origin, PoolIdentity, PoolStatement, ServerStatement, SiteStatement,
    Statement, Who, WinPath,
};

/// How much there is of everything.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// S, M or L.
    pub name: &'static str,
    /// Users and groups together.
    pub principals: usize,
    /// How many of them are groups, nested five deep.
    pub groups: usize,
    /// Files and folders.
    pub objects: usize,
    /// Distinct descriptors as SDDL texts.
    pub texts: usize,
    /// Application pools.
    pub pools: usize,
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// A small server, one of a department, one of a data centre.
pub const SIZES: [Size; 3] = [
    Size {
        name: "S",
        principals: 100,
        groups: 17,
        objects: 1_000,
        texts: 53,
        pools: 10,
    },
    Size {
        name: "M",
        principals: 5_000,
        groups: 770,
        objects: 100_000,
        texts: 514,
        pools: 100,
    },
    Size {
        name: "L",
        principals: 20_000,
        groups: 3_200,
        objects: 1_000_000,
        texts: 3_259,
        pools: 1_000,
    },
];

/// The department's server with a quarter, all and four times its objects, and everything else as it is.
pub const GROWTH: [Size; 3] = [
    grown("objects: 25,000", 25_000),
    grown("objects: 100,000", 100_000),
    grown("objects: 400,000", 400_000),
];

const fn grown(name: &'static str, objects: usize) -> Size {
    Size {
        name,
        objects,
        ..SIZES[1]
    }
}

const DEPTH: usize = 5;

/// SplitMix64: small, and good enough to choose lines and members.
pub struct Chance(u64);

impl Chance {
    /// From that seed.
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// What was generated.
pub struct World {
    /// How large.
    pub size: Size,
    /// The users' SIDs.
    pub users: Vec<Sid>,
    /// The groups' SIDs.
    pub groups: Vec<Sid>,
    /// The groups that each user is a member of, by index.
    pub groups_of_user: Vec<Vec<usize>>,
    /// The group that each group is a member of; the last level's are in none.
    pub group_of_group: Vec<Option<usize>>,
    /// Descriptors as text.
    pub texts: Vec<Arc<str>>,
}

fn account(rid: usize) -> Sid {
    Sid::of(
        5,
        &[21, 1_004_336_348, 1_177_238_915, 682_003_330, rid as u32],
    )
}

impl World {
    /// The world of that size.
    pub fn new(size: Size) -> World {
        let mut chance = Chance::new(size.objects as u64);
        let users: Vec<Sid> = (size.groups..size.principals)
            .map(|n| account(1000 + n))
            .collect();
        let groups: Vec<Sid> = (0..size.groups).map(|n| account(1000 + n)).collect();
        // Group n is on level n % 5 and in a group of the level above.
        let group_of_group = (0..size.groups)
            .map(|n| {
                (n % DEPTH + 1 < DEPTH).then(|| at_level(&mut chance, size.groups, n % DEPTH + 1))
            })
            .collect();
        let groups_of_user = (0..users.len())
            .map(|_| {
                let mut groups = vec![
                    at_level(&mut chance, size.groups, 0),
                    at_level(&mut chance, size.groups, 1),
                ];
                groups.dedup();
                groups
            })
            .collect();
        let texts = (0..size.texts)
            .map(|n| text(&mut chance, n, &users, &groups).into())
            .collect();
        World {
            size,
            users,
            groups,
            groups_of_user,
            group_of_group,
            texts,
        }
    }

    /// The token of a user who logged on over the network: about nineteen SIDs.
    pub fn token(&self, user: usize) -> Token {
        let mut token = Token::of(self.users[user]);
        let mut sids = vec![
            well_known::EVERYONE,
            well_known::AUTHENTICATED_USERS,
            well_known::USERS,
            well_known::NETWORK,
            well_known::THIS_ORGANIZATION,
            well_known::NTLM_AUTHENTICATION,
            Sid::of(5, &[5, 0, 100_000 + user as u32]),
            well_known::LOCAL_ACCOUNT,
            well_known::PERFORMANCE_LOG_USERS,
        ];
        for group in &self.groups_of_user[user] {
            let mut at = Some(*group);
            while let Some(group) = at {
                sids.push(self.groups[group]);
                at = self.group_of_group[group];
            }
        }
        sids.sort_unstable();
        sids.dedup();
        token.groups = sids.into_iter().map(Group::enabled).collect();
        token
    }

    /// All that can be said of it, as an import would say it.
    pub fn facts(&self) -> Vec<Fact> {
        let mut chance = Chance::new(7);
        let source: Arc<str> = "generated".into();
        let mut statements = vec![Statement::Server(ServerStatement {
            name: Name::from("bench"),
            iis: Some(IisVersion::V10_0),
            isolation_mode: false,
            windows: None,
            service_pack: None,
            domain: None,
            domain_controller: false,
        })];
        let group = |n: usize| Who::Name(Name::new(format!("group{n}")));
        for (n, sid) in self.groups.iter().enumerate() {
            let name = Name::new(format!("group{n}"));
            statements.push(Statement::Group {
                name,
                sid: Some(*sid),
            });
        }
        for (n, sid) in self.users.iter().enumerate() {
            let name = Name::new(format!("user{n}"));
            let member = Who::Name(name.clone());
            statements.push(Statement::User {
                name,
                sid: Some(*sid),
            });
            for of in &self.groups_of_user[n] {
                statements.push(Statement::Member {
                    member: member.clone(),
                    group: group(*of),
                });
            }
        }
        for (n, of) in self.group_of_group.iter().enumerate() {
            if let Some(of) = of {
                statements.push(Statement::Member {
                    member: group(n),
                    group: group(*of),
                });
            }
        }
        for n in 0..self.size.pools {
            statements.push(Statement::Pool(PoolStatement {
                name: Name::new(format!("pool{n}")),
                identity: Some(PoolIdentity::Own),
                manual_group_membership: false,
                logs_on_as_service: false,
                ignores_web_config: false,
            }));
        }
        statements.extend((0..self.size.objects).map(|n| self.object(n, &mut chance)));
        (1..)
            .zip(statements)
            .map(|(line, statement)| Fact {
                statement,
                origin: Origin::line(&source, line),
            })
            .collect()
    }

    /// The same with a site for each pool, each at a folder of one level of the tree, so that all objects below are content.
    /// Where a level has fewer folders than there are pools, some serve the same.
    pub fn served(&self) -> Vec<Fact> {
        let mut facts = self.facts();
        let source: Arc<str> = "sites".into();
        let (mut first, mut wide) = (1, 8);
        while first + 9 * wide <= self.size.objects / 20 && 8 * wide <= self.size.pools {
            first += wide;
            wide *= 8;
        }
        facts.extend((0..self.size.pools).zip(1..).map(|(n, line)| Fact {
            statement: Statement::Site(SiteStatement {
                name: Name::new(format!("site{n}")),
                folder: WinPath::new(&folder(first + n % wide)),
                settings: ApplicationSettings {
                    pool: Some(Name::new(format!("pool{n}"))),
                    handlers: vec![Handler::Asp],
                    ..ApplicationSettings::default()
                },
            }),
            origin: Origin::line(&source, line),
        }));
        facts
    }

    /// One object in twenty is a folder; folders are a tree with eight branches.
    fn object(&self, n: usize, chance: &mut Chance) -> Statement {
        let folders = self.size.objects / 20;
        let (noun, path) = if n < folders {
            (ObjectNoun::Folder, folder(n))
        } else {
            (
                ObjectNoun::File,
                format!("{}\\file{n}.txt", folder(n % folders)),
            )
        };
        // Each text somewhere, and the first ones most often.
        let third = |chance: &mut Chance| chance.below(self.texts.len());
        let text = if n < self.texts.len() {
            n
        } else {
            third(chance).min(third(chance)).min(third(chance))
        };
        Statement::Object(ObjectStatement {
            noun,
            path: WinPath::new(&path),
            owner: None,
            inheritance: Inheritance::ListedInFull,
            list: Listing::Sddl(self.texts[text].clone()),
        })
    }
}

fn folder(n: usize) -> String {
    if n == 0 {
        return r"D:\sites".to_owned();
    }
    format!("{}\\f{n}", folder((n - 1) / 8))
}

fn at_level(chance: &mut Chance, groups: usize, level: usize) -> usize {
    let on_level = (groups - level).div_ceil(DEPTH);
    chance.below(on_level) * DEPTH + level
}

/// A list as servers have them: 3 to 14 lines, 8 on average, mostly about everybody's groups.
fn text(chance: &mut Chance, n: usize, users: &[Sid], groups: &[Sid]) -> String {
    const COMMON: [&str; 8] = ["SY", "BA", "BU", "AU", "WD", "IS", "CO", "NS"];
    const RIGHTS: [&str; 8] = [
        "FA", "0x1301bf", "0x1200a9", "0x1200a9", "FR", "0x100116", "LCRP", "0x120089",
    ];
    const FLAGS: [&str; 6] = ["OICI", "OICIID", "OICIID", "ID", "", "OICIIOID"];
    let length = 3 + chance.below(6) + chance.below(6) + usize::from(chance.below(10) == 0);
    let mut text = format!("O:BAG:SYD:AI(A;OICI;FA;;;{})", groups[n % groups.len()]);
    for line in 1..length {
        let kind = if line == 1 && chance.below(6) == 0 {
            'D'
        } else {
            'A'
        };
        let who = match chance.below(10) {
            0..6 => (*chance.pick(&COMMON)).to_owned(),
            6..9 => chance.pick(groups).to_string(),
            _ => chance.pick(users).to_string(),
        };
        let (flags, rights) = (chance.pick(&FLAGS), chance.pick(&RIGHTS));
        text.push_str(&format!("({kind};{flags};{rights};;;{who})"));
    }
    // No two texts are the same.
    text.push_str(&format!("S:(AU;SAFA;{:#x};;;WD)", n + 1));
    text
}
