//! Versions of releases: semantic or by date, each with its own order.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::date::{Date, DateError};
use crate::domain::release::Stage;

crate::domain::words::closed_words! {
    /// How a stream numbers its releases.
    pub enum Scheme {
        Semver = "semver",
        Date = "date",
    }
}

/// Why a text is not a version of a scheme.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum VersionError {
    #[error("`{0}` is not a semantic version; versions are written like 2.14.0 or 2.0.0-beta.1")]
    NotSemantic(String),
    #[error(
        "`{0}` is not a date version; versions are written YYYY-MM-DD, or YYYY-MM-DD.2 for a second release of that day"
    )]
    NotADay(String),
    #[error(transparent)]
    Date(#[from] DateError),
}

/// A semantic version, ordered by precedence with pre-releases in *number* order.
///
/// Semantic Versioning 2.0.0 compares `rc10` and `rc2` as text, because they are single
/// alphanumeric identifiers, and so puts `rc10` first. Release candidates are published by number,
/// so here every run of digits compares as a number, and `alpha1`, `alpha.2` and `alpha.10` come in
/// that order. For versions that spell their numbers the standard way the order is the standard's.
#[derive(Clone, Debug)]
pub struct SemVersion(semver::Version);

impl SemVersion {
    pub fn major(&self) -> u64 {
        self.0.major
    }

    pub fn minor(&self) -> u64 {
        self.0.minor
    }

    pub fn patch(&self) -> u64 {
        self.0.patch
    }

    pub fn is_prerelease(&self) -> bool {
        !self.0.pre.is_empty()
    }

    /// As the standard's own rules take it.
    pub(in crate::domain) fn standard(&self) -> &semver::Version {
        &self.0
    }

    pub fn line(&self) -> Line {
        Line {
            major: self.0.major,
            minor: self.0.minor,
        }
    }

    /// The stage that the version itself states.
    pub fn stage(&self) -> Stage {
        let letters: String = self
            .0
            .pre
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        match letters.to_ascii_lowercase().as_str() {
            _ if self.0.pre.is_empty() => Stage::Ga,
            "alpha" | "a" => Stage::Alpha,
            "rc" => Stage::Rc,
            "beta" | "b" => Stage::Beta,
            _ => Stage::PreGa,
        }
    }

    /// The version without its pre-release part: what a pre-release is a pre-release of.
    #[must_use]
    pub fn release(&self) -> Self {
        Self(semver::Version::new(
            self.0.major,
            self.0.minor,
            self.0.patch,
        ))
    }
}

/// One run of a pre-release identifier. Numbers sort below letters, as in the standard.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Run<'a> {
    Number(u64),
    Letters(&'a str),
}

fn runs(pre: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    for identifier in pre.split(['.', '-']) {
        let mut rest = identifier;
        while let Some(first) = rest.chars().next() {
            let is_digit = first.is_ascii_digit();
            let end = rest
                .find(|c: char| c.is_ascii_digit() != is_digit)
                .unwrap_or(rest.len());
            let (run, tail) = rest.split_at(end);
            runs.push(if is_digit {
                Run::Number(run.parse().unwrap_or(u64::MAX))
            } else {
                Run::Letters(run)
            });
            rest = tail;
        }
    }
    runs
}

impl Ord for SemVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        let core = |v: &semver::Version| (v.major, v.minor, v.patch);
        core(&self.0)
            .cmp(&core(&other.0))
            .then_with(|| match (self.0.pre.is_empty(), other.0.pre.is_empty()) {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                (false, false) => runs(&self.0.pre).cmp(&runs(&other.0.pre)),
            })
            // Spellings of one number (`alpha1`, `alpha.1`) and build metadata still need an order,
            // so that it is total and output is the same from run to run.
            .then_with(|| self.0.pre.as_str().cmp(other.0.pre.as_str()))
            .then_with(|| self.0.build.as_str().cmp(other.0.build.as_str()))
    }
}

impl PartialOrd for SemVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for SemVersion {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for SemVersion {}

impl std::hash::Hash for SemVersion {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Display for SemVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl FromStr for SemVersion {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        semver::Version::parse(text)
            .map(Self)
            .map_err(|_the_form_is_what_helps| VersionError::NotSemantic(text.to_owned()))
    }
}

/// A minor line of a semantic stream, `2.14`: what carries a lifecycle status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line {
    pub major: u64,
    pub minor: u64,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{}", self.major, self.minor))
    }
}

impl FromStr for Line {
    type Err = VersionError;

    /// `2.14` or `2.14.x`.
    fn from_str(text: &str) -> Result<Self, VersionError> {
        let error = || VersionError::NotSemantic(text.to_owned());
        let bare = text.strip_suffix(".x").unwrap_or(text);
        let (major, minor) = bare.split_once('.').ok_or_else(error)?;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(major) || !digits(minor) {
            return Err(error());
        }
        match (major.parse(), minor.parse()) {
            (Ok(major), Ok(minor)) => Ok(Self { major, minor }),
            _ => Err(error()),
        }
    }
}

impl Serialize for Line {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A release of a stream that is versioned by date: the day, and which release of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateVersion {
    pub day: Date,
    /// 1 for the first release of the day.
    pub sequence: u32,
}

impl fmt::Display for DateVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.sequence == 1 {
            f.pad(&self.day.to_string())
        } else {
            f.pad(&format!("{}.{}", self.day, self.sequence))
        }
    }
}

impl FromStr for DateVersion {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let (day, sequence) = match text.split_once('.') {
            None => (text, 1),
            Some((day, sequence)) => {
                let number = sequence
                    .parse::<u32>()
                    .ok()
                    .filter(|n| *n >= 2 && n.to_string() == sequence);
                (
                    day,
                    number.ok_or_else(|| VersionError::NotADay(text.to_owned()))?,
                )
            }
        };
        match day.parse() {
            Ok(day) => Ok(Self { day, sequence }),
            Err(DateError::Form(_)) => Err(VersionError::NotADay(text.to_owned())),
            Err(error) => Err(error.into()),
        }
    }
}

/// The version of a release, in its stream's scheme. Versions of different schemes compare by
/// scheme, which only keeps the order total: no range ever spans two schemes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    Semver(SemVersion),
    Date(DateVersion),
}

impl Version {
    /// # Errors
    /// [`VersionError`] if `text` is not a version of `scheme`.
    pub fn parse(scheme: Scheme, text: &str) -> Result<Self, VersionError> {
        match scheme {
            Scheme::Semver => text.parse().map(Self::Semver),
            Scheme::Date => text.parse().map(Self::Date),
        }
    }

    /// In whichever scheme `text` is written: dates are never semantic versions, nor the reverse.
    ///
    /// # Errors
    /// [`VersionError`] if it is neither.
    pub fn parse_any(text: &str) -> Result<Self, VersionError> {
        match text.parse().map(Self::Date) {
            // Written like a day, so that is what is wrong with it.
            Err(error @ VersionError::Date(_)) => Err(error),
            Err(_) => text.parse().map(Self::Semver),
            day => day,
        }
    }

    pub fn scheme(&self) -> Scheme {
        match self {
            Self::Semver(_) => Scheme::Semver,
            Self::Date(_) => Scheme::Date,
        }
    }

    pub fn semver(&self) -> Option<&SemVersion> {
        match self {
            Self::Semver(version) => Some(version),
            Self::Date(_) => None,
        }
    }

    /// The stage that the version itself states; a date states none and is generally available.
    pub fn stage(&self) -> Stage {
        self.semver().map_or(Stage::Ga, SemVersion::stage)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Semver(version) => version.fmt(f),
            Self::Date(version) => version.fmt(f),
        }
    }
}

impl Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse_any(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn release_candidates_order_by_number() {
        let ascending = [
            "1.23.0-rc1",
            "1.23.0-rc2",
            "1.23.0-rc10",
            "1.23.0",
            "1.27.0-rc.1",
            "1.27.0-rc.2",
            "1.27.0-rc.10",
            "2.0.0-alpha1",
            "2.0.0-alpha.2",
            "2.0.0-alpha.10",
            "2.0.0-beta.1",
            "2.0.0-rc1",
            "2.0.0",
            "2.9.2",
            "2.11.1",
        ];
        let versions: Vec<SemVersion> =
            ascending.iter().map(|text| text.parse().unwrap()).collect();
        let mut sorted = versions.clone();
        sorted.reverse();
        sorted.sort();
        assert_eq!(sorted, versions);
    }

    /// The examples of section 11 of Semantic Versioning 2.0.0.
    #[test]
    fn the_standards_own_examples_keep_their_order() {
        let ascending = [
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
        ];
        for pair in ascending.windows(2) {
            let (a, b): (SemVersion, SemVersion) =
                (pair[0].parse().unwrap(), pair[1].parse().unwrap());
            assert!(a < b, "{a} < {b}");
        }
    }

    #[test]
    fn the_stage_is_read_from_the_version() {
        for (text, stage) in [
            ("1.0.0", Stage::Ga),
            ("1.0.0-alpha1", Stage::Alpha),
            ("2.0.0-beta.3", Stage::Beta),
            ("1.26.0-rc2", Stage::Rc),
            ("1.0.0-dev.1", Stage::PreGa),
            ("1.0.0-0", Stage::PreGa),
        ] {
            assert_eq!(text.parse::<SemVersion>().unwrap().stage(), stage, "{text}");
        }
    }

    #[test]
    fn two_releases_of_a_day_are_told_apart() {
        let first: DateVersion = "2021-12-01".parse().unwrap();
        let second: DateVersion = "2021-12-01.2".parse().unwrap();
        let tenth: DateVersion = "2021-12-01.10".parse().unwrap();
        assert!(first < second && second < tenth);
        assert_eq!(second.to_string(), "2021-12-01.2");
        for text in [
            "2021-12-01.1",
            "2021-12-01.02",
            "2021-12-01.x",
            "2021-12-1",
            "1.2.3",
        ] {
            assert!(text.parse::<DateVersion>().is_err(), "{text}");
        }
        assert_eq!(
            "2021-02-30".parse::<DateVersion>().unwrap_err().to_string(),
            "2021-02-30 does not exist in the calendar"
        );
    }

    #[test]
    fn lines_are_read_in_both_spellings() {
        assert_eq!(
            "2.14".parse::<Line>().unwrap(),
            "2.14.x".parse::<Line>().unwrap()
        );
        for text in ["2", "2.x", "2.14.0", "2.+4", ""] {
            assert!(text.parse::<Line>().is_err(), "{text}");
        }
    }
}
