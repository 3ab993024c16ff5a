//! The rows themselves.

use super::{
    Cell, Kind,
    OnThread::{self, AnonymousUser, Fixed, Requester},
    Row,
    RunsAs::{self, AspNetAccount, CallerOrThread, Console, Iwam, Named, Pool, Starter, System},
    Seat::{
        self, ApplicationChild, AspNetWorker, Caller, ComServer, Core, Own, PoolChild, Pooled,
        Program, Services, Worker,
    },
};
use crate::world::Rule;

const fn cell(seat: Seat, runs_as: RunsAs, thread: OnThread) -> Option<Cell> {
    Some(Cell {
        seat,
        runs_as,
        thread,
    })
}

const NONE: Option<Cell> = None;
const CORE: Option<Cell> = cell(Core, System, Requester);
const CORE_ALONE: Option<Cell> = cell(Core, System, OnThread::Process);
const WORKER: Option<Cell> = cell(Worker, Pool, Requester);
const WORKER_ALONE: Option<Cell> = cell(Worker, Pool, OnThread::Process);
const IN_CALLER: Option<Cell> = cell(Caller, RunsAs::Caller, OnThread::Caller);
const SERVER: Option<Cell> = cell(ComServer, Named, OnThread::Process);
const AT_CONSOLE: Option<Cell> = cell(ComServer, Console, OnThread::Process);
const ON_END: Option<Cell> = cell(Caller, RunsAs::Caller, OnThread::Process);
const IN_CALLER_ALONE: Option<Cell> = ON_END;
const ON_END_ANONYMOUSLY: Option<Cell> = cell(Caller, RunsAs::Caller, AnonymousUser);
const AS_REQUESTER: Option<Cell> = cell(Program, RunsAs::Requester, OnThread::Process);
const AS_SYSTEM: Option<Cell> = cell(Program, System, OnThread::Process);
const AS_STARTER: Option<Cell> = cell(Program, Starter, OnThread::Process);

const fn row(
    kind: Kind,
    cells: [Option<Cell>; 4],
    says: &'static str,
    source: &'static str,
) -> Row {
    Row {
        kind,
        cells,
        rule: Rule::of(says, source),
    }
}

/// One row for each kind.
pub(super) const ALL: &[Row] = &[
    row(
        Kind::Static,
        [CORE, CORE, WORKER, WORKER],
        "files are served by the server's own process, which opens them as the user of the request",
        "KB 271071; IIS \"securing content through file system ACLs\"",
    ),
    row(
        Kind::Filter,
        [CORE_ALONE, CORE_ALONE, WORKER_ALONE, WORKER_ALONE],
        "filters run in the server's own process, and before authentication nobody is on their threads",
        "KB 319067; IIS 6.0 \"IIS 6.0 architecture\"",
    ),
    row(
        Kind::ExtensionInProcess,
        [CORE, CORE, NONE, NONE],
        "an extension of an application in process runs in inetinfo.exe, as the user of the request until it reverts",
        "KB 319067; KB 236855",
    ),
    row(
        Kind::ExtensionPooled,
        [NONE, cell(Pooled, Iwam, Requester), NONE, NONE],
        "an extension of a pooled application runs in the one dllhost.exe of all pooled applications",
        "KB 319067; KB 326086",
    ),
    row(
        Kind::ExtensionIsolated,
        [
            cell(Own, Iwam, Requester),
            cell(Own, Iwam, Requester),
            NONE,
            NONE,
        ],
        "an extension of an isolated application runs in a process of its own, as IWAM_ and the machine's name",
        "KB 236855; KB 326086",
    ),
    row(
        Kind::ExtensionInPool,
        [NONE, NONE, WORKER, WORKER],
        "an extension runs in the worker process of its application's pool, as the user of the request until it reverts",
        "IIS 6.0 \"IIS 6.0 architecture\"; IIS \"application pools\"",
    ),
    row(
        Kind::Asp,
        [
            cell(Caller, RunsAs::Caller, Requester),
            cell(Caller, RunsAs::Caller, Requester),
            WORKER,
            WORKER,
        ],
        "the script of an ASP page runs where its application's extensions run, as the user of the request, and cannot revert by itself",
        "KB 172925; KB 236855",
    ),
    row(
        Kind::AspOnEnd,
        [ON_END, ON_END, ON_END_ANONYMOUSLY, ON_END_ANONYMOUSLY],
        "the end of a session or an application has no request; from 6.0 it runs as the anonymous user unless that is switched off",
        "IIS \"asp runOnEndAnonymously\"; KB 172925",
    ),
    row(
        Kind::InProcessListed,
        [CORE, CORE, WORKER, WORKER],
        "what InProcessIsapiApps lists runs in inetinfo.exe whatever the application's protection; worker processes ignore the list",
        "KB 230287; KB 319067",
    ),
    row(
        Kind::ExtensionLoading,
        [IN_CALLER_ALONE, IN_CALLER_ALONE, WORKER_ALONE, WORKER_ALONE],
        "what an extension does when it is loaded or ended is done as its process, whoever's request caused it",
        "KB 289112",
    ),
    row(
        Kind::CgiAsRequestUser,
        [AS_REQUESTER, AS_REQUESTER, AS_REQUESTER, AS_REQUESTER],
        "a CGI program is a process of its own, as the user of the request",
        "IIS \"CGI settings\", CreateProcessAsUser",
    ),
    row(
        Kind::CgiAsProcess,
        [AS_SYSTEM, AS_SYSTEM, AS_STARTER, AS_STARTER],
        "where CreateProcessAsUser is off, a CGI program is a process of its own, as the process that starts it",
        "IIS \"CGI settings\", CreateProcessAsUser",
    ),
    row(
        Kind::AspNet,
        [
            NONE,
            cell(AspNetWorker, AspNetAccount, OnThread::Process),
            WORKER_ALONE,
            WORKER_ALONE,
        ],
        "ASP.NET runs as its process unless it is told to impersonate",
        "KB 317012",
    ),
    row(
        Kind::AspNetImpersonating,
        [
            NONE,
            cell(AspNetWorker, AspNetAccount, Requester),
            WORKER,
            WORKER,
        ],
        "ASP.NET that impersonates runs its pages as the user of the request",
        "KB 317012; ASP.NET \"impersonation\"",
    ),
    row(
        Kind::AspNetFixedUser,
        [
            NONE,
            cell(AspNetWorker, AspNetAccount, Fixed),
            cell(Worker, Pool, Fixed),
            cell(Worker, Pool, Fixed),
        ],
        "ASP.NET that impersonates a named account runs its pages as that account, whoever asks",
        "ASP.NET \"impersonation\"",
    ),
    row(
        Kind::AspNet4Integrated,
        [NONE, NONE, NONE, WORKER_ALONE],
        "ASP.NET 4 in integrated mode is part of the worker process",
        "IIS \"ASP.NET integration\"",
    ),
    row(
        Kind::AspNet4Classic,
        [NONE, NONE, WORKER_ALONE, WORKER_ALONE],
        "ASP.NET 4 in classic mode is an extension in the worker process",
        "IIS \"ASP.NET integration\"",
    ),
    row(
        Kind::AspNetCoreInProcess,
        [NONE, NONE, NONE, WORKER_ALONE],
        "ASP.NET Core in process runs in the worker process and as it; nobody is on its threads",
        "ASP.NET Core \"in-process hosting\"",
    ),
    row(
        Kind::AspNetCoreOutOfProcess,
        [
            NONE,
            NONE,
            NONE,
            cell(ApplicationChild, Pool, OnThread::Process),
        ],
        "ASP.NET Core out of process runs in a child of the worker process and as it; the anonymous user is not passed on",
        "ASP.NET Core \"out-of-process hosting\"",
    ),
    row(
        Kind::FastCgi,
        [
            NONE,
            NONE,
            cell(PoolChild, Pool, OnThread::Process),
            cell(PoolChild, Pool, OnThread::Process),
        ],
        "FastCGI programs are children of the worker process and run as it",
        "IIS \"FastCGI\"",
    ),
    row(
        Kind::FastCgiImpersonating,
        [
            NONE,
            NONE,
            cell(PoolChild, Pool, Requester),
            cell(PoolChild, Pool, Requester),
        ],
        "FastCGI programs are children of the worker process; with fastcgi.impersonate their threads run as the user of the request",
        "IIS \"FastCGI\"; php.ini fastcgi.impersonate",
    ),
    row(
        Kind::ComDll,
        [IN_CALLER, IN_CALLER, IN_CALLER, IN_CALLER],
        "a COM dll is loaded by the process that creates its objects",
        "KB 172925",
    ),
    row(
        Kind::ComLaunchingUser,
        [
            cell(ComServer, RunsAs::Caller, OnThread::Process),
            cell(ComServer, CallerOrThread, OnThread::Process),
            cell(ComServer, RunsAs::Caller, OnThread::Process),
            cell(ComServer, RunsAs::Caller, OnThread::Process),
        ],
        "a COM exe of the launching user runs as the process of its caller, unless the caller cloaks",
        "KB 281837; Win32 \"cloaking\"",
    ),
    row(
        Kind::ComInteractiveUser,
        [AT_CONSOLE, AT_CONSOLE, AT_CONSOLE, AT_CONSOLE],
        "a COM exe of the interactive user runs as whoever is at the console, and not at all if nobody is",
        "Win32 \"interactive user\"",
    ),
    row(
        Kind::ComThisUser,
        [SERVER, SERVER, SERVER, SERVER],
        "a COM exe of a named account is logged on as a batch job",
        "Win32 \"specified user\"",
    ),
    row(
        Kind::ComService,
        [SERVER, SERVER, SERVER, SERVER],
        "a COM server that is a service runs as the service does",
        "Win32 \"LocalService\" of AppID",
    ),
    row(
        Kind::LibraryPackage,
        [IN_CALLER, IN_CALLER, IN_CALLER, IN_CALLER],
        "a library package is loaded by its caller's process and runs as it",
        "COM+ \"library application security\"",
    ),
    row(
        Kind::ServerPackage,
        [SERVER, SERVER, SERVER, SERVER],
        "a server package runs in mtx.exe or dllhost.exe as the identity of the package",
        "COM+ \"creating a new COM+ application\"",
    ),
    row(
        Kind::WcfHttp,
        [NONE, NONE, WORKER_ALONE, WORKER_ALONE],
        "WCF over HTTP runs in the worker process and as it",
        "WCF \"hosting in IIS\"",
    ),
    row(
        Kind::WcfOther,
        [NONE, NONE, NONE, WORKER_ALONE],
        "a message that comes by TCP, a pipe or MSMQ is handed to the worker process of the application's pool",
        "WCF \"hosting in WAS\"",
    ),
    row(
        Kind::WebDav,
        [CORE, CORE, WORKER, WORKER],
        "WebDAV is an extension that impersonates: in inetinfo.exe up to 5.1, in the worker process from 6.0",
        "KB 271071; IIS \"WebDAV\"",
    ),
    row(
        Kind::Ftp,
        [CORE, CORE, CORE, cell(Services, System, Requester)],
        "FTP impersonates in inetinfo.exe, from 7.0 in a service of its own",
        "IIS 6.0 \"IIS 6.0 architecture\"; IIS \"FTP\"",
    ),
];
