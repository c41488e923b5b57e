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
    settings: Vec<SettingFact>,
    newest: BTreeMap<String, Version>,
}

impl Made {
    fn of(releases: Vec<Release>) -> Self {
        let mut changelog = Changelog::new("acme");
        for id in [UI, "other"] {
            changelog.streams.push(Stream {
                id: id.to_owned(),
                name: None,
                scheme: Scheme::Semver,
                package: None,
                covers_from: None,
                covers_until: None,
                complete: None,
                continued_at: None,
                note: None,
                sources: Vec::new(),
                origin: Origin::default(),
            });
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
fn a_version_says_as_much_as_its_surface_differs() {
    for (from, to, needs, is_told, milder) in [
        ("1.1.0", "1.2.0", Bump::Major, true, None),
        ("1.1.0", "1.1.1", Bump::Major, true, None),
        ("1.1.0", "1.1.1", Bump::Minor, true, Some(Severity::Warning)),
        ("1.1.0", "1.2.0", Bump::Minor, false, None),
        ("1.1.0", "2.0.0", Bump::Major, false, None),
        ("1.1.0", "1.1.1", Bump::Patch, false, None),
        ("0.1.0", "0.2.0", Bump::Major, false, None),
    ] {
        let mut one = step(from, to, Vec::new());
        one.needs = needs;
        let found = with_steps(vec![one]).found(LintRule::BumpTooSmall);
        assert_eq!(!found.is_empty(), is_told, "{from}..{to} {needs}");
        assert_eq!(
            found.first().and_then(|one| one.milder),
            milder,
            "{from}..{to}"
        );
    }
}

#[test]
fn removals_outside_of_majors_are_named() {
    let mut whole = lost("View");
    whole.members = vec!["View.a".to_owned(), "View.b".to_owned()];
    let gone = vec![
        whole,
        lost("Props"),
        lost("Actions.x"),
        lost("Actions.y"),
        lost("Manager.z"),
    ];
    let made = with_steps(vec![step("2.9.1", "2.10.0", gone.clone())]);
    assert_eq!(
        made.told(LintRule::RemovalInNonMajor),
        [
            "2.10.0 View",
            "2.10.0 Props",
            "2.10.0 Actions",
            "2.10.0 Manager.z"
        ]
    );
    let found = made.found(LintRule::RemovalInNonMajor);
    assert_eq!(
        found[0].message,
        "View (export with 2 members) is gone in the minor 2.10.0"
    );
    assert_eq!(found[0].symbols, ["View", "View.a", "View.b"]);
    assert_eq!(found[2].symbols, ["Actions.x", "Actions.y"]);
    assert_eq!(found[1].symbols, Vec::<String>::new());
    for (from, to) in [("1.9.0", "2.0.0"), ("0.1.0", "0.2.0")] {
        let made = with_steps(vec![step(from, to, gone.clone())]);
        assert!(made.told(LintRule::RemovalInNonMajor).is_empty(), "{to}");
    }
}

#[test]
fn what_only_the_record_knows_is_judged_by_the_record() {
    for (kind, removed, is_told) in [
        (SymbolKind::Action, None, true),
        (SymbolKind::Action, Some("2.1.0"), true),
        (SymbolKind::Action, Some("3.0.0"), false),
        (SymbolKind::Action, Some("after 2.0.0, by 2.1.0"), true),
        (SymbolKind::Action, Some("after 1.9.0, by 2.1.0"), false),
        // Declarations show these: the surfaces tell.
        (SymbolKind::Export, Some("2.1.0"), false),
    ] {
        let mut said = entry("x", EntryKind::Removed);
        let mut gone = Deprecation::new("Hold", kind, SymbolChange::Removed);
        gone.removed = removed.map(|text| text.parse::<Observed>().unwrap());
        said.deprecations = vec![gone];
        let made = Made::of(vec![release("2.1.0", vec![said])]);
        let told = made.told(LintRule::RemovalInNonMajor);
        assert_eq!(!told.is_empty(), is_told, "{kind} {removed:?}: {told:?}");
    }
    for (removal, is_told) in [("2.5.0", true), ("3.0.0", false), ("2027-01-01", false)] {
        let mut said = entry("x", EntryKind::Deprecated);
        let mut going = Deprecation::new("A", SymbolKind::Export, SymbolChange::Deprecated);
        going.removal = Some(Version::parse_any(removal).unwrap());
        said.deprecations = vec![going];
        let made = Made::of(vec![release("2.1.0", vec![said])]);
        assert_eq!(
            !made.told(LintRule::RemovalInNonMajor).is_empty(),
            is_told,
            "{removal}"
        );
    }
}

#[test]
fn a_removal_was_announced_by_a_tag_or_an_earlier_release() {
    let said = |is_before, change, kind| Said {
        release: "ui/1.9.0".to_owned(),
        entry: "x".to_owned(),
        kind,
        change,
        is_before,
    };
    let mut tagged = lost("Tagged");
    tagged.declared = Some("1.5.0".to_owned());
    let mut told = lost("Told");
    told.said = vec![said(true, SymbolChange::Deprecated, SymbolKind::Export)];
    let mut late = lost("Late");
    late.said = vec![said(false, SymbolChange::Removed, SymbolKind::Export)];
    let mut namesake = lost("Namesake");
    namesake.said = vec![said(true, SymbolChange::Deprecated, SymbolKind::ThemeToken)];
    let gone = vec![tagged, told, late, namesake, lost("Silent")];
    let made = with_steps(vec![step("1.9.0", "2.0.0", gone)]);
    assert_eq!(
        made.told(LintRule::RemovalUnannounced),
        ["2.0.0 Late", "2.0.0 Namesake", "2.0.0 Silent"]
    );
    let found = made.found(LintRule::RemovalUnannounced);
    assert_eq!(
        found[0].evidence,
        [
            "3 versions that were read have it, from 1.0.0 to 1.9.0; 2.0.0 does not",
            "no version before declares it deprecated",
            "the change log has it as removed in ui/1.9.0 (x), not before",
        ]
    );
    let mut hidden = lost("Manager._secret");
    hidden.private = true;
    let found =
        with_steps(vec![step("1.9.0", "2.0.0", vec![hidden])]).found(LintRule::RemovalUnannounced);
    assert_eq!(found[0].milder, Some(Severity::Note));
}

fn state(symbol: &str, status: SymbolStatus) -> SymbolState {
    SymbolState {
        symbol: symbol.into(),
        kind: SymbolKind::Action,
        stream: UI.to_owned(),
        package: None,
        status,
        reason: None,
        declared_since: Some(version("1.2.0")),
        gone: None,
        removal: Some(version("2.0.0")),
        removal_source: Some(RemovalSource::Policy),
        replacement: None,
        replacement_since: None,
        warning: Warning::None,
        disputed: Vec::new(),
        rows: Vec::new(),
        observed: None,
    }
}

fn row(place: &str, change: SymbolChange) -> SymbolRow {
    SymbolRow {
        deprecation: Deprecation::new("Hold", SymbolKind::Action, change),
        entry: "x".to_owned(),
        release: place.to_owned(),
        when: When::default(),
        sources: Vec::new(),
    }
}

#[test]
fn an_action_that_goes_without_an_earlier_word_is_told() {
    let numbers = ["1.2.0", "2.0.0"];
    for (rows, is_told) in [
        (vec![row("ui/2.0.0", SymbolChange::Removed)], true),
        (
            vec![
                row("ui/1.2.0", SymbolChange::Deprecated),
                row("ui/2.0.0", SymbolChange::Removed),
            ],
            false,
        ),
        (
            vec![
                row("ui/2.0.0", SymbolChange::Deprecated),
                row("ui/2.0.0", SymbolChange::Removed),
            ],
            true,
        ),
        (vec![row("ui/1.2.0", SymbolChange::Deprecated)], false),
    ] {
        let mut made = Made::of(numbers.map(|number| release(number, Vec::new())).to_vec());
        let mut one = state("Hold", SymbolStatus::Removed);
        one.rows = rows;
        made.symbols = vec![one];
        assert_eq!(!made.told(LintRule::RemovalUnannounced).is_empty(), is_told);
    }
}

#[test]
fn overdue_symbols_are_told_of_the_release_that_was_to_take_them() {
    let mut made = Made::of(vec![release("2.0.0", Vec::new())]);
    made.symbols = vec![
        state("Hold", SymbolStatus::Overdue),
        state("Later", SymbolStatus::Scheduled),
        state("Gone", SymbolStatus::Removed),
    ];
    assert_eq!(made.told(LintRule::RemovalOverdue), ["2.0.0 Hold"]);
}

#[test]
fn a_deprecation_names_an_alternative_that_exists() {
    let mut made = Made::of(vec![release("1.2.0", Vec::new())]);
    let mut bare = state("Hold", SymbolStatus::Scheduled);
    bare.rows = vec![row("ui/1.2.0", SymbolChange::Deprecated)];
    let mut offered = bare.clone();
    offered.replacement = Some("Park".into());
    let mut soft = bare.clone();
    soft.status = SymbolStatus::Soft;
    made.symbols = vec![bare, offered, soft];
    assert_eq!(
        made.told(LintRule::DeprecationWithoutAlternative),
        ["1.2.0 x"]
    );
    let replacement = |symbol: Option<&str>, gone: Option<&str>| Replacement {
        written: "Action.invoke".to_owned(),
        symbol: symbol.map(str::to_owned),
        since: None,
        gone_after: gone.map(str::to_owned),
    };
    for (offers, is_told) in [
        (vec![replacement(None, None)], true),
        (vec![replacement(Some("Actions.invoke"), None)], false),
        (
            vec![
                replacement(None, None),
                replacement(Some("Actions.invoke"), None),
            ],
            false,
        ),
        (
            vec![replacement(Some("Actions.invoke"), Some("1.9.0"))],
            true,
        ),
        (Vec::new(), false),
    ] {
        let mut one = state("Actions.emit", SymbolStatus::Scheduled);
        one.kind = SymbolKind::Member;
        one.observed = Some(observed("Actions.emit", offers));
        made.symbols = vec![one];
        assert_eq!(!made.told(LintRule::ReplacementMissing).is_empty(), is_told);
    }
}

fn observed(symbol: &str, replacements: Vec<Replacement>) -> ObservedSymbol {
    use crate::domain::api::NoticeFact;
    use crate::domain::api::life::{Declared, Life, Moment};
    use crate::domain::surface::notice::{Source, Strength};
    let moment = Moment {
        after: None,
        by: sem("1.2.0"),
        exact: true,
    };
    ObservedSymbol {
        life: Life {
            symbol: symbol.to_owned(),
            kind: SymbolKind::Member,
            declared_by: None,
            private: false,
            root: true,
            first_seen: moment.clone(),
            last_seen: sem("1.9.0"),
            deprecated: Some(Declared {
                since: None,
                first_observed: moment,
                backdated: false,
                notice: NoticeFact {
                    strength: Strength::Declared,
                    source: Source::Tag,
                    since: None,
                    removal: None,
                    replacements: Vec::new(),
                },
                partly: false,
            }),
            soft: None,
            gone: None,
            events: Vec::new(),
        },
        replacements,
        looked_at: sem("1.9.0"),
        is_exact: true,
        is_there: true,
    }
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
