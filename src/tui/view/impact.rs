//! The rail of versions on the way, and how much each of them brings.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::domain::text::neutralise;
use crate::tui::model::{Heat, Model};
use crate::tui::theme::{Role, Theme};
use crate::tui::view::{cut, fixed};

/// A number of a version.
type Count = fn(&Heat) -> usize;

/// Columns before the versions.
const LABEL: usize = 10;
/// Columns of a version.
const CELL: usize = 8;

pub(super) fn draw(model: &Model, theme: Theme, area: Rect, frame: &mut Frame<'_>) {
    let width = usize::from(area.width);
    let heat = &model.impact.heat;
    let room = width.saturating_sub(LABEL) / CELL;
    // The newest are those that are moved to.
    let shown = &heat[heat.len().saturating_sub(room)..];
    let from = model.impact.from.as_deref().unwrap_or("…");
    let mut rail = vec![Span::styled(
        fixed(&format!("{} ─", neutralise(from)), LABEL),
        theme.style(Role::Title),
    )];
    if shown.len() < heat.len() {
        rail = vec![Span::styled(
            fixed(
                &format!("{} {}…", neutralise(from), heat.len() - shown.len()),
                LABEL,
            ),
            theme.style(Role::Title),
        )];
    }
    for one in shown {
        let text = format!("●{}", neutralise(&one.version));
        rail.push(Span::styled(fixed(&text, CELL), theme.style(Role::Focus)));
    }
    let mut lines = vec![Line::from(rail)];
    if area.height > 2 {
        let rows: [(&str, Count, Role); 4] = [
            ("entries", |one| one.entries, Role::Good),
            ("breaking", |one| one.breaking, Role::Bad),
            ("removed", |one| one.removed, Role::Bad),
            ("findings", |one| one.findings, Role::Caution),
        ];
        for (name, of, role) in rows {
            let most = heat.iter().map(of).max().unwrap_or_default();
            let mut spans = vec![Span::styled(fixed(name, LABEL), theme.style(Role::Dim))];
            for one in shown {
                spans.push(Span::styled(
                    cell(of(one), most),
                    theme.style(if of(one) == 0 { Role::Dim } else { role }),
                ));
            }
            lines.push(Line::from(spans));
        }
        let marks = shown.iter().map(|one| {
            Span::styled(
                fixed(one.mark.unwrap_or_default(), CELL),
                theme.style(Role::Mark),
            )
        });
        let mut row = vec![Span::raw(" ".repeat(LABEL))];
        row.extend(marks);
        lines.push(Line::from(row));
    }
    let note = model
        .impact
        .table
        .page
        .here()
        .and_then(|page| page.notes.get(1));
    if let Some(note) = note {
        lines.push(Line::styled(
            cut(&neutralise(note), width),
            theme.style(Role::Dim),
        ));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// A number with a bar as high as it is among the others.
fn cell(number: usize, most: usize) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    if number == 0 {
        return fixed("·", CELL);
    }
    let at = (number * (BARS.len() - 1)).div_ceil(most.max(1));
    let bar = BARS[at.min(BARS.len() - 1)];
    fixed(&format!("{bar}{number}"), CELL)
}
