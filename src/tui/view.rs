//! From what the app knows to a frame. Pure: equal models give equal frames.

mod changelog;
mod impact;
mod links;
mod overlay;
mod table;
mod versions;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Borders, Clear, Paragraph};
use unicode_width::UnicodeWidthStr as _;

use crate::domain::text::neutralise;
use crate::tui::fold;
use crate::tui::layout::{Areas, Axis, areas};
use crate::tui::model::{Focus, Loaded, Model, SMALLEST, Screen};
use crate::tui::theme::{Role, Theme};

pub use links::{Link, links};
pub use overlay::{help_lines, over};

/// Draws everything.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    let theme = Theme::new(model.theme);
    if model.is_too_small() {
        too_small(model, theme, frame);
        return;
    }
    let areas = areas(model);
    header(model, theme, areas.header, frame);
    match model.screen {
        Screen::Changelog => changelog::draw(model, theme, &areas, frame),
        Screen::Versions => versions::draw(model, theme, &areas, frame),
        Screen::Impact => {
            impact::draw(model, theme, areas.chart, frame);
            table::draw(model, theme, &areas, frame);
        }
        _ => table::draw(model, theme, &areas, frame),
    }
    detail(model, theme, &areas, frame);
    footer(model, theme, areas.footer, frame);
    overlay::draw(model, theme, frame);
}

fn too_small(model: &Model, theme: Theme, frame: &mut Frame<'_>) {
    let (width, height) = model.size;
    let lines = vec![
        Line::styled("forewarn", theme.style(Role::Title)),
        Line::raw(format!("This terminal is {width}x{height};")),
        Line::raw(format!("{}x{} is needed.", SMALLEST.0, SMALLEST.1)),
        Line::styled("q leaves", theme.style(Role::Dim)),
    ];
    frame.render_widget(Paragraph::new(lines), frame.area());
}

/// Columns between tabs.
const fn gap(model: &Model) -> u16 {
    if model.size.0 >= 96 { 2 } else { 1 }
}

/// The tabs, each with its first and last column.
fn tabs(model: &Model) -> Vec<(Screen, u16, String)> {
    // All names beside the day.
    let is_wide = model.size.0 >= 110;
    let gap = gap(model);
    let mut at = 1;
    let mut tabs = Vec::new();
    for (number, screen) in Screen::ALL.iter().copied().enumerate() {
        let name = if is_wide || screen == model.screen {
            screen.title()
        } else {
            screen.title().get(..4).unwrap_or_default()
        };
        let text = format!("{} {name}", number + 1);
        let width = u16::try_from(text.width()).unwrap_or_default();
        tabs.push((screen, at, text));
        at += width + gap;
    }
    tabs
}

/// The screen whose tab stands at a column.
pub fn tab_at(model: &Model, x: u16) -> Option<Screen> {
    tabs(model)
        .into_iter()
        .find(|(_, at, text)| {
            let width = u16::try_from(text.width()).unwrap_or_default();
            (*at..*at + width).contains(&x)
        })
        .map(|(screen, ..)| screen)
}

fn header(model: &Model, theme: Theme, area: Rect, frame: &mut Frame<'_>) {
    let mut spans = vec![Span::raw(" ")];
    for (screen, _, text) in tabs(model) {
        let style = if screen == model.screen {
            theme.style(Role::AsOf)
        } else {
            theme.style(Role::Dim)
        };
        spans.push(Span::styled(text, style));
        spans.push(Span::raw(" ".repeat(usize::from(gap(model)))));
    }
    frame.render_widget(Paragraph::new(Line::from(spans)), area);
    let day = if model.as_of == model.today {
        format!("{} today ", model.as_of)
    } else {
        format!("as of {} ", model.as_of)
    };
    let width = u16::try_from(day.width()).unwrap_or_default();
    let role = if model.as_of == model.today {
        Role::Today
    } else {
        Role::AsOf
    };
    let right = Rect::new(
        area.right().saturating_sub(width),
        area.y,
        width.min(area.width),
        1,
    );
    frame.render_widget(Clear, right);
    frame.render_widget(Paragraph::new(Span::styled(day, theme.style(role))), right);
}

fn footer(model: &Model, theme: Theme, area: Rect, frame: &mut Frame<'_>) {
    if let Some(work) = &model.work {
        let share = format!("{}/{}", work.done, work.total.max(work.done));
        let text = format!(
            " {} {share}  {}  c stops it",
            neutralise(&work.what),
            neutralise(&work.label)
        );
        frame.render_widget(
            Paragraph::new(Span::styled(text, theme.style(Role::Caution))),
            area,
        );
        return;
    }
    if let Some(toast) = &model.toast {
        let role = if toast.is_bad { Role::Bad } else { Role::Good };
        let text = format!(" {}", neutralise(&toast.text).replace('\n', " · "));
        frame.render_widget(Paragraph::new(Span::styled(text, theme.style(role))), area);
        return;
    }
    let mut spans = Vec::new();
    let mut width = 1;
    let room = usize::from(area.width);
    let keys = if let Some(overlay) = &model.overlay {
        overlay::keys(overlay)
    } else {
        let mut keys = model.keymap.footer(model.screen, model.focus);
        // What always has to be found stands last, and is never left out.
        let last: Vec<(String, &'static str)> = keys.split_off(keys.len().saturating_sub(3));
        let reserved: usize = last
            .iter()
            .map(|(key, what)| key.width() + what.width() + 3)
            .sum();
        let mut taken = 1;
        keys.retain(|(key, what)| {
            taken += key.width() + what.width() + 3;
            taken + reserved <= room + 2
        });
        keys.extend(last);
        keys
    };
    spans.push(Span::raw(" "));
    for (key, what) in keys {
        let more = key.width() + what.width() + 3;
        if width + more > room + 2 {
            break;
        }
        width += more;
        spans.push(Span::styled(key, theme.style(Role::Key)));
        spans.push(Span::styled(format!(" {what}  "), theme.style(Role::Dim)));
    }
    frame.render_widget(Paragraph::new(Line::from(spans)), area);
}

/// A border with a title; thick where the focus is.
fn framed(theme: Theme, title: &str, has_focus: bool) -> Block<'static> {
    let (role, border) = if has_focus {
        (Role::Focus, BorderType::Thick)
    } else {
        (Role::Border, BorderType::Plain)
    };
    let title = neutralise(title);
    Block::new()
        .borders(Borders::ALL)
        .border_type(border)
        .border_style(theme.style(role))
        .title(Span::styled(format!(" {title} "), theme.style(Role::Title)))
}

/// What a place of that many columns shows that has nothing to show yet, or will not have it.
fn instead<T>(loaded: &Loaded<T>, empty: &str, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let line = |role, text: &str| Line::styled(format!(" {text}"), theme.style(role));
    let lines = match loaded {
        Loaded::Nothing => vec![Line::raw(""), line(Role::Dim, empty)],
        Loaded::Waiting(what) => vec![
            Line::raw(""),
            line(Role::Dim, &format!("… {}", neutralise(what))),
        ],
        Loaded::Here(_) => Vec::new(),
        Loaded::Failed(why) => {
            let mut lines = vec![Line::raw(""), line(Role::Bad, "That did not work.")];
            lines.extend(why.lines().map(|text| line(Role::Text, &neutralise(text))));
            lines.push(line(Role::Dim, "^R reads again"));
            lines
        }
        Loaded::Cancelled => vec![
            Line::raw(""),
            line(Role::Caution, "Stopped before anything was found."),
            line(Role::Dim, "s starts again"),
        ],
    };
    lines
        .iter()
        .flat_map(|line| fold::lines(line, width))
        .collect()
}

fn detail(model: &Model, theme: Theme, areas: &Areas, frame: &mut Frame<'_>) {
    let has_focus = model.focus == Focus::Detail;
    let mut block = framed(theme, "Detail", has_focus);
    let height = areas.detail_height();
    let Some(laid) = model.detail.shown.here() else {
        let width = areas.detail_width() + 1;
        let lines = instead(&model.detail.shown, "Nothing is chosen.", theme, width);
        frame.render_widget(Paragraph::new(lines).block(block), areas.detail);
        return;
    };
    let count = laid.lines.len();
    if count > height {
        let last = (model.detail.scroll + height).min(count);
        let place = format!(" {}-{last} of {count} ", model.detail.scroll + 1);
        block = block.title_bottom(Line::styled(place, theme.style(Role::Dim)).right_aligned());
    }
    let lines: Vec<Line<'static>> = laid
        .lines
        .iter()
        .skip(model.detail.scroll)
        .take(height)
        .map(|line| {
            let mut line = line.clone();
            line.spans.insert(0, Span::raw(" "));
            themed(line, theme)
        })
        .collect();
    frame.render_widget(Paragraph::new(lines).block(block), areas.detail);
}

/// Colours of a laid out text, as the theme allows them.
fn themed(mut line: Line<'static>, theme: Theme) -> Line<'static> {
    if theme.name == crate::tui::theme::ThemeName::Plain {
        for span in &mut line.spans {
            span.style = Style {
                fg: None,
                bg: None,
                ..span.style
            };
        }
    }
    line
}

/// A row of a list: its look where the cursor stands.
fn cursor(
    line: Line<'static>,
    is_here: bool,
    model: &Model,
    theme: Theme,
    width: usize,
) -> Line<'static> {
    if !is_here {
        return line;
    }
    let role = if model.focus == Focus::List {
        Role::Cursor
    } else {
        Role::Resting
    };
    let mut line = line;
    let used: usize = line.spans.iter().map(|span| span.content.width()).sum();
    line.spans
        .push(Span::raw(" ".repeat(width.saturating_sub(used))));
    for span in &mut line.spans {
        // Reversed, a colour of its own would be a block of that colour.
        span.style = match role {
            Role::Cursor => theme.style(role),
            _ => span.style.patch(theme.style(role)),
        };
    }
    line
}

/// A text cut to a width, with an ellipsis where something is gone.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for one in text.chars() {
        let more = unicode_width::UnicodeWidthChar::width(one).unwrap_or_default();
        if used + more + 1 > width {
            break;
        }
        used += more;
        out.push(one);
    }
    if width > 0 {
        out.push('…');
    }
    out
}

/// A text in exactly so many columns.
fn fixed(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let used = text.width();
    format!("{text}{}", " ".repeat(width.saturating_sub(used)))
}

/// The axis of time of the screen that is shown, if it has one.
pub fn axis(model: &Model, areas: &Areas) -> Option<Axis> {
    let (area, left) = axis_area(model, areas)?;
    let width = area.right().checked_sub(left)?;
    match model.screen {
        Screen::Changelog => changelog::axis(model, width),
        Screen::Versions => versions::axis(model, width),
        _ => None,
    }
}

/// Where the axis of time can be dragged, and its first column.
pub fn axis_area(model: &Model, areas: &Areas) -> Option<(Rect, u16)> {
    match model.screen {
        Screen::Changelog if areas.chart.height > 0 => {
            Some((areas.chart, areas.chart.x + changelog::LABEL))
        }
        Screen::Versions => {
            let inner = Rect::new(
                areas.list.x + 1,
                areas.list.y + 1,
                areas.list.width.saturating_sub(2),
                areas.list.height.saturating_sub(2),
            );
            Some((inner, inner.x + versions::LABEL))
        }
        _ => None,
    }
}
