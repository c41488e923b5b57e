//! Every writer of the catalogue of deprecations, on documents with every part and with hostile text.

use serde_json::Value;

use crate::domain::deprecation::{Deprecation, SymbolChange, SymbolKind};
use crate::domain::document::deprecations::{
    DeprecationsDocument, ObservedSymbol, RemovalSource, SymbolRow, SymbolState, SymbolStatus,
    Warning,
};
use crate::domain::document::notes::{Coverage, Excluded};
use crate::domain::version::Version;
use crate::domain::when::When;
use crate::report::made::day;
use crate::report::surfaces_written::{HOSTILE, age, life, replacements};
use crate::report::{csv, json, markdown, text};

fn version(text: &str) -> Version {
    Version::parse_any(text).unwrap()
}

fn state(symbol: &str, status: SymbolStatus) -> SymbolState {
    SymbolState {
        symbol: symbol.into(),
        kind: SymbolKind::Member,
        stream: "app".to_owned(),
        package: None,
        status,
        reason: None,
        declared_since: None,
        gone: None,
        removal: None,
        removal_source: None,
        replacement: None,
        replacement_since: None,
        warning: Warning::Unknown,
        disputed: Vec::new(),
        rows: Vec::new(),
        observed: None,
    }
}

fn row(words: &str) -> SymbolRow {
    let mut deprecation =
        Deprecation::new("Manager.client", SymbolKind::Member, SymbolChange::Removed);
    deprecation.declared_since = Some(version("1.9.0"));
    deprecation.removed = Some("after 1.9.0, by 2.1.0".parse().unwrap());
    deprecation.removal = Some(version("2025-03-31"));
    deprecation.from_range = Some("^1".into());
    deprecation.to_range = Some("^2 || ^3".into());
    deprecation.replacement = Some(words.into());
    deprecation.note = Some(words.into());
    SymbolRow {
        deprecation,
        entry: "client".to_owned(),
        release: "app/1.9.0".to_owned(),
        when: When::default(),
        sources: vec!["https://acme.example/?a&b".into(), words.into()],
    }
}

/// One with all that can be said of it.
fn gone(words: &str) -> SymbolState {
    SymbolState {
        package: Some("npm:@acme/app".to_owned()),
        reason: Some("only prose says so".to_owned()),
        declared_since: Some(version("1.9.0")),
        gone: Some("after 2.0.0, by 2.1.0".parse().unwrap()),
        replacement: Some(words.into()),
        replacement_since: Some(version("2.0.0")),
        warning: Warning::Console,
        disputed: vec![words.into(), "The guide says 2.0.0.".into()],
        rows: vec![row(words), row("other")],
        observed: Some(ObservedSymbol {
            life: life(words).life,
            replacements: replacements(),
            looked_at: "2.1.0".parse().unwrap(),
            is_exact: true,
            is_there: false,
        }),
        ..state(words, SymbolStatus::Removed)
    }
}

fn document(words: &str) -> DeprecationsDocument {
    let to_go = |symbol: &str, status, source| SymbolState {
        removal: Some(version("3.0.0")),
        removal_source: Some(source),
        ..state(symbol, status)
    };
    let overdue = SymbolState {
        warning: Warning::DebuggerEvent,
        ..to_go("Chat API", SymbolStatus::Overdue, RemovalSource::Stated)
    };
    let mut quiet = to_go("A|B", SymbolStatus::Scheduled, RemovalSource::Policy);
    quiet.warning = Warning::Console;
    let mut unnoticed = gone("Level.high");
    if let Some(seen) = &mut unnoticed.observed {
        (seen.life.deprecated, seen.life.soft) = (None, None);
        seen.replacements.clear();
    }
    DeprecationsDocument {
        as_of: day("2026-06-15"),
        platform: "Acme *Desk*".into(),
        at: vec![
            ("app".to_owned(), version("2.1.0")),
            ("service".to_owned(), version("2026-06-15")),
        ],
        symbols: vec![
            overdue,
            to_go("Panel", SymbolStatus::Scheduled, RemovalSource::Policy),
            quiet,
            gone(words),
            unnoticed,
            state("format", SymbolStatus::Soft),
        ],
        is_one: false,
        filtered: 4,
        not_yet: 3,
        gone_before: 2,
        deep: 1,
        surfaces: vec![age("npm:@acme/app")],
        left_out: vec![
            Excluded {
                id: "draft".to_owned(),
                why: "not published".to_owned(),
            },
            Excluded {
                id: "app/1.0.1".to_owned(),
                why: words.to_owned(),
            },
        ],
        coverage: vec![Coverage {
            stream: "app".to_owned(),
            name: words.into(),
            from: Some(day("2020-01-01")),
            until: Some(day("2026-06-01")),
            complete: Some(false),
            continued_at: None,
            note: None,
        }],
    }
}

fn one(words: &str) -> DeprecationsDocument {
    let mut one = document(words);
    one.is_one = true;
    one.symbols = vec![gone(words), state("Panel", SymbolStatus::Deprecated)];
    one
}

/// The catalogue and two symbols in full, in every format.
fn written(words: &str) -> Vec<(&'static str, String)> {
    let (all, one) = (document(words), one(words));
    let width = text::Width::USUAL;
    let shown = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    vec![
        (
            "all.text",
            shown(&|out| text::deprecations::write(&all, width, out)),
        ),
        (
            "all.markdown",
            shown(&|out| markdown::deprecations::write(&all, out)),
        ),
        ("all.csv", shown(&|out| csv::deprecations::write(&all, out))),
        (
            "one.text",
            shown(&|out| text::deprecations::write(&one, width, out)),
        ),
        (
            "one.markdown",
            shown(&|out| markdown::deprecations::write(&one, out)),
        ),
        ("one.csv", shown(&|out| csv::deprecations::write(&one, out))),
        ("beside.text", text::deprecations::beside(&all).join("\n")),
    ]
}

#[test]
fn every_part_is_written() {
    for (name, shown) in written("Level.low") {
        // Colours and line ends as their names, so that a snapshot can be read.
        let shown = shown.replace('\u{1b}', "ESC").replace("\r\n", "CRLF\n");
        insta::with_settings!({ snapshot_suffix => name, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("deprecations", shown);
        });
    }
}

/// Bars of a table that nothing escapes.
fn bars(line: &str) -> usize {
    line.replace("\\|", "").matches('|').count()
}

#[test]
fn hostile_text_makes_no_cell_no_row_and_no_formula() {
    for words in [HOSTILE, "=cmd|' /C calc'!A0\n| x | y |\n# top"] {
        for (name, shown) in written(words) {
            assert!(!shown.contains('\u{202e}'), "{name}");
            match name.split_once('.').unwrap().1 {
                "markdown" => {
                    assert!(!shown.contains(['\u{1b}', '\u{7}']), "{name}");
                    assert!(!shown.contains("\n# top"), "{name}");
                    let mut columns = None;
                    for line in shown.lines() {
                        if !line.starts_with('|') {
                            columns = None;
                            continue;
                        }
                        assert!(line.ends_with(" |"), "{name}: {line}");
                        let count = *columns.get_or_insert(bars(line));
                        assert_eq!(bars(line), count, "{name}: {line}");
                    }
                }
                "csv" => {
                    assert!(shown.contains("'=") && !shown.contains(",="), "{name}");
                    assert!(!shown.contains("\"="), "{name}: {shown}");
                    let rows = shown.split_terminator("\r\n");
                    assert_eq!(rows.clone().count(), if name == "all.csv" { 7 } else { 3 });
                    assert!(rows.clone().all(|row| !row.contains('\n')), "{name}");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn columns_are_keys_of_the_json_format() {
    let (document, mut rows, mut shown) = (document("Level.low"), Vec::new(), Vec::new());
    csv::deprecations::write(&document, &mut rows).unwrap();
    json::deprecations::write(&document, &mut shown).unwrap();
    let value: Value = serde_json::from_slice(&shown).unwrap();
    let symbol = &value["symbols"][3];
    let places = [&value, symbol, &symbol["rows"][0], &symbol["observed"]];
    let rows = String::from_utf8(rows).unwrap();
    for column in rows.split("\r\n").next().unwrap().split(',') {
        assert!(
            places.iter().any(|place| place.get(column).is_some()),
            "{column}"
        );
    }
}

#[test]
fn an_empty_catalogue_says_so() {
    let mut empty = document("Level.low");
    empty.symbols.clear();
    let (mut page, mut rows) = (Vec::new(), Vec::new());
    markdown::deprecations::write(&empty, &mut page).unwrap();
    csv::deprecations::write(&empty, &mut rows).unwrap();
    assert!(String::from_utf8(page).unwrap().contains("Nothing fits."));
    assert_eq!(String::from_utf8(rows).unwrap().matches("\r\n").count(), 1);
}
