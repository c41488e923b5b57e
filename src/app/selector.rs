//! `2.14.0`, `2.13..2.14`, `backend/2019-07-17`, `2019-01-01..`: which releases a user means.

use crate::domain::changelog::Changelog;
use crate::domain::release::{Release, Stream};
use crate::domain::version::{Line, Scheme, Version};
use crate::domain::words::nearest;
use crate::error::Error;

/// A choice of releases within one stream, with its ends resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) stream: String,
    /// Excluded.
    pub(crate) from: Option<Version>,
    /// Included.
    pub(crate) to: Option<Version>,
    /// A single release or line: both ends are included.
    pub(crate) only: Option<Only>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Only {
    Release(Version),
    Line(Line),
}

impl Choice {
    /// Whether both ends are the same, so that nothing lies between.
    pub(crate) fn is_empty(&self) -> bool {
        self.from.is_some() && self.from == self.to
    }

    pub(crate) fn holds(&self, release: &Release) -> bool {
        let Some(version) = release.version().filter(|_| release.stream == self.stream) else { return false };
        match &self.only {
            Some(Only::Release(only)) => version == only,
            Some(Only::Line(line)) => version.semver().is_some_and(|version| version.line() == *line),
            None => {
                self.from.as_ref().is_none_or(|from| version > from) && self.to.as_ref().is_none_or(|to| version <= to)
            }
        }
    }
}

/// Finds the streams that a user named, in the platform's order.
///
/// # Errors
/// If one does not exist: names the nearest.
pub(crate) fn streams<'a>(changelog: &'a Changelog, wanted: &[String]) -> Result<Vec<&'a Stream>, Error> {
    for id in wanted {
        if changelog.stream(id).is_none() {
            return Err(no_stream(changelog, id));
        }
    }
    Ok(changelog.streams.iter().filter(|stream| wanted.is_empty() || wanted.contains(&stream.id)).collect())
}

pub(crate) fn no_stream(changelog: &Changelog, id: &str) -> Error {
    let known: Vec<&str> = changelog.streams.iter().map(|stream| stream.id.as_str()).collect();
    let hint = match nearest(id, known.iter().copied(), 1)[..] {
        [near] => format!("did you mean `{near}`?"),
        _ => format!("streams of {}: {}", changelog.platform.id, known.join(", ")),
    };
    Error::new(format!("there is no stream `{id}`")).hint(hint)
}

/// Reads a range or a release. `wanted` are the streams that the user named, which decide where a version is looked
/// for; without them every stream is searched in the platform's order.
///
/// # Errors
/// An unknown stream or version (the nearest are named), a reversed range, ends in two streams.
pub(crate) fn choose(changelog: &Changelog, text: &str, wanted: &[String]) -> Result<Choice, Error> {
    let Some((from, to)) = text.split_once("..") else { return single(changelog, text, wanted) };
    let (from, to) = (from.trim(), to.trim());
    if from.is_empty() && to.is_empty() {
        return Err(Error::new("a range needs at least one end").hint("for example 2.13.0..2.14.0, or 2.13.0.. for everything after"));
    }
    let from_stream = if from.is_empty() { None } else { Some(stream_of(changelog, from, wanted)?) };
    let to_stream = if to.is_empty() { None } else { Some(stream_of(changelog, to, wanted)?) };
    let stream = match (from_stream, to_stream) {
        (Some(a), Some(b)) if a.id != b.id && from.contains('/') && to.contains('/') => {
            return Err(Error::new(format!("`{text}` begins in the stream {} and ends in {}", a.id, b.id))
                .hint("both ends of a range lie in one stream"));
        }
        // An end that names its stream decides for the other; else a version that both streams know.
        (Some(a), Some(b)) if a.id != b.id => {
            let (named, other) = if from.contains('/') { (a, to) } else if to.contains('/') { (b, from) } else { (a, to) };
            end(changelog, named, other, End::To)?;
            named
        }
        (Some(stream), _) | (None, Some(stream)) => stream,
        (None, None) => unreachable!("one end is given"),
    };
    let from = (!from.is_empty()).then(|| end(changelog, stream, from, End::From)).transpose()?;
    let to = (!to.is_empty()).then(|| end(changelog, stream, to, End::To)).transpose()?;
    if let (Some(from), Some(to)) = (&from, &to)
        && from > to
    {
        return Err(Error::new(format!("the range {from}..{to} is reversed: {from} is newer than {to}"))
            .hint(format!("did you mean {to}..{from}?")));
    }
    Ok(Choice { stream: stream.id.clone(), from, to, only: None })
}

fn bare(text: &str) -> &str {
    text.split_once('/').map_or(text, |(_, version)| version).trim_start_matches('v')
}

/// The stream that `text` lies in: the one it names, else the first that has the version.
fn stream_of<'a>(changelog: &'a Changelog, text: &str, wanted: &[String]) -> Result<&'a Stream, Error> {
    if let Some((id, _)) = text.split_once('/') {
        return changelog.stream(id).ok_or_else(|| no_stream(changelog, id));
    }
    let streams = streams(changelog, wanted)?;
    let version = bare(text);
    let knows = |stream: &&&Stream| resolve(changelog, stream, version, End::To).is_some();
    if let Some(stream) = streams.iter().find(knows) {
        return Ok(stream);
    }
    let scheme = if version.parse::<Line>().is_ok() {
        Scheme::Semver
    } else {
        match Version::parse_any(version) {
            Ok(version) => version.scheme(),
            Err(error) => {
                return Err(not_a_version(changelog, text).unwrap_or_else(|| Error::new(error.to_string())));
            }
        }
    };
    match streams.iter().find(|stream| stream.scheme == scheme) {
        Some(stream) => Ok(stream),
        None => Err(Error::new(format!("`{text}` is not a version of {}", names(&streams)))),
    }
}

/// What a user may have meant by something that is no version: an entry's id, a stream.
fn not_a_version(changelog: &Changelog, text: &str) -> Option<Error> {
    changelog.stream(text).map(|stream| {
        Error::new(format!("`{text}` is a stream, not a version")).hint(format!("use --stream {}", stream.id))
    })
}

fn names(streams: &[&Stream]) -> String {
    streams.iter().map(|stream| stream.id.as_str()).collect::<Vec<_>>().join(", ")
}

#[derive(Clone, Copy)]
enum End {
    From,
    To,
}

/// A version that the stream has, its line's newest patch, or, in a stream of dates, any day.
fn resolve(changelog: &Changelog, stream: &Stream, text: &str, end: End) -> Option<Version> {
    let known = || changelog.releases.iter().filter(|release| release.stream == stream.id).filter_map(Release::version);
    if let Ok(line) = text.parse::<Line>() {
        return known().filter(|version| version.semver().is_some_and(|v| v.line() == line)).max().cloned();
    }
    let version = Version::parse(stream.scheme, text).ok()?;
    if let Some(found) = known().find(|known| **known == version) {
        return Some(found.clone());
    }
    match (version, end) {
        // A day between releases bounds a range as well as one that has a release.
        (Version::Date(day), End::From | End::To) => Some(Version::Date(day)),
        (Version::Semver(_), _) => None,
    }
}

fn end(changelog: &Changelog, stream: &Stream, text: &str, end: End) -> Result<Version, Error> {
    let version = bare(text);
    // A day as the later end means the whole day, with its second release.
    if let (Scheme::Date, Ok(Version::Date(day)), End::To, false) =
        (stream.scheme, Version::parse(Scheme::Date, version), end, version.len() > 10)
    {
        let last = changelog
            .releases
            .iter()
            .filter(|release| release.stream == stream.id)
            .filter_map(Release::version)
            .filter(|known| matches!(known, Version::Date(known) if known.day == day.day))
            .max();
        return Ok(last.cloned().unwrap_or(Version::Date(day)));
    }
    resolve(changelog, stream, version, end).ok_or_else(|| unknown_version(changelog, stream, version))
}

fn single(changelog: &Changelog, text: &str, wanted: &[String]) -> Result<Choice, Error> {
    let stream = stream_of(changelog, text, wanted)?;
    let version = bare(text);
    let known = |choice: &Choice| changelog.releases.iter().any(|release| choice.holds(release));
    let only = match version.parse::<Line>() {
        Ok(line) => Only::Line(line),
        Err(_not_a_line) => Only::Release(
            Version::parse(stream.scheme, version).map_err(|error| {
                Error::new(error.to_string()).hint(format!("the stream {} is versioned by {}", stream.id, stream.scheme))
            })?,
        ),
    };
    let choice = Choice { stream: stream.id.clone(), from: None, to: None, only: Some(only) };
    if known(&choice) { Ok(choice) } else { Err(unknown_version(changelog, stream, version)) }
}

/// The versions just below and just above one that is not there, and any that is spelt alike.
fn unknown_version(changelog: &Changelog, stream: &Stream, text: &str) -> Error {
    let known: Vec<&Version> = changelog
        .releases
        .iter()
        .filter(|release| release.stream == stream.id)
        .filter_map(Release::version)
        .collect();
    let spelt = text.parse::<Line>().map_or_else(|_| text.to_owned(), |line| format!("{line}.0"));
    let mut near: Vec<String> = Vec::new();
    if let Ok(version) = Version::parse(stream.scheme, &spelt) {
        near.extend(known.iter().filter(|known| ***known < version).max().map(ToString::to_string));
        near.extend(known.iter().filter(|known| ***known > version).min().map(ToString::to_string));
    }
    let spellings: Vec<String> = known.iter().map(ToString::to_string).collect();
    if near.is_empty() {
        near.extend(nearest(text, spellings.iter().map(String::as_str), 2).into_iter().map(str::to_owned));
    }
    let hint = if near.is_empty() {
        format!("`forewarn versions --stream {}` lists what there is", stream.id)
    } else {
        format!("the nearest are {}", near.join(" and "))
    };
    Error::new(format!("the stream {} has no version {text}", stream.id)).hint(hint)
}
