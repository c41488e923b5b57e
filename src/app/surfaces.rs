//! Packages to surfaces: member packages found and folded in, symbols listed, the result ready to be kept.

pub(crate) mod downloads;
mod said;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::app::api::conventions;
use crate::bundle::blocks;
use crate::cancel::{Progress, Silent};
use crate::domain::api::{Fact, ReadVersion, observations};
use crate::domain::surface::notice::Strength;
use crate::domain::surface::outline::{Outline, outline};
use crate::domain::surface::{
    Exported, Gap, GapKind, Language, MemberPackage, Origin, Requirement, RequirementKind, Surface,
    encoding,
};
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest::crates;
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
                    let kind = one.kind.as_str().to_owned();
                    (one.name.clone(), one.range.clone(), kind)
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
    members: BTreeMap<(String, String), Member>,
    listings: BTreeMap<String, Result<Listing, String>>,
    /// Members that the user gave, by name.
    given: BTreeMap<String, Vec<Package>>,
}

/// A member package that was had, or why not.
type Member = Result<Arc<Package>, String>;

/// A version whose members are at hand: no more is to be fetched for it.
pub(crate) struct Ready {
    pub(crate) package: Package,
    /// With what became of each; in the order in which they are folded in.
    members: Vec<(Wanted, Option<Member>)>,
}

/// A dependency that is to be folded in, or to be asked for its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Wanted {
    /// What the source calls it; of npm the package itself.
    name: String,
    package: String,
    range: String,
    /// It is re-exported whole: its names are there, but it stays a package of its own.
    names_only: bool,
}

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

    /// Reads packages side by side, in the order in which they come; each is a step of the progress.
    pub(crate) fn read(&mut self, packages: Vec<Package>) -> Vec<Read> {
        let ready = self.gather(packages);
        read(ready, self.progress)
    }

    /// Finds the members of packages, and fetches those that were not fetched before.
    pub(crate) fn gather(&mut self, packages: Vec<Package>) -> Vec<Ready> {
        let Some(language) = packages.first().map(|package| package.language) else {
            return Vec::new();
        };
        let first: Vec<(Package, Vec<Wanted>)> = packages
            .into_par_iter()
            .map(|package| {
                let wanted = members_of(&package);
                (package, wanted)
            })
            .collect();
        let mut wanted: Vec<Vec<Wanted>> = first.iter().map(|(_, wanted)| wanted.clone()).collect();
        self.fetch_members(language, &wanted);
        // Members of members: those that a crate's facade brings along with it.
        for wanted in &mut wanted {
            self.add_members_of_members(wanted);
        }
        self.fetch_members(language, &wanted);
        let packages = first.into_iter().map(|(package, _)| package);
        packages
            .zip(wanted)
            .map(|(package, wanted)| Ready {
                package,
                members: wanted
                    .into_iter()
                    .map(|one| {
                        let member = self.members.get(&one.key()).cloned();
                        (one, member)
                    })
                    .collect(),
            })
            .collect()
    }

    fn add_members_of_members(&self, wanted: &mut Vec<Wanted>) {
        let more: Vec<Wanted> = wanted
            .iter()
            .filter_map(|one| Some((one, self.member(one)?)))
            .flat_map(|(one, member)| {
                let more = members_of(member).into_iter();
                more.map(|mut more| {
                    more.names_only |= one.names_only;
                    more
                })
            })
            .collect();
        for one in more {
            if wanted.iter().all(|there| there.package != one.package) {
                wanted.push(one);
            }
        }
    }

    fn member(&self, wanted: &Wanted) -> Option<&Package> {
        self.members.get(&wanted.key())?.as_deref().ok()
    }

    /// Fetches what was not fetched before, all versions of one package at once.
    fn fetch_members(&mut self, language: Language, wanted: &[Vec<Wanted>]) {
        let all: BTreeSet<&Wanted> = wanted.iter().flatten().collect();
        let mut by_name: BTreeMap<String, Vec<(String, SemVersion)>> = BTreeMap::new();
        for one in all {
            let (name, range) = (&one.package, &one.range);
            let key = one.key();
            if self.members.contains_key(&key) {
                continue;
            }
            if let Some(given) = self.given_member(name, range, language) {
                self.members.insert(key, Ok(Arc::new(given)));
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
            let parsed = crate::domain::range::Range::of_manifest(language, range);
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
        let mut had: BTreeMap<SemVersion, Member> = BTreeMap::new();
        let outcome = Registry::of(language, self.system).fetch(
            name,
            &versions,
            // Part of the work that is being shown.
            &Silent(self.progress.cancel().clone()),
            &mut |version, package| {
                let package = package.map(Arc::new).map_err(|error| error.to_string());
                had.insert(version.clone(), package);
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

/// Reads versions whose members are at hand, side by side and in their order; each is a step of the progress.
pub(crate) fn read(ready: Vec<Ready>, progress: &dyn Progress) -> Vec<Read> {
    let telling = Mutex::new(());
    ready
        .into_par_iter()
        .map(|ready| {
            let read = ready.fold();
            // Steps are told one at a time, though they are made side by side.
            let _one_at_a_time = telling.lock();
            progress.step(&ready.package.version);
            read
        })
        .collect()
}

impl Ready {
    fn fold(&self) -> Read {
        let mut surface = surface_of(&self.package, &self.members);
        for (wanted, member) in &self.members {
            if let Some(Err(why)) = member {
                explain(&mut surface, wanted, why);
            }
        }
        let conventions = conventions(&surface.package);
        let mut outline = outline(&surface, &conventions);
        surface.said = said::by_changelog(&self.package, &outline);
        outline.add(&surface.said);
        let mut prints = vec![self.package.fingerprint()];
        let members = self.members.iter();
        prints.extend(members.filter_map(|one| Some(had(one)?.fingerprint())));
        Read {
            outline,
            surface,
            fingerprint: match &prints[..] {
                [only] => only.clone(),
                several => sha256(several.join("\n").as_bytes()),
            },
        }
    }
}

/// A member package, where it was had.
fn had((_, member): &(Wanted, Option<Member>)) -> Option<&Package> {
    member.as_ref()?.as_deref().ok()
}

impl Wanted {
    fn key(&self) -> (String, String) {
        (self.package.clone(), self.range.clone())
    }
}

/// The surface of a package with those of its members that were had.
fn surface_of(package: &Package, members: &[(Wanted, Option<Member>)]) -> Surface {
    match package.language {
        Language::TypeScript => {
            let (names_only, whole): (Vec<_>, Vec<_>) =
                members.iter().partition(|(one, _)| one.names_only);
            let folded: Vec<Folded<'_>> = whole
                .into_iter()
                .map(|one| Folded {
                    name: &one.0.package,
                    range: &one.0.range,
                    package: had(one),
                })
                .collect();
            let mut surface = declarations::surface(package, &folded);
            let names_only: Vec<&Package> = names_only.into_iter().filter_map(had).collect();
            declarations::name_stars(&mut surface, &names_only);
            surface
        }
        Language::Rust => {
            let members: Vec<crates::Folded<'_>> = members
                .iter()
                .filter_map(|one| Some((one.0.name.as_str(), one.0.range.as_str(), had(one)?)))
                .collect();
            crates::surface(package, &members)
        }
    }
}

/// The gap of a member that could not be had says why.
fn explain(surface: &mut Surface, wanted: &Wanted, why: &str) {
    let message = format!(
        "{} {} could not be had: {why}",
        wanted.package, wanted.range
    );
    let mut gaps = surface.gaps.iter_mut();
    let there = gaps.find(|gap| gap.kind == GapKind::MissingMember && gap.at == wanted.package);
    if let Some(gap) = there {
        gap.message = message;
    } else {
        surface.gaps.push(Gap {
            kind: GapKind::MissingMember,
            at: wanted.package.clone(),
            line: 0,
            message,
        });
        surface.gaps.sort();
    }
    let known = surface
        .members
        .iter()
        .any(|member| member.name == wanted.package);
    if !known && !wanted.names_only {
        surface.members.push(MemberPackage {
            name: wanted.package.clone(),
            range: wanted.range.clone(),
            version: None,
            root: None,
        });
        surface.members.sort();
    }
}

/// The dependencies that are part of a package: of a crate its family; of an npm package those whose names begin with its
/// own and from which it re-exports, and those that are known to be. Of those that it re-exports whole (`export * from "x"`)
/// the names are wanted.
fn members_of(package: &Package) -> Vec<Wanted> {
    if package.language == Language::Rust {
        return crates::members(package)
            .into_iter()
            .map(|(name, package, range)| Wanted {
                name,
                package,
                range,
                names_only: false,
            })
            .collect();
    }
    // A member that is published within the package needs no fetching: it is resolved where it lies.
    let bundled = |name: &str| {
        package
            .files
            .contains_key(&format!("node_modules/{name}/package.json"))
    };
    let known = |name: &str| MEMBERS.contains(&(package.name.as_str(), name)) && !bundled(name);
    let family = |name: &str| {
        name.strip_prefix(&package.name)
            .is_some_and(|rest| rest.starts_with(['-', '_']))
    };
    let may_be = |one: &Requirement| {
        family(&one.name) && is_named(package, &one.name, &["export "])
            || one.kind == RequirementKind::Dependency
                && !bundled(&one.name)
                && is_named(package, &one.name, &["export *", "export type *"])
    };
    let candidates: Vec<_> = package
        .requires
        .iter()
        .filter(|one| known(&one.name) || may_be(one))
        .collect();
    // Only the declarations can tell what is re-exported, and only where it is in doubt are they read for it.
    let in_doubt = candidates.iter().any(|one| !known(&one.name));
    let alone = in_doubt.then(|| declarations::surface(package, &[]));
    let (foreign, whole) = alone.as_ref().map(foreign).unwrap_or_default();
    let mut wanted: Vec<Wanted> = candidates
        .into_iter()
        .filter(|one| {
            let name = one.name.as_str();
            known(name) || whole.contains(name) || family(name) && foreign.contains(name)
        })
        .map(|one| Wanted {
            name: one.name.clone(),
            package: one.name.clone(),
            range: one.range.clone(),
            names_only: !known(&one.name) && !family(&one.name),
        })
        .collect();
    wanted.sort();
    wanted.dedup();
    wanted
}

/// Whether some file of a package seems to re-export from a name, or from below it: the nearest keyword before it is one of
/// these ways to begin an export.
fn is_named(package: &Package, name: &str, exports: &[&str]) -> bool {
    let quoted = ["\"", "'"].map(|quote| format!("{quote}{name}"));
    let re_exports = |text: &str, at: usize| {
        let before = text.get(..at).unwrap_or_default();
        let last = before.rfind("export ").max(before.rfind("import "));
        last.and_then(|last| before.get(last..))
            .is_some_and(|statement| exports.iter().any(|one| statement.starts_with(one)))
    };
    package
        .files
        .iter()
        .filter(|(path, _)| path.ends_with("ts"))
        .filter_map(|(_, content)| std::str::from_utf8(content).ok())
        .any(|text| {
            quoted.iter().any(|quoted| {
                text.match_indices(quoted.as_str())
                    .any(|(at, _)| re_exports(text, at))
            })
        })
}

/// The packages from which a surface re-exports, and those that it re-exports whole.
fn foreign(surface: &Surface) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let exports = || surface.modules.values().flat_map(|module| &module.exports);
    let whole: BTreeSet<&str> = exports()
        .filter_map(|export| match &export.what {
            Exported::All(Origin::Foreign { package, .. }) => Some(package.as_str()),
            _ => None,
        })
        .collect();
    let named = exports().filter_map(|export| match &export.what {
        Exported::Foreign { package, .. } => Some(package.as_str()),
        _ => None,
    });
    (named.chain(whole.iter().copied()).collect(), whole)
}
