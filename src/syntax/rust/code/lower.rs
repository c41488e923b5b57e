//! Bringing what the parser gives into the record.

use proc_macro2::Span as At;

use crate::syntax::rust::code::{
    Code, Expr, ExprId, Item, ItemId, Name, Nest, NestOf, Pat, PatId, Span, Type, TypeId,
};

/// Makes the record of one text.
pub(super) struct Lower<'t> {
    pub(super) code: Code,
    pub(super) text: &'t str,
    /// Bytes that were cut off before the text.
    cut: u32,
    lines: Lines,
    /// How many more tokens of macros may be read again.
    pub(super) budget: usize,
    /// The innermost part with names of its own, among those of the record.
    pub(super) around: Option<usize>,
}

/// Where the lines of a text begin, to find the bytes of places by. `Span::byte_range` looks each place up in a map that
/// grows with every question, which took a fifth of the time that the parser takes.
struct Lines {
    starts: Vec<usize>,
    /// Whether every character is a byte.
    is_ascii: bool,
}

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1));
        Self {
            starts: starts.collect(),
            is_ascii: text.is_ascii(),
        }
    }

    fn byte(&self, text: &str, at: proc_macro2::LineColumn) -> usize {
        let line = at.line.saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(text.len());
        if self.is_ascii {
            return start + at.column;
        }
        let rest = text.get(start..).unwrap_or_default();
        let within = rest.char_indices().nth(at.column);
        start + within.map_or(rest.len(), |(at, _)| at)
    }
}

/// How often each byte of a text may be read again as part of a macro.
const AGAIN: usize = 24;

/// What may be read again in any text.
const LEAST: usize = 100_000;

impl<'t> Lower<'t> {
    pub(super) fn new(text: &'t str, cut: u32) -> Self {
        Self {
            code: Code::default(),
            text,
            cut,
            lines: Lines::of(text),
            budget: text.len().saturating_mul(AGAIN) + LEAST,
            around: None,
        }
    }

    pub(super) fn file(mut self, file: &syn::File) -> Code {
        self.marks_of_file(&file.attrs);
        self.code.top = self.items(&file.items);
        self.code
    }

    /// Lowers what has names of its own; `of` says what came out.
    pub(super) fn nested<T: Copy>(
        &mut self,
        of: impl FnOnce(T) -> NestOf,
        lower: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outer = self.around;
        let at = self.code.nests.len();
        let unknown = NestOf::Block(ExprId(u32::MAX));
        self.code.nests.push(Nest { outer, of: unknown });
        self.around = Some(at);
        let made = lower(self);
        self.code.nests[at].of = of(made);
        self.around = outer;
        made
    }

    pub(super) fn position(&self, at: usize) -> u32 {
        u32::try_from(at)
            .unwrap_or(u32::MAX)
            .saturating_add(self.cut)
    }

    /// The bytes of a place in [`Self::text`].
    pub(super) fn bytes(&self, at: At) -> std::ops::Range<usize> {
        self.lines.byte(self.text, at.start())..self.lines.byte(self.text, at.end())
    }

    pub(super) fn span(&self, at: At) -> Span {
        let range = self.bytes(at);
        Span {
            start: self.position(range.start),
            end: self.position(range.end),
        }
    }

    /// From the beginning of one place to the end of another.
    pub(super) fn between(&self, first: At, last: At) -> Span {
        Span {
            start: self.span(first).start,
            end: self.span(last).end,
        }
    }

    /// The text of a name is taken from where it stands, unless a macro put another one there.
    pub(super) fn name(&self, ident: &syn::Ident) -> Name {
        let start = self.lines.byte(self.text, ident.span().start());
        let rest = self.text.get(start..).unwrap_or_default();
        let is_raw = rest.starts_with("r#");
        let of_name = |byte: &u8| *byte == b'_' || byte.is_ascii_alphanumeric() || *byte >= 0x80;
        let marks = if is_raw { 2 } else { 0 };
        let length = rest
            .bytes()
            .skip(marks)
            .take_while(|one| of_name(one))
            .count()
            + marks;
        let written = rest.get(..length).unwrap_or_default();
        if ident == written {
            return Name {
                text: written.get(marks..).unwrap_or_default().into(),
                at: Span {
                    start: self.position(start),
                    end: self.position(start + length),
                },
            };
        }
        let text = ident.to_string();
        Name {
            text: text.strip_prefix("r#").unwrap_or(&text).into(),
            at: self.span(ident.span()),
        }
    }

    /// A field's name; a tuple's are numbers.
    pub(super) fn member(&self, member: &syn::Member) -> Name {
        match member {
            syn::Member::Named(ident) => self.name(ident),
            syn::Member::Unnamed(index) => Name {
                text: index.index.to_string().into(),
                at: self.span(index.span),
            },
        }
    }

    pub(super) fn add_expr(&mut self, one: Expr) -> ExprId {
        self.code.exprs.push(one);
        ExprId(last(self.code.exprs.len()))
    }

    pub(super) fn add_pat(&mut self, one: Pat) -> PatId {
        self.code.pats.push(one);
        PatId(last(self.code.pats.len()))
    }

    pub(super) fn add_type(&mut self, one: Type) -> TypeId {
        self.code.types.push(one);
        TypeId(last(self.code.types.len()))
    }

    pub(super) fn add_item(&mut self, one: Item) -> ItemId {
        self.code.items.push(one);
        ItemId(last(self.code.items.len()))
    }
}

// A text has at most 16 MiB, so that there are never as many.
fn last(length: usize) -> u32 {
    u32::try_from(length - 1).unwrap_or(u32::MAX)
}
