//! What goes is declared deprecated first.

use crate::domain::deprecation::{Observed, SymbolChange};
use crate::domain::document::deprecations::SymbolState;
use crate::domain::lint::LintRule;
use crate::domain::release::Place;
use crate::domain::version::{Scheme, Version};
use crate::policy::lint::step::{milder, paths, what};
use crate::policy::lint::{Found, Material, place_of, release_of};

const ADVICE: &str =
    "declare it deprecated in a minor, with what to use instead, and remove it in the major after";

/// Symbols that went and that neither an earlier version's declarations nor an earlier entry of the record had called
/// deprecated.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for step in material.steps {
        if !material.policy.covers(&step.stream) || step.from.major() == 0 {
            continue;
        }
        for group in step.groups(|lost| !lost.is_announced()) {
            let message = format!(
                "{} ({}) is gone in {}, and was never announced as deprecated",
                group.symbol,
                what(&group),
                step.to
            );
            let mut one = Found::at(
                LintRule::RemovalUnannounced,
                &step.stream,
                step.place(),
                message,
            )
            .symbol(group.symbol)
            .because(step.evidence(&group))
            .advise(ADVICE);
            one.symbols = paths(&group);
            one.milder = milder(&group);
            found.push(one);
        }
    }
    let unshown = material
        .symbols
        .iter()
        .filter(|state| !state.kind.is_declared() && material.policy.covers(&state.stream));
    found.extend(unshown.filter_map(|state| by_record(material, state)));
    found
}

/// A symbol that no declaration shows, and that the record has as removed without an earlier word.
fn by_record(material: &Material<'_>, state: &SymbolState) -> Option<Found> {
    let row = state
        .rows
        .iter()
        .find(|row| row.deprecation.change == SymbolChange::Removed)?;
    let (stream, own) =
        place_of(Scheme::Semver, &row.release).or_else(|| place_of(Scheme::Date, &row.release))?;
    let gone = match &row.deprecation.removed {
        Some(Observed::At(version) | Observed::Between { by: version, .. }) => {
            Place::Version(version.clone())
        }
        None => own.clone(),
    };
    let before = |version: &Version| gone.version().is_none_or(|gone| version < gone);
    let is_announced = state.rows.iter().any(|other| {
        let place = place_of(Scheme::Semver, &other.release)
            .or_else(|| place_of(Scheme::Date, &other.release));
        let is_before = place.is_some_and(|(_, place)| place.version().is_some_and(before));
        let since = other.deprecation.declared_since.as_ref();
        (other.deprecation.change == SymbolChange::Deprecated && is_before)
            || since.is_some_and(before)
    });
    if is_announced
        || gone
            .version()
            .and_then(Version::semver)
            .is_some_and(|v| v.major() == 0)
    {
        return None;
    }
    let is_known = gone
        .version()
        .is_some_and(|version| release_of(material, &stream, version).is_some());
    let message = format!(
        "{} ({}) is gone in {gone}, and was never announced as deprecated",
        state.symbol.raw(),
        state.kind
    );
    let place = if is_known { gone.clone() } else { own.clone() };
    let mut one = Found::at(LintRule::RemovalUnannounced, &stream, place, message)
        .symbol(state.symbol.raw())
        .because([format!(
            "the change log first tells of it in {} ({}), as {}",
            row.release, row.entry, row.deprecation.change
        )])
        .advise(ADVICE);
    if gone == own || !is_known {
        one.entry = Some(row.entry.clone());
    }
    Some(one)
}
