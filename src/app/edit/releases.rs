//! Releases: made, edited, renamed, and brought to their readers step by step.

use crate::app::edit::{Done, How, edited, found, open, place_of, refused, said, stand, today};
use crate::app::history::Whereabouts;
use crate::domain::changelog::Changelog;
use crate::domain::date::{Date, DateKind, Dated, instant};
use crate::domain::document::edit::EditDocument;
use crate::domain::release::{Place, Release, State};
use crate::domain::text::Untrusted;
use crate::domain::version::{Scheme, Version};
use crate::error::Error;
use crate::policy::workflow::{self, Step};
use crate::system::System;

/// What can be said of a release; `None` leaves it as it is, an empty text takes it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseFields {
    pub date: Option<Date>,
    pub date_kind: Option<DateKind>,
    pub title: Option<String>,
    pub summary: Option<String>,
    pub sources: Vec<String>,
    pub audience: Vec<String>,
}

/// A release to be made.
#[derive(Clone, Debug, Default)]
pub struct NewRelease {
    /// `STREAM/VERSION`.
    pub release: String,
    pub fields: ReleaseFields,
    /// Whether it takes up all fragments of its stream.
    pub from_unreleased: bool,
}

/// Makes a draft.
///
/// # Errors
/// If it is there already, or there are no fragments to take up.
pub fn new(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    asked: &NewRelease,
) -> Result<EditDocument, Error> {
    edited(system, whereabouts, how, |changelog| {
        let (stream, place) = place_of(changelog, &asked.release)?;
        let stream = stream.id.clone();
        let id = format!("{stream}/{place}");
        if matches!(place, Place::Unreleased(_)) {
            return Err(Error::new(format!("{id} is a fragment, not a release"))
                .hint(format!("`forewarn entry new --in {id}` begins one")));
        }
        if changelog.release(&stream, &place.to_string()).is_some() {
            return Err(Error::new(format!("{id} is there already"))
                .hint(format!("`forewarn release edit {id}` changes it")));
        }
        let mut release = Release::new(stream.as_str(), place);
        release.state = State::Draft;
        apply(&mut release, &asked.fields);
        let taken = if asked.from_unreleased {
            take_up(changelog, &stream, &mut release)?
        } else {
            0
        };
        changelog.releases.push(release);
        let what = match taken {
            0 => format!("{id} is a draft now"),
            1 => format!("{id} is a draft now, with 1 entry of fragments"),
            more => format!("{id} is a draft now, with {more} entries of fragments"),
        };
        Ok(Done::new(what, id))
    })
}

/// Moves the entries of all fragments of a stream into a release. How many.
fn take_up(changelog: &mut Changelog, stream: &str, into: &mut Release) -> Result<usize, Error> {
    let is_fragment =
        |one: &Release| one.stream == stream && matches!(one.place, Place::Unreleased(_));
    let (fragments, others): (Vec<Release>, Vec<Release>) = std::mem::take(&mut changelog.releases)
        .into_iter()
        .partition(is_fragment);
    changelog.releases = others;
    if fragments.is_empty() {
        return Err(
            Error::new(format!("there are no fragments in {stream}/unreleased"))
                .hint("leave out --from-unreleased for an empty draft"),
        );
    }
    let mut descriptions: Vec<String> = Vec::new();
    for fragment in fragments {
        let name = fragment.id();
        if let Some(description) = fragment.description {
            descriptions.push(description.raw().to_owned());
        }
        into.sources.extend(fragment.sources);
        into.includes.extend(fragment.includes);
        for mut entry in fragment.entries {
            // What was said of all entries of a fragment is said of each: the release has others.
            if entry.audience.is_empty() {
                entry.audience.clone_from(&fragment.audience);
            }
            into.entries.push(entry);
        }
        if !fragment.unplaced.is_empty() {
            return Err(Error::new(format!("{name} holds text that fits nowhere"))
                .hint("give it a heading and a bullet, then try again"));
        }
    }
    if !descriptions.is_empty() {
        into.description = Some(Untrusted::from(descriptions.join("\n\n")));
    }
    Ok(into.entries.len())
}

fn apply(release: &mut Release, fields: &ReleaseFields) {
    if let Some(on) = fields.date {
        let kind = fields.date_kind.unwrap_or(DateKind::Exact);
        release.date = Some(Dated { on, kind });
    } else if let (Some(kind), Some(date)) = (fields.date_kind, &mut release.date) {
        date.kind = kind;
    }
    if let Some(title) = &fields.title {
        release.title = said(title);
    }
    if let Some(summary) = &fields.summary {
        release.summary = said(summary);
    }
    if !fields.sources.is_empty() {
        release.sources = fields.sources.iter().filter_map(|one| said(one)).collect();
    }
    if !fields.audience.is_empty() {
        release.audience.clone_from(&fields.audience);
    }
}

/// Changes what a release that is being written says of itself.
///
/// # Errors
/// If its readers have it.
pub fn edit(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    release: &str,
    fields: &ReleaseFields,
) -> Result<EditDocument, Error> {
    let now = system.now();
    edited(system, whereabouts, how, |changelog| {
        let position = found(changelog, release)?;
        let release = &mut changelog.releases[position];
        let before = release.clone();
        apply(release, fields);
        let id = release.id();
        if *release == before {
            return Err(Error::new(format!("that changes nothing of {id}"))
                .hint("`forewarn release edit --help` lists what can be said"));
        }
        let remark = open(release, &now)?;
        Ok(Done::new(format!("{id} was edited"), id).remark(remark))
    })
}

/// Gives a release that is being written another version.
///
/// # Errors
/// If its readers have it, or there is one of that version.
pub fn rename(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    release: &str,
    to: &str,
) -> Result<EditDocument, Error> {
    let now = system.now();
    edited(system, whereabouts, how, |changelog| {
        let position = found(changelog, release)?;
        let (stream, place) = place_of(changelog, to)?;
        let wanted = format!("{}/{place}", stream.id);
        let is_other_stream = stream.id != changelog.releases[position].stream;
        if is_other_stream {
            return Err(Error::new("a release stays in its stream")
                .hint("`forewarn entry move` moves entries to another one"));
        }
        if changelog.releases.iter().any(|one| one.id() == wanted) {
            return Err(Error::new(format!("{wanted} is there already"))
                .hint("`forewarn next` tells which version comes next"));
        }
        let release = &mut changelog.releases[position];
        let id = release.id();
        let stated = release.version().map(Version::stage);
        let remark = open(release, &now)?;
        // A stage that only followed from the version follows from the new one.
        if stated == Some(release.stage)
            && let Some(version) = place.version()
        {
            release.stage = version.stage();
        }
        release.place = place;
        let refers = |named: &Option<String>| named.as_deref() == Some(id.as_str());
        for entry in changelog
            .releases
            .iter_mut()
            .flat_map(|one| &mut one.entries)
        {
            if refers(&entry.fixed_in) {
                entry.fixed_in = Some(wanted.clone());
            }
            for correction in &mut entry.corrections {
                if refers(&correction.announced_in) {
                    correction.announced_in = Some(wanted.clone());
                }
            }
        }
        for event in changelog
            .features
            .iter_mut()
            .flat_map(|one| &mut one.events)
        {
            if refers(&event.release) {
                event.release = Some(wanted.clone());
            }
        }
        Ok(Done::new(format!("{id} is {wanted} now"), wanted).remark(remark))
    })
}

/// A step on the way to the readers.
#[derive(Clone, Debug)]
pub struct StepQuery {
    pub release: String,
    pub step: Step,
    /// When it is to be published, UTC `YYYY-MM-DDTHH:MM:SSZ`; for `schedule`.
    pub at: Option<String>,
}

/// Takes a step.
///
/// # Errors
/// If it cannot be taken from where the release is; the way to it is named.
pub fn step(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    asked: &StepQuery,
) -> Result<EditDocument, Error> {
    let (now, day) = (system.now(), today(system, whereabouts));
    let approver = super::author(system, how);
    edited(system, whereabouts, how, |changelog| {
        let position = found(changelog, &asked.release)?;
        let scheme = {
            let stream = changelog.stream(&changelog.releases[position].stream);
            stream.map(|one| one.scheme)
        };
        let release = &mut changelog.releases[position];
        let id = release.id();
        if matches!(release.place, Place::Unreleased(_)) {
            return Err(
                Error::new(format!("{id} is a fragment: it goes with a release"))
                    .hint("`forewarn release new STREAM/VERSION --from-unreleased` takes it up"),
            );
        }
        let before = stand(release, &now);
        let after = workflow::taken(asked.step, before).map_err(|one| refused(release, one))?;
        let was = release.state;
        release.state = after.state;
        release.approved = after.approved.then(|| match asked.step {
            Step::Approve => Untrusted::from(approver.as_str()),
            _ => release
                .approved
                .clone()
                .unwrap_or_else(|| Untrusted::from(approver.as_str())),
        });
        release.publish_at = None;
        let mut remark = None;
        match asked.step {
            Step::Schedule => {
                let at = asked.at.clone().ok_or_else(|| {
                    Error::new("a scheduled release needs a time")
                        .hint("--at 2026-06-01T08:00:00Z says when")
                })?;
                let at = instant(&at).ok_or_else(|| {
                    Error::new(format!("`{at}` is not a time with an offset"))
                        .hint("such as 2026-06-01T08:00:00Z, or 2026-06-01T08:00:00+02:00")
                })?;
                if at <= now {
                    return Err(Error::new(format!("{at} has passed"))
                        .hint("`forewarn release publish` publishes at once"));
                }
                release.publish_at = Some(at);
            }
            Step::Publish => {
                if release.is_blank() {
                    return Err(Error::new(format!("{id} says nothing: it has no entries"))
                        .hint(format!("`forewarn entry new --in {id}` writes one")));
                }
                if release.date.is_none() && scheme == Some(Scheme::Semver) {
                    release.date = Some(Dated::exact(day));
                    remark = Some(format!("its date is {day}: nobody gave another one"));
                }
            }
            Step::Withdraw if release.state == State::Withdrawn => {
                let reason = how.reason.clone().ok_or_else(|| {
                    Error::new("readers are told why a release is withdrawn")
                        .hint("--reason says it")
                })?;
                release.withdrawn = Some(Untrusted::from(reason));
            }
            _ => {}
        }
        let what = match (asked.step, &release.publish_at) {
            (Step::Approve, _) => format!("{id} is approved"),
            (Step::Schedule, Some(at)) => format!("{id} is scheduled for {at}"),
            _ => format!("{id}: {was} -> {}", release.state),
        };
        Ok(Done::new(what, id).remark(remark))
    })
}
