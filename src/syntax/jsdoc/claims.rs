//! Deprecations that a change log tells: "Deprecated `X` …", "`X` was deprecated, use `Y` instead".
//!
//! Only names that are marked as code count, and only where the sentence says of them that they are deprecated:
//! "Deprecated `X` was removed" uses the word as an adjective and is about something else.

use crate::domain::surface::notice::{Notice, Source, Strength};
use crate::syntax::jsdoc::offers::{self, Piece, pieces, word_of};
use crate::syntax::jsdoc::prose::{is_kind, is_verb, sentences};
use crate::syntax::jsdoc::version;

/// Names, as written, that one sentence says are deprecated, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub names: Vec<String>,
    /// Without the authors' words, and without a version where the sentence names none.
    pub notice: Notice,
}

/// What an entry of a change log says is deprecated, in the order of its sentences.
pub fn claims(text: &str) -> Vec<Claim> {
    let sentences: Vec<&str> = sentences(text).collect();
    let mut found = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let names = deprecated_names(&pieces(sentence));
        if names.is_empty() {
            continue;
        }
        // What to use instead may be told in a sentence of its own.
        let next = sentences.get(at + 1).copied().unwrap_or_default();
        let next = if starts_with_use(next) { next } else { "" };
        let said = format!("{sentence}. {next}");
        let mut notice = Notice::new(Strength::Soft, Source::Changelog, 0);
        notice.since = version::since(sentence);
        notice.removal = version::removal(sentence);
        notice.replacements = offers::of_text(&said, "");
        notice.replacements.retain(|offer| !names.contains(offer));
        found.push(Claim { names, notice });
    }
    found
}

fn starts_with_use(sentence: &str) -> bool {
    let first = sentence.split_whitespace().next().unwrap_or_default();
    ["use", "please"].contains(&first.to_ascii_lowercase().as_str())
}

fn deprecated_names(pieces: &[Piece]) -> Vec<String> {
    for (at, piece) in pieces.iter().enumerate() {
        if word_of(piece) != "deprecated" {
            continue;
        }
        let (before, after) = (&pieces[..at], &pieces[at + 1..]);
        let names = match before {
            [] => named_after(after),
            [.., verb] if is_verb(&word_of(verb)) => named_before(before),
            _ => Vec::new(),
        };
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// "Deprecated the `A` and `B` keys in `Z`": what follows the word.
fn named_after(pieces: &[Piece]) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = pieces.iter().peekable();
    while let Some(piece) = rest.next() {
        let word = word_of(piece);
        match piece {
            Piece::Marked(name) | Piece::Link(name) => names.push(plain(name)),
            Piece::Word(_) if is_between(&word) => {}
            Piece::Word(_) if is_within(&word) => {
                rest.next_if(|piece| word_of(piece) == "the");
                return match rest.next() {
                    Some(Piece::Marked(owner) | Piece::Link(owner)) => owned(names, owner),
                    _ => names,
                };
            }
            // The word was an adjective: "Deprecated `X` was removed".
            Piece::Word(_) if is_verb(&word) => return Vec::new(),
            Piece::Word(_) => break,
        }
    }
    names
}

/// "The `A` and `B` keys in `Z` are now": what stands before the word.
fn named_before(pieces: &[Piece]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut owner = None;
    for piece in pieces.iter().rev() {
        let word = word_of(piece);
        match piece {
            Piece::Marked(name) | Piece::Link(name) => names.insert(0, plain(name)),
            Piece::Word(_) if is_verb(&word) && names.is_empty() => {}
            Piece::Word(_) if is_between(&word) => {}
            Piece::Word(_) if is_within(&word) && names.len() == 1 && owner.is_none() => {
                owner = names.pop();
            }
            Piece::Word(_) => break,
        }
    }
    match owner {
        // "… in `Z` are deprecated" without a name before "in": of what, the sentence does not say by name.
        Some(_) if names.is_empty() => names,
        Some(owner) => owned(names, &owner),
        None => names,
    }
}

fn owned(names: Vec<String>, owner: &str) -> Vec<String> {
    let owner = plain(owner);
    let own = format!("{owner}.");
    let with_owner = |name: String| {
        if name.starts_with(&own) {
            name
        } else {
            format!("{owner}.{name}")
        }
    };
    names.into_iter().map(with_owner).collect()
}

fn plain(name: &str) -> String {
    name.trim_end_matches("()").to_owned()
}

/// Words that may stand between names without ending what is said of them.
fn is_between(word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    word.is_empty()
        || is_kind(word)
        || is_kind(one)
        || matches!(one, "key" | "prop" | "value" | "classe" | "propertie")
        || matches!(
            word,
            "the" | "a" | "an" | "and" | "or" | "its" | "both" | "old" | "static" | "following"
        )
}

fn is_within(word: &str) -> bool {
    matches!(word, "in" | "of" | "on" | "from")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_sentence_says_is_deprecated_is_claimed() {
        for (text, names, offered) in [
            (
                "Deprecated `A.b`. Use `C` instead.",
                &["A.b"][..],
                &["C"][..],
            ),
            (
                "Deprecated `A` interface, `B` class and its method `B.c`.",
                &["A", "B", "B.c"],
                &[],
            ),
            (
                "Deprecated `x` and `y` keys in `Z` for tasks. Use new `w` key for them.",
                &["Z.x", "Z.y"],
                &["w"],
            ),
            (
                "Introduced `N`. `A.b` method was deprecated, use `N.c()` instead.",
                &["A.b"],
                &["N.c()"],
            ),
            ("The `x` option of `Z` is now deprecated", &["Z.x"], &[]),
            (
                "Deprecated the `A.b()` method in favor of `c`",
                &["A.b"],
                &["c"],
            ),
            (
                "Deprecated `A.b` was removed. Code that uses it will not work.",
                &[],
                &[],
            ),
            ("`A` is no longer deprecated", &[], &[]),
            ("`A` is not deprecated", &[], &[]),
            ("Added a deprecation notice to `a` in `B`", &[], &[]),
            ("once we completely deprecate `a` for events", &[], &[]),
            ("Removed the deprecated `A`", &[], &[]),
            ("Deprecated several things", &[], &[]),
        ] {
            let found = claims(text);
            let all: Vec<&str> = found
                .iter()
                .flat_map(|claim| &claim.names)
                .map(String::as_str)
                .collect();
            assert_eq!(all, names, "{text}");
            let all: Vec<&str> = found
                .iter()
                .flat_map(|claim| &claim.notice.replacements)
                .map(String::as_str)
                .collect();
            assert_eq!(all, offered, "{text}");
        }
    }

    #[test]
    fn a_sentence_may_name_versions() {
        let found = claims("`a` is deprecated since 2.1 and will be removed in 3.0.");
        assert_eq!(found[0].notice.since.as_deref(), Some("2.1"));
        assert_eq!(found[0].notice.removal.as_deref(), Some("3.0"));
    }
}
