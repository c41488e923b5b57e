//! Versions: a bar for each line over time, in colour and pattern.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::domain::date::Date;
use crate::domain::document::versions::{LineStatus, Status};
use crate::tui::layout::{Areas, Axis};
use crate::tui::model::{Focus, Model};
use crate::tui::theme::{Role, Theme};
use crate::tui::view::changelog::scale_from;
use crate::tui::view::{cursor, fixed, framed, instead};

/// Columns before the axis: line, status, whether it is on offer.
pub(super) const LABEL: u16 = 23;

pub(super) fn axis(model: &Model, width: u16) -> Option<Axis> {
    let document = model.versions.document.here()?;
    let first = document.lines.iter().filter_map(LineStatus::out_by).min()?;
    let last = document
        .lines
        .iter()
        .filter_map(|line| line.end_of_life)
        .max();
    let last = last
        .unwrap_or(model.today)
        .max(model.today.plus_months(6))
        .max(model.as_of);
    Some(Axis {
        first: first.min(model.as_of),
        last,
        width,
    })
}

pub(super) fn draw(model: &Model, theme: Theme, areas: &Areas, frame: &mut Frame<'_>) {
    let has_focus = model.focus == Focus::List;
    let title = match model.versions.document.here() {
        Some(document) => document.name.for_terminal_line(),
        None => "Versions".to_owned(),
    };
    let legend = legend(model, usize::from(areas.list.width.saturating_sub(2)));
    let block = framed(theme, &title, has_focus)
        .title_bottom(Line::styled(legend, theme.style(Role::Dim)).right_aligned());
    let Some(document) = model.versions.document.here() else {
        let width = areas.list.width.saturating_sub(3);
        let lines = instead(&model.versions.document, "", theme, width);
        frame.render_widget(Paragraph::new(lines).block(block), areas.list);
        return;
    };
    let width = areas.list.width.saturating_sub(2);
    let Some(axis) = axis(model, width.saturating_sub(LABEL)) else {
        let line = Line::styled(" No line has a date.", theme.style(Role::Dim));
        frame.render_widget(Paragraph::new(line).block(block), areas.list);
        return;
    };
    let place = model.versions.place;
    let mut lines = vec![scale_from(&axis, model, theme, LABEL)];
    let shown = areas.list_height().saturating_sub(1);
    let rows = document
        .lines
        .iter()
        .enumerate()
        .skip(place.top)
        .take(shown);
    lines.extend(rows.map(|(at, line)| {
        let row = bar(model, line, &axis, theme);
        cursor(row, at == place.cursor, model, theme, usize::from(width))
    }));
    frame.render_widget(Paragraph::new(lines).block(block), areas.list);
}

/// What the marks mean; the last ones are left out where there is no room.
fn legend(model: &Model, width: usize) -> String {
    let mut marks = vec!["█ supported", "▒ maintained"];
    match &model.versions.accounts {
        None if model.versions.document.here().is_some() => {
            marks.insert(0, "accounts: not readable, a says why");
        }
        Some(accounts) if !accounts.is_empty() => marks.push("◆ accounts"),
        _ => {}
    }
    marks.extend(["· end of life", "? not known"]);
    let mut legend = String::from(" ");
    for mark in marks {
        if legend.width() + mark.width() + 1 > width {
            break;
        }
        legend.push_str(mark);
        legend.push_str("  ");
    }
    format!("{} ", legend.trim_end())
}

fn role(status: Status) -> Role {
    match status {
        Status::Supported => Role::Supported,
        Status::Maintained => Role::Maintained,
        Status::EndOfLife => Role::Ended,
        Status::Unknown => Role::Unknown,
    }
}

fn bar(model: &Model, line: &LineStatus, axis: &Axis, theme: Theme) -> Line<'static> {
    let hosted = match line.hosted {
        Some(true) => "hosted",
        Some(false) => "",
        None => "?",
    };
    let mut spans = vec![
        Span::styled(fixed(&line.line.to_string(), 5), theme.style(Role::Title)),
        Span::styled(
            fixed(line.status.as_str(), 12),
            theme.style(role(line.status)),
        ),
        Span::styled(fixed(hosted, 6), theme.style(Role::Dim)),
    ];
    let as_of = axis.column(model.as_of);
    let today = axis.column(model.today);
    // Right of the date, or left of it at the end of the axis: how many accounts run the line then.
    let accounts = model.versions.accounts.as_ref();
    let accounts = accounts.and_then(|accounts| accounts.get(&line.line));
    let pin: Vec<char> =
        accounts.map_or_else(Vec::new, |count| format!("◆{count}").chars().collect());
    let pin_at = as_of.map(|at| {
        let wide = u16::try_from(pin.len()).unwrap_or_default();
        if at + wide < axis.width {
            at + 1
        } else {
            at.saturating_sub(wide)
        }
    });
    for column in 0..axis.width {
        let (mark, mut role) = at(line, axis.day(column));
        let mut mark = mark;
        if today == Some(column) {
            (mark, role) = ("┊", Role::Today);
        }
        if as_of == Some(column) {
            (mark, role) = ("│", Role::AsOf);
        }
        let of_pin = pin_at.and_then(|from| pin.get(usize::from(column.checked_sub(from)?)));
        if let Some(of_pin) = of_pin {
            spans.push(Span::styled(of_pin.to_string(), theme.style(Role::AsOf)));
        } else {
            spans.push(Span::styled(mark, theme.style(role)));
        }
    }
    Line::from(spans)
}

/// How a line stands on a day, by what is known of it on the day that is looked at.
fn at(line: &LineStatus, day: Date) -> (&'static str, Role) {
    let Some(from) = line.out_by() else {
        return ("?", Role::Unknown);
    };
    if day < from {
        return (" ", Role::Text);
    }
    match (line.superseded_on, line.end_of_life) {
        (_, Some(end)) if day > end => ("·", Role::Ended),
        (Some(since), _) if day >= since => match line.end_of_life {
            Some(_) => ("▒", Role::Maintained),
            None => ("?", Role::Unknown),
        },
        _ if line.status == Status::Unknown => ("?", Role::Unknown),
        _ => ("█", Role::Supported),
    }
}
