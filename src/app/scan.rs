//! Scanning plugins: which symbols they use, and what becomes of those in the version they move to.
//!
//! Files are read and brought into the form that inference needs, side by side. Then every plugin is gone over twice,
//! with the surfaces of the versions in use and with those of the target; `findings` asks the catalogue what is
//! to be said of the symbols that were met.

mod cached;
#[cfg(test)]
mod cases;
mod dependencies;
mod elsewhere;
mod find;
mod findings;
mod living;
mod message;
mod platform;
mod reach;
#[cfg(test)]
mod recorded;
mod unresolved;
mod window;

use std::cell::OnceCell;
use std::panic::resume_unwind;
use std::path::PathBuf;

use crate::app::api::Packages;
use crate::app::deprecations::Catalogue;
use crate::app::history::History;
use crate::cancel::Progress;
use crate::domain::document::fleet::Shard;
use crate::domain::document::scan::{Confidence, ScanDocument, ScannedPlugin, Status, Threshold};
use crate::domain::surface::Language;
use crate::error::Error;
use crate::scan::Why;
use crate::scan::affected::affected;
use crate::scan::changed::{self, Changed};
use crate::scan::rust;
use crate::scan::rust::info::Ends;
use crate::scan::script::classes::classes;
use crate::scan::script::uses::{Run, joined, runs};
use crate::scan::script::world::{Known, Role};
use crate::scan::uses::Uses;
use crate::scan::walk::{Found, Wanted, count};
use crate::system::System;

use crate::scan::sources::{Contents, Sources};
use cached::Answers;
use elsewhere::{Answered, Elsewhere, With};
use find::find;
use living::Living;
use platform::{OwnConventions, Platform};
use reach::Versions;
use window::{Window, Windows};

/// What is asked of a scan.
#[derive(Clone, Debug)]
pub struct ScanRequest {
    pub paths: Vec<PathBuf>,
    /// `npm:NAME`, with or without `@A..B` behind it; empty: the platform's.
    pub packages: Vec<String>,
    /// The version in use, instead of what is detected.
    pub from: Option<String>,
    /// The target, instead of the newest.
    pub to: Option<String>,
    /// What is less sure is left out; `None`: as configured, else medium.
    pub min_confidence: Option<Confidence>,
    /// Only findings of these statuses; empty: as configured, else of all.
    pub only: Vec<Status>,
    /// `None`: as configured, else overdue.
    pub fail_on: Option<Threshold>,
    /// `None`: as configured, else none.
    pub baseline: Option<PathBuf>,
    /// Whether the baseline is brought up to what is found.
    pub update_baseline: bool,
    /// Findings are told only of files that changed since this revision, and of what imports them.
    pub changed_since: Option<String>,
    /// The file that says what plugins look like; `None`: as configured, else the platform's.
    pub conventions: Option<PathBuf>,
    /// Whether places that cannot be decided are listed.
    pub show_unresolved: bool,
    /// Whether answers that were given before may be used, and are kept.
    pub cache: bool,
    /// The plugins are looked at for what an upgrade does to them; `None`: for themselves.
    pub upgrade: Option<Upgrade>,
}

impl ScanRequest {
    /// Everything that is found of medium confidence, by nobody's settings: nothing fails, nothing is held back.
    pub fn whole(paths: Vec<PathBuf>) -> Self {
        Self {
            paths,
            packages: Vec::new(),
            from: None,
            to: None,
            min_confidence: Some(Confidence::Medium),
            only: Status::ALL.to_vec(),
            fail_on: Some(Threshold::Never),
            baseline: None,
            update_baseline: false,
            changed_since: None,
            conventions: None,
            show_unresolved: false,
            cache: true,
            upgrade: None,
        }
    }
}

/// What is asked where plugins are looked at for one upgrade: one that cannot be looked at does not hide the others, and no
/// baseline holds anything back.
#[derive(Clone, Debug, Default)]
pub struct Upgrade {
    /// Only this part of the plugins.
    pub shard: Option<Shard>,
    /// Symbols that are taken to be gone at the target, for the sake of argument.
    pub without: Vec<String>,
    /// The target is the older version.
    pub reverse: bool,
}

/// What became of each PATH.
pub(crate) struct Scanned {
    pub(crate) document: ScanDocument,
    /// For each plugin of the document the position of its PATH.
    pub(crate) of_path: Vec<usize>,
    /// Paths, by position, of which something could not be looked at, and why.
    pub(crate) problems: Vec<(usize, Error)>,
}

/// Scans plugins.
///
/// # Errors
/// A path that is not there, a package or version that is not known: the next step is named. What cannot be read of a
/// plugin is in the answer.
pub fn scan(
    system: &System,
    history: &History,
    request: &ScanRequest,
    progress: &dyn Progress,
) -> Result<ScanDocument, Error> {
    let packages = Packages::open(history)?;
    Ok(scan_with(system, history, &packages, request, progress)?.document)
}

/// As [`scan`], with packages that are open. Looked at for an upgrade, what fails of one PATH is in the answer.
pub(crate) fn scan_with<'a>(
    system: &'a System,
    history: &'a History,
    packages: &'a Packages<'a>,
    request: &'a ScanRequest,
    progress: &'a dyn Progress,
) -> Result<Scanned, Error> {
    let windows = Windows::of(packages, request)?;
    let is_explicit = !request.packages.is_empty() && request.upgrade.is_none();
    let wanted = Wanted::by_language(&windows.patterns, is_explicit)?;
    let living = Living::open(system, request)?;
    let conventions = OwnConventions::read(system, history, living.conventions())?;
    let mut problems = Vec::new();
    let found = find(
        system,
        request,
        &wanted,
        &windows.patterns,
        &mut problems,
        progress,
    )?;
    let total = found.iter().map(|(_, plugin)| plugin.files.len()).sum();
    progress.start("scanning", total);
    let mut scan = Scan {
        system,
        history,
        answers: Answers::open(system, history, request, &conventions),
        conventions,
        packages,
        answered: Answered::default(),
        windows,
        catalogue: OnceCell::new(),
        request,
        progress,
        living,
        changed: changes(system, request, progress)?,
        plugins: Vec::new(),
    };
    let mut of_path = Vec::new();
    for (path, plugin) in found {
        if progress.cancel().is_raised() {
            break;
        }
        match scan.plugin(path, &plugin) {
            Ok(()) => of_path.push(path),
            Err(error) if request.upgrade.is_some() => problems.push((path, error)),
            Err(error) => return Err(error),
        }
    }
    progress.done();
    let (newest_known, imported) = scan.windows.newest();
    let cancelled = progress.cancel().is_raised();
    let settings = scan.living.finish(&mut scan.plugins, cancelled)?;
    Ok(Scanned {
        document: ScanDocument {
            as_of: history.as_of,
            newest_known,
            imported,
            plugins: scan.plugins,
            settings,
            cancelled,
        },
        of_path,
        problems,
    })
}

/// For each PATH what changed since the revision that was asked for.
fn changes(
    system: &System,
    request: &ScanRequest,
    progress: &dyn Progress,
) -> Result<Vec<Changed>, Error> {
    let Some(revision) = &request.changed_since else {
        return Ok(Vec::new());
    };
    let paths = request.paths.iter();
    paths
        .map(|path| changed::since(system, path, revision, progress.cancel()))
        .collect()
}

struct Scan<'a, 'h> {
    system: &'a System,
    history: &'h History,
    answers: Option<Answers<'a>>,
    packages: &'a Packages<'h>,
    conventions: OwnConventions,
    /// What other versions said.
    answered: Answered,
    windows: Windows,
    /// Opened for the first plugin whose answer is not kept.
    catalogue: OnceCell<Catalogue<'h>>,
    request: &'a ScanRequest,
    progress: &'a dyn Progress,
    living: Living<'a>,
    /// By PATH; empty if all files are looked at.
    changed: Vec<Changed>,
    plugins: Vec<ScannedPlugin>,
}

impl<'h> Scan<'_, 'h> {
    fn catalogue(&self) -> Result<&Catalogue<'h>, Error> {
        if let Some(open) = self.catalogue.get() {
            return Ok(open);
        }
        let opened = Catalogue::open(self.history)?;
        Ok(self.catalogue.get_or_init(|| opened))
    }

    fn plugin(&mut self, path: usize, found: &Found) -> Result<(), Error> {
        let contents = Contents::read(self.system, found, self.progress.cancel());
        let answers = self.answers.as_ref();
        let place = answers.and_then(|answers| answers.place(found, &contents));
        let kept = place.as_ref().and_then(|one| one.answer(found, &contents));
        let (mut plugin, mut sources) = if let Some((plugin, sources)) = kept {
            self.windows.remember(&plugin);
            for file in &found.files {
                self.progress.step(&file.file);
            }
            (plugin, sources)
        } else {
            let (plugin, sources) = self.look(found, contents)?;
            if let Some(place) = place.filter(|_| !self.progress.cancel().is_raised()) {
                place.keep(&plugin, found, &sources);
            }
            (plugin, sources)
        };
        plugin.repository_folder = repository_folder(self.system, found);
        plugin.looked_at = match self.changed.get(path) {
            Some(changed) => {
                sources.link_rust(found);
                affected(self.system, found, &sources.files, changed)
            }
            None => None,
        };
        let index = self.plugins.len();
        self.living
            .settle(&mut plugin, found, &sources, path, index);
        self.plugins.push(plugin);
        Ok(())
    }

    /// What a plugin's files and the versions give.
    fn look(
        &mut self,
        found: &Found,
        contents: Contents,
    ) -> Result<(ScannedPlugin, Sources), Error> {
        let mut plugin = ScannedPlugin {
            name: found.name.clone(),
            path: found.path.clone(),
            root: found.root.clone(),
            repository_folder: None,
            packages: Vec::new(),
            scanned: 0,
            skipped: found.skipped.clone(),
            unreadable: found.unreadable.clone(),
            references: 0,
            unresolved: 0,
            unresolved_places: None,
            looked_at: None,
            findings: Vec::new(),
            ignored: 0,
            baselined: Vec::new(),
            stale: Vec::new(),
            unsure: 0,
            missing: Vec::new(),
        };
        let (system, progress) = (self.system, self.progress);
        // The versions are opened while the files are read.
        let (sources, opened) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| Sources::of(system, found, contents, progress));
            let opened = self.opened(found, &mut plugin.missing);
            let sources = reading.join();
            (sources.unwrap_or_else(|panic| resume_unwind(panic)), opened)
        });
        let (mut windows, platform) = opened?;
        plugin.scanned = sources.told().count();
        for _ in plugin.scanned..sources.files.len() {
            count(&mut plugin.skipped, Why::Generated);
        }
        plugin.unreadable.extend(sources.unreadable.iter().cloned());
        for (_, why) in &sources.passed_over {
            count(&mut plugin.skipped, *why);
        }
        if !windows.is_empty() {
            match &platform {
                Some(platform) => {
                    self.uses(&mut plugin, found, &sources, (&mut windows, platform))?;
                }
                None => self.uses_of_rust(&mut plugin, found, &sources, &windows)?,
            }
            dependencies::of(&mut plugin, found, &sources, &windows, self)?;
        }
        plugin.unreadable.sort();
        Ok((plugin, sources))
    }

    /// What a plugin is looked at with: the packages at both ends, and of one that is not in Rust the platform.
    fn opened(
        &mut self,
        found: &Found,
        missing: &mut Vec<String>,
    ) -> Result<(Vec<Window>, Option<Platform>), Error> {
        let at = (self.system, self.packages);
        let windows = self.windows.of_plugin(at, found, self.request, missing)?;
        if windows.iter().all(|one| one.language() == Language::Rust) {
            return Ok((windows, None));
        }
        let names: Vec<String> = windows.iter().map(|one| one.package.clone()).collect();
        let mut platform = self.conventions.platform(&names);
        platform.know(self.catalogue()?, &names);
        Ok((windows, Some(platform)))
    }

    /// What a plugin in JavaScript or TypeScript uses.
    fn uses(
        &self,
        plugin: &mut ScannedPlugin,
        found: &Found,
        sources: &Sources,
        (windows, platform): (&mut [Window], &Platform),
    ) -> Result<(), Error> {
        let mut is_deep = windows.iter().any(|one| sources.name_deep(one.import()));
        let (met, before) = loop {
            if is_deep {
                for window in windows.iter_mut() {
                    window.deepen(self.packages)?;
                }
            }
            let (met, before) = met(sources, windows, platform);
            for window in windows.iter() {
                window.sound()?;
            }
            // A type may lead to what no file names.
            if is_deep || !met.deep {
                break (met, before);
            }
            is_deep = true;
        };
        let from = findings::From {
            sources,
            windows,
            platform,
        };
        let elsewhere = self
            .is_gone_over()
            .then(|| Elsewhere::of_scripts(self.with(), &from, before, is_deep));
        self.judge(plugin, found, &met, &from, elsewhere.as_ref())
    }

    /// What a plugin in Rust uses.
    fn uses_of_rust(
        &self,
        plugin: &mut ScannedPlugin,
        found: &Found,
        sources: &Sources,
        windows: &[Window],
    ) -> Result<(), Error> {
        let package = found.manifest.as_ref().and_then(|one| one.rust.clone());
        let ends: Vec<Ends<'_>> = windows
            .iter()
            .map(|one| Ends {
                from: &one.before,
                to: &one.after,
            })
            .collect();
        let (standard, helpers) = (platform::standard(), self.conventions.helpers());
        let package = package.unwrap_or_default();
        let met = rust::uses::uses(&sources.rust, &package, &ends, &standard, &helpers);
        let from = findings::From {
            sources,
            windows,
            platform: &Platform::nothing(),
        };
        let known = (&standard, &helpers[..]);
        let elsewhere = self
            .is_gone_over()
            .then(|| Elsewhere::of_crates(self.with(), &from, &package, known));
        self.judge(plugin, found, &met, &from, elsewhere.as_ref())
    }

    fn with(&self) -> With<'_> {
        With {
            packages: self.packages,
            answered: &self.answered,
        }
    }

    /// Whether plugins are gone over with other versions than those at both ends. Looked at for itself, a plugin is not: that
    /// takes longer than all the rest.
    fn is_gone_over(&self) -> bool {
        self.request.upgrade.is_some() && !self.progress.cancel().is_raised()
    }

    /// Makes findings of uses.
    fn judge(
        &self,
        plugin: &mut ScannedPlugin,
        found: &Found,
        met: &Uses,
        from: &findings::From<'_>,
        elsewhere: Option<&Elsewhere<'_>>,
    ) -> Result<(), Error> {
        plugin.references = met.references;
        let undecided = unresolved::places(met, from.sources, found);
        plugin.unresolved = undecided.len();
        plugin.unresolved_places = self.request.show_unresolved.then_some(undecided);
        let without = self.request.upgrade.as_ref();
        let without = without.map_or(&[][..], |one| &one.without);
        findings::of(plugin, met, from, self.catalogue()?, without);
        if let Some(elsewhere) = elsewhere {
            elsewhere.remember(met);
        }
        let versions = elsewhere.map(|one| -> &dyn Versions { one });
        reach::fill(plugin, met, from.windows, versions)
    }
}

/// The plugin's folder relative to that of the repository that it lies in.
fn repository_folder(system: &System, found: &Found) -> Option<String> {
    let top = found
        .folder
        .ancestors()
        .find(|place| system.exists(&place.join(".git")))?;
    let below = found.folder.strip_prefix(top).ok()?;
    let below = below.to_string_lossy().replace('\\', "/");
    Some(if below.is_empty() {
        ".".to_owned()
    } else {
        below
    })
}

/// What the files use of what is known, and what the versions in use alone gave.
fn met(sources: &Sources, windows: &[Window], platform: &Platform) -> (Uses, Run) {
    let known = |from: bool| -> Vec<Known<'_>> {
        let own = windows.iter().map(|window| Known {
            surface: if from { &window.before } else { &window.after },
            role: Role::Platform,
        });
        own.chain(platform.known()).collect()
    };
    let (files, conventions) = (&sources.files, &platform.conventions);
    let (from, to) = (known(true), known(false));
    let is_same = windows.iter().all(|window| window.from == window.to);
    let (before, after) = runs(files, (&from, (!is_same).then_some(&to)), conventions);
    let mut met = joined(&before, after, conventions);
    let texts = files.iter().zip(&sources.texts).enumerate();
    let texts = texts.filter(|(_, (file, _))| !file.is_generated);
    for (index, (file, text)) in texts {
        let names = &conventions.names;
        met.uses.extend(classes(index, &file.script, text, names));
    }
    (met, before)
}
