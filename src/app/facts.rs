//! The entries that count on a day, and when their releases came: what defaults, features and deprecations start from.

use std::collections::BTreeMap;

use crate::app::history::History;
use crate::app::selector;
use crate::app::versions::{published_ends, release_facts};
use crate::domain::changelog::Changelog;
use crate::domain::date::{DateKind, Dated};
use crate::domain::document::notes::{Coverage, Excluded};
use crate::domain::entry::Entry;
use crate::domain::release::{Place, Release, Stage, State, Stream};
use crate::domain::text::Untrusted;
use crate::domain::version::{Line, Scheme, Version};
use crate::domain::when::{Came, When};
use crate::error::Error;
use crate::policy::lifecycle::{ReleaseFacts, release_days};
use crate::store::{Carries, Selection};

/// The audience that everybody belongs to.
pub(crate) const PUBLIC: &str = "public";

/// The entries of a history that carry facts of one kind, those that count apart from those that do not.
pub(crate) struct Facts {
    /// Streams, and every release without its entries.
    pub(crate) headers: Changelog,
    /// In order of time, as far as it is known; then of streams and versions.
    pub(crate) entries: Vec<(Release, Entry)>,
    /// Entries that do not count, with the reason.
    pub(crate) left_out: Vec<Excluded>,
    pub(crate) days: BTreeMap<String, When>,
}

impl Facts {
    /// Loads the releases that carry such facts, and sorts out what is not public, not for everybody, withdrawn, or
    /// taken back by the history's day.
    pub(crate) fn load(history: &History, carries: Carries) -> Result<Self, Error> {
        let headers = history.headers()?;
        let days = days(history, &headers);
        let wanted = history.store.releases_with(&history.platform, carries)?;
        let changelog = history.load(Selection::Only(&wanted))?;
        let taken_back = history.store.taken_back(&history.platform)?;
        let mut facts = Self {
            headers,
            entries: Vec::new(),
            left_out: Vec::new(),
            days,
        };
        for mut release in changelog.releases {
            let entries = std::mem::take(&mut release.entries);
            for entry in entries.into_iter().filter(|entry| match carries {
                Carries::Settings => !entry.settings.is_empty(),
                Carries::Deprecations => !entry.deprecations.is_empty(),
            }) {
                let back = taken_back.get(&entry.id).filter(|(_, home)| {
                    facts.is_public(history, home)
                        && facts.when(home).by(history.as_of) == Came::Yes
                });
                match why_not(history, &release, &entry, back) {
                    Some(why) => facts.left_out.push(Excluded { id: entry.id, why }),
                    None => facts.entries.push((release.clone(), entry)),
                }
            }
        }
        let order = |release: &Release| {
            let day = facts
                .days
                .get(&release.id())
                .and_then(|when| when.sort_day());
            let rank = facts
                .headers
                .streams
                .iter()
                .position(|stream| stream.id == release.stream);
            (day.is_none(), day, rank, release.place.clone())
        };
        facts
            .entries
            .sort_by_cached_key(|(release, _)| order(release));
        Ok(facts)
    }

    /// When a release came, by its id.
    pub(crate) fn when(&self, release: &str) -> When {
        self.days.get(release).copied().unwrap_or_default()
    }

    fn is_public(&self, history: &History, release: &str) -> bool {
        release
            .split_once('/')
            .and_then(|(stream, place)| self.headers.release(stream, place))
            .is_some_and(|release| release.is_public(history.as_of))
    }

    /// How far the data of these streams reaches, in the platform's order.
    pub(crate) fn coverage<'a>(&self, streams: impl IntoIterator<Item = &'a str>) -> Vec<Coverage> {
        let wanted: Vec<&str> = streams.into_iter().collect();
        self.headers
            .streams
            .iter()
            .filter(|stream| wanted.contains(&stream.id.as_str()))
            .map(super::notes::coverage)
            .collect()
    }

    pub(crate) fn stream_name(&self, stream: &str) -> Untrusted {
        self.headers
            .stream(stream)
            .map_or_else(|| Untrusted::from(stream), Stream::display_name)
    }
}

/// The platform's name as people write it, else its id.
pub(crate) fn platform_name(headers: &Changelog) -> Untrusted {
    let platform = &headers.platform;
    platform
        .name
        .clone()
        .unwrap_or_else(|| Untrusted::from(platform.id.as_str()))
}

/// Whether an entry is for everybody.
pub(crate) fn is_open(release: &Release, entry: &Entry) -> bool {
    let audience = audience(release, entry);
    audience.is_empty() || audience.iter().any(|name| name == PUBLIC)
}

fn audience<'a>(release: &'a Release, entry: &'a Entry) -> &'a [String] {
    if entry.audience.is_empty() {
        &release.audience
    } else {
        &entry.audience
    }
}

/// The version that an account runs, of the platform's first stream of versions, with that stream; and a remark where it
/// does not follow that it was out on the history's day. A line is its newest patch that may be out.
///
/// # Errors
/// If it is no version of that stream, or was not out: the newest that was is named.
pub(crate) fn running(
    history: &History,
    headers: &Changelog,
    days: &BTreeMap<String, When>,
    text: &str,
) -> Result<((String, Version), Option<String>), Error> {
    let (stream, named) = selector::first_version(headers, text)?;
    let came = |release: &&Release| {
        let when = days.get(&release.id()).copied().unwrap_or_default();
        if release.is_public(history.as_of) {
            when.by(history.as_of)
        } else {
            Came::No
        }
    };
    let of_stream = || {
        headers
            .releases
            .iter()
            .filter(|release| release.stream == stream)
    };
    let newest = |is_meant: &dyn Fn(&&Release) -> bool| {
        of_stream()
            .filter(|release| is_meant(release))
            .filter_map(Release::version)
            .max()
            .cloned()
    };
    let line = text
        .rsplit('/')
        .next()
        .and_then(|text| text.trim_start_matches('v').parse::<Line>().ok());
    let version = line
        .and_then(|line| {
            newest(&|release| {
                let version = release.version().and_then(Version::semver);
                version.is_some_and(|version| version.line() == line) && came(release) != Came::No
            })
        })
        .unwrap_or(named);
    let found = of_stream()
        .find(|release| release.version() == Some(&version))
        .map_or(Came::Maybe, |release| came(&release));
    let name = headers.stream(&stream).map_or_else(
        || stream.clone(),
        |one| one.display_name().for_terminal_line(),
    );
    match found {
        Came::Yes => Ok(((stream, version), None)),
        Came::Maybe => {
            let remark = format!(
                "whether {name} {version} was out on {} is not known",
                history.as_of
            );
            Ok(((stream, version), Some(remark)))
        }
        Came::No => {
            let error = Error::new(format!(
                "{name} {version} is not out yet on {}",
                history.as_of
            ));
            let newest =
                newest(&|release| release.stage == Stage::Ga && came(release) == Came::Yes);
            Err(match newest {
                Some(newest) => error.hint(format!("the newest that is: {newest}")),
                None => error.hint("no version is known to be out by then"),
            })
        }
    }
}

/// Why an entry does not count on the history's day; `None`: it does. What is of a later day is left to the policy.
fn why_not(
    history: &History,
    release: &Release,
    entry: &Entry,
    taken_back: Option<&(String, String)>,
) -> Option<String> {
    let id = release.id();
    if matches!(release.place, Place::Unreleased(_)) {
        return Some(format!("{id} is not released yet"));
    }
    if release.state == State::Withdrawn {
        return Some(format!("its release {id} was withdrawn"));
    }
    if !release.is_public(history.as_of) {
        return Some(format!("its release {id} is in state {}", release.state));
    }
    if !is_open(release, entry) {
        let audience = audience(release, entry).join(", ");
        return Some(format!("for {audience}, not for {PUBLIC}"));
    }
    taken_back.map(|(by, home)| format!("taken back by {by} in {home}"))
}

/// When each release came, by its id: its own date, and what follows from the versions around it.
pub(crate) fn days(history: &History, headers: &Changelog) -> BTreeMap<String, When> {
    let mut days = BTreeMap::new();
    for stream in &headers.streams {
        let releases: Vec<&Release> = headers
            .releases
            .iter()
            .filter(|release| release.stream == stream.id)
            .collect();
        if stream.scheme == Scheme::Semver {
            days.extend(by_version(history, headers, stream, &releases));
        } else {
            days.extend(releases.iter().map(|release| {
                let own = match release.version() {
                    Some(Version::Date(version)) => Some(Dated::exact(version.day)),
                    _ => None,
                };
                (release.id(), When::of(release.date.or(own)))
            }));
        }
    }
    days
}

fn by_version(
    history: &History,
    headers: &Changelog,
    stream: &Stream,
    releases: &[&Release],
) -> Vec<(String, When)> {
    let facts: Vec<ReleaseFacts> = releases
        .iter()
        .filter_map(|release| release_facts(release))
        .collect();
    let ends = published_ends(headers, stream);
    let covers_until = stream.covers_until.or(history.recorded);
    let known = release_days(&facts, &ends, &history.policy, covers_until);
    releases
        .iter()
        .filter_map(|release| {
            let version = release.version()?.semver()?;
            let (_, bounds) = known.iter().find(|(other, _)| other == version)?;
            let when = match release.date {
                Some(dated) if dated.kind == DateKind::Announced => When::of(Some(dated)),
                dated => When {
                    dated,
                    bounds: *bounds,
                },
            };
            Some((release.id(), when))
        })
        .collect()
}
