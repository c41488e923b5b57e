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
        let Some(version) = release.version().filter(|_| release.stream == self.stream) else {
            return false;
        };
        match &self.only {
            Some(Only::Release(only)) => version == only,
            Some(Only::Line(line)) => version
                .semver()
                .is_some_and(|version| version.line() == *line),
            None => {
                self.from.as_ref().is_none_or(|from| version > from)
                    && self.to.as_ref().is_none_or(|to| version <= to)
            }
        }
    }
}

/// Finds the streams that a user named, in the platform's order.
///
/// # Errors
/// If one does not exist: names the nearest.
pub(crate) fn streams<'a>(
    changelog: &'a Changelog,
    wanted: &[String],
) -> Result<Vec<&'a Stream>, Error> {
    for id in wanted {
        if changelog.stream(id).is_none() {
            return Err(no_stream(changelog, id));
        }
    }
    Ok(changelog
        .streams
        .iter()
        .filter(|stream| wanted.is_empty() || wanted.contains(&stream.id))
        .collect())
}

pub(crate) fn no_stream(changelog: &Changelog, id: &str) -> Error {
    let known: Vec<&str> = changelog
        .streams
        .iter()
        .map(|stream| stream.id.as_str())
        .collect();
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
pub(crate) fn choose(
    changelog: &Changelog,
    text: &str,
    wanted: &[String],
) -> Result<Choice, Error> {
    let Some((from, to)) = text.split_once("..") else {
        return single(changelog, text, wanted);
    };
    let (from, to) = (from.trim(), to.trim());
    if from.is_empty() && to.is_empty() {
        return Err(Error::new("a range needs at least one end")
            .hint("for example 2.13.0..2.14.0, or 2.13.0.. for everything after"));
    }
    let ends: Vec<&str> = [from, to]
        .into_iter()
        .filter(|end| !end.is_empty())
        .collect();
    let stream = common_stream(changelog, text, &ends, wanted)?;
    let from = (!from.is_empty())
        .then(|| end(changelog, stream, from, End::From))
        .transpose()?;
    let to = (!to.is_empty())
        .then(|| end(changelog, stream, to, End::To))
        .transpose()?;
    if let (Some(from), Some(to)) = (&from, &to)
        && from > to
    {
        return Err(Error::new(format!(
            "the range {from}..{to} is reversed: {from} is newer than {to}"
        ))
        .hint(format!("did you mean {to}..{from}?")));
    }
    Ok(Choice {
        stream: stream.id.clone(),
        from,
        to,
        only: None,
    })
}

fn bare(text: &str) -> &str {
    text.split_once('/')
        .map_or(text, |(_, version)| version)
        .trim_start_matches('v')
}

/// The stream that all of `ends` lie in: the one they name, else the first that has every one of these versions. Where
/// none has, the first of their scheme, so that the error speaks of what was most likely meant.
fn common_stream<'a>(
    changelog: &'a Changelog,
    text: &str,
    ends: &[&str],
    wanted: &[String],
) -> Result<&'a Stream, Error> {
    let mut named: Vec<&Stream> = Vec::new();
    for (id, _) in ends.iter().filter_map(|end| end.split_once('/')) {
        let stream = changelog
            .stream(id)
            .ok_or_else(|| no_stream(changelog, id))?;
        if !named.iter().any(|known| known.id == stream.id) {
            named.push(stream);
        }
    }
    match named[..] {
        [one] => return Ok(one),
        [first, second, ..] => {
            return Err(Error::new(format!(
                "`{text}` begins in the stream {} and ends in {}",
                first.id, second.id
            ))
            .hint("both ends of a range lie in one stream"));
        }
        [] => {}
    }
    let streams = streams(changelog, wanted)?;
    let has_all = |stream: &&&Stream| {
        ends.iter()
            .all(|end| resolve(changelog, stream, bare(end)).is_some())
    };
    if let Some(stream) = streams.iter().find(has_all) {
        return Ok(stream);
    }
    let mut scheme = None;
    for end in ends {
        scheme = Some(if bare(end).parse::<Line>().is_ok() {
            Scheme::Semver
        } else {
            Version::parse_any(bare(end))
                .map_err(|error| {
                    not_a_version(changelog, end).unwrap_or_else(|| Error::new(error.to_string()))
                })?
                .scheme()
        });
    }
    streams
        .iter()
        .find(|stream| Some(stream.scheme) == scheme)
        .copied()
        .ok_or_else(|| Error::new(format!("`{text}` is not a version of {}", names(&streams))))
}

/// One version of a stream: a line, `2.14`, is its newest patch.
///
/// # Errors
/// If the stream has no such version: names the nearest.
pub(crate) fn version(
    changelog: &Changelog,
    stream: &Stream,
    text: &str,
) -> Result<Version, Error> {
    end(changelog, stream, text, End::From)
}

/// One version or day, with the stream that it lies in.
///
/// # Errors
/// If no stream has it: names the nearest.
pub(crate) fn version_in(
    changelog: &Changelog,
    text: &str,
    wanted: &[String],
) -> Result<(String, Version), Error> {
    let stream = common_stream(changelog, text, &[text], wanted)?;
    Ok((stream.id.clone(), end(changelog, stream, text, End::From)?))
}

/// A version of the platform's first stream of versions, with that stream's id.
///
/// # Errors
/// If there is no such stream, or it has no such version.
pub(crate) fn first_version(changelog: &Changelog, text: &str) -> Result<(String, Version), Error> {
    let stream = changelog
        .streams
        .iter()
        .find(|stream| stream.scheme == Scheme::Semver)
        .ok_or_else(|| {
            Error::new(format!(
                "the platform {} has no stream of versions",
                changelog.platform.id
            ))
        })?;
    Ok((stream.id.clone(), version(changelog, stream, text)?))
}

/// What a user may have meant by something that is no version: an entry's id, a stream.
fn not_a_version(changelog: &Changelog, text: &str) -> Option<Error> {
    changelog.stream(text).map(|stream| {
        Error::new(format!("`{text}` is a stream, not a version"))
            .hint(format!("use --stream {}", stream.id))
    })
}

fn names(streams: &[&Stream]) -> String {
    streams
        .iter()
        .map(|stream| stream.id.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    From,
    To,
}

/// A version that the stream has, its line's newest patch, or, in a stream of dates, any day: one between releases
/// bounds a range as well as one that has a release.
fn resolve(changelog: &Changelog, stream: &Stream, text: &str) -> Option<Version> {
    let known = || {
        changelog
            .releases
            .iter()
            .filter(|release| release.stream == stream.id)
            .filter_map(Release::version)
    };
    if let Ok(line) = text.parse::<Line>() {
        return known()
            .filter(|version| version.semver().is_some_and(|v| v.line() == line))
            .max()
            .cloned();
    }
    let version = Version::parse(stream.scheme, text).ok()?;
    match known().find(|known| **known == version) {
        Some(found) => Some(found.clone()),
        None => Some(version).filter(|version| version.scheme() == Scheme::Date),
    }
}

fn end(changelog: &Changelog, stream: &Stream, text: &str, end: End) -> Result<Version, Error> {
    let version = bare(text);
    let resolved = resolve(changelog, stream, version)
        .ok_or_else(|| unknown_version(changelog, stream, version))?;
    // A day as the later end means the whole day, with its second release.
    let Version::Date(day) = &resolved else {
        return Ok(resolved);
    };
    if end == End::From || version.contains('.') {
        return Ok(resolved);
    }
    let last = changelog
        .releases
        .iter()
        .filter(|release| release.stream == stream.id)
        .filter_map(Release::version)
        .filter(|known| matches!(known, Version::Date(known) if known.day == day.day))
        .max();
    Ok(last.cloned().unwrap_or(resolved))
}

fn single(changelog: &Changelog, text: &str, wanted: &[String]) -> Result<Choice, Error> {
    let stream = common_stream(changelog, text, &[text], wanted)?;
    let version = bare(text);
    let known = |choice: &Choice| {
        changelog
            .releases
            .iter()
            .any(|release| choice.holds(release))
    };
    let only = match version.parse::<Line>() {
        Ok(line) => Only::Line(line),
        Err(_not_a_line) => {
            Only::Release(Version::parse(stream.scheme, version).map_err(|error| {
                Error::new(error.to_string()).hint(format!(
                    "the stream {} is versioned by {}",
                    stream.id, stream.scheme
                ))
            })?)
        }
    };
    let choice = Choice {
        stream: stream.id.clone(),
        from: None,
        to: None,
        only: Some(only),
    };
    if known(&choice) {
        Ok(choice)
    } else {
        Err(unknown_version(changelog, stream, version))
    }
}

/// The versions just below and just above one that is not there, and any that is spelt alike.
fn unknown_version(changelog: &Changelog, stream: &Stream, text: &str) -> Error {
    let known: Vec<&Version> = changelog
        .releases
        .iter()
        .filter(|release| release.stream == stream.id)
        .filter_map(Release::version)
        .collect();
    let spelt = text
        .parse::<Line>()
        .map_or_else(|_| text.to_owned(), |line| format!("{line}.0"));
    let mut near: Vec<String> = Vec::new();
    if let Ok(version) = Version::parse(stream.scheme, &spelt) {
        near.extend(
            known
                .iter()
                .filter(|known| ***known < version)
                .max()
                .map(ToString::to_string),
        );
        near.extend(
            known
                .iter()
                .filter(|known| ***known > version)
                .min()
                .map(ToString::to_string),
        );
    }
    let spellings: Vec<String> = known.iter().map(ToString::to_string).collect();
    if near.is_empty() {
        near.extend(
            nearest(text, spellings.iter().map(String::as_str), 2)
                .into_iter()
                .map(str::to_owned),
        );
    }
    let hint = if near.is_empty() {
        format!(
            "`forewarn versions --stream {}` lists what there is",
            stream.id
        )
    } else {
        let are = if near.len() == 1 { "is" } else { "are" };
        format!("the nearest {are} {}", near.join(" and "))
    };
    Error::new(format!("the stream {} has no version {text}", stream.id)).hint(hint)
}
