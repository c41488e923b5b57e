//! Screens whose list is a table.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::domain::text::neutralise;
use crate::tui::fold;
use crate::tui::layout::Areas;
use crate::tui::model::{Focus, Loaded, Model, Screen};
use crate::tui::page::{Column, Page};
use crate::tui::theme::{Role, Theme};
use crate::tui::view::{cursor, fixed, framed, instead};

/// The column that takes what is left gets at least so much.
const LEFT_OVER: u16 = 14;

pub(super) fn draw(model: &Model, theme: Theme, areas: &Areas, frame: &mut Frame<'_>) {
    let Some(table) = model.table() else {
        return;
    };
    let empty = match model.screen {
        Screen::Plugins => {
            "No plugins were scanned. a adds a folder, s scans those of forewarn.toml."
        }
        _ => "Nothing is there.",
    };
    let title = title(model);
    let block = framed(theme, &title, model.focus == Focus::List);
    let width = areas.list.width.saturating_sub(2);
    let Loaded::Here(page) = &table.page else {
        let lines = instead(&table.page, empty, theme, width.saturating_sub(1));
        frame.render_widget(Paragraph::new(lines).block(block), areas.list);
        return;
    };
    if table.order.is_empty() {
        let text = if table.narrow.is_empty() {
            page.empty.clone()
        } else {
            format!("Nothing holds `{}`; Esc shows all.", table.narrow)
        };
        let text = Line::styled(format!(" {}", neutralise(&text)), theme.style(Role::Dim));
        let mut lines = vec![Line::raw("")];
        lines.extend(fold::lines(&text, width.saturating_sub(1)));
        frame.render_widget(Paragraph::new(lines).block(block), areas.list);
        return;
    }
    let columns = widths(&page.columns, width);
    let mut heads = Vec::new();
    for (number, columns_width) in &columns {
        let column = page.columns[*number];
        let mark = if table.sort == Some(*number) {
            "▾"
        } else {
            ""
        };
        let text = fixed(
            &format!("{}{mark}", column.title),
            usize::from(*columns_width),
        );
        heads.push(Span::styled(format!("{text} "), theme.style(Role::Dim)));
    }
    let mut lines = vec![Line::from(heads)];
    let shown = areas.list_height().saturating_sub(1);
    let rows = table
        .order
        .iter()
        .enumerate()
        .skip(table.place.top)
        .take(shown);
    lines.extend(rows.map(|(at, row)| {
        let line = row_of(page, *row, &columns, theme);
        cursor(
            line,
            at == table.place.cursor,
            model,
            theme,
            usize::from(width),
        )
    }));
    frame.render_widget(Paragraph::new(lines).block(block), areas.list);
}

fn title(model: &Model) -> String {
    let Some(table) = model.table() else {
        return String::new();
    };
    let mut title = model.screen.title().to_owned();
    if model.screen == Screen::Impact
        && let (Some(from), Some(to)) = (&model.impact.from, &model.impact.to)
    {
        title = format!("From {from} to {to}");
        if let Some(symbol) = &model.impact.without {
            title = format!("{title}, without {symbol}");
        }
    }
    if let Some(page) = table.page.here() {
        // Of plugins the rows are plugins and findings: the note counts both.
        if model.screen != Screen::Plugins || !table.narrow.is_empty() {
            title = format!("{title}, {}", table.order.len());
        }
        if let Some(note) = page.notes.first() {
            title = format!("{title}; {note}");
        }
    }
    title
}

/// Which columns are shown, and how wide.
fn widths(columns: &[Column], width: u16) -> Vec<(usize, u16)> {
    let mut shown: Vec<usize> = (0..columns.len()).collect();
    let needed = |shown: &[usize]| -> u16 {
        shown
            .iter()
            .map(|at| match columns[*at].width {
                0 => LEFT_OVER + 1,
                width => width + 1,
            })
            .sum()
    };
    while needed(&shown) > width {
        let worst = shown
            .iter()
            .copied()
            .filter(|at| columns[*at].drop > 0)
            .max_by_key(|at| columns[*at].drop);
        let Some(worst) = worst else {
            break;
        };
        shown.retain(|at| *at != worst);
    }
    let free = width.saturating_sub(needed(&shown));
    let stretching = shown.iter().filter(|at| columns[**at].width == 0).count();
    let each = free / u16::try_from(stretching.max(1)).unwrap_or(1);
    shown
        .into_iter()
        .map(|at| match columns[at].width {
            0 => (at, LEFT_OVER + each),
            width => (at, width),
        })
        .collect()
}

fn row_of(page: &Page, row: usize, columns: &[(usize, u16)], theme: Theme) -> Line<'static> {
    let Some(row) = page.rows.get(row) else {
        return Line::default();
    };
    let spans = columns.iter().map(|(number, width)| {
        let cell = row.cells.get(*number);
        let text = cell.map_or("", |cell| cell.text.as_str());
        let style = cell
            .and_then(|cell| cell.role)
            .map(|role| theme.style(role))
            .unwrap_or_default();
        Span::styled(
            format!("{} ", fixed(&neutralise(text), usize::from(*width))),
            style,
        )
    });
    Line::from(spans.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(width: u16, drop: u8) -> Column {
        Column {
            title: "",
            width,
            drop,
        }
    }

    #[test]
    fn columns_go_where_there_is_no_room() {
        let columns = [column(0, 0), column(10, 1), column(20, 2)];
        assert_eq!(widths(&columns, 60), [(0, 27), (1, 10), (2, 20)]);
        assert_eq!(widths(&columns, 40), [(0, 28), (1, 10)]);
        assert_eq!(widths(&columns, 20), [(0, 19)]);
        assert_eq!(widths(&columns, 5), [(0, 14)]);
    }
}
