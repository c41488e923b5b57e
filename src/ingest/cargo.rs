//! Crates: what their manifest says, and which of their files are read.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use crate::domain::surface::{Gap, GapKind, Language, Requirement, RequirementKind};
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest::archive::Files;
use crate::ingest::names;
use crate::ingest::package::{Entry, Package};

/// The manifest's path.
pub(super) const MANIFEST: &str = "Cargo.toml";

/// Folders of source that no user of a crate ever sees.
const APART: [&str; 3] = ["tests", "benches", "examples"];

/// Where a manifest gets what it leaves to its workspace: the manifest of that, `None` if there is no such thing.
pub(super) type Workspace<'a> = &'a dyn Fn() -> Result<Option<Table>, Error>;

/// For archives, whose manifests cargo has made complete.
pub(super) const NO_WORKSPACE: Workspace<'static> = &|| Ok(None);

/// Whether a file of a crate is read: all source but that of tests, benches and examples, because `#[path]` and
/// `include!` may name any of it, the manifest and the change log.
pub(super) fn wants(path: &str) -> bool {
    let folder = path.split_once('/').map(|(first, _)| first);
    let apart = folder.is_some_and(|first| APART.contains(&first));
    path == MANIFEST
        || path.eq_ignore_ascii_case("CHANGELOG.md")
        || (path.strip_suffix(".rs").is_some() && !apart)
}

/// Makes a package of its files. `source` names where they are from, for errors.
///
/// # Errors
/// If the manifest is missing, is no TOML, states no valid name and version, or leaves them to a workspace that
/// cannot be found.
pub(super) fn package(
    source: &str,
    files: Files,
    workspace: Workspace<'_>,
) -> Result<Package, Error> {
    let manifest = manifest(source, &files)?;
    let Some(package) = manifest.get("package").and_then(Value::as_table) else {
        return Err(
            Error::new(format!("the {MANIFEST} of {source} is that of no package"))
                .hint("a workspace has packages in folders of their own: name one of them"),
        );
    };
    let inherited = Inherited { source, workspace };
    let name = package
        .get("name")
        .and_then(Value::as_str)
        .ok_or_else(|| incomplete(source, "name"))?;
    names::krate(name).map_err(|error| {
        Error::new(format!("the manifest of {source} states an unusable name")).because(error)
    })?;
    let version = inherited.text(package, "version")?;
    let version: SemVersion = version
        .parse()
        .map_err(|error| Error::new(format!("{source} cannot be placed")).because(error))?;
    let Files {
        files,
        skipped,
        mut gaps,
        ..
    } = files;
    let dependencies = inherited.dependencies(&manifest, &mut gaps)?;
    let entry = entry(&manifest, name, &files, dependencies.renamed);
    match &entry.root {
        None => gaps.push(gap(
            GapKind::NoTypes,
            format!("{name} {version} has no library, so that nothing can be built on it"),
        )),
        Some(root) if !files.contains_key(root) => gaps.push(gap(
            GapKind::MissingModule,
            format!("the library's file {root} is not among the files that are read"),
        )),
        Some(_) => {}
    }
    Ok(Package {
        language: Language::Rust,
        name: name.to_owned(),
        version: version.to_string(),
        requires: dependencies.requires.into_iter().collect(),
        entry,
        files,
        skipped,
        gaps,
    })
}

fn manifest(source: &str, files: &Files) -> Result<Table, Error> {
    let Some(bytes) = files.files.get(MANIFEST) else {
        return Err(
            Error::new(format!("{source} has no {MANIFEST} that can be read"))
                .hint("a crate has it directly in its folder"),
        );
    };
    table(bytes).map_err(|why| {
        Error::new(format!(
            "the {MANIFEST} of {source} is not valid TOML: {why}"
        ))
    })
}

/// A manifest as a table, or why it is none.
pub(super) fn table(bytes: &[u8]) -> Result<Table, String> {
    std::str::from_utf8(bytes)
        .map_err(|error| error.to_string())?
        .parse()
        .map_err(|error: toml::de::Error| error.message().to_owned())
}

fn incomplete(source: &str, key: &str) -> Error {
    Error::new(format!("the {MANIFEST} of {source} states no `{key}`"))
        .hint("only a crate with a name and a version can be placed in a history")
}

fn gap(kind: GapKind, message: String) -> Gap {
    Gap {
        kind,
        at: MANIFEST.to_owned(),
        line: 0,
        message,
    }
}

fn entry(
    manifest: &Table,
    name: &str,
    files: &BTreeMap<String, Vec<u8>>,
    renamed: BTreeMap<String, String>,
) -> Entry {
    let library = manifest.get("lib").and_then(Value::as_table);
    let stated = |key: &str| library.and_then(|table| table.get(key));
    let path = stated("path")
        .and_then(Value::as_str)
        .map(|path| path.trim_start_matches("./").to_owned());
    let usual = "src/lib.rs";
    let is_library = library.is_some() || files.contains_key(usual);
    let in_source = stated("name")
        .and_then(Value::as_str)
        .map_or_else(|| name.replace('-', "_"), str::to_owned);
    let procedural = ["proc-macro", "proc_macro"]
        .iter()
        .any(|key| stated(key).and_then(Value::as_bool) == Some(true));
    Entry {
        root: is_library.then(|| path.unwrap_or_else(|| usual.to_owned())),
        crate_name: Some(in_source).filter(|in_source| in_source != name),
        features: features(manifest),
        renamed,
        procedural,
        ..Entry::default()
    }
}

/// The features that are stated, and one for each optional dependency that no feature names as `dep:`.
fn features(manifest: &Table) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = manifest
        .get("features")
        .and_then(Value::as_table)
        .into_iter()
        .flatten()
        .map(|(name, switches)| {
            let switches = switches.as_array().into_iter().flatten();
            let names = switches.filter_map(Value::as_str).map(str::to_owned);
            (name.clone(), names.collect())
        })
        .collect();
    let explicit: BTreeSet<String> = found
        .values()
        .flatten()
        .filter_map(|switch| switch.strip_prefix("dep:").map(str::to_owned))
        .collect();
    for (key, value) in tables(manifest).flatten() {
        let optional = value.get("optional").and_then(Value::as_bool) == Some(true);
        if optional && !explicit.contains(key) {
            found
                .entry(key.clone())
                .or_insert_with(|| vec![format!("dep:{key}")]);
        }
    }
    found
}

/// The tables of what a crate depends on, for all targets. What only its tests or its build need is left out: no API
/// of it reaches a user.
fn tables(manifest: &Table) -> impl Iterator<Item = &Table> {
    let of_targets = manifest
        .get("target")
        .and_then(Value::as_table)
        .into_iter()
        .flatten()
        .filter_map(|(_, target)| target.get("dependencies"));
    manifest
        .get("dependencies")
        .into_iter()
        .chain(of_targets)
        .filter_map(Value::as_table)
}

#[derive(Default)]
struct Dependencies {
    requires: BTreeSet<Requirement>,
    /// Name in source to package.
    renamed: BTreeMap<String, String>,
}

/// Reads what a manifest may leave to its workspace.
struct Inherited<'a> {
    source: &'a str,
    workspace: Workspace<'a>,
}

impl Inherited<'_> {
    /// A key of `[package]` that is a text, here or in `[workspace.package]`.
    fn text(&self, package: &Table, key: &str) -> Result<String, Error> {
        match package.get(key) {
            Some(Value::String(text)) => Ok(text.clone()),
            Some(Value::Table(_)) => {
                let all = self.required(key)?;
                all.get("workspace")
                    .and_then(|workspace| workspace.get("package")?.get(key)?.as_str())
                    .map(str::to_owned)
                    .ok_or_else(|| {
                        Error::new(format!(
                            "{} leaves `{key}` to its workspace, which does not state it",
                            self.source
                        ))
                    })
            }
            _ => Err(incomplete(self.source, key)),
        }
    }

    fn required(&self, key: &str) -> Result<Table, Error> {
        (self.workspace)()?.ok_or_else(|| {
            Error::new(format!(
                "{} leaves `{key}` to a workspace that is not there",
                self.source
            ))
            .hint("name the crate's folder within its workspace, or the .crate that `cargo package` makes of it")
        })
    }

    fn dependencies(&self, manifest: &Table, gaps: &mut Vec<Gap>) -> Result<Dependencies, Error> {
        let mut found = Dependencies::default();
        for (key, value) in tables(manifest).flatten() {
            let inherits = value.get("workspace").and_then(Value::as_bool) == Some(true);
            let shared = if inherits {
                let all = self.required(key)?;
                all.get("workspace")
                    .and_then(|workspace| workspace.get("dependencies")?.get(key))
                    .cloned()
            } else {
                None
            };
            let stated = shared.as_ref().unwrap_or(value);
            let range = match stated {
                Value::String(range) => Some(range.as_str()),
                Value::Table(table) => table.get("version").and_then(Value::as_str),
                _ => None,
            };
            if range.is_none() {
                gaps.push(gap(
                    GapKind::Unplaced,
                    format!("{key} is required without a version, so that any is taken"),
                ));
            }
            let package = stated.get("package").and_then(Value::as_str).unwrap_or(key);
            if package != key {
                found
                    .renamed
                    .insert(key.replace('-', "_"), package.to_owned());
            }
            let optional = value.get("optional").and_then(Value::as_bool) == Some(true);
            found.requires.insert(Requirement {
                name: package.to_owned(),
                range: range.unwrap_or("*").to_owned(),
                kind: if optional {
                    RequirementKind::Optional
                } else {
                    RequirementKind::Dependency
                },
            });
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests;
