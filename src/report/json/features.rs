//! `forewarn/features/v1`.
//!
//! v1: as below. A move's `came` is `yes`, `maybe` where its day is not known well enough, or `no` where it is announced for
//! a later day.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::document::features::{FeatureState, FeaturesDocument, Move, StageOn};
use crate::domain::feature::{FeatureStage, Phase, Toggle};
use crate::domain::text::Untrusted;
use crate::domain::version::Version;
use crate::report::json::defaults::{WhenV1, when};
use crate::report::json::ending::{CoverageV1, coverage};

pub const SCHEMA: &str = "forewarn/features/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: Date,
    platform: &'a Untrusted,
    account: Account<'a>,
    since: Option<Date>,
    features: Vec<Feature<'a>>,
    /// For one feature: ids of the entries that tell of it.
    entries: Vec<&'a str>,
    toggles: Vec<ToggleV1<'a>>,
    /// Features that are known from a later day only.
    later: usize,
    /// For one feature that is known from a later day only: that day.
    first_known: Option<Date>,
    loose_toggles: usize,
    coverage: Vec<CoverageV1<'a>>,
}

#[derive(Serialize)]
struct Account<'a> {
    created: Option<Date>,
    versions: &'a BTreeMap<String, Version>,
    /// What has to be known of the version that was said.
    remark: Option<&'a str>,
    opted_in: &'a [String],
}

#[derive(Serialize)]
struct Feature<'a> {
    id: &'a str,
    name: &'a Untrusted,
    stage: &'static str,
    stage_since: Option<WhenV1>,
    may_be: Option<&'static str>,
    phase: Option<&'static str>,
    phase_since: Option<WhenV1>,
    available: &'static str,
    why: &'a [String],
    compatible: &'a BTreeMap<String, String>,
    toggle: Option<&'a Untrusted>,
    support: Support<'a>,
    moves: Vec<MoveV1<'a>>,
    remarks: &'a [String],
    stream: Option<&'a str>,
    note: Option<&'a Untrusted>,
    sources: &'a [Untrusted],
}

#[derive(Serialize)]
struct Support<'a> {
    scope: &'static str,
    by: Option<&'a Untrusted>,
    may_disappear: bool,
}

#[derive(Serialize)]
struct MoveV1<'a> {
    stage: Option<&'static str>,
    phase: Option<&'static str>,
    label: Option<&'a Untrusted>,
    release: Option<&'a str>,
    #[serde(flatten)]
    when: WhenV1,
    came: &'static str,
    /// Whether the version that the account runs has it.
    account_has: bool,
    support: Option<&'a Untrusted>,
    entry: Option<&'a str>,
    note: Option<&'a Untrusted>,
    sources: &'a [Untrusted],
}

#[derive(Serialize)]
struct ToggleV1<'a> {
    flag: &'a Untrusted,
    name: Option<&'a Untrusted>,
    first_observed: Option<String>,
    last_observed: Option<String>,
    gone: Option<String>,
}

/// Writes the answer of `features`.
pub fn write(document: &FeaturesDocument, out: &mut dyn Write) -> io::Result<()> {
    super::write(
        &Document {
            schema: SCHEMA,
            as_of: document.as_of,
            platform: &document.platform,
            account: Account {
                created: document.created,
                versions: &document.versions,
                remark: document.remark.as_deref(),
                opted_in: &document.opted_in,
            },
            since: document.since,
            features: document.features.iter().map(feature).collect(),
            entries: document
                .entries
                .iter()
                .map(|link| link.id.as_str())
                .collect(),
            toggles: document.toggles.iter().map(toggle).collect(),
            later: document.later,
            first_known: document.first_known,
            loose_toggles: document.loose_toggles,
            coverage: coverage(&document.coverage),
        },
        out,
    )
}

fn feature(state: &FeatureState) -> Feature<'_> {
    let since = |by: Option<usize>| {
        by.and_then(|by| state.moves.get(by))
            .map(|step| when(step.when))
    };
    Feature {
        id: &state.feature.id,
        name: &state.feature.name,
        stage: state.stage.as_str(),
        stage_since: since(state.stage_by),
        may_be: state.may_be.map(StageOn::as_str),
        phase: state.phase.map(Phase::as_str),
        phase_since: since(state.phase_by),
        available: state.available.as_str(),
        why: &state.why,
        compatible: &state.feature.compatible,
        toggle: state.feature.toggle.as_ref(),
        support: Support {
            scope: state.support.scope.as_str(),
            by: state.support.by.as_ref(),
            may_disappear: state.support.may_disappear,
        },
        moves: state.moves.iter().map(step).collect(),
        remarks: &state.remarks,
        stream: state.feature.stream.as_deref(),
        note: state.feature.note.as_ref(),
        sources: &state.feature.sources,
    }
}

fn step(step: &Move) -> MoveV1<'_> {
    let event = &step.event;
    MoveV1 {
        stage: event.stage.map(FeatureStage::as_str),
        phase: event.phase.map(Phase::as_str),
        label: event.label.as_ref(),
        release: event.release.as_deref(),
        when: when(step.when),
        came: step.came.as_str(),
        account_has: step.account_has,
        support: event.support.as_ref(),
        entry: event.entry.as_deref(),
        note: event.note.as_ref(),
        sources: &event.sources,
    }
}

fn toggle(toggle: &Toggle) -> ToggleV1<'_> {
    ToggleV1 {
        flag: &toggle.flag,
        name: toggle.name.as_ref(),
        first_observed: toggle.first_observed.as_ref().map(ToString::to_string),
        last_observed: toggle.last_observed.as_ref().map(ToString::to_string),
        gone: toggle.gone.as_ref().map(ToString::to_string),
    }
}
