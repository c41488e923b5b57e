//! Tables of the rules, with the sentence of "How We Release Flex" that each comes from, paraphrased.

mod bounds;
mod flex;
mod prereleases;
mod properties;
mod rules;

use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::document::versions::{Bounds, LineStatus, PrereleaseStatus};
use crate::domain::feature::PublishedEnd;
use crate::domain::release::Origin;
use crate::domain::version::SemVersion;
use crate::policy::fixture::{date, releases};
use crate::policy::lifecycle::{Lifecycle, ReleaseFacts, lifecycle};
use crate::policy::schema::{Policy, Rounding};

/// `2.14 2026-05-31, 1 2024-06-30, 2.15 TBD`
fn ends(text: &str) -> Vec<PublishedEnd> {
    let parts = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (line, day) = part.split_once(' ').unwrap();
            PublishedEnd {
                stream: "ui".to_owned(),
                line: line.to_owned(),
                date: day.parse().ok(),
                published_status: None,
                note: None,
                sources: Vec::new(),
                origin: Origin::Local,
            }
        })
        .collect()
}

/// Flex's rules as its page states them: without the rounding that only its published ends show.
fn unrounded() -> Policy {
    let mut policy = Policy::flex();
    policy.lifecycle.rounding = Rounding::None;
    policy
}

/// `2.2 maintained until 2024-02-29 (published)`, or `until A..B` where the day is not known.
fn line_words(line: &LineStatus) -> String {
    let end = line.end_of_life.zip(line.end_of_life_source);
    let day = end.map(|(day, source)| format!(" until {day} ({source})"));
    let bounds = line
        .end_of_life_bounds
        .map(|bounds| format!(" until {}", bounds_words(bounds)));
    [
        format!("{} {}", line.line, line.status),
        day.unwrap_or_default(),
        bounds.unwrap_or_default(),
    ]
    .concat()
}

/// `2.0.0-beta.1 end-of-life 2022-10-24 by 2.0.0-beta.2`
fn prerelease_words(prerelease: &PrereleaseStatus) -> String {
    let day = prerelease.end_of_life.map(|day| format!(" {day}"));
    let bounds = prerelease
        .end_of_life_bounds
        .map(|bounds| format!(" {}", bounds_words(bounds)));
    let by = prerelease
        .superseded_by
        .as_ref()
        .map(|version| format!(" by {version}"));
    let status = format!("{} {}", prerelease.version, prerelease.status);
    [
        status,
        day.unwrap_or_default(),
        bounds.unwrap_or_default(),
        by.unwrap_or_default(),
    ]
    .concat()
}

fn bounds_words(bounds: Bounds) -> String {
    format!(
        "{}..{}",
        or_dash(bounds.not_before),
        or_dash(bounds.no_later_than)
    )
}

fn or_dash(day: Option<Date>) -> String {
    day.map_or("-".to_owned(), |day| day.to_string())
}

/// A history, the ends published for it, the day it is seen from, and what its lines are then.
struct Row {
    rule: &'static str,
    history: &'static str,
    ends: &'static str,
    as_of: &'static str,
    lines: &'static [&'static str],
}

fn check(policy: &Policy, covers_until: Option<&str>, rows: &[Row]) {
    for row in rows {
        let seen = lifecycle(
            &releases(row.history),
            &ends(row.ends),
            policy,
            covers_until.map(date),
            date(row.as_of),
        );
        let lines: Vec<String> = seen.lines.iter().map(line_words).collect();
        assert_eq!(lines, row.lines, "{} (as of {})", row.rule, row.as_of);
        explains_what_is_unknown(&seen);
    }
}

fn explains_what_is_unknown(seen: &Lifecycle) {
    use crate::domain::document::versions::Status::Unknown;
    for line in &seen.lines {
        assert!(line.status != Unknown || line.reason.is_some(), "{line:?}");
    }
    for prerelease in &seen.prereleases {
        assert!(
            prerelease.status != Unknown || prerelease.reason.is_some(),
            "{prerelease:?}"
        );
    }
}

fn line<'a>(seen: &'a Lifecycle, line: &str) -> &'a LineStatus {
    let line = line.parse().unwrap();
    seen.lines
        .iter()
        .find(|status| status.line == line)
        .unwrap()
}
