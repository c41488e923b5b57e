//! Takes the bodies of functions out of a text, for who wants to know what is declared: most of a text is bodies, and they
//! are most of what the parser has to do.

use std::borrow::Cow;
use std::ops::Range;

use crate::syntax::rust::guard;
use crate::syntax::rust::record::Refusal;

/// Where the search for the body of a function is.
enum Search {
    Nothing,
    /// Behind `fn`: a name makes it a function, else it is a type.
    Keyword,
    /// In a signature: brackets and angles that are open in it.
    Signature {
        brackets: usize,
        angles: usize,
    },
    /// In a body that begins there: braces that are open.
    Body(usize, usize),
}

/// The text with empty bodies, behind the guard against nesting. All places and lines stay as they are.
pub(super) fn without(text: &str) -> Result<Cow<'_, str>, Refusal> {
    let bytes = text.as_bytes();
    let mut search = Search::Nothing;
    let mut bodies: Vec<Range<usize>> = Vec::new();
    guard::walk(text, |at, end| {
        let part = bytes.get(at..end).unwrap_or_default();
        search = match std::mem::replace(&mut search, Search::Nothing) {
            Search::Body(start, 1) if part == b"}" => {
                bodies.push(start..at);
                Search::Nothing
            }
            // A sign that is no Rust is for the parser to find.
            Search::Body(..) if part == b"'" => Search::Nothing,
            Search::Body(start, open) => Search::Body(
                start,
                match part {
                    b"{" => open + 1,
                    b"}" => open - 1,
                    _ => open,
                },
            ),
            search if part.iter().all(u8::is_ascii_whitespace) || part.starts_with(b"/") => search,
            Search::Nothing if part == b"fn" => Search::Keyword,
            // In a macro the name may be given to it.
            Search::Keyword if is_word(part) || part == b"$" => Search::Signature {
                brackets: 0,
                angles: 0,
            },
            Search::Signature { brackets, angles } => signature(part, end, brackets, angles),
            Search::Nothing | Search::Keyword => Search::Nothing,
        };
    })?;
    if bodies.is_empty() {
        return Ok(Cow::Borrowed(text));
    }
    let mut made = bytes.to_vec();
    for body in bodies {
        for byte in made.get_mut(body).into_iter().flatten() {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    Ok(String::from_utf8(made).map_or(Cow::Borrowed(text), Cow::Owned))
}

fn signature(part: &[u8], end: usize, brackets: usize, angles: usize) -> Search {
    let same = Search::Signature { brackets, angles };
    match part {
        b"(" | b"[" => Search::Signature {
            brackets: brackets + 1,
            angles,
        },
        // A constant that is given to a type.
        b"{" if brackets > 0 || angles > 0 => Search::Signature {
            brackets: brackets + 1,
            angles,
        },
        b"{" => Search::Body(end, 1),
        b")" | b"]" | b"}" => match brackets.checked_sub(1) {
            Some(brackets) => Search::Signature { brackets, angles },
            None => Search::Nothing,
        },
        b";" if brackets == 0 => Search::Nothing,
        b"<" if brackets == 0 => Search::Signature {
            brackets,
            angles: angles + 1,
        },
        b">" if brackets == 0 => Search::Signature {
            brackets,
            angles: angles.saturating_sub(1),
        },
        _ => same,
    }
}

fn is_word(part: &[u8]) -> bool {
    let first = part.first().copied().unwrap_or_default();
    first == b'_' || first.is_ascii_alphabetic() || first >= 0x80
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn bodies_are_empty_and_nothing_else_is_touched() {
        let table = [
            ("fn f() { g(); }", "fn f() {      }"),
            (
                "fn f(a: [u8; { 1 }]) -> A<{ 2 }> where T: X<u8>, { {a} \"}\" }",
                "fn f(a: [u8; { 1 }]) -> A<{ 2 }> where T: X<u8>, {         }",
            ),
            ("fn f() -> u8 {\n  1 // }\n}", "fn f() -> u8 {\n        \n}"),
            (
                "struct S { f: fn(u8) -> u8, g: fn() }",
                "struct S { f: fn(u8) -> u8, g: fn() }",
            ),
            (
                "trait T { fn a(); fn b() { 'x' } }",
                "trait T { fn a(); fn b() {     } }",
            ),
            (
                "m! { fn } const X: u8 = { 1 };",
                "m! { fn } const X: u8 = { 1 };",
            ),
            (
                "($n:ident) => { fn $n() { 1 } }",
                "($n:ident) => { fn $n() {   } }",
            ),
            ("fn f() { ", "fn f() { "),
            ("fn f() { ' }", "fn f() { ' }"),
            ("fn f() { \u{e9} }", "fn f() {    }"),
            (
                "// fn f() {\nstatic A: u8 = {1};",
                "// fn f() {\nstatic A: u8 = {1};",
            ),
            (
                "fn r#f<'a>() -> impl Fn() -> &'a u8 { '{' }",
                "fn r#f<'a>() -> impl Fn() -> &'a u8 {     }",
            ),
        ];
        for (text, expected) in table {
            let found = without(text).unwrap();
            assert_eq!(found, expected);
            assert_eq!(found.len(), text.len());
        }
    }
}
