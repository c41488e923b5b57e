//! `forewarn/versions/v1`: the lifecycle of a stream's versions on a day.
//!
//! v1: the keys of each struct in order. Dates are `YYYY-MM-DD` or null for unknown. `forecast` is left
//! out for a stream that no policy covers.

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
    /// When the next minor, or the next major, took its place; null also where it is not known which of the two came first.
    pub superseded_on: Option<Date>,
    /// The last day of the status before end-of-life.
    pub end_of_life: Option<Date>,
    pub end_of_life_source: Option<EndSource>,
    /// By the policy's rules and rounding, whether or not it is what holds.
    pub computed_end_of_life: Option<Date>,
    /// Whether the platform offers it; null if that depends on days that are not known.
    pub hosted: Option<bool>,
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
    /// What is known of the first GA release where it has no day.
    pub released_bounds: Option<Bounds>,
    /// What is known of `superseded_on` where its day is not.
    pub superseded_bounds: Option<Bounds>,
}

impl LineStatus {
    /// The day by which its first GA release was certainly there, if that is on record.
    pub fn out_by(&self) -> Option<Date> {
        self.released
            .or(self.released_bounds.and_then(|bounds| bounds.no_later_than))
    }
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
    pub date: Date,
    pub date_kind: DateKind,
    pub title: Option<Untrusted>,
}

crate::domain::words::closed_words! {
    /// How the day that is asked about lies to the days in which a version was to be expected.
    pub enum Outlook {
        /// The window begins later, or the day lies in it.
        Expected = "expected",
        /// The window has passed, the record reaches beyond it, and nothing came.
        Overdue = "overdue",
        /// The window has passed, but the record does not reach beyond it: something may have come.
        NoData = "no-data",
    }
}

/// Days in which a version is to be expected. One that has passed is no forecast, and no deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ForecastWindow {
    /// The first day; null if what it is counted from was only there by a day, or earlier.
    pub from: Option<Date>,
    /// The last day.
    pub to: Date,
    pub outlook: Outlook,
}

/// What the publisher's stated cadence makes to be expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatedForecast {
    /// `3 to 5 weeks`
    pub cadence: String,
    /// Null if the day that it is counted from is not known.
    pub window: Option<ForecastWindow>,
}

/// Days from one release to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    pub from: Version,
    pub to: Version,
    pub days: i32,
}

/// What the last gaps make to be expected: all in days. The window is from the shortest to the longest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObservedForecast {
    /// Oldest first; at most eight, and only between releases whose days are known exactly.
    pub gaps: Vec<Gap>,
    /// Of an even number of gaps the mean of the middle two, halves rounded up.
    pub median_days: i32,
    pub shortest_days: i32,
    pub longest_days: i32,
    /// The medians of the lower and of the upper half, without the middle one; null below four gaps.
    pub quartiles_days: Option<[i32; 2]>,
    /// The day that the median gives; null if the day that it is counted from is not known.
    pub expected: Option<Date>,
    pub window: Option<ForecastWindow>,
}

/// Both forecasts of one kind of release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReleaseForecast {
    /// The last one, which the forecasts count from; null if it is not known which that is.
    pub after: Option<Version>,
    pub after_date: Option<Date>,
    pub after_date_kind: Option<DateKind>,
    /// Null if the policy states no cadence.
    pub stated: Option<StatedForecast>,
    /// Null if there is no gap to observe.
    pub observed: Option<ObservedForecast>,
    /// The last day that the record says something of, no later than the day of the answer.
    pub known_until: Option<Date>,
    /// Why a forecast is not there.
    pub reason: Option<String>,
}

/// When the next versions are to be expected, by what is stated and by what was observed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Forecast {
    pub next_minor: ReleaseForecast,
    pub next_major: ReleaseForecast,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forecast: Option<Forecast>,
    /// `npm:NAME` or `crate:NAME`; for the formats that identify a product by it.
    #[serde(skip)]
    pub package: Option<String>,
}
