//! What is said of a scan in the same words by every writer. As in [`super::api`] nothing is neutralised here.

use crate::domain::date::Date;
use crate::domain::document::scan::{
    Confidence, Finding, ScanDocument, ScannedPackage, ScannedPlugin, Settings, Status,
    SurfaceSource,
};
use crate::domain::version::Version;
use crate::report::text::counted;

/// How grave a finding is to formats that know three levels; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Error,
    Warning,
    Note,
}

impl Level {
    /// What the status comes to.
    pub(crate) fn of_status(status: Status) -> Self {
        match status {
            Status::Removed | Status::Moved | Status::Changed | Status::Overdue => Self::Error,
            Status::Scheduled | Status::Deprecated => Self::Warning,
            Status::Soft => Self::Note,
        }
    }

    /// A use that is guarded is one level less grave: the code has a way for the day on which the symbol is gone.
    pub(crate) fn of(finding: &Finding) -> Self {
        match (Self::of_status(finding.status), finding.guarded) {
            (level, false) => level,
            (Self::Error, true) => Self::Warning,
            (Self::Warning | Self::Note, true) => Self::Note,
        }
    }
}

/// Why the answer is incomplete; `None` if it is not.
pub(crate) fn incomplete(document: &ScanDocument) -> Option<String> {
    let sum = |count: fn(&ScannedPlugin) -> usize| document.plugins.iter().map(count).sum();
    let unread: usize = sum(|plugin| plugin.unreadable.len());
    let missing: usize = sum(|plugin| plugin.missing.len());
    let mut why = Vec::new();
    if document.cancelled {
        why.push("the work was cut short".to_owned());
    }
    if unread > 0 {
        let files = counted(unread, "file", "files");
        why.push(format!("{files} could not be read"));
    }
    if missing > 0 {
        let things = counted(missing, "thing is", "things are");
        why.push(format!("{things} missing for an answer"));
    }
    (!why.is_empty()).then(|| format!("incomplete: {}", why.join(", ")))
}

/// `5 findings in 2 of 3 plugins`, `no findings in 1 plugin`.
pub(crate) fn verdict(document: &ScanDocument) -> String {
    let all = document.plugins.len();
    let with = document
        .plugins
        .iter()
        .filter(|plugin| !plugin.findings.is_empty())
        .count();
    let count = document.findings().count();
    if count == 0 {
        return format!("no findings in {}", counted(all, "plugin", "plugins"));
    }
    let findings = counted(count, "finding", "findings");
    if all == 1 {
        format!("{findings} in 1 plugin")
    } else {
        format!("{findings} in {with} of {all} plugins")
    }
}

/// `1 removed, 2 scheduled`, worst first; `None` without findings.
pub(crate) fn counts<'a>(findings: impl Iterator<Item = &'a Finding>) -> Option<String> {
    let mut counts = vec![0_usize; Status::ALL.len()];
    for finding in findings {
        if let Some(count) = counts.get_mut(finding.status as usize) {
            *count += 1;
        }
    }
    let parts: Vec<String> = Status::ALL
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| format!("{count} {status}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What an answer without findings means, and how far it can be relied on; `None` if there are findings.
pub(crate) fn all_clear(document: &ScanDocument) -> Option<String> {
    if document.findings().next().is_some() {
        return None;
    }
    if document.plugins.is_empty() {
        return Some("No plugin was found, so nothing was looked at.".to_owned());
    }
    let held: usize = document
        .plugins
        .iter()
        .map(|plugin| plugin.baselined.len() + plugin.ignored + plugin.unsure)
        .sum();
    let is_part = document.settings.changed_since.is_some();
    Some(match (document.is_complete(), held) {
        (true, 0) if is_part => {
            "Nothing was found in what changed; the other files were not looked at.".to_owned()
        }
        (false, _) => "Nothing was found in what could be read; that is no all-clear.".to_owned(),
        (true, 0) => {
            "All clear: nothing in use is deprecated, changed or gone in the version moved to, as far as the data below goes."
                .to_owned()
        }
        (true, held) => {
            let held = counted(held, "finding is", "findings are");
            format!("Nothing new was found, as far as the data below goes; {held} held back.")
        }
    })
}

/// The last line: what was scanned, against which data, and how old that is.
pub(crate) fn scanned(document: &ScanDocument) -> String {
    let files: usize = document.plugins.iter().map(|plugin| plugin.scanned).sum();
    let skipped = skipped(document.plugins.iter());
    let mut text = format!(
        "Scanned {} of {}",
        counted(files, "file", "files"),
        counted(document.plugins.len(), "plugin", "plugins")
    );
    if let Some(skipped) = skipped {
        text = format!("{text} ({skipped})");
    }
    let text = format!(
        "{text} as of {}. Data: {}.",
        document.as_of,
        data(document).join("; ")
    );
    match part(document) {
        Some(part) => format!("{text} {part}"),
        None => text,
    }
}

/// That findings are told of a part of the files only; `None`: of all.
fn part(document: &ScanDocument) -> Option<String> {
    let revision = document.settings.changed_since.as_ref()?;
    let files: usize = document
        .plugins
        .iter()
        .map(|plugin| {
            plugin
                .looked_at
                .as_ref()
                .map_or(plugin.scanned, std::collections::BTreeSet::len)
        })
        .sum();
    let files = counted(files, "file", "files");
    Some(format!(
        "Only what changed since {revision}, and what imports that, was looked at: {files}."
    ))
}

/// `3 passed over: 2 generated, 1 minified`.
pub(crate) fn skipped<'a>(plugins: impl Iterator<Item = &'a ScannedPlugin>) -> Option<String> {
    let mut by: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for skipped in plugins.flat_map(|plugin| &plugin.skipped) {
        *by.entry(skipped.why.as_str()).or_default() += skipped.files;
    }
    by.retain(|_, files| *files > 0);
    let all: usize = by.values().sum();
    let parts: Vec<String> = by
        .iter()
        .map(|(why, files)| format!("{files} {why}"))
        .collect();
    (all > 0).then(|| format!("{all} passed over: {}", parts.join(", ")))
}

/// How old the data of each package is; of the platform if no package is known.
pub(crate) fn data(document: &ScanDocument) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for package in document.plugins.iter().flat_map(|plugin| &plugin.packages) {
        let newest = package.newest_known.as_deref();
        let text = match (package.surfaces, newest) {
            (SurfaceSource::Cargo, Some(newest)) => format!(
                "{}, newest version that cargo has downloaded {newest}, read from there",
                package.package
            ),
            _ => age(
                Some(&package.package),
                newest,
                package.imported,
                document.as_of,
            ),
        };
        if !told.contains(&text) {
            told.push(text);
        }
    }
    if told.is_empty() {
        let newest = document.newest_known.as_deref();
        told.push(age(None, newest, document.imported, document.as_of));
    }
    told
}

fn age(package: Option<&str>, newest: Option<&str>, imported: Option<Date>, as_of: Date) -> String {
    let of = package.map_or_else(String::new, |package| format!("{package}, "));
    let Some(newest) = newest else {
        return format!("{of}no version is known");
    };
    let since = match imported.map(|day| (day, as_of.days_since(day))) {
        None => "built in".to_owned(),
        Some((day, 0)) => format!("imported on {day}, the same day"),
        Some((day, days @ 1..)) => {
            let days = usize::try_from(days).unwrap_or_default();
            format!("imported on {day}, {} ago", counted(days, "day", "days"))
        }
        Some((day, _)) => format!("imported on {day}"),
    };
    format!("{of}newest known version {newest}, {since}")
}

/// `1.0.0 -> 2.1.0`.
pub(crate) fn window(package: &ScannedPackage) -> String {
    if package.from == package.to {
        format!("at {}", package.to)
    } else {
        format!("{} -> {}", package.from, package.to)
    }
}

/// How the version in use was found.
pub(crate) fn detected(package: &ScannedPackage) -> Option<String> {
    let detected = package.detected.as_ref()?;
    let range = detected
        .range
        .as_ref()
        .map_or_else(String::new, |range| format!(", range {range}"));
    let unread = if detected.unread {
        ", which nobody read: the nearest is looked at"
    } else {
        ""
    };
    Some(format!(
        "in use {} by {}{range}{unread}",
        detected.version, detected.by
    ))
}

/// How far the plugin can move without a change, either way.
pub(crate) fn reach(package: &ScannedPackage) -> Option<String> {
    let up = package.frontier.as_ref().map(|frontier| {
        if *frontier == package.to {
            format!("it loses nothing on the way to {frontier}")
        } else if *frontier == package.from {
            format!("every version after {frontier} loses something it uses")
        } else {
            format!("it goes up to {frontier} without losing what it uses")
        }
    });
    let down = package
        .floor
        .as_ref()
        .map(|floor| format!("{floor} is the oldest version with all of it"));
    match (up, down) {
        (None, None) => None,
        (up, down) => Some(up.into_iter().chain(down).collect::<Vec<_>>().join("; ")),
    }
}

/// What else has to be known of a use, in a word or two each.
pub(crate) fn marks(finding: &Finding, package: Option<&ScannedPackage>) -> Vec<String> {
    let mut marks = Vec::new();
    marks.push(match (finding.new, package) {
        (true, _) => "new in this window".to_owned(),
        (false, Some(package)) => format!("so already in {}", package.from),
        (false, None) => "so before".to_owned(),
    });
    if finding.guarded {
        marks.push("guarded".to_owned());
    }
    if finding.test_code {
        marks.push("in test code".to_owned());
    }
    if finding.confidence != Confidence::High {
        marks.push(format!("{} confidence", finding.confidence));
    }
    marks
}

/// What takes the symbol's place, and when that can be written.
pub(crate) fn instead(finding: &Finding, package: Option<&ScannedPackage>) -> Option<String> {
    let replacement = finding.replacement.as_ref()?;
    let Some(since) = &finding.replacement_since else {
        return Some(replacement.clone());
    };
    let exists = format!("{replacement}, which exists since {since}");
    let at = latest(since);
    let from = package.and_then(|package| version(&package.from));
    let gone = finding.removed_in.as_deref().and_then(latest);
    Some(match (at, from, gone) {
        (Some(at), Some(from), _) if at <= from => exists,
        (Some(at), _, Some(gone)) if at >= gone => {
            format!("{exists}: change it together with the upgrade")
        }
        (Some(_), Some(_), _) => format!("{exists}: upgrade there first"),
        _ => exists,
    })
}

fn version(text: &str) -> Option<Version> {
    Version::parse_any(text).ok()
}

/// The version that a moment has come by: that of `2.1.0`, `by 2.1.0` and `after 2.0.3, by 2.1.0`.
fn latest(moment: &str) -> Option<Version> {
    let by = moment
        .rsplit_once("by ")
        .map_or(moment, |(_, version)| version);
    version(by)
}

/// Since when: what is claimed, and what was seen.
pub(crate) fn since(finding: &Finding) -> Option<String> {
    let declared = finding
        .declared_since
        .as_ref()
        .map(|since| format!("declared deprecated since {since}"));
    let seen = finding
        .first_observed
        .as_ref()
        .map(|first| format!("first seen {}", at(first)));
    joined(declared, seen)
}

/// Until when: when it went, or is to go.
pub(crate) fn until(finding: &Finding) -> Option<String> {
    let gone = finding
        .removed_in
        .as_ref()
        .map(|removed| match finding.status {
            Status::Moved => format!("moved {}", at(removed)),
            Status::Changed => format!("changed {}", at(removed)),
            _ => format!("removed {}", at(removed)),
        });
    let to_go = finding
        .removal
        .as_ref()
        .map(|removal| format!("removal announced for {removal}"));
    joined(gone, to_go).or_else(|| {
        matches!(finding.status, Status::Deprecated | Status::Soft)
            .then(|| "nobody has said when it goes".to_owned())
    })
}

fn joined(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (None, None) => None,
        (one, other) => Some(one.into_iter().chain(other).collect::<Vec<_>>().join(", ")),
    }
}

/// `in 2.9.0`, `after 2.0.3, by 2.1.0`.
fn at(moment: &str) -> String {
    if moment.starts_with("after ") || moment.starts_with("by ") {
        moment.to_owned()
    } else {
        format!("in {moment}")
    }
}

/// What is not among the findings of a plugin, a part of a sentence each.
pub(crate) fn held_back(plugin: &ScannedPlugin) -> Vec<String> {
    let mut parts = Vec::new();
    let mut add = |count: usize, what: &str| {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    };
    add(plugin.baselined.len(), "in the baseline");
    add(plugin.ignored, "ignored");
    add(plugin.unsure, "below the confidence that was asked for");
    parts
}

/// Which files had a say; `None` if none had.
pub(crate) fn settings(settings: &Settings) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    if !settings.files.is_empty() {
        parts.push(format!("Configured by {}", settings.files.join(", ")));
    }
    if let Some(used) = &settings.baseline {
        let entries = counted(used.entries, "entry", "entries");
        let changed = if used.updated {
            format!(", {} added, {} dropped", used.added, used.dropped)
        } else {
            String::new()
        };
        parts.push(format!("Baseline {}: {entries}{changed}", used.file));
    }
    (!parts.is_empty()).then(|| format!("{}.", parts.join(". ")))
}

/// How many places nobody can decide; `None` without any.
pub(crate) fn undecided(plugin: &ScannedPlugin) -> Option<String> {
    (plugin.unresolved > 0).then(|| {
        let places = counted(plugin.unresolved, "place", "places");
        let listed = if plugin.unresolved_places.is_some() {
            ""
        } else {
            " (--show-unresolved lists them)"
        };
        format!("{places} may name the platform and cannot be decided{listed}")
    })
}
