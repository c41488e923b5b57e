//! Full-text search over entries, releases and features.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::domain::entry::Entry;
use crate::domain::feature::Feature;
use crate::domain::lint::comment;
use crate::domain::release::Release;
use crate::domain::text::Untrusted;
use crate::store::{Store, StoreError};

crate::domain::words::closed_words! {
    /// What a search found.
    pub enum HitKind {
        Entry = "entry",
        Release = "release",
        Feature = "feature",
    }
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: HitKind,
    /// An entry's id, a release's `stream/version`, a feature's id.
    pub subject: String,
    pub title: Untrusted,
    /// Text around the words that were found, which stand between [`MARK_START`] and [`MARK_END`].
    pub excerpt: Untrusted,
}

/// Characters that no text holds in a good sense, so that they cannot be confused with text.
pub const MARK_START: char = '\u{2}';
pub const MARK_END: char = '\u{3}';

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// Whether they come best first; else the newest record first.
    pub is_ranked: bool,
}

/// More hits than this are not weighed against each other.
pub const RANKED: usize = 1_000;

struct Row<'a> {
    rowid: i64,
    platform: &'a str,
    kind: HitKind,
    subject: &'a str,
    title: &'a str,
    body: &'a str,
}

fn index(conn: &Connection, row: &Row<'_>) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO search (rowid, platform, kind, subject, title, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![row.rowid, row.platform, row.kind.as_str(), row.subject, row.title, row.body])?;
    Ok(())
}

fn joined<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

pub(super) fn index_release(
    conn: &Connection,
    platform: &str,
    pk: i64,
    release: &Release,
) -> rusqlite::Result<()> {
    let text = |text: &'_ Option<Untrusted>| text.as_ref().map(|text| text.raw().to_owned());
    let parts = [
        text(&release.title),
        text(&release.summary),
        text(&release.description),
        text(&release.withdrawn),
    ];
    let body = joined(parts.iter().map(Option::as_deref));
    let subject = release.id();
    index(
        conn,
        &Row {
            rowid: pk * 4 + 1,
            platform,
            kind: HitKind::Release,
            subject: &subject,
            title: &subject,
            body: &body,
        },
    )
}

pub(super) fn index_entry(
    conn: &Connection,
    platform: &str,
    pk: i64,
    release: &Release,
    entry: &Entry,
) -> rusqlite::Result<()> {
    let told = comment::told(entry.text.clone());
    let mut parts = vec![Some(told.raw())];
    parts.extend(
        [&entry.impact, &entry.action, &entry.note].map(|text| text.as_ref().map(Untrusted::raw)),
    );
    for exclusion in &entry.excluded {
        parts.push(Some(exclusion.who.raw()));
    }
    for setting in &entry.settings {
        parts.push(Some(setting.id.as_str()));
        parts.extend(
            [&setting.name, &setting.pointer].map(|text| text.as_ref().map(Untrusted::raw)),
        );
    }
    for deprecation in &entry.deprecations {
        parts.push(Some(deprecation.symbol.raw()));
        parts.push(deprecation.replacement.as_ref().map(Untrusted::raw));
    }
    for correction in &entry.corrections {
        parts.push(Some(correction.former.raw()));
    }
    let title = format!("{} {}", release.id(), entry.id);
    let body = joined(parts);
    index(
        conn,
        &Row {
            rowid: pk * 4,
            platform,
            kind: HitKind::Entry,
            subject: &entry.id,
            title: &title,
            body: &body,
        },
    )
}

pub(super) fn index_feature(
    conn: &Connection,
    platform: &str,
    pk: i64,
    feature: &Feature,
) -> rusqlite::Result<()> {
    let mut parts = vec![
        Some(feature.name.raw()),
        feature.toggle.as_ref().map(Untrusted::raw),
        feature.note.as_ref().map(Untrusted::raw),
    ];
    for event in &feature.events {
        parts.push(event.label.as_ref().map(Untrusted::raw));
    }
    let title = feature.id.clone();
    let body = joined(parts);
    index(
        conn,
        &Row {
            rowid: pk * 4 + 2,
            platform,
            kind: HitKind::Feature,
            subject: &feature.id,
            title: &title,
            body: &body,
        },
    )
}

impl Store {
    /// Finds what holds all words of `query`, at most `limit`. Words match from their start on; words between `"` match as
    /// they stand together. Whatever else stands in a query is taken as text: no query is an error. What belongs to a
    /// release of `hidden` (`stream/version`) is not found.
    ///
    /// Up to [`RANKED`] hits come best first. A query that finds more is too wide for an order of merit to mean much, and
    /// finding it takes longer than a reader should wait: then ids and versions that match come first, and the
    /// newest record first.
    pub fn search(
        &self,
        platform: &str,
        query: &str,
        hidden: &BTreeSet<String>,
        limit: usize,
    ) -> Result<Hits, StoreError> {
        let result = self.search_untold(platform, query, hidden, limit);
        self.told(result)
    }

    fn search_untold(
        &self,
        platform: &str,
        query: &str,
        hidden: &BTreeSet<String>,
        limit: usize,
    ) -> Result<Hits, StoreError> {
        let matching = match_expression(query);
        if matching.is_empty() {
            return Ok(Hits::default());
        }
        let visible = self.visible(platform, &matching, hidden)?;
        let total = visible.len();
        let is_ranked = total <= RANKED;
        let mut order: Vec<i64> = if is_ranked {
            // A hit in the title (the id, the version) weighs more than one in the text.
            let mut weighed: Vec<(f64, i64)> = self
                .conn
                .prepare(
                    "SELECT bm25(search, 1, 1, 1, 4, 1), rowid FROM search WHERE search MATCH ?1",
                )?
                .query_map([&matching], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            let may_be_found: BTreeSet<i64> = visible.into_iter().collect();
            weighed.retain(|(_, rowid)| may_be_found.contains(rowid));
            weighed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            weighed.into_iter().map(|(_, rowid)| rowid).collect()
        } else {
            let titles: BTreeSet<i64> = self
                .conn
                .prepare("SELECT rowid FROM search WHERE search MATCH ?1")?
                .query_map([format!("title : ({matching})")], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let (first, then): (Vec<i64>, Vec<i64>) = visible
                .into_iter()
                .partition(|rowid| titles.contains(rowid));
            first.into_iter().chain(then).collect()
        };
        order.truncate(limit);
        Ok(Hits {
            hits: self.hits(&matching, &order)?,
            total,
            is_ranked,
        })
    }

    /// The rows that match and may be found, the newest first.
    fn visible(
        &self,
        platform: &str,
        matching: &str,
        hidden: &BTreeSet<String>,
    ) -> rusqlite::Result<Vec<i64>> {
        let is_only = self.conn.query_row(
            "SELECT count(*) = 1 AND max(id) = ?1 FROM platform",
            [platform],
            |row| row.get::<_, Option<bool>>(0),
        )?;
        // What a hit is of stands in the row's content, and reading that for every hit is most of the work.
        if is_only == Some(true) && hidden.is_empty() {
            return self
                .conn
                .prepare("SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid DESC")?
                .query_map([matching], |row| row.get(0))?
                .collect();
        }
        let mut statement = self.conn.prepare(
            "SELECT rowid, kind, title FROM search WHERE search MATCH ?1 AND platform = ?2
             ORDER BY rowid DESC",
        )?;
        let mut rows = statement.query((matching, platform))?;
        let mut visible = Vec::new();
        while let Some(row) = rows.next()? {
            let (kind, title): (String, String) = (row.get(1)?, row.get(2)?);
            let release = title.split(' ').next().unwrap_or_default();
            if kind == HitKind::Feature.as_str() || !hidden.contains(release) {
                visible.push(row.get(0)?);
            }
        }
        Ok(visible)
    }

    /// The hits in these rows, in their order.
    fn hits(&self, matching: &str, order: &[i64]) -> Result<Vec<Hit>, StoreError> {
        let (Some(first), Some(last)) = (order.iter().min(), order.iter().max()) else {
            return Ok(Vec::new());
        };
        // `+` keeps FTS5 from building the match anew for each row.
        let mut statement = self.conn.prepare(
            "SELECT rowid, kind, subject, title, snippet(search, 4, char(2), char(3), '…', 24)
             FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3
                         AND +rowid IN (SELECT value FROM json_each(?4))",
        )?;
        let wanted = serde_json::json!(order).to_string();
        let mut found: BTreeMap<i64, Hit> = statement
            .query_map((matching, first, last, wanted), |row| {
                let kind: String = row.get(1)?;
                let hit = Hit {
                    kind: kind.parse().unwrap_or(HitKind::Entry),
                    subject: row.get(2)?,
                    title: Untrusted::from(row.get::<_, String>(3)?),
                    excerpt: Untrusted::from(row.get::<_, String>(4)?),
                };
                Ok((row.get(0)?, hit))
            })?
            .collect::<Result<_, _>>()?;
        Ok(order
            .iter()
            .filter_map(|rowid| found.remove(rowid))
            .collect())
    }
}

/// A query as FTS5 wants it: every word or phrase a quoted string, all of them required.
fn match_expression(query: &str) -> String {
    let mut terms = Vec::new();
    for (idx, part) in query.split('"').enumerate() {
        let is_phrase = idx % 2 == 1;
        let pieces: Vec<&str> = if is_phrase {
            vec![part]
        } else {
            part.split_whitespace().collect()
        };
        for piece in pieces {
            if piece.chars().any(char::is_alphanumeric) {
                let star = if is_phrase { "" } else { "*" };
                terms.push(format!("\"{}\"{star}", piece.replace('\0', "")));
            }
        }
    }
    terms.join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_become_words_that_all_must_match() {
        for (query, expected) in [
            ("enforce logout", "\"enforce\"* AND \"logout\"*"),
            ("\"enforce logout\" 30", "\"enforce logout\" AND \"30\"*"),
            ("Manager.chatClient", "\"Manager.chatClient\"*"),
            (
                "a OR b NOT (c*",
                "\"a\"* AND \"OR\"* AND \"b\"* AND \"NOT\"* AND \"(c*\"*",
            ),
            ("  - * ", ""),
            ("\"unclosed phrase", "\"unclosed phrase\""),
        ] {
            assert_eq!(match_expression(query), expected, "{query}");
        }
    }
}
