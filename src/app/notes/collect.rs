//! Sorting what is told from what is left out, entry by entry.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::notes::select::Selected;
use crate::app::notes::{NotesQuery, PUBLIC, header};
use crate::changelog::markdown;
use crate::domain::changelog::Changelog;
use crate::domain::date::{Date, DateKind};
use crate::domain::document::notes::{Excluded, NotesEntry, NotesRelease};
use crate::domain::entry::Entry;
use crate::domain::lint::comment;
use crate::domain::release::{Origin, Place, Release};
use crate::domain::when::{Came, When};

/// Included entries whose text stands elsewhere, by their ids, with the release (`stream/version`) it stands in.
pub(super) type Guests = BTreeMap<String, (String, Entry)>;

/// What was left out, and how much there was.
pub(super) struct Collected {
    pub(super) excluded: Vec<Excluded>,
    /// What other readers, or nobody yet, are to know of.
    pub(super) withheld: Vec<Excluded>,
    pub(super) entries_in: usize,
}

pub(super) struct Collector<'a> {
    as_of: Date,
    query: &'a NotesQuery,
    /// When each release came, by its id.
    days: &'a BTreeMap<String, When>,
    selected: &'a Selected,
    guests: &'a Guests,
    /// Included entries whose text stands in one of the releases: they are told there.
    standing: &'a BTreeSet<String>,
    /// Guests that were told already.
    told: BTreeSet<String>,
    excluded: Vec<Excluded>,
    withheld: Vec<Excluded>,
    /// Entries told in words of a later day than the one asked for.
    later_words: Vec<String>,
    entries_in: usize,
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        as_of: Date,
        query: &'a NotesQuery,
        days: &'a BTreeMap<String, When>,
        selected: &'a Selected,
        guests: &'a Guests,
        standing: &'a BTreeSet<String>,
    ) -> Self {
        Self {
            as_of,
            query,
            days,
            selected,
            guests,
            standing,
            told: BTreeSet::new(),
            excluded: Vec::new(),
            withheld: Vec::new(),
            later_words: Vec::new(),
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
        if let Some((why, is_private)) = self.left_out(release) {
            let list = if is_private {
                &mut self.withheld
            } else {
                &mut self.excluded
            };
            if entries.is_empty() {
                list.push(Excluded {
                    id: release.id(),
                    why,
                });
            } else {
                list.extend(entries.into_iter().map(|entry| Excluded {
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
            if let Some(why) = self.not_for_reader(release, &entry) {
                self.withheld.push(Excluded { id: entry.id, why });
            } else if let Some(why) = self.selected.had.why(&entry.id) {
                self.excluded.push(Excluded { id: entry.id, why });
            } else {
                notes.entries.push(self.entry(entry, None));
            }
        }
        for id in &release.includes {
            match self.guests.get(id) {
                Some((home, entry)) => {
                    let is_news = !self.selected.had.has(id, home)
                        && (self.query.as_published || self.told.insert(id.clone()));
                    if is_news && self.not_for_reader(release, entry).is_none() {
                        let (entry, home) = (entry.clone(), home.clone());
                        let guest = self.entry(entry, Some(home));
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

    pub(super) fn finish(self) -> Collected {
        Collected {
            excluded: self.excluded,
            withheld: self.withheld,
            entries_in: self.entries_in,
        }
    }

    pub(super) fn remarks(&self) -> Option<String> {
        (!self.later_words.is_empty()).then(|| {
            format!(
                "Corrected after {}, and told in the words of today: {}.",
                self.as_of,
                self.later_words.join(", ")
            )
        })
    }

    /// Whether entries are wanted as block trees too.
    pub(super) fn with_blocks(&self) -> bool {
        self.query.with_blocks
    }

    /// Why a release is not told, and whether that is nobody's business but its authors'.
    fn left_out(&self, release: &Release) -> Option<(String, bool)> {
        let is_fragment = matches!(release.place, Place::Unreleased(_));
        if !is_fragment && !release.is_public(self.as_of) {
            return Some((
                format!("its release {} is in state {}", release.id(), release.state),
                true,
            ));
        }
        let apart = || self.selected.apart.get(&release.id()).cloned();
        if is_fragment {
            return None;
        }
        self.not_of_the_day(release)
            .or_else(apart)
            .map(|why| (why, false))
    }

    fn not_of_the_day(&self, release: &Release) -> Option<String> {
        let (id, as_of) = (release.id(), self.as_of);
        let Some(dated) = release.date else {
            let when = self.days.get(&id).copied().unwrap_or_default();
            // Without any bound nothing speaks against it.
            let last = when.bounds.no_later_than;
            if last.is_some_and(|last| last > as_of) {
                return Some(match when.by(as_of) {
                    Came::No => format!("{id} came after {as_of}: {when}"),
                    _ => format!("whether {id} was there by {as_of} is not known: {when}"),
                });
            }
            let by_day = self.query.since.is_some() || self.query.until.is_some();
            return by_day.then(|| format!("may be of the days asked for: {when}"));
        };
        (dated.on > as_of).then(|| match dated.kind {
            DateKind::NoLaterThan => {
                format!(
                    "{id} was there by {}; whether by {as_of} is not known",
                    dated.on
                )
            }
            _ => format!("{id} is of {}, after {as_of}", dated.on),
        })
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

    fn entry(&mut self, mut entry: Entry, stands_in: Option<String>) -> NotesEntry {
        let known = entry.corrections.len();
        let as_of = self.as_of;
        entry
            .corrections
            .retain(|correction| correction.date.is_none_or(|dated| dated.on <= as_of));
        if entry.corrections.len() < known {
            self.later_words.push(entry.id.clone());
        }
        entry.text = comment::told(entry.text);
        // Notes do not tell where an entry was read, and tens of thousands of copies of it take megabytes.
        entry.origin = Origin::default();
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
