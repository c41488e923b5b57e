//! Every writer of scans, on documents with every part, without findings, and with hostile text.

use serde_json::Value;

use crate::domain::document::scan::ScanDocument;
use crate::report::scan_made::{clean, document, hostile, nothing};
use crate::report::text::Width;
use crate::report::text::scan::By;
use crate::report::{json, sarif, text};

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
fn plain(shown: &str) -> String {
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

#[test]
fn hostile_text_acts_nowhere() {
    for (format, shown) in written(&hostile()) {
        let controls = |c: char| c.is_control() && c != '\n';
        if format.ends_with("text") {
            let plain = plain(&shown);
            assert!(!plain.contains(controls), "{format}");
            assert!(!plain.contains(['\u{202e}', '\u{9b}']), "{format}");
        } else {
            let is_raw = |c: char| c.is_ascii_control() && c != '\n';
            assert!(!shown.contains(is_raw), "{format}");
            let value: Value = serde_json::from_str(&shown).unwrap();
            assert!(value.is_object() || value.is_array(), "{format}");
        }
    }
}
