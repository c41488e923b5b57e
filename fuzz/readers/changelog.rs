//! Changelog folders and their files, changelogs of any form, messages of commits.

use std::collections::BTreeMap;

use forewarn::changelog::commits::Message;
use forewarn::changelog::commits::draft::{Types, draft};
use forewarn::changelog::{folder as files, markdown as blocks, wild};
use forewarn::domain::changelog::Changelog;
use forewarn::domain::problem::Problem;
use forewarn::domain::release::{Place, Release, Stream};
use forewarn::domain::text::Untrusted;
use forewarn::domain::tree::{Found, TextFile};
use forewarn::domain::version::{Scheme, Version};
use forewarn::report::flat;
use forewarn::report::html;

use super::held;
use super::parts::parts;

const STREAMS: &str = "format = 1\nplatform = \"flex\"\n\n[[stream]]\nid = \"ui\"\nscheme = \"semver\"\n\n[[stream]]\n\
                       id = \"backend\"\nscheme = \"date\"\n";

/// What stands in a file that is made of front matter alone.
const BODY: &str = "\n## Added\n\n- A. {#a}\n";

/// A folder of changelog files. One without `streams.toml` gets a usual one.
pub(super) fn folder(bytes: &[u8]) {
    let mut found = BTreeMap::from([file("streams.toml", STREAMS.as_bytes())]);
    for (path, content) in parts(bytes) {
        for (at, _) in path.match_indices('/') {
            let above = path.get(..at).unwrap_or_default();
            found.insert(above.to_owned(), Found::Folder);
        }
        found.extend([file(&path, content)]);
    }
    let (changelog, problems) = held::same(|| files::read("", &found));
    held::problems(&problems, |file| match found.get(file) {
        Some(Found::File(bytes)) => Some(bytes),
        _ => None,
    });
    if !held::has_errors(&problems) {
        written(&changelog, &problems);
    }
}

fn file(path: &str, content: &[u8]) -> (String, Found) {
    (path.to_owned(), Found::File(content.to_vec()))
}

/// What was read is written so that it reads as the same, and is written the same again. A text that no file can hold as
/// it is, is known as such before it is written, and is told of when it is read.
fn written(changelog: &Changelog, told: &[Problem]) {
    let first = files::write(changelog);
    if let Some(id) = files::unwritable(&changelog.releases, &changelog.streams) {
        assert!(
            !told.is_empty(),
            "{id} cannot be written, and nothing told so: {first:#?}"
        );
        return;
    }
    let (again, problems) = files::read("", &on_disk(&first));
    assert!(
        !held::has_errors(&problems),
        "the formatter wrote what does not read: {problems:#?} of {first:#?}"
    );
    assert_eq!(first, files::write(&again), "writing again differs");
}

/// Files as a walk finds them, with their folders.
fn on_disk(files: &[TextFile]) -> BTreeMap<String, Found> {
    let mut found = BTreeMap::new();
    for one in files {
        if let Some((folder, _)) = one.path.split_once('/') {
            found.insert(folder.to_owned(), Found::Folder);
        }
        found.extend([file(&one.path, one.text.as_bytes())]);
    }
    found
}

/// The file of one release.
pub(super) fn release(bytes: &[u8]) {
    if let Some(text) = held::text(bytes) {
        release_of(text);
    }
}

/// The front matter of one release.
pub(super) fn front_matter(bytes: &[u8]) {
    if let Some(text) = held::text(bytes) {
        release_of(&format!("+++\n{text}\n+++\n{BODY}"));
    }
}

fn read_release(text: &str, streams: &[Stream]) -> (Release, Vec<Problem>) {
    let version = Version::parse_any("1.0.0").unwrap();
    files::read_release(text, &streams[0], Place::Version(version), streams)
}

fn release_of(text: &str) {
    let known = BTreeMap::from([file("streams.toml", STREAMS.as_bytes())]);
    let streams = files::read("", &known).0.streams;
    let (release, problems) = held::same(|| read_release(text, &streams));
    held::problems(&problems, |_| Some(text.as_bytes()));
    for (id, at) in files::places(text, &release) {
        assert!(text.get(at.clone()).is_some(), "{id} is at {at:?}");
    }
    if held::has_errors(&problems) {
        return;
    }
    let formatted = files::write_release(&release).text;
    if files::unwritable(std::slice::from_ref(&release), &streams).is_some() {
        assert!(
            !problems.is_empty(),
            "cannot be written, and nothing told so:\n{formatted}"
        );
        return;
    }
    let (again, problems) = read_release(&formatted, &streams);
    assert!(
        !held::has_errors(&problems),
        "{problems:#?} of\n{formatted}"
    );
    assert_eq!(again, release, "the formatter wrote\n{formatted}");
    let rewritten = files::write_release(&again).text;
    assert_eq!(rewritten, formatted, "writing again differs");
    // An edit that changes nothing leaves the file as it is.
    if let Some(patched) = files::patch_release(text, &release, &release, &streams) {
        assert_eq!(read_release(&patched, &streams).0, release, "of\n{patched}");
    }
}

/// Markdown as text, as HTML and in one line.
pub(super) fn markdown(bytes: &[u8]) {
    let Some(text) = held::text(bytes) else {
        return;
    };
    let tree = held::same(|| blocks::parse(text));
    let page = html::blocks(&tree);
    let lower = page.to_ascii_lowercase();
    for forbidden in [
        "<script",
        "<iframe",
        "href=\"javascript:",
        "src=\"javascript:",
    ] {
        assert!(!lower.contains(forbidden), "{forbidden} in {page}");
    }
    let line = flat::line(&Untrusted::from(text), &tree);
    assert!(!line.contains('\n'), "more than one line: {line:?}");
}

/// A changelog of any form, of both kinds of streams.
pub(super) fn keep_a_changelog(bytes: &[u8]) {
    let Some(text) = held::text(bytes) else {
        return;
    };
    for scheme in [Scheme::Semver, Scheme::Date] {
        let stream = wild::WildStream {
            id: "ui".to_owned(),
            scheme,
        };
        let read = held::same(|| wild::read(text, "CHANGELOG.md", &stream));
        assert_eq!(
            read.lines.sum(),
            read.lines.total,
            "lines without a class: {:?}",
            read.lines
        );
        // Where no line ends otherwise, carriage returns end them.
        let lines = if text.contains('\n') {
            text.to_owned()
        } else {
            text.replace('\r', "\n")
        };
        held::problems(&read.problems, |_| Some(lines.as_bytes()));
        for one in &read.unplaced {
            held::position(one.at, &lines, "a text without a place");
        }
    }
}

/// The message of a commit.
pub(super) fn commit(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let types = Types::default();
    let message = Message::read(&text, &types);
    let again = Message::read(&text, &types);
    assert_eq!(
        format!("{message:?}"),
        format!("{again:?}"),
        "two runs differ"
    );
    match draft(&message, "0123456789abcdef", &types) {
        Ok(draft) => {
            for (_, entry) in draft.entries {
                assert!(!entry.text.is_empty(), "an entry without a text");
            }
        }
        Err(skipped) => assert!(!skipped.why.is_empty(), "skipped without a reason"),
    }
}
