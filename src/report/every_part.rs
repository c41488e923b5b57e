//! Every writer that is no template, on documents with every part and with hostile text.

use std::sync::Arc;

use serde_json::Value;

use crate::domain::document::notes::NotesDocument;
use crate::report::feed::Addresses;
use crate::report::{json, made, text};

fn written(name: &str, document: NotesDocument) -> String {
    let mut out = Vec::new();
    let document = Arc::new(document);
    match name {
        "text" => text::notes::write(&document, text::Width::USUAL, &mut out),
        "json" => json::notes::write(&document, &mut out),
        _ => json::feed::write(&document, &Addresses::default(), &mut out),
    }
    .unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_part_is_written() {
    for name in ["text", "json", "jsonfeed"] {
        let shown = written(name, made::document());
        // Colours as their names, so that a snapshot can be read.
        let shown = shown.replace('\u{1b}', "ESC");
        insta::with_settings!({ snapshot_suffix => name, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("every_part", shown);
        });
    }
}

#[test]
fn hostile_text_reaches_no_terminal_and_no_reader() {
    let shown = written("text", made::hostile());
    // Our own colours begin with ESC and `[`; nothing else may.
    for sequence in shown.split('\u{1b}').skip(1) {
        let (codes, _) = sequence.split_once('m').unwrap();
        let is_colour = codes
            .strip_prefix('[')
            .is_some_and(|codes| codes.chars().all(|c| c.is_ascii_digit() || c == ';'));
        assert!(is_colour, "{codes}");
    }
    assert!(!shown.contains(['\u{7}', '\u{0}', '\u{202e}', '\u{feff}', '\u{9b}']));

    let feed: Value = serde_json::from_str(&written("jsonfeed", made::hostile())).unwrap();
    let item = &feed["items"][0];
    for key in ["content_html", "title"] {
        let text = item[key].as_str().unwrap();
        assert!(
            !text.contains(['\u{1b}', '\u{202e}', '\u{7}', '\u{fffe}']),
            "{key}"
        );
    }
    let html = item["content_html"].as_str().unwrap();
    for markup in ["<script", "<img", "<iframe", "href=\"javascript"] {
        assert!(!html.contains(markup), "{markup}");
    }
}

#[test]
fn a_feed_without_items_is_a_feed() {
    let mut empty = made::document();
    empty.releases.clear();
    let feed: Value = serde_json::from_str(&written("jsonfeed", empty)).unwrap();
    assert_eq!(feed["items"], Value::Array(Vec::new()));
}
