//! What becomes of an answer. One to a question that is no longer asked is dropped.

use std::sync::Arc;

use crate::domain::date::Date;
use crate::tui::input::Input;
use crate::tui::model::{Choice, ChoiceOf, ChoiceOption, Loaded, Model, Overlay, Place, Screen};
use crate::tui::msg::{Answer, Effect, Question};
use crate::tui::page::Page;
use crate::tui::update::writing;
use crate::tui::update::{asked_impact, go, impact, look, reload, say, window};

pub(super) fn answered(
    model: &mut Model,
    question: Question,
    answer: Result<Answer, String>,
) -> Vec<Effect> {
    match answer {
        Ok(answer) => taken(model, question, answer),
        Err(why) => failed(model, &question, why),
    }
}

fn taken(model: &mut Model, question: Question, answer: Answer) -> Vec<Effect> {
    match (question, answer) {
        (Question::Timeline(day, filter), Answer::Timeline(timeline)) => {
            if day != model.as_of || filter != model.changelog.filter {
                return Vec::new();
            }
            let mut starts = Vec::with_capacity(timeline.releases.len() + 1);
            let mut row = 0;
            for release in &timeline.releases {
                starts.push(row);
                row += 1 + release.entries;
            }
            starts.push(row);
            model.changelog.starts = starts;
            model.changelog.timeline = Loaded::Here(timeline);
            model.changelog.entries.clear();
            model.changelog.asked.clear();
            let mut effects = arrive(model);
            effects.extend(window(model));
            effects.extend(look(model));
            effects
        }
        (Question::Entries(day, _, filter), Answer::Entries(entries)) => {
            if day != model.as_of || filter != model.changelog.filter {
                return Vec::new();
            }
            model.changelog.entries.extend(entries);
            let mut effects = arrive(model);
            effects.extend(look(model));
            effects
        }
        (Question::Choices(_), Answer::Choices(choices)) => {
            model.changelog.choices = Some(choices);
            Vec::new()
        }
        (Question::Detail(day, wanted, width), Answer::Laid(laid)) => {
            if day == model.as_of && model.detail.of.as_ref() == Some(&wanted) {
                debug_assert_eq!(laid.width, width);
                model.detail.shown = Loaded::Here(laid);
            }
            Vec::new()
        }
        (Question::Text(..), Answer::Laid(text)) => {
            if let Some(Overlay::Text { laid, .. }) = &mut model.overlay {
                *laid = Loaded::Here(text);
            }
            Vec::new()
        }
        (Question::Home(wanted), Answer::Home(home)) => at_home(model, &wanted, home),
        (Question::Search(_, text), Answer::Search(document)) => {
            if let Some(Overlay::Search { input, found, .. }) = &mut model.overlay
                && input.text() == text
            {
                *found = Loaded::Here(document);
            }
            Vec::new()
        }
        (Question::Versions(day), Answer::Versions(document, accounts)) => {
            if day != model.as_of {
                return Vec::new();
            }
            model.versions.document = Loaded::Here(document);
            model.versions.accounts = accounts;
            settle(model, Screen::Versions)
        }
        (Question::Table(screen, day), Answer::Table(page)) => {
            if day != model.as_of {
                return Vec::new();
            }
            fill(model, screen, Loaded::Here(page))
        }
        (Question::Impact(asked), Answer::Impact(page, heat)) => {
            if asked_impact(model).as_ref() != Some(&asked) {
                return Vec::new();
            }
            model.impact.heat = heat;
            fill(model, Screen::Impact, Loaded::Here(page))
        }
        (question, answer) => done(model, question, answer),
    }
}

/// What was done: scanned, copied, written.
fn done(model: &mut Model, question: Question, answer: Answer) -> Vec<Effect> {
    match (question, answer) {
        (Question::Scan(..), Answer::Table(page)) => {
            model.work = None;
            fill(model, Screen::Plugins, Loaded::Here(page))
        }
        (Question::Record(_), Answer::Done(what)) => {
            model.work = None;
            say(model, what, false);
            Vec::new()
        }
        (_, Answer::Cancelled(page)) => {
            model.work = None;
            say(model, "stopped", false);
            let page = page.map_or(Loaded::Cancelled, Loaded::Here);
            fill(model, Screen::Plugins, page)
        }
        (Question::Options(of, _), Answer::Options(options)) => offered(model, of, options),
        (Question::Copy(..), Answer::Copied(text)) => {
            say(model, "copied as Markdown", false);
            vec![Effect::Copy(text)]
        }
        (Question::Act(_), Answer::Done(what)) => {
            if matches!(model.overlay, Some(Overlay::Form(_))) {
                model.overlay = None;
            }
            let mut effects = reload(model);
            say(model, what, false);
            effects.push(Effect::Keep);
            effects
        }
        (Question::Check(_, asked), Answer::Checked(remarks)) => {
            // What was typed since has its own answer.
            if let Some(Overlay::Form(form)) = &mut model.overlay
                && writing::checked(form) == Some(*asked)
            {
                form.remarks = remarks;
            }
            Vec::new()
        }
        (Question::Export { .. }, Answer::Done(what)) => {
            model.overlay = None;
            say(model, what, false);
            Vec::new()
        }
        // Every question has an answer of its own kind.
        _ => Vec::new(),
    }
}

fn failed(model: &mut Model, question: &Question, why: String) -> Vec<Effect> {
    if day_of(question).is_some_and(|day| day != model.as_of) {
        return Vec::new();
    }
    match question {
        Question::Timeline(..) => {
            model.changelog.timeline = Loaded::Failed(why);
        }
        Question::Versions(_) => model.versions.document = Loaded::Failed(why),
        Question::Table(screen, _) => return fill(model, *screen, Loaded::Failed(why)),
        Question::Impact(_) => return fill(model, Screen::Impact, Loaded::Failed(why)),
        Question::Record(_) => {
            model.work = None;
            say(model, why, true);
        }
        Question::Scan(..) => {
            model.work = None;
            return fill(model, Screen::Plugins, Loaded::Failed(why));
        }
        Question::Detail(_, wanted, _) => {
            if model.detail.of.as_ref() == Some(wanted) {
                model.detail.shown = Loaded::Failed(why);
            }
        }
        Question::Text(..) => {
            if let Some(Overlay::Text { laid, .. }) = &mut model.overlay {
                *laid = Loaded::Failed(why);
            }
        }
        Question::Search(_, text) => {
            if let Some(Overlay::Search { input, found, .. }) = &mut model.overlay
                && input.text() == *text
            {
                *found = Loaded::Failed(why);
            }
        }
        Question::Act(_) | Question::Export { .. } => match &mut model.overlay {
            Some(Overlay::Form(form)) => {
                form.refused = Some(why);
                model.toast = None;
            }
            _ => say(model, why, true),
        },
        Question::Options(..) if model.impact.to.is_none() => {
            return fill(model, Screen::Impact, Loaded::Failed(why));
        }
        Question::Entries(..)
        | Question::Choices(_)
        | Question::Check(..)
        | Question::Home(_)
        | Question::Options(..)
        | Question::Copy(..) => {
            say(model, why, true);
        }
    }
    Vec::new()
}

/// The day that a question is about.
const fn day_of(question: &Question) -> Option<Date> {
    match question {
        Question::Timeline(day, _)
        | Question::Entries(day, ..)
        | Question::Detail(day, ..)
        | Question::Versions(day)
        | Question::Table(_, day) => Some(*day),
        Question::Impact(asked) => Some(asked.as_of),
        _ => None,
    }
}

/// Puts a table into its screen, with the cursor where it was.
fn fill(model: &mut Model, screen: Screen, page: Loaded<Arc<Page>>) -> Vec<Effect> {
    let shown = model.screen;
    model.screen = screen;
    let mut rows = 0;
    let mut cursor = 0;
    if let Some(table) = model.table_mut() {
        table.order = page
            .here()
            .map(|page| page.order(&table.narrow, table.sort, table.grouped))
            .unwrap_or_default();
        table.page = page;
        (rows, cursor) = (table.order.len(), table.place.cursor);
    }
    go(model, cursor, rows);
    model.screen = shown;
    settle(model, screen)
}

fn settle(model: &mut Model, screen: Screen) -> Vec<Effect> {
    if model.screen != screen {
        return Vec::new();
    }
    let (rows, cursor) = (model.rows(), model.place().cursor);
    go(model, cursor, rows);
    look(model)
}

/// Goes to the row that is wanted, once it is known where that is.
pub(super) fn arrive(model: &mut Model) -> Vec<Effect> {
    let Some(wanted) = model.changelog.wanted.clone() else {
        return Vec::new();
    };
    let Some(timeline) = model.changelog.timeline.here().cloned() else {
        return Vec::new();
    };
    if let Some(at) = timeline
        .releases
        .iter()
        .position(|release| release.id == wanted)
    {
        model.changelog.wanted = None;
        let (row, rows) = (model.changelog.starts[at], model.changelog.rows());
        place(model, row, rows);
        return Vec::new();
    }
    for (at, release) in timeline.releases.iter().enumerate() {
        let Some(entries) = model.changelog.entries.get(&release.id) else {
            continue;
        };
        if let Some(entry) = entries.iter().position(|entry| entry.id == wanted) {
            model.changelog.wanted = None;
            let (row, rows) = (
                model.changelog.starts[at] + 1 + entry,
                model.changelog.rows(),
            );
            place(model, row, rows);
            return Vec::new();
        }
    }
    vec![Effect::Ask(Question::Home(wanted))]
}

/// The release of the wanted entry is known: its entries are asked for, whether or not they are near.
fn at_home(model: &mut Model, wanted: &str, home: Option<String>) -> Vec<Effect> {
    if model.changelog.wanted.as_deref() != Some(wanted) {
        return Vec::new();
    }
    let is_shown = |home: &String| {
        let timeline = model.changelog.timeline.here();
        timeline.is_some_and(|one| one.releases.iter().any(|release| release.id == *home))
    };
    match home.filter(is_shown) {
        Some(home) if !model.changelog.entries.contains_key(&home) => {
            model.changelog.asked.insert(home.clone());
            vec![Effect::Ask(Question::Entries(
                model.as_of,
                vec![home],
                model.changelog.filter.clone(),
            ))]
        }
        _ => {
            model.changelog.wanted = None;
            say(model, format!("{wanted} is not shown on this date"), true);
            Vec::new()
        }
    }
}

fn place(model: &mut Model, row: usize, rows: usize) {
    let shown = model.screen;
    model.screen = Screen::Changelog;
    go(model, row, rows);
    model.screen = shown;
}

fn offered(model: &mut Model, of: ChoiceOf, options: Vec<ChoiceOption>) -> Vec<Effect> {
    if options.is_empty() {
        let why = "there are no versions to compare on this date";
        return fill(model, Screen::Impact, Loaded::Failed(why.to_owned()));
    }
    // The first time the newest and the one before it are taken: something is shown at once.
    if model.impact.from.is_none() || model.impact.to.is_none() {
        let mut newest = options.iter().map(|one| one.id.clone());
        let (to, from) = (newest.next(), newest.next());
        model.impact.to = model.impact.to.take().or(to);
        model.impact.from = model.impact.from.take().or(from);
        if model.impact.from.is_some() && of == ChoiceOf::To {
            return impact(model);
        }
    }
    let title = match of {
        ChoiceOf::From => "Move from",
        _ => "Move to",
    };
    model.overlay = Some(Overlay::Choice(Choice {
        title: title.to_owned(),
        options,
        place: Place::default(),
        of,
        input: Input::default(),
    }));
    Vec::new()
}
