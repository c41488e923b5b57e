//! Looking after a database: checking, copying, restoring.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::store::open::named;
use crate::store::{Store, StoreError};

/// One thing that `verify` looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub name: &'static str,
    /// Empty if all is well.
    pub problems: Vec<String>,
}

/// At most this many automatic backups are kept beside a database.
const KEPT_BACKUPS: usize = 5;

impl Store {
    /// Checks the file's structure, the references, the search index and the revision chain.
    pub fn verify(&self) -> Result<Vec<Check>, StoreError> {
        let result = self.verify_untold();
        self.told(result)
    }

    fn verify_untold(&self) -> Result<Vec<Check>, StoreError> {
        let lines = |sql: &str| -> Result<Vec<String>, StoreError> {
            let mut statement = self.conn.prepare(sql)?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let mut structure = lines("PRAGMA integrity_check")?;
        structure.retain(|line| line != "ok");
        let references = lines(
            "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' refers to a missing ' || parent
             FROM pragma_foreign_key_check",
        )?;
        let unindexed = lines(
            "WITH indexed (rowid, name) AS (
                 SELECT pk * 4, 'entry ' || id FROM entry
                 UNION ALL SELECT pk * 4 + 1, 'release ' || stream || '/' || place FROM release
                 UNION ALL SELECT pk * 4 + 2, 'feature ' || id FROM feature)
             SELECT name || ' is not in the search index' FROM indexed
             WHERE rowid NOT IN (SELECT rowid FROM search)
             UNION ALL SELECT kind || ' ' || subject || ' is in the search index, but gone' FROM search
             WHERE rowid NOT IN (SELECT rowid FROM indexed)",
        )?;
        Ok(vec![
            Check {
                name: "structure",
                problems: structure,
            },
            Check {
                name: "references",
                problems: references,
            },
            Check {
                name: "search index",
                problems: unindexed,
            },
            Check {
                name: "revision chain",
                problems: self.broken_chain()?,
            },
        ])
    }

    /// Copies the whole database to `target`, which must not exist.
    pub fn backup(&self, target: &Path) -> Result<(), StoreError> {
        let result = self.backup_untold(target);
        self.told(result)
    }

    fn backup_untold(&self, target: &Path) -> Result<(), StoreError> {
        if target.exists() {
            let kind = std::io::ErrorKind::AlreadyExists;
            return Err(
                std::io::Error::new(kind, format!("{} exists already", target.display())).into(),
            );
        }
        let mut copy = connect(target)?;
        rusqlite::backup::Backup::new(&self.conn, &mut copy)?.run_to_completion(
            1024,
            Duration::ZERO,
            None,
        )?;
        Ok(())
    }

    /// Copies the database beside itself under the next backup name, and drops the oldest copies.
    pub fn backup_beside(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let backups = backups_of(path);
        let next = backups
            .last()
            .and_then(|last| number_of(path, last))
            .unwrap_or(0)
            + 1;
        let target = backup_path(path, next);
        self.backup(&target)?;
        let surplus = (backups.len() + 1).saturating_sub(KEPT_BACKUPS);
        for old in backups.iter().take(surplus) {
            std::fs::remove_file(old)?;
        }
        Ok(target)
    }

    /// Puts the database at `backup` in the place of the one at `path`. The former file is kept as
    /// `PATH.replaced`, whatever its state.
    ///
    /// # Errors
    /// If `backup` is no sound database of forewarn nothing is changed.
    pub fn restore(backup: &Path, path: &Path) -> Result<Option<PathBuf>, StoreError> {
        let source = Self::open_for_reading(backup)?;
        let problems: Vec<String> = source
            .verify()?
            .into_iter()
            .flat_map(|check| check.problems)
            .collect();
        if let Some(problem) = problems.into_iter().next() {
            return Err(StoreError::Damaged {
                path: backup.to_owned(),
                detail: problem,
                backup: None,
            });
        }
        let fresh = suffixed(path, "restoring");
        if fresh.exists() {
            std::fs::remove_file(&fresh)?;
        }
        source.backup(&fresh)?;
        let former = path.exists().then(|| next_free(path, "replaced"));
        if let Some(former) = &former {
            put_aside(path, former)?;
        }
        std::fs::rename(&fresh, path)?;
        Ok(former)
    }
}

/// Keeps a database under another name, with its journals, which hold what the file does not yet. Where the file system has
/// links it stays in its place too until another one takes that: whoever is interrupted has a database.
fn put_aside(path: &Path, former: &Path) -> Result<(), StoreError> {
    if std::fs::hard_link(path, former).is_err() {
        std::fs::rename(path, former)?;
    }
    // Another file must not meet them.
    for journal in ["-wal", "-shm", "-journal"] {
        let (from, to) = (joined(path, journal), joined(former, journal));
        if from.exists() {
            std::fs::rename(from, to)?;
        }
    }
    Ok(())
}

/// An empty file to copy a database into.
fn connect(target: &Path) -> Result<Connection, StoreError> {
    use rusqlite::OpenFlags;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(target, flags).map_err(|error| named(target, error))
}

fn joined(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn suffixed(path: &Path, suffix: &str) -> PathBuf {
    joined(path, &format!(".{suffix}"))
}

/// `PATH.SUFFIX`, or with a number after it where that is taken.
fn next_free(path: &Path, suffix: &str) -> PathBuf {
    let plain = suffixed(path, suffix);
    if !plain.exists() {
        return plain;
    }
    (2..=u32::MAX)
        .map(|number| suffixed(path, &format!("{suffix}-{number}")))
        .find(|free| !free.exists())
        .unwrap_or(plain)
}

fn backup_path(path: &Path, number: u32) -> PathBuf {
    suffixed(path, &format!("backup-{number:04}"))
}

fn number_of(path: &Path, backup: &Path) -> Option<u32> {
    let name = path.file_name()?.to_str()?;
    backup
        .file_name()?
        .to_str()?
        .strip_prefix(name)?
        .strip_prefix(".backup-")?
        .parse()
        .ok()
}

/// The automatic backups beside the database at `path`, oldest first.
pub fn backups_of(path: &Path) -> Vec<PathBuf> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let Ok(items) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut backups: Vec<(u32, PathBuf)> = items
        .filter_map(|item| {
            let found = item.ok()?.path();
            Some((number_of(path, &found)?, found))
        })
        .collect();
    backups.sort();
    backups.into_iter().map(|(_, path)| path).collect()
}
