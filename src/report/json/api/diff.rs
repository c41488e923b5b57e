//! `forewarn/api-diff/v1`: the difference of two surfaces.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::document::api::{DiffDocument, DiffRow, DiffSection};
use crate::report::words;

use super::{DataV1, ReplacementV1, data, replacements};

const SCHEMA: &str = "forewarn/api-diff/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: Date,
    package: &'a str,
    language: &'static str,
    from: &'a str,
    to: &'a str,
    needs: &'static str,
    made: &'static str,
    bump_is_enough: bool,
    /// The sections that the answer is limited to; `None`: all.
    only: Option<Vec<&'static str>>,
    counts: CountsV1,
    removed: Vec<RowV1<'a>>,
    moved: Vec<RowV1<'a>>,
    changed: Vec<RowV1<'a>>,
    deprecated: Vec<RowV1<'a>>,
    added: Vec<RowV1<'a>>,
    requires: Vec<RequiresV1<'a>>,
    gaps: GapsV1,
    data: DataV1<'a>,
}

/// Of the whole difference, whatever the answer is limited to.
#[derive(Serialize)]
struct CountsV1 {
    removed: usize,
    moved: usize,
    changed: usize,
    deprecated: usize,
    added: usize,
    not_judged: usize,
}

#[derive(Serialize)]
struct GapsV1 {
    from: u32,
    to: u32,
}

#[derive(Serialize)]
struct RowV1<'a> {
    symbol: &'a str,
    kind: &'static str,
    members: usize,
    through: usize,
    now: Option<&'a str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    breaking: Option<bool>,
    ever_deprecated: bool,
    declared_since: Option<&'a str>,
    first_observed: Option<String>,
    /// The first one that exists, else the first that is written.
    replacement: Option<&'a str>,
    replacement_since: Option<String>,
    replacements: Vec<ReplacementV1<'a>>,
}

#[derive(Serialize)]
struct RequiresV1<'a> {
    name: &'a str,
    kind: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

/// Writes the answer of `api diff`. What is not asked for is empty; no section named asks for all of them and for the dependencies.
pub fn write(document: &DiffDocument, only: &[DiffSection], out: &mut dyn Write) -> io::Result<()> {
    let rows = |section: DiffSection| -> Vec<RowV1<'_>> {
        if only.is_empty() || only.contains(&section) {
            document.section(section).iter().map(row).collect()
        } else {
            Vec::new()
        }
    };
    let answer = Document {
        schema: SCHEMA,
        as_of: document.as_of,
        package: &document.age.package,
        language: words::api::language(document.language),
        from: &document.from.version,
        to: &document.to.version,
        needs: document.needs.as_str(),
        made: document.made.as_str(),
        bump_is_enough: document.is_bump_enough(),
        only: (!only.is_empty()).then(|| only.iter().map(|one| one.as_str()).collect()),
        counts: CountsV1 {
            removed: document.removed.len(),
            moved: document.moved.len(),
            changed: document.changed.len(),
            deprecated: document.deprecated.len(),
            added: document.added.len(),
            not_judged: document.unjudged,
        },
        removed: rows(DiffSection::Removed),
        moved: rows(DiffSection::Moved),
        changed: rows(DiffSection::Changed),
        deprecated: rows(DiffSection::Deprecated),
        added: rows(DiffSection::Added),
        requires: document
            .requires
            .iter()
            .filter(|_| only.is_empty())
            .map(|(name, kind, before, after)| RequiresV1 {
                name,
                kind,
                before: before.as_deref(),
                after: after.as_deref(),
            })
            .collect(),
        gaps: GapsV1 {
            from: document.from.gaps,
            to: document.to.gaps,
        },
        data: data(&document.age),
    };
    crate::report::json::write(&answer, out)
}

fn row(row: &DiffRow) -> RowV1<'_> {
    let difference = &row.difference;
    let best = row
        .replacements
        .iter()
        .find(|one| one.symbol.is_some())
        .or(row.replacements.first());
    RowV1 {
        symbol: &difference.symbol,
        kind: difference.kind.as_str(),
        members: difference.members,
        through: difference.through,
        now: difference.now.as_deref(),
        before: difference.before.as_deref(),
        after: difference.after.as_deref(),
        breaking: difference.breaking,
        ever_deprecated: row.ever_deprecated,
        declared_since: row.declared_since.as_deref(),
        first_observed: row.first_observed.as_ref().map(ToString::to_string),
        replacement: best.map(|one| one.symbol.as_ref().unwrap_or(&one.written).as_str()),
        replacement_since: best
            .and_then(|one| one.since.as_ref())
            .map(ToString::to_string),
        replacements: replacements(&row.replacements),
    }
}
