//! The Markdown of a release file: sections, bullets, and what fits nowhere.

use std::ops::Range as Span;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::domain::entry::EntryKind;
use crate::domain::lint::comment;
use crate::domain::markdown::options;
use crate::domain::release::Unplaced;
use crate::domain::text::Untrusted;

/// A bullet below a heading of the grammar, not yet joined with its front matter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bullet {
    pub(super) kind: EntryKind,
    pub(super) id: Option<String>,
    pub(super) breaking: bool,
    pub(super) text: String,
    /// Byte offsets in the body.
    pub(super) at: usize,
    pub(super) end: usize,
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
    let description = unframed(slice(text, &(0..sections_start)));
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
        let rest = unframed(slice(text, &(heading.span().end..end)));
        let unplaced = Unplaced {
            heading: Some(Untrusted::from(title)),
            text: Untrusted::from(rest),
        };
        body.unplaced.push((at, unplaced));
        return;
    };
    let before = body.bullets.len();
    let mut leftovers: Vec<(usize, String)> = Vec::new();
    let mut from = heading.span().end;
    for block in blocks {
        if let Top::List { items, span } = block {
            let waivers = leftover(text, from..span.start, &mut leftovers);
            let first = body.bullets.len();
            body.bullets
                .extend(items.iter().map(|item| bullet(text, item, kind)));
            // A waiver in a line of its own is for what comes next.
            if let Some(bullet) = body.bullets.get_mut(first) {
                bullet.text = with_waivers(&bullet.text, &waivers);
            }
            from = span.end;
        }
    }
    let nothing_follows = leftover(text, from..end, &mut leftovers);
    leftovers.extend(nothing_follows.into_iter().map(|waiver| (from, waiver)));
    if let Some((first, _)) = leftovers.first() {
        let joined: Vec<&str> = leftovers.iter().map(|(_, text)| text.as_str()).collect();
        let text = joined.join("\n\n");
        let is_same = |unplaced: &Unplaced| {
            let heading = unplaced.heading.as_ref().map(Untrusted::raw);
            heading == Some(kind.heading())
        };
        // A heading that stands twice is one section.
        match body
            .unplaced
            .iter_mut()
            .find(|(_, unplaced)| is_same(unplaced))
        {
            Some((_, known)) => {
                known.text = Untrusted::from(format!("{}\n\n{text}", known.text.raw()));
            }
            None => body.unplaced.push((
                *first,
                Unplaced {
                    heading: Some(Untrusted::from(kind.heading())),
                    text: Untrusted::from(text),
                },
            )),
        }
    } else if body.bullets.len() == before {
        body.empty_sections.push((at, kind));
    }
}

/// Blocks without the blank lines around them.
pub(super) fn unframed(text: &str) -> &str {
    begun(text.trim_end())
}

/// Blocks from their first line on. Up to three spaces before it mean nothing; whatever else stands there would make other
/// blocks of it by going.
fn begun(text: &str) -> &str {
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n')
        && line
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
    {
        rest = after;
    }
    let bare = rest.trim_start_matches(' ');
    let is_code = rest.len() - bare.len() > 3 || bare.starts_with('\t');
    if is_code { rest } else { bare }
}

/// What stands between lists, without the waivers of lint rules in it, which come back.
fn leftover(text: &str, span: Span<usize>, leftovers: &mut Vec<(usize, String)>) -> Vec<String> {
    let rest = slice(text, &span);
    let (kept, waivers) = comment::take(rest);
    let trimmed = unframed(&kept);
    if !trimmed.is_empty() {
        let at = span.start + rest.len() - begun(rest).len();
        leftovers.push((at, trimmed.to_owned()));
    }
    waivers
}

/// A text with waivers below it, each a block of its own.
fn with_waivers(text: &str, waivers: &[String]) -> String {
    waivers.iter().fold(text.to_owned(), |text, waiver| {
        format!("{text}\n\n{waiver}").trim_start().to_owned()
    })
}

/// The words of a heading in either of Markdown's spellings, as they stand in the source.
fn heading_text(source: &str) -> String {
    let source = source.trim();
    if let Some(rest) = source.strip_prefix('#') {
        let rest = rest.trim_start_matches('#').trim();
        let open = rest.trim_end_matches('#');
        // A closing sequence stands behind a space; `C#` has none.
        let is_closed = open.is_empty() || open.ends_with([' ', '\t']);
        return if is_closed { open.trim() } else { rest }.to_owned();
    }
    let mut lines: Vec<&str> = source.lines().map(str::trim).collect();
    // The last line is the underline.
    lines.pop();
    lines.join(" ")
}

fn bullet(text: &str, item: &Span<usize>, kind: EntryKind) -> Bullet {
    let before = text.get(..item.start).unwrap_or_default();
    let indent = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
    let content = dedent(slice(text, item), indent);
    let (breaking, id, text) = read_content(&content);
    Bullet {
        kind,
        id,
        breaking,
        text,
        at: item.start,
        end: item.end,
    }
}

/// What a bullet's content says: whether it is breaking, its id, its text.
pub(super) fn read_content(content: &str) -> (bool, Option<String>, String) {
    let (content, waivers) = comment::take(content);
    let (breaking, content) = take_breaking_mark(&content);
    let (id, text) = take_id(content);
    (breaking, id, with_waivers(&text, &waivers))
}

const TAB: usize = 4;

/// The Markdown inside a list item: without its marker, and with the following lines moved left to
/// where its content starts. `indent` is the column of the marker.
fn dedent(item: &str, indent: usize) -> String {
    let number = item.trim_start_matches(|c: char| c.is_ascii_digit());
    // `-`, `*`, `+`, or the `.` or `)` after a number.
    let marker = item.len() - number.len() + 1;
    let after_marker = item.get(marker..).unwrap_or_default();
    let content = after_marker.trim_start_matches([' ', '\t']);
    let space = after_marker
        .get(..after_marker.len() - content.len())
        .unwrap_or_default();
    let width = columns(space, indent + marker) - (indent + marker);
    let start = indent + marker + if (1..=TAB).contains(&width) { width } else { 1 };
    let mut lines = content.lines();
    let mut dedented = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        dedented.push('\n');
        dedented.push_str(&moved_left(line, start));
    }
    dedented.trim().to_owned()
}

/// The column after `space`, which begins at the column `from`.
fn columns(space: &str, from: usize) -> usize {
    space.chars().fold(from, |column, c| match c {
        '\t' => column - column % TAB + TAB,
        _ => column + 1,
    })
}

/// `line` without its first `by` columns of white space; what a tab has beyond them stays as spaces.
fn moved_left(line: &str, by: usize) -> String {
    let mut column = 0;
    let mut rest = line;
    while column < by {
        match rest.chars().next() {
            Some(c @ (' ' | '\t')) => {
                column = columns(c.encode_utf8(&mut [0; 4]), column);
                rest = rest.get(1..).unwrap_or_default();
            }
            _ => break,
        }
    }
    format!("{}{rest}", " ".repeat(column.saturating_sub(by)))
}

/// The mark that begins a breaking entry.
pub(super) const BREAKING_MARK: &str = "**Breaking:**";

fn take_breaking_mark(content: &str) -> (bool, &str) {
    match content.strip_prefix(BREAKING_MARK) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, content),
    }
}

/// Takes `{#id}` off the first paragraph: off its end, or off the end of an earlier line of it, where
/// somebody went on below.
fn take_id(content: &str) -> (Option<String>, String) {
    let end = first_paragraph_end(content).unwrap_or(0);
    let (first, rest) = content.split_at_checked(end).unwrap_or((content, ""));
    let lines: Vec<&str> = first.lines().collect();
    let Some((idx, (before, id))) = lines
        .iter()
        .enumerate()
        .rev()
        .find_map(|(idx, line)| Some((idx, split_id(line)?)))
    else {
        return (None, content.to_owned());
    };
    let mut kept: Vec<&str> = lines;
    kept[idx] = before;
    let text = format!(
        "{}{}",
        kept.join("\n").trim_end(),
        rest.trim_start_matches([' ', '\t'])
    );
    (Some(id.to_owned()), text.trim().to_owned())
}

/// `text {#id}` in its parts.
fn split_id(line: &str) -> Option<(&str, &str)> {
    let (before, id) = line.trim_end().strip_suffix('}')?.rsplit_once("{#")?;
    let is_id = !id.is_empty() && !id.contains(['{', '}', ' ']);
    is_id.then(|| (before.trim_end(), id))
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
    fn waivers_go_with_the_entry_that_they_are_for() {
        let waiver = |name: &str| format!("<!-- forewarn-lint-ignore {name} -- why -->");
        let text = format!(
            "{}\n\n## Added\n\n{}\n- One. {{#one}} {}\n{}\n- Two. {{#two}}\n  {}\n{}\n",
            waiver("whole"),
            waiver("before"),
            waiver("behind"),
            waiver("between"),
            waiver("below"),
            waiver("after-all"),
        );
        let body = read(&text);
        assert_eq!(body.description, Some(waiver("whole")));
        let bullets: Vec<_> = body
            .bullets
            .iter()
            .map(|bullet| (bullet.id.as_deref(), bullet.text.clone()))
            .collect();
        let with = |text: &str, names: [&str; 2]| {
            format!("{text}\n\n{}\n\n{}", waiver(names[0]), waiver(names[1]))
        };
        assert_eq!(
            bullets,
            [
                (Some("one"), with("One.", ["behind", "before"])),
                (Some("two"), with("Two.", ["below", "between"])),
            ]
        );
        // For nothing: kept where it stands, and told.
        assert_eq!(body.unplaced.len(), 1);
        assert_eq!(body.unplaced[0].1.text.raw(), waiver("after-all"));
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
