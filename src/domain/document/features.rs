//! Features on a day: how far each is, whom it has reached, and whether an account has it.

use std::collections::BTreeMap;

use crate::domain::date::Date;
use crate::domain::document::notes::Coverage;
use crate::domain::document::record::Link;
use crate::domain::feature::{Feature, FeatureEvent, Phase, Toggle};
use crate::domain::text::Untrusted;
use crate::domain::version::Version;
use crate::domain::when::{Came, When};

crate::domain::words::closed_words! {
    /// How far a feature is on a day.
    pub enum StageOn {
        Pilot = "pilot",
        Beta = "beta",
        Ga = "ga",
        Ended = "ended",
        /// No stage is published that certainly held by the day for the account.
        Unknown = "unknown",
    }
}

crate::domain::words::closed_words! {
    /// Whether an account has a feature.
    pub enum Available {
        Yes = "yes",
        No = "no",
        /// It is offered, and the account has not chosen it.
        ByOptingIn = "by-opting-in",
        /// It depends on something of the account that was not said.
        Depends = "depends",
        /// It does not follow from what is published.
        Unknown = "unknown",
    }
}

crate::domain::words::closed_words! {
    /// What support a feature has by its stage.
    pub enum SupportScope {
        /// The service level agreement and the support plans cover it.
        Covered = "covered",
        /// Neither covers it; questions are answered where possible.
        WherePossible = "where-possible",
        /// It has ended.
        None = "none",
        Unknown = "unknown",
    }
}

/// What support there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    pub scope: SupportScope,
    /// Who answers questions, where the record says so.
    pub by: Option<Untrusted>,
    /// A pilot may be taken away without an announcement.
    pub may_disappear: bool,
}

/// One step in a feature's life, as it stands on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub event: FeatureEvent,
    pub when: When,
    /// Whether it had come by the day. `no`: it was announced by then.
    pub came: Came,
    /// Whether the account runs a version that has it, or none was said.
    pub account_has: bool,
}

impl Move {
    /// Whether it certainly came, and the account has it.
    pub fn holds(&self) -> bool {
        self.came == Came::Yes && self.account_has
    }
}

/// A feature on a day, for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureState {
    pub feature: Feature,
    pub stage: StageOn,
    /// The move that brought the stage, as an index into `moves`.
    pub stage_by: Option<usize>,
    /// A further stage that may hold already.
    pub may_be: Option<StageOn>,
    pub phase: Option<Phase>,
    pub phase_by: Option<usize>,
    pub available: Available,
    /// Why, one clause each.
    pub why: Vec<String>,
    pub support: Support,
    /// Moves that came by the day, may have, or were announced by then, in the record's order.
    pub moves: Vec<Move>,
    pub remarks: Vec<String>,
}

/// The answer of `forewarn features`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeaturesDocument {
    pub as_of: Date,
    pub platform: Untrusted,
    /// `None`: not said.
    pub created: Option<Date>,
    pub versions: BTreeMap<String, Version>,
    /// What has to be known of the version that was said.
    pub remark: Option<String>,
    pub opted_in: Vec<String>,
    /// Moves since this day are asked for, instead of states.
    pub since: Option<Date>,
    pub features: Vec<FeatureState>,
    /// The id of the one feature that was asked for.
    pub asked: Option<String>,
    /// One feature was asked for: it is shown in full.
    pub is_one: bool,
    /// For one feature: the entries that tell of it.
    pub entries: Vec<Link>,
    pub toggles: Vec<Toggle>,
    /// Features that the history first knows of on a later day.
    pub later: usize,
    /// For one feature that is first known on a later day: that day.
    pub first_known: Option<Date>,
    /// Toggles seen in packages that belong to no feature of the record.
    pub loose_toggles: usize,
    pub coverage: Vec<Coverage>,
}
