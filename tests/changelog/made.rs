//! Changelogs made at random, with every field of the grammar.
//!
//! What is kept out, and why, stands beside the strategy that keeps it out.

use std::collections::BTreeSet;

use forewarn::domain::changelog::{Changelog, Leftover, Settled, SettledCommit};
use forewarn::domain::date::{Date, DateKind, Dated};
use forewarn::domain::deprecation::{Deprecation, Observed, SymbolChange, SymbolKind};
use forewarn::domain::entry::{
    AppliesTo, Correction, Entry, EntryKind, Exclusion, SettingChange, SettingValue,
};
use forewarn::domain::feature::{Feature, FeatureEvent, FeatureStage, Phase, PublishedEnd, Toggle};
use forewarn::domain::release::{OtherDate, Place, Release, Stage, State, Stream, Unplaced};
use forewarn::domain::text::Untrusted;
use forewarn::domain::version::{Scheme, Version};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::markdown;

/// Strategies are boxed here: unboxed, the trees of a whole changelog overflow a test thread's stack.
fn maybe<S: Strategy + 'static>(of: S) -> BoxedStrategy<Option<S::Value>> {
    proptest::option::weighted(0.3, of.boxed()).boxed()
}

/// None most of the time, else one or two.
fn few<S: Strategy + 'static>(of: S) -> BoxedStrategy<Vec<S::Value>> {
    proptest::option::weighted(0.3, vec(of.boxed(), 1..3))
        .prop_map(Option::unwrap_or_default)
        .boxed()
}

/// Strings of front matter: anything that Rust can hold.
pub(crate) fn string() -> impl Strategy<Value = String> {
    let odd = select(vec![
        '"',
        '\\',
        '\'',
        '\n',
        '\r',
        '\t',
        '\0',
        '\u{1b}',
        '\u{7f}',
        '\u{85}',
        '\u{202e}',
        '\u{2028}',
        '\u{feff}',
        '#',
        '[',
        '=',
        '{',
        ' ',
        'é',
        '日',
        '🙂',
        '\u{10ffff}',
    ]);
    prop_oneof![
        3 => "[A-Z][a-z]{0,6}( [a-z0-9.]{1,5}){0,3}",
        1 => "\\PC{0,12}",
        1 => vec(odd, 0..8).prop_map(String::from_iter),
    ]
}

fn text() -> impl Strategy<Value = Untrusted> {
    string().prop_map(Untrusted::from)
}

/// Any day that TOML can write: its years have four digits and no sign.
fn date() -> impl Strategy<Value = Date> {
    let year = prop_oneof![8 => 2018i16..2027, 1 => 0i16..=9999];
    (year, 1i8..=12, 1i8..=31).prop_map(|(year, month, day)| {
        Date::new(year, month, day)
            .or_else(|_| Date::new(year, month, 28))
            .unwrap()
    })
}

fn dated() -> impl Strategy<Value = Dated> {
    (date(), select(DateKind::ALL)).prop_map(|(on, kind)| Dated { on, kind })
}

/// A setting's value: any JSON, which holds no infinity and no NaN.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let double = prop_oneof![
        proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO,
        (-1_000_000i32..1_000_000).prop_map(|n| f64::from(n) / 10.0)
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        double.prop_map(Into::into),
        string().prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Into::into),
            btree_map(string(), inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<serde_json::Value>()),
        ]
    })
}

fn value() -> impl Strategy<Value = SettingValue> {
    maybe(json()).prop_map(|value| value.map_or(SettingValue::Unknown, SettingValue::Known))
}

fn exclusion() -> impl Strategy<Value = Exclusion> {
    (text(), maybe(text())).prop_map(|(who, why)| Exclusion { who, why })
}

fn package() -> impl Strategy<Value = String> {
    select(vec![
        "npm:@twilio/flex-ui",
        "npm:a",
        "crate:serde",
        "npm:flex-*",
    ])
    .prop_map(str::to_owned)
}

fn semver() -> impl Strategy<Value = String> {
    let tail = select(vec![
        "", "", "", "-alpha.1", "-alpha1", "-beta", "-rc10", "-rc.2", "-0.3.7", "-x-y", "+b.5",
        "-a+1",
    ]);
    (0u8..4, 0u8..4, 0u8..3, tail)
        .prop_map(|(major, minor, patch, tail)| format!("{major}.{minor}.{patch}{tail}"))
}

fn day_version() -> impl Strategy<Value = String> {
    (date(), prop_oneof![4 => Just(1u32), 1 => 2u32..12]).prop_map(|(day, nth)| match nth {
        1 => day.to_string(),
        nth => format!("{day}.{nth}"),
    })
}

fn version() -> impl Strategy<Value = Version> {
    prop_oneof![semver(), day_version()].prop_map(|text| Version::parse_any(&text).unwrap())
}

/// Bounds are in order and of one scheme: the type itself refuses others when it is read.
fn observed() -> impl Strategy<Value = Observed> {
    (version(), version()).prop_map(|(a, b)| match a.cmp(&b) {
        std::cmp::Ordering::Less if a.scheme() == b.scheme() => {
            Observed::Between { after: a, by: b }
        }
        _ => Observed::At(a),
    })
}

/// A range for each scheme, chosen when the stream is known: what is no range is an error.
fn range() -> impl Strategy<Value = (&'static str, &'static str)> {
    (
        select(vec![
            ">=1.8.0",
            "~2.3",
            "2.x",
            "1.33.x || >=2",
            ">=2.0.0-beta.1 <2.0.1",
            "*",
        ]),
        select(vec![
            ">=2019-06-27",
            ">=2019-06-27 <2020-01-01",
            "2020-01-01",
            "=2020-01-01",
        ]),
    )
}

/// Ranges by the position of a stream.
fn ranges() -> impl Strategy<Value = Vec<(Index, (&'static str, &'static str))>> {
    vec((any::<Index>(), range()), 0..3)
}

/// Something that may or may not be the id of an entry, release or feature: links to nothing are warnings.
fn link() -> impl Strategy<Value = String> {
    prop_oneof![3 => (0usize..30).prop_map(entry_id), 1 => select(vec!["ui/1.0.0", "f1", "no such thing"]).prop_map(str::to_owned)]
}

/// The ids that entries can have, in all their forms.
fn entry_id(nth: usize) -> String {
    match nth % 5 {
        0 => format!("e{nth}"),
        1 => format!("enforce-logout-{nth}"),
        2 => format!("ui-2.14.0-x.{nth}"),
        3 => nth.to_string(),
        _ => format!("{}-{nth:04}", "x".repeat(75)),
    }
}

prop_compose! {
    fn setting()(
        id in select(vec!["flex.offline-threshold", "a", "0.b"]), name in maybe(text()), service in maybe(text()),
        pointer in maybe(string()), unit in maybe(text()), old in value(), new in value(),
        applies_to in maybe(select(AppliesTo::ALL)), automatic in maybe(any::<bool>()), excluded in few(exclusion()),
        effective in maybe(dated()), note in maybe(text()),
    ) -> SettingChange {
        // A pointer that does not start with `/` is an error.
        let pointer = pointer.map(|rest| Untrusted::from(format!("/{rest}")));
        SettingChange {
            id: id.to_owned(), name, service, pointer, unit, old, new, applies_to, automatic, excluded, effective, note,
        }
    }
}

prop_compose! {
    fn deprecation()(
        symbol in text(), kind in select(SymbolKind::ALL), change in select(SymbolChange::ALL),
        package in maybe(package()), declared_since in maybe(version()), removed in maybe(observed()),
        removal in maybe(version()), replacement in maybe(text()), replacement_since in maybe(version()),
        from_range in maybe(text()), to_range in maybe(text()), disputed in maybe(text()), note in maybe(text()),
        sources in few(text()),
    ) -> Deprecation {
        Deprecation {
            symbol, kind, change, package, declared_since, removed, removal, replacement, replacement_since, from_range,
            to_range, disputed, note, sources,
        }
    }
}

prop_compose! {
    fn correction()(
        former in text(), reason in maybe(text()), date in maybe(dated()), announced_in in maybe(link()),
        sources in few(text()),
    ) -> Correction {
        Correction { former, reason, date, announced_in, sources }
    }
}

/// An entry, and what needs the streams to be known: ranges by the position of a stream.
#[derive(Clone, Debug)]
struct RawEntry {
    entry: Entry,
    requires: Vec<(Index, (&'static str, &'static str))>,
}

prop_compose! {
    fn entry()(
        nth in 0usize..40, kind in select(EntryKind::ALL), breaking in any::<bool>(), text in markdown::entry_text(),
        impact in maybe(text()), action in maybe(text()), requires in ranges(),
        applies_to in maybe(select(AppliesTo::ALL)), excluded in few(exclusion()), effective in maybe(dated()),
        fixed_in in maybe(link()), feature in maybe(link()), related in few(link()), reverts in maybe(link()),
        audience in few(string()), (note, commit) in (maybe(text()), maybe("[0-9a-f]{40}")), sources in few(text()),
        settings in few(setting()), deprecations in few(deprecation()), corrections in few(correction()),
    ) -> RawEntry {
        let entry = Entry {
            breaking, impact, action, applies_to, excluded, effective, fixed_in, feature, related, reverts, audience,
            note, sources, commit, settings, deprecations, corrections,
            ..Entry::new(entry_id(nth), kind, text)
        };
        RawEntry { entry, requires }
    }
}

/// A release that has no stream yet: its place is chosen when the scheme is known.
#[derive(Clone, Debug)]
struct RawRelease {
    release: Release,
    semver: String,
    day: String,
    fragment: Option<String>,
    entries: Vec<RawEntry>,
}

prop_compose! {
    fn release()(
        semver in semver(), day in day_version(), fragment in proptest::option::weighted(0.2, "[a-z0-9][a-z0-9-]{0,8}"),
        date in maybe(dated()), other_dates in few((dated(), maybe(text()))), title in maybe(text()),
        stage in maybe(select(Stage::ALL)), state in maybe(select(State::ALL)), publish_at in (date(), 0u8..24, 0u8..60),
        has_time in any::<bool>(), withdrawn in maybe(text()), summary in maybe(text()),
        description in maybe(markdown::description()), sources in few(text()), audience in few(string()),
        includes in few(link()), entries in vec(entry().boxed(), 0..5), unplaced in few(unplaced()),
    ) -> RawRelease {
        let scheduled = state == Some(State::Scheduled);
        let (on, hour, minute) = publish_at;
        // The instant is kept in UTC: a day whose time zone could lead past year 9999 is none.
        let at = (1..9999).contains(&on.year()).then(|| format!("{on}T{hour:02}:{minute:02}:09Z"));
        // A scheduled release without its day is an error.
        let state = state.filter(|_| !scheduled || at.is_some()).unwrap_or(State::Published);
        let mut release = Release::new("", Place::Unreleased(String::new()));
        release.stage = stage.unwrap_or(Stage::Ga);
        release.state = state;
        release.publish_at = at.filter(|_| scheduled || has_time);
        release.date = date;
        release.other_dates = other_dates.into_iter().map(|(dated, source)| OtherDate { dated, source }).collect();
        release.title = title;
        release.withdrawn = withdrawn;
        release.summary = summary;
        release.description = description.map(Untrusted::from);
        release.sources = sources;
        release.audience = audience;
        release.includes = includes;
        release.unplaced = unplaced_in_order(unplaced);
        RawRelease { release, semver, day, fragment, entries }
    }
}

fn unplaced() -> impl Strategy<Value = Unplaced> {
    let below_known =
        (select(EntryKind::ALL), markdown::leftover()).prop_map(|(kind, text)| Unplaced {
            heading: Some(Untrusted::from(kind.heading())),
            text: text.into(),
        });
    let below_other =
        (markdown::heading(), markdown::section()).prop_map(|(heading, text)| Unplaced {
            heading: Some(Untrusted::from(heading)),
            text: text.into(),
        });
    prop_oneof![below_known, below_other]
}

/// As the reader gives them: first those below headings of the grammar, in its order, then the others. Below one
/// heading of the grammar there is one text: the formatter writes each heading once.
fn unplaced_in_order(mut all: Vec<Unplaced>) -> Vec<Unplaced> {
    let kind = |one: &Unplaced| {
        one.heading
            .as_ref()
            .and_then(|heading| EntryKind::of_heading(heading.raw()))
    };
    let mut seen = BTreeSet::new();
    all.retain(|one| kind(one).is_none_or(|kind| seen.insert(kind)));
    all.sort_by_key(|one| (kind(one).is_none(), kind(one)));
    all
}

prop_compose! {
    fn stream()(
        id in select(vec!["ui", "backend", "flex-sdk", "a.b", "0"]), name in maybe(text()),
        scheme in select(Scheme::ALL), package in maybe(package()), covers_from in maybe(date()),
        covers_until in maybe(date()), complete in maybe(any::<bool>()), continued_at in maybe(text()),
        note in maybe(text()), sources in few(text()),
    ) -> Stream {
        Stream {
            id: id.to_owned(), name, scheme, package, covers_from, covers_until, complete, continued_at, note, sources,
            origin: forewarn::domain::release::Origin::Local,
        }
    }
}

prop_compose! {
    fn event()(
        stage in maybe(select(FeatureStage::ALL)), phase in maybe(select(Phase::ALL)), label in text(),
        has_label in any::<bool>(), release in maybe(link()), date in maybe(dated()), support in maybe(text()),
        entry in maybe(link()), note in maybe(text()), sources in few(text()),
    ) -> FeatureEvent {
        // An event without stage, phase and label says nothing, which is an error.
        let needs_label = stage.is_none() && phase.is_none();
        let label = Some(label).filter(|_| has_label || needs_label);
        FeatureEvent { stage, phase, label, release, date, support, entry, note, sources }
    }
}

type RawFeature = (
    Feature,
    Option<Index>,
    Vec<(Index, (&'static str, &'static str))>,
);

prop_compose! {
    fn feature()(
        id in select(vec!["citrix-vdi", "f1", "x.y"]), name in text(), stream in maybe(any::<Index>()),
        compatible in ranges(), toggle in maybe(text()), note in maybe(text()), sources in few(text()),
        events in few(event()),
    ) -> RawFeature {
        let feature = Feature {
            id: id.to_owned(), name, stream: None, compatible: std::collections::BTreeMap::new(), toggle, note, sources,
            events, origin: forewarn::domain::release::Origin::Local,
        };
        (feature, stream, compatible)
    }
}

prop_compose! {
    fn toggle()(
        flag in text(), name in maybe(text()), first_observed in maybe(observed()), last_observed in maybe(observed()),
        gone in maybe(observed()), feature in maybe(link()), sources in few(text()),
    ) -> Toggle {
        let origin = forewarn::domain::release::Origin::Local;
        Toggle { flag, name, first_observed, last_observed, gone, feature, sources, origin }
    }
}

prop_compose! {
    fn end()(
        stream in any::<Index>(), line in select(vec!["1", "2.14", "0", "2.0"]), date in maybe(date()),
        published_status in maybe(text()), note in maybe(text()), sources in few(text()),
    ) -> (Index, PublishedEnd) {
        let origin = forewarn::domain::release::Origin::Local;
        let line = line.to_owned();
        (stream, PublishedEnd { stream: String::new(), line, date, published_status, note, sources, origin })
    }
}

prop_compose! {
    fn leftover()(
        source in text(), line in prop_oneof![1usize..400, Just(usize::try_from(i64::MAX).unwrap())], heading in maybe(text()),
        text in prop_oneof![text(), markdown::section().prop_map(Untrusted::from)], why in string(),
    ) -> Leftover {
        Leftover { source, line, heading, text, why }
    }
}

prop_compose! {
    /// A whole changelog of the platform `made`.
    pub(crate) fn changelog()(
        name in maybe(text()), streams in vec(stream().boxed(), 1..4),
        releases in vec((any::<Index>(), release().boxed()), 0..7),
        features in few(feature()), toggles in few(toggle()), ends in few(end()), leftovers in few(leftover()),
        commits in few(("[0-9a-f]{40}|[0-9a-f]{64}", select(Settled::ALL), maybe(link()))),
    ) -> Changelog {
        let mut changelog = Changelog::new("made");
        changelog.platform.name = name;
        // Ids, flags and lines are unique: two of one are an error.
        let mut seen = BTreeSet::new();
        changelog.streams = streams.into_iter().filter(|stream| seen.insert(stream.id.clone())).collect();
        let streams = changelog.streams.clone();
        let ranges = |raw: Vec<(Index, (&'static str, &'static str))>| {
            raw.into_iter()
                .map(|(stream, (npm, days))| {
                    let stream = stream.get(&streams);
                    let range = if stream.scheme == Scheme::Semver { npm } else { days };
                    (stream.id.clone(), range.to_owned())
                })
                .collect()
        };
        let mut ids = BTreeSet::new();
        for (stream, raw) in releases {
            let stream = stream.get(&streams);
            let mut release = raw.release;
            release.stream.clone_from(&stream.id);
            let version = if stream.scheme == Scheme::Semver { &raw.semver } else { &raw.day };
            let version = || Place::Version(Version::parse(stream.scheme, version).unwrap());
            release.place = raw.fragment.map_or_else(version, Place::Unreleased);
            if changelog.release(&release.stream, &release.place.to_string()).is_some() {
                continue;
            }
            release.entries = raw
                .entries
                .into_iter()
                .filter(|raw| ids.insert(raw.entry.id.clone()))
                .map(|raw| Entry { requires: ranges(raw.requires), ..raw.entry })
                .collect();
            // The file holds entries by kind.
            release.entries.sort_by_key(|entry| entry.kind);
            changelog.releases.push(release);
        }
        changelog.sort();
        let mut seen = BTreeSet::new();
        changelog.features = features
            .into_iter()
            .filter(|(feature, _, _)| seen.insert(feature.id.clone()))
            .map(|(feature, stream, compatible)| Feature {
                stream: stream.map(|stream| stream.get(&streams).id.clone()),
                compatible: ranges(compatible),
                ..feature
            })
            .collect();
        let mut seen = BTreeSet::new();
        changelog.toggles = toggles.into_iter().filter(|toggle| seen.insert(toggle.flag.raw().to_owned())).collect();
        let mut seen = BTreeSet::new();
        changelog.ends = ends
            .into_iter()
            .map(|(stream, end)| PublishedEnd { stream: stream.get(&streams).id.clone(), ..end })
            .filter(|end| seen.insert((end.stream.clone(), end.line.clone())))
            .collect();
        // Of texts that stand in one line of one source the same are kept once.
        let mut seen = BTreeSet::new();
        changelog.leftovers = leftovers
            .into_iter()
            .filter(|one| seen.insert((one.source.clone(), one.line, one.text.clone())))
            .collect();
        changelog.leftovers.sort();
        changelog.commits =
            commits.into_iter().map(|(id, why, entry)| SettledCommit { id, why, entry }).collect();
        changelog.commits.sort();
        changelog.commits.dedup_by(|a, b| a.id == b.id);
        changelog
    }
}
