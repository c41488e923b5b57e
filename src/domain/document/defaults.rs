//! Defaults of an account on a day, what changed in them, and the history of one setting.

use std::collections::BTreeMap;

use crate::domain::date::Date;
use crate::domain::document::notes::{Coverage, Excluded};
use crate::domain::entry::{AppliesTo, Exclusion, SettingValue};
use crate::domain::text::Untrusted;
use crate::domain::version::Version;
use crate::domain::when::When;

crate::domain::words::closed_words! {
    /// Whether a change of a setting has reached an account.
    pub enum Reach {
        Holds = "holds",
        /// Only if the account runs a version that carries it; which one it runs was not said.
        WithVersion = "with-version",
        /// It does not follow from what is published.
        MayHold = "may-hold",
        /// Only for those who choose it.
        ByChoice = "by-choice",
        /// It is for other accounts, or for other versions.
        PassedBy = "passed-by",
        NotYet = "not-yet",
    }
}

crate::domain::words::closed_words! {
    /// What a value is known from.
    pub enum Basis {
        /// The last change that reached the account.
        Change = "change",
        /// The former value that the first change names.
        Replaced = "replaced",
        /// It depends on the version that the account runs, which was not said: the changes tell.
        Version = "version",
        Unknown = "unknown",
    }
}

crate::domain::words::closed_words! {
    /// What a time came to, for one setting.
    pub enum Net {
        Changed = "changed",
        /// Back to what it was: only touched.
        None = "none",
        /// The value at one of the ends is not published.
        Unknown = "unknown",
    }
}

/// One change of a setting, with what it means for the account that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultStep {
    pub entry: String,
    /// `stream/version`.
    pub release: String,
    pub stream: String,
    pub stream_name: Untrusted,
    pub version: Version,
    pub when: When,
    /// The versions it needs, by stream: its own release's for a stream of versions, and what its entry requires.
    pub needs: BTreeMap<String, String>,
    pub old: SettingValue,
    pub new: SettingValue,
    pub applies_to: Option<AppliesTo>,
    /// `None`: not published.
    pub automatic: Option<bool>,
    pub excluded: Vec<Exclusion>,
    pub note: Option<Untrusted>,
    pub sources: Vec<Untrusted>,
    /// Entries that change the same setting and are linked with this one: a default for new accounts and its later
    /// roll-out to existing ones.
    pub linked: Vec<String>,
    pub reach: Reach,
    /// Why it has not reached the account, or not for certain.
    pub why: Option<String>,
}

/// What is known of a setting itself, from all of its changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingFace {
    pub id: String,
    pub name: Option<Untrusted>,
    pub service: Option<Untrusted>,
    pub pointer: Option<Untrusted>,
    pub unit: Option<Untrusted>,
}

/// A setting of an account on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingState {
    pub face: SettingFace,
    pub value: SettingValue,
    /// Where the value depends on the version: what holds without any of those versions.
    pub otherwise: SettingValue,
    pub basis: Basis,
    /// The change that the value is known from, as an index into `steps`.
    pub by: Option<usize>,
    /// All changes that are known on the day, in order of time.
    pub steps: Vec<DefaultStep>,
    /// What is odd: changes that do not follow from one another.
    pub remarks: Vec<String>,
}

/// A setting that was changed within a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingMove {
    pub face: SettingFace,
    pub before: SettingValue,
    pub after: SettingValue,
    pub net: Net,
    pub steps: Vec<DefaultStep>,
    /// Changes that may lie in the time, their day being unknown.
    pub may_lie_in: Vec<DefaultStep>,
    pub remarks: Vec<String>,
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultsAnswer {
    /// The defaults of an account.
    Account(Vec<SettingState>),
    /// What changed after `from` up to `until`.
    Changes {
        from: Option<Date>,
        until: Date,
        moves: Vec<SettingMove>,
    },
    /// One setting.
    Setting(Box<SettingState>),
}

/// The answer of `forewarn defaults`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultsDocument {
    pub as_of: Date,
    pub created: Date,
    /// Versions that the account runs, by stream, as far as they were said.
    pub versions: BTreeMap<String, Version>,
    /// What has to be known of the version that was said.
    pub remark: Option<String>,
    pub platform: Untrusted,
    pub answer: DefaultsAnswer,
    /// Settings that the history first knows of on a later day.
    pub later: usize,
    /// Entries that do not count, with the reason.
    pub left_out: Vec<Excluded>,
    pub coverage: Vec<Coverage>,
}
