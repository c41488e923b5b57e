//! What is done to a text before it is parsed: line ends, front matter, and the guards.

use std::ops::Range;

/// Longer texts are not read: no changelog of one package comes near, and 5 MiB of Markdown made to
/// be slow would be.
pub(super) const LONGEST_TEXT: usize = 5 * 1024 * 1024;
/// Lines that open more lists and quotes than this are not read.
pub(super) const DEEPEST_NESTING: usize = 100;

/// A text with `\n` line ends, and what of it is Markdown.
#[derive(Debug)]
pub(super) struct Source {
    /// What is parsed. As long as the original after its line ends were made one.
    pub(super) text: String,
    /// Where Markdown begins, after the front matter.
    pub(super) start: usize,
    /// Lines that are blank in [`Self::text`] because they are nested too deeply, with what they say.
    pub(super) deep: Vec<(Range<usize>, String)>,
}

impl Source {
    pub(super) fn new(text: &str) -> Self {
        let mut text = with_unix_line_ends(text.strip_prefix('\u{feff}').unwrap_or(text));
        let start = front_matter_end(&text);
        let deep = mask_deep_lines(&mut text);
        Self { text, start, deep }
    }

    pub(super) fn is_too_long(&self) -> bool {
        self.text.len() > LONGEST_TEXT
    }
}

/// A carriage return on its own ends a line only in files that have no other line end; elsewhere it
/// is a stray, and becomes the space that it looks like.
fn with_unix_line_ends(text: &str) -> String {
    if !text.contains('\r') {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n");
    let lone = if text.contains('\n') { " " } else { "\n" };
    text.replace('\r', lone)
}

/// Where the front matter ends; 0 if there is none.
fn front_matter_end(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let Some(opening) = lines.next() else {
        return 0;
    };
    let fence = opening.trim_end();
    if !matches!(fence, "---" | "+++") {
        return 0;
    }
    let mut at = opening.len();
    for (number, line) in lines.enumerate() {
        at += line.len();
        let line = line.trim_end();
        if line == fence || (fence == "---" && line == "...") {
            return if number == 0 { 0 } else { at };
        }
        // A rule at the top of a file, with Markdown after it, is no front matter.
        if number == 0 && !is_key(line) {
            return 0;
        }
    }
    0
}

fn is_key(line: &str) -> bool {
    line.starts_with(['#', '[', '"'])
        || (line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && line.split_once([':', '=']).is_some_and(|(key, _)| {
                key.trim()
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
            }))
}

fn mask_deep_lines(text: &mut String) -> Vec<(Range<usize>, String)> {
    let mut deep = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if nesting(line) > DEEPEST_NESTING {
            deep.push((at..end, line.trim_end().to_owned()));
        }
        at = end;
    }
    for (range, line) in &deep {
        // Spaces of the same length: every offset into the text stays what it was.
        text.replace_range(
            range.start..range.start + line.len(),
            &" ".repeat(line.len()),
        );
    }
    deep
}

/// An upper bound of how many containers a line is in. A list within a list needs two more columns
/// of indentation, and a line can open several at once.
fn nesting(line: &str) -> usize {
    let indentation: usize = line
        .chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum();
    let mut opened = 0;
    let mut rest = line.trim_start_matches([' ', '\t']);
    loop {
        let after = if let Some(after) = rest.strip_prefix('>') {
            after
        } else if let Some(after) = after_bullet(rest) {
            after
        } else {
            break;
        };
        opened += 1;
        rest = after.trim_start_matches([' ', '\t']);
    }
    if opened == 0 {
        0
    } else {
        opened + indentation / 2
    }
}

/// What follows a list marker and its space.
fn after_bullet(line: &str) -> Option<&str> {
    let digits = line.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let after = if digits == 0 {
        line.strip_prefix(['-', '*', '+'])?
    } else {
        line.get(digits..)?.strip_prefix(['.', ')'])?
    };
    after.strip_prefix([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_one() {
        assert_eq!(Source::new("\u{feff}a\r\nb\r\n").text, "a\nb\n");
        assert_eq!(Source::new("a\rb\r").text, "a\nb\n");
        assert_eq!(Source::new("a\rb\n").text, "a b\n");
    }

    #[test]
    fn front_matter_is_told_from_a_rule() {
        for (text, start) in [
            ("---\ntitle: x\n---\nrest", 17),
            ("+++\ntitle = 1\n+++\n", 18),
            ("---\ntitle: x\nno end", 0),
            ("---\n\ntext: a\n---\n", 0),
            ("---\n---\n", 0),
            ("---\nSome text about: it\n---\n", 0),
            ("", 0),
        ] {
            assert_eq!(Source::new(text).start, start, "{text}");
        }
    }

    #[test]
    fn deep_lines_are_taken_out_and_offsets_stay() {
        let hostile = format!("- a\n{} x\n{}- y\n- b\n", "> ".repeat(101), " ".repeat(202));
        let source = Source::new(&hostile);
        assert_eq!(source.text.len(), hostile.len());
        assert_eq!(source.deep.len(), 2);
        assert_eq!(
            source.text.split_whitespace().collect::<Vec<_>>(),
            ["-", "a", "-", "b"]
        );
        assert_eq!(nesting("1. - > * a"), 4);
        assert_eq!(nesting(&format!("{}code", " ".repeat(400))), 0);
        assert_eq!(nesting("2023.1 is no list"), 0);
    }
}
