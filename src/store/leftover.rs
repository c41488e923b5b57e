//! Text of imported files that fits nowhere.

use rusqlite::{Connection, params};

use crate::domain::changelog::Leftover;
use crate::domain::text::Untrusted;
use crate::store::StoreError;

/// Puts exactly these in the place of the platform's.
pub(super) fn replace(
    conn: &Connection,
    platform: &str,
    leftovers: &[Leftover],
) -> rusqlite::Result<()> {
    conn.execute("DELETE FROM leftover WHERE platform = ?1", [platform])?;
    let mut put = conn.prepare(
        "INSERT INTO leftover (platform, source, line, heading, text, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for leftover in leftovers {
        put.execute(params![
            platform,
            leftover.source.raw(),
            i64::try_from(leftover.line).unwrap_or(i64::MAX),
            leftover.heading.as_ref().map(Untrusted::raw),
            leftover.text.raw(),
            leftover.why,
        ])?;
    }
    Ok(())
}

/// The platform's, by source and line.
pub(super) fn load(conn: &Connection, platform: &str) -> Result<Vec<Leftover>, StoreError> {
    let mut statement =
        conn.prepare("SELECT source, line, heading, text, why FROM leftover WHERE platform = ?1")?;
    let rows = statement.query_map([platform], |row| {
        let line: i64 = row.get(1)?;
        Ok(Leftover {
            source: Untrusted::from(row.get::<_, String>(0)?),
            line: usize::try_from(line).unwrap_or(0),
            heading: row.get::<_, Option<String>>(2)?.map(Untrusted::from),
            text: Untrusted::from(row.get::<_, String>(3)?),
            why: row.get(4)?,
        })
    })?;
    let mut leftovers: Vec<Leftover> = rows.collect::<Result<_, _>>()?;
    leftovers.sort();
    Ok(leftovers)
}
