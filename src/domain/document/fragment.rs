//! `forewarn/fragment/v1`: whether a change tells its readers what it changes.
//!
//! v1: the keys of each struct in order. Verdicts and kinds of problems are closed lists that later versions may add words to.

use serde::Serialize;

use crate::domain::text::Untrusted;

pub const SCHEMA: &str = "forewarn/fragment/v1";

crate::domain::words::closed_words! {
    /// How a change stands to the changelog.
    pub enum Verdict {
        /// It brings a fragment, or edits what is not released.
        Told = "told",
        /// It should bring one and does not.
        Missing = "missing",
        /// A commit of it says that there is nothing to tell.
        Waived = "waived",
        /// It touches only files that are no concern of the changelog.
        Ignored = "ignored",
        /// It touches nothing.
        Nothing = "nothing",
    }
}

crate::domain::words::closed_words! {
    /// What is wrong with a fragment.
    pub enum FragmentFault {
        /// It cannot be read, or something in it.
        Unreadable = "unreadable",
        /// It holds no entry: no heading of a kind with a bullet below it.
        Empty = "empty",
        /// An entry of it says nothing.
        NoText = "no-text",
        /// Another unreleased entry says the same.
        Duplicate = "duplicate",
    }
}

/// A problem of a fragment that the change brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FragmentProblem {
    pub kind: FragmentFault,
    pub file: Untrusted,
    /// 1-based; null: it is about the whole file.
    pub line: Option<usize>,
    pub entry: Option<String>,
    pub message: Untrusted,
}

/// An unreleased file of the changelog that the change brings or edits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedFragment {
    pub file: Untrusted,
    pub entries: usize,
}

/// The answer of `check --fragment`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FragmentDocument {
    pub schema: &'static str,
    /// The revision that the change is held against, as it was asked for or found.
    pub since: Untrusted,
    /// The commit that both have in common.
    pub base: String,
    pub verdict: Verdict,
    /// Whether the exit code is 0.
    pub passed: bool,
    /// Files of the change outside of the changelog that are not ignored.
    pub files: Vec<Untrusted>,
    /// How many more of the change are ignored, by `[fragment] ignore`.
    pub ignored: usize,
    pub fragments: Vec<ChangedFragment>,
    /// The commit that says that there is nothing to tell.
    pub waived_by: Option<String>,
    pub problems: Vec<FragmentProblem>,
    /// The command that writes a fragment, where one is missing.
    pub next_step: Option<String>,
}
