//! The tags of a JSDoc comment that state a type, with the places of their parts.

use crate::syntax::script::Span;

/// `@word {type} name`, or `@word name {type}`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Without the `@`.
    pub(super) word: &'a str,
    /// What is within the braces.
    pub(super) ty: &'a str,
    pub(super) ty_at: Span,
    /// Empty if there is none.
    pub(super) name: &'a str,
    pub(super) name_at: Span,
    /// Whether the name is in brackets.
    pub(super) optional: bool,
}

/// The tags with a type of a comment that begins at `start` in its file.
pub(super) fn tags(comment: &str, start: u32) -> Vec<Tag<'_>> {
    let text = comment.strip_suffix("*/").unwrap_or(comment);
    let mut cursor = Cursor {
        text,
        start,
        at: 3.min(text.len()),
    };
    let mut found = Vec::new();
    let mut line_begins = true;
    while let Some(byte) = cursor.peek() {
        match byte {
            b'\n' | b'\r' => line_begins = true,
            b' ' | b'\t' | b'*' => {}
            b'@' if line_begins => {
                cursor.at += 1;
                let tag = cursor.tag();
                // Another may follow on the same line.
                line_begins = tag.is_some();
                found.extend(tag);
                continue;
            }
            _ => line_begins = false,
        }
        cursor.at += 1;
    }
    found
}

struct Cursor<'a> {
    text: &'a str,
    start: u32,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// What a text from `from` up to here says, and where.
    fn since(&self, from: usize) -> (&'a str, Span) {
        let place = |at: usize| self.start + u32::try_from(at).unwrap_or(u32::MAX - self.start);
        let said = self.text.get(from..self.at).unwrap_or_default();
        let at = Span {
            start: place(from),
            end: place(self.at),
        };
        (said, at)
    }

    fn word(&mut self) -> (&'a str, Span) {
        let from = self.at;
        while self.peek().is_some_and(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.') || byte >= 0x80
        }) {
            self.at += 1;
        }
        self.since(from)
    }

    /// The rest of a tag behind its `@`, if it states a type.
    fn tag(&mut self) -> Option<Tag<'a>> {
        let (word, _) = self.word();
        self.blanks();
        let mut name = None;
        if self.peek() != Some(b'{') {
            name = self.name();
            self.blanks();
        }
        if self.peek() != Some(b'{') {
            return None;
        }
        let (ty, ty_at) = self.braced()?;
        self.blanks();
        let (name, name_at, optional) = name.or_else(|| self.name()).unwrap_or_default();
        Some(Tag {
            word,
            ty,
            ty_at,
            name,
            name_at,
            optional,
        })
    }

    /// `name`, `[name]`, `[name=value]`.
    fn name(&mut self) -> Option<(&'a str, Span, bool)> {
        let optional = self.peek() == Some(b'[');
        if optional {
            self.at += 1;
            self.blanks();
        }
        let (name, at) = self.word();
        if optional {
            while !matches!(self.peek(), None | Some(b']' | b'\n' | b'\r')) {
                self.at += 1;
            }
            if self.peek() == Some(b']') {
                self.at += 1;
            }
        }
        (!name.is_empty()).then_some((name, at, optional))
    }

    /// What is within a pair of braces. Without its end there is nothing, and the comment is read on from the brace: no
    /// type goes on behind a line that begins with a tag, so this looks at nothing twice.
    fn braced(&mut self) -> Option<(&'a str, Span)> {
        let from = self.at + 1;
        let mut open = 0_usize;
        let mut quote = None;
        let mut line_begins = false;
        for (ahead, byte) in self.text.as_bytes().iter().enumerate().skip(self.at) {
            line_begins = match byte {
                b'\n' | b'\r' => true,
                b' ' | b'\t' | b'*' => line_begins,
                b'@' if line_begins => return None,
                _ => false,
            };
            match (quote, byte) {
                (Some(mark), byte) if mark == byte => quote = None,
                (Some(_), b'\n') => return None,
                (None, b'"' | b'\'' | b'`') => quote = Some(byte),
                (None, b'{') => open += 1,
                (None, b'}') => {
                    open -= 1;
                    if open == 0 {
                        self.at = ahead;
                        let found = self.since(from);
                        self.at += 1;
                        return Some(found);
                    }
                }
                _ => {}
            }
        }
        None
    }
}
