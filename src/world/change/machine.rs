//! Changes of IIS as a whole and of the machine: mostly settings that can only be one.

use super::edit::{Done, Edit};
use crate::world::{IisSetting, MachineState, Statement};

impl Edit<'_> {
    /// A setting of IIS as a whole.
    pub fn say_iis(&mut self, said: &IisSetting) -> Done {
        match said {
            IisSetting::Filter { site, .. } => {
                if let Some(site) = site {
                    self.must_be_site(site)?;
                }
                self.push_once(&Statement::Iis(said.clone()));
                return Ok(());
            }
            IisSetting::AspNet { runs_as } => self.must_be_known([runs_as])?,
            IisSetting::WebConfig { folder, settings } => {
                self.must_be_known(super::settings::whom(settings))?;
                let server = self.server;
                let changed = self.each(|old| {
                    let Statement::Iis(IisSetting::WebConfig {
                        folder: known,
                        settings: old,
                    }) = old
                    else {
                        return false;
                    };
                    if known.expanded(server.windows()) != folder.expanded(server.windows()) {
                        return false;
                    }
                    super::settings::merge(old, settings);
                    true
                });
                if changed == 0 {
                    self.push(Statement::Iis(said.clone()));
                }
                return Ok(());
            }
            IisSetting::InProcessExtensions { .. }
            | IisSetting::Cgi { .. }
            | IisSetting::Cache { .. }
            | IisSetting::Section { .. } => {}
        }
        let is_old = |old: &Statement| matches!(old, Statement::Iis(old) if is_the_same(old, said));
        self.replace(is_old, Statement::Iis(said.clone()));
        Ok(())
    }

    /// How the machine is set up, and how documents are read.
    pub fn say_machine(&mut self, said: &MachineState) {
        let is_old = |old: &Statement| match said {
            MachineState::SearchPath { .. } => {
                matches!(old, Statement::Machine(MachineState::SearchPath { .. }))
            }
            MachineState::MissingPatch { patch } => {
                matches!(old, Statement::Machine(MachineState::MissingPatch { patch: old }) if old == patch)
            }
            MachineState::NamesIn { file, .. } => {
                matches!(old, Statement::Machine(MachineState::NamesIn { file: old, .. }) if old == file)
            }
            MachineState::Reading { topic, .. } => {
                matches!(old, Statement::Machine(MachineState::Reading { topic: old, .. }) if old == topic)
            }
        };
        self.replace(is_old, Statement::Machine(said.clone()));
    }
}

/// Whether two settings speak of the same, so that only one of them can hold.
fn is_the_same(old: &IisSetting, said: &IisSetting) -> bool {
    match said {
        IisSetting::InProcessExtensions { .. } => {
            matches!(old, IisSetting::InProcessExtensions { .. })
        }
        IisSetting::Cgi { .. } => matches!(old, IisSetting::Cgi { .. }),
        IisSetting::AspNet { .. } => matches!(old, IisSetting::AspNet { .. }),
        IisSetting::Cache { cache, .. } => {
            matches!(old, IisSetting::Cache { cache: old, .. } if old == cache)
        }
        IisSetting::Section { section, .. } => {
            matches!(old, IisSetting::Section { section: old, .. } if old == section)
        }
        IisSetting::Filter { .. } | IisSetting::WebConfig { .. } => old == said,
    }
}
