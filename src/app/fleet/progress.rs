//! Recorded scans: what was found in plugins when, and what came and went since.

use std::collections::BTreeMap;
use std::path::Path;

use crate::app::api::Packages;
use crate::app::fleet;
use crate::app::history::{History, Whereabouts};
use crate::app::impact::Member;
use crate::app::import::packages::Target;
use crate::app::scan::{ScanRequest, Upgrade, scan_with};
use crate::cancel::{Cancel, Progress};
use crate::domain::document::progress::{PluginProgress, ProgressDocument, SCHEMA, steps};
use crate::domain::document::scan::{Confidence, ScanDocument, ScannedPlugin, Status};
use crate::domain::recorded::{RecordedFinding, RecordedScan};
use crate::domain::text::Untrusted;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::scan::changed;
use crate::system::System;

/// How registered plugins are scanned.
#[derive(Clone, Debug, Default)]
pub struct FleetScan {
    /// Names of plugins; empty: all.
    pub plugins: Vec<String>,
    /// The target, instead of the newest release.
    pub to: Option<String>,
    /// `None`: medium.
    pub min_confidence: Option<Confidence>,
    pub cache: bool,
}

/// Scans the registered plugins and records what is found. The answer has the last scan of each beside the one before it; a
/// plugin that cannot be looked at does not hide the others.
///
/// # Errors
/// If none are registered, no plugin has a name that is asked for, a version is not known, or the database cannot be written.
pub fn scan_fleet(
    system: &System,
    whereabouts: &Whereabouts,
    asked: &FleetScan,
    progress: &dyn Progress,
) -> Result<ProgressDocument, Error> {
    let members = chosen(fleet::members(system)?, &asked.plugins)?;
    scan_members(system, whereabouts, &members, asked, progress)
}

/// As [`scan_fleet`], with plugins that need not be registered: what has no name there is recorded under its own.
///
/// # Errors
/// If a version is not known, or the database cannot be written.
pub fn scan_members(
    system: &System,
    whereabouts: &Whereabouts,
    members: &[Member],
    asked: &FleetScan,
    progress: &dyn Progress,
) -> Result<ProgressDocument, Error> {
    let history = History::open(system, whereabouts)?;
    let packages = Packages::open(&history)?;
    let paths = members.iter().map(|one| one.path.clone());
    let request = ScanRequest {
        to: asked.to.clone(),
        min_confidence: Some(asked.min_confidence.unwrap_or(Confidence::Medium)),
        cache: asked.cache,
        upgrade: Some(Upgrade::default()),
        ..ScanRequest::whole(paths.collect())
    };
    let scanned = scan_with(system, &history, &packages, &request, progress)?;
    let mut problems: Vec<String> = scanned
        .problems
        .iter()
        .filter_map(|(path, error)| {
            let member = members.get(*path)?;
            let path = || member.path.display().to_string();
            let name = member.name.clone().unwrap_or_else(path);
            Some(format!("{name}: {}", error.in_one_line()))
        })
        .collect();
    if scanned.document.cancelled {
        problems.push("cancelled: plugins that were not looked at are not recorded".to_owned());
    }
    let document = &scanned.document;
    let named = document
        .plugins
        .iter()
        .zip(&scanned.of_path)
        .map(|(plugin, path)| {
            // A name in the list is that of the one plugin that is there.
            let listed = members.get(*path).and_then(|one| one.name.clone());
            match (listed, plugin.root.as_str()) {
                (Some(name), ".") => (name, plugin),
                _ => (plugin.name.clone(), plugin),
            }
        });
    let mut scans = Vec::new();
    for (name, plugin) in distinct(named.collect()) {
        problems.extend(unrecorded(&name, plugin));
        scans.extend(recorded(
            system,
            document,
            &name,
            plugin,
            progress.cancel(),
        )?);
    }
    drop(packages);
    let platform = history.platform.clone();
    drop(history);
    keep(system, whereabouts, &platform, &scans)?;
    let mut told = beside(system, whereabouts, &scans)?;
    for plugin in &mut told.plugins {
        let last = plugin.steps.len().saturating_sub(2);
        plugin.steps.drain(..last);
    }
    told.problems = problems;
    Ok(told)
}

/// Records what a scan of a platform's plugins found. The answer has the plugins of the scan, with all their records.
///
/// # Errors
/// If the scan left findings out, or the database cannot be written.
pub fn record(
    system: &System,
    whereabouts: &Whereabouts,
    platform: &str,
    document: &ScanDocument,
    cancel: &Cancel,
) -> Result<ProgressDocument, Error> {
    let settings = &document.settings;
    if !settings.only.is_empty() && settings.only.len() < Status::ALL.len()
        || settings.changed_since.is_some()
    {
        return Err(Error::new(
            "only scans of everything are recorded: what is left out would count as fixed",
        )
        .hint("leave out --only and --changed-since, and `only` in forewarn.toml"));
    }
    let mut scans = Vec::new();
    let plugins = document.plugins.iter();
    let named = plugins.map(|plugin| (plugin.name.clone(), plugin));
    let mut problems = Vec::new();
    for (name, plugin) in distinct(named.collect()) {
        problems.extend(unrecorded(&name, plugin));
        scans.extend(recorded(system, document, &name, plugin, cancel)?);
    }
    keep(system, whereabouts, platform, &scans)?;
    let mut told = beside(system, whereabouts, &scans)?;
    told.problems = problems;
    Ok(told)
}

/// Why nothing is recorded of a plugin: it is not known what it builds on.
fn unrecorded(name: &str, plugin: &ScannedPlugin) -> Option<String> {
    let unread = || {
        let file = plugin.unreadable.first()?;
        Some(format!("{}: {}", file.file, file.why))
    };
    let why = || {
        let missing = plugin.missing.first().cloned();
        missing
            .or_else(unread)
            .unwrap_or_else(|| "it uses nothing of the platform".to_owned())
    };
    plugin
        .packages
        .is_empty()
        .then(|| format!("{name}: {}", why()))
}

/// The members with these names; all, if none is given.
fn chosen(members: Vec<Member>, names: &[String]) -> Result<Vec<Member>, Error> {
    let known: Vec<&str> = members
        .iter()
        .filter_map(|one| one.name.as_deref())
        .collect();
    for name in names {
        if !known.contains(&name.as_str()) {
            return Err(unknown(name, &known));
        }
    }
    let is_meant = |one: &Member| {
        names.is_empty() || one.name.as_ref().is_some_and(|name| names.contains(name))
    };
    Ok(members.into_iter().filter(is_meant).collect())
}

fn unknown(name: &str, known: &[&str]) -> Error {
    let error = Error::new(format!("no plugin is called `{name}` here"));
    match nearest_in_words(&nearest(name, known.iter().copied(), 1)) {
        Some(nearest) => error.hint(nearest),
        None if known.is_empty() => error.hint("nothing was recorded yet"),
        None => error.hint(format!("there are: {}", known.join(", "))),
    }
}

/// Each plugin under a name of its own: several that call themselves the same are told apart by their folders.
fn distinct(plugins: Vec<(String, &ScannedPlugin)>) -> Vec<(String, &ScannedPlugin)> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in &plugins {
        *count.entry(name.clone()).or_default() += 1;
    }
    let named = plugins.into_iter().map(|(name, plugin)| {
        let is_shared = count.get(&name).is_some_and(|count| *count > 1);
        let name = if is_shared {
            format!("{name} in {}", plugin.path_of("."))
        } else {
            name
        };
        (name, plugin)
    });
    named.collect()
}

/// What is recorded of a plugin: one scan for each package.
fn recorded(
    system: &System,
    document: &ScanDocument,
    name: &str,
    plugin: &ScannedPlugin,
    cancel: &Cancel,
) -> Result<Vec<RecordedScan>, Error> {
    let folder = plugin.path_of(".");
    let revision = changed::revision(system, Path::new(&folder), cancel)?;
    let at = system.now();
    let scans = plugin.packages.iter().map(|package| {
        let open = plugin.findings.iter().chain(&plugin.baselined);
        let mut findings: Vec<RecordedFinding> = open
            .filter(|one| one.package == package.package)
            .map(|one| RecordedFinding {
                fingerprint: one.fingerprint.clone(),
                rule: one.rule,
                status: one.status,
                symbol: Untrusted::from(one.symbol.clone()),
                file: Untrusted::from(one.file.clone()),
                line: one.start.line,
            })
            .collect();
        findings.sort_by(|a, b| {
            let key = |one: &RecordedFinding| {
                (
                    one.file.raw().to_owned(),
                    one.line,
                    one.symbol.raw().to_owned(),
                    one.fingerprint.clone(),
                )
            };
            key(a).cmp(&key(b))
        });
        RecordedScan {
            plugin: Untrusted::from(name.to_owned()),
            package: package.package.clone(),
            at: at.clone(),
            from: package.from.clone(),
            to: package.to.clone(),
            min_confidence: document.settings.min_confidence,
            revision: revision.clone(),
            complete: plugin.is_complete() && !document.cancelled,
            forewarn: env!("CARGO_PKG_VERSION").to_owned(),
            findings,
        }
    });
    Ok(scans.collect())
}

fn keep(
    system: &System,
    whereabouts: &Whereabouts,
    platform: &str,
    scans: &[RecordedScan],
) -> Result<(), Error> {
    if scans.is_empty() {
        return Ok(());
    }
    let mut target = Target::find(system, whereabouts)?;
    target.store()?.record_scans(platform, scans)?;
    Ok(())
}

/// What was recorded of plugins; of all if no names are given.
///
/// # Errors
/// A name that no record has: the nearest is named.
pub fn progress(
    system: &System,
    whereabouts: &Whereabouts,
    names: &[String],
) -> Result<ProgressDocument, Error> {
    let all = told(system, whereabouts, &|_| true, true)?;
    let known: Vec<&str> = all.plugins.iter().map(|one| one.plugin.raw()).collect();
    for name in names {
        if !known.contains(&name.as_str()) {
            return Err(unknown(name, &known));
        }
    }
    let is_meant =
        |one: &RecordedScan| names.is_empty() || names.iter().any(|name| name == one.plugin.raw());
    told(system, whereabouts, &is_meant, false)
}

/// The records of what was scanned just now, whatever the day of the answer.
fn beside(
    system: &System,
    whereabouts: &Whereabouts,
    scans: &[RecordedScan],
) -> Result<ProgressDocument, Error> {
    let is_meant = |one: &RecordedScan| {
        let mut scans = scans.iter();
        scans.any(|scan| scan.plugin == one.plugin && scan.package == one.package)
    };
    told(system, whereabouts, &is_meant, true)
}

fn told(
    system: &System,
    whereabouts: &Whereabouts,
    is_meant: &dyn Fn(&RecordedScan) -> bool,
    with_later: bool,
) -> Result<ProgressDocument, Error> {
    let history = History::open(system, whereabouts)?;
    let owners = owners(system)?;
    let day = history.as_of.to_string();
    let scans = history.store.recorded_scans(&history.platform)?;
    let (scans, later): (Vec<RecordedScan>, Vec<RecordedScan>) = scans
        .into_iter()
        .filter(|one| is_meant(one))
        .partition(|one| {
            with_later || one.at.get(..day.len()).is_some_and(|at| at <= day.as_str())
        });
    let plugins = scans
        .chunk_by(|a, b| a.plugin == b.plugin && a.package == b.package)
        .filter_map(|of_one| {
            let first = of_one.first()?;
            Some(PluginProgress {
                plugin: first.plugin.clone(),
                owner: owners.get(first.plugin.raw()).cloned(),
                package: first.package.clone(),
                steps: steps(of_one),
            })
        })
        .collect();
    Ok(ProgressDocument {
        schema: SCHEMA,
        as_of: history.as_of,
        platform: history.platform,
        plugins,
        later: later.len(),
        problems: Vec::new(),
    })
}

fn owners(system: &System) -> Result<BTreeMap<String, Untrusted>, Error> {
    let Some((_, plugins)) = fleet::list(system)? else {
        return Ok(BTreeMap::new());
    };
    let owned = plugins
        .into_iter()
        .filter_map(|one| Some((one.name, Untrusted::from(one.owner?))));
    Ok(owned.collect())
}

/// Forgets what was recorded of a plugin. How many scans there were.
///
/// # Errors
/// A name that no record has: the nearest is named. A database that cannot be written.
pub fn forget(system: &System, whereabouts: &Whereabouts, name: &str) -> Result<usize, Error> {
    let all = told(system, whereabouts, &|_| true, true)?;
    let known: Vec<&str> = all.plugins.iter().map(|one| one.plugin.raw()).collect();
    if !known.contains(&name) {
        return Err(unknown(name, &known));
    }
    let mut target = Target::find(system, whereabouts)?;
    Ok(target.store()?.forget_scans(&all.platform, name)?)
}
