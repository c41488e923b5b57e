//! What lies over the screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use crate::app::notes::blocks;
use crate::domain::problem::Severity;
use crate::domain::text::neutralise;
use crate::report::text::Width;
use crate::report::text::notes::said;
use crate::tui::form::{Form, FormOf};
use crate::tui::input::Input;
use crate::tui::keys::rows;
use crate::tui::lay::laid;
use crate::tui::model::{Choice, Loaded, Model, Overlay, Place};
use crate::tui::theme::{Role, Theme};
use crate::tui::update::{ROWS, commands_like, options_like};
use crate::tui::view::{cut, fixed, framed, instead};
use crate::tui::{filter, fold};

/// The keys that work while it is there.
pub(super) fn keys(overlay: &Overlay) -> Vec<(String, &'static str)> {
    let keys: &[(&str, &'static str)] = match overlay {
        Overlay::Help { .. } | Overlay::Text { .. } => &[("↑↓", "scroll"), ("Esc", "close")],
        Overlay::Palette { .. } => &[("↑↓", "choose"), ("Enter", "do it"), ("Esc", "close")],
        Overlay::Search { .. } => &[("↑↓", "choose"), ("Enter", "go there"), ("Esc", "close")],
        Overlay::Narrow { .. } => &[
            ("type", "narrow"),
            ("↑↓", "choose"),
            ("Enter", "keep"),
            ("Esc", "all rows"),
        ],
        Overlay::Filter { .. } => &[
            ("↑↓", "choose"),
            ("Space", "on or off"),
            ("a", "all"),
            ("Enter", "show"),
            ("Esc", "close"),
        ],
        Overlay::Choice(_) => &[("↑↓", "choose"), ("Enter", "take it"), ("Esc", "close")],
        Overlay::Form(form) if form.has_lines() => &[
            ("↑↓", "line or field"),
            ("^J", "new line"),
            ("^S", "done"),
            ("Esc", "leave"),
            ("Enter", "next field"),
            ("^U", "clear"),
        ],
        Overlay::Form(_) => &[
            ("↑↓", "field"),
            ("Enter", "next or done"),
            ("^U", "clear"),
            ("^S", "done"),
            ("Esc", "leave"),
        ],
    };
    keys.iter()
        .map(|(key, what)| ((*key).to_owned(), *what))
        .collect()
}

/// Where a large one lies.
pub fn over((width, height): (u16, u16)) -> Rect {
    let wide = width.saturating_sub(8).min(100);
    let high = height.saturating_sub(4);
    Rect::new((width - wide) / 2, 2.min(height), wide, high)
}

pub(super) fn draw(model: &Model, theme: Theme, frame: &mut Frame<'_>) {
    let Some(overlay) = &model.overlay else {
        return;
    };
    let large = over(model.size);
    let listed = |rows: usize| {
        let high = u16::try_from(rows.min(ROWS)).unwrap_or_default() + 4;
        Rect::new(large.x, large.y, large.width, high.min(large.height))
    };
    match overlay {
        Overlay::Help { scroll } => help(model, theme, large, *scroll, frame),
        Overlay::Palette { input, place } => {
            let rows = commands_like(&input.text(), model.screen);
            let lines: Vec<(String, String)> = rows
                .iter()
                .map(|row| {
                    let keys = model.keymap.keys(row);
                    let key = keys.first().map(ToString::to_string).unwrap_or_default();
                    (row.long.to_owned(), key)
                })
                .collect();
            list(
                theme,
                listed(ROWS),
                "Commands",
                Some(input),
                (&lines, *place),
                frame,
            );
        }
        Overlay::Search {
            input,
            found,
            place,
        } => search(theme, listed(ROWS * 2), input, found, *place, frame),
        Overlay::Narrow { input } => {
            // Over the title of the table, which it narrows.
            let list = crate::tui::layout::areas(model).list;
            let line = Rect::new(list.x + 1, list.y, list.width.saturating_sub(2), 1);
            frame.render_widget(Clear, line);
            frame.render_widget(Paragraph::new(typed(input, theme, "/ ")), line);
        }
        Overlay::Filter { filter, place } => {
            let rows: Vec<(String, String)> = filter::rows(model)
                .iter()
                .map(|row| {
                    let mark = if row.is_on(filter) { "x" } else { " " };
                    (format!("[{mark}] {}", row.label()), row.sort().to_owned())
                })
                .collect();
            list(
                theme,
                listed(rows.len()),
                "Show only",
                None,
                (&rows, *place),
                frame,
            );
        }
        Overlay::Choice(choice) => choices(theme, listed(choice.options.len()), choice, frame),
        Overlay::Form(form) => filled(theme, large, form, frame),
        Overlay::Text {
            title,
            laid,
            scroll,
        } => {
            frame.render_widget(Clear, large);
            let block = framed(theme, title, true);
            let height = usize::from(large.height.saturating_sub(2));
            let lines = match laid.here() {
                Some(laid) => laid
                    .lines
                    .iter()
                    .skip(*scroll)
                    .take(height)
                    .map(|line| {
                        let mut line = line.clone();
                        line.spans.insert(0, Span::raw(" "));
                        super::themed(line, theme)
                    })
                    .collect(),
                None => instead(laid, "", theme, large.width.saturating_sub(3)),
            };
            frame.render_widget(Paragraph::new(lines).block(block), large);
        }
    }
}

fn typed(input: &Input, theme: Theme, sign: &str) -> Line<'static> {
    let (before, after) = input.parts();
    let mut after = after.chars();
    let under = after.next().map_or_else(|| " ".to_owned(), String::from);
    Line::from(vec![
        Span::styled(sign.to_owned(), theme.style(Role::Key)),
        Span::raw(neutralise(&before)),
        Span::styled(neutralise(&under), theme.style(Role::Cursor)),
        Span::raw(neutralise(after.as_str())),
    ])
}

/// The lines of a text with its cursor, and the line that it is on.
fn typed_lines(input: &Input, theme: Theme) -> (Vec<Line<'static>>, usize) {
    let (before, after) = input.parts();
    let cursor = theme.style(Role::Cursor);
    let mut lines: Vec<Line<'static>> = before
        .split('\n')
        .map(|one| Line::raw(neutralise(one)))
        .collect();
    let mut rest = after.chars();
    // At the end of a line the cursor stands behind it.
    let under = rest.next().filter(|one| *one != '\n');
    let (under, rest) = match under {
        Some(under) => (String::from(under), rest.as_str()),
        None => (" ".to_owned(), after.as_str()),
    };
    let mut rest = rest.split('\n');
    let on = lines.len().saturating_sub(1);
    if let Some(line) = lines.last_mut() {
        line.push_span(Span::styled(neutralise(&under), cursor));
        line.push_span(Span::raw(neutralise(rest.next().unwrap_or_default())));
    }
    lines.extend(rest.map(|one| Line::raw(neutralise(one))));
    (lines, on)
}

fn list(
    theme: Theme,
    area: Rect,
    title: &str,
    input: Option<&Input>,
    (rows, place): (&[(String, String)], Place),
    frame: &mut Frame<'_>,
) {
    frame.render_widget(Clear, area);
    let width = usize::from(area.width.saturating_sub(4));
    let mut lines = Vec::new();
    if let Some(input) = input {
        lines.push(typed(input, theme, "> "));
    }
    if rows.is_empty() {
        lines.push(Line::styled(
            " Nothing is called like that.",
            theme.style(Role::Dim),
        ));
    }
    for (at, (what, beside)) in rows
        .iter()
        .enumerate()
        .skip(place.top)
        .take(ROWS.max(usize::from(area.height) - 3))
    {
        let right = cut(&neutralise(beside), width / 3);
        let left = fixed(
            &neutralise(what),
            width.saturating_sub(right.chars().count() + 1),
        );
        let style = if at == place.cursor {
            theme.style(Role::Cursor)
        } else {
            theme.style(Role::Text)
        };
        lines.push(Line::from(vec![
            Span::styled(format!(" {left}"), style),
            Span::styled(format!(" {right}"), style.patch(theme.style(Role::Key))),
        ]));
    }
    let mut block = framed(theme, title, true);
    if rows.len() + usize::from(input.is_some()) + 2 > usize::from(area.height) {
        let told = format!(" {} of {} ", place.cursor + 1, rows.len());
        block = block.title_bottom(Line::styled(told, theme.style(Role::Dim)).right_aligned());
    }
    frame.render_widget(Paragraph::new(lines).block(block), area);
}

fn choices(theme: Theme, area: Rect, choice: &Choice, frame: &mut Frame<'_>) {
    let rows: Vec<(String, String)> = options_like(choice)
        .into_iter()
        .map(|one| (one.id.clone(), one.what.clone()))
        .collect();
    list(
        theme,
        area,
        &choice.title,
        Some(&choice.input),
        (&rows, choice.place),
        frame,
    );
}

fn search(
    theme: Theme,
    area: Rect,
    input: &Input,
    found: &Loaded<std::sync::Arc<crate::domain::document::record::SearchDocument>>,
    place: Place,
    frame: &mut Frame<'_>,
) {
    frame.render_widget(Clear, area);
    let width = usize::from(area.width.saturating_sub(4));
    let mut lines = vec![typed(input, theme, "/ ")];
    match found.here() {
        None if input.is_empty() => lines.push(Line::styled(
            " Words of entries, releases, features.",
            theme.style(Role::Dim),
        )),
        None => lines.extend(instead(found, "…", theme, area.width.saturating_sub(3))),
        Some(document) if document.found.is_empty() => {
            let near = if document.nearest.is_empty() {
                String::new()
            } else {
                format!(" Is it {}?", document.nearest.join(", "))
            };
            lines.push(Line::styled(
                format!(" Nothing holds these words.{}", neutralise(&near)),
                theme.style(Role::Dim),
            ));
        }
        Some(document) => {
            for (at, one) in document.found.iter().enumerate().skip(place.top).take(ROWS) {
                let style = if at == place.cursor {
                    theme.style(Role::Cursor)
                } else {
                    theme.style(Role::Text)
                };
                let title = cut(&one.title.for_terminal_line(), width / 3);
                let mut spans = vec![Span::styled(
                    format!(" {} ", fixed(&title, width / 3)),
                    style,
                )];
                let mut left = width.saturating_sub(width / 3 + 2);
                for (text, is_match) in &one.excerpt {
                    // Not a line of its own: blanks at its ends are those between words.
                    let text = cut(&neutralise(text.raw()).replace('\n', " "), left);
                    left = left.saturating_sub(text.chars().count());
                    let look = if *is_match {
                        style.patch(theme.style(Role::Mark))
                    } else {
                        style
                    };
                    spans.push(Span::styled(text, look));
                }
                lines.push(Line::from(spans));
            }
            let told = format!(" {} of {}", document.found.len(), document.total);
            lines.push(Line::styled(told, theme.style(Role::Dim)));
        }
    }
    frame.render_widget(
        Paragraph::new(lines).block(framed(theme, "Search", true)),
        area,
    );
}

fn filled(theme: Theme, area: Rect, form: &Form, frame: &mut Frame<'_>) {
    let (mut lines, cursor) = fields(theme, area.width.saturating_sub(2), form);
    let told = |role, text: &str| {
        let line = Line::styled(format!(" {text}"), theme.style(role));
        fold::lines(&line, area.width.saturating_sub(3))
    };
    if let Some(field) = form.fields.get(form.at) {
        lines.extend(told(Role::Dim, field.help));
    }
    if let Some(refused) = &form.refused {
        lines.push(Line::raw(""));
        for text in refused.lines() {
            lines.extend(told(Role::Bad, &neutralise(text)));
        }
    }
    lines.extend(remarks(theme, area.width, form));
    lines.extend(preview(theme, area.width, form));
    frame.render_widget(Clear, area);
    // What is typed stays in sight, with what is said of it below.
    let high = usize::from(area.height.saturating_sub(2));
    let above = if lines.len() > high {
        (cursor + 1).saturating_sub(high * 2 / 3)
    } else {
        0
    };
    let shown: Vec<Line<'static>> = lines.into_iter().skip(above).collect();
    let text = Paragraph::new(shown).block(framed(theme, &form.title, true));
    frame.render_widget(text, area);
}

/// The fields, and the line that the cursor is on.
fn fields(theme: Theme, width: u16, form: &Form) -> (Vec<Line<'static>>, usize) {
    let labels = form.fields.iter().map(|field| field.label.len());
    let label = labels.max().unwrap_or_default();
    let beside = width.saturating_sub(u16::try_from(label + 2).unwrap_or_default());
    let mut lines = vec![Line::raw("")];
    let mut cursor = 0;
    for (at, field) in form.fields.iter().enumerate() {
        let is_here = at == form.at;
        let role = if is_here { Role::Key } else { Role::Dim };
        let (shown, on) = if is_here && field.words.is_empty() {
            typed_lines(&field.input, theme)
        } else {
            let style = if is_here {
                theme.style(Role::Cursor)
            } else {
                theme.style(Role::Text)
            };
            let text = field.input.text();
            // `lines` has none for nothing.
            let whole = text.split('\n');
            let styled = whole.map(|one| Line::from(Span::styled(neutralise(one), style)));
            (styled.collect(), 0)
        };
        let mut name = field.label;
        for (nth, line) in shown.iter().enumerate() {
            for mut part in fold::lines(line, beside) {
                let before = format!(" {} ", fixed(name, label));
                part.spans
                    .insert(0, Span::styled(before, theme.style(role)));
                lines.push(part);
                name = "";
            }
            if is_here && nth == on {
                cursor = lines.len() - 1;
            }
        }
        lines.push(Line::raw(""));
    }
    (lines, cursor)
}

/// What the rules say of an entry as it stands.
fn remarks(theme: Theme, width: u16, form: &Form) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for one in &form.remarks {
        if lines.is_empty() {
            lines.push(Line::raw(""));
            let title = Line::styled(" As it stands", theme.style(Role::Title));
            lines.push(title);
        }
        let (role, grave) = match one.severity {
            Some(Severity::Error) => (Role::Bad, "error"),
            Some(Severity::Warning) => (Role::Caution, "warning"),
            Some(Severity::Note) => (Role::Dim, "note"),
            None => (Role::Bad, "refused"),
        };
        let told = Line::from(vec![
            Span::styled(format!(" {grave} "), theme.style(role)),
            Span::raw(neutralise(&one.text)),
        ]);
        lines.extend(fold::lines(&told, width.saturating_sub(3)));
        if let Some(advice) = &one.advice {
            let told = Line::styled(format!("   {}", neutralise(advice)), theme.style(Role::Dim));
            lines.extend(fold::lines(&told, width.saturating_sub(3)));
        }
    }
    lines
}

/// The text of an entry as its readers will see it; nothing as long as there is none.
fn preview(theme: Theme, width: u16, form: &Form) -> Vec<Line<'static>> {
    let value = |label: &str| {
        let mut fields = form.fields.iter();
        fields
            .find(|field| field.label == label)
            .map(|field| field.input.text())
    };
    let is_of_entry = matches!(form.of, FormOf::NewEntry | FormOf::Correct(_));
    let Some(text) = value("text").filter(|text| is_of_entry && !text.trim().is_empty()) else {
        return Vec::new();
    };
    let inner = width.saturating_sub(4);
    let mut out = Vec::new();
    let is_breaking = value("breaking").is_some_and(|word| word == "yes");
    // Writing to memory does not fail.
    let written = said(
        is_breaking,
        &blocks(&text),
        Width(usize::from(inner)),
        &mut out,
    );
    debug_assert!(written.is_ok());
    let mut lines = vec![
        Line::raw(""),
        Line::styled(" As readers see it", theme.style(Role::Title)),
    ];
    lines.extend(laid(&out, inner).lines);
    lines
}

/// Columns of the keys beside what they do.
const KEYS: usize = 14;

/// The lines of the help: a title, or keys and what they do.
pub fn help_lines(model: &Model) -> Vec<(Option<&'static str>, String, String)> {
    let keys_wide = u16::try_from(KEYS).unwrap_or_default();
    let beside = over(model.size).width.saturating_sub(keys_wide + 6);
    let mut lines = Vec::new();
    let mut was_own = None;
    for row in rows(model.screen) {
        let is_own = !row.screens.is_empty();
        if was_own != Some(is_own) {
            let title = if is_own {
                model.screen.title()
            } else {
                "Everywhere"
            };
            lines.push((Some(title), String::new(), String::new()));
            was_own = Some(is_own);
        }
        let keys = model.keymap.keys(row);
        let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
        let mut keys = keys.join(" ");
        for text in fold::lines(&Line::raw(row.long), beside) {
            lines.push((None, std::mem::take(&mut keys), text.to_string()));
        }
    }
    lines
}

fn help(model: &Model, theme: Theme, area: Rect, scroll: usize, frame: &mut Frame<'_>) {
    frame.render_widget(Clear, area);
    let lines = help_lines(model);
    let height = usize::from(area.height.saturating_sub(2));
    let scroll = scroll.min(lines.len().saturating_sub(height));
    let mut block = framed(theme, "Keys", true);
    if lines.len() > height {
        let last = (scroll + height).min(lines.len());
        let told = format!(" {}-{last} of {} ", scroll + 1, lines.len());
        block = block.title_bottom(Line::styled(told, theme.style(Role::Dim)).right_aligned());
    }
    let shown: Vec<Line<'static>> = lines
        .into_iter()
        .skip(scroll)
        .take(height)
        .map(|(title, keys, text)| match title {
            Some(title) => Line::styled(format!(" {title}"), theme.style(Role::Title)),
            None => Line::from(vec![
                Span::styled(format!("  {} ", fixed(&keys, KEYS)), theme.style(Role::Key)),
                Span::raw(text),
            ]),
        })
        .collect();
    frame.render_widget(Paragraph::new(shown).block(block), area);
}
