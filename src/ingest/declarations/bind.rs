//! Binding every name in every type.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::domain::surface::types::{Generic, Mapped, Named, Signature, Target, Type};
use crate::domain::surface::{Declaration, DeclarationKind, Gap, Member, ModuleId};
use crate::ingest::declarations::exports::{Block, World, meaning};
use crate::ingest::declarations::scopes::Scope;

/// What one block puts into its module, and what could not be resolved in it.
pub(super) type Bound = (ModuleId, Vec<Declaration>, BTreeSet<Gap>);

/// Binds the declarations of all blocks, in their order.
pub(super) fn all(world: &World<'_>) -> Vec<Bound> {
    world
        .blocks
        .par_iter()
        .map(|block| one(world, block))
        .collect()
}

fn one(world: &World<'_>, block: &Block) -> Bound {
    let mut gaps = BTreeSet::new();
    let scope = Scope::new(world, block, &mut gaps);
    let mut declarations: Vec<Declaration> = block
        .body
        .declarations
        .iter()
        .map(|one| one.declaration.clone())
        .collect();
    let mut binder = Binder {
        scope: &scope,
        within: String::new(),
        parameters: Vec::new(),
        values: Vec::new(),
        line: 0,
        gaps: &mut gaps,
    };
    for declaration in &mut declarations {
        binder.declaration(declaration);
    }
    (block.module.clone(), declarations, gaps)
}

struct Binder<'a> {
    scope: &'a Scope<'a>,
    /// The namespace of the declaration.
    within: String,
    /// Type parameters in scope, and what `infer` and mapped types introduce.
    parameters: Vec<String>,
    /// Parameters of functions, which `typeof` can name.
    values: Vec<String>,
    line: u32,
    gaps: &'a mut BTreeSet<Gap>,
}

impl Binder<'_> {
    fn declaration(&mut self, one: &mut Declaration) {
        let within = one.name.rsplit_once('.').map_or("", |(within, _)| within);
        within.clone_into(&mut self.within);
        self.line = one.line;
        let depth = self.generics(&mut one.generics);
        // A class extends a value, everything else is a type.
        let of_base = if one.kind == DeclarationKind::Class {
            meaning::VALUE
        } else {
            meaning::TYPE
        };
        for base in &mut one.extends {
            if let Type::Named(named) = base {
                self.named(named, of_base);
            } else {
                self.ty(base);
            }
        }
        self.types(&mut one.implements);
        self.members(&mut one.members);
        self.optional(one.ty.as_mut());
        self.parameters.truncate(depth);
    }

    fn members(&mut self, members: &mut [Member]) {
        for member in members {
            self.line = member.line;
            self.optional(member.ty.as_mut());
        }
    }

    fn types(&mut self, types: &mut [Type]) {
        for ty in types {
            self.ty(ty);
        }
    }

    fn optional(&mut self, ty: Option<&mut Type>) {
        if let Some(ty) = ty {
            self.ty(ty);
        }
    }

    /// Brings type parameters into scope; gives the depth to go back to.
    fn generics(&mut self, generics: &mut [Generic]) -> usize {
        let depth = self.parameters.len();
        self.parameters
            .extend(generics.iter().map(|one| one.name.clone()));
        for one in generics {
            self.types(&mut one.bounds);
            self.optional(one.default.as_mut());
        }
        depth
    }

    fn ty(&mut self, ty: &mut Type) {
        match ty {
            Type::Named(named) => self.named(named, meaning::TYPE),
            Type::TypeOf(named) => self.named(named, meaning::VALUE),
            Type::Array(of)
            | Type::Operator { of, .. }
            | Type::Slice { of, .. }
            | Type::Binding { ty: of, .. } => self.ty(of),
            Type::Tuple(items) => items.iter_mut().for_each(|item| self.ty(&mut item.ty)),
            Type::Union(types)
            | Type::Intersection(types)
            | Type::Impl(types)
            | Type::Dyn(types) => {
                self.types(types);
            }
            Type::Template { types, .. } => self.types(types),
            Type::Function(signature) | Type::Constructor(signature) => self.signature(signature),
            Type::Object(members) => self.members(members),
            Type::Mapped(mapped) => self.mapped(mapped),
            Type::Conditional(one) => {
                self.ty(&mut one.check);
                let depth = self.parameters.len();
                inferred(&one.extends, &mut self.parameters);
                self.ty(&mut one.extends);
                self.ty(&mut one.yes);
                self.parameters.truncate(depth);
                self.ty(&mut one.no);
            }
            Type::Infer { bound, .. } => self.optional(bound.as_deref_mut()),
            Type::Indexed { of, by } => {
                self.ty(of);
                self.ty(by);
            }
            Type::Predicate { ty, .. } => self.optional(ty.as_deref_mut()),
            Type::Reference { to, .. } | Type::Pointer { to, .. } => self.ty(to),
            Type::Associated { of, by, .. } => {
                self.ty(of);
                self.optional(by.as_deref_mut());
            }
            Type::Keyword(_) | Type::Literal(_) | Type::Unread(_) => {}
        }
    }

    fn mapped(&mut self, mapped: &mut Mapped) {
        self.ty(&mut mapped.keys);
        self.parameters.push(mapped.parameter.clone());
        self.optional(mapped.rename.as_mut());
        self.optional(mapped.ty.as_mut());
        self.parameters.pop();
    }

    fn signature(&mut self, signature: &mut Signature) {
        let depth = self.generics(&mut signature.generics);
        let values = self.values.len();
        self.values
            .extend(signature.parameters.iter().map(|one| one.name.clone()));
        self.optional(signature.receiver.as_mut());
        for one in &mut signature.parameters {
            self.optional(one.ty.as_mut());
        }
        self.optional(signature.returns.as_mut());
        self.values.truncate(values);
        self.parameters.truncate(depth);
    }

    fn named(&mut self, named: &mut Named, wanted: u8) {
        let first = named.written.split('.').next().unwrap_or_default();
        named.target = match &named.target {
            Target::Foreign { package, path } => {
                self.scope.of_module(package, path, self.line, self.gaps)
            }
            _ if wanted == meaning::TYPE && self.parameters.contains(&named.written) => {
                Target::Parameter
            }
            _ if wanted == meaning::VALUE && self.values.iter().any(|one| one == first) => {
                Target::Parameter
            }
            // `typeof this.x`
            _ if first == "this" => Target::Parameter,
            _ => self.scope.look_up(&self.within, &named.written, wanted),
        };
        self.types(&mut named.arguments);
    }
}

/// The names that `infer` introduces in the extends part of a conditional type, those of inner conditions left out.
fn inferred(ty: &Type, found: &mut Vec<String>) {
    let mut all = |types: &[Type]| types.iter().for_each(|ty| inferred(ty, found));
    match ty {
        Type::Infer { name, bound } => {
            found.push(name.clone());
            if let Some(bound) = bound {
                inferred(bound, found);
            }
        }
        Type::Named(named) | Type::TypeOf(named) => all(&named.arguments),
        Type::Union(types) | Type::Intersection(types) | Type::Template { types, .. } => all(types),
        Type::Array(of) | Type::Operator { of, .. } => inferred(of, found),
        Type::Tuple(items) => items.iter().for_each(|item| inferred(&item.ty, found)),
        Type::Function(signature) | Type::Constructor(signature) => in_signature(signature, found),
        Type::Object(members) => members
            .iter()
            .filter_map(|member| member.ty.as_ref())
            .for_each(|ty| inferred(ty, found)),
        Type::Mapped(mapped) => {
            inferred(&mapped.keys, found);
            if let Some(ty) = &mapped.ty {
                inferred(ty, found);
            }
        }
        Type::Indexed { of, by } => {
            inferred(of, found);
            inferred(by, found);
        }
        // What an inner condition infers is its own; its check and branches may still infer for the outer one.
        Type::Conditional(one) => {
            for ty in [&one.check, &one.yes, &one.no] {
                inferred(ty, found);
            }
        }
        Type::Predicate { ty: Some(ty), .. } => inferred(ty, found),
        _ => {}
    }
}

fn in_signature(signature: &Signature, found: &mut Vec<String>) {
    let types = signature
        .parameters
        .iter()
        .filter_map(|one| one.ty.as_ref());
    for ty in types.chain(&signature.returns).chain(&signature.receiver) {
        inferred(ty, found);
    }
}
