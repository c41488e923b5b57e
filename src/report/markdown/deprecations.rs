//! The catalogue of deprecations as tables for GitHub, and one symbol in full.

use std::io::{self, Write};

use crate::domain::document::deprecations::{DeprecationsDocument, SymbolState};
use crate::domain::text::Untrusted;
use crate::report::markdown::table::{self, code, list, text};
use crate::report::words::{deprecations as words, ending};

/// Writes the answer of `deprecations`: a table for each group of the catalogue, or one symbol in full; then what is not shown, what is left out and
/// how far the data reaches.
pub fn write(document: &DeprecationsDocument, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", text(&words::title(document)))?;
    if document.is_one {
        for state in &document.symbols {
            symbol(state, out)?;
        }
    } else {
        catalogue(document, out)?;
    }
    if document.symbols.is_empty() {
        writeln!(out, "Nothing fits.\n")?;
    }
    let hidden = words::hidden(document);
    if !hidden.is_empty() {
        list(&hidden, out)?;
    }
    if !document.left_out.is_empty() {
        writeln!(out, "## Left out ({})\n", document.left_out.len())?;
        list(&ending::left_out(&document.left_out), out)?;
    }
    let reaches = ending::coverage(&document.coverage);
    reaches
        .iter()
        .try_for_each(|sentence| writeln!(out, "{}", text(sentence)))
}

fn catalogue(document: &DeprecationsDocument, out: &mut dyn Write) -> io::Result<()> {
    if let Some(counts) = words::counts(document) {
        writeln!(out, "{}\n", text(&counts))?;
    }
    for states in document
        .symbols
        .chunk_by(|a, b| words::group(a) == words::group(b))
    {
        let Some(first) = states.first() else {
            continue;
        };
        let title = text(&words::group(first));
        writeln!(out, "## {title} ({})\n", states.len())?;
        let rows: Vec<Vec<String>> = states.iter().map(row).collect();
        let head = [
            "Symbol",
            "Kind",
            "Status",
            "Use",
            "Deprecated since",
            "Remarks",
        ];
        table::write(&head, &rows, out)?;
        writeln!(out)?;
    }
    let remarks = words::overdue(document)
        .into_iter()
        .chain(words::warnings(document));
    for remark in remarks {
        writeln!(out, "{}\n", text(remark))?;
    }
    Ok(())
}

fn row(state: &SymbolState) -> Vec<String> {
    let mut remarks = Vec::new();
    remarks.extend(state.observed.as_ref().and_then(words::seen));
    remarks.extend(state.reason.clone());
    remarks.extend(state.disputed.iter().map(disputed));
    let since = state.declared_since.as_ref().map(ToString::to_string);
    vec![
        code(state.symbol.raw()),
        state.kind.to_string(),
        state.status.to_string(),
        text(&words::instead(state).unwrap_or_default()),
        text(&since.unwrap_or_default()),
        text(&remarks.join("; ")),
    ]
}

/// In full: a table of what holds of the symbol, what declarations show, what the record says.
fn symbol(state: &SymbolState, out: &mut dyn Write) -> io::Result<()> {
    let package = state.package.as_deref().unwrap_or(&state.stream);
    writeln!(
        out,
        "## {}: {} of {}\n",
        text(state.symbol.raw()),
        state.kind,
        text(package)
    )?;
    table::write(&["What", "Answer"], &facts(state), out)?;
    writeln!(out)?;
    if let Some(seen) = &state.observed {
        writeln!(out, "### What the published declarations show\n")?;
        list(&words::observed(seen), out)?;
    }
    if state.rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "### What the record says, oldest first\n")?;
    let rows: Vec<Vec<String>> = state
        .rows
        .iter()
        .map(|row| {
            vec![
                text(&row.when.to_string()),
                text(&words::said(row)),
                text(&format!("{} in {}", row.entry, row.release)),
                text(&words::notes(row).join("; ")),
            ]
        })
        .collect();
    table::write(&["When", "What", "Entry", "Notes and sources"], &rows, out)?;
    writeln!(out)
}

fn facts(state: &SymbolState) -> Vec<Vec<String>> {
    let since = state.declared_since.as_ref().map_or_else(
        || "not published".to_owned(),
        |since| format!("since {since}"),
    );
    let mut facts = vec![(
        "Status",
        format!("{}{}", state.status, words::removal(state)),
    )];
    facts.extend(state.reason.clone().map(|reason| ("Reason", reason)));
    facts.push(("Declared", since));
    let instead = words::instead(state).unwrap_or_else(|| "none is known".to_owned());
    facts.push(("Replacement", instead));
    facts.push(("Warning", words::warning(state).to_owned()));
    facts.extend(
        state
            .disputed
            .iter()
            .map(|one| ("Disputed", one.raw().to_owned())),
    );
    facts
        .into_iter()
        .filter(|(_, answer)| !answer.is_empty())
        .map(|(what, answer)| vec![what.to_owned(), text(&answer)])
        .collect()
}

fn disputed(claim: &Untrusted) -> String {
    format!("disputed: {}", claim.raw())
}
