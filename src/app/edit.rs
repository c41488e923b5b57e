//! Writing the changelog. An edit reads what is there, changes it, and writes it back while no other forewarn does: as one
//! transaction with its revisions, and into the lines of the files that it is about.

mod entries;
mod features;
mod offers;
mod releases;
mod settings;
mod text;
mod undo;
mod version;

use crate::app::history::Whereabouts;
use crate::app::target::{Commit, ForeignFormat, Target};
use crate::changelog::folder;
use crate::domain::changelog::Changelog;
use crate::domain::date::Date;
use crate::domain::document::edit::{EditDocument, SCHEMA};
use crate::domain::entry::is_valid_id;
use crate::domain::release::{Place, Release, State, Stream};
use crate::domain::text::Untrusted;
use crate::domain::version::Version;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::policy::workflow::{self, Refusal, Stand};
use crate::store::Author;
use crate::system::System;

pub use crate::policy::workflow::Step;
pub use entries::{
    Correct, EntryFields, NewEntry, Planned, correct, delete, edit, move_to, new, planned, refer,
    revert,
};
pub use features::{FeatureFields, FeatureMove, edit_feature, move_feature, new_feature};
pub use offers::{
    Kept, Offer, entries as offered_entries, features as offered_features, fragment_of, fragments,
    kept_text, releases as offered_releases, streams,
};
pub use releases::{
    NewRelease, ReleaseFields, StepQuery, edit as edit_release, new as new_release, rename, step,
};
pub use settings::{SettingFields, remove as remove_setting, set as set_setting};
pub use text::{Draft, Subject, Taken, draft, take};
pub use undo::undo;
pub use version::next;

/// Who edits, why, and how.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// `None`: as git is configured, else the user of the machine.
    pub author: Option<String>,
    pub reason: Option<String>,
    /// Only say what would be done.
    pub dry_run: bool,
    /// Whether a file that was formatted by hand may be written anew.
    pub reformat: bool,
}

/// What an edit did, before it is written.
struct Done {
    what: String,
    subject: String,
    remarks: Vec<String>,
}

impl Done {
    fn new(what: impl Into<String>, subject: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            subject: subject.into(),
            remarks: Vec::new(),
        }
    }

    fn remark(mut self, remark: Option<String>) -> Self {
        self.remarks.extend(remark);
        self
    }
}

/// What an edit makes of the changelog, before it is written.
struct Proposal {
    target: Target,
    changelog: Changelog,
    done: Done,
}

/// Reads and changes.
fn proposed(
    system: &System,
    whereabouts: &Whereabouts,
    dry_run: bool,
    act: impl FnOnce(&mut Changelog) -> Result<Done, Error>,
) -> Result<Proposal, Error> {
    let target = Target::find(system, whereabouts, None, dry_run)?;
    let mut changelog = target.before().clone();
    let done = act(&mut changelog)?;
    for release in &mut changelog.releases {
        // As they stand in a file: below one heading for each kind.
        release.entries.sort_by_key(|entry| entry.kind);
    }
    changelog.sort();
    let is_new = |release: &&Release| !target.before().releases.contains(release);
    let edited: Vec<Release> = changelog.releases.iter().filter(is_new).cloned().collect();
    if let Some(release) = folder::unwritable(&edited, &changelog.streams) {
        return Err(Error::new(format!(
            "{release} would not be read from its file as it was written; nothing was changed"
        ))
        .hint(
            "a text that looks like a heading, an id or front matter has to be written otherwise",
        ));
    }
    Ok(Proposal {
        target,
        changelog,
        done,
    })
}

/// Reads, changes, writes.
fn edited(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    act: impl FnOnce(&mut Changelog) -> Result<Done, Error>,
) -> Result<EditDocument, Error> {
    let Proposal {
        target,
        changelog,
        done,
    } = proposed(system, whereabouts, how.dry_run, act)?;
    let author = Author {
        name: author(system, how),
        at: system.now(),
        reason: Some(match &how.reason {
            Some(reason) => format!("{}: {reason}", done.what),
            None => done.what.clone(),
        }),
    };
    let commit = Commit {
        author: author.clone(),
        dry_run: how.dry_run,
        foreign: if how.reformat {
            ForeignFormat::Rewrite
        } else {
            ForeignFormat::Keep
        },
        backup: false,
    };
    let applied = target.commit(system, &commit, &changelog)?;
    let remarks = target.notices.iter().chain(&done.remarks);
    Ok(EditDocument {
        schema: SCHEMA,
        done: Untrusted::from(done.what),
        subject: Untrusted::from(done.subject),
        author: Untrusted::from(author.name),
        reason: how.reason.clone().map(Untrusted::from),
        target: Untrusted::from(target.describe()),
        created: applied.created,
        changed: applied.changed,
        removed: applied.removed,
        dry_run: how.dry_run,
        remarks: remarks.cloned().map(Untrusted::from).collect(),
    })
}

/// Who edits: as asked, else as git is configured, else the user of the machine.
fn author(system: &System, how: &How) -> String {
    how.author
        .clone()
        .or_else(|| crate::scan::changed::user(system))
        .unwrap_or_else(|| system.user())
}

/// `ui/2.18.0`, `ui/unreleased/queue-filter`, or `2.18.0` of the first stream of that form: the stream with the place.
fn place_of<'a>(changelog: &'a Changelog, text: &str) -> Result<(&'a Stream, Place), Error> {
    let named = changelog.streams.iter().find_map(|stream| {
        let rest = text.strip_prefix(stream.id.as_str())?.strip_prefix('/')?;
        Some((stream, rest))
    });
    if let Some((stream, rest)) = named {
        if let Some(fragment) = rest.strip_prefix("unreleased/") {
            return Ok((stream, Place::Unreleased(fragment_name(fragment)?)));
        }
        let version =
            Version::parse(stream.scheme, rest).map_err(|error| Error::new(error.to_string()))?;
        return Ok((stream, Place::Version(version)));
    }
    let fits = changelog
        .streams
        .iter()
        .find_map(|stream| Some((stream, Version::parse(stream.scheme, text).ok()?)));
    fits.map(|(stream, version)| (stream, Place::Version(version)))
        .ok_or_else(|| {
            let streams: Vec<&str> = changelog
                .streams
                .iter()
                .map(|one| one.id.as_str())
                .collect();
            Error::new(format!("`{text}` names no release of any stream"))
                .hint("a release is STREAM/VERSION, a fragment STREAM/unreleased/NAME")
                .hint(format!("streams: {}", streams.join(", ")))
        })
}

/// What a text says; `None` where it says nothing, which takes a value out.
fn said(text: &str) -> Option<Untrusted> {
    let text = text.trim();
    (!text.is_empty()).then(|| Untrusted::from(text))
}

/// # Errors
/// If nothing can be called so; `what` is what it would be, with its article.
fn valid_id(id: &str, what: &str) -> Result<(), Error> {
    if is_valid_id(id) {
        return Ok(());
    }
    Err(Error::new(format!("`{id}` is not {what} id")).hint(
        "ids are lower-case letters, digits, `-` and `.`, at most 80 characters, and begin with a letter or digit",
    ))
}

/// # Errors
/// If no file can be called so.
fn fragment_name(name: &str) -> Result<String, Error> {
    let is_name = !name.is_empty()
        && name.len() <= 80
        && name
            .bytes()
            .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == b'-');
    if is_name {
        Ok(name.to_owned())
    } else {
        Err(Error::new(format!("`{name}` cannot name a fragment"))
            .hint("lower-case letters, digits and `-`, at most 80"))
    }
}

/// The position of a release that is there.
fn found(changelog: &Changelog, text: &str) -> Result<usize, Error> {
    let (stream, place) = place_of(changelog, text)?;
    let is_meant = |one: &Release| one.stream == stream.id && one.place == place;
    changelog.releases.iter().position(is_meant).ok_or_else(|| {
        let id = format!("{}/{place}", stream.id);
        let known: Vec<String> = changelog.releases.iter().map(Release::id).collect();
        let error = Error::new(format!("there is no release {id}"));
        let error = match nearest_in_words(&nearest(&id, known.iter().map(String::as_str), 3)) {
            Some(near) => error.hint(near),
            None => error,
        };
        error.hint(format!("`forewarn release new {id}` makes it"))
    })
}

/// Where an entry stands: the positions of its release and in it.
fn found_entry(changelog: &Changelog, id: &str) -> Result<(usize, usize), Error> {
    for (release, one) in changelog.releases.iter().enumerate() {
        if let Some(entry) = one.entries.iter().position(|entry| entry.id == id) {
            return Ok((release, entry));
        }
    }
    let known = changelog.entries().map(|(_, entry)| entry.id.as_str());
    let error = Error::new(format!("there is no entry `{id}`"));
    Err(match nearest_in_words(&nearest(id, known, 3)) {
        Some(near) => error.hint(near),
        None => error,
    })
}

/// How far a record is today: what was scheduled for a time that has come is published.
fn stand(release: &Release, now: &str) -> Stand {
    let is_out = release.state == State::Scheduled
        && release.publish_at.as_deref().is_some_and(|at| at <= now);
    Stand {
        state: if is_out {
            State::Published
        } else {
            release.state
        },
        approved: release.approved.is_some(),
    }
}

fn refused(release: &Release, refusal: Refusal) -> Error {
    Error::new(format!("{}: {}", release.id(), refusal.why)).hint(refusal.instead)
}

/// Makes a release one that is being written: takes an approval and a schedule back. What that took back, in words.
///
/// # Errors
/// If its readers have it.
fn open(release: &mut Release, now: &str) -> Result<Option<String>, Error> {
    // A fragment is nobody's release yet, whatever its file does not say.
    if matches!(release.place, Place::Unreleased(_)) {
        return Ok(None);
    }
    let before = stand(release, now);
    let after = workflow::edited(before).map_err(|refusal| refused(release, refusal))?;
    release.state = after.state;
    let remark = match before {
        Stand {
            state: State::Scheduled,
            ..
        } => Some("is no longer scheduled: what was to be published is not what was approved"),
        Stand { approved: true, .. } => Some("has to be approved again"),
        _ => None,
    };
    release.publish_at = None;
    release.approved = None;
    Ok(remark.map(|what| format!("{} {what}", release.id())))
}

fn today(system: &System, whereabouts: &Whereabouts) -> Date {
    whereabouts.as_of.unwrap_or_else(|| system.today())
}

fn text(text: &str, what: &str) -> Result<Untrusted, Error> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Error::new(format!("{what} is empty"))
            .hint("say it with --text, or - for standard input"));
    }
    Ok(Untrusted::from(trimmed))
}
