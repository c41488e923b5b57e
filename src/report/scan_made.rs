//! Documents of scans for tests of writers: one with every part, one without findings, one of hostile text.

use crate::domain::deprecation::SymbolKind;
use crate::domain::document::scan::{
    BaselineUsed, Confidence, Detected, Excerpt, Finding, Point, Related, RelatedAs, ScanDocument,
    ScannedPackage, ScannedPlugin, Settings, Skipped, Stale, Status, SurfaceSource, Threshold,
    Unreadable, Unresolved,
};
use crate::domain::rule::Rule;
use crate::report::made::day;

pub(super) fn point(line: u32, column: u32) -> Point {
    Point { line, column }
}

/// A finding at `line`, whose span is the last word of the symbol in `source`.
pub(super) fn finding(
    status: Status,
    symbol: &str,
    file: &str,
    line: u32,
    source: &str,
) -> Finding {
    let name = symbol.rsplit('.').next().unwrap();
    let start = source.find(name).unwrap_or_default();
    let column = u32::try_from(source.get(..start).unwrap().encode_utf16().count()).unwrap() + 1;
    let length = u32::try_from(name.encode_utf16().count()).unwrap();
    Finding {
        rule: match status {
            Status::Removed => Rule::RemovedApi,
            Status::Moved => Rule::MovedApi,
            Status::Changed => Rule::ChangedApi,
            Status::Overdue => Rule::OverdueApi,
            Status::Scheduled => Rule::ScheduledRemoval,
            Status::Deprecated => Rule::DeprecatedApi,
            Status::Soft => Rule::SoftDeprecated,
        },
        package: "npm:@acme/app".to_owned(),
        status,
        symbol: symbol.to_owned(),
        kind: SymbolKind::Member,
        file: file.to_owned(),
        start: point(line, column),
        end: point(line, column + length),
        confidence: Confidence::High,
        declared_since: None,
        first_observed: None,
        removed_in: None,
        removal: None,
        replacement: None,
        replacement_since: None,
        message: format!("{symbol} is {status} in 2.1.0."),
        notes: Vec::new(),
        new: true,
        comes_with: None,
        guarded: false,
        test_code: false,
        related: Vec::new(),
        fingerprint: format!("{status}-{line:04}-{}", file.len()),
        line_hash: format!("{line:x}f:1"),
        excerpt: Some(Excerpt {
            text: source.to_owned(),
            start,
            length: name.len(),
        }),
    }
}

pub(super) fn package(name: &str) -> ScannedPackage {
    ScannedPackage {
        package: name.to_owned(),
        from: "1.0.0".to_owned(),
        to: "2.1.0".to_owned(),
        detected: Some(Detected {
            version: "1.0.0".to_owned(),
            by: "package-lock.json".to_owned(),
            range: None,
            unread: false,
        }),
        frontier: Some("1.9.0".to_owned()),
        frontier_by: Some("Actions.on".to_owned()),
        floor: Some("0.9.0".to_owned()),
        floor_by: None,
        references: 12,
        newest_known: Some("2.1.0".to_owned()),
        imported: Some(day("2026-06-01")),
        surfaces: SurfaceSource::Imported,
    }
}

pub(super) fn plugin(name: &str) -> ScannedPlugin {
    ScannedPlugin {
        name: name.to_owned(),
        path: "plugins".to_owned(),
        root: name.to_owned(),
        repository_folder: Some(format!("work/plugins/{name}")),
        packages: vec![package("npm:@acme/app")],
        scanned: 12,
        skipped: Vec::new(),
        unreadable: Vec::new(),
        references: 12,
        unresolved: 0,
        unresolved_places: None,
        looked_at: None,
        findings: Vec::new(),
        ignored: 0,
        baselined: Vec::new(),
        stale: Vec::new(),
        unsure: 0,
        missing: Vec::new(),
    }
}

fn settings() -> Settings {
    Settings {
        files: Vec::new(),
        fail_on: Threshold::From(Status::Overdue),
        min_confidence: Confidence::Medium,
        only: Vec::new(),
        changed_since: None,
        baseline: None,
    }
}

fn document_of(plugins: Vec<ScannedPlugin>) -> ScanDocument {
    ScanDocument {
        as_of: day("2026-06-15"),
        newest_known: Some("2.1.0".to_owned()),
        imported: Some(day("2026-06-01")),
        plugins,
        settings: settings(),
        cancelled: false,
    }
}

/// One of each status.
fn queue() -> ScannedPlugin {
    let source = "\tconst client = manager.chatClient; // and more";
    let mut removed = finding(
        Status::Removed,
        "Manager.chatClient",
        "src/Queue.tsx",
        12,
        source,
    );
    removed.declared_since = Some("1.5.0".to_owned());
    removed.first_observed = Some("after 1.5.0, by 1.6.0".to_owned());
    removed.removed_in = Some("2.0.0".to_owned());
    removed.replacement = Some("Manager.conversations".to_owned());
    removed.replacement_since = Some("1.8.0".to_owned());
    removed.notes = vec!["The tag stands in declarations of 1.6.0 to 1.9.0.".to_owned()];
    removed.related = vec![Related {
        file: "src/Queue.tsx".to_owned(),
        start: point(1, 10),
        end: point(1, 17),
        by: RelatedAs::Import,
    }];
    let mut again = removed.clone();
    (again.start, again.end) = (point(40, 3), point(40, 13));
    again.fingerprint = "removed-again".to_owned();
    again.related.clear();
    again.excerpt = None;
    let mut moved = finding(
        Status::Moved,
        "format",
        "src/text.ts",
        3,
        "format(\"日本\")",
    );
    moved.kind = SymbolKind::Export;
    moved.removed_in = Some("2.1.0".to_owned());
    moved.replacement = Some("Text.format".to_owned());
    moved.replacement_since = Some("2.1.0".to_owned());
    let mut changed = finding(
        Status::Changed,
        "react",
        "../package.json",
        9,
        "    \"react\": \"^16\"",
    );
    changed.rule = Rule::DependencyRange;
    changed.kind = SymbolKind::NpmDependency;
    changed.removed_in = Some("2.0.0".to_owned());
    let mut scheduled = finding(
        Status::Scheduled,
        "Panel.dock",
        "src/Queue.tsx",
        7,
        "<Panel dock />",
    );
    scheduled.removal = Some("3.0.0".to_owned());
    scheduled.replacement = Some("Panel.place".to_owned());
    scheduled.replacement_since = Some("0.9.0".to_owned());
    scheduled.new = false;
    scheduled.guarded = true;
    let mut deprecated = finding(
        Status::Deprecated,
        "Actions.on",
        "src/a.test.ts",
        5,
        "Actions.on(\"x\")",
    );
    deprecated.declared_since = Some("1.2.0".to_owned());
    deprecated.test_code = true;
    deprecated.confidence = Confidence::Medium;
    let overdue = finding(
        Status::Overdue,
        "Chat.open",
        "src/Queue.tsx",
        8,
        "Chat.open()",
    );
    let soft = finding(Status::Soft, "old", "src/text.ts", 2, "old()");
    let mut all = plugin("queue");
    all.findings = vec![
        changed, scheduled, overdue, removed, again, deprecated, soft, moved,
    ];
    all
}

/// One that could not be read as a whole, with an accepted finding.
fn voice() -> ScannedPlugin {
    let mut one = plugin("voice");
    one.repository_folder = None;
    let mut crates = package("crate:acme");
    crates.detected = Some(Detected {
        version: "1.2.0".to_owned(),
        by: "Cargo.toml".to_owned(),
        range: Some("^1".to_owned()),
        unread: false,
    });
    crates.imported = None;
    crates.frontier = Some("2.1.0".to_owned());
    crates.frontier_by = None;
    crates.floor_by = Some("acme::shut".to_owned());
    crates.floor = None;
    let mut none = package("npm:@acme/kit");
    (none.detected, none.frontier, none.floor, none.newest_known) = (None, None, None, None);
    none.frontier_by = None;
    one.packages = vec![crates, none];
    let mut sure = finding(
        Status::Removed,
        "acme::open",
        "src/lib.rs",
        4,
        "  let 😀 = acme::open();",
    );
    sure.package = "crate:acme".to_owned();
    // In characters, as Rust counts.
    (sure.start, sure.end) = (point(4, 11), point(4, 21));
    let mut accepted = finding(
        Status::Deprecated,
        "Actions.on",
        "src/b.ts",
        5,
        "Actions.on(\"x\")",
    );
    accepted.notes = vec!["In the baseline.".to_owned()];
    one.findings = vec![sure];
    one.baselined = vec![accepted];
    one.ignored = 1;
    one.unsure = 2;
    one.unresolved = 2;
    one.unresolved_places = Some(vec![Unresolved {
        file: "src/b.ts".to_owned(),
        start: point(9, 2),
        why: "`name` is a name that only a run tells".to_owned(),
    }]);
    one.looked_at = Some(std::collections::BTreeSet::from(["src/b.ts".to_owned()]));
    one.unreadable = vec![
        Unreadable {
            file: "src/bad file#1.ts".to_owned(),
            why: "a string does not end".to_owned(),
            at: Some(point(3, 14)),
        },
        Unreadable {
            file: "src/big.ts".to_owned(),
            why: "it is over 10 MB".to_owned(),
            at: None,
        },
    ];
    one.skipped = vec![
        Skipped {
            why: "generated".to_owned(),
            files: 2,
        },
        Skipped {
            why: "minified".to_owned(),
            files: 1,
        },
    ];
    one.stale = vec![
        Stale {
            file: "src/b.ts".to_owned(),
            at: Some(point(2, 1)),
            why: "The comment ignores Panel.dock, which is not used here.".to_owned(),
        },
        Stale {
            file: "forewarn-baseline.json".to_owned(),
            at: None,
            why: "1 entry is of no finding.".to_owned(),
        },
    ];
    one.missing = vec![
        "The surface of npm:@acme/kit 1.0.0 is not known: forewarn import npm:@acme/kit@1.0.0"
            .to_owned(),
    ];
    one
}

/// Every part that an answer can have.
pub(super) fn document() -> ScanDocument {
    let mut document = document_of(vec![queue(), voice(), plugin("clean")]);
    document.settings.files = vec!["forewarn.toml".to_owned()];
    document.settings.only = vec![Status::Removed, Status::Deprecated];
    document.settings.changed_since = Some("main".to_owned());
    document.settings.baseline = Some(BaselineUsed {
        file: "forewarn-baseline.json".to_owned(),
        entries: 3,
        updated: true,
        added: 2,
        dropped: 1,
    });
    document
}

/// Nothing found, nothing missing.
pub(super) fn clean() -> ScanDocument {
    let mut one = plugin("clean");
    one.path = ".".to_owned();
    one.root = ".".to_owned();
    one.repository_folder = Some(".".to_owned());
    document_of(vec![one])
}

/// No plugin, no data, cut short.
pub(super) fn nothing() -> ScanDocument {
    let mut none = document_of(Vec::new());
    (none.newest_known, none.imported, none.cancelled) = (None, None, true);
    none
}

/// Everything that a channel might obey, in every place of text from outside.
pub(super) const HOSTILE: &str = "\u{1b}[2J\u{0}\u{202e}\u{9b}]]>\n::error::x%0A|`<script>alert(1)</script>`--> \r\n@all [x](javascript:1) \u{ffff}\"'&\t#";

pub(super) fn hostile() -> ScanDocument {
    let text = || HOSTILE.to_owned();
    let mut one = finding(Status::Removed, "x", "x.ts", 1, "x");
    (one.symbol, one.package, one.file) = (text(), text(), text());
    (one.message, one.notes) = (text(), vec![text()]);
    for part in [
        &mut one.declared_since,
        &mut one.first_observed,
        &mut one.removed_in,
        &mut one.removal,
        &mut one.replacement,
        &mut one.replacement_since,
    ] {
        *part = Some(text());
    }
    (one.fingerprint, one.line_hash) = (text(), text());
    one.excerpt = Some(Excerpt {
        text: text(),
        start: 3,
        length: 9,
    });
    one.related = vec![Related {
        file: text(),
        start: point(0, 0),
        end: point(0, 0),
        by: RelatedAs::ReExport,
    }];
    let mut package = package(&text());
    (package.from, package.to) = (text(), text());
    (package.frontier, package.floor) = (Some(text()), Some(text()));
    package.newest_known = Some(text());
    package.detected = Some(Detected {
        version: text(),
        by: text(),
        range: Some(text()),
        unread: false,
    });
    let mut all = plugin(&text());
    (all.path, all.repository_folder) = (text(), Some(text()));
    all.packages = vec![package];
    all.baselined = vec![one.clone()];
    all.findings = vec![one];
    all.missing = vec![text()];
    all.skipped = vec![Skipped {
        why: text(),
        files: 1,
    }];
    all.unreadable = vec![Unreadable {
        file: text(),
        why: text(),
        at: None,
    }];
    all.unresolved = 1;
    all.unresolved_places = Some(vec![Unresolved {
        file: text(),
        start: point(1, 1),
        why: text(),
    }]);
    all.stale = vec![Stale {
        file: text(),
        at: Some(point(1, 1)),
        why: text(),
    }];
    document_of(vec![all])
}
