//! A small Markdown block tree: what a writer needs to lay out an entry in its own format.

use pulldown_cmark::Options;

use crate::domain::text::Untrusted;

/// Markdown as forewarn reads it everywhere: `CommonMark` with tables and strikethrough.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// A run of text with one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(Untrusted),
    Code(Untrusted),
    Emphasis(Vec<Self>),
    Strong(Vec<Self>),
    Strikethrough(Vec<Self>),
    Link {
        target: Untrusted,
        text: Vec<Self>,
    },
    Image {
        target: Untrusted,
        alt: Vec<Self>,
    },
    /// Raw HTML: shown as the text it is, never interpreted.
    Html(Untrusted),
    SoftBreak,
    HardBreak,
}

/// A block of Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    Heading {
        level: u8,
        text: Vec<Inline>,
    },
    Code {
        language: Option<Untrusted>,
        text: Untrusted,
    },
    Quote(Vec<Self>),
    List {
        start: Option<u64>,
        items: Vec<Vec<Self>>,
    },
    /// Rows of cells, the header first.
    Table(Vec<Vec<Vec<Inline>>>),
    Html(Untrusted),
    Rule,
}
