//! Packages to surfaces: member packages found and folded in, symbols listed, the result ready to be kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::app::api::conventions;
use crate::bundle::blocks;
use crate::cancel::Progress;
use crate::domain::api::{Fact, ReadVersion, observations};
use crate::domain::surface::notice::Strength;
use crate::domain::surface::outline::{Outline, outline};
use crate::domain::surface::{Exported, Gap, Language, Origin, RequirementKind, Surface, encoding};
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest::declarations::{self, Folded};
use crate::ingest::package::Package;
use crate::ingest::registry::{Listing, Registry};
use crate::store::sha256;
use crate::system::System;

/// Packages that belong to another though neither their names nor its exports say so.
const MEMBERS: &[(&str, &str)] = &[
    ("@twilio/flex-ui", "@twilio/flex-ui-core"),
    ("@twilio/flex-ui", "@twilio/frame-ui"),
];

/// One version, read.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) surface: Surface,
    pub(crate) outline: Outline,
    pub(crate) fingerprint: String,
}

impl Read {
    /// With its registry.
    pub(crate) fn package(&self) -> &str {
        &self.surface.package
    }

    pub(crate) fn version(&self) -> ReadVersion {
        let surface = &self.surface;
        let separator = surface.language.separator();
        let exports = self
            .outline
            .root
            .keys()
            .filter(|path| !path.contains(separator))
            .count();
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        ReadVersion {
            version: surface.version.clone(),
            fingerprint: self.fingerprint.clone(),
            members: surface
                .members
                .iter()
                .map(|member| (member.name.clone(), member.version.clone()))
                .collect(),
            exports: count(exports),
            gaps: count(surface.gaps.len()),
            requires: surface
                .requires
                .iter()
                .map(|one| {
                    let kind = match one.kind {
                        RequirementKind::Dependency => "dependency",
                        RequirementKind::Peer => "peer",
                        RequirementKind::Optional => "optional",
                    };
                    (one.name.clone(), one.range.clone(), kind.to_owned())
                })
                .collect(),
        }
    }

    pub(crate) fn facts(&self) -> BTreeMap<String, Fact> {
        observations(&self.outline)
    }

    /// The surface, encoded and compressed for a database.
    pub(crate) fn packed(&self) -> Result<Vec<u8>, Error> {
        let failed = |what: &str| {
            Error::new(format!(
                "the surface of {} cannot be {what}",
                self.package()
            ))
        };
        let bytes =
            encoding::encode(&self.surface).map_err(|error| failed("encoded").because(error))?;
        blocks::compress(&bytes).map_err(|error| failed("compressed").because(error))
    }

    /// Exports of the root, symbols declared deprecated, and tags that may not be meant.
    pub(crate) fn counts(&self) -> (usize, usize, usize) {
        let own = || {
            self.outline
                .root
                .values()
                .filter(|one| one.declared_by.is_none())
        };
        let suspect = own()
            .filter(|one| {
                one.notices()
                    .iter()
                    .any(|notice| notice.strength == Strength::Suspect)
            })
            .count();
        let exports = self.version().exports as usize;
        (
            exports,
            own().filter(|one| one.is_deprecated()).count(),
            suspect,
        )
    }
}

/// Reads packages with their members.
pub(crate) struct Reader<'a> {
    system: &'a System,
    progress: &'a dyn Progress,
    /// Whether members may be fetched from the registry.
    online: bool,
    /// Members that were had, or why not, by name and version or range.
    members: BTreeMap<(String, String), Result<Package, String>>,
    listings: BTreeMap<String, Result<Listing, String>>,
    /// Members that the user gave, by name.
    given: BTreeMap<String, Vec<Package>>,
}

/// A dependency that is to be folded in.
type Wanted = (String, String);

impl<'a> Reader<'a> {
    pub(crate) fn new(system: &'a System, progress: &'a dyn Progress, online: bool) -> Self {
        Self {
            system,
            progress,
            online,
            members: BTreeMap::new(),
            listings: BTreeMap::new(),
            given: BTreeMap::new(),
        }
    }

    /// Takes member packages from archives or folders instead of the registry.
    pub(crate) fn give(&mut self, paths: &[PathBuf]) -> Result<(), Error> {
        for path in paths {
            let package = crate::ingest::read_path(self.system, &self.system.absolute(path))?;
            self.given
                .entry(package.name.clone())
                .or_default()
                .push(package);
        }
        Ok(())
    }

    /// Reads packages side by side, in the order in which they come.
    pub(crate) fn read(&mut self, packages: Vec<Package>) -> Vec<Read> {
        let first: Vec<(Package, Surface)> = packages
            .into_par_iter()
            .map(|package| {
                let alone = surface_of(&package, &[]);
                (package, alone)
            })
            .collect();
        let wanted: Vec<Vec<Wanted>> = first
            .iter()
            .map(|(package, alone)| members_of(package, alone))
            .collect();
        self.fetch_members(first.first().map(|(package, _)| package.language), &wanted);
        let this = &*self;
        first
            .into_par_iter()
            .zip(wanted)
            .map(|((package, alone), wanted)| this.fold(&package, alone, &wanted))
            .collect()
    }

    fn fold(&self, package: &Package, alone: Surface, wanted: &[Wanted]) -> Read {
        let members: Vec<Folded<'_>> = wanted
            .iter()
            .map(|(name, range)| Folded {
                name,
                range,
                package: self.member(name, range),
            })
            .collect();
        let mut surface = if members.is_empty() {
            alone
        } else {
            surface_of(package, &members)
        };
        for (name, range) in wanted {
            if let Some(Err(why)) = self.members.get(&(name.clone(), range.clone())) {
                self.explain(&mut surface.gaps, name, why);
            }
        }
        let mut prints = vec![package.fingerprint()];
        prints.extend(
            members
                .iter()
                .filter_map(|one| Some(one.package?.fingerprint())),
        );
        let conventions = conventions(&surface.package);
        Read {
            outline: outline(&surface, &conventions),
            surface,
            fingerprint: match &prints[..] {
                [only] => only.clone(),
                several => sha256(several.join("\n").as_bytes()),
            },
        }
    }

    /// The gap of a member that could not be had says why.
    fn explain(&self, gaps: &mut [Gap], name: &str, why: &str) {
        for gap in gaps.iter_mut().filter(|gap| {
            gap.kind == crate::domain::surface::GapKind::MissingMember && gap.at == name
        }) {
            gap.message = format!("{}: {why}", gap.message);
        }
    }

    fn member(&self, name: &str, range: &str) -> Option<&Package> {
        self.members
            .get(&(name.to_owned(), range.to_owned()))?
            .as_ref()
            .ok()
    }

    /// Fetches what was not fetched before, all versions of one package at once.
    fn fetch_members(&mut self, language: Option<Language>, wanted: &[Vec<Wanted>]) {
        let Some(language) = language else {
            return;
        };
        let all: BTreeSet<&Wanted> = wanted.iter().flatten().collect();
        let mut by_name: BTreeMap<String, Vec<(String, SemVersion)>> = BTreeMap::new();
        for (name, range) in all {
            let key = (name.clone(), range.clone());
            if self.members.contains_key(&key) {
                continue;
            }
            if let Some(given) = self.given_member(name, range, language) {
                self.members.insert(key, Ok(given));
                continue;
            }
            match self.version_for(language, name, range) {
                Ok(version) => by_name
                    .entry(name.clone())
                    .or_default()
                    .push((range.clone(), version)),
                Err(why) => {
                    self.members.insert(key, Err(why));
                }
            }
        }
        for (name, ranges) in by_name {
            self.fetch(language, &name, &ranges);
        }
    }

    fn given_member(&self, name: &str, range: &str, language: Language) -> Option<Package> {
        let given = self.given.get(name)?;
        let fits = |package: &&Package| {
            let parsed = match language {
                Language::TypeScript => crate::domain::range::Range::npm(range),
                Language::Rust => crate::domain::range::Range::cargo(range),
            };
            let version = package
                .version
                .parse()
                .map(crate::domain::version::Version::Semver);
            matches!((parsed, version), (Ok(range), Ok(version)) if range.contains(&version))
        };
        given
            .iter()
            .find(fits)
            .or(match &given[..] {
                [only] => Some(only),
                _ => None,
            })
            .cloned()
    }

    /// The version that a range asks for: itself if it is exact, else the newest that is listed.
    fn version_for(
        &mut self,
        language: Language,
        name: &str,
        range: &str,
    ) -> Result<SemVersion, String> {
        if let Ok(exact) = range.trim_start_matches('=').trim().parse::<SemVersion>()
            && (language == Language::TypeScript || range.starts_with('='))
        {
            return self.offline(name).map_or(Ok(exact), Err);
        }
        if let Some(why) = self.offline(name) {
            return Err(why);
        }
        let (system, cancel) = (self.system, self.progress.cancel());
        let listing = self.listings.entry(name.to_owned()).or_insert_with(|| {
            Registry::of(language, system)
                .versions(name, cancel)
                .map_err(|error| error.to_string())
        });
        let listing = listing.as_ref().map_err(Clone::clone)?;
        match listing.newest(range) {
            Ok(Some(version)) => Ok(version),
            Ok(None) => Err("the registry lists no such version".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn offline(&self, name: &str) -> Option<String> {
        (!self.online).then(|| {
            format!(
                "a local package brings no members along; --member PATH names the archive of {name}"
            )
        })
    }

    fn fetch(&mut self, language: Language, name: &str, ranges: &[(String, SemVersion)]) {
        let versions: Vec<SemVersion> = ranges
            .iter()
            .map(|(_, version)| version.clone())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let mut had: BTreeMap<SemVersion, Result<Package, String>> = BTreeMap::new();
        let outcome = Registry::of(language, self.system).fetch(
            name,
            &versions,
            self.progress,
            &mut |version, package| {
                had.insert(version.clone(), package.map_err(|error| error.to_string()));
            },
        );
        for (range, version) in ranges {
            let package = had.get(version).cloned().unwrap_or_else(|| {
                Err(outcome
                    .as_ref()
                    .err()
                    .map_or_else(|| "it did not arrive".to_owned(), ToString::to_string))
            });
            self.members
                .insert((name.to_owned(), range.clone()), package);
        }
    }
}

fn surface_of(package: &Package, members: &[Folded<'_>]) -> Surface {
    match package.language {
        Language::TypeScript => declarations::surface(package, members),
        Language::Rust => declarations::surface(package, members),
    }
}

/// The dependencies that are part of a package: those whose names begin with its own and from which it re-exports, and
/// those that are known to be.
fn members_of(package: &Package, alone: &Surface) -> Vec<Wanted> {
    let mut foreign: BTreeSet<&str> = BTreeSet::new();
    for export in alone.modules.values().flat_map(|module| &module.exports) {
        match &export.what {
            Exported::Foreign { package, .. } | Exported::All(Origin::Foreign { package, .. }) => {
                foreign.insert(package);
            }
            _ => {}
        }
    }
    package
        .requires
        .iter()
        .filter(|one| {
            let family = one
                .name
                .strip_prefix(&package.name)
                .is_some_and(|rest| rest.starts_with(['-', '_']));
            let known = MEMBERS.contains(&(package.name.as_str(), one.name.as_str()));
            known || family && foreign.contains(one.name.as_str())
        })
        .map(|one| (one.name.clone(), one.range.clone()))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}
