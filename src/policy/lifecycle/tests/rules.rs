//! The rules, on histories whose days are all known.

use super::*;

/// The page's own example: 2.2.1 is the newest version; then either a minor or a major comes.
#[test]
fn the_pages_own_example_holds() {
    const BEFORE: &str = "2.1.0 2023-02-08, 2.2.0 2023-05-29, 2.2.1 2023-06-28";
    check(
        &unrounded(),
        None,
        &[
            // The latest version is under active maintenance and receives patches.
            Row {
                rule: "newest",
                history: BEFORE,
                ends: "",
                as_of: "2023-07-01",
                lines: &[
                    "2.2 supported",
                    "2.1 maintained until 2023-11-29 (computed)",
                ],
            },
            // If a minor comes next, the version before is maintained for 6 months, then end-of-life.
            Row {
                rule: "2.3.0 next",
                history: "2.1.0 2023-02-08, 2.2.0 2023-05-29, 2.2.1 2023-06-28, 2.3.0 2023-09-01",
                ends: "",
                as_of: "2024-03-01",
                lines: &[
                    "2.3 supported",
                    "2.2 maintained until 2024-03-01 (computed)",
                    "2.1 end-of-life until 2023-11-29 (computed)",
                ],
            },
            Row {
                rule: "2.3.0 next, six months later",
                history: "2.2.0 2023-05-29, 2.2.1 2023-06-28, 2.3.0 2023-09-01",
                ends: "",
                as_of: "2024-03-02",
                lines: &[
                    "2.3 supported",
                    "2.2 end-of-life until 2024-03-01 (computed)",
                ],
            },
            // If a major comes next, it is maintained for 12 months; then the major and all its minors
            // are end-of-life.
            Row {
                rule: "3.0.0 next",
                history: "2.1.0 2023-02-08, 2.2.0 2023-05-29, 2.2.1 2023-06-28, 3.0.0 2023-09-01",
                ends: "",
                as_of: "2024-09-01",
                lines: &[
                    "3.0 supported",
                    "2.2 maintained until 2024-09-01 (computed)",
                    "2.1 end-of-life until 2023-11-29 (computed)",
                ],
            },
            Row {
                rule: "3.0.0 next, twelve months later",
                history: "2.2.0 2023-05-29, 2.2.1 2023-06-28, 3.0.0 2023-09-01",
                ends: "",
                as_of: "2024-09-02",
                lines: &[
                    "3.0 supported",
                    "2.2 end-of-life until 2024-09-01 (computed)",
                ],
            },
        ],
    );
}

/// Rule 1: patches have no status of their own; an update to a minor is a new patch, which replaces the
/// one before.
#[test]
fn a_line_carries_the_status_and_its_newest_patch_counts() {
    let history =
        releases("2.2.0 2023-05-29, 2.2.1 2023-06-28, 2.2.2 2023-09-06, 2.3.0 2023-06-28");
    for (as_of, latest, superseded) in [
        ("2023-05-29", "2.2.0", &[][..]),
        ("2023-06-28", "2.2.1", &["2.2.0"]),
        ("2023-09-05", "2.2.1", &["2.2.0"]),
        ("2023-09-06", "2.2.2", &["2.2.1", "2.2.0"]),
    ] {
        let seen = lifecycle(&history, &[], &Policy::flex(), None, date(as_of));
        let line = line(&seen, "2.2");
        assert_eq!(line.latest.to_string(), latest, "{as_of}");
        let patches: Vec<String> = line
            .superseded_patches
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(patches, superseded, "{as_of}");
        assert_eq!(line.released, Some(date("2023-05-29")), "{as_of}");
        assert_eq!(line.date_kind, Some(DateKind::Exact));
    }
}

#[test]
fn rules_two_to_four_and_seven_hold() {
    check(
        &Policy::flex(),
        None,
        &[
            // The latest minor of the most recent major is supported.
            Row {
                rule: "2: an older major's newest minor is not supported",
                history: "1.34.0 2022-12-01, 2.0.0 2022-12-07",
                ends: "",
                as_of: "2022-12-07",
                lines: &[
                    "2.0 supported",
                    "1.34 maintained until 2023-12-31 (computed)",
                ],
            },
            Row {
                rule: "2: what comes later is not seen",
                history: "1.34.0 2022-12-01, 2.0.0 2022-12-07",
                ends: "",
                as_of: "2022-12-06",
                lines: &["1.34 supported"],
            },
            // The previous minor is maintained for six more months from the latest one's release.
            Row {
                rule: "3: six months, rounded up to the month's last day as the platform publishes ends",
                history: "2.14.0 2025-09-10, 2.15.0 2025-11-20",
                ends: "",
                as_of: "2026-05-31",
                lines: &[
                    "2.15 supported",
                    "2.14 maintained until 2026-05-31 (computed)",
                ],
            },
            Row {
                rule: "3: and end-of-life on the next day",
                history: "2.14.0 2025-09-10, 2.15.0 2025-11-20",
                ends: "",
                as_of: "2026-06-01",
                lines: &[
                    "2.15 supported",
                    "2.14 end-of-life until 2026-05-31 (computed)",
                ],
            },
            Row {
                rule: "3: 31 August and six months are 28 February",
                history: "2.3.0 2024-07-01, 2.4.0 2025-08-31",
                ends: "",
                as_of: "2025-09-01",
                lines: &[
                    "2.4 supported",
                    "2.3 maintained until 2026-02-28 (computed)",
                ],
            },
            Row {
                rule: "3: a minor that was left out in the numbers is not waited for",
                history: "2.1.0 2024-01-10, 2.4.0 2024-03-10",
                ends: "",
                as_of: "2024-04-01",
                lines: &[
                    "2.4 supported",
                    "2.1 maintained until 2024-09-30 (computed)",
                ],
            },
            // When a major's maintenance ends, all of its minors are end-of-life.
            Row {
                rule: "4: an earlier minor keeps its six months and never outlives its major",
                history: "2.4.0 2023-01-10, 3.0.0 2023-02-01, 2.5.0 2023-12-15",
                ends: "",
                as_of: "2024-02-29",
                lines: &[
                    "3.0 supported",
                    "2.5 maintained until 2024-02-29 (computed)",
                    "2.4 maintained until 2024-02-29 (computed)",
                ],
            },
            Row {
                rule: "4: two majors ago",
                history: "1.0.0 2020-01-10, 2.0.0 2021-01-10, 3.0.0 2021-06-10",
                ends: "",
                as_of: "2022-02-01",
                lines: &[
                    "3.0 supported",
                    "2.0 maintained until 2022-06-30 (computed)",
                    "1.0 end-of-life until 2022-01-31 (computed)",
                ],
            },
        ],
    );
}

/// Rule 4, "at least 12 months", and the reference page of published ends that the text points to (7).
#[test]
fn published_ends_beat_computed_ones() {
    const HISTORY: &str =
        "1.32.0 2022-05-10, 1.33.0 2022-11-21, 1.34.0 2022-12-01, 2.0.0 2022-12-07";
    check(
        &Policy::flex(),
        None,
        &[
            Row {
                rule: "later for the minor",
                history: HISTORY,
                ends: "1.33 2023-08-15",
                as_of: "2023-08-15",
                lines: &[
                    "2.0 supported",
                    "1.34 maintained until 2023-12-31 (computed)",
                    "1.33 maintained until 2023-08-15 (published)",
                    "1.32 end-of-life until 2023-05-31 (computed)",
                ],
            },
            Row {
                rule: "earlier for the minor",
                history: HISTORY,
                ends: "1.33 2023-03-15, 1.34 2023-02-28",
                as_of: "2023-03-16",
                lines: &[
                    "2.0 supported",
                    "1.34 end-of-life until 2023-02-28 (published)",
                    "1.33 end-of-life until 2023-03-15 (published)",
                    "1.32 maintained until 2023-05-31 (computed)",
                ],
            },
            Row {
                rule: "later for the major: its last minor goes on, an earlier one had ended by itself",
                history: HISTORY,
                ends: "1 2024-06-30",
                as_of: "2024-06-30",
                lines: &[
                    "2.0 supported",
                    "1.34 maintained until 2024-06-30 (published)",
                    "1.33 end-of-life until 2023-06-30 (computed)",
                    "1.32 end-of-life until 2023-05-31 (computed)",
                ],
            },
            Row {
                rule: "earlier for the major: it caps every minor",
                history: HISTORY,
                ends: "1.x 2023-03-31",
                as_of: "2023-04-01",
                lines: &[
                    "2.0 supported",
                    "1.34 end-of-life until 2023-03-31 (published)",
                    "1.33 end-of-life until 2023-03-31 (published)",
                    "1.32 end-of-life until 2023-03-31 (published)",
                ],
            },
            Row {
                rule: "a minor never outlives its major, even where a later day was published for it",
                history: "1.34.0 2022-12-01, 2.0.0 2022-12-07",
                ends: "1.34 2024-12-31, 1 2024-06-30",
                as_of: "2024-07-01",
                lines: &[
                    "2.0 supported",
                    "1.34 end-of-life until 2024-06-30 (published)",
                ],
            },
            Row {
                rule: "TBD says nothing",
                history: "2.14.0 2025-09-10, 2.15.0 2025-11-20",
                ends: "2.15 TBD, 2.14 TBD, 2 TBD",
                as_of: "2025-12-01",
                lines: &[
                    "2.15 supported",
                    "2.14 maintained until 2026-05-31 (computed)",
                ],
            },
            Row {
                rule: "used before the release that supersedes",
                history: "2.14.0 2025-09-10, 2.15.0 2025-11-20",
                ends: "2.14 2026-05-31",
                as_of: "2025-10-01",
                lines: &["2.14 supported until 2026-05-31 (published)"],
            },
            Row {
                rule: "used where it is before the release that supersedes",
                history: "2.14.0 2025-09-10, 2.15.0 2025-11-20",
                ends: "2.14 2025-10-31",
                as_of: "2025-11-01",
                lines: &["2.14 end-of-life until 2025-10-31 (published)"],
            },
            Row {
                rule: "what is no line means nothing, and the last of two records counts",
                history: "2.14.0 2025-09-10",
                ends: "two 2020-01-01, 2.14.0 2020-01-01, 2.14 2026-01-31, 2.14 2026-05-31",
                as_of: "2026-02-01",
                lines: &["2.14 supported until 2026-05-31 (published)"],
            },
        ],
    );
}

#[test]
fn published_and_computed_ends_are_both_told() {
    let history = releases("1.33.0 2022-11-21, 1.34.0 2022-12-01, 2.0.0 2022-12-07");
    let published = ends("1 2024-06-30");
    let seen = lifecycle(
        &history,
        &published,
        &Policy::flex(),
        None,
        date("2024-01-01"),
    );
    let last = line(&seen, "1.34");
    assert_eq!(last.end_of_life, Some(date("2024-06-30")));
    assert_eq!(last.computed_end_of_life, Some(date("2023-12-31")));
    assert_eq!(last.computed_unrounded, Some(date("2023-12-07")));
    assert_eq!(last.superseded_on, Some(date("2022-12-07")));
    assert_eq!(last.superseded_by.as_ref().unwrap().to_string(), "2.0.0");
    assert_eq!(last.reason, None);

    let none = lifecycle(&history, &published, &unrounded(), None, date("2024-01-01"));
    assert_eq!(
        line(&none, "1.33").computed_end_of_life,
        Some(date("2023-06-01"))
    );
    assert_eq!(
        line(&none, "1.33").computed_unrounded,
        Some(date("2023-06-01"))
    );
}

/// Ours: the text does not speak of versions that were taken back.
#[test]
fn what_was_withdrawn_is_never_recommended() {
    let history = "2.1.0 2024-01-10, 2.2.0 2024-03-10, 2.2.1 2024-04-10 withdrawn, 2.3.0 2024-06-10 withdrawn,
        3.0.0 2024-07-10 withdrawn";
    let seen = lifecycle(
        &releases(history),
        &[],
        &Policy::flex(),
        None,
        date("2024-08-01"),
    );
    let lines: Vec<String> = seen.lines.iter().map(line_words).collect();
    assert_eq!(
        lines,
        [
            "3.0 unknown",
            "2.3 unknown",
            "2.2 supported",
            "2.1 maintained until 2024-09-30 (computed)",
        ]
    );
    assert_eq!(line(&seen, "2.2").latest.to_string(), "2.2.0");
    assert_eq!(
        line(&seen, "2.3").latest.to_string(),
        "2.3.0",
        "there is no other"
    );
    assert_eq!(
        line(&seen, "3.0").reason.as_deref(),
        Some("all of its releases were withdrawn")
    );
    let hosted: Vec<String> = seen
        .lines
        .iter()
        .filter(|line| line.hosted == Some(true))
        .map(|line| line.line.to_string())
        .collect();
    assert_eq!(hosted, ["2.2", "2.1"]);
}

/// "Evaluated from the releases published on or before the day": a later patch does not make up for one that was withdrawn.
#[test]
fn a_later_patch_says_nothing_of_an_earlier_day() {
    let history = releases("2.1.0 2024-01-10, 2.2.0 2024-03-10 withdrawn, 2.2.1 2024-05-10");
    for (as_of, expected, hosted) in [
        ("2024-04-01", ["2.2 unknown", "2.1 supported"], &["2.1"][..]),
        (
            "2024-05-10",
            [
                "2.2 supported",
                "2.1 maintained until 2024-09-30 (computed)",
            ],
            &["2.2", "2.1"],
        ),
    ] {
        let seen = lifecycle(&history, &[], &Policy::flex(), None, date(as_of));
        let lines: Vec<String> = seen.lines.iter().map(line_words).collect();
        assert_eq!(lines, expected, "{as_of}");
        let offered: Vec<String> = seen
            .lines
            .iter()
            .filter(|line| line.hosted == Some(true))
            .map(|line| line.line.to_string())
            .collect();
        assert_eq!(offered, hosted, "{as_of}");
    }
}

/// Ours: what the record does not say is not made up for. Which minor was the last of its major, and when it was superseded.
#[test]
fn what_is_on_offer_is_unknown_where_the_last_minor_is() {
    let history = releases(
        "1.32.0 2022-06-01, 1.33.0 2022-09-01, 1.34.0, 1.34.1 2023-08-21, 2.0.0 2022-12-07, 2.1.0 2023-02-08",
    );
    for (as_of, line_, hosted, superseded) in [
        ("2022-12-01", "1.33", Some(true), None),
        ("2022-12-01", "1.34", None, None),
        ("2023-01-01", "1.32", Some(false), None),
        ("2023-01-01", "1.33", None, None),
        (
            "2023-01-01",
            "1.34",
            None,
            Some(("2022-12-07", "2023-08-21")),
        ),
        ("2023-01-01", "2.0", Some(true), None),
        (
            "2023-09-01",
            "1.33",
            Some(false),
            Some(("2022-09-01", "2023-08-21")),
        ),
        (
            "2023-09-01",
            "1.34",
            Some(true),
            Some(("2022-12-07", "2023-08-21")),
        ),
    ] {
        let seen = lifecycle(&history, &[], &Policy::flex(), None, date(as_of));
        let one = line(&seen, line_);
        assert_eq!(one.hosted, hosted, "{line_} on {as_of}");
        assert!(
            hosted.is_some() || one.reason.is_some(),
            "{line_} on {as_of}"
        );
        if let Some((from, to)) = superseded {
            assert_eq!(one.superseded_on, None, "{line_} on {as_of}");
            let bounds = one.superseded_bounds.unwrap();
            assert_eq!(bounds.not_before, Some(date(from)), "{line_} on {as_of}");
            assert_eq!(bounds.no_later_than, Some(date(to)), "{line_} on {as_of}");
        }
    }
}

/// All minors of the current major are on the platform, and the last minor of the major before.
#[test]
fn the_platform_hosts_what_it_says() {
    let history = releases(
        "1.0.0 2020-01-01, 2.0.0 2021-01-01, 2.1.0 2021-02-01, 2.2.0 2021-03-01, 2.2.1 2021-04-01, 4.0.0 2022-01-01,
         4.1.0 2022-02-01, 4.2.0, 5.0.0-rc.1 2022-03-01",
    );
    let mut generous = Policy::flex();
    generous.hosted.previous_major_minors = 2;
    let mut closed = Policy::flex();
    closed.hosted.previous_major_minors = 0;
    closed.hosted.current_major = crate::policy::schema::HostedMinors::None;
    for (policy, as_of, hosted) in [
        (&Policy::flex(), "2019-01-01", &[][..]),
        (&Policy::flex(), "2020-06-01", &["1.0"]),
        (&Policy::flex(), "2021-03-15", &["2.2", "2.1", "2.0", "1.0"]),
        // 4.2 has no day: it may not be there yet. 2.0 and 2.1 went with the next major.
        (&Policy::flex(), "2030-01-01", &["4.1", "4.0", "2.2"]),
        (&generous, "2030-01-01", &["4.1", "4.0", "2.2", "2.1"]),
        (&closed, "2030-01-01", &[]),
    ] {
        let seen = lifecycle(&history, &[], policy, None, date(as_of));
        let lines: Vec<String> = seen
            .lines
            .iter()
            .filter(|line| line.hosted == Some(true))
            .map(|line| line.line.to_string())
            .collect();
        assert_eq!(lines, hosted, "{as_of}");
    }
}
