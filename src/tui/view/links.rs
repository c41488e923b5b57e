//! Where the links of a frame are. Pure, as the frame itself: equal models have equal links.

use ratatui::layout::Rect;

use crate::tui::layout::areas;
use crate::tui::model::{Laid, Model, Overlay};
use crate::tui::view::over;

/// Cells of one row that are a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub x: u16,
    pub y: u16,
    /// In columns.
    pub width: u16,
    pub target: String,
}

/// The links of what is shown. While something lies over the screen there are none but its own.
pub fn links(model: &Model) -> Vec<Link> {
    if model.is_too_small() {
        return Vec::new();
    }
    let (laid, scroll, area) = match &model.overlay {
        None => (
            &model.detail.shown,
            model.detail.scroll,
            areas(model).detail,
        ),
        Some(Overlay::Text { laid, scroll, .. }) => (laid, *scroll, over(model.size)),
        Some(_) => return Vec::new(),
    };
    laid.here()
        .map(|laid| within(laid, scroll, area))
        .unwrap_or_default()
}

/// The links of a text in a border, with a blank at its left.
fn within(laid: &Laid, scroll: usize, area: Rect) -> Vec<Link> {
    let left = area.x.saturating_add(2);
    let room = area.width.saturating_sub(3);
    let height = usize::from(area.height.saturating_sub(2));
    let seen = laid
        .spots
        .iter()
        .filter(|spot| (scroll..scroll + height).contains(&spot.line) && spot.column < room);
    seen.filter_map(|spot| {
        Some(Link {
            x: left + spot.column,
            y: area.y + 1 + u16::try_from(spot.line - scroll).ok()?,
            width: spot.width.min(room - spot.column),
            target: spot.target.clone(),
        })
    })
    .collect()
}
