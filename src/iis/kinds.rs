//! The kinds of application that IIS serves, and for each era where they run, as whom, and who is on the thread: table as data.
//!
//! Where code runs is answered from this table. Kinds that the language has no words for stand in it all the same.

mod rows;

use super::version::Era;
use crate::world::Rule;

/// A kind of application, or of code that applications cause to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Files as they are.
    Static,
    /// An ISAPI filter.
    Filter,
    /// An ISAPI extension of an application in process (Low).
    ExtensionInProcess,
    /// An ISAPI extension of a pooled application (Medium).
    ExtensionPooled,
    /// An ISAPI extension of an isolated application (High).
    ExtensionIsolated,
    /// An ISAPI extension of an application in a pool.
    ExtensionInPool,
    /// The script of an ASP page; where it runs is where the application's extensions run.
    Asp,
    /// Application_OnEnd and Session_OnEnd of ASP.
    AspOnEnd,
    /// An extension or a script engine that InProcessIsapiApps lists.
    InProcessListed,
    /// GetExtensionVersion, TerminateExtension and DllMain of an extension.
    ExtensionLoading,
    /// A CGI program where CreateProcessAsUser is 1.
    CgiAsRequestUser,
    /// A CGI program where CreateProcessAsUser is 0.
    CgiAsProcess,
    /// ASP.NET without impersonation.
    AspNet,
    /// ASP.NET with impersonation.
    AspNetImpersonating,
    /// ASP.NET impersonating a fixed user.
    AspNetFixedUser,
    /// ASP.NET 4 in integrated mode.
    AspNet4Integrated,
    /// ASP.NET 4 in classic mode.
    AspNet4Classic,
    /// ASP.NET Core in process.
    AspNetCoreInProcess,
    /// ASP.NET Core out of process; httpPlatformHandler.
    AspNetCoreOutOfProcess,
    /// FastCGI without impersonation.
    FastCgi,
    /// FastCGI with `fastcgi.impersonate=1`.
    FastCgiImpersonating,
    /// A COM dll that a page creates.
    ComDll,
    /// A COM exe that runs as the launching user.
    ComLaunchingUser,
    /// A COM exe that runs as the interactive user.
    ComInteractiveUser,
    /// A COM exe that runs as an account.
    ComThisUser,
    /// A COM server that is a service.
    ComService,
    /// A COM+ library package.
    LibraryPackage,
    /// A COM+ server package.
    ServerPackage,
    /// WCF over HTTP.
    WcfHttp,
    /// WCF over TCP, pipes or MSMQ, by WAS.
    WcfOther,
    /// WebDAV.
    WebDav,
    /// FTP.
    Ftp,
}

/// Where code runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Seat {
    /// inetinfo.exe.
    Core,
    /// The one dllhost.exe of all pooled applications.
    Pooled,
    /// mtx.exe or dllhost.exe of the application alone.
    Own,
    /// The one aspnet_wp.exe.
    AspNetWorker,
    /// The w3wp.exe of the application's pool.
    Worker,
    /// php-cgi.exe, started by w3wp.exe once for the pool.
    PoolChild,
    /// dotnet.exe, started by w3wp.exe once for the application.
    ApplicationChild,
    /// The program itself.
    Program,
    /// Where the code runs that calls it.
    Caller,
    /// A server that COM starts.
    ComServer,
    /// svchost.exe, which holds services.
    Services,
}

/// Whose token the process has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RunsAs {
    /// SYSTEM.
    System,
    /// IWAM_machine.
    Iwam,
    /// ASPNET, or whom processModel names.
    AspNetAccount,
    /// The identity of the pool.
    Pool,
    /// The user of the request.
    Requester,
    /// The process that starts it, as whom that runs.
    Starter,
    /// The caller's process.
    Caller,
    /// The process of the caller, or the user on its thread where it cloaks.
    CallerOrThread,
    /// Who is at the console.
    Console,
    /// The account that its registration names.
    Named,
}

/// Who is on the thread that carries the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OnThread {
    /// Nobody: the process's own token is used.
    Process,
    /// The user of the request.
    Requester,
    /// A fixed account.
    Fixed,
    /// The anonymous user, unless AspRunOnEndAnonymously is off.
    AnonymousUser,
    /// Whoever is on the caller's thread, as threading models allow.
    Caller,
}

/// One cell: a kind in an era.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where it runs.
    pub seat: Seat,
    /// As whom.
    pub runs_as: RunsAs,
    /// Who is on the thread.
    pub thread: OnThread,
}

/// One row: a kind in every era; `None` where that era has no such thing.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Which kind.
    pub kind: Kind,
    /// In the order of [`Era::ALL`].
    pub cells: [Option<Cell>; 4],
    /// What documents say of it.
    pub rule: Rule,
}

impl Kind {
    /// Its row.
    pub fn row(self) -> &'static Row {
        rows::ALL
            .iter()
            .find(|row| row.kind == self)
            .expect("every kind has a row, which a test holds")
    }

    /// Where it runs in that era; `None` if that era has no such thing.
    pub fn cell(self, era: Era) -> Option<&'static Cell> {
        let at = Era::ALL.iter().position(|known| *known == era)?;
        self.row().cells[at].as_ref()
    }

    /// What documents say of it.
    pub fn rule(self) -> &'static Rule {
        &self.row().rule
    }
}

/// Every row.
pub fn rows() -> &'static [Row] {
    rows::ALL
}
