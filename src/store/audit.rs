//! The audit chain: append-only revisions, each with a hash over itself and the one before.

use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

use crate::store::{Store, StoreError};

/// Who makes a change, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub name: String,
    /// UTC, `YYYY-MM-DDTHH:MM:SSZ`.
    pub at: String,
    pub reason: Option<String>,
}

/// One link of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    pub seq: i64,
    pub platform: String,
    pub at: String,
    pub actor: String,
    /// `create`, `change`, `remove` or `bundle`.
    pub action: String,
    /// `entry ID`, `release STREAM/VERSION`, `feature ID`, `stream ID`, `end STREAM/LINE`, `toggle FLAG`.
    pub subject: String,
    /// JSON.
    pub before: Option<String>,
    pub after: Option<String>,
    pub reason: Option<String>,
    pub hash: String,
}

/// The hash before the first revision.
const GENESIS: &str = "";

/// What a revision says, without its place in the chain.
pub(super) struct Change<'a> {
    pub(super) platform: &'a str,
    pub(super) action: &'static str,
    pub(super) subject: &'a str,
    pub(super) before: Option<&'a str>,
    pub(super) after: Option<&'a str>,
}

pub(super) fn append(
    conn: &Connection,
    author: &Author,
    change: &Change<'_>,
) -> rusqlite::Result<()> {
    let last: Option<(i64, String)> = conn
        .prepare_cached("SELECT seq, hash FROM revision ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (seq, prev) = last.map_or((1, GENESIS.to_owned()), |(seq, hash)| (seq + 1, hash));
    let hash = hash_of(&[
        Some(&prev),
        Some(&seq.to_string()),
        Some(change.platform),
        Some(&author.at),
        Some(&author.name),
        Some(change.action),
        Some(change.subject),
        change.before,
        change.after,
        author.reason.as_deref(),
    ]);
    conn.prepare_cached(
        "INSERT INTO revision (seq, platform, at, actor, action, subject, before, after, reason, prev_hash, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        seq,
        change.platform,
        author.at,
        author.name,
        change.action,
        change.subject,
        change.before,
        change.after,
        author.reason,
        prev,
        hash,
    ])?;
    Ok(())
}

/// SHA-256 over the fields, each with its length before it, so that no two rows read alike.
fn hash_of(fields: &[Option<&str>]) -> String {
    use std::fmt::Write as _;
    let mut hasher = Sha256::new();
    for field in fields {
        match field {
            None => hasher.update([0]),
            Some(text) => {
                hasher.update([1]);
                hasher.update((text.len() as u64).to_be_bytes());
                hasher.update(text.as_bytes());
            }
        }
    }
    let mut hex = String::with_capacity(64);
    for byte in hasher.finalize() {
        write!(hex, "{byte:02x}").expect("a String takes all writes");
    }
    hex
}

const COLUMNS: &str =
    "seq, platform, at, actor, action, subject, before, after, reason, hash, prev_hash";

fn revision(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Revision, String)> {
    let revision = Revision {
        seq: row.get(0)?,
        platform: row.get(1)?,
        at: row.get(2)?,
        actor: row.get(3)?,
        action: row.get(4)?,
        subject: row.get(5)?,
        before: row.get(6)?,
        after: row.get(7)?,
        reason: row.get(8)?,
        hash: row.get(9)?,
    };
    Ok((revision, row.get(10)?))
}

impl Store {
    /// The newest revisions first, at most `limit`; of one subject if it is given.
    pub fn revisions(
        &self,
        platform: &str,
        subject: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Revision>, StoreError> {
        let result = self.revisions_untold(platform, subject, limit);
        self.told(result)
    }

    fn revisions_untold(
        &self,
        platform: &str,
        subject: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Revision>, StoreError> {
        // Without a subject the newest are wanted: `+` keeps SQLite from sorting all of a platform's by its index.
        let of_subject = if subject.is_some() {
            "platform = ?1 AND subject = ?2"
        } else {
            "+platform = ?1 AND ?2 IS NULL"
        };
        let sql =
            format!("SELECT {COLUMNS} FROM revision WHERE {of_subject} ORDER BY seq DESC LIMIT ?3");
        let mut statement = self.conn.prepare(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows =
            statement.query_map(
                params![platform, subject, limit],
                |row| Ok(revision(row)?.0),
            )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What is wrong with the chain: the first link whose hash or predecessor does not fit.
    pub(super) fn broken_chain(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self
            .conn
            .prepare(&format!("SELECT {COLUMNS} FROM revision ORDER BY seq"))?;
        let mut rows = statement.query([])?;
        let (mut prev, mut seq) = (GENESIS.to_owned(), 0);
        while let Some(row) = rows.next()? {
            let (link, claimed_prev) = revision(row)?;
            let hash = hash_of(&[
                Some(&prev),
                Some(&link.seq.to_string()),
                Some(&link.platform),
                Some(&link.at),
                Some(&link.actor),
                Some(&link.action),
                Some(&link.subject),
                link.before.as_deref(),
                link.after.as_deref(),
                link.reason.as_deref(),
            ]);
            if link.seq != seq + 1 || claimed_prev != prev || hash != link.hash {
                return Ok(vec![format!(
                    "revision {} does not follow from the one before it",
                    link.seq
                )]);
            }
            (prev, seq) = (hash, link.seq);
        }
        Ok(Vec::new())
    }
}
