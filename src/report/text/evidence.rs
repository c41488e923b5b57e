//! Evidence for a terminal.

use std::io::{self, Write};

use crate::domain::document::evidence::{
    Beside, BesideSymbol, EvidenceDocument, ImportedEvidence, ImportedLog,
};
use crate::domain::evidence::Source;
use crate::report::text::api::line;
use crate::report::text::rows::{self, Row};
use crate::report::text::{Width, role, styled, wrapped};
use crate::report::words::evidence as words;

/// No list of broken lines is longer.
const BROKEN: usize = 20;

/// Writes what was seen.
pub fn write(document: &EvidenceDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if document.scan_complete == Some(false) {
        let text = "incomplete: part of the plugins could not be read; `forewarn scan` lists what";
        wrapped(out, width, "", "  ", &styled(role::BAD, text))?;
    }
    let title = styled(role::TITLE, &line(&words::title(document)));
    wrapped(out, width, "", "  ", &title)?;
    if document.sources.is_empty() {
        let text = "Nothing was imported yet: `forewarn evidence import FILE` brings logs in.";
        wrapped(out, width, "", "  ", text)?;
    }
    if !document.seen.is_empty() {
        writeln!(out)?;
        let rows: Vec<Row> = document
            .seen
            .iter()
            .map(|seen| Row {
                cells: vec![
                    seen.subject.for_terminal_line(),
                    seen.count.to_string(),
                    words::days(seen.first, seen.last),
                ],
                below: words::details(seen).iter().map(|text| line(text)).collect(),
            })
            .collect();
        rows::write(&["deprecated", "seen", "when (UTC)"], &rows, width, out)?;
    }
    list(
        out,
        width,
        "Other codes",
        document.codes.iter().map(words::code),
    )?;
    if let Some(beside) = &document.beside {
        groups(beside, width, out)?;
    }
    list(
        out,
        width,
        "Sources",
        document.sources.iter().map(words::source),
    )?;
    writeln!(out)?;
    if document.later > 0 {
        let text = format!(
            "Left out, because they are after {}: {} sightings.",
            document.as_of, document.later
        );
        wrapped(out, width, "", "  ", &text)?;
    }
    if let Some(logger) = &document.logger {
        wrapped(
            out,
            width,
            "",
            "  ",
            &styled(role::DIM, &line(&words::silence(logger))),
        )?;
    }
    Ok(())
}

fn list(
    out: &mut dyn Write,
    width: Width,
    title: &str,
    texts: impl ExactSizeIterator<Item = String>,
) -> io::Result<()> {
    if texts.len() == 0 {
        return Ok(());
    }
    let title = format!("{title} ({})", texts.len());
    writeln!(out, "\n{}", styled(role::TITLE, &title))?;
    for text in texts {
        wrapped(out, width, "  - ", "    ", &line(&text))?;
    }
    Ok(())
}

fn groups(beside: &Beside, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let mut group = |title: &str, symbols: &[BesideSymbol], with_shows: bool| {
        if symbols.is_empty() {
            return writeln!(out, "\n{}\n  none", styled(role::TITLE, title));
        }
        let texts = symbols.iter().map(|one| words::beside(one, with_shows));
        list(out, width, title, texts)
    };
    group(
        "Used at run time, not found in the source",
        &beside.seen_only,
        false,
    )?;
    group(
        "Found in the source and seen",
        &beside.found_and_seen,
        false,
    )?;
    group("Found in the source, never seen", &beside.never_seen, true)
}

/// Writes what an import did.
pub fn imported(document: &ImportedEvidence, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if !document.is_complete() {
        let text = "incomplete: part of what was given could not be read";
        wrapped(out, width, "", "  ", &styled(role::BAD, text))?;
    }
    for unread in &document.unread {
        let mark = styled(role::BAD, "not read");
        let text = format!(
            "{mark}  {}: {}",
            unread.name.for_terminal_line(),
            line(&unread.why)
        );
        wrapped(out, width, "", "  ", &text)?;
    }
    if document.unread.iter().any(|unread| unread.form) {
        wrapped(out, width, "  ", "    ", "what is known:")?;
        for (format, what) in &document.forms {
            wrapped(out, width, "  - ", "    ", &format!("{format}: {what}"))?;
        }
    }
    for file in &document.files {
        log(file, width, out)?;
    }
    writeln!(out)?;
    let seen: usize = document
        .files
        .iter()
        .filter(|file| !file.known)
        .map(|file| file.source.recognised)
        .sum();
    let verb = if document.dry_run {
        "would be counted in"
    } else {
        "counted in"
    };
    let text = format!("{seen} sightings {verb} {}.", line(&document.target));
    wrapped(out, width, "", "  ", &text)?;
    if let Some(logger) = document.logger.as_ref().filter(|_| seen == 0) {
        wrapped(out, width, "", "  ", &line(&words::silence(logger)))?;
    }
    Ok(())
}

fn log(file: &ImportedLog, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let source = &file.source;
    let title = format!(
        "{}  {}{}",
        styled(role::TITLE, &source.name.for_terminal_line()),
        source.format,
        if file.known {
            ", imported before: nothing counts twice"
        } else {
            ""
        }
    );
    wrapped(out, width, "", "  ", &title)?;
    let counts = format!(
        "{} recognised, {} that look like deprecations and are not known, {} others, {} not read",
        source.recognised, source.suspicious, source.other, source.broken
    );
    wrapped(out, width, "  ", "    ", &counts)?;
    for (subject, count) in &file.seen {
        wrapped(
            out,
            width,
            "  ",
            "    ",
            &format!("{count:>6}  {}", subject.for_terminal_line()),
        )?;
    }
    if file.undated > 0 {
        let text = format!(
            "{} of them on a day that nothing tells; --day DATE says which",
            file.undated
        );
        wrapped(out, width, "  ", "    ", &text)?;
    }
    for one in &file.suspicious {
        let text = format!("{}: {}", one.at, one.text.for_terminal_line());
        wrapped(
            out,
            width,
            &format!("  {} ", styled(role::CAUTION, "not known, line")),
            "    ",
            &text,
        )?;
    }
    for one in file.broken.iter().take(BROKEN) {
        let mark = format!("  {} ", styled(role::BAD, "not read, line"));
        wrapped(
            out,
            width,
            &mark,
            "    ",
            &format!("{}: {}", one.at, one.why),
        )?;
    }
    if file.broken.len() > BROKEN {
        writeln!(out, "  … and {} more", file.broken.len() - BROKEN)?;
    }
    for remark in &file.remarks {
        wrapped(out, width, "  ", "    ", &line(remark))?;
    }
    Ok(())
}

/// Writes what was forgotten.
pub fn forgotten(sources: &[Source], width: Width, out: &mut dyn Write) -> io::Result<()> {
    if sources.is_empty() {
        return writeln!(out, "Nothing was imported: there is nothing to forget.");
    }
    for source in sources {
        wrapped(
            out,
            width,
            "forgotten  ",
            "  ",
            &line(&words::source(source)),
        )?;
    }
    Ok(())
}
