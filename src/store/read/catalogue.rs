//! Streams, features, toggles and published ends: what there is beside releases.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::domain::feature::{Feature, FeatureEvent, PublishedEnd, Toggle};
use crate::domain::release::Stream;
use crate::domain::text::Untrusted;
use crate::store::StoreError;
use crate::store::read::Columns;

pub(in crate::store) fn streams(
    conn: &Connection,
    platform: &str,
) -> Result<Vec<Stream>, StoreError> {
    let mut statement = conn.prepare(
        "SELECT id, name, scheme, package, covers_from, covers_until, complete, continued_at, note, sources, origin
         FROM stream WHERE platform = ?1 ORDER BY position",
    )?;
    let rows = statement.query_map([platform], |row| {
        let mut columns = Columns::new(row);
        Ok(Stream {
            id: columns.get()?,
            name: columns.text()?,
            scheme: columns.parsed()?,
            package: columns.get()?,
            covers_from: columns.maybe()?,
            covers_until: columns.maybe()?,
            complete: columns.get()?,
            continued_at: columns.text()?,
            note: columns.text()?,
            sources: columns.json()?,
            origin: columns.origin()?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(in crate::store) fn features(
    conn: &Connection,
    platform: &str,
) -> Result<Vec<Feature>, StoreError> {
    let mut events: BTreeMap<i64, Vec<FeatureEvent>> = BTreeMap::new();
    let mut statement = conn.prepare(
        "SELECT feature, stage, phase, label, release, date, date_kind, support, entry, note, sources
         FROM feature_event ORDER BY feature, position",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut columns = Columns::new(row);
        let event = (
            columns.get()?,
            FeatureEvent {
                stage: columns.maybe()?,
                phase: columns.maybe()?,
                label: columns.text()?,
                release: columns.get()?,
                date: columns.dated()?,
                support: columns.text()?,
                entry: columns.get()?,
                note: columns.text()?,
                sources: columns.json()?,
            },
        );
        events.entry(event.0).or_default().push(event.1);
    }
    let mut statement = conn.prepare(
        "SELECT pk, id, name, stream, compatible, toggle, note, sources, origin
         FROM feature WHERE platform = ?1 ORDER BY position",
    )?;
    let rows = statement.query_map([platform], |row| {
        let mut columns = Columns::new(row);
        let pk: i64 = columns.get()?;
        Ok((
            pk,
            Feature {
                id: columns.get()?,
                name: Untrusted::from(columns.get::<String>()?),
                stream: columns.get()?,
                compatible: columns.json()?,
                toggle: columns.text()?,
                note: columns.text()?,
                sources: columns.json()?,
                events: Vec::new(),
                origin: columns.origin()?,
            },
        ))
    })?;
    rows.map(|row| {
        let (pk, mut feature) = row?;
        feature.events = events.remove(&pk).unwrap_or_default();
        Ok(feature)
    })
    .collect()
}

pub(in crate::store) fn toggles(
    conn: &Connection,
    platform: &str,
) -> Result<Vec<Toggle>, StoreError> {
    let mut statement = conn.prepare(
        "SELECT flag, name, first_observed, last_observed, gone, feature, sources, origin
         FROM toggle WHERE platform = ?1 ORDER BY position",
    )?;
    let rows = statement.query_map([platform], |row| {
        let mut columns = Columns::new(row);
        Ok(Toggle {
            flag: Untrusted::from(columns.get::<String>()?),
            name: columns.text()?,
            first_observed: columns.maybe()?,
            last_observed: columns.maybe()?,
            gone: columns.maybe()?,
            feature: columns.get()?,
            sources: columns.json()?,
            origin: columns.origin()?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(in crate::store) fn ends(
    conn: &Connection,
    platform: &str,
) -> Result<Vec<PublishedEnd>, StoreError> {
    let mut statement = conn.prepare(
        "SELECT stream, line, date, published_status, note, sources, origin
         FROM published_end WHERE platform = ?1 ORDER BY position",
    )?;
    let rows = statement.query_map([platform], |row| {
        let mut columns = Columns::new(row);
        Ok(PublishedEnd {
            stream: columns.get()?,
            line: columns.get()?,
            date: columns.maybe()?,
            published_status: columns.text()?,
            note: columns.text()?,
            sources: columns.json()?,
            origin: columns.origin()?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
