//! Domain values to rows.

use rusqlite::{Connection, params};
use serde::Serialize;

use crate::domain::date::Dated;
use crate::domain::entry::{AppliesTo, Entry, SettingValue};
use crate::domain::feature::{Feature, FeatureStage, Phase, PublishedEnd, Toggle};
use crate::domain::release::{Release, Stream};
use crate::domain::text::Untrusted;
use crate::store::search;

type Written = rusqlite::Result<()>;

fn raw(text: Option<&Untrusted>) -> Option<&str> {
    text.map(Untrusted::raw)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("domain values have no keys that JSON cannot hold")
}

fn day(dated: Option<Dated>) -> Option<String> {
    dated.map(|dated| dated.on.to_string())
}

fn day_kind(dated: Option<Dated>) -> Option<&'static str> {
    dated.map(|dated| dated.kind.as_str())
}

fn value(value: &SettingValue) -> Option<String> {
    value.known().map(ToString::to_string)
}

fn at(position: usize) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

pub(super) fn platform(conn: &Connection, id: &str, name: Option<&Untrusted>) -> Written {
    conn.execute(
        "INSERT INTO platform (id, name) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        params![id, raw(name)],
    )?;
    Ok(())
}

pub(super) fn stream(
    conn: &Connection,
    platform: &str,
    position: usize,
    stream: &Stream,
) -> Written {
    conn.prepare_cached(
        "INSERT INTO stream (platform, id, position, name, scheme, package, covers_from, covers_until, complete,
                             continued_at, note, sources, origin)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (platform, id) DO UPDATE SET
             position = excluded.position, name = excluded.name, scheme = excluded.scheme, package = excluded.package,
             covers_from = excluded.covers_from, covers_until = excluded.covers_until, complete = excluded.complete,
             continued_at = excluded.continued_at, note = excluded.note, sources = excluded.sources,
             origin = excluded.origin",
    )?
    .execute(params![
        platform,
        stream.id,
        at(position),
        raw(stream.name.as_ref()),
        stream.scheme.as_str(),
        stream.package,
        stream.covers_from.map(|day| day.to_string()),
        stream.covers_until.map(|day| day.to_string()),
        stream.complete,
        raw(stream.continued_at.as_ref()),
        raw(stream.note.as_ref()),
        json(&stream.sources),
        stream.origin.to_string(),
    ])?;
    Ok(())
}

/// Removes a release with everything below it, and both from the search index.
pub(super) fn remove_release(
    conn: &Connection,
    platform: &str,
    stream: &str,
    place: &str,
) -> Written {
    let key = params![platform, stream, place];
    conn.prepare_cached(
        "DELETE FROM search WHERE rowid IN (
             SELECT entry.pk * 4 FROM entry JOIN release ON release.pk = entry.release
             WHERE release.platform = ?1 AND stream = ?2 AND place = ?3
             UNION ALL SELECT pk * 4 + 1 FROM release WHERE platform = ?1 AND stream = ?2 AND place = ?3)",
    )?
    .execute(key)?;
    conn.prepare_cached("DELETE FROM release WHERE platform = ?1 AND stream = ?2 AND place = ?3")?
        .execute(key)?;
    Ok(())
}

pub(super) fn release(conn: &Connection, platform: &str, release: &Release) -> Written {
    conn.prepare_cached(
        "INSERT INTO release (platform, stream, place, stage, state, date, date_kind, other_dates, publish_at, title,
                              summary, description, withdrawn, sources, audience, unplaced, origin, approved)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?
    .execute(params![
        platform,
        release.stream,
        release.place.to_string(),
        release.stage.as_str(),
        release.state.as_str(),
        day(release.date),
        day_kind(release.date),
        json(&release.other_dates),
        release.publish_at,
        raw(release.title.as_ref()),
        raw(release.summary.as_ref()),
        raw(release.description.as_ref()),
        raw(release.withdrawn.as_ref()),
        json(&release.sources),
        json(&release.audience),
        json(&release.unplaced),
        release.origin.to_string(),
        raw(release.approved.as_ref()),
    ])?;
    let pk = conn.last_insert_rowid();
    search::index_release(conn, platform, pk, release)?;
    let mut include =
        conn.prepare_cached("INSERT INTO include (release, position, entry) VALUES (?1, ?2, ?3)")?;
    for (position, id) in release.includes.iter().enumerate() {
        include.execute(params![pk, at(position), id])?;
    }
    for (position, item) in release.entries.iter().enumerate() {
        let entry_pk = entry(conn, platform, pk, position, item)?;
        entry_tables(conn, entry_pk, item)?;
        search::index_entry(conn, platform, entry_pk, release, item)?;
    }
    Ok(())
}

fn entry(
    conn: &Connection,
    platform: &str,
    release: i64,
    position: usize,
    entry: &Entry,
) -> rusqlite::Result<i64> {
    conn.prepare_cached(
        "INSERT INTO entry (platform, id, release, position, kind, breaking, text, impact, action, requires,
                            applies_to, excluded, effective, effective_kind, fixed_in, feature, related, reverts,
                            audience, note, sources, origin, commit_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
    )?
    .execute(params![
        platform,
        entry.id,
        release,
        at(position),
        entry.kind.as_str(),
        entry.breaking,
        entry.text.raw(),
        raw(entry.impact.as_ref()),
        raw(entry.action.as_ref()),
        json(&entry.requires),
        entry.applies_to.map(AppliesTo::as_str),
        json(&entry.excluded),
        day(entry.effective),
        day_kind(entry.effective),
        entry.fixed_in,
        entry.feature,
        json(&entry.related),
        entry.reverts,
        json(&entry.audience),
        raw(entry.note.as_ref()),
        json(&entry.sources),
        entry.origin.to_string(),
        entry.commit,
    ])?;
    Ok(conn.last_insert_rowid())
}

fn entry_tables(conn: &Connection, pk: i64, entry: &Entry) -> Written {
    for (position, setting) in entry.settings.iter().enumerate() {
        conn.prepare_cached(
            "INSERT INTO setting_change (entry, position, setting, name, service, unit, pointer, old, new, applies_to,
                                         automatic, excluded, effective, effective_kind, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(params![
            pk,
            at(position),
            setting.id,
            raw(setting.name.as_ref()),
            raw(setting.service.as_ref()),
            raw(setting.unit.as_ref()),
            raw(setting.pointer.as_ref()),
            value(&setting.old),
            value(&setting.new),
            setting.applies_to.map(AppliesTo::as_str),
            setting.automatic,
            json(&setting.excluded),
            day(setting.effective),
            day_kind(setting.effective),
            raw(setting.note.as_ref()),
        ])?;
    }
    for (position, deprecation) in entry.deprecations.iter().enumerate() {
        conn.prepare_cached(
            "INSERT INTO deprecation (entry, position, symbol, kind, change, package, declared_since, removed, removal,
                                      replacement, replacement_since, from_range, to_range, disputed, note, sources)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            pk,
            at(position),
            deprecation.symbol.raw(),
            deprecation.kind.as_str(),
            deprecation.change.as_str(),
            deprecation.package,
            deprecation.declared_since.as_ref().map(ToString::to_string),
            deprecation.removed.as_ref().map(ToString::to_string),
            deprecation.removal.as_ref().map(ToString::to_string),
            raw(deprecation.replacement.as_ref()),
            deprecation.replacement_since.as_ref().map(ToString::to_string),
            raw(deprecation.from_range.as_ref()),
            raw(deprecation.to_range.as_ref()),
            raw(deprecation.disputed.as_ref()),
            raw(deprecation.note.as_ref()),
            json(&deprecation.sources),
        ])?;
    }
    for (position, correction) in entry.corrections.iter().enumerate() {
        conn.prepare_cached(
            "INSERT INTO correction (entry, position, former, reason, date, date_kind, announced_in, sources)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            pk,
            at(position),
            correction.former.raw(),
            raw(correction.reason.as_ref()),
            day(correction.date),
            day_kind(correction.date),
            correction.announced_in,
            json(&correction.sources),
        ])?;
    }
    Ok(())
}

pub(super) fn remove_feature(conn: &Connection, platform: &str, id: &str) -> Written {
    conn.execute(
        "DELETE FROM search WHERE rowid IN (SELECT pk * 4 + 2 FROM feature WHERE platform = ?1 AND id = ?2)",
        params![platform, id],
    )?;
    conn.execute(
        "DELETE FROM feature WHERE platform = ?1 AND id = ?2",
        params![platform, id],
    )?;
    Ok(())
}

pub(super) fn feature(
    conn: &Connection,
    platform: &str,
    position: usize,
    feature: &Feature,
) -> Written {
    conn.prepare_cached(
        "INSERT INTO feature (platform, id, position, name, stream, compatible, toggle, note, sources, origin)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        platform,
        feature.id,
        at(position),
        feature.name.raw(),
        feature.stream,
        json(&feature.compatible),
        raw(feature.toggle.as_ref()),
        raw(feature.note.as_ref()),
        json(&feature.sources),
        feature.origin.to_string(),
    ])?;
    let pk = conn.last_insert_rowid();
    search::index_feature(conn, platform, pk, feature)?;
    for (position, event) in feature.events.iter().enumerate() {
        conn.prepare_cached(
            "INSERT INTO feature_event (feature, position, stage, phase, label, release, date, date_kind, support,
                                        entry, note, sources)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            pk,
            at(position),
            event.stage.map(FeatureStage::as_str),
            event.phase.map(Phase::as_str),
            raw(event.label.as_ref()),
            event.release,
            day(event.date),
            day_kind(event.date),
            raw(event.support.as_ref()),
            event.entry,
            raw(event.note.as_ref()),
            json(&event.sources),
        ])?;
    }
    Ok(())
}

pub(super) fn toggle(
    conn: &Connection,
    platform: &str,
    position: usize,
    toggle: &Toggle,
) -> Written {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO toggle (platform, flag, position, name, first_observed, last_observed, gone, feature,
                                        sources, origin)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        platform,
        toggle.flag.raw(),
        at(position),
        raw(toggle.name.as_ref()),
        toggle.first_observed.as_ref().map(ToString::to_string),
        toggle.last_observed.as_ref().map(ToString::to_string),
        toggle.gone.as_ref().map(ToString::to_string),
        toggle.feature,
        json(&toggle.sources),
        toggle.origin.to_string(),
    ])?;
    Ok(())
}

pub(super) fn end(
    conn: &Connection,
    platform: &str,
    position: usize,
    end: &PublishedEnd,
) -> Written {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO published_end (platform, stream, line, position, date, published_status, note, sources,
                                               origin)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        platform,
        end.stream,
        end.line,
        at(position),
        end.date.map(|day| day.to_string()),
        raw(end.published_status.as_ref()),
        raw(end.note.as_ref()),
        json(&end.sources),
        end.origin.to_string(),
    ])?;
    Ok(())
}
