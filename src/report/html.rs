//! HTML fragments from block trees: escaped, without scripts, images or foreign markup.
//!
//! Headings are demoted below those of the page they land on. Links lead to the web or are shown as
//! text, images are shown by their alternative text, raw HTML as the text it is.

use std::fmt::Write as _;

use crate::domain::markdown::{Block, Inline};
use crate::domain::text::{Untrusted, is_safe_link};

/// Headings of changelog text start below the page's title, a release and its sections.
const DEMOTED_BY: u8 = 3;

/// Blocks as HTML; every element is closed, every text escaped.
pub fn blocks(content: &[Block]) -> String {
    let mut out = String::new();
    for block in content {
        self::block(block, &mut out);
    }
    out
}

/// Text that did not come as blocks: one paragraph for each of its own.
pub(crate) fn paragraphs(text: &Untrusted) -> String {
    let mut out = String::new();
    for paragraph in text.for_html().split("\n\n") {
        if !paragraph.trim().is_empty() {
            writeln!(out, "<p>{}</p>", paragraph.trim()).expect("a String takes all writes");
        }
    }
    out
}

fn block(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(text) => element("p", &inlines(text), out),
        Block::Heading { level, text } => {
            let name = format!("h{}", (level + DEMOTED_BY).min(6));
            element(&name, &inlines(text), out);
        }
        Block::Code { text, .. } | Block::Html(text) => {
            let shown = text.for_html();
            let code = format!("<code>{}</code>", shown.trim_end());
            element("pre", &code, out);
        }
        Block::Quote(inner) => element("blockquote", &blocks(inner), out),
        Block::List { start, items } => list(*start, items, out),
        Block::Table(rows) => table(rows, out),
        Block::Rule => out.push_str("<hr>\n"),
    }
}

fn element(name: &str, content: &str, out: &mut String) {
    writeln!(out, "<{name}>{content}</{name}>").expect("a String takes all writes");
}

fn list(start: Option<u64>, items: &[Vec<Block>], out: &mut String) {
    let (open, close) = match start {
        None => ("<ul>".to_owned(), "</ul>"),
        Some(1) => ("<ol>".to_owned(), "</ol>"),
        Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
    };
    out.push_str(&open);
    out.push('\n');
    for item in items {
        let content = match item.as_slice() {
            // A tight item: a paragraph of its own would only add space.
            [Block::Paragraph(text)] => inlines(text),
            [Block::Paragraph(text), rest @ ..] => format!("{}\n{}", inlines(text), blocks(rest)),
            other => blocks(other),
        };
        element("li", &content, out);
    }
    out.push_str(close);
    out.push('\n');
}

fn table(rows: &[Vec<Vec<Inline>>], out: &mut String) {
    // The frame scrolls, so that a wide table does not widen the page.
    out.push_str("<div class=\"wide\"><table>\n");
    for (idx, row) in rows.iter().enumerate() {
        let name = if idx == 0 { "th" } else { "td" };
        out.push_str("<tr>");
        for cell in row {
            write!(out, "<{name}>{}</{name}>", inlines(cell)).expect("a String takes all writes");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n");
}

/// A run of text as HTML.
pub(crate) fn inlines(content: &[Inline]) -> String {
    let mut out = String::new();
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Html(text) => out.push_str(&text.for_html()),
            Inline::Code(code) => wrap("code", &code.for_html(), &mut out),
            Inline::Emphasis(inner) => wrap("em", &inlines(inner), &mut out),
            Inline::Strong(inner) => wrap("strong", &inlines(inner), &mut out),
            Inline::Strikethrough(inner) => wrap("s", &inlines(inner), &mut out),
            Inline::Link { target, text } => link(target, &inlines(text), &mut out),
            Inline::Image { alt, .. } => {
                let alt = inlines(alt);
                let alt = if alt.is_empty() { "no text" } else { &alt };
                write!(out, "[image: {alt}]").expect("a String takes all writes");
            }
            Inline::SoftBreak => out.push('\n'),
            Inline::HardBreak => out.push_str("<br>\n"),
        }
    }
    out
}

fn wrap(name: &str, content: &str, out: &mut String) {
    write!(out, "<{name}>{content}</{name}>").expect("a String takes all writes");
}

fn link(target: &Untrusted, text: &str, out: &mut String) {
    let shown = target.for_html();
    let text = if text.is_empty() { &shown } else { text };
    let is_nested = text.contains("<a ");
    let written = if is_safe_link(target.raw()) && !is_nested {
        write!(
            out,
            "<a href=\"{shown}\" rel=\"noopener noreferrer\">{text}</a>"
        )
    } else if text == shown {
        write!(out, "{text}")
    } else {
        write!(out, "{text} (<code>{shown}</code>)")
    };
    written.expect("a String takes all writes");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    fn html(block: Block) -> String {
        blocks(&[block])
    }

    #[test]
    fn blocks_become_plain_elements() {
        let nested = Block::List {
            start: None,
            items: vec![
                vec![Block::Paragraph(vec![text("one")])],
                vec![
                    Block::Paragraph(vec![text("two")]),
                    Block::List {
                        start: Some(3),
                        items: vec![vec![Block::Paragraph(vec![Inline::Code("x<y".into())])]],
                    },
                ],
            ],
        };
        assert_eq!(
            html(nested),
            "<ul>\n<li>one</li>\n<li>two\n<ol start=\"3\">\n<li><code>x&lt;y</code></li>\n</ol>\n</li>\n</ul>\n"
        );
        assert_eq!(
            html(Block::Heading {
                level: 1,
                text: vec![text("a")]
            }),
            "<h4>a</h4>\n"
        );
        assert_eq!(
            html(Block::Table(vec![
                vec![vec![text("h")]],
                vec![vec![text("c")]]
            ])),
            "<div class=\"wide\"><table>\n<tr><th>h</th></tr>\n<tr><td>c</td></tr>\n</table></div>\n"
        );
        assert_eq!(
            html(Block::Quote(vec![Block::Paragraph(vec![text("q")])])),
            "<blockquote><p>q</p>\n</blockquote>\n"
        );
    }

    #[test]
    fn what_could_act_is_shown_as_text() {
        for (inline, shown) in [
            (
                Inline::Html("<script>alert(1)</script>".into()),
                "&lt;script&gt;alert(1)&lt;/script&gt;",
            ),
            (
                Inline::Link {
                    target: "javascript:alert('1')".into(),
                    text: vec![text("go")],
                },
                "go (<code>javascript:alert(&#39;1&#39;)</code>)",
            ),
            (
                Inline::Link {
                    target: "https://example.org/?a=1&b=\"2\"".into(),
                    text: vec![text("go")],
                },
                "<a href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\" rel=\"noopener noreferrer\">go</a>",
            ),
            (
                Inline::Image {
                    target: "https://example.org/x.png".into(),
                    alt: vec![text("a \"b\"")],
                },
                "[image: a &quot;b&quot;]",
            ),
            (text("a\u{202e}b\u{7}"), "a&lt;U+202E&gt;b\u{2407}"),
        ] {
            assert_eq!(inlines(&[inline]), shown);
        }
        assert_eq!(
            html(Block::Html("<iframe src=x>\n".into())),
            "<pre><code>&lt;iframe src=x&gt;</code></pre>\n"
        );
    }
}
