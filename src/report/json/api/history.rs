//! `forewarn/api-history/v1`: the life of a symbol.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::api::life::{Declared, Event, Gone};
use crate::domain::date::Date;
use crate::domain::document::api::LifeDocument;
use crate::report::words;

use super::{DataV1, ReplacementV1, data, replacements};

const SCHEMA: &str = "forewarn/api-history/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: Date,
    #[serde(flatten)]
    history: HistoryV1<'a>,
}

#[derive(Serialize)]
pub(in crate::report::json) struct HistoryV1<'a> {
    package: &'a str,
    symbol: &'a str,
    kind: &'static str,
    declared_by: Option<&'a str>,
    private: bool,
    root: bool,
    first_seen: String,
    last_seen: String,
    gone: Option<GoneV1>,
    deprecated: Option<DeclaredV1<'a>>,
    soft: Option<DeclaredV1<'a>>,
    replacements: Vec<ReplacementV1<'a>>,
    events: Vec<EventV1>,
    types: Vec<TypeV1<'a>>,
    remnant: Option<&'a str>,
    change_log: Vec<SaidV1<'a>>,
    data: DataV1<'a>,
}

#[derive(Serialize)]
struct GoneV1 {
    removed_in: String,
    prerelease: Option<String>,
}

#[derive(Serialize)]
struct DeclaredV1<'a> {
    declared_since: Option<&'a str>,
    first_observed: String,
    backdated: bool,
    partly: bool,
    source: &'static str,
    removal: Option<&'a str>,
}

#[derive(Serialize)]
struct EventV1 {
    event: &'static str,
    when: String,
    after: Option<String>,
    by: String,
    exact: bool,
}

#[derive(Serialize)]
struct TypeV1<'a> {
    from: &'a str,
    to: &'a str,
    signature: &'a str,
}

#[derive(Serialize)]
struct SaidV1<'a> {
    entry: &'a str,
    release: &'a str,
    says: &'a str,
}

/// Writes the answer of `api history`.
pub fn write(document: &LifeDocument, out: &mut dyn Write) -> io::Result<()> {
    crate::report::json::write(
        &Document {
            schema: SCHEMA,
            as_of: document.as_of,
            history: history(document),
        },
        out,
    )
}

/// The life of a symbol, also as a part of `explain`.
pub(in crate::report::json) fn history(document: &LifeDocument) -> HistoryV1<'_> {
    let life = &document.life;
    HistoryV1 {
        package: &document.package,
        symbol: &life.symbol,
        kind: life.kind.as_str(),
        declared_by: life.declared_by.as_deref(),
        private: life.private,
        root: life.root,
        first_seen: life.first_seen.to_string(),
        last_seen: life.last_seen.to_string(),
        gone: life.gone.as_ref().map(gone),
        deprecated: life.deprecated.as_ref().map(declared),
        soft: life.soft.as_ref().map(declared),
        replacements: replacements(&document.replacements),
        events: life.events.iter().map(event).collect(),
        types: document
            .types
            .iter()
            .map(|span| TypeV1 {
                from: &span.from,
                to: &span.to,
                signature: &span.signature,
            })
            .collect(),
        remnant: document.remnant.as_deref(),
        change_log: document
            .said
            .iter()
            .map(|(entry, release, says)| SaidV1 {
                entry,
                release,
                says,
            })
            .collect(),
        data: data(&document.age),
    }
}

fn gone(gone: &Gone) -> GoneV1 {
    GoneV1 {
        removed_in: gone.removed_in.to_string(),
        prerelease: gone.prerelease.as_ref().map(ToString::to_string),
    }
}

fn declared(declared: &Declared) -> DeclaredV1<'_> {
    DeclaredV1 {
        declared_since: declared.since.as_deref(),
        first_observed: declared.first_observed.to_string(),
        backdated: declared.backdated,
        partly: declared.partly,
        source: words::api::source(declared.notice.source),
        removal: declared.notice.removal.as_deref(),
    }
}

fn event(event: &Event) -> EventV1 {
    EventV1 {
        event: event.kind.as_str(),
        when: event.moment.to_string(),
        after: event.moment.after.as_ref().map(ToString::to_string),
        by: event.moment.by.to_string(),
        exact: event.moment.exact,
    }
}
