//! Tasks from end to end, by keys that somebody sees on the screen when they are needed.
//!
//! Each is a file in `tasks`: how it begins, one line for each step (what is pressed or typed, then what for), and how it ends.

use forewarn::tui::keys::Key;
use forewarn::tui::model::Overlay;
use forewarn::tui::msg::{Effect, Msg};
use ratatui::crossterm::event::KeyCode;

use crate::harness::{App, keys, read};
use crate::screens::{PLUGIN, WORKSPACE};

/// What somebody does in a step.
enum Step {
    Press(Key),
    Type(String),
}

fn step(text: &str) -> Step {
    let arrow = match text {
        "↑" => Some("Up"),
        "↓" => Some("Down"),
        "←" => Some("Left"),
        "→" => Some("Right"),
        _ => None,
    };
    let control = text
        .strip_prefix('^')
        .map(|key| format!("ctrl-{}", key.to_lowercase()));
    let name = control.as_deref().or(arrow).unwrap_or(text);
    match keys(name).as_slice() {
        [one] => Step::Press(*one),
        _ => Step::Type(text.trim_matches('"').to_owned()),
    }
}

/// Whether a line is open that takes what is typed.
fn takes_text(app: &App) -> bool {
    matches!(
        app.model.overlay,
        Some(
            Overlay::Search { .. }
                | Overlay::Palette { .. }
                | Overlay::Narrow { .. }
                | Overlay::Choice(_)
                | Overlay::Form(_)
        )
    )
}

/// Whether the first or last row tells of a key; in help, any row.
fn is_shown(app: &App, key: Key) -> bool {
    let text = app.text();
    let rows: Vec<&str> = text.lines().collect();
    let label = key.to_string();
    let is_arrow = matches!(
        key.code,
        KeyCode::Up | KeyCode::Down | KeyCode::Left | KeyCode::Right
    );
    let tells = |row: &str| {
        row.split_whitespace()
            .any(|word| word == label || (is_arrow && word.contains(&label)))
    };
    let is_help = matches!(app.model.overlay, Some(Overlay::Help { .. }));
    tells(rows[0])
        || rows.last().is_some_and(|row| tells(row))
        || (is_help && rows.iter().any(|row| tells(row)))
}

fn run(name: &str, text: &str) {
    let mut lines = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let mut head = |name: &str| {
        let line = lines.next().unwrap();
        line.strip_prefix(name)
            .unwrap()
            .trim_start_matches(':')
            .trim()
            .to_owned()
    };
    let (with, size) = (head("with"), head("size"));
    let (width, height) = size.split_once('x').unwrap();
    let size = (width.parse().unwrap(), height.parse().unwrap());
    let files = match with.as_str() {
        "bundled" => &[],
        "workspace" => WORKSPACE,
        "plugin" => PLUGIN,
        other => panic!("{name}: nothing is called `{other}`"),
    };
    let mut app = App::with(size, files);
    app.settles();
    for line in lines {
        if let Some((what, expected)) = line.split_once(": ").filter(|(what, _)| !what.is_empty()) {
            holds(name, &app, what, expected);
            continue;
        }
        let (does, what_for) = line
            .split_once("  ")
            .or_else(|| line.split_once("\" "))
            .unwrap();
        assert!(
            !what_for.trim().is_empty(),
            "{name}: `{line}` does not say what for"
        );
        match step(does.trim()) {
            Step::Type(text) => {
                assert!(
                    takes_text(&app),
                    "{name}: nothing takes `{text}`:\n{}",
                    app.text()
                );
                app.press(&format!("\"{text}\""));
            }
            Step::Press(key) => {
                // A word at the foot of the screen stands in front of the keys, and goes by itself.
                app.happens(Msg::Quiet);
                assert!(
                    is_shown(&app, key),
                    "{name}: {key} is not shown:\n{}",
                    app.text()
                );
                app.press_key(key);
            }
        }
    }
}

/// How a task ends.
fn holds(name: &str, app: &App, what: &str, expected: &str) {
    match what {
        "sees" => {
            let text = app.text();
            assert!(
                text.contains(expected),
                "{name}: `{expected}` is not shown:\n{text}"
            );
        }
        "wrote" => {
            let (path, expected) = expected.split_once(": ").unwrap();
            let text = read(&app.desk().join(path));
            assert!(
                text.contains(expected),
                "{name}: `{expected}` is not in {path}:\n{text}"
            );
        }
        "edits" => {
            let edits = |effect: &Effect| matches!(effect, Effect::EditSource { .. });
            assert!(app.done.iter().any(edits), "{name}: nothing is edited");
        }
        other => panic!("{name}: nothing is called `{other}`"),
    }
}

macro_rules! tasks {
    ($($name:ident = $file:literal,)*) => {
        $(#[test]
        fn $name() {
            run($file, include_str!(concat!("tasks/", $file, ".txt")));
        })*
    };
}

tasks! {
    an_entry_is_found = "1-find-an-entry",
    what_is_supported_on_a_date_is_seen = "2-supported-on-a-date",
    two_versions_are_compared = "3-compare-two-versions",
    a_plugin_is_scanned = "4-scan-a-plugin",
    who_is_affected_is_seen = "5-who-is-affected",
    an_entry_is_corrected_and_a_release_published = "6-correct-and-publish",
    notes_are_exported = "7-export-notes",
}
