//! A strict Keep a Changelog file: one stream, dated releases, the six headings, one line per entry and per further setting.
//!
//! Other tools parse such files line by line. What they have no place for goes where they read it:
//! kinds beyond the six stand under `Changed` behind their word, date versions are written without
//! leading zeros, and the second release of a day has a suffix that semantic versions allow.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::value::Value;

use super::entry::kind_word;
use super::view::{Node, Shared, View, line};
use crate::domain::date::DateKind;
use crate::domain::document::notes::{Excluded, NotesDocument, NotesEntry, NotesRelease};
use crate::domain::entry::EntryKind;
use crate::domain::release::{Place, State};
use crate::domain::text::{Untrusted, neutralise};
use crate::domain::version::Version;
use crate::report::flat;
use crate::report::words::{self, escaped_for_markdown};

pub(super) const SECTION: &[&str] = &["heading", "lines", "groups"];

/// The streams that the notes are of; such a file holds one.
pub fn streams(document: &NotesDocument) -> BTreeSet<&str> {
    document
        .coverage
        .iter()
        .map(|one| one.stream.as_str())
        .collect()
}

/// Releases that such a file has no place for, in the order of the notes.
pub fn left_out(document: &NotesDocument) -> Vec<Excluded> {
    document
        .releases
        .iter()
        .filter(|release| matches!(release.place, Place::Version(_)) && release.date.is_none())
        .map(|release| Excluded {
            id: format!("{}/{}", release.stream, release.place),
            why: "its date is unknown".to_owned(),
        })
        .collect()
}

pub(super) fn name(document: &NotesDocument) -> Value {
    match document.coverage.as_slice() {
        [one] => line(Some(&one.name)),
        _ => line(Some(&document.platform)),
    }
}

/// Fragments together as `Unreleased`, then each dated release.
pub(super) fn sections(shared: &Arc<Shared>) -> Value {
    let document = &shared.document;
    let mut nodes = Vec::new();
    if let Some(first) = document.releases.iter().position(is_fragment) {
        nodes.push(Node::Keep(first));
    }
    let dated = document.releases.iter().enumerate();
    nodes.extend(
        dated
            .filter(|(_, release)| !is_fragment(release) && release.date.is_some())
            .map(|(at, _)| Node::Keep(at)),
    );
    super::view::list(shared, nodes)
}

fn is_fragment(release: &NotesRelease) -> bool {
    matches!(release.place, Place::Unreleased(_))
}

pub(super) fn section(view: &View, at: usize, key: &str) -> Option<Value> {
    let document = &view.shared.document;
    let first = document.releases.get(at)?;
    let releases: Vec<&NotesRelease> = if is_fragment(first) {
        document
            .releases
            .iter()
            .filter(|one| is_fragment(one))
            .collect()
    } else {
        vec![first]
    };
    Some(match key {
        "heading" => Value::from(heading(first)),
        // One paragraph: a parser that counts lines counts it once.
        "lines" => releases
            .iter()
            .map(|release| {
                prose(release)
                    .iter()
                    .map(|line| sentence(line))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .filter(|prose| !prose.is_empty())
            .map(Value::from)
            .collect(),
        "groups" => groups(&releases),
        _ => return None,
    })
}

/// `[2.14.0] - 2025-09-10`, `[2019.7.17-2] - 2019-07-17 [YANKED]`, `[Unreleased]`.
fn heading(release: &NotesRelease) -> String {
    let (Place::Version(version), Some(dated)) = (&release.place, release.date) else {
        return "[Unreleased]".to_owned();
    };
    let version = match version {
        Version::Semver(version) => version.to_string(),
        Version::Date(version) => {
            let day = version.day;
            let dotted = format!("{}.{}.{}", day.year(), day.month(), day.day());
            match version.sequence {
                1 => dotted,
                sequence => format!("{dotted}-{sequence}"),
            }
        }
    };
    let yanked = if release.state == State::Withdrawn {
        " [YANKED]"
    } else {
        ""
    };
    format!("[{version}] - {}{yanked}", dated.on)
}

/// A line that others can follow on.
fn sentence(line: &str) -> String {
    if line.ends_with(['.', '!', '?', ':', ';']) {
        line.to_owned()
    } else {
        format!("{line}.")
    }
}

/// What stands between a heading and the first list, a line each.
fn prose(release: &NotesRelease) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(title) = &release.title {
        lines.push(flat::line(title, &[]));
    }
    if let Some(why) = &release.withdrawn {
        lines.push(format!("Withdrawn: {}", flat::line(why, &[])));
    }
    if let Some(dated) = release.date.filter(|dated| !dated.is_exact()) {
        let said = match dated.kind {
            DateKind::NoLaterThan => "Released on that day or before it.",
            DateKind::Announced => "The day is that of the announcement.",
            DateKind::Effective => "The day is the one from which it holds.",
            DateKind::Exact => "",
        };
        lines.push(said.to_owned());
    }
    if !release.prereleases.is_empty() {
        lines.push(words::includes(release));
    }
    if let Some(summary) = &release.summary {
        lines.push(flat::line(summary, &[]));
    }
    if let Some(description) = &release.description {
        lines.push(flat::line(description, &release.description_blocks));
    }
    for (heading, text) in &release.unplaced {
        let heading = heading
            .as_ref()
            .map_or_else(|| "Also".to_owned(), |heading| flat::line(heading, &[]));
        lines.push(format!("{heading}: {}", flat::line(text, &[])));
    }
    lines
}

/// The label of a setting among the facts of an entry.
const SETTING: &str = "Setting";

/// The six kinds that have a heading in such files.
const HEADINGS: [EntryKind; 6] = [
    EntryKind::Added,
    EntryKind::Changed,
    EntryKind::Deprecated,
    EntryKind::Removed,
    EntryKind::Fixed,
    EntryKind::Security,
];

fn standard(kind: EntryKind) -> EntryKind {
    if HEADINGS.contains(&kind) {
        kind
    } else {
        EntryKind::Changed
    }
}

fn groups(releases: &[&NotesRelease]) -> Value {
    let mut groups = Vec::new();
    for heading in HEADINGS {
        let entries = releases
            .iter()
            .flat_map(|release| &release.entries)
            .filter(|one| standard(one.entry.kind) == heading)
            .flat_map(entry_lines);
        let corrections = releases
            .iter()
            .filter(|_| heading == EntryKind::Changed)
            .flat_map(|release| &release.corrections)
            .map(|one| {
                let facts = words::announced_facts(one);
                format!(
                    "Correction of {} in {}: {}{}",
                    neutralise(&one.entry),
                    neutralise(&one.release),
                    flat::line(&one.text, &one.blocks),
                    in_brackets(&facts)
                )
            });
        let lines: Vec<Value> = entries.chain(corrections).map(Value::from).collect();
        if !lines.is_empty() {
            groups.push(Value::from_pairs([
                ("heading", Value::from(heading.heading())),
                ("lines", lines.into_iter().collect()),
            ]));
        }
    }
    groups.into_iter().collect()
}

/// The line of an entry, with its first setting; and a line for each further setting.
fn entry_lines(notes: &NotesEntry) -> Vec<String> {
    let entry = &notes.entry;
    let breaking = if entry.breaking { "**Breaking:** " } else { "" };
    let kind = if HEADINGS.contains(&entry.kind) {
        String::new()
    } else {
        format!("{}: ", kind_word(entry.kind))
    };
    let mut facts = words::facts(entry);
    facts.extend(words::details(notes));
    let mut settings = 0;
    let (further, facts): (Vec<_>, Vec<_>) = facts.into_iter().partition(|(label, _)| {
        settings += usize::from(*label == SETTING);
        *label == SETTING && settings > 1
    });
    let first = format!(
        "{breaking}{kind}{}{}",
        flat::line(&entry.text, &notes.blocks),
        in_brackets(&facts)
    );
    std::iter::once(first)
        .chain(further.iter().map(said))
        .collect()
}

fn in_brackets(facts: &[(&'static str, String)]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let facts: Vec<String> = facts.iter().map(said).collect();
    format!(" ({})", facts.join("; "))
}

/// `Setting: Offline Threshold 30 seconds`
fn said((label, text): &(&'static str, String)) -> String {
    let text = if text.contains('<') {
        escaped_for_markdown(text)
    } else {
        Untrusted::from(text.as_str()).for_markdown()
    };
    format!("{label}: {}", text.trim_end_matches('.'))
}
