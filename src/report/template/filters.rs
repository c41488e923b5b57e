//! What a template can do with a value: put it into Markdown, an element, a comment.

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, State};

use crate::domain::text::Untrusted;
use crate::report::words::escaped_for_markdown;

pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("md", |text: &str| escaped_for_markdown(text));
    environment.add_filter("inert", |text: &str| Untrusted::from(text).for_markdown());
    environment.add_filter("ticks", |text: &str| Value::from_safe_string(ticks(text)));
    environment.add_filter("bullet", |text: &str| bullet(text));
    environment.add_filter("github", |text: &str| without_mentions(text));
    environment.add_filter("cell", |text: &str| cell(text));
    environment.add_filter("comment", |state: &State, text: &str| {
        let text = comment(text);
        if matches!(state.auto_escape(), AutoEscape::Html) {
            Value::from_safe_string(text)
        } else {
            Value::from(text)
        }
    });
    environment.add_filter("source", |text: &str| Value::from(text));
    environment.add_filter("counted", |count: usize, one: &str, many: &str| {
        crate::report::text::counted(count, one, many)
    });
}

pub(super) fn escaped_for_html(text: &str) -> String {
    Untrusted::from(text).for_html()
}

/// One line as HTML, with what stands between single backticks as code.
fn ticks(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let is_paired = parts.len() % 2 == 1 && !text.contains("``");
    if !is_paired {
        return escaped_for_html(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (idx, part) in parts.into_iter().enumerate() {
        let part = escaped_for_html(part);
        if idx % 2 == 1 {
            out.push_str("<code>");
            out.push_str(&part);
            out.push_str("</code>");
        } else {
            out.push_str(&part);
        }
    }
    out
}

/// Markdown as the content of a bullet: lines after the first are set in, empty ones stay empty.
fn bullet(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (idx, line) in text.lines().enumerate() {
        if idx > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str("  ");
            }
        }
        out.push_str(line);
    }
    out
}

/// Markdown in a cell of a table: on one line, without bars of its own.
fn cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}

/// For a comment of HTML or XML: no two hyphens in a row, none at the end, nothing like an element.
fn comment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '-' if out.ends_with('-') => out.push_str(" -"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
    if out.ends_with('-') {
        out.push(' ');
    }
    out
}

/// Markdown for a code host: `@name` and `#12` do not call people or link to issues of the place where
/// the notes are shown. Code is left alone, and so is what stands in an address.
fn without_mentions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<String> = None;
    for (idx, line) in text.split('\n').enumerate() {
        if idx > 0 {
            out.push('\n');
        }
        let trimmed = line.trim_start();
        let mark: String = trimmed
            .chars()
            .take_while(|c| matches!(c, '`' | '~'))
            .collect();
        match &fence {
            Some(open) if trimmed.starts_with(open.as_str()) => {
                fence = None;
                out.push_str(line);
            }
            Some(_) => out.push_str(line),
            None if mark.len() >= 3 => {
                fence = Some(mark);
                out.push_str(line);
            }
            None => line_without_mentions(line, &mut out),
        }
    }
    out
}

fn line_without_mentions(line: &str, out: &mut String) {
    let mut before = ' ';
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            let run = rest.len() - rest.trim_start_matches('`').len();
            let (open, inner) = rest.split_at(run);
            // A run of backticks without its like is text.
            if let Some(end) = closing(inner, run) {
                let (code, after) = inner.split_at(end + run);
                out.push_str(open);
                out.push_str(code);
                rest = after;
            } else {
                out.push_str(open);
                rest = inner;
            }
            before = '`';
            continue;
        }
        let (_, tail) = rest.split_at(c.len_utf8());
        out.push(c);
        let next = tail.chars().next().unwrap_or(' ');
        let begins = !before.is_alphanumeric() && !matches!(before, '/' | '_' | '-' | '.' | '&');
        let calls =
            (c == '@' && next.is_ascii_alphanumeric()) || (c == '#' && next.is_ascii_digit());
        if begins && calls {
            out.push_str("<!-- -->");
        }
        before = c;
        rest = tail;
    }
}

/// Where the next run of exactly `run` backticks begins.
fn closing(text: &str, run: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find('`') {
        let start = from + at;
        let tail = text.get(start..)?;
        let length = tail.len() - tail.trim_start_matches('`').len();
        if length == run {
            return Some(start);
        }
        from = start + length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bullet_keeps_its_lines_together() {
        assert_eq!(bullet("a\n\n  - b\nc\n"), "a\n\n    - b\n  c");
        assert_eq!(bullet(""), "");
    }

    #[test]
    fn paired_backticks_are_code() {
        for (text, shown) in [
            ("call `new<T>()`", "call <code>new&lt;T&gt;()</code>"),
            ("it`s open <b>", "it`s open &lt;b&gt;"),
            ("``a`` `", "``a`` `"),
            ("", ""),
        ] {
            assert_eq!(ticks(text), shown, "{text}");
        }
    }

    #[test]
    fn nobody_is_called_and_nothing_linked_by_accident() {
        for (text, shown) in [
            ("use @twilio/flex-ui", "use @<!-- -->twilio/flex-ui"),
            ("see #12 and (#3)", "see #<!-- -->12 and (#<!-- -->3)"),
            ("`@a` and ``@b ` #1``", "`@a` and ``@b ` #1``"),
            (
                "a@b.org, &#64;, https://x/@me/#4",
                "a@b.org, &#64;, https://x/@me/#4",
            ),
            ("```\n@a\n```\n@b", "```\n@a\n```\n@<!-- -->b"),
            ("`open @a", "`open @<!-- -->a"),
            ("# not a number", "# not a number"),
        ] {
            assert_eq!(without_mentions(text), shown, "{text}");
        }
    }

    #[test]
    fn a_comment_cannot_be_ended_from_inside() {
        for text in ["-->", "--", "a--->b", "--!>", "->", "-", "---------"] {
            let shown = comment(text);
            assert!(!shown.contains("--"), "{text}: {shown}");
            assert!(!shown.ends_with('-'), "{text}: {shown}");
            assert!(!shown.contains('>'), "{text}: {shown}");
        }
    }
}
