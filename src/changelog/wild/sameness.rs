//! Whether two texts tell of the same change.

use std::collections::BTreeSet;

/// How two entries of one release compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sameness {
    /// Equal but for white space, case, quotes, and punctuation at the end.
    Same,
    /// The same change in slightly other words.
    Reworded,
    Different,
}

/// From this likeness on, texts may be rewordings of each other.
const LIKE: f64 = 0.9;
/// Longer texts are compared by their words only: letter by letter takes time by the square.
const LONGEST_BY_LETTER: usize = 2_000;
/// Fewer words than this are too few to compare as a set.
const LEAST_WORDS: usize = 4;
/// Words whose coming or going does not change what is told.
const FILLERS: [&str; 24] = [
    "a", "an", "the", "of", "to", "in", "on", "for", "is", "are", "was", "were", "be", "been",
    "now", "that", "which", "when", "where", "with", "by", "it", "its", "and",
];

/// Compares two texts of one release, for example as a package's later changelog tells them.
///
/// It is better to call a rewording different, and so keep both, than to take two changes for one:
/// texts that name different things (`identifiers`, versions, numbers) are always different.
pub fn same_entry(a: &str, b: &str) -> Sameness {
    let (normal_a, normal_b) = (normalised(a), normalised(b));
    if normal_a == normal_b {
        return Sameness::Same;
    }
    if names(a) != names(b) {
        return Sameness::Different;
    }
    let (words_a, words_b) = (words(&normal_a), words(&normal_b));
    let is_near = near_by_letter(&normal_a, &normal_b) || near_by_words(&words_a, &words_b);
    if is_near && only_forms_differ(&words_a, &words_b) {
        Sameness::Reworded
    } else {
        Sameness::Different
    }
}

/// `text` for comparing: one space between words, lower case, straight quotes, nothing at its end.
pub(super) fn normalised(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let straight: String = words
        .join(" ")
        .to_lowercase()
        .chars()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            other => other,
        })
        .collect();
    straight
        .trim_end_matches(['.', ',', ';', ':', '!', ' '])
        .to_owned()
}

fn words(normal: &str) -> BTreeSet<&str> {
    normal
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Words that name a certain thing: with a digit, an underscore, or a capital inside.
fn names(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| {
            word.chars().any(|c| c.is_ascii_digit() || c == '_')
                || word.chars().skip(1).any(char::is_uppercase)
        })
        .map(str::to_owned)
        .collect()
}

fn near_by_letter(a: &str, b: &str) -> bool {
    a.len().max(b.len()) <= LONGEST_BY_LETTER && strsim::normalized_levenshtein(a, b) >= LIKE
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an entry has fewer than 2^52 words"
)]
fn near_by_words(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> bool {
    let shared = a.intersection(b).count();
    let all = a.union(b).count();
    a.len().min(b.len()) >= LEAST_WORDS && shared as f64 / all as f64 >= LIKE
}

/// Whether the words that only one text has are forms of words that only the other has (`fix`,
/// `fixed`), or fillers. `enabled` for `disabled` is neither, however near the letters are.
fn only_forms_differ(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> bool {
    let only = |of: &BTreeSet<&str>, not: &BTreeSet<&str>| -> Vec<String> {
        of.difference(not)
            .filter(|word| !FILLERS.contains(word))
            .map(|word| (*word).to_owned())
            .collect()
    };
    let (only_a, only_b) = (only(a, b), only(b, a));
    let has_negation = |words: &[String]| {
        words.iter().any(|word| {
            matches!(word.as_str(), "not" | "no" | "never" | "without" | "cannot")
                || word.ends_with("n't")
        })
    };
    if has_negation(&only_a) != has_negation(&only_b) {
        return false;
    }
    let (fewer, more) = if only_a.len() <= only_b.len() {
        (only_a, only_b)
    } else {
        (only_b, only_a)
    };
    fewer
        .iter()
        .all(|word| more.iter().any(|other| is_form_of(word, other)))
}

/// Words that changelogs replaced afterwards, everywhere at once, without meaning another thing.
const RENAMED: [(&str, &str); 3] = [
    ("whitelist", "allowlist"),
    ("blacklist", "denylist"),
    ("blacklist", "blocklist"),
];

/// Forms share their beginning; opposites (`enabled`, `disabled`) share their end.
fn is_form_of(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longer = a.chars().count().max(b.chars().count());
    let is_renamed = RENAMED
        .iter()
        .any(|(old, new)| a.replace(old, new) == b || b.replace(old, new) == a);
    is_renamed
        || shared * 2 >= longer
        || (shared > 0 && strsim::normalized_levenshtein(a, b) >= 0.7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_case_and_quotes_do_not_matter() {
        for (a, b) in [
            ("Fixed the  agent's view.", "fixed the agent\u{2019}s view"),
            ("Fixed \u{201c}that\u{201d}", "Fixed \"that\"!"),
            ("a\n  b", "a b"),
        ] {
            assert_eq!(same_entry(a, b), Sameness::Same, "{a}");
        }
    }

    #[test]
    fn slightly_other_words_are_a_rewording() {
        for (a, b) in [
            (
                "Fixes an issue where the agent list stayed empty",
                "Fixed an issue where the agent list stayed empty",
            ),
            (
                "Fixed an issue where the queue list stayed empty",
                "Fixed an issue where queue list stayed empty",
            ),
            (
                "Improve the colour contrast of the message preview",
                "Improve the color contrast of the message preview",
            ),
            (
                "An exception on login from non-whitelisted domains",
                "An exception on login from non-allowlisted domains",
            ),
            (
                "Recieve calls while the page is hidden",
                "Receive calls while the page is hidden",
            ),
        ] {
            assert_eq!(same_entry(a, b), Sameness::Reworded, "{a}");
        }
    }

    #[test]
    fn near_texts_about_different_things_are_different() {
        for (a, b) in [
            (
                "Fixed an error in the chat view of supervisors",
                "Fixed an error in the call view of supervisors",
            ),
            (
                "Bump the client library to version 1.0.1",
                "Bump the client library to version 1.0.2",
            ),
            (
                "The status report is now enabled by default",
                "The status report is now disabled by default",
            ),
            (
                "Added the `TaskCanvasA` component to exports",
                "Added the `TaskCanvasB` component to exports",
            ),
            (
                "The list can be sorted while it is loading",
                "The list can not be sorted while it is loading",
            ),
            ("Fixed sorting", "Added a dialpad"),
            ("", "x"),
        ] {
            assert_eq!(same_entry(a, b), Sameness::Different, "{a}");
        }
    }

    #[test]
    fn it_does_not_matter_which_comes_first() {
        let texts = [
            "Fix the sort order of the queue list",
            "Fixed sort order of the queue list",
            "Fixed 2 lists",
        ];
        for a in texts {
            for b in texts {
                assert_eq!(same_entry(a, b), same_entry(b, a), "{a} / {b}");
            }
        }
    }
}
