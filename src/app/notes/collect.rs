//! Sorting what is told from what is left out, entry by entry.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::notes::select::Selected;
use crate::app::notes::{NotesQuery, PUBLIC, header};
use crate::changelog::markdown;
use crate::domain::changelog::Changelog;
use crate::domain::date::{Date, DateKind};
use crate::domain::document::notes::{Excluded, NotesEntry, NotesRelease};
use crate::domain::entry::Entry;
use crate::domain::release::{Place, Release};

/// Included entries whose text stands elsewhere, by their ids, with the release (`stream/version`) it stands in.
pub(super) type Guests = BTreeMap<String, (String, Entry)>;

pub(super) struct Collector<'a> {
    as_of: Date,
    query: &'a NotesQuery,
    selected: &'a Selected,
    guests: &'a Guests,
    /// Included entries whose text stands in one of the releases: they are told there.
    standing: &'a BTreeSet<String>,
    /// Guests that were told already.
    told: BTreeSet<String>,
    pub(super) excluded: Vec<Excluded>,
    pub(super) entries_in: usize,
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        as_of: Date,
        query: &'a NotesQuery,
        selected: &'a Selected,
        guests: &'a Guests,
        standing: &'a BTreeSet<String>,
    ) -> Self {
        Self {
            as_of,
            query,
            selected,
            guests,
            standing,
            told: BTreeSet::new(),
            excluded: Vec::new(),
            entries_in: 0,
        }
    }

    /// The release as it is shown, of its header and its entries; `None` if it is left out whole, which is then listed.
    pub(super) fn release(
        &mut self,
        release: &Release,
        entries: Vec<Entry>,
        changelog: &Changelog,
    ) -> Option<NotesRelease> {
        self.entries_in += entries.len();
        if let Some(why) = self.left_out(release) {
            if entries.is_empty() {
                self.excluded.push(Excluded {
                    id: release.id(),
                    why,
                });
            } else {
                self.excluded
                    .extend(entries.into_iter().map(|entry| Excluded {
                        id: entry.id,
                        why: why.clone(),
                    }));
            }
            return None;
        }
        let stream = changelog.stream(&release.stream)?;
        let mut notes = header(release, stream, self.query.with_blocks);
        notes.untold = entries.len() + release.includes.len();
        notes.entries.reserve_exact(entries.len());
        for entry in entries {
            let why = self
                .not_for_reader(release, &entry)
                .or_else(|| self.selected.had.why(&entry.id));
            match why {
                Some(why) => self.excluded.push(Excluded { id: entry.id, why }),
                None => notes.entries.push(self.entry(entry, None)),
            }
        }
        for id in &release.includes {
            match self.guests.get(id) {
                Some((home, entry)) => {
                    let is_news = !self.selected.had.has(id, home)
                        && (self.query.as_published || self.told.insert(id.clone()));
                    if is_news && self.not_for_reader(release, entry).is_none() {
                        let guest = self.entry(entry.clone(), Some(home.clone()));
                        notes.entries.push(guest);
                    }
                }
                // Told once in these notes, in the release that its text stands in.
                None if self.standing.contains(id) => {}
                None => self.excluded.push(Excluded {
                    id: id.clone(),
                    why: format!(
                        "{} includes it, but the history does not hold its text",
                        release.id()
                    ),
                }),
            }
        }
        notes.untold -= notes.entries.len();
        notes.entries.sort_by_key(|entry| entry.entry.kind);
        Some(notes)
    }

    fn left_out(&self, release: &Release) -> Option<String> {
        let is_fragment = matches!(release.place, Place::Unreleased(_));
        if !is_fragment && !release.is_public(self.as_of) {
            return Some(format!(
                "its release {} is in state {}",
                release.id(),
                release.state
            ));
        }
        let Some(dated) = release.date.filter(|_| !is_fragment) else {
            let by_day = self.query.since.is_some() || self.query.until.is_some();
            return (by_day && !is_fragment)
                .then(|| format!("the date of {} is unknown", release.id()))
                .or_else(|| self.selected.apart.get(&release.id()).cloned());
        };
        if dated.on > self.as_of {
            let (id, as_of) = (release.id(), self.as_of);
            return Some(match dated.kind {
                DateKind::NoLaterThan => {
                    format!(
                        "{id} was there by {}; whether by {as_of} is not known",
                        dated.on
                    )
                }
                _ => format!("{id} is of {}, after {as_of}", dated.on),
            });
        }
        let before = self.query.since.is_some_and(|since| dated.on < since);
        let after = self.query.until.is_some_and(|until| dated.on > until);
        if before || after {
            return Some(format!(
                "{} is of {}, outside the days asked for",
                release.id(),
                dated.on
            ));
        }
        self.selected.apart.get(&release.id()).cloned()
    }

    fn not_for_reader(&self, release: &Release, entry: &Entry) -> Option<String> {
        let audience = if entry.audience.is_empty() {
            &release.audience
        } else {
            &entry.audience
        };
        (!self.is_for_reader(audience))
            .then(|| format!("for {}, not for {}", audience.join(", "), self.reader()))
    }

    fn reader(&self) -> &str {
        self.query.audience.as_deref().unwrap_or(PUBLIC)
    }

    pub(super) fn is_for_reader(&self, audience: &[String]) -> bool {
        audience.is_empty()
            || audience
                .iter()
                .any(|name| name == PUBLIC || name == self.reader())
    }

    fn entry(&self, entry: Entry, stands_in: Option<String>) -> NotesEntry {
        let blocks = if self.query.with_blocks {
            markdown::parse(entry.text.raw())
        } else {
            Vec::new()
        };
        NotesEntry {
            entry,
            blocks,
            stands_in,
            first_in: None,
            takes_back: None,
        }
    }
}
