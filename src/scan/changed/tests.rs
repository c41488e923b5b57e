//! Repositories, made by git.

use std::time::Duration;

use super::*;
use crate::system::{Run, Scratch};

fn system() -> System {
    let environment = [
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_NAME", "A"),
        ("GIT_AUTHOR_EMAIL", "a@example.org"),
        ("GIT_COMMITTER_NAME", "A"),
        ("GIT_COMMITTER_EMAIL", "a@example.org"),
    ];
    System::made("2026-01-01T00:00:00Z", &environment, Path::new("/"))
}

fn git(system: &System, folder: &Path, line: &str) {
    let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let run = Run {
        program: "git",
        arguments: &arguments,
        folder,
        variables: &[],
        output: 1_000_000,
        patience: Duration::from_mins(2),
    };
    let ran = system.run(&run, &|| false).unwrap();
    assert!(
        ran.success,
        "{line}: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

fn write(system: &System, folder: &Path, name: &str, text: &str) {
    system
        .write_atomically(&folder.join(name), text.as_bytes())
        .unwrap();
}

/// A repository with a tag, after which things change.
fn repository(system: &System) -> Scratch {
    let scratch = system.scratch().unwrap();
    let folder = scratch.path();
    git(system, folder, "init -q");
    for name in [
        "p/same.ts",
        "p/edited.ts",
        "p/staged.ts",
        "p/old name.ts",
        "p/gone.ts",
        "q/other.ts",
    ] {
        write(
            system,
            folder,
            name,
            &format!("// {name} is long enough to be followed"),
        );
    }
    write(system, folder, ".gitignore", "*.log\n");
    git(system, folder, "add .");
    git(system, folder, "commit -q -m first");
    git(system, folder, "tag v1");
    let moved = "mv;p/old name.ts;p/new\nname.ts";
    let arguments: Vec<String> = moved.split(';').map(str::to_owned).collect();
    let run = Run {
        program: "git",
        arguments: &arguments,
        folder,
        variables: &[],
        output: 1000,
        patience: Duration::from_mins(2),
    };
    assert!(system.run(&run, &|| false).unwrap().success);
    git(system, folder, "rm -q p/gone.ts");
    git(system, folder, "commit -q -m second");
    write(system, folder, "p/staged.ts", "// b");
    git(system, folder, "add .");
    write(system, folder, "p/edited.ts", "// c");
    write(system, folder, "p/unknown \u{e9}.ts", "// d");
    write(system, folder, "p/ignored.log", "");
    write(system, folder, "q/other.ts", "// e");
    write(system, folder, "q/unknown.ts", "// f");
    scratch
}

fn below<'p>(paths: &'p BTreeSet<PathBuf>, folder: &Path) -> Vec<&'p str> {
    paths
        .iter()
        .map(|path| path.strip_prefix(folder).unwrap().to_str().unwrap())
        .collect()
}

#[test]
fn what_changed_is_what_git_says() {
    let system = system();
    let scratch = repository(&system);
    let top = system.real_path(scratch.path()).unwrap();
    let cancel = Cancel::default();
    let changed = since(&system, &top.join("p"), "v1", &cancel).unwrap();
    assert_eq!(
        below(&changed.files, &top),
        [
            "p/edited.ts",
            "p/new\nname.ts",
            "p/staged.ts",
            "p/unknown \u{e9}.ts",
            "q/other.ts"
        ]
    );
    assert_eq!(
        below(&changed.removed, &top),
        ["p/gone.ts", "p/old name.ts"]
    );
    assert!(changed.holds(&top.join("p/edited.ts")) && !changed.holds(&top.join("p/same.ts")));
    // A file is asked about by its folder.
    let of_file = since(&system, &top.join("p/same.ts"), "HEAD~1", &cancel).unwrap();
    assert_eq!(of_file, changed);
    let now = since(&system, &top, "HEAD", &cancel).unwrap();
    assert!(now.removed.is_empty() && now.files.len() == 5, "{now:?}");
}

#[test]
fn what_cannot_be_asked_is_an_error_with_a_hint() {
    let system = system();
    let scratch = repository(&system);
    let cancel = Cancel::default();
    for (revision, what) in [
        ("v9", "no revision `v9`"),
        ("--output=x", "is no revision"),
        ("", "is no revision"),
        ("HEAD\n", "is no revision"),
        ("v1:p", "no revision"),
    ] {
        let error = since(&system, scratch.path(), revision, &cancel).unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
        assert!(error.render().contains("\n  "), "{}", error.render());
    }
    let outside = system.scratch().unwrap();
    let error = since(&system, outside.path(), "v1", &cancel).unwrap_err();
    assert!(
        error.to_string().contains("in no git repository"),
        "{error}"
    );
    let without = System::made(
        "2026-01-01T00:00:00Z",
        &[("PATH", "/nowhere")],
        Path::new("/"),
    );
    let error = since(&without, scratch.path(), "v1", &cancel)
        .unwrap_err()
        .render();
    assert!(
        error.contains("`git` was not found") && error.contains("install git"),
        "{error}"
    );
}

#[test]
fn nothing_that_a_repository_names_is_run() {
    let system = system();
    let scratch = repository(&system);
    let folder = scratch.path();
    for setting in [
        "filter.evil.clean",
        "filter.evil.process",
        "core.fsmonitor",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
    ] {
        git(
            &system,
            folder,
            &format!("config {setting} touch${{IFS}}ran"),
        );
    }
    git(&system, folder, "config filter.evil.required true");
    write(
        &system,
        folder,
        ".gitattributes",
        "* filter=evil diff=evil\n",
    );
    write(
        &system,
        folder,
        ".git/hooks/post-index-change",
        "#!/bin/sh\ntouch ran\n",
    );
    write(&system, folder, "p/same.ts", "// another");
    let top = system.real_path(folder).unwrap();
    let changed = since(&system, &top, "v1", &Cancel::default()).unwrap();
    assert!(changed.holds(&top.join("p/same.ts")));
    assert!(!system.exists(&top.join("ran")) && !system.exists(&top.join("p/ran")));
    git(&system, folder, "config filter.a=b.clean x");
    let error = since(&system, &top, "v1", &Cancel::default()).unwrap_err();
    assert!(
        error.to_string().contains("cannot be switched off"),
        "{error}"
    );
}
