//! A small Markdown block tree: what a writer needs to lay out an entry in its own format.

use crate::domain::text::Untrusted;

/// A run of text with one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(Untrusted),
    Code(Untrusted),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Strikethrough(Vec<Inline>),
    Link {
        target: Untrusted,
        text: Vec<Inline>,
    },
    Image {
        target: Untrusted,
        alt: Vec<Inline>,
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
    Quote(Vec<Block>),
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    /// Rows of cells, the header first.
    Table(Vec<Vec<Vec<Inline>>>),
    Html(Untrusted),
    Rule,
}
