//! The version of a crate that is in use: what Cargo.lock says, else the range of the manifest.

use std::path::Path;

use toml::{Table, Value};

use crate::domain::range::Range;
use crate::domain::version::{SemVersion, Version};
use crate::scan::lockfile::{Asked, Detection, LIMIT, above};
use crate::scan::text::decode;
use crate::system::System;

/// The lockfile's name.
pub const LOCK: &str = "Cargo.lock";

/// How the version of a crate that the package in `folder` uses is known; none above the second folder is looked at.
/// `name` is that of the package that asks.
pub fn detect(
    system: &System,
    (folder, up_to): (&Path, &Path),
    name: Option<&str>,
    asked: &Asked,
) -> Detection {
    let locked = above(folder, up_to).find_map(|place| {
        let bytes = system.read_regular(&place.join(LOCK), LIMIT).ok()?;
        let lock: Table = decode(bytes).ok()?.parse().ok()?;
        version(&lock, name, asked)
    });
    if let Some(version) = locked {
        return Detection::Locked {
            version,
            by: LOCK.to_owned(),
        };
    }
    match asked.ranges.first() {
        Some(range) => Detection::Requirement {
            range: range.clone(),
        },
        None => Detection::Unknown {
            why: format!(
                "neither a lockfile nor the manifest names {}",
                asked.package
            ),
        },
    }
}

/// The version that a lockfile has for a package: the one that it says the asking package takes, the only one, else the
/// newest that the manifest takes.
fn version(lock: &Table, name: Option<&str>, asked: &Asked) -> Option<String> {
    let packages = lock.get("package")?.as_array()?;
    let text = |one: &Value, key: &str| one.get(key).and_then(Value::as_str).map(str::to_owned);
    let is = |one: &Value, name: &str| text(one, "name").as_deref() == Some(name);
    let versions: Vec<SemVersion> = packages
        .iter()
        .filter(|one| is(one, &asked.package))
        .filter_map(|one| text(one, "version")?.parse().ok())
        .collect();
    let own = name.and_then(|name| {
        let mut own = packages.iter().filter(|one| is(one, name));
        own.find(|one| text(one, "source").is_none())
    });
    let taken = own.and_then(|own| {
        let list = own.get("dependencies")?.as_array()?;
        list.iter().filter_map(Value::as_str).find_map(|one| {
            let mut parts = one.split(' ');
            (parts.next() == Some(&asked.package))
                .then(|| parts.next().map(str::to_owned))
                .flatten()
        })
    });
    if taken.is_some() {
        return taken;
    }
    if let [only] = &versions[..] {
        return Some(only.to_string());
    }
    let ranges: Vec<Range> = asked
        .ranges
        .iter()
        .filter_map(|range| Range::cargo(range).ok())
        .collect();
    let accepted = versions.into_iter().filter(|version| {
        let version = Version::Semver(version.clone());
        ranges.iter().any(|range| range.contains(&version))
    });
    accepted.max().map(|version| version.to_string())
}

/// The newest of the known versions that a range holds.
pub fn newest_match(range: &str, known: &[SemVersion]) -> Option<SemVersion> {
    let range = Range::cargo(range).ok()?;
    let held = known
        .iter()
        .filter(|version| range.contains(&Version::Semver((*version).clone())));
    held.max().cloned()
}
