//! `forewarn/edit/v1`: what a change of the changelog did.
//!
//! v1: the keys of each struct in order.

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::text::Untrusted;

pub const SCHEMA: &str = "forewarn/edit/v1";

/// The answer of every command that changes the changelog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditDocument {
    pub schema: &'static str,
    /// What was done, in one sentence.
    pub done: Untrusted,
    /// The release or entry that it was done to.
    pub subject: Untrusted,
    /// Who did it.
    pub author: Untrusted,
    pub reason: Option<Untrusted>,
    /// Where it was written, in words.
    pub target: Untrusted,
    /// Things created, changed and removed: entries and releases, each for itself.
    pub created: usize,
    pub changed: usize,
    pub removed: usize,
    /// Whether it was only tried.
    pub dry_run: bool,
    /// What else should be known, each a sentence.
    pub remarks: Vec<Untrusted>,
}

pub const NEXT_SCHEMA: &str = "forewarn/next/v1";

/// The version that a stream's unreleased entries ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    pub stream: String,
    /// The newest release that its readers have; null: there is none.
    pub newest: Option<String>,
    pub next: String,
    /// `major`, `minor`, `patch`, or `day` for a stream that is versioned by date.
    pub step: &'static str,
    /// The entries that ask for that step.
    pub because: Vec<String>,
    /// How many unreleased entries there are.
    pub entries: usize,
}

/// The answer of `next`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextDocument {
    pub schema: &'static str,
    pub as_of: Date,
    pub streams: Vec<Next>,
}
