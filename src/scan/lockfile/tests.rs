//! Lockfiles of all kinds, in small.

use super::*;
use crate::system::Scratch;

fn tree(files: &[(&str, &str)]) -> (System, Scratch) {
    let system = System::made("2026-01-01T00:00:00Z", &[], Path::new("/"));
    let scratch = system.scratch().unwrap();
    for (path, content) in files {
        system
            .write_atomically(&scratch.path().join(path), content.as_bytes())
            .unwrap();
    }
    (system, scratch)
}

fn asked(name: &str, package: &str, ranges: &[&str]) -> Asked {
    Asked {
        name: name.to_owned(),
        package: package.to_owned(),
        ranges: ranges.iter().map(|range| (*range).to_owned()).collect(),
    }
}

fn flex(ranges: &[&str]) -> Asked {
    asked("@twilio/flex-ui", "@twilio/flex-ui", ranges)
}

/// The version that the package in `importer` gets by one lockfile at the top.
fn version(name: &str, text: &str, importer: &str, asked: &Asked) -> Option<String> {
    let (system, scratch) = tree(&[(name, text)]);
    let folder = scratch.path().join(importer);
    Lockfiles::new(&system)
        .locked(&folder, scratch.path(), asked)
        .map(|locked| locked.version)
}

fn all(name: &str, text: &str, cases: &[(&str, Asked, Option<&str>)]) {
    for (importer, asked, expected) in cases {
        let found = version(name, text, importer, asked);
        assert_eq!(found.as_deref(), *expected, "{name}: {importer} {asked:?}");
    }
}

#[test]
fn npm_gives_what_node_would_find() {
    let lock = r#"{"lockfileVersion": 3, "packages": {
        "": {"name": "all", "workspaces": ["packages/*"]},
        "packages/a": {"version": "1.0.0"},
        "packages/b": {"version": "1.0.0"},
        "packages/own": {"name": "own", "version": "4.0.0"},
        "packages/b/node_modules/@twilio/flex-ui": {"version": "2.1.0", "resolved": false},
        "node_modules/@twilio/flex-ui": {"version": "1.34.6", "resolved": "x", "integrity": "y"},
        "node_modules/old": {"name": "@twilio/flex-ui", "version": "1.0.0"},
        "node_modules/own": {"resolved": "packages/own", "link": true},
        "node_modules/odd": {"version": 7}
    }}"#;
    let own = |name| asked(name, name, &["*"]);
    all(
        "package-lock.json",
        lock,
        &[
            ("", flex(&["^1.34"]), Some("1.34.6")),
            ("packages/a", flex(&["^1.34"]), Some("1.34.6")),
            ("packages/b", flex(&["^1.34"]), Some("2.1.0")),
            (
                "",
                asked("old", "@twilio/flex-ui", &["npm:@twilio/flex-ui@1"]),
                Some("1.0.0"),
            ),
            ("packages/a", own("own"), Some("4.0.0")),
            ("", own("odd"), None),
            ("", own("react"), None),
            // Not of this project: believed only as far as the manifest agrees.
            ("examples/x", flex(&["^1.30"]), Some("1.34.6")),
            ("examples/x", flex(&["^2.0"]), None),
            ("examples/x", flex(&[]), Some("1.34.6")),
        ],
    );
    let shrinkwrap = lock.replace("1.34.6", "1.34.7");
    assert_eq!(
        version("npm-shrinkwrap.json", &shrinkwrap, "", &flex(&[])).as_deref(),
        Some("1.34.7")
    );
}

#[test]
fn the_first_version_of_npms_lockfile_is_read() {
    let lock = r#"{"lockfileVersion": 1, "dependencies": {
        "@twilio/flex-ui": {"version": "1.34.6", "dependencies": {"react": {"version": "16.5.2"}}},
        "old": {"version": "npm:@twilio/flex-ui@1.0.0"},
        "git": {"version": "git+ssh://example.org/a#b"}
    }}"#;
    all(
        "package-lock.json",
        lock,
        &[
            ("", flex(&["^2"]), Some("1.34.6")),
            ("sub", flex(&["^2"]), None),
            (
                "",
                asked("old", "@twilio/flex-ui", &["npm:@twilio/flex-ui@1"]),
                Some("1.0.0"),
            ),
            ("", asked("git", "git", &["git+ssh://example.org/a"]), None),
        ],
    );
}

#[test]
fn yarn_gives_what_the_manifest_asks_for() {
    let lock = "# yarn lockfile v1\n\n\n\"@twilio/flex-ui@1.34.6\", \"@twilio/flex-ui@^1.30.0\":\n  \
                version \"1.34.6\"\n  resolved \"x\"\n  dependencies:\n    react \"16.5.2\"\n\n\
                \"@twilio/flex-ui@^2.0.0\":\n  version \"2.1.0\"\n\n\
                \"old@npm:@twilio/flex-ui@~1.0\":\n  version \"1.0.2\"\n\nreact@16.5.2, react@^16:\n  version \"16.5.2\"\n";
    all(
        "yarn.lock",
        lock,
        &[
            ("packages/a", flex(&["^2.0.0"]), Some("2.1.0")),
            ("packages/b", flex(&["^1.30.0"]), Some("1.34.6")),
            ("", flex(&[">=1", "1.34.6"]), Some("1.34.6")),
            (
                "",
                asked("old", "@twilio/flex-ui", &["npm:@twilio/flex-ui@~1.0"]),
                Some("1.0.2"),
            ),
            // No request is that of the manifest: the newest that it accepts.
            ("", flex(&[">=1 <2"]), Some("1.34.6")),
            ("", flex(&["^3"]), None),
            ("", flex(&[]), None),
            ("", asked("react", "react", &["^17"]), Some("16.5.2")),
            ("sub", asked("react", "react", &["^17"]), None),
        ],
    );
}

#[test]
fn later_yarns_are_read_too() {
    let long = format!(
        "\"{}, @twilio/flex-ui@npm:~3.0\"",
        "@twilio/flex-ui@npm:3.0.0, ".repeat(60)
    );
    let lock = format!(
        "# This file is generated\n\n__metadata:\n  version: 8\n  cacheKey: 10c0\n\n\
         \"@twilio/flex-ui@npm:^1.30.0, @twilio/flex-ui@npm:1.34.6\":\n  version: 1.34.6\n  \
         resolution: \"@twilio/flex-ui@npm:1.34.6\"\n  dependencies:\n    react: \"npm:16.5.2\"\n    version: \"npm:9.9.9\"\n\n\
         \"old@npm:@twilio/flex-ui@~1.0\":\n  version: 1.0.2\n\n\
         \"plugin-a@npm:*, plugin-a@workspace:packages/a\":\n  version: 0.0.0-use.local\n  languageName: unknown\n\n\
         \"react@npm:16.5.2\":\n  version: 16.5.2\n\n\
         ? {long}\n:\n  version: 3.0.0\n"
    );
    all(
        "yarn.lock",
        &lock,
        &[
            ("packages/a", flex(&["^1.30.0"]), Some("1.34.6")),
            ("packages/a", flex(&["~3.0"]), Some("3.0.0")),
            (
                "",
                asked("old", "@twilio/flex-ui", &["npm:@twilio/flex-ui@~1.0"]),
                Some("1.0.2"),
            ),
            (
                "packages/a",
                asked("react", "react", &["^17"]),
                Some("16.5.2"),
            ),
            ("elsewhere", asked("react", "react", &["^17"]), None),
            ("", asked("plugin-a", "plugin-a", &["*"]), None),
            ("", asked("plugin-a", "plugin-a", &["workspace:^"]), None),
        ],
    );
}

#[test]
fn pnpm_gives_what_each_importer_has() {
    let nine = "lockfileVersion: '9.0'\n\nsettings:\n  autoInstallPeers: true\n\nimporters:\n\n  .:\n    \
                devDependencies:\n      typescript:\n        specifier: ^5\n        version: 5.4.0\n\n  packages/a:\n    \
                dependencies:\n      '@twilio/flex-ui':\n        specifier: ^1.30.0\n        version: 1.34.6(react@16.5.2)(redux@3.7.2)\n      \
                old:\n        specifier: npm:@twilio/flex-ui@1\n        version: '@twilio/flex-ui@1.0.2(react@16.5.2)'\n      \
                own:\n        specifier: workspace:^\n        version: link:../own\n\n  packages/b:\n    peerDependencies: {}\n    \
                devDependencies:\n      '@twilio/flex-ui':\n        specifier: ^2\n        version: 2.1.0\n\npackages:\n\n  \
                '@twilio/flex-ui@1.34.6':\n    resolution: {integrity: x}\n    dependencies:\n      '@twilio/flex-ui': 9.9.9\n";
    all(
        "pnpm-lock.yaml",
        nine,
        &[
            ("packages/a", flex(&["^1.30.0"]), Some("1.34.6")),
            ("packages/b", flex(&["^2"]), Some("2.1.0")),
            (
                "packages/a",
                asked("old", "@twilio/flex-ui", &[]),
                Some("1.0.2"),
            ),
            ("packages/a", asked("own", "own", &["workspace:^"]), None),
            (
                "",
                asked("typescript", "typescript", &["^5"]),
                Some("5.4.0"),
            ),
            ("", flex(&["^1"]), None),
            ("packages/c", flex(&["^1"]), None),
        ],
    );
    let five = "lockfileVersion: 5.4\n\nspecifiers:\n  '@twilio/flex-ui': ^1.30.0\n\ndependencies:\n  \
                '@twilio/flex-ui': 1.34.6_react@16.5.2\n  old: /@twilio/flex-ui/1.0.2_react@16.5.2\n\npackages:\n\n  /x/1.0.0:\n    dev: true\n";
    let six = "lockfileVersion: '6.0'\n\ndependencies:\n  '@twilio/flex-ui':\n    specifier: ^1\n    \
               version: 1.34.6(react@16.5.2)\n  old:\n    specifier: npm:@twilio/flex-ui@1\n    version: /@twilio/flex-ui@1.0.2(react@16.5.2)\n";
    for lock in [five, six] {
        all(
            "pnpm-lock.yaml",
            lock,
            &[
                ("", flex(&["^1.30.0"]), Some("1.34.6")),
                ("", asked("old", "@twilio/flex-ui", &[]), Some("1.0.2")),
                ("sub", flex(&["^1.30.0"]), None),
            ],
        );
    }
}

#[test]
fn the_nearest_lockfile_that_knows_wins() {
    let lock = |version: &str| {
        format!(
            r#"{{"packages": {{"": {{}}, "node_modules/@twilio/flex-ui": {{"version": "{version}"}}}}}}"#
        )
    };
    let (system, scratch) = tree(&[
        ("package-lock.json", &lock("1.34.6")),
        ("a/package-lock.json", &lock("1.33.0")),
        ("b/package-lock.json", r#"{"packages": {"": {}}}"#),
        (
            "c/yarn.lock",
            "\"@twilio/flex-ui@^2\":\n  version \"2.1.0\"\n",
        ),
        ("c/package-lock.json", &lock("1.0.0")),
    ]);
    let mut lockfiles = Lockfiles::new(&system);
    for (below, range, expected) in [
        ("a", "^1", Some("1.33.0")),
        ("b", "^1", Some("1.34.6")),
        // Two tools left one each; the one that fits counts.
        ("c", "^2", Some("2.1.0")),
        ("c", "^1", Some("1.0.0")),
    ] {
        let folder = scratch.path().join(below);
        let found = lockfiles.locked(&folder, scratch.path(), &flex(&[range]));
        let found = found.map(|locked| locked.version);
        assert_eq!(found.as_deref(), expected, "{below} {range}");
    }
    let folder = scratch.path().join("b");
    assert_eq!(lockfiles.locked(&folder, &folder, &flex(&["^1"])), None);
}

#[test]
fn what_is_installed_counts_before_the_range() {
    let (system, scratch) = tree(&[
        (
            "node_modules/@twilio/flex-ui/package.json",
            r#"{"version": "1.34.6"}"#,
        ),
        ("secret/package.json", r#"{"version": "6.6.6"}"#),
    ]);
    let mut lockfiles = Lockfiles::new(&system);
    let folder = scratch.path().join("packages/a");
    let none = |_: &str| None;
    let detection = lockfiles.detect(&folder, scratch.path(), &flex(&["^1"]), &none);
    assert_eq!(
        (detection.version(), detection.by()),
        (Some("1.34.6"), Some("node_modules"))
    );
    for name in ["../secret", "@a/../../secret", "", "/secret", "..\\secret"] {
        assert_eq!(
            installed(&system, scratch.path(), scratch.path(), name),
            None,
            "{name}"
        );
    }
    let ours = |_: &str| Some("1.5.0".to_owned());
    for (range, expected) in [("^1", Some("1.5.0")), ("^2", None)] {
        let detection = lockfiles.detect(&folder, &folder, &flex(&[range]), &ours);
        assert_eq!(detection.version(), expected, "{range}");
    }
    let detection = lockfiles.detect(&folder, &folder, &flex(&["^1"]), &none);
    assert_eq!(
        (detection.version(), detection.by()),
        (None, Some("package.json"))
    );
}

#[test]
fn a_range_is_resolved_to_the_newest_that_is_known() {
    let known: Vec<SemVersion> = ["1.34.6", "2.0.0-beta.1", "1.9.0", "2.1.0", "3.0.0-rc.1"]
        .iter()
        .map(|version| version.parse().unwrap())
        .collect();
    for (range, expected) in [
        ("^1.0.0", Some("1.34.6")),
        ("~1.9", Some("1.9.0")),
        (">=1", Some("2.1.0")),
        ("*", Some("2.1.0")),
        ("", Some("2.1.0")),
        ("latest", Some("2.1.0")),
        ("next", None),
        ("2.0.0-beta.1", Some("2.0.0-beta.1")),
        ("^1 || ^2", Some("2.1.0")),
        ("4", None),
    ] {
        let found = newest_match(range, &known).map(|version| version.to_string());
        assert_eq!(found.as_deref(), expected, "{range}");
    }
}

#[test]
fn lockfiles_that_are_none_are_told_and_end_nothing() {
    let (system, scratch) = tree(&[
        ("package-lock.json", "{"),
        ("yarn.lock", "\u{0}"),
        (
            "pnpm-lock.yaml",
            "? \n: :\n\"'\n- - x\n  y: |\n    z: 1\n<<<<<<< HEAD\n'a: b\n",
        ),
    ]);
    let mut lockfiles = Lockfiles::new(&system);
    assert_eq!(
        lockfiles.locked(scratch.path(), scratch.path(), &flex(&[])),
        None
    );
    let broken: Vec<_> = lockfiles
        .broken()
        .keys()
        .filter_map(|file| file.file_name())
        .collect();
    assert_eq!(broken, ["package-lock.json", "yarn.lock"]);
}

#[test]
fn scalars_are_read_with_the_keys_that_lead_to_them() {
    let text = "---\r\n# what\r\na: 1 # one\n'b''s':\n  \"c: d\": 'e''s'\n  list:\n    - f: 1\n      g: 2\n  h: x\n\
                text: |\n  i: no\nflow: {j: no}\nk: \"l # m\" # n\n";
    let mut found = Vec::new();
    yaml::scalars(text, &[], &mut |path, value| {
        found.push(format!("{}={value}", path.join("/")));
    });
    assert_eq!(found, ["a=1", "b's/c: d=e's", "b's/h=x", "k=l # m"]);
}
