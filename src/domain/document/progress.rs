//! `forewarn/progress/v1`: how the findings of plugins came and went, by the scans that were recorded.
//!
//! v1: the keys of each struct in order. Instants are UTC, `YYYY-MM-DDTHH:MM:SSZ`.

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::document::scan::{Confidence, Status};
use crate::domain::recorded::{RecordedScan, Revision, Since, since};
use crate::domain::text::Untrusted;

pub const SCHEMA: &str = "forewarn/progress/v1";

/// The open findings of one status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusCount {
    pub status: Status,
    pub count: usize,
}

/// One recorded scan, held against the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    pub at: String,
    pub from: String,
    pub to: String,
    pub min_confidence: Confidence,
    pub revision: Option<Revision>,
    /// False: part of the plugin could not be read, so that there may be more findings.
    pub complete: bool,
    pub open: usize,
    /// The gravest first; statuses without findings are left out.
    pub by_status: Vec<StatusCount>,
    /// Null: there is none before it, or it is not complete.
    pub since: Option<Since>,
}

/// A plugin and a package that it builds on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PluginProgress {
    pub plugin: Untrusted,
    /// As forewarn.toml lists it.
    pub owner: Option<Untrusted>,
    /// With its registry.
    pub package: String,
    /// In order of time.
    pub steps: Vec<Step>,
}

/// The answer of `fleet progress` and `fleet scan`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProgressDocument {
    pub schema: &'static str,
    pub as_of: Date,
    pub platform: String,
    /// By name and package.
    pub plugins: Vec<PluginProgress>,
    /// Scans after the day of the answer, which are left out.
    pub later: usize,
    /// What could not be scanned, each a sentence; only where plugins were scanned for this answer.
    pub problems: Vec<String>,
}

impl ProgressDocument {
    /// Whether everything that was to be scanned was.
    pub fn is_complete(&self) -> bool {
        let last = self.plugins.iter().filter_map(|one| one.steps.last());
        self.problems.is_empty() && last.into_iter().all(|step| step.complete)
    }
}

/// Scans of one plugin and package, in order of time, each held against the last complete one before it.
pub fn steps(scans: &[RecordedScan]) -> Vec<Step> {
    let mut before: Option<&RecordedScan> = None;
    let mut steps = Vec::with_capacity(scans.len());
    for scan in scans {
        let since = before
            .filter(|_| scan.complete)
            .map(|before| since(before, scan));
        steps.push(step(scan, since));
        if scan.complete {
            before = Some(scan);
        }
    }
    steps
}

fn step(scan: &RecordedScan, since: Option<Since>) -> Step {
    let by_status = Status::ALL
        .iter()
        .map(|status| StatusCount {
            status: *status,
            count: scan
                .findings
                .iter()
                .filter(|one| one.status == *status)
                .count(),
        })
        .filter(|one| one.count > 0)
        .collect();
    Step {
        at: scan.at.clone(),
        from: scan.from.clone(),
        to: scan.to.clone(),
        min_confidence: scan.min_confidence,
        revision: scan.revision.clone(),
        complete: scan.complete,
        open: scan.findings.len(),
        by_status,
        since,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::recorded::RecordedFinding;
    use crate::domain::rule::Rule;

    fn scan(at: &str, complete: bool, open: &[Status]) -> RecordedScan {
        let findings = open
            .iter()
            .enumerate()
            .map(|(index, status)| RecordedFinding {
                fingerprint: index.to_string(),
                rule: Rule::RemovedApi,
                status: *status,
                symbol: Untrusted::from("A.b"),
                file: Untrusted::from("a.ts"),
                line: 1,
            });
        RecordedScan {
            plugin: Untrusted::from("p"),
            package: "npm:x".to_owned(),
            at: at.to_owned(),
            from: "1.0.0".to_owned(),
            to: "2.0.0".to_owned(),
            min_confidence: Confidence::Medium,
            revision: None,
            complete,
            forewarn: "1.0.0".to_owned(),
            findings: findings.collect(),
        }
    }

    #[test]
    fn a_scan_is_held_against_the_last_complete_one() {
        let (removed, soft) = (Status::Removed, Status::Soft);
        let steps = steps(&[
            scan("1", true, &[soft, removed, soft]),
            scan("2", false, &[removed]),
            scan("3", true, &[soft]),
        ]);
        let since = |step: &Step| step.since.as_ref().map(|since| since.at.clone());
        let told: Vec<_> = steps.iter().map(|step| (step.open, since(step))).collect();
        assert_eq!(told, [(3, None), (1, None), (1, Some("1".to_owned()))]);
        let by_status: Vec<_> = steps[0]
            .by_status
            .iter()
            .map(|one| (one.status, one.count))
            .collect();
        assert_eq!(by_status, [(removed, 1), (soft, 2)]);
    }

    #[test]
    fn progress_is_complete_if_every_last_scan_is() {
        let (whole, cut) = (scan("1", true, &[]), scan("2", false, &[]));
        for (scans, problems, is_complete) in [
            (vec![], vec![], true),
            (vec![whole.clone()], vec![], true),
            (vec![cut.clone(), whole.clone()], vec![], true),
            (vec![whole.clone(), cut], vec![], false),
            (
                vec![whole],
                vec!["p could not be scanned".to_owned()],
                false,
            ),
        ] {
            let document = ProgressDocument {
                schema: "",
                as_of: "2026-01-01".parse().unwrap(),
                platform: "acme".to_owned(),
                plugins: vec![PluginProgress {
                    plugin: Untrusted::from("p"),
                    owner: None,
                    package: "npm:x".to_owned(),
                    steps: steps(&scans),
                }],
                later: 0,
                problems,
            };
            assert_eq!(document.is_complete(), is_complete, "{document:?}");
        }
    }
}
