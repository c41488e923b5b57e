//! API surfaces: one version's, the difference of two, the life of a symbol.
//!
//! Surfaces come from the database, then from what the binary carries; nothing here opens a connection.

mod diff;
mod life;
mod package;
mod replacement;
mod show;
mod unrecorded;

pub use diff::diff;
pub use life::life;
pub(crate) use package::{KnownPackage, Packages, conventions};
pub(crate) use replacement::replacements;
pub use show::{ShowQuery, show};
pub(crate) use unrecorded::unrecorded;
