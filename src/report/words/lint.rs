//! What is said of problems of a changelog in the same words by every writer. Nothing is neutralised here but names.

use crate::domain::document::lint::{LintDocument, LintProblem};
use crate::domain::problem::Severity;
use crate::report::text::counted;

/// `failed: 15 errors, 2 warnings, 1 waived`
pub(crate) fn verdict(document: &LintDocument) -> String {
    let lead = match (document.complete, document.passed) {
        (false, _) => "incomplete",
        (true, true) if document.open().next().is_none() => "all clear",
        (true, true) => "passed",
        (true, false) => "failed",
    };
    match counts(document) {
        counts if counts.is_empty() => lead.to_owned(),
        counts => format!("{lead}: {counts}"),
    }
}

/// `15 errors, 2 warnings, 1 note, 1 waived`; empty if there is nothing.
pub(crate) fn counts(document: &LintDocument) -> String {
    let mut parts = Vec::new();
    for (severity, one, many) in [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ] {
        match document.count(severity) {
            0 => {}
            count => parts.push(counted(count, one, many)),
        }
    }
    match document.waived() {
        0 => {}
        waived => parts.push(format!("{waived} waived")),
    }
    parts.join(", ")
}

/// What was looked at, and how old it is: what every answer ends with.
pub(crate) fn data(document: &LintDocument) -> String {
    let checked = document.checked;
    let mut text = format!(
        "Looked at {} with {} and {} of API surfaces, against the policy {}, as of {}.",
        counted(checked.releases, "release", "releases"),
        counted(checked.entries, "entry", "entries"),
        counted(checked.surfaces, "step", "steps"),
        document.policy,
        document.as_of
    );
    for stream in &document.data {
        let newest = match &stream.newest_known {
            Some(version) => format!("newest known {version}"),
            None => "no version is known".to_owned(),
        };
        let until = stream
            .covers_until
            .map_or_else(String::new, |until| format!(", no data after {until}"));
        text = format!(
            "{text} {}: {newest}{until}.",
            stream.name.for_terminal_line()
        );
    }
    for surface in &document.surfaces {
        text = format!(
            "{text} {}: surfaces of {}, {}.",
            surface.package,
            counted(surface.read, "version", "versions"),
            surface.source
        );
    }
    text
}

/// `2.10.0`, `Flex UI 2.10.0`, `forewarn.toml`: what problems are grouped by.
pub(crate) fn group(document: &LintDocument, problem: &LintProblem) -> String {
    let (Some(stream), Some(release)) = (&problem.stream, &problem.release) else {
        return "The configuration".to_owned();
    };
    let known = document.data.iter().find(|one| one.stream == *stream);
    let name = known.map_or_else(|| stream.clone(), |one| one.name.for_terminal_line());
    format!("{name} {release}")
}
