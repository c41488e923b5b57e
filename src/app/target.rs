//! Where changes go: into a workspace through its files, or into a database. One writer at a time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::app::FILE_LIMIT;
use crate::app::history::{
    Whereabouts, choose_platform, deliver, journal_for, named_database, own_database, own_path,
    recover, writable_index,
};
use crate::app::workspace::{Workspace, hashes};
use crate::bundle;
use crate::changelog::folder;
use crate::domain::changelog::Changelog;
use crate::error::Error;
use crate::store::{Access, Applied, Author, Outgoing, Selection, Store};
use crate::system::{Lock, System};

/// How long a command waits for another one to finish.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is to be written.
pub(super) struct Commit {
    pub(super) author: Author,
    /// Only count what it would change.
    pub(super) dry_run: bool,
    pub(super) foreign: ForeignFormat,
    /// Whether a database is copied beside itself before.
    pub(super) backup: bool,
}

/// What becomes of a file that was formatted by hand and is to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ForeignFormat {
    /// Nothing is written.
    Refuse,
    /// The formatter writes it anew.
    Rewrite,
    /// Only the lines that the change is about are written.
    Keep,
}

/// What changes go into, with what is there now. Finding it writes nothing of a change; only [`Target::commit`] does. Until it is
/// dropped no other forewarn writes there.
pub(super) struct Target {
    place: Place,
    before: Changelog,
    /// `None` where nothing is going to be written.
    _lock: Option<Lock>,
    /// What finding it came upon: an interrupted command finished, a newer bundled history.
    pub(super) notices: Vec<String>,
}

enum Place {
    Workspace {
        workspace: Box<Workspace>,
        hashes: BTreeMap<String, String>,
    },
    Database {
        path: PathBuf,
        is_new: bool,
    },
}

impl Target {
    /// `platform` is the one that the source belongs to, where the source says so itself.
    pub(super) fn find(
        system: &System,
        whereabouts: &Whereabouts,
        platform: Option<&str>,
        dry_run: bool,
    ) -> Result<Self, Error> {
        let wanted = whereabouts.platform.as_deref();
        if let (Some(wanted), Some(platform)) = (wanted, platform)
            && wanted != platform
        {
            return Err(Error::new(format!(
                "the source is a changelog of {platform}, not of {wanted}"
            ))
            .hint("leave --platform out: the source says it itself"));
        }
        let wanted = platform.or(wanted);
        if let Some(path) = named_database(system, whereabouts) {
            return Self::database(system, path, wanted, dry_run);
        }
        if let Some(workspace) = Workspace::find(system, system.cwd())? {
            return Self::workspace(system, workspace, wanted, dry_run);
        }
        let path = own_path(system).ok_or_else(|| {
            Error::new("there is no home folder to keep a database in")
                .hint("name a database with --db FILE")
        })?;
        Self::database(system, path, wanted, dry_run)
    }

    fn workspace(
        system: &System,
        workspace: Workspace,
        wanted: Option<&str>,
        dry_run: bool,
    ) -> Result<Self, Error> {
        let lock = (!dry_run)
            .then(|| only_writer(system, &workspace.lock()))
            .transpose()?;
        let notices = recover(system, &workspace)?;
        let files = workspace.files(system)?;
        let (before, _) = workspace.read_changelog(system, &files)?;
        if let Some(wanted) = wanted.filter(|wanted| *wanted != before.platform.id) {
            return Err(Error::new(format!(
                "this workspace keeps the changelog of {}, not of {wanted}",
                before.platform.id
            ))
            .hint("run forewarn outside of the workspace, or name a database with --db"));
        }
        let place = Place::Workspace {
            workspace: Box::new(workspace),
            hashes: hashes(&files),
        };
        Ok(Self {
            place,
            before,
            _lock: lock,
            notices,
        })
    }

    /// A new database of the built-in platform begins with its history.
    fn database(
        system: &System,
        path: PathBuf,
        wanted: Option<&str>,
        dry_run: bool,
    ) -> Result<Self, Error> {
        let lock = (!dry_run)
            .then(|| {
                // A database that is not there yet has no folder, maybe; what is above it is.
                let full = system.absolute(&path);
                let mut above = full.ancestors().skip(1);
                let folder = above.find(|folder| system.is_dir(folder));
                only_writer(system, folder.unwrap_or(&full))
            })
            .transpose()?;
        let is_new = !system.exists(&path);
        let mut notices = Vec::new();
        let before = if !is_new {
            let (store, told) = own_database(system, &path)?;
            notices = told;
            let platform = match wanted {
                Some(wanted) => wanted.to_owned(),
                None => choose_platform(&store, None)?,
            };
            store.load(&platform, Selection::All)?
        } else if wanted.is_none_or(|wanted| wanted == bundle::PLATFORM) {
            Store::embedded(bundle::image())?.load(bundle::PLATFORM, Selection::All)?
        } else {
            Changelog::new(wanted.unwrap_or_default())
        };
        Ok(Self {
            place: Place::Database { path, is_new },
            before,
            _lock: lock,
            notices,
        })
    }

    /// What is there before the change.
    pub(super) fn before(&self) -> &Changelog {
        &self.before
    }

    pub(super) fn describe(&self) -> String {
        match &self.place {
            Place::Workspace { workspace, .. } => {
                format!("the workspace {}", workspace.root.display())
            }
            Place::Database { path, .. } => format!("the database {}", path.display()),
        }
    }

    /// Writes the merged history, or only counts what that would change.
    pub(super) fn commit(
        &self,
        system: &System,
        commit: &Commit,
        merged: &Changelog,
    ) -> Result<Applied, Error> {
        let author = &commit.author;
        match &self.place {
            _ if commit.dry_run => {
                let mut trial = Store::in_memory()?;
                trial.sync(&self.before, author, &[])?;
                Ok(trial.sync(merged, author, &[])?)
            }
            Place::Database { path, is_new } => {
                let mut store = self.open_database(system, path, *is_new, commit.backup)?;
                Ok(store.sync(merged, author, &[])?)
            }
            Place::Workspace { workspace, hashes } => {
                let outgoing = self.outgoing(system, workspace, merged, commit.foreign)?;
                let mut store = writable_index(system, workspace)?;
                let read = Author {
                    reason: Some("read from the changelog files".to_owned()),
                    ..author.clone()
                };
                // Files edited by hand since the last command come first.
                store.sync(&self.before, &read, &[])?;
                store.remember_files(hashes)?;
                let applied = store.sync(merged, author, &outgoing)?;
                deliver(system, workspace, &mut store)?;
                Ok(applied)
            }
        }
    }

    fn open_database(
        &self,
        system: &System,
        path: &Path,
        is_new: bool,
        backup: bool,
    ) -> Result<Store, Error> {
        if is_new {
            if let Some(folder) = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
            {
                system.create_dir(folder)?;
            }
            if self.before.platform.id == bundle::PLATFORM {
                system.write_atomically(path, bundle::image())?;
            }
            return Ok(Store::open_or_create(path, journal_for(system, path))?);
        }
        let store = Store::open_or_create(path, journal_for(system, path))?;
        if backup && store.access() == Access::ReadWrite {
            store.backup_beside(path)?;
        }
        if store.load(&self.before.platform.id, Selection::All)? != self.before {
            return Err(
                Error::new(format!("{} was changed meanwhile", path.display()))
                    .hint("nothing was imported; run the import again"),
            );
        }
        Ok(store)
    }

    /// The files of a workspace that the change writes or removes, by path below its changelog folder.
    ///
    /// # Errors
    /// If one of them was formatted by hand, and it is not to be rewritten and cannot be changed line by line.
    fn outgoing(
        &self,
        system: &System,
        workspace: &Workspace,
        merged: &Changelog,
        foreign: ForeignFormat,
    ) -> Result<Vec<Outgoing>, Error> {
        let texts = |changelog: &Changelog| -> BTreeMap<String, String> {
            folder::write(changelog)
                .into_iter()
                .map(|file| (file.path, file.text))
                .collect()
        };
        let (old, new) = (texts(&self.before), texts(merged));
        let gone = old.keys().filter(|path| !new.contains_key(*path));
        let mut outgoing: Vec<Outgoing> = gone.map(|path| (path.clone(), None)).collect();
        for (path, text) in new {
            if old.get(&path) == Some(&text) {
                continue;
            }
            let text = match old.get(&path) {
                Some(formatted) if foreign != ForeignFormat::Rewrite => {
                    let full = workspace.changelog.join(&path);
                    let stands = system.read_regular(&full, FILE_LIMIT)?;
                    if stands == formatted.as_bytes() {
                        text
                    } else {
                        let kept = (foreign == ForeignFormat::Keep)
                            .then(|| self.patched(&path, &stands, merged))
                            .flatten();
                        kept.ok_or_else(|| by_hand(&full))?
                    }
                }
                _ => text,
            };
            outgoing.push((path, Some(text)));
        }
        Ok(outgoing)
    }

    /// The text of a file with only the lines changed that the change is about.
    fn patched(&self, path: &str, stands: &[u8], merged: &Changelog) -> Option<String> {
        let of_path = |changelog: &Changelog| {
            let mut releases = changelog.releases.iter();
            releases
                .find(|release| folder::path_of(release) == path)
                .cloned()
        };
        let text = std::str::from_utf8(stands).ok()?;
        if path == folder::FEATURES {
            return folder::patch_features(text, &self.before, merged);
        }
        let (before, after) = (of_path(&self.before)?, of_path(merged)?);
        folder::patch_release(text, &before, &after, &merged.streams)
    }
}

fn by_hand(full: &Path) -> Error {
    Error::new(format!(
        "{} was formatted by hand; nothing was changed",
        full.display()
    ))
    .hint("add --reformat to let forewarn rewrite it")
}

/// The lock of a place, for as long as the change takes.
///
/// # Errors
/// If another forewarn writes there for longer than anyone would wait.
pub(super) fn only_writer(system: &System, path: &Path) -> Result<Lock, Error> {
    system.lock(path, PATIENCE)?.ok_or_else(|| {
        Error::new("another forewarn is writing there").hint("try again once it is done")
    })
}
