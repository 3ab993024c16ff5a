//! The registry keys of the services of IIS 7.0 and later (KB 981949).

use super::{Documented, DocumentedList::Sddl, Holds};
use crate::world::{
    IisVersion::{V7_0, V10_0},
    ObjectNoun,
};

const KB: &str = "default permissions of the registry keys of IIS 7.0 and later (KB 981949)";

const fn key(path: &'static str) -> Documented {
    Documented {
        noun: ObjectNoun::Key,
        ..Documented::folder(
            Holds::Iis(V7_0, V10_0),
            path,
            Sddl("D:P(A;CIIO;KA;;;CO)(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;BU)"),
            KB,
        )
    }
}

/// The rows.
#[rustfmt::skip]
pub(super) const ALL: &[Documented] = &[
    key("HKLM\\SYSTEM\\CurrentControlSet\\Services\\W3SVC"),
    key("HKLM\\SYSTEM\\CurrentControlSet\\Services\\WAS"),
    key("HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP"),
    key("HKLM\\SYSTEM\\CurrentControlSet\\Services\\IISAdmin"),
    key("HKLM\\SYSTEM\\CurrentControlSet\\Services\\WMSvc"),
    key("HKLM\\SYSTEM\\CurrentControlSet\\Services\\ASP"),
    key("HKLM\\SYSTEM\\CurrentControlSet\\Services\\ASP.NET"),
    key("HKLM\\SYSTEM\\CurrentControlSet\\Services\\aspnet_state"),
    key("HKLM\\SOFTWARE\\Microsoft\\Inetmgr"),
    key("HKLM\\SOFTWARE\\Microsoft\\InetStp"),
];
