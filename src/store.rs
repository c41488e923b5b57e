//! SQLite: opening, migrating, writing, reading, searching, and the audit chain.
//!
//! The database answers every query; where there is a `changelog/` folder it is only an index of the
//! files. Every write is one transaction that also appends to the hash-chained revisions. Statuses and
//! other things that depend on a day are never stored.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

mod api;
mod audit;
mod care;
mod evidence;
mod facts;
mod leftover;
mod lookup;
mod migrate;
mod open;
mod read;
mod recorded;
mod search;
mod settled;
mod sync;
mod write;

pub use api::{ReadPackage, Recorded};
pub use audit::{Author, Revision};
pub use care::{Check, backups_of};
pub use evidence::Evidence;
pub use facts::Carries;
pub use lookup::{Corrected, EntrySort};
pub use migrate::SCHEMA_VERSION;
pub use open::{Journal, Notice};
pub use read::Selection;
pub use search::{Hit, HitKind, Hits, MARK_END, MARK_START, RANKED};
pub use sync::{Applied, Outgoing, sha256};

/// An open database.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    access: Access,
    path: Option<PathBuf>,
    notices: Vec<Notice>,
}

/// What may be done with a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    ReadWrite,
    ReadOnly,
}

/// What went wrong with a database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{} is damaged: {detail}", path.display())]
    Damaged {
        path: PathBuf,
        detail: String,
        /// The newest backup, if there is one.
        backup: Option<PathBuf>,
    },
    #[error("{} is not a database of forewarn", .0.display())]
    Foreign(PathBuf),
    #[error("{} was written by a newer forewarn; it needs forewarn {needed} or newer", path.display())]
    Newer { path: PathBuf, needed: String },
    #[error("{} is a folder; a database file was expected", .0.display())]
    IsFolder(PathBuf),
    #[error("there is no database at {}", .0.display())]
    Missing(PathBuf),
    #[error("the folder of {} is not there", .0.display())]
    NoFolder(PathBuf),
    #[error("{} can only be read", path.as_deref().unwrap_or(Path::new("the built-in history")).display())]
    ReadOnly { path: Option<PathBuf> },
    #[error("{} is in use by another forewarn; it did not become free within five seconds", .0.display())]
    Busy(PathBuf),
    #[error("{package} {version} is recorded with other content")]
    OtherContent { package: String, version: String },
    #[error("a stored value cannot be read: {0}")]
    Value(String),
    #[error("the database failed")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the database's file failed")]
    Io(#[from] std::io::Error),
}

/// What stands behind an error of SQLite that is no fault of the database's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no room on the disk.
    Full,
    /// The disk, or what it is reached through, does not do what it is told.
    Device,
}

impl StoreError {
    /// The fault of the machine that it tells of; `None` if it tells of none.
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Self::Sqlite(error) => match error.sqlite_error_code()? {
                rusqlite::ErrorCode::DiskFull => Some(Fault::Full),
                rusqlite::ErrorCode::SystemIoFailure => Some(Fault::Device),
                _ => None,
            },
            Self::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => Some(Fault::Full),
            Self::Io(_) => Some(Fault::Device),
            _ => None,
        }
    }
}

impl Store {
    pub fn access(&self) -> Access {
        self.access
    }

    /// Where the database is; `None` in memory and for the built-in image.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What a user should know of how it was opened.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Gives an error of SQLite its meaning, now that the file is known.
    fn told<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        result.map_err(|error| match (error, &self.path) {
            (StoreError::Sqlite(error), Some(path)) => open::named(path, error),
            (error, _) => error,
        })
    }

    fn writable(&self) -> Result<(), StoreError> {
        match self.access {
            Access::ReadWrite => Ok(()),
            Access::ReadOnly => Err(StoreError::ReadOnly {
                path: self.path.clone(),
            }),
        }
    }

    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        use rusqlite::OptionalExtension as _;
        Ok(self
            .conn
            .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| {
                row.get(0)
            })
            .optional()?)
    }
}
