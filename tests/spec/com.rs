//! Components as the documents tell it: slow, on plain data, for one user of a machine.
//!
//! Win32 "Access Control Lists for COM", "activation security", "launching user", "interactive user", "specified user"; KB 281837, KB 290398.

/// Who a line may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Alice,
    Bob,
    System,
    Everyone,
    Interactive,
    Network,
    Administrators,
    /// A group that alice is in or not; or nobody knows who is.
    Team,
}

impl Who {
    pub const ALL: [Who; 8] = [
        Who::Alice,
        Who::Bob,
        Who::System,
        Who::Everyone,
        Who::Interactive,
        Who::Network,
        Who::Administrators,
        Who::Team,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Who::Alice => "alice",
            Who::Bob => "bob",
            Who::System => "SYSTEM",
            Who::Everyone => "Everyone",
            Who::Interactive => "INTERACTIVE",
            Who::Network => "NETWORK",
            Who::Administrators => "Administrators",
            Who::Team => "Team",
        }
    }
}

/// A line: whether it lets in, whom, and its mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub allows: bool,
    pub who: Who,
    pub mask: u32,
}

pub type List = Option<Vec<Line>>;

/// The Windows of the machine, with its service pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    Nt4,
    Windows2000,
    Xp(Option<u8>),
    Server2003(Option<u8>),
    Windows10,
}

/// As whom the component runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    LaunchingUser,
    InteractiveUser,
    Bob,
}

/// Who is at the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Console {
    NotSaid,
    Nobody,
    Alice,
    Bob,
}

/// A machine with one component.
#[derive(Clone, Debug)]
pub struct World {
    pub machine: Machine,
    /// Whether alice, and nobody else, is in Team; `None` if nobody knows its members.
    pub in_team: Option<bool>,
    pub identity: Identity,
    pub console: Console,
    pub bob_is_disabled: bool,
    /// As whom an instance runs, and the access list that it was started with if it is another than now.
    pub running: Option<(Who, List)>,
    pub launch: List,
    pub access: List,
    pub launch_default: List,
    pub access_default: List,
    pub launch_limit: List,
    pub access_limit: List,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    pub caller: Who,
    /// `launch`, `activate`, `access`, `use`
    pub verb: &'static str,
    pub remotely: bool,
}

/// Yes, no, or `None` where what is not known decides.
pub fn answer(world: &World, ask: Ask) -> Option<bool> {
    let mut answers = Vec::new();
    for limited in possible_eras(world) {
        for in_team in possibly_in_team(world, ask.caller) {
            for own in possible_accounts(world, ask) {
                answers.push(one(world, ask, limited, in_team, own));
            }
        }
    }
    let first = answers[0];
    answers
        .iter()
        .all(|one| *one == first)
        .then_some(first)
        .flatten()
}

/// Where nobody knows the members of Team, any user may be one; SYSTEM is in it only if somebody says so.
fn possibly_in_team(world: &World, caller: Who) -> Vec<bool> {
    match (world.in_team, caller) {
        (Some(known), Who::Alice) => vec![known],
        (None, Who::Alice | Who::Bob) => vec![false, true],
        _ => vec![false],
    }
}

/// Limits came with XP SP2 and Server 2003 SP1; who states one has them.
fn possible_eras(world: &World) -> Vec<bool> {
    let stated = world.launch_limit.is_some() || world.access_limit.is_some();
    match world.machine {
        Machine::Nt4 | Machine::Windows2000 => vec![false],
        Machine::Windows10 => vec![true],
        Machine::Xp(None) | Machine::Server2003(None) if stated => vec![true],
        Machine::Xp(None) | Machine::Server2003(None) => vec![false, true],
        Machine::Xp(Some(pack)) => vec![pack >= 2],
        Machine::Server2003(Some(pack)) => vec![pack >= 1],
    }
}

/// The account of the server: somebody, or nobody where it cannot start. Outside of these worlds' people there is a stranger.
fn possible_accounts(world: &World, ask: Ask) -> Vec<Option<Account>> {
    if let Some((who, _)) = world.running {
        return vec![Some(Account::Of(who))];
    }
    match (world.identity, world.console) {
        (Identity::LaunchingUser, _) => vec![Some(Account::Of(ask.caller))],
        (Identity::Bob, _) if world.bob_is_disabled => vec![None],
        (Identity::Bob, _) => vec![Some(Account::Of(Who::Bob))],
        (Identity::InteractiveUser, Console::Nobody) => vec![None],
        (Identity::InteractiveUser, Console::Alice) => vec![Some(Account::Of(Who::Alice))],
        (Identity::InteractiveUser, Console::Bob) => vec![Some(Account::Of(Who::Bob))],
        (Identity::InteractiveUser, Console::NotSaid) => {
            vec![None, Some(Account::Of(ask.caller)), Some(Account::Stranger)]
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Account {
    Of(Who),
    Stranger,
}

/// A world in which everything is known. `None`: a list decides that has no meaning.
fn one(
    world: &World,
    ask: Ask,
    limited: bool,
    in_team: bool,
    own: Option<Account>,
) -> Option<bool> {
    let own = match own {
        None => return Some(false),
        Some(own) => own,
    };
    let (launch, activate, call) = if ask.remotely {
        (0x4, 0x10, 0x4)
    } else {
        (0x2, 0x8, 0x2)
    };
    let asked: Vec<(bool, u32)> = match ask.verb {
        "launch" => vec![(true, launch)],
        "activate" => vec![(true, activate)],
        "access" => vec![(false, call)],
        "use" => vec![(true, launch), (true, activate), (false, call)],
        other => panic!("no verb of components: {other}"),
    };
    let mut meaningless = false;
    for (is_launch, bit) in asked {
        let (limit, own_list, default) = if is_launch {
            (&world.launch_limit, &world.launch, &world.launch_default)
        } else {
            (&world.access_limit, &world.access, &world.access_default)
        };
        let mut lists = Vec::new();
        if limited {
            let documented = || documented_limit(world.machine, is_launch);
            lists.push((limit.clone().unwrap_or_else(documented), false));
        }
        let started = world.running.clone().and_then(|(_, list)| list);
        let second = started
            .filter(|_| !is_launch)
            .or_else(|| own_list.clone())
            .or_else(|| default.clone())
            .unwrap_or_else(|| documented_default(limited, is_launch, own));
        lists.push((second, !is_launch));
        for (list, blank_counts) in lists {
            let passes = if list.is_empty() && blank_counts {
                Some(ask.caller == Who::System || own == Account::Of(ask.caller))
            } else {
                passes(&list, ask, in_team, bit)
            };
            match passes {
                Some(true) => {}
                Some(false) => return Some(false),
                None => meaningless = true,
            }
        }
    }
    (!meaningless).then_some(true)
}

fn allow(who: Who, mask: u32) -> Line {
    Line {
        allows: true,
        who,
        mask,
    }
}

/// Who is in a group besides alice, bob and SYSTEM matters to nobody here, so Distributed COM Users and the like are left out.
fn documented_limit(machine: Machine, is_launch: bool) -> Vec<Line> {
    assert!(!matches!(machine, Machine::Nt4 | Machine::Windows2000));
    if is_launch {
        vec![allow(Who::Administrators, 0x1F), allow(Who::Everyone, 0xB)]
    } else {
        vec![allow(Who::Everyone, 0x7)]
    }
}

fn documented_default(limited: bool, is_launch: bool, own: Account) -> Vec<Line> {
    match (is_launch, limited) {
        (true, _) => vec![
            allow(Who::Administrators, 0x1F),
            allow(Who::System, 0x1F),
            allow(Who::Interactive, 0x1F),
        ],
        (false, false) => Vec::new(),
        // SELF is the account of the server.
        (false, true) => {
            let mut lines = vec![allow(Who::System, 0x3), allow(Who::Administrators, 0x7)];
            if let Account::Of(who) = own {
                lines.push(allow(who, 0x7));
            }
            lines
        }
    }
}

/// An ordinary list, once each line has its meaning. A denial may leave bit 1 out: it denies the rest of what it names.
fn passes(list: &[Line], ask: Ask, in_team: bool, bit: u32) -> Option<bool> {
    let old = |line: &Line| line.mask & 0x1E == 0 && line.mask & 1 != 0;
    let new = |line: &Line| line.mask & 0x1E != 0;
    if list.iter().any(|line| line.allows && line.mask & 1 == 0) {
        return None;
    }
    if list.iter().any(old) && list.iter().any(new) {
        return None;
    }
    let mut wanted = 1 | bit;
    for line in list.iter().filter(|line| holds(ask, in_team, line.who)) {
        let mask = if old(line) { 0x1F } else { line.mask };
        if line.allows {
            wanted &= !mask;
            if wanted == 0 {
                return Some(true);
            }
        } else if mask & wanted != 0 {
            return Some(false);
        }
    }
    Some(false)
}

/// Who calls from another machine has a network logon; SYSTEM is SYSTEM everywhere.
fn holds(ask: Ask, in_team: bool, who: Who) -> bool {
    match who {
        Who::Alice | Who::Bob => ask.caller == who,
        Who::System => ask.caller == Who::System,
        Who::Everyone => true,
        Who::Interactive => ask.caller != Who::System && !ask.remotely,
        Who::Network => ask.caller != Who::System && ask.remotely,
        Who::Administrators => ask.caller == Who::System,
        Who::Team => in_team,
    }
}
