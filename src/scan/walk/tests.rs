//! Trees of plugins, made in a temporary folder.

use super::*;
use crate::scan::lockfile::Detection;
use crate::system::Scratch;

const FLEX: &str = "npm:@twilio/flex-ui";

const PLUGIN: &str =
    r#"{"name":"plugin","version":"0.0.0","dependencies":{"@twilio/flex-ui":"^1.34"}}"#;

fn tree(files: &[(&str, &str)]) -> (System, Scratch) {
    let system = System::made(
        "2026-01-01T00:00:00Z",
        &[("PATH", "/usr/bin:/bin")],
        Path::new("/"),
    );
    let scratch = system.scratch().unwrap();
    for (path, content) in files {
        system
            .write_atomically(&scratch.path().join(path), content.as_bytes())
            .unwrap();
    }
    (system, scratch)
}

fn walk(system: &System, path: &Path, wanted: &[&str], explicit: bool) -> Plugins {
    let wanted = Wanted::new(wanted.iter().copied(), explicit).unwrap();
    plugins(system, path, &wanted, &Cancel::default()).unwrap()
}

fn of(files: &[(&str, &str)], below: &str) -> Plugins {
    let (system, scratch) = tree(files);
    walk(
        &system,
        &names::place(scratch.path(), below),
        &[FLEX],
        false,
    )
}

fn files(found: &Found) -> Vec<&str> {
    found
        .files
        .iter()
        .map(|source| source.file.as_str())
        .collect()
}

fn skipped(found: &Found) -> Vec<(&str, usize)> {
    found
        .skipped
        .iter()
        .map(|skipped| (skipped.why.as_str(), skipped.files))
        .collect()
}

fn roots(plugins: &Plugins) -> Vec<(&str, &str)> {
    plugins
        .found
        .iter()
        .map(|found| (found.root.as_str(), found.name.as_str()))
        .collect()
}

#[test]
fn a_package_that_depends_on_the_platform_is_a_plugin() {
    let found = of(
        &[
            ("package.json", PLUGIN),
            ("src/a.tsx", ""),
            ("src/b/c.mjs", ""),
            ("src/styles.css", ""),
            ("View.vue", ""),
        ],
        "",
    );
    let [plugin] = found.found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(
        (plugin.name.as_str(), plugin.root.as_str()),
        ("plugin", ".")
    );
    assert_eq!(files(plugin), ["View.vue", "src/a.tsx", "src/b/c.mjs"]);
    assert_eq!(plugin.manifest.as_ref().unwrap().file, "package.json");
    let [flex] = plugin.uses.as_slice() else {
        panic!("{:?}", plugin.uses);
    };
    assert_eq!((flex.package.as_str(), flex.range()), (FLEX, Some("^1.34")));
    let range = "^1.34".to_owned();
    assert_eq!(flex.detection, Detection::Range { range });
    assert!(plugin.folder.is_absolute());
}

#[test]
fn what_is_not_the_plugins_own_is_passed_over_and_counted() {
    let found = of(
        &[
            ("package.json", PLUGIN),
            (".gitignore", "gen/\n*.log.js\n!keep.log.js\n"),
            (".ignore", "secret.js\n"),
            (".eslintrc.js", ""),
            (".storybook/main.js", ""),
            (".git/config", ""),
            ("a.js", ""),
            ("a.min.js", ""),
            ("b.log.js", ""),
            ("build/static/main.js", ""),
            ("dist/a.js", ""),
            ("gen/a.js", ""),
            ("keep.log.js", ""),
            ("node_modules/x/index.js", ""),
            ("secret.js", ""),
            ("src/.gitignore", "/only-here.ts\n"),
            ("src/build/a.ts", ""),
            ("src/deep/only-here.ts", ""),
            ("src/node_modules/x/index.js", ""),
            ("src/only-here.ts", ""),
            ("src/types.d.ts", ""),
            ("src/types.d.mts", ""),
            ("vendor/jquery.js", ""),
        ],
        "",
    );
    let plugin = &found.found[0];
    assert_eq!(
        files(plugin),
        [
            "a.js",
            "keep.log.js",
            "src/build/a.ts",
            "src/deep/only-here.ts"
        ]
    );
    assert_eq!(
        skipped(plugin),
        [
            ("build output", 2),
            ("declarations", 2),
            ("hidden", 2),
            ("ignored", 4),
            ("minified", 1),
            ("node_modules", 2),
            ("vendored", 1),
        ]
    );
}

#[test]
fn ignore_files_above_hold_up_to_the_repository() {
    let tree = [
        (".gitignore", "*.js\n"),
        ("repo/.git/info/exclude", "excluded.ts\n"),
        ("repo/.gitignore", "*.gen.ts\n/p/top.ts\n"),
        ("repo/p/package.json", PLUGIN),
        ("repo/p/a.gen.ts", ""),
        ("repo/p/a.js", ""),
        ("repo/p/excluded.ts", ""),
        ("repo/p/inner/top.ts", ""),
        ("repo/p/top.ts", ""),
    ];
    assert_eq!(
        files(&of(&tree, "repo/p").found[0]),
        ["a.js", "inner/top.ts"]
    );
    assert_eq!(files(&of(&tree, "repo").found[0]), ["a.js", "inner/top.ts"]);
}

#[test]
fn each_package_of_a_repository_is_a_plugin_with_its_own_files() {
    let found = of(
        &[
            (
                "package.json",
                r#"{"name":"all","private":true,"workspaces":["packages/*"]}"#,
            ),
            ("tool.js", ""),
            ("packages/a/package.json", &PLUGIN.replace("plugin", "a")),
            ("packages/a/src/x.ts", ""),
            ("packages/a/src/esm/package.json", r#"{"type":"module"}"#),
            ("packages/a/src/esm/y.ts", ""),
            ("packages/b/package.json", &PLUGIN.replace("plugin", "b")),
            ("packages/b/z.ts", ""),
            (
                "packages/b/inner/package.json",
                r#"{"name":"i","version":"1.0.0"}"#,
            ),
            ("packages/b/inner/not-b.ts", ""),
            (
                "packages/c/package.json",
                r#"{"name":"c","dependencies":{"@twilio/flex-ui":"1"}}"#,
            ),
            (
                "packages/d/package.json",
                r#"{"version":"1.0.0","peerDependencies":{"@twilio/flex-ui":"1"}}"#,
            ),
            (
                "packages/e/package.json",
                r#"{"name":"@twilio/flex-ui","version":"1.0.0"}"#,
            ),
        ],
        "",
    );
    assert_eq!(
        roots(&found),
        [
            ("packages/a", "a"),
            ("packages/b", "b"),
            ("packages/c", "c")
        ]
    );
    assert_eq!(files(&found.found[0]), ["src/esm/y.ts", "src/x.ts"]);
    assert_eq!(files(&found.found[1]), ["z.ts"]);
    let passed: Vec<(&str, &str)> = found
        .passed_over
        .iter()
        .map(|passed| (passed.root.as_str(), passed.why.as_str()))
        .collect();
    assert_eq!(passed, [("packages/d", "its package.json states no name")]);
    assert_eq!((found.others, found.loose), (3, 0));
}

#[test]
fn a_path_within_a_package_is_scanned_as_far_as_it_goes() {
    let tree = [
        ("package.json", PLUGIN),
        ("a.ts", ""),
        ("src/__tests__/b.ts", ""),
        ("src/__tests__/deep/c.ts", ""),
        ("src/inner/package.json", &PLUGIN.replace("plugin", "inner")),
        ("src/inner/d.ts", ""),
    ];
    let found = of(&tree, "src/__tests__");
    assert_eq!(roots(&found), [(".", "plugin")]);
    let plugin = &found.found[0];
    assert_eq!(files(plugin), ["b.ts", "deep/c.ts"]);
    assert!(plugin.files.iter().all(|source| source.test_code));
    assert_eq!(plugin.manifest.as_ref().unwrap().file, "../../package.json");
    assert!(plugin.folder.ends_with("src/__tests__"));
    assert_eq!(
        roots(&of(&tree, "src")),
        [(".", "plugin"), ("inner", "inner")]
    );
}

#[test]
fn a_path_may_be_one_file() {
    let tree = [
        ("package.json", PLUGIN),
        (".gitignore", "a.ts\n"),
        ("a.ts", ""),
        ("b.ts", ""),
        ("src/c.ts", ""),
        ("src/d.d.ts", ""),
    ];
    // Whoever names a file wants it, ignored or not.
    assert_eq!(files(&of(&tree, "a.ts").found[0]), ["a.ts"]);
    let found = of(&tree, "src/c.ts");
    assert_eq!(
        (roots(&found), files(&found.found[0])),
        (vec![(".", "plugin")], vec!["c.ts"])
    );
    assert_eq!(
        found.found[0].manifest.as_ref().unwrap().file,
        "../package.json"
    );
    assert_eq!(
        skipped(&of(&tree, "src/d.d.ts").found[0]),
        [("declarations", 1)]
    );
    assert!(files(&of(&tree, "package.json").found[0]).is_empty());
}

#[test]
fn a_path_that_cannot_be_scanned_is_an_error_with_a_hint() {
    let (system, scratch) = tree(&[("README.md", "")]);
    let wanted = Wanted::new([FLEX], false).unwrap();
    for (name, what) in [("README.md", "is no source"), ("gone", "cannot find")] {
        let path = scratch.path().join(name);
        let error = plugins(&system, &path, &wanted, &Cancel::default()).unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
        assert!(
            error.render().contains("\n  name a f"),
            "{}",
            error.render()
        );
    }
    for wrong in [
        "@twilio/flex-ui",
        "crate:",
        "crate:rand*",
        "npm:",
        "npm:@/*",
        "npm:flex*",
        "npm:*",
    ] {
        assert!(Wanted::new([wrong], true).is_err(), "{wrong}");
    }
}

#[test]
fn what_is_named_applies_to_every_package() {
    let tree = [
        ("a/package.json", r#"{"name":"a"}"#),
        ("a/x.ts", ""),
        ("b/package.json", PLUGIN),
        ("b/y.ts", ""),
        ("loose.ts", ""),
    ];
    let (system, scratch) = self::tree(&tree);
    let found = walk(&system, scratch.path(), &[FLEX], true);
    assert_eq!(roots(&found), [("a", "a"), ("b", "plugin")]);
    assert_eq!((found.loose, files(&found.found[0])), (1, vec!["x.ts"]));
    let undeclared = &found.found[0].uses[0];
    assert_eq!(
        (undeclared.package.as_str(), undeclared.range()),
        (FLEX, None)
    );
    assert!(matches!(undeclared.detection, Detection::Unknown { .. }));
}

#[test]
fn what_is_named_applies_to_sources_without_a_manifest() {
    let tree = [("src/x.ts", ""), ("y.jsx", "")];
    let (system, scratch) = self::tree(&tree);
    let found = walk(&system, scratch.path(), &[FLEX], true);
    let name = scratch.path().file_name().unwrap().to_string_lossy();
    assert_eq!(roots(&found), [(".", name.as_ref())]);
    assert_eq!(files(&found.found[0]), ["src/x.ts", "y.jsx"]);
    let found = walk(&system, scratch.path(), &[FLEX], false);
    assert_eq!((found.found.len(), found.loose), (0, 2));
}

#[test]
fn a_platform_of_several_packages_is_one_scan() {
    let manifest = r#"{"name":"p","version":"1.0.0","dependencies":{"@s/a":"1","@s/b":"^2","@t/a":"1",
        "old":"npm:@s/a@0.9"},"peerDependencies":{"@s/a":">=1"}}"#;
    let (system, scratch) = tree(&[("package.json", manifest)]);
    let found = walk(&system, scratch.path(), &["npm:@s/*"], false);
    let uses: Vec<(&str, &str, usize)> = found.found[0]
        .uses
        .iter()
        .map(|used| {
            (
                used.import.as_str(),
                used.package.as_str(),
                used.declared.len(),
            )
        })
        .collect();
    assert_eq!(
        uses,
        [
            ("@s/a", "npm:@s/a", 2),
            ("@s/b", "npm:@s/b", 1),
            ("old", "npm:@s/a", 1)
        ]
    );
}

#[test]
fn a_manifest_that_cannot_be_read_is_told_and_stays_a_plugin() {
    let found = of(
        &[("p/package.json", "{\n  \"name\": }"), ("p/a.ts", "")],
        "",
    );
    let plugin = &found.found[0];
    assert_eq!((plugin.name.as_str(), files(plugin)), ("p", vec!["a.ts"]));
    assert!(plugin.uses.is_empty() && plugin.manifest.is_none());
    let [broken] = plugin.unreadable.as_slice() else {
        panic!("{:?}", plugin.unreadable);
    };
    assert_eq!(broken.file, "package.json");
    assert_eq!(broken.at.map(|at| at.line), Some(2));
}

#[test]
fn a_lockfile_that_cannot_be_read_is_told_beside_what_else_says_the_version() {
    let tree = [
        ("package-lock.json", "<<<<<<<"),
        ("p/package.json", PLUGIN),
        ("p/src/a.ts", ""),
    ];
    for (below, file) in [
        ("", "../package-lock.json"),
        ("p/src", "../../package-lock.json"),
    ] {
        let found = of(&tree, below);
        assert_eq!(found.found[0].unreadable[0].file, file);
        assert_eq!(found.found[0].uses[0].detection.by(), Some("package.json"));
    }
}

#[test]
fn the_version_in_use_is_that_of_the_package_that_asks() {
    let lock = r#"{"lockfileVersion":3,"packages":{"":{},"a":{},"b":{},
        "node_modules/@twilio/flex-ui":{"version":"1.34.6"},
        "b/node_modules/@twilio/flex-ui":{"version":"2.1.0"}}}"#;
    let found = of(
        &[
            ("package-lock.json", lock),
            ("a/package.json", PLUGIN),
            ("b/package.json", PLUGIN),
        ],
        "",
    );
    let versions: Vec<_> = found
        .found
        .iter()
        .map(|found| {
            (
                found.uses[0].detection.version(),
                found.uses[0].detection.by(),
            )
        })
        .collect();
    let by = Some("package-lock.json");
    assert_eq!(versions, [(Some("1.34.6"), by), (Some("2.1.0"), by)]);
}

#[test]
fn ranges_are_found_in_catalogs_and_versions_in_the_repository() {
    let manifest = |range: &str| PLUGIN.replace("^1.34", range);
    let found = of(
        &[
            (
                "pnpm-workspace.yaml",
                "catalogs:\n  next:\n    \"@twilio/flex-ui\": ~2.3.0 # soon\n",
            ),
            ("a/package.json", &manifest("catalog:next")),
            ("b/package.json", &manifest("workspace:^")),
            ("c/package.json", &manifest("git+ssh://example.org/flex")),
            (
                "flex/package.json",
                r#"{"name":"@twilio/flex-ui","version":"3.0.0"}"#,
            ),
        ],
        "",
    );
    let detections: Vec<&Detection> = found
        .found
        .iter()
        .map(|found| &found.uses[0].detection)
        .collect();
    assert_eq!(
        *detections[0],
        Detection::Range {
            range: "~2.3.0".to_owned()
        }
    );
    assert_eq!(
        *detections[1],
        Detection::Workspace {
            version: "3.0.0".to_owned()
        }
    );
    assert!(matches!(detections[2], Detection::Unknown { why } if why.contains("registry")));
}

#[test]
fn code_for_tests_is_told_by_the_usual_names() {
    for (path, expected) in [
        ("src/__tests__/a.ts", true),
        ("src/a.test.tsx", true),
        ("a.spec.js", true),
        ("test/a.js", true),
        ("tests/deep/a.js", true),
        ("src/__mocks__/a.js", true),
        ("jest.config.js", true),
        ("setupTests.js", true),
        ("src/test.js", false),
        ("src/latest/a.js", false),
        ("src/contest.js", false),
        ("src/specification.ts", false),
    ] {
        assert_eq!(names::is_test_code(path), expected, "{path}");
    }
}

#[test]
fn a_walk_that_is_cancelled_ends() {
    let (system, scratch) = tree(&[("package.json", PLUGIN), ("a.ts", "")]);
    let cancel = Cancel::default();
    cancel.raise();
    let wanted = Wanted::new([FLEX], false).unwrap();
    let found = plugins(&system, scratch.path(), &wanted, &cancel).unwrap();
    assert!(found.found.is_empty());
}

#[test]
fn a_tree_that_is_made_to_be_deep_ends_with_a_word() {
    let deep = format!("{}a.ts", "d/".repeat(DEPTH + 2));
    let found = of(&[("package.json", PLUGIN), (&deep, "")], "");
    let plugin = &found.found[0];
    assert!(plugin.files.is_empty());
    assert!(
        plugin.unreadable[0].why.contains("128 folders"),
        "{plugin:?}"
    );
}

#[cfg(unix)]
#[test]
fn links_pipes_and_odd_names_are_no_trouble() {
    let (system, scratch) = tree(&[
        ("outside/secret.js", ""),
        ("p/package.json", PLUGIN),
        ("p/line\nbreak \u{1f600}.js", ""),
        ("p/a.js", ""),
    ]);
    let folder = scratch.path().join("p");
    for (target, name) in [
        ("../outside", "out"),
        (".", "circle"),
        ("a.js", "b.js"),
        ("gone", "c.ts"),
    ] {
        std::os::unix::fs::symlink(target, folder.join(name)).unwrap();
    }
    let pipe = [folder.join("pipe.js").display().to_string()];
    let run = crate::system::Run {
        program: "mkfifo",
        arguments: &pipe,
        folder: &folder,
        variables: &[],
        output: 1000,
        patience: std::time::Duration::from_secs(10),
    };
    assert!(system.run(&run, &|| false).unwrap().success);
    let found = walk(&system, &folder, &[FLEX], false);
    let plugin = &found.found[0];
    assert_eq!(files(plugin), ["a.js", "line\nbreak \u{1f600}.js"]);
    assert_eq!(skipped(plugin), [("links", 4), ("no regular file", 1)]);
    // A link that the user names is what it leads to.
    std::os::unix::fs::symlink("p", scratch.path().join("named")).unwrap();
    let found = walk(
        &system,
        &scratch.path().join("named/../named"),
        &[FLEX],
        false,
    );
    assert_eq!(roots(&found), [(".", "plugin")]);
    let source = SourceFile {
        file: "pipe.js".to_owned(),
        kind: SourceKind::Js,
        test_code: false,
    };
    let error = crate::scan::text::text(&system, &folder, &source).unwrap_err();
    assert!(error.why.contains("a file was expected"), "{}", error.why);
}
