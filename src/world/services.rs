//! The access lists of services: as stated, else Windows' default for services.

use std::sync::Arc;

use super::{
    AccessLine, FactId, Listing, Origin, Server, ServiceStatement, WindowsVersion, well_known::sid,
};
use crate::nt::{Ace, AceFlags, AclState, ObjectKind, SecurityDescriptor, Sid};

/// The list of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceList {
    /// Attached: generic bits of its lines are mapped.
    pub descriptor: SecurityDescriptor,
    /// Where each line was said, one for one.
    pub origins: Vec<Origin>,
    /// The lines as they were stated; none where a list in SDDL or the default counts.
    pub lines: Vec<AccessLine>,
}

const DOCUMENT: &str =
    "the default access of services (Win32 \"service security and access rights\")";

/// From Server 2003 with service pack 1 on: whoever comes over the network is left out.
const DEFAULT: &str = "D:(A;;CCLCSWRPWPDTLOCRRC;;;SY)(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;BA)(A;;CCLCSWLOCRRC;;;IU)(A;;CCLCSWLOCRRC;;;SU)";
/// Windows XP and Server 2003 without a service pack.
const EARLIER: &str =
    "D:(A;;CCLCSWRPWPDTLOCRRC;;;SY)(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;BA)(A;;CCLCSWLOCRRC;;;AU)";

impl Server {
    /// The list of a service. Nobody can say who owns a service: SYSTEM does.
    ///
    /// # Errors
    /// It is not known; what.
    pub fn list_of_service(
        &self,
        service: &ServiceStatement,
        fact: FactId,
    ) -> Result<ServiceList, String> {
        let origin = self.origin(fact);
        let mut list = match &service.list {
            None => self.default_list().ok_or_else(|| {
                format!(
                    "the default access of services on Windows {}, which no document that is used here gives",
                    self.windows().name()
                )
            })?,
            Some(Listing::Sddl(text)) => {
                let descriptor = SecurityDescriptor::from_sddl(text, &self.accounts().domains())
                    .map_err(|error| {
                        let why = error.message();
                        format!("the list of service {}, which could not be read: {why}", service.name)
                    })?;
                let origins = vec![origin.clone(); descriptor.dacl.aces().len()];
                ServiceList {
                    descriptor,
                    origins,
                    lines: Vec::new(),
                }
            }
            Some(Listing::Lines(lines)) => self.stated(lines, origin, service)?,
        };
        list.descriptor.owner = list.descriptor.owner.or(Some(sid::SYSTEM));
        list.descriptor.group = list.descriptor.group.or(Some(sid::SYSTEM));
        list.descriptor = list.descriptor.attach(ObjectKind::Service);
        Ok(list)
    }

    /// Windows' default list for services in SDDL, with the document; `None` where none tells.
    pub(in crate::world) fn default_of_services(&self) -> Option<(&'static str, &'static str)> {
        let plain_2003 =
            self.windows() == WindowsVersion::Server2003 && self.service_pack() < Some(1);
        let text = match self.windows() {
            WindowsVersion::Nt4 | WindowsVersion::W2000 => return None,
            WindowsVersion::Xp => EARLIER,
            _ if plain_2003 => EARLIER,
            _ => DEFAULT,
        };
        Some((text, DOCUMENT))
    }

    fn default_list(&self) -> Option<ServiceList> {
        let (text, _) = self.default_of_services()?;
        let descriptor = SecurityDescriptor::from_sddl(text, &self.accounts().domains()).ok()?;
        let document = Origin::Document(Arc::from(DOCUMENT));
        let origins = vec![document; descriptor.dacl.aces().len()];
        Some(ServiceList {
            descriptor,
            origins,
            lines: Vec::new(),
        })
    }

    fn stated(
        &self,
        lines: &[AccessLine],
        whole: &Origin,
        service: &ServiceStatement,
    ) -> Result<ServiceList, String> {
        let ace = |line: &AccessLine| -> Result<Ace, String> {
            let id = self.accounts().look_up(&line.who).ok_or_else(|| {
                format!(
                    "who `{}` is, in the list of service {}",
                    line.who, service.name
                )
            })?;
            let sid: Sid = self.principal(id).key();
            Ok(line.effect.ace(sid, line.mask, AceFlags::NONE))
        };
        let aces = lines
            .iter()
            .map(ace)
            .collect::<Result<Vec<Ace>, String>>()?;
        let origins = lines
            .iter()
            .map(|line| match line.origin.is_unsaid() {
                true => whole.clone(),
                false => line.origin.clone(),
            })
            .collect();
        Ok(ServiceList {
            descriptor: SecurityDescriptor {
                dacl: AclState::of(aces),
                ..SecurityDescriptor::default()
            },
            origins,
            lines: lines.to_vec(),
        })
    }
}
