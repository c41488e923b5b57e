//! The changelog as a list to walk through: every release of every stream on one axis of time, and its entries when they are wanted.
//! Only as many entries are loaded as somebody looks at.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::facts::PUBLIC;
use crate::app::history::{History, Source};
use crate::domain::date::{Date, Dated};
use crate::domain::entry::{Entry, EntryKind};
use crate::domain::release::{Release, Stage, State};
use crate::domain::text::Untrusted;
use crate::domain::version::Scheme;
use crate::error::Error;
use crate::store::EntrySort;

/// Which releases and entries are looked at. What is empty lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub streams: Vec<String>,
    pub kinds: Vec<EntryKind>,
    /// Only entries that break something.
    pub breaking: bool,
    pub stages: Vec<Stage>,
    /// Those whom an entry is for.
    pub audiences: Vec<String>,
    /// Ids of the features that an entry belongs to.
    pub features: Vec<String>,
    /// Only releases of this day or later.
    pub since: Option<Date>,
}

impl Filter {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// What it asks of entries.
    fn sort(&self) -> EntrySort<'_> {
        EntrySort {
            kinds: &self.kinds,
            breaking: self.breaking,
            features: &self.features,
            audiences: &self.audiences,
        }
    }

    /// Whether it lets some entries of a release through and others not.
    const fn tells_entries_apart(&self) -> bool {
        !self.kinds.is_empty()
            || self.breaking
            || !self.features.is_empty()
            || !self.audiences.is_empty()
    }

    fn has_release(&self, release: &Release) -> bool {
        (self.streams.is_empty() || self.streams.contains(&release.stream))
            && (self.stages.is_empty() || self.stages.contains(&release.stage))
            && self.since.is_none_or(|since| {
                let date = release.date.as_ref();
                date.is_some_and(|date| date.on >= since)
            })
    }

    fn has_entry(&self, release: &Release, entry: &Entry) -> bool {
        let is_for = |wanted: &String| match (&entry.audience[..], &release.audience[..]) {
            ([], []) => wanted == PUBLIC,
            ([], of_release) => of_release.contains(wanted),
            (own, _) => own.contains(wanted),
        };
        (self.kinds.is_empty() || self.kinds.contains(&entry.kind))
            && (!self.breaking || entry.breaking)
            && (self.features.is_empty()
                || entry
                    .feature
                    .as_ref()
                    .is_some_and(|one| self.features.contains(one)))
            && (self.audiences.is_empty() || self.audiences.iter().any(is_for))
    }
}

/// What a filter may choose from, beside streams and kinds. A list of one is no choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub stages: Vec<Stage>,
    pub audiences: Vec<String>,
    /// With their names.
    pub features: Vec<(String, Untrusted)>,
}

/// What there is to choose from on the history's day.
///
/// # Errors
/// If the history cannot be read.
pub fn choices(history: &History) -> Result<Choices, Error> {
    let headers = history.headers()?;
    let public = || {
        let releases = headers.releases.iter();
        releases.filter(|release| release.is_public(history.as_of))
    };
    let stages: BTreeSet<Stage> = public().map(|release| release.stage).collect();
    let mut audiences: BTreeSet<String> = public()
        .flat_map(|release| release.audience.iter().cloned())
        .collect();
    audiences.extend(history.store.entry_audiences(&history.platform)?);
    if !audiences.is_empty() {
        audiences.insert(PUBLIC.to_owned());
    }
    let features = headers.features.iter();
    Ok(Choices {
        stages: stages.into_iter().collect(),
        audiences: audiences.into_iter().collect(),
        features: features
            .map(|one| (one.id.clone(), one.name.clone()))
            .collect(),
    })
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
    let counts = history
        .store
        .entry_counts_of(&history.platform, &filter.sort())?;
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
        // Also of what the filter leaves out: the place of the others does not depend on it.
        if let Some(date) = release.date {
            known.insert(&release.stream, date.on);
        }
        if !filter.has_release(release) {
            continue;
        }
        let entries = counts.get(&release.id()).copied().unwrap_or_default();
        if filter.tells_entries_apart() && entries == 0 {
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
    Ok(releases
        .iter()
        .map(|release| {
            let entries = release.entries.iter();
            let shown = entries.filter(|entry| filter.has_entry(release, entry));
            let lines = shown.map(|entry| EntryLine {
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::app::history::Whereabouts;
    use crate::system::System;

    fn built_in() -> History {
        let system = System::made("2026-06-15T00:00:00Z", &[], Path::new("/"));
        History::open(&system, &Whereabouts::default()).unwrap()
    }

    /// Filters, each of one thing that there is to choose from.
    fn filters(history: &History) -> Vec<Filter> {
        let choices = choices(history).unwrap();
        let mut filters: Vec<Filter> = Vec::new();
        let mut with = |set: &dyn Fn(&mut Filter)| {
            let mut filter = Filter::default();
            set(&mut filter);
            filters.push(filter);
        };
        for kind in EntryKind::ALL {
            with(&|filter| filter.kinds = vec![*kind]);
        }
        for stage in &choices.stages {
            with(&|filter| filter.stages = vec![*stage]);
        }
        for audience in &choices.audiences {
            with(&|filter| filter.audiences = vec![audience.clone()]);
        }
        for (feature, _) in &choices.features {
            with(&|filter| filter.features = vec![feature.clone()]);
        }
        with(&|filter| filter.breaking = true);
        with(&|filter| filter.since = Some("2024-01-01".parse().unwrap()));
        with(&|filter| {
            filter.streams = vec!["ui".to_owned()];
            filter.kinds = vec![EntryKind::Fixed];
            filter.since = Some("2025-01-01".parse().unwrap());
        });
        filters
    }

    #[test]
    fn as_many_entries_are_counted_as_are_shown() {
        let history = built_in();
        let all = timeline(&history, &Filter::default()).unwrap();
        let ids: Vec<String> = all.releases.iter().map(|one| one.id.clone()).collect();
        let (mut some, filters) = (0, filters(&history));
        for filter in &filters {
            let counted: BTreeMap<String, usize> = timeline(&history, filter)
                .unwrap()
                .releases
                .into_iter()
                .filter(|one| one.entries > 0)
                .map(|one| (one.id, one.entries))
                .collect();
            let shown: BTreeMap<String, usize> = entries(&history, &ids, filter)
                .unwrap()
                .into_iter()
                .filter(|(id, lines)| !lines.is_empty() && counted.contains_key(id))
                .map(|(id, lines)| (id, lines.len()))
                .collect();
            assert_eq!(counted, shown, "{filter:?}");
            some += usize::from(!counted.is_empty());
        }
        assert!(
            some > 12,
            "{some} of {} let something through",
            filters.len()
        );
    }

    #[test]
    fn a_filter_of_days_leaves_out_what_is_before_them() {
        let history = built_in();
        let since: Date = "2025-06-01".parse().unwrap();
        let filter = Filter {
            since: Some(since),
            ..Filter::default()
        };
        let releases = timeline(&history, &filter).unwrap().releases;
        assert!(!releases.is_empty());
        let is_later = |one: &ReleaseLine| one.date.is_some_and(|date| date.on >= since);
        assert!(releases.iter().all(is_later));
    }
}
