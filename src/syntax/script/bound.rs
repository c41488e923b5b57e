//! Places and symbols of the parser as those of the record.

use oxc_ast::ast::IdentifierReference;
use oxc_semantic::{Scoping, SymbolId};

use crate::syntax::script::{NameId, Span};

impl From<oxc_span::Span> for Span {
    fn from(span: oxc_span::Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}

/// What is within the quotes of a literal, or the backticks.
pub(super) const fn inside(span: Span) -> Span {
    if span.end < span.start + 2 {
        return span;
    }
    Span {
        start: span.start + 1,
        end: span.end - 1,
    }
}

/// The name of a symbol: names of the record begin with the symbols, in their order.
pub(super) fn name_of(symbol: SymbolId) -> NameId {
    NameId(u32::try_from(symbol.index()).unwrap_or(u32::MAX))
}

/// What a reference is bound to.
pub(super) fn resolved(scoping: &Scoping, name: &IdentifierReference<'_>) -> Option<NameId> {
    let reference = name.reference_id.get()?;
    scoping.get_reference(reference).symbol_id().map(name_of)
}
