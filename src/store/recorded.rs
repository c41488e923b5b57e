//! Recorded scans. What became of findings between them is worked out when asked.

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use crate::domain::recorded::{RecordedFinding, RecordedScan, Revision};
use crate::domain::text::Untrusted;
use crate::domain::words::UnknownWord;
use crate::store::{Store, StoreError};

const COLUMNS: &str = "pk, plugin, package, at, from_version, to_version, min_confidence, revision, edited, complete, forewarn";

impl Store {
    /// Records scans in one transaction. One that tells the same as the last of its plugin and package is not recorded
    /// again. For each the time of the record that tells it.
    ///
    /// # Errors
    /// If the database cannot be written; then nothing was.
    pub fn record_scans(
        &mut self,
        platform: &str,
        scans: &[RecordedScan],
    ) -> Result<Vec<String>, StoreError> {
        self.writable()?;
        let result = self.record_scans_untold(platform, scans);
        self.told(result)
    }

    fn record_scans_untold(
        &mut self,
        platform: &str,
        scans: &[RecordedScan],
    ) -> Result<Vec<String>, StoreError> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut told_at = Vec::with_capacity(scans.len());
        for scan in scans {
            let last = last(&tx, platform, scan)?;
            if let Some(last) = last.filter(|last| scan.tells_the_same_as(last)) {
                told_at.push(last.at);
                continue;
            }
            put(&tx, platform, scan)?;
            told_at.push(scan.at.clone());
        }
        tx.commit()?;
        Ok(told_at)
    }

    /// All recorded scans of a platform, by plugin and package, then in order of time.
    pub fn recorded_scans(&self, platform: &str) -> Result<Vec<RecordedScan>, StoreError> {
        let result = recorded(&self.conn, platform);
        self.told(result)
    }

    /// Forgets the recorded scans of a plugin. How many there were.
    ///
    /// # Errors
    /// If the database cannot be written; then nothing was.
    pub fn forget_scans(&mut self, platform: &str, plugin: &str) -> Result<usize, StoreError> {
        self.writable()?;
        let result = self.forget_scans_untold(platform, plugin);
        self.told(result)
    }

    fn forget_scans_untold(&mut self, platform: &str, plugin: &str) -> Result<usize, StoreError> {
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Stated, so that it does not hang on the connection's foreign keys.
        tx.execute(
            "DELETE FROM recorded_finding WHERE scan IN
             (SELECT pk FROM recorded_scan WHERE platform = ?1 AND plugin = ?2)",
            [platform, plugin],
        )?;
        let gone = tx.execute(
            "DELETE FROM recorded_scan WHERE platform = ?1 AND plugin = ?2",
            [platform, plugin],
        )?;
        tx.commit()?;
        Ok(gone)
    }
}

fn put(conn: &Connection, platform: &str, scan: &RecordedScan) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO recorded_scan (platform, plugin, package, at, from_version, to_version, min_confidence, revision,
                                    edited, complete, forewarn)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        platform,
        scan.plugin.raw(),
        scan.package,
        scan.at,
        scan.from,
        scan.to,
        scan.min_confidence.as_str(),
        scan.revision.as_ref().map(|one| &one.commit),
        scan.revision.as_ref().map(|one| one.edited),
        scan.complete,
        scan.forewarn,
    ])?;
    let pk = conn.last_insert_rowid();
    let mut put = conn.prepare_cached(
        "INSERT INTO recorded_finding (scan, fingerprint, rule, status, symbol, file, line)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for one in &scan.findings {
        put.execute(params![
            pk,
            one.fingerprint,
            one.rule.as_str(),
            one.status.as_str(),
            one.symbol.raw(),
            one.file.raw(),
            one.line,
        ])?;
    }
    Ok(())
}

fn last(
    conn: &Connection,
    platform: &str,
    scan: &RecordedScan,
) -> Result<Option<RecordedScan>, StoreError> {
    let row = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM recorded_scan WHERE platform = ?1 AND plugin = ?2 AND package = ?3
             ORDER BY at DESC, pk DESC LIMIT 1"
        ))?
        .query_row(params![platform, scan.plugin.raw(), scan.package], row)
        .optional()?;
    row.map(|row| whole(conn, row)).transpose()
}

fn recorded(conn: &Connection, platform: &str) -> Result<Vec<RecordedScan>, StoreError> {
    let rows: Vec<Row> = conn
        .prepare(&format!(
            "SELECT {COLUMNS} FROM recorded_scan WHERE platform = ?1 ORDER BY plugin, package, at, pk"
        ))?
        .query_map([platform], row)?
        .collect::<Result<_, _>>()?;
    rows.into_iter().map(|row| whole(conn, row)).collect()
}

/// A scan without its findings, and its words as they are kept.
struct Row {
    pk: i64,
    min_confidence: String,
    scan: RecordedScan,
}

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let commit: Option<String> = row.get(7)?;
    let edited: Option<bool> = row.get(8)?;
    Ok(Row {
        pk: row.get(0)?,
        min_confidence: row.get(6)?,
        scan: RecordedScan {
            plugin: Untrusted::from(row.get::<_, String>(1)?),
            package: row.get(2)?,
            at: row.get(3)?,
            from: row.get(4)?,
            to: row.get(5)?,
            min_confidence: crate::domain::document::scan::Confidence::Medium,
            revision: commit.map(|commit| Revision {
                commit,
                edited: edited.unwrap_or_default(),
            }),
            complete: row.get(9)?,
            forewarn: row.get(10)?,
            findings: Vec::new(),
        },
    })
}

fn whole(conn: &Connection, row: Row) -> Result<RecordedScan, StoreError> {
    let mut scan = row.scan;
    scan.min_confidence = word(&row.min_confidence)?;
    let mut statement = conn.prepare_cached(
        "SELECT fingerprint, rule, status, symbol, file, line FROM recorded_finding WHERE scan = ?1
         ORDER BY file, line, symbol, fingerprint",
    )?;
    let mut rows = statement.query([row.pk])?;
    while let Some(row) = rows.next()? {
        scan.findings.push(RecordedFinding {
            fingerprint: row.get(0)?,
            rule: word(&row.get::<_, String>(1)?)?,
            status: word(&row.get::<_, String>(2)?)?,
            symbol: Untrusted::from(row.get::<_, String>(3)?),
            file: Untrusted::from(row.get::<_, String>(4)?),
            line: row.get(5)?,
        });
    }
    Ok(scan)
}

fn word<T: std::str::FromStr<Err = UnknownWord>>(word: &str) -> Result<T, StoreError> {
    word.parse()
        .map_err(|error: UnknownWord| StoreError::Value(error.to_string()))
}
