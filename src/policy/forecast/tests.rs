//! Tables of the forecasts, each row with the sentence that it comes from, in our words.

use super::*;
use crate::policy::fixture::{date, releases};
use crate::policy::lifecycle::lifecycle;
use crate::policy::schema::Policy;

fn seen(history: &str, covers_until: Option<&str>, as_of: &str) -> Forecast {
    let covers_until = covers_until.map(date);
    let policy = Policy::flex();
    let life = lifecycle(&releases(history), &[], &policy, covers_until, date(as_of));
    forecast(&life, policy.cadence, covers_until, date(as_of))
}

fn window(window: Option<ForecastWindow>) -> String {
    window.map_or("none".to_owned(), |window| {
        let from = window.from.map_or("-".to_owned(), |day| day.to_string());
        format!("{from}..{} {}", window.to, window.outlook)
    })
}

fn stated(forecast: &ReleaseForecast) -> String {
    window(forecast.stated.as_ref().and_then(|stated| stated.window))
}

fn observed(forecast: &ReleaseForecast) -> String {
    forecast
        .observed
        .as_ref()
        .map_or("none".to_owned(), |seen| {
            format!(
                "{} gaps, median {}, {}-{}, {}",
                seen.gaps.len(),
                seen.median_days,
                seen.shortest_days,
                seen.longest_days,
                window(seen.window)
            )
        })
}

/// "How We Release Flex", on how often minors and majors come.
#[test]
fn the_stated_window_follows_the_last_release_of_its_kind() {
    const TWO: &str = "2.0.0 2022-12-07, 2.1.0 2023-02-08, 2.1.1 2023-04-14";
    for (sentence, history, covers_until, as_of, minor, major) in [
        (
            "minors come about every 3 to 5 weeks, majors every 8 to 15 months; patches on no schedule",
            TWO,
            "2023-04-14",
            "2023-02-08",
            "2023-03-01..2023-03-15 expected",
            "2023-08-07..2024-03-07 expected",
        ),
        (
            "minors, on the last day of the window",
            TWO,
            "2023-04-14",
            "2023-03-15",
            "2023-03-01..2023-03-15 expected",
            "2023-08-07..2024-03-07 expected",
        ),
        (
            "minors, when the window has passed and the record reaches beyond it",
            TWO,
            "2023-04-14",
            "2023-03-16",
            "2023-03-01..2023-03-15 overdue",
            "2023-08-07..2024-03-07 expected",
        ),
        (
            "minors, when the record ends with the window: something may have come since",
            "2.0.0 2022-12-07, 2.1.0 2023-02-08",
            "2023-03-15",
            "2023-04-01",
            "2023-03-01..2023-03-15 no-data",
            "2023-08-07..2024-03-07 expected",
        ),
        (
            "minors, after one of which only the announcement is dated",
            "2.0.0 2022-12-07, 2.1.0 announced 2023-02-08",
            "2023-02-08",
            "2023-02-10",
            "2023-03-01..2023-03-15 expected",
            "2023-08-07..2024-03-07 expected",
        ),
        (
            "minors, after one that was there by a day: no first day",
            "2.0.0 2022-12-07, 2.1.0 by 2023-02-08",
            "2023-02-08",
            "2023-02-10",
            "-..2023-03-15 expected",
            "2023-08-07..2024-03-07 expected",
        ),
        (
            "minors, after one whose day is not known",
            "2.0.0 2022-12-07, 2.1.0",
            "2023-02-08",
            "2023-02-10",
            "none",
            "2023-08-07..2024-03-07 expected",
        ),
        (
            "minors, after one that was taken back",
            "2.0.0 2022-12-07, 2.1.0 2023-02-08 withdrawn",
            "2023-02-08",
            "2022-12-10",
            "2022-12-28..2023-01-11 expected",
            "2023-08-07..2024-03-07 expected",
        ),
        (
            "a release candidate is no minor",
            "2.0.0 2022-12-07, 2.1.0-rc1 2023-02-08",
            "2023-02-08",
            "2022-12-10",
            "2022-12-28..2023-01-11 expected",
            "2023-08-07..2024-03-07 expected",
        ),
    ] {
        let forecast = seen(history, Some(covers_until), as_of);
        assert_eq!(stated(&forecast.next_minor), minor, "{sentence}");
        assert_eq!(stated(&forecast.next_major), major, "{sentence}");
        let is_whole = |one: &ReleaseForecast| {
            one.observed.is_some() && one.stated.as_ref().is_some_and(|s| s.window.is_some())
        };
        for one in [&forecast.next_minor, &forecast.next_major] {
            assert!(is_whole(one) || one.reason.is_some(), "{sentence}: {one:?}");
        }
    }
}

#[test]
fn only_gaps_between_exact_days_of_neighbours_are_observed() {
    for (rule, history, expected) in [
        (
            "an even number of gaps: the mean of the middle two",
            "2.0.0 2023-01-01, 2.1.0 2023-01-11, 2.2.0 2023-01-26",
            "2 gaps, median 13, 10-15, 2023-02-05..2023-02-10 expected",
        ),
        (
            "a day that is not exact spoils both gaps beside it",
            "2.0.0 2023-01-01, 2.1.0 announced 2023-01-11, 2.2.0 2023-01-21, 2.3.0 2023-01-29",
            "1 gaps, median 8, 8-8, 2023-02-06..2023-02-06 expected",
        ),
        (
            "a minor that is missing leaves no gap",
            "2.0.0 2023-01-01, 2.2.0 2023-01-26",
            "none",
        ),
        (
            "a new major is no minor",
            "1.9.0 2022-12-01, 2.0.0 2023-01-26",
            "none",
        ),
        (
            "a line counts by whichever of its releases came first",
            "2.0.0 2023-01-01, 2.1.0 2023-01-20, 2.1.1 2023-01-11",
            "1 gaps, median 10, 10-10, 2023-01-21..2023-01-21 no-data",
        ),
    ] {
        let forecast = seen(history, None, "2023-01-29");
        assert_eq!(observed(&forecast.next_minor), expected, "{rule}");
    }
    let nine: Vec<String> = (0..10)
        .map(|minor| {
            format!(
                "2.{minor}.0 {}",
                date("2023-01-01").plus_days(minor * minor)
            )
        })
        .collect();
    let forecast = seen(&nine.join(", "), None, "2023-03-23");
    let observed = forecast.next_minor.observed.unwrap();
    let days: Vec<i32> = observed.gaps.iter().map(|gap| gap.days).collect();
    assert_eq!(days, [3, 5, 7, 9, 11, 13, 15, 17], "the last eight");
    assert_eq!(observed.median_days, 10);
    assert_eq!(observed.quartiles_days, Some([6, 14]));
}

#[test]
fn gaps_between_majors_are_observed_likewise() {
    let forecast = seen(
        "1.0.0 2022-01-01, 1.1.0 2022-02-01, 2.0.0 2023-01-01, 3.0.0 2023-12-27",
        None,
        "2023-12-27",
    );
    assert_eq!(
        observed(&forecast.next_major),
        "2 gaps, median 363, 360-365, 2024-12-21..2024-12-26 expected"
    );
}

#[test]
fn nothing_is_counted_from_a_line_that_may_not_be_the_last() {
    let forecast = seen(
        "1.19.0 announced 2020-04-27, 1.20.0, 1.21.0 2022-11-21",
        Some("2022-12-01"),
        "2021-01-01",
    );
    let minor = &forecast.next_minor;
    assert_eq!(
        (stated(minor), minor.after.as_ref()),
        ("none".to_owned(), None)
    );
    assert!(
        minor.reason.as_deref().unwrap().starts_with(
            "1.20.0 may have been out by 2021-01-01, so it is not known which minor was the last"
        ),
        "{minor:?}"
    );
}

/// That a minor was out is known by its patch; its own day is not.
#[test]
fn nothing_is_counted_from_a_line_without_a_day() {
    let forecast = seen(
        "1.19.0 2020-04-27, 1.20.0, 1.20.1 2020-08-01",
        Some("2022-12-01"),
        "2021-01-01",
    );
    let minor = &forecast.next_minor;
    assert_eq!(stated(minor), "none");
    let reason = minor.reason.as_deref().unwrap();
    assert!(
        reason.starts_with("the day of 1.20.0 is not known"),
        "{reason}"
    );
}

#[test]
fn a_platform_without_a_stated_cadence_has_none() {
    let policy = Policy::from_toml("schema = 1\nname = \"acme\"\n")
        .unwrap()
        .0;
    let history = releases("2.0.0 2023-01-01, 2.1.0 2023-01-11");
    let life = lifecycle(&history, &[], &policy, None, date("2023-01-12"));
    let forecast = forecast(&life, policy.cadence, None, date("2023-01-12"));
    assert_eq!(forecast.next_minor.stated, None);
    assert_eq!(
        observed(&forecast.next_minor),
        "1 gaps, median 10, 10-10, 2023-01-21..2023-01-21 expected"
    );
    assert_eq!(
        forecast.next_minor.reason.as_deref(),
        Some("the policy states no cadence of minors")
    );
}
