//! The version of a package that is in use, and how that is known.
//!
//! A lockfile knows best, then what is installed, then the range of the manifest, which the caller resolves with
//! [`newest_match`] since only it knows what is published. Lockfiles of npm, yarn (1 and later) and pnpm are read, each
//! for the package of the repository that asks: two packages of one repository may get two versions.
//!
//! A lockfile above a package may be that of another project. One that does not know the package is believed only as far
//! as it agrees with the package's manifest.

mod berry;
pub mod cargo;
mod npm;
mod pnpm;
mod yaml;
mod yarn;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::domain::range::Range;
use crate::domain::version::{SemVersion, Version};
use crate::scan::manifest::cargo::CARGO;
use crate::scan::manifest::{self, Catalogs, MANIFEST, Spec};
use crate::scan::text::{decode, reason};
use crate::system::System;

/// Bytes of a lockfile; those of large repositories have some tens of millions.
const LIMIT: u64 = 128 * 1024 * 1024;

/// Bytes of a manifest.
pub(in crate::scan) const MANIFEST_LIMIT: u64 = 4 * 1024 * 1024;

/// Lockfiles that are kept for the next package. Most repositories have one; a tree of many projects has one in each.
const KEPT: usize = 8;

/// By name, in the order in which they are asked where a folder has several. npm itself prefers a shrinkwrap.
const NAMES: [&str; 4] = [
    "npm-shrinkwrap.json",
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
];

/// What is asked of lockfiles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The name by which the package is imported: an alias, where it is one.
    pub name: String,
    /// The name of the package itself.
    pub package: String,
    /// What the manifest says beside the name, in each of its sections, as it stands; and what catalogs say in its
    /// place. Empty if it does not declare the package.
    pub ranges: Vec<String>,
}

impl Asked {
    /// Whether a version is what the manifest wants. `true` if that cannot be told.
    fn accepts(&self, version: &str) -> bool {
        let Ok(version) = version.parse::<SemVersion>() else {
            return false;
        };
        let version = Version::Semver(version);
        let mut decidable = self
            .ranges
            .iter()
            .filter_map(|range| match Spec::of(range) {
                Spec::Range(range) | Spec::Alias { range, .. } => Range::npm(range).ok(),
                _ => None,
            })
            .peekable();
        decidable.peek().is_none() || decidable.any(|range| range.contains(&version))
    }
}

/// A version as a lockfile has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    pub version: String,
    /// The lockfile.
    pub file: PathBuf,
}

/// How the version in use is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detection {
    /// By a lockfile, given by its name.
    Locked { version: String, by: String },
    /// By what is in `node_modules`.
    Installed { version: String },
    /// By the manifest of the package in the same repository.
    Workspace { version: String },
    /// Not yet: this is the range of the manifest, for [`newest_match`].
    Range { range: String },
    /// As [`Self::Range`], as cargo has them.
    Requirement { range: String },
    /// Not at all; why, as a fragment of a sentence.
    Unknown { why: String },
}

impl Detection {
    pub fn version(&self) -> Option<&str> {
        match self {
            Self::Locked { version, .. }
            | Self::Installed { version }
            | Self::Workspace { version } => Some(version),
            Self::Range { .. } | Self::Requirement { .. } | Self::Unknown { .. } => None,
        }
    }

    /// What tells it: the lockfile's name, `node_modules` or `package.json`.
    pub fn by(&self) -> Option<&str> {
        match self {
            Self::Locked { by, .. } => Some(by),
            Self::Installed { .. } => Some("node_modules"),
            Self::Requirement { .. } => Some(CARGO),
            Self::Workspace { .. } | Self::Range { .. } => Some(MANIFEST),
            Self::Unknown { .. } => None,
        }
    }
}

/// The newest of the known versions that a range holds. `latest` is the newest that is no pre-release; any other tag is
/// known to the registry only, and holds none.
pub fn newest_match(range: &str, known: &[SemVersion]) -> Option<SemVersion> {
    let range = range.trim();
    if matches!(range, "latest" | "" | "*") {
        let stable = known.iter().filter(|version| !version.is_prerelease());
        return stable.max().cloned();
    }
    let range = Range::npm(range).ok()?;
    known
        .iter()
        .filter(|version| range.contains(&Version::Semver((*version).clone())))
        .max()
        .cloned()
}

/// What a lockfile answers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    version: String,
    /// Whether the lockfile knows the package that asks.
    knows: bool,
}

#[derive(Debug)]
enum Lock {
    Npm(npm::Lock),
    Yarn(yarn::Lock),
    Berry(berry::Lock),
    Pnpm(pnpm::Lock),
}

impl Lock {
    fn parse(name: &str, text: &str) -> Result<Self, String> {
        match name {
            "pnpm-lock.yaml" => Ok(Self::Pnpm(pnpm::Lock::parse(text))),
            "yarn.lock" if berry::is_berry(text) => Ok(Self::Berry(berry::Lock::parse(text))),
            "yarn.lock" => Ok(Self::Yarn(yarn::Lock::parse(text))),
            _ => npm::Lock::parse(text).map(Self::Npm),
        }
    }

    /// `importer` is the folder of the package that asks, relative to the lockfile's, with `/`; empty for its own.
    fn version(&self, importer: &str, asked: &Asked) -> Option<Answer> {
        match self {
            Self::Npm(lock) => lock.version(importer, asked),
            Self::Yarn(lock) => lock.version(importer, asked),
            Self::Berry(lock) => lock.version(importer, asked),
            Self::Pnpm(lock) => lock.version(importer, asked),
        }
    }
}

/// Reads lockfiles, each once for all packages that follow each other.
#[derive(Debug)]
pub struct Lockfiles<'a> {
    system: &'a System,
    read: BTreeMap<PathBuf, Rc<[(PathBuf, Lock)]>>,
    broken: BTreeMap<PathBuf, String>,
}

impl<'a> Lockfiles<'a> {
    pub fn new(system: &'a System) -> Self {
        Self {
            system,
            read: BTreeMap::new(),
            broken: BTreeMap::new(),
        }
    }

    /// The version that the package in `folder` gets by the nearest lockfile that has one; none above `up_to` is read.
    /// Both are absolute.
    pub fn locked(&mut self, folder: &Path, up_to: &Path, asked: &Asked) -> Option<Locked> {
        for place in above(folder, up_to) {
            let importer = importer(folder, place);
            let locks = self.locks(place);
            let mut answers = locks.iter().filter_map(|(file, lock)| {
                let answer = lock.version(&importer, asked)?;
                let is_version = answer.version.parse::<SemVersion>().is_ok();
                let believed = answer.knows || asked.accepts(&answer.version);
                (is_version && believed).then(|| Locked {
                    version: answer.version,
                    file: file.clone(),
                })
            });
            let first = answers.next();
            // Where two tools each left a lockfile, the one that fits the manifest is the one in use.
            let fits = |locked: &Locked| asked.accepts(&locked.version);
            let found = match first {
                Some(first) if fits(&first) => Some(first),
                first => answers.find(fits).or(first),
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Files that could not be read up to now, with the reason.
    pub fn broken(&self) -> &BTreeMap<PathBuf, String> {
        &self.broken
    }

    /// How the version that the package in `folder` uses is known. `workspace` gives the version of a package of the
    /// same repository, by name.
    pub fn detect(
        &mut self,
        folder: &Path,
        up_to: &Path,
        asked: &Asked,
        workspace: &dyn Fn(&str) -> Option<String>,
    ) -> Detection {
        let specs: Vec<Spec<'_>> = asked.ranges.iter().map(|range| Spec::of(range)).collect();
        let is_ours = specs.iter().any(|spec| matches!(spec, Spec::Workspace(_)));
        if is_ours && let Some(version) = workspace(&asked.package) {
            return Detection::Workspace { version };
        }
        if let Some(locked) = self.locked(folder, up_to, asked) {
            let name = locked.file.file_name().unwrap_or_default();
            return Detection::Locked {
                version: locked.version,
                by: name.to_string_lossy().into_owned(),
            };
        }
        if let Some(version) = installed(self.system, folder, up_to, &asked.name) {
            return Detection::Installed { version };
        }
        let range = specs.iter().find_map(|spec| match spec {
            Spec::Range(range) | Spec::Alias { range, .. } => Some((*range).to_owned()),
            _ => None,
        });
        // Tools take a package of the same repository where it fits, without saying so in the lockfile.
        let ours = || workspace(&asked.package).filter(|version| asked.accepts(version));
        match range {
            Some(range) => match ours() {
                Some(version) => Detection::Workspace { version },
                None => Detection::Range { range },
            },
            None => Detection::Unknown {
                why: unknown(&asked.package, specs.first()),
            },
        }
    }

    fn locks(&mut self, folder: &Path) -> Rc<[(PathBuf, Lock)]> {
        if let Some(known) = self.read.get(folder) {
            return Rc::clone(known);
        }
        let mut locks = Vec::new();
        for name in NAMES {
            let path = folder.join(name);
            if !self.system.is_file(&path) {
                continue;
            }
            let read = self
                .system
                .read_regular(&path, LIMIT)
                .map_err(|error| reason(&error))
                .and_then(|bytes| decode(bytes).map_err(|error| error.why))
                .and_then(|text| Lock::parse(name, &text));
            match read {
                Ok(lock) => locks.push((path, lock)),
                Err(why) => drop(self.broken.insert(path, why)),
            }
        }
        let locks: Rc<[_]> = Rc::from(locks);
        if self.read.len() >= KEPT {
            self.read.clear();
        }
        self.read.insert(folder.to_owned(), Rc::clone(&locks));
        locks
    }
}

/// Of the versions that a lockfile has of a package, where no request is that of the manifest: the newest that the
/// manifest accepts, else the only one (a repository may override what its packages ask for).
fn only_or_accepted<'v>(versions: impl Iterator<Item = &'v str>, asked: &Asked) -> Option<String> {
    let mut versions: Vec<SemVersion> = versions
        .filter_map(|version| version.parse().ok())
        .collect();
    versions.sort();
    versions.dedup();
    let accepted = versions
        .iter()
        .rfind(|version| !asked.ranges.is_empty() && asked.accepts(&version.to_string()));
    match (accepted, versions.as_slice()) {
        (Some(version), _) | (None, [version]) => Some(version.to_string()),
        _ => None,
    }
}

fn unknown(package: &str, spec: Option<&Spec<'_>>) -> String {
    match spec {
        Some(Spec::Workspace(_)) => {
            format!("{package} is a package of the same repository, outside of what is scanned")
        }
        Some(Spec::Catalog(name)) => format!("no catalog `{name}` gives a range of {package}"),
        Some(Spec::Elsewhere(_)) => {
            format!("{package} is not taken from a registry, and is not installed")
        }
        _ => format!("neither a lockfile nor the manifest names {package}"),
    }
}

/// The folder and those above it, up to a last one.
pub(in crate::scan) fn above<'p>(
    folder: &'p Path,
    up_to: &'p Path,
) -> impl Iterator<Item = &'p Path> {
    folder
        .ancestors()
        .take_while(move |place| place.starts_with(up_to))
}

/// `folder` relative to `place`, with `/`.
fn importer(folder: &Path, place: &Path) -> String {
    let below = folder.strip_prefix(place).unwrap_or(Path::new(""));
    let parts: Vec<_> = below.iter().map(std::ffi::OsStr::to_string_lossy).collect();
    parts.join("/")
}

/// The version of a package that is installed for the package in `folder`.
pub fn installed(system: &System, folder: &Path, up_to: &Path, name: &str) -> Option<String> {
    // The name is a stranger's, and becomes a path here.
    let is_plain = !name.is_empty()
        && !name.contains(['\\', '\0'])
        && name
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..");
    if !is_plain {
        return None;
    }
    above(folder, up_to).find_map(|place| {
        let manifest = place.join("node_modules").join(name).join(MANIFEST);
        let bytes = system.read_regular(&manifest, MANIFEST_LIMIT).ok()?;
        let version = manifest::read(&decode(bytes).ok()?).ok()?.version?;
        version.parse::<SemVersion>().ok().map(|_| version)
    })
}

/// What the catalogs of the repository say: pnpm's and yarn's in files of their own, else those of a manifest.
///
/// `folder` is that of the package that asks; the nearest catalog of the name counts.
pub fn catalog_range(
    system: &System,
    folder: &Path,
    up_to: &Path,
    catalog: &str,
    name: &str,
) -> Option<String> {
    let text = |path: &Path| decode(system.read_regular(path, MANIFEST_LIMIT).ok()?).ok();
    above(folder, up_to).find_map(|place| {
        let of_file = ["pnpm-workspace.yaml", ".yarnrc.yml"]
            .iter()
            .filter_map(|file| text(&place.join(file)))
            .map(|text| yaml_catalogs(&text));
        let of_manifest = || Some(manifest::read(&text(&place.join(MANIFEST))?).ok()?.catalogs);
        of_file
            .chain(std::iter::once_with(of_manifest).flatten())
            .find_map(|catalogs| catalogs.get(catalog)?.get(name).cloned())
    })
}

fn yaml_catalogs(text: &str) -> Catalogs {
    let mut catalogs = Catalogs::new();
    yaml::scalars(text, &["catalog", "catalogs"], &mut |path, value| {
        let (catalog, name) = match path {
            [top, name] if top == "catalog" => ("default", name),
            [top, catalog, name] if top == "catalogs" => (catalog.as_str(), name),
            _ => return,
        };
        catalogs
            .entry(catalog.to_owned())
            .or_default()
            .insert(name.clone(), value.to_owned());
    });
    catalogs
}

#[cfg(test)]
mod tests;
