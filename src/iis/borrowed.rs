//! The life of a request's token in an extension: who is on which thread, and how long the borrowed handle lasts.
//!
//! No question asks this: whether an extension borrows the token is in its code. It says what the two ends of the range are, the thread of a
//! request and a worker thread.

use crate::world::Rule;

const ARTICLE: &str = "\"Extension security issues\"";

/// What happens to a request, in order.
pub static STEPS: [Rule; 5] = [
    Rule::of(
        "the server verifies that the client may have what it asks for",
        ARTICLE,
    ),
    Rule::of(
        "the server puts the client's token on the thread that will call the extension",
        ARTICLE,
    ),
    Rule::of(
        "an extension that answers later asks for a handle to that token (HSE_REQ_GET_IMPERSONATION_TOKEN)",
        ARTICLE,
    ),
    Rule::of(
        "a thread of its own puts it on (ImpersonateLoggedOnUser, SetThreadToken)",
        ARTICLE,
    ),
    Rule::of(
        "RevertToSelf takes it off, and the process's token is left",
        ARTICLE,
    ),
];

/// How an extension answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answers {
    /// Before HttpExtensionProc returns.
    AtOnce,
    /// Later: HttpExtensionProc returns HSE_STATUS_PENDING.
    Later,
}

/// What an extension does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Does {
    /// It asks for the handle.
    AsksForHandle,
    /// A thread puts the token on.
    PutsOn(Thread),
    /// A thread reverts.
    Reverts(Thread),
    /// HttpExtensionProc returns.
    Returns,
    /// It says that it is done with the session.
    IsDone,
}

/// A thread of the extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thread {
    /// The one that called it.
    OfRequest,
    /// One that it made.
    Worker,
}

/// Whose token acts on a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wears {
    /// The client's.
    Client,
    /// The process's.
    Process,
}

/// An extension at work on one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtWork {
    answers: Answers,
    asked: bool,
    returned: bool,
    done: bool,
    on_request: Wears,
    on_worker: Wears,
}

impl AtWork {
    /// It has just been called: the client was let in, and its token is on the thread.
    pub fn called(answers: Answers) -> AtWork {
        AtWork {
            answers,
            asked: false,
            returned: false,
            done: false,
            on_request: Wears::Client,
            on_worker: Wears::Process,
        }
    }

    /// What it is after it did that. Putting on a token without a valid handle does nothing.
    pub fn after(mut self, does: Does) -> AtWork {
        match does {
            Does::AsksForHandle => self.asked = self.session_is_open(),
            Does::PutsOn(thread) => {
                if self.handle_is_valid() {
                    *self.on_thread(thread) = Wears::Client;
                }
            }
            Does::Reverts(thread) => *self.on_thread(thread) = Wears::Process,
            Does::Returns => {
                self.returned = true;
                self.on_request = Wears::Process;
            }
            Does::IsDone => self.done = true,
        }
        self
    }

    /// Whose token acts on that thread.
    pub fn on(&self, thread: Thread) -> Wears {
        match thread {
            Thread::OfRequest => self.on_request,
            Thread::Worker => self.on_worker,
        }
    }

    /// Whether the handle that it asked for is still one.
    pub fn handle_is_valid(&self) -> bool {
        self.asked && self.session_is_open()
    }

    /// A session lasts until the call returns, or if the answer comes later until the extension says that it is done.
    fn session_is_open(&self) -> bool {
        match self.answers {
            Answers::AtOnce => !self.returned,
            Answers::Later => !self.done,
        }
    }

    fn on_thread(&mut self, thread: Thread) -> &mut Wears {
        match thread {
            Thread::OfRequest => &mut self.on_request,
            Thread::Worker => &mut self.on_worker,
        }
    }
}
