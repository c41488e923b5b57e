//! `forewarn/versions/v1`: the lifecycle of a stream's versions on a day.
//!
//! v1: the keys of each struct in order. Dates are `YYYY-MM-DD` or null for unknown.

use serde::Serialize;

use crate::domain::date::{Date, DateKind};
use crate::domain::release::Stage;
use crate::domain::text::Untrusted;
use crate::domain::version::{Line, Version};

pub const SCHEMA: &str = "forewarn/versions/v1";

crate::domain::words::closed_words! {
    /// The lifecycle status of a line or of a pre-release on a day.
    pub enum Status {
        Supported = "supported",
        Maintained = "maintained",
        EndOfLife = "end-of-life",
        /// It does not follow from what is known; the reason is given beside it.
        Unknown = "unknown",
    }
}

crate::domain::words::closed_words! {
    /// Where an end-of-life date comes from.
    pub enum EndSource {
        /// Published for the line itself, or for its major.
        Published = "published",
        Computed = "computed",
    }
}

/// A day that is known exactly, or only within bounds. No bound: not known on that side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bounds {
    pub not_before: Option<Date>,
    pub no_later_than: Option<Date>,
}

/// A minor line with its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineStatus {
    pub line: Line,
    /// The line's newest patch known on the day.
    pub latest: Version,
    /// The line's first GA release.
    pub released: Option<Date>,
    /// What `released` says; null if it is unknown.
    pub date_kind: Option<DateKind>,
    pub status: Status,
    /// When the next minor, or the next major, took its place.
    pub superseded_on: Option<Date>,
    /// The last day of the status before end-of-life.
    pub end_of_life: Option<Date>,
    pub end_of_life_source: Option<EndSource>,
    /// By the policy's rules and rounding, whether or not it is what holds.
    pub computed_end_of_life: Option<Date>,
    pub hosted: bool,
    // Further keys of forewarn's own, after those that are promised.
    /// By the rules without rounding.
    pub computed_unrounded: Option<Date>,
    pub superseded_by: Option<Version>,
    pub latest_released: Option<Date>,
    /// What is known of the end where its day is not.
    pub end_of_life_bounds: Option<Bounds>,
    /// Why the status is unknown, or what else a reader has to know of it.
    pub reason: Option<String>,
    /// Older patches of the line known on the day: superseded by `latest`.
    pub superseded_patches: Vec<Version>,
}

/// A pre-release with its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrereleaseStatus {
    pub version: Version,
    pub stage: Stage,
    pub released: Option<Date>,
    pub date_kind: Option<DateKind>,
    pub status: Status,
    pub superseded_by: Option<Version>,
    pub superseded_on: Option<Date>,
    pub end_of_life: Option<Date>,
    pub end_of_life_bounds: Option<Bounds>,
    /// Always false: pre-releases are not for production.
    pub for_production: bool,
    pub reason: Option<String>,
}

/// How old and how whole the data behind an answer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DataAge {
    /// The newest GA version or day that the history knows at all.
    pub newest_known: Option<Version>,
    pub newest_known_date: Option<Date>,
    pub covers_from: Option<Date>,
    pub covers_until: Option<Date>,
    pub complete: Option<bool>,
    pub note: Option<Untrusted>,
}

/// A release of a stream that is versioned by date: it has no lifecycle of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DatedRelease {
    pub version: Version,
    pub date: Option<Date>,
    pub date_kind: Option<DateKind>,
    pub title: Option<Untrusted>,
}

/// The answer of `forewarn versions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionsDocument {
    pub schema: &'static str,
    pub as_of: Date,
    pub stream: String,
    /// Newest first.
    pub lines: Vec<LineStatus>,
    /// Newest first.
    pub prereleases: Vec<PrereleaseStatus>,
    pub platform: String,
    pub name: Untrusted,
    pub data: DataAge,
    /// For a stream that is versioned by date; newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub releases: Vec<DatedRelease>,
}
