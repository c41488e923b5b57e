//! What silences findings, as the user's files have it: comments, `[scan]` of `forewarn.toml`, the baseline.
//!
//! All findings are held against all three before those are left out that were not asked for, so that nothing is called
//! stale only because a run looked at less.

mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::app::scan::ScanRequest;
use crate::app::workspace::scan::ScanSettings;
use crate::domain::document::scan::{
    BaselineUsed, Confidence, Finding, ScannedPlugin, Settings, Stale, Status, Threshold,
};
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::scan::manifest::MANIFEST;
use crate::scan::sources::Sources;
use crate::scan::suppress::baseline::{Answer, Baseline, BaselineError, Compared, Entry};
use crate::scan::suppress::comments::Comments;
use crate::scan::suppress::exceptions::{Configured, Place};
use crate::scan::walk::Found;
use crate::system::System;

use paths::{from, shown, slashed, tidy};

/// Bytes of a baseline. An entry takes about 200.
const BASELINE_LIMIT: u64 = 32 * 1024 * 1024;

/// What silences findings in this run.
pub(super) struct Living<'a> {
    system: &'a System,
    /// For each PATH which of `configurations` holds.
    by_path: Vec<Option<usize>>,
    configurations: Vec<Configuration>,
    min_confidence: Confidence,
    only: Vec<Status>,
    fail_on: Threshold,
    baseline: Option<Held>,
    update: bool,
    changed_since: Option<String>,
    conventions: Option<PathBuf>,
}

/// One configuration file.
struct Configuration {
    settings: ScanSettings,
    exceptions: Vec<Configured>,
    /// Whether a PATH holds all that the file is about.
    is_whole: bool,
    /// Whether everything of its plugins was read so far.
    is_complete: bool,
    /// The last plugin that it was asked for.
    last: Option<usize>,
}

/// The baseline of this run.
struct Held {
    path: PathBuf,
    /// Its folder, with links followed: files are named from there.
    folder: PathBuf,
    before: Baseline,
    after: Baseline,
    added: usize,
    dropped: usize,
}

impl<'a> Living<'a> {
    /// Finds and reads the files.
    ///
    /// # Errors
    /// If one cannot be read or is wrong, or if two say different things that no flag decides.
    pub(super) fn open(system: &'a System, request: &ScanRequest) -> Result<Self, Error> {
        let (configurations, by_path) = configurations(system, request)?;
        let agreed = Agreed(system, &configurations);
        let path = match &request.baseline {
            Some(path) => Some(path.clone()),
            // What somebody accepted breaks all the same.
            None if request.upgrade.is_some() => None,
            None => agreed.on("baseline", |one| one.baseline.clone())?,
        };
        if request.update_baseline && request.changed_since.is_some() {
            return Err(Error::new(
                "a baseline is brought up to all that is found, not to what changed",
            )
            .hint("leave out --changed-since to update the baseline"));
        }
        if request.update_baseline && path.is_none() {
            return Err(Error::new("there is no baseline to update")
                .hint("name the file: --baseline forewarn-baseline.json"));
        }
        let min_confidence = match request.min_confidence {
            Some(given) => Some(given),
            None => agreed.on("min-confidence", |one| one.min_confidence)?,
        };
        let fail_on = match request.fail_on {
            Some(given) => Some(given),
            None => agreed.on("fail-on", |one| one.fail_on)?,
        };
        let only = match &request.only {
            only if !only.is_empty() => Some(only.clone()),
            _ => agreed.on("only", |one| one.only.clone())?,
        };
        let conventions = match &request.conventions {
            Some(given) => Some(given.clone()),
            None => agreed.on("conventions", |one| one.conventions.clone())?,
        };
        let update = request.update_baseline;
        let baseline = path
            .map(|path| Held::open(system, path, update))
            .transpose()?;
        Ok(Self {
            system,
            by_path,
            min_confidence: min_confidence.unwrap_or(Confidence::Medium),
            only: only.unwrap_or_default(),
            fail_on: fail_on.unwrap_or(Threshold::From(Status::Overdue)),
            baseline,
            update,
            changed_since: request.changed_since.clone(),
            conventions,
            configurations,
        })
    }

    /// The file that says what plugins look like, if one is named.
    pub(super) fn conventions(&self) -> Option<&Path> {
        self.conventions.as_deref()
    }

    /// Sorts the findings of a plugin: told, silenced, or not asked for. `path` is the position of its PATH, `index` its own.
    pub(super) fn settle(
        &mut self,
        plugin: &mut ScannedPlugin,
        found: &Found,
        sources: &Sources,
        path: usize,
        index: usize,
    ) {
        let all = std::mem::take(&mut plugin.findings);
        let all = comments(plugin, sources, all);
        let all = self.configured(plugin, found, all, path, index);
        let answers = self.compare(plugin, found, sources, &all);
        for (mut finding, answer) in all.into_iter().zip(answers) {
            if !plugin.is_looked_at(&finding.file) {
                continue;
            }
            if finding.confidence > self.min_confidence {
                plugin.unsure += 1;
            } else if self.is_wanted(&finding) {
                match answer {
                    Answer::Accepted => plugin.baselined.push(finding),
                    Answer::New => plugin.findings.push(finding),
                    Answer::Worse(was) => {
                        let now = finding.status;
                        finding.notes.push(format!(
                            "The baseline accepts it as {was}; it is {now} now."
                        ));
                        plugin.findings.push(finding);
                    }
                }
            }
        }
        plugin.stale.sort();
        plugin.stale.dedup();
    }

    fn is_wanted(&self, finding: &Finding) -> bool {
        self.only.is_empty() || self.only.contains(&finding.status)
    }

    /// Leaves out what the configuration ignores.
    fn configured(
        &mut self,
        plugin: &mut ScannedPlugin,
        found: &Found,
        all: Vec<Finding>,
        path: usize,
        index: usize,
    ) -> Vec<Finding> {
        let place = self.by_path.get(path).copied().flatten();
        let Some(one) = place.and_then(|place| self.configurations.get_mut(place)) else {
            return all;
        };
        one.last = Some(index);
        one.is_complete &= plugin.is_complete();
        let folder = found
            .folder
            .strip_prefix(one.settings.folder())
            .map_or_else(|_elsewhere| PathBuf::new(), Path::to_owned);
        let mut left = Vec::new();
        for finding in all {
            let to = target(plugin, &finding);
            let file = slashed(&tidy(&folder.join(&finding.file)));
            let mut is_silenced = false;
            for exception in &mut one.exceptions {
                is_silenced |= exception.silences(Place {
                    symbol: &finding.symbol,
                    package: &finding.package,
                    file: &file,
                    to: to.as_ref(),
                });
            }
            if is_silenced {
                plugin.ignored += usize::from(plugin.is_looked_at(&finding.file));
            } else {
                left.push(finding);
            }
        }
        let file = shown(self.system, &one.settings.file);
        for (number, exception) in one.exceptions.iter().enumerate() {
            if let Some(why) = exception.exception().expired() {
                let why = format!("[[scan.ignore]] {}: {why}", number + 1);
                plugin.stale.push(stale(&file, why));
            }
        }
        left
    }

    /// Holds findings against the baseline, and brings it up to them.
    fn compare(
        &mut self,
        plugin: &mut ScannedPlugin,
        found: &Found,
        sources: &Sources,
        all: &[Finding],
    ) -> Vec<Answer> {
        let wanted: Vec<bool> = all
            .iter()
            .map(|one| one.confidence <= self.min_confidence && self.is_wanted(one))
            .collect();
        let system = self.system;
        let Some(held) = &mut self.baseline else {
            return vec![Answer::New; all.len()];
        };
        let root = from(&held.folder, &found.folder);
        let entries: Vec<Entry> = all.iter().map(|one| entry(&root, one)).collect();
        let looked = Looked::of(system, plugin, found, sources, &root);
        let looked_at = |entry: &Entry| looked.at(entry);
        if self.update {
            let changed = held.after.merge(&entries, &wanted, looked_at);
            held.added += changed.added;
            held.dropped += changed.dropped;
            return vec![Answer::Accepted; all.len()];
        }
        let compared = held.before.compare(&entries);
        let gone = gone(&held.before, &compared, looked_at);
        let file = shown(system, &held.path);
        plugin
            .stale
            .extend(gone.into_iter().map(|why| stale(&file, why)));
        compared.answers
    }

    /// What was told and is left to tell when all plugins were scanned; writes the baseline.
    ///
    /// # Errors
    /// If the baseline cannot be written.
    pub(super) fn finish(
        self,
        plugins: &mut [ScannedPlugin],
        cancelled: bool,
    ) -> Result<Settings, Error> {
        if !cancelled && self.changed_since.is_none() {
            self.idle(plugins);
        }
        let files = self.configurations.iter();
        let files = files
            .map(|one| shown(self.system, &one.settings.file))
            .collect();
        let updated = self.update && !cancelled;
        let baseline = match self.baseline {
            None => None,
            Some(held) => Some(held.finish(self.system, updated)?),
        };
        Ok(Settings {
            files,
            fail_on: self.fail_on,
            min_confidence: self.min_confidence,
            only: self.only,
            changed_since: self.changed_since,
            baseline,
        })
    }

    /// Tells of configured exceptions that met nothing in all that their file is about.
    fn idle(&self, plugins: &mut [ScannedPlugin]) {
        for one in &self.configurations {
            let plugin = one.last.and_then(|index| plugins.get_mut(index));
            let Some(plugin) = plugin.filter(|_| one.is_whole && one.is_complete) else {
                continue;
            };
            let file = shown(self.system, &one.settings.file);
            for (number, exception) in one.exceptions.iter().enumerate() {
                if let Some(why) = exception.exception().idle("where it holds") {
                    let why = format!("[[scan.ignore]] {}: {why}", number + 1);
                    plugin.stale.push(stale(&file, why));
                }
            }
            plugin.stale.sort();
        }
    }
}

impl Held {
    fn open(system: &System, path: PathBuf, update: bool) -> Result<Self, Error> {
        let name = shown(system, &path);
        let full = system.absolute(&path);
        let folder = full.parent().unwrap_or(Path::new("/"));
        let folder = system
            .real_path(folder)
            .unwrap_or_else(|_not_there_yet| tidy(folder));
        let before = if system.exists(&path) {
            let bytes = system
                .read_regular(&path, BASELINE_LIMIT)
                .map_err(|error| {
                    Error::from(error).hint("--baseline names a file that --update-baseline wrote")
                })?;
            let text = String::from_utf8(bytes)
                .map_err(|_not_utf8| Error::new(format!("the baseline {name} is not UTF-8")))?;
            Baseline::read(&text).map_err(|error| wrong(&name, &error))?
        } else if update {
            Baseline::default()
        } else {
            return Err(Error::new(format!("there is no baseline {name}"))
                .hint("--update-baseline makes it of what is found now"));
        };
        Ok(Self {
            path,
            folder,
            after: before.clone(),
            before,
            added: 0,
            dropped: 0,
        })
    }

    fn finish(self, system: &System, updated: bool) -> Result<BaselineUsed, Error> {
        let text = self.after.write();
        if updated && (self.after != self.before || !system.exists(&self.path)) {
            system.write_atomically(&self.path, text.as_bytes())?;
        }
        let entries = if updated { &self.after } else { &self.before };
        Ok(BaselineUsed {
            file: shown(system, &self.path),
            entries: entries.len(),
            updated,
            added: if updated { self.added } else { 0 },
            dropped: if updated { self.dropped } else { 0 },
        })
    }
}

fn wrong(name: &str, error: &BaselineError) -> Error {
    let hint = match error {
        BaselineError::Newer(_) => "install a newer forewarn",
        BaselineError::NoJson(_) | BaselineError::Wrong(_) => {
            "take a former version of it, or remove it and make it anew with --update-baseline"
        }
        BaselineError::Foreign => "--baseline names a file that --update-baseline wrote",
    };
    Error::new(format!("the baseline {name} {error}")).hint(hint)
}

/// What of a plugin a run looked at.
struct Looked<'a> {
    system: &'a System,
    plugin: &'a ScannedPlugin,
    found: &'a Found,
    /// The files that were read.
    files: BTreeSet<&'a str>,
    /// The plugin's folder from that of the baseline.
    root: &'a Path,
    /// Whether the PATH is one source file.
    is_single: bool,
}

impl<'a> Looked<'a> {
    fn of(
        system: &'a System,
        plugin: &'a ScannedPlugin,
        found: &'a Found,
        sources: &'a Sources,
        root: &'a Path,
    ) -> Self {
        let path = Path::new(&found.path);
        Self {
            system,
            plugin,
            found,
            files: sources.told().map(|(one, _)| one.path.as_str()).collect(),
            root,
            is_single: system.is_file(path) && !path.ends_with(MANIFEST),
        }
    }

    /// Whether the place of an entry was looked at: a file that was read whole, or is no longer there, for a package whose
    /// surfaces are known.
    fn at(&self, entry: &Entry) -> bool {
        let of_package = |one: &str| one == entry.package;
        let is_judged = self
            .plugin
            .packages
            .iter()
            .any(|one| of_package(&one.package));
        let Ok(file) = Path::new(&entry.file).strip_prefix(self.root) else {
            return false;
        };
        let file = slashed(file);
        if !is_judged
            || !self.plugin.is_looked_at(&file)
            || self.plugin.unreadable.iter().any(|one| one.file == file)
        {
            return false;
        }
        if self.files.contains(file.as_str()) {
            return true;
        }
        let is_gone = || !self.system.exists(&self.found.folder.join(&file));
        !self.is_single && (file == MANIFEST || is_gone())
    }
}

/// Entries of what was looked at that are of nothing any more, a sentence each.
fn gone(
    baseline: &Baseline,
    compared: &Compared,
    looked_at: impl Fn(&Entry) -> bool,
) -> Vec<String> {
    baseline
        .entries()
        .filter(|entry| !compared.meets(entry) && looked_at(entry))
        .map(|entry| {
            format!(
                "{} ({}) is no longer found in {}; --update-baseline drops the entry.",
                entry.symbol, entry.status, entry.file
            )
        })
        .collect()
}

fn entry(root: &Path, finding: &Finding) -> Entry {
    Entry {
        file: slashed(&tidy(&root.join(&finding.file))),
        symbol: finding.symbol.clone(),
        package: finding.package.clone(),
        status: finding.status,
        fingerprint: finding.fingerprint.clone(),
    }
}

/// Leaves out what comments of the source ignore.
fn comments(plugin: &mut ScannedPlugin, sources: &Sources, mut all: Vec<Finding>) -> Vec<Finding> {
    let mut by_file: BTreeMap<&str, Comments> = sources
        .files
        .iter()
        .zip(&sources.texts)
        .filter(|(file, _)| !file.script.comments.is_empty())
        .map(|(file, text)| {
            let comments = Comments::of(text, &file.script.comments);
            (file.path.as_str(), comments)
        })
        .collect();
    let mut ignored = 0;
    all.retain(|finding| {
        let to = target(plugin, finding);
        let is_told = by_file
            .get_mut(finding.file.as_str())
            .is_none_or(|one| !one.silence(&finding.symbol, finding.start.line, to.as_ref()));
        ignored += usize::from(!is_told && plugin.is_looked_at(&finding.file));
        is_told
    });
    plugin.ignored += ignored;
    // Where a surface is missing, or a file was read in part, findings may be missing too.
    let is_judged = plugin.missing.is_empty() && !plugin.packages.is_empty();
    for (file, comments) in by_file {
        if !plugin.is_looked_at(file) {
            continue;
        }
        let is_whole = is_judged && plugin.unreadable.iter().all(|one| one.file != file);
        let stale = comments.stale(is_whole).into_iter();
        plugin.stale.extend(stale.map(|(at, why)| Stale {
            file: file.to_owned(),
            at: Some(at),
            why,
        }));
    }
    all
}

/// The version that a finding is judged at.
fn target(plugin: &ScannedPlugin, finding: &Finding) -> Option<SemVersion> {
    plugin.package_of(finding)?.to.parse().ok()
}

fn stale(file: &str, why: String) -> Stale {
    Stale {
        file: file.to_owned(),
        at: None,
        why,
    }
}

/// The configuration of each PATH: the nearest at or above it in its repository, else the one that holds where forewarn runs.
fn configurations(
    system: &System,
    request: &ScanRequest,
) -> Result<(Vec<Configuration>, Vec<Option<usize>>), Error> {
    let mut found: Vec<Configuration> = Vec::new();
    let mut by_path = Vec::new();
    for path in &request.paths {
        // What is not there is told by the walk.
        let real = system
            .real_path(path)
            .unwrap_or_else(|_told_later| system.absolute(path));
        let folder = if system.is_dir(&real) {
            real.as_path()
        } else {
            real.parent().unwrap_or(&real)
        };
        let top = folder
            .ancestors()
            .find(|place| system.exists(&place.join(".git")));
        let settings = match ScanSettings::above(system, folder, top)? {
            Some(settings) => Some(settings),
            None => ScanSettings::above(system, system.cwd(), None)?,
        };
        let Some(settings) = settings else {
            by_path.push(None);
            continue;
        };
        let is_whole = system.is_dir(&real) && settings.folder().starts_with(&real);
        if let Some(at) = found
            .iter()
            .position(|one| one.settings.file == settings.file)
        {
            if let Some(one) = found.get_mut(at) {
                one.is_whole |= is_whole;
            }
            by_path.push(Some(at));
            continue;
        }
        by_path.push(Some(found.len()));
        found.push(Configuration {
            exceptions: exceptions(system, &settings)?,
            settings,
            is_whole,
            is_complete: true,
            last: None,
        });
    }
    Ok((found, by_path))
}

fn exceptions(system: &System, settings: &ScanSettings) -> Result<Vec<Configured>, Error> {
    let numbered = settings.ignore.iter().enumerate();
    numbered
        .map(|(index, stated)| {
            Configured::of(stated).map_err(|why| {
                let file = shown(system, &settings.file);
                Error::new(format!("{file}: [[scan.ignore]] {}: {why}", index + 1))
                    .hint("`symbol` is as in a comment, `file` as in an ignore file")
            })
        })
        .collect()
}

/// What several configurations say of one thing.
struct Agreed<'a>(&'a System, &'a [Configuration]);

impl Agreed<'_> {
    fn on<T: PartialEq>(
        &self,
        key: &str,
        says: impl Fn(&ScanSettings) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let mut first: Option<(T, &Path)> = None;
        for one in self.1 {
            let Some(value) = says(&one.settings) else {
                continue;
            };
            match &first {
                None => first = Some((value, &one.settings.file)),
                Some((other, file)) if *other != value => {
                    let (a, b) = (shown(self.0, file), shown(self.0, &one.settings.file));
                    return Err(Error::new(format!("{a} and {b} do not agree on {key}"))
                        .hint(format!("say it with --{key}, or scan the PATHs one by one")));
                }
                Some(_) => {}
            }
        }
        Ok(first.map(|(value, _)| value))
    }
}

#[cfg(test)]
mod tests;
