//! `forewarn/scan/v1`.
//!
//! v1: as below. Lines and columns count from 1, columns in UTF-16 code units (JavaScript, TypeScript) or characters (Rust);
//! an `end` is one past the last. `first_observed` and `removed_in` are a version or `after A, by B`. `summary` counts what
//! `findings` lists; `baselined` holds findings of the same form, which count nowhere. `unresolved_places` is there only if it
//! was asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::document::scan::{
    Finding, Point, Related, ScanDocument, ScannedPackage, ScannedPlugin, Settings, Status,
};

pub const SCHEMA: &str = "forewarn/scan/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: Date,
    data: DataV1<'a>,
    complete: bool,
    cancelled: bool,
    plugins: Vec<PluginV1<'a>>,
    summary: SummaryV1,
    settings: SettingsV1<'a>,
}

/// What flags and files made of the scan.
#[derive(Serialize)]
struct SettingsV1<'a> {
    files: &'a [String],
    fail_on: &'static str,
    min_confidence: &'static str,
    only: Vec<&'static str>,
    changed_since: Option<&'a str>,
    baseline: Option<BaselineV1<'a>>,
}

#[derive(Serialize)]
struct BaselineV1<'a> {
    file: &'a str,
    entries: usize,
    updated: bool,
    added: usize,
    dropped: usize,
}

/// How old the data is.
#[derive(Serialize)]
struct DataV1<'a> {
    newest_known: Option<&'a str>,
    imported: Option<Date>,
}

#[derive(Serialize)]
pub(super) struct PluginV1<'a> {
    name: &'a str,
    path: &'a str,
    root: &'a str,
    repository_folder: Option<&'a str>,
    packages: Vec<PackageV1<'a>>,
    files: FilesV1<'a>,
    references: usize,
    unresolved: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    unresolved_places: Option<Vec<UnresolvedV1<'a>>>,
    findings: Vec<FindingV1<'a>>,
    ignored: usize,
    unsure: usize,
    baselined: Vec<FindingV1<'a>>,
    stale: Vec<StaleV1<'a>>,
    missing: &'a [String],
}

#[derive(Serialize)]
struct PackageV1<'a> {
    package: &'a str,
    from: &'a str,
    to: &'a str,
    detected: Option<DetectedV1<'a>>,
    frontier: Option<&'a str>,
    frontier_by: Option<&'a str>,
    floor: Option<&'a str>,
    floor_by: Option<&'a str>,
    references: usize,
    newest_known: Option<&'a str>,
    imported: Option<Date>,
    surfaces: &'static str,
}

#[derive(Serialize)]
struct DetectedV1<'a> {
    version: &'a str,
    by: &'a str,
    range: Option<&'a str>,
    unread: bool,
}

#[derive(Serialize)]
struct FilesV1<'a> {
    scanned: usize,
    skipped: usize,
    skipped_by: Vec<SkippedV1<'a>>,
    looked_at: Option<usize>,
    unreadable: Vec<UnreadableV1<'a>>,
}

#[derive(Serialize)]
struct SkippedV1<'a> {
    why: &'a str,
    files: usize,
}

#[derive(Serialize)]
struct UnreadableV1<'a> {
    file: &'a str,
    why: &'a str,
    at: Option<PointV1>,
}

#[derive(Serialize)]
struct UnresolvedV1<'a> {
    file: &'a str,
    start: PointV1,
    why: &'a str,
}

#[derive(Serialize)]
struct StaleV1<'a> {
    file: &'a str,
    at: Option<PointV1>,
    why: &'a str,
}

#[derive(Serialize)]
struct FindingV1<'a> {
    rule: &'static str,
    package: &'a str,
    status: &'static str,
    symbol: &'a str,
    kind: &'static str,
    file: &'a str,
    start: PointV1,
    end: PointV1,
    confidence: &'static str,
    declared_since: Option<&'a str>,
    first_observed: Option<&'a str>,
    removed_in: Option<&'a str>,
    removal: Option<&'a str>,
    replacement: Option<&'a str>,
    replacement_since: Option<&'a str>,
    message: &'a str,
    notes: &'a [String],
    new: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    comes_with: Option<&'a str>,
    guarded: bool,
    test_code: bool,
    related: Vec<RelatedV1<'a>>,
    fingerprint: &'a str,
    line_hash: &'a str,
}

#[derive(Serialize)]
struct RelatedV1<'a> {
    file: &'a str,
    start: PointV1,
    end: PointV1,
    #[serde(rename = "as")]
    by: &'static str,
}

#[derive(Serialize)]
struct PointV1 {
    line: u32,
    column: u32,
}

/// Findings by status, worst first.
#[derive(Serialize)]
struct SummaryV1 {
    removed: usize,
    moved: usize,
    changed: usize,
    overdue: usize,
    scheduled: usize,
    deprecated: usize,
    soft: usize,
}

/// Writes the answer of `scan`.
pub fn write(document: &ScanDocument, out: &mut dyn Write) -> io::Result<()> {
    super::write(
        &Document {
            schema: SCHEMA,
            as_of: document.as_of,
            data: DataV1 {
                newest_known: document.newest_known.as_deref(),
                imported: document.imported,
            },
            complete: document.is_complete(),
            cancelled: document.cancelled,
            plugins: document.plugins.iter().map(plugin).collect(),
            summary: summary(document),
            settings: settings(&document.settings),
        },
        out,
    )
}

fn settings(settings: &Settings) -> SettingsV1<'_> {
    SettingsV1 {
        files: &settings.files,
        fail_on: settings.fail_on.as_str(),
        min_confidence: settings.min_confidence.as_str(),
        only: settings.only.iter().map(|one| one.as_str()).collect(),
        changed_since: settings.changed_since.as_deref(),
        baseline: settings.baseline.as_ref().map(|used| BaselineV1 {
            file: &used.file,
            entries: used.entries,
            updated: used.updated,
            added: used.added,
            dropped: used.dropped,
        }),
    }
}

fn summary(document: &ScanDocument) -> SummaryV1 {
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    for (_, finding) in document.findings() {
        *counts.entry(finding.status).or_default() += 1;
    }
    let count = |status| counts.get(&status).copied().unwrap_or_default();
    SummaryV1 {
        removed: count(Status::Removed),
        moved: count(Status::Moved),
        changed: count(Status::Changed),
        overdue: count(Status::Overdue),
        scheduled: count(Status::Scheduled),
        deprecated: count(Status::Deprecated),
        soft: count(Status::Soft),
    }
}

pub(super) fn plugin(plugin: &ScannedPlugin) -> PluginV1<'_> {
    PluginV1 {
        name: &plugin.name,
        path: &plugin.path,
        root: &plugin.root,
        repository_folder: plugin.repository_folder.as_deref(),
        packages: plugin.packages.iter().map(package).collect(),
        files: files(plugin),
        references: plugin.references,
        unresolved: plugin.unresolved,
        unresolved_places: plugin.unresolved_places.as_ref().map(|places| {
            let listed = places.iter().map(|place| UnresolvedV1 {
                file: &place.file,
                start: point(place.start),
                why: &place.why,
            });
            listed.collect()
        }),
        findings: plugin.findings.iter().map(finding).collect(),
        ignored: plugin.ignored,
        unsure: plugin.unsure,
        baselined: plugin.baselined.iter().map(finding).collect(),
        stale: plugin
            .stale
            .iter()
            .map(|one| StaleV1 {
                file: &one.file,
                at: one.at.map(point),
                why: &one.why,
            })
            .collect(),
        missing: &plugin.missing,
    }
}

fn package(package: &ScannedPackage) -> PackageV1<'_> {
    PackageV1 {
        package: &package.package,
        from: &package.from,
        to: &package.to,
        detected: package.detected.as_ref().map(|detected| DetectedV1 {
            version: &detected.version,
            by: &detected.by,
            range: detected.range.as_deref(),
            unread: detected.unread,
        }),
        frontier: package.frontier.as_deref(),
        frontier_by: package.frontier_by.as_deref(),
        floor: package.floor.as_deref(),
        floor_by: package.floor_by.as_deref(),
        references: package.references,
        newest_known: package.newest_known.as_deref(),
        imported: package.imported,
        surfaces: package.surfaces.as_str(),
    }
}

fn files(plugin: &ScannedPlugin) -> FilesV1<'_> {
    FilesV1 {
        scanned: plugin.scanned,
        skipped: plugin.skipped.iter().map(|skipped| skipped.files).sum(),
        skipped_by: plugin
            .skipped
            .iter()
            .map(|skipped| SkippedV1 {
                why: &skipped.why,
                files: skipped.files,
            })
            .collect(),
        looked_at: plugin.looked_at.as_ref().map(BTreeSet::len),
        unreadable: plugin
            .unreadable
            .iter()
            .map(|one| UnreadableV1 {
                file: &one.file,
                why: &one.why,
                at: one.at.map(point),
            })
            .collect(),
    }
}

fn finding(finding: &Finding) -> FindingV1<'_> {
    FindingV1 {
        rule: finding.rule.as_str(),
        package: &finding.package,
        status: finding.status.as_str(),
        symbol: &finding.symbol,
        kind: finding.kind.as_str(),
        file: &finding.file,
        start: point(finding.start),
        end: point(finding.end),
        confidence: finding.confidence.as_str(),
        declared_since: finding.declared_since.as_deref(),
        first_observed: finding.first_observed.as_deref(),
        removed_in: finding.removed_in.as_deref(),
        removal: finding.removal.as_deref(),
        replacement: finding.replacement.as_deref(),
        replacement_since: finding.replacement_since.as_deref(),
        message: &finding.message,
        notes: &finding.notes,
        new: finding.new,
        comes_with: finding.comes_with.as_deref(),
        guarded: finding.guarded,
        test_code: finding.test_code,
        related: finding.related.iter().map(related).collect(),
        fingerprint: &finding.fingerprint,
        line_hash: &finding.line_hash,
    }
}

fn related(related: &Related) -> RelatedV1<'_> {
    RelatedV1 {
        file: &related.file,
        start: point(related.start),
        end: point(related.end),
        by: related.by.as_str(),
    }
}

fn point(point: Point) -> PointV1 {
    PointV1 {
        line: point.line,
        column: point.column,
    }
}
