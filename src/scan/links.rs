//! Which files of a plugin the specifiers of each lead to.
//!
//! A link leads to a file that was read, and to nothing else: what is not among those is not looked for. What a name stands
//! for is said by the nearest `tsconfig.json` or `jsconfig.json` (`paths`, `baseUrl`, `extends`) and by the plugin's own
//! manifest (`imports`, `exports`); these are read as text, nothing of them is executed. Aliases of bundlers are code, and
//! not followed.

mod config;
mod own;
mod pattern;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use crate::domain::document::scan::Unreadable;
use crate::scan::lockfile::above;
use crate::scan::script::world::File;
use crate::scan::walk::Found;
use crate::syntax::on_deep_stacks;
use crate::system::System;

use config::Configs;
use own::Own;

/// What may stand behind a name that is written without its end.
const ENDS: [&str; 11] = [
    "", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte",
];

/// What stands for a folder.
const INDEX: [&str; 7] = [
    "/index.ts",
    "/index.tsx",
    "/index.js",
    "/index.jsx",
    "/index.mjs",
    "/index.mts",
    "/index.vue",
];

/// Bytes of a text that may be a specifier.
const SPECIFIER: usize = 512;

/// Finds the files that the specifiers of each file lead to, and keeps them in [`File::links`]. Gives the configurations
/// that could not be read.
pub(super) fn link(system: &System, found: &Found, files: &mut [File]) -> Vec<Unreadable> {
    let mut linker = Linker::new(system, found, files.iter().map(|file| file.path.as_str()));
    linker.configure(files);
    let of = |file| linker.of(file);
    let links: Vec<BTreeMap<String, usize>> = on_deep_stacks(|| files.par_iter().map(of).collect());
    let problems = linker.configs.into_problems().collect();
    for (file, links) in files.iter_mut().zip(links) {
        file.links = links;
    }
    problems
}

/// The files that name a module which was in one of `removed`, by their positions; `removed` is relative to the plugin's
/// root. Second the configurations that were looked at for it.
pub(super) fn naming(
    system: &System,
    found: &Found,
    files: &[File],
    removed: &[String],
) -> (BTreeSet<usize>, BTreeSet<PathBuf>) {
    let places = files.iter().map(|file| file.path.as_str());
    let places = places.chain(removed.iter().map(String::as_str));
    let mut linker = Linker::new(system, found, places);
    linker.configure(files);
    let naming = files
        .iter()
        .enumerate()
        .filter(|(_, file)| linker.of(file).values().any(|to| *to >= files.len()))
        .map(|(index, _)| index)
        .collect();
    (naming, linker.configs.read)
}

/// The configurations that tell what the specifiers of a plugin's files lead to, with their texts; of one that cannot be
/// read its name alone.
pub fn configurations(system: &System, found: &Found) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let root = slashed(&found.folder);
    let mut configs = Configs::new(system, &found.folder, &bound(system, found));
    let folders: BTreeSet<String> = found
        .files
        .iter()
        .filter_map(|one| placed(&root, &one.file))
        .map(|path| folder_of(&path).to_owned())
        .collect();
    for folder in &folders {
        configs.of(folder);
    }
    let read = configs.read.into_iter();
    read.map(|path| {
        let text = system.read_regular(&path, config::LIMIT).ok();
        (path, text)
    })
    .collect()
}

struct Linker<'a, 'p> {
    /// The plugin's folder, absolute.
    root: String,
    /// Positions by path: below the root relative to it, else absolute.
    places: HashMap<Cow<'p, str>, usize>,
    /// Every name that the last step of a specifier can have if it leads to a file by its own words.
    steps: HashSet<Cow<'p, str>>,
    configs: Configs<'a>,
    own: Own,
}

impl<'a, 'p> Linker<'a, 'p> {
    /// `paths` are relative to the plugin's root; their order gives positions.
    fn new(system: &'a System, found: &Found, paths: impl IntoIterator<Item = &'p str>) -> Self {
        let root = slashed(&found.folder).trim_end_matches('/').to_owned();
        let mut places = HashMap::default();
        let mut steps = HashSet::default();
        let name = root.rsplit('/').next().unwrap_or_default();
        for (index, path) in paths.into_iter().enumerate() {
            // There may be a million: what is written as it is looked up is not written once more.
            let path = if is_plain(path) {
                steps.extend(steps_of(path).map(Cow::Borrowed));
                if !path.contains('/') && path.starts_with("index.") {
                    steps.insert(Cow::Owned(name.to_owned()));
                }
                Cow::Borrowed(path)
            } else if let Some(path) = placed(&root, path) {
                steps.extend(steps_of(&path).map(|step| Cow::Owned(step.to_owned())));
                Cow::Owned(below(&root, &path).unwrap_or(&path).to_owned())
            } else {
                continue;
            };
            places.entry(path).or_insert(index);
        }
        let bound = bound(system, found);
        let own = found.manifest.as_ref();
        Self {
            configs: Configs::new(system, &found.folder, &bound),
            own: own.map_or_else(Own::default, |manifest| Own::read(system, manifest)),
            root,
            places,
            steps,
        }
    }

    /// Reads the configurations of the folders that the files are in.
    fn configure(&mut self, files: &[File]) {
        let mut last = None;
        for file in files {
            let folder = placed(&self.root, &file.path).map(|path| folder_of(&path).to_owned());
            // In the order of their paths those of one folder mostly stand together.
            if let Some(folder) = &folder
                && last.as_ref() != Some(folder)
            {
                self.configs.of(folder);
            }
            last = folder;
        }
    }

    /// What the specifiers of a file lead to, whose folder is configured.
    fn of(&self, file: &File) -> BTreeMap<String, usize> {
        let Some(path) = placed(&self.root, &file.path) else {
            return BTreeMap::new();
        };
        let folder = folder_of(&path);
        let configs = self.configs.known(folder);
        let mut links = BTreeMap::new();
        let (certain, texts) = specifiers(file);
        for specifier in certain {
            if let Some(to) = self.target(folder, specifier, configs) {
                links.insert(specifier.to_owned(), to);
            }
        }
        for text in texts {
            if !links.contains_key(text)
                && self.may_be(text, configs)
                && let Some(to) = self.target(folder, text, configs)
            {
                links.insert(text.to_owned(), to);
            }
        }
        links
    }

    /// Whether a text may name a module, so that it is worth while to look.
    fn may_be(&self, text: &str, configs: &[config::Options]) -> bool {
        if text.len() > SPECIFIER || text.is_empty() {
            return false;
        }
        if text.starts_with('.') {
            return true;
        }
        if text.contains(char::is_whitespace) {
            return false;
        }
        self.own.is_meant(text)
            || configs
                .iter()
                .any(|options| options.paths.is_meant(text) || self.is_step(text))
    }

    /// Whether the last step of a specifier is the name of some file or folder.
    fn is_step(&self, specifier: &str) -> bool {
        let last = specifier.rsplit('/').next().unwrap_or(specifier);
        self.steps.contains(bare(last).unwrap_or(last)) || self.steps.contains(last)
    }

    fn target(&self, folder: &str, specifier: &str, configs: &[config::Options]) -> Option<usize> {
        if specifier.starts_with('.') {
            return self.file(&placed(folder, specifier)?);
        }
        for options in configs {
            if let Some(targets) = options.paths.targets(specifier) {
                let found = targets
                    .iter()
                    .filter_map(|target| placed(&options.folder, target))
                    .find_map(|path| self.file(&path));
                if found.is_some() {
                    return found;
                }
            } else if let Some(base) = options.base.as_ref().filter(|_| self.is_step(specifier))
                && let Some(found) = placed(base, specifier).and_then(|path| self.file(&path))
            {
                return Some(found);
            }
        }
        let own = self.own.targets(specifier);
        own.iter()
            .filter_map(|target| placed(&self.own.folder, target))
            .find_map(|path| self.file(&path))
    }

    /// `/p/a` is `/p/a.ts`, `/p/a/index.js` and so on.
    fn file(&self, path: &str) -> Option<usize> {
        // TypeScript names the file that it will be: `./a.js` for `a.ts`.
        let mut tried = String::with_capacity(path.len() + 12);
        let paths = [Some(path), bare(path)].into_iter().flatten();
        let mut ends = paths.flat_map(|path| ENDS.iter().chain(&INDEX).map(move |end| (path, end)));
        ends.find_map(|(path, end)| {
            tried.clear();
            tried.push_str(path);
            tried.push_str(end);
            let path = below(&self.root, &tried).unwrap_or(&tried);
            self.places.get(path).copied()
        })
    }
}

/// Up to where configurations are read: the repository's folder, else the package's or the PATH's, whichever is higher.
fn bound(system: &System, found: &Found) -> PathBuf {
    if let Some(top) =
        above(&found.folder, Path::new("")).find(|place| system.exists(&place.join(".git")))
    {
        return top.to_owned();
    }
    let package = found
        .manifest
        .as_ref()
        .and_then(|manifest| manifest.path.parent());
    let given = system.real_path(Path::new(&found.path)).ok();
    [package, given.as_deref()]
        .into_iter()
        .flatten()
        .filter(|place| found.folder.starts_with(place))
        .min_by_key(|place| place.components().count())
        .unwrap_or(&found.folder)
        .to_owned()
}

/// Every text of a file that may name a module of the plugin's own: those that do name one, and those that may.
fn specifiers(file: &File) -> (BTreeSet<&str>, BTreeSet<&str>) {
    use crate::syntax::script::{Exported, Kind, TypeHead};
    let script = &file.script;
    let mut certain: BTreeSet<&str> = script
        .imports
        .iter()
        .map(|import| import.specifier.as_str())
        .collect();
    for export in &script.exports {
        match &export.what {
            Exported::From { specifier, .. } | Exported::All { specifier } => {
                certain.insert(specifier);
            }
            _ => {}
        }
    }
    for one in &script.type_uses {
        if let TypeHead::Module(specifier, _) = &one.head {
            certain.insert(specifier);
        }
    }
    let texts = script
        .nodes
        .iter()
        .filter_map(|node| match &node.kind {
            Kind::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    (certain, texts)
}

/// Without the end that a script has once it is built.
fn bare(path: &str) -> Option<&str> {
    [".js", ".jsx", ".mjs", ".cjs"]
        .iter()
        .find_map(|end| path.strip_suffix(end))
}

/// The last steps by which a path can be named: with its end, without it, and for what stands for a folder that folder's.
fn steps_of(path: &str) -> impl Iterator<Item = &str> {
    let mut steps = path.rsplit('/');
    let name = steps.next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let folder = steps.next().filter(|_| stem == "index");
    [Some(name), Some(stem), folder].into_iter().flatten()
}

/// The folder of a path that is absolute.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path that is absolute, relative to a folder above it.
fn below<'t>(folder: &str, path: &'t str) -> Option<&'t str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// Whether a path that is relative to a folder is written as [`placed`] would name it below that folder.
fn is_plain(path: &str) -> bool {
    !path.contains(':') && !path.split('/').any(|step| matches!(step, "" | "." | ".."))
}

/// A path as it is written, relative to a folder that is absolute; `None` if it leads above everything.
pub(super) fn placed(folder: &str, written: &str) -> Option<String> {
    let is_rooted = written.starts_with('/') || written.as_bytes().get(1) == Some(&b':');
    let from = if is_rooted { "" } else { folder };
    let mut steps: Vec<&str> = from.split('/').filter(|step| !step.is_empty()).collect();
    for step in written.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    let path = steps.join("/");
    let is_drive = steps.first().is_some_and(|first| first.ends_with(':'));
    Some(if is_drive { path } else { format!("/{path}") })
}

pub(super) fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// A file as it is named from a folder; both are absolute.
fn seen_from(folder: &Path, file: &Path) -> String {
    let common = folder
        .components()
        .zip(file.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = folder.components().count() - common;
    let down: PathBuf = file.components().skip(common).collect();
    format!("{}{}", "../".repeat(up), slashed(&down))
}

#[cfg(test)]
mod tests;
