//! Surfaces of crates that cargo has downloaded, for those who scan without an import.

use crate::app::surfaces::{Read, Reader, members_of};
use crate::cancel::{Cancel, Silent};
use crate::domain::range::Range;
use crate::domain::version::{SemVersion, Version};
use crate::error::Error;
use crate::ingest::package::Package;
use crate::ingest::registry::Downloads;
use crate::system::System;

/// Members of members: a facade's brings its own along.
const DEEPEST: usize = 3;

/// Reads one version with its members, as far as they are there; what is not is a gap of the surface.
///
/// # Errors
/// If the version is not there, or cannot be read.
pub(crate) fn read(
    system: &System,
    downloads: &Downloads<'_>,
    name: &str,
    version: &SemVersion,
) -> Result<Read, Error> {
    let package = downloads.read(name, version)?;
    let silent = Silent(Cancel::default());
    let mut reader = Reader::new(system, &silent, false);
    give(&mut reader, &package, downloads, 0);
    let read = reader.read(vec![package]).pop();
    read.ok_or_else(|| Error::new(format!("{name} {version} cannot be read")))
}

fn give(reader: &mut Reader<'_>, package: &Package, downloads: &Downloads<'_>, depth: usize) {
    if depth >= DEEPEST {
        return;
    }
    for wanted in members_of(package) {
        if reader.given.contains_key(&wanted.package) {
            continue;
        }
        let versions = downloads.versions(&wanted.package);
        let range = Range::cargo(&wanted.range).ok();
        let fits = |version: &&SemVersion| {
            let version = Version::Semver((*version).clone());
            range.as_ref().is_none_or(|range| range.contains(&version))
        };
        let newest = versions.iter().filter(fits).max();
        let Some(member) = newest.and_then(|version| downloads.read(&wanted.package, version).ok())
        else {
            continue;
        };
        let name = wanted.package.clone();
        reader.given.entry(name).or_default().push(member.clone());
        give(reader, &member, downloads, depth + 1);
    }
}
