//! Trees that are meant to break a scan: each thing in them is told, and everything else is scanned.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::run::World;

const MANIFEST: &str =
    "{\"name\": \"plugin\", \"dependencies\": {\"@twilio/flex-ui\": \"^2.0.2\"}}";

const USES: &str =
    "import { Manager } from '@twilio/flex-ui';\nManager.getInstance().chatClient;\n";

/// A scan that must not take long; the answer, and the exit code.
fn scan(world: &World) -> (Value, i32) {
    let started = Instant::now();
    let ran = world.run(&["scan", "plugin", "--from", "2.0.2", "--format", "json"]);
    assert!(
        started.elapsed() < Duration::from_mins(1),
        "{:?}",
        started.elapsed()
    );
    let answer = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"));
    (answer, ran.code)
}

/// `src/a.ts: why`.
fn unreadable(answer: &Value) -> Vec<String> {
    answer["plugins"][0]["files"]["unreadable"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{}: {}",
                one["file"].as_str().unwrap(),
                one["why"].as_str().unwrap()
            )
        })
        .collect()
}

fn found(answer: &Value) -> Vec<&str> {
    answer["plugins"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["file"].as_str().unwrap())
        .collect()
}

/// Table of (a file, what is said of it).
#[test]
fn a_file_that_cannot_be_read_is_told_and_the_others_are_scanned() {
    let deep =
        |open: &str, close: &str| format!("x = {}{};", open.repeat(100_000), close.repeat(100_000));
    let files: Vec<(&str, Vec<u8>, &str)> = vec![
        ("bad.ts", b"import { from;;;".to_vec(), "does not parse"),
        ("cut.tsx", USES.as_bytes()[..30].to_vec(), "does not parse"),
        ("deep.js", deep("[", "]").into(), "nested too deep"),
        ("deep.ts", deep("[", "]").into(), "nested too deep"),
        (
            "deep-type.ts",
            format!("type X = {}x{};", "a<".repeat(100_000), ">".repeat(100_000)).into(),
            "too many `<`",
        ),
        ("latin.js", b"const caf\xe9 = 1;".to_vec(), "not UTF-8"),
        ("data.js", b"a\0b".to_vec(), "NUL"),
        ("large.js", b"x=1;".repeat(5_000_000), "bytes"),
        ("open.ts", b"a<b,".repeat(40_000), "too many `<`"),
        ("open-too.ts", b"a<b<c<d,".repeat(4_000), "too many `<`"),
    ];
    let world = World::new();
    world.write("plugin/package.json", MANIFEST);
    world.write("plugin/src/good.ts", USES);
    for (name, content, _) in &files {
        world.write(&format!("plugin/src/{name}"), content);
    }
    let (answer, code) = scan(&world);
    assert_eq!(code, 3);
    assert_eq!(answer["complete"], false);
    let told = unreadable(&answer);
    for (name, _, why) in &files {
        let of_it = told
            .iter()
            .find(|one| one.starts_with(&format!("src/{name}: ")));
        let of_it = of_it.unwrap_or_else(|| panic!("{name}: {told:#?}"));
        assert!(of_it.contains(why), "{of_it}");
    }
    assert_eq!(told.len(), files.len(), "{told:#?}");
    assert_eq!(found(&answer), ["src/good.ts"]);
}

/// Less-than signs as people write them are no matter.
#[test]
fn comparisons_without_end_are_read() {
    let world = World::new();
    world.write("plugin/package.json", MANIFEST);
    let lines: Vec<String> = (0..400)
        .map(|one| {
            format!(
                "if (a{one} < b && c < d) {{ f(a < b, c) }}\n\
                 const x{one} = a < b ? <div className=\"c\">d</div> : e"
            )
        })
        .collect();
    let lines = lines.join("\n");
    world.write("plugin/src/many.tsx", format!("{USES}{lines}"));
    let (answer, _) = scan(&world);
    assert_eq!(unreadable(&answer), Vec::<String>::new());
    assert_eq!(found(&answer), ["src/many.tsx"]);
}

#[test]
fn a_manifest_and_a_configuration_that_go_round_or_down_are_told() {
    let nested = format!("{}{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let world = World::new();
    world.write("plugin/package.json", MANIFEST);
    world.write("plugin/src/good.ts", USES);
    world.write(
        "plugin/src/tsconfig.json",
        "{\"extends\": \"./tsconfig.json\"}",
    );
    world.write("plugin/inner/package.json", nested);
    world.write("plugin/inner/a.ts", USES);
    let (answer, code) = scan(&world);
    assert_eq!(code, 3);
    assert_eq!(
        unreadable(&answer),
        ["src/tsconfig.json: it extends itself"]
    );
    assert_eq!(found(&answer), ["src/good.ts"]);
    let inner = &answer["plugins"][1]["files"]["unreadable"][0]["why"];
    assert!(inner.as_str().unwrap().contains("nesting depth"), "{inner}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_passed_over() {
    let world = World::new();
    world.write("plugin/package.json", MANIFEST);
    world.write("plugin/src/good.ts", USES);
    let folder = world.work().join("plugin/src");
    run("mkfifo", &folder, &["pipe.ts"]);
    std::os::unix::fs::symlink("..", folder.join("round")).unwrap();
    std::os::unix::fs::symlink("good.ts", folder.join("link.ts")).unwrap();
    std::os::unix::fs::symlink("self.ts", folder.join("self.ts")).unwrap();
    let (answer, code) = scan(&world);
    assert_ne!(code, 3, "{answer}");
    assert_eq!(found(&answer), ["src/good.ts"]);
    let files = &answer["plugins"][0]["files"];
    assert_eq!(files["skipped"], 4, "{files}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_listed_makes_the_answer_incomplete() {
    let world = World::new();
    world.write("plugin/package.json", MANIFEST);
    world.write("plugin/src/good.ts", USES);
    world.write("plugin/src/shut/a.ts", USES);
    let shut = world.work().join("plugin/src/shut");
    run("chmod", &shut, &["000", "."]);
    // To the superuser nothing is shut.
    let is_shut = std::fs::read_dir(&shut).is_err();
    let (answer, code) = scan(&world);
    run("chmod", &world.work(), &["700", "plugin/src/shut"]);
    if is_shut {
        assert_eq!(code, 3);
        assert_eq!(unreadable(&answer).len(), 1);
        assert_eq!(found(&answer), ["src/good.ts"]);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test makes what only such a program makes"
)]
fn run(program: &str, folder: &Path, args: &[&str]) {
    let ran = Command::new(program)
        .args(args)
        .current_dir(folder)
        .status();
    assert!(ran.unwrap().success(), "{program}");
}
