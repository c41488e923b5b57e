//! Which module a specifier means, as TypeScript resolves it.
//!
//! Relative specifiers are files beside the one that names them, folders stand for their index or what their manifest
//! says. Packages that are published within a package are found in its `node_modules`. The package's own name and
//! those of its members mean their entries, or files below their roots. Everything else is foreign: nothing outside
//! of the packages given is ever looked at.

use std::collections::HashMap;

use crate::domain::surface::ModuleId;
use crate::ingest::declarations::Folded;
use crate::ingest::declarations::subpaths::opened;
use crate::ingest::package::Package;

/// What declaration files end in, in TypeScript's order.
const SUFFIXES: [&str; 3] = [".d.ts", ".d.mts", ".d.cts"];

/// What a source file's import is written with, and the declarations that stand for it.
const SCRIPTS: [(&str, &str); 7] = [
    (".js", ".d.ts"),
    (".jsx", ".d.ts"),
    (".ts", ".d.ts"),
    (".tsx", ".d.ts"),
    (".mjs", ".d.mts"),
    (".mts", ".d.mts"),
    (".cjs", ".d.cts"),
];

/// A declaration file to be read.
pub(super) struct Source<'a> {
    pub(super) id: ModuleId,
    pub(super) path: &'a str,
    pub(super) content: &'a [u8],
}

/// What a specifier means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Module(ModuleId),
    /// `path` is empty, or `/sub/path#` for a module below the package's root.
    Foreign {
        package: String,
        path: String,
    },
    /// It should be a file of one of the packages, and is not.
    Missing(ModuleId),
}

struct Part<'a> {
    member: Option<&'a str>,
    package: &'a Package,
    /// Module ids by path of the file.
    files: HashMap<&'a str, ModuleId>,
    /// Whether other packages are published within it.
    has_bundled: bool,
}

/// The declaration files of a package and its members.
pub(super) struct Finder<'a> {
    parts: Vec<Part<'a>>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(package: &'a Package, members: &[Folded<'a>]) -> Self {
        let folded = members
            .iter()
            .filter_map(|one| Some((Some(one.name), one.package?)));
        let parts = std::iter::once((None, package))
            .chain(folded)
            .map(|(member, package)| Part {
                member,
                package,
                files: ids(member, package),
                has_bundled: package.files.keys().any(|path| {
                    path.starts_with("node_modules/") || path.contains("/node_modules/")
                }),
            })
            .collect();
        Self { parts }
    }

    fn part(&self, member: Option<&str>) -> Option<&Part<'a>> {
        self.parts.iter().find(|part| part.member == member)
    }

    pub(super) fn sources(&self) -> Vec<Source<'a>> {
        self.parts
            .iter()
            .flat_map(|part| {
                part.package.files.iter().filter_map(|(path, content)| {
                    Some(Source {
                        id: part.files.get(path.as_str())?.clone(),
                        path: path.as_str(),
                        content: content.as_slice(),
                    })
                })
            })
            .collect()
    }

    /// Whether a package has no declaration files.
    pub(super) fn is_empty(&self, member: Option<&str>) -> bool {
        self.part(member).is_none_or(|part| part.files.is_empty())
    }

    /// The module that a package's root stands for.
    pub(super) fn root(&self, member: Option<&str>) -> Option<ModuleId> {
        let part = self.part(member)?;
        part.package
            .entry
            .root
            .as_ref()
            .and_then(|root| part.file(&normal(root)?))
    }

    /// The import paths that the manifests open, as modules, each with the module of its file.
    pub(super) fn subpaths(&self) -> Vec<(ModuleId, ModuleId)> {
        let of_part = |part: &Part<'_>| -> Vec<(ModuleId, ModuleId)> {
            let mut files: Vec<&str> = part.files.keys().copied().collect();
            files.sort_unstable();
            let opened = opened(&part.package.entry, &files);
            let found = opened.into_iter().filter_map(|(path, file)| {
                let target = part.files.get(file.as_str())?.clone();
                // As files are called: `./hooks.js` is `hooks`.
                let mut ends = SUFFIXES.iter().chain(&[".js", ".mjs", ".cjs"]);
                let bare = ends.find_map(|end| path.strip_suffix(end));
                let path = bare.unwrap_or(&path);
                Some((ModuleId::new(part.member, path), target))
            });
            found.collect()
        };
        let mut found: Vec<_> = self.parts.iter().flat_map(of_part).collect();
        found.sort();
        found
    }

    /// The module that a specifier in a file means.
    ///
    /// `member` and `path` tell the file: its package and its path there.
    pub(super) fn find(&self, member: Option<&str>, path: &str, specifier: &str) -> Place {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !(specifier.starts_with("./")
            || specifier.starts_with("../")
            || matches!(specifier, "." | ".."))
        {
            return self.find_package(member, folder, specifier);
        }
        // A path into an installed package is what an unbundled build leaves of its name.
        if let Some((_, installed)) = specifier.rsplit_once("node_modules/") {
            let installed = installed.strip_prefix("@types/").unwrap_or(installed);
            return self.find_package(member, folder, installed);
        }
        let wanted = normal(&format!("{folder}/{specifier}"));
        let missing = || {
            Place::Missing(ModuleId::new(
                member,
                wanted.as_deref().unwrap_or(specifier),
            ))
        };
        let last = specifier.rsplit('/').next().unwrap_or_default();
        let is_folder = matches!(last, "" | "." | "..");
        self.part(member)
            .zip(wanted.as_deref())
            .and_then(|(part, wanted)| {
                let file = if is_folder { None } else { part.file(wanted) };
                file.or_else(|| part.folder(wanted))
            })
            .map_or_else(missing, Place::Module)
    }

    fn find_package(&self, member: Option<&str>, folder: &str, specifier: &str) -> Place {
        let (name, path) = split(specifier);
        if let Some(bundled) = self
            .part(member)
            .and_then(|part| part.bundled(folder, name, path))
        {
            return Place::Module(bundled);
        }
        let Some(part) = self.parts.iter().find(|part| part.is_called(name)) else {
            return Place::Foreign {
                package: name.to_owned(),
                path: if path.is_empty() {
                    String::new()
                } else {
                    format!("/{path}#")
                },
            };
        };
        part.entry(path).map_or_else(
            || Place::Missing(ModuleId::new(part.member, path)),
            Place::Module,
        )
    }
}

impl Part<'_> {
    fn is_called(&self, name: &str) -> bool {
        self.member.unwrap_or(&self.package.name) == name
    }

    /// A module of a package that is published within this one, in the nearest `node_modules` above a folder.
    fn bundled(&self, folder: &str, name: &str, path: &str) -> Option<ModuleId> {
        if !self.has_bundled {
            return None;
        }
        let typings = format!("@types/{}", name.trim_start_matches('@').replace('/', "__"));
        let mut above = Some(folder);
        while let Some(folder) = above {
            for name in [name, &typings] {
                let wanted = normal(&format!("{folder}/node_modules/{name}/{path}"))?;
                let file = if path.is_empty() {
                    None
                } else {
                    self.file(&wanted)
                };
                if let Some(found) = file.or_else(|| self.folder(&wanted)) {
                    return Some(found);
                }
            }
            above = match folder.rsplit_once('/') {
                Some((outer, _)) => Some(outer),
                None if folder.is_empty() => None,
                None => Some(""),
            };
        }
        None
    }

    /// The module of an import path below the package's name.
    fn entry(&self, path: &str) -> Option<ModuleId> {
        let entry = &self.package.entry;
        if path.is_empty() {
            return entry
                .root
                .as_ref()
                .and_then(|root| self.file(&normal(root)?))
                .or_else(|| self.folder(""));
        }
        let opened = entry
            .further
            .get(&format!("./{path}"))
            .cloned()
            .or_else(|| self.by_pattern(path));
        if let Some(file) = opened {
            return self.file(&normal(&file)?);
        }
        let path = normal(path)?;
        entry
            .deep
            .then(|| self.file(&path).or_else(|| self.folder(&path)))
            .flatten()
    }

    /// The file that `./*` or `./lib/*` opens; the longest pattern counts.
    fn by_pattern(&self, path: &str) -> Option<String> {
        let wanted = format!("./{path}");
        self.package
            .entry
            .further
            .iter()
            .filter_map(|(pattern, file)| {
                let (before, after) = pattern.split_once('*')?;
                let inner = wanted.strip_prefix(before)?.strip_suffix(after)?;
                Some((before.len(), file.replace('*', inner)))
            })
            .max()
            .map(|(_, file)| file)
    }

    /// A file by its path: as written, as a script's, or without any suffix.
    fn file(&self, path: &str) -> Option<ModuleId> {
        let exact = |path: &str| self.files.get(path).cloned();
        let with = |path: &str, suffix: &str| exact(&format!("{path}{suffix}"));
        exact(path)
            .or_else(|| {
                SCRIPTS
                    .iter()
                    .find_map(|(script, declared)| with(path.strip_suffix(script)?, declared))
            })
            .or_else(|| SUFFIXES.iter().find_map(|suffix| with(path, suffix)))
    }

    /// What a folder stands for: the types of its own manifest, else its index.
    fn folder(&self, path: &str) -> Option<ModuleId> {
        let below = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}/{name}")
            }
        };
        self.manifest_types(&below("package.json"))
            .and_then(|types| {
                let types = normal(&below(&types))?;
                self.file(&types)
                    .or_else(|| self.file(&format!("{types}/index")))
            })
            .or_else(|| self.file(&below("index")))
    }

    fn manifest_types(&self, path: &str) -> Option<String> {
        let manifest: serde_json::Value =
            serde_json::from_slice(self.package.files.get(path)?).ok()?;
        ["types", "typings", "main"]
            .iter()
            .find_map(|key| manifest.get(key)?.as_str().map(str::to_owned))
    }
}

/// The ids of a package's declaration files: their paths without suffix.
///
/// Where two differ in their suffix only, `.d.ts` has the plain path and the others keep a part of theirs.
fn ids<'a>(member: Option<&str>, package: &'a Package) -> HashMap<&'a str, ModuleId> {
    let has = |stem: &str, suffix: &str| package.files.contains_key(&format!("{stem}{suffix}"));
    package
        .files
        .keys()
        .filter_map(|path| {
            let (at, stem) = SUFFIXES
                .iter()
                .enumerate()
                .find_map(|(at, suffix)| Some((at, path.strip_suffix(suffix)?)))?;
            let is_taken = SUFFIXES.iter().take(at).any(|suffix| has(stem, suffix));
            let stem = match at {
                // A file that has no other name is called by it.
                _ if stem.is_empty() || stem.ends_with('/') => path.clone(),
                1 if is_taken => format!("{stem}.mts"),
                2 if is_taken => format!("{stem}.cts"),
                _ => stem.to_owned(),
            };
            Some((path.as_str(), ModuleId::new(member, &stem)))
        })
        .collect()
}

/// The name of a package and the path below it.
fn split(specifier: &str) -> (&str, &str) {
    let specifier = specifier.strip_prefix("node:").unwrap_or(specifier);
    let mut slashes = specifier.match_indices('/').map(|(at, _)| at);
    let end = if specifier.starts_with('@') {
        slashes.nth(1)
    } else {
        slashes.next()
    };
    end.and_then(|at| Some((specifier.get(..at)?, specifier.get(at + 1..)?)))
        .unwrap_or((specifier, ""))
}

/// A path without `.` and `..`; `None` if it leaves the package.
fn normal(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}
