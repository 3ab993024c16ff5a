//! Published edge cases as tables: every row is a test, and a failure names its row.

mod access;
mod access_rows;
