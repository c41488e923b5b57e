//! Items of a file: what is declared, imported, implemented and called.

use quote::ToTokens;
use syn::{Item as Parsed, UseTree};

use crate::domain::surface::notice::Notes;
use crate::domain::surface::types::{Generic, Type};
use crate::domain::surface::{Declaration, DeclarationKind, Member};
use crate::syntax::rust::attributes::marks;
use crate::syntax::rust::members::{self, name_of};
use crate::syntax::rust::record::{Call, File, Import, Item, ItemKind, Marks, Visibility};
use crate::syntax::rust::text::Source;
use crate::syntax::rust::types;

/// Names within one `use` beyond this are left out: the tree of a real one is far smaller.
const MOST_IMPORTS: usize = 100_000;

pub(super) fn file(parsed: &syn::File, source: Source) -> File {
    File {
        items: items(&parsed.items, source),
        marks: marks(&parsed.attrs, source),
    }
}

fn items(parsed: &[Parsed], source: Source) -> Vec<Item> {
    parsed.iter().flat_map(|one| item(one, source)).collect()
}

pub(super) fn visibility(from: &syn::Visibility) -> Visibility {
    match from {
        syn::Visibility::Public(_) => Visibility::Public,
        syn::Visibility::Restricted(_) => Visibility::Restricted,
        syn::Visibility::Inherited => Visibility::Private,
    }
}

/// One parsed item with what all kinds have in common.
struct Common {
    marks: Marks,
    visibility: Visibility,
    line: u32,
}

impl Common {
    fn new(
        attributes: &[syn::Attribute],
        vis: &syn::Visibility,
        at: &syn::Ident,
        source: Source,
    ) -> Self {
        Self {
            marks: marks(attributes, source),
            visibility: visibility(vis),
            line: source.line(at.span()),
        }
    }

    fn item(self, name: String, kind: ItemKind) -> Vec<Item> {
        // What only exists in tests is no part of a package's API.
        if self.marks.test {
            return Vec::new();
        }
        vec![Item {
            name,
            visibility: self.visibility,
            notes: self.marks.notes,
            cfg: self.marks.cfg,
            line: self.line,
            kind,
        }]
    }

    fn declared(
        mut self,
        ident: &syn::Ident,
        kind: DeclarationKind,
        content: Content,
    ) -> Vec<Item> {
        let name = name_of(ident);
        let declaration = Declaration {
            name: name.clone(),
            kind,
            generics: content.generics,
            extends: content.extends,
            implements: std::mem::take(&mut self.marks.derives),
            members: content.members,
            ty: content.ty,
            notes: self.marks.notes.clone(),
            cfg: self.marks.cfg.clone(),
            line: self.line,
        };
        self.item(
            name,
            ItemKind::Declared {
                declaration: Box::new(declaration),
                calls: content.calls,
                constructor: content.constructor,
            },
        )
    }
}

#[derive(Default)]
struct Content {
    generics: Vec<Generic>,
    extends: Vec<Type>,
    members: Vec<Member>,
    ty: Option<Type>,
    calls: Vec<Call>,
    constructor: bool,
}

fn item(parsed: &Parsed, source: Source) -> Vec<Item> {
    match parsed {
        Parsed::Struct(_)
        | Parsed::Union(_)
        | Parsed::Enum(_)
        | Parsed::Trait(_)
        | Parsed::TraitAlias(_) => with_members(parsed, source),
        Parsed::Type(one) => {
            let content = Content {
                generics: types::generics(&one.generics),
                ..value(&one.ty)
            };
            let common = Common::new(&one.attrs, &one.vis, &one.ident, source);
            common.declared(&one.ident, DeclarationKind::Alias, content)
        }
        Parsed::Static(one) => {
            let common = Common::new(&one.attrs, &one.vis, &one.ident, source);
            common.declared(&one.ident, DeclarationKind::Variable, value(&one.ty))
        }
        Parsed::Const(one) => constant(one, source),
        Parsed::Fn(one) => function(one, source),
        other => structure(other, source),
    }
}

/// Types and traits.
fn with_members(parsed: &Parsed, source: Source) -> Vec<Item> {
    let mut content = Content::default();
    let (common, ident, kind) = match parsed {
        Parsed::Struct(one) => {
            content.generics = types::generics(&one.generics);
            content.members = members::fields(&one.fields, source);
            content.constructor = !matches!(one.fields, syn::Fields::Named(_));
            let common = Common::new(&one.attrs, &one.vis, &one.ident, source);
            (common, &one.ident, DeclarationKind::Struct)
        }
        Parsed::Union(one) => {
            content.generics = types::generics(&one.generics);
            content.members = members::fields(&syn::Fields::Named(one.fields.clone()), source);
            let common = Common::new(&one.attrs, &one.vis, &one.ident, source);
            (common, &one.ident, DeclarationKind::Union)
        }
        Parsed::Enum(one) => {
            content.generics = types::generics(&one.generics);
            content.members = members::variants(one, source);
            let common = Common::new(&one.attrs, &one.vis, &one.ident, source);
            (common, &one.ident, DeclarationKind::Enum)
        }
        Parsed::Trait(one) => {
            content.generics = types::generics(&one.generics);
            content.extends = types::bounds(&one.supertraits, 0);
            (content.members, content.calls) = members::of_trait(&one.items, source);
            let common = Common::new(&one.attrs, &one.vis, &one.ident, source);
            (common, &one.ident, DeclarationKind::Trait)
        }
        Parsed::TraitAlias(one) => {
            content.generics = types::generics(&one.generics);
            content.extends = types::bounds(&one.bounds, 0);
            let common = Common::new(&one.attrs, &one.vis, &one.ident, source);
            (common, &one.ident, DeclarationKind::TraitAlias)
        }
        _ => return Vec::new(),
    };
    common.declared(ident, kind, content)
}

/// Items that declare nothing with a type of its own.
fn structure(parsed: &Parsed, source: Source) -> Vec<Item> {
    match parsed {
        Parsed::Mod(one) => {
            let mut common = Common::new(&one.attrs, &one.vis, &one.ident, source);
            let kind = ItemKind::Module {
                paths: std::mem::take(&mut common.marks.paths),
                body: one.content.as_ref().map(|(_, content)| {
                    if common.marks.test {
                        Vec::new()
                    } else {
                        items(content, source)
                    }
                }),
            };
            common.item(name_of(&one.ident), kind)
        }
        Parsed::Use(one) => {
            let mut imports = Vec::new();
            tree(
                &one.tree,
                &mut Vec::new(),
                one.leading_colon.is_some(),
                &mut imports,
            );
            let common = Common {
                marks: marks(&one.attrs, source),
                visibility: visibility(&one.vis),
                line: source.line(one.use_token.span),
            };
            common.item(String::new(), ItemKind::Use(imports))
        }
        Parsed::ExternCrate(one) => {
            let name = one.rename.as_ref().map_or(&one.ident, |(_, name)| name);
            let kind = ItemKind::ExternCrate {
                of: name_of(&one.ident),
            };
            Common::new(&one.attrs, &one.vis, &one.ident, source).item(name_of(name), kind)
        }
        Parsed::Impl(one) => implementation(one, source),
        Parsed::ForeignMod(one) => foreign(one, source),
        Parsed::Macro(one) => call(one, source),
        Parsed::Verbatim(tokens) => verbatim(tokens, source),
        _ => Vec::new(),
    }
}

fn value(ty: &syn::Type) -> Content {
    Content {
        ty: Some(types::ty(ty)),
        ..Content::default()
    }
}

fn constant(one: &syn::ItemConst, source: Source) -> Vec<Item> {
    // `const _: () = { impl … };` is where generated implementations stand.
    if one.ident == "_" {
        let syn::Expr::Block(block) = &*one.expr else {
            return Vec::new();
        };
        return implementations(&block.block, source);
    }
    Common::new(&one.attrs, &one.vis, &one.ident, source).declared(
        &one.ident,
        DeclarationKind::Constant,
        value(&one.ty),
    )
}

/// Implementations within a block hold for the whole crate.
fn implementations(block: &syn::Block, source: Source) -> Vec<Item> {
    let inner = block.stmts.iter().filter_map(|one| match one {
        syn::Stmt::Item(one @ Parsed::Impl(_)) => Some(one),
        _ => None,
    });
    inner.flat_map(|one| item(one, source)).collect()
}

fn function(one: &syn::ItemFn, source: Source) -> Vec<Item> {
    let content = Content {
        ty: Some(Type::Function(Box::new(members::signature(&one.sig)))),
        ..Content::default()
    };
    let common = Common::new(&one.attrs, &one.vis, &one.sig.ident, source);
    let Some(procedural) = common.marks.procedural.clone() else {
        return common.declared(&one.sig.ident, DeclarationKind::Function, content);
    };
    // A procedural macro is known by its attribute's name, and its function to nobody.
    let span = one.sig.ident.span();
    let ident = if procedural.is_empty() {
        one.sig.ident.clone()
    } else {
        syn::parse_str::<syn::Ident>(&procedural).map_or_else(
            |_| one.sig.ident.clone(),
            |mut name| {
                name.set_span(span);
                name
            },
        )
    };
    common.declared(&ident, DeclarationKind::Macro, Content::default())
}

fn implementation(one: &syn::ItemImpl, source: Source) -> Vec<Item> {
    // A negative implementation gives a type nothing.
    if one.modifiers.polarity.is_some() {
        return Vec::new();
    }
    let common = Common {
        marks: marks(&one.attrs, source),
        visibility: Visibility::Private,
        line: source.line(one.impl_token.span),
    };
    let found = members::implementation(one, source);
    common.item(String::new(), ItemKind::Implementation(Box::new(found)))
}

/// `extern "C" { … }`: what it declares are functions, statics and types of the module; its own attributes hold for each.
fn foreign(block: &syn::ItemForeignMod, source: Source) -> Vec<Item> {
    let outer = marks(&block.attrs, source);
    if outer.test {
        return Vec::new();
    }
    let mut found: Vec<Item> = block
        .items
        .iter()
        .flat_map(|one| match one {
            syn::ForeignItem::Fn(one) => {
                let content = Content {
                    ty: Some(Type::Function(Box::new(members::signature(&one.sig)))),
                    ..Content::default()
                };
                let name = &one.sig.ident;
                Common::new(&one.attrs, &one.vis, name, source).declared(
                    name,
                    DeclarationKind::Function,
                    content,
                )
            }
            syn::ForeignItem::Static(one) => Common::new(&one.attrs, &one.vis, &one.ident, source)
                .declared(&one.ident, DeclarationKind::Variable, value(&one.ty)),
            syn::ForeignItem::Type(one) => Common::new(&one.attrs, &one.vis, &one.ident, source)
                .declared(&one.ident, DeclarationKind::Struct, Content::default()),
            _ => Vec::new(),
        })
        .collect();
    for item in &mut found {
        let cfg: Vec<String> = outer.cfg.iter().cloned().chain(item.cfg.take()).collect();
        item.cfg = crate::syntax::rust::attributes::all(cfg);
        inherit(&outer.notes, &mut item.notes);
        if let ItemKind::Declared { declaration, .. } = &mut item.kind {
            declaration.cfg.clone_from(&item.cfg);
            declaration.notes = item.notes.clone();
        }
    }
    found
}

/// Gives what stands within something deprecated the notice of that, unless it has one of its own.
pub(super) fn inherit(from: &Notes, to: &mut Notes) {
    let Some(notice) = from.deprecated().filter(|_| to.deprecated().is_none()) else {
        return;
    };
    let mut notice = notice.clone();
    notice.source = crate::domain::surface::notice::Source::Inherited;
    to.notices.push(notice);
}

fn call(one: &syn::ItemMacro, source: Source) -> Vec<Item> {
    let Some(last) = one.mac.path.segments.last() else {
        return Vec::new();
    };
    let line = source.line(last.ident.span());
    let common = Common {
        marks: marks(&one.attrs, source),
        visibility: Visibility::Private,
        line,
    };
    let text = source.between(&one.mac.delimiter, &one.mac.tokens);
    if let (Some(name), "macro_rules") = (&one.ident, last.ident.to_string().as_str()) {
        let exported = common.marks.exported;
        return common.item(name_of(name), ItemKind::Rules { text, exported });
    }
    let call = Call {
        path: one
            .mac
            .path
            .segments
            .iter()
            .map(|one| name_of(&one.ident))
            .collect(),
        text,
        line,
        cfg: common.marks.cfg.clone(),
    };
    common.item(String::new(), ItemKind::Call(call))
}

// The parser does not take `pub macro name { … }` apart.
fn verbatim(tokens: &proc_macro2::TokenStream, source: Source) -> Vec<Item> {
    let words: Vec<proc_macro2::TokenTree> = tokens.to_token_stream().into_iter().collect();
    let at = words.iter().position(|one| one.to_string() == "macro");
    let name = at.and_then(|at| words.get(at + 1));
    let Some(proc_macro2::TokenTree::Ident(name)) = name else {
        return Vec::new();
    };
    let public = words.iter().any(|one| one.to_string() == "pub");
    let common = Common {
        marks: Marks::default(),
        visibility: if public {
            Visibility::Public
        } else {
            Visibility::Private
        },
        line: source.line(name.span()),
    };
    common.declared(name, DeclarationKind::Macro, Content::default())
}

fn tree(from: &UseTree, before: &mut Vec<String>, absolute: bool, found: &mut Vec<Import>) {
    if found.len() >= MOST_IMPORTS {
        return;
    }
    let mut push = |path: Vec<String>, name: Option<String>| {
        found.push(Import {
            path,
            absolute,
            name,
        });
    };
    match from {
        UseTree::Path(path) => {
            before.push(name_of(&path.ident));
            tree(&path.tree, before, absolute, found);
            before.pop();
        }
        // `a::{self}` imports `a`.
        UseTree::Name(one) if one.ident == "self" && !before.is_empty() => {
            push(before.clone(), before.last().cloned());
        }
        UseTree::Name(one) => {
            let path = before
                .iter()
                .cloned()
                .chain([name_of(&one.ident)])
                .collect();
            push(path, Some(name_of(&one.ident)));
        }
        UseTree::Rename(one) if one.ident == "self" && !before.is_empty() => {
            push(before.clone(), Some(name_of(&one.rename)));
        }
        UseTree::Rename(one) => {
            let path = before
                .iter()
                .cloned()
                .chain([name_of(&one.ident)])
                .collect();
            push(path, Some(name_of(&one.rename)));
        }
        UseTree::Glob(_) => push(before.clone(), None),
        UseTree::Group(group) => {
            for one in &group.items {
                tree(one, before, absolute, found);
            }
        }
    }
}
