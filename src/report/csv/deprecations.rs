//! The catalogue of deprecations as rows, one for each symbol.
//!
//! Columns are named as the keys of `forewarn/deprecations/v1`, those of `rows` and `observed` among them. Several values of
//! one key stand in one cell with `; ` between them. What declarations show is empty where no surface shows the symbol.

use std::io::{self, Write};

use crate::domain::document::deprecations::{
    DeprecationsDocument, ObservedSymbol, RemovalSource, SymbolRow, SymbolState,
};
use crate::domain::text::Untrusted;
use crate::report::csv::{line, yes};

const STATE: [&str; 18] = [
    "as_of",
    "at",
    "stream",
    "package",
    "symbol",
    "kind",
    "status",
    "reason",
    "declared_since",
    "gone",
    "removal",
    "removal_source",
    "replacement",
    "replacement_since",
    "warning",
    "disputed",
    "entry",
    "release",
];

const OBSERVED: [&str; 14] = [
    "looked_at",
    "there",
    "first_seen",
    "last_seen",
    "tag_since",
    "first_observed",
    "backdated",
    "partly",
    "soft",
    "ever_deprecated",
    "removed_in",
    "prerelease",
    "private",
    "evidence",
];

/// Writes the answer of `deprecations`, whether it is the catalogue or one symbol.
pub fn write(document: &DeprecationsDocument, out: &mut dyn Write) -> io::Result<()> {
    line(STATE.into_iter().chain(OBSERVED), out)?;
    for one in &document.symbols {
        let (state, observed) = (state(document, one), observed(one.observed.as_ref()));
        line(state.iter().chain(&observed).map(String::as_str), out)?;
    }
    Ok(())
}

fn state(document: &DeprecationsDocument, state: &SymbolState) -> [String; STATE.len()] {
    let at = document
        .at
        .iter()
        .find_map(|(stream, version)| (*stream == state.stream).then_some(version));
    let disputed: Vec<&str> = state.disputed.iter().map(Untrusted::raw).collect();
    let of_rows = |named: fn(&SymbolRow) -> &str| {
        let names: Vec<&str> = state.rows.iter().map(named).collect();
        names.join("; ")
    };
    [
        document.as_of.to_string(),
        written(at),
        state.stream.clone(),
        state.package.clone().unwrap_or_default(),
        state.symbol.raw().to_owned(),
        state.kind.to_string(),
        state.status.to_string(),
        state.reason.clone().unwrap_or_default(),
        written(state.declared_since.as_ref()),
        written(state.gone.as_ref()),
        written(state.removal.as_ref()),
        written(state.removal_source.map(RemovalSource::as_str)),
        written(state.replacement.as_ref().map(Untrusted::raw)),
        written(state.replacement_since.as_ref()),
        state.warning.to_string(),
        disputed.join("; "),
        of_rows(|row| &row.entry),
        of_rows(|row| &row.release),
    ]
}

fn observed(seen: Option<&ObservedSymbol>) -> [String; OBSERVED.len()] {
    let Some(seen) = seen else {
        return std::array::from_fn(|_| String::new());
    };
    let life = &seen.life;
    let declared = life.deprecated.as_ref().or(life.soft.as_ref());
    let gone = life.gone.as_ref();
    let is = |is: bool| yes(is).to_owned();
    [
        seen.looked_at.to_string(),
        is(seen.is_there),
        life.first_seen.to_string(),
        life.last_seen.to_string(),
        written(declared.and_then(|one| one.since.as_ref())),
        written(declared.map(|one| &one.first_observed)),
        is(declared.is_some_and(|one| one.backdated)),
        is(declared.is_some_and(|one| one.partly)),
        is(life.deprecated.is_none() && life.soft.is_some()),
        is(life.deprecated.is_some()),
        written(gone.map(|gone| &gone.removed_in)),
        written(gone.and_then(|gone| gone.prerelease.as_ref())),
        is(life.private),
        written(declared.map(|one| one.notice.source.word())),
    ]
}

/// An unknown value is an empty cell.
fn written(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
