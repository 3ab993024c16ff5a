//! From facts to the canonical text: one sentence a fact, in the order of the facts.

use std::slice::Iter;

use super::{
    access::{LineOf, noun_word},
    com_words::ComKind,
    component::com_kind,
    names::who_is,
    print_com::{com_list, component_sentence, machine_list_words, running_sentence},
    print_line::line_in_words,
    print_machine::{
        account_sentence, iis_sentence, machine_sentence, service_sentence, task_sentence,
    },
    print_settings::settings,
    spell,
};
use crate::world::{
    ComList, Fact, Fallback, Gap, Inheritance, Listing, Name, ObjectNoun, ObjectStatement,
    PoolIdentity, PoolStatement, ServerStatement, Statement, Who, WinPath,
};

/// Prints facts in the world notation. Reading the text gives the facts again, in their order.
///
/// Memberships join the sentence of their user or group where they follow it, and applications stand under their site.
/// Processes are left out: they follow from pools and applications, and nobody writes them.
/// The notation has no control characters; in a name they are printed as U+FFFD.
pub fn print(facts: &[Fact]) -> String {
    let mut printer = Printer::default();
    let mut rest = facts.iter();
    while let Some(fact) = rest.next() {
        printer.fact(&fact.statement, &mut rest);
    }
    printer.text
}

/// What a sentence is about: sentences about the same stand together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Topic {
    Server,
    Accounts,
    Pools,
    Sites,
    Iis,
    Components,
    Programs,
    Objects,
    Machine,
    Unknown,
    Rest,
}

#[derive(Default)]
struct Printer {
    text: String,
    topic: Option<Topic>,
    /// The site that indented lines belong to.
    site: Option<Name>,
}

impl Printer {
    fn fact(&mut self, statement: &Statement, rest: &mut Iter<'_, Fact>) {
        match statement {
            Statement::Server(server) => self.sentence(Topic::Server, server_sentence(server)),
            Statement::MachineSid { sid } => {
                self.sentence(Topic::Accounts, format!("machine sid {sid}"));
            }
            Statement::Domain { name, sid } => {
                let name = spell::plain(name);
                self.sentence(Topic::Accounts, format!("domain {name} has sid {sid}"));
            }
            Statement::User { name, sid } => {
                let sid = sid.map(|sid| format!("has sid {sid}"));
                let clauses = sid.into_iter().chain(memberships(name, false, rest));
                let subject = format!("user {}", spell::plain(name));
                self.sentence(Topic::Accounts, with_clauses(subject, clauses.collect()));
            }
            Statement::Group { name, sid } => {
                let sid = sid.map(|sid| format!("has sid {sid}"));
                let clauses = sid.into_iter().chain(memberships(name, true, rest));
                let subject = format!("group {}", spell::plain(name));
                self.sentence(Topic::Accounts, with_clauses(subject, clauses.collect()));
            }
            Statement::Member { member, group } => {
                let mut groups = vec![spell::account(group)];
                groups.extend(run(rest, |statement| match statement {
                    Statement::Member {
                        member: next,
                        group,
                    } if same(next, member) => Some(group),
                    _ => None,
                }));
                let sentence = format!(
                    "{} is a member of {}",
                    spell::subject(member),
                    groups.join(", ")
                );
                self.sentence(Topic::Accounts, sentence);
            }
            Statement::Right { right, holders } => {
                let holders: Vec<String> = holders.iter().map(spell::account).collect();
                let holders = if holders.is_empty() {
                    "nobody".to_owned()
                } else {
                    holders.join(", ")
                };
                let right = spell::plain(right);
                self.sentence(
                    Topic::Accounts,
                    format!("right {right} belongs to {holders}"),
                );
            }
            Statement::Pool(pool) => self.sentence(Topic::Pools, pool_sentence(pool)),
            Statement::Site(site) => {
                // Each site stands apart, with what is under it.
                self.topic = self.topic.filter(|topic| *topic != Topic::Sites);
                let subject = format!(
                    "site {} at {}",
                    spell::plain(&site.name),
                    spell::path(&site.folder)
                );
                self.sentence(
                    Topic::Sites,
                    with_clauses(subject, settings(&site.settings)),
                );
                self.site = Some(site.name.clone());
            }
            Statement::Application(application) => {
                let clauses = settings(&application.settings);
                let (site, url) = (&application.site, &application.url);
                self.in_site("application", site, url, &application.folder, clauses);
            }
            Statement::VirtualFolder(folder) => {
                let account = folder.account.iter();
                let clauses = account.map(|who| format!("as {}", spell::account(who)));
                let (site, url) = (&folder.site, &folder.url);
                self.in_site(
                    "virtual folder",
                    site,
                    url,
                    &folder.folder,
                    clauses.collect(),
                );
            }
            Statement::Object(object) => self.object(object),
            Statement::Process(_) => {}
            Statement::Iis(setting) => self.sentence(Topic::Iis, iis_sentence(setting)),
            Statement::Account(state) => self.sentence(Topic::Accounts, account_sentence(state)),
            Statement::Machine(state) => self.sentence(Topic::Machine, machine_sentence(state)),
            Statement::Component(component) => {
                self.sentence(Topic::Components, component_sentence(component));
                self.com_lists(&component.launch, &component.access);
            }
            Statement::MachineCom { which, list } => {
                self.sentence(Topic::Components, machine_list_words(*which).to_owned());
                for line in com_list(list, com_kind(*which)) {
                    self.indented(&line);
                }
            }
            Statement::Running(running) => {
                self.sentence(Topic::Components, running_sentence(running));
                self.com_lists(&None, &running.access);
            }
            Statement::Service(service) => {
                self.sentence(Topic::Programs, service_sentence(service));
                self.program_list(&service.list, LineOf::Service);
            }
            Statement::Task(task) => {
                self.sentence(Topic::Programs, task_sentence(task));
                self.program_list(&task.list, LineOf::Object(ObjectNoun::File));
            }
            Statement::Gap(gap) => self.sentence(Topic::Unknown, gap_sentence(gap)),
            Statement::Undescribed { fallbacks } => {
                let words: Vec<&str> = fallbacks.iter().copied().map(fallback_words).collect();
                let sentence = format!("undescribed objects {}", words.join(", else "));
                self.sentence(Topic::Rest, sentence);
            }
        }
    }

    fn sentence(&mut self, topic: Topic, sentence: String) {
        if !self.text.is_empty() && self.topic != Some(topic) {
            self.text.push('\n');
        }
        self.topic = Some(topic);
        self.site = None;
        self.text.push_str(&sentence);
        self.text.push('\n');
    }

    fn indented(&mut self, line: &str) {
        self.text.push_str("  ");
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An application or a virtual folder: under its site, or with its site.
    fn in_site(
        &mut self,
        kind: &str,
        site: &Name,
        url: &Name,
        folder: &WinPath,
        clauses: Vec<String>,
    ) {
        let url = spell::plain(url);
        let folder = spell::path(folder);
        let is_above = |above: &Name| above.as_str() == site.as_str();
        if self.site.as_ref().is_some_and(is_above) {
            self.indented(&with_clauses(format!("{kind} {url} at {folder}"), clauses));
        } else {
            let subject = format!("{kind} {url} of site {} at {folder}", spell::plain(site));
            self.sentence(Topic::Sites, with_clauses(subject, clauses));
        }
    }

    fn object(&mut self, object: &ObjectStatement) {
        let owner = object.owner.iter();
        let mut clauses: Vec<String> = owner
            .map(|owner| format!("is owned by {}", spell::account(owner)))
            .collect();
        match object.inheritance {
            Inheritance::Inherits => {}
            Inheritance::Protected => clauses.push("does not inherit".to_owned()),
            Inheritance::ListedInFull => clauses.push("is listed in full".to_owned()),
        }
        let subject = format!("{} {}", noun_word(object.noun), spell::path(&object.path));
        self.sentence(Topic::Objects, with_clauses(subject, clauses));
        self.listing(&object.list, LineOf::Object(object.noun));
    }

    fn listing(&mut self, list: &Listing, of: LineOf) {
        match list {
            Listing::Lines(lines) => {
                for line in lines {
                    self.indented(&line_in_words(line, of));
                }
            }
            Listing::Sddl(sddl) => self.indented(&format!("sddl {}", spell::quoted(sddl))),
        }
    }

    /// The own list of a service or a task; one without lines is said to be empty.
    fn program_list(&mut self, list: &Option<Listing>, of: LineOf) {
        match list {
            None => {}
            Some(Listing::Lines(lines)) if lines.is_empty() => self.indented("allows nobody"),
            Some(list) => self.listing(list, of),
        }
    }

    /// A component's lists.
    fn com_lists(&mut self, launch: &Option<ComList>, access: &Option<ComList>) {
        for (list, kind) in [(launch, ComKind::Launch), (access, ComKind::Access)] {
            for line in list.iter().flat_map(|list| com_list(list, kind)) {
                self.indented(&format!("{} {line}", kind.word()));
            }
        }
    }
}

fn server_sentence(server: &ServerStatement) -> String {
    let mut sentence = format!("server {}", spell::plain(&server.name));
    if let Some(iis) = server.iis {
        sentence.push_str(&format!(" runs IIS {}", iis.number()));
    }
    if server.isolation_mode {
        sentence.push_str(" in IIS 5.0 isolation mode");
    }
    if let Some(windows) = server.windows {
        sentence.push_str(&format!(" on Windows {}", windows.name()));
    }
    if let Some(service_pack) = server.service_pack {
        let comma = if server.windows.is_some() { "" } else { "," };
        sentence.push_str(&format!("{comma} SP{service_pack}"));
    }
    if let Some(domain) = &server.domain {
        sentence.push_str(&format!(", is in domain {}", spell::plain(domain)));
    }
    if server.domain_controller {
        sentence.push_str(", is a domain controller");
    }
    sentence
}

pub(super) fn pool_sentence(pool: &PoolStatement) -> String {
    let mut clauses = Vec::new();
    match &pool.identity {
        None => {}
        Some(PoolIdentity::NetworkService) => clauses.push("runs as NetworkService".to_owned()),
        Some(PoolIdentity::LocalService) => clauses.push("runs as LocalService".to_owned()),
        Some(PoolIdentity::LocalSystem) => clauses.push("runs as LocalSystem".to_owned()),
        Some(PoolIdentity::Own) => clauses.push("runs as its own identity".to_owned()),
        Some(PoolIdentity::Account(who)) => {
            clauses.push(format!("runs as {}", spell::identity(who)));
        }
        Some(PoolIdentity::Unknown) => clauses.push("identity is unknown".to_owned()),
    }
    let switches = [
        (pool.manual_group_membership, "manual group membership"),
        (pool.logs_on_as_service, "logs on as a service"),
        (pool.ignores_web_config, "ignores web.config"),
    ];
    let on = switches.iter().filter(|(on, _)| *on);
    clauses.extend(on.map(|(_, words)| (*words).to_owned()));
    with_clauses(format!("pool {}", spell::plain(&pool.name)), clauses)
}

pub(super) fn gap_sentence(gap: &Gap) -> String {
    match gap {
        Gap::MembersOf(who) => format!("members of {} are unknown", spell::account(who)),
        Gap::GroupsOf(who) => format!("groups of {} are unknown", spell::account(who)),
        Gap::PermissionsOf(path) => format!("permissions of {} are unknown", spell::path(path)),
        Gap::OwnerOf(path) => format!("owner of {} is unknown", spell::path(path)),
        Gap::InheritedLinesOf(path) => {
            format!("inherited lines of {} are unknown", spell::path(path))
        }
    }
}

fn fallback_words(fallback: Fallback) -> &'static str {
    match fallback {
        Fallback::Inherit => "inherit",
        Fallback::Defaults => "have default permissions",
        Fallback::Closed => "are closed",
        Fallback::Unknown => "are unknown",
    }
}

/// The memberships that follow the sentence of an account and say something of it, as its clauses.
fn memberships(name: &Name, is_group: bool, rest: &mut Iter<'_, Fact>) -> Vec<String> {
    let account = who_is(name.clone());
    let mut clauses = Vec::new();
    loop {
        let members = run(rest, |statement| match statement {
            Statement::Member { member, group } if is_group && same(group, &account) => {
                Some(member)
            }
            _ => None,
        });
        let groups = run(rest, |statement| match statement {
            Statement::Member { member, group } if same(member, &account) => Some(group),
            _ => None,
        });
        if members.is_empty() && groups.is_empty() {
            return clauses;
        }
        if !members.is_empty() {
            clauses.push(format!("has members {}", members.join(", ")));
        }
        if !groups.is_empty() {
            clauses.push(format!("is a member of {}", groups.join(", ")));
        }
    }
}

/// Takes the next facts as long as they say something of this form, and gives who is named.
fn run(
    rest: &mut Iter<'_, Fact>,
    says: impl for<'s> Fn(&'s Statement) -> Option<&'s Who>,
) -> Vec<String> {
    let mut named = Vec::new();
    while let Some(who) = rest
        .as_slice()
        .first()
        .and_then(|fact| says(&fact.statement))
    {
        named.push(spell::account(who));
        rest.next();
    }
    named
}

/// The same account in the same spelling.
fn same(a: &Who, b: &Who) -> bool {
    match (a, b) {
        (Who::Name(a), Who::Name(b)) => a.as_str() == b.as_str(),
        (Who::Sid(a), Who::Sid(b)) => a == b,
        (Who::Name(_), Who::Sid(_)) | (Who::Sid(_), Who::Name(_)) => false,
    }
}

/// The subject with its clauses, commas between; the first goes without where it reads on.
pub(super) fn with_clauses(subject: String, clauses: Vec<String>) -> String {
    let mut sentence = subject;
    for (number, clause) in clauses.iter().enumerate() {
        let reads_on = [
            "runs ", "is ", "has ", "in pool ", "does ", "logs ", "ignores ", "as ", "from ",
        ];
        if number > 0 || !reads_on.iter().any(|begin| clause.starts_with(begin)) {
            sentence.push(',');
        }
        sentence.push(' ');
        sentence.push_str(clause);
    }
    sentence
}
