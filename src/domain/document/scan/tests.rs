//! Answers of a scan made by hand.

use super::*;

pub(super) fn finding(status: Status) -> Finding {
    Finding {
        rule: Rule::RemovedApi,
        package: "npm:a".to_owned(),
        status,
        symbol: "A.b".to_owned(),
        kind: SymbolKind::Member,
        file: "src/a.ts".to_owned(),
        start: Point { line: 1, column: 2 },
        end: Point { line: 1, column: 3 },
        confidence: Confidence::High,
        declared_since: None,
        first_observed: None,
        removed_in: Some("2.0.0".to_owned()),
        removal: None,
        replacement: None,
        replacement_since: None,
        message: "It is gone.".to_owned(),
        notes: vec!["So it is.".to_owned()],
        new: true,
        comes_with: None,
        guarded: false,
        test_code: false,
        related: Vec::new(),
        fingerprint: "f".to_owned(),
        line_hash: "h".to_owned(),
        excerpt: Some(Excerpt {
            text: "A.b".to_owned(),
            start: 2,
            length: 1,
        }),
    }
}

pub(super) fn plugin(findings: Vec<Finding>) -> ScannedPlugin {
    ScannedPlugin {
        name: "plugin".to_owned(),
        path: ".".to_owned(),
        root: ".".to_owned(),
        repository_folder: None,
        packages: Vec::new(),
        scanned: 3,
        skipped: Vec::new(),
        unreadable: Vec::new(),
        references: 7,
        unresolved: 0,
        unresolved_places: None,
        looked_at: None,
        findings,
        ignored: 0,
        baselined: Vec::new(),
        stale: Vec::new(),
        unsure: 0,
        missing: Vec::new(),
    }
}

fn document(plugins: Vec<ScannedPlugin>, fail_on: Threshold) -> ScanDocument {
    ScanDocument {
        as_of: "2026-01-01".parse().unwrap(),
        newest_known: None,
        imported: None,
        plugins,
        settings: Settings {
            files: Vec::new(),
            fail_on,
            min_confidence: Confidence::Medium,
            only: Vec::new(),
            changed_since: None,
            baseline: None,
        },
        cancelled: false,
    }
}

#[test]
fn an_answer_is_complete_if_all_of_every_plugin_was_read() {
    let whole = document(vec![plugin(Vec::new()), plugin(Vec::new())], Threshold::Any);
    assert!(whole.is_complete());
    let mut cut = whole.clone();
    cut.cancelled = true;
    assert!(!cut.is_complete());
    let mut unread = whole.clone();
    unread.plugins[1].unreadable = vec![Unreadable {
        file: "a.ts".to_owned(),
        why: "it is a folder".to_owned(),
        at: None,
    }];
    assert!(!unread.is_complete());
    let mut lacking = whole;
    lacking.plugins[1].missing = vec!["no surface".to_owned()];
    assert!(!lacking.is_complete());
}

#[test]
fn findings_from_the_threshold_on_fail_a_run() {
    let removed = Threshold::From(Status::Removed);
    let deprecated = Threshold::From(Status::Deprecated);
    for (fail_on, status, fails) in [
        (removed, Some(Status::Removed), true),
        (removed, Some(Status::Deprecated), false),
        (deprecated, Some(Status::Removed), true),
        (deprecated, Some(Status::Deprecated), true),
        (deprecated, Some(Status::Soft), false),
        (Threshold::Any, Some(Status::Soft), true),
        (Threshold::Any, None, false),
        (Threshold::Never, Some(Status::Removed), false),
    ] {
        let findings = status.map(finding).into_iter().collect();
        let document = document(vec![plugin(Vec::new()), plugin(findings)], fail_on);
        assert_eq!(document.fails(), fails, "{fail_on:?} {status:?}");
        assert_eq!(
            status.map_or(0, |status| document.count(status)),
            document.findings().count()
        );
    }
}

#[test]
fn an_exception_that_meets_nothing_fails_a_run_only_where_anything_does() {
    let mut stale = plugin(Vec::new());
    stale.stale = vec![Stale {
        file: "a.ts".to_owned(),
        at: None,
        why: "It silences nothing.".to_owned(),
    }];
    for (fail_on, fails) in [
        (Threshold::Any, true),
        (Threshold::From(Status::Soft), false),
        (Threshold::Never, false),
    ] {
        assert_eq!(
            document(vec![stale.clone()], fail_on).fails(),
            fails,
            "{fail_on:?}"
        );
    }
}
