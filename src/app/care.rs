//! Where the database is, whether it is sound, copying it and bringing a copy back.

use std::path::{Path, PathBuf};

use crate::app::history::{History, Whereabouts, journal_for, named_database, own_path};
use crate::app::workspace::Workspace;
use crate::bundle;
use crate::domain::changelog::Leftover;
use crate::error::Error;
use crate::store::{Check, Store, backups_of};
use crate::system::System;

/// The database that a command would use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// `None`: the history in the binary, which is no file.
    pub path: Option<PathBuf>,
    pub why: &'static str,
    pub exists: bool,
    pub backups: Vec<PathBuf>,
    /// Where the first write would create one, if there is none.
    pub would_be: Option<PathBuf>,
}

/// Finds it without opening it.
///
/// # Errors
/// If a workspace's configuration cannot be read.
pub fn locate(system: &System, whereabouts: &Whereabouts) -> Result<Location, Error> {
    let at = |path: PathBuf, why| Location {
        exists: system.is_file(&path),
        backups: backups_of(&path),
        path: Some(path),
        why,
        would_be: None,
    };
    if let Some(path) = named_database(system, whereabouts) {
        let why = if whereabouts.db.is_some() {
            "named with --db"
        } else {
            "named by FOREWARN_DB"
        };
        return Ok(at(path, why));
    }
    if let Some(workspace) = Workspace::find(system, system.cwd())? {
        return Ok(at(workspace.database(), "the index of this workspace"));
    }
    let own = own_path(system);
    if let Some(path) = own.clone().filter(|path| system.is_file(path)) {
        return Ok(at(path, "your own database"));
    }
    Ok(Location {
        path: None,
        why: "the history built into forewarn; nothing has been written yet",
        exists: true,
        backups: Vec::new(),
        would_be: own,
    })
}

/// As [`locate`]; a workspace's index that is not there yet is built first.
fn locate_built(system: &System, whereabouts: &Whereabouts) -> Result<Location, Error> {
    let location = locate(system, whereabouts)?;
    if !location.exists && named_database(system, whereabouts).is_none() {
        History::open(system, whereabouts)?;
        return locate(system, whereabouts);
    }
    Ok(location)
}

fn file_of(location: &Location) -> Result<&Path, Error> {
    location.path.as_deref().ok_or_else(|| {
        Error::new("there is no database file: the history is built into forewarn")
            .hint("name one with --db")
    })
}

/// What was checked, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub place: String,
    pub checks: Vec<Check>,
}

/// Checks structure, references, search index and audit chain.
///
/// # Errors
/// If it cannot even be opened.
pub fn verify(system: &System, whereabouts: &Whereabouts) -> Result<Verified, Error> {
    let location = locate_built(system, whereabouts)?;
    let (store, place) = match &location.path {
        Some(path) => (Store::open_for_reading(path)?, path.display().to_string()),
        None => (
            Store::embedded(bundle::image())?,
            "the built-in history".to_owned(),
        ),
    };
    Ok(Verified {
        place,
        checks: store.verify()?,
    })
}

/// Copies the database to `target`, else beside itself.
///
/// # Errors
/// If there is none, or `target` exists.
pub fn backup(
    system: &System,
    whereabouts: &Whereabouts,
    target: Option<&Path>,
) -> Result<PathBuf, Error> {
    let location = locate_built(system, whereabouts)?;
    let path = file_of(&location)?;
    let store = Store::open_for_reading(path)?;
    match target {
        Some(target) => {
            let target = system.absolute(target);
            store.backup(&target)?;
            Ok(target)
        }
        None => Ok(store.backup_beside(path)?),
    }
}

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub from: PathBuf,
    pub to: PathBuf,
    /// Where the file that stood there went.
    pub former: Option<PathBuf>,
}

/// Puts a backup, without `from` the newest, in the place of the database.
///
/// # Errors
/// If there is no backup, or it is damaged itself: then nothing is changed.
pub fn restore(
    system: &System,
    whereabouts: &Whereabouts,
    from: Option<&Path>,
) -> Result<Restored, Error> {
    let location = locate(system, whereabouts)?;
    let path = file_of(&location)?;
    let from = match from {
        Some(from) => system.absolute(from),
        None => location.backups.last().cloned().ok_or_else(|| {
            Error::new(format!("there is no backup beside {}", path.display()))
                .hint("name one: forewarn db restore FILE")
        })?,
    };
    let former = Store::restore(&from, path)?;
    // Sets the journal that suits the place again.
    drop(Store::open_or_create(path, journal_for(system, path))?);
    Ok(Restored {
        from,
        to: path.to_owned(),
        former,
    })
}

/// Texts of imported files that fit nowhere, kept with where they stood.
///
/// # Errors
/// If the history cannot be opened.
pub fn leftovers(history: &History) -> Result<Vec<Leftover>, Error> {
    Ok(history.headers()?.leftovers)
}
