//! Blocks of a section to entries and descriptions, or aside.

use std::ops::Range;

use crate::changelog::wild::blocks::{Block, Shape};
use crate::changelog::wild::gather::{Aside, EntryDraft, Gathered, Role, short};
use crate::changelog::wild::kinds::Sort;
use crate::changelog::wild::lines::Class;
use crate::changelog::wild::odd::UnknownHeading;
use crate::changelog::wild::sections::{Head, Section};
use crate::changelog::wild::{dates, markdown};
use crate::domain::entry::EntryKind;
use crate::domain::problem::{Position, Severity};

/// What one section has come to so far.
struct Shelf {
    path: Option<String>,
    /// The entry of this section that blocks may go on with.
    above: Option<usize>,
    /// Whether the last block went to the description.
    in_prose: bool,
    n_entries: usize,
    /// The block that is being placed.
    block: usize,
    /// The last block that was set aside, and why: what follows it for the same reason joins it.
    aside: Option<(usize, String)>,
}

impl Gathered<'_> {
    /// The headings that a block of `section` stands under.
    fn heading_path(&self, section: &Section) -> Option<String> {
        let own = section.head.as_ref().map(|head| short(&head.text));
        match (&self.current, own) {
            (Some((_, _, release)), Some(own)) if *release != own => {
                Some(format!("{} > {own}", short(release)))
            }
            (_, own) => own,
        }
    }

    pub(super) fn take_blocks(&mut self, section: &Section, role: Role) {
        let path = self.heading_path(section);
        let mut shelf = Shelf {
            path,
            above: None,
            in_prose: false,
            n_entries: 0,
            block: 0,
            aside: None,
        };
        let has_list = section
            .blocks
            .iter()
            .any(|block| matches!(block.shape, Shape::List(_)));
        for (idx, block) in section.blocks.iter().enumerate() {
            let next = section.blocks.get(idx + 1);
            shelf.block = idx;
            if self.is_empty(block) {
                continue;
            }
            match (&block.shape, role) {
                (Shape::Mute, _) => {
                    let lines = self.lines_of(&block.range);
                    self.book.claim(lines, Class::Blank);
                }
                (_, Role::Outside(why)) => self.set_aside(&mut shelf, block, why),
                (Shape::Comment, _) => self.set_aside(&mut shelf, block, "it is a comment"),
                (Shape::Footnote, _) => self.set_aside(&mut shelf, block, "it is a footnote"),
                (Shape::List(items), _) => self.take_items(&mut shelf, items, role),
                (_, Role::Sorted(sort) | Role::Unknown(Some(sort))) if !has_list => {
                    self.take_prose_entry(&mut shelf, block, sort);
                }
                _ => self.take_prose(&mut shelf, block, next, role),
            }
        }
        if let (Role::Unknown(inherited), Some(head)) = (role, &section.head) {
            self.note_unknown(head, &shelf, inherited);
        }
    }

    /// White space that Markdown takes for a paragraph, such as a no-break space.
    fn is_empty(&self, block: &Block) -> bool {
        self.document
            .text
            .get(block.range.clone())
            .is_none_or(|text| text.trim().is_empty())
    }

    fn note_unknown(&mut self, head: &Head, shelf: &Shelf, inherited: Option<Sort>) {
        let at = self.position(&head.range);
        self.unknown.push(UnknownHeading {
            at,
            name: short(&head.text),
            kind: inherited.map_or(EntryKind::Note, |sort| sort.kind),
            n_entries: shelf.n_entries,
            has_text_aside: shelf.aside.is_some(),
        });
    }

    fn take_items(&mut self, shelf: &mut Shelf, items: &[Range<usize>], role: Role) {
        let sort = match role {
            Role::Sorted(sort) | Role::Unknown(Some(sort)) => sort,
            Role::Introduction => Sort {
                kind: EntryKind::Changed,
                is_breaking: false,
            },
            _ => Sort {
                kind: EntryKind::Note,
                is_breaking: false,
            },
        };
        shelf.in_prose = false;
        for item in items {
            let lines = self.lines_of(item);
            let at = self.position(item);
            let whole = self.document.item_text(item);
            if whole.trim().is_empty() {
                if !self.book.is_settled(lines.clone()) {
                    self.set_aside_text(shelf, "it is a bullet without text", at, lines, item);
                }
                continue;
            }
            let (is_breaking, text) = markdown::without_breaking_mark(&whole);
            let sort = Sort {
                kind: sort.kind,
                is_breaking: sort.is_breaking || is_breaking,
            };
            let entry = EntryDraft {
                sort,
                text: text.to_owned(),
                at,
                lines: vec![lines],
            };
            self.add_entry(shelf, entry);
            if role == Role::Introduction {
                self.note_loose_bullets(at);
            }
        }
    }

    fn add_entry(&mut self, shelf: &mut Shelf, entry: EntryDraft) {
        let Some(release) = self.release() else {
            return;
        };
        shelf.above = Some(release.entries.len());
        release.entries.push(entry);
        shelf.n_entries += 1;
    }

    fn note_loose_bullets(&mut self, at: Position) {
        let Some(release) = self.release() else {
            return;
        };
        if !std::mem::replace(&mut release.has_loose_bullets, true) {
            let message = format!(
                "bullets of {} stand under no kind; read as changed",
                release.place
            );
            self.problem(Severity::Note, Some(at), message);
        }
    }

    /// Prose of a kind's section that has no bullets: all of it is one entry.
    fn take_prose_entry(&mut self, shelf: &mut Shelf, block: &Block, sort: Sort) {
        if shelf.above.is_some() {
            self.append(shelf, block);
            return;
        }
        let whole = self.document.block_text(block);
        let (is_breaking, text) = markdown::without_breaking_mark(&whole);
        let sort = Sort {
            kind: sort.kind,
            is_breaking: sort.is_breaking || is_breaking,
        };
        let at = self.position(&block.range);
        let lines = vec![self.lines_of(&block.range)];
        self.add_entry(
            shelf,
            EntryDraft {
                sort,
                text: text.to_owned(),
                at,
                lines,
            },
        );
    }

    /// A block that is no list, in a section that has some or describes a release.
    fn take_prose(&mut self, shelf: &mut Shelf, block: &Block, next: Option<&Block>, role: Role) {
        let describes = matches!(role, Role::Introduction | Role::Summary);
        let is_attached = shelf.above.is_some()
            && !shelf.in_prose
            && self.continues(shelf, block, next, describes);
        if is_attached {
            self.append(shelf, block);
        } else if describes {
            self.describe(shelf, block);
        } else if shelf.above.is_some() {
            self.set_aside(shelf, block, "it follows a bullet and belongs to none");
        } else if role == Role::Unknown(None) {
            self.set_aside(shelf, block, "it stands under a heading that is no kind");
        } else {
            self.set_aside(
                shelf,
                block,
                "it stands before the first bullet of its section",
            );
        }
    }

    /// Whether `block` goes on with the entry above it: code, tables and quotes do; so does what an
    /// entry that ends with a colon announces, and a paragraph that leads over to such a block.
    fn continues(
        &self,
        shelf: &Shelf,
        block: &Block,
        next: Option<&Block>,
        describes: bool,
    ) -> bool {
        let is_example =
            |block: &Block| matches!(block.shape, Shape::Code | Shape::Table | Shape::Quote);
        let announces = || {
            let entry = self
                .current
                .as_ref()
                .zip(shelf.above)
                .and_then(|((idx, ..), above)| {
                    self.releases
                        .get(*idx)
                        .and_then(|release| release.entries.get(above))
                });
            entry.is_some_and(|entry| entry.text.trim_end().ends_with(':'))
        };
        is_example(block) || announces() || (!describes && next.is_some_and(is_example))
    }

    fn append(&mut self, shelf: &Shelf, block: &Block) {
        let text = self.document.block_text(block);
        let lines = self.lines_of(&block.range);
        let Some(above) = shelf.above else { return };
        if let Some(entry) = self
            .release()
            .and_then(|release| release.entries.get_mut(above))
        {
            entry.text.push_str("\n\n");
            entry.text.push_str(&text);
            entry.lines.push(lines);
        }
    }

    fn describe(&mut self, shelf: &mut Shelf, block: &Block) {
        shelf.in_prose = true;
        let lines = self.lines_of(&block.range);
        let text = self.document.block_text(block);
        let is_line = matches!(block.shape, Shape::Paragraph | Shape::Quote) && lines.len() == 1;
        let lone_date = if is_line { dates::only(&text) } else { None };
        let Some(release) = self.release() else {
            return;
        };
        if release.date.is_none() && release.description.is_empty() && lone_date.is_some() {
            // The date that other files have in the heading.
            release.date = lone_date;
            self.book.claim(lines, Class::Heading);
        } else {
            release.description.push(text);
            self.book.claim(lines, Class::Description);
        }
    }

    fn set_aside(&mut self, shelf: &mut Shelf, block: &Block, why: &str) {
        let lines = self.lines_of(&block.range);
        let at = self.position(&block.range);
        self.set_aside_text(shelf, why, at, lines, &block.range);
    }

    fn set_aside_text(
        &mut self,
        shelf: &mut Shelf,
        why: &str,
        at: Position,
        lines: Range<usize>,
        range: &Range<usize>,
    ) {
        let start = markdown::line_start(self.document.text, range.start);
        let text = self.document.standalone(&(start..range.end));
        let text = text.trim_end().trim_start_matches('\n');
        self.book.claim(lines, Class::Unplaced);
        if text.trim().is_empty() {
            return;
        }
        let joins = shelf
            .aside
            .replace((shelf.block, why.to_owned()))
            .is_some_and(|(block, reason)| block + 1 >= shelf.block && reason == why);
        if let Some(last) = self.asides.last_mut().filter(|_| joins) {
            last.text.push_str("\n\n");
            last.text.push_str(text);
            return;
        }
        self.asides.push(Aside {
            at,
            heading: shelf.path.clone(),
            text: text.to_owned(),
            why: why.to_owned(),
        });
    }
}
