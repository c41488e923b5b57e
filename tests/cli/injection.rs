//! Texts from outside that would be something else where they are shown: each channel, with one list of them.
//!
//! A workspace holds each text wherever its files take one; every command then writes every form that it has, and each form is held to
//! what its readers would fall for: a terminal, a page, a table, a runner of GitHub, a shell.

use std::fmt::Write as _;

use serde_json::Value;

use crate::run::World;

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

/// What no terminal may get: controls but line ends, and what turns or hides text.
fn harmless_on_a_terminal(text: &str) -> Result<(), String> {
    let bad = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    match text.char_indices().find(|(_, c)| bad(*c)) {
        Some((at, c)) => Err(format!("{c:?} in {:?}", excerpt(text, at))),
        None => Ok(()),
    }
}

/// JSON that is printed where a person looks at it: it is whole, and as harmless.
fn harmless_json(text: &str) -> Result<(), String> {
    serde_json::from_str::<Value>(text).map_err(|error| error.to_string())?;
    let bad = |c: char| c != '\n' && c.is_control();
    match text.char_indices().find(|(_, c)| bad(*c)) {
        Some((at, c)) => Err(format!("{c:?} in {:?}", excerpt(text, at))),
        None => Ok(()),
    }
}

/// A page or a feed may hold no element of theirs, and no link that runs something.
fn harmless_page(text: &str) -> Result<(), String> {
    harmless_on_a_terminal(text)?;
    let planted = [
        "<script>alert",
        "<img src=x",
        "<svg onload",
        "<iframe src",
        "</title></style>",
        "href=\"javascript:",
        "src=\"https://evil",
    ];
    let mut found = planted
        .iter()
        .filter_map(|one| Some((text.find(one)?, one)));
    match found.next() {
        Some((at, one)) => Err(format!("{one} in {:?}", excerpt(text, at))),
        None => Ok(()),
    }
}

/// Markdown may hold no element of theirs, no image, and no link that runs something, once it is read.
fn harmless_markdown(text: &str) -> Result<(), String> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    harmless_on_a_terminal(text)?;
    for (event, range) in Parser::new_ext(text, Options::all()).into_offset_iter() {
        let is_planted = match &event {
            Event::Html(html) | Event::InlineHtml(html) => {
                ["<script", "<img", "<svg", "<iframe", "</title"]
                    .iter()
                    .any(|one| html.contains(one))
            }
            Event::Start(Tag::Link { dest_url, .. }) => dest_url.starts_with("javascript:"),
            Event::Start(Tag::Image { dest_url, .. }) => dest_url.contains("evil.example"),
            _ => false,
        };
        if is_planted {
            return Err(format!("{event:?} in {:?}", excerpt(text, range.start)));
        }
    }
    Ok(())
}

/// A cell that a spreadsheet would work out.
fn harmless_table(text: &str) -> Result<(), String> {
    let text = &text.replace("\r\n", "\n");
    harmless_on_a_terminal(text)?;
    let mut cell = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => {
                if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                    return Err(cell);
                }
                cell.clear();
            }
            c => cell.push(c),
        }
    }
    Ok(())
}

/// A line that a runner takes for a command of its own is one of ours, and says what it is about.
fn harmless_to_a_runner(text: &str) -> Result<(), String> {
    harmless_on_a_terminal(text)?;
    for line in text.lines() {
        let line = line.trim_start();
        let is_ours = [
            "::error file=",
            "::warning file=",
            "::notice file=",
            "::notice title=",
            "::warning title=",
            "::error title=",
        ]
        .iter()
        .any(|start| line.starts_with(start));
        let is_planted = line.starts_with("::error file=a,line=1::planted");
        if (line.starts_with("::") && !is_ours) || is_planted || line.starts_with("##[") {
            return Err(line.to_owned());
        }
    }
    Ok(())
}

/// What stands around a place.
fn excerpt(text: &str, at: usize) -> String {
    let (before, after) = text.split_at(at);
    let before: Vec<char> = before.chars().rev().take(40).collect();
    before
        .into_iter()
        .rev()
        .chain(after.chars().take(60))
        .collect()
}

type Check = fn(&str) -> Result<(), String>;

/// A command, and the forms that it has with what each is held to.
type Row<'a> = (&'a [&'a str], &'a [(&'a str, Check)]);

/// Runs each of the commands in each of its forms, and holds it against its channel.
fn hold(world: &World, table: &[Row<'_>]) {
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

const TEXT: (&str, Check) = ("text", harmless_on_a_terminal);
const PLAIN: (&str, Check) = ("", harmless_on_a_terminal);
const JSON: (&str, Check) = ("json", harmless_json);
const MARKDOWN: (&str, Check) = ("markdown", harmless_markdown);
const CSV: (&str, Check) = ("csv", harmless_table);
const GITHUB: (&str, Check) = ("github", harmless_to_a_runner);

#[test]
fn a_changelog_of_others_is_only_text() {
    let world = hostile();
    hold(
        &world,
        &[
            (
                &["notes"],
                &[
                    TEXT,
                    JSON,
                    MARKDOWN,
                    ("github", harmless_markdown),
                    ("html", harmless_page),
                    ("atom", harmless_page),
                    ("jsonfeed", harmless_json),
                    ("keepachangelog", harmless_markdown),
                ],
            ),
            (
                &["versions", "--all"],
                &[
                    TEXT,
                    JSON,
                    ("ical", |text| {
                        harmless_on_a_terminal(&text.replace('\r', ""))
                    }),
                ],
            ),
            (&["show", "c3"], &[TEXT, JSON]),
            (&["show", "app/1.8.0"], &[TEXT, JSON]),
            (&["search", "alert"], &[TEXT, JSON]),
            (&["log"], &[TEXT, JSON]),
            (&["defaults"], &[TEXT, JSON]),
            (&["features"], &[TEXT, JSON]),
            (&["deprecations"], &[TEXT, JSON, MARKDOWN, CSV]),
            (&["accounts"], &[TEXT, JSON]),
            (&["lint"], &[TEXT, JSON, ("sarif", harmless_json), GITHUB]),
            (&["check"], &[TEXT, JSON, GITHUB]),
            (
                &["impact", "1.1.0..1.20.0"],
                &[TEXT, JSON, MARKDOWN, ("html", harmless_page)],
            ),
            (&["diff", "c3"], &[PLAIN]),
            (&["next"], &[PLAIN]),
        ],
    );
}

#[test]
fn source_of_others_is_only_text() {
    let world = World::new();
    plugin(&world);
    hold(
        &world,
        &[
            (
                &["scan", "plugin", "--fail-on", "never", "--show-unresolved"],
                &[
                    TEXT,
                    JSON,
                    ("sarif", harmless_json),
                    GITHUB,
                    ("gitlab", harmless_json),
                    ("junit", harmless_on_a_terminal),
                    MARKDOWN,
                ],
            ),
            (
                &["impact", "1.34.6..2.17.1", "--plugin", "plugin"],
                &[TEXT, JSON, MARKDOWN, ("html", harmless_page)],
            ),
        ],
    );
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
    hold(
        &world,
        &[
            (&["evidence", "import", "console.log"], &[PLAIN]),
            (&["evidence", "list"], &[TEXT, JSON, MARKDOWN]),
        ],
    );
}
