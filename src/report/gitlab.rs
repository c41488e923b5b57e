//! GitLab's Code Quality report: one list of issues, empty if there are none.
//!
//! The widget joins issues of one fingerprint, so each has its own. What could not be read is an issue too, because the format
//! has no other place to say that an answer is incomplete.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::domain::document::scan::{Finding, ScanDocument, ScannedPlugin, Status};
use crate::domain::text::Untrusted;
use crate::report::json;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    /// Relative to the repository's root.
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// The severities of the format that are used, the gravest first.
const SEVERITIES: [&str; 4] = ["critical", "major", "minor", "info"];

/// Writes the findings, and what is missing for a complete answer. Findings in the baseline are not issues.
pub fn write(document: &ScanDocument, out: &mut dyn Write) -> io::Result<()> {
    let mut issues: Vec<Issue> = document
        .findings()
        .map(|(plugin, finding)| issue(plugin, finding))
        .collect();
    for plugin in &document.plugins {
        incomplete(plugin, &mut issues);
    }
    if document.cancelled {
        let text = "The work was cut short; what was not reached is not listed.";
        issues.push(unanswered(text, ".", 1));
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for issue in &mut issues {
        let count = seen.entry(issue.fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            issue.fingerprint = format!("{}-{count}", issue.fingerprint);
        }
    }
    json::write(&issues, out)
}

fn issue(plugin: &ScannedPlugin, finding: &Finding) -> Issue {
    let mut text = finding.message.clone();
    for note in &finding.notes {
        text.push(' ');
        text.push_str(note);
    }
    Issue {
        description: line(&text),
        check_name: finding.rule.as_str(),
        fingerprint: line(&finding.fingerprint),
        severity: severity(finding),
        location: Location {
            path: line(&plugin.repository_path_of(&finding.file)),
            lines: Lines {
                begin: finding.start.line.max(1),
            },
        },
    }
}

/// By the status; a use that is guarded is a step less grave.
fn severity(finding: &Finding) -> &'static str {
    let step: usize = match finding.status {
        Status::Removed | Status::Moved | Status::Changed | Status::Overdue => 0,
        Status::Scheduled => 1,
        Status::Deprecated => 2,
        Status::Soft => 3,
    };
    let step = (step + usize::from(finding.guarded)).min(SEVERITIES.len() - 1);
    SEVERITIES[step]
}

fn incomplete(plugin: &ScannedPlugin, issues: &mut Vec<Issue>) {
    let folder = plugin.repository_path_of("");
    issues.extend(
        plugin
            .missing
            .iter()
            .map(|what| unanswered(what, &folder, 1)),
    );
    issues.extend(plugin.unreadable.iter().map(|one| {
        let text = format!("Could not be read: {}", one.why);
        let begin = one.at.map_or(1, |at| at.line.max(1));
        unanswered(&text, &plugin.repository_path_of(&one.file), begin)
    }));
}

/// An issue that says why the answer is not whole.
fn unanswered(text: &str, path: &str, begin: u32) -> Issue {
    let (description, path) = (line(text), line(path));
    Issue {
        fingerprint: format!("incomplete {path} {description}"),
        description,
        check_name: "incomplete",
        severity: "major",
        location: Location {
            path,
            lines: Lines { begin },
        },
    }
}

fn line(text: &str) -> String {
    Untrusted::from(text).for_terminal_line()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::*;
    use crate::report::scan_made::{clean, document};

    fn written(document: &ScanDocument) -> Value {
        let mut out = Vec::new();
        write(document, &mut out).unwrap();
        assert_eq!(out.first(), Some(&b'['));
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn nothing_found_is_an_empty_list() {
        assert_eq!(written(&clean()), json!([]));
    }

    #[test]
    fn every_issue_has_a_fingerprint_of_its_own_and_a_plain_path() {
        let mut twice = document();
        let again = twice.plugins[0].clone();
        twice.plugins.push(again);
        let issues = written(&twice);
        let issues = issues.as_array().unwrap();
        let prints: BTreeSet<&str> = issues
            .iter()
            .map(|issue| issue["fingerprint"].as_str().unwrap())
            .collect();
        assert_eq!(prints.len(), issues.len());
        for issue in issues {
            let path = issue["location"]["path"].as_str().unwrap();
            assert!(!path.starts_with("./") && !path.starts_with('/'), "{path}");
            assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
            let severity = issue["severity"].as_str().unwrap();
            assert!(SEVERITIES.contains(&severity), "{severity}");
        }
    }
}
