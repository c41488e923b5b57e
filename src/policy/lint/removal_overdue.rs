//! What was to go with a version that is out is still there.

use crate::domain::document::deprecations::{RemovalSource, SymbolState, SymbolStatus};
use crate::domain::lint::LintRule;
use crate::domain::release::Place;
use crate::policy::lint::{Found, Material};

/// Deprecated symbols whose removal has passed. Told of the release that was to take them away.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    material
        .symbols
        .iter()
        .filter(|state| state.status == SymbolStatus::Overdue)
        .filter_map(found)
        .collect()
}

fn found(state: &SymbolState) -> Option<Found> {
    let removal = state.removal.clone()?;
    let by = match state.removal_source {
        Some(RemovalSource::Policy) => "by the policy",
        _ => "as its notice or the record states",
    };
    let message = format!(
        "{} ({}) was to go in {removal}, {by}, and is still there",
        state.symbol.raw(),
        state.kind
    );
    let mut evidence: Vec<String> = state
        .declared_since
        .iter()
        .map(|since| format!("deprecated since {since}"))
        .collect();
    evidence.extend(
        state
            .observed
            .as_ref()
            .filter(|seen| seen.is_there)
            .map(|seen| format!("the declarations of {} have it", seen.looked_at)),
    );
    Some(
        Found::at(
            LintRule::RemovalOverdue,
            &state.stream,
            Place::Version(removal),
            message,
        )
        .symbol(state.symbol.raw())
        .because(evidence)
        .advise(
            "remove it with the next major, or state the removal that is meant now with `removal`",
        ),
    )
}
