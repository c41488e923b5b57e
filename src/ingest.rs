//! Packages as their registries publish them: safe reading of archives and folders, and the API surface in them.
//!
//! [`package`] is what every source (a tarball, a `.crate`, a folder) comes to; `declarations` and `crates` read
//! its surface. Nothing of a package is ever executed, and nothing is unpacked.

pub mod crates;
pub mod package;
