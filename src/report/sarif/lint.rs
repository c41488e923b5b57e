//! The problems of a changelog as SARIF 2.1.0: one run, a result for each problem, one that is waived as suppressed.
//!
//! A problem stands in the file of its release. Outside of a workspace there are no files: it then has a logical location
//! only, the release and the symbol, and hosts that need a place do not show it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::domain::document::lint::{LintDocument, LintProblem, Waived};
use crate::domain::fingerprint::number_of;
use crate::domain::lint::LintRule;
use crate::domain::problem::Severity;
use crate::domain::text::Untrusted;
use crate::report::{json, words};

use super::log::{
    ArtifactLocation, AutomationDetails, Configuration, Description, Descriptor,
    DescriptorReference, Driver, Help, Invocation, Log, Notification, PhysicalLocation, Region,
    RuleProperties, Run, Tool,
};
use super::result::{ROOT, encoded};
use super::{LIMITS, line, message};

/// A problem.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Problem {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Description,
    locations: [Location; 1],
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    properties: Properties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<PhysicalLocation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Serialize)]
struct Properties {
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    symbol: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    symbols: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<String>,
}

/// Writes the problems, the gravest first, because a host that cuts keeps the first.
pub fn write(document: &LintDocument, out: &mut dyn Write) -> io::Result<()> {
    let mut problems: Vec<&LintProblem> = document.problems.iter().collect();
    problems.sort_by_key(|problem| {
        (
            problem.waived.is_some(),
            std::cmp::Reverse(problem.severity),
        )
    });
    let left_out = problems.len().saturating_sub(LIMITS.results);
    problems.truncate(LIMITS.results);
    let mut notes: Vec<Notification> = document
        .unseen
        .iter()
        .map(|unseen| note("unseen", "warning", &unseen.why))
        .collect();
    if left_out > 0 {
        let text =
            format!("{left_out} problems are left out, the least grave: a host takes no more.");
        notes.push(note("left-out", "warning", &text));
    }
    notes.push(note("data", "note", &words::lint::data(document)));
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "forewarn",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: LintRule::ALL.iter().map(|rule| descriptor(*rule)).collect(),
                notifications: notifications(),
            },
        },
        automation_details: AutomationDetails {
            id: "forewarn/lint/".to_owned(),
        },
        original_uri_base_ids: BTreeMap::from([(
            ROOT,
            ArtifactLocation {
                uri: None,
                uri_base_id: None,
                description: Some(Description::new("The folder that forewarn ran in.")),
            },
        )]),
        invocations: vec![Invocation {
            execution_successful: document.complete,
            tool_execution_notifications: notes,
        }],
        column_kind: "utf16CodeUnits",
        results: problems.into_iter().map(result).collect::<Vec<_>>(),
    };
    json::write(&Log::new(vec![run]), out)
}

fn note(id: &'static str, level: &'static str, text: &str) -> Notification {
    Notification {
        descriptor: DescriptorReference { id },
        level,
        message: Description::new(message(text)),
        locations: Vec::new(),
    }
}

fn notifications() -> Vec<Descriptor> {
    let kinds = [
        ("unseen", "Rules could not look at all that they should"),
        ("left-out", "Results that a host would not take"),
        ("data", "What was looked at, and how old the data is"),
    ];
    kinds
        .into_iter()
        .map(|(id, title)| Descriptor::of_notification(id, title))
        .collect()
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

fn descriptor(rule: LintRule) -> Descriptor {
    let severity = rule.severity();
    Descriptor {
        id: rule.as_str(),
        name: Some(super::rules::name_of(rule.as_str())),
        short_description: Description::new(rule.title()),
        full_description: Description::new(message(rule.section("What it finds"))),
        help: Some(Help {
            text: rule.page().to_owned(),
            markdown: rule.page().to_owned(),
        }),
        default_configuration: Some(Configuration {
            level: level(severity),
        }),
        properties: Some(RuleProperties {
            precision: "very-high",
            severity: match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
            tags: vec!["changelog", "policy"],
        }),
    }
}

fn result(problem: &LintProblem) -> Problem {
    let mut text = problem.message.for_terminal_line();
    for one in &problem.evidence {
        text = format!("{text}; {}", one.for_terminal_line());
    }
    let shown = |text: &Option<String>| text.as_deref().map(line);
    Problem {
        rule_id: problem.rule.as_str(),
        rule_index: problem.rule as usize,
        level: level(problem.severity),
        message: Description::new(message(&text)),
        locations: [location(problem)],
        partial_fingerprints: BTreeMap::from([("forewarn/v1", fingerprint(problem))]),
        suppressions: problem.waived.iter().map(suppression).collect(),
        properties: Properties {
            release: release(problem),
            entry: shown(&problem.entry),
            symbol: problem.symbol.as_ref().map(Untrusted::for_terminal_line),
            symbols: problem
                .symbols
                .iter()
                .map(Untrusted::for_terminal_line)
                .collect(),
            evidence: problem
                .evidence
                .iter()
                .map(Untrusted::for_terminal_line)
                .collect(),
        },
    }
}

/// `ui/2.10.0`
fn release(problem: &LintProblem) -> Option<String> {
    let (stream, release) = problem.stream.as_ref().zip(problem.release.as_ref())?;
    Some(line(&format!("{stream}/{release}")))
}

fn location(problem: &LintProblem) -> Location {
    let physical = problem.file.as_ref().map(|file| {
        let line = problem
            .line
            .and_then(|line| u32::try_from(line).ok())
            .unwrap_or(1);
        PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: Some(encoded(file.raw())),
                uri_base_id: Some(ROOT),
                description: None,
            },
            region: Some(Region {
                start_line: line.max(1),
                start_column: 1,
                end_line: line.max(1),
                end_column: 1,
            }),
        }
    });
    let name = [
        release(problem),
        problem.entry.as_deref().map(line),
        problem.symbol.as_ref().map(Untrusted::for_terminal_line),
    ];
    let name = name.into_iter().flatten().collect::<Vec<_>>().join("#");
    let logical = (!name.is_empty()).then_some(Logical {
        fully_qualified_name: name,
        kind: "member",
    });
    Location {
        physical_location: physical,
        logical_locations: logical.into_iter().collect(),
    }
}

/// The same for the same problem, wherever its line moves to.
fn fingerprint(problem: &LintProblem) -> String {
    let parts = [
        problem.rule.as_str().to_owned(),
        release(problem).unwrap_or_default(),
        problem.entry.clone().unwrap_or_default(),
        problem
            .symbol
            .as_ref()
            .map(|symbol| symbol.raw().to_owned())
            .unwrap_or_default(),
        problem.message.raw().to_owned(),
    ];
    format!("{:016x}", number_of(&parts.join("\0")))
}

fn suppression(waived: &Waived) -> Suppression {
    let is_comment = waived.file.raw().to_lowercase().ends_with(".md");
    Suppression {
        kind: if is_comment { "inSource" } else { "external" },
        status: "accepted",
        justification: message(waived.reason.raw()),
    }
}
