//! Memberships that Windows sets up itself, and nobody therefore states.

use std::collections::BTreeMap;

use super::{
    Home, Name, PrincipalId, PrincipalKind, Server, WindowsVersion, accounts::qualified,
    well_known::sid,
};
use crate::nt::Sid;

const BY_DEFAULT: &str = "default members of the local groups (Win32 \"default local groups\")";
const PRIMARY: &str =
    "every account of a domain is in Domain Users by default (MS-ADTS primaryGroupID)";
const MACHINE: &str = "machines and managed service accounts are in Domain Computers by default, controllers in Domain Controllers (MS-ADTS primaryGroupID)";
const CONTROLLER: &str = "default members of the groups of a domain controller";

/// Member, group, and who says so. Built-in groups keep these members whatever else is stated of them: an
/// account that is taken out of Users by name is still in it through Authenticated Users.
pub(super) fn documented(server: &Server) -> Vec<(PrincipalId, PrincipalId, &'static str)> {
    let mut found = Vec::new();
    let id = |sid: Sid| server.accounts().by_sid(&sid);
    let mut put = |member: Option<PrincipalId>, group: Sid, citation| {
        found.extend(
            member
                .zip(id(group))
                .map(|(member, group)| (member, group, citation)),
        );
    };
    if server.windows() >= WindowsVersion::W2000 {
        put(id(sid::AUTHENTICATED_USERS), sid::USERS, BY_DEFAULT);
        put(id(sid::INTERACTIVE), sid::USERS, BY_DEFAULT);
    }
    if server.is_domain_controller() {
        put(
            id(sid::AUTHENTICATED_USERS),
            sid::PRE_WINDOWS_2000,
            CONTROLLER,
        );
        put(id(sid::IUSR), sid::IIS_IUSRS, CONTROLLER);
    }
    let named = |name: &str| server.accounts().local_account(name);
    put(named("Administrator"), sid::ADMINISTRATORS, BY_DEFAULT);
    put(named("Guest"), sid::GUESTS, BY_DEFAULT);
    if let Some(domain) = server.domain() {
        let of_domain = |name: &str| {
            let who = super::Who::Name(qualified(domain, &Name::from(name)));
            server.accounts().look_up(&who)
        };
        put(of_domain("Domain Admins"), sid::ADMINISTRATORS, BY_DEFAULT);
        put(of_domain("Domain Users"), sid::USERS, BY_DEFAULT);
        put(of_domain("Domain Guests"), sid::GUESTS, BY_DEFAULT);
    }
    let mut primary: BTreeMap<&Name, Option<PrincipalId>> = BTreeMap::new();
    for (member, principal) in server.principals() {
        let Home::Domain(domain) = principal.home() else {
            continue;
        };
        if principal.kind() == PrincipalKind::Group {
            continue;
        }
        if principal.name().bare().ends_with('$') {
            let own = server.is_domain_controller() && is_machine(server, principal.name().bare());
            let group = if own {
                "Domain Controllers"
            } else {
                "Domain Computers"
            };
            let group = super::Who::Name(qualified(domain, &Name::from(group)));
            let group = server.accounts().look_up(&group);
            found.extend(group.map(|group| (member, group, MACHINE)));
            continue;
        }
        if principal.kind() != PrincipalKind::User {
            continue;
        }
        let users = primary.entry(domain).or_insert_with(|| {
            let users = super::Who::Name(qualified(domain, &Name::from("Domain Users")));
            server.accounts().look_up(&users)
        });
        found.extend(users.map(|users| (member, users, PRIMARY)));
    }
    found
}

/// Whether a name is that of this machine's own account, `WEB1$`.
fn is_machine(server: &Server, bare: &str) -> bool {
    server
        .name()
        .is_some_and(|name| Name::new(format!("{name}$")).is(bare))
}
