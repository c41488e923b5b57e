//! Bringing what the parser gives into the record.

use proc_macro2::Span as At;
use syn::ext::IdentExt as _;

use crate::syntax::rust::code::{
    Code, Expr, ExprId, Item, ItemId, Name, Nest, NestOf, Pat, PatId, Span, Type, TypeId,
};

/// Makes the record of one text.
pub(super) struct Lower<'t> {
    pub(super) code: Code,
    pub(super) text: &'t str,
    /// Bytes that were cut off before the text.
    cut: u32,
    /// How many more tokens of macros may be read again.
    pub(super) budget: usize,
    /// The innermost part with names of its own, among those of the record.
    pub(super) around: Option<usize>,
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

    pub(super) fn span(&self, at: At) -> Span {
        let range = at.byte_range();
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

    pub(super) fn name(&self, ident: &syn::Ident) -> Name {
        Name {
            text: ident.unraw().to_string().into(),
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
