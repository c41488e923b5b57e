//! Changelog files to domain values and back.
//!
//! `changelog/README.md` at the top of the repository is the grammar. Reading never fails on text:
//! whatever cannot be read becomes a [`Problem`](crate::domain::problem::Problem) with its place, and
//! everything else is still read. The writer is the formatter: reading what it wrote and writing it
//! again gives the same bytes. Nothing here touches a file system; callers bring texts and take texts.

pub mod accounts;
pub mod commits;
pub mod configuration;
pub mod conventions;
pub mod evidence;
pub mod folder;
pub mod ids;
pub mod markdown;
pub mod wild;

mod body;
mod catalogue;
mod cursor;
mod emit;
mod patch;
mod release_file;
mod writer;

/// The version of the format that this code reads and writes.
pub const FORMAT: i64 = 1;

/// The reference page of the format, as it stands in a `changelog/` folder.
pub const REFERENCE: &str = include_str!("../changelog/README.md");
