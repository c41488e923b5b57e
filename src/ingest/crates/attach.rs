//! Implementations, given to the types that they are for, wherever in the crate they stand.

use std::collections::{BTreeMap, HashMap};

use crate::domain::surface::types::{Generic, Target, Type};
use crate::domain::surface::{Declaration, DeclarationKind, Member, Module, ModuleId};
use crate::ingest::crates::bind::{Binder, Here, parameter, pass_down};
use crate::ingest::crates::files::inherit;
use crate::syntax::rust::record::{Implementation, Item, ItemKind};

/// How many aliases may lead to one another.
const DEEPEST: usize = 16;

/// Adds inherent members and implemented traits to the declarations.
///
/// What is implemented for every type with certain traits is kept with the trait, as those traits. What is implemented
/// for foreign types, references and tuples has no declaration to stand with.
pub(super) fn implementations(binder: &Binder, modules: &mut BTreeMap<ModuleId, Module>) {
    for (at, node) in binder.world().nodes.iter().enumerate() {
        for item in &node.items {
            let ItemKind::Implementation(one) = &item.kind else {
                continue;
            };
            let mut one = (**one).clone();
            let mut here = Here::with(at, None, &one.generics);
            binder.ty(&mut here, &mut one.target);
            here.itself = Some(one.target.clone());
            binder.generics(&mut here, &mut one.generics);
            let mut notes = item.notes.clone();
            inherit(&node.notes, &mut notes);
            let item = Item {
                notes,
                ..item.clone()
            };
            match one.of.take() {
                Some(mut of) => {
                    binder.ty(&mut here, &mut of);
                    implemented(modules, &one, &of);
                }
                None => inherent(binder, modules, &mut here, one, &item),
            }
        }
    }
}

/// The declaration that a type is of, aliases followed.
fn owner(modules: &BTreeMap<ModuleId, Module>, ty: &Type) -> Option<(ModuleId, String)> {
    let mut ty = ty;
    for _ in 0..DEEPEST {
        let Type::Named(named) = ty else { return None };
        let Target::Declared { module, name } = &named.target else {
            return None;
        };
        let declared = modules
            .get(module)?
            .named(name)
            .find(|one| is_type(one.kind))?;
        match (&declared.ty, declared.kind) {
            (Some(next), DeclarationKind::Alias) => ty = next,
            _ => return Some((module.clone(), name.clone())),
        }
    }
    None
}

const fn is_type(kind: DeclarationKind) -> bool {
    !matches!(
        kind,
        DeclarationKind::Function
            | DeclarationKind::Variable
            | DeclarationKind::Constant
            | DeclarationKind::Macro
    )
}

/// All declarations of a type: several under different conditions.
fn declared<'m>(
    modules: &'m mut BTreeMap<ModuleId, Module>,
    (module, name): &(ModuleId, String),
) -> impl Iterator<Item = &'m mut Declaration> {
    let name = name.clone();
    let declarations = modules
        .get_mut(module)
        .map(|one| one.declarations.iter_mut());
    declarations
        .into_iter()
        .flatten()
        .filter(move |one| one.name == name && is_type(one.kind))
}

fn implemented(modules: &mut BTreeMap<ModuleId, Module>, one: &Implementation, of: &Type) {
    if let Some(owner) = owner(modules, &one.target) {
        for declaration in declared(modules, &owner) {
            if !declaration.implements.contains(of) {
                declaration.implements.push(of.clone());
            }
        }
        return;
    }
    let Type::Named(target) = &one.target else {
        return;
    };
    if target.target != Target::Parameter {
        return;
    }
    let bounds = one
        .generics
        .iter()
        .find(|generic| generic.name == target.written);
    let bounds = bounds.map_or_else(Vec::new, |generic| generic.bounds.clone());
    if let Some(owner) = owner(modules, of) {
        for declaration in declared(modules, &owner) {
            declaration.implements.push(Type::Impl(bounds.clone()));
        }
    }
}

fn inherent(
    binder: &Binder,
    modules: &mut BTreeMap<ModuleId, Module>,
    here: &mut Here,
    one: Implementation,
    item: &Item,
) {
    let Some(owner) = owner(modules, &one.target) else {
        return;
    };
    let mut members = one.members;
    for member in &mut members {
        binder.member(here, member);
        pass_down(&item.notes, member);
        member.notes.private |= item.notes.private;
        member.cfg = match (item.cfg.clone(), member.cfg.take()) {
            (Some(outer), Some(own)) => Some(format!("all({outer}, {own})")),
            (outer, own) => outer.or(own),
        };
    }
    for declaration in declared(modules, &owner) {
        let names = renamed(&one.target, &one.generics, &declaration.generics);
        declaration
            .members
            .extend(members.iter().cloned().map(|mut member| {
                rename(&mut member, &names);
                member
            }));
    }
}

/// What the block's type parameters are called where the type is declared.
fn renamed(target: &Type, of_block: &[Generic], of_type: &[Generic]) -> HashMap<String, String> {
    let Type::Named(target) = target else {
        return HashMap::new();
    };
    let pairs = target.arguments.iter().zip(of_type);
    pairs
        .filter_map(|(argument, generic)| match argument {
            Type::Named(one) if one.target == Target::Parameter => {
                Some((one.written.clone(), generic.name.clone()))
            }
            _ => None,
        })
        .filter(|(from, to)| from != to && of_block.iter().any(|one| one.name == *from))
        .collect()
}

fn rename(member: &mut Member, names: &HashMap<String, String>) {
    if names.is_empty() {
        return;
    }
    if let Some(ty) = &mut member.ty {
        rename_type(ty, names);
    }
}

fn rename_type(ty: &mut Type, names: &HashMap<String, String>) {
    let all = |types: &mut Vec<Type>| types.iter_mut().for_each(|one| rename_type(one, names));
    match ty {
        Type::Named(named) => {
            all(&mut named.arguments);
            if named.target == Target::Parameter
                && let Some(name) = names.get(&named.written)
            {
                *ty = parameter(name);
            }
        }
        Type::Operator { of, .. } | Type::Slice { of, .. } | Type::Associated { of, .. } => {
            rename_type(of, names);
        }
        Type::Reference { to, .. } | Type::Pointer { to, .. } => rename_type(to, names),
        Type::Binding { ty, .. } => rename_type(ty, names),
        Type::Tuple(items) => items
            .iter_mut()
            .for_each(|one| rename_type(&mut one.ty, names)),
        Type::Impl(types) | Type::Dyn(types) => all(types),
        Type::Function(signature) => {
            // A parameter of the method itself hides one of the block.
            let mut names = names.clone();
            names.retain(|from, _| !signature.generics.iter().any(|one| one.name == *from));
            let parameters = signature
                .parameters
                .iter_mut()
                .filter_map(|one| one.ty.as_mut());
            let bounds = signature
                .generics
                .iter_mut()
                .flat_map(|one| &mut one.bounds);
            let rest = signature.returns.iter_mut().chain(&mut signature.receiver);
            parameters
                .chain(bounds)
                .chain(rest)
                .for_each(|one| rename_type(one, &names));
        }
        _ => {}
    }
}
