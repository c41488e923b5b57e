//! Bringing in packages: from a registry by the user's own npm or cargo, from an archive, from a folder.
//!
//! Versions are recorded some at a time, in one transaction each time: whatever ends an import, what was recorded is whole.

use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;

use rayon::prelude::*;

use crate::app::api::Packages;
use crate::app::history::{
    History, Whereabouts, journal_for, named_database, own_path, writable_index,
};
use crate::app::import::{ImportRequest, Imported, import_text};
use crate::app::surfaces::{Read, Reader, Ready, read};
use crate::app::workspace::Workspace;
use crate::bundle;
use crate::cancel::{Progress, Silent};
use crate::domain::surface::{Gap, Language};
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest;
use crate::ingest::package::Package;
use crate::ingest::registry::Registry;
use crate::ingest::source::{Source, Wanted};
use crate::store::{ReadPackage, Recorded, Store};
use crate::system::System;

/// Which packages to bring in, and how.
#[derive(Clone, Debug)]
pub struct PackageRequest {
    /// `npm:NAME[@VERSIONS]`, `crate:NAME[@VERSIONS]`, or the path of an archive or folder.
    pub source: String,
    /// Archives or folders of member packages, for a package that is not fetched.
    pub members: Vec<PathBuf>,
    /// Read versions again that are known, and replace those whose content differs.
    pub replace: bool,
    pub dry_run: bool,
    /// Whether the package's change log is brought in too, where a stream is the package's.
    pub changelog: bool,
}

/// What became of one version.
#[derive(Clone, Debug)]
pub struct VersionOutcome {
    pub version: String,
    pub outcome: Outcome,
    /// Names that the root exports; symbols declared deprecated; tags that may not be meant.
    pub exports: usize,
    pub deprecated: usize,
    pub suspect: usize,
    /// Member packages and the versions folded in.
    pub members: Vec<(String, Option<String>)>,
    pub gaps: Vec<Gap>,
}

/// What became of one version, in a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    New,
    /// The same content was there.
    Known,
    /// Other content was there, and was replaced as asked.
    Replaced,
    /// Nothing was written, because the import is a trial.
    Read,
    /// It was not recorded, and why.
    Failed(String),
}

/// What an import of packages did.
#[derive(Clone, Debug)]
pub struct ImportedPackages {
    /// With its registry.
    pub package: String,
    /// Where it went, in words.
    pub target: String,
    /// How many versions the registry lists; `None` for an archive or folder.
    pub listed: Option<usize>,
    /// Versions that were known already and not read again.
    pub known: usize,
    /// Those that were read, in version order.
    pub versions: Vec<VersionOutcome>,
    /// Versions that the registry lists and that are no semantic versions.
    pub unplaced: Vec<String>,
    /// The change log of the newest version that was read.
    pub changelog: Option<Result<Box<Imported>, String>>,
    pub dry_run: bool,
}

/// Imports packages.
///
/// # Errors
/// A source that cannot be had, a registry that cannot be reached, a database that cannot be written. A version that
/// cannot be read is told in the answer; the others are recorded.
pub fn import_packages(
    system: &System,
    whereabouts: &Whereabouts,
    request: &PackageRequest,
    progress: &dyn Progress,
) -> Result<ImportedPackages, Error> {
    let mut target = Target::find(system, whereabouts)?;
    let source = Source::parse(&request.source)?;
    let online = matches!(source, Source::Registry { .. });
    let mut reader = Reader::new(system, progress, online);
    reader.give(&request.members)?;
    let mut import = Import {
        system,
        whereabouts,
        request,
        progress,
        done: ImportedPackages {
            package: String::new(),
            target: target.described.clone(),
            listed: None,
            known: 0,
            versions: Vec::new(),
            unplaced: Vec::new(),
            changelog: None,
            dry_run: request.dry_run,
        },
        newest: None,
    };
    match &source {
        Source::Path(path) => {
            let package = ingest::read_path(system, &system.absolute(path))?;
            import.done.package = format!("{}{}", package.language.prefix(), package.name);
            progress.start(&format!("reading {}", import.done.package), 1);
            import.batch(reader.gather(vec![package]), &mut target)?;
            progress.done();
        }
        Source::Registry {
            language,
            name,
            wanted,
        } => import.registry(*language, (name, wanted), &mut reader, &mut target)?,
    }
    drop(target);
    import.finish()
}

/// How many versions are fetched at once. Up to three times as many are held in memory: those being read, those whose
/// members are being fetched, and those being fetched themselves.
const BATCH: usize = 24;

/// Versions that came from a registry, in version order, and those that did not, with the reason.
struct Fetched {
    packages: Vec<Package>,
    failed: Vec<(String, String)>,
}

/// The same, with their members.
struct Gathered {
    ready: Vec<Ready>,
    failed: Vec<(String, String)>,
}

impl Gathered {
    fn from(fetched: Fetched, reader: &mut Reader<'_>) -> Self {
        Self {
            ready: reader.gather(fetched.packages),
            failed: fetched.failed,
        }
    }
}

fn fetch(
    registry: Registry<'_>,
    name: &str,
    versions: &[SemVersion],
    progress: &dyn Progress,
) -> Result<Fetched, Error> {
    let (mut packages, mut failed) = (Vec::new(), Vec::new());
    registry.fetch(
        name,
        versions,
        progress,
        &mut |version, package| match package {
            Ok(package) => packages.push(package),
            Err(error) => failed.push((version.to_string(), error.render())),
        },
    )?;
    packages.sort_by_cached_key(|package: &Package| package.version.parse::<SemVersion>().ok());
    Ok(Fetched { packages, failed })
}

struct Import<'a> {
    system: &'a System,
    whereabouts: &'a Whereabouts,
    request: &'a PackageRequest,
    progress: &'a dyn Progress,
    done: ImportedPackages,
    /// Version and change log of the newest stable version that was read.
    newest: Option<(SemVersion, Vec<u8>)>,
}

impl Import<'_> {
    fn registry(
        &mut self,
        language: Language,
        (name, wanted): (&str, &Wanted),
        reader: &mut Reader<'_>,
        target: &mut Target<'_>,
    ) -> Result<(), Error> {
        let registry = Registry::of(language, self.system);
        let listing = registry.versions(name, self.progress.cancel())?;
        let package = format!("{}{}", language.prefix(), listing.name);
        let wanted = listing.select(wanted)?;
        let known = known_versions(self.system, self.whereabouts, &package)?;
        let missing: Vec<SemVersion> = wanted
            .iter()
            .filter(|version| self.request.replace || !known.contains(&version.to_string()))
            .cloned()
            .collect();
        self.done.package = package;
        self.done.listed = Some(listing.versions.len());
        self.done.known = wanted.len() - missing.len();
        self.done.unplaced = listing.unplaced;
        if let [one] = &missing[..] {
            // Nothing to read meanwhile: the fetching itself is what there is to show.
            let fetched = fetch(
                registry,
                &listing.name,
                std::slice::from_ref(one),
                self.progress,
            )?;
            let gathered = Gathered::from(fetched, reader);
            return self.gathered(gathered, target);
        }
        self.progress
            .start(&format!("importing {}", self.done.package), missing.len());
        let outcome = self.side_by_side((registry, &listing.name, &missing), reader, target);
        self.progress.done();
        outcome
    }

    /// Three batches are on their way at once: one is fetched, the members of the one before it are, and the one
    /// before that is read. The first two wait for the network, the last for the processor.
    fn side_by_side(
        &mut self,
        (registry, name, missing): (Registry<'_>, &str, &[SemVersion]),
        reader: &mut Reader<'_>,
        target: &mut Target<'_>,
    ) -> Result<(), Error> {
        let quiet = Silent(self.progress.cancel().clone());
        thread::scope(|scope| {
            let (fetched, arrivals) = sync_channel(0);
            let (gathered, batches) = sync_channel(0);
            scope.spawn(move || {
                for batch in missing.chunks(BATCH) {
                    let one = fetch(registry, name, batch, &quiet);
                    let failed = one.is_err();
                    // Nobody takes it where recording failed: then there is nothing more to fetch either.
                    if fetched.send(one).is_err() || failed {
                        return;
                    }
                }
            });
            scope.spawn(move || {
                for one in arrivals {
                    let one = one.map(|one| Gathered::from(one, reader));
                    if gathered.send(one).is_err() {
                        return;
                    }
                }
            });
            for one in batches {
                self.gathered(one?, target)?;
            }
            Ok(())
        })
    }

    fn gathered(&mut self, gathered: Gathered, target: &mut Target<'_>) -> Result<(), Error> {
        for (version, why) in gathered.failed {
            self.progress.step(&version);
            self.done
                .versions
                .push(VersionOutcome::failed(version, why));
        }
        self.batch(gathered.ready, target)
    }

    fn batch(&mut self, ready: Vec<Ready>, target: &mut Target<'_>) -> Result<(), Error> {
        for one in &ready {
            self.remember_changelog(&one.package);
        }
        let reads = read(ready, self.progress);
        let told = self.record(reads, target)?;
        self.done.versions.extend(told);
        Ok(())
    }

    fn remember_changelog(&mut self, package: &Package) {
        let Ok(version) = package.version.parse::<SemVersion>() else {
            return;
        };
        let newer = self.newest.as_ref().is_none_or(|(newest, _)| {
            (!version.is_prerelease(), &version) > (!newest.is_prerelease(), newest)
        });
        if newer && let Some((_, text)) = package.changelog() {
            self.newest = Some((version, text.to_vec()));
        }
    }

    /// Records what was read, all or nothing.
    fn record(
        &self,
        reads: Vec<Read>,
        target: &mut Target<'_>,
    ) -> Result<Vec<VersionOutcome>, Error> {
        let told = |read: &Read| {
            let version = read.version();
            let (exports, deprecated, suspect) = read.counts();
            VersionOutcome {
                version: version.version,
                outcome: Outcome::Read,
                exports,
                deprecated,
                suspect,
                members: version.members,
                gaps: read.surface.gaps.clone(),
            }
        };
        if self.request.dry_run {
            return Ok(reads.iter().map(told).collect());
        }
        let imported = self.system.now();
        let ready: Vec<(VersionOutcome, ReadPackage)> = reads
            .into_par_iter()
            .map(|read| {
                let ready = ReadPackage {
                    package: read.package().to_owned(),
                    facts: read.facts(),
                    surface: read.packed()?,
                    read: read.version(),
                    source: self.request.source.clone(),
                    imported: imported.clone(),
                };
                Ok((told(&read), ready))
            })
            .collect::<Result<_, Error>>()?;
        let (mut told, ready): (Vec<_>, Vec<_>) = ready.into_iter().unzip();
        let recorded = target.store()?.record_api(&ready, self.request.replace)?;
        for (told, recorded) in told.iter_mut().zip(recorded) {
            told.outcome = match recorded {
                Ok(Recorded::New) => Outcome::New,
                Ok(Recorded::Known) => Outcome::Known,
                Ok(Recorded::Replaced) => Outcome::Replaced,
                Err(error) => Outcome::Failed(Error::from(error).render()),
            };
        }
        Ok(told)
    }

    fn finish(mut self) -> Result<ImportedPackages, Error> {
        self.done
            .versions
            .sort_by_cached_key(|one| one.version.parse::<SemVersion>().ok());
        if let Some((version, text)) = self.newest.take().filter(|_| self.request.changelog) {
            self.done.changelog = self.import_changelog(&version, &text)?;
        }
        Ok(self.done)
    }

    /// The change log of the newest version, into the stream whose package it is.
    fn import_changelog(
        &self,
        version: &SemVersion,
        text: &[u8],
    ) -> Result<Option<Result<Box<Imported>, String>>, Error> {
        let history = History::open(self.system, self.whereabouts)?;
        let headers = history.headers()?;
        let Some(stream) = headers
            .streams
            .iter()
            .find(|stream| stream.package.as_deref() == Some(&self.done.package))
        else {
            return Ok(None);
        };
        let request = ImportRequest {
            source: format!("CHANGELOG.md of {} {version}", self.done.package),
            stream: Some(stream.id.clone()),
            dry_run: self.request.dry_run,
            reformat: false,
        };
        drop(history);
        let Ok(text) = std::str::from_utf8(text) else {
            return Ok(Some(Err("its CHANGELOG.md is not UTF-8".to_owned())));
        };
        Ok(Some(
            import_text(self.system, self.whereabouts, &request, text)
                .map(Box::new)
                .map_err(|error| error.to_string()),
        ))
    }
}

impl VersionOutcome {
    fn failed(version: String, why: String) -> Self {
        Self {
            version,
            outcome: Outcome::Failed(why),
            exports: 0,
            deprecated: 0,
            suspect: 0,
            members: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// Whether something of the version could not be read at all.
    pub fn is_incomplete(&self) -> bool {
        self.gaps.iter().any(|gap| gap.kind.is_grave())
    }
}

/// The versions of a package that need not be read again.
fn known_versions(
    system: &System,
    whereabouts: &Whereabouts,
    package: &str,
) -> Result<Vec<String>, Error> {
    // A database that the import is to make knows nothing yet, not even what is built in.
    if named_database(system, whereabouts).is_some_and(|path| !system.exists(&path)) {
        return Ok(Vec::new());
    }
    let history = History::open(system, whereabouts)?;
    let api = Packages::open(&history)?.history(package)?;
    Ok(api.versions.into_iter().map(|one| one.version).collect())
}

/// The database that surfaces go into; made when the first one is recorded.
pub(crate) struct Target<'a> {
    path: PathBuf,
    workspace: Option<Workspace>,
    /// In words.
    pub(crate) described: String,
    store: Option<Store>,
    system: &'a System,
}

impl<'a> Target<'a> {
    pub(crate) fn find(system: &'a System, whereabouts: &Whereabouts) -> Result<Self, Error> {
        let at = |path: PathBuf, workspace: Option<Workspace>, described: String| Self {
            path,
            workspace,
            described,
            store: None,
            system,
        };
        let database = |path: PathBuf| {
            let described = format!("the database {}", path.display());
            at(path, None, described)
        };
        if let Some(path) = named_database(system, whereabouts) {
            return Ok(database(path));
        }
        if let Some(workspace) = Workspace::find(system, system.cwd())? {
            let described = format!("the index of the workspace {}", workspace.root.display());
            return Ok(at(workspace.database(), Some(workspace), described));
        }
        own_path(system).map(database).ok_or_else(|| {
            Error::new("there is no home folder to keep a database in")
                .hint("name a database with --db FILE")
        })
    }

    pub(crate) fn store(&mut self) -> Result<&mut Store, Error> {
        if self.store.is_none() {
            self.store = Some(match &self.workspace {
                Some(workspace) => writable_index(self.system, workspace)?,
                None => open_or_make(self.system, &self.path)?,
            });
        }
        self.store
            .as_mut()
            .ok_or_else(|| Error::new("the database is not open"))
    }
}

/// A new database of the user's own begins with the built-in history, as it does for every import.
fn open_or_make(system: &System, path: &Path) -> Result<Store, Error> {
    if !system.exists(path) {
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            system.create_dir(folder)?;
        }
        system.write_atomically(path, bundle::image())?;
    }
    Ok(Store::open_or_create(path, journal_for(system, path))?)
}
