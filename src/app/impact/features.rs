//! What becomes of features within a move.

use std::collections::BTreeSet;

use crate::app::history::History;
use crate::app::impact::Move;
use crate::domain::changelog::Changelog;
use crate::domain::date::Date;
use crate::domain::document::impact::{FeatureMove, Item, ItemKind, Phase, Reason};
use crate::domain::document::notes::NotesDocument;
use crate::domain::feature::{Feature, FeatureEvent, FeatureStage};
use crate::error::Error;

/// Features with a move that came with one of the releases that are told, or in their time.
///
/// # Errors
/// If the history cannot be read.
pub(super) fn of(
    history: &History,
    headers: &Changelog,
    told: &NotesDocument,
    going: &Move,
) -> Result<Vec<FeatureMove>, Error> {
    let releases: BTreeSet<String> = told
        .releases
        .iter()
        .map(|release| format!("{}/{}", release.stream, release.place))
        .collect();
    let day = |version: &dyn std::fmt::Display| {
        let release = headers.release(&going.stream.id, &version.to_string())?;
        release.date.map(|dated| dated.on)
    };
    let (from, to) = (day(&going.old), day(&going.new));
    let is_within = |event: &FeatureEvent| match (&event.release, event.date) {
        (Some(release), _) => releases.contains(release),
        (None, Some(dated)) => is_between(dated.on, from, to, history.as_of),
        (None, None) => false,
    };
    let (features, _) = history.store.features(&history.platform)?;
    Ok(features
        .iter()
        .filter_map(|feature| moved(feature, is_within))
        .collect())
}

/// Without both days nothing is known to lie between.
fn is_between(day: Date, from: Option<Date>, to: Option<Date>, as_of: Date) -> bool {
    match (from, to) {
        (Some(from), Some(to)) => day > from && day <= to && day <= as_of,
        _ => false,
    }
}

fn moved(feature: &Feature, is_within: impl Fn(&FeatureEvent) -> bool) -> Option<FeatureMove> {
    let first = feature.events.iter().position(&is_within)?;
    let within: Vec<&FeatureEvent> = feature.events.iter().filter(|one| is_within(one)).collect();
    let stage = |events: &[FeatureEvent]| events.iter().rev().find_map(|event| event.stage);
    let last = within.iter().rev();
    Some(FeatureMove {
        id: feature.id.clone(),
        name: feature.name.clone(),
        from: stage(&feature.events[..first]),
        to: last.clone().find_map(|event| event.stage),
        phase: last.clone().find_map(|event| event.phase),
        moved_in: within
            .iter()
            .filter_map(|event| {
                let day = event.date.map(|dated| dated.on.to_string());
                event.release.clone().or(day)
            })
            .collect(),
    })
}

/// The feature as something to deal with.
pub(super) fn item(feature: &FeatureMove, going: &Move) -> Item {
    let (phase, reason, why) = match (feature.to, going.reverse) {
        (Some(FeatureStage::Ended), false) => (
            Phase::Before,
            Reason::Ends,
            "It ends: who uses it does without it first.".to_owned(),
        ),
        (_, true) => (
            Phase::During,
            Reason::Lost,
            format!("In {} it is as it was before.", going.old),
        ),
        _ => (
            Phase::News,
            Reason::Nothing,
            "It asks nothing of who does not use it.".to_owned(),
        ),
    };
    Item {
        id: feature.id.clone(),
        kind: ItemKind::Feature,
        phase,
        reason,
        title: feature.name.clone(),
        release: feature.moved_in.last().cloned(),
        entry_kind: None,
        breaking: false,
        symbol: None,
        action: None,
        findings: 0,
        plugins: 0,
        why,
    }
}
