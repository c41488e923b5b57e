//! Every way of opening a database, and what is wrong with those that cannot be.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::store::care::backups_of;
use crate::store::migrate::{self, SCHEMA_VERSION};
use crate::store::{Access, Store, StoreError};

/// How a database keeps its journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journal {
    /// In the user's own data folder, which is on a local disk.
    Wal,
    /// Wherever a user put it: network file systems do not carry WAL.
    Rollback,
}

/// What a user should know of how a database was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The place cannot be written.
    ReadOnlyPlace(PathBuf),
    /// A newer forewarn wrote it; reading works, writing would lose what is new.
    NewerSchema(PathBuf),
    /// It was brought to this forewarn's schema; the copy from before is kept.
    Migrated { path: PathBuf, backup: PathBuf },
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ReadOnlyPlace(path) => write!(
                f,
                "{} cannot be written here; it is only read",
                path.display()
            ),
            Self::NewerSchema(path) => {
                write!(
                    f,
                    "{} was written by a newer forewarn; it is only read",
                    path.display()
                )
            }
            Self::Migrated { path, backup } => write!(
                f,
                "{} was brought to this forewarn's schema; the copy from before is {}",
                path.display(),
                backup.display()
            ),
        }
    }
}

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

impl Store {
    /// An empty database in memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut conn = Connection::open_in_memory()?;
        set_rules(&conn)?;
        migrate::migrate(&mut conn)?;
        Ok(Self {
            conn,
            access: Access::ReadWrite,
            path: None,
            notices: Vec::new(),
        })
    }

    /// The image that is embedded in the binary: opened in place, nothing is copied or written.
    pub fn embedded(image: &'static [u8]) -> Result<Self, StoreError> {
        let mut conn = Connection::open_in_memory()?;
        conn.deserialize_bytes("main", image)?;
        conn.pragma_update(None, "query_only", true)?;
        Ok(Self {
            conn,
            access: Access::ReadOnly,
            path: None,
            notices: Vec::new(),
        })
    }

    /// Opens the database at `path` for reading and writing, or creates an empty one there.
    ///
    /// # Errors
    /// All of [`StoreError`]; a place that cannot be written gives [`StoreError::ReadOnly`].
    pub fn open_or_create(path: &Path, journal: Journal) -> Result<Self, StoreError> {
        if path.is_dir() {
            return Err(StoreError::IsFolder(path.to_owned()));
        }
        if path
            .parent()
            .is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir())
        {
            return Err(StoreError::NoFolder(path.to_owned()));
        }
        let is_new = !path.exists();
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).map_err(|error| named(path, error))?;
        if is_new {
            set_rules(&conn)?;
            set_journal(&conn, journal).map_err(|error| named(path, error))?;
            let mut conn = conn;
            migrate::migrate(&mut conn).map_err(|error| named(path, error))?;
            return Ok(Self {
                conn,
                access: Access::ReadWrite,
                path: Some(path.to_owned()),
                notices: Vec::new(),
            });
        }
        Self::existing(conn, path, Access::ReadWrite, Some(journal))
    }

    /// Opens the database at `path` for reading. Nothing is written, not even beside it, unless its
    /// schema is older and the place can be written.
    ///
    /// # Errors
    /// All of [`StoreError`] but `ReadOnly`.
    pub fn open_for_reading(path: &Path) -> Result<Self, StoreError> {
        if path.is_dir() {
            return Err(StoreError::IsFolder(path.to_owned()));
        }
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let read_write = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(path, read_write)
            .and_then(|conn| {
                conn.is_readonly("main")
                    .map(|is_read_only| (conn, is_read_only))
            })
            .ok()
            .filter(|(conn, is_read_only)| !is_read_only && can_be_locked(conn));
        if let Some((conn, _)) = opened {
            let mut store = Self::existing(conn, path, Access::ReadOnly, None)?;
            store.conn.pragma_update(None, "query_only", true)?;
            store.access = Access::ReadOnly;
            return Ok(store);
        }
        let uri = format!("file:{}?mode=ro&immutable=1", uri_path(path));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(uri, flags).map_err(|error| named(path, error))?;
        let mut store = Self::existing(conn, path, Access::ReadOnly, None)?;
        store.notices.push(Notice::ReadOnlyPlace(path.to_owned()));
        Ok(store)
    }

    /// Checks what a file is before anything else is done with it.
    fn existing(
        conn: Connection,
        path: &Path,
        access: Access,
        journal: Option<Journal>,
    ) -> Result<Self, StoreError> {
        set_rules(&conn).map_err(|error| named(path, error))?;
        let version = migrate::schema_version(&conn).map_err(|error| named(path, error))?;
        let application = migrate::application_id(&conn).map_err(|error| named(path, error))?;
        if application != migrate::APPLICATION_ID {
            return Err(StoreError::Foreign(path.to_owned()));
        }
        let mut store = Self {
            conn,
            access,
            path: Some(path.to_owned()),
            notices: Vec::new(),
        };
        if version > SCHEMA_VERSION {
            return store.newer(path);
        }
        if version < SCHEMA_VERSION {
            store.older(path)?;
        }
        if let Some(journal) = journal {
            set_journal(&store.conn, journal).map_err(|error| named(path, error))?;
        }
        Ok(store)
    }

    /// A newer forewarn wrote it: it says itself who can still read it.
    fn newer(mut self, path: &Path) -> Result<Self, StoreError> {
        let readable = self
            .meta(migrate::LEAST_READER)
            .ok()
            .flatten()
            .and_then(|least| least.parse::<i64>().ok())
            .is_some_and(|least| least <= SCHEMA_VERSION);
        if !readable {
            let needed = self
                .meta(migrate::LEAST_FOREWARN)
                .ok()
                .flatten()
                .unwrap_or_else(|| "of its schema".to_owned());
            return Err(StoreError::Newer {
                path: path.to_owned(),
                needed,
            });
        }
        self.access = Access::ReadOnly;
        self.conn.pragma_update(None, "query_only", true)?;
        self.notices.push(Notice::NewerSchema(path.to_owned()));
        Ok(self)
    }

    /// Migrates after a backup; where nothing can be written, in a copy in memory.
    fn older(&mut self, path: &Path) -> Result<(), StoreError> {
        if self.conn.is_readonly("main")? {
            let mut copy = Connection::open_in_memory()?;
            rusqlite::backup::Backup::new(&self.conn, &mut copy)?.run_to_completion(
                1024,
                Duration::ZERO,
                None,
            )?;
            set_rules(&copy)?;
            migrate::migrate(&mut copy).map_err(|error| named(path, error))?;
            self.conn = copy;
            return Ok(());
        }
        let backup = self.backup_beside(path)?;
        migrate::migrate(&mut self.conn).map_err(|error| named(path, error))?;
        self.notices.push(Notice::Migrated {
            path: path.to_owned(),
            backup,
        });
        Ok(())
    }
}

fn set_rules(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)
}

fn set_journal(conn: &Connection, journal: Journal) -> rusqlite::Result<()> {
    let mode = match journal {
        Journal::Wal => "wal",
        Journal::Rollback => "delete",
    };
    conn.pragma_update_and_check(None, "journal_mode", mode, |_row| Ok(()))
}

/// Whether SQLite can put its locks and journal beside the file: a folder that cannot be written
/// shows only when a lock is asked for. Somebody else's lock shows that it can be.
fn can_be_locked(conn: &Connection) -> bool {
    let refused = conn
        .busy_timeout(Duration::ZERO)
        .and_then(|()| conn.execute_batch("BEGIN IMMEDIATE; ROLLBACK;"))
        .err()
        .and_then(|error| error.sqlite_error_code());
    !matches!(
        refused,
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
    )
}

fn uri_path(path: &Path) -> String {
    path.to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23")
}

/// Gives an error of SQLite its meaning for a user.
pub(super) fn named(path: &Path, error: rusqlite::Error) -> StoreError {
    let code = error.sqlite_error_code();
    let backup = backups_of(path).into_iter().next_back();
    match code {
        // A database whose first page is gone looks like any other file; its backups tell.
        Some(ErrorCode::NotADatabase) if backup.is_none() => StoreError::Foreign(path.to_owned()),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => StoreError::Damaged {
            path: path.to_owned(),
            detail: error.to_string(),
            backup,
        },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Busy(path.to_owned())
        }
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::ReadOnly {
                path: Some(path.to_owned()),
            }
        }
        _ => StoreError::Sqlite(error),
    }
}
