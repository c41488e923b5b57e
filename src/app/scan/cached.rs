//! Answers for plugins that were given before: kept by a hash of everything that they follow from.
//!
//! What is kept is the answer before comments, settings and baselines are held against it. A plugin of which anything
//! could not be read, or of which a surface is missing, is looked at again every time.

use std::sync::Arc;

use crate::app::history::{History, Source};
use crate::app::scan::ScanRequest;
use crate::app::scan::platform::OwnConventions;
use crate::bundle;
use crate::domain::document::scan::ScannedPlugin;
use crate::domain::document::scan::kept::{CommentAt, Kept};
use crate::domain::surface::Language;
use crate::ingest::registry::Downloads;
use crate::scan::cache::{Cache, Key, Parts, hash};
use crate::scan::links::configurations;
use crate::scan::script::source::{Comment, Span};
use crate::scan::script::world::File;
use crate::scan::sources::{Contents, Sources};
use crate::scan::walk::Found;
use crate::system::System;

/// Bytes of a database, and of a manifest.
const LIMIT: u64 = 512 * 1024 * 1024;

/// The cache of this run.
pub(super) struct Answers<'a> {
    system: &'a System,
    cache: Cache<'a>,
    /// What every answer of this run follows from.
    common: Parts,
}

/// The place of one plugin's answer.
pub(super) struct Place<'a> {
    cache: Cache<'a>,
    key: Key,
}

impl<'a> Answers<'a> {
    /// `None` if the user wants no cache, has no place for it, or if it cannot be told what answers follow from.
    pub(super) fn open(
        system: &'a System,
        history: &History,
        request: &ScanRequest,
        conventions: &OwnConventions,
    ) -> Option<Self> {
        // What a change affects follows from all files, not from the answer.
        let upgrade = request.upgrade.as_ref();
        let is_argument = upgrade.is_some_and(|one| !one.without.is_empty());
        if !request.cache || request.changed_since.is_some() || is_argument {
            return None;
        }
        let mut common = Parts::default();
        common.add("forewarn", bundle::VERSION.as_bytes());
        common.add("build", system.build()?.as_bytes());
        common.add("history", &record(system, history)?);
        common.add("platform", history.platform.as_bytes());
        common.add("policy", format!("{:?}", history.policy).as_bytes());
        let days = format!("{} {:?}", history.as_of, history.recorded);
        common.add("day", days.as_bytes());
        let asked = (
            &request.packages,
            &request.from,
            &request.to,
            request.show_unresolved,
            upgrade.map(|one| one.reverse),
        );
        common.add("conventions", format!("{:?}", conventions.own).as_bytes());
        common.add("asked", format!("{asked:?}").as_bytes());
        let is_crate = |package: &String| Language::of_package(package) == Language::Rust;
        if request.packages.iter().any(is_crate)
            && let Some(downloads) = Downloads::open(system)
        {
            common.add("downloads", downloads.listing().join("\n").as_bytes());
        }
        Some(Self {
            system,
            cache: Cache::open(system)?,
            common,
        })
    }

    /// Where the answer for a plugin is kept; `None` if not all of it can be read.
    pub(super) fn place(&self, found: &Found, contents: &Contents) -> Option<Place<'a>> {
        if !found.unreadable.is_empty() {
            return None;
        }
        let mut parts = self.common.clone();
        let names = (&found.name, &found.path, &found.root);
        parts.add("plugin", format!("{names:?}").as_bytes());
        let declared = (&found.manifest, &found.uses, &found.skipped);
        parts.add("declared", format!("{declared:?}").as_bytes());
        if let Some(manifest) = &found.manifest {
            let text = self.system.read_regular(&manifest.path, LIMIT).ok()?;
            parts.add("manifest", &text);
        }
        for (path, text) in configurations(self.system, found) {
            parts.add("configuration", path.to_string_lossy().as_bytes());
            parts.add("text", text.as_deref()?);
        }
        for (file, hash) in contents.hashes(found)? {
            parts.add("file", file.file.as_bytes());
            parts.add(if file.test_code { "test" } else { "source" }, &hash);
        }
        Some(Place {
            cache: self.cache.clone(),
            key: parts.key(),
        })
    }
}

/// What tells the record apart from every other: nothing for the built-in one, which the build tells, else a hash of its
/// files. `None` for a database that exists in memory only.
fn record(system: &System, history: &History) -> Option<Vec<u8>> {
    if history.source == Source::BuiltIn {
        return Some(b"built in".to_vec());
    }
    let path = history.store.path()?;
    let mut record = hash(&system.read_regular(path, LIMIT).ok()?).to_vec();
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if system.exists(log.as_ref()) {
        record.extend(hash(&system.read_regular(log.as_ref(), LIMIT).ok()?));
    }
    Some(record)
}

impl Place<'_> {
    /// The answer, if it was given before, with as much of the sources as is needed to go on.
    pub(super) fn answer(
        &self,
        found: &Found,
        contents: &Contents,
    ) -> Option<(ScannedPlugin, Sources)> {
        let kept = Kept::decode(&self.cache.get(&self.key)?)?;
        let mut files: Vec<Option<(File, String)>> = found
            .files
            .iter()
            .map(|one| {
                let file = File {
                    path: one.file.clone(),
                    is_test: one.test_code,
                    ..File::default()
                };
                Some((file, String::new()))
            })
            .collect();
        for comment in kept.comments {
            let at = comment.file as usize;
            let (file, text) = files.get_mut(at)?.as_mut()?;
            if text.is_empty() {
                *text = contents.text(found, at)?;
            }
            Arc::make_mut(&mut file.script).comments.push(Comment {
                text: comment.text,
                at: Span {
                    start: comment.start,
                    end: comment.end,
                },
            });
        }
        for at in kept.passed_over {
            *files.get_mut(at as usize)? = None;
        }
        let (files, texts) = files.into_iter().flatten().unzip();
        let sources = Sources {
            files,
            texts,
            rust: Vec::new(),
            unreadable: Vec::new(),
            passed_over: Vec::new(),
        };
        Some((kept.plugin, sources))
    }

    /// Keeps an answer, if it is whole.
    pub(super) fn keep(&self, plugin: &ScannedPlugin, found: &Found, sources: &Sources) {
        let is_judged = |package: &str| plugin.packages.iter().any(|one| one.package == package);
        let are_judged = found.uses.iter().all(|one| is_judged(&one.package));
        if !plugin.is_complete() || !are_judged {
            return;
        }
        let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut passed_over: Vec<u32> = sources
            .passed_over
            .iter()
            .map(|(at, _)| position(*at))
            .collect();
        let read = (0..found.files.len())
            .map(position)
            .filter(|at| passed_over.binary_search(at).is_err());
        let (generated, read): (Vec<_>, Vec<_>) = read
            .zip(&sources.files)
            .partition(|(_, file)| file.is_generated);
        // Nothing more is said of them.
        passed_over.extend(generated.into_iter().map(|(at, _)| at));
        passed_over.sort_unstable();
        let comments = read
            .into_iter()
            .flat_map(|(at, file)| {
                let comments = file.script.comments.iter();
                comments.map(move |one| CommentAt {
                    file: at,
                    text: one.text.clone(),
                    start: one.at.start,
                    end: one.at.end,
                })
            })
            .collect();
        let kept = Kept {
            plugin: plugin.clone(),
            passed_over,
            comments,
        };
        if let Some(bytes) = kept.encode() {
            self.cache.put(&self.key, &bytes);
        }
    }
}
