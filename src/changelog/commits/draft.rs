//! Entries made of the changes that a commit's message tells of.

use std::collections::BTreeMap;

use crate::changelog::commits::{Change, Message};
use crate::changelog::ids::slug;
use crate::domain::document::git::LeftOutReason;
use crate::domain::entry::{Entry, EntryKind};
use crate::domain::text::Untrusted;

/// What the types of conventional commits tell of; `None`: nothing that a reader of release notes asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Types(BTreeMap<String, Option<EntryKind>>);

const DEFAULTS: &[(&str, Option<EntryKind>)] = &[
    ("feat", Some(EntryKind::Added)),
    ("feature", Some(EntryKind::Added)),
    ("fix", Some(EntryKind::Fixed)),
    ("bugfix", Some(EntryKind::Fixed)),
    ("hotfix", Some(EntryKind::Fixed)),
    ("perf", Some(EntryKind::Changed)),
    ("security", Some(EntryKind::Security)),
    ("deprecate", Some(EntryKind::Deprecated)),
    ("deprecated", Some(EntryKind::Deprecated)),
    ("remove", Some(EntryKind::Removed)),
    ("build", None),
    ("chore", None),
    ("ci", None),
    ("docs", None),
    ("refactor", None),
    ("release", None),
    ("style", None),
    ("test", None),
    ("tests", None),
];

/// Words of the trailer `Changelog:` that are no kinds of entries.
const TRAILERS: &[(&str, EntryKind)] = &[
    ("feature", EntryKind::Added),
    ("performance", EntryKind::Changed),
    ("other", EntryKind::Changed),
];

impl Default for Types {
    fn default() -> Self {
        let types = DEFAULTS.iter();
        Self(
            types
                .map(|(word, kind)| ((*word).to_owned(), *kind))
                .collect(),
        )
    }
}

impl Types {
    /// Says what a type tells of.
    pub fn set(&mut self, word: &str, kind: Option<EntryKind>) {
        self.0.insert(word.to_ascii_lowercase(), kind);
    }

    pub fn knows(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    /// What a change becomes.
    fn kind(&self, change: &Change) -> Result<EntryKind, Skipped> {
        // That a dependency was brought up to date mends nothing that a reader saw broken.
        let is_of_dependencies = change
            .scope
            .as_deref()
            .is_some_and(|scope| matches!(scope, "deps" | "dependencies" | "deps-dev"));
        match self.0.get(&change.word) {
            Some(Some(EntryKind::Fixed)) if is_of_dependencies => Ok(EntryKind::Changed),
            Some(Some(kind)) => Ok(*kind),
            _ if change.breaking => Ok(EntryKind::Changed),
            Some(None) => Err(Skipped {
                reason: LeftOutReason::Type,
                why: format!("`{}` tells readers of release notes nothing", change.word),
            }),
            None => Err(Skipped {
                reason: LeftOutReason::UnknownType,
                why: format!("`{}` is no type that is known here", change.word),
            }),
        }
    }
}

/// Why a commit, or a part of one, makes no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub reason: LeftOutReason,
    pub why: String,
}

/// What a message becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Without ids, in the order of the message, each with what it is called by.
    pub entries: Vec<(String, Entry)>,
    /// Changes of it that make none.
    pub parts: Vec<(String, Skipped)>,
}

/// What is no release note at all, or its entries.
///
/// # Errors
/// Why nothing is made of the message.
pub fn draft(message: &Message, commit: &str, types: &Types) -> Result<Draft, Skipped> {
    let skipped = |reason, why: &str| Skipped {
        reason,
        why: why.to_owned(),
    };
    if message.subject.is_empty() {
        return Err(skipped(LeftOutReason::Empty, "its message is empty"));
    }
    let said = message.changelog.as_deref();
    if said.is_some_and(is_no) {
        return Err(skipped(
            LeftOutReason::Trailer,
            "its trailer `Changelog` says so",
        ));
    }
    if message.is_unfinished() {
        return Err(skipped(
            LeftOutReason::Unfinished,
            "it was to be squashed into another commit",
        ));
    }
    let kind = said.and_then(kind_said);
    let mut draft = Draft::default();
    let mut changes = message.changes.clone();
    // The trailer makes a change of a subject that has no type.
    if message.word.is_none() && kind.is_some() && changes.iter().all(|one| !one.word.is_empty()) {
        let (text, references) = super::references::behind(super::without_emoji(&message.subject));
        let own = Change {
            text: text.to_owned(),
            references,
            ..Change::default()
        };
        changes.insert(0, own);
    }
    for (position, change) in changes.iter().enumerate() {
        let of_trailer = kind.filter(|_| position == 0);
        match of_trailer.map_or_else(|| types.kind(change), Ok) {
            Ok(kind) => {
                let entry = entry(change, kind, commit);
                // A subject of nothing but a sign or references.
                if entry.text.is_empty() {
                    let why = skipped(LeftOutReason::Empty, "its subject has no words");
                    draft.parts.push((shown(change), why));
                } else {
                    draft.entries.push((name(change), entry));
                }
            }
            Err(why) => draft.parts.push((shown(change), why)),
        }
    }
    if draft.entries.is_empty() {
        let first = draft.parts.into_iter().next().map(|(_, why)| why);
        return Err(first.unwrap_or_else(|| {
            skipped(
                LeftOutReason::NotConventional,
                "its subject is no conventional commit",
            )
        }));
    }
    Ok(draft)
}

/// Whether a word of the trailer says that there is nothing to tell.
pub fn is_no(word: &str) -> bool {
    matches!(word, "none" | "skip" | "no" | "false" | "ignore")
}

fn kind_said(word: &str) -> Option<EntryKind> {
    let other = TRAILERS.iter().find(|(one, _)| *one == word);
    word.parse().ok().or(other.map(|(_, kind)| *kind))
}

fn shown(change: &Change) -> String {
    let scope = change
        .scope
        .as_ref()
        .map_or_else(String::new, |scope| format!("({scope})"));
    format!("{}{scope}: {}", change.word, change.text)
}

/// What an entry and its file are called by: the scope and the first words.
fn name(change: &Change) -> String {
    let scope = change.scope.as_deref().unwrap_or_default();
    slug(&format!("{scope} {}", first_line(&change.text)), 60)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// An entry without an id.
pub fn entry(change: &Change, kind: EntryKind, commit: &str) -> Entry {
    let text = said(change.scope.as_deref(), &change.text);
    let mut entry = Entry::new("", kind, text);
    entry.breaking = change.breaking;
    let breaks: Vec<String> = change
        .breaks
        .iter()
        .filter(|text| **text != change.text)
        .cloned()
        .collect();
    entry.impact = (!breaks.is_empty()).then(|| Untrusted::from(breaks.join("\n\n")));
    entry.sources = change
        .references
        .iter()
        .map(|one| Untrusted::from(one.as_str()))
        .collect();
    entry.commit = Some(commit.to_owned());
    entry
}

/// The text of an entry: the scope, and what was said as a sentence begins. It is Markdown as far as it looks like it was meant so.
fn said(scope: Option<&str>, text: &str) -> String {
    let text = markdown(&capital(text));
    match scope.filter(|scope| !scope.eq_ignore_ascii_case("breaking")) {
        Some(scope) => format!("**{}:** {text}", markdown(scope)),
        None => text,
    }
}

/// With a capital letter, unless the first word is a name of code.
fn capital(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_plain = first
        .trim_end_matches([',', ':', ';', '.', '!'])
        .bytes()
        .all(|one| one.is_ascii_lowercase() || one == b'-');
    let mut chars = text.chars();
    match chars.next() {
        Some(c) if is_plain => format!("{}{}", c.to_ascii_uppercase(), chars.as_str()),
        _ => text.to_owned(),
    }
}

/// Text of people as Markdown that says the same: code between backticks is left, all else that would be markup is escaped.
fn markdown(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(line).collect();
    lines.join("\n")
}

fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (position, part) in text.split('`').enumerate() {
        let is_last = position == text.matches('`').count();
        let is_code = position % 2 == 1;
        if position > 0 {
            // The one that nothing closes is a backtick.
            out.push_str(if is_code && is_last { "\\`" } else { "`" });
        }
        if is_code && !is_last {
            out.push_str(part);
        } else {
            escape(part, position == 0, &mut out);
        }
    }
    out
}

fn escape(part: &str, is_first: bool, out: &mut String) {
    let mut before = None;
    let mut chars = part.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opens = match c {
            '\\' => next.is_some_and(|next| next.is_ascii_punctuation()),
            '<' => next
                .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => next.is_some_and(|next| next.is_ascii_alphabetic() || next == '#'),
            '*' | '~' => is_word(before) || is_word(next) || next == Some(c) || before == Some(c),
            // Within a word it is no mark.
            '_' => !(is_word(before) && is_word(next)),
            '[' | ']' | '{' | '|' => true,
            '#' | '>' | '+' | '-' | '=' => is_first && before.is_none(),
            // `1.` at the beginning makes a list.
            '.' | ')' => {
                is_first
                    && before.is_some_and(|c| c.is_ascii_digit())
                    && next.is_none_or(char::is_whitespace)
                    && out.bytes().all(|one| one.is_ascii_digit())
            }
            _ => false,
        };
        if opens {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// A text in which nothing is markup: every sign that could be one is escaped.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
