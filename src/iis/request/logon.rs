//! How IIS logs on those who ask: what each scheme and method makes of an account, and whether the token can go further.

use super::stage::Age;
use crate::world::{IisVersion, Logon, LogonMethod, Scheme};

/// What a scheme makes of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The logon; it decides which of INTERACTIVE, NETWORK and BATCH the token holds.
    pub logon: Logon,
    /// Whether the token can prove itself to another machine.
    pub goes_further: bool,
}

/// What each method makes of an account with a password (KB 207671, KB 218756, KB 264921, KB 184300).
pub const METHODS: [(LogonMethod, Token); 5] = [
    (
        LogonMethod::Interactive,
        Token {
            logon: Logon::Interactive,
            goes_further: true,
        },
    ),
    (
        LogonMethod::Batch,
        Token {
            logon: Logon::Batch,
            goes_further: true,
        },
    ),
    (
        LogonMethod::Network,
        Token {
            logon: Logon::Network,
            goes_further: false,
        },
    ),
    (
        LogonMethod::Cleartext,
        Token {
            logon: Logon::Network,
            goes_further: true,
        },
    ),
    (
        LogonMethod::Synchronized,
        Token {
            logon: Logon::Network,
            goes_further: false,
        },
    ),
];

/// What a method makes of an account.
pub fn by_method(method: LogonMethod) -> Token {
    METHODS.iter().find(|(known, _)| *known == method).map_or(
        Token {
            logon: Logon::Network,
            goes_further: false,
        },
        |(_, token)| *token,
    )
}

/// How the anonymous account is logged on unless the configuration says.
///
/// 4.0 and 5.x keep its password themselves, which makes a network logon by sub-authentication; later versions log it on in clear text.
pub fn anonymous_method(iis: IisVersion) -> LogonMethod {
    use IisVersion::{V4_0, V5_0, V5_1, V6_0, V7_0, V7_5, V8_0, V8_5, V10_0};
    match iis {
        V4_0 | V5_0 | V5_1 => LogonMethod::Synchronized,
        V6_0 | V7_0 | V7_5 | V8_0 | V8_5 | V10_0 => LogonMethod::Cleartext,
    }
}

/// How basic authentication logs on unless the configuration says.
pub fn basic_method(age: Age) -> LogonMethod {
    match age {
        Age::Inetinfo => LogonMethod::Interactive,
        Age::Six | Age::Seven => LogonMethod::Cleartext,
    }
}

/// What a scheme makes of the account that authenticated by it; `basic` is the method for basic authentication.
pub fn by_scheme(scheme: Scheme, basic: LogonMethod) -> Token {
    match scheme {
        // NTLM cannot go further, and Kerberos only where delegation was set up, which nobody can state here.
        Scheme::Windows | Scheme::Digest => Token {
            logon: Logon::Network,
            goes_further: false,
        },
        Scheme::Basic => by_method(basic),
        Scheme::Certificates => by_method(LogonMethod::Interactive),
    }
}

/// The scheme by which somebody authenticates where the site offers these: a certificate comes with the connection,
/// and of the rest a browser takes the strongest. Without any it is integrated Windows authentication.
pub fn chosen(offered: &[Scheme]) -> Scheme {
    [
        Scheme::Certificates,
        Scheme::Windows,
        Scheme::Digest,
        Scheme::Basic,
    ]
    .into_iter()
    .find(|scheme| offered.contains(scheme))
    .unwrap_or(Scheme::Windows)
}

/// The scheme in a word, as the notation has it.
pub fn word(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Windows => "windows",
        Scheme::Basic => "basic",
        Scheme::Digest => "digest",
        Scheme::Certificates => "certificates",
    }
}
