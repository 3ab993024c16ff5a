//! What IIS makes of its configuration: processes, their accounts, and what is put into their tokens.
//!
//! It knows versions. It knows neither the files that the configuration comes from nor the graph that the facts become.

pub mod com;
mod lower;
pub mod request;
pub mod start;
mod version;

pub use lower::{lower, pool_of, serve};
pub use version::{DEFAULT_POOL, Generation, Version};
