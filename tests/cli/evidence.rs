//! What was seen at run time: brought in, told, set beside a scan, and taken back.

use std::fmt::Write as _;

use forewarn::changelog::evidence::read_patterns;
use serde_json::{Value, json};

use crate::run::{Ran, World};

const SID: &str = "NO0123456789abcdef0123456789abcdef";

/// The day before all others, in milliseconds since 1970: 2026-05-01T10:00:00Z.
const MAY: u64 = 1_777_629_600_000;

const CONSOLE: &str = "\
12:00:01.100 twilio-flex.prod.js:2 Warning! Getter 'chatClient' has been deprecated, please use 'conversationsClient' instead!
12:00:01.200 twilio-flex.prod.js:2 Warning! Getter 'chatClient' has been deprecated, please use 'conversationsClient' instead!
12:00:02.000 `config.colorTheme` is deprecated. Please use `config.theme` instead.
12:00:03.000 method 'flexConnect' is deprecated. Use connect of Redux.
2026-05-02 12:00:04 \"sid\" method is now deprecated. Please use \"uniqueId\" instead.
plugin.js:1 acmeWidget.open is deprecated, token AC0123456789abcdef0123456789abcdef
'channelInvited' event is deprecated in Conversations SDK.
Loaded 14 plugins
";

fn alerts() -> Value {
    let alert = |idx: u8, code: &str, day: &str| {
        json!({"sid": format!("{SID}{idx}"), "account_sid": "AC1", "alert_text": "Msg=x&ErrorCode=1", "error_code": code,
               "log_level": "warning", "date_generated": format!("{day}T23:30:00-02:00"), "date_created": "2026-06-01T00:00:00Z"})
    };
    json!({"alerts": [alert(1, "40153", "2026-05-01"), alert(2, "45004", "2026-05-03"), alert(3, "99999", "2026-05-03")], "meta": {}})
}

fn messages() -> Value {
    let message = |text: &str, at: u64| json!({"level": "WARNING", "source": "console-api", "timestamp": at, "message": format!("https://flex.twilio.com/x.js 1:2 {}", json!(text))});
    json!([
        message("Method 'amIOnHold' is deprecated. Please use isCurrentWorkerOnHold.", MAY),
        message("Method 'amIOnHold' is deprecated. Please use isCurrentWorkerOnHold.", MAY + 86_400_000),
        message("Please use `addListener` instead of `on`", MAY + 60 * 86_400_000),
        message("nothing", MAY),
        {"x": 1},
    ])
}

/// A world in which logs of all kinds were imported.
pub(super) fn fed() -> World {
    let world = World::new();
    world.write("console.log", CONSOLE);
    world.write("alerts.json", alerts().to_string());
    world.write("messages.json", messages().to_string());
    let payload = json!({"error_code": "90000", "more_info": {"msg": "x"}}).to_string();
    let event = json!({"Sid": "NO77", "Level": "ERROR", "Payload": payload});
    world.write("events.json", event.to_string());
    let ran = world.run(&[
        "evidence",
        "import",
        "console.log",
        "alerts.json",
        "messages.json",
        "events.json",
    ]);
    assert_eq!(ran.code, 3, "{ran:?}");
    world
}

const PLUGIN: &str = "import * as Flex from '@twilio/flex-ui';\n\
                      export function start(manager: Flex.Manager, task: Flex.ITask) {\n  \
                      manager.chatClient;\n  \
                      Flex.TaskHelper.isMyTask(task);\n  \
                      Flex.Actions.on('x', () => {});\n}\n";

/// As [`fed`], with a plugin that uses some of it.
pub(super) fn with_plugin() -> World {
    let world = fed();
    world.write("plugin/package.json", "{\"name\": \"plugin\", \"version\": \"1.0.0\", \"dependencies\": {\"@twilio/flex-ui\": \"2.14.0\"}}");
    world.write("plugin/src/index.ts", PLUGIN);
    world
}

fn list(world: &World, more: &[&str]) -> Value {
    let mut args = vec!["evidence", "list", "--format", "json"];
    args.extend(more);
    let ran = world.run(&args);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"))
}

fn told(ran: &Ran) -> String {
    format!("exit {}\n{}{}", ran.code, ran.stdout, ran.stderr)
}

#[test]
fn logs_of_all_kinds_are_counted_by_symbol_and_day() {
    let world = World::new();
    world.write("console.log", CONSOLE);
    world.write("alerts.json", alerts().to_string());
    world.write("messages.json", messages().to_string());
    let ran = world.run(&[
        "evidence",
        "import",
        "console.log",
        "alerts.json",
        "messages.json",
        "missing.log",
    ]);
    insta::assert_snapshot!("evidence_import", told(&ran).replace("2026-06-15T", "T"));
    assert!(!ran.stdout.contains("0123456789abcdef"), "{}", ran.stdout);
    let day = |document: &Value, subject: &str| -> Vec<(Value, Value)> {
        let seen = document["seen"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["subject"] == subject)
            .unwrap();
        seen["days"]
            .as_array()
            .unwrap()
            .iter()
            .map(|day| (day["day"].clone(), day["count"].clone()))
            .collect()
    };
    let document = list(&world, &[]);
    assert_eq!(day(&document, "chatClient"), [(json!(null), json!(2))]);
    assert_eq!(
        day(&document, "TaskHelper.amIOnHold"),
        [
            (json!("2026-05-01"), json!(1)),
            (json!("2026-05-02"), json!(1))
        ]
    );
    assert_eq!(
        day(&document, "absolute paging (Page, PageSize)"),
        [(json!("2026-05-02"), json!(1))]
    );
    assert_eq!(document["codes"][0]["code"], "45004");
    // What comes after the day of the answer is not seen from it.
    assert_eq!(document["later"], 1);
}

#[test]
fn what_was_seen_stands_beside_what_is_found() {
    let world = with_plugin();
    let text = world.run(&["evidence", "list", "--plugin", "plugin"]);
    let markdown = world.run(&[
        "evidence", "list", "--plugin", "plugin", "--format", "markdown",
    ]);
    assert_eq!((text.code, markdown.code), (0, 0), "{text:?}");
    let stable = |ran: &Ran| {
        let mut lines = String::new();
        for line in ran.stdout.lines() {
            // The instant of the import is that of this run.
            let line = line.split("; imported ").next().unwrap_or_default();
            if !line.trim_start().starts_with("20") && !line.contains(", id ") {
                writeln!(lines, "{line}").unwrap();
            }
        }
        lines
    };
    insta::assert_snapshot!("evidence_text", stable(&text));
    insta::assert_snapshot!("evidence_markdown", stable(&markdown));
    let document = list(&world, &["--plugin", "plugin"]);
    let symbols = |group: &str| -> Vec<String> {
        let group = document["beside"][group].as_array().unwrap();
        group
            .iter()
            .map(|one| one["symbol"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(symbols("found_and_seen"), ["Manager.chatClient"]);
    assert!(
        symbols("never_seen").contains(&"TaskHelper.isMyTask".to_owned()),
        "{document:#}"
    );
    assert!(
        symbols("seen_only").contains(&"flexConnect".to_owned()),
        "{document:#}"
    );
}

#[test]
fn the_same_is_counted_once() {
    let world = fed();
    let before = list(&world, &[]);
    world.write("copy.log", CONSOLE);
    let again = world.run(&[
        "evidence",
        "import",
        "console.log",
        "copy.log",
        "alerts.json",
    ]);
    assert_eq!(again.code, 0);
    assert_eq!(
        again.stdout.matches("nothing counts twice").count(),
        3,
        "{}",
        again.stdout
    );
    assert_eq!(list(&world, &[])["seen"], before["seen"]);
    // The same alerts in another page: the file is new, its events are not.
    let mut page = alerts();
    page["meta"]["page"] = json!(2);
    world.write("page.json", page.to_string());
    assert_eq!(world.run(&["evidence", "import", "page.json"]).code, 0);
    let after = list(&world, &[]);
    assert_eq!(after["seen"], before["seen"]);
    assert_eq!(after["sources"].as_array().unwrap().len(), 5);
    // Forgetting one of the two leaves what the other one tells.
    assert_eq!(world.run(&["evidence", "forget", "alerts.json"]).code, 0);
    assert_eq!(list(&world, &[])["seen"], before["seen"]);
    assert_eq!(world.run(&["evidence", "forget", "--all"]).code, 0);
    let empty = list(&world, &[]);
    assert_eq!(
        (&empty["seen"], &empty["sources"]),
        (&json!([]), &json!([]))
    );
}

#[test]
fn a_trial_writes_nothing() {
    let world = World::new();
    world.write("console.log", CONSOLE);
    let before = world.listing();
    let ran = world.run(&[
        "evidence",
        "import",
        "console.log",
        "--dry-run",
        "--day",
        "2026-05-01",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stdout.contains("6 sightings would be counted in"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("nothing tells"), "{}", ran.stdout);
    assert_eq!(world.listing(), before);
}

#[test]
fn what_is_wrong_is_told() {
    let world = fed();
    world.write("deep.json", "[".repeat(300_000));
    world.write("shape.json", "{\"a\": 1}");
    world.write("bad.log", b"\xff\xfe\xfd\n".repeat(2).split_off(1));
    world.write("empty.log", "");
    let mut told = String::new();
    for args in [
        &["evidence", "import", "deep.json", "shape.json", "empty.log"][..],
        &["evidence", "import", "bad.log"],
        &["evidence", "forget", "nothing.log"],
        &[
            "--db",
            "/proc/none/x.db",
            "evidence",
            "import",
            "console.log",
        ],
    ] {
        let ran = world.run(args);
        assert!(ran.code >= 2, "{args:?}: {ran:?}");
        writeln!(told, "exit {}\n{}{}", ran.code, ran.stdout, ran.stderr).unwrap();
    }
    insta::assert_snapshot!("evidence_errors", told);
}

#[test]
fn the_bundled_image_is_never_written_to() {
    let world = World::new();
    world.write("console.log", CONSOLE);
    let ran = world.run(&["evidence", "list"]);
    assert!(
        ran.stdout.contains("Nothing was imported yet"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("Not seen does not mean not used"),
        "{}",
        ran.stdout
    );
}

#[test]
fn another_platform_brings_its_own_patterns() {
    let world = World::new();
    assert_eq!(
        world
            .run(&["init", "acme", "--new-stream", "app:semver"])
            .code,
        0
    );
    let release = |text: &str| {
        format!(
            "+++\ndate = 2026-01-01\nstage = \"ga\"\n\n[[deprecation]]\nentry = \"a\"\nsymbol = \"Desk.open\"\nkind = \"member\"\nchange = \"deprecated\"\n+++\n\n## Deprecated\n\n- {text} {{#a}}\n"
        )
    };
    world.write("changelog/app/1.0.0.md", release("Old."));
    world.write("app.log", "Desk.open is old\nother\n");
    let missing = world.run(&["evidence", "import", "app.log"]);
    assert_eq!(missing.code, 2);
    assert!(
        missing
            .stderr
            .contains("write evidence.toml beside forewarn.toml"),
        "{}",
        missing.stderr
    );
    world.write(
        "evidence.toml",
        "schema = 1\nstream = \"app\"\n[[console]]\nid = \"old\"\npattern = '^(\\S+) is old$'\nsubject = \"$1\"\ngeneric = true\n",
    );
    let ran = world.run(&["evidence", "import", "app.log", "--day", "2026-02-01"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stdout.contains("the index of the workspace"),
        "{}",
        ran.stdout
    );
    // An edit of the files brings the index up to date, and keeps what was seen.
    world.write("changelog/app/1.0.0.md", release("Older."));
    let document = list(&world, &[]);
    assert_eq!(document["seen"][0]["symbols"][0]["symbol"], "Desk.open");
    assert_eq!(document["seen"][0]["first"], "2026-02-01");
}

/// A message of each pattern, made of the pattern itself.
#[test]
fn every_pattern_is_recognised_by_its_own_id() {
    let text = include_str!("../../assets/flex-evidence.toml");
    let (patterns, _) = read_patterns(text, "flex-evidence.toml");
    for line in &patterns.console {
        let message = line
            .pattern
            .as_str()
            .trim_start_matches('^')
            .trim_end_matches('$')
            .replace("([^']+)", "someMember")
            .replace("([^\"]+)", "someMember")
            .replace("(will be|has been)", "has been")
            .replace(".*", " ")
            .replace('\\', "");
        let front = format!("[10:00:00] WARN twilio-flex.js:2:3 {message}");
        let seen = patterns.line([message.as_str()]);
        assert_eq!(
            seen.map(|seen| seen.pattern),
            Some(line.id.clone()),
            "{message}"
        );
        let mut texts = Vec::new();
        forewarn::ingest::evidence::read(front.as_bytes(), &mut |record| {
            texts.extend(record.texts);
        })
        .unwrap();
        let texts = texts.iter().map(String::as_str);
        assert_eq!(
            patterns.line(texts).map(|seen| seen.pattern),
            Some(line.id.clone()),
            "{front}"
        );
    }
    for code in &patterns.codes {
        assert_eq!(
            patterns.code(&code.code).unwrap().pattern,
            format!("code-{}", code.code)
        );
    }
}
