//! From bytes to places: lines and columns as editors count them.

use crate::domain::document::scan::Point;

/// Where something stands in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: Point,
    /// One past the end.
    pub end: Point,
}

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// Bytes; the first is 0.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = |(at, byte): (usize, &u8)| match byte {
            b'\n' => Some(at + 1),
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at + 1),
            _ => None,
        };
        let starts = std::iter::once(0)
            .chain(bytes.iter().enumerate().filter_map(ends))
            .collect();
        Self { text, starts }
    }

    /// The place of a byte: both count from 1, columns in UTF-16 code units. A byte within a letter has the place of
    /// the letter, one past the end that of the end.
    pub fn point(&self, byte: usize) -> Point {
        let line = self
            .starts
            .partition_point(|start| *start <= byte)
            .saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let rest = self.text.get(start..).unwrap_or_default();
        let units: usize = rest
            .char_indices()
            .take_while(|(at, c)| start + at + c.len_utf8() <= byte)
            .map(|(_, c)| c.len_utf16())
            .sum();
        Point {
            line: u32::try_from(line + 1).unwrap_or(u32::MAX),
            column: u32::try_from(units + 1).unwrap_or(u32::MAX),
        }
    }

    /// The byte of a place; `None` if the text has no such line or the line no such column.
    pub fn byte(&self, point: Point) -> Option<usize> {
        let line = usize::try_from(point.line).ok()?.checked_sub(1)?;
        let start = *self.starts.get(line)?;
        let end = self
            .starts
            .get(line + 1)
            .copied()
            .unwrap_or(self.text.len());
        let mut left = usize::try_from(point.column).ok()?.checked_sub(1)?;
        for (at, c) in self.text.get(start..end)?.char_indices() {
            if left == 0 {
                return Some(start + at);
            }
            left = left.checked_sub(c.len_utf16())?;
        }
        (left == 0).then_some(end)
    }

    pub fn span(&self, bytes: std::ops::Range<usize>) -> Span {
        Span {
            start: self.point(bytes.start),
            end: self.point(bytes.end),
        }
    }

    /// The text between the two ends of a span.
    pub fn between(&self, span: Span) -> Option<&'t str> {
        self.text.get(self.byte(span.start)?..self.byte(span.end)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_count_as_editors_count_them() {
        let text = "a\r\n\u{1f600}b\rc\n\nd";
        let lines = Lines::new(text);
        for (needle, line, column) in [("a", 1, 1), ("b", 2, 3), ("c", 3, 1), ("d", 5, 1)] {
            let byte = text.find(needle).unwrap();
            assert_eq!(lines.point(byte), Point { line, column }, "{needle}");
        }
        assert_eq!(lines.point(1000), lines.point(text.len()));
        assert_eq!(lines.byte(Point { line: 9, column: 1 }), None);
        assert_eq!(lines.byte(Point { line: 5, column: 3 }), None);
    }

    proptest! {
        #[test]
        fn a_place_leads_back_to_its_byte(text in "[a\u{e9}\u{1f600}\r\n ]{0,40}") {
            let lines = Lines::new(&text);
            for (byte, _) in text.char_indices() {
                prop_assert_eq!(lines.byte(lines.point(byte)), Some(byte));
            }
        }
    }
}
