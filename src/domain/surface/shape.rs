//! What a type lets its users name: its members, wherever they are declared.
//!
//! Inherited, intersected, picked, omitted and mapped members keep the declaration that they come from, so that a
//! member is the same one when its container is renamed, split or put together differently. Types of other packages
//! are not looked into; that they are there is said (`open` of [`Shape`]).
//!
//! The rules are TypeScript's for property access: of a union only what all of its types have, of an intersection all,
//! an own member hides an inherited one, `Omit` and its like by the literal keys. What depends on inference
//! (conditional types, `infer`) is left open.

mod keys;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::domain::surface::shape::keys::Keys;
use crate::domain::surface::types::{Generic, Mapped, Modifier, Named, Target, Type};
use crate::domain::surface::{Declaration, DeclarationKind, Member, MemberKind, ModuleId, Surface};

/// Deeper nesting of aliases and bases than this is not followed: real declarations stay below 20.
const DEPTH: usize = 48;

/// What type parameters stand for, in the place of a type.
#[derive(Clone, Default)]
pub struct Scope<'s>(Option<Rc<BTreeMap<&'s str, (&'s Type, Self)>>>);

impl<'s> Scope<'s> {
    /// The scope within a declaration that is used with these arguments.
    fn of(generics: &'s [Generic], arguments: &'s [Type], around: &Self) -> Self {
        if generics.is_empty() {
            return Self::default();
        }
        let mut bound: BTreeMap<&str, (&Type, Self)> = BTreeMap::new();
        for (index, generic) in generics.iter().enumerate() {
            let (ty, scope) = match arguments.get(index) {
                Some(argument) => (argument, around.clone()),
                None => match generic.default.as_ref().or(generic.bounds.first()) {
                    Some(ty) => (ty, Self(Some(Rc::new(bound.clone())))),
                    None => continue,
                },
            };
            bound.insert(&generic.name, (ty, scope));
        }
        Self(Some(Rc::new(bound)))
    }

    fn get(&self, name: &str) -> Option<(&'s Type, Self)> {
        self.0.as_ref()?.get(name).cloned()
    }
}

/// A declaration: where it stands and what it is called there.
pub type Owner<'s> = (&'s ModuleId, &'s str);

/// One member as it is seen through a type.
#[derive(Clone)]
pub struct Seen<'s> {
    /// Its declaration; `None` if a mapped type or `Record` makes it.
    pub member: Option<&'s Member>,
    /// The declaration that declares it; `None` if that has no name.
    pub owner: Option<Owner<'s>>,
    pub ty: Option<&'s Type>,
    /// What the parameters in `ty` stand for.
    pub scope: Scope<'s>,
    pub optional: bool,
}

/// The members of a type, by name; overloads and pairs of accessors are several of one name.
#[derive(Clone, Default)]
pub struct Shape<'s> {
    pub members: BTreeMap<String, Vec<Seen<'s>>>,
    /// Further members may be there: what was not looked into, as written.
    pub open: BTreeSet<&'s str>,
}

impl<'s> Shape<'s> {
    fn open(what: &'s str) -> Self {
        Self {
            open: BTreeSet::from([what]),
            ..Self::default()
        }
    }

    /// Adds what `other` has and `self` has not.
    fn inherit(&mut self, other: Self) {
        for (name, seen) in other.members {
            self.members.entry(name).or_insert(seen);
        }
        self.open.extend(other.open);
    }

    /// Adds all that `other` has.
    fn join(&mut self, other: Self) {
        for (name, seen) in other.members {
            let here = self.members.entry(name).or_default();
            for one in seen {
                let known = |there: &Seen<'_>| match (there.member, one.member) {
                    (Some(a), Some(b)) => std::ptr::eq(a, b),
                    _ => false,
                };
                if !here.iter().any(known) {
                    here.push(one);
                }
            }
        }
        self.open.extend(other.open);
    }
}

/// Answers questions about the types of one surface.
#[derive(Clone, Copy)]
pub struct Shapes<'s> {
    surface: &'s Surface,
}

impl<'s> Shapes<'s> {
    pub fn new(surface: &'s Surface) -> Self {
        Self { surface }
    }

    /// The declarations of one name in a module.
    pub fn declarations(
        self,
        module: &ModuleId,
        name: &str,
    ) -> impl Iterator<Item = (&'s ModuleId, &'s Declaration)> {
        let found = self.surface.modules.get_key_value(module);
        let name = name.to_owned();
        found.into_iter().flat_map(move |(id, module)| {
            let name = name.clone();
            module
                .declarations
                .iter()
                .filter(move |one| one.name == name)
                .map(move |one| (id, one))
        })
    }

    /// What a value of the declared type has: instance members of a class, members of an interface or alias.
    pub fn instance(self, module: &ModuleId, name: &str) -> Shape<'s> {
        self.declared(module, name, &[], &Scope::default(), 0)
    }

    /// What the declared name itself has: statics of a class, members of an enum, of the type of a variable.
    pub fn statics(self, module: &ModuleId, name: &str) -> Shape<'s> {
        self.value(module, name, 0)
    }

    /// The members of a type.
    pub fn of(self, ty: &'s Type, scope: &Scope<'s>) -> Shape<'s> {
        self.ty(ty, scope, 0)
    }

    fn declared(
        self,
        module: &ModuleId,
        name: &str,
        arguments: &'s [Type],
        around: &Scope<'s>,
        depth: usize,
    ) -> Shape<'s> {
        let mut shape = Shape::default();
        if depth > DEPTH {
            return shape;
        }
        let mut inherited = Vec::new();
        for (id, declaration) in self.declarations(module, name) {
            let scope = Scope::of(&declaration.generics, arguments, around);
            match declaration.kind {
                DeclarationKind::Alias => {
                    if let Some(ty) = &declaration.ty {
                        let mut aliased = self.ty(ty, &scope, depth + 1);
                        for seen in aliased.members.values_mut().flatten() {
                            // An object type that an alias names is declared by the alias.
                            seen.owner.get_or_insert((id, &declaration.name));
                        }
                        shape.join(aliased);
                    }
                }
                DeclarationKind::Enum => {}
                _ => {
                    let owner = Some((id, declaration.name.as_str()));
                    let own = declaration.members.iter().filter(|one| !one.is_static);
                    shape.join(own_members(own, owner, &scope));
                    inherited.extend(declaration.extends.iter().map(|ty| (ty, scope.clone())));
                }
            }
        }
        for (base, scope) in inherited {
            shape.inherit(self.ty(base, &scope, depth + 1));
        }
        shape
    }

    fn value(self, module: &ModuleId, name: &str, depth: usize) -> Shape<'s> {
        let mut shape = Shape::default();
        if depth > DEPTH {
            return shape;
        }
        let scope = Scope::default();
        for (id, declaration) in self.declarations(module, name) {
            let owner = Some((id, declaration.name.as_str()));
            match declaration.kind {
                DeclarationKind::Class => {
                    let own = declaration.members.iter().filter(|one| one.is_static);
                    shape.join(own_members(own, owner, &scope));
                    for base in &declaration.extends {
                        if let Type::Named(named) = base {
                            shape.inherit(self.named_value(named, depth + 1));
                        }
                    }
                }
                DeclarationKind::Enum => {
                    shape.join(own_members(declaration.members.iter(), owner, &scope));
                }
                DeclarationKind::Variable | DeclarationKind::Constant => {
                    if let Some(ty) = &declaration.ty {
                        let mut of = self.ty(ty, &scope, depth + 1);
                        for seen in of.members.values_mut().flatten() {
                            seen.owner.get_or_insert((id, &declaration.name));
                        }
                        shape.join(of);
                    }
                }
                _ => {}
            }
        }
        shape
    }

    fn named_value(self, named: &'s Named, depth: usize) -> Shape<'s> {
        match &named.target {
            Target::Declared { module, name } => self.value(module, name, depth),
            Target::Module(_) => Shape::default(),
            _ => Shape::open(&named.written),
        }
    }

    fn ty(self, ty: &'s Type, scope: &Scope<'s>, depth: usize) -> Shape<'s> {
        if depth > DEPTH {
            return Shape::default();
        }
        let depth = depth + 1;
        match ty {
            Type::Named(named) => self.named(named, scope, depth),
            Type::Object(members) => own_members(members.iter(), None, scope),
            Type::Intersection(types) => {
                let mut shape = Shape::default();
                for ty in types {
                    shape.join(self.ty(ty, scope, depth));
                }
                shape
            }
            Type::Union(types) => self.union(types, scope, depth),
            Type::Mapped(mapped) => self.mapped(mapped, scope, depth),
            Type::Operator { operator, of } if operator == "readonly" => self.ty(of, scope, depth),
            Type::TypeOf(named) => self.named_value(named, depth),
            Type::Indexed { .. } | Type::Conditional(_) => {
                match self.simplified(ty, scope, depth) {
                    Some((ty, scope)) => self.ty(ty, &scope, depth),
                    None => Shape::open("a type that depends on others"),
                }
            }
            Type::Reference { to, .. } => self.ty(to, scope, depth),
            _ => Shape::default(),
        }
    }

    fn union(self, types: &'s [Type], scope: &Scope<'s>, depth: usize) -> Shape<'s> {
        let mut shapes = types
            .iter()
            .filter(|ty| !is_nothing(ty))
            .map(|ty| self.ty(ty, scope, depth));
        let Some(mut common) = shapes.next() else {
            return Shape::default();
        };
        for other in shapes {
            common
                .members
                .retain(|name, _| other.members.contains_key(name));
            common.join(Shape {
                members: other
                    .members
                    .into_iter()
                    .filter(|(name, _)| common.members.contains_key(name))
                    .collect(),
                open: other.open,
            });
        }
        common
    }

    fn named(self, named: &'s Named, scope: &Scope<'s>, depth: usize) -> Shape<'s> {
        match &named.target {
            Target::Declared { module, name } => {
                self.declared(module, name, &named.arguments, scope, depth)
            }
            Target::Parameter => match scope.get(&named.written) {
                Some((ty, scope)) => self.ty(ty, &scope, depth),
                None => Shape::open(&named.written),
            },
            Target::Global => self.library(named, scope, depth),
            Target::Module(_) | Target::Foreign { .. } | Target::Missing => {
                Shape::open(&named.written)
            }
        }
    }

    /// The types of TypeScript's own library that are made of other types' members.
    fn library(self, named: &'s Named, scope: &Scope<'s>, depth: usize) -> Shape<'s> {
        let arguments = &named.arguments;
        match (named.written.as_str(), arguments.as_slice()) {
            ("Partial" | "Required", [of]) => {
                let mut shape = self.ty(of, scope, depth);
                for seen in shape.members.values_mut().flatten() {
                    seen.optional = named.written == "Partial";
                }
                shape
            }
            ("Readonly" | "NonNullable" | "ThisType" | "NoInfer", [of]) => {
                self.ty(of, scope, depth)
            }
            ("Pick", [of, keys]) => {
                let (mut shape, keys) = (self.ty(of, scope, depth), self.keys(keys, scope, depth));
                if !keys.open {
                    shape.members.retain(|name, _| keys.names.contains(name));
                    shape.open.clear();
                }
                shape
            }
            ("Omit", [of, keys]) => {
                let (mut shape, keys) = (self.ty(of, scope, depth), self.keys(keys, scope, depth));
                shape.members.retain(|name, _| !keys.names.contains(name));
                shape
            }
            ("Record", [keys, value]) => {
                made_members(self.keys(keys, scope, depth), Some(value), scope)
            }
            ("InstanceType", [Type::TypeOf(class)]) => match &class.target {
                Target::Declared { module, name } => self.declared(module, name, &[], scope, depth),
                _ => Shape::open(&class.written),
            },
            _ => match self.simplified_named(named, scope, depth) {
                Some((ty, scope)) => self.ty(ty, &scope, depth),
                None => Shape::default(),
            },
        }
    }

    /// `ReturnType<typeof f>`, `Awaited<Promise<T>>` and the like, where they can be told without inference.
    fn simplified_named(
        self,
        named: &'s Named,
        scope: &Scope<'s>,
        depth: usize,
    ) -> Option<(&'s Type, Scope<'s>)> {
        match (named.written.as_str(), named.arguments.as_slice()) {
            ("ReturnType", [Type::TypeOf(function)]) => {
                let Target::Declared { module, name } = &function.target else {
                    return None;
                };
                let (_, declaration) = self.declarations(module, name).last()?;
                match declaration.ty.as_ref()? {
                    Type::Function(signature) => {
                        Some((signature.returns.as_ref()?, Scope::default()))
                    }
                    _ => None,
                }
            }
            ("Awaited", [Type::Named(promise)])
                if promise.written == "Promise" && promise.target == Target::Global =>
            {
                Some((promise.arguments.first()?, scope.clone()))
            }
            ("Exclude" | "Extract", [of, _]) if depth < DEPTH => Some((of, scope.clone())),
            _ => None,
        }
    }

    /// `T["key"]`.
    fn simplified(
        self,
        ty: &'s Type,
        scope: &Scope<'s>,
        depth: usize,
    ) -> Option<(&'s Type, Scope<'s>)> {
        let Type::Indexed { of, by } = ty else {
            return None;
        };
        let keys = self.keys(by, scope, depth);
        let [name] = keys.names.iter().collect::<Vec<_>>()[..] else {
            return None;
        };
        let shape = self.ty(of, scope, depth);
        let seen = shape.members.get(name)?.first()?;
        Some((seen.ty?, seen.scope.clone()))
    }

    fn mapped(self, mapped: &'s Mapped, scope: &Scope<'s>, depth: usize) -> Shape<'s> {
        if mapped.rename.is_some() {
            return Shape::open("a mapped type that renames");
        }
        let optional = |shape: &mut Shape<'s>| {
            for seen in shape.members.values_mut().flatten() {
                match mapped.optional {
                    Modifier::Keep => {}
                    Modifier::Add => seen.optional = true,
                    Modifier::Remove => seen.optional = false,
                }
            }
        };
        let mut shape = match Self::homomorphic(&mapped.keys, scope) {
            Some((of, scope)) => self.ty(of, &scope, depth),
            None => made_members(
                self.keys(&mapped.keys, scope, depth),
                mapped.ty.as_ref(),
                scope,
            ),
        };
        optional(&mut shape);
        shape
    }

    /// The type whose keys a mapped type goes over: its members stay those of that type.
    fn homomorphic(keys: &'s Type, scope: &Scope<'s>) -> Option<(&'s Type, Scope<'s>)> {
        match keys {
            Type::Operator { operator, of } if operator == "keyof" => Some((of, scope.clone())),
            Type::Named(named) if named.target == Target::Parameter => {
                let (ty, scope) = scope.get(&named.written)?;
                match ty {
                    Type::Operator { operator, of } if operator == "keyof" => Some((of, scope)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// `null`, `undefined` and the like: what property access passes over.
pub fn is_nothing(ty: &Type) -> bool {
    match ty {
        Type::Keyword(word) | Type::Literal(word) => {
            matches!(word.as_str(), "null" | "undefined" | "void" | "never")
        }
        _ => false,
    }
}

fn own_members<'s>(
    members: impl Iterator<Item = &'s Member>,
    owner: Option<Owner<'s>>,
    scope: &Scope<'s>,
) -> Shape<'s> {
    let mut shape = Shape::default();
    for member in members {
        let nameless = matches!(
            member.kind,
            MemberKind::Constructor | MemberKind::Call | MemberKind::New | MemberKind::Index
        );
        if nameless {
            continue;
        }
        shape
            .members
            .entry(member.name.clone())
            .or_default()
            .push(Seen {
                member: Some(member),
                owner,
                ty: member.ty.as_ref(),
                scope: scope.clone(),
                optional: member.optional,
            });
    }
    shape
}

fn made_members<'s>(keys: Keys, ty: Option<&'s Type>, scope: &Scope<'s>) -> Shape<'s> {
    let mut shape = Shape::default();
    if keys.open {
        shape.open.insert("keys that are not literal");
    }
    for name in keys.names {
        shape.members.insert(
            name,
            vec![Seen {
                member: None,
                owner: None,
                ty,
                scope: scope.clone(),
                optional: false,
            }],
        );
    }
    shape
}
