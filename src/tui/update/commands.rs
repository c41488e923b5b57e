//! What each command does.

use crate::tui::form::{Field, Form, FormOf};
use crate::tui::input::Input;
use crate::tui::keys::Command;
use crate::tui::layout::areas;
use crate::tui::model::{
    ChangelogRow, Choice, ChoiceOf, ChoiceOption, Focus, Loaded, Model, Overlay, Place, Screen,
    Wanted,
};
use crate::tui::msg::{Effect, Exported, Question};
use crate::tui::theme::ThemeName;
use crate::tui::update::{
    asked_impact, go, go_to, impact, look, on_day, reload, say, to_screen, window,
};

/// Formats that are offered for export, those of `notes` and of `impact`.
const NOTES: &[&str] = &[
    "markdown",
    "github",
    "html",
    "text",
    "json",
    "atom",
    "jsonfeed",
    "keepachangelog",
];
const IMPACT: &[&str] = &["text", "markdown", "html", "json", "checklist"];

pub(super) fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let as_of = model.as_of;
    match command {
        Command::Changelog => to_screen(model, Screen::Changelog),
        Command::Versions => to_screen(model, Screen::Versions),
        Command::Deprecations => to_screen(model, Screen::Deprecations),
        Command::Impact => to_screen(model, Screen::Impact),
        Command::Plugins => to_screen(model, Screen::Plugins),
        Command::Defaults => to_screen(model, Screen::Defaults),
        Command::Drafts => to_screen(model, Screen::Drafts),
        Command::Up
        | Command::Down
        | Command::PageUp
        | Command::PageDown
        | Command::First
        | Command::Last => moved(model, command),
        Command::NextFocus => {
            model.focus = match model.focus {
                Focus::List => Focus::Detail,
                Focus::Detail => Focus::List,
            };
            mark_read(model);
            Vec::new()
        }
        Command::Open => open(model),
        Command::Back => back(model),
        Command::Search if model.table().is_some() => {
            let narrow = model.table().map(|table| table.narrow.clone());
            model.overlay = Some(Overlay::Narrow {
                input: Input::with(&narrow.unwrap_or_default()),
            });
            Vec::new()
        }
        Command::Search => {
            model.overlay = Some(Overlay::Search {
                input: Input::default(),
                found: Loaded::Nothing,
                place: Place::default(),
            });
            Vec::new()
        }
        Command::NextMatch => next_unread(model),
        Command::Filter => {
            model.overlay = Some(Overlay::Filter {
                filter: model.changelog.filter.clone(),
                place: Place::default(),
            });
            vec![Effect::Ask(Question::Choices(as_of))]
        }
        Command::Palette => {
            model.overlay = Some(Overlay::Palette {
                input: Input::default(),
                place: Place::default(),
            });
            Vec::new()
        }
        Command::Help => {
            model.overlay = Some(Overlay::Help { scroll: 0 });
            Vec::new()
        }
        Command::DayBack => on_day(model, as_of.plus_days(-1)),
        Command::DayForward => on_day(model, as_of.plus_days(1)),
        Command::MonthBack => on_day(model, as_of.plus_days(-30)),
        Command::MonthForward => on_day(model, as_of.plus_months(1)),
        Command::Today => on_day(model, model.today),
        Command::Date => {
            let field = Field::new(
                "date",
                &as_of.to_string(),
                "YYYY-MM-DD; without this form t is today, ← and → move by a day, < and > by a month",
            );
            form(model, "Answer as of", FormOf::Date, vec![field])
        }
        command => further(model, command),
    }
}

/// Those that are asked for less often.
fn further(model: &mut Model, command: Command) -> Vec<Effect> {
    let as_of = model.as_of;
    match command {
        Command::Theme => {
            let at = ThemeName::ALL
                .iter()
                .position(|one| *one == model.theme)
                .unwrap_or_default();
            model.theme = ThemeName::ALL[(at + 1) % ThemeName::ALL.len()];
            say(model, format!("theme: {}", model.theme), false);
            vec![Effect::Keep]
        }
        Command::Reload => {
            say(model, "read again", false);
            reload(model)
        }
        Command::Quit => {
            model.is_leaving = true;
            vec![Effect::Keep, Effect::Quit]
        }
        Command::Copy => copy(model),
        Command::Export => export(model),
        Command::Link => link(model),
        Command::Unread => unread(model),
        Command::Group | Command::Sort => arrange(model, command),
        Command::From => vec![Effect::Ask(Question::Options(ChoiceOf::From, as_of))],
        Command::To => vec![Effect::Ask(Question::Options(ChoiceOf::To, as_of))],
        Command::Without => {
            let symbol = match model.wanted() {
                Some(Wanted::Explain(symbol)) => symbol,
                _ => model.impact.without.clone().unwrap_or_default(),
            };
            let field = Field::new(
                "symbol",
                &symbol,
                "as plugins write it: Actions.replaceAction; nothing takes the question back",
            );
            form(
                model,
                "Who is affected without",
                FormOf::Without,
                vec![field],
            )
        }
        Command::Scan if model.screen == Screen::Impact => {
            model.impact.with_plugins = !model.impact.with_plugins;
            impact(model)
        }
        Command::Scan => scan(model),
        Command::Record => record(model),
        Command::AddPlugin => {
            let field = Field::new(
                "folder",
                "",
                "a folder with one plugin or many; it is scanned at once",
            );
            form(model, "Look at the plugins in", FormOf::Folder, vec![field])
        }
        Command::Cancel => vec![Effect::Cancel],
        Command::Editor => {
            if let Some(Wanted::Source(place)) = model.wanted() {
                vec![Effect::EditSource(place)]
            } else {
                say(model, "choose a finding first", true);
                Vec::new()
            }
        }
        // What is left changes the changelog.
        command => super::writing::run(model, command),
    }
}

pub(super) fn form(model: &mut Model, title: &str, of: FormOf, fields: Vec<Field>) -> Vec<Effect> {
    model.overlay = Some(Overlay::Form(Box::new(Form::new(title, of, fields))));
    Vec::new()
}

fn moved(model: &mut Model, command: Command) -> Vec<Effect> {
    if model.focus == Focus::Detail {
        let page = areas(model).detail_height().max(1).cast_signed();
        match command {
            Command::Up => scroll(model, -1),
            Command::Down => scroll(model, 1),
            Command::PageUp => scroll(model, -page),
            Command::PageDown => scroll(model, page),
            Command::First => model.detail.scroll = 0,
            _ => scroll(model, isize::MAX / 2),
        }
        return Vec::new();
    }
    let rows = model.rows();
    let page = areas(model).list_height().max(2) - 1;
    let at = model.place().cursor;
    let to = match command {
        Command::Up => at.saturating_sub(1),
        Command::Down => at + 1,
        Command::PageUp => at.saturating_sub(page),
        Command::PageDown => at + page,
        Command::First => 0,
        _ => rows,
    };
    go(model, to, rows);
    let mut effects = window(model);
    effects.extend(look(model));
    effects
}

/// Scrolls the detail, no further than its last lines.
pub(super) fn scroll(model: &mut Model, by: isize) {
    let height = areas(model).detail_height();
    let lines = model.detail.shown.here().map_or(0, |laid| laid.lines.len());
    let last = lines.saturating_sub(height);
    model.detail.scroll = model.detail.scroll.saturating_add_signed(by).min(last);
}

fn mark_read(model: &mut Model) {
    if model.focus == Focus::Detail
        && let Some(Wanted::Show(id)) = model.wanted()
        && let Some(entry) = id.strip_prefix("entry:")
    {
        model.read.insert(entry.to_owned());
    }
}

fn open(model: &mut Model) -> Vec<Effect> {
    match model.screen {
        Screen::Impact | Screen::Drafts if model.focus == Focus::List => {
            let id = model.table().and_then(|table| {
                let page = table.page.here()?;
                Some(page.rows.get(table.chosen()?)?.id.clone())
            });
            match id {
                // What stands in a release can be gone to; what is a draft has no place there yet.
                Some(id) if model.screen == Screen::Impact && !id.is_empty() => go_to(model, &id),
                _ => focus_detail(model),
            }
        }
        Screen::Versions => {
            let newest = model.versions.document.here().and_then(|document| {
                let line = document.lines.get(model.versions.place.cursor)?;
                Some(format!("{}/{}", document.stream, line.latest))
            });
            match newest {
                Some(id) => go_to(model, &id),
                None => Vec::new(),
            }
        }
        _ => focus_detail(model),
    }
}

fn focus_detail(model: &mut Model) -> Vec<Effect> {
    model.focus = Focus::Detail;
    mark_read(model);
    Vec::new()
}

/// Out of the detail, back to the list; from there to the first screen.
fn back(model: &mut Model) -> Vec<Effect> {
    model.toast = None;
    if model.focus == Focus::Detail {
        model.focus = Focus::List;
        return Vec::new();
    }
    if let Some(table) = model.table_mut()
        && !table.narrow.is_empty()
    {
        table.narrow.clear();
        let order = table
            .page
            .here()
            .map(|page| page.order("", table.sort, table.grouped));
        table.order = order.unwrap_or_default();
        return look(model);
    }
    if model.screen == Screen::Changelog && !model.changelog.filter.is_nothing() {
        model.changelog.filter = crate::app::browse::Filter::default();
        return reload(model);
    }
    to_screen(model, Screen::Changelog)
}

/// The next entry that nobody has looked at.
fn next_unread(model: &mut Model) -> Vec<Effect> {
    if model.screen != Screen::Changelog {
        return Vec::new();
    }
    let rows = model.changelog.rows();
    let from = model.changelog.place.cursor + 1;
    let next = (from..rows).find(|row| {
        matches!(model.changelog.row(*row), Some(ChangelogRow::Entry(..)))
            && model
                .changelog
                .id(*row)
                .is_some_and(|id| !model.read.contains(&id))
    });
    let Some(next) = next else {
        say(model, "nothing unread below, as far as it is loaded", false);
        return Vec::new();
    };
    go(model, next, rows);
    let mut effects = window(model);
    effects.extend(look(model));
    effects
}

/// Marks the entry under the cursor as unread, if it was read, else as read; on a release all of its entries.
fn unread(model: &mut Model) -> Vec<Effect> {
    let at = model.changelog.place.cursor;
    let ids: Vec<String> = match (model.changelog.row(at), model.changelog.timeline.here()) {
        (Some(ChangelogRow::Release(release)), Some(timeline)) => timeline
            .releases
            .get(release)
            .and_then(|release| model.changelog.entries.get(&release.id))
            .map(|entries| entries.iter().map(|entry| entry.id.clone()).collect())
            .unwrap_or_default(),
        _ => model.changelog.id(at).into_iter().collect(),
    };
    let all_read = ids.iter().all(|id| model.read.contains(id));
    for id in ids {
        if all_read {
            model.read.remove(&id);
        } else {
            model.read.insert(id);
        }
    }
    vec![Effect::Keep]
}

fn arrange(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(table) = model.table_mut() else {
        return Vec::new();
    };
    let Some(page) = table.page.here().cloned() else {
        return Vec::new();
    };
    let told = if command == Command::Group {
        table.grouped = !table.grouped;
        if table.grouped {
            "grouped"
        } else {
            "not grouped"
        }
        .to_owned()
    } else {
        table.sort = match table.sort {
            None => Some(0),
            Some(column) if column + 1 < page.columns.len() => Some(column + 1),
            Some(_) => None,
        };
        let column = table.sort.and_then(|column| page.columns.get(column));
        column.map_or_else(
            || "in its own order".to_owned(),
            |one| format!("sorted by {}", one.title),
        )
    };
    let chosen = table.chosen();
    table.order = page.order(&table.narrow, table.sort, table.grouped);
    let at = table.order.iter().position(|row| Some(*row) == chosen);
    let rows = table.order.len();
    say(model, told, false);
    go(model, at.unwrap_or_default(), rows);
    look(model)
}

fn copy(model: &mut Model) -> Vec<Effect> {
    if let Some(wanted) = model.wanted() {
        vec![Effect::Ask(Question::Copy(model.as_of, wanted))]
    } else {
        say(model, "there is nothing to copy", true);
        Vec::new()
    }
}

fn link(model: &mut Model) -> Vec<Effect> {
    let link = model
        .detail
        .shown
        .here()
        .and_then(|laid| laid.links.first().cloned());
    if let Some(link) = link {
        vec![Effect::Open(link)]
    } else {
        say(model, "there is no link in it", true);
        Vec::new()
    }
}

fn export(model: &mut Model) -> Vec<Effect> {
    let formats = if model.screen == Screen::Impact && asked_impact(model).is_some() {
        IMPACT
    } else {
        NOTES
    };
    let options = formats.iter().map(|format| ChoiceOption {
        id: (*format).to_owned(),
        what: String::new(),
    });
    model.overlay = Some(Overlay::Choice(Choice {
        title: "Export as".to_owned(),
        options: options.collect(),
        place: Place::default(),
        of: ChoiceOf::Export,
        input: Input::default(),
    }));
    Vec::new()
}

/// What is exported: the impact, or the notes of the release under the cursor.
pub(super) fn exported(model: &Model, format: &str, file: &str) -> Vec<Effect> {
    let what = match model.screen {
        Screen::Impact => match asked_impact(model) {
            Some(asked) => Exported::Impact(asked),
            None => Exported::Notes(None),
        },
        Screen::Changelog => Exported::Notes(release_under_cursor(model)),
        _ => Exported::Notes(None),
    };
    vec![Effect::Ask(Question::Export {
        as_of: model.as_of,
        what,
        format: format.to_owned(),
        file: file.to_owned(),
    })]
}

/// The release that the cursor stands in.
pub(super) fn release_under_cursor(model: &Model) -> Option<String> {
    let timeline = model.changelog.timeline.here()?;
    let (ChangelogRow::Release(release) | ChangelogRow::Entry(release, _)) =
        model.changelog.row(model.changelog.place.cursor)?;
    Some(timeline.releases.get(release)?.id.clone())
}

fn is_busy(model: &mut Model) -> bool {
    let is_busy = model.work.is_some();
    if is_busy {
        say(model, "a scan is running; c stops it", true);
    }
    is_busy
}

fn record(model: &mut Model) -> Vec<Effect> {
    if is_busy(model) {
        return Vec::new();
    }
    vec![Effect::Ask(Question::Record(model.folders.clone()))]
}

pub(super) fn scan(model: &mut Model) -> Vec<Effect> {
    if is_busy(model) {
        return Vec::new();
    }
    // What was found before stays until the new answer is there.
    if model.plugins.order.is_empty() {
        model.plugins.page = Loaded::Waiting("scanning".to_owned());
    }
    vec![
        Effect::Ask(Question::Scan(model.as_of, model.folders.clone())),
        Effect::Keep,
    ]
}
