//! The schema and how older databases reach it.

use rusqlite::{Connection, TransactionBehavior};

/// `FWRN`: tells forewarn's databases from other SQLite files.
pub(super) const APPLICATION_ID: i32 = 0x4657_524e;

/// Ordered, never edited: a change of the schema is a new last item.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001-foundation.sql"),
    include_str!("migrations/0002-links.sql"),
    include_str!("migrations/0003-surfaces.sql"),
    include_str!("migrations/0004-evidence.sql"),
    include_str!("migrations/0005-scans.sql"),
    include_str!("migrations/0006-approval.sql"),
    include_str!("migrations/0007-commits.sql"),
];

/// The schema that this code reads and writes.
pub const SCHEMA_VERSION: i64 = 7;
const _: () = assert!(
    MIGRATIONS.len() == 7,
    "a migration more is a schema version more"
);

/// Keys of `meta` that tell an older forewarn what it can do with a database of a newer one.
pub(super) const LEAST_READER: &str = "least_reader_schema";
pub(super) const LEAST_FOREWARN: &str = "least_forewarn";

/// The oldest schema whose code can read what this code writes.
const LEAST_READER_SCHEMA: i64 = 1;

pub(super) fn schema_version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

pub(super) fn application_id(conn: &Connection) -> rusqlite::Result<i32> {
    conn.pragma_query_value(None, "application_id", |row| row.get(0))
}

/// Brings `conn` to [`SCHEMA_VERSION`] in one exclusive transaction. Running it again does nothing.
pub(super) fn migrate(conn: &mut Connection) -> rusqlite::Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let from = usize::try_from(schema_version(&tx)?).unwrap_or(0);
    for migration in MIGRATIONS.iter().skip(from) {
        tx.execute_batch(migration)?;
    }
    if from < MIGRATIONS.len() {
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        let mut put = tx.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?;
        put.execute((LEAST_READER, LEAST_READER_SCHEMA.to_string()))?;
        put.execute((LEAST_FOREWARN, env!("CARGO_PKG_VERSION")))?;
        drop(put);
    }
    tx.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name and text of everything in a schema, with white space evened out.
    fn objects(conn: &Connection) -> Vec<(String, String)> {
        conn.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
            .unwrap()
            .map(|row| {
                row.map(|(name, sql)| (name, sql.split_whitespace().collect::<Vec<_>>().join(" ")))
                    .unwrap()
            })
            .collect()
    }

    #[test]
    fn the_migrations_end_in_the_schema_file() {
        let mut migrated = Connection::open_in_memory().unwrap();
        migrate(&mut migrated).unwrap();
        let written = Connection::open_in_memory().unwrap();
        written
            .execute_batch(include_str!("../../schema.sql"))
            .unwrap();
        assert_eq!(objects(&migrated), objects(&written));
    }

    #[test]
    fn every_older_schema_reaches_the_same_end() {
        let mut fresh = Connection::open_in_memory().unwrap();
        migrate(&mut fresh).unwrap();
        for shipped in 1..MIGRATIONS.len() {
            let mut older = Connection::open_in_memory().unwrap();
            for migration in &MIGRATIONS[..shipped] {
                older.execute_batch(migration).unwrap();
            }
            older
                .pragma_update(None, "user_version", i64::try_from(shipped).unwrap())
                .unwrap();
            migrate(&mut older).unwrap();
            assert_eq!(objects(&older), objects(&fresh), "from schema {shipped}");
            assert_eq!(schema_version(&older).unwrap(), SCHEMA_VERSION);
        }
    }

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let before = objects(&conn);
        migrate(&mut conn).unwrap();
        assert_eq!(objects(&conn), before);
        assert_eq!(schema_version(&conn).unwrap(), SCHEMA_VERSION);
    }
}
