//! Which versions a plugin is looked at with: the one in use, and the target.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rayon::prelude::*;

use crate::app::api::{KnownPackage, Packages};
use crate::app::scan::ScanRequest;
use crate::app::surfaces::downloads::Crates;
use crate::domain::api::order;
use crate::domain::date::Date;
use crate::domain::document::scan::{Detected, ScannedPlugin, SurfaceSource};
use crate::domain::surface::{Language, Surface};
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::scan::cache::Cache;
use crate::scan::lockfile::{Detection, cargo, newest_match};
use crate::scan::walk::{Found, Use};
use crate::system::System;

/// One package of a plugin, at both ends.
pub(super) struct Window {
    pub(super) package: String,
    pub(super) from: SemVersion,
    pub(super) to: SemVersion,
    /// Both versions, as surfaces are found by.
    read: (String, String),
    /// What the roots lead to, until [`Self::deepen`] brings the rest.
    pub(super) before: Rc<Surface>,
    pub(super) after: Rc<Surface>,
    pub(super) detected: Option<Detected>,
    pub(super) newest_known: Option<String>,
    /// When the newest of what is known came in; `None`: it is built in.
    pub(super) imported: Option<Date>,
    pub(super) surfaces: SurfaceSource,
    /// Position among the packages that are known.
    pub(super) known: Rc<KnownPackage>,
}

impl Window {
    /// Adds what only deep imports lead to.
    pub(super) fn deepen(&mut self, packages: &Packages<'_>) -> Result<(), Error> {
        let (from, to) = &self.read;
        self.before = packages.lazily(&self.package, from, true)?;
        self.after = packages.lazily(&self.package, to, true)?;
        Ok(())
    }

    /// # Errors
    /// If something of the surfaces was asked for that cannot be read.
    pub(super) fn sound(&self) -> Result<(), Error> {
        Packages::sound(&self.before)?;
        Packages::sound(&self.after)
    }

    /// The language that its plugins are written in.
    pub(super) fn language(&self) -> Language {
        Language::of_package(&self.package)
    }

    /// The name by which it is imported.
    pub(super) fn import(&self) -> &str {
        self.package
            .split_once(':')
            .map_or(self.package.as_str(), |(_, name)| name)
    }
}

/// The packages that are scanned for, and the versions that the user named.
pub(super) struct Windows {
    /// `npm:NAME`, `npm:@scope/*`.
    pub(super) patterns: Vec<String>,
    /// From and to, by pattern.
    given: BTreeMap<String, (Option<String>, Option<String>)>,
    known: BTreeMap<String, Rc<KnownPackage>>,
    /// What was read from cargo's downloads.
    brought: BTreeSet<String>,
    /// The newest known version of each package that was met, and when it came.
    newest: BTreeMap<String, (Option<String>, Option<Date>)>,
}

impl Windows {
    pub(super) fn of(packages: &Packages<'_>, request: &ScanRequest) -> Result<Self, Error> {
        let mut windows = Self {
            patterns: Vec::new(),
            given: BTreeMap::new(),
            known: BTreeMap::new(),
            brought: BTreeSet::new(),
            newest: BTreeMap::new(),
        };
        if request.packages.is_empty() {
            let package = packages.choose(None)?;
            windows.patterns.push(package);
        }
        for written in &request.packages {
            let (pattern, range) = split(written);
            let pattern = if pattern.contains(':') {
                pattern.to_owned()
            } else {
                format!("npm:{pattern}")
            };
            let range = match range {
                None => (None, None),
                Some(range) => ends(range)?,
            };
            windows.given.insert(pattern.clone(), range);
            windows.patterns.push(pattern);
        }
        Ok(windows)
    }

    /// The newest version that is known of what was scanned for, and when it came.
    pub(super) fn newest(&self) -> (Option<String>, Option<Date>) {
        let first = self.newest.first_key_value();
        first.map_or((None, None), |(_, newest)| newest.clone())
    }

    /// Takes note of the packages of a plugin whose answer was kept.
    pub(super) fn remember(&mut self, plugin: &ScannedPlugin) {
        for one in &plugin.packages {
            let newest = (one.newest_known.clone(), one.imported);
            self.newest.insert(one.package.clone(), newest);
        }
    }

    fn known(&mut self, packages: &Packages<'_>, package: &str) -> Result<Rc<KnownPackage>, Error> {
        if let Some(known) = self.known.get(package) {
            return Ok(Rc::clone(known));
        }
        let known = Rc::new(packages.known(package)?);
        let newest = (known.age.newest_read.clone(), packages.imported(package)?);
        self.newest.insert(package.to_owned(), newest);
        self.known.insert(package.to_owned(), Rc::clone(&known));
        Ok(known)
    }

    /// The windows of one plugin; what is missing for one is said in `missing`.
    pub(super) fn of_plugin(
        &mut self,
        (system, packages): (&System, &Packages<'_>),
        found: &Found,
        request: &ScanRequest,
        missing: &mut Vec<String>,
    ) -> Result<Vec<Window>, Error> {
        for one in &found.uses {
            self.bring(system, packages, one, request)?;
        }
        let names = packages.names()?;
        let mut windows: Vec<Window> = Vec::new();
        for one in &found.uses {
            let package = &one.package;
            if windows.iter().any(|there| there.package == *package) {
                continue;
            }
            if !names.contains(package) {
                let cargo = match Language::of_package(package) {
                    Language::Rust => {
                        ", and cargo has not downloaded the versions that are asked for"
                    }
                    Language::TypeScript => "",
                };
                missing.push(format!(
                    "no API surface of {package} is known{cargo}; `forewarn import {package}` reads it"
                ));
                continue;
            }
            let known = self.known(packages, package)?;
            let given = self.given_for(package);
            let from = request.from.as_deref().or(given.0.as_deref());
            let to = request.to.as_deref().or(given.1.as_deref());
            let Some((from, detected)) = version_in_use(&known, &one.detection, from, missing)?
            else {
                continue;
            };
            let to = match to {
                Some(to) => known.version(Some(to))?.version.clone(),
                None => newest_stable(&known).ok_or_else(|| {
                    Error::new(format!("no stable version of {package} is known"))
                })?,
            };
            let (Some(from_version), Some(to_version)) = (
                from.parse::<SemVersion>().ok(),
                to.parse::<SemVersion>().ok(),
            ) else {
                continue;
            };
            let is_back = request.upgrade.as_ref().is_some_and(|one| one.reverse);
            if from_version > to_version && request.to.is_some() && !is_back {
                return Err(Error::new(format!(
                    "the target {to} of {package} is older than {from}, the version in use"
                ))
                .hint("name another version with --from or --to"));
            }
            let to_version = if is_back {
                to_version
            } else {
                to_version.max(from_version.clone())
            };
            windows.push(Window {
                package: package.clone(),
                before: packages.lazily(package, &from, false)?,
                after: packages.lazily(package, &to_version.to_string(), false)?,
                read: (from, to_version.to_string()),
                from: from_version,
                to: to_version,
                detected,
                newest_known: known.age.newest_read.clone(),
                imported: packages.imported(package)?,
                surfaces: Self::source(packages, package)?,
                known,
            });
        }
        Ok(windows)
    }

    /// Where the surfaces of a package are from.
    fn source(packages: &Packages<'_>, package: &str) -> Result<SurfaceSource, Error> {
        Ok(if packages.has_added(package) {
            SurfaceSource::Cargo
        } else if packages.imported(package)?.is_some() {
            SurfaceSource::Imported
        } else {
            SurfaceSource::BuiltIn
        })
    }

    /// Reads the surfaces of a crate that nobody imported from what cargo has downloaded, as far as they are there.
    fn bring(
        &mut self,
        system: &System,
        packages: &Packages<'_>,
        one: &Use,
        request: &ScanRequest,
    ) -> Result<(), Error> {
        let Some(name) = one.package.strip_prefix(Language::Rust.prefix()) else {
            return Ok(());
        };
        let cache = request.cache.then(|| Cache::open(system)).flatten();
        let Some(crates) = Crates::open(system, cache) else {
            return Ok(());
        };
        let given = self.given_for(&one.package);
        let there = crates.versions(name);
        let newest = || {
            there
                .iter()
                .filter(|one| !one.is_prerelease())
                .max()
                .cloned()
        };
        let known: Vec<String> = if packages.names()?.contains(&one.package) {
            let versions = packages.history(&one.package)?.versions;
            versions.into_iter().map(|read| read.version).collect()
        } else {
            Vec::new()
        };
        let from = match request.from.clone().or(given.0) {
            Some(from) => Some(from),
            None => match &one.detection {
                Detection::Requirement { range } => {
                    cargo::newest_match(range, &there).map(|one| one.to_string())
                }
                other => other.version().map(str::to_owned),
            },
        };
        let to = request.to.clone().or(given.1);
        // Of what is imported the newest is the target.
        let to = to.or_else(|| {
            known
                .is_empty()
                .then(newest)
                .flatten()
                .map(|one| one.to_string())
        });
        let mut wanted: Vec<&SemVersion> = Vec::new();
        for written in [from, to].into_iter().flatten() {
            let Some(version) = there.iter().find(|one| one.to_string() == written) else {
                continue;
            };
            let key = format!("{}@{version}", one.package);
            if !known.contains(&written) && self.brought.insert(key) {
                wanted.push(version);
            }
        }
        let read = wanted.par_iter().map(|version| crates.read(name, version));
        for observed in read.collect::<Vec<_>>() {
            packages.add(observed?);
            self.known.remove(&one.package);
        }
        Ok(())
    }

    fn given_for(&self, package: &str) -> (Option<String>, Option<String>) {
        let holds = |pattern: &str| {
            pattern == package
                || pattern
                    .strip_suffix('*')
                    .is_some_and(|scope| package.starts_with(scope))
        };
        self.given
            .iter()
            .find(|(pattern, _)| holds(pattern))
            .map_or((None, None), |(_, given)| given.clone())
    }
}

/// The version in use: given, locked, installed, or the newest that the range takes, else the lowest that it names. Of a
/// version that nobody read the nearest below it is looked at, else the nearest above; which is said.
fn version_in_use(
    known: &KnownPackage,
    detection: &Detection,
    given: Option<&str>,
    missing: &mut Vec<String>,
) -> Result<Option<(String, Option<Detected>)>, Error> {
    let package = &known.api.package;
    let detected = detected(known, detection);
    if let Some(given) = given {
        return Ok(Some((
            known.version(Some(given))?.version.clone(),
            detected,
        )));
    }
    let Some(detected) = detected else {
        let why = match detection {
            Detection::Unknown { why } => why.clone(),
            Detection::Range { range } | Detection::Requirement { range } => {
                format!("no known version is in the range {range}")
            }
            _ => "it is not known".to_owned(),
        };
        missing.push(format!(
            "the version of {package} that it uses: {why}; --from names it"
        ));
        return Ok(None);
    };
    match known.version(Some(&detected.version)) {
        Ok(read) => Ok(Some((read.version.clone(), Some(detected)))),
        Err(error) => {
            if let Some(nearest) = nearest(known, &detected.version) {
                let detected = Detected {
                    unread: true,
                    ..detected
                };
                return Ok(Some((nearest, Some(detected))));
            }
            missing.push(format!(
                "{error}; `forewarn import {package}@{}` reads it, and --from names another one",
                detected.version
            ));
            Ok(None)
        }
    }
}

fn detected(known: &KnownPackage, detection: &Detection) -> Option<Detected> {
    let by = detection.by().unwrap_or_default().to_owned();
    match detection {
        Detection::Range { range } | Detection::Requirement { range } => {
            let versions: Vec<SemVersion> = known
                .api
                .versions
                .iter()
                .filter_map(|read| read.version.parse().ok())
                .collect();
            let newest = match detection {
                Detection::Requirement { .. } => cargo::newest_match(range, &versions),
                _ => newest_match(range, &versions),
            };
            let version = newest.or_else(|| lowest_named(range))?;
            Some(Detected {
                version: version.to_string(),
                by,
                range: Some(range.clone()),
                unread: false,
            })
        }
        other => Some(Detected {
            version: other.version()?.to_owned(),
            by,
            range: None,
            unread: false,
        }),
    }
}

/// Of a version that was not read, the nearest below it, else the nearest above.
fn nearest(known: &KnownPackage, version: &str) -> Option<String> {
    let wanted = order(version);
    let all = || known.api.versions.iter();
    let below = all()
        .filter(|read| order(&read.version) < wanted)
        .max_by_key(|read| order(&read.version));
    below
        .or_else(|| all().min_by_key(|read| order(&read.version)))
        .map(|read| read.version.clone())
}

/// The lowest version that a range names in full: that of `^5.16.2`, `>=2.1.0 <3`.
fn lowest_named(range: &str) -> Option<SemVersion> {
    range
        .split(|one: char| one.is_whitespace() || "|^~<>=".contains(one))
        .filter_map(|one| one.trim_start_matches('v').parse().ok())
        .min()
}

fn newest_stable(known: &KnownPackage) -> Option<String> {
    known
        .api
        .versions
        .iter()
        .filter_map(|read| read.version.parse::<SemVersion>().ok())
        .filter(|version| !version.is_prerelease())
        .max()
        .map(|version| version.to_string())
}

/// `npm:@scope/name@1.0..2.0` in its name and its range.
fn split(written: &str) -> (&str, Option<&str>) {
    let scope = written
        .find('@')
        .filter(|at| *at == 0 || written.as_bytes().get(at - 1) == Some(&b':'));
    let from = scope.map_or(0, |at| at + 1);
    match written.get(from..).and_then(|rest| rest.find('@')) {
        Some(at) => {
            let (name, range) = written.split_at(from + at);
            (name, range.strip_prefix('@'))
        }
        None => (written, None),
    }
}

type Ends = (Option<String>, Option<String>);

/// `A..B`, `A..`, `..B`; a version alone is the one in use.
fn ends(range: &str) -> Result<Ends, Error> {
    let end = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    match range.split_once("..") {
        Some((from, to)) => Ok((end(from), end(to))),
        None if range.is_empty() => Err(Error::new("a version is missing behind the `@`")
            .hint("write npm:NAME@A..B, or the name alone")),
        None => Ok((end(range), None)),
    }
}
