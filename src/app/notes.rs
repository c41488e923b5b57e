//! Release notes for a release, a range, a time, or what is not released yet.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::app::history::History;
use crate::app::selector::{self, Choice};
use crate::changelog::markdown;
use crate::domain::changelog::Changelog;
use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::document::notes::{
    Coverage, Excluded, NotesDocument, NotesEntry, NotesRelease, Span,
};
use crate::domain::entry::Entry;
use crate::domain::release::{Place, Release, Stream};
use crate::domain::text::Untrusted;
use crate::domain::version::Version;
use crate::error::Error;
use crate::store::Selection;

/// How streams are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One list, newest day first.
    #[default]
    ByDate,
    /// One stream after the other, newest version first.
    ByStream,
}

/// What a user asked for.
#[derive(Clone, Debug, Default)]
pub struct NotesQuery {
    /// A range or a release; without it the whole history.
    pub choice: Option<String>,
    /// Empty: all, or the one that the range lies in.
    pub streams: Vec<String>,
    pub unreleased: bool,
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Whose notes these are; `None`: everybody's.
    pub audience: Option<String>,
    pub layout: Layout,
    /// Whether the writer needs block trees.
    pub with_blocks: bool,
}

/// The audience that everybody belongs to.
const PUBLIC: &str = "public";

/// Collects the notes.
///
/// Every entry of the chosen streams and span is either in a release of the answer or in its
/// `excluded`, never in both: `entries_in` counts them.
///
/// # Errors
/// Unknown streams and versions, a reversed range.
pub fn notes(history: &History, query: &NotesQuery) -> Result<NotesDocument, Error> {
    let headers = history.headers()?;
    let choice = query
        .choice
        .as_deref()
        .map(|text| selector::choose(&headers, text, &query.streams))
        .transpose()?;
    let streams = match &choice {
        Some(choice) if query.streams.is_empty() => vec![choice.stream.clone()],
        _ => selector::streams(&headers, &query.streams)?
            .into_iter()
            .map(|stream| stream.id.clone())
            .collect(),
    };
    if let (Some(since), Some(until)) = (query.since, query.until)
        && since > until
    {
        return Err(
            Error::new(format!("--since {since} is after --until {until}"))
                .hint(format!("did you mean --since {until} --until {since}?")),
        );
    }
    let window = choice.as_ref().map(|choice| window(&headers, choice));
    let mut collector = Collector {
        history,
        query,
        excluded: Vec::new(),
        entries_in: 0,
    };
    let wanted: BTreeSet<String> = headers
        .releases
        .iter()
        .filter(|release| streams.contains(&release.stream))
        .filter(|release| collector.is_meant(release, choice.as_ref(), window.as_ref()))
        .map(Release::id)
        .collect();
    let mut changelog = history
        .store
        .load(&history.platform, Selection::Only(&wanted))?;
    let guests = guests(history, &changelog)?;
    let releases = std::mem::take(&mut changelog.releases);
    let standing: BTreeSet<String> = releases
        .iter()
        .flat_map(|release| &release.entries)
        .map(|entry| entry.id.clone())
        .collect();
    let mut shown: Vec<(Release, NotesRelease)> = Vec::new();
    for release in releases {
        if let Some(notes) = collector.release(&release, &changelog, &guests, &standing) {
            shown.push((release, notes));
        }
    }
    let order = sort_days(&headers);
    match query.layout {
        Layout::ByDate => {
            shown.sort_by_cached_key(|(release, _)| newest_first(&order, &headers, release));
        }
        Layout::ByStream => {
            let rank = |id: &str| headers.streams.iter().position(|stream| stream.id == id);
            shown.sort_by(|(a, _), (b, _)| {
                rank(&a.stream)
                    .cmp(&rank(&b.stream))
                    .then_with(|| b.place.cmp(&a.place))
            });
        }
    }
    let coverage = headers
        .streams
        .iter()
        .filter(|stream| streams.contains(&stream.id))
        .map(coverage)
        .collect();
    Ok(NotesDocument {
        as_of: history.as_of,
        platform_id: headers.platform.id.clone(),
        platform: headers
            .platform
            .name
            .clone()
            .unwrap_or_else(|| Untrusted::from(headers.platform.id.as_str())),
        span: span(choice.as_ref(), query),
        releases: shown.into_iter().map(|(_, notes)| notes).collect(),
        excluded: collector.excluded,
        folded: 0,
        cut: None,
        remarks: Vec::new(),
        coverage,
        entries_in: collector.entries_in,
    })
}

/// The days that a range of versions covers, for the other streams beside it.
struct Window {
    from: Option<Date>,
    to: Option<Date>,
    /// Whether each end has a day at all.
    is_known: bool,
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

/// Entries whose text stands in a release that was not chosen, but that a chosen one includes.
fn guests(
    history: &History,
    changelog: &Changelog,
) -> Result<BTreeMap<String, (String, Entry)>, Error> {
    let here: BTreeSet<&str> = changelog
        .entries()
        .map(|(_, entry)| entry.id.as_str())
        .collect();
    let missing: Vec<&str> = changelog
        .releases
        .iter()
        .flat_map(|release| &release.includes)
        .map(String::as_str)
        .filter(|id| !here.contains(id))
        .collect();
    if missing.is_empty() {
        return Ok(BTreeMap::new());
    }
    let homes = history
        .store
        .releases_of_entries(&history.platform, &missing)?;
    let others = history
        .store
        .load(&history.platform, Selection::Only(&homes))?;
    Ok(others
        .entries()
        .filter(|(_, entry)| missing.contains(&entry.id.as_str()))
        .map(|(release, entry)| (entry.id.clone(), (release.id(), entry.clone())))
        .collect())
}

struct Collector<'a> {
    history: &'a History,
    query: &'a NotesQuery,
    excluded: Vec<Excluded>,
    entries_in: usize,
}

impl Collector<'_> {
    /// Whether a release lies in what was asked for at all; what is left out of that is told later.
    fn is_meant(
        &self,
        release: &Release,
        choice: Option<&Choice>,
        window: Option<&Window>,
    ) -> bool {
        if matches!(release.place, Place::Unreleased(_)) {
            return self.query.unreleased;
        }
        if self.query.unreleased
            && choice.is_none()
            && self.query.since.is_none()
            && self.query.until.is_none()
        {
            return false;
        }
        match (choice, window) {
            (Some(choice), _) if choice.stream == release.stream => {
                !choice.is_empty() && choice.holds(release)
            }
            // Another stream beside a range: what happened in the same time.
            (Some(choice), Some(window)) => {
                !choice.is_empty()
                    && window.is_known
                    && release.date.is_none_or(|dated| {
                        window.from.is_none_or(|from| dated.on > from)
                            && window.to.is_none_or(|to| dated.on <= to)
                    })
            }
            _ => true,
        }
    }

    /// The release as it is shown; `None` if it is left out whole, which is then listed.
    fn release(
        &mut self,
        release: &Release,
        changelog: &Changelog,
        guests: &BTreeMap<String, (String, Entry)>,
        standing: &BTreeSet<String>,
    ) -> Option<NotesRelease> {
        self.entries_in += release.entries.len();
        if let Some(why) = self.left_out(release) {
            if release.entries.is_empty() {
                self.excluded.push(Excluded {
                    id: release.id(),
                    why,
                });
            } else {
                let why = &why;
                let ids = release.entries.iter().map(|entry| Excluded {
                    id: entry.id.clone(),
                    why: why.clone(),
                });
                self.excluded.extend(ids);
            }
            return None;
        }
        let stream = changelog.stream(&release.stream)?;
        let mut notes = header(release, stream, self.query.with_blocks);
        for entry in &release.entries {
            match self.not_for_reader(release, entry) {
                Some(why) => self.excluded.push(Excluded {
                    id: entry.id.clone(),
                    why,
                }),
                None => notes.entries.push(self.entry(entry, None)),
            }
        }
        for id in &release.includes {
            match guests.get(id) {
                Some((home, entry)) if self.not_for_reader(release, entry).is_none() => {
                    notes.entries.push(self.entry(entry, Some(home.clone())));
                }
                Some(_) => {}
                // Told once in these notes, in the release that its text stands in.
                None if standing.contains(id) => {}
                None => self.excluded.push(Excluded {
                    id: id.clone(),
                    why: format!(
                        "{} includes it, but the history does not hold its text",
                        release.id()
                    ),
                }),
            }
        }
        notes.entries.sort_by_key(|entry| entry.entry.kind);
        Some(notes)
    }

    fn left_out(&self, release: &Release) -> Option<String> {
        let as_of = self.history.as_of;
        let is_fragment = matches!(release.place, Place::Unreleased(_));
        if !is_fragment && !release.is_public(as_of) {
            return Some(format!(
                "its release {} is in state {}",
                release.id(),
                release.state
            ));
        }
        let Some(dated) = release.date.filter(|_| !is_fragment) else {
            let by_day = self.query.since.is_some() || self.query.until.is_some();
            return (by_day && !is_fragment)
                .then(|| format!("the date of {} is unknown", release.id()));
        };
        if dated.on > as_of {
            let id = release.id();
            return Some(match dated.kind {
                DateKind::NoLaterThan => {
                    format!(
                        "{id} was there by {}; whether by {as_of} is not known",
                        dated.on
                    )
                }
                _ => format!("{id} is of {}, after {as_of}", dated.on),
            });
        }
        let before = self.query.since.is_some_and(|since| dated.on < since);
        let after = self.query.until.is_some_and(|until| dated.on > until);
        (before || after).then(|| {
            format!(
                "{} is of {}, outside the days asked for",
                release.id(),
                dated.on
            )
        })
    }

    fn not_for_reader(&self, release: &Release, entry: &Entry) -> Option<String> {
        let audience = if entry.audience.is_empty() {
            &release.audience
        } else {
            &entry.audience
        };
        let reader = self.query.audience.as_deref().unwrap_or(PUBLIC);
        let is_open =
            audience.is_empty() || audience.iter().any(|name| name == PUBLIC || name == reader);
        (!is_open).then(|| format!("for {}, not for {reader}", audience.join(", ")))
    }

    fn entry(&self, entry: &Entry, stands_in: Option<String>) -> NotesEntry {
        let blocks = if self.query.with_blocks {
            markdown::parse(entry.text.raw())
        } else {
            Vec::new()
        };
        NotesEntry {
            entry: entry.clone(),
            blocks,
            stands_in,
            first_in: None,
            takes_back: None,
        }
    }
}

pub(crate) fn header(release: &Release, stream: &Stream, with_blocks: bool) -> NotesRelease {
    let description_blocks = match &release.description {
        Some(description) if with_blocks => markdown::parse(description.raw()),
        _ => Vec::new(),
    };
    NotesRelease {
        stream: release.stream.clone(),
        stream_name: stream.display_name(),
        scheme: stream.scheme,
        place: release.place.clone(),
        date: release.date,
        title: release.title.clone(),
        stage: release.stage,
        state: release.state,
        withdrawn: release.withdrawn.clone(),
        summary: release.summary.clone(),
        description: release.description.clone(),
        description_blocks,
        entries: Vec::new(),
        corrections: Vec::new(),
        prereleases: Vec::new(),
        unplaced: release
            .unplaced
            .iter()
            .map(|unplaced| (unplaced.heading.clone(), unplaced.text.clone()))
            .collect(),
    }
}

fn coverage(stream: &Stream) -> Coverage {
    Coverage {
        stream: stream.id.clone(),
        name: stream.display_name(),
        from: stream.covers_from,
        until: stream.covers_until,
        complete: stream.complete,
        continued_at: stream.continued_at.clone(),
        note: stream.note.clone(),
    }
}

fn span(choice: Option<&Choice>, query: &NotesQuery) -> Span {
    let end = |version: Option<&Version>| version.map(ToString::to_string);
    let is_single = choice.is_some_and(|choice| choice.only.is_some());
    Span {
        from: end(choice.and_then(|choice| choice.from.as_ref())),
        to: end(choice.and_then(|choice| choice.to.as_ref())),
        only: query.choice.clone().filter(|_| is_single),
        since: query.since,
        until: query.until,
    }
}

/// A day for every release to sort by, dated or not: an undated one stands with the next newer dated
/// release of its stream, which is the latest it can have been.
fn sort_days(headers: &Changelog) -> BTreeMap<String, Date> {
    let mut days = BTreeMap::new();
    for stream in &headers.streams {
        let mut latest = stream
            .covers_until
            .unwrap_or_else(|| Dated::exact(Date::from_civil(jiff::civil::Date::MAX)).on);
        for release in headers
            .releases
            .iter()
            .rev()
            .filter(|release| release.stream == stream.id)
        {
            match release.date {
                Some(dated) => {
                    days.insert(release.id(), dated.on);
                    latest = latest.min(dated.on);
                }
                None => {
                    days.insert(release.id(), latest);
                }
            }
        }
    }
    days
}

/// Fragments, then the newest day; on one day the platform's order of streams, then the newest version.
fn newest_first(
    days: &BTreeMap<String, Date>,
    headers: &Changelog,
    release: &Release,
) -> impl Ord + use<> {
    let is_fragment = matches!(release.place, Place::Unreleased(_));
    let rank = headers
        .streams
        .iter()
        .position(|stream| stream.id == release.stream);
    (
        Reverse(is_fragment),
        Reverse(days.get(&release.id()).copied()),
        rank,
        Reverse(release.place.clone()),
    )
}
