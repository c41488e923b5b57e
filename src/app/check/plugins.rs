//! Plugins, by the range of versions that their manifests ask for.
//!
//! The newest version on offer in the range counts. A manifest that does not say which versions it takes is told as not
//! read, and the others are answered all the same.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::app::FILE_LIMIT;
use crate::app::accounts::text_of;
use crate::app::check::subject;
use crate::changelog::accounts::version_or_range;
use crate::domain::document::check::{Subject, Unread};
use crate::domain::problem::LineIndex;
use crate::domain::release::Stream;
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::policy::hosted::Offer;
use crate::system::System;

/// Where a manifest names what it depends on, in the order in which they count: npm lets an optional dependency take the
/// place of another of that name.
const SECTIONS: [&str; 4] = [
    "optionalDependencies",
    "dependencies",
    "peerDependencies",
    "devDependencies",
];

/// What a manifest came to.
struct Asked {
    name: Option<String>,
    section: &'static str,
    range: String,
    line: Option<usize>,
}

/// Reads the manifests that are named; one that is named twice is read once.
///
/// # Errors
/// The stream has no npm package; a path that is not there.
pub(super) fn plugins(
    system: &System,
    paths: &[PathBuf],
    stream: &Stream,
    offer: Offer<'_>,
) -> Result<(Vec<Subject>, Vec<Unread>), Error> {
    if paths.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let package = stream
        .package
        .as_deref()
        .and_then(|package| package.strip_prefix("npm:"))
        .ok_or_else(|| {
            Error::new(format!(
                "the stream {} has no npm package that a plugin could depend on",
                stream.id
            ))
            .hint("`package` in changelog/streams.toml names it")
        })?;
    let mut seen: Vec<PathBuf> = Vec::new();
    let (mut subjects, mut unread) = (Vec::new(), Vec::new());
    for named in paths {
        let named = if system.is_dir(named) {
            named.join("package.json")
        } else {
            named.clone()
        };
        let path: PathBuf = system.absolute(&named).components().collect();
        if seen.contains(&path) {
            continue;
        }
        seen.push(path.clone());
        // What is not there was named wrongly: that is no answer at all.
        system.read(&named, FILE_LIMIT)?;
        match plugin(system, &path, package, offer) {
            Ok(subject) => subjects.push(subject),
            Err(one) => unread.push(one),
        }
    }
    tell_apart(&mut subjects);
    Ok((subjects, unread))
}

/// Plugins with one name go by the paths of their manifests.
fn tell_apart(subjects: &mut [Subject]) {
    let ids: Vec<Untrusted> = subjects.iter().map(|subject| subject.id.clone()).collect();
    for subject in subjects {
        let count = ids.iter().filter(|id| **id == subject.id).count();
        if let (true, Some(file)) = (count > 1, &subject.file) {
            subject.id = Untrusted::from(format!("plugin:{}", file.raw()));
        }
    }
}

fn plugin(
    system: &System,
    path: &Path,
    package: &str,
    offer: Offer<'_>,
) -> Result<Subject, Unread> {
    let called = path.to_string_lossy().into_owned();
    let (text, shown) =
        text_of(system, path).map_err(|error| unread(&called, None, error.to_string()))?;
    // Some editors put a byte order mark first.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let asked = asked(text, &shown, package)?;
    let Asked {
        name,
        section,
        range,
        line,
    } = asked;
    let (bare, said) = bare(&range, package);
    let choice = if bare.contains([':', '/']) {
        None
    } else {
        version_or_range(bare)
    };
    let Some(choice) = choice else {
        return Err(unread(
            &shown,
            line,
            format!(
                "{section} ask for {package} as `{range}`, which names no versions; name the one that it is built with: \
                 --version 2.14.0"
            ),
        ));
    };
    let mut runs = offer.run(&choice, None);
    let name = name.unwrap_or_else(|| shown.clone());
    runs.how = format!(
        "{name}: {section} of {shown} ask for {range}{said}: {}",
        runs.how
    );
    let mut known_as = vec![
        Untrusted::from(format!("plugin:{name}")),
        Untrusted::from(format!("plugin:{shown}")),
    ];
    if let Some(folder) = shown.strip_suffix("/package.json") {
        known_as.push(Untrusted::from(format!("plugin:{folder}")));
    }
    Ok(Subject {
        file: Some(Untrusted::from(shown)),
        file_line: line,
        asks_for: Some(Untrusted::from(range)),
        known_as,
        ..subject(format!("plugin:{name}"), runs)
    })
}

/// What a manifest asks for, as it is written.
fn asked(text: &str, shown: &str, package: &str) -> Result<Asked, Unread> {
    let manifest: Value = serde_json::from_str(text).map_err(|error| {
        unread(
            shown,
            Some(error.line()),
            format!("it is not JSON: {error}"),
        )
    })?;
    let found = SECTIONS
        .iter()
        .find_map(|section| Some((*section, manifest.get(section)?.get(package)?)));
    let Some((section, value)) = found else {
        return Err(unread(
            shown,
            None,
            format!(
                "it does not depend on {package}, which is looked for in {}",
                SECTIONS.join(", ")
            ),
        ));
    };
    let lines = LineIndex::new(text);
    let after = text.find(&format!("\"{section}\"")).unwrap_or(0);
    let line = text
        .get(after..)
        .and_then(|rest| rest.find(&format!("\"{package}\"")))
        .map(|at| lines.position(after + at).line);
    let Some(range) = value.as_str() else {
        return Err(unread(
            shown,
            line,
            format!("{section} ask for {package} as {value}, which is not a text"),
        ));
    };
    Ok(Asked {
        name: manifest
            .get("name")
            .and_then(Value::as_str)
            .filter(|name| !name.is_empty())
            .map(str::to_owned),
        section,
        range: range.to_owned(),
        line,
    })
}

/// The version or range in a manifest's text, and what there is to say of it. `npm:PACKAGE@RANGE` and `workspace:RANGE`
/// name versions in another way; `*` and the tag `latest` take any.
fn bare<'a>(range: &'a str, package: &str) -> (&'a str, &'static str) {
    let of_package = |rest: &'a str| {
        rest.strip_prefix(package)
            .and_then(|rest| rest.strip_prefix('@'))
    };
    if let Some(rest) = range.strip_prefix("workspace:") {
        let rest = of_package(rest).unwrap_or(rest).trim();
        return match rest {
            "*" | "^" | "~" | "" => ("*", " (of the same workspace: any version on offer)"),
            rest => (rest, ""),
        };
    }
    let bare = range
        .strip_prefix("npm:")
        .and_then(of_package)
        .unwrap_or(range)
        .trim();
    match bare {
        "latest" | "" => ("*", ""),
        bare => (bare, ""),
    }
}

fn unread(file: &str, line: Option<usize>, why: String) -> Unread {
    Unread {
        file: Untrusted::from(file),
        file_line: line,
        why: Untrusted::from(why),
    }
}
