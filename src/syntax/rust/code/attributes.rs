//! What attributes say of code: lints, conditions, derives, and those that belong to somebody else's macros.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Meta, Token};

use crate::syntax::rust::attributes::{is_test, parts};
use crate::syntax::rust::code::lower::Lower;
use crate::syntax::rust::code::{Attribute, Condition, Input, Lint, Name, Span};
use crate::syntax::rust::text;

/// How deep `cfg_attr` may stand within itself.
const DEEPEST: usize = 16;

/// Attributes of the language, which name nothing that could be a platform's.
const BUILT_IN: &[&str] = &[
    "doc",
    "inline",
    "must_use",
    "test",
    "ignore",
    "should_panic",
    "bench",
    "repr",
    "non_exhaustive",
    "no_mangle",
    "export_name",
    "link",
    "link_name",
    "link_section",
    "cold",
    "track_caller",
    "target_feature",
    "macro_use",
    "macro_export",
    "path",
    "feature",
    "no_std",
    "no_main",
    "recursion_limit",
    "type_length_limit",
    "default",
    "deprecated",
    "automatically_derived",
    "proc_macro",
    "proc_macro_derive",
    "proc_macro_attribute",
    "global_allocator",
    "panic_handler",
    "used",
    "crate_type",
    "crate_name",
    "rustfmt",
    "clippy",
    "diagnostic",
    "windows_subsystem",
    "no_implicit_prelude",
];

impl Lower<'_> {
    pub(super) fn marks_of_file(&mut self, from: &[syn::Attribute]) {
        let whole = Span {
            start: self.position(0),
            end: self.position(self.text.len()),
        };
        for one in from {
            self.mark(&one.meta, &|_| whole, true, 0);
        }
    }

    /// Takes note of attributes; gives those that are no part of the language.
    pub(super) fn marks(
        &mut self,
        from: &[syn::Attribute],
        node: &impl ToTokens,
    ) -> Vec<Attribute> {
        let mut found = Vec::new();
        for one in from {
            let whole = |lower: &Self| lower.span(node.span());
            found.extend(self.mark(&one.meta, &whole, true, 0));
        }
        found
    }

    fn mark(
        &mut self,
        meta: &Meta,
        whole: &dyn Fn(&Self) -> Span,
        is_sure: bool,
        depth: usize,
    ) -> Vec<Attribute> {
        let Some(first) = meta.path().segments.first() else {
            return Vec::new();
        };
        let is_single = meta.path().segments.len() == 1;
        match (first.ident.to_string().as_str(), meta) {
            ("allow" | "expect", Meta::List(list)) if is_sure => self.lint(list, whole, true),
            ("warn" | "deny" | "forbid", Meta::List(list)) if is_sure => {
                self.lint(list, whole, false);
            }
            ("allow" | "expect" | "warn" | "deny" | "forbid", _) => {}
            ("cfg", Meta::List(list)) => {
                let at = whole(self);
                self.code.conditions.push(Condition {
                    at,
                    cfg: text::of(list.tokens.clone()),
                    is_test: is_test(list.tokens.clone()),
                });
            }
            ("cfg_attr", Meta::List(list)) if depth < DEEPEST => {
                let mut parts = parts(list.tokens.clone()).into_iter();
                // What other conditions come to is not known: only what always holds does.
                let holds = parts.next().is_some_and(|one| text::of(one) == "all()");
                let metas = parts.filter_map(|one| syn::parse2::<Meta>(one).ok());
                let metas: Vec<Meta> = metas.collect();
                return (metas.iter())
                    .flat_map(|one| self.mark(one, whole, is_sure && holds, depth + 1))
                    .collect();
            }
            ("derive", Meta::List(list)) => return self.derives(list),
            (word, _) if is_single && BUILT_IN.contains(&word) => {}
            ("clippy" | "rustfmt" | "diagnostic", _) => {}
            _ => return vec![self.foreign(meta)],
        }
        Vec::new()
    }

    fn lint(&mut self, list: &syn::MetaList, whole: &dyn Fn(&Self) -> Span, silences: bool) {
        let is_meant = parts(list.tokens.clone()).into_iter().any(|one| {
            let mut tokens = one.into_iter();
            let word = tokens.next().map(|one| one.to_string());
            tokens.next().is_none() && matches!(word.as_deref(), Some("deprecated" | "warnings"))
        });
        if is_meant {
            let at = whole(self);
            self.code.lints.push(Lint { at, silences });
        }
    }

    fn derives(&mut self, list: &syn::MetaList) -> Vec<Attribute> {
        let paths = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
        let paths: Vec<syn::Path> = paths.into_iter().flatten().collect();
        paths
            .iter()
            .map(|path| Attribute {
                path: self.path(None, path),
                is_derive: true,
                keys: Vec::new(),
                inputs: Vec::new(),
            })
            .collect()
    }

    /// An attribute that some macro reads: what stands in it is read as far as it is code.
    fn foreign(&mut self, meta: &Meta) -> Attribute {
        let path = self.path(None, meta.path());
        let (mut keys, mut inputs) = (Vec::new(), Vec::new());
        match meta {
            Meta::Path(_) => {}
            Meta::NameValue(one) => {
                let value = self.expr(&one.value);
                inputs.push(Input::Expression(value));
            }
            Meta::List(list) => {
                for part in parts(list.tokens.clone()) {
                    self.attribute_part(part, &mut keys, &mut inputs);
                }
            }
        }
        Attribute {
            path,
            is_derive: false,
            keys,
            inputs,
        }
    }

    /// `key`, `key = value`, `key(values)`.
    fn attribute_part(&mut self, part: TokenStream, keys: &mut Vec<Name>, inputs: &mut Vec<Input>) {
        let mut tokens = part.clone().into_iter();
        let Some(TokenTree::Ident(key)) = tokens.next() else {
            inputs.extend(self.arguments_of(part));
            return;
        };
        let ident = self.name(&key);
        match tokens.next() {
            None => keys.push(ident),
            Some(TokenTree::Punct(one)) if one.as_char() == '=' => {
                keys.push(ident);
                let value = tokens.collect::<TokenStream>();
                // Text may hold a path, which is for who reads it.
                inputs.extend(self.arguments_of(value));
            }
            Some(TokenTree::Group(group)) if tokens.next().is_none() => {
                keys.push(ident);
                inputs.extend(self.arguments_of(group.stream()));
            }
            Some(_) => inputs.extend(self.arguments_of(part)),
        }
    }
}
