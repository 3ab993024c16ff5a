//! Tables: what every text and binary form means, row by row.

mod binary;
mod conditions;
mod fixtures;
mod rights;
mod sddl;
mod sids;
