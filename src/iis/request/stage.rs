//! The stages of a request, and whom each access of a stage is checked as: one row for each kind of access and age of IIS.

use crate::{
    iis::{Era, Rule, Version},
    world::Server,
};

/// What a request goes through, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The server reads its configuration, web.config files included.
    Configuration,
    /// It finds out who asks.
    Authentication,
    /// It opens a static file.
    StaticFile,
    /// It opens a file that an engine or the application runs.
    Script,
    /// The application's code runs.
    Code,
    /// The code has put away the token of the request.
    AfterRevert,
    /// ASP.NET compiles the page.
    Compilation,
    /// What was made is kept for the next request.
    Cache,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Stage; 8] = [
        Stage::Configuration,
        Stage::Authentication,
        Stage::StaticFile,
        Stage::Script,
        Stage::Code,
        Stage::AfterRevert,
        Stage::Compilation,
        Stage::Cache,
    ];

    /// Its name, `static file`.
    pub fn words(self) -> &'static str {
        match self {
            Stage::Configuration => "configuration",
            Stage::Authentication => "authentication",
            Stage::StaticFile => "static file",
            Stage::Script => "script",
            Stage::Code => "code",
            Stage::AfterRevert => "after revert",
            Stage::Compilation => "compilation",
            Stage::Cache => "cache",
        }
    }

    /// Whether a refusal here is a refusal of the request. What comes later is the application's own doing.
    pub fn decides(self) -> bool {
        match self {
            Stage::Configuration | Stage::Authentication | Stage::StaticFile | Stage::Script => {
                true
            }
            Stage::Code | Stage::AfterRevert | Stage::Compilation | Stage::Cache => false,
        }
    }
}

/// How old an IIS is, as far as its checks differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Age {
    /// 4.0 to 5.1, and 6.0 in IIS 5.0 isolation mode: the core is inetinfo.exe as SYSTEM.
    Inetinfo,
    /// 6.0 in worker process mode.
    Six,
    /// 7.0 and later.
    Seven,
}

impl Age {
    /// Every age, oldest first.
    pub const ALL: [Age; 3] = [Age::Inetinfo, Age::Six, Age::Seven];

    /// That of a server; `None` if nobody said which IIS it runs.
    pub fn of(server: &Server) -> Option<Age> {
        Some(match Version::of_server(server)?.era {
            Era::Iis4 | Era::Iis5 => Age::Inetinfo,
            Era::Iis6 => Age::Six,
            Era::Iis7 => Age::Seven,
        })
    }
}

/// A kind of access that a request brings about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Reading the configuration that governs the URL.
    Configuration,
    /// A static file for an anonymous request.
    StaticForAnonymous,
    /// A static file for an authenticated one.
    StaticForAuthenticated,
    /// The file that an engine runs: a page, a script, an extension, a program.
    Script,
    /// What the application's code opens.
    ByCode,
    /// What it opens once it has reverted.
    ByCodeReverted,
    /// The files that ASP.NET makes when it compiles.
    Compilation,
    /// The same where ASP.NET impersonates.
    CompilationImpersonating,
    /// Templates of ASP pages on disk.
    AspTemplates,
    /// Compressed copies.
    Compressed,
    /// Content of a virtual folder with an account of its own, on this machine.
    FixedAccount,
    /// The same on a share.
    FixedAccountOnShare,
}

/// Whose token an access is checked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The process that is the server's core: inetinfo.exe, from 6.0 on the worker.
    Core,
    /// The process in which the application's code runs.
    Host,
    /// The user of the request: anonymous account or authenticated user.
    RequestUser,
    /// The token on the thread: it depends on what kind of application it is.
    Thread,
    /// The account of the virtual folder.
    Fixed,
}

/// A cell: this access, on an IIS of this age, is checked with these tokens; every one must be let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The access.
    pub access: Access,
    /// Of which stage it is.
    pub stage: Stage,
    /// On which IIS.
    pub age: Age,
    /// With whose tokens.
    pub roles: &'static [Role],
    /// The rule.
    pub rule: Rule,
}

const SYSTEM_CORE: Rule = Rule::of(
    "before worker processes the core of the server is SYSTEM and opens content as the user of the request",
    "KB 271071",
);
const WALK: Rule = Rule::of(
    "the server's core reads configuration before it knows who asks",
    "IIS \"securing content through file system ACLs\"",
);
const ASP_NET_CONFIG: Rule = Rule::of(
    "before IIS 7.0 web.config is ASP.NET's alone, which reads it as its process",
    "ASP.NET \"process model\"",
);
const BOTH_FOR_STATIC: Rule = Rule::of(
    "the user of the request and the worker process must both read a static file; where documents differ the stricter reading holds",
    "IIS \"securing content through file system ACLs\"",
);
const BOTH_FOR_SCRIPT: Rule = Rule::of(
    "script-mapped content needs both the worker process and the user of the request to read it",
    "IIS \"securing content through file system ACLs\"",
);
const EFFECTIVE: Rule = Rule::of(
    "code acts with the token of its thread, else with that of its process",
    "KB 271071",
);
const REVERTED: Rule = Rule::of(
    "a thread that reverts acts with the token of its process",
    "Win32 \"RevertToSelf\"",
);
const COMPILER: Rule = Rule::of(
    "ASP.NET compiles as its process",
    "ASP.NET \"impersonation and compilation\"",
);
const COMPILER_TOO: Rule = Rule::of(
    "ASP.NET compiles as its process, and where it impersonates the user of the request writes there too",
    "ASP.NET \"impersonation and compilation\"",
);
const TEMPLATES: Rule = Rule::of(
    "the process that runs asp.dll keeps templates",
    "IIS \"AspDiskTemplateCacheDirectory\"",
);
const COMPRESSION: Rule = Rule::of(
    "the core of the server keeps compressed copies",
    "IIS \"HTTP compression\"",
);
/// As whom the content of a virtual folder is opened that has an account of its own.
pub(super) const FIXED: Rule = Rule::of(
    "the account of a virtual folder opens all of its content",
    "IIS \"virtualDirectory userName\"",
);
const ONLY_SHARES: Rule = Rule::of(
    "before IIS 7.0 only a virtual folder on a share has an account of its own",
    "metabase \"UNCUserName\"",
);

const fn row(
    access: Access,
    stage: Stage,
    age: Age,
    roles: &'static [Role],
    rule: Rule,
) -> Checked {
    Checked {
        access,
        stage,
        age,
        roles,
        rule,
    }
}

/// Every cell, access by access, a line each.
#[rustfmt::skip]
pub const CHECKED: [Checked; 36] = {
    use Access as A;
    use Age::{Inetinfo, Seven, Six};
    use Role::{Core, Fixed, Host, RequestUser, Thread};
    use Stage as S;
    [
        row(A::Configuration, S::Configuration, Inetinfo, &[Host], ASP_NET_CONFIG),
        row(A::Configuration, S::Configuration, Six, &[Host], ASP_NET_CONFIG),
        row(A::Configuration, S::Configuration, Seven, &[Core], WALK),
        row(A::StaticForAnonymous, S::StaticFile, Inetinfo, &[RequestUser], SYSTEM_CORE),
        row(A::StaticForAnonymous, S::StaticFile, Six, &[RequestUser, Core], BOTH_FOR_STATIC),
        row(A::StaticForAnonymous, S::StaticFile, Seven, &[RequestUser, Core], BOTH_FOR_STATIC),
        row(A::StaticForAuthenticated, S::StaticFile, Inetinfo, &[RequestUser], SYSTEM_CORE),
        row(A::StaticForAuthenticated, S::StaticFile, Six, &[RequestUser, Core], BOTH_FOR_STATIC),
        row(A::StaticForAuthenticated, S::StaticFile, Seven, &[RequestUser, Core], BOTH_FOR_STATIC),
        row(A::Script, S::Script, Inetinfo, &[RequestUser], SYSTEM_CORE),
        row(A::Script, S::Script, Six, &[RequestUser, Core], BOTH_FOR_SCRIPT),
        row(A::Script, S::Script, Seven, &[RequestUser, Core], BOTH_FOR_SCRIPT),
        row(A::ByCode, S::Code, Inetinfo, &[Thread], EFFECTIVE),
        row(A::ByCode, S::Code, Six, &[Thread], EFFECTIVE),
        row(A::ByCode, S::Code, Seven, &[Thread], EFFECTIVE),
        row(A::ByCodeReverted, S::AfterRevert, Inetinfo, &[Host], REVERTED),
        row(A::ByCodeReverted, S::AfterRevert, Six, &[Host], REVERTED),
        row(A::ByCodeReverted, S::AfterRevert, Seven, &[Host], REVERTED),
        row(A::Compilation, S::Compilation, Inetinfo, &[Host], COMPILER),
        row(A::Compilation, S::Compilation, Six, &[Host], COMPILER),
        row(A::Compilation, S::Compilation, Seven, &[Host], COMPILER),
        row(A::CompilationImpersonating, S::Compilation, Inetinfo, &[Host, Thread], COMPILER_TOO),
        row(A::CompilationImpersonating, S::Compilation, Six, &[Host, Thread], COMPILER_TOO),
        row(A::CompilationImpersonating, S::Compilation, Seven, &[Host, Thread], COMPILER_TOO),
        row(A::AspTemplates, S::Cache, Inetinfo, &[Host], TEMPLATES),
        row(A::AspTemplates, S::Cache, Six, &[Host], TEMPLATES),
        row(A::AspTemplates, S::Cache, Seven, &[Host], TEMPLATES),
        row(A::Compressed, S::Cache, Inetinfo, &[Core], COMPRESSION),
        row(A::Compressed, S::Cache, Six, &[Core], COMPRESSION),
        row(A::Compressed, S::Cache, Seven, &[Core], COMPRESSION),
        row(A::FixedAccount, S::StaticFile, Inetinfo, &[RequestUser], ONLY_SHARES),
        row(A::FixedAccount, S::StaticFile, Six, &[RequestUser, Core], ONLY_SHARES),
        row(A::FixedAccount, S::StaticFile, Seven, &[Fixed], FIXED),
        row(A::FixedAccountOnShare, S::StaticFile, Inetinfo, &[Fixed], FIXED),
        row(A::FixedAccountOnShare, S::StaticFile, Six, &[Fixed], FIXED),
        row(A::FixedAccountOnShare, S::StaticFile, Seven, &[Fixed], FIXED),
    ]
};

/// The cell of that access and age.
pub fn checked(access: Access, age: Age) -> &'static Checked {
    CHECKED
        .iter()
        .find(|cell| cell.access == access && cell.age == age)
        .expect("there is a cell for each access and age")
}
