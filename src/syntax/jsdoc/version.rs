//! Versions that a text names: since when something is deprecated, and when it is to go.

/// The version of "deprecated in 2.0", "deprecated since v2.8.0".
pub(super) fn since(text: &str) -> Option<String> {
    after(text, |word, _| word == "deprecated")
}

/// The version of "will be removed in 3.0", "scheduled for removal in version 4".
///
/// A removal that is told as past ("was removed in 2.0") belongs to something else than what still carries the text.
pub(super) fn removal(text: &str) -> Option<String> {
    after(text, |word, before| match word {
        "removal" => true,
        "removed" | "dropped" | "deleted" => before
            .iter()
            .rev()
            .take(3)
            .any(|one| matches!(one.as_str(), "will" | "be" | "scheduled" | "to")),
        "remove" => before
            .last()
            .is_some_and(|one| one == "will" || one == "to"),
        _ => false,
    })
}

/// The version that stands within a few words after a cue, behind "in", "since" and the like.
fn after(text: &str, is_cue: impl Fn(&str, &[String]) -> bool) -> Option<String> {
    let words: Vec<String> = text.split_whitespace().map(plain).collect();
    for (at, word) in words.iter().enumerate() {
        if !is_cue(word, &words[..at]) {
            continue;
        }
        let mut rest = words[at + 1..].iter().take(6).peekable();
        // "removed from the API in 3.0" names something else first; look on for the preposition that has a version.
        while let Some(word) = rest.next() {
            if !is_preposition(word) {
                continue;
            }
            let mut named = false;
            while let Some(next) = rest.peek() {
                if let Some(version) = version(next, named) {
                    return Some(version);
                }
                if !is_filler(next) {
                    break;
                }
                named |= matches!(next.as_str(), "version" | "release" | "major" | "v");
                rest.next();
            }
        }
    }
    None
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "since" | "from" | "with" | "as" | "of" | "by" | "at"
    )
}

fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "version" | "release" | "major" | "v" | "the" | "flex" | "ui" | "of" | "next"
    )
}

// Without quotes and the punctuation around it, in lower case.
fn plain(word: &str) -> String {
    word.trim_matches(|one: char| !one.is_alphanumeric())
        .to_ascii_lowercase()
}

/// A version number: with a dot, unless a `v` or the word "version" says that it is one.
fn version(word: &str, named: bool) -> Option<String> {
    let number = word.strip_prefix('v').unwrap_or(word);
    let is_number = number.starts_with(|one: char| one.is_ascii_digit())
        && number
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '+'));
    (is_number && (number.contains('.') || number != word || named)).then(|| number.to_owned())
}
