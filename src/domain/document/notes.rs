//! Release notes: releases with their entries, and everything that was left out.

use crate::domain::date::{Date, Dated};
use crate::domain::entry::Entry;
use crate::domain::markdown::Block;
use crate::domain::release::{Place, Stage, State};
use crate::domain::text::Untrusted;
use crate::domain::version::Scheme;

/// Why something is not in the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// An entry's id, or a release's `stream/version` if the whole release is meant.
    pub id: String,
    pub why: String,
}

/// An entry as it stands in one release of the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotesEntry {
    pub entry: Entry,
    /// The text as a block tree; empty unless it was asked for.
    pub blocks: Vec<Block>,
    /// For a back-port: `stream/version` of the release that its text stands in.
    pub stands_in: Option<String>,
}

/// One release of the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotesRelease {
    pub stream: String,
    pub stream_name: Untrusted,
    pub scheme: Scheme,
    pub place: Place,
    pub date: Option<Dated>,
    pub title: Option<Untrusted>,
    pub stage: Stage,
    pub state: State,
    pub withdrawn: Option<Untrusted>,
    pub summary: Option<Untrusted>,
    pub description: Option<Untrusted>,
    pub description_blocks: Vec<Block>,
    pub entries: Vec<NotesEntry>,
    /// Markdown that fits nowhere, with the heading it stood under.
    pub unplaced: Vec<(Option<Untrusted>, Untrusted)>,
}

impl NotesRelease {
    /// Whether nothing is known of it but that it exists.
    pub fn is_blank(&self) -> bool {
        self.summary.is_none()
            && self.description.is_none()
            && self.entries.is_empty()
            && self.unplaced.is_empty()
    }
}

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Versions: `from` excluded, `to` included.
    pub from: Option<String>,
    pub to: Option<String>,
    /// One release or line.
    pub only: Option<String>,
    /// Days, both included.
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// What the data of one stream does and does not cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub stream: String,
    pub name: Untrusted,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub complete: Option<bool>,
    pub continued_at: Option<Untrusted>,
    pub note: Option<Untrusted>,
}

/// The answer of `forewarn notes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotesDocument {
    pub as_of: Date,
    pub platform: Untrusted,
    pub span: Span,
    /// In the order they are to be shown.
    pub releases: Vec<NotesRelease>,
    pub excluded: Vec<Excluded>,
    pub coverage: Vec<Coverage>,
    /// Entries of the streams and span that were asked for: shown ones plus excluded ones.
    pub entries_in: usize,
}

impl NotesDocument {
    pub fn entries_out(&self) -> usize {
        self.releases
            .iter()
            .flat_map(|release| &release.entries)
            .filter(|entry| entry.stands_in.is_none())
            .count()
    }
}
