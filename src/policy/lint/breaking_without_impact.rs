//! Whoever is broken has to learn how, and what to do.

use crate::domain::lint::LintRule;
use crate::policy::lint::{Found, Material, gist};

/// Breaking entries that do not say whom they hit, or what to do.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (release, entry) in material
        .changelog
        .entries()
        .filter(|(_, entry)| entry.breaking)
    {
        let is_said = |text: &Option<crate::domain::text::Untrusted>| {
            text.as_ref()
                .is_some_and(|text| !text.raw().trim().is_empty())
        };
        let lacks = match (is_said(&entry.impact), is_said(&entry.action)) {
            (true, true) => continue,
            (false, false) => "neither its impact nor what to do",
            (false, true) => "what to do, but not its impact",
            (true, false) => "its impact, but not what to do",
        };
        let message = format!("a breaking change that states {lacks}: {}", gist(entry));
        found.push(
            Found::new(LintRule::BreakingWithoutImpact, release, message)
                .entry(entry)
                .advise(format!(
                    "write `impact` and `action` below `[entry.\"{}\"]` in the front matter",
                    entry.id
                )),
        );
    }
    found
}
