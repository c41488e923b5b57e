//! A changelog folder over a history: what has the same id is replaced, the rest stays.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::changelog::Changelog;
use crate::domain::entry::Entry;
use crate::domain::release::{Origin, Release};

pub(super) fn mark(changelog: &mut Changelog, origin: &Origin) {
    changelog
        .streams
        .iter_mut()
        .for_each(|stream| stream.origin = origin.clone());
    changelog
        .features
        .iter_mut()
        .for_each(|feature| feature.origin = origin.clone());
    changelog
        .toggles
        .iter_mut()
        .for_each(|toggle| toggle.origin = origin.clone());
    changelog
        .ends
        .iter_mut()
        .for_each(|end| end.origin = origin.clone());
    for release in &mut changelog.releases {
        release.origin = origin.clone();
        release
            .entries
            .iter_mut()
            .for_each(|entry| entry.origin = origin.clone());
    }
}

pub(super) fn new_entries(before: &Changelog, incoming: &Changelog) -> usize {
    let known: BTreeSet<&str> = before
        .entries()
        .map(|(_, entry)| entry.id.as_str())
        .collect();
    incoming
        .entries()
        .filter(|(_, entry)| !known.contains(entry.id.as_str()))
        .count()
}

/// `incoming` over `before`: what has the same id is replaced where it says something else, the rest of
/// `before` stays.
pub(super) fn overlay(before: &Changelog, incoming: Changelog) -> Changelog {
    fn over<T: Clone + PartialEq>(
        before: &[T],
        incoming: Vec<T>,
        same: impl Fn(&T, &T) -> bool,
    ) -> Vec<T> {
        let mut merged = before.to_vec();
        for unit in incoming {
            match merged.iter_mut().find(|mine| same(mine, &unit)) {
                // Equal content keeps its origin.
                Some(mine) if *mine == unit => {}
                Some(mine) => *mine = unit,
                None => merged.push(unit),
            }
        }
        merged
    }
    let mut merged = before.clone();
    merged.platform.name = incoming.platform.name.or(merged.platform.name);
    merged.platform.id = incoming.platform.id;
    merged.streams = over(&before.streams, incoming.streams, |a, b| a.id == b.id);
    merged.features = over(&before.features, incoming.features, |a, b| a.id == b.id);
    merged.toggles = over(&before.toggles, incoming.toggles, |a, b| a.flag == b.flag);
    merged.ends = over(&before.ends, incoming.ends, |a, b| {
        (&a.stream, &a.line) == (&b.stream, &b.line)
    });
    merged.leftovers.extend(incoming.leftovers);
    merged.leftovers.sort();
    merged.leftovers.dedup();
    // An entry that moved is taken out of where it stood.
    let homes: BTreeMap<&str, String> = incoming
        .releases
        .iter()
        .flat_map(|release| {
            let id = release.id();
            let entries = release.entries.iter();
            entries.map(move |entry| (entry.id.as_str(), id.clone()))
        })
        .collect();
    for other in &mut merged.releases {
        let id = other.id();
        let stays = |entry: &Entry| homes.get(entry.id.as_str()).is_none_or(|home| *home == id);
        other.entries.retain(stays);
    }
    let mut places: BTreeMap<String, usize> = merged
        .releases
        .iter()
        .enumerate()
        .map(|(place, release)| (release.id(), place))
        .collect();
    for release in incoming.releases {
        let id = release.id();
        let Some(place) = places.get(&id) else {
            places.insert(id, merged.releases.len());
            merged.releases.push(release);
            continue;
        };
        let mine = &mut merged.releases[*place];
        let mut entries = over(&mine.entries, release.entries.clone(), |a, b| a.id == b.id);
        entries.sort_by_key(|entry| entry.kind);
        let header = Release {
            entries: mine.entries.clone(),
            ..release
        };
        if *mine != header {
            *mine = header;
        }
        mine.entries = entries;
    }
    merged.sort();
    merged
}
