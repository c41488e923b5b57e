//! Ranges of versions that something requires or works with.

use std::borrow::Cow;

use crate::domain::date::Date;
use crate::domain::surface::Language;
use crate::domain::version::{SemVersion, Version};

/// A range in its stream's scheme: an npm range, Cargo's, or date bounds such as `>=2019-06-27 <2020-01-01`.
#[derive(Clone, Debug)]
pub enum Range {
    Npm(nodejs_semver::Range),
    Cargo(semver::VersionReq),
    Dates(Vec<(Bound, Date)>),
}

/// One comparison of a date range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    AtLeast,
    After,
    AtMost,
    Before,
    On,
}

/// Why a text is not a range.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RangeError {
    #[error("`{0}` is not a version range; ranges are written like >=1.8.0, ~2.3 or 2.x")]
    Npm(String),
    #[error(
        "`{0}` is not a requirement of Cargo; they are written like ^1.8, =2.0.3 or >=1.2, <1.5"
    )]
    Cargo(String),
    #[error("`{0}` is not a range of dates; ranges are written like >=2019-06-27")]
    Dates(String),
}

impl Range {
    /// # Errors
    /// [`RangeError`] if `text` is no npm range.
    pub fn npm(text: &str) -> Result<Self, RangeError> {
        nodejs_semver::Range::parse(text)
            .map(Self::Npm)
            .map_err(|_the_form_is_what_helps| RangeError::Npm(text.to_owned()))
    }

    /// # Errors
    /// [`RangeError`] if `text` is no requirement as Cargo.toml states them.
    pub fn cargo(text: &str) -> Result<Self, RangeError> {
        semver::VersionReq::parse(text)
            .map(Self::Cargo)
            .map_err(|_the_form_is_what_helps| RangeError::Cargo(text.to_owned()))
    }

    /// A range as manifests of a language state it.
    ///
    /// # Errors
    /// [`RangeError`] if `text` is none.
    pub fn of_manifest(language: Language, text: &str) -> Result<Self, RangeError> {
        match language {
            Language::TypeScript => Self::npm(text),
            Language::Rust => Self::cargo(text),
        }
    }

    /// # Errors
    /// [`RangeError`] if `text` is no conjunction of date bounds.
    pub fn dates(text: &str) -> Result<Self, RangeError> {
        let error = || RangeError::Dates(text.to_owned());
        let bounds = text
            .split_whitespace()
            .map(|part| {
                let forms = [
                    (">=", Bound::AtLeast),
                    ("<=", Bound::AtMost),
                    (">", Bound::After),
                    ("<", Bound::Before),
                    ("=", Bound::On),
                ];
                let (bound, day) = forms
                    .into_iter()
                    .find_map(|(sign, bound)| part.strip_prefix(sign).map(|day| (bound, day)))
                    .unwrap_or((Bound::On, part));
                day.parse()
                    .map(|day| (bound, day))
                    .map_err(|_not_a_day| error())
            })
            .collect::<Result<Vec<_>, _>>()?;
        if bounds.is_empty() {
            Err(error())
        } else {
            Ok(Self::Dates(bounds))
        }
    }

    /// Whether `version` lies in the range. An npm range never holds a date, nor the reverse; a
    /// pre-release only lies in a range that names a pre-release of the same version (npm's rule, and Cargo's).
    pub fn contains(&self, version: &Version) -> bool {
        match (self, version) {
            (Self::Npm(range), Version::Semver(version)) => {
                npm_version(version).is_some_and(|v| range.satisfies(&v))
            }
            (Self::Cargo(range), Version::Semver(version)) => range.matches(version.standard()),
            (Self::Dates(bounds), Version::Date(version)) => {
                bounds.iter().all(|(bound, day)| match bound {
                    Bound::AtLeast => version.day >= *day,
                    Bound::After => version.day > *day,
                    Bound::AtMost => version.day <= *day,
                    Bound::Before => version.day < *day,
                    Bound::On => version.day == *day,
                })
            }
            _ => false,
        }
    }

    /// Whether some version may lie in both. Ranges of days are not compared.
    pub fn meets(&self, other: &Self) -> bool {
        match (self.comparators(), other.comparators()) {
            (Some(one), Some(other)) => one.allows_any(&other),
            _ => false,
        }
    }

    /// Whether each alternative of this range lies in one of the other's. Ranges of days are not compared.
    pub fn lies_within(&self, other: &Self) -> bool {
        match (self.comparators(), other.comparators()) {
            // Of alternatives the crate asks only whether any of them does.
            (Some(one), Some(other)) => one.to_string().split("||").all(|part| {
                nodejs_semver::Range::parse(part).is_ok_and(|part| other.allows_all(&part))
            }),
            _ => false,
        }
    }

    /// The least version that lies in the range; `None` for days.
    pub fn least(&self) -> Option<SemVersion> {
        let range = self.comparators()?;
        range.min_version()?.to_string().parse().ok()
    }

    /// The range in npm's notation, which has each of Cargo's comparators with the same meaning: only conjunction is written
    /// otherwise, by blanks instead of commas (Cargo book, "Specifying Dependencies"; npm's semver, "Ranges").
    fn comparators(&self) -> Option<Cow<'_, nodejs_semver::Range>> {
        match self {
            Self::Npm(range) => Some(Cow::Borrowed(range)),
            Self::Cargo(range) => {
                let text = range.to_string().replace(',', " ");
                nodejs_semver::Range::parse(text).ok().map(Cow::Owned)
            }
            Self::Dates(_) => None,
        }
    }
}

fn npm_version(version: &SemVersion) -> Option<nodejs_semver::Version> {
    nodejs_semver::Version::parse(version.to_string()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npm_ranges_hold_what_npm_says() {
        for (range, version, holds) in [
            (">=1.8.0", "1.8.0", true),
            (">=1.8.0", "1.7.9", false),
            ("~2.3", "2.3.5", true),
            ("~2.3", "2.4.0", false),
            ("2.x", "2.17.1", true),
            ("2.x", "2.0.0-beta.1", false),
            (">=2.0.0-beta.1 <2.0.1", "2.0.0-beta.3", true),
            ("1.33.x || >=2", "1.33.3", true),
        ] {
            let version = Version::parse_any(version).unwrap();
            assert_eq!(
                Range::npm(range).unwrap().contains(&version),
                holds,
                "{version} in {range}"
            );
        }
        assert!(Range::npm("newest please").is_err());
    }

    #[test]
    fn npm_ranges_meet_where_a_version_lies_in_both() {
        for (one, other, meet, least) in [
            ("^16.5.2", "^17.0.0", false, "16.5.2"),
            ("^16.5.2 || ^17", "^17.0.0", true, "16.5.2"),
            ("17.0.2", "^17.0.0", true, "17.0.2"),
            ("~5.1", "^7.2.2", false, "5.1.0"),
            (">=14", ">=20", true, "14.0.0"),
            ("*", "^7.2.2", true, "0.0.0"),
        ] {
            let (one, other) = (Range::npm(one).unwrap(), Range::npm(other).unwrap());
            assert_eq!(one.meets(&other), meet, "{one:?} {other:?}");
            assert_eq!(one.least().unwrap().to_string(), least);
        }
    }

    #[test]
    fn requirements_of_cargo_meet_where_a_version_lies_in_both() {
        for (one, other, meet, least) in [
            ("0.28", "0.29.1", false, "0.28.0"),
            ("0.28.1", "0.28", true, "0.28.1"),
            ("0.0.3", "0.0.4", false, "0.0.3"),
            ("1.2", ">=1.4, <2", true, "1.2.0"),
            (">=1.2, <1.4", "=1.4.0", false, "1.2.0"),
            ("=1.4", "1.4.7", true, "1.4.0"),
            ("~1.4.2", "1.5", false, "1.4.2"),
            ("1.*", "~1.9", true, "1.0.0"),
            ("*", "0.3", true, "0.0.0"),
            ("^0", "0.9", true, "0.0.0"),
            ("<=2.1", "2.1.5", true, "0.0.0"),
            (">2.1", "~2.1.5", false, "2.2.0"),
        ] {
            let (one, other) = (Range::cargo(one).unwrap(), Range::cargo(other).unwrap());
            assert_eq!(one.meets(&other), meet, "{one:?} {other:?}");
            assert_eq!(other.meets(&one), meet, "{other:?} {one:?}");
            assert_eq!(one.least().unwrap().to_string(), least, "{one:?}");
        }
        assert!(
            !Range::dates(">=2020-01-01")
                .unwrap()
                .meets(&Range::npm("1").unwrap())
        );
    }

    proptest::proptest! {
        /// The notation of npm holds the same versions as Cargo does.
        #[test]
        fn a_requirement_of_cargo_is_the_same_range_in_either_notation(
            sign in "|\\^|~|=|>|>=|<|<=",
            major in 0_u64..3,
            rest in "|\\.[0-2]|\\.[0-2]\\.[0-2]",
            version in "[0-3]\\.[0-3]\\.[0-3]",
        ) {
            let range = Range::cargo(&format!("{sign}{major}{rest}")).unwrap();
            let version = Version::parse_any(&version).unwrap();
            let npm = Range::Npm(range.comparators().unwrap().into_owned());
            proptest::prop_assert_eq!(range.contains(&version), npm.contains(&version));
        }
    }

    #[test]
    fn requirements_of_cargo_hold_what_cargo_says() {
        for (range, version, holds) in [
            ("1.2", "1.9.0", true),
            ("1.2", "2.0.0", false),
            ("0.21", "0.22.0", false),
            ("=3.2.25", "3.2.25", true),
            (">=1.2, <1.5", "1.5.0", false),
            ("3", "3.0.0-rc.1", false),
        ] {
            let version = Version::parse_any(version).unwrap();
            assert_eq!(
                Range::cargo(range).unwrap().contains(&version),
                holds,
                "{version} in {range}"
            );
        }
        assert!(Range::cargo(">=1 <2").is_err(), "Cargo separates by commas");
    }

    #[test]
    fn date_ranges_hold_their_bounds() {
        for (range, version, holds) in [
            (">=2019-06-27", "2019-06-27.2", true),
            (">=2019-06-27 <2020-01-01", "2020-01-01", false),
            (">=2019-06-27", "2.0.0", false),
        ] {
            let version = Version::parse_any(version).unwrap();
            assert_eq!(
                Range::dates(range).unwrap().contains(&version),
                holds,
                "{version} in {range}"
            );
        }
        for text in ["", ">=2019-02-30", ">= 2019-06-27"] {
            assert!(Range::dates(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_range_lies_within_another_with_all_of_its_alternatives() {
        let within = |one: &str, other: &str| {
            Range::npm(one)
                .unwrap()
                .lies_within(&Range::npm(other).unwrap())
        };
        for (one, other, expected) in [
            ("^17.0.0", "^17.0.0", true),
            ("17.0.2", "^17.0.0", true),
            ("~17.0.1", "^17.0.0", true),
            ("^16 || ^17", "^17.0.0", false),
            ("^17.0.1 || ^17.2", "^17.0.0", true),
            (">=17", "^17.0.0", false),
            ("*", "^17.0.0", false),
            ("16.13.1", "^16.5.2", true),
        ] {
            assert_eq!(within(one, other), expected, "{one} within {other}");
        }
    }
}
