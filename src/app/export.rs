//! Writing a history out as changelog files.

use std::path::{Path, PathBuf};

use crate::app::FILE_LIMIT;
use crate::app::history::History;
use crate::changelog::folder;
use crate::domain::changelog::Counts;
use crate::error::Error;
use crate::system::System;

/// What an export wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub folder: PathBuf,
    pub files: usize,
    /// Files that stood there already and said the same.
    pub unchanged: usize,
    /// What the history holds; reading the files back gives the same.
    pub counts: Counts,
}

/// Writes every file of the history below `target`.
///
/// # Errors
/// If a file stands there that says something else, unless `overwrite`: then nothing is written.
pub fn export(
    system: &System,
    history: &History,
    target: &Path,
    overwrite: bool,
) -> Result<Exported, Error> {
    if system.is_file(target) {
        return Err(Error::new(format!(
            "{} is a file; a folder was expected",
            target.display()
        )));
    }
    let changelog = history.changelog()?;
    let files = folder::write(&changelog);
    let mut fresh = Vec::new();
    let mut clashes = Vec::new();
    for file in &files {
        let path = target.join(&file.path);
        if !system.exists(&path) {
            fresh.push(file);
        } else if system
            .read_regular(&path, FILE_LIMIT)
            .is_ok_and(|bytes| bytes == file.text.as_bytes())
        {
            // Nothing to do: it says so already.
        } else {
            clashes.push(file.path.as_str());
            fresh.push(file);
        }
    }
    if let (Some(first), false) = (clashes.first(), overwrite) {
        let message = match clashes.len() {
            1 => format!(
                "{} holds another {first}; nothing was written",
                target.display()
            ),
            n => format!(
                "{} holds {n} files that say something else, first {first}; nothing was written",
                target.display()
            ),
        };
        return Err(Error::new(message).hint("export into an empty folder, or add --overwrite"));
    }
    for file in &fresh {
        system.write_atomically(&target.join(&file.path), file.text.as_bytes())?;
    }
    Ok(Exported {
        folder: target.to_owned(),
        files: fresh.len(),
        unchanged: files.len() - fresh.len(),
        counts: changelog.counts(),
    })
}
