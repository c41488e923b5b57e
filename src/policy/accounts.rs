//! What an account runs on a day, and what it will be moved to.
//!
//! By "How We Release Flex" accounts are updated to new minors automatically, unless they are pinned
//! to a minor; a pinned one still gets the newest patch of that minor; and nobody is enrolled in a
//! new major automatically. So an automatic account stays on its major: the one that its file
//! states, else (ours) the newest one on the day of its creation, else the newest one on the day that is
//! asked about. Which it was is said with the answer.
//!
//! The next move is read off the record: the first later day on which the same rules give another
//! version. Where the record holds none, the answer says what the account waits for.

use std::collections::BTreeMap;

use crate::domain::account::{Account, Choice};
use crate::domain::date::{Date, DateKind};
use crate::domain::document::accounts::{Concern, Running, Warning};
use crate::domain::document::versions::{Forecast, ForecastWindow, Outlook, Status};
use crate::domain::feature::PublishedEnd;
use crate::domain::range::Range;
use crate::domain::release::Stage;
use crate::domain::version::Version;
use crate::policy::forecast::forecast;
use crate::policy::hosted::Offer;
use crate::policy::lifecycle::{Lifecycle, ReleaseFacts, lifecycle};
use crate::policy::schema::Policy;

/// The record of a stream, to be seen from any day.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Published, withdrawn, and scheduled for a known day.
    pub releases: &'a [ReleaseFacts],
    pub ends: &'a [PublishedEnd],
    pub policy: &'a Policy,
    /// As [`lifecycle`] takes it.
    pub covers_until: Option<Date>,
}

impl Record<'_> {
    /// The lifecycle of the stream on a day.
    pub fn on(&self, day: Date) -> Lifecycle {
        lifecycle(
            self.releases,
            self.ends,
            self.policy,
            self.covers_until,
            day,
        )
    }
}

/// A later version that an account will be moved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextMove {
    pub version: Version,
    pub on: Date,
    pub date_kind: DateKind,
    pub status: Status,
    pub end_of_life: Option<Date>,
}

/// What follows for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    pub runs: Running,
    pub assumption: Option<String>,
    pub next: Option<NextMove>,
    /// What it waits for, if there is no `next`.
    pub waits_for: Option<String>,
    pub expected: Expected,
}

/// When the next minor is to be expected, by each measure; a window that has passed is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    pub stated: Option<ForecastWindow>,
    pub observed: Option<ForecastWindow>,
}

/// The record seen from one day, with all that later days bring: made once for many accounts.
#[derive(Debug)]
pub struct Seat<'a> {
    record: Record<'a>,
    as_of: Date,
    now: Lifecycle,
    /// The later days of the record, each with what is known then.
    later: BTreeMap<Date, Lifecycle>,
    forecast: Forecast,
}

impl<'a> Seat<'a> {
    /// `covers_until` is the day up to which the record was kept, for the forecasts.
    pub fn new(record: Record<'a>, covers_until: Option<Date>, as_of: Date) -> Self {
        let now = record.on(as_of);
        let later = record
            .releases
            .iter()
            .filter(|facts| !facts.withdrawn)
            .filter_map(|facts| facts.date)
            .filter(|dated| dated.kind != DateKind::NoLaterThan && dated.on > as_of)
            .map(|dated| (dated.on, record.on(dated.on)))
            .collect();
        Self {
            forecast: forecast(&now, record.policy.cadence, covers_until, as_of),
            record,
            as_of,
            now,
            later,
        }
    }

    fn offer<'b>(&'b self, life: &'b Lifecycle, as_of: Date) -> Offer<'b> {
        Offer {
            life,
            rules: self.record.policy.hosted,
            as_of,
        }
    }

    /// What can be run on the day.
    pub fn today(&self) -> Offer<'_> {
        self.offer(&self.now, self.as_of)
    }

    /// What an account runs, and what comes next for it.
    pub fn of(&self, account: &Account) -> Situation {
        let (major, assumption) = self.major(account);
        let mut runs = self.today().run(&account.choice, major);
        if major.is_none() && matches!(account.choice, Choice::Automatic) {
            runs.reason.clone_from(&assumption);
        }
        let next = self.next(account, major, &runs);
        if let Some(next) = next
            .as_ref()
            .filter(|next| next.status == Status::EndOfLife)
        {
            runs.warnings.push(Warning {
                concern: Concern::NextEndOfLife,
                text: format!(
                    "{} is at end-of-life when it comes on {}",
                    next.version, next.on
                ),
            });
        }
        let is_known = runs.version.is_some()
            || runs
                .warnings
                .iter()
                .any(|warning| warning.concern == Concern::NoMatch);
        let (waits_for, expected) = match next {
            None if !is_known => (None, Expected::default()),
            Some(_) => (None, Expected::default()),
            None => self.waits_for(account, major, &runs),
        };
        Situation {
            runs,
            assumption: assumption.filter(|_| major.is_some()),
            next,
            waits_for,
            expected,
        }
    }

    fn next(&self, account: &Account, major: Option<u64>, runs: &Running) -> Option<NextMove> {
        let is_uncertain = |runs: &Running| {
            runs.warnings
                .iter()
                .any(|warning| warning.concern == Concern::Uncertain)
        };
        let is_fixed = matches!(account.choice, Choice::Exact(_)) && runs.version.is_some();
        // What comes after something unknown is not known either.
        if is_fixed || is_uncertain(runs) {
            return None;
        }
        self.later.iter().find_map(|(&on, life)| {
            let then = self.offer(life, on).run(&account.choice, major);
            if then.version == runs.version || is_uncertain(&then) {
                return None;
            }
            let version = then.version?;
            let date = life
                .releases
                .iter()
                .find(|seen| Some(&seen.facts.version) == version.semver())
                .and_then(|seen| seen.facts.date);
            Some(NextMove {
                version,
                on,
                // Without a day of its own it was there by the day on which the record shows it.
                date_kind: date
                    .filter(|dated| dated.on == on)
                    .map_or(DateKind::NoLaterThan, |dated| dated.kind),
                status: then.status,
                end_of_life: then.end_of_life,
            })
        })
    }

    /// The major that an automatic account is on, and what that takes for granted. For no major: why.
    fn major(&self, account: &Account) -> (Option<u64>, Option<String>) {
        if !matches!(account.choice, Choice::Automatic) {
            return (None, None);
        }
        if let Some(major) = account.major {
            return (Some(major), None);
        }
        let Some(created) = account.created else {
            let newest = self.today().minors().next().map(|line| line.line.major);
            return match newest {
                Some(major) => (
                    Some(major),
                    Some(format!(
                        "on major {major}, the newest: the file says neither `major` nor when the account was created"
                    )),
                ),
                None => (None, Some("no version is known by that day".to_owned())),
            };
        };
        if created > self.as_of {
            let text = format!("the account is created on {created}, after {}", self.as_of);
            return (None, Some(text));
        }
        match newest_major(&self.record.on(created))[..] {
            [major] => (
                Some(major),
                Some(format!(
                    "on major {major}, the newest on {created} when the account was created: nobody is moved to a new major \
                     automatically"
                )),
            ),
            [] => (
                None,
                Some(format!(
                    "no major is known by {created}, when the account was created; `major` in the file says which it is on"
                )),
            ),
            _ => (
                None,
                Some(format!(
                    "which major was the newest on {created}, when the account was created, is not known; `major` in the \
                     file says which it is on"
                )),
            ),
        }
    }

    /// Whether a range may hold a version that is yet to come: a patch of a minor that has not ended, the next minor
    /// or the next major.
    fn may_grow(&self, range: &Range) -> bool {
        let holds = |major: u64, minor: u64, patch: u64| {
            format!("{major}.{minor}.{patch}")
                .parse()
                .is_ok_and(|version| range.contains(&Version::Semver(version)))
        };
        let patches = self.now.lines.iter().filter_map(|status| {
            let latest = status.latest.semver()?;
            let line = status.line;
            (status.status != Status::EndOfLife)
                .then(|| holds(line.major, line.minor, latest.patch().saturating_add(1)))
        });
        let newest = self.now.lines.first().map(|status| status.line);
        let is_ahead = newest.is_none_or(|line| {
            holds(line.major, line.minor.saturating_add(1), 0)
                || holds(line.major.saturating_add(1), 0, 0)
        });
        is_ahead || patches.into_iter().any(|holds| holds)
    }

    fn waits_for(
        &self,
        account: &Account,
        major: Option<u64>,
        runs: &Running,
    ) -> (Option<String>, Expected) {
        let newest = self.now.lines.iter().find(|line| line.hosted == Some(true));
        let mut expected = Expected::default();
        let text = match (&account.choice, major) {
            (Choice::Exact(_) | Choice::Range(_) | Choice::Pin(_), _) if runs.version.is_none() => {
                "nothing, until a version that matches is published".to_owned()
            }
            (Choice::Exact(_), _) => "nothing: the setting names exactly this version".to_owned(),
            (Choice::Range(range), _) if !self.may_grow(range) => {
                "nothing: what the range holds has ended and gets no further patches".to_owned()
            }
            (Choice::Range(range), _) => {
                if self.moves_with_minors(range, runs) {
                    expected = self.next_minor();
                }
                "the next version in the range that is put on offer".to_owned()
            }
            (Choice::Pin(line), _) if runs.status == Status::EndOfLife => {
                format!("nothing: {line} has ended and gets no further patches")
            }
            (Choice::Pin(line), _) => {
                format!("the next patch of {line}; patches come as needed")
            }
            (Choice::Automatic, Some(major)) => {
                let is_behind = newest.is_some_and(|newest| newest.line.major > major);
                match (is_behind, runs.status) {
                    (true, Status::EndOfLife) => {
                        format!("nothing: major {major} has ended; choose another major")
                    }
                    (true, _) => {
                        format!("patches only: nobody is moved off major {major} automatically")
                    }
                    (false, _) => {
                        expected = self.next_minor();
                        format!("the next minor of major {major}")
                    }
                }
            }
            (Choice::Automatic, None) => return (None, expected),
        };
        (Some(text), expected)
    }

    /// Whether what runs is the newest minor, and the one after it lies in the range.
    fn moves_with_minors(&self, range: &Range, runs: &Running) -> bool {
        let newest = self.now.lines.first().map(|status| status.line);
        newest.is_some_and(|line| {
            runs.line == Some(line)
                && format!("{}.{}.0", line.major, line.minor.saturating_add(1))
                    .parse()
                    .is_ok_and(|next| range.contains(&Version::Semver(next)))
        })
    }

    fn next_minor(&self) -> Expected {
        let is_ahead = |window: &ForecastWindow| window.outlook == Outlook::Expected;
        let forecast = &self.forecast.next_minor;
        let stated = forecast.stated.as_ref().and_then(|stated| stated.window);
        let observed = forecast
            .observed
            .as_ref()
            .and_then(|observed| observed.window);
        Expected {
            stated: stated.filter(is_ahead),
            observed: observed.filter(is_ahead),
        }
    }
}

/// The majors that may be the newest: the newest one that is certainly out, and any that may be. Where
/// none is certain there was one all the same, if only one is possible.
fn newest_major(life: &Lifecycle) -> Vec<u64> {
    let ga = || {
        life.releases
            .iter()
            .filter(|seen| seen.facts.stage == Stage::Ga && !seen.facts.withdrawn)
    };
    let certain = ga()
        .filter(|seen| seen.is_certain)
        .map(|seen| seen.facts.version.major())
        .max();
    let mut majors: Vec<u64> = ga()
        .map(|seen| seen.facts.version.major())
        .filter(|major| certain.is_none_or(|certain| *major >= certain))
        .collect();
    majors.sort_unstable();
    majors.dedup();
    majors
}

#[cfg(test)]
mod tests;
