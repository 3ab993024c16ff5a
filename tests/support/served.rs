//! Servers with content: sites that share folders, applications at other places, web.config files, caches, filters.

use poolproof::{
    search::{hosting, sketch::said},
    world::{
        Anonymous, ApplicationSettings, ApplicationStatement, Cache, ComponentForm,
        ComponentIdentity, ComponentStatement, Fact, Handler, IisSetting, MachineState, Name,
        ServiceStatement, SiteStatement, Statement, TaskStatement, Use, VirtualFolderStatement,
        Who, WinPath,
    },
};
use proptest::{collection::vec, prelude::*, sample::select};

/// Folders that something of such a server may lie in.
const FOLDERS: [&str; 12] = [
    "D:\\www",
    "D:\\www\\a",
    "D:\\www\\a\\b",
    "D:\\www\\sub",
    "D:\\www\\sub\\deep",
    "D:\\www\\store",
    "D:\\www\\a\\v",
    "D:\\www\\bin",
    "E:\\files",
    "E:\\files\\x",
    "F:\\other",
    "D:\\elsewhere",
];

const FILES: [&str; 11] = [
    "page.asp",
    "page.cer",
    "page.aspx",
    "page.php",
    "tool.dll",
    "iscf.dll",
    "ssinc.dll",
    "tool.exe",
    "page.cfm",
    "global.asa",
    "bin\\x.dll",
];

/// Files in every such folder.
pub fn paths() -> Vec<WinPath> {
    FOLDERS
        .iter()
        .flat_map(|folder| FILES.map(|file| WinPath::new(folder).join(file)))
        .collect()
}

fn by_name(name: &str) -> Who {
    Who::Name(Name::from(name))
}

fn folder() -> impl Strategy<Value = WinPath> {
    select(&FOLDERS[..]).prop_map(WinPath::new)
}

fn handlers() -> impl Strategy<Value = Vec<Handler>> {
    let any = select(vec![
        Handler::Asp,
        Handler::AspNet,
        Handler::AspNetImpersonating(Some(by_name("ann"))),
        Handler::Php,
        Handler::Cgi(WinPath::new("D:\\www\\tool.exe")),
        Handler::Isapi(WinPath::new("D:\\www\\tool.dll"), None),
    ]);
    vec(any, 0..2)
}

fn settings() -> impl Strategy<Value = ApplicationSettings> {
    let cache = select(vec![
        Cache::Compression,
        Cache::AspTemplates,
        Cache::AspNetTemporary,
    ]);
    (handlers(), vec((cache, folder()), 0..2), any::<[bool; 2]>()).prop_map(
        |(handlers, caches, [key, upload])| ApplicationSettings {
            handlers,
            caches,
            stores_machine_key: key,
            allows_upload: upload,
            uses: vec![Use::Component(Name::from("Till"))],
            ..ApplicationSettings::default()
        },
    )
}

/// What a web.config may be said to set.
fn delegated() -> impl Strategy<Value = ApplicationSettings> {
    (handlers(), any::<[bool; 2]>()).prop_map(|(handlers, [anonymous, key])| ApplicationSettings {
        handlers,
        anonymous: anonymous.then(|| Anonymous::Account(by_name("bob"))),
        stores_machine_key: key,
        ..ApplicationSettings::default()
    })
}

fn more() -> impl Strategy<Value = Statement> {
    let cache = select(vec![
        Cache::Compression,
        Cache::AspTemplates,
        Cache::AspNetTemporary,
    ]);
    let site = |folder, settings| SiteStatement {
        name: Name::from("Other"),
        folder,
        settings,
    };
    prop_oneof![
        3 => (folder(), delegated()).prop_map(|(folder, settings)| Statement::Iis(IisSetting::WebConfig {
            folder,
            settings: Box::new(settings),
        })),
        2 => (folder(), settings()).prop_map(move |(folder, settings)| Statement::Site(site(folder, settings))),
        2 => (select(vec!["/shop", "/sub", "/sub/deep"]), folder(), settings()).prop_map(|(url, folder, settings)| {
            Statement::Application(ApplicationStatement {
                site: Name::from("Shop"),
                url: Name::from(url),
                folder,
                settings,
            })
        }),
        1 => (select(vec!["/v", "/a/v", "/sub/deep/v"]), folder()).prop_map(|(url, folder)| {
            Statement::VirtualFolder(VirtualFolderStatement {
                site: Name::from("Shop"),
                url: Name::from(url),
                folder,
                account: None,
            })
        }),
        1 => (select(vec!["handlers", "modules", "anonymousAuthentication"]), any::<bool>())
            .prop_map(|(section, locked)| Statement::Iis(IisSetting::Section { section: Name::from(section), locked })),
        1 => (cache, folder()).prop_map(|(cache, path)| Statement::Iis(IisSetting::Cache { cache, path })),
        1 => folder().prop_map(|folder| Statement::Iis(IisSetting::Filter { path: folder.join("f.dll"), site: None })),
        1 => folder().prop_map(|folder| Statement::Service(ServiceStatement {
            name: Name::from("Spool"),
            account: Some(by_name("bob")),
            program: Some(folder.join("spool.exe")),
            disabled: false,
            list: None,
        })),
        1 => folder().prop_map(|folder| Statement::Task(TaskStatement {
            name: Name::from("Nightly"),
            account: by_name("ann"),
            program: Some(folder.join("run.exe")),
            list: None,
        })),
        1 => folder().prop_map(|folder| Statement::Component(ComponentStatement {
            name: Name::from("Till"),
            class: Some(Name::from("{7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}")),
            form: Some(ComponentForm::Exe(folder.join("till.exe"))),
            identity: Some(ComponentIdentity::Account(by_name("bob"))),
            launch: None,
            access: None,
            unregistered: false,
        })),
        1 => folder().prop_map(|folder| Statement::Machine(MachineState::SearchPath { folders: vec![folder] })),
    ]
}

/// What tells two statements of one thing apart: of a site, a place or a name there is one.
fn key(statement: &Statement) -> Option<String> {
    match statement {
        Statement::Site(site) => Some(format!("site {}", site.name)),
        Statement::Application(own) => Some(format!("{} at {}", own.site, own.url)),
        Statement::VirtualFolder(own) => Some(format!("{} at {}", own.site, own.url)),
        Statement::Service(own) => Some(format!("service {}", own.name)),
        Statement::Task(own) => Some(format!("task {}", own.name)),
        Statement::Component(own) => Some(format!("component {}", own.name)),
        Statement::Iis(IisSetting::Cache { cache, .. }) => Some(format!("{cache:?}")),
        Statement::Iis(IisSetting::WebConfig { folder, .. }) => {
            Some(format!("web.config {folder}"))
        }
        _ => None,
    }
}

/// Servers of some IIS, with one description of everything.
pub fn worlds() -> impl Strategy<Value = Vec<Fact>> {
    (hosting::servers(), vec(more(), 0..5)).prop_map(|(mut facts, more)| {
        for statement in more {
            let is_new = key(&statement).is_none_or(|key_of_it| {
                facts
                    .iter()
                    .all(|fact| key(&fact.statement).as_ref() != Some(&key_of_it))
            });
            if is_new {
                facts.push(said(statement));
            }
        }
        facts
    })
}
