//! Making what the binary embeds, from the repository's own files.

use std::collections::BTreeMap;
use std::path::Path;

use crate::app::FILE_LIMIT;
use crate::app::surfaces::{Read, Reader};
use crate::app::workspace::sound;
use crate::bundle;
use crate::bundle::blocks::{Packed, pack};
use crate::cancel::Progress;
use crate::changelog::folder;
use crate::domain::api::{ApiHistory, encoding as history_encoding};
use crate::domain::changelog::Changelog;
use crate::domain::release::Origin;
use crate::domain::surface::encoding;
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest;
use crate::ingest::package::Package;
use crate::ingest::registry::Registry;
use crate::ingest::source::Source;
use crate::store::Store;
use crate::system::System;

/// Reads the changelog folder at `root` and marks everything in it as bundled with this forewarn.
///
/// # Errors
/// If a file has an error.
pub fn bundled_changelog(system: &System, root: &Path) -> Result<Changelog, Error> {
    let files = system.tree(root, FILE_LIMIT)?;
    let (mut changelog, problems) = folder::read("changelog", &files);
    sound(problems)?;
    let origin = || Origin::Bundled(bundle::VERSION.to_owned());
    changelog
        .streams
        .iter_mut()
        .for_each(|stream| stream.origin = origin());
    changelog
        .features
        .iter_mut()
        .for_each(|feature| feature.origin = origin());
    changelog
        .toggles
        .iter_mut()
        .for_each(|toggle| toggle.origin = origin());
    changelog
        .ends
        .iter_mut()
        .for_each(|end| end.origin = origin());
    for release in &mut changelog.releases {
        release.origin = origin();
        release
            .entries
            .iter_mut()
            .for_each(|entry| entry.origin = origin());
    }
    Ok(changelog)
}

/// The SQLite image of a changelog: equal content gives equal bytes.
///
/// # Errors
/// If the store fails.
pub fn image(changelog: &Changelog) -> Result<Vec<u8>, Error> {
    let mut store = Store::in_memory()?;
    store.fill_bundled(changelog, bundle::VERSION)?;
    store.compact()?;
    Ok(store.image()?)
}

/// A file of surfaces, and what is in it.
pub struct Surfaces {
    pub package: String,
    pub file: Vec<u8>,
    pub versions: usize,
    pub symbols: usize,
    /// Versions that could not be read, with the reason.
    pub failed: Vec<String>,
}

/// How many versions are held in memory at once.
const BATCH: usize = 12;

/// Makes the file of all versions of a package: from its registry, or from a folder of archives of the package and its
/// members. It holds facts only, and equal packages give equal bytes, in whatever order they come.
///
/// # Errors
/// If the source cannot be had, or holds more than one package that is no member of another.
pub fn surfaces(system: &System, source: &str, progress: &dyn Progress) -> Result<Surfaces, Error> {
    let mut making = Making {
        history: None,
        surfaces: BTreeMap::new(),
    };
    let mut failed = Vec::new();
    match Source::parse(source)? {
        Source::Registry {
            language,
            name,
            wanted,
        } => {
            let registry = Registry::of(language, system);
            let listing = registry.versions(&name, progress.cancel())?;
            let mut reader = Reader::new(system, progress, true);
            for batch in listing.select(&wanted)?.chunks(BATCH) {
                let mut packages = Vec::new();
                registry.fetch(
                    &name,
                    batch,
                    progress,
                    &mut |version, package| match package {
                        Ok(package) => packages.push(package),
                        Err(error) => failed.push(format!("{version}: {error}")),
                    },
                )?;
                making.add(&mut reader, packages, progress)?;
            }
        }
        Source::Path(path) => {
            let archives = archives(system, &system.absolute(&path))?;
            let (main, members) = archives;
            let mut reader = Reader::new(system, progress, false);
            reader.give(&members)?;
            for batch in main.chunks(BATCH) {
                let packages: Vec<Package> = batch
                    .iter()
                    .map(|path| ingest::read_path(system, path))
                    .collect::<Result<_, _>>()?;
                making.add(&mut reader, packages, progress)?;
            }
        }
    }
    making.file(failed)
}

/// The archives of a folder: those of the package, which is the one with the shortest name, and those of its members.
fn archives(
    system: &System,
    folder: &Path,
) -> Result<(Vec<std::path::PathBuf>, Vec<std::path::PathBuf>), Error> {
    let mut by_package: BTreeMap<String, Vec<std::path::PathBuf>> = BTreeMap::new();
    for item in system.list(folder)? {
        let path = folder.join(&item.name);
        let is_archive = [".tgz", ".crate"]
            .iter()
            .any(|suffix| item.name.ends_with(suffix));
        if is_archive {
            let package = ingest::read_path(system, &path)?;
            by_package.entry(package.name).or_default().push(path);
        }
    }
    let main = by_package
        .keys()
        .min_by_key(|name| name.len())
        .cloned()
        .ok_or_else(|| {
            Error::new(format!(
                "{} holds no archive of a package",
                folder.display()
            ))
        })?;
    let paths = by_package.remove(&main).unwrap_or_default();
    Ok((paths, by_package.into_values().flatten().collect()))
}

/// What the file is made of so far.
struct Making {
    history: Option<ApiHistory>,
    surfaces: BTreeMap<SemVersion, (String, Vec<u8>)>,
}

impl Making {
    fn add(
        &mut self,
        reader: &mut Reader<'_>,
        packages: Vec<Package>,
        progress: &dyn Progress,
    ) -> Result<(), Error> {
        progress.start("reading", packages.len());
        for mut read in reader.read(packages) {
            self.one(&mut read)?;
        }
        progress.done();
        Ok(())
    }

    fn one(&mut self, read: &mut Read) -> Result<(), Error> {
        let version = read.version();
        let failed = |what: &str| Error::new(format!("{} cannot be {what}", version.version));
        let semantic: SemVersion = version
            .version
            .parse()
            .map_err(|error| failed("placed").because(error))?;
        let facts = read.facts();
        read.surface.strip_words();
        let bytes =
            encoding::encode(&read.surface).map_err(|error| failed("encoded").because(error))?;
        self.surfaces
            .insert(semantic, (version.version.clone(), bytes));
        self.history
            .get_or_insert_with(|| ApiHistory::new(read.package()))
            .observe(version, facts);
        Ok(())
    }

    fn file(self, failed: Vec<String>) -> Result<Surfaces, Error> {
        let mut history = self
            .history
            .ok_or_else(|| Error::new("no version was read"))?;
        history.settle();
        let cannot =
            |error: std::io::Error| Error::new("the surfaces cannot be packed").because(error);
        let encoded = history_encoding::encode(&history)
            .map_err(|error| Error::new("the history cannot be encoded").because(error))?;
        let packed = Packed {
            package: history.package.clone(),
            history: encoded,
            versions: self.surfaces.into_values().collect(),
        };
        Ok(Surfaces {
            package: history.package,
            versions: packed.versions.len(),
            symbols: history.symbols.len(),
            file: pack(&[packed]).map_err(cannot)?,
            failed,
        })
    }
}
