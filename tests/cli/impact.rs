//! What an upgrade does: that nothing is told twice or dropped, that the migration guide is in it with its phases, net
//! settings, plugins, fleets and the parts of one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::run::World;

fn json(world: &World, args: &[&str]) -> Value {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    let ran = world.run(&all);
    assert!(ran.code == 0 || ran.code == 3, "{args:?}: {}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Every item, with its phase.
fn items(impact: &Value) -> Vec<(&'static str, &Value)> {
    ["before", "during", "after", "news"]
        .into_iter()
        .flat_map(|phase| list(impact, phase).map(move |item| (phase, item)))
        .collect()
}

/// Numbers of a version; those of a pre-release lie below its release's.
fn order(version: &str) -> (Vec<u64>, bool) {
    let (numbers, stage) = version.split_once('-').unwrap_or((version, ""));
    let numbers = numbers.split('.').map(|one| one.parse().unwrap()).collect();
    (numbers, stage.is_empty())
}

/// The releases of the whole history that lie between two UI versions: by version, and by day in the other stream.
fn between<'a>(history: &'a Value, from: &str, to: &str) -> Vec<&'a Value> {
    let day = |version: &str| {
        let release = list(history, "releases")
            .find(|one| text(one, "stream") == "ui" && text(one, "version") == version);
        text(release.unwrap(), "date").to_owned()
    };
    let days = (day(from), day(to));
    list(history, "releases")
        .filter(|release| match text(release, "stream") {
            "ui" => {
                let version = order(text(release, "version"));
                version > order(from) && version <= order(to)
            }
            "backend" => {
                let date = text(release, "date");
                date > days.0.as_str() && date <= days.1.as_str()
            }
            _ => false,
        })
        .collect()
}

#[test]
fn everything_between_is_told_once_or_left_out_with_a_reason() {
    let world = World::new();
    let history = json(&world, &["notes"]);
    for (from, to) in [("1.34.6", "2.17.1"), ("2.3.0", "2.17.1")] {
        let impact = json(&world, &["impact", &format!("{from}..{to}")]);
        let mut told: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (_, item) in items(&impact) {
            *told
                .entry((text(item, "type"), text(item, "id")))
                .or_default() += 1;
        }
        let twice: Vec<_> = told.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "told twice: {twice:?}");
        let mut reasons: BTreeMap<&str, &str> = BTreeMap::new();
        for one in list(&impact, "excluded") {
            let known = reasons.insert(text(one, "id"), text(one, "why"));
            assert!(known.is_none(), "left out twice: {one}");
            assert!(!text(one, "why").is_empty());
        }
        let touched: BTreeSet<(&str, &str)> = list(&impact, "settings")
            .flat_map(|setting| {
                list(setting, "touched").map(move |one| (text(one, "entry"), text(setting, "id")))
            })
            .collect();
        let (mut entries, mut settings, mut symbols) = (0, 0, 0);
        for release in between(&history, from, to) {
            for entry in list(release, "entries") {
                entries += 1;
                let id = text(entry, "id");
                let is_told = told.contains_key(&("entry", id));
                assert!(is_told != reasons.contains_key(id), "{id} of {from}..{to}");
                for setting in list(entry, "settings").filter(|_| is_told) {
                    settings += 1;
                    assert!(touched.contains(&(id, text(setting, "id"))), "{setting}");
                }
                for one in list(entry, "deprecations").filter(|_| is_told) {
                    symbols += 1;
                    let symbol = text(one, "symbol");
                    let key = format!("{}:{symbol}", text(one, "kind"));
                    let is_told = told.contains_key(&("symbol", key.as_str()))
                        || told.contains_key(&("dependency", symbol));
                    let is_out = reasons.contains_key(key.as_str()) || reasons.contains_key(symbol);
                    let of_backend = text(release, "stream") == "backend";
                    assert!(is_told || is_out || of_backend, "{key} of {from}..{to}");
                }
            }
        }
        let least = if from == "1.34.6" { 150 } else { 20 };
        assert!(
            entries > 150 && symbols > least,
            "{entries} entries, {symbols} symbols"
        );
        assert!(from != "1.34.6" || settings > 0, "{settings} settings");
        // What the surfaces alone show.
        let diff = json(&world, &["api", "diff", &format!("{from}..{to}")]);
        let symbols: BTreeSet<&str> = items(&impact)
            .iter()
            .map(|(_, item)| text(item, "symbol"))
            .collect();
        for row in list(&diff, "removed") {
            let symbol = text(row, "symbol");
            let is_out = reasons.keys().any(|id| id.ends_with(symbol));
            assert!(
                symbols.contains(symbol) || is_out,
                "{symbol} of {from}..{to}"
            );
        }
    }
}

/// Each line: the record of the public guide, its phase, the type and the id of its item. A record that only adds something
/// is told by the entry that names it. The phase follows from the rule of `policy::phases`: what was gone before 1.34.6 and
/// what is added asks nothing; what works in 2.0.2 is cleared after; what is gone is replaced before, if the declarations of
/// 1.34.6 have its replacement, else during.
const GUIDE: &str = include_str!("../data/guide-phases.tsv");

#[test]
fn every_record_of_the_migration_guide_has_its_phase() {
    let world = World::new();
    let impact = json(&world, &["impact", "1.34.6..2.0.2"]);
    let phases: BTreeMap<(&str, &str), &str> = items(&impact)
        .into_iter()
        .map(|(phase, item)| ((text(item, "type"), text(item, "id")), phase))
        .collect();
    let mut wrong = Vec::new();
    let mut records = 0;
    for line in GUIDE.lines() {
        let [record, phase, kind, id] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        records += 1;
        if phases.get(&(kind, id)) != Some(&phase) {
            wrong.push(format!(
                "{record}: {phase}, not {:?}",
                phases.get(&(kind, id))
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(records, 219);
    // Two that the guide calls gone and the package still exports.
    for id in ["export:AggregatedDataTile", "export:CountryManager"] {
        let (phase, item) = items(&impact)
            .into_iter()
            .find(|(_, item)| text(item, "id") == id)
            .unwrap();
        assert_eq!(phase, "after");
        let disputed = item["facts"]["disputed"][0].as_str().unwrap();
        assert!(
            disputed.contains("guide says") && disputed.contains("still export"),
            "{disputed}"
        );
    }
}

/// A platform with a setting that goes up and comes back, and one that changes for everybody.
fn platform() -> World {
    let world = World::new();
    world.write("forewarn.toml", "schema = 1\n");
    world.write(
        "changelog/streams.toml",
        "format = 1\nplatform = \"acme\"\nname = \"Acme\"\n\n[[stream]]\nid = \"ui\"\nscheme = \"semver\"\n",
    );
    let setting = |id: &str, old: u32, new: u32, applies: &str| {
        format!(
            "[[setting]]\nentry = \"{id}\"\nid = \"limit\"\nold = {old}\nnew = {new}\n\n\
             [entry.\"{id}\"]\napplies-to = \"{applies}\"\n"
        )
    };
    for (version, date, front, body) in [
        (
            "1.0.0",
            "2020-01-01",
            String::new(),
            "## Added\n\n- Queues. {#queues}\n",
        ),
        (
            "1.1.0",
            "2020-02-01",
            setting("up", 30, 60, "all"),
            "## Defaults\n\n- The limit is higher. {#up}\n",
        ),
        (
            "1.2.0",
            "2020-03-01",
            setting("down", 60, 30, "all"),
            "## Defaults\n\n- The limit is as before. {#down}\n",
        ),
        (
            "1.3.0",
            "2020-04-01",
            setting("more", 30, 90, "all"),
            "## Defaults\n\n- The limit is higher. {#more}\n",
        ),
    ] {
        world.write(
            &format!("changelog/ui/{version}.md"),
            format!("+++\ndate = {date}\n\n{front}+++\n\n{body}"),
        );
    }
    world
}

#[test]
fn settings_are_told_by_what_becomes_of_them_in_the_end() {
    let world = platform();
    let back = json(&world, &["impact", "1.0.0..1.2.0"]);
    let setting = &back["settings"][0];
    assert_eq!(
        (setting["from"].as_u64(), setting["to"].as_u64()),
        (Some(30), Some(30))
    );
    assert_eq!(setting["net"], false);
    assert_eq!(list(setting, "touched").count(), 2);
    let news = |impact: &Value| list(impact, "news").any(|item| text(item, "type") == "setting");
    assert!(news(&back));
    let on = json(&world, &["impact", "1.0.0..1.3.0"]);
    assert_eq!(on["settings"][0]["to"], 90);
    assert_eq!(on["settings"][0]["net"], true);
    let before: Vec<&str> = list(&on, "before").map(|item| text(item, "type")).collect();
    assert!(before.contains(&"setting"), "{before:?}");
    assert!(!news(&on));
    // Equal ends ask for nothing, on any way.
    let nothing = world.run(&["impact", "1.1.0..1.1.0"]);
    assert!(
        nothing.stdout.contains("nothing changes"),
        "{}",
        nothing.stdout
    );
}

#[test]
fn ranges_that_are_none_are_named() {
    let world = World::new();
    for (range, expected) in [
        ("2.14.0", "is not a range"),
        ("..2.14.0", "has no beginning"),
        ("2.17.1..2.14.0", "did you mean 2.14.0..2.17.1?"),
        ("2.99.0..2.17.1", "has no version 2.99.0"),
        ("2.17.1..", "no release after 2.17.1 is known"),
    ] {
        let ran = world.run(&["impact", range]);
        assert_eq!(ran.code, 2, "{range}");
        assert!(ran.stderr.contains(expected), "{range}: {}", ran.stderr);
    }
    let ran = world.run(&[
        "impact",
        "backend/2019-01-01..backend/2019-12-31",
        "--plugin",
        ".",
    ]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("it has no package"), "{}", ran.stderr);
}

const MANIFEST: &str = "{\"name\": \"NAME\", \"version\": \"1.0.0\", \"dependencies\": {\"@twilio/flex-ui\": \"1.34.6\"}}";

/// A fleet of plugins, each of which uses something else.
fn fleet(world: &World) {
    for (name, source) in [
        (
            "colours",
            "import { getBackgroundWithHoverCSS } from '@twilio/flex-ui';\ngetBackgroundWithHoverCSS();\n",
        ),
        (
            "actions",
            "import { Actions } from '@twilio/flex-ui';\nActions.emit('x');\n",
        ),
        (
            "clean",
            "import { Actions } from '@twilio/flex-ui';\nActions.invokeAction('AcceptTask');\n",
        ),
        (
            "client",
            "import { Manager } from '@twilio/flex-ui';\nManager.getInstance().chatClient;\n",
        ),
        (
            "both",
            "import { Actions, Manager } from '@twilio/flex-ui';\nActions.emit('x');\nManager.getInstance().chatClient;\n",
        ),
    ] {
        world.write(
            &format!("fleet/{name}/package.json"),
            MANIFEST.replace("NAME", name),
        );
        world.write(&format!("fleet/{name}/src/index.ts"), source);
    }
}

#[test]
fn plugins_say_what_breaks_when_and_how_it_is_fixed() {
    let world = World::new();
    fleet(&world);
    let impact = json(&world, &["impact", "1.34.6..2.17.1", "--fleet", "fleet"]);
    let plugins: Vec<&Value> = list(&impact, "plugins").collect();
    let names: Vec<&str> = plugins.iter().map(|one| text(one, "name")).collect();
    assert_eq!(names, ["actions", "both", "clean", "client", "colours"]);
    let item = |id: &str| {
        items(&impact)
            .into_iter()
            .find(|(_, item)| text(item, "id") == id)
            .unwrap_or_else(|| panic!("{id}"))
    };
    let (phase, emit) = item("member:Actions.emit");
    assert_eq!(
        (phase, emit["findings"].as_u64(), emit["plugins"].as_u64()),
        ("before", Some(2), Some(2))
    );
    let (phase, hover) = item("export:getBackgroundWithHoverCSS");
    assert_eq!((phase, text(hover, "reason")), ("during", "no-replacement"));
    let (phase, client) = item("member:Manager.chatClient");
    assert_eq!((phase, client["findings"].as_u64()), ("after", Some(2)));
    let colours = &plugins[4];
    let package = &colours["scan"]["packages"][0];
    assert_eq!(
        (text(package, "frontier"), text(package, "frontier_by")),
        ("1.34.6", "getBackgroundWithHoverCSS")
    );
    assert_eq!(colours["graded"][0]["effort"], "none");
    assert_eq!(colours["graded"][0]["version"], "2.0.0");
    assert_eq!(plugins[2]["scan"]["packages"][0]["frontier"], "2.17.1");
    // Each finding that is new counts with one version.
    let counted: u64 = list(&impact, "per_version")
        .map(|one| one["findings"].as_u64().unwrap())
        .sum();
    let new = plugins
        .iter()
        .flat_map(|one| list(one, "graded"))
        .filter(|one| one["version"].is_string())
        .count();
    assert_eq!(counted, new as u64);
    // What is still there is gone for the sake of argument.
    let without = json(
        &world,
        &[
            "impact",
            "2.16.0..2.17.1",
            "--fleet",
            "fleet",
            "--without",
            "Actions",
        ],
    );
    let symbols: BTreeSet<&str> = list(&without, "plugins")
        .flat_map(|one| list(&one["scan"], "findings"))
        .filter(|one| text(one, "message").contains("would be gone"))
        .map(|one| text(one, "symbol"))
        .collect();
    let unread = world.run(&["impact", "2.17.0..2.17.1", "--fleet", "fleet"]);
    assert!(
        unread.stdout.contains("Nobody read the surface of 2.17.0"),
        "{}",
        unread.stdout
    );
    assert!(
        symbols.iter().any(|one| one.starts_with("Actions")),
        "{symbols:?}"
    );
}

#[test]
fn a_plugin_that_cannot_be_looked_at_does_not_hide_the_others() {
    let world = World::new();
    fleet(&world);
    world.write(
        "fleet/broken/package.json",
        MANIFEST.replace("NAME", "broken"),
    );
    world.write("fleet/broken/src/index.ts", "const a = {{{;\n");
    world.write("loose/index.ts", "export {};\n");
    let ran = world.run(&[
        "impact",
        "1.34.6..2.17.1",
        "--plugin",
        "fleet",
        "--plugin",
        "nowhere",
        "--plugin",
        "loose",
    ]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    for expected in [
        "Incomplete",
        "nowhere",
        "loose",
        "broken: src/index.ts",
        "colours",
    ] {
        assert!(ran.stdout.contains(expected), "{expected}: {}", ran.stdout);
    }
}

#[test]
fn parts_of_a_fleet_come_to_the_same_as_one_run() {
    let world = World::new();
    fleet(&world);
    let whole = world.run(&[
        "impact",
        "1.34.6..2.17.1",
        "--fleet",
        "fleet",
        "--format",
        "json",
    ]);
    let mut parts: Vec<String> = Vec::new();
    for index in 1..=3 {
        let shard = format!("{index}/3");
        let ran = world.run(&[
            "impact",
            "1.34.6..2.17.1",
            "--fleet",
            "fleet",
            "--format",
            "json",
            "--shard",
            &shard,
        ]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let file = format!("part-{index}.json");
        world.write(&file, &ran.stdout);
        parts.push(file);
    }
    let mut args = vec!["fleet", "merge", "--format", "json"];
    args.extend(parts.iter().rev().map(String::as_str));
    let merged = world.run(&args);
    assert_eq!(merged.stdout, whole.stdout);
    // One that is missing is said, and one that is there twice refused.
    let ran = world.run(&["fleet", "merge", "part-1.json", "part-2.json"]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.stdout.contains("part 3/3 are missing"),
        "{}",
        ran.stdout
    );
    let ran = world.run(&["fleet", "merge", "part-1.json", "part-1.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("are both part 1/3"), "{}", ran.stderr);
    let ran = world.run(&["fleet", "merge", "part-1.json", "--as-of", "2020-01-01"]);
    assert!(
        ran.stderr.contains("--as-of 2026-06-15 puts them together"),
        "{}",
        ran.stderr
    );
    let ran = world.run(&["fleet", "merge", "fleet/both/package.json"]);
    assert!(
        ran.stderr.contains("is no answer of `impact`"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_fleet_is_registered_and_looked_at() {
    let world = World::new();
    fleet(&world);
    let ran = world.run(&["impact", "1.34.6..2.17.1", "--fleet"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("forewarn fleet add PATH"),
        "{}",
        ran.stderr
    );
    for (name, owner) in [("both", "the first team"), ("clean", "the second team")] {
        let path = format!("fleet/{name}");
        let ran = world.run(&["fleet", "add", &path, "--owner", owner]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let listed = world.run(&["fleet", "list"]);
    assert_eq!(
        listed.stdout,
        "both  fleet/both, owner the first team\nclean  fleet/clean, owner the second team\n"
    );
    let ran = world.run(&["impact", "1.34.6..2.17.1", "--fleet"]);
    assert!(ran.stdout.contains("the second team"), "{}", ran.stdout);
    let ran = world.run(&["fleet", "remove", "clea"]);
    assert!(
        ran.stderr.contains("the nearest is clean"),
        "{}",
        ran.stderr
    );
    let ran = world.run(&["fleet", "remove", "clean"]);
    assert!(
        ran.stderr.contains("fleet add fleet/clean --name clean"),
        "{}",
        ran.stderr
    );
    assert_eq!(
        world.run(&["fleet", "list"]).stdout,
        "both  fleet/both, owner the first team\n"
    );
}

#[test]
fn a_page_fits_eighty_columns_and_a_checklist_has_boxes() {
    let world = World::new();
    fleet(&world);
    let output = world
        .command()
        .env("COLUMNS", "80")
        .args(["impact", "2.14.0..2.17.1", "--as-of", "2025-12-01"])
        .output()
        .unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    for line in page.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(
        page.contains("2.14 is maintained until 2026-05-31 (published): that is the deadline"),
        "{page}"
    );
    let list = world.run(&[
        "impact",
        "1.34.6..2.17.1",
        "--fleet",
        "fleet",
        "--format",
        "checklist",
    ]);
    assert!(
        list.stdout.contains("- [ ] `Actions.emit`"),
        "{}",
        list.stdout
    );
    assert!(
        list.stdout.contains("  - [ ] both `src/index.ts:2`"),
        "{}",
        list.stdout
    );
    let back = world.run(&["impact", "2.14.0..2.17.1", "--reverse"]);
    assert!(back.stdout.contains("Not in 2.14.0"), "{}", back.stdout);
}

#[test]
fn the_list_of_a_fleet_is_changed_by_its_own_lines_only() {
    let world = World::new();
    fleet(&world);
    let before = "# ours\nschema = 1\n\n[scan]\nfail-on = \"any\" # strict\n";
    world.write("forewarn.toml", before);
    let add = [
        "fleet",
        "add",
        "fleet/both",
        "--owner",
        "the \"first\" team",
    ];
    assert_eq!(world.run(&add).code, 0);
    let again = world.run(&add);
    assert_eq!(again.code, 2);
    assert!(
        again
            .stderr
            .contains("is registered already, at fleet/both"),
        "{}",
        again.stderr
    );
    assert!(
        world
            .run(&["fleet", "list"])
            .stdout
            .contains("owner the \"first\" team")
    );
    assert_eq!(
        world
            .run(&["fleet", "add", "fleet/clean", "--name", "other"])
            .code,
        0
    );
    for name in ["both", "other"] {
        assert_eq!(world.run(&["fleet", "remove", name]).code, 0);
    }
    assert_eq!(world.read("forewarn.toml"), before);
    for (text, expected) in [
        ("[[plugin]]\nname = \"a\"\n", "cannot be read"),
        (
            "[[plugin]]\nname = \"a\"\nroot = \".\"\nowners = \"x\"\n",
            "no key `owners`",
        ),
        (
            "[[plugin]]\nname = \"a\"\nroot = \".\"\n[[plugin]]\nname = \"a\"\nroot = \"b\"\n",
            "two plugins are called `a`",
        ),
    ] {
        world.write("forewarn.toml", text);
        let ran = world.run(&["fleet", "list"]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
}
