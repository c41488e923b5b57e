//! Every fact has a source.

use crate::domain::lint::LintRule;
use crate::domain::release::State;
use crate::policy::lint::{Found, Material, counted};

/// Published releases with entries that name no source where the release names none either. One problem for each release.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for release in &material.changelog.releases {
        let is_out = release.state == State::Published && release.version().is_some();
        if !is_out || !release.sources.is_empty() {
            continue;
        }
        let without: Vec<&str> = release
            .entries
            .iter()
            .filter(|entry| entry.sources.is_empty())
            .map(|entry| entry.id.as_str())
            .collect();
        let [first, ..] = without[..] else { continue };
        let message = format!(
            "{} without a source, and the release names none",
            counted(without.len(), "entry").replace("entrys", "entries")
        );
        let mut one = Found::new(LintRule::MissingSource, release, message)
            .because([without.join(", ")])
            .advise("name with `source` where the facts come from, for the release or for single entries");
        if without.len() == 1 {
            one.entry = Some(first.to_owned());
        }
        found.push(one);
    }
    found
}
