//! Items and members.

use quote::ToTokens;
use syn::{FnArg, ForeignItem, ImplItem, Item as Parsed, ReceiverKind, TraitItem, UseTree};

use crate::syntax::rust::code::lower::Lower;
use crate::syntax::rust::code::{
    Field, Fields, Function, Implementation, Import, Item, ItemId, ItemKind, Name, NestOf,
    Receiver, Trait, Variant, Visibility,
};

/// Names within one `use` beyond this are left out: the tree of a real one is far smaller.
const MOST_IMPORTS: usize = 100_000;

impl Lower<'_> {
    pub(super) fn items(&mut self, from: &[Parsed]) -> Vec<ItemId> {
        from.iter().filter_map(|one| self.item(one)).collect()
    }

    pub(super) fn item(&mut self, from: &Parsed) -> Option<ItemId> {
        Some(match from {
            Parsed::Fn(one) => {
                let kind = self.function(&one.sig, Some(&one.block));
                self.made(
                    (&one.attrs, one),
                    &one.sig.ident,
                    visibility(&one.vis),
                    kind,
                )
            }
            Parsed::Struct(one) => {
                let generics = self.generics(&one.generics);
                let kind = ItemKind::Struct(generics, self.fields(&one.fields));
                self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
            }
            Parsed::Union(one) => {
                let generics = self.generics(&one.generics);
                let fields = syn::Fields::Named(one.fields.clone());
                let kind = ItemKind::Union(generics, self.fields(&fields));
                self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
            }
            Parsed::Enum(one) => {
                let generics = self.generics(&one.generics);
                let variants = one.variants.iter().map(|one| self.variant(one)).collect();
                let kind = ItemKind::Enum(generics, variants);
                self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
            }
            Parsed::Const(one) => {
                let ty = self.ty(&one.ty);
                let kind = ItemKind::Value(ty, Some(self.expr(&one.expr)));
                self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
            }
            Parsed::Static(one) => {
                let ty = self.ty(&one.ty);
                let kind = ItemKind::Value(ty, Some(self.expr(&one.expr)));
                self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
            }
            Parsed::Type(one) => {
                let generics = self.generics(&one.generics);
                let kind = ItemKind::Alias(generics, self.ty(&one.ty));
                self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
            }
            other => return self.structure_item(other),
        })
    }

    fn structure_item(&mut self, from: &Parsed) -> Option<ItemId> {
        Some(match from {
            Parsed::Trait(one) => {
                let kind = self.declared_trait(one);
                self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
            }
            Parsed::TraitAlias(one) => {
                let kind = ItemKind::Trait(Box::new(Trait {
                    generics: self.generics(&one.generics),
                    bounds: self.bounds(&one.bounds),
                    items: Vec::new(),
                }));
                self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
            }
            Parsed::Impl(one) => self.implementation(one),
            Parsed::Mod(one) => self.module(one),
            Parsed::Use(one) => {
                self.marks(&one.attrs, one);
                let mut imports = Vec::new();
                self.tree(
                    &one.tree,
                    &mut Vec::new(),
                    one.leading_colon.is_some(),
                    &mut imports,
                );
                self.nameless(visibility(&one.vis), ItemKind::Use(imports))
            }
            Parsed::ExternCrate(one) => {
                self.marks(&one.attrs, one);
                let of = self.name(&one.ident);
                let name = one.rename.as_ref().map_or(&one.ident, |(_, name)| name);
                let name = self.name(name);
                self.add_item(Item {
                    name,
                    visibility: visibility(&one.vis),
                    attributes: Vec::new(),
                    kind: ItemKind::ExternCrate(of),
                })
            }
            Parsed::Macro(one) => {
                let attributes = self.marks(&one.attrs, one);
                if let Some(name) = &one.ident {
                    let rules = self.given(&one.mac);
                    let kind = ItemKind::Rules(self.rules(one.mac.tokens.clone()), rules);
                    let name = self.name(name);
                    return Some(self.add_item(Item {
                        name,
                        visibility: Visibility::Private,
                        attributes,
                        kind,
                    }));
                }
                if one.mac.path.is_ident("include") {
                    return Some(self.include(&one.mac));
                }
                self.macro_item(Visibility::Private, &one.mac)
            }
            Parsed::ForeignMod(one) => {
                self.marks(&one.attrs, one);
                let items = one.items.iter().filter_map(|one| self.foreign_item(one));
                let items = items.collect();
                self.nameless(Visibility::Private, ItemKind::Foreign(items))
            }
            Parsed::Verbatim(tokens) => {
                let inputs = self.arguments_of(tokens.clone());
                self.nameless(Visibility::Private, ItemKind::Rules(inputs, "".into()))
            }
            _ => return None,
        })
    }

    fn macro_item(&mut self, visibility: Visibility, call: &syn::Macro) -> ItemId {
        let given = self.given(call);
        let call = self.called(call, true);
        self.nameless(visibility, ItemKind::Macro(Box::new(call), given))
    }

    /// `include!` of a text, or of what only a build knows; it is named by where it stands.
    fn include(&mut self, call: &syn::Macro) -> ItemId {
        let path = call.parse_body::<syn::LitStr>().ok();
        let name = call.path.segments.first().map(|one| self.name(&one.ident));
        self.add_item(Item {
            name: name.unwrap_or_else(nobody),
            visibility: Visibility::Private,
            attributes: Vec::new(),
            kind: ItemKind::Include(path.map(|path| path.value())),
        })
    }

    /// What stands between the brackets of a macro; of what a macro made there is no text.
    fn given(&self, call: &syn::Macro) -> Box<str> {
        if self.text.is_empty() {
            return call.tokens.to_string().into();
        }
        let brackets = call.delimiter.span();
        let from = self.bytes(brackets.open()).end;
        let to = self.bytes(brackets.close()).start;
        self.text.get(from..to).unwrap_or_default().into()
    }

    fn nameless(&mut self, visibility: Visibility, kind: ItemKind) -> ItemId {
        self.add_item(Item {
            name: nobody(),
            visibility,
            attributes: Vec::new(),
            kind,
        })
    }

    fn made<N: ToTokens>(
        &mut self,
        (attributes, node): (&[syn::Attribute], &N),
        name: &syn::Ident,
        visibility: Visibility,
        kind: ItemKind,
    ) -> ItemId {
        let attributes = self.marks(attributes, node);
        let name = self.name(name);
        self.add_item(Item {
            name,
            visibility,
            attributes,
            kind,
        })
    }

    fn function(&mut self, from: &syn::Signature, body: Option<&syn::Block>) -> ItemKind {
        let generics = self.generics(&from.generics);
        let mut receiver = None;
        let mut parameters = Vec::new();
        for input in &from.inputs {
            match input {
                FnArg::Receiver(one) => {
                    receiver = Some(match &one.kind {
                        ReceiverKind::Reference(..) => Receiver::Reference,
                        ReceiverKind::Typed(_, ty) => Receiver::Typed(self.ty(ty)),
                        _ => Receiver::Value,
                    });
                }
                FnArg::Typed(one) => {
                    let pat = self.pat(&one.pat);
                    parameters.push((pat, self.ty(&one.ty)));
                }
            }
        }
        let returns = self.returned(&from.output);
        if let Some(body) = body {
            let at = self.span(body.brace_token.span.join());
            let start = self.span(from.fn_token.span).start;
            let scope = super::Span { start, end: at.end };
            let name = self.name(&from.ident).text.into();
            self.code.scopes.push((scope, name));
        }
        ItemKind::Function(Box::new(Function {
            generics,
            receiver,
            parameters,
            returns,
            body: body.map(|body| self.block(body)),
            is_async: from.asyncness.is_some(),
        }))
    }

    fn fields(&mut self, from: &syn::Fields) -> Fields {
        let list = from
            .iter()
            .enumerate()
            .map(|(index, one)| {
                let name = match &one.ident {
                    Some(ident) => self.name(ident),
                    None => Name {
                        text: index.to_string().into(),
                        at: nobody().at,
                    },
                };
                Field {
                    name,
                    ty: self.ty(&one.ty),
                    attributes: self.marks(&one.attrs, one),
                }
            })
            .collect();
        Fields {
            list,
            is_tuple: matches!(from, syn::Fields::Unnamed(_)),
            is_unit: matches!(from, syn::Fields::Unit),
        }
    }

    fn variant(&mut self, one: &syn::Variant) -> Variant {
        Variant {
            name: self.name(&one.ident),
            fields: self.fields(&one.fields),
            discriminant: one.discriminant.as_ref().map(|(_, value)| self.expr(value)),
            attributes: self.marks(&one.attrs, one),
        }
    }

    fn declared_trait(&mut self, one: &syn::ItemTrait) -> ItemKind {
        let scope = self.between(one.trait_token.span, one.brace_token.span.close());
        self.code.scopes.push((scope, one.ident.to_string()));
        let generics = self.generics(&one.generics);
        let bounds = self.bounds(&one.supertraits);
        let items = one.items.iter().filter_map(|one| self.trait_item(one));
        let items = items.collect();
        ItemKind::Trait(Box::new(Trait {
            generics,
            bounds,
            items,
        }))
    }

    fn trait_item(&mut self, from: &TraitItem) -> Option<ItemId> {
        let public = Visibility::Public;
        Some(match from {
            TraitItem::Fn(one) => {
                let kind = self.function(&one.sig, one.default.as_ref());
                self.made((&one.attrs, one), &one.sig.ident, public, kind)
            }
            TraitItem::Const(one) => {
                let ty = self.ty(&one.ty);
                let value = one.default.as_ref().map(|(_, value)| self.expr(value));
                self.made(
                    (&one.attrs, one),
                    &one.ident,
                    public,
                    ItemKind::Value(ty, value),
                )
            }
            TraitItem::Type(one) => {
                let bounds = self.bounds(&one.bounds);
                let default = one.default.as_ref().map(|(_, ty)| self.ty(ty));
                let kind = ItemKind::Associated(bounds, default);
                self.made((&one.attrs, one), &one.ident, public, kind)
            }
            TraitItem::Macro(one) => {
                self.marks(&one.attrs, one);
                self.macro_item(public, &one.mac)
            }
            _ => return None,
        })
    }

    fn implementation(&mut self, one: &syn::ItemImpl) -> ItemId {
        let scope = self.between(one.impl_token.span, one.brace_token.span.close());
        let name = crate::syntax::rust::text::of(one.self_ty.to_token_stream());
        self.code.scopes.push((scope, name));
        self.marks(&one.attrs, one);
        let generics = self.generics(&one.generics);
        let of = one.trait_.as_ref().map(|(path, _)| self.path(None, path));
        let target = self.ty(&one.self_ty);
        let items = one.items.iter().filter_map(|one| self.implemented(one));
        let items = items.collect();
        self.nameless(
            Visibility::Private,
            ItemKind::Implementation(Box::new(Implementation {
                generics,
                of,
                target,
                items,
            })),
        )
    }

    fn implemented(&mut self, from: &ImplItem) -> Option<ItemId> {
        Some(match from {
            ImplItem::Fn(one) => {
                let kind = self.function(&one.sig, Some(&one.block));
                self.made(
                    (&one.attrs, one),
                    &one.sig.ident,
                    visibility(&one.vis),
                    kind,
                )
            }
            ImplItem::Const(one) => {
                let ty = self.ty(&one.ty);
                let kind = ItemKind::Value(ty, Some(self.expr(&one.expr)));
                self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
            }
            ImplItem::Type(one) => {
                let generics = self.generics(&one.generics);
                let kind = ItemKind::Alias(generics, self.ty(&one.ty));
                self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
            }
            ImplItem::Macro(one) => {
                self.marks(&one.attrs, one);
                self.macro_item(Visibility::Private, &one.mac)
            }
            _ => return None,
        })
    }

    fn foreign_item(&mut self, from: &ForeignItem) -> Option<ItemId> {
        Some(match from {
            ForeignItem::Fn(one) => {
                let kind = self.function(&one.sig, None);
                self.made(
                    (&one.attrs, one),
                    &one.sig.ident,
                    visibility(&one.vis),
                    kind,
                )
            }
            ForeignItem::Static(one) => {
                let ty = self.ty(&one.ty);
                self.made(
                    (&one.attrs, one),
                    &one.ident,
                    visibility(&one.vis),
                    ItemKind::Value(ty, None),
                )
            }
            _ => return None,
        })
    }

    fn module(&mut self, one: &syn::ItemMod) -> ItemId {
        let paths = crate::syntax::rust::attributes::marks(
            &one.attrs,
            crate::syntax::rust::text::Source {
                text: None,
                line: None,
            },
        )
        .paths;
        let Some((brace, items)) = &one.content else {
            let kind = ItemKind::Module { paths, body: None };
            return self.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind);
        };
        let scope = self.between(one.mod_token.span, brace.span.close());
        self.code.scopes.push((scope, one.ident.to_string()));
        self.nested(NestOf::Module, |this| {
            let body = Some(this.items(items));
            let kind = ItemKind::Module { paths, body };
            this.made((&one.attrs, one), &one.ident, visibility(&one.vis), kind)
        })
    }

    fn tree(&self, from: &UseTree, above: &mut Vec<Name>, absolute: bool, found: &mut Vec<Import>) {
        if found.len() >= MOST_IMPORTS {
            return;
        }
        let mut add = |above: &[Name], last: Option<Name>, name: Option<Box<str>>| {
            let mut path = above.to_vec();
            path.extend(last);
            found.push(Import {
                path,
                absolute,
                name,
            });
        };
        match from {
            UseTree::Path(one) => {
                above.push(self.name(&one.ident));
                self.tree(&one.tree, above, absolute, found);
                above.pop();
            }
            UseTree::Name(one) if one.ident == "self" && !above.is_empty() => {
                // `a::{self}` is `a`.
                let name = above.last().map(|one| one.text.clone());
                add(above, None, name);
            }
            UseTree::Name(one) => {
                let name = self.name(&one.ident);
                let text = name.text.clone();
                add(above, Some(name), Some(text));
            }
            UseTree::Rename(one) => {
                let is_self = one.ident == "self" && !above.is_empty();
                let name = (!is_self).then(|| self.name(&one.ident));
                add(above, name, Some(self.name(&one.rename).text));
            }
            UseTree::Glob(_) => add(above, None, None),
            UseTree::Group(one) => {
                for one in &one.items {
                    self.tree(one, above, absolute, found);
                }
            }
        }
    }
}

fn nobody() -> Name {
    Name {
        text: "".into(),
        at: super::Span::default(),
    }
}

pub(super) const fn visibility(from: &syn::Visibility) -> Visibility {
    match from {
        syn::Visibility::Public(_) => Visibility::Public,
        syn::Visibility::Restricted(_) => Visibility::Restricted,
        syn::Visibility::Inherited => Visibility::Private,
    }
}
