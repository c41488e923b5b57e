//! How long it takes to bring in a changelog as found in the wild, and a package of declarations.
//!
//! `cargo bench --bench import`. Both are made here. What is read, and what is written into a new database besides: the
//! difference is what SQLite and the disk take.

use std::fmt::Write as _;
use std::path::Path;

use divan::counter::BytesCount;
use forewarn::app::history::Whereabouts;
use forewarn::app::import::packages::{Outcome, PackageRequest, import_packages};
use forewarn::app::import::{ImportRequest, import};
use forewarn::cancel::Silent;
use forewarn::changelog::wild::{self, WildStream};
use forewarn::domain::version::Scheme;
use forewarn::system::System;

/// As the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RELEASES: usize = 200;
const ENTRIES: usize = 10;
const CLASSES: usize = 300;

fn main() {
    divan::main();
}

/// A folder with a home of its own, removed in the end.
struct World {
    /// Held, because dropping it removes the folder.
    _folder: tempfile::TempDir,
    system: System,
}

impl World {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let home = folder.path().join("home");
        let home = home.to_str().expect("the folder's name is Unicode");
        let environment = [("HOME", home), ("USER", "bench")];
        let system = System::made("2026-11-22T00:00:00Z", &environment, folder.path());
        for (path, text) in files {
            system
                .keep(Path::new(path), text.as_bytes())
                .expect("the folder takes files");
        }
        Self {
            _folder: folder,
            system,
        }
    }
}

/// 2,000 entries of 200 releases in the form of keepachangelog.com.
fn changelog() -> String {
    let kinds = [
        "Added",
        "Changed",
        "Deprecated",
        "Removed",
        "Fixed",
        "Security",
    ];
    let mut text =
        "# Changelog\n\nAll notable changes of a made product.\n\n## [Unreleased]\n".to_owned();
    for release in (0..RELEASES).rev() {
        let (major, minor) = (100 + release / 20, release % 20);
        let (month, day) = (release % 12 + 1, release % 28 + 1);
        let year = 1990 + release / 12;
        write!(
            text,
            "\n## [{major}.{minor}.0] - {year}-{month:02}-{day:02}\n"
        )
        .expect("text takes all writes");
        for entry in 0..ENTRIES {
            if entry.is_multiple_of(2) {
                let kind = kinds[(release + entry) % kinds.len()];
                write!(text, "\n### {kind}\n\n").expect("text takes all writes");
            }
            writeln!(
                text,
                "- The `hold` of call {release}-{entry} is kept when [the agent](https://example.org/{entry}) reloads."
            )
            .expect("text takes all writes");
        }
    }
    text
}

/// 300 classes with four members each, one of them deprecated, and the interfaces that they name.
fn declarations() -> String {
    let mut text = String::new();
    for index in 0..CLASSES {
        write!(
            text,
            "/** What is set of panel {index}. */\n\
             export interface Options{index} {{ name?: string; size: number; inner?: Options{before} }}\n\
             export declare class Panel{index}<T extends Options{index} = Options{index}> {{\n\
             \x20   readonly options: T;\n\
             \x20   /** @deprecated use `on` */\n\
             \x20   listen(name: \"open\" | \"close\", then: (options: T) => void): void;\n\
             \x20   on(name: string, then: (options: T, panel: Panel{before}) => Promise<void>): () => void;\n\
             \x20   static make(options?: Partial<Options{index}>): Panel{index};\n\
             }}\n",
            before = index.saturating_sub(1),
        )
        .expect("text takes all writes");
    }
    text
}

/// Text to releases and entries, and nothing else.
#[divan::bench]
fn changelog_read(bencher: divan::Bencher<'_, '_>) {
    let text = changelog();
    let stream = WildStream {
        id: "ui".to_owned(),
        scheme: Scheme::Semver,
    };
    let read = || wild::read(&text, "CHANGELOG.md", &stream);
    let releases = read().releases;
    assert_eq!(releases.len(), RELEASES);
    let entries: usize = releases.iter().map(|one| one.entries.len()).sum();
    assert_eq!(entries, RELEASES * ENTRIES);
    bencher.counter(BytesCount::of_str(&text)).bench_local(read);
}

/// The whole import, into a new database: joined with the built-in history and written.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn changelog_imported(bencher: divan::Bencher<'_, '_>) {
    let text = changelog();
    let request = ImportRequest {
        source: "CHANGELOG.md".to_owned(),
        stream: Some("ui".to_owned()),
        dry_run: false,
        reformat: false,
    };
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| World::new(&[("CHANGELOG.md", &text)]))
        .bench_local_refs(|world| {
            let done = import(&world.system, &Whereabouts::default(), &request)
                .expect("the changelog can be imported");
            assert_eq!(done.entries_added, RELEASES * ENTRIES);
        });
}

/// The declarations of one version: read only, and recorded in a new database.
#[divan::bench(args = ["read", "recorded"], sample_count = 20, sample_size = 1)]
fn package(bencher: divan::Bencher<'_, '_>, how: &str) {
    let dry_run = how == "read";
    let text = declarations();
    let manifest = r#"{"name": "made", "version": "1.0.0", "types": "index.d.ts"}"#;
    let request = PackageRequest {
        source: "made".to_owned(),
        members: Vec::new(),
        replace: false,
        dry_run,
        changelog: false,
    };
    let outcome = if dry_run { Outcome::Read } else { Outcome::New };
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| World::new(&[("made/package.json", manifest), ("made/index.d.ts", &text)]))
        .bench_local_refs(|world| {
            let whereabouts = Whereabouts::default();
            let done = import_packages(&world.system, &whereabouts, &request, &Silent::default())
                .expect("the package can be imported");
            let version = &done.versions[0];
            assert_eq!(version.outcome, outcome);
            assert_eq!(
                (version.exports, version.deprecated),
                (2 * CLASSES, CLASSES)
            );
        });
}
