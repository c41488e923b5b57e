//! What a plugin uses of what is wanted, and in which version.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::domain::surface::Language;
use crate::error::Error;
use crate::scan::lockfile::{Asked, Detection, Lockfiles, cargo, catalog_range};
use crate::scan::manifest::cargo::CARGO;
use crate::scan::manifest::{Dependency, MANIFEST, Manifest, Section, Spec};
use crate::system::System;

/// The packages that plugins are looked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    language: Language,
    names: BTreeSet<String>,
    /// With the slash: `@scope/`.
    scopes: BTreeSet<String>,
    explicit: bool,
}

impl Wanted {
    /// One for each language of the packages, in the order of their registries.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn by_language(packages: &[String], explicit: bool) -> Result<Vec<Self>, Error> {
        [Language::TypeScript, Language::Rust]
            .into_iter()
            .map(|language| {
                let of = packages.iter().map(String::as_str);
                of.filter(|one| Language::of_package(one) == language)
                    .collect::<Vec<_>>()
            })
            .filter(|packages| !packages.is_empty())
            .map(|packages| Self::new(packages, explicit))
            .collect()
    }

    /// Of `npm:NAME` and `npm:@scope/*`, or of `crate:NAME`: all of one language. `explicit` says that the user named them, and that so every package is a
    /// plugin, whatever its manifest declares.
    ///
    /// # Errors
    /// If one is neither.
    pub fn new<'p>(
        packages: impl IntoIterator<Item = &'p str>,
        explicit: bool,
    ) -> Result<Self, Error> {
        let mut packages = packages.into_iter().peekable();
        let language = packages
            .peek()
            .map_or(Language::TypeScript, |one| Language::of_package(one));
        let mut wanted = Self {
            language,
            names: BTreeSet::new(),
            scopes: BTreeSet::new(),
            explicit,
        };
        for package in packages {
            let name = package.strip_prefix(language.prefix()).unwrap_or_default();
            let scope = name.strip_suffix('*');
            let is_scope = scope.is_some_and(|scope| {
                scope.starts_with('@')
                    && scope.len() > 2
                    && scope.find('/') == Some(scope.len() - 1)
            });
            match scope {
                Some(scope) if is_scope => drop(wanted.scopes.insert(scope.to_owned())),
                None if !name.is_empty() => drop(wanted.names.insert(name.to_owned())),
                _ => {
                    return Err(Error::new(format!(
                        "`{package}` is no package that plugins can be looked for by"
                    ))
                    .hint("packages are written npm:NAME, all of a scope npm:@SCOPE/*, and crates crate:NAME"));
                }
            }
        }
        Ok(wanted)
    }

    pub const fn language(&self) -> Language {
        self.language
    }

    /// The name of the manifests that make a package.
    pub const fn manifest(&self) -> &'static str {
        match self.language {
            Language::TypeScript => MANIFEST,
            Language::Rust => CARGO,
        }
    }

    pub fn is_explicit(&self) -> bool {
        self.explicit
    }

    /// Whether a package is wanted; `name` is without its registry.
    pub fn holds(&self, name: &str) -> bool {
        self.names.contains(name)
            || name
                .split_once('/')
                .is_some_and(|(scope, _)| self.scopes.contains(&format!("{scope}/")))
    }
}

/// A wanted package, as a plugin uses it. An alias is a use of its own: it may be of another version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// With its registry: `npm:@twilio/flex-ui`.
    pub package: String,
    /// The name by which it is imported.
    pub import: String,
    /// Where the manifest declares it, in the order in which one wins. Empty if it does not, and the user named it.
    pub declared: Vec<Dependency>,
    pub detection: Detection,
}

impl Use {
    /// The range of the manifest that counts, as it stands.
    pub fn range(&self) -> Option<&str> {
        self.declared
            .first()
            .map(|dependency| dependency.range.as_str())
    }
}

/// What is known to all plugins of a walk.
pub(super) struct Context<'a> {
    pub(super) system: &'a System,
    pub(super) wanted: &'a Wanted,
    /// The versions of the packages that were found, by name.
    pub(super) workspace: BTreeMap<String, String>,
    /// Where looking upwards ends.
    pub(super) top: &'a Path,
    /// The names of the packages that were found.
    pub(super) names: Arc<BTreeSet<String>>,
}

impl Context<'_> {
    /// The wanted packages that the package in `folder` uses, by name of import.
    pub(super) fn uses(
        &self,
        folder: &Path,
        manifest: Option<&Manifest>,
        lockfiles: &mut Lockfiles<'_>,
    ) -> Vec<Use> {
        let mut declared: BTreeMap<(String, String), Vec<Dependency>> = BTreeMap::new();
        let dependencies = manifest.map(|manifest| manifest.dependencies.as_slice());
        for dependency in dependencies.unwrap_or_default() {
            let package = dependency.package();
            if self.wanted.holds(package) {
                let key = (dependency.name.clone(), package.to_owned());
                declared.entry(key).or_default().push(dependency.clone());
            }
        }
        if self.wanted.explicit {
            for name in &self.wanted.names {
                if !declared.keys().any(|(_, package)| package == name) {
                    declared.insert((name.clone(), name.clone()), Vec::new());
                }
            }
        }
        declared
            .into_iter()
            .map(|((import, package), mut declared)| {
                declared.sort_by_key(|dependency| rank(dependency.section));
                let asked = self.asked(folder, &import, &package, &declared);
                let workspace = |name: &str| self.workspace.get(name).cloned();
                let detection = match self.wanted.language {
                    Language::TypeScript => lockfiles.detect(folder, self.top, &asked, &workspace),
                    Language::Rust => {
                        let name = manifest.and_then(|one| one.name.as_deref());
                        cargo::detect(self.system, (folder, self.top), name, &asked)
                    }
                };
                Use {
                    detection,
                    package: format!("{}{package}", self.wanted.language.prefix()),
                    import,
                    declared,
                }
            })
            .collect()
    }

    fn asked(&self, folder: &Path, import: &str, package: &str, declared: &[Dependency]) -> Asked {
        let mut ranges = Vec::new();
        for dependency in declared {
            ranges.push(dependency.range.clone());
            if let Spec::Catalog(catalog) = dependency.spec() {
                let range = catalog_range(self.system, folder, self.top, catalog, import);
                ranges.extend(range);
            }
        }
        Asked {
            name: import.to_owned(),
            package: package.to_owned(),
            ranges,
        }
    }
}

/// What is installed for work on the plugin itself says more of the version in use than what it lets its host bring.
fn rank(section: Section) -> u8 {
    match section {
        Section::Optional => 0,
        Section::Dependency => 1,
        Section::Development => 2,
        Section::Peer => 3,
    }
}
