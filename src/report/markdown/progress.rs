//! Recorded scans as Markdown, for a ticket or a wiki.

use std::io::{self, Write};

use crate::domain::document::progress::ProgressDocument;
use crate::report::markdown::table::{self, list, text};
use crate::report::words::progress as words;

/// Writes when findings came and went, plugin by plugin; the last step of each in full.
pub fn write(document: &ProgressDocument, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", text(&words::title(document)))?;
    if !document.is_complete() {
        writeln!(
            out,
            "**Incomplete: part of the plugins could not be read.**\n"
        )?;
        list(&document.problems, out)?;
    }
    for plugin in &document.plugins {
        writeln!(out, "## {}\n", text(&words::plugin(plugin)))?;
        let rows: Vec<Vec<String>> = plugin
            .steps
            .iter()
            .map(|step| {
                let window = format!("{} -> {}", step.from, step.to);
                let mut cells = vec![
                    words::when(&step.at),
                    text(&words::revision(step)),
                    text(&window),
                    words::open(step),
                ];
                cells.extend(words::moves(step));
                cells
            })
            .collect();
        let head = [
            "When (UTC)",
            "Revision",
            "Window",
            "Open",
            "Opened",
            "Fixed",
            "Worse",
            "Eased",
        ];
        table::write(&head, &rows, out)?;
        writeln!(out)?;
        let Some(since) = plugin.steps.last().and_then(|step| step.since.as_ref()) else {
            continue;
        };
        let findings: Vec<String> = words::lists(since)
            .into_iter()
            .flat_map(|(name, list)| {
                let one = move |one| format!("{name}: {}", words::finding(one));
                list.iter().map(one)
            })
            .collect();
        list(&findings, out)?;
        if let Some(also) = words::also(since) {
            writeln!(out, "{}\n", text(&also))?;
        }
    }
    if document.later > 0 {
        writeln!(
            out,
            "Left out, because they are after {}: {} scans.",
            document.as_of, document.later
        )?;
    }
    Ok(())
}
