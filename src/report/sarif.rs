//! SARIF 2.1.0, as code hosts take it in: what GitHub's code scanning requires, within its limits.
//!
//! A run is a plugin, under an automation id of its own, so that the results of one do not close those of another. Where there
//! are more plugins than runs may be, one run holds them all. Files are named relative to `%SRCROOT%`, the repository's root,
//! which whoever reads the file knows; nothing of this machine stands in it. A region is the name only, because a host shows a
//! result on a change only if all its lines are in it. What could not be read is a notification, and the run then says that it
//! was no success.

pub mod lint;

mod log;
mod notification;
mod result;
mod rules;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::domain::document::scan::{Finding, ScanDocument, ScannedPlugin};
use crate::domain::text::Untrusted;
use crate::report::json;

use log::{
    ArtifactLocation, AutomationDetails, Description, Driver, Invocation, Log, Run, SarifResult,
    Tool,
};

/// What a host takes.
#[derive(Clone, Copy, Debug)]
struct Limits {
    runs: usize,
    /// Of a run.
    results: usize,
}

/// GitHub's.
const LIMITS: Limits = Limits {
    runs: 20,
    results: 25_000,
};

/// Letters of a message or a description; what is longer is refused or cut by hosts.
const TEXT: usize = 1_024;

/// Writes what was found. Findings in the baseline are there, as suppressed.
pub fn write(document: &ScanDocument, out: &mut dyn Write) -> io::Result<()> {
    write_within(document, LIMITS, out)
}

fn write_within(document: &ScanDocument, limits: Limits, out: &mut dyn Write) -> io::Result<()> {
    let plugins: Vec<&ScannedPlugin> = document.plugins.iter().collect();
    let runs = if plugins.is_empty() || plugins.len() > limits.runs {
        vec![run(document, &plugins, "forewarn/".to_owned(), limits)]
    } else {
        ids(&plugins)
            .into_iter()
            .zip(&plugins)
            .map(|(id, plugin)| run(document, &[plugin], id, limits))
            .collect()
    };
    json::write(&Log::new(runs), out)
}

/// `forewarn/PLUGIN/`, where what stands before the last slash is the category of a host. Two plugins of one name are told
/// apart by their folders.
fn ids(plugins: &[&ScannedPlugin]) -> Vec<String> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for plugin in plugins {
        *count.entry(&plugin.name).or_default() += 1;
    }
    plugins
        .iter()
        .map(|plugin| {
            let name = line(&plugin.name);
            if count
                .get(plugin.name.as_str())
                .is_some_and(|count| *count > 1)
            {
                let folder = line(&plugin.repository_path_of(""));
                format!("forewarn/{name} in {folder}/")
            } else {
                format!("forewarn/{name}/")
            }
        })
        .collect()
}

fn run(
    document: &ScanDocument,
    plugins: &[&ScannedPlugin],
    id: String,
    limits: Limits,
) -> Run<SarifResult> {
    let has_baseline = plugins.iter().any(|plugin| !plugin.baselined.is_empty());
    let (results, left_out) = results(plugins, has_baseline, limits);
    let is_complete = !document.cancelled && plugins.iter().all(|plugin| plugin.is_complete());
    Run {
        tool: Tool {
            driver: Driver {
                name: "forewarn",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: rules::all(),
                notifications: notification::all(),
            },
        },
        automation_details: AutomationDetails { id },
        original_uri_base_ids: BTreeMap::from([(
            result::ROOT,
            ArtifactLocation {
                uri: None,
                uri_base_id: None,
                description: Some(Description::new(
                    "The root of the repository; where there is none, the folder that forewarn ran in.",
                )),
            },
        )]),
        invocations: vec![Invocation {
            execution_successful: is_complete,
            tool_execution_notifications: notification::of(document, plugins, left_out),
        }],
        column_kind: "utf16CodeUnits",
        results,
    }
}

/// The gravest first, because a host that cuts keeps the first; then how many are left out.
fn results(
    plugins: &[&ScannedPlugin],
    has_baseline: bool,
    limits: Limits,
) -> (Vec<SarifResult>, usize) {
    let with = |findings: fn(&ScannedPlugin) -> &Vec<Finding>, is_known: bool| {
        let mut found: Vec<(&ScannedPlugin, &Finding)> = plugins
            .iter()
            .flat_map(|plugin| {
                findings(plugin)
                    .iter()
                    .map(move |finding| (*plugin, finding))
            })
            .collect();
        // Stable: plugin by plugin within a status, each in its own order.
        found.sort_by_key(|(_, finding)| finding.status);
        found.into_iter().map(move |(plugin, finding)| {
            let known = has_baseline.then_some(is_known);
            result::of(plugin, finding, known)
        })
    };
    let all = with(|plugin| &plugin.findings, false).chain(with(|plugin| &plugin.baselined, true));
    let count: usize = plugins
        .iter()
        .map(|plugin| plugin.findings.len() + plugin.baselined.len())
        .sum();
    let kept: Vec<SarifResult> = all.take(limits.results).collect();
    let left_out = count - kept.len();
    (kept, left_out)
}

/// Text from outside on one line, that shows nothing hidden and makes no link; cut where it is too long for a host. It is
/// never empty, which a host refuses.
fn message(text: &str) -> String {
    let text = line(text).replace("](", "] (");
    if text.is_empty() {
        return "(nothing is said)".to_owned();
    }
    if text.chars().count() <= TEXT {
        return text;
    }
    let mut cut: String = text.chars().take(TEXT - 1).collect();
    cut.push('\u{2026}');
    cut
}

fn line(text: &str) -> String {
    Untrusted::from(text).for_terminal_line()
}

#[cfg(test)]
mod tests;
