//! Bringing in changelog folders and CHANGELOG.md files as found in the wild.

use std::path::{Path, PathBuf};

use crate::app::FILE_LIMIT;
use crate::app::history::Whereabouts;
use crate::app::selector::no_stream;
use crate::app::target::{Commit, ForeignFormat, Target};
use crate::app::workspace::sound;
use crate::changelog::folder;
use crate::changelog::wild::{self, LineAccount, Wild, WildStream};
use crate::domain::changelog::{Changelog, Counts, Leftover};
use crate::domain::problem::{LineIndex, Problem};
use crate::domain::release::{Origin, Release, Stream};
use crate::domain::version::Scheme;
use crate::error::Error;
use crate::store::{Applied, Author};
use crate::system::System;

pub mod git;
mod join;
mod overlay;
pub mod packages;

use join::Join;

/// What to import, and where it belongs.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    pub source: String,
    /// For a CHANGELOG.md: the stream whose releases it tells of.
    pub stream: Option<String>,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Whether files that were formatted by hand may be reformatted.
    pub reformat: bool,
}

/// Something of the source that did not become a new entry, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAdded {
    pub what: String,
    pub why: String,
}

/// What an import did, so that in = out + listed can be checked.
#[derive(Clone, Debug)]
pub struct Imported {
    pub source: String,
    /// Where it went, in words.
    pub target: String,
    pub stream: Option<String>,
    pub applied: Applied,
    /// Releases and entries that the source holds.
    pub counts: Counts,
    pub entries_added: usize,
    /// Entries that the history had already, in these words.
    pub entries_known: usize,
    /// Entries that the history had already in other words, and other things left out, each listed.
    pub not_added: Vec<NotAdded>,
    /// Lines of a CHANGELOG.md by what became of them.
    pub lines: Option<LineAccount>,
    pub leftovers: Vec<Leftover>,
    pub problems: Vec<Problem>,
    /// What opening the target came upon.
    pub notices: Vec<String>,
    pub dry_run: bool,
}

/// Imports. One transaction: after an error nothing is changed.
///
/// # Errors
/// A source that cannot be read, files with errors, a database that cannot be written.
pub fn import(
    system: &System,
    whereabouts: &Whereabouts,
    request: &ImportRequest,
) -> Result<Imported, Error> {
    let path = local_path(system, &request.source)?;
    if system.is_dir(&path) {
        return import_folder(system, whereabouts, request, &path);
    }
    if !system.exists(&path) {
        return Err(
            Error::new(format!("there is nothing at {}", path.display()))
                .hint("import takes a changelog folder, a CHANGELOG.md, git, or a package: npm:NAME, crate:NAME, an archive, a folder"),
        );
    }
    let bytes = system.read(&path, FILE_LIMIT)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = error
            .as_bytes()
            .get(..error.utf8_error().valid_up_to())
            .unwrap_or_default();
        let before = String::from_utf8_lossy(before);
        let line = LineIndex::new(&before).position(before.len()).line;
        Error::new(format!(
            "{} is not UTF-8: the first wrong byte is in line {line}",
            path.display()
        ))
        .hint("save it as UTF-8; nothing was changed")
    })?;
    if text.starts_with("+++\n") {
        return Err(Error::new(format!(
            "{} is one release file of a changelog folder",
            path.display()
        ))
        .hint("import the whole folder, so that its streams are known"));
    }
    import_text(system, whereabouts, request, &text)
}

/// Whether a source is a package rather than a changelog: a registry's name, an archive, or a folder with a manifest and
/// no streams.
pub fn is_package(system: &System, source: &str) -> bool {
    let path = system.absolute(Path::new(source));
    let is_remote = Path::new(source).components().count() > 0
        && ["npm:", "crate:"]
            .iter()
            .any(|prefix| source.starts_with(prefix));
    let is_archive = [".tgz", ".crate", ".tar.gz", ".tar"]
        .iter()
        .any(|suffix| source.to_ascii_lowercase().ends_with(suffix));
    let has = |name: &str| system.is_file(&path.join(name));
    is_remote || is_archive || !has("streams.toml") && (has("package.json") || has("Cargo.toml"))
}

/// Sources that are no path have a prefix; those that this forewarn does not read say so.
fn local_path(system: &System, source: &str) -> Result<PathBuf, Error> {
    if is_package(system, source) {
        return Err(
            Error::new(format!("{source} is a package, not a changelog"))
                .hint("`forewarn import` reads its surface and its change log"),
        );
    }
    if ["git:", "http:", "https:"]
        .iter()
        .any(|prefix| source.starts_with(prefix))
    {
        return Err(Error::new(format!("this forewarn cannot import {source}"))
            .hint("it imports changelog folders, CHANGELOG.md files, npm:NAME, crate:NAME, archives and folders of packages"));
    }
    Ok(PathBuf::from(source))
}

fn import_folder(
    system: &System,
    whereabouts: &Whereabouts,
    request: &ImportRequest,
    path: &Path,
) -> Result<Imported, Error> {
    let files = system.tree(path, FILE_LIMIT)?;
    let (mut incoming, problems) = folder::read(&request.source, &files);
    let problems = sound(problems)?;
    overlay::mark(&mut incoming, &Origin::Imported(request.source.clone()));
    let target = Target::find(
        system,
        whereabouts,
        Some(&incoming.platform.id),
        request.dry_run,
    )?;
    let counts = incoming.counts();
    let added = overlay::new_entries(target.before(), &incoming);
    let merged = overlay::overlay(target.before(), incoming);
    let applied = target.commit(system, &commit(system, request), &merged)?;
    Ok(Imported {
        source: request.source.clone(),
        target: target.describe(),
        stream: None,
        applied,
        counts,
        entries_added: added,
        entries_known: counts.entries - added,
        not_added: Vec::new(),
        lines: None,
        leftovers: Vec::new(),
        problems,
        notices: target.notices,
        dry_run: request.dry_run,
    })
}

/// Imports the text of a CHANGELOG.md as found in the wild.
fn import_text(
    system: &System,
    whereabouts: &Whereabouts,
    request: &ImportRequest,
    text: &str,
) -> Result<Imported, Error> {
    let target = Target::find(system, whereabouts, None, request.dry_run)?;
    let stream = stream_for(target.before(), request.stream.as_deref())?;
    let kind = WildStream {
        id: stream.id.clone(),
        scheme: stream.scheme,
    };
    let wild = wild::read(text, &request.source, &kind);
    if wild.releases.is_empty() && wild.unreleased.is_none() {
        let message = format!(
            "{} names no version of the stream {}",
            request.source, stream.id
        );
        return Err(Error::problems(message, wild.problems).hint(
            "versions stand in headings, such as `## 2.14.0` or `## [2.14.0] - 2025-09-10`; choose the stream with --stream",
        ));
    }
    let leftovers = leftovers(&wild, request);
    let mut join = Join::new(target.before(), Origin::Imported(request.source.clone()));
    let releases: Vec<Release> = wild.releases.into_iter().chain(wild.unreleased).collect();
    let counts = Counts {
        releases: releases.len(),
        entries: releases.iter().map(|release| release.entries.len()).sum(),
        ..Counts::default()
    };
    for release in releases {
        join.release(release);
    }
    let mut merged = join.merged;
    merged.sort();
    merged.leftovers.extend(leftovers.iter().cloned());
    merged.leftovers.sort();
    merged.leftovers.dedup();
    let applied = target.commit(system, &commit(system, request), &merged)?;
    Ok(Imported {
        source: request.source.clone(),
        target: target.describe(),
        stream: Some(kind.id),
        applied,
        counts,
        entries_added: join.added,
        entries_known: join.known,
        not_added: join.not_added,
        lines: Some(wild.lines),
        leftovers,
        problems: wild.problems,
        notices: target.notices,
        dry_run: request.dry_run,
    })
}

fn commit(system: &System, request: &ImportRequest) -> Commit {
    Commit {
        author: Author {
            name: system.user(),
            at: system.now(),
            reason: Some(format!("import {}", request.source)),
        },
        dry_run: request.dry_run,
        foreign: if request.reformat {
            ForeignFormat::Rewrite
        } else {
            ForeignFormat::Refuse
        },
        backup: true,
    }
}

/// The stream that a CHANGELOG.md belongs to: the one named, else the platform's first semantic one.
fn stream_for<'a>(before: &'a Changelog, wanted: Option<&str>) -> Result<&'a Stream, Error> {
    if let Some(id) = wanted {
        return before.stream(id).ok_or_else(|| no_stream(before, id));
    }
    let semantic = before
        .streams
        .iter()
        .find(|stream| stream.scheme == Scheme::Semver);
    semantic.or(before.streams.first()).ok_or_else(|| {
        Error::new(format!(
            "the platform {} has no stream to import into",
            before.platform.id
        ))
        .hint("run `forewarn init` for a workspace, or add a [[stream]] to changelog/streams.toml")
    })
}

fn leftovers(wild: &Wild, request: &ImportRequest) -> Vec<Leftover> {
    wild.unplaced
        .iter()
        .map(|unplaced| Leftover {
            source: request.source.as_str().into(),
            line: unplaced.at.line,
            heading: unplaced.heading.clone().map(Into::into),
            text: unplaced.text.clone(),
            why: unplaced.why.clone(),
        })
        .collect()
}
