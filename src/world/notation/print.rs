//! x
use crate::world::Fact;
/// x
pub fn print(facts: &[Fact]) -> String {
    String::new()
}
