//! How long the notes of the whole bundled history take: the parts, and the program as a whole.
//!
//! `cargo bench --bench notes`. The program's bars are 50 ms cold and 25 ms warm.

use std::process::{Command, Stdio};
use std::sync::Arc;

use forewarn::app::history::{History, Whereabouts};
use forewarn::app::notes::{NotesQuery, notes};
use forewarn::report::feed::Addresses;
use forewarn::report::{json, markdown, template, text};
use forewarn::system::System;

fn main() {
    divan::main();
}

fn history() -> History {
    let system = System::made("2026-11-22T00:00:00Z", &[], &std::env::temp_dir());
    History::open(&system, &Whereabouts::default()).expect("the built-in history opens")
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

#[divan::bench(args = ["markdown", "github", "html", "atom", "jsonfeed", "text", "json"])]
fn write(bencher: divan::Bencher, format: &str) {
    let query = NotesQuery {
        with_blocks: true,
        ..NotesQuery::default()
    };
    let document = Arc::new(notes(&history(), &query).expect("the whole history has notes"));
    let bare = Addresses::default();
    bencher.bench(|| {
        let mut out = Vec::new();
        match format {
            "markdown" => markdown::notes(&document, &mut out),
            "github" | "html" | "atom" => template::write(format, &document, &bare, &mut out),
            "jsonfeed" => json::feed::write(&document, &bare, &mut out),
            "text" => text::notes::write(&document, text::Width::USUAL, &mut out),
            _ => json::notes::write(&document, &mut out),
        }
        .expect("memory takes all writes");
        out
    });
}

#[expect(clippy::disallowed_methods, reason = "a bench starts the program")]
#[divan::bench(sample_count = 50, sample_size = 1)]
fn whole_process() {
    let status = Command::new(env!("CARGO_BIN_EXE_forewarn"))
        .arg("notes")
        .stdout(Stdio::null())
        .status()
        .expect("the program starts");
    assert!(status.success());
}
