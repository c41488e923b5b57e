//! Packages as their registries publish them: safe reading of archives and folders, and the API surface in them.
//!
//! [`package`] is what every source comes to. [`source`] understands what a user named; [`archive`] and [`folder`] read
//! files, `npm` and `cargo` make packages of them; [`registry`] has the user's own npm and cargo fetch archives.
//! [`declarations`] and [`crates`] read their surfaces. Nothing of a package is ever executed, and nothing is unpacked.

pub mod archive;
mod cargo;
pub mod crates;
pub mod declarations;
pub mod evidence;
pub mod folder;
pub mod names;
mod npm;
pub mod package;
pub mod registry;

pub mod source;

use std::io::Read;
use std::path::Path;

use crate::domain::surface::Language;
use crate::error::Error;
use crate::ingest::archive::{Files, LIMITS};
use crate::ingest::package::Package;
use crate::system::System;

pub use crate::syntax::jsdoc::{Claim, claims};
pub use folder::read_folder;

/// Reads a package out of its archive. `name` is the archive's file name: it appears in errors, and `.crate` says that
/// it is a crate. Any other archive is an npm package, unless only the manifest of a crate is in it.
///
/// # Errors
/// If the archive cannot be read safely ([`archive::read`]), or holds no package with a name and a semantic version.
pub fn read_archive(name: &str, reader: impl Read) -> Result<Package, Error> {
    let is_crate = name.to_ascii_lowercase().ends_with(".crate");
    let language = is_crate.then_some(Language::Rust);
    let files = archive::read(name, reader, &|path| wants(language, path), &LIMITS)?;
    let root = files.root.clone();
    let package = package_of(name, files, language, cargo::NO_WORKSPACE)?;
    // Cargo refuses such a crate as well; npm does not care what the folder is called.
    let expected = format!("{}-{}", package.name, package.version);
    if is_crate && root.as_deref() != Some(expected.as_str()) {
        return Err(Error::new(format!(
            "{name} does not hold all its files in a folder `{expected}`, as its manifest asks for"
        ))
        .hint("crates that cargo packages do; check where it is from"));
    }
    Ok(package)
}

/// Reads the package that `path` names: a folder with a manifest, or an archive.
///
/// # Errors
/// If there is nothing at `path`, or it is no package; see [`read_folder`] and [`read_archive`].
pub fn read_path(system: &System, path: &Path) -> Result<Package, Error> {
    if system.is_dir(path) {
        return read_folder(system, path);
    }
    if !system.exists(path) {
        return Err(Error::new(format!("there is no {}", path.display())).hint(
            "a package of a registry is written npm:NAME or crate:NAME, with @VERSION or a range if not all are meant",
        ));
    }
    let name = path
        .file_name()
        .map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    read_archive(&name, system.open(path)?)
}

/// Whether a file is read. Of a package whose language is not known yet, what either would read.
fn wants(language: Option<Language>, path: &str) -> bool {
    match language {
        Some(Language::TypeScript) => npm::wants(path),
        Some(Language::Rust) => cargo::wants(path),
        None => npm::wants(path) || cargo::wants(path),
    }
}

/// Makes a package of the files, by the language or else by the manifest that is there.
fn package_of(
    source: &str,
    mut files: Files,
    language: Option<Language>,
    workspace: cargo::Workspace<'_>,
) -> Result<Package, Error> {
    let has = |manifest: &str| files.files.contains_key(manifest);
    let language = match language {
        Some(language) => language,
        None if has(npm::MANIFEST) => Language::TypeScript,
        None if has(cargo::MANIFEST) => Language::Rust,
        None => {
            return Err(Error::new(format!(
                "{source} has neither a {} nor a {} in its folder",
                npm::MANIFEST,
                cargo::MANIFEST
            ))
            .hint("a package is what `npm pack` or `cargo package` makes, or a folder with one of these"));
        }
    };
    // What only the other language would have read is not part of this package.
    let read = files.files.len();
    files.files.retain(|path, _| wants(Some(language), path));
    files.skipped += read - files.files.len();
    files.gaps.retain(|gap| wants(Some(language), &gap.at));
    match language {
        Language::TypeScript => npm::package(source, files),
        Language::Rust => cargo::package(source, files, workspace),
    }
}

#[cfg(test)]
mod tests;
