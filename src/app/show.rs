//! One thing in full: an entry, a release, a setting, a feature, a symbol, a toggle.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::facts;
use crate::app::history::History;
use crate::app::notes;
use crate::app::versions::of_stream;
use crate::changelog::markdown;
use crate::domain::changelog::Changelog;
use crate::domain::date::{Date, Dated};
use crate::domain::document::notes::NotesEntry;
use crate::domain::document::record::{EntryRecord, Link, Record, SettingStep, SymbolStep};
use crate::domain::entry::Entry;
use crate::domain::lint::comment;
use crate::domain::release::Release;
use crate::domain::text::Untrusted;
use crate::domain::version::{Line, SemVersion, Version};
use crate::domain::when::{Came, When};
use crate::domain::words::nearest;
use crate::error::Error;
use crate::store::Selection;

/// Finds what `id` names: an entry, feature or setting by id; a release as `ui/2.14.0` or `2.14.0`; a symbol by its
/// path or its last part; a toggle by its flag. Of things that share a name the first of that list wins;
/// `feature:NAME` and so on choose.
///
/// # Errors
/// If nothing has that name: the nearest are named.
pub fn show(history: &History, id: &str) -> Result<Record, Error> {
    let (kind, name) = match id.split_once(':') {
        Some((kind, name)) if KINDS.contains(&kind) => (Some(kind), name),
        _ => (None, id),
    };
    let changelog = about(history, name)?;
    let found = KINDS
        .iter()
        .filter(|known| kind.is_none_or(|kind| kind == **known))
        .find_map(|kind| find(history, &changelog, kind, name));
    if let Some(record) = found {
        return Ok(record);
    }
    let known = history.store.known_ids(&history.platform)?;
    let near = nearest(name, known.iter().map(String::as_str), 3);
    let texts = format!("`forewarn search {name}` looks into texts as well");
    let hint = if near.is_empty() {
        texts
    } else {
        format!("the nearest are {}; {texts}", near.join(", "))
    };
    let none = kind.map_or_else(|| "nothing".to_owned(), |kind| format!("no {kind}"));
    Err(Error::new(format!("{none} has the id `{name}`")).hint(hint))
}

/// Every release, but only those that have to do with a name with their entries; and all features.
fn about(history: &History, name: &str) -> Result<Changelog, Error> {
    let (store, platform) = (&history.store, &history.platform);
    let mut changelog = history.headers()?;
    (changelog.features, changelog.toggles) = store.features(platform)?;
    let mut wanted = store.releases_about(platform, name)?;
    let mut elsewhere: BTreeSet<String> = BTreeSet::new();
    let release =
        find_release(&changelog, name).or_else(|| newest_of_line(history, &changelog, name));
    if let Some(release) = release {
        wanted.insert(release.id());
        elsewhere.extend(release.includes.iter().cloned());
    }
    let first = history.load(Selection::Only(&wanted))?;
    for (_, entry) in first.entries().filter(|(_, entry)| entry.id == name) {
        elsewhere.extend(entry.related.iter().cloned());
        elsewhere.extend(entry.reverts.clone());
    }
    let ids: Vec<&str> = elsewhere.iter().map(String::as_str).collect();
    let further: BTreeSet<String> = store
        .homes_of_entries(platform, &ids)?
        .into_values()
        .filter(|home| !wanted.contains(home))
        .collect();
    let second = history.load(Selection::Only(&further))?;
    let mut full: BTreeMap<String, Release> = first
        .releases
        .into_iter()
        .chain(second.releases)
        .map(|release| (release.id(), release))
        .collect();
    for release in &mut changelog.releases {
        if let Some(full) = full.remove(&release.id()) {
            *release = full;
        }
    }
    Ok(changelog)
}

/// What can be shown, in the order in which a name is tried.
const KINDS: [&str; 6] = ["entry", "release", "feature", "setting", "symbol", "toggle"];

fn find(history: &History, changelog: &Changelog, kind: &str, name: &str) -> Option<Record> {
    let is_by = |date: &Option<Dated>| date.is_none_or(|dated| dated.on <= history.as_of);
    // What has not come yet is told only where nothing of it has.
    let first_day = |dates: &[Option<Dated>]| {
        let first = dates.iter().flatten().map(|dated| dated.on).min();
        first.filter(|_| !dates.iter().any(is_by))
    };
    match kind {
        "entry" => {
            let (release, entry) = changelog.entries().find(|(_, entry)| entry.id == name)?;
            let mut record = entry_record(history, changelog, release, entry);
            record.also = KINDS
                .iter()
                .filter(|kind| **kind != "entry" && find(history, changelog, kind, name).is_some())
                .map(|kind| format!("{kind}:{name}"))
                .collect();
            Some(Record::Entry(Box::new(record)))
        }
        "release" => {
            if let Some(release) = find_release(changelog, name) {
                return Some(release_record(history, changelog, release, None));
            }
            let release = newest_of_line(history, changelog, name)?;
            Some(release_record(
                history,
                changelog,
                release,
                Some(name.to_owned()),
            ))
        }
        "feature" => {
            let feature = changelog
                .features
                .iter()
                .find(|feature| feature.id == name)?;
            let days = facts::days(history, changelog);
            let later = |release: &Release| later(history, &days, &release.id());
            let entries = changelog
                .entries()
                .filter(|(_, entry)| entry.feature.as_deref() == Some(name))
                .map(|(release, entry)| Link {
                    later: later(release),
                    ..link("entry", release, entry)
                })
                .collect();
            let mut feature = feature.clone();
            let dates: Vec<Option<Dated>> = feature.events.iter().map(|event| event.date).collect();
            let not_before = first_day(&dates);
            if not_before.is_none() {
                feature.events.retain(|event| is_by(&event.date));
            }
            Some(Record::Feature {
                feature: Box::new(feature),
                not_before,
                entries,
            })
        }
        "setting" => {
            let mut steps = setting_steps(changelog, name);
            let dates: Vec<Option<Dated>> = steps.iter().map(|step| step.date).collect();
            let not_before = first_day(&dates);
            if not_before.is_none() {
                steps.retain(|step| is_by(&step.date));
            }
            (!steps.is_empty()).then(|| Record::Setting {
                id: name.to_owned(),
                not_before,
                steps,
            })
        }
        "symbol" => {
            let mut steps = symbol_steps(changelog, name);
            let dates: Vec<Option<Dated>> = steps.iter().map(|step| step.date).collect();
            let not_before = first_day(&dates);
            if not_before.is_none() {
                steps.retain(|step| is_by(&step.date));
            }
            let symbol = steps.first()?.deprecation.symbol.clone();
            Some(Record::Symbol {
                symbol,
                not_before,
                steps,
            })
        }
        _ => {
            let toggle = changelog
                .toggles
                .iter()
                .find(|toggle| toggle.flag.raw() == name)?;
            Some(Record::Toggle(Box::new(toggle.clone())))
        }
    }
}

fn find_release<'a>(changelog: &'a Changelog, id: &str) -> Option<&'a Release> {
    match id.split_once('/') {
        Some((stream, place)) => changelog.release(stream, place.trim_start_matches('v')),
        None => changelog
            .streams
            .iter()
            .find_map(|stream| changelog.release(&stream.id, id.trim_start_matches('v'))),
    }
}

/// The newest release of a line, `2.14` or `ui/2.14`, that may be out on the history's day.
fn newest_of_line<'a>(
    history: &History,
    changelog: &'a Changelog,
    id: &str,
) -> Option<&'a Release> {
    let (stream, line) = match id.split_once('/') {
        Some((stream, line)) => (Some(stream), line),
        None => (None, id),
    };
    let line: Line = line.trim_start_matches('v').parse().ok()?;
    let days = facts::days(history, changelog);
    let is_of_line = |release: &&Release| {
        let version = release.version().and_then(Version::semver);
        version.is_some_and(|version| version.line() == line)
            && release.is_public(history.as_of)
            && later(history, &days, &release.id()).is_none()
    };
    changelog
        .streams
        .iter()
        .filter(|known| stream.is_none_or(|id| id == known.id))
        .find_map(|known| {
            let of_stream = |release: &&Release| release.stream == known.id;
            let releases = changelog.releases.iter().filter(of_stream);
            releases
                .filter(is_of_line)
                .max_by_key(|release| release.version())
        })
}

/// The day of a release, if it certainly is later than the history's.
fn later(history: &History, days: &BTreeMap<String, When>, release: &str) -> Option<Date> {
    let when = days.get(release)?;
    (when.by(history.as_of) == Came::No)
        .then(|| when.sort_day())
        .flatten()
}

fn release_record(
    history: &History,
    changelog: &Changelog,
    release: &Release,
    asked: Option<String>,
) -> Record {
    let stream = changelog
        .stream(&release.stream)
        .expect("a stored release has a stored stream");
    let mut shown = notes::header(release, stream, true);
    let as_shown = |entry: &Entry, stands_in: Option<String>| NotesEntry {
        entry: entry.clone(),
        blocks: markdown::parse(entry.text.raw()),
        stands_in,
        first_in: None,
        takes_back: None,
    };
    shown.entries = release
        .entries
        .iter()
        .map(|entry| as_shown(entry, None))
        .collect();
    for (home, entry) in changelog
        .entries()
        .filter(|(_, entry)| release.includes.contains(&entry.id))
    {
        shown.entries.push(as_shown(entry, Some(home.id())));
    }
    shown.entries.sort_by_key(|entry| entry.entry.kind);
    let line = release
        .version()
        .and_then(Version::semver)
        .map(SemVersion::line);
    let lifecycle = line.and_then(|line| {
        of_stream(history, changelog, stream)
            .lines
            .into_iter()
            .find(|status| status.line == line)
            .map(Box::new)
    });
    Record::Release {
        release: Box::new(shown),
        lifecycle,
        sources: release.sources.clone(),
        origin: release.origin.to_string(),
        line: asked,
    }
}

pub(crate) fn link(how: &'static str, release: &Release, entry: &Entry) -> Link {
    Link {
        how,
        id: entry.id.clone(),
        release: Some(release.id()),
        title: Some(first_line(entry)),
        later: None,
    }
}

pub(crate) fn first_line(entry: &Entry) -> Untrusted {
    Untrusted::from(entry.text.raw().lines().next().unwrap_or_default())
}

fn entry_record(
    history: &History,
    changelog: &Changelog,
    release: &Release,
    entry: &Entry,
) -> EntryRecord {
    let mut links = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |how: &'static str, id: &str| {
        if !seen.insert((how, id.to_owned())) {
            return;
        }
        links.push(
            match changelog.entries().find(|(_, other)| other.id == id) {
                Some((release, other)) => link(how, release, other),
                None => Link {
                    how,
                    id: id.to_owned(),
                    release: None,
                    title: None,
                    later: None,
                },
            },
        );
    };
    if let Some(reverted) = &entry.reverts {
        add("reverts", reverted);
    }
    for related in &entry.related {
        add("related", related);
    }
    for (_, other) in changelog.entries() {
        if other.reverts.as_deref() == Some(entry.id.as_str()) {
            add("reverted by", &other.id);
        }
        if other.related.contains(&entry.id) && !entry.related.contains(&other.id) {
            add("related", &other.id);
        }
    }
    for other in changelog
        .releases
        .iter()
        .filter(|other| other.includes.contains(&entry.id))
    {
        links.push(Link {
            how: "included in",
            id: other.id(),
            release: Some(other.id()),
            title: None,
            later: None,
        });
    }
    if let Some(fixed_in) = &entry.fixed_in {
        let title = find_release(changelog, fixed_in).and_then(|release| release.summary.clone());
        links.push(Link {
            how: "fixed in",
            id: fixed_in.clone(),
            release: Some(fixed_in.clone()),
            title,
            later: None,
        });
    }
    let days = facts::days(history, changelog);
    for link in &mut links {
        let release = link.release.as_deref();
        link.later = release.and_then(|release| later(history, &days, release));
    }
    EntryRecord {
        state: release.state,
        blocks: markdown::parse(entry.text.raw()),
        release: release.id(),
        date: release.date,
        sources: if entry.sources.is_empty() {
            release.sources.clone()
        } else {
            entry.sources.clone()
        },
        links,
        also: Vec::new(),
        origin: entry.origin.to_string(),
        entry: Entry {
            // Waivers are for lints, not for readers.
            text: Untrusted::from(comment::take(entry.text.raw()).0),
            ..entry.clone()
        },
    }
}

fn setting_steps(changelog: &Changelog, id: &str) -> Vec<SettingStep> {
    let mut steps: Vec<SettingStep> = changelog
        .entries()
        .flat_map(|(release, entry)| {
            entry
                .settings
                .iter()
                .filter(|change| change.id == id)
                .map(move |change| SettingStep {
                    change: change.clone(),
                    entry: entry.id.clone(),
                    release: release.id(),
                    date: change.effective.or(entry.holds_from(release.date)),
                })
        })
        .collect();
    steps.sort_by_key(|step| step.date.map(|dated| dated.on));
    steps
}

fn symbol_steps(changelog: &Changelog, name: &str) -> Vec<SymbolStep> {
    let all = || {
        changelog.entries().flat_map(|(release, entry)| {
            entry
                .deprecations
                .iter()
                .map(move |deprecation| (release, entry, deprecation))
        })
    };
    let step = |(release, entry, deprecation): (
        &Release,
        &Entry,
        &crate::domain::deprecation::Deprecation,
    )| SymbolStep {
        package: deprecation.package.clone().or_else(|| {
            changelog
                .stream(&release.stream)
                .and_then(|stream| stream.package.clone())
        }),
        deprecation: deprecation.clone(),
        entry: entry.id.clone(),
        release: release.id(),
        date: release.date,
    };
    let exact: Vec<SymbolStep> = all()
        .filter(|(_, _, d)| d.symbol.raw() == name)
        .map(step)
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    // `chatClient` for `Manager.chatClient`: only if that names one symbol.
    let tails: Vec<SymbolStep> = all()
        .filter(|(_, _, d)| d.symbol.raw().rsplit('.').next() == Some(name))
        .map(step)
        .collect();
    let symbols: BTreeSet<&str> = tails
        .iter()
        .map(|step| step.deprecation.symbol.raw())
        .collect();
    if symbols.len() == 1 {
        tails
    } else {
        Vec::new()
    }
}
