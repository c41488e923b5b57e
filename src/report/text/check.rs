//! What the gates found, for a terminal: first whether it passed, last how old the data is.

use std::io::{self, Write};

use crate::domain::document::check::{CheckDocument, Finding, Subject, WaiverState, WaiverUse};
use crate::domain::text::{Untrusted, neutralise};
use crate::report::text::accounts::{end, runs};
use crate::report::text::rows::{self, Row};
use crate::report::text::versions::{age, look};
use crate::report::text::{Width, counted, role, styled, wrapped};

/// How a check ended, in words: what is not known, not read or waived is said first, whatever else there is.
pub(crate) fn verdict(document: &CheckDocument) -> String {
    let count = |is_meant: &dyn Fn(&Finding) -> bool| {
        document
            .findings
            .iter()
            .filter(|finding| is_meant(finding))
            .count()
    };
    let failing = count(&|finding| finding.fails);
    let waived = count(&|finding| finding.waived.is_some());
    let open = count(&|finding| !finding.fails && finding.waived.is_none());
    let unread = document.unread.len();
    let mut words = vec![match (failing, unread) {
        (0, 0) => "passed".to_owned(),
        (0, _) => "incomplete".to_owned(),
        _ => format!("failed, {}", counted(failing, "finding", "findings")),
    }];
    for (count, what) in [
        (unread, "not read"),
        (open, "not known"),
        (waived, "waived"),
    ] {
        if count > 0 {
            words.push(format!("{count} {what}"));
        }
    }
    words.join(", ")
}

/// Writes the answer.
pub fn write(document: &CheckDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let style = match (document.passed, document.findings.is_empty()) {
        (true, true) => role::GOOD,
        (true, false) => role::CAUTION,
        (false, _) => role::BAD,
    };
    let title = format!(
        "{}: {} checked as of {}, end-of-life within {} (by {})",
        styled(style, &verdict(document)),
        counted(document.subjects.len(), "subject", "subjects"),
        document.as_of,
        document.eol_within,
        document.until
    );
    wrapped(out, width, "", "  ", &title)?;
    writeln!(out)?;
    // Findings stand in the order of their subjects, as many as each says that it has.
    let mut findings = document.findings.iter();
    let rows: Vec<Row> = document
        .subjects
        .iter()
        .map(|subject| {
            let own: Vec<&Finding> = findings.by_ref().take(subject.findings.len()).collect();
            row(subject, &own)
        })
        .collect();
    let head = ["checked", "runs", "status", "end of life"];
    rows::write(&head, &rows, width, out)?;
    for unread in &document.unread {
        let line = unread
            .file_line
            .map_or_else(String::new, |line| format!(":{line}"));
        let text = format!(
            "{}{line}: {}",
            unread.file.for_terminal_line(),
            unread.why.for_terminal_line()
        );
        let mark = styled(role::BAD, "not read");
        wrapped(out, width, &format!("  {mark}  "), "      ", &text)?;
    }
    for waiver in &document.waivers {
        waiver_words(document, waiver, width, out)?;
    }
    writeln!(out)?;
    age(&document.data, width, out)
}

fn row(subject: &Subject, findings: &[&Finding]) -> Row {
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
        end if end == "-" => "not known yet".to_owned(),
        end => end,
    };
    Row {
        cells: vec![
            format!("{mark}  {}", subject.id.for_terminal_line()),
            runs(&subject.runs),
            styled(look(subject.runs.status), subject.runs.status.as_str()),
            end,
        ],
        below: details(subject, findings),
    }
}

fn details(subject: &Subject, findings: &[&Finding]) -> Vec<String> {
    let mut below = Vec::new();
    for finding in findings {
        below.push(format!(
            "{}: {}",
            finding.kind,
            finding.message.for_terminal_line()
        ));
        if let Some(leave) = &finding.waived {
            let text = format!(
                "waived until {}{}: {}",
                leave.expires,
                by(leave.owner.as_ref()),
                leave.reason.for_terminal_line()
            );
            below.push(styled(role::DIM, &text));
        } else if let Some(advice) = &finding.advice {
            below.push(styled(role::DIM, advice));
        }
    }
    for warning in &subject.runs.warnings {
        let is_found = findings
            .iter()
            .any(|finding| finding.message.raw().starts_with(&warning.text));
        let is_end = warning.concern.as_str() == "end-of-life";
        if !is_found && !is_end {
            below.push(format!("note: {}", neutralise(&warning.text)));
        }
    }
    let is_plain = subject.runs.version.as_ref().is_none_or(|version| {
        subject
            .asks_for
            .as_ref()
            .is_none_or(|asked| asked.raw() == version.to_string())
    });
    // A plugin's row names its manifest and the section there, whatever it asks for.
    if !is_plain || subject.id.raw().starts_with("plugin:") {
        below.push(styled(role::DIM, &neutralise(&subject.runs.how)));
    }
    if let Some(assumption) = &subject.assumption {
        let text = format!("taken to be {}", neutralise(assumption));
        below.push(styled(role::DIM, &text));
    }
    below
}

/// `, team-voice`
fn by(owner: Option<&Untrusted>) -> String {
    owner.map_or_else(String::new, |owner| {
        format!(", {}", owner.for_terminal_line())
    })
}

/// What became of a waiver that suppresses nothing.
pub(crate) fn idle(waiver: &WaiverUse) -> Option<String> {
    let subject = waiver.subject.for_terminal_line();
    let owner = by(waiver.owner.as_ref());
    let reason = waiver.reason.for_terminal_line();
    match waiver.state {
        WaiverState::Used => None,
        WaiverState::Expired => Some(format!(
            "the waiver of {subject} expired on {} and suppresses nothing{owner}: {reason}",
            waiver.expires
        )),
        WaiverState::Unused => Some(format!(
            "the waiver of {subject} is for nothing that was found{owner}: {reason}"
        )),
    }
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
    let Some(words) = idle(waiver) else {
        return Ok(());
    };
    let text = format!("{place}: {words}");
    wrapped(
        out,
        width,
        &format!("  {}  ", styled(role::CAUTION, "waiver")),
        "          ",
        &text,
    )
}
