//! cargo: `cargo info` fetches one crate and no other, and brings the list of its versions up to date.
//!
//! It prints neither; both are in the folder where cargo keeps what it downloads. The list of versions is in a form of
//! cargo's own, so it is read with care and not believed if it looks different: a mark, the version of the index form,
//! then texts that each end with a zero byte. The first says how fresh the list is; pairs of a version and its JSON
//! record follow. A crate is used only if it has the checksum of its record.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{Failure, Listing, Pace, run, said};
use crate::domain::surface::Language;
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest::package::{Package, hex};
use crate::ingest::read_archive;
use crate::system::{Kind, Run, System};

/// cargo lets only one of its kind download at a time, so that several would wait for each other.
pub(super) const PACE: Pace = Pace {
    batch: 1,
    workers: 1,
};

const OUTPUT: usize = 4 * 1024 * 1024;

const PATIENCE: Duration = Duration::from_mins(3);

/// Bytes of a list of versions; the longest have some 20 MiB.
const LIST: u64 = 128 * 1024 * 1024;

/// Bytes of a packed crate; registries take a tenth of it.
const CRATE: u64 = 128 * 1024 * 1024;

/// What a list begins with: the form of the list, and of the index in it.
const MARK: [u8; 5] = [3, 2, 0, 0, 0];

pub(super) fn versions(
    system: &System,
    name: &str,
    stop: &dyn Fn() -> bool,
) -> Result<Listing, Error> {
    let home = home(system)?;
    info(system, &home, name, None, stop).map_err(Failure::into_error)?;
    let records = records(system, &home, name)?;
    let Some(known) = records.first().map(|record| record.name.clone()) else {
        return Err(Error::new(format!("cargo keeps no list of versions of {name}"))
            .hint("with a vendored source or a local registry it has none: name the versions that you mean, or archives: a .crate"));
    };
    let texts = records
        .into_iter()
        .map(|record| (record.vers, record.yanked));
    Ok(Listing::new(Language::Rust, &known, texts, BTreeMap::new()))
}

/// Fetches versions, those that cargo has already without asking the registry.
pub(super) fn fetch(
    system: &System,
    name: &str,
    versions: &[SemVersion],
    stop: &dyn Fn() -> bool,
    each: &mut dyn FnMut(&SemVersion, Result<Package, Error>),
) -> Result<(), Error> {
    let home = home(system)?;
    // A list that is not understood says so again below, when it is needed.
    let mut listed = records(system, &home, name).unwrap_or_default();
    for version in versions {
        if stop() {
            break;
        }
        if let Ok(package) = kept(system, &home, &listed, version) {
            each(version, Ok(package));
            continue;
        }
        match info(system, &home, name, Some(version), stop) {
            Err(Failure::Fatal(error)) => return Err(error),
            Err(Failure::Missing(error)) => {
                let yanked = listed.iter().any(|one| one.yanked && one.is(version));
                let error = if yanked {
                    withdrawn(name, version)
                } else {
                    error
                };
                each(version, Err(error));
            }
            Ok(()) => {
                listed = match records(system, &home, name) {
                    Ok(records) => records,
                    Err(error) => {
                        each(version, Err(error));
                        continue;
                    }
                };
                each(version, kept(system, &home, &listed, version));
            }
        }
    }
    Ok(())
}

fn withdrawn(name: &str, version: &SemVersion) -> Error {
    Error::new(format!(
        "{name} {version} was yanked, and cargo does not hand it out"
    ))
    .hint("name an archive that you have: a .crate")
}

/// Where cargo keeps what it downloads. Only the environment can say so, no configuration file.
pub(super) fn home(system: &System) -> Result<PathBuf, Error> {
    if let Some(home) = system.var("CARGO_HOME") {
        return Ok(system.absolute(Path::new(&home)));
    }
    ["HOME", "USERPROFILE"]
        .into_iter()
        .find_map(|variable| system.var(variable))
        .map(|home| Path::new(&home).join(".cargo"))
        .ok_or_else(|| {
            Error::new(
                "it is not known where cargo keeps its downloads, because there is no home folder",
            )
            .hint("set CARGO_HOME, or name an archive that you have: a .crate")
        })
}

/// Has cargo download one version, or whichever it likes, and the list of all.
fn info(
    system: &System,
    home: &Path,
    name: &str,
    version: Option<&SemVersion>,
    stop: &dyn Fn() -> bool,
) -> Result<(), Failure> {
    let fatal = |error| Failure::Fatal(Error::from(error));
    let scratch = system.scratch().map_err(fatal)?;
    // A workspace of nobody's, so that cargo does not look for one above it and answer from that.
    let manifest = b"[workspace]\nmembers = []\nresolver = \"2\"\n";
    system
        .write_atomically(&scratch.path().join("Cargo.toml"), manifest)
        .map_err(fatal)?;
    let spec = version.map_or_else(|| name.to_owned(), |version| format!("{name}@{version}"));
    let arguments = ["info", "--quiet", &spec].map(str::to_owned);
    let home = home.to_string_lossy();
    let variables = [
        ("CARGO_HOME", home.as_ref()),
        ("CARGO_TERM_COLOR", "never"),
        ("CARGO_TERM_PROGRESS_WHEN", "never"),
    ];
    let ran = run(
        system,
        &Run {
            program: "cargo",
            arguments: &arguments,
            folder: scratch.path(),
            variables: &variables,
            output: OUTPUT,
            patience: PATIENCE,
        },
        stop,
    )
    .map_err(Failure::Fatal)?;
    if ran.success {
        return Ok(());
    }
    let cause = said(&ran.stderr);
    if cause.0.contains("could not find `") {
        let error = Error::new(format!("cargo's registry has no {spec}"))
            .because(cause)
            .hint("check the spelling and the version; one that was yanked is not handed out");
        return Err(Failure::Missing(error));
    }
    let error = if cause.0.contains("no such command") {
        Error::new("this cargo is too old to fetch a single crate")
            .hint("install cargo 1.82 or newer, or name an archive that you have: a .crate")
    } else {
        Error::new(format!("cargo could not fetch {spec}"))
            .hint(format!("`cargo info {spec}` shows what cargo itself makes of it"))
            .hint("check the network and the proxy settings of cargo, or name an archive that you have: a .crate")
    };
    Err(Failure::Fatal(error.because(cause)))
}

/// What an index says of one version. Other fields are of no interest here.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Record {
    name: String,
    vers: String,
    cksum: String,
    #[serde(default)]
    yanked: bool,
    /// The registry whose list this is, as cargo names its folders.
    #[serde(skip)]
    registry: String,
}

impl Record {
    fn is(&self, version: &SemVersion) -> bool {
        self.vers == version.to_string()
    }
}

/// The records of a crate in the list that cargo changed last. None if there is no list.
fn records(system: &System, home: &Path, name: &str) -> Result<Vec<Record>, Error> {
    let index = home.join("registry").join("index");
    let mut lists = Vec::new();
    for registry in folders(system, &index) {
        let within = index.join(&registry).join(".cache");
        let list = spellings(name)
            .into_iter()
            .map(|name| within.join(place(&name)))
            .find(|list| system.is_file(list));
        lists.extend(list.map(|list| (system.changed(&list), registry, list)));
    }
    // One crate may be known from a registry and from a mirror of it; cargo writes to the one that it now uses.
    lists.sort();
    let Some((_, registry, list)) = lists.pop() else {
        return Ok(Vec::new());
    };
    let bytes = system.read_regular(&list, LIST)?;
    let mut records = parse(&bytes).ok_or_else(|| {
        Error::new(format!(
            "cargo's list of the versions of {name} is in a form that is not understood"
        ))
        .hint("a newer cargo may write another one: look for a newer forewarn, or name archives: a .crate")
    })?;
    for record in &mut records {
        record.registry.clone_from(&registry);
    }
    Ok(records)
}

/// The names under which a registry may know a crate: cargo takes `-` for `_` and the reverse.
fn spellings(name: &str) -> [String; 3] {
    [
        name.to_owned(),
        name.replace('-', "_"),
        name.replace('_', "-"),
    ]
    .map(|name| name.to_ascii_lowercase())
}

/// Where in an index a crate is: `1/a`, `2/ab`, `3/a/abc`, `ab/cd/abcd`. Names of crates are ASCII.
fn place(name: &str) -> String {
    let part = |from: usize, to: usize| name.get(from..to).unwrap_or_default();
    match name.len() {
        1 | 2 => format!("{}/{name}", name.len()),
        3 => format!("3/{}/{name}", part(0, 1)),
        _ => format!("{}/{}/{name}", part(0, 2), part(2, 4)),
    }
}

/// Reads a list. `None` if anything in it is not as expected.
fn parse(bytes: &[u8]) -> Option<Vec<Record>> {
    let rest = bytes.strip_prefix(&MARK)?;
    // Every text ends with a zero, so that after the last there is nothing.
    let texts: Vec<&[u8]> = rest.strip_suffix(&[0])?.split(|byte| *byte == 0).collect();
    let (_fresh, pairs) = texts.split_first()?;
    let (pairs, alone) = pairs.as_chunks::<2>();
    if !alone.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[version, json]| {
            let record: Record = serde_json::from_slice(json).ok()?;
            (record.vers.as_bytes() == *version).then_some(record)
        })
        .collect()
}

/// Reads a crate that cargo has downloaded.
fn kept(
    system: &System,
    home: &Path,
    records: &[Record],
    version: &SemVersion,
) -> Result<Package, Error> {
    let Some(record) = records.iter().find(|record| record.is(version)) else {
        return Err(Error::new(format!("cargo's list has no version {version}"))
            .hint("try again: the list may just have changed"));
    };
    let file = format!("{}-{}.crate", record.name, record.vers);
    let path = home
        .join("registry")
        .join("cache")
        .join(&record.registry)
        .join(&file);
    let bytes = system.read_regular(&path, CRATE).map_err(|error| {
        Error::from(error).hint(
            "cargo said that it was fetched, but keeps it elsewhere: name an archive: a .crate",
        )
    })?;
    if hex(&Sha256::digest(&bytes)) != record.cksum {
        return Err(
            Error::new(format!("{file} is not what the registry's checksum says"))
                .hint("remove it from cargo's cache and try again"),
        );
    }
    read_archive(&file, bytes.as_slice())
}

/// The names of the folders in a folder; none if it cannot be listed.
fn folders(system: &System, folder: &Path) -> Vec<String> {
    system
        .list(folder)
        .unwrap_or_default()
        .into_iter()
        .filter(|item| item.kind == Kind::Folder)
        .map(|item| item.name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_an_index() {
        for (name, expected) in [
            ("a", "1/a"),
            ("ab", "2/ab"),
            ("abc", "3/a/abc"),
            ("abcd", "ab/cd/abcd"),
            ("base64", "ba/se/base64"),
        ] {
            assert_eq!(place(name), expected);
        }
    }

    fn list(pairs: &[(&str, &str)]) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend(b"etag: x\0");
        for (version, json) in pairs {
            bytes.extend(version.as_bytes());
            bytes.push(0);
            bytes.extend(json.as_bytes());
            bytes.push(0);
        }
        bytes
    }

    #[test]
    fn a_list_is_read_only_if_all_of_it_is_as_expected() {
        let one = r#"{"name":"a","vers":"1.0.0","cksum":"00","deps":[]}"#;
        let two = r#"{"name":"a","vers":"1.1.0","cksum":"11","yanked":true}"#;
        let good = list(&[("1.0.0", one), ("1.1.0", two)]);
        let records = parse(&good).unwrap();
        assert_eq!(records.len(), 2);
        assert!(records[1].yanked && !records[0].yanked);
        assert_eq!(parse(&list(&[])), Some(Vec::new()));
        for length in 0..good.len() {
            // A list that ends where a pair ends is whole: nothing tells how many there are.
            if length != list(&[]).len() && length != list(&[("1.0.0", one)]).len() {
                assert_eq!(parse(&good[..length]), None, "{length}");
            }
        }
        assert_eq!(parse(&list(&[("1.0.1", one)])), None);
        assert_eq!(parse(&list(&[("1.0.0", "{}")])), None);
        let mut other = good;
        other[0] = 4;
        assert_eq!(parse(&other), None);
    }
}
