//! Features: made, edited, and moved from stage to stage and from account to account.

use crate::app::edit::{Done, How, edited, found_entry, place_of, said, today, valid_id};
use crate::app::history::Whereabouts;
use crate::domain::changelog::Changelog;
use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::document::edit::EditDocument;
use crate::domain::feature::{Feature, FeatureEvent, FeatureStage, Phase};
use crate::domain::range::Range;
use crate::domain::release::Origin;
use crate::domain::text::Untrusted;
use crate::domain::version::Scheme;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::system::System;

/// What can be said of a feature; `None` leaves it as it is, an empty text takes it out.
#[derive(Clone, Debug, Default)]
pub struct FeatureFields {
    pub name: Option<String>,
    pub stream: Option<String>,
    /// `STREAM=RANGE`; without a range the stream is taken out.
    pub compatible: Vec<String>,
    pub toggle: Option<String>,
    pub note: Option<String>,
    pub sources: Vec<String>,
}

/// A step in a feature's life.
#[derive(Clone, Debug, Default)]
pub struct FeatureMove {
    pub stage: Option<FeatureStage>,
    pub phase: Option<Phase>,
    pub label: Option<String>,
    /// `STREAM/VERSION` that it came with.
    pub release: Option<String>,
    /// `None` without a release either: today.
    pub date: Option<Date>,
    pub date_kind: Option<DateKind>,
    pub support: Option<String>,
    pub entry: Option<String>,
    pub note: Option<String>,
    pub sources: Vec<String>,
}

/// The position of a feature that is there.
fn found(changelog: &Changelog, id: &str) -> Result<usize, Error> {
    let features = &changelog.features;
    features.iter().position(|one| one.id == id).ok_or_else(|| {
        let known = features.iter().map(|one| one.id.as_str());
        let error = Error::new(format!("there is no feature `{id}`"));
        let error = match nearest_in_words(&nearest(id, known, 3)) {
            Some(near) => error.hint(near),
            None => error,
        };
        error.hint(format!("`forewarn feature new {id}` makes it"))
    })
}

/// Makes a feature, without any step yet.
///
/// # Errors
/// If it is there, has no name, or names a stream or range that cannot be.
pub fn new_feature(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    id: &str,
    fields: &FeatureFields,
) -> Result<EditDocument, Error> {
    edited(system, whereabouts, how, |changelog| {
        valid_id(id, "a feature")?;
        if changelog.features.iter().any(|one| one.id == id) {
            return Err(Error::new(format!("there is a feature `{id}` already"))
                .hint(format!("`forewarn feature edit {id}` changes it")));
        }
        let name = fields.name.as_deref().and_then(said).ok_or_else(|| {
            Error::new("a feature needs a name").hint("--name says what people call it")
        })?;
        let mut feature = Feature {
            id: id.to_owned(),
            name,
            stream: None,
            compatible: std::collections::BTreeMap::new(),
            toggle: None,
            note: None,
            sources: Vec::new(),
            events: Vec::new(),
            origin: Origin::Local,
        };
        apply(changelog, &mut feature, fields)?;
        changelog.features.push(feature);
        let next = format!("`forewarn feature move {id} --stage pilot` says how far it is");
        Ok(Done::new(format!("{id} is a feature now"), id).remark(Some(next)))
    })
}

/// Changes what is said of a feature.
///
/// # Errors
/// As [`new_feature`], and if that changes nothing.
pub fn edit_feature(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    id: &str,
    fields: &FeatureFields,
) -> Result<EditDocument, Error> {
    edited(system, whereabouts, how, |changelog| {
        let position = found(changelog, id)?;
        let before = changelog.features[position].clone();
        let mut feature = before.clone();
        apply(changelog, &mut feature, fields)?;
        if feature == before {
            return Err(Error::new(format!("that changes nothing of {id}"))
                .hint("`forewarn feature edit --help` lists what can be said"));
        }
        changelog.features[position] = feature;
        Ok(Done::new(format!("the feature {id} was edited"), id))
    })
}

fn apply(
    changelog: &Changelog,
    feature: &mut Feature,
    fields: &FeatureFields,
) -> Result<(), Error> {
    if let Some(name) = &fields.name {
        feature.name = said(name)
            .ok_or_else(|| Error::new("a feature needs a name").hint("--name says it"))?;
    }
    let stream_of = |id: &str| {
        changelog.stream(id).ok_or_else(|| {
            let known = changelog.streams.iter().map(|one| one.id.as_str());
            let error = Error::new(format!("there is no stream `{id}`"));
            match nearest_in_words(&nearest(id, known, 3)) {
                Some(near) => error.hint(near),
                None => error,
            }
        })
    };
    if let Some(stream) = &fields.stream {
        feature.stream = match stream.trim() {
            "" => None,
            id => Some(stream_of(id)?.id.clone()),
        };
    }
    for pair in &fields.compatible {
        let (stream, range) = pair.split_once('=').ok_or_else(|| {
            Error::new(format!("`{pair}` is no range of a stream"))
                .hint("say it as STREAM=RANGE: ui=>=2.3.2")
        })?;
        let scheme = stream_of(stream)?.scheme;
        if range.trim().is_empty() {
            feature.compatible.remove(stream);
            continue;
        }
        let read = match scheme {
            Scheme::Semver => Range::npm(range),
            Scheme::Date => Range::dates(range),
        };
        read.map_err(|error| {
            Error::new(format!("`{range}` is no range of versions")).because(error)
        })?;
        feature
            .compatible
            .insert(stream.to_owned(), range.to_owned());
    }
    if let Some(toggle) = &fields.toggle {
        feature.toggle = said(toggle);
    }
    if let Some(note) = &fields.note {
        feature.note = said(note);
    }
    if !fields.sources.is_empty() {
        feature.sources = fields.sources.iter().filter_map(|one| said(one)).collect();
    }
    Ok(())
}

/// Says that a feature moved to another stage, or reached other accounts.
///
/// # Errors
/// If it says neither, it is there already, or it names a release or entry that is not there.
pub fn move_feature(
    system: &System,
    whereabouts: &Whereabouts,
    how: &How,
    id: &str,
    step: &FeatureMove,
) -> Result<EditDocument, Error> {
    let day = today(system, whereabouts);
    edited(system, whereabouts, how, |changelog| {
        let position = found(changelog, id)?;
        let event = event(changelog, step, day)?;
        // By day, so that a step that is told of late stands where it belongs.
        let at = match day_of(changelog, &event) {
            Some(day) => changelog.features[position]
                .events
                .iter()
                .position(|one| day_of(changelog, one).is_some_and(|other| other > day)),
            None => None,
        };
        let feature = &mut changelog.features[position];
        let at = at.unwrap_or(feature.events.len());
        let before = feature.events.get(..at).unwrap_or_default();
        let last = |of: fn(&FeatureEvent) -> Option<usize>| before.iter().rev().find_map(of);
        let stage = last(|one| one.stage.map(|stage| stage as usize));
        let phase = last(|one| one.phase.map(|phase| phase as usize));
        let is_same = |before: Option<usize>, now: Option<usize>| now.is_none() || before == now;
        let (to_stage, to_phase) = (
            event.stage.map(|stage| stage as usize),
            event.phase.map(|phase| phase as usize),
        );
        if event.label.is_none() && is_same(stage, to_stage) && is_same(phase, to_phase) {
            return Err(Error::new(format!("{id} is there already"))
                .hint(format!("`forewarn features {id}` shows how it came there")));
        }
        let mut remark = None;
        if to_stage < stage && to_stage.is_some() {
            let from = FeatureStage::ALL[stage.unwrap_or_default()];
            remark = Some(format!("{id} goes back: it was {} before", from.as_str()));
        } else if to_phase < phase && to_phase.is_some() {
            let from = Phase::ALL[phase.unwrap_or_default()];
            remark = Some(format!(
                "{id} reaches fewer: it had reached {}",
                from.as_str()
            ));
        }
        let moved = match (event.stage, event.phase, &event.label) {
            (Some(stage), Some(phase), _) => format!("{}, for {}", stage.as_str(), phase.as_str()),
            (Some(stage), None, _) => stage.as_str().to_owned(),
            (None, Some(phase), _) => format!("out for {}", phase.as_str()),
            (None, None, label) => label.as_ref().map_or("", Untrusted::raw).to_owned(),
        };
        let when = match (&event.date, &event.release) {
            (Some(date), _) => format!(" from {date} on"),
            (None, Some(release)) => format!(" with {release}"),
            (None, None) => String::new(),
        };
        feature.events.insert(at, event);
        Ok(Done::new(format!("{id} is {moved}{when}"), id).remark(remark))
    })
}

/// The day of a step: its own, else that of its release.
fn day_of(changelog: &Changelog, event: &FeatureEvent) -> Option<Date> {
    let of_release = || {
        let (stream, place) = event.release.as_deref()?.split_once('/')?;
        changelog.release(stream, place)?.date
    };
    event.date.or_else(of_release).map(|dated| dated.on)
}

fn event(changelog: &Changelog, step: &FeatureMove, day: Date) -> Result<FeatureEvent, Error> {
    if step.stage.is_none() && step.phase.is_none() && step.label.is_none() {
        return Err(Error::new("that is no move").hint(
            "--stage says how far it is, --phase whom it has reached, --label how it is called",
        ));
    }
    let release = match &step.release {
        Some(release) => {
            let (stream, place) = place_of(changelog, release)?;
            let is_meant = |one: &&crate::domain::release::Release| {
                one.stream == stream.id && one.place == place
            };
            if !changelog.releases.iter().any(|one| is_meant(&one)) {
                return Err(
                    Error::new(format!("there is no release {}/{place}", stream.id))
                        .hint("--in names the release that it came with"),
                );
            }
            Some(format!("{}/{place}", stream.id))
        }
        None => None,
    };
    if let Some(entry) = &step.entry {
        found_entry(changelog, entry)?;
    }
    let on = step.date.or(release.is_none().then_some(day));
    let kind = step.date_kind.unwrap_or(DateKind::Exact);
    Ok(FeatureEvent {
        stage: step.stage,
        phase: step.phase,
        label: step.label.as_deref().and_then(said),
        release,
        date: on.map(|on| Dated { on, kind }),
        support: step.support.as_deref().and_then(said),
        entry: step.entry.clone(),
        note: step.note.as_deref().and_then(said),
        sources: step.sources.iter().filter_map(|one| said(one)).collect(),
    })
}
