//! Insisting: assertions, invariants and audit rules, and what they find on a server.
