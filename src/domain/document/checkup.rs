//! `forewarn/checkup/v1`: how an account's configuration stands to what a version needs, and what the move to it does.
//!
//! v1: the keys of each struct in order. Dates are `YYYY-MM-DD` or null for unknown.

use serde::Serialize;

use crate::domain::configuration::Op;
use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::document::versions::{DataAge, EndSource, Status};
use crate::domain::entry::{AppliesTo, SettingValue};
use crate::domain::problem::Severity;
use crate::domain::text::Untrusted;
use crate::domain::version::Version;
use crate::domain::words::{UnknownWord, closed_words};

pub const SCHEMA: &str = "forewarn/checkup/v1";

closed_words! {
    /// What a finding is of.
    pub enum Drift {
        /// What a version or a feature needs does not hold.
        Requirement = "requirement",
        /// A known field has a value that it cannot have.
        Field = "field",
        /// The platform's rules know no such key.
        UnknownKey = "unknown-key",
        /// The value is not the default of accounts like this.
        Default = "default",
        /// The version setting names no version, or none that leads to the target.
        Version = "version",
    }
}

closed_words! {
    /// What becomes of a change of a setting for this account.
    pub enum Effect {
        /// It is applied by itself.
        Automatic = "automatic",
        /// It would be, and something in the account conflicts.
        LeftOut = "left-out",
        /// It would be, unless something conflicts that the documents do not tell.
        MayBeLeftOut = "may-be-left-out",
        /// Only who chooses it gets it, or it has to be applied by hand.
        ByChoice = "by-choice",
        /// It is for accounts that are made from then on.
        NewAccounts = "new-accounts",
        /// What is published does not say whom it reaches.
        NotPublished = "not-published",
    }
}

closed_words! {
    /// How the account's value stands to a change.
    pub enum Standing {
        New = "new",
        Old = "old",
        Other = "other",
        NotSet = "not-set",
        /// Where the setting stands is not published, or its document was not given.
        NotKnown = "not-known",
    }
}

closed_words! {
    /// Whether something is the case.
    pub enum Truth {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

/// From which severity on findings fail a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    From(Severity),
    Never,
}

impl Threshold {
    /// Every word that one is written as.
    pub const WORDS: &'static [&'static str] = &["error", "warning", "note", "never"];

    pub fn counts(self, severity: Severity) -> bool {
        match self {
            Self::From(least) => severity >= least,
            Self::Never => false,
        }
    }
}

impl std::str::FromStr for Threshold {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "never" => Ok(Self::Never),
            word => word
                .parse()
                .map(Self::From)
                .map_err(|_the_list_differs| UnknownWord {
                    given: text.to_owned(),
                    allowed: Self::WORDS,
                }),
        }
    }
}

/// A file, and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Taken {
    pub file: Untrusted,
    /// The document's id in the rules.
    pub document: String,
    pub name: String,
    /// How many items a list has; null for an object.
    pub items: Option<usize>,
    /// False for one page of a list that goes on.
    pub complete: bool,
    /// Its keys were written in camel case and read in snake case, as the services write them.
    pub camel_case: bool,
}

/// The version that the account runs, as its configuration says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Runs {
    /// What the version setting holds; null if nothing: updated automatically.
    pub set_to: Option<Untrusted>,
    /// Null if none matches, or it is not known which.
    pub version: Option<Version>,
    pub status: Status,
    pub end_of_life: Option<Date>,
    pub end_of_life_source: Option<EndSource>,
    /// Why it is this version.
    pub how: String,
    /// What the answer takes for granted.
    pub assumption: Option<String>,
    pub warnings: Vec<String>,
    /// The version that it will be moved to, if the record has one.
    pub next: Option<NextVersion>,
    pub waits_for: Option<String>,
    /// Whether the setting lets the account run the target.
    pub reaches_target: Truth,
}

/// A later version that the account will be moved to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextVersion {
    pub version: Version,
    pub on: Date,
    pub date_kind: DateKind,
    pub status: Status,
}

/// Something that has drifted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub severity: Severity,
    pub kind: Drift,
    /// The requirement's or setting's id; null for a field and a key.
    pub id: Option<String>,
    pub document: String,
    /// Where it stands; a key that is not known as far as it may be shown.
    pub pointer: Untrusted,
    /// The operation of a requirement.
    pub op: Option<Op>,
    /// The value, as far as it may be shown; null if there is none.
    pub found: Option<Untrusted>,
    /// What was expected, in words.
    pub expected: String,
    pub message: Untrusted,
    pub action: Option<Untrusted>,
    pub sources: Vec<Untrusted>,
}

/// Something that could leave the account out of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeavesOut {
    pub what: Untrusted,
    pub why: Option<Untrusted>,
    /// Whether it is so for this account.
    pub holds: Truth,
}

/// A change of a setting that comes between the two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingStep {
    pub id: String,
    pub name: Option<Untrusted>,
    pub entry: String,
    /// `stream/version`.
    pub release: String,
    pub date: Option<Date>,
    pub date_kind: Option<DateKind>,
    #[serde(serialize_with = "value")]
    pub old: SettingValue,
    pub old_known: bool,
    #[serde(serialize_with = "value")]
    pub new: SettingValue,
    pub new_known: bool,
    pub unit: Option<Untrusted>,
    pub applies_to: Option<AppliesTo>,
    pub effect: Effect,
    pub pointer: Option<Untrusted>,
    pub standing: Standing,
    /// The account's value, as far as it may be shown.
    pub found: Option<Untrusted>,
    pub left_out: Vec<LeavesOut>,
}

impl SettingStep {
    /// The day that it comes on, with its kind.
    pub fn dated(&self) -> Option<Dated> {
        self.date.map(|on| Dated {
            on,
            kind: self.date_kind.unwrap_or(DateKind::Exact),
        })
    }
}

/// A value as itself; null if it is not known, which the key beside it says.
fn value<S: serde::Serializer>(value: &SettingValue, serializer: S) -> Result<S::Ok, S::Error> {
    value.known().serialize(serializer)
}

/// A requirement that could not be decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotChecked {
    pub id: String,
    pub why: String,
    /// What decides it: a flag or a document.
    pub decided_by: String,
}

/// A requirement that does not count here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PassedBy {
    pub id: String,
    pub why: String,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub error: usize,
    pub warning: usize,
    pub note: usize,
}

/// The answer of `forewarn checkup`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckupDocument {
    pub schema: &'static str,
    pub as_of: Date,
    pub platform: String,
    pub stream: String,
    pub name: Untrusted,
    /// Null if it is not known which version the account runs.
    pub from: Option<Version>,
    pub to: Version,
    pub created: Option<Date>,
    pub using: Vec<String>,
    pub files: Vec<Taken>,
    /// Null without the document that names the version.
    pub runs: Option<Runs>,
    /// The gravest first, then in the order of the rules.
    pub findings: Vec<Finding>,
    /// What comes after `from` up to `to`, in order of time.
    pub changes: Vec<SettingStep>,
    /// Requirements that hold, by their ids.
    pub held: Vec<String>,
    pub not_checked: Vec<NotChecked>,
    pub passed_by: Vec<PassedBy>,
    /// What a reader has to know of the answer as a whole.
    pub remarks: Vec<String>,
    pub summary: Summary,
    pub data: DataAge,
}

impl CheckupDocument {
    pub fn fails(&self, threshold: Threshold) -> bool {
        self.findings
            .iter()
            .any(|finding| threshold.counts(finding.severity))
    }
}
