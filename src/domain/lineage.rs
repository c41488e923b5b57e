//! Which releases a version contains: its line of descent.
//!
//! Version order is not descent. A patch of an older line that came out after the next line began (1.34.6,
//! after 2.0.0) lies between the two by its number, yet what it changed is not in the newer version: it was
//! made on a maintenance line. Nobody records branches, so descent is concluded from days, which is how
//! Semantic Versioning is used with maintenance lines: a newer line begins with what had been released
//! by then.

use std::collections::BTreeMap;

use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::version::{Line, SemVersion};

/// What descent has to know of a release.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub version: &'a SemVersion,
    pub date: Option<Dated>,
}

/// Whether a release is part of what a later version contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Descent {
    Contained,
    /// It came out after this first release of a newer line, on a maintenance line of its own.
    Apart {
        after: SemVersion,
    },
    /// Days that would tell are not known.
    Unknown,
}

/// The days between which each release of a stream came out, and the first stable release of each line.
#[derive(Debug)]
pub struct Lineage {
    /// Earliest and latest possible day of each release.
    days: BTreeMap<SemVersion, (Option<Date>, Option<Date>)>,
    firsts: BTreeMap<Line, SemVersion>,
}

impl Lineage {
    /// From the releases of one stream, in any order.
    ///
    /// Within a line, and among the first releases of the lines of a major, version order is time order: an
    /// undated release lies between its dated neighbours.
    pub fn new<'a>(releases: impl IntoIterator<Item = Known<'a>>) -> Self {
        let dates: BTreeMap<&SemVersion, Option<Dated>> = releases
            .into_iter()
            .map(|known| (known.version, known.date))
            .collect();
        let mut firsts: BTreeMap<Line, SemVersion> = BTreeMap::new();
        for version in dates.keys().filter(|version| !version.is_prerelease()) {
            firsts
                .entry(version.line())
                .or_insert_with(|| (*version).clone());
        }
        let mut days: BTreeMap<SemVersion, (Option<Date>, Option<Date>)> = BTreeMap::new();
        let mut earliest: BTreeMap<Line, Date> = BTreeMap::new();
        for (version, date) in &dates {
            let line = version.line();
            let trunk = lines_of_major_before(&firsts, line)
                .filter_map(|first| days.get(first)?.0)
                .max();
            let known = date.filter(|dated| is_lower_bound(dated.kind));
            let here = [
                known.map(|dated| dated.on),
                earliest.get(&line).copied(),
                trunk,
            ]
            .into_iter()
            .flatten()
            .max();
            if let Some(here) = here {
                earliest.insert(line, here);
            }
            days.insert((*version).clone(), (here, None));
        }
        let mut latest: BTreeMap<Line, Date> = BTreeMap::new();
        // Newest first: whatever holds of a release bounds those before it.
        let mut firsts_after: BTreeMap<u64, Date> = BTreeMap::new();
        for (version, date) in dates.iter().rev() {
            let line = version.line();
            let is_first = firsts.get(&line) == Some(*version) || version.is_prerelease();
            let trunk = firsts_after.get(&line.major).copied().filter(|_| is_first);
            // Every kind of date is a day by which it was there.
            let here = [
                date.map(|dated| dated.on),
                latest.get(&line).copied(),
                trunk,
            ]
            .into_iter()
            .flatten()
            .min();
            if let Some(here) = here {
                latest.insert(line, here);
                if is_first {
                    firsts_after.insert(line.major, here);
                }
            }
            if let Some(bounds) = days.get_mut(*version) {
                bounds.1 = here;
            }
        }
        Self { days, firsts }
    }

    /// Whether `to` contains what `release`, an earlier version, changed.
    ///
    /// Releases of `to`'s own line are contained. One of an older line is contained if it was out by the day on
    /// which the next line up to `to` began, and apart if it came after the first release of any of them.
    pub fn descent(&self, release: &SemVersion, to: &SemVersion) -> Descent {
        let newer: Vec<&SemVersion> = self
            .firsts
            .range(release.line()..=to.line())
            .filter(|(line, _)| **line > release.line())
            .map(|(_, first)| first)
            .filter(|first| *first <= to)
            .collect();
        let (lower, upper) = self.days.get(release).copied().unwrap_or_default();
        let bounds = |version: &SemVersion| self.days.get(version).copied().unwrap_or_default();
        let passed = newer.iter().find(|first| {
            lower
                .zip(bounds(first).1)
                .is_some_and(|(lower, began)| lower > began)
        });
        if let Some(after) = passed {
            return Descent::Apart {
                after: (**after).clone(),
            };
        }
        let Some(next) = newer.first() else {
            return Descent::Contained;
        };
        let line = release.line();
        let is_first = release.is_prerelease() || self.firsts.get(&line) == Some(release);
        if is_first && line.major == next.line().major {
            // The trunk of a major: each minor begins with the one before.
            return Descent::Contained;
        }
        match upper.zip(bounds(next).0) {
            Some((upper, began)) if upper <= began => Descent::Contained,
            _ => Descent::Unknown,
        }
    }
}

/// A release was not out before such a day.
fn is_lower_bound(kind: DateKind) -> bool {
    match kind {
        DateKind::Exact | DateKind::Effective => true,
        DateKind::Announced | DateKind::NoLaterThan => false,
    }
}

/// The first releases of the earlier lines of a line's major.
fn lines_of_major_before(
    firsts: &BTreeMap<Line, SemVersion>,
    line: Line,
) -> impl Iterator<Item = &SemVersion> {
    let start = Line {
        major: line.major,
        minor: 0,
    };
    firsts.range(start..line).map(|(_, first)| first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> SemVersion {
        text.parse().unwrap()
    }

    /// `2.0.0 2022-12-07` or, without a day, `1.34.0`; `~` before a day: announced.
    fn lineage(releases: &[&str]) -> Lineage {
        let parsed: Vec<(SemVersion, Option<Dated>)> = releases
            .iter()
            .map(|text| {
                let (number, day) = text
                    .split_once(' ')
                    .map_or((*text, None), |(n, d)| (n, Some(d)));
                let date = day.map(|day| Dated {
                    on: day.trim_start_matches('~').parse().unwrap(),
                    kind: if day.starts_with('~') {
                        DateKind::Announced
                    } else {
                        DateKind::Exact
                    },
                });
                (version(number), date)
            })
            .collect();
        Lineage::new(parsed.iter().map(|(version, date)| Known {
            version,
            date: *date,
        }))
    }

    fn apart(after: &str) -> Descent {
        Descent::Apart {
            after: version(after),
        }
    }

    #[test]
    fn a_patch_made_after_the_next_line_began_is_not_part_of_it() {
        let flex = lineage(&[
            "1.32.0",
            "1.33.0 ~2022-11-21",
            "1.33.1",
            "1.34.0",
            "1.34.3 2023-08-21",
            "1.34.4",
            "1.34.6 2024-01-18",
            "2.0.0-beta.1 2022-03-30",
            "2.0.0 2022-12-07",
            "2.0.3 2023-06-28",
            "2.1.0 2023-02-08",
            "2.2.1 2023-06-28",
            "2.3.0 2023-06-28",
            "2.9.0 2024-10-03",
            "2.9.2 2025-04-03",
            "2.10.0 2024-12-05",
            "2.11.1 2025-03-20",
        ]);
        for (release, to, expected) in [
            ("1.34.6", "2.0.0", apart("2.0.0")),
            // Undated, but after 1.34.3.
            ("1.34.4", "2.17.1", apart("2.0.0")),
            ("1.34.6", "1.34.6", Descent::Contained),
            ("1.34.3", "1.34.6", Descent::Contained),
            // Announced on a day before 2.0.0: it was there by then, and so were the minors before.
            ("1.33.0", "2.0.0", Descent::Contained),
            ("1.32.0", "2.0.0", Descent::Contained),
            // Nothing tells whether these came before 2.0.0.
            ("1.34.0", "2.0.0", Descent::Unknown),
            ("1.33.1", "2.0.0", Descent::Unknown),
            ("2.0.0-beta.1", "2.0.0", Descent::Contained),
            ("2.0.3", "2.11.1", apart("2.1.0")),
            // Released on the day on which the next line began: with it.
            ("2.2.1", "2.3.0", Descent::Contained),
            ("2.9.2", "2.11.1", apart("2.10.0")),
            ("2.9.2", "2.9.2", Descent::Contained),
            ("2.9.0", "2.11.1", Descent::Contained),
        ] {
            assert_eq!(
                flex.descent(&version(release), &version(to)),
                expected,
                "{release} in {to}"
            );
        }
    }

    #[test]
    fn a_minor_of_an_older_major_can_be_apart_too() {
        let made = lineage(&[
            "1.0.0 2020-01-01",
            "2.0.0 2021-01-01",
            "1.1.0 2021-06-01",
            "1.1.1",
        ]);
        for (release, expected) in [
            ("1.0.0", Descent::Contained),
            ("1.1.0", apart("2.0.0")),
            ("1.1.1", apart("2.0.0")),
        ] {
            assert_eq!(made.descent(&version(release), &version("2.0.0")), expected);
        }
    }

    #[test]
    fn without_any_day_only_the_trunk_of_a_major_is_sure() {
        let made = lineage(&["1.0.0", "1.0.1", "1.1.0", "2.0.0"]);
        for (release, to, expected) in [
            ("1.0.0", "1.1.0", Descent::Contained),
            ("1.0.1", "1.1.0", Descent::Unknown),
            ("1.1.0", "2.0.0", Descent::Unknown),
            ("1.0.1", "1.0.1", Descent::Contained),
        ] {
            assert_eq!(
                made.descent(&version(release), &version(to)),
                expected,
                "{release} in {to}"
            );
        }
    }
}
