//! What a scan reaches: modules by the names that configurations give them, and what changed since a revision.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::run::{Ran, World};

/// Uses a member that 2.17.1 has, deprecated since 2.0.
const USES: &str =
    "import { manager } from '@/manager';\nexport const client = manager.chatClient;\n";

const FILES: &[(&str, &str)] = &[
    (
        "package.json",
        "{\"name\": \"plugin\", \"private\": true, \"dependencies\": {\"@twilio/flex-ui\": \"^2.0.2\"}}",
    ),
    (
        "tsconfig.json",
        "{ // as the compiler takes it\n\"compilerOptions\": {\"paths\": {\"@/*\": [\"./src/*\"]}}}",
    ),
    ("src/manager/index.ts", "export * from './get.js';\n"),
    (
        "src/manager/get.ts",
        "import { Manager } from '@twilio/flex-ui';\nexport const manager = Manager.getInstance();\n",
    ),
    ("src/one.ts", USES),
    ("src/two.ts", USES),
    (
        "src/after.ts",
        "import { client } from './one';\nimport { Manager } from '@twilio/flex-ui';\nManager.getInstance().chatClient;\nclient;\n",
    ),
];

fn world(folder: &str) -> World {
    let world = World::new();
    for (path, text) in FILES {
        world.write(&format!("{folder}/{path}"), text);
    }
    world
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test needs the programs of this machine"
)]
pub(crate) fn path() -> String {
    std::env::var("PATH").unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "a test makes a repository")]
pub(crate) fn git(folder: &Path, line: &str) {
    let ran = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(line.split(' '))
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{line}: {said}");
}

/// Runs a scan to the version of the data, with git at hand.
fn scan(world: &World, args: &[&str]) -> Ran {
    let mut command = world.command();
    command.env("PATH", path()).env("GIT_CONFIG_NOSYSTEM", "1");
    command
        .args(["--as-of", "2026-06-15", "scan", "--from", "2.0.2"])
        .args(args);
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn answer(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"))
}

/// The places of findings, and what is stale.
fn places(answer: &Value) -> Vec<String> {
    let listed = |key: &str| answer["plugins"][0][key].as_array().unwrap().clone();
    let findings = listed("findings").into_iter().map(|one| {
        format!(
            "{}:{} {}",
            one["file"].as_str().unwrap(),
            one["start"]["line"],
            one["symbol"]
        )
    });
    let stale = listed("stale")
        .into_iter()
        .map(|one| format!("stale {}", one["why"]));
    findings
        .chain(stale)
        .map(|line| line.replace('"', ""))
        .collect()
}

const IN_ALL: [&str; 3] = [
    "src/after.ts:3 Manager.chatClient",
    "src/one.ts:2 Manager.chatClient",
    "src/two.ts:2 Manager.chatClient",
];

#[test]
fn values_are_followed_through_paths_and_barrels() {
    let world = world("plugin");
    let ran = scan(&world, &["plugin", "--format", "json"]);
    let answer = answer(&ran);
    assert_eq!(places(&answer), IN_ALL);
    let plugin = &answer["plugins"][0];
    assert_eq!(plugin["repository_folder"], Value::Null);
    assert_eq!(
        plugin["packages"][0]["frontier"],
        plugin["packages"][0]["to"]
    );
    assert!(plugin.get("unresolved_places").is_none());
}

#[test]
fn only_what_changed_and_what_imports_it_is_told() {
    let world = world("plugin");
    let folder = world.work();
    git(&folder, "init -q");
    git(&folder, "add .");
    git(&folder, "commit -q -m first");
    git(&folder, "tag v1");
    let since = |revision: &str, more: &[&str]| {
        let mut args = vec!["plugin", "--changed-since", revision, "--format", "json"];
        args.extend(more);
        scan(&world, &args)
    };
    let nothing = answer(&since("v1", &[]));
    assert_eq!(places(&nothing), Vec::<String>::new());
    assert_eq!(nothing["plugins"][0]["files"]["looked_at"], 0);
    assert_eq!(nothing["plugins"][0]["files"]["scanned"], 5);
    assert_eq!(nothing["plugins"][0]["repository_folder"], "plugin");
    let text = scan(&world, &["plugin", "--changed-since", "v1"]).stdout;
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ");
    assert!(
        text.ends_with(
            "Only what changed since v1, and what imports that, was looked at: 0 files."
        ),
        "{text}"
    );
    assert!(!text.contains("All clear"), "{text}");

    // A baseline accepts what the other files hold; those entries are neither met nor stale.
    let all = [
        "--baseline",
        "known.json",
        "--update-baseline",
        "--changed-since",
        "v1",
    ];
    let refused = scan(&world, &[&["plugin"], all.as_slice()].concat());
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(
        refused.stderr.contains("leave out --changed-since"),
        "{}",
        refused.stderr
    );
    scan(&world, &[&["plugin"], &all[..3]].concat());

    // Not committed, and not even known to git.
    world.write("plugin/src/one.ts", format!("\n{USES}"));
    world.write("plugin/src/new.ts", USES);
    let some = answer(&since("v1", &[]));
    assert_eq!(
        places(&some),
        [
            IN_ALL[0],
            "src/new.ts:2 Manager.chatClient",
            "src/one.ts:3 Manager.chatClient"
        ]
    );
    assert_eq!(some["settings"]["changed_since"], "v1");
    let held = answer(&since("v1", &["--baseline", "known.json"]));
    assert_eq!(places(&held), ["src/new.ts:2 Manager.chatClient"]);
    assert_eq!(held["plugins"][0]["baselined"].as_array().unwrap().len(), 2);
    git(&folder, "add .");
    git(&folder, "commit -q -m second");
    assert_eq!(places(&answer(&since("HEAD~1", &[]))), places(&some));
    assert_eq!(places(&answer(&since("HEAD", &[]))), Vec::<String>::new());

    // Through a barrel, found by its alias.
    world.write(
        "plugin/src/manager/get.ts",
        format!("// new\n{}", FILES[3].1),
    );
    assert_eq!(places(&answer(&since("HEAD", &[]))).len(), 4);
    git(&folder, "checkout -q .");
    // What decides versions or names decides for all.
    world.write("plugin/tsconfig.json", format!("\n{}", FILES[1].1));
    let all = answer(&since("HEAD", &[]));
    assert_eq!(places(&all).len(), 4);
    assert_eq!(all["plugins"][0]["files"]["looked_at"], Value::Null);
}

#[test]
fn a_revision_that_is_not_there_is_an_error_with_a_hint() {
    let world = world("plugin");
    let outside = scan(&world, &["plugin", "--changed-since", "main"]);
    assert_eq!(outside.code, 2);
    assert!(
        outside.stderr.contains("in no git repository"),
        "{}",
        outside.stderr
    );
    git(&world.work(), "init -q");
    let unknown = scan(&world, &["plugin", "--changed-since", "main"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("git knows no revision `main`"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn places_that_cannot_be_decided_are_listed_if_that_is_asked_for() {
    let world = world("plugin");
    world.write("shared/package.json", "{\"name\": \"@here/shared\"}");
    world.write(
        "plugin/src/more.ts",
        "import * as Flex from '@twilio/flex-ui';\nimport { thing } from '@here/shared/lib';\nimport { x } from '@twilio/flex-ui/none';\n\
         export const use = (name: string) => Flex[name](thing, x, [1][0]);\n",
    );
    let listed = answer(&scan(
        &world,
        &[".", "--show-unresolved", "--format", "json"],
    ));
    let plugin = &listed["plugins"][0];
    let places: Vec<String> = plugin["unresolved_places"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{}:{} {}",
                one["start"]["line"],
                one["start"]["column"],
                one["why"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            "2:24 `@here/shared/lib`: a package of the same repository, which is not read with this plugin",
            "3:20 `@twilio/flex-ui/none`: the version in use has no such module",
            "4:43 `name`: which member is meant only a run tells",
        ]
    );
    assert_eq!(plugin["unresolved"], 3);
    let text = scan(&world, &[".", "--show-unresolved"]).stdout;
    assert!(text.contains("plugin/src/more.ts:4:43: `name`"), "{text}");
    let text = scan(&world, &["."]).stdout;
    assert!(
        text.contains("3 places may name the platform") && text.contains("--show-unresolved"),
        "{text}"
    );
}

/// Fingerprints and the hash of a line stay where a blank line is inserted above; files are named from the repository.
#[test]
fn a_result_in_sarif_is_known_again_when_lines_move() {
    let world = world("work/plugin");
    git(&world.work(), "init -q");
    let results = || {
        let ran = scan(&world, &["work", "--format", "sarif"]);
        let log = answer(&ran);
        log["runs"][0]["results"].as_array().unwrap().clone()
    };
    let before = results();
    for (path, text) in &FILES[4..] {
        world.write(&format!("work/plugin/{path}"), format!("\n\n{text}"));
    }
    let after = results();
    assert_eq!((before.len(), after.len()), (3, 3));
    for (one, other) in before.iter().zip(&after) {
        assert_eq!(one["partialFingerprints"], other["partialFingerprints"]);
        let place = |one: &Value| one["locations"][0]["physicalLocation"].clone();
        let uri = place(one)["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(uri.starts_with("work/plugin/src/"), "{uri}");
        let line = |one: &Value| place(one)["region"]["startLine"].as_u64().unwrap();
        assert_eq!(line(one) + 2, line(other));
    }
}

#[test]
fn the_summary_of_a_step_is_added_where_there_is_one() {
    let world = world("plugin");
    world.write("summary.md", "before\n");
    let run = |format: &str, file: &str| {
        let mut command = world.command();
        command.env("GITHUB_STEP_SUMMARY", world.work().join(file));
        let output = command
            .args(["scan", "plugin", "--format", format])
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "a test reads what the program wrote"
    )]
    let summary = || std::fs::read_to_string(world.work().join("summary.md")).unwrap();
    assert_eq!(run("text", "summary.md"), "");
    assert_eq!(summary(), "before\n");
    assert_eq!(run("github", "summary.md"), "");
    assert!(
        summary().starts_with("before\n") && summary().contains("Manager.chatClient"),
        "{}",
        summary()
    );
    let said = run("github", "none/summary.md");
    assert!(
        said.contains("the step's summary could not be written"),
        "{said}"
    );
}
