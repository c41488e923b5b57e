//! The cases of a plugin: its symbols, and what could not be looked at.

use std::collections::BTreeMap;

use crate::domain::document::scan::{Finding, ScannedPlugin};
use crate::report::text::counted;
use crate::report::words::scan as words;

/// One case; nothing is escaped yet.
pub(super) struct Case {
    pub(super) name: String,
    /// The file, as it is found from where forewarn runs, and the line.
    pub(super) place: Option<(String, u32)>,
    pub(super) outcome: Outcome,
}

pub(super) enum Outcome {
    Passed,
    Skipped {
        message: String,
    },
    Failed {
        kind: &'static str,
        message: String,
        /// The places, a line each.
        lines: Vec<String>,
    },
    Error {
        kind: &'static str,
        message: String,
    },
}

/// Findings by symbol, the gravest first; those of the baseline alone; what is missing or could not be read. One that passes if
/// there is none of these.
pub(super) fn of(plugin: &ScannedPlugin) -> Vec<Case> {
    let found = by_symbol(&plugin.findings);
    let known = by_symbol(&plugin.baselined);
    let mut symbols: Vec<_> = found.iter().collect();
    symbols.sort_by_key(|(_, findings)| findings.first().map(|finding| finding.status));
    let mut cases: Vec<Case> = symbols
        .into_iter()
        .filter_map(|(key, findings)| failed(plugin, findings, known.get(key).map_or(0, Vec::len)))
        .collect();
    let only_known = known.iter().filter(|(key, _)| !found.contains_key(*key));
    cases.extend(only_known.filter_map(|(_, findings)| {
        let first = findings.first()?;
        let places = counted(findings.len(), "place", "places");
        Some(Case {
            outcome: Outcome::Skipped {
                message: format!("In the baseline, {places}: {}", first.message),
            },
            ..case(plugin, first)
        })
    }));
    cases.extend(plugin.missing.iter().enumerate().map(|(idx, what)| {
        let name = (idx + 1).to_string();
        error("missing", &name, None, what)
    }));
    cases.extend(plugin.unreadable.iter().map(|one| {
        let file = plugin.path_of(&one.file);
        let line = one.at.map_or(1, |at| at.line);
        error("unreadable", &one.file, Some((file, line)), &one.why)
    }));
    if cases.is_empty() {
        cases.push(Case {
            name: "no findings".to_owned(),
            place: None,
            outcome: Outcome::Passed,
        });
    }
    cases
}

/// What a scan has that was cut short.
pub(super) fn cancelled() -> Case {
    error("cancelled", "scan", None, "The work was cut short.")
}

/// By package and symbol; in each the gravest first.
fn by_symbol(findings: &[Finding]) -> BTreeMap<(&str, &str), Vec<&Finding>> {
    let mut grouped: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let key = (finding.package.as_str(), finding.symbol.as_str());
        grouped.entry(key).or_default().push(finding);
    }
    for group in grouped.values_mut() {
        group.sort_by_key(|finding| finding.status);
    }
    grouped
}

fn case(plugin: &ScannedPlugin, first: &Finding) -> Case {
    Case {
        name: format!("{} of {}", first.symbol, first.package),
        place: Some((plugin.path_of(&first.file), first.start.line)),
        outcome: Outcome::Passed,
    }
}

fn failed(plugin: &ScannedPlugin, findings: &[&Finding], known: usize) -> Option<Case> {
    let first = *findings.first()?;
    let package = plugin.package_of(first);
    let mut lines: Vec<String> = findings
        .iter()
        .map(|finding| {
            format!(
                "{}:{}:{}: {}, {}",
                plugin.path_of(&finding.file),
                finding.start.line,
                finding.start.column,
                finding.status,
                words::marks(finding, package).join(", ")
            )
        })
        .collect();
    lines.extend(words::instead(first, package).map(|text| format!("Use {text}")));
    lines.extend(words::since(first));
    lines.extend(words::until(first));
    lines.extend(first.notes.iter().cloned());
    if known > 0 {
        lines.push(format!(
            "{} in the baseline",
            counted(known, "place", "places")
        ));
    }
    Some(Case {
        outcome: Outcome::Failed {
            kind: first.status.as_str(),
            message: first.message.clone(),
            lines,
        },
        ..case(plugin, first)
    })
}

fn error(kind: &'static str, name: &str, place: Option<(String, u32)>, message: &str) -> Case {
    Case {
        name: format!("{kind}: {name}"),
        place,
        outcome: Outcome::Error {
            kind,
            message: message.to_owned(),
        },
    }
}
