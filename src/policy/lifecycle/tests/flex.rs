//! The real history of Flex UI, on days whose answers are known.

use super::*;
use crate::domain::document::versions::{EndSource, Status};

/// The versions with the days that their release notes or announcements state; 0.x is left out.
const FLEX_UI: &str = "
    1.0.0, 1.0.1, 1.0.2, 1.1.0, 1.1.1, 1.2.0, 1.3.0, 1.3.3, 1.4.0, 1.4.1, 1.5.0, 1.5.1, 1.6.0,
    1.6.1, 1.7.0, 1.7.1, 1.7.2, 1.7.3, 1.7.4, 1.8.0, 1.8.1, 1.8.2, 1.9.0, 1.9.1, 1.9.2, 1.10.0,
    1.11.0, 1.11.1, 1.11.2, 1.12.0, 1.12.1, 1.13.0, 1.13.1, 1.13.2, 1.14.0, 1.14.1, 1.15.0, 1.15.1,
    1.15.2, 1.16.0, 1.16.1, 1.16.2, 1.17.0, 1.17.1, 1.17.2, 1.18.0, 1.18.1,
    1.19.0 announced 2020-04-27, 1.20.0, 1.20.1, 1.21.0, 1.22.0, 1.22.1, 1.22.2, 1.23.0-rc1,
    1.23.0-rc2, 1.23.0-rc3, 1.23.0-rc4, 1.23.0-rc5, 1.23.0-rc6, 1.23.0, 1.23.1-rc1, 1.23.1,
    1.23.2-rc1, 1.23.2, 1.23.3-rc1, 1.23.3-rc2, 1.23.3, 1.23.4-rc1, 1.23.4, 1.24.0-rc1, 1.24.0-rc2,
    1.24.0-rc3, 1.24.0, 1.24.1-rc1, 1.24.1-rc2, 1.24.1-rc3, 1.24.1, 1.24.2-rc1, 1.24.2, 1.24.3-rc2,
    1.24.3-rc3, 1.24.3-rc4, 1.24.3, 1.25.0-rc1, 1.25.0-rc2, 1.25.0-rc3, 1.25.0-rc4, 1.25.0-rc5,
    1.25.0-rc6, 1.25.0-rc7, 1.25.0-rc8, 1.25.0, 1.25.1-rc1, 1.25.1-rc2, 1.25.1, 1.25.2-rc1,
    1.25.2-rc2, 1.25.2-rc3, 1.25.2-rc4, 1.25.2, 1.25.3-rc1, 1.25.3, 1.25.4-rc1, 1.25.4, 1.26.0-rc2,
    1.26.0-rc3, 1.26.0-rc4, 1.26.0, 1.26.1-rc1, 1.26.1, 1.26.2, 1.26.3, 1.27.0-rc.1, 1.27.0,
    1.28.0-rc.2, 1.28.0, 1.28.1, 1.28.2, 1.29.0, 1.29.1, 1.29.2, 1.29.3, 1.30.0, 1.30.1, 1.30.2,
    1.31.0, 1.31.1, 1.31.2, 1.31.3, 1.32.0, 1.32.1, 1.32.2, 1.32.3, 1.33.0 announced 2022-11-21,
    1.33.1, 1.33.2, 1.33.3, 1.34.0, 1.34.1, 1.34.2, 1.34.3 2023-08-21, 1.34.4 2023-09-27,
    1.34.5 2023-11-01, 1.34.6 2024-01-18, 2.0.0-alpha1, 2.0.0-alpha.2, 2.0.0-alpha.3,
    2.0.0-alpha.4, 2.0.0-alpha.5, 2.0.0-alpha.6, 2.0.0-alpha.7, 2.0.0-alpha.8, 2.0.0-alpha.9,
    2.0.0-alpha.10, 2.0.0-alpha.11, 2.0.0-alpha.12, 2.0.0-alpha.13, 2.0.0-alpha.14, 2.0.0-alpha.15,
    2.0.0-beta.1 2022-03-30, 2.0.0-beta.2 2022-10-24, 2.0.0-beta.3 2022-11-10, 2.0.0 2022-12-07,
    2.0.1 2022-12-09, 2.0.2 2022-12-15, 2.0.3 2023-06-28, 2.1.0 2023-02-08, 2.1.1 2023-04-14,
    2.1.2 2023-06-28, 2.1.3 2023-08-29, 2.2.0 2023-05-29, 2.2.1 2023-06-28, 2.2.2 2023-09-06,
    2.3.0 2023-06-28, 2.3.1 2023-07-03, 2.3.2 2023-07-10, 2.3.3 2023-07-14, 2.3.4 2023-09-07,
    2.3.5 2024-01-09, 2.4.0 2023-09-28, 2.4.1 2023-10-17, 2.4.2 2023-11-29, 2.5.0 2023-12-04,
    2.5.1 2024-01-22, 2.5.2 2024-02-26, 2.6.0 2024-02-14, 2.6.1 2024-03-04, 2.6.2 2024-05-13,
    2.6.3 2024-05-29, 2.7.0 2024-04-15, 2.7.1 2024-05-09, 2.7.2 2024-06-05, 2.8.0 2024-07-11,
    2.8.1 2024-07-11, 2.8.2 2024-07-25, 2.8.3 2024-08-13, 2.8.4 2024-09-09, 2.8.5 2024-10-09,
    2.9.0 2024-10-03, 2.9.1 2024-11-06, 2.9.2 2025-04-03, 2.10.0 2024-12-05, 2.10.1 2025-01-06,
    2.11.0 2025-02-18, 2.11.1 2025-03-20, 2.12.0 2025-04-23, 2.13.0 2025-06-16, 2.13.1 2025-07-07,
    2.13.2 2025-07-24, 2.13.3 2025-08-14, 2.14.0 2025-09-10, 2.15.0 2025-11-20, 2.15.1 2025-12-15,
    2.16.0 2026-02-18, 2.17.0 2026-04-22, 2.17.1 2026-05-04,
";

/// The day of the newest release in the record.
const RECORDED: &str = "2026-05-04";

/// The rows of the platform's end-of-life page that have a day, and that of 1.x as a whole.
const ENDS: &str = "2.15 TBD, 2.14 2026-05-31, 2.13 TBD, 1 2024-06-30";

fn seen(as_of: &str) -> Lifecycle {
    let seen = lifecycle(
        &releases(FLEX_UI),
        &ends(ENDS),
        &Policy::flex(),
        Some(date(RECORDED)),
        date(as_of),
    );
    explains_what_is_unknown(&seen);
    seen
}

#[test]
fn the_lines_of_december_2025_are_as_published() {
    let seen = seen("2025-12-01");
    let newest: Vec<String> = seen.lines.iter().take(5).map(line_words).collect();
    assert_eq!(
        newest,
        [
            "2.15 supported",
            "2.14 maintained until 2026-05-31 (published)",
            "2.13 maintained until 2026-03-31 (computed)",
            "2.12 maintained until 2025-12-31 (computed)",
            "2.11 end-of-life until 2025-10-31 (computed)",
        ]
    );
    let fourteen = line(&seen, "2.14");
    assert_eq!(fourteen.computed_end_of_life, Some(date("2026-05-31")));
    assert_eq!(fourteen.computed_unrounded, Some(date("2026-05-20")));
    assert_eq!(fourteen.superseded_on, Some(date("2025-11-20")));
    assert_eq!(
        fourteen.superseded_by.as_ref().unwrap().to_string(),
        "2.15.0"
    );
    assert_eq!(fourteen.reason, None);
    assert_eq!(line(&seen, "2.13").latest.to_string(), "2.13.3");
    assert_eq!(
        line(&seen, "2.15").latest.to_string(),
        "2.15.0",
        "2.15.1 came later"
    );
    let hosted: Vec<String> = seen
        .lines
        .iter()
        .filter(|line| line.hosted == Some(true))
        .map(|line| line.line.to_string())
        .collect();
    assert_eq!(hosted.len(), 17);
    assert_eq!(
        (hosted[0].as_str(), hosted[15].as_str(), hosted[16].as_str()),
        ("2.15", "2.0", "1.34")
    );
}

#[test]
fn all_of_major_one_has_ended_by_december_2025() {
    let seen = seen("2025-12-01");
    let ones: Vec<&LineStatus> = seen
        .lines
        .iter()
        .filter(|line| line.line.major == 1)
        .collect();
    assert_eq!(ones.len(), 35);
    for line in &ones {
        assert_eq!(line.status, Status::EndOfLife, "{line:?}");
        assert!(
            line.end_of_life.is_some() != line.end_of_life_bounds.is_some(),
            "{line:?}"
        );
    }
    let last = line(&seen, "1.34");
    assert_eq!(last.end_of_life, Some(date("2024-06-30")));
    assert_eq!(last.end_of_life_source, Some(EndSource::Published));
    assert_eq!(last.computed_unrounded, Some(date("2023-12-07")));
    assert_eq!(last.latest.to_string(), "1.34.6");
    for (line_text, words) in [
        ("1.33", "1.33 end-of-life until 2023-05-31..2024-02-29"),
        ("1.32", "1.32 end-of-life until 2023-05-31 (computed)"),
        ("1.20", "1.20 end-of-life until 2020-10-31..2023-05-31"),
        ("1.18", "1.18 end-of-life until 2020-10-31 (computed)"),
        ("1.17", "1.17 end-of-life until -..2020-10-31"),
    ] {
        assert_eq!(line_words(line(&seen, line_text)), words);
    }
    // Its undated patches came before the published end of their major.
    assert_eq!(line(&seen, "1.33").latest.to_string(), "1.33.3");
}

#[test]
fn every_prerelease_of_the_record_has_ended_by_december_2025() {
    let seen = seen("2025-12-01");
    assert_eq!(seen.prereleases.len(), 61);
    for prerelease in &seen.prereleases {
        assert_eq!(prerelease.status, Status::EndOfLife, "{prerelease:?}");
    }
    let beta = seen
        .prereleases
        .iter()
        .find(|prerelease| prerelease.version.to_string() == "2.0.0-beta.3")
        .unwrap();
    assert_eq!(
        prerelease_words(beta),
        "2.0.0-beta.3 end-of-life 2022-12-07 by 2.0.0"
    );
}

#[test]
fn the_end_day_is_the_last_of_the_old_status() {
    assert_eq!(line(&seen("2026-05-31"), "2.14").status, Status::Maintained);
    assert_eq!(line(&seen("2026-06-01"), "2.14").status, Status::EndOfLife);
}

#[test]
fn what_does_not_follow_for_january_2021_is_unknown() {
    let seen = seen("2021-01-01");
    let newest: Vec<&LineStatus> = seen
        .lines
        .iter()
        .filter(|line| line.line.minor >= 18)
        .collect();
    assert_eq!(
        line_words(line(&seen, "1.18")),
        "1.18 end-of-life until 2020-10-31 (computed)"
    );
    assert_eq!(
        line_words(line(&seen, "1.19")),
        "1.19 unknown until 2020-10-31..2024-06-30"
    );
    assert_eq!(
        line(&seen, "1.19").reason.as_deref(),
        Some("1.20.0 took its place on a day that is not known, between 2020-04-27 and 2022-11-21")
    );
    // 1.20 to 1.32 may have been out by then; 1.33.0 was announced in 2022.
    assert_eq!(newest.len(), 15);
    assert_eq!(newest[0].line.to_string(), "1.32");
    let twenty = line(&seen, "1.20");
    assert_eq!(twenty.status, Status::Unknown);
    assert_eq!(twenty.hosted, None);
    assert!(
        twenty.reason.as_deref().unwrap().starts_with(
            "1.20.0 may not have been released by 2021-01-01: its day is not known, between 2020-04-27 and 2022-11-21; \
             1.21.0 took its place"
        ),
        "{:?}",
        twenty.reason
    );
}
