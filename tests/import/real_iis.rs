//! Real configuration files of IIS, read in place; each gives the facts that its description names.

use poolproof::{
    import::{Import, Outcome, import},
    text::Severity,
    world::{
        Anonymous, ApplicationStatement, PoolIdentity, PoolStatement, SiteStatement, Statement, Who,
    },
};

use super::real::{real, worst};

fn pools(import: &Import) -> Vec<&PoolStatement> {
    import
        .facts
        .iter()
        .filter_map(|fact| match &fact.statement {
            Statement::Pool(pool) => Some(pool),
            _ => None,
        })
        .collect()
}

fn sites(import: &Import) -> Vec<&SiteStatement> {
    import
        .facts
        .iter()
        .filter_map(|fact| match &fact.statement {
            Statement::Site(site) => Some(site),
            _ => None,
        })
        .collect()
}

fn applications(import: &Import) -> Vec<&ApplicationStatement> {
    import
        .facts
        .iter()
        .filter_map(|fact| match &fact.statement {
            Statement::Application(application) => Some(application),
            _ => None,
        })
        .collect()
}

/// How many pools, sites, applications, virtual directories and bindings the file has.
fn counts(import: &Import) -> [usize; 5] {
    let counts = &import.coverage.artefacts[0].counts;
    [
        "pools",
        "sites",
        "applications",
        "virtual directories",
        "bindings",
    ]
    .map(|what| counts.get(what).copied().unwrap_or(0))
}

fn has(import: &Import, code: &str) -> bool {
    import
        .diagnostics
        .iter()
        .any(|complaint| complaint.code == code)
}

fn iusr() -> Option<Anonymous> {
    Some(Anonymous::Account(Who::Name("IUSR".into())))
}

#[test]
fn a_server_in_the_cloud() {
    let Some(artefact) = real("applicationhost/azurevm-iis10.applicationHost.config") else {
        return;
    };
    let import = import(&[artefact]);
    assert_eq!(counts(&import), [1, 1, 2, 2, 1]);
    assert_eq!(pools(&import)[0].identity, Some(PoolIdentity::Own));
    let site = sites(&import)[0];
    assert_eq!(
        (site.name.as_str(), site.folder.as_str()),
        ("Default Web Site", "C:\\inetpub\\wwwroot")
    );
    assert_eq!(site.settings.anonymous, iusr());
    assert_eq!(site.settings.pool, Some("DefaultAppPool".into()));
    let application = applications(&import)[0];
    assert_eq!(
        (application.url.as_str(), application.folder.as_str()),
        ("/001", "C:\\web\\001")
    );
    assert_eq!(
        worst(&import),
        Some(Severity::Note),
        "{:#?}",
        import.diagnostics
    );
    assert_eq!(import.coverage.undescribed.len(), 2);
}

#[test]
fn iis_express_tells_no_identity() {
    let Some(artefact) = real("applicationhost/iisexpress-12sites.config") else {
        return;
    };
    let import = import(&[artefact]);
    assert_eq!(counts(&import), [5, 12, 14, 15, 13]);
    assert!(
        pools(&import)
            .iter()
            .all(|pool| pool.identity == Some(PoolIdentity::Unknown))
    );
    assert!(
        has(&import, "iis-express")
            && has(&import, "unknown-location")
            && has(&import, "unknown-variable")
    );
    let sites = sites(&import);
    assert_eq!(sites.len(), 12);
    assert!(
        sites
            .iter()
            .all(|site| site.settings.anonymous == Some(Anonymous::PoolIdentity))
    );
    assert!(
        sites
            .iter()
            .all(|site| site.settings.pool == Some("Clr4IntegratedAppPool".into()))
    );
    assert_eq!(sites[0].folder.as_str(), "%JEXUS_TEST_HOME%\\WebSite1");
    assert_eq!(applications(&import).len(), 2);
}

#[test]
fn a_missing_end_tag_refuses_the_file() {
    let Some(artefact) = real("applicationhost/iisexpress-missing-closing.config") else {
        return;
    };
    let import = import(&[artefact]);
    assert!(import.facts.is_empty());
    let [complaint] = &import.diagnostics[..] else {
        panic!("{:#?}", import.diagnostics)
    };
    assert_eq!(
        (complaint.code, complaint.severity),
        ("malformed-xml", Severity::Error)
    );
    assert_eq!(complaint.place.as_ref().map(|place| place.line), Some(1134));
    assert_eq!(import.coverage.artefacts[0].outcome, Outcome::Refused);
}

#[test]
fn a_site_without_applications() {
    let Some(artefact) = real("applicationhost/minimal-fixture.config") else {
        return;
    };
    let import = import(&[artefact]);
    assert_eq!(counts(&import), [1, 1, 0, 0, 1]);
    assert_eq!(pools(&import)[0].identity, None);
    assert!(sites(&import).is_empty() && has(&import, "no-root"));
}

#[test]
fn shared_configuration_that_is_off() {
    let Some(artefact) = real("applicationhost/shared-hosting-iis85.redirection.config") else {
        return;
    };
    let import = import(&[artefact]);
    assert!(import.facts.is_empty());
    assert_eq!(import.coverage.artefacts[0].kind, "redirection");
    assert!(has(&import, "no-shared-configuration"));
}

#[test]
fn shared_hosting() {
    let Some(artefact) = real("applicationhost/shared-hosting-iis85.rev1.applicationHost.config")
    else {
        return;
    };
    let import = import(&[artefact]);
    assert_eq!(counts(&import), [4, 2, 2, 2, 3]);
    let names: Vec<&str> = pools(&import)
        .iter()
        .map(|pool| pool.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "DefaultAppPool",
            ".NET v4.5 Classic",
            ".NET v4.5",
            "redisoncloud.com"
        ]
    );
    assert!(
        pools(&import)
            .iter()
            .all(|pool| pool.identity == Some(PoolIdentity::Own))
    );
    let sites = sites(&import);
    assert_eq!(sites[0].settings.pool, Some("DefaultAppPool".into()));
    assert_eq!(sites[1].settings.pool, Some("redisoncloud.com".into()));
    assert!(
        sites
            .iter()
            .all(|site| site.settings.anonymous == Some(Anonymous::PoolIdentity))
    );
}

#[test]
fn a_container_with_unused_pools() {
    let Some(artefact) = real("applicationhost/windows-container-iis10.applicationHost.config")
    else {
        return;
    };
    let import = import(&[artefact]);
    assert_eq!(counts(&import), [6, 1, 1, 1, 1]);
    assert!(
        pools(&import)
            .iter()
            .all(|pool| pool.identity == Some(PoolIdentity::Own))
    );
    assert_eq!(sites(&import)[0].settings.anonymous, iusr());
}

#[test]
fn a_fragment_with_its_own_root() {
    let Some(artefact) = real("webconfig/apphost-section-sample.xml") else {
        return;
    };
    let import = import(&[artefact]);
    assert_eq!(counts(&import), [1, 1, 1, 1, 1]);
    assert_eq!(
        pools(&import)[0].identity,
        Some(PoolIdentity::NetworkService)
    );
    assert_eq!(
        sites(&import)[0].settings.pool,
        Some("DefaultAppPool".into())
    );
}

#[test]
fn kinds_that_are_not_read_are_named() {
    let rows = [
        ("accesschk/file-all-access-verbose.txt", "accesschk"),
        ("accesschk/service-ssdpsrv-xp-tabs.txt", "accesschk"),
        ("cacls/nt4-root-and-truncated-redirect.txt", "cacls"),
        ("cacls/roaming-with-matching-sddl.txt", "cacls"),
        ("cacls/share-test-special-blank-lines.txt", "cacls"),
        (
            "dcom-reg/appid-accesspermission-appcontainer.reg",
            "registry",
        ),
        ("dcom-reg/utf16-ntlm-rpc.reg", "registry"),
        ("getacl/csv-getperms-drive-root.csv", "get-acl"),
        ("getacl/fl-roaming-matching-cacls.txt", "get-acl"),
        ("getacl/fl-service-dir-generic-ints.txt", "get-acl"),
        ("metabase/modsic-iis6-metabase-excerpt.xml", "metabase"),
        (
            "netlocalgroup/administrators-member-server.txt",
            "net-group",
        ),
        ("netlocalgroup/domain-admins-three-columns.txt", "net-group"),
        ("secinf/detectionlab-dc-group-membership.inf", "secedit"),
        ("secinf/dod-2019-ms.inf", "secedit"),
        ("secinf/nsa-applocker-service-only.inf", "secedit"),
        ("secinf/sec505-registry-values.inf", "secedit"),
        ("secinf/server2016-default-services.inf", "secedit"),
        ("sharphound/20240305110427_groups.json", "sharphound"),
        ("sharphound/20240305110427_users.json", "sharphound"),
        ("webconfig/anonymous-user.xml", "iis-fragment"),
        ("webconfig/aspnet-impersonate.xml", "iis-fragment"),
        ("webconfig/configuration-redirection.xml", "wrong-case"),
        ("webconfig/jexus-authorization.config", "iis-fragment"),
        ("webconfig/locking-overridemode.xml", "iis-fragment"),
        ("webconfig/pool-processmodel.xml", "iis-fragment"),
        ("webconfig/urlauth-roles-remove-default.xml", "web-config"),
        ("whoami/all-apppool-web-x86.txt", "whoami"),
    ];
    for (name, kind) in rows {
        let Some(artefact) = real(name) else { return };
        let import = import(&[artefact]);
        assert_eq!(import.coverage.artefacts[0].kind, kind, "{name}");
        assert!(import.facts.is_empty(), "{name}");
        assert!(has(&import, "kind-not-read"), "{name}");
    }
}
