//! A deprecation says what to use instead.

use crate::domain::deprecation::SymbolChange;
use crate::domain::document::deprecations::{SymbolState, SymbolStatus};
use crate::domain::lint::LintRule;
use crate::domain::release::Place;
use crate::domain::version::{Scheme, Version};
use crate::policy::lint::{Found, Material, place_of};

/// Deprecated symbols that are still there and for which neither the declarations nor the record name a replacement. Told
/// of the release that declared them deprecated.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    material
        .symbols
        .iter()
        .filter(|state| material.policy.covers(&state.stream))
        .filter(|state| is_still_deprecated(state) && state.replacement.is_none())
        .filter_map(found)
        .collect()
}

/// Declared deprecated, by a tag or by the record: prose alone is no declaration.
fn is_still_deprecated(state: &SymbolState) -> bool {
    matches!(
        state.status,
        SymbolStatus::Overdue | SymbolStatus::Scheduled | SymbolStatus::Deprecated
    )
}

fn found(state: &SymbolState) -> Option<Found> {
    let message = format!(
        "{} ({}) is deprecated, and nothing says what to use instead",
        state.symbol.raw(),
        state.kind
    );
    let by_record = state
        .rows
        .iter()
        .find(|row| row.deprecation.change == SymbolChange::Deprecated);
    let tagged = state
        .observed
        .as_ref()
        .and_then(|seen| seen.life.deprecated.as_ref());
    let (place, entry) = match (by_record, tagged) {
        (Some(row), _) => {
            let place = place_of(Scheme::Semver, &row.release)
                .or_else(|| place_of(Scheme::Date, &row.release))?;
            (place.1, Some(row.entry.clone()))
        }
        (None, Some(declared)) => {
            let by = Version::Semver(declared.first_observed.by.clone());
            (Place::Version(by), None)
        }
        (None, None) => return None,
    };
    let evidence = tagged.map(|declared| {
        format!(
            "the first version that was read and declares it: {}",
            declared.first_observed
        )
    });
    let mut one = Found::at(
        LintRule::DeprecationWithoutAlternative,
        &state.stream,
        place,
        message,
    )
    .symbol(state.symbol.raw())
    .because(evidence)
    .advise("name a `replacement`, or say in a `note` that there is none and what to do");
    one.entry = entry;
    Some(one)
}
