//! The user of a request: who sends it in one of the ways that the site offers, and whose token opens its content.

use super::{
    is_share,
    plan::{Ask, Step},
    response::Response,
    stage::{Age, FIXED, Stage},
};
use crate::{
    iis::{
        Acts, Bearer, Credential, Hosting, NotActing, Requester, Rule, request_token,
        start::needs_password,
    },
    world::{Anonymous, LogonMethod, Scheme, Server},
};

const ANONYMOUS: Rule = Rule::of(
    "an anonymous request is made as the account that the configuration names",
    "IIS \"anonymous authentication\"",
);
const NO_ANONYMOUS: Rule = Rule::of(
    "where anonymous requests are not allowed, one that does not authenticate is refused",
    "KB 267850",
);
const AUTHENTICATES: Rule = Rule::of(
    "a request that authenticates is made as that user",
    "IIS \"authentication schemes\"; KB 264921",
);
const REPLACED: Rule = Rule::of(
    "authenticated users are replaced for all that impersonates",
    "IIS \"serverRuntime\"; IIS 6.0 \"URL authorization\"",
);

/// Who sends a request in one way, and whose token opens content.
pub(super) struct User {
    /// Whose token opens content; `None` where nobody's does or nobody knows.
    pub content: Option<Bearer>,
    /// What that token is, in words.
    pub role: &'static str,
    /// Whether it is the account of the virtual folder.
    pub of_folder: bool,
    /// The steps of the authentication stage.
    pub steps: Vec<Step>,
    /// What else to know.
    pub remarks: Vec<&'static str>,
}

/// The ways in which a request can be made: one for an anonymous one, one for each scheme of a site that makes another logon.
///
/// A certificate comes with the connection, and of the rest a browser takes the strongest first.
pub(super) fn ways(hosting: &Hosting, requester: Requester) -> Vec<(Option<Scheme>, Hosting)> {
    match requester {
        Requester::Anonymous => vec![(None, hosting.clone())],
        Requester::Authenticated(_) => {
            let offered = &hosting.settings.schemes;
            let all = [
                Scheme::Certificates,
                Scheme::Windows,
                Scheme::Digest,
                Scheme::Basic,
            ];
            let mut schemes: Vec<Scheme> = all
                .into_iter()
                .filter(|scheme| offered.contains(scheme))
                .collect();
            if schemes.is_empty() {
                schemes.push(Scheme::Windows);
            }
            schemes
                .into_iter()
                .map(|scheme| {
                    let mut way = hosting.clone();
                    way.settings.schemes = vec![scheme];
                    (Some(scheme), way)
                })
                .collect()
        }
    }
}

impl User {
    /// Who a request is that is made in this way.
    pub fn of(server: &Server, hosting: &Hosting, requester: Requester, age: Age) -> User {
        let mut user = User {
            content: None,
            role: "the user of the request",
            of_folder: false,
            steps: Vec::new(),
            remarks: Vec::new(),
        };
        user.authentication(server, hosting, requester);
        user.virtual_folder(server, hosting, requester, age);
        user
    }

    fn step(
        &mut self,
        hosting: &Hosting,
        bearer: Option<Bearer>,
        ask: Ask,
        refused: Response,
        rule: Rule,
    ) {
        self.steps.push(Step {
            stage: Stage::Authentication,
            bearer,
            role: self.role,
            ask,
            refused,
            decides: true,
            rule,
            facts: hosting.url.facts.clone(),
        });
    }

    /// Who asks is found out.
    fn authentication(&mut self, server: &Server, hosting: &Hosting, requester: Requester) {
        // The account of a virtual folder opens content; it is not who asks.
        let mut own = hosting.clone();
        own.url.account = None;
        let rule = match requester {
            Requester::Anonymous => ANONYMOUS,
            Requester::Authenticated(_) => AUTHENTICATES,
        };
        let acts = request_token(server, &own, requester);
        let bearer = match acts {
            Acts::As(mut bearers) if !bearers.is_empty() => bearers.remove(0),
            Acts::As(_) | Acts::Nobody(NotActing::Unknown { .. }) => {
                self.step(hosting, None, Ask::Nothing, Response::LOGON_FAILED, rule);
                return;
            }
            Acts::Nobody(NotActing::Refused { .. }) => {
                let says = match hosting.settings.anonymous {
                    Some(Anonymous::Off) => "anonymous requests are not allowed here",
                    Some(Anonymous::Account(_) | Anonymous::PoolIdentity) | None => {
                        "the anonymous account cannot be the identity of the process before IIS 7.0"
                    }
                };
                let ask = Ask::Refused(says.into());
                let refused = Response::LOGON_BY_CONFIGURATION;
                self.step(hosting, None, ask, refused, NO_ANONYMOUS);
                return;
            }
        };
        let asked = match bearer.credential {
            Credential::Process(_) => Ask::Nothing,
            // Nobody logs IUSR on: Windows hands out its token.
            Credential::Stored(_) if !needs_password(server, bearer.principal) => Ask::Nothing,
            Credential::Stored(method) | Credential::Authenticated(_, method) => Ask::LogOn(method),
        };
        let replaced = matches!(requester, Requester::Authenticated(_))
            && !matches!(bearer.credential, Credential::Authenticated(..));
        if replaced {
            self.sender(server, &own, requester);
        }
        let rule = if replaced { REPLACED } else { rule };
        let refused = Response::LOGON_FAILED;
        self.step(hosting, Some(bearer.clone()), asked, refused, rule);
        if bearer.credential.is_process()
            && hosting.settings.forms_authentication
            && hosting.settings.anonymous == Some(Anonymous::Off)
        {
            self.remarks
                .push("whom the application's own sign-in lets in is the application's matter");
        }
        if requester != Requester::Anonymous
            && hosting.settings.forms_authentication
            && hosting.settings.schemes.len() < 2
        {
            self.remarks.push("visitors who sign in to the application itself are anonymous to IIS: ask for anonymous as well");
        }
        self.content = Some(bearer);
    }

    /// The one who authenticated, though somebody else acts for her.
    fn sender(&mut self, server: &Server, hosting: &Hosting, requester: Requester) {
        let mut plain = hosting.clone();
        plain.settings.authenticated_as = None;
        if let Acts::As(bearers) = request_token(server, &plain, requester)
            && let Some(bearer) = bearers.into_iter().next()
            && let Credential::Authenticated(_, method) = bearer.credential
        {
            let ask = Ask::LogOn(method);
            self.step(
                hosting,
                Some(bearer),
                ask,
                Response::LOGON_FAILED,
                AUTHENTICATES,
            );
        }
    }

    /// The account of the virtual folder replaces the user for its content; before 7.0 only on a share.
    fn virtual_folder(
        &mut self,
        server: &Server,
        hosting: &Hosting,
        requester: Requester,
        age: Age,
    ) {
        if hosting.url.account.is_none() {
            return;
        }
        if age != Age::Seven && !is_share(&hosting.url.path) {
            self.remarks.push("before IIS 7.0 the account of a virtual folder counts only where the folder is on a share");
            return;
        }
        self.role = "the account of the virtual folder";
        self.of_folder = true;
        let refused = match age {
            Age::Seven => Response::CONFIGURATION_CREDENTIALS,
            Age::Inetinfo | Age::Six => Response::SHARE_CREDENTIALS,
        };
        let bearer = match request_token(server, hosting, requester) {
            Acts::As(bearers) => bearers.into_iter().next(),
            Acts::Nobody(_) => None,
        };
        let method = match bearer.as_ref().map(|bearer| bearer.credential) {
            Some(Credential::Stored(method) | Credential::Authenticated(_, method)) => method,
            Some(Credential::Process(_)) | None => LogonMethod::Cleartext,
        };
        self.step(hosting, bearer.clone(), Ask::LogOn(method), refused, FIXED);
        self.content = bearer;
    }
}

impl Credential {
    /// Whether it is the token of a process.
    fn is_process(self) -> bool {
        match self {
            Credential::Process(_) => true,
            Credential::Stored(_) | Credential::Authenticated(..) => false,
        }
    }
}
