//! What places in Rust mean: the crates of a plugin, names in them, and what expressions are worth.
//!
//! [`tree`] puts the files of a package together to crates and modules, [`scope`] finds what names lead to, [`known`] holds
//! the surfaces of platforms and of the standard library, [`ty`] and [`bind`] say what types are, [`members`] which member a
//! name is, [`visit`] goes over bodies and lists places, [`judge`] tells what becomes of a symbol in the target, and
//! [`uses`] puts it together. [`made`] is what the plugin's own macros by example declare; [`links`] says which files have
//! a say in what is found in others. Nothing is compiled, and no condition is evaluated.

pub mod bind;
pub mod calls;
pub mod declared;
pub mod info;
pub mod judge;
pub mod known;
pub mod links;
pub mod made;
pub mod members;
pub mod memo;
pub mod owners;
pub mod scope;
pub mod solve;
pub mod traits;
pub mod tree;
pub mod ty;
pub mod uses;
pub mod visit;

use crate::syntax::on_deep_stacks;
use crate::syntax::rust::code::{self, Code, Unparsed};

/// A file of a plugin, read.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Relative to the plugin's root, with `/`.
    pub path: String,
    pub code: Code,
    pub is_test: bool,
}

/// What a package's manifest says of its crates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// What the library is called in source.
    pub library: Option<String>,
    /// The library's file, if the manifest names it.
    pub library_path: Option<String>,
    /// Files of other targets that the manifest names.
    pub targets: Vec<String>,
    /// What dependencies are called in source, and the packages that they are.
    pub dependencies: Vec<(String, String)>,
}

/// Reads one text; for many, `sources` keeps what can be used again.
///
/// # Errors
/// [`Unparsed`] if it is nested too deep, or is no Rust.
pub fn read_source(text: &str) -> Result<Code, Unparsed> {
    on_deep_stacks(|| code::read(text))
}
