//! Patches bring fixes: features come with minors.

use crate::domain::api::diff::Bump;
use crate::domain::entry::EntryKind;
use crate::domain::lint::LintRule;
use crate::policy::lint::{Found, Material, gist, raising};

/// Entries that add something in a patch.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (release, _) in raising(material).filter(|(_, bump)| *bump == Bump::Patch) {
        let added = |kind| kind == EntryKind::Added;
        for entry in release.entries.iter().filter(|entry| added(entry.kind)) {
            let message = format!("a feature in the patch {}: {}", release.place, gist(entry));
            found.push(
                Found::new(LintRule::FeatureInPatch, release, message)
                    .entry(entry)
                    .advise("release it with a minor; a patch carries fixes and security only"),
            );
        }
    }
    found
}
