//! `forewarn/impact/v1`.
//!
//! v1: as below. An item is in `before`, `during`, `after` or `news`, once; its `type` and `id` name it. `settings[].from` and
//! `to` are null where they are unknown as well as where they are null: `from_known` and `to_known` tell. `lifecycle` has lines as
//! in `forewarn/versions/v1`. `plugins` are as in `forewarn/scan/v1`, with further keys; null where none were asked for.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::date::{Date, DateKind};
use crate::domain::document::deprecations::SymbolStatus;
use crate::domain::document::evidence::Beside;
use crate::domain::document::fleet::{PluginImpact, Shard};
use crate::domain::document::impact::{
    Effort, FeatureMove, ImpactDocument, Item, ItemKind, Phase, SCHEMA, SettingMove, Stop,
    SymbolFacts, VersionImpact,
};
use crate::domain::document::scan::{Confidence, Status};
use crate::domain::document::versions::LineStatus;
use crate::domain::entry::{AppliesTo, EntryKind, SettingValue};
use crate::domain::feature::{FeatureStage, Phase as RollOut};
use crate::domain::text::Untrusted;
use crate::report::json::ending::{CoverageV1, LeftOutV1, coverage, left_out};
use crate::report::json::scan::{PluginV1, plugin as scanned};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: Date,
    range: RangeV1<'a>,
    reverse: bool,
    before: Vec<ItemV1<'a>>,
    during: Vec<ItemV1<'a>>,
    after: Vec<ItemV1<'a>>,
    news: Vec<ItemV1<'a>>,
    settings: Vec<SettingV1<'a>>,
    features: Vec<FeatureV1<'a>>,
    api: ApiV1<'a>,
    per_version: Vec<VersionV1<'a>>,
    lifecycle: LifecycleV1<'a>,
    stops: Vec<StopV1<'a>>,
    plugins: Option<Vec<PluginImpactV1<'a>>>,
    evidence: Option<&'a Beside>,
    shard: Option<String>,
    asked: AskedV1<'a>,
    incomplete: &'a [String],
    without: &'a [String],
    excluded: Vec<LeftOutV1<'a>>,
    withheld: usize,
    remarks: &'a [String],
    coverage: Vec<CoverageV1<'a>>,
    platform: &'a str,
    stream: &'a str,
    package: Option<&'a str>,
    counts: CountsV1,
    complete: bool,
    cancelled: bool,
}

#[derive(Serialize)]
struct AskedV1<'a> {
    streams: &'a [String],
    audience: Option<&'a str>,
    min_confidence: Option<&'static str>,
}

#[derive(Serialize)]
struct RangeV1<'a> {
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct ItemV1<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    release: Option<&'a str>,
    symbol: Option<&'a str>,
    replacement: Option<&'a str>,
    findings: usize,
    why: &'a str,
    reason: &'static str,
    breaking: bool,
    entry_kind: Option<&'static str>,
    action: Option<&'a str>,
    plugins: usize,
    facts: Option<FactsV1<'a>>,
}

#[derive(Serialize)]
struct FactsV1<'a> {
    kind: &'static str,
    status: &'static str,
    was: Option<&'static str>,
    removed_in: Option<&'a str>,
    removal: Option<&'a str>,
    replacement_since: Option<&'a str>,
    effort: &'static str,
    disputed: Vec<&'a str>,
    entries: &'a [String],
    from_range: Option<&'a str>,
    to_range: Option<&'a str>,
}

#[derive(Serialize)]
struct SettingV1<'a> {
    id: &'a str,
    from: Option<&'a serde_json::Value>,
    to: Option<&'a serde_json::Value>,
    touched: Vec<TouchedV1<'a>>,
    from_known: bool,
    to_known: bool,
    net: bool,
    name: Option<&'a str>,
    unit: Option<&'a str>,
    applies_to: Option<&'static str>,
    automatic: Option<bool>,
}

#[derive(Serialize)]
struct TouchedV1<'a> {
    entry: &'a str,
    release: &'a str,
    old: Option<&'a serde_json::Value>,
    old_known: bool,
    new: Option<&'a serde_json::Value>,
    new_known: bool,
}

#[derive(Serialize)]
struct FeatureV1<'a> {
    id: &'a str,
    name: &'a str,
    from: Option<&'static str>,
    to: Option<&'static str>,
    phase: Option<&'static str>,
    moved_in: &'a [String],
}

#[derive(Serialize)]
struct ApiV1<'a> {
    removed: Vec<&'a str>,
    deprecated: Vec<&'a str>,
    moved: Vec<&'a str>,
    changed: Vec<&'a str>,
    added: usize,
    deprecated_before: usize,
    unjudged: usize,
    missing: Option<&'a str>,
}

#[derive(Serialize)]
struct VersionV1<'a> {
    version: &'a str,
    entries: usize,
    breaking: usize,
    removed_symbols: usize,
    findings: usize,
    stream: &'a str,
    date: Option<Date>,
    date_kind: Option<DateKind>,
    stage: &'static str,
    withdrawn: Option<&'a str>,
}

#[derive(Serialize)]
struct LifecycleV1<'a> {
    from: Option<&'a LineStatus>,
    to: Option<&'a LineStatus>,
}

#[derive(Serialize)]
struct StopV1<'a> {
    version: &'a str,
    why: &'a str,
    symbols: usize,
}

#[derive(Serialize)]
struct PluginImpactV1<'a> {
    name: &'a str,
    owner: Option<&'a str>,
    problem: Option<&'a str>,
    phases: PhasesV1,
    effort: EffortV1,
    /// For each finding, in order.
    graded: Vec<GradedV1<'a>>,
    scan: Option<PluginV1<'a>>,
}

#[derive(Serialize)]
struct GradedV1<'a> {
    effort: &'static str,
    version: Option<&'a str>,
}

/// Findings by the phase of what they use.
#[derive(Default, Serialize)]
struct PhasesV1 {
    before: usize,
    during: usize,
    after: usize,
}

/// Findings by how they are fixed.
#[derive(Serialize)]
struct EffortV1 {
    rename: usize,
    rewrite: usize,
    none: usize,
}

#[derive(Serialize)]
struct CountsV1 {
    entries_in: usize,
    entries_told: usize,
    findings: usize,
}

/// Writes the answer of `impact`; of a part of a fleet `shard` says which.
pub fn write(
    document: &ImpactDocument,
    shard: Option<Shard>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let items = |phase| document.phase(phase).map(item).collect();
    let plugins = document.plugins.as_ref();
    super::write(
        &Document {
            schema: SCHEMA,
            as_of: document.as_of,
            range: RangeV1 {
                from: &document.from,
                to: &document.to,
            },
            reverse: document.reverse,
            before: items(Phase::Before),
            during: items(Phase::During),
            after: items(Phase::After),
            news: items(Phase::News),
            settings: document.settings.iter().map(setting).collect(),
            features: document.features.iter().map(feature).collect(),
            api: api(document),
            per_version: document.per_version.iter().map(version).collect(),
            lifecycle: LifecycleV1 {
                from: document.ends.from.as_ref(),
                to: document.ends.to.as_ref(),
            },
            stops: document.stops.iter().map(stop).collect(),
            plugins: plugins.map(|all| all.iter().map(|one| plugin(document, one)).collect()),
            evidence: document.evidence.as_ref(),
            shard: shard.map(|shard| shard.to_string()),
            asked: AskedV1 {
                streams: &document.asked.streams,
                audience: document.asked.audience.as_deref(),
                min_confidence: document.asked.min_confidence.map(Confidence::as_str),
            },
            incomplete: &document.incomplete,
            without: &document.without,
            excluded: left_out(&document.excluded),
            withheld: document.withheld,
            remarks: &document.remarks,
            coverage: coverage(&document.coverage),
            platform: document.platform.raw(),
            stream: &document.stream,
            package: document.package.as_deref(),
            counts: CountsV1 {
                entries_in: document.entries_in,
                entries_told: document
                    .items
                    .iter()
                    .filter(|item| item.kind == ItemKind::Entry)
                    .count(),
                findings: plugins
                    .into_iter()
                    .flatten()
                    .map(|one| one.graded.len())
                    .sum(),
            },
            complete: document.is_complete(),
            cancelled: document.cancelled,
        },
        out,
    )
}

fn item(item: &Item) -> ItemV1<'_> {
    let facts = item.symbol.as_ref();
    ItemV1 {
        id: &item.id,
        kind: item.kind.as_str(),
        title: item.title.raw(),
        release: item.release.as_deref(),
        symbol: facts.map(|facts| facts.symbol.as_str()),
        replacement: facts.and_then(|facts| facts.replacement.as_deref()),
        findings: item.findings,
        why: &item.why,
        reason: item.reason.as_str(),
        breaking: item.breaking,
        entry_kind: item.entry_kind.map(EntryKind::as_str),
        action: item.action.as_ref().map(Untrusted::raw),
        plugins: item.plugins,
        facts: facts.map(self::facts),
    }
}

fn facts(facts: &SymbolFacts) -> FactsV1<'_> {
    let ranges = facts.ranges.as_ref();
    FactsV1 {
        kind: facts.kind.as_str(),
        status: facts.status.as_str(),
        was: facts.was.map(SymbolStatus::as_str),
        removed_in: facts.gone.as_deref(),
        removal: facts.removal.as_deref(),
        replacement_since: facts.replacement_since.as_deref(),
        effort: facts.effort.as_str(),
        disputed: facts.disputed.iter().map(Untrusted::raw).collect(),
        entries: &facts.entries,
        from_range: ranges.and_then(|(from, _)| from.as_deref()),
        to_range: ranges.and_then(|(_, to)| to.as_deref()),
    }
}

fn setting(setting: &SettingMove) -> SettingV1<'_> {
    let is_known = |value: &SettingValue| value.known().is_some();
    SettingV1 {
        id: &setting.id,
        from: setting.from.known(),
        to: setting.to.known(),
        touched: setting
            .touched
            .iter()
            .map(|one| TouchedV1 {
                entry: &one.entry,
                release: &one.release,
                old: one.old.known(),
                old_known: is_known(&one.old),
                new: one.new.known(),
                new_known: is_known(&one.new),
            })
            .collect(),
        from_known: is_known(&setting.from),
        to_known: is_known(&setting.to),
        net: !setting.is_back,
        name: setting.name.as_ref().map(Untrusted::raw),
        unit: setting.unit.as_ref().map(Untrusted::raw),
        applies_to: setting.applies_to.map(AppliesTo::as_str),
        automatic: setting.automatic,
    }
}

fn feature(feature: &FeatureMove) -> FeatureV1<'_> {
    FeatureV1 {
        id: &feature.id,
        name: feature.name.raw(),
        from: feature.from.map(FeatureStage::as_str),
        to: feature.to.map(FeatureStage::as_str),
        phase: feature.phase.map(RollOut::as_str),
        moved_in: &feature.moved_in,
    }
}

fn api(document: &ImpactDocument) -> ApiV1<'_> {
    let of = |statuses: &[SymbolStatus]| -> Vec<&str> {
        let mut symbols: Vec<&str> = document
            .items
            .iter()
            .filter(|item| !item.is_news())
            .filter_map(|item| item.symbol.as_ref())
            .filter(|facts| statuses.contains(&facts.status))
            .map(|facts| facts.symbol.as_str())
            .collect();
        symbols.sort_unstable();
        symbols
    };
    ApiV1 {
        removed: of(&[SymbolStatus::Removed]),
        deprecated: of(&[
            SymbolStatus::Overdue,
            SymbolStatus::Scheduled,
            SymbolStatus::Deprecated,
            SymbolStatus::Soft,
        ]),
        moved: of(&[SymbolStatus::Moved]),
        changed: of(&[SymbolStatus::Changed]),
        added: document.api.added,
        deprecated_before: document.api.deprecated_before,
        unjudged: document.api.unjudged,
        missing: document.api.missing.as_deref(),
    }
}

fn version(version: &VersionImpact) -> VersionV1<'_> {
    VersionV1 {
        version: &version.version,
        entries: version.entries,
        breaking: version.breaking,
        removed_symbols: version.removed_symbols,
        findings: version.findings,
        stream: &version.stream,
        date: version.date,
        date_kind: version.date_kind,
        stage: version.stage.as_str(),
        withdrawn: version.withdrawn.as_ref().map(Untrusted::raw),
    }
}

fn stop(stop: &Stop) -> StopV1<'_> {
    StopV1 {
        version: &stop.version,
        why: &stop.why,
        symbols: stop.symbols,
    }
}

fn plugin<'a>(document: &ImpactDocument, plugin: &'a PluginImpact) -> PluginImpactV1<'a> {
    let mut phases = PhasesV1::default();
    for finding in plugin.scanned.iter().flat_map(|one| &one.findings) {
        let item = document.items.iter().find(|item| {
            item.symbol
                .as_ref()
                .is_some_and(|facts| facts.symbol == finding.symbol)
        });
        let gone = finding.status <= Status::Changed;
        let phase = match item.map(|item| item.phase) {
            Some(phase) => phase,
            None if gone => Phase::During,
            None => Phase::After,
        };
        match phase {
            Phase::Before => phases.before += 1,
            Phase::During => phases.during += 1,
            Phase::After | Phase::News => phases.after += 1,
        }
    }
    PluginImpactV1 {
        name: &plugin.name,
        owner: plugin.owner.as_deref(),
        problem: plugin.problem.as_deref(),
        phases,
        effort: EffortV1 {
            rename: plugin.graded_as(Effort::Rename),
            rewrite: plugin.graded_as(Effort::Rewrite),
            none: plugin.graded_as(Effort::None),
        },
        graded: plugin
            .graded
            .iter()
            .map(|(effort, version)| GradedV1 {
                effort: effort.as_str(),
                version: version.as_deref(),
            })
            .collect(),
        scan: plugin.scanned.as_ref().map(scanned),
    }
}
