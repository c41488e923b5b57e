//! Taking the last change back: what it made is removed, what it changed is as before. That is a change itself, so taking it
//! back again does it anew.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::app::edit::{Done, How, edited};
use crate::app::history::{History, Whereabouts};
use crate::domain::changelog::{Changelog, SettledCommit};
use crate::domain::document::edit::EditDocument;
use crate::domain::entry::Entry;
use crate::domain::feature::Feature;
use crate::domain::release::{Release, State};
use crate::error::Error;
use crate::store::Revision;
use crate::system::System;

/// So many revisions one change may have; a change of more was an import, which is no edit.
const LARGEST: usize = 500;

/// Takes the last change of this database back. A change that was read from files is the doing of whoever edited those.
///
/// # Errors
/// If there is none, or what it changed was changed since.
pub fn undo(system: &System, whereabouts: &Whereabouts, how: &How) -> Result<EditDocument, Error> {
    let history = History::open(system, whereabouts)?;
    let mut revisions = history
        .store
        .revisions(&history.platform, None, LARGEST + 1)?;
    drop(history);
    let Some(last) = revisions.first().cloned() else {
        return Err(nothing());
    };
    let is_same =
        |one: &Revision| one.at == last.at && one.actor == last.actor && one.reason == last.reason;
    let count = revisions.iter().take_while(|one| is_same(one)).count();
    revisions.truncate(count);
    if last.action == "bundle" || count > LARGEST {
        return Err(nothing());
    }
    let what = last.reason.clone().unwrap_or_else(|| last.subject.clone());
    if what.starts_with("read from the changelog files") {
        return Err(Error::new("the last change was made in the files by hand")
            .hint("git restores them; forewarn reads them again by itself"));
    }
    for revision in &revisions {
        unseen(revision)?;
    }
    let subject = last
        .subject
        .split_once(' ')
        .map_or("", |(_, id)| id)
        .to_owned();
    edited(system, whereabouts, how, |changelog| {
        let mut units = Units::of(changelog);
        for revision in &revisions {
            units.put_back(revision)?;
        }
        units.into_changelog(changelog)?;
        Ok(Done::new(turned(&what), subject))
    })
}

/// # Errors
/// If readers have what the revision made: that is taken back in the open, or corrected again.
fn unseen(revision: &Revision) -> Result<(), Error> {
    let (kind, id) = revision.subject.split_once(' ').ok_or_else(nothing)?;
    match kind {
        "release" => {
            let state = |json: Option<&str>| -> Result<Option<State>, Error> {
                let header: Option<Header> = read(revision, json)?;
                Ok(header.map(|(release, _)| release.state))
            };
            let (before, after) = (
                state(revision.before.as_deref())?,
                state(revision.after.as_deref())?,
            );
            let came_out = after == Some(State::Published)
                && matches!(
                    before,
                    Some(State::Draft | State::Review | State::Scheduled)
                );
            if came_out {
                return Err(
                    Error::new(format!("{id} was published: readers may have it")).hint(format!(
                        "`forewarn release withdraw {id} --reason …` takes it back in the open"
                    )),
                );
            }
        }
        "entry" => {
            let corrections = |json: Option<&str>| -> Result<usize, Error> {
                let entry: Option<Entry> = read(revision, json)?;
                Ok(entry.map_or(0, |entry| entry.corrections.len()))
            };
            if corrections(revision.after.as_deref())? > corrections(revision.before.as_deref())?
                && revision.before.is_some()
            {
                return Err(
                    Error::new(format!("{id} was corrected: readers may have it"))
                        .hint(format!("`forewarn entry correct {id}` corrects it again")),
                );
            }
        }
        _ => {}
    }
    Ok(())
}

const BACK: &str = "taken back: ";
const AGAIN: &str = "done again: ";

/// What taking a change back is, in words.
fn turned(what: &str) -> String {
    match (what.strip_prefix(BACK), what.strip_prefix(AGAIN)) {
        (Some(rest), _) => format!("{AGAIN}{rest}"),
        (_, Some(rest)) => format!("{BACK}{rest}"),
        _ => format!("{BACK}{what}"),
    }
}

fn nothing() -> Error {
    Error::new("there is no change to take back").hint("`forewarn log` lists what was changed")
}

/// A release without its entries, and their ids in order: how revisions hold it.
type Header = (Release, Vec<String>);

/// What revisions speak of, each for itself.
struct Units {
    releases: BTreeMap<String, Header>,
    entries: BTreeMap<String, Entry>,
    features: BTreeMap<String, Feature>,
    commits: BTreeMap<String, SettledCommit>,
}

impl Units {
    fn of(changelog: &Changelog) -> Self {
        let header = |release: &Release| {
            let ids = release.entries.iter().map(|one| one.id.clone()).collect();
            let entries = Vec::new();
            let header = Release {
                entries,
                ..release.clone()
            };
            (release.id(), (header, ids))
        };
        Self {
            releases: changelog.releases.iter().map(header).collect(),
            entries: changelog
                .entries()
                .map(|(_, entry)| (entry.id.clone(), entry.clone()))
                .collect(),
            features: changelog
                .features
                .iter()
                .map(|one| (one.id.clone(), one.clone()))
                .collect(),
            commits: changelog
                .commits
                .iter()
                .map(|one| (one.id.clone(), one.clone()))
                .collect(),
        }
    }

    /// Puts back what a revision replaced.
    ///
    /// # Errors
    /// If it is not as the revision left it.
    fn put_back(&mut self, revision: &Revision) -> Result<(), Error> {
        let (kind, id) = revision.subject.split_once(' ').ok_or_else(nothing)?;
        match kind {
            "release" => swap(&mut self.releases, id, revision),
            "entry" => swap(&mut self.entries, id, revision),
            "feature" => swap(&mut self.features, id, revision),
            "commit" => swap(&mut self.commits, id, revision),
            _ => Err(nothing()),
        }
    }

    fn into_changelog(mut self, changelog: &mut Changelog) -> Result<(), Error> {
        let mut releases = Vec::with_capacity(self.releases.len());
        for (mut release, ids) in self.releases.into_values() {
            for id in ids {
                let entry = self.entries.remove(&id).ok_or_else(changed_since)?;
                release.entries.push(entry);
            }
            releases.push(release);
        }
        changelog.releases = releases;
        let order = |one: &Feature| {
            let mut known = changelog.features.iter();
            known.position(|other| other.id == one.id)
        };
        let mut features: Vec<Feature> = self.features.into_values().collect();
        features.sort_by_key(|one| order(one).unwrap_or(usize::MAX));
        changelog.features = features;
        changelog.commits = self.commits.into_values().collect();
        Ok(())
    }
}

fn changed_since() -> Error {
    Error::new("what the last change left was changed since")
        .hint("`forewarn log` lists the changes; edit what is to be as it was")
}

/// What a revision holds of one side.
fn read<T: DeserializeOwned>(revision: &Revision, json: Option<&str>) -> Result<Option<T>, Error> {
    let parsed = json.map(serde_json::from_str).transpose();
    parsed.map_err(|error| {
        Error::new(format!("revision {} cannot be read", revision.seq)).because(error)
    })
}

fn swap<T: DeserializeOwned + PartialEq>(
    units: &mut BTreeMap<String, T>,
    id: &str,
    revision: &Revision,
) -> Result<(), Error> {
    if units.get(id) != read(revision, revision.after.as_deref())?.as_ref() {
        return Err(changed_since());
    }
    match read(revision, revision.before.as_deref())? {
        Some(before) => units.insert(id.to_owned(), before),
        None => units.remove(id),
    };
    Ok(())
}
