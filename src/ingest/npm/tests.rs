//! Manifests of npm packages, and where TypeScript would begin in them.

use super::*;
use crate::ingest::package_of;

fn files(manifest: &str, others: &[&str]) -> Files {
    let mut files = BTreeMap::from([(MANIFEST.to_owned(), manifest.as_bytes().to_vec())]);
    for path in others {
        files.insert((*path).to_owned(), b"export {};".to_vec());
    }
    Files {
        files,
        ..Files::default()
    }
}

fn read(manifest: &str, others: &[&str]) -> Result<Package, Error> {
    package_of("a.tgz", files(manifest, others), None, &|| Ok(None))
}

fn with(keys: &str, others: &[&str]) -> Package {
    read(
        &format!(r#"{{"name":"a","version":"1.2.3",{keys}}}"#),
        others,
    )
    .unwrap()
}

#[test]
fn declarations_manifest_and_change_log_are_wanted() {
    for path in [
        "package.json",
        "a.d.ts",
        "x/b.d.mts",
        "c.d.cts",
        "ChangeLog.md",
        "node_modules/b/a.d.ts",
        "node_modules/@b/c/package.json",
    ] {
        assert!(wants(path), "{path}");
    }
    for path in [
        "x/package.json",
        "node_modules/b/a.js",
        "node_modules/b/node_modules/c/a.d.ts",
        "a.ts",
        "a.js",
        "README.md",
        "x/CHANGELOG.md",
        "x/node_modules/b/a.d.ts",
    ] {
        assert!(!wants(path), "{path}");
    }
}

#[test]
fn the_root_is_found_as_typescript_finds_it() {
    for (keys, others, root) in [
        (
            r#""types":"./x.d.ts""#,
            vec!["x.d.ts", "index.d.ts"],
            Some("x.d.ts"),
        ),
        (
            r#""typings":"lib""#,
            vec!["lib/index.d.ts"],
            Some("lib/index.d.ts"),
        ),
        (
            r#""types":"lib/""#,
            vec!["lib/index.d.ts"],
            Some("lib/index.d.ts"),
        ),
        (r#""types":"lib/x""#, vec!["lib/x.d.ts"], Some("lib/x.d.ts")),
        (
            r#""types":"lib/x.d""#,
            vec!["lib/x.d.ts"],
            Some("lib/x.d.ts"),
        ),
        (r#""types":"x.ts""#, vec!["x.d.ts"], Some("x.d.ts")),
        (r#""types":"../x.d.ts""#, vec!["x.d.ts"], None),
        (r#""types":"b/../x.d.ts""#, vec!["x.d.ts"], Some("x.d.ts")),
        (
            r#""types":"gone.d.ts","main":"x.js""#,
            vec!["x.d.ts"],
            Some("x.d.ts"),
        ),
        (
            r#""main":"./dist/x.js""#,
            vec!["dist/x.d.ts"],
            Some("dist/x.d.ts"),
        ),
        (
            r#""main":"dist/x.cjs""#,
            vec!["dist/x.d.cts"],
            Some("dist/x.d.cts"),
        ),
        (
            r#""main":"dist""#,
            vec!["dist/index.d.ts"],
            Some("dist/index.d.ts"),
        ),
        (r#""main":".""#, vec!["index.d.ts"], Some("index.d.ts")),
        (r#""main":"x.js""#, vec!["index.d.ts"], Some("index.d.ts")),
        (r#""main":"x.js""#, vec!["y.d.ts"], None),
    ] {
        let package = with(keys, &others);
        assert_eq!(package.entry.root.as_deref(), root, "{keys}");
        assert!(package.entry.deep);
    }
}

#[test]
fn exports_lead_to_their_declarations() {
    let package = with(
        r##""types":"old.d.ts","exports":{
            ".":{"default":"./x.js","import":{"types":"./x.d.mts","default":"./x.mjs"},"require":"./x.cjs"},
            "./hooks":"./dist/hooks.js",
            "./either":["./gone.js",{"types":"./dist/hooks.d.ts"}],
            "./newer":{"types@>=5":"./n5.d.ts","types":"./n.d.ts"},
            "./older":{"types@<=5.0":"./n5.d.ts","types":{"require":"./n5.d.ts","default":"./n.d.ts"}},
            "./parts/*":"./dist/parts/*.js",
            "./any/*":{"types":"./dist/*"},
            "./none/*":"./none/*.js",
            "./private/*":null,
            "./package.json":"./package.json",
            "#internal":"./x.js"}"##,
        &[
            "old.d.ts",
            "x.d.mts",
            "dist/hooks.d.ts",
            "dist/parts/a.d.ts",
            "n.d.ts",
            "n5.d.ts",
        ],
    );
    assert_eq!(package.entry.root.as_deref(), Some("x.d.mts"));
    assert!(!package.entry.deep);
    let further: Vec<(&str, &str)> = package
        .entry
        .further
        .iter()
        .map(|(path, file)| (path.as_str(), file.as_str()))
        .collect();
    assert_eq!(
        further,
        [
            ("./any/*", "dist/*"),
            ("./either", "dist/hooks.d.ts"),
            ("./hooks", "dist/hooks.d.ts"),
            ("./newer", "n5.d.ts"),
            ("./older", "n.d.ts"),
            ("./parts/*", "dist/parts/*.d.ts"),
        ]
    );
}

#[test]
fn exports_in_other_forms_are_understood_too() {
    for (exports, root) in [
        (r#""./x.js""#, "x.d.ts"),
        (r#"{"import":"./x.js"}"#, "x.d.ts"),
        (r#"["./x.js"]"#, "x.d.ts"),
        // Older compilers do not read `exports`; what they find is found.
        (r#"{".":"./gone.js"}"#, "old.d.ts"),
        ("{}", "old.d.ts"),
        ("7", "old.d.ts"),
    ] {
        let package = with(
            &format!(r#""types":"old.d.ts","exports":{exports}"#),
            &["old.d.ts", "x.d.ts"],
        );
        assert_eq!(package.entry.root.as_deref(), Some(root), "{exports}");
    }
    let deep = format!("{}\"./x.js\"{}", r#"{"import":"#.repeat(60), "}".repeat(60));
    let package = with(&format!(r#""exports":{deep}"#), &["x.d.ts"]);
    assert_eq!(package.entry.root, None);
}

#[test]
fn types_versions_send_paths_elsewhere() {
    let package = with(
        r#""types":"index.d.ts","typesVersions":{"<4.0":{"*":["old/*"]},"*":{"*":["new/*"],"hooks":["new/h.d.ts"]}}"#,
        &[
            "index.d.ts",
            "old/index.d.ts",
            "new/index.d.ts",
            "new/h.d.ts",
        ],
    );
    assert_eq!(package.entry.root.as_deref(), Some("new/index.d.ts"));
    assert_eq!(package.entry.further["./hooks"], "new/h.d.ts");
    assert_eq!(package.entry.further["./*"], "new/*");
}

#[test]
fn requirements_are_sorted_and_optional_ones_win() {
    let package = with(
        r#""dependencies":{"z":"^1","b":"1.x","odd":7},"optionalDependencies":{"b":"2"},"peerDependencies":{"b":">=1","a":"*"}"#,
        &["index.d.ts"],
    );
    let told: Vec<String> = package
        .requires
        .iter()
        .map(|one| format!("{} {} {:?}", one.name, one.range, one.kind))
        .collect();
    assert_eq!(
        told,
        ["a * Peer", "b 2 Optional", "b >=1 Peer", "z ^1 Dependency"]
    );
    assert_eq!(package.gaps.len(), 1, "{:?}", package.gaps);
}

#[test]
fn a_package_without_types_is_a_gap() {
    let package = with(r#""main":"x.js""#, &["CHANGELOG.md", "Cargo.toml"]);
    assert_eq!(package.gaps[0].kind, GapKind::NoTypes);
    assert_eq!(package.entry.root, None);
    assert_eq!(package.files.len(), 2, "a manifest of cargo is none of npm");
    assert_eq!(package.skipped, 1);
    let package = with(r#""main":"x.js""#, &["y.d.ts"]);
    assert_eq!(package.gaps[0].kind, GapKind::MissingModule);
}

#[test]
fn a_manifest_that_does_not_say_what_it_is_is_an_error() {
    let nested = "[".repeat(100_000);
    for (manifest, expected) in [
        (r#"{"name":"a"}"#, "states no `version`"),
        (r#"{"version":"1.0.0"}"#, "states no `name`"),
        (r#"{"name":["a"],"version":"1.0.0"}"#, "states no `name`"),
        (
            r#"{"name":"a","version":"1.0"}"#,
            "`1.0` is not a semantic version",
        ),
        (
            r#"{"name":"a","version":"newest"}"#,
            "`newest` is not a semantic version",
        ),
        (r#"{"name":"../a","version":"1.0.0"}"#, "unusable name"),
        (
            r#"{"name":"a\u001b[2J","version":"1.0.0"}"#,
            "unusable name",
        ),
        ("[]", "is no object"),
        ("", "is not valid JSON"),
        (&nested, "is not valid JSON"),
    ] {
        let text = read(manifest, &["index.d.ts"]).unwrap_err().render();
        assert!(text.contains(expected), "{expected}: {text}");
        assert!(!text.contains('\u{1b}'));
    }
    let old = r#"{"name":"a","version":" v1.0.0"}"#;
    assert_eq!(read(old, &["index.d.ts"]).unwrap().version, "1.0.0");
    let with_mark = "\u{feff}{\"name\":\"a\",\"version\":\"1.0.0\"}";
    assert!(read(with_mark, &["index.d.ts"]).is_ok());
}

#[test]
fn a_fingerprint_is_of_paths_and_contents() {
    let one = with(r#""main":"x.js""#, &["a.d.ts", "b.d.ts"]);
    let mut other = one.clone();
    other.skipped = 7;
    assert_eq!(one.fingerprint(), other.fingerprint());
    assert_eq!(one.fingerprint().len(), 64);
    let content = other.files.remove("b.d.ts").unwrap();
    assert_ne!(one.fingerprint(), other.fingerprint());
    other.files.insert("c.d.ts".to_owned(), content);
    assert_ne!(one.fingerprint(), other.fingerprint());
}
