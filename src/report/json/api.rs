//! `forewarn/api-show/v1`, `forewarn/api-diff/v1`, `forewarn/api-history/v1`.
//!
//! Moments are a version, `after A, by B` where versions between were not read, or `by B` where no earlier one was.

mod diff;
mod history;
mod show;

pub use diff::write as diff;
pub use history::write as history;
pub use show::write as show;

pub(super) use history::{HistoryV1, history as life};

use serde::Serialize;

use crate::domain::document::api::{Replacement, SurfaceAge};

/// How old and how complete the surfaces behind an answer are.
#[derive(Serialize)]
pub(super) struct DataV1<'a> {
    package: &'a str,
    newest_read: Option<&'a str>,
    read: usize,
    unread: &'a [String],
    source: &'a str,
}

pub(super) fn data(age: &SurfaceAge) -> DataV1<'_> {
    DataV1 {
        package: &age.package,
        newest_read: age.newest_read.as_deref(),
        read: age.read,
        unread: &age.unread,
        source: &age.source,
    }
}

#[derive(Serialize)]
pub(super) struct ReplacementV1<'a> {
    written: &'a str,
    exists: bool,
    symbol: Option<&'a str>,
    since: Option<String>,
    gone_after: Option<&'a str>,
}

pub(super) fn replacements(all: &[Replacement]) -> Vec<ReplacementV1<'_>> {
    all.iter()
        .map(|one| ReplacementV1 {
            written: &one.written,
            exists: one.symbol.is_some(),
            symbol: one.symbol.as_deref(),
            since: one.since.as_ref().map(ToString::to_string),
            gone_after: one.gone_after.as_deref(),
        })
        .collect()
}
