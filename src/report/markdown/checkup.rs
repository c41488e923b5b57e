//! A checkup as Markdown, for a ticket or a pull request.

use std::io::{self, Write};

use crate::domain::document::checkup::CheckupDocument;
use crate::report::markdown::table::{self, code, list, text};
use crate::report::words::checkup as words;

/// Writes the answer.
pub fn write(document: &CheckupDocument, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "# {}: {}\n",
        text(&words::verdict(document)),
        text(&words::title(document))
    )?;
    let files: Vec<String> = document.files.iter().map(words::taken).collect();
    list(&files, out)?;
    if let Some(runs) = &document.runs {
        writeln!(out, "## Version\n")?;
        list(&words::runs(runs, document), out)?;
    }
    if !document.findings.is_empty() {
        writeln!(out, "## Drift ({})\n", document.findings.len())?;
        let rows: Vec<Vec<String>> = document
            .findings
            .iter()
            .map(|finding| {
                vec![
                    finding.severity.to_string(),
                    code(words::name(finding)),
                    text(&words::state(finding)),
                    text(&words::why(finding).join(" ")),
                ]
            })
            .collect();
        table::write(&["Severity", "Rule", "State", "Why"], &rows, out)?;
        writeln!(out)?;
    }
    changes(document, out)?;
    if !document.not_checked.is_empty() {
        writeln!(out, "## Not checked ({})\n", document.not_checked.len())?;
        let open: Vec<String> = document
            .not_checked
            .iter()
            .map(words::not_checked)
            .collect();
        list(&open, out)?;
    }
    for remark in &document.remarks {
        writeln!(out, "{}\n", text(remark))?;
    }
    writeln!(out, "{}", text(&words::requirements(document)))
}

fn changes(document: &CheckupDocument, out: &mut dyn Write) -> io::Result<()> {
    if document.changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Changes of settings ({})\n", document.changes.len())?;
    let rows: Vec<Vec<String>> = document
        .changes
        .iter()
        .map(|step| {
            let date = step
                .dated()
                .map_or_else(|| "unknown".to_owned(), |date| date.to_string());
            let mut effect = vec![words::effect(step)];
            effect.extend(step.left_out.iter().map(words::left_out));
            vec![
                date,
                code(&step.id),
                text(&words::step(step)),
                text(&effect.join("; ")),
                text(&format!("{} in {}", step.entry, step.release)),
            ]
        })
        .collect();
    table::write(&["Date", "Setting", "Change", "Here", "Entry"], &rows, out)?;
    writeln!(out)
}
