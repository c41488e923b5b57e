//! How long answers from the bundled history take: notes of all of it and of ranges, searches, and the program as a whole.
//!
//! `cargo bench --bench notes`. The program's bars are 50 ms cold and 25 ms warm.

use std::process::{Command, Stdio};
use std::sync::Arc;

use forewarn::app::history::{History, Whereabouts};
use forewarn::app::notes::{NotesQuery, notes};
use forewarn::app::search::search;
use forewarn::domain::document::notes::NotesDocument;
use forewarn::report::feed::Addresses;
use forewarn::report::{json, markdown, template, text};
use forewarn::system::System;

const RANGES: [&str; 3] = ["2.13..2.14", "2.0.0..2.17.1", "1.34.6..2.17.1"];
const FORMATS: [&str; 7] = [
    "markdown", "github", "html", "atom", "jsonfeed", "text", "json",
];

fn main() {
    divan::main();
}

fn history() -> History {
    let system = System::made("2026-11-22T00:00:00Z", &[], &std::env::temp_dir());
    History::open(&system, &Whereabouts::default()).expect("the built-in history opens")
}

fn of_range(history: &History, range: &str) -> NotesDocument {
    let query = NotesQuery {
        choice: Some(range.to_owned()),
        with_blocks: true,
        ..NotesQuery::default()
    };
    let document = notes(history, &query).expect("the range is known");
    assert!(!document.releases.is_empty());
    document
}

fn written(document: &Arc<NotesDocument>, format: &str) -> Vec<u8> {
    let bare = Addresses::default();
    let mut out = Vec::new();
    match format {
        "markdown" => markdown::notes(document, &mut out),
        "github" | "html" | "atom" => template::write(format, document, &bare, &mut out),
        "jsonfeed" => json::feed::write(document, &bare, &mut out),
        "text" => text::notes::write(document, text::Width::USUAL, &mut out),
        _ => json::notes::write(document, &mut out),
    }
    .expect("memory takes all writes");
    out
}

#[divan::bench]
fn open() -> History {
    history()
}

#[divan::bench]
fn collect(bencher: divan::Bencher) {
    let history = history();
    bencher.bench_local(|| {
        notes(&history, &NotesQuery::default()).expect("the whole history has notes")
    });
}

/// What a range brings in the end: rolled up, folded, without what the newer version does not descend from.
#[divan::bench(args = RANGES)]
fn collect_range(bencher: divan::Bencher, range: &str) {
    let history = history();
    bencher.bench_local(|| of_range(&history, range));
}

#[divan::bench(args = FORMATS)]
fn write(bencher: divan::Bencher, format: &str) {
    let query = NotesQuery {
        with_blocks: true,
        ..NotesQuery::default()
    };
    let document = Arc::new(notes(&history(), &query).expect("the whole history has notes"));
    bencher.bench(|| written(&document, format));
}

#[divan::bench(args = FORMATS)]
fn write_range(bencher: divan::Bencher, format: &str) {
    let document = Arc::new(of_range(&history(), "1.34.6..2.17.1"));
    bencher.bench(|| written(&document, format));
}

/// From few hits to very many.
#[divan::bench(args = ["\"enforce logout\"", "logout", "call", "the"])]
fn find(bencher: divan::Bencher, words: &str) {
    let history = history();
    let found = || search(&history, words, 20).expect("there are words");
    assert!(found().total > 0);
    bencher.bench_local(found);
}

/// From the start of the program to its end: how long the start alone takes, and what a reader waits for.
/// `--quiet` stands for a line with no command, which says where things stand.
#[expect(clippy::disallowed_methods, reason = "a bench starts the program")]
#[divan::bench(
    sample_count = 50,
    sample_size = 1,
    args = ["--version", "--quiet", "notes", "notes 1.34.6..2.17.1", "search logout", "impact 1.34.6..2.17.1"]
)]
fn whole_process(bencher: divan::Bencher, line: &str) {
    let home = tempfile::tempdir().expect("there is room for a folder");
    bencher.bench_local(|| {
        let status = Command::new(env!("CARGO_BIN_EXE_forewarn"))
            .args(line.split_whitespace())
            .env("HOME", home.path())
            .env_remove("XDG_DATA_HOME")
            .env_remove("FOREWARN_DB")
            .current_dir(home.path())
            .stdout(Stdio::null())
            .status()
            .expect("the program starts");
        assert!(status.success());
    });
}
