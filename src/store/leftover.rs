//! Text of imported files that fits nowhere: kept, so that nothing is dropped in silence.

use rusqlite::params;

use crate::domain::text::Untrusted;
use crate::store::{Store, StoreError};

/// A piece of a file that became no part of the changelog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// The file or package it stood in.
    pub source: Untrusted,
    /// 1-based.
    pub line: usize,
    pub heading: Option<Untrusted>,
    pub text: Untrusted,
    pub why: String,
}

impl Store {
    /// Keeps the texts; what is there already from the same source is not kept twice.
    pub fn keep_leftovers(
        &mut self,
        platform: &str,
        leftovers: &[Leftover],
    ) -> Result<(), StoreError> {
        self.writable()?;
        let tx = self.conn.transaction()?;
        for leftover in leftovers {
            tx.prepare_cached(
                "INSERT OR IGNORE INTO leftover (platform, source, line, heading, text, why)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                platform,
                leftover.source.raw(),
                i64::try_from(leftover.line).unwrap_or(i64::MAX),
                leftover.heading.as_ref().map(Untrusted::raw),
                leftover.text.raw(),
                leftover.why,
            ])?;
        }
        tx.commit()?;
        Ok(())
    }

    /// All of them, by source and line.
    pub fn leftovers(&self) -> Result<Vec<Leftover>, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT source, line, heading, text, why FROM leftover ORDER BY source, line, pk",
        )?;
        let rows = statement.query_map([], |row| {
            let line: i64 = row.get(1)?;
            Ok(Leftover {
                source: Untrusted::from(row.get::<_, String>(0)?),
                line: usize::try_from(line).unwrap_or(0),
                heading: row.get::<_, Option<String>>(2)?.map(Untrusted::from),
                text: Untrusted::from(row.get::<_, String>(3)?),
                why: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
