//! The accounts and memberships that setup makes: stated by nobody, and there all the same.

use super::follows;
use crate::{
    iis::{
        requester::default_anonymous,
        settings::applications,
        version::{Era, Version},
    },
    world::{Fact, Gap, IisVersion, Name, Origin, Server, Statement, Who},
};

const IIS_WPG: &str =
    "setup of IIS 6.0 puts the service accounts into IIS_WPG (IIS 6.0 \"built-in accounts\")";
const ANONYMOUS: &str = "setup makes the anonymous account and puts it into Guests (KB 271071)";
const IWAM: &str =
    "setup makes the account of applications out of process and puts it into Guests (KB 271071)";
const IWAM_OF_6: &str = "setup makes the account of applications out of process and puts it into IIS_WPG (IIS 6.0 \"built-in accounts\")";
const ASPNET: &str = "setup of the .NET Framework makes ASPNET, a member of Users (KB 317012)";

/// The accounts that processes and anonymous requests run as and nobody describes, with the group that setup puts each into. An account
/// of which somebody says anything has no group but those that are said.
pub(super) fn by_setup(
    facts: &[Fact],
    added: &[Fact],
    plan: &Server,
    version: &Version,
    origin: &Origin,
) -> Vec<Fact> {
    let machine = plan.name();
    let mut wanted: Vec<(Who, &str, &str)> = Vec::new();
    let runs_as = |who: &Who| {
        added.iter().any(|fact| {
            matches!(&fact.statement, Statement::Process(process) if process.identity.as_ref() == Some(who))
        })
    };
    let iwam = super::processes::iwam(machine);
    if runs_as(&iwam) {
        if version.iis == IisVersion::V6_0 {
            wanted.push((iwam, version.group_of_workers, IWAM_OF_6));
        } else {
            wanted.push((iwam, "BUILTIN\\Guests", IWAM));
        }
    }
    if runs_as(&super::processes::aspnet()) {
        wanted.push((super::processes::aspnet(), "BUILTIN\\Users", ASPNET));
    }
    let unsaid = || {
        applications(plan)
            .iter()
            .any(|application| application.settings.anonymous.is_none())
    };
    if version.era != Era::Iis7 && unsaid() {
        let anonymous = default_anonymous(machine, version);
        wanted.push((anonymous, "BUILTIN\\Guests", ANONYMOUS));
    }
    let mut found = Vec::new();
    for (who, group, says) in wanted {
        let Who::Name(name) = &who else { continue };
        let is_it = |other: &Name| {
            let here = |authority: &str| {
                let authority = Name::from(authority);
                authority.is(".")
                    || machine == Some(&authority)
                    || (plan.is_domain_controller() && plan.domain() == Some(&authority))
            };
            Name::from(other.bare()).is(name.bare()) && other.authority().is_none_or(here)
        };
        let declared = facts.iter().any(|fact| {
            matches!(&fact.statement, Statement::User { name, .. } | Statement::Group { name, .. } if is_it(name))
        });
        if declared {
            continue;
        }
        let said = facts.iter().any(|fact| {
            matches!(&fact.statement, Statement::Member { member: Who::Name(name), .. } if is_it(name))
        });
        let sid = None;
        let declaration = Statement::User {
            name: name.clone(),
            sid,
        };
        found.push(follows(says, vec![origin.clone()], declaration));
        if !said {
            let group = Who::Name(Name::from(group));
            let member = who.clone();
            let membership = Statement::Member { member, group };
            found.push(follows(says, vec![origin.clone()], membership));
        }
    }
    found
}

/// IIS_WPG with the members that setup gives to it, unless somebody says that its members are not known, or describes the group
/// and tells members.
///
/// A sentence that makes an account a member adds to these: `user X is a member of IIS_WPG` is what an administrator does after
/// setup. `group IIS_WPG has members …` is the whole list.
pub(super) fn workers_group(facts: &[Fact], version: &Version, origin: &Origin) -> Vec<Fact> {
    if version.iis != IisVersion::V6_0 {
        return Vec::new();
    }
    let group = Name::from(version.group_of_workers);
    let is_it = |name: &Name| Name::from(name.bare()).is(group.as_str());
    let by_somebody = |fact: &&Fact| !matches!(fact.origin, Origin::Rule { .. });
    let (mut described, mut listed) = (false, false);
    for fact in facts.iter().filter(by_somebody) {
        if let Statement::Group { name, .. } = &fact.statement {
            described |= is_it(name);
        } else if let Statement::Member {
            group: Who::Name(name),
            ..
        } = &fact.statement
        {
            listed |= is_it(name);
        } else if let Statement::Gap(Gap::MembersOf(Who::Name(name))) = &fact.statement
            && is_it(name)
        {
            return Vec::new();
        }
    }
    if described && listed {
        return Vec::new();
    }
    let setup = |statement| follows(IIS_WPG, vec![origin.clone()], statement);
    let mut found = Vec::new();
    if !described {
        let name = group.clone();
        found.push(setup(Statement::Group { name, sid: None }));
    }
    let members = [
        "NT AUTHORITY\\SYSTEM",
        "NT AUTHORITY\\LOCAL SERVICE",
        "NT AUTHORITY\\NETWORK SERVICE",
    ];
    found.extend(members.into_iter().map(|member| {
        let member = Who::Name(Name::from(member));
        let group = Who::Name(group.clone());
        setup(Statement::Member { member, group })
    }));
    found
}
