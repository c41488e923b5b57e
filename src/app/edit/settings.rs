//! Changes of settings: what an entry says that a default or a configuration becomes.

use crate::app::edit::{Done, How, edited, found_entry, open, said, valid_id};
use crate::app::history::Whereabouts;
use crate::domain::changelog::Changelog;
use crate::domain::date::{Date, Dated};
use crate::domain::document::edit::EditDocument;
use crate::domain::entry::{AppliesTo, Exclusion, SettingChange, SettingValue};
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::system::System;

/// What can be said of a setting's change; `None` leaves it as it is, an empty text takes it out.
#[derive(Clone, Debug, Default)]
pub struct SettingFields {
    pub name: Option<String>,
    pub service: Option<String>,
    /// RFC 6901.
    pub pointer: Option<String>,
    pub unit: Option<String>,
    /// JSON, else taken as a text; empty: not known.
    pub old: Option<String>,
    pub new: Option<String>,
    pub applies_to: Option<AppliesTo>,
    pub automatic: Option<bool>,
    /// `WHO` or `WHO: WHY`.
    pub excluded: Vec<String>,
    pub effective: Option<Date>,
    pub note: Option<String>,
}

/// Says what an entry that nobody reads yet does to a setting: a change is made, or edited where the entry has it already.
///
/// Of a setting that the changelog knows, name, service, pointer and unit are taken from its last change, and the former value is what that
/// change made it.
///
/// # Errors
/// If readers have the entry, the id cannot be one, or that changes nothing.
pub fn set(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    (id, entry): (&str, &str),
    fields: &SettingFields,
) -> Result<EditDocument, Error> {
    let now = system.now();
    edited(system, whereabouts, how, |changelog| {
        valid_id(id, "a setting")?;
        let (release, position) = found_entry(changelog, entry)?;
        let before = changelog.releases[release].entries[position].clone();
        let there = before.settings.iter().position(|one| one.id == id);
        let (mut change, mut taken) = match there {
            Some(there) => (before.settings[there].clone(), None),
            None => begun(changelog, id, release),
        };
        apply(&mut change, fields)?;
        if fields.old.is_some() {
            taken = None;
        }
        if change.new == SettingValue::Unknown && change.old == SettingValue::Unknown {
            taken = Some("neither its former nor its new value is known".to_owned());
        } else if change.new == change.old {
            taken = Some("its former and its new value are the same".to_owned());
        }
        let mut after = before.clone();
        match there {
            Some(there) => after.settings[there] = change,
            None => after.settings.push(change),
        }
        if after == before {
            return Err(Error::new(format!("that changes nothing of `{id}`"))
                .hint("`forewarn setting set --help` lists what can be said"));
        }
        let release = &mut changelog.releases[release];
        let remark = open(release, &now)?;
        release.entries[position] = after;
        let what = format!("{entry} of {} changes the setting {id}", release.id());
        let taken = taken.map(|taken| format!("`{id}`: {taken}"));
        Ok(Done::new(what, entry).remark(remark).remark(taken))
    })
}

/// A new change of a setting, as far as its last one tells; and what was taken from there, in words.
fn begun(changelog: &Changelog, id: &str, before: usize) -> (SettingChange, Option<String>) {
    let stream = &changelog.releases[before].stream;
    // The nearest before it in its own stream, else the last one anywhere.
    let mut changes: Vec<(bool, &SettingChange, String)> = Vec::new();
    for (position, release) in changelog.releases.iter().enumerate() {
        let is_own = release.stream == *stream && position < before;
        let of_release = release.entries.iter().flat_map(|entry| &entry.settings);
        let of_id = of_release.filter(|one| one.id == id);
        changes.extend(of_id.map(|change| (is_own, change, release.id())));
    }
    let last = changes
        .iter()
        .rfind(|(is_own, ..)| *is_own)
        .or(changes.last());
    let Some((_, last, release)) = last else {
        let known = changelog.entries().flat_map(|(_, entry)| &entry.settings);
        let near = nearest(id, known.map(|one| one.id.as_str()), 3);
        let remark = match nearest_in_words(&near) {
            Some(near) => format!("nothing changed it before; {near}"),
            None => "nothing changed it before".to_owned(),
        };
        return (SettingChange::new(id), Some(remark));
    };
    let change = SettingChange {
        name: last.name.clone(),
        service: last.service.clone(),
        pointer: last.pointer.clone(),
        unit: last.unit.clone(),
        old: last.new.clone(),
        ..SettingChange::new(id)
    };
    let remark = match last.new.known() {
        Some(value) => format!("its former value is {value}, as {release} made it"),
        None => format!("its former value is not known: {release} does not say what it became"),
    };
    (change, Some(remark))
}

fn apply(change: &mut SettingChange, fields: &SettingFields) -> Result<(), Error> {
    for (from, to) in [
        (&fields.name, &mut change.name),
        (&fields.service, &mut change.service),
        (&fields.unit, &mut change.unit),
        (&fields.note, &mut change.note),
    ] {
        if let Some(text) = from {
            *to = said(text);
        }
    }
    if let Some(pointer) = &fields.pointer {
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return Err(Error::new(format!("`{pointer}` is no JSON pointer"))
                .hint("a pointer begins with `/`: /ui_attributes/theme"));
        }
        change.pointer = said(pointer);
    }
    for (from, to) in [
        (&fields.old, &mut change.old),
        (&fields.new, &mut change.new),
    ] {
        if let Some(text) = from {
            *to = value(text);
        }
    }
    if let Some(whom) = fields.applies_to {
        change.applies_to = Some(whom);
    }
    if let Some(automatic) = fields.automatic {
        change.automatic = Some(automatic);
    }
    if let Some(day) = fields.effective {
        change.effective = Some(Dated::exact(day));
    }
    if !fields.excluded.is_empty() {
        let excluded = fields.excluded.iter().filter_map(|text| {
            let (who, why) = match text.split_once(':') {
                Some((who, why)) => (who.to_owned(), said(why)),
                None => (text.clone(), None),
            };
            said(&who).map(|who| Exclusion { who, why })
        });
        change.excluded = excluded.collect();
    }
    Ok(())
}

/// `30`, `true`, `null`, `"text"`, `{…}` as JSON, anything else as a text.
fn value(text: &str) -> SettingValue {
    if text.trim().is_empty() {
        return SettingValue::Unknown;
    }
    let parsed = serde_json::from_str(text);
    SettingValue::Known(parsed.unwrap_or_else(|_| serde_json::Value::String(text.to_owned())))
}

/// Takes a setting's change out of an entry that nobody reads yet.
///
/// # Errors
/// If readers have the entry, or it does not change that setting.
pub fn remove(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    id: &str,
    entry: &str,
) -> Result<EditDocument, Error> {
    let now = system.now();
    edited(system, whereabouts, how, |changelog| {
        let (release, position) = found_entry(changelog, entry)?;
        let release = &mut changelog.releases[release];
        let settings = &release.entries[position].settings;
        let Some(there) = settings.iter().position(|one| one.id == id) else {
            let known: Vec<&str> = settings.iter().map(|one| one.id.as_str()).collect();
            let error = Error::new(format!("`{entry}` does not change the setting `{id}`"));
            return Err(if known.is_empty() {
                error.hint("it changes none")
            } else {
                error.hint(format!("it changes {}", known.join(", ")))
            });
        };
        let remark = open(release, &now)?;
        release.entries[position].settings.remove(there);
        let what = format!("{entry} of {} no longer changes {id}", release.id());
        Ok(Done::new(what, entry).remark(remark))
    })
}
