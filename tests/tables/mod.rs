//! Published edge cases as tables: every row is a test, and a failure names its row.

mod above_the_check;
mod access;
mod access_rows;
mod elevation;
mod inheritance;
