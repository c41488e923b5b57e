//! The record of a file, as far as those need it who make answers of uses: places, and what names a module.

use crate::syntax::on_deep_stacks;
use crate::syntax::script::Unparsed;
use crate::syntax::typescript::Arena;

pub use crate::syntax::script::places::Lines;
pub use crate::syntax::script::{Comment, Dialect, Exported, Kind, Script, Span, TypeHead};

/// Reads one text; for many, `sources` keeps what can be used again.
pub fn read_source(text: &str, dialect: Dialect) -> (Script, Option<Unparsed>) {
    on_deep_stacks(|| crate::syntax::script::read(text, dialect, &mut Arena::default()))
}
