//! One change is told once.

use std::collections::BTreeMap;

use crate::domain::entry::{Entry, EntryKind};
use crate::domain::lint::LintRule;
use crate::domain::release::Release;
use crate::policy::lint::{Found, Material};

/// Entries that say, word for word, what an earlier entry of the same stream and kind says: in one release it is a
/// repetition, in another one a back-port belongs into `includes`.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut first: BTreeMap<(&str, EntryKind, String), (&Release, &Entry)> = BTreeMap::new();
    for (release, entry) in material.changelog.entries() {
        let words = same_words(entry.text.raw());
        if words.is_empty() || words.split(' ').count() < material.options.least_words {
            continue;
        }
        let key = (release.stream.as_str(), entry.kind, words);
        let Some((home, earlier)) = first.get(&key) else {
            first.insert(key, (release, entry));
            continue;
        };
        let (message, advice) = if home.place == release.place {
            (
                format!("says the same as {}, in the same release", earlier.id),
                "take one of the two out; `forewarn lint --fix` does it in drafts and fragments",
            )
        } else {
            (
                format!("says the same as {} in {}", earlier.id, home.id()),
                "name the first one in `includes` of this release, or say what differs",
            )
        };
        found.push(
            Found::new(LintRule::DuplicateEntry, release, message)
                .entry(entry)
                .advise(advice),
        );
    }
    found
}

/// The words of a text in lower case, without what is between them: equal for texts that say the same.
pub fn same_words(text: &str) -> String {
    let is_between = |c: char| !c.is_alphanumeric();
    text.split(is_between)
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}
