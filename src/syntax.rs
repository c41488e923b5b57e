//! Parsing source of other people: one module for each language, both behind the same limits.

pub mod jsdoc;
pub mod rust;
pub mod script;
pub mod typescript;
