//! Which versions are supported, maintained or at end-of-life on a day.

use crate::app::history::History;
use crate::app::selector;
use crate::domain::changelog::Changelog;
use crate::domain::date::Dated;
use crate::domain::document::versions::{
    DataAge, DatedRelease, EndSource, SCHEMA, Status, VersionsDocument,
};
use crate::domain::feature::PublishedEnd;
use crate::domain::release::{Release, Stage, State, Stream};
use crate::domain::version::{Scheme, Version};
use crate::error::Error;
use crate::policy::forecast::forecast;
use crate::policy::lifecycle::{Lifecycle, ReleaseFacts, lifecycle};
use crate::policy::schema::Policy;

/// The lifecycle of one stream on the history's day; without `stream` of the platform's first.
///
/// # Errors
/// An unknown stream.
pub fn versions(history: &History, stream: Option<&str>) -> Result<VersionsDocument, Error> {
    let headers = history.headers()?;
    let stream = match stream {
        Some(id) => headers
            .stream(id)
            .ok_or_else(|| selector::no_stream(&headers, id))?,
        None => headers.streams.first().ok_or_else(|| {
            Error::new(format!(
                "the platform {} has no streams yet",
                headers.platform.id
            ))
            .hint("add a [[stream]] to changelog/streams.toml")
        })?,
    };
    let life = of_stream(history, &headers, stream);
    let has_rules = stream.scheme == Scheme::Semver && history.policy.covers(&stream.id);
    let forecast = has_rules.then(|| {
        forecast(
            &life,
            history.policy.cadence,
            stream.covers_until,
            history.as_of,
        )
    });
    Ok(VersionsDocument {
        schema: SCHEMA,
        as_of: history.as_of,
        stream: stream.id.clone(),
        lines: life.lines,
        prereleases: life.prereleases,
        platform: headers.platform.id.clone(),
        name: stream.display_name(),
        data: data_age(&headers, stream),
        releases: dated_releases(history, &headers, stream),
        forecast,
        package: stream.package.clone(),
    })
}

/// Statuses of a stream's lines; none for a stream that is versioned by date.
pub(crate) fn of_stream(history: &History, headers: &Changelog, stream: &Stream) -> Lifecycle {
    let facts: Vec<ReleaseFacts> = releases(headers, stream)
        .filter(|release| release.is_public(history.as_of))
        .filter_map(release_facts)
        .collect();
    let ends = published_ends(headers, stream);
    let life = lifecycle(
        &facts,
        &ends,
        &history.policy,
        stream.covers_until.or(history.recorded),
        history.as_of,
    );
    if history.policy.covers(&stream.id) {
        life
    } else {
        without_rules(life, stream, &history.policy)
    }
}

/// What the policy has to know of a release; `None` if it is not versioned semantically.
pub(crate) fn release_facts(release: &Release) -> Option<ReleaseFacts> {
    Some(ReleaseFacts {
        version: release.version()?.semver()?.clone(),
        stage: release.stage,
        date: release.date,
        withdrawn: release.state == State::Withdrawn,
    })
}

/// The ends that were published for the lines of a stream.
pub(crate) fn published_ends(headers: &Changelog, stream: &Stream) -> Vec<PublishedEnd> {
    headers
        .ends
        .iter()
        .filter(|end| end.stream == stream.id)
        .cloned()
        .collect()
}

/// What is left where the policy does not speak of a stream: which lines there are and when they came. What follows from
/// rules is unknown, and a published end is not made up for.
fn without_rules(mut life: Lifecycle, stream: &Stream, policy: &Policy) -> Lifecycle {
    let reason = format!(
        "the policy `{}` states no rules for the stream {}",
        policy.name, stream.id
    );
    for line in &mut life.lines {
        let is_published = line.end_of_life_source == Some(EndSource::Published);
        line.hosted = Some(false);
        line.computed_end_of_life = None;
        line.computed_unrounded = None;
        if !is_published {
            line.status = Status::Unknown;
            line.end_of_life = None;
            line.end_of_life_source = None;
            line.end_of_life_bounds = None;
            line.reason = Some(reason.clone());
        }
    }
    for one in &mut life.prereleases {
        one.status = Status::Unknown;
        one.end_of_life = None;
        one.end_of_life_bounds = None;
        one.reason = Some(reason.clone());
    }
    life
}

pub(crate) fn releases<'a>(
    headers: &'a Changelog,
    stream: &'a Stream,
) -> impl Iterator<Item = &'a Release> {
    headers
        .releases
        .iter()
        .filter(|release| release.stream == stream.id && release.version().is_some())
}

pub(crate) fn data_age(headers: &Changelog, stream: &Stream) -> DataAge {
    let newest = releases(headers, stream)
        .filter(|release| release.stage == Stage::Ga && release.state == State::Published)
        .max_by(|a, b| a.place.cmp(&b.place));
    DataAge {
        newest_known: newest.and_then(|release| release.version().cloned()),
        newest_known_date: newest
            .and_then(|release| release.date)
            .map(|dated| dated.on),
        covers_from: stream.covers_from,
        covers_until: stream.covers_until,
        complete: stream.complete,
        note: stream.note.clone(),
    }
}

fn dated_releases(history: &History, headers: &Changelog, stream: &Stream) -> Vec<DatedRelease> {
    if stream.scheme != Scheme::Date {
        return Vec::new();
    }
    let mut dated: Vec<DatedRelease> = releases(headers, stream)
        .filter(|release| release.is_public(history.as_of))
        .filter_map(|release| {
            let version = release.version()?;
            // Without a date of its own, a version that is a day came on that day.
            let own = match version {
                Version::Date(version) => Some(Dated::exact(version.day)),
                Version::Semver(_) => None,
            };
            let date = release.date.or(own)?;
            (date.on <= history.as_of).then(|| DatedRelease {
                version: version.clone(),
                date: date.on,
                date_kind: date.kind,
                title: release.title.clone().or_else(|| release.summary.clone()),
            })
        })
        .collect();
    dated.reverse();
    dated
}

/// The newest GA release of a stream that is out on the history's day, by version, as far as dates are known.
pub(crate) fn newest<'a>(
    history: &History,
    headers: &'a Changelog,
    stream: &'a Stream,
) -> Option<&'a Release> {
    releases(headers, stream)
        .filter(|release| release.stage == Stage::Ga && release.state == State::Published)
        .filter(|release| release.date.is_some_and(|dated| dated.on <= history.as_of))
        .max_by(|a, b| a.place.cmp(&b.place))
}
