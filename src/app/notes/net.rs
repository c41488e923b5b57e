//! What a range brings in the end: pre-releases rolled up, what was taken back folded, nothing told twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::changelog::wild::{Sameness, same_entry};
use crate::domain::document::notes::{Excluded, NotesEntry, NotesRelease};
use crate::domain::entry::EntryKind;
use crate::domain::release::{Place, Stage, State};
use crate::domain::version::{SemVersion, Version};

/// More pairs than this are not compared word by word; texts that are the same are found all the same.
const MOST_PAIRS: usize = 20_000;

fn id(release: &NotesRelease) -> String {
    format!("{}/{}", release.stream, release.place)
}

fn semver(release: &NotesRelease) -> Option<&SemVersion> {
    release.place.version().and_then(Version::semver)
}

/// Moves the entries of each pre-release into the stable release that it led up to, if that is shown too. An entry
/// that both tell is told once, in the stable one's words; a known issue that was mended before the stable
/// release is not told. Both are listed in what this returns, with a sentence for each stable release whose
/// pre-releases say more of themselves.
pub(super) fn roll_up(releases: &mut Vec<NotesRelease>) -> (Vec<Excluded>, Vec<String>) {
    let (mut excluded, mut remarks) = (Vec::new(), Vec::new());
    let stable: BTreeMap<(String, SemVersion), usize> = releases
        .iter()
        .enumerate()
        .filter(|(_, release)| release.stage == Stage::Ga && release.state == State::Published)
        .filter_map(|(idx, release)| {
            Some(((release.stream.clone(), semver(release)?.clone()), idx))
        })
        .collect();
    let home = |release: &NotesRelease| {
        let version = semver(release).filter(|version| version.is_prerelease())?;
        stable
            .get(&(release.stream.clone(), version.release()))
            .copied()
    };
    // Oldest first, so that what is rolled up stands in the order in which it came.
    let mut moves: Vec<(usize, usize)> = releases
        .iter()
        .enumerate()
        .filter_map(|(idx, release)| Some((idx, home(release)?)))
        .collect();
    moves.sort_by(|(a, _), (b, _)| releases[*a].place.cmp(&releases[*b].place));
    let mut parts: BTreeMap<usize, Vec<NotesRelease>> = BTreeMap::new();
    for (from, to) in &moves {
        let empty = NotesRelease {
            entries: Vec::new(),
            ..releases[*from].clone()
        };
        let whole = std::mem::replace(&mut releases[*from], empty);
        parts.entry(*to).or_default().push(whole);
    }
    for (to, parts) in parts {
        let wordy: Vec<String> = parts
            .iter()
            .filter(|part| has_words(part))
            .map(id)
            .collect();
        if !wordy.is_empty() {
            remarks.push(format!(
                "What the pre-releases of {} say beside their entries is in notes of their own: {}.",
                releases[to].place,
                wordy.join(", ")
            ));
        }
        excluded.extend(take_up(&mut releases[to], parts));
    }
    let gone: BTreeSet<usize> = moves.iter().map(|(from, _)| *from).collect();
    let mut idx = 0;
    releases.retain(|_| {
        idx += 1;
        !gone.contains(&(idx - 1))
    });
    (excluded, remarks)
}

fn has_words(release: &NotesRelease) -> bool {
    release.summary.is_some() || release.description.is_some() || !release.unplaced.is_empty()
}

fn take_up(stable: &mut NotesRelease, parts: Vec<NotesRelease>) -> Vec<Excluded> {
    let mut excluded = Vec::new();
    let names: BTreeSet<String> = parts.iter().map(id).chain([id(stable)]).collect();
    for part in parts {
        let part_id = id(&part);
        stable.prereleases.push(part.place.to_string());
        for mut entry in part.entries {
            let mended = entry.entry.fixed_in.as_ref().filter(|fixed_in| {
                entry.entry.kind == EntryKind::KnownIssue && names.contains(*fixed_in)
            });
            let why = if let Some(mended) = mended {
                Some(format!(
                    "mended in {mended}, before {} was out",
                    stable.place
                ))
            } else {
                twin(stable, &entry).map(|twin| format!("told in {} as {twin}", stable.place))
            };
            if let Some(why) = why {
                excluded.push(Excluded {
                    id: entry.entry.id.clone(),
                    why,
                });
            } else {
                entry.first_in.get_or_insert_with(|| part_id.clone());
                stable.entries.push(entry);
            }
        }
    }
    stable.entries.sort_by_key(|entry| entry.entry.kind);
    excluded
}

/// The entry of the stable release, or of an earlier pre-release, that tells of the same change.
fn twin(stable: &NotesRelease, entry: &NotesEntry) -> Option<String> {
    let is_small = stable.entries.len() <= MOST_PAIRS / 100;
    let text = entry.entry.text.raw();
    stable
        .entries
        .iter()
        .filter(|other| other.entry.kind == entry.entry.kind)
        .find(|other| {
            let other = other.entry.text.raw();
            other == text || (is_small && same_entry(other, text) != Sameness::Different)
        })
        .map(|other| other.entry.id.clone())
}

/// Takes out each pair of an entry and the one that takes it back; newest first, so that an entry whose revert was itself
/// reverted stands. Returns what was taken out.
pub(super) fn fold(releases: &mut [NotesRelease]) -> Vec<Excluded> {
    let mut places: BTreeMap<&str, (&Place, &str)> = BTreeMap::new();
    let mut reverts: Vec<(&Place, &str, &str)> = Vec::new();
    for release in releases.iter() {
        for entry in &release.entries {
            let entry = &entry.entry;
            places
                .entry(&entry.id)
                .or_insert((&release.place, release.stream.as_str()));
            if let Some(target) = &entry.reverts {
                reverts.push((&release.place, &entry.id, target));
            }
        }
    }
    reverts.sort_by(|a, b| b.cmp(a));
    let mut gone: BTreeMap<String, String> = BTreeMap::new();
    for (place, revert, target) in reverts {
        let Some((home, stream)) = places.get(target) else {
            continue;
        };
        if gone.contains_key(revert) || gone.contains_key(target) || revert == target {
            continue;
        }
        gone.insert(target.to_owned(), format!("taken back in {stream}/{place}"));
        gone.insert(
            revert.to_owned(),
            format!("takes back what {stream}/{home} brought"),
        );
    }
    let mut excluded = Vec::new();
    for release in releases {
        release.entries.retain(|entry| {
            let why = gone.get(&entry.entry.id);
            if let Some(why) = why {
                excluded.push(Excluded {
                    id: entry.entry.id.clone(),
                    why: why.clone(),
                });
                release.untold += 1;
            }
            why.is_none()
        });
    }
    excluded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::Entry;
    use crate::domain::version::Scheme;

    /// A release with entries `id: text`, `id <- reverted: text`, `id ! fixed-in: text` (a known issue).
    fn release(version: &str, entries: &[&str]) -> NotesRelease {
        let place = Place::Version(version.parse().map(Version::Semver).unwrap());
        NotesRelease {
            stream: "ui".to_owned(),
            stream_name: "ui".into(),
            scheme: Scheme::Semver,
            stage: place.version().unwrap().stage(),
            place,
            date: None,
            title: None,
            state: State::Published,
            withdrawn: None,
            summary: None,
            description: None,
            description_blocks: Vec::new(),
            entries: entries
                .iter()
                .map(|line| {
                    let (head, text) = line.split_once(": ").unwrap();
                    let mut words = head.split(' ');
                    let mut entry = Entry::new(words.next().unwrap(), EntryKind::Fixed, text);
                    match (words.next(), words.next()) {
                        (Some("<-"), Some(target)) => entry.reverts = Some(target.to_owned()),
                        (Some("!"), Some(release)) => {
                            entry.kind = EntryKind::KnownIssue;
                            entry.fixed_in = Some(release.to_owned());
                        }
                        _ => {}
                    }
                    NotesEntry {
                        entry,
                        blocks: Vec::new(),
                        stands_in: None,
                        first_in: None,
                        takes_back: None,
                    }
                })
                .collect(),
            corrections: Vec::new(),
            prereleases: Vec::new(),
            cut_breaking: 0,
            untold: 0,
            unplaced: Vec::new(),
        }
    }

    fn told(releases: &[NotesRelease]) -> Vec<String> {
        releases
            .iter()
            .map(|release| {
                let ids: Vec<&str> = release
                    .entries
                    .iter()
                    .map(|e| e.entry.id.as_str())
                    .collect();
                format!("{}: {}", release.place, ids.join(" "))
            })
            .collect()
    }

    fn whys(excluded: &[Excluded]) -> Vec<String> {
        excluded
            .iter()
            .map(|one| format!("{}: {}", one.id, one.why))
            .collect()
    }

    #[test]
    fn pre_releases_are_told_once_in_their_stable_release() {
        let mut releases = vec![
            release("2.1.0-rc1", &["e: One more thing"]),
            release(
                "2.0.0",
                &["a: The queue is sorted.", "b: Only in the stable one"],
            ),
            release(
                "2.0.0-beta.2",
                &[
                    "a2: the queue is sorted",
                    "d: Hold is shown",
                    "k ! ui/2.0.0: The list flickers",
                ],
            ),
            release(
                "2.0.0-beta.1",
                &["c: Mute is kept", "k2 ! ui/2.0.1: The list jumps"],
            ),
            release("1.34.6", &["z: Older"]),
        ];
        let (excluded, _) = roll_up(&mut releases);
        assert_eq!(
            told(&releases),
            ["2.1.0-rc1: e", "2.0.0: a b c d k2", "1.34.6: z"]
        );
        assert_eq!(releases[1].prereleases, ["2.0.0-beta.1", "2.0.0-beta.2"]);
        assert_eq!(
            releases[1].entries[2].first_in.as_deref(),
            Some("ui/2.0.0-beta.1")
        );
        assert_eq!(
            whys(&excluded),
            [
                "a2: told in 2.0.0 as a",
                "k: mended in ui/2.0.0, before 2.0.0 was out"
            ]
        );
    }

    #[test]
    fn a_pre_release_without_its_stable_release_stands_by_itself() {
        let mut withdrawn = release("2.0.0", &[]);
        withdrawn.state = State::Withdrawn;
        let mut releases = vec![withdrawn, release("2.0.0-beta.1", &["c: Mute is kept"])];
        assert_eq!(roll_up(&mut releases), (vec![], vec![]));
        assert_eq!(told(&releases), ["2.0.0: ", "2.0.0-beta.1: c"]);
    }

    #[test]
    fn what_a_rolled_up_release_says_of_itself_is_listed() {
        let mut beta = release("2.0.0-beta.1", &[]);
        beta.summary = Some("First look.".into());
        let mut releases = vec![release("2.0.0", &[]), beta];
        let (excluded, remarks) = roll_up(&mut releases);
        assert_eq!(excluded, []);
        assert_eq!(
            remarks,
            [
                "What the pre-releases of 2.0.0 say beside their entries is in notes of their own: ui/2.0.0-beta.1."
            ]
        );
    }

    #[test]
    fn what_was_taken_back_within_is_folded() {
        for (entries, left, folded) in [
            // Both within: neither is told.
            (["a: Sorts", "r <- a: Sorts no more"], vec![], 2),
            // Only the revert: it is told.
            (["b: Other", "r <- a: Sorts no more"], vec!["b", "r"], 0),
        ] {
            let mut releases = vec![
                release("2.1.0", &entries[1..]),
                release("2.0.0", &entries[..1]),
            ];
            assert_eq!(fold(&mut releases).len(), folded);
            let mut ids: Vec<String> = releases
                .iter()
                .flat_map(|release| &release.entries)
                .map(|entry| entry.entry.id.clone())
                .collect();
            ids.sort();
            assert_eq!(ids, left);
        }
    }

    #[test]
    fn an_entry_whose_revert_was_reverted_stands() {
        let mut releases = vec![
            release("2.2.0", &["s <- r: Sorts again"]),
            release("2.1.0", &["r <- a: Sorts no more"]),
            release("2.0.0", &["a: Sorts"]),
        ];
        assert_eq!(
            whys(&fold(&mut releases)),
            [
                "s: takes back what ui/2.1.0 brought",
                "r: taken back in ui/2.2.0"
            ]
        );
        assert_eq!(told(&releases), ["2.2.0: ", "2.1.0: ", "2.0.0: a"]);
    }
}
