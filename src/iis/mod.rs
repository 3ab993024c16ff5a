//! What IIS makes of its configuration: processes, their accounts, and what is put into their tokens.
//!
//! It knows versions. It knows neither the files that the configuration comes from nor the graph that the facts become.

mod advice;
pub mod borrowed;
pub mod com;
mod extensions;
mod footprint;
mod hosting;
mod kinds;
mod lists;
mod lower;
mod models;
pub mod request;
mod requester;
mod seats;
mod settings;
mod situations;
pub mod start;
mod thread;
mod version;

pub use crate::world::Rule;
pub use advice::{Advice, FEARED, Feared, Topic, advice};
pub use footprint::footprint;
pub use hosting::{Host, Hosting, NoHost, Served, application_hosts, filter_hosts, host};
pub use kinds::{Cell, Kind, OnThread, Row, RunsAs, Seat, rows};
pub use lower::{lower, pool_of, serve};
pub use models::{MODELS, Model};
pub use settings::{Application, Delegated, applications, delegated, url_of};
pub use situations::{Left, SITUATIONS, Situation};
pub use thread::{
    Acts, Bearer, Credential, NotActing, Requester, logon, process_token, request_token, reverted,
    thread, worker_thread,
};
pub use version::{DEFAULT_POOL, Era, Generation, Version};
