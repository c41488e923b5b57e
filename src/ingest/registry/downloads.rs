//! Crates that cargo has downloaded already, read without starting it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest::package::Package;
use crate::ingest::{folder, names, read_archive};
use crate::system::{Kind, System};

/// Bytes of a packed crate; registries take a tenth of it.
const CRATE: u64 = 128 * 1024 * 1024;

/// What cargo keeps of registries on this machine.
#[derive(Debug)]
pub struct Downloads<'a> {
    system: &'a System,
    /// Packed crates, then unpacked ones: their folders by registry.
    archives: Vec<PathBuf>,
    sources: Vec<PathBuf>,
    listing: OnceLock<Vec<String>>,
}

impl<'a> Downloads<'a> {
    /// `None` if it is not known where cargo keeps them.
    pub fn open(system: &'a System) -> Option<Self> {
        let registry = super::cargo::home(system).ok()?.join("registry");
        let folders = |name: &str| -> Vec<PathBuf> {
            let folder = registry.join(name);
            let items = system.list(&folder).unwrap_or_default().into_iter();
            let items = items.filter(|item| item.kind == Kind::Folder);
            items.map(|item| folder.join(item.name)).collect()
        };
        Some(Self {
            system,
            archives: folders("cache"),
            sources: folders("src"),
            listing: OnceLock::new(),
        })
    }

    /// The names of all that is there, in order: what is read follows from them, as nothing there ever changes.
    pub fn listing(&self) -> &[String] {
        self.listing.get_or_init(|| {
            let all = self.archives.iter().chain(&self.sources);
            let mut found: Vec<String> = all
                .flat_map(|folder| self.system.list(folder).unwrap_or_default())
                .map(|item| item.name)
                .collect();
            found.sort();
            found
        })
    }

    /// The versions of a crate.
    pub fn versions(&self, name: &str) -> Vec<SemVersion> {
        let prefix = format!("{name}-");
        let mut found: Vec<SemVersion> = self
            .listing()
            .iter()
            .filter_map(|one| {
                let rest = one.strip_prefix(&prefix)?;
                rest.strip_suffix(".crate").unwrap_or(rest).parse().ok()
            })
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// Reads one version.
    ///
    /// # Errors
    /// If it is not there, or cannot be read.
    pub fn read(&self, name: &str, version: &SemVersion) -> Result<Package, Error> {
        names::krate(name).map_err(|error| {
            Error::new("only plain names of a registry are looked for").because(error)
        })?;
        match self.place(name, version) {
            Some(archive) if self.system.is_file(&archive) => {
                self.archive(&archive, &format!("{name}-{version}.crate"))
            }
            Some(source) => folder::read_folder(self.system, &source),
            None => Err(Error::new(format!(
                "cargo has not downloaded {name}-{version}"
            ))),
        }
    }

    /// The file that a version is read from, else the folder; `None` if it is not there.
    pub fn place(&self, name: &str, version: &SemVersion) -> Option<PathBuf> {
        let file = format!("{name}-{version}.crate");
        let mut archives = self.archives.iter().map(|folder| folder.join(&file));
        let folder = format!("{name}-{version}");
        let mut sources = self.sources.iter().map(|one| one.join(&folder));
        archives
            .find(|archive| self.system.is_file(archive))
            .or_else(|| sources.find(|folder| self.system.is_dir(folder)))
    }

    fn archive(&self, path: &Path, file: &str) -> Result<Package, Error> {
        let bytes = self.system.read_regular(path, CRATE)?;
        read_archive(file, bytes.as_slice())
    }
}
