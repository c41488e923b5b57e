//! Lines that are wider than their place, on several.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

/// What stands in one place, with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) symbol: String,
    pub(super) style: Style,
    /// What it is linked to, by its place among the links of the text.
    pub(super) link: Option<usize>,
}

impl Glyph {
    fn width(&self) -> usize {
        self.symbol.width()
    }

    fn is_blank(&self) -> bool {
        self.symbol == " "
    }
}

/// The glyphs of a line, none of them a link.
pub(super) fn glyphs(line: &Line<'_>) -> Vec<Glyph> {
    line.styled_graphemes(Style::new())
        .map(|one| Glyph {
            symbol: one.symbol.to_owned(),
            style: one.style,
            link: None,
        })
        .collect()
}

/// Glyphs as a line again.
pub(super) fn joined(row: &[Glyph]) -> Line<'static> {
    let runs = row.chunk_by(|a, b| a.style == b.style);
    let spans = runs.map(|run| {
        let text: String = run.iter().map(|one| one.symbol.as_str()).collect();
        Span::styled(text, run.first().map(|one| one.style).unwrap_or_default())
    });
    Line::from(spans.collect::<Vec<_>>())
}

/// A line as it stands in so many columns.
pub(super) fn lines(line: &Line<'_>, width: u16) -> Vec<Line<'static>> {
    let rows = folded(glyphs(line), usize::from(width));
    rows.iter().map(|row| joined(row)).collect()
}

/// How many columns glyphs take.
pub(super) fn columns(glyphs: &[Glyph]) -> usize {
    glyphs.iter().map(Glyph::width).sum()
}

/// The rows of a line in so many columns, the later ones below what the first begins with. Words stay whole if a row can hold them, and
/// are broken where none can: an address that is cut leads nowhere. No columns: as it is.
pub(super) fn folded(line: Vec<Glyph>, width: usize) -> Vec<Vec<Glyph>> {
    if width == 0 || columns(&line) <= width {
        return vec![line];
    }
    let begin = indent(&line);
    let indent = begin.min(width / 2);
    let blank = Glyph {
        symbol: " ".to_owned(),
        style: Style::new(),
        link: None,
    };
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    let mut rest = line.as_slice();
    while !rest.is_empty() {
        let is_first = rows.is_empty();
        let before = if is_first { 0 } else { indent };
        let text = if is_first { begin } else { 0 };
        let end = end(rest, text, width - before, width - indent);
        let (row, after) = rest.split_at(end);
        let blanks = row.iter().rev().take_while(|one| one.is_blank()).count();
        let mut whole = vec![blank.clone(); before];
        whole.extend_from_slice(&row[..row.len() - blanks]);
        rows.push(whole);
        rest = &after[after.iter().take_while(|one| one.is_blank()).count()..];
    }
    rows
}

/// Where a row of `room` columns ends whose words begin at `text`; the next has `next` columns. A row holds at least one glyph.
fn end(line: &[Glyph], text: usize, room: usize, next: usize) -> usize {
    let mut used = 0;
    let full = line.iter().position(|one| {
        used += one.width();
        used > room
    });
    let Some(full) = full.map(|full| full.max(1)) else {
        return line.len();
    };
    if line.get(full).is_none_or(Glyph::is_blank) {
        return full;
    }
    let blank = line[..full].iter().rposition(Glyph::is_blank);
    let Some(blank) = blank.filter(|blank| *blank >= text) else {
        return full;
    };
    let word = line[blank + 1..].iter().take_while(|one| !one.is_blank());
    // No word that is wider than this is looked at to its end.
    let is_wide = word
        .scan(0, |used, one| {
            *used += one.width();
            Some(*used)
        })
        .any(|used| used > next);
    if is_wide { full } else { blank }
}

/// The columns of what a line begins with: blanks, the mark of an item, a number.
fn indent(line: &[Glyph]) -> usize {
    let is = |at: usize, what: &str| line.get(at).is_some_and(|one| one.symbol == what);
    let blanks = |from: usize| {
        line.iter()
            .skip(from)
            .take_while(|one| one.is_blank())
            .count()
    };
    let mut at = blanks(0);
    loop {
        let digits = line.iter().skip(at).take_while(|one| {
            let mut chars = one.symbol.chars();
            chars.all(|c| c.is_ascii_digit())
        });
        let end = at + digits.count();
        let mark = if end == at {
            usize::from(is(at, "-") || is(at, "|"))
        } else if is(end, ".") {
            end + 1 - at
        } else {
            // The number of a line of source. Every other number is what the text begins with.
            let is_numbered = is(end, " ") && is(end + 1, "|");
            if is_numbered { end - at } else { 0 }
        };
        let after = blanks(at + mark);
        if mark == 0 || after == 0 {
            return at;
        }
        at += mark + after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, width: usize) -> Vec<String> {
        let folded = folded(glyphs(&Line::raw(text.to_owned())), width);
        let text = |row: Vec<Glyph>| row.into_iter().map(|one| one.symbol).collect();
        folded.into_iter().map(text).collect()
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        for (text, width, expected) in [
            ("short", 10, vec!["short"]),
            ("one two three", 8, vec!["one two", "three"]),
            ("one two three", 0, vec!["one two three"]),
            ("  one two", 6, vec!["  one", "  two"]),
            ("- one two", 6, vec!["- one", "  two"]),
            ("  12. one two", 9, vec!["  12. one", "    two"]),
            (
                "https://example.org",
                8,
                vec!["https://", "example.", "org"],
            ),
            ("  abcdefghij", 6, vec!["  abcd", "  efgh", "  ij"]),
            ("to abcdefghij", 6, vec!["to abc", "defghi", "j"]),
            ("  12 | one two", 10, vec!["  12 | one", "     two"]),
            (" 1 plugin is there", 12, vec![" 1 plugin is", " there"]),
            ("- abcdef gh", 8, vec!["- abcdef", "  gh"]),
            ("trailing   ", 8, vec!["trailing"]),
            ("漢字漢字", 5, vec!["漢字", "漢字"]),
            ("漢漢", 1, vec!["漢", "漢"]),
        ] {
            assert_eq!(rows(text, width), expected, "{text:?} in {width}");
        }
    }

    #[test]
    fn no_row_is_wider_and_nothing_is_lost() {
        let text =
            "  - See https://example.org/a/very/long/address?with=parameters, 漢字 and 👩‍👩‍👧‍👦 more.";
        let whole: String = text.split_whitespace().collect();
        for width in 4..90 {
            let rows = rows(text, width);
            assert!(rows.iter().all(|row| row.width() <= width), "{width}");
            let letters: String = rows.concat().split_whitespace().collect();
            assert_eq!(letters, whole, "{width}");
        }
    }
}
