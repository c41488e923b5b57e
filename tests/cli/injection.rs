//! Texts from outside that would be something else where they are shown: each channel, with one list of them.
//!
//! A workspace holds each text wherever its files take one; every command then writes every form that it has, and each form is held to
//! what its readers would fall for: a terminal, a page, a table, a runner of GitHub, a shell.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::run::World;

mod channels;

use channels::{
    CALENDAR, CHECKLIST, CSV, Form, GITHUB, HTML, JSON, MARKDOWN, PLAIN, SARIF, TEXT,
    harmless_json, harmless_markdown, harmless_on_a_terminal, harmless_page,
};

/// What they are after: a terminal, a bidirectional reader, a page, Markdown, a spreadsheet, a runner, a shell, a template.
const PAYLOADS: [&str; 24] = [
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;https://evil.example\u{1b}\\link",
    "\u{9b}31m c1",
    "\u{90}q\u{9c} sixel",
    "bell \u{7} and back\u{8}\u{8}\u{8}space \u{7f}",
    "\u{202e}gnp.exe\u{2066} order \u{2069}\u{200f}",
    "a\u{2028}line\u{2029}paragraph\u{85}next\u{feff}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    "</title></style></textarea><iframe src=javascript:alert(1)>",
    "[click](javascript:alert(1)) ![spy](https://evil.example/spy.png)",
    "ends ]]> and --> and --!> a section",
    "=HYPERLINK(\"https://evil.example\";\"click\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)*cmd",
    "::error file=a,line=1::planted",
    "##[group]planted ::set-output name=a::b %0A::warning::planted",
    "$(touch planted) `touch planted` ; touch planted",
    "' ; touch planted ; \" && touch planted",
    "{{ 7 * 7 }} {% raw %} ${{ github.token }}",
    "| not | a | table |",
];

/// As TOML writes it.
fn toml(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// On one line, as a bullet of a release file can hold it.
fn line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// A workspace with all of them.
fn hostile() -> World {
    let world = World::new();
    world.write(
        "forewarn.toml",
        "schema = 1\npolicy = \"policy.toml\"\naccounts = \"accounts.toml\"\n",
    );
    let policy = include_str!("../../assets/policies/flex.toml");
    world.write("policy.toml", policy.replace("[\"ui\"]", "[\"app\"]"));
    let name = toml(&PAYLOADS.join(" "));
    world.write(
        "changelog/streams.toml",
        format!(
            "format = 1\nplatform = \"acme\"\nname = {name}\n\n[[stream]]\nid = \"app\"\nname = {name}\nscheme = \"semver\"\n"
        ),
    );
    let (mut accounts, mut catalogue) = ("schema = 1\n".to_owned(), String::new());
    for (index, payload) in PAYLOADS.iter().enumerate() {
        let text = toml(payload);
        let front = format!(
            "date = 2024-01-{day:02}\ntitle = {text}\nsummary = {text}\n\n[entry.c{index}]\nimpact = {text}\naction = {text}\nnote = {text}\nsources = [{text}]\n\n\
             [[setting]]\nid = \"app.s{index}\"\nentry = \"s{index}\"\nname = {text}\nunit = {text}\nold = {text}\nnew = {text}\nnote = {text}\n\n\
             [[deprecation]]\nentry = \"d{index}\"\nsymbol = {text}\nkind = \"export\"\nchange = \"deprecated\"\nreplacement = {text}\nnote = {text}\n",
            day = index + 1,
        );
        let said = line(payload);
        world.write(
            &format!("changelog/app/1.{index}.0.md"),
            format!(
                "+++\n{front}+++\n\n## Changed\n\n- **Breaking:** It says {said} {{#c{index}}}\n\n## Deprecated\n\n- It says {said} {{#d{index}}}\n\n\
                 ## Defaults\n\n- It says {said} {{#s{index}}}\n"
            ),
        );
        write!(
            accounts,
            "\n[[account]]\nname = {text}\nowner = {text}\nui-version = \"1.{index}.0\"\n"
        )
        .unwrap();
        write!(
            catalogue,
            "\n[[feature]]\nid = \"f{index}\"\nname = {text}\ndescription = {text}\n"
        )
        .unwrap();
    }
    world.write("changelog/features.toml", catalogue);
    world.write("accounts.toml", accounts);
    let mut others = "# Changelog\n\n## [9.0.0] - 2026-01-10\n\n### Added\n\n".to_owned();
    for payload in PAYLOADS.map(line) {
        writeln!(others, "- {payload}").unwrap();
    }
    world.write("CHANGELOG.md", others);
    world
}

/// A plugin whose names, files and comments hold them.
fn plugin(world: &World) {
    let name = Value::from(PAYLOADS.join(" "));
    world.write(
        "plugin/package.json",
        format!("{{\"name\": {name}, \"version\": \"1.0.0\", \"dependencies\": {{\"@twilio/flex-ui\": \"1.34.6\", {name}: \"1\"}}}}"),
    );
    let uses = "import { Manager } from '@twilio/flex-ui';\n";
    for payload in PAYLOADS {
        let file: String = payload
            .replace(['/', '\0', '\n'], "_")
            .chars()
            .take(60)
            .collect();
        world.write(
            &format!("plugin/src/{file}.ts"),
            format!(
                "{uses}Manager.getInstance().chatClient; // {}\n",
                line(payload)
            ),
        );
        world.write(&format!("plugin/src/{file}.bad.ts"), "import { from;");
    }
}

/// A command, and the forms that it has with what each is held to.
type Row = (&'static [&'static str], &'static [Form]);

/// Runs each of the commands in each of its forms, and holds it against its channel.
fn hold(world: &World, table: &[Row]) {
    let mut wrong = Vec::new();
    for (command, forms) in table {
        for (form, check) in *forms {
            let mut words = command.to_vec();
            if !form.is_empty() {
                words.extend(["--format", form]);
            }
            let ran = world.run(&words);
            if ran.code > 3 || (ran.code == 2 && ran.stdout.is_empty()) {
                wrong.push(format!("{words:?}: {} {}", ran.code, ran.stderr));
            }
            if ran.stdout.trim().is_empty() {
                wrong.push(format!("{words:?}: nothing was written"));
            }
            if let Err(why) = check(&ran.stdout) {
                wrong.push(format!("{words:?}: {why}"));
            }
            if let Err(why) = harmless_on_a_terminal(&ran.stderr) {
                wrong.push(format!("{words:?}, standard error: {why}"));
            }
        }
    }
    let planted: Vec<_> = world
        .listing()
        .into_iter()
        .filter(|(name, _)| name.ends_with("planted"))
        .collect();
    assert!(planted.is_empty(), "{planted:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const CHANGELOG: &[Row] = &[
    (
        &["notes"],
        &[
            TEXT,
            JSON,
            MARKDOWN,
            ("github", harmless_markdown),
            HTML,
            ("atom", harmless_page),
            ("jsonfeed", harmless_json),
            ("keepachangelog", harmless_markdown),
        ],
    ),
    (
        &["versions", "--all"],
        &[TEXT, JSON, CALENDAR, ("endoflife", harmless_json)],
    ),
    (&["show", "c3"], &[TEXT, JSON]),
    (&["show", "app/1.8.0"], &[TEXT, JSON]),
    (&["search", "alert"], &[TEXT, JSON]),
    (&["log"], &[TEXT, JSON]),
    (&["defaults"], &[TEXT, JSON]),
    (&["features"], &[TEXT, JSON]),
    (&["deprecations"], &[TEXT, JSON, MARKDOWN, CSV]),
    (&["accounts"], &[TEXT, JSON]),
    (&["lint"], &[TEXT, JSON, SARIF, GITHUB]),
    (&["check"], &[TEXT, JSON, GITHUB]),
    (
        &["impact", "1.1.0..1.20.0"],
        &[TEXT, JSON, MARKDOWN, HTML, CHECKLIST],
    ),
    (&["diff", "c3"], &[TEXT, JSON]),
    (&["next"], &[TEXT, JSON]),
    (&["import", "CHANGELOG.md", "--dry-run"], &[TEXT]),
    (
        &[
            "entry",
            "correct",
            "c3",
            "--text",
            PAYLOADS[8],
            "--reason",
            PAYLOADS[0],
            "--dry-run",
        ],
        &[TEXT, JSON],
    ),
    (&["db", "leftovers"], &[PLAIN]),
];

const COMMITS: &[Row] = &[(
    &["import", "git", "..HEAD", "--stream", "app", "--dry-run"],
    &[TEXT, JSON],
)];

const SOURCE: &[Row] = &[
    (
        &["scan", "plugin", "--fail-on", "never", "--show-unresolved"],
        &[
            TEXT,
            JSON,
            SARIF,
            GITHUB,
            ("gitlab", harmless_json),
            ("junit", harmless_on_a_terminal),
            MARKDOWN,
        ],
    ),
    (
        &["impact", "1.34.6..2.17.1", "--plugin", "plugin"],
        &[TEXT, JSON, MARKDOWN, HTML, CHECKLIST],
    ),
    (
        &["fleet", "merge", "part.json"],
        &[TEXT, JSON, MARKDOWN, HTML, CHECKLIST],
    ),
    (&["fleet", "list"], &[PLAIN]),
    (&["fleet", "scan"], &[TEXT, JSON, MARKDOWN]),
    (&["fleet", "progress"], &[TEXT, JSON, MARKDOWN]),
];

const LOGS: &[Row] = &[
    (&["evidence", "import", "console.log"], &[PLAIN]),
    (&["evidence", "list"], &[TEXT, JSON, MARKDOWN]),
];

const CONFIGURATION: &[Row] = &[(
    &[
        "checkup",
        "configuration.json",
        "--from",
        "1.34.6",
        "--to",
        "2.17.1",
        "--show-secrets",
    ],
    &[TEXT, JSON, MARKDOWN],
)];

const SURFACES: &[Row] = &[
    (
        &[
            "api",
            "show",
            "1.0.0",
            "--package",
            "npm:p",
            "--db",
            "api.db",
            "--deep",
        ],
        &[TEXT, JSON, MARKDOWN, CSV],
    ),
    (
        &[
            "api",
            "diff",
            "1.0.0..2.0.0",
            "--package",
            "npm:p",
            "--db",
            "api.db",
        ],
        &[TEXT, JSON, MARKDOWN, CSV],
    ),
    (
        &[
            "api",
            "history",
            "a3",
            "--package",
            "npm:p",
            "--db",
            "api.db",
        ],
        &[TEXT, JSON, MARKDOWN, CSV],
    ),
    (
        &["explain", "a3", "--package", "npm:p", "--db", "api.db"],
        &[TEXT, JSON, MARKDOWN],
    ),
];

/// What writes: all of it answers with one writer.
const EDITS: [&str; 5] = ["entry", "release", "setting", "feature", "undo"];

#[test]
fn a_changelog_of_others_is_only_text() {
    let world = hostile();
    hold(&world, CHANGELOG);
}

#[test]
fn commits_of_others_are_only_text() {
    let world = World::with_git();
    world.write("forewarn.toml", "schema = 1\n");
    let streams = "format = 1\nplatform = \"acme\"\n\n[[stream]]\nid = \"app\"\nname = \"App\"\nscheme = \"semver\"\n";
    world.write("changelog/streams.toml", streams);
    for payload in PAYLOADS {
        for kind in ["feat", "chore"] {
            world.commit(&format!(
                "{kind}: {payload}\n\n{payload}\n\nBREAKING CHANGE: {payload}"
            ));
        }
    }
    hold(&world, COMMITS);
}

#[test]
fn source_of_others_is_only_text() {
    let world = World::new();
    plugin(&world);
    let ran = world.run(&["fleet", "add", "plugin", "--owner", PAYLOADS[3]]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let part = [
        "impact",
        "1.34.6..2.17.1",
        "--fleet",
        "--shard",
        "1/1",
        "--format",
        "json",
    ];
    world.write("part.json", world.run(&part).stdout);
    hold(&world, SOURCE);
}

#[test]
fn a_configuration_of_others_is_only_text() {
    let world = World::new();
    let mut configuration = json!({
        "account_sid": PAYLOADS[1],
        "ui_version": PAYLOADS[5],
        "ui_attributes": {PAYLOADS[0]: PAYLOADS[8]},
        "flex_service_instance_sid": 3,
        "taskrouter_workspace_sid": PAYLOADS[6],
        "runtime_domain": PAYLOADS.join(" "),
    });
    for payload in PAYLOADS {
        configuration[payload] = Value::from(payload);
    }
    world.write("configuration.json", configuration.to_string());
    hold(&world, CONFIGURATION);
}

#[test]
fn declarations_of_others_are_only_text() {
    let world = World::new();
    for (version, say) in [("1.0.0", "@deprecated"), ("2.0.0", "Says")] {
        let manifest =
            format!("{{\"name\": \"p\", \"version\": \"{version}\", \"types\": \"index.d.ts\"}}");
        world.write("p/package.json", manifest);
        let mut text = String::new();
        for (index, payload) in PAYLOADS.map(line).iter().enumerate() {
            let comment = payload.replace("*/", "* /");
            let literal = Value::from(format!("{payload} {version}"));
            writeln!(text, "/** {say} since {comment} use {{@link {comment}}} */\nexport declare const a{index}: {literal};").unwrap();
        }
        world.write("p/index.d.ts", text);
        let ran = world.run(&["import", "p", "--db", "api.db"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert_eq!(harmless_on_a_terminal(&ran.stdout), Ok(()));
    }
    hold(&world, SURFACES);
}

#[test]
fn logs_of_others_are_only_text() {
    let world = World::new();
    let mut log = String::new();
    for payload in PAYLOADS.map(line) {
        writeln!(
            log,
            "2026-05-01T10:00:00Z console.warn \"Flex: {payload} is deprecated, use {payload} instead\""
        )
        .unwrap();
    }
    world.write("console.log", log);
    hold(&world, LOGS);
}

/// The commands below one, as its help lists them.
fn below(world: &World, command: &[&str]) -> Vec<String> {
    let mut words = command.to_vec();
    words.push("--help");
    let help = world.run(&words).stdout;
    let listed = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next());
    listed
        .filter(|one| *one != "help")
        .map(str::to_owned)
        .collect()
}

/// The values of `--format` that a command's help lists.
fn forms(world: &World, command: &[&str]) -> Vec<String> {
    let mut words = command.to_vec();
    words.push("--help");
    let help = world.run(&words).stdout;
    let Some((_, rest)) = help.split_once("--format <") else {
        return Vec::new();
    };
    let of_it: Vec<&str> = rest
        .lines()
        .skip(1)
        .take_while(|line| {
            !line.trim_start().starts_with("--") && !line.trim_start().starts_with("-h")
        })
        .collect();
    if let Some((_, listed)) = of_it.join(" ").split_once("[possible values: ") {
        let (listed, _) = listed.split_once(']').unwrap();
        return listed.split(',').map(|one| one.trim().to_owned()).collect();
    }
    let listed = of_it
        .iter()
        .filter_map(|line| line.trim().strip_prefix("- "));
    listed
        .map(|line| line.split(':').next().unwrap_or(line).to_owned())
        .collect()
}

/// So that a new form, or a new command, is held as well.
#[test]
fn no_form_of_a_command_is_left_out() {
    let world = World::new();
    let mut held: BTreeSet<(String, String)> = BTreeSet::new();
    for (command, forms) in [CHANGELOG, COMMITS, SOURCE, LOGS, CONFIGURATION, SURFACES].concat() {
        let words = command.iter().take_while(|word| !word.contains(['.', '-']));
        let words: Vec<&str> = words.copied().take(2).collect();
        for (form, _) in forms {
            held.insert((words[0].to_owned(), (*form).to_owned()));
            held.insert((words.join(" "), (*form).to_owned()));
        }
    }
    let mut missing = Vec::new();
    let mut count = 0;
    for command in below(&world, &[]) {
        let inner = below(&world, &[&command]);
        let all = if inner.is_empty() {
            vec![command.clone()]
        } else {
            inner.iter().map(|one| format!("{command} {one}")).collect()
        };
        for one in all {
            let words: Vec<&str> = one.split(' ').collect();
            for form in forms(&world, &words) {
                count += 1;
                let is_edit = EDITS.contains(&words[0]);
                let as_one = if is_edit { "entry correct" } else { &one };
                if !held.contains(&(as_one.to_owned(), form.clone())) {
                    missing.push(format!("{one} --format {form}"));
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(count > 60, "only {count} forms are listed");
}
