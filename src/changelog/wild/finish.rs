//! Drafts to releases: duplicates merged, ids made, the account of lines closed.

use std::collections::BTreeMap;

use crate::changelog::ids;
use crate::changelog::wild::gather::{Aside, EntryDraft, Gathered, ReleaseDraft, short};
use crate::changelog::wild::lines::{Class, LineBook};
use crate::changelog::wild::source::{DEEPEST_NESTING, Source};
use crate::changelog::wild::{UnplacedText, Wild, WildStream, sameness};
use crate::domain::date::Dated;
use crate::domain::entry::Entry;
use crate::domain::problem::Severity;
use crate::domain::release::{Origin, OtherDate, Place, Release, State};
use crate::domain::text::Untrusted;

impl Gathered<'_> {
    /// Sets aside what is not parsed: front matter, and lines that are nested too deeply.
    pub(super) fn set_aside_guarded(&mut self, source: &Source) {
        let front = source.text.get(..source.start).unwrap_or_default();
        if !front.is_empty() {
            let lines = self.book.lines_of(&(0..source.start));
            self.book.settle(lines, Class::Unplaced);
            self.set_aside_line(0, front.trim_end(), "it is front matter");
        }
        for (range, line) in &source.deep {
            let lines = self.book.lines_of(range);
            self.book.resettle(lines, Class::Unplaced);
            self.set_aside_line(range.start, line, "it is nested too deeply");
        }
        if let Some((range, _)) = source.deep.first() {
            let at = self.index.position(range.start);
            let n_deep = source.deep.len();
            let message = format!(
                "{n_deep} lines from here on are nested deeper than {DEEPEST_NESTING} levels and were not read"
            );
            self.problem(Severity::Warning, Some(at), message);
        }
    }

    fn set_aside_line(&mut self, start: usize, text: &str, why: &str) {
        let at = self.index.position(start);
        self.asides.push(Aside {
            at,
            heading: None,
            text: text.to_owned(),
            why: why.to_owned(),
        });
    }

    pub(super) fn finish(mut self, stream: &WildStream) -> (Wild, LineBook) {
        let drafts = std::mem::take(&mut self.releases);
        let mut releases = Vec::new();
        let mut unreleased = None;
        let mut taken = BTreeMap::new();
        for mut draft in drafts {
            let entries = std::mem::take(&mut draft.entries);
            let entries = self.without_duplicates(entries, &draft.place);
            let release = self.release_of(draft, entries, stream, &mut taken);
            match release.place {
                Place::Version(_) => releases.push(release),
                // A heading that waits for its first entry says nothing.
                Place::Unreleased(_) if release.is_blank() => {}
                Place::Unreleased(_) => unreleased = Some(release),
            }
        }
        self.set_aside_the_rest();
        self.asides.sort_by_key(|aside| aside.at);
        self.problems.sort_by_key(|problem| problem.at);
        let lines = self.book.account();
        let Self {
            asides,
            problems,
            book,
            ..
        } = self;
        let unplaced = asides.into_iter().map(UnplacedText::from).collect();
        (
            Wild {
                releases,
                unreleased,
                unplaced,
                problems,
                lines,
            },
            book,
        )
    }

    /// Merges entries that say the same, and decides the class of every entry's lines.
    fn without_duplicates(&mut self, drafts: Vec<EntryDraft>, place: &Place) -> Vec<EntryDraft> {
        let mut kept: Vec<EntryDraft> = Vec::new();
        let mut by_text: BTreeMap<String, usize> = BTreeMap::new();
        for draft in drafts {
            let normal = sameness::normalised(&draft.text);
            let first = by_text.get(&normal).and_then(|idx| kept.get_mut(*idx));
            let class = if first.is_some() {
                Class::Duplicate
            } else {
                Class::Entry
            };
            for lines in &draft.lines {
                self.book.claim(lines.clone(), class);
            }
            if let Some(first) = first {
                first.sort.is_breaking |= draft.sort.is_breaking;
                let message = format!(
                    "`{}` stands twice in {place}, in lines {} and {}; read once, as {}",
                    short(draft.text.lines().next().unwrap_or_default()),
                    first.at.line,
                    draft.at.line,
                    first.sort.kind
                );
                self.problem(Severity::Note, Some(draft.at), message);
            } else {
                by_text.insert(normal, kept.len());
                kept.push(draft);
            }
        }
        kept
    }

    fn release_of(
        &self,
        draft: ReleaseDraft,
        entries: Vec<EntryDraft>,
        stream: &WildStream,
        taken: &mut BTreeMap<String, usize>,
    ) -> Release {
        let origin = Origin::Imported(self.file.to_owned());
        let place_in_id = match &draft.place {
            Place::Version(version) => version.to_string(),
            Place::Unreleased(_) => "unreleased".to_owned(),
        };
        let mut release = Release::new(stream.id.as_str(), draft.place);
        release.date = draft.date.map(Dated::exact);
        release.other_dates = draft
            .other_dates
            .into_iter()
            .map(|on| OtherDate {
                dated: Dated::exact(on),
                source: None,
            })
            .collect();
        release.title = draft.title.map(Untrusted::from);
        if draft.is_pending {
            release.state = State::Draft;
        }
        if draft.is_yanked {
            release.state = State::Withdrawn;
            release.withdrawn = Some(Untrusted::from("yanked"));
        }
        if !draft.description.is_empty() {
            release.description = Some(Untrusted::from(draft.description.join("\n\n")));
        }
        release.origin = origin.clone();
        for draft in entries {
            let id = free_id(&ids::made_id(&stream.id, &place_in_id, &draft.text), taken);
            let mut entry = Entry::new(id, draft.sort.kind, draft.text);
            entry.breaking = draft.sort.is_breaking;
            entry.origin = origin.clone();
            release.entries.push(entry);
        }
        release
    }

    /// Lines that no block covers: the parser shows nothing for them.
    fn set_aside_the_rest(&mut self) {
        for lines in self.book.unclaimed() {
            let bytes = self.book.bytes_of(&lines, self.document.text);
            let text = self.document.text.get(bytes.clone()).unwrap_or_default();
            // Of two definitions of one link, the parser knows the first only.
            if text.lines().all(is_definition) {
                self.book.claim(lines, Class::Link);
                continue;
            }
            self.book.claim(lines, Class::Unplaced);
            self.set_aside_line(
                bytes.start,
                text.trim_end(),
                "it is in no block of the Markdown",
            );
        }
    }
}

fn is_definition(line: &str) -> bool {
    line.trim_start()
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]:"))
        .is_some()
}

/// `id`, or with a number if an entry of this file has it already.
fn free_id(id: &str, taken: &mut BTreeMap<String, usize>) -> String {
    // How many entries wanted it so far: the next number need not be searched for from 2.
    let mut nth = taken.get(id).copied().unwrap_or(0) + 1;
    let mut free = if nth == 1 {
        id.to_owned()
    } else {
        ids::numbered(id, nth)
    };
    while taken.contains_key(&free) {
        nth += 1;
        free = ids::numbered(id, nth);
    }
    taken.insert(free.clone(), 1);
    taken.insert(id.to_owned(), nth);
    free
}
