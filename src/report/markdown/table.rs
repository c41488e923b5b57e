//! Tables and text in GitHub's Markdown, made of text that comes from outside.

use std::io::{self, Write};

use crate::domain::text::Untrusted;

/// Text that is shown as it is: what Markdown or HTML would take for markup is escaped.
pub(super) fn text(raw: &str) -> String {
    let line = Untrusted::from(raw).for_terminal();
    let mut escaped = String::with_capacity(line.len());
    for c in line
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        match c {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            // An entity, so that nobody is mentioned by the name of a package.
            '@' => escaped.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Code within a cell of a table: a bar is escaped even there.
pub(super) fn code(raw: &str) -> String {
    code_in_text(raw).replace('|', "\\|")
}

/// Code that stands in no table: as many backticks are around it as it needs.
pub(super) fn code_in_text(raw: &str) -> String {
    let line = Untrusted::from(raw).for_terminal_line();
    if line.is_empty() {
        return String::new();
    }
    let longest = line
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if line.starts_with('`') || line.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{line}{space}{fence}")
}

/// A table; nothing without rows. The cells are Markdown already.
pub(super) fn write(head: &[&str], rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "| {} |", head.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(head.len()))?;
    for row in rows {
        writeln!(out, "| {} |", row.join(" | "))?;
    }
    Ok(())
}

/// A list of plain sentences, and the empty line after it.
pub(super) fn list(sentences: &[String], out: &mut dyn Write) -> io::Result<()> {
    for sentence in sentences {
        writeln!(out, "- {}", text(sentence))?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::{code, code_in_text, text};

    #[test]
    fn nothing_from_outside_is_markup() {
        assert_eq!(
            text("a|b <img> @all *x* [y](z)\n#1"),
            "a\\|b &lt;img> &#64;all \\*x\\* \\[y\\](z) \\#1"
        );
        assert_eq!(code("A | B"), "`A \\| B`");
        assert_eq!(code_in_text("a | b"), "`a | b`");
        assert_eq!(code("`x`"), "`` `x` ``");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code(""), "");
    }
}
