//! What attributes say: conditions, deprecation, hiding, and where a module stands.

use proc_macro2::{TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

use crate::domain::surface::notice::{Notice, Source as Place, Strength};
use crate::domain::surface::types::{Named, Target, Type};
use crate::syntax::rust::prose;
use crate::syntax::rust::record::Marks;
use crate::syntax::rust::text::{self, Source};

/// How deep `cfg_attr` may stand within itself.
const DEEPEST: usize = 16;

/// Reads attributes: in what follows, those of one item.
pub(super) fn marks<'a>(
    attributes: impl IntoIterator<Item = &'a Attribute>,
    source: Source,
) -> Marks {
    let mut reading = Reading::default();
    for attribute in attributes {
        let span = attribute.pound_token.span;
        reading.meta(&attribute.meta, None, source.line(span), 0);
    }
    reading.finish()
}

#[derive(Default)]
struct Reading {
    marks: Marks,
    cfgs: Vec<String>,
    documentation: String,
    line: u32,
}

impl Reading {
    fn meta(&mut self, meta: &Meta, condition: Option<&str>, line: u32, depth: usize) {
        let Some(name) = meta.path().segments.last().map(|one| one.ident.to_string()) else {
            return;
        };
        match (name.as_str(), meta) {
            ("cfg", Meta::List(list)) => {
                self.marks.test |= is_test(list.tokens.clone());
                self.cfgs.push(text::of(list.tokens.clone()));
            }
            ("cfg_attr", Meta::List(list)) if depth < DEEPEST => {
                let mut parts = parts(list.tokens.clone()).into_iter();
                let mut conditions: Vec<String> =
                    condition.map(str::to_owned).into_iter().collect();
                conditions.extend(parts.next().map(text::of));
                let condition = all(conditions);
                for part in parts {
                    if let Ok(meta) = syn::parse2::<Meta>(part) {
                        self.meta(&meta, condition.as_deref(), line, depth + 1);
                    }
                }
            }
            ("deprecated", meta) => {
                let mut notice = deprecated(meta, line);
                notice.cfg = condition.map(str::to_owned);
                self.marks.notes.notices.push(notice);
            }
            ("doc", Meta::NameValue(value)) => self.documented(&value.value, line),
            ("doc", Meta::List(list)) => {
                // Hidden under a condition is hidden in some builds only: it stays public.
                let hidden = parts(list.tokens.clone())
                    .into_iter()
                    .any(|one| one.to_string() == "hidden");
                self.marks.notes.private |= hidden && condition.is_none();
            }
            ("path", Meta::NameValue(value)) => self.marks.paths.extend(literal(&value.value)),
            ("derive", Meta::List(list)) => self.derive(list),
            ("macro_export", _) => self.marks.exported = true,
            ("test" | "bench", Meta::Path(_)) => self.marks.test = true,
            ("proc_macro" | "proc_macro_attribute", Meta::Path(_)) => {
                self.marks.procedural = Some(String::new());
            }
            ("proc_macro_derive", Meta::List(list)) => {
                self.marks.procedural = parts(list.tokens.clone()).into_iter().next().map(text::of);
            }
            _ => {}
        }
    }

    fn documented(&mut self, value: &Expr, line: u32) {
        if let Some(text) = literal(value) {
            if self.documentation.is_empty() {
                self.line = line;
            }
            self.documentation
                .push_str(text.strip_prefix(' ').unwrap_or(&text));
            self.documentation.push('\n');
        }
    }

    fn derive(&mut self, list: &syn::MetaList) {
        let paths = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
        for path in paths.into_iter().flatten() {
            self.marks.derives.push(Type::Named(Box::new(Named {
                written: path_text(&path),
                target: Target::Missing,
                arguments: Vec::new(),
            })));
        }
    }

    fn finish(mut self) -> Marks {
        self.marks.cfg = all(self.cfgs);
        if let Some(text) = prose::soft(&self.documentation) {
            let mut notice = Notice::new(Strength::Soft, Place::Prose, self.line);
            notice.replacements = prose::replacements(&text);
            notice.removal = prose::removal(&text);
            notice.text = Some(text);
            self.marks.notes.notices.push(notice);
        }
        self.marks
    }
}

/// The names of a path, without arguments, as written.
pub(super) fn path_text(path: &syn::Path) -> String {
    let names: Vec<String> = path
        .segments
        .iter()
        .map(|one| one.ident.to_string())
        .collect();
    let begin = if path.leading_colon.is_some() {
        "::"
    } else {
        ""
    };
    format!("{begin}{}", names.join("::"))
}

/// Conditions that must all hold, as one.
pub(super) fn all(mut conditions: Vec<String>) -> Option<String> {
    match conditions.len() {
        0 | 1 => conditions.pop(),
        _ => Some(format!("all({})", conditions.join(", "))),
    }
}

fn deprecated(meta: &Meta, line: u32) -> Notice {
    let mut notice = Notice::new(Strength::Declared, Place::Attribute, line);
    match meta {
        Meta::Path(_) => {}
        Meta::NameValue(value) => notice.text = literal(&value.value),
        Meta::List(list) => {
            for part in parts(list.tokens.clone()) {
                let Ok(Meta::NameValue(value)) = syn::parse2::<Meta>(part) else {
                    continue;
                };
                let Some(text) = literal(&value.value) else {
                    continue;
                };
                if value.path.is_ident("since") {
                    notice.since = Some(text);
                } else if value.path.is_ident("note") {
                    notice.text = Some(text);
                } else if value.path.is_ident("suggestion") {
                    notice.replacements.push(text);
                }
            }
        }
    }
    if let Some(text) = &notice.text {
        for name in prose::replacements(text) {
            if !notice.replacements.contains(&name) {
                notice.replacements.push(name);
            }
        }
        notice.removal = prose::removal(text);
    }
    notice
}

fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

/// What stands between commas.
pub(super) fn parts(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts: Vec<Vec<TokenTree>> = vec![Vec::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(Vec::new()),
            _ => parts
                .last_mut()
                .into_iter()
                .for_each(|last| last.push(token.clone())),
        }
    }
    let filled = parts.into_iter().filter(|one| !one.is_empty());
    filled.map(TokenStream::from_iter).collect()
}

/// Whether a condition never holds outside of tests.
pub(super) fn is_test(condition: TokenStream) -> bool {
    let mut tokens = condition.into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(word)), None) => word == "test" || word == "doctest",
        (Some(TokenTree::Ident(word)), Some(TokenTree::Group(group))) if word == "all" => {
            parts(group.stream()).into_iter().any(is_test)
        }
        (Some(TokenTree::Ident(word)), Some(TokenTree::Group(group))) if word == "any" => {
            let parts = parts(group.stream());
            !parts.is_empty() && parts.into_iter().all(is_test)
        }
        _ => false,
    }
}
