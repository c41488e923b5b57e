//! The catalogue of deprecations for a terminal.

use std::io::{self, Write};

use anstyle::Style;

use crate::domain::document::deprecations::{
    DeprecationsDocument, ObservedSymbol, SymbolRow, SymbolState, SymbolStatus,
};
use crate::domain::text::neutralise;
use crate::report::text::api::line;
use crate::report::text::rows::{Columns, Row};
use crate::report::text::{Width, ending, padded, role, styled, wrapped};
use crate::report::words::{deprecations as words, ending as ending_words};

/// Writes the answer of `deprecations`: the catalogue grouped by removal, or one symbol in full.
pub fn write(document: &DeprecationsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let title = line(&words::title(document));
    wrapped(out, width, "", "  ", &styled(role::TITLE, &title))?;
    if document.is_one {
        for state in &document.symbols {
            symbol(state, width, out)?;
        }
    } else {
        summary(document, width, out)?;
        catalogue(document, width, out)?;
    }
    if document.symbols.is_empty() {
        writeln!(out, "\nNothing fits.")?;
    }
    hidden(document, width, out)?;
    ending::left_out(&document.left_out, width, out)?;
    ending::coverage(&document.coverage, width, out)
}

fn look(status: SymbolStatus) -> Style {
    match status {
        SymbolStatus::Removed | SymbolStatus::Overdue => role::BAD,
        SymbolStatus::Moved | SymbolStatus::Changed | SymbolStatus::Scheduled => role::CAUTION,
        SymbolStatus::Deprecated | SymbolStatus::Soft => role::DIM,
    }
}

fn summary(document: &DeprecationsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    match words::counts(document) {
        Some(counts) => wrapped(out, width, "", "  ", &counts),
        None => Ok(()),
    }
}

fn catalogue(document: &DeprecationsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row> = document.symbols.iter().map(row).collect();
    let columns = Columns::new(&["symbol", "kind", "status"], &rows, width);
    if !rows.is_empty() {
        writeln!(out)?;
        columns.head(out)?;
    }
    let mut rest = rows.as_slice();
    for (idx, states) in document
        .symbols
        .chunk_by(|a, b| words::group(a) == words::group(b))
        .enumerate()
    {
        let Some(first) = states.first() else {
            continue;
        };
        let title = format!("{} ({})", line(&words::group(first)), states.len());
        if idx > 0 {
            writeln!(out)?;
        }
        wrapped(out, width, "", "  ", &styled(role::TITLE, &title))?;
        let (of_group, after) = rest.split_at(states.len());
        columns.rows(of_group, out)?;
        rest = after;
    }
    if let Some(text) = words::overdue(document) {
        writeln!(out)?;
        wrapped(out, width, "", "  ", text)?;
    }
    let warnings = words::warnings(document);
    if !warnings.is_empty() {
        writeln!(out)?;
    }
    for text in warnings {
        wrapped(out, width, "", "  ", text)?;
    }
    Ok(())
}

fn row(state: &SymbolState) -> Row {
    let mut facts = Vec::new();
    facts.extend(words::instead(state).map(|text| format!("use {}", line(&text))));
    facts.extend(
        state
            .declared_since
            .as_ref()
            .map(|since| styled(role::DIM, &format!("deprecated since {since}"))),
    );
    facts.extend(
        state
            .observed
            .as_ref()
            .and_then(words::seen)
            .map(|text| styled(role::DIM, &text)),
    );
    let mut below = Vec::new();
    below.extend((!facts.is_empty()).then(|| facts.join("; ")));
    below.extend(state.reason.as_deref().map(neutralise));
    below.extend(state.disputed.iter().map(|text| {
        let lead = styled(role::CAUTION, "disputed:");
        format!("{lead} {}", text.for_terminal_line())
    }));
    Row {
        cells: vec![
            state.symbol.for_terminal_line(),
            state.kind.to_string(),
            styled(look(state.status), state.status.as_str()),
        ],
        below,
    }
}

fn hidden(document: &DeprecationsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let lines = words::hidden(document);
    if !lines.is_empty() {
        writeln!(out)?;
    }
    for text in lines {
        wrapped(out, width, "", "  ", &styled(role::DIM, &line(&text)))?;
    }
    Ok(())
}

/// What is said beside the symbols, one line each, for answers that have no place for it.
pub fn beside(document: &DeprecationsDocument) -> Vec<String> {
    let left_out = ending_words::left_out(&document.left_out)
        .into_iter()
        .map(|text| format!("Left out: {text}"));
    words::hidden(document)
        .into_iter()
        .chain(left_out)
        .chain(ending_words::coverage(&document.coverage))
        .map(|text| line(&text))
        .collect()
}

const LABEL: usize = 12;

fn field(out: &mut dyn Write, width: Width, label: &str, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let lead = format!("  {}", styled(role::DIM, &padded(label, LABEL)));
    wrapped(out, width, &lead, &" ".repeat(LABEL + 2), text)
}

fn symbol(state: &SymbolState, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let package = state.package.as_deref().unwrap_or(&state.stream);
    let head = format!(
        "{}  {} of {}",
        styled(role::TITLE, &state.symbol.for_terminal_line()),
        state.kind,
        neutralise(package)
    );
    writeln!(out)?;
    wrapped(out, width, "", "  ", &head)?;
    let status = styled(look(state.status), state.status.as_str());
    field(
        out,
        width,
        "status",
        &format!("{status}{}", neutralise(&words::removal(state))),
    )?;
    field(
        out,
        width,
        "",
        &state.reason.as_deref().map(neutralise).unwrap_or_default(),
    )?;
    let since = state.declared_since.as_ref().map_or_else(
        || "not published".to_owned(),
        |since| format!("since {since}"),
    );
    field(out, width, "declared", &since)?;
    let instead = words::instead(state).unwrap_or_else(|| "none is known".to_owned());
    field(out, width, "replacement", &line(&instead))?;
    field(out, width, "warning", words::warning(state))?;
    for text in &state.disputed {
        field(out, width, "disputed", &text.for_terminal_line())?;
    }
    if let Some(seen) = &state.observed {
        observed(seen, width, out)?;
    }
    if state.rows.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n  {}",
        styled(role::TITLE, "What the record says, oldest first")
    )?;
    for row in &state.rows {
        said(row, width, out)?;
    }
    Ok(())
}

/// What the published declarations show of one symbol.
fn observed(seen: &ObservedSymbol, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let title = styled(role::TITLE, "What the published declarations show");
    writeln!(out, "\n  {title}")?;
    for text in words::observed(seen) {
        wrapped(out, width, "  - ", "    ", &line(&text))?;
    }
    Ok(())
}

fn said(row: &SymbolRow, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let text = format!("{}: {}", row.when, words::said(row));
    wrapped(out, width, "  - ", "    ", &line(&text))?;
    let entry = format!("{} in {}", row.entry, row.release);
    wrapped(
        out,
        width,
        "      ",
        "      ",
        &styled(role::DIM, &line(&entry)),
    )?;
    for text in words::notes(row) {
        wrapped(
            out,
            width,
            "      ",
            "        ",
            &styled(role::DIM, &line(&text)),
        )?;
    }
    Ok(())
}
