//! Leaving out what nothing leads to.
//!
//! A module keeps what it exports, and of the rest what that refers to, on and on. As no other module can name what is
//! not exported, each module is looked at by itself. What is global is all kept.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use crate::domain::surface::types::{Target, Type};
use crate::domain::surface::{Declaration, Exported, Member, Module, ModuleId};

/// Drops the declarations of all modules that nothing can reach.
pub(super) fn keep_reachable(modules: &mut BTreeMap<ModuleId, Module>) {
    let mut all: Vec<(&ModuleId, &mut Module)> = modules.iter_mut().collect();
    all.par_iter_mut().for_each(|(id, module)| {
        if !id.0.ends_with("#global") {
            keep(id, module);
        }
    });
}

fn first(name: &str) -> &str {
    name.split_once('.').map_or(name, |(first, _)| first)
}

fn keep(id: &ModuleId, module: &mut Module) {
    let mut by_name: HashMap<&str, Vec<&Declaration>> = HashMap::new();
    for one in &module.declarations {
        by_name.entry(first(&one.name)).or_default().push(one);
    }
    let mut rest: Vec<String> = module
        .exports
        .iter()
        .filter_map(|export| match &export.what {
            Exported::Own(name) => Some(first(name).to_owned()),
            _ => None,
        })
        .collect();
    let mut kept: HashSet<String> = HashSet::new();
    while let Some(name) = rest.pop() {
        if kept.contains(&name) {
            continue;
        }
        for declaration in by_name.get(name.as_str()).into_iter().flatten() {
            let mut found = Vec::new();
            in_declaration(declaration, &mut |target| {
                if let Target::Declared { module, name } = target
                    && module == id
                {
                    found.push(first(name).to_owned());
                }
            });
            rest.append(&mut found);
        }
        kept.insert(name);
    }
    module
        .declarations
        .retain(|one| kept.contains(first(&one.name)));
}

fn in_declaration(one: &Declaration, see: &mut impl FnMut(&Target)) {
    for generic in &one.generics {
        in_types(generic.bounds.iter().chain(&generic.default), see);
    }
    in_types(
        one.extends.iter().chain(&one.implements).chain(&one.ty),
        see,
    );
    in_members(&one.members, see);
}

fn in_members(members: &[Member], see: &mut impl FnMut(&Target)) {
    in_types(members.iter().filter_map(|member| member.ty.as_ref()), see);
}

/// Shows all names in types, however deep. The way is a list, not the stack.
fn in_types<'a>(types: impl Iterator<Item = &'a Type>, see: &mut impl FnMut(&Target)) {
    let mut rest: Vec<&Type> = types.collect();
    while let Some(ty) = rest.pop() {
        match ty {
            Type::Named(named) | Type::TypeOf(named) => {
                see(&named.target);
                rest.extend(&named.arguments);
            }
            Type::Array(of)
            | Type::Operator { of, .. }
            | Type::Slice { of, .. }
            | Type::Binding { ty: of, .. } => rest.push(of),
            Type::Tuple(items) => rest.extend(items.iter().map(|item| &item.ty)),
            Type::Union(types)
            | Type::Intersection(types)
            | Type::Impl(types)
            | Type::Dyn(types)
            | Type::Template { types, .. } => rest.extend(types),
            Type::Function(one) | Type::Constructor(one) => {
                for generic in &one.generics {
                    rest.extend(generic.bounds.iter().chain(&generic.default));
                }
                rest.extend(one.parameters.iter().filter_map(|one| one.ty.as_ref()));
                rest.extend(one.returns.iter().chain(&one.receiver));
            }
            Type::Object(members) => rest.extend(members.iter().filter_map(|one| one.ty.as_ref())),
            Type::Mapped(one) => {
                rest.push(&one.keys);
                rest.extend(one.rename.iter().chain(&one.ty));
            }
            Type::Conditional(one) => rest.extend([&one.check, &one.extends, &one.yes, &one.no]),
            Type::Infer { bound, .. } => rest.extend(bound.as_deref()),
            Type::Indexed { of, by } => rest.extend([&**of, &**by]),
            Type::Predicate { ty, .. } => rest.extend(ty.as_deref()),
            Type::Reference { to, .. } | Type::Pointer { to, .. } => rest.push(to),
            Type::Associated { of, by, .. } => {
                rest.push(of);
                rest.extend(by.as_deref());
            }
            Type::Keyword(_) | Type::Literal(_) | Type::Unread(_) => {}
        }
    }
}
