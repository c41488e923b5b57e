//! What a move does, as a page: sections of sentences, lists and tables, which one writer for each format lays out.

mod head;
pub mod html;
mod items;
mod plugins;
mod tables;

use crate::domain::document::impact::{ImpactDocument, Phase};

/// How much of it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Everything, also what no plugin uses and what asks nothing of anyone.
    pub all: bool,
}

/// How grave something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Dim,
    Good,
    Caution,
    Bad,
}

/// A piece of a line; from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    Text(String),
    Code(String),
}

/// A line of a list, with sentences below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) runs: Vec<Run>,
    pub(crate) below: Vec<Vec<Run>>,
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Sentence(Tone, Vec<Run>),
    List {
        title: String,
        lines: Vec<Line>,
        /// How many are not shown.
        more: usize,
    },
    Table {
        head: Vec<&'static str>,
        rows: Vec<Vec<String>>,
    },
}

/// A part of the page under a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) tone: Tone,
    pub(crate) parts: Vec<Part>,
}

/// A whole page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) lead: Vec<Part>,
    pub(crate) sections: Vec<Section>,
}

/// Lays a document out.
pub(crate) fn page(document: &ImpactDocument, detail: Detail) -> Page {
    let mut sections = plugins::sections(document, detail);
    sections.extend(tables::stops(document));
    for phase in [Phase::Before, Phase::During, Phase::After] {
        sections.extend(items::phase(document, phase, detail));
    }
    sections.extend(tables::settings(document));
    sections.extend(tables::features(document));
    sections.extend(items::news(document, detail));
    sections.extend(tables::versions(document));
    sections.extend(tables::left_out(document, detail));
    Page {
        title: head::title(document),
        lead: head::lead(document),
        sections,
    }
}

/// Text with code between backticks.
pub(crate) fn runs(text: &str) -> Vec<Run> {
    // Without a partner a backtick is one.
    if text.matches('`').count() % 2 == 1 {
        return vec![Run::Text(text.to_owned())];
    }
    text.split('`')
        .enumerate()
        .filter(|(_, piece)| !piece.is_empty())
        .map(|(index, piece)| {
            if index % 2 == 1 {
                Run::Code(piece.to_owned())
            } else {
                Run::Text(piece.to_owned())
            }
        })
        .collect()
}

pub(crate) fn sentence(tone: Tone, text: &str) -> Part {
    Part::Sentence(tone, runs(text))
}
