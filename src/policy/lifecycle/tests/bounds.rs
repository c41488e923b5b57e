//! Histories with days that are not known: what follows from order and record, and what does not.

use super::*;

#[test]
fn a_status_is_given_only_if_no_other_is_possible() {
    const GAP: &str = "1.18.0, 1.19.0 announced 2020-04-27, 1.20.0, 1.21.0 2020-10-01";
    check(
        &Policy::flex(),
        Some("2022-01-01"),
        &[
            Row {
                rule: "before the first known day everything is open",
                history: GAP,
                ends: "",
                as_of: "2020-04-26",
                lines: &["1.18 unknown"],
            },
            Row {
                rule: "1.20.0 may have come by now",
                history: GAP,
                ends: "",
                as_of: "2020-05-01",
                lines: &[
                    "1.20 unknown",
                    "1.19 unknown until 2020-10-31..2021-04-30",
                    "1.18 maintained until 2020-10-31 (computed)",
                ],
            },
            Row {
                rule: "1.20.0 has come by now, and the six months cannot be over",
                history: GAP,
                ends: "",
                as_of: "2020-10-31",
                lines: &[
                    "1.21 supported",
                    "1.20 maintained until 2021-04-30 (computed)",
                    "1.19 maintained until 2020-10-31..2021-04-30",
                    "1.18 maintained until 2020-10-31 (computed)",
                ],
            },
            Row {
                rule: "the six months may be over",
                history: GAP,
                ends: "",
                as_of: "2020-11-01",
                lines: &[
                    "1.21 supported",
                    "1.20 maintained until 2021-04-30 (computed)",
                    "1.19 unknown until 2020-10-31..2021-04-30",
                    "1.18 end-of-life until 2020-10-31 (computed)",
                ],
            },
            Row {
                rule: "the six months are over",
                history: GAP,
                ends: "",
                as_of: "2021-05-01",
                lines: &[
                    "1.21 supported",
                    "1.20 end-of-life until 2021-04-30 (computed)",
                    "1.19 end-of-life until 2020-10-31..2021-04-30",
                    "1.18 end-of-life until 2020-10-31 (computed)",
                ],
            },
            Row {
                rule: "rounding closes a gap within a month",
                history: "2.1.0 2024-01-01, 2.2.0, 2.3.0 2024-01-20",
                ends: "",
                as_of: "2024-02-01",
                lines: &[
                    "2.3 supported",
                    "2.2 maintained until 2024-07-31 (computed)",
                    "2.1 maintained until 2024-07-31 (computed)",
                ],
            },
            Row {
                rule: "a bound is no day",
                history: "2.1.0 2024-01-01, 2.2.0 by 2024-05-01",
                ends: "",
                as_of: "2024-04-30",
                lines: &["2.2 unknown", "2.1 unknown until 2024-07-31..2024-11-30"],
            },
            Row {
                rule: "but by its bound it is there",
                history: "2.1.0 2024-01-01, 2.2.0 by 2024-05-01",
                ends: "",
                as_of: "2024-05-01",
                lines: &[
                    "2.2 supported",
                    "2.1 maintained until 2024-07-31..2024-11-30",
                ],
            },
        ],
    );
}

#[test]
fn a_published_end_settles_what_days_leave_open() {
    const HISTORY: &str = "1.19.0, 1.20.0, 1.33.0, 1.34.0, 2.0.0 2022-12-07";
    check(
        &Policy::flex(),
        Some("2026-01-01"),
        &[
            Row {
                rule: "without it, the last minors may have come after the next major",
                history: HISTORY,
                ends: "",
                as_of: "2023-12-31",
                lines: &[
                    "2.0 supported",
                    "1.34 unknown until 2023-12-31 (computed)",
                    "1.33 unknown until -..2023-12-31",
                    "1.20 unknown until -..2023-12-31",
                    "1.19 unknown until -..2023-12-31",
                ],
            },
            // "There won't be any further code changes to end-of-life versions": so they were there by then.
            Row {
                rule: "with it, nothing of the major came later",
                history: HISTORY,
                ends: "1 2024-06-30",
                as_of: "2024-07-01",
                lines: &[
                    "2.0 supported",
                    "1.34 end-of-life until 2024-06-30 (published)",
                    "1.33 end-of-life until -..2024-06-30",
                    "1.20 end-of-life until -..2024-06-30",
                    "1.19 end-of-life until -..2024-06-30",
                ],
            },
        ],
    );
}

/// The record holds them, so they were there when it was made; nothing else is known.
#[test]
fn without_any_day_only_the_newest_is_known() {
    const HISTORY: &str = "1.0.0, 1.1.0, 1.2.0, 2.0.0";
    check(
        &Policy::flex(),
        Some("2024-01-10"),
        &[
            Row {
                rule: "on the record's day",
                history: HISTORY,
                ends: "",
                as_of: "2024-01-10",
                lines: &[
                    "2.0 supported",
                    "1.2 unknown until -..2025-01-31",
                    "1.1 unknown until -..2024-07-31",
                    "1.0 unknown until -..2024-07-31",
                ],
            },
            Row {
                rule: "the day before",
                history: HISTORY,
                ends: "",
                as_of: "2024-01-09",
                lines: &[
                    "2.0 unknown",
                    "1.2 unknown until -..2025-01-31",
                    // Nor is it known whether their next minors are out: then 2.0.0 decides, if it is.
                    "1.1 unknown until -..2025-01-31",
                    "1.0 unknown until -..2025-01-31",
                ],
            },
            Row {
                rule: "long after it",
                history: HISTORY,
                ends: "",
                as_of: "2025-02-01",
                lines: &[
                    "2.0 supported",
                    "1.2 end-of-life until -..2025-01-31",
                    "1.1 end-of-life until -..2024-07-31",
                    "1.0 end-of-life until -..2024-07-31",
                ],
            },
        ],
    );
    check(
        &Policy::flex(),
        None,
        &[Row {
            rule: "a record that does not say when it was made",
            history: "1.0.0, 1.1.0",
            ends: "",
            as_of: "2024-01-10",
            lines: &["1.1 unknown", "1.0 unknown"],
        }],
    );
}

/// 2.9.2 came two weeks after 2.11.1: patches of one line bound each other, and nothing else.
#[test]
fn version_order_is_not_date_order_across_lines() {
    let history = releases(
        "2.9.0 2024-10-03, 2.9.1 2024-11-06, 2.9.2, 2.10.0 2024-12-05, 2.11.0 2025-02-18, 2.11.1 2025-03-20",
    );
    let seen = lifecycle(
        &history,
        &[],
        &Policy::flex(),
        Some(date("2026-05-04")),
        date("2025-03-25"),
    );
    let nine = line(&seen, "2.9");
    assert_eq!(
        nine.latest.to_string(),
        "2.9.1",
        "2.9.2 may not be there yet"
    );
    assert_eq!(
        nine.reason.as_deref(),
        Some("2.9.2 may have been out as well")
    );
    assert_eq!(
        line_words(nine),
        "2.9 maintained until 2025-06-30 (computed)"
    );

    let dated = releases(
        "2.9.0 2024-10-03, 2.9.2 2025-04-03, 2.10.0 2024-12-05, 2.11.0 2025-02-18, 2.11.1 2025-03-20",
    );
    let seen = lifecycle(&dated, &[], &Policy::flex(), None, date("2025-04-03"));
    assert_eq!(line(&seen, "2.9").latest.to_string(), "2.9.2");
    assert_eq!(line(&seen, "2.11").status.as_str(), "supported");
}

/// The first of a major lies between those of its neighbours; its last minor does not.
#[test]
fn the_first_releases_of_majors_come_in_order() {
    let history = releases("1.0.0 2020-01-01, 1.1.0, 2.0.0, 3.0.0 2022-01-01");
    let seen = lifecycle(
        &history,
        &[],
        &Policy::flex(),
        Some(date("2024-01-01")),
        date("2024-01-01"),
    );
    let one = line(&seen, "1.1");
    assert_eq!(
        (
            one.superseded_on,
            one.superseded_by.as_ref().unwrap().to_string()
        ),
        (None, "2.0.0".to_owned())
    );
    assert_eq!(
        one.reason.as_deref(),
        Some("2.0.0 took its place on a day that is not known, between 2020-01-01 and 2022-01-01")
    );
    assert_eq!(
        one.end_of_life_bounds,
        Some(Bounds {
            not_before: Some(date("2021-01-31")),
            no_later_than: Some(date("2023-01-31"))
        })
    );
    assert_eq!(
        line_words(line(&seen, "2.0")),
        "2.0 end-of-life until 2023-01-31 (computed)"
    );
}

#[test]
fn a_record_that_begins_in_the_middle_of_a_line_does_not_bound_the_next() {
    // 1.5.3 may well be younger than 1.6.0, and then 1.6.0 is not known to be younger than 1.4.0 by it.
    let history = releases("1.4.0 2020-01-01, 1.5.3 2021-01-01, 1.6.0, 1.7.0 2020-06-01");
    let seen = lifecycle(&history, &[], &Policy::flex(), None, date("2020-05-01"));
    let six = line(&seen, "1.6");
    assert_eq!(
        six.reason.as_deref(),
        Some(
            "1.6.0 may not have been released by 2020-05-01: its day is not known, between 2020-01-01 and 2020-06-01"
        )
    );
}

/// Dates win over the order of versions, and where they contradict it the order says nothing.
#[test]
fn dates_that_contradict_the_order_win() {
    check(
        &Policy::flex(),
        None,
        &[
            Row {
                rule: "a minor dated before the one it follows",
                history: "2.1.0 2024-01-10, 2.2.0 2024-03-10, 2.3.0 2024-02-10",
                ends: "",
                as_of: "2024-02-20",
                lines: &[
                    "2.3 supported",
                    "2.1 maintained until 2024-08-31 (computed)",
                ],
            },
            Row {
                rule: "and is superseded when it comes",
                history: "2.1.0 2024-01-10, 2.2.0 2024-03-10, 2.3.0 2024-02-10",
                ends: "",
                as_of: "2024-03-10",
                lines: &[
                    "2.3 supported",
                    "2.2 maintained until 2024-08-31 (computed)",
                    "2.1 maintained until 2024-08-31 (computed)",
                ],
            },
            Row {
                rule: "a patch dated before the first release",
                history: "2.1.0 2024-03-10, 2.1.1 2024-02-10",
                ends: "",
                as_of: "2024-02-10",
                lines: &["2.1 supported"],
            },
            Row {
                rule: "an undated release between two that contradict each other is anywhere",
                history: "2.1.0 2024-05-10, 2.2.0, 2.3.0 2024-02-10",
                ends: "",
                as_of: "2024-01-01",
                lines: &["2.2 unknown"],
            },
            Row {
                rule: "a bound before what comes before it still bounds",
                history: "2.1.0 2024-05-10, 2.2.0 by 2024-02-10",
                ends: "",
                as_of: "2024-02-10",
                lines: &["2.2 supported"],
            },
        ],
    );
    // Newer than the record says it reaches: then it does not bound.
    let seen = lifecycle(
        &releases("2.1.0 2024-05-10, 2.2.0"),
        &[],
        &Policy::flex(),
        Some(date("2024-01-01")),
        date("2024-06-01"),
    );
    assert_eq!(line_words(line(&seen, "2.2")), "2.2 unknown");
    assert_eq!(
        line_words(line(&seen, "2.1")),
        "2.1 unknown until 2024-11-30..-"
    );
}

#[test]
fn what_cannot_be_out_is_not_listed_and_what_may_be_is_named() {
    let history = releases("2.1.0 2024-01-10, 2.2.0 2024-03-10, 2.2.1, 2.2.2, 2.2.3 2024-06-10");
    let seen = lifecycle(&history, &[], &Policy::flex(), None, date("2024-03-09"));
    assert_eq!(seen.lines.len(), 1);
    let seen = lifecycle(&history, &[], &Policy::flex(), None, date("2024-04-01"));
    let two = line(&seen, "2.2");
    assert_eq!(two.latest.to_string(), "2.2.0");
    assert_eq!(two.status.as_str(), "supported");
    assert_eq!(
        two.reason.as_deref(),
        Some("2.2.1 and 2.2.2 may have been out as well")
    );
    assert_eq!(two.latest_released, Some(date("2024-03-10")));
}
