//! The Markdown of a release file: sections, bullets, and what fits nowhere.

use std::ops::Range as Span;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::domain::entry::EntryKind;
use crate::domain::release::Unplaced;
use crate::domain::text::Untrusted;

/// Markdown as forewarn reads it everywhere: `CommonMark` with tables and strikethrough.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// A bullet below a heading of the grammar, not yet joined with its front matter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bullet {
    pub(super) kind: EntryKind,
    pub(super) id: Option<String>,
    pub(super) breaking: bool,
    pub(super) text: String,
    /// Byte offset in the body.
    pub(super) at: usize,
}

/// What a body holds, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) description: Option<String>,
    pub(super) bullets: Vec<Bullet>,
    pub(super) unplaced: Vec<(usize, Unplaced)>,
    /// Headings of the grammar with nothing below them.
    pub(super) empty_sections: Vec<(usize, EntryKind)>,
}

/// A block at the top of a document.
#[derive(Debug)]
enum Top {
    Heading {
        level: HeadingLevel,
        span: Span<usize>,
    },
    List {
        items: Vec<Span<usize>>,
        span: Span<usize>,
    },
    Other(Span<usize>),
}

impl Top {
    fn span(&self) -> &Span<usize> {
        match self {
            Self::Heading { span, .. } | Self::List { span, .. } | Self::Other(span) => span,
        }
    }
}

/// The top blocks of `text`, in order. What is no block, such as a link definition, is in none.
fn tops(text: &str) -> Vec<Top> {
    let mut tops = Vec::new();
    let mut depth = 0usize;
    for (event, span) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                match (depth, &tag) {
                    (0, Tag::Heading { level, .. }) => tops.push(Top::Heading {
                        level: *level,
                        span,
                    }),
                    (0, Tag::List(_)) => tops.push(Top::List {
                        items: Vec::new(),
                        span,
                    }),
                    (0, _) => tops.push(Top::Other(span)),
                    (1, Tag::Item) => {
                        if let Some(Top::List { items, .. }) = tops.last_mut() {
                            items.push(span);
                        }
                    }
                    _ => {}
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ if depth == 0 => tops.push(Top::Other(span)),
            _ => {}
        }
    }
    tops
}

fn slice<'a>(text: &'a str, span: &Span<usize>) -> &'a str {
    text.get(span.clone()).unwrap_or_default()
}

/// Reads the body of a release file.
pub(super) fn read(text: &str) -> Body {
    let tops = tops(text);
    let mut body = Body::default();
    let first_section = tops
        .iter()
        .position(|top| {
            matches!(
                top,
                Top::Heading {
                    level: HeadingLevel::H2,
                    ..
                }
            )
        })
        .unwrap_or(tops.len());
    let sections_start = tops
        .get(first_section)
        .map_or(text.len(), |top| top.span().start);
    let description = slice(text, &(0..sections_start)).trim();
    body.description = (!description.is_empty()).then(|| description.to_owned());

    let mut idx = first_section;
    while idx < tops.len() {
        let end_idx = tops[idx + 1..]
            .iter()
            .position(|top| {
                matches!(
                    top,
                    Top::Heading {
                        level: HeadingLevel::H2,
                        ..
                    }
                )
            })
            .map_or(tops.len(), |offset| idx + 1 + offset);
        let end = tops.get(end_idx).map_or(text.len(), |top| top.span().start);
        section(text, &tops[idx..end_idx], end, &mut body);
        idx = end_idx;
    }
    body.unplaced.sort_by_key(|(_, unplaced)| {
        let kind = unplaced
            .heading
            .as_ref()
            .and_then(|heading| EntryKind::of_heading(heading.raw()));
        (kind.is_none(), kind)
    });
    body
}

/// One `##` heading with the blocks up to the next.
fn section(text: &str, tops: &[Top], end: usize, body: &mut Body) {
    let [heading, blocks @ ..] = tops else { return };
    let at = heading.span().start;
    let title = heading_text(slice(text, heading.span()));
    let Some(kind) = EntryKind::of_heading(&title) else {
        let rest = slice(text, &(heading.span().end..end)).trim();
        let unplaced = Unplaced {
            heading: Some(Untrusted::from(title)),
            text: Untrusted::from(rest),
        };
        body.unplaced.push((at, unplaced));
        return;
    };
    let before = body.bullets.len();
    let mut leftovers: Vec<(usize, &str)> = Vec::new();
    let mut from = heading.span().end;
    for block in blocks {
        if let Top::List { items, span } = block {
            leftover(text, from..span.start, &mut leftovers);
            body.bullets
                .extend(items.iter().map(|item| bullet(text, item, kind)));
            from = span.end;
        }
    }
    leftover(text, from..end, &mut leftovers);
    if let Some((first, _)) = leftovers.first() {
        let joined: Vec<&str> = leftovers.iter().map(|(_, text)| *text).collect();
        let unplaced = Unplaced {
            heading: Some(Untrusted::from(kind.heading())),
            text: Untrusted::from(joined.join("\n\n")),
        };
        body.unplaced.push((*first, unplaced));
    } else if body.bullets.len() == before {
        body.empty_sections.push((at, kind));
    }
}

fn leftover<'a>(text: &'a str, span: Span<usize>, leftovers: &mut Vec<(usize, &'a str)>) {
    let rest = slice(text, &span);
    let trimmed = rest.trim();
    if !trimmed.is_empty() {
        leftovers.push((span.start + rest.len() - rest.trim_start().len(), trimmed));
    }
}

/// The words of a heading in either of Markdown's spellings.
fn heading_text(source: &str) -> String {
    let first = source.lines().next().unwrap_or_default().trim();
    first
        .trim_start_matches('#')
        .trim_end_matches('#')
        .trim()
        .to_owned()
}

fn bullet(text: &str, item: &Span<usize>, kind: EntryKind) -> Bullet {
    let content = dedent(slice(text, item));
    let (breaking, content) = take_breaking_mark(&content);
    let (id, text) = take_id(content);
    Bullet {
        kind,
        id,
        breaking,
        text,
        at: item.start,
    }
}

/// The Markdown inside a list item: without its marker, and with the following lines moved left by
/// as much as the marker and its space are wide.
pub(super) fn dedent(item: &str) -> String {
    let marker = item.len() - item.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // `-`, `*`, `+`, or the `.` or `)` after a number.
    let after_marker = item.get(marker + 1..).unwrap_or_default();
    let spaces = after_marker.len() - after_marker.trim_start_matches([' ', '\t']).len();
    let width = marker + 1 + spaces.clamp(1, 4);
    let mut lines = after_marker.trim_start_matches([' ', '\t']).lines();
    let mut content = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        content.push('\n');
        let indent = line.len() - line.trim_start_matches(' ').len();
        content.push_str(line.get(indent.min(width)..).unwrap_or_default());
    }
    content.trim().to_owned()
}

/// The mark that begins a breaking entry.
pub(super) const BREAKING_MARK: &str = "**Breaking:**";

fn take_breaking_mark(content: &str) -> (bool, &str) {
    match content.strip_prefix(BREAKING_MARK) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, content),
    }
}

/// Takes `{#id}` off the end of the first paragraph.
fn take_id(content: &str) -> (Option<String>, String) {
    let end = first_paragraph_end(content).unwrap_or(0);
    let (first, rest) = content.split_at_checked(end).unwrap_or((content, ""));
    let (first, tail) = (first.trim_end(), rest);
    let Some((before, id)) = first
        .strip_suffix('}')
        .and_then(|open| open.rsplit_once("{#"))
    else {
        return (None, content.to_owned());
    };
    let is_id = !id.is_empty() && !id.contains(['{', '}', ' ', '\n']);
    if !is_id {
        return (None, content.to_owned());
    }
    let text = format!(
        "{}{}",
        before.trim_end(),
        if tail.trim().is_empty() {
            ""
        } else {
            tail_break(tail)
        }
    );
    (
        Some(id.to_owned()),
        format!("{text}{}", tail.trim_start_matches('\n').trim_end())
            .trim()
            .to_owned(),
    )
}

/// What stands between the first paragraph and the rest: kept, since a list may follow directly.
fn tail_break(tail: &str) -> &'static str {
    let breaks = tail.bytes().take_while(|b| *b == b'\n').count();
    if breaks >= 2 { "\n\n" } else { "\n" }
}

/// Where the first block ends, if it is a paragraph: offset of its last character's end.
pub(super) fn first_paragraph_end(content: &str) -> Option<usize> {
    for (event, span) in Parser::new_ext(content, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) => {}
            Event::End(TagEnd::Paragraph) => {
                let paragraph = content.get(..span.end)?;
                return Some(paragraph.trim_end().len());
            }
            Event::Start(tag) if !is_inline(&tag) => return None,
            Event::Rule | Event::Html(_) => return None,
            _ => {}
        }
    }
    None
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_keep_their_markdown() {
        let body = read(
            "Intro.\n\n## Added\n\n- One *thing*. {#one}\n- **Breaking:** Two,\n  over lines. {#two}\n\n  Second \
             paragraph.\n\n  ```js\n  a();\n\n    b();\n  ```\n- Three: {#three}\n  - nested\n    - deeper\n",
        );
        assert_eq!(body.description.as_deref(), Some("Intro."));
        let bullets: Vec<_> = body
            .bullets
            .iter()
            .map(|b| (b.id.as_deref(), b.breaking, b.text.as_str()))
            .collect();
        assert_eq!(
            bullets,
            [
                (Some("one"), false, "One *thing*."),
                (
                    Some("two"),
                    true,
                    "Two,\nover lines.\n\nSecond paragraph.\n\n```js\na();\n\n  b();\n```"
                ),
                (Some("three"), false, "Three:\n- nested\n  - deeper"),
            ]
        );
        assert!(body.unplaced.is_empty());
    }

    #[test]
    fn what_fits_nowhere_is_kept() {
        let body = read(
            "## Added\n\nA paragraph.\n\n- x {#x}\n\nAnother.\n\n## Sundries\n\n- y\n\n[l]: https://example.org\n\n## Fixed\n",
        );
        let unplaced: Vec<_> = body
            .unplaced
            .iter()
            .map(|(_, u)| (u.heading.as_ref().map_or("", |h| h.raw()), u.text.raw()))
            .collect();
        assert_eq!(
            unplaced,
            [
                ("Added", "A paragraph.\n\nAnother."),
                ("Sundries", "- y\n\n[l]: https://example.org")
            ]
        );
        assert_eq!(body.bullets.len(), 1);
        assert_eq!(body.empty_sections.len(), 1);
    }

    #[test]
    fn an_id_may_stand_before_a_code_block() {
        let body = read("## Notes\n\n- {#n}\n\n  ```\n  x\n  ```\n");
        assert_eq!(body.bullets[0].id.as_deref(), Some("n"));
        assert_eq!(body.bullets[0].text, "```\nx\n```");
    }

    #[test]
    fn braces_in_text_are_no_id() {
        for text in [
            "Uses {curly} words",
            "Ends with {#not an id}",
            "Ends with {#}",
            "`{#code}` first",
        ] {
            let body = read(&format!("## Notes\n\n- {text}\n"));
            assert_eq!(
                (body.bullets[0].id.as_deref(), body.bullets[0].text.as_str()),
                (None, text)
            );
        }
    }
}
