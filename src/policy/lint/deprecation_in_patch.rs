//! New deprecations come with minors, where they can be planned for.

use crate::domain::api::diff::Bump;
use crate::domain::deprecation::SymbolChange;
use crate::domain::entry::{Entry, EntryKind};
use crate::domain::lint::LintRule;
use crate::policy::lint::{Found, Material, counted, gist, raises, raising, release_of};

/// Entries that deprecate something in a patch, and symbols that a patch's declarations begin to call deprecated.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (release, _) in raising(material).filter(|(_, bump)| *bump == Bump::Patch) {
        for entry in release.entries.iter().filter(|entry| deprecates(entry)) {
            let message = format!(
                "a deprecation in the patch {}: {}",
                release.place,
                gist(entry)
            );
            found.push(
                Found::new(LintRule::DeprecationInPatch, release, message)
                    .entry(entry)
                    .advise(ADVICE),
            );
        }
    }
    for step in material.steps {
        let version = crate::domain::version::Version::Semver(step.to.clone());
        let is_patch = release_of(material, &step.stream, &version)
            .is_some_and(|release| raises(material, release) == Some(Bump::Patch));
        if !is_patch || step.made != Bump::Patch || step.deprecated.is_empty() {
            continue;
        }
        let message = format!(
            "the declarations of the patch {} call {} deprecated that those of {} do not",
            step.to,
            counted(step.deprecated.len(), "symbol"),
            step.from
        );
        let mut one = Found::at(
            LintRule::DeprecationInPatch,
            &step.stream,
            step.place(),
            message,
        )
        .because([step.deprecated.join(", ")])
        .advise(ADVICE);
        one.symbols.clone_from(&step.deprecated);
        found.push(one);
    }
    found
}

const ADVICE: &str = "deprecate with a minor, so that users have until the next major";

fn deprecates(entry: &Entry) -> bool {
    let is_declared = |change| change == SymbolChange::Deprecated;
    entry.kind == EntryKind::Deprecated
        || entry.deprecations.iter().any(|one| is_declared(one.change))
}
