//! Sentences about COM components, the ones that run, and the machine's own lists for them.

use pest::iterators::{Pair, Pairs};

use super::{
    com_words::{COM_RIGHTS, ComKind, ComWords},
    grammar::Rule,
    names::{Here, Read},
    server::last_of,
};
use crate::{
    nt::{AccessMask, right_by_name, specific_rights},
    text::{Diagnostic, nearest},
    world::{
        ComLine, ComList, ComponentForm, ComponentIdentity, ComponentStatement, Effect,
        MachineList, Name, RunningStatement,
    },
};

/// What a list held before a line, to go back to: nothing said, so many lines, or a text.
enum Before {
    Unsaid,
    Lines(usize),
    Sddl,
}

impl Before {
    fn of(list: &Option<ComList>) -> Before {
        match list {
            None => Before::Unsaid,
            Some(ComList::Lines(lines)) => Before::Lines(lines.len()),
            Some(ComList::Sddl(_)) => Before::Sddl,
        }
    }

    fn restore(self, list: &mut Option<ComList>) {
        match (self, list.as_mut()) {
            (Before::Unsaid, _) => *list = None,
            (Before::Lines(length), Some(ComList::Lines(lines))) => lines.truncate(length),
            // A list with lines does not become a text, nor a text a list.
            (Before::Lines(_) | Before::Sddl, _) => {}
        }
    }
}

impl Here<'_> {
    /// `component N {clsid} is an exe PATH, …`
    pub fn component(&self, sentence: Pair<'_, Rule>) -> Read<ComponentStatement> {
        let mut component = ComponentStatement {
            name: Name::new(""),
            class: None,
            form: None,
            identity: None,
            launch: None,
            access: None,
            unregistered: false,
        };
        for part in sentence.into_inner() {
            match part.as_rule() {
                Rule::quoted | Rule::bare => component.name = self.name(&part)?,
                Rule::guid => component.class = Some(Name::from(part.as_str())),
                Rule::clause_form => {
                    self.only_once(component.form.is_some(), &part)?;
                    component.form = self.component_form(part)?;
                }
                Rule::clause_component_identity => {
                    self.only_once(component.identity.is_some(), &part)?;
                    component.identity = self.component_identity(part)?;
                }
                Rule::clause_not_registered => component.unregistered = true,
                Rule::com_launch | Rule::com_access => self.com_clause(&mut component, part)?,
                Rule::mistake_runs_as => return Err(self.slip(part)),
                _ => {}
            }
        }
        Ok(component)
    }

    fn component_form(&self, clause: Pair<'_, Rule>) -> Read<Option<ComponentForm>> {
        let said = clause.clone().into_inner().next();
        let last = last_of(clause);
        Ok(Some(match said.map(|part| part.as_rule()) {
            Some(Rule::kw_is_an_exe) => ComponentForm::Exe(self.path(&last)),
            Some(Rule::kw_is_a_dll) => ComponentForm::Dll(self.path(&last)),
            Some(Rule::kw_is_a_service) => ComponentForm::Service(self.name(&last)?),
            Some(Rule::kw_is_a_library_package) => ComponentForm::LibraryPackage,
            Some(Rule::kw_is_a_server_package) => ComponentForm::ServerPackage,
            _ => return Ok(None),
        }))
    }

    fn component_identity(&self, clause: Pair<'_, Rule>) -> Read<Option<ComponentIdentity>> {
        let who = last_of(clause);
        Ok(match who.as_rule() {
            Rule::kw_the_launching_user => Some(ComponentIdentity::LaunchingUser),
            Rule::kw_the_interactive_user => Some(ComponentIdentity::InteractiveUser),
            _ => self.who(&who)?.map(ComponentIdentity::Account),
        })
    }

    fn com_clause(&self, component: &mut ComponentStatement, clause: Pair<'_, Rule>) -> Read<()> {
        let (list, kind) = match clause.as_rule() {
            Rule::com_launch => (&mut component.launch, ComKind::Launch),
            _ => (&mut component.access, ComKind::Access),
        };
        self.com_entries(list, clause.into_inner(), kind)
    }

    /// A line under a component: all of it, or nothing.
    pub fn component_below(
        &self,
        component: &mut ComponentStatement,
        line: Pairs<'_, Rule>,
    ) -> Read<()> {
        let launch = Before::of(&component.launch);
        let access = Before::of(&component.access);
        for clause in line.filter(|part| part.as_rule() != Rule::EOI) {
            if let Err(wrong) = self.com_clause(component, clause) {
                launch.restore(&mut component.launch);
                access.restore(&mut component.access);
                return Err(wrong);
            }
        }
        Ok(())
    }

    /// `component C is running as X`
    pub fn running(&self, sentence: Pair<'_, Rule>) -> Read<Option<RunningStatement>> {
        let mut component = None;
        let mut identity = None;
        let mut access = None;
        for part in sentence.into_inner() {
            match (part.as_rule(), &component) {
                (Rule::quoted | Rule::bare, None) => component = Some(self.name(&part)?),
                (Rule::com_access, _) => {
                    self.com_entries(&mut access, part.into_inner(), ComKind::Access)?;
                }
                _ => identity = self.who(&part)?.or(identity),
            }
        }
        let (Some(component), Some(identity)) = (component, identity) else {
            return Ok(None);
        };
        Ok(Some(RunningStatement {
            component,
            identity,
            access,
        }))
    }

    /// A line under a component that runs.
    pub fn running_below(&self, running: &mut RunningStatement, line: Pairs<'_, Rule>) -> Read<()> {
        let before = Before::of(&running.access);
        for clause in line.filter(|part| part.as_rule() != Rule::EOI) {
            let read = match clause.as_rule() {
                Rule::com_launch => {
                    let wrong = Diagnostic::error(
                        "launch-of-running",
                        "what runs is launched already: only its access list matters",
                    )
                    .help("say its launch list of the component itself");
                    Err(self.on(wrong, &clause, "not of a running component"))
                }
                _ => self.com_entries(&mut running.access, clause.into_inner(), ComKind::Access),
            };
            if let Err(wrong) = read {
                before.restore(&mut running.access);
                return Err(wrong);
            }
        }
        Ok(())
    }

    /// More of one of the machine's lists: all of it, or nothing.
    pub fn machine_com_more<'e>(
        &self,
        which: MachineList,
        list: &mut Option<ComList>,
        entries: impl Iterator<Item = Pair<'e, Rule>>,
    ) -> Read<()> {
        let before = Before::of(list);
        self.com_entries(list, entries, com_kind(which))
            .inspect_err(|_| before.restore(list))
    }

    /// What is said of one list.
    pub fn com_entries<'e>(
        &self,
        list: &mut Option<ComList>,
        entries: impl Iterator<Item = Pair<'e, Rule>>,
        kind: ComKind,
    ) -> Read<()> {
        for entry in entries {
            match entry.as_rule() {
                // The word before the entries says which list it is.
                Rule::kw_launch | Rule::kw_access
                    if !entry.as_str().eq_ignore_ascii_case(kind.word()) =>
                {
                    let wrong = Diagnostic::error(
                        "another-list",
                        format!("the sentence above is about a list for {}", kind.word()),
                    );
                    return Err(self.on(wrong, &entry, "another list"));
                }
                Rule::com_nobody => {
                    self.only_once(list.is_some(), &entry)?;
                    *list = Some(ComList::Lines(Vec::new()));
                }
                Rule::com_line => match list {
                    None => *list = Some(ComList::Lines(self.com_line(entry, kind)?)),
                    Some(ComList::Lines(lines)) if lines.is_empty() => {
                        return Err(self.nobody_and_somebody(&entry));
                    }
                    Some(ComList::Lines(lines)) => lines.extend(self.com_line(entry, kind)?),
                    Some(ComList::Sddl(_)) => return Err(self.lines_and_sddl(&entry)),
                },
                Rule::clause_sddl => match list {
                    None => *list = Some(ComList::Sddl(self.sddl(entry)?.into())),
                    Some(ComList::Lines(_)) => return Err(self.lines_and_sddl(&entry)),
                    Some(ComList::Sddl(_)) => return self.only_once(true, &entry),
                },
                _ => {}
            }
        }
        Ok(())
    }

    /// One line: an entry for each that is named.
    pub fn com_line(&self, line: Pair<'_, Rule>, kind: ComKind) -> Read<Vec<ComLine>> {
        let mut effect = Effect::Allow;
        let mut whom = Vec::new();
        let mut words = ComWords::default();
        let mut exact = None;
        for part in line.into_inner() {
            match part.as_rule() {
                Rule::kw_denies => effect = Effect::Deny,
                Rule::com_who => whom = self.everybody(part.into_inner())?,
                Rule::kw_local => words.local = true,
                Rule::kw_remote => words.remote = true,
                Rule::kw_launch | Rule::kw_activation if kind == ComKind::Access => {
                    let wrong = Diagnostic::error(
                        "verb-of-another-kind",
                        format!("`{}` means nothing in an access list", part.as_str()),
                    )
                    .help("an access list knows `local` and `remote`");
                    return Err(self.on(wrong, &part, "for launch lists"));
                }
                Rule::kw_launch => words.launch = true,
                Rule::kw_activation => words.activation = true,
                Rule::kw_everything => exact = Some(exact.unwrap_or_default() | kind.all()),
                Rule::right_mask | Rule::right_name => {
                    exact = Some(exact.unwrap_or_default() | self.com_right(&part, kind)?);
                }
                _ => {}
            }
        }
        let mask = match exact {
            Some(exact) if words == ComWords::default() => exact,
            Some(exact) => exact | words.mask(kind, effect),
            None => words.mask(kind, effect),
        };
        Ok(whom
            .into_iter()
            .map(|who| ComLine {
                effect,
                who,
                mask,
                origin: self.origin(),
            })
            .collect())
    }

    /// A mask or Windows' name of a right.
    fn com_right(&self, part: &Pair<'_, Rule>, kind: ComKind) -> Read<AccessMask> {
        let text = part.as_str();
        let mask = if part.as_rule() == Rule::right_mask {
            self.mask(part)?
        } else {
            right_by_name(kind.kind(), text).ok_or_else(|| {
                let known = specific_rights(kind.kind()).iter().map(|(name, _)| name);
                let wrong = Diagnostic::error(
                    "unknown-right",
                    format!("`{text}` is no right on a component"),
                )
                .candidates(nearest(text, known));
                self.on(wrong, part, "not known")
            })?
        };
        if COM_RIGHTS.contains(mask) {
            return Ok(mask);
        }
        let wrong = Diagnostic::error("unknown-right", format!("`{text}` is no right of COM"))
            .help(
                "the rights of COM are the bits 0x1 to 0x10; what else is stored is said by `sddl`",
            );
        Err(self.on(wrong, part, "other bits"))
    }
}

/// Which list a sentence begins with.
pub(super) fn machine_list(head: Rule) -> MachineList {
    match head {
        Rule::kw_machine_access_default => MachineList::AccessDefault,
        Rule::kw_machine_launch_limit => MachineList::LaunchLimit,
        Rule::kw_machine_access_limit => MachineList::AccessLimit,
        _ => MachineList::LaunchDefault,
    }
}

/// Which rights a list of the machine knows.
pub(super) fn com_kind(which: MachineList) -> ComKind {
    match which {
        MachineList::LaunchDefault | MachineList::LaunchLimit => ComKind::Launch,
        MachineList::AccessDefault | MachineList::AccessLimit => ComKind::Access,
    }
}

/// Whether a text is a class id with braces.
pub(in crate::world) fn is_class(text: &str) -> bool {
    use pest::Parser;
    super::grammar::Grammar::parse(Rule::class_text, text).is_ok()
}
