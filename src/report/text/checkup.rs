//! A checkup for a terminal: first how it ended, then what has drifted, last what was not checked.

use std::io::{self, Write};

use anstyle::Style;

use crate::domain::document::checkup::{CheckupDocument, Effect, SettingStep};
use crate::domain::problem::Severity;
use crate::report::text::api::line;
use crate::report::text::versions::age;
use crate::report::text::{Width, role, styled, wrapped};
use crate::report::words::checkup as words;

/// Writes the answer.
pub fn write(document: &CheckupDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let style = words::gravest(document).map_or(role::GOOD, look);
    let title = format!(
        "{}: {}",
        styled(style, &words::verdict(document)),
        line(&words::title(document))
    );
    wrapped(out, width, "", "  ", &title)?;
    part(out, "Documents")?;
    for taken in &document.files {
        wrapped(out, width, "  ", "    ", &line(&words::taken(taken)))?;
    }
    if let Some(runs) = &document.runs {
        part(out, "Version")?;
        for text in words::runs(runs, document) {
            wrapped(out, width, "  ", "    ", &line(&text))?;
        }
    }
    findings(document, width, out)?;
    changes(document, width, out)?;
    if !document.not_checked.is_empty() {
        part(
            out,
            &format!("Not checked ({})", document.not_checked.len()),
        )?;
        for one in &document.not_checked {
            wrapped(out, width, "  - ", "    ", &line(&words::not_checked(one)))?;
        }
    }
    writeln!(out)?;
    for remark in &document.remarks {
        wrapped(out, width, "", "  ", &line(remark))?;
    }
    wrapped(out, width, "", "  ", &words::requirements(document))?;
    age(&document.data, width, out)
}

fn part(out: &mut dyn Write, title: &str) -> io::Result<()> {
    writeln!(out, "\n{}", styled(role::TITLE, title))
}

fn look(severity: Severity) -> Style {
    match severity {
        Severity::Error => role::BAD,
        Severity::Warning => role::CAUTION,
        Severity::Note => role::DIM,
    }
}

fn findings(document: &CheckupDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if document.findings.is_empty() {
        return Ok(());
    }
    part(out, &format!("Drift ({})", document.findings.len()))?;
    for finding in &document.findings {
        let mark = styled(look(finding.severity), &format!("{:<7}", finding.severity));
        let text = format!(
            "{mark}  {}  {}",
            styled(role::TITLE, words::name(finding)),
            line(&words::state(finding))
        );
        wrapped(out, width, "  ", "           ", &text)?;
        for why in words::why(finding) {
            wrapped(out, width, "           ", "             ", &line(&why))?;
        }
    }
    Ok(())
}

fn changes(document: &CheckupDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let Some(from) = &document.from else {
        return Ok(());
    };
    if document.changes.is_empty() {
        return Ok(());
    }
    part(
        out,
        &format!(
            "Changes of settings after {from} up to {} ({})",
            document.to,
            document.changes.len()
        ),
    )?;
    for step in &document.changes {
        change(step, width, out)?;
    }
    Ok(())
}

fn change(step: &SettingStep, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let date = step
        .dated()
        .map_or_else(|| "date unknown".to_owned(), |dated| dated.to_string());
    let text = format!(
        "{date}  {}  {}  [{}: {}]",
        styled(role::TITLE, &step.id),
        line(&words::step(step)),
        step.release,
        step.entry
    );
    wrapped(out, width, "  ", "      ", &text)?;
    let style = match step.effect {
        Effect::Automatic | Effect::MayBeLeftOut => role::CAUTION,
        Effect::LeftOut => role::BAD,
        _ => role::DIM,
    };
    wrapped(
        out,
        width,
        "      ",
        "        ",
        &styled(style, &line(&words::effect(step))),
    )?;
    for one in &step.left_out {
        wrapped(
            out,
            width,
            "      - ",
            "        ",
            &line(&words::left_out(one)),
        )?;
    }
    Ok(())
}
