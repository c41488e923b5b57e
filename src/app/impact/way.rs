//! The way from one version to another: what each release on it brings, and where to stop.

use std::collections::BTreeMap;

use crate::app::impact::Move;
use crate::app::impact::symbols::by;
use crate::domain::changelog::Changelog;
use crate::domain::deprecation::Observed;
use crate::domain::document::deprecations::SymbolStatus;
use crate::domain::document::impact::{
    ImpactDocument, Item, ItemKind, Phase, Reason, Stop, SymbolFacts, VersionImpact,
};
use crate::domain::document::notes::NotesDocument;
use crate::domain::release::{Release, Stage, State};
use crate::domain::version::{SemVersion, Version};

/// The releases that are told, and of the move's stream those of which only the package is known (`beside`): those of the
/// move's stream by version, then those of other streams by day.
///
/// Each entry counts in the release that tells of it, each symbol in the first release without it, each finding in the
/// first one in which it would be found.
pub(super) fn versions(
    headers: &Changelog,
    beside: &[Release],
    told: &NotesDocument,
    going: &Move,
    document: &ImpactDocument,
) -> Vec<VersionImpact> {
    let mut rows: Vec<(Option<Version>, VersionImpact)> = told
        .releases
        .iter()
        .map(|release| {
            let row = VersionImpact {
                stream: release.stream.clone(),
                version: release.place.to_string(),
                date: release.date.map(|dated| dated.on),
                date_kind: release.date.map(|dated| dated.kind),
                stage: release.stage,
                withdrawn: release.withdrawn.clone(),
                entries: 0,
                breaking: 0,
                removed_symbols: 0,
                findings: 0,
            };
            (release.place.version().cloned(), row)
        })
        .collect();
    rows.extend(
        beside
            .iter()
            .filter_map(|release| unrecorded(release, going)),
    );
    let rank = |stream: &str| headers.streams.iter().position(|one| one.id == stream);
    rows.sort_by(|(a_version, a), (b_version, b)| {
        let key = |row: &VersionImpact| (row.stream != going.stream.id, rank(&row.stream));
        key(a).cmp(&key(b)).then_with(|| a_version.cmp(b_version))
    });
    let entries = document
        .items
        .iter()
        .filter(|item| item.kind == ItemKind::Entry);
    for item in entries {
        let home = item.release.as_deref().unwrap_or_default();
        let row = rows
            .iter_mut()
            .find(|(_, row)| home.split_once('/') == Some((&row.stream, &row.version)));
        if let Some((_, row)) = row {
            row.entries += 1;
            row.breaking += usize::from(item.breaking);
        }
    }
    let of_concern = document.items.iter().filter(|item| !item.is_news());
    let symbols = of_concern.filter_map(|item| item.symbol.as_ref());
    for facts in symbols.filter(|facts| facts.status <= SymbolStatus::Moved) {
        if let Some(row) = row_of(&mut rows, going, gone_by(facts).as_ref()) {
            row.removed_symbols += 1;
        }
    }
    let graded = document.plugins.iter().flatten();
    for (_, version) in graded.flat_map(|plugin| &plugin.graded) {
        let Some(version) = version else {
            continue;
        };
        if let Some(row) = row_of(&mut rows, going, version.parse().ok().as_ref()) {
            row.findings += 1;
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A version of the move's stream that no release tells of.
fn unrecorded(release: &Release, going: &Move) -> Option<(Option<Version>, VersionImpact)> {
    let version = release.version()?;
    let is_passed = *version > going.old && *version <= going.new;
    (release.stream == going.stream.id && is_passed).then(|| {
        let row = VersionImpact {
            stream: release.stream.clone(),
            version: version.to_string(),
            date: None,
            date_kind: None,
            stage: release.stage,
            withdrawn: None,
            entries: 0,
            breaking: 0,
            removed_symbols: 0,
            findings: 0,
        };
        (Some(version.clone()), row)
    })
}

/// The first release of the move's stream that has what a version has; the last one without a version.
fn row_of<'a>(
    rows: &'a mut [(Option<Version>, VersionImpact)],
    going: &Move,
    version: Option<&SemVersion>,
) -> Option<&'a mut VersionImpact> {
    let own = || {
        let is_own = |row: &VersionImpact| row.stream == going.stream.id;
        rows.iter()
            .enumerate()
            .filter(move |(_, (_, row))| is_own(row))
    };
    let first = version.and_then(|version| {
        own()
            .find(|(_, (place, _))| {
                let place = place.as_ref().and_then(Version::semver);
                place.is_some_and(|place| place >= version)
            })
            .map(|(index, _)| index)
    });
    let index = first.or_else(|| own().next_back().map(|(index, _)| index))?;
    rows.get_mut(index).map(|(_, row)| row)
}

/// The first known version without a symbol.
pub(super) fn gone_by(facts: &SymbolFacts) -> Option<SemVersion> {
    let observed: Observed = facts.gone.as_deref()?.parse().ok()?;
    by(&observed).cloned()
}

/// Where to stop: as few versions as let every symbol be replaced while both are there, whose replacement comes only
/// after the old version; and the last release of each major that is passed by. With plugins only what they use counts.
///
/// The fewest points that meet all intervals are found by taking, in the order of their ends, the last version before the
/// end of each that no point meets yet.
pub(super) fn stops(headers: &Changelog, going: &Move, document: &ImpactDocument) -> Vec<Stop> {
    let Some((old, new)) = going.versions().filter(|_| !going.reverse) else {
        return Vec::new();
    };
    let mut stations: Vec<&SemVersion> = headers
        .releases
        .iter()
        .filter(|release| release.stream == going.stream.id && is_station(release))
        .filter_map(|release| release.version()?.semver())
        .filter(|version| *version > old && *version < new)
        .collect();
    stations.sort();
    let uses = document.plugins.is_some();
    let mut intervals: Vec<(SemVersion, SemVersion)> = document
        .items
        .iter()
        .filter(|item| item.findings > 0 || !uses)
        .filter_map(interval)
        .collect();
    intervals.sort_by(|a, b| a.1.cmp(&b.1));
    let mut stops: BTreeMap<SemVersion, usize> = BTreeMap::new();
    for (since, gone) in &intervals {
        let is_met = |stop: &&SemVersion| *stop >= since && *stop < gone;
        if let Some(met) = stops.keys().find(is_met).cloned() {
            *stops.entry(met).or_default() += 1;
        } else if let Some(last) = stations.iter().rev().find(|one| is_met(one)) {
            stops.insert((**last).clone(), 1);
        }
    }
    let mut told: Vec<(SemVersion, Stop)> = stops
        .into_iter()
        .map(|(version, symbols)| {
            let (it, them) = if symbols == 1 {
                ("one symbol that goes later", "it")
            } else {
                ("symbols that go later", "them")
            };
            let count = if symbols == 1 {
                String::new()
            } else {
                format!("{symbols} ")
            };
            let why = format!("Here {count}{it} and what replaces {them} are both there.");
            let stop = Stop {
                version: version.to_string(),
                why,
                symbols,
            };
            (version, stop)
        })
        .collect();
    for major in old.major() + 1..new.major() {
        let last = stations.iter().rev().find(|one| one.major() == major);
        if let Some(last) = last.filter(|last| told.iter().all(|(stop, _)| stop != **last)) {
            let stop = Stop {
                version: last.to_string(),
                why: format!(
                    "The last of {major}.x: what it calls deprecated is gone in the next major."
                ),
                symbols: 0,
            };
            told.push(((**last).clone(), stop));
        }
    }
    told.sort_by(|a, b| a.0.cmp(&b.0));
    told.into_iter().map(|(_, stop)| stop).collect()
}

fn is_station(release: &Release) -> bool {
    release.stage == Stage::Ga && release.state == State::Published
}

/// From the version that brings the replacement up to the one without the symbol.
fn interval(item: &Item) -> Option<(SemVersion, SemVersion)> {
    let is_meant = item.phase == Phase::During && item.reason == Reason::ReplacementBetween;
    let facts = item.symbol.as_ref().filter(|_| is_meant)?;
    let since = facts.replacement_since.as_deref()?.parse().ok()?;
    Some((since, gone_by(facts)?))
}
