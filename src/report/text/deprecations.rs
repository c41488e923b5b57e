//! The catalogue of deprecations for a terminal.

use std::io::{self, Write};

use anstyle::Style;

use crate::domain::deprecation::Observed;
use crate::domain::document::deprecations::{
    DeprecationsDocument, ObservedSymbol, RemovalSource, SymbolRow, SymbolState, SymbolStatus,
    Warning,
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
        SymbolStatus::Deprecated | SymbolStatus::Soft => role::DIM,
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
    facts.extend(
        state
            .observed
            .as_ref()
            .and_then(seen)
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

/// What the published versions add in a line: a tag that came later than it claims, a removal without notice.
fn seen(seen: &ObservedSymbol) -> Option<String> {
    let life = &seen.life;
    if let Some(declared) = &life.deprecated {
        return declared.backdated.then(|| {
            format!(
                "the tag came {}",
                later(&declared.first_observed.to_string())
            )
        });
    }
    life.gone
        .as_ref()
        .map(|_| "never declared deprecated".to_owned())
}

/// `in 2.9.0`, `after 2.0.3, by 2.1.0`.
fn later(moment: &str) -> String {
    if moment.starts_with(|c: char| c.is_ascii_digit()) {
        format!("in {moment}")
    } else {
        moment.to_owned()
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
    if document.gone_before > 0 {
        parts.push(format!(
            "{} that went without notice in an earlier major: --all lists them",
            document.gone_before
        ));
    }
    if document.deep > 0 {
        parts.push(format!(
            "{} that only deep imports reach: --all lists them",
            document.deep
        ));
    }
    let mut lines: Vec<String> = document
        .surfaces
        .iter()
        .map(|age| {
            let newest = age.newest_read.as_deref().unwrap_or("none");
            let unread = match age.unread.len() {
                0 => String::new(),
                count => format!(", {count} known from text only"),
            };
            format!(
                "Declarations of {}: {} read, the newest {newest}{unread}; {}",
                age.package,
                counted(age.read, "version", "versions"),
                age.source
            )
        })
        .collect();
    if !parts.is_empty() {
        lines.insert(0, parts.join("; "));
    }
    if !lines.is_empty() {
        writeln!(out)?;
    }
    for line in lines {
        wrapped(out, width, "", "  ", &styled(role::DIM, &neutralise(&line)))?;
    }
    Ok(())
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
    let life = &seen.life;
    let title = styled(role::TITLE, "What the published declarations show");
    writeln!(out, "\n  {title}")?;
    let mut lines = vec![format!(
        "first seen {}",
        later(&life.first_seen.to_string())
    )];
    for declared in life.deprecated.iter().chain(&life.soft) {
        let claim = declared
            .since
            .as_ref()
            .map_or_else(String::new, |since| format!(", which claims since {since}"));
        let partly = if declared.partly {
            ", on some of its overloads only"
        } else {
            ""
        };
        let source = declared.notice.source.word();
        let first = later(&declared.first_observed.to_string());
        lines.push(format!(
            "deprecated by {source}{claim}{partly}; first shipped {first}"
        ));
    }
    if life.deprecated.is_none() && life.soft.is_none() {
        lines.push("never declared deprecated".to_owned());
    }
    for one in &seen.replacements {
        lines.push(match (&one.symbol, &one.since, &one.gone_after) {
            (Some(symbol), _, Some(last)) => {
                format!("replacement {symbol}: gone itself, last in {last}")
            }
            (Some(symbol), Some(since), None) => {
                format!("replacement {symbol}: there {}", later(&since.to_string()))
            }
            _ => format!(
                "replacement {}: no version that was read has it",
                one.written
            ),
        });
    }
    lines.push(match &life.gone {
        Some(gone) => {
            let first = gone
                .prerelease
                .as_ref()
                .map_or_else(String::new, |pre| format!(" ({pre} first)"));
            format!(
                "last seen in {}, gone {}{first}",
                life.last_seen,
                later(&gone.removed_in.to_string())
            )
        }
        None => format!("last seen in {}", life.last_seen),
    });
    for line in lines {
        wrapped(out, width, "  - ", "    ", &neutralise(&line))?;
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
