//! What is said of a plugin above and below its findings.

use std::io::{self, Write};

use crate::domain::document::scan::{Point, ScannedPackage, ScannedPlugin};
use crate::report::text::api::line;
use crate::report::text::{Width, columns, counted, role, styled, wrapped};
use crate::report::words::scan as words;

/// Its name and folder, and the window of each package that it uses.
pub(super) fn head(plugin: &ScannedPlugin, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let folder = line(&plugin.path_of(""));
    let mut text = styled(role::TITLE, &line(&plugin.name));
    if folder != "." {
        text = format!("{text}  {}", styled(role::DIM, &folder));
    }
    wrapped(out, width, "", "  ", &text)?;
    for package in &plugin.packages {
        self::package(package, width, out)?;
    }
    match words::counts(plugin.findings.iter()) {
        Some(_) => Ok(()),
        None => writeln!(out, "  {}", styled(role::GOOD, "No findings.")),
    }
}

fn package(package: &ScannedPackage, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = vec![format!("{} {}", package.package, words::window(package))];
    parts.extend(words::detected(package));
    parts.push(counted(package.references, "reference", "references"));
    wrapped(out, width, "  ", "    ", &line(&parts.join("; ")))?;
    match words::reach(package) {
        Some(reach) => wrapped(
            out,
            width,
            "    ",
            "    ",
            &styled(role::DIM, &line(&reach)),
        ),
        None => Ok(()),
    }
}

/// What could not be read or decided, what no longer meets anything, and what is not among the findings.
pub(super) fn ending(plugin: &ScannedPlugin, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<(&str, String)> = Vec::new();
    rows.extend(plugin.missing.iter().map(|what| ("missing", what.clone())));
    rows.extend(plugin.unreadable.iter().map(|one| {
        let place = place(&plugin.path_of(&one.file), one.at);
        ("not read", format!("{place}: {}", one.why))
    }));
    rows.extend(words::undecided(plugin).map(|text| ("undecided", text)));
    rows.extend(plugin.unresolved_places.iter().flatten().map(|one| {
        let place = place(&plugin.path_of(&one.file), Some(one.start));
        ("", format!("{place}: {}", one.why))
    }));
    rows.extend(plugin.stale.iter().map(|one| {
        let place = place(&one.file, one.at);
        ("stale", format!("{place}: {}", one.why))
    }));
    let held = words::held_back(plugin);
    rows.extend((!held.is_empty()).then(|| ("held back", held.join(", "))));
    rows.extend(words::skipped(std::iter::once(plugin)).map(|text| ("files", text)));
    if rows.is_empty() {
        return Ok(());
    }
    if !plugin.findings.is_empty() {
        writeln!(out)?;
    }
    let label_width = rows.iter().map(|(label, _)| columns(label)).max();
    let label_width = label_width.unwrap_or_default();
    for (label, text) in rows {
        let style = match label {
            "missing" | "not read" => role::BAD,
            "stale" | "undecided" => role::CAUTION,
            _ => role::DIM,
        };
        let pad = " ".repeat(label_width - columns(label));
        let lead = format!("  {}{pad}  ", styled(style, label));
        wrapped(
            out,
            width,
            &lead,
            &" ".repeat(label_width + 4),
            &line(&text),
        )?;
    }
    Ok(())
}

/// `src/a.ts:3:1`
fn place(file: &str, at: Option<Point>) -> String {
    at.map_or_else(
        || file.to_owned(),
        |at| format!("{file}:{}:{}", at.line, at.column),
    )
}
