//! Joining two changelogs of one platform: nothing that somebody wrote is lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::changelog::Changelog;
use crate::domain::release::{Origin, Release};

/// The result of [`refresh`].
#[derive(Debug)]
pub struct Refreshed {
    pub changelog: Changelog,
    /// Things that came bundled, were edited since, and are kept as they are: `entry ID`, `release ID` …
    pub kept: Vec<String>,
}

/// Brings the bundled part of `current` to what a newer forewarn bundles.
///
/// What nobody touched is replaced, or removed where the newer history no longer has it. What was
/// edited, imported or added here stays, and where the newer history says something else it is
/// named in `kept`.
pub fn refresh(current: &Changelog, bundled: &Changelog) -> Refreshed {
    let mut kept = Vec::new();
    let mut merged = Changelog::new(current.platform.id.as_str());
    merged.platform = bundled.platform.clone();

    merged.streams = units(
        &current.streams,
        &bundled.streams,
        |s| s.id.clone(),
        |s| &s.origin,
        |id| {
            kept.push(format!("stream {id}"));
        },
    );
    merged.features = units(
        &current.features,
        &bundled.features,
        |f| f.id.clone(),
        |f| &f.origin,
        |id| {
            kept.push(format!("feature {id}"));
        },
    );
    merged.toggles = units(
        &current.toggles,
        &bundled.toggles,
        |t| t.flag.raw().to_owned(),
        |t| &t.origin,
        |id| {
            kept.push(format!("toggle {id}"));
        },
    );
    let end_id =
        |end: &crate::domain::feature::PublishedEnd| format!("{}/{}", end.stream, end.line);
    merged.ends = units(
        &current.ends,
        &bundled.ends,
        end_id,
        |e| &e.origin,
        |id| kept.push(format!("end {id}")),
    );

    merged.leftovers.clone_from(&current.leftovers);
    merged.commits.clone_from(&current.commits);

    merged.releases = releases(current, bundled, &mut kept);
    merged.sort();
    Refreshed {
        changelog: merged,
        kept,
    }
}

/// Entries first, wherever they stand, then the releases around them.
fn releases(current: &Changelog, bundled: &Changelog, kept: &mut Vec<String>) -> Vec<Release> {
    let all_entries = |changelog: &Changelog| -> Vec<_> {
        changelog
            .entries()
            .map(|(release, entry)| (release.id(), entry.clone()))
            .collect()
    };
    let entries = units(
        &all_entries(current),
        &all_entries(bundled),
        |(_, entry)| entry.id.clone(),
        |(_, entry)| &entry.origin,
        |id| kept.push(format!("entry {id}")),
    );
    let header = |release: &Release| Release {
        entries: Vec::new(),
        ..release.clone()
    };
    let headers =
        |changelog: &Changelog| -> Vec<Release> { changelog.releases.iter().map(header).collect() };
    let mut merged = units(
        &headers(current),
        &headers(bundled),
        Release::id,
        |release| &release.origin,
        |id| kept.push(format!("release {id}")),
    );
    let mut index: BTreeMap<String, usize> = merged
        .iter()
        .enumerate()
        .map(|(idx, release)| (release.id(), idx))
        .collect();
    for (release_id, entry) in entries {
        let idx = *index.entry(release_id.clone()).or_insert_with(|| {
            // A bundled release went away, but entries of this database stand in it.
            let former = current
                .releases
                .iter()
                .find(|release| release.id() == release_id);
            merged.extend(former.map(|release| Release {
                origin: Origin::Local,
                ..header(release)
            }));
            merged.len() - 1
        });
        if let Some(release) = merged.get_mut(idx) {
            release.entries.push(entry);
        }
    }
    for release in &mut merged {
        release.entries.sort_by_key(|entry| entry.kind);
    }
    merged
}

/// One list of things with ids: the bundled ones in their order, then those that only stand here.
fn units<T: Clone + PartialEq>(
    current: &[T],
    bundled: &[T],
    id: impl Fn(&T) -> String,
    origin: impl Fn(&T) -> &Origin,
    mut keep: impl FnMut(&str),
) -> Vec<T> {
    let here: BTreeMap<String, &T> = current.iter().map(|unit| (id(unit), unit)).collect();
    let mut merged = Vec::with_capacity(bundled.len());
    let mut seen = BTreeSet::new();
    for unit in bundled {
        let id = id(unit);
        match here.get(&id) {
            Some(mine) if !matches!(origin(mine), Origin::Bundled(_)) => {
                if *mine != unit {
                    keep(&id);
                }
                merged.push((*mine).clone());
            }
            _ => merged.push(unit.clone()),
        }
        seen.insert(id);
    }
    let own = current
        .iter()
        .filter(|unit| !seen.contains(&id(unit)) && !matches!(origin(unit), Origin::Bundled(_)));
    merged.extend(own.cloned());
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::{Entry, EntryKind};
    use crate::domain::release::Place;
    use crate::domain::version::Version;

    fn entry(id: &str, text: &str, origin: Origin) -> Entry {
        Entry {
            origin,
            ..Entry::new(id, EntryKind::Added, text)
        }
    }

    fn history(entries: Vec<Entry>, origin: Origin) -> Changelog {
        let place = Place::Version(Version::parse_any("1.0.0").unwrap());
        let release = Release {
            entries,
            origin,
            ..Release::new("ui", place)
        };
        Changelog {
            releases: vec![release],
            ..Changelog::new("flex")
        }
    }

    fn old() -> Origin {
        Origin::Bundled("0.1.0".to_owned())
    }

    fn new() -> Origin {
        Origin::Bundled("0.2.0".to_owned())
    }

    #[test]
    fn untouched_entries_follow_and_edited_ones_stay() {
        let current = history(
            vec![
                entry("untouched", "Old.", old()),
                entry("edited", "Mine.", Origin::Local),
                entry("gone", "Old.", old()),
                entry("own", "Own.", Origin::Local),
                entry("imported", "From a file.", Origin::Imported("x".to_owned())),
                entry("same", "Equal.", Origin::Local),
            ],
            old(),
        );
        let bundled = history(
            vec![
                entry("untouched", "New.", new()),
                entry("edited", "New.", new()),
                entry("same", "Equal.", new()),
                entry("added", "New.", new()),
            ],
            new(),
        );
        let refreshed = refresh(&current, &bundled);
        let texts: Vec<(&str, &str)> = refreshed
            .changelog
            .entries()
            .map(|(_, e)| (e.id.as_str(), e.text.raw()))
            .collect();
        assert_eq!(
            texts,
            [
                ("untouched", "New."),
                ("edited", "Mine."),
                ("same", "Equal."),
                ("added", "New."),
                ("own", "Own."),
                ("imported", "From a file."),
            ]
        );
        assert_eq!(refreshed.kept, ["entry edited"]);
    }

    #[test]
    fn a_release_that_is_bundled_no_more_stays_for_what_was_written_into_it() {
        let place = |version| Place::Version(Version::parse_any(version).unwrap());
        let mut current = history(vec![entry("own", "Own.", Origin::Local)], old());
        current.releases.push(Release {
            entries: vec![entry("other", "Other.", old())],
            origin: old(),
            ..Release::new("ui", place("1.1.0"))
        });
        let refreshed = refresh(&current, &Changelog::new("flex")).changelog;
        let [kept] = refreshed.releases.as_slice() else {
            panic!("{:?}", refreshed.releases);
        };
        assert_eq!(kept.place, place("1.0.0"));
        assert!(matches!(kept.origin, Origin::Local), "{:?}", kept.origin);
        assert_eq!(kept.entries[0].id, "own");
    }

    #[test]
    fn refreshing_with_the_same_changes_nothing() {
        let current = history(vec![entry("a", "A.", old())], old());
        let refreshed = refresh(&current, &current);
        assert_eq!(refreshed.changelog, current);
        assert!(refreshed.kept.is_empty());
    }
}
