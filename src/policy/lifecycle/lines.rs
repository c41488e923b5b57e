//! The status of minor lines, and which of them the hosted platform offers.

use crate::domain::date::{Date, DateKind};
use crate::domain::document::versions::{Bounds, LineStatus, Status};
use crate::domain::version::{SemVersion, Version};
use crate::policy::lifecycle::ReleaseFacts;
use crate::policy::lifecycle::ends::{End, Ends};
use crate::policy::lifecycle::history::{GaLine, History, Takeover};
use crate::policy::lifecycle::interval::Interval;
use crate::policy::lifecycle::platform::Platform;
use crate::policy::lifecycle::words;
use crate::policy::schema::HostedRules;

/// Newest first.
pub(super) fn statuses(
    history: &History<'_>,
    ends: &Ends,
    rules: HostedRules,
    as_of: Date,
) -> Vec<LineStatus> {
    let platform = Platform::new(history, rules, as_of);
    let listed = history
        .lines
        .iter()
        .rev()
        .filter(|line| line.days.may_be_by(as_of));
    listed
        .map(|line| {
            let situation = Situation {
                line,
                next_minor: history.next_minor(line.line, as_of),
                next_major: history.next_major(line.line.major, as_of),
                ends,
                as_of,
            };
            situation.status(platform.offers(line.line), &platform.open(line.line))
        })
        .collect()
}

/// All that decides the status of a line on a day.
struct Situation<'a> {
    line: &'a GaLine<'a>,
    /// What took, or may have taken, its place by `as_of`.
    next_minor: Option<Takeover<'a>>,
    /// What took, or may have taken, the place of its major by `as_of`.
    next_major: Option<Takeover<'a>>,
    ends: &'a Ends,
    as_of: Date,
}

impl<'a> Situation<'a> {
    /// `open` are the first versions of lines that decide whether it is hosted and may or may not be out.
    fn status(&self, hosted: Option<bool>, open: &[&SemVersion]) -> LineStatus {
        let Self { line, as_of, .. } = *self;
        let end = self.possible_end();
        // For the last minor of a major it is the next major that takes its place.
        let takeover = self.next_minor.or(self.next_major);
        let superseded = takeover.map(|next| self.superseded(next.days));
        let (possible, status) = self.possible();
        let latest = self.latest();
        let released = line.first.date;
        let version = |facts: &ReleaseFacts| Version::Semver(facts.version.clone());
        LineStatus {
            line: line.line,
            latest: version(latest),
            released: released.map(|dated| dated.on),
            date_kind: released.map(|dated| dated.kind),
            status,
            superseded_on: superseded.and_then(Interval::day),
            end_of_life: end.holds.and_then(Interval::day),
            end_of_life_source: end.source(),
            computed_end_of_life: end.computed.and_then(Interval::day),
            hosted,
            computed_unrounded: end.unrounded.and_then(Interval::day),
            superseded_by: takeover.map(|next| Version::Semver(next.by.clone())),
            latest_released: latest
                .date
                .filter(|dated| dated.kind != DateKind::NoLaterThan)
                .map(|dated| dated.on),
            end_of_life_bounds: end.holds.and_then(Interval::bounds),
            reason: self.reason(&possible, end, latest, hosted, open),
            released_bounds: match released {
                Some(_) => None,
                None => Some(Bounds {
                    not_before: line.days.not_before,
                    no_later_than: line.days.no_later_than,
                })
                .filter(|bounds| *bounds != Bounds::default()),
            },
            superseded_bounds: superseded.and_then(Interval::bounds),
            superseded_patches: line
                .releases
                .iter()
                .rev()
                .filter(|release| {
                    release.days.is_by(as_of) && release.facts.version < latest.version
                })
                .map(|release| version(release.facts))
                .collect(),
        }
    }

    /// When something took its place, which can have been no earlier than the line itself: the last minor of a major may have
    /// come after the next major.
    fn superseded(&self, days: Interval) -> Interval {
        let own = self.line.days;
        let is_before = days.not_before.is_some_and(|first| own.is_by(first));
        let is_after = days.no_later_than.is_some_and(|last| !own.may_be_by(last));
        if self.next_minor.is_some() || is_before || is_after {
            return days;
        }
        Interval {
            not_before: days.not_before.max(own.not_before),
            no_later_than: days
                .no_later_than
                .zip(own.no_later_than)
                .map(|(a, b)| a.max(b)),
        }
    }

    fn end(&self, next_minor: Option<Interval>, next_major: Option<Interval>) -> End {
        self.ends.of(self.line.line, next_minor, next_major)
    }

    /// The end, on whichever days it may be: where it is open whether something took the line's
    /// place by the day, with and without that.
    fn possible_end(&self) -> End {
        let with = |takeover: Option<Takeover<'_>>| takeover.map(|next| next.days);
        let without =
            |takeover: Option<Takeover<'_>>| with(takeover).filter(|days| days.is_by(self.as_of));
        let (minor, major) = (self.next_minor, self.next_major);
        self.end(with(minor), with(major))
            .or(self.end(without(minor), with(major)))
            .or(self.end(with(minor), without(major)))
            .or(self.end(without(minor), without(major)))
    }

    /// The statuses that are possible, and the one that follows from them.
    fn possible(&self) -> (Vec<Status>, Status) {
        let mut possible = Vec::new();
        let mut add = |status| {
            if !possible.contains(&status) {
                possible.push(status);
            }
        };
        for next_minor in self.cases(self.next_minor) {
            for next_major in self.cases(self.next_major) {
                let until_then = if next_minor.or(next_major).is_some() {
                    Status::Maintained
                } else {
                    Status::Supported
                };
                // The last day still counts, so the status is the old one while the end is not before it.
                match self.end(next_minor, next_major).holds {
                    None => add(until_then),
                    Some(end) => {
                        if !end.is_before(self.as_of) {
                            add(until_then);
                        }
                        if end.may_be_before(self.as_of) {
                            add(Status::EndOfLife);
                        }
                    }
                }
            }
        }
        let status = match possible[..] {
            [Status::EndOfLife] => Status::EndOfLife,
            // Nobody supports what was taken back.
            [status] if !self.line.is_withdrawn(self.as_of) => status,
            _ => Status::Unknown,
        };
        let status = if self.line.days.is_by(self.as_of) {
            status
        } else {
            Status::Unknown
        };
        (possible, status)
    }

    /// That a takeover has not happened by the day, and that it has, as far as each is possible.
    fn cases(&self, takeover: Option<Takeover<'_>>) -> Vec<Option<Interval>> {
        match takeover {
            None => vec![None],
            Some(next) if next.days.is_by(self.as_of) => vec![Some(next.days)],
            Some(next) => vec![None, Some(next.days.if_by(self.as_of))],
        }
    }

    /// What keeps the status or the end from being known, and what else a reader has to know. There is
    /// a reason for every unknown status: if more than one is possible, a takeover has no known day.
    fn reason(
        &self,
        possible: &[Status],
        end: End,
        latest: &ReleaseFacts,
        hosted: Option<bool>,
        open: &[&SemVersion],
    ) -> Option<String> {
        let Self { line, as_of, .. } = *self;
        let is_released = line.days.is_by(as_of);
        let mut reasons = Vec::new();
        if !is_released {
            reasons.push(words::may_not_be_released(
                &line.first.version,
                line.days,
                as_of,
            ));
        }
        if line.is_withdrawn(as_of) {
            reasons.push("all of its releases were withdrawn".to_owned());
        }
        if possible.len() > 1 || end.holds.is_some_and(|end| end.day().is_none()) {
            let undated_minor = self.next_minor.and_then(words::took_its_place);
            let undated_major = self.next_major.and_then(words::took_its_place);
            reasons.extend(undated_minor.or(undated_major));
        }
        if is_released {
            let newer = line.releases.iter().filter(|release| {
                let days = release.days;
                release.facts.version > latest.version
                    && days.may_be_by(as_of)
                    && !days.is_by(as_of)
            });
            reasons.extend(words::may_be_out(
                newer.map(|release| &release.facts.version),
            ));
        }
        if hosted.is_none() && is_released {
            let open = words::may_be_out(open.iter().copied()).unwrap_or_default();
            reasons.push(format!("whether it is on offer is not known: {open}"));
        }
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// The newest patch known on the day; a withdrawn one only if there is no other. "We recommend
    /// always using the latest patch version." If none is certain, the first that may be out.
    fn latest(&self) -> &'a ReleaseFacts {
        let releases = || self.line.releases.iter().rev();
        let newest = |withdrawn| {
            releases().find(|release| {
                release.days.is_by(self.as_of) && release.facts.withdrawn == withdrawn
            })
        };
        let possible = || {
            releases()
                .rfind(|release| release.days.may_be_by(self.as_of) && !release.facts.withdrawn)
        };
        newest(false)
            .or_else(|| newest(true))
            .or_else(possible)
            .map_or(self.line.first, |release| release.facts)
    }
}
