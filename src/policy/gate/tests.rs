//! The end-of-life gate, each row with the sentence that it comes from, in our words.

use super::*;
use crate::domain::account::Choice;
use crate::policy::accounts::{Record, Seat};
use crate::policy::fixture::{date, releases};
use crate::policy::schema::Policy;

const HISTORY: &str = "2.0.0 2022-12-07, 2.1.0 2023-02-08, 2.2.0 2023-05-29, 2.3.0";

fn subject(id: &str, choice: &Choice, as_of: &str) -> Subject {
    let policy = Policy::flex();
    let releases = releases(HISTORY);
    let record = Record {
        releases: &releases,
        ends: &[],
        policy: &policy,
        covers_until: Some(date("2023-12-31")),
    };
    Subject {
        id: Untrusted::from(id),
        file: None,
        file_line: None,
        asks_for: None,
        assumption: None,
        runs: Seat::new(record, None, date(as_of))
            .today()
            .run(choice, None),
        findings: Vec::new(),
        known_as: vec![Untrusted::from("version:2.0.0")],
        near: Vec::new(),
    }
}

fn gate(as_of: &str, until: &str) -> EndOfLife {
    EndOfLife {
        as_of: date(as_of),
        until: date(until),
        fail_on_unknown: false,
        known_until: Some(date("2023-12-31")),
        rules: Policy::flex().lifecycle,
    }
}

fn pin(line: &str) -> Choice {
    Choice::Pin(line.parse().unwrap())
}

#[test]
fn what_ends_too_soon_is_found() {
    for (sentence, line, as_of, until, expected) in [
        (
            "the minor before is maintained for six months; its last day still counts",
            "2.0",
            "2023-08-31",
            "2023-08-31",
            "ends-within: 2.0.0 ends soon: its last day is 2023-08-31, today",
        ),
        (
            "after six months it has ended: no support",
            "2.0",
            "2023-09-01",
            "2023-09-01",
            "ended: 2.0.0 is at end-of-life: its last day was 2023-08-31",
        ),
        (
            "an end beyond the time is none that counts",
            "2.0",
            "2023-08-01",
            "2023-08-30",
            "",
        ),
        (
            "the newest minor is supported: no end",
            "2.1",
            "2023-03-01",
            "2023-06-01",
            "",
        ),
        (
            "a minor whose successor has no known day: the end is not known",
            "2.2",
            "2023-07-01",
            "2024-01-01",
            "unknown-end: whether 2.2.0 ends by 2024-01-01 is not known: 2.3.0 took its place on a day that is not known, \
             between 2023-05-29 and 2023-12-31",
        ),
        (
            "no version matches",
            "7.1",
            "2023-07-01",
            "2024-01-01",
            "no-match: no version that was published by 2023-07-01 matches",
        ),
        (
            "the newest minor is supported, but the record ends before the day: a newer one may have come",
            "2.3",
            "2024-06-01",
            "2024-08-01",
            "unknown-end: 2.3.0 is supported as far as the record goes, 2023-12-31; if a newer one came on the next day, it \
             ends on 2024-07-31",
        ),
    ] {
        let findings = gate(as_of, until).findings(&subject("version:x", &pin(line), as_of));
        let words: Vec<String> = findings
            .iter()
            .map(|finding| format!("{}: {}", finding.kind, finding.message.raw()))
            .collect();
        assert_eq!(words.join("; "), expected, "{sentence}");
        for finding in &findings {
            assert_eq!(
                finding.fails,
                finding.kind != FindingKind::UnknownEnd,
                "{sentence}"
            );
        }
    }
    let strict = EndOfLife {
        fail_on_unknown: true,
        ..gate("2023-07-01", "2024-01-01")
    };
    let findings = strict.findings(&subject("version:x", &pin("2.2"), "2023-07-01"));
    assert!(findings.iter().all(|finding| finding.fails));
}

fn waiver(subject: &str, expires: &str) -> Waiver {
    Waiver {
        subject: Untrusted::from(subject),
        reason: Untrusted::from("moves soon"),
        expires: date(expires),
        owner: None,
        line: 2,
    }
}

#[test]
fn a_waiver_holds_up_to_its_last_day_and_what_became_of_it_is_said() {
    for (id, waived, expires, state, fails) in [
        (
            "account:a",
            "account:a",
            "2023-10-01",
            WaiverState::Used,
            false,
        ),
        (
            "account:a",
            "account:a",
            "2023-09-30",
            WaiverState::Expired,
            true,
        ),
        (
            "account:a",
            "account:b",
            "2023-10-01",
            WaiverState::Unused,
            true,
        ),
        (
            "account:a",
            "account:b",
            "2023-09-30",
            WaiverState::Expired,
            true,
        ),
        (
            "version:2.0.0",
            "version:2.0",
            "2023-10-01",
            WaiverState::Used,
            false,
        ),
        (
            "version:2.0",
            "version:2.0.0",
            "2023-10-01",
            WaiverState::Used,
            false,
        ),
        (
            "plugin:2.0.0",
            "version:2.1",
            "2023-10-01",
            WaiverState::Unused,
            true,
        ),
    ] {
        let as_of = "2023-10-01";
        let mut findings = gate(as_of, as_of).findings(&subject(id, &pin("2.0"), as_of));
        let uses = waive(&mut findings, &[waiver(waived, expires)], date(as_of));
        assert_eq!(uses[0].state, state, "{waived} for {id} until {expires}");
        assert_eq!(
            findings[0].fails, fails,
            "{waived} for {id} until {expires}"
        );
        assert_eq!(findings[0].waived.is_some(), !fails);
    }
}
