//! Every JSON format against its committed schema: nothing is written that the schema does not describe, and it describes
//! nothing that is never written.

use forewarn::domain::document::scan::Status;
use forewarn::scan::suppress::baseline::{Baseline, Entry};
use serde_json::{Value, json};

use crate::run::World;

mod accounts;
mod checked;
mod made;
mod surfaces;
mod whole;

use checked::Checked;

/// Single releases of every stream, as `notes` and `show` take them.
const RELEASES: &[&str] = &[
    "ui/2.14.0",
    "ui/2.0.0",
    "ui/2.0.0-beta.1",
    "ui/1.0.0",
    "ui/1.34.2",
    "backend/2019-05-31",
    "backend/2019-06-13",
    "backend/2019-07-17",
];

#[test]
fn notes() {
    let mut checked = Checked::new("notes-v1");
    let (built_in, made) = (World::new(), made::platform());
    let releases: Vec<String> = RELEASES.iter().map(|id| format!("notes {id}")).collect();
    let releases: Vec<&str> = releases.iter().map(String::as_str).collect();
    checked.runs(&built_in, "json", &releases);
    checked.runs(
        &built_in,
        "json",
        &[
            "notes",
            "notes --as-published",
            "notes --as-of 2019-02-11",
            "notes --as-of 2018-01-01",
            "notes --as-of 2022-12-07 --stream ui",
            "notes 2.13..2.14 --stream ui,backend",
            "notes 2.16..",
            "notes ..1.5 --group stream",
            "notes 1.30..2.1 --as-published",
            "notes 2.14",
            "notes --stream plugins-cli",
            "notes --stream webchat",
            "notes --stream flex-sdk",
            "notes --since 2023-01-01 --until 2023-12-31",
            "notes --unreleased",
        ],
    );
    checked.runs(
        &made,
        "json",
        &[
            "notes",
            "notes 1.0.0..2.1.0",
            "notes 1.0.0..2.1.0 --as-published",
            "notes 1.1.2..2.0.0",
            "notes 1.0.0",
            "notes 1.1.1",
            "notes 1.1.2",
            "notes 2.0.0",
            "notes 2.0.0 --audience staff",
            "notes 2.0.0-beta.1",
            "notes 2.1.0",
            "notes 2.2.0",
            "notes --unreleased",
            "notes --stream service",
            "notes --since 2020-06-01 --until 2020-08-31",
            "notes --as-of 2020-01-31",
        ],
    );
    // What no command writes as JSON: notes with a limit on their length.
    checked.holds("every part", &every_part("json"));
    checked.done(40, &[("unplaced.heading: null", NO_HEADING)]);
}

const NO_HEADING: &str = "only a text that an import could not place stands under no heading";

/// The document with every part that the writers are tested with.
fn every_part(format: &str) -> Value {
    snapshot(&format!("every_part@{format}"))
}

/// A document as a test of its writer keeps it.
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads the repository's own files"
)]
fn snapshot(name: &str) -> Value {
    let path = format!(
        "{}/src/report/snapshots/{name}.snap",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).unwrap();
    let (_, document) = text
        .trim_start_matches("---\n")
        .split_once("\n---\n")
        .unwrap();
    serde_json::from_str(document).unwrap()
}

#[test]
fn feeds() {
    let mut checked = Checked::new("jsonfeed-1.1");
    let (built_in, made) = (World::new(), made::platform());
    checked.runs(
        &built_in,
        "jsonfeed",
        &[
            "notes",
            "notes --as-of 2018-01-01",
            "notes 2.14.0 --feed-url https://example.org/f.json --site-url https://example.org/notes",
            "notes backend/2019-07-17",
            "notes 2.13..2.14 --stream ui,backend",
        ],
    );
    checked.runs(
        &made,
        "jsonfeed",
        &["notes", "notes 1.0.0..2.1.0", "notes --as-published"],
    );
    checked.holds("every part", &every_part("jsonfeed"));
    checked.holds("all that the specification has", &specified_feed());
    let least = json!({"version": "https://jsonfeed.org/version/1.1", "title": "Acme", "items": [{"id": "1", "content_text": ""}]});
    checked.holds("the least that it needs", &least);
    checked.done(11, &[]);
}

/// What the specification allows and forewarn does not write.
fn specified_feed() -> Value {
    let url = "https://example.org/a";
    let author = json!({"url": url, "avatar": url});
    json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "Acme", "user_comment": "For people.", "next_url": url, "icon": url,
        "favicon": url, "author": author, "expired": true, "hubs": [{"type": "WebSub", "url": url}],
        "items": [{
            "id": "1", "content_text": "One.", "external_url": url, "image": url, "banner_image": url, "author": author,
            "language": "en", "attachments": [
                {"url": url, "mime_type": "audio/mpeg", "title": "It", "size_in_bytes": 1.5, "duration_in_seconds": 2.5},
                {"url": url, "mime_type": "audio/mpeg"},
            ],
        }],
    })
}

#[test]
fn versions() {
    let mut checked = Checked::new("versions-v1");
    let mut ends = Checked::new("endoflife-product-v1");
    let (built_in, made) = (World::new(), made::platform());
    let days = [
        "2018-01-01",
        "2019-02-11",
        "2020-10-31",
        "2022-12-07",
        "2024-06-30",
        "2025-12-01",
        "2026-06-01",
        "2026-11-22",
    ];
    for day in days {
        for stream in ["ui", "plugins-cli", "flex-sdk"] {
            let line = format!("versions --stream {stream} --as-of {day}");
            checked.runs(&built_in, "json", &[&line]);
            ends.runs(&built_in, "endoflife", &[&line]);
        }
        let line = format!("versions --stream backend --as-of {day}");
        checked.runs(&built_in, "json", &[&line]);
    }
    for stream in ["app", "kit"] {
        for day in ["2020-02-01", "2020-09-01", "2026-06-15"] {
            let line = format!("versions --stream {stream} --as-of {day}");
            checked.runs(&made, "json", &[&line]);
            ends.runs(&made, "endoflife", &[&line]);
        }
    }
    checked.runs(&made, "json", &["versions --stream service"]);
    let quiet = made::quiet();
    for line in [
        "versions --stream app",
        "versions --stream app --as-of 2024-03-15",
        "versions --stream bare",
        "versions --stream empty",
    ] {
        checked.runs(&quiet, "json", &[line]);
        ends.runs(&quiet, "endoflife", &[line]);
    }
    checked.done(40, &[]);
    ends.holds("a product with every phase", &hardware());
    ends.done(30, &[]);
}

/// What the API has and forewarn does not write: a product that is made, discontinued and supported beyond its end.
fn hardware() -> Value {
    let url = "https://example.org/a";
    let cycle = |name: &str, more: Value| {
        let mut cycle = json!({
            "name": name, "codename": "Ash", "label": name, "releaseDate": "2020-01-01", "isLts": true, "ltsFrom": "2021-01-01",
            "isEol": false, "eolFrom": null, "isMaintained": true, "latest": null, "custom": null,
        });
        let keys = more.as_object().unwrap().clone();
        cycle.as_object_mut().unwrap().extend(keys);
        cycle
    };
    let day = "2024-01-01";
    json!({
        "schema_version": "1.2.1", "generated_at": "2024-01-02T00:00:00+01:00", "last_modified": "2024-01-02T00:00:00Z",
        "result": {
            "name": "phone", "aliases": ["telephone"], "label": "Phone", "category": "device", "tags": ["device"],
            "versionCommand": "phone --version", "identifiers": [], "links": {"icon": url, "html": url, "releasePolicy": url},
            "labels": {"eoas": null, "discontinued": "Discontinued", "eol": "Support", "eoes": "Extended"},
            "releases": [
                cycle("1", json!({"isDiscontinued": true, "discontinuedFrom": day, "isEoes": false, "eoesFrom": day})),
                cycle("2", json!({"isDiscontinued": false, "discontinuedFrom": null, "isEoes": null, "eoesFrom": null})),
                cycle("3", json!({"latest": {"name": "3.1", "date": null, "link": url}})),
            ],
        },
    })
}

#[test]
fn accounts() {
    let world = made::accounts();
    let mut checked = Checked::new("accounts-v1");
    for day in ["2023-01-01", "2025-12-01", "2026-11-22"] {
        checked.runs(
            &world,
            "json",
            &[
                &format!("accounts --as-of {day}"),
                &format!("accounts --ending-within 90d --as-of {day}"),
            ],
        );
    }
    checked.runs(
        &world,
        "json",
        &["accounts --file none.toml", "accounts --as-of 2026-05-20"],
    );
    let (made, quiet) = (made::platform(), made::quiet());
    checked.runs(&made, "json", &["accounts", "accounts --as-of 2020-02-15"]);
    checked.runs(
        &quiet,
        "json",
        &[
            "accounts",
            "accounts --as-of 2024-03-15",
            "accounts --stream bare",
            "accounts --stream empty",
        ],
    );
    checked.done(12, &[]);
}

#[test]
fn lints() {
    let (built_in, breaching) = (World::new(), crate::lint::made());
    let mut checked = Checked::new("lint-v1");
    checked.runs(
        &built_in,
        "json",
        &[
            "lint 2.10.0",
            "lint --stream backend --fail-on note",
            "lint 2.13.0 --fail-on never",
            "lint --stream ui --rule toggle-outlived",
        ],
    );
    checked.runs(
        &breaching,
        "json",
        &["lint", "lint --fix --dry-run --fail-on error", "lint --fix"],
    );
    checked.runs(&made::platform(), "json", &["lint --fail-on warning"]);
    checked.runs(&made::quiet(), "json", &["lint"]);
    checked.done(
        9,
        &[
            ("lint-surface.newest_read: null", NOTHING_STABLE),
            ("lint-waived.line: null", NO_FILE),
        ],
    );
}

const NOTHING_STABLE: &str = "a package of which surfaces are known has a newest one";
const NO_FILE: &str = "a comment in a database of the user's own stands in no file";

#[test]
fn checks() {
    let world = made::accounts();
    let (made, quiet) = (made::platform(), made::quiet());
    let mut checked = Checked::new("check-v1");
    for day in ["2025-12-01", "2026-11-22"] {
        for args in [
            "check",
            "check --plugin plugin --plugin bare --plugin linked",
            "check --plugin plugin/package.json --account litware --eol-within 1y",
            "check --version 2.14 --eol-within 6m",
            "check --version 1.33 --version 9.9.9 --fail-on-unknown",
            "check --version 2.17 --waivers none.toml",
            "check --account contoso --account typo",
        ] {
            checked.runs(&world, "json", &[&format!("{args} --as-of {day}")]);
        }
    }
    checked.runs(
        &made,
        "json",
        &["check --account b", "check --account a --eol-within 12w"],
    );
    checked.runs(
        &quiet,
        "json",
        &[
            "check --stream bare --account b",
            "check --stream empty --account b",
        ],
    );
    let alone = World::new();
    checked.runs(
        &alone,
        "json",
        &[
            "check --version 2.14",
            "check --version 2.11",
            "check --version 1.33 --as-of 2023-01-01",
        ],
    );
    checked.done(20, &[]);
}

#[test]
fn defaults_of_accounts() {
    let mut checked = Checked::new("defaults-v1");
    let (built_in, made) = (World::new(), made::platform());
    checked.runs(
        &built_in,
        "json",
        &[
            "defaults",
            "defaults --as-of 2018-01-01",
            "defaults --as-of 2019-02-11",
            "defaults --as-of 2019-07-17",
            "defaults --created 2019-05-01",
            "defaults --created 2019-05-01 --as-of 2019-05-31",
            "defaults --created 2019-01-01 --as-of 2019-06-30",
            "defaults --ui-version 2.14.0",
            "defaults --ui-version 1.7.0 --as-of 2019-07-01",
            "defaults 2019-02-10..2019-07-17",
            "defaults 2019-02-10..",
            "defaults ..2019-07-17",
            "defaults --since 2019-05-01 --until 2019-05-31",
            "defaults 2025-01-01..2025-12-31",
            "defaults chat.deployment-roles",
            "defaults chat.deployment-roles --created 2019-05-01",
            "defaults flex.offline-threshold",
            "defaults flex.plugin-url --as-of 2019-06-26",
            "defaults flex.plugin-url --as-of 2019-06-27",
        ],
    );
    checked.runs(
        &made,
        "json",
        &[
            "defaults",
            "defaults --as-of 2020-01-15",
            "defaults --created 2019-01-01",
            "defaults acme.limit",
            "defaults acme.open",
            "defaults acme.colour",
            "defaults acme.limit --ui-version 1.0.0",
            "defaults 2019-01-01..",
            "defaults 2020-12-31..2021-01-01",
            "defaults 2022-01-01..",
        ],
    );
    checked.done(
        29,
        &[(
            "when.no_later_than: null",
            "what holds for certain had come by the day",
        )],
    );
}

#[test]
fn features_of_accounts() {
    let mut checked = Checked::new("features-v1");
    let (built_in, made) = (World::new(), made::platform());
    checked.runs(
        &built_in,
        "json",
        &[
            "features",
            "features --as-of 2018-01-01",
            "features --as-of 2019-06-13",
            "features --as-of 2022-01-01",
            "features --as-of 2024-05-01",
            "features --as-of 2026-11-22",
            "features --stage beta --as-of 2024-05-01",
            "features --stage ga",
            "features --stage ended",
            "features --since 2025-06-01",
            "features citrix-vdi",
            "features citrix-vdi --ui-version 2.3.1",
            "features citrix-vdi --ui-version 2.5.0 --opted-in citrix-vdi",
            "features enforce-logout --account-created 2019-07-17",
            "features flex-conversations --account-created 2022-01-01",
            "features device-manager",
            "features citrix-vdi --as-of 2023-07-09",
            "features google-business-messages --as-of 2024-07-31",
            "features status-report --ui-version 1.27.0 --as-of 2021-01-01",
        ],
    );
    checked.runs(
        &made,
        "json",
        &[
            "features",
            "features queues",
            "features queues --as-of 2020-01-01",
            "features --since 2020-01-01",
        ],
    );
    checked.done(
        20,
        &[(
            "when.no_later_than: null",
            "what holds for certain had come by the day",
        )],
    );
}

#[test]
fn deprecations_of_symbols() {
    let mut checked = Checked::new("deprecations-v1");
    let (built_in, made) = (World::new(), made::platform());
    checked.runs(
        &built_in,
        "json",
        &[
            "deprecations",
            "deprecations --as-of 2018-01-01",
            "deprecations --as-of 2022-12-07",
            "deprecations --at 1.25.0",
            "deprecations --at 2.0.0",
            "deprecations --stream backend",
            "deprecations --stream backend --as-of 2025-01-29",
            "deprecations --status overdue,scheduled,deprecated",
            "deprecations --kind export,member",
            "deprecations --removed-in 2.0.0",
            "deprecations --no-replacement",
            "deprecations processError",
            "deprecations Chat.Client.getChannelBySid",
        ],
    );
    checked.runs(
        &made,
        "json",
        &[
            "deprecations",
            "deprecations --at 1.0.0",
            "deprecations Lists.sort",
            "deprecations left-pad",
        ],
    );
    checked.runs(
        &made::quiet(),
        "json",
        &["deprecations", "deprecations kit"],
    );
    checked.done(
        17,
        &[
            (
                "symbol-row.no_later_than: null",
                "only what had come by the day is listed",
            ),
            (
                "api-data.newest_read: null",
                "a package of which nothing was read is not listed",
            ),
            (
                "offered.gone_after: string",
                "no published notice offers what is gone itself",
            ),
        ],
    );
}

#[test]
fn scans() {
    let mut checked = Checked::new("scan-v1");
    for name in ["all", "clean", "nothing"] {
        checked.holds(name, &snapshot(&format!("scan@{name}.json")));
    }
    checked.done(3, &[]);
}

#[test]
fn impacts() {
    let mut checked = Checked::new("impact-v1");
    for name in ["all", "without", "nothing"] {
        checked.holds(name, &snapshot(&format!("impact@{name}.json")));
    }
    let built_in = World::new();
    checked.runs(
        &built_in,
        "json",
        &[
            "impact 2.14.0..2.17.1",
            "impact 1.34.6..2.0.2",
            "impact 2.14.0..2.17.1 --reverse",
            "impact backend/2019-01-01..backend/2019-12-31",
        ],
    );
    checked.done(7, &[]);
}

#[test]
fn baselines() {
    let mut checked = Checked::new("baseline-v1");
    let entries = Status::ALL.iter().map(|status| Entry {
        file: "src/a.ts".to_owned(),
        symbol: "Manager.chatClient".to_owned(),
        package: "npm:@twilio/flex-ui".to_owned(),
        status: *status,
        fingerprint: status.to_string(),
    });
    let written = Baseline::of(entries).write();
    checked.holds("of each status", &serde_json::from_str(&written).unwrap());
    checked.holds(
        "empty",
        &serde_json::from_str(&Baseline::default().write()).unwrap(),
    );
    checked.done(2, &[]);
}

#[test]
fn records() {
    let mut checked = Checked::new("record-v1");
    let (built_in, made) = (World::new(), made::platform());
    let releases: Vec<String> = RELEASES.iter().map(|id| format!("show {id}")).collect();
    let releases: Vec<&str> = releases.iter().map(String::as_str).collect();
    checked.runs(&built_in, "json", &releases);
    checked.runs(
        &built_in,
        "json",
        &[
            "show enforce-logout",
            "show chat-deployment-roles-existing",
            "show flex.offline-threshold",
            "show chat.deployment-roles",
            "show citrix-vdi",
            "show citrix-vdi --as-of 2023-07-09",
            "show flex.enforce-logout --as-of 2019-07-16",
            "show enforce-logout --as-of 2019-06-30",
            "show Chat.Client.getChannelBySid --as-of 2018-01-01",
            "show 2.14",
            "show feature:enforce-logout",
            "show feature:enforce-logout --as-of 2019-06-30",
            "show device-manager-beta",
            "show Chat.Client.getChannelBySid",
            "show processError",
        ],
    );
    let toggles = [
        "show toggle:queues",
        "show toggle:loose",
        "show feature:queues",
        "show entry:queues",
        "show acme.limit",
        "show acme.open",
        "show acme.colour",
        "show Lists.sort",
        "show left-pad",
        "show Lists.gone",
    ];
    checked.runs(&made, "json", &toggles);
    checked.runs(
        &made,
        "json",
        &[
            "show sorted",
            "show lists",
            "show login",
            "show flicker",
            "show flicker-gone",
            "show old-panel",
            "show later",
            "show 1.0.0",
            "show 1.1.1",
            "show 1.1.2",
            "show 2.0.0-beta.1",
            "show 2.0.0",
            "show 2.1.0",
            "show 2.2.0",
            "show app/unreleased/filter",
            "show service/2021-01-01",
            "show service/2021-03-01",
            "show kit/0.1.0",
            "show acme.kit",
            "show feature:kits",
            "show kit/0.2.0",
        ],
    );
    checked.runs(
        &made::quiet(),
        "json",
        &["show bare/1.0.0", "show app/1.0.0", "show app/1.1.0"],
    );
    checked.done(
        51,
        &[
            (
                "entry.first_in: string",
                "`show` tells a release as it was published",
            ),
            (
                "entry.takes_back: string",
                "`show` tells a release as it was published",
            ),
            ("unplaced.heading: null", NO_HEADING),
        ],
    );
}

#[test]
fn searches_and_logs() {
    let mut checked = Checked::new("search-v1");
    let (built_in, made) = (World::new(), made::platform());
    checked.runs(
        &built_in,
        "json",
        &[
            "search offline threshold",
            "search zeppelin",
            "search enforce-logot",
            "search flex --limit 3",
            "search citrix",
            "search flex --limit 300 --as-of 2019-07-17",
        ],
    );
    checked.runs(
        &made,
        "json",
        &["search queues", "search lists", "search nothing-of-it"],
    );
    checked.done(9, &[]);

    let mut checked = Checked::new("log-v1");
    checked.runs(
        &built_in,
        "json",
        &[
            "log",
            "log enforce-logout",
            "log --limit 1",
            "log --as-of 2018-01-01",
        ],
    );
    checked.runs(&made, "json", &["log", "log queues", "log --limit 2"]);
    made.write(
        "changelog/kit/0.1.0.md",
        "+++\ndate = 2021-01-02\n+++\n\n## Added\n\n- A kit. {#kit}\n",
    );
    made.write("changelog/kit/0.3.0.md", "+++\ndate = 2021-02-02\n+++\n");
    checked.runs(&made, "json", &["log --limit 200", "log kit/0.1.0"]);
    std::fs::remove_file(made.work().join("changelog/kit/0.3.0.md")).unwrap();
    checked.runs(&made, "json", &["log --limit 3"]);
    checked.done(9, &[]);
}

/// A correction that is known by a day only is told, with what its day says; of an earlier day it is not told yet.
#[test]
fn the_log_says_what_the_day_of_a_correction_says() {
    let world = made::platform();
    let days = |as_of: &str| -> Vec<(Value, Value)> {
        let ran = world.run(&["log", "queues", "--format", "json", "--as-of", as_of]);
        let document: Value = serde_json::from_str(&ran.stdout).unwrap();
        let items = document["items"].as_array().unwrap().iter();
        items
            .filter(|item| item["action"] == "correct")
            .map(|item| (item["at"].clone(), item["at_kind"].clone()))
            .collect()
    };
    let exact = (json!("2020-07-01"), json!("exact"));
    assert_eq!(days("2020-07-01"), std::slice::from_ref(&exact));
    let bound = (json!("2020-07-02"), json!("no-later-than"));
    assert_eq!(days("2026-06-15"), [bound, exact]);
}
