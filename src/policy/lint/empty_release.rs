//! A release that is out tells what it brought.

use crate::domain::lint::LintRule;
use crate::domain::release::State;
use crate::domain::version::SemVersion;
use crate::policy::lint::{Found, Material};

/// Published releases without an entry of their own or of another release. Pre-releases count only where the
/// configuration says so.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    material
        .changelog
        .releases
        .iter()
        .filter(|release| release.state == State::Published)
        .filter(|release| release.entries.is_empty() && release.includes.is_empty())
        .filter_map(|release| {
            let version = release.version()?;
            let is_early = version.semver().is_some_and(SemVersion::is_prerelease);
            if is_early && !material.options.empty_prereleases {
                return None;
            }
            let message = if release.unplaced.is_empty() {
                format!("{version} is out, and no entry tells what it brought")
            } else {
                format!("{version} has text, and none of it is an entry")
            };
            Some(
                Found::new(LintRule::EmptyRelease, release, message).advise(
                    "write its entries, or refer to those of another release with `includes`",
                ),
            )
        })
        .collect()
}
