//! Comma-separated values as RFC 4180 has them: a header line, CRLF at the end of each, quotes where they are needed.
//!
//! Spreadsheets take a cell that begins with `=`, `+`, `-` or `@` for a formula. Such a cell gets an apostrophe before it:
//! what a package calls its symbols must not run in somebody's spreadsheet.

pub mod api;
pub mod deprecations;

use std::io::{self, Write};

use crate::domain::text::Untrusted;

const fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

/// One line.
fn line<'a>(cells: impl IntoIterator<Item = &'a str>, out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    write!(out, "{}\r\n", cells.join(","))
}

fn cell(text: &str) -> String {
    let mut text = Untrusted::from(text).for_terminal_line();
    if text.starts_with(['=', '+', '-', '@']) {
        text.insert(0, '\'');
    }
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        let mut out = Vec::new();
        let cells = [
            "plain",
            "a,b",
            "say \"x\"",
            "=1+1",
            "-x",
            "@acme/app",
            "+\"",
            "a\nb",
            "\u{1b}[2J",
            "",
        ];
        line(cells, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "plain,\"a,b\",\"say \"\"x\"\"\",'=1+1,'-x,'@acme/app,\"'+\"\"\",a b,\u{241b}[2J,\r\n"
        );
    }
}
