//! Markdown to top-level blocks with their places in the source.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use crate::changelog::wild::markdown;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `underline`: how long the line of `=` or `-` below its text is; 0 for headings with `#`.
    Heading {
        level: u8,
        underline: usize,
    },
    Paragraph,
    /// The places of its items.
    List(Vec<Range<usize>>),
    Code,
    Table,
    Quote,
    Html,
    /// HTML comments with something in them, and nothing else.
    Comment,
    /// A rule, an empty comment, an anchor: nothing to read.
    Mute,
    Footnote,
}

/// A block that stands in no other.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) shape: Shape,
    pub(super) range: Range<usize>,
    /// Headings and paragraphs: their text without markup.
    pub(super) plain: String,
    /// Whether all of its words stand in emphasis.
    pub(super) is_emphasised: bool,
}

/// A replacement of source text.
#[derive(Clone, Debug)]
struct Edit {
    range: Range<usize>,
    with: String,
}

#[derive(Debug)]
pub(super) struct Document<'a> {
    pub(super) text: &'a str,
    pub(super) blocks: Vec<Block>,
    /// Link reference definitions.
    pub(super) definitions: Vec<Range<usize>>,
    /// What makes text stand alone: references become inline links, definitions go. By place.
    edits: Vec<Edit>,
}

impl<'a> Document<'a> {
    pub(super) fn new(text: &'a str, start: usize) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES;
        let parser = Parser::new_ext(text.get(start..).unwrap_or_default(), options);
        let mut definitions: Vec<Range<usize>> = parser
            .reference_definitions()
            .iter()
            .map(|(_, definition)| definition.span.start + start..definition.span.end + start)
            .collect();
        definitions.sort_by_key(|range| range.start);
        let mut walk = Walk::new(text);
        for (event, range) in parser.into_offset_iter() {
            walk.take(event, range.start + start..range.end + start);
        }
        let mut edits = walk.edits;
        edits.extend(definitions.iter().map(|range| Edit {
            range: whole_lines(text, range),
            with: String::new(),
        }));
        edits.sort_by_key(|edit| edit.range.start);
        Self {
            text,
            blocks: walk.blocks,
            definitions,
            edits,
        }
    }

    /// The Markdown at `range`, readable without the rest of the file.
    pub(super) fn standalone(&self, range: &Range<usize>) -> String {
        let mut result = String::new();
        let mut at = range.start;
        let first = self
            .edits
            .partition_point(|edit| edit.range.start < range.start);
        for edit in self.edits.get(first..).unwrap_or_default() {
            if edit.range.start >= range.end {
                break;
            }
            if edit.range.start < at || edit.range.end > range.end {
                continue;
            }
            result.push_str(self.text.get(at..edit.range.start).unwrap_or_default());
            result.push_str(&edit.with);
            at = edit.range.end;
        }
        result.push_str(self.text.get(at..range.end).unwrap_or_default());
        result
    }

    /// The Markdown of a block, from the start of its first line: indentation is part of code.
    pub(super) fn block_text(&self, block: &Block) -> String {
        let start = markdown::line_start(self.text, block.range.start);
        self.standalone(&(start..block.range.end))
            .trim_end()
            .trim_start_matches('\n')
            .to_owned()
    }

    /// The text of a list's item, without its marker and indentation.
    pub(super) fn item_text(&self, item: &Range<usize>) -> String {
        let start = markdown::line_start(self.text, item.start);
        markdown::without_marker(&self.standalone(&(start..item.end)))
    }
}

/// A definition with its indentation and line end, where nothing else stands on its lines.
fn whole_lines(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = markdown::line_start(text, range.start);
    let rest = text.get(range.end..).unwrap_or_default();
    let line_end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    let is_alone = rest
        .get(..line_end)
        .is_some_and(|tail| tail.trim().is_empty());
    start..if is_alone {
        range.end + line_end
    } else {
        range.end
    }
}

/// Gathers blocks from the events of one parse.
struct Walk<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    edits: Vec<Edit>,
    depth: usize,
    emphasis: usize,
    /// What the open block's paragraph says outside of emphasis.
    outside: String,
    has_html: bool,
    has_words: bool,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            blocks: Vec::new(),
            edits: Vec::new(),
            depth: 0,
            emphasis: 0,
            outside: String::new(),
            has_html: false,
            has_words: false,
        }
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.open(&tag, range);
                self.depth += 1;
            }
            Event::End(tag) => {
                self.depth -= 1;
                if matches!(
                    tag,
                    pulldown_cmark::TagEnd::Emphasis | pulldown_cmark::TagEnd::Strong
                ) {
                    self.emphasis -= 1;
                }
                if self.depth == 0 {
                    self.close();
                }
            }
            Event::Text(part) | Event::Code(part) => self.word(&part),
            Event::SoftBreak | Event::HardBreak => self.word("\n"),
            Event::Html(_) | Event::InlineHtml(_) => self.has_html = true,
            Event::Rule if self.depth == 0 => self.push(Shape::Mute, range),
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong => self.emphasis += 1,
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }
            | Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => {
                self.has_words |= matches!(tag, Tag::Image { .. });
                self.edits
                    .extend(self.inlined(*link_type, &range, dest_url, title));
            }
            Tag::Item if self.depth == 1 => {
                if let Some(Block {
                    shape: Shape::List(items),
                    ..
                }) = self.blocks.last_mut()
                {
                    items.push(range);
                }
            }
            _ if self.depth > 0 => {}
            Tag::Heading { level, .. } => {
                let source = self.text.get(range.clone()).unwrap_or_default();
                let has_hashes = source.trim_start().starts_with('#');
                let last_line = source.trim_end().lines().last().unwrap_or_default();
                let underline = if has_hashes {
                    0
                } else {
                    last_line.trim().len()
                };
                let level = *level as u8;
                self.push(Shape::Heading { level, underline }, range);
            }
            Tag::List(_) => self.push(Shape::List(Vec::new()), range),
            Tag::CodeBlock(_) => self.push(Shape::Code, range),
            Tag::Table(_) => self.push(Shape::Table, range),
            Tag::BlockQuote(_) => self.push(Shape::Quote, range),
            Tag::HtmlBlock => self.push(Shape::Html, range),
            Tag::FootnoteDefinition(_) => self.push(Shape::Footnote, range),
            _ => self.push(Shape::Paragraph, range),
        }
    }

    fn push(&mut self, shape: Shape, range: Range<usize>) {
        self.outside.clear();
        self.has_html = false;
        self.has_words = false;
        self.blocks.push(Block {
            shape,
            range,
            plain: String::new(),
            is_emphasised: false,
        });
    }

    fn word(&mut self, part: &str) {
        let Some(block) = self.blocks.last_mut() else {
            return;
        };
        if matches!(block.shape, Shape::Heading { .. } | Shape::Paragraph) {
            block.plain.push_str(part);
            self.has_words |= !part.trim().is_empty();
            if self.emphasis == 0 {
                self.outside.push_str(part);
            }
        }
    }

    fn close(&mut self) {
        let Some(block) = self.blocks.last_mut() else {
            return;
        };
        match &mut block.shape {
            Shape::List(items) => {
                // A list's own range can reach over link definitions that follow it.
                if let Some(last) = items.last() {
                    block.range.end = last.end;
                }
            }
            Shape::Paragraph if self.has_html && !self.has_words => block.shape = Shape::Html,
            _ => {}
        }
        if block.shape == Shape::Html {
            block.shape =
                markdown::html_shape(self.text.get(block.range.clone()).unwrap_or_default());
        }
        block.is_emphasised = self.has_words
            && self
                .outside
                .trim_matches(|c: char| c == ':' || c.is_whitespace())
                .is_empty();
    }

    /// The edit that gives a reference its target in place.
    fn inlined(
        &self,
        kind: LinkType,
        range: &Range<usize>,
        target: &str,
        title: &str,
    ) -> Option<Edit> {
        let source = self.text.get(range.clone())?;
        let with = markdown::link_tail(target, title);
        let tail = match kind {
            // A label holds no unescaped bracket, so the last pair is the label's.
            LinkType::Reference => range.start + source.rfind("][")? + 1..range.end,
            LinkType::Collapsed if source.ends_with("[]") => range.end - 2..range.end,
            // The parser leaves the empty brackets out of the range.
            LinkType::Collapsed if self.text.get(range.end..)?.starts_with("[]") => {
                range.end..range.end + 2
            }
            LinkType::Shortcut => range.end..range.end,
            _ => return None,
        };
        Some(Edit { range: tail, with })
    }
}
