//! Every writer of scans, on documents with every part, without findings, and with hostile text.

use serde_json::Value;

use crate::domain::document::scan::ScanDocument;
use crate::report::scan_made::{clean, document, hostile, nothing};
use crate::report::text::Width;
use crate::report::text::scan::By;
use crate::report::{github, gitlab, json, junit, markdown, sarif, text};

/// A document in every format.
fn written(document: &ScanDocument) -> Vec<(&'static str, String)> {
    let shown = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let text = |by, width| shown(&|out| text::scan::write(document, by, width, out));
    vec![
        ("text", text(By::File, Width::USUAL)),
        ("symbols.text", text(By::Symbol, Width(60))),
        ("json", shown(&|out| json::scan::write(document, out))),
        ("sarif", shown(&|out| sarif::write(document, out))),
        ("gitlab", shown(&|out| gitlab::write(document, out))),
        ("junit", shown(&|out| junit::write(document, out))),
        ("github", shown(&|out| github::scan::write(document, out))),
        (
            "markdown",
            shown(&|out| markdown::scan::write(document, markdown::scan::COMMENT, out)),
        ),
    ]
}

#[test]
fn every_part_is_written() {
    for (what, document) in [
        ("all", document()),
        ("clean", clean()),
        ("nothing", nothing()),
    ] {
        for (format, shown) in written(&document) {
            // Colours as their names, so that a snapshot can be read.
            let shown = shown.replace('\u{1b}', "ESC");
            let name = format!("{what}.{format}");
            insta::with_settings!({ snapshot_suffix => name, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!("scan", shown);
            });
        }
    }
}

/// Takes our own colours out; nothing else may begin with an escape.
pub(super) fn plain(shown: &str) -> String {
    let mut parts = shown.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for sequence in parts {
        let (codes, rest) = sequence.split_once('m').unwrap();
        let is_colour = codes
            .strip_prefix('[')
            .is_some_and(|codes| codes.chars().all(|c| c.is_ascii_digit() || c == ';'));
        assert!(is_colour, "{codes}");
        plain.push_str(rest);
    }
    plain
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in [40, 60, 100] {
        for by in [By::File, By::Symbol] {
            let mut out = Vec::new();
            text::scan::write(&document(), by, Width(columns), &mut out).unwrap();
            let shown = plain(&String::from_utf8(out).unwrap());
            for line in shown.lines() {
                let is_wide = text::columns(line) > columns;
                // A word that is longer than a line stands as it is.
                let is_one_word = line
                    .split_whitespace()
                    .any(|word| text::columns(word) + 13 > columns);
                assert!(!is_wide || is_one_word, "{columns}: {line}");
            }
        }
    }
}

/// Every text of a JSON document.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(keys) => keys.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// Markdown without its code, where nothing acts.
fn without_code(markdown: &str) -> String {
    let (mut plain, mut rest) = (String::new(), markdown);
    while let Some(at) = rest.find('`') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let fence = from.len() - from.trim_start_matches('`').len();
        let (fence, after) = from.split_at(fence);
        // Our fences stand alone: no run of as many is within the code.
        let closed = after.find(fence).filter(|_| !before.ends_with('\\'));
        rest = closed.map_or(after, |at| after.split_at(at + fence.len()).1);
    }
    plain + rest
}

fn is_seen(format: &str, text: &str) {
    let is_control = |c: char| c.is_control() && c != '\n';
    assert!(!text.contains(is_control), "{format}");
    assert!(!text.contains(['\u{202e}', '\u{ffff}']), "{format}");
}

fn are_annotations(shown: &str) {
    assert_eq!(shown.lines().count(), 3);
    for line in shown.lines() {
        let (head, said) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (_, properties) = head.split_once(' ').unwrap();
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            let ours = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(ours.contains(&name), "{name}");
            assert!(!value.contains("%0A") && !value.contains(':'), "{value}");
        }
        assert!(!said.contains("%0A"), "{said}");
    }
}

fn is_harmless_markdown(shown: &str) {
    let plain = without_code(shown);
    assert!(
        !plain.contains("<script") && !plain.contains("@all"),
        "{plain}"
    );
    assert!(!plain.replace("\\]", "").contains("]("), "{plain}");
    assert!(!shown.lines().any(|line| line.starts_with("::")));
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    let rows: Vec<&str> = shown.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|line| bars(line) == 7), "{rows:#?}");
}

fn is_harmless(format: &str, shown: &str) {
    match format {
        "json" => {
            // Whoever reads it gets what was read; only its writer's escapes are asked for.
            assert!(!shown.contains(|c: char| c.is_ascii_control() && c != '\n'));
            serde_json::from_str::<Value>(shown).unwrap();
        }
        "sarif" | "gitlab" => {
            let value: Value = serde_json::from_str(shown).unwrap();
            for text in texts(&value) {
                is_seen(format, text);
            }
            if format == "sarif" {
                let result = &value["runs"][0]["results"][0]["message"]["text"];
                assert!(!result.as_str().unwrap().contains("]("), "{result}");
            }
        }
        "github" => {
            is_seen(format, shown);
            are_annotations(shown);
        }
        "markdown" => {
            is_seen(format, shown);
            is_harmless_markdown(shown);
        }
        "junit" => {
            is_seen(format, shown);
            assert!(!shown.contains("<script") && !shown.contains("]]>"));
        }
        _ => {
            let plain = plain(shown);
            is_seen(format, &plain);
            assert!(!plain.lines().any(|line| line.starts_with("::")));
        }
    }
}

#[test]
fn hostile_text_acts_nowhere() {
    for (format, shown) in written(&hostile()) {
        is_harmless(format, &shown);
    }
}
