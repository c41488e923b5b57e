//! From what the app knows and something that happened to what it knows then, and what is to be done. Pure: no clock, no file, no terminal.

mod answers;
mod commands;
mod overlays;
mod writing;

use crate::tui::form::{Form, FormOf};
use crate::tui::keys::{Command, Key};
use crate::tui::layout::areas;
use crate::tui::model::{Detail, Focus, Loaded, Model, Screen, Toast, Wanted};
use crate::tui::msg::{Act, Effect, ImpactAsked, Msg, Question};

pub use overlays::{ROWS, commands_like, options_like};

/// What is to be done after something happened.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Start => start(model),
        Msg::Key(key) => key_pressed(model, key),
        Msg::Paste(text) => overlays::paste(model, &text),
        Msg::Click { x, y } => clicked(model, x, y, false),
        Msg::Drag { x, y } => clicked(model, x, y, true),
        Msg::Wheel { x, y, down } => wheel(model, x, y, down),
        Msg::Resize(width, height) => {
            model.size = (width, height);
            let rows = model.rows();
            let cursor = model.place().cursor;
            go(model, cursor, rows);
            let mut effects = window(model);
            effects.extend(look(model));
            effects
        }
        Msg::Answer(question, answer) => answers::answered(model, question, answer),
        Msg::Work(work) => {
            model.work = work;
            Vec::new()
        }
        Msg::Changed => {
            say(model, "changed elsewhere: read again", false);
            reload(model)
        }
        Msg::SourceChanged => {
            if model.work.is_some() || model.screen != Screen::Plugins {
                return Vec::new();
            }
            let effects = commands::scan(model);
            say(model, "the source changed: scanned again", false);
            effects
        }
        Msg::Quiet => {
            model.toast = None;
            Vec::new()
        }
        Msg::Stop => {
            model.is_leaving = true;
            vec![Effect::Keep, Effect::Quit]
        }
    }
}

fn start(model: &mut Model) -> Vec<Effect> {
    model.changelog.timeline = Loaded::Waiting("reading the changelog".to_owned());
    let mut effects = vec![Effect::Ask(Question::Timeline(
        model.as_of,
        model.changelog.filter.clone(),
    ))];
    if model.screen != Screen::Changelog {
        effects.extend(shown(model));
    }
    effects
}

fn key_pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    // It was read: what comes next wants the place.
    model.toast = None;
    if model.overlay.is_some() {
        return overlays::key(model, key);
    }
    match model.keymap.command(key, model.screen) {
        Some(command) => commands::run(model, command),
        None => Vec::new(),
    }
}

/// Does what a key or the palette asks for.
fn perform(model: &mut Model, command: Command) -> Vec<Effect> {
    commands::run(model, command)
}

fn say(model: &mut Model, text: impl Into<String>, is_bad: bool) {
    model.toast = Some(Toast {
        text: text.into(),
        is_bad,
    });
}

/// Moves the cursor of the screen.
fn go(model: &mut Model, to: usize, rows: usize) {
    let height = areas(model).list_height();
    match model.screen {
        Screen::Changelog => model.changelog.place.go(to, rows, height),
        // The first row of the chart is its axis.
        Screen::Versions => model.versions.place.go(to, rows, height.saturating_sub(1)),
        // The first row of a table are its titles.
        _ => {
            if let Some(table) = model.table_mut() {
                table.place.go(to, rows, height.saturating_sub(1));
            }
        }
    }
}

/// Asks for the detail of what is under the cursor, if it is not shown.
fn look(model: &mut Model) -> Vec<Effect> {
    let width = areas(model).detail_width();
    let wanted = model.wanted();
    let is_shown = model.detail.of == wanted
        && match &model.detail.shown {
            Loaded::Here(laid) => laid.width == width,
            Loaded::Waiting(_) | Loaded::Failed(_) => true,
            Loaded::Nothing | Loaded::Cancelled => wanted.is_none(),
        };
    if is_shown {
        return Vec::new();
    }
    let Some(wanted) = wanted else {
        model.detail = Detail::default();
        return Vec::new();
    };
    if model.detail.of.as_ref() != Some(&wanted) {
        model.detail.scroll = 0;
        model.detail.of = Some(wanted.clone());
    }
    // What was shown stays until the new one is there: nothing flickers.
    if model.detail.shown.here().is_none() {
        model.detail.shown = Loaded::Waiting("reading".to_owned());
    }
    if let Wanted::Show(id) = &wanted
        && let Some(entry) = id.strip_prefix("entry:")
        && model.focus == Focus::Detail
    {
        model.read.insert(entry.to_owned());
    }
    vec![Effect::Ask(Question::Detail(model.as_of, wanted, width))]
}

/// So many releases keep their entries.
const KEPT: usize = 400;

/// Asks for the entries around what the changelog shows, and forgets those far away.
fn window(model: &mut Model) -> Vec<Effect> {
    if model.screen != Screen::Changelog {
        return Vec::new();
    }
    let height = areas(model).list_height().max(1);
    let state = &mut model.changelog;
    let Some(timeline) = state.timeline.here().cloned() else {
        return Vec::new();
    };
    let release_at = |row: usize| {
        let at = state.starts.partition_point(|start| *start <= row);
        at.saturating_sub(1)
    };
    let (first, last) = (
        release_at(state.place.top.saturating_sub(height)),
        release_at(state.place.top + 2 * height),
    );
    let near: Vec<String> = timeline
        .releases
        .iter()
        .take(last + 1)
        .skip(first)
        .filter(|release| release.entries > 0)
        .map(|release| release.id.clone())
        .collect();
    if state.entries.len() > KEPT {
        state.entries.retain(|id, _| near.contains(id));
        state.asked.retain(|id| near.contains(id));
    }
    let missing: Vec<String> = near
        .into_iter()
        .filter(|id| !state.asked.contains(id))
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    state.asked.extend(missing.iter().cloned());
    vec![Effect::Ask(Question::Entries(
        model.as_of,
        missing,
        state.filter.clone(),
    ))]
}

/// What a screen needs that has just been shown.
fn shown(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    let as_of = model.as_of;
    match model.screen {
        Screen::Changelog => effects.extend(window(model)),
        Screen::Versions => {
            if model.versions.document == Loaded::Nothing {
                model.versions.document = Loaded::Waiting("reading versions".to_owned());
                effects.push(Effect::Ask(Question::Versions(as_of)));
            }
        }
        Screen::Impact => {
            if model.impact.table.page == Loaded::Nothing {
                effects.extend(impact(model));
            }
        }
        screen => {
            if let Some(table) = model.table_mut()
                && table.page == Loaded::Nothing
            {
                table.page = Loaded::Waiting(format!("reading {screen}"));
                effects.push(Effect::Ask(Question::Table(screen, as_of)));
            }
        }
    }
    effects.extend(look(model));
    effects
}

/// Asks for the impact of the chosen move; for the ends, if none are chosen yet.
fn impact(model: &mut Model) -> Vec<Effect> {
    match asked_impact(model) {
        Some(asked) => {
            model.impact.table.page = Loaded::Waiting("comparing versions".to_owned());
            vec![Effect::Ask(Question::Impact(asked))]
        }
        None => vec![Effect::Ask(Question::Options(
            crate::tui::model::ChoiceOf::To,
            model.as_of,
        ))],
    }
}

/// The move that is chosen.
fn asked_impact(model: &Model) -> Option<ImpactAsked> {
    Some(ImpactAsked {
        as_of: model.as_of,
        from: model.impact.from.clone()?,
        to: model.impact.to.clone()?,
        without: model.impact.without.clone(),
        plugins: model.impact.with_plugins,
        folders: model.folders.clone(),
    })
}

/// Everything again, as on the day that is chosen; what is shown stays until the answer is there.
fn reload(model: &mut Model) -> Vec<Effect> {
    model.versions.document = Loaded::Nothing;
    for table in [
        &mut model.deprecations,
        &mut model.defaults,
        &mut model.drafts,
        &mut model.impact.table,
    ] {
        table.page = Loaded::Nothing;
    }
    model.changelog.asked.clear();
    if let Some(id) = model.changelog.id(model.changelog.place.cursor) {
        model.changelog.wanted = Some(id);
    }
    if model.changelog.timeline.here().is_none() {
        model.changelog.timeline = Loaded::Waiting("reading the changelog".to_owned());
    }
    model.detail.shown = Loaded::Nothing;
    let mut effects = vec![Effect::Ask(Question::Timeline(
        model.as_of,
        model.changelog.filter.clone(),
    ))];
    effects.extend(shown(model));
    effects
}

/// Answers as of another day.
fn on_day(model: &mut Model, day: crate::domain::date::Date) -> Vec<Effect> {
    if day == model.as_of {
        return Vec::new();
    }
    model.as_of = day;
    reload(model)
}

fn to_screen(model: &mut Model, screen: Screen) -> Vec<Effect> {
    model.screen = screen;
    model.focus = Focus::List;
    let rows = model.rows();
    let cursor = model.place().cursor;
    go(model, cursor, rows);
    shown(model)
}

/// Goes to an entry or a release on the first screen.
fn go_to(model: &mut Model, id: &str) -> Vec<Effect> {
    model.screen = Screen::Changelog;
    model.overlay = None;
    model.focus = Focus::List;
    model.changelog.wanted = Some(id.to_owned());
    if !model.changelog.filter.is_nothing() {
        model.changelog.filter = crate::app::browse::Filter::default();
        return reload(model);
    }
    let mut effects = answers::arrive(model);
    effects.extend(window(model));
    effects.extend(look(model));
    effects
}

fn clicked(model: &mut Model, x: u16, y: u16, is_drag: bool) -> Vec<Effect> {
    if model.overlay.is_some() || model.is_too_small() {
        return Vec::new();
    }
    let areas = areas(model);
    let inside = |area: ratatui::layout::Rect| area.contains((x, y).into());
    if inside(areas.header) && !is_drag {
        return match crate::tui::view::tab_at(model, x) {
            Some(screen) => to_screen(model, screen),
            None => Vec::new(),
        };
    }
    if let Some(axis) = crate::tui::view::axis(model, &areas)
        && let Some((area, left)) = crate::tui::view::axis_area(model, &areas)
        && area.contains((x, y).into())
        && x >= left
        && (is_drag || y == area.y)
    {
        return on_day(model, axis.day(x - left));
    }
    if inside(areas.list) && !is_drag {
        model.focus = Focus::List;
        let titles = u16::from(model.screen != Screen::Changelog);
        if y <= areas.list.y + titles {
            return Vec::new();
        }
        let row = model.place().top + usize::from(y - areas.list.y - 1 - titles);
        let rows = model.rows();
        if row < rows {
            go(model, row, rows);
        }
        let mut effects = window(model);
        effects.extend(look(model));
        return effects;
    }
    if inside(areas.detail) && !is_drag {
        model.focus = Focus::Detail;
    }
    Vec::new()
}

fn wheel(model: &mut Model, x: u16, y: u16, down: bool) -> Vec<Effect> {
    const LINES: usize = 3;
    if model.overlay.is_some() {
        let key = Key::of(if down {
            ratatui::crossterm::event::KeyCode::Down
        } else {
            ratatui::crossterm::event::KeyCode::Up
        });
        return overlays::key(model, key);
    }
    let areas = areas(model);
    if areas.detail.contains((x, y).into()) {
        commands::scroll(
            model,
            if down {
                LINES.cast_signed()
            } else {
                -LINES.cast_signed()
            },
        );
        return Vec::new();
    }
    let before = model.focus;
    model.focus = Focus::List;
    let mut effects = Vec::new();
    for _ in 0..LINES {
        effects = commands::run(model, if down { Command::Down } else { Command::Up });
    }
    model.focus = before;
    effects
}

/// A form that is filled in: what is done with it.
fn submitted(model: &mut Model, form: &Form) -> Result<Vec<Effect>, String> {
    let needed = |label: &str| form.needed(label);
    let act = |act: Act| Ok(vec![Effect::Ask(Question::Act(act))]);
    match &form.of {
        FormOf::Date => {
            let day = needed("date")?;
            let day = day
                .parse()
                .map_err(|_wrong| format!("`{day}` is no day, such as 2026-05-31"))?;
            Ok(on_day(model, day))
        }
        FormOf::NewEntry | FormOf::Correct(_) => act(Act::Write(Box::new(writing::written(form)?))),
        FormOf::NewRelease => act(Act::NewRelease {
            release: needed("release")?,
            summary: form.value("summary"),
        }),
        FormOf::Schedule(release) => act(Act::Step {
            release: release.clone(),
            step: "schedule".to_owned(),
            at: Some(needed("at")?),
            reason: None,
        }),
        FormOf::Withdraw(release) => act(Act::Step {
            release: release.clone(),
            step: "withdraw".to_owned(),
            at: None,
            reason: Some(needed("reason")?),
        }),
        FormOf::Without => {
            let symbol = form.value("symbol");
            model.impact.without = (!symbol.is_empty()).then_some(symbol);
            model.impact.with_plugins = true;
            model.screen = Screen::Impact;
            model.detail = Detail::default();
            Ok(impact(model))
        }
        FormOf::Folder => {
            let folder = needed("folder")?;
            if !model.folders.contains(&folder) {
                model.folders.push(folder);
            }
            Ok(commands::scan(model))
        }
        FormOf::File(format) => Ok(commands::exported(model, format, &needed("file")?)),
    }
}

/// The user's editor has written: everything is read again.
pub fn edited(model: &mut Model) -> Vec<Effect> {
    let effects = reload(model);
    say(model, "back from the editor", false);
    effects
}

/// Says something at the foot of the screen.
pub fn told(model: &mut Model, text: impl Into<String>) -> Vec<Effect> {
    say(model, text, false);
    Vec::new()
}

/// Says at the foot of the screen that something did not work.
pub fn refused(model: &mut Model, text: &str) -> Vec<Effect> {
    say(model, text.trim_start_matches("error: "), true);
    Vec::new()
}
