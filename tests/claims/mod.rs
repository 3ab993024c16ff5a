//! The claims of the documents that the program was made from, S1 to S104, each executed: `docs/claims.md` says where.
//!
//! Most are questions about small worlds, `NAME.world` with `NAME.ask`; a comment above the questions names the claims that they
//! execute, `# S1 S3: why`. What is no question is a test on the tables that the answers are made of.

mod advice;
mod borrowed;
mod document;

use crate::support::stories::told;

#[test]
fn every_claim_comes_out_as_the_documents_have_it() {
    told("tests/claims");
}
