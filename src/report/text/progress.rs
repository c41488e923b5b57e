//! Recorded scans for a terminal.

use std::io::{self, Write};

use crate::domain::document::progress::{PluginProgress, ProgressDocument};
use crate::report::text::api::line;
use crate::report::text::rows::{self, Row};
use crate::report::text::{Width, role, styled, wrapped};
use crate::report::words::progress as words;

/// So many findings are listed of a kind; all are in the other formats.
const LISTED: usize = 20;

/// Writes when findings came and went, plugin by plugin; the last step of each in full.
pub fn write(document: &ProgressDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if !document.is_complete() {
        let text = "incomplete: part of the plugins could not be read";
        wrapped(out, width, "", "  ", &styled(role::BAD, text))?;
    }
    let title = styled(role::TITLE, &line(&words::title(document)));
    wrapped(out, width, "", "  ", &title)?;
    if document.plugins.is_empty() && document.problems.is_empty() {
        let text = "Nothing was recorded yet: `forewarn scan PATH --record` or `forewarn fleet scan` does.";
        wrapped(out, width, "", "  ", text)?;
    }
    for problem in &document.problems {
        let mark = styled(role::BAD, "not scanned");
        wrapped(out, width, "", "  ", &format!("{mark}  {}", line(problem)))?;
    }
    for plugin in &document.plugins {
        one(plugin, width, out)?;
    }
    if document.later > 0 {
        let text = format!(
            "\nLeft out, because they are after {}: {} scans.",
            document.as_of, document.later
        );
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn one(plugin: &PluginProgress, width: Width, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    let title = styled(role::TITLE, &line(&words::plugin(plugin)));
    wrapped(out, width, "", "  ", &title)?;
    let rows: Vec<Row> = plugin
        .steps
        .iter()
        .map(|step| {
            let mut cells = vec![
                words::when(&step.at),
                line(&words::revision(step)),
                line(&format!("{} -> {}", step.from, step.to)),
                words::open(step),
            ];
            // What eased stands in the list below: the table fits eighty columns without it.
            cells.extend(words::moves(step).into_iter().take(3));
            Row {
                cells,
                below: Vec::new(),
            }
        })
        .collect();
    let head = [
        "when (UTC)",
        "revision",
        "window",
        "open",
        "opened",
        "fixed",
        "worse",
    ];
    rows::write(&head, &rows, width, out)?;
    let Some(since) = plugin.steps.last().and_then(|step| step.since.as_ref()) else {
        return Ok(());
    };
    for (name, list) in words::lists(since) {
        for finding in list.iter().take(LISTED) {
            let text = line(&words::finding(finding));
            wrapped(out, width, &format!("  {name:<6}  "), "          ", &text)?;
        }
        if list.len() > LISTED {
            let text = format!(
                "  {name:<6}  and {} more: --format json has all",
                list.len() - LISTED
            );
            writeln!(out, "{text}")?;
        }
    }
    match words::also(since) {
        Some(text) => wrapped(out, width, "  ", "  ", &styled(role::DIM, &line(&text))),
        None => Ok(()),
    }
}

/// One line for each plugin that was recorded, for standard error.
pub fn notices(document: &ProgressDocument) -> Vec<String> {
    let plugins = document.plugins.iter();
    let recorded = plugins.map(|one| line(&words::notice(one)));
    let problems = document.problems.iter();
    let others = problems.map(|problem| line(&format!("not recorded: {problem}")));
    recorded.chain(others).collect()
}
