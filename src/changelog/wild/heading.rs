//! Headings of releases: a version, maybe a date, maybe more.

use crate::changelog::wild::{dates, kinds};
use crate::domain::date::{Date, DateError};
use crate::domain::version::{Scheme, Version, VersionError};

/// What a heading names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Version(Version),
    Unreleased,
    /// Written like a version, but not one of the stream's scheme.
    Wrong {
        text: String,
        why: String,
    },
}

/// A heading that may be a release's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReleaseHeading {
    pub(super) subject: Subject,
    pub(super) date: Option<Date>,
    /// The text of a date that cannot be read, and why.
    pub(super) bad_date: Option<(String, String)>,
    pub(super) is_yanked: bool,
    /// The version is there, marked as not released yet.
    pub(super) is_pending: bool,
    pub(super) title: Option<String>,
    /// Whether a package is named before the version: such headings also stand *within* releases.
    pub(super) is_named: bool,
}

impl ReleaseHeading {
    fn new(subject: Subject) -> Self {
        Self {
            subject,
            date: None,
            bad_date: None,
            is_yanked: false,
            is_pending: false,
            title: None,
            is_named: false,
        }
    }

    /// Whether it can only be a release's heading, wherever it stands. A title alone could be that
    /// of a section (`2.0.0 migration`); with a date it is a release's.
    pub(super) fn is_exact(&self) -> bool {
        let is_bare = self.title.is_none() && !matches!(self.subject, Subject::Wrong { .. });
        !self.is_named && (is_bare || self.date.is_some())
    }
}

/// Words that may stand before a version without naming a package.
const LEAD_WORDS: [&str; 7] = [
    "version",
    "release",
    "released",
    "ver",
    "v",
    "changelog",
    "for",
];
const PENDING_WORDS: [&str; 12] = [
    "unreleased",
    "not yet released",
    "not released",
    "not released yet",
    "tbd",
    "tba",
    "wip",
    "in progress",
    "in development",
    "upcoming",
    "pending",
    "yyyy-mm-dd",
];
const UNRELEASED_NAMES: [&str; 8] = [
    "unreleased",
    "upcoming",
    "upcoming release",
    "next",
    "next release",
    "next version",
    "vnext",
    "not yet released",
];

/// Reads the heading `plain` (without markup) as a release's; `None` if it names no version.
pub(super) fn read(plain: &str, scheme: Scheme) -> Option<ReleaseHeading> {
    let text = unbracketed(&kinds::bare(plain));
    match scheme {
        Scheme::Semver => semantic(&text),
        Scheme::Date => dated(&text),
    }
    .or_else(|| unreleased(&text))
}

/// Brackets and quotes say nothing here: `[1.0.0]`, `(2023-02-08)`.
fn unbracketed(text: &str) -> String {
    text.chars()
        .map(|c| if "[](){}`*\"".contains(c) { ' ' } else { c })
        .collect()
}

fn unreleased(text: &str) -> Option<ReleaseHeading> {
    let name = trimmed(text).to_lowercase();
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_unreleased = UNRELEASED_NAMES.contains(&words.join(" ").as_str())
        || (words
            .first()
            .is_some_and(|word| trimmed(word) == "unreleased")
            && words.len() <= 5);
    is_unreleased.then(|| ReleaseHeading::new(Subject::Unreleased))
}

fn semantic(text: &str) -> Option<ReleaseHeading> {
    let words = words(text);
    let candidates: Vec<Candidate<'_>> = words
        .iter()
        .filter_map(|(start, word)| Candidate::new(*start, word))
        .collect();
    let parsed = candidates.iter().find_map(|candidate| {
        Some((
            candidate,
            Version::parse(Scheme::Semver, candidate.version).ok()?,
        ))
    });
    let (candidate, subject) = match parsed {
        Some((candidate, version)) => (candidate, Subject::Version(version)),
        None => match candidates.first() {
            // A date on its own is a version of the other scheme.
            None => return date_in_place_of_version(text),
            Some(candidate) => (candidate, wrong(candidate.version, Scheme::Semver)),
        },
    };
    let mut heading = ReleaseHeading::new(subject);
    heading.is_named = candidate.is_named;
    let before = text.get(..candidate.start)?;
    let after = text.get(candidate.end..)?;
    read_before(&mut heading, before, candidate.has_v)?;
    read_after(&mut heading, after);
    // `TLS 1.3`, `1.3 and later`, `Unreleased (2.x)` do not try to name a release.
    let is_aside = heading.title.is_some() || heading.is_named || heading.is_pending;
    (!(is_aside && matches!(heading.subject, Subject::Wrong { .. }))).then_some(heading)
}

/// A word that looks like a version.
struct Candidate<'a> {
    start: usize,
    end: usize,
    version: &'a str,
    has_v: bool,
    is_named: bool,
}

impl<'a> Candidate<'a> {
    fn new(start: usize, word: &'a str) -> Option<Self> {
        let end = start + word.len();
        let (name, version) = match word.rsplit_once('@') {
            Some((name, version)) => (Some(name), version),
            None => (None, word),
        };
        let version = version.trim_matches(|c| ",:;.".contains(c));
        let unprefixed = version.strip_prefix(['v', 'V']);
        let has_v = unprefixed.is_some();
        let version = unprefixed.map_or(version, |rest| rest.trim_start_matches('.'));
        let is_like_one = version.starts_with(|c: char| c.is_ascii_digit())
            && (version.contains('.') || has_v || name.is_some())
            && version
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".+-_".contains(c));
        let is_named = name.is_some_and(|name| !name.is_empty());
        is_like_one.then_some(Self {
            start,
            end,
            version,
            has_v,
            is_named,
        })
    }
}

fn wrong(text: &str, scheme: Scheme) -> Subject {
    let why = match Version::parse(scheme, text) {
        Err(VersionError::NotSemantic(_)) | Ok(_) => "it is not a semantic version".to_owned(),
        Err(VersionError::NotADay(_)) => "it is not a date version".to_owned(),
        Err(VersionError::Date(error)) => error.to_string(),
    };
    Subject::Wrong {
        text: text.to_owned(),
        why,
    }
}

/// A semantic stream whose heading is nothing but a date.
fn date_in_place_of_version(text: &str) -> Option<ReleaseHeading> {
    let found = dates::find(text)?;
    let before = text.get(..found.range.start)?;
    let after = text.get(found.range.end..)?;
    let is_alone = trimmed(&format!("{before} {after}")).is_empty();
    is_alone.then(|| {
        ReleaseHeading::new(wrong(
            text.get(found.range).unwrap_or(text).trim(),
            Scheme::Semver,
        ))
    })
}

fn dated(text: &str) -> Option<ReleaseHeading> {
    let exact = words(text).into_iter().find_map(|(start, word)| {
        let bare = word.trim_end_matches([',', ':', ';', '.']);
        let version = Version::parse(Scheme::Date, bare).ok()?;
        Some((start, start + word.len(), version))
    });
    let (start, end, version) = match exact {
        Some(found) => found,
        None => match dates::find(text) {
            None => return not_a_day(text),
            Some(found) => match found.date {
                Ok(day) => (
                    found.range.start,
                    found.range.end,
                    Version::parse(Scheme::Date, &day.to_string()).ok()?,
                ),
                Err(error) => return Some(no_such_day(text.get(found.range)?, &error)),
            },
        },
    };
    let day = version
        .to_string()
        .get(..10)
        .and_then(|day| day.parse().ok());
    let mut heading = ReleaseHeading::new(Subject::Version(version));
    read_before(&mut heading, text.get(..start)?, false)?;
    read_after(&mut heading, text.get(end..)?);
    heading.date = day;
    Some(heading)
}

fn no_such_day(text: &str, error: &DateError) -> ReleaseHeading {
    ReleaseHeading::new(Subject::Wrong {
        text: text.to_owned(),
        why: error.to_string(),
    })
}

/// A semantic version in a date stream.
fn not_a_day(text: &str) -> Option<ReleaseHeading> {
    let heading = semantic(text)?;
    let Subject::Version(version) = &heading.subject else {
        return Some(heading);
    };
    let subject = wrong(&version.to_string(), Scheme::Date);
    Some(ReleaseHeading { subject, ..heading })
}

/// What stands before a version: nothing much, a date, or one word that names a package.
fn read_before(heading: &mut ReleaseHeading, before: &str, has_v: bool) -> Option<()> {
    let rest = take_date(heading, before);
    let mut names = 0;
    for word in rest.split_whitespace() {
        let word = trimmed(word).to_lowercase();
        if word == "unreleased" || word == "upcoming" {
            heading.is_pending = true;
        } else if !word.is_empty() && !LEAD_WORDS.contains(&word.as_str()) {
            names += 1;
            // `Upgrading to 2.0.0`, `Since 2.0.0` are sentences; `toolkit v2.0.0` is a name.
            let is_sentence = [
                "to", "from", "since", "in", "of", "the", "until", "and", "node", "after", "before",
            ];
            if is_sentence.contains(&word.as_str()) && !has_v {
                return None;
            }
        }
    }
    heading.is_named |= names > 0;
    (names <= 1).then_some(())
}

/// What stands after a version: a date, marks, and else a title.
fn read_after(heading: &mut ReleaseHeading, after: &str) {
    let rest = take_date(heading, after);
    let mut words: Vec<&str> = rest.split_whitespace().collect();
    words.retain(|word| {
        let is_yanked = trimmed(word).eq_ignore_ascii_case("yanked");
        heading.is_yanked |= is_yanked;
        !is_yanked
    });
    let rest = words.join(" ");
    let title = trimmed(&rest);
    if PENDING_WORDS.contains(&title.to_lowercase().as_str()) {
        heading.is_pending = true;
    } else if heading.date.is_none() && heading.bad_date.is_none() && is_like_a_date(title) {
        heading.bad_date = Some((
            title.to_owned(),
            format!("`{title}` is not a form of date that has one meaning"),
        ));
    } else if !title.is_empty() {
        heading.title = Some(title.to_owned());
    }
}

/// `02/08/2023` could be February or August.
fn is_like_a_date(text: &str) -> bool {
    let n_digits = text.chars().filter(char::is_ascii_digit).count();
    n_digits >= 4
        && text.contains(['/', '-', '.'])
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '.'))
}

/// Takes the date out of `text`, with the weekday it may have brought.
fn take_date(heading: &mut ReleaseHeading, text: &str) -> String {
    let Some(found) = dates::find(text) else {
        return text.to_owned();
    };
    match found.date {
        Ok(date) => heading.date = Some(date),
        Err(error) => {
            let written = text.get(found.range.clone()).unwrap_or_default();
            heading.bad_date = Some((written.to_owned(), error.to_string()));
        }
    }
    let before = text.get(..found.range.start).unwrap_or_default();
    let after = text.get(found.range.end..).unwrap_or_default();
    dates::without_weekdays(&format!("{before} {after}"))
}

/// `text` without separators around it.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || "-\u{2013}\u{2014}/\\:,;|.~=_#\u{b7}\u{2022}".contains(c)
    })
}

/// Words with their offsets.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let mut words = Vec::new();
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if !word.is_empty() {
            words.push((at, word));
        }
        at += part.len();
    }
    words
}

#[cfg(test)]
#[path = "heading_tests.rs"]
mod tests;
