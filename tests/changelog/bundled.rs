//! The bundled changelog itself is input like any other: it reads without a problem and is
//! written the way the formatter writes it.

use std::collections::BTreeMap;
use std::path::Path;

use forewarn::changelog::folder;
use forewarn::domain::tree::Found;

fn found(dir: &Path, prefix: &str, into: &mut BTreeMap<String, Found>) {
    for item in std::fs::read_dir(dir).unwrap() {
        let item = item.unwrap();
        let path = format!("{prefix}{}", item.file_name().into_string().unwrap());
        if item.file_type().unwrap().is_dir() {
            found(&item.path(), &format!("{path}/"), into);
            into.insert(path, Found::Folder);
        } else {
            #[expect(
                clippy::disallowed_methods,
                reason = "a test reads the repository's own files"
            )]
            into.insert(path, Found::File(std::fs::read(item.path()).unwrap()));
        }
    }
}

fn bundled() -> BTreeMap<String, Found> {
    let mut all = BTreeMap::new();
    found(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("changelog"),
        "",
        &mut all,
    );
    all
}

#[test]
fn the_bundled_changelog_has_no_problems() {
    let (_, problems) = folder::read("changelog", &bundled());
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(
        problems.is_empty(),
        "{} problems:\n{}",
        problems.len(),
        shown.join("\n")
    );
}

#[test]
fn the_bundled_changelog_is_formatted() {
    let all = bundled();
    let (changelog, _) = folder::read("changelog", &all);
    for file in folder::write(&changelog) {
        let Some(Found::File(bytes)) = all.get(&file.path) else {
            panic!("{} is missing", file.path)
        };
        similar_lines(&file.path, std::str::from_utf8(bytes).unwrap(), &file.text);
    }
}

#[track_caller]
fn similar_lines(path: &str, found: &str, formatted: &str) {
    if found != formatted {
        let at = found
            .lines()
            .zip(formatted.lines())
            .position(|(a, b)| a != b);
        let line = at.unwrap_or_else(|| found.lines().count().min(formatted.lines().count()));
        panic!(
            "{path}:{}: found `{}`, the formatter writes `{}`",
            line + 1,
            found.lines().nth(line).unwrap_or("(end)"),
            formatted.lines().nth(line).unwrap_or("(end)"),
        );
    }
}
