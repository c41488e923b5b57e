//! The packages that a walk meets, and what of it belongs to each.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::uses::{Context, Wanted};
use super::{Found, PassedOver, Plugins, names};
use crate::domain::document::scan::{Point, Skipped, Unreadable};
use crate::domain::surface::Language;
use crate::scan::Why;
use crate::scan::lockfile::{Lockfiles, MANIFEST_LIMIT, above};
use crate::scan::manifest::cargo::{self, CARGO};
use crate::scan::manifest::{self, Manifest};
use crate::scan::text::{Kind, SourceFile, decode, reason};
use crate::system::System;

/// What a package is to the scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Plugin,
    /// It declares a wanted dependency, and lacks what is named here.
    Lacking(&'static str),
    /// A package that has nothing to do with what is wanted.
    Other,
    /// No package: the place for files that belong to none.
    Nobody,
}

/// A package, or what is in none.
pub(super) struct Package {
    /// Relative to the walk's base, with `/`; empty for itself.
    below: String,
    /// The folder of the manifest, which may be above the base.
    folder: PathBuf,
    manifest: Option<Manifest>,
    role: Role,
    files: Vec<SourceFile>,
    /// Files that were not kept, because nobody scans them.
    dropped: usize,
    skipped: Vec<Skipped>,
    unreadable: Vec<Unreadable>,
}

pub(super) struct Packages<'a> {
    system: &'a System,
    wanted: &'a Wanted,
    base: PathBuf,
    /// Where looking upwards ends.
    top: &'a Path,
    /// The first is what the base lies in.
    list: Vec<Package>,
}

/// A manifest that was looked at.
enum Read {
    Package(Box<Manifest>),
    /// It only sets something for the tools: neither a name nor a dependency.
    Marker,
    Broken(Unreadable),
}

impl<'a> Packages<'a> {
    /// With what `base` lies in: the nearest package above it, up to `top` (the repository) if there is one.
    pub(super) fn new(
        system: &'a System,
        base: &Path,
        top: Option<&'a Path>,
        wanted: &'a Wanted,
    ) -> Self {
        let mut packages = Self {
            system,
            wanted,
            base: base.to_owned(),
            top: top.unwrap_or(Path::new("")),
            list: Vec::new(),
        };
        let up_to = top.unwrap_or(Path::new(""));
        let around = above(base, up_to)
            .enumerate()
            .skip(1)
            .find_map(|(up, folder)| {
                let file = format!("{}{}", "../".repeat(up), wanted.manifest());
                match packages.read(&folder.join(wanted.manifest()), file)? {
                    Read::Marker => None,
                    read => Some((folder.to_owned(), read)),
                }
            });
        let first = match around {
            Some((folder, read)) => packages.package(String::new(), folder, read),
            None => Package::new(String::new(), base.to_owned(), None, Role::Nobody),
        };
        packages.list.push(first);
        packages
    }

    /// Looks at the manifest in a folder that lies in the package `owner`; gives the package that what is in the
    /// folder belongs to.
    pub(super) fn enter(&mut self, below: &str, owner: usize) -> usize {
        let folder = names::place(&self.base, below);
        let manifest = self.wanted.manifest();
        match self.read(&folder.join(manifest), manifest.to_owned()) {
            None | Some(Read::Marker) => owner,
            Some(read) => {
                let package = self.package(below.to_owned(), folder, read);
                // The base itself is always the first, whatever it lies in.
                if below.is_empty() {
                    self.list.clear();
                }
                self.list.push(package);
                self.list.len() - 1
            }
        }
    }

    pub(super) fn count(&mut self, owner: usize, why: Why) {
        if let Some(package) = self.list.get_mut(owner) {
            super::count(&mut package.skipped, why);
        }
    }

    /// Adds what cannot be read; `below` is relative to the base.
    pub(super) fn unreadable(&mut self, owner: usize, below: &str, why: String) {
        if let Some(package) = self.list.get_mut(owner) {
            let file = package.own(below);
            package.unreadable.push(Unreadable {
                file,
                why,
                at: None,
            });
        }
    }

    /// Adds a source file; `below` is relative to the base.
    pub(super) fn add(&mut self, owner: usize, below: &str, name: &str) {
        let is_explicit = self.wanted.is_explicit();
        let path = self.base.join(below);
        let (Some(package), Some(kind)) = (self.list.get_mut(owner), Kind::of(name)) else {
            return;
        };
        let is_scanned = match package.role {
            Role::Plugin => true,
            // They are the plugin, if no package is found.
            Role::Nobody => is_explicit,
            Role::Lacking(_) | Role::Other => false,
        };
        if !is_scanned {
            package.dropped += 1;
            return;
        }
        let in_package = path.strip_prefix(&package.folder).unwrap_or(&path);
        let in_package = in_package.to_string_lossy().replace('\\', "/");
        package.files.push(SourceFile {
            file: package.own(below),
            test_code: names::is_test_code(&in_package),
            kind,
        });
    }

    /// Reads a manifest; `None` if there is none. `file` is how the plugin names it.
    fn read(&self, path: &Path, file: String) -> Option<Read> {
        if !self.system.is_file(path) {
            return None;
        }
        let broken = |file: String, why: String, at: Option<Point>| {
            Some(Read::Broken(Unreadable { file, why, at }))
        };
        let text = match self.system.read_regular(path, MANIFEST_LIMIT) {
            Ok(bytes) => decode(bytes),
            Err(error) => return broken(file, reason(&error), None),
        };
        let text = match text {
            Ok(text) => text,
            Err(error) => return broken(file, error.why, error.at),
        };
        let read = match self.wanted.language() {
            Language::TypeScript => manifest::read(&text),
            Language::Rust => cargo::read(&text, &|| self.workspace(path)),
        };
        match read {
            Ok(manifest) if manifest.name.is_none() && manifest.dependencies.is_empty() => {
                Some(Read::Marker)
            }
            Ok(manifest) => Some(Read::Package(Box::new(Manifest {
                file,
                path: path.to_owned(),
                ..manifest
            }))),
            Err(error) => broken(file, error.why, error.at),
        }
    }

    /// The manifest of the workspace that a package belongs to.
    fn workspace(&self, manifest: &Path) -> Option<toml::Table> {
        let folder = manifest.parent()?;
        above(folder, self.top).find_map(|place| {
            let bytes = self
                .system
                .read_regular(&place.join(CARGO), MANIFEST_LIMIT)
                .ok()?;
            let table = cargo::table(&decode(bytes).ok()?).ok()?;
            table.contains_key("workspace").then_some(table)
        })
    }

    fn package(&self, below: String, folder: PathBuf, read: Read) -> Package {
        match read {
            Read::Package(manifest) => {
                let role = self.role(&manifest);
                Package::new(below, folder, Some(*manifest), role)
            }
            // Whether it depends on the platform is not known, and must not be taken for no.
            Read::Broken(unreadable) => {
                let mut package = Package::new(below, folder, None, Role::Plugin);
                package.unreadable.push(unreadable);
                package
            }
            Read::Marker => Package::new(below, folder, None, Role::Nobody),
        }
    }

    fn role(&self, manifest: &Manifest) -> Role {
        let depends = manifest
            .dependencies
            .iter()
            .any(|dependency| self.wanted.holds(dependency.package()));
        if self.wanted.is_explicit() {
            Role::Plugin
        } else if !depends {
            Role::Other
        } else if manifest.name.is_none() {
            // A version is needed by who publishes it only.
            Role::Lacking("name")
        } else {
            Role::Plugin
        }
    }

    /// The names of all packages but those that are wanted.
    fn names(&self) -> Arc<BTreeSet<String>> {
        let names = self.list.iter().filter_map(|package| {
            let name = package.manifest.as_ref()?.name.as_ref()?;
            (!self.wanted.holds(name)).then(|| name.clone())
        });
        Arc::new(names.collect())
    }

    /// What was found. `path` is the PATH as given, `top` the repository.
    pub(super) fn into_plugins(mut self, path: &str, top: Option<&Path>) -> Plugins {
        let is_alone = !self.list.iter().any(|package| package.role == Role::Plugin);
        if let Some(first) = self.list.first_mut()
            && first.role == Role::Nobody
            && self.wanted.is_explicit()
            && is_alone
        {
            first.role = Role::Plugin;
        }
        let named = |manifest: &Manifest| Some((manifest.name.clone()?, manifest.version.clone()?));
        let context = Context {
            system: self.system,
            wanted: self.wanted,
            workspace: self
                .list
                .iter()
                .filter_map(|package| named(package.manifest.as_ref()?))
                .collect(),
            top: top.unwrap_or(Path::new("")),
            names: self.names(),
        };
        let mut lockfiles = Lockfiles::new(self.system);
        let mut plugins = Plugins::default();
        for package in self.list {
            match package.role {
                Role::Plugin => {
                    let folder = names::place(&self.base, &package.below);
                    let found = package.into_plugin(path, folder, &context, &mut lockfiles);
                    plugins.found.push(found);
                }
                Role::Lacking(what) => {
                    plugins.unreadable.extend(package.placed());
                    plugins.passed_over.push(PassedOver {
                        root: package.root(),
                        why: format!("its {} states no {what}", self.wanted.manifest()),
                    });
                }
                Role::Other => {
                    plugins.unreadable.extend(package.placed());
                    plugins.others += 1;
                }
                Role::Nobody => {
                    plugins.unreadable.extend(package.placed());
                    plugins.loose += package.dropped + package.files.len();
                }
            }
        }
        plugins.found.sort_by(|a, b| a.root.cmp(&b.root));
        plugins
    }
}

impl Package {
    fn new(below: String, folder: PathBuf, manifest: Option<Manifest>, role: Role) -> Self {
        Self {
            below,
            folder,
            manifest,
            role,
            files: Vec::new(),
            dropped: 0,
            skipped: Vec::new(),
            unreadable: Vec::new(),
        }
    }

    fn root(&self) -> String {
        if self.below.is_empty() {
            ".".to_owned()
        } else {
            self.below.clone()
        }
    }

    /// A path relative to the base, as one relative to the package's root.
    fn own(&self, below: &str) -> String {
        let inner = below
            .strip_prefix(self.below.as_str())
            .map(|inner| inner.trim_start_matches('/'));
        match inner.unwrap_or(below) {
            "" => ".".to_owned(),
            inner => inner.to_owned(),
        }
    }

    /// `path` is the PATH as given, `root` the folder that the plugin's files are relative to.
    fn into_plugin(
        self,
        path: &str,
        root: PathBuf,
        context: &Context<'_>,
        lockfiles: &mut Lockfiles<'_>,
    ) -> Found {
        // A manifest that is broken declares nothing that could be relied on.
        let is_broken = self.manifest.is_none()
            && self
                .unreadable
                .iter()
                .any(|unreadable| unreadable.file.ends_with(context.wanted.manifest()));
        let uses = if is_broken && !context.wanted.is_explicit() {
            Vec::new()
        } else {
            context.uses(&self.folder, self.manifest.as_ref(), lockfiles)
        };
        let own_name = self
            .manifest
            .as_ref()
            .and_then(|manifest| manifest.name.clone());
        let folder_name = || {
            let name = self.folder.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        let mut unreadable = self.unreadable.clone();
        unreadable.extend(broken(lockfiles, &self.folder, &root));
        unreadable.sort();
        let mut found = Found {
            name: own_name.unwrap_or_else(folder_name),
            path: path.to_owned(),
            root: self.root(),
            folder: root,
            manifest: self.manifest,
            uses,
            files: self.files,
            skipped: self.skipped,
            unreadable,
            siblings: Arc::clone(&context.names),
        };
        found.files.sort();
        found
    }

    /// What cannot be read, relative to the base.
    fn placed(&self) -> impl Iterator<Item = Unreadable> {
        self.unreadable.iter().map(|unreadable| Unreadable {
            file: names::join(&self.below, &unreadable.file),
            ..unreadable.clone()
        })
    }
}

/// What cannot be read above or in a package's folder, named as seen from `root`.
fn broken(lockfiles: &Lockfiles<'_>, package: &Path, root: &Path) -> Vec<Unreadable> {
    let concerns = |file: &Path| {
        file.parent()
            .is_some_and(|folder| package.starts_with(folder))
    };
    lockfiles
        .broken()
        .iter()
        .filter(|(file, _)| concerns(file))
        .map(|(file, why)| {
            let folder = file.parent().unwrap_or(Path::new(""));
            let up = root.components().count() - folder.components().count();
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            Unreadable {
                file: format!("{}{name}", "../".repeat(up)),
                why: why.clone(),
                at: None,
            }
        })
        .collect()
}
