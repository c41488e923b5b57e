//! `forewarn/notes/v1`.
//!
//! v1: as below. `old` and `new` are null where they are unknown and where they are null;
//! `old_known` and `new_known` tell the two apart.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use crate::domain::date::{Date, Dated};
use crate::domain::document::notes::{Cut, NotesDocument, NotesEntry, NotesRelease};
use crate::domain::entry::{AppliesTo, Correction, Entry, Exclusion, SettingChange};
use crate::domain::text::Untrusted;

pub const SCHEMA: &str = "forewarn/notes/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: String,
    range: Range<'a>,
    releases: Vec<Release<'a>>,
    excluded: Vec<Excluded<'a>>,
    platform: &'a Untrusted,
    counts: Counts,
    coverage: Vec<Coverage<'a>>,
    cut: Option<CutV1<'a>>,
    remarks: &'a [String],
}

/// What a limit on the length left out.
#[derive(Serialize)]
struct CutV1<'a> {
    max_chars: usize,
    entries: usize,
    /// Breaking ones and security fixes among them.
    grave: usize,
    releases: Vec<CutRelease<'a>>,
    whole: &'a Untrusted,
}

#[derive(Serialize)]
struct CutRelease<'a> {
    id: &'a str,
    entries: usize,
}

#[derive(Serialize)]
struct Range<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    only: Option<&'a str>,
    since: Option<Date>,
    until: Option<Date>,
}

#[derive(Serialize)]
struct Counts {
    entries_in: usize,
    entries_out: usize,
    excluded: usize,
    /// Of `excluded`: entries; the others are releases without any, or entries that are included as back-ports.
    excluded_entries: usize,
    /// Of `excluded`: entries that took each other back.
    folded: usize,
}

#[derive(Serialize)]
struct Coverage<'a> {
    stream: &'a str,
    from: Option<String>,
    until: Option<String>,
    complete: Option<bool>,
    continued_at: Option<&'a Untrusted>,
    note: Option<&'a Untrusted>,
}

#[derive(Serialize)]
struct Release<'a> {
    stream: &'a str,
    version: String,
    date: Option<String>,
    date_kind: Option<&'static str>,
    stage: &'static str,
    state: &'static str,
    summary: Option<&'a Untrusted>,
    entries: Vec<EntryV1<'a>>,
    title: Option<&'a Untrusted>,
    description: Option<&'a Untrusted>,
    withdrawn: Option<&'a Untrusted>,
    unplaced: Vec<Unplaced<'a>>,
    /// Corrections of earlier releases that this one announces.
    corrections: Vec<Announced<'a>>,
    /// Versions whose entries are rolled up into this one.
    prereleases: &'a [String],
}

#[derive(Serialize)]
struct Announced<'a> {
    entry: &'a str,
    release: &'a str,
    kind: &'static str,
    text: &'a Untrusted,
    #[serde(flatten)]
    correction: CorrectionV1<'a>,
}

#[derive(Serialize)]
pub(crate) struct Unplaced<'a> {
    heading: Option<&'a Untrusted>,
    text: &'a Untrusted,
}

/// An entry, also as `show` gives it.
#[derive(Serialize)]
pub(crate) struct EntryV1<'a> {
    id: &'a str,
    kind: &'static str,
    breaking: bool,
    text: &'a Untrusted,
    requires: &'a BTreeMap<String, String>,
    applies_to: Option<AppliesTo>,
    settings: Vec<SettingV1<'a>>,
    corrections: Vec<CorrectionV1<'a>>,
    impact: Option<&'a Untrusted>,
    action: Option<&'a Untrusted>,
    excluded: &'a [Exclusion],
    effective: Option<String>,
    effective_kind: Option<&'static str>,
    fixed_in: Option<&'a str>,
    feature: Option<&'a str>,
    related: &'a [String],
    reverts: Option<&'a str>,
    audience: &'a [String],
    note: Option<&'a Untrusted>,
    sources: &'a [Untrusted],
    commit: Option<&'a str>,
    deprecations: Vec<DeprecationV1<'a>>,
    /// For a back-port: the release that its text stands in.
    stands_in: Option<&'a str>,
    /// For an entry rolled up from a pre-release: that one.
    first_in: Option<&'a str>,
    /// Where the entry stands that this one takes back, if it is not in these notes.
    takes_back: Option<&'a str>,
}

/// One change of a setting.
#[derive(Serialize)]
pub(crate) struct SettingV1<'a> {
    id: &'a str,
    old: Option<&'a Value>,
    old_known: bool,
    new: Option<&'a Value>,
    new_known: bool,
    name: Option<&'a Untrusted>,
    service: Option<&'a Untrusted>,
    pointer: Option<&'a Untrusted>,
    unit: Option<&'a Untrusted>,
    applies_to: Option<AppliesTo>,
    automatic: Option<bool>,
    excluded: &'a [Exclusion],
    effective: Option<String>,
    effective_kind: Option<&'static str>,
    note: Option<&'a Untrusted>,
}

#[derive(Serialize)]
pub(crate) struct CorrectionV1<'a> {
    former: &'a Untrusted,
    reason: Option<&'a Untrusted>,
    date: Option<String>,
    date_kind: Option<&'static str>,
    announced_in: Option<&'a str>,
    sources: &'a [Untrusted],
}

#[derive(Serialize)]
pub(crate) struct DeprecationV1<'a> {
    symbol: &'a Untrusted,
    kind: &'static str,
    change: &'static str,
    package: Option<&'a str>,
    declared_since: Option<String>,
    removed: Option<String>,
    removal: Option<String>,
    replacement: Option<&'a Untrusted>,
    replacement_since: Option<String>,
    from_range: Option<&'a Untrusted>,
    to_range: Option<&'a Untrusted>,
    disputed: Option<&'a Untrusted>,
    note: Option<&'a Untrusted>,
    sources: &'a [Untrusted],
}

impl<'a> DeprecationV1<'a> {
    /// With the sources that it has from its entry or release, where it has none of its own.
    pub(crate) fn sourced(self, sources: &'a [Untrusted]) -> Self {
        Self { sources, ..self }
    }
}

#[derive(Serialize)]
struct Excluded<'a> {
    id: &'a str,
    why: &'a str,
}

pub(crate) fn day(dated: Option<Dated>) -> Option<String> {
    dated.map(|dated| dated.on.to_string())
}

pub(crate) fn day_kind(dated: Option<Dated>) -> Option<&'static str> {
    dated.map(|dated| dated.kind.as_str())
}

/// Writes the notes.
pub fn write(document: &NotesDocument, out: &mut dyn Write) -> io::Result<()> {
    let shown = Document {
        schema: SCHEMA,
        as_of: document.as_of.to_string(),
        range: Range {
            from: document.span.from.as_deref(),
            to: document.span.to.as_deref(),
            only: document.span.only.as_deref(),
            since: document.span.since,
            until: document.span.until,
        },
        releases: document.releases.iter().map(release).collect(),
        excluded: document
            .excluded
            .iter()
            .chain(&document.withheld)
            .map(|one| Excluded {
                id: &one.id,
                why: &one.why,
            })
            .collect(),
        platform: &document.platform,
        counts: Counts {
            entries_in: document.entries_in,
            entries_out: document.entries_out(),
            excluded: document.excluded.len() + document.withheld.len(),
            excluded_entries: document.excluded_entries(),
            folded: document.folded,
        },
        coverage: document
            .coverage
            .iter()
            .map(|one| Coverage {
                stream: &one.stream,
                from: one.from.map(|day| day.to_string()),
                until: one.until.map(|day| day.to_string()),
                complete: one.complete,
                continued_at: one.continued_at.as_ref(),
                note: one.note.as_ref(),
            })
            .collect(),
        cut: document.cut.as_ref().map(cut),
        remarks: &document.remarks,
    };
    super::write(&shown, out)
}

fn release(release: &NotesRelease) -> Release<'_> {
    Release {
        stream: &release.stream,
        version: release.place.to_string(),
        date: day(release.date),
        date_kind: day_kind(release.date),
        stage: release.stage.as_str(),
        state: release.state.as_str(),
        summary: release.summary.as_ref(),
        entries: release.entries.iter().map(notes_entry).collect(),
        title: release.title.as_ref(),
        description: release.description.as_ref(),
        withdrawn: release.withdrawn.as_ref(),
        unplaced: unplaced(&release.unplaced),
        corrections: release
            .corrections
            .iter()
            .map(|one| Announced {
                entry: &one.entry,
                release: &one.release,
                kind: one.kind.as_str(),
                text: &one.text,
                correction: correction(&one.correction),
            })
            .collect(),
        prereleases: &release.prereleases,
    }
}

fn cut(cut: &Cut) -> CutV1<'_> {
    CutV1 {
        max_chars: cut.max_chars,
        entries: cut.entries(),
        grave: cut.grave,
        releases: cut
            .releases
            .iter()
            .map(|(id, entries)| CutRelease {
                id,
                entries: *entries,
            })
            .collect(),
        whole: &cut.whole,
    }
}

pub(crate) fn unplaced(texts: &[(Option<Untrusted>, Untrusted)]) -> Vec<Unplaced<'_>> {
    texts
        .iter()
        .map(|(heading, text)| Unplaced {
            heading: heading.as_ref(),
            text,
        })
        .collect()
}

pub(crate) fn notes_entry(shown: &NotesEntry) -> EntryV1<'_> {
    EntryV1 {
        stands_in: shown.stands_in.as_deref(),
        first_in: shown.first_in.as_deref(),
        takes_back: shown.takes_back.as_deref(),
        ..entry(&shown.entry)
    }
}

pub(crate) fn entry(entry: &Entry) -> EntryV1<'_> {
    EntryV1 {
        id: &entry.id,
        kind: entry.kind.as_str(),
        breaking: entry.breaking,
        text: &entry.text,
        requires: &entry.requires,
        applies_to: entry.applies_to,
        settings: entry.settings.iter().map(setting).collect(),
        corrections: entry.corrections.iter().map(correction).collect(),
        impact: entry.impact.as_ref(),
        action: entry.action.as_ref(),
        excluded: &entry.excluded,
        effective: day(entry.effective),
        effective_kind: day_kind(entry.effective),
        fixed_in: entry.fixed_in.as_deref(),
        feature: entry.feature.as_deref(),
        related: &entry.related,
        reverts: entry.reverts.as_deref(),
        audience: &entry.audience,
        note: entry.note.as_ref(),
        sources: &entry.sources,
        commit: entry.commit.as_deref(),
        deprecations: entry.deprecations.iter().map(deprecation).collect(),
        stands_in: None,
        first_in: None,
        takes_back: None,
    }
}

pub(crate) fn setting(setting: &SettingChange) -> SettingV1<'_> {
    SettingV1 {
        id: &setting.id,
        old: setting.old.known(),
        old_known: setting.old.known().is_some(),
        new: setting.new.known(),
        new_known: setting.new.known().is_some(),
        name: setting.name.as_ref(),
        service: setting.service.as_ref(),
        pointer: setting.pointer.as_ref(),
        unit: setting.unit.as_ref(),
        applies_to: setting.applies_to,
        automatic: setting.automatic,
        excluded: &setting.excluded,
        effective: day(setting.effective),
        effective_kind: day_kind(setting.effective),
        note: setting.note.as_ref(),
    }
}

fn correction(correction: &Correction) -> CorrectionV1<'_> {
    CorrectionV1 {
        former: &correction.former,
        reason: correction.reason.as_ref(),
        date: day(correction.date),
        date_kind: day_kind(correction.date),
        announced_in: correction.announced_in.as_deref(),
        sources: &correction.sources,
    }
}

pub(crate) fn deprecation(
    deprecation: &crate::domain::deprecation::Deprecation,
) -> DeprecationV1<'_> {
    DeprecationV1 {
        symbol: &deprecation.symbol,
        kind: deprecation.kind.as_str(),
        change: deprecation.change.as_str(),
        package: deprecation.package.as_deref(),
        declared_since: deprecation.declared_since.as_ref().map(ToString::to_string),
        removed: deprecation.removed.as_ref().map(ToString::to_string),
        removal: deprecation.removal.as_ref().map(ToString::to_string),
        replacement: deprecation.replacement.as_ref(),
        replacement_since: deprecation
            .replacement_since
            .as_ref()
            .map(ToString::to_string),
        from_range: deprecation.from_range.as_ref(),
        to_range: deprecation.to_range.as_ref(),
        disputed: deprecation.disputed.as_ref(),
        note: deprecation.note.as_ref(),
        sources: &deprecation.sources,
    }
}
