//! A CHANGELOG.md into a history, without telling anything twice.

use crate::app::import::NotAdded;
use crate::changelog::ids::numbered;
use crate::changelog::wild::{Sameness, same_entry};
use crate::domain::changelog::Changelog;
use crate::domain::release::{Origin, Release};

/// Joins releases of a CHANGELOG.md to a history without telling anything twice.
pub(super) struct Join {
    pub(super) merged: Changelog,
    origin: Origin,
    pub(super) added: usize,
    pub(super) known: usize,
    pub(super) not_added: Vec<NotAdded>,
}

impl Join {
    pub(super) fn new(before: &Changelog, origin: Origin) -> Self {
        Self {
            merged: before.clone(),
            origin,
            added: 0,
            known: 0,
            not_added: Vec::new(),
        }
    }

    pub(super) fn release(&mut self, incoming: Release) {
        let id = incoming.id();
        let Some(idx) = self
            .merged
            .releases
            .iter()
            .position(|release| release.id() == id)
        else {
            let mut fresh = Release {
                entries: Vec::new(),
                origin: self.origin.clone(),
                ..incoming.clone()
            };
            fresh.unplaced.clear();
            self.merged.releases.push(fresh);
            let idx = self.merged.releases.len() - 1;
            return self.entries(idx, incoming);
        };
        self.header(idx, &incoming, &id);
        self.entries(idx, incoming);
    }

    /// A release that is known keeps what it says of itself; what it does not say yet it takes.
    fn header(&mut self, idx: usize, incoming: &Release, id: &str) {
        let mine = &mut self.merged.releases[idx];
        let mut has_taken = false;
        match (mine.date, incoming.date) {
            (None, Some(date)) => {
                mine.date = Some(date);
                has_taken = true;
            }
            (Some(mine), Some(theirs)) if mine.on != theirs.on => self.not_added.push(NotAdded {
                what: format!("the date {theirs} of {id}"),
                why: format!("the history says {mine}"),
            }),
            _ => {}
        }
        match (&mine.description, &incoming.description) {
            (None, Some(description)) => {
                mine.description = Some(description.clone());
                has_taken = true;
            }
            (Some(mine), Some(theirs))
                if same_entry(mine.raw(), theirs.raw()) != Sameness::Same =>
            {
                self.not_added.push(NotAdded {
                    what: format!("the description of {id}"),
                    why: "the history has one in other words".to_owned(),
                });
            }
            _ => {}
        }
        if has_taken {
            mine.origin = self.origin.clone();
        }
    }

    fn entries(&mut self, idx: usize, incoming: Release) {
        for mut entry in incoming.entries {
            let mine = &self.merged.releases[idx].entries;
            let twin = mine
                .iter()
                .map(|known| (known, same_entry(known.text.raw(), entry.text.raw())))
                .filter(|(_, sameness)| *sameness != Sameness::Different)
                .max_by_key(|(_, sameness)| *sameness == Sameness::Same);
            match twin {
                Some((_, Sameness::Same)) => self.known += 1,
                Some((known, _)) => self.not_added.push(NotAdded {
                    what: format!("an entry of {}", incoming_id(&entry.id)),
                    why: format!("`{}` says it in other words, which are kept", known.id),
                }),
                None => {
                    entry.id = self.free_id(&entry.id);
                    entry.origin = self.origin.clone();
                    self.merged.releases[idx].entries.push(entry);
                    self.added += 1;
                }
            }
        }
        self.merged.releases[idx]
            .entries
            .sort_by_key(|entry| entry.kind);
    }

    fn free_id(&self, id: &str) -> String {
        let is_taken = |id: &str| self.merged.entries().any(|(_, entry)| entry.id == id);
        if !is_taken(id) {
            return id.to_owned();
        }
        (2..=usize::MAX)
            .map(|nth| numbered(id, nth))
            .find(|id| !is_taken(id))
            .expect("there are more numbers than entries")
    }
}

fn incoming_id(id: &str) -> String {
    format!("the file, `{id}`,")
}
