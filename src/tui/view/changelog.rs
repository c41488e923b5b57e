//! The first screen: a lane for each stream over one axis of time, and every release with its entries.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::app::browse::{EntryLine, ReleaseLine, Timeline};
use crate::domain::date::DateKind;
use crate::domain::entry::EntryKind;
use crate::domain::release::{Stage, State};
use crate::domain::text::neutralise;
use crate::report::text::counted;
use crate::tui::filter;
use crate::tui::fold;
use crate::tui::layout::{Areas, Axis};
use crate::tui::model::{ChangelogRow, Focus, Model};
use crate::tui::theme::{Role, Theme};
use crate::tui::view::{cursor, cut, fixed, framed, instead};

/// Columns before the axis: the streams' names.
pub(super) const LABEL: u16 = 12;

/// How far the axis reaches beyond today.
const AHEAD: i32 = 180;

pub(super) fn axis(model: &Model, width: u16) -> Option<Axis> {
    let timeline = model.changelog.timeline.here()?;
    let days = timeline.releases.iter().filter_map(|one| one.date);
    let first = days.map(|dated| dated.on).min()?;
    Some(Axis {
        first: first.min(model.as_of),
        last: model.today.plus_days(AHEAD).max(model.as_of),
        width,
    })
}

pub(super) fn draw(model: &Model, theme: Theme, areas: &Areas, frame: &mut Frame<'_>) {
    if let Some(timeline) = model.changelog.timeline.here() {
        lanes(model, timeline, theme, areas.chart, frame);
    }
    let count = model
        .changelog
        .timeline
        .here()
        .map_or(0, |one| one.releases.len());
    let mut title = format!("Changelog, {}", counted(count, "release", "releases"));
    if !model.changelog.filter.is_nothing() {
        let words = filter::words(&model.changelog.filter, model);
        title = format!("{title} with {words}");
    }
    let block = framed(theme, &title, model.focus == Focus::List);
    let Some(timeline) = model.changelog.timeline.here() else {
        let width = areas.list.width.saturating_sub(3);
        let lines = instead(&model.changelog.timeline, "", theme, width);
        frame.render_widget(Paragraph::new(lines).block(block), areas.list);
        return;
    };
    let width = usize::from(areas.list.width.saturating_sub(2));
    let place = model.changelog.place;
    let lines: Vec<Line<'static>> = (place.top..place.top + areas.list_height())
        .map_while(|at| Some((at, model.changelog.row(at)?)))
        .map(|(at, row)| {
            let line = match row {
                ChangelogRow::Release(release) => timeline
                    .releases
                    .get(release)
                    .map(|one| of_release(timeline, one, theme, width)),
                ChangelogRow::Entry(release, entry) => timeline.releases.get(release).map(|one| {
                    let entries = model.changelog.entries.get(&one.id);
                    match entries.and_then(|entries| entries.get(entry)) {
                        Some(entry) => of_entry(model, entry, theme, width),
                        None => Line::styled("    …", theme.style(Role::Dim)),
                    }
                }),
            };
            cursor(
                line.unwrap_or_default(),
                at == place.cursor,
                model,
                theme,
                width,
            )
        })
        .collect();
    let lines = if lines.is_empty() {
        nothing(model, timeline, theme, areas.list.width)
    } else {
        lines
    };
    frame.render_widget(Paragraph::new(lines).block(block), areas.list);
}

/// Why the list is empty, and what to do about it.
fn nothing(model: &Model, timeline: &Timeline, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let filter = &model.changelog.filter;
    let said = if !filter.is_nothing() {
        vec![
            format!(
                "The filter leaves nothing: {}.",
                filter::words(filter, model)
            ),
            "Esc takes it off, f changes it.".to_owned(),
        ]
    } else if timeline.later > 0 {
        let later = counted(timeline.later, "release comes", "releases come");
        vec![
            format!("Nothing was out on this date; {later} later."),
            "t goes to today, ] and } move the date on.".to_owned(),
        ]
    } else if timeline.is_ours {
        vec![
            "No release is published yet.".to_owned(),
            "7 shows the drafts, where n writes an entry and r begins a release.".to_owned(),
            "forewarn import CHANGELOG.md brings in what was written elsewhere.".to_owned(),
        ]
    } else {
        vec![
            "No release is known.".to_owned(),
            "forewarn init sets up a changelog in this folder.".to_owned(),
        ]
    };
    let mut lines = vec![Line::raw("")];
    for text in said {
        let line = Line::styled(format!(" {}", neutralise(&text)), theme.style(Role::Dim));
        lines.extend(fold::lines(&line, width.saturating_sub(3)));
    }
    lines
}

fn of_release(
    timeline: &Timeline,
    release: &ReleaseLine,
    theme: Theme,
    width: usize,
) -> Line<'static> {
    let lane = timeline
        .lanes
        .get(release.lane)
        .map_or("", |lane| lane.id.as_str());
    // A date that is not exact says so by a sign.
    let date = release.date.map_or_else(
        || "date unknown".to_owned(),
        |date| {
            let sign = match date.kind {
                DateKind::Exact => "",
                DateKind::Announced => " ann.",
                DateKind::NoLaterThan => " ≤",
                DateKind::Effective => " eff.",
            };
            format!("{}{sign}", date.on)
        },
    );
    let name = format!("{lane} {}", release.version);
    let mut spans = vec![
        Span::styled(fixed(&name, 22), theme.style(Role::Title)),
        Span::styled(fixed(&date, 16), theme.style(Role::Dim)),
    ];
    let badge = match (release.state, release.stage) {
        (State::Withdrawn, _) => Some(("withdrawn", Role::Bad)),
        (_, Stage::Ga) => None,
        (_, stage) => Some((stage.as_str(), Role::Caution)),
    };
    if let Some((text, role)) = badge {
        spans.push(Span::styled(format!("{text} "), theme.style(role)));
    }
    if let Some(title) = &release.title {
        let used: usize = spans.iter().map(Span::width).sum();
        let title = cut(&title.for_terminal_line(), width.saturating_sub(used));
        spans.push(Span::styled(title, theme.style(Role::Dim)));
    }
    Line::from(spans)
}

/// Three letters that say the kind without a colour.
pub(super) fn badge(kind: EntryKind) -> (&'static str, Role) {
    match kind {
        EntryKind::Added => ("add", Role::Good),
        EntryKind::Changed => ("chg", Role::Caution),
        EntryKind::Deprecated => ("dep", Role::Caution),
        EntryKind::Removed => ("rem", Role::Bad),
        EntryKind::Fixed => ("fix", Role::Good),
        EntryKind::Security => ("sec", Role::Bad),
        EntryKind::Default => ("def", Role::Caution),
        EntryKind::Configuration => ("cfg", Role::Caution),
        EntryKind::Note => ("txt", Role::Dim),
        EntryKind::KnownIssue => ("iss", Role::Caution),
    }
}

fn of_entry(model: &Model, entry: &EntryLine, theme: Theme, width: usize) -> Line<'static> {
    let (word, role) = badge(entry.kind);
    let is_read = model.read.contains(&entry.id);
    let mut spans = vec![
        Span::raw(if is_read { "   " } else { " • " }),
        Span::styled(word, theme.style(role)),
        Span::styled(
            if entry.breaking { " !! " } else { "    " },
            theme.style(Role::Bad),
        ),
    ];
    if entry.corrected {
        spans.push(Span::styled("corrected ", theme.style(Role::Caution)));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let text = entry.text.for_terminal_line();
    spans.push(Span::raw(cut(&text, width.saturating_sub(used))));
    Line::from(spans)
}

/// Marks of releases over time, a row for each stream.
fn lanes(model: &Model, timeline: &Timeline, theme: Theme, area: Rect, frame: &mut Frame<'_>) {
    if area.height == 0 {
        return;
    }
    let Some(axis) = axis(model, area.width.saturating_sub(LABEL)) else {
        return;
    };
    let mut lines = vec![scale(&axis, model, theme)];
    let wide = usize::from(axis.width);
    for (number, lane) in timeline
        .lanes
        .iter()
        .enumerate()
        .take(usize::from(area.height) - 1)
    {
        let mut counts = vec![0_usize; wide];
        let of_lane = timeline.releases.iter().filter(|one| one.lane == number);
        for release in of_lane {
            if let Some(column) = release.date.and_then(|date| axis.column(date.on)) {
                counts[usize::from(column)] += 1;
            }
        }
        let until = lane.covers_until.and_then(|day| axis.column(day));
        let as_of = axis.column(model.as_of);
        let name = fixed(&lane.id, usize::from(LABEL));
        let mut spans = vec![Span::styled(name, theme.style(Role::Title))];
        for (column, count) in counts.iter().enumerate() {
            let is_here = as_of.map(usize::from) == Some(column);
            // Beyond what the record covers nothing is known.
            let is_known = until.is_none_or(|until| column <= usize::from(until));
            let (mark, role) = match count {
                0 if is_here => ("│", Role::AsOf),
                0 if is_known => ("─", Role::Border),
                0 => (" ", Role::Border),
                1 => ("•", Role::Supported),
                2..=3 => ("●", Role::Supported),
                _ => ("█", Role::Supported),
            };
            let style = theme.style(if is_here { Role::AsOf } else { role });
            spans.push(Span::styled(mark, style));
        }
        lines.push(Line::from(spans));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// Years along an axis, with the day that is looked at.
pub(super) fn scale(axis: &Axis, model: &Model, theme: Theme) -> Line<'static> {
    scale_from(axis, model, theme, LABEL)
}

pub(super) fn scale_from(axis: &Axis, model: &Model, theme: Theme, label: u16) -> Line<'static> {
    let mut row: Vec<char> = vec![' '; usize::from(axis.width)];
    let mut free = 0_usize;
    for year in axis.first.year()..=axis.last.year() {
        let Ok(day) = crate::domain::date::Date::new(year, 1, 1) else {
            continue;
        };
        let Some(column) = axis.column(day) else {
            continue;
        };
        let at = usize::from(column);
        let text = format!("▏{year}");
        if at < free || at + text.chars().count() > row.len() {
            continue;
        }
        for (slot, one) in row.iter_mut().skip(at).zip(text.chars()) {
            *slot = one;
        }
        free = at + text.chars().count() + 1;
    }
    let text: String = row.into_iter().collect();
    let name = fixed(&model.as_of.to_string(), usize::from(label));
    Line::from(vec![
        Span::styled(name, theme.style(Role::AsOf)),
        Span::styled(text, theme.style(Role::Dim)),
    ])
}
