//! What is true of every server: a sentence a test.

mod question;
