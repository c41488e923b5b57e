//! What imports, exports and the care of databases did, for a terminal.

use std::io::{self, Write};

use crate::domain::text::neutralise;
use crate::report::text::{Width, role, styled, wrapped};

/// One line of a summary: what, and how it came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    pub look: Look,
}

/// How a line is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Title,
    Plain,
    Good,
    Caution,
    Bad,
    Dim,
}

impl Line {
    pub fn new(look: Look, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            look,
        }
    }
}

/// Writes the lines; only titles start at the left edge.
pub fn write(lines: &[Line], width: Width, out: &mut dyn Write) -> io::Result<()> {
    for line in lines {
        let text = neutralise(&line.text);
        let (indent, text) = match line.look {
            Look::Title => ("", styled(role::TITLE, &text)),
            Look::Plain => ("  ", text),
            Look::Good => ("  ", styled(role::GOOD, &text)),
            Look::Caution => ("  ", styled(role::CAUTION, &text)),
            Look::Bad => ("  ", styled(role::BAD, &text)),
            Look::Dim => ("  ", styled(role::DIM, &text)),
        };
        wrapped(out, width, indent, &format!("{indent}  "), &text)?;
    }
    Ok(())
}
