//! Small rewrites of Markdown source: markers, indentation, links, breaking marks.

use crate::changelog::wild::blocks::Shape;

/// The start of the line that `offset` is on, if only indentation lies between; else `offset`.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    let indentation = before.len() - before.trim_end_matches([' ', '\t']).len();
    let start = offset - indentation;
    if start == 0 || before.as_bytes().get(start - 1) == Some(&b'\n') {
        start
    } else {
        offset
    }
}

/// The text of a list item without its marker, its lines moved left by the marker's width.
pub(super) fn without_marker(item: &str) -> String {
    let mut lines = item.lines();
    let first = lines.next().unwrap_or_default();
    let indentation = columns(first, 0, usize::MAX);
    let marked = first.get(indentation.bytes..).unwrap_or_default();
    let marker = marker_len(marked);
    let after = marked.get(marker..).unwrap_or_default();
    let marker_end = indentation.columns + marker;
    let space = columns(after, marker_end, usize::MAX);
    // Five columns and more after a marker are one, and then code; none means an empty first line.
    let width = if space.bytes == after.len() || space.columns > 4 {
        1
    } else {
        space.columns
    };
    let content = marker_end + width;
    let mut text = dedented(after, marker_end, width);
    for line in lines {
        text.push('\n');
        text.push_str(&dedented(line, 0, content));
    }
    text.trim_end().trim_start_matches('\n').to_owned()
}

/// Bytes and columns of the white space that a line begins with.
struct Indentation {
    bytes: usize,
    columns: usize,
}

/// The white space at the start of `line`, whose first column is `from`, up to `limit` columns. Tabs
/// stop at every fourth column.
fn columns(line: &str, from: usize, limit: usize) -> Indentation {
    let mut indentation = Indentation {
        bytes: 0,
        columns: 0,
    };
    for c in line.chars() {
        let width = match c {
            ' ' => 1,
            '\t' => 4 - (from + indentation.columns) % 4,
            _ => break,
        };
        if indentation.columns >= limit {
            break;
        }
        indentation.bytes += 1;
        indentation.columns += width;
    }
    indentation
}

/// `line` moved left by at most `width` columns; a tab that reaches further leaves spaces behind.
fn dedented(line: &str, from: usize, width: usize) -> String {
    let taken = columns(line, from, width);
    let left = " ".repeat(taken.columns.saturating_sub(width));
    format!("{left}{}", line.get(taken.bytes..).unwrap_or_default())
}

fn marker_len(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    digits + usize::from(line.len() > digits)
}

/// `(target "title")`, so that a parser reads both back as they are.
pub(super) fn link_tail(target: &str, title: &str) -> String {
    let mut target = target.replace('\\', "\\\\");
    if target.contains(';') {
        target = target.replace('&', "&amp;");
    }
    let needs_brackets = target.is_empty()
        || target.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '<' | '>')
        });
    if needs_brackets {
        let escaped = target
            .replace('<', "\\<")
            .replace('>', "\\>")
            .replace('\n', " ");
        target = format!("<{escaped}>");
    }
    if title.is_empty() {
        format!("({target})")
    } else {
        let title = title
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', " ");
        format!("({target} \"{title}\")")
    }
}

/// What a run of HTML has to say to a reader.
pub(super) fn html_shape(html: &str) -> Shape {
    let mut rest = html;
    let mut comments = String::new();
    let mut other = String::new();
    while let Some((before, after)) = rest.split_once("<!--") {
        other.push_str(before);
        let (comment, behind) = after.split_once("-->").unwrap_or((after, ""));
        comments.push_str(comment);
        rest = behind;
    }
    other.push_str(rest);
    if !is_silent(&other) {
        Shape::Html
    } else if comments.trim().is_empty() {
        Shape::Mute
    } else {
        Shape::Comment
    }
}

/// Whether HTML holds nothing but anchors and breaks.
fn is_silent(html: &str) -> bool {
    let mut rest = html;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return true;
        }
        let Some((tag, after)) = rest.strip_prefix('<').and_then(|tag| tag.split_once('>')) else {
            return false;
        };
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let links = tag.to_ascii_lowercase().contains("href");
        if links || !matches!(name.to_ascii_lowercase().as_str(), "a" | "br" | "hr") {
            return false;
        }
        rest = after;
    }
}

/// Whether a text says at its start that it breaks something, and the text without that mark.
pub(super) fn without_breaking_mark(text: &str) -> (bool, &str) {
    let mut is_breaking = false;
    let mut rest = text;
    while let Some(after) = after_mark(rest) {
        is_breaking = true;
        if after.trim().is_empty() {
            // A mark and nothing else is all there is to keep.
            break;
        }
        rest = after;
    }
    (is_breaking || opens_breaking_bold(rest), rest)
}

fn after_mark(text: &str) -> Option<&str> {
    let trimmed = text.trim_start();
    for sign in ["\u{1f4a5}", ":boom:"] {
        if let Some(after) = trimmed.strip_prefix(sign) {
            return Some(after.trim_start_matches('\u{fe0f}').trim_start());
        }
    }
    // A warning sign counts only with the word.
    let trimmed = trimmed.strip_prefix('\u{26a0}').map_or(trimmed, |after| {
        after.trim_start_matches('\u{fe0f}').trim_start()
    });
    let openers = trimmed.len() - trimmed.trim_start_matches(['*', '_', '[', '(']).len();
    let opener = trimmed.get(..openers)?;
    let after = after_word(trimmed.get(openers..)?)?;
    let closers = after.len()
        - after
            .trim_start_matches(['*', '_', ']', ')', ':', '!'])
            .len();
    let closer = after.get(..closers)?;
    let count = |of: &str, signs: &[char]| of.chars().filter(|c| signs.contains(c)).count();
    let is_closed = count(opener, &['*', '_']) == count(closer, &['*', '_'])
        && count(opener, &['[', '(']) == count(closer, &[']', ')']);
    let is_marked = !opener.is_empty() || closer.contains(':');
    let rest = after.get(closers..)?;
    // A bracket with a target is a link's text, not a mark.
    if !is_closed || !is_marked || rest.starts_with('(') {
        return None;
    }
    let rest = rest.trim_start();
    // `**Breaking** - text`: the dash belonged to the mark.
    let undashed = ["- ", "\u{2013} ", "\u{2014} "]
        .iter()
        .find_map(|dash| rest.strip_prefix(dash));
    Some(undashed.unwrap_or(rest).trim_start())
}

/// What follows `breaking`, `breaking change` or `breaking changes`, in any case.
fn after_word(text: &str) -> Option<&str> {
    const WORDS: [&str; 5] = [
        "breaking changes",
        "breaking change",
        "breaking-change",
        "breaking api change",
        "breaking",
    ];
    WORDS.iter().find_map(|word| {
        let start = text.get(..word.len())?;
        let after = text.get(word.len()..)?;
        let ends = !after.starts_with(|c: char| c.is_alphanumeric());
        (start.eq_ignore_ascii_case(word) && ends).then_some(after)
    })
}

/// `**Breaking: the rest is bold too**`: it breaks, but there is no mark to take off.
fn opens_breaking_bold(text: &str) -> bool {
    ["**", "__"].iter().any(|bold| {
        text.strip_prefix(bold)
            .and_then(after_word)
            .is_some_and(|after| after.starts_with(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_lose_their_marker_and_indentation() {
        for (item, text) in [
            ("- a\n  b", "a\nb"),
            ("-   a\n    b\n    -   c\n", "a\nb\n-   c"),
            (
                "-   a\n  lazy\n\n    ```\n      x\n    ```",
                "a\nlazy\n\n```\n  x\n```",
            ),
            ("  * a\n    b", "a\nb"),
            ("10. a\n    b", "a\nb"),
            ("-\ta\n\tb\n\t\tc", "a\nb\n\tc"),
            ("-      code\n", "     code"),
            ("-\n  a\n", "a"),
            ("- [ ] task", "[ ] task"),
            ("-", ""),
        ] {
            assert_eq!(without_marker(item), text, "{item:?}");
        }
    }

    #[test]
    fn breaking_marks_are_read_and_taken_off() {
        for (text, breaking, rest) in [
            ("**Breaking:** gone", true, "gone"),
            ("**BREAKING**: gone", true, "gone"),
            ("BREAKING CHANGE: gone", true, "gone"),
            ("Breaking: gone", true, "gone"),
            ("[breaking] gone", true, "gone"),
            ("(breaking) gone", true, "gone"),
            ("**[Breaking change]** gone", true, "gone"),
            ("💥 gone", true, "gone"),
            ("⚠️ **Breaking** - gone", true, "gone"),
            ("💥 **BREAKING:** gone", true, "gone"),
            (
                "**Breaking: all bold** text",
                true,
                "**Breaking: all bold** text",
            ),
            (
                "Breaking changes were made",
                false,
                "Breaking changes were made",
            ),
            ("Breakingly fast: yes", false, "Breakingly fast: yes"),
            (
                "[breaking](https://x.example) news",
                false,
                "[breaking](https://x.example) news",
            ),
            ("**Breaking:**", true, "**Breaking:**"),
            ("⚠️ careful", false, "⚠️ careful"),
        ] {
            assert_eq!(without_breaking_mark(text), (breaking, rest), "{text}");
        }
    }

    #[test]
    fn html_is_sorted_by_what_it_says() {
        for (html, shape) in [
            ("<!-- -->", Shape::Mute),
            ("<a name=\"1.0.0\"></a>", Shape::Mute),
            ("<!-- a -->", Shape::Comment),
            ("<!-- a -->\n<a id=x></a>", Shape::Comment),
            ("<!-- never closed", Shape::Comment),
            ("<details>", Shape::Html),
            ("<a href=x>y</a>", Shape::Html),
            ("<!-- a --> text", Shape::Html),
        ] {
            assert_eq!(html_shape(html), shape, "{html}");
        }
    }

    #[test]
    fn link_tails_read_back_as_they_are() {
        for (target, title) in [
            ("https://x.example/a_(b)", ""),
            ("a b", "say \"hi\""),
            ("", "t"),
            ("https://x.example/?a=1&amp;b;", ""),
            ("c:\\<d>", ""),
        ] {
            let source = format!("[t]{}", link_tail(target, title));
            let found = pulldown_cmark::Parser::new(&source).find_map(|event| match event {
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link {
                    dest_url, title, ..
                }) => Some((dest_url.to_string(), title.to_string())),
                _ => None,
            });
            assert_eq!(
                found,
                Some((target.to_owned(), title.to_owned())),
                "{source}"
            );
        }
    }
}
