//! The keys with which answers end: what was left out, and how far the data reaches.

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::document::notes::{Coverage, Excluded};
use crate::domain::text::Untrusted;

#[derive(Serialize)]
pub(crate) struct LeftOutV1<'a> {
    id: &'a str,
    why: &'a str,
}

pub(crate) fn left_out(excluded: &[Excluded]) -> Vec<LeftOutV1<'_>> {
    excluded
        .iter()
        .map(|one| LeftOutV1 {
            id: &one.id,
            why: &one.why,
        })
        .collect()
}

#[derive(Serialize)]
pub(crate) struct CoverageV1<'a> {
    stream: &'a str,
    from: Option<Date>,
    until: Option<Date>,
    complete: Option<bool>,
    continued_at: Option<&'a Untrusted>,
    note: Option<&'a Untrusted>,
}

pub(crate) fn coverage(streams: &[Coverage]) -> Vec<CoverageV1<'_>> {
    streams
        .iter()
        .map(|one| CoverageV1 {
            stream: &one.stream,
            from: one.from,
            until: one.until,
            complete: one.complete,
            continued_at: one.continued_at.as_ref(),
            note: one.note.as_ref(),
        })
        .collect()
}
