//! JSDoc blocks: what they say of deprecation, versions and privacy.
//!
//! The rules of what is a tag are those of TypeScript's own parser, but for one: TypeScript takes `@deprecated` in
//! the middle of a sentence for a tag, though its author may only have written about the tag. Such tags, and those in
//! fenced code, are kept as [`Strength::Suspect`]. Tags are told apart by their whole name, case and all:
//! `@deprecatedSince` and `@Deprecated` deprecate nothing.

mod claims;
mod offers;
mod prose;
mod version;

#[cfg(test)]
mod tests;

use crate::domain::surface::notice::{Notes, Notice, Source, Strength};

pub use claims::{Claim, claims};
pub use prose::comment_notice;

/// One `/** … */` block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What stands before the first tag, one line of the block each.
    pub description: Vec<Line>,
    pub tags: Vec<Tag>,
}

/// A line of a description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    pub number: u32,
}

/// A tag with the text that follows it, up to the next tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// Without the `@`.
    pub name: String,
    pub text: String,
    /// 1-based line in the file.
    pub line: u32,
    /// Whether it begins its line, outside of fenced code.
    pub certain: bool,
}

impl Block {
    /// The first certain tag of this name.
    fn tag(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.certain && tag.name == name)
    }
}

/// Takes a block apart.
///
/// `text` is the comment with its delimiters; `first` the line of the file on which it begins.
pub fn parse(text: &str, first: u32) -> Block {
    let inner = text.strip_prefix("/**").unwrap_or(text);
    let inner = inner.strip_suffix("*/").unwrap_or(inner);
    let mut block = Block::default();
    let mut fenced = false;
    for (number, line) in (first..).zip(inner.lines()) {
        let line = line.trim_start();
        let line = if number == first {
            line
        } else {
            line.trim_start_matches('*').trim_start()
        }
        .trim_end();
        if line.starts_with("```") {
            fenced = !fenced;
            push(&mut block, line, number);
        } else if fenced {
            push(&mut block, line, number);
            suspects(&mut block, line, number, true);
        } else {
            read_line(&mut block, line, number);
        }
    }
    block
}

/// Reads a line outside of fenced code: the tags that it begins with, then text.
fn read_line(block: &mut Block, line: &str, number: u32) {
    let mut rest = line;
    while let Some((name, after)) = tag_at(rest) {
        block.tags.push(Tag {
            name: name.to_owned(),
            text: String::new(),
            line: number,
            certain: true,
        });
        rest = after.trim_start();
    }
    push(block, rest, number);
    suspects(block, rest, number, false);
}

/// The name of the tag that a text begins with, and what follows it.
fn tag_at(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('@')?;
    let end = rest
        .find(|one: char| !(one.is_alphanumeric() || matches!(one, '_' | '$' | '-')))
        .unwrap_or(rest.len());
    (end > 0).then(|| rest.split_at(end))
}

/// Adds a line to the last certain tag, or to the description.
fn push(block: &mut Block, line: &str, number: u32) {
    match block.tags.iter_mut().rev().find(|tag| tag.certain) {
        Some(tag) if tag.text.is_empty() => line.clone_into(&mut tag.text),
        Some(tag) => {
            tag.text.push('\n');
            tag.text.push_str(line);
        }
        None => block.description.push(Line {
            text: line.to_owned(),
            number,
        }),
    }
}

/// Finds `@deprecated` within a line: after a space, outside of backticks; in code also at its beginning.
fn suspects(block: &mut Block, line: &str, number: u32, from_start: bool) {
    let mut ticks = false;
    let mut before = if from_start { ' ' } else { '@' };
    for (at, one) in line.char_indices() {
        if one == '`' {
            ticks = !ticks;
        }
        if one == '@' && !ticks && before.is_whitespace() {
            let found = line.get(at..).and_then(tag_at);
            if let Some((name @ "deprecated", after)) = found {
                block.tags.push(Tag {
                    name: name.to_owned(),
                    text: after.trim().to_owned(),
                    line: number,
                    certain: false,
                });
            }
        }
        before = one;
    }
}

/// Whether any of the blocks declares deprecation: what TypeScript's parser sets its flag by.
///
/// `ts.getJSDocDeprecatedTag` sees the last block only; the flag, which editors and linters go by, all of them.
pub fn declares(blocks: &[Block]) -> Option<&Tag> {
    blocks.iter().find_map(|block| block.tag("deprecated"))
}

/// What the blocks that lead a declaration say of it.
///
/// `name` is the declaration's own, which no text offers as its own replacement. Of tags that say something once, the
/// last block's count, as in TypeScript.
pub fn notes(blocks: &[Block], name: &str) -> Notes {
    let mut notes = Notes::default();
    let Some(last) = blocks.last() else {
        return notes;
    };
    let own = |tag: &str| last.tag(tag).is_some();
    notes.since = last.tag("since").and_then(|tag| first_line(&tag.text));
    notes.private = own("private") || own("internal");
    notes.ignored = own("ignore") || own("hidden");
    if let Some(tag) = declares(blocks) {
        let mut notice = Notice::new(Strength::Declared, Source::Tag, tag.line);
        fill(&mut notice, blocks, &tag.text, name);
        notes.notices.push(notice);
    } else if let Some(tag) = blocks.iter().find_map(|one| misspelt(one)) {
        let mut notice = Notice::new(Strength::Soft, Source::Tag, tag.line);
        let text = if tag.name == "deprecatedSince" {
            ""
        } else {
            &tag.text
        };
        fill(&mut notice, blocks, text, name);
        notes.notices.push(notice);
    } else if let Some(notice) = prose::of_description(last, name) {
        notes.notices.push(notice);
    }
    for tag in blocks.iter().flat_map(|block| &block.tags) {
        if !tag.certain {
            let mut notice = Notice::new(Strength::Suspect, Source::Tag, tag.line);
            notice.text = some(&tag.text);
            notes.notices.push(notice);
        }
    }
    notes
}

// `@deprecatedSince` alone, or the tag in another case: meant, but no tool goes by it.
fn misspelt(block: &Block) -> Option<&Tag> {
    block.tags.iter().find(|tag| {
        tag.certain
            && (tag.name == "deprecatedSince" || tag.name.eq_ignore_ascii_case("deprecated"))
    })
}

/// Turns tags that certainly deprecate into ones of another strength: where the tag stands in a place that TypeScript
/// does not read.
pub fn weakened(mut notes: Notes, strength: Strength) -> Notes {
    for notice in &mut notes.notices {
        if notice.strength == Strength::Declared {
            notice.strength = strength;
        }
    }
    notes
}

/// Fills in what the text of a deprecation tag and its companion tags say.
fn fill(notice: &mut Notice, blocks: &[Block], text: &str, name: &str) {
    let companion = |tag: &str| {
        blocks
            .iter()
            .rev()
            .find_map(|block| block.tag(tag))
            .and_then(|tag| some(&tag.text))
            .filter(|text| !is_void(text))
    };
    notice.text = some(text);
    notice.since = companion("deprecatedSince")
        .and_then(|text| first_line(&text))
        .or_else(|| version::since(text));
    notice.removal = version::removal(text);
    notice.advice = companion("altRecommendation");
    notice.example = companion("altRecommendationExample");
    notice.link = companion("altRecommendationLink");
    if let Some(advice) = &notice.advice {
        notice.removal = notice.removal.take().or_else(|| version::removal(advice));
        notice.replacements = offers::of_advice(advice, name);
    }
    for offer in offers::of_text(text, name) {
        if !notice.replacements.contains(&offer) {
            notice.replacements.push(offer);
        }
    }
}

/// What `@property x - Deprecated: …` lines say of the members of the declaration that the blocks lead.
pub fn member_notices(blocks: &[Block]) -> Vec<(String, Notice)> {
    blocks
        .iter()
        .flat_map(|block| &block.tags)
        .filter(|tag| tag.certain && matches!(tag.name.as_str(), "property" | "prop"))
        .filter_map(prose::of_property)
        .collect()
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn first_line(text: &str) -> Option<String> {
    some(text.lines().next().unwrap_or_default())
}

fn is_void(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    matches!(
        text.to_ascii_lowercase().as_str(),
        "n/a" | "na" | "none" | "-"
    )
}
