//! Entries and corrections as templates see them.

use minijinja::value::Value;

use super::view::{anchor, html_of, line, markdown, none, plain};
use crate::domain::date::Dated;
use crate::domain::document::notes::{AnnouncedCorrection, NotesEntry, NotesRelease};
use crate::domain::entry::{Correction, Entry, EntryKind, Exclusion, SettingChange};
use crate::domain::text::{Untrusted, neutralise};
use crate::report::flat;
use crate::report::words;

pub(super) const ENTRY: &[&str] = &[
    "id",
    "anchor",
    "kind",
    "kind_word",
    "heading",
    "breaking",
    "text",
    "html",
    "line",
    "facts",
    "details",
    "impact",
    "action",
    "requires",
    "applies_to",
    "effective",
    "effective_kind",
    "fixed_in",
    "feature",
    "related",
    "reverts",
    "note",
    "sources",
    "commit",
    "settings",
    "excluded",
    "symbols",
    "corrections",
    "stands_in",
    "first_in",
    "takes_back",
];

pub(super) const ANNOUNCED: &[&str] = &[
    "entry",
    "release",
    "kind",
    "text",
    "html",
    "line",
    "former",
    "reason",
    "date",
    "date_kind",
    "facts",
];

/// An entry's kind as a word before it: `Default`, `Known issue`.
pub(super) fn kind_word(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Default => "Default",
        EntryKind::Note => "Note",
        EntryKind::KnownIssue => "Known issue",
        other => other.heading(),
    }
}

pub(super) fn entry(release: &NotesRelease, notes: &NotesEntry, key: &str) -> Option<Value> {
    let entry = &notes.entry;
    Some(match key {
        "id" => Value::from(neutralise(&entry.id)),
        // A back-port stands in several releases of one page.
        "anchor" => Value::from(match &notes.stands_in {
            None => anchor(&entry.id),
            Some(_) => anchor(&format!(
                "{}-{}-{}",
                release.stream, release.place, entry.id
            )),
        }),
        "kind" => Value::from(entry.kind.as_str()),
        "kind_word" => Value::from(kind_word(entry.kind)),
        "heading" => Value::from(entry.kind.heading()),
        "breaking" => Value::from(entry.breaking),
        "text" => markdown(Some(&entry.text)),
        "html" => html_of(&entry.text, &notes.blocks),
        "line" => Value::from(flat::line(&entry.text, &notes.blocks)),
        "facts" => facts(words::facts(entry)),
        "details" => facts(words::details(notes)),
        "impact" => line(entry.impact.as_ref()),
        "action" => line(entry.action.as_ref()),
        "requires" => entry
            .requires
            .iter()
            .map(|(stream, range)| {
                Value::from_pairs([
                    ("stream", Value::from(neutralise(stream))),
                    ("range", Value::from(neutralise(range))),
                ])
            })
            .collect(),
        "applies_to" => entry
            .applies_to
            .map_or_else(none, |one| Value::from(one.as_str())),
        "effective" => day(entry.effective),
        "effective_kind" => day_kind(entry.effective),
        "fixed_in" => plain(entry.fixed_in.as_deref()),
        "feature" => plain(entry.feature.as_deref()),
        "related" => entry
            .related
            .iter()
            .map(|id| Value::from(neutralise(id)))
            .collect(),
        "reverts" => plain(entry.reverts.as_deref()),
        "note" => line(entry.note.as_ref()),
        "commit" => plain(entry.commit.as_deref()),
        "sources" => entry
            .sources
            .iter()
            .map(|source| Value::from(source.for_terminal_line()))
            .collect(),
        "settings" => entry
            .settings
            .iter()
            .map(|one| setting(one, entry))
            .collect(),
        "excluded" => entry.excluded.iter().map(exclusion).collect(),
        "symbols" => entry
            .deprecations
            .iter()
            .map(|one| {
                Value::from_pairs([
                    ("name", line(Some(&one.symbol))),
                    ("kind", Value::from(one.kind.as_str())),
                    ("change", Value::from(one.change.as_str())),
                    ("replacement", line(one.replacement.as_ref())),
                ])
            })
            .collect(),
        "corrections" => entry.corrections.iter().map(correction).collect(),
        "stands_in" => plain(notes.stands_in.as_deref()),
        "first_in" => plain(notes.first_in.as_deref()),
        "takes_back" => plain(notes.takes_back.as_deref()),
        _ => return None,
    })
}

pub(super) fn announced(announced: &AnnouncedCorrection, key: &str) -> Option<Value> {
    let correction = &announced.correction;
    Some(match key {
        "entry" => Value::from(neutralise(&announced.entry)),
        "release" => Value::from(neutralise(&announced.release)),
        "kind" => Value::from(announced.kind.as_str()),
        "text" => markdown(Some(&announced.text)),
        "html" => html_of(&announced.text, &announced.blocks),
        "line" => Value::from(flat::line(&announced.text, &announced.blocks)),
        "former" => line(Some(&correction.former)),
        "reason" => line(correction.reason.as_ref()),
        "date" => day(correction.date),
        "date_kind" => day_kind(correction.date),
        "facts" => facts(words::announced_facts(announced)),
        _ => return None,
    })
}

fn facts(facts: Vec<(&'static str, String)>) -> Value {
    facts
        .into_iter()
        .map(|(label, text)| {
            Value::from_pairs([("label", Value::from(label)), ("text", Value::from(text))])
        })
        .collect()
}

fn day(dated: Option<Dated>) -> Value {
    dated.map_or_else(none, |dated| Value::from(dated.on.to_string()))
}

fn day_kind(dated: Option<Dated>) -> Value {
    dated.map_or_else(none, |dated| Value::from(dated.kind.as_str()))
}

fn setting(setting: &SettingChange, entry: &Entry) -> Value {
    let unit = setting
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {}", unit.for_terminal_line()));
    let name = setting
        .name
        .as_ref()
        .map_or_else(|| neutralise(&setting.id), Untrusted::for_terminal_line);
    let applies_to = setting.applies_to.or(entry.applies_to);
    Value::from_pairs([
        ("id", Value::from(neutralise(&setting.id))),
        ("name", Value::from(name)),
        ("service", line(setting.service.as_ref())),
        ("pointer", line(setting.pointer.as_ref())),
        ("unit", line(setting.unit.as_ref())),
        ("old", Value::from(words::value(&setting.old, &unit))),
        ("old_known", Value::from(setting.old.known().is_some())),
        ("new", Value::from(words::value(&setting.new, &unit))),
        ("new_known", Value::from(setting.new.known().is_some())),
        (
            "applies_to",
            applies_to.map_or_else(none, |one| Value::from(one.as_str())),
        ),
        (
            "automatic",
            setting.automatic.map_or_else(none, Value::from),
        ),
        ("effective", day(setting.effective)),
        ("note", line(setting.note.as_ref())),
        ("text", Value::from(words::setting(setting, entry))),
    ])
}

fn exclusion(exclusion: &Exclusion) -> Value {
    Value::from_pairs([
        ("who", line(Some(&exclusion.who))),
        ("why", line(exclusion.why.as_ref())),
    ])
}

fn correction(correction: &Correction) -> Value {
    Value::from_pairs([
        ("former", line(Some(&correction.former))),
        ("reason", line(correction.reason.as_ref())),
        ("date", day(correction.date)),
        ("date_kind", day_kind(correction.date)),
        ("announced_in", plain(correction.announced_in.as_deref())),
    ])
}
