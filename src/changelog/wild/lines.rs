//! The account of a file's lines: each has one class, decided once.

use std::ops::Range;

use crate::changelog::wild::LineAccount;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Blank,
    Heading,
    Entry,
    Description,
    Link,
    Unplaced,
    Duplicate,
}

/// Which class each line has. Lines are counted from 0 here.
#[derive(Debug)]
pub(super) struct LineBook {
    starts: Vec<usize>,
    classes: Vec<Option<Class>>,
    /// Lines decided before any block was looked at: empty ones, link definitions, lines that are
    /// nested too deeply. Blocks that reach over them do not decide them again.
    settled: Vec<bool>,
    /// How often a line was claimed that another block had claimed: never, unless the reader errs.
    pub(super) claimed_twice: usize,
}

impl LineBook {
    pub(super) fn new(text: &str) -> Self {
        let mut starts = Vec::new();
        let mut classes = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            starts.push(at);
            at += line.len();
            classes.push(line.trim().is_empty().then_some(Class::Blank));
        }
        let settled = classes.iter().map(Option::is_some).collect();
        Self {
            starts,
            classes,
            settled,
            claimed_twice: 0,
        }
    }

    /// The lines that a range of bytes touches.
    pub(super) fn lines_of(&self, bytes: &Range<usize>) -> Range<usize> {
        if bytes.is_empty() {
            return 0..0;
        }
        let line_at = |offset: usize| {
            self.starts
                .partition_point(|start| *start <= offset)
                .saturating_sub(1)
        };
        line_at(bytes.start)..(line_at(bytes.end - 1) + 1).min(self.classes.len())
    }

    /// Decides lines that no block may decide again.
    pub(super) fn settle(&mut self, lines: Range<usize>, class: Class) {
        for line in lines {
            if let Some(undecided @ None) = self.classes.get_mut(line) {
                *undecided = Some(class);
                self.settled[line] = true;
            }
        }
    }

    /// As [`Self::settle`], for lines that look blank because they were taken out.
    pub(super) fn resettle(&mut self, lines: Range<usize>, class: Class) {
        for line in lines {
            if let Some(decided) = self.classes.get_mut(line) {
                *decided = Some(class);
                self.settled[line] = true;
            }
        }
    }

    pub(super) fn claim(&mut self, lines: Range<usize>, class: Class) {
        for line in lines {
            match self.classes.get_mut(line) {
                Some(undecided @ None) => *undecided = Some(class),
                Some(Some(_)) if !self.settled[line] => self.claimed_twice += 1,
                _ => {}
            }
        }
    }

    pub(super) fn is_settled(&self, lines: Range<usize>) -> bool {
        lines
            .into_iter()
            .all(|line| self.settled.get(line).copied().unwrap_or(true))
    }

    /// Runs of lines that nothing has claimed.
    pub(super) fn unclaimed(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (line, class) in self.classes.iter().enumerate() {
            if class.is_some() {
                continue;
            }
            match runs.last_mut() {
                Some(run) if run.end == line => run.end += 1,
                _ => runs.push(line..line + 1),
            }
        }
        runs
    }

    /// The bytes of `lines`.
    pub(super) fn bytes_of(&self, lines: &Range<usize>, text: &str) -> Range<usize> {
        let start_of = |line: usize| self.starts.get(line).copied().unwrap_or(text.len());
        start_of(lines.start)..start_of(lines.end)
    }

    pub(super) fn account(&self) -> LineAccount {
        let mut account = LineAccount {
            total: self.classes.len(),
            ..LineAccount::default()
        };
        for class in self.classes.iter().flatten() {
            let count = match class {
                Class::Blank => &mut account.blank,
                Class::Heading => &mut account.headings,
                Class::Entry => &mut account.entries,
                Class::Description => &mut account.descriptions,
                Class::Link => &mut account.links,
                Class::Unplaced => &mut account.unplaced,
                Class::Duplicate => &mut account.duplicates,
            };
            *count += 1;
        }
        account
    }
}
