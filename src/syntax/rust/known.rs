//! Macros of well-known crates that declare items, read without their rules: bitflags, `lazy_static`, `thread_local`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::syntax::rust::record::{Item, Refusal};
use crate::syntax::rust::{branches, fragment, guard};

/// What bitflags 2 gives to every type of flags, by receiver and result.
const FLAGS: &str = "
    pub const fn empty() -> Self {} pub const fn all() -> Self {} pub const fn bits(&self) -> BITS {}
    pub const fn from_bits(bits: BITS) -> Option<Self> {} pub const fn from_bits_truncate(bits: BITS) -> Self {}
    pub const fn is_empty(&self) -> bool {} pub const fn is_all(&self) -> bool {}
    pub const fn intersects(&self, other: Self) -> bool {} pub const fn contains(&self, other: Self) -> bool {}
    pub fn insert(&mut self, other: Self) {} pub fn remove(&mut self, other: Self) {}
    pub fn toggle(&mut self, other: Self) {} pub fn set(&mut self, other: Self, value: bool) {}
    pub const fn intersection(self, other: Self) -> Self {} pub const fn union(self, other: Self) -> Self {}
    pub const fn difference(self, other: Self) -> Self {} pub const fn complement(self) -> Self {}
    pub const fn symmetric_difference(self, other: Self) -> Self {}
";

const SECOND: &str = "
    pub const fn from_bits_retain(bits: BITS) -> Self {} pub fn from_name(name: &str) -> Option<Self> {}
    pub const fn iter(&self) -> ::bitflags::iter::Iter<Self> {}
    pub const fn iter_names(&self) -> ::bitflags::iter::IterNames<Self> {}
";

const FIRST: &str = "pub const unsafe fn from_bits_unchecked(bits: BITS) -> Self {}";

/// The items that a call of a well-known macro declares; `None` if it is none. `first` says that the crate uses
/// bitflags 1.
pub fn items(
    name: &str,
    argument: &str,
    line: u32,
    first: bool,
) -> Option<Result<Vec<Item>, Refusal>> {
    let text = match name {
        "cfg_if" => return Some(branches::items(argument, line)),
        "bitflags" => guard::check(argument).and_then(|()| flags(argument, first)),
        "lazy_static" => guard::check(argument).and_then(|()| statics(argument)),
        "thread_local" => Ok(format!("{argument};")),
        _ => return None,
    };
    proc_macro2::extra::invalidate_current_thread_spans();
    Some(text.and_then(|text| fragment(&text, line)))
}

fn tokens(text: &str) -> Result<TokenStream, Refusal> {
    text.parse()
        .map_err(|_error| Refusal::new(0, "its argument is no tokens"))
}

/// `static ref` is what `lazy_static` calls a static.
fn statics(argument: &str) -> Result<String, Refusal> {
    let words = tokens(argument)?.into_iter();
    let rest = words.filter(|one| !matches!(one, TokenTree::Ident(word) if word == "ref"));
    Ok(rest.collect::<TokenStream>().to_string())
}

/// Types of flags, each with its constants and the methods that it is given.
fn flags(argument: &str, first: bool) -> Result<String, Refusal> {
    let mut text = String::new();
    let mut head: Vec<TokenTree> = Vec::new();
    for token in tokens(argument)? {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                text.push_str(&flag_type(
                    &std::mem::take(&mut head),
                    group.stream(),
                    first,
                )?);
            }
            token => head.push(token),
        }
    }
    Ok(text)
}

fn flag_type(head: &[TokenTree], body: TokenStream, first: bool) -> Result<String, Refusal> {
    let is = |one: &TokenTree, word: &str| matches!(one, TokenTree::Ident(ident) if ident == word);
    let at = head
        .iter()
        .position(|one| is(one, "struct") || is(one, "impl"));
    let colon = head
        .iter()
        .rposition(|one| matches!(one, TokenTree::Punct(sign) if sign.as_char() == ':'));
    let (Some(at), Some(colon)) = (at, colon) else {
        return Err(Refusal::new(0, "it is no type of flags"));
    };
    let of = |range: Option<&[TokenTree]>| {
        range
            .unwrap_or_default()
            .iter()
            .cloned()
            .collect::<TokenStream>()
            .to_string()
    };
    let (name, bits) = (of(head.get(at + 1..colon)), of(head.get(colon + 1..)));
    let declared = match head.get(at) {
        Some(one) if is(one, "struct") => format!("{} struct {name} {{}}", of(head.get(..at))),
        _ => String::new(),
    };
    let methods = format!("{FLAGS}{}", if first { FIRST } else { SECOND }).replace("BITS", &bits);
    Ok(format!(
        "{declared} impl {name} {{ {} {methods} }}",
        constants(body)
    ))
}

/// `const A = 1;` as `pub const A: Self = 1;`. A `_` only says that other bits may be set.
fn constants(body: TokenStream) -> String {
    let mut text = String::new();
    let mut one = TokenStream::new();
    let mut words = body.into_iter();
    let mut unnamed = false;
    while let Some(token) = words.next() {
        match token {
            TokenTree::Ident(word) if word == "const" => {
                let name = words.next().map_or_else(String::new, |one| one.to_string());
                unnamed = name == "_";
                text.push_str(&constant(&std::mem::take(&mut one), &name, unnamed));
            }
            TokenTree::Punct(sign) if sign.as_char() == ';' => {
                let value = std::mem::take(&mut one).to_string();
                if !unnamed {
                    text.push_str(&value);
                    text.push(';');
                }
            }
            token => one.extend([token]),
        }
    }
    text
}

fn constant(attributes: &TokenStream, name: &str, unnamed: bool) -> String {
    if unnamed {
        return String::new();
    }
    format!("{attributes} pub const {name}: Self ")
}
