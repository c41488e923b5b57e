//! Markdown on one line: an entry with paragraphs, lists and code as a single bullet.
//!
//! Line-oriented changelog parsers take each line below a heading for a change of its own. Nothing
//! is left out here: paragraphs follow one another, items of lists are numbered or parted by
//! semicolons, lines of code by an arrow.

use std::fmt::Write as _;

use crate::domain::markdown::{Block, Inline};
use crate::domain::text::{Untrusted, neutralise};

/// `text` on one line, with `blocks` its tree. Text of one plain paragraph stays as it was written.
pub fn line(text: &Untrusted, blocks: &[Block]) -> String {
    let raw = text.for_terminal_line();
    let is_plain = match blocks {
        [Block::Paragraph(inlines)] => !inlines.iter().any(has_html),
        [] => true,
        _ => false,
    };
    let flat = if is_plain && !raw.contains('<') {
        Untrusted::from(raw).for_markdown()
    } else if blocks.is_empty() {
        words(&raw)
    } else {
        joined(blocks)
    };
    guarded(flat.trim())
}

/// No line may begin like a heading, a bullet, a rule, a fence or a link definition.
fn guarded(line: &str) -> String {
    match line.chars().next() {
        None => "(no text)".to_owned(),
        Some('`') if line.starts_with("```") => format!("Code: {line}"),
        // Parsers strip asterisks at the start; underscores say the same.
        Some('*') => under_lined(line),
        Some('#' | '-' | '+' | '>' | '=' | '~' | '[' | '|') => format!("\\{line}"),
        Some(_) => line.to_owned(),
    }
}

/// `**Bold** text` as `__Bold__ text`.
fn under_lined(line: &str) -> String {
    for (stars, bars) in [("**", "__"), ("*", "_")] {
        let inner = line
            .strip_prefix(stars)
            .and_then(|rest| rest.split_once(stars));
        if let Some((inner, after)) = inner
            && !inner.is_empty()
            && !inner.starts_with(|c: char| c.is_whitespace() || c == '*')
            && !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '*'))
        {
            return format!("{bars}{inner}{bars}{after}");
        }
    }
    line.replace('*', "\\*")
}

fn has_html(inline: &Inline) -> bool {
    match inline {
        Inline::Html(_) | Inline::HardBreak | Inline::Image { .. } => true,
        Inline::Text(_) | Inline::Code(_) | Inline::SoftBreak => false,
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strikethrough(inner)
        | Inline::Link { text: inner, .. } => inner.iter().any(has_html),
    }
}

fn joined(blocks: &[Block]) -> String {
    let parts: Vec<String> = blocks
        .iter()
        .map(block)
        .filter(|part| !part.trim().is_empty())
        .collect();
    parts.join(" ")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => inlines(text),
        Block::Heading { text, .. } => format!("{}:", inlines(text)),
        Block::Code { text, .. } => {
            let lines: Vec<&str> = text.raw().lines().map(str::trim).collect();
            let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
            code(&lines.join(" \u{21b5} "))
        }
        Block::Quote(inner) => format!("\"{}\"", joined(inner)),
        Block::List { start, items } => {
            let items: Vec<String> = items
                .iter()
                .zip(start.unwrap_or(0)..)
                .map(|(item, number)| match start {
                    Some(_) => format!("({number}) {}", joined(item)),
                    None => joined(item),
                })
                .collect();
            items.join("; ")
        }
        Block::Table(rows) => {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| {
                    let cells: Vec<String> = row.iter().map(|cell| inlines(cell)).collect();
                    cells.join(", ")
                })
                .collect();
            rows.join("; ")
        }
        Block::Html(text) => words(&text.for_terminal_line()),
        Block::Rule => String::new(),
    }
}

fn inlines(content: &[Inline]) -> String {
    let mut out = String::new();
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Html(text) => {
                out.push_str(&words(&neutralise(text.raw())));
            }
            Inline::Code(text) => out.push_str(&code(text.raw())),
            Inline::Emphasis(inner) => marked("*", inner, &mut out),
            Inline::Strong(inner) => marked("**", inner, &mut out),
            Inline::Strikethrough(inner) => marked("~~", inner, &mut out),
            Inline::Link { target, text } => {
                let text = inlines(text);
                let target = neutralise(target.raw());
                let is_target = target
                    .chars()
                    .all(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '<' | '>' | '\\'));
                if is_target && !target.is_empty() {
                    write!(out, "[{text}]({target})")
                } else {
                    write!(out, "{text} ({})", words(&target))
                }
                .expect("a String takes all writes");
            }
            Inline::Image { alt, .. } => {
                let alt = inlines(alt);
                write!(out, "(image: {alt})").expect("a String takes all writes");
            }
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
        }
    }
    out
}

fn marked(mark: &str, inner: &[Inline], out: &mut String) {
    let text = inlines(inner);
    out.push_str(mark);
    out.push_str(&text);
    out.push_str(mark);
}

/// A code span on one line, fenced by more backticks than it holds.
fn code(text: &str) -> String {
    let text = Untrusted::from(text).for_terminal_line();
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// Plain words in Markdown: what would begin markup is escaped.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        let is_markup = match c {
            '*' | '`' | '[' | ']' | '<' | '\\' | '~' => true,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '&' => after == '#' || after.is_alphanumeric(),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(if c == '\n' || c == '\t' { ' ' } else { c });
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    fn paragraph(inlines: Vec<Inline>) -> Block {
        Block::Paragraph(inlines)
    }

    #[test]
    fn one_paragraph_stays_as_it_was_written() {
        let blocks = [paragraph(vec![text("A "), Inline::Code("b_c".into())])];
        assert_eq!(line(&"A\n  `b_c`".into(), &blocks), "A `b_c`");
    }

    #[test]
    fn blocks_follow_one_another_on_one_line() {
        let blocks = [
            paragraph(vec![text("Two ways:")]),
            Block::List {
                start: Some(1),
                items: vec![
                    vec![paragraph(vec![text("a_b")])],
                    vec![
                        paragraph(vec![text("c")]),
                        Block::List {
                            start: None,
                            items: vec![
                                vec![paragraph(vec![text("d")])],
                                vec![paragraph(vec![text("*e*")])],
                            ],
                        },
                    ],
                ],
            },
            Block::Code {
                language: None,
                text: "x = `1`\n\n  y\n".into(),
            },
        ];
        assert_eq!(
            line(&"\n".into(), &blocks),
            "Two ways: (1) a_b; (2) c d; \\*e\\* `` x = `1` \u{21b5} y ``"
        );
    }

    #[test]
    fn no_line_begins_like_a_block_or_loses_its_marks() {
        for (raw, shown) in [
            ("", "(no text)"),
            ("# x", "\\# x"),
            ("- x", "\\- x"),
            ("---", "\\---"),
            ("[a]: http://b", "\\[a]: http://b"),
            ("**Bold** x", "__Bold__ x"),
            ("**open", "\\*\\*open"),
            ("*em* x", "_em_ x"),
            ("```x", "Code: ```x"),
            ("<!-- x", "\\<!-- x"),
        ] {
            assert_eq!(line(&raw.into(), &[]), shown, "{raw}");
        }
    }
}
