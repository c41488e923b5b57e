//! The body of a rule, with the fragments put in.

use proc_macro2::{Group, Punct, Spacing, TokenStream, TokenTree};

use crate::syntax::rust::expand::MOST_TOKENS;
use crate::syntax::rust::expand::matcher::{Bindings, Bound};
use crate::syntax::rust::expand::pattern::Part;

/// Writes a body.
pub(super) fn run(parts: &[Part], found: &Bindings) -> Result<TokenStream, &'static str> {
    let mut left = MOST_TOKENS;
    let scopes = vec![found];
    write(parts, &scopes, &mut left)
}

fn write(
    parts: &[Part],
    scopes: &[&Bindings],
    left: &mut usize,
) -> Result<TokenStream, &'static str> {
    let mut tokens = TokenStream::new();
    for part in parts {
        *left = left.checked_sub(1).ok_or("it comes to too much")?;
        match part {
            Part::Token(token) => tokens.extend([token.clone()]),
            Part::Group(delimiter, inner) => {
                let inner = write(inner, scopes, left)?;
                tokens.extend([TokenTree::Group(Group::new(*delimiter, inner))]);
            }
            Part::Fragment { name, .. } => match lookup(name, scopes) {
                Some(Bound::Tokens(given)) => {
                    *left = left
                        .checked_sub(given.clone().into_iter().count())
                        .ok_or("it comes to too much")?;
                    tokens.extend(given.clone());
                }
                Some(Bound::Each(_)) => {
                    return Err("a repeated fragment stands outside of a repetition");
                }
                // A macro that defines macros: their fragments are theirs.
                None => {
                    let at = proc_macro2::Span::call_site();
                    let name = match name.strip_prefix("r#") {
                        Some(raw) => proc_macro2::Ident::new_raw(raw, at),
                        None => proc_macro2::Ident::new(name, at),
                    };
                    tokens.extend([
                        TokenTree::Punct(Punct::new('$', Spacing::Alone)),
                        TokenTree::Ident(name),
                    ]);
                }
            },
            Part::Repeat {
                parts: inner,
                separator,
                ..
            } => {
                tokens.extend(repeat(inner, separator.as_ref(), scopes, left)?);
            }
        }
    }
    Ok(tokens)
}

fn repeat(
    inner: &[Part],
    separator: Option<&TokenTree>,
    scopes: &[&Bindings],
    left: &mut usize,
) -> Result<TokenStream, &'static str> {
    let mut names = Vec::new();
    used(inner, &mut names);
    let columns: Vec<&Vec<Bindings>> = names
        .iter()
        .filter_map(|name| match lookup(name, scopes) {
            Some(Bound::Each(each)) => Some(each),
            _ => None,
        })
        .collect();
    let Some(times) = columns.iter().map(|one| one.len()).max() else {
        return Err("a repetition repeats nothing");
    };
    if columns.iter().any(|one| one.len() != times) {
        return Err("fragments of a repetition differ in number");
    }
    let mut tokens = TokenStream::new();
    for time in 0..times {
        if let (Some(separator), true) = (separator, time > 0) {
            tokens.extend([separator.clone()]);
        }
        let mut scopes = scopes.to_vec();
        scopes.extend(columns.iter().filter_map(|one| one.get(time)));
        tokens.extend(write(inner, &scopes, left)?);
    }
    Ok(tokens)
}

fn lookup<'b>(name: &str, scopes: &[&'b Bindings]) -> Option<&'b Bound> {
    scopes.iter().rev().find_map(|one| one.get(name))
}

fn used(parts: &[Part], names: &mut Vec<String>) {
    for part in parts {
        match part {
            Part::Token(_) => {}
            Part::Group(_, inner) | Part::Repeat { parts: inner, .. } => used(inner, names),
            Part::Fragment { name, .. } => names.push(name.clone()),
        }
    }
}
