//! Markdown to a small block tree that any writer can lay out.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::domain::lint::comment;
use crate::domain::markdown::{Block, Inline, options};
use crate::domain::text::Untrusted;

/// Parses Markdown. Any text is Markdown, so nothing can fail; nesting beyond [`MAX_DEPTH`] is
/// flattened into its text. Waivers of lint rules are no part of what is read.
pub fn parse(text: &str) -> Vec<Block> {
    let (text, _waivers) = comment::take(text);
    let mut builder = Builder {
        stack: vec![Frame::blocks(Kind::Root)],
    };
    let mut skipped = 0usize;
    for event in Parser::new_ext(&text, options()) {
        match event {
            Event::Start(_) if skipped > 0 || builder.stack.len() >= MAX_DEPTH => skipped += 1,
            Event::End(_) if skipped > 0 => skipped -= 1,
            Event::Start(tag) => builder.start(tag),
            Event::End(end) => builder.end(end),
            Event::Text(text) => builder.inline(Inline::Text(untrusted(&text))),
            Event::Code(code) => builder.inline(Inline::Code(untrusted(&code))),
            Event::InlineHtml(html) => builder.inline(Inline::Html(untrusted(&html))),
            Event::Html(html) => builder.html(&html),
            Event::SoftBreak => builder.inline(Inline::SoftBreak),
            Event::HardBreak => builder.inline(Inline::HardBreak),
            Event::Rule => builder.block(Block::Rule),
            _ => {}
        }
    }
    match builder.stack.into_iter().next() {
        Some(Frame {
            kind: Kind::Root,
            blocks,
            ..
        }) => blocks,
        _ => Vec::new(),
    }
}

/// Deeper nesting than this is nobody's changelog.
pub const MAX_DEPTH: usize = 64;

fn untrusted(text: &str) -> Untrusted {
    Untrusted::from(text)
}

#[derive(Debug)]
enum Kind {
    Root,
    Paragraph,
    Heading(u8),
    Code(Option<Untrusted>),
    Quote,
    List(Option<u64>),
    Item,
    Html,
    Table,
    Row,
    Cell,
    Emphasis,
    Strong,
    Strikethrough,
    Link(Untrusted),
    Image(Untrusted),
    /// Something this tree has no word for: its content goes to its parent.
    Other,
}

#[derive(Debug)]
struct Frame {
    kind: Kind,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    items: Vec<Vec<Block>>,
    rows: Vec<Vec<Vec<Inline>>>,
}

impl Frame {
    fn blocks(kind: Kind) -> Self {
        Self {
            kind,
            blocks: Vec::new(),
            inlines: Vec::new(),
            items: Vec::new(),
            rows: Vec::new(),
        }
    }
}

struct Builder {
    stack: Vec<Frame>,
}

impl Builder {
    fn top(&mut self) -> &mut Frame {
        self.stack.last_mut().expect("the root is never popped")
    }

    fn start(&mut self, tag: Tag<'_>) {
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, .. } => Kind::Heading(level as u8),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) if !language.is_empty() => {
                Kind::Code(Some(untrusted(&language)))
            }
            Tag::CodeBlock(_) => Kind::Code(None),
            Tag::HtmlBlock => Kind::Html,
            Tag::List(start) => Kind::List(start),
            Tag::Item => Kind::Item,
            Tag::Table(_) => Kind::Table,
            Tag::TableHead | Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strikethrough,
            Tag::Link { dest_url, .. } => Kind::Link(untrusted(&dest_url)),
            Tag::Image { dest_url, .. } => Kind::Image(untrusted(&dest_url)),
            _ => Kind::Other,
        };
        self.stack.push(Frame::blocks(kind));
    }

    fn end(&mut self, _end: TagEnd) {
        if self.stack.len() < 2 {
            return;
        }
        let Some(mut frame) = self.stack.pop() else {
            return;
        };
        match frame.kind {
            Kind::Root => self.stack.push(frame),
            Kind::Paragraph => self.block(Block::Paragraph(frame.inlines)),
            Kind::Heading(level) => self.block(Block::Heading {
                level,
                text: frame.inlines,
            }),
            Kind::Code(language) => {
                self.block(Block::Code {
                    language,
                    text: plain(&frame.inlines),
                });
            }
            Kind::Quote => self.block(Block::Quote(frame.blocks)),
            Kind::List(start) => self.block(Block::List {
                start,
                items: frame.items,
            }),
            Kind::Item => {
                flush(&mut frame);
                self.top().items.push(frame.blocks);
            }
            Kind::Html => self.block(Block::Html(plain(&frame.inlines))),
            Kind::Table => self.block(Block::Table(frame.rows)),
            Kind::Row => self
                .top()
                .rows
                .push(frame.items.into_iter().map(cell).collect()),
            Kind::Cell => self.top().items.push(vec![Block::Paragraph(frame.inlines)]),
            Kind::Emphasis => self.inline(Inline::Emphasis(frame.inlines)),
            Kind::Strong => self.inline(Inline::Strong(frame.inlines)),
            Kind::Strikethrough => self.inline(Inline::Strikethrough(frame.inlines)),
            Kind::Link(target) => self.inline(Inline::Link {
                target,
                text: frame.inlines,
            }),
            Kind::Image(target) => self.inline(Inline::Image {
                target,
                alt: frame.inlines,
            }),
            Kind::Other => {
                let top = self.top();
                top.inlines.extend(frame.inlines);
                top.blocks.extend(frame.blocks);
            }
        }
    }

    fn inline(&mut self, inline: Inline) {
        self.top().inlines.push(inline);
    }

    fn html(&mut self, html: &str) {
        self.inline(Inline::Text(untrusted(html)));
    }

    fn block(&mut self, block: Block) {
        let top = self.top();
        flush(top);
        top.blocks.push(block);
    }
}

/// Tight list items hold inlines without a paragraph: they become one.
fn flush(frame: &mut Frame) {
    if !frame.inlines.is_empty() {
        let inlines = std::mem::take(&mut frame.inlines);
        frame.blocks.push(Block::Paragraph(inlines));
    }
}

fn cell(blocks: Vec<Block>) -> Vec<Inline> {
    match blocks.into_iter().next() {
        Some(Block::Paragraph(inlines)) => inlines,
        _ => Vec::new(),
    }
}

fn plain(inlines: &[Inline]) -> Untrusted {
    let mut text = String::new();
    for inline in inlines {
        if let Inline::Text(part) = inline {
            text.push_str(part.raw());
        }
    }
    Untrusted::from(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    #[test]
    fn blocks_and_inlines_nest() {
        let blocks = parse(
            "A `b` **c**.\n\n- one\n- two\n  - deep\n\n```js\nx\n```\n\n| h |\n|---|\n| c |\n",
        );
        assert_eq!(
            blocks,
            [
                Block::Paragraph(vec![
                    text("A "),
                    Inline::Code("b".into()),
                    text(" "),
                    Inline::Strong(vec![text("c")]),
                    text("."),
                ]),
                Block::List {
                    start: None,
                    items: vec![
                        vec![Block::Paragraph(vec![text("one")])],
                        vec![
                            Block::Paragraph(vec![text("two")]),
                            Block::List {
                                start: None,
                                items: vec![vec![Block::Paragraph(vec![text("deep")])]]
                            },
                        ],
                    ],
                },
                Block::Code {
                    language: Some("js".into()),
                    text: "x\n".into()
                },
                Block::Table(vec![vec![vec![text("h")]], vec![vec![text("c")]]]),
            ]
        );
    }

    #[test]
    fn deep_nesting_ends_instead_of_overflowing() {
        let deep = "> ".repeat(10_000) + "x";
        assert_eq!(parse(&deep).len(), 1);
    }
}
