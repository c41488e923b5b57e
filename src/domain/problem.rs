//! What is wrong with a file, and where.

use std::fmt;

use serde::Serialize;

use crate::domain::text::Untrusted;

crate::domain::words::closed_words! {
    /// How much a problem weighs. Errors stop an import before anything is written.
    pub enum Severity {
        Note = "note",
        Warning = "warning",
        Error = "error",
    }
}

/// A place in a file: 1-based line and column, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Finds the line and column of byte offsets in one text.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self { text, starts }
    }

    /// Offsets past the end count as the end; offsets inside a character as its start.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let column = self
            .text
            .get(self.starts[line]..offset)
            .map_or(0, |before| before.chars().count());
        Position {
            line: line + 1,
            column: column + 1,
        }
    }
}

/// Something wrong in a file of a changelog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub severity: Severity,
    /// As given to the reader.
    pub file: String,
    /// `None` where the whole file is meant.
    pub at: Option<Position>,
    /// One lower-case fragment; may quote text from outside.
    pub message: Untrusted,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// What is wrong with a text that is no file.
    pub fn of_text(severity: Severity, message: impl Into<Untrusted>) -> Self {
        Self {
            severity,
            file: String::new(),
            at: None,
            message: message.into(),
            hint: None,
        }
    }
}

/// `changelog/ui/2.0.0.md:3:8: error: 2023-02-30 does not exist in the calendar`, then the hint.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", crate::domain::text::neutralise(&self.file))?;
        if let Some(at) = self.at {
            write!(f, ":{}:{}", at.line, at.column)?;
        }
        write!(
            f,
            ": {}: {}",
            self.severity,
            self.message.for_terminal_line()
        )?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  {hint}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let index = LineIndex::new("ab\nçd\n");
        for (offset, line, column) in [
            (0, 1, 1),
            (2, 1, 3),
            (3, 2, 1),
            (4, 2, 1),
            (5, 2, 2),
            (99, 3, 1),
        ] {
            assert_eq!(
                index.position(offset),
                Position { line, column },
                "{offset}"
            );
        }
    }
}
