//! Whether an argument fits a matcher, and what its fragments are then.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};

use crate::syntax::rust::expand::pattern::{How, Part};

/// What a fragment was matched by.
pub(super) enum Bound {
    Tokens(TokenStream),
    /// Within a repetition: one for each time.
    Each(Vec<Bindings>),
}

pub(super) type Bindings = BTreeMap<String, Bound>;

/// What the fragments of a matcher are for an argument; `None` if it does not fit.
pub(super) fn run(parts: &[Part], argument: TokenStream) -> Option<Bindings> {
    let mut found = Bindings::new();
    let fits = (|input: ParseStream| {
        all(parts, input, &mut found)?;
        if input.is_empty() {
            Ok(())
        } else {
            Err(input.error("more than the rule takes"))
        }
    })
    .parse2(argument);
    fits.ok().map(|()| found)
}

fn all(parts: &[Part], input: ParseStream, found: &mut Bindings) -> syn::Result<()> {
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Token(token) => same(token, input)?,
            Part::Group(delimiter, inner) => {
                let TokenTree::Group(group) = input.parse::<TokenTree>()? else {
                    return Err(input.error("no group"));
                };
                if group.delimiter() != *delimiter {
                    return Err(input.error("another group"));
                }
                let inside = run(inner, group.stream())
                    .ok_or_else(|| input.error("the group does not fit"))?;
                found.extend(inside);
            }
            Part::Fragment { name, kind } => {
                let tokens = fragment(kind.as_deref().unwrap_or("tt"), input)?;
                found.insert(name.clone(), Bound::Tokens(tokens));
            }
            Part::Repeat {
                parts: inner,
                separator,
                how,
            } => {
                let rest = parts.get(at + 1..).unwrap_or_default();
                repeat(inner, separator.as_ref(), *how, rest, input, found)?;
            }
        }
    }
    Ok(())
}

fn same(token: &TokenTree, input: ParseStream) -> syn::Result<()> {
    let given: TokenTree = input.parse()?;
    if given.to_string() == token.to_string() {
        Ok(())
    } else {
        Err(input.error("another token"))
    }
}

fn repeat(
    parts: &[Part],
    separator: Option<&TokenTree>,
    how: How,
    rest: &[Part],
    input: ParseStream,
    found: &mut Bindings,
) -> syn::Result<()> {
    let mut each: Vec<Bindings> = Vec::new();
    loop {
        if input.is_empty() || (how == How::Once && each.len() == 1) {
            break;
        }
        // What follows the repetition ends it, where it begins with a plain token that the repetition does not.
        if ends(rest, parts, input) {
            break;
        }
        let ahead = input.fork();
        if let (Some(separator), false) = (separator, each.is_empty())
            && same(separator, &ahead).is_err()
        {
            break;
        }
        let mut one = Bindings::new();
        if all(parts, &ahead, &mut one).is_err() || ahead.cursor() == input.cursor() {
            break;
        }
        input.advance_to(&ahead);
        each.push(one);
    }
    if how == How::Some && each.is_empty() {
        return Err(input.error("a repetition that must come does not"));
    }
    let mut names = Vec::new();
    names_of(parts, &mut names);
    for name in names {
        let column = each.iter_mut().map(|one| {
            let mut single = Bindings::new();
            single.extend(one.remove_entry(&name));
            single
        });
        let column = Bound::Each(column.collect());
        found.insert(name, column);
    }
    Ok(())
}

fn ends(rest: &[Part], parts: &[Part], input: ParseStream) -> bool {
    let Some(Part::Token(next)) = rest.first() else {
        return false;
    };
    let begins_same = match parts.first() {
        Some(Part::Token(first)) => first.to_string() == next.to_string(),
        _ => true,
    };
    !begins_same && same(next, &input.fork()).is_ok()
}

/// The fragments of a matcher, those within repetitions too.
fn names_of(parts: &[Part], names: &mut Vec<String>) {
    for part in parts {
        match part {
            Part::Token(_) => {}
            Part::Group(_, inner) | Part::Repeat { parts: inner, .. } => names_of(inner, names),
            Part::Fragment { name, .. } => names.push(name.clone()),
        }
    }
}

fn fragment(kind: &str, input: ParseStream) -> syn::Result<TokenStream> {
    fn of<T: syn::parse::Parse + ToTokens>(input: ParseStream) -> syn::Result<TokenStream> {
        input.parse::<T>().map(ToTokens::into_token_stream)
    }
    // What was parsed as one stays one, whatever stands around it.
    fn grouped(tokens: TokenStream) -> TokenStream {
        TokenStream::from(TokenTree::Group(Group::new(Delimiter::None, tokens)))
    }
    match kind {
        "ident" if input.peek(syn::Token![_]) => Err(input.error("no name")),
        "ident" => input
            .call(syn::Ident::parse_any)
            .map(ToTokens::into_token_stream),
        "ty" => of::<syn::Type>(input).map(grouped),
        "expr" | "expr_2021" => of::<syn::Expr>(input).map(grouped),
        "literal" => {
            let minus: Option<syn::Token![-]> = input.parse()?;
            let literal: syn::Lit = input.parse()?;
            let mut tokens = minus.into_token_stream();
            literal.to_tokens(&mut tokens);
            Ok(tokens)
        }
        "meta" => {
            let path = input.call(syn::Path::parse_mod_style)?;
            let mut tokens = path.into_token_stream();
            if input.peek(syn::Token![=]) {
                tokens.extend(of::<syn::Token![=]>(input)?);
                tokens.extend(of::<syn::Expr>(input)?);
            } else if !input.is_empty() && !input.peek(syn::Token![,]) {
                tokens.extend([input.parse::<TokenTree>()?]);
            }
            Ok(tokens)
        }
        "vis" => of::<syn::Visibility>(input),
        "path" => of::<syn::Path>(input),
        "pat" | "pat_param" => {
            syn::Pat::parse_multi_with_leading_vert(input).map(ToTokens::into_token_stream)
        }
        "block" => of::<syn::Block>(input),
        "item" => of::<syn::Item>(input),
        "stmt" => of::<syn::Stmt>(input),
        "lifetime" => of::<syn::Lifetime>(input),
        "tt" => tree(input),
        _ => Err(input.error("an unknown kind of fragment")),
    }
}

// A lifetime is two tokens to the lexer and one to a macro; so are signs that stand together.
fn tree(input: ParseStream) -> syn::Result<TokenStream> {
    if input.peek(syn::Lifetime) {
        return input
            .parse::<syn::Lifetime>()
            .map(ToTokens::into_token_stream);
    }
    let mut tokens = TokenStream::new();
    let joint = [
        input.peek(syn::Token![::]),
        input.peek(syn::Token![->]),
        input.peek(syn::Token![=>]),
        input.peek(syn::Token![..]),
    ];
    if joint.contains(&true) {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    tokens.extend([input.parse::<TokenTree>()?]);
    Ok(tokens)
}
