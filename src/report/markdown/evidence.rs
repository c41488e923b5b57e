//! Evidence as Markdown, for a ticket or a wiki.

use std::io::{self, Write};

use crate::domain::document::evidence::{BesideSymbol, EvidenceDocument};
use crate::report::markdown::table::{self, code, list, text};
use crate::report::words::evidence as words;

/// Writes what was seen.
pub fn write(document: &EvidenceDocument, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", text(&words::title(document)))?;
    if document.scan_complete == Some(false) {
        writeln!(
            out,
            "**Incomplete: part of the plugins could not be read.**\n"
        )?;
    }
    if !document.seen.is_empty() {
        let rows: Vec<Vec<String>> = document
            .seen
            .iter()
            .map(|seen| {
                vec![
                    code(seen.subject.raw()),
                    seen.count.to_string(),
                    text(&words::days(seen.first, seen.last)),
                    text(&words::details(seen).join("; ")),
                ]
            })
            .collect();
        table::write(
            &["Deprecated", "Seen", "When (UTC)", "What it is"],
            &rows,
            out,
        )?;
        writeln!(out)?;
    }
    if !document.codes.is_empty() {
        writeln!(out, "## Other codes ({})\n", document.codes.len())?;
        let codes: Vec<String> = document.codes.iter().map(words::code).collect();
        list(&codes, out)?;
    }
    if let Some(beside) = &document.beside {
        group(
            "Used at run time, not found in the source",
            &beside.seen_only,
            false,
            out,
        )?;
        group(
            "Found in the source and seen",
            &beside.found_and_seen,
            false,
            out,
        )?;
        group(
            "Found in the source, never seen",
            &beside.never_seen,
            true,
            out,
        )?;
    }
    if !document.sources.is_empty() {
        writeln!(out, "## Sources ({})\n", document.sources.len())?;
        let sources: Vec<String> = document.sources.iter().map(words::source).collect();
        list(&sources, out)?;
    }
    if document.later > 0 {
        writeln!(
            out,
            "Left out, because they are after {}: {} sightings.\n",
            document.as_of, document.later
        )?;
    }
    match &document.logger {
        Some(logger) => writeln!(out, "{}", text(&words::silence(logger))),
        None => Ok(()),
    }
}

fn group(
    title: &str,
    symbols: &[BesideSymbol],
    with_shows: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "## {title} ({})\n", symbols.len())?;
    let texts: Vec<String> = symbols
        .iter()
        .map(|one| words::beside(one, with_shows))
        .collect();
    list(&texts, out)
}
