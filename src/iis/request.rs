//! A request for a URL: the stages that it goes through, and with whose token each is checked.
//!
//! `can S request URL` is a yes if every step that decides is let in. From IIS 6.0 on the worker process has to read content
//! besides the user of the request. Documents differ on static files; the stricter reading is taken.

mod draft;
mod files;
mod plan;
mod response;
mod sections;
mod stage;
mod user;

pub use files::{File, Governing, Locked, governing, prefixes};
pub use plan::{ADD_FILE, Ask, Plan, READ, READ_AND_EXECUTE, Step};
pub use response::Response;
pub use sections::{Delegation, SHIPPED, Section, lock, section_of_scheme, sections_of};
pub use stage::{Access, Age, CHECKED, Checked, Role, Stage, checked};

use super::{Hosting, Requester, pool_of};
use crate::world::{ProcessId, Server, WinPath};
use draft::Draft;
use user::{User, ways};

/// The steps of a request for what is hosted so, once for each way in which it can be made; never empty, but for a server of
/// which nobody said which IIS it runs. `url` is the path as asked.
pub fn plans(server: &Server, hosting: &Hosting, url: &str, requester: Requester) -> Vec<Plan> {
    let Some(age) = Age::of(server) else {
        return Vec::new();
    };
    let mut plans: Vec<Plan> = Vec::new();
    for (scheme, hosting) in ways(hosting, requester) {
        let user = User::of(server, &hosting, requester, age);
        let draft = Draft {
            server,
            age,
            core: core(server, &hosting, age),
            governing: governing(server, &hosting.url, url, age),
            hosting: &hosting,
            requester,
            user: &user,
        };
        let mut steps = draft.configuration();
        steps.extend(user.steps.iter().cloned());
        steps.extend(draft.content());
        steps.extend(draft.told());
        let governing = draft.governing;
        plans.push(Plan {
            governing,
            scheme,
            requester,
            steps,
            remarks: user.remarks,
            hosting,
        });
    }
    plans
}

/// The process that is the server's core for what is hosted so: the worker of the pool, before 6.0 inetinfo.exe.
fn core(server: &Server, hosting: &Hosting, age: Age) -> Option<ProcessId> {
    let is = |process: &ProcessId, image: &str| {
        server
            .process(*process)
            .is_some_and(|known| known.image.is(image))
    };
    match age {
        Age::Inetinfo => {
            let mut all = server.processes().map(|(process, _)| process);
            all.find(|process| is(process, "inetinfo.exe"))
        }
        Age::Six | Age::Seven => {
            let all = server.processes_of_pool(&pool_of(&hosting.url));
            all.into_iter().find(|process| is(process, "w3wp.exe"))
        }
    }
}

/// Whether a path is one on another machine.
fn is_share(path: &WinPath) -> bool {
    path.as_str().starts_with("\\\\")
}
