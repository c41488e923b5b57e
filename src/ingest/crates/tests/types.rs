//! How types of crates are written.

use super::one;
use crate::domain::surface::outline::{Conventions, outline};

fn types(text: &str) -> Vec<String> {
    let outline = outline(&one(text), &Conventions::default());
    let types = outline
        .root
        .values()
        .filter_map(|symbol| symbol.forms[0].ty.clone());
    types.collect()
}

#[test]
fn a_type_is_written_as_its_authors_wrote_it() {
    for text in [
        "u8",
        "()",
        "(u8,)",
        "(u8, u16)",
        "Vec<u8>",
        "&u8",
        "&mut u8",
        "&&u8",
        "*const u8",
        "*mut u8",
        "[u8]",
        "[u8; 4]",
        "fn(a: u8) -> u8",
        "fn()",
        "Box<dyn Iterator<Item = u8>>",
        "<u8 as Iterator>::Item",
        "!",
    ] {
        let found = types(&format!("pub type X = {text};"));
        assert_eq!(found, [text]);
    }
    // Calls are written as the compiler has them.
    assert_eq!(
        types("pub type X = Box<dyn Fn(u8) -> u8>;"),
        ["Box<dyn Fn<(u8,), Output = u8>>"]
    );
}

#[test]
fn a_function_is_written_as_it_is_called() {
    for (text, expected) in [
        ("pub fn f() {}", "()"),
        ("pub fn f(a: u8) -> u16 { 1 }", "(a: u8) -> u16"),
        (
            "pub fn f<T: Clone + Send>(t: T) {}",
            "<T: Clone + Send>(t: T)",
        ),
        (
            "pub fn f(i: impl Iterator<Item = u8> + Send) {}",
            "(i: impl Iterator<Item = u8> + Send)",
        ),
        ("pub fn f() -> impl Clone { 1 }", "() -> impl Clone"),
        ("pub const C: &str = \"\";", "&str"),
        ("pub trait T: Clone + Send {}", "Clone + Send"),
    ] {
        assert_eq!(types(text), [expected], "{text}");
    }
}
