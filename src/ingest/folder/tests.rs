//! Packages in folders, made in a temporary one.

use super::*;

fn system() -> System {
    System::made("2026-01-01T00:00:00Z", &[], Path::new("/"))
}

fn made(files: &[(&str, &str)]) -> (System, crate::system::Scratch) {
    let system = system();
    let scratch = system.scratch().unwrap();
    for (path, content) in files {
        system
            .write_atomically(&scratch.path().join(path), content.as_bytes())
            .unwrap();
    }
    (system, scratch)
}

const NPM: &str = r#"{"name":"a","version":"1.0.0"}"#;
const CRATE: &str = "[package]\nname = \"a\"\nversion = \"1.0.0\"\n";

#[test]
fn an_npm_package_is_read_without_what_is_installed_in_it() {
    let (system, folder) = made(&[
        ("package.json", NPM),
        ("index.d.ts", "export {};"),
        ("lib/a.d.ts", "export {};"),
        ("lib/a.js", ""),
        ("node_modules/b/index.d.ts", "export {};"),
        (".git/x.d.ts", ""),
    ]);
    let package = read_folder(&system, folder.path()).unwrap();
    let names: Vec<&str> = package.files.keys().map(String::as_str).collect();
    assert_eq!(names, ["index.d.ts", "lib/a.d.ts", "package.json"]);
    assert_eq!(package.skipped, 3);
    let again = crate::ingest::read_path(&system, folder.path()).unwrap();
    assert_eq!(package.fingerprint(), again.fingerprint());
}

#[test]
fn a_crate_of_a_workspace_is_read_alone() {
    let (system, folder) = made(&[
        ("Cargo.toml", "[workspace.package]\nversion = \"2.0.0\"\n"),
        (
            "one/Cargo.toml",
            "[package]\nname = \"one\"\nversion.workspace = true\n",
        ),
        ("one/src/lib.rs", ""),
        ("one/target/debug/x.rs", ""),
        ("one/inner/Cargo.toml", CRATE),
        ("one/inner/src/lib.rs", ""),
    ]);
    let package = read_folder(&system, &folder.path().join("one")).unwrap();
    assert_eq!(package.version, "2.0.0");
    let names: Vec<&str> = package.files.keys().map(String::as_str).collect();
    assert_eq!(names, ["Cargo.toml", "src/lib.rs"]);
    let text = read_folder(&system, folder.path()).unwrap_err().render();
    assert!(text.contains("is that of no package"), "{text}");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let (system, folder) = made(&[("package.json", NPM), ("index.d.ts", "export {};")]);
    std::os::unix::fs::symlink("/", folder.path().join("all")).unwrap();
    std::os::unix::fs::symlink("index.d.ts", folder.path().join("also.d.ts")).unwrap();
    let package = read_folder(&system, folder.path()).unwrap();
    assert_eq!(package.files.len(), 2);
    assert_eq!(package.skipped, 2);
}

#[test]
fn limits_are_those_of_archives() {
    let (system, folder) = made(&[
        ("package.json", NPM),
        ("a.d.ts", "0123456789"),
        ("b.d.ts", "0123456789"),
    ]);
    let read = |limits: &Limits| walk(&system, folder.path(), Language::TypeScript, limits);
    let files = read(&Limits { file: 9, ..LIMITS }).unwrap();
    assert_eq!((files.gaps.len(), files.skipped), (3, 3));
    for limits in [
        Limits {
            members: 2,
            ..LIMITS
        },
        Limits {
            wanted: 45,
            ..LIMITS
        },
    ] {
        let text = read(&limits).unwrap_err().render();
        assert!(text.contains("has more than"), "{text}");
    }
}

#[test]
fn what_is_no_package_is_told() {
    let (system, folder) = made(&[("README.md", "")]);
    let text = read_folder(&system, folder.path()).unwrap_err().render();
    assert!(
        text.contains("has neither a package.json nor a Cargo.toml"),
        "{text}"
    );
    let missing = crate::ingest::read_path(&system, Path::new("lodash")).unwrap_err();
    assert!(
        missing.render().contains("npm:NAME"),
        "{}",
        missing.render()
    );
}
