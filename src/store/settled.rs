//! Git commits that were dealt with and have no entry.

use rusqlite::{Connection, params};

use crate::domain::changelog::{Settled, SettledCommit};
use crate::store::StoreError;

/// Puts exactly these in the place of the platform's.
pub(super) fn replace(
    conn: &Connection,
    platform: &str,
    commits: &[SettledCommit],
) -> rusqlite::Result<()> {
    conn.execute("DELETE FROM settled_commit WHERE platform = ?1", [platform])?;
    let mut put = conn
        .prepare("INSERT INTO settled_commit (platform, id, why, entry) VALUES (?1, ?2, ?3, ?4)")?;
    for commit in commits {
        put.execute(params![
            platform,
            commit.id,
            commit.why.as_str(),
            commit.entry
        ])?;
    }
    Ok(())
}

/// The platform's, by id.
pub(super) fn load(conn: &Connection, platform: &str) -> Result<Vec<SettledCommit>, StoreError> {
    let mut statement =
        conn.prepare("SELECT id, why, entry FROM settled_commit WHERE platform = ?1 ORDER BY id")?;
    let mut rows = statement.query([platform])?;
    let mut commits = Vec::new();
    while let Some(row) = rows.next()? {
        let why: String = row.get(1)?;
        let why: Settled = why
            .parse()
            .map_err(|error: crate::domain::words::UnknownWord| {
                StoreError::Value(error.to_string())
            })?;
        commits.push(SettledCommit {
            id: row.get(0)?,
            why,
            entry: row.get(2)?,
        });
    }
    Ok(commits)
}
