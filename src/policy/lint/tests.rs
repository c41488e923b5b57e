//! Each rule with what breaches it, what does not, and what lies just beside the border.

use std::collections::BTreeSet;

use super::waivers::{Waiver, hold};
use super::*;
use crate::domain::date::{DateKind, Dated};
use crate::domain::deprecation::{Deprecation, Observed, SymbolChange, SymbolKind};
use crate::domain::document::api::Replacement;
use crate::domain::document::deprecations::{
    ObservedSymbol, RemovalSource, SymbolRow, SymbolStatus, Warning,
};
use crate::domain::entry::{AppliesTo, EntryKind, SettingChange, SettingValue};
use crate::domain::feature::Toggle;
use crate::domain::release::{Origin, Stream};
use crate::domain::text::Untrusted;
use crate::domain::version::SemVersion;
use crate::domain::when::When;

mod surfaces;

const UI: &str = "ui";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn sem(text: &str) -> SemVersion {
    text.parse().unwrap()
}

fn version(text: &str) -> Version {
    Version::parse(Scheme::Semver, text).unwrap()
}

fn release(text: &str, entries: Vec<Entry>) -> Release {
    let mut release = Release::new(UI, Place::Version(version(text)));
    release.entries = entries;
    release.sources = vec!["somewhere".into()];
    release
}

fn entry(id: &str, kind: EntryKind) -> Entry {
    Entry::new(id, kind, format!("Something was said of {id}."))
}

fn breaking(id: &str) -> Entry {
    let mut entry = entry(id, EntryKind::Changed);
    entry.breaking = true;
    entry
}

/// What the rules look at, owned.
struct Made {
    changelog: Changelog,
    policy: Policy,
    options: Options,
    steps: Vec<Step>,
    symbols: Vec<SymbolState>,
    offered: Vec<(usize, Replacement)>,
    settings: Vec<SettingFact>,
    newest: BTreeMap<String, Version>,
}

impl Made {
    fn of(releases: Vec<Release>) -> Self {
        let mut changelog = Changelog::new("acme");
        for id in [UI, "other"] {
            changelog.streams.push(Stream::new(id, Scheme::Semver));
        }
        let newest = releases.iter().filter_map(Release::version).max().cloned();
        changelog.releases = releases;
        changelog.sort();
        Self {
            changelog,
            policy: Policy::flex(),
            options: Options::default(),
            steps: Vec::new(),
            symbols: Vec::new(),
            offered: Vec::new(),
            settings: Vec::new(),
            newest: newest
                .map(|newest| (UI.to_owned(), newest))
                .into_iter()
                .collect(),
        }
    }

    fn found(&self, rule: LintRule) -> Vec<Found> {
        let material = Material {
            changelog: &self.changelog,
            policy: &self.policy,
            as_of: day("2026-06-15"),
            options: &self.options,
            steps: &self.steps,
            symbols: &self.symbols,
            offered: &self.offered,
            settings: &self.settings,
            newest: &self.newest,
        };
        lint(&material, &[rule])
    }

    /// Releases and entries, or symbols, of what a rule finds.
    fn told(&self, rule: LintRule) -> Vec<String> {
        self.found(rule)
            .iter()
            .map(|one| {
                let what = one.entry.as_ref().or(one.symbol.as_ref());
                format!("{} {}", one.place, what.map_or("", String::as_str))
                    .trim()
                    .to_owned()
            })
            .collect()
    }
}

#[test]
fn breaking_entries_belong_to_majors() {
    for (number, entry, is_told) in [
        ("2.1.0", breaking("x"), true),
        ("2.1.1", breaking("x"), true),
        ("2.0.0", breaking("x"), false),
        ("2.1.0", entry("x", EntryKind::Removed), true),
        ("3.0.0", entry("x", EntryKind::Removed), false),
        ("2.1.0", entry("x", EntryKind::Changed), false),
        // Nothing is promised before 1.0.0, nor by a pre-release.
        ("0.9.0", breaking("x"), false),
        ("2.1.0-rc1", breaking("x"), false),
    ] {
        let told = Made::of(vec![release(number, vec![entry])]).told(LintRule::BreakingInNonMajor);
        assert_eq!(!told.is_empty(), is_told, "{number}: {told:?}");
    }
    // The policy states no rules for other streams.
    let mut other = release("2.1.0", vec![breaking("x")]);
    other.stream = "other".to_owned();
    assert!(
        Made::of(vec![other])
            .told(LintRule::BreakingInNonMajor)
            .is_empty()
    );
    let mut back = release("2.1.0", vec![breaking("x")]);
    back.state = State::Withdrawn;
    assert!(
        Made::of(vec![back])
            .told(LintRule::BreakingInNonMajor)
            .is_empty()
    );
}

#[test]
fn patches_bring_neither_features_nor_deprecations() {
    for (number, kind, feature, deprecation) in [
        ("2.1.1", EntryKind::Added, true, false),
        ("2.1.1", EntryKind::Deprecated, false, true),
        ("2.1.1", EntryKind::Fixed, false, false),
        ("2.1.0", EntryKind::Added, false, false),
        ("2.1.0", EntryKind::Deprecated, false, false),
        ("2.1.1-rc1", EntryKind::Added, false, false),
    ] {
        let made = Made::of(vec![release(number, vec![entry("x", kind)])]);
        let is_told = |rule| !made.told(rule).is_empty();
        assert_eq!(
            is_told(LintRule::FeatureInPatch),
            feature,
            "{number} {kind}"
        );
        assert_eq!(
            is_told(LintRule::DeprecationInPatch),
            deprecation,
            "{number} {kind}"
        );
    }
    let mut said = entry("x", EntryKind::Changed);
    said.deprecations = vec![Deprecation::new(
        "A",
        SymbolKind::Export,
        SymbolChange::Deprecated,
    )];
    let mut made = Made::of(vec![release("2.1.1", vec![said])]);
    assert_eq!(made.told(LintRule::DeprecationInPatch), ["2.1.1 x"]);
    let mut tagged = step("2.1.0", "2.1.1", Vec::new());
    tagged.deprecated = vec!["A".to_owned(), "B".to_owned()];
    made.changelog.releases[0].entries.clear();
    made.steps = vec![tagged];
    let found = made.found(LintRule::DeprecationInPatch);
    assert_eq!(found[0].symbols, ["A", "B"]);
}

fn lost(symbol: &str) -> Lost {
    Lost {
        symbol: symbol.to_owned(),
        kind: if symbol.contains('.') {
            SymbolKind::Member
        } else {
            SymbolKind::Export
        },
        private: false,
        owner: symbol.rsplit_once('.').map(|(owner, _)| owner.to_owned()),
        members: Vec::new(),
        through: 0,
        first: "1.0.0".to_owned(),
        last: "1.9.0".to_owned(),
        versions: 3,
        declared: None,
        deep: None,
        said: Vec::new(),
    }
}

fn step(from: &str, to: &str, removed: Vec<Lost>) -> Step {
    let (from, to) = (sem(from), sem(to));
    Step {
        stream: UI.to_owned(),
        package: "npm:@acme/ui".to_owned(),
        unread: Vec::new(),
        made: crate::domain::api::diff::made(&from, &to),
        needs: if removed.is_empty() {
            Bump::Patch
        } else {
            Bump::Major
        },
        from,
        to,
        removed,
        moved: Vec::new(),
        changed: Vec::new(),
        deprecated: Vec::new(),
        added: Vec::new(),
    }
}

/// Releases that steps lead to.
fn with_steps(steps: Vec<Step>) -> Made {
    let numbers: BTreeSet<String> = steps
        .iter()
        .flat_map(|step| [step.from.to_string(), step.to.to_string()])
        .collect();
    let mut made = Made::of(
        numbers
            .iter()
            .map(|number| release(number, Vec::new()))
            .collect(),
    );
    made.steps = steps;
    made
}

#[test]
fn a_toggle_ends_with_the_next_major() {
    for (first, last, is_told) in [
        ("1.2.0", "2.0.0", true),
        ("1.2.0", "2.5.0", true),
        ("after 1.1.0, by 1.2.0", "2.5.0", true),
        ("1.2.0", "1.9.0", false),
        ("1.2.0", "2.0.0-beta.1", false),
        ("2.1.0", "2.5.0", false),
        // It may have come with the major.
        ("after 1.9.0, by 2.0.0", "2.5.0", false),
    ] {
        let mut made = Made::of(vec![
            release("2.0.0", Vec::new()),
            release("2.5.0", Vec::new()),
        ]);
        made.changelog.toggles = vec![Toggle {
            flag: "x".into(),
            name: None,
            first_observed: Some(first.parse().unwrap()),
            last_observed: Some(last.parse().unwrap()),
            gone: None,
            feature: None,
            sources: Vec::new(),
            origin: Origin::default(),
        }];
        assert_eq!(
            !made.told(LintRule::ToggleOutlived).is_empty(),
            is_told,
            "{first} {last}"
        );
    }
}

#[test]
fn defaults_follow_from_each_other() {
    use AppliesTo::{All, ExistingAccounts, NewAccounts};
    let fact = |place: &str, old: Option<i64>, new: i64, applies_to| SettingFact {
        change: SettingChange {
            old: old.map_or(SettingValue::Unknown, |old| SettingValue::Known(old.into())),
            new: SettingValue::Known(new.into()),
            applies_to,
            ..SettingChange::new("limit")
        },
        entry: "x".to_owned(),
        release: format!("ui/{place}"),
        stream: UI.to_owned(),
        stream_name: UI.into(),
        version: version(place),
        when: When::default(),
        feature_came: None,
        applies_to: None,
        requires: BTreeMap::new(),
        related: Vec::new(),
        sources: Vec::new(),
    };
    for (old, first, second, is_told) in [
        (Some(45), None, None, true),
        (Some(30), None, None, false),
        (None, None, None, false),
        (Some(10), Some(NewAccounts), Some(ExistingAccounts), false),
        (Some(10), Some(NewAccounts), Some(All), true),
        (Some(10), Some(NewAccounts), Some(NewAccounts), true),
    ] {
        let mut made = Made::of(Vec::new());
        made.settings = vec![
            fact("1.1.0", Some(10), 30, first),
            fact("1.2.0", old, 60, second),
        ];
        let told = made.told(LintRule::DefaultChain);
        assert_eq!(!told.is_empty(), is_told, "{old:?} {first:?} {second:?}");
    }
}

#[test]
fn breaking_entries_say_whom_they_hit_and_what_to_do() {
    for (impact, action, is_told) in [
        (None, None, true),
        (Some("All."), None, true),
        (None, Some("Wait."), true),
        (Some(" "), Some("Wait."), true),
        (Some("All."), Some("Wait."), false),
    ] {
        let mut one = breaking("x");
        one.impact = impact.map(Untrusted::from);
        one.action = action.map(Untrusted::from);
        let made = Made::of(vec![release("3.0.0", vec![one])]);
        assert_eq!(
            !made.told(LintRule::BreakingWithoutImpact).is_empty(),
            is_told
        );
    }
}

#[test]
fn entries_and_releases_say_something_once() {
    let text = |id: &str, kind, text: &str| Entry::new(id, kind, text);
    let made = Made::of(vec![
        release(
            "1.0.0",
            vec![
                text("a", EntryKind::Fixed, "Lists keep their place."),
                text("b", EntryKind::Fixed, "Lists keep *their* place"),
                text("c", EntryKind::Added, "Lists keep their place."),
                text("d", EntryKind::Fixed, "Bug fixes."),
                text("e", EntryKind::Fixed, "Bug fixes."),
            ],
        ),
        release(
            "1.0.1",
            vec![
                text("f", EntryKind::Fixed, "Lists keep their place."),
                text("g", EntryKind::Fixed, "…"),
                text("h", EntryKind::Fixed, "TODO"),
                text("i", EntryKind::Fixed, "TODO lists keep their order."),
            ],
        ),
    ]);
    assert_eq!(made.told(LintRule::DuplicateEntry), ["1.0.0 b", "1.0.1 f"]);
    assert_eq!(made.told(LintRule::EmptyEntry), ["1.0.1 g", "1.0.1 h"]);
    let mut carrying = release("1.2.0", Vec::new());
    carrying.includes = vec!["a".to_owned()];
    let mut draft = release("1.3.0", Vec::new());
    draft.state = State::Draft;
    let releases = vec![
        release("1.1.0", Vec::new()),
        release("1.1.1-rc1", Vec::new()),
        carrying,
        draft,
    ];
    let mut made = Made::of(releases);
    assert_eq!(made.told(LintRule::EmptyRelease), ["1.1.0"]);
    made.options.empty_prereleases = true;
    assert_eq!(made.told(LintRule::EmptyRelease), ["1.1.0", "1.1.1-rc1"]);
}

#[test]
fn facts_have_sources() {
    let sourced = |id: &str, source: &str| {
        let mut one = entry(id, EntryKind::Fixed);
        one.sources = vec![source.into()];
        one
    };
    let bare = |number: &str, entries| {
        let mut one = release(number, entries);
        one.sources.clear();
        one
    };
    let made = Made::of(vec![
        bare("1.0.0", vec![entry("a", EntryKind::Fixed)]),
        bare("1.0.1", vec![sourced("b", "a letter")]),
        bare(
            "1.0.2",
            vec![entry("c", EntryKind::Fixed), entry("d", EntryKind::Fixed)],
        ),
        bare("1.0.3", Vec::new()),
        release("1.0.4", vec![entry("e", EntryKind::Fixed)]),
    ]);
    assert_eq!(made.told(LintRule::MissingSource), ["1.0.0 a", "1.0.2"]);
}

#[test]
fn public_texts_link_to_public_hosts() {
    let with = |audience: &[&str], text: &str| {
        let mut one = Entry::new("x", EntryKind::Fixed, text);
        one.audience = audience.iter().map(|&name| name.to_owned()).collect();
        let made = Made::of(vec![release("1.0.0", vec![one])]);
        made.told(LintRule::PrivateLink).len()
    };
    assert_eq!(with(&[], "See https://jira.corp/X-1 and http://wiki/y."), 2);
    assert_eq!(with(&["staff"], "See https://jira.corp/X-1."), 0);
    assert_eq!(with(&["staff", "public"], "See https://jira.corp/X-1."), 1);
    assert_eq!(with(&[], "See https://example.com/X-1."), 0);
}

#[test]
fn dates_within_a_line_go_forward() {
    let dated = |number: &str, on: &str, kind| {
        let mut one = release(number, Vec::new());
        one.date = Some(Dated { on: day(on), kind });
        one
    };
    for (first, second, is_told) in [
        (
            ("1.1.0", "2020-02-01", DateKind::Exact),
            ("1.1.1", "2020-01-31", DateKind::Exact),
            true,
        ),
        (
            ("1.1.0", "2020-02-01", DateKind::Exact),
            ("1.1.1", "2020-02-01", DateKind::Exact),
            false,
        ),
        (
            ("1.1.0", "2020-02-01", DateKind::Exact),
            ("1.1.1", "2020-01-31", DateKind::NoLaterThan),
            true,
        ),
        (
            ("1.1.0", "2020-02-01", DateKind::NoLaterThan),
            ("1.1.1", "2020-01-31", DateKind::Exact),
            false,
        ),
        (
            ("1.1.0", "2020-02-01", DateKind::Announced),
            ("1.1.1", "2020-01-31", DateKind::Exact),
            false,
        ),
        // Another line.
        (
            ("1.1.0", "2020-02-01", DateKind::Exact),
            ("1.2.0", "2020-01-31", DateKind::Exact),
            false,
        ),
    ] {
        let dated = |(number, on, kind)| dated(number, on, kind);
        let made = Made::of(vec![dated(first), dated(second)]);
        assert_eq!(
            !made.told(LintRule::DatesOutOfOrder).is_empty(),
            is_told,
            "{second:?}"
        );
    }
}

#[test]
fn waivers_hold_until_they_end_and_are_told_otherwise() {
    let made = Made::of(vec![release("2.1.0", vec![breaking("x")])]);
    let found = made.found(LintRule::BreakingInNonMajor);
    let waiver = Waiver {
        rule: "breaking-in-non-major".to_owned(),
        reason: Some("agreed".to_owned()),
        ..Waiver::default()
    };
    let with = |change: &dyn Fn(&mut Waiver)| {
        let mut one = waiver.clone();
        change(&mut one);
        let held = hold(&found, &[one], day("2026-06-15"), &made.newest, true);
        let bad: Vec<&str> = held.bad.iter().map(|bad| bad.rule.as_str()).collect();
        (held.by[0].is_some(), bad.join(","))
    };
    let text = |text: &str| Some(text.to_owned());
    let fine = (true, String::new());
    assert_eq!(with(&|_| {}), fine);
    assert_eq!(with(&|one| one.release = text("2.1.0")), fine);
    assert_eq!(with(&|one| one.release = text("ui/2.1.0")), fine);
    assert_eq!(with(&|one| one.entry = text("x")), fine);
    assert_eq!(with(&|one| one.until = text("2026-06-15")), fine);
    assert_eq!(with(&|one| one.until = text("3.0.0")), fine);
    for (wrong, rule) in [
        (
            &(|one: &mut Waiver| one.until = text("2026-06-14")) as &dyn Fn(&mut Waiver),
            "waiver-expired",
        ),
        (&|one| one.until = text("2.1.0"), "waiver-expired"),
        (&|one| one.until = text("soon"), "waiver-invalid"),
        (&|one| one.reason = None, "waiver-invalid"),
        (&|one| one.reason = text(" - "), "waiver-invalid"),
        (
            &|one| one.rule = "breaking-in-nonmajor".to_owned(),
            "waiver-invalid",
        ),
        (
            &|one| one.rule = "waiver-unused".to_owned(),
            "waiver-invalid",
        ),
        (&|one| one.release = text("2.2.0"), "waiver-unused"),
        (&|one| one.stream = text("other"), "waiver-unused"),
        (&|one| one.symbol = text("A"), "waiver-unused"),
    ] {
        assert_eq!(with(wrong), (false, rule.to_owned()));
    }
    // Where not everything was looked at, nothing is said of a waiver that meets nothing.
    let mut elsewhere = waiver.clone();
    elsewhere.release = text("2.2.0");
    let held = hold(&found, &[elsewhere], day("2026-06-15"), &made.newest, false);
    assert!(held.bad.is_empty());
}

#[test]
fn every_rule_but_those_on_waivers_has_a_check() {
    for rule in LintRule::ALL {
        assert_eq!(check_of(*rule).is_none(), rule.is_about_waivers(), "{rule}");
    }
}
