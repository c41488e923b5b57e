//! Registries behind made tools: shell scripts in the place of npm and cargo. Nothing here reaches a network.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, Header};

use super::*;
use crate::cancel::Silent;
use crate::system::Scratch;

/// A system whose `PATH` has `program`, which runs `script`; files beside it are in `$HERE`.
fn with(program: &str, script: &str) -> (System, Scratch) {
    let system = System::made("2026-01-01T00:00:00Z", &[], Path::new("/"));
    let scratch = system.scratch().unwrap();
    let folder = scratch.path().to_str().unwrap().to_owned();
    let text = format!("#!/bin/sh\nHERE='{folder}'\n{script}\n");
    let path = scratch.path().join(program);
    system.write_atomically(&path, text.as_bytes()).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let variables = [
        ("PATH", format!("{folder}:/usr/bin:/bin")),
        ("CARGO_HOME", format!("{folder}/home")),
    ];
    let variables: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let system = System::made("2026-01-01T00:00:00Z", &variables, Path::new("/"));
    (system, scratch)
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let mut builder = Builder::new(encoder);
    for (path, content) in files {
        let mut header = Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder
            .append_data(&mut header, path, content.as_bytes())
            .unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}

fn npm_archive(name: &str, version: &str) -> Vec<u8> {
    let manifest = format!(r#"{{"name":"{name}","version":"{version}"}}"#);
    archive(&[
        ("package/package.json", &manifest),
        ("package/index.d.ts", "export {};"),
    ])
}

fn put(folder: &Scratch, path: &str, bytes: &[u8]) {
    let path = folder.path().join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::File::create(path)
        .unwrap()
        .write_all(bytes)
        .unwrap();
}

fn versions(texts: &[&str]) -> Vec<SemVersion> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

/// What came of each version, in their order, and of the whole.
fn fetched(registry: Registry<'_>, name: &str, wanted: &[&str]) -> (Vec<String>, String) {
    let mut told = Vec::new();
    let outcome = registry.fetch(
        name,
        &versions(wanted),
        &Silent::default(),
        &mut |version, package| {
            let text = match package {
                Ok(package) => format!("{} files", package.files.len()),
                Err(error) => error.to_string(),
            };
            told.push((version.clone(), format!("{version}: {text}")));
        },
    );
    told.sort();
    let told = told.into_iter().map(|(_, text)| text).collect();
    (
        told,
        outcome.map_or_else(|error| error.render(), |()| "done".to_owned()),
    )
}

/// Copies the archives that it has for what it is asked, and fails as npm does if one is missing.
const NPM: &str = r#"
echo "$@" >> "$HERE/log"
for word in "$@"; do
  case "$word" in
    *@*[0-9])
      stem=$(printf %s "${word%@*}" | tr -d @ | tr / -)
      file="$stem-${word##*@}.tgz"
      if [ ! -f "$HERE/$file" ]; then
        echo '{"error":{"code":"ETARGET","summary":"No matching version found","detail":""}}'
        exit 1
      fi
      cp "$HERE/$file" . ;;
  esac
done
echo '[]'
"#;

#[test]
fn versions_are_fetched_in_batches_and_a_missing_one_spoils_no_other() {
    let (system, folder) = with("npm", NPM);
    for version in ["1.0.0", "1.1.0", "1.3.0"] {
        put(
            &folder,
            &format!("s-a-{version}.tgz"),
            &npm_archive("@s/a", version),
        );
    }
    put(&folder, "s-a-1.4.0.tgz", &npm_archive("@s/other", "1.4.0"));
    put(&folder, "s-a-1.5.0.tgz", b"broken");
    let npm = Registry::npm(&system);
    let wanted = ["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0", "1.5.0"];
    let (told, outcome) = fetched(npm, "@s/a", &wanted);
    assert_eq!(
        told,
        [
            "1.0.0: 2 files",
            "1.1.0: 2 files",
            "1.2.0: npm's registry does not have this version of @s/a",
            "1.3.0: 2 files",
            "1.4.0: what the registry gives as @s/a 1.4.0 says of itself that it is @s/other 1.4.0",
            "1.5.0: s-a-1.5.0.tgz ends too early",
        ]
    );
    assert_eq!(outcome, "done");
    let log = system.read(&folder.path().join("log"), 10_000).unwrap();
    let log = String::from_utf8(log).unwrap();
    assert!(
        log.lines().all(|line| line.contains("--ignore-scripts")),
        "{log}"
    );
    let (_, outcome) = fetched(npm, "@s/a", &["1.0.0", "1.1.0"]);
    assert_eq!(outcome, "done");
    let log = system.read(&folder.path().join("log"), 10_000).unwrap();
    let starts = String::from_utf8(log).unwrap().lines().count();
    assert_eq!(starts, 1 + 6 + 1, "one for all, one for each, one for two");
}

#[test]
fn what_npm_says_went_wrong_is_told_with_a_next_step() {
    for (script, message, step) in [
        (
            r#"echo '{"error":{"code":"E404","summary":"Not Found","detail":""}}'; exit 1"#,
            "npm's registry has no a",
            "check the spelling",
        ),
        (
            r#"echo '{"error":{"code":"ECONNREFUSED","summary":"connect failed","detail":""}}'; exit 1"#,
            "npm could not fetch a\n  because: connect failed",
            "a .tgz of `npm pack`",
        ),
        (
            r#"echo '{"error":{"code":"E401","summary":"no","detail":""}}'; exit 1"#,
            "does not give a to you",
            "npm login",
        ),
        (
            "echo 'it \u{1b}[31mburns' >&2; exit 7",
            "because: it ",
            "npm view a",
        ),
        ("echo nonsense", "is not understood", "name the versions"),
    ] {
        let (system, _folder) = with("npm", script);
        let error = Registry::npm(&system)
            .versions("a", &Cancel::default())
            .unwrap_err()
            .render();
        assert!(error.contains(message) && error.contains(step), "{error}");
        assert!(!error.contains('\u{1b}'), "{error}");
    }
}

#[test]
fn an_unreachable_registry_ends_the_whole() {
    let script = r#"echo x >> "$HERE/log"; echo '{"error":{"code":"ENOTFOUND","summary":"no such host"}}'; exit 1"#;
    let (system, folder) = with("npm", script);
    let many: Vec<String> = (0..200).map(|n| format!("1.0.{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let (told, outcome) = fetched(Registry::npm(&system), "a", &many);
    assert!(told.is_empty());
    assert!(outcome.contains("npm could not fetch a"), "{outcome}");
    let log = system.read(&folder.path().join("log"), 10_000).unwrap();
    assert!(log.len() <= 2 * 2 * npm::PACE.workers, "{log:?}");
}

#[test]
fn a_tool_that_is_not_there_is_named_and_so_is_another_way() {
    let system = System::made("2026-01-01T00:00:00Z", &[("HOME", "/")], Path::new("/"));
    for (registry, program) in [
        (Registry::npm(&system), "npm"),
        (Registry::cargo(&system), "cargo"),
    ] {
        let error = registry
            .versions("a", &Cancel::default())
            .unwrap_err()
            .render();
        assert!(error.contains(&format!("install {program}")), "{error}");
        assert!(error.contains("name an archive that you have"), "{error}");
    }
}

#[test]
fn no_tool_is_started_for_a_name_that_is_none() {
    let (system, folder) = with("npm", r#"echo x >> "$HERE/log""#);
    let npm = Registry::npm(&system);
    for name in ["--help", "a/b", "file:..", "https://example.org/a"] {
        assert!(npm.versions(name, &Cancel::default()).is_err(), "{name}");
        let (_, outcome) = fetched(npm, name, &["1.0.0"]);
        assert!(outcome.contains("only plain names"), "{outcome}");
    }
    assert!(!system.exists(&folder.path().join("log")));
}

#[test]
fn cancelling_keeps_what_arrived() {
    let (system, _folder) = with("npm", "exec sleep 20");
    let cancel = Cancel::default();
    let raise = cancel.clone();
    let progress = Silent(cancel);
    thread::spawn(move || {
        thread::sleep(std::time::Duration::from_millis(200));
        raise.raise();
    });
    let error = Registry::npm(&system)
        .fetch("a", &versions(&["1.0.0"]), &progress, &mut |_, _| {})
        .unwrap_err();
    assert_eq!(error.to_string(), "cancelled after 0 of 1 versions of a");
}

fn crate_archive(version: &str) -> Vec<u8> {
    let manifest = format!("[package]\nname = \"a-b\"\nversion = \"{version}\"\n");
    archive(&[
        (&format!("a-b-{version}/Cargo.toml"), &manifest),
        (&format!("a-b-{version}/src/lib.rs"), ""),
    ])
}

/// What cargo keeps: a list of 1.0.0, 1.1.0 (yanked), 1.2.0 and 1.3.0, and two of the crates, one of them spoilt.
fn cargo_home(folder: &Scratch) {
    use sha2::Digest as _;
    let mut list = b"\x03\x02\x00\x00\x00etag: x\x00".to_vec();
    for (version, yanked) in [
        ("1.0.0", false),
        ("1.1.0", true),
        ("1.2.0", false),
        ("1.3.0", false),
    ] {
        let sum = super::super::package::hex(&sha2::Sha256::digest(crate_archive(version)));
        let record = format!(
            r#"{{"name":"a-b","vers":"{version}","deps":[],"cksum":"{sum}","yanked":{yanked}}}"#
        );
        list.extend(format!("{version}\0{record}\0").bytes());
    }
    put(folder, "home/registry/index/one/.cache/a-/b/a-b", b"");
    put(folder, "home/registry/index/one/.cache/3/a/a-b", &list);
    put(
        folder,
        "home/registry/cache/one/a-b-1.0.0.crate",
        &crate_archive("1.0.0"),
    );
    put(folder, "home/registry/cache/one/a-b-1.2.0.crate", b"spoilt");
    put(folder, "later-1.3.0.crate", &crate_archive("1.3.0"));
}

/// Has 1.3.0 when it is asked, and nothing else.
const CARGO: &str = r#"
echo "$@" >> "$HERE/log"
case "$3" in
  a_b | *@1.2.0) ;;
  *@1.3.0) cp "$HERE/later-1.3.0.crate" "$CARGO_HOME/registry/cache/one/a-b-1.3.0.crate" ;;
  *) echo "error: could not find \`$3\` in registry" >&2; exit 101 ;;
esac
"#;

#[test]
fn crates_are_listed_and_fetched_where_cargo_keeps_them() {
    let (system, folder) = with("cargo", CARGO);
    cargo_home(&folder);
    let cargo = Registry::cargo(&system);
    let listing = cargo.versions("a_b", &Cancel::default()).unwrap();
    assert_eq!(listing.name, "a-b", "as the registry spells it");
    let yanked: Vec<bool> = listing
        .versions
        .iter()
        .map(|listed| listed.yanked)
        .collect();
    assert_eq!(yanked, [false, true, false, false]);
    let wanted = ["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"];
    let (told, outcome) = fetched(cargo, "a-b", &wanted);
    assert_eq!(
        told,
        [
            "1.0.0: 2 files",
            "1.1.0: a-b 1.1.0 was yanked, and cargo does not hand it out",
            "1.2.0: a-b-1.2.0.crate is not what the registry's checksum says",
            "1.3.0: 2 files",
            "1.4.0: cargo's registry has no a-b@1.4.0",
        ]
    );
    assert_eq!(outcome, "done");
    let log = system.read(&folder.path().join("log"), 10_000).unwrap();
    let log = String::from_utf8(log).unwrap();
    assert!(
        !log.contains("1.0.0"),
        "what cargo has is not fetched again: {log}"
    );
}

#[test]
fn a_list_in_another_form_is_not_believed() {
    let (system, folder) = with("cargo", CARGO);
    put(
        &folder,
        "home/registry/index/one/.cache/3/a/a_b",
        b"\x09new",
    );
    let cargo = Registry::cargo(&system);
    let error = cargo
        .versions("a_b", &Cancel::default())
        .unwrap_err()
        .render();
    assert!(
        error.contains("in a form that is not understood"),
        "{error}"
    );
}

#[test]
fn what_cargo_says_went_wrong_is_told_with_a_next_step() {
    for (script, message, step) in [
        (
            "echo 'error: no such command: `info`' >&2; exit 101",
            "too old",
            "cargo 1.82",
        ),
        (
            "echo 'error: could not find `a` in registry' >&2; exit 101",
            "cargo's registry has no a",
            "check the spelling",
        ),
        (
            "echo 'error: download failed' >&2; exit 101",
            "cargo could not fetch a",
            "name an archive",
        ),
        ("exit 0", "cargo keeps no list of versions of a", "a .crate"),
    ] {
        let (system, _folder) = with("cargo", script);
        let error = Registry::cargo(&system)
            .versions("a", &Cancel::default())
            .unwrap_err()
            .render();
        assert!(error.contains(message) && error.contains(step), "{error}");
    }
}
