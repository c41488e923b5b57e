//! Full-text search over entries, releases and features.

use rusqlite::{Connection, params};

use crate::domain::entry::Entry;
use crate::domain::feature::Feature;
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

/// How many hits of a wide query are weighed against each other.
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
    let mut parts = vec![Some(entry.text.raw())];
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
    /// Finds what holds all words of `query`, best first, at most `limit`, and how many there are in
    /// all. Words match from their start on; words between `"` match as they stand together. Whatever
    /// else stands in a query is taken as text: no query is an error.
    ///
    /// With a `limit`, only the newest [`RANKED`] are weighed against each other: a query that finds more is too wide for an
    /// order of merit to mean much, and weighing all of them takes longer than a reader should wait.
    pub fn search(
        &self,
        platform: &str,
        query: &str,
        limit: Option<usize>,
    ) -> Result<(Vec<Hit>, usize), StoreError> {
        let result = self.search_untold(platform, query, limit);
        self.told(result)
    }

    fn search_untold(
        &self,
        platform: &str,
        query: &str,
        limit: Option<usize>,
    ) -> Result<(Vec<Hit>, usize), StoreError> {
        let matching = match_expression(query);
        if matching.is_empty() {
            return Ok((Vec::new(), 0));
        }
        // Which platform a hit is of stands in the row's content, and reading that is most of the work.
        let is_only = self.conn.query_row(
            "SELECT count(*) = 1 AND max(id) = ?1 FROM platform",
            [platform],
            |row| row.get::<_, Option<bool>>(0),
        )?;
        let of_platform = if is_only == Some(true) {
            "?2 = ?2"
        } else {
            "platform = ?2"
        };
        let total: i64 = self.conn.query_row(
            &format!("SELECT count(*) FROM search WHERE search MATCH ?1 AND {of_platform}"),
            (&matching, platform),
            |row| row.get(0),
        )?;
        let (limit, ranked) = match limit {
            Some(limit) => (limit, limit.max(RANKED)),
            None => (usize::MAX, usize::MAX),
        };
        let bound = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        // A hit in the title (the id, the version) weighs more than one in the text.
        let mut statement = self.conn.prepare(&format!(
            "SELECT rowid, bm25(search, 1, 1, 1, 4, 1) FROM search WHERE search MATCH ?1 AND {of_platform}
             ORDER BY rowid DESC LIMIT ?3"
        ))?;
        let mut weighed: Vec<(f64, i64)> = statement
            .query_map((&matching, platform, bound(ranked)), |row| {
                Ok((row.get(1)?, row.get(0)?))
            })?
            .collect::<Result<_, _>>()?;
        weighed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        weighed.truncate(limit);
        let mut statement = self.conn.prepare(
            "SELECT kind, subject, title, snippet(search, 4, char(2), char(3), '…', 24)
             FROM search WHERE search MATCH ?1 AND rowid = ?2",
        )?;
        let hits = weighed
            .into_iter()
            .map(|(_, rowid)| {
                statement.query_row((&matching, rowid), |row| {
                    let kind: String = row.get(0)?;
                    Ok(Hit {
                        kind: kind.parse().unwrap_or(HitKind::Entry),
                        subject: row.get(1)?,
                        title: Untrusted::from(row.get::<_, String>(2)?),
                        excerpt: Untrusted::from(row.get::<_, String>(3)?),
                    })
                })
            })
            .collect::<Result<_, _>>()?;
        Ok((hits, usize::try_from(total).unwrap_or(0)))
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
