//! Types and type parameters as the surface knows them, with every name unbound.

use quote::ToTokens;
use syn::{
    GenericArgument, GenericParam, PathArguments, ReturnType, TypeParamBound, WherePredicate,
};

use crate::domain::surface::types::{
    Generic, Named, Parameter, Signature, Target, TupleItem, Type,
};
use crate::syntax::rust::attributes::path_text;
use crate::syntax::rust::text;

/// Types within types beyond this are kept as text, so that whoever walks a surface needs no large stack.
const DEEPEST: usize = 64;

/// A type, or the text of one that is nested too deep or not taken apart.
pub(super) fn ty(from: &syn::Type) -> Type {
    within(from, 0)
}

fn unread(from: &impl ToTokens) -> Type {
    Type::Unread(text::of(from.to_token_stream()))
}

fn within(from: &syn::Type, depth: usize) -> Type {
    if depth > DEEPEST {
        return unread(from);
    }
    let deeper = |one: &syn::Type| within(one, depth + 1);
    match from {
        syn::Type::Array(array) => Type::Slice {
            of: Box::new(deeper(&array.elem)),
            length: Some(text::of(array.len.to_token_stream())),
        },
        syn::Type::Slice(slice) => Type::Slice {
            of: Box::new(deeper(&slice.elem)),
            length: None,
        },
        syn::Type::FnPtr(pointer) => Type::Function(Box::new(Signature {
            generics: Vec::new(),
            parameters: pointer
                .inputs
                .iter()
                .map(|input| Parameter {
                    name: input
                        .name
                        .as_ref()
                        .map_or_else(String::new, |(name, _)| name.to_string()),
                    ty: Some(deeper(&input.ty)),
                    optional: false,
                    rest: false,
                })
                .collect(),
            returns: Some(returns(&pointer.output, depth)),
            receiver: None,
        })),
        syn::Type::Group(group) => deeper(&group.elem),
        syn::Type::Paren(paren) => deeper(&paren.elem),
        syn::Type::ImplTrait(one) => Type::Impl(bounds(&one.bounds, depth)),
        syn::Type::TraitObject(one) => Type::Dyn(bounds(&one.bounds, depth)),
        syn::Type::Infer(_) => Type::Keyword("_".to_owned()),
        syn::Type::Never(_) => Type::Keyword("!".to_owned()),
        syn::Type::Path(path) => qualified(path.qself.as_ref(), &path.path, depth),
        syn::Type::Ptr(pointer) => Type::Pointer {
            mutable: matches!(pointer.mutability, syn::PointerMutability::Mut(_)),
            to: Box::new(deeper(&pointer.elem)),
        },
        syn::Type::Reference(reference) => Type::Reference {
            mutable: reference.mutability.is_some(),
            to: Box::new(deeper(&reference.elem)),
        },
        syn::Type::Tuple(tuple) => tuple_of(tuple.elems.iter().map(deeper)),
        other => unread(other),
    }
}

fn tuple_of(types: impl Iterator<Item = Type>) -> Type {
    Type::Tuple(
        types
            .map(|ty| TupleItem {
                name: None,
                optional: false,
                rest: false,
                ty,
            })
            .collect(),
    )
}

/// What a function returns; the unit if it does not say.
pub(super) fn returned(output: &ReturnType) -> Type {
    returns(output, 0)
}

fn returns(output: &ReturnType, depth: usize) -> Type {
    match output {
        ReturnType::Default => Type::Tuple(Vec::new()),
        ReturnType::Type(_, ty) => within(ty, depth + 1),
    }
}

/// A path as a type: a name, or something associated with one.
pub(super) fn path(from: &syn::Path) -> Type {
    qualified(None, from, 0)
}

fn qualified(qself: Option<&syn::QSelf>, path: &syn::Path, depth: usize) -> Type {
    let Some(qself) = qself else {
        return named(path.leading_colon.is_some(), path.segments.iter(), depth);
    };
    // `<T as Trait>::Name`: the first `position` segments are the trait's.
    let of = within(&qself.ty, depth + 1);
    let by = (qself.position > 0).then(|| {
        let segments = path.segments.iter().take(qself.position);
        Box::new(named(path.leading_colon.is_some(), segments, depth))
    });
    let mut rest = path.segments.iter().skip(qself.position);
    let Some(first) = rest.next() else {
        return of;
    };
    let first = Type::Associated {
        of: Box::new(of),
        by,
        name: first.ident.to_string(),
    };
    rest.take(DEEPEST)
        .fold(first, |of, segment| Type::Associated {
            of: Box::new(of),
            by: None,
            name: segment.ident.to_string(),
        })
}

fn named<'a>(
    absolute: bool,
    segments: impl Iterator<Item = &'a syn::PathSegment>,
    depth: usize,
) -> Type {
    let mut written = if absolute {
        "::".to_owned()
    } else {
        String::new()
    };
    let mut arguments: Vec<Type> = Vec::new();
    let mut segments = segments.peekable();
    let mut after: Vec<String> = Vec::new();
    while let Some(segment) = segments.next() {
        // `Vec<T>::Item`: what stands after the arguments is associated.
        if arguments.is_empty() {
            written.push_str(&segment.ident.to_string());
            arguments = generic_arguments(&segment.arguments, depth);
            if segments.peek().is_some() && arguments.is_empty() {
                written.push_str("::");
            }
        } else {
            after.push(segment.ident.to_string());
        }
    }
    let base = Type::Named(Box::new(Named {
        written,
        target: Target::Missing,
        arguments,
    }));
    after
        .into_iter()
        .take(DEEPEST)
        .fold(base, |of, name| Type::Associated {
            of: Box::new(of),
            by: None,
            name,
        })
}

fn generic_arguments(from: &PathArguments, depth: usize) -> Vec<Type> {
    match from {
        PathArguments::None => Vec::new(),
        PathArguments::AngleBracketed(list) => list
            .args
            .iter()
            .filter_map(|one| argument(one, depth))
            .collect(),
        // `Fn(A) -> B` is `Fn<(A,), Output = B>`.
        PathArguments::Parenthesized(list) => vec![
            tuple_of(list.inputs.iter().map(|one| within(&one.ty, depth + 1))),
            Type::Binding {
                name: "Output".to_owned(),
                ty: Box::new(returns(&list.output, depth)),
            },
        ],
    }
}

fn argument(from: &GenericArgument, depth: usize) -> Option<Type> {
    Some(match from {
        GenericArgument::Lifetime(_) => return None,
        GenericArgument::Type(one) => within(one, depth + 1),
        GenericArgument::Const(value) => Type::Literal(text::of(value.to_token_stream())),
        GenericArgument::AssocType(one) => Type::Binding {
            name: one.ident.to_string(),
            ty: Box::new(within(&one.ty, depth + 1)),
        },
        GenericArgument::Constraint(one) => Type::Binding {
            name: one.ident.to_string(),
            ty: Box::new(Type::Impl(bounds(&one.bounds, depth))),
        },
        other => unread(other),
    })
}

/// Traits that something must have; lifetimes are left out.
pub(super) fn bounds<'a>(
    from: impl IntoIterator<Item = &'a TypeParamBound>,
    depth: usize,
) -> Vec<Type> {
    from.into_iter()
        .filter_map(|one| bound(one, depth))
        .collect()
}

fn bound(from: &TypeParamBound, depth: usize) -> Option<Type> {
    match from {
        TypeParamBound::Trait(one) => {
            let ty = named(
                one.path.leading_colon.is_some(),
                one.path.segments.iter(),
                depth + 1,
            );
            Some(if one.maybe.is_some() {
                Type::Operator {
                    operator: "?".to_owned(),
                    of: Box::new(ty),
                }
            } else {
                ty
            })
        }
        TypeParamBound::Lifetime(_) | TypeParamBound::PreciseCapture(_) => None,
        other => Some(unread(other)),
    }
}

/// Type and constant parameters, with the bounds of the `where` clause.
///
/// A bound on anything but a parameter has no place in the surface and is left out.
pub(super) fn generics(from: &syn::Generics) -> Vec<Generic> {
    let mut found: Vec<Generic> = from
        .params
        .iter()
        .filter_map(|param| match param {
            GenericParam::Lifetime(_) => None,
            GenericParam::Type(one) => Some(Generic {
                name: one.ident.to_string(),
                bounds: bounds(&one.bounds, 0),
                default: one.default.as_ref().map(|(_, default)| ty(default)),
            }),
            GenericParam::Const(one) => Some(Generic {
                name: one.ident.to_string(),
                bounds: Vec::new(),
                default: one
                    .default
                    .as_ref()
                    .map(|(_, default)| Type::Literal(text::of(default.to_token_stream()))),
            }),
        })
        .collect();
    for predicate in from.where_clause.iter().flat_map(|one| &one.predicates) {
        let WherePredicate::Type(predicate) = predicate else {
            continue;
        };
        let syn::Type::Path(subject) = &predicate.bounded_ty else {
            continue;
        };
        let name = path_text(&subject.path);
        if let Some(generic) = found.iter_mut().find(|one| one.name == name) {
            generic.bounds.extend(bounds(&predicate.bounds, 0));
        }
    }
    found
}
