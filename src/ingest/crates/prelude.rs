//! Names that are there without an import: primitives, and what the standard library's prelude brings.

use crate::syntax::rust::prelude;

/// Primitive types.
const PRIMITIVES: &[&str] = &[
    "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64",
    "i128", "isize", "f16", "f32", "f64", "f128", "never",
];

pub(super) fn is_primitive(name: &str) -> bool {
    PRIMITIVES.contains(&name)
}

/// The path in `std` of a name of the prelude. `Debug` and `Hash` are there as derives.
pub(super) fn standard(name: &str) -> Option<&'static str> {
    match name {
        "Debug" => Some("fmt::Debug"),
        "Hash" => Some("hash::Hash"),
        name => prelude::path(name),
    }
}
