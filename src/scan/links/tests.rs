//! Trees of plugins, and where their specifiers lead.

use super::*;
use crate::cancel::Cancel;
use crate::cancel::Progress;
use crate::scan::sources::{Contents, Sources};
use crate::scan::walk::{Wanted, plugins};
use crate::system::Scratch;

const MANIFEST: &str = r##"{"name":"plugin","dependencies":{"@twilio/flex-ui":"^1.34"},
    "imports":{"#lib/*":{"types":"./dist/lib/*.d.ts","default":"./src/lib/*.js"},"#one":["./src/none.js","./src/one.js"]}}"##;

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

fn found(system: &System, path: &Path) -> Found {
    let wanted = Wanted::new(["npm:@twilio/flex-ui"], false).unwrap();
    let mut plugins = plugins(system, path, &wanted, &Cancel::default()).unwrap();
    assert_eq!(plugins.found.len(), 1);
    plugins.found.remove(0)
}

fn sources(system: &System, found: &Found) -> Sources {
    let progress = crate::cancel::Silent::default();
    let contents = Contents::read(system, found, progress.cancel());
    Sources::of(system, found, contents, &progress)
}

/// What `src/main.ts` of a plugin below `below` is linked to, by specifier, and what could not be read.
fn links(files: &[(&str, &str)], below: &str) -> (Vec<String>, Vec<String>) {
    let (system, scratch) = tree(files);
    let found = found(&system, &scratch.path().join(below));
    let sources = sources(&system, &found);
    let main = sources
        .files
        .iter()
        .find(|file| file.path == "src/main.ts")
        .unwrap();
    let links = main
        .links
        .iter()
        .map(|(specifier, to)| format!("{specifier} -> {}", sources.files[*to].path))
        .collect();
    let unreadable = sources
        .unreadable
        .iter()
        .map(|one| format!("{}: {}", one.file, one.why))
        .collect();
    (links, unreadable)
}

fn imports(specifiers: &[&str]) -> String {
    let lines: Vec<String> = specifiers
        .iter()
        .map(|specifier| format!("import '{specifier}';"))
        .collect();
    lines.join("\n")
}

#[test]
fn paths_are_those_of_the_nearest_configuration_with_what_it_extends() {
    let main = imports(&[
        "@/a",
        "@/deep/b.js",
        "@app",
        "@deep/b",
        "~/a",
        "components",
        "config/x",
        "./lib",
        "../root",
        "../../outside",
        "react",
        "@/none",
    ]);
    let (links, unreadable) = links(
        &[
            ("package.json", MANIFEST),
            (
                "base/tsconfig.json",
                r#"{ "compilerOptions": { "baseUrl": "../src", /* replaced as a whole */ "paths": { "~/*": ["./*"] } } }"#,
            ),
            (
                "tsconfig.json",
                r#"{ // comments and commas
                "extends": ["./base/tsconfig", "@tsconfig/not-installed"],
                "compilerOptions": { "paths": {
                    "@/*": ["./none/*", "./*"],
                    "@app": ["main2"],
                    "@deep/*": ["${configDir}/src/deep/*"],
                }, }, }"#,
            ),
            ("src/main.ts", &main),
            ("src/main2.tsx", ""),
            ("src/a.ts", ""),
            ("src/deep/b.ts", ""),
            ("src/components/index.tsx", ""),
            ("src/config/x.js", ""),
            ("src/lib/index.mts", ""),
            ("root.ts", ""),
        ],
        "",
    );
    assert_eq!(
        links,
        [
            "../root -> root.ts",
            "./lib -> src/lib/index.mts",
            "@/a -> src/a.ts",
            "@/deep/b.js -> src/deep/b.ts",
            "@app -> src/main2.tsx",
            "@deep/b -> src/deep/b.ts",
            "components -> src/components/index.tsx",
            "config/x -> src/config/x.js",
        ]
    );
    assert_eq!(unreadable, Vec::<String>::new());
}

#[test]
fn a_repository_shares_its_configuration_and_a_template_refers_to_others() {
    let main = imports(&["@/a", "#lib/b", "#one", "plugin", "plugin/src/a"]);
    let files = [
        (".git/HEAD", ""),
        (
            "tsconfig.base.json",
            r#"{"compilerOptions":{"paths":{"@/*":["./packages/p/src/*"]}}}"#,
        ),
        ("packages/p/package.json", MANIFEST),
        (
            "packages/p/tsconfig.json",
            r#"{"files":[],"references":[{"path":"./tsconfig.app.json"},{"path":"./tsconfig.node.json"}]}"#,
        ),
        (
            "packages/p/tsconfig.app.json",
            r#"{"extends":"../../tsconfig.base.json"}"#,
        ),
        ("packages/p/src/main.ts", &main),
        ("packages/p/src/a.ts", ""),
        ("packages/p/src/one.ts", ""),
        ("packages/p/src/lib/b.tsx", ""),
        ("packages/p/index.js", ""),
    ];
    let (links, unreadable) = links(&files, "packages/p");
    assert_eq!(
        links,
        [
            "#lib/b -> src/lib/b.tsx",
            "#one -> src/one.ts",
            "@/a -> src/a.ts",
            "plugin -> index.js",
            "plugin/src/a -> src/a.ts",
        ]
    );
    assert_eq!(unreadable, Vec::<String>::new());
}

#[test]
fn a_call_names_a_module_as_an_import_does() {
    let (links, _) = links(
        &[
            ("package.json", MANIFEST),
            ("jsconfig.json", r#"{"compilerOptions":{"baseUrl":"src"}}"#),
            (
                "src/main.ts",
                "const a = require('lib/a'); const b = () => import('lib/b'); const c = 'main'; const d = 'no module';",
            ),
            ("src/lib/a.js", ""),
            ("src/lib/b/index.vue", "<template></template>"),
        ],
        "",
    );
    assert_eq!(
        links,
        [
            "lib/a -> src/lib/a.js",
            "lib/b -> src/lib/b/index.vue",
            // It is followed only where it is asked for.
            "main -> src/main.ts",
        ]
    );
}

/// Files by path, and what is said of them.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

#[test]
fn a_configuration_that_is_wrong_is_told_and_the_others_hold() {
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let many: Vec<String> = (0..2000).map(|one| format!("\"p{one}\":[\"a\"]")).collect();
    let many = format!(
        "{{\"compilerOptions\":{{\"paths\":{{{}}}}}}}",
        many.join(",")
    );
    let table: [Case<'_>; 6] = [
        (
            &[("tsconfig.json", r#"{"extends":"./tsconfig.json"}"#)],
            &["tsconfig.json: it extends itself"],
        ),
        (
            &[
                ("tsconfig.json", r#"{"extends":["./a","./a"]}"#),
                ("a.json", r#"{"extends":["./b.json","./b"]}"#),
                ("b.json", r#"{"extends":"./a.json"}"#),
            ],
            &["a.json: it extends itself"],
        ),
        (
            &[("src/tsconfig.json", "{\"a\": }")],
            &["src/tsconfig.json: it is not valid JSON: unexpected close brace"],
        ),
        (
            &[("tsconfig.json", &nested)],
            &["tsconfig.json: it is not valid JSON: maximum nesting depth exceeded"],
        ),
        (
            &[("tsconfig.json", &many)],
            &["tsconfig.json: of its `paths` only 1000 are followed"],
        ),
        (
            &[
                ("tsconfig.json", ""),
                (
                    "src/jsconfig.json",
                    r#"{"extends":"../../../../../etc/passwd","compilerOptions":{"baseUrl":7,"paths":{"*":["*"],"**":["x"]}}}"#,
                ),
            ],
            &[],
        ),
    ];
    for (configurations, expected) in table {
        let mut files = vec![
            ("package.json", MANIFEST),
            ("src/main.ts", "import './a';"),
            ("src/a.ts", ""),
        ];
        files.extend(configurations);
        let (links, unreadable) = links(&files, "");
        assert_eq!(links, ["./a -> src/a.ts"], "{configurations:?}");
        assert_eq!(unreadable, expected);
    }
}

#[test]
fn nothing_above_the_repository_is_read() {
    let (links, _) = links(
        &[
            (
                "tsconfig.json",
                r#"{"compilerOptions":{"paths":{"@/*":["./r/src/*"]}}}"#,
            ),
            ("r/.git/HEAD", ""),
            ("r/package.json", MANIFEST),
            ("r/src/main.ts", "import '@/a'"),
            ("r/src/a.ts", ""),
        ],
        "r",
    );
    assert_eq!(links, Vec::<String>::new());
}

#[test]
fn who_named_a_removed_file_is_found() {
    let (system, scratch) = tree(&[
        ("package.json", MANIFEST),
        (
            "tsconfig.json",
            r#"{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}"#,
        ),
        ("src/a.ts", "import './gone';"),
        ("src/b.ts", "import '@/lib/gone';"),
        ("src/c.ts", "import './a';"),
    ]);
    let found = found(&system, scratch.path());
    let sources = sources(&system, &found);
    let removed = [
        "src/gone.tsx".to_owned(),
        "src/lib/gone/index.js".to_owned(),
    ];
    let (naming, read) = naming(&system, &found, &sources.files, &removed);
    assert_eq!(naming, BTreeSet::from([0, 1]));
    assert_eq!(read.len(), 1);
}

#[test]
fn paths_are_worked_out_by_their_words() {
    let table = [
        ("/a/b", "./c", Some("/a/b/c")),
        ("/a/b", "../c/./d", Some("/a/c/d")),
        ("/a", "../../c", None),
        ("/a", "/c", Some("/c")),
        ("C:/a", "../b", Some("C:/b")),
        ("/", ".", Some("/")),
    ];
    for (folder, written, expected) in table {
        assert_eq!(
            placed(folder, written).as_deref(),
            expected,
            "{folder} {written}"
        );
    }
    let seen = |folder: &str, file: &str| seen_from(Path::new(folder), Path::new(file));
    assert_eq!(seen("/a/b", "/a/b/c/d"), "c/d");
    assert_eq!(seen("/a/b", "/a/t.json"), "../t.json");
}
