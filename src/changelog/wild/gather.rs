//! Sections to drafts of releases. Every block is put somewhere, and its lines with it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::changelog::wild::UnplacedText;
use crate::changelog::wild::blocks::Document;
use crate::changelog::wild::heading::{ReleaseHeading, Subject};
use crate::changelog::wild::kinds::{Meaning, Sort};
use crate::changelog::wild::lines::{Class, LineBook};
use crate::changelog::wild::odd::UnknownHeading;
use crate::changelog::wild::sections::{Head, Section, Title};
use crate::domain::date::Date;
use crate::domain::problem::{LineIndex, Position, Problem, Severity};
use crate::domain::release::Place;
use crate::domain::text::{Untrusted, neutralise};

/// The fragment that unreleased entries go to.
pub(super) const UNRELEASED: &str = "changelog";

#[derive(Debug)]
pub(super) struct EntryDraft {
    pub(super) sort: Sort,
    pub(super) text: String,
    pub(super) at: Position,
    /// The lines it came from, for the account.
    pub(super) lines: Vec<Range<usize>>,
}

#[derive(Debug)]
pub(super) struct ReleaseDraft {
    pub(super) place: Place,
    pub(super) at: Position,
    pub(super) date: Option<Date>,
    pub(super) other_dates: Vec<Date>,
    pub(super) title: Option<String>,
    pub(super) is_yanked: bool,
    pub(super) is_pending: bool,
    pub(super) description: Vec<String>,
    pub(super) entries: Vec<EntryDraft>,
    /// Whether it was said that it has bullets without a kind.
    pub(super) has_loose_bullets: bool,
}

/// An [`UnplacedText`] that may still grow.
#[derive(Debug)]
pub(super) struct Aside {
    pub(super) at: Position,
    pub(super) heading: Option<String>,
    pub(super) text: String,
    pub(super) why: String,
}

impl From<Aside> for UnplacedText {
    fn from(aside: Aside) -> Self {
        let Aside {
            at,
            heading,
            text,
            why,
        } = aside;
        Self {
            at,
            heading,
            text: Untrusted::from(text),
            why,
        }
    }
}

/// Where the blocks of a section go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nowhere, for this reason.
    Outside(&'static str),
    /// Below a release's heading.
    Introduction,
    Sorted(Sort),
    Summary,
    /// A heading that is no kind; its bullets take the kind of the section that it is part of.
    Unknown(Option<Sort>),
}

#[derive(Debug)]
pub(super) struct Gathered<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) index: LineIndex<'a>,
    pub(super) file: &'a str,
    pub(super) book: LineBook,
    pub(super) releases: Vec<ReleaseDraft>,
    pub(super) asides: Vec<Aside>,
    pub(super) problems: Vec<Problem>,
    by_place: BTreeMap<Place, usize>,
    /// The release whose sections are being read, and its heading's level and text.
    pub(super) current: Option<(usize, u8, String)>,
    /// The section that deeper headings are part of: its level and sort.
    enclosing: Option<(u8, Sort)>,
    /// Why blocks go nowhere while there is no current release.
    outside: &'static str,
    /// Headings of kinds at the releases' level.
    pub(super) misplaced: Vec<(Position, String)>,
    /// Headings that are no kinds.
    pub(super) unknown: Vec<UnknownHeading>,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(document: &'a Document<'a>, file: &'a str, book: LineBook) -> Self {
        Self {
            document,
            index: LineIndex::new(document.text),
            file,
            book,
            releases: Vec::new(),
            asides: Vec::new(),
            problems: Vec::new(),
            by_place: BTreeMap::new(),
            current: None,
            enclosing: None,
            outside: "it stands before the first release",
            misplaced: Vec::new(),
            unknown: Vec::new(),
        }
    }

    pub(super) fn take_all(&mut self, sections: &[Section]) {
        for section in sections {
            let role = match &section.head {
                None => Role::Outside(self.outside),
                Some(head) => self.take_head(head),
            };
            self.take_blocks(section, role);
        }
        self.report_headings();
        if self.releases.is_empty() && !self.document.blocks.is_empty() {
            self.problem(
                Severity::Warning,
                None,
                "no heading names a release".to_owned(),
            );
        }
    }

    pub(super) fn problem(&mut self, severity: Severity, at: Option<Position>, message: String) {
        let message = Untrusted::from(message);
        self.problems.push(Problem {
            severity,
            file: self.file.to_owned(),
            at,
            message,
            hint: None,
        });
    }

    pub(super) fn position(&self, range: &Range<usize>) -> Position {
        let text = self.document.text.get(range.clone()).unwrap_or_default();
        self.index
            .position(range.start + text.len() - text.trim_start().len())
    }

    /// The lines of a block without blank ones around it.
    pub(super) fn lines_of(&self, range: &Range<usize>) -> Range<usize> {
        let text = self.document.text.get(range.clone()).unwrap_or_default();
        let leading = text.len() - text.trim_start().len();
        self.book.lines_of(
            &((range.start + leading).min(range.end)..range.start + text.trim_end().len()),
        )
    }

    fn take_head(&mut self, head: &Head) -> Role {
        let lines = self.lines_of(&head.range);
        self.book.claim(lines, Class::Heading);
        let at = self.position(&head.range);
        if head.lacks_space {
            let message = format!(
                "`{}` lacks a space after `#`; read as a heading",
                short(&head.text)
            );
            self.problem(Severity::Note, Some(at), message);
        }
        match &head.title {
            Title::Release(release) => self.take_release(head, release, at),
            _ if self.current.is_none() => Role::Outside(self.outside),
            Title::Known(Meaning::Sort(sort)) => {
                self.note_if_misplaced(head, at);
                self.enclosing = Some((head.level, *sort));
                Role::Sorted(*sort)
            }
            Title::Known(Meaning::Summary) => {
                self.enclosing = None;
                Role::Summary
            }
            Title::Other
                if self
                    .current
                    .as_ref()
                    .is_some_and(|(_, level, _)| head.level < *level) =>
            {
                self.leave("it stands below a heading that ends the releases");
                Role::Outside(self.outside)
            }
            Title::Other => {
                self.enclosing = self.enclosing.filter(|(level, _)| head.level > *level);
                Role::Unknown(self.enclosing.map(|(_, sort)| sort))
            }
        }
    }

    fn leave(&mut self, why: &'static str) {
        self.current = None;
        self.enclosing = None;
        self.outside = why;
    }

    fn note_if_misplaced(&mut self, head: &Head, at: Position) {
        if self
            .current
            .as_ref()
            .is_some_and(|(_, level, _)| head.level <= *level)
        {
            self.misplaced.push((at, head.text.clone()));
        }
    }

    fn take_release(&mut self, head: &Head, heading: &ReleaseHeading, at: Position) -> Role {
        self.enclosing = None;
        let place = match &heading.subject {
            Subject::Version(version) => Place::Version(version.clone()),
            Subject::Unreleased => Place::Unreleased(UNRELEASED.to_owned()),
            Subject::Wrong { text, why } => {
                let message = format!(
                    "`{}` is no version of this stream: {why}; its text is kept apart",
                    short(text)
                );
                self.problem(Severity::Warning, Some(at), message);
                self.leave("its heading is no version of this stream");
                return Role::Outside(self.outside);
            }
        };
        if let Some((written, why)) = &heading.bad_date {
            let source = self
                .document
                .text
                .get(head.range.clone())
                .unwrap_or_default();
            let column = source
                .find(written.as_str())
                .map(|at| self.index.position(head.range.start + at));
            self.problem(
                Severity::Warning,
                column.or(Some(at)),
                format!("{why}; the date stays unknown"),
            );
        }
        let idx = match self.by_place.get(&place) {
            Some(idx) => self.merge_release(*idx, heading, at),
            None => self.add_release(place, heading, at),
        };
        self.current = Some((idx, head.level, head.text.clone()));
        Role::Introduction
    }

    fn add_release(&mut self, place: Place, heading: &ReleaseHeading, at: Position) -> usize {
        if heading.is_pending {
            let message = format!("{place} is marked as not released yet; kept as a draft");
            self.problem(Severity::Warning, Some(at), message);
        }
        let idx = self.releases.len();
        self.by_place.insert(place.clone(), idx);
        self.releases.push(ReleaseDraft {
            place,
            at,
            date: heading.date,
            other_dates: Vec::new(),
            title: heading.title.clone(),
            is_yanked: heading.is_yanked,
            is_pending: heading.is_pending,
            description: Vec::new(),
            entries: Vec::new(),
            has_loose_bullets: false,
        });
        idx
    }

    fn merge_release(&mut self, idx: usize, heading: &ReleaseHeading, at: Position) -> usize {
        let Some(release) = self.releases.get_mut(idx) else {
            return idx;
        };
        release.is_yanked |= heading.is_yanked;
        release.is_pending &= heading.is_pending;
        if release.title.is_none() {
            release.title.clone_from(&heading.title);
        }
        let mut message = format!(
            "{} has two headings, in lines {} and {}; read as one release",
            release.place, release.at.line, at.line
        );
        match (release.date, heading.date) {
            (None, date) => release.date = date,
            (Some(first), Some(second)) if first != second => {
                message.push_str(", with two dates");
                release.other_dates.push(second);
            }
            _ => {}
        }
        self.problem(Severity::Warning, Some(at), message);
        idx
    }

    pub(super) fn release(&mut self) -> Option<&mut ReleaseDraft> {
        let (idx, ..) = self.current.as_ref()?;
        self.releases.get_mut(*idx)
    }
}

/// The start of a text from outside, safe to show.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let visible = neutralise(text);
    if visible.chars().count() <= LONGEST {
        return visible;
    }
    visible
        .chars()
        .take(LONGEST - 1)
        .chain(std::iter::once('\u{2026}'))
        .collect()
}
