//! Which plugins there are below a path, and their files.
//!
//! A plugin is a package (a folder whose `package.json` names one) that declares a dependency on the platform, or any
//! package where the user named what to scan for. A file belongs to the nearest package at or above it. Ignore files
//! hold as git has them; links are not followed, since what they lead to has a place of its own.

mod ignores;
mod names;
mod packages;
mod uses;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::cancel::Cancel;
use crate::domain::document::scan::{Skipped, Unreadable};
use crate::domain::surface::Language;
use crate::error::Error;
use crate::scan::Why;
use crate::scan::lockfile::above;
use crate::scan::manifest::Manifest;
use crate::scan::text::{Kind as SourceKind, SourceFile, reason};
use crate::system::{Item, Kind, System};

use ignores::Ignores;
use packages::Packages;

pub use uses::{Use, Wanted};

/// How many folders deep files are looked for; a tree that is deeper is made to be.
const DEPTH: usize = 128;

/// Things in folders that are looked at in one walk.
const ENTRIES: usize = 2_000_000;

/// A plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What its manifest says, else its folder's name. From outside, as all names here.
    pub name: String,
    /// The PATH as given.
    pub path: String,
    /// The package's folder relative to PATH, with `/`; `.` where PATH is or lies inside the package.
    pub root: String,
    /// The folder that `root` names, absolute and with links followed: files are relative to it.
    pub folder: PathBuf,
    /// `None` if there is none, or it cannot be read (then it is among the unreadable).
    pub manifest: Option<Manifest>,
    /// What it uses of what is wanted, by the name of import. Empty if its manifest cannot be read.
    pub uses: Vec<Use>,
    /// By path.
    pub files: Vec<SourceFile>,
    /// What the walk passed over. Reading a file may tell of more: [`crate::scan::text::Text::passed_over`].
    pub skipped: Vec<Skipped>,
    pub unreadable: Vec<Unreadable>,
    /// The names of other packages below the PATH: what is imported of them is not read with this one.
    pub siblings: Arc<BTreeSet<String>>,
}

/// A package that declares a wanted dependency, and still is no plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// As [`Found::root`].
    pub root: String,
    /// A fragment of a sentence: `its package.json states no name`.
    pub why: String,
}

/// What a walk finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plugins {
    /// By root.
    pub found: Vec<Found>,
    pub passed_over: Vec<PassedOver>,
    /// Packages that do not depend on anything wanted.
    pub others: usize,
    /// Source files that belong to no plugin, though not to another package either.
    pub loose: usize,
    /// What could not be read outside of any plugin, relative to PATH: a plugin may be in there.
    pub unreadable: Vec<Unreadable>,
}

/// Adds one to what was passed over for a reason.
pub fn count(skipped: &mut Vec<Skipped>, why: Why) {
    let known = skipped
        .iter_mut()
        .find(|skipped| skipped.why == why.as_str());
    if let Some(known) = known {
        known.files += 1;
        return;
    }
    skipped.push(Skipped {
        why: why.to_string(),
        files: 1,
    });
    skipped.sort();
}

/// The plugins at, below or around `path`: a folder, or one file. If the work is cancelled, what was found until then.
///
/// # Errors
/// If there is nothing at `path`, or it is a file that is no source. Whatever else cannot be read is in the answer.
pub fn plugins(
    system: &System,
    path: &Path,
    wanted: &Wanted,
    cancel: &Cancel,
) -> Result<Plugins, Error> {
    let real = system
        .real_path(path)
        .map_err(|error| Error::from(error).hint("name a folder with plugins, or a file of one"))?;
    let (base, file) = if system.is_dir(&real) {
        (real, None)
    } else {
        let name = file_name(path, &real, wanted)?;
        let folder = real.parent().unwrap_or(Path::new("/")).to_owned();
        (folder, Some(name))
    };
    // Files are named relative to the folder that they are in.
    let shown = match (&file, path.parent()) {
        (None, _) => path,
        (Some(_), Some(folder)) if !folder.as_os_str().is_empty() => folder,
        (Some(_), _) => Path::new("."),
    };
    let top = above(&base, Path::new(""))
        .find(|folder| system.exists(&folder.join(".git")))
        .map(Path::to_owned);
    let mut walk = Walk {
        wanted,
        system,
        cancel,
        packages: Packages::new(system, &base, top.as_deref(), wanted),
        base,
        entries: 0,
        folders: Vec::new(),
    };
    match file {
        Some(name) => walk.one_file(&name),
        None => walk.all(top.as_deref()),
    }
    Ok(walk
        .packages
        .into_plugins(&shown.display().to_string(), top.as_deref()))
}

/// The name of a file that can be scanned alone.
fn file_name(path: &Path, real: &Path, wanted: &Wanted) -> Result<String, Error> {
    let name = real
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if name == wanted.manifest() || is_source(&name, wanted.language()) {
        return Ok(name);
    }
    let hint = match wanted.language() {
        Language::TypeScript => {
            "name a folder, a package.json, or a file that ends with .js .jsx .ts .tsx .mjs .cjs .mts .cts .vue or .svelte"
        }
        Language::Rust => "name a folder, a Cargo.toml, or a file that ends with .rs",
    };
    Err(Error::new(format!("{} is no source of a plugin", path.display())).hint(hint))
}

/// Whether a file is source of plugins in a language.
fn is_source(name: &str, language: Language) -> bool {
    SourceKind::of(name).is_some_and(|kind| kind.language() == language)
}

/// A folder that is still to be looked into.
struct Folder {
    /// Relative to the walk's base, with `/`; empty for itself.
    below: String,
    depth: usize,
    /// The package that it lies in.
    owner: usize,
    ignores: Option<Rc<Ignores>>,
    /// Whether it lies below a folder of sources, where `build` is a name like any other.
    in_sources: bool,
}

struct Walk<'a> {
    wanted: &'a Wanted,
    system: &'a System,
    cancel: &'a Cancel,
    packages: Packages<'a>,
    base: PathBuf,
    entries: usize,
    folders: Vec<Folder>,
}

impl Walk<'_> {
    fn one_file(&mut self, name: &str) {
        if self.system.is_file(&self.base.join(self.wanted.manifest())) {
            self.packages.enter("", 0);
        }
        if name == self.wanted.manifest() {
            return;
        }
        match names::passes_over(name) {
            Some(why) => self.packages.count(0, why),
            None => self.packages.add(0, name, name),
        }
    }

    fn all(&mut self, top: Option<&Path>) {
        let ignores = Ignores::above(self.system, &self.base, top);
        self.folders.push(Folder {
            below: String::new(),
            depth: 0,
            owner: 0,
            ignores,
            in_sources: false,
        });
        while let Some(folder) = self.folders.pop() {
            if self.cancel.is_raised() {
                break;
            }
            self.folder(folder);
        }
    }

    fn folder(&mut self, mut folder: Folder) {
        let place = names::place(&self.base, &folder.below);
        let items = match self.system.list(&place) {
            Ok(items) => items,
            Err(error) => {
                let why = reason(&error);
                self.packages.unreadable(folder.owner, &folder.below, why);
                return;
            }
        };
        self.entries += items.len();
        if self.entries > ENTRIES {
            let why =
                format!("the walk ends here: there are more than {ENTRIES} files and folders");
            self.packages.unreadable(folder.owner, &folder.below, why);
            self.folders.clear();
            return;
        }
        if has_file(&items, self.wanted.manifest()) {
            let inner = self.packages.enter(&folder.below, folder.owner);
            // What a package holds is its own to name again.
            folder.in_sources &= inner == folder.owner;
            folder.owner = inner;
        }
        folder.ignores = Ignores::within(self.system, &place, &items, folder.ignores.take());
        let mut inner = Vec::new();
        for item in &items {
            if let Some(next) = self.item(&folder, &place, item) {
                inner.push(next);
            }
        }
        // The first by name is popped first.
        self.folders.extend(inner.into_iter().rev());
    }

    /// Sorts out one thing in a folder; gives the folder that is to be looked into, if it is one.
    fn item(&mut self, folder: &Folder, place: &Path, item: &Item) -> Option<Folder> {
        let below = names::join(&folder.below, &item.name);
        match item.kind {
            Kind::Folder => {
                return self.inner_folder(folder, place, &item.name, below);
            }
            Kind::File(_) => {
                if is_source(&item.name, self.wanted.language()) {
                    self.source(folder, place, &item.name, &below);
                }
            }
            Kind::Link => {
                let target = place.join(&item.name);
                if is_source(&item.name, self.wanted.language()) || self.system.is_dir(&target) {
                    self.packages.count(folder.owner, Why::Links);
                }
            }
            Kind::Other => self.packages.count(folder.owner, Why::Special),
        }
        None
    }

    fn inner_folder(
        &mut self,
        folder: &Folder,
        place: &Path,
        name: &str,
        below: String,
    ) -> Option<Folder> {
        if names::is_record(name) {
            return None;
        }
        let why = names::passes_over_folder(name, folder.in_sources, self.wanted.language())
            .or_else(|| is_ignored(folder, place, name, true).then_some(Why::Ignored));
        if let Some(why) = why {
            self.packages.count(folder.owner, why);
            return None;
        }
        if folder.depth >= DEPTH {
            let why = format!("it lies more than {DEPTH} folders deep");
            self.packages.unreadable(folder.owner, &below, why);
            return None;
        }
        Some(Folder {
            below,
            depth: folder.depth + 1,
            owner: folder.owner,
            ignores: folder.ignores.clone(),
            in_sources: folder.in_sources || names::is_sources(name),
        })
    }

    fn source(&mut self, folder: &Folder, place: &Path, name: &str, below: &str) {
        let why = names::passes_over(name)
            .or_else(|| is_ignored(folder, place, name, false).then_some(Why::Ignored));
        if let Some(why) = why {
            self.packages.count(folder.owner, why);
        } else if name.contains('\u{fffd}') && !self.system.exists(&place.join(name)) {
            let why = "its name is no Unicode, so it cannot be named".to_owned();
            self.packages.unreadable(folder.owner, below, why);
        } else {
            self.packages.add(folder.owner, below, name);
        }
    }
}

fn has_file(items: &[Item], name: &str) -> bool {
    items
        .iter()
        .any(|item| item.name == name && matches!(item.kind, Kind::File(_)))
}

fn is_ignored(folder: &Folder, place: &Path, name: &str, is_folder: bool) -> bool {
    folder
        .ignores
        .as_ref()
        .is_some_and(|ignores| ignores.holds(&place.join(name), is_folder))
}

#[cfg(test)]
mod tests;
