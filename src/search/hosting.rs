//! Small servers of every IIS: a site, applications in it, handlers, and what decides where they run.

use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};

use super::sketch::said;
use crate::world::{
    Anonymous, ApplicationSettings, ApplicationStatement, CgiIdentity, Fact, Handler, IisSetting,
    IisVersion, MachineState, Name, PoolIdentity, PoolStatement, Program, Protection,
    ServerStatement, SiteStatement, Statement, VirtualFolderStatement, Who, WinPath,
};

/// The applications of a sketch by URL, the site's own first.
pub const APPLICATIONS: [&str; 3] = ["/", "/a", "/a/b"];

/// The files that are asked for, below an application.
pub const FILES: [&str; 9] = [
    "page.asp",
    "page.aspx",
    "page.php",
    "tool.dll",
    "tool.exe",
    "page.cfm",
    "logo.png",
    "",
    "ssinc.dll",
];

/// An extension that lists name.
pub const LISTED: &str = "C:\\engine\\iscf.dll";

/// The folder of an application.
pub fn folder(url: &str) -> WinPath {
    WinPath::new(&format!("D:\\www\\{}", url.trim_matches('/')))
}

fn by_name(name: &str) -> Who {
    Who::Name(Name::from(name))
}

/// A server of some IIS.
pub fn machine() -> impl Strategy<Value = ServerStatement> {
    let versions: Vec<IisVersion> = IisVersion::ALL
        .iter()
        .map(|(version, _, _)| *version)
        .collect();
    (select(versions), any::<bool>(), option::of(0..5_u8)).prop_map(
        |(iis, isolation, service_pack)| ServerStatement {
            name: Name::from("BOX"),
            iis: Some(iis),
            isolation_mode: isolation && iis == IisVersion::V6_0,
            windows: None,
            service_pack,
            domain: None,
            domain_controller: false,
        },
    )
}

fn handlers(url: &'static str) -> impl Strategy<Value = Vec<Handler>> {
    let folder = folder(url);
    let all = vec![
        Handler::Asp,
        Handler::AspNet,
        Handler::AspNetImpersonating(None),
        Handler::AspNetImpersonating(Some(by_name("ann"))),
        Handler::AspNetCoreInProcess,
        Handler::AspNetCoreOutOfProcess,
        Handler::Php,
        Handler::PhpImpersonating,
        Handler::Isapi(folder.join("tool.dll"), None),
        Handler::Isapi(folder.join("ssinc.dll"), None),
        Handler::Isapi(WinPath::new(LISTED), Some(Name::from(".cfm"))),
        Handler::Cgi(folder.join("tool.exe")),
    ];
    subsequence(all, 0..=3).prop_shuffle()
}

fn settings(url: &'static str) -> impl Strategy<Value = ApplicationSettings> {
    let protection = select(vec![
        Protection::InProcess,
        Protection::Pooled,
        Protection::Isolated,
    ]);
    let anonymous = prop_oneof![
        Just(Anonymous::Off),
        Just(Anonymous::PoolIdentity),
        select(vec!["ann", "bob", "IUSR"]).prop_map(|name| Anonymous::Account(by_name(name))),
    ];
    (
        option::of(select(vec!["Red", "Green"])),
        option::of(anonymous),
        handlers(url),
        option::of(protection),
    )
        .prop_map(
            |(pool, anonymous, handlers, protection)| ApplicationSettings {
                pool: pool.map(Name::from),
                anonymous,
                handlers,
                protection,
                ..ApplicationSettings::default()
            },
        )
}

fn pools() -> impl Strategy<Value = Vec<Fact>> {
    let identity = prop_oneof![
        Just(PoolIdentity::NetworkService),
        Just(PoolIdentity::LocalSystem),
        Just(PoolIdentity::Own),
        Just(PoolIdentity::Account(by_name("bob"))),
    ];
    vec(option::of((option::of(identity), any::<bool>())), 2).prop_map(|said_of| {
        let pool = |(name, said_of): (&str, Option<(Option<PoolIdentity>, bool)>)| {
            let (identity, manual_group_membership) = said_of?;
            Some(said(Statement::Pool(PoolStatement {
                name: Name::from(name),
                identity,
                manual_group_membership,
                logs_on_as_service: false,
                ignores_web_config: false,
            })))
        };
        ["Red", "Green"]
            .into_iter()
            .zip(said_of)
            .filter_map(pool)
            .collect()
    })
}

fn whole() -> impl Strategy<Value = Vec<Fact>> {
    let path = || Program::Path(WinPath::new(LISTED));
    let lists = select(vec![
        vec![],
        vec![path()],
        vec![Program::Bare(Name::from("ISCF.dll"))],
        vec![Program::Path(WinPath::new(
            "C:\\WINNT\\System32\\inetsrv\\asp.dll",
        ))],
        vec![
            Program::Path(WinPath::new("C:\\elsewhere\\iscf.dll")),
            Program::Bare(Name::from("x.dll")),
        ],
    ]);
    let cgi = select(vec![CgiIdentity::Process, CgiIdentity::RequestUser]);
    let asp_net = select(vec!["SYSTEM", "machine", "bob"]);
    (
        option::of(lists),
        option::of(cgi),
        option::of(asp_net),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(list, cgi, asp_net, unpatched, share)| {
            let iis = |setting| said(Statement::Iis(setting));
            let mut facts = Vec::new();
            facts.extend(list.map(|programs| iis(IisSetting::InProcessExtensions { programs })));
            facts.extend(cgi.map(|runs_as| iis(IisSetting::Cgi { runs_as })));
            facts.extend(asp_net.map(|name| {
                iis(IisSetting::AspNet {
                    runs_as: by_name(name),
                })
            }));
            if unpatched {
                let patch = Name::from("MS01-044");
                facts.push(said(Statement::Machine(MachineState::MissingPatch {
                    patch,
                })));
            }
            let path = if share { "\\\\nas\\files" } else { "E:\\files" };
            facts.push(said(Statement::VirtualFolder(VirtualFolderStatement {
                site: Name::from("Shop"),
                url: Name::from("/files"),
                folder: WinPath::new(path),
                account: Some(by_name("ann")),
            })));
            facts
        })
}

/// A server of some IIS with a site, two applications that may be there, and settings; accounts are declared.
pub fn servers() -> impl Strategy<Value = Vec<Fact>> {
    (
        machine(),
        settings(APPLICATIONS[0]),
        option::of(settings(APPLICATIONS[1])),
        option::of(settings(APPLICATIONS[2])),
        pools(),
        whole(),
    )
        .prop_map(|(machine, root, one, other, pools, whole)| {
            let mut facts = vec![said(Statement::Server(machine))];
            for name in ["ann", "bob"] {
                let name = Name::from(name);
                facts.push(said(Statement::User { name, sid: None }));
            }
            facts.push(said(Statement::Site(SiteStatement {
                name: Name::from("Shop"),
                folder: folder(APPLICATIONS[0]),
                settings: root,
            })));
            for (url, settings) in APPLICATIONS[1..].iter().zip([one, other]) {
                facts.extend(settings.map(|settings| {
                    said(Statement::Application(ApplicationStatement {
                        site: Name::from("Shop"),
                        url: Name::from(*url),
                        folder: folder(url),
                        settings,
                    }))
                }));
            }
            facts.extend(pools);
            facts.extend(whole);
            facts
        })
}

/// A URL of such a server.
pub fn urls() -> impl Strategy<Value = String> {
    let start = select(vec!["/", "/a/", "/a/b/", "/files/"]);
    (start, select(&FILES[..])).prop_map(|(start, file)| format!("{start}{file}"))
}
