//! What places in JavaScript and TypeScript mean, without a compiler.
//!
//! [`world`] holds what names can lead to: surfaces of packages and the plugin's own files. [`infer`] says what an
//! expression is worth, [`members`] what a member of a value is and which symbol; [`visit`] goes over a file and lists
//! every place that names something of a platform. The whole is done once with the surfaces of the version in use, and
//! once with those of the target: what is there in the one and missing in the other is removed.

mod calls;
pub mod classes;
mod conditional;
pub mod conventions;
mod fields;
mod globals;
pub mod infer;
mod made;
pub mod members;
mod memo;
pub mod named;
mod own;
mod parts;
mod props;
pub mod source;
mod statics;
pub mod ty;
mod types;
mod unify;
pub mod uses;
pub mod visit;
pub mod world;
