//! `tsconfig.json` and `jsconfig.json`, as far as they say what modules are called.
//!
//! The nearest at or above a file counts, with what it extends. A file that only refers to others (as project templates
//! have it) stands for those. Files are read from the plugin's folder up to that of its repository; a configuration that is
//! not installed is as if it was not named.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jsonc_parser::ast::{Object, Value};

use super::pattern::{MOST, Patterns};
use super::{placed, slashed};
use crate::domain::document::scan::Unreadable;
use crate::scan::manifest::{self, property};
use crate::scan::text::{decode, reason};
use crate::system::System;

/// The names that are looked for in a folder, in this order.
const NAMES: [&str; 2] = ["tsconfig.json", "jsconfig.json"];

/// Bytes of such a file.
pub(super) const LIMIT: u64 = 1024 * 1024;

/// How many files deep one may extend others.
const DEEPEST: usize = 32;

/// How many of the files that one refers to are looked at.
const REFERENCES: usize = 64;

/// A folder of the place that stands for the folder of the file that extends.
const OWN_FOLDER: &str = "${configDir}";

/// What a configuration says of the names of modules.
#[derive(Clone, Debug)]
pub(super) struct Options {
    /// The folder that names are looked for in, absolute.
    pub(super) base: Option<String>,
    pub(super) paths: Patterns,
    /// The folder that the targets of `paths` are relative to.
    pub(super) folder: String,
}

/// A name of a module, and what it stands for.
type Named = (String, Vec<String>);

/// What one file says, with what it extends; nothing is placed yet.
#[derive(Clone, Debug, Default)]
struct Written {
    /// The folder of the file that says it, and the text.
    base: Option<(String, String)>,
    paths: Option<(String, Vec<Named>)>,
    /// Of the file itself: these are not extended.
    references: Vec<PathBuf>,
}

/// The configurations of a plugin, read as they are needed.
pub(super) struct Configs<'a> {
    system: &'a System,
    /// Nothing above it is read.
    bound: PathBuf,
    /// What problems are named from.
    root: PathBuf,
    by_folder: HashMap<String, Arc<[Options]>>,
    by_file: HashMap<PathBuf, Option<Written>>,
    /// The files that were looked at, with links followed.
    pub(super) read: BTreeSet<PathBuf>,
    problems: BTreeMap<PathBuf, Unreadable>,
}

impl<'a> Configs<'a> {
    /// For a plugin in `root`; nothing above `bound` is read.
    pub(super) fn new(system: &'a System, root: &Path, bound: &Path) -> Self {
        Self {
            system,
            bound: bound.to_owned(),
            root: root.to_owned(),
            by_folder: HashMap::new(),
            by_file: HashMap::new(),
            read: BTreeSet::new(),
            problems: BTreeMap::new(),
        }
    }

    /// What holds in a folder, which is absolute: one after the other is to be tried.
    pub(super) fn of(&mut self, folder: &str) -> Arc<[Options]> {
        let mut below = Vec::new();
        let mut place = Some(folder);
        let mut found = Arc::default();
        while let Some(here) = place {
            if let Some(known) = self.by_folder.get(here) {
                found = Arc::clone(known);
                break;
            }
            below.push(here.to_owned());
            let path = Path::new(here);
            let file = NAMES
                .iter()
                .map(|name| path.join(name))
                .find(|file| self.system.is_file(file));
            if let Some(file) = file {
                found = self.options(&file).into();
                break;
            }
            place = path
                .parent()
                .filter(|above| above.starts_with(&self.bound))
                .and_then(Path::to_str);
        }
        for folder in below {
            self.by_folder.insert(folder, Arc::clone(&found));
        }
        found
    }

    /// What holds in a folder that was asked for before.
    pub(super) fn known(&self, folder: &str) -> &[Options] {
        self.by_folder.get(folder).map_or(&[], |known| known)
    }

    /// What could not be read.
    pub(super) fn into_problems(self) -> impl Iterator<Item = Unreadable> {
        self.problems.into_values()
    }

    fn options(&mut self, file: &Path) -> Vec<Options> {
        let Some(written) = self.written(file, &mut Vec::new()) else {
            return Vec::new();
        };
        let own = finished(&written, file);
        if own.is_some() {
            return own.into_iter().collect();
        }
        let references = written.references.iter().take(REFERENCES);
        references
            .filter_map(|file| {
                let written = self.written(file, &mut Vec::new())?;
                finished(&written, file)
            })
            .collect()
    }

    /// A file with what it extends. `within` are those that extend it.
    fn written(&mut self, file: &Path, within: &mut Vec<PathBuf>) -> Option<Written> {
        let real = self.system.real_path(file).ok()?;
        if !real.starts_with(&self.bound) {
            return None;
        }
        if within.contains(&real) {
            self.problem(&real, "it extends itself".to_owned());
            return None;
        }
        if within.len() > DEEPEST {
            self.problem(&real, format!("more than {DEEPEST} files extend it"));
            return None;
        }
        if let Some(known) = self.by_file.get(&real) {
            return known.clone();
        }
        self.read.insert(real.clone());
        let bytes = self.system.read_regular(&real, LIMIT);
        let text = bytes
            .map_err(|error| reason(&error))
            .and_then(|bytes| decode(bytes).map_err(|error| error.why));
        let text = match text {
            Ok(text) => text,
            Err(why) => {
                self.problem(&real, why);
                return None;
            }
        };
        let written = match manifest::object(&text) {
            Ok(object) => {
                within.push(real.clone());
                let written = self.said(&object, &real, within);
                within.pop();
                Some(written)
            }
            // An empty file, or one with comments only, says nothing.
            Err(_) if text.trim().is_empty() => Some(Written::default()),
            Err(broken) => {
                self.problem(&real, broken.why.clone());
                if let Some(problem) = self.problems.get_mut(&real) {
                    problem.at = broken.at;
                }
                None
            }
        };
        self.by_file.insert(real, written.clone());
        written
    }

    fn said(&mut self, object: &Object<'_>, file: &Path, within: &mut Vec<PathBuf>) -> Written {
        let folder = file.parent().unwrap_or(file);
        let mut written = Written::default();
        for extended in texts(property(object, "extends")) {
            if let Some(more) = self
                .named(folder, &extended)
                .and_then(|file| self.written(&file, within))
            {
                written.base = more.base.or(written.base);
                written.paths = more.paths.or(written.paths);
            }
        }
        let here = slashed(folder);
        if let Some(options) = property(object, "compilerOptions").and_then(Value::as_object) {
            if let Some(base) = property(options, "baseUrl").and_then(Value::as_string_lit) {
                written.base = Some((here.clone(), base.value.to_string()));
            }
            if let Some(paths) = property(options, "paths").and_then(Value::as_object) {
                if paths.properties.len() > MOST {
                    self.problem(file, format!("of its `paths` only {MOST} are followed"));
                }
                let paths = paths.properties.iter().take(MOST).map(|one| {
                    let targets = texts(Some(&one.value));
                    (one.name.as_str().to_owned(), targets)
                });
                written.paths = Some((here, paths.collect()));
            }
        }
        let references = property(object, "references").and_then(Value::as_array);
        written.references = references
            .into_iter()
            .flat_map(|list| &list.elements)
            .filter_map(Value::as_object)
            .filter_map(|one| property(one, "path")?.as_string_lit())
            .map(|path| {
                let path = folder.join(&*path.value);
                if self.system.is_dir(&path) {
                    path.join(NAMES[0])
                } else {
                    path
                }
            })
            .collect();
        written
    }

    /// The file that `extends` names: by its path, or one of an installed package.
    fn named(&self, folder: &Path, extended: &str) -> Option<PathBuf> {
        let is_path = extended.starts_with(['.', '/']);
        let places: Vec<PathBuf> = if is_path {
            vec![folder.join(extended)]
        } else {
            folder
                .ancestors()
                .take_while(|place| place.starts_with(&self.bound))
                .map(|place| place.join("node_modules").join(extended))
                .collect()
        };
        places.into_iter().find_map(|place| {
            let mut longer = place.clone().into_os_string();
            longer.push(".json");
            let inner = place.join(NAMES[0]);
            [place, PathBuf::from(longer), inner]
                .into_iter()
                .find(|file| self.system.is_file(file))
        })
    }

    fn problem(&mut self, file: &Path, why: String) {
        let file = file.to_owned();
        let named = super::seen_from(&self.root, &file);
        self.problems.entry(file).or_insert(Unreadable {
            file: named,
            why,
            at: None,
        });
    }
}

/// What a file comes to; `None` if it says nothing of names.
fn finished(written: &Written, file: &Path) -> Option<Options> {
    let leaf = slashed(file.parent().unwrap_or(file));
    let base = written
        .base
        .as_ref()
        .and_then(|(folder, text)| place(folder, text, &leaf));
    let (folder, paths) = match &written.paths {
        Some((folder, paths)) => (folder.clone(), Patterns::of(owned(paths, &leaf))),
        None => (leaf, Patterns::default()),
    };
    if base.is_none() && paths.is_empty() {
        return None;
    }
    Some(Options {
        folder: base.clone().unwrap_or(folder),
        base,
        paths,
    })
}

/// Patterns with the own folder in the place of what stands for it.
fn owned(paths: &[Named], leaf: &str) -> Vec<Named> {
    let target = |target: &String| match target.strip_prefix(OWN_FOLDER) {
        Some(rest) => format!("{leaf}{rest}"),
        None => target.clone(),
    };
    paths
        .iter()
        .map(|(name, targets)| (name.clone(), targets.iter().map(target).collect()))
        .collect()
}

fn place(folder: &str, text: &str, leaf: &str) -> Option<String> {
    match text.strip_prefix(OWN_FOLDER) {
        Some(rest) => placed(leaf, rest.trim_start_matches('/')),
        None => placed(folder, text),
    }
}

/// A text, or a list of texts.
fn texts(value: Option<&Value<'_>>) -> Vec<String> {
    match value {
        Some(Value::StringLit(text)) => vec![text.value.to_string()],
        Some(Value::Array(list)) => list
            .elements
            .iter()
            .filter_map(Value::as_string_lit)
            .map(|text| text.value.to_string())
            .collect(),
        _ => Vec::new(),
    }
}
