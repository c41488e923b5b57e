//! Macros by example: a call and the rules that it means, to text.
//!
//! The rules are matched on tokens, with the parser's own idea of what a type, expression or item is. Hygiene, nested
//! macro definitions and `$crate` of other crates are left out: what is wanted is the names of the items that come out.
//! Everything is bounded: a macro may be made to grow forever.

mod matcher;
mod pattern;
mod transcribe;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::syntax::rust::record::{Item, Refusal};
use crate::syntax::rust::text::Source;
use crate::syntax::rust::{guard, items};

/// Tokens that one call may come to.
pub(super) const MOST_TOKENS: usize = 400_000;

/// Expands one call: the text of the rules, the text of the argument, and the items that come out. These are wrapped
/// first, if the call stands among members: in `trait T` or `impl T`.
///
/// Refused if no rule fits, if the rules use what is not understood here, or if the result is too large or no items.
/// `$crate` becomes `crate`, so the rules must be of the crate that calls them.
pub fn call(
    rules: &str,
    argument: &str,
    line: u32,
    wrap: Option<&str>,
) -> Result<Vec<Item>, Refusal> {
    guard::check(rules)?;
    guard::check(argument)?;
    let found = tokens(rules, argument)
        .map_err(|message| Refusal::new(line, message))
        .and_then(|tokens| parse(tokens, line, wrap));
    proc_macro2::extra::invalidate_current_thread_spans();
    found
}

/// As [`call`], to what the parser makes of it. The spans are those of the rules and the argument, and still have to be
/// forgotten.
pub(super) fn file(rules: &str, argument: &str) -> Result<syn::File, Refusal> {
    guard::check(rules)?;
    guard::check(argument)?;
    let tokens = tokens(rules, argument).map_err(|message| Refusal::new(0, message))?;
    guard::check(&tokens.to_string())?;
    syn::parse2(tokens).map_err(|error| Refusal::new(0, &format!("it does not parse: {error}")))
}

// The tokens are parsed as they are: as text, `$ty << 1` would begin type arguments.
fn parse(tokens: TokenStream, line: u32, wrap: Option<&str>) -> Result<Vec<Item>, Refusal> {
    guard::check(&tokens.to_string())?;
    let refused =
        |error: &dyn std::fmt::Display| Refusal::new(line, &format!("it does not parse: {error}"));
    let tokens = match wrap {
        None => tokens,
        Some(wrap) => {
            let mut wrapped: TokenStream = wrap.parse().map_err(|error| refused(&error))?;
            wrapped.extend([TokenTree::Group(Group::new(Delimiter::Brace, tokens))]);
            wrapped
        }
    };
    let file = syn::parse2::<syn::File>(tokens).map_err(|error| refused(&error))?;
    let source = Source {
        text: None,
        line: Some(line),
    };
    Ok(items::file(&file, source).items)
}

fn tokens(rules: &str, argument: &str) -> Result<TokenStream, &'static str> {
    let rules: TokenStream = rules.parse().map_err(|_error| "its rules are no tokens")?;
    let argument: TokenStream = argument
        .parse()
        .map_err(|_error| "its argument is no tokens")?;
    for (matcher, body) in split(rules)? {
        let pattern = pattern::parse(matcher, true)?;
        if let Some(found) = matcher::run(&pattern, argument.clone()) {
            let body = pattern::parse(body, false)?;
            return transcribe::run(&body, &found);
        }
    }
    Err("no rule fits its argument")
}

/// The rules: a matcher and a body each.
fn split(rules: TokenStream) -> Result<Vec<(TokenStream, TokenStream)>, &'static str> {
    let mut groups = Vec::new();
    for token in rules {
        match token {
            TokenTree::Group(group) => groups.push(group.stream()),
            TokenTree::Punct(_) => {}
            _ => return Err("its rules are not understood"),
        }
    }
    let mut pairs = Vec::new();
    let mut groups = groups.into_iter();
    while let (Some(matcher), Some(body)) = (groups.next(), groups.next()) {
        pairs.push((matcher, body));
    }
    Ok(pairs)
}
