//! API surfaces as rows: one for each form of a symbol, for each difference, for each event.

use std::io::{self, Write};

use crate::domain::document::api::{
    DiffDocument, DiffRow, DiffSection, LifeDocument, ShowDocument,
};
use crate::report::csv::{line, yes};
use crate::report::words;

/// Writes the answer of `api show`.
pub fn show(document: &ShowDocument, out: &mut dyn Write) -> io::Result<()> {
    line(
        [
            "package",
            "version",
            "symbol",
            "kind",
            "word",
            "type",
            "reach",
            "status",
            "since",
            "removal",
            "replacement",
            "declared_by",
            "private",
            "at",
        ],
        out,
    )?;
    for row in &document.rows {
        let status = match row {
            row if row.deprecated => "deprecated",
            row if row.partly => "partly-deprecated",
            row if row.soft => "soft",
            row if !row.notices.is_empty() => "suspect",
            _ => "",
        };
        let notice = words::api::strongest(row);
        let since = notice.and_then(|one| one.since.as_deref());
        let removal = notice.and_then(|one| one.removal.as_deref());
        let replacement = notice.and_then(|one| one.replacements.first());
        for (word, ty) in &row.forms {
            line(
                [
                    document.age.package.as_str(),
                    &document.version.version,
                    &row.symbol,
                    row.kind.as_str(),
                    word,
                    ty.as_deref().unwrap_or_default(),
                    if row.root { "root" } else { "deep" },
                    status,
                    since.unwrap_or_default(),
                    removal.unwrap_or_default(),
                    replacement.map(String::as_str).unwrap_or_default(),
                    row.declared_by.as_deref().unwrap_or_default(),
                    yes(row.private),
                    &row.at,
                ],
                out,
            )?;
        }
    }
    Ok(())
}

/// Writes the answer of `api diff`, of the sections that are asked for; all of them and the dependencies if none is named. Ranges of dependencies are
/// rows of the section `requires`.
pub fn diff(document: &DiffDocument, only: &[DiffSection], out: &mut dyn Write) -> io::Result<()> {
    line(
        [
            "package",
            "from",
            "to",
            "section",
            "symbol",
            "kind",
            "members",
            "through",
            "now",
            "before",
            "after",
            "breaking",
            "ever_deprecated",
            "declared_since",
            "first_observed",
            "replacement",
            "replacement_symbol",
            "replacement_since",
        ],
        out,
    )?;
    for section in DiffSection::ALL {
        if only.is_empty() || only.contains(section) {
            for row in document.section(*section) {
                diff_row(document, *section, row, out)?;
            }
        }
    }
    if !only.is_empty() {
        return Ok(());
    }
    for (name, kind, before, after) in &document.requires {
        let mut cells = [""; 18];
        cells[0] = &document.age.package;
        cells[1] = &document.from.version;
        cells[2] = &document.to.version;
        cells[3] = "requires";
        cells[4] = name;
        cells[5] = kind;
        cells[9] = before.as_deref().unwrap_or_default();
        cells[10] = after.as_deref().unwrap_or_default();
        line(cells, out)?;
    }
    Ok(())
}

fn diff_row(
    document: &DiffDocument,
    section: DiffSection,
    row: &DiffRow,
    out: &mut dyn Write,
) -> io::Result<()> {
    let difference = &row.difference;
    let best = row
        .replacements
        .iter()
        .find(|one| one.symbol.is_some())
        .or(row.replacements.first());
    let first_observed = row.first_observed.as_ref().map(ToString::to_string);
    let since = best
        .and_then(|one| one.since.as_ref())
        .map(ToString::to_string);
    let breaking = match difference.breaking {
        Some(is) => yes(is),
        None if section == DiffSection::Changed => "unknown",
        None => "",
    };
    line(
        [
            document.age.package.as_str(),
            &document.from.version,
            &document.to.version,
            section.as_str(),
            &difference.symbol,
            difference.kind.as_str(),
            &difference.members.to_string(),
            &difference.through.to_string(),
            difference.now.as_deref().unwrap_or_default(),
            difference.before.as_deref().unwrap_or_default(),
            difference.after.as_deref().unwrap_or_default(),
            breaking,
            yes(row.ever_deprecated),
            row.declared_since.as_deref().unwrap_or_default(),
            first_observed.as_deref().unwrap_or_default(),
            best.map(|one| one.written.as_str()).unwrap_or_default(),
            best.and_then(|one| one.symbol.as_deref())
                .unwrap_or_default(),
            since.as_deref().unwrap_or_default(),
        ],
        out,
    )
}

/// Writes the answer of `api history`: what happened, with the bounds between which it did.
pub fn history(document: &LifeDocument, out: &mut dyn Write) -> io::Result<()> {
    line(
        ["package", "symbol", "kind", "event", "after", "by", "exact"],
        out,
    )?;
    let life = &document.life;
    for event in &life.events {
        let after = event.moment.after.as_ref().map(ToString::to_string);
        line(
            [
                document.package.as_str(),
                &life.symbol,
                life.kind.as_str(),
                event.kind.as_str(),
                after.as_deref().unwrap_or_default(),
                &event.moment.by.to_string(),
                yes(event.moment.exact),
            ],
            out,
        )?;
    }
    Ok(())
}
