//! `forewarn/deprecations/v1`.
//!
//! v1: as below. `gone` and `removed` are a version, a day, or `after A, by B`; `removal_source` is `stated` or `policy`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::document::deprecations::{
    DeprecationsDocument, RemovalSource, SymbolRow, SymbolState,
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
    left_out: Vec<LeftOutV1<'a>>,
    coverage: Vec<CoverageV1<'a>>,
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
