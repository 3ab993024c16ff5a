//! Where documents disagree: both readings, which one the model takes, and whether a world can choose the other.
//!
//! The numbers are those under which the contradictions are known in the documents of this project (`X1` to `X30`); `X31` and
//! `X32` are choices of its own about defaults that one document tells otherwise.

use super::Name;

/// Two documents that disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Its number, `X1`.
    pub topic: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// Reading A, in a line.
    pub a: &'static str,
    /// Reading B, in a line.
    pub b: &'static str,
    /// What the model takes.
    pub takes: Takes,
    /// Who heeds it.
    pub heeded_by: Heeded,
}

/// Which reading the model takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Reading A, and a world cannot choose.
    OnlyA,
    /// Reading B, and a world cannot choose.
    OnlyB,
    /// Reading A unless the world chooses B.
    A,
    /// Reading B unless the world chooses A.
    B,
    /// Each on the versions that it is true of, unless the world chooses one for all.
    ByVersion,
    /// Each on the versions that it is true of, and a world cannot choose.
    OnlyByVersion,
    /// Both are possible at once: an answer holds if it holds in both.
    Both,
    /// Both are told, and a world cannot choose: it is in no rule of the model.
    Told,
}

/// What a contradiction changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heeded {
    /// The documented default permissions.
    Defaults,
    /// Names and groups of accounts, and what tokens hold.
    Accounts,
    /// The documented user rights.
    Rights,
    /// Which process runs code, and as whom.
    Processes,
    /// What has to hold before something starts.
    Starting,
    /// Requests and their stages.
    Requests,
    /// COM and its permissions.
    Com,
    /// The readers of configuration files.
    Import,
    /// Rules of an audit.
    Audit,
}

impl Heeded {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Defaults => "documented permissions",
            Accounts => "accounts and tokens",
            Rights => "user rights",
            Processes => "processes and threads",
            Starting => "what starts",
            Requests => "requests",
            Com => "COM",
            Import => "reading of configuration",
            Audit => "audit rules",
        }
    }
}

impl Contradiction {
    /// Whether a world can choose.
    pub fn can_be_switched(&self) -> bool {
        match self.takes {
            Takes::A | Takes::B | Takes::ByVersion | Takes::Both => true,
            Takes::OnlyA | Takes::OnlyB | Takes::OnlyByVersion | Takes::Told => false,
        }
    }

    /// What the model takes unless a world chooses, in words.
    pub fn taken(&self) -> &'static str {
        match self.takes {
            Takes::A | Takes::OnlyA => "A",
            Takes::B | Takes::OnlyB => "B",
            Takes::ByVersion | Takes::OnlyByVersion => "by version",
            Takes::Both => "both",
            Takes::Told => "neither",
        }
    }
}

const fn row(
    topic: &'static str,
    about: &'static str,
    takes: Takes,
    heeded_by: Heeded,
    a: &'static str,
    b: &'static str,
) -> Contradiction {
    Contradiction {
        topic,
        about,
        a,
        b,
        takes,
        heeded_by,
    }
}

use Heeded::{Accounts, Audit, Com, Defaults, Import, Processes, Requests, Rights, Starting};

/// Every contradiction, by its number.
#[rustfmt::skip]
pub static ALL: [Contradiction; 32] = [
    row("X1", "default permissions of the caches of IIS 6.0", Takes::B, Defaults,
        "KB 812614, first revision: IIS_WPG lists, reads and writes compressed files, and reads templates",
        "KB 812614, corrected: IIS_WPG has full control of both"),
    row("X2", "membership in IIS_WPG", Takes::B, Starting,
        "help of IIS 6.0: it is a convenience that gives the least rights",
        "a worker process does not start without it"),
    row("X3", "the folder of the pools' configuration copies, 7.0 and later", Takes::B, Defaults,
        "KB 981949: IIS_IUSRS reads it, by inheritance",
        "listings: the folder above has no such line to pass down"),
    row("X4", "the configuration folder of the server, 7.0 and later", Takes::B, Defaults,
        "KB 981949: Users read it",
        "KB 4466942: it is for administrators; a worker reads its pool's copy"),
    row("X5", "the schema folder of the configuration, 7.0 and later", Takes::B, Defaults,
        "KB 981949: Users read it",
        "IIS \"deep dive into IIS configuration\": it is for administrators"),
    row("X6", "whether a worker loads the user profile", Takes::OnlyB, Import,
        "IIS 7.0 and the files of desktop editions: it does",
        "the schema: only where the configuration says so"),
    row("X7", "whose identity the process has", Takes::OnlyB, Processes,
        "old programmers' references: the anonymous account's",
        "the process runs as SYSTEM, IWAM or the pool's identity, the thread as the visitor"),
    row("X8", "who calls GetExtensionVersion", Takes::OnlyB, Processes,
        "LocalSystem, always",
        "KB 289112: whoever the process runs as"),
    row("X9", "a CGI program that does not run as the visitor, 6.0 and later", Takes::B, Processes,
        "the references: it runs as the system",
        "it runs as the identity of the worker that starts it, which has no other token to give"),
    row("X10", "the access list of COM where the registry holds none", Takes::B, Com,
        "KB 176799, KB 255502 and KB 172925: SYSTEM with INTERACTIVE or the launching user, each otherwise",
        "Win32 \"DefaultAccessPermission\": SYSTEM and the server's own identity"),
    row("X11", "IIS accounts in the launch list of COM", Takes::ByVersion, Com,
        "setup adds IUSR and IWAM (2000, 2003 before SP1)",
        "it does not (2003 SP1 and later, and lists that are stated)"),
    row("X12", "a folder for ASP templates of one site or application, 6.0", Takes::OnlyA, Processes,
        "the metabase property page: it counts where it is set; the answer says that this is disputed",
        "the programmers' reference: it counts for the whole process, other places have no effect"),
    row("X13", "read permissions of Users on content", Takes::Told, Audit,
        "hardening guides: they comply",
        "they break isolation"),
    row("X14", "how the anonymous visitor becomes the pool identity", Takes::OnlyB, Import,
        "a benchmark: by passing the anonymous token",
        "IIS \"application pool identity as anonymous user\": by an empty user name"),
    row("X15", "a launch that a COM permission refuses", Takes::ByVersion, Com,
        "the program starts and stays, whichever permission refuses (NT 4.0)",
        "the launch permission refuses before it starts, the access permission after"),
    row("X16", "the authority of built-in accounts", Takes::OnlyB, Accounts,
        "`BUILTIN\\` stands before all of them",
        "each has its own, `NT AUTHORITY\\IUSR`, `BUILTIN\\IIS_IUSRS`; every spelling is understood"),
    row("X17", "pool identities in IIS_IUSRS", Takes::OnlyB, Accounts,
        "they are members of the group",
        "the worker's token gets the group, whose list does not show it; IUSR is a member on domain controllers"),
    row("X18", "how the pool's own identity logs on", Takes::OnlyB, Accounts,
        "the schema: as a batch job",
        "dumps of tokens: they hold SERVICE and not BATCH"),
    row("X19", "what IUSR may", Takes::OnlyB, Accounts,
        "the least of rights",
        "dumps of tokens: it may impersonate, and holds SERVICE for denials only"),
    row("X20", "whose token a COM call from a page presents", Takes::Both, Com,
        "the process's",
        "the visitor's, where COM+ cloaks (2000 and later)"),
    row("X21", "the default identity of a pool, 7.0 and later", Takes::OnlyByVersion, Processes,
        "NetworkService (7.0)",
        "the pool's own identity (7.5 and later)"),
    row("X22", "whether handlers and modules can be set in web.config", Takes::OnlyB, Requests,
        "the section declaration: no",
        "the location around them: yes; what the world says of a section counts"),
    row("X23", "the allowed accounts of the sharing service of WCF", Takes::OnlyB, Import,
        "the comments in its file",
        "the SIDs in its file"),
    row("X24", "the name of the anonymous account in 6.0", Takes::OnlyB, Accounts,
        "the built-in one",
        "IUSR_ and the machine's name, a local account; built in from 7.0 on"),
    row("X25", "CGI programs in 6.0", Takes::OnlyB, Requests,
        "they run as the visitor",
        "only if the pool identity may assign process tokens and adjust quotas, else 403.19"),
    row("X26", "the SIDs of pools", Takes::OnlyA, Accounts,
        "they begin S-1-5-82",
        "a misprint: S-1-5-8-82"),
    row("X27", "the name of the right to log on as a service", Takes::OnlyB, Rights,
        "a table calls it SeInteractiveLogonRight",
        "it is SeServiceLogonRight"),
    row("X28", "the rights of the anonymous account, before 7.0", Takes::OnlyByVersion, Rights,
        "none in particular (network logon, 6.0)",
        "to log on locally, where that is how it logs on (4.0 to 5.1)"),
    row("X29", "the audit rule about anonymous accounts", Takes::Told, Audit,
        "no exemption (earlier release)",
        "what is tied to no specific user is no finding (later release)"),
    row("X30", "which pools a server has by default, 8.0 and later", Takes::OnlyB, Import,
        "two for .NET, as the references say",
        "those that the configuration lists"),
    row("X31", "the caches, 7.0 and later", Takes::B, Defaults,
        "KB 981949: all workers have full control of the compression cache, nobody of the templates",
        "a sub-folder for each pool, and the folder above lets nobody delete those of others"),
    row("X32", "the key that encrypts the passwords of pools, 7.0 and later", Takes::B, Defaults,
        "IIS_IUSRS reads it, as it is created",
        "SYSTEM and Administrators only, as it is to be set"),
];

/// The contradiction of that number.
pub fn by_topic(topic: &str) -> Option<&'static Contradiction> {
    ALL.iter().find(|row| Name::from(row.topic).is(topic))
}

/// Whether there is such a reading of such a topic, and a world can choose it.
pub fn is_known(topic: &str, reading: &str) -> bool {
    by_topic(topic).is_some_and(|row| row.can_be_switched())
        && ["A", "B"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(reading))
}

/// Which reading the model takes unless a world chooses.
pub fn taken(topic: &str) -> Option<&'static str> {
    by_topic(topic).map(Contradiction::taken)
}
