//! Rule 5: pre-releases go from supported to end-of-life when a new version is released.

use super::*;

fn check_prereleases(history: &str, ends_text: &str, rows: &[(&str, &[&str])]) {
    for (as_of, expected) in rows {
        let seen = lifecycle(
            &releases(history),
            &ends(ends_text),
            &Policy::flex(),
            None,
            date(as_of),
        );
        let words: Vec<String> = seen.prereleases.iter().map(prerelease_words).collect();
        assert_eq!(words, *expected, "{as_of}");
        assert!(
            seen.prereleases
                .iter()
                .all(|prerelease| !prerelease.for_production)
        );
        explains_what_is_unknown(&seen);
    }
}

/// Pre-GA versions have no maintained stage. The day of the new version is the last supported one, and
/// nothing is rounded.
#[test]
fn a_beta_ends_with_the_next_version() {
    check_prereleases(
        "2.0.0-beta.1 2022-03-30, 2.0.0-beta.2 2022-10-24, 2.0.0 2022-12-07, 1.34.0 2022-12-01",
        "",
        &[
            ("2022-03-29", &[]),
            ("2022-10-23", &["2.0.0-beta.1 supported"]),
            (
                "2022-10-24",
                &[
                    "2.0.0-beta.2 supported",
                    "2.0.0-beta.1 supported 2022-10-24 by 2.0.0-beta.2",
                ],
            ),
            (
                "2022-10-25",
                &[
                    "2.0.0-beta.2 supported",
                    "2.0.0-beta.1 end-of-life 2022-10-24 by 2.0.0-beta.2",
                ],
            ),
            (
                "2022-12-08",
                &[
                    "2.0.0-beta.2 end-of-life 2022-12-07 by 2.0.0",
                    "2.0.0-beta.1 end-of-life 2022-10-24 by 2.0.0-beta.2",
                ],
            ),
        ],
    );
}

/// Release candidates are numbered, and ten comes after two, whatever their dates leave open.
#[test]
fn the_second_release_candidate_comes_before_the_tenth() {
    check_prereleases(
        "1.23.0-rc2, 1.23.0-rc10 2020-10-01, 1.23.0 2020-11-01",
        "",
        &[
            (
                "2020-10-20",
                &[
                    "1.23.0-rc10 supported",
                    "1.23.0-rc2 end-of-life 2020-10-01 by 1.23.0-rc10",
                ],
            ),
            ("2020-09-30", &["1.23.0-rc2 unknown"]),
        ],
    );
}

/// Ours: newer is what came after it with a higher precedence, in its major, or a later major.
#[test]
fn only_what_came_later_and_is_newer_supersedes() {
    check_prereleases(
        "2.17.1-rc1 2024-03-01, 2.18.0 2024-02-01, 2.16.5 2024-03-10, 2.17.1-rc2 2024-03-15 withdrawn, 2.17.1 2024-04-01",
        "",
        &[
            (
                "2024-03-20",
                &["2.17.1-rc2 unknown", "2.17.1-rc1 supported"],
            ),
            (
                "2024-04-02",
                &[
                    "2.17.1-rc2 end-of-life 2024-04-01 by 2.17.1",
                    "2.17.1-rc1 end-of-life 2024-04-01 by 2.17.1",
                ],
            ),
        ],
    );
    check_prereleases(
        "1.9.0 2024-01-01, 1.10.0-beta.1 2024-02-01, 2.0.0-rc1 2024-02-10, 2.0.0 2024-03-01",
        "",
        &[
            (
                "2024-02-20",
                &["2.0.0-rc1 supported", "1.10.0-beta.1 supported"],
            ),
            (
                "2024-03-02",
                &[
                    "2.0.0-rc1 end-of-life 2024-03-01 by 2.0.0",
                    "1.10.0-beta.1 end-of-life 2024-03-01 by 2.0.0",
                ],
            ),
        ],
    );
}

/// When a major ends, nothing of it is supported: also a candidate for a patch that never came.
#[test]
fn a_prerelease_does_not_outlive_its_major() {
    let history = "1.9.0 2024-01-01, 2.0.0 2024-03-01, 1.9.1-rc1 2024-04-01";
    check_prereleases(
        history,
        "",
        &[
            ("2025-03-31", &["1.9.1-rc1 supported 2025-03-31"]),
            ("2025-04-01", &["1.9.1-rc1 end-of-life 2025-03-31"]),
        ],
    );
    check_prereleases(
        history,
        "1 2025-06-30",
        &[("2025-07-01", &["1.9.1-rc1 end-of-life 2025-06-30"])],
    );
}

/// What its record calls pre-GA is a pre-release, whatever its version looks like.
#[test]
fn the_stage_decides_and_not_the_version() {
    let mut history = releases("0.15.1 2018-01-01, 0.16.1 2018-02-01, 1.0.0 2018-10-01");
    for facts in history.iter_mut().take(2) {
        facts.stage = crate::domain::release::Stage::PreGa;
    }
    let seen = lifecycle(&history, &[], &Policy::flex(), None, date("2018-11-01"));
    let words: Vec<String> = seen.prereleases.iter().map(prerelease_words).collect();
    assert_eq!(
        words,
        [
            "0.16.1 end-of-life 2018-10-01 by 1.0.0",
            "0.15.1 end-of-life 2018-02-01 by 0.16.1"
        ]
    );
    assert_eq!(seen.lines.len(), 1);
}

#[test]
fn undated_prereleases_are_bounded_by_their_own_patch() {
    check_prereleases(
        "2.0.0-alpha.1, 2.0.0-alpha.2, 2.0.0-beta.1 2022-03-30, 2.0.0 2022-12-07",
        "",
        &[
            (
                "2022-03-29",
                &[
                    "2.0.0-alpha.2 unknown",
                    "2.0.0-alpha.1 unknown -..2022-03-30 by 2.0.0-alpha.2",
                ],
            ),
            (
                "2022-03-30",
                &[
                    "2.0.0-beta.1 supported",
                    "2.0.0-alpha.2 supported 2022-03-30 by 2.0.0-beta.1",
                    "2.0.0-alpha.1 unknown -..2022-03-30 by 2.0.0-alpha.2",
                ],
            ),
            (
                "2022-03-31",
                &[
                    "2.0.0-beta.1 supported",
                    "2.0.0-alpha.2 end-of-life 2022-03-30 by 2.0.0-beta.1",
                    "2.0.0-alpha.1 end-of-life -..2022-03-30 by 2.0.0-alpha.2",
                ],
            ),
        ],
    );
    let seen = lifecycle(
        &releases("2.0.0-alpha.1, 2.0.0-alpha.2, 2.0.0-beta.1 2022-03-30"),
        &[],
        &Policy::flex(),
        None,
        date("2022-01-01"),
    );
    let reasons: Vec<_> = seen
        .prereleases
        .iter()
        .map(|prerelease| prerelease.reason.as_deref().unwrap())
        .collect();
    assert_eq!(
        reasons,
        [
            "2.0.0-alpha.2 may not have been released by 2022-01-01: its day is not known, no later than 2022-03-30",
            "2.0.0-alpha.1 may not have been released by 2022-01-01: its day is not known, no later than 2022-03-30; \
             2.0.0-alpha.2 took its place on a day that is not known, no later than 2022-03-30",
        ]
    );
}
