//! Breaking and removing entries belong to major versions.

use crate::domain::api::diff::Bump;
use crate::domain::entry::EntryKind;
use crate::domain::lint::LintRule;
use crate::policy::lint::step::the_part;
use crate::policy::lint::{Found, Material, gist, raising};

/// Entries that break something, or take something away, in a minor or a patch.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (release, bump) in raising(material).filter(|(_, bump)| *bump < Bump::Major) {
        for entry in &release.entries {
            let what = match (entry.breaking, entry.kind) {
                (true, _) => "a breaking change",
                (false, EntryKind::Removed) => "a removal",
                _ => continue,
            };
            let message = format!(
                "{what} in {} {}: {}",
                the_part(bump),
                release.place,
                gist(entry)
            );
            let advice = "move it to the next major, or keep what was there working beside it";
            found.push(
                Found::new(LintRule::BreakingInNonMajor, release, message)
                    .entry(entry)
                    .advise(advice),
            );
        }
    }
    found
}
