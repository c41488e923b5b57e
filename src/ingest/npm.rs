//! npm packages: what their manifest says, and which of their files are read.

mod entry;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::domain::surface::{Gap, GapKind, Language, Requirement, RequirementKind};
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::ingest::archive::Files;
use crate::ingest::names;
use crate::ingest::package::Package;

/// The manifest's path.
pub(super) const MANIFEST: &str = "package.json";

/// Whether a file of an npm package is read: declarations, the manifest and the change log. Of packages that are
/// published within this one (bundled dependencies, in `node_modules`) what TypeScript reads to resolve their names.
pub(super) fn wants(path: &str) -> bool {
    let bundled = path
        .strip_prefix("node_modules/")
        .map(|below| below.contains("/node_modules/"));
    match bundled {
        None => {
            !path.contains("/node_modules/")
                && (path == MANIFEST
                    || path.eq_ignore_ascii_case("CHANGELOG.md")
                    || is_declaration(path))
        }
        Some(within_another) => {
            !within_another && (path.ends_with("/package.json") || is_declaration(path))
        }
    }
}

fn is_declaration(path: &str) -> bool {
    [".d.ts", ".d.mts", ".d.cts"]
        .iter()
        .any(|suffix| path.ends_with(suffix))
}

/// Makes a package of its files. `source` names where they are from, for errors.
///
/// # Errors
/// If the manifest is missing, is no JSON object, or has no valid name and version.
pub(super) fn package(source: &str, files: Files) -> Result<Package, Error> {
    let manifest = manifest(source, &files)?;
    let name = manifest
        .get("name")
        .and_then(Value::as_str)
        .ok_or_else(|| incomplete(source, "name"))?;
    names::npm(name).map_err(|error| {
        Error::new(format!("the manifest of {source} states an unusable name")).because(error)
    })?;
    let version = manifest
        .get("version")
        .and_then(Value::as_str)
        .ok_or_else(|| incomplete(source, "version"))?;
    // npm publishes `v1.2.3` and `=1.2.3` as 1.2.3, and old packages are written so.
    let version: SemVersion = version
        .trim()
        .trim_start_matches(['v', '='])
        .parse()
        .map_err(|error| Error::new(format!("{source} cannot be placed")).because(error))?;
    let Files {
        files,
        skipped,
        mut gaps,
        ..
    } = files;
    let requires = requirements(&manifest, &mut gaps);
    let entry = entry::find(&manifest, &files);
    if !files.keys().any(|path| is_declaration(path)) {
        gaps.push(gap(
            GapKind::NoTypes,
            format!(
                "{name}@{version} ships no declarations; its types may be in a package of their own"
            ),
        ));
    } else if entry.root.is_none() {
        gaps.push(gap(
            GapKind::MissingModule,
            format!("{name}@{version} ships declarations, but none for the package itself"),
        ));
    }
    Ok(Package {
        language: Language::TypeScript,
        name: name.to_owned(),
        version: version.to_string(),
        requires,
        entry,
        files,
        skipped,
        gaps,
    })
}

fn manifest(source: &str, files: &Files) -> Result<Map<String, Value>, Error> {
    let Some(bytes) = files.files.get(MANIFEST) else {
        return Err(
            Error::new(format!("{source} has no {MANIFEST} that can be read"))
                .hint("an npm package has it directly in its folder"),
        );
    };
    // npm itself reads a manifest that begins with a byte order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(manifest)) => Ok(manifest),
        Ok(_) => Err(Error::new(format!(
            "the {MANIFEST} of {source} is no object"
        ))),
        Err(error) => {
            Err(Error::new(format!("the {MANIFEST} of {source} is not valid JSON")).because(error))
        }
    }
}

fn incomplete(source: &str, key: &str) -> Error {
    Error::new(format!("the {MANIFEST} of {source} states no `{key}`"))
        .hint("only a package with a name and a version can be placed in a history")
}

fn gap(kind: GapKind, message: String) -> Gap {
    Gap {
        kind,
        at: MANIFEST.to_owned(),
        line: 0,
        message,
    }
}

/// What the manifest asks for, by name. A name in `optionalDependencies` overrides `dependencies`, as npm has it.
fn requirements(manifest: &Map<String, Value>, gaps: &mut Vec<Gap>) -> Vec<Requirement> {
    let mut found: BTreeMap<(String, bool), Requirement> = BTreeMap::new();
    for (key, kind) in [
        ("dependencies", RequirementKind::Dependency),
        ("optionalDependencies", RequirementKind::Optional),
        ("peerDependencies", RequirementKind::Peer),
    ] {
        let Some(table) = manifest.get(key).and_then(Value::as_object) else {
            continue;
        };
        for (name, range) in table {
            let Some(range) = range.as_str() else {
                gaps.push(gap(
                    GapKind::Unplaced,
                    format!("`{key}` gives no range for {name}"),
                ));
                continue;
            };
            let requirement = Requirement {
                name: name.clone(),
                range: range.to_owned(),
                kind,
            };
            found.insert((name.clone(), kind == RequirementKind::Peer), requirement);
        }
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests;
