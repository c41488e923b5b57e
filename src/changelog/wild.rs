//! Reads a CHANGELOG.md as it is found in packages: Keep a Changelog and its many relatives.
//!
//! Nobody wrote these files for forewarn, so nothing in them is an error that stops an import, but
//! for a text too long to read: whatever can be read is read, and what fits nowhere is kept in
//! [`Wild::unplaced`] with a reason.
//! The account of lines proves that nothing was lost on the way: each line of the file has exactly
//! one class.
//!
//! The text goes through four stages: `source` makes line ends one and takes out what would make
//! parsing slow, `blocks` finds top-level blocks with their places, `sections` decides what each
//! heading means, `gather`, `place` and `finish` put each block into a release, or aside.
//!
//! Deliberately absent: kinds guessed from the words of an entry, versions guessed from their
//! neighbours (`2.0` is not 2.0.0), and dates that have two meanings (`02/08/2023`).

mod blocks;
mod dates;
mod finish;
mod gather;
mod heading;
mod kinds;
mod lines;
mod markdown;
mod odd;
mod place;
mod sameness;
mod sections;
mod source;
#[cfg(test)]
mod tests;

pub use sameness::{Sameness, same_entry};

use crate::changelog::wild::blocks::Document;
use crate::changelog::wild::gather::Gathered;
use crate::changelog::wild::lines::{Class, LineBook};
use crate::changelog::wild::source::Source;
use crate::domain::problem::{Position, Problem, Severity};
use crate::domain::release::Release;
use crate::domain::text::Untrusted;
use crate::domain::version::Scheme;

/// The stream that a changelog's releases belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WildStream {
    pub id: String,
    pub scheme: Scheme,
}

/// What a changelog says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wild {
    /// In the file's order, each version once.
    pub releases: Vec<Release>,
    /// Entries that no release has yet, as the fragment `unreleased/changelog`.
    pub unreleased: Option<Release>,
    /// By place in the file.
    pub unplaced: Vec<UnplacedText>,
    /// By place in the file.
    pub problems: Vec<Problem>,
    pub lines: LineAccount,
}

/// Text that belongs to no entry and no description: kept as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnplacedText {
    pub at: Position,
    /// The headings it stood under, outermost first: `2.14.0 > Fixed`. Controls are made visible.
    pub heading: Option<String>,
    pub text: Untrusted,
    /// Why it is here: a sentence without a period.
    pub why: String,
}

/// How many lines went where. Each line is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineAccount {
    pub total: usize,
    /// Lines with nothing to read, wherever they stand: empty ones, rules, anchors, empty comments.
    pub blank: usize,
    /// Titles, versions, kinds, and dates that stand on their own below a version.
    pub headings: usize,
    pub entries: usize,
    pub descriptions: usize,
    /// Link reference definitions; the references themselves are resolved in the entries.
    pub links: usize,
    pub unplaced: usize,
    /// Lines of entries that stand in their release already.
    pub duplicates: usize,
}

impl LineAccount {
    /// The sum of all classes; equal to `total` for whatever [`read`] returns.
    pub fn sum(&self) -> usize {
        let Self {
            total: _,
            blank,
            headings,
            entries,
            descriptions,
            links,
            unplaced,
            duplicates,
        } = self;
        blank + headings + entries + descriptions + links + unplaced + duplicates
    }
}

/// Reads the changelog `text` of `stream`; `file` is what problems name. It never fails.
pub fn read(text: &str, file: &str, stream: &WildStream) -> Wild {
    let source = Source::new(text);
    if source.is_too_long() {
        return read_nothing(&source.text, file);
    }
    read_source(&source, file, stream).0
}

/// Also says how many lines were claimed by two blocks: 0, or the reader is wrong.
fn read_source(source: &Source, file: &str, stream: &WildStream) -> (Wild, usize) {
    let document = Document::new(&source.text, source.start);
    let mut book = LineBook::new(&source.text);
    for definition in &document.definitions {
        let lines = book.lines_of(definition);
        book.settle(lines, Class::Link);
    }
    let mut gathered = Gathered::new(&document, file, book);
    gathered.set_aside_guarded(source);
    let sections = sections::split(&document, stream.scheme);
    gathered.take_all(&sections);
    let (wild, book) = gathered.finish(stream);
    (wild, book.claimed_twice)
}

/// A text that is too long to parse is kept whole.
fn read_nothing(text: &str, file: &str) -> Wild {
    let mut book = LineBook::new(text);
    book.claim(0..text.lines().count(), Class::Unplaced);
    let at = Position { line: 1, column: 1 };
    let limit = source::LONGEST_TEXT / (1024 * 1024);
    let problem = Problem {
        severity: Severity::Error,
        file: file.to_owned(),
        at: None,
        message: Untrusted::from(format!(
            "the text is longer than {limit} MiB and was not read"
        )),
        hint: None,
    };
    Wild {
        releases: Vec::new(),
        unreleased: None,
        unplaced: vec![UnplacedText {
            at,
            heading: None,
            text: Untrusted::from(text),
            why: "the text is too long to read".to_owned(),
        }],
        problems: vec![problem],
        lines: book.account(),
    }
}
