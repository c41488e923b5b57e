//! The changelog as a list to walk through: every release of every stream on one axis of time, and its entries when they are wanted.
//! Only as many entries are loaded as somebody looks at.

use std::collections::BTreeMap;

use crate::app::history::{History, Source};
use crate::domain::date::{Date, Dated};
use crate::domain::entry::{Entry, EntryKind};
use crate::domain::release::{Release, Stage, State};
use crate::domain::text::Untrusted;
use crate::domain::version::Scheme;
use crate::error::Error;

/// Which entries are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Streams; empty: all.
    pub streams: Vec<String>,
    /// Kinds; empty: all.
    pub kinds: Vec<EntryKind>,
    pub breaking: bool,
}

impl Filter {
    pub fn is_nothing(&self) -> bool {
        self.streams.is_empty() && self.kinds.is_empty() && !self.breaking
    }
}

/// A stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    pub id: String,
    pub name: Untrusted,
    pub scheme: Scheme,
    pub covers_until: Option<Date>,
}

/// A release, without its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseLine {
    /// `stream/version`.
    pub id: String,
    /// Its stream's place among the lanes.
    pub lane: usize,
    pub version: String,
    pub date: Option<Dated>,
    pub stage: Stage,
    pub state: State,
    pub title: Option<Untrusted>,
    /// How many of its entries the filter lets through.
    pub entries: usize,
}

/// Every release up to a day, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    pub platform: Untrusted,
    /// Where it comes from, in words.
    pub source: String,
    /// Whether it can be written to.
    pub is_ours: bool,
    pub as_of: Date,
    pub lanes: Vec<Lane>,
    pub releases: Vec<ReleaseLine>,
    /// Releases of later days, which are not shown.
    pub later: usize,
}

/// An entry, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryLine {
    pub id: String,
    pub kind: EntryKind,
    pub breaking: bool,
    pub corrected: bool,
    /// Its text as it stands.
    pub text: Untrusted,
}

/// Every release that its readers have on the history's day.
///
/// # Errors
/// If the history cannot be read.
pub fn timeline(history: &History, filter: &Filter) -> Result<Timeline, Error> {
    let headers = history.headers()?;
    let lanes: Vec<Lane> = headers
        .streams
        .iter()
        .map(|stream| Lane {
            id: stream.id.clone(),
            name: stream.display_name(),
            scheme: stream.scheme,
            covers_until: stream.covers_until,
        })
        .collect();
    let counts =
        history
            .store
            .entry_counts_of(&history.platform, &filter.kinds, filter.breaking)?;
    let mut later = 0;
    let mut dated: Vec<(Option<Date>, usize, ReleaseLine)> = Vec::new();
    // A release without a day stands beside the one before it in its stream: releases are in order of versions.
    let mut known: BTreeMap<&str, Date> = BTreeMap::new();
    for (place, release) in headers.releases.iter().enumerate() {
        let Some(lane) = lanes.iter().position(|lane| lane.id == release.stream) else {
            continue;
        };
        if release.place.version().is_none() || !release.is_public(history.as_of) {
            continue;
        }
        if release.date.is_some_and(|date| date.on > history.as_of) {
            later += 1;
            continue;
        }
        if !filter.streams.is_empty() && !filter.streams.contains(&release.stream) {
            continue;
        }
        let entries = counts.get(&release.id()).copied().unwrap_or_default();
        let narrows = !filter.kinds.is_empty() || filter.breaking;
        if let Some(date) = release.date {
            known.insert(&release.stream, date.on);
        }
        if narrows && entries == 0 {
            continue;
        }
        let day = known.get(release.stream.as_str()).copied();
        dated.push((day, place, line(release, lane, entries)));
    }
    dated.sort_by(|a, b| (b.0, a.2.lane, b.1).cmp(&(a.0, b.2.lane, a.1)));
    Ok(Timeline {
        platform: headers
            .platform
            .name
            .clone()
            .unwrap_or_else(|| Untrusted::from(headers.platform.id.as_str())),
        source: history.source.describe(),
        is_ours: history.source != Source::BuiltIn,
        as_of: history.as_of,
        lanes,
        releases: dated.into_iter().map(|(_, _, line)| line).collect(),
        later,
    })
}

fn line(release: &Release, lane: usize, entries: usize) -> ReleaseLine {
    ReleaseLine {
        id: release.id(),
        lane,
        version: release.place.to_string(),
        date: release.date,
        stage: release.stage,
        state: release.state,
        title: release.title.clone().or_else(|| release.summary.clone()),
        entries,
    }
}

/// The entries of some releases, by `stream/version`, those that the filter lets through.
///
/// # Errors
/// If one of the releases is not there, or the history cannot be read.
pub fn entries(
    history: &History,
    ids: &[String],
    filter: &Filter,
) -> Result<BTreeMap<String, Vec<EntryLine>>, Error> {
    let headers = history.headers()?;
    let wanted = |release: &Release| ids.contains(&release.id());
    let mut releases: Vec<Release> = headers.releases.into_iter().filter(wanted).collect();
    history.store.fill(&history.platform, &mut releases)?;
    let fits = |entry: &&Entry| {
        (filter.kinds.is_empty() || filter.kinds.contains(&entry.kind))
            && (!filter.breaking || entry.breaking)
    };
    Ok(releases
        .iter()
        .map(|release| {
            let lines = release.entries.iter().filter(fits).map(|entry| EntryLine {
                id: entry.id.clone(),
                kind: entry.kind,
                breaking: entry.breaking,
                corrected: !entry.corrections.is_empty(),
                text: entry.text.clone(),
            });
            (release.id(), lines.collect())
        })
        .collect())
}

/// The releases (`stream/version`) that entries stand in; entries that are not there are left out.
///
/// # Errors
/// If the history cannot be read.
pub fn homes(history: &History, entries: &[&str]) -> Result<BTreeMap<String, String>, Error> {
    Ok(history.store.homes_of_entries(&history.platform, entries)?)
}
