//! For people at a terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::domain::markdown::{Block, Inline};
use crate::domain::text::{Untrusted, neutralise};
use crate::report::code::{Language, Part, Reader};

pub mod accounts;
pub mod api;
pub mod care;
pub mod chart;
pub mod check;
pub mod checkup;
pub mod defaults;
pub mod deprecations;
pub mod edit;
pub mod evidence;
pub mod explain;
pub mod features;
pub mod forecast;
pub mod found;
pub mod fragment;
pub mod git;
pub mod impact;
pub mod link;
pub mod lint;
pub mod notes;
pub mod overview;
pub mod progress;
pub mod record;
pub mod scan;
pub mod versions;

mod ending;
mod rows;

/// How wide lines may be.
#[derive(Clone, Copy, Debug)]
pub struct Width(pub usize);

impl Width {
    /// For output that is no terminal, and the widest that is pleasant to read.
    pub const USUAL: Self = Self(100);

    /// A terminal's, within bounds.
    pub fn of_terminal(columns: Option<u16>) -> Self {
        columns.map_or(Self::USUAL, |columns| {
            Self(usize::from(columns).clamp(40, 120))
        })
    }
}

/// Looks by what a piece of text is, not by colour.
pub(crate) mod role {
    use super::{AnsiColor, Style};

    pub(crate) const TITLE: Style = Style::new().bold();
    pub(crate) const DIM: Style = Style::new().dimmed();
    pub(crate) const CODE: Style = AnsiColor::Cyan.on_default();
    pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
    pub(crate) const CAUTION: Style = AnsiColor::Yellow.on_default();
    pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
    pub(crate) const MARK: Style = AnsiColor::Yellow.on_default().bold();
    pub(crate) const COMMAND: Style = AnsiColor::Cyan.on_default().bold();
}

/// `text` in a look.
pub(crate) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Writes wrapped text: `first` before the first line, `rest` before the others.
pub(crate) fn wrapped(
    out: &mut dyn Write,
    width: Width,
    first: &str,
    rest: &str,
    text: &str,
) -> io::Result<()> {
    let options = textwrap::Options::new(width.0)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    if text.trim().is_empty() {
        return writeln!(out, "{}", first.trim_end());
    }
    let lines = textwrap::wrap(text, options);
    for line in link::closed(lines.iter().map(|line| line.trim_end()), rest) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Inline Markdown as text with looks, on one line; hard breaks become `\n`.
pub(crate) fn inlines(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Html(text) => out.push_str(&one_line(text)),
            Inline::Code(code) => out.push_str(&styled(
                role::CODE,
                &format!("`{}`", code.for_terminal_line()),
            )),
            Inline::Emphasis(inner) | Inline::Strong(inner) => {
                out.push_str(&styled(role::TITLE, &self::inlines(inner)));
            }
            Inline::Strikethrough(inner) => {
                out.push('~');
                out.push_str(&self::inlines(inner));
                out.push('~');
            }
            Inline::Link { target, text } => {
                let text = self::inlines(text);
                let shown = target.for_terminal_line();
                let text = if text == shown {
                    text
                } else {
                    format!("{text}{}", styled(role::DIM, &format!(" <{shown}>")))
                };
                out.push_str(&link::linked(target.raw(), &text));
            }
            Inline::Image { target, alt } => {
                out.push_str(&format_image(&self::inlines(alt), target));
            }
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak => out.push('\n'),
        }
    }
    out
}

/// Inner spaces stay: text comes in pieces.
fn one_line(text: &Untrusted) -> String {
    neutralise(text.raw()).replace(['\n', '\t'], " ")
}

fn format_image(alt: &str, target: &Untrusted) -> String {
    let target = target.for_terminal_line();
    if alt.is_empty() {
        format!("[image {target}]")
    } else {
        format!("[image: {alt}]")
    }
}

/// Markdown blocks, wrapped, with `first` before the first line and `rest` before all others.
pub(crate) fn blocks(
    out: &mut dyn Write,
    width: Width,
    first: &str,
    rest: &str,
    content: &[Block],
) -> io::Result<()> {
    let mut lead = first;
    for block in content {
        match block {
            Block::Paragraph(text) => {
                for line in inlines(text).split('\n') {
                    wrapped(out, width, lead, rest, line)?;
                    lead = rest;
                }
            }
            Block::Heading { text, .. } => {
                wrapped(out, width, lead, rest, &styled(role::TITLE, &inlines(text)))?;
            }
            Block::Code { language, text } => {
                let language = language
                    .as_ref()
                    .and_then(|name| Language::named(name.raw()));
                code(out, lead, rest, text, language)?;
            }
            Block::Html(text) => verbatim(out, lead, rest, text, role::DIM)?,
            Block::Quote(inner) => {
                blocks(
                    out,
                    width,
                    &format!("{lead}| "),
                    &format!("{rest}| "),
                    inner,
                )?;
            }
            Block::List { start, items } => {
                for (idx, item) in items.iter().enumerate() {
                    let marker = match start {
                        Some(start) => format!("{}. ", start + idx as u64),
                        None => "- ".to_owned(),
                    };
                    let indent = " ".repeat(marker.len());
                    blocks(
                        out,
                        width,
                        &format!("{lead}{marker}"),
                        &format!("{rest}{indent}"),
                        item,
                    )?;
                    lead = rest;
                }
            }
            Block::Table(rows) => {
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|cell| inlines(cell)).collect();
                    wrapped(out, width, lead, rest, &cells.join(" | "))?;
                    lead = rest;
                }
            }
            Block::Rule => writeln!(out, "{lead}---")?,
        }
        lead = rest;
    }
    if content.is_empty() {
        writeln!(out, "{}", first.trim_end())?;
    }
    Ok(())
}

fn verbatim(
    out: &mut dyn Write,
    first: &str,
    rest: &str,
    text: &Untrusted,
    style: Style,
) -> io::Result<()> {
    let shown = text.for_terminal();
    for (idx, line) in shown.trim_end().lines().enumerate() {
        let lead = if idx == 0 { first } else { rest };
        writeln!(out, "{lead}  {}", styled(style, line))?;
    }
    Ok(())
}

/// Code whose language is known, in its parts; other code as it is.
fn code(
    out: &mut dyn Write,
    first: &str,
    rest: &str,
    text: &Untrusted,
    language: Option<Language>,
) -> io::Result<()> {
    let Some(language) = language else {
        return verbatim(out, first, rest, text, role::CODE);
    };
    let shown = text.for_terminal();
    let mut reader = Reader::new(language);
    for (idx, line) in shown.trim_end().lines().enumerate() {
        let lead = if idx == 0 { first } else { rest };
        write!(out, "{lead}  ")?;
        for (part, text) in reader.line(line) {
            let style = match part {
                Part::Plain => role::CODE,
                other => look(other),
            };
            write!(out, "{}", styled(style, text))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A line of a file, which is fit for a terminal, in the colours of its language.
pub(crate) fn highlighted(reader: &mut Reader, line: &str) -> String {
    let parts = reader.line(line).into_iter();
    parts
        .map(|(part, text)| match part {
            Part::Plain => text.to_owned(),
            other => styled(look(other), text),
        })
        .collect()
}

/// The look of a part of code.
pub(crate) fn look(part: Part) -> Style {
    match part {
        Part::Plain => Style::new(),
        Part::Comment => role::DIM,
        Part::Text => role::GOOD,
        Part::Number => role::CAUTION,
        Part::Word => role::COMMAND,
    }
}

/// How many columns a text takes, its colours not counted.
pub(crate) fn columns(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// Pads with spaces to a number of columns.
pub(crate) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// `1 entry`, `2 entries`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {many}")
    }
}
