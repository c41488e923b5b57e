//! Reading a package out of a folder, with the limits of archives.
//!
//! Symbolic links are not followed: one may lead anywhere, and none is part of what would be published. Hidden files,
//! `node_modules` and `target` are passed over, as are crates within a crate, which are packages of their own.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::domain::surface::Language;
use crate::error::Error;
use crate::ingest::archive::{Files, LIMITS, Limits};
use crate::ingest::package::Package;
use crate::ingest::{cargo, npm, package_of, wants};
use crate::system::{Kind, System};

/// How many folders deep files are looked for; a tree that is deeper is made to be.
const DEPTH: usize = 64;

/// How many folders up a crate's workspace is looked for.
const UPWARD: usize = 32;

/// Bytes of a workspace's manifest.
const WORKSPACE: u64 = 4 * 1024 * 1024;

/// Reads the package in a folder with `package.json`, or else `Cargo.toml`.
///
/// # Errors
/// If it has neither, a folder cannot be listed, a wanted file cannot be read, or it goes beyond the limits of
/// archives.
pub fn read_folder(system: &System, path: &Path) -> Result<Package, Error> {
    let source = path.display().to_string();
    let language = [
        (npm::MANIFEST, Language::TypeScript),
        (cargo::MANIFEST, Language::Rust),
    ]
    .into_iter()
    .find(|(manifest, _)| system.is_file(&path.join(manifest)))
    .map(|(_, language)| language);
    let files = match language {
        // There is nothing to read then; that there is no manifest is said below.
        None => Files::default(),
        Some(language) => walk(system, path, language, &LIMITS)?,
    };
    package_of(&source, files, language, &|| workspace_of(system, path))
}

fn walk(system: &System, root: &Path, language: Language, limits: &Limits) -> Result<Files, Error> {
    let mut files = Files::default();
    let mut held = 0_u64;
    let mut seen = 0_usize;
    let mut folders = vec![(String::new(), 0_usize)];
    while let Some((folder, depth)) = folders.pop() {
        for item in system.list(&root.join(&folder))? {
            seen += 1;
            if seen > limits.members {
                return Err(too_much(root, &format!("{} entries", limits.members)));
            }
            if item.name.starts_with('.') {
                files.skipped += 1;
                continue;
            }
            let path = if folder.is_empty() {
                item.name.clone()
            } else {
                format!("{folder}/{}", item.name)
            };
            match item.kind {
                Kind::Folder => {
                    if depth >= DEPTH {
                        return Err(too_much(root, &format!("{DEPTH} folders in each other")));
                    }
                    if enters(system, root, language, &path, &item.name) {
                        folders.push((path, depth + 1));
                    } else {
                        files.skipped += 1;
                    }
                }
                Kind::File(size) if wants(Some(language), &path) => {
                    if size > limits.file {
                        files.too_large(path, size, limits.file);
                        continue;
                    }
                    let content = system.read_regular(&root.join(&path), limits.file)?;
                    held += content.len() as u64;
                    if held > limits.wanted {
                        let what = format!("{} bytes of files that are to be read", limits.wanted);
                        return Err(too_much(root, &what));
                    }
                    files.files.insert(path, content);
                }
                Kind::File(_) | Kind::Link | Kind::Other => files.skipped += 1,
            }
        }
    }
    Ok(files)
}

/// Whether a folder can hold something of this package.
fn enters(system: &System, root: &Path, language: Language, path: &str, name: &str) -> bool {
    match language {
        Language::TypeScript => name != "node_modules",
        Language::Rust => {
            let is_build = path == "target";
            !is_build
                && name != "node_modules"
                && !system.is_file(&root.join(path).join(cargo::MANIFEST))
        }
    }
}

fn too_much(root: &Path, limit: &str) -> Error {
    Error::new(format!("{} has more than {limit}", root.display()))
        .hint("name the folder of one package, not one that holds many")
}

/// The manifest of the workspace that the crate in `folder` belongs to: the first above it that has one.
fn workspace_of(system: &System, folder: &Path) -> Result<Option<Table>, Error> {
    let full = system.absolute(folder);
    let own = read_table(system, &full.join(cargo::MANIFEST))?;
    let named = own.as_ref().and_then(|table| {
        let path = table.get("package")?.get("workspace")?.as_str()?;
        Some(full.join(path).join(cargo::MANIFEST))
    });
    if let Some(named) = named {
        return read_table(system, &named);
    }
    if own.as_ref().is_some_and(is_workspace) {
        return Ok(own);
    }
    let above: Vec<PathBuf> = full
        .ancestors()
        .skip(1)
        .take(UPWARD)
        .map(|folder| folder.join(cargo::MANIFEST))
        .collect();
    for manifest in above {
        if let Some(table) = read_table(system, &manifest)?
            && is_workspace(&table)
        {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

fn is_workspace(manifest: &Table) -> bool {
    manifest.get("workspace").is_some_and(Value::is_table)
}

fn read_table(system: &System, manifest: &Path) -> Result<Option<Table>, Error> {
    if !system.is_file(manifest) {
        return Ok(None);
    }
    let bytes = system.read_regular(manifest, WORKSPACE)?;
    cargo::table(&bytes)
        .map(Some)
        .map_err(|why| Error::new(format!("{} is not valid TOML: {why}", manifest.display())))
}

#[cfg(test)]
mod tests;
