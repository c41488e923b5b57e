//! An entry says something.

use crate::domain::lint::LintRule;
use crate::policy::lint::{Found, Material, same_words};

/// Words that stand for a text that is still to be written.
const STAND_INS: &[&str] = &[
    "todo",
    "tbd",
    "fixme",
    "wip",
    "xxx",
    "n a",
    "tba",
    "lorem ipsum",
];

/// Entries without a word, or with one that only holds a place.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (release, entry) in material.changelog.entries() {
        let words = same_words(entry.text.raw());
        let message = if words.is_empty() {
            "an entry without a word".to_owned()
        } else if STAND_INS.contains(&words.as_str()) {
            format!("an entry that only says {}", entry.text.raw().trim())
        } else {
            continue;
        };
        found.push(
            Found::new(LintRule::EmptyEntry, release, message)
                .entry(entry)
                .advise("say what changed, or take the entry out"),
        );
    }
    found
}
