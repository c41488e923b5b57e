//! `forewarn/accounts/v1`: what each account runs on a day, and what it will be moved to.
//!
//! v1: the keys of each struct in order. Dates are `YYYY-MM-DD` or null for unknown.

use serde::Serialize;

use crate::domain::date::{Date, DateKind};
use crate::domain::document::features::{Available, StageOn, SupportScope};
use crate::domain::document::versions::{Bounds, DataAge, EndSource, ForecastWindow, Status};
use crate::domain::text::Untrusted;
use crate::domain::version::{Line, Version};
use crate::domain::within::Within;

pub const SCHEMA: &str = "forewarn/accounts/v1";

crate::domain::words::closed_words! {
    /// What a reader has to know of a version that somebody runs.
    pub enum Concern {
        /// No published version is what the setting names.
        NoMatch = "no-match",
        EndOfLife = "end-of-life",
        /// In the package registry, but not on the hosted platform: unsupported, no SLA.
        NotHosted = "not-hosted",
        /// A newer patch took its place on the hosted platform.
        Superseded = "superseded",
        /// Not for production.
        PreRelease = "pre-release",
        Withdrawn = "withdrawn",
        /// Whether it was out by the day is not known.
        Uncertain = "uncertain",
        /// The next version is at end-of-life when it comes.
        NextEndOfLife = "next-end-of-life",
    }
}

/// Something that a reader has to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    pub concern: Concern,
    pub text: String,
}

/// A version that is run, with all that the policy says of it on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Running {
    /// Null if none matches, or if it is not known which.
    pub version: Option<Version>,
    pub line: Option<Line>,
    pub status: Status,
    /// The last day of the status before end-of-life.
    pub end_of_life: Option<Date>,
    pub end_of_life_source: Option<EndSource>,
    pub end_of_life_bounds: Option<Bounds>,
    /// Whether the hosted platform offers this very version; null if it is not known.
    pub hosted: Option<bool>,
    pub for_production: bool,
    /// Why it is this version.
    pub how: String,
    pub warnings: Vec<Warning>,
    /// Why the status or the version is unknown.
    pub reason: Option<String>,
}

crate::domain::words::closed_words! {
    /// How an account chooses its version.
    pub enum Setting {
        UiVersion = "ui-version",
        Pin = "pin",
        Automatic = "automatic",
    }
}

/// A later version that an account will be moved to, as the record has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    pub version: Version,
    pub on: Date,
    pub date_kind: DateKind,
    /// On the day of the move.
    pub status: Status,
    pub end_of_life: Option<Date>,
    /// What `forewarn notes` takes to show what changes: `2.14.0..2.15.0`.
    pub range: Option<String>,
    /// Entries of that range, and how many of them are breaking.
    pub entries: usize,
    pub breaking: usize,
}

/// A feature that an account has opted in to, as it stands for the account on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountFeature {
    /// As the accounts file names it.
    pub id: Untrusted,
    /// Null if the record has no such feature.
    pub name: Option<Untrusted>,
    /// Null if there is none by the day.
    pub stage: Option<StageOn>,
    pub available: Available,
    /// What that is concluded from.
    pub why: Vec<String>,
    pub support: SupportScope,
}

/// An account with what it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountStatus {
    pub name: Untrusted,
    pub owner: Option<Untrusted>,
    pub created: Option<Date>,
    pub features: Vec<AccountFeature>,
    pub setting: Setting,
    /// The version, range or minor that is set; null if it is updated automatically.
    pub set_to: Option<Untrusted>,
    /// What the answer takes for granted because the file does not say it.
    pub assumption: Option<String>,
    pub runs: Running,
    /// Days from the day of the answer to the last one before end-of-life; negative if it has passed.
    pub days_left: Option<i32>,
    /// Null if the record holds no later version that it would be moved to.
    pub next: Option<Move>,
    /// What it waits for, if there is no `next`.
    pub waits_for: Option<String>,
    /// When that is to be expected by the stated cadence; never a deadline.
    pub expected: Option<ForecastWindow>,
    /// When by the gaps that were observed; never a deadline either.
    pub expected_observed: Option<ForecastWindow>,
    /// Where it stands in the accounts file, 1-based.
    pub file_line: usize,
}

/// The answer of `forewarn accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountsDocument {
    pub schema: &'static str,
    pub as_of: Date,
    pub platform: String,
    pub stream: String,
    pub name: Untrusted,
    /// The accounts file.
    pub file: Untrusted,
    /// If only those were asked for whose version ends within that time, or has ended.
    pub ending_within: Option<Within>,
    /// The last day of that time.
    pub until: Option<Date>,
    /// In the order of the file.
    pub accounts: Vec<AccountStatus>,
    /// Accounts that do not end within that time.
    pub left_out: usize,
    pub data: DataAge,
}
