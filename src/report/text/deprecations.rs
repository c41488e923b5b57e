//! The catalogue of deprecations for a terminal.

use std::io::{self, Write};

use anstyle::Style;

use crate::domain::deprecation::Observed;
use crate::domain::document::deprecations::{
    DeprecationsDocument, RemovalSource, SymbolRow, SymbolState, SymbolStatus, Warning,
};
use crate::domain::text::{Untrusted, neutralise};
use crate::domain::version::Version;
use crate::report::text::rows::{Columns, Row};
use crate::report::text::{Width, counted, ending, padded, role, styled, wrapped};

/// Writes the answer of `deprecations`: the catalogue grouped by removal, or one symbol in full.
pub fn write(document: &DeprecationsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let at: Vec<String> = document
        .at
        .iter()
        .map(|(stream, version)| format!("{stream} {version}"))
        .collect();
    let at = match at.join(" and ") {
        none if none.is_empty() => none,
        at => format!(" at {at},"),
    };
    let title = neutralise(&format!(
        "{}, deprecations{at} as of {}",
        document.platform.raw(),
        document.as_of
    ));
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
        SymbolStatus::Deprecated => role::DIM,
    }
}

fn summary(document: &DeprecationsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let counts: Vec<String> = SymbolStatus::ALL
        .iter()
        .filter_map(|status| {
            let count = document
                .symbols
                .iter()
                .filter(|state| state.status == *status)
                .count();
            (count > 0).then(|| format!("{count} {status}"))
        })
        .collect();
    let text = format!(
        "{}: {}",
        counted(document.symbols.len(), "symbol", "symbols"),
        counts.join(", ")
    );
    if document.symbols.is_empty() {
        return Ok(());
    }
    wrapped(out, width, "", "  ", &text)
}

/// `To be removed in 3.0.0, by the policy`, `Gone in 2.0.0`.
fn group(state: &SymbolState) -> String {
    let text = match (&state.gone, &state.removal) {
        (Some(gone), _) => went(gone),
        (None, Some(removal)) => {
            let lead = if state.status == SymbolStatus::Overdue {
                "Overdue: was to be removed"
            } else {
                "To be removed"
            };
            let source = match state.removal_source {
                Some(RemovalSource::Policy) => ", by the policy",
                _ => "",
            };
            format!("{lead} {}{source}", at(removal))
        }
        (None, None) => "No removal is known".to_owned(),
    };
    neutralise(&text)
}

/// `in 3.0.0`, `on 2025-03-31`.
fn at(version: &Version) -> String {
    match version {
        Version::Semver(version) => format!("in {version}"),
        Version::Date(day) => format!("on {day}"),
    }
}

fn went(gone: &Observed) -> String {
    match gone {
        Observed::At(version) => format!("Removed, moved or changed {}", at(version)),
        between @ Observed::Between { .. } => format!("Removed, moved or changed {between}"),
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
        .chunk_by(|a, b| group(a) == group(b))
        .enumerate()
    {
        let Some(first) = states.first() else {
            continue;
        };
        let title = format!("{} ({})", group(first), states.len());
        if idx > 0 {
            writeln!(out)?;
        }
        wrapped(out, width, "", "  ", &styled(role::TITLE, &title))?;
        let (of_group, after) = rest.split_at(states.len());
        columns.rows(of_group, out)?;
        rest = after;
    }
    let warns = |warning: Warning| {
        document
            .symbols
            .iter()
            .any(|state| state.warning == warning && state.status >= SymbolStatus::Overdue)
    };
    if document
        .symbols
        .iter()
        .any(|state| state.status == SymbolStatus::Overdue)
    {
        let text = "Overdue: the removal has passed, and no source says that the symbol is gone.";
        writeln!(out)?;
        wrapped(out, width, "", "  ", text)?;
    }
    let console = "While it is there, a deprecated function of the client library warns in the browser's console.";
    let event = "A deprecated server-side feature, as in the REST API, makes a Warning event: see the Debugger and the Monitor API.";
    if warns(Warning::Console) || warns(Warning::DebuggerEvent) {
        writeln!(out)?;
    }
    for (warning, text) in [(Warning::Console, console), (Warning::DebuggerEvent, event)] {
        if warns(warning) {
            wrapped(out, width, "", "  ", text)?;
        }
    }
    Ok(())
}

fn row(state: &SymbolState) -> Row {
    let mut facts = Vec::new();
    facts.extend(instead(state).map(|text| format!("use {text}")));
    facts.extend(
        state
            .declared_since
            .as_ref()
            .map(|since| styled(role::DIM, &format!("deprecated since {since}"))),
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

fn instead(state: &SymbolState) -> Option<String> {
    let replacement = state.replacement.as_ref()?.for_terminal_line();
    Some(match &state.replacement_since {
        Some(since) => format!("{replacement} (since {since})"),
        None => replacement,
    })
}

fn hidden(document: &DeprecationsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Vec::new();
    if document.filtered > 0 && !document.is_one {
        parts.push(format!("{} not shown by these options", document.filtered));
    }
    if document.not_yet > 0 {
        parts.push(format!(
            "{} declared after that version or day",
            document.not_yet
        ));
    }
    if parts.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    wrapped(out, width, "", "  ", &styled(role::DIM, &parts.join("; ")))
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
    let removal = match (&state.gone, &state.removal) {
        (Some(Observed::At(version)), _) => format!(" {}", at(version)),
        (Some(between), _) => format!(" {between}"),
        (None, Some(removal)) => match state.removal_source {
            Some(RemovalSource::Policy) => format!(", removal {} by the policy", at(removal)),
            _ => format!(", removal {}", at(removal)),
        },
        (None, None) => ", no removal is known".to_owned(),
    };
    field(
        out,
        width,
        "status",
        &format!("{status}{}", neutralise(&removal)),
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
    let instead = instead(state).unwrap_or_else(|| "none is known".to_owned());
    field(out, width, "replacement", &instead)?;
    let warning = match state.warning {
        _ if state.status < SymbolStatus::Overdue => "",
        Warning::Console => "in the browser's console, when it is called",
        Warning::DebuggerEvent => {
            "a debugger event of the level Warning, in the Debugger and the Monitor API"
        }
        Warning::None => "none: nothing runs that could warn",
        Warning::Unknown => "unknown: the policy does not speak of this stream",
    };
    field(out, width, "warning", warning)?;
    for text in &state.disputed {
        field(out, width, "disputed", &text.for_terminal_line())?;
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

fn said(row: &SymbolRow, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let deprecation = &row.deprecation;
    let mut parts = vec![deprecation.change.to_string()];
    parts.extend(
        deprecation
            .declared_since
            .as_ref()
            .map(|since| format!("declared since {since}")),
    );
    parts.extend(
        deprecation
            .removed
            .as_ref()
            .map(|removed| format!("gone {removed}")),
    );
    parts.extend(
        deprecation
            .removal
            .as_ref()
            .map(|removal| format!("removal {}", at(removal))),
    );
    if let (Some(from), Some(to)) = (&deprecation.from_range, &deprecation.to_range) {
        parts.push(format!(
            "{} -> {}",
            from.for_terminal_line(),
            to.for_terminal_line()
        ));
    }
    parts.extend(
        deprecation
            .replacement
            .as_ref()
            .map(|text| format!("use {}", text.for_terminal_line())),
    );
    let text = format!("{}: {}", row.when, parts.join(", "));
    wrapped(out, width, "  - ", "    ", &neutralise(&text))?;
    let entry = neutralise(&format!("{} in {}", row.entry, row.release));
    wrapped(out, width, "      ", "      ", &styled(role::DIM, &entry))?;
    let note = deprecation.note.as_ref().map(Untrusted::for_terminal_line);
    let sources = row
        .sources
        .iter()
        .map(|source| format!("source: {}", source.for_terminal_line()));
    for text in note.into_iter().chain(sources) {
        wrapped(out, width, "      ", "        ", &styled(role::DIM, &text))?;
    }
    Ok(())
}
