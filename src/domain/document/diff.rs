//! `forewarn/diff/v1`: how something of the changelog differs between two of its revisions.

use serde::Serialize;

use crate::domain::text::Untrusted;

pub const SCHEMA: &str = "forewarn/diff/v1";

crate::domain::words::closed_words! {
    /// What became of a line.
    pub enum LineChange {
        Same = "same",
        Removed = "removed",
        Added = "added",
    }
}

/// One of the two revisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiffEnd {
    /// Its number in the audit chain.
    pub revision: i64,
    /// When; `None`: it came with forewarn.
    pub at: Option<String>,
    pub who: Untrusted,
    pub reason: Option<Untrusted>,
    /// Whether it was there after that revision.
    pub exists: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiffLine {
    pub change: LineChange,
    pub text: Untrusted,
}

/// The answer of `forewarn diff`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiffDocument {
    pub schema: &'static str,
    /// `entry ID`, `release STREAM/VERSION` …
    pub subject: Untrusted,
    /// `None`: before it was there.
    pub from: Option<DiffEnd>,
    pub to: DiffEnd,
    /// All lines of both, as its file holds them, in order.
    pub lines: Vec<DiffLine>,
}
