//! Is there a world in which an invariant fails? Servers of a scope, by chance or all of them, and a smallest one that fails.
//!
//! Every world is a locked-down server with some statements more. That fits all that is wanted of worlds: chance picks
//! statements, what is found is made smaller by leaving statements out, and all worlds within two statements can be gone
//! through one by one.

mod alphabet;
mod by_clause;
mod cast;
mod edit;
mod fast;
pub mod formula;
mod judge;
mod lines;
mod run;
mod scope;
mod shrink;
mod sketches;
mod steps;
mod symmetry;
mod worlds;

pub use alphabet::Alphabet;
pub use by_clause::ByClause;
pub use edit::{Clause, Edit, Slot};
pub use fast::{Compile, Fast, Made, Skeleton, Steps, Test};
pub use judge::{BySentence, Finding, Judge, Judgement};
pub use lines::{Lines, NotPlain, PLANES, Planes, View};
pub use run::{Found, Ground, Plan, Tally, Wish};
pub use scope::{BadScope, MOST, Scope};
pub use shrink::{shrink, smaller};
pub use sketches::{lists, sketches, structures};
pub use steps::Making;
pub use symmetry::{Renaming, Symmetry};
pub use worlds::Worlds;
