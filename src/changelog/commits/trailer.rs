//! Trailers: lines such as `Fixes #12` and `Co-authored-by: A <a@example.org>`.

/// What a line that is a trailer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trailer {
    /// `BREAKING CHANGE:`, with the first line of its text.
    Breaks(String),
    /// `Deprecated:` or `Security:`, a change of that type, with the first line of its text.
    Change(&'static str, String),
    /// `Changelog:`, in lower case.
    Changelog(String),
    /// Names issues, pull requests or commits.
    References(String),
    /// Tells readers of release notes nothing.
    Other,
}

/// Trailers that name what a commit has to do with.
const REFERRING: &[&str] = &[
    "bug",
    "close",
    "closed",
    "closes",
    "fix",
    "fixed",
    "fixes",
    "issue",
    "issues",
    "part-of",
    "ref",
    "refs",
    "related",
    "related-to",
    "relates-to",
    "resolve",
    "resolved",
    "resolves",
    "see",
    "see-also",
];

/// Trailers of one word that tell nothing here. Those of several words are known by their `-`.
const OTHERS: &[&str] = &["cc", "ee", "mr", "link", "bcc"];

/// What a line says as a trailer; `None` if it is none.
pub(super) fn read(line: &str) -> Option<Trailer> {
    let line = line.trim_start();
    for mark in ["BREAKING CHANGES", "BREAKING CHANGE", "BREAKING-CHANGE"] {
        let bare = line
            .strip_prefix("* ")
            .or_else(|| line.strip_prefix("- "))
            .unwrap_or(line);
        let bare = bare.strip_prefix("**").unwrap_or(bare);
        if let Some(rest) = bare.strip_prefix(mark) {
            let rest = rest.strip_prefix("**").unwrap_or(rest).trim_start();
            let text = rest.strip_prefix(':').or_else(|| rest.strip_prefix('#'))?;
            let text = text.strip_prefix("**").unwrap_or(text);
            return Some(Trailer::Breaks(text.trim().to_owned()));
        }
    }
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))?;
    let (word, rest) = line.split_at_checked(end)?;
    let text = match rest.strip_prefix(':') {
        Some(text) if text.is_empty() || text.starts_with(char::is_whitespace) => text.trim(),
        _ if rest.starts_with(" #") => rest.trim(),
        _ => return None,
    };
    let lower = word.to_ascii_lowercase();
    let is_capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    match lower.as_str() {
        "changelog" if !text.is_empty() => Some(Trailer::Changelog(text.to_ascii_lowercase())),
        // In lower case they are types of changes.
        "deprecated" if is_capital && !text.is_empty() => {
            Some(Trailer::Change("deprecated", text.to_owned()))
        }
        "security" if is_capital && !text.is_empty() => {
            Some(Trailer::Change("security", text.to_owned()))
        }
        // `fix: x` is a change; `Fixes: x`, `fixes #3` and `Fix #3` are none.
        lower if REFERRING.contains(&lower) => {
            let is_change = lower == "fix" && !text.starts_with('#');
            (!is_change).then(|| Trailer::References(text.to_owned()))
        }
        lower if OTHERS.contains(&lower) => Some(Trailer::Other),
        _ if is_capital && word.contains('-') && rest.starts_with(':') => Some(Trailer::Other),
        _ => None,
    }
}

/// The hashes of commits in a text, in lower case.
pub(super) fn hashes(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| (7..=64).contains(&word.len()))
        .filter(|word| word.bytes().all(|one| one.is_ascii_hexdigit()))
        .map(str::to_ascii_lowercase)
        .collect()
}

/// Numbers of issues and pull requests.
pub(super) mod references {
    /// `#12`, `!12`, `ABC-3`, `owner/name#4`.
    fn is_reference(word: &str) -> bool {
        let is_number = |text: &str| {
            (1..=9).contains(&text.len()) && text.bytes().all(|one| one.is_ascii_digit())
        };
        if let Some((before, number)) = word.rsplit_once(['#', '!']) {
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
            return is_number(number) && before.chars().all(is_name);
        }
        word.rsplit_once('-').is_some_and(|(key, number)| {
            is_number(number)
                && (2..=10).contains(&key.len())
                && key.bytes().all(|one| one.is_ascii_uppercase())
        })
    }

    /// Those of a text, as they are written.
    pub(in super::super) fn within(text: &str) -> Vec<String> {
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'))
            .map(|word| word.trim_end_matches(['.', ':']))
            .filter(|word| is_reference(word))
            .map(str::to_owned)
            .collect()
    }

    /// A line without the references in brackets behind it, ` (#12)`, and these.
    pub(in super::super) fn behind(line: &str) -> (&str, Vec<String>) {
        let mut rest = line.trim();
        let mut found = Vec::new();
        while let Some((before, inside)) = rest
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once('('))
        {
            let words: Vec<&str> = inside
                .split([' ', ','])
                .filter(|word| !word.is_empty())
                .collect();
            let is_said = |word: &&str| {
                let word = word.to_ascii_lowercase();
                super::REFERRING.contains(&word.as_str()) || matches!(word.as_str(), "pr" | "mr")
            };
            let numbers: Vec<String> = words
                .iter()
                .filter(|word| is_reference(word))
                .map(|word| (*word).to_owned())
                .collect();
            let others = words.iter().filter(|word| !is_reference(word));
            if numbers.is_empty() || !others.clone().all(is_said) || before.trim().is_empty() {
                break;
            }
            found.splice(0..0, numbers);
            rest = before.trim_end();
        }
        (rest, found)
    }
}
