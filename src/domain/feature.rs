//! Features with their stage history, observed toggles, and published ends of life.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::date::{Date, Dated};
use crate::domain::deprecation::Observed;
use crate::domain::release::Origin;
use crate::domain::text::Untrusted;

crate::domain::words::closed_words! {
    /// How far a feature is.
    pub enum FeatureStage {
        Pilot = "pilot",
        Beta = "beta",
        Ga = "ga",
        Ended = "ended",
    }
}

crate::domain::words::closed_words! {
    /// Whom a feature's roll-out has reached.
    pub enum Phase {
        SelectedAccounts = "selected-accounts",
        NewAccounts = "new-accounts",
        ExistingAccounts = "existing-accounts",
        AllAccounts = "all-accounts",
    }
}

/// One step in a feature's life.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureEvent {
    /// `None`: the source names no stage.
    pub stage: Option<FeatureStage>,
    pub phase: Option<Phase>,
    /// The source's wording, where it says more than the stage.
    pub label: Option<Untrusted>,
    /// `stream/version` of the release it came with.
    pub release: Option<String>,
    pub date: Option<Dated>,
    /// Who answers questions, where that differs from the platform's plans.
    pub support: Option<Untrusted>,
    pub entry: Option<String>,
    pub note: Option<Untrusted>,
    pub sources: Vec<Untrusted>,
}

/// A named feature of the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feature {
    pub id: String,
    pub name: Untrusted,
    /// If it has releases of its own.
    pub stream: Option<String>,
    /// Stream id to range.
    pub compatible: BTreeMap<String, String>,
    pub toggle: Option<Untrusted>,
    pub note: Option<Untrusted>,
    pub sources: Vec<Untrusted>,
    pub events: Vec<FeatureEvent>,
    #[serde(skip)]
    pub origin: Origin,
}

/// A feature toggle seen in published packages. It says nothing about availability on an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toggle {
    pub flag: Untrusted,
    pub name: Option<Untrusted>,
    pub first_observed: Option<Observed>,
    pub last_observed: Option<Observed>,
    pub gone: Option<Observed>,
    pub feature: Option<String>,
    pub sources: Vec<Untrusted>,
    #[serde(skip)]
    pub origin: Origin,
}

/// An end-of-life date that the platform published for a minor line or a whole major.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedEnd {
    pub stream: String,
    /// `2.14` or `1`.
    pub line: String,
    /// `None`: published without a day.
    pub date: Option<Date>,
    pub published_status: Option<Untrusted>,
    pub note: Option<Untrusted>,
    pub sources: Vec<Untrusted>,
    #[serde(skip)]
    pub origin: Origin,
}
