//! Leaves out what users can neither reach nor meet in a type.

use std::collections::{BTreeSet, VecDeque};

use crate::domain::surface::paths::{self, Thing};
use crate::domain::surface::types::{Generic, Signature, Target, Type};
use crate::domain::surface::{Declaration, Exported, ModuleId, Surface};

type Key = (ModuleId, String);

/// Keeps declarations that a public path leads to, and those that their types refer to; and the exports of these.
pub(super) fn keep_what_is_reached(surface: &mut Surface) {
    let mut roots: Vec<ModuleId> = surface.root.clone().into_iter().collect();
    roots.extend(surface.members.iter().filter_map(|one| one.root.clone()));
    let mut kept: BTreeSet<Key> = BTreeSet::new();
    let mut open: VecDeque<Key> = VecDeque::new();
    for root in &roots {
        for reached in paths::from(surface, root).into_values() {
            if let Thing::Declaration { module, name }
            | Thing::Variant {
                module, of: name, ..
            } = reached.thing
            {
                open.push_back((module, name));
            }
        }
    }
    while let Some(key) = open.pop_front() {
        if !kept.insert(key.clone()) {
            continue;
        }
        let mut met = Vec::new();
        for declaration in surface
            .modules
            .get(&key.0)
            .into_iter()
            .flat_map(|one| one.named(&key.1))
        {
            of_declaration(declaration, &mut met);
        }
        open.extend(met.into_iter().filter(|one| !kept.contains(one)));
    }
    for (id, module) in surface.modules.iter_mut() {
        let is_kept = |name: &str| kept.contains(&(id.clone(), name.to_owned()));
        module.declarations.retain(|one| is_kept(&one.name));
        module.exports.retain(|one| match &one.what {
            Exported::Own(name) => is_kept(name),
            _ => true,
        });
    }
}

fn of_declaration(one: &Declaration, met: &mut Vec<Key>) {
    of_generics(&one.generics, met);
    let types = one.extends.iter().chain(&one.implements).chain(&one.ty);
    let members = one.members.iter().filter_map(|member| member.ty.as_ref());
    types.chain(members).for_each(|ty| of_type(ty, met));
}

fn of_generics(generics: &[Generic], met: &mut Vec<Key>) {
    for one in generics {
        one.bounds
            .iter()
            .chain(&one.default)
            .for_each(|ty| of_type(ty, met));
    }
}

fn of_signature(one: &Signature, met: &mut Vec<Key>) {
    of_generics(&one.generics, met);
    let parameters = one
        .parameters
        .iter()
        .filter_map(|parameter| parameter.ty.as_ref());
    parameters
        .chain(&one.returns)
        .for_each(|ty| of_type(ty, met));
}

fn of_type(ty: &Type, met: &mut Vec<Key>) {
    match ty {
        Type::Named(named) => {
            if let Target::Declared { module, name } = &named.target {
                met.push((module.clone(), name.clone()));
            }
            named.arguments.iter().for_each(|one| of_type(one, met));
        }
        Type::Operator { of, .. } | Type::Slice { of, .. } => of_type(of, met),
        Type::Reference { to, .. } | Type::Pointer { to, .. } => of_type(to, met),
        Type::Binding { ty, .. } => of_type(ty, met),
        Type::Tuple(items) => items.iter().for_each(|one| of_type(&one.ty, met)),
        Type::Impl(types) | Type::Dyn(types) => types.iter().for_each(|one| of_type(one, met)),
        Type::Function(signature) => of_signature(signature, met),
        Type::Object(members) => {
            members
                .iter()
                .filter_map(|one| one.ty.as_ref())
                .for_each(|one| of_type(one, met));
        }
        Type::Associated { of, by, .. } => {
            of_type(of, met);
            if let Some(by) = by {
                of_type(by, met);
            }
        }
        _ => {}
    }
}
