//! How the token of a request comes to be, by scheme and method, and what a thread may do with it.

use poolproof::{
    iis::{self, Requester},
    nt::{ImpersonationLevel, Sid, TokenLevel},
    world::well_known::sid,
};

use super::{by, host, name, server};

/// The SID that the logon of a request's user put into its token.
fn mark(world: &str, url: &str, requester: Option<&str>) -> &'static str {
    let (server, _) = server(world);
    let hosting = host(&server, url).expect("it is hosted");
    let requester = requester.map_or(Requester::Anonymous, |name| by(&server, name));
    let acts = iis::request_token(&server, &hosting, requester);
    let [one] = acts.bearers() else {
        return "several or none";
    };
    let holds = |wanted: Sid| one.token.token.group(&wanted).is_some();
    match (
        holds(sid::INTERACTIVE),
        holds(sid::NETWORK),
        holds(sid::BATCH),
    ) {
        (true, false, false) => "INTERACTIVE",
        (false, true, false) => "NETWORK",
        (false, false, true) => "BATCH",
        _ => "another",
    }
}

#[test]
fn schemes_and_methods_make_different_logons() {
    for (iis, clause, requester, expected) in [
        ("4.0", "", None, "NETWORK"),
        ("5.0", "", None, "NETWORK"),
        (
            "5.0",
            ", anonymous logs on interactively",
            None,
            "INTERACTIVE",
        ),
        ("5.1", ", anonymous logs on as a batch job", None, "BATCH"),
        (
            "5.0",
            ", anonymous logs on by password synchronization",
            None,
            "NETWORK",
        ),
        ("6.0", "", None, "NETWORK"),
        ("6.0 in IIS 5.0 isolation mode", "", None, "NETWORK"),
        (
            "6.0",
            ", anonymous logs on over the network",
            None,
            "NETWORK",
        ),
        (
            "10.0",
            ", anonymous is ann, anonymous logs on interactively",
            None,
            "INTERACTIVE",
        ),
        ("10.0", ", anonymous is ann", None, "NETWORK"),
        ("5.0", "", Some("ann"), "NETWORK"),
        (
            "10.0",
            ", authenticates with windows",
            Some("ann"),
            "NETWORK",
        ),
        (
            "5.0",
            ", authenticates with basic",
            Some("ann"),
            "INTERACTIVE",
        ),
        ("6.0", ", authenticates with basic", Some("ann"), "NETWORK"),
        (
            "6.0",
            ", basic logs on as a batch job, authenticates with basic",
            Some("ann"),
            "BATCH",
        ),
        ("6.0", ", authenticates with digest", Some("ann"), "NETWORK"),
        (
            "6.0",
            ", authenticates with certificates",
            Some("ann"),
            "INTERACTIVE",
        ),
        (
            "6.0",
            ", basic logs on interactively, authenticates with windows, basic",
            Some("ann"),
            "several or none",
        ),
    ] {
        let world = format!("server BOX runs IIS {iis}\nuser ann\nsite S at D:\\s{clause}\n");
        assert_eq!(mark(&world, "/x.htm", requester), expected, "{iis}{clause}");
    }
}

/// Who stands in for whom: nobody, the pool, the anonymous account, the account of a folder.
#[test]
fn configuration_may_put_somebody_else_in_the_place_of_the_user() {
    for (iis, clause, url, requester, expected) in [
        ("10.0", ", no anonymous", "/x.htm", None, "nobody"),
        ("10.0", ", no anonymous", "/x.htm", Some("ann"), "ann"),
        (
            "10.0",
            ", no anonymous, uses forms authentication",
            "/x.htm",
            None,
            "DefaultAppPool",
        ),
        (
            "10.0",
            ", anonymous is the pool identity",
            "/x.htm",
            None,
            "DefaultAppPool",
        ),
        (
            "10.0",
            ", authenticated users act as the pool identity",
            "/x.htm",
            Some("ann"),
            "DefaultAppPool",
        ),
        (
            "7.0",
            ", authenticated users act as the pool identity",
            "/x.htm",
            Some("ann"),
            "ann",
        ),
        (
            "6.0",
            ", authenticated users act as the pool identity",
            "/x.htm",
            Some("ann"),
            "NETWORK SERVICE",
        ),
        (
            "6.0",
            ", authenticated users act as the anonymous user",
            "/x.htm",
            Some("ann"),
            "IUSR_BOX",
        ),
        (
            "5.0",
            ", authenticated users act as the anonymous user",
            "/x.htm",
            Some("ann"),
            "ann",
        ),
        (
            "10.0",
            "\n  virtual folder /v at E:\\v as bob",
            "/v/x.htm",
            Some("ann"),
            "bob",
        ),
        (
            "6.0",
            "\n  virtual folder /v at E:\\v as bob",
            "/v/x.htm",
            Some("ann"),
            "ann",
        ),
        (
            "6.0",
            "\n  virtual folder /v at \\\\nas\\v as bob",
            "/v/x.htm",
            None,
            "bob",
        ),
    ] {
        let world =
            format!("server BOX runs IIS {iis}\nuser ann\nuser bob\nsite S at D:\\s{clause}\n");
        let (server, _) = server(&world);
        let hosting = host(&server, url).expect("it is hosted");
        let requester = requester.map_or(Requester::Anonymous, |name| by(&server, name));
        let found = name(&server, &iis::request_token(&server, &hosting, requester));
        assert_eq!(found, expected, "{iis}{clause}");
    }
}

/// The privilege came with service packs. Where it is asked for and missing, the thread gets a token with which it opens nothing.
#[test]
fn without_the_privilege_a_thread_gets_identification_level() {
    use ImpersonationLevel::{Identification, Impersonation};
    let nobody = "\nright SeImpersonatePrivilege belongs to bob";
    for (runs, right, expected) in [
        ("5.0 on Windows 2000 SP3", nobody, vec![Impersonation]),
        ("5.0 on Windows 2000 SP4", nobody, vec![Identification]),
        ("5.1 on Windows XP SP1", nobody, vec![Impersonation]),
        ("5.1 on Windows XP SP2", nobody, vec![Identification]),
        (
            "6.0 in IIS 5.0 isolation mode",
            nobody,
            vec![Identification],
        ),
        ("6.0 in IIS 5.0 isolation mode", "", vec![Impersonation]),
        (
            "6.0 in IIS 5.0 isolation mode",
            "\nright SeImpersonatePrivilege belongs to G\ngroup G\nmembers of G are unknown",
            vec![Impersonation, Identification],
        ),
    ] {
        let world = format!(
            "server BOX runs IIS {runs}\nuser bob{right}\nsite S at D:\\s, isolated, runs asp\n"
        );
        let (server, _) = server(&world);
        let hosting = host(&server, "/x.asp").expect("it is hosted");
        let thread = iis::thread(&server, &hosting, Requester::Anonymous);
        let levels: Vec<_> = thread
            .bearers()
            .iter()
            .map(|one| one.token.token.level)
            .collect();
        let expected: Vec<_> = expected
            .into_iter()
            .map(TokenLevel::Impersonation)
            .collect();
        assert_eq!(levels, expected, "{runs}{right}");
        for level in levels {
            let opens = level == TokenLevel::Impersonation(Impersonation);
            assert_eq!(level.may_open().is_ok(), opens);
        }
    }
}
