//! npm: `npm view` lists, `npm pack` fetches.
//!
//! Starting npm costs more than fetching a package, so that one start fetches several versions.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value};

use super::{Failure, Listing, Pace, run, said};
use crate::domain::surface::Language;
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest::package::Package;
use crate::ingest::read_archive;
use crate::ingest::registry::Said;
use crate::system::{Run, Scratch, System};

pub(super) const PACE: Pace = Pace {
    batch: 12,
    workers: 4,
};

/// Bytes of an answer. A listing takes some 20 bytes a version; `npm pack` names every file that it fetched.
const OUTPUT: usize = 64 * 1024 * 1024;

const ASK: Duration = Duration::from_mins(2);

const FETCH: Duration = Duration::from_mins(10);

/// For every start. The waits between attempts are npm's own by default ten seconds and more, a minute in all, in
/// which nothing would be seen; how often it tries again stays the user's to say.
const ALWAYS: [&str; 5] = [
    "--json",
    "--ignore-scripts",
    "--no-update-notifier",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
];

pub(super) fn versions(
    system: &System,
    name: &str,
    stop: &dyn Fn() -> bool,
) -> Result<Listing, Error> {
    let scratch = folder(system)?;
    let arguments = ["view", name, "versions", "dist-tags"].map(str::to_owned);
    let answer =
        ask(system, scratch.path(), name, &arguments, ASK, stop).map_err(Failure::into_error)?;
    listing(name, &answer)
}

/// Fetches a batch by one start; if one of the versions is missing, each by itself, because npm then gives none.
pub(super) fn fetch(
    system: &System,
    name: &str,
    versions: &[SemVersion],
    stop: &dyn Fn() -> bool,
    each: &mut dyn FnMut(&SemVersion, Result<Package, Error>),
) -> Result<(), Error> {
    let scratch = folder(system)?;
    match pack(system, scratch.path(), name, versions, stop) {
        Ok(()) => {
            for version in versions {
                each(version, read(system, scratch.path(), name, version));
            }
            Ok(())
        }
        Err(Failure::Fatal(error)) => Err(error),
        Err(Failure::Missing(error)) => {
            if let [version] = versions {
                each(version, Err(error));
                return Ok(());
            }
            for version in versions {
                if stop() {
                    break;
                }
                fetch(system, name, std::slice::from_ref(version), stop, each)?;
            }
            Ok(())
        }
    }
}

/// A folder in which npm finds a project of nobody's, and so does not look for one above it.
fn folder(system: &System) -> Result<Scratch, Error> {
    let scratch = system.scratch()?;
    system.write_atomically(
        &scratch.path().join("package.json"),
        b"{\"private\":true}\n",
    )?;
    Ok(scratch)
}

fn pack(
    system: &System,
    folder: &Path,
    name: &str,
    versions: &[SemVersion],
    stop: &dyn Fn() -> bool,
) -> Result<(), Failure> {
    let mut arguments = vec!["pack".to_owned(), "--pack-destination=.".to_owned()];
    arguments.extend(versions.iter().map(|version| format!("{name}@{version}")));
    ask(system, folder, name, &arguments, FETCH, stop).map(drop)
}

fn read(
    system: &System,
    folder: &Path,
    name: &str,
    version: &SemVersion,
) -> Result<Package, Error> {
    // `@scope/name` is packed as `scope-name`.
    let stem = name.trim_start_matches('@').replace('/', "-");
    let file = format!("{stem}-{version}.tgz");
    let archive = system.open(&folder.join(&file)).map_err(|error| {
        Error::from(error)
            .hint("npm said that it was fetched; try `npm pack` by hand and name what it writes")
    })?;
    read_archive(&file, archive)
}

fn ask(
    system: &System,
    folder: &Path,
    name: &str,
    arguments: &[String],
    patience: Duration,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<u8>, Failure> {
    let arguments: Vec<String> = arguments
        .iter()
        .cloned()
        .chain(ALWAYS.map(str::to_owned))
        .collect();
    let ran = run(
        system,
        &Run {
            program: "npm",
            arguments: &arguments,
            folder,
            variables: &[],
            output: OUTPUT,
            patience,
        },
        stop,
    )
    .map_err(Failure::Fatal)?;
    if ran.success {
        Ok(ran.stdout)
    } else {
        Err(failure(name, &ran.stdout, &ran.stderr))
    }
}

/// What npm says went wrong: an object on standard output, or else its words.
fn failure(name: &str, stdout: &[u8], stderr: &[u8]) -> Failure {
    let told: Option<Value> = serde_json::from_slice(stdout).ok();
    let text = |key: &str| {
        let value = told.as_ref()?.get("error")?.get(key)?.as_str()?;
        (!value.is_empty()).then(|| value.to_owned())
    };
    let cause = text("summary").map_or_else(|| said(stderr), Said);
    let by_hand = format!("`npm view {name}` shows what npm itself makes of it");
    match text("code").as_deref() {
        Some("E404") => Failure::Missing(
            Error::new(format!("npm's registry has no {name}, or does not show it to you"))
                .because(cause)
                .hint("check the spelling; for a private package, that npm is logged in"),
        ),
        Some("ETARGET" | "ENOVERSIONS") => Failure::Missing(
            Error::new(format!("npm's registry does not have this version of {name}"))
                .because(cause)
                .hint(format!("`npm view {name} versions` lists those that it has")),
        ),
        Some("E401" | "E403" | "ENEEDAUTH") => Failure::Fatal(
            Error::new(format!("npm's registry does not give {name} to you"))
                .because(cause)
                .hint("log in with `npm login`, or name an archive that you have: a .tgz of `npm pack`"),
        ),
        _ => Failure::Fatal(
            Error::new(format!("npm could not fetch {name}"))
                .because(cause)
                .hint(by_hand)
                .hint("check the network and the proxy settings of npm, or name an archive that you have: a .tgz of `npm pack`"),
        ),
    }
}

/// `npm view` answers with an object of the fields that were asked for, and with the field alone if there is no other.
fn listing(name: &str, answer: &[u8]) -> Result<Listing, Error> {
    let unclear = || {
        Error::new(format!("npm's answer on the versions of {name} is not understood")).hint(
            format!("`npm view {name} versions --json` should be a list of versions; name the versions that you mean, as {name}@VERSION, or archives"),
        )
    };
    let nothing = answer.iter().all(u8::is_ascii_whitespace);
    let value = if nothing {
        Value::Array(Vec::new())
    } else {
        serde_json::from_slice(answer).map_err(|error| unclear().because(error))?
    };
    let empty = Map::new();
    let (versions, tags) = match &value {
        Value::Object(fields) => (
            fields.get("versions").ok_or_else(unclear)?,
            fields
                .get("dist-tags")
                .and_then(Value::as_object)
                .unwrap_or(&empty),
        ),
        alone => (alone, &empty),
    };
    let texts: Vec<(String, bool)> = match versions {
        Value::String(one) => vec![(one.clone(), false)],
        Value::Array(all) => all
            .iter()
            .map(|one| one.as_str().map(|one| (one.to_owned(), false)))
            .collect::<Option<_>>()
            .ok_or_else(unclear)?,
        _ => return Err(unclear()),
    };
    if texts.is_empty() {
        return Err(Error::new(format!("npm's registry lists no versions of {name}"))
            .hint("all of them may have been withdrawn; name an archive that you have: a .tgz of `npm pack`"));
    }
    let tags: BTreeMap<String, String> = tags
        .iter()
        .filter_map(|(tag, version)| Some((tag.clone(), version.as_str()?.to_owned())))
        .collect();
    Ok(Listing::new(Language::TypeScript, name, texts, tags))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listings_are_read_in_all_their_forms() {
        for (answer, count, tags) in [
            (
                r#"{"versions":["1.0.0","2.0.0"],"dist-tags":{"latest":"2.0.0"}}"#,
                2,
                1,
            ),
            (r#"{"versions":"1.0.0","dist-tags":{}}"#, 1, 0),
            (r#"["1.0.0","2.0.0"]"#, 2, 0),
            (r#""1.0.0""#, 1, 0),
        ] {
            let listing = listing("a", answer.as_bytes()).unwrap();
            assert_eq!(
                (listing.versions.len(), listing.tags.len()),
                (count, tags),
                "{answer}"
            );
        }
        for (answer, expected) in [
            ("", "lists no versions"),
            ("[]", "lists no versions"),
            ("7", "is not understood"),
            ("{}", "is not understood"),
            ("[7]", "is not understood"),
            ("<html>", "is not understood"),
        ] {
            let text = listing("a", answer.as_bytes()).unwrap_err().render();
            assert!(text.contains(expected), "{answer}: {text}");
        }
    }
}
