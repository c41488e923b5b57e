//! Types, paths and bounds.

use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, GenericParam, PathArguments, ReturnType, TypeParamBound, WherePredicate,
};

use crate::syntax::rust::code::lower::Lower;
use crate::syntax::rust::code::{
    Arguments, Bound, Expr, Generics, Parameter, Path, Segment, Type, TypeId,
};

impl Lower<'_> {
    pub(super) fn ty(&mut self, from: &syn::Type) -> TypeId {
        let ty = match from {
            syn::Type::Path(one) => Type::Path(self.path(one.qself.as_ref(), &one.path)),
            syn::Type::Reference(one) => Type::Reference(self.ty(&one.elem)),
            syn::Type::Ptr(one) => Type::Pointer(self.ty(&one.elem)),
            syn::Type::Slice(one) => Type::Slice(self.ty(&one.elem)),
            syn::Type::Array(one) => {
                let of = self.ty(&one.elem);
                Type::Array(of, self.expr(&one.len))
            }
            syn::Type::Tuple(one) => {
                Type::Tuple(one.elems.iter().map(|one| self.ty(one)).collect())
            }
            syn::Type::FnPtr(one) => {
                let parameters = one.inputs.iter().map(|one| self.ty(&one.ty)).collect();
                Type::Function(parameters, self.returned(&one.output))
            }
            syn::Type::ImplTrait(one) => Type::Impl(self.bounds(&one.bounds)),
            syn::Type::TraitObject(one) => Type::Dyn(self.bounds(&one.bounds)),
            syn::Type::Never(_) => Type::Never,
            syn::Type::Infer(_) => Type::Infer,
            syn::Type::Macro(one) => Type::Macro(Box::new(self.call(&one.mac))),
            syn::Type::Paren(one) => return self.ty(&one.elem),
            syn::Type::Group(one) => return self.ty(&one.elem),
            _ => Type::Other,
        };
        self.add_type(ty)
    }

    /// `None` for the unit that is not written.
    pub(super) fn returned(&mut self, from: &ReturnType) -> Option<TypeId> {
        match from {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(self.ty(ty)),
        }
    }

    pub(super) fn path(&mut self, of: Option<&syn::QSelf>, from: &syn::Path) -> Path {
        Path {
            absolute: from.leading_colon.is_some() && of.is_none(),
            of: of.map(|one| (self.ty(&one.ty), one.position)),
            segments: from
                .segments
                .iter()
                .map(|one| Segment {
                    name: self.name(&one.ident),
                    arguments: self.arguments(&one.arguments),
                })
                .collect(),
        }
    }

    fn arguments(&mut self, from: &PathArguments) -> Option<Box<Arguments>> {
        match from {
            PathArguments::None => None,
            PathArguments::AngleBracketed(list) => Some(Box::new(self.angles(list))),
            PathArguments::Parenthesized(list) => {
                let types = list.inputs.iter().map(|one| self.ty(&one.ty)).collect();
                Some(Box::new(Arguments {
                    types,
                    returns: Some(self.returned(&list.output)),
                    ..Arguments::default()
                }))
            }
        }
    }

    pub(super) fn angles(&mut self, list: &syn::AngleBracketedGenericArguments) -> Arguments {
        let mut found = Arguments::default();
        for one in &list.args {
            match one {
                GenericArgument::Type(ty) => {
                    let ty = self.ty(ty);
                    found.types.push(ty);
                }
                GenericArgument::Const(value) => {
                    let value = self.expr(value);
                    found.constants.push(value);
                    // It takes a place among the parameters.
                    let place = self.add_type(Type::Other);
                    found.types.push(place);
                }
                GenericArgument::AssocType(one) => {
                    let ty = self.ty(&one.ty);
                    found.bindings.push((self.name(&one.ident), ty));
                }
                GenericArgument::AssocConst(one) => {
                    let value = self.expr(&one.value);
                    found.constants.push(value);
                }
                GenericArgument::Constraint(one) => {
                    let bounds = self.bounds(&one.bounds);
                    found.bounded.push((self.name(&one.ident), bounds));
                }
                _ => {}
            }
        }
        found
    }

    pub(super) fn bounds<P>(&mut self, from: &Punctuated<TypeParamBound, P>) -> Vec<Bound> {
        from.iter()
            .filter_map(|one| match one {
                TypeParamBound::Trait(one) => Some(Bound {
                    path: self.path(None, &one.path),
                    maybe: one.maybe.is_some(),
                }),
                _ => None,
            })
            .collect()
    }

    pub(super) fn generics(&mut self, from: &syn::Generics) -> Generics {
        let parameters = from
            .params
            .iter()
            .filter_map(|one| match one {
                GenericParam::Lifetime(_) => None,
                GenericParam::Type(one) => Some(Parameter {
                    name: self.name(&one.ident).text,
                    bounds: self.bounds(&one.bounds),
                    default: one.default.as_ref().map(|(_, ty)| self.ty(ty)),
                    constant: None,
                }),
                GenericParam::Const(one) => {
                    if let Some((_, value)) = &one.default {
                        self.expr(value);
                    }
                    Some(Parameter {
                        name: self.name(&one.ident).text,
                        bounds: Vec::new(),
                        default: None,
                        constant: Some(self.ty(&one.ty)),
                    })
                }
            })
            .collect();
        let predicates = from.where_clause.iter().flat_map(|one| &one.predicates);
        let wheres = predicates
            .filter_map(|one| match one {
                WherePredicate::Type(one) => {
                    Some((self.ty(&one.bounded_ty), self.bounds(&one.bounds)))
                }
                _ => None,
            })
            .collect();
        Generics { parameters, wheres }
    }

    /// A path as an expression.
    pub(super) fn path_expr(&mut self, one: &syn::ExprPath) -> Expr {
        Expr::Path(self.path(one.qself.as_ref(), &one.path))
    }
}
