//! What the words of a notice name: replacements, and the version in which a thing goes.
//!
//! Nothing is invented. A name is taken if it stands in code marks or is plainly a path, and stands directly after
//! words that offer it. A notice whose words are otherwise has no replacement.

/// Words after which names are offered.
const OFFERS: &[&str] = &[
    "use",
    "using",
    "replaced by",
    "replaced with",
    "renamed to",
    "renamed",
    "superseded by",
    "in favor of",
    "in favour of",
    "prefer",
    "moved to",
    "switch to",
    "see",
    "call",
];

/// Words that may stand before or between names that are offered.
const BETWEEN: &[&str] = &[
    "the",
    "a",
    "an",
    "or",
    "and",
    "either",
    "new",
    "method",
    "methods",
    "function",
    "functions",
    "type",
    "trait",
    "struct",
    "macro",
    "module",
    "instead",
    "to",
    "is",
    "now",
    "with",
    "as",
];

/// Beginnings of prose that says that its subject is deprecated.
const SOFT: &[&str] = &[
    "deprecated:",
    "**deprecated",
    "*deprecated",
    "deprecated -",
    "deprecated since",
    "deprecated in",
];

/// The names that `text` offers instead of its subject, as written there, best first.
pub(super) fn replacements(text: &str) -> Vec<String> {
    let words = words(text);
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rest = words.get(at..).unwrap_or_default();
        let Some(length) = offer(rest) else {
            at += 1;
            continue;
        };
        at += length;
        while let Some(word) = words.get(at) {
            if let Some(name) = name(word, words.get(at + 1).map(String::as_str)) {
                if !found.contains(&name) {
                    found.push(name);
                }
            } else if !BETWEEN.contains(&plain(word).as_str()) {
                break;
            }
            at += 1;
            if word.ends_with(['.', ';']) {
                break;
            }
        }
    }
    found
}

/// The version in which `text` says that its subject goes.
pub(super) fn removal(text: &str) -> Option<String> {
    let words = words(text);
    let at = words
        .iter()
        .position(|word| plain(word).starts_with("remov"))?;
    let mut after = words.iter().skip(at + 1).take(5);
    after.find_map(|word| version(word))
}

/// The sentence of documentation that says that its subject is deprecated, if one begins so.
pub(super) fn soft(documentation: &str) -> Option<String> {
    let paragraphs = documentation.split("\n\n");
    paragraphs
        .map(str::trim)
        .find(|one| {
            let lower = one.to_lowercase();
            SOFT.iter().any(|begin| lower.starts_with(begin))
        })
        .map(|one| one.split_whitespace().collect::<Vec<_>>().join(" "))
}

// Code marks may hold spaces: they make one word.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut code = false;
    for one in text.chars() {
        code ^= one == '`';
        if one.is_whitespace() && !code {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        } else {
            word.push(one);
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

fn plain(word: &str) -> String {
    word.trim_matches(|one: char| !one.is_alphanumeric())
        .to_lowercase()
}

/// How many words an offer that begins here has.
fn offer(words: &[String]) -> Option<usize> {
    OFFERS.iter().find_map(|offer| {
        let parts: Vec<&str> = offer.split(' ').collect();
        let same = parts.iter().enumerate().all(|(number, part)| {
            words
                .get(number)
                .is_some_and(|word| plain(word) == *part && !word.contains('`'))
        });
        same.then_some(parts.len())
    })
}

fn name(word: &str, next: Option<&str>) -> Option<String> {
    let coded = word.contains('`');
    let inner = if coded { word.split('`').nth(1)? } else { word };
    let inner = inner.trim_matches(|one: char| {
        matches!(one, '[' | ']' | ',' | ';' | '.' | ':' | '"' | '\'' | '*')
    });
    let bare = inner
        .split_once(['(', '!', '{'])
        .map_or(inner, |(before, _)| before)
        .trim();
    let bare = bare.strip_prefix('&').unwrap_or(bare);
    let path =
        |one: char| one.is_alphanumeric() || matches!(one, '_' | ':' | '.' | '<' | '>' | '#');
    let begins = bare
        .chars()
        .next()
        .is_some_and(|one| one.is_alphabetic() || one == '_');
    if bare.is_empty() || !begins || !bare.chars().all(path) {
        return None;
    }
    let plainly =
        bare.contains("::") || bare.contains('_') || inner.contains("()") || inner.contains("(_");
    let offered = next.is_some_and(|next| plain(next) == "instead");
    (coded || plainly || (offered && !BETWEEN.contains(&bare))).then(|| bare.to_owned())
}

fn version(word: &str) -> Option<String> {
    let word = word.trim_matches(|one: char| !one.is_alphanumeric());
    let digits = word.strip_prefix('v').unwrap_or(word);
    let is = digits.starts_with(|one: char| one.is_ascii_digit())
        && digits
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || one == '.')
        && (digits.contains('.') || digits.len() < word.len() || digits.len() < 3);
    is.then(|| digits.to_owned())
}
