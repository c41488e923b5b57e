//! Matchers and bodies of rules as trees: fragments, repetitions, groups and plain tokens.

use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// How deep groups and repetitions may stand within each other.
const DEEPEST: usize = 200;

/// One part of a matcher or body.
pub(super) enum Part {
    Token(TokenTree),
    Group(Delimiter, Vec<Self>),
    /// `$name:kind`; of a body `$name`, without a kind.
    Fragment {
        name: String,
        kind: Option<String>,
    },
    Repeat {
        parts: Vec<Self>,
        separator: Option<TokenTree>,
        how: How,
    },
}

/// How often a repetition may come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Any,
    Some,
    Once,
}

/// Reads a matcher, or a body, in which fragments have no kind.
pub(super) fn parse(tokens: TokenStream, matcher: bool) -> Result<Vec<Part>, &'static str> {
    within(tokens, matcher, 0)
}

fn within(tokens: TokenStream, matcher: bool, depth: usize) -> Result<Vec<Part>, &'static str> {
    if depth > DEEPEST {
        return Err("its rules are nested too deep");
    }
    let mut parts = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Ident(name)) if name == "crate" => {
                    parts.push(Part::Token(TokenTree::Ident(name)));
                }
                Some(TokenTree::Ident(name)) => {
                    let mut kind = None;
                    if matcher && is(tokens.peek(), ':') {
                        tokens.next();
                        kind = tokens.next().map(|one| one.to_string());
                    }
                    parts.push(Part::Fragment {
                        name: name.to_string(),
                        kind,
                    });
                }
                Some(TokenTree::Group(group)) => {
                    let inner = within(group.stream(), matcher, depth + 1)?;
                    let (separator, how) = end(&mut tokens)?;
                    parts.push(Part::Repeat {
                        parts: inner,
                        separator,
                        how,
                    });
                }
                _ => return Err("its rules use `$` in a way that is not understood"),
            },
            TokenTree::Group(group) => {
                parts.push(Part::Group(
                    group.delimiter(),
                    within(group.stream(), matcher, depth + 1)?,
                ));
            }
            token => parts.push(Part::Token(token)),
        }
    }
    Ok(parts)
}

/// What stands after a repetition: its separator, and how often it may come.
fn end(tokens: &mut Peekable<IntoIter>) -> Result<(Option<TokenTree>, How), &'static str> {
    let mut separator = None;
    loop {
        match tokens.next() {
            None => return Err("a repetition has no end"),
            Some(TokenTree::Punct(one)) if one.as_char() == '*' => {
                return Ok((separator, How::Any));
            }
            // A `+` may itself separate.
            Some(TokenTree::Punct(one)) if one.as_char() == '+' && !is_end(tokens.peek()) => {
                return Ok((separator, How::Some));
            }
            Some(TokenTree::Punct(one)) if one.as_char() == '?' => {
                return Ok((separator, How::Once));
            }
            // Of `=>` and the like only the last sign is kept: bodies write it rarely.
            Some(other) => separator = Some(other),
        }
    }
}

fn is(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn is_end(token: Option<&TokenTree>) -> bool {
    is(token, '*') || is(token, '+')
}
