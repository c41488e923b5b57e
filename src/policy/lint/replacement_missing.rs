//! What a deprecation offers instead has to exist.

use crate::domain::document::api::Replacement;
use crate::domain::document::deprecations::SymbolState;
use crate::domain::lint::LintRule;
use crate::domain::release::Place;
use crate::domain::version::{Scheme, Version};
use crate::policy::lint::{Found, Material};

/// Deprecated symbols whose notice offers what no version that was read has, or what is gone itself. Where a notice offers
/// several, one that exists is enough.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let noticed = material
        .symbols
        .iter()
        .filter(|state| material.policy.covers(&state.stream))
        .filter_map(found);
    noticed
        .chain(material.offered.iter().filter_map(|(position, offered)| {
            let state = material.symbols.get(*position)?;
            recorded(state, offered).filter(|_| material.policy.covers(&state.stream))
        }))
        .collect()
}

/// What the record offers, and no version that was read has.
fn recorded(state: &SymbolState, offered: &Replacement) -> Option<Found> {
    if offered.symbol.is_some() {
        return None;
    }
    let row = state.rows.last()?;
    let place = row.release.split_once('/').map(|(_, place)| place)?;
    let version = Version::parse(Scheme::Semver, place).ok()?;
    let message = format!(
        "the record offers {} instead of {} ({}), which no version that was read has",
        offered.written,
        state.symbol.raw(),
        state.kind
    );
    Some(
        Found::at(
            LintRule::ReplacementMissing,
            &state.stream,
            Place::Version(version),
            message,
        )
        .entry_of(&row.entry)
        .symbol(state.symbol.raw())
        .advise("name what is exported, by the path that users write, in the [[deprecation]] of the entry"),
    )
}

fn found(state: &SymbolState) -> Option<Found> {
    let seen = state.observed.as_ref()?;
    let declared = seen.life.deprecated.as_ref()?;
    // Of one that is gone: as long as it was there, its replacement had to be.
    let is_there = |one: &Replacement| {
        one.symbol.is_some() && (one.gone_after.is_none() || seen.life.gone.is_some())
    };
    if seen.replacements.is_empty() || seen.replacements.iter().any(is_there) {
        return None;
    }
    let names: Vec<&str> = seen
        .replacements
        .iter()
        .map(|one| one.written.as_str())
        .collect();
    let message = format!(
        "the notice on {} ({}) offers {}, which {}",
        state.symbol.raw(),
        state.kind,
        names.join(" or "),
        if seen.replacements.iter().all(|one| one.symbol.is_none()) {
            "no version that was read has"
        } else {
            "is gone itself"
        }
    );
    let evidence = seen.replacements.iter().filter_map(|one| {
        let (symbol, after) = (one.symbol.as_ref()?, one.gone_after.as_ref()?);
        Some(format!("{symbol} was last seen in {after}"))
    });
    Some(
        Found::at(
            LintRule::ReplacementMissing,
            &state.stream,
            Place::Version(Version::Semver(declared.first_observed.by.clone())),
            message,
        )
        .symbol(state.symbol.raw())
        .because(evidence)
        .advise("name what is exported, by the path that users write; `forewarn explain SYMBOL` shows what was looked up"),
    )
}
