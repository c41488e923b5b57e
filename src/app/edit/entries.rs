//! Entries: written, edited and moved as long as nobody reads them, and corrected from then on.

use crate::app::edit::{
    Done, How, edited, found, found_entry, fragment_name, open, place_of, proposed, refused, said,
    stand, text, today, valid_id,
};
use crate::app::history::Whereabouts;
use crate::changelog::ids::{made_id, numbered};
use crate::domain::changelog::{Changelog, Settled};
use crate::domain::date::{Date, Dated};
use crate::domain::document::edit::EditDocument;
use crate::domain::entry::{AppliesTo, Correction, Entry, EntryKind};
use crate::domain::release::{Place, Release, State};
use crate::domain::text::Untrusted;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::policy::workflow;
use crate::system::System;

/// What can be said of an entry; `None` leaves it as it is, an empty text takes it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryFields {
    pub kind: Option<EntryKind>,
    pub text: Option<String>,
    pub breaking: Option<bool>,
    pub impact: Option<String>,
    pub action: Option<String>,
    pub applies_to: Option<AppliesTo>,
    pub effective: Option<Date>,
    pub feature: Option<String>,
    pub fixed_in: Option<String>,
    pub related: Vec<String>,
    pub audience: Vec<String>,
    pub note: Option<String>,
    pub sources: Vec<String>,
}

/// An entry to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEntry {
    /// A release that is being written, or a fragment, which is made if it is not there.
    pub release: String,
    /// `None`: made from the release and the text.
    pub id: Option<String>,
    pub fields: EntryFields,
}

/// Writes an entry.
///
/// # Errors
/// If its readers have the release, the id is taken, or there is no text.
pub fn new(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    asked: &NewEntry,
) -> Result<EditDocument, Error> {
    let now = system.now();
    edited(system, whereabouts, how, |changelog| {
        write(changelog, &now, asked)
    })
}

fn write(changelog: &mut Changelog, now: &str, asked: &NewEntry) -> Result<Done, Error> {
    let position = writable(changelog, &asked.release)?;
    let fields = &asked.fields;
    let kind = fields.kind.ok_or_else(|| {
        Error::new("an entry needs a kind")
            .hint(format!("--kind is one of {}", EntryKind::WORDS.join(", ")))
    })?;
    let words = text(
        fields.text.as_deref().unwrap_or_default(),
        "the text of the entry",
    )?;
    let release = &changelog.releases[position];
    let id = match &asked.id {
        Some(id) => free_id(changelog, id)?,
        None => made(changelog, release, words.raw()),
    };
    let mut entry = Entry::new(id.clone(), kind, words);
    apply(changelog, &mut entry, fields)?;
    let release = &mut changelog.releases[position];
    let remark = open(release, now)?;
    release.entries.push(entry);
    Ok(Done::new(format!("{id} stands in {}", release.id()), id).remark(remark))
}

/// What somebody is about to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planned {
    New(NewEntry),
    /// With the reason that readers will be told.
    Correct(Correct, String),
}

/// The changelog as it would be, with the id of the entry: nothing is written.
///
/// # Errors
/// As [`new`] and [`correct`].
pub fn planned(
    system: &System,
    whereabouts: &Whereabouts,
    what: &Planned,
) -> Result<(Changelog, String), Error> {
    let (now, day) = (system.now(), today(system, whereabouts));
    let proposal = proposed(system, whereabouts, true, |changelog| match what {
        Planned::New(asked) => write(changelog, &now, asked),
        Planned::Correct(asked, reason) => rewrite(changelog, (&now, day), Some(reason), asked),
    })?;
    Ok((proposal.changelog, proposal.done.subject))
}

/// The position of a release that may take an entry; a fragment is made if it is not there.
fn writable(changelog: &mut Changelog, text: &str) -> Result<usize, Error> {
    let (stream, place) = place_of(changelog, text)?;
    if let Place::Unreleased(name) = &place {
        fragment_name(name)?;
        let stream = stream.id.clone();
        if changelog.release(&stream, &place.to_string()).is_none() {
            changelog.releases.push(Release::new(stream, place));
            return Ok(changelog.releases.len() - 1);
        }
    }
    found(changelog, text)
}

/// # Errors
/// If it is no id, or an entry has it.
fn free_id(changelog: &Changelog, id: &str) -> Result<String, Error> {
    valid_id(id, "an entry")?;
    if let Some((release, _)) = changelog.entries().find(|(_, entry)| entry.id == id) {
        return Err(Error::new(format!("{} has an entry `{id}`", release.id()))
            .hint("ids are permanent, and no two entries share one"));
    }
    Ok(id.to_owned())
}

/// A fragment is one change: its name is the first entry's. Else an id is made from the release and the text.
fn made(changelog: &Changelog, release: &Release, text: &str) -> String {
    if let Place::Unreleased(name) = &release.place
        && free_id(changelog, name).is_ok()
    {
        return name.clone();
    }
    let id = made_id(
        &release.stream,
        &release.place.to_string().replace('/', "-"),
        text,
    );
    let is_taken = |id: &str| changelog.entries().any(|(_, entry)| entry.id == id);
    if !is_taken(&id) {
        return id;
    }
    // One more than there are entries is free.
    (2..=changelog.entries().count() + 2)
        .map(|nth| numbered(&id, nth))
        .find(|id| !is_taken(id))
        .unwrap_or(id)
}

fn apply(changelog: &Changelog, entry: &mut Entry, fields: &EntryFields) -> Result<(), Error> {
    let named = |text: &String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    if let Some(kind) = fields.kind {
        entry.kind = kind;
    }
    if let Some(words) = &fields.text {
        entry.text = text(words, "the text of the entry")?;
    }
    if let Some(breaking) = fields.breaking {
        entry.breaking = breaking;
    }
    for (from, to) in [
        (&fields.impact, &mut entry.impact),
        (&fields.action, &mut entry.action),
        (&fields.note, &mut entry.note),
    ] {
        if let Some(text) = from {
            *to = said(text);
        }
    }
    if let Some(whom) = fields.applies_to {
        entry.applies_to = Some(whom);
    }
    if let Some(day) = fields.effective {
        entry.effective = Some(Dated::exact(day));
    }
    if let Some(feature) = &fields.feature {
        entry.feature = named(feature);
        if let Some(id) = &entry.feature {
            let known = || changelog.features.iter().map(|one| one.id.as_str());
            if !known().any(|one| one == id) {
                let error = Error::new(format!("there is no feature `{id}`"));
                return Err(match nearest_in_words(&nearest(id, known(), 3)) {
                    Some(near) => error.hint(near),
                    None => error,
                });
            }
        }
    }
    if let Some(release) = &fields.fixed_in {
        entry.fixed_in = match named(release) {
            Some(release) => {
                let (stream, place) = place_of(changelog, &release)?;
                Some(format!("{}/{place}", stream.id))
            }
            None => None,
        };
    }
    for id in &fields.related {
        found_entry(changelog, id)?;
    }
    if !fields.related.is_empty() {
        entry.related.clone_from(&fields.related);
    }
    if !fields.audience.is_empty() {
        entry.audience.clone_from(&fields.audience);
    }
    if !fields.sources.is_empty() {
        entry.sources = fields.sources.iter().filter_map(|one| said(one)).collect();
    }
    Ok(())
}

/// Changes an entry that nobody reads yet.
///
/// # Errors
/// If its readers have it, or that changes nothing.
pub fn edit(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    id: &str,
    fields: &EntryFields,
) -> Result<EditDocument, Error> {
    let now = system.now();
    edited(system, whereabouts, how, |changelog| {
        let (release, position) = found_entry(changelog, id)?;
        let mut entry = changelog.releases[release].entries[position].clone();
        apply(changelog, &mut entry, fields)?;
        let release = &mut changelog.releases[release];
        if release.entries[position] == entry {
            return Err(Error::new(format!("that changes nothing of `{id}`"))
                .hint("`forewarn entry edit --help` lists what can be said"));
        }
        let remark = open(release, &now)?;
        release.entries[position] = entry;
        Ok(Done::new(format!("{id} of {} was edited", release.id()), id).remark(remark))
    })
}

/// Moves an entry that nobody reads yet to another release that is being written, or to a fragment.
///
/// # Errors
/// If readers have one of both.
pub fn move_to(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    id: &str,
    to: &str,
) -> Result<EditDocument, Error> {
    let now = system.now();
    edited(system, whereabouts, how, |changelog| {
        let target = writable(changelog, to)?;
        let (from, position) = found_entry(changelog, id)?;
        if from == target {
            return Err(Error::new(format!(
                "`{id}` stands in {} already",
                changelog.releases[target].id()
            ))
            .hint("--to names another release or fragment"));
        }
        let left = open(&mut changelog.releases[from], &now)?;
        let came = open(&mut changelog.releases[target], &now)?;
        let entry = changelog.releases[from].entries.remove(position);
        let (was, is) = (
            changelog.releases[from].id(),
            changelog.releases[target].id(),
        );
        changelog.releases[target].entries.push(entry);
        drop_empty_fragment(changelog, from);
        Ok(Done::new(format!("{id} moved from {was} to {is}"), id)
            .remark(left)
            .remark(came))
    })
}

/// A fragment is its entries: without any there is no file.
fn drop_empty_fragment(changelog: &mut Changelog, position: usize) {
    let release = &changelog.releases[position];
    if matches!(release.place, Place::Unreleased(_)) && release.is_blank() {
        changelog.releases.remove(position);
    }
}

/// Says that a release carries an entry whose text stands in another one: a back-port.
///
/// # Errors
/// If it does already, or its readers have the release.
pub fn refer(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    id: &str,
    from: &str,
) -> Result<EditDocument, Error> {
    let now = system.now();
    edited(system, whereabouts, how, |changelog| {
        let (home, _) = found_entry(changelog, id)?;
        let position = found(changelog, from)?;
        if home == position
            || changelog.releases[position]
                .includes
                .iter()
                .any(|one| one == id)
        {
            return Err(Error::new(format!(
                "{} carries `{id}` already",
                changelog.releases[position].id()
            ))
            .hint("--in names another release"));
        }
        let release = &mut changelog.releases[position];
        let remark = open(release, &now)?;
        release.includes.push(id.to_owned());
        Ok(Done::new(format!("{} carries {id}", release.id()), id).remark(remark))
    })
}

/// A correction of an entry that its readers have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correct {
    pub id: String,
    pub text: String,
    /// When it was corrected; `None`: on the day of the answer.
    pub date: Option<Date>,
    /// The release that tells readers of it; `None`: the stream's next.
    pub announced_in: Option<String>,
}

/// Corrects a published entry: its former text is kept, and the stream's next release announces it.
///
/// # Errors
/// If nobody reads it yet, no reason is given, or the text is the same.
pub fn correct(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    asked: &Correct,
) -> Result<EditDocument, Error> {
    let (now, day) = (system.now(), today(system, whereabouts));
    edited(system, whereabouts, how, |changelog| {
        rewrite(changelog, (&now, day), how.reason.as_ref(), asked)
    })
}

fn rewrite(
    changelog: &mut Changelog,
    (now, day): (&str, Date),
    reason: Option<&String>,
    asked: &Correct,
) -> Result<Done, Error> {
    let id = &asked.id;
    let (release, position) = found_entry(changelog, id)?;
    let announced_in = match &asked.announced_in {
        Some(release) => Some(changelog.releases[found(changelog, release)?].id()),
        None => None,
    };
    let release = &mut changelog.releases[release];
    let is_fragment = matches!(release.place, Place::Unreleased(_));
    if is_fragment || stand(release, now).state != State::Published {
        if release.state == State::Withdrawn {
            let refusal = workflow::edited(stand(release, now)).err();
            return Err(refusal.map_or_else(
                || Error::new(format!("{} was withdrawn", release.id())),
                |refusal| refused(release, refusal),
            ));
        }
        return Err(Error::new(format!("nobody reads `{id}` yet"))
            .hint(format!("`forewarn entry edit {id}` changes it")));
    }
    let reason = reason.cloned().ok_or_else(|| {
        Error::new("readers are told why an entry was corrected").hint("--reason says it")
    })?;
    let words = text(&asked.text, "the corrected text")?;
    let (name, entry) = (release.id(), &mut release.entries[position]);
    if entry.text == words {
        return Err(Error::new(format!("`{id}` says that already"))
            .hint("--text is what it is to say from now on"));
    }
    let former = std::mem::replace(&mut entry.text, words);
    entry.corrections.push(Correction {
        former,
        reason: Some(Untrusted::from(reason)),
        date: Some(Dated::exact(asked.date.unwrap_or(day))),
        announced_in,
        sources: Vec::new(),
    });
    Ok(Done::new(format!("{id} of {name} was corrected"), id))
}

/// Writes an entry that takes another one back.
///
/// # Errors
/// As [`new`].
pub fn revert(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    id: &str,
    into: &NewEntry,
) -> Result<EditDocument, Error> {
    let now = system.now();
    edited(system, whereabouts, how, |changelog| {
        let (home, position) = found_entry(changelog, id)?;
        let reverted = changelog.releases[home].entries[position].clone();
        let target = writable(changelog, &into.release)?;
        let words = match &into.fields.text {
            Some(words) => text(words, "the text of the entry")?,
            None => Untrusted::from(format!("Reverted: {}", reverted.text.raw())),
        };
        let kind = into.fields.kind.unwrap_or(EntryKind::Changed);
        let release = &changelog.releases[target];
        let made = match &into.id {
            Some(id) => free_id(changelog, id)?,
            None => made(changelog, release, words.raw()),
        };
        let mut entry = Entry::new(made.clone(), kind, words);
        let mut fields = into.fields.clone();
        fields.text = None;
        apply(changelog, &mut entry, &fields)?;
        entry.reverts = Some(id.to_owned());
        let release = &mut changelog.releases[target];
        let remark = open(release, &now)?;
        release.entries.push(entry);
        Ok(Done::new(format!("{made} of {} takes {id} back", release.id()), made).remark(remark))
    })
}

/// Takes an entry out that nobody reads yet.
///
/// # Errors
/// If its readers have it, or another entry speaks of it.
pub fn delete(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    id: &str,
) -> Result<EditDocument, Error> {
    let now = system.now();
    edited(system, whereabouts, how, |changelog| {
        let (home, position) = found_entry(changelog, id)?;
        let speaks = |entry: &Entry| {
            entry.related.iter().any(|one| one == id) || entry.reverts.as_deref() == Some(id)
        };
        let by_entries = changelog.entries().filter(|(_, entry)| speaks(entry));
        let mut by: Vec<String> = by_entries.map(|(_, entry)| entry.id.clone()).collect();
        let carries = |one: &&Release| one.includes.iter().any(|one| one == id);
        by.extend(changelog.releases.iter().filter(carries).map(Release::id));
        if !by.is_empty() {
            return Err(
                Error::new(format!("`{id}` is spoken of by {}", by.join(", ")))
                    .hint("take that out first"),
            );
        }
        let release = &mut changelog.releases[home];
        let remark = open(release, &now)?;
        let name = release.id();
        let gone = release.entries.remove(position);
        drop_empty_fragment(changelog, home);
        if let Some(commit) = &gone.commit {
            changelog.settle(commit, Settled::Deleted, id);
        }
        Ok(Done::new(format!("{id} of {name} is gone"), id)
            .remark(remark)
            .remark(Some("`forewarn undo` brings it back".to_owned())))
    })
}
