//! `forewarn/api-show/v1`: the surface of one version.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::document::api::{ShowCounts, ShowDocument, ShowRow};
use crate::domain::surface::Gap;
use crate::domain::surface::notice::Notice;
use crate::report::words;

use super::{DataV1, data};

const SCHEMA: &str = "forewarn/api-show/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: Date,
    package: &'a str,
    version: &'a str,
    language: &'static str,
    members: Vec<MemberV1<'a>>,
    requires: Vec<RequirementV1<'a>>,
    counts: CountsV1,
    filtered: usize,
    symbols: Vec<SymbolV1<'a>>,
    gaps: Vec<GapV1<'a>>,
    data: DataV1<'a>,
}

#[derive(Serialize)]
struct MemberV1<'a> {
    name: &'a str,
    version: Option<&'a str>,
}

#[derive(Serialize)]
struct RequirementV1<'a> {
    name: &'a str,
    range: &'a str,
    kind: &'a str,
}

#[derive(Serialize)]
struct CountsV1 {
    exports: usize,
    symbols: usize,
    deprecated: usize,
    deprecated_paths: usize,
    soft: usize,
    suspect: usize,
    deep: usize,
    tags: usize,
    member_tags: usize,
}

#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a frozen format: each is a key of its own"
)]
struct SymbolV1<'a> {
    symbol: &'a str,
    kind: &'static str,
    root: bool,
    declared_by: Option<&'a str>,
    private: bool,
    deprecated: bool,
    partly: bool,
    soft: bool,
    forms: Vec<FormV1<'a>>,
    notices: Vec<NoticeV1<'a>>,
    at: &'a str,
    cfg: Option<&'a str>,
}

#[derive(Serialize)]
struct FormV1<'a> {
    word: &'a str,
    #[serde(rename = "type")]
    ty: Option<&'a str>,
}

#[derive(Serialize)]
struct NoticeV1<'a> {
    strength: &'static str,
    source: &'static str,
    since: Option<&'a str>,
    removal: Option<&'a str>,
    replacements: &'a [String],
    text: Option<&'a str>,
    advice: Option<&'a str>,
    example: Option<&'a str>,
    link: Option<&'a str>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct GapV1<'a> {
    kind: &'static str,
    at: &'a str,
    line: Option<u32>,
    message: &'a str,
}

/// Writes the answer of `api show`.
pub fn write(document: &ShowDocument, out: &mut dyn Write) -> io::Result<()> {
    let version = &document.version;
    crate::report::json::write(
        &Document {
            schema: SCHEMA,
            as_of: document.as_of,
            package: &document.age.package,
            version: &version.version,
            language: words::api::language(document.language),
            members: version
                .members
                .iter()
                .map(|(name, version)| MemberV1 {
                    name,
                    version: version.as_deref(),
                })
                .collect(),
            requires: version
                .requires
                .iter()
                .map(|(name, range, kind)| RequirementV1 { name, range, kind })
                .collect(),
            counts: counts(document.counts),
            filtered: document.filtered,
            symbols: document.rows.iter().map(symbol).collect(),
            gaps: document.gaps.iter().map(gap).collect(),
            data: data(&document.age),
        },
        out,
    )
}

const fn counts(counts: ShowCounts) -> CountsV1 {
    CountsV1 {
        exports: counts.exports,
        symbols: counts.symbols,
        deprecated: counts.deprecated,
        deprecated_paths: counts.deprecated_paths,
        soft: counts.soft,
        suspect: counts.suspect,
        deep: counts.deep,
        tags: counts.tags,
        member_tags: counts.member_tags,
    }
}

fn symbol(row: &ShowRow) -> SymbolV1<'_> {
    SymbolV1 {
        symbol: &row.symbol,
        kind: row.kind.as_str(),
        root: row.root,
        declared_by: row.declared_by.as_deref(),
        private: row.private,
        deprecated: row.deprecated,
        partly: row.partly,
        soft: row.soft,
        forms: row
            .forms
            .iter()
            .map(|(word, ty)| FormV1 {
                word,
                ty: ty.as_deref(),
            })
            .collect(),
        notices: row.notices.iter().map(notice).collect(),
        at: &row.at,
        cfg: row.cfg.as_deref(),
    }
}

fn notice(notice: &Notice) -> NoticeV1<'_> {
    NoticeV1 {
        strength: words::api::strength(notice.strength),
        source: words::api::source(notice.source),
        since: notice.since.as_deref(),
        removal: notice.removal.as_deref(),
        replacements: &notice.replacements,
        text: notice.text.as_deref(),
        advice: notice.advice.as_deref(),
        example: notice.example.as_deref(),
        link: notice.link.as_deref(),
        line: known(notice.line),
    }
}

fn gap(gap: &Gap) -> GapV1<'_> {
    GapV1 {
        kind: words::api::gap(gap.kind),
        at: &gap.at,
        line: known(gap.line),
        message: &gap.message,
    }
}

/// Lines count from 1; 0 is not known.
fn known(line: u32) -> Option<u32> {
    (line > 0).then_some(line)
}
