//! Use cases, shared by every front end. They return data without looks, and join what the layers below
//! keep apart: files, store, policy, package texts.

pub mod accounts;
pub mod api;
pub mod browse;
pub mod care;
pub mod check;
pub mod checkup;
pub mod defaults;
pub mod deprecations;
pub mod diff;
pub mod edit;
pub mod evidence;
pub mod explain;
pub mod export;
pub mod features;
pub mod fleet;
pub mod generate;
pub mod history;
pub mod impact;
pub mod import;
pub mod init;
pub mod lint;
pub mod log;
pub mod notes;
pub mod overview;
pub mod scan;
pub mod search;
pub mod show;
pub(crate) mod surfaces;
pub mod versions;
pub mod workspace;

mod facts;
mod rules;
mod selector;
mod target;

/// No text file of a changelog is larger than this; one that is is refused, not read.
pub const FILE_LIMIT: u64 = 8 * 1024 * 1024;
