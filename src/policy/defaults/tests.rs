//! Tables of the rules. Each row names the sentence of "How We Release Flex", section "Configuration and Defaults", that it
//! comes from, in our own words; rows marked "ours" fill what the page leaves open.

use serde_json::json;

use super::*;
use crate::domain::date::{DateKind, Dated};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// `2019-07-17`, `by 2019-07-17`, `announced 2019-07-17`, `?`.
fn when(text: &str) -> When {
    let (kind, on) = match text.split_once(' ') {
        Some(("by", on)) => (DateKind::NoLaterThan, on),
        Some(("announced", on)) => (DateKind::Announced, on),
        Some(("effective", on)) => (DateKind::Effective, on),
        _ if text == "?" => return When::default(),
        _ => (DateKind::Exact, text),
    };
    When::of(Some(Dated { on: day(on), kind }))
}

/// A change to `new` in a release of the backend, or of the client library if `release` is a version.
fn fact(entry: &str, release: &str, on: &str, applies_to: Option<AppliesTo>) -> SettingFact {
    let version = Version::parse_any(release).unwrap();
    let stream = match version.scheme() {
        Scheme::Semver => "ui",
        Scheme::Date => "backend",
    };
    let mut change = SettingChange::new("a.setting");
    change.new = SettingValue::Known(json!(entry));
    SettingFact {
        change,
        entry: entry.to_owned(),
        release: format!("{stream}/{release}"),
        stream: stream.to_owned(),
        stream_name: Untrusted::from(stream),
        version,
        when: when(on),
        feature_came: None,
        applies_to,
        requires: BTreeMap::new(),
        related: Vec::new(),
        sources: Vec::new(),
    }
}

fn account(created: &str, seen: &str) -> Account {
    Account {
        created: day(created),
        seen: day(seen),
        versions: BTreeMap::new(),
    }
}

fn running(created: &str, seen: &str, ui: &str) -> Account {
    Account {
        versions: BTreeMap::from([("ui".to_owned(), Version::parse_any(ui).unwrap())]),
        ..account(created, seen)
    }
}

const NEW: Option<AppliesTo> = Some(AppliesTo::NewAccounts);
const EXISTING: Option<AppliesTo> = Some(AppliesTo::ExistingAccounts);
const ALL: Option<AppliesTo> = Some(AppliesTo::All);
const OPT_IN: Option<AppliesTo> = Some(AppliesTo::OptIn);

/// Sentence, day of the change, whom it is for, day of creation, day it is seen on.
type Row = (
    &'static str,
    &'static str,
    Option<AppliesTo>,
    &'static str,
    &'static str,
    Reach,
);

const D: &str = "2019-07-17";

fn check(rows: &[Row]) {
    for (sentence, on, applies_to, created, seen, expected) in rows {
        let fact = fact("x", D, on, *applies_to);
        let (found, _) = reach(&fact, &account(created, seen));
        assert_eq!(
            found, *expected,
            "{sentence}: {on} {applies_to:?}, created {created}, seen {seen}"
        );
    }
}

#[test]
fn whom_a_change_reaches() {
    check(&[
        // Flex is configured when it is provisioned: a new default is for accounts created from then on.
        ("on provisioning", D, NEW, D, D, Reach::Holds),
        (
            "on provisioning",
            D,
            NEW,
            "2019-07-16",
            "2019-07-16",
            Reach::NotYet,
        ),
        (
            "on provisioning",
            D,
            NEW,
            "2019-07-16",
            "2026-01-01",
            Reach::PassedBy,
        ),
        // What does not break compatibility is applied to accounts as part of the release.
        (
            "on applying to accounts",
            D,
            EXISTING,
            "2019-07-16",
            D,
            Reach::Holds,
        ),
        (
            "on applying to accounts",
            D,
            EXISTING,
            "2019-07-16",
            "2019-07-16",
            Reach::NotYet,
        ),
        (
            "on applying to accounts",
            D,
            EXISTING,
            "2019-07-18",
            "2026-01-01",
            Reach::PassedBy,
        ),
        (
            "on applying to accounts",
            D,
            ALL,
            "2019-01-01",
            D,
            Reach::Holds,
        ),
        (
            "on applying to accounts",
            D,
            ALL,
            "2020-01-01",
            "2020-01-01",
            Reach::Holds,
        ),
        (
            "on the toggle to opt in",
            D,
            OPT_IN,
            "2020-01-01",
            "2020-01-01",
            Reach::ByChoice,
        ),
    ]);
}

#[test]
fn what_is_not_certain_is_not_asserted() {
    check(&[
        ("ours, on the very day", D, EXISTING, D, D, Reach::MayHold),
        (
            "ours, on changes for nobody named",
            D,
            None,
            D,
            D,
            Reach::Holds,
        ),
        (
            "ours, on changes for nobody named",
            D,
            None,
            "2019-01-01",
            D,
            Reach::MayHold,
        ),
        (
            "ours, on bounds",
            "by 2019-07-17",
            NEW,
            "2019-07-16",
            "2019-07-16",
            Reach::MayHold,
        ),
        ("ours, on bounds", "by 2019-07-17", NEW, D, D, Reach::Holds),
        (
            "ours, on announcements",
            "announced 2019-07-17",
            NEW,
            "2019-07-16",
            D,
            Reach::MayHold,
        ),
        (
            "ours, on effective days",
            "effective 2019-07-17",
            NEW,
            "2019-07-16",
            D,
            Reach::PassedBy,
        ),
        ("ours, on unknown days", "?", NEW, D, D, Reach::MayHold),
        ("ours, on unknown days", "?", EXISTING, D, D, Reach::MayHold),
    ]);
}

/// A version is a composition of features and configuration: who runs it has what came with it.
#[test]
fn what_comes_with_a_version_holds_for_who_runs_it() {
    let fact = fact("x", "2.5.0", "?", None);
    for (sentence, account, expected) in [
        (
            "on compositions, version not said",
            account("2019-01-01", "2026-01-01"),
            Reach::WithVersion,
        ),
        (
            "on compositions",
            running("2019-01-01", "2026-01-01", "2.5.0"),
            Reach::Holds,
        ),
        (
            "on compositions",
            running("2019-01-01", "2026-01-01", "2.17.1"),
            Reach::Holds,
        ),
        (
            "on compositions",
            running("2019-01-01", "2026-01-01", "2.4.0"),
            Reach::PassedBy,
        ),
    ] {
        assert_eq!(reach(&fact, &account).0, expected, "{sentence}");
    }
    let state = setting(&[&fact], &account("2019-01-01", "2026-01-01"));
    assert_eq!(
        (state.basis, state.value),
        (Basis::Version, SettingValue::Unknown)
    );
    assert_eq!(state.steps[0].needs["ui"], ">=2.5.0");
}

/// The page's example: a role was missing at first, became part of new accounts, and was then added to existing ones, but
/// for those that had deleted their chat service or had a conflicting role.
#[test]
fn the_pages_example_of_the_chat_role() {
    let mut first = fact("default", "2019-05-22", "2019-05-22", NEW);
    let mut then = fact("existing", "2019-05-31", "2019-05-31", EXISTING);
    first.related = vec!["existing".to_owned()];
    then.change.automatic = Some(true);
    then.change.excluded = vec![crate::domain::entry::Exclusion {
        who: Untrusted::from("who deleted the chat service"),
        why: None,
    }];
    let both = [&first, &then];
    for (created, seen, by) in [
        ("2019-05-01", "2019-05-30", None),
        ("2019-05-01", "2019-05-31", Some("existing")),
        ("2019-05-22", "2019-05-22", Some("default")),
        ("2019-06-01", "2026-01-01", Some("default")),
    ] {
        let state = setting(&both, &account(created, seen));
        let found = state.by.map(|by| state.steps[by].entry.as_str());
        assert_eq!(found, by, "created {created}, seen {seen}");
    }
    let state = setting(&both, &account("2019-05-01", "2019-05-31"));
    assert_eq!(state.steps[1].excluded.len(), 1);
    // The link stands in one entry, and is seen from both.
    assert_eq!(state.steps[1].linked, ["default"]);
    assert_eq!(state.steps[0].linked, ["existing"]);
}

#[test]
fn a_change_that_is_not_applied_by_itself_is_not_asserted() {
    let mut fact = fact("x", "2019-05-31", "2019-05-31", EXISTING);
    fact.change.automatic = Some(false);
    let (found, why) = reach(&fact, &account("2019-01-01", "2020-01-01"));
    assert_eq!(found, Reach::MayHold);
    assert_eq!(why.as_deref(), Some("it is not applied by itself"));
    // Who came later was made with it.
    fact.applies_to = Some(AppliesTo::All);
    for (created, expected) in [("2019-01-01", Reach::MayHold), ("2019-06-01", Reach::Holds)] {
        let (found, _) = reach(&fact, &account(created, "2020-01-01"));
        assert_eq!(found, expected, "created {created}");
    }
}

/// Ours: before the first change the value is the one that it names as former; if it names none, nobody knows.
#[test]
fn the_former_value_of_the_first_change_held_before() {
    let mut known = fact("x", "2019-07-17", "2019-07-17", NEW);
    known.change.old = SettingValue::Known(json!(false));
    let before = account("2019-07-16", "2019-07-16");
    let state = setting(&[&known], &before);
    assert_eq!(
        (state.basis, state.value.known()),
        (Basis::Replaced, Some(&json!(false)))
    );
    // The setting was not there before its feature.
    known.feature_came = Some(when("2019-06-13"));
    for (seen, basis) in [
        ("2019-06-12", Basis::Unknown),
        ("2019-06-13", Basis::Replaced),
        ("2019-07-16", Basis::Replaced),
    ] {
        assert_eq!(
            setting(&[&known], &account(seen, seen)).basis,
            basis,
            "{seen}"
        );
    }
    let mut null = known;
    null.change.old = SettingValue::Known(json!(null));
    assert_eq!(setting(&[&null], &before).value.known(), Some(&json!(null)));
    let unknown = fact("x", "2019-07-17", "2019-07-17", NEW);
    assert_eq!(setting(&[&unknown], &before).basis, Basis::Unknown);
    let (states, later) = settings(&[unknown], &before);
    assert_eq!((states.len(), later), (0, 1));
}

#[test]
fn a_time_is_its_net_change() {
    let step = |entry: &str, on: &str, old: Option<i64>, new: i64| {
        let mut fact = fact(entry, on, on, NEW);
        fact.change.old = old.map_or(SettingValue::Unknown, |old| SettingValue::Known(json!(old)));
        fact.change.new = SettingValue::Known(json!(new));
        fact
    };
    let facts = [
        step("a", "2020-01-01", Some(30), 60),
        step("b", "2020-02-01", Some(60), 30),
        step("c", "2020-03-01", None, 45),
    ];
    for (from, until, net, steps) in [
        ("2019-12-31", "2020-01-31", Some(Net::Changed), 1),
        ("2019-12-31", "2020-02-01", Some(Net::None), 2),
        ("2020-02-01", "2020-03-01", Some(Net::Changed), 1),
        ("2020-03-01", "2020-12-31", None, 0),
        ("2020-01-01", "2020-01-31", None, 0),
    ] {
        let moves = changes(&facts, Some(day(from)), day(until));
        let found = moves.first().map(|one| one.net);
        assert_eq!(found, net, "{from}..{until}");
        assert_eq!(
            moves.first().map_or(0, |one| one.steps.len()),
            steps,
            "{from}..{until}"
        );
    }
    // Where a change names no former value, the change before it does.
    let moves = changes(&facts, Some(day("2020-02-01")), day("2020-03-01"));
    assert_eq!(moves[0].before.known(), Some(&json!(30)));
}

#[test]
fn what_may_lie_in_a_time_is_told_apart() {
    let undated = fact("x", "1.27.0", "?", None);
    let of_a_day = changes(
        std::slice::from_ref(&undated),
        Some(day("2020-01-01")),
        day("2020-01-01"),
    );
    assert!(of_a_day.is_empty(), "nothing lies between equal ends");
    let moves = changes(&[undated], Some(day("2020-01-01")), day("2020-12-31"));
    assert_eq!((moves[0].steps.len(), moves[0].may_lie_in.len()), (0, 1));
    assert_eq!(moves[0].net, Net::Unknown);
    // A bound within the time is as much as is known, and counts as its day.
    let bound = fact("x", "2020-02-15", "by 2020-02-15", NEW);
    let moves = changes(&[bound], Some(day("2020-01-01")), day("2020-12-31"));
    assert_eq!((moves[0].steps.len(), moves[0].may_lie_in.len()), (1, 0));
}

#[test]
fn changes_that_do_not_follow_from_one_another_are_remarked_on() {
    let mut first = fact("a", "2020-01-01", "2020-01-01", NEW);
    let mut then = fact("b", "2020-02-01", "2020-02-01", NEW);
    first.change.new = SettingValue::Known(json!(60));
    then.change.old = SettingValue::Known(json!(45));
    let account = account("2021-01-01", "2021-01-01");
    assert_eq!(
        setting(&[&first, &then], &account).remarks,
        ["b starts from 45, but a left 60"]
    );
    then.change.old = SettingValue::Known(json!(60));
    assert!(setting(&[&first, &then], &account).remarks.is_empty());
    // What existing accounts had is not what new ones get.
    then.applies_to = EXISTING;
    then.change.old = SettingValue::Known(json!(45));
    assert!(setting(&[&first, &then], &account).remarks.is_empty());
}
