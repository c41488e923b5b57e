//! The table of backend entries of 2019 that the changelog has to hold: each row can be read in `notes`, in `defaults` on
//! the day before and on the day itself, and in `show`.

use serde_json::{Value, json};

use crate::run::World;

fn answer(args: &[&str]) -> Value {
    let mut args = args.to_vec();
    args.extend(["--format", "json"]);
    let ran = World::new().run(&args);
    assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// An entry as the notes of its day tell it.
fn noted(day: &str, id: &str) -> Value {
    let notes = answer(&["notes", &format!("backend/{day}")]);
    let entries = notes["releases"][0]["entries"].as_array().unwrap().clone();
    entries
        .into_iter()
        .find(|entry| entry["id"] == id)
        .unwrap_or_else(|| panic!("{id} is not in the notes of {day}"))
}

/// A setting for an account as of a day; null if it is not known.
fn default(setting: &str, created: &str, as_of: &str) -> Value {
    let document = answer(&["defaults", "--created", created, "--as-of", as_of]);
    let settings = document["settings"].as_array().unwrap().clone();
    settings
        .into_iter()
        .find(|one| one["id"] == setting)
        .unwrap_or(Value::Null)
}

/// The day before, `show` answers with the change that is to come.
#[test]
fn a_setting_is_shown_before_its_first_change() {
    for (setting, before, day) in [
        ("taskrouter.default-activities", "2019-02-10", "2019-02-11"),
        (
            "taskrouter.default-task-channels",
            "2019-02-10",
            "2019-02-11",
        ),
        ("chat.deployment-roles", "2019-05-21", "2019-05-22"),
        ("flex.logout-activity", "2019-06-05", "2019-06-06"),
        ("flex.plugin-url", "2019-06-26", "2019-06-27"),
        ("flex.enforce-logout", "2019-07-16", "2019-07-17"),
        ("flex.offline-threshold", "2019-07-16", "2019-07-17"),
    ] {
        let shown = answer(&["show", setting, "--as-of", before]);
        assert_eq!(shown["not_before"], day, "{setting}");
        let shown = answer(&["show", setting, "--as-of", day]);
        assert_eq!(shown["not_before"], Value::Null, "{setting}");
    }
}

/// Each row: day, entry, kind, setting, the value of an account created the day before, and on the day.
#[test]
fn defaults_for_new_accounts_differ_from_the_day_on() {
    let custom = json!(["custom1", "custom2", "custom3", "custom4", "custom5"]);
    for (day, before, entry, setting, old, new) in [
        (
            "2019-02-11",
            "2019-02-10",
            "default-agent-activities",
            "taskrouter.default-activities",
            None,
            json!(["Offline", "Unavailable", "Available", "Break"]),
        ),
        (
            "2019-02-11",
            "2019-02-10",
            "custom-task-channels-not-created",
            "taskrouter.default-task-channels",
            Some(custom),
            json!([]),
        ),
        (
            "2019-05-22",
            "2019-05-21",
            "chat-deployment-roles-default",
            "chat.deployment-roles",
            None,
            json!(["admin", "supervisor"]),
        ),
        (
            "2019-07-17",
            "2019-07-16",
            "enforce-logout-on",
            "flex.enforce-logout",
            Some(json!(false)),
            json!(true),
        ),
        (
            "2019-07-17",
            "2019-07-16",
            "offline-threshold-30s",
            "flex.offline-threshold",
            None,
            json!(30),
        ),
    ] {
        let told = noted(day, entry);
        assert_eq!(told["kind"], "default", "{entry}");
        assert_eq!(told["applies_to"], "new-accounts", "{entry}");
        let former = default(setting, before, before);
        match old {
            Some(old) => assert_eq!(
                (&former["value"], &former["basis"]),
                (&old, &json!("replaced"))
            ),
            None => assert_ne!(former["value_known"], true, "{setting} on {before}"),
        }
        let now = default(setting, day, day);
        assert_eq!((&now["value"], &now["entry"]), (&new, &json!(entry)));
        assert_eq!(now["since"]["date"], day, "{setting}");
        let shown = World::new().run(&["show", entry]);
        assert!(
            shown.stdout.contains(&format!("default  backend/{day}")),
            "{}",
            shown.stdout
        );
        let history = World::new().run(&["show", setting]);
        assert!(history.stdout.contains(entry), "{}", history.stdout);
    }
    assert_eq!(
        default("flex.offline-threshold", "2019-07-17", "2019-07-17")["unit"],
        "seconds"
    );
}

#[test]
fn the_chat_roles_reached_existing_projects_but_those_in_conflict() {
    let told = noted("2019-05-31", "chat-deployment-roles-existing");
    assert_eq!(told["kind"], "configuration");
    assert_eq!(told["applies_to"], "existing-accounts");
    assert_eq!(told["settings"][0]["automatic"], true);
    assert_eq!(told["excluded"].as_array().unwrap().len(), 2);
    let id = "chat.deployment-roles";
    assert_ne!(default(id, "2019-05-01", "2019-05-30")["value_known"], true);
    let now = default(id, "2019-05-01", "2019-05-31");
    assert_eq!(now["value"], json!(["admin", "supervisor"]));
    let steps = now["steps"].as_array().unwrap();
    let step = steps
        .iter()
        .find(|step| step["entry"] == "chat-deployment-roles-existing")
        .unwrap();
    assert_eq!(step["automatic"], true);
    assert_eq!(step["excluded"].as_array().unwrap().len(), 2);
    // The default for new accounts and its roll-out are linked events.
    assert_eq!(step["linked"], json!(["chat-deployment-roles-default"]));
    let shown = World::new()
        .run(&["show", "chat-deployment-roles-existing"])
        .stdout;
    assert!(shown.contains("chat service was deleted"), "{shown}");
    assert!(shown.contains("conflicting chat role"), "{shown}");
    assert!(shown.contains("chat-deployment-roles-default"), "{shown}");
}

#[test]
fn billing_follows_a_configurable_logout_activity() {
    assert_eq!(
        noted("2019-06-06", "active-user-hours-by-logout-activity")["kind"],
        "changed"
    );
    assert_eq!(
        noted("2019-06-06", "logout-activity-setting")["kind"],
        "configuration"
    );
    let id = "flex.logout-activity";
    assert_eq!(default(id, "2019-06-05", "2019-06-05"), Value::Null);
    let now = default(id, "2019-06-06", "2019-06-06");
    // The setting is there; its value is not published.
    assert_eq!(
        (&now["basis"], &now["value_known"]),
        (&json!("change"), &json!(false))
    );
    assert!(
        World::new()
            .run(&["show", id])
            .stdout
            .contains("2019-06-06")
    );
}

#[test]
fn enforce_logout_carries_a_correction_of_unknown_day() {
    let told = noted("2019-06-13", "enforce-logout");
    assert_eq!(told["kind"], "added");
    assert_eq!(told["corrections"][0]["date"], Value::Null);
    let former = told["corrections"][0]["former"].as_str().unwrap();
    assert!(former.contains("Locking the computer"), "{former}");
    let features = |day: &str| answer(&["features", "enforce-logout", "--as-of", day]);
    assert_eq!(features("2019-06-12")["features"], json!([]));
    assert_eq!(
        features("2019-06-13")["features"][0]["moves"][0]["date"],
        "2019-06-13"
    );
    let shown = World::new().run(&["show", "enforce-logout"]).stdout;
    assert!(shown.contains("2019-06-13"), "{shown}");
}

#[test]
fn plugin_urls_need_a_version_of_the_client_library() {
    for entry in [
        "plugin-urls-through-flex",
        "internally-routed-plugins",
        "private-plugins",
    ] {
        let told = noted("2019-06-27", entry);
        assert_eq!(told["requires"]["ui"], ">=1.8.0", "{entry}");
    }
    assert_eq!(noted("2019-06-27", "public-asset-plugins")["kind"], "note");
    let id = "flex.plugin-url";
    let before = default(id, "2019-06-26", "2019-06-26");
    assert_eq!(
        (&before["value"], &before["basis"]),
        (&json!("Twilio Runtime domain"), &json!("replaced"))
    );
    let now = default(id, "2019-06-27", "2019-06-27");
    assert_eq!(
        (&now["basis"], &now["otherwise"]),
        (&json!("version"), &json!("Twilio Runtime domain"))
    );
    let value = |version: &str| {
        let document = answer(&[
            "defaults",
            id,
            "--as-of",
            "2019-06-27",
            "--ui-version",
            version,
        ]);
        document["settings"][0]["value"].clone()
    };
    assert_eq!(value("1.8.0"), "Flex-routed address");
    assert_eq!(value("1.7.0"), "Twilio Runtime domain");
    let shown = World::new()
        .run(&["show", "plugin-urls-through-flex"])
        .stdout;
    assert!(shown.contains("ui >=1.8.0"), "{shown}");
}
