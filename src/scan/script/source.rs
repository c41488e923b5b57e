//! The record of a file, as far as those need it who make answers of uses: places, and what names a module.

pub use crate::syntax::script::places::Lines;
pub use crate::syntax::script::{Exported, Kind, Script, Span, TypeHead};
