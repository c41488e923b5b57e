//! The releases of a stream in version order, each with the days on which it may have come.
//!
//! A release without a date of its own is bounded by the order of versions, but only where that is
//! the order of time: within a line, patches come one after the other, and the pre-releases of a
//! patch before it; the first release of a minor comes before that of the next minor, and the first
//! of a major before that of the next major. What came before any general
//! availability (stage `pre-ga`, in a major that never reached it) came in version order, and before the
//! next major's first release. Nothing else follows: 2.9.2 came after 2.11.1, and the
//! last minor of a major may come after the next major.

use std::collections::BTreeSet;

use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::release::Stage;
use crate::domain::version::{Line, SemVersion};
use crate::policy::lifecycle::ReleaseFacts;
use crate::policy::lifecycle::ends::Ends;
use crate::policy::lifecycle::interval::{Interval, earliest};

/// A release and the days on which it may have come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub(super) facts: &'a ReleaseFacts,
    pub(super) days: Interval,
}

/// The GA releases of a minor line.
#[derive(Debug)]
pub(super) struct GaLine<'a> {
    pub(super) line: Line,
    /// In version order; never empty.
    pub(super) releases: Vec<Known<'a>>,
    /// Its first release: the lowest version, unless another one is dated before it.
    pub(super) first: &'a ReleaseFacts,
    /// When the line came: with whichever of its releases was the first.
    pub(super) days: Interval,
}

/// Something newer that took a line's place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Takeover<'a> {
    pub(super) by: &'a SemVersion,
    pub(super) days: Interval,
}

/// All releases and lines of a stream, in version order.
#[derive(Debug)]
pub(super) struct History<'a> {
    pub(super) releases: Vec<Known<'a>>,
    pub(super) lines: Vec<GaLine<'a>>,
}

impl<'a> History<'a> {
    pub(super) fn new(
        releases: &'a [ReleaseFacts],
        ends: &Ends,
        covers_until: Option<Date>,
    ) -> Self {
        let mut sorted: Vec<&ReleaseFacts> = releases.iter().collect();
        sorted.sort_by(|a, b| a.version.cmp(&b.version));
        let days = days(&sorted, ends, covers_until);
        let releases: Vec<Known<'_>> = sorted
            .into_iter()
            .zip(days)
            .map(|(facts, days)| Known { facts, days })
            .collect();
        let ga: Vec<Known<'_>> = releases
            .iter()
            .copied()
            .filter(|known| known.facts.stage == Stage::Ga)
            .collect();
        let lines = ga
            .chunk_by(|a, b| a.facts.version.line() == b.facts.version.line())
            .filter_map(GaLine::new)
            .collect();
        Self { releases, lines }
    }

    /// What took the place of `line` by `as_of`, or may have: the first later minor of its major.
    pub(super) fn next_minor(&self, line: Line, as_of: Date) -> Option<Takeover<'a>> {
        first_by(
            as_of,
            self.lines
                .iter()
                .filter(|other| other.line.major == line.major && other.line > line),
        )
    }

    /// What took the place of a whole major by `as_of`, or may have: the first release of a later one.
    pub(super) fn next_major(&self, major: u64, as_of: Date) -> Option<Takeover<'a>> {
        first_by(
            as_of,
            self.lines.iter().filter(|other| other.line.major > major),
        )
    }
}

impl<'a> GaLine<'a> {
    fn new(releases: &[Known<'a>]) -> Option<Self> {
        let (lowest, patches) = releases.split_first()?;
        let first = patches.iter().fold(lowest, |first, patch| {
            match (first.days.day(), patch.days.day()) {
                (Some(day), Some(other)) if other < day => patch,
                _ => first,
            }
        });
        Some(Self {
            line: lowest.facts.version.line(),
            releases: releases.to_vec(),
            first: first.facts,
            days: patches
                .iter()
                .fold(lowest.days, |days, patch| days.earlier(patch.days)),
        })
    }

    /// Whether all of its releases that may have been out by a day were withdrawn: what came later says nothing of that day.
    pub(super) fn is_withdrawn(&self, as_of: Date) -> bool {
        self.releases
            .iter()
            .filter(|release| release.days.may_be_by(as_of))
            .all(|release| release.facts.withdrawn)
    }

    /// Whether a release that was not withdrawn was certainly out by a day.
    pub(super) fn is_out(&self, as_of: Date) -> bool {
        self.releases
            .iter()
            .any(|release| release.days.is_by(as_of) && !release.facts.withdrawn)
    }
}

/// The first of `lines` to come, of those that may have come by `as_of`. Ours: a line that was
/// withdrawn with all its releases takes nobody's place.
fn first_by<'a: 'b, 'b>(
    as_of: Date,
    lines: impl Iterator<Item = &'b GaLine<'a>>,
) -> Option<Takeover<'a>> {
    let lines: Vec<_> = lines
        .filter(|line| !line.is_withdrawn(as_of) && line.days.may_be_by(as_of))
        .collect();
    let days = lines
        .iter()
        .map(|line| line.days)
        .reduce(Interval::earlier)?;
    // In order, that is the lowest version; where dates contradict the order, the earliest.
    let first = lines.iter().min_by_key(|line| {
        (
            line.days.no_later_than.is_none(),
            line.days.no_later_than,
            line.line,
        )
    })?;
    Some(Takeover {
        by: &first.first.version,
        days,
    })
}

/// The interval of each release of `sorted`.
fn days(sorted: &[&ReleaseFacts], ends: &Ends, covers_until: Option<Date>) -> Vec<Interval> {
    let predecessors = predecessors(sorted);
    let mut not_before: Vec<Option<Date>> = Vec::with_capacity(sorted.len());
    for (facts, before) in sorted.iter().zip(&predecessors) {
        let by_order = before
            .iter()
            .filter_map(|&before| not_before.get(before).copied().flatten())
            .max();
        not_before.push(match facts.date {
            Some(dated) if dated.kind != DateKind::NoLaterThan => Some(dated.on),
            Some(dated) => by_order.filter(|day| *day <= dated.on),
            None => by_order,
        });
    }
    let mut by_order: Vec<Option<Date>> = vec![None; sorted.len()];
    let mut days = Vec::with_capacity(sorted.len());
    for (idx, facts) in sorted.iter().enumerate().rev() {
        let interval = days_of(
            facts.date,
            Interval {
                not_before: not_before[idx],
                no_later_than: by_order[idx],
            },
            [covers_until, ends.published(facts.version.line())],
        );
        for &before in &predecessors[idx] {
            by_order[before] = earliest([by_order[before], interval.no_later_than]);
        }
        days.push(interval);
    }
    days.reverse();
    days
}

/// The interval of one release. `by_order` may be empty (its bounds reversed), where dates
/// contradict the order of versions: then the order says nothing. `existed_by` are days by which
/// a release existed if it is there at all: the record's own day, and the end of its line, after
/// which "there won't be any further code changes". A date says more than either.
fn days_of(date: Option<Dated>, by_order: Interval, existed_by: [Option<Date>; 2]) -> Interval {
    let is_order_contradicted = by_order
        .not_before
        .zip(by_order.no_later_than)
        .is_some_and(|(first, last)| first > last);
    let by_order = if is_order_contradicted {
        Interval::UNKNOWN
    } else {
        by_order
    };
    match date {
        Some(dated) if dated.kind != DateKind::NoLaterThan => Interval::exactly(dated.on),
        Some(dated) => by_order.if_by(dated.on),
        None => existed_by
            .into_iter()
            .flatten()
            .filter(|day| by_order.may_be_by(*day))
            .fold(by_order, Interval::if_by),
    }
}

/// For each release, the ones of which it is known that they came before it (or on its day); all
/// stand before it in `sorted`.
fn predecessors(sorted: &[&ReleaseFacts]) -> Vec<Vec<usize>> {
    let line = |idx: usize| sorted[idx].version.line();
    let mut predecessors: Vec<Vec<usize>> = Vec::with_capacity(sorted.len());
    let (mut patch, mut first_of_line, mut first_of_major) = (None, None, None);
    let mut line_seen = None;
    let has_ga: BTreeSet<u64> = sorted
        .iter()
        .filter(|facts| facts.stage == Stage::Ga)
        .map(|facts| facts.version.major())
        .collect();
    let mut last_before_ga: Option<usize> = None;
    for (idx, facts) in sorted.iter().enumerate() {
        let version = &facts.version;
        let mut before = Vec::new();
        if let Some(previous) = idx
            .checked_sub(1)
            .filter(|&previous| sorted[previous].version.release() == version.release())
        {
            before.push(previous);
        }
        if facts.stage == Stage::PreGa && !has_ga.contains(&version.major()) {
            before.extend(last_before_ga.filter(|&last| line(last).major == version.major()));
            last_before_ga = Some(idx);
        }
        if !version.is_prerelease() {
            before.extend(patch.filter(|&patch| line(patch) == version.line()));
            patch = Some(idx);
        }
        if facts.stage == Stage::Ga && line_seen != Some(version.line()) {
            let is_first_of_major = line_seen.is_none_or(|line| line.major != version.major());
            line_seen = Some(version.line());
            let is_same_major = |first: &usize| line(*first).major == version.major();
            before.extend(first_of_line.filter(is_same_major).or(first_of_major));
            before.extend(last_before_ga.filter(|_| is_first_of_major));
            // If the record begins in the middle of a line or major, its first release there may be
            // later than the next minor or major.
            if version.patch() == 0 {
                first_of_line = Some(idx);
                if is_first_of_major && (version.minor() == 0 || version.major() == 0) {
                    first_of_major = Some(idx);
                }
            }
        }
        predecessors.push(before);
    }
    predecessors
}
