//! What the writers make of an answer of `impact` with every part.

use crate::domain::document::fleet::Shard;
use crate::domain::document::impact::ImpactDocument;
use crate::report::impact::{Detail, html};
use crate::report::scan_written::plain as colourless;
use crate::report::{impact_made, json, markdown, text};

fn plain(document: &ImpactDocument, all: bool, columns: usize) -> String {
    let mut out = Vec::new();
    text::impact::write(document, Detail { all }, text::Width(columns), &mut out).unwrap();
    colourless(&String::from_utf8(out).unwrap())
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn kept(suffix: &str, shown: &str) {
    insta::with_settings!({ snapshot_suffix => suffix, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("impact", shown);
    });
}

#[test]
fn for_a_terminal() {
    kept("text", &plain(&impact_made::without_plugins(), false, 80));
    kept("plugins", &plain(&impact_made::all(), true, 80));
    kept("nothing", &plain(&impact_made::nothing(), false, 80));
}

#[test]
fn no_line_is_wider_than_the_terminal_but_for_one_word() {
    for columns in [80, 60] {
        for document in [impact_made::all(), impact_made::without_plugins()] {
            for line in plain(&document, true, columns).lines() {
                let width = text::columns(line);
                let words = line.split_whitespace().count();
                assert!(
                    width <= columns || words <= 2,
                    "{width} > {columns}: {line}"
                );
            }
        }
    }
}

#[test]
fn for_a_page_and_a_host() {
    let (all, detail) = (impact_made::all(), Detail { all: true });
    let marked = written(|out| markdown::impact::write(&all, Detail::default(), out));
    kept("markdown", &marked);
    kept(
        "checklist",
        &written(|out| markdown::impact::checklist(&all, out)),
    );
    let page = written(|out| html::write(&all, detail, out));
    assert!(!page.contains("<b>kept"), "text from outside is escaped");
    assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'));
    kept("html", &page);
}

#[test]
fn for_programs() {
    let shard = Shard { index: 1, count: 2 };
    for (name, document, shard) in [
        ("all.json", impact_made::all(), Some(shard)),
        ("without.json", impact_made::without_plugins(), None),
        ("nothing.json", impact_made::nothing(), None),
    ] {
        kept(
            name,
            &written(|out| json::impact::write(&document, shard, out)),
        );
    }
}
