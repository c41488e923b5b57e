//! Within a line, a later version came later.

use std::collections::BTreeMap;

use crate::domain::date::{Date, DateKind};
use crate::domain::lint::LintRule;
use crate::domain::release::Release;
use crate::domain::version::Line;
use crate::policy::lint::{Found, Material};

/// Releases whose day certainly lies before that of an earlier version of the same line. A date that is only announced, or a
/// bound, is no first day: nothing is concluded from it for what comes after.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut latest: BTreeMap<(&str, Line), (Date, &Release)> = BTreeMap::new();
    // In version order within each stream: that is how a changelog is sorted.
    for release in &material.changelog.releases {
        let Some(version) = release.version().and_then(|version| version.semver()) else {
            continue;
        };
        let Some(dated) = release.date else { continue };
        let line = (release.stream.as_str(), version.line());
        if let Some((day, before)) = latest.get(&line).filter(|(day, _)| dated.on < *day) {
            let message = format!(
                "{} is dated {dated}, before {} of the same line, which came on {day}",
                release.place, before.place
            );
            found.push(
                Found::new(LintRule::DatesOutOfOrder, release, message)
                    .advise("correct the date that is wrong; where a source only gives a bound, say so with `date-kind`"),
            );
            continue;
        }
        if matches!(dated.kind, DateKind::Exact | DateKind::Effective) {
            latest.insert(line, (dated.on, release));
        }
    }
    found
}
