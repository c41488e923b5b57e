//! What accounts run, each row with the sentence of "How We Release Flex" that it comes from, in our words.

use super::*;
use crate::domain::text::Untrusted;
use crate::policy::fixture::{date, releases};

/// Two majors, the second one with three minors; all days are known.
const HISTORY: &str = "
    1.32.0 2022-06-01, 1.33.0 2022-09-01, 1.34.0 2022-12-01, 1.34.1 2023-08-21,
    2.0.0-beta.1 2022-10-24, 2.0.0 2022-12-07, 2.0.1 2022-12-09, 2.1.0 2023-02-08, 2.1.1 2023-04-14,
    2.2.0 2023-05-29, 2.2.1 2023-06-28, 3.0.0 2024-03-01, 3.1.0 2024-05-01
";

fn account(written: &str) -> Account {
    let mut account = Account {
        name: Untrusted::from("a"),
        created: None,
        choice: Choice::Automatic,
        written: None,
        major: None,
        features: Vec::new(),
        owner: None,
        line: 1,
    };
    match written.split_once(' ').unwrap_or((written, "")) {
        ("automatic", _) => {}
        ("major", major) => account.major = major.parse().ok(),
        ("created", day) => account.created = Some(date(day)),
        ("pin", line) => account.choice = Choice::Pin(line.parse().unwrap()),
        (version, "")
            if version
                .parse::<crate::domain::version::SemVersion>()
                .is_ok() =>
        {
            account.choice = Choice::Exact(version.parse().unwrap());
        }
        _ => account.choice = Choice::Range(Range::npm(written).unwrap()),
    }
    account
}

fn situation(history: &str, policy: &Policy, written: &str, as_of: &str) -> Situation {
    let releases = releases(history);
    let record = Record {
        releases: &releases,
        ends: &[],
        policy,
        covers_until: None,
    };
    Seat::new(record, None, date(as_of)).of(&account(written))
}

/// `2.1.1 maintained -> 2.2.0 2023-05-29 [superseded]`
fn words(situation: &Situation) -> String {
    let runs = &situation.runs;
    let version = runs
        .version
        .as_ref()
        .map_or("nothing".to_owned(), ToString::to_string);
    let next = situation.next.as_ref().map_or("stays".to_owned(), |next| {
        format!("-> {} {}", next.version, next.on)
    });
    let concerns: Vec<&str> = runs
        .warnings
        .iter()
        .map(|warning| warning.concern.as_str())
        .collect();
    format!("{version} {} {next} {}", runs.status, concerns.join(" "))
        .trim_end()
        .to_owned()
}

/// A sentence, what an account is set to, the day, and what follows.
const SENTENCES: &[(&str, &str, &str, &str)] = &[
    (
        "accounts are updated to new minors automatically",
        "created 2022-12-10",
        "2023-04-20",
        "2.1.1 supported -> 2.2.0 2023-05-29",
    ),
    (
        "automatic updates bring patches too: the newest replaces the one before",
        "created 2022-12-10",
        "2023-04-13",
        "2.1.0 supported -> 2.1.1 2023-04-14",
    ),
    (
        "nobody is enrolled in a new major automatically",
        "created 2022-12-10",
        "2024-02-01",
        "2.2.1 supported stays",
    ),
    (
        "nobody is enrolled in a new major: an account of the major before stays on its last minor",
        "created 2022-10-01",
        "2023-01-01",
        "1.34.0 maintained -> 1.34.1 2023-08-21",
    ),
    (
        "somebody may control to move to a major: the file says so",
        "major 3",
        "2024-03-01",
        "3.0.0 supported -> 3.1.0 2024-05-01",
    ),
    (
        "the hosted platform offers the last minor of the major before only: nothing of the one before that",
        "major 1",
        "2024-03-01",
        "nothing unknown stays not-hosted",
    ),
    (
        "an account may opt out and pin a minor",
        "pin 2.0",
        "2023-03-01",
        "2.0.1 maintained stays",
    ),
    (
        "pinned accounts still get the newest patch of their minor",
        "pin 2.1",
        "2023-03-01",
        "2.1.0 supported -> 2.1.1 2023-04-14",
    ),
    (
        "an ended version can still be used, unsupported; every minor of the current major stays on offer",
        "pin 2.0",
        "2023-10-01",
        "2.0.1 end-of-life stays end-of-life",
    ),
    (
        "of the major before, only the last minor is on offer; any version is in the registry",
        "pin 1.33",
        "2023-10-01",
        "1.33.0 end-of-life stays end-of-life not-hosted",
    ),
    (
        "a configuration may name an ended version",
        "1.32.0",
        "2023-10-01",
        "1.32.0 end-of-life stays end-of-life not-hosted",
    ),
    (
        "the newest patch replaces the one before on the platform",
        "2.1.0",
        "2023-05-01",
        "2.1.0 supported stays superseded",
    ),
    (
        "release candidates and betas are not for production use",
        "2.0.0-beta.1",
        "2022-11-01",
        "2.0.0-beta.1 supported stays pre-release not-hosted",
    ),
    (
        "a range: the newest on offer in it",
        "~2.1",
        "2023-04-20",
        "2.1.1 supported stays",
    ),
    (
        "a range moves with what is put on offer",
        "2.x",
        "2023-04-20",
        "2.1.1 supported -> 2.2.0 2023-05-29",
    ),
    (
        "a range over majors names the new major itself",
        ">=2",
        "2024-02-01",
        "2.2.1 supported -> 3.0.0 2024-03-01",
    ),
    (
        "a range with nothing on offer: all versions are in the registry",
        "~1.33",
        "2023-10-01",
        "1.33.0 end-of-life stays end-of-life not-hosted",
    ),
    (
        "a version that is yet to come",
        "pin 2.2",
        "2023-05-01",
        "nothing unknown -> 2.2.0 2023-05-29 no-match",
    ),
    (
        "a version that there never was",
        "9.9.9",
        "2023-05-01",
        "nothing unknown stays no-match",
    ),
];

#[test]
fn accounts_follow_what_they_are_set_to() {
    for &(sentence, set_to, as_of, expected) in SENTENCES {
        let situation = situation(HISTORY, &Policy::flex(), set_to, as_of);
        assert_eq!(words(&situation), expected, "{sentence}");
        assert!(
            situation.next.is_some() != situation.waits_for.is_some()
                || situation.runs.version.is_none(),
            "{sentence}: {situation:?}"
        );
        let runs = &situation.runs;
        assert!(
            runs.status != Status::Unknown || runs.reason.is_some(),
            "{sentence}: {runs:?}"
        );
    }
}

#[test]
fn the_next_version_is_warned_of_if_it_has_ended_when_it_comes() {
    let history = "2.0.0 2022-01-01, 2.1.0 2022-02-01, 2.0.1 2022-12-01";
    let situation = situation(history, &Policy::flex(), "pin 2.0", "2022-07-01");
    assert_eq!(
        words(&situation),
        "2.0.0 maintained -> 2.0.1 2022-12-01 next-end-of-life"
    );
}

/// "How We Release Flex", on automatic updates: which major an account is on follows from the day of its creation.
#[test]
fn what_is_taken_for_granted_is_said() {
    for (set_to, as_of, runs, said) in [
        (
            "created 2022-10-01",
            "2023-01-01",
            "1.34.0",
            Some("on major 1, the newest on 2022-10-01"),
        ),
        (
            "automatic",
            "2023-01-01",
            "2.0.1",
            Some("on major 2, the newest: the file says neither"),
        ),
        ("major 2", "2023-01-01", "2.0.1", None),
        ("pin 2.0", "2023-01-01", "2.0.1", None),
        ("created 2021-01-01", "2023-01-01", "nothing", None),
        ("created 2024-01-01", "2023-01-01", "nothing", None),
    ] {
        let situation = situation(HISTORY, &Policy::flex(), set_to, as_of);
        assert!(words(&situation).starts_with(runs), "{set_to}");
        let assumption = situation.assumption.as_deref();
        match said {
            Some(said) => assert!(
                assumption.unwrap().starts_with(said),
                "{set_to}: {assumption:?}"
            ),
            None => assert_eq!(assumption, None, "{set_to}"),
        }
    }
    let undated = "1.0.0, 1.1.0, 2.0.0, 2.1.0 2023-01-01";
    let unknown = situation(undated, &Policy::flex(), "created 2020-01-01", "2023-02-01");
    assert_eq!(words(&unknown), "nothing unknown stays");
    assert!(
        unknown.runs.reason.as_deref().unwrap().starts_with(
            "which major was the newest on 2020-01-01, when the account was created, is not known"
        ),
        "{unknown:?}"
    );
    let only_one = "1.0.0, 1.1.0 2023-01-01";
    let known = situation(
        only_one,
        &Policy::flex(),
        "created 2020-01-01",
        "2023-02-01",
    );
    assert_eq!(
        words(&known),
        "1.1.0 supported stays",
        "no other major is possible"
    );
}

#[test]
fn a_version_that_may_not_be_out_is_uncertain() {
    let history = "1.19.0 announced 2020-04-27, 1.20.0, 1.21.0 2022-11-21";
    for (set_to, as_of, expected, reason) in [
        (
            "major 1",
            "2021-01-01",
            "nothing unknown stays uncertain",
            "1.20.0 may have been out by 2021-01-01, so it is not known which version runs, else it is 1.19.0",
        ),
        (
            "1.x",
            "2021-01-01",
            "nothing unknown stays uncertain",
            "1.20.0 may have been out by 2021-01-01, so it is not known which version runs, else it is 1.19.0",
        ),
        (
            "~1.20",
            "2021-01-01",
            "nothing unknown stays uncertain",
            "1.20.0 may have been out by 2021-01-01, so it is not known which version runs",
        ),
    ] {
        let situation = situation(history, &Policy::flex(), set_to, as_of);
        assert_eq!(words(&situation), expected, "{set_to}");
        assert_eq!(situation.runs.reason.as_deref(), Some(reason), "{set_to}");
    }
    let situation = situation(history, &Policy::flex(), "1.20.0", "2021-01-01");
    assert_eq!(words(&situation), "1.20.0 unknown stays uncertain");
}

#[test]
fn a_platform_that_hosts_nothing_only_publishes() {
    let text = "schema = 1\nname = \"lib\"\n[hosted]\ncurrent-major = \"none\"\nprevious-major-minors = 0\n";
    let (policy, _) = Policy::from_toml(text).unwrap();
    for (set_to, expected) in [
        ("automatic", "2.2.1 supported -> 3.0.0 2024-03-01"),
        ("major 2", "2.2.1 supported stays"),
        ("^1.33", "1.34.1 maintained stays"),
        ("pin 2.0", "2.0.1 end-of-life stays end-of-life"),
    ] {
        let situation = situation(HISTORY, &policy, set_to, "2023-10-01");
        if set_to == "automatic" {
            assert!(words(&situation).starts_with("2.2.1 supported"), "{set_to}");
        } else {
            assert_eq!(words(&situation), expected, "{set_to}");
        }
    }
}

#[test]
fn what_an_account_waits_for_is_said() {
    for (set_to, as_of, says) in [
        (
            "2.1.0",
            "2023-05-01",
            "nothing: the setting names exactly this version",
        ),
        (
            "pin 2.2",
            "2023-07-01",
            "the next patch of 2.2; patches come as needed",
        ),
        (
            "pin 2.0",
            "2023-10-01",
            "nothing: 2.0 has ended and gets no further patches",
        ),
        (
            "~2.0",
            "2023-10-01",
            "nothing: what the range holds has ended and gets no further patches",
        ),
        (
            "~2.2",
            "2023-10-01",
            "the next version in the range that is put on offer",
        ),
        ("major 2", "2023-07-01", "the next minor of major 2"),
        (
            "major 2",
            "2024-05-02",
            "patches only: nobody is moved off major 2 automatically",
        ),
        (
            "major 2",
            "2025-06-01",
            "nothing: major 2 has ended; choose another major",
        ),
        (
            "~9.1",
            "2023-10-01",
            "nothing, until a version that matches is published",
        ),
    ] {
        let situation = situation(HISTORY, &Policy::flex(), set_to, as_of);
        assert_eq!(
            situation.waits_for.as_deref(),
            Some(says),
            "{set_to} on {as_of}"
        );
    }
    let fresh = situation(HISTORY, &Policy::flex(), "major 2", "2023-06-28");
    let window = fresh.expected.stated.unwrap();
    assert_eq!(
        (window.from, window.to),
        (Some(date("2023-06-19")), date("2023-07-03")),
        "minors come about every 3 to 5 weeks"
    );
    let observed = fresh.expected.observed.unwrap();
    assert_eq!(
        (observed.from, observed.to),
        (Some(date("2023-07-31")), date("2023-09-16")),
        "the shortest and the longest gap: 63 and 110 days"
    );
    let range = situation(HISTORY, &Policy::flex(), "2.x", "2023-06-28");
    assert_eq!(
        range.expected, fresh.expected,
        "a range over minors moves with them"
    );
    let patches = situation(HISTORY, &Policy::flex(), "~2.2", "2023-06-28");
    assert_eq!(patches.expected, Expected::default());
    let late = situation(HISTORY, &Policy::flex(), "major 2", "2023-10-01");
    assert_eq!(
        late.expected,
        Expected::default(),
        "a window that has passed is no forecast"
    );
}
