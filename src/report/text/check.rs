//! What the gates found, for a terminal: first whether it passed, last how old the data is.

use std::io::{self, Write};

use crate::domain::document::check::{CheckDocument, Finding, Subject, WaiverState, WaiverUse};
use crate::domain::text::{Untrusted, neutralise};
use crate::report::text::accounts::{end, runs};
use crate::report::text::versions::{age, look};
use crate::report::text::{Width, columns, counted, padded, role, styled, wrapped};

/// Writes the answer.
pub fn write(document: &CheckDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let failing = document
        .findings
        .iter()
        .filter(|finding| finding.fails)
        .count();
    let verdict = if document.passed {
        styled(role::GOOD, "passed")
    } else {
        styled(
            role::BAD,
            &format!("failed, {}", counted(failing, "finding", "findings")),
        )
    };
    let title = format!(
        "{} checked as of {}, end-of-life within {} (by {})",
        counted(document.subjects.len(), "subject", "subjects"),
        document.as_of,
        document.eol_within,
        document.until
    );
    writeln!(out, "{verdict}: {title}\n")?;
    let name_width = document
        .subjects
        .iter()
        .map(|subject| columns(&subject.id.for_terminal_line()))
        .max()
        .unwrap_or(0);
    for subject in &document.subjects {
        let findings: Vec<&Finding> = document
            .findings
            .iter()
            .filter(|finding| finding.subject == subject.id)
            .collect();
        self::subject(subject, &findings, name_width, width, out)?;
    }
    for waiver in &document.waivers {
        waiver_words(document, waiver, width, out)?;
    }
    writeln!(out)?;
    age(&document.data, width, out)
}

fn subject(
    subject: &Subject,
    findings: &[&Finding],
    name_width: usize,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mark = if findings.iter().any(|finding| finding.fails) {
        styled(role::BAD, "fail  ")
    } else if findings.iter().any(|finding| finding.waived.is_some()) {
        styled(role::CAUTION, "waived")
    } else if findings.is_empty() {
        styled(role::GOOD, "ok    ")
    } else {
        styled(role::CAUTION, "open  ")
    };
    let end = match end(&subject.runs) {
        end if end == "-" => "no end is known".to_owned(),
        end => format!("end of life {end}"),
    };
    let line = format!(
        "  {mark}  {}  {}  {}, {end}",
        padded(&subject.id.for_terminal_line(), name_width),
        runs(&subject.runs),
        styled(look(subject.runs.status), subject.runs.status.as_str()),
    );
    writeln!(out, "{}", line.trim_end())?;
    let mut below = |text: &str| wrapped(out, width, "          ", "            ", text);
    for finding in findings {
        below(&format!(
            "{}: {}",
            finding.kind,
            finding.message.for_terminal_line()
        ))?;
        if let Some(leave) = &finding.waived {
            let owner = leave.owner.as_ref().map_or_else(String::new, |owner| {
                format!(", {}", owner.for_terminal_line())
            });
            below(&styled(
                role::DIM,
                &format!(
                    "waived until {}{owner}: {}",
                    leave.expires,
                    leave.reason.for_terminal_line()
                ),
            ))?;
        } else if let Some(advice) = &finding.advice {
            below(&styled(role::DIM, advice))?;
        }
    }
    for warning in &subject.runs.warnings {
        let is_found = findings
            .iter()
            .any(|finding| finding.message.raw().starts_with(&warning.text));
        let is_end = warning.concern.as_str() == "end-of-life";
        if !is_found && !is_end {
            below(&format!("note: {}", neutralise(&warning.text)))?;
        }
    }
    let is_plain = subject.runs.version.as_ref().is_none_or(|version| {
        subject
            .asks_for
            .as_ref()
            .is_none_or(|asked| asked.raw() == version.to_string())
    });
    if !is_plain {
        below(&styled(role::DIM, &neutralise(&subject.runs.how)))?;
    }
    if let Some(assumption) = &subject.assumption {
        below(&styled(
            role::DIM,
            &format!("taken to be {}", neutralise(assumption)),
        ))?;
    }
    Ok(())
}

/// Waivers that did nothing: one that was used is told with what it is for.
fn waiver_words(
    document: &CheckDocument,
    waiver: &WaiverUse,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let file = document
        .waivers_file
        .as_ref()
        .map(Untrusted::for_terminal_line)
        .unwrap_or_default();
    let place = format!("{file}:{}", waiver.file_line);
    let subject = waiver.subject.for_terminal_line();
    let text = match waiver.state {
        WaiverState::Used => return Ok(()),
        WaiverState::Expired => format!(
            "{place}: the waiver of {subject} expired on {} and suppresses nothing",
            waiver.expires
        ),
        WaiverState::Unused => {
            format!("{place}: the waiver of {subject} is for nothing that was found")
        }
    };
    wrapped(
        out,
        width,
        &format!("  {}  ", styled(role::CAUTION, "waiver")),
        "          ",
        &text,
    )
}
