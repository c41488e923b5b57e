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
    // What the chosen row comes with is in sight; else the newest, which are moved to.
    let chosen = chosen(model);
    let at = chosen
        .as_ref()
        .and_then(|version| heat.iter().position(|one| one.version == *version));
    let last = at.map_or(heat.len(), |at| {
        (at + room.div_ceil(2)).clamp(room.min(heat.len()), heat.len())
    });
    let shown = heat
        .get(last.saturating_sub(room)..last)
        .unwrap_or_default();
    let from = model.impact.from.as_deref().unwrap_or("…");
    let mut rail = vec![Span::styled(
        fixed(&format!("{} ─", neutralise(from)), LABEL),
        theme.style(Role::Title),
    )];
    let before = last.saturating_sub(shown.len());
    if before > 0 {
        rail = vec![Span::styled(
            fixed(&format!("{} {before}…", neutralise(from)), LABEL),
            theme.style(Role::Title),
        )];
    }
    for one in shown {
        let text = format!("●{}", neutralise(&one.version));
        let is_chosen = chosen.as_ref() == Some(&one.version);
        let role = if is_chosen { Role::AsOf } else { Role::Focus };
        rail.push(Span::styled(fixed(&text, CELL), theme.style(role)));
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

/// The version that the row under the cursor comes with.
fn chosen(model: &Model) -> Option<String> {
    /// The column that names it.
    const WITH: usize = 3;
    let table = &model.impact.table;
    let row = table.page.here()?.rows.get(table.chosen()?)?;
    let text = &row.cells.get(WITH)?.text;
    let version = text.rsplit('/').next().unwrap_or(text);
    Some(version.to_owned())
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
