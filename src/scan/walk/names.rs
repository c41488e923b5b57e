//! What is told by a name alone.

use std::path::{Path, PathBuf};

use crate::domain::surface::Language;
use crate::scan::Why;

/// What version control keeps beside the files: nobody expects it to be scanned, so it is not even counted.
pub(super) fn is_record(folder: &str) -> bool {
    matches!(folder, ".git" | ".hg" | ".svn" | ".jj")
}

/// Whether a folder is one of sources. Names below it are the author's own.
pub(super) fn is_sources(folder: &str) -> bool {
    matches!(folder, "src" | "source" | "sources")
}

/// Why a folder is passed over. `build` and its like are output beside the sources, and any name among them.
pub(super) fn passes_over_folder(name: &str, in_sources: bool, language: Language) -> Option<Why> {
    match name {
        "target" if language == Language::Rust && !in_sources => Some(Why::Output),
        // Any other name may be that of a module.
        "dist" | "build" | "out" | "coverage" if language == Language::Rust => None,
        "node_modules" | "bower_components" | "jspm_packages" => Some(Why::Installed),
        "dist" | "build" | "out" | "coverage" | "storybook-static" if !in_sources => {
            Some(Why::Output)
        }
        "vendor" | "vendors" | "third_party" if !in_sources => Some(Why::Vendored),
        _ if name.starts_with('.') => Some(Why::Hidden),
        _ => None,
    }
}

/// Why a source file is passed over.
pub(super) fn passes_over(name: &str) -> Option<Why> {
    let lower = name.to_ascii_lowercase();
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| lower.ends_with(suffix));
    if name.starts_with('.') {
        Some(Why::Hidden)
    } else if ends(&[".d.ts", ".d.mts", ".d.cts"]) {
        Some(Why::Declarations)
    } else if ends(&[".min.js", ".min.mjs", ".min.cjs", "-min.js"]) {
        Some(Why::Minified)
    } else if ends(&[".bundle.js", ".chunk.js"]) {
        Some(Why::Generated)
    } else {
        None
    }
}

/// Whether a file is code for tests, by the usual names. `path` is relative to its package, with `/`.
pub(super) fn is_test_code(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let in_folder = folders.split('/').any(|folder| {
        matches!(
            folder,
            "__tests__"
                | "__mocks__"
                | "__fixtures__"
                | "test"
                | "tests"
                | "spec"
                | "specs"
                | "e2e"
                | "cypress"
                | "benches"
        )
    });
    let lower = name.to_ascii_lowercase();
    let mut parts = lower.split('.').rev().skip(1);
    let by_part = parts.any(|part| matches!(part, "test" | "tests" | "spec" | "e2e" | "cy"));
    let stem = lower.split('.').next().unwrap_or_default();
    let by_stem = matches!(
        stem,
        "setuptests" | "jest" | "vitest" | "jest-setup" | "test-setup"
    );
    in_folder || (by_part && lower.matches('.').count() > 1) || by_stem
}

/// A path below a folder; the folder's is empty for the base.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Where what [`join`] names is.
pub(super) fn place(base: &Path, below: &str) -> PathBuf {
    if below.is_empty() {
        // Joining nothing would leave a separator at the end.
        base.to_owned()
    } else {
        base.join(below)
    }
}
