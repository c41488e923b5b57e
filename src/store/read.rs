//! Rows to domain values.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::de::DeserializeOwned;

use crate::domain::changelog::{Changelog, Platform};
use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::deprecation::Deprecation;
use crate::domain::entry::{Correction, Entry, SettingChange, SettingValue};
use crate::domain::release::{Origin, Place, Release, Stream};
use crate::domain::text::Untrusted;
use crate::domain::version::{Scheme, Version};
use crate::store::{Store, StoreError, leftover, settled};

pub(super) mod catalogue;

use catalogue::{ends, features, streams, toggles};

/// Which releases of a platform to load.
#[derive(Clone, Copy, Debug)]
pub enum Selection<'a> {
    All,
    /// Releases without their entries, but with the ids of what they include: enough to choose by.
    Headers,
    /// Those with these ids (`stream/version`), with their entries.
    Only(&'a BTreeSet<String>),
}

/// Column text that parses as a domain word or value.
struct Parsed<T>(T);

impl<T: FromStr> FromSql for Parsed<T>
where
    T::Err: std::fmt::Display,
{
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        text.parse()
            .map(Self)
            .map_err(|error: T::Err| FromSqlError::Other(format!("`{text}`: {error}").into()))
    }
}

/// Column text that is JSON.
struct Json<T>(T);

impl<T: DeserializeOwned + Default> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            // Most lists are empty; not parsing them is a third of a load.
            "[]" | "{}" => Ok(Self(T::default())),
            text => serde_json::from_str(text)
                .map(Self)
                .map_err(|error| FromSqlError::Other(error.into())),
        }
    }
}

/// A version column, in whichever scheme.
struct AnyVersion(Version);

impl FromSql for AnyVersion {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Version::parse_any(value.as_str()?)
            .map(Self)
            .map_err(|error| FromSqlError::Other(error.into()))
    }
}

/// Typed access to a row by position, in the order of its `SELECT`.
pub(super) struct Columns<'r, 'c> {
    row: &'r Row<'c>,
    next: usize,
}

impl<'r, 'c> Columns<'r, 'c> {
    pub(super) fn new(row: &'r Row<'c>) -> Self {
        Self { row, next: 0 }
    }

    pub(super) fn get<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    pub(super) fn text(&mut self) -> rusqlite::Result<Option<Untrusted>> {
        Ok(self.get::<Option<String>>()?.map(Untrusted::from))
    }

    pub(super) fn parsed<T: FromStr>(&mut self) -> rusqlite::Result<T>
    where
        T::Err: std::fmt::Display,
    {
        Ok(self.get::<Parsed<T>>()?.0)
    }

    pub(super) fn maybe<T: FromStr>(&mut self) -> rusqlite::Result<Option<T>>
    where
        T::Err: std::fmt::Display,
    {
        Ok(self.get::<Option<Parsed<T>>>()?.map(|parsed| parsed.0))
    }

    pub(super) fn json<T: DeserializeOwned + Default>(&mut self) -> rusqlite::Result<T> {
        Ok(self.get::<Json<T>>()?.0)
    }

    fn version(&mut self) -> rusqlite::Result<Option<Version>> {
        Ok(self.get::<Option<AnyVersion>>()?.map(|version| version.0))
    }

    /// A date column and its kind's.
    pub(super) fn dated(&mut self) -> rusqlite::Result<Option<Dated>> {
        let on = self.maybe::<Date>()?;
        let kind = self.maybe::<DateKind>()?;
        Ok(on.map(|on| Dated {
            on,
            kind: kind.unwrap_or(DateKind::Exact),
        }))
    }

    pub(super) fn origin(&mut self) -> rusqlite::Result<Origin> {
        Ok(Origin::parse(&self.get::<String>()?))
    }

    fn setting_value(&mut self) -> rusqlite::Result<SettingValue> {
        let text: Option<String> = self.get()?;
        match text.map(|text| serde_json::from_str(&text)) {
            None => Ok(SettingValue::Unknown),
            Some(Ok(value)) => Ok(SettingValue::Known(value)),
            Some(Err(error)) => Err(FromSqlError::Other(error.into()).into()),
        }
    }
}

impl Store {
    /// The platforms that the database holds.
    pub fn platforms(&self) -> Result<Vec<Platform>, StoreError> {
        let result = self.platforms_untold();
        self.told(result)
    }

    fn platforms_untold(&self) -> Result<Vec<Platform>, StoreError> {
        let mut statement = self
            .conn
            .prepare("SELECT id, name FROM platform ORDER BY id")?;
        let rows = statement.query_map([], |row| {
            let mut columns = Columns::new(row);
            Ok(Platform {
                id: columns.get()?,
                name: columns.text()?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Streams, ends and leftovers of a platform, and the selected releases, sorted; features and toggles only with
    /// [`Selection::All`].
    pub fn load(&self, platform: &str, selection: Selection<'_>) -> Result<Changelog, StoreError> {
        let result = self.load_untold(platform, selection);
        self.told(result)
    }

    /// Loads the entries of releases that were loaded as headers.
    pub fn fill(&self, platform: &str, releases: &mut [Release]) -> Result<(), StoreError> {
        let result = self.fill_untold(platform, releases);
        self.told(result)
    }

    fn fill_untold(&self, platform: &str, releases: &mut [Release]) -> Result<(), StoreError> {
        let mut pk_of = self.conn.prepare_cached(
            "SELECT pk FROM release WHERE platform = ?1 AND stream = ?2 AND place = ?3",
        )?;
        let mut by_pk: BTreeMap<i64, Release> = BTreeMap::new();
        let mut order = Vec::with_capacity(releases.len());
        for release in releases.iter_mut() {
            let place = release.place.to_string();
            let pk: i64 = pk_of.query_row((platform, &release.stream, &place), |row| row.get(0))?;
            let taken = Release::new(release.stream.clone(), release.place.clone());
            by_pk.insert(pk, std::mem::replace(release, taken));
            order.push(pk);
        }
        let pks = serde_json::json!(order).to_string();
        entries(&self.conn, Some(&pks), &mut by_pk)?;
        for (release, pk) in releases.iter_mut().zip(order) {
            if let Some(filled) = by_pk.remove(&pk) {
                *release = filled;
            }
        }
        Ok(())
    }

    /// Releases, without their entries, that are not out on a day: dated later, or not published by then.
    pub fn not_out(&self, platform: &str, as_of: Date) -> Result<Vec<Release>, StoreError> {
        let result = self.not_out_untold(platform, as_of);
        self.told(result)
    }

    fn not_out_untold(&self, platform: &str, as_of: Date) -> Result<Vec<Release>, StoreError> {
        let streams = streams(&self.conn, platform)?;
        let schemes = schemes(&streams);
        let mut statement = self.conn.prepare(&format!(
            "{RELEASES} WHERE platform = ?1 AND (date > ?2 OR state NOT IN ('published', 'withdrawn'))"
        ))?;
        let mut rows = statement.query((platform, as_of.to_string()))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(release(row, &schemes)?.1);
        }
        found.retain(|release| {
            release.date.is_some_and(|dated| dated.on > as_of) || !release.is_public(as_of)
        });
        Ok(found)
    }

    pub(super) fn load_untold(
        &self,
        platform: &str,
        selection: Selection<'_>,
    ) -> Result<Changelog, StoreError> {
        let mut changelog = Changelog::new(platform);
        changelog.platform.name = self
            .conn
            .query_row(
                "SELECT name FROM platform WHERE id = ?1",
                [platform],
                |row| Columns::new(row).text(),
            )
            .optional()?
            .flatten();
        changelog.streams = streams(&self.conn, platform)?;
        if matches!(selection, Selection::All) {
            changelog.features = features(&self.conn, platform)?;
            changelog.toggles = toggles(&self.conn, platform)?;
        }
        changelog.ends = ends(&self.conn, platform)?;
        changelog.leftovers = leftover::load(&self.conn, platform)?;
        changelog.commits = settled::load(&self.conn, platform)?;
        changelog.releases = self.releases(&changelog, selection)?;
        changelog.sort();
        Ok(changelog)
    }

    fn releases(
        &self,
        changelog: &Changelog,
        selection: Selection<'_>,
    ) -> Result<Vec<Release>, StoreError> {
        let schemes = schemes(&changelog.streams);
        let mut statement = self
            .conn
            .prepare(&format!("{RELEASES} WHERE platform = ?1"))?;
        let mut rows = statement.query([changelog.platform.id.as_str()])?;
        let mut releases: BTreeMap<i64, Release> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (pk, release) = release(row, &schemes)?;
            let is_selected = match selection {
                Selection::All | Selection::Headers => true,
                Selection::Only(ids) => ids.contains(&release.id()),
            };
            if is_selected {
                releases.insert(pk, release);
            }
        }
        let pks = match selection {
            Selection::Only(_) => {
                Some(serde_json::json!(releases.keys().collect::<Vec<_>>()).to_string())
            }
            Selection::All | Selection::Headers => None,
        };
        includes(&self.conn, pks.as_deref(), &mut releases)?;
        if !matches!(selection, Selection::Headers) {
            entries(&self.conn, pks.as_deref(), &mut releases)?;
        }
        Ok(releases.into_values().collect())
    }
}

const RELEASES: &str = "SELECT pk, stream, place, date, date_kind, other_dates, title, stage, state, publish_at, approved, withdrawn,
                              summary, description, sources, audience, unplaced, origin FROM release";

fn schemes(streams: &[Stream]) -> BTreeMap<&str, Scheme> {
    streams
        .iter()
        .map(|stream| (stream.id.as_str(), stream.scheme))
        .collect()
}

fn release(row: &Row<'_>, schemes: &BTreeMap<&str, Scheme>) -> Result<(i64, Release), StoreError> {
    let mut columns = Columns::new(row);
    let pk: i64 = columns.get()?;
    let stream: String = columns.get()?;
    let place: String = columns.get()?;
    let place = if let Some(fragment) = place.strip_prefix("unreleased/") {
        Place::Unreleased(fragment.to_owned())
    } else {
        let scheme = schemes
            .get(stream.as_str())
            .copied()
            .unwrap_or(Scheme::Semver);
        Place::Version(
            Version::parse(scheme, &place).map_err(|error| StoreError::Value(error.to_string()))?,
        )
    };
    let mut release = Release::new(stream, place);
    release.date = columns.dated()?;
    release.other_dates = columns.json()?;
    release.title = columns.text()?;
    release.stage = columns.parsed()?;
    release.state = columns.parsed()?;
    release.publish_at = columns.get()?;
    release.approved = columns.text()?;
    release.withdrawn = columns.text()?;
    release.summary = columns.text()?;
    release.description = columns.text()?;
    release.sources = columns.json()?;
    release.audience = columns.json()?;
    release.unplaced = columns.json()?;
    release.origin = columns.origin()?;
    Ok((pk, release))
}

/// The condition that `release` is one of `?1`, a JSON array; a plain one, so that an index serves it.
fn chosen(pks: Option<&str>) -> &'static str {
    if pks.is_some() {
        "release IN (SELECT value FROM json_each(?1))"
    } else {
        "?1 IS NULL"
    }
}

fn includes(
    conn: &Connection,
    pks: Option<&str>,
    releases: &mut BTreeMap<i64, Release>,
) -> Result<(), StoreError> {
    let chosen = chosen(pks);
    let mut statement = conn.prepare(&format!(
        "SELECT release, entry FROM include WHERE {chosen} ORDER BY release, position"
    ))?;
    let mut rows = statement.query([pks])?;
    while let Some(row) = rows.next()? {
        if let Some(release) = releases.get_mut(&row.get::<_, i64>(0)?) {
            release.includes.push(row.get(1)?);
        }
    }
    Ok(())
}

/// One query for the entries and one for each of their tables, instead of four for each entry.
fn entries(
    conn: &Connection,
    pks: Option<&str>,
    releases: &mut BTreeMap<i64, Release>,
) -> Result<(), StoreError> {
    let chosen = chosen(pks);
    // Growing the lists step by step would leave a quarter of their room unused.
    let mut statement = conn.prepare_cached(&format!(
        "SELECT release, count(*) FROM entry WHERE {chosen} GROUP BY release"
    ))?;
    let mut rows = statement.query([pks])?;
    while let Some(row) = rows.next()? {
        let count = usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
        if let Some(release) = releases.get_mut(&row.get(0)?) {
            release.entries.reserve_exact(count);
        }
    }
    let mut statement = conn.prepare_cached(&format!(
        "SELECT pk, release, id, kind, breaking, text, impact, action, requires, applies_to, excluded, effective,
                effective_kind, fixed_in, feature, related, reverts, audience, note, sources, origin, commit_id
         FROM entry WHERE {chosen} ORDER BY release, position"
    ))?;
    let mut rows = statement.query([pks])?;
    // Where each entry went: release and index.
    let mut places: BTreeMap<i64, (i64, usize)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::new(row);
        let (pk, release_pk): (i64, i64) = (columns.get()?, columns.get()?);
        let Some(release) = releases.get_mut(&release_pk) else {
            continue;
        };
        places.insert(pk, (release_pk, release.entries.len()));
        release.entries.push(entry(&mut columns)?);
    }
    let (Some(first), Some(last)) = (
        places.first_key_value().map(|(pk, _)| *pk),
        places.last_key_value().map(|(pk, _)| *pk),
    ) else {
        return Ok(());
    };
    let mut children =
        |select: &str, put: &dyn Fn(&mut Entry, &mut Columns<'_, '_>) -> rusqlite::Result<()>| {
            // A range of keys is read in one go; what lies between and was not asked for is passed over.
            let mut statement = conn.prepare_cached(&format!(
                "{select} WHERE entry BETWEEN ?1 AND ?2 ORDER BY entry, position"
            ))?;
            let mut rows = statement.query((first, last))?;
            while let Some(row) = rows.next()? {
                let mut columns = Columns::new(row);
                let entry_pk: i64 = columns.get()?;
                let entry = places
                    .get(&entry_pk)
                    .and_then(|(release, idx)| releases.get_mut(release)?.entries.get_mut(*idx));
                if let Some(entry) = entry {
                    put(entry, &mut columns)?;
                }
            }
            Ok::<(), StoreError>(())
        };
    children(
        "SELECT entry, setting, name, service, pointer, unit, old, new, applies_to, automatic, excluded, effective,
                effective_kind, note FROM setting_change",
        &|entry, columns| {
            push_exact(&mut entry.settings, setting(columns)?);
            Ok(())
        },
    )?;
    children(
        "SELECT entry, symbol, kind, change, package, declared_since, removed, removal, replacement,
                replacement_since, from_range, to_range, disputed, note, sources FROM deprecation",
        &|entry, columns| {
            push_exact(&mut entry.deprecations, deprecation(columns)?);
            Ok(())
        },
    )?;
    children(
        "SELECT entry, former, reason, date, date_kind, announced_in, sources FROM correction",
        &|entry, columns| {
            let correction = Correction {
                former: Untrusted::from(columns.get::<String>()?),
                reason: columns.text()?,
                date: columns.dated()?,
                announced_in: columns.get()?,
                sources: columns.json()?,
            };
            push_exact(&mut entry.corrections, correction);
            Ok(())
        },
    )
}

/// Most lists of an entry hold one: growing as lists do would take the room of four.
fn push_exact<T>(list: &mut Vec<T>, one: T) {
    list.reserve_exact(1);
    list.push(one);
}

fn entry(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Entry> {
    let id: String = columns.get()?;
    let kind = columns.parsed()?;
    let breaking: bool = columns.get()?;
    let mut entry = Entry::new(id, kind, columns.get::<String>()?);
    entry.breaking = breaking;
    entry.impact = columns.text()?;
    entry.action = columns.text()?;
    entry.requires = columns.json()?;
    entry.applies_to = columns.maybe()?;
    entry.excluded = columns.json()?;
    entry.effective = columns.dated()?;
    entry.fixed_in = columns.get()?;
    entry.feature = columns.get()?;
    entry.related = columns.json()?;
    entry.reverts = columns.get()?;
    entry.audience = columns.json()?;
    entry.note = columns.text()?;
    entry.sources = columns.json()?;
    entry.origin = columns.origin()?;
    entry.commit = columns.get()?;
    Ok(entry)
}

fn setting(columns: &mut Columns<'_, '_>) -> rusqlite::Result<SettingChange> {
    Ok(SettingChange {
        id: columns.get()?,
        name: columns.text()?,
        service: columns.text()?,
        pointer: columns.text()?,
        unit: columns.text()?,
        old: columns.setting_value()?,
        new: columns.setting_value()?,
        applies_to: columns.maybe()?,
        automatic: columns.get()?,
        excluded: columns.json()?,
        effective: columns.dated()?,
        note: columns.text()?,
    })
}

fn deprecation(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Deprecation> {
    Ok(Deprecation {
        symbol: Untrusted::from(columns.get::<String>()?),
        kind: columns.parsed()?,
        change: columns.parsed()?,
        package: columns.get()?,
        declared_since: columns.version()?,
        removed: columns.maybe()?,
        removal: columns.version()?,
        replacement: columns.text()?,
        replacement_since: columns.version()?,
        from_range: columns.text()?,
        to_range: columns.text()?,
        disputed: columns.text()?,
        note: columns.text()?,
        sources: columns.json()?,
    })
}
