//! Versions whose package is known and of which the changelog tells nothing: a question may name them all the same.

use std::collections::BTreeSet;

use crate::app::api::Packages;
use crate::domain::changelog::Changelog;
use crate::domain::release::{Place, Release};
use crate::domain::version::{SemVersion, Version};
use crate::error::Error;

/// A release without day or entries for each such version. Pre-releases belong to their release: of them only those are
/// given whose release is not known either.
///
/// # Errors
/// A database that cannot be read.
pub(crate) fn unrecorded(
    headers: &Changelog,
    packages: &Packages<'_>,
) -> Result<Vec<Release>, Error> {
    let mut beside = Vec::new();
    let names = packages.names()?;
    for stream in &headers.streams {
        let Some(package) = stream.package.as_ref().filter(|one| names.contains(one)) else {
            continue;
        };
        let mut known: BTreeSet<SemVersion> = headers
            .releases
            .iter()
            .filter(|release| release.stream == stream.id)
            .filter_map(|release| release.version()?.semver().cloned())
            .collect();
        let read: BTreeSet<SemVersion> = packages
            .history(package)?
            .versions
            .iter()
            .filter_map(|one| one.version.parse().ok())
            .collect();
        let (before, whole): (Vec<_>, Vec<_>) =
            read.into_iter().partition(SemVersion::is_prerelease);
        for version in whole.into_iter().chain(before) {
            if known.contains(&version) || known.contains(&version.release()) {
                continue;
            }
            let place = Place::Version(Version::Semver(version.clone()));
            beside.push(Release::new(stream.id.clone(), place));
            known.insert(version);
        }
    }
    Ok(beside)
}
