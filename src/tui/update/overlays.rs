//! Keys while something lies over the screen.

use ratatui::crossterm::event::KeyCode;

use crate::app::browse::Filter;
use crate::app::edit::Planned;
use crate::tui::filter;
use crate::tui::form::{Field, Form, FormOf, Outcome};
use crate::tui::input::Input;
use crate::tui::keys::{Binding, Command, Key, TABLE};
use crate::tui::model::{Choice, ChoiceOf, ChoiceOption, Loaded, Model, Overlay, Place, Screen};
use crate::tui::msg::{Effect, Question};
use crate::tui::update::{go, go_to, impact, look, perform, reload, say, submitted, writing};
use crate::tui::view::{help_lines, over};

/// Rows of lists that lie over the screen.
pub const ROWS: usize = 12;

pub(super) fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(overlay) = model.overlay.take() else {
        return Vec::new();
    };
    let leaves = key.code == KeyCode::Esc || (key.code == KeyCode::Char('c') && key.control);
    if leaves {
        // Who leaves the line sees all rows again.
        return match overlay {
            Overlay::Narrow { .. } => narrowed(model, ""),
            _ => Vec::new(),
        };
    }
    match overlay {
        Overlay::Help { scroll } => {
            if key.code == KeyCode::Char('q') || key.code == KeyCode::Char('?') {
                return Vec::new();
            }
            let lines = help_lines(model).len();
            let shown = usize::from(over(model.size).height.saturating_sub(2));
            let scroll = scrolled(scroll, key).min(lines.saturating_sub(shown));
            model.overlay = Some(Overlay::Help { scroll });
            Vec::new()
        }
        Overlay::Text {
            title,
            laid,
            scroll,
        } => {
            if key.code == KeyCode::Char('q') || key.code == KeyCode::Enter {
                return Vec::new();
            }
            let lines = laid.here().map_or(0, |laid| laid.lines.len());
            let scroll = scrolled(scroll, key).min(lines.saturating_sub(1));
            model.overlay = Some(Overlay::Text {
                title,
                laid,
                scroll,
            });
            Vec::new()
        }
        Overlay::Palette { input, place } => palette(model, key, input, place),
        Overlay::Search {
            input,
            found,
            place,
        } => search(model, key, input, found, place),
        Overlay::Narrow { mut input } => {
            if key.code == KeyCode::Enter {
                return Vec::new();
            }
            if matches!(key.code, KeyCode::Up | KeyCode::Down) {
                let effects = perform(
                    model,
                    if key.code == KeyCode::Up {
                        Command::Up
                    } else {
                        Command::Down
                    },
                );
                model.overlay = Some(Overlay::Narrow { input });
                return effects;
            }
            input.take(key);
            let text = input.text();
            model.overlay = Some(Overlay::Narrow { input });
            narrowed(model, &text)
        }
        Overlay::Filter { filter, place } => filtered(model, key, filter, place),
        Overlay::Choice(choice) => chosen(model, key, choice),
        Overlay::Form(form) => filled(model, key, form),
    }
}

/// Shows only the rows that hold the text.
fn narrowed(model: &mut Model, text: &str) -> Vec<Effect> {
    if let Some(table) = model.table_mut() {
        text.clone_into(&mut table.narrow);
        let order = table
            .page
            .here()
            .map(|page| page.order(text, table.sort, table.grouped));
        table.order = order.unwrap_or_default();
    }
    let rows = model.rows();
    go(model, 0, rows);
    look(model)
}

pub(super) fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match &mut model.overlay {
        Some(Overlay::Form(form)) => {
            let mut form = form.clone();
            let before = writing::checked(&form);
            form.paste(text);
            return changed(model, before.as_ref(), form);
        }
        Some(Overlay::Search { input, .. }) => {
            input.paste(text);
            return vec![Effect::Ask(Question::Search(model.as_of, input.text()))];
        }
        Some(Overlay::Palette { input, .. }) => input.paste(text),
        Some(Overlay::Narrow { input }) => {
            input.paste(text);
            let text = input.text();
            return narrowed(model, &text);
        }
        Some(Overlay::Choice(choice)) => choice.input.paste(text),
        _ => {}
    }
    Vec::new()
}

fn scrolled(scroll: usize, key: Key) -> usize {
    match key.code {
        KeyCode::Up | KeyCode::Char('k') => scroll.saturating_sub(1),
        KeyCode::Down | KeyCode::Char('j') => scroll + 1,
        KeyCode::PageUp => scroll.saturating_sub(ROWS),
        KeyCode::PageDown | KeyCode::Char(' ') => scroll + ROWS,
        KeyCode::Home => 0,
        _ => scroll,
    }
}

/// Moves within a list over the screen. Letters are for the line that is typed.
fn walked(place: &mut Place, key: Key, rows: usize) -> bool {
    let to = match key.code {
        KeyCode::Up => place.cursor.saturating_sub(1),
        KeyCode::Down => place.cursor + 1,
        KeyCode::PageUp => place.cursor.saturating_sub(ROWS),
        KeyCode::PageDown => place.cursor + ROWS,
        _ => return false,
    };
    place.go(to, rows, ROWS);
    true
}

/// The rows of the key table whose text looks like what was typed, best first.
pub fn commands_like(typed: &str, screen: Screen) -> Vec<&'static Binding> {
    let here = TABLE
        .iter()
        .filter(|row| row.screens.is_empty() || row.screens.contains(&screen));
    let texts: Vec<(&Binding, String)> = here
        .map(|row| (row, format!("{} {}", row.command, row.long)))
        .collect();
    if typed.trim().is_empty() {
        return texts.into_iter().map(|(row, _)| row).collect();
    }
    let hay: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
    like(typed, &hay)
        .into_iter()
        .filter_map(|at| texts.get(at).map(|(row, _)| *row))
        .collect()
}

/// The places of texts that look like what was typed, best first.
pub(super) fn like(typed: &str, texts: &[&str]) -> Vec<usize> {
    let matches = frizbee::Matcher::new(typed, &frizbee::Config::default()).match_list(texts);
    let mut found: Vec<(u16, usize)> = matches
        .iter()
        .filter_map(|one| Some((one.score, usize::try_from(one.index).ok()?)))
        .collect();
    found.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    found.into_iter().map(|(_, at)| at).collect()
}

fn palette(model: &mut Model, key: Key, mut input: Input, mut place: Place) -> Vec<Effect> {
    let rows = commands_like(&input.text(), model.screen);
    if key.code == KeyCode::Enter {
        return match rows.get(place.cursor) {
            Some(row) => perform(model, row.command),
            None => Vec::new(),
        };
    }
    if !walked(&mut place, key, rows.len()) && input.take(key) {
        place = Place::default();
    }
    model.overlay = Some(Overlay::Palette { input, place });
    Vec::new()
}

fn search(
    model: &mut Model,
    key: Key,
    mut input: Input,
    found: Loaded<std::sync::Arc<crate::domain::document::record::SearchDocument>>,
    mut place: Place,
) -> Vec<Effect> {
    let rows = found.here().map_or(0, |document| document.found.len());
    if key.code == KeyCode::Enter {
        let hit = found
            .here()
            .and_then(|document| document.found.get(place.cursor))
            .map(|one| (one.kind, one.id.clone()));
        return match hit {
            Some(("entry" | "release", id)) => go_to(model, &id),
            Some((_, id)) => {
                model.screen = Screen::Defaults;
                model.defaults.narrow = id;
                model.defaults.page = Loaded::Nothing;
                super::shown(model)
            }
            None => {
                model.overlay = Some(Overlay::Search {
                    input,
                    found,
                    place,
                });
                Vec::new()
            }
        };
    }
    let mut effects = Vec::new();
    if !walked(&mut place, key, rows) && input.take(key) {
        place = Place::default();
        let text = input.text();
        if text.chars().any(char::is_alphanumeric) {
            effects.push(Effect::Ask(Question::Search(model.as_of, text)));
        }
    }
    model.overlay = Some(Overlay::Search {
        input,
        found,
        place,
    });
    effects
}

fn filtered(model: &mut Model, key: Key, mut filter: Filter, mut place: Place) -> Vec<Effect> {
    let rows = filter::rows(model);
    match key.code {
        KeyCode::Enter => {
            model.changelog.filter = filter;
            return reload(model);
        }
        KeyCode::Char(' ') => {
            if let Some(row) = rows.into_iter().nth(place.cursor) {
                row.switch(&mut filter);
            }
        }
        KeyCode::Char('j') => place.go(place.cursor + 1, rows.len(), ROWS),
        KeyCode::Char('k') => place.go(place.cursor.saturating_sub(1), rows.len(), ROWS),
        KeyCode::Char('a') => filter = Filter::default(),
        _ => {
            walked(&mut place, key, rows.len());
        }
    }
    model.overlay = Some(Overlay::Filter { filter, place });
    Vec::new()
}

/// The options that look like what was typed.
pub fn options_like(choice: &Choice) -> Vec<&ChoiceOption> {
    let typed = choice.input.text();
    if typed.is_empty() {
        return choice.options.iter().collect();
    }
    let texts: Vec<&str> = choice.options.iter().map(|one| one.id.as_str()).collect();
    like(&typed, &texts)
        .into_iter()
        .filter_map(|at| choice.options.get(at))
        .collect()
}

fn chosen(model: &mut Model, key: Key, mut choice: Choice) -> Vec<Effect> {
    let rows = options_like(&choice).len();
    if key.code == KeyCode::Enter {
        let id = options_like(&choice)
            .get(choice.place.cursor)
            .map(|one| one.id.clone());
        let Some(id) = id else {
            model.overlay = Some(Overlay::Choice(choice));
            return Vec::new();
        };
        return match choice.of {
            ChoiceOf::From => {
                model.impact.from = Some(id);
                impact(model)
            }
            ChoiceOf::To => {
                model.impact.to = Some(id);
                impact(model)
            }
            ChoiceOf::Step => writing::step(model, &id),
            ChoiceOf::Export => {
                let name = match id.as_str() {
                    "markdown" | "github" | "keepachangelog" | "checklist" => "forewarn.md",
                    "html" => "forewarn.html",
                    "json" | "jsonfeed" => "forewarn.json",
                    "atom" => "forewarn.xml",
                    _ => "forewarn.txt",
                };
                let field = Field::new("file", name, "where it is written to; Enter writes it");
                let form = Form::new(format!("Export as {id}"), FormOf::File(id), vec![field]);
                model.overlay = Some(Overlay::Form(Box::new(form)));
                Vec::new()
            }
        };
    }
    if !walked(&mut choice.place, key, rows) && choice.input.take(key) {
        choice.place = Place::default();
    }
    model.overlay = Some(Overlay::Choice(choice));
    Vec::new()
}

/// A form with other words in it: what is to be said of an entry is asked anew.
fn changed(model: &mut Model, before: Option<&Planned>, mut form: Box<Form>) -> Vec<Effect> {
    let is_of_entry = matches!(form.of, FormOf::NewEntry | FormOf::Correct(_));
    let now = is_of_entry.then(|| writing::checked(&form)).flatten();
    let asked = match now {
        Some(now) if before != Some(&now) => {
            form.refused = None;
            vec![Effect::Ask(Question::Check(model.as_of, Box::new(now)))]
        }
        Some(_) => Vec::new(),
        None => {
            form.remarks.clear();
            Vec::new()
        }
    };
    model.overlay = Some(Overlay::Form(form));
    asked
}

fn filled(model: &mut Model, key: Key, mut form: Box<Form>) -> Vec<Effect> {
    let before = writing::checked(&form);
    match form.take(key) {
        Outcome::Left => Vec::new(),
        Outcome::Taken => changed(model, before.as_ref(), form),
        Outcome::Done => match submitted(model, &form) {
            Ok(effects) => {
                // Until the answer is there the form stays: what was typed is not lost if it is refused.
                let waits = effects.iter().any(|one| {
                    matches!(one, Effect::Ask(Question::Act(_) | Question::Export { .. }))
                });
                if waits {
                    form.refused = None;
                    model.overlay = Some(Overlay::Form(form));
                    say(model, "writing", false);
                }
                effects
            }
            Err(refused) => {
                form.refused = Some(refused);
                model.overlay = Some(Overlay::Form(form));
                Vec::new()
            }
        },
    }
}
