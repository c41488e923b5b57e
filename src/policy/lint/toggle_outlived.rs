//! A feature toggle stays until the feature is on for everybody, or until the next major.

use crate::domain::deprecation::Observed;
use crate::domain::feature::Toggle;
use crate::domain::lint::LintRule;
use crate::domain::release::Place;
use crate::domain::version::{Scheme, SemVersion, Version};
use crate::policy::lint::{Found, Material, release_of};

/// Toggles that were observed before a major and are still observed in it. Told of that major.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let stream = material
        .changelog
        .streams
        .iter()
        .find(|stream| stream.scheme == Scheme::Semver && material.policy.covers(&stream.id));
    let Some(stream) = stream else {
        return Vec::new();
    };
    let toggles = material.changelog.toggles.iter();
    toggles
        .filter_map(|toggle| found(material, &stream.id, toggle))
        .collect()
}

fn found(material: &Material<'_>, stream: &str, toggle: &Toggle) -> Option<Found> {
    let first = by(toggle.first_observed.as_ref()?)?;
    let last = by(toggle.last_observed.as_ref()?)?;
    let next: Version =
        Version::parse(Scheme::Semver, &format!("{}.0.0", first.major() + 1)).ok()?;
    // A pre-release of the major is not the major.
    let outlived = next.semver().is_some_and(|next| last >= next);
    let is_out = material
        .newest
        .get(stream)
        .is_some_and(|newest| *newest >= next);
    if !outlived || !is_out {
        return None;
    }
    release_of(material, stream, &next)?;
    let flag = toggle.flag.raw();
    let message = format!("the toggle {flag} outlived the major {next}");
    let mut evidence = vec![format!("observed by {first}, and still in {last}")];
    evidence.extend(
        toggle
            .feature
            .iter()
            .map(|feature| format!("it switches the feature {feature}")),
    );
    Some(
        Found::at(
            LintRule::ToggleOutlived,
            stream,
            Place::Version(next),
            message,
        )
        .symbol(flag)
        .because(evidence)
        .advise("switch the feature on for everybody and take the toggle out, or end the feature"),
    )
}

/// The version by which something was observed.
fn by(observed: &Observed) -> Option<&SemVersion> {
    match observed {
        Observed::At(version) | Observed::Between { by: version, .. } => version.semver(),
    }
}
