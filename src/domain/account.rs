//! Accounts of a platform's customers, and waivers of what a gate finds.

use crate::domain::date::Date;
use crate::domain::range::Range;
use crate::domain::text::Untrusted;
use crate::domain::version::{Line, SemVersion};

/// Which version an account is set to run.
#[derive(Clone, Debug)]
pub enum Choice {
    /// The configuration names exactly this version.
    Exact(SemVersion),
    /// The configuration names an npm range.
    Range(Range),
    /// Pinned to a minor: always its newest patch.
    Pin(Line),
    /// Neither: follows the minors of its major.
    Automatic,
}

/// One account, as its file describes it.
#[derive(Clone, Debug)]
pub struct Account {
    pub name: Untrusted,
    pub created: Option<Date>,
    pub choice: Choice,
    /// `choice` as it was written; `None` if it is automatic.
    pub written: Option<Untrusted>,
    /// The major that it is on, if the file says so.
    pub major: Option<u64>,
    pub features: Vec<Untrusted>,
    pub owner: Option<Untrusted>,
    /// Where it stands in its file, 1-based.
    pub line: usize,
}

/// Leave to go on with what a gate finds, until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// `account:NAME`, `plugin:NAME` or `version:2.14`.
    pub subject: Untrusted,
    pub reason: Untrusted,
    /// The last day on which it holds.
    pub expires: Date,
    pub owner: Option<Untrusted>,
    /// Where it stands in its file, 1-based.
    pub line: usize,
}
