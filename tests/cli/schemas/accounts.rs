//! What is said of one account's configuration, and what was seen at run time.

use serde_json::json;

use super::Checked;
use crate::checkup::{activities, configuration, roles};
use crate::evidence::{fed, with_plugin};
use crate::progress::recorded;
use crate::run::World;

#[test]
fn checkups() {
    let world = World::new();
    world.write("clean.json", configuration().to_string());
    world.write("roles.json", roles().to_string());
    let mut page = activities();
    page["meta"]["next_page_url"] = json!("https://example.org/");
    world.write("activities.json", page.to_string());
    let mut drifted = configuration();
    drifted["ui_dependencies"]["react"] = json!("^16.5.2");
    drifted["ui_version"] = json!(null);
    drifted["date_created"] = json!(null);
    drifted["chat_service_instance_sid"] = json!(null);
    drifted["a_new_key"] = json!(1);
    drifted["debugger_integration"]["console_errors_included"] = json!(true);
    world.write("drifted.json", drifted.to_string());
    let mut pinned = configuration();
    pinned["ui_version"] = json!("whatever is newest");
    world.write("unknown.json", pinned.to_string());
    let mut old = configuration();
    old["ui_version"] = json!("1.5.0");
    old["date_created"] = json!("2019-03-01T00:00:00Z");
    world.write("old.json", old.to_string());
    let mut none = configuration();
    none["ui_version"] = json!("~9.1");
    world.write("none.json", none.to_string());
    let mut checked = Checked::new("checkup-v1");
    checked.runs(
        &world,
        "json",
        &[
            "checkup clean.json --to 2.17.1 --using chat-monitoring",
            "checkup clean.json roles.json activities.json --from 2.3.0 --to 2.17.1",
            "checkup clean.json --to 2.17.1 --as-of 2026-01-01",
            "checkup drifted.json roles.json --from 1.34.6 --to 2.17.1",
            "checkup drifted.json --from 2.14.0 --to 2.15.0 --as-of 2025-10-01",
            "checkup unknown.json --to 2.17.1",
            "checkup none.json --to 2.17.1",
            "checkup roles.json --to 2.17.1 --using chat-monitoring",
            "checkup old.json roles.json --to 1.20.0",
            "checkup clean.json --from 2.0.0 --to 2.17.1 --created 2019-03-01",
        ],
    );
    checked.done(10, UNSEEN_CHECKUP);
}

const WHOLE: &str = "the built-in history says what it covers";
const DATED: &str = "the settings that change between these versions have names and days";
const RULED: &str = "the rules say who is left out of the changes between these versions";
const UNSEEN_CHECKUP: &[(&str, &str)] = &[
    ("data.complete: null", WHOLE),
    ("data.covers_from: string", WHOLE),
    ("data.covers_until: null", WHOLE),
    ("data.newest_known: null", WHOLE),
    ("data.newest_known_date: null", WHOLE),
    ("data.note: null", WHOLE),
    ("leaves-out.why: string", RULED),
    ("setting-here.date: null", DATED),
    ("setting-here.date_kind: null", DATED),
    ("setting-here.name: null", DATED),
];

#[test]
fn edits() {
    let world = crate::authoring::desk();
    let mut checked = Checked::new("edit-v1");
    let new = "entry new --in app/unreleased/a --kind added --text A.";
    checked.runs(
        &world,
        "json",
        &[&format!("{new} --reason because --dry-run"), new],
    );
    checked.runs(
        &world,
        "json",
        &[
            "release new app/1.1.0 --from-unreleased",
            "release submit app/1.1.0",
        ],
    );
    checked.runs(
        &world,
        "json",
        &[
            "release approve app/1.1.0",
            "release edit app/1.1.0 --title T",
        ],
    );
    checked.done(6, &[]);
    let mut checked = Checked::new("next-v1");
    checked.runs(&world, "json", &["next", "next --stream app,backend"]);
    world.write(
        "changelog/app/1.1.0.md",
        "+++\nstate = \"draft\"\n+++\n\n## Removed\n\n- Gone. {#gone}\n",
    );
    checked.runs(&world, "json", &["next"]);
    world.write(
        "changelog/app/1.1.0.md",
        "+++\nstate = \"draft\"\n+++\n\n## Added\n\n- New. {#new}\n",
    );
    checked.runs(&world, "json", &["next"]);
    let fixed = "+++\nstate = \"draft\"\n+++\n\n## Fixed\n\n- Mended. {#mended}\n";
    world.write("changelog/app/1.1.0.md", fixed);
    checked.runs(&world, "json", &["next"]);
    checked.done(5, &[]);
}

#[test]
fn diffs() {
    let world = crate::authoring::desk();
    let mut checked = Checked::new("diff-v1");
    let ran = world.run(&[
        "entry",
        "new",
        "--in",
        "app/unreleased/a",
        "--kind",
        "added",
        "--text",
        "A.",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    checked.runs(&world, "json", &["diff a"]);
    let ran = world.run(&["entry", "edit", "a", "--text", "B.", "--reason", "why"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    checked.runs(&world, "json", &["diff a"]);
    let ran = world.run(&["entry", "delete-draft", "a"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    checked.runs(&world, "json", &["diff a"]);
    // What came with forewarn has no time of its own.
    world.write("forewarn.toml", "schema = 1\n");
    checked.done(
        3,
        &[
            (
                "diff-end.at: null",
                "a bundled unit that a newer forewarn replaced",
            ),
            ("diff-end.reason: null", "every edit says what was done"),
        ],
    );
}

#[test]
fn progress() {
    let world = recorded();
    let all = "2999-01-01";
    let mut checked = Checked::new("progress-v1");
    checked.runs(
        &world,
        "json",
        &[&format!("fleet progress --as-of {all}"), "fleet progress"],
    );
    world.write("queue/src/c.ts", "import { Manager from");
    let ran = world.run(&["scan", "queue", "--record", "--to", "1.34.6"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    // What is scheduled in one version is not in another.
    let other = "import { Actions } from '@twilio/flex-ui';\nActions.on('x', () => {});\n";
    world.write("queue/src/c.ts", other);
    for to in ["2.17.1", "1.34.6", "2.17.1"] {
        world.run(&["scan", "queue", "--record", "--to", to]);
    }
    world.run(&["fleet", "add", "queue", "--owner", "desk"]);
    world.write("bare/readme.txt", "no manifest");
    world.run(&["fleet", "add", "bare"]);
    checked.runs(
        &world,
        "json",
        &[&format!("fleet progress --as-of {all}"), "fleet scan"],
    );
    checked.done(4, &[]);
}

#[test]
fn evidence() {
    let (fed, with_plugin, empty) = (fed(), with_plugin(), World::new());
    let mut checked = Checked::new("evidence-v1");
    checked.runs(
        &fed,
        "json",
        &["evidence list", "evidence list --as-of 2026-05-01"],
    );
    checked.runs(&with_plugin, "json", &["evidence list --plugin plugin"]);
    checked.runs(&empty, "json", &["evidence list"]);
    let bare = World::new();
    assert_eq!(bare.run(&["init", "acme"]).code, 0);
    bare.write("evidence.toml", "schema = 1\nstream = \"main\"\n[logger]\nname = \"a\"\nsetting = \"b\"\ndefault = \"c\"\nshown-from = \"d\"\n");
    checked.runs(&bare, "json", &["evidence list"]);
    bare.write("evidence.toml", "schema = 1\nstream = \"main\"\n");
    checked.runs(&bare, "json", &["evidence list"]);
    checked.done(6, &[]);
}

#[test]
fn imports_of_commits() {
    let world = crate::git_import::every_reason();
    let mut checked = Checked::new("git-import-v1");
    checked.runs(
        &world,
        "json",
        &[
            "import git ..HEAD --dry-run",
            "import git HEAD..HEAD",
            "import git",
        ],
    );
    crate::git_import::taken_back(&world);
    checked.runs(&world, "json", &["import git", "import git"]);
    checked.done(5, &[]);
}

#[test]
fn fragments_of_a_change() {
    let world = crate::fragment::branch();
    let mut checked = Checked::new("fragment-v1");
    let line = "check --fragment";
    checked.runs(&world, "json", &[line]);
    world.write("docs/page.md", "x");
    checked.runs(&world, "json", &[line]);
    world.write("src/main.rs", "fn main() { }\n");
    checked.runs(&world, "json", &[line]);
    crate::fragment::faults(&world);
    checked.runs(&world, "json", &[line]);
    world.git(&["clean", "-q", "-f", "changelog"]);
    world.commit("chore: x\n\nChangelog: skip");
    checked.runs(&world, "json", &[line]);
    checked.done(5, &[]);
}
