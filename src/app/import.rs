//! Bringing in changelog folders and CHANGELOG.md files as found in the wild.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::app::FILE_LIMIT;
use crate::app::history::{
    Whereabouts, deliver, journal_for, named_database, own_path, refresh_bundled, writable_index,
};
use crate::app::selector::no_stream;
use crate::app::workspace::{Workspace, hashes, sound};
use crate::bundle;
use crate::changelog::folder;
use crate::changelog::ids::numbered;
use crate::changelog::wild::{self, LineAccount, Sameness, WildStream, same_entry};
use crate::domain::changelog::{Changelog, Counts};
use crate::domain::problem::Problem;
use crate::domain::release::{Origin, Release};
use crate::domain::version::Scheme;
use crate::error::Error;
use crate::store::{Applied, Author, Leftover, Outgoing, Selection, Store};
use crate::system::System;

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
    let path = local_path(&request.source)?;
    if system.is_dir(&path) {
        let target = Target::open(system, whereabouts, request.dry_run)?;
        import_folder(system, whereabouts, request, &path, target)
    } else if system.exists(&path) {
        let bytes = system.read(&path, FILE_LIMIT)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let before = error
                .as_bytes()
                .get(..error.utf8_error().valid_up_to())
                .unwrap_or_default();
            let line = before.iter().filter(|b| **b == b'\n').count() + 1;
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
        let target = Target::open(system, whereabouts, request.dry_run)?;
        import_wild(system, whereabouts, request, &text, target)
    } else {
        Err(
            Error::new(format!("there is nothing at {}", path.display()))
                .hint("import takes a changelog folder or a CHANGELOG.md"),
        )
    }
}

/// Sources that are no path have a prefix; those that this forewarn does not read say so.
fn local_path(source: &str) -> Result<PathBuf, Error> {
    let is_remote = ["npm:", "crate:", "git ", "git:", "http:", "https:"]
        .iter()
        .any(|prefix| source.starts_with(prefix));
    let is_archive = [".tgz", ".crate", ".tar.gz", ".zip"]
        .iter()
        .any(|suffix| source.ends_with(suffix));
    if is_remote || is_archive {
        return Err(Error::new(format!("this forewarn cannot import {source}"))
            .hint("it imports changelog folders and CHANGELOG.md files: unpack the package and name its CHANGELOG.md"));
    }
    Ok(PathBuf::from(source))
}

/// Where an import writes.
enum Target {
    Workspace {
        workspace: Box<Workspace>,
        store: Store,
    },
    Database {
        path: PathBuf,
        store: Store,
    },
}

impl Target {
    fn open(system: &System, whereabouts: &Whereabouts, dry_run: bool) -> Result<Self, Error> {
        if let Some(path) = named_database(system, whereabouts) {
            return Self::database(system, whereabouts, path, dry_run);
        }
        if let Some(workspace) = Workspace::find(system, system.cwd())? {
            let files = workspace.files(system)?;
            let (changelog, _) = workspace.read_changelog(system, &files)?;
            let mut store = if dry_run {
                Store::in_memory()?
            } else {
                writable_index(system, &workspace.database())?
            };
            // Files edited by hand since the last command come first.
            store.sync(
                &changelog,
                &author(system, "read from the changelog files"),
                &[],
            )?;
            store.remember_files(&hashes(&files))?;
            return Ok(Self::Workspace {
                workspace: Box::new(workspace),
                store,
            });
        }
        let path = own_path(system).ok_or_else(|| {
            Error::new("there is no home folder to keep a database in")
                .hint("name a database with --db FILE")
        })?;
        Self::database(system, whereabouts, path, dry_run)
    }

    /// A new database for the built-in platform begins with its history.
    fn database(
        system: &System,
        whereabouts: &Whereabouts,
        path: PathBuf,
        dry_run: bool,
    ) -> Result<Self, Error> {
        let is_new = !system.exists(&path);
        let with_bundle = whereabouts
            .platform
            .as_deref()
            .is_none_or(|platform| platform == bundle::PLATFORM);
        if dry_run {
            let mut store = Store::in_memory()?;
            if is_new && with_bundle {
                let bundled =
                    Store::embedded(bundle::image())?.load(bundle::PLATFORM, Selection::All)?;
                store.fill_bundled(&bundled, bundle::VERSION)?;
            } else if !is_new {
                let real = Store::open_for_reading(&path)?;
                for platform in real.platforms()? {
                    store.sync(
                        &real.load(&platform.id, Selection::All)?,
                        &author(system, "dry run"),
                        &[],
                    )?;
                }
            }
            return Ok(Self::Database { path, store });
        }
        if is_new {
            if let Some(folder) = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
            {
                system.create_dir(folder)?;
            }
            if with_bundle {
                system.write_atomically(&path, bundle::image())?;
            }
        }
        let mut store = Store::open_or_create(&path, journal_for(system, &path))?;
        if !is_new {
            store.backup_beside(&path)?;
            if store
                .meta("bundled")?
                .is_some_and(|version| version != bundle::VERSION)
            {
                refresh_bundled(system, &mut store)?;
            }
        }
        Ok(Self::Database { path, store })
    }

    fn store(&mut self) -> &mut Store {
        match self {
            Self::Workspace { store, .. } | Self::Database { store, .. } => store,
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Workspace { workspace, .. } => {
                format!("the workspace {}", workspace.root.display())
            }
            Self::Database { path, .. } => format!("the database {}", path.display()),
        }
    }
}

fn author(system: &System, reason: impl Into<String>) -> Author {
    Author {
        name: system.user(),
        at: system.now(),
        reason: Some(reason.into()),
    }
}

/// The platform that an import belongs to, with what the target holds of it.
fn current(target: &mut Target, platform: Option<&str>) -> Result<Changelog, Error> {
    let store = target.store();
    let known = store.platforms()?;
    let id = match (platform, &known[..]) {
        (Some(id), _) => id.to_owned(),
        (None, [only]) => only.id.clone(),
        (None, _) => bundle::PLATFORM.to_owned(),
    };
    Ok(store.load(&id, Selection::All)?)
}

fn import_folder(
    system: &System,
    whereabouts: &Whereabouts,
    request: &ImportRequest,
    path: &Path,
    mut target: Target,
) -> Result<Imported, Error> {
    let files = system.tree(path, FILE_LIMIT)?;
    let (mut incoming, problems) = folder::read(&request.source, &files);
    let problems = sound(problems)?;
    if let Some(wanted) = whereabouts
        .platform
        .as_deref()
        .filter(|wanted| *wanted != incoming.platform.id)
    {
        return Err(Error::new(format!(
            "{} is a changelog of {}, not of {wanted}",
            request.source, incoming.platform.id
        )));
    }
    mark(&mut incoming, &Origin::Imported(request.source.clone()));
    let before = current(&mut target, Some(&incoming.platform.id))?;
    if let Target::Workspace { store, .. } = &target
        && !store
            .platforms()?
            .iter()
            .any(|platform| platform.id == incoming.platform.id)
    {
        return Err(Error::new(format!(
            "{} is a changelog of {}, not of this workspace's platform",
            request.source, incoming.platform.id
        ))
        .hint("run forewarn outside of the workspace, or with --db"));
    }
    let counts = incoming.counts();
    let known = counts.entries - new_entries(&before, &incoming);
    let merged = overlay(&before, incoming);
    let applied = commit(system, request, &mut target, &before, &merged)?;
    Ok(Imported {
        source: request.source.clone(),
        target: target.describe(),
        stream: None,
        applied,
        counts,
        entries_added: counts.entries - known,
        entries_known: known,
        not_added: Vec::new(),
        lines: None,
        leftovers: Vec::new(),
        problems,
        dry_run: request.dry_run,
    })
}

fn mark(changelog: &mut Changelog, origin: &Origin) {
    changelog
        .streams
        .iter_mut()
        .for_each(|stream| stream.origin = origin.clone());
    changelog
        .features
        .iter_mut()
        .for_each(|feature| feature.origin = origin.clone());
    changelog
        .toggles
        .iter_mut()
        .for_each(|toggle| toggle.origin = origin.clone());
    changelog
        .ends
        .iter_mut()
        .for_each(|end| end.origin = origin.clone());
    for release in &mut changelog.releases {
        release.origin = origin.clone();
        release
            .entries
            .iter_mut()
            .for_each(|entry| entry.origin = origin.clone());
    }
}

fn new_entries(before: &Changelog, incoming: &Changelog) -> usize {
    let known: std::collections::BTreeSet<&str> = before
        .entries()
        .map(|(_, entry)| entry.id.as_str())
        .collect();
    incoming
        .entries()
        .filter(|(_, entry)| !known.contains(entry.id.as_str()))
        .count()
}

/// `incoming` over `before`: what has the same id is replaced where it says something else, the rest of
/// `before` stays.
fn overlay(before: &Changelog, incoming: Changelog) -> Changelog {
    fn over<T: Clone + PartialEq>(
        before: &[T],
        incoming: Vec<T>,
        same: impl Fn(&T, &T) -> bool,
    ) -> Vec<T> {
        let mut merged = before.to_vec();
        for unit in incoming {
            match merged.iter_mut().find(|mine| same(mine, &unit)) {
                // Equal content keeps its origin.
                Some(mine) if *mine == unit => {}
                Some(mine) => *mine = unit,
                None => merged.push(unit),
            }
        }
        merged
    }
    let mut merged = before.clone();
    merged.platform = incoming.platform;
    merged.streams = over(&before.streams, incoming.streams, |a, b| a.id == b.id);
    merged.features = over(&before.features, incoming.features, |a, b| a.id == b.id);
    merged.toggles = over(&before.toggles, incoming.toggles, |a, b| a.flag == b.flag);
    merged.ends = over(&before.ends, incoming.ends, |a, b| {
        (&a.stream, &a.line) == (&b.stream, &b.line)
    });
    for release in incoming.releases {
        // An entry that moved is taken out of where it stood.
        for other in &mut merged.releases {
            if other.id() != release.id() {
                other
                    .entries
                    .retain(|entry| !release.entries.iter().any(|moved| moved.id == entry.id));
            }
        }
        match merged
            .releases
            .iter_mut()
            .find(|mine| mine.id() == release.id())
        {
            Some(mine) => {
                let mut entries = over(&mine.entries, release.entries.clone(), |a, b| a.id == b.id);
                entries.sort_by_key(|entry| entry.kind);
                let header = Release {
                    entries: mine.entries.clone(),
                    ..release
                };
                if *mine != header {
                    *mine = header;
                }
                mine.entries = entries;
            }
            None => merged.releases.push(release),
        }
    }
    merged.sort();
    merged
}

fn import_wild(
    system: &System,
    whereabouts: &Whereabouts,
    request: &ImportRequest,
    text: &str,
    mut target: Target,
) -> Result<Imported, Error> {
    let before = current(&mut target, whereabouts.platform.as_deref())?;
    let stream = match &request.stream {
        Some(id) => before.stream(id).ok_or_else(|| no_stream(&before, id))?,
        None => before.streams.iter().find(|stream| stream.scheme == Scheme::Semver).or(before.streams.first()).ok_or_else(
            || {
                Error::new(format!("the platform {} has no stream to import into", before.platform.id))
                    .hint("run `forewarn init` for a workspace, or add a [[stream]] to changelog/streams.toml")
            },
        )?,
    };
    let wild = wild::read(
        text,
        &request.source,
        &WildStream {
            id: stream.id.clone(),
            scheme: stream.scheme,
        },
    );
    if wild.releases.is_empty() && wild.unreleased.is_none() {
        return Err(Error::problems(format!("{} names no version of the stream {}", request.source, stream.id), wild.problems)
            .hint("versions stand in headings, such as `## 2.14.0` or `## [2.14.0] - 2025-09-10`; choose the stream with --stream"));
    }
    let origin = Origin::Imported(request.source.clone());
    let releases: Vec<Release> = wild.releases.into_iter().chain(wild.unreleased).collect();
    let mut counts = Counts {
        releases: releases.len(),
        ..Counts::default()
    };
    let mut join = Join {
        merged: before.clone(),
        origin,
        added: 0,
        known: 0,
        not_added: Vec::new(),
    };
    for release in releases {
        counts.entries += release.entries.len();
        join.release(release);
    }
    join.merged.sort();
    let stream_id = stream.id.clone();
    let applied = commit(system, request, &mut target, &before, &join.merged)?;
    let leftovers: Vec<Leftover> = wild
        .unplaced
        .into_iter()
        .map(|unplaced| Leftover {
            source: request.source.as_str().into(),
            line: unplaced.at.line,
            heading: unplaced.heading.map(Into::into),
            text: unplaced.text,
            why: unplaced.why,
        })
        .collect();
    if !request.dry_run {
        target
            .store()
            .keep_leftovers(&before.platform.id, &leftovers)?;
    }
    Ok(Imported {
        source: request.source.clone(),
        target: target.describe(),
        stream: Some(stream_id),
        applied,
        counts,
        entries_added: join.added,
        entries_known: join.known,
        not_added: join.not_added,
        lines: Some(wild.lines),
        leftovers,
        problems: wild.problems,
        dry_run: request.dry_run,
    })
}

/// Joins releases of a CHANGELOG.md to a history without telling anything twice.
struct Join {
    merged: Changelog,
    origin: Origin,
    added: usize,
    known: usize,
    not_added: Vec<NotAdded>,
}

impl Join {
    fn release(&mut self, incoming: Release) {
        let id = incoming.id();
        let Some(idx) = self
            .merged
            .releases
            .iter()
            .position(|release| release.id() == id)
        else {
            let mut fresh = Release {
                entries: Vec::new(),
                origin: self.origin.clone(),
                ..incoming.clone()
            };
            fresh.unplaced.clear();
            self.merged.releases.push(fresh);
            let idx = self.merged.releases.len() - 1;
            return self.entries(idx, incoming);
        };
        self.header(idx, &incoming, &id);
        self.entries(idx, incoming);
    }

    /// A release that is known keeps what it says of itself; what it does not say yet it takes.
    fn header(&mut self, idx: usize, incoming: &Release, id: &str) {
        let mine = &mut self.merged.releases[idx];
        let mut has_taken = false;
        match (mine.date, incoming.date) {
            (None, Some(date)) => {
                mine.date = Some(date);
                has_taken = true;
            }
            (Some(mine), Some(theirs)) if mine.on != theirs.on => self.not_added.push(NotAdded {
                what: format!("the date {theirs} of {id}"),
                why: format!("the history says {mine}"),
            }),
            _ => {}
        }
        match (&mine.description, &incoming.description) {
            (None, Some(description)) => {
                mine.description = Some(description.clone());
                has_taken = true;
            }
            (Some(mine), Some(theirs))
                if same_entry(mine.raw(), theirs.raw()) != Sameness::Same =>
            {
                self.not_added.push(NotAdded {
                    what: format!("the description of {id}"),
                    why: "the history has one in other words".to_owned(),
                });
            }
            _ => {}
        }
        if has_taken {
            mine.origin = self.origin.clone();
        }
    }

    fn entries(&mut self, idx: usize, incoming: Release) {
        for mut entry in incoming.entries {
            let mine = &self.merged.releases[idx].entries;
            let twin = mine
                .iter()
                .map(|known| (known, same_entry(known.text.raw(), entry.text.raw())))
                .filter(|(_, sameness)| *sameness != Sameness::Different)
                .max_by_key(|(_, sameness)| *sameness == Sameness::Same);
            match twin {
                Some((_, Sameness::Same)) => self.known += 1,
                Some((known, _)) => self.not_added.push(NotAdded {
                    what: format!("an entry of {}", incoming_id(&entry.id)),
                    why: format!("`{}` says it in other words, which are kept", known.id),
                }),
                None => {
                    entry.id = self.free_id(&entry.id);
                    entry.origin = self.origin.clone();
                    self.merged.releases[idx].entries.push(entry);
                    self.added += 1;
                }
            }
        }
        self.merged.releases[idx]
            .entries
            .sort_by_key(|entry| entry.kind);
    }

    fn free_id(&self, id: &str) -> String {
        let is_taken = |id: &str| self.merged.entries().any(|(_, entry)| entry.id == id);
        if !is_taken(id) {
            return id.to_owned();
        }
        (2..)
            .map(|nth| numbered(id, nth))
            .find(|id| !is_taken(id))
            .expect("there are more numbers than entries")
    }
}

fn incoming_id(id: &str) -> String {
    format!("the file, `{id}`,")
}

/// Writes the merged history: to the database, or through it to the workspace's files.
fn commit(
    system: &System,
    request: &ImportRequest,
    target: &mut Target,
    before: &Changelog,
    merged: &Changelog,
) -> Result<Applied, Error> {
    let author = author(system, format!("import {}", request.source));
    let outgoing = match target {
        Target::Database { .. } => Vec::new(),
        Target::Workspace { workspace, .. } => {
            outgoing(system, workspace, before, merged, request.reformat)?
        }
    };
    let store = target.store();
    if request.dry_run {
        return Ok(store.sync(merged, &author, &[])?);
    }
    let applied = store.sync(merged, &author, &outgoing)?;
    deliver(system, store)?;
    Ok(applied)
}

/// The files of a workspace that the merge changes.
///
/// # Errors
/// If one of them was formatted by hand: it is only rewritten when asked for.
fn outgoing(
    system: &System,
    workspace: &Workspace,
    before: &Changelog,
    merged: &Changelog,
    reformat: bool,
) -> Result<Vec<Outgoing>, Error> {
    let texts = |changelog: &Changelog| -> BTreeMap<String, String> {
        folder::write(changelog)
            .into_iter()
            .map(|file| (file.path, file.text))
            .collect()
    };
    let (old, new) = (texts(before), texts(merged));
    let mut outgoing = Vec::new();
    for (path, text) in new {
        if old.get(&path) == Some(&text) {
            continue;
        }
        let full = workspace.changelog.join(&path);
        if let Some(formatted) = old.get(&path) {
            let is_by_hand = system.read(&full, FILE_LIMIT)? != formatted.as_bytes();
            if is_by_hand && !reformat {
                return Err(Error::new(format!(
                    "{} was formatted by hand; nothing was changed",
                    full.display()
                ))
                .hint("add --reformat to let the import rewrite it"));
            }
        }
        outgoing.push((full.to_string_lossy().into_owned(), Some(text)));
    }
    Ok(outgoing)
}
