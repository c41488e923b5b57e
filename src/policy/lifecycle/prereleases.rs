//! The status of pre-releases: supported until something newer comes, and then not at all.

use crate::domain::date::Date;
use crate::domain::document::versions::{PrereleaseStatus, Status};
use crate::domain::release::Stage;
use crate::domain::version::Version;
use crate::policy::lifecycle::ends::Ends;
use crate::policy::lifecycle::history::{History, Known, Takeover};
use crate::policy::lifecycle::interval::{self, Interval};
use crate::policy::lifecycle::words;

/// Newest first. "Pre-GA versions move straight from Supported to End-of-life when a new version is
/// released": there is no maintained stage, and nothing is rounded.
pub(super) fn statuses(history: &History<'_>, ends: &Ends, as_of: Date) -> Vec<PrereleaseStatus> {
    let releases = history.releases.iter().rev();
    releases
        .filter(|release| release.facts.stage != Stage::Ga && release.days.may_be_by(as_of))
        .map(|release| status(release, history, ends, as_of))
        .collect()
}

fn status(
    release: &Known<'_>,
    history: &History<'_>,
    ends: &Ends,
    as_of: Date,
) -> PrereleaseStatus {
    let facts = release.facts;
    let takeover = takeover(release, history, as_of);
    let next_major = history.next_major(facts.version.major(), as_of);
    let latest_end =
        ends.latest_for_prereleases(facts.version.line(), next_major.map(|next| next.days));
    let end = interval::earlier(takeover.map(|next| next.days), latest_end);
    // The day on which it was superseded is its last one.
    let may_be_supported = !end.is_some_and(|end| end.is_before(as_of));
    let may_have_ended = end.is_some_and(|end| end.may_be_before(as_of));
    let is_released = release.days.is_by(as_of);
    let status = match (may_be_supported, may_have_ended) {
        (false, true) if is_released => Status::EndOfLife,
        (true, false) if is_released && !facts.withdrawn => Status::Supported,
        _ => Status::Unknown,
    };

    let mut reasons = Vec::new();
    if !is_released {
        reasons.push(words::may_not_be_released(
            &facts.version,
            release.days,
            as_of,
        ));
    }
    if facts.withdrawn {
        reasons.push("it was withdrawn".to_owned());
    }
    if end.is_some_and(|end| end.day().is_none()) {
        let undated = takeover.and_then(words::took_its_place);
        reasons.extend(undated.or_else(|| next_major.and_then(words::took_its_place)));
    }
    PrereleaseStatus {
        version: Version::Semver(facts.version.clone()),
        stage: facts.stage,
        released: facts.date.map(|dated| dated.on),
        date_kind: facts.date.map(|dated| dated.kind),
        status,
        superseded_by: takeover.map(|next| Version::Semver(next.by.clone())),
        superseded_on: takeover.and_then(|next| next.days.day()),
        end_of_life: end.and_then(Interval::day),
        end_of_life_bounds: end.and_then(Interval::bounds),
        for_production: false,
        reason: (!reasons.is_empty()).then(|| reasons.join("; ")),
    }
}

/// A version that may have superseded a pre-release.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    newer: Takeover<'a>,
    /// Whether it certainly came after the pre-release, or on its day.
    is_after: bool,
}

/// The first version that came after `release` and is newer. Ours, since the page only says "a new
/// version": one of higher precedence in the same major, or a later major. What came before the
/// pre-release did not supersede it (2.18.0 does not end a later 2.17.1-rc1), and neither does what
/// was withdrawn.
fn takeover<'a>(release: &Known<'a>, history: &History<'a>, as_of: Date) -> Option<Takeover<'a>> {
    let version = &release.facts.version;
    let same_major = history.releases.iter().filter(|other| {
        let newer = &other.facts.version;
        newer > version && newer.major() == version.major() && !other.facts.withdrawn
    });
    let later_majors = history
        .lines
        .iter()
        .filter(|line| line.line.major > version.major() && !line.is_withdrawn(as_of));
    let candidates: Vec<Candidate<'_>> = same_major
        .map(|other| Takeover {
            by: &other.facts.version,
            days: other.days,
        })
        .chain(later_majors.map(|line| Takeover {
            by: &line.first.version,
            days: line.days,
        }))
        .filter(|newer| newer.days.may_be_by(as_of))
        .filter(|newer| {
            !release
                .days
                .not_before
                .is_some_and(|day| newer.days.is_before(day))
        })
        .map(|newer| Candidate {
            newer,
            is_after: is_after(newer, release),
        })
        .collect();

    let (certain, possible): (Vec<_>, Vec<_>) =
        candidates.iter().partition(|candidate| candidate.is_after);
    let days = |candidate: &&Candidate<'_>| candidate.newer.days;
    let earliest = candidates
        .iter()
        .map(|candidate| candidate.newer.days)
        .reduce(Interval::earlier)?;
    let earliest_certain = certain.iter().map(days).reduce(Interval::earlier);
    let first = certain
        .iter()
        .min_by_key(|candidate| {
            (
                days(candidate).no_later_than.is_none(),
                days(candidate).no_later_than,
            )
        })
        .or(possible.first())?;
    Some(Takeover {
        by: first.newer.by,
        days: Interval {
            not_before: earliest.not_before.max(release.days.not_before),
            no_later_than: earliest_certain.and_then(|days| days.no_later_than),
        },
    })
}

/// By their days, or because both are of one patch, whose pre-releases come in order before it.
fn is_after(newer: Takeover<'_>, release: &Known<'_>) -> bool {
    let is_after_by_days = release
        .days
        .no_later_than
        .zip(newer.days.not_before)
        .is_some_and(|(last, first)| last <= first);
    is_after_by_days || newer.by.release() == release.facts.version.release()
}
