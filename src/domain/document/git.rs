//! `forewarn/git-import/v1`: what became of the commits of a range.
//!
//! v1: the keys of each struct in order. `read` = `made` + `already` + the length of `left_out`. Reasons are a closed list that
//! later versions may add words to.

use serde::Serialize;

use crate::domain::entry::EntryKind;
use crate::domain::text::Untrusted;

pub const SCHEMA: &str = "forewarn/git-import/v1";

crate::domain::words::closed_words! {
    /// Why nothing was made of a commit, or of a part of one.
    pub enum LeftOutReason {
        /// Its type tells readers of release notes nothing.
        Type = "type",
        UnknownType = "unknown-type",
        NotConventional = "not-conventional",
        /// Its commits are read themselves.
        Merge = "merge",
        /// `fixup!` and the like.
        Unfinished = "unfinished",
        Empty = "empty",
        /// `Changelog: none`.
        Trailer = "trailer",
        /// A later commit of the range takes it back.
        TakenBack = "taken-back",
        /// It takes back what readers have not heard of.
        TakesBack = "takes-back",
        /// It was dealt with before, and has no entry.
        Settled = "settled",
        /// No file can hold its text.
        Unwritable = "unwritable",
    }
}

/// A commit of which nothing was made, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The whole hash.
    pub commit: String,
    pub subject: Untrusted,
    pub reason: LeftOutReason,
    pub why: Untrusted,
}

/// An entry that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drafted {
    pub entry: String,
    /// `ui/unreleased/queue-filter`.
    pub fragment: String,
    pub commit: String,
    pub kind: EntryKind,
    pub breaking: bool,
    pub text: Untrusted,
    /// The entry that it takes back.
    pub reverts: Option<String>,
}

/// A draft that nobody had touched, taken out again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenOut {
    pub entry: String,
    /// The commit that it was drafted from.
    pub commit: String,
    /// The commit that takes that one back.
    pub by: String,
}

/// The commits that were read: those that `to` reaches and `from` does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommitRange {
    /// As it was asked for; null: from the first commit on.
    pub from: Option<Untrusted>,
    pub from_commit: Option<String>,
    pub to: Untrusted,
    pub to_commit: String,
}

/// The answer of `import git`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GitImportDocument {
    pub schema: &'static str,
    /// Where it was written, in words.
    pub target: Untrusted,
    pub stream: String,
    pub range: CommitRange,
    /// Commits of the range.
    pub read: usize,
    /// Commits that entries were made of.
    pub made: usize,
    /// Commits that have an entry since an earlier import.
    pub already: usize,
    /// All other commits, newest first.
    pub left_out: Vec<LeftOut>,
    /// Changes that a commit tells of beside those that entries were made of.
    pub parts_left_out: Vec<LeftOut>,
    pub drafts: Vec<Drafted>,
    pub taken_out: Vec<TakenOut>,
    /// Whether it was only tried.
    pub dry_run: bool,
    /// What else should be known, each a sentence.
    pub remarks: Vec<Untrusted>,
}
