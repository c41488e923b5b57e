//! One line of source with its span marked, as wide as there is room for.

use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

use crate::domain::document::scan::Excerpt;
use crate::domain::text::neutralise;
use crate::report::text::columns;

/// Tabs stand for as many blanks as lead to the next multiple of it.
const TAB: usize = 4;

/// A line that is safe to show, and the line that marks the span below it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Marked {
    pub(super) line: String,
    /// Blanks, then the marks.
    pub(super) before: usize,
    pub(super) marks: usize,
}

/// What is shown of one character of the source.
struct Cell {
    shown: String,
    columns: usize,
    is_marked: bool,
}

/// The excerpt on at most `room` columns: what does not fit is cut on both sides of the span, with an ellipsis for it.
pub(super) fn marked(excerpt: &Excerpt, room: usize) -> Marked {
    let cells = cells(excerpt);
    let end = excerpt.text.trim_end().len().max(excerpt.start);
    let mut at = 0;
    let mut first = None;
    let mut last = 0;
    for cell in &cells {
        if cell.is_marked {
            first.get_or_insert(at);
            last = at + cell.columns;
        }
        at += cell.columns;
    }
    // A span beyond the line is marked behind it.
    let start = first.unwrap_or(if excerpt.start >= end { at } else { 0 });
    let span = start..last.max(start + 1);
    let shown = window(&span, at, room.max(3));
    cut(&cells, &shown, &span, at)
}

fn cells(excerpt: &Excerpt) -> Vec<Cell> {
    // Of a span of nothing the character behind it is marked.
    let span = excerpt.start..excerpt.start.saturating_add(excerpt.length.max(1));
    let mut at = 0;
    excerpt
        .text
        .trim_end()
        .char_indices()
        .map(|(byte, c)| {
            let (shown, columns) = shown(c, at);
            at += columns;
            Cell {
                shown,
                columns,
                is_marked: span.contains(&byte),
            }
        })
        .collect()
}

/// A character as it is shown, and how many columns it takes from column `at` on.
fn shown(c: char, at: usize) -> (String, usize) {
    if c == '\t' {
        let width = TAB - at % TAB;
        return (" ".repeat(width), width);
    }
    // A line has no line ends; one from elsewhere would make two of it.
    if c == '\n' {
        return ("\u{240a}".to_owned(), 1);
    }
    let mut buffer = [0; 4];
    let shown = neutralise(c.encode_utf8(&mut buffer));
    let width = match c.width() {
        Some(width) if shown.chars().eq([c]) => width,
        _ => columns(&shown),
    };
    (shown, width)
}

/// The columns that are shown: all if they fit, else those around the span, with more after it than before.
fn window(span: &Range<usize>, all: usize, room: usize) -> Range<usize> {
    if all <= room {
        return 0..all;
    }
    let spare = room.saturating_sub(span.len());
    let start = span
        .start
        .saturating_sub(spare / 2)
        .min(all.saturating_sub(room));
    start..start + room
}

/// The cells that lie in the window as a whole, with an ellipsis for what is left out on a side.
fn cut(cells: &[Cell], shown: &Range<usize>, span: &Range<usize>, all: usize) -> Marked {
    let inner = Range {
        start: shown.start + usize::from(shown.start > 0),
        end: shown.end - usize::from(shown.end < all),
    };
    let mut line = String::new();
    let (mut at, mut width, mut before, mut marks) = (0, 0, None, 0);
    if shown.start > 0 {
        line.push('\u{2026}');
        width += 1;
    }
    for cell in cells {
        let place = at..at + cell.columns;
        at = place.end;
        if place.start < inner.start || place.end > inner.end {
            continue;
        }
        if cell.is_marked {
            before.get_or_insert(width);
            marks += cell.columns;
        }
        line.push_str(&cell.shown);
        width += cell.columns;
    }
    if shown.end < all {
        line.push('\u{2026}');
    }
    Marked {
        line: line.trim_end().to_owned(),
        before: before.unwrap_or_else(|| span.start.saturating_sub(shown.start)),
        marks: marks.max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, what: &str, room: usize) -> (String, String) {
        let shown = marked(
            &Excerpt {
                text: text.to_owned(),
                start: text.find(what).unwrap(),
                length: what.len(),
            },
            room,
        );
        let marks = format!("{}{}", " ".repeat(shown.before), "^".repeat(shown.marks));
        (shown.line, marks)
    }

    #[test]
    fn marks_stand_under_the_span() {
        let cases = [
            ("a.old()", "old", "a.old()", "  ^^^"),
            ("\ta.old()", "old", "    a.old()", "      ^^^"),
            ("ab\told()", "old", "ab  old()", "    ^^^"),
            (
                "f(\"日本\", old)",
                "old",
                "f(\"日本\", old)",
                "          ^^^",
            ),
            ("f(日本)", "日本", "f(日本)", "  ^^^^"),
            ("e\u{301}.old", "old", "e\u{301}.old", "  ^^^"),
            ("\u{1b}[2J.old", "old", "\u{241b}[2J.old", "     ^^^"),
            ("\u{202e}.old", "old", "<U+202E>.old", "         ^^^"),
            ("a.old()  \r", "old", "a.old()", "  ^^^"),
        ];
        for (text, what, line, marks) in cases {
            let shown = of(text, what, 80);
            assert_eq!(
                (shown.0.as_str(), shown.1.as_str()),
                (line, marks),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_span() {
        let long = format!("{}.old({})", "x".repeat(200), "y".repeat(200));
        let (line, marks) = of(&long, "old", 21);
        assert_eq!(line, "\u{2026}xxxxxxx.old(yyyyyyy\u{2026}");
        assert_eq!(marks, "         ^^^");
        let (line, marks) = of(&format!("old({})", "y".repeat(200)), "old", 10);
        assert_eq!(
            (line.as_str(), marks.as_str()),
            ("old(yyyyy\u{2026}", "^^^")
        );
        let (line, marks) = of(&format!("{}old", "日".repeat(40)), "old", 10);
        assert_eq!(
            (line.as_str(), marks.as_str()),
            ("\u{2026}日日日old", "       ^^^")
        );
    }

    #[test]
    fn no_span_is_too_odd() {
        for (text, start, length) in [
            ("", 0, 0),
            ("", 7, 9),
            ("a", 1, 0),
            ("é", 1, 1),
            ("x", 0, usize::MAX),
            ("   ", 1, 1),
        ] {
            for room in [0, 1, 3, 80] {
                let excerpt = Excerpt {
                    text: text.to_owned(),
                    start,
                    length,
                };
                let shown = marked(&excerpt, room);
                assert!(shown.marks >= 1, "{text:?}");
                assert!(columns(&shown.line) <= room.max(3), "{text:?}");
            }
        }
        let huge = Excerpt {
            text: "x".repeat(500),
            start: 3,
            length: 400,
        };
        let shown = marked(&huge, 20);
        assert!(shown.before + shown.marks <= 20 && columns(&shown.line) == 20);
    }
}
