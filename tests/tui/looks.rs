//! Colours of each theme, and texts that try to break the screen.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use forewarn::tui::theme::ThemeName;
use ratatui::style::{Color, Modifier};

use crate::harness::App;
use crate::screens::STREAMS;

/// The looks of a frame: how many cells have each, and the first text of it.
fn looks(app: &App) -> String {
    let frame = app.frame();
    let mut looks: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut last = String::new();
    for cell in frame.content() {
        let look = format!("{:?} on {:?} {:?}", cell.fg, cell.bg, cell.modifier);
        let (count, text) = looks.entry(look.clone()).or_default();
        *count += 1;
        if (*count == 1 || last == look) && *count <= 24 {
            text.push_str(cell.symbol());
        }
        last = look;
    }
    let mut out = String::new();
    for (look, (count, text)) in looks {
        writeln!(out, "{look}: {count}, `{}`", text.trim()).unwrap();
    }
    out
}

#[test]
fn each_theme_has_its_colours() {
    let mut app = App::bundled((80, 24));
    app.settles();
    for theme in ThemeName::ALL {
        app.model.theme = *theme;
        let mut out = String::new();
        for screen in ["1", "2", "4"] {
            app.press(screen);
            write!(out, "{}\n{}\n", app.model.screen, looks(&app)).unwrap();
        }
        insta::assert_snapshot!(format!("theme_{theme}"), out);
    }
}

#[test]
fn a_plain_screen_has_no_colour() {
    let mut app = App::bundled((120, 40));
    app.model.theme = ThemeName::Plain;
    for screen in [
        "1", "f", "Esc 2", "3", "4", "4 f", "Esc 5", "6", "7 n", "Esc ?",
    ] {
        app.press(screen);
        let frame = app.frame();
        for cell in frame.content() {
            assert_eq!(
                (cell.fg, cell.bg),
                (Color::Reset, Color::Reset),
                "{screen}: {:?}",
                cell.symbol()
            );
        }
        let stands_out = |modifier| frame.content().iter().any(|cell| cell.modifier == modifier);
        assert!(stands_out(Modifier::REVERSED) || stands_out(Modifier::BOLD));
    }
}

#[test]
fn code_is_shown_in_its_parts() {
    let text = "+++\ndate = 2026-01-10\n+++\n\n## Added\n\n- Calls can be held. {#hold}\n\n  ```ts\n  const held = \"yes\"; // now\n  wait(30);\n  ```\n\n  ```other\n  const held = 30\n  ```\n";
    let files = [
        ("forewarn.toml", "schema = 1\n"),
        ("changelog/streams.toml", STREAMS),
        ("changelog/app/1.0.0.md", text),
    ];
    let mut app = App::with((80, 40), &files);
    app.press("j");
    let look = |app: &App, row: &str, word: &str| {
        let frame = app.frame();
        let lines = app.text();
        // The last one: the list tells the beginning of it too.
        let found = lines
            .lines()
            .enumerate()
            .filter(|(_, line)| line.contains(row));
        let (y, line) = found.last().unwrap();
        let x = line.split_once(word).unwrap().0.chars().count();
        let at = |one: usize| u16::try_from(one).unwrap();
        let cell = &frame[(at(x), at(y))];
        (cell.fg, cell.modifier)
    };
    let held = "const held = \"yes\"";
    for (row, word, colour, modifier) in [
        (held, "const", Color::Cyan, Modifier::BOLD),
        (held, "held", Color::Cyan, Modifier::empty()),
        (held, "\"yes\"", Color::Green, Modifier::empty()),
        (held, "// now", Color::Reset, Modifier::DIM),
        ("wait(30)", "30", Color::Yellow, Modifier::empty()),
        // A language that is not known.
        ("const held = 30", "const", Color::Cyan, Modifier::empty()),
        ("const held = 30", "30", Color::Cyan, Modifier::empty()),
    ] {
        app.model.theme = ThemeName::Dark;
        assert_eq!(look(&app, row, word), (colour, modifier), "{row}: {word}");
        app.model.theme = ThemeName::Plain;
        assert_eq!(
            look(&app, row, word),
            (Color::Reset, modifier),
            "{row}: {word}"
        );
    }
}

/// What a text may hold that is not letters.
fn hostile() -> String {
    let long = "long ".repeat(20_000);
    format!(
        "+++\ndate = 2026-01-10\nsummary = \"漢字の要約 🎉 and a\\u202Eright-to-left\\u202C one\"\n+++\n\n## Added\n\n\
         - 通話を保留にできます。👩‍👩‍👧‍👦 families ring. {{#wide}}\n\
         - A bidi \u{202e}override\u{202c} and an isolate \u{2066}in\u{2069} it. {{#bidi}}\n\
         - Zero\u{200b}width\u{200d} and a mark\u{feff}. {{#zero}}\n\
         - An escape \u{1b}[31mred\u{1b}[0m and a bell \u{7}. {{#escape}}\n\
         - {long}end. {{#long}}\n"
    )
}

#[test]
fn texts_from_outside_are_shown_and_harmless() {
    let text = hostile();
    for size in [(60, 20), (80, 24), (120, 40)] {
        let mut app = App::with(
            size,
            &[
                ("forewarn.toml", "schema = 1\n"),
                ("changelog/streams.toml", STREAMS),
                ("changelog/app/1.0.0.md", &text),
            ],
        );
        app.settles();
        insta::assert_snapshot!(format!("hostile_{}x{}", size.0, size.1), app.text());
        for key in ["j", "j", "j", "j", "Tab", "End", "h", "Esc", "c", "Esc"] {
            app.press(key);
            harmless(&app);
        }
        app.press("Esc 1 / width");
        harmless(&app);
    }
}

/// Nothing that a terminal obeys is in a cell, and no border is out of its column.
fn harmless(app: &App) {
    let frame = app.frame();
    for cell in frame.content() {
        for one in cell.symbol().chars() {
            let obeyed = one.is_control()
                || ('\u{202a}'..='\u{202e}').contains(&one)
                || ('\u{2066}'..='\u{2069}').contains(&one)
                || one == '\u{200b}'
                || one == '\u{feff}';
            assert!(!obeyed, "{:?} in\n{}", cell.symbol(), app.text());
        }
    }
    let right = frame.area.width - 1;
    for row in frame.area.height / 2..frame.area.height - 1 {
        let symbol = frame[(right, row)].symbol();
        assert!("┃│┓┐┛┘".contains(symbol), "row {row}:\n{}", app.text());
    }
}
