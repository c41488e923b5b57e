//! Lines and columns of a text, as TypeScript and editors count them.

/// Where the lines of a text begin.
///
/// A line ends with LF, CRLF, CR, or one of the separators U+2028 and U+2029.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<u32>,
    /// Every byte is a column.
    is_ascii: bool,
    /// The columns of a character of four bytes.
    wide: u32,
}

impl<'a> Lines<'a> {
    /// Of a text of at most 4 GiB; what is beyond counts to the last line.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let is_ascii = text.is_ascii();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                // The last byte of U+2028 and U+2029.
                0xa8 | 0xa9 => at >= 2 && bytes.get(at - 2..at) == Some(&[0xe2, 0x80]),
                _ => false,
            };
            if ends && let Ok(next) = u32::try_from(at + 1) {
                starts.push(next);
            }
        }
        Self {
            text,
            starts,
            is_ascii,
            wide: 2,
        }
    }

    /// As Rust counts: a column is a character, and a line ends with a line feed only.
    pub fn characters(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let next = ends.filter_map(|(at, _)| u32::try_from(at + 1).ok());
        Self {
            text,
            starts: std::iter::once(0).chain(next).collect(),
            is_ascii: text.is_ascii(),
            wide: 1,
        }
    }

    /// How many lines there are; an empty text has one.
    pub fn count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The line and column of a byte, both from 1; a column is a UTF-16 unit.
    ///
    /// A byte within a character is at that character, one behind the text at its end.
    pub fn place(&self, offset: u32) -> (u32, u32) {
        let offset = offset.min(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied();
        let start = start.unwrap_or_default();
        let column = if self.is_ascii {
            offset - start
        } else {
            self.units(start, offset)
        };
        (u32::try_from(line).unwrap_or(u32::MAX), column + 1)
    }

    /// The UTF-16 units of the whole characters between two bytes.
    fn units(&self, from: u32, to: u32) -> u32 {
        let bytes = self.text.as_bytes();
        let mut end = to as usize;
        while end > from as usize && !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let between = bytes.get(from as usize..end).unwrap_or_default();
        between
            .iter()
            .map(|byte| match byte {
                // What goes on with a character adds nothing; one of four bytes is a pair.
                0x80..=0xbf => 0,
                0xf0..=0xff => self.wide,
                _ => 1,
            })
            .sum()
    }

    /// The text of a line, from 1, without its end; empty for a line that there is none of.
    pub fn text(&self, line: u32) -> &'a str {
        let Some(at) = (line as usize).checked_sub(1) else {
            return "";
        };
        let Some(start) = self.starts.get(at) else {
            return "";
        };
        let end = self
            .starts
            .get(at + 1)
            .map_or(self.text.len(), |end| *end as usize);
        let line = self.text.get(*start as usize..end).unwrap_or_default();
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.strip_suffix(['\u{2028}', '\u{2029}']).unwrap_or(line)
    }
}
