//! Manifests of crates, complete ones and ones that lean on a workspace.

use super::*;

fn read_in(manifest: &str, others: &[&str], workspace: Workspace<'_>) -> Result<Package, Error> {
    let mut files = BTreeMap::from([(MANIFEST.to_owned(), manifest.as_bytes().to_vec())]);
    for path in others {
        files.insert((*path).to_owned(), Vec::new());
    }
    let files = Files {
        files,
        ..Files::default()
    };
    package("a.crate", files, workspace)
}

fn read(manifest: &str, others: &[&str]) -> Result<Package, Error> {
    read_in(manifest, others, NO_WORKSPACE)
}

#[test]
fn source_manifest_and_change_log_are_wanted() {
    for path in [
        "Cargo.toml",
        "src/lib.rs",
        "build.rs",
        "lib/x.rs",
        "src/tests/a.rs",
        "changelog.MD",
    ] {
        assert!(wants(path), "{path}");
    }
    for path in [
        "tests/a.rs",
        "benches/a.rs",
        "examples/x/a.rs",
        "x/Cargo.toml",
        "src/a.md",
    ] {
        assert!(!wants(path), "{path}");
    }
}

#[test]
fn a_manifest_tells_what_the_crate_is_and_needs() {
    let package = read(
        r#"
        [package]
        name = "my-crate"
        version = "1.2.3"
        [lib]
        path = "./lib/root.rs"
        proc-macro = true
        [features]
        default = ["std"]
        std = ["dep:hidden"]
        [dependencies]
        plain = "1"
        other-name = { package = "real", version = "2.0", optional = true }
        hidden = { version = "3", optional = true }
        [target.'cfg(unix)'.dependencies]
        plain = "1"
        onunix = ">=0.3, <0.5"
        local = { path = "../x" }
        [dev-dependencies]
        dev = "1"
        [build-dependencies]
        build = "1"
        "#,
        &["lib/root.rs"],
    )
    .unwrap();
    assert_eq!(package.language, Language::Rust);
    assert_eq!(package.entry.root.as_deref(), Some("lib/root.rs"));
    assert_eq!(package.entry.crate_name.as_deref(), Some("my_crate"));
    assert!(package.entry.procedural);
    let told: Vec<String> = package
        .requires
        .iter()
        .map(|one| format!("{} {} {:?}", one.name, one.range, one.kind))
        .collect();
    assert_eq!(
        told,
        [
            "hidden 3 Optional",
            "local * Dependency",
            "onunix >=0.3, <0.5 Dependency",
            "plain 1 Dependency",
            "real 2.0 Optional",
        ]
    );
    assert_eq!(package.entry.renamed["other_name"], "real");
    let features: Vec<&str> = package.entry.features.keys().map(String::as_str).collect();
    assert_eq!(features, ["default", "other-name", "std"]);
    assert_eq!(package.gaps.len(), 1, "{:?}", package.gaps);
}

#[test]
fn a_crate_without_a_library_is_a_gap() {
    let plain = "[package]\nname = \"a\"\nversion = \"1.0.0\"\n";
    let package = read(plain, &["src/main.rs"]).unwrap();
    assert_eq!(package.gaps[0].kind, GapKind::NoTypes);
    let package = read(plain, &["src/lib.rs"]).unwrap();
    assert_eq!(package.entry.root.as_deref(), Some("src/lib.rs"));
    assert_eq!(package.entry.crate_name, None);
    assert!(package.gaps.is_empty());
    let package = read(&format!("{plain}[lib]\nname = \"b\""), &["src/main.rs"]).unwrap();
    assert_eq!(package.gaps[0].kind, GapKind::MissingModule);
    assert_eq!(package.entry.crate_name.as_deref(), Some("b"));
}

#[test]
fn what_is_left_to_a_workspace_is_looked_up_there() {
    let manifest = r#"
        [package]
        name = "a"
        version.workspace = true
        [dependencies]
        shared = { workspace = true, optional = true }
    "#;
    let workspace: Table = "[workspace.package]\nversion = \"4.5.6\"\n[workspace.dependencies]\nshared = { package = \"real\", version = \"7\" }"
        .parse()
        .unwrap();
    let package = read_in(manifest, &["src/lib.rs"], &|| Ok(Some(workspace.clone()))).unwrap();
    assert_eq!(package.version, "4.5.6");
    assert_eq!(package.requires[0].name, "real");
    assert_eq!(package.requires[0].range, "7");
    assert_eq!(package.requires[0].kind, RequirementKind::Optional);
    let text = read(manifest, &["src/lib.rs"]).unwrap_err().render();
    assert!(
        text.contains("leaves `version` to a workspace that is not there"),
        "{text}"
    );
    let empty = read_in(manifest, &["src/lib.rs"], &|| Ok(Some(Table::new())));
    let text = empty.unwrap_err().render();
    assert!(text.contains("which does not state it"), "{text}");
}

#[test]
fn a_manifest_that_does_not_say_what_it_is_is_an_error() {
    let nested = format!("a = {}", "[".repeat(100_000));
    for (manifest, expected) in [
        ("[package]\nname = \"a\"", "states no `version`"),
        ("[package]\nversion = \"1.0.0\"", "states no `name`"),
        (
            "[package]\nname = \"a\"\nversion = \"1.0\"",
            "`1.0` is not a semantic version",
        ),
        (
            "[package]\nname = \"a/b\"\nversion = \"1.0.0\"",
            "unusable name",
        ),
        ("[workspace]\nmembers = []", "is that of no package"),
        ("[package", "is not valid TOML"),
        (&nested, "is not valid TOML"),
    ] {
        let text = read(manifest, &["src/lib.rs"]).unwrap_err().render();
        assert!(text.contains(expected), "{expected}: {text}");
    }
}
