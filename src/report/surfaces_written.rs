//! Every writer of API surfaces, on documents with every part and with hostile text.

use std::io::Write as _;

use crate::domain::api::diff::{Bump, Difference};
use crate::domain::api::life::{Declared, Event, EventKind, Gone, Life, Moment};
use crate::domain::api::{NoticeFact, ReadVersion};
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::api::{
    DiffDocument, DiffRow, DiffSection, LifeDocument, Replacement, ShowCounts, ShowDocument,
    ShowRow, SurfaceAge, TypeSpan,
};
use crate::domain::document::deprecations::{RemovalSource, SymbolState, SymbolStatus, Warning};
use crate::domain::document::explain::ExplainDocument;
use crate::domain::rule::Rule;
use crate::domain::surface::notice::{Notice, Source, Strength};
use crate::domain::surface::{Gap, GapKind, Language};
use crate::domain::version::Version;
use crate::report::made::day;
use crate::report::{csv, json, markdown, text};

/// A name that would run, move the cursor, reverse letters and break tables.
pub(super) const HOSTILE: &str = "=1+1|\u{1b}[2J\u{202e}`<b>\",\n@all";

fn moment(after: Option<&str>, by: &str, exact: bool) -> Moment {
    Moment {
        after: after.map(|after| after.parse().unwrap()),
        by: by.parse().unwrap(),
        exact,
    }
}

pub(super) fn age(package: &str) -> SurfaceAge {
    SurfaceAge {
        package: package.to_owned(),
        newest_read: Some("2.1.0".to_owned()),
        read: 3,
        unread: (0..10).map(|patch| format!("1.0.{patch}")).collect(),
        source: "imported, the last on 2026-06-01".to_owned(),
    }
}

fn read(version: &str, gaps: u32) -> ReadVersion {
    ReadVersion {
        version: version.to_owned(),
        fingerprint: "f".to_owned(),
        members: vec![
            ("@acme/core".to_owned(), Some("1.4.0".to_owned())),
            ("@acme/lost".to_owned(), None),
        ],
        exports: 4,
        gaps,
        requires: vec![("react".to_owned(), "^16".to_owned(), "peer".to_owned())],
    }
}

fn notice(strength: Strength) -> Notice {
    Notice {
        since: Some("2.0.0".to_owned()),
        removal: Some("3.0.0".to_owned()),
        replacements: vec!["Manager.other".to_owned()],
        text: Some("Use the other.".to_owned()),
        advice: Some("Take it.".to_owned()),
        example: Some("manager.other".to_owned()),
        link: Some("https://acme.example".to_owned()),
        ..Notice::new(strength, Source::Tag, 4)
    }
}

fn row(symbol: &str) -> ShowRow {
    ShowRow {
        symbol: symbol.to_owned(),
        kind: SymbolKind::Member,
        root: true,
        declared_by: None,
        private: false,
        deprecated: false,
        partly: false,
        soft: false,
        forms: vec![("getter".to_owned(), Some("A | B".to_owned()))],
        notices: Vec::new(),
        at: "src/Manager:4".to_owned(),
        cfg: None,
    }
}

fn show(name: &str) -> ShowDocument {
    let rows = vec![
        ShowRow {
            deprecated: true,
            notices: vec![notice(Strength::Declared)],
            ..row("Manager.client")
        },
        ShowRow {
            partly: true,
            forms: vec![
                ("method".to_owned(), Some("(a: string) => void".to_owned())),
                ("method".to_owned(), None),
            ],
            notices: vec![Notice::new(Strength::Declared, Source::Inherited, 0)],
            ..row("Manager.log")
        },
        ShowRow {
            soft: true,
            declared_by: Some("Base.old".to_owned()),
            private: true,
            notices: vec![notice(Strength::Soft)],
            ..row("Manager.old")
        },
        ShowRow {
            notices: vec![Notice::new(Strength::Suspect, Source::Prose, 0)],
            cfg: Some("feature = \"std\"".to_owned()),
            ..row(name)
        },
        ShowRow {
            root: false,
            kind: SymbolKind::Export,
            ..row("src/legacy#legacy")
        },
    ];
    let gap = |line| Gap {
        kind: GapKind::MissingName,
        at: "src/lost".to_owned(),
        line,
        message: format!("{name} is not exported"),
    };
    ShowDocument {
        as_of: day("2026-06-15"),
        language: Language::TypeScript,
        version: read("2.1.0", 2),
        rows,
        counts: ShowCounts {
            exports: 1,
            symbols: 40,
            deprecated: 1,
            soft: 2,
            suspect: 3,
            deprecated_paths: 4,
            deep: 5,
            tags: 6,
            member_tags: 7,
        },
        filtered: 8,
        gaps: vec![gap(0), gap(3)],
        age: age("npm:@acme/app"),
    }
}

pub(super) fn replacements() -> Vec<Replacement> {
    let one = |written: &str, symbol: Option<&str>, since, gone_after: Option<&str>| Replacement {
        written: written.to_owned(),
        symbol: symbol.map(str::to_owned),
        since,
        gone_after: gone_after.map(str::to_owned),
    };
    vec![
        one("Ghost", None, None, None),
        one(
            "other",
            Some("Manager.other"),
            Some(moment(Some("1.0.0"), "2.0.0", false)),
            None,
        ),
        one(
            "Actions",
            Some("Actions"),
            Some(moment(None, "1.0.0", false)),
            Some("2.0.0"),
        ),
        one(
            "Tools",
            Some("Tools"),
            Some(moment(Some("2.0.0"), "2.1.0", true)),
            None,
        ),
    ]
}

fn difference(symbol: &str) -> DiffRow {
    DiffRow {
        difference: Difference {
            symbol: symbol.to_owned(),
            kind: SymbolKind::Export,
            members: 0,
            through: 0,
            now: None,
            before: None,
            after: None,
            breaking: None,
        },
        ever_deprecated: false,
        declared_since: None,
        first_observed: None,
        replacements: Vec::new(),
    }
}

/// One with all that can be said of it.
fn removed() -> DiffRow {
    let mut removed = difference("Manager");
    removed.difference.members = 12;
    removed.difference.through = 1;
    removed.difference.now = Some("src/Manager#Manager".to_owned());
    removed.ever_deprecated = true;
    removed.declared_since = Some("1.9.0".to_owned());
    removed.first_observed = Some(moment(Some("1.0.0"), "2.0.0", false));
    removed.replacements = replacements();
    removed
}

fn diff(name: &str) -> DiffDocument {
    let removed = removed();
    let mut soft = difference("format");
    soft.first_observed = Some(moment(Some("1.0.0"), "2.0.0", true));
    let mut moved = difference("Panel");
    moved.difference.now = Some("SidePanel".to_owned());
    let changed = |symbol: &str, breaking| {
        let mut changed = difference(symbol);
        changed.difference.before = Some("type: A | B".to_owned());
        changed.difference.after = (breaking != Some(false)).then(|| "type: A".to_owned());
        changed.difference.breaking = breaking;
        changed
    };
    let mut deprecated = removed.clone();
    deprecated.difference.symbol = "Actions".to_owned();
    DiffDocument {
        as_of: day("2026-06-15"),
        language: Language::Rust,
        from: read("1.0.0", 0),
        to: read("1.1.0", 2),
        needs: Bump::Major,
        made: Bump::Minor,
        removed: vec![removed, soft, difference(name)],
        moved: vec![moved],
        changed: vec![
            changed("A", Some(true)),
            changed("B", Some(false)),
            changed("C", None),
        ],
        deprecated: vec![deprecated, difference("Bare")],
        added: vec![difference("Tools"), difference(name)],
        unjudged: 1,
        requires: vec![
            (
                "react".to_owned(),
                "peer".to_owned(),
                Some("^16".to_owned()),
                Some("^17".to_owned()),
            ),
            (
                "left-pad".to_owned(),
                "dependency".to_owned(),
                Some("^1".to_owned()),
                None,
            ),
            (
                name.to_owned(),
                "dependency".to_owned(),
                None,
                Some("^2".to_owned()),
            ),
        ],
        age: SurfaceAge {
            newest_read: None,
            unread: Vec::new(),
            ..age("crate:acme")
        },
    }
}

fn declared(strength: Strength, removal: Option<&str>) -> Declared {
    Declared {
        since: removal.map(|_| "1.9.0".to_owned()),
        first_observed: moment(Some("1.0.0"), "2.0.0", false),
        backdated: removal.is_some(),
        notice: NoticeFact {
            strength,
            source: Source::Tag,
            since: Some("1.9.0".to_owned()),
            removal: removal.map(str::to_owned),
            replacements: Vec::new(),
        },
        partly: removal.is_none(),
    }
}

pub(super) fn life(name: &str) -> LifeDocument {
    let events = EventKind::ALL
        .iter()
        .map(|kind| Event {
            kind: *kind,
            moment: moment(Some("1.0.0"), "2.0.0", *kind == EventKind::Changed),
        })
        .collect();
    let span = |from: &str, to: &str, signature: &str| TypeSpan {
        from: from.to_owned(),
        to: to.to_owned(),
        signature: signature.to_owned(),
    };
    LifeDocument {
        as_of: day("2026-06-15"),
        package: "npm:@acme/app".to_owned(),
        life: Life {
            symbol: name.to_owned(),
            kind: SymbolKind::EnumMember,
            declared_by: Some("Base.level".to_owned()),
            private: true,
            root: false,
            first_seen: moment(None, "1.0.0", false),
            last_seen: "2.0.0".parse().unwrap(),
            deprecated: Some(declared(Strength::Declared, Some("3.0.0"))),
            soft: Some(declared(Strength::Soft, None)),
            gone: Some(Gone {
                removed_in: moment(Some("2.0.0"), "2.1.0", true),
                prerelease: Some("2.1.0-beta.1".parse().unwrap()),
            }),
            events,
        },
        replacements: replacements(),
        types: vec![
            span("1.0.0", "1.0.0", ""),
            span("1.1.0", "2.0.0", "property: A | B"),
        ],
        remnant: Some("src/levels#Level".to_owned()),
        said: vec![(
            "levels".to_owned(),
            "app/2.1.0".to_owned(),
            format!("removed, use {name}"),
        )],
        age: age("npm:@acme/app"),
    }
}

fn explained(name: &str) -> ExplainDocument {
    let mut life = life(name);
    life.life.gone = None;
    life.life.deprecated = None;
    life.remnant = None;
    life.replacements.clear();
    ExplainDocument::Symbol {
        life: Box::new(life),
        state: Some(Box::new(SymbolState {
            symbol: name.into(),
            kind: SymbolKind::EnumMember,
            stream: "app".to_owned(),
            package: Some("npm:@acme/app".to_owned()),
            status: SymbolStatus::Scheduled,
            reason: None,
            declared_since: None,
            gone: None,
            removal: Some(Version::parse_any("3.0.0").unwrap()),
            removal_source: Some(RemovalSource::Policy),
            replacement: Some("Use another.".into()),
            replacement_since: None,
            warning: Warning::None,
            disputed: Vec::new(),
            observed: None,
            rows: Vec::new(),
        })),
    }
}

/// Every answer in every format, with its name.
fn written(name: &str) -> Vec<(&'static str, String)> {
    let (show, diff, life, explained) = (show(name), diff(name), life(name), explained(name));
    let width = text::Width::USUAL;
    let mut all: Vec<(&'static str, Vec<u8>)> = Vec::new();
    let mut put = |name, write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        all.push((name, out));
    };
    put("show.text", &|out| {
        text::api::show(&show, out)?;
        out.extend(text::api::summary(&show).join("\n").bytes());
        Ok(())
    });
    put("show.json", &|out| json::api::show(&show, out));
    put("show.markdown", &|out| markdown::api::show(&show, out));
    put("show.csv", &|out| csv::api::show(&show, out));
    put("diff.text", &|out| text::api::diff(&diff, &[], width, out));
    put("diff.json", &|out| json::api::diff(&diff, &[], out));
    put("diff.markdown", &|out| markdown::api::diff(&diff, &[], out));
    put("diff.csv", &|out| csv::api::diff(&diff, &[], out));
    put("history.text", &|out| text::api::history(&life, width, out));
    put("history.json", &|out| json::api::history(&life, out));
    put("history.markdown", &|out| {
        markdown::api::history(&life, out)
    });
    put("history.csv", &|out| csv::api::history(&life, out));
    put("explain.text", &|out| {
        text::explain::write(&explained, width, out)
    });
    put("explain.json", &|out| json::explain::write(&explained, out));
    put("explain.markdown", &|out| {
        markdown::explain::write(&explained, out)
    });
    all.into_iter()
        .map(|(name, out)| (name, String::from_utf8(out).unwrap()))
        .collect()
}

#[test]
fn every_part_is_written() {
    for (name, shown) in written("Level.low") {
        // Colours and line ends as their names, so that a snapshot can be read.
        let shown = shown.replace('\u{1b}', "ESC").replace("\r\n", "CRLF\n");
        insta::with_settings!({ snapshot_suffix => name, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("surfaces", shown);
        });
    }
}

#[test]
fn hostile_names_reach_nobody() {
    for (name, shown) in written(HOSTILE) {
        let (_, format) = name.split_once('.').unwrap();
        if format == "json" {
            // JSON carries the text as it is, escaped by its writer.
            let value: serde_json::Value = serde_json::from_str(&shown).unwrap();
            assert!(value.to_string().contains("=1+1|"), "{name}");
            continue;
        }
        for sequence in shown.split('\u{1b}').skip(1) {
            let (codes, _) = sequence.split_once('m').unwrap();
            let is_colour = codes
                .strip_prefix('[')
                .is_some_and(|codes| codes.chars().all(|c| c.is_ascii_digit() || c == ';'));
            assert!(is_colour, "{name}: {codes}");
        }
        assert!(!shown.contains('\u{202e}'), "{name}");
        if format == "csv" {
            assert!(
                !shown.contains(",=1") && !shown.contains("\"=1"),
                "{name}: {shown}"
            );
            for line in shown.split_terminator("\r\n") {
                assert!(!line.contains('\n'), "{name}: {line}");
            }
        }
        if format == "markdown" {
            for line in shown.lines().filter(|line| line.starts_with('|')) {
                assert!(line.ends_with('|'), "{name}: {line}");
            }
        }
    }
}

#[test]
fn only_what_is_asked_for_is_written() {
    let document = diff("Level");
    let only = [DiffSection::Moved];
    let mut out = Vec::new();
    text::api::diff(&document, &only, text::Width::USUAL, &mut out).unwrap();
    markdown::api::diff(&document, &only, &mut out).unwrap();
    csv::api::diff(&document, &only, &mut out).unwrap();
    let shown = String::from_utf8(out).unwrap();
    assert!(
        shown.contains("SidePanel") && !shown.contains("Manager"),
        "{shown}"
    );
    let mut out = Vec::new();
    json::api::diff(&document, &only, &mut out).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(value["removed"], serde_json::json!([]));
    assert_eq!(value["counts"]["removed"], 3);
    assert_eq!(value["only"], serde_json::json!(["moved"]));
}

#[test]
fn a_rule_is_a_page() {
    let document = ExplainDocument::Rule {
        as_of: day("2026-06-15"),
        rule: Rule::DeepImport,
    };
    let mut out = Vec::new();
    text::explain::write(&document, text::Width::USUAL, &mut out).unwrap();
    writeln!(out, "\nAs Markdown:\n").unwrap();
    markdown::explain::write(&document, &mut out).unwrap();
    let shown = String::from_utf8(out).unwrap().replace('\u{1b}', "ESC");
    insta::assert_snapshot!(shown);
}
