//! Texts of the command line's own writers, laid out for a pane.

use ansi_to_tui::IntoText as _;
use ratatui::text::Line;

use crate::domain::text::{is_address, is_safe_link};
use crate::report::text::link::{Piece, pieces};
use crate::tui::fold::{Glyph, columns, folded, glyphs, joined};
use crate::tui::model::{Laid, Spot};

/// What a writer wrote, with its looks, for a pane of that width. Lines that are wider go on below; no width: they stay as they are.
pub(super) fn laid(bytes: &[u8], width: u16) -> Laid {
    let text = String::from_utf8_lossy(bytes);
    let Unlinked { text, spans } = unlinked(&text);
    // The writers neutralise what comes from outside; what is left are their own looks.
    let lines: Vec<Line<'static>> = match text.as_bytes().into_text() {
        Ok(text) => text.lines,
        Err(_) => vec![Line::raw("this text cannot be shown")],
    };
    let mut laid = Laid {
        width,
        ..Laid::default()
    };
    let mut targets: Vec<String> = Vec::new();
    let mut spans = spans.into_iter().peekable();
    for (number, line) in lines.iter().enumerate() {
        let mut glyphs = glyphs(line);
        while let Some(span) = spans.next_if(|span| span.line == number) {
            mark(&mut glyphs, span.from, span.to, targets.len());
            targets.push(span.target);
        }
        for (from, to, target) in addresses(&line.to_string()) {
            let is_free = letters(&mut glyphs, from, to).all(|one| one.link.is_none());
            if is_free {
                mark(&mut glyphs, from, to, targets.len());
                targets.push(target);
            }
        }
        for row in folded(glyphs, usize::from(width)) {
            let place = laid.lines.len();
            laid.spots.extend(spots(&row, place, &targets));
            laid.lines.push(joined(&row));
        }
    }
    while laid.lines.last().is_some_and(|line| line.width() == 0) {
        laid.lines.pop();
    }
    for target in targets {
        // A program is started with it: mail is left to the terminal.
        if is_safe_link(&target) && !laid.links.contains(&target) {
            laid.links.push(target);
        }
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

/// A link in a text: letters of a line, the last not with it.
struct LinkSpan {
    line: usize,
    from: usize,
    to: usize,
    target: String,
}

/// A text whose links stand beside it.
struct Unlinked {
    text: String,
    spans: Vec<LinkSpan>,
}

/// Takes the links out of a text. A link ends with its line.
fn unlinked(text: &str) -> Unlinked {
    let mut out = Unlinked {
        text: String::with_capacity(text.len()),
        spans: Vec::new(),
    };
    let (mut line, mut at) = (0, 0);
    let mut open: Option<(usize, &str)> = None;
    let close = |open: &mut Option<(usize, &str)>, line, to, spans: &mut Vec<LinkSpan>| {
        if let Some((from, target)) = open.take()
            && to > from
            && is_address(target)
        {
            spans.push(LinkSpan {
                line,
                from,
                to,
                target: target.to_owned(),
            });
        }
    };
    for piece in pieces(text) {
        let part = match piece {
            Piece::Begin(target) => {
                close(&mut open, line, at, &mut out.spans);
                open = Some((at, target));
                continue;
            }
            Piece::Close => {
                close(&mut open, line, at, &mut out.spans);
                continue;
            }
            Piece::Text(part) => part,
        };
        out.text.push_str(part);
        let mut is_look = false;
        for one in part.chars() {
            match one {
                '\u{1b}' => is_look = true,
                _ if is_look => is_look = !one.is_ascii_alphabetic(),
                '\n' => {
                    close(&mut open, line, at, &mut out.spans);
                    (line, at) = (line + 1, 0);
                }
                _ => at += usize::from(!one.is_control()),
            }
        }
    }
    out
}

/// The glyphs that hold letters of a line from one to another.
fn letters(glyphs: &mut [Glyph], from: usize, to: usize) -> impl Iterator<Item = &mut Glyph> {
    let mut at = 0;
    glyphs.iter_mut().filter(move |one| {
        let begin = at;
        at += one.symbol.chars().count();
        begin < to && at > from
    })
}

fn mark(glyphs: &mut [Glyph], from: usize, to: usize, link: usize) {
    for one in letters(glyphs, from, to) {
        one.link = Some(link);
    }
}

/// Addresses that stand in a line as text, with the letters that they take.
fn addresses(line: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let ends = |one: char| one.is_whitespace() || "<>()[]\"'`".contains(one);
    let mut at = 0;
    for word in line.split(ends) {
        let address = word.trim_end_matches(['.', ',', ';', ':']);
        if address.starts_with("http") && is_safe_link(address) {
            found.push((at, at + address.chars().count(), address.to_owned()));
        }
        at += word.chars().count() + 1;
    }
    found
}

/// Where links stand in a row.
fn spots(row: &[Glyph], line: usize, targets: &[String]) -> Vec<Spot> {
    let mut spots = Vec::new();
    let mut column = 0;
    for part in row.chunk_by(|a, b| a.link == b.link) {
        let width = columns(part);
        let target = part
            .first()
            .and_then(|one| one.link)
            .and_then(|link| targets.get(link));
        if let Some(target) = target {
            spots.push(Spot {
                line,
                column: u16::try_from(column).unwrap_or(u16::MAX),
                width: u16::try_from(width).unwrap_or(u16::MAX),
                target: target.clone(),
            });
        }
        column += width;
    }
    spots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_become_styles_and_addresses_are_found() {
        let laid = laid(
            b"\x1b[1mTitle\x1b[0m\nSee https://example.org/a, or (http://b.example/c). javascript:x\n\n",
            80,
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

    fn spot(line: usize, column: u16, width: u16, target: &str) -> Spot {
        Spot {
            line,
            column,
            width,
            target: target.to_owned(),
        }
    }

    #[test]
    fn links_are_known_by_their_places() {
        let text = "\u{1b}[1m漢\u{1b}[0m \u{1b}]8;;https://example.org/a\u{1b}\\\u{1b}[2mthe page\u{1b}[0m\u{1b}]8;;\u{1b}\\\n\
                    \u{1b}]8;;mailto:a@example.org\u{1b}\\mail\u{1b}]8;;\u{1b}\\ \u{1b}]8;;javascript:x\u{1b}\\no\u{1b}]8;;\u{1b}\\";
        let laid = laid(text.as_bytes(), 40);
        let lines: Vec<String> = laid.lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["漢 the page", "mail no"]);
        assert_eq!(
            laid.spots,
            [
                spot(0, 3, 8, "https://example.org/a"),
                spot(1, 0, 4, "mailto:a@example.org"),
            ]
        );
        // What `o` opens is on the web.
        assert_eq!(laid.links, ["https://example.org/a"]);
    }

    #[test]
    fn an_address_that_is_broken_over_lines_is_one_link() {
        let laid = laid(b"  - https://example.org/abcdef, x\n", 16);
        let lines: Vec<String> = laid.lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["  - https://exam", "    ple.org/abcd", "    ef, x"]);
        let target = "https://example.org/abcdef";
        assert_eq!(
            laid.spots,
            [
                spot(0, 4, 12, target),
                spot(1, 4, 12, target),
                spot(2, 4, 2, target),
            ]
        );
    }
}
