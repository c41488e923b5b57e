//! Fleets: plugins that a team answers for, and parts of a fleet that were looked at on several machines.

mod merge;
mod progress;

use std::path::{Path, PathBuf};

use crate::app::impact::Member;
use crate::app::workspace::fleet::{FleetFile, Registered};
use crate::error::Error;
use crate::system::System;

pub use merge::merge;
pub use progress::{FleetScan, forget, progress, record, scan_fleet, scan_members};

/// A registered plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetPlugin {
    pub name: String,
    /// As the file writes it: relative to its folder.
    pub root: String,
    pub owner: Option<String>,
    /// Whether there is such a folder or file.
    pub is_there: bool,
}

/// The registered plugins, with the file that registers them.
///
/// # Errors
/// If the file cannot be read.
pub fn list(system: &System) -> Result<Option<(PathBuf, Vec<FleetPlugin>)>, Error> {
    let Some(file) = FleetFile::find(system, system.cwd())? else {
        return Ok(None);
    };
    let plugins = file
        .plugins
        .iter()
        .map(|one| FleetPlugin {
            name: one.name.clone(),
            root: one.root.clone(),
            owner: one.owner.clone(),
            is_there: system.exists(&file.folder().join(&one.root)),
        })
        .collect();
    Ok(Some((file.file, plugins)))
}

/// The registered plugins, as members to look at.
///
/// # Errors
/// If none are registered.
pub fn members(system: &System) -> Result<Vec<Member>, Error> {
    let none = || {
        Error::new("no plugins are registered here")
            .hint("`forewarn fleet add PATH` registers one in forewarn.toml")
            .hint("--fleet DIR looks at every package of a folder that depends on the platform")
    };
    let file = FleetFile::find(system, system.cwd())?.ok_or_else(none)?;
    if file.plugins.is_empty() {
        return Err(none());
    }
    Ok(file
        .plugins
        .iter()
        .map(|one| Member {
            name: Some(one.name.clone()),
            owner: one.owner.clone(),
            path: near(system, &file.folder().join(&one.root)),
        })
        .collect())
}

/// A path as a user would write it: from where forewarn runs, if it lies below.
fn near(system: &System, path: &Path) -> PathBuf {
    match path.strip_prefix(system.cwd()) {
        Ok(below) if below.as_os_str().is_empty() => PathBuf::from("."),
        Ok(below) => below.to_owned(),
        Err(_elsewhere) => path.to_owned(),
    }
}

/// Registers a plugin in the nearest `forewarn.toml`, else in a new one here. Returns the file and the name.
///
/// # Errors
/// If there is nothing at the path, or the name is taken.
pub fn add(
    system: &System,
    path: &Path,
    name: Option<String>,
    owner: Option<String>,
) -> Result<(PathBuf, String), Error> {
    let place = system.absolute(path);
    if !system.exists(&place) {
        return Err(
            Error::new(format!("there is nothing at {}", path.display()))
                .hint("name the folder that the plugin's manifest lies in"),
        );
    }
    let mut file =
        FleetFile::find(system, system.cwd())?.unwrap_or_else(|| FleetFile::new(system.cwd()));
    let root = relative(&place, file.folder());
    let name = match name {
        Some(name) => name,
        None => place
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .ok_or_else(|| {
                Error::new(format!("{} has no name", path.display())).hint("--name gives it one")
            })?,
    };
    let plugin = Registered {
        name: name.clone(),
        root,
        owner,
    };
    file.add(system, plugin)?;
    Ok((file.file, name))
}

/// Takes a plugin out of the list. Returns the file and where the plugin lies.
///
/// # Errors
/// If none is registered under the name: the nearest are named.
pub fn remove(system: &System, name: &str) -> Result<(PathBuf, String), Error> {
    let mut file = FleetFile::find(system, system.cwd())?
        .ok_or_else(|| Error::new("no plugins are registered here"))?;
    let removed = file.remove(system, name)?;
    Ok((file.file, removed.root))
}

/// `path` from `folder`, with `/`; one that lies on another root stays as it is.
fn relative(path: &Path, folder: &Path) -> String {
    let shared = path
        .components()
        .zip(folder.components())
        .take_while(|(a, b)| a == b)
        .count();
    if shared == 0 {
        return path.to_string_lossy().replace('\\', "/");
    }
    let up = folder.components().count() - shared;
    let steps = std::iter::repeat_n("..".to_owned(), up).chain(
        path.components()
            .skip(shared)
            .map(|step| step.as_os_str().to_string_lossy().into_owned()),
    );
    let steps: Vec<String> = steps.collect();
    if steps.is_empty() {
        ".".to_owned()
    } else {
        steps.join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_relative_to_the_file() {
        for (path, folder, expected) in [
            ("/w/plugins/a", "/w", "plugins/a"),
            ("/w", "/w", "."),
            ("/w/a", "/w/b/c", "../../a"),
        ] {
            assert_eq!(relative(Path::new(path), Path::new(folder)), expected);
        }
    }
}
