//! Scans of plugins that were kept, and what became of their findings from one to the next.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;

use crate::domain::document::scan::{Confidence, Status};
use crate::domain::rule::Rule;
use crate::domain::text::Untrusted;

/// The source that was scanned, as git names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// The commit's full hash.
    pub commit: String,
    /// Whether files of the plugin differed from it.
    pub edited: bool,
}

/// What is kept of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedFinding {
    pub fingerprint: String,
    pub rule: Rule,
    pub status: Status,
    pub symbol: Untrusted,
    /// Relative to the plugin's root.
    pub file: Untrusted,
    /// Where it stood then, from 1.
    pub line: u32,
}

/// One scan of one plugin for one package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedScan {
    pub plugin: Untrusted,
    /// With its registry.
    pub package: String,
    /// UTC, `YYYY-MM-DDTHH:MM:SSZ`.
    pub at: String,
    pub from: String,
    pub to: String,
    pub min_confidence: Confidence,
    /// `None`: the plugin lay in no repository.
    pub revision: Option<Revision>,
    /// Whether everything that should have been read was read.
    pub complete: bool,
    /// The version of forewarn that scanned.
    pub forewarn: String,
    /// Those that a baseline holds back as well; one that a comment or the configuration silences is none.
    pub findings: Vec<RecordedFinding>,
}

impl RecordedScan {
    /// Whether it tells the same as another: of the same source, asked the same, with the same findings.
    pub fn tells_the_same_as(&self, other: &Self) -> bool {
        let at = other.at.clone();
        let mine = Self { at, ..self.clone() };
        mine == *other
    }
}

/// What became of findings since an earlier scan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Since {
    /// When that one was, UTC.
    pub at: String,
    pub opened: Vec<RecordedFinding>,
    pub fixed: Vec<RecordedFinding>,
    /// Those that were there, and are graver now.
    pub worse: Vec<RecordedFinding>,
    /// Those that were there, and are less grave now.
    pub eased: Vec<RecordedFinding>,
    /// What else is not as it was then, each a few words: findings may have come and gone by that alone.
    pub also: Vec<String>,
}

/// What became of the findings of `before` by the time of `after`. Both are whole: a finding that was not read is not fixed.
/// A use that is told by another rule now, as what was scheduled is overdue later, has another fingerprint; it is known again by
/// its symbol and file.
pub fn since(before: &RecordedScan, after: &RecordedScan) -> Since {
    let by_fingerprint: BTreeMap<&str, &RecordedFinding> = before
        .findings
        .iter()
        .map(|one| (one.fingerprint.as_str(), one))
        .collect();
    let still: BTreeSet<&str> = after
        .findings
        .iter()
        .map(|one| one.fingerprint.as_str())
        .collect();
    let mut gone: BTreeMap<(&str, &str), VecDeque<&RecordedFinding>> = BTreeMap::new();
    for one in &before.findings {
        if !still.contains(one.fingerprint.as_str()) {
            let place = (one.symbol.raw(), one.file.raw());
            gone.entry(place).or_default().push_back(one);
        }
    }
    let mut since = Since {
        at: before.at.clone(),
        also: also(before, after),
        ..Since::default()
    };
    for one in &after.findings {
        let was = by_fingerprint
            .get(one.fingerprint.as_str())
            .copied()
            .or_else(|| {
                let place = (one.symbol.raw(), one.file.raw());
                gone.get_mut(&place)?.pop_front()
            });
        let list = match was {
            None => &mut since.opened,
            // The gravest status comes first.
            Some(was) if one.status < was.status => &mut since.worse,
            Some(was) if one.status > was.status => &mut since.eased,
            Some(_) => continue,
        };
        list.push(one.clone());
    }
    let is_gone: BTreeSet<&str> = gone
        .values()
        .flatten()
        .map(|one| one.fingerprint.as_str())
        .collect();
    let fixed = before.findings.iter();
    since.fixed = fixed
        .filter(|one| is_gone.contains(one.fingerprint.as_str()))
        .cloned()
        .collect();
    since
}

fn also(before: &RecordedScan, after: &RecordedScan) -> Vec<String> {
    let differs = |what: &str, before: &str, after: &str| {
        (before != after).then(|| format!("{what}: {after}, before {before}"))
    };
    [
        differs("version in use", &before.from, &after.from),
        differs("target", &before.to, &after.to),
        differs(
            "least confidence",
            before.min_confidence.as_str(),
            after.min_confidence.as_str(),
        ),
        differs("forewarn", &before.forewarn, &after.forewarn),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(fingerprint: &str, status: Status) -> RecordedFinding {
        RecordedFinding {
            fingerprint: fingerprint.to_owned(),
            rule: Rule::RemovedApi,
            status,
            symbol: Untrusted::from(fingerprint.trim_end_matches('2').to_owned()),
            file: Untrusted::from("a.ts".to_owned()),
            line: 1,
        }
    }

    fn scan(to: &str, findings: Vec<RecordedFinding>) -> RecordedScan {
        RecordedScan {
            plugin: Untrusted::from("p".to_owned()),
            package: "npm:x".to_owned(),
            at: "2026-01-01T00:00:00Z".to_owned(),
            from: "1.0.0".to_owned(),
            to: to.to_owned(),
            min_confidence: Confidence::Medium,
            revision: None,
            complete: true,
            forewarn: "1.0.0".to_owned(),
            findings,
        }
    }

    #[test]
    fn findings_come_go_and_get_worse() {
        use Status::{Deprecated, Overdue, Removed, Soft};
        let before = scan(
            "2.0.0",
            vec![
                finding("stays", Removed),
                finding("goes", Soft),
                finding("worse", Deprecated),
                finding("better", Removed),
                finding("again", Deprecated),
            ],
        );
        let after = scan(
            "2.1.0",
            vec![
                finding("stays", Removed),
                finding("comes", Soft),
                finding("worse", Removed),
                finding("better", Deprecated),
                finding("again2", Overdue),
            ],
        );
        let found = since(&before, &after);
        assert_eq!(found.at, before.at);
        let names = |findings: &[RecordedFinding]| -> Vec<String> {
            findings.iter().map(|one| one.fingerprint.clone()).collect()
        };
        assert_eq!(names(&found.opened), ["comes"]);
        assert_eq!(names(&found.fixed), ["goes"]);
        assert_eq!(names(&found.worse), ["worse", "again2"]);
        assert_eq!(names(&found.eased), ["better"]);
        assert_eq!(found.also, ["target: 2.1.0, before 2.0.0"]);
    }

    #[test]
    fn the_time_alone_tells_nothing_new() {
        let before = scan("2.0.0", vec![finding("a", Status::Removed)]);
        let mut later = before.clone();
        later.at = "2026-02-01T00:00:00Z".to_owned();
        assert!(later.tells_the_same_as(&before));
        later.revision = Some(Revision {
            commit: "c".to_owned(),
            edited: false,
        });
        assert!(!later.tells_the_same_as(&before));
    }
}
