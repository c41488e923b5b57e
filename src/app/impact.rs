//! What moving from one version to another does: entries, settings, features, API, dependencies and support, sorted by
//! when something has to be done about it, version by version, and joined with what plugins use.
//!
//! The releases of a move are those that release notes tell of for the same range: half-open, without what the new version
//! does not descend from, pre-releases rolled up. Whatever is not told is listed with the reason.

#[cfg(test)]
mod cancelled;
mod dependencies;
mod entries;
mod features;
mod plugins;
mod settings;
mod symbols;
mod unrecorded;
mod way;

use crate::app::api::{self, Packages};
use crate::app::history::History;
use crate::app::notes::{NotesQuery, notes};
use crate::app::selector::{self, Choice};
use crate::app::{evidence, versions};
use crate::cancel::Progress;
use crate::domain::changelog::Changelog;
use crate::domain::document::api::DiffDocument;
use crate::domain::document::fleet::PluginImpact;
use crate::domain::document::impact::{Asked, Ends, ImpactDocument, Item};
use crate::domain::document::notes::NotesDocument;
use crate::domain::document::scan::Confidence;
use crate::domain::release::{Release, Stream};
use crate::domain::text::Untrusted;
use crate::domain::version::{Scheme, SemVersion, Version};
use crate::error::Error;
use crate::system::System;

pub use plugins::{Member, PluginsQuery};

/// What a user asked for.
#[derive(Clone, Debug, Default)]
pub struct ImpactQuery {
    /// `A..B`; without B up to the newest release.
    pub range: String,
    /// Streams of days whose releases of the same time are told as well; empty: all of the platform.
    pub streams: Vec<String>,
    /// Whose upgrade it is; `None`: everybody's.
    pub audience: Option<String>,
    /// From B back to A.
    pub reverse: bool,
    /// `None`: no plugins are looked at.
    pub plugins: Option<Plugins>,
}

/// Where plugins come from.
#[derive(Clone, Debug)]
pub enum Plugins {
    /// They are looked at.
    Look(PluginsQuery),
    /// Parts of a fleet were looked at before.
    Parts(Parts),
}

/// What parts of a fleet came to.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    pub plugins: Vec<PluginImpact>,
    pub without: Vec<String>,
    pub min_confidence: Option<Confidence>,
    /// What is missing for the whole fleet; sentences.
    pub incomplete: Vec<String>,
    pub cancelled: bool,
}

/// A move between two versions of a stream.
pub(crate) struct Move {
    pub(crate) stream: Stream,
    /// The older and the newer end, whichever way the move goes.
    pub(crate) old: Version,
    pub(crate) new: Version,
    pub(crate) reverse: bool,
}

impl Move {
    /// Both ends as versions, if the stream has such.
    pub(crate) fn versions(&self) -> Option<(&SemVersion, &SemVersion)> {
        Some((self.old.semver()?, self.new.semver()?))
    }

    /// Both ends in the direction of the move.
    pub(crate) fn ends(&self) -> (&Version, &Version) {
        if self.reverse {
            (&self.new, &self.old)
        } else {
            (&self.old, &self.new)
        }
    }
}

/// Works out a move.
///
/// # Errors
/// A range that is none, has no beginning or runs backwards, an unknown stream or version: the nearest are named. A plugin
/// that cannot be scanned is in the answer.
pub fn impact(
    system: &System,
    history: &History,
    query: &ImpactQuery,
    progress: &dyn Progress,
) -> Result<ImpactDocument, Error> {
    let headers = history.headers()?;
    let packages = Packages::open(history)?;
    let beside = api::unrecorded(&headers, &packages)?;
    let mut released = headers.clone();
    released.releases.extend(beside.iter().cloned());
    let going = chosen(history, &headers, &released, query)?;
    let told = told(history, &headers, &going, query)?;
    let diff = differences(history, &packages, &going)?;
    let mut found = symbols::of(history, &packages, &going, diff.as_ref().ok())?;
    let mut items = dependencies::of(&going, &found, diff.as_ref().ok());
    let (entries, mut excluded) = entries::of(&told, &going, &found);
    let settings = settings::of(&told);
    let features = features::of(history, &headers, &told, &going)?;
    items.extend(settings.iter().map(|one| settings::item(one, &going)));
    items.extend(features.iter().map(|one| features::item(one, &going)));
    items.extend(entries);
    excluded.append(&mut found.excluded);
    let mut api = found.counts.clone();
    match &diff {
        Ok(diff) => {
            api.added = diff.added.len();
            api.unjudged = diff.unjudged;
        }
        Err(why) => api.missing = Some(why.clone()),
    }
    items.extend(found.items.into_values());
    let mut document = ImpactDocument {
        as_of: history.as_of,
        platform: told.platform.clone(),
        stream: going.stream.id.clone(),
        stream_name: going.stream.display_name(),
        package: going.stream.package.clone(),
        from: going.ends().0.to_string(),
        to: going.ends().1.to_string(),
        reverse: going.reverse,
        items,
        settings,
        features,
        api,
        per_version: Vec::new(),
        ends: ends(history, &headers, &going),
        stops: Vec::new(),
        plugins: None,
        evidence: None,
        without: Vec::new(),
        excluded,
        withheld: told.withheld.len(),
        remarks: remarks((&headers, &beside), &going, &told),
        coverage: told.coverage.clone(),
        entries_in: told.entries_in,
        asked: Asked {
            streams: query.streams.clone(),
            audience: query.audience.clone(),
            min_confidence: None,
        },
        incomplete: Vec::new(),
        cancelled: false,
    };
    let join = plugins::Join {
        system,
        history,
        packages: &packages,
        going: &going,
        old: &found.before,
    };
    match &query.plugins {
        None => {}
        Some(Plugins::Look(wanted)) => plugins::look(&join, wanted, &mut document, progress)?,
        Some(Plugins::Parts(parts)) => plugins::put(&join, parts.clone(), &mut document)?,
    }
    if let Some(plugins) = &document.plugins {
        let scanned = plugins.iter().filter_map(|one| one.scanned.as_ref());
        let findings =
            scanned.flat_map(|one| one.findings.iter().map(move |finding| (one, finding)));
        document.evidence = evidence::beside_findings(system, history, findings)?;
    }
    document.per_version = way::versions(&headers, &beside, &told, &going, &document);
    document.stops = way::stops(&released, &going, &document);
    document.items.sort_by_cached_key(order);
    Ok(document)
}

/// The gravest first: by phase, by use in plugins, entries before the symbols that they speak of, by name.
fn order(item: &Item) -> impl Ord + use<> {
    let status = item.symbol.as_ref().map(|one| one.status);
    (
        item.phase,
        item.findings == 0,
        item.kind,
        !item.breaking,
        item.entry_kind,
        item.reason,
        status,
        item.id.to_lowercase(),
        item.id.clone(),
    )
}

/// The move that a range means; `released` are the releases of the record and those that only their packages show.
fn chosen(
    history: &History,
    headers: &Changelog,
    released: &Changelog,
    query: &ImpactQuery,
) -> Result<Move, Error> {
    let text = query.range.trim();
    let Some((from, _)) = text.split_once("..") else {
        return Err(Error::new(format!("`{text}` is not a range"))
            .hint("an upgrade is written FROM..TO, for example 2.14.0..2.17.1; without TO it leads to the newest release"));
    };
    if from.trim().is_empty() {
        return Err(Error::new(format!("the range {text} has no beginning"))
            .hint("an upgrade begins at the version in use, for example 2.14.0..2.17.1"));
    }
    let choice = selector::choose(released, text, &[])?;
    let Choice {
        stream,
        from: Some(old),
        to,
        ..
    } = choice
    else {
        return Err(Error::new(format!("`{text}` is not a range")));
    };
    let stream = headers
        .stream(&stream)
        .ok_or_else(|| selector::no_stream(headers, &stream))?;
    let new = match to {
        Some(to) => Some(to),
        None => newest(history, headers, stream)
            .or_else(|| newest(history, released, stream))
            .filter(|newest| *newest > old),
    };
    let new = new.ok_or_else(|| {
        Error::new(format!(
            "no release after {old} is known in the stream {}",
            stream.id
        ))
        .hint(format!(
            "`forewarn versions --stream {}` lists what there is",
            stream.id
        ))
    })?;
    Ok(Move {
        stream: stream.clone(),
        old,
        new,
        reverse: query.reverse,
    })
}

/// The newest release that is out, by day where days are known, else by version.
fn newest(history: &History, headers: &Changelog, stream: &Stream) -> Option<Version> {
    versions::newest(history, headers, stream)
        .and_then(|release| release.version().cloned())
        .or_else(|| {
            versions::releases(headers, stream)
                .filter(|release| release.is_public(history.as_of))
                .filter_map(|release| release.version().cloned())
                .max()
        })
}

/// The release notes of the range, with those of the streams of days in the same time.
fn told(
    history: &History,
    headers: &Changelog,
    going: &Move,
    query: &ImpactQuery,
) -> Result<NotesDocument, Error> {
    let mut streams = vec![going.stream.id.clone()];
    if query.streams.is_empty() {
        let beside = headers
            .streams
            .iter()
            .filter(|stream| stream.id != going.stream.id && stream.scheme == Scheme::Date);
        streams.extend(beside.map(|stream| stream.id.clone()));
    } else {
        streams.extend(query.streams.iter().cloned());
    }
    let range = unrecorded::told_range(headers, going);
    if range.is_none() {
        // Without a release of its own there is no time of which other streams could tell.
        streams.truncate(1);
    }
    notes(
        history,
        &NotesQuery {
            choice: range,
            streams,
            audience: query.audience.clone(),
            ..NotesQuery::default()
        },
    )
}

/// What differs between the surfaces of both ends; else why it is not known.
fn differences(
    history: &History,
    packages: &Packages<'_>,
    going: &Move,
) -> Result<Result<DiffDocument, String>, Error> {
    let Some(package) = &going.stream.package else {
        return Ok(Err(format!(
            "the stream {} has no package",
            going.stream.id
        )));
    };
    if !packages.names()?.contains(package) {
        return Ok(Err(format!(
            "no surface of {package} is known: `forewarn import {package}` reads them"
        )));
    }
    let range = format!("{}..{}", going.old, going.new);
    Ok(api::diff(history, Some(package), &range).map_err(|error| error.in_one_line()))
}

/// The support of both ends on the history's day.
fn ends(history: &History, headers: &Changelog, going: &Move) -> Ends {
    let life = versions::of_stream(history, headers, &going.stream);
    let line = |version: &Version| {
        let line = version.semver()?.line();
        life.lines.iter().find(|one| one.line == line).cloned()
    };
    let (from, to) = going.ends();
    Ends {
        from: line(from),
        to: line(to),
    }
}

/// What a reader has to know of the move as a whole.
fn remarks(
    (headers, beside): (&Changelog, &[Release]),
    going: &Move,
    told: &NotesDocument,
) -> Vec<String> {
    let mut remarks = unrecorded::remarks(beside, going);
    let (_, to) = going.ends();
    if let Some(release) = headers.release(&going.stream.id, &to.to_string()) {
        if let Some(why) = &release.withdrawn {
            remarks.push(format!("{to} was withdrawn: {}", why.for_terminal_line()));
        }
        if to.semver().is_some_and(SemVersion::is_prerelease) {
            remarks.push(format!("{to} is a pre-release: not for production."));
        }
    }
    let withdrawn = told.releases.iter().filter(|release| {
        release.stream == going.stream.id
            && release.withdrawn.is_some()
            && release.place.version() != Some(to)
    });
    remarks.extend(withdrawn.map(|release| {
        format!(
            "{} on the way was withdrawn: {}",
            release.place,
            release
                .withdrawn
                .as_ref()
                .map_or_else(String::new, Untrusted::for_terminal_line)
        )
    }));
    let corrections = told
        .releases
        .iter()
        .flat_map(|release| &release.corrections);
    remarks.extend(corrections.map(|one| {
        format!(
            "The entry `{}` of {} was corrected since: {}",
            one.entry,
            one.release,
            one.text.for_terminal_line()
        )
    }));
    remarks.extend(told.remarks.iter().cloned());
    remarks
}

/// `ui/2.0.0` as it stands in a sentence: without the stream, where it is that of the move.
fn release_name(release: &str, going: &Move) -> String {
    let own = format!("{}/", going.stream.id);
    release.strip_prefix(&own).unwrap_or(release).to_owned()
}
