//! Tables: cases as data, each with a name that a failure tells.

mod above_the_check;
mod inheritance;
mod access;
mod access_rows;
mod elevation;
//! Published edge cases as tables: every row is a test, and a failure names its row.
