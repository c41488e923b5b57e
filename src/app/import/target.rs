//! Where an import goes: a workspace through its files, or a database.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::app::FILE_LIMIT;
use crate::app::history::{
    Whereabouts, choose_platform, deliver, journal_for, named_database, own_database, own_path,
    recover, writable_index,
};
use crate::app::import::ImportRequest;
use crate::app::workspace::{Workspace, hashes};
use crate::bundle;
use crate::changelog::folder;
use crate::domain::changelog::Changelog;
use crate::error::Error;
use crate::store::{Access, Applied, Author, Outgoing, Selection, Store};
use crate::system::System;

/// What an import goes into, with what is there now. Finding it writes nothing of the import; only
/// [`Target::commit`] does.
pub(super) struct Target {
    place: Place,
    before: Changelog,
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
            return Self::database(system, path, wanted);
        }
        if let Some(workspace) = Workspace::find(system, system.cwd())? {
            return Self::workspace(system, workspace, wanted);
        }
        let path = own_path(system).ok_or_else(|| {
            Error::new("there is no home folder to keep a database in")
                .hint("name a database with --db FILE")
        })?;
        Self::database(system, path, wanted)
    }

    fn workspace(
        system: &System,
        workspace: Workspace,
        wanted: Option<&str>,
    ) -> Result<Self, Error> {
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
            notices,
        })
    }

    /// A new database of the built-in platform begins with its history.
    fn database(system: &System, path: PathBuf, wanted: Option<&str>) -> Result<Self, Error> {
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
            notices,
        })
    }

    /// What is there before the import.
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
        request: &ImportRequest,
        merged: &Changelog,
    ) -> Result<Applied, Error> {
        let author = Author {
            name: system.user(),
            at: system.now(),
            reason: Some(format!("import {}", request.source)),
        };
        match &self.place {
            _ if request.dry_run => {
                let mut trial = Store::in_memory()?;
                trial.sync(&self.before, &author, &[])?;
                Ok(trial.sync(merged, &author, &[])?)
            }
            Place::Database { path, is_new } => {
                let mut store = self.open_database(system, path, *is_new)?;
                Ok(store.sync(merged, &author, &[])?)
            }
            Place::Workspace { workspace, hashes } => {
                let outgoing = self.outgoing(system, workspace, merged, request.reformat)?;
                let mut store = writable_index(system, workspace)?;
                let read = Author {
                    reason: Some("read from the changelog files".to_owned()),
                    ..author.clone()
                };
                // Files edited by hand since the last command come first.
                store.sync(&self.before, &read, &[])?;
                store.remember_files(hashes)?;
                let applied = store.sync(merged, &author, &outgoing)?;
                deliver(system, workspace, &mut store)?;
                Ok(applied)
            }
        }
    }

    fn open_database(&self, system: &System, path: &Path, is_new: bool) -> Result<Store, Error> {
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
        if store.access() == Access::ReadWrite {
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

    /// The files of a workspace that the merge changes, by path below its changelog folder.
    ///
    /// # Errors
    /// If one of them was formatted by hand: it is only rewritten when asked for.
    fn outgoing(
        &self,
        system: &System,
        workspace: &Workspace,
        merged: &Changelog,
        reformat: bool,
    ) -> Result<Vec<Outgoing>, Error> {
        let texts = |changelog: &Changelog| -> BTreeMap<String, String> {
            folder::write(changelog)
                .into_iter()
                .map(|file| (file.path, file.text))
                .collect()
        };
        let (old, new) = (texts(&self.before), texts(merged));
        let mut outgoing = Vec::new();
        for (path, text) in new {
            if old.get(&path) == Some(&text) {
                continue;
            }
            let full = workspace.changelog.join(&path);
            if let Some(formatted) = old.get(&path) {
                let is_by_hand = system.read(&full, FILE_LIMIT)? != formatted.as_bytes();
                if is_by_hand && !reformat {
                    return Err(Error::new(format!(
                        "{} was formatted by hand; nothing was changed",
                        full.display()
                    ))
                    .hint("add --reformat to let the import rewrite it"));
                }
            }
            outgoing.push((path, Some(text)));
        }
        Ok(outgoing)
    }
}
