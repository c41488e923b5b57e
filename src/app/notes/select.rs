//! Which releases a query means, before any entry is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::notes::NotesQuery;
use crate::app::selector::{Choice, Only};
use crate::domain::changelog::Changelog;
use crate::domain::date::{Date, Dated};
use crate::domain::lineage::{Descent, Known, Lineage};
use crate::domain::release::{Place, Release, Stage};
use crate::domain::version::{SemVersion, Version};
use crate::domain::when::When;

/// What a query means.
#[derive(Debug, Default)]
pub(super) struct Selected {
    /// Ids (`stream/version`) of the releases whose entries are shown or listed as left out.
    pub(super) releases: BTreeSet<String>,
    /// Of those, the ones that the range's end does not contain, with the reason.
    pub(super) apart: BTreeMap<String, String>,
    /// How many releases may or may not be contained: days that would tell are not known.
    pub(super) unsure: usize,
    pub(super) had: Had,
}

/// What someone at the range's start has already.
#[derive(Debug, Default)]
pub(super) struct Had {
    /// Releases up to the start, on its line of descent.
    releases: BTreeSet<String>,
    /// Entries that one of them includes as a back-port, with that release.
    entries: BTreeMap<String, String>,
}

impl Had {
    /// Whether an entry, whose text stands in `home`, is there already.
    pub(super) fn has(&self, entry: &str, home: &str) -> bool {
        self.entries.contains_key(entry) || self.releases.contains(home)
    }

    /// Why an entry whose text stands in the range is no news, if it is none.
    pub(super) fn why(&self, entry: &str) -> Option<String> {
        let release = self.entries.get(entry)?;
        Some(format!("already there as a back-port, since {release}"))
    }
}

pub(super) fn select(
    headers: &Changelog,
    days: &BTreeMap<String, When>,
    streams: &[String],
    query: &NotesQuery,
    choice: Option<&Choice>,
) -> Selected {
    let window = choice.map(|choice| window(headers, choice));
    let is_meant = |release: &&Release| {
        let when = days.get(&release.id()).copied().unwrap_or_default();
        is_meant(query, release, when, choice, window.as_ref())
    };
    let mut selected = Selected {
        releases: headers
            .releases
            .iter()
            .filter(|release| streams.contains(&release.stream))
            .filter(is_meant)
            .map(Release::id)
            .collect(),
        ..Selected::default()
    };
    if let (Some(choice), Some(window)) = (choice, &window) {
        let beside = headers.releases.iter().filter(|release| {
            release.stream != choice.stream
                && release.date.is_none()
                && release.version().is_some()
                && selected.releases.contains(&release.id())
        });
        for release in beside {
            let id = release.id();
            let when = days.get(&id).copied().unwrap_or_default();
            if !window.holds(when) {
                let why = format!("may lie in the time of the range: {when}");
                selected.apart.insert(id, why);
            }
        }
    }
    if let Some(choice) = choice.filter(|_| !query.as_published) {
        descend(headers, choice, &mut selected);
    }
    selected
}

/// The days that a range of versions covers, for the other streams beside it.
struct Window {
    from: Option<Date>,
    to: Option<Date>,
    /// Whether each end has a day at all.
    is_known: bool,
}

impl Window {
    /// Whether a release came in that time, for certain.
    fn holds(&self, when: When) -> bool {
        let (first, last) = (when.bounds.not_before, when.bounds.no_later_than);
        self.from
            .is_none_or(|from| first.is_some_and(|first| first > from))
            && self.to.is_none_or(|to| last.is_some_and(|last| last <= to))
    }

    /// Whether it may have.
    fn may_hold(&self, when: When) -> bool {
        let (first, last) = (when.bounds.not_before, when.bounds.no_later_than);
        self.from
            .is_none_or(|from| last.is_none_or(|last| last > from))
            && self
                .to
                .is_none_or(|to| first.is_none_or(|first| first <= to))
    }
}

fn window(headers: &Changelog, choice: &Choice) -> Window {
    let day = |version: &Version| {
        headers
            .release(&choice.stream, &version.to_string())
            .and_then(|release| release.date)
            .map(|dated| dated.on)
            .or(match version {
                Version::Date(version) => Some(version.day),
                Version::Semver(_) => None,
            })
    };
    let (from, to) = match &choice.only {
        Some(_) => {
            let days: Vec<Date> = headers
                .releases
                .iter()
                .filter(|release| choice.holds(release))
                .filter_map(|release| release.date.map(|dated| dated.on))
                .collect();
            let from = days.iter().min().map(|day| day.plus_days(-1));
            return Window {
                from,
                to: days.iter().max().copied(),
                is_known: !days.is_empty(),
            };
        }
        None => (choice.from.as_ref().map(day), choice.to.as_ref().map(day)),
    };
    let is_known = from != Some(None) && to != Some(None);
    Window {
        from: from.flatten(),
        to: to.flatten(),
        is_known,
    }
}

/// Whether a release lies, or may lie, in what was asked for; what is left out of that is told later.
fn is_meant(
    query: &NotesQuery,
    release: &Release,
    when: When,
    choice: Option<&Choice>,
    window: Option<&Window>,
) -> bool {
    if matches!(release.place, Place::Unreleased(_)) {
        return query.unreleased;
    }
    if query.unreleased && choice.is_none() && query.since.is_none() && query.until.is_none() {
        return false;
    }
    // A day outside those asked for was not asked for: it is not told of.
    let of_days = Window {
        from: query.since.map(|since| since.plus_days(-1)),
        to: query.until,
        is_known: true,
    };
    let is_of_days = match release.date {
        Some(dated) => of_days.may_hold(When::of(Some(Dated::exact(dated.on)))),
        None => of_days.may_hold(when),
    };
    if !is_of_days {
        return false;
    }
    match (choice, window) {
        (Some(choice), _) if choice.stream == release.stream => {
            !choice.is_empty()
                && (choice.holds(release)
                    || (!query.as_published && leads_up_to(release, choice.only.as_ref())))
        }
        // Another stream beside a range: what happened in the same time.
        (Some(choice), Some(window)) => {
            !choice.is_empty()
                && window.is_known
                && match release.date {
                    Some(dated) => window.may_hold(When::of(Some(Dated::exact(dated.on)))),
                    None => window.may_hold(when),
                }
        }
        _ => true,
    }
}

/// Whether a release is a pre-release of the stable one that was asked for: its notes are part of that one's.
fn leads_up_to(release: &Release, only: Option<&Only>) -> bool {
    match (release.version(), only) {
        (Some(Version::Semver(version)), Some(Only::Release(Version::Semver(only)))) => {
            !only.is_prerelease() && version.is_prerelease() && version.release() == only.release()
        }
        _ => false,
    }
}

/// Finds what the range's end does not contain, and what its start has already.
fn descend(headers: &Changelog, choice: &Choice, selected: &mut Selected) {
    let semver = |version: &Option<Version>| version.as_ref().and_then(Version::semver).cloned();
    let (from, to) = (semver(&choice.from), semver(&choice.to));
    if from.is_none() && to.is_none() {
        return;
    }
    let of_stream: Vec<(&Release, &SemVersion)> = headers
        .releases
        .iter()
        .filter(|release| release.stream == choice.stream)
        .filter_map(|release| Some((release, release.version()?.semver()?)))
        .collect();
    let lineage = Lineage::new(of_stream.iter().map(|(release, version)| Known {
        version,
        date: release.date,
    }));
    if let Some(to) = &to {
        for (release, version) in &of_stream {
            let id = release.id();
            if !selected.releases.contains(&id) {
                continue;
            }
            match lineage.descent(version, to) {
                Descent::Apart { after } => {
                    let why = format!(
                        "released after {after}, on the maintenance line {}: not part of what {to} brings",
                        version.line()
                    );
                    selected.apart.insert(id, why);
                }
                Descent::Unknown if release.stage == Stage::Ga => selected.unsure += 1,
                Descent::Unknown | Descent::Contained => {}
            }
        }
    }
    if let Some(from) = &from {
        for (release, version) in &of_stream {
            // Only what is sure: an entry told twice is better than one that nobody tells.
            let is_had = *version <= from && lineage.descent(version, from) == Descent::Contained;
            if is_had {
                selected.had.releases.insert(release.id());
                for entry in &release.includes {
                    selected
                        .had
                        .entries
                        .entry(entry.clone())
                        .or_insert_with(|| release.id());
                }
            }
        }
    }
}
