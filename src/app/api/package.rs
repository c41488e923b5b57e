//! The surfaces of one package: what the database has, over what the binary carries.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::app::history::History;
use crate::bundle;
use crate::bundle::blocks::{self, Blocks};
use crate::domain::api::life::Timeline;
use crate::domain::api::observed::Observed;
use crate::domain::api::{ApiHistory, Fact, ReadVersion, encoding, order};
use crate::domain::date::Date;
use crate::domain::document::api::SurfaceAge;
use crate::domain::lineage::{Known, Lineage};
use crate::domain::release::{Release, Stream};
use crate::domain::surface::outline::Conventions;
use crate::domain::surface::{self, Surface};
use crate::domain::version::SemVersion;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::store::Store;

/// Surfaces that are kept at hand: those of a plugin at both ends, whole or not.
const AT_HAND: usize = 6;

/// One package with all that was observed of it.
pub(crate) struct Packages<'h> {
    history: &'h History,
    blocks: Option<Blocks<'static>>,
    /// Plugins that are scanned together mostly move between the same versions. The last one that was asked for is last.
    at_hand: RefCell<Vec<AtHand>>,
    /// What was read for this run only, by package.
    read: RefCell<BTreeMap<String, Vec<Added>>>,
}

/// A surface that may be asked for again.
struct AtHand {
    package: String,
    version: String,
    /// Whether it is whole.
    deep: bool,
    surface: Rc<Surface>,
    /// What it is decoded from.
    bytes: Arc<[u8]>,
}

/// A version that was read for this run only.
struct Added {
    version: ReadVersion,
    facts: BTreeMap<String, Fact>,
    surface: Rc<Surface>,
}

/// A package, its history and its versions in order of descent.
pub(crate) struct KnownPackage {
    pub(crate) api: ApiHistory,
    pub(crate) timeline: Timeline,
    pub(crate) age: SurfaceAge,
}

impl<'h> Packages<'h> {
    /// # Errors
    /// If what the binary carries is damaged.
    pub(crate) fn open(history: &'h History) -> Result<Self, Error> {
        let blocks = match bundle::surfaces() {
            [] => None,
            file => Some(Blocks::open(file).map_err(damaged)?),
        };
        Ok(Self {
            history,
            blocks,
            at_hand: RefCell::default(),
            read: RefCell::default(),
        })
    }

    /// Adds a version for as long as this lives.
    pub(crate) fn add(&self, read: Observed) {
        let package = read.surface.package.clone();
        let added = Added {
            version: read.version,
            facts: read.facts,
            surface: Rc::new(read.surface),
        };
        self.read
            .borrow_mut()
            .entry(package)
            .or_default()
            .push(added);
    }

    /// Whether anything of a package was added.
    pub(crate) fn has_added(&self, package: &str) -> bool {
        self.read.borrow().contains_key(package)
    }

    fn store(&self) -> &'h Store {
        &self.history.store
    }

    /// All packages of which surfaces are known.
    pub(crate) fn names(&self) -> Result<Vec<String>, Error> {
        let mut names = self.store().api_packages()?;
        if let Some(blocks) = &self.blocks {
            names.extend(blocks.packages().map(str::to_owned));
        }
        names.extend(self.read.borrow().keys().cloned());
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// The package that a user means: the one named, with or without its registry; else that of the platform's first
    /// stream that has surfaces; else the only one.
    pub(crate) fn choose(&self, wanted: Option<&str>) -> Result<String, Error> {
        let names = self.names()?;
        if let Some(wanted) = wanted {
            let known = |name: &&String| {
                name.as_str() == wanted
                    || name.split_once(':').is_some_and(|(_, bare)| bare == wanted)
            };
            return names.iter().find(known).cloned().ok_or_else(|| {
                // The registry's name makes any two packages alike.
                let bare = |name: &str| {
                    name.rsplit_once(':')
                        .map_or(name, |(_, bare)| bare)
                        .to_owned()
                };
                let known: Vec<String> = names.iter().map(|name| bare(name)).collect();
                let near = nearest(&bare(wanted), known.iter().map(String::as_str), 3);
                Error::new(format!("no API surface of `{wanted}` is known"))
                    .hints(nearest_in_words(&near))
                    .hint(format!(
                        "`forewarn import {}` reads it",
                        with_registry(wanted)
                    ))
            });
        }
        let headers = self.history.headers()?;
        let of_stream = headers
            .streams
            .iter()
            .filter_map(|stream| stream.package.clone())
            .find(|package| names.contains(package));
        match (of_stream, &names[..]) {
            (Some(package), _) => Ok(package),
            (None, [only]) => Ok(only.clone()),
            (None, []) => Err(Error::new("no API surface is known")
                .hint("`forewarn import npm:NAME` or `forewarn import crate:NAME` reads them")),
            (None, _) => Err(Error::new("surfaces of several packages are known")
                .hint(format!("choose one with --package: {}", names.join(", ")))),
        }
    }

    /// All observations of a package.
    pub(crate) fn history(&self, package: &str) -> Result<ApiHistory, Error> {
        let mut history = self.kept_history(package)?;
        if let Some(read) = self.read.borrow().get(package) {
            let mut added = ApiHistory::new(package);
            for one in read {
                added.observe(one.version.clone(), one.facts.clone());
            }
            history.overlay(&added);
        }
        Ok(history)
    }

    fn kept_history(&self, package: &str) -> Result<ApiHistory, Error> {
        let recorded = self.store().api_history(package)?;
        let bundled = self
            .blocks
            .as_ref()
            .map(|blocks| blocks.history(package))
            .transpose()
            .map_err(damaged)?
            .flatten();
        let Some(bundled) = bundled else {
            return Ok(recorded);
        };
        let mut history = encoding::decode(&bundled).map_err(damaged)?;
        history.overlay(&recorded);
        Ok(history)
    }

    /// A package with its timeline: versions that the change log knows and nobody read are known to be missing.
    pub(crate) fn known(&self, package: &str) -> Result<KnownPackage, Error> {
        let api = self.history(package)?;
        let headers = self.history.headers()?;
        let releases: Vec<&Release> = match stream_of(&headers.streams, package) {
            Some(stream) => headers
                .releases
                .iter()
                .filter(|release| release.stream == stream.id)
                .collect(),
            None => Vec::new(),
        };
        let versions: Vec<(SemVersion, &Release)> = releases
            .iter()
            .filter_map(|release| Some((release.version()?.semver()?.clone(), *release)))
            .collect();
        let lineage = (!versions.is_empty()).then(|| {
            Lineage::new(versions.iter().map(|(version, release)| Known {
                version,
                date: release.date,
            }))
        });
        let others = versions.iter().map(|(version, _)| version.clone());
        let timeline = Timeline::new(&api, others, lineage.as_ref());
        let age = SurfaceAge {
            package: package.to_owned(),
            newest_read: timeline
                .newest()
                .map(|(position, _)| api.versions[position].version.clone()),
            read: api.versions.len(),
            unread: timeline.unread().iter().map(ToString::to_string).collect(),
            source: self.source(package)?,
        };
        Ok(KnownPackage { api, timeline, age })
    }

    /// The day on which the newest of what the database has of a package came in; `None`: all of it is built in.
    pub(crate) fn imported(&self, package: &str) -> Result<Option<Date>, Error> {
        let recorded = self.store().api_versions(package)?;
        let newest = recorded.iter().map(|(_, imported)| imported.as_str()).max();
        Ok(newest
            .and_then(|instant| instant.get(..10))
            .and_then(|day| day.parse().ok()))
    }

    fn source(&self, package: &str) -> Result<String, Error> {
        let recorded = self.store().api_versions(package)?;
        let newest = recorded.iter().map(|(_, imported)| imported.as_str()).max();
        if newest.is_none() && self.has_added(package) {
            return Ok("read from what cargo has downloaded".to_owned());
        }
        let bundled = self
            .blocks
            .as_ref()
            .is_some_and(|blocks| blocks.packages().any(|one| one == package));
        Ok(match (bundled, newest) {
            (true, None) => format!("built into forewarn {}", bundle::VERSION),
            (true, Some(newest)) => format!(
                "built into forewarn {}, and {} imported, the last on {}",
                bundle::VERSION,
                recorded.len(),
                newest.get(..10).unwrap_or(newest)
            ),
            (false, newest) => {
                let newest = newest.unwrap_or_default();
                format!(
                    "imported, the last on {}",
                    newest.get(..10).unwrap_or(newest)
                )
            }
        })
    }

    /// The surface of one version.
    pub(crate) fn surface(&self, package: &str, version: &str) -> Result<Surface, Error> {
        surface::encoding::decode(&self.encoded(package, version)?).map_err(damaged)
    }

    /// As [`Self::surface`], but that modules are decoded as they are asked for: [`Self::sound`] tells whether that went
    /// well. Unless `deep`, it is without the modules that only a deep import leads to.
    pub(crate) fn lazily(
        &self,
        package: &str,
        version: &str,
        deep: bool,
    ) -> Result<Rc<Surface>, Error> {
        if let Some(read) = self.read.borrow().get(package)
            && let Some(one) = read.iter().find(|one| one.surface.version == version)
        {
            return Ok(Rc::clone(&one.surface));
        }
        let mut at_hand = self.at_hand.borrow_mut();
        let is_of = |one: &AtHand| (&*one.package, &*one.version) == (package, version);
        let place = at_hand
            .iter()
            .position(|one| is_of(one) && one.deep == deep);
        let one = if let Some(place) = place {
            at_hand.remove(place)
        } else {
            let bytes = match at_hand.iter().find(|one| is_of(one)) {
                Some(other) => Arc::clone(&other.bytes),
                None => self.encoded(package, version)?.into(),
            };
            let surface = surface::encoding::decode_lazily(Arc::clone(&bytes), deep);
            AtHand {
                package: package.to_owned(),
                version: version.to_owned(),
                deep,
                surface: Rc::new(surface.map_err(damaged)?),
                bytes,
            }
        };
        let surface = Rc::clone(&one.surface);
        if at_hand.len() == AT_HAND {
            at_hand.remove(0);
        }
        at_hand.push(one);
        Ok(surface)
    }

    /// # Errors
    /// If a module of the surface was asked for and its bytes are damaged.
    pub(crate) fn sound(surface: &Surface) -> Result<(), Error> {
        if surface.modules.is_damaged() {
            return Err(damaged(DamagedModule));
        }
        Ok(())
    }

    /// The bytes of the surface of one version.
    fn encoded(&self, package: &str, version: &str) -> Result<Vec<u8>, Error> {
        if let Some(packed) = self.store().api_surface(package, version)? {
            return blocks::decompress(&packed).map_err(damaged);
        }
        let bundled = self
            .blocks
            .as_ref()
            .map(|blocks| blocks.surface(package, version))
            .transpose()
            .map_err(damaged)?
            .flatten();
        match bundled {
            Some(bytes) => Ok(bytes),
            None => Err(
                Error::new(format!("the surface of {package} {version} is not known"))
                    .hint(format!("`forewarn import {package}@{version}` reads it")),
            ),
        }
    }
}

impl KnownPackage {
    /// The version that was read and that a user means: exact, a line (`2.14`: its newest), or the newest.
    pub(crate) fn version(&self, wanted: Option<&str>) -> Result<&ReadVersion, Error> {
        let Some(wanted) = wanted else {
            return self
                .timeline
                .newest()
                .map(|(position, _)| &self.api.versions[position])
                .ok_or_else(|| Error::new(format!("no version of {} was read", self.api.package)));
        };
        let versions = &self.api.versions;
        if let Some(exact) = versions.iter().find(|one| one.version == wanted) {
            return Ok(exact);
        }
        let line = format!("{wanted}.");
        let of_line = versions
            .iter()
            .filter(|one| one.version.starts_with(&line) && !one.version.contains('-'))
            .max_by_key(|one| order(&one.version));
        of_line.ok_or_else(|| self.unread(wanted))
    }

    /// Why there is no surface of a version, and what to do.
    fn unread(&self, wanted: &str) -> Error {
        let package = &self.api.package;
        let around = self.around(wanted);
        if self.age.unread.iter().any(|one| one == wanted) {
            return Error::new(format!(
                "{package} {wanted} is known from its release notes only: it has no surface"
            ))
            .hint(format!("the nearest with one: {around}"))
            .hint(format!(
                "`forewarn import {package}@{wanted}` reads it, if the registry has it"
            ));
        }
        let error = Error::new(format!("no surface of {package} {wanted} was read"));
        if !around.is_empty() {
            return error
                .hint(format!("the nearest with one: {around}"))
                .hint(format!("`forewarn import {package}@{wanted}` reads it"));
        }
        let names = self.api.versions.iter().map(|one| one.version.as_str());
        match nearest_in_words(&nearest(wanted, names, 4)) {
            Some(near) => error.hint(near),
            None => error.hint(format!(
                "versions are written as the package states them, for example {}",
                self.age.newest_read.as_deref().unwrap_or("1.0.0")
            )),
        }
    }

    /// The versions with a surface below and above one in version order: `1.0.0 and 1.1.0`. Empty for what is no version.
    fn around(&self, wanted: &str) -> String {
        let Some(sem) = wanted.parse::<SemVersion>().ok() else {
            return String::new();
        };
        let versions = &self.api.versions;
        let read = |one: &&ReadVersion| order(&one.version).0;
        let below = versions
            .iter()
            .rev()
            .find(|one| read(one).is_some_and(|one| one < sem));
        let above = versions
            .iter()
            .find(|one| read(one).is_some_and(|one| one > sem));
        let ends: Vec<&str> = [below, above]
            .into_iter()
            .flatten()
            .map(|one| one.version.as_str())
            .collect();
        ends.join(" and ")
    }
}

fn stream_of<'a>(streams: &'a [Stream], package: &str) -> Option<&'a Stream> {
    streams
        .iter()
        .find(|stream| stream.package.as_deref() == Some(package))
}

fn with_registry(name: &str) -> String {
    if name.contains(':') {
        name.to_owned()
    } else {
        format!("npm:{name}")
    }
}

/// How the built-in platform's surface is read more closely.
pub(crate) fn conventions(package: &str) -> Conventions {
    if package == "npm:@twilio/flex-ui" {
        Conventions {
            strings: vec!["Strings".to_owned()],
        }
    } else {
        Conventions::default()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the bytes of a module are damaged")]
struct DamagedModule;

fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new("a stored API surface cannot be read")
        .because(error)
        .hint("`forewarn db verify` checks the database; importing the version again with --replace mends it")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the versions that the binary carries: names and exports are the same whether or not a module is decoded.
    #[test]
    fn the_names_of_modules_can_be_had_without_their_types() {
        let blocks = Blocks::open(bundle::surfaces()).unwrap();
        let package = blocks.packages().next().unwrap();
        for version in blocks.versions(package).step_by(40) {
            let bytes = blocks.surface(package, version).unwrap().unwrap();
            let whole = surface::encoding::decode(&bytes).unwrap();
            let lazily = surface::encoding::decode_lazily(bytes.into(), true).unwrap();
            assert!(whole.modules.len() > 10);
            for (id, module) in &whole.modules {
                let (_, shell) = lazily.modules.shell(id).unwrap();
                assert_eq!(shell.exports, module.exports, "{id} of {version}");
                for one in &module.declarations {
                    assert_eq!(shell.declared(&one.name), Some(one.name.as_str()));
                }
                assert_eq!(shell.declared("no such name"), None);
            }
            assert!(!lazily.modules.is_damaged());
        }
    }
}
