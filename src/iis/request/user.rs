//! Whose token content is opened with: who the request is, how that one is logged on, and what replaces it.

use super::{
    is_share,
    logon::{anonymous_method, basic_method, by_method, by_scheme, chosen, word},
    network::{OnTheNetwork, on_the_network},
    plan::{Ask, Requester, Served, Step, Whose},
    response::Response,
    settings::Configured,
    stage::{Age, Stage},
};
use crate::{
    iis::Version,
    world::{
        Anonymous, AuthenticatedAs, FactId, Logon, LogonMethod, Name, Scheme, Server,
        VirtualFolderStatement, Who, WinPath,
    },
};

const ANONYMOUS: &str = "an anonymous request is made as the account that the configuration names (IIS \"anonymous authentication\")";
const ANONYMOUS_IS_POOL: &str = "without a user name, anonymous requests are made as the pool's identity (IIS \"application pool identity as anonymous user\")";
const NO_ANONYMOUS: &str = "where anonymous requests are not allowed, one that does not authenticate is refused (KB 267850)";
const FORMS: &str = "where ASP.NET signs visitors in itself and nothing else does, the request is the process's (ASP.NET \"forms authentication\")";
const AUTHENTICATES: &str =
    "a request that authenticates is made as that user (IIS \"authentication schemes\"; KB 264921)";
const ACTS_AS_POOL: &str = "authenticatedUserOverride hands the pool's identity to the modules that impersonate (IIS \"serverRuntime\")";
const ACTS_AS_ANONYMOUS: &str = "AzImpersonationLevel 2 makes authenticated users act as the anonymous user (IIS 6.0 \"URL authorization\")";
const FIXED: &str =
    "the account of a virtual folder opens all of its content (IIS \"virtualDirectory userName\")";

/// Who a request is, and whose token its content is opened with.
pub(super) struct User {
    /// The request user: the token that a thread which impersonates carries.
    pub request: Whose,
    /// Whose token opens content.
    pub content: Whose,
    /// What that token is, in words.
    pub role: &'static str,
    /// The account of the virtual folder, where it replaces the user.
    pub fixed: Option<Whose>,
    /// What somebody told us of it.
    pub facts: Vec<FactId>,
    /// The steps of the authentication stage.
    pub steps: Vec<Step>,
    /// The schemes that a browser would try next.
    pub falls_through_to: Vec<&'static str>,
    /// What else to know.
    pub remarks: Vec<&'static str>,
    /// Whether the token of the request can go to another machine.
    goes_further: bool,
    root: Option<WinPath>,
}

impl User {
    /// Who the request for what is served so is.
    pub fn of(
        server: &Server,
        served: &Served,
        configured: &Configured,
        requester: Requester,
        age: Age,
    ) -> User {
        let mut user = User {
            request: Whose::Process(served.core),
            content: Whose::Process(served.core),
            role: "the user of the request",
            fixed: None,
            facts: Vec::new(),
            steps: Vec::new(),
            falls_through_to: Vec::new(),
            remarks: Vec::new(),
            goes_further: true,
            root: None,
        };
        match requester {
            Requester::Anonymous => user.anonymous(server, served, configured),
            Requester::Authenticated => user.authenticated(server, served, configured, age),
        }
        user.content = user.request.clone();
        user.virtual_folder(server, served, age);
        user
    }

    fn step(&mut self, whose: Whose, ask: Ask, refused: Response, rule: &'static str) {
        self.steps.push(Step {
            stage: Stage::Authentication,
            whose,
            role: "the user of the request",
            ask,
            refused,
            decides: true,
            rule,
            facts: self.facts.clone(),
        });
    }

    /// The anonymous user, or the refusal of one.
    fn anonymous(&mut self, server: &Server, served: &Served, configured: &Configured) {
        let settings = &configured.settings;
        self.facts.extend(configured.anonymous_from);
        if settings.anonymous == Some(Anonymous::Off) {
            if settings.forms_authentication && settings.schemes.is_empty() {
                self.request = Whose::Process(served.core);
                self.remarks
                    .push("whom the application's own sign-in lets in is the application's matter");
                self.step(
                    self.request.clone(),
                    Ask::Nothing,
                    Response::LOGON_BY_CONFIGURATION,
                    FORMS,
                );
                return;
            }
            self.step(
                Whose::Nobody,
                Ask::Refused("anonymous requests are not allowed here".into()),
                Response::LOGON_BY_CONFIGURATION,
                NO_ANONYMOUS,
            );
            self.request = Whose::Nobody;
            return;
        }
        self.falls_through_to = settings
            .schemes
            .iter()
            .map(|scheme| word(*scheme))
            .collect();
        self.anonymous_account(server, served, configured);
    }

    /// Becomes the anonymous account, whether or not anonymous requests are allowed.
    fn anonymous_account(&mut self, server: &Server, served: &Served, configured: &Configured) {
        let Some(iis) = server.iis() else {
            return;
        };
        let settings = &configured.settings;
        let who = match &settings.anonymous {
            Some(Anonymous::PoolIdentity) => {
                self.request = Whose::Process(served.core);
                self.step(
                    self.request.clone(),
                    Ask::Nothing,
                    Response::LOGON_FAILED,
                    ANONYMOUS_IS_POOL,
                );
                return;
            }
            Some(Anonymous::Account(who)) => who.clone(),
            Some(Anonymous::Off) | None => Who::Name(default_anonymous(server, &Version::of(iis))),
        };
        let method = settings
            .anonymous_logon
            .unwrap_or_else(|| anonymous_method(iis));
        let token = by_method(method);
        self.goes_further = token.goes_further;
        self.request = Whose::Account(who, token.logon);
        self.step(
            self.request.clone(),
            Ask::LogOn(token.logon),
            Response::LOGON_FAILED,
            ANONYMOUS,
        );
    }

    /// The one who authenticates, or whom such users act as.
    fn authenticated(
        &mut self,
        server: &Server,
        served: &Served,
        configured: &Configured,
        age: Age,
    ) {
        let settings = &configured.settings;
        self.facts.extend(configured.schemes_from);
        let scheme = chosen(&settings.schemes);
        if settings.schemes.is_empty() && settings.forms_authentication {
            self.remarks.push("visitors who sign in to the application itself are anonymous to IIS: ask for anonymous as well");
        }
        let basic = settings.basic_logon.unwrap_or_else(|| basic_method(age));
        let token = by_scheme(scheme, basic);
        self.goes_further = token.goes_further;
        self.request = Whose::Client(token.logon);
        self.step(
            self.request.clone(),
            Ask::LogOn(token.logon),
            Response::LOGON_FAILED,
            AUTHENTICATES,
        );
        if scheme == Scheme::Basic && token.logon == Logon::Interactive {
            self.remarks
                .push("basic authentication logs on interactively here, which needs the right to log on locally");
        }
        self.facts.clear();
        match settings.authenticated_as {
            None | Some(AuthenticatedAs::Themselves) => {}
            Some(AuthenticatedAs::PoolIdentity) => {
                self.facts.extend(configured.authenticated_from);
                self.request = Whose::Process(served.core);
                self.step(
                    self.request.clone(),
                    Ask::Nothing,
                    Response::LOGON_FAILED,
                    ACTS_AS_POOL,
                );
            }
            Some(AuthenticatedAs::AnonymousUser) => {
                self.facts.extend(configured.authenticated_from);
                self.anonymous_account(server, served, configured);
                if let Some(step) = self.steps.last_mut() {
                    step.rule = ACTS_AS_ANONYMOUS;
                }
            }
        }
    }

    /// The account of the virtual folder replaces the user for its content; before 7.0 only on a share.
    fn virtual_folder(&mut self, server: &Server, served: &Served, age: Age) {
        let Some(account) = &served.mapped.account else {
            return;
        };
        if age != Age::Seven && !is_share(&served.mapped.path) {
            self.remarks.push("before IIS 7.0 the account of a virtual folder counts only where the folder is on a share");
            return;
        }
        let method = LogonMethod::Cleartext;
        let token = by_method(method);
        let fixed = Whose::Account(account.clone(), token.logon);
        self.root = folder_of(server, served).map(|folder| folder.folder.clone());
        self.facts = served.mapped.facts.last().copied().into_iter().collect();
        self.role = "the account of the virtual folder";
        self.content = fixed.clone();
        self.goes_further = token.goes_further;
        self.fixed = Some(fixed.clone());
        let refused = match age {
            Age::Seven => Response::CONFIGURATION_CREDENTIALS,
            Age::Inetinfo | Age::Six => Response::SHARE_CREDENTIALS,
        };
        self.step(fixed, Ask::LogOn(token.logon), refused, FIXED);
        if let Some(step) = self.steps.last_mut() {
            step.role = self.role;
        }
    }

    /// The account of the virtual folder, for a file in it.
    pub fn fixed_for(&self, path: &WinPath) -> Option<Whose> {
        let root = self.root.as_ref()?;
        path.is_under(root).then(|| self.fixed.clone()).flatten()
    }

    /// Whose token it is where the object lies: on a share, who the token is on the network.
    pub fn where_it_lies(&self, server: &Server, whose: Whose, path: &WinPath) -> Whose {
        if !is_share(path) {
            return whose;
        }
        let seen = |id| on_the_network(server, id);
        match &whose {
            Whose::Process(process) => match process.and_then(|id| server.identity_of(id)) {
                None => whose,
                Some(id) => match seen(id) {
                    OnTheNetwork::Machine => Whose::Machine,
                    OnTheNetwork::Nobody => Whose::Nobody,
                    OnTheNetwork::Itself => Whose::Account(
                        Who::Name(server.principal(id).name().clone()),
                        Logon::Network,
                    ),
                },
            },
            Whose::Account(who, _) => match server.accounts().look_up(who).map(seen) {
                Some(OnTheNetwork::Machine) => Whose::Machine,
                Some(OnTheNetwork::Nobody) => Whose::Nobody,
                Some(OnTheNetwork::Itself) | None if self.goes_further => whose,
                Some(OnTheNetwork::Itself) | None => Whose::Nobody,
            },
            Whose::Client(_) if self.goes_further => Whose::Client(Logon::Network),
            Whose::Client(_) => Whose::Nobody,
            Whose::Machine | Whose::Nobody => whose,
        }
    }
}

/// Who anonymous is unless the configuration says.
fn default_anonymous(server: &Server, version: &Version) -> Name {
    if version.anonymous.ends_with('_') {
        let machine = server.name().map_or("", Name::as_str);
        Name::new(format!("{}{machine}", version.anonymous))
    } else {
        Name::from(version.anonymous)
    }
}

/// The virtual folder that a URL is in.
fn folder_of<'a>(server: &'a Server, served: &Served) -> Option<&'a VirtualFolderStatement> {
    let last = served.mapped.facts.last()?;
    server
        .virtual_folders()
        .find(|(_, fact)| fact == last)
        .map(|(folder, _)| folder)
}
