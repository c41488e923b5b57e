//! Odd headings, and what is said of them. A file that has the same oddity fifty times has one habit,
//! and that is one thing to say.

use std::collections::BTreeMap;

use crate::changelog::wild::gather::{Gathered, short};
use crate::domain::entry::EntryKind;
use crate::domain::problem::{Position, Severity};

/// How many headings of one sort are reported one by one.
const REPORTED_ONE_BY_ONE: usize = 3;

/// A heading in a release that is not the name of a kind.
#[derive(Clone, Debug)]
pub(super) struct UnknownHeading {
    pub(super) at: Position,
    /// Safe to show.
    pub(super) name: String,
    /// What its bullets were read as.
    pub(super) kind: EntryKind,
    pub(super) n_entries: usize,
    pub(super) has_text_aside: bool,
}

impl Gathered<'_> {
    pub(super) fn report_headings(&mut self) {
        self.report_misplaced();
        self.report_unknown();
    }

    fn report_misplaced(&mut self) {
        let misplaced = std::mem::take(&mut self.misplaced);
        let n_others = misplaced.len().saturating_sub(1);
        let is_habit = misplaced.len() > REPORTED_ONE_BY_ONE;
        for (at, text) in misplaced
            .into_iter()
            .take(if is_habit { 1 } else { usize::MAX })
        {
            let others = if is_habit {
                format!(", as do {n_others} more headings")
            } else {
                String::new()
            };
            let message = format!(
                "`{}` stands at the level of the releases{others}; read as part of the release above",
                short(&text)
            );
            self.problem(Severity::Warning, Some(at), message);
        }
    }

    fn report_unknown(&mut self) {
        let mut by_name: BTreeMap<(String, EntryKind), Vec<UnknownHeading>> = BTreeMap::new();
        for heading in std::mem::take(&mut self.unknown) {
            by_name
                .entry((heading.name.to_lowercase(), heading.kind))
                .or_default()
                .push(heading);
        }
        for headings in by_name.into_values() {
            if headings.len() <= REPORTED_ONE_BY_ONE {
                for heading in &headings {
                    self.report_unknown_heading(heading, 1);
                }
            } else if let Some(first) = headings.first() {
                let all = UnknownHeading {
                    n_entries: headings.iter().map(|heading| heading.n_entries).sum(),
                    has_text_aside: headings.iter().any(|heading| heading.has_text_aside),
                    ..first.clone()
                };
                self.report_unknown_heading(&all, headings.len());
            }
        }
    }

    fn report_unknown_heading(&mut self, heading: &UnknownHeading, n_headings: usize) {
        let UnknownHeading {
            at,
            name,
            kind,
            n_entries,
            has_text_aside,
        } = heading;
        let (severity, mut what) = match n_entries {
            0 if !has_text_aside => (
                Severity::Note,
                "nothing stands directly below it".to_owned(),
            ),
            0 => (Severity::Warning, String::new()),
            1 => (Severity::Warning, format!("its entry is read as {kind}")),
            _ => (
                Severity::Warning,
                format!("its {n_entries} entries are read as {kind}"),
            ),
        };
        if *has_text_aside {
            what.push_str(if what.is_empty() {
                "its text is kept apart"
            } else {
                ", other text is kept apart"
            });
        }
        let often = if n_headings > 1 {
            format!(" ({n_headings} headings)")
        } else {
            String::new()
        };
        self.problem(
            severity,
            Some(*at),
            format!("`{name}` is not the name of a kind{often}; {what}"),
        );
    }
}
