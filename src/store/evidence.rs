//! What was seen at run time: counts by source, day and pattern. What became of the symbols is worked out when asked.

use rusqlite::{TransactionBehavior, params};

use crate::domain::date::Date;
use crate::domain::evidence::{Count, Event, Format, Sighting, Source};
use crate::domain::text::Untrusted;
use crate::store::{Store, StoreError};

/// All that is kept of a platform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// In the order of their import.
    pub sources: Vec<Source>,
    /// By pattern, subject and day; events that several sources hold count once.
    pub counts: Vec<Count>,
}

impl Store {
    /// Records what a file showed, in one transaction. False if a file of that content is there already: then nothing is
    /// written.
    ///
    /// # Errors
    /// If the database cannot be written; then nothing was.
    pub fn record_evidence(
        &mut self,
        platform: &str,
        source: &Source,
        counts: &[Count],
        events: &[Event],
    ) -> Result<bool, StoreError> {
        self.writable()?;
        let result = self.record_untold(platform, source, counts, events);
        self.told(result)
    }

    fn record_untold(
        &mut self,
        platform: &str,
        source: &Source,
        counts: &[Count],
        events: &[Event],
    ) -> Result<bool, StoreError> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let new = tx.execute(
            "INSERT INTO evidence_source (platform, id, name, format, imported, recognised, suspicious, other, broken)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
            params![
                platform,
                source.id,
                source.name.raw(),
                source.format.as_str(),
                source.imported,
                number(source.recognised),
                number(source.suspicious),
                number(source.other),
                number(source.broken),
            ],
        )?;
        if new == 0 {
            return Ok(false);
        }
        {
            let mut put = tx.prepare(
                "INSERT INTO evidence_count (platform, source, pattern, subject, replacement, day, count)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            for one in counts {
                let seen = &one.sighting;
                put.execute(params![
                    platform,
                    source.id,
                    seen.pattern,
                    seen.subject,
                    seen.replacement.as_deref().unwrap_or_default(),
                    day(one.day),
                    number(one.count),
                ])?;
            }
            let mut put = tx.prepare(
                "INSERT INTO evidence_event (platform, source, event, pattern, subject, replacement, day)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            )?;
            for one in events {
                let seen = &one.sighting;
                put.execute(params![
                    platform,
                    source.id,
                    one.id,
                    seen.pattern,
                    seen.subject,
                    seen.replacement.as_deref().unwrap_or_default(),
                    day(one.day),
                ])?;
            }
        }
        tx.commit()?;
        Ok(true)
    }

    /// All that is kept of a platform.
    pub fn evidence(&self, platform: &str) -> Result<Evidence, StoreError> {
        let result = self.evidence_untold(platform);
        self.told(result)
    }

    fn evidence_untold(&self, platform: &str) -> Result<Evidence, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT id, name, format, imported, recognised, suspicious, other, broken FROM evidence_source
             WHERE platform = ?1 ORDER BY imported, name, id",
        )?;
        let mut rows = statement.query([platform])?;
        let mut evidence = Evidence::default();
        while let Some(row) = rows.next()? {
            let format: String = row.get(2)?;
            evidence.sources.push(Source {
                id: row.get(0)?,
                name: Untrusted::from(row.get::<_, String>(1)?),
                format: format
                    .parse::<Format>()
                    .map_err(|error| StoreError::Value(error.to_string()))?,
                imported: row.get(3)?,
                recognised: size(row.get(4)?),
                suspicious: size(row.get(5)?),
                other: size(row.get(6)?),
                broken: size(row.get(7)?),
            });
        }
        drop(rows);
        // An event of several sources is the same event, and tells the same in each.
        let mut statement = self.conn.prepare(
            "SELECT pattern, subject, replacement, day, sum(count) FROM (
                 SELECT pattern, subject, replacement, day, count FROM evidence_count WHERE platform = ?1
                 UNION ALL
                 SELECT min(pattern), min(subject), min(replacement), min(day), 1 FROM evidence_event
                 WHERE platform = ?1 GROUP BY event)
             GROUP BY pattern, subject, replacement, day ORDER BY pattern, subject, replacement, day",
        )?;
        let mut rows = statement.query([platform])?;
        while let Some(row) = rows.next()? {
            let (replacement, day): (String, String) = (row.get(2)?, row.get(3)?);
            evidence.counts.push(Count {
                sighting: Sighting {
                    pattern: row.get(0)?,
                    subject: row.get(1)?,
                    replacement: (!replacement.is_empty()).then_some(replacement),
                },
                day: day.parse().ok(),
                count: size(row.get(4)?),
            });
        }
        Ok(evidence)
    }

    /// Forgets sources, by their ids, with all that they showed. How many there were.
    ///
    /// # Errors
    /// If the database cannot be written; then nothing was.
    pub fn forget_evidence(&mut self, platform: &str, ids: &[String]) -> Result<usize, StoreError> {
        self.writable()?;
        let result = self.forget_untold(platform, ids);
        self.told(result)
    }

    fn forget_untold(&mut self, platform: &str, ids: &[String]) -> Result<usize, StoreError> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut gone = 0;
        for id in ids {
            // Stated, so that it does not hang on the connection's foreign keys.
            for table in ["evidence_count", "evidence_event"] {
                tx.execute(
                    &format!("DELETE FROM {table} WHERE platform = ?1 AND source = ?2"),
                    [platform, id],
                )?;
            }
            gone += tx.execute(
                "DELETE FROM evidence_source WHERE platform = ?1 AND id = ?2",
                [platform, id],
            )?;
        }
        tx.commit()?;
        Ok(gone)
    }
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn size(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}
