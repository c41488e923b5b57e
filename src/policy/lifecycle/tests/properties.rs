//! What holds for every history.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::domain::document::versions::Status;
use crate::domain::version::Line;

/// Some days of 2020 to 2023.
fn day() -> impl Strategy<Value = Date> {
    (0..1400).prop_map(|days| date("2020-01-01").plus_days(days))
}

fn version() -> impl Strategy<Value = SemVersion> {
    let prerelease = prop_oneof![
        6 => Just(String::new()),
        1 => (1..12u8).prop_map(|n| format!("-rc{n}")),
        1 => (1..4u8).prop_map(|n| format!("-beta.{n}")),
    ];
    (0..4u8, 0..5u8, 0..4u8, prerelease).prop_map(|(major, minor, patch, pre)| {
        format!("{major}.{minor}.{patch}{pre}").parse().unwrap()
    })
}

fn kind() -> impl Strategy<Value = DateKind> {
    proptest::sample::select(DateKind::ALL)
}

/// Releases with any mix of known, bounded and missing days, in contradiction or not.
fn any_history() -> impl Strategy<Value = Vec<ReleaseFacts>> {
    let facts = (
        version(),
        option::of((day(), kind())),
        proptest::bool::weighted(0.1),
    );
    vec(
        facts.prop_map(|(version, date, withdrawn)| ReleaseFacts {
            stage: version.stage(),
            version,
            date: date.map(|(on, kind)| Dated { on, kind }),
            withdrawn,
        }),
        0..25,
    )
}

/// Releases whose days are all known.
fn dated_history() -> impl Strategy<Value = Vec<ReleaseFacts>> {
    vec(
        (version(), day()).prop_map(|(version, day)| ReleaseFacts {
            stage: version.stage(),
            version,
            date: Some(Dated::exact(day)),
            withdrawn: false,
        }),
        0..25,
    )
}

fn any_ends() -> impl Strategy<Value = Vec<PublishedEnd>> {
    let line = prop_oneof![
        (0..4u8).prop_map(|major| major.to_string()),
        (0..4u8, 0..5u8).prop_map(|(major, minor)| format!("{major}.{minor}")),
    ];
    vec((line, option::of(day())), 0..4).prop_map(|rows| {
        let rows = rows
            .into_iter()
            .map(|(line, day)| format!("{line} {}", or_dash(day)));
        ends(&rows.collect::<Vec<_>>().join(","))
    })
}

fn rank(status: Status) -> u8 {
    match status {
        Status::Unknown => 0,
        Status::Supported => 1,
        Status::Maintained => 2,
        Status::EndOfLife => 3,
    }
}

proptest! {
    // A failure is turned into a row of the tables, where its reason can be told.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_history_has_an_explained_answer_with_at_most_one_supported_line(
        history in any_history(),
        ends in any_ends(),
        covers_until in option::of(day()),
        as_of in day(),
    ) {
        let seen = lifecycle(&history, &ends, &Policy::flex(), covers_until, as_of);
        explains_what_is_unknown(&seen);
        let n_supported = seen.lines.iter().filter(|line| line.status == Status::Supported).count();
        prop_assert!(n_supported <= 1);
        prop_assert!(seen.lines.is_sorted_by(|a, b| a.line > b.line));
        for line in &seen.lines {
            prop_assert!(line.end_of_life.is_some() == line.end_of_life_source.is_some());
            prop_assert!(line.end_of_life.is_none() || line.end_of_life_bounds.is_none());
        }
    }

    /// A day that is not known never turns into a wrong answer: whatever the days were, the answer from
    /// complete days is the same, or the one from incomplete days was that it is not known.
    #[test]
    fn what_is_said_without_a_day_holds_with_it(
        history in ordered_history(),
        hidden in vec(any::<bool>(), 25),
        as_of in day(),
    ) {
        let complete = lifecycle(&history, &[], &Policy::flex(), None, as_of);
        let covers_until = history.iter().filter_map(|facts| facts.date.map(|dated| dated.on)).max();
        let mut incomplete = history;
        for (facts, hidden) in incomplete.iter_mut().zip(hidden) {
            facts.date = facts.date.filter(|_| !hidden);
        }
        let seen = lifecycle(&incomplete, &[], &Policy::flex(), covers_until, as_of);
        let truth: BTreeMap<Line, &LineStatus> = complete.lines.iter().map(|line| (line.line, line)).collect();
        for line in &seen.lines {
            let known = truth.get(&line.line);
            if line.status != Status::Unknown {
                prop_assert_eq!(Some(line.status), known.map(|line| line.status), "{:?}", line);
            }
            let Some(end) = known.and_then(|line| line.end_of_life) else { continue };
            prop_assert!(line.end_of_life.is_none_or(|day| day == end), "{:?}", line);
            if let Some(bounds) = line.end_of_life_bounds {
                prop_assert!(bounds.not_before.is_none_or(|first| first <= end), "{:?}", line);
                prop_assert!(bounds.no_later_than.is_none_or(|last| end <= last), "{:?}", line);
            }
        }
        for line in truth.keys() {
            prop_assert!(seen.lines.iter().any(|seen| seen.line == *line), "{} is listed", line);
        }
        for prerelease in seen.prereleases.iter().filter(|prerelease| prerelease.status != Status::Unknown) {
            let known = complete.prereleases.iter().find(|known| known.version == prerelease.version);
            prop_assert_eq!(Some(prerelease.status), known.map(|known| known.status), "{:?}", prerelease);
        }
    }

    #[test]
    fn a_status_never_goes_back(
        history in dated_history(),
        ends in any_ends(),
        mut days in vec(day(), 2..12),
    ) {
        days.sort();
        let mut ranks: BTreeMap<Line, u8> = BTreeMap::new();
        for as_of in days {
            for line in lifecycle(&history, &ends, &Policy::flex(), None, as_of).lines {
                let before = ranks.insert(line.line, rank(line.status)).unwrap_or(0);
                prop_assert!(before <= rank(line.status), "{:?} on {}", line, as_of);
                prop_assert!(line.status != Status::Unknown, "{:?}", line);
            }
        }
    }

    /// The last day still counts; the next one does not.
    #[test]
    fn the_end_day_is_the_last_of_the_old_status(
        history in dated_history(),
        ends in any_ends(),
        as_of in day(),
    ) {
        let on = |day| lifecycle(&history, &ends, &Policy::flex(), None, day);
        for line in on(as_of).lines {
            let Some(end) = line.end_of_life else { continue };
            // A release after `as_of` may move the end: seen from there the day is another one.
            let same = |seen: Lifecycle| {
                seen.lines.into_iter().find(|other| other.line == line.line && other.end_of_life == Some(end))
            };
            if let Some(on_the_day) = same(on(end)) {
                prop_assert!(on_the_day.status != Status::EndOfLife, "{:?}", on_the_day);
            }
            if let Some(after) = same(on(end.plus_days(1))) {
                prop_assert_eq!(after.status, Status::EndOfLife, "{:?}", after);
            }
        }
        for prerelease in on(as_of).prereleases {
            let Some(end) = prerelease.end_of_life else { continue };
            let expected = if as_of <= end { Status::Supported } else { Status::EndOfLife };
            prop_assert_eq!(prerelease.status, expected, "{:?}", prerelease);
        }
    }
}

/// Releases whose days are all known and follow the order that undated releases are bounded by.
fn ordered_history() -> impl Strategy<Value = Vec<ReleaseFacts>> {
    (dated_history(), vec(0..120, 40)).prop_map(|(history, gaps)| {
        let mut history = history;
        history.sort_by(|a, b| a.version.cmp(&b.version));
        history.dedup_by(|a, b| a.version == b.version);
        let mut firsts: BTreeMap<Line, Date> = BTreeMap::new();
        let mut first_of_major = date("2020-01-01");
        let mut first_of_line = first_of_major;
        let mut before: Option<(SemVersion, Date)> = None;
        let mut gaps = gaps.into_iter().cycle();
        let mut after = |day: Date| day.plus_days(gaps.next().unwrap_or(0));
        for facts in &mut history {
            let version = facts.version.clone();
            let is_ga = !version.is_prerelease();
            let mut day = match &before {
                Some((other, day)) if other.line() == version.line() => after(*day),
                _ => after(date("2020-01-01")),
            };
            if is_ga && !firsts.contains_key(&version.line()) {
                let is_new_major = !firsts.keys().any(|line| line.major == version.major());
                day = day.max(after(if is_new_major {
                    first_of_major
                } else {
                    first_of_line
                }));
                firsts.insert(version.line(), day);
                first_of_line = day;
                if is_new_major {
                    first_of_major = day;
                }
            }
            facts.date = Some(Dated::exact(day));
            before = Some((version, day));
        }
        history
    })
}
