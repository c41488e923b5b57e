//! Scanning plugins: which symbols they use, and what becomes of those in the version they move to.
//!
//! Files are read and brought into the form that inference needs, side by side. Then every plugin is gone over twice,
//! with the surfaces of the versions in use and with those of the target; `findings` asks the catalogue what is
//! to be said of the symbols that were met.

mod dependencies;
mod files;
mod findings;
mod message;
mod platform;
mod window;

use std::path::PathBuf;

use crate::app::api::Packages;
use crate::app::deprecations::Catalogue;
use crate::app::history::History;
use crate::cancel::Progress;
use crate::domain::document::scan::{Confidence, ScanDocument, ScannedPlugin, Status};
use crate::error::Error;
use crate::scan::script::uses;
use crate::scan::script::world::Known;
use crate::scan::walk::{Found, Wanted, plugins};
use crate::system::System;

use files::Sources;
use platform::Platform;
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
    pub min_confidence: Confidence,
    /// Only findings of these statuses; empty: of all.
    pub only: Vec<Status>,
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
    let windows = Windows::of(&packages, request)?;
    let wanted = Wanted::new(
        windows.patterns.iter().map(String::as_str),
        !request.packages.is_empty(),
    )?;
    let mut found: Vec<Found> = Vec::new();
    for path in &request.paths {
        let walked = plugins(system, path, &wanted, progress.cancel())?;
        found.extend(walked.found);
    }
    let total = found.iter().map(|plugin| plugin.files.len()).sum();
    progress.start("scanning", total);
    let catalogue = Catalogue::open(history)?;
    let mut scan = Scan {
        system,
        packages: &packages,
        windows,
        catalogue: &catalogue,
        request,
        progress,
        plugins: Vec::new(),
    };
    for plugin in found {
        if progress.cancel().is_raised() {
            break;
        }
        scan.plugin(&plugin)?;
    }
    progress.done();
    let newest = scan.windows.newest();
    Ok(ScanDocument {
        as_of: history.as_of,
        newest_known: newest.as_ref().and_then(|one| one.0.clone()),
        imported: newest.and_then(|one| one.1),
        plugins: scan.plugins,
        cancelled: progress.cancel().is_raised(),
    })
}

struct Scan<'a, 'h> {
    system: &'a System,
    packages: &'a Packages<'h>,
    windows: Windows,
    catalogue: &'a Catalogue<'h>,
    request: &'a ScanRequest,
    progress: &'a dyn Progress,
    plugins: Vec<ScannedPlugin>,
}

impl Scan<'_, '_> {
    fn plugin(&mut self, found: &Found) -> Result<(), Error> {
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
            unresolved_places: Vec::new(),
            findings: Vec::new(),
            ignored: 0,
            baselined: Vec::new(),
            stale: Vec::new(),
            unsure: 0,
            missing: Vec::new(),
        };
        let sources = Sources::read(self.system, found, self.progress);
        plugin.scanned = sources.files.len();
        plugin.unreadable.extend(sources.unreadable.iter().cloned());
        for why in &sources.passed_over {
            crate::scan::walk::count(&mut plugin.skipped, *why);
        }
        let windows =
            self.windows
                .of_plugin(self.packages, found, self.request, &mut plugin.missing)?;
        if !windows.is_empty() {
            self.uses(&mut plugin, &sources, &windows)?;
            dependencies::of(&mut plugin, &found, &sources, &windows, self);
        }
        plugin.unreadable.sort();
        self.plugins.push(plugin);
        Ok(())
    }

    fn uses(
        &self,
        plugin: &mut ScannedPlugin,
        sources: &Sources,
        windows: &[Window],
    ) -> Result<(), Error> {
        let names: Vec<String> = windows.iter().map(|one| one.package.clone()).collect();
        let platform = Platform::of(&names)?;
        let known = |from: bool| -> Vec<Known<'_>> {
            let own = windows.iter().map(|window| Known {
                surface: if from { &window.before } else { &window.after },
                is_platform: true,
            });
            let more = platform.known.iter().map(|surface| Known {
                surface,
                is_platform: false,
            });
            own.chain(more).collect()
        };
        let same = windows.iter().all(|window| window.from == window.to);
        let met = uses::uses(
            &sources.files,
            &known(true),
            &known(false),
            &platform.conventions,
            same,
        );
        plugin.references = met.references;
        plugin.unresolved = met.given_up;
        let from = findings::From {
            sources,
            windows,
            platform: &platform,
        };
        findings::of(plugin, &met, &from, self.catalogue, self.request);
        Ok(())
    }
}
