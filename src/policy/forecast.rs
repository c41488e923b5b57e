//! When the next minor and the next major are to be expected, by two measures that are never mixed.
//!
//! **Stated**: the last release and the cadence of the policy file, as "How We Release Flex" gives
//! one for minors and one for majors. **Observed**: the last eight gaps between such releases; their
//! median, and the shortest and the longest as the spread. Only gaps between neighbours whose days
//! are known exactly count, so there may be fewer than eight.
//!
//! What is counted from is the first release of the newest line that is certainly out and was not
//! withdrawn. Its date keeps its kind: a `no-later-than` day gives a last day and no first.
//!
//! A window that has passed is no forecast. It is called overdue only if the record reaches beyond
//! it; else there is no data to say so. Nothing here ever becomes a deadline.

use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::document::versions::{
    Forecast, ForecastWindow, Gap, LineStatus, ObservedForecast, Outlook, ReleaseForecast,
    StatedForecast,
};
use crate::domain::release::Stage;
use crate::domain::version::{Line, SemVersion, Version};
use crate::policy::lifecycle::{Lifecycle, Seen};
use crate::policy::schema::Cadence;

/// How many of the last gaps are observed.
const GAPS: usize = 8;

/// Both forecasts for the next minor and the next major on `as_of`.
///
/// `life` is the lifecycle of the stream on that day; `covers_until` the day up to which the record
/// was kept.
pub fn forecast(
    life: &Lifecycle,
    cadence: Cadence,
    covers_until: Option<Date>,
    as_of: Date,
) -> Forecast {
    let lines = lines(life);
    let newest_day = life
        .releases
        .iter()
        .filter_map(|seen| seen.facts.date)
        .map(|dated| dated.on)
        .max();
    let known_until = covers_until.max(newest_day).map(|day| day.min(as_of));
    let days = Days { as_of, known_until };
    let minors: Vec<Step<'_>> = lines.iter().map(|line| line.step()).collect();
    let majors: Vec<Step<'_>> = lines
        .chunk_by(|a, b| a.line.major == b.line.major)
        .filter_map(|lines| lines.first())
        .map(OpenLine::step)
        .collect();
    let is_next_minor =
        |a: Line, b: Line| a.major == b.major && a.minor.checked_add(1) == Some(b.minor);
    let is_next_major = |a: Line, b: Line| a.major.checked_add(1) == Some(b.major);
    Forecast {
        next_minor: days.release(
            "minor",
            &minors,
            is_next_minor,
            cadence.minor_weeks.map(|weeks| Stated {
                words: format!("{} to {} weeks", weeks.least, weeks.most),
                first: Box::new(move |day: Date| day.plus_days(7 * i32::from(weeks.least))),
                last: Box::new(move |day: Date| day.plus_days(7 * i32::from(weeks.most))),
            }),
        ),
        next_major: days.release(
            "major",
            &majors,
            is_next_major,
            cadence.major_months.map(|months| Stated {
                words: format!("{} to {} months", months.least, months.most),
                first: Box::new(move |day: Date| day.plus_months(months.least)),
                last: Box::new(move |day: Date| day.plus_months(months.most)),
            }),
        ),
    }
}

/// A minor line that was not withdrawn, with its first release.
struct OpenLine<'a> {
    line: Line,
    first: &'a SemVersion,
    date: Option<Dated>,
    is_certain: bool,
}

impl OpenLine<'_> {
    fn step(&self) -> Step<'_> {
        Step {
            line: self.line,
            version: self.first,
            date: self.date,
            is_certain: self.is_certain,
        }
    }
}

/// One of the releases that a forecast goes from, to the next.
#[derive(Clone, Copy)]
struct Step<'a> {
    line: Line,
    version: &'a SemVersion,
    date: Option<Dated>,
    is_certain: bool,
}

/// Oldest version first.
fn lines(life: &Lifecycle) -> Vec<OpenLine<'_>> {
    life.lines
        .iter()
        .rev()
        .filter_map(|status| open_line(status, &life.releases))
        .collect()
}

fn open_line<'a>(status: &LineStatus, releases: &'a [Seen]) -> Option<OpenLine<'a>> {
    let of_line = || {
        releases.iter().filter(|seen| {
            seen.facts.stage == Stage::Ga && seen.facts.version.line() == status.line
        })
    };
    if of_line().all(|seen| seen.facts.withdrawn) {
        return None;
    }
    let date = status
        .released
        .zip(status.date_kind)
        .map(|(on, kind)| Dated { on, kind });
    let first = of_line()
        .find(|seen| date.is_some() && seen.facts.date == date)
        .or_else(|| of_line().next())?;
    Some(OpenLine {
        line: status.line,
        first: &first.facts.version,
        date,
        is_certain: of_line().any(|seen| seen.is_certain),
    })
}

/// A stated cadence: its words, and the first and last day of its window after a day.
struct Stated {
    words: String,
    first: Box<dyn Fn(Date) -> Date>,
    last: Box<dyn Fn(Date) -> Date>,
}

/// The day asked about, and how far the record reaches until then.
#[derive(Clone, Copy)]
struct Days {
    as_of: Date,
    known_until: Option<Date>,
}

impl Days {
    fn release(
        self,
        what: &str,
        steps: &[Step<'_>],
        is_next: impl Fn(Line, Line) -> bool,
        stated: Option<Stated>,
    ) -> ReleaseForecast {
        let mut reasons = Vec::new();
        let last = steps.iter().rev().find(|step| step.is_certain);
        let newest = steps.last();
        // A newer one that may be out already would be what counts.
        let after = last.filter(|last| newest.is_some_and(|newest| newest.line == last.line));
        match (after, newest) {
            (None, Some(newest)) => reasons.push(format!(
                "{} may have been out by {}, so it is not known which {what} was the last",
                newest.version, self.as_of
            )),
            (None, None) => reasons.push(format!("no {what} is known by {}", self.as_of)),
            (Some(after), _) if after.date.is_none() => {
                reasons.push(format!("the day of {} is not known", after.version));
            }
            _ => {}
        }
        let from = after.and_then(|after| after.date);
        if stated.is_none() {
            reasons.push(format!("the policy states no cadence of {what}s"));
        }
        let stated = stated.map(|stated| StatedForecast {
            window: from.map(|from| self.window(from, &*stated.first, &*stated.last)),
            cadence: stated.words,
        });
        let gaps = gaps(steps, is_next);
        if gaps.is_empty() {
            reasons.push(format!(
                "no gap between {what}s is known: the day of one or the other is missing or not exact"
            ));
        }
        ReleaseForecast {
            after: after.map(|after| Version::Semver(after.version.clone())),
            after_date: from.map(|from| from.on),
            after_date_kind: from.map(|from| from.kind),
            stated,
            observed: self.observed(gaps, from),
            known_until: self.known_until,
            reason: (!reasons.is_empty()).then(|| reasons.join("; ")),
        }
    }

    fn window(
        self,
        from: Dated,
        first: impl Fn(Date) -> Date,
        last: impl Fn(Date) -> Date,
    ) -> ForecastWindow {
        let to = last(from.on);
        let outlook = if to >= self.as_of {
            Outlook::Expected
        } else if self.known_until.is_some_and(|day| day > to) {
            Outlook::Overdue
        } else {
            Outlook::NoData
        };
        ForecastWindow {
            from: (from.kind != DateKind::NoLaterThan).then(|| first(from.on)),
            to,
            outlook,
        }
    }

    fn observed(self, gaps: Vec<Gap>, from: Option<Dated>) -> Option<ObservedForecast> {
        let mut days: Vec<i32> = gaps.iter().map(|gap| gap.days).collect();
        days.sort_unstable();
        let (shortest, longest) = (*days.first()?, *days.last()?);
        let median_days = median(&days)?;
        let half = days.len() / 2;
        let quartiles_days = if days.len() < 4 {
            None
        } else {
            let (lower, upper) = (days.get(..half), days.get(days.len() - half..));
            lower.and_then(median).zip(upper.and_then(median))
        };
        let is_bound = from.is_some_and(|from| from.kind == DateKind::NoLaterThan);
        Some(ObservedForecast {
            gaps,
            median_days,
            shortest_days: shortest,
            longest_days: longest,
            quartiles_days: quartiles_days.map(|(lower, upper)| [lower, upper]),
            expected: from
                .filter(|_| !is_bound)
                .map(|from| from.on.plus_days(median_days)),
            window: from.map(|from| {
                self.window(
                    from,
                    |day| day.plus_days(shortest),
                    |day| day.plus_days(longest),
                )
            }),
        })
    }
}

/// The last gaps between neighbours of which both days are exact, oldest first. Where dates go against
/// the order of versions there is no gap.
fn gaps(steps: &[Step<'_>], is_next: impl Fn(Line, Line) -> bool) -> Vec<Gap> {
    let exact = |step: &Step<'_>| step.date.filter(|dated| dated.is_exact());
    let mut gaps: Vec<Gap> = steps
        .windows(2)
        .filter_map(|pair| {
            let [a, b] = pair else { return None };
            let days = exact(b)?.on.days_since(exact(a)?.on);
            (is_next(a.line, b.line) && b.is_certain && days >= 0).then(|| Gap {
                from: Version::Semver(a.version.clone()),
                to: Version::Semver(b.version.clone()),
                days,
            })
        })
        .collect();
    gaps.split_off(gaps.len().saturating_sub(GAPS))
}

/// Of sorted numbers; of an even count the mean of the middle two, halves rounded up.
fn median(sorted: &[i32]) -> Option<i32> {
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(sorted.len() / 2 - 1)?;
    Some(lower + (upper - lower + 1) / 2)
}

#[cfg(test)]
mod tests;
