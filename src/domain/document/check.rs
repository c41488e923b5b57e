//! `forewarn/check/v1`: what the gates of a pipeline found.
//!
//! v1: the keys of each struct in order. Dates are `YYYY-MM-DD` or null for unknown. Gates, kinds of
//! subjects and kinds of findings are closed lists that later versions may add words to.

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::document::accounts::Running;
use crate::domain::document::versions::DataAge;
use crate::domain::text::Untrusted;
use crate::domain::within::Within;

pub const SCHEMA: &str = "forewarn/check/v1";

crate::domain::words::closed_words! {
    /// What is checked. Each gate adds findings of its own to one answer.
    pub enum Gate {
        EndOfLife = "end-of-life",
    }
}

crate::domain::words::closed_words! {
    /// What a gate found.
    pub enum FindingKind {
        /// Its version is at end-of-life.
        Ended = "ended",
        /// Its version reaches end-of-life within the time asked for.
        EndsWithin = "ends-within",
        /// Whether its version reaches end-of-life in that time is not known.
        UnknownEnd = "unknown-end",
        NotHosted = "not-hosted",
        /// Its version was withdrawn.
        Withdrawn = "withdrawn",
        /// No published version matches.
        NoMatch = "no-match",
    }
}

/// What was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// `account:NAME`, `plugin:NAME`, `version:2.14`: what a waiver names. Plugins with one name go by the paths of their
    /// manifests: `plugin:PATH`.
    pub id: Untrusted,
    /// The file that it was read from, and the 1-based line; null for one named on the command line.
    pub file: Option<Untrusted>,
    pub file_line: Option<usize>,
    /// What it asks for, as it is written.
    pub asks_for: Option<Untrusted>,
    pub assumption: Option<String>,
    pub runs: Running,
    /// The kinds of its findings, one for each, in their order; empty: nothing was found.
    pub findings: Vec<FindingKind>,
    /// Further names that a waiver may give it.
    #[serde(skip)]
    pub known_as: Vec<Untrusted>,
    /// Known versions near to one that there is not.
    #[serde(skip)]
    pub near: Vec<String>,
}

/// What was to be checked and could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    pub file: Untrusted,
    pub file_line: Option<usize>,
    /// In words; may quote text from outside.
    pub why: Untrusted,
}

/// Leave to go on with a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leave {
    pub reason: Untrusted,
    pub expires: Date,
    pub owner: Option<Untrusted>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub gate: Gate,
    pub kind: FindingKind,
    pub subject: Untrusted,
    /// In words, beginning with what runs; may quote text from outside.
    pub message: Untrusted,
    /// What to do.
    pub advice: Option<String>,
    pub file: Option<Untrusted>,
    pub file_line: Option<usize>,
    /// Whether it makes the check fail; never if it is waived.
    pub fails: bool,
    pub waived: Option<Leave>,
    /// As its subject has them.
    #[serde(skip)]
    pub known_as: Vec<Untrusted>,
}

crate::domain::words::closed_words! {
    /// What became of a waiver.
    pub enum WaiverState {
        Used = "used",
        /// Its last day has passed: it suppresses nothing.
        Expired = "expired",
        /// Nothing was found that it could be for.
        Unused = "unused",
    }
}

/// A waiver with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaiverUse {
    pub subject: Untrusted,
    pub state: WaiverState,
    pub reason: Untrusted,
    pub expires: Date,
    pub owner: Option<Untrusted>,
    pub file_line: usize,
}

/// The answer of `forewarn check`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckDocument {
    pub schema: &'static str,
    pub as_of: Date,
    pub platform: String,
    pub stream: String,
    pub name: Untrusted,
    /// Whether no finding makes it fail, and all could be read.
    pub passed: bool,
    pub gates: Vec<Gate>,
    pub eol_within: Within,
    /// The last day of that time.
    pub until: Date,
    pub fail_on_unknown: bool,
    pub subjects: Vec<Subject>,
    /// By subject, in its order.
    pub findings: Vec<Finding>,
    /// What could not be read: then the answer is incomplete.
    pub unread: Vec<Unread>,
    /// The file of waivers, if there is one.
    pub waivers_file: Option<Untrusted>,
    pub waivers: Vec<WaiverUse>,
    pub data: DataAge,
}
