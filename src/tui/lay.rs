//! Texts of the command line's own writers, laid out for a pane.

use ansi_to_tui::IntoText as _;
use ratatui::text::Line;

use crate::domain::text::is_safe_link;
use crate::tui::model::Laid;

/// What a writer wrote, with its looks, for a pane of that width.
pub(super) fn laid(bytes: &[u8], width: u16) -> Laid {
    let links = links(&String::from_utf8_lossy(bytes));
    // The writers neutralise what comes from outside; what is left are their own looks.
    let lines: Vec<Line<'static>> = match bytes.into_text() {
        Ok(text) => text.lines,
        Err(_) => vec![Line::raw("this text cannot be shown")],
    };
    let mut laid = Laid {
        width,
        lines,
        links,
    };
    while laid.lines.last().is_some_and(|line| line.width() == 0) {
        laid.lines.pop();
    }
    laid
}

/// What a writer wrote, without its looks.
pub(super) fn plain(bytes: &[u8]) -> String {
    let mut text = String::new();
    for line in laid(bytes, 0).lines {
        text.push_str(line.to_string().trim_end());
        text.push('\n');
    }
    text
}

/// Addresses in a text, in their order, each once.
fn links(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|one: char| one.is_whitespace() || "<>()[]\"'\u{1b}".contains(one)) {
        let word = word.trim_end_matches(['.', ',', ';', ':']);
        if word.starts_with("http") && is_safe_link(word) && !found.iter().any(|one| one == word) {
            found.push(word.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_become_styles_and_addresses_are_found() {
        let laid = laid(
            b"\x1b[1mTitle\x1b[0m\nSee https://example.org/a, or (http://b.example/c). javascript:x\n\n",
            40,
        );
        assert_eq!(laid.lines.len(), 2);
        assert!(laid.lines[0].spans.iter().any(|span| {
            span.content == "Title"
                && span
                    .style
                    .add_modifier
                    .contains(ratatui::style::Modifier::BOLD)
        }));
        assert_eq!(laid.links, ["https://example.org/a", "http://b.example/c"]);
    }
}
