//! Deprecation that is told in words: descriptions, `@property` lines, comments beside a name.
//!
//! A text counts if it says that *this* is deprecated. That something else is ("indicates that the version is
//! deprecated"), that it is not, or that it may be, says nothing.

use crate::domain::surface::notice::{Notice, Source, Strength};
use crate::syntax::jsdoc::{Block, Tag, offers, some, version};

/// The notice in a block's description.
pub(super) fn of_description(block: &Block, name: &str) -> Option<Notice> {
    let line = block
        .description
        .iter()
        .find(|line| line.text.to_ascii_lowercase().contains("deprecat"))?;
    // A sentence may have begun on the line before, and goes on below.
    let text = block
        .description
        .iter()
        .map(|line| line.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    says_deprecated(&text, name).then(|| made(&text, Source::Prose, line.number, name))
}

/// The notice in `@property {T} [x] - Deprecated: use y`, with the name of the property.
pub(super) fn of_property(tag: &Tag) -> Option<(String, Notice)> {
    let rest = skip_type(tag.text.trim_start());
    let (name, text) = rest.split_once(char::is_whitespace)?;
    let name = name
        .trim_matches(['[', ']'])
        .split('=')
        .next()
        .unwrap_or_default();
    let text = text.trim_start().trim_start_matches('-').trim_start();
    says_deprecated(text, name)
        .then(|| (name.to_owned(), made(text, Source::Prose, tag.line, name)))
}

/// The notice in a plain comment that stands beside a name: `// deprecated in 2.0`.
///
/// `text` is the comment without its delimiters. A tag that TypeScript does not read there counts as prose.
pub fn comment_notice(text: &str, line: u32, name: &str) -> Option<Notice> {
    let text = text.trim().trim_matches('*').trim();
    let text = text.strip_prefix('@').unwrap_or(text);
    says_deprecated(text, name).then(|| made(text, Source::Comment, line, name))
}

fn made(text: &str, source: Source, line: u32, name: &str) -> Notice {
    let mut notice = Notice::new(Strength::Soft, source, line);
    notice.since = version::since(text);
    notice.removal = version::removal(text);
    notice.replacements = offers::of_text(text, name);
    notice.text = some(text);
    notice
}

/// `{A {b}} rest` without the type.
fn skip_type(text: &str) -> &str {
    if !text.starts_with('{') {
        return text;
    }
    let mut depth = 0_usize;
    for (at, one) in text.char_indices() {
        match one {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(at + 1..).unwrap_or_default().trim_start();
        }
    }
    ""
}

/// Whether a text says of the thing itself that it is deprecated.
fn says_deprecated(text: &str, name: &str) -> bool {
    sentences(text).any(|sentence| {
        let words: Vec<String> = sentence
            .split_whitespace()
            .map(|word| {
                word.trim_matches(|one: char| !(one.is_alphanumeric() || one == '@'))
                    .to_ascii_lowercase()
            })
            .filter(|word| !word.is_empty())
            .collect();
        words.iter().enumerate().any(|(at, word)| {
            word == "deprecated"
                && is_meant(&words[..at], words.get(at + 1).map(String::as_str), name)
        })
    })
}

/// A full stop, an exclamation mark or an empty line ends a sentence; so does a list's dash at the start of a line.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
        .flat_map(|part| part.split(". "))
        .flat_map(|part| part.split("! "))
        .flat_map(|part| part.split(".\n"))
}

/// Whether the words before "deprecated" make the thing itself its subject.
fn is_meant(before: &[String], after: Option<&str>, name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    // "{@deprecated x}" and "@deprecated" within prose are no prose; "Deprecated types are …" says something of others.
    match before {
        [] => !after.is_some_and(|word| {
            matches!(
                word,
                "types" | "methods" | "members" | "apis" | "properties" | "features"
            )
        }),
        [.., verb] if is_verb(verb) => {
            let mut subject = before;
            while let [rest @ .., last] = subject
                && is_verb(last)
            {
                subject = rest;
            }
            is_subject(subject, &name)
        }
        // "UserActivityControls deprecated but …", "No alternative, deprecated before …".
        [only] => *only == name || is_this(only),
        _ => false,
    }
}

pub(super) fn is_verb(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "been"
            | "has"
            | "have"
            | "now"
            | "be"
            | "will"
            | "being"
            | "got"
            | "also"
    )
}

fn is_this(word: &str) -> bool {
    matches!(word, "this" | "these" | "it" | "they")
}

/// "this", "this method", "method 'flexConnect'", or the name itself.
fn is_subject(subject: &[String], name: &str) -> bool {
    match subject {
        [] => true,
        [only] => is_this(only) || only == name,
        [first, second] => {
            (is_this(first) && is_kind(second))
                || (is_kind(first) && second == name)
                || (first == "the" && second == name)
        }
        [first, second, third] => {
            first == "the" && is_kind(second) && third == name
                || first == "the" && second == name && is_kind(third)
        }
        _ => false,
    }
}

pub(super) fn is_kind(word: &str) -> bool {
    matches!(
        word,
        "method"
            | "function"
            | "property"
            | "prop"
            | "class"
            | "interface"
            | "type"
            | "component"
            | "getter"
            | "field"
            | "hook"
            | "enum"
            | "constant"
            | "option"
            | "parameter"
            | "member"
            | "export"
            | "api"
            | "event"
            | "action"
            | "string"
            | "notification"
    )
}
