//! What `forewarn` alone says: where things stand, and what to run next.

use crate::domain::date::{Date, Dated};
use crate::domain::document::record::LogItem;
use crate::domain::document::versions::{LineStatus, Status};
use crate::domain::text::Untrusted;

/// The newest release of a stream on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newest {
    pub stream: String,
    pub name: Untrusted,
    pub version: Option<String>,
    pub date: Option<Dated>,
    pub status: Option<Status>,
    pub summary: Option<Untrusted>,
    pub releases: usize,
    pub entries: usize,
    pub covers_until: Option<Date>,
}

/// A line that is still maintained and whose end is in sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub stream: String,
    pub line: LineStatus,
    pub days: i32,
}

/// The answer of `forewarn` alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    pub as_of: Date,
    pub platform: Untrusted,
    /// Where the data comes from, in words.
    pub source: String,
    pub newest: Vec<Newest>,
    pub ending: Vec<Ending>,
    pub last_changes: Vec<LogItem>,
    /// Commands to run next, each with what it does.
    pub next: Vec<(String, &'static str)>,
}
