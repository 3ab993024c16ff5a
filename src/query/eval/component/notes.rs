//! What to know besides the verdict about a component: what starts all the same, who is in the way, and what a setting does not stop.

use super::{
    super::subject::Acting,
    caller::out_of_process_components,
    judge::{Ask, Judgement, judge},
    tell,
};
use crate::{
    iis::com::{self, Caller, ComVerb, Runs},
    query::Note,
    reach::Outcome,
    world::{
        ComponentForm, ComponentStatement, FactId, IisVersion, Logon, Server, WindowsVersion,
        well_known::sid,
    },
};

/// What a refused launch leaves behind (X15).
pub const USELESS: &str = "the server starts all the same and stays in memory, and no method of it can be called (KB 281837; `X15 is read as B` takes it for not started)";
/// The class of the Machine Debug Manager, which IIS starts whenever it starts.
const DEBUG_MANAGER: &str = "{0C0A3666-30C9-11D0-8F20-00805F2CD064}";

/// What to know besides the verdict.
pub fn notes(
    server: &Server,
    component: (&ComponentStatement, FactId),
    acting: &Acting,
    verb: ComVerb,
    judgement: &Judgement,
) -> Vec<Note> {
    let mut notes = Vec::new();
    if judgement.outcome == Outcome::No
        && tell::refused_by_launch(judgement)
        && com::starts_though_refused(server)
    {
        notes.push(Note::Remark(USELESS.to_owned()));
    }
    if judgement.outcome == Outcome::Yes && verb != ComVerb::Access {
        notes.extend(runs_as_another(server, component.0, judgement));
    }
    notes.extend(of_component(server, component, Some(acting), judgement));
    notes
}

/// What to know of the component whatever is asked.
pub fn of_component(
    server: &Server,
    component: (&ComponentStatement, FactId),
    acting: Option<&Acting>,
    judgement: &Judgement,
) -> Vec<Note> {
    let (said, _) = component;
    let mut notes = Vec::new();
    let remark = |text: String| Note::Remark(text);
    if judgement.ways.iter().any(|way| way.hosting.joins.is_some()) {
        notes.push(remark(format!(
            "an instance of {} runs already: whoever launches it joins that one, and what is set now holds when every instance has ended (KB 290398)",
            said.name
        )));
    }
    if judgement
        .ways
        .iter()
        .any(|way| way.hosting.runs == Runs::InCaller)
    {
        notes.push(remark(
            "code in the caller's own process is asked for no launch and no access permission"
                .to_owned(),
        ));
    }
    if nobody_at_console(judgement) {
        notes.push(Note::Hint(format!(
            "`component {} runs as` a named administrator: that needs nobody at the console (KB 290398)",
            said.name
        )));
    }
    if said.unregistered {
        notes.push(remark(format!(
            "{} has no AppID entry, so the machine's lists decide and nobody can set its own; registering it again (`/regserver`) makes the entry (KB 290398)",
            said.name
        )));
    }
    notes.extend(debug_manager(server, said));
    notes.extend(system_kept_out(server, component));
    notes.extend(acting.and_then(|acting| script_engine(server, said, acting)));
    notes
}

/// Launching what runs as somebody is not becoming that somebody.
fn runs_as_another(
    server: &Server,
    component: &ComponentStatement,
    judgement: &Judgement,
) -> Option<Note> {
    let way = judgement.ways.first()?;
    let Runs::As(own) = &way.hosting.runs else {
        return None;
    };
    let client = way.client.facts.as_ref()?.token.user;
    (client != *own).then(|| {
        Note::Remark(format!(
            "the code of {} runs as {}; who starts it does not become that account",
            component.name,
            server.accounts().display(own)
        ))
    })
}

fn nobody_at_console(judgement: &Judgement) -> bool {
    judgement.ways.iter().any(|way| match &way.hosting.runs {
        Runs::Nobody(cannot) => {
            cannot.failure == com::Failure::Nobody && cannot.says.contains("interactive user")
        }
        Runs::InCaller | Runs::As(_) | Runs::AsSomebody => false,
    })
}

/// IIS 4.0 and 5.0 start the debug manager, each process as its own account.
fn debug_manager(server: &Server, component: &ComponentStatement) -> Option<Note> {
    let class = component.class.as_ref()?;
    let old = server.iis().is_some_and(|iis| iis <= IisVersion::V5_0);
    (old && class.is(DEBUG_MANAGER)).then(|| {
        Note::Remark(format!(
            "IIS starts {} whenever it starts: in process as SYSTEM, out of process as the account of mtx.exe or dllhost.exe; both need both permissions (KB 290398)",
            component.name
        ))
    })
}

/// A list of its own without SYSTEM keeps the system's own components away too.
fn system_kept_out(server: &Server, component: (&ComponentStatement, FactId)) -> Option<Note> {
    let (said, _) = component;
    let custom = (said.launch.is_some() || said.access.is_some()) && !said.unregistered;
    if !custom || server.windows() > WindowsVersion::W2000 {
        return None;
    }
    let system = server.accounts().by_sid(&sid::SYSTEM)?;
    let caller = Caller::Token(Box::new(server.token_of(system, Logon::Service)));
    let ask = Ask {
        rights: ComVerb::Access.rights(false),
        remotely: false,
    };
    let refused = judge(server, component, &caller, ask)
        .ways
        .iter()
        .any(|way| way.outcome == Outcome::No && !matches!(way.hosting.runs, Runs::Nobody(_)));
    refused.then(|| {
        Note::Remark(format!(
            "the access list of {} keeps SYSTEM out, as which RPC itself reaches the server (KB 290398)",
            said.name
        ))
    })
}

/// AspAllowOutOfProcComponents of IIS 4.0 stops Server.CreateObject and not the script engine's own (KB 281837).
fn script_engine(server: &Server, component: &ComponentStatement, acting: &Acting) -> Option<Note> {
    let apart = match &component.form {
        Some(ComponentForm::Exe(_) | ComponentForm::Service(_) | ComponentForm::ServerPackage) => {
            true
        }
        Some(ComponentForm::Dll(_) | ComponentForm::LibraryPackage) | None => false,
    };
    let setting = out_of_process_components(server, acting)?;
    match (apart, server.iis()?) {
        (false, _) => None,
        (true, IisVersion::V4_0) if setting != Some(true) => Some(Note::Remark(
            "Server.CreateObject of ASP refuses components out of process (AspAllowOutOfProcComponents, IIS 4.0's default), but CreateObject of the script engine itself does not ask (KB 281837)".to_owned(),
        )),
        (true, IisVersion::V4_0) => None,
        (true, _) => (setting == Some(false)).then(|| {
            Note::Remark(
                "`refuses out-of-process components` has no effect from IIS 5.0 on (KB 233968)".to_owned(),
            )
        }),
    }
}
