//! An entry or a release as the text of its file, for an editor, and what it says after that put back.
//!
//! Whoever edits a text for minutes is not alone: what was written there meanwhile is never lost. Where both changed, the texts are merged line by
//! line; where they meet in one line, somebody has to choose.

use std::collections::BTreeSet;

use crate::app::edit::{Done, How, edited, found, found_entry, open};
use crate::app::history::{History, Whereabouts};
use crate::changelog::folder;
use crate::domain::changelog::Changelog;
use crate::domain::document::edit::EditDocument;
use crate::domain::problem::{Problem, Severity};
use crate::domain::release::{Release, Stream};
use crate::error::Error;
use crate::system::System;

/// What a text is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An entry, by id.
    Entry(String),
    /// What a release says of itself, by `STREAM/VERSION`.
    Release(String),
}

/// A text to be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub subject: Subject,
    /// As the changelog had it when it was opened.
    pub base: String,
}

/// What became of an edited text.
#[derive(Clone, Debug)]
pub enum Taken {
    Done(EditDocument),
    /// It says what was there.
    Unchanged,
    /// It cannot be read as what it is to be; nothing was written.
    Refused(Vec<Problem>),
    /// It was changed meanwhile; nothing was written.
    Collided {
        theirs: String,
        /// Both in one text, where lines that meet stand between marks.
        merged: String,
        /// Whether none meet.
        is_clean: bool,
    },
}

/// The text of an entry or a release that nobody reads yet.
///
/// # Errors
/// If it is not there, or its readers have it.
pub fn draft(history: &History, system: &System, subject: &Subject) -> Result<Draft, Error> {
    let changelog = history.changelog()?;
    let position = match subject {
        Subject::Entry(id) => found_entry(&changelog, id)?.0,
        Subject::Release(id) => found(&changelog, id)?,
    };
    open(&mut changelog.releases[position].clone(), &system.now())?;
    Ok(Draft {
        subject: subject.clone(),
        base: text_of(&changelog, subject)?,
    })
}

/// The lines of a file that an entry or a release's own keys would be, if nothing else stood there.
fn text_of(changelog: &Changelog, subject: &Subject) -> Result<String, Error> {
    let alone = match subject {
        Subject::Entry(id) => {
            let (release, entry) = found_entry(changelog, id)?;
            let release = &changelog.releases[release];
            Release {
                entries: vec![release.entries[entry].clone()],
                ..Release::new(release.stream.clone(), release.place.clone())
            }
        }
        Subject::Release(id) => {
            let release = &changelog.releases[found(changelog, id)?];
            Release {
                entries: Vec::new(),
                ..release.clone()
            }
        }
    };
    Ok(folder::write_release(&alone).text)
}

/// Puts an edited text back. With `mine`, over whatever was written there meanwhile.
///
/// # Errors
/// If it is gone, or its readers have it by now.
pub fn take(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    (draft, text): (&Draft, &str),
    mine: bool,
) -> Result<Taken, Error> {
    let now = system.now();
    let mut outcome = None;
    let written = edited(system, whereabouts, how, |changelog| {
        let stands = text_of(changelog, &draft.subject)?;
        if stands != draft.base && !mine {
            outcome = Some(collided(&draft.base, text, stands));
            return Err(Error::new("it was changed meanwhile"));
        }
        let position = match &draft.subject {
            Subject::Entry(id) => found_entry(changelog, id)?.0,
            Subject::Release(id) => found(changelog, id)?,
        };
        let before = changelog.releases[position].clone();
        let mut after = match put(changelog, &draft.subject, &before, text) {
            Ok(after) => after,
            Err(problems) => {
                outcome = Some(Taken::Refused(problems));
                return Err(Error::new("it cannot be read"));
            }
        };
        if after == before {
            outcome = Some(Taken::Unchanged);
            return Err(Error::new("it says what was there"));
        }
        let remark = open(&mut after, &now)?;
        let (what, subject) = match &draft.subject {
            Subject::Entry(id) => (format!("{id} of {} was edited", after.id()), id.clone()),
            Subject::Release(_) => (format!("{} was edited", after.id()), after.id()),
        };
        changelog.releases[position] = after;
        Ok(Done::new(what, subject).remark(remark))
    });
    match outcome {
        Some(outcome) => Ok(outcome),
        None => written.map(Taken::Done),
    }
}

fn collided(base: &str, mine: &str, theirs: String) -> Taken {
    let (merged, is_clean) = folder::merged(base, mine, &theirs);
    Taken::Collided {
        theirs,
        merged,
        is_clean,
    }
}

/// The release with what the text says of its subject.
fn put(
    changelog: &Changelog,
    subject: &Subject,
    release: &Release,
    text: &str,
) -> Result<Release, Vec<Problem>> {
    let nameless = Stream::new(
        release.stream.clone(),
        crate::domain::version::Scheme::Semver,
    );
    let stream = changelog.stream(&release.stream).unwrap_or(&nameless);
    let place = release.place.clone();
    let (read, mut problems) = folder::read_release(text, stream, place, &changelog.streams);
    let mut wrong = |what: String| problems.push(Problem::of_text(Severity::Error, what));
    let mut after = release.clone();
    match subject {
        Subject::Entry(id) => {
            let blank = Release {
                entries: Vec::new(),
                ..read.clone()
            };
            if !blank.is_blank() {
                wrong(format!(
                    "only the entry {id} is edited here; `forewarn release edit {}` changes what the release says of itself",
                    release.id()
                ));
            }
            match <[_; 1]>::try_from(read.entries) {
                Ok([entry]) if entry.id == *id => {
                    for place in after.entries.iter_mut().filter(|one| one.id == *id) {
                        let origin = place.origin.clone();
                        *place = entry.clone();
                        place.origin = origin;
                    }
                }
                Ok([entry]) => wrong(format!(
                    "ids are permanent: `{id}` cannot become `{}`",
                    entry.id
                )),
                Err(entries) => wrong(format!(
                    "here stands one entry, and the text holds {}",
                    entries.len()
                )),
            }
        }
        Subject::Release(_) => {
            let steps = |one: &Release| {
                (
                    one.state,
                    one.publish_at.clone(),
                    one.approved.clone(),
                    one.withdrawn.clone(),
                )
            };
            if steps(&read) != steps(release) {
                wrong("how far a release is changes by steps: submit, approve, schedule, publish, withdraw".to_owned());
            }
            if !read.entries.is_empty() {
                wrong("entries are edited by `forewarn entry edit`".to_owned());
            }
            let known: BTreeSet<&str> = changelog
                .entries()
                .map(|(_, one)| one.id.as_str())
                .collect();
            for id in read
                .includes
                .iter()
                .filter(|id| !known.contains(id.as_str()))
            {
                wrong(format!("there is no entry `{id}` that it could carry"));
            }
            after = Release {
                entries: release.entries.clone(),
                origin: release.origin.clone(),
                ..read
            };
        }
    }
    if problems.iter().any(|one| one.severity == Severity::Error) {
        return Err(problems);
    }
    Ok(after)
}
