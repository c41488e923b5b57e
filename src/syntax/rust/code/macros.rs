//! What macros are given and turn into, read as the code that it looks like.
//!
//! A macro may do anything with its tokens. Nearly all take expressions, and those of the standard library say what they
//! take; so tokens are tried as one after the other, and what is nothing of all that is taken apart at its commas. What is
//! read again and again in nested macros is bounded.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::Token;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;

use crate::syntax::rust::code::lower::Lower;
use crate::syntax::rust::code::{Expr, Input, Macro, Name, Path, Segment, Span};

/// Macros of the standard library whose arguments are no code that runs.
const TEXTUAL: &[&str] = &[
    "stringify",
    "cfg",
    "compile_error",
    "include_str",
    "include_bytes",
    "env",
    "option_env",
    "concat",
    "line",
    "column",
    "file",
    "module_path",
];

/// Macros that take a value and a pattern.
const MATCHING: &[&str] = &["matches", "assert_matches", "debug_assert_matches"];

impl Lower<'_> {
    /// A macro where an expression, a type or a pattern is expected.
    pub(super) fn call(&mut self, from: &syn::Macro) -> Macro {
        self.called(from, false)
    }

    /// A macro that is called; with `items`, where items stand.
    pub(super) fn called(&mut self, from: &syn::Macro, items: bool) -> Macro {
        let path = self.path(None, &from.path);
        let name = path.segments.last().map(|one| one.name.text.clone());
        let name = name.as_deref().unwrap_or_default();
        let tokens = from.tokens.clone();
        let inputs = if TEXTUAL.contains(&name) || tokens.is_empty() {
            Vec::new()
        } else if MATCHING.contains(&name)
            && let Some(inputs) = self.matching(&tokens)
        {
            inputs
        } else if items {
            self.items_of(tokens)
        } else {
            self.arguments_of(tokens)
        };
        Macro { path, inputs }
    }

    /// Whether tokens may be read once more.
    fn pays(&mut self, tokens: &TokenStream) -> bool {
        let price = count(tokens);
        let pays = price <= self.budget;
        self.budget = self.budget.saturating_sub(price);
        if !pays && let Some(first) = tokens.clone().into_iter().next() {
            let at = self.span(first.span());
            self.code.opaque.push(at);
        }
        pays
    }

    /// Tokens where expressions are expected before anything else.
    pub(super) fn arguments_of(&mut self, tokens: TokenStream) -> Vec<Input> {
        if tokens.is_empty() || !self.pays(&tokens) {
            return Vec::new();
        }
        self.expressions_of(&tokens)
            .or_else(|| self.statements_of(&tokens))
            .or_else(|| self.declarations_of(&tokens))
            .or_else(|| self.type_of(&tokens))
            .unwrap_or_else(|| self.taken_apart(tokens))
    }

    /// Tokens where items are expected before anything else.
    pub(super) fn items_of(&mut self, tokens: TokenStream) -> Vec<Input> {
        if tokens.is_empty() || !self.pays(&tokens) {
            return Vec::new();
        }
        self.declarations_of(&tokens)
            .or_else(|| self.expressions_of(&tokens))
            .or_else(|| self.statements_of(&tokens))
            .or_else(|| self.type_of(&tokens))
            .unwrap_or_else(|| self.taken_apart(tokens))
    }

    /// `a, b, c`, and `a; b`.
    fn expressions_of(&mut self, tokens: &TokenStream) -> Option<Vec<Input>> {
        let list = Punctuated::<syn::Expr, Token![,]>::parse_terminated;
        let parsed: Vec<syn::Expr> = if let Ok(parsed) = list.parse2(tokens.clone()) {
            parsed.into_iter().collect()
        } else {
            let pair = |input: ParseStream<'_>| {
                let first: syn::Expr = input.parse()?;
                input.parse::<Token![;]>()?;
                Ok(vec![first, input.parse()?])
            };
            pair.parse2(tokens.clone()).ok()?
        };
        let mut found = Vec::new();
        for one in &parsed {
            found.push(Input::Expression(self.expr(one)));
            if let syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) = one
            {
                self.captures(text, &mut found);
            }
        }
        Some(found)
    }

    fn statements_of(&mut self, tokens: &TokenStream) -> Option<Vec<Input>> {
        let parsed = syn::Block::parse_within.parse2(tokens.clone()).ok()?;
        let verbatim = |one: &syn::Stmt| {
            matches!(
                one,
                syn::Stmt::Item(syn::Item::Verbatim(_))
                    | syn::Stmt::Expr(syn::Expr::Verbatim(_), _)
            )
        };
        if parsed.iter().any(verbatim) {
            return None;
        }
        Some(vec![Input::Statements(self.statements(&parsed))])
    }

    fn declarations_of(&mut self, tokens: &TokenStream) -> Option<Vec<Input>> {
        let file = syn::parse2::<syn::File>(tokens.clone())
            .or_else(|_| syn::parse2::<syn::File>(without_ref(tokens)))
            .ok()?;
        if file.items.is_empty()
            || file
                .items
                .iter()
                .any(|one| matches!(one, syn::Item::Verbatim(_)))
        {
            return None;
        }
        Some(vec![Input::Items(self.items(&file.items))])
    }

    fn type_of(&mut self, tokens: &TokenStream) -> Option<Vec<Input>> {
        let ty = syn::parse2::<syn::Type>(tokens.clone()).ok()?;
        Some(vec![Input::Type(self.ty(&ty))])
    }

    /// A value and a pattern, and whatever stands behind them.
    fn matching(&mut self, tokens: &TokenStream) -> Option<Vec<Input>> {
        let both = |input: ParseStream<'_>| {
            let value: syn::Expr = input.parse()?;
            input.parse::<Token![,]>()?;
            let pat = syn::Pat::parse_multi_with_leading_vert(input)?;
            let guard = if input.peek(Token![if]) {
                input.parse::<Token![if]>()?;
                Some(input.parse::<syn::Expr>()?)
            } else {
                None
            };
            let _rest: TokenStream = input.parse()?;
            Ok((value, pat, guard))
        };
        let (value, pat, guard) = both.parse2(tokens.clone()).ok()?;
        let value = self.expr(&value);
        let pat = self.pat(&pat);
        let body = match guard {
            Some(guard) => self.expr(&guard),
            None => self.add_expr(Expr::Bool),
        };
        let matched = self.add_expr(Expr::Match(value, vec![(pat, body)]));
        Some(vec![Input::Expression(matched)])
    }

    /// Names that a text for formatting takes from around it: `{name}`, `{name:?}`.
    fn captures(&mut self, text: &syn::LitStr, found: &mut Vec<Input>) {
        let range = self.bytes(text.span());
        let Some(written) = self.text.get(range.clone()) else {
            return;
        };
        let mut rest = written;
        let mut from = range.start;
        while let Some(open) = rest.find('{') {
            let inner = rest.get(open + 1..).unwrap_or_default();
            let is_name = |c: char| c == '_' || c.is_alphanumeric();
            let length = inner.find(|c| !is_name(c)).unwrap_or(inner.len());
            let name = inner.get(..length).unwrap_or_default();
            let ends = inner
                .get(length..)
                .is_some_and(|rest| rest.starts_with([':', '}']));
            let is_ident = name.starts_with(|c: char| c == '_' || c.is_alphabetic());
            let at = from + open + 1;
            if ends && is_ident {
                let name = Name {
                    text: name.into(),
                    at: Span {
                        start: self.position(at),
                        end: self.position(at + length),
                    },
                };
                let path = single(name);
                let path = self.add_expr(Expr::Path(path));
                found.push(Input::Expression(path));
            }
            let skip = if inner.starts_with('{') { 2 } else { 1 };
            from += open + skip;
            rest = rest.get(open + skip..).unwrap_or_default();
        }
    }

    /// Reads what stands between commas, semicolons and arrows each on its own; what is in brackets there again.
    fn taken_apart(&mut self, tokens: TokenStream) -> Vec<Input> {
        let mut chunks: Vec<Vec<TokenTree>> = vec![Vec::new()];
        let mut arrow = false;
        for token in tokens {
            let ends = match &token {
                TokenTree::Punct(one) => match one.as_char() {
                    ',' | ';' => true,
                    '>' if arrow => {
                        // The sign before it belongs to the arrow.
                        chunks
                            .last_mut()
                            .into_iter()
                            .for_each(|last| drop(last.pop()));
                        true
                    }
                    _ => false,
                },
                _ => false,
            };
            arrow = matches!(&token, TokenTree::Punct(one) if one.as_char() == '=');
            if ends {
                chunks.push(Vec::new());
            } else if let Some(last) = chunks.last_mut() {
                last.push(token);
            }
        }
        let several = chunks.iter().filter(|one| !one.is_empty()).count() > 1;
        let mut found = Vec::new();
        for chunk in chunks.into_iter().filter(|one| !one.is_empty()) {
            let stream: TokenStream = chunk.into_iter().collect();
            let whole = several.then(|| self.chunk(&stream)).flatten();
            match whole {
                Some(inputs) => found.extend(inputs),
                None => self.loose_into(stream, &mut found),
            }
        }
        found
    }

    fn chunk(&mut self, tokens: &TokenStream) -> Option<Vec<Input>> {
        if !self.pays(tokens) {
            return Some(Vec::new());
        }
        if let Ok(one) = syn::parse2::<syn::Expr>(tokens.clone())
            && !matches!(one, syn::Expr::Verbatim(_))
        {
            return Some(vec![Input::Expression(self.expr(&one))]);
        }
        self.statements_of(tokens)
            .or_else(|| self.declarations_of(tokens))
            .or_else(|| self.type_of(tokens))
            .or_else(|| {
                let pat = syn::Pat::parse_multi_with_leading_vert
                    .parse2(tokens.clone())
                    .ok()?;
                Some(vec![Input::Pattern(self.pat(&pat))])
            })
    }

    /// Reads the paths in tokens that are no code, for an expression that nobody asks for.
    pub(super) fn loose(&mut self, tokens: TokenStream) {
        let mut found = Vec::new();
        self.loose_into(tokens, &mut found);
        if !found.is_empty() {
            let path = Path::default();
            self.add_expr(Expr::Macro(Box::new(Macro {
                path,
                inputs: found,
            })));
        }
    }

    /// Paths among tokens; what stands in brackets is tried as code.
    fn loose_into(&mut self, tokens: TokenStream, found: &mut Vec<Input>) {
        let mut path: Vec<Segment> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        close(&mut path, found);
                    }
                    path.push(self.segment(&ident));
                    colons = 0;
                }
                TokenTree::Punct(one) if one.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    close(&mut path, found);
                    colons = 0;
                    found.extend(self.arguments_of(group.stream()));
                }
                _ => {
                    close(&mut path, found);
                    colons = 0;
                }
            }
        }
        close(&mut path, found);
    }

    fn segment(&self, ident: &Ident) -> Segment {
        Segment {
            name: self.name(ident),
            arguments: None,
        }
    }

    /// What the rules of a `macro_rules!` turn into: each `$name` is some name, what is repeated stands once.
    pub(super) fn rules(&mut self, tokens: TokenStream) -> Vec<Input> {
        let mut found = Vec::new();
        let mut matcher: Option<Group> = None;
        for token in tokens {
            let TokenTree::Group(group) = token else {
                continue;
            };
            match matcher.take() {
                None => matcher = Some(group),
                Some(before) => {
                    let kinds = kinds(before.stream());
                    let made = substitute(group.stream(), &kinds);
                    found.extend(self.items_of(made));
                }
            }
        }
        found
    }
}

fn single(name: Name) -> Path {
    Path {
        segments: vec![Segment {
            name,
            arguments: None,
        }],
        ..Path::default()
    }
}

// A name alone says too little to be anybody's.
fn close(path: &mut Vec<Segment>, found: &mut Vec<Input>) {
    let segments = std::mem::take(path);
    if segments.len() > 1 {
        found.push(Input::Loose(Path {
            segments,
            ..Path::default()
        }));
    }
}

fn count(tokens: &TokenStream) -> usize {
    tokens
        .clone()
        .into_iter()
        .map(|one| match one {
            TokenTree::Group(group) => 1 + count(&group.stream()),
            _ => 1,
        })
        .sum()
}

/// `static ref NAME` is a static that is made when it is first asked for.
fn without_ref(tokens: &TokenStream) -> TokenStream {
    let mut after_static = false;
    tokens
        .clone()
        .into_iter()
        .filter(|one| {
            let word = match one {
                TokenTree::Ident(word) => Some(word.to_string()),
                _ => None,
            };
            let is_ref = after_static && word.as_deref() == Some("ref");
            after_static = word.as_deref() == Some("static");
            !is_ref
        })
        .collect()
}

/// The kinds of what a rule takes, by name.
fn kinds(matcher: TokenStream) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut tokens = matcher.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => found.extend(kinds(group.stream())),
            TokenTree::Punct(one) if one.as_char() == '$' => {
                let Some(TokenTree::Ident(name)) = tokens.peek().cloned() else {
                    continue;
                };
                tokens.next();
                if matches!(tokens.peek(), Some(TokenTree::Punct(one)) if one.as_char() == ':') {
                    tokens.next();
                    if let Some(TokenTree::Ident(kind)) = tokens.next() {
                        found.push((name.to_string(), kind.to_string()));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn substitute(tokens: TokenStream, kinds: &[(String, String)]) -> TokenStream {
    let mut made: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), substitute(group.stream(), kinds));
                inner.set_span(group.span());
                made.push(TokenTree::Group(inner));
            }
            TokenTree::Punct(one) if one.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Group(group)) => {
                    made.extend(substitute(group.stream(), kinds));
                    // The separator, if there is one, and the sign of repetition.
                    for _ in 0..2 {
                        let sign = match tokens.next() {
                            Some(TokenTree::Punct(sign)) => sign.as_char(),
                            _ => break,
                        };
                        if matches!(sign, '*' | '+' | '?') {
                            break;
                        }
                        if sign == ';' || sign == ',' {
                            made.push(TokenTree::Punct(proc_macro2::Punct::new(
                                sign,
                                proc_macro2::Spacing::Alone,
                            )));
                        }
                    }
                }
                Some(TokenTree::Ident(name)) if name == "crate" => {
                    made.push(TokenTree::Ident(Ident::new("crate", name.span())));
                }
                Some(TokenTree::Ident(name)) => made.extend(placeholder(&name, kinds)),
                Some(other) => made.push(other),
                None => {}
            },
            other => made.push(other),
        }
    }
    made.into_iter().collect()
}

/// What may stand for `$name`.
fn placeholder(name: &Ident, kinds: &[(String, String)]) -> Option<TokenTree> {
    let kind = kinds.iter().find(|(one, _)| name == one);
    match kind.map(|(_, kind)| kind.as_str()) {
        Some("vis" | "item") => None,
        Some("block") => Some(TokenTree::Group(Group::new(
            Delimiter::Brace,
            TokenStream::new(),
        ))),
        _ => Some(TokenTree::Ident(Ident::new("__", name.span()))),
    }
}
