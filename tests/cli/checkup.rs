//! Whether an account's configuration is what a version needs: every requirement drifts once, and what was a secret stays one.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use forewarn::changelog::configuration::read_rules;
use forewarn::domain::configuration::Rules;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::run::{Ran, World};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// All that the built-in platform's rules ask for, with a secret of each kind.
pub(super) fn configuration() -> Value {
    json!({
        "account_sid": format!("AC{SECRET}"),
        "date_created": "2022-11-02T09:14:05Z",
        "date_updated": "2026-05-20T07:00:00Z",
        "attributes": {"crm_token": "hunter2hunter2"},
        "status": "ok",
        "taskrouter_workspace_sid": format!("WS{SECRET}"),
        "taskrouter_target_workflow_sid": format!("WW{SECRET}"),
        "taskrouter_target_taskqueue_sid": null,
        "taskrouter_skills": [{"name": "french", "multivalue": false, "minimum": null, "maximum": null}],
        "taskrouter_offline_activity_sid": format!("WA{SECRET}"),
        "runtime_domain": "https://quiet-otter-4821.twil.io",
        "messaging_service_instance_sid": format!("MG{SECRET}"),
        "chat_service_instance_sid": format!("IS{SECRET}"),
        "flex_service_instance_sid": format!("IS{SECRET}"),
        "ui_language": "en",
        "ui_attributes": {"theme": {"isLight": true}, "logLevel": "warning", "version_compatibility": "yes"},
        "ui_dependencies": {"react": "^17.0.2", "react-dom": "17.0.2"},
        "ui_version": "~2.17",
        "service_version": null,
        "call_recording_enabled": true,
        "crm_attributes": null,
        "plugin_service_enabled": true,
        "integrations": [],
        "notifications": {"enabled": true, "mode": "whenNotInFocus"},
        "markdown": {"enabled": true, "mode": "readWrite"},
        "debugger_integration": {"enabled": true, "console_errors_included": false},
        "flex_ui_status_report": {"enabled": true},
        "citrix_voice_vdi": {"enabled": false},
        "channel_configs": [{"address_type": "web", "cbm_attachments": {"enabled": true, "max_file_size": 1000}}],
        "url": "https://flex-api.twilio.com/v1/Configuration",
    })
}

pub(super) fn activities() -> Value {
    let names = ["Offline", "Unavailable", "Available", "Break"];
    let items: Vec<Value> = names
        .iter()
        .map(|name| json!({"sid": format!("WA{SECRET}"), "friendly_name": name, "available": *name == "Available"}))
        .collect();
    json!({"activities": items, "meta": {"key": "activities", "next_page_url": null}})
}

pub(super) fn roles() -> Value {
    let role = |name: &str, kind: &str| json!({"sid": format!("RL{SECRET}"), "friendly_name": name, "type": kind, "permissions": ["sendMessage"]});
    json!({"roles": [role("admin", "deployment"), role("supervisor", "deployment"), role("channel user", "channel")]})
}

fn task_channels() -> Value {
    json!([{"sid": format!("TC{SECRET}"), "unique_name": "voice", "friendly_name": "Voice", "channel_optimized_routing": true}])
}

const USING: &str =
    "chat-monitoring,private-plugins,conversations,dialogflow-voice,dialogflow-digital";

/// A world with the four documents, `change` having been applied to them.
fn world(change: impl Fn(&mut Value, &mut Value, &mut Value)) -> World {
    let (mut configuration, mut activities, mut roles) = (configuration(), activities(), roles());
    change(&mut configuration, &mut activities, &mut roles);
    let world = World::new();
    for (name, document) in [
        ("configuration.json", &configuration),
        ("activities.json", &activities),
        ("roles.json", &roles),
        ("channels.json", &task_channels()),
    ] {
        world.write(name, document.to_string());
    }
    world
}

fn checkup(world: &World, to: &str, more: &[&str]) -> Ran {
    let mut args = vec![
        "checkup",
        "configuration.json",
        "activities.json",
        "roles.json",
        "channels.json",
        "--to",
        to,
        "--using",
        USING,
    ];
    args.extend(more);
    world.run(&args)
}

fn found(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"))
}

fn rules() -> Rules {
    let text = include_str!("../../assets/flex-configuration.toml");
    let (rules, problems) = read_rules(text, "flex-configuration.toml");
    assert_eq!(problems, []);
    rules
}

/// For each requirement the version to move to, what drifts and how grave that is.
fn drift(id: &str) -> (&'static str, &'static str, Value, &'static str) {
    match id {
        "ui-version-not-eol" => ("2.17.1", "/ui_version", json!("1.x"), "warning"),
        "react-range-2x" => (
            "2.17.1",
            "/ui_dependencies/react",
            json!("^16.5.2 || ^17"),
            "error",
        ),
        "react-dom-range-2x" => ("2.17.1", "/ui_dependencies/react-dom", json!("*"), "error"),
        "react-range-1x" => (
            "1.34.6",
            "/ui_dependencies/react",
            json!("^15.0.0"),
            "error",
        ),
        "no-warm-transfers-key" => (
            "2.17.1",
            "/ui_attributes/warmTransfers",
            json!({"enabled": true}),
            "warning",
        ),
        "no-notifications-browser" => (
            "2.17.1",
            "/ui_attributes/notifications",
            json!({"browser": true}),
            "warning",
        ),
        "no-color-theme" => ("2.17.1", "/ui_attributes/colorTheme", json!({}), "note"),
        "no-disabled-transfers" => (
            "2.17.1",
            "/ui_attributes/disabledTransfers",
            json!(true),
            "warning",
        ),
        "offline-activity-set" => (
            "2.17.1",
            "/taskrouter_offline_activity_sid",
            json!(null),
            "warning",
        ),
        "workspace-set" => ("2.17.1", "/taskrouter_workspace_sid", json!("WW1"), "error"),
        "chat-service-set" => (
            "2.17.1",
            "/chat_service_instance_sid",
            json!(null),
            "warning",
        ),
        "status-ok" => ("2.17.1", "/status", json!("inprogress"), "error"),
        "version-compatibility" => (
            "2.17.1",
            "/ui_attributes/version_compatibility",
            json!("no"),
            "error",
        ),
        "console-errors-needs-2.5" => (
            "2.3.4",
            "/debugger_integration/console_errors_included",
            json!(true),
            "warning",
        ),
        "status-report-needs-1.32" => (
            "1.31.0",
            "/flex_ui_status_report/enabled",
            json!(true),
            "warning",
        ),
        "citrix-needs-2.3.2" => ("2.2.0", "/citrix_voice_vdi/enabled", json!(true), "warning"),
        "markdown-mode" => ("2.17.1", "/markdown/mode", json!("write"), "warning"),
        "notifications-mode" => ("2.17.1", "/notifications/mode", json!("never"), "warning"),
        "chat-roles-for-monitoring" => {
            ("2.17.1", "roles:/roles/0/type", json!("channel"), "warning")
        }
        "default-activities" => (
            "2.17.1",
            "activities:/activities/3/friendly_name",
            json!("Lunch"),
            "note",
        ),
        "private-plugins-need-1.8" => ("2.17.1", "/ui_version", json!("~1.7.0"), "warning"),
        "conversations-need-2.0" => ("2.17.1", "/ui_version", json!("~1.34"), "warning"),
        "dialogflow-voice-needs-2.2" => ("2.17.1", "/ui_version", json!("~2.1"), "warning"),
        "dialogflow-digital-needs-2.5" => ("2.17.1", "/ui_version", json!("2.4.x"), "warning"),
        other => panic!("no drift is made for the requirement {other}"),
    }
}

/// Puts a value where a pointer leads, making the key if need be.
fn put(document: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap();
    match parent {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        parent => parent[key] = value,
    }
}

#[test]
fn every_requirement_drifts_once() {
    let rules = rules();
    let mut seen = BTreeSet::new();
    for requirement in &rules.requirements {
        let id = requirement.id.as_str();
        let (to, pointer, value, severity) = drift(id);
        let world = world(
            |configuration, activities, roles| match pointer.split_once(':') {
                Some(("roles", pointer)) => put(roles, pointer, value.clone()),
                Some((_, pointer)) => put(activities, pointer, value.clone()),
                None => put(configuration, pointer, value.clone()),
            },
        );
        let document = found(&checkup(&world, to, &["--format", "json"]));
        let hits: Vec<&Value> = document["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["id"] == id)
            .collect();
        assert_eq!(hits.len(), 1, "{id}: {document:#}");
        assert_eq!(hits[0]["severity"], severity, "{id}");
        seen.insert(id.to_owned());
    }
    assert_eq!(seen.len(), 24);
}

#[test]
fn a_clean_account_has_no_drift() {
    let ran = checkup(
        &world(|_, _, _| {}),
        "2.17.1",
        &["--format", "json", "--fail-on", "note"],
    );
    let document = found(&ran);
    assert_eq!(document["findings"], json!([]), "{document:#}");
    assert_eq!(document["not_checked"], json!([]));
    assert_eq!(ran.code, 0);
    // Those of other versions are told apart from those that hold.
    let counts = (
        document["held"].as_array().unwrap().len(),
        document["passed_by"].as_array().unwrap().len(),
    );
    assert_eq!(counts, (20, 4));
}

#[test]
fn an_account_that_has_drifted() {
    let world = world(|configuration, _, roles| {
        configuration["ui_version"] = json!("~2.14");
        configuration["ui_dependencies"]["react"] = json!("^16.5.2");
        configuration["ui_attributes"]["version_compatibility"] = json!("deprecated");
        configuration["debugger_integration"]["console_errors_included"] = json!(true);
        configuration["brand_new_key"] = json!("hunter2hunter2");
        configuration["call_recording_enabled"] = json!("yes");
        roles["roles"][1]["friendly_name"] = json!("boss");
    });
    let text = checkup(&world, "2.17.1", &["--as-of", "2026-05-15"]);
    let markdown = checkup(
        &world,
        "2.17.1",
        &["--as-of", "2026-05-15", "--format", "markdown"],
    );
    assert_eq!((text.code, markdown.code), (1, 1));
    insta::assert_snapshot!("checkup_text", text.stdout);
    insta::assert_snapshot!("checkup_markdown", markdown.stdout);
}

#[test]
fn the_threshold_is_the_users() {
    let world = world(|configuration, _, _| configuration["markdown"]["mode"] = json!("write"));
    for (fail_on, code) in [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] {
        assert_eq!(
            checkup(&world, "2.17.1", &["--fail-on", fail_on]).code,
            code,
            "{fail_on}"
        );
    }
}

#[test]
fn what_cannot_be_decided_is_told_with_what_decides_it() {
    let world = World::new();
    let mut configuration = configuration();
    configuration["date_created"] = json!(null);
    world.write("c.json", configuration.to_string());
    let document = found(&world.run(&["checkup", "c.json", "--to", "2.17.1", "--format", "json"]));
    let open = document["not_checked"].as_array().unwrap();
    let of = |id: &str| {
        open.iter().find(|one| one["id"] == id).unwrap()["decided_by"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(
        of("chat-roles-for-monitoring")
            .starts_with("--using chat-monitoring or --not-using chat-monitoring, a file of")
    );
    assert!(
        of("default-activities")
            .starts_with("--created DATE, a file of TaskRouter activities (GET ")
    );
    assert_eq!(
        of("private-plugins-need-1.8"),
        "--using private-plugins or --not-using private-plugins"
    );
    assert_eq!(open.len(), 6);
    let args = [
        "checkup",
        "c.json",
        "--to",
        "2.17.1",
        "--not-using",
        USING,
        "--created",
        "2018-06-01",
        "--format",
        "json",
    ];
    let document = found(&world.run(&args));
    assert_eq!(document["not_checked"], json!([]));
}

#[test]
fn one_page_of_a_list_decides_only_what_is_there() {
    let world = world(|_, activities, roles| {
        activities["meta"]["next_page_url"] = json!(format!(
            "https://taskrouter.twilio.com/?PageToken=PA{SECRET}"
        ));
        activities["activities"].as_array_mut().unwrap().pop();
        roles["meta"] = json!({"next_page_url": "https://x.org/"});
    });
    let ran = checkup(&world, "2.17.1", &["--format", "json"]);
    let document = found(&ran);
    assert_eq!(document["not_checked"][0]["id"], "default-activities");
    assert_eq!(document["findings"], json!([]));
    let break_page =
        json!({"activities": [activities()["activities"][3]], "meta": {"next_page_url": null}});
    world.write("more.json", break_page.to_string());
    let args = [
        "checkup",
        "activities.json",
        "more.json",
        "--to",
        "2.17.1",
        "--created",
        "2020-01-01",
        "--format",
        "json",
    ];
    let document = found(&world.run(&args));
    assert!(
        document["held"]
            .as_array()
            .unwrap()
            .contains(&json!("default-activities"))
    );
}

#[test]
fn what_the_cli_of_the_platform_writes_is_recognised() {
    let world = World::new();
    let mut camel = serde_json::Map::new();
    for (key, value) in configuration().as_object().unwrap() {
        let mut name = String::new();
        let mut up = false;
        for c in key.chars() {
            match c {
                '_' => up = true,
                c if up => {
                    name.push(c.to_ascii_uppercase());
                    up = false;
                }
                c => name.push(c),
            }
        }
        camel.insert(name, value.clone());
    }
    world.write("c.json", json!([camel]).to_string());
    let document = found(&world.run(&["checkup", "c.json", "--to", "2.17.1", "--format", "json"]));
    assert_eq!(document["files"][0]["document"], "configuration");
    assert_eq!(document["files"][0]["camel_case"], true);
    assert_eq!(document["runs"]["set_to"], "~2.17");
    assert_eq!(document["findings"], json!([]));
}

#[test]
fn conflicts_leave_the_account_out() {
    let steps = |change: &dyn Fn(&mut Value, &mut Value, &mut Value)| {
        let world = world(change);
        // The days of the versions are not known: what counts is when the account was made.
        let args = [
            "--from",
            "1.5.0",
            "--created",
            "2019-03-01",
            "--format",
            "json",
        ];
        let ran = checkup(&world, "1.20.0", &args);
        let document = found(&ran);
        let changes = document["changes"].as_array().unwrap().clone();
        let of = |entry: &str| {
            changes
                .iter()
                .find(|one| one["entry"] == entry)
                .map(|one| one["effect"].as_str().unwrap().to_owned())
        };
        (
            of("chat-deployment-roles-existing"),
            of("auto-update-to-flex-ui-1-18"),
        )
    };
    let some = |effect: &str| Some(effect.to_owned());
    let automatic = |configuration: &mut Value| configuration["ui_version"] = json!(null);
    assert_eq!(steps(&|_, _, _| {}).1, some("left-out"));
    assert_eq!(
        steps(&|configuration, _, _| automatic(configuration)).1,
        some("automatic")
    );
    let roles = |change: &dyn Fn(&mut Value, &mut Value, &mut Value)| steps(change).0;
    assert_eq!(roles(&|_, _, _| {}), some("automatic"));
    assert_eq!(
        roles(&|configuration, _, _| configuration["chat_service_instance_sid"] = json!(null)),
        some("left-out")
    );
    assert_eq!(
        roles(&|_, _, roles| roles["roles"][0]["type"] = json!("channel")),
        some("left-out")
    );
}

#[test]
fn what_is_no_document_is_told_without_its_content() {
    let world = World::new();
    for (name, text) in [
        ("empty.json", String::new()),
        (
            "broken.json",
            format!("{{\"account_sid\": \"AC{SECRET}\", hunter2}}"),
        ),
        ("string.json", format!("\"AC{SECRET}\"")),
        ("other.json", json!({"token": SECRET}).to_string()),
        ("bare.json", "[]".to_owned()),
        ("deep.json", "[".repeat(200_000)),
        ("latin.json", String::new()),
    ] {
        world.write(name, text);
    }
    world.write("latin.json", b"{\"a\": \"\xe9\"}");
    world.write("wide.json", b"\xff\xfe{\0}\0");
    let mut told = String::new();
    for name in [
        "empty", "broken", "string", "other", "bare", "deep", "latin", "wide", "missing",
    ] {
        let ran = world.run(&["checkup", &format!("{name}.json"), "--to", "2.17.1"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{name}");
        assert!(
            !ran.stderr.contains(SECRET) && !ran.stderr.contains("hunter2"),
            "{}",
            ran.stderr
        );
        writeln!(told, "{}", ran.stderr).unwrap();
    }
    world.write("c.json", configuration().to_string());
    for args in [
        &["checkup", "c.json", "c.json", "--to", "2.17.1"][..],
        &["checkup", "c.json", "--to", "2.99.0"],
        &[
            "checkup",
            "c.json",
            "--to",
            "2.17.1",
            "--using",
            "chat-monitorin",
        ],
        &["checkup", "c.json", "--to", "2.17.1", "--from", "2.18.0"],
        &["checkup", "c.json", "--to", "2.3.0", "--from", "2.17.1"],
    ] {
        let ran = world.run(args);
        assert_eq!(ran.code, 2, "{args:?}");
        writeln!(told, "{}", ran.stderr).unwrap();
    }
    insta::assert_snapshot!("checkup_errors", told);
}

#[test]
fn another_platform_brings_its_own_rules() {
    let world = World::new();
    let init = ["init", "acme", "--new-stream", "app:semver"];
    assert_eq!(world.run(&init).code, 0);
    world.write(
        "changelog/app/1.0.0.md",
        "+++\ndate = 2026-01-01\nstage = \"ga\"\n+++\n\n## Added\n\n- A. {#a}\n",
    );
    world.write(
        "settings.json",
        json!({"tenant": "t-1", "app_version": "1.x", "colour": "red"}).to_string(),
    );
    let args = ["checkup", "settings.json", "--to", "1.0.0"];
    let ran = world.run(&args);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("write configuration.toml beside forewarn.toml"),
        "{}",
        ran.stderr
    );
    world.write(
        "configuration.toml",
        "schema = 1\nstream = \"app\"\n[[document]]\nid = \"settings\"\nname = \"settings\"\nknown-by = [\"tenant\", \"app_version\"]\n\
         version = \"/app_version\"\n[[requirement]]\nid = \"no-colour\"\ndocument = \"settings\"\npointer = \"/colour\"\nop = \"absent\"\n\
         severity = \"error\"\nwhy = \"The key is gone.\"\n",
    );
    let ran = world.run(&args);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("no-colour"), "{}", ran.stdout);
    world.write(
        "configuration.toml",
        "schema = 1\nstream = \"app\"\n[[requirement]]\nid = \"x\"\n",
    );
    let ran = world.run(&args);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("configuration.toml:3:1: error: a requirement needs"),
        "{}",
        ran.stderr
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Wherever a token stands, as a value or as a key, no format and no error message has it.
    #[test]
    fn no_secret_of_the_input_is_in_any_output(
        place in 0usize..36,
        token in "(SK|AC|[a-z])[0-9a-f]{30}|[A-Za-z0-9+/]{24}==|[0-9]{16}|pw-[a-z]{4}[0-9]{5}[a-z]{4}",
        shape in 0u8..4,
    ) {
        let mut configuration = configuration();
        let keys: Vec<String> = configuration.as_object().unwrap().keys().cloned().collect();
        let key = &keys[place % keys.len()];
        match shape {
            0 => configuration[key] = json!(token),
            1 => configuration[key] = json!({token.clone(): token}),
            2 => configuration[key] = json!([token, {"name": token}]),
            _ => { configuration.as_object_mut().unwrap().insert(token.clone(), json!(token)); }
        }
        let world = World::new();
        world.write("c.json", configuration.to_string());
        world.write("broken.json", configuration.to_string().replace(':', " "));
        for file in ["c.json", "broken.json"] {
            for format in ["text", "json", "markdown"] {
                let ran = world.run(&["checkup", file, "--to", "2.17.1", "--format", format, "--using", USING]);
                let all = format!("{}{}", ran.stdout, ran.stderr);
                prop_assert!(!all.contains(&token), "{key} {shape}: {all}");
                prop_assert!(!all.contains(SECRET) && !all.contains("hunter2") && !all.contains("quiet-otter"), "{all}");
            }
        }
    }
}

#[test]
fn secrets_are_shown_when_asked_for() {
    let world = world(|configuration, _, _| {
        configuration["taskrouter_workspace_sid"] = json!("not-a-workspace");
    });
    let hidden = checkup(&world, "2.17.1", &[]).stdout;
    assert!(
        hidden.contains("a text of 15 characters, not shown"),
        "{hidden}"
    );
    let shown = checkup(&world, "2.17.1", &["--show-secrets"]).stdout;
    assert!(shown.contains("not-a-workspace"), "{shown}");
}
