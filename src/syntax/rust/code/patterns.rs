//! Patterns.

use syn::Pat as Parsed;

use crate::syntax::rust::code::lower::Lower;
use crate::syntax::rust::code::{Pat, PatId};

impl Lower<'_> {
    pub(super) fn pat(&mut self, from: &Parsed) -> PatId {
        let pat = match from {
            Parsed::Ident(one) => {
                let within = one.subpat.as_ref().map(|(_, pat)| self.pat(pat));
                let binds = one.by_ref.is_some() || one.mutability.is_some();
                Pat::Name(self.name(&one.ident), within, binds)
            }
            Parsed::Path(one) => Pat::Path(self.path(one.qself.as_ref(), &one.path)),
            Parsed::TupleStruct(one) => {
                let path = self.path(one.qself.as_ref(), &one.path);
                Pat::TupleStruct(path, self.pats(&one.elems))
            }
            Parsed::Struct(one) => {
                let path = self.path(one.qself.as_ref(), &one.path);
                let fields = one.fields.iter().map(|one| {
                    self.marks(&one.attrs, one);
                    (self.member(&one.member), self.pat(&one.pat))
                });
                let fields = fields.collect();
                Pat::Struct(path, fields)
            }
            Parsed::Tuple(one) => Pat::Tuple(self.pats(&one.elems)),
            Parsed::Slice(one) => Pat::Slice(self.pats(&one.elems)),
            Parsed::Or(one) => Pat::Or(one.cases.iter().map(|one| self.pat(one)).collect()),
            Parsed::Reference(one) => Pat::Reference(self.pat(&one.pat)),
            Parsed::Paren(one) => return self.pat(&one.pat),
            Parsed::Type(one) => {
                let pat = self.pat(&one.pat);
                Pat::Typed(pat, self.ty(&one.ty))
            }
            Parsed::Guard(one) => {
                let pat = self.pat(&one.pat);
                Pat::Guarded(pat, self.expr(&one.guard))
            }
            Parsed::Rest(_) => Pat::Rest,
            Parsed::Macro(one) => Pat::Macro(Box::new(self.call(&one.mac))),
            Parsed::Lit(one) => Pat::Value(vec![self.literal(&one.lit)]),
            Parsed::Range(one) => {
                let ends = one.start.iter().chain(&one.end);
                Pat::Value(ends.map(|one| self.expr(one)).collect())
            }
            Parsed::Const(one) => Pat::Value(vec![self.block(&one.block)]),
            _ => Pat::Wild,
        };
        self.add_pat(pat)
    }

    fn pats<P>(&mut self, from: &syn::punctuated::Punctuated<Parsed, P>) -> Vec<PatId> {
        from.iter().map(|one| self.pat(one)).collect()
    }
}
