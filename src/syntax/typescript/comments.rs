//! Which comments belong to what, as TypeScript's parser has it.
//!
//! A node's JSDoc is every `/** */` block between the token before it and its own first token, without those that
//! stand on the line of the token before it: they trail that token. Of an export specifier, a variable and a parameter
//! those count too.

use std::cell::OnceCell;

use oxc_ast::Comment;
use oxc_ast::ast::CommentKind;
use oxc_span::Span;

use crate::domain::surface::notice::{Notes, Notice, Strength};
use crate::syntax::jsdoc::{self, Block};

/// The text of a file, its lines and its comments.
pub(super) struct Comments<'a> {
    text: &'a str,
    /// Where each line begins, once that is asked for: scripts mostly say nothing that has a line.
    lines: OnceCell<Vec<u32>>,
    /// In the order of the text.
    all: &'a [Comment],
}

/// The blocks around a node.
pub(super) struct Attached {
    /// Those that TypeScript attaches to it.
    pub(super) blocks: Vec<Block>,
    /// Those on the line of the token before, which it does not.
    pub(super) trailing: Vec<Block>,
}

impl<'a> Comments<'a> {
    pub(super) fn new(text: &'a str, all: &'a [Comment]) -> Self {
        Self {
            text,
            lines: OnceCell::new(),
            all,
        }
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let starts = self
                .text
                .bytes()
                .zip(1_u32..)
                .filter(|(byte, _)| *byte == b'\n')
                .map(|(_, next)| next);
            std::iter::once(0).chain(starts).collect()
        })
    }

    /// The text of a span.
    pub(super) fn of(&self, span: Span) -> &'a str {
        self.slice(span.start, span.end)
    }

    pub(super) fn slice(&self, from: u32, to: u32) -> &'a str {
        self.text
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }

    /// The 1-based line of an offset.
    pub(in crate::syntax) fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.lines().partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    /// The comments directly before an offset, nothing but white space between, and where the token before them ends.
    fn before(&self, offset: u32) -> (&'a [Comment], u32) {
        let end = self.all.partition_point(|one| one.span.end <= offset);
        let mut first = end;
        let mut start = offset;
        while let Some(one) = first.checked_sub(1).and_then(|at| self.all.get(at)) {
            if !self.slice(one.span.end, start).trim().is_empty() {
                break;
            }
            start = one.span.start;
            first -= 1;
        }
        let gap = self.slice(0, start);
        let token_end = u32::try_from(gap.trim_end().len()).unwrap_or(start);
        (self.all.get(first..end).unwrap_or_default(), token_end)
    }

    /// The JSDoc blocks before a node that begins at an offset.
    pub(super) fn attached(&self, offset: u32) -> Attached {
        let (comments, token_end) = self.before(offset);
        let mut attached = Attached {
            blocks: Vec::new(),
            trailing: Vec::new(),
        };
        // At the very start of a file there is no token that a comment could trail.
        let mut collecting = token_end == 0;
        let mut from = token_end;
        for comment in comments {
            collecting |= self.slice(from, comment.span.start).contains(['\n', '\r']);
            from = comment.span.end;
            if let Some(block) = self.block(comment) {
                if collecting {
                    attached.blocks.push(block);
                } else {
                    attached.trailing.push(block);
                }
            }
            // The end of a line comment is the end of its line.
            collecting |= comment.kind == CommentKind::Line;
        }
        attached
    }

    /// A comment as a JSDoc block, if it is one.
    fn block(&self, comment: &Comment) -> Option<Block> {
        let text = self.of(comment.span);
        (comment.kind != CommentKind::Line && text.starts_with("/**") && text.len() > 4)
            .then(|| jsdoc::parse(text, self.line(comment.span.start)))
    }

    /// What is said of a declaration or member that begins at an offset: in its blocks, or in plain comments beside it.
    pub(super) fn notes(&self, offset: u32, name: &str) -> (Notes, Vec<Block>) {
        let attached = self.attached(offset);
        let mut notes = jsdoc::notes(&attached.blocks, name);
        let lost = jsdoc::notes(&attached.trailing, name);
        // A block that TypeScript leaves lying is still the author's word.
        let lost = jsdoc::weakened(lost, Strength::Suspect).notices;
        notes.notices.extend(
            lost.into_iter()
                .filter(|one| one.strength == Strength::Suspect),
        );
        if notes.notices.is_empty() {
            notes.notices.extend(self.comment_above(offset, name));
        }
        (notes, attached.blocks)
    }

    /// The notice in the plain comment that stands right above, on lines of its own.
    fn comment_above(&self, offset: u32, name: &str) -> Option<Notice> {
        let (comments, token_end) = self.before(offset);
        let comment = comments.last()?;
        let first = comments.first()?;
        let own_line = token_end == 0
            || comments.len() > 1 && first.span != comment.span
            || self
                .slice(token_end, comment.span.start)
                .contains(['\n', '\r']);
        let is_near = self.slice(comment.span.end, offset).matches('\n').count() < 2;
        (own_line && is_near)
            .then(|| self.plain(comment, name))
            .flatten()
    }

    /// The notice in the plain comment that ends the line on which something ends.
    pub(super) fn comment_behind(&self, end: u32, name: &str) -> Option<Notice> {
        let at = self.all.partition_point(|one| one.span.start < end);
        let comment = self.all.get(at)?;
        let between = self.slice(end, comment.span.start);
        let is_beside = between
            .chars()
            .all(|one| matches!(one, ' ' | '\t' | ',' | ';'));
        let is_last = comment.kind == CommentKind::Line
            || self
                .text
                .get(comment.span.end as usize..)
                .unwrap_or_default()
                .trim_start_matches([' ', '\t'])
                .starts_with(['\n', '\r', '}']);
        (is_beside && is_last)
            .then(|| self.plain(comment, name))
            .flatten()
    }

    /// The notice of a comment that is no JSDoc block.
    fn plain(&self, comment: &Comment, name: &str) -> Option<Notice> {
        let text = self.of(comment.span);
        if text.starts_with("/**") && text.len() > 4 {
            return None;
        }
        let inner = self.of(comment.content_span());
        jsdoc::comment_notice(inner, self.line(comment.span.start), name)
    }

    /// What is said of an export specifier: all blocks before it, and the comment beside it.
    ///
    /// A list of names is often written with its comments behind the commas: such a comment means the name before it.
    pub(super) fn of_specifier(&self, span: Span, name: &str) -> Notes {
        let mut attached = self.attached(span.start);
        let mut blocks = std::mem::take(&mut attached.trailing);
        blocks.append(&mut attached.blocks);
        let mut notes = jsdoc::notes(&blocks, name);
        if notes.notices.is_empty() {
            let beside = self
                .comment_behind(span.end, name)
                .or_else(|| self.comment_above(span.start, name));
            notes.notices.extend(beside);
        }
        notes
    }
}
