//! Release notes for a release, a range, a time, or what is not released yet.
//!
//! The whole history, or a time, is told as it happened. A range, a line or a release is told as what it
//! brings in the end: pre-releases are part of the stable release they led up to, entries that took each
//! other back are folded, a back-port is told once, and releases of maintenance lines that the range's end does
//! not contain are left out. Whatever is not told is listed with the reason.

use std::collections::BTreeSet;

use crate::app::facts::{self, PUBLIC};
use crate::app::history::History;
use crate::app::selector::{self, Choice};
use crate::changelog::markdown;
use crate::domain::changelog::Changelog;
use crate::domain::date::Date;
use crate::domain::document::notes::{Coverage, NotesDocument, NotesRelease, Span};
use crate::domain::lint::comment;
use crate::domain::markdown::Block;
use crate::domain::release::{Release, Stream};
use crate::domain::version::Version;
use crate::error::Error;
use crate::store::Selection;

use self::collect::{Collected, Collector, Guests};

mod collect;
mod corrections;
mod net;
mod order;
mod select;
pub mod shorten;

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
    /// Each release as it was published: nothing rolled up, folded, or left out as on another line.
    pub as_published: bool,
    /// Whether the writer needs block trees.
    pub with_blocks: bool,
}

/// So many releases are loaded with their entries before those are told: what is loaded and what is told of all of them
/// at once would take twice the memory.
const AT_A_TIME: usize = 16;

/// Markdown taken apart as notes have it, for showing what is being written.
pub fn blocks(text: &str) -> Vec<Block> {
    markdown::parse(text)
}

/// Collects the notes.
///
/// Every entry of the chosen streams and span is either in a release of the answer or in its
/// `excluded`, never in both: `entries_in` counts them.
///
/// # Errors
/// Unknown streams and versions, a reversed range.
pub fn notes(history: &History, query: &NotesQuery) -> Result<NotesDocument, Error> {
    notes_on(history, history.as_of, query)
}

/// As [`notes`], on another day than the history's.
pub(crate) fn notes_on(
    history: &History,
    as_of: Date,
    query: &NotesQuery,
) -> Result<NotesDocument, Error> {
    let headers = history.load_on(Selection::Headers, as_of)?;
    let choice = query
        .choice
        .as_deref()
        .map(|text| selector::choose(&headers, text, &query.streams))
        .transpose()?;
    let streams = streams_meant(&headers, query, choice.as_ref())?;
    let days = facts::days(history, &headers);
    let selected = select::select(&headers, &days, &streams, query, choice.as_ref());
    let announced = corrections::Announced::of(history, as_of, &headers)?;
    let chosen: Vec<Release> = headers
        .releases
        .iter()
        .filter(|release| selected.releases.contains(&release.id()))
        .cloned()
        .collect();
    let (guests, standing) = included(history, as_of, &chosen)?;
    let mut collector = Collector::new(as_of, query, &days, &selected, &guests, &standing);
    let mut shown = tell(history, &headers, chosen, &announced, &mut collector)?;
    order::sort(&headers, query.layout, &mut shown);
    let mut releases: Vec<NotesRelease> = shown.into_iter().map(|(_, notes)| notes).collect();
    let mut remarks = remarks(&selected, choice.as_ref());
    remarks.extend(collector.remarks());
    if query.unreleased {
        let pending = announced.pending.iter();
        remarks.extend(
            pending
                .filter(|corrected| collector.is_for_reader(&corrected.audience))
                .map(|corrected| {
                    format!(
                        "The next release announces a correction of `{}` ({}).",
                        corrected.entry, corrected.release
                    )
                }),
        );
    }
    let Collected {
        mut excluded,
        withheld,
        entries_in,
    } = collector.finish();
    let mut folded = 0;
    if choice.is_some() && !query.as_published {
        let (told_once, more) = net::roll_up(&mut releases);
        excluded.extend(told_once);
        remarks.extend(more);
        let taken_back = net::fold(&mut releases);
        folded = taken_back.len();
        excluded.extend(taken_back);
    }
    takes_back(history, &mut releases)?;
    Ok(NotesDocument {
        as_of,
        platform_id: headers.platform.id.clone(),
        platform: facts::platform_name(&headers),
        span: span(choice.as_ref(), query),
        releases,
        excluded,
        withheld,
        audience: query.audience.clone(),
        folded,
        cut: None,
        remarks,
        coverage: headers
            .streams
            .iter()
            .filter(|stream| streams.contains(&stream.id))
            .map(coverage)
            .collect(),
        entries_in,
    })
}

/// The streams that a query means, by their ids: those it names, the one that its range lies in, else all.
fn streams_meant(
    headers: &Changelog,
    query: &NotesQuery,
    choice: Option<&Choice>,
) -> Result<Vec<String>, Error> {
    if let (Some(since), Some(until)) = (query.since, query.until)
        && since > until
    {
        return Err(
            Error::new(format!("--since {since} is after --until {until}"))
                .hint(format!("did you mean --since {until} --until {since}?")),
        );
    }
    Ok(match choice {
        Some(choice) if query.streams.is_empty() => vec![choice.stream.clone()],
        _ => selector::streams(headers, &query.streams)?
            .into_iter()
            .map(|stream| stream.id.clone())
            .collect(),
    })
}

/// Loads the chosen releases, a few at a time, and tells them.
fn tell(
    history: &History,
    headers: &Changelog,
    mut chosen: Vec<Release>,
    announced: &corrections::Announced,
    collector: &mut Collector<'_>,
) -> Result<Vec<(Release, NotesRelease)>, Error> {
    let mut shown = Vec::new();
    for some in chosen.chunks_mut(AT_A_TIME) {
        history.store.fill(&history.platform, some)?;
        for release in some {
            let entries = std::mem::take(&mut release.entries);
            if let Some(mut notes) = collector.release(release, entries, headers) {
                announced.put(release, &mut notes, collector);
                shown.push((release.clone(), notes));
            }
        }
    }
    Ok(shown)
}

/// What the chosen releases include as back-ports: entries whose text stands in a release that was not chosen, with that
/// release; and the ids of those whose text stands in a chosen one.
fn included(
    history: &History,
    as_of: Date,
    chosen: &[Release],
) -> Result<(Guests, BTreeSet<String>), Error> {
    let ids: BTreeSet<&str> = chosen
        .iter()
        .flat_map(|release| &release.includes)
        .map(String::as_str)
        .collect();
    if ids.is_empty() {
        return Ok((Guests::new(), BTreeSet::new()));
    }
    let ids: Vec<&str> = ids.into_iter().collect();
    let mut homes = history.store.homes_of_entries(&history.platform, &ids)?;
    let chosen: BTreeSet<String> = chosen.iter().map(Release::id).collect();
    let standing: BTreeSet<String> = homes
        .iter()
        .filter(|(_, home)| chosen.contains(*home))
        .map(|(id, _)| id.clone())
        .collect();
    homes.retain(|_, home| !chosen.contains(home));
    let away: BTreeSet<String> = homes.values().cloned().collect();
    let others = history.load_on(Selection::Only(&away), as_of)?;
    let guests = others
        .entries()
        .filter(|(release, entry)| release.is_public(as_of) && homes.contains_key(&entry.id))
        .map(|(release, entry)| (entry.id.clone(), (release.id(), entry.clone())))
        .collect();
    Ok((guests, standing))
}

/// Says of each entry that takes back one which is not told here, where that one stands.
fn takes_back(history: &History, releases: &mut [NotesRelease]) -> Result<(), Error> {
    let told: BTreeSet<&str> = releases
        .iter()
        .flat_map(|release| &release.entries)
        .map(|entry| entry.entry.id.as_str())
        .collect();
    let outside: Vec<String> = releases
        .iter()
        .flat_map(|release| &release.entries)
        .filter_map(|entry| entry.entry.reverts.clone())
        .filter(|target| !told.contains(target.as_str()))
        .collect();
    if outside.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = outside.iter().map(String::as_str).collect();
    let homes = history.store.homes_of_entries(&history.platform, &ids)?;
    for release in releases {
        for entry in &mut release.entries {
            entry.takes_back = entry
                .entry
                .reverts
                .as_ref()
                .and_then(|target| homes.get(target).cloned());
        }
    }
    Ok(())
}

/// What a reader has to know of a range whose end may not contain all that is told.
fn remarks(selected: &select::Selected, choice: Option<&Choice>) -> Vec<String> {
    let to = choice.and_then(|choice| choice.to.as_ref());
    let Some(to) = to.filter(|_| selected.unsure > 0) else {
        return Vec::new();
    };
    let (are, have) = if selected.unsure == 1 {
        ("release of an older line is", "has")
    } else {
        ("releases of older lines are", "have")
    };
    vec![format!(
        "{} {are} told here that {have} no known day: whether {to} contains them is not known.",
        selected.unsure
    )]
}

pub(crate) fn header(release: &Release, stream: &Stream, with_blocks: bool) -> NotesRelease {
    let description = release.description.clone().map(comment::told);
    let description = description.filter(|text| !text.is_empty());
    let description_blocks = match &description {
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
        description,
        description_blocks,
        entries: Vec::new(),
        corrections: Vec::new(),
        prereleases: Vec::new(),
        cut_breaking: 0,
        untold: 0,
        unplaced: release
            .unplaced
            .iter()
            .map(|unplaced| (unplaced.heading.clone(), unplaced.text.clone()))
            .collect(),
    }
}

pub(crate) fn coverage(stream: &Stream) -> Coverage {
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
