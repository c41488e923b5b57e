//! `forewarn/deprecations/v1`.
//!
//! v1: as below. `gone` and `removed` are a version, a day, or `after A, by B`; `removal_source` is `stated` or `policy`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::document::api::Replacement;
use crate::domain::document::deprecations::{
    DeprecationsDocument, ObservedSymbol, RemovalSource, SymbolRow, SymbolState,
};
use crate::domain::text::Untrusted;
use crate::report::json::defaults::{WhenV1, when};
use crate::report::json::ending::{CoverageV1, LeftOutV1, coverage, left_out};
use crate::report::json::notes::{DeprecationV1, deprecation};

pub const SCHEMA: &str = "forewarn/deprecations/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: Date,
    platform: &'a Untrusted,
    /// Stream to the version that statuses are given at.
    at: BTreeMap<&'a str, String>,
    symbols: Vec<State<'a>>,
    filtered: usize,
    not_yet: usize,
    gone_before: usize,
    deep: usize,
    surfaces: Vec<SurfaceV1<'a>>,
    left_out: Vec<LeftOutV1<'a>>,
    coverage: Vec<CoverageV1<'a>>,
}

/// How old and how complete the surfaces of a package are.
#[derive(Serialize)]
struct SurfaceV1<'a> {
    package: &'a str,
    newest_read: Option<&'a str>,
    read: usize,
    unread: &'a [String],
    source: &'a str,
}

#[derive(Serialize)]
struct State<'a> {
    symbol: &'a Untrusted,
    kind: &'static str,
    stream: &'a str,
    package: Option<&'a str>,
    status: &'static str,
    reason: Option<&'a str>,
    declared_since: Option<String>,
    gone: Option<String>,
    removal: Option<String>,
    removal_source: Option<&'static str>,
    replacement: Option<&'a Untrusted>,
    replacement_since: Option<String>,
    warning: &'static str,
    disputed: &'a [Untrusted],
    rows: Vec<Row<'a>>,
    observed: Option<ObservedV1<'a>>,
}

/// What the published versions show.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the format")]
struct ObservedV1<'a> {
    /// The version whose declarations were looked at.
    looked_at: String,
    there: bool,
    first_seen: String,
    last_seen: String,
    /// What the tag claims, as written.
    tag_since: Option<&'a str>,
    first_observed: Option<String>,
    backdated: bool,
    partly: bool,
    soft: bool,
    ever_deprecated: bool,
    removed_in: Option<String>,
    prerelease: Option<String>,
    private: bool,
    evidence: Option<&'static str>,
    replacements: Vec<ReplacementV1<'a>>,
}

/// A replacement that a notice names.
#[derive(Serialize)]
pub(crate) struct ReplacementV1<'a> {
    written: &'a str,
    symbol: Option<&'a str>,
    exists: bool,
    since: Option<String>,
    gone_after: Option<&'a str>,
}

#[derive(Serialize)]
struct Row<'a> {
    entry: &'a str,
    release: &'a str,
    #[serde(flatten)]
    when: WhenV1,
    #[serde(flatten)]
    said: DeprecationV1<'a>,
}

/// Writes the answer of `deprecations`.
pub fn write(document: &DeprecationsDocument, out: &mut dyn Write) -> io::Result<()> {
    super::write(
        &Document {
            schema: SCHEMA,
            as_of: document.as_of,
            platform: &document.platform,
            at: document
                .at
                .iter()
                .map(|(stream, version)| (stream.as_str(), version.to_string()))
                .collect(),
            symbols: document.symbols.iter().map(symbol).collect(),
            filtered: document.filtered,
            not_yet: document.not_yet,
            gone_before: document.gone_before,
            deep: document.deep,
            surfaces: document
                .surfaces
                .iter()
                .map(|age| SurfaceV1 {
                    package: &age.package,
                    newest_read: age.newest_read.as_deref(),
                    read: age.read,
                    unread: &age.unread,
                    source: &age.source,
                })
                .collect(),
            left_out: left_out(&document.left_out),
            coverage: coverage(&document.coverage),
        },
        out,
    )
}

fn symbol(state: &SymbolState) -> State<'_> {
    State {
        symbol: &state.symbol,
        kind: state.kind.as_str(),
        stream: &state.stream,
        package: state.package.as_deref(),
        status: state.status.as_str(),
        reason: state.reason.as_deref(),
        declared_since: state.declared_since.as_ref().map(ToString::to_string),
        gone: state.gone.as_ref().map(ToString::to_string),
        removal: state.removal.as_ref().map(ToString::to_string),
        removal_source: state.removal_source.map(RemovalSource::as_str),
        replacement: state.replacement.as_ref(),
        replacement_since: state.replacement_since.as_ref().map(ToString::to_string),
        warning: state.warning.as_str(),
        disputed: &state.disputed,
        rows: state.rows.iter().map(row).collect(),
        observed: state.observed.as_ref().map(observed),
    }
}

fn observed(seen: &ObservedSymbol) -> ObservedV1<'_> {
    let life = &seen.life;
    let declared = life.deprecated.as_ref().or(life.soft.as_ref());
    ObservedV1 {
        looked_at: seen.looked_at.to_string(),
        there: seen.is_there,
        first_seen: life.first_seen.to_string(),
        last_seen: life.last_seen.to_string(),
        tag_since: declared.and_then(|one| one.since.as_deref()),
        first_observed: declared.map(|one| one.first_observed.to_string()),
        backdated: declared.is_some_and(|one| one.backdated),
        partly: declared.is_some_and(|one| one.partly),
        soft: life.deprecated.is_none() && life.soft.is_some(),
        ever_deprecated: life.deprecated.is_some(),
        removed_in: life.gone.as_ref().map(|gone| gone.removed_in.to_string()),
        prerelease: life
            .gone
            .as_ref()
            .and_then(|gone| Some(gone.prerelease.as_ref()?.to_string())),
        private: life.private,
        evidence: declared.map(|one| one.notice.source.word()),
        replacements: seen.replacements.iter().map(replacement).collect(),
    }
}

pub(crate) fn replacement(one: &Replacement) -> ReplacementV1<'_> {
    ReplacementV1 {
        written: &one.written,
        symbol: one.symbol.as_deref(),
        exists: one.symbol.is_some() && one.gone_after.is_none(),
        since: one.since.as_ref().map(ToString::to_string),
        gone_after: one.gone_after.as_deref(),
    }
}

fn row(row: &SymbolRow) -> Row<'_> {
    Row {
        entry: &row.entry,
        release: &row.release,
        when: when(row.when),
        said: deprecation(&row.deprecation).sourced(&row.sources),
    }
}
