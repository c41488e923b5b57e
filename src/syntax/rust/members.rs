//! Members: fields, variants, and what traits and implementations hold.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Fields, FnArg, ImplItem, ReceiverKind, TraitItem};

use crate::domain::surface::types::{Parameter, Signature, Type};
use crate::domain::surface::{Access, Member, MemberKind};
use crate::syntax::rust::attributes::marks;
use crate::syntax::rust::items::visibility;
use crate::syntax::rust::record::{Call, Implementation, Marks, Visibility};
use crate::syntax::rust::text::{self, Source};
use crate::syntax::rust::types;

/// A name without `r#`.
pub(super) fn name_of(ident: &syn::Ident) -> String {
    ident.unraw().to_string()
}

fn member(name: String, kind: MemberKind, marks: Marks, line: u32, ty: Option<Type>) -> Member {
    Member {
        name,
        kind,
        access: Access::Public,
        is_static: false,
        optional: false,
        readonly: false,
        ty,
        notes: marks.notes,
        cfg: marks.cfg,
        line,
    }
}

/// The public fields of a struct or union; a tuple's are `0`, `1` ….
pub(super) fn fields(from: &Fields, source: Source) -> Vec<Member> {
    all_fields(from, source, |one| {
        visibility(&one.vis) == Visibility::Public
    })
}

fn all_fields(
    from: &Fields,
    source: Source,
    is_public: impl Fn(&syn::Field) -> bool,
) -> Vec<Member> {
    let mut found = Vec::new();
    for (number, field) in from.iter().enumerate() {
        let marks = marks(&field.attrs, source);
        if marks.test || !is_public(field) {
            continue;
        }
        let name = field
            .ident
            .as_ref()
            .map_or_else(|| number.to_string(), name_of);
        let span = field.ident.as_ref().map(syn::Ident::span);
        let line = span.map_or(0, |span| source.line(span));
        let ty = Some(types::ty(&field.ty));
        found.push(member(name, MemberKind::Field, marks, line, ty));
    }
    found
}

/// The variants of an enum; the fields of one are as public as it is.
pub(super) fn variants(from: &syn::ItemEnum, source: Source) -> Vec<Member> {
    let mut found = Vec::new();
    for variant in &from.variants {
        let marks = marks(&variant.attrs, source);
        if marks.test {
            continue;
        }
        let ty = match &variant.fields {
            Fields::Unit => None,
            fields => Some(Type::Object(all_fields(fields, source, |_| true))),
        };
        let line = source.line(variant.ident.span());
        found.push(member(
            name_of(&variant.ident),
            MemberKind::Variant,
            marks,
            line,
            ty,
        ));
    }
    found
}

/// A function's parameters and result, with what its first parameter says of `self`.
pub(super) fn signature(from: &syn::Signature) -> Signature {
    let mut receiver = None;
    let mut parameters = Vec::new();
    for input in &from.inputs {
        match input {
            FnArg::Receiver(one) => receiver = Some(receiver_type(&one.kind)),
            FnArg::Typed(one) => parameters.push(Parameter {
                name: text::of(one.pat.to_token_stream()),
                ty: Some(types::ty(&one.ty)),
                optional: false,
                rest: false,
            }),
        }
    }
    Signature {
        generics: types::generics(&from.generics),
        parameters,
        // Of an `async fn` this is what awaiting it gives.
        returns: Some(types::returned(&from.output)),
        receiver,
    }
}

fn receiver_type(from: &ReceiverKind) -> Type {
    let itself = syn::Path::from(syn::Ident::new("Self", proc_macro2::Span::call_site()));
    let itself = types::path(&itself);
    match from {
        ReceiverKind::Reference(_, _, mutable) => Type::Reference {
            mutable: mutable.is_some(),
            to: Box::new(itself),
        },
        ReceiverKind::Typed(_, ty) => types::ty(ty),
        _ => itself,
    }
}

fn method(sig: &syn::Signature, marks: Marks, source: Source) -> Member {
    let signature = signature(sig);
    let is_static = signature.receiver.is_none();
    let line = source.line(sig.ident.span());
    let ty = Some(Type::Function(Box::new(signature)));
    Member {
        is_static,
        ..member(name_of(&sig.ident), MemberKind::Method, marks, line, ty)
    }
}

/// What a trait declares, and the macros that are called among it.
pub(super) fn of_trait(from: &[TraitItem], source: Source) -> (Vec<Member>, Vec<Call>) {
    let (mut members, mut calls) = (Vec::new(), Vec::new());
    for item in from {
        let one = match item {
            TraitItem::Fn(one) => method(&one.sig, marks(&one.attrs, source), source),
            TraitItem::Const(one) => Member {
                is_static: true,
                ..associated(
                    &one.ident,
                    MemberKind::AssociatedConstant,
                    &one.attrs,
                    Some(types::ty(&one.ty)),
                    source,
                )
            },
            TraitItem::Type(one) => {
                let bounds = types::bounds(&one.bounds, 0);
                let ty = (!bounds.is_empty()).then_some(Type::Impl(bounds));
                associated(
                    &one.ident,
                    MemberKind::AssociatedType,
                    &one.attrs,
                    ty,
                    source,
                )
            }
            TraitItem::Macro(one) => {
                calls.push(call(&one.mac, &one.attrs, source));
                continue;
            }
            _ => continue,
        };
        members.push(one);
    }
    (members, calls)
}

fn associated(
    ident: &syn::Ident,
    kind: MemberKind,
    attributes: &[syn::Attribute],
    ty: Option<Type>,
    source: Source,
) -> Member {
    member(
        name_of(ident),
        kind,
        marks(attributes, source),
        source.line(ident.span()),
        ty,
    )
}

fn call(mac: &syn::Macro, attributes: &[syn::Attribute], source: Source) -> Call {
    Call {
        path: mac
            .path
            .segments
            .iter()
            .map(|one| name_of(&one.ident))
            .collect(),
        text: source.between(&mac.delimiter, &mac.tokens),
        line: mac
            .path
            .segments
            .first()
            .map_or(0, |one| source.line(one.ident.span())),
        cfg: marks(attributes, source).cfg,
    }
}

/// An `impl` block. A trait's keeps its associated types only, as arguments of the trait.
pub(super) fn implementation(from: &syn::ItemImpl, source: Source) -> Implementation {
    let mut found = Implementation {
        generics: types::generics(&from.generics),
        of: from.trait_.as_ref().map(|(path, _)| types::path(path)),
        target: types::ty(&from.self_ty),
        members: Vec::new(),
        calls: Vec::new(),
    };
    if let Some(Type::Named(of)) = &mut found.of {
        of.arguments.extend(from.items.iter().filter_map(binding));
        return found;
    }
    for item in &from.items {
        if let ImplItem::Macro(one) = item {
            found.calls.push(call(&one.mac, &one.attrs, source));
        }
        let public =
            of_block(item, source).filter(|(vis, _)| visibility(vis) == Visibility::Public);
        found.members.extend(public.map(|(_, member)| member));
    }
    found
}

/// An associated type as what a trait is given.
fn binding(item: &ImplItem) -> Option<Type> {
    let ImplItem::Type(one) = item else {
        return None;
    };
    // One with parameters of its own has no type without them.
    let ty = if one.generics.type_params().next().is_some() {
        Type::Unread(text::of(one.ty.to_token_stream()))
    } else {
        types::ty(&one.ty)
    };
    Some(Type::Binding {
        name: name_of(&one.ident),
        ty: Box::new(ty),
    })
}

/// A member of an inherent block, unless it is for tests.
fn of_block<'i>(item: &'i ImplItem, source: Source) -> Option<(&'i syn::Visibility, Member)> {
    match item {
        ImplItem::Fn(one) => {
            let marks = marks(&one.attrs, source);
            (!marks.test).then(|| (&one.vis, method(&one.sig, marks, source)))
        }
        ImplItem::Const(one) => {
            let ty = Some(types::ty(&one.ty));
            let constant = associated(
                &one.ident,
                MemberKind::AssociatedConstant,
                &one.attrs,
                ty,
                source,
            );
            let constant = Member {
                is_static: true,
                ..constant
            };
            Some((&one.vis, constant))
        }
        ImplItem::Type(one) => {
            let ty = Some(types::ty(&one.ty));
            Some((
                &one.vis,
                associated(
                    &one.ident,
                    MemberKind::AssociatedType,
                    &one.attrs,
                    ty,
                    source,
                ),
            ))
        }
        _ => None,
    }
}
