//! What German and French Windows call the built-in accounts.
//!
//! Listings of such machines name them so; the SIDs are the same. IUSR and IIS_IUSRS are never translated.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{
    Name,
    well_known::{self, WellKnown},
};

/// Authorities and what they are in English.
const AUTHORITIES: &[(&str, &str)] = &[
    ("NT-AUTORITÄT", "NT AUTHORITY"),
    ("NT-AUTORITAET", "NT AUTHORITY"),
    ("AUTORITE NT", "NT AUTHORITY"),
    ("AUTORITÉ NT", "NT AUTHORITY"),
    ("NT AUTORITÄT", "NT AUTHORITY"),
    ("VORDEFINIERT", "BUILTIN"),
    ("INTEGRIERT", "BUILTIN"),
    ("PREDEFINI", "BUILTIN"),
    ("PRÉDÉFINI", "BUILTIN"),
    (
        "ZERTIFIZIERUNGSSTELLE FÜR ANWENDUNGSPAKETE",
        "APPLICATION PACKAGE AUTHORITY",
    ),
    (
        "AUTORITÉ DE PACKAGE D'APPLICATION",
        "APPLICATION PACKAGE AUTHORITY",
    ),
];

/// English name and its translations.
#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("Everyone", &["Jeder", "Tout le monde"]),
    ("LOCAL", &["LOKAL"]),
    ("CONSOLE LOGON", &["KONSOLENANMELDUNG", "OUVERTURE DE SESSION DE CONSOLE"]),
    ("CREATOR OWNER", &["ERSTELLER-BESITZER", "CREATEUR PROPRIETAIRE", "CRÉATEUR PROPRIÉTAIRE"]),
    ("CREATOR GROUP", &["ERSTELLERGRUPPE", "GROUPE CREATEUR", "GROUPE CRÉATEUR"]),
    ("OWNER RIGHTS", &["EIGENTÜMERRECHTE", "BESITZERRECHTE", "DROITS DU PROPRIETAIRE", "DROITS DU PROPRIÉTAIRE"]),
    ("DIALUP", &["DFÜ", "LIGNE"]),
    ("NETWORK", &["NETZWERK", "RESEAU", "RÉSEAU"]),
    ("BATCH", &["BATCHAUFTRAG", "TRAITEMENT PAR LOTS", "TÂCHE"]),
    ("INTERACTIVE", &["INTERAKTIV", "INTERACTIF"]),
    ("SERVICE", &["DIENST"]),
    ("ANONYMOUS LOGON", &["ANONYMOUS-ANMELDUNG", "ANONYME ANMELDUNG", "ANONYMOUS LOGON"]),
    ("SELF", &["SELBST"]),
    ("Authenticated Users", &["Authentifizierte Benutzer", "Utilisateurs authentifiés"]),
    ("RESTRICTED", &["EINGESCHRÄNKT", "RESTREINT"]),
    ("This Organization", &["Diese Organisation", "Cette organisation"]),
    ("SYSTEM", &["Système", "SYSTEME"]),
    ("LOCAL SERVICE", &["Lokaler Dienst", "LOKALER DIENST", "SERVICE LOCAL"]),
    ("NETWORK SERVICE", &["Netzwerkdienst", "NETZWERKDIENST", "SERVICE RESEAU", "SERVICE RÉSEAU"]),
    ("Local account", &["Lokales Konto", "Compte local"]),
    ("Administrators", &["Administratoren", "Administrateurs"]),
    ("Users", &["Benutzer", "Utilisateurs"]),
    ("Guests", &["Gäste", "Invités"]),
    ("Power Users", &["Hauptbenutzer", "Utilisateurs avec pouvoir"]),
    ("Account Operators", &["Konten-Operatoren", "Opérateurs de compte"]),
    ("Server Operators", &["Server-Operatoren", "Opérateurs de serveur"]),
    ("Print Operators", &["Druck-Operatoren", "Opérateurs d'impression"]),
    ("Backup Operators", &["Sicherungs-Operatoren", "Opérateurs de sauvegarde"]),
    ("Replicator", &["Replikations-Operator", "Duplicateurs"]),
    ("Pre-Windows 2000 Compatible Access", &["Prä-Windows 2000 kompatibler Zugriff", "Accès compatible pré-Windows 2000"]),
    ("Remote Desktop Users", &["Remotedesktopbenutzer", "Utilisateurs du Bureau à distance"]),
    ("Network Configuration Operators", &["Netzwerkkonfigurations-Operatoren", "Opérateurs de configuration réseau"]),
    ("Performance Monitor Users", &["Systemmonitorbenutzer", "Leistungsüberwachungsbenutzer", "Utilisateurs de l'Analyseur de performances"]),
    ("Performance Log Users", &["Leistungsprotokollbenutzer", "Utilisateurs du journal de performances"]),
    ("Distributed COM Users", &["Distributed COM-Benutzer", "Utilisateurs du modèle COM distribué"]),
    ("Cryptographic Operators", &["Kryptografie-Operatoren", "Opérateurs de chiffrement"]),
    ("Event Log Readers", &["Ereignisprotokollleser", "Lecteurs des journaux d'événements"]),
    ("Certificate Service DCOM Access", &["Zertifikatdienst-DCOM-Zugriff", "Accès DCOM service de certificats"]),
    ("Hyper-V Administrators", &["Hyper-V-Administratoren", "Administrateurs Hyper-V"]),
    ("ALL APPLICATION PACKAGES", &["ALLE ANWENDUNGSPAKETE", "TOUS LES PACKAGES D'APPLICATION"]),
    ("ALL RESTRICTED APPLICATION PACKAGES", &["ALLE EINGESCHRÄNKTEN ANWENDUNGSPAKETE", "TOUS LES PACKAGES D'APPLICATION RESTREINTS"]),
];

/// The authority in English; one that is not translated is itself.
pub fn authority(name: &str) -> &str {
    AUTHORITIES
        .iter()
        .find(|(local, _)| super::name::cmp_folded(local, name).is_eq())
        .map_or(name, |(_, english)| english)
}

/// The built-in account that goes by this translated name, given without its authority.
pub fn by_name(bare: &str) -> Option<&'static WellKnown> {
    static INDEX: OnceLock<BTreeMap<Name, &'static WellKnown>> = OnceLock::new();
    INDEX
        .get_or_init(|| {
            NAMES
                .iter()
                .filter_map(|(english, local)| Some((well_known::by_name(english)?, local)))
                .flat_map(|(account, local)| {
                    local.iter().map(move |name| (Name::from(*name), account))
                })
                .collect()
        })
        .get(&Name::from(bare))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_translation_is_of_a_known_account() {
        for (english, local) in NAMES {
            let account = well_known::by_name(english).expect(english);
            for name in *local {
                assert_eq!(
                    by_name(name).map(|found| found.sid),
                    Some(account.sid),
                    "{name}"
                );
            }
        }
    }
}
